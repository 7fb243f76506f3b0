// note.mjs - a nota reservada written on a phone without a network, by somebody who cannot open it herself.
//
// Sealed to the team on the phone, kept in the outbox, sent when there is a network again; read by the team's
// founder with her phrase. What was written is nowhere in the profile folder. AYNI, CHROMIUM, AYNI_TEST_DB as in browser/kit.mjs.
import { randomBytes } from 'node:crypto';
import { PIN, check, chromium, expect, finish, need, network, newcomer, until } from './browser/kit.mjs';
import { search } from './browser/rest.mjs';
import { phrase, team } from './browser/states.mjs';

const canary = 'kq' + randomBytes(8).toString('hex'), planted = 'kq' + randomBytes(8).toString('hex');

// Rows of a store of the phone, without their bytes.
const rows = (page, name) => page.evaluate((store) => new Promise((done) => {
	const open = indexedDB.open('ayni');
	open.onsuccess = () => {
		const all = open.result.transaction(store).objectStore(store).getAll();
		all.onsuccess = () => {
			open.result.close();
			done(all.result.map((r) => ({ key: r.key, state: r.state })));
		};
	};
}), name).catch(() => []);

async function choosePin(page) {
	await page.goto(net.invite('Teodora', { role: 'facilitator', group: 'PIONERAS' }));
	await Promise.all([page.waitForURL('**/clave'), page.click('main form button')]);
	await page.fill('#f-pin', PIN);
	await page.fill('#f-again', PIN);
	await Promise.all([page.waitForURL('**/inicio'), page.click('main form button')]);
	await until('her keys', async () => (await rows(page, 'keys')).length > 0);
}

async function write(page) {
	await page.fill('main form[data-outbox] textarea', `Lo que me contó: ${canary}.`);
	await page.click('main form[data-outbox] button:has-text("Guardar"), main form[data-outbox] button.wide');
	await until('an item in the outbox', async () => (await rows(page, 'outbox')).some((r) => r.state === 'phone'));
}

await need();
const net = await network();
const browser = await chromium.browser(), founder = await (await chromium.visitor(browser)).newPage();
const phone = await chromium.phone({ net });
let address;

await check('a team is founded', async () => {
	await newcomer(net, founder, 'Sabina', { role: 'facilitator', group: 'PIONERAS' });
	await phrase(founder, net);
	address = await team(founder, net, 'Las del jueves');
});

await check('without a network a note is sealed and waits', async () => {
	const { page } = phone, path = `/notas/nueva?team=${address.split('/').pop()}`;
	await choosePin(page);
	await page.goto(net.url + path);
	await until('the form to be kept', async () => (await rows(page, 'pages')).some((r) => r.key.endsWith(path)));
	await until('the page for no network', () => page.evaluate(async () => !!await caches.match('/fuera')));
	await phone.offline(true);
	await page.goto(net.url + path);
	await page.locator('main form[data-outbox] textarea').waitFor();
	await write(page);
	await page.evaluate((word) => localStorage.setItem('planted', word), planted);
});

await check('what she wrote is nowhere on the phone', async () => {
	await phone.rest();
	const found = search(phone.profile, [canary, planted]);
	expect(found.some((f) => f.startsWith(planted)), 'the search does not find what was planted');
	expect(!found.some((f) => f.startsWith(canary)), found.join(', '));
});

await check('with a network it goes by itself, and she cannot read it back', async () => {
	await phone.open();
	const { page } = phone;
	await page.goto(net.url + '/fuera');
	await until('the note to be seen', async () => {
		const all = await rows(page, 'outbox');
		return all.length > 0 && all.every((r) => r.state === 'seen');
	});
	await page.goto(net.url + `/notas?team=${address.split('/').pop()}`);
	expect(!(await page.content()).includes(canary), 'she can read it');
});

await check('the founder reads it with her phrase', async () => {
	await founder.goto(net.url + `/notas?team=${address.split('/').pop()}`);
	await founder.goto(net.url + await founder.locator('main a[href^="/notas/"]:not([href*=nueva])').first().getAttribute('href'));
	expect((await founder.innerText('main')).includes(canary), await founder.innerText('main'));
});

await check('no errors on the way', async () => expect(!phone.wrong.length, phone.wrong.join(' · ')));
await phone.close();
await browser.close();
await net.close();
finish();
