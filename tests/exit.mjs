// exit.mjs [--every] - out at once, and nothing stays: for each page behind a login the page is opened, the quick exit pressed,
// then Back three times, reload, and the page opened again; online and offline, with script and without.
//
// Every kind of page with script and with signal, some the other ways; with --every each page in every way.
// Nothing that only that page showed may be on the screen afterwards, nor anything random that was on it, or was
// typed, in the browser's profile folder (tests/browser/rest.mjs): cache, history, restored tabs, session storage,
// IndexedDB, what was typed in boxes. Planted leaks must be found, on the screen and in the folder.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { check, chromium, enter, expect, failed, finish, need, network, newcomer, send, until } from './browser/kit.mjs';
import { search } from './browser/rest.mjs';
import { routes } from './browser/walk.mjs';

const EVERY = process.argv.includes('--every'); // every page in every way, else in one way
const FEW = /^\/(inicio|hoy|historia|cuenta)\b(?!.*quitar)(?!\/)/;

const word = (name) => name + randomBytes(12).toString('hex');
const settled = async (page) => {
	let before = '';
	await page.waitForLoadState('load').catch(() => {});
	await until('a page that stays', async () => {
		const now = await page.evaluate(() => document.readyState + location.href).catch(() => '');
		const same = now === before && now.startsWith('complete');
		before = now;
		return same;
	});
};

// What can be read on the screen: text, title, what stands in boxes.
const onScreen = (page) => page.evaluate(() => [document.title, document.body?.innerText || '',
	...[...document.querySelectorAll('input:not([type=hidden]), textarea')].map((e) => e.value)].join('\n')).catch(() => '');
const lines = (text) => new Set(text.split('\n').map((l) => l.trim()).filter((l) => l.length > 5));

// What of a page a browser might keep: what is written into, what plays or is drawn from a file, what scripts are told. Two pages
// of one shape leave the same behind.
const shape = (html) => [...new Set([...html.slice(html.indexOf('<main')).matchAll(
	/<(form|textarea|select|img|audio|video|iframe|script|details|template)\b|\s(data-[\w-]+|type="\w+")/g)].map((m) => m[1] || m[2]))].sort().join(' ');

class Leaving {
	constructor(name, net, phone, offline) {
		Object.assign(this, { name, net, phone, offline, words: [], open: new Set() });
	}

	get page() {
		return this.phone.page;
	}

	// What whoever holds the phone may read anyway, on those addresses too.
	async harmless(addresses) {
		for (const path of ['/', '/entrar', '/tiempo', '/fuera', '/codigo', ...addresses]) {
			await this.page.goto(this.net.url + path);
			await settled(this.page);
			lines(await onScreen(this.page)).forEach((l) => this.open.add(l));
		}
	}

	// Addresses behind the login, one of each declared kind: the fixed ones, then what they link to. None may be kept by whoever
	// carries it; the browser then tries one of each shape (--every: each).
	async addresses() {
		const kinds = new Map(), queue = ['/inicio', ...routes().filter((r) => r.method === 'GET' && !r.path.includes('{'))
			.map((r) => r.path)];
		const declared = routes().filter((r) => r.method === 'GET');
		const kind = (path) => declared.find((r) => r.path === path) || declared.find((r) =>
			new RegExp('^' + r.path.replace(/\{[^}]+\}/g, '[^/]+') + '$').test(path));
		for (let address; (address = queue.shift());) {
			const route = kind(new URL(address, this.net.url).pathname)?.path;
			if (!route || kinds.has(route) || /^\/(i\/|tiempo|fuera|entrar|codigo|clave)/.test(route))
				continue;
			const answer = await this.phone.context.request.get(this.net.url + address, { maxRedirects: 0 });
			const html = /^text\/html/.test(answer.headers()['content-type']) ? await answer.text() : '';
			if (answer.status() !== 200 || !html.includes('action="/salir"'))
				continue;
			expect(/no-store/.test(answer.headers()['cache-control']), `${address} may be kept: ${answer.headers()['cache-control']}`);
			kinds.set(route, [address, shape(html)]);
			queue.push(...[...html.matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map((m) => m[1].replaceAll('&amp;', '&')));
		}
		const seen = new Set();
		return [...kinds.values()].filter(([address, made]) => EVERY || FEW.test(address) || !seen.has(made) && seen.add(made))
			.map(([address]) => address);
	}

