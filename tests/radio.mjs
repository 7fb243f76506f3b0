// radio.mjs - the radio room of a meeting in Chromium with its fake microphone: one speaks, two listen, a line is cut and
// joined again, the word passes on, the turn is kept as a note. --measure S: bytes of S seconds of listening besides.
import { createServer, connect } from 'node:net';
import { check, chromium, expect, finish, limaToday, need, network, send, until } from './browser/kit.mjs';

const FAKE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
const measured = Number((process.argv.find((a) => a.startsWith('--measure=')) || '').split('=')[1]) || 0;

// A line that can be cut.
function wire(port) {
	const open = new Set();
	const server = createServer((near) => {
		const far = connect(port, '127.0.0.1');
		for (const [a, b] of [[near, far], [far, near]]) {
			open.add(a);
			a.pipe(b);
			a.on('error', () => b.destroy());
			a.on('close', () => { open.delete(a); b.destroy(); });
		}
	});
	return new Promise((go) => server.listen(0, '127.0.0.1', () => go({
		port: server.address().port, cut: () => open.forEach((s) => s.destroy()), close: () => { open.forEach((s) => s.destroy()); server.close(); },
	})));
}

need();
const net = await network();
const browser = await chromium.browser(...FAKE);
const line = await wire(net.port);
const wrong = [];

async function visitor(role, port = net.port) {
	const context = await chromium.visitor(browser, { permissions: ['microphone'] }), page = await context.newPage();
	page.on('pageerror', (e) => wrong.push(`${role}: ${e.message}`));
	page.on('console', (m) => m.type() === 'error' && /Content Security|Refused/.test(m.text()) && wrong.push(`${role}: ${m.text()}`));
	await page.goto(net.links[role].replace(`:${net.port}/`, `:${port}/`));
	return page;
}
const state = (page) => page.evaluate(() => document.getElementById('radio').dataset.state);
const heard = async (page) => Number(await page.evaluate(() => document.getElementById('radio').dataset.heard || 0));
const bytes = async (page) => Number(await page.evaluate(() => document.getElementById('radio').dataset.bytes || 0));

const chair = await visitor('distrito'), speaker = await visitor('lider'), far = await visitor('cocinera', line.port);
let meeting;

await check('a meeting of today is called, and its turns are to be kept', async () => {
	await chair.goto(`${net.url}/reuniones/nueva`);
	await send(chair, { group: 'RED-150133', day: limaToday(), hour: '23:59', topic: 'Radio de prueba' }, '/reuniones/nueva');
	meeting = await chair.evaluate(() => [...document.querySelectorAll('a[href^="/reuniones/0"]')]
		.find((a) => /Radio de prueba/.test(a.closest('li, article, a, div').textContent)).getAttribute('href'));
	await chair.goto(`${net.url}${meeting}/radio/guardar`);
	await send(chair, {}, `${meeting}/radio/guardar`);
	await chair.goto(`${net.url}${meeting}/radio`);
	expect(await chair.locator('#radio').isVisible(), 'the radio is not there');
	expect(!await chair.locator('#instead').isVisible(), 'what is instead of it is there');
});

await check('without script the page says what to do instead', async () => {
	const context = await chromium.visitor(browser, { script: false }), page = await context.newPage();
	await page.goto(net.links.lider);
	await page.goto(`${net.url}${meeting}/radio`);
	expect(await page.locator('#instead').isVisible() && !await page.locator('#radio').isVisible(), 'no word of it');
	await context.close();
});

await check('two listen, and nobody speaks: nothing but the first beat comes', async () => {
	await far.goto(`http://127.0.0.1:${line.port}${meeting}/radio`);
	await speaker.goto(`${net.url}${meeting}/radio`);
	for (const page of [chair, far]) {
		await page.click('#hear');
		await until('it listens', async () => await state(page) === 'on');
	}
	await far.waitForTimeout(3000);
	expect(await bytes(far) === 3, `${await bytes(far)} bytes in silence`);
	expect(await speaker.locator('#speak').isHidden(), 'who has not the word may speak');
});

await check('a hand is raised on the radio, the word is given there, and she speaks', async () => {
	await speaker.click('#queue button:has-text("Pedir la palabra")');
	await until('the hand is up', () => speaker.locator('#queue button:has-text("Bajar mi mano")').count());
	await until('the chair sees it', () => chair.locator('#queue button:has-text("Dar la palabra")').count());
	await chair.click('#queue button:has-text("Dar la palabra")');
	await until('she may speak', () => speaker.locator('#speak').isVisible());
	await speaker.click('#talk');
	await until('she is on the air', async () => await state(speaker) === 'live');
});

await check('both hear her', async () => {
	for (const page of [chair, far])
		await until('it sounds', async () => await heard(page) > 1);
	expect(/Rosa|Quispe/.test(await far.locator('#who').textContent()), `who speaks: ${await far.locator('#who').textContent()}`);
});

await check('who joins in the middle hears within 3 s', async () => {
	const late = await visitor('cocinera');
	await late.goto(`${net.url}${meeting}/radio`);
	const begun = Date.now();
	await late.click('#hear');
	await until('it sounds', async () => await heard(late) > 0.1);
	console.log(`# first sound after ${Date.now() - begun} ms`);
	expect(Date.now() - begun < 3000, `${Date.now() - begun} ms`);
	await late.context().close();
});

if (measured)
	await check(`bytes of ${measured} s at 12 kbit/s`, async () => {
		const before = await bytes(chair), from = Date.now();
		await chair.waitForTimeout(measured * 1000);
		const hour = Math.round((await bytes(chair) - before) * 3600000 / (Date.now() - from));
		console.log(`# ${hour} bytes an hour`);
		expect(hour < 6000000, `${hour} bytes an hour`);
	});

await check('a line that is cut is joined again by itself', async () => {
	line.cut();
	await until('it was lost', async () => await state(far) === 'lost', 5000);
	const before = await heard(far);
	await until('it sounds again', async () => await state(far) === 'on' && await heard(far) > before + 1);
});

await check('the word passes: she is off the air, the turn is kept as a note', async () => {
	await chair.click('#queue button:has-text("Terminar el turno")');
	await until('she is off the air', async () => ['over', 'kept'].includes(await state(speaker)));
	await until('the note is kept', async () => await state(speaker) === 'kept');
	const quiet = await bytes(far);
	await far.waitForTimeout(2500);
	expect(await bytes(far) - quiet <= 3, 'sound after the end of the turn');
	await chair.goto(`${net.url}${meeting}/voces`);
	expect(await chair.locator('[data-voices] audio').count() === 1, 'the note is not among the voices of the meeting');
	expect(/en vivo/.test(await chair.locator('[data-voices] li').first().textContent()), 'it is not said to be live');
	const src = await chair.locator('[data-voices] audio').first().getAttribute('src');
	const got = await far.evaluate(async (path) => { const a = await fetch(path); return [a.status, (await a.arrayBuffer()).byteLength]; }, src);
	expect(got[0] === 200 && got[1] > 1000, `who heard it live cannot hear the note: ${got}`);
});

await check('who has not the word is refused', async () => {
	const status = await speaker.evaluate(async (room) =>
		(await fetch(`/sonido/${room}?toma=abc&desde=0`, { method: 'POST', body: 'x' })).status, meeting.split('/').pop());
	expect(status === 403, `answered ${status}`);
});

await check('no script failed', () => expect(!wrong.length, wrong.join('; ')));

await browser.close();
if (net.child.exitCode !== null || net.child.signalCode)
	console.log(`# the server ended: ${net.log.slice(-3000)}`);
line.close();
await net.close();
finish();
