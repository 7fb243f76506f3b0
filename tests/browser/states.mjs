// states.mjs - the states of pages that links and nonsense do not lead to: coming in, wrong PINs, doubts about
// a number, a session that ended, refusals of every status, an empty network, other languages.
//
// Each takes the walk and one page of a new context; it opens the state and lets the walk look at it.
import { execFileSync } from 'node:child_process';
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
	['what is lacking, told and met; a district that lacks something', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage();
		await page.goto(walk.net.links.lider);
		await walk.open(page, '/faltas');
		status(await send(page, { items: 'menestra 5 kilos, una firma' }, '/faltas'), 422);
		await walk.see(page, 'a list that was not understood');
		await walk.open(page, '/faltas');
		await send(page, { items: 'menestra 5 kilos, dos balones de gas y sal' }, '/faltas');
		await walk.see(page, 'what is lacking, noted');
		await other.goto(walk.net.links.distrito);
		await walk.open(other, '/faltas');
		await walk.see(other, 'what a district lacks');
		await other.context().close();
		await walk.open(page, '/faltas/listo?kitchen=SJM-001&items=gas');
		await walk.see(page, 'it came');
		await send(page, {}, '/faltas/listo');
		await walk.see(page, 'it came, noted');
	}],
	['a harvest: without its measure, noted, told again', async (walk, page) => {
		await page.goto(walk.net.links.lider);
		await walk.open(page, '/huertos/cosechas');
		await page.locator('input[name=garden]').first().check();
		status(await send(page, { crop: 'caigua', weight_g: '3' }, '/huertos/cosechas'), 422);
		await walk.see(page, 'kilos or grams');
		await send(page, { crop: 'caigua', weight_g: '3 kg' }, '/huertos/cosechas');
		await walk.see(page, 'a harvest, noted');
		await page.locator('input[name=garden]').first().check();
		status(await send(page, { crop: 'caigua', weight_g: '2 kg' }, '/huertos/cosechas'), 409);
		await walk.see(page, 'two harvests of a day');
	}],
	['when she is written to', async (walk, page) => {
		await page.goto(walk.net.links.lider);
		await walk.open(page, '/avisarme');
		await page.locator('select[name=reminder_hour]').selectOption('7');
		await page.locator('input[name=discreet][value="1"]').check();
		await send(page, {}, '/avisarme');
		await walk.see(page, 'her wishes, kept');
		await page.locator('input[name=discreet][value="0"]').check();
		await send(page, {}, '/avisarme');
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
	await walk.nonsense(page, page.url().slice(walk.net.url.length), 'lider', (await walk.ask(page, page.url().slice(walk.net.url.length))).forms);
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
}], ['a conversation, an answer, words taught, a message to many, letters, a gateway that is down', async (walk, page) => {
	const { net } = walk, story = messages(net), look = (what) => walk.see(page, what);
	await page.goto(net.links.operadora);
	await look('something waits for her');
	await walk.open(page, '/conversaciones?ver=esperan');
	await look('who waits for an answer');
	const talk = `/conversaciones/${story.ask}`;
	await walk.open(page, talk);
	await look('a conversation');
	await send(page, { text: '' }, talk);
	await look('an answer of no words');
	await send(page, { text: 'Ya está anotado, señora' }, talk);
	expect((await page.textContent('main')).includes('En cola'), 'the answer is not queued');
	await look('an answer in the queue');
	await walk.open(page, `/conversaciones/${story.stranger}`);
	await look('a number that nobody has');
	await walk.open(page, '/no-entendidos');
	await look('not understood');
	const lost = `/no-entendidos/${story.ask}`;
	await walk.open(page, lost);
	await look('teaching what it means');
	await send(page, { said: 'xx' }, lost);
	await look('words too short');
	await page.selectOption('#f-means', 'raciones');
	await send(page, { said: 'el guisito estuvo para' }, lost);
	expect((await page.textContent('main')).includes('Ahora se entiende'), 'it is not understood now');
	await look('understood now');
	await walk.open(page, '/palabras');
	await look('words that were taught');
	await send(page, { said: 'ya' }, '/palabras');
	await look('words too short, in the list');
	await walk.open(page, await page.locator('a[href^="/palabras/quitar"]').first().getAttribute('href'));
	await look('taking words away');
	await send(page, {}, '/palabras/quitar');
	await walk.open(page, lost + '/apartar');
	await look('putting a message away');
	await send(page, {}, lost + '/apartar');
	await walk.open(page, '/difusion');
	await look('writing to many');
	const count = async (text) => {
		await page.selectOption('#f-group', { index: 1 });
		await page.fill('#f-text', text);
		await Promise.all([page.waitForNavigation(), page.locator('button[value=count]').click()]);
	};
	await count('Mañana reunión a las 10 😀 ω. Traigan su cuaderno y la lista de la semana, que hay turnos.');
	await look('reach and cost, with a sign that is dear');
	await Promise.all([page.waitForNavigation(), page.locator('button[value=cheap]').click()]);
	await look('a cheaper wording');
	await Promise.all([page.waitForNavigation(), page.locator('button[value=send]').click()]);
	const many = new URL(page.url()).pathname;
	await look('a message to many on its way');
	await walk.open(page, many + '?estado=queued');
	await look('who it waits for');
	await walk.open(page, many + '/parar');
	await look('stopping it');
	await send(page, {}, many + '/parar');
	await look('it was stopped');
	await walk.open(page, '/pasarelas');
	await look('gateways, one of them down');
	await walk.open(page, await page.locator('main a[href^="/pasarelas/"]:not([href*=cartas])').first().getAttribute('href'));
	await look('price, ceiling and pace');
	await send(page, { hundred: 'cara' }, new URL(page.url()).pathname);
	await look('a price that is none');
	await walk.open(page, '/pasarelas/cartas');
	await look('letters that did not go');
	for (const word of ['descartar', 'otra']) {
		await walk.open(page, `/pasarelas/cartas/${story[word]}/${word}`);
		await look(`a letter: ${word}`);
		await send(page, {}, `/pasarelas/cartas/${story[word]}/${word}`);
	}
	await look('letters, after that');
}]);

