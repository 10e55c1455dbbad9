// Everything here improves a page that works without it. Each function improves one element
// and may be called again after that element has been replaced.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const store = (kind, key, value) => { // storage may be switched off, or full
	try {
		if (value === undefined) return kind.getItem(key);
		if (value === null) kind.removeItem(key);
		else kind.setItem(key, value);
	} catch { return null; }
};

// Appearance: the system's, or what the reader chose.
function appearance(select) {
	const root = document.documentElement;
	const apply = (value) => { if (value) root.dataset.appearance = value; else delete root.dataset.appearance; };
	const chosen = store(localStorage, 'docket.appearance') || '';
	apply(chosen);
	if (!select) return;
	select.value = chosen;
	select.addEventListener('change', () => {
		store(localStorage, 'docket.appearance', select.value || null);
		apply(select.value);
	});
}

// Instants: the reader's zone with its offset; the exact UTC stays in the title.
function instant(time) {
	const at = new Date(time.dateTime);
	if (isNaN(at)) return;
	time.textContent = local(at, time.dataset.moment === 'minutes');
}

function local(at, minutes) {
	const two = (n) => String(n).padStart(2, '0');
	const month = at.toLocaleString('en-GB', { month: 'short' }).slice(0, 3);
	const clock = [at.getHours(), at.getMinutes()].concat(minutes ? [] : at.getSeconds()).map(two).join(':');
	const ahead = -at.getTimezoneOffset();
	const offset = (ahead < 0 ? '-' : '+') + two(Math.floor(Math.abs(ahead) / 60)) + ':' + two(Math.abs(ahead) % 60);
	return `${at.getDate()} ${month} ${at.getFullYear()}, ${clock} ` + (ahead ? `(UTC${offset})` : 'UTC');
}

// Copy buttons: one press anywhere on the page is heard here, also after the form was replaced.
async function copy(button) {
	const words = $('[data-copy-words]', button);
	const from = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
	const text = from ? from.textContent : button.dataset.copy;
	button.dataset.words ??= words.textContent;
	words.textContent = (await copied(text)) ? 'Copied' : 'Press Ctrl+C';
	if (words.textContent !== 'Copied' && from) getSelection().selectAllChildren(from);
	say(words.textContent);
	setTimeout(() => { words.textContent = button.dataset.words; }, 2000);
}

async function copied(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch { // plain http has no clipboard
		const box = document.createElement('textarea');
		box.value = text;
		box.className = 'unseen';
		document.body.append(box);
		const before = document.activeElement;
		box.select();
		const done = document.execCommand('copy');
		box.remove();
		before?.focus();
		return done;
	}
}

// say tells something to everybody: in the status line for the eyes, aloud for the ears.
function say(words, wrong) {
	const line = $('[data-said]');
	if (!line) return;
	line.toggleAttribute('data-wrong', Boolean(wrong));
	line.textContent = words;
}

// One press sends once: a second press within ten seconds is the same press. The button stays
// enabled, so that no press is lost when an answer never comes.
function sendOnce(event) {
	const form = event.target;
	if (event.defaultPrevented || (event.submitter && !event.submitter.matches('[data-files]'))) return;
	const now = Date.now();
	if (now - (form.sentAt || 0) < 10000) { event.preventDefault(); return; }
	form.sentAt = now;
	event.submitter?.setAttribute('data-busy', '');
	if (form.matches('[data-intake]')) say('Filing your ticket…');
}

// Ctrl+Enter sends: in the evidence box it reads, elsewhere it files.
function sendKey(event) {
	if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.target.form) return;
	const form = event.target.form;
	const reads = { evidence: '.again [data-reads], .evidence > [data-reads]', hide: '[data-hidden]' }[event.target.id];
	const button = reads ? $(reads, form) : $('[data-files]:not([name])', form);
	if (button) { event.preventDefault(); form.requestSubmit(button); }
}

// The intake.

const named = (form) => [...form.elements].filter((e) => e.name && !['hidden', 'file', 'submit'].includes(e.type));
const answer = (e) => (e.type === 'radio' ? e.checked : e.value);
const keyOf = (e) => (e.type === 'radio' ? e.name + '=' + e.value : e.name);

