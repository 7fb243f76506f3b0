#include "id.h"

#include <string.h>

#include "hash.h"

bool id_eq(struct id a, struct id b)
{
	return memcmp(a.b, b.b, 16) == 0;
}

int id_cmp(struct id a, struct id b)
{
	return memcmp(a.b, b.b, 16);
}

bool id_is_zero(struct id a)
{
	return id_eq(a, (struct id){ 0 });
}

static void put_ms(struct id *id, int64_t ms)
{
	for (int i = 0; i < 6; i++)
		id->b[i] = (uint8_t)((uint64_t)ms >> (40 - 8 * i));
}

static struct id marked(struct id id, int version)
{
	id.b[6] = (uint8_t)((id.b[6] & 0x0f) | version << 4);
	id.b[8] = (uint8_t)((id.b[8] & 0x3f) | 0x80);
	return id;
}

struct id id_new(int64_t now_ms)
{
	struct id id;

	random_bytes(id.b, sizeof(id.b));
	put_ms(&id, now_ms);
	return marked(id, 7);
}

struct id id_derive(int64_t date_ms, const struct str *pieces, unsigned n)
{
	struct hasher h;
	struct hash sum;
	struct id id;

	hasher_start(&h);
	for (unsigned i = 0; i < n; i++)
		hasher_piece(&h, pieces[i]);
	sum = hasher_end(&h);
	put_ms(&id, date_ms);
	memcpy(id.b + 6, sum.b, 10);
	return marked(id, 8);
}

bool id_parse(struct str s, struct id *out)
{
	static const uint8_t group[] = { 8, 4, 4, 4, 12 };
	char hex[32];
	size_t at = 0, n = 0;

	if (s.n != ID_TEXT)
		return false;
	for (unsigned g = 0; g < ARRAY_LEN(group); g++) {
		memcpy(hex + n, s.p + at, group[g]);
		n += group[g];
		at += group[g];
		if (at < ID_TEXT && s.p[at++] != '-')
			return false;
	}
	return hex_read((struct str){ hex, sizeof(hex) }, out->b, 16);
}

void buf_id(struct buf *b, struct id id)
{
	static const uint8_t cut[] = { 0, 4, 6, 8, 10, 16 };

	for (unsigned i = 0; i + 1 < ARRAY_LEN(cut); i++) {
		if (i)
			buf_char(b, '-');
		buf_hex(b, id.b + cut[i], (size_t)(cut[i + 1] - cut[i]));
	}
}

struct str id_text(struct arena *a, struct id id)
{
	struct buf b = buf_new(a, ID_TEXT);

	buf_id(&b, id);
	return buf_str(&b);
}

struct str id_bytes(const struct id *id)
{
	return (struct str){ (const char *)id->b, sizeof(id->b) };
}

struct id id_from(struct str s)
{
	struct id id = { 0 };

	if (s.n == sizeof(id.b))
		memcpy(id.b, s.p, sizeof(id.b));
	return id;
}
