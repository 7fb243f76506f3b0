/*
 * bare.c - the bare loop: how fast SQLite alone writes the rows that Ayni writes.
 *
 * It reads the last changes of an Ayni data file, with every row that they wrote, into memory;
 * makes a new file with the same tables; and puts the same bytes there, one commit a group (WAL,
 * synchronous=FULL, SQLite's own checkpoints). Only that last loop is timed. No code of Ayni is in
 * it.
 *
 *   bare [-n CHANGES] [-g GROUP] [-r RUNS] [-b] [-f] [-k] [-w CONDITION] DATA.db WORK.db LEAD TABLE…
 *
 * LEAD is the table with one row a change, in the order of its primary key. TABLE says which rows
 * t of a table belong to the change of the row j of LEAD:
 *   name=CONDITION   rows that the change made:        "journal_part=t.seq = j.seq"
 *   name~CONDITION   rows that the change rewrote:     "tally~t.day = j.day"
 *   name%CONDITION   the same, but each row is written once a group: "chain%1"
 *   name@CONDITION   rows that -b only reads:          "journal_part@t.seq = j.seq"
 * Instead of a condition ", OTHER o WHERE CONDITION" finds them by way of another table.
 * -w chooses among the rows j of LEAD. -f works on a copy of the whole file, from which the rows of
 * LEAD and of = are first taken away, so that the loop runs on a database of the same size; without
 * it the tables begin empty. -b rebuilds instead: in one transaction the rows of ~ and % are deleted, LEAD
 * and @ are read in their order, and each row of ~ is looked up by its key and written again. -k keeps WORK.db. The speed printed last is the median of the runs.
 */
#include "bare.h"

#include <sodium.h>
#include <unistd.h>

struct bare bare = { .changes = 20000, .group = 64, .runs = 3, .where = "1" };

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Step a statement over one row, and read what stands there: of the journal every byte is hashed (BLAKE2b-256). */
static void read_row(const struct table *t)
{
	crypto_generichash_state state;
	unsigned char sum[32];
	bool journal = only_read(t);

	if (!step(t->get))
		return;
	if (journal)
		crypto_generichash_init(&state, NULL, 0, sizeof sum);
	for (int i = 0; i < sqlite3_column_count(t->get); i++) {
		const void *p = sqlite3_column_blob(t->get, i);
		size_t n = (size_t)sqlite3_column_bytes(t->get, i);
		if (n && journal)
			crypto_generichash_update(&state, p, n);
	}
	if (journal)
		crypto_generichash_final(&state, sum, sizeof sum);
}

/* Seconds of a rebuild: one transaction, in which what a change wrote is looked up and written again. */
static double rebuild(sqlite3 *h)
{
	double start = now_s();

	run(h, "BEGIN IMMEDIATE");
	for (int i = 0; i < bare.ntables; i++) {
		struct text sql = { 0 };
		add(&sql, "DELETE FROM \"%s\"", bare.table[i].name);
		if (!only_read(&bare.table[i]))
			run(h, sql.p);
	}
	for (size_t i = 0; i < bare.nplan; i++) {
		struct table *t = bare.plan[i].table;

		if (!t)
			continue;
		if (t->mode == '~')
			bind_row(t, bare.plan[i].row, t->get);
		if (t->get)
			read_row(t);
		if (t->mode == '~')
			sqlite3_reset(t->get);
		if (!t->put)
			continue;
		bind_row(t, bare.plan[i].row, t->put);
		step(t->put);
		sqlite3_reset(t->put);
	}
	for (int i = 0; i < bare.ntables; i++)
		sqlite3_finalize(bare.table[i].get);
	run(h, "COMMIT");
	return now_s() - start;
}

/* Seconds that the loop takes. */
static double replay(sqlite3 *h)
{
	sqlite3_stmt *begin = prepare(h, "BEGIN IMMEDIATE"), *commit = prepare(h, "COMMIT");
	bool open = false;

	double start = now_s();
	for (size_t i = 0; i < bare.nplan; i++) {
		struct table *t = bare.plan[i].table;
		sqlite3_stmt *stmt = t ? t->put : commit;

		if (!open) {
			step(begin);
			sqlite3_reset(begin);
		}
		open = t;
		if (t)
			bind_row(t, bare.plan[i].row, stmt);
		step(stmt);
		sqlite3_reset(stmt);
	}
	double took = now_s() - start;
	sqlite3_finalize(begin);
	sqlite3_finalize(commit);
	return took;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void read_options(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:g:r:w:bfk")) != -1) {
		if (c == 'n')
			bare.changes = strtoll(optarg, NULL, 10);
		else if (c == 'g')
			bare.group = strtoll(optarg, NULL, 10);
		else if (c == 'r')
			bare.runs = strtoll(optarg, NULL, 10);
		else if (c == 'w')
			bare.where = optarg;
		else if (c == 'b')
			bare.rebuild = true;
		else if (c == 'f')
			bare.full = true;
		else if (c == 'k')
			bare.keep = true;
		else
			exit(2);
	}
	if (argc - optind < 3 || argc - optind - 2 > TABLES_MAX || bare.changes < 1 ||
		bare.group < 1 || bare.runs < 1 || bare.runs > RUNS_MAX)
		die("bare [-n CHANGES] [-g GROUP] [-r RUNS] [-b] [-f] [-k] [-w CONDITION] DATA.db "
		    "WORK.db"
		    " LEAD TABLE…");
	bare.data = argv[optind];
	bare.work = argv[optind + 1];
	for (int i = optind + 2; i < argc; i++) {
		struct table *t = &bare.table[bare.ntables++];
		size_t at = strcspn(argv[i], "=~%@");

		t->name = argv[i];
		t->mode = bare.ntables == 1 ? '!' : argv[i][at];
		if (!t->mode)
			die("%s: no =, ~ or %% with a condition", argv[i]);
		t->condition = argv[i][at] ? argv[i] + at + 1 : "1";
		argv[i][at] = 0;
	}
}

int main(int argc, char **argv)
{
	double took[RUNS_MAX];
	sqlite3 *data;

	read_options(argc, argv);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(bare.data, &data, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
		die("%s: %s", bare.data, sqlite3_errmsg(data));
	run(data, "PRAGMA temp_store = MEMORY");
	read_all(data);
	size_t changes = bare.table[0].nrows,
	       groups = (changes + (size_t)bare.group - 1) / (size_t)bare.group;
	if (!changes)
		die("%s: no changes there", bare.data);
	for (int i = 0; i < bare.ntables; i++)
		printf("table=%s rows=%zu\n", bare.table[i].name, bare.table[i].nrows);
	for (int i = 0; i < bare.runs; i++) {
		sqlite3 *h = open_work(data);

		took[i] = bare.rebuild ? rebuild(h) : replay(h);
		for (int k = 0; k < bare.ntables; k++)
			sqlite3_finalize(bare.table[k].put);
		if (sqlite3_close(h))
			die("close: %s", sqlite3_errmsg(h));
		printf("run=%d seconds=%.4f changes_per_s=%.0f\n", i + 1, took[i],
			(double)changes / took[i]);
	}
	if (!bare.keep)
		remove_work();
	sqlite3_close(data);
	qsort(took, (size_t)bare.runs, sizeof *took, by_size);
	double s = took[bare.runs / 2];
	printf("changes=%zu groups=%zu rows=%zu changes_per_s=%.0f rows_per_s=%.0f\n", changes,
		groups, bare.nplan - groups, (double)changes / s,
		(double)(bare.nplan - groups) / s);
	return 0;
}
