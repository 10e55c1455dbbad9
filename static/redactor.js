// Removes secrets from a form's data before it is sent, in a worker. The server does it again.

// redactor loads the module and gives a function that returns form data without its secrets, null when
// its file is too long and no HAR; names are the fields in which people write, domain is the gateway's.
export async function redactor([, worker, glue, module], domain) {
	const ask = asking(new Worker(worker));
	await ask({ glue, module });
	return async (data, names) => {
		const out = new FormData();
		for (const [name, value] of data) out.append(name, value);
		const file = out.get('file')?.size ? out.get('file') : null;
		const written = names.filter((name) => typeof out.get(name) === 'string' && !(file && name === 'evidence'));
		const texts = [...written.map((name) => out.get(name)), ...(file ? [file] : [])];
		const clean = await ask({ texts, domain });
		if (clean?.length !== texts.length) throw new Error('the module has stopped');
		if (clean.includes(null)) return null;
		written.forEach((name, n) => out.set(name, clean[n]));
		if (!file) return out;
		out.delete('file'); // it has become the evidence, of a long HAR an excerpt
		if (clean.at(-1)) out.set('evidence', clean.at(-1));
		return out;
	};
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
