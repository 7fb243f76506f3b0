/* bare_read.c - the sampled changes and their rows, and the order in which they are put. */
#include "bare.h"

static void read_columns(sqlite3 *h, struct table *t)
{
	sqlite3_stmt *q = prepare(h, "SELECT name, pk FROM pragma_table_info(?1)");
	bool keyed = false;

	sqlite3_bind_text(q, 1, t->name, -1, SQLITE_STATIC);
	while (step(q)) {
		if (t->ncols == COLUMNS_MAX)
			die("%s has more than %d columns", t->name, COLUMNS_MAX);
		t->column[t->ncols] = strdup((const char *)sqlite3_column_text(q, 0));
		t->key[t->ncols] = sqlite3_column_int(q, 1);
		keyed |= t->key[t->ncols] > 0;
		t->ncols++;
	}
	sqlite3_finalize(q);
	if (!keyed)
		die("%s: there is no table %s with a primary key", bare.data, t->name);
}

static void keep_cell(struct cell *c, sqlite3_stmt *q, int col)
{
	*c = (struct cell){ .type = sqlite3_column_type(q, col) };
	if (c->type == SQLITE_INTEGER) {
		c->i = sqlite3_column_int64(q, col);
	} else if (c->type == SQLITE_FLOAT) {
		c->d = sqlite3_column_double(q, col);
	} else if (c->type != SQLITE_NULL) {
		const void *from = sqlite3_column_blob(q, col);
		c->n = sqlite3_column_bytes(q, col);
		void *p = room(NULL, (size_t)c->n, 1);
		if (c->n)
			memcpy(p, from, (size_t)c->n);
		c->p = p;
	}
}

/* The sample is numbered from 1 in key order; each table's rows come in that order too. */
static void read_rows(sqlite3 *h, struct table *t)
{
	struct text sql = { 0 };

	add(&sql, "SELECT j.n_, ");
	add_columns(&sql, t, false, "t.", "");
	add(&sql, " FROM temp.sample j, main.\"%s\" t", t->name);
	if (t->mode == '!') {
		add(&sql, " WHERE (");
		add_columns(&sql, t, true, "t.", "");
		add(&sql, ") = (");
		add_columns(&sql, t, true, "j.", "");
		add(&sql, ")");
	} else {
		add(&sql, *t->condition == ',' ? "%s" : " WHERE (%s)", t->condition);
	}
	add(&sql, " ORDER BY j.n_");
	sqlite3_stmt *q = prepare(h, sql.p);
	while (step(q)) {
		if (t->nrows == t->cap) {
			t->cap = t->cap ? t->cap * 2 : 1024;
			if (!only_read(t))
				t->cells = room(t->cells, t->cap * (size_t)t->ncols, sizeof *t->cells);
			t->change = room(t->change, t->cap, sizeof *t->change);
		}
		t->change[t->nrows] = sqlite3_column_int64(q, 0);
		for (int i = 0; i < t->ncols && !only_read(t); i++)
			keep_cell(&t->cells[t->nrows * (size_t)t->ncols + (size_t)i], q, i + 1);
		t->nrows++;
	}
	sqlite3_finalize(q);
}

static void read_sample(sqlite3 *h)
{
	const struct table *lead = &bare.table[0];
	struct text sql = { 0 };

	add(&sql, "CREATE TEMP TABLE sample AS SELECT row_number() OVER (ORDER BY ");
	add_columns(&sql, lead, true, "", "");
	add(&sql, ") AS n_, * FROM (SELECT j.* FROM main.\"%s\" j WHERE (%s) ORDER BY ", lead->name,
		bare.where);
	add_columns(&sql, lead, true, "j.", " DESC");
	add(&sql, " LIMIT %lld)", (long long)bare.changes);
	run(h, sql.p);
}

static bool same_key(const struct table *t, size_t a, size_t b)
{
	for (int i = 0; i < t->ncols; i++) {
		const struct cell *x = &t->cells[a * (size_t)t->ncols + (size_t)i];
		const struct cell *y = &t->cells[b * (size_t)t->ncols + (size_t)i];

		if (t->key[i] && (x->type != y->type || x->i != y->i || x->n != y->n ||
					 (x->n && memcmp(x->p, y->p, (size_t)x->n) != 0)))
			return false;
	}
	return true;
}

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ ((const unsigned char *)p)[i]) * UINT64_C(0x100000001b3); /* FNV-1a */
	return h;
}

/* Was a row with the same key planned in this group? Notes it otherwise. */
static bool planned(struct table *t, size_t row)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (int i = 0; i < t->ncols; i++) {
		const struct cell *c = &t->cells[row * (size_t)t->ncols + (size_t)i];
		if (t->key[i])
			h = mix(mix(h, &c->i, sizeof c->i), c->p, (size_t)c->n);
	}
	size_t at = (size_t)h % SEEN_MAX;
	for (; t->seen[at]; at = (at + 1) % SEEN_MAX)
		if (same_key(t, t->seen[at] - 1, row))
			return true;
	t->seen[at] = row + 1;
	return false;
}

/* Plan the rows of changes up to `last`; in mode % each key once. */
static void plan_rows(struct table *t, int64_t last)
{
	if (t->mode == '%')
		memset(t->seen, 0, SEEN_MAX * sizeof *t->seen);
	for (; t->next < t->nrows && t->change[t->next] <= last; t->next++)
		if (t->mode != '%' || !planned(t, t->next))
			bare.plan[bare.nplan++] = (struct put){ t, t->next };
}

static void make_plan(void)
{
	int64_t changes = (int64_t)bare.table[0].nrows;
	size_t most = (size_t)(changes / bare.group + 1);

	if (bare.group > SEEN_MAX / 2)
		die("groups of at most %d", SEEN_MAX / 2);
	for (int i = 0; i < bare.ntables; i++) {
		most += bare.table[i].nrows;
		bare.table[i].seen = room(NULL, SEEN_MAX, sizeof *bare.table[i].seen);
	}
	bare.plan = room(NULL, most, sizeof *bare.plan);
	for (int64_t first = 1; first <= changes; first += bare.group) {
		int64_t last = first + bare.group - 1 < changes ? first + bare.group - 1 : changes;

		for (int64_t c = first; c <= last; c++)
			for (int i = 0; i < bare.ntables; i++)
				if (bare.table[i].mode != '%')
					plan_rows(&bare.table[i], c);
		for (int i = 0; i < bare.ntables; i++)
			if (bare.table[i].mode == '%')
				plan_rows(&bare.table[i], last);
		bare.plan[bare.nplan++] = (struct put){ 0 };
	}
}

void read_all(sqlite3 *data)
{
	for (int i = 0; i < bare.ntables; i++)
		read_columns(data, &bare.table[i]);
	read_sample(data);
	for (int i = 0; i < bare.ntables; i++)
		read_rows(data, &bare.table[i]);
	make_plan();
}
