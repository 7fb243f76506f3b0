// walk.mjs - goes over every page that the program declares, as every role, and looks at each state once.
//
// A page is looked at when its address is new, or when it holds something (tag, class, names of attributes, within
// what) that no page looked at before held. From her home each role follows the links of each kind twice, asks for every
// declared path without a piece to fill in, and sends every form with nonsense in its boxes. What a page is made of is read
// from its text; the browser opens it when there is something to look at.
import { execFileSync } from 'node:child_process';
import { audit } from './audit.mjs';
import { AYNI, check, chromium, expect, failed, PHONE, send } from './kit.mjs';

// Sent elsewhere on purpose: they end sessions, or belong to a state of their own (states.mjs).
const NOT_SENT = /^\/(salir|cerrar|cambiar|idioma|cuenta\/cerrar|i\/.*)$/;
const NO_PAGE = /^\/(api\/|(health|manifest\.webmanifest|llave|personas|buzon|(subida|archivo)\/.*|resumen\/.*\.(png|pdf)|formularios\/.*\/archivo\/.*)$)/; // answered to programs; pictures
const SAMPLES = 2; // of each kind of address and role
const HTML = { accept: 'text/html', 'accept-language': 'es-PE,es' }; // as the browser asks for a page

// Every route the program declares: { method, path }.
export function routes() {
	return JSON.parse(execFileSync(AYNI, ['schema', 'access'], { encoding: 'utf8' })).routes
		.filter((r) => !NO_PAGE.test(r.path));
}

const pattern = (path) => new RegExp('^' + path.replace(/\{[^}]+\}/g, '[^/]+') + '$');

// Runs in the page. text: the page to read, as the server sent it from `base`; '': the one that is open. What it is made of (each
// kind of element within its kind of parent once, and its headings in order), where it leads, and its forms.
function read([text, base]) {
	const page = text ? new DOMParser().parseFromString(text, 'text/html') : document;
	const at = (url) => new URL(url || '', base || location.href);
	const told = (e) => `${e.localName}.${e.getAttribute('class') || ''}`;
	const names = (e) => [...e.attributes].map((a) => a.name).filter((n) => n !== 'id').sort().join(' ');
	const found = new Set([...page.querySelectorAll('body *')].filter((e) => !e.closest('svg') || e.localName === 'svg')
		.map((e) => `${told(e.parentElement)}>${told(e)} ${names(e)}`));
	const heads = [...page.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => h.localName);
	found.add(heads.filter((h, i) => h !== heads[i - 1]).join(' '));
	const forms = [...page.querySelectorAll('form[method=post]')].map((f) => ({ action: at(f.getAttribute('action')).pathname,
		boxes: [...f.elements].map((e) => e.name).join(' '), typed: [...f.elements].some((e) => /^(text|tel|number|search|textarea)$/.test(e.type)) }));
	return { shapes: [...found], forms, links: [...page.querySelectorAll('a[href]')].map((a) => at(a.getAttribute('href')).href) };
}

export class Walk {
	constructor(net, browser) {
		Object.assign(this, { net, browser, known: new Set(), asked: new Set(), opened: new Set(), sent: new Set(), taps: [], undeclared: new Set(), count: { asked: 0, opened: 0, looked: 0 } });
		this.routes = routes();
		this.gets = this.routes.filter((r) => r.method === 'GET');
		this.posts = this.routes.filter((r) => r.method === 'POST');
	}

	route(list, path) {
		return list.find((r) => r.path === path) || list.find((r) => pattern(r.path).test(path));
	}

	// Looks at what is open, if nothing like it was seen before. True when it was new.
	async see(page, what) {
		await page.waitForLoadState('load');
		// /fuera is put together by its script.
		await page.locator('h1:visible').first().waitFor({ timeout: 10000 }).catch(() => {});
		const { pathname } = new URL(page.url()), route = this.route(this.gets, pathname)?.path || pathname;
		const fresh = [route, ...(await page.evaluate(read, ['', ''])).shapes].filter((shape) => !this.known.has(shape));
		if (!fresh.length)
			return false;
		// Made of what was seen elsewhere: its colours were measured there.
		const colours = fresh.some((shape) => shape !== route);
		fresh.forEach((shape) => this.known.add(shape));
		this.count.looked++;
		await check(`${what} stands every look`, async () => {
			const wrong = await audit(page, colours);
			expect(wrong.length === 0, wrong.join('; '));
		});
		return true;
	}

	// A page of this status and type came from this address.
	note(address, status, type) {
		const { pathname } = new URL(address, this.net.url), route = this.route(this.gets, pathname);
		if (status !== 200)
			return;
		if (route)
			this.opened.add(route.path);
		else if (/^text\/html/.test(type))
			this.undeclared.add(pathname);
	}

	// Opens an address; its status, or 0 when it gave a paper or a file, which its module's own tests read.
	async open(page, address) {
		let file = false;
		this.count.opened++;
		const answer = await page.goto(this.net.url + address).catch((why) => {
			if (!/Download is starting/.test(why.message))
				throw why;
			file = true;
		});
		const type = file ? '' : answer.headers()['content-type'] || '';
		if (!/^text\/html/.test(type)) {
			this.note(address, file ? 200 : answer.status(), type);
			return 0;
		}
		this.note(page.url(), answer.status(), type);
		return answer.status();
	}

