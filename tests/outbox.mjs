// outbox.mjs - the outbox of a phone, in a real Chromium against the built program: nothing lost, nothing doubled.
//
//     node tests/outbox.mjs [--changes 60] [--kills 5] [--server-kills 2] [--seed 1]
//
// A coordinator tells the pots of her kitchens, one after another, with and without a network, while her tab is
// killed and the server with it. What the phone said was kept must be in the journal, once. Then what goes wrong
// in other ways: a session that ended, an old form, a clock of other years, a full phone, strange answers, a
// wrong PIN, leaving without a network. Planted faults must be caught by the same judge.
import { gzipSync } from 'node:zlib';
import { check, chromium, expect, finish, need, network, until } from './browser/kit.mjs';
import { PIN, Teller, bare, dice, journal, judge, rest, sow } from './browser/teller.mjs';

const option = (name, otherwise) => {
	const at = process.argv.indexOf('--' + name);
	return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const CHANGES = option('changes', 60), KILLS = option('kills', 5), SERVER_KILLS = option('server-kills', 2);
const SCRIPT_BYTES = 24576, ITEM_BYTES = 300;

sow(option('seed', 1));

// ---- the long row ----

async function row(teller) {
	const { phone, net } = teller, when = (n) => new Set(Array.from({ length: n }, (_, i) => Math.floor((i + 0.3 + dice(50) / 100) * CHANGES / n)));
	const kills = when(KILLS), serverKills = when(SERVER_KILLS);
	let down = 0;
	try {
		for (let i = 0; i < CHANGES; i++) {
			if (i % 12 === 4 || i % 12 === 9)
				await phone.offline(i % 12 === 4);
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
	} finally {
		if (down)
			await net.start();
		await phone.offline(false);
	}
	await teller.open();
	await teller.drained();
}

// ---- what else goes wrong ----

// A check after which there is a network again, however it went.
async function step(teller, name, run) {
	await check(name, run);
	await teller.phone.offline(false).catch(() => {}); /* the next check says what is wrong */
}

const wrapped = (page) => page.evaluate(async () => {
	const db = await new Promise((done) => { const q = indexedDB.open('ayni'); q.onsuccess = () => done(q.result); });
	const n = await new Promise((done) => { const q = db.transaction('keys').objectStore('keys').count(); q.onsuccess = () => done(q.result); });
	db.close();
	return n;
});

// Who sends must be known where answers are played; the long row has Background Sync beside the page.
const quietly = (phone) => phone.context.addInitScript(() => location.protocol === 'http:' && localStorage.quiet &&
	Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined }));

// The worker ends and with it what it remembered, as on a phone that was in a pocket.
async function stopWorker(phone) {
	const cdp = await phone.context.newCDPSession(phone.page);
	await cdp.send('ServiceWorker.enable');
	await cdp.send('ServiceWorker.stopAllWorkers');
	await cdp.detach();
}

async function sessions(teller) {
	const { phone, net } = teller;
	await step(teller, 'a session that ended: what she typed goes by the other road', async () => {
		await teller.open();
		await phone.context.clearCookies({ name: 'sesion' });
		const change = await teller.tell();
		await teller.drained();
		expect(journal(net).changes[bare(change.id)], `${change.word}; ${JSON.stringify(await teller.items())}`);
	});
	await step(teller, 'in again by her PIN, the pages and items of before open', async () => {
		await phone.page.goto(net.url + '/entrar?next=/hoy');
		await phone.page.locator('[name=person]').first().check();
		await phone.page.fill('[name=pin]', PIN);
		await Promise.all([phone.page.waitForURL((url) => url.pathname === '/hoy'), phone.page.click('main form button.wide')]);
		await teller.open();
		expect(await wrapped(phone.page) === 1, 'no wrapped key');
		await phone.page.goto(net.url + '/fuera');
		await until('the list', async () => /Raciones servidas/.test(await phone.page.locator('[data-part="list"]').innerText()));
	});
}

