/* pg_test.c - a PostgreSQL database for one test program. */
#include "pg_test.h"

#include <libpq-fe.h>
#include <unistd.h>

#include "log.h"
#include "str.h"

static char made[40]; /* the database's name, while there is one */
static pid_t maker;

bool pg_test_here(void)
{
	const char *url = getenv("AYNI_TEST_PG");

	return url && *url;
}

static void add_part(struct buf *b, const char *value)
{
	for (; *value; value++)
		buf_fmt(b, "%%%02x", (unsigned)(unsigned char)*value);
}

const char *pg_test_url_as(const char *user, const char *password, const char *dbname)
{
	static char text[4][2000];
	static unsigned turn;
	struct buf b = buf_fixed(text[turn++ % 4], sizeof text[0] - 1);
	PQconninfoOption *all = PQconninfoParse(getenv("AYNI_TEST_PG"), NULL);

	memset(b.p, 0, sizeof text[0]);
	buf_c(&b, "postgresql://?");
	for (PQconninfoOption *o = all; o && o->keyword; o++) {
		struct str key = str_c(o->keyword);
		const char *value = str_is(key, "user") && user ? user :
				    str_is(key, "password") && password ? password :
				    str_is(key, "dbname") ? (dbname ? dbname : made) : o->val;

		if (value) {
			buf_fmt(&b, "&%s=" + (str_ends(buf_str(&b), "?") ? 1 : 0), o->keyword);
			add_part(&b, value);
		}
	}
	PQconninfoFree(all);
	if (b.full)
		fatal("AYNI_TEST_PG is too long");
	return b.p;
}

static void quiet(void *arg, const char *text)
{
	(void)arg, (void)text;
}

static char *do_at(const char *url, const char *sql)
{
	static char cell[2000];
	PGconn *conn = PQconnectdb(url);

	PQsetNoticeProcessor(conn, quiet, NULL);
	PGresult *r = PQexec(conn, sql);
	ExecStatusType status = PQresultStatus(r);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fatal("%s: %s", sql, PQerrorMessage(conn));
	snprintf(cell, sizeof cell, "%s", PQntuples(r) ? PQgetvalue(r, PQntuples(r) - 1, 0) : "");
	PQclear(r);
	PQfinish(conn);
	return cell;
}

void pg_test_at_server(const char *sql, const char *name)
{
	const char *gap = strstr(sql, "%s");
	char text[300];

	snprintf(text, sizeof text, "%.*s%s%s", (int)(gap - sql), sql, name, gap + 2);
	do_at(getenv("AYNI_TEST_PG"), text);
}

static void drop(void)
{
	if (getpid() == maker) /* not a child that aborts on purpose */
		pg_test_at_server("DROP DATABASE %s WITH (FORCE)", made);
}

const char *pg_test_url(void)
{
	if (!*made) {
		maker = getpid();
		snprintf(made, sizeof made, "store_test_%ld", (long)maker);
		pg_test_at_server("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", made);
		atexit(drop);
	}
	return pg_test_url_as(NULL, NULL, made);
}

const char *pg_test_do(const char *sql)
{
	return do_at(pg_test_url(), sql);
}
