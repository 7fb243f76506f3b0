/*
 * roll_read.c - the roll of a meeting read: counts, rows, proxies, quorum, code.
 */
#include "roll_own.h"

#include "fold.h"
#include "hash.h"
#include "hour.h"
#include "map.h"
#include "session.h"

struct str roll_number(struct ctx *c, int64_t n)
{
	return str_fmt(c->mem, "%lld", (long long)n);
}

struct str roll_url(struct ctx *c, struct id meeting)
{
	return str_fmt(c->mem, "/reuniones/%.36s/lista", id_text(c->mem, meeting).p);
}

bool presence_get(struct ctx *c, struct id meeting, struct id person, struct record *out)
{
	const struct value key[PRESENCE__N] = { [PRESENCE_MEETING] = value_id(meeting), [PRESENCE_PERSON] = value_id(person) };

	return record_get(c->db, c->schema, c->mem, &presence_entity, c->net->id, entity_key_id(&presence_entity, c->net->id, key), out) && out->born;
}

bool opening_get(struct ctx *c, struct id meeting, struct record *out)
{
	const struct value key[OPENING__N] = { [OPENING_MEETING] = value_id(meeting) };

	return record_get(c->db, c->schema, c->mem, &roll_opening_entity, c->net->id, entity_key_id(&roll_opening_entity, c->net->id, key), out) && out->born;
}

/* A voice note alone is a word of hers, not she. */
static bool came(const struct value *v)
{
	bool way = false;

	for (unsigned i = 0; i < ROLL_NOTE; i++)
		way |= v[PRESENCE_ROOM + i].i != 0;
	return v[PRESENCE_HERE].i && (way || !v[PRESENCE_NOTE].i);
}

bool roll_present(struct ctx *c, const struct meeting *m, struct id person)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	return presence_get(c, m->id, person, r) && came(r->v);
}

bool roll_may_vote(struct ctx *c, const struct meeting *m, struct id person)
{
	return meeting_is_for(c, m->group, person);
}

bool roll_proxy_of(struct ctx *c, const struct meeting *m, struct id person, struct id *holder_out)
{
	const struct value key[PROXY__N] = { [PROXY_MEETING] = value_id(m->id), [PROXY_PERSON] = value_id(person) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &proxy_entity, c->net->id, entity_key_id(&proxy_entity, c->net->id, key), r) || !r->born ||
		r->v[PROXY_HOLDER].kind != V_ID)
		return false;
	*holder_out = r->v[PROXY_HOLDER].id;
	return true;
}

unsigned roll_held_by(struct ctx *c, const struct meeting *m, struct id holder, struct id *out, unsigned max)
{
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_PROXIES, cell_id(&c->net->id), cell_id(&m->id));
	unsigned n = 0;

	while (rows_next(&r))
		if (n < max && id_eq(rows_id(&r, 1), holder))
			out[n++] = rows_id(&r, 0);
	return n;
}

struct roll_counts roll_counts(struct ctx *c, const struct meeting *m)
{
	int64_t size = db_int(c->db, &roll_sql.query[Q_ROLL_SIZE], ARGS(cell_id(&c->net->id), cell_id(&m->group), cell_int(m->day)));
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_SUMS, cell_id(&c->net->id), cell_id(&m->id));
	struct roll_counts k = { .padron = size };

	while (rows_next(&r)) {
		k.present = rows_int(&r, 0);
		k.now = k.present - rows_int(&r, 1);
		k.late = rows_int(&r, 2);
		k.guests = rows_int(&r, 3);
		for (unsigned i = 0; i < ROLL_WAYS; i++)
			k.way[i] = rows_int(&r, 4 + i);
	}
	r = ctx_rows(c, roll_sql, Q_ROLL_PROXIES, cell_id(&c->net->id), cell_id(&m->id));
	while (rows_next(&r))
		k.represented += rows_int(&r, 2) && rows_null(&r, 3);
	r = ctx_rows(c, roll_sql, Q_ROLL_GUESTS, cell_id(&c->net->id), cell_id(&m->id));
	while (rows_next(&r))
		k.guests++;
	return k;
}

