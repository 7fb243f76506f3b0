// shared.mjs - one phone, several people; a phone that is taken away; an outbox that travels as a file.
//
// In a real Chromium with a profile folder of its own, against a sample network. Planted faults at the end
// show that the checks can fail. AYNI, CHROMIUM, AYNI_TEST_DB as in browser/kit.mjs.
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

await phone.close();
await net.close();
finish();