	async clean(secret, when) {
		await settled(this.page);
		const shown = lines(await onScreen(this.page)), at = this.page.url();
		const stays = [...secret].filter((l) => shown.has(l));
		expect(stays.length === 0, `${when} (${at}) shows: ${stays.slice(0, 3).join(' | ')}`);
		const html = await this.page.content();
		const there = this.words.filter((w) => html.includes(w));
		expect(there.length === 0, `${when} (${at}) holds ${there.join(' ')}`);
	}

	async note() {
		const texts = await this.page.locator('input[name=csrf]').evaluateAll((all) => all.map((e) => e.value));
		const cookies = await this.phone.context.cookies();
		const session = cookies.filter((c) => /sesion/.test(c.name)).map((c) => c.value);
		const fresh = [...texts, ...session].filter((w) => w.length > 15);
		expect(fresh.length > 1, 'nothing to look for afterwards');
		this.words = [...new Set([...this.words, ...fresh])];
	}

	async back(times, secret) {
		for (let i = 1; i <= times; i++) {
			await this.page.goBack({ waitUntil: 'commit', timeout: 5000 }).catch(() => {});
			await this.clean(secret, `Back ${i}`);
		}
	}

	async leave(address) {
		await this.page.goto(this.net.url + '/');
		await this.page.goto(this.net.url + address);
		await settled(this.page);
		await this.note();
		const secret = new Set([...lines(await onScreen(this.page))].filter((l) => !this.open.has(l)));
		expect(secret.size > 0, 'there is nothing on it that whoever may not read');
		if (this.offline) {
			await until('the harmless page on the phone', () => this.page.evaluate(() => caches.match('/tiempo').then(Boolean)));
			await this.phone.offline(true);
		}
		await this.page.locator('form[action="/salir"] button').first().click();
		await this.clean(secret, 'leaving');
		expect(new URL(this.page.url()).pathname === '/tiempo', `leads to ${this.page.url()}`);
		await this.back(3, secret);
		await this.page.reload({ waitUntil: 'commit' }).catch(() => {});
		await this.clean(secret, 'reloaded');
		await this.page.goto(this.net.url + address, { waitUntil: 'commit' }).catch(() => {});
		await this.clean(secret, 'opened again');
		if (this.offline) {
			await this.phone.offline(false);
			await this.page.goto(this.net.url + address);
			await this.clean(secret, 'opened when there is signal');
		}
	}

	async run({ role, group, script = true }) {
		const typed = word('escrito'), tel = '9' + String(randomBytes(6).readUIntBE(0, 6)).padStart(8, '0').slice(-8);
		const { net, page } = this;
		await check(`${this.name}: comes in, chooses a PIN, writes something`, async () => {
			await newcomer(net, page, 'Rebeca', { role, group, phone: tel });
			if (role === 'operator') { // refused: what was typed stands there again
				await page.goto(net.url + '/invitar');
				await page.locator('main input[type=text]').last().fill(typed);
				await Promise.all([page.waitForNavigation(), page.locator('main form button').last().click()]);
				return;
			}
			await page.goto(net.url + '/hoy');
			if (!script) { // what a refused form held, a browser without script may write down for Back
				await page.fill('[name=served]', '88');
				await Promise.all([page.waitForNavigation(), page.locator('main form button:has-text("Guardar")').first().click()]);
				return;
			}
			await page.fill('[name=served]', '3000');
			await page.locator('main form button:has-text("Guardar")').first().click();
			await page.locator('[name=reason]').fill(typed);
			await Promise.all([page.waitForNavigation(), page.locator('main form button:has-text("Guardar")').first().click()]);
		});
		this.words.push(typed, tel);
		const todo = await this.addresses();
		await this.note();
		await send(page, {}, '/salir');
		const few = this.all ? todo : todo.filter((address) => FEW.test(address));
		await this.harmless(few);
		for (const address of few)
			await check(`${this.name}: nothing stays of ${address.replace(/[0-9a-f]{8}-[^?]*/, '…')}`, async () => {
				await enter(page, net);
				try {
					await this.leave(address);
				} finally { // the next begins outside, whatever became of this one
					await this.phone.offline(false);
					await this.phone.context.clearCookies({ name: /sesion/ });
				}
			});
		await this.phone.rest();
		this.resting('after she left');
	}

