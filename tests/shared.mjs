// shared.mjs - one phone, several people; a phone that is taken away; an outbox that travels as a file.
//
// In a real Chromium with a profile folder of its own, against a sample network. Planted faults at the end
// show that the checks can fail. AYNI, CHROMIUM, AYNI_TEST_DB as in browser/kit.mjs.
import { readFileSync } from 'node:fs';
import { check, chromium, expect, finish, need, network, until } from './browser/kit.mjs';

const PIN = { lider: '284613', cocinera: '735241' };
const who = {};

const inPage = (phone, run, ...more) => phone.page.evaluate(run, ...more);

// All rows of a store of the phone; none when there is no such store.
function rows(phone, name) {
	return inPage(phone, (store) => new Promise((done, fail) => {
		const open = indexedDB.open('ayni');
		open.onerror = () => fail(open.error);
		open.onupgradeneeded = () => open.transaction.abort();
		open.onsuccess = () => {
			const all = open.result.transaction(store).objectStore(store).getAll();
			all.onsuccess = () => {
				open.result.close();
				done(JSON.parse(JSON.stringify(all.result, (k, v) => v instanceof Uint8Array ? v.length : v)));
			};
		};
	}), name).catch(() => []);
}

const loaded = (phone, selector) => phone.page.locator(selector).first().waitFor();

// In by her link, with a PIN chosen: from now on this phone opens for her also without a network.
async function settle(phone, role) {
	const { page } = phone;
	await phone.signIn(role);
	who[role] = await inPage(phone, () => document.documentElement.dataset.who);
	await page.goto(net.url + '/clave');
	await page.fill('#f-pin', PIN[role]);
	await page.fill('#f-again', PIN[role]);
	await Promise.all([page.waitForURL('**/inicio'), page.click('main form button')]);
	await until(`${role}'s keys`, async () => (await rows(phone, 'keys')).some((k) => k.person === who[role]));
	await page.goto(net.url + '/hoy');
	await until('the page to be kept', async () => (await rows(phone, 'pages')).some((p) => p.key === who[role] + ' /hoy'));
	await until('the list of people', () => inPage(phone, async () => !!await caches.match('/fuera')));
}

async function change(phone) {
	await phone.page.goto(net.url + '/cuenta');
	await Promise.all([phone.page.waitForURL('**/entrar'), phone.page.click('form[action="/cambiar"] button')]);
}

// In by her PIN, with a network.
async function enter(phone, role, path) {
	const { page } = phone;
	await page.goto(net.url + '/entrar?next=' + path);
	await page.check(`input[name=person][value="${who[role]}"]`);
	await page.fill('#f-pin', PIN[role]);
	const began = (await rows(phone, 'pages')).find((p) => p.key === `${who[role]} ${path}`).at;
	await Promise.all([page.waitForURL('**' + path), page.click('main form button.wide')]);
	await until('her page to be kept anew', async () => (await rows(phone, 'pages')).some((p) => p.key === `${who[role]} ${path}` &&
		p.at > began));
}

// Another person takes the phone, without a network.
async function changeHere(phone) {
	const { page } = phone;
	await page.goto(net.url + '/fuera');
	await page.click('[data-part] form[action="/cambiar"] button');
	await loaded(phone, '[data-part=lock]:not([hidden]) .face');
}

async function unlock(phone, role, pin = PIN[role]) {
	const { page } = phone;
	await page.check(`[data-part=lock] input[value="${who[role]}"]`);
	await page.fill('[data-part=lock] [name=pin]', pin);
	await page.click('[data-part=lock] button');
	await until('an answer to the PIN', () => page.evaluate(() => document.querySelector('[data-part=lock]').hidden ||
		document.querySelector('[data-part=lock] .err').textContent));
}

async function report(phone, served) {
	await phone.page.fill('[name=served]', String(served));
	await phone.page.click('main form[data-outbox] button:has-text("Guardar")');
}

await need();
const net = await network();
const phone = await chromium.phone({ net });

await check('two people settle on one phone, each with her picture', async () => {
	await settle(phone, 'lider');
	await change(phone);
	expect(await phone.page.locator('.face').count() === 1, 'no picture of who is on the phone');
	await settle(phone, 'cocinera');
	await change(phone);
	expect(await phone.page.locator('.face').count() === 2, 'not two pictures');
	const fills = await inPage(phone, () => [...document.querySelectorAll('.face use')].map((e) => e.getAttribute('href')));
	expect(new Set(fills).size === 2, `the same picture twice: ${fills}`);
});