function intake(form) {
	let reading = 0;

	form.addEventListener('submit', (event) => {
		if (!event.submitter?.matches('[data-reads]')) return;
		event.preventDefault();
		read();
	});
	document.addEventListener('paste', (event) => {
		if (event.target.id !== 'evidence' && !event.target.closest?.('input, textarea, select')) add(event, event.clipboardData, form, read);
	});
	form.addEventListener('toggle', (event) => { // what is pasted into the opened box comes after what is there
		const box = $('#evidence', form);
		if (event.target.open && event.target.contains(box)) box.setSelectionRange(box.value.length, box.value.length);
	}, true);
	form.addEventListener('change', (event) => {
		if (event.target.name === 'exchange' || event.target.id === 'file' && event.target.files.length) read();
	});
	shown(form, read);
	form.addEventListener('input', (event) => {
		left(form);
		if (event.target.id === 'evidence' && pasted(event)) read();
	});
	for (const kind of ['dragover', 'dragleave', 'drop']) {
		form.addEventListener(kind, (event) => dropped(event, form, read));
	}
	left(form);
	zone(form);
	guard(form, () => { reading++; });

	// read sends the form to be read and puts the answer in place, keeping what was typed meanwhile.
	async function read() {
		const turn = ++reading;
		const file = $('#file', form);
		if (file.files[0]?.size > file.dataset.most) { say(unread(413), true); return; }
		const before = new Map(named(form).map((e) => [keyOf(e), answer(e)]));
		say('Reading…');
		try {
			const body = await outgoing(form, new FormData(form));
			if (turn !== reading) return;
			const response = await fetch('/tickets/read', {
				method: 'POST', body, headers: { 'X-Docket-Fragment': 'intake', Accept: 'text/html' },
			});
			const html = await response.text();
			if (turn !== reading) return; // a later reading is on its way
			const fresh = document.createElement('template');
			fresh.innerHTML = html;
			if (!fresh.content.querySelector('.intake-grid')) throw response.status;
			replace(form, fresh.content, before);
			say($('.intake-grid', form).dataset.announce || 'Read.');
		} catch (status) {
			if (turn === reading) say(unread(status), true);
		}
	}
}

// pasted tells a paste from typing: by its name, or, for keyboards that put text in without one,
// by more text at once than anybody types.
const pasted = (event) => /^insertFrom/.test(event.inputType) || (event.data || '').length > 40;

function unread(status) {
	if (status === UNREDACTED) return 'This browser could not remove the secrets, and nothing was sent. Press “Read it” and the server removes them.';
	if (status === TOO_LONG) return 'This file is longer than 1 MB and no HAR file, and nothing was sent. Paste the part about the failing call.';
	if (status === 413) return 'That is too large to read: we take a file of up to 60 MB, and 1 MB of pasted text. Everything here is as you left it.';
	if (status === 429 || status === 503) return 'We are busy. Nothing is lost: press “Read it” again in a moment.';
	return 'It could not be read just now. Nothing is lost: press “Read it” again, or go on by hand.';
}

// What leaves the form has no secrets any more where this browser can remove them: redactor.js,
// loaded when the page has nothing else to do, or before the first text leaves. Where it can't, or
// takes too long to load, the server removes them alone. Once the page says that it is done here,
// nothing leaves otherwise before a person has read that it isn't.

const LOADING = 1500; // ms that a text waits for the redactor to be loaded
const WORKING = 10000; // ms that it waits to be redacted, once it has been said that it will be
const SLOW = 1000; // bytes of a file for which it waits 1 ms longer
const TOO_LONG = 'too long'; // thrown for a file that is, and of which no excerpt can be made
const UNREDACTED = 'unredacted'; // thrown in place of the promise being broken
const HERE = 'Secrets are removed in this browser, before anything is sent.';
const THERE = 'Secrets are removed by the server when you send, before anything is stored.';

const within = (promise, ms) => Promise.race([promise, new Promise((done) => { setTimeout(done, ms); })]).catch(() => null);
// What a person has selected to be hidden comes from a text that is redacted, and has to match it.
const writtenIn = (form) => named(form).filter((e) => /^(text|textarea|email)$/.test(e.type) && e.name !== 'hide').map((e) => e.name);

function redactor(form) {
	const addresses = form.dataset.redactor.split(' ');
	form.redactor ??= import(addresses[0]).then((file) => file.redactor(addresses, form.dataset.domain)).then((clean) => {
		form.here = true;
		where(form);
		return clean;
	});
	return form.redactor;
}

