// keys.js - the keys of whoever uses the phone: in the worker's memory alone, at rest under her PIN.
//
// Her pass (16 bytes) and its key sign what she sends, the network's public key seals it; pages and labels
// are encrypted under a key made from the pass key. At rest the three are wrapped under PBKDF2(PIN) mixed
// with a secret of this phone that no script can read. A PIN is six digits: this stops a look, not a laboratory.
import { hash, join, unbase64, unhex, utf8, random } from './seal.js';
import { durable, meta, setMeta, store } from './store.js';

export const ROUNDS = 300000;
const TRIES = 5, TRIES_MAX = 20, WAIT_MS = 60000, WAIT_MAX_MS = 900000, ANSWER_MS = 5000;

let soon = null;

// Say something to the worker; what it remembers now. A worker that never comes is waited for once a page.
export async function worker(message) {
	soon ||= new Promise((done) => setTimeout(done, ANSWER_MS));
	const ready = await Promise.race([navigator.serviceWorker.ready, soon]);
	if (!ready || !ready.active)
		return null;
	const { port1, port2 } = new MessageChannel();
	ready.active.postMessage(message, [port2]);
	return new Promise((done) => {
		port1.onmessage = (e) => done(e.data);
		setTimeout(done, ANSWER_MS, null);
	});
}

// ---- the secret of this phone ----

async function deviceSecret() {
	const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
	return durable(['meta'], async (tx) => {
		const there = await tx.store.get('device');
		if (!there)
			await tx.store.put(made, 'device');
		return there || made;
	});
}

async function mixed(bytes) {
	const secret = await meta('device') || await deviceSecret();
	return new Uint8Array(await crypto.subtle.sign('HMAC', secret, bytes));
}

const aes = (raw) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function encryptWith(raw, bytes) {
	const iv = random(12);
	return join(iv, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await aes(raw), bytes)));
}

async function decryptWith(raw, bytes) {
	return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, await aes(raw),
		bytes.slice(12)));
}

// ---- under her own key ----

const pageKey = (keys) => hash(utf8('ayni page'), keys.key, 32);

export async function encrypt(keys, text) {
	return encryptWith(pageKey(keys), utf8(text));
}

// The text, or null: it is under another key.
export async function decrypt(keys, bytes) {
	try {
		return new TextDecoder().decode(await decryptWith(pageKey(keys), bytes));
	} catch (e) {
		return null;
	}
}

// ---- the PIN ----

async function lockOf(pin, salt) {
	const key = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits']);
	return mixed(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, key, 256));
}

// A PIN was typed where the server judges it: remembered as a lock until that person is in.
export async function pinTyped(person, pin) {
	const salt = random(16);
	await worker({ keys: { lock: { person, salt, raw: await lockOf(pin, salt) } } });
}

async function wrap(keys, name, { salt, raw }) {
	const secret = await mixed(utf8('name'));
	const record = { person: keys.person, salt, tries: 0, until: 0, name: await encryptWith(secret, utf8(name)),
		wrapped: await encryptWith(raw, join(keys.pass, keys.key, keys.box)) };
	await durable(['keys'], (tx) => tx.store.put(record));
}

// Under the secret of this phone alone: what its people may see before a PIN is typed.
export async function sealHere(text) {
	return encryptWith(await mixed(utf8('name')), utf8(text));
}

export async function openHere(bytes) {
	const plain = await decryptWith(await mixed(utf8('name')), bytes).catch(() => null);
	return plain && new TextDecoder().decode(plain);
}

// Everybody who can open this phone without a network: [{person, name}].
export async function people() {
	const secret = await mixed(utf8('name')), all = await (await store()).getAll('keys');
	return Promise.all(all.map(async ({ person, name }) => ({ person,
		name: new TextDecoder().decode(await decryptWith(secret, name).catch(() => new Uint8Array())) })));
}

// {keys}, {wait: seconds} or {wrong: true}. A try is counted before it is judged.
export async function unlock(person, pin) {
	const k = await durable(['keys'], async (tx) => {
		const there = await tx.store.get(person), now = Date.now();
		if (!there || there.until > now && there.until - now <= WAIT_MAX_MS)
			return there;
		const tries = there.tries + 1, left = Math.max(0, tries - TRIES + 1);
		const next = { ...there, tries, until: left ? now + Math.min(WAIT_MAX_MS, WAIT_MS * 2 ** (left - 1)) : 0 };
		await (tries > TRIES_MAX ? tx.store.delete(person) : tx.store.put(next));
		return { ...next, free: true };
	}).catch(async () => { /* a full phone counts no tries */
		const there = await (await store()).get('keys', person);
		return there && { ...there, free: true };
	});
	if (!k || !k.free)
		return k ? { wait: Math.ceil((k.until - Date.now()) / 1000) } : { wrong: true };
	try {
		const raw = await decryptWith(await lockOf(pin, k.salt), k.wrapped);
		const keys = { person, pass: raw.slice(0, 16), key: raw.slice(16, 48), box: raw.slice(48, 80) };
		await durable(['keys'], async (tx) => {
			const { free, ...record } = k;
			await tx.store.put({ ...record, tries: 0, until: 0 });
		}).catch(() => {});
		await worker({ forget: true, keys });
		return { keys };
	} catch (e) {
		return { wrong: true };
	}
}

// ---- who is here ----

async function fetched() {
	const answer = await fetch('/llave', { cache: 'no-store' }).catch(() => null);
	const said = answer && answer.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
	if (!said || !said.person || !said.pass)
		return null;
	await setMeta('keep', { person: said.person, urls: said.keep || [], saver: said.saver });
	return { person: said.person, pass: unhex(said.pass), key: unbase64(said.key), box: unbase64(said.box) };
}

// Hers (or whoever's the session is, when nobody is named): from the worker, else by her session. Null: locked.
export async function keysOf(person, name) {
	const there = await worker({});
	const fits = (k) => k && k.pass && (!person || k.person === person);
	let keys = fits(there) ? there : null;
	if (!keys) {
		const got = await fetched();
		keys = fits(got) ? got : null;
		if (keys)
			await worker({ forget: true, keys });
	}
	const lock = there && there.lock;
	if (keys && lock && lock.person === keys.person) {
		await wrap(keys, name || '', lock);
		await worker({ keys: { lock: null } });
	}
	return keys;
}

export function forget() {
	return worker({ forget: true });
}
