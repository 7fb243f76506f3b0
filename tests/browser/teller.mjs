// teller.mjs - somebody who tells pots on a phone, one after another, and the judge of what became of them.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ROOT, limaToday, until } from './kit.mjs';

const QUIET_MS = 60000, ANSWER_MS = 60000;
export const PIN = '482915';

// A small generator, so that a run can be repeated.
let seed = 1;
export function dice(n) {
	seed = (seed * 1103515245 + 12345) & 0x7fffffff;
	return Math.floor(seed / 0x7fffffff * n);
}
export function sow(n) {
	seed = n;
}

export const rest = (ms) => new Promise((done) => setTimeout(done, ms));
// A UUIDv7, as each page that the server makes has its own.
function newId() {
	const h = Date.now().toString(16).padStart(12, '0') + '7' + randomBytes(2).toString('hex').slice(1) + '8' + randomBytes(8).toString('hex').slice(1);
	return h.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
export const bare = (id) => id.replace(/-/g, '');

// ---- what is told ----

// Pots of the coordinator's kitchens that nobody told yet, today's first.
function pots(net) {
	const dump = net.say('verify', '--dump').split('\n'), code = new Map(), there = new Set();
	for (const line of dump) {
		const [what, id, json] = line.split(/ (.*?) (.*)/s), r = /^(group|meal)$/.test(what) && JSON.parse(json);
		if (what === 'group' && /^SJM-/.test(r.code || ''))
			code.set(id, r.code);
		else if (what === 'meal')
			there.add(r.kitchen + r.day + r.sitting);
	}
	const out = [], today = Date.parse(limaToday());
	for (let back = 0; back < 120; back++) {
		const day = new Date(today - back * 86400000).toISOString().slice(0, 10);
		for (const sitting of ['breakfast', 'lunch', 'dinner'])
			for (const [id, kitchen] of code)
				if (!there.has(id + day + sitting))
					out.push({ kitchen, sitting, back, day });
	}
	return out;
}

export class Teller {
	constructor(phone, net) {
		Object.assign(this, { phone, net, pots: pots(net), told: [], next: 0 });
	}

	get page() {
		return this.phone.page;
	}

	// The form stands on the page, asking for the PIN where that is needed.
	async open() {
		await this.page.goto(this.net.url + '/hoy', { timeout: 60000 });
		await until('the form', async () => {
			if (await this.page.locator('[data-part="lock"]:not([hidden])').count())
				await this.unlock().catch(() => {}); /* it opened meanwhile */
			return await this.page.locator('main form[data-outbox] [name=served]').count() > 0;
		}, ANSWER_MS);
	}

	// Until it opened, or said why not.
	async unlock(pin = PIN) {
		const lock = this.page.locator('[data-part="lock"]');
		await this.page.evaluate(() => document.querySelector('[data-part="lock"] .err').replaceChildren());
		await lock.locator('[name=pin]').fill(pin, { timeout: 2000 });
		await lock.locator('button').click({ timeout: 2000 });
		await until('an answer to the PIN', () => this.page.evaluate(() => {
			const there = document.querySelector('[data-part="lock"]'); /* gone when her page took its place */
			return !there || there.hidden || !!there.querySelector('.err').textContent;
		}), ANSWER_MS);
	}

	// Fill the form for the next pot, as a kept page of that pot would stand there.
	async fill(more = {}) {
		const pot = this.pots[this.next], served = 90 + dice(40);
		this.next++;
		const change = { ...pot, served, ...more, id: newId() };
		if (pot.back > 6) /* long past: it asks why */
			more = { reason: 'del cuaderno', ...more };
		await this.page.evaluate(({ pot, served, more, id }) => {
			const form = document.querySelector('main form[data-outbox]'), e = form.elements;
			Object.assign(e.kitchen, { value: pot.kitchen });
			Object.assign(e.day, { value: pot.day });
			Object.assign(e.sitting, { value: pot.sitting });
			e.seen.value = '';
			form.querySelectorAll('.f input').forEach((box) => { box.value = ''; });
			e.served.value = String(served);
			for (const [name, value] of Object.entries(more)) {
				const box = e[name] || form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }));
				box.value = value;
			}
			document.getElementById('aviso')?.remove();
			document.querySelectorAll('[role=status]').forEach((s) => s.remove());
			e.id.value = id;
		}, { pot, served, more, id: change.id });
		this.told.push(change);
		return change;
	}

	async press() {
		const seen = await this.page.evaluate(() => {
			const button = document.querySelector('main form[data-outbox] button.wide');
			button && button.click();
			return !button && document.querySelector('main').innerText;
		});
		if (seen !== false)
			throw new Error(`no button at ${this.page.url()}: ${seen.slice(0, 300)}`);
	}

	// The words that say it is safe.
	async answered(change) {
		/* At one go: a dialog that opened may close before a second look. */
		const words = await until(`an answer to ${JSON.stringify(change)}`, () => this.page.evaluate((pin) => {
			const box = document.querySelector('dialog [name=pin]');
			if (box && !box.value) { /* a worker that forgot meanwhile; it stays filled while it is judged */
				box.value = pin;
				box.form.querySelector('button').click();
			}
			return [...document.querySelectorAll('main [role=status],main [role=alert]')]
				.map((e) => e.innerText).find((text) => !/Esta página es del/.test(text));
		}, PIN), ANSWER_MS);
		change.word = words;
		change.safe = /Guardado/.test(words);
	}

	async tell(more) {
		const change = await this.fill(more);
		await this.press();
		await this.answered(change);
		return change;
	}

	items() {
		return this.page.evaluate(async () => {
			const db = await new Promise((done) => { const q = indexedDB.open('ayni'); q.onsuccess = () => done(q.result); });
			const all = await new Promise((done) => {
				const q = db.transaction('outbox').objectStore('outbox').getAll();
				q.onsuccess = () => done(q.result);
			});
			db.close();
			return all.map(({ id, state, word, box, at }) => ({ id, state, word, at, box: box && box.length }));
		});
	}

	// Nothing waits any more.
	async drained() {
		await until('an empty outbox', async () => {
			await this.page.evaluate(() => dispatchEvent(new Event('online')));
			await rest(150);
			return (await this.items()).every((i) => i.word || i.state === 'seen' || i.state === 'back');
		}, QUIET_MS);
	}

	async killTab() {
		if (dice(2)) {
			const cdp = await this.phone.context.newCDPSession(this.page);
			cdp.send('Page.crash').catch(() => {});
			await Promise.race([new Promise((done) => this.page.once('crash', done)), rest(2000)]);
		}
		await this.phone.killTab();
	}
}

// ---- the judge ----

export function journal(net) {
	return JSON.parse(execFileSync('python3', [join(ROOT, 'tests', 'outbox_journal.py'), net.folder],
		{ encoding: 'utf8', maxBuffer: 1 << 28 }));
}

// What is wrong: told and safe but nowhere, or a record that two of the changes wrote.
export function judge(told, { changes, parked }) {
	const lost = told.filter((c) => c.safe && !changes[bare(c.id)] && !parked.includes(bare(c.id)));
	const wrote = new Map(), doubled = [];
	for (const c of told)
		for (const record of changes[bare(c.id)]?.records || []) {
			const pot = wrote.get(record);
			if (pot !== undefined)
				doubled.push(c);
			wrote.set(record, c);
		}
	for (const id of parked.filter((p, i) => parked.indexOf(p) !== i || changes[p]))
		doubled.push({ id });
	return { lost, doubled };
}
