// drafts.js - what she was typing when the tab died: encrypted on this phone, there again when the page is.
//
// Only on pages that are kept here, never a confidential box, and for two days at most.
import { decrypt, encrypt } from './keys.js';
import { pageAddress } from './kept.js';
import { meta, setMeta, store } from './store.js';
import { notice } from './words.js';

const SOON_MS = 700, DAYS_MS = 2 * 86400000;
const BOXES = 'input:not([type=hidden]):not([type=file]):not([data-seal]),textarea:not([data-seal]),select';
let timer = 0;

const form = () => document.querySelector('main form[data-outbox]');
const name = (keys) => `draft ${keys.person} ${pageAddress(location.href)}`;
const onOff = (box) => box.type === 'radio' || box.type === 'checkbox';
const typed = (box) => onOff(box) ? box.checked !== box.defaultChecked : box.tagName !== 'SELECT' && box.value !== box.defaultValue ||
	box.tagName === 'SELECT' && box.value && !box.selectedOptions[0].defaultSelected;

async function keep(keys, where) {
	const now = form(), boxes = now ? [...now.querySelectorAll(BOXES)].filter((b) => b.name && typed(b)) : [];
	if (boxes.length)
		await setMeta(where, { at: Date.now(), body: await encrypt(keys, JSON.stringify(
			boxes.map((b) => [b.name, onOff(b) ? b.value + (b.checked ? '+' : '-') : b.value]))) });
}

// From now on what is typed here is kept; `keys` says whose it is when it comes to it.
export function keepTyping(keysNow) {
	const soon = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			const keys = keysNow();
			if (keys)
				keep(keys, name(keys)).catch(() => {});
			else
				soon(); /* a slow phone is still at it */
		}, SOON_MS);
	};
	addEventListener('input', (e) => {
		const root = document.documentElement.dataset;
		if (e.target.closest('form') === form() && ('keep' in root || 'kept' in root))
			soon();
	});
}

// It was sent or stored: nothing of it is to come back.
export async function forgetTyping(keys) {
	clearTimeout(timer);
	await (await store()).delete('meta', name(keys)).catch(() => {});
}

export async function restoreTyping(keys) {
	const draft = await meta(name(keys)), here = form();
	const text = draft && Date.now() - draft.at < DAYS_MS && here && await decrypt(keys, draft.body);
	if (!text)
		return;
	for (const [box, value] of JSON.parse(text))
		for (const one of here.querySelectorAll(`[name="${CSS.escape(box)}"]`))
			if (!onOff(one))
				one.value = value;
			else if (one.value === value.slice(0, -1))
				one.checked = value.endsWith('+');
	await notice('care', 'draft');
}
