#include "png.h"

#include <zlib.h>

enum { COLOURS = 256, CELLS = 1 << 15, HEAD = 13 };

struct palette {
	uint32_t colour[COLOURS];
	unsigned n;
	int16_t *of_cell; /* by five bits a channel; -1: not met */
};

static unsigned cell_of(uint32_t p)
{
	return (p >> 19 & 31) << 10 | (p >> 11 & 31) << 5 | (p >> 3 & 31);
}

static int64_t apart(uint32_t a, uint32_t b)
{
	int64_t sum = 0;

	for (int shift = 0; shift < 24; shift += 8) {
		int64_t d = (int64_t)(a >> shift & 255) - (int64_t)(b >> shift & 255);
		sum += d * d;
	}
	return sum;
}

static uint8_t index_of(struct palette *p, uint32_t point)
{
	int16_t *at = &p->of_cell[cell_of(point)];
	unsigned best = 0;

	if (*at >= 0)
		return (uint8_t)*at;
	if (p->n < COLOURS) {
		p->colour[p->n] = point;
		*at = (int16_t)p->n++;
		return (uint8_t)*at;
	}
	for (unsigned i = 1; i < COLOURS; i++)
		if (apart(p->colour[i], point) < apart(p->colour[best], point))
			best = i;
	*at = (int16_t)best;
	return (uint8_t)best;
}

static void put_be(struct buf *b, uint32_t n)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(b, (char)(n >> shift & 255));
}

static void chunk(struct buf *b, const char *kind, const void *p, size_t n)
{
	uLong crc = crc32(crc32(0, (const Bytef *)kind, 4), p, (uInt)n);

	put_be(b, (uint32_t)n);
	buf_bytes(b, kind, 4);
	buf_bytes(b, p, n);
	put_be(b, (uint32_t)crc);
}

struct str png_indexed(struct arena *a, const uint32_t *point, unsigned wide, unsigned high, const uint32_t *flat,
	unsigned nflat)
{
	struct palette p = { .of_cell = arena_alloc(a, CELLS * sizeof(int16_t)) };
	size_t rows = (size_t)(wide + 1) * high;
	uint8_t *row = arena_alloc(a, rows), colour[COLOURS * 3];
	uLongf packed_n = compressBound(rows);
	Bytef *packed = arena_alloc(a, packed_n);

	memset(p.of_cell, 255, CELLS * sizeof(int16_t));
	for (unsigned i = 0; i < nflat; i++)
		index_of(&p, flat[i]);
	for (unsigned y = 0; y < high; y++) {
		row[(size_t)y * (wide + 1)] = 0; /* no filter: indexes have no neighbours */
		for (unsigned x = 0; x < wide; x++)
			row[(size_t)y * (wide + 1) + 1 + x] = index_of(&p, point[(size_t)y * wide + x] & 0xffffff);
	}
	if (compress2(packed, &packed_n, row, rows, 6) != Z_OK)
		return (struct str){ NULL, 0 };
	for (unsigned i = 0; i < p.n; i++)
		for (unsigned k = 0; k < 3; k++)
			colour[i * 3 + k] = (uint8_t)(p.colour[i] >> (16 - 8 * k));
	struct buf b = buf_new(a, packed_n + 1200), head = buf_new(a, HEAD);
	put_be(&head, wide);
	put_be(&head, high);
	buf_bytes(&head, "\x08\x03\0\0\0", 5);
	buf_bytes(&b, "\x89PNG\r\n\x1a\n", 8);
	chunk(&b, "IHDR", head.p, head.n);
	chunk(&b, "PLTE", colour, (size_t)p.n * 3);
	chunk(&b, "IDAT", packed, packed_n);
	chunk(&b, "IEND", "", 0);
	return buf_str(&b);
}
