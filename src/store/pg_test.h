/* pg_test.h - a PostgreSQL database for one test program, on the server that AYNI_TEST_PG names. */
#ifndef AYNI_PG_TEST_H
#define AYNI_PG_TEST_H

#include <stdbool.h>

/* Whether AYNI_TEST_PG is set; without it tests on PostgreSQL are skipped. */
bool pg_test_here(void);
/* The program's own database, made at the first call and dropped at its end. */
const char *pg_test_url(void);
/* By another role, password or database (each NULL: as in pg_test_url). Good until four calls later. */
const char *pg_test_url_as(const char *user, const char *password, const char *dbname);
/* Run statements past db.h, in a session of their own; the first cell of the last row as text, or "". */
const char *pg_test_do(const char *sql);
/* Run a statement at the server's first database; %s in it is the name. */
void pg_test_at_server(const char *sql, const char *name);

#endif
