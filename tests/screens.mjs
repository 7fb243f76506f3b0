// screens.mjs - pictures of the main pages, for people to look at: `make screens`, into build/screens.
//
// 320 and 412 px wide, light and dark, as each role; what waits on a phone, is sent, came back; the doubt and the
// mistake on "Hoy"; a page printed to PDF. Nothing is checked here but that each page opens.
import { join } from 'node:path';
import { chromium, enter, expect, finish, failed, need, network, newcomer, ROLES, SCREENS, send } from './browser/kit.mjs';
import { mkdirSync } from 'node:fs';

const WIDTHS = [320, 412], COLOURS = ['light', 'dark'];
const OPEN = ['/', '/distrito/150133', '/cocina/SJM-001', '/ayuda', '/registrar', '/entrar', '/codigo', '/ajustes', '/estilo', '/tiempo', '/nada'];
const OF = {
	lider: ['/inicio', '/hoy', '/cuenta', '/cuenta/dibujo', '/adjuntos', '/pendientes', '/invitar'],
	cocinera: ['/inicio', '/pendientes'], distrito: ['/inicio', '/reportes', '/pendientes/otras', '/cocinas/nueva'], mesa: ['/inicio', '/reportes'],
	salud: ['/inicio', '/notas/nueva'], facilitadora: ['/inicio', '/equipo', '/notas', '/frase'], voluntaria: ['/inicio'],
	operadora: ['/inicio', '/aparatos', '/operacion', '/hoy'],
};

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

async function visit(browser, role, net, addresses) {
	const context = await chromium.visitor(browser, { serviceWorkers: 'block' });
	const page = await context.newPage();
	if (role !== 'publica')
		await page.goto(net.links[role]);
	for (const address of addresses) {
		const answer = await page.goto(net.url + address);
		if (answer.status() >= 500 || answer.status() === 404 && address !== '/nada')
			failed(`${address} as ${role}`, answer.status());
		await shoot(page, role, address === '/' ? 'publica' : address);
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
	expect(ROLES.every((r) => OF[r]), 'a role has no page to show');
	await visit(browser, 'publica', net, OPEN);
	for (const role of ROLES)
		await visit(browser, role, net, OF[role]);
	await states(net);
	await printed(browser, net);
	console.log(SCREENS);
} catch (why) {
	failed('screens', why);
} finally {
	await browser.close();
	await net.close();
}
finish();
