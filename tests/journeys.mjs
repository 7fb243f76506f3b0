// journeys.mjs - what people do, with script off, 320 px wide, letters of 200 %, by keyboard alone.
//
// Nothing is clicked: Tab until the thing has the focus, then type, Space or Enter, as somebody with a switch or a
// keyboard would. At each step what has the focus must be seen: in the window and with a mark. No page may scroll
// sideways. In by invitation, a PIN chosen, today's pot with a mistake, corrected, her settings, a photo, out, in again;
// a phrase, a team and a sealed note; what came back; a conversation answered, words taught, a message to many; a menu, a pot and
// what it leaves in the store. AYNI_TEST_DB=postgres: the first alone.
import { hand, pin } from './browser/hand.mjs';
import { check, chromium, expect, failed, finish, need, network, PIN, POSTGRES, until } from './browser/kit.mjs';
import { messages } from './browser/states.mjs';

async function leader(browser, net) {
	const h = await hand(browser, net, net.invite('Remedios'));
	await check('in by invitation, a PIN chosen', () => pin(h));
	await check("today's pot: a mistake is named, what was typed stays, then it is taken", async () => {
		await h.go('main a[href^="/hoy"]');
		await h.write('[name=served]', 'muchas');
		await h.go('main form button', 'Guardar');
		expect(await h.page.locator('[name=served]').getAttribute('aria-invalid') === 'true', 'not marked');
		expect(await h.page.inputValue('[name=served]') === 'muchas', 'what was typed is lost');
		await h.write('[name=served]', '120');
		await h.go('main form button', 'Guardar');
		expect((await h.text('[role=status]')).includes('120'), 'no word of success');
	});
	await check('corrected', async () => {
		await h.write('[name=served]', '130');
		await h.key('Enter');
		expect((await h.text('[role=status]')).includes('130'), 'no word of success');
	});
	if (!POSTGRES) {
		await check('her settings: dark, large letters', async () => {
			await h.go('a[href^="/ajustes"]');
			await h.to('input[type=radio]');
			await h.to('main form button');
			await h.page.keyboard.press('Shift+Tab');
			await h.go('main form button');
			expect(/^\/ajustes/.test(h.path()), `at ${h.path()}`);
		});
		await check('a photo beside the kitchen', async () => {
			await h.page.goto(net.url + '/adjuntos');
			await h.to('input[type=file]');
			const chooser = await h.choose();
			await chooser.setFiles({ name: 'olla.png', mimeType: 'image/png', buffer: await h.page.screenshot() });
			await h.go('main form button', 'Guardar');
			expect(await h.page.locator('[role=status]').count() === 1, `no word of success: ${await h.text('main')}`);
		});
	}
	await check('out at once, and in again with the PIN', async () => {
		await h.go('form[action="/salir"] button');
		expect(h.path() === '/tiempo', `at ${h.path()}`);
		await h.page.goto(net.url + '/entrar');
		await h.to('input[name=person]');
		await h.page.keyboard.press('Space');
		await h.write('[name=pin]', PIN);
		await h.key('Enter');
		expect(h.path() === '/inicio', `at ${h.path()}`);
	});
	await h.page.context().close();
	return h.steps;
}

async function sealed(browser, net) {
	const h = await hand(browser, net, net.invite('Domitila', { role: 'facilitator', group: 'PIONERAS' }));
	await check('a phrase, a team, a sealed note, read again', async () => {
		await pin(h);
		await h.go('main a[href="/area/cuidado"]');
		await h.go('main a[href^="/notas"]');
		await h.page.goto(net.url + '/frase');
		await h.go('main form button', 'Hacer mi frase');
		const words = await h.page.locator('main ol li b').allInnerTexts();
		await h.write('[name=frase]', words.join(' '));
		await h.key('Enter');
		await h.page.goto(net.url + '/equipo/nuevo');
		await h.write('[name=name]', 'Las del jueves');
		await h.key('Enter');
		await h.go('main a[href^="/notas/nueva"]');
		await h.write('textarea[name=text]', 'Hoy lloramos juntas.');
		await h.go('main form button', 'Sellar');
		await h.page.goto(net.url + '/notas');
		await h.go('main li a[href^="/notas/"]');
		expect((await h.text('main')).includes('lloramos juntas'), 'she cannot read it');
	});
	await h.page.context().close();
	return h.steps;
}

