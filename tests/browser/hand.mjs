// hand.mjs - somebody who has a keyboard alone, no script, 320 px and letters of 200 %: Tab until the thing has the focus, then
// type, Space or Enter. At each step what has the focus must be seen, and no page may scroll sideways.
import { check, chromium, expect, PIN } from './kit.mjs';

const TABS_MAX = 150;

// Runs in the page: what has the focus, and whether it can be seen.
function focused(selector) {
	const e = document.activeElement;
	if (!e || e === document.body)
		return { hit: false, told: 'nothing' };
	const box = e.getBoundingClientRect(), shown = e.closest('.pick') || e;
	const marked = [e, shown].some((x) => {
		const style = getComputedStyle(x);
		return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
	});
	return { hit: e.matches(selector), told: e.outerHTML.replace(/\s+/g, ' ').slice(0, 100), marked,
		within: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}

export class Hand {
	constructor(net, page) {
		Object.assign(this, { net, page, steps: 0 });
	}

	path() {
		return new URL(this.page.url()).pathname;
	}

	// Tab until `selector` has the focus; text: it must hold that too.
	async to(selector, text = '') {
		for (let i = 0; i < TABS_MAX; i++) {
			await this.page.keyboard.press('Tab');
			const at = await this.page.evaluate(focused, selector);
			if (at.told === 'nothing')
				continue; // behind the last, before the first
			this.steps++;
			expect(at.marked, `the focus is not marked on ${at.told}`);
			expect(at.within, `the focus is out of sight on ${at.told}`);
			if (at.hit && (!text || (await this.page.evaluate(() => document.activeElement.innerText)).includes(text)))
				return;
		}
		throw new Error(`Tab does not lead to ${selector} ${text} on ${this.path()}`);
	}

	async key(key) {
		await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.keyboard.press(key)]);
		await this.fits();
	}

	async go(selector, text) {
		await this.to(selector, text);
		await this.key('Enter');
	}

	// What the system shows for the box in focus; who sees nothing happen presses again.
	async choose() {
		for (let i = 0; ; i++) {
			const shown = this.page.waitForEvent('filechooser', { timeout: 5000 }).catch((e) => e);
			await this.page.keyboard.press('Space');
			const chooser = await shown;
			if (!(chooser instanceof Error))
				return chooser;
			if (i === 2)
				throw new Error(`${chooser.message} with the focus on ${(await this.page.evaluate(focused, 'input[type=file]')).told}`);
		}
	}

	async write(selector, text) {
		await this.to(selector);
		await this.page.keyboard.press('Control+A');
		await this.page.keyboard.type(text);
	}

	async fits() {
		const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		expect(wide <= 0, `${this.path()} scrolls sideways by ${wide} px`);
	}

	text(selector) {
		return this.page.locator(selector).first().innerText();
	}
}

export async function hand(browser, net, url) {
	const context = await chromium.visitor(browser, { script: false });
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
	await page.goto(url);
	const h = new Hand(net, page);
	await check('letters are twice as large', async () => {
		expect(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)) >= 32, 'they are not');
		await h.fits();
	});
	return h;
}

export async function pin(h) {
	await h.go('main button', 'soy yo');
	await h.write('[name=pin]', PIN);
	await h.write('[name=again]', PIN);
	await h.key('Enter');
	expect(h.path() === '/inicio', `at ${h.path()}`);
}
