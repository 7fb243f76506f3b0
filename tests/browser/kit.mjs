// kit.mjs - what the browser harnesses share: one line a check, a sample network that can be killed
// and started again on its port, Chromium with a profile folder of its own, signing in, being offline.
//
//     import { check, expect, finish, network, chromium } from './browser/kit.mjs';
//     const net = await network();                     a sample network; net.url, net.links.lider …
//     const phone = await chromium.phone({ net });      a browser with a profile folder; phone.page
//     await phone.signIn('lider');
//     await phone.offline(true);                        the browser's own switch; net.kill() is the other way
//     await phone.close(); await net.close(); finish();
//
// AYNI names the program (default build/ayni), CHROMIUM the browser. AYNI_TEST_DB=postgres: networks are
// on the server that AYNI_TEST_PG names (tests/pg.py). 127.0.0.1 is a secure context: service workers and
// WebCrypto work there. Every wait is bounded; only what was started here is ended, by its own handle.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const AYNI = process.env.AYNI || join(ROOT, 'build', 'ayni');
export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
export const POSTGRES = process.env.AYNI_TEST_DB === 'postgres';
export const SCREENS = process.env.SCREENS || join(ROOT, 'build', 'screens');
export const PHONE = { width: 320, height: 568 };
export const DESK = { width: 1280, height: 800 };
export const ROLES = ['lider', 'cocinera', 'distrito', 'mesa', 'salud', 'facilitadora', 'voluntaria', 'operadora'];
const ROLE_LINE = new RegExp(`^(${ROLES.join('|')})$`);
const PATIENCE_MS = Number(process.env.PATIENCE_MS) || 15000; // one wait in a page
const START_MS = 90000;

// ---- one line a check ----

const count = { ok: 0, 'not ok': 0, skip: 0 };

function line(kind, name, why) {
	count[kind]++;
	const text = why ? ': ' + String(why.message || why).replace(/\s+/g, ' ').slice(0, 700) : '';
	console.log(`${kind} ${name}${text}`);
}

export function expect(condition, why) {
	if (!condition)
		throw new Error(why);
}

// Run a function; true when it held. What it throws becomes a `not ok` line.
export async function check(name, run) {
	try {
		await run();
		line('ok', name);
		return true;
	} catch (why) {
		line('not ok', name, why);
		return false;
	}
}

export function failed(name, why) {
	line('not ok', name, why);
}

export function skip(name, why) {
	line('skip', name, why);
}

export function finish() {
	console.log(`${count.ok} passed, ${count['not ok']} failed, ${count.skip} skipped`);
	process.exit(count['not ok'] ? 1 : 0);
}

// Ask again until `ask` gives something true; the wait is bounded and says what was missing.
export async function until(what, ask, ms = PATIENCE_MS) {
	const end = Date.now() + ms;
	for (;;) {
		const got = await ask();
		if (got)
			return got;
		if (Date.now() > end)
			throw new Error(`waited ${ms} ms for ${what}`);
		await new Promise((done) => setTimeout(done, 50));
	}
}

// ---- time ----

export function limaToday() {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Lima' }).format(new Date());
}

// A day that changes on the way would look like a fault.
export async function waitPastMidnight() {
	const [h, m, s] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Lima', timeStyle: 'medium' })
		.format(new Date()).split(':').map(Number);
	const left = 86400 - (h * 3600 + m * 60 + s);
	if (left < 180)
		await new Promise((done) => setTimeout(done, (left + 1) * 1000));
}

// ---- what must be there ----

let playwright;
export let axe; // the text of axe-core

// Loads playwright-core and axe-core; without them, or without Chromium, one skip line and the end.
export async function need() {
	try {
		playwright = require('playwright-core');
		axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
	} catch (why) {
		skip('browser', 'playwright-core or axe-core is not installed: ' + why.code);
		finish();
	}
	if (!existsSync(CHROMIUM)) {
		skip('browser', `no ${CHROMIUM}`);
		finish();
	}
	mkdirSync(SCREENS, { recursive: true });
	await waitPastMidnight();
}

// ---- the program and its network ----