/* ---- rows ---- */

static void row_ways(struct rows *r, unsigned from, bool *way)
{
	for (unsigned i = 0; i < ROLL_WAYS; i++)
		way[i] = rows_int(r, from + i) != 0;
}

static void read_one(struct ctx *c, struct rows *r, struct roll_row *out)
{
	*out = (struct roll_row){ .person = rows_id(r, 0), .name = str_dup(c->mem, rows_text(r, 1)), .document = str_dup(c->mem, rows_text(r, 2)),
		.kitchen_id = rows_id(r, 3), .kitchen = str_dup(c->mem, rows_text(r, 4)), .here = rows_int(r, 5) != 0, .seen = rows_int(r, 11) != 0,
		.code = rows_int(r, 12) != 0, .said = rows_int(r, 13) != 0, .signed_it = rows_int(r, 14) != 0, .arrived = str_dup(c->mem, rows_text(r, 15)),
		.left = str_dup(c->mem, rows_text(r, 16)), .late = rows_int(r, 17) != 0, .holder = rows_id(r, 18) };
	row_ways(r, 6, out->way);
	out->represented = !out->here && !id_is_zero(out->holder) && rows_int(r, 19);
}

/* Guests of the network, and those who are in none of its groups. */
static unsigned read_guests(struct ctx *c, const struct meeting *m, struct roll_row *out, unsigned n, unsigned max)
{
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_STRANGERS, cell_id(&c->net->id), cell_id(&m->id));

	while (rows_next(&r)) {
		if (n == max)
			continue;
		out[n] = (struct roll_row){ .person = rows_id(&r, 0), .name = str_dup(c->mem, rows_text(&r, 1)), .here = true, .guest = true };
		row_ways(&r, 2, out[n++].way);
	}
	r = ctx_rows(c, roll_sql, Q_ROLL_GUESTS, cell_id(&c->net->id), cell_id(&m->id));
	while (rows_next(&r))
		if (n < max)
			out[n++] = (struct roll_row){ .name = str_dup(c->mem, rows_text(&r, 1)), .kitchen = str_dup(c->mem, rows_text(&r, 2)),
				.kitchen_id = rows_id(&r, 0), .here = true, .guest = true };
	return n;
}

unsigned roll_rows(struct ctx *c, const struct meeting *m, struct roll_row *out, unsigned max)
{
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_PADRON, cell_id(&c->net->id), cell_id(&m->group), cell_id(&m->id), cell_int(m->day));
	struct map known = map_new(c->mem);
	unsigned n = 0;

	while (rows_next(&r)) {
		struct id person = rows_id(&r, 0);
		if (n == max || map_get(&known, id_bytes(&person)))
			continue;
		map_set(&known, id_bytes(&person), out);
		read_one(c, &r, &out[n++]);
	}
	return read_guests(c, m, out, n, max);
}

static void also(struct ctx *c, struct buf *b, const char *sep, struct str s)
{
	(void)c;
	if (!s.n)
		return;
	if (b->n)
		buf_c(b, sep);
	buf_add(b, s);
}

struct str roll_how(struct ctx *c, const struct roll_row *r)
{
	struct buf b = buf_new(c->mem, 120);

