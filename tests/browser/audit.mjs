// audit.mjs - what is asked of every page in every state: axe-core finds nothing, it fits, can be hit
// with a thumb, has one heading and a title, and says its language.
//
//     const wrong = await audit(page);      [] when all is well, else one text a fault
//
// The page is looked at 320 px wide and 1280 px, in light and in dark, with letters twice as large, and at
// the width that twice the zoom leaves of a laptop. Contrast is asked at AAA (7:1) of text, AA of the rest; of a page made
// of what stood on pages before it, its colours were measured there.
import { axe, DESK, PHONE } from './kit.mjs';

const TARGET_PX = 44;
// 200 % zoom of 1280 px; a phone with letters of 200 % keeps its width.
const ZOOMED = { width: 640, height: 400 };

const CONTRAST = ['color-contrast', 'color-contrast-enhanced'];
const rules = (...more) => ({ resultTypes: ['violations'], rules: Object.fromEntries([['target-size', { enabled: true }], ...more]) });
const ALL = rules([CONTRAST[1], { enabled: true }]), PLAIN = rules([CONTRAST[0], { enabled: false }]);
const COLOURS = { resultTypes: ['violations'], runOnly: CONTRAST };

// Runs in the page: faults of layout, with letters as they are or 200 %. `how` names the view; `big`: also the size of targets,
// headings, title.
function layout({ how, big, target, letters }) {
	const wrong = [];
	document.documentElement.style.fontSize = letters;
	const say = (what, e) => wrong.push(`${how}: ${what}${e ? ' ' + e.outerHTML.replace(/\s+/g, ' ').slice(0, 110) : ''}`);
	const seen = (e) => {
		const box = e.getBoundingClientRect(), style = getComputedStyle(e);
		return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && !e.closest('[hidden]');
	};
	const scrolled = (e) => {
		for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
			if (/auto|scroll/.test(getComputedStyle(up).overflowX))
				return true;
		return false;
	};
	const limit = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > limit)
		say(`scrolls sideways (${document.documentElement.scrollWidth} px of ${limit})`,
			[...document.querySelectorAll('body *')].filter((e) => seen(e) && e.getBoundingClientRect().right > limit + 1 &&
				!scrolled(e)).pop());
	for (const e of document.querySelectorAll('body *')) {
		const style = getComputedStyle(e);
		// What may be cut: pictures, what scrolls, boxes of the browser's own, and words for screen readers alone.
		if (!seen(e) || /^(input|select|textarea)$/.test(e.localName) || !/hidden|clip/.test(style.overflowX + style.overflowY) || e.closest('svg') || e.offsetWidth < 3)
			continue;
		if (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2)
			say('is cut off', e);
	}
	if (!big)
		return wrong;
	// A box inside its label is hit by the label; a link within a sentence or a table may be smaller (WCAG 2.5.8).
	for (const e of document.querySelectorAll('button, a.btn, a.task, summary, nav a, header a, input, select, textarea, label.pick')) {
		if (!seen(e) || e.type === 'hidden' || e.closest('label.pick') !== null && e.localName !== 'label' || e.classList.contains('skip'))
			continue;
		const box = e.getBoundingClientRect();
		if (box.height < target - 0.5 || box.width < target - 0.5)
			say(`a target of ${Math.round(box.width)} × ${Math.round(box.height)} px`, e);
	}
	const heads = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(seen);
	if (heads.filter((h) => h.localName === 'h1').length !== 1)
		say('has not exactly one h1');
	heads.reduce((before, h) => {
		if (Number(h.localName[1]) > before + 1)
			say('a heading skips a level', h);
		return Number(h.localName[1]);
	}, 0);
	if (!document.title.trim())
		say('has no title');
	if (!/^[a-z]{2,3}(-|$)/.test(document.documentElement.lang))
		say('has no lang');
	for (const e of document.querySelectorAll('svg:not([aria-hidden=true])'))
		if (seen(e) && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.querySelector('title'))
			say('a picture without a name', e);
	// A browser that restores its tabs writes what stands in boxes, hidden ones too, to its folder.
	for (const e of document.querySelectorAll('form[method=post]'))
		if (e.autocomplete !== 'off')
			say('a form whose words the browser would keep', e);
	for (const e of document.querySelectorAll('[autofocus], [tabindex]'))
		if (e.tabIndex > 0)
			say('tabindex changes the order', e);
	return wrong;
}

// Runs in the page: axe-core there, from the text or as an earlier page of this visitor kept it (half a megabyte is dear to send).
function load(text) {
	const kept = (what) => { try { return what(window.localStorage); } catch { return null; } }; /* about:blank keeps none */
	const name = 'axe-core', source = text || kept((s) => s.getItem(name));
	if (!window.axe && source)
		(0, eval)(source);
	if (text)
		kept((s) => s.setItem(name, text));
	return !!window.axe;
}

async function axeRun(page, how, options) {
	if (!await page.evaluate(load, ''))
		await page.evaluate(load, axe);
	const found = await page.evaluate((o) => window.axe.run(document, o).then((r) => r.violations.map((v) =>
		`${v.id} (${v.nodes.length}): ${v.nodes[0].html.replace(/\s+/g, ' ').slice(0, 110)}` +
		(/contrast/.test(v.id) ? ' ' + v.nodes[0].any[0]?.data?.contrastRatio : ''))), options);
	return found.map((v) => `${how}: ${v}`);
}

// Every fault of the page that is open; it is left as it was found. Scripts must be on (CSP may forbid what it
// likes: nothing is added to the page but axe-core's own object). colours: its colours too, light and dark.
export async function audit(page, colours = true) {
	const wrong = [];
	const size = page.viewportSize();
	const look = async (how, big, letters = '') => wrong.push(...await page.evaluate(layout, { how, big, target: TARGET_PX, letters }));

	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(PHONE);
	await look('320 px', true);
	wrong.push(...await axeRun(page, '320 px light', colours ? ALL : PLAIN));
	if (colours) {
		await page.emulateMedia({ colorScheme: 'dark' });
		wrong.push(...await axeRun(page, '320 px dark', COLOURS));
	}
	await look('320 px, letters 200 %', false, '200%');
	await page.setViewportSize(DESK);
	await look('1280 px, letters 200 %', false, '200%');
	await look('1280 px', true);
	await page.setViewportSize(ZOOMED);
	await look('640 px', false);
	await page.emulateMedia({ colorScheme: 'light' }); /* the same page and rules for axe-core: once is enough */
	await page.setViewportSize(size);
	return [...new Set(wrong)];
}
