// speak.js - "Escuchar": what is on the page, read aloud in its order by the phone's own voice.
//
// Headings, sentences, the labels of boxes with what is in them, tables as "so many rows" and then row by
// row. Hidden where the phone has no voice of the page's language.
import { icon, say } from './words.js';

const SKIP = 'script,style,template,svg,nav,audio,.capture img,[hidden],[aria-hidden=true],button.say-it';
const PIECE = 180;
let reading = 0;

const tidy = (text) => text.replace(/\s+/g, ' ').trim();

function labelOf(box) {
	const label = box.id && document.querySelector(`label[for="${box.id}"]`) || box.closest('label');
	return label ? tidy(label.textContent) : box.getAttribute('aria-label') || '';
}

// What a box says: its label and what is in it. Never a PIN.
async function boxSaid(box) {
	if (box.type === 'hidden' || box.classList.contains('pin') || box.type === 'submit')
		return '';
	const name = labelOf(box);
	if (box.type === 'radio' || box.type === 'checkbox')
		return box.checked ? `${name}: ${await say('speak_chosen')}` : name;
	const value = box.tagName === 'SELECT' ? (box.selectedOptions[0] || {}).textContent : box.value;
	return `${name}: ${tidy(value || '') || await say('speak_empty')}`;
}

async function tableSaid(table, out) {
	const heads = [...table.querySelectorAll('thead th')].map((e) => tidy(e.textContent));
	const rows = [...table.querySelectorAll('tr')].filter((r) => !r.closest('thead') && r.cells.length);
	const name = table.caption ? tidy(table.caption.textContent) + '. ' : '';
	out.push(name + await say('speak_table', { n: rows.length }));
	for (const row of rows) {
		const cells = [...row.cells].map((cell) => tidy(cell.textContent));
		out.push(cells.map((text, i) => heads[i] && i && heads[i] !== text ? `${heads[i]}: ${text}` : text).filter(Boolean).join(', '));
	}
}

const BLOCK = /^(H[1-6]|P|LI|DT|DD|LEGEND|FIGCAPTION|SUMMARY|BLOCKQUOTE|CAPTION)$/;
const HOLDS = 'p,li,table,input,select,textarea,h2,h3,form,fieldset,dl';

async function walk(e, out) {
	if (e.matches(SKIP) || e.tagName === 'DETAILS' && !e.open && !e.querySelector('summary'))
		return;
	if (e.tagName === 'TABLE')
		return tableSaid(e, out);
	if (/^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName))
		return out.push(await boxSaid(e));
	if (e.tagName === 'LABEL')
		return e.querySelector('input') && out.push(await boxSaid(e.querySelector('input')));
	if (e.tagName === 'DETAILS' && !e.open)
		return out.push(tidy(e.querySelector('summary').textContent));
	if (e.tagName === 'A' || e.tagName === 'BUTTON' || BLOCK.test(e.tagName) && !e.querySelector(HOLDS))
		return out.push(tidy(e.innerText || e.textContent));
	if (!e.children.length)
		return out.push(tidy(e.textContent));
	for (const child of e.childNodes)
		if (child.nodeType === 1)
			await walk(child, out);
		else if (child.nodeType === 3)
			out.push(tidy(child.data));
}

// The page as sentences, in order.
export async function pageSaid(main) {
	const out = [];
	await walk(main, out);
	return out.filter((text) => /[\p{L}\p{N}]/u.test(text));
}

// Long ones stop in some voices: cut at the end of a sentence or a word.
function pieces(text) {
	const out = [];
	while (text.length > PIECE) {
		const head = text.slice(0, PIECE), at = Math.max(head.lastIndexOf('. ') + 1, head.lastIndexOf(', ') + 1) || head.lastIndexOf(' ');
		out.push(text.slice(0, at > 0 ? at : PIECE).trim());
		text = text.slice(at > 0 ? at : PIECE).trim();
	}
	return text ? [...out, text] : out;
}

function voiceOf(lang) {
	const voices = speechSynthesis.getVoices().filter((v) => v.lang.toLowerCase().replace('_', '-').split('-')[0] === lang);
	return voices.find((v) => /-(pe|419|mx|us)$/i.test(v.lang.replace('_', '-'))) || voices[0];
}

function stop(button, word) {
	reading++;
	speechSynthesis.cancel();
	button.setAttribute('aria-pressed', 'false');
	button.replaceChildren(icon('oir'), word);
}

async function read(button, voice) {
	const mine = ++reading, words = [await say('speak'), await say('speak_stop')];
	button.setAttribute('aria-pressed', 'true');
	button.replaceChildren(icon('parar'), words[1]);
	const all = (await pageSaid(button.closest('main'))).flatMap(pieces);
	for (const text of all) {
		if (mine !== reading)
			return;
		await new Promise((done) => {
			const u = new SpeechSynthesisUtterance(text);
			Object.assign(u, { voice, lang: voice.lang, rate: 0.95, onend: done, onerror: done });
			speechSynthesis.speak(u);
		});
	}
	if (mine === reading)
		stop(button, words[0]);
}

export async function offerToRead() {
	const main = document.querySelector('main'), lang = document.documentElement.lang.split('-')[0];
	const voice = window.speechSynthesis && main && voiceOf(lang);
	if (!voice)
		return;
	const button = document.createElement('button'), word = await say('speak');
	// One already, or a person's own voice.
	if (main.querySelector('.say-it'))
		return;
	Object.assign(button, { type: 'button', className: 'quiet say-it' });
	button.append(icon('oir'), word);
	button.setAttribute('aria-pressed', 'false');
	button.onclick = () => button.getAttribute('aria-pressed') === 'true' ? stop(button, word) : read(button, voice);
	main.prepend(button);
}

if (window.speechSynthesis) {
	speechSynthesis.addEventListener && speechSynthesis.addEventListener('voiceschanged', () => offerToRead());
	addEventListener('pagehide', () => speechSynthesis.cancel());
}
