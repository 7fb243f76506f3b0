// walk.mjs - goes over every page that the program declares, as every role, and looks at each state once.
//
// A page is looked at when its address is new, or when it holds something (tag, class, names of attributes, within
// what) that no page looked at before held. From her home each role follows the links of each kind twice, opens every
// declared path without a piece to fill in, and sends every form with nonsense in its boxes.
import { execFileSync } from 'node:child_process';
import { audit } from './audit.mjs';
import { AYNI, check, chromium, expect, failed, PHONE, send } from './kit.mjs';

// Sent elsewhere on purpose: they end sessions, or belong to a state of their own (states.mjs).
const NOT_SENT = /^\/(salir|cerrar|cambiar|idioma|cuenta\/cerrar|i\/.*)$/;
const NO_PAGE = /^\/(api\/|(health|manifest\.webmanifest|llave|personas|buzon|(subida|archivo)\/.*|resumen\/.*\.(png|pdf))$)/; // answered to programs; pictures
const SAMPLES = 2; // of each kind of address and role
const ROLES_MAX = 3; // that follow links to a kind of address; home and declared paths are everybody's

// Every route the program declares: { method, path }.
export function routes() {
	return JSON.parse(execFileSync(AYNI, ['schema', 'access'], { encoding: 'utf8' })).routes
		.filter((r) => !NO_PAGE.test(r.path));
}

const pattern = (path) => new RegExp('^' + path.replace(/\{[^}]+\}/g, '[^/]+') + '$');

// Runs in the page: what it is made of, each kind of element within its kind of parent once, and its headings in order.
function shapes() {
	const told = (e) => `${e.localName}.${e.getAttribute('class') || ''}`;
	const names = (e) => [...e.attributes].map((a) => a.name).filter((n) => n !== 'id').sort().join(' ');
	const found = new Set([...document.querySelectorAll('body *')].filter((e) => !e.closest('svg') || e.localName === 'svg')
		.map((e) => `${told(e.parentElement)}>${told(e)} ${names(e)}`));
	const heads = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => h.localName);
	found.add(heads.filter((h, i) => h !== heads[i - 1]).join(' '));
	return [...found];
}

export class Walk {
	constructor(net, browser) {
		Object.assign(this, { net, browser, known: new Set(), opened: new Set(), sent: new Set(), taps: [], undeclared: new Set(), roles: new Map() });
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
		const fresh = [route, ...await page.evaluate(shapes)].filter((shape) => !this.known.has(shape));
		if (!fresh.length)
			return false;
		fresh.forEach((shape) => this.known.add(shape));
		await check(`${what} stands every look`, async () => {
			const wrong = await audit(page);
			expect(wrong.length === 0, wrong.join('; '));
		});
		return true;
	}

	// Opens an address; its status.
	async open(page, address) {
		const answer = await page.goto(this.net.url + address);
		const { pathname } = new URL(page.url());
		if (answer.status() === 200) {
			const route = this.route(this.gets, pathname);
			if (route)
				this.opened.add(route.path);
			else
				this.undeclared.add(pathname);
		}
		return answer.status();
	}

	// Addresses on the page that lead to pages of ours.
	async links(page) {
		const found = await page.locator('a[href]').evaluateAll((list) => list.map((a) => new URL(a.getAttribute('href'), location.href).href));
		return found.filter((a) => a.startsWith(this.net.url + '/') && !NO_PAGE.test(new URL(a).pathname))
			.map((a) => a.slice(this.net.url.length).replace(/#.*/, ''));
	}

	// Every form of the page, sent with nonsense; each kind once for all roles.
	async nonsense(page, address, role) {
		const forms = await page.locator('form[method=post]').evaluateAll((list) =>
			list.map((f, i) => ({ i, action: new URL(f.action).pathname, boxes: [...f.elements].map((e) => e.name).join(' '),
				typed: [...f.elements].some((e) => /^(text|tel|number|search|textarea)$/.test(e.type)) })));
		for (const form of forms) {
			const kind = `${form.action} ${form.boxes}`;
			if (NOT_SENT.test(form.action) || this.sent.has(kind))
				continue;
			this.sent.add(kind);
			if (!form.typed) { // a tap that acts: when all has been seen
				this.taps.push({ role, address, ...form });
				continue;
			}
			await this.open(page, address);
			const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }),
				page.locator('form[method=post]').nth(form.i).evaluate((f) => {
					for (const e of f.elements)
						if (/^(text|tel|number|search|textarea)$/.test(e.type))
							e.value = 'xx';
					HTMLFormElement.prototype.submit.call(f); // no script is asked
				})]);
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
			if (!n.length && route?.path.includes('{')) {
				if ((this.roles.get(kind) || 0) >= ROLES_MAX)
					continue;
				this.roles.set(kind, (this.roles.get(kind) || 0) + 1);
			}
			taken.set(kind, [...n, address]);
			if (await this.open(page, address) !== 200)
				continue;
			await this.see(page, `${address} as ${role}`);
			queue.push(...await this.links(page));
			await this.nonsense(page, address, role);
		}
		await context.close();
	}

	// The forms that act without a word typed, each in a session of its own.
	async tap() {
		for (const { role, address, action } of this.taps) {
			const context = await chromium.visitor(this.browser);
			const page = await context.newPage();
			if (this.net.links[role])
				await page.goto(this.net.links[role]);
			await this.open(page, address);
			if (await page.locator(`form[method=post][action="${action}"]`).count()) {
				const answer = await send(page, {}, action);
				if (answer.status() >= 500)
					failed(`a tap on ${action} as ${role}`, `${answer.status()}`);
				await this.see(page, `a tap on ${action} as ${role}`);
			}
			await context.close();
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
