// browser.mjs - one journey in a real Chromium on a phone 320 px wide, with script and without.
//
// The public page, sign-in, a mistake on "Hoy" and its correction, the city's number growing, who
// has not reported, another language. Every page must have no axe-core violation and no sideways
// scroll; the bytes on the wire are the browser's own count, headers included.
// AYNI names the program (default build/ayni); CHROMIUM the browser. Pictures: build/screens/.
// AYNI_TEST_DB=postgres: the journey with script, on a database of the server that AYNI_TEST_PG names.
import { join } from 'node:path';
import { POSTGRES, SCREENS, axe, check, chromium, expect, failed, finish, need, network } from './browser/kit.mjs';

const PUBLIC_BYTES = 10000, LATER_BYTES = 4000;

// As Chromium reads it when it offers to keep Ayni on the home screen.
async function manifest(visitor) {
	const cdp = await visitor.context.newCDPSession(visitor.page);
	const { url, errors, data } = await cdp.send('Page.getAppManifest');
	await cdp.detach();
	return { url, data, errors: errors.map((e) => e.message).join('; ') };
}

// One visitor: a browser context of its own with what every page is asked.
class Visitor {
	constructor(name, net, script) {
		Object.assign(this, { name, net, script, bytes: 0, parts: [], wrong: [] });
	}

	// serviceWorkers: 'block' where bytes are counted: a page does not count what its worker asks for.
	async open(browser, serviceWorkers = 'allow') {
		this.context = await chromium.visitor(browser, { script: this.script, serviceWorkers });
		this.page = await this.context.newPage();
		this.page.on('pageerror', (e) => this.wrong.push(`script error: ${e.message}`));
		this.page.on('console', (m) => {
			if (m.type() === 'error' && !/status of 4\d\d/.test(m.text()))
				this.wrong.push(`console: ${m.text()}`);
		});
		const cdp = await this.context.newCDPSession(this.page);
		await cdp.send('Network.enable');
		const urls = new Map();
		cdp.on('Network.requestWillBeSent', (e) => {
			urls.set(e.requestId, e.request.url);
			if (e.redirectResponse)
				this.bytes += e.redirectResponse.encodedDataLength;
			if (!e.request.url.startsWith(this.net.url) && !/^(data|blob):/.test(e.request.url))
				this.wrong.push(`asks another server: ${e.request.url}`);
		});
		cdp.on('Network.loadingFinished', (e) => {
			this.bytes += e.encodedDataLength;
			this.parts.push(`${(urls.get(e.requestId) || '').replace(this.net.url, '').slice(0, 40)} ` +
				e.encodedDataLength);
		});
		return this;
	}

	// Load a page and wait until nothing more comes; the bytes it took.
	async visit(url) {
		this.bytes = 0;
		this.parts = [];
		await this.page.goto(url, { waitUntil: 'networkidle' });
		return this.bytes;
	}

	async press(selector) {
		const box = this.page.locator(selector).first();
		await Promise.all([this.page.waitForLoadState('load'), box.click()]);
		if (this.script) /* the form is sent by the page itself, which puts the answer in its place */
			await this.page.waitForFunction(() => !document.querySelector('form[aria-busy]'));
		await this.page.waitForLoadState('networkidle');
	}

	// What is asked of every page: a picture, no sideways scroll, no axe violation.
	async look(what) {
		const name = `${what}-${this.name}-${this.script ? 'script' : 'plain'}`;
		await this.page.screenshot({ path: join(SCREENS, name.replace(/[^\w-]+/g, '-') + '.png'),
			fullPage: true });
		await check(`${name}: no sideways scroll at 320 px`, async () => {
			const wide = await this.page.evaluate(() => {
				const limit = document.documentElement.clientWidth;
				const out = [...document.querySelectorAll('body *')].filter((e) =>
					e.getBoundingClientRect().right > limit + 1).slice(0, 3).map((e) => e.outerHTML.slice(0, 80));
				return { scroll: document.documentElement.scrollWidth, limit, out };
			});
			expect(wide.scroll <= wide.limit, `${wide.scroll} px wide: ${wide.out.join(' | ')}`);
		});
		await check(`${name}: axe-core finds nothing`, async () => {
			const page = this.script ? this.page : await this.copy();
			const found = await page.evaluate(axe + `;axe.run(document, {resultTypes: ['violations']})
				.then((r) => r.violations.map((v) => v.id + ' (' + v.nodes.length + '): ' +
				v.nodes[0].html.slice(0, 100)))`);
			expect(found.length === 0, found.join('; '));
		});
		await check(`${name}: nothing in the console, nobody else asked`, () =>
			expect(this.wrong.length === 0, this.wrong.splice(0).join('; ')));
	}