async function forms(teller) {
	const { phone, net } = teller;
	await step(teller, 'a form of last month comes back with its reason, not lost', async () => {
		await teller.open();
		await phone.offline(true);
		const change = await teller.tell({ portions: '12' });
		expect(change.safe, change.word);
		await phone.offline(false);
		await teller.drained();
		const item = (await teller.items()).find((i) => i.id === change.id);
		expect(item.state === 'back' ? journal(net).parked.includes(bare(change.id)) : item.word && item.box, JSON.stringify(item));
		change.safe = false; /* it waits for her: judged here */
	});
	await step(teller, 'ten together cost at most 300 bytes each on the wire, both ways', async () => {
		await teller.open();
		await phone.offline(true);
		for (let i = 0; i < 10; i++)
			expect((await teller.tell()).safe, 'not kept');
		const cdp = await phone.context.newCDPSession(phone.page), wire = { up: 0, down: 0, n: 0, items: 0 };
		const mine = new Set();
		await cdp.send('Network.enable');
		cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
			if (!request.url.endsWith('/buzon'))
				return;
			mine.add(requestId);
			wire.n++;
			const body = Buffer.concat((request.postDataEntries || []).map((e) => Buffer.from(e.bytes, 'base64')));
			for (let at = 1; at < body.length; at += 2 + body.readUInt16BE(at))
				wire.items++;
			wire.up += body.length;
		});
		cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
			if (headers['Content-Type'] === 'application/octet-stream')
				wire.up += 'POST /buzon HTTP/1.1\r\n\r\n'.length + Object.entries(headers).reduce((n, [k, v]) => n + k.length + v.length + 4, 0);
		});
		cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			wire.down += mine.has(requestId) ? encodedDataLength : 0;
		});
		await phone.offline(false);
		await teller.drained();
		await rest(200);
		await cdp.detach();
		console.log(`# ten items: ${wire.up} bytes up, ${wire.down} down in ${wire.n} request${wire.n > 1 ? 's' : ''}: ${(wire.up + wire.down) / 10} each`);
		expect(wire.n === 1 && wire.items === 10 && wire.down > 20, JSON.stringify(wire));
		expect((wire.up + wire.down) / 10 <= ITEM_BYTES, `${(wire.up + wire.down) / 10} bytes`);
	});
}

async function drafts(teller) {
	const { phone } = teller;
	await step(teller, 'a tab that dies while she types: it is there again when the page is', async () => {
		await teller.open();
		await phone.page.fill('[name=served]', '123');
		await until('the draft', () => phone.page.evaluate(async () => {
			const db = await new Promise((done) => { const q = indexedDB.open('ayni'); q.onsuccess = () => done(q.result); });
			const names = await new Promise((done) => { const q = db.transaction('meta').objectStore('meta').getAllKeys(); q.onsuccess = () => done(q.result); });
			db.close();
			return names.some((name) => name.startsWith('draft '));
		}), 60000);
		await teller.killTab();
		await teller.open();
		await until('what she typed', async () => await phone.page.locator('[name=served]').inputValue() === '123');
		expect(/estaba escribiendo/.test(await phone.page.locator('#aviso').innerText()), 'no word of it');
		const change = await teller.tell();
		expect(change.safe, change.word);
		await teller.open();
		await rest(500);
		expect(await phone.page.locator('[name=served]').inputValue() !== '123', 'it comes back once more');
	});
}

async function clocks(teller) {
	const { phone, net } = teller;
	for (const [years, how] of [[-5, 'behind'], [5, 'ahead']])
		await step(teller, `a clock five years ${how}: the change is of today, and marked`, async () => {
			await teller.open();
			await phone.offline(true);
			await phone.killTab();
			await phone.page.addInitScript((by) => {
				const real = Date.now;
				Date.now = () => real() + by;
			}, years * 365 * 86400000);
			await teller.open();
			const change = await teller.tell();
			expect(change.safe, change.word);
			await phone.killTab();
			await phone.offline(false);
			await teller.open();
			await teller.drained();
			const kept = journal(net).changes[bare(change.id)];
			expect(kept, JSON.stringify((await teller.items()).filter((i) => i.id === change.id)));
			expect(Math.abs(kept.acted - Date.now()) < 600000, `acted ${new Date(kept.acted).toISOString()}`);
			expect(kept.doubted, 'not marked');
		});
}

async function fullPhone(teller) {
	const { phone, net } = teller;
	await step(teller, 'a full phone: a clear word, and what she typed stays before her eyes', async () => {
		await phone.rest(); /* what is free is asked for once in a while only: begin anew */
		await phone.open();
		await quietly(phone);
		const cdp = await phone.context.newCDPSession(phone.page);
		await cdp.send('Storage.overrideQuotaForOrigin', { origin: net.url, quotaSize: 1 });
		await teller.open();
		await phone.offline(true);
		const change = await teller.tell();
		expect(/lleno/.test(change.word), change.word);
		expect(await phone.page.locator('[name=served]').inputValue() === String(change.served), 'what was typed is gone');
		await phone.offline(false);
		await phone.page.evaluate(() => document.getElementById('aviso').remove());
		await teller.press();
		await teller.answered(change);
		expect(journal(net).changes[bare(change.id)], `with a network it goes all the same: ${change.word}`);
	});
	await phone.rest();
	await phone.open();
	await quietly(phone);
}

