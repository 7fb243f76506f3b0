// link.mjs - the bad telephone link of bench/link.c before a network: what it is told stands there.
//
//     const road = await link(net);                  50 kbit/s, 600 ms, 5 % lost; options as the program's
//     road.url                                        the network through it
//     await road.say('off');                          no signal; 'hole', 'on', 'seed 7', 'count'
//     await road.close();
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { AYNI, ROOT } from './kit.mjs';

// Beside the program under test, else beside the other builds: it is the same proxy.
function program() {
	const folders = [process.env.AYNI_BUILD, dirname(AYNI), join(ROOT, 'build'), join(ROOT, 'build-asan')];
	const found = folders.filter(Boolean).map((f) => join(f, 'bench', 'link')).find(existsSync);
	if (!found)
		throw new Error('bench/link is not built');
	return found;
}

// Words that only make a quicker or slower link: { bits, 'round-trip-ms', 'lost-per-mille', seed, plan, listen }.
export async function link(net, options = {}) {
	const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const child = spawn(program(), ['--to', String(net.port), ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
	const waiting = [];
	const lines = createInterface({ input: child.stdout });
	const next = () => new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error('the link says nothing')), 20000);
		waiting.push((text) => { clearTimeout(late); resolve(text); });
	});
	lines.on('line', (text) => waiting.shift()?.(text));
	const ended = new Promise((done) => child.on('exit', done));
	const port = Number((await next()).split(' ')[1]);
	return {
		port, url: `http://127.0.0.1:${port}`,
		say(order) {
			const answer = next();
			child.stdin.write(order + '\n');
			return answer;
		},
		// { up, down, segments, lost, links }
		async count() {
			const [, up, down, segments, lost, links] = (await this.say('count')).split(' ').map(Number);
			return { up, down, segments, lost, links };
		},
		async close() {
			child.stdin.end();
			await ended;
		},
	};
}
