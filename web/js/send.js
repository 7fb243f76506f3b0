// send.js - sends what waits in the outbox, oldest first: one sender at a time in all tabs and the worker.
//
// An item leaves the phone's hands only by an answer that is complete and says so. Whatever else comes
// (another server's page, half an answer, none) changes nothing, and is tried again later.
import { alone, durable, meta, setMeta, store } from './store.js';

const BATCH = 10, BYTES = 60000, PIECE = 65536, WAIT_MS = 60000, LATER_MS = [5e3, 15e3, 6e4, 3e5, 9e5];
const WORDS = { a: 'seen', k: 'seen', p: 'seen', w: 'sent', r: 'back', c: 'back' };

const told = 'BroadcastChannel' in self && new BroadcastChannel('ayni');

export function changed() {
	told && told.postMessage('outbox');
	self.dispatchEvent(new Event('ayni-outbox'));
}

// A phone that was taken out of use is told so by whatever answer comes next (forget.js).
export function heed(answer) {
	if (answer.headers.get('Ayni-Forget'))
		self.dispatchEvent(new Event('ayni-forget'));
}

async function ask(path, body) {
	const stop = new AbortController(), late = setTimeout(() => stop.abort(), WAIT_MS);
	try {
		const answer = await fetch(path, { method: 'POST', body, signal: stop.signal, referrerPolicy: 'no-referrer',
			credentials: 'omit', headers: { 'Content-Type': 'application/octet-stream' } });
		heed(answer);
		return answer.ok ? await answer.json() : null;
	} catch (e) {
		return null;
	} finally {
		clearTimeout(late);
	}
}

// What waits and is nobody's turn: not answered yet, and no page is still asking her about it.
async function waiting(all) {
	const held = navigator.locks ? (await navigator.locks.query()).held.map((l) => l.name) : [];
	return all.filter((i) => i.box && !i.word && (i.state === 'phone' || i.state === 'sent' && i.whole) &&
		!held.includes('held ' + i.id)).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function body(items) {
	const out = new Uint8Array(1 + items.reduce((n, i) => n + 2 + i.box.length, 0));
	let at = 1;
	out[0] = 1;
	for (const { box } of items) {
		out.set([box.length >> 8, box.length & 255], at);
		out.set(box, at + 2);
		at += 2 + box.length;
	}
	return out;
}

function known(answer, n) {
	return Array.isArray(answer) && answer.length === n + 1 && answer[0] > 0 && answer.slice(1).every((r) =>
		typeof r === 'string' ? /^[akpw]$/.test(r) : Array.isArray(r) && /^[wrcx]$/.test(r[0]));
}

// The item as the answer leaves it; an item that was written anew meanwhile is another, and stays.
export function decided(item, answer) {
	const [what, more, have] = [].concat(answer);
	if (what === 'x')
		return { ...item, word: String(more) };
	const state = WORDS[what];
	if (state !== 'sent')
		return { ...item, state, box: null, done: Date.now(), uploads: null };
	return { ...item, state, whole: false,
		uploads: (item.uploads || []).map((u) => u.id === more ? { ...u, have: Number(have) || 0 } : u) };
}

async function noteAll(items, answers, keep) {
	await durable(['outbox', 'files'], async (tx) => {
		for (let i = 0; i < items.length; i++) {
			const now = await tx.objectStore('outbox').get(items[i].id);
			if (!now || !now.box || now.turn !== items[i].turn)
				continue;
			const next = decided(now, answers[i]);
			if (keep)
				await tx.objectStore('outbox').put(next);
			else if (!next.box)
				await tx.objectStore('outbox').delete(next.id);
			if (!next.box)
				for (const u of items[i].uploads || [])
					await tx.objectStore('files').delete(u.id);
		}
	});
}

// On a full phone what the network has makes room.
async function note(items, answers) {
	await noteAll(items, answers, true).catch(() => noteAll(items, answers, false));
	changed();
}

async function sendBatch(items) {
	let n = 0, bytes = 1;
	while (n < items.length && n < BATCH && (!n || bytes + 2 + items[n].box.length <= BYTES))
		bytes += 2 + items[n++].box.length;
	/* From here on it may be there, whatever we hear of it; what was typed over meanwhile waits for the next turn. */
	const batch = await durable(['outbox'], async (tx) => {
		const same = [];
		for (const item of items.slice(0, n)) {
			const now = await tx.store.get(item.id);
			if (now && now.turn === item.turn)
				same.push(item);
			if (now && now.turn === item.turn && !now.tried)
				await tx.store.put({ ...now, tried: true });
		}
		return same;
	}).catch(() => items.slice(0, n)); /* a full phone sends all the same */
	if (!batch.length)
		return true;
	const answer = await ask('/buzon', body(batch));
	if (!known(answer, batch.length))
		return false;
	await note(batch, answer.slice(1));
	return true;
}

// One picture or voice, piece by piece from where the server stands.
async function sendFile(item, upload) {
	const file = await (await store()).get('files', upload.id);
	let have = upload.have || 0;
	while (file && have < file.bytes.length) {
		const answer = await ask(`/subida/${upload.id}?desde=${have}`, file.bytes.slice(have, have + PIECE));
		if (!answer || !(answer.have >= 0) || answer.have === have)
			return false;
		have = answer.have;
	}
	return true;
}

async function sendFiles(item) {
	for (const upload of item.uploads || [])
		if (!await sendFile(item, upload))
			return false;
	await durable(['outbox'], async (tx) => {
		const now = await tx.objectStore('outbox').get(item.id);
		if (now && now.state === 'sent')
			await tx.objectStore('outbox').put({ ...now, whole: true }); /* asked once more: what became of it? */
	});
	return true;
}

// Files whose item still waits once they are whole are asked about again later, not at once.
async function sendEach(again) {
	for (;;) {
		const items = await waiting(await (await store()).getAll('outbox'));
		if (!items.length)
			break;
		if (!await sendBatch(items))
			return false;
	}
	for (const item of await (await store()).getAll('outbox'))
		if (item.state === 'sent' && !item.whole && item.box && item.uploads)
			if (!await sendFiles(item))
				return false;
	if (!(await waiting(await (await store()).getAll('outbox'))).length)
		return true;
	return again && sendEach(false);
}

// Resolves when nothing waits; rejects when something stays (Background Sync then asks again).
export async function sendAll(now) {
	return alone('ayni-send', {}, async () => {
		const later = await meta('later') || { n: 0, at: 0 };
		if (!now && Date.now() < later.at && later.at - Date.now() < 9e5)
			return later.at - Date.now();
		if (await sendEach(true)) {
			await setMeta('later', { n: 0, at: 0 });
			return 0;
		}
		const wait = LATER_MS[Math.min(later.n, LATER_MS.length - 1)] * (0.75 + Math.random() / 2);
		await setMeta('later', { n: later.n + 1, at: Date.now() + wait });
		return wait;
	});
}
