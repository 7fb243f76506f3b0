// seal.js - bytes: ids, boxes that libsodium opens, and an item of the outbox.
//
// A box is crypto_box_seal: a fresh key pair, nonce = BLAKE2b-24(its public key ‖ theirs). Whoever made it
// cannot open it again.
import { crypto_box_beforenm, crypto_scalarmult_base, crypto_secretbox } from 'tweetnacl'; /* parts: tools/bundle.py */
import { blake2b } from 'blakejs';

const text = new TextEncoder();

export const utf8 = (s) => text.encode(s);
export const random = (n) => crypto.getRandomValues(new Uint8Array(n));
export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
export const unhex = (s) => Uint8Array.from(s.replace(/-/g, '').match(/../g) || [], (h) => parseInt(h, 16));
export const base64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
export const base64url = (bytes) => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
export const unbase64 = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

export function join(...parts) {
	const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
	let at = 0;
	for (const p of parts) {
		out.set(p, at);
		at += p.length;
	}
	return out;
}

// Big-endian, n bytes.
export function number(value, n) {
	const out = new Uint8Array(n);
	for (let i = n; i--; value = Math.floor(value / 256))
		out[i] = value % 256;
	return out;
}

// A UUIDv7 (RFC 9562 5.7), as text with its hyphens.
export function newId(ms) {
	const b = join(number(ms, 6), random(10));
	b[6] = b[6] & 15 | 112;
	b[8] = b[8] & 63 | 128;
	return hex(b).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const hash = (bytes, key, n) => blake2b(bytes, key, n);

// crypto_secretbox wants 32 zero bytes before the text, and leaves 16 before the box.
function boxed(plain, nonce, key) {
	const padded = join(new Uint8Array(32), plain), out = new Uint8Array(padded.length);
	crypto_secretbox(out, padded, padded.length, nonce, key);
	return out.slice(16);
}

export function sealTo(key, plain) {
	const mine = random(32), open = new Uint8Array(32), shared = new Uint8Array(32);
	crypto_scalarmult_base(open, mine);
	crypto_box_beforenm(shared, key, mine);
	return join(open, boxed(plain, hash(join(open, key), null, 24), shared));
}

// A file under a key of its own that is used once, so its nonce may be zero.
export function sealFile(bytes) {
	const key = random(32);
	return { key, box: boxed(bytes, new Uint8Array(24), key) };
}

// What every item says is one byte each of those that JSON never writes: doc/outbox.md has the list, only added to.
const WORDS = ['["meal.report",', 'null,{"', '":"","', '":""}]', '":"', '","', '"}]', 'kitchen', 'sitting', 'lunch',
	'breakfast', 'dinner', 'planned', 'served', 'free', 'leftover', 'reason', 'cost', 'day', 'meal.'];
const short = (s) => WORDS.reduce((t, word, i) => t.split(word).join(String.fromCharCode(i + 1)), s);

// keys {pass, key, box} in bytes; act {id, at, doubt, action, seen, args, files}. The box for POST /buzon.
export function sealAct(keys, act) {
	const said = [act.action, act.seen || null, act.args];
	if (act.files)
		said.push(act.files);
	const rest = join(unhex(act.id), number(act.at, 6), [act.doubt ? 3 : 2], utf8(short(JSON.stringify(said))));
	return sealTo(keys.box, join([1], keys.pass, hash(rest, keys.key, 16), rest));
}
