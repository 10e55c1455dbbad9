// Runs package evidence, compiled to WebAssembly, beside the page, so that typing never stalls.
// The first message names the toolchain's script and the module; every other one brings texts and files.

onmessage = async ({ data: { id, glue, module, texts, domain } }) => {
	try {
		if (module) await start(glue, module);
		const all = await Promise.all((texts || []).map((text) => (text instanceof Blob ? bytesOf(text) : text)));
		postMessage({ id, texts: all.length ? self.docketRedact(all, domain) : [] });
	} catch (error) {
		postMessage({ id, failed: String(error) });
	}
};

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

async function start(glue, module) {
	importScripts(glue);
	const go = new self.Go();
	const { instance } = await WebAssembly.instantiateStreaming(fetch(module), go.importObject);
	go.run(instance); // returns once the function is there, and stays
}