// On PostgreSQL a data folder names its database (tests/pg.py makes and drops it).
function database(what, folder) {
	if (!POSTGRES)
		return;
	const name = folder.replace(/.*[^\w]/, 'browser_').toLowerCase();
	const url = execFileSync('python3', [join(ROOT, 'tests', 'pg.py'), what, name], { encoding: 'utf8' });
	if (what === 'make')
		writeFileSync(join(folder, 'ayni.conf'), `db = ${url}`);
}

export function freePort() {
	return new Promise((resolve, reject) => {
		const s = createServer();
		s.on('error', reject);
		s.listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)); });
	});
}

// A sample network of its own. It keeps its port over kill() and start(), as an origin is more than a host.
class Network {
	constructor(more) {
		this.more = more;
		this.folder = mkdtempSync(join(tmpdir(), 'ayni-browser-'));
		this.log = '';
	}

	// Serve, and wait until every sign-in link is known: this.links by role, made anew at each start.
	async start() {
		this.port ||= await freePort();
		this.url = `http://127.0.0.1:${this.port}`;
		this.links = {};
		const child = this.child = spawn(AYNI, ['demo', '--data', this.folder, '--scale', 'small', '--seed', '1',
			'--today', limaToday(), '--listen', `127.0.0.1:${this.port}`, ...this.more],
		{ stdio: ['ignore', 'pipe', 'pipe'] });
		child.stderr.on('data', (d) => { this.log = (this.log + d).slice(-200000); });
		this.ended = new Promise((done) => child.on('exit', (code, sign) => done(sign || code)));
		await new Promise((resolve, reject) => {
			const late = setTimeout(() => reject(new Error(`no server in ${START_MS} ms: ${this.log.slice(-1000)}`)), START_MS);
			this.ended.then((how) => reject(new Error(`the server ended (${how}): ${this.log.slice(-1000)}`)));
			createInterface({ input: child.stdout }).on('line', (text) => {
				const m = /^(.+?)\s+(https?:\/\/\S+)\s*$/.exec(text);
				if (m && ROLE_LINE.test(m[1]))
					this.links[m[1]] = m[2];
				if (Object.keys(this.links).length === ROLES.length) {
					clearTimeout(late);
					resolve();
				}
			});
		});
		return this;
	}

	// At once, as when the power goes.
	async kill() {
		this.child.kill('SIGKILL');
		await this.ended;
	}

	// In good order; its exit status.
	async stop() {
		const late = setTimeout(() => this.child.kill('SIGKILL'), 15000);
		this.child.kill('SIGTERM');
		const how = await this.ended;
		clearTimeout(late);
		return how;
	}

	// The end: the process, the database and the folder.
	async close() {
		if (this.child && this.child.exitCode === null && this.child.signalCode === null)
			await this.kill();
		database('drop', this.folder);
		rmSync(this.folder, { recursive: true, force: true });
	}

	// The address of a new invitation.
	invite(name, { role = 'leader', group = 'SJM-001', phone } = {}) {
		const said = this.say('invite', '--role', role, ...(group ? ['--group', group] : []),
			...(phone ? ['--phone', phone] : []), name);
		return this.url + /https?:\/\/[^/\s]+(\/i\/\S+)/.exec(said)[1];
	}

	// The program beside it: its words on standard output. It throws when the status is not 0.
	say(...words) {
		return execFileSync(AYNI, [...words, '--data', this.folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
	}
}

export const PIN = '284613';

// Fills boxes of the first form that has them (or that posts to `action`) and sends it natively, so that no script
// is asked; waits for the page that comes. Its answer.
export async function send(page, values, action = '') {
	const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.evaluate(([v, to]) => {
		const form = [...document.forms].find((f) => f.method === 'post' && (!to || new URL(f.action).pathname === to) &&
			Object.keys(v).every((name) => f.elements[name] || f.querySelector(`button[name="${name}"]`)));
		if (!form)
			throw new Error(`no form with ${Object.keys(v)} to ${to} on ${location.pathname}`);
		for (const [name, value] of Object.entries(v)) {
			const there = form.elements[name];
			if (there && (there[0] || there).type !== 'submit') {
				there.value = value;
				continue;
			}
			const box = document.createElement('input');
			Object.assign(box, { type: 'hidden', name, value });
			form.append(box);
		}
		HTMLFormElement.prototype.submit.call(form);
	}, [values, action])]);
	return answer;
}

