// status.js - how it stands with what she sent: the badge on every page, and the list "Mis envíos".
import { decrypt } from './keys.js';
import { store } from './store.js';
import { hour, icon, say } from './words.js';

const SHOWN = 30, DAY_MS = 86400000, NEARLY = 0.8;
const ICON = { phone: 'guardado', sent: 'enviado', seen: 'visto', back: 'devuelto' };

// Hers, newest first; what the network has seen is shown for three days.
export async function itemsOf(person) {
	const all = (await (await store()).getAll('outbox')).filter((i) => i.person === person);
	return all.filter((i) => i.state !== 'seen' || Date.now() - i.done < 3 * DAY_MS).sort((a, b) => b.at - a.at);
}

export async function chip(state, n) {
	const span = document.createElement('span');
	span.className = 'state ' + state;
	span.append(icon(ICON[state]), (n ? n + ' ' : '') + await say(n > 1 ? state + '_many' : state));
	return span;
}

export async function badge(person) {
	const count = { back: 0, phone: 0, sent: 0, seen: 0 }, items = person ? await itemsOf(person) : [];
	for (const item of items)
		count[item.state]++;
	let a = document.getElementById('envios');
	if (!items.length || !document.querySelector('header')) {
		a && a.remove();
		return;
	}
	const chips = [];
	for (const state of Object.keys(count))
		if (count[state] && (state !== 'seen' || !chips.length))
			chips.push(await chip(state, count[state]));
	a = document.getElementById('envios');
	if (!a) {
		a = document.createElement('a');
		a.id = 'envios';
		a.href = '/fuera';
		document.querySelector('header').append(a);
	}
	a.replaceChildren(...chips);
}

async function row(keys, item) {
	const li = document.createElement('li'), b = li.appendChild(document.createElement('b'));
	const [label, sms] = (await decrypt(keys, item.label) || await say('mine_one')).split('\n');
	b.textContent = label;
	const small = li.appendChild(document.createElement('small'));
	small.textContent = ' ' + hour(item.at);
	const handed = item.handed && item.state === 'phone';
	li.append(document.createElement('br'), await chip(handed ? 'sent' : item.state));
	const todo = item.word ? 'word_' + item.word : handed ? 'todo_handed' : item.state === 'back' ? 'todo_back' : item.state === 'sent' ? 'todo_sent' :
		item.state === 'phone' ? 'todo_phone' : '';
	const p = todo && li.appendChild(document.createElement('p'));
	if (p) {
		p.className = 'soft';
		p.textContent = await say(todo) || await say('word_other', { word: item.word });
	}
	const link = item.state === 'back' ? '/pendientes' : item.state === 'phone' && sms;
	if (link) {
		const a = p.appendChild(document.createElement('a'));
		a.href = link;
		a.textContent = ' ' + await say(link === sms ? 'by_sms' : 'see_back');
	}
	return li;
}

export async function list(keys, into) {
	const items = (await itemsOf(keys.person)).slice(0, SHOWN), rows = [];
	for (const item of items)
		rows.push(await row(keys, item));
	if (!rows.length) {
		const li = document.createElement('li');
		li.textContent = await say('none');
		rows.push(li);
	}
	into.replaceChildren(...rows);
}

// How full the phone is, said in time: true when it is nearly.
export async function nearlyFull() {
	const room = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : null;
	return !!room && room.quota > 0 && room.usage / room.quota > NEARLY;
}
