#!/usr/bin/env python3
"""make.py - the sample's voice notes, made of nothing: a throat of arithmetic hums syllables; nobody's voice, no words.

    python3 data/voices/make.py data/voices

A train of pulses goes through three resonances that move from vowel to vowel, with breath between phrases. libopus encodes it
(mono, 12 kbit/s, 60 ms a frame) and this file writes the Ogg pages (RFC 3533, RFC 7845). Needs Debian's libopus0; the program does not.
"""
import ctypes
import ctypes.util
import math
import os
import random
import struct
import sys

RATE, FRAME_MS, BITS = 16000, 60, 12000
VOIP, SET_BITRATE, SET_VBR = 2048, 4002, 4006
VOWELS = [(730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240)]


def hum(seed, seconds, pitch):
    """Samples of a voice that says nothing."""
    r, out, phase = random.Random(seed), [], 0.0
    state = [[0.0, 0.0] for _ in range(3)]
    total = int(seconds * RATE)
    vowel, target, left, quiet, level = VOWELS[0], VOWELS[0], 0, 0, 0.0
    for i in range(total):
        if left <= 0:
            quiet = 0 if r.random() < 0.82 else int(RATE * r.uniform(0.25, 0.5))
            left = quiet or int(RATE * r.uniform(0.13, 0.24))
            target = r.choice(VOWELS)
        left -= 1
        level += ((0.0 if quiet else 1.0) - level) * 0.004
        vowel = tuple(v + (t - v) * 0.0012 for v, t in zip(vowel, target))
        tone = pitch * (1 + 0.10 * math.sin(2 * math.pi * i / RATE / 1.7) - 0.08 * i / total)
        phase += tone / RATE
        pulse = 1.0 if phase >= 1 else 0.0
        phase -= phase >= 1
        x = pulse * 22 + r.gauss(0, 0.05)
        y = 0.0
        for k, (freq, wide) in enumerate(zip(vowel, (80, 110, 160))):
            a = math.exp(-math.pi * wide / RATE)
            s = state[k]
            now = x * (1 - a) + 2 * a * math.cos(2 * math.pi * freq / RATE) * s[0] - a * a * s[1]
            s[1], s[0] = s[0], now
            y += now * (1, 0.7, 0.35)[k]
        out.append(y * level)
    top = max(abs(v) for v in out) or 1.0
    return [int(v / top * 20000) for v in out]


def page(kind, granule, seq, packets):
    body, laces = b"".join(packets), b""
    for p in packets:
        laces += b"\xff" * (len(p) // 255) + bytes([len(p) % 255])
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, granule, 0x41594e49, seq, 0, len(laces)) + laces
    crc = 0
    for byte in head + body:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ 0x04c11db7 if crc & 0x80000000 else crc << 1
        crc &= 0xffffffff
    return head[:22] + struct.pack("<I", crc) + head[26:] + body


def ogg(samples):
    lib = ctypes.CDLL(ctypes.util.find_library("opus"))
    lib.opus_encoder_create.restype = ctypes.c_void_p
    error = ctypes.c_int()
    e = ctypes.c_void_p(lib.opus_encoder_create(RATE, 1, VOIP, ctypes.byref(error)))
    lib.opus_encoder_ctl(e, SET_BITRATE, BITS)
    lib.opus_encoder_ctl(e, SET_VBR, 1)
    step, packets, room = RATE * FRAME_MS // 1000, [], ctypes.create_string_buffer(2000)
    for at in range(0, len(samples), step):
        piece = samples[at:at + step] + [0] * max(0, at + step - len(samples))
        n = lib.opus_encode(e, (ctypes.c_int16 * step)(*piece), step, room, len(room))
        packets.append(room.raw[:n])
    tags = b"OpusTags" + struct.pack("<I", 4) + b"ayni" + struct.pack("<I", 0)
    out = [page(2, 0, 0, [b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, RATE, 0, 0)]), page(0, 0, 1, [tags])]
    for k in range(0, len(packets), 16):
        some = packets[k:k + 16]
        last = k + 16 >= len(packets)
        out.append(page(4 if last else 0, (k + len(some)) * FRAME_MS * 48, 2 + k // 16, some))
    return b"".join(out)


def main():
    for name, seed, seconds, pitch in (("uno", 1, 7.2, 190), ("dos", 2, 9.6, 215), ("tres", 3, 5.4, 170)):
        data = ogg(hum(seed, seconds, pitch))
        with open(os.path.join(sys.argv[1], name + ".ogg"), "wb") as f:
            f.write(data)
        print(name, seconds, "s", len(data), "bytes", round(len(data) * 8 / seconds), "bit/s")


if __name__ == "__main__":
    main()