function where(form) {
	$$('[data-where]', form).forEach((line) => { line.textContent = form.here ? HERE : THERE; });
}

// outgoing returns form data as it may leave. It says that it was redacted here only when nothing
// that was typed into this form has ever left otherwise.
async function outgoing(form, data) {
	if (!canRedact(form)) return raw(form, data);
	const names = writtenIn(form);
	await within(redactor(form), LOADING);
	form.late = !form.here;
	if (form.late) return raw(form, data);
	const size = data.get('file')?.size || 0;
	const clean = await within(form.redactor.then((redact) => redact(data, names)).then((all) => all || TOO_LONG), WORKING + size / SLOW);
	if (clean === TOO_LONG) throw TOO_LONG;
	if (!clean) {
		Object.assign(form, { here: false, late: true });
		where(form);
		throw UNREDACTED;
	}
	clean.here = true;
	if (!leftRaw(form)) clean.set('redacted_by', 'browser');
	return clean;
}

// leftRaw reports whether something has left as it was typed, from this page or those before it.
const leftRaw = (form) => Boolean(form.raw || $('[data-by=server]', form));
const canRedact = (form) => form.dataset.redactor && (form.here || !form.late);
const raw = (form, data) => { form.raw = true; return data; };

// guard lets a press send the form once its secrets are gone: what it held at the press.
function guard(form, pressed) {
	let leaving;
	let waits;
	form.addEventListener('submit', async (event) => {
		const by = event.submitter;
		if (event.defaultPrevented || leaving) return;
		if (!canRedact(form)) { form.raw = true; return; }
		event.preventDefault();
		if (waits) return; // a second press is the same press
		waits = true;
		pressed();
		const data = new FormData(form);
		if (by?.name) data.append(by.name, by.value);
		say('Removing secrets…');
		try {
			leaving = await outgoing(form, data);
			await new Promise((next) => { setTimeout(next); }); // a form that is being submitted takes no other press
			form.requestSubmit(by);
		} catch (error) {
			if (error !== UNREDACTED && error !== TOO_LONG) throw error;
			say(error === TOO_LONG ? unread(error) : 'This browser could not remove the secrets, and nothing was sent. Press again and the server removes them.', true);
		} finally {
			leaving = null;
			waits = false;
		}
	});
	form.addEventListener('formdata', (event) => {
		if (!leaving) return;
		for (const name of new Set(event.formData.keys())) event.formData.delete(name);
		for (const [name, value] of leaving) event.formData.append(name, value);
	});
	form.addEventListener('docket:replaced', () => where(form));
	const load = () => redactor(form).catch(() => { form.late = true; });
	const idle = () => (window.requestIdleCallback || setTimeout)(load);
	if (!form.dataset.redactor) return;
	if (document.readyState === 'complete') idle(); else addEventListener('load', idle);
}

// replace puts a new inside into the form. What somebody typed while it was on its way wins.
function replace(form, inside, before) {
	const held = document.activeElement;
	const was = held && form.contains(held) && { id: held.id, start: held.selectionStart, end: held.selectionEnd };
	const typed = named(form).filter((e) => before.has(keyOf(e)) && answer(e) !== before.get(keyOf(e)))
		.map((e) => [keyOf(e), answer(e)]);
	form.replaceChildren(inside);
	const now = new Map(named(form).map((e) => [keyOf(e), e]));
	for (const [key, value] of typed) {
		const e = now.get(key);
		if (e?.type === 'radio') e.checked = value; else if (e) e.value = value;
	}
	$$('time[data-moment]', form).forEach(instant);
	left(form);
	zone(form);
	if (was) refocus(form, was);
	form.dispatchEvent(new Event('docket:replaced'));
}

// refocus puts the caret back where it was, or, after a paste, in front of what is left.
function refocus(form, was) {
	const e = was.id && document.getElementById(was.id);
	if (/^hide/.test(was.id)) { $('[data-shown]', form)?.focus({ preventScroll: true }); return; }
	if (e && was.id !== 'evidence' && was.id !== 'file' && !e.matches('[data-reads]')) {
		unfold(e);
		e.focus({ preventScroll: true });
		if (was.start != null && /text|textarea/.test(e.type)) e.setSelectionRange(was.start, was.end);
		return;
	}
	($('#problems', form) || $('.group h3', form))?.focus({ preventScroll: !$('[data-read]', form) });
}

