// leave.js - out at once, also without a network: keys forgotten, nothing to look at, the sealed outbox stays.
import { forget } from './keys.js';
import { meta } from './store.js';

const told = 'BroadcastChannel' in window && new BroadcastChannel('ayni');
const NAME = location.protocol === 'https:' ? '__Host-fuera' : 'fuera', DAY_S = 86400, CHANGE_MS = 4000;

// The server ends the session at the very next request that brings this cookie, whatever it asks for.
function markLeft(how) {
	document.cookie = `${NAME}=${how}; Path=/; SameSite=Lax; Max-Age=${30 * DAY_S}` +
		(location.protocol === 'https:' ? '; Secure' : '');
}

export const left = () => document.cookie.includes(NAME + '=1');

function blank(to) {
	document.documentElement.hidden = true;
	document.body && document.body.replaceChildren();
	location.replace(to);
}

export function leave(to) {
	markLeft(1);
	forget();
	told && told.postMessage('left');
	fetch('/salir', { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => {});
	blank(to);
}

// Somebody else takes the phone: the screen is empty before anything else, and the session ends as soon as it can.
async function change() {
	forget();
	told && told.postMessage('left');
	document.documentElement.hidden = true;
	document.body.replaceChildren();
	const stop = new AbortController();
	setTimeout(() => stop.abort(), CHANGE_MS);
	const ended = await fetch('/cambiar', { method: 'POST', redirect: 'manual', signal: stop.signal }).then(
		(r) => r.type === 'opaqueredirect' || r.ok, () => false);
	if (!ended)
		markLeft(2);
	location.replace(ended ? '/entrar' : '/fuera');
}

// She opened the phone by her PIN, and a session may be somebody else's: it ends.
export async function opens(person) {
	if (left() || await meta('in') !== person)
		markLeft(2);
}

addEventListener('submit', (e) => {
	const path = e.target.getAttribute('action');
	if (path === '/salir') {
		e.preventDefault();
		leave('/tiempo');
	} else if (path === '/cambiar') {
		e.preventDefault();
		change();
	} else if (path === '/cerrar') {
		forget();
		told && told.postMessage('left');
	}
}, true);

// Other tabs of this phone show nothing either.
if (told)
	told.addEventListener('message', (e) => e.data === 'left' && document.documentElement.dataset.who &&
		blank(left() ? '/tiempo' : '/entrar'));

// Whoever goes back after she left finds the harmless page.
addEventListener('pageshow', (e) => {
	const how = performance.getEntriesByType('navigation')[0];
	if (left() && (e.persisted || how && how.type === 'back_forward'))
		blank('/tiempo');
});
