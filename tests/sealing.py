"""sealing.py - what a phone does with an outbox item: signs it, seals it, sends it (doc/outbox.md).

libsodium through ctypes, which the program needs anyway, so that the harnesses need no package of
Python's. Nothing here is shared with the program: it is the format, written a second time.
"""
import base64
import ctypes
import json
import struct
import uuid

import kit
from client import Failed

_sodium = ctypes.CDLL("libsodium.so.23")
assert _sodium.sodium_init() >= 0
SEAL, MAC, VERSION, UNSURE, SHORT = 48, 16, 1, 1, 2
WORDS = ['["meal.report",', 'null,{"', '":"","', '":""}]', '":"', '","', '"}]', "kitchen", "sitting",
         "lunch", "breakfast", "dinner", "planned", "served", "free", "leftover", "reason", "cost",
         "day", "meal."]


def mac(key, text):
    """BLAKE2b-128 under the pass key."""
    out = ctypes.create_string_buffer(MAC)
    assert _sodium.crypto_generichash(out, ctypes.c_size_t(MAC), text, ctypes.c_ulonglong(len(text)),
                                      key, ctypes.c_size_t(len(key))) == 0
    return out.raw


def seal(public, text):
    """crypto_box_seal: whoever sealed it cannot read it back."""
    out = ctypes.create_string_buffer(SEAL + len(text))
    assert _sodium.crypto_box_seal(out, text, ctypes.c_ulonglong(len(text)), public) == 0
    return out.raw


def keypair(seed):
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    assert _sodium.crypto_box_seed_keypair(public, secret, seed) == 0
    return public.raw, secret.raw


def unseal(public, secret, box):
    """The text, or None when it is another's or was altered."""
    out = ctypes.create_string_buffer(max(len(box) - SEAL, 1))
    if len(box) < SEAL or _sodium.crypto_box_seal_open(out, box, ctypes.c_ulonglong(len(box)),
                                                       public, secret) != 0:
        return None
    return out.raw[:len(box) - SEAL]


def words(action, args, seen=None, files=None):
    """The JSON of an item."""
    parts = [action, seen, args] + ([files] if files else [])
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def short(text):
    """The words that every item has as one byte each, in the order of the list."""
    for n, word in enumerate(WORDS):
        text = text.replace(word.encode(), bytes([n + 1]))
    return text


def body(boxes):
    """What is posted to /buzon."""
    return bytes([VERSION]) + b"".join(struct.pack(">H", len(b)) + b for b in boxes)


class Phone:
    """The keys that GET /llave gave to somebody signed in on it."""

    def __init__(self, client):
        answer = client.get("/llave")
        if answer.status != 200:
            raise Failed(f"/llave: {answer.status} {answer.text[:200]}")
        self.keys = answer.json()
        self.person, self.keep = self.keys["person"], self.keys["keep"]
        self.passid = bytes.fromhex(self.keys["pass"])
        self.key, self.public = (base64.b64decode(self.keys[n]) for n in ("key", "box"))

    def plain(self, text, act=None, at=None, flags=0, version=VERSION):
        """An item before it is sealed: head, signature, JSON."""
        act = uuid.UUID(act or kit.new_id()).bytes
        said = act + (kit.now_ms() if at is None else at).to_bytes(6, "big") + bytes([flags]) + text
        return bytes([version]) + self.passid + mac(self.key, said) + said

    def item(self, action, args, act=None, seen=None, at=None, flags=0, files=None):
        """A sealed item."""
        text = words(action, args, seen, files)
        return seal(self.public, self.plain(short(text) if flags & SHORT else text, act, at, flags))


def post(client, boxes, **more):
    """Send boxes as any phone would; the whole answer."""
    return client.request("POST", "/buzon", boxes if isinstance(boxes, bytes) else body(boxes),
                          kind="application/octet-stream", **more)


def send(client, boxes, **more):
    """Send boxes; the answers in their order."""
    answer = post(client, boxes, **more)
    if answer.status != 200:
        raise Failed(f"/buzon: {answer.status} {answer.text[:200]}")
    said = answer.json()
    if not isinstance(said[0], int) or len(said) != 1 + len(boxes):
        raise Failed(f"/buzon answered {said}")
    return said[1:]
