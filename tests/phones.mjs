// phones.mjs - the telephone of a sample network, a day to be forwarded and a report as a text message, in a real browser.
//
// /telefono without and with script; /resumen; and the sms: link: what it holds after typing, and what the waiting item of
// an outbox holds, is given to `ayni say --explain`, which must understand it without a question. Then the item goes by
// itself: the same pot. AYNI, CHROMIUM, AYNI_TEST_DB as in browser/kit.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AYNI, PHONE, ROOT, SCREENS, check, chromium, expect, finish, limaToday, need, network, newcomer, until } from './browser/kit.mjs';
import { audit } from './browser/audit.mjs';

// The telephones beside a command that only waits: the network is started by the kit.
function telephones() {
	const child = spawn('python3', [join(ROOT, 'tools', 'phones.py'), 'sh', '-c', 'echo "$2"; cat >/dev/null', 'sh'],
		{ stdio: ['pipe', 'pipe', 'inherit'] });
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error('no telephones in 10 s')), 10000);
		createInterface({ input: child.stdout }).once('line', (url) => {
			clearTimeout(late);
			resolve({ child, url });
		});
	});
}

// But for invitations to meetings, which come when their job looks.
const bubbles = async (page) => (await page.locator('.talk .mine p, .talk .theirs p').allTextContents()).filter((t) => !t.includes('Responda: asisto'));

async function type(page, text) {
	await page.fill('#t-texto', text);
	await Promise.all([page.waitForURL(/\/telefono\?/), page.click('.write button')]);
	const said = await bubbles(page);
	expect(said.at(-2) === text && said.at(-1), `not answered: ${said.slice(-2)}`);
	return said.at(-1);
}

const explain = (from, text) => JSON.parse(execFileSync(AYNI, ['say', '--data', net.folder, '--explain', '--from', from, text],
	{ encoding: 'utf8' }));
const bodyOf = (link) => decodeURIComponent(link.split('?body=')[1]);

await need();
const played = await telephones();
const net = await network('--phones', played.url);
const browser = await chromium.browser();

await check('a telephone without script: typed, touched, answered', async () => {
	const page = await (await chromium.visitor(browser, { script: false })).newPage();
	await page.goto(net.url + '/');
	await page.click('.demo a');
	expect(/35 cenas/.test(await type(page, 'cena 35')), 'not understood');
	const box = await page.locator('.talk li').last().boundingBox(), write = await page.locator('#t-texto').boundingBox();
	expect(box.y >= 0 && box.y + box.height <= write.y && write.y + write.height <= PHONE.height,
		`the answer or the box is out of sight: ${JSON.stringify([box, write])}`);
	await page.screenshot({ path: join(SCREENS, 'telefono.png') });
	await Promise.all([page.waitForURL(/\/telefono\?/), page.click('.tries button >> nth=0')]);
	expect((await bubbles(page)).at(-1).includes('120'), `${await bubbles(page)}`);
	await page.click('nav a:has-text("WhatsApp")');
	expect((await bubbles(page)).length < 2 || !(await bubbles(page)).at(-1).includes('35 cenas'), 'another way, the same conversation');
});

const phone = await chromium.phone({ net });

await check('the same with script, by somebody who is signed in', async () => {
	const { page } = phone;
	await newcomer(net, page, 'Hermelinda', { group: 'SJM-002' });
	await page.goto(net.url + '/telefono?de=quechua&por=telegram');
	await Promise.all([page.waitForURL(/\/telefono\?/), page.click('button[name=compartir]')]);
	expect(/./.test(await type(page, 'cena 20')), 'silence');
	for (const way of ['telegram', 'sms']) {
		await page.goto(net.url + '/telefono?de=quechua&por=' + way);
		const wrong = await audit(page);
		expect(wrong.length === 0, wrong.join('; '));
	}
});

await check('a day to be forwarded', async () => {
	const page = await (await chromium.visitor(browser)).newPage();
	await page.goto(net.url + '/distrito/150133');
	await page.click('a[href="/resumen/150133"]');
	const wrong = await audit(page);
	expect(wrong.length === 0, wrong.join('; '));
	const text = await page.locator('#texto').innerText();
	expect(decodeURIComponent((await page.getAttribute('a[href^="https://wa.me/"]', 'href')).split('text=')[1]) === text.trim(), text);
	const [saved] = await Promise.all([page.waitForEvent('download'), page.click('a[download$=".pdf"]')]);
	expect(saved.suggestedFilename() === `resumen-150133-${limaToday()}.pdf`, saved.suggestedFilename());
	await page.goto(net.url + '/resumen/150133.png');
	expect(await page.evaluate(() => document.images[0].naturalWidth) === 1080, 'no picture');
});

await check('the phone hands text and picture to another program', async () => {
	const page = await phone.context.newPage();
	await page.addInitScript(() => { navigator.share = async (what) => { (window.shared ||= []).push([what.text, what.files?.[0].type, what.files?.[0].size]); }; });
	await page.goto(net.url + '/resumen/150133');
	for (const button of await page.locator('[data-share]').all())
		await button.click();
	const shared = await until('both', () => page.evaluate(() => window.shared?.length === 2 && window.shared));
	expect(shared[0][0] === (await page.locator('#texto').innerText()).trim(), `${shared[0]}`);
	expect(shared[1][1] === 'image/png' && shared[1][2] > 10000, `${shared[1]}`);
	await page.close();
});

let link;
await check('a report as a text message: the link says what was typed', async () => {
	const { page } = phone;
	await page.goto(net.url + '/hoy?sitting=breakfast');
	expect(bodyOf(await page.getAttribute('[data-sms]', 'href')).endsWith(' desayuno '), 'without typing');
	await page.fill('[name=served]', '61');
	await page.fill('[name=free]', '7');
	link = await page.evaluate(() => {
		const a = document.querySelector('[data-sms]');
		addEventListener('click', (e) => e.preventDefault(), { once: true });
		a.click();
		return a.href;
	});
	const got = explain('+51900000101', bodyOf(link));
	expect(got.outcome === 'act' && got.args.served === 61 && got.args.free === 7 && got.args.sitting === 'breakfast' &&
		got.args.kitchen === 'SJM-002' && got.args.day === limaToday(), JSON.stringify(got));
});

await check('what waits on a phone without data has it too, and goes by itself later', async () => {
	const { page } = phone;
	await until('the page for no network', () => page.evaluate(async () => !!await caches.match('/fuera')));
	await phone.offline(true);
	await page.click('main form[data-outbox] button.wide');
	await page.locator('[href="/fuera"]').first().waitFor();
	await page.goto(net.url + '/fuera');
	const waiting = await page.locator('[data-part="list"] a[href^="sms:"]').getAttribute('href');
	expect(waiting === link, `${waiting} and not ${link}`);
	execFileSync(AYNI, ['say', '--data', net.folder, '--from', '+51900000101', bodyOf(waiting)]);
	await phone.offline(false);
	await page.reload();
	await until('the item to be seen', () => page.locator('[data-part="list"] .state.seen').count());
	expect(await page.locator('[data-part="list"] .back').count() === 0, 'it came back');
	expect(phone.wrong.length === 0, phone.wrong.join('; '));
});

await phone.close();
await browser.close();
await net.close();
played.child.stdin.end();
finish();