states.push(['duty, a grave message, opened, taken, closed; the lines; a code for a message', async (walk, page) => {
	const { net } = walk, look = (what) => walk.see(page, what);
	const grave = (from) => net.say('say', '--from', from, 'me pega mi esposo');
	await newcomer(net, page, 'Zoraida', { role: 'facilitator', group: 'PIONERAS' });
	for (await walk.open(page, '/guardia'); await page.locator('a[href^="/guardia/quitar"]').count();) {
		await walk.open(page, await page.locator('a[href^="/guardia/quitar"]').first().getAttribute('href'));
		await look('taking a turn away');
		await send(page, {}, '/guardia/quitar');
	}
	await look('nobody on duty');
	grave('+51987000701');
	const words = await phrase(page, net);
	const address = await team(page, net, 'Los viernes'), id = address.split('/').pop();
	await walk.open(page, '/guardia');
	await look('setting a turn');
	const turn = async (values) => {
		await page.locator(`input[name=team][value="${id}"]`).check();
		await page.selectOption('select[name=weekday]', 'every');
		await send(page, values, '/guardia');
	};
	await turn({ from_hour: '9' });
	await look('one hour without the other');
	await walk.open(page, '/guardia');
	await turn({});
	await look('somebody is on duty');
	grave('+51987000702');
	await walk.open(page, '/inicio');
	await look('something waits for who is on duty');
	await walk.open(page, '/avisos');
	await look('alerts');
	await walk.open(page, await page.locator('main a[href^="/avisos/"]').first().getAttribute('href'));
	const alert = new URL(page.url()).pathname;
	expect((await page.textContent('main')).includes('me pega mi esposo'), 'the team on duty cannot read it');
	await look('an alert, opened');
	await send(page, {}, alert);
	await look('an alert that she took');
	await walk.open(page, '/frase');
	await send(page, { what: 'close' }, '/frase');
	await walk.open(page, alert);
	expect(!(await page.textContent('body')).includes('me pega'), 'a closed alert is legible');
	await look('an alert, sealed');
	await page.goto(net.url + '/frase');
	await send(page, { frase: words.join(' ') }, '/frase');
	await walk.open(page, alert + '/cerrar');
	await look('closing an alert');
	await send(page, {}, alert + '/cerrar');
	await look('no alerts');
	await walk.open(page, '/cuenta/codigo');
	await look('a code is offered');
	await send(page, {}, '/cuenta/codigo');
	await look('a code');
	await page.context().clearCookies();
	await page.goto(net.links.operadora);
	await walk.open(page, '/avisos');
	await walk.open(page, await page.locator('main a[href^="/avisos/"]').first().getAttribute('href'));
	await look('somebody wrote while nobody was on duty');
	await walk.open(page, '/guardia/lineas?kind=despair');
	await look('the lines');
	await send(page, { text: '' }, '/guardia/lineas');
	await look('lines of no words');
	await walk.open(page, '/guardia/lineas?kind=despair');
	await send(page, { text: 'Posta 113, botica 106, bodega 100, 105' }, '/guardia/lineas');
	await look('the lines were changed');
}]);

