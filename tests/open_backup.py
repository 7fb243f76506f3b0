#!/usr/bin/env python3
"""open_backup.py - a second reader of backups, made from doc/backup.md alone.

    python3 tests/open_backup.py FILE KEYFILE     prints what is in it: its head, files, rows a table

With libsodium through ctypes and Python's own zlib and BLAKE2b. It shares nothing with the program.
"""
import ctypes
import hashlib
import io
import json
import struct
import sys
import zlib

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PIECE, MESSAGE, FINAL = 65536 + 17, 0, 3
STATE = 52  # crypto_secretstream_xchacha20poly1305_statebytes()


class Bad(Exception):
    """Not what doc/backup.md describes."""


def need(condition, why):
    if not condition:
        raise Bad(why)


def sodium():
    lib = ctypes.CDLL("libsodium.so.23")
    need(lib.sodium_init() >= 0, "libsodium does not start")
    need(lib.crypto_secretstream_xchacha20poly1305_statebytes() == STATE, "another libsodium")
    return lib


def digest(data, key=b""):
    return hashlib.blake2b(data, digest_size=32, key=key).digest()


def paper(text):
    """The 16 bytes of a key as people write it."""
    bits = 0
    text = "".join(c for c in text.upper() if c not in "- \t\r\n")
    need(len(text) == 30, "a key has thirty letters")
    for c in text:
        bits = bits << 5 | LETTERS.index({"O": "0", "I": "1", "L": "1"}.get(c, c))
    key = (bits >> 22).to_bytes(16, "big")
    need(int.from_bytes(digest(key)[:3], "big") >> 2 == bits & (1 << 22) - 1, "a letter is wrong")
    return key


def opened(raw, key):
    """The frames of a file, whole and unaltered."""
    lib = sodium()
    need(raw[:10] == b"ayni\r\n\x1a\n\0\1", "no backup of format 1")
    count = struct.unpack(">H", raw[10:12])[0]
    secret = digest(b"ayni backup key", key)
    public, stream_key = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    lib.crypto_scalarmult_base(public, secret)
    boxes = [raw[12 + i * 85:12 + (i + 1) * 85] for i in range(count)]
    mine = [b for b in boxes if b[:5] == digest(public.raw)[:5]]
    need(len(mine) == 1, "it is closed to others")
    need(lib.crypto_box_seal_open(stream_key, mine[0][5:], ctypes.c_ulonglong(80), public, secret) == 0,
         "its key does not open")
    at = 12 + count * 85
    state = ctypes.create_string_buffer(STATE)
    need(lib.crypto_secretstream_xchacha20poly1305_init_pull(state, raw[at:at + 24], stream_key) == 0,
         "its header")
    at += 24
    more, packed, tag = digest(raw[:at]), [], ctypes.c_ubyte(MESSAGE)
    while tag.value != FINAL:
        piece, out = raw[at:at + PIECE], ctypes.create_string_buffer(PIECE)
        n = ctypes.c_ulonglong()
        need(lib.crypto_secretstream_xchacha20poly1305_pull(
            state, out, ctypes.byref(n), ctypes.byref(tag), piece, ctypes.c_ulonglong(len(piece)),
            more, ctypes.c_ulonglong(len(more))) == 0, f"a piece is damaged at {at}")
        need(tag.value == FINAL or (tag.value == MESSAGE and len(piece) == PIECE), "a piece is short")
        packed.append(out.raw[:n.value])
        more, at = b"", at + len(piece)
    need(at == len(raw), "something follows the end")
    inflate = zlib.decompressobj()
    frames = inflate.decompress(b"".join(packed))
    need(inflate.eof and not inflate.unused_data, "the zlib stream does not end here")
    return frames


class Backup:
    """What the frames say: head, files, and the rows of each table."""

    def __init__(self, frames):
        self.src, self.files, self.columns, self.rows = io.BytesIO(frames), {}, {}, {}
        need(self.take(1) == b"H", "the head is not first")
        self.head = json.loads(self.long())
        table = None
        while (kind := self.take(1)) != b"Z":
            if kind == b"F":
                need(table is None, "a file after a table")
                name = self.short()
                self.files[name] = self.long()
            elif kind == b"T":
                table = self.short()
                need(table not in self.rows, "a table comes twice")
                self.columns[table] = [self.short() for _ in range(self.take(1)[0])]
                self.rows[table] = []
            else:
                need(kind == b"R" and table, f"a frame {kind}")
                self.rows[table].append(tuple(self.cell() for _ in self.columns[table]))
        counts = json.loads(self.long())
        need(counts == {t: len(r) for t, r in self.rows.items()}, "the counts are wrong")
        end = self.src.tell()
        need(self.take(32) == digest(frames[:end]) and not self.src.read(1), "the hash is wrong")

    def take(self, n):
        data = self.src.read(n)
        need(len(data) == n, "the frames end too soon")
        return data

    def long(self):
        return self.take(struct.unpack(">I", self.take(4))[0])

    def short(self):
        return self.take(self.take(1)[0]).decode()

    def cell(self):
        kind = self.take(1)[0]
        need(kind <= 3, f"a cell of kind {kind}")
        if kind == 0:
            return None
        if kind == 1:
            return struct.unpack(">q", self.take(8))[0]
        return self.long().decode() if kind == 2 else self.long()


def read(path, key_path):
    with open(path, "rb") as f, open(key_path, encoding="utf-8") as k:
        return Backup(opened(f.read(), paper(k.read())))


def main():
    b = read(*sys.argv[1:3])
    print(json.dumps(b.head, indent=1))
    for name, data in b.files.items():
        print(f"{name}: {len(data)} bytes")
    for table, rows in b.rows.items():
        print(f"{table}: {len(rows)} rows")


if __name__ == "__main__":
    main()
