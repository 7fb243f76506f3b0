// radio.mjs - 200 listeners of one meeting's radio while one speaks in Chromium: processor, memory, how late the last one hears.
//
//     AYNI=build/ayni node bench/radio.mjs [LISTENERS] [SECONDS]
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { chromium, limaToday, need, network, send, until } from '../tests/browser/kit.mjs';

const many = Number(process.argv[2]) || 200, seconds = Number(process.argv[3]) || 20;
need();
const net = await network();
const browser = await chromium.browser('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
const open = async (role) => {
	const page = await (await chromium.visitor(browser, { permissions: ['microphone'] })).newPage();
	await page.goto(net.links[role]);
	return page;
};
const chair = await open('distrito'), speaker = await open('lider');
await chair.goto(`${net.url}/reuniones/nueva`);
await send(chair, { group: 'RED-150133', day: limaToday(), hour: '23:59', topic: 'Radio' }, '/reuniones/nueva');
await chair.getByRole('link', { name: 'Radio', exact: true }).first().click();
const meeting = new URL(chair.url()).pathname;
await speaker.goto(`${net.url}${meeting}/radio`);
await speaker.click('#queue button:has-text("Pedir la palabra")');
await chair.goto(`${net.url}${meeting}/palabra`);
await until('the hand', async () => { await chair.reload(); return chair.locator('button:has-text("Dar la palabra")').count(); });
await chair.locator('button:has-text("Dar la palabra")').first().click();

const stat = () => {
	const f = readFileSync(`/proc/${net.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
	return (Number(f[11]) + Number(f[12])) * 10;
};
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${net.child.pid}/status`, 'utf8'))[1]);
const cookie = (await speaker.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
const before = memory(), agent = new Agent({ maxSockets: Infinity });
const at = []; // of each cluster, when each listener had it
let bytes = 0, first = 0;
const lines = [];
for (let i = 0; i < many; i++)
	lines.push(new Promise((go) => {
		get(`${net.url}/sonido/${meeting.split('/').pop()}`, { agent, headers: { cookie } }, (answer) => {
			let n = 0, rest = Buffer.alloc(0);
			answer.on('data', (d) => {
				bytes += d.length;
				for (rest = Buffer.concat([rest, d]); rest.length >= 3 && rest.length >= 3 + rest.readUInt16BE(1); rest = rest.subarray(3 + rest.readUInt16BE(1)))
					if (rest[0] === 67)
						(at[n++] ||= []).push(Date.now());
			});
			answer.on('error', () => {});
			first++;
			go(answer);
		});
	}));
const answers = await Promise.all(lines);
const quiet = bytes;
await until('she may speak', () => speaker.locator('#speak').isVisible());
await speaker.click('#talk');
await until('sound', () => at.length > 2 && at[2].length === many, 30000);
const from = stat(), begun = Date.now(), had = bytes;
await speaker.waitForTimeout(seconds * 1000);
const took = (Date.now() - begun) / 1000, whole = at.filter((a) => a.length === many);
const late = whole.map((a) => Math.max(...a) - Math.min(...a)).sort((a, b) => a - b);
const each = whole.flatMap((a) => a.map((t) => t - Math.min(...a))).sort((a, b) => a - b);
console.log(`listeners ${many}, clusters ${whole.length}, beats while nobody spoke ${quiet / many} bytes each`);
console.log(`bytes an hour and listener ${Math.round((bytes - had) / many / took * 3600)}`);
console.log(`processor ${((stat() - from) / took / 10).toFixed(1)} % of one; memory ${before} -> ${memory()} kB`);
console.log(`from the first listener to the last: median ${late[late.length >> 1]} ms, 99 of 100 chunks within ${each[Math.floor(each.length * 0.99)]} ms, worst ${late[late.length - 1]} ms`);
answers.forEach((a) => a.destroy());
await browser.close();
await net.close();
