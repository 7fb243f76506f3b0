// decide.mjs - what a meeting decides: proposals opened, voted, objected, voted by base and in secret, hands counted, closed.
import { chromium, expect, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);

export const decideStates = [
	['proposals: opened, voted, objected, by base, in secret, hands, closed', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage(), asked = page.context().request, url = walk.net.url;
		const meeting = crypto.randomUUID(), soon = new Date(Date.now() + 4 * 86400e3).toISOString().slice(0, 10);
		await page.goto(walk.net.links.distrito);
		await other.goto(walk.net.links.lider);
		const said = await (await asked.post(url + '/api/v1/changes', { data: [{ id: meeting, action: 'meeting.plan',
			args: { group: 'RED-150133', day: soon, hour: '10:00', topic: 'Mesa que decide', anyway: 'Es una prueba' } }] })).json();
		expect(said[0]?.status === 'accepted', JSON.stringify(said));
		const list = `/reuniones/${meeting}/propuestas`, made = {};
		for (const [name, how, manner, voters] of [['open', 'majority', 'open', 'person'], ['secret', 'majority', 'secret', 'person'],
			['base', 'two_thirds', 'open', 'base'], ['consent', 'consent', 'open', 'person']]) {
			const id = made[name] = crypto.randomUUID();
			if (name === 'open')
				continue;
			await asked.post(url + '/api/v1/changes', { data: [{ id, action: 'proposal.open', args: { meeting, text: `Que se apruebe ${name}`, how, manner, voters } }] });
		}
		await walk.open(page, list + '/nueva');
		status(await send(page, { text: '' }, list + '/nueva'), 422);
		await walk.see(page, 'a proposal without words');
		await send(page, { text: 'Comprar juntas el arroz' }, list + '/nueva');
		await walk.see(page, 'proposals of a meeting');
		const open = new URL(await page.locator(`a[href^="${list}/"]:not([href$=nueva])`).last().getAttribute('href'), url).pathname;
		await walk.open(other, open);
		await walk.see(other, 'a proposal to vote on');
		await send(other, {}, open);
		await walk.see(other, 'a vote that was given');
		for (const [name, below, values] of [['secret', 'secreto', {}], ['base', 'base', { asked_on: new Date(Date.now() - 2 * 86400e3).toISOString().slice(0, 10),
			asked: '15', proof: 'En asamblea, a mano alzada' }], ['consent', 'objecion', { reason: 'No alcanza el dinero' }], ['consent', 'retirar', {}]]) {
			const one = `${list}/${made[name]}`;
			await walk.open(other, `${one}/${below}`);
			await walk.see(other, `${name}: ${below}`);
			if (name === 'base')
				await other.locator('input[name=choice][value=yes]').check();
			await send(other, values, `${one}/${below}`);
			await walk.see(other, `${name}: ${below}, done`);
		}
		await walk.open(page, open + '/manos');
		await walk.see(page, 'counting hands');
		await send(page, { yes: '6', no: '2', abstain: '1' }, open + '/manos');
		await walk.see(page, 'hands counted');
		await walk.open(page, open + '/cerrar');
		await walk.see(page, 'closing a vote');
		await send(page, {}, open + '/cerrar');
		await walk.see(page, 'what came of a vote');
		await walk.filled(page, { meeting, proposal: new URL(open, url).pathname.split('/').pop() });
		await other.context().close();
	}],
];
const at = '/reuniones/{meeting}/propuestas/';
export const decideSent = ['nueva', '{proposal}', ...['secreto', 'base', 'objecion', 'retirar', 'manos', 'cerrar'].map((p) => '{proposal}/' + p)].map((p) => at + p);
