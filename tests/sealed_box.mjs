// sealed_box.mjs - seals as a phone does, with the packages that the phone's script is made of.
//
//     node sealed_box.mjs KEY KEYID-HEX < text      prints the value of a field of T_SEALED
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../package.json', import.meta.url));
const nacl = require('tweetnacl'), { blake2b } = require('blakejs');
const [key, id] = process.argv.slice(2), plain = readFileSync(0);
const to = new Uint8Array(Buffer.from(key, 'base64url')), mine = nacl.box.keyPair();
const nonce = blake2b(Buffer.concat([mine.publicKey, to]), null, 24);
const box = nacl.box(new Uint8Array(plain), nonce, to, mine.secretKey);
console.log(Buffer.concat([Buffer.from([1]), Buffer.from(id, 'hex'), mine.publicKey, box]).toString('base64url'));
