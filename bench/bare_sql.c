/* bare_sql.c - small helpers around SQLite for the bare loop. */
#include "bare.h"

#include <stdarg.h>

_Noreturn void die(const char *fmt, ...)
{
	va_list ap;

	fputs("bare: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

void *room(void *old, size_t n, size_t size)
{
	void *p = reallocarray(old, n ? n : 1, size);

	if (!p)
		die("no memory for %zu items", n);
	return p;
}

void run(sqlite3 *h, const char *sql)
{
	if (sqlite3_exec(h, sql, NULL, NULL, NULL))
		die("%s: %s", sql, sqlite3_errmsg(h));
}

sqlite3_stmt *prepare(sqlite3 *h, const char *sql)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v3(h, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL))
		die("%s: %s", sql, sqlite3_errmsg(h));
	return stmt;
}

bool step(sqlite3_stmt *stmt)
{
	int code = sqlite3_step(stmt);

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		die("%s: %s", sqlite3_sql(stmt), sqlite3_errmsg(sqlite3_db_handle(stmt)));
	return code == SQLITE_ROW;
}

void add(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(t->p + t->n, sizeof t->p - t->n, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof t->p - t->n)
		die("a statement is too long");
	t->n += (size_t)n;
}

void add_columns(
	struct text *sql, const struct table *t, bool key, const char *before, const char *after)
{
	const char *comma = "";

	for (int k = 1; k <= t->ncols; k++) {
		for (int i = 0; i < t->ncols; i++) {
			if (key ? t->key[i] != k : i != k - 1)
				continue;
			add(sql, "%s%s\"%s\"%s", comma, before, t->column[i], after);
			comma = ", ";
		}
	}
}
