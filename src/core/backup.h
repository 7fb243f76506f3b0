/*
 * backup.h - a whole database as one stream of frames, and back. doc/backup.md fixes it byte for byte.
 *
 * The stream says first what it is (version, layout, chains), then the files that belong to it (the server's
 * secret), then every lasting row of one snapshot, at last how many rows each table has and a hash over
 * everything. It knows nothing of files and keys: sealed.h closes it, the app puts it somewhere.
 */
#ifndef AYNI_BACKUP_H
#define AYNI_BACKUP_H

#include "transfer.h"

enum { BACKUP_NETWORKS_MAX = 64, BACKUP_FILES_MAX = 32 };

struct backup_network {
	struct id id;
	int64_t seq;
	struct hash head, dump; /* of the chain; over the tables (schema_dump_hash) */
};

struct backup_head {
	struct str version; /* of the program that wrote it */
	int64_t format;     /* DATA_FORMAT: a greater one than ours is not read */
	int64_t made_at;
	struct str schema;  /* digest of the declarations: with another one, dumps differ */
	struct backup_network network[BACKUP_NETWORKS_MAX];
	unsigned n;
};

struct backup_file {
	const char *name; /* "ayni.conf", "keys/server" */
	struct str bytes;
};

/* What is written beside the tables. */
struct backup_beside {
	const char *version;
	int64_t made_at;
	const struct backup_file *file;
	unsigned nfiles;
};

/*
 * The snapshot that db stands in (db_begin came before), through `put`, which keeps its own failures.
 * `rows` counts what went, for progress; may be NULL. The status of db.
 */
enum rc backup_write(struct db *db, const struct registry *reg, const struct backup_beside *beside,
	void (*put)(void *arg, struct str s), void *arg, void (*rows)(void *arg, int64_t n)) MUST_USE;

/* Where a stream goes as it is read; any but `take` may be NULL. Errors end the reading and are handed on. */
struct backup_reader {
	bool (*take)(void *arg, void *p, size_t n); /* exactly n bytes */
	enum rc (*head)(void *arg, const struct backup_head *h);
	enum rc (*file)(void *arg, const struct backup_file *f);
	enum rc (*row)(void *arg, const struct table *t, const struct cell *row);
	void *arg;
};

/*
 * Read a stream to its end, judging everything that it says about itself. INVALID with one line in *d. Head and
 * files live in the arena, which `row` may not use; *rows_out counts the rows.
 */
enum rc backup_read(struct arena *a, const struct backup_reader *r, int64_t *rows_out, struct diag *d) MUST_USE;

#endif
