// clock.js - when somebody acted: this phone's clock, corrected by the server's at the last contact.
import { meta, setMeta } from './store.js';

const MINUTE_MS = 60000, FAR_MS = 40 * 86400000;

// Of a page that came from the server just now.
export async function setClock(server) {
	const came = performance.getEntriesByType('navigation')[0];
	const then = performance.timeOrigin + (came ? came.responseStart : 0);
	await setMeta('clock', { offset: server - then, last: Date.now() });
}

// {at, doubt}: doubt when no server was met yet, or when the clock was moved since.
export async function when() {
	const clock = await meta('clock'), here = Date.now();
	const moved = here - performance.timeOrigin - performance.now();
	if (!clock)
		return { at: here, doubt: true };
	const back = here < clock.last - MINUTE_MS;
	const doubt = back || here > clock.last + FAR_MS || moved < -MINUTE_MS || moved > FAR_MS;
	if (!doubt)
		await setMeta('clock', { ...clock, last: here });
	return { at: Math.max(0, Math.round((back ? clock.last : here) + clock.offset)), doubt };
}