async function cameBack(browser, net) {
	const h = await hand(browser, net, net.links.cocinera);
	await check('what came back is looked at, and thrown away', async () => {
		await h.page.goto(net.url + '/inicio');
		await h.go('main a[href^="/pendientes"]');
		const before = await h.page.locator('main a[href*="descartar="]').count();
		expect(before > 0, 'nothing came back');
		await h.go('main a[href*="descartar="]');
		await h.go('main form button');
		await until('one less', async () => await h.page.locator('main a[href*="descartar="]').count() === before - 1);
	});
	await h.page.context().close();
	return h.steps;
}

async function answered(browser, net) {
	const h = await hand(browser, net, net.links.operadora), { ask } = messages(net);
	await check('somebody who waits is answered, what she wrote is taught, a message to many is counted and sent', async () => {
		await h.go('main a[href="/conversaciones"]');
		await h.go('main nav a', 'Por responder');
		await h.go(`main a[href^="/conversaciones/"]`, 'Rosa');
		await h.write('textarea[name=text]', 'Ya lo anoté, gracias');
		await h.go('main form button', 'Responder');
		expect((await h.text('[role=status]')).includes('en cola'), 'no word of success');
		await h.page.goto(`${net.url}/no-entendidos/${ask}`);
		await h.write('[name=said]', 'el guisito estuvo para');
		await h.to('[name=means]');
		await h.page.keyboard.type('Servid');
		await h.page.selectOption('[name=means]', 'raciones'); // what the menu of the machine would do
		await h.go('main form button', 'Enseñar');
		expect((await h.text('[role=status]')).includes('Ahora se entiende'), 'not understood');
		await h.page.goto(net.url + '/difusion');
		await h.to('[name=group]');
		await h.page.keyboard.press('ArrowDown');
		await h.write('textarea[name=text]', 'Mañana reunión a las 10.');
		await h.go('main form button', 'Ver a cuántas');
		expect(/Llega a/.test(await h.text('main')), 'not counted');
		await h.go('main form button', 'Mandar a');
		expect(/^\/difusion\/[0-9a-f-]{36}$/.test(h.path()) && (await h.text('main')).includes('En cola'), `at ${h.path()}`);
	});
	await h.page.context().close();
	return h.steps;
}

// What the row of rice says: grams.
async function rice(h, selector) {
	const [, kilos] = /Arroz\s+([\d.]+) kg/.exec(await h.text(selector)) || [];
	expect(kilos, `no rice: ${(await h.text(selector)).slice(0, 200)}`);
	return Math.round(Number(kilos) * 1000);
}

async function cooked(browser, net) {
	const h = await hand(browser, net, net.invite('Fortunata', { group: 'SJM-002' })), dinner = '/cocinar?group=SJM-002&sitting=dinner';
	let before, used;
	await check('what is cooked for dinner: chosen, served, and the store shows what is left', async () => {
		await pin(h);
		await h.go('main a[href="/area/almacen"]');
		await h.go('main a[href="/almacen"]');
		before = await rice(h, 'main');
		await h.page.goto(net.url + dinner);
		await h.go('main a[href^="/menus/nuevo"]');
		await h.write('[name=dish]', 'Lentejas con arroz');
		await h.write('[name=plates]', '20');
		await h.go('main form button', 'Guardar');
		expect((await h.text('main')).includes('Lentejas con arroz'), 'the menu does not stand there');
		await h.page.goto(net.url + dinner);
		await h.write('[name=served]', '20');
		await h.to('[name=used]');
		const lines = await h.page.inputValue('[name=used]');
		const [, grams, kilos] = /([\d.]+) g.*arroz|([\d.]+) kg.*arroz/i.exec(lines) || [];
		used = Math.round(grams ? Number(grams) : Number(kilos) * 1000);
		expect(used > 0, `no rice leaves the store: ${lines}`);
		await h.go('main form button');
		expect((await h.text('[role=status]')).includes('Guardado'), 'no word of success');
		await h.page.goto(net.url + '/inicio');
		await h.go('main a[href="/area/almacen"]');
		await h.go('main a[href="/almacen"]');
		const left = await rice(h, 'main');
		expect(Math.abs(before - used - left) <= 100, `${before} g, ${used} g used, ${left} g left`); // a page tells 100 g
	});
	await h.page.context().close();
	return h.steps;
}

await need();
const browser = await chromium.browser();
const net = await network();
try {
	const all = POSTGRES ? [leader] : [leader, sealed, cameBack, answered, cooked];
	const steps = await Promise.all(all.map((run) => run(browser, net)));
	console.log(`# the focus was looked at ${steps.reduce((a, b) => a + b, 0)} times`);
} catch (why) {
	failed('the journeys', why);
} finally {
	await browser.close();
	await net.close();
}
finish();
