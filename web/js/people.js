// people.js - several people on one phone: who they are and their pictures, also without a network.
//
// The list rests encrypted under the secret of this phone. Who is not on it any more is forgotten.
import { forgetPerson } from './forget.js';
import { openHere, people, sealHere } from './keys.js';
import { heed } from './send.js';
import { meta, setMeta } from './store.js';

const LIST = 'people', DAY_MS = 86400000, SVG = 'http://www.w3.org/2000/svg';

// [[id, name, icon, fill]] as the network said last; empty when it never did.
export async function roster() {
	const kept = await meta(LIST), text = kept && await openHere(kept);
	return text ? JSON.parse(text) : [];
}

// Whoever left this phone, or was taken off it, leaves nothing here.
async function learn(list) {
	await setMeta(LIST, await sealHere(JSON.stringify(list)));
	await setMeta(LIST + ' at', Date.now());
	for (const { person } of await people())
		if (list.length && !list.some((one) => one[0] === person))
			await forgetPerson(person);
}

// On /entrar the page itself says it; else it is asked for once a day, or when somebody is new, or her picture.
export async function knowPeople(who) {
	const boxes = [...document.querySelectorAll('form[action="/entrar"] input[name=person]')];
	if (boxes.length)
		return learn(boxes.map((box) => [box.value, box.parentNode.textContent.trim(),
			box.parentNode.querySelector('use').getAttribute('href').split('#')[1],
			box.parentNode.querySelector('circle').getAttribute('fill')]));
	const at = await meta(LIST + ' at');
	if (!who || Date.now() - at < DAY_MS && location.pathname !== '/cuenta' && (await roster()).some((one) => one[0] === who))
		return;
	const answer = await fetch('/personas', { cache: 'no-store' }).catch(() => null);
	answer && heed(answer);
	const list = answer && answer.ok && !answer.redirected && await answer.json().catch(() => null);
	if (Array.isArray(list))
		await learn(list);
}

export function face(icon, fill) {
	const svg = document.createElementNS(SVG, 'svg'), circle = svg.appendChild(document.createElementNS(SVG, 'circle'));
	const use = svg.appendChild(document.createElementNS(SVG, 'use')), there = document.querySelector('use[href*="#"]');
	const sprite = there ? there.getAttribute('href').split('#')[0] : '';
	const set = (e, names) => Object.entries(names).forEach(([name, value]) => e.setAttribute(name, value));
	set(svg, { class: 'i face', viewBox: '0 0 48 48', 'aria-hidden': 'true' });
	set(circle, { cx: 24, cy: 24, r: 24, fill, stroke: 'none' });
	set(use, { href: sprite + '#' + icon, x: 9, y: 9, width: 30, height: 30, stroke: '#fff' });
	return svg;
}

// Who can open this phone now, with the picture of each: [{person, name, icon, fill}].
export async function whoIsHere() {
	const all = await people(), list = await roster();
	return all.map(({ person, name }) => {
		const [, said, icon, fill] = list.find((one) => one[0] === person) || [];
		return { person, name: said || name, icon: icon || 'persona', fill: fill || '#594433' };
	});
}
