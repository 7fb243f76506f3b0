/*
 * courier.c - reading the file of an outbox that somebody carried.
 */
#include "courier.h"

#include "hash.h"

enum { HEAD = 40, PIECE_HEAD = 5, END = 0, BOX = 1, FILE_PIECE = 2, SUM = 16 };

static const char magic[] = "AYNIENV1";

static uint32_t number(const char *p)
{
	uint32_t n = 0;

	for (unsigned i = 0; i < 4; i++)
		n = n << 8 | (uint8_t)p[i];
	return n;
}

/* One piece into its list; false: it is none, or one too many. */
static bool piece(struct courier *out, unsigned kind, struct str bytes)
{
	if (kind == BOX && bytes.n && bytes.n <= OUTBOX_BOX_MAX && out->nboxes < COURIER_BOXES_MAX) {
		out->box[out->nboxes++] = bytes;
		return true;
	}
	if (kind == FILE_PIECE && bytes.n > sizeof(struct id) && bytes.n <= sizeof(struct id) + UPLOAD_BYTES_MAX &&
		out->nfiles < COURIER_FILES_MAX) {
		out->file[out->nfiles++] = (struct courier_file){ id_from(str_sub(bytes, 0, sizeof(struct id))),
			str_sub(bytes, sizeof(struct id), bytes.n) };
		return true;
	}
	return false;
}

bool courier_read(struct arena *a, struct str s, struct courier *out)
{
	uint8_t sum[SUM];
	size_t at = HEAD;

	*out = (struct courier){ 0 };
	if (s.n < HEAD || s.n > COURIER_BYTES_MAX || !str_starts(s, magic))
		return false;
	memcpy(out->network, s.p + sizeof(magic) - 1, sizeof(out->network));
	out->box = ARENA_ARRAY(a, struct str, COURIER_BOXES_MAX);
	out->file = ARENA_ARRAY(a, struct courier_file, COURIER_FILES_MAX);
	while (s.n - at >= PIECE_HEAD) {
		unsigned kind = (uint8_t)s.p[at];
		size_t n = number(s.p + at + 1), from = at + PIECE_HEAD;
		if (n > s.n - from)
			return true;
		if (kind == END) {
			crypto_generichash(sum, sizeof(sum), (const uint8_t *)s.p, at, NULL, 0);
			out->whole = n == SUM && from + n == s.n && memcmp(sum, s.p + from, SUM) == 0;
			return true;
		}
		if (!piece(out, kind, str_sub(s, from, n)))
			return true;
		at = from + n;
	}
	return true;
}
