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

// The five words of a phrase just made, confirmed.
export async function phrase(page, net, look = async () => {}) {
	await page.goto(net.url + '/frase');
	await look('no phrase yet');
	await send(page, { what: 'make' }, '/frase');
	await look('a phrase just made');
	const words = await page.locator('main ol li b').allInnerTexts();
	expect(words.length === 5, `${words.length} words`);
	await send(page, { frase: 'una dos tres' }, '/frase');
	await look('a phrase written badly');
	await send(page, { frase: words.join(' ') }, '/frase');
	return words;
}

// A team of her group, founded; its address.
export async function team(page, net, name) {
	await page.goto(net.url + '/equipo/nuevo');
	await send(page, { name }, '/equipo/nuevo');
	expect(/^\/equipo\/[0-9a-f-]{36}$/.test(new URL(page.url()).pathname), `no team: ${page.url()}`);
	return new URL(page.url()).pathname;
}

states.push(['a team, its key given, a sealed note read and annulled', async (walk, page) => {
	const { net } = walk, look = (what) => walk.see(page, what), at = () => page.url().slice(net.url.length);
	const other = await (await chromium.visitor(walk.browser)).newPage();
	await newcomer(net, other, 'Sabina', { role: 'facilitator', group: 'PIONERAS' });
	await newcomer(net, page, 'Ofelia', { role: 'facilitator', group: 'PIONERAS' });
	await walk.open(page, '/equipo');
	await look('no team yet');
	const words = await phrase(page, net, look);
	await walk.open(page, '/equipo/nuevo');
	await look('founding a team');
	const address = await team(page, net, 'Los martes'), id = address.split('/').pop();
	await walk.open(page, address);
	await look('a team of one');
	const ask = page.locator('form:has-text("Sabina")').first();
	await Promise.all([page.waitForNavigation(), ask.locator('button').click()]);
	await look('somebody was asked');
	await phrase(other, net);
	await walk.open(other, '/equipo');
	await walk.see(other, 'her phrase is made, the key is missing');
	await walk.open(page, address);
	await look('somebody waits for the key');
	await walk.open(page, await page.locator('a[href*="/llave?person="]').first().getAttribute('href'));
	await look('giving the key');
	await send(page, {}, `${address}/llave`);
	await look('the key was given');
	await walk.open(page, `/notas/nueva?team=${id}`);
	await look('writing a note');
	await send(page, { text: 'Lo que se dice aquí, aquí queda.' }, '/notas/nueva');
	await look('a note sealed');
	await walk.open(page, `/notas?team=${id}`);
	await look('notes, opened');
	await walk.open(page, await page.locator('main a[href^="/notas/"]:not([href*=nueva])').first().getAttribute('href'));
	const note = at();
	expect((await page.textContent('main')).includes('aquí queda'), 'her own team\'s note is not legible');
	await look('a note, opened');
	await walk.open(page, '/frase');
	await look('the phrase is in');
	await send(page, { what: 'close' }, '/frase');
	await look('the notes are closed');
	await walk.open(page, note);
	expect(!(await page.textContent('body')).includes('aquí queda'), 'a closed note is legible');
	await look('a note, sealed');
	await walk.open(page, '/notas');
	await look('notes, sealed');
	await page.goto(net.url + '/frase');
	await send(page, { frase: words.join(' ') }, '/frase');
	await walk.open(page, `${note}/anular`);
	await look('annulling a note');
	await send(page, {}, `${note}/anular`);
	await look('a note annulled');
	await other.context().close();
}], ['a photo beside the kitchen, a file that is none, taken away', async (walk, page) => {
	const file = (name, buffer) => page.setInputFiles('input[name=file]', { name, mimeType: 'image/png', buffer });
	await page.goto(walk.net.links.lider);
	await walk.open(page, '/adjuntos');
	await file('foto.png', Buffer.from('esto no es una foto'));
	await send(page, {}, '/adjuntos');
	await walk.see(page, 'a file that is no picture');
	await walk.open(page, '/adjuntos');
	await file('foto.png', await page.screenshot());
	await send(page, {}, '/adjuntos');
	await walk.see(page, 'a photo was kept');
	await walk.open(page, await page.locator('a[href^="/adjuntos/quitar"]').first().getAttribute('href'));
	await walk.see(page, 'taking a photo away');
	await walk.nonsense(page, page.url().slice(walk.net.url.length), 'lider');
	await walk.open(page, '/adjuntos');
	await walk.see(page, 'photos, after that');
}], ['a page recorded, heard, taken back', async (walk, page) => {
	const voice = Buffer.concat([Buffer.from('#!AMR\n'), ...Array(50).fill(Buffer.from([0x3c, ...Array(31).fill(1)]))]);
	const file = async (name, buffer) => {
		await page.locator('input[name=file]').evaluate((box) => box.removeAttribute('data-capture')); // this browser plays no such voice
		await page.setInputFiles('input[name=file]', { name, mimeType: 'audio/amr', buffer });
	};
	await page.goto(walk.net.links.operadora);
	await walk.open(page, '/audios?page=operation&language=es');
	await walk.see(page, 'recording a page');
	await file('foto.png', await page.screenshot());
	await send(page, {}, '/audios');
	await walk.see(page, 'a picture is no voice');
	await walk.open(page, '/audios?page=operation&language=es');
	await file('voz.amr', voice);
	await send(page, {}, '/audios');
	await walk.see(page, 'a page was recorded');
	await walk.open(page, '/operacion');
	expect(await page.locator('.say-it').count() === 1 && await page.locator('.say-it audio').count() === 1, 'one way to hear the page');
	await walk.see(page, 'a page that has a voice');
	await walk.open(page, '/audios');
	await walk.open(page, await page.locator('a[href^="/audios/quitar"]').first().getAttribute('href'));
	await walk.see(page, 'taking a recording away');
	await send(page, {}, '/audios/quitar');
	await walk.see(page, 'a recording was taken away');
}]);

// Another tab of the same browser, at her account.
async function beside(page) {
	const other = await page.context().newPage();
	await other.goto(new URL('/cuenta', page.url()).href);
	return other;
}

// Forms that the states above send, and the walk does not.
export const sentHere = ['/i/{code}', '/salir', '/cerrar', '/cambiar', '/idioma', '/entrar', '/cuenta/cerrar', '/equipo/nuevo', '/equipo/{team}',
	'/equipo/{team}/llave', '/notas/nueva', '/notas/{note}/anular', '/adjuntos', '/adjuntos/quitar', '/audios', '/audios/quitar'];