	// Asks for an address as whoever has this page's session, without opening it; what it is made of, or null when no page came.
	// fresh: it holds something that no page asked for before held, or is the first of its kind.
	async ask(page, address) {
		this.count.asked++;
		const answer = await page.context().request.get(this.net.url + address, { headers: HTML });
		const type = answer.headers()['content-type'] || '', status = answer.status();
		if (!answer.url().startsWith(this.net.url + '/'))
			throw new Error(`${address} leads to ${answer.url()}`);
		this.note(answer.url(), status, type);
		if (status !== 200 || !/^text\/html/.test(type))
			return null;
		const { pathname } = new URL(answer.url());
		const made = await page.evaluate(read, [await answer.text(), answer.url()]);
		const fresh = [this.route(this.gets, pathname)?.path || pathname, ...made.shapes].filter((shape) => !this.asked.has(shape));
		fresh.forEach((shape) => this.asked.add(shape));
		return { ...made, fresh: fresh.length > 0 };
	}

	// Of the addresses, those of pages of ours.
	ours(links) {
		return links.filter((a) => a.startsWith(this.net.url + '/') && !NO_PAGE.test(new URL(a).pathname))
			.map((a) => a.slice(this.net.url.length).replace(/#.*/, ''));
	}

	// Every form of the page at the address, sent with nonsense; each kind once for all roles. there: it is open.
	async nonsense(page, address, role, forms, there = false) {
		for (const form of forms) {
			const kind = `${form.action} ${form.boxes}`;
			if (NOT_SENT.test(form.action) || this.sent.has(kind))
				continue;
			this.sent.add(kind);
			if (!form.typed) { // a tap that acts: when all has been seen
				this.taps.push({ role, address, ...form });
				continue;
			}
			if (!there)
				await this.open(page, address);
			there = false;
			const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }),
				page.evaluate(({ action, boxes }) => {
					const mine = [...document.forms].filter((f) => f.method === 'post' && new URL(f.getAttribute('action') || '', location.href).pathname === action);
					const form = mine.find((f) => [...f.elements].map((e) => e.name).join(' ') === boxes) || mine[0];
					for (const e of form.elements)
						if (/^(text|tel|number|search|textarea)$/.test(e.type))
							e.value = 'xx';
					HTMLFormElement.prototype.submit.call(form); // no script is asked
				}, form)]);
			if (answer.status() >= 500)
				failed(`nonsense to ${form.action} as ${role}`, `${answer.status()}`);
			await this.see(page, `nonsense sent to ${form.action} as ${role}`);
		}
	}

	// All that one role can reach. start: the address that signs her in, or null for whoever.
	async role(role, start) {
		// One role with the service worker, which fetches pages ahead; that is what it costs.
		const context = await chromium.visitor(this.browser, { size: PHONE, serviceWorkers: role === 'lider' ? 'allow' : 'block' });
		const page = await context.newPage();
		const taken = new Map();
		const queue = ['/', '/inicio', ...this.gets.map((r) => r.path).filter((p) => !p.includes('{'))];
		if (start)
			await page.goto(start);
		while (queue.length) {
			const address = queue.shift();
			const at = new URL(address, this.net.url);
			const route = this.route(this.gets, at.pathname);
			const kind = `${route?.path || at.pathname} ${[...at.searchParams.keys()].sort()}`;
			const n = taken.get(kind) || [];
			if (n.length >= SAMPLES || n.includes(address))
				continue;
			taken.set(kind, [...n, address]);
			const made = await this.ask(page, address);
			if (!made)
				continue;
			const there = made.fresh && await this.open(page, address) === 200;
			if (there)
				await this.see(page, `${address} as ${role}`);
			queue.push(...this.ours(made.links));
			await this.nonsense(page, address, role, made.forms, there);
		}
		await context.close();
	}

	// The forms that act without a word typed, one after another, in one session a role unless a tap ended it.
	async tap() {
		const pages = new Map();
		const there = async (page, { address, action }) => {
			await this.open(page, address);
			return page.locator(`form[method=post][action="${action}"]`).count();
		};
		for (const tap of this.taps) {
			const { role, action } = tap;
			const enter = async () => {
				await pages.get(role)?.context().close();
				pages.set(role, await (await chromium.visitor(this.browser, { serviceWorkers: 'block' })).newPage());
				if (this.net.links[role])
					await pages.get(role).goto(this.net.links[role]);
				return there(pages.get(role), tap);
			};
			if (!(pages.has(role) && await there(pages.get(role), tap)) && !await enter())
				continue;
			const page = pages.get(role), answer = await send(page, {}, action);
			if (answer.status() >= 500)
				failed(`a tap on ${action} as ${role}`, `${answer.status()}`);
			await this.see(page, `a tap on ${action} as ${role}`);
		}
		for (const page of pages.values())
			await page.context().close();
	}

	// Every declared page whose address is made of exactly these pieces, looked at.
	async filled(page, pieces) {
		const given = Object.keys(pieces).sort().join();
		for (const { path } of this.gets) {
			const names = [...path.matchAll(/\{([^}]+)\}/g)].map((m) => m[1]);
			if (names.sort().join() === given && await this.open(page, path.replace(/\{([^}]+)\}/g, (_, name) => pieces[name])) === 200)
				await this.see(page, path);
		}
	}

	// What no visit reached: a new page without one fails here.
	covered() {
		return check(`all ${this.gets.length} declared pages were looked at`, () => {
			const left = this.gets.map((r) => r.path).filter((p) => !this.opened.has(p));
			expect(left.length === 0, left.join(' '));
		});
	}

	// Pages that open, though `ayni schema access` does not name them.
	declared() {
		return check('whatever opens is declared', () => expect(!this.undeclared.size, [...this.undeclared].join(' ')));
	}

	// Forms that no visit sent.
	sentAll(elsewhere) {
		return check(`all ${this.posts.length} declared forms were sent`, () => {
			const left = this.posts.map((r) => r.path).filter((p) => !elsewhere.includes(p) &&
				![...this.sent].some((kind) => pattern(p).test(kind.split(' ')[0])));
			expect(left.length === 0, left.join(' '));
		});
	}
}