	if (!r->here)
		return r->represented ? tr_fill(c->mem, c->lang, N_("la representa %s"), person_name(c, r->holder)) : STR("");
	for (unsigned i = 0; i < ROLL_WAYS; i++)
		if (r->way[i])
			also(c, &b, ", ", tr(c->lang, roll_ways[i].label));
	if (r->guest && id_is_zero(r->person))
		also(c, &b, ", ", r->kitchen);
	const bool by[] = { r->seen, r->code, r->said, r->signed_it };
	for (unsigned i = 0; i < ARRAY_LEN(by); i++)
		if (by[i] && i != PROOF_SEEN)
			also(c, &b, "; ", tr(c->lang, roll_proofs[i].label));
	if (r->arrived.n)
		also(c, &b, "; ", tr_fill(c->mem, c->lang, r->late ? N_("llegó tarde, a las %s") : N_("llegó a las %s"), r->arrived));
	if (r->left.n)
		also(c, &b, "; ", tr_fill(c->mem, c->lang, N_("se fue a las %s"), r->left));
	return buf_str(&b);
}

bool roll_named(struct ctx *c, const struct meeting *m, struct str name, const char *field, struct id *out)
{
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, ROLL_MOST);
	unsigned n = roll_rows(c, m, row, ROLL_MOST), found = 0;
	struct str want = fold(c->mem, name);

	for (unsigned i = 0; i < n && want.n; i++) {
		struct str rest = want, has = fold(c->mem, row[i].name), word;
		bool all = !row[i].guest;
		if (all && str_eq(has, want)) {
			*out = row[i].person;
			return true;
		}
		has = str_fmt(c->mem, " %s", str_cstr(c->mem, has));
		while (all && rest.n && str_cut(&rest, ' ', &word))
			all = !word.n || str_contains(has, str_fmt(c->mem, " %s", str_cstr(c->mem, word)));
		if (all && found++ == 0)
			*out = row[i].person;
	}
	if (found == 1)
		return true;
	if (found)
		fail(c, field, "several", N_("Hay más de una persona con ese nombre: escriba nombre y apellidos"));
	else
		fail(c, field, "unknown", N_("Nadie con ese nombre está en el padrón de esa reunión: escriba nombre y apellido"));
	return false;
}

struct str roll_box(struct ctx *c, struct id person)
{
	struct buf b = buf_new(c->mem, BOX_LETTERS + 1);

	buf_char(&b, 'p');
	buf_hex(&b, person.b + sizeof(person.b) - (BOX_LETTERS - 1) / 2, (BOX_LETTERS - 1) / 2);
	return buf_str(&b);
}

/* ---- the code ---- */

enum { CODE_FIRST = 1000, CODES = 9000 };

struct str roll_code(struct ctx *c, struct id meeting)
{
	struct hash h = secret_hash("roll code", id_bytes(&meeting));
	unsigned n = (unsigned)h.b[0] << 16 | (unsigned)h.b[1] << 8 | h.b[2];

	return roll_number(c, CODE_FIRST + n % CODES);
}

bool roll_code_open(struct ctx *c, const struct meeting *m, int64_t at)
{
	int minute = zone_minute(c->net->zone, at);

	return zone_day(c->net->zone, at) == m->day && minute >= m->minute - CODE_BEFORE_MIN && minute <= meeting_until(m);
}

/* Of the day's, those that are open and have that code, if one is said; of these groups, or of any. */
static unsigned running(struct ctx *c, const struct id *group, unsigned ngroup, int64_t at, struct str code, struct meeting *out)
{
	struct rows r = ctx_rows(c, meetings_sql, Q_MEETINGS_ON, cell_id(&c->net->id), cell_int(zone_day(c->net->zone, at)));
	struct id id[MEETINGS_SHOWN];
	unsigned all = 0, n = 0;

	while (rows_next(&r)) {
		bool one = !group;
		for (unsigned i = 0; i < ngroup && !one; i++)
			one = id_eq(group[i], rows_id(&r, 1));
		if (one && all < MEETINGS_SHOWN && (!code.n || str_eq(code, roll_code(c, rows_id(&r, 0)))))
			id[all++] = rows_id(&r, 0);
	}
	for (unsigned i = 0; i < all; i++) {
		struct meeting m;
		if (meeting_get(c, id[i], &m) && roll_code_open(c, &m, at) && n++ == 0)
			*out = m;
	}
	return n;
}

