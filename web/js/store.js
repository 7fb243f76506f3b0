// store.js - what rests on the phone: one IndexedDB, opened once.
//
// outbox  {id, person, at, state, word, box, label, uploads, held, tried}: box is sealed, label encrypted,
//         its second line the text message that says the same
// files   {id, bytes}: ciphertext of a picture or a voice, until the network has it
// pages   {key: person + ' ' + url, at, size, body}: encrypted
// keys    {person, salt, iv, wrapped, tries, until}: the pass and its key under PIN and device secret
// meta    {name, value}: device secret, clock, what was asked for when
import { openDB } from 'idb';

let opened;

export function store() {
	opened ||= openDB('ayni', 1, {
		upgrade(db) {
			db.createObjectStore('outbox', { keyPath: 'id' });
			db.createObjectStore('files', { keyPath: 'id' });
			db.createObjectStore('pages', { keyPath: 'key' });
			db.createObjectStore('keys', { keyPath: 'person' });
			db.createObjectStore('meta');
		},
		blocking() {
			opened.then((db) => db.close());
			opened = null;
		},
		terminated() {
			opened = null;
		},
	});
	opened.catch(() => { opened = null; });
	return opened;
}

// Before it is deleted.
export async function shut() {
	const db = await opened;
	opened = null;
	db && db.close();
}

// One transaction that is on the disk when the promise holds.
export async function durable(names, work) {
	const tx = (await store()).transaction(names, 'readwrite', { durability: 'strict' });
	const done = tx.done;
	done.catch(() => {});
	const result = await work(tx);
	await done;
	return result;
}

export async function meta(name) {
	return (await store()).get('meta', name);
}

// Nothing that must not be lost: a full phone goes on without it.
export async function setMeta(name, value) {
	return (await store()).put('meta', value, name).catch(() => {});
}

// One at a time in all tabs and the worker; without locks (old browsers) at least nothing is forbidden.
export function alone(name, options, work) {
	return navigator.locks ? navigator.locks.request(name, options, work) : work({});
}
