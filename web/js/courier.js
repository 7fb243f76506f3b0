// courier.js - the outbox handed over as a file, for somebody else's phone to carry and send.
//
// The file holds sealed items and encrypted pictures: who carries it cannot read it, and this phone goes on
// trying by itself, since a second time is harmless. Its form is told in doc/outbox.md, "the file of a courier".
import { changed } from './send.js';
import { hash, join, number, unhex, utf8 } from './seal.js';
import { durable, store } from './store.js';
import { notice } from './words.js';

const MAGIC = 'AYNIENV1', BOX = 1, FILE = 2, BYTES_MAX = 6e6, TYPE = 'application/octet-stream';

// What waits, hers and others': nobody who carries it can tell. {bytes, ids, left: how many did not fit}.
export async function pack(box) {
	const db = await store(), items = (await db.getAll('outbox')).filter((i) => i.box && i.state !== 'back')
		.sort((a, b) => a.at - b.at);
	const parts = [utf8(MAGIC), box], ids = [];
	let size = 0, left = 0;
	for (const item of items) {
		const files = await Promise.all((item.uploads || []).map((u) => db.get('files', u.id)));
		const own = [[BOX], number(item.box.length, 4), item.box];
		for (const file of files.filter(Boolean))
			own.push([FILE], number(16 + file.bytes.length, 4), unhex(file.id), file.bytes);
		const n = own.reduce((sum, part) => sum + part.length, 0);
		if (size + n > BYTES_MAX) {
			left++;
			continue;
		}
		size += n;
		parts.push(...own);
		ids.push(item.id);
	}
	const all = join(...parts);
	return { bytes: join(all, [0], number(16, 4), hash(all, null, 16)), ids, left };
}

async function handed(ids) {
	await durable(['outbox'], async (tx) => {
		for (const id of ids) {
			const item = await tx.store.get(id);
			if (item && item.box)
				await tx.store.put({ ...item, handed: Date.now() });
		}
	});
	changed();
}

function download(file) {
	const a = document.createElement('a');
	a.href = URL.createObjectURL(file);
	a.download = file.name;
	a.click();
	setTimeout(() => URL.revokeObjectURL(a.href), 60000);
}

async function hand(keys) {
	const { bytes, ids, left } = await pack(keys.box);
	if (!ids.length)
		return notice('care', 'courier_none');
	const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Lima' }).format(Date.now());
	const file = new File([bytes], `ayni-envios-${day}.ayni`, { type: TYPE });
	if (navigator.canShare && navigator.canShare({ files: [file] })) {
		const shared = await navigator.share({ files: [file] }).then(() => true, (e) => e.name !== 'AbortError' && null);
		if (shared === false)
			return null; /* she thought better of it */
		if (shared === null)
			download(file);
	} else {
		download(file);
	}
	await handed(ids);
	return notice('good', left ? 'courier_more' : 'courier_done', { n: ids.length, left });
}

// The button on /fuera.
export function offerCourier(keys) {
	const button = document.querySelector('[data-courier]');
	if (!button)
		return;
	button.hidden = false;
	button.onclick = () => hand(keys).catch((e) => notice('bad', 'broken', { why: e && e.name })).then((p) => p && p.focus());
}