// One change told without a network; then POST /buzon, whoever asks (page or worker), is answered by `answer(items)`.
async function answeredBy(teller, answer) {
	const { phone } = teller;
	let there = false, asked = 0;
	await teller.open();
	await phone.context.route('**/buzon', (route) => {
		asked += there;
		return there ? answer(route) : route.abort('internetdisconnected');
	});
	await phone.offline(true);
	const change = await teller.tell();
	there = true;
	await phone.offline(false);
	const mine = async () => (await teller.items()).find((i) => i.id === change.id);
	await until('a question', async () => {
		await phone.page.evaluate(() => dispatchEvent(new Event('online')));
		await rest(100);
		return asked > 0;
	}).catch(async (e) => {
		const locks = await phone.page.evaluate(async () => JSON.stringify(await navigator.locks.query()));
		throw new Error(`${e.message}: ${JSON.stringify(await mine())} ${locks}`);
	});
	await rest(300);
	const item = await mine();
	await phone.context.unroute('**/buzon');
	return { change, item };
}

async function answers(teller) {
	const json = (body) => (route) => route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(body) });
	const now = Date.now(), odd = {
		'another page': (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Bienvenida a la red gratis</h1>' }),
		'half an answer': json([now]),
		'more answers than items': json([now, 'a', 'a']),
		'a letter of no alphabet': json([now, 'z']),
	};
	for (const [what, answer] of Object.entries(odd))
		await step(teller, `${what} in place of the server's: the item stays, and goes later`, async () => {
			const { change, item } = await answeredBy(teller, answer);
			expect(item && item.state === 'phone' && item.box && !item.word, JSON.stringify(item));
			await teller.drained();
			expect(journal(teller.net).changes[bare(change.id)], 'not in the journal');
		});
	await step(teller, 'the server of another network: the item stays on the phone with that word', async () => {
		const { change, item } = await answeredBy(teller, json([now, ['x', 'other_network']]));
		expect(item && item.box && item.word === 'other_network', JSON.stringify(item));
		await teller.page.goto(teller.net.url + '/fuera');
		await until('the word', async () => /otra red/.test(await teller.page.locator('main').innerText()));
		change.safe = false; /* it is no one's here */
	});
}

async function planted(teller) {
	await step(teller, 'planted: a server that says "a" and keeps nothing is found out', async () => {
		const { change, item } = await answeredBy(teller, (route) => route.fulfill({ status: 200, contentType: 'application/json',
			body: JSON.stringify([Date.now(), 'a']) }));
		expect(item.state === 'seen', JSON.stringify(item));
		expect(judge(teller.told, journal(teller.net)).lost.some((c) => c.id === change.id), 'the judge saw nothing');
		teller.told.pop();
	});
	await step(teller, 'planted: a script that drops an item is found out', async () => {
		await teller.open();
		await teller.phone.offline(true);
		const change = await teller.tell();
		await teller.page.evaluate(async (id) => {
			const db = await new Promise((done) => { const q = indexedDB.open('ayni'); q.onsuccess = () => done(q.result); });
			await new Promise((done) => { const tx = db.transaction('outbox', 'readwrite'); tx.objectStore('outbox').delete(id); tx.oncomplete = done; });
			db.close();
		}, change.id);
		await teller.phone.offline(false);
		await teller.drained();
		expect(judge(teller.told, journal(teller.net)).lost.some((c) => c.id === change.id), 'the judge saw nothing');
		teller.told.pop();
	});
	await step(teller, 'planted: what stands twice is found out', () => {
		const all = journal(teller.net), [one, two] = teller.told.filter((c) => all.changes[bare(c.id)]);
		all.changes[bare(two.id)].records = all.changes[bare(one.id)].records;
		expect(judge(teller.told, all).doubled.length === 1, 'the judge saw nothing');
	});
}