// What gateways would have left in this network (tests/desk_plant.py).
export function messages(net) {
	return JSON.parse(execFileSync('python3', ['tests/desk_plant.py', net.folder], { encoding: 'utf8' }));
}

states.push(['reports of a chat: asked for, proposed, noted', async (walk, page) => {
	const day = new Date(Date.now() - 2 * 86400000 - 5 * 3600000).toISOString().slice(2, 10).split('-').reverse().join('/');
	const chat = [`${day}, 9:05 p. m. - Chelita: cena 61`, `${day}, 9:06 p. m. - Chelita: raciones 300 mas o menos`, `${day}, 9:07 p. m. - Vecina: raciones 50`];
	await page.goto(walk.net.links.distrito);
	await walk.open(page, '/importar-chat');
	const bring = async (text) => {
		await page.setInputFiles('#f-chat', { name: 'chat.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
		return send(page, {}, '/importar-chat');
	};
	status(await bring('hola'), 422);
	await walk.see(page, 'no exported chat');
	status(await bring(chat.join('\n')), 200);
	await walk.see(page, 'who is who');
	status(await send(page, { s0: 'Nadie' }, '/importar-chat'), 422);
	await walk.see(page, 'somebody who is not on the list');
	const who = await page.locator('datalist option').evaluateAll((all) => all.map((o) => o.value).find((o) => o.startsWith('SJM-003')));
	await send(page, { s0: who }, '/importar-chat');
	await walk.see(page, 'reports proposed');
	await send(page, {}, '/importar-chat');
	await walk.see(page, 'reports noted');
}]);

// Another tab of the same browser, at her account.
async function beside(page) {
	const other = await page.context().newPage();
	await other.goto(new URL('/cuenta', page.url()).href);
	return other;
}

// Forms that the states above send, and the walk does not.
export const sentHere = ['/importar-chat', '/faltas', '/faltas/listo', '/avisarme', '/avisos/{alert}', '/avisos/{alert}/cerrar', '/guardia', '/guardia/quitar', '/guardia/lineas', '/cuenta/codigo',
	'/i/{code}', '/salir', '/cerrar', '/cambiar', '/idioma', '/entrar', '/cuenta/cerrar', '/equipo/nuevo', '/equipo/{team}',
	'/equipo/{team}/llave', '/notas/nueva', '/notas/{note}/anular', '/adjuntos', '/adjuntos/quitar', '/audios', '/audios/quitar',
	'/conversaciones/{message}', '/no-entendidos/{message}', '/no-entendidos/{message}/apartar', '/palabras', '/palabras/quitar', '/difusion',
	'/difusion/{broadcast}/parar', '/pasarelas/{gateway}', '/pasarelas/cartas/{message}/otra', '/pasarelas/cartas/{message}/descartar'];
