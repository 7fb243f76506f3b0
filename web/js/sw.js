// sw.js - the service worker: answers when the network does not, sends what waits, remembers the keys.
//
// It knows no page and no word. The pages fill its store ("shell": /fuera, /tiempo and the static files).
// Keys live in its memory alone, as long as a page that is looked at says so.
import './forget.js';
import { sendAll } from './send.js';

const KEYS_MS = 60000, PATIENCE_MS = 15000;
let keys = null, until = 0;

const kept = (path) => caches.match(path, { ignoreVary: true });

function remembered() {
	if (Date.now() > until)
		keys = null;
	return keys;
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (e) => e.waitUntil(clients.claim()));

addEventListener('message', (e) => {
	const { keys: given, forget } = e.data;
	remembered();
	if (forget)
		keys = null;
	if (given)
		keys = { ...keys, ...given };
	until = Date.now() + KEYS_MS;
	e.ports[0] && e.ports[0].postMessage(keys);
});

// What stays makes the browser ask again later.
addEventListener('sync', (e) => e.waitUntil(sendAll(true).then((stays) => stays && Promise.reject(stays))));

async function visit(e) {
	const net = fetch(e.request);
	const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
	const answer = await Promise.race([net, e.request.method === 'GET' ? late : net]).catch(() => null);
	return answer && answer.status !== 502 && answer.status !== 504 ? answer : await kept('/fuera') || net;
}

addEventListener('fetch', (e) => {
	const path = new URL(e.request.url).pathname;
	if (path === '/tiempo' || path.startsWith('/web/'))
		e.respondWith(kept(e.request.url).then((found) => found || fetch(e.request)));
	else if (e.request.mode === 'navigate')
		e.respondWith(visit(e));
});
