// Runs package evidence, compiled to WebAssembly, beside the page, so that typing never stalls.
// The first message names the toolchain's script and the module; every other one brings texts and files.

onmessage = async ({ data: { id, glue, module, texts, domain } }) => {
	try {
		if (module) await start(glue, module);
		const all = await Promise.all((texts || []).map((text) => (text instanceof Blob ? bytesOf(text) : text)));
		postMessage({ id, texts: all.length ? self.docketRedact(all, domain) : [] });
		if (module) rehearse(8);
	} catch (error) {
		postMessage({ id, failed: String(error) });
	}
};

// A browser compiles a function when it is first called, and better when it is called often: what is read first takes
// several times as long. So that is a text which nobody waits for, and a paste may come between two times.
const rehearse = (times) => times && setTimeout(() => (self.docketRedact([rehearsed], ""), rehearse(times - 1)));
const rehearsed = `curl -v '//desk:s3cret@a.example/v1/orders?token=k9' -H 'X-Tenant: A' --data-raw '{"password":"x","orders":[1]}'
> POST /v1/orders HTTP/1.1\r
> Authorization: Basic ZGVzazpzM2NyZXQ=
> Cookie: a=Zq7kR2mW9xTb4LvN8sYd
> X-Api-Key: Zq7kR2mW9xTb4LvN8sYd
>
< HTTP/1.1 409 Conflict
< Date: Fri, 06 Jan 2023 07:54:30 GMT
<
{"uuid":"6a1f4f07-44a2-4f0c-9a55-0a5f6d0e7b55","code":"A_B","messages":["It is \\"there\\""]}
Tenant: A
Our password is Zq7kR2mW9xTb4LvN8sYd, the key eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl
{"headers":[{"name":"authorization","value":"Bearer Zq7kR2mW9xTb4LvN8sYd"}]}
<password>x</password> | token | x |
`;

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

async function start(glue, module) {
	importScripts(glue);
	const go = new self.Go();
	const { instance } = await WebAssembly.instantiateStreaming(fetch(module), go.importObject);
	go.run(instance); // returns once the function is there, and stays
}
