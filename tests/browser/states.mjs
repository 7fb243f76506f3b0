// states.mjs - the states of pages that links and nonsense do not lead to: coming in, wrong PINs, doubts about
// a number, a session that ended, refusals of every status, an empty network, other languages.
//
// Each takes the walk and one page of a new context; it opens the state and lets the walk look at it.
import { chromium, expect, newcomer, PIN, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);

// [name, function, the role that signs in first or null]
export const states = [
	['an invitation, a PIN chosen badly, then well', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		await walk.open(page, '/invitar');
		const url = walk.net.invite('Nélida');
		await page.context().clearCookies();
		await walk.open(page, new URL(url).pathname);
		await walk.see(page, 'an invitation');
		await send(page, {}, new URL(url).pathname);
		await walk.see(page, 'choosing a PIN');
		await send(page, { pin: '123456', again: '123456' }, '/clave');
		await walk.see(page, 'a PIN too easy');
		await send(page, { pin: PIN, again: '111112' }, '/clave');
		await walk.see(page, 'a PIN written twice, not the same');
		await send(page, { pin: PIN, again: PIN }, '/clave');
		await walk.see(page, 'her first home');
		await page.goto(url);
		await walk.see(page, 'an invitation that was spent');
	}],
	['whoever is known here, and wrong PINs', async (walk, page) => {
		await newcomer(walk.net, page, 'Otilia');
		await send(page, {}, '/salir');
		await walk.see(page, 'the harmless page');
		await walk.open(page, '/entrar');
		await walk.see(page, 'who is it');
		for (let i = 0; i < 8; i++) {
			await page.locator('input[name=person]').first().check();
			await send(page, { pin: '111112' }, '/entrar');
			await walk.see(page, `wrong PIN ${i + 1}`);
		}
	}],
	['wrong letters, until they are counted', async (walk, page) => {
		for (let i = 0; i < 12; i++) {
			await walk.open(page, '/codigo');
			status(await send(page, { code: 'ZZZZZ' + 'ABCDEFGHJKLM'[i] }, '/codigo'), 422);
			await walk.see(page, `wrong letters ${i + 1}`);
		}
	}],
	['a number to confirm, taken, and another number there already', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage();
		await page.goto(walk.net.links.lider);
		await other.goto(walk.net.links.cocinera);
		await walk.open(page, '/hoy?sitting=dinner');
		await other.goto(page.url());
		await send(page, { served: '3000' }, '/hoy');
		await walk.see(page, 'a number to confirm');
		await send(page, { served: '90', reason: 'Vino otra olla' }, '/hoy');
		await walk.see(page, 'a number taken');
		await send(other, { served: '70' }, '/hoy');
		await walk.see(other, 'another number is there');
		await other.context().close();
	}],
	['a session that ended while she wrote', async (walk, page) => {
		await newcomer(walk.net, page, 'Petronila', { group: 'SJM-002' });
		await walk.open(page, '/hoy');
		await send(await beside(page), {}, '/cerrar');
		await send(page, { served: '88' }, '/hoy');
		await walk.see(page, 'her form after the session ended');
		await page.locator('input[name=person]').first().check();
		await send(page, { pin: PIN }, '/entrar');
		await walk.see(page, 'come in again, now save');
	}],
	['her session elsewhere, closed from here', async (walk, page) => {
		const elsewhere = await (await chromium.visitor(walk.browser)).newPage();
		await elsewhere.goto(walk.net.links.voluntaria);
		await page.goto(walk.net.links.voluntaria);
		await walk.open(page, '/cuenta');
		await send(page, {}, '/cuenta/cerrar');
		await walk.see(page, 'a session elsewhere was closed');
		await elsewhere.goto(walk.net.url + '/inicio');
		expect(new URL(elsewhere.url()).pathname === '/entrar', 'it goes on there');
		await elsewhere.context().close();
	}],
	['a phone that was retired', async (walk, page) => {
		const operator = await (await chromium.visitor(walk.browser)).newPage();
		await newcomer(walk.net, page, 'Quirina');
		await page.goto('about:blank'); // an open page would notice by itself
		await operator.goto(walk.net.links.operadora);
		await operator.goto(walk.net.url + '/aparatos?nombre=quirina');
		await operator.goto(walk.net.url + await operator.locator('a[href^="/aparatos/retirar"]').first().getAttribute('href'));
		await send(operator, {}, '/aparatos/retirar');
		await operator.context().close();
		status(await page.goto(walk.net.url + '/hoy'), 403);
		await walk.see(page, 'a phone that was retired');
	}],
	['refusals', async (walk, page) => {
		status(await page.goto(walk.net.url + '/nada'), 404);
		await walk.see(page, '404 for whoever');
		await page.goto(walk.net.links.lider);
		status(await page.goto(walk.net.url + '/nada'), 404);
		await walk.see(page, '404 signed in');
		await walk.open(page, '/hoy');
		status(await send(page, { csrf: 'x', served: '5' }, '/hoy'), 403);
		await walk.see(page, '403');
		await walk.open(page, '/hoy');
		status(await send(page, { seen: 'x\u0000\ud800' }, '/hoy'), 400);
		await walk.see(page, '400');
		await walk.open(page, '/hoy');
		status(await send(page, { seen: 'x'.repeat(100000) }, '/hoy'), 413); // refused before any page: a line of text
		expect(/demasiado grande/.test(await page.textContent('body')), 'says nothing');
	}],
	['a language of her own', async (walk, page) => {
		await walk.open(page, '/');
		for (const tag of await page.locator('button[name=idioma]').evaluateAll((list) => list.map((b) => b.value))) {
			await send(page, { idioma: tag }, '/idioma');
			expect(await page.getAttribute('html', 'lang') === tag, `not in ${tag}`);
			await walk.see(page, `the public page in ${tag}`);
		}
	}],
];

// Another tab of the same browser, at her account.
async function beside(page) {
	const other = await page.context().newPage();
	await other.goto(new URL('/cuenta', page.url()).href);
	return other;
}

// Forms that the states above send, and the walk does not.
export const sentHere = ['/i/{code}', '/salir', '/cerrar', '/cambiar', '/idioma', '/entrar', '/cuenta/cerrar'];