	// axe-core is a script itself: where scripts are off it looks at a copy of the page.
	async copy() {
		const html = (await this.page.content()).replace(/<script[\s\S]*?<\/script>/g, '');
		const context = this.copies ||= await chromium.visitor(this.context.browser(), { desk: true });
		const page = context.pages()[0] || await context.newPage();
		await page.setContent(html.replace('<head>', `<head><base href="${this.net.url}/">`),
			{ waitUntil: 'networkidle' });
		return page;
	}

	async close() {
		await this.context.close();
		await this.copies?.close();
	}

	text(selector) {
		return this.page.locator(selector).first().innerText();
	}
}

function number(text) {
	const digits = text.replace(/[^\d]/g, '');
	return digits ? Number(digits) : 0;
}

async function journey(browser, script) {
	const how = script ? 'with script' : 'without script';
	let net;
	if (!await check(`${how}: the server starts`, async () => { net = await network(); }))
		return;
	const visitor = (name) => new Visitor(name, net, script).open(browser);
	try {
		const anyone = await visitor('anyone');
		let before = 0;
		await check(`${how}: the public page weighs at most ${PUBLIC_BYTES} bytes at first`, async () => {
			const bytes = await anyone.visit(net.url + '/');
			before = number(await anyone.text('.nums dd'));
			console.log(`# ${how}: public page ${bytes} bytes: ${anyone.parts.join(', ')}`);
			expect(bytes > 1000 && bytes <= PUBLIC_BYTES, `${bytes} bytes: ${anyone.parts.join(', ')}`);
		});
		await anyone.look('public');

		const distrito = await visitor('distrito');
		let roster;
		await check(`${how}: the coordinator sees that SJM-001 has not reported`, async () => {
			await distrito.visit(net.links.distrito);
			await distrito.visit(net.url + '/inicio');
			await distrito.look('inicio');
			await distrito.press('a.task:has-text("avis")');
			roster = distrito.page.url();
			expect((await distrito.text('ul.list')).includes('SJM-001'), 'SJM-001 is not listed');
		});
		await distrito.look('roster');
		if (script)
			await check(`${how}: the manifest of the home is whole; one that is none is found out`, async () => {
				await distrito.visit(net.url + '/inicio');
				const { url, data, errors } = await manifest(distrito);
				expect(url && !errors && JSON.parse(data).icons.length === 2, `${url}: ${errors} ${data}`);
				await distrito.context.route('**/manifest.webmanifest', (r) => r.fulfill({ contentType: 'text/html', body: '<h1>' }));
				await distrito.visit(net.url + '/inicio');
				expect((await manifest(distrito)).errors, 'it was not');
				await distrito.context.unroute('**/manifest.webmanifest');
			});

		const lider = await visitor('lider');
		await lider.visit(net.url + '/');
		await check(`${how}: the link signs in`, async () => {
			await lider.visit(net.links.lider);
			expect(await lider.page.locator('form[action="/salir"]').count() === 1, 'not signed in');
		});
		await check(`${how}: "Hoy" weighs at most ${LATER_BYTES} bytes later`, async () => {
			const scales = await new Visitor('scales', net, script).open(browser, 'block');
			await scales.visit(net.links.lider);
			const bytes = await scales.visit(net.url + '/hoy');
			console.log(`# ${how}: hoy ${bytes} bytes: ${scales.parts.join(', ')}`);
			expect(bytes > 500 && bytes <= LATER_BYTES, `${bytes} bytes: ${scales.parts.join(', ')}`);
			await scales.close();
		});
		await lider.visit(net.url + '/hoy');
		await lider.look('hoy');
		await check(`${how}: a mistake is named beside its box and what was typed is kept`, async () => {
			await lider.page.fill('[name=served]', 'muchas');
			await lider.page.fill('[name=free]', '12');
			await lider.press('main form button:has-text("Guardar")');
			const served = lider.page.locator('[name=served]').first();
			expect(await served.inputValue() === 'muchas', 'what was typed is lost');
			expect(await lider.page.locator('[name=free]').first().inputValue() === '12', 'free is lost');
			expect(await served.getAttribute('aria-invalid') === 'true', 'the box is not marked');
			const error = lider.page.locator('#' + await served.getAttribute('aria-describedby'));
			expect((await error.innerText()).length > 5, 'no words beside the box');
			const [a, b] = [await served.boundingBox(), await error.boundingBox()];
			expect(Math.abs(a.y - b.y) < 120, 'the words are far from the box');
			expect(await lider.page.locator('#errores').count() === 1, 'nothing on top');
		});
		await lider.look('hoy-error');
		await check(`${how}: the corrected report is taken`, async () => {
			await lider.page.fill('[name=served]', '120');
			await lider.press('main form button:has-text("Guardar")');
			expect((await lider.text('[role=status]')).includes('120'), 'no word of success');
		});
		await lider.look('hoy-done');
		await check(`${how}: a repeated tap changes nothing`, async () => {
			await lider.page.reload({ waitUntil: 'networkidle' });
			expect(await lider.page.locator('[name=served]').first().inputValue() === '120', 'not 120');
		});
		await check(`${how}: the city's number grew by 120`, async () => {
			await anyone.visit(net.url + '/');
			const now = number(await anyone.text('.nums dd'));
			expect(now === before + 120, `${before} became ${now}`);
		});
		await check(`${how}: the kitchen's and the district's pages open`, async () => {
			await anyone.page.locator('table.by a').first().click();
			await anyone.page.waitForLoadState('networkidle');
			await anyone.look('district');
			await anyone.visit(net.url + '/cocina/SJM-001');
			expect((await anyone.text('.nums dd')).includes('120'), 'no 120');
			await anyone.look('kitchen');
		});
		await check(`${how}: the coordinator sees it`, async () => {
			await distrito.visit(roster);
			expect(!(await distrito.text('ul.list')).includes('SJM-001'), 'SJM-001 is still missing');
			expect((await distrito.text('main')).includes('120'), '120 is not there');
		});
		const operadora = await visitor('operadora');
		await check(`${how}: the operator sees how the machine stands, and nobody else does`, async () => {
			await operadora.visit(net.links.operadora);
			await operadora.visit(net.url + '/inicio');
			await operadora.press('main a[href="/area/red"]');
			await operadora.press('main a[href="/operacion"]');
			const main = await operadora.text('main');
			for (const what of ['Diario', 'Copia', 'Espacio', 'Reloj', 'ayni backup'])
				expect(main.includes(what), `nothing of ${what}`);
			await distrito.page.goto(net.url + '/operacion');
			expect(!(await distrito.text('main')).includes('Espacio'), 'the coordinator sees it too');
		});
		await operadora.look('operation');
		await operadora.close();
		await check(`${how}: another language, and it stays`, async () => {
			await anyone.visit(net.url + '/');
			await anyone.press('button[name=idioma][value=en]');
			await anyone.visit(net.url + '/');
			expect(await anyone.page.getAttribute('html', 'lang') === 'en', 'not English');
			await anyone.look('public-english');
		});
		await check(`${how}: leaving ends the session`, async () => {
			await lider.press('form[action="/salir"] button');
			const answer = await lider.page.goto(net.url + '/hoy');
			expect(await lider.page.locator('[name=served]').count() === 0,
				`"Hoy" still opens (${answer.status()})`);
		});
		for (const v of [anyone, distrito, lider])
			await v.close();
		await check(`${how}: the server ends cleanly`, async () =>
			expect(await net.stop() === 0, 'exit status'));
	} finally {
		await net.close();
	}
}

await need();
const browser = await chromium.browser();
try {
	await journey(browser, true);
	if (!POSTGRES)
		await journey(browser, false);
} catch (why) {
	failed('journey', why);
} finally {
	await browser.close();
}
finish();
