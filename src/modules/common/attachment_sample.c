/*
 * attachment_sample.c - a few pictures of pots for an invented network, drawn here pixel by pixel: nobody's photos.
 */
#include <zlib.h>

#include "attachment.h"
#include "sample.h"
#include "upload.h"

enum { WIDE = 480, HIGH = 360, PICTURES = 3, TAKEN_MINUTE = 765, TRIES = 60000 };

static const struct {
	unsigned kitchen;
	const char *caption;
	uint32_t wall, table, pot, soup, bits;
} scene[PICTURES] = {
	{ 0, "La olla de ayer: arroz con menestra y olluco", 0xf3d9b1, 0x9a6b43, 0x59636b, 0xc98b3a, 0xe9dcc0 },
	{ 0, "Verduras recuperadas del mercado mayorista", 0xcfe3d4, 0x7d5a3c, 0x8a4b3c, 0x5f9b4a, 0xd9472b },
	{ 1, "Sopa del desayuno, antes de servir", 0xd7dff0, 0x6b4f3a, 0x3f4a5a, 0xe0b04a, 0xfff3d6 },
};

/* Inside of an ellipse, in whole numbers. */
static bool inside(int x, int y, int cx, int cy, int rx, int ry)
{
	int64_t dx = x - cx, dy = y - cy;

	return dx * dx * ry * ry + dy * dy * rx * rx <= (int64_t)rx * rx * ry * ry;
}

static uint32_t pixel(unsigned n, int x, int y)
{
	if (inside(x, y, 240, 150, 128, 40)) { /* what is in the pot, with pieces in it */
		for (int i = 0; i < 26; i++)
			if (inside(x, y, 130 + (i * 89 + (int)n * 31) % 220, 122 + (i * 37 + (int)n * 17) % 56, 9, 5))
				return scene[n].bits;
		return scene[n].soup;
	}
	if (inside(x, y, 240, 150, 142, 50))
		return 0xd8d8d4; /* its rim */
	bool body = (x > 98 && x < 382 && y > 150 && y < 262) || inside(x, y, 240, 262, 142, 44);
	if (body)
		return x < 150 ? scene[n].pot + 0x151515 : scene[n].pot;
	if (inside(x, y, 92, 178, 22, 14) || inside(x, y, 388, 178, 22, 14))
		return 0x30343a; /* handles */
	if (y < 100 && ((x + y / 3) % 96) > 42 && ((x + y / 3) % 96) < 54 && x > 150 && x < 330)
		return 0xfdfdfd; /* steam */
	if (y > 230)
		return (y / 22 + x / 160) % 2 ? scene[n].table : scene[n].table + 0x0c0a08;
	return scene[n].wall;
}

static void chunk(struct buf *b, const char *kind, struct str body)
{
	struct buf c = buf_new(b->mem, body.n + 8);
	uint32_t sum;

	buf_c(&c, kind);
	buf_add(&c, body);
	sum = (uint32_t)crc32(0, (const unsigned char *)c.p, (unsigned)c.n);
	for (int i = 3; i >= 0; i--)
		buf_char(b, (char)(body.n >> 8 * i));
	buf_add(b, buf_str(&c));
	for (int i = 3; i >= 0; i--)
		buf_char(b, (char)(sum >> 8 * i));
}

/* Source of the format: W3C PNG. */
static struct str png(struct arena *a, unsigned n)
{
	static const char head[] = { 0, 0, WIDE >> 8, (char)(WIDE & 255), 0, 0, HIGH >> 8, (char)(HIGH & 255), 8, 2, 0, 0, 0 };
	size_t row = 1 + 3 * WIDE, raw = row * HIGH;
	unsigned char *p = arena_alloc(a, raw);
	uLongf packed = compressBound(raw);
	unsigned char *out = arena_alloc(a, packed);
	struct buf b = buf_new(a, 16 * 1024);

	for (int y = 0; y < HIGH; y++)
		for (int x = 0; x < WIDE; x++)
			for (int k = 0; k < 3; k++)
				p[(size_t)y * row + 1 + 3 * (size_t)x + (size_t)k] = (unsigned char)(pixel(n, x, y) >> (16 - 8 * k));
	if (compress2(out, &packed, p, raw, 9) != Z_OK)
		return STR("");
	buf_add(&b, STR("\211PNG\r\n\032\n"));
	chunk(&b, "IHDR", (struct str){ head, sizeof(head) });
	chunk(&b, "IDAT", (struct str){ (const char *)out, packed });
	chunk(&b, "IEND", STR(""));
	return buf_str(&b);
}

enum rc attachment_live(struct sample *s, int64_t day)
{
	if (!s->shown || day != s->last_day - 1 || s->from_day != s->first_day)
		return OK;
	for (unsigned n = 0; n < PICTURES; n++) {
		int64_t at_ms = zone_instant(s->net->zone, day, TAKEN_MINUTE) + (int64_t)n * TRIES;
		struct batch_item *i = batch_act(s->batch, s->groups[scene[n].kitchen].leader, at_ms, "attachment.add",
			sample_id(s, day * DAY_MS, "picture", n, 0));
		int file = action_arg(i->act->action, STR("file"));
		i->c.db = writer_db(s->batch->writer);
		batch_id(i, "group", s->groups[scene[n].kitchen].id);
		batch_arg(i, "kind", STR("photo"));
		batch_arg(i, "caption", str_c(scene[n].caption));
		act_bring(&i->c, i->act, (unsigned)file, png(i->c.mem, n));
		if (i->act->diag.n) { /* without the tool for pictures the sample has none */
			s->batch->n--;
			break;
		}
	}
	return s->batch->rc;
}
