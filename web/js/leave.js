// leave.js - out at once, also without a network: keys forgotten, nothing to look at, the sealed outbox stays.
import { forget } from './keys.js';

const told = 'BroadcastChannel' in window && new BroadcastChannel('ayni');
const NAME = location.protocol === 'https:' ? '__Host-fuera' : 'fuera', DAY_S = 86400;

// The server ends the session at the very next request that brings this cookie, whatever it asks for.
function markLeft() {
	document.cookie = `${NAME}=1; Path=/; SameSite=Lax; Max-Age=${30 * DAY_S}` +
		(location.protocol === 'https:' ? '; Secure' : '');
}

export const left = () => document.cookie.includes(NAME + '=1');

function blank(to) {
	document.documentElement.hidden = true;
	document.body && document.body.replaceChildren();
	location.replace(to);
}

export function leave(to) {
	markLeft();
	forget();
	told && told.postMessage('left');
	fetch('/salir', { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => {});
	blank(to);
}

addEventListener('submit', (e) => {
	const path = e.target.getAttribute('action');
	if (path === '/salir') {
		e.preventDefault();
		leave('/tiempo');
	} else if (path === '/cerrar' || path === '/cambiar') {
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
