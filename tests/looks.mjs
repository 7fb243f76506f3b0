// looks.mjs - every page in every state stands every look (tests/browser/audit.mjs): axe-core finds nothing, it fits
// 320 px and twice the letters, in light and dark.
//
// The pages are those that `ayni schema access` declares, gone over as every role (tests/browser/walk.mjs) and in
// the states of tests/browser/states.mjs and kitchens.mjs; a declared page that nothing led to fails. A planted page must be caught.
import { agendaSent, agendaStates } from './browser/agenda.mjs';
import { audit } from './browser/audit.mjs';
import { decideSent, decideStates } from './browser/decide.mjs';
import { check, chromium, expect, failed, finish, need, network, ROLES } from './browser/kit.mjs';
import { kitchensSent, kitchenStates } from './browser/kitchens.mjs';
import { meetingsSent, meetingStates } from './browser/meetings.mjs';
import { minutesSent, minutesStates } from './browser/minutes.mjs';
import { rollSent, rollStates } from './browser/roll.mjs';
import { seriesSent, seriesStates } from './browser/series.mjs';
import { sentHere, states } from './browser/states.mjs';
import { voiceSent, voiceStates } from './browser/voice.mjs';
import { Walk } from './browser/walk.mjs';

const LANES = 3;
// --only WORDS: the states whose name has them, and nothing else; for whoever is at work on a page.
const only = process.argv[2] === '--only' ? process.argv[3] : '';

// One fault a line; each must be found under its name.
const PLANTED = {
	'image-alt': '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="60" height="60">',
	'button-name': '<button style="width:60px;height:60px"><svg width="20" height="20" aria-hidden="true"></svg></button>',
	'label': '<input style="height:60px;width:90px">',
	'color-contrast (': '<p style="color:#999;background:#fff">gris</p>',
	'color-contrast-enhanced': '<p style="color:#666;background:#fff">menos gris</p>',
	'scrolls sideways': '<p style="width:400px">ancha</p>',
	'is cut off': '<p style="height:10px;overflow:hidden">una línea que no cabe</p>',
	'a target of': '<button style="width:20px;height:20px;padding:0">x</button>',
	'skips a level': '<h4>salto</h4>',
	'not exactly one h1': '<h1>otro</h1>',
	'a picture without a name': '<svg width="50" height="50" role="img"><circle r="9"/></svg>',
	'words the browser would keep': '<form method="post" action="/x"><button style="width:60px;height:60px">Va</button></form>',
	'tabindex': '<a href="#x" tabindex="3">primero</a>',
};

async function planted(browser) {
	const page = await (await chromium.visitor(browser)).newPage();
	const html = (more, head = '<title>t</title>', lang = ' lang="es"') => `<!doctype html><html${lang}><head>${head}` +
		`<meta name="viewport" content="width=device-width,initial-scale=1"></head><body><main><h1>Página</h1>${more}</main></body></html>`;
	await check('a page without fault has none', async () => {
		await page.setContent(html('<p>Bien.</p>'));
		const wrong = await audit(page);
		expect(wrong.length === 0, wrong.join('; '));
	});
	await check(`${Object.keys(PLANTED).length + 3} planted faults are found`, async () => {
		const missed = [];
		const find = async (names, ...parts) => {
			await page.setContent(html(...parts));
			const wrong = await audit(page);
			missed.push(...names.filter((name) => !wrong.some((w) => w.includes(name))));
		};
		await find(Object.keys(PLANTED), Object.values(PLANTED).join('\n'));
		await find(['letters 200 %: scrolls'], '<p style="width:15rem">ancha con letras grandes</p>');
		await find(['has no title', 'has no lang'], '', '', '');
		expect(missed.length === 0, missed.join(', '));
	});
	await page.context().close();
}

async function state(walk, [name, run]) {
	const context = await chromium.visitor(walk.browser, { serviceWorkers: 'block' });
	try {
		await run(walk, await context.newPage());
	} catch (why) {
		failed(name, why);
	}
	await context.close();
}

await need();
const browser = await chromium.browser();
const net = await network();
const walk = new Walk(net, browser);
try {
	const all = [...states, ...kitchenStates, ...meetingStates, ...agendaStates, ...decideStates, ...rollStates, ...minutesStates, ...seriesStates, ...voiceStates];
	const jobs = only ? all.filter(([name]) => name.includes(only)).map((s) => () => state(walk, s)) : [...['whoever', 'lider', 'distrito', 'operadora', ...ROLES.filter((r) => !/lider|distrito|operadora/.test(r))].map((r) => () => walk.role(r, net.links[r]).catch((why) => failed(`the walk as ${r}`, why))),
		...all.map((s) => () => state(walk, s)), () => planted(browser)];
	await Promise.all(Array.from({ length: LANES }, async () => {
		for (let job; (job = jobs.shift());)
			await job();
	}));
	if (!only)
		await walk.tap();
	console.log(`# ${walk.count.asked} pages read, ${walk.count.opened} opened, ${walk.count.looked} looked at`);
	if (!only) {
		await walk.covered();
		await walk.declared();
		await walk.sentAll([...sentHere, ...kitchensSent, ...meetingsSent, ...agendaSent, ...decideSent, ...rollSent, ...minutesSent, ...seriesSent, ...voiceSent]);
	}
} catch (why) {
	failed('the walk', why);
} finally {
	await browser.close();
	await net.close();
}
finish();
