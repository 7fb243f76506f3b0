/* bare_write.c - the new file: its tables, what stands in them before, and its statements. */
#include "bare.h"

#include <unistd.h>

void remove_work(void)
{
	char path[4096];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s%s", bare.work,
			i == 0	 ? ""
			: i == 1 ? "-wal"
				 : "-shm");
		unlink(path);
	}
}

void bind_row(struct table *t, size_t row, sqlite3_stmt *stmt)
{
	const struct cell *c = &t->cells[row * (size_t)t->ncols];

	for (int i = 0; i < t->ncols; i++, c++) {
		if (c->type == SQLITE_INTEGER)
			sqlite3_bind_int64(stmt, i + 1, c->i);
		else if (c->type == SQLITE_TEXT)
			sqlite3_bind_text(stmt, i + 1, c->p, c->n, SQLITE_STATIC);
		else if (c->type == SQLITE_BLOB)
			sqlite3_bind_blob(stmt, i + 1, c->p, c->n, SQLITE_STATIC);
		else if (c->type == SQLITE_FLOAT)
			sqlite3_bind_double(stmt, i + 1, c->d);
		else
			sqlite3_bind_null(stmt, i + 1);
	}
}

/* The tables and indexes of the data file, empty. */
static void copy_schema(sqlite3 *from, sqlite3 *to)
{
	sqlite3_stmt *q = prepare(from, "SELECT sql FROM sqlite_schema WHERE tbl_name = ?1 AND sql"
					" IS NOT NULL ORDER BY type = 'table' DESC");

	for (int i = 0; i < bare.ntables; i++) {
		sqlite3_bind_text(q, 1, bare.table[i].name, -1, SQLITE_STATIC);
		while (step(q))
			run(to, (const char *)sqlite3_column_text(q, 0));
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
}

/* The whole data file without the rows that the sampled changes made. */
static void copy_rest(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");

	if (!b || sqlite3_backup_step(b, -1) != SQLITE_DONE || sqlite3_backup_finish(b))
		die("copy: %s", sqlite3_errmsg(to));
	run(to, "BEGIN");
	for (int i = 0; i < bare.ntables; i++) {
		struct table *t = &bare.table[i];
		struct text sql = { 0 };
		const char *and = "";

		if (t->mode == '~' || t->mode == '%' || bare.rebuild)
			continue;
		add(&sql, "DELETE FROM \"%s\" WHERE ", t->name);
		for (int k = 0; k < t->ncols; k++) {
			if (!t->key[k])
				continue;
			add(&sql, "%s\"%s\" = ?%d", and, t->column[k], k + 1);
			and = " AND ";
		}
		sqlite3_stmt *q = prepare(to, sql.p);
		for (size_t row = 0; row < t->nrows; row++) {
			bind_row(t, row, q); /* those behind the key find no place */
			step(q);
			sqlite3_reset(q);
		}
		sqlite3_finalize(q);
	}
	run(to, "COMMIT");
}

static void prepare_put(sqlite3 *h, struct table *t)
{
	struct text sql = { 0 };
	const char *comma = "";

	add(&sql, "INSERT INTO \"%s\" (", t->name);
	add_columns(&sql, t, false, "", "");
	add(&sql, ") VALUES (");
	for (int i = 0; i < t->ncols; i++)
		add(&sql, "%s?%d", i ? ", " : "", i + 1);
	add(&sql, ")");
	if (t->mode != '!') {
		add(&sql, " ON CONFLICT (");
		add_columns(&sql, t, true, "", "");
		add(&sql, ") DO ");
		for (int i = 0; i < t->ncols; i++) {
			if (t->key[i])
				continue;
			add(&sql, "%s\"%s\" = excluded.\"%s\"", *comma ? comma : "UPDATE SET ",
				t->column[i], t->column[i]);
			comma = ", ";
		}
		if (!*comma)
			add(&sql, "NOTHING");
	}
	t->put = only_read(t) ? NULL : prepare(h, sql.p);
}

/* What a rebuild reads: the whole table in order, or the row that stands under a key. */
static void prepare_get(sqlite3 *h, struct table *t)
{
	struct text sql = { 0 };
	const char *and = " WHERE ";

	t->get = NULL;
	if (t->mode == '%')
		return;
	add(&sql, "SELECT ");
	add_columns(&sql, t, false, "", "");
	add(&sql, " FROM \"%s\"", t->name);
	for (int k = 0; k < t->ncols && t->mode == '~'; k++) {
		if (!t->key[k])
			continue;
		add(&sql, "%s\"%s\" = ?%d", and, t->column[k], k + 1);
		and = " AND ";
	}
	if (only_read(t)) {
		add(&sql, " ORDER BY ");
		add_columns(&sql, t, true, "", "");
	}
	t->get = prepare(h, sql.p);
}

sqlite3 *open_work(sqlite3 *data)
{
	sqlite3_stmt *q = prepare(data, "PRAGMA page_size");
	struct text sql = { 0 };
	sqlite3 *h;

	remove_work();
	step(q);
	add(&sql, "PRAGMA page_size = %d", sqlite3_column_int(q, 0));
	sqlite3_finalize(q);
	if (sqlite3_open_v2(bare.work, &h,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL))
		die("%s: %s", bare.work, sqlite3_errmsg(h));
	run(h, sql.p);
	run(h, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384");
	if (bare.full)
		copy_rest(data, h);
	else
		copy_schema(data, h);
	run(h, "PRAGMA wal_checkpoint(TRUNCATE)");
	for (int i = 0; i < bare.ntables; i++) {
		prepare_put(h, &bare.table[i]);
		if (bare.rebuild)
			prepare_get(h, &bare.table[i]);
	}
	return h;
}
