// roll.mjs - states of a meeting's list: taken in the room and one by one, guests, who represents whom, the quorum, she herself.
import { chromium, expect, limaToday, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);

// A meeting of today that has just begun, whatever else meets at this hour; its address.
export async function begun(walk, page, topic) {
	const id = crypto.randomUUID(), hour = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Lima', hour: '2-digit', minute: '2-digit' }).format(new Date());
	const answer = await page.context().request.post(walk.net.url + '/api/v1/changes', { data: [{ id, action: 'meeting.plan',
		args: { group: 'RED-150133', day: limaToday(), hour, topic, anyway: 'Es una prueba' } }] });
	const said = await answer.json();
	expect(said[0]?.status === 'accepted', JSON.stringify(said));
	return { meeting: id, at: `/reuniones/${id}` };
}

// Names in the padrón, each of them once there.
export async function names(walk, page, at) {
	await walk.open(page, `${at}/lista/sala`);
	const all = await page.locator('#f-people label.pick span').evaluateAll((list) => list.map((e) => e.textContent.replace(e.querySelector('b').textContent, '').trim()));
	return all.filter((name) => all.indexOf(name) === all.lastIndexOf(name));
}

export const rollStates = [
	['the list of a meeting: taken, guests, who represents whom, opened', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage();
		await page.goto(walk.net.links.distrito);
		await other.goto(walk.net.links.lider);
		const { meeting, at } = await begun(walk, page, 'Mesa con lista'), list = `${at}/lista`;
		const who = await names(walk, page, at);
		const step = async (below, values, what, to = below) => {
			await walk.open(page, `${list}/${below}`);
			await walk.see(page, what);
			status(await send(page, values, `${list}/${to.split('?')[0]}`), 200);
			await walk.see(page, `${what}: done`);
		};
		await step('regla', { second_after: '0', second_least: 'any' }, 'the rule of the quorum');
		await walk.open(page, `${list}/sala`);
		await page.locator('#f-people input').first().check();
		await send(page, {}, `${list}/sala`);
		await walk.see(page, 'taken in the room');
		await walk.open(page, list);
		await send(page, {}, `${list}/abrir`);
		await walk.see(page, 'the meeting is open');
		await step('tocar', {}, 'one by one');
		await walk.open(page, list);
		const one = await page.locator(`a[href^="${list}/persona/"]`).first().getAttribute('href');
		await walk.open(page, one);
		status(await send(page, { gone: 'pronto' }, one), 422);
		await walk.see(page, 'how she was: refused');
		await step(one.slice(list.length + 1), { arrived: '00:01' }, 'how she was');
		await step(one.slice(list.length + 1), {}, 'out of the list', 'quitar');
		await step('invitadas', { name: 'Doctora Paz', comes_from: 'Posta' }, 'guests');
		await step('invitadas', {}, 'a guest is taken out', 'invitadas/quitar');
		await step('representaciones', { absent: who[2], name: who[3] }, 'by a paper');
		await step('representaciones', {}, 'a paper taken back', 'representaciones/quitar');
		await walk.open(other, `${list}/representa`);
		await walk.see(other, 'who represents her');
		status(await send(other, { name: who[4] }, `${list}/representa`), 200);
		await walk.see(other, 'she is represented');
		await send(other, {}, `${list}/representa/quitar`);
		await walk.open(other, `/asistir?reunion=${meeting}`);
		await walk.see(other, 'she says that she is there');
		status(await send(other, {}, '/asistir'), 200);
		await walk.see(other, 'she is there');
		if (await other.locator('form[action="/asistir/salir"]').count())
			await send(other, {}, '/asistir/salir');
		await walk.open(page, `${list}/codigo`);
		await walk.see(page, 'the code of a meeting');
		await walk.filled(page, { meeting });
		await walk.filled(page, { meeting, person: one.split('/').pop() });
		for (const address of ['/asistir', '/asistir/salir'])
			await walk.open(other, address);
		await other.context().close();
	}],
];

// Forms that these states send, and the walk does not.
export const rollSent = ['/asistir', '/asistir/salir', ...['sala', 'tocar', 'persona/{person}', 'quitar', 'invitadas', 'invitadas/quitar', 'representaciones',
	'representaciones/quitar', 'representa', 'representa/quitar', 'abrir', 'regla'].map((p) => '/reuniones/{meeting}/lista/' + p)];
