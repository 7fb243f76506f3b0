"""Pictures, voice notes and papers made by code, for tests: no one's photos, and every byte is known."""
import ctypes
import ctypes.util
import struct
import zlib


def png(width, height, pixel):
    """pixel(x, y) -> (r, g, b)"""
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in pixel(x, y)) for y in range(height))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def png_head(width, height):
    """Says that it is huge, and is next to nothing."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0) + b"\0" * 4


def _gd():
    gd = ctypes.CDLL("libgd.so.3")
    for name in ("gdImageCreateFromPngPtr", "gdImageCreateFromJpegPtr", "gdImageJpegPtr", "gdImageWebpPtr"):
        getattr(gd, name).restype = ctypes.c_void_p
    gd.gdImageGetTrueColorPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
    return gd


def _encoded(bytes_of_png, encode):
    gd = _gd()
    im = gd.gdImageCreateFromPngPtr(len(bytes_of_png), bytes_of_png)
    n = ctypes.c_int()
    p = encode(gd, ctypes.c_void_p(im), ctypes.byref(n))
    out = ctypes.string_at(p, n.value)
    gd.gdFree(ctypes.c_void_p(p))
    gd.gdImageDestroy(ctypes.c_void_p(im))
    return out


def jpeg(of_png, quality=90):
    return _encoded(of_png, lambda gd, im, n: gd.gdImageJpegPtr(im, n, quality))


def webp(of_png):
    return _encoded(of_png, lambda gd, im, n: gd.gdImageWebpPtr(im, n))


def jpeg_pixel(of_jpeg, x, y):
    gd = _gd()
    im = ctypes.c_void_p(gd.gdImageCreateFromJpegPtr(len(of_jpeg), of_jpeg))
    v = gd.gdImageGetTrueColorPixel(im, x, y)
    gd.gdImageDestroy(im)
    return v >> 16 & 255, v >> 8 & 255, v & 255


def exif(orientation, lat=None, lon=None, note=b""):
    """An EXIF block, big-endian; lat, lon as (degrees, minutes, hundredths of a second, letter)."""
    entries, extra = [], b""

    def entry(tag, kind, count, value):
        return struct.pack(">HHI", tag, kind, count) + value
    gps = lat is not None
    n0 = 1 + bool(note) + gps
    after0 = 8 + 2 + 12 * n0 + 4
    if note:
        entries.append(entry(0x010e, 2, len(note) + 1, struct.pack(">I", after0)))
        extra = note + b"\0"
        extra += b"\0" * (len(extra) % 2)
    entries.append(entry(0x0112, 3, 1, struct.pack(">HH", orientation, 0)))
    if gps:
        at = after0 + len(extra)
        entries.append(entry(0x8825, 4, 1, struct.pack(">I", at)))
        data = at + 2 + 12 * 4 + 4
        block = struct.pack(">H", 4)
        block += entry(1, 2, 2, lat[3].encode() + b"\0\0\0")
        block += entry(2, 5, 3, struct.pack(">I", data))
        block += entry(3, 2, 2, lon[3].encode() + b"\0\0\0")
        block += entry(4, 5, 3, struct.pack(">I", data + 24)) + b"\0" * 4
        for d in (lat, lon):
            block += struct.pack(">IIIIII", d[0], 1, d[1], 1, d[2], 100)
        extra += block
    tiff = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", n0) + b"".join(entries) + b"\0" * 4 + extra
    return b"Exif\0\0" + tiff


def with_exif(of_jpeg, block):
    return of_jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + of_jpeg[2:]


def _ogg_page(kind, granule, serial, seq, body):
    table = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = b"OggS\0" + bytes([kind]) + struct.pack("<QIII", granule, serial, seq, 0) + bytes([len(table)]) + table
    return head + body


def ogg(seconds, size=2000):
    """The pages of a voice note; no player would hear anything."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)
    out = _ogg_page(2, 0, 7, 0, head) + _ogg_page(0, 0, 7, 1, b"OpusTags" + struct.pack("<II", 0, 0))
    return out + _ogg_page(4, 312 + seconds * 48000, 7, 2, bytes(i * 7 % 251 for i in range(size)))


def _box(kind, body):
    return struct.pack(">I", len(body) + 8) + kind + body


def m4a(seconds, place=b"+12.0464-077.0428/", handler=b"soun"):
    mvhd = _box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + b"\0" * 80)
    hdlr = _box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13)
    udta = _box(b"udta", _box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place))
    return _box(b"ftyp", b"M4A \0\0\0\0M4A isom") + _box(b"moov", mvhd + _box(b"trak", _box(b"mdia", hdlr)) + udta) + _box(b"mdat", b"\1" * 500)


def amr(seconds):
    return b"#!AMR\n" + (b"\x3c" + b"\1" * 31) * (seconds * 50)


def _element(eid, body):
    return eid + struct.pack(">Q", len(body) | 1 << 56) + body


def webm(seconds, kind=2):
    track = _element(b"\xae", _element(b"\x83", bytes([kind])))
    clusters = b"".join(_element(b"\x1f\x43\xb6\x75", _element(b"\xe7", struct.pack(">I", t * 1000)) + _element(b"\xa3", b"\x81\0\0\x80" + b"\1" * 40))
                        for t in range(0, seconds + 1, 5))
    segment = _element(b"\x15\x49\xa9\x66", _element(b"\x2a\xd7\xb1", struct.pack(">I", 1000000))) + _element(b"\x16\x54\xae\x6b", track) + clusters
    return _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"webm")) + _element(b"\x18\x53\x80\x67", segment)


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def corners(width=320, height=200):
    """Red, green, blue and yellow quarters: turned, they tell how."""
    return png(width, height, lambda x, y: ((220, 30, 30) if x < width // 2 else (30, 200, 30)) if y < height // 2 else
               ((30, 30, 220) if x < width // 2 else (230, 220, 30)))