const unfold = (e) => { const row = e.closest('details'); if (row) row.open = true; };

// dropped takes a file or a text let go anywhere on the evidence.
function dropped(event, form, read) {
	const box = event.target.closest?.('[data-evidence]');
	if (!box) return;
	box.toggleAttribute('data-over', event.type === 'dragover');
	const files = event.dataTransfer.files;
	if (event.type === 'dragover') event.preventDefault();
	if (event.type !== 'drop') return;
	if (files.length) {
		event.preventDefault();
		$('#file', form).files = files;
		read();
	} else if (event.target.id === 'evidence') {
		setTimeout(read);
	} else {
		add(event, event.dataTransfer, form, read);
	}
}

// add puts a text that was pasted or dropped beside the box after what the box holds.
function add(event, data, form, read) {
	const text = data?.getData('text');
	if (!text) return;
	event.preventDefault();
	const box = $('#evidence', form);
	box.value += (box.value && !box.value.endsWith('\n') ? '\n' : '') + text;
	read();
}

// left keeps the list of what is left in step with what is answered.
function left(form) {
	const line = $('[data-left]', form);
	if (!line || !(line.was || $('a', line))) return;
	line.was ??= { html: [...line.childNodes], links: $$('a', line) };
	const empty = line.was.links.filter((a) => {
		const e = asked(form, a.dataset.leftFor);
		return e && (!e.value || e.value === given(e)); // a mistake stays one until it is changed
	});
	const words = document.createElement('b');
	words.textContent = empty.length === 0 ? 'Nothing is missing.' : `${empty.length} ${empty.length === 1 ? 'answer' : 'answers'} left:`;
	line.toggleAttribute('data-many', empty.length > 4);
	line.replaceChildren(words, ...empty.flatMap((a, n) => [n ? comma() : ' ', a]));
}

// asked is the control that an answer is in: where values disagree, those to choose from until another
// one is typed.
function asked(form, name) {
	const choice = form.elements['choose_' + name];
	if (!choice) return form.elements[name];
	return $(`[name="choose_${name}"][value=""]`, form)?.checked ? $(`[id="${name}-typed"]`, form) : choice;
}

const comma = () => Object.assign(document.createElement('span'), { textContent: ', ' });

// given is the answer that the server put into a control.
function given(e) {
	if (e instanceof RadioNodeList) return [...e].find((r) => r.defaultChecked)?.value;
	return e.options ? [...e.options].find((o) => o.defaultSelected)?.value : e.defaultValue;
}

// shown ties the docket to the evidence beside it: a field under the pointer or the focus shows where
// it was found, and what is selected can be hidden.
function shown(form, read) {
	let selected = '';
	const point = (event) => {
		const key = event.target.closest?.('[data-at]')?.dataset.at;
		light(form, key);
	};
	form.addEventListener('focusin', point);
	form.addEventListener('pointerover', (event) => { if (event.pointerType === 'mouse') point(event); });
	form.addEventListener('pointerleave', () => light(form, document.activeElement?.closest('[data-at]')?.dataset.at));
	form.addEventListener('keydown', (event) => { // a selection by keys begins at the top of what is shown
		const way = { ArrowRight: 'forward', ArrowDown: 'forward', ArrowLeft: 'backward', ArrowUp: 'backward' }[event.key];
		if (!way || !event.shiftKey || !event.target.matches('[data-shown]')) return;
		event.preventDefault();
		const selection = getSelection();
		if (!event.target.contains(selection.anchorNode)) selection.collapse(event.target, 0);
		selection.modify('extend', way, /[pn]$/.test(event.key) ? 'line' : event.ctrlKey || event.altKey ? 'word' : 'character');
	});
	document.addEventListener('selectionchange', () => {
		const box = $('[data-shown]', form), button = $('[data-hides]', form), range = getSelection().rangeCount && getSelection().getRangeAt(0);
		if (!box || !range || !box.contains(range.commonAncestorContainer)) return;
		selected = range.cloneContents().textContent.trim();
		button.hidden = selected.length < 4;
	});
	form.addEventListener('click', (event) => {
		if (!event.target.closest('[data-hides]')) return;
		$('#hide', form).value = selected;
		read();
	});
	form.addEventListener('docket:replaced', () => {
		const call = $('.offer :checked', form);
		if (!call) return;
		keepSeen($('[data-list]', form), call.parentNode);
		const found = $('[data-shown] [data-for]', form); // of the chosen call, which may stand far below
		if (found) keepSeen($('[data-shown]', form), found);
	});
}