async function locked(teller) {
	const { phone, net } = teller, page = () => phone.page;
	await step(teller, 'without a network and after a while, only her PIN opens', async () => {
		await teller.open();
		await phone.offline(true);
		await phone.killTab();
		await stopWorker(phone);
		await page().goto(net.url + '/hoy');
		await page().waitForSelector('[data-part="lock"]:not([hidden])');
		expect(!/SJM-001|servidas/.test(await page().locator('body').innerText()), 'the page shows what it should not');
		await teller.unlock('111222');
		await until('the word', async () => /no es la clave/.test(await page().locator('[data-part="lock"]').innerText()));
		await teller.unlock();
		await page().waitForSelector('main form[data-outbox]');
		expect(/Esta página es del/.test(await page().locator('#aviso').innerText()), 'no word of its age');
	});
	await step(teller, 'out without a network: at once, nothing to see, the sealed item stays', async () => {
		await phone.offline(true);
		const change = await teller.tell();
		expect(change.safe, change.word);
		await page().click('form[action="/salir"] button');
		await page().waitForURL('**/tiempo');
		expect(/tiempo/i.test(await page().locator('h1').innerText()), 'not the harmless page');
		for (const go of ['goBack', 'goBack', 'reload']) {
			await page()[go]().catch(() => {});
			expect(!/SJM-001|servidas|Mis envíos/.test(await page().locator('body').innerText()), `${go} shows it`);
		}
		await page().goto(net.url + '/tiempo');
		const item = (await teller.items()).find((i) => i.id === change.id);
		expect(item && item.state === 'phone' && item.box, JSON.stringify(item));
		await phone.offline(false);
		await page().goto(net.url + '/hoy');
		expect(page().url().includes('/entrar'), `the session lives: ${page().url()}`);
		expect(!(await phone.context.cookies()).some((c) => c.name === 'fuera' || c.name === 'sesion'), 'cookies are left');
		await teller.drained();
		expect(journal(net).changes[bare(change.id)], 'not in the journal');
	});
	await step(teller, 'wrong PINs again and again: a wait, said in words', async () => {
		await phone.offline(true);
		await page().goto(net.url + '/fuera');
		for (let i = 0; i < 6; i++)
			await teller.unlock('111222');
		await until('the word', async () => /Espere 1 min\./.test(await page().locator('[data-part="lock"]').innerText()));
		await phone.offline(false);
	});
}

function weight(net) {
	const packed = (text) => gzipSync(text, { level: 9 }).length;
	return check('script and sprite weigh at most 24 kB packed', async () => {
		const css = await (await fetch(net.url + '/fuera')).text();
		const part = async (path) => packed(Buffer.from(await (await fetch(net.url + path)).arrayBuffer()));
		const script = await part(/\/web\/ayni\.\w+\.js/.exec(css)[0]), sprite = await part(/\/web\/icons\.\w+\.svg/.exec(css)[0]);
		console.log(`# script ${script}, sprite ${sprite}, worker ${await part('/sw.js')} bytes packed`);
		expect(script + sprite <= SCRIPT_BYTES, `${script + sprite} bytes`);
	});
}

async function choosePin(teller) {
	const { page } = teller.phone;
	await check('a PIN is chosen, and the phone can be opened with it', async () => {
		await page.goto(teller.net.url + '/clave');
		await page.fill('[name=pin]', PIN);
		await page.fill('[name=again]', PIN);
		await Promise.all([page.waitForURL('**/inicio'), page.click('main form button')]);
		await until('the wrapped key', async () => await wrapped(page) === 1);
	});
	await teller.open();
	await until('the shell', () => page.evaluate(() => caches.match('/fuera').then(Boolean)));
}

async function main() {
	const net = await network(), phone = await chromium.phone({ net });
	try {
		await quietly(phone);
		await phone.signIn('distrito');
		const teller = new Teller(phone, net), began = Date.now();
		await weight(net);
		await choosePin(teller);
		await phone.page.evaluate(() => { localStorage.quiet = 1; });
		await forms(teller);
		await phone.page.evaluate(() => { delete localStorage.quiet; });
		await check(`${CHANGES} changes, the tab killed ${KILLS} times and the server ${SERVER_KILLS}: none is unsaid`, async () => {
			await row(teller);
			const all = teller.told.slice(-CHANGES), safe = all.filter((c) => c.safe).length;
			console.log(`# ${safe} said to be kept, ${CHANGES - safe} in the air when the tab died; ` +
				`${((Date.now() - began) / 1000).toFixed(1)} s`);
			expect(safe >= CHANGES - KILLS, 'not said to be kept: ' + all.filter((c) => !c.safe).map((c) => c.word).slice(0, 3));
		});
		await phone.page.evaluate(() => { localStorage.quiet = 1; });
		for (const scene of [sessions, drafts, clocks, fullPhone, answers, planted, locked])
			await scene(teller);
		await check('of all that the phone said was kept: 0 lost, 0 doubled', () => {
			const found = judge(teller.told, journal(net));
			expect(!found.lost.length, `lost: ${JSON.stringify(found.lost.slice(0, 3))}`);
			expect(!found.doubled.length, `doubled: ${JSON.stringify(found.doubled.slice(0, 3))}`);
		});
		await check('nothing in the console, nobody else asked', () => expect(!phone.wrong.length, phone.wrong.slice(0, 5).join('; ')));
	} finally {
		await phone.close();
		await net.close();
	}
}

await need();
await main();
finish();
