// outbox.js - a form that is sent: first sealed into the phone's outbox, then asked of the server.
//
// What she typed is on the disk before anything goes out, under the form's own id, so that it may be sent
// any number of times. The page shows the server's answer when it comes in time, else that it waits here.
import { when } from './clock.js';
import { forgetTyping } from './drafts.js';
import { smsOf } from './forward.js';
import { encrypt, keysOf } from './keys.js';
import { show } from './kept.js';
import { base64, base64url, hex, join, newId, random, sealAct, sealFile, sealTo, unbase64, unhex, utf8 } from './seal.js';
import { changed, heed, sendAll } from './send.js';
import { alone, durable, store } from './store.js';
import { askPin } from './outside.js';
import { notice, say } from './words.js';

const PATIENCE_MS = 20000, BOX_MAX = 16384, LABEL_MAX = 80;
const OWN = ['csrf', 'id', 'seen', 'seal'];

// Others may give the files of a form in another shape (capture.js): [[field, bytes]].
export const hooks = {
	files: async (form) => {
		const out = [];
		for (const box of form.querySelectorAll('input[type=file]'))
			for (const file of box.files)
				out.push([box.name, new Uint8Array(await file.arrayBuffer())]);
		return out;
	},
};

// ---- who is still asked about what ----

const holds = new Map();
let asked = null; /* the item whose answer this page shows: she decides about it here */

function hold(id) {
	return holds.has(id) || new Promise((got) => alone('held ' + id, {}, () => new Promise((free) => {
		holds.set(id, free);
		got();
	})));
}

function release(id) {
	const free = holds.get(id);
	holds.delete(id);
	free && free();
}

// ---- an item ----

// What she will recognise it by; of what is confidential, only that it is.
async function labelOf(form, sealed) {
	if (sealed)
		return say('reserved');
	const head = document.querySelector('h1'), parts = [form.dataset.label || (head ? head.textContent.trim() : '')];
	for (const box of form.querySelectorAll('.f input:not([type=hidden]),.f textarea')) {
		const name = box.value && box.id && form.querySelector(`label[for="${box.id}"]`);
		if (name && parts.length < 3)
			parts.push(name.firstChild.textContent.trim() + ': ' + box.value);
	}
	return parts.join(' · ').slice(0, LABEL_MAX);
}

// Zeros up to a multiple of 128, so that the length tells little.
const padded = (bytes) => join(bytes, new Uint8Array(128 - bytes.length % 128));

// Confidential boxes are sealed to the team before anything else sees them.
function sealBoxes(form, data) {
	const boxes = form.querySelectorAll('[data-seal]');
	for (const box of boxes)
		if (box.value)
			data.set(box.name, base64url(join([1], unhex(box.dataset.sealKey), sealTo(unbase64(box.dataset.seal), padded(utf8(box.value))))));
	return boxes.length > 0;
}

/*
 * The form's own id, which the answer to it may have asked her about. What she corrects before it ever went out
 * takes the place of what she said first; after that it is another change, so another id.
 */
async function idOf(data, at) {
	const id = data.get('id') || newId(at), there = await (await store()).get('outbox', id);
	return !there || id === asked || there.state === 'phone' && !there.tried ? id : newId(at);
}

async function itemOf(form, data, keys, sealed) {
	const { at, doubt } = await when(), id = await idOf(data, at), args = {}, files = {}, stored = [];
	data.set('id', id);
	for (const [name, value] of data)
		if (!OWN.includes(name) && typeof value === 'string' && (value || !(name in args)))
			args[name] = value;
	for (const [name, bytes] of await hooks.files(form)) {
		const upload = hex(random(16)), { key, box } = sealFile(bytes);
		delete args[name];
		files[name] = [upload, base64(key), bytes.length];
		stored.push({ id: upload, bytes: box });
	}
	const box = sealAct(keys, { id, at, doubt, action: form.dataset.outbox, seen: data.get('seen'), args,
		files: stored.length ? files : null });
	return { stored, row: { id, person: keys.person, turn: hex(random(4)), at: Date.now(), state: 'phone',
		tried: navigator.onLine, box,
		label: await encrypt(keys, await labelOf(form, sealed) + '\n' + smsOf(form)),
		uploads: stored.map((f) => ({ id: f.id, size: f.bytes.length, have: 0 })) } };
}