// light marks where a field or a value was found, and scrolls nothing but the box.
function light(form, key) {
	const box = $('[data-shown]', form);
	if (!box || box.lit === key) return;
	box.lit = key;
	let first;
	for (const e of $$('[data-for]', box)) {
		const lit = Boolean(key) && e.dataset.for.split(' ').includes(key);
		e.toggleAttribute('data-lit', lit);
		if (lit) first ??= e;
	}
	if (first) keepSeen(box, first);
}

function keepSeen(box, e) {
	const at = e.getBoundingClientRect(), frame = box.getBoundingClientRect();
	if (at.top < frame.top || at.bottom > frame.bottom) box.scrollTop += at.top - frame.top - frame.height / 3;
}

// zone offers the reader's own zone, where a time without one has to be explained.
function zone(form) {
	const select = form.elements.occurred_zone;
	const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
	if (!select || !own) return;
	const option = [...select.options].find((o) => o.value === own) || new Option(own, own);
	option.text = own + ' (this computer’s zone)';
	if (!option.parentNode) select.add(option, 1);
}

// The draft: what was typed survives a reload, the way back and a restart of the browser.
//
// Only two sorts of text are kept. Short answers that hold names and identifiers; and long
// texts as the server gave them back, because those are redacted. A long text typed or pasted
// by hand may hold a token, and a browser's storage is readable to everybody at the computer:
// after a pause in typing it is redacted, here or else by the server, and what comes back is kept.

const SHORT = ['environment', 'tenant', 'supplier', 'occurred_at', 'occurred_zone', 'request_id', 'conversation_id',
	'order_id', 'supplier_reference', 'no_response', 'error_uuid', 'error_code', 'impact', 'summary', 'name', 'email'];
// A secret pasted into the wrong box is not kept either: long values, and what secrets look like.
const SECRET = /^.{200}|bearer\s|basic\s|eyJ[\w-]{8}|BEGIN|(password|secret|token|key)\W?[=:]/is;
const DRAFT = 'docket.draft.';
const KEPT = 5 * 24 * 3600 * 1000; // ms
const PAUSE = 1200; // ms without a key before long texts are redacted for the draft

async function draft(form) {
	if ($('[data-fresh]', form)) await restore(form);
	hold(form.elements.submission_id.value);
	const keep = () => save(form);
	form.cleaned = new Map(); // of long texts: as typed, and as redacted
	let pause;
	form.addEventListener('input', (event) => {
		keep();
		if (event.target.type !== 'textarea') return;
		clearTimeout(pause);
		pause = setTimeout(() => redact(form).then(keep, () => {}), PAUSE);
	});
	form.addEventListener('docket:replaced', keep);
	addEventListener('pagehide', keep);
	if (!$('[data-fresh]', form)) keep();
}

function save(form) {
	const id = form.elements.submission_id.value;
	if (form.forgotten) return;
	const fields = {};
	for (const e of named(form)) {
		const [typed, redacted] = form.cleaned?.get(e.name) || [];
		if (e.type === 'textarea' && typed !== undefined && (typed === e.value || !e.hasAttribute('data-redacted'))) fields[e.name] = redacted;
		else if (e.type === 'textarea' && e.hasAttribute('data-redacted')) fields[e.name] = e.defaultValue; // as the server gave it, not as it was edited since
		else if (SHORT.includes(e.name.replace('choose_', '')) && (e.type !== 'radio' || e.checked && e.value) && !SECRET.test(e.value)) fields[e.name.replace('choose_', '')] ||= e.value;
	}
	const filled = $$('[name=filled]', form).map((e) => e.value);
	if (Object.values(fields).some(Boolean)) {
		store(localStorage, DRAFT + id, JSON.stringify({ at: Date.now(), fields, filled, raw: leftRaw(form) }));
		store(sessionStorage, DRAFT, id);
	}
}

