#!/usr/bin/env python3
"""app_icon - an icon of web/icons.txt as the square picture that a phone puts on its home screen.

    app_icon.py LIST NAME GROUND INK PIXELS OUT.png

GROUND and INK are colours, RRGGBB. The drawing keeps inside the middle 60 %, so that a phone may cut the
corners as it likes. The same arguments give the same bytes.
"""
import math
import re
import struct
import sys
import zlib

import sprite

LEVELS = 16
CURVE_STEPS = 16
WIDTH = {'M': 2, 'L': 2, 'H': 1, 'V': 1, 'A': 7, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'Z': 0}


def arc(x0, y0, rx, ry, turn, large, sweep, x1, y1):
    """Points of an elliptical arc (SVG 1.1, appendix F.6.5); turned ellipses do not occur in icons."""
    if turn and rx != ry:
        raise ValueError('turned ellipse')
    if not rx or not ry or (x0, y0) == (x1, y1):
        return [(x1, y1)]
    dx, dy = (x0 - x1) / 2, (y0 - y1) / 2
    over = (dx / rx) ** 2 + (dy / ry) ** 2
    if over > 1:
        rx, ry = rx * math.sqrt(over), ry * math.sqrt(over)
    a, b = (rx * dy) ** 2, (ry * dx) ** 2
    k = math.sqrt(max(0, (rx * ry) ** 2 - a - b) / (a + b)) * (-1 if large == sweep else 1)
    cx, cy = k * rx * dy / ry + (x0 + x1) / 2, -k * ry * dx / rx + (y0 + y1) / 2
    begin = math.atan2((y0 - cy) / ry, (x0 - cx) / rx)
    end = math.atan2((y1 - cy) / ry, (x1 - cx) / rx)
    if sweep and end < begin:
        end += 2 * math.pi
    if not sweep and end > begin:
        end -= 2 * math.pi
    return [(cx + rx * math.cos(begin + (end - begin) * i / CURVE_STEPS),
             cy + ry * math.sin(begin + (end - begin) * i / CURVE_STEPS)) for i in range(1, CURVE_STEPS + 1)]


def bezier(points):
    def at(t):
        row = points
        while len(row) > 1:
            row = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(row, row[1:])]
        return row[0]
    return [at(i / CURVE_STEPS) for i in range(1, CURVE_STEPS + 1)]


def strokes(d):
    """Straight pieces ((x0, y0), (x1, y1)) of a path's text."""
    words = re.findall(r'[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)', d)
    at, here, begin, command, pieces = 0, (0, 0), (0, 0), '', []
    while at < len(words):
        if words[at].isalpha():
            command = words[at]
            at += 1
        upper = command.upper()
        if upper not in WIDTH or upper in 'STQ':
            raise ValueError(f'path command {command}')
        n = [float(w) for w in words[at:at + WIDTH[upper]]]
        at += WIDTH[upper]
        ox, oy = here if command.islower() else (0, 0)
        if upper == 'Z':
            way = [begin]
        elif upper == 'H':
            way = [(n[0] + ox, here[1])]
        elif upper == 'V':
            way = [(here[0], n[0] + oy)]
        elif upper == 'A':
            way = arc(*here, *n[:5], n[5] + ox, n[6] + oy)
        elif upper == 'C':
            way = bezier([here] + [(n[i] + ox, n[i + 1] + oy) for i in (0, 2, 4)])
        else:
            way = [(n[0] + ox, n[1] + oy)]
        if upper == 'M':
            begin = here = way[0]
            command = 'l' if command == 'm' else 'L'
            continue
        for point in way:
            pieces.append((here, point))
            here = point
    return pieces


def raster(d, pixels):
    """Rows of levels 0…15: how much ink each pixel has."""
    scale, edge = pixels * .6 / 24, pixels * .2
    radius = .9 * scale
    rows = [bytearray(pixels) for _ in range(pixels)]
    for (x0, y0), (x1, y1) in strokes(d):
        ax, ay, bx, by = (v * scale + edge for v in (x0, y0, x1, y1))
        length = (bx - ax) ** 2 + (by - ay) ** 2
        for y in range(max(0, int(min(ay, by) - radius - 1)), min(pixels, int(max(ay, by) + radius + 2))):
            for x in range(max(0, int(min(ax, bx) - radius - 1)), min(pixels, int(max(ax, bx) + radius + 2))):
                px, py = x + .5 - ax, y + .5 - ay
                t = max(0, min(1, (px * (bx - ax) + py * (by - ay)) / length)) if length else 0
                away = math.hypot(px - t * (bx - ax), py - t * (by - ay))
                level = round(max(0, min(1, radius - away + .5)) * (LEVELS - 1))
                rows[y][x] = max(rows[y][x], level)
    return rows


def png(rows, ground, ink):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    n = len(rows)
    palette = bytes(round(g + (i - g) * level / (LEVELS - 1)) for level in range(LEVELS) for g, i in zip(ground, ink))
    packed = b''.join(b'\0' + bytes(row[x] << 4 | row[x + 1] for x in range(0, n, 2)) for row in rows)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', n, n, 4, 3, 0, 0, 0)) + chunk(b'PLTE', palette) +
            chunk(b'IDAT', zlib.compress(packed, 9)) + chunk(b'IEND', b''))


def main(args, folder=sprite.DRAWN):
    if len(args) != 6:
        sys.exit(__doc__)
    listed, name, ground, ink, pixels, out = args
    try:
        found = [row for row in sprite.names(listed) if row[0] == name]
        if not found:
            raise sprite.Wrong(f'no icon is named {name}')
        d = sprite.drawing(found[0][1], found[0][2], folder)
    except sprite.Wrong as why:
        sys.exit(f'app_icon: {why}')
    with open(out, 'wb') as f:
        f.write(png(raster(d, int(pixels)), bytes.fromhex(ground), bytes.fromhex(ink)))


if __name__ == '__main__':
    main(sys.argv[1:])
