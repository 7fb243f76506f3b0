// forget.js - a phone that was taken out of use, or that somebody left, forgets: at once all that could be
// looked at, and the sealed outbox as soon as it was sent once.
import { deleteDB } from 'idb';
import { sendAll } from './send.js';
import { durable, meta, shut, store } from './store.js';

const MARK = 'forget';

// What of the outbox still waits for the network.
async function unsent() {
	return (await (await store()).getAll('outbox')).filter((i) => i.box && !i.word && i.state !== 'back').length;
}

async function wipe() {
	await shut();
	await deleteDB('ayni');
	for (const name of await caches.keys())
		await caches.delete(name);
	if (self.registration)
		return registration.unregister();
	localStorage.clear();
	sessionStorage.clear();
	for (const one of await navigator.serviceWorker.getRegistrations())
		await one.unregister();
}

// True when nothing is left; else what waits is sent as soon as there is a network, and then this goes on.
export async function forgetAll() {
	await durable(['keys', 'pages', 'meta'], async (tx) => {
		for (const name of ['keys', 'pages', 'meta'])
			await tx.objectStore(name).clear();
		await tx.objectStore('meta').put(true, MARK);
	});
	await sendAll(true).catch(() => {});
	if (await unsent())
		return false;
	await wipe();
	return true;
}

// One person of several: her keys and pages; what she sent is taken off as soon as the network has it.
export async function forgetPerson(person) {
	await durable(['keys', 'pages', 'meta', 'outbox', 'files'], async (tx) => {
		await tx.objectStore('keys').delete(person);
		await tx.objectStore('meta').delete('kept ' + person);
		const keep = await tx.objectStore('meta').get('keep');
		if (keep && keep.person === person)
			await tx.objectStore('meta').delete('keep');
		await tx.objectStore('pages').delete(IDBKeyRange.bound(person + ' ', person + '!'));
		for (const item of await tx.objectStore('outbox').getAll())
			if (item.person === person && !item.box)
				await tx.objectStore('outbox').delete(item.id);
	});
}

// Every answer of the network may say it.
let once = false;
addEventListener('ayni-forget', () => {
	if (!once)
		forgetAll().catch(() => {}).finally(() => { once = false; });
	once = true;
});

// At the start of a page: was the phone told to forget, or is it still at it? True: nothing else is to be done.
export async function mustForget() {
	const said = document.querySelector('[data-forget]'), whom = said && said.dataset.forget;
	if (whom && whom !== 'all')
		await forgetPerson(whom);
	if (whom === 'all' || await meta(MARK)) {
		await forgetAll();
		return true;
	}
	return false;
}

