// series.mjs - meetings that come again: planned, changed, ended; one of them moved; its invitation; a calendar of her own.
import { expect, send } from './kit.mjs';
import { begun } from './roll.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);
const path = (page) => new URL(page.url()).pathname;

export const seriesStates = [
	['meetings that come again: planned, changed, ended; one is moved and told on', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		const step = async (address, wrong, right, what) => {
			await walk.open(page, address);
			await walk.see(page, what);
			if (wrong) {
				status(await send(page, wrong, address), 422);
				await walk.see(page, `${what}: refused`);
			}
			status(await send(page, right, address), 200);
			await walk.see(page, `${what}: done`);
		};
		const day = (ahead) => new Date(Date.now() + ahead * 86400e3).toISOString().slice(0, 10), anyway = 'Es una prueba';
		await step('/series/nueva', { repeats: 'cuando se pueda' }, { group: 'RED-150133', repeats: 'jueves', hour: '9 pm', topic: 'Ronda', anyway }, 'planning a series');
		const series = path(page);
		await step(`${series}/cambiar`, { hour: 'tarde', from: day(3) }, { from: day(3), hour: '8 pm', anyway }, 'changing a series');
		const next = path(page);
		await walk.open(page, next);
		await step(`${next}/terminar`, null, { from: day(40) }, 'ending a series');
		await walk.open(page, '/series');
		await walk.see(page, 'meetings that come again');
		const { meeting, at } = await begun(walk, page, 'Mesa que cambia');
		await step(`${at}/cambiar`, { hour: 'tarde' }, { hour: '', place: 'El parque', anyway }, 'changing a meeting');
		await step(`${at}/invitar`, null, {}, 'inviting on');
		await page.context().request.get(`${walk.net.url}${at}/invitar`);
		await walk.open(page, `/r/${meeting}`);
		await walk.see(page, 'a leaf for whoever');
		for (const file of ['reunion.ics', 'afiche/afiche.png'])
			await walk.ask(page, `${at}/${file}`);
		await step('/reuniones/avisos/grupo', null, {}, 'what a group tells');
		await step('/reuniones/avisos', null, {}, 'how she is told of meetings');
		await walk.open(page, '/reuniones/boletin');
		await walk.see(page, 'the week, to send on');
		await step('/mi-calendario', null, {}, 'a calendar of her own');
		const feed = /\/calendario\/\S+?\.ics/.exec(await page.textContent('main'));
		expect(feed, 'no address of a calendar');
		await walk.ask(page, feed[0]);
		await send(page, {}, '/mi-calendario');
	}],
	['her week, and the hour that clashes least', async (walk, page) => {
		await page.goto(walk.net.links.distrito);
		await walk.open(page, '/mi-semana');
		await walk.see(page, 'her week');
		status(await send(page, { hours: 'zapato' }, '/mi-semana'), 422);
		await walk.see(page, 'her week, not understood');
		status(await send(page, { days: 'sun', hours: '3 a 5 pm', why: 'work' }, '/mi-semana'), 200);
		expect((await page.textContent('main')).includes('dom 15-17 trabajo'), 'it is not told back');
		await walk.see(page, 'her week, noted');
		await walk.open(page, '/mejor-hora');
		await walk.see(page, 'the best hour');
		await walk.open(page, '/mejor-hora?dia=1');
		await walk.see(page, 'the hours of a Monday');
		await page.locator('main table a').first().click();
		expect(await page.inputValue('input[name=hour]') === '6:00', 'the hour is not filled in');
		await walk.see(page, 'calling together at that hour');
		status(await send(page, { topic: 'Temprano' }, '/reuniones/nueva'), 422);
		await walk.see(page, 'an hour that clashes for many');
	}],
];

// Forms that these states send, and the walk does not.
export const seriesSent = ['/series/nueva', '/series/{series}/cambiar', '/series/{series}/terminar', '/reuniones/{meeting}/cambiar',
	'/reuniones/{meeting}/invitar', '/reuniones/avisos/grupo', '/reuniones/avisos', '/mi-calendario', '/mi-semana'];