// On the disk when it returns; takes the place of the one she was asked about.
async function put({ row, stored }) {
	await durable(['outbox', 'files'], async (tx) => {
		const there = await tx.objectStore('outbox').get(row.id);
		if (there && there.tried && row.id !== asked)
			throw new Error('sent meanwhile');
		if (asked && asked !== row.id)
			await tx.objectStore('outbox').delete(asked);
		for (const file of stored)
			await tx.objectStore('files').put(file);
		await tx.objectStore('outbox').put(row);
	});
	if (asked && asked !== row.id)
		release(asked);
	asked = null;
	changed();
}

async function settle(id, state) {
	await durable(['outbox'], async (tx) => {
		const there = await tx.store.get(id);
		if (there && state)
			await tx.store.put({ ...there, state, box: null, uploads: null, done: Date.now() });
		else if (there)
			await tx.store.delete(id);
	});
	release(id);
	changed();
}

// ---- asking the server ----

// {done} and {asks} are answers that decide; null: none came that does.
async function post(form, data, person) {
	const stop = new AbortController(), late = setTimeout(() => stop.abort(), PATIENCE_MS);
	try {
		const r = await fetch(form.getAttribute('action') || location.href, { method: 'POST', signal: stop.signal,
			body: new URLSearchParams([...data].filter((pair) => typeof pair[1] === 'string')) });
		heed(r);
		const html = await r.text(), ours = html.includes(`data-who="${person}"`);
		const answer = { html, url: r.url };
		return !ours ? null : r.redirected && r.ok ? { ...answer, done: true } :
			r.status === 409 || r.status === 422 ? { ...answer, asks: true } : null;
	} catch (e) {
		return null;
	} finally {
		clearTimeout(late);
	}
}

async function keysFor(person) {
	return await keysOf(person) || askPin(person);
}

async function waits() {
	const p = await notice('care', 'kept_here', {}, ['/fuera', 'mine']);
	p.focus();
	p.scrollIntoView({ block: 'center' });
	if (navigator.storage && navigator.storage.persist)
		navigator.storage.persist().catch(() => {});
	const ready = await navigator.serviceWorker.ready;
	ready.sync && ready.sync.register('buzon').catch(() => {});
	sendAll(true).catch(() => {});
}

async function send(form, by) {
	const here = location.href, data = new FormData(form), person = document.documentElement.dataset.who, before = asked;
	if (by && by.name)
		data.append(by.name, by.value);
	const sealed = sealBoxes(form, data), how = data.get('how'), keys = await keysFor(person);
	let item = null, why = keys ? 'not_sent' : 'locked';
	if (keys && form.dataset.outbox && how !== 'cancel') {
		item = await itemOf(form, data, keys, sealed);
		if (item.row.box.length > BOX_MAX)
			item = null;
	}
	if (item) {
		await hold(item.row.id);
		await put(item).catch((e) => {
			release(item.row.id);
			item = null;
			why = e.name === 'QuotaExceededError' ? 'full' : 'broken';
		});
	}
	if (item)
		await forgetTyping(keys);
	const answer = item && item.stored.length ? null : await post(form, data, person);
	if (answer && answer.done) {
		if (item || before)
			await settle(item ? item.row.id : before, item && 'seen');
		asked = null;
		show(answer.html, answer.url);
		dispatchEvent(new CustomEvent('ayni-page', { detail: here }));
	} else if (answer) {
		asked = item ? item.row.id : before;
		show(answer.html);
		dispatchEvent(new CustomEvent('ayni-page'));
	} else if (item) {
		release(item.row.id);
		await waits();
	} else {
		(await notice('bad', why)).focus();
	}
}

let busy = false;

addEventListener('submit', (e) => {
	const form = e.target, root = document.documentElement;
	if (form.method !== 'post' || e.defaultPrevented || !root.dataset.who || !form.closest('main'))
		return;
	if (!form.dataset.outbox && !asked) {
		if (!navigator.onLine) { /* what she typed stays before her eyes */
			e.preventDefault();
			notice('care', 'not_sent').then((p) => p.focus());
		}
		return;
	}
	e.preventDefault();
	if (busy)
		return;
	busy = true;
	form.setAttribute('aria-busy', 'true');
	send(form, e.submitter).catch((why) => notice('bad', 'broken', { why: why && why.name })).finally(() => {
		busy = false;
		form.removeAttribute('aria-busy');
	});
});
