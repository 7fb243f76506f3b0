// outbox.mjs - the outbox of a phone, in a real Chromium against the built program: nothing lost, nothing doubled.
//
//     node tests/outbox.mjs [--changes 60] [--kills 5] [--server-kills 2] [--seed 1]
//
// A coordinator tells the pots of her kitchens, one after another, with and without a network, while her tab is
// killed and the server with it. What the phone said was kept must be in the journal, once. Then what goes wrong
// in other ways: a session that ended, an old form, a clock of other years, a full phone, strange answers, a
// wrong PIN, leaving without a network. Planted faults must be caught by the same judge.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, check, chromium, expect, finish, limaToday, need, network, until } from './browser/kit.mjs';

const option = (name, otherwise) => {
	const at = process.argv.indexOf('--' + name);
	return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const CHANGES = option('changes', 60), KILLS = option('kills', 5), SERVER_KILLS = option('server-kills', 2);
const PIN = '482915', SCRIPT_BYTES = 24576, ITEM_BYTES = 300, QUIET_MS = 30000;

// A small generator, so that a run can be repeated.
let seed = option('seed', 1);
function dice(n) {
	seed = (seed * 1103515245 + 12345) & 0x7fffffff;
	return Math.floor(seed / 0x7fffffff * n);
}

const rest = (ms) => new Promise((done) => setTimeout(done, ms));
// A UUIDv7, as each page that the server makes has its own.
function newId() {
	const h = Date.now().toString(16).padStart(12, '0') + '7' + randomBytes(2).toString('hex').slice(1) + '8' + randomBytes(8).toString('hex').slice(1);
	return h.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
const bare = (id) => id.replace(/-/g, '');

// ---- what is told ----

function pots(net) {
	const codes = net.say('verify', '--dump').split('\n').map((l) => /^group .*"code":"(SJM-\d+)"/.exec(l)).filter(Boolean)
		.map((m) => m[1]).sort();
	const out = [], today = Date.parse(limaToday());
	for (let back = 0; back < 56; back++)
		for (const sitting of ['breakfast', 'dinner'])
			for (const kitchen of codes)
				out.push({ kitchen, sitting, day: new Date(today - back * 86400000).toISOString().slice(0, 10) });
	return out;
}

class Teller {
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
				await this.unlock();
			return await this.page.locator('main form[data-outbox] [name=served]').count() > 0;
		});
	}

	async unlock(pin = PIN) {
		await this.page.fill('[data-part="lock"] [name=pin]', pin);
		await this.page.click('[data-part="lock"] button');
		await rest(300);
	}

	// Fill the form for the next pot, as a kept page of that pot would stand there.
	async fill(more = {}) {
		const pot = this.pots[this.next % this.pots.length], served = 90 + dice(40);
		this.next++;
		const change = { ...pot, served, ...more, id: newId() };
		await this.page.evaluate(({ pot, served, more, id }) => {
			const form = document.querySelector('main form[data-outbox]'), e = form.elements;
			Object.assign(e.kitchen, { value: pot.kitchen });
			Object.assign(e.day, { value: pot.day });
			Object.assign(e.sitting, { value: pot.sitting });
			e.seen.value = '';
			form.querySelectorAll('.f input').forEach((box) => { box.value = ''; });
			e.served.value = String(served);
			for (const [name, value] of Object.entries({ reason: 'se apuntó en el cuaderno', ...more })) {
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

	press() {
		return this.page.evaluate(() => document.querySelector('main form[data-outbox] button.wide').click());
	}

	// The words that say it is safe.
	async answered(change) {
		const said = await this.page.waitForFunction(() => [...document.querySelectorAll('main [role=status],main [role=alert]')]
			.map((e) => e.innerText).find((text) => !/Esta página es del/.test(text)), null, { timeout: 30000 });
		const words = await said.jsonValue();
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
			if (process.env.SLOW) console.log(Date.now() % 100000, JSON.stringify((await this.items()).filter((i) => i.state === 'phone').length), await this.page.evaluate(() => navigator.locks.query().then((l) => JSON.stringify([l.held, l.pending]))));
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

function journal(net) {
	return JSON.parse(execFileSync('python3', [join(ROOT, 'tests', 'outbox_journal.py'), net.folder],
		{ encoding: 'utf8', maxBuffer: 1 << 28 }));
}

// What is wrong: told and safe but nowhere, or a record that two of the changes wrote.
function judge(told, { changes, parked }) {
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

// ---- the long row ----

async function row(teller) {
	const { phone, net } = teller, when = (n) => new Set(Array.from({ length: n }, (_, i) => Math.floor((i + 0.3 + dice(50) / 100) * CHANGES / n)));
	const kills = when(KILLS), serverKills = when(SERVER_KILLS);
	let down = 0, offline = false;
	const begun = Date.now();
	for (let i = 0; i < CHANGES; i++) {
		if (i % 12 === 4 || i % 12 === 9)
			await phone.offline(offline = i % 12 === 4);
		if (serverKills.has(i)) {
			const change = await teller.fill();
			await teller.press();
			await rest(dice(30));
			await net.kill();
			down = 3;
			await teller.answered(change);
			continue;
		}
		if (down && !--down)
			await net.start();
		if (process.env.SLOW) console.log(i, Date.now() - begun, kills.has(i), offline, down);
		const change = await teller.fill();
		await teller.press();
		if (kills.has(i)) {
			await rest(dice(80));
			await teller.killTab();
			await teller.open();
		} else {
			await teller.answered(change);
		}
	}
	if (process.env.SLOW) console.log('end', Date.now() - begun);
	if (down)
		await net.start();
	await phone.offline(false);
	await teller.open();
	await teller.drained();
}

async function main() {
	const net = await network(), phone = await chromium.phone({ net });
	try {
		await phone.signIn('distrito');
		const teller = new Teller(phone, net);
		await check('a PIN is chosen, and the phone can be opened with it', async () => {
			await phone.page.goto(net.url + '/clave');
			await phone.page.fill('[name=pin]', PIN);
			await phone.page.fill('[name=again]', PIN);
			await Promise.all([phone.page.waitForURL('**/inicio'), phone.page.click('main form button')]);
			await until('the wrapped key', () => phone.page.evaluate(async () => {
				const db = await new Promise((done) => { const q = indexedDB.open('ayni'); q.onsuccess = () => done(q.result); });
				const n = await new Promise((done) => { const q = db.transaction('keys').objectStore('keys').count(); q.onsuccess = () => done(q.result); });
				db.close();
				return n === 1;
			}));
		});
		await teller.open();
		await until('the shell', () => phone.page.evaluate(() => caches.match('/fuera').then(Boolean)));
		const began = Date.now();
		await check(`${CHANGES} changes, the tab killed ${KILLS} times and the server ${SERVER_KILLS}: 0 lost, 0 doubled`, async () => {
			await row(teller);
			const found = judge(teller.told, journal(net)), safe = teller.told.filter((c) => c.safe).length;
			console.log(`# ${safe} said to be kept, ${teller.told.length - safe} in the air when the tab died; ` +
				`${((Date.now() - began) / 1000).toFixed(1)} s`);
			expect(safe >= CHANGES - KILLS, `only ${safe} were said to be kept: ` +
				teller.told.filter((c) => !c.safe).map((c) => c.word).slice(0, 3));
			expect(!found.lost.length, `lost: ${JSON.stringify(found.lost.slice(0, 3))}`);
			expect(!found.doubled.length, `doubled: ${JSON.stringify(found.doubled.slice(0, 3))}`);
		});
		expect(!phone.wrong.length, phone.wrong.join('; '));
	} finally {
		await phone.close();
		await net.close();
	}
}

await need();
await main();
finish();