await check('without a network: what each wrote down is hers alone', async () => {
	const { page } = phone;
	await enter(phone, 'lider', '/hoy');
	await phone.offline(true);
	await page.goto(net.url + '/hoy');
	await loaded(phone, '[name=served]');
	await report(phone, 111);
	await until('an item in the outbox', async () => (await rows(phone, 'outbox')).length === 1);
	const [item] = await rows(phone, 'outbox');
	expect(item.person === who.lider && item.state === 'phone', JSON.stringify(item));
	await changeHere(phone);
	await unlock(phone, 'cocinera', '000111');
	expect(/no es la clave/.test(await page.innerText('main')), 'a wrong PIN is not told');
	expect(!await page.locator('[data-part=list]').isVisible(), 'a wrong PIN opens');
	await unlock(phone, 'cocinera');
	await loaded(phone, '[data-part=list]:not([hidden]) li');
	expect(!/111|olla/i.test(await page.innerText('[data-part=list] ul')), 'she sees what the other wrote: ' +
		await page.innerText('[data-part=list] ul'));
	await changeHere(phone);
	await unlock(phone, 'lider');
	await loaded(phone, '[data-part=list]:not([hidden]) li');
	expect(/111/.test(await page.innerText('[data-part=list] ul')), 'she does not see her own');
});

// The file that a tap on "Entregar en un archivo" gives.
async function handOver(phone) {
	const { page } = phone;
	const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-courier]')]);
	expect(/^ayni-envios-\d{4}-\d\d-\d\d\.ayni$/.test(file.suggestedFilename()), file.suggestedFilename());
	return readFileSync(await file.path());
}

// Somebody else's browser, without script, brings the file; what it is told.
async function bring(bytes) {
	const context = await chromium.visitor(other, { script: false }), page = await context.newPage();
	await page.goto(net.url + '/traer');
	await page.setInputFiles('#f-envios', { name: 'a.ayni', mimeType: 'application/octet-stream', buffer: bytes });
	await page.click('main form button');
	const said = await page.innerText('main');
	await context.close();
	return said;
}

let carried;
const other = await chromium.browser();
await check('an outbox handed over as a file is taken in from another phone, which cannot read it', async () => {
	carried = await handOver(phone);
	expect(carried.length > 100 && !carried.includes('served') && !carried.includes('111'), 'readable');
	await until('its word', async () => /archivo/i.test(await phone.page.innerText('[data-part=list] ul')));
	expect((await rows(phone, 'outbox'))[0].box > 0, 'the phone gave its item away');
	const said = await bring(carried);
	expect(/\b1 anotado/.test(said) && !/dañad/.test(said), said);
	expect(/Ninguno|1 anotado/.test(await bring(carried)), 'a second time');
});

await check('a file that is damaged, cut, of another network, or none at all: a clear word, nothing more', async () => {
	const flipped = Buffer.from(carried);
	flipped[90] ^= 1;
	let said = await bring(flipped);
	expect(/no llegó entero/.test(said) && /Ninguno/.test(said), `flipped: ${said}`);
	said = await bring(carried.subarray(0, carried.length - 30));
	expect(/no llegó entero/.test(said), `cut: ${said}`);
	const foreign = Buffer.from(carried);
	foreign[20] ^= 1;
	expect(/de otra red/.test(await bring(foreign)), 'another network');
	expect(/no es de envíos/.test(await bring(Buffer.from('hola'))), 'none at all');
});

await check('the phone itself sends it later: seen, and counted once', async () => {
	await phone.offline(false);
	await phone.page.goto(net.url + '/fuera');
	await loaded(phone, '[data-part=list]:not([hidden]) li');
	await phone.page.click('[data-part=list] button');
	await until('the item to be seen', async () => (await rows(phone, 'outbox')).every((i) => i.state === 'seen'));
	const told = await (await phone.context.request.get(net.url + '/cocina/SJM-001')).text();
	expect(/\b111\b/.test(told), 'the public page does not show 111');
});

await phone.close();
await other.close();
await net.close();
finish();
