// kept.js - pages of her work on this phone: encrypted when they were shown, shown again without a network.
import { decrypt, encrypt } from './keys.js';
import { newId } from './seal.js';
import { when } from './clock.js';
import { durable, meta, setMeta, store } from './store.js';

const BYTES_MAX = 3e6, PAGES_MAX = 80, DAY_MS = 86400000;

// The same page whatever it said when it was last saved.
export function pageAddress(url) {
	const at = new URL(url, location.href);
	at.searchParams.delete('ok');
	return at.pathname + at.search;
}

// Oldest go first when there are too many or too much.
function overflow(rows, size) {
	let bytes = size, n = 1;
	return rows.sort((a, b) => b.at - a.at).filter((r) => (bytes += r.size) > BYTES_MAX || ++n > PAGES_MAX)
		.map((r) => r.key);
}

export async function keepPage(keys, url, html, title) {
	const body = await encrypt(keys, html), size = body.length, key = keys.person + ' ' + pageAddress(url);
	const row = { key, at: (await when()).at, size, body, title: await encrypt(keys, title) };
	await durable(['pages'], async (tx) => {
		const rows = [];
		for (let at = await tx.store.openCursor(); at; at = await at.continue())
			if (at.value.key !== key)
				rows.push({ key: at.value.key, at: at.value.at, size: at.value.size });
		for (const gone of overflow(rows, size))
			await tx.store.delete(gone);
		await tx.store.put(row);
	});
}

// {html, at} or null.
export async function pageKept(keys, url) {
	const row = await (await store()).get('pages', keys.person + ' ' + pageAddress(url));
	const html = row && await decrypt(keys, row.body);
	return html ? { html, at: row.at } : null;
}

// What can be opened without a network: [{url, title, at}], newest first.
export async function pagesKept(keys) {
	const rows = (await (await store()).getAll('pages')).filter((r) => r.key.startsWith(keys.person + ' '));
	const all = await Promise.all(rows.map(async (r) => ({ url: r.key.slice(keys.person.length + 1), at: r.at,
		title: await decrypt(keys, r.title) })));
	return all.filter((r) => r.title).sort((a, b) => b.at - a.at);
}

// The pages that the network names, each once a day at most, one after another.
export async function fetchPages(keys) {
	const list = await meta('keep'), asked = await meta('kept ' + keys.person) || {};
	if (!list || list.person !== keys.person || list.saver || navigator.connection && navigator.connection.saveData)
		return;
	for (const url of list.urls) {
		if (Date.now() - asked[url] < DAY_MS)
			continue;
		const answer = await fetch(url, { cache: 'no-store' }).catch(() => null);
		if (!answer || !answer.ok)
			return;
		const html = await answer.text(), page = new DOMParser().parseFromString(html, 'text/html');
		const root = page.documentElement;
		if (root.dataset.who === keys.person && root.hasAttribute('data-keep'))
			await keepPage(keys, url, html, page.title);
		asked[url] = Date.now();
		await setMeta('kept ' + keys.person, asked);
	}
}

// Show a page in place of this one. Its scripts do not run: this one goes on.
export function show(html, url) {
	const page = new DOMParser().parseFromString(html, 'text/html'), root = document.documentElement;
	for (const { name } of [...root.attributes])
		root.removeAttribute(name);
	for (const { name, value } of page.documentElement.attributes)
		root.setAttribute(name, value);
	for (const sheet of page.head.querySelectorAll('link[rel=stylesheet]'))
		if (!document.head.querySelector(`link[href="${sheet.getAttribute('href')}"]`))
			document.head.append(document.adoptNode(sheet));
	document.title = page.title;
	document.body.replaceWith(document.adoptNode(page.body));
	if (url && url !== location.href)
		history.pushState(null, '', url);
	scrollTo(0, 0);
	const first = document.querySelector('main [role=alert],main [role=status],h1');
	if (first) {
		first.tabIndex = -1;
		first.focus({ preventScroll: true });
	}
}

// A page of yesterday must not put today's figures into yesterday.
function setToday(form) {
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Lima' }).format(Date.now());
	if (!form.dataset.day || form.dataset.day === today)
		return;
	form.dataset.day = form.elements.day.value = today;
	form.elements.seen && (form.elements.seen.value = '');
	for (const box of form.querySelectorAll('input:not([type=hidden]),textarea,select'))
		box.type === 'checkbox' || box.type === 'radio' ? (box.checked = false) : (box.value = '');
	const day = document.querySelector('[data-day-text]');
	if (day)
		day.textContent = new Intl.DateTimeFormat(document.documentElement.lang === 'en' ? 'en' : 'es-PE',
			{ timeZone: 'America/Lima', weekday: 'long', day: 'numeric', month: 'long' }).format(Date.now());
}

// A kept page in place of the shell, with forms that are new ones.
export function restore(html, url) {
	show(html, url);
	const root = document.documentElement;
	root.removeAttribute('data-keep');
	root.dataset.kept = '';
	document.querySelectorAll('.say.good[role=status]').forEach((e) => e.remove());
	for (const form of document.querySelectorAll('form[data-outbox]')) {
		form.elements.id && (form.elements.id.value = newId(Date.now()));
		setToday(form);
	}
}
