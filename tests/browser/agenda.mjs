// agenda.mjs - states of a meeting's agenda and of the voices beside it: proposed, named, moved, treated, taken back; a word left,
// typed over and removed.
import { chromium, expect, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);
const soon = (days) => new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10);

export const agendaStates = [
	['an agenda: proposed, moved, adjusted, closed; a word beside it', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage(), id = crypto.randomUUID();
		await page.goto(walk.net.links.distrito);
		const planned = await page.context().request.post(walk.net.url + '/api/v1/changes', { data: [{ id, action: 'meeting.plan',
			args: { group: 'RED-150133', day: soon(4), hour: '10:00', topic: 'Mesa con agenda' } }] });
		expect((await planned.json())[0].status === 'accepted', 'no meeting');
		const base = `/reuniones/${id}`, agenda = base + '/agenda', voices = base + '/voces';
		await other.goto(walk.net.links.lider);
		await walk.open(other, agenda);
		await walk.see(other, 'an empty agenda');
		status(await send(other, { title: '???' }, agenda), 422);
		await walk.see(other, 'a point without words');
		for (const title of ['Turnos para el gas', 'Agua']) {
			await walk.open(other, agenda);
			await send(other, { title, minutes: '20' }, agenda);
		}
		await walk.see(other, 'an agenda of two points');
		await other.getByRole('link', { name: 'Turnos para el gas' }).click();
		const point = new URL(other.url()).pathname;
		await walk.see(other, 'her own point');
		await send(other, {}, point + '/retirar');
		await walk.see(other, 'her point taken back');
		await walk.open(page, point);
		await walk.see(page, 'a point, for who runs the meeting');
		await send(page, { title: 'Turnos del gas', minutes: '25' }, point + '/ajustar');
		await walk.filled(page, { meeting: id, point: point.split('/').pop() });
		await walk.open(page, point);
		await page.locator('form[action$="/mover"] button').first().click();
		await walk.see(page, 'moved');
		await walk.open(page, point);
		await page.locator('form[action$="/marcar"] button').first().click();
		await walk.see(page, 'marked');
		// A voice that is a point, without a title yet: as a phone sends it.
		await walk.open(other, voices);
		await walk.see(other, 'no voices yet');
		await walk.open(other, voices + '/nueva?as_point=1');
		await walk.see(other, 'a point by voice');
		await walk.open(other, voices + '/nueva');
		await send(other, { text: 'Que se lea esto' }, voices + '/nueva');
		await walk.see(other, 'a word in the list');
		await other.locator('[data-voices] a').first().click();
		const note = new URL(other.url()).pathname;
		await walk.see(other, 'her own word');
		await send(other, { text: 'Que se lea esto, por favor' }, note);
		await walk.filled(other, { meeting: id, note: note.split('/').pop() });
		await walk.open(other, note + '/quitar');
		await walk.see(other, 'taking a word back');
		await send(other, {}, note + '/quitar');
		await walk.see(other, 'a word taken back');
		await other.context().close();
	}],
];

export const agendaSent = ['/reuniones/{meeting}/agenda', '/reuniones/{meeting}/agenda/{point}/ajustar', '/reuniones/{meeting}/agenda/{point}/mover',
	'/reuniones/{meeting}/agenda/{point}/marcar', '/reuniones/{meeting}/agenda/{point}/retirar', '/reuniones/{meeting}/agenda/{point}/titulo',
	'/reuniones/{meeting}/voces/nueva', '/reuniones/{meeting}/voces/{note}', '/reuniones/{meeting}/voces/{note}/quitar'];
