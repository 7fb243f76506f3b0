// tuesday.mjs - a whole Tuesday on a bad phone: with a keyboard alone and no script at 320 px and letters of 200 %, and with
// script where the network comes and goes.
//
// A meeting of today: the invitation is read, somebody says that she comes, proposes a point, is put on the list in the room,
// and votes. Then without a network: a point waits in the outbox, arrives when it is back, and is not there twice. Pictures of each step in build/screens.
import { join } from 'node:path';
import { hand } from './browser/hand.mjs';
import { check, chromium, expect, failed, finish, limaToday, need, network, newcomer, PIN, SCREENS, send, until } from './browser/kit.mjs';

const TOPIC = 'La mesa de hoy';

// The hour it is in Lima: a meeting that begins now.
function now() {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Lima', timeStyle: 'short' }).format(new Date());
}

const picture = (page, name) => page.screenshot({ path: join(SCREENS, `martes-${name}.png`), fullPage: true });

// The door of that name on the meeting's page.
const door = (h, below) => h.go(`main a[href$="/${below}"]`);

async function called(browser, net) {
	const context = await chromium.visitor(browser, { script: false });
	const page = await context.newPage();
	let url;
	await check('a meeting is called for today, a list opened, a proposal put to the vote', async () => {
		await page.goto(net.links.distrito);
		await page.goto(net.url + '/reuniones/nueva');
		await send(page, { group: 'RED-150133', day: limaToday(), hour: now(), topic: TOPIC, place: 'Local comunal' }, '/reuniones/nueva');
		await page.goto(net.url + '/reuniones');
		url = await page.locator('main a', { hasText: TOPIC }).first().getAttribute('href');
		await page.goto(net.url + url + '/propuestas/nueva');
		await send(page, { text: 'Comprar juntas el gas de diciembre' }, url + '/propuestas/nueva');
	});
	return { url, page };
}

async function byKeyboard(browser, net, url) {
	const h = await hand(browser, net, net.links.lider);
	await check('the invitation: she says that she comes', async () => {
		await h.page.goto(net.url + '/inicio');
		await h.go('main a[href="/reuniones"]');
		await h.go('main a', TOPIC);
		await picture(h.page, '1-reunion');
		await h.to('[name=answer]');
		await h.page.keyboard.press('Space');
		await h.go('main form button');
		expect((await h.text('main')).includes('Viene'), 'not said');
	});
	await check('what may be sent on, and the poster', async () => {
		await h.page.goto(net.url + url);
		await door(h, 'invitar');
		expect(await h.page.locator('main img').evaluate((i) => i.complete && i.naturalWidth > 0), 'no poster');
		await picture(h.page, '2-invitar');
	});
	await check('she proposes a point', async () => {
		await h.page.goto(net.url + url);
		await door(h, 'agenda');
		await h.write('[name=title]', 'Turnos para el gas');
		await h.go('main form button', 'Proponer');
		expect((await h.text('main')).includes('Turnos para el gas'), 'it is not there');
		await picture(h.page, '3-agenda');
	});
	await check('she looks who is there', async () => {
		await h.page.goto(net.url + url);
		await door(h, 'lista');
		await picture(h.page, '4-lista');
	});
	await check('she votes, once, and may change it', async () => {
		await h.page.goto(net.url + url);
		await door(h, 'propuestas');
		await h.go('main ul.list a');
		await picture(h.page, '5-votar');
		await h.go('main form button', 'Sí');
		expect((await h.text('main')).includes('Sí'), 'no answer');
		await picture(h.page, '6-voto');
	});
	await h.page.context().close();
	return h.steps;
}

async function inTheRoom(net, url, page) {
	await check('names are marked in the room', async () => {
		await page.goto(net.url + url + '/lista');
		await picture(page, '7-sala');
		await page.goto(net.url + url + '/lista/sala');
		await picture(page, '8-tomar-lista');
		for (const name of ['Rosa Quispe', 'Juana Mamani'])
			await page.locator('main label', { hasText: name }).locator('input').press('Space');
		await page.locator('main form button', { hasText: 'Están presentes' }).press('Enter');
		await page.waitForLoadState('load');
		await page.goto(net.url + url + '/lista');
		for (const name of ['Rosa Quispe', 'Juana Mamani'])
			expect(await page.locator('main ul.list li', { hasText: name }).count() === 1, `${name} is not there once`);
	});
}

// So many wait in her outbox; a worker that forgot asks for her PIN.
async function kept(page, n) {
	await until(`${n} in the outbox`, () => page.evaluate(async (pin) => {
		const box = document.querySelector('dialog [name=pin]');
		if (box && !box.value) {
			box.value = pin;
			box.form.querySelector('button').click();
		}
		const db = await new Promise((done) => { const q = indexedDB.open('ayni'); q.onsuccess = () => done(q.result); });
		const all = await new Promise((done) => {
			const q = db.transaction('outbox').objectStore('outbox').getAll();
			q.onsuccess = () => done(q.result);
		});
		db.close();
		return all.filter((one) => one.box).length;
	}, PIN).then((have) => have >= n, () => false)).catch(async (why) => {
		throw new Error(`${why.message} at ${page.url()}: ${(await page.locator('main').innerText()).slice(0, 300)}`);
	});
	await page.waitForTimeout(500);
}

async function offline(net, url) {
	const phone = await chromium.phone({ net });
	const { page } = phone;
	try {
		await check('without a network a point of the agenda waits on the phone', async () => {
			await newcomer(net, page, 'Hilda', { role: 'coordinator', group: 'RED-150133' });
			await page.evaluate(() => navigator.serviceWorker.ready);
			await page.reload();
			await until('the page for where there is no network', () => page.evaluate(async () => !!await caches.match('/fuera', { ignoreVary: true })));
			for (const below of ['', '/agenda'])
				await page.goto(net.url + url + below);
			await page.goto(net.url + url + '/agenda');
			await page.waitForTimeout(1500); /* the worker keeps what was opened */
			await phone.offline(true);
			await page.fill('[name=title]', 'El agua de la semana');
			await page.click('main form[data-outbox] button.wide');
			await kept(page, 1);
			await picture(page, '9-sin-red');
		});
		await check('with the network it is there, once', async () => {
			await phone.offline(false);
			await page.evaluate(() => dispatchEvent(new Event('online')));
			const count = async () => {
				await page.goto(net.url + url + '/agenda');
				return page.locator('main ul.list li', { hasText: 'El agua de la semana' }).count();
			};
			await until('the point', async () => await count() > 0);
			expect(await count() === 1, 'it is there twice');
			expect(phone.wrong.length === 0, phone.wrong.join('; '));
		});
	} finally {
		await phone.close();
	}
}

await need();
const net = await network();
const browser = await chromium.browser();
try {
	const { url, page } = await called(browser, net);
	if (url) {
		await byKeyboard(browser, net, url);
		await inTheRoom(net, url, page);
		await offline(net, url);
	}
} catch (why) {
	failed('a Tuesday', why);
} finally {
	await browser.close();
	await net.close();
}
finish();
