// meetings.mjs - states of a meeting itself: the word and the radio of one; called, answered, called off.
import { chromium, expect, limaToday, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);

export const meetingStates = [
	['the word and the radio of a meeting', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		await walk.open(page, '/reuniones/nueva');
		await send(page, { group: 'RED-150133', day: limaToday(), hour: '23:59', topic: 'La palabra y la radio' }, '/reuniones/nueva');
		await page.getByRole('link', { name: 'La palabra y la radio' }).click();
		const path = new URL(page.url()).pathname;
		await walk.open(page, `${path}/palabra`);
		await walk.see(page, 'nobody asked for the word');
		await send(page, { way: 'room' }, `${path}/palabra`);
		await walk.see(page, 'her hand is up');
		await send(page, {}, `${path}/palabra/bajar`);
		await walk.open(page, `${path}/palabra/anotar`);
		status(await send(page, { name: '', way: 'room' }, `${path}/palabra/anotar`), 422);
		await walk.see(page, 'a hand without a name');
		await send(page, { name: 'La señora del fondo', way: 'phone' }, `${path}/palabra/anotar`);
		await send(page, {}, `${path}/palabra/dar`);
		await walk.see(page, 'somebody has the word');
		await walk.open(page, `${path}/radio`);
		await walk.see(page, 'the radio of a meeting');
		await walk.open(page, `${path}/palabra`);
		await send(page, {}, `${path}/palabra/terminar`);
		await walk.open(page, `${path}/palabra?ver=oido`);
		await walk.see(page, 'how much was heard from where');
		await walk.open(page, `${path}/radio/guardar`);
		await send(page, {}, `${path}/radio/guardar`);
		await walk.see(page, 'turns are kept');
		for (const step of ['dar', 'terminar', 'bajar'])
			await walk.open(page, `${path}/palabra/${step}`);
	}],
	['a meeting: called, answered, called off', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage();
		await page.goto(walk.net.links.distrito);
		await walk.open(page, '/reuniones/nueva');
		status(await send(page, { group: 'RED-150133', day: '2001-01-01', hour: 'pronto', topic: 'Mesa' }, '/reuniones/nueva'), 422);
		await walk.see(page, 'a meeting in the past');
		const soon = new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10);
		await walk.open(page, '/reuniones/nueva');
		await send(page, { group: 'RED-150133', day: soon, hour: '8 pm', topic: 'Prueba de la red', place: 'Local comunal',
			link: 'https://reunion.example/1', dial: '+5117000000' }, '/reuniones/nueva');
		await walk.see(page, 'a meeting called');
		await other.goto(walk.net.links.lider);
		await walk.open(other, '/reuniones');
		await other.getByRole('link', { name: 'Prueba de la red' }).click();
		const path = new URL(other.url()).pathname;
		await walk.see(other, 'a meeting');
		await other.locator('input[name=answer][value=late]').check();
		await send(other, { at: '20:30' }, path);
		await walk.see(other, 'she comes late');
		await other.context().close();
		await walk.open(page, path);
		await walk.see(page, 'who comes, by name');
		await walk.open(page, `${path}/suspender`);
		await walk.see(page, 'calling it off');
		await send(page, {}, `${path}/suspender`);
		await walk.see(page, 'called off');
	}],
];

// Forms that these states send, and the walk does not.
export const meetingsSent = ['/reuniones/nueva', '/reuniones/{meeting}', '/reuniones/{meeting}/suspender',
	...['palabra', 'palabra/anotar', 'palabra/dar', 'palabra/terminar', 'palabra/bajar', 'radio', 'radio/guardar'].map((p) => '/reuniones/{meeting}/' + p)];
