// minutes.mjs - states of an acta: written, corrected, moved, taken out, its agreements, approved, amended; what one took on.
import { chromium, expect, limaToday, send } from './kit.mjs';
import { begun, names } from './roll.mjs';

const status = (answer, wanted) => expect(answer.status() === wanted, `${answer.status()} instead of ${wanted} at ${answer.url()}`);

export const minutesStates = [
	['an acta: written, corrected, approved, amended; what came of it', async (walk, page) => {
		const other = await (await chromium.visitor(walk.browser)).newPage();
		await page.goto(walk.net.links.distrito);
		await other.goto(walk.net.links.lider);
		const { meeting, at } = await begun(walk, page, 'Mesa con acta'), who = await names(walk, page, at), acta = `${at}/acta`;
		const step = async (below, wrong, right, what) => {
			await walk.open(page, `${at}/${below}`);
			await walk.see(page, what);
			if (wrong) {
				status(await send(page, wrong, `${at}/${below}`), 422);
				await walk.see(page, `${what}: refused`);
			}
			status(await send(page, right, `${at}/${below}`), 200);
			await walk.see(page, `${what}: done`);
		};
		await step('acta', { text: '' }, { text: 'Se leyó la lista.' }, 'an acta');
		await step('acta', null, { text: 'Se habló del gas.' }, 'an acta, more of it');
		await walk.open(page, acta);
		const minute = await page.locator(`a[href^="${acta}/"]`).first().getAttribute('href');
		await walk.filled(page, { meeting, minute: minute.split('/').pop() });
		await step(minute.slice(at.length + 1), null, { text: 'Se leyó la lista de ayer.' }, 'a paragraph');
		for (const below of ['mover', 'quitar']) {
			await walk.open(page, minute);
			await send(page, {}, `${minute}/${below}`);
			await walk.see(page, `a paragraph: ${below}`);
		}
		await step('secretarias', { who: 'Nadie' }, { who: who[0] }, 'who writes');
		await step('acuerdos/nuevo', { what: '' }, { what: 'Comprar el balón', who: who[1], by: limaToday() }, 'an agreement of a meeting');
		await walk.open(page, `${at}/acuerdos`);
		await walk.see(page, 'agreements of a meeting');
		await step('aprobar', { president: who[0], secretary: who[0] }, { president: who[0], secretary: who[1], page: '12' }, 'approval');
		await step('enmienda', { text: '' }, { text: 'Donde dice gas, debe decir leña.' }, 'an amendment');
		await walk.open(page, `${at}/para-reenviar`);
		await walk.see(page, 'a meeting in few words');
		await walk.open(page, `${at}/resumen.png`);
		await walk.open(page, `${at}/acta.pdf`);
		await walk.open(other, '/a-mi-cargo');
		await walk.see(other, 'what she took on');
		await other.context().close();
	}],
];

// Forms that these states send, and the walk does not.
export const minutesSent = ['acta', 'acta/{minute}', 'acta/{minute}/mover', 'acta/{minute}/quitar', 'secretarias', 'aprobar', 'enmienda',
	'acuerdos/nuevo'].map((p) => '/reuniones/{meeting}/' + p);
