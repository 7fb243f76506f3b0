// pages.mjs - how long pages take and what they weigh in a real Chromium on a bad telephone link.
//
//     node bench/pages.mjs [--loads 20] [--lanes 4] [--json FILE] [--build build] [--to PORT --session LINK]
//
// Without --to it serves a small sample network of its own.
//
// The link is bench/link.c: 50 kbit/s each way, 600 ms round trip, 5 % of segments lost. A load is:
//   first     a browser that knows nothing opens the public page
//   hoy       a browser with her session and nothing else opens "Hoy"
//   again     the same browser opens it once more, over new connections: files are in its store, pages never are
//   public again   the same for the public page
// "Readable" is the later of first contentful paint and the end of parsing: the page whole, with its style.
// "Ready for typing" is the same and the box takes what is typed. Bytes are the browser's own count, heads
// included. Losses of load N are those of seed N. Medians are printed; a table, or JSON for bench/run.py.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: o } = parseArgs({ options: { loads: { type: 'string', default: '20' }, lanes: { type: 'string', default: '4' },
	json: { type: 'string' }, build: { type: 'string' }, to: { type: 'string' }, session: { type: 'string' } } });
if (o.build) {
	process.env.AYNI = join(o.build, 'ayni');
	process.env.AYNI_BUILD = o.build;
}
const { chromium, expect, need, network } = await import('../tests/browser/kit.mjs');
const { link } = await import('../tests/browser/link.mjs');

const LOAD_MS = 120000; // the longest a load may take before the bench gives up
const PEERS = [[936 * 1024, 21], [302 * 1024, 20], [33 * 1024, 3]];

// What one page load takes: milliseconds, bytes, requests; only until it is readable, and in all.
async function load(page, url, box) {
	const cdp = await page.context().newCDPSession(page);
	const got = { bytes: 0, requests: 0, parts: [] };
	const urls = new Map();
	await cdp.send('Network.enable');
	cdp.on('Network.requestWillBeSent', (e) => urls.set(e.requestId, e.request.url));
	cdp.on('Network.loadingFinished', (e) => {
		if (e.encodedDataLength) { // what the browser had costs nothing
			got.bytes += e.encodedDataLength;
			got.requests++;
			got.parts.push(`${new URL(urls.get(e.requestId)).pathname} ${e.encodedDataLength}`);
		}
	});
	await page.goto(url, { waitUntil: 'networkidle', timeout: LOAD_MS });
	got.ms = await page.evaluate(() => {
		const [nav] = performance.getEntriesByType('navigation');
		const paint = performance.getEntriesByName('first-contentful-paint')[0];
		return paint ? Math.max(nav.domInteractive, paint.startTime) : NaN;
	});
	expect(got.ms > 0, `${url} was never painted`);
	if (box) {
		await page.fill(box, '7');
		expect(await page.inputValue(box) === '7', `${box} does not take what is typed`);
	}
	await cdp.detach();
	return got;
}

// The cookies of a session, taken on a quick road.
async function cookies(browser, net) {
	const context = await chromium.visitor(browser, { script: false });
	const page = await context.newPage();
	await page.goto(net.links.lider);
	const state = await context.cookies();
	await context.close();
	return state;
}

async function round(browser, road, seed, session) {
	const got = {};
	for (const [name, path, box] of [['first', '/', null], ['hoy', '/hoy', '[name=served]']]) {
		const context = await chromium.visitor(browser);
		if (box)
			await context.addCookies(session);
		await road.say('off'); // no connection is left from before
		await road.say('on');
		await road.say(`seed ${seed}`);
		got[name] = await load(await context.newPage(), road.url + path, box);
		await road.say('off');
		await road.say('on');
		await road.say(`seed ${seed + 1000}`);
		got[name === 'first' ? 'public again' : 'again'] = await load(await context.newPage(), road.url + path, box);
		await context.close();
	}
	return got;
}

function median(list) {
	const sorted = [...list].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

await need();
const net = o.to ? { port: Number(o.to), links: { lider: o.session }, close() {} } : await network();
const browser = await chromium.browser();
const all = [];
try {
	const session = await cookies(browser, net);
	const seeds = Array.from({ length: Number(o.loads) }, (_, i) => i + 1);
	await Promise.all(Array.from({ length: Number(o.lanes) }, async () => {
		const road = await link(net);
		for (let seed; (seed = seeds.shift());)
			all.push(await round(browser, road, seed, session));
		await road.close();
	}));
} finally {
	await browser.close();
	await net.close();
}

const result = {};
for (const name of ['first', 'public again', 'hoy', 'again']) {
	const loads = all.map((r) => r[name]);
	result[name] = { ms: median(loads.map((l) => l.ms)), worst_ms: Math.max(...loads.map((l) => l.ms)),
		bytes: median(loads.map((l) => l.bytes)), requests: median(loads.map((l) => l.requests)),
		parts: loads[0].parts };
	console.log(`${name.padEnd(14)} ${(result[name].ms / 1000).toFixed(2)} s (worst of ${loads.length}: ` +
		`${(result[name].worst_ms / 1000).toFixed(2)} s), ${result[name].bytes} bytes in ${result[name].requests} requests` +
		` (${result[name].parts.join(', ')})`);
}
console.log(`peers' first pages: ${PEERS.map(([bytes, n]) => `${bytes} bytes in ${n} requests`).join('; ')}`);
if (o.json)
	writeFileSync(o.json, JSON.stringify(result));