// A new person on this page's browser: invited beside, entered, with a PIN.
export async function newcomer(net, page, name, options) {
	await page.goto(net.invite(name, options));
	await send(page, {}, new URL(page.url()).pathname);
	await send(page, { pin: PIN, again: PIN }, '/clave');
}

// Comes in with the PIN as the first who is known on this browser.
export async function enter(page, net, pin = PIN) {
	await page.goto(net.url + '/entrar');
	await page.locator('input[name=person]').first().check();
	await page.fill('input[name=pin]', pin);
	await Promise.all([page.waitForURL((url) => url.pathname !== '/entrar'),
		page.locator('form[action="/entrar"] button').last().click()]);
}

// more: further options of `ayni demo`.
export async function network(...more) {
	const net = new Network(more);
	try {
		database('make', net.folder);
		return await net.start();
	} catch (why) {
		await net.close();
		throw why;
	}
}

// ---- Chromium ----

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

function contextOptions({ script = true, size = PHONE, desk = false, ...more }) {
	return { viewport: size, javaScriptEnabled: script, locale: 'es-PE', timezoneId: 'America/Lima',
		...(desk ? {} : { deviceScaleFactor: 2, hasTouch: true, isMobile: true }), ...more };
}

// A phone: a browser with a profile folder, so that what rests on it can be looked at after it was closed,
// and opened again. Its pages note errors of scripts and of the console, and requests to another server.
class Phone {
	constructor(options) {
		Object.assign(this, { options, net: options.net, wrong: [], loads: [] });
		this.profile = options.profile || mkdtempSync(join(tmpdir(), 'ayni-phone-'));
	}

	async open() {
		this.context = await playwright.chromium.launchPersistentContext(this.profile, { executablePath: CHROMIUM,
			timeout: 60000, args: [...FLAGS, ...(this.options.flags || [])], ...contextOptions(this.options.context || {}) });
		this.context.setDefaultTimeout(PATIENCE_MS);
		watch(this.context, this.net, this.wrong);
		this.page = this.context.pages()[0] || await this.context.newPage();
		return this;
	}

	async signIn(role) {
		await this.page.goto(this.net.links[role]);
		expect(await this.page.locator('form[action="/salir"]').count() > 0, `${role} is not signed in`);
	}

	// The browser's own switch, for pages and service workers alike.
	offline(on) {
		return this.context.setOffline(on);
	}

	// A closed tab, as by the hand; the browser stays with a new one.
	async killTab() {
		const old = this.page;
		this.page = await this.context.newPage();
		await old.close({ runBeforeUnload: false });
	}

	// The browser ends and its profile rests; open() starts it again.
	async rest() {
		await this.context?.close();
		this.context = null;
	}

	async close() {
		await this.rest();
		if (!this.options.profile)
			rmSync(this.profile, { recursive: true, force: true });
	}
}

// What the console may say: answers of 4xx and 5xx, no network; and that a manifest is nothing when its page was left before
// all of it came (browser.mjs reads it whole).
const QUIET = /status of [45]\d\d|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|^Manifest: Line: 1, column: 1, Syntax error\.$/;

// Notes in `wrong` what no page may do.
export function watch(context, net, wrong) {
	const on = (page) => {
		page.on('pageerror', (e) => wrong.push(`script error: ${e.message}`));
		page.on('console', (m) => {
			if (m.type() === 'error' && !QUIET.test(m.text()))
				wrong.push(`console: ${m.text()}`);
		});
		page.on('request', (r) => {
			if (net && !r.url().startsWith(net.url) && !/^(data|blob|about|chrome-error):/.test(r.url()))
				wrong.push(`asks another server: ${r.url()}`);
		});
	};
	context.pages().forEach(on);
	context.on('page', on);
}

export const chromium = {
	// options: net, profile (a folder to keep), flags, context { script, size, desk, … playwright's own }
	async phone(options) {
		return new Phone(options).open();
	},
	// One browser for many visitors without a profile folder: see visitor().
	async browser(...flags) {
		return playwright.chromium.launch({ executablePath: CHROMIUM, timeout: 60000, args: [...FLAGS, ...flags] });
	},
	// A context of its own in that browser.
	async visitor(browser, options = {}) {
		const context = await browser.newContext(contextOptions(options));
		context.setDefaultTimeout(PATIENCE_MS);
		context.setDefaultNavigationTimeout(3 * PATIENCE_MS); /* three lanes open pages at once */
		return context;
	},
};
