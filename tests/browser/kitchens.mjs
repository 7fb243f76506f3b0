// kitchens.mjs - states of pages about kitchens that links and nonsense do not lead to: one registered twice, joined and
// parted again; the municipality's word, given and taken back; a pot noted and taken back; food offered, asked for in
// turn, taken and given up.
import { chromium, expect, newcomer, PIN, send } from './kit.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);
const href = (page, selector) => page.locator(selector).first().getAttribute('href');
const path = (page) => new URL(page.url()).pathname;

// The first form to `action` that is open, sent as it stands; its page looked at.
async function press(walk, page, action, what, values = {}) {
	status(await send(page, values, action), 200);
	await walk.see(page, what);
}

// Makes the woman of a stall a member of the group, so that she may come in; operator: a page of an operator's.
async function member(operator, url, stall, group) {
	const ask = operator.context().request, all = await (await ask.get(url + '/api/v1/giver?limit=1000')).json();
	const { person } = all.rows.find((g) => g.name === stall);
	const answer = await ask.post(url + '/api/v1/changes', { data: [{ id: crypto.randomUUID(), action: 'membership.add', args: { person, group, role: 'member' } }] });
	const said = await answer.json();
	expect(said[0]?.status === 'accepted', JSON.stringify(said));
}

export const kitchenStates = [
	['a kitchen registered twice: joined, a pot not counted and counted again, parted', async (walk, page) => {
		const look = (what) => walk.see(page, what), twins = '/cocinas/dobles';
		await page.goto(walk.net.links.distrito);
		await walk.open(page, '/cocinas/unir?kitchen=SJM-014&into=SJM-013');
		await look('are they the same?');
		await press(walk, page, '/cocinas/unir', 'two kitchens joined');
		await walk.open(page, await href(page, 'a[href^="/cocinas/no-contar?kitchen=SJM-013"]'));
		await look('not counting a pot');
		await press(walk, page, '/cocinas/no-contar', 'a pot that does not count');
		await walk.open(page, await href(page, 'a[href^="/cocinas/contar?kitchen=SJM-013"]'));
		await look('counting a pot again');
		await press(walk, page, '/cocinas/contar', 'a pot that counts again');
		await walk.open(page, twins);
		await walk.open(page, await href(page, 'a[href^="/cocinas/separar"]'));
		await look('parting two kitchens');
		status(await send(page, { reason: '' }, '/cocinas/separar'), 422);
		await look('parting without a reason');
		await press(walk, page, '/cocinas/separar', 'two kitchens parted', { reason: 'son dos cocinas vecinas' });
		expect(path(page) === twins && !await page.locator('a[href^="/cocinas/separar"]').count(), 'they are still joined');
	}],
	["the municipality's word, given and taken back", async (walk, page) => {
		await page.goto(walk.net.links.operadora);
		await walk.open(page, '/cocina/SJM-002/constancia');
		await walk.see(page, 'a paper of the municipality');
		await press(walk, page, '/cocina/SJM-002/constancia', 'confirmed by the municipality', { note: 'Constancia 900-2026' });
		await walk.open(page, await href(page, 'a[href^="/cocina/SJM-002/retirar"][href*="level=municipality"]'));
		await walk.see(page, 'taking a confirmation back');
		status(await send(page, {}, '/cocina/SJM-002/retirar'), 422);
		await walk.see(page, 'taking it back without a reason');
		await press(walk, page, '/cocina/SJM-002/retirar', 'a confirmation taken back', { reason: 'era de otra cocina' });
	}],
	['a pot noted, and taken back', async (walk, page) => {
		await newcomer(walk.net, page, 'Saturnina', { group: 'SJM-009', role: 'leader' });
		await walk.open(page, '/hoy');
		if (!await page.locator('a[href^="/hoy/quitar"]').count()) /* late in the day somebody did */
			await press(walk, page, '/hoy', 'a pot noted', { served: '64' });
		await walk.open(page, await href(page, 'a[href^="/hoy/quitar"]'));
		await walk.see(page, 'taking a pot back');
		status(await send(page, {}, '/hoy/quitar'), 422);
		await walk.see(page, 'taking a pot back without a reason');
		await press(walk, page, '/hoy/quitar', 'a pot taken back', { reason: 'no hubo gas' });
		expect(!await page.locator('a[href^="/hoy/quitar"]').count(), 'the pot still stands');
	}],
	['food offered: by her who gives, asked for in turn, taken, given up', async (walk, page) => {
		const { net } = walk, open = async () => (await chromium.visitor(walk.browser, { serviceWorkers: 'block' })).newPage();
		const day = new Date(Date.now() + 2 * 86400e3).toISOString().slice(0, 10), [district, asked] = [await open(), await open()];
		await page.goto(net.links.operadora);
		await member(page, net.url, 'Puesto de verduras de Anita', 'RED-150133');
		await page.context().clearCookies();
		await page.goto(net.url + /\/i\/\S+/.exec(net.say('invite', '+51900000901'))[0]);
		await send(page, {}, path(page));
		await send(page, { pin: PIN, again: PIN }, '/clave');
		await walk.see(page, 'home of a woman who gives');
		await walk.open(page, '/ofrecer');
		status(await send(page, { what: 'papa' }, '/ofrecer'), 422);
		await walk.see(page, 'food without its weight');
		await press(walk, page, '/ofrecer', 'food offered', { what: 'yuca 21 kg', until: '6 pm', day });
		await district.goto(net.links.distrito);
		await walk.open(district, '/recuperar');
		const offer = await href(district, 'main a[href^="/recuperar/"]:has-text("yuca")');
		await walk.open(district, offer);
		await walk.see(district, 'whose turn it is');
		const [code] = /SJM-\d{3}/.exec(await district.locator('main table').innerText());
		await newcomer(net, asked, 'Eufemia', { group: code });
		await walk.open(asked, offer);
		await walk.see(asked, 'it is her turn');
		await press(walk, asked, offer, 'food taken', { say: 'yes' });
		await walk.open(asked, offer + '/dejar');
		await walk.see(asked, 'we cannot go after all');
		await press(walk, asked, offer + '/dejar', 'food given up');
		await walk.open(district, offer);
		await walk.see(district, 'it is offered on');
		for (const other of [district, asked])
			await other.context().close();
	}],
];

// Forms that these states send, and the walk does not.
export const kitchensSent = ['/hoy/quitar', '/cocinas/separar', '/cocinas/no-contar', '/cocinas/contar', '/recuperar/{offer}', '/ofrecer'];
