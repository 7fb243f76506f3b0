/*
 * app.h - the program around the rooms: settings, the data folder, commands.
 *
 * With SQLite a command runs in the process that holds the data folder's lock: here, or (while `serve`
 * runs) in the server, to which console.h carries the words, the files' contents and the answer. With
 * PostgreSQL it runs here, whoever serves.
 */
#ifndef AYNI_APP_H
#define AYNI_APP_H

#include <stdio.h>

#include "data.h"
#include "module.h"
#include "view.h"
#include "writer.h"

/* Settings: DIR/ayni.conf, then AYNI_*, then options. Empty: not set. */
struct settings {
	struct str data;         /* folder */
	struct str db;           /* postgres:// URL; empty: ayni.db in the folder */
	struct str listen;       /* 127.0.0.1:8080 */
	struct str tls_cert, tls_key;
	struct str behind_proxy; /* peers, separated by commas */
	struct str public_url;
	struct str metrics;
	int64_t workers;
};

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct app {
	struct arena *mem; /* process life */
	const struct registry *reg;
	struct settings set;
	struct config config;
	struct network net;
	struct writer *writer;   /* NULL for commands that only read */
	struct db *reader;       /* a snapshot reader of the calling thread */
	const struct lang *lang; /* of the terminal */
	int64_t (*clock)(void);
	int lock_fd;
	const char *db_path;     /* a file, or a postgres:// URL with all its secrets */
	bool leaving;            /* `move`: may open a database that was left for another */
	const struct serving *serving; /* while `serve` runs: metrics.h */
};

/* What a command reads and writes, wherever it runs. */
struct console {
	int argc;
	char **argv;        /* argv[0] is the command's name */
	struct str file;    /* content of the file it named, when the command takes one */
	struct buf out, err; /* shown at the caller's terminal, in the arena of the run */
	struct arena *mem;
};

enum command_flags {
	COMMAND_WRITES = 1, /* needs the writer: goes through the socket while serve runs */
	COMMAND_FILE = 2,   /* its last word names a file to read */
	COMMAND_ALONE = 4,  /* prepares its own data folder (init, demo, serve) */
	COMMAND_SERVER = 16, /* asks the server; nothing to say when none runs */
	COMMAND_NOTES = 32, /* runs here, but what it notes goes through the socket while serve runs (backup) */
	COMMAND_SECRET = 128, /* its --secret-file is read here (- : what is typed), its first line is k->file */
	COMMAND_TRIES = 64, /* with --explain it only reads, and --file names a file */
	COMMAND_NO_DATA = 8, /* needs no data folder (help, schema) */
};

struct command {
	const char *name;
	const char *usage;   /* N_(): one line */
	const char *about;   /* N_(): what it does */
	const char *example;
	unsigned flags;
	/* The exit status. `a` may be NULL with COMMAND_NO_DATA. */
	int (*run)(struct app *a, struct console *k);
};

extern const struct command commands[]; /* ended by a NULL name */

/* A context for work on the console: author is the first operator (or --as PERSON), channel "console". */
struct ctx app_ctx(struct app *a, struct arena *mem, struct diag *d, struct actor *who);
/* Is a person at the terminal who can be asked. */
bool app_asks(const struct app *a);
/* One clear line on k->err; EXIT_USAGE. */
int usage_error(struct app *a, struct console *k, const char *msgid, const char *arg);
/* "--name VALUE" or "--name=VALUE" taken out of argv; NULL when absent. *bad when the value is missing. */
const char *option_take(struct console *k, const char *name, bool *bad);
/* "--name" taken out of argv. */
bool flag_take(struct console *k, const char *name);
/* The first word left that begins with a dash, or NULL. */
const char *option_left(const struct console *k);

/* A person by id, phone or unique short name. 1: found; 0: none; more: ambiguous, listed on k->err. */
int person_named(struct ctx *c, struct console *k, struct str text, struct id *out);

/* The author of console work: --as PERSON, else the first operator. EXIT_GOOD or a status with a line. */
int app_author(struct app *a, struct console *k, struct ctx *c, struct actor *who);
/* One act through the gate from the command line: checked, decided, durable. Reasons go to k->err. */
int app_act(struct app *a, struct console *k, struct ctx *c, struct act *act, struct outcome *out);
/* Run fn(c, arg) in the writer's transaction, for operational tables. */
enum rc app_write(struct app *a, struct ctx *c, void (*fn)(struct ctx *c, void *arg), void *arg) MUST_USE;
/* Say that a write was not kept, and whether for want of room on the disk; EXIT_FAILED. */
int app_not_saved(struct app *a, struct console *k);
/* Where the settings say that the database is: a->db_path. */
void app_place(struct app *a);
/* Make the folder, pass over to its owner; with a database in it, lock it until app_close. */
int app_folder(struct app *a, struct console *k);
/* The folders of a path that are missing, for their owner alone. */
bool app_make_folders(struct arena *mem, struct str path);
/*
 * Make the folder, its keys and the tables of an empty database, for init and demo. What holds a network is
 * refused, but with `again`. EXIT_GOOD, or a status with a line and nothing touched.
 */
int app_make(struct app *a, struct console *k, bool again);
/* Keep which network this folder holds, and load it. */
int app_adopt(struct app *a, struct console *k, struct id network);

/* Everything declared, templates, catalogues: once a process. NULL with the fault on stderr. */
struct app *app_new(struct arena *mem);
/* Open the data folder and its database for reading and writing (lock, keys, tables, network). EXIT_GOOD or a status with a line on err. */
int app_open(struct app *a, struct console *k, bool write);
void app_close(struct app *a);

#endif
