// voice.mjs - a letter from its draft to its answer, a petition with its sheets, a promise and what arrived of it.
import { expect, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);
const path = (page) => new URL(page.url()).pathname;

// The form of that page, first as it must not be, then as it may be; both answers looked at.
async function step(walk, page, url, what, wrong, right) {
	await walk.open(page, url);
	await walk.see(page, what);
	if (wrong) {
		status(await send(page, wrong, url.split('?')[0]), 422);
		await walk.see(page, `${what}: refused`);
	}
	status(await send(page, right, url.split('?')[0]), 200);
	await walk.see(page, `${what}: done`);
}

export const voiceStates = [
	['a letter: written, corrected, approved, sent, answered; another left', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		const words = { group: 'RED-150133', kind: 'letter', to: 'Municipalidad de prueba', office: 'Alcaldía', subject: 'Luz', body: 'Falta luz.\n\nPedimos luz.', public: '1' };
		await step(walk, page, '/cartas/nueva', 'writing a letter', { ...words, to: '' }, words);
		const letter = path(page);
		await step(walk, page, `${letter}/editar`, 'correcting a letter', { subject: '' }, { subject: 'Luz en la cuadra' });
		await walk.open(page, letter);
		status(await send(page, {}, letter), 200);
		await walk.see(page, 'an approved letter');
		await step(walk, page, `${letter}/enviar`, 'sending a letter', { days: 'muchos' }, { days: '15', desk: 'EXP-9' });
		await step(walk, page, `${letter}/respuesta`, 'an answer', { answer: '' }, { answer: 'Se hará.' });
		await walk.open(page, letter.replace('/cartas/', '/voz/'));
		await walk.see(page, 'a public letter that was answered');
		await walk.open(page, '/cartas/nueva');
		status(await send(page, words, '/cartas/nueva'), 200);
		await step(walk, page, `${path(page)}/descartar`, 'leaving a letter', null, {});
	}],
	['a petition: opened, supported, taken back, its sheets, closed', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		await walk.open(page, '/cartas/nueva');
		status(await send(page, { group: 'RED-150133', kind: 'petition', to: 'Municipalidad de prueba', office: 'Alcaldía', subject: 'Agua', body: 'Pedimos agua.' }, '/cartas/nueva'), 200);
		const letter = path(page), open = letter.replace('/cartas/', '/voz/');
		await walk.open(page, letter);
		status(await send(page, {}, letter), 200);
		await walk.open(page, `${letter}/firmas`);
		await walk.see(page, 'a petition that is not open');
		const until = new Date(Date.now() + 20 * 86400000).toISOString().slice(0, 10);
		await step(walk, page, `${letter}/firmas/abrir`, 'opening a petition', { until: '2020-01-01' }, { until });
		await walk.open(page, open);
		await walk.see(page, 'a petition to stand behind');
		status(await send(page, {}, `${open}/apoyo`), 200);
		await walk.see(page, 'a petition stood behind');
		status(await send(page, {}, `${open}/apoyo`), 422);
		await walk.see(page, 'standing behind it twice');
		await walk.open(page, `${open}/apoyo`); // asked for, not sent: the letter itself
		expect(path(page) === open, page.url());
		walk.opened.add('/voz/{letter}/apoyo');
		await step(walk, page, `${letter}/firmas/hojas`, 'making sheets', { sheets: '0' }, { sheets: '2' });
		const count = await page.locator('a[href^="/cartas/firmas/contar"]').first().getAttribute('href');
		await walk.open(page, count);
		await walk.see(page, 'counting a sheet');
		status(await send(page, { people: '18' }, '/cartas/firmas/contar'), 422);
		await walk.see(page, 'a sheet without its photo');
		await step(walk, page, `${letter}/firmas/cerrar`, 'closing a petition', null, {});
	}],
	['a promise: noted, part of it arrives, taken back, the authority speaks, taken out', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		const words = { group: 'RED-150133', to: 'Municipalidad de prueba', office: 'Alcaldía', what: 'Cocinas', amount: '10', unit: 'cocinas' };
		await step(walk, page, '/promesas/nueva', 'noting a promise', { ...words, what: '' }, words);
		const promise = path(page);
		await step(walk, page, `${promise}/llego`, 'something arrives', { amount: '', note: '' }, { amount: '4' });
		const undo = await page.locator('a[href^="/promesas/quitar-llegada"]').first().getAttribute('href');
		await step(walk, page, undo, 'taking an arrival back', { reason: '' }, { reason: 'Se contó dos veces' });
		await step(walk, page, `${promise}/dice`, 'what the authority says', { answer: '' }, { answer: 'Falta presupuesto.' });
		await step(walk, page, `${promise}/quitar`, 'taking a promise out', { reason: '' }, { reason: 'Se anotó dos veces' });
	}],
	['offices and days off', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		await step(walk, page, '/autoridades', 'offices', { name: '' }, { name: 'Municipalidad de prueba', office: 'Mesa de partes', days: '20' });
		await step(walk, page, '/feriados', 'days off', { name: '' }, { day: '2026-12-24', name: 'Decreto de prueba' });
	}],
];
export const voiceSent = ['/voz/{letter}/apoyo', '/cartas/{letter}/editar', '/cartas/{letter}/descartar', '/cartas/firmas/contar'];
