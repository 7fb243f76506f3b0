// main.js - what a page of somebody who signed in does beyond showing itself. Every page works without it.
import { captureBoxes } from './capture.js';
import { setClock } from './clock.js';
import { keepTyping, restoreTyping } from './drafts.js';
import { mustForget } from './forget.js';
import { keysOf, pinTyped, worker } from './keys.js';
import { offerToShare } from './forward.js';
import { fetchPages, keepPage } from './kept.js';
import './outbox.js';
import { outside } from './outside.js';
import { knowPeople } from './people.js';
import { sendAll } from './send.js';
import { offerToRead } from './speak.js';
import { setMeta } from './store.js';
import { badge, list, nearlyFull } from './status.js';
import { fillShell, hour, notice } from './words.js';

const PING_MS = 15000, IDLE_MS = 600000, SOON_MS = 1500;
const root = () => document.documentElement;
let keys = null, used = Date.now();

// ---- the keys stay while somebody looks ----

for (const what of ['pointerdown', 'keydown', 'scroll'])
	addEventListener(what, () => { used = Date.now(); }, { passive: true, capture: true });
setInterval(() => {
	if (document.visibilityState === 'visible' && Date.now() - used < IDLE_MS)
		worker({});
}, PING_MS);

// ---- sending ----

let timer = 0;
async function sendLater(now) {
	clearTimeout(timer);
	const wait = await sendAll(now).catch(() => 60000);
	if (wait)
		timer = setTimeout(sendLater, Math.max(1000, wait));
}
addEventListener('online', () => sendLater(true));

// ---- a PIN that is typed for the server opens the phone's own store too ----

addEventListener('submit', async (e) => {
	const form = e.target, path = form.getAttribute('action') || '', pin = form.elements.pin;
	if (!/^\/(entrar|clave)$/.test(path) || !pin || form.dataset.ready)
		return;
	e.preventDefault();
	const person = new FormData(form).get('person') || root().dataset.who;
	form.dataset.ready = '1';
	try {
		if (person && pin.value)
			await pinTyped(person, pin.value.trim());
	} finally {
		form.submit();
	}
});

// ---- every page ----

async function kept() {
	const at = Number(root().dataset.at);
	if ('kept' in root().dataset && at)
		await notice('care', 'page_from', { when: hour(at) });
}

async function began(opened) {
	keys = opened;
	await badge(keys.person);
	await kept();
	await restoreTyping(keys);
	if (await nearlyFull())
		await notice('care', 'nearly_full', {}, ['/fuera', 'mine']);
	sendLater(false);
}

// What became of a form stands where the form stood, also when it is opened without a network.
async function page(before) {
	const who = root().dataset.who, fresh = !('kept' in root().dataset);
	if (!who)
		return;
	const html = root().hasAttribute('data-keep') && '<!doctype html>' + root().outerHTML;
	if (fresh)
		await setMeta('in', who);
	keys = await keysOf(who, root().dataset.name);
	if (!keys)
		return badge(null);
	if (html && fresh)
		for (const url of new Set([location.href, before || location.href]))
			if (new URL(url).pathname === location.pathname)
				await keepPage(keys, url, html, document.title).catch(() => {});
	await began(keys);
}

async function look() {
	if (!keys)
		return;
	await badge(keys.person);
	const mine = document.querySelector('[data-part="list"]');
	if (mine && !mine.hidden)
		await list(keys, mine.querySelector('ul'));
}

function everyPage() {
	captureBoxes();
	offerToRead();
	offerToShare();
}

async function start() {
	everyPage();
	if (await mustForget())
		return;
	/* Its address changes when it does, so that it is fetched no oftener; a kept shell may be older. */
	const shell = document.querySelector('[data-part]');
	if (!(shell && await navigator.serviceWorker.getRegistration()))
		await navigator.serviceWorker.register('/sw.js?' + WORKER, { scope: '/', updateViaCache: 'all' });
	if (shell)
		await outside(began);
	else {
		if (root().dataset.now)
			await setClock(Number(root().dataset.now));
		await page();
		await knowPeople(root().dataset.who);
	}
	setTimeout(async () => {
		await fillShell().catch(() => {});
		if (keys)
			await fetchPages(keys).catch(() => {});
	}, SOON_MS);
}

if (isSecureContext && navigator.serviceWorker && window.indexedDB) {
	addEventListener('ayni-page', (e) => {
		everyPage();
		page(e.detail);
	});
	keepTyping(() => keys);
	addEventListener('ayni-outbox', look);
	addEventListener('popstate', () => location.reload());
	if ('BroadcastChannel' in window)
		new BroadcastChannel('ayni').onmessage = (e) => e.data === 'outbox' && look();
	start();
} else {
	everyPage();
}
