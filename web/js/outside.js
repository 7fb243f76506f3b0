// outside.js - the page /fuera: "Mis envíos", and what is shown in place of any page when there is no network.
import { offerCourier } from './courier.js';
import { keysOf, people, unlock } from './keys.js';
import { pageKept, pagesKept, restore } from './kept.js';
import { left, leave, opens } from './leave.js';
import { sendAll } from './send.js';
import { face, whoIsHere } from './people.js';
import { list } from './status.js';
import { say } from './words.js';

const part = (name) => document.querySelector(`[data-part="${name}"]`);

function only(...names) {
	for (const e of document.querySelectorAll('[data-part]'))
		e.hidden = !names.includes(e.dataset.part);
}

async function fillPeople(into, person) {
	const all = await whoIsHere(), labels = [], faces = document.createElement('div');
	for (const one of all) {
		const label = document.createElement('label'), box = document.createElement('input');
		Object.assign(box, { type: 'radio', name: 'person', value: one.person, required: true,
			checked: all.length === 1 || one.person === person });
		label.className = 'pick';
		label.append(box, face(one.icon, one.fill), ' ' + (one.name || await say('somebody')));
		labels.push(label);
	}
	faces.className = 'faces';
	faces.append(...labels);
	into.replaceChildren(into.firstElementChild, faces);
	return all.length;
}

// Handle a PIN form until it opens; keys.
function opened(form) {
	return new Promise((done) => {
		form.onsubmit = async (e) => {
			e.preventDefault();
			e.stopPropagation();
			const box = form.elements.pin, person = new FormData(form).get('person'), error = form.querySelector('.err');
			const r = person ? await unlock(person, box.value.trim()) : { who: true };
			box.value = '';
			error.hidden = false;
			error.textContent = r.keys ? '' : r.wait ? await say('pin_wait', { n: Math.ceil(r.wait / 60) }) :
				await say(r.who ? 'pin_who' : 'pin_wrong');
			if (r.keys)
				opens(person).then(() => done(r.keys));
		};
	});
}

// Her PIN, asked for where she stands; null when this phone has none of hers.
export async function askPin(person) {
	if (!(await people()).some((p) => p.person === person))
		return null;
	const form = document.createElement('form'), dialog = document.createElement('dialog');
	form.innerHTML = '<p><b></b></p><p class="err" hidden></p><input type="hidden" name="person"><label><input class="pin" name="pin" inputmode="numeric" maxlength="6" autocomplete="off"></label><p class="row"><button></button> <button type="button" class="quiet"></button></p>';
	form.querySelector('b').textContent = await say('pin_ask');
	form.elements.person.value = person;
	const [go, no] = form.querySelectorAll('button');
	go.textContent = await say('pin_go');
	no.textContent = await say('pin_no');
	dialog.append(form);
	document.body.append(dialog);
	dialog.showModal ? dialog.showModal() : dialog.setAttribute('open', '');
	const keys = await Promise.race([opened(form), new Promise((done) => {
		no.onclick = () => done(null);
		dialog.oncancel = () => done(null);
	})]);
	dialog.remove();
	return keys;
}

async function showPages(keys) {
	const into = part('pages').querySelector('ul'), rows = [];
	for (const page of await pagesKept(keys)) {
		const li = document.createElement('li'), a = li.appendChild(document.createElement('a'));
		a.href = page.url;
		a.textContent = page.title.split(' · ')[0];
		rows.push(li);
	}
	part('pages').hidden = !rows.length;
	into.replaceChildren(...rows);
}

// Open to her: the page she wanted, or what she sent.
async function inside(keys, began) {
	const wanted = location.pathname !== '/fuera' && await pageKept(keys, location.href);
	if (wanted) {
		restore(wanted.html, location.href);
		document.documentElement.dataset.at = wanted.at;
		return began(keys);
	}
	only('list', 'change', location.pathname === '/fuera' ? 'about' : 'nopage');
	const door = document.querySelector('.top .btn'), exit = part('exit').firstElementChild;
	door && exit && door.replaceWith(exit);
	await list(keys, part('list').querySelector('ul'));
	offerCourier(keys);
	await showPages(keys);
	return began(keys);
}

// `began`: what every page does once its keys are there.
export async function outside(began) {
	if (left() && location.pathname !== '/fuera')
		return location.replace('/tiempo');
	part('exit').querySelector('form').onsubmit = (e) => {
		e.preventDefault();
		leave('/tiempo');
	};
	part('list').querySelector('button').onclick = () => sendAll(true);
	part('again').querySelectorAll('a').forEach((a) => { a.href = location.href; });
	const keys = await keysOf();
	if (keys)
		return inside(keys, began);
	const form = part('lock').querySelector('form'), n = await fillPeople(form.querySelector('fieldset'));
	only(n ? 'lock' : 'nobody', location.pathname === '/fuera' && navigator.onLine ? 'about' : 'again');
	if (n)
		return inside(await opened(form), began);
}
