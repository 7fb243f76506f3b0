// rest.mjs - what rests in a browser's profile folder: every file searched for words that must not be there.
//
//     const found = search(folder, ['kq7zv3x9wj', …]);      ['word in Default/Cache/… (gzip)', …]
//
// A word is looked for as UTF-8, as UTF-16 and as base64 at its three shifts; in the files as they are and in every
// gzip and zlib stream within them, as the browser's store keeps answers the way they came. Words should be random:
// stores that compress (snappy, in LevelDB) leave what does not repeat as it is.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';

const STREAM_MAX = 8 * 1024 * 1024;

function forms(word) {
	const utf8 = Buffer.from(word), out = [['', utf8], ['UTF-16', Buffer.from(word, 'utf16le')]];
	for (let shift = 0; shift < 3; shift++) {
		// The middle of a base64 text does not depend on what stands around it.
		const text = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64').replace(/=+$/, '');
		const core = text.slice(shift ? 4 : 0, text.length - text.length % 4 - (text.length % 4 ? 0 : 4));
		if (core.length >= 8)
			out.push(['base64', Buffer.from(core)]);
	}
	return out;
}

function* files(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory())
			yield* files(path);
		else if (entry.isFile() && statSync(path).size)
			yield path;
	}
}

// What is packed within: each place that looks like the head of a gzip or zlib stream is tried; what follows it, its
// sums too, does not matter.
function* unpacked(bytes) {
	for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1))
		if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && at + 12 < bytes.length)
			yield* tried(bytes.subarray(gzipHead(bytes, at)), 'gzip');
	for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1))
		if ([0x01, 0x5e, 0x9c, 0xda].includes(bytes[at + 1]))
			yield* tried(bytes.subarray(at + 2), 'zlib');
}

// RFC 1952, 2.3: behind the fixed ten bytes may stand further fields, a name and a remark.
function gzipHead(bytes, at) {
	const flags = bytes[at + 3];
	at += 10;
	if (flags & 4)
		at += 2 + bytes.readUInt16LE(at);
	for (const flag of [8, 16])
		if (flags & flag)
			at = bytes.indexOf(0, at) + 1;
	return at + (flags & 2 ? 2 : 0);
}

function* tried(bytes, how) {
	let out;
	try {
		out = inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: STREAM_MAX });
	} catch {
		return; // it was none
	}
	if (out.length)
		yield [out, how];
}

export function search(folder, words) {
	const wanted = words.map((word) => [word, forms(word)]), found = new Set();
	let count = 0;
	const look = (bytes, path, how) => {
		for (const [word, list] of wanted)
			for (const [form, needle] of list)
				if (bytes.includes(needle))
					found.add(`${word} in ${relative(folder, path)}${how || form ? ` (${[how, form].filter(Boolean).join(', ')})` : ''}`);
	};
	for (const path of files(folder)) {
		const bytes = readFileSync(path);
		count++;
		look(bytes, path, '');
		for (const [out, how] of unpacked(bytes))
			look(out, path, how);
	}
	if (!count)
		throw new Error(`${folder} is empty: nothing was searched`);
	return [...found];
}
