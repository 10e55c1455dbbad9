// Removes secrets from a form's data before it is sent, in a worker. The server does it again.

const LONGEST = 1 << 20; // of a file that is redacted here, in bytes

// redactor loads the module and gives a function that returns form data without its secrets;
// names are the fields in which people write.
export async function redactor([, worker, glue, module]) {
	const ask = asking(new Worker(worker));
	await ask({ glue, module });
	return async (data, names) => {
		const out = new FormData();
		for (const [name, value] of data) out.append(name, value);
		const file = await fileIn(out);
		const written = names.filter((name) => typeof out.get(name) === 'string' && !(file && name === 'evidence'));
		const texts = [...written.map((name) => out.get(name)), ...(file ? [file] : [])];
		const clean = await ask({ texts });
		if (clean?.length !== texts.length) throw new Error('the module has stopped');
		written.forEach((name, n) => out.set(name, clean[n]));
		if (file && clean.at(-1)) out.set('evidence', clean.at(-1));
		return out;
	};
}

// fileIn takes the file out of the data and returns its bytes, which become the evidence. One that is
// too long is an error.
async function fileIn(data) {
	const file = data.get('file');
	if (!file?.size) return null;
	if (file.size > LONGEST) throw new Error('the file is too long');
	data.delete('file');
	return new Uint8Array(await file.arrayBuffer());
}

// asking turns a worker's messages into promises. A worker that fails once fails for good.
function asking(worker) {
	const waiting = new Map();
	let dead;
	worker.onmessage = ({ data: { id, texts, failed } }) => {
		const { resolve, reject } = waiting.get(id);
		waiting.delete(id);
		if (failed) reject(new Error(failed)); else resolve(texts);
	};
	worker.onerror = worker.onmessageerror = (event) => {
		event.preventDefault?.();
		dead = new Error('the worker has stopped');
		waiting.forEach(({ reject }) => reject(dead));
		waiting.clear();
	};
	return (message) => new Promise((resolve, reject) => {
		if (dead) { reject(dead); return; }
		const id = Math.random();
		waiting.set(id, { resolve, reject });
		worker.postMessage({ ...message, id });
	});
}
