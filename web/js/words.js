// words.js - what the script says, in her language: the words stand in the page /fuera, kept on the phone.
const STATIC = '/fuera';
let read;

async function load() {
	const own = document.querySelector('template[data-words]');
	if (own)
		return own;
	const kept = await caches.match(STATIC, { ignoreVary: true }) || await fetch(STATIC);
	return new DOMParser().parseFromString(await kept.text(), 'text/html').querySelector('template[data-words]');
}

// The words named `name`, with {n} and the like filled in.
export async function say(name, with_ = {}) {
	read ||= load().catch(() => null);
	const words = await read, one = words && words.content.querySelector(`[data-w="${name}"]`);
	if (!one)
		read = null;
	return one ? one.textContent.replace(/\{(\w+)\}/g, (all, key) => key in with_ ? with_[key] : all) : '';
}

// A notice on top of the page: kind good, care or bad. One at a time.
export async function notice(kind, name, with_, link) {
	const p = document.createElement('p');
	p.id = 'aviso';
	p.className = 'say ' + kind;
	p.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
	p.textContent = await say(name, with_) + ' ';
	if (link) {
		const a = p.appendChild(document.createElement('a'));
		a.href = link[0];
		a.textContent = await say(link[1]);
	}
	const old = document.getElementById('aviso');
	old && old.remove();
	document.querySelector('main').prepend(p);
	p.tabIndex = -1;
	return p;
}

// "22/11 17:45", by the network's clock.
export function hour(ms) {
	const part = {};
	for (const { type, value } of new Intl.DateTimeFormat('es-PE', { timeZone: 'America/Lima', day: '2-digit', month: '2-digit',
		hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(ms))
		part[type] = value;
	return `${part.day}/${part.month} ${part.hour}:${part.minute}`;
}

export function icon(name) {
	const use = document.querySelector('use[href*="#"]'), sprite = use ? use.getAttribute('href').split('#')[0] : '';
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	svg.setAttribute('class', 'i');
	svg.setAttribute('aria-hidden', 'true');
	svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'use')).setAttribute('href', sprite + '#' + name);
	return svg;
}

// The shell of this phone: /fuera, the harmless page and the static files of this page, fetched when they changed.
export async function fillShell() {
	const root = document.documentElement, name = document.querySelector('.top a');
	const files = [...document.querySelectorAll('script[src],link[rel=stylesheet]')].map((e) => e.src || e.href);
	const use = document.querySelector('use[href*="/web/"]');
	if (use)
		files.push(new URL(use.getAttribute('href').split('#')[0], location.href).href);
	const mark = [root.lang, root.dataset.theme, root.dataset.size, name && name.textContent, ...files].join(' ');
	const shell = await caches.open('shell');
	const kept = await shell.match('/fuera', { ignoreVary: true });
	if (kept && localStorage.shell === mark)
		return;
	await shell.addAll(['/fuera', '/tiempo', ...files]);
	for (const old of await shell.keys())
		if (old.url.includes('/web/') && !files.includes(old.url))
			await shell.delete(old);
	localStorage.shell = mark;
	read = null;
}
