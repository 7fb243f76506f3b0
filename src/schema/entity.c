#include "entity.h"

#include "civil.h"
#include "log.h"

int fields_find(const struct field *f, unsigned n, struct str name)
{
	for (unsigned i = 0; i < n; i++)
		if (str_is(name, f[i].name))
			return (int)i;
	return -1;
}

int fields_find_alias(const struct field *f, unsigned n, struct str name)
{
	int at = fields_find(f, n, name);

	for (unsigned i = 0; at < 0 && i < n; i++)
		if (str_ieq(name, str_c(f[i].name)))
			at = (int)i;
	for (unsigned i = 0; at < 0 && i < n; i++) {
		struct str rest = str_c(f[i].aliases), alias;
		while (rest.n && str_cut(&rest, '|', &alias))
			if (str_ieq(name, alias))
				return (int)i;
	}
	return at;
}

const struct choice *choice_find(const struct choice *c, struct str name)
{
	for (; c && c->name; c++)
		if (str_is(name, c->name))
			return c;
	return NULL;
}

bool entity_has_key(const struct entity *e)
{
	for (unsigned i = 0; i < e->nfields; i++)
		if (e->fields[i].flags & F_KEY)
			return true;
	return false;
}

/* Decimal text for numbers, so that the bytes say the same on every machine. */
static struct str key_piece(const struct value *v, struct buf *room)
{
	switch (v->kind) {
	case V_ID:
		return id_bytes(&v->id);
	case V_TEXT:
		return v->s;
	case V_INT:
		buf_int(room, v->i);
		return buf_str(room);
	case V_NULL:
		break;
	}
	return (struct str){ 0 };
}

struct id entity_key_id(const struct entity *e, struct id network, const struct value *v)
{
	struct str piece[2 + ENTITY_KEY_MAX] = { id_bytes(&network), str_c(e->name) };
	char text[ENTITY_KEY_MAX][24];
	unsigned n = 2;
	int64_t day = 0;

	for (unsigned i = 0; i < e->nfields; i++) {
		if (!(e->fields[i].flags & F_KEY))
			continue;
		if (n == ARRAY_LEN(piece))
			bug("%s: too many key fields", e->name);
		struct buf room = buf_fixed(text[n - 2], sizeof(text[0]));
		piece[n++] = key_piece(&v[i], &room);
		if (e->day == AT(i) && v[i].kind == V_INT && v[i].i > 0)
			day = v[i].i;
	}
	if (n == 2)
		bug("%s has no natural key", e->name);
	return id_derive(day * DAY_MS, piece, n);
}

struct id entity_day_first(int64_t day)
{
	uint64_t ms = day > 0 ? (uint64_t)(day * DAY_MS) : 0;
	struct id id = { 0 };

	for (unsigned i = 0; i < 6; i++) /* 48 bits, big end first (RFC 9562, 5.8) */
		id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	return id;
}

bool class_is_hers(const struct entity *e, enum privacy class)
{
	return e->subject && (class >= P_PERSONAL || (e->subject == AT_SELF && class >= P_NETWORK));
}
