// What pages of staff do beyond app.js. Every page works without it.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const PAUSE = 1000; // ms without a key before a draft is kept
const AGAIN = 15000; // ms until a draft that could not be kept is tried again
const POLL = 20000; // ms between two looks for news
const CHORD = 1500; // ms in which the second of two keys counts

// Rows that are laid out as cards stay a table for those who hear them.
const ROLES = { '': 'table', thead: 'rowgroup', tbody: 'rowgroup', tr: 'row', td: 'cell', '[scope=col]': 'columnheader', '[scope=row]': 'rowheader' };

function table(element) {
	for (const [part, role] of Object.entries(ROLES)) {
		for (const e of part ? $$(part, element) : [element]) e.setAttribute('role', role);
	}
}

// A click anywhere in a row opens its ticket, also on what lies over the row's link.
function openRow(event) {
	const row = event.target.closest('.queue:not(.letters) tbody tr');
	if (row && !event.target.closest('a') && getSelection().isCollapsed) $('a', row).click();
}

// Ages go on counting while the page is open, by how long it has been open.
function ages() {
	const opened = Date.now();
	const now = Date.parse(document.body.dataset.now);
	if (now) setInterval(() => $$('[data-age]').forEach((time) => { time.textContent = age(now + Date.now() - opened - Date.parse(time.dateTime)); }), 60000);
}

const age = (ms) => (ms <= -60000 ? 'in ' + span(-ms) : span(ms));

function span(ms) {
	const minutes = Math.max(0, Math.floor(ms / 60000));
	if (minutes < 60) return minutes + ' min';
	return minutes < 48 * 60 ? Math.floor(minutes / 60) + ' h' : Math.floor(minutes / 1440) + ' d';
}

// tell writes a sentence with a link into a line, once: what is repeated is not said again.
function tell(line, words, wrong, address, link, tab) {
	if (line.dataset.told === words) return;
	line.dataset.told = words;
	line.toggleAttribute('data-wrong', Boolean(wrong));
	line.replaceChildren(words);
	if (!link) return;
	const a = Object.assign(document.createElement('a'), { href: address, textContent: link });
	if (tab) Object.assign(a, { target: '_blank', rel: 'noopener' });
	line.append(' ', a);
}

const signIn = () => '/admin/login?next=' + encodeURIComponent(location.pathname + location.search);
const signedOut = (response) => response.status === 401 || response.redirected;

// The queue tells of what is new and does not move.
function news(line) {
	const title = document.title;
	let timer = setInterval(look, POLL);
	document.addEventListener('visibilitychange', look);

	async function look() {
		if (document.hidden || !timer) return;
		try {
			const response = await fetch('/admin/news?since=' + line.dataset.news, { headers: { Accept: 'application/json' } });
			if (signedOut(response)) {
				timer = clearInterval(timer);
				tell(line, 'You have been signed out.', true, signIn(), 'Sign in');
			} else if (response.ok) {
				show(await response.json());
			}
		} catch { /* the network is away: the next look may see it again */ }
	}

	function show({ filed, answered }) {
		if (!filed && !answered) return;
		const words = [counted(filed, 'new ticket'), counted(answered, 'answer')].filter(Boolean).join(', ');
		tell(line, words + '.', false, line.dataset.fresh, 'Show');
		document.title = `(${words}) ${title}`;
	}
}

const counted = (n, noun) => (n ? `${n < 100 ? n : '100+'} ${noun}${n === 1 ? '' : 's'}` : '');

// What somebody writes is kept as a draft, which the server redacts before it is stored.
function draft(form) {
	const box = $('textarea', form);
	const line = $('[data-drafted]', form);
	let kept = line.textContent.trim() || !box.defaultValue ? box.defaultValue : null;
	let timer;
	let sending;
	const plan = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };

	box.addEventListener('input', () => { form.left = false; plan(PAUSE); });
	form.addEventListener('submit', () => { form.left = true; clearTimeout(timer); sending?.abort(); });
	addEventListener('pagehide', () => save(true));
	document.addEventListener('formdata', (event) => { // another form takes along what stands here
		if (event.target !== form && event.target.action.includes('/admin/tickets/') && box.value !== kept) {
			event.formData.set('draft_' + form.dataset.kind, box.value);
		}
	});
	addEventListener('pageshow', (event) => { if (event.persisted) form.left = false; });
	document.addEventListener('visibilitychange', () => { if (!document.hidden && box.value !== kept) plan(0); });
	if (box.value !== kept) plan(PAUSE);

	async function save(leaving) {
		clearTimeout(timer);
		const text = box.value;
		if (form.left || text === kept) return;
		sending?.abort();
		sending = new AbortController();
		const { form_id: id, writer } = form.elements;
		const body = new URLSearchParams({ kind: form.dataset.kind, form_id: id.value, writer: writer.value, body: text });
		try {
			const response = await fetch(form.dataset.drafts, { method: 'POST', body, keepalive: leaving === true, signal: sending.signal });
			if (signedOut(response)) {
				tell(line, 'You have been signed out. Keep this page open, sign in in another tab, then send.', true, signIn(), 'Sign in', true);
				return;
			}
			if (!response.ok) throw response.status;
			kept = text;
			tell(line, text ? 'Draft kept ' + new Date().toTimeString().slice(0, 5) : '');
		} catch (why) {
			if (why.name === 'AbortError' || form.left) return;
			tell(line, 'The draft could not be kept just now. Go on writing: it is tried again.', true);
			plan(AGAIN);
		}
	}
}

// Single keys, for those who have not switched them off; never while somebody types.
const KEYS = {
	'/': () => { const box = $('#q'); box.focus(); box.select(); },
	j: () => step(1),
	k: () => step(-1),
	r: () => $('#body')?.focus(),
	n: () => $('#note')?.focus(),
	a: () => $('[data-take] button')?.click(),
	gq: () => location.assign('/admin'),
	'?': () => $('#keys')?.showModal(),
};

function step(by) {
	const rows = $$('.queue tbody tr');
	const links = rows.length ? rows.map((row) => $('a', row)) : $$('.kin a');
	const at = links.indexOf(document.activeElement);
	links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}

function keys() {
	let first = '';
	let timer;
	document.addEventListener('keydown', (event) => {
		if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.target.closest('input, textarea, select, dialog, [contenteditable]')) return;
		const act = KEYS[first + event.key] || KEYS[event.key];
		clearTimeout(timer);
		first = event.key === 'g' ? 'g' : '';
		if (first) timer = setTimeout(() => { first = ''; }, CHORD);
		if (act) { event.preventDefault(); act(); }
	});
}

$$('.queue').forEach(table);
$$('[data-news]').forEach(news);
$$('[data-drafts]').forEach(draft);
ages();
document.addEventListener('click', openRow);
document.addEventListener('formdata', (event) => { // an address without what was left empty
	if (!event.target.matches('[data-tidy]')) return;
	for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
if ('shortcuts' in document.body.dataset) keys();
