/* pg_test.h - a PostgreSQL database for one test program, on the server that AYNI_TEST_PG names. */
#ifndef AYNI_PG_TEST_H
#define AYNI_PG_TEST_H

#include <stdbool.h>

/* Whether AYNI_TEST_PG is set; without it tests on PostgreSQL are skipped. */
bool pg_test_here(void);
/* The program's own database, made at the first call and dropped at its end. */
const char *pg_test_url(void);
/* The same database by another role, password and host (each NULL: as in AYNI_TEST_PG). */
const char *pg_test_url_as(const char *user, const char *password, const char *dbname);
/* Run statements past db.h, in a session of their own; the first cell of the last row as text, or "". */
const char *pg_test_do(const char *sql);

#endif