	// Also when the phone is just switched off: nothing behind a login rests in clear.
	async switchedOff(addresses) {
		await this.phone.open();
		await enter(this.page, this.net);
		for (const address of addresses) {
			await this.page.goto(this.net.url + address);
			await this.note();
		}
		await this.phone.rest();
		this.resting('switched off with the pages open');
	}

	resting(when) {
		const found = search(this.phone.profile, this.words);
		return check(`${this.name}: ${this.words.length} marks are nowhere in the profile folder, ${when}`, () =>
			expect(found.length === 0, found.join('; ')));
	}
}

// Leaks as they would be: each must be found under its name.
async function planted() {
	const words = Object.fromEntries(['titulo', 'pagina', 'local', 'sesion', 'guardado', 'copia', 'direccion', 'estado', 'apretado',
		'escrito'].map((name) => [name, word(name)]));
	const server = createServer((q, r) => {
		const packed = q.url.startsWith('/apretada');
		r.setHeader('Content-Type', 'text/html');
		r.setHeader('Cache-Control', 'max-age=3600');
		if (packed)
			r.setHeader('Content-Encoding', 'gzip');
		const text = packed ? `<p>${words.apretado}` : `<!doctype html><title>${words.titulo}</title><main>${words.pagina}` +
			'<form action="/apretada"><input name="t" id="t"></form>';
		r.end(packed ? gzipSync(text) : text);
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${server.address().port}`, phone = await chromium.phone({});
	const { page } = phone;
	try {
		const left = new Leaving('planted', { url }, phone, false);
		await page.goto('about:blank');
		await page.goto(url + '/' + words.direccion);
		await page.evaluate(async (w) => {
			localStorage.x = w.local;
			sessionStorage.x = w.sesion;
			history.replaceState(w.estado, '');
			await (await caches.open('c')).put('/c', new Response(w.copia));
			await new Promise((done) => {
				const open = indexedDB.open('a', 1);
				open.onupgradeneeded = () => open.result.createObjectStore('s');
				open.onsuccess = () => {
					const t = open.result.transaction('s', 'readwrite');
					t.objectStore('s').put(w.guardado, 'k');
					t.oncomplete = done;
				};
			});
		}, words);
		await page.fill('#t', words.escrito);
		await page.goto(url + '/apretada');
		await check('a planted page that Back shows again is seen on the screen', async () => {
			const secret = new Set([words.pagina]);
			let why = '';
			await left.back(1, secret).catch((e) => { why = e.message; });
			expect(why.includes(words.pagina), `not seen: ${why}`);
		});
		await phone.rest();
		await check(`${Object.keys(words).length} planted leaks are found in the profile folder`, () => {
			const found = search(phone.profile, Object.values(words));
			const missed = Object.entries(words).filter(([, w]) => !found.some((f) => f.startsWith(w)));
			expect(missed.length === 0, missed.map(([name]) => name).join(', '));
		});
	} finally {
		await phone.close();
		server.close();
	}
}

// A network of its own: figures that others change meanwhile would look like something new.
async function leaving(name, how) {
	const { script = true, offline = false } = how;
	const net = await network(), phone = await chromium.phone({ net, context: { script } });
	const it = new Leaving(name, net, phone, offline);
	it.all = EVERY || script && !offline;
	try {
		await it.run(how);
		if (script && !offline)
			await it.switchedOff(['/inicio', '/hoy', '/cuenta']);
	} catch (why) {
		failed(name, why);
	} finally {
		await phone.close();
		await net.close();
	}
}

await need();
try {
	await Promise.all([
		leaving('with script', { role: 'operator', group: 'SJM-001' }),
		(async () => {
			await leaving('offline', { role: 'leader', group: 'SJM-002', offline: true });
			await leaving('without script', { role: 'leader', group: 'SJM-003', script: false });
			await planted();
		})(),
	]);
} catch (why) {
	failed('exit', why);
}
finish();
