// people.js - several people on one phone: who they are and their pictures, also without a network.
//
// The list rests encrypted under the secret of this phone. Who is not on it any more is forgotten.
import { forgetPerson } from './forget.js';
import { openHere, people, sealHere } from './keys.js';
import { heed } from './send.js';
import { meta, setMeta } from './store.js';

const LIST = 'people', SVG = 'http://www.w3.org/2000/svg';

// [[id, name, icon, fill]] as the network said last; empty when it never did.
export async function roster() {
	const kept = await meta(LIST), text = kept && await openHere(kept);
	return text ? JSON.parse(text) : [];
}

// Asked when somebody is in: whoever left this phone, or was taken off it, leaves nothing here.
export async function refreshPeople() {
	const answer = await fetch('/personas', { cache: 'no-store' }).catch(() => null);
	answer && heed(answer);
	if (!answer || !answer.ok || answer.redirected)
		return;
	const list = await answer.json().catch(() => null);
	if (!Array.isArray(list))
		return;
	await setMeta(LIST, await sealHere(JSON.stringify(list)));
	for (const { person } of await people())
		if (list.length && !list.some((one) => one[0] === person))
			await forgetPerson(person);
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
