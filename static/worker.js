// Runs package evidence, compiled to WebAssembly, beside the page, so that typing never stalls.
// The first message names the toolchain's script and the module; every other one brings texts.

onmessage = async ({ data: { id, glue, module, texts } }) => {
	try {
		if (module) await start(glue, module);
		postMessage({ id, texts: texts ? self.docketRedact(texts) : [] });
	} catch (error) {
		postMessage({ id, failed: String(error) });
	}
};

async function start(glue, module) {
	importScripts(glue);
	const go = new self.Go();
	const { instance } = await WebAssembly.instantiateStreaming(fetch(module), go.importObject);
	go.run(instance); // returns once the function is there, and stays
}
