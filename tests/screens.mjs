// screens.mjs - pictures of every page, for people to look at: `make screens`, into build/screens.
//
// Every declared page once, by whoever reaches it first from her home, in 320 and 412 px, light and dark; each
// role's home; the pages that look otherwise to others; what waits on a phone, is sent, came back; the doubt and the
// mistake on "Hoy"; a page printed to PDF. Nothing is checked but that pages open; what no picture shows is said.
import { join } from 'node:path';
import { chromium, enter, finish, failed, network, need, newcomer, ROLES, SCREENS, send } from './browser/kit.mjs';
import { routes } from './browser/walk.mjs';
import { mkdirSync } from 'node:fs';

const WIDTHS = [320, 412], COLOURS = ['light', 'dark'];
const gets = routes().filter((r) => r.method === 'GET')
	.map((r) => ({ path: r.path, like: new RegExp('^' + r.path.replace(/\{[^}]+\}/g, '[^/]+') + '$') }));
const shown = new Set();
// Shown again as who sees something else there.
const AGAIN = { cocinera: ['/pendientes'], mesa: ['/reportes'], salud: ['/notas/nueva'], distrito: ['/faltas'] };

const name = (...parts) => join(SCREENS, parts.join('-').replace(/[^\w-]+/g, '-').replace(/-+/g, '-') + '.png');

// The page that is open, in both widths and colours.
async function shoot(page, ...what) {
	for (const width of WIDTHS)
		for (const colorScheme of COLOURS) {
			await page.setViewportSize({ width, height: 720 });
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: name(...what, width, colorScheme), fullPage: true });
		}
}

// All that a role reaches and no picture shows yet; first the path that needs nothing filled in, then links.
async function visit(browser, role, net) {
	const context = await chromium.visitor(browser, { serviceWorkers: 'block' });
	const page = await context.newPage();
	if (net.links[role])
		await page.goto(net.links[role]);
	const again = ['/inicio', ...AGAIN[role] || []];
	const queue = [...net.links[role] ? again : ['/', '/nada'], ...gets.map((r) => r.path).filter((p) => !p.includes('{'))];
	while (queue.length) {
		const address = queue.shift();
		const { pathname } = new URL(address, net.url);
		const route = gets.find((r) => r.path === pathname) || gets.find((r) => r.like.test(pathname));
		const once = again.indexOf(address) >= 0 && again.splice(again.indexOf(address), 1);
		if (address !== '/nada' && (!route || shown.has(route.path) && !once))
			continue;
		const status = (await page.goto(net.url + address)).status();
		if (status >= 500)
			failed(`${address} as ${role}`, status);
		if (status !== 200 && address !== '/nada' || !net.links[role] && new URL(page.url()).pathname !== pathname)
			continue;
		shown.add(route?.path);
		queue.push(...await page.locator('a[href^="/"]').evaluateAll((list) => list.map((a) => a.getAttribute('href').replace(/#.*/, ''))));
		await shoot(page, role, address === '/' ? 'publica' : route?.path || address);
	}
	await context.close();
}

async function states(net) {
	const phone = await chromium.phone({ net });
	const { page } = phone;
	await newcomer(net, page, 'Marcelina');
	await page.goto(net.url + '/cuenta');
	await send(page, {}, '/cerrar');
	await enter(page, net);
	await page.goto(net.url + '/hoy?kitchen=SJM-001&sitting=breakfast');
	await shoot(page, 'hoy', 'vacia');
	await send(page, { served: 'muchas' }, '/hoy');
	await shoot(page, 'hoy', 'error');
	await send(page, { served: '3000' }, '/hoy');
	await shoot(page, 'hoy', 'duda');
	await page.goto(net.url + '/hoy?kitchen=SJM-001&sitting=dinner');
	await page.waitForTimeout(3000); // the page is kept on the phone meanwhile
	await phone.offline(true);
	await page.fill('[name=served]', '64');
	await page.locator('main form button:has-text("Guardar")').first().click();
	await page.waitForTimeout(3000);
	await shoot(page, 'buzon', 'en-este-telefono');
	await page.goto(net.url + '/fuera').catch(() => {});
	await page.waitForTimeout(1500);
	await shoot(page, 'buzon', 'lista-sin-senal');
	await phone.offline(false);
	await page.waitForTimeout(4000);
	await page.goto(net.url + '/fuera');
	await page.waitForTimeout(2500);
	await shoot(page, 'buzon', 'lista-enviado');
	await phone.close();
}

async function printed(browser, net) {
	const context = await chromium.visitor(browser, { desk: true });
	const page = await context.newPage();
	await page.goto(net.links.lider);
	for (const address of ['/hoy', '/', '/cocina/SJM-001']) {
		await page.goto(net.url + address);
		await page.pdf({ path: name('impreso', address === '/' ? 'publica' : address).replace('.png', '.pdf'), format: 'A4' });
	}
	await context.close();
}

await need();
mkdirSync(SCREENS, { recursive: true });
const browser = await chromium.browser();
const net = await network();
try {
	for (const role of ['publica', ...ROLES])
		await visit(browser, role, net);
	await states(net);
	await printed(browser, net);
	const left = gets.map((r) => r.path).filter((p) => !shown.has(p));
	console.log(SCREENS + (left.length ? `; no picture of ${left.join(' ')}` : ''));
} catch (why) {
	failed('screens', why);
} finally {
	await browser.close();
	await net.close();
}
finish();
