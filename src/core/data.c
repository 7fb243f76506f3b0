/*
 * data.c - settings kept with the data, the laws, the network's record.
 */
#include "data.h"

#include "core_sql.h"

#define SQL(name) (&core_sql.query[name])

struct str data_meta(struct db *db, struct arena *a, const char *name)
{
	return db_text(db, SQL(Q_META_GET), ARGS(cell_text(str_c(name))), a);
}

struct str data_digest(struct arena *a, const struct schema *s)
{
	struct hash h = schema_digest(a, s);
	struct buf b = buf_new(a, 64);

	buf_hex(&b, h.b, sizeof(h.b));
	return buf_str(&b);
}

bool data_built(struct db *db, struct str digest)
{
	struct rows r = db_rows(db, SQL(Q_META_GET), ARGS(cell_text(STR("schema"))));
	bool same = rows_next(&r) && str_eq(rows_text(&r, 0), digest);

	rows_end(&r);
	return same;
}

void data_set_meta(struct db *db, const char *name, struct str value)
{
	db_exec(db, SQL(Q_META_PUT), ARGS(cell_text(str_c(name)), cell_text(value)));
}

/* ---- the laws ---- */

static uint32_t *shuffled(struct arena *a, int64_t n, uint64_t seed)
{
	uint32_t *order = ARENA_ARRAY(a, uint32_t, n);

	for (int64_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	for (int64_t i = n - 1; i > 0; i--) {
		/* splitmix64 (Steele, Lea, Flood 2014) */
		uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		int64_t k = (int64_t)((z ^ z >> 31) % (uint64_t)(i + 1));
		uint32_t t = order[i];
		order[i] = order[k];
		order[k] = t;
	}
	return order;
}

struct lines {
	struct arena *mem;
	struct str *line;
	size_t n, cap, at;
	struct diag *d;
};

static void keep_line(void *arg, struct str s)
{
	struct lines *l = arg;

	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 1024;
		struct str *more = ARENA_ARRAY(l->mem, struct str, cap);
		if (l->n)
			memcpy(more, l->line, l->n * sizeof(*more));
		l->line = more;
		l->cap = cap;
	}
	l->line[l->n++] = str_dup(l->mem, s);
}

static void compare_line(void *arg, struct str s)
{
	struct lines *l = arg;

	if (l->d->n == 0 && (l->at >= l->n || !str_eq(l->line[l->at], s)))
		diag_add(l->d, NULL, "law", N_("Las tablas no son lo que dice el diario: %s"), str_dup(l->mem, s));
	l->at++;
}

/* What differs outlives the arena: until the next comparison in the same thread. */
static void keep_reason(struct diag *d)
{
	static _Thread_local char text[1024];

	if (!d->n)
		return;
	struct str s = str_sub(d->item[0].arg, 0, sizeof(text) - 1);
	if (s.n)
		memcpy(text, s.p, s.n);
	text[s.n] = 0;
	d->item[0].arg = (struct str){ text, s.n };
}

static void close_beside(void *arg)
{
	db_close(arg);
}

enum rc data_compare(struct db *db, const struct registry *reg, struct id network, uint64_t seed, struct diag *d)
{
	struct arena *a = arena_local();
	struct db **kept = ARENA_NEW(a, struct db *);
	struct lines *l = ARENA_NEW(a, struct lines);
	int64_t n = journal_head(db, network).seq;

	arena_defer(a, close_beside, kept);
	struct db *beside = *kept = db_open(&(struct db_options){ .mode = DB_MEMORY, .lazily = true }, d);
	*l = (struct lines){ .mem = a, .d = d };
	enum rc rc = beside ? data_prepare(beside, reg, d, NULL, NULL) : IO;
	if (rc == OK)
		rc = db_begin(beside);
	if (rc == OK) {
		struct applier *ap = applier_new(a, beside, reg->schema);
		rc = journal_replay(db, ap, network, seed ? shuffled(a, n, seed) : NULL, NULL, NULL, d);
	}
	if (rc == OK) {
		schema_dump(beside, reg->schema, network, true, keep_line, l);
		schema_dump(db, reg->schema, network, true, compare_line, l);
		if (!d->n && l->at != l->n)
			diag_add(d, NULL, "law", N_("Las tablas no son lo que dice el diario: %s"),
				str_fmt(a, "%zu != %zu", l->at, l->n));
		rc = db_status(db) != OK ? db_status(db) : d->n ? INVALID : OK;
	}
	keep_reason(d);
	if (beside)
		db_rollback(beside);
	arena_free(&a);
	return rc;
}

bool network_load(struct db *db, struct arena *a, struct id id, struct network *out)
{
	struct rows r = db_rows(db, SQL(Q_NETWORK_GET), ARGS(cell_id(&id)));

	if (!rows_next(&r))
		return false;
	*out = (struct network){ .id = id,
		.name = str_dup(a, rows_text(&r, 0)),
		.country = str_dup(a, rows_text(&r, 1)),
		.zone_name = str_dup(a, rows_text(&r, 2)),
		.currency = str_dup(a, rows_text(&r, 3)),
		.demo = rows_int(&r, 4) != 0 };
	rows_end(&r);
	out->zone = zone_load(a, out->zone_name);
	return out->zone != NULL;
}