unsigned roll_running(struct ctx *c, struct id person, int64_t at, struct str code, struct meeting *out)
{
	enum { GROUPS_MAX = 48 };
	struct id group[GROUPS_MAX];
	const struct actor *outer = c->who;
	struct actor *who = ARENA_NEW(c->mem, struct actor);

	if (!id_eq(person, c->who->person)) {
		actor_load(c, who, person);
		c->who = who;
	}
	unsigned ngroup = meeting_groups(c, group, GROUPS_MAX);
	c->who = outer;
	unsigned n = running(c, group, ngroup, at, code, out);
	if (n || !code.n)
		return n;
	/* Another group's room: among the thousands of a day two may have one code, and then it says nothing. */
	return running(c, NULL, 0, at, code, out) == 1;
}

/* ---- the quorum ---- */

struct roll_rules roll_rules_of(struct ctx *c, struct id group)
{
	const struct value key[RULE__N] = { [RULE_GROUP] = value_id(group) };
	struct roll_rules k = { PROXIES_LIMIT, SECOND_AFTER_MIN, false };
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &roll_rule_entity, c->net->id, entity_key_id(&roll_rule_entity, c->net->id, key), r) || !r->born)
		return k;
	return (struct roll_rules){ r->v[RULE_PROXIES].i, r->v[RULE_SECOND_AFTER].i, str_is(r->v[RULE_SECOND_LEAST].s, "third") };
}

struct roll_quorum roll_quorum(struct ctx *c, const struct meeting *m)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct roll_rules rules = roll_rules_of(c, m->group);
	struct roll_quorum q = { .second_minute = m->minute + (int)rules.second_after };

	if (opening_get(c, m->id, r)) {
		q.opened = true;
		q.call = str_is(r->v[OPENING_CALL].s, "first") ? ROLL_FIRST : ROLL_SECOND;
		q.at = r->v[OPENING_AT].s;
		q.padron = r->v[OPENING_PADRON].i;
		q.present = r->v[OPENING_PRESENT].i;
		q.represented = r->v[OPENING_REPRESENTED].i;
	} else {
		struct roll_counts k = roll_counts(c, m);
		q.padron = k.padron;
		q.present = k.now;
		q.represented = k.represented;
	}
	q.need_first = q.padron / 2 + 1;
	q.need_second = rules.third ? (q.padron + 2) / 3 : 1;
	bool second = m->day < today(c) || (m->day == today(c) && zone_minute(c->net->zone, c->now) >= q.second_minute);
	if (!q.opened && q.present + q.represented >= q.need_first)
		q.call = ROLL_FIRST;
	else if (!q.opened && second && q.present + q.represented >= q.need_second)
		q.call = ROLL_SECOND;
	return q;
}

struct str roll_quorum_text(struct ctx *c, const struct roll_quorum *q)
{
	const struct str_pair pairs[] = { { "n", roll_number(c, q->present + q->represented) }, { "padron", roll_number(c, q->padron) },
		{ "need", roll_number(c, q->need_first) }, { "hour", hour_show(c->mem, q->second_minute % MINUTES_OF_DAY) }, { "at", q->at } };
	const char *say = q->opened && q->call == ROLL_FIRST ? N_("Se abrió en primera convocatoria con {n} de {padron}, a las {at}") :
		q->opened ? N_("Se abrió en segunda convocatoria con {n} de {padron}, a las {at}") :
		q->call == ROLL_FIRST ? N_("Hay quórum: {n} de {padron}") :
		q->call == ROLL_SECOND ? N_("Se puede abrir en segunda convocatoria: {n} de {padron}") :
		N_("Todavía no hay quórum: {n} de {padron}. Hacen falta {need}; segunda convocatoria a las {hour}");

	return tr_named(c->mem, c->lang, say, pairs, ARRAY_LEN(pairs));
}