// redact gets the long texts without their secrets. The page stays as it is.
async function redact(form) {
	const typed = named(form).filter((e) => e.type === 'textarea').map((e) => [e.name, e.value]);
	let data = new FormData(form);
	data.delete('file');
	data.delete('hide');
	data = await outgoing(form, data);
	if (data.here) {
		for (const [name, value] of typed) form.cleaned.set(name, [value, data.get(name)]);
		return;
	}
	const response = await fetch('/tickets/read', { method: 'POST', body: data, headers: { 'X-Docket-Fragment': 'intake', Accept: 'text/html' } });
	const inside = document.createElement('template');
	inside.innerHTML = await response.text();
	if (!$('.intake-grid', inside.content)) throw response.status; // busy: what is kept stays
	for (const [name, value] of typed) {
		const e = $(`textarea[name="${name}"]`, inside.content);
		if (e && value) form.cleaned.set(name, [value, e.defaultValue]);
		else form.cleaned.delete(name);
	}
}

// hold marks a draft as open in this tab for as long as the tab lives.
function hold(id) {
	navigator.locks?.request(DRAFT + id, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});
}

// restore puts the last draft back, unless another tab is working on it.
async function restore(form) {
	const found = await latest();
	if (!found) return;
	form.elements.submission_id.value = found.id; // so that trying again can't file twice
	form.raw ||= found.raw;
	for (const e of named(form)) {
		const kept = found.fields[e.name];
		if (!kept) continue;
		if (e.type === 'radio') e.checked = e.value === kept;
		else e.value = kept;
		if (e.type === 'textarea') { e.defaultValue = kept; e.setAttribute('data-redacted', ''); e.value = kept; }
	}
	for (const value of found.filled || []) {
		const e = document.createElement('input');
		Object.assign(e, { type: 'hidden', name: 'filled', value });
		form.append(e);
	}
	say('We have put back what you had typed at ' + local(new Date(found.at), true) + '. ');
	const over = document.createElement('button');
	Object.assign(over, { type: 'button', className: 'quiet', textContent: 'Start afresh' });
	over.addEventListener('click', () => { form.forgotten = true; forget(found.id); location.assign('/'); });
	$('[data-said]')?.append(over);
	left(form);
}

async function latest() {
	const mine = store(sessionStorage, DRAFT);
	const held = new Set(((await navigator.locks?.query().catch(() => null))?.held || []).map((lock) => lock.name));
	const all = drafts().filter((d) => d.id === mine || !held.has(DRAFT + d.id));
	return all.find((d) => d.id === mine) || all.sort((a, b) => b.at - a.at)[0];
}

// drafts lists what is kept, and clears away what is too old or damaged.
function drafts() {
	const all = [];
	try {
		for (const key of Object.keys(localStorage).filter((k) => k.startsWith(DRAFT))) {
			const id = key.slice(DRAFT.length);
			let kept = null;
			try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* damaged */ }
			if (kept?.fields && Date.now() - kept.at < KEPT) all.push({ id, ...kept });
			else localStorage.removeItem(key);
		}
	} catch { /* storage is switched off */ }
	return all;
}

function forget(id) {
	store(localStorage, DRAFT + id, null);
	if (store(sessionStorage, DRAFT) === id) store(sessionStorage, DRAFT, null);
}

appearance($('[data-appearance][autocomplete]'));
$$('time[data-moment]').forEach(instant);
if (!('autofocus' in HTMLElement.prototype)) $('[data-summary]')?.focus();
$$('[data-filed]').forEach((e) => forget(e.dataset.filed));
document.addEventListener('click', (event) => {
	const button = event.target.closest('.copy');
	if (button) copy(button);
	const link = event.target.closest('a[href^="#"]');
	const e = link && document.getElementById(link.hash.slice(1));
	if (e?.form) { event.preventDefault(); unfold(e); e.focus(); e.scrollIntoView({ block: 'center' }); }
	if (event.target.closest('[data-forgets]')) { const form = event.target.form; form.forgotten = true; drafts().forEach((d) => forget(d.id)); }
});
document.addEventListener('submit', sendOnce);
document.addEventListener('keydown', sendKey);
addEventListener('pageshow', (event) => { if (event.persisted) $$('form').forEach((form) => { form.sentAt = 0; }); });
const form = $('[data-intake]');
if (form) { intake(form); draft(form); }
