/*
 * cmd_backup.c - everything of a network in one file that only the key on paper opens, while it is served.
 */
#include <errno.h>

#include "backup.h"
#include "backup_file.h"
#include "backup_key.h"
#include "beside.h"
#include "blob_refs.h"
#include "cmds.h"
#include "console.h"
#include "journal.h"
#include "progress.h"

enum { KEEP_MOST = 3650 };

/* ---- writing ---- */

struct closing {
	struct sealed_out *out;
	struct progress progress;
};

static void put(void *arg, struct str s)
{
	sealed_write(((struct closing *)arg)->out, s);
}

static void rows(void *arg, int64_t n)
{
	progress_show(&((struct closing *)arg)->progress, n);
}

/* What is missing here is missing in the copy, which is as good as it can be: said, and no failure. */
static int64_t bytes_lost(struct app *a)
{
	struct id network[BACKUP_NETWORKS_MAX];
	unsigned n = journal_networks(a->reader, network, BACKUP_NETWORKS_MAX);
	struct arena *mem = arena_new(0);
	int64_t lost = 0;

	for (unsigned i = 0; i < n; i++) {
		struct blob_count found = blob_verify(a->reader, a->reg->schema, mem, network[i]);
		lost += found.missing + found.damaged;
	}
	arena_free(&mem);
	return lost;
}

/* Of the same snapshot: a copy of a broken journal must not take the place of good ones. */
static enum rc verify(struct app *a, struct diag *d)
{
	struct id network[BACKUP_NETWORKS_MAX];
	unsigned n = journal_networks(a->reader, network, BACKUP_NETWORKS_MAX);
	int64_t changes;
	enum rc rc = OK;

	for (unsigned i = 0; rc == OK && i < n; i++)
		rc = journal_verify(a->reader, a->reg->schema, network[i], &changes, d);
	return rc;
}

static bool write_all(struct app *a, struct backup_place *p, const struct seal_public *to, unsigned n, struct diag *broken,
	int64_t *lost_out)
{
	struct arena *mem = arena_new(0);
	struct backup_file file[BACKUP_FILES_MAX];
	struct backup_beside beside = { .version = AYNI_VERSION, .made_at = a->clock(), .file = file };
	struct closing c = { 0 };
	bool good = beside_read(mem, a->set.data, file, &beside.nfiles) && db_begin(a->reader) == OK;

	if (good) {
		c.progress = progress_begin(a, N_("Respaldo"), a->reader);
		c.out = sealed_begin(mem, to, n, backup_place_put, p);
		good = backup_write(a->reader, a->reg, &beside, put, &c, rows) == OK;
		good = sealed_end(c.out) && good;
		progress_end(&c.progress);
		good = good && verify(a, broken) != IO;
		*lost_out = bytes_lost(a);
	}
	db_rollback(a->reader);
	beside_wipe(file, beside.nfiles);
	arena_free(&mem);
	return good;
}

/* ---- noting it, for the operator's page ---- */

static const char *const note_name[] = { "backup_at", "backup_bytes", "backup_file" };

static void keep_note(struct ctx *c, void *arg)
{
	char **value = arg;

	for (unsigned i = 0; i < ARRAY_LEN(note_name); i++)
		data_set_meta(c->db, note_name[i], str_c(value[i]));
}

static int note_here(struct app *a, struct console *k, char **value)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);

	return app_write(a, &c, keep_note, value) == OK ? EXIT_GOOD : EXIT_FAILED;
}

/* By whoever may write: the server that holds the folder, or this process. */
static void note(struct app *a, struct console *k, const struct backup_place *p)
{
	char *whole = realpath(p->path, NULL);
	const char *path = str_cstr(k->mem, str_c(whole ? whole : p->path));
	char *word[] = { k->argv[0], "--note", (char *)(uintptr_t)str_fmt(k->mem, "%lld", (long long)a->clock()).p,
		(char *)(uintptr_t)str_fmt(k->mem, "%lld", (long long)p->bytes).p, (char *)(uintptr_t)path, NULL };
	struct console at = { .argc = 5, .argv = word, .mem = k->mem, .out = buf_new(k->mem, 256), .err = buf_new(k->mem, 256) };
	int status;

	free(whole);
	if (console_call(a, &at, &status) && status == EXIT_GOOD)
		return;
	app_close(a);
	status = app_open(a, &at, true);
	if (status == EXIT_GOOD)
		status = note_here(a, &at, word + 2);
	if (status != EXIT_GOOD)
		usage_error(a, k, N_("El respaldo está bien, pero no se pudo anotar cuándo se hizo%s"), "");
}

/* ---- the command ---- */

static int write_to(struct app *a, struct console *k, const char *word, unsigned keep)
{
	struct seal_public to[SEAL_RECIPIENTS_MAX];
	struct backup_place p;
	struct diag d = { 0 }, broken = { 0 };
	int64_t lost = 0;
	unsigned n;
	int status = backup_keys_read(a, k, to, &n);

	if (status == EXIT_GOOD && transfer_refused(a->reader, true, k->mem, &d) != OK)
		status = usage_error(a, k, d.item[0].msgid, str_cstr(k->mem, d.item[0].arg));
	if (status == EXIT_GOOD)
		status = backup_place_open(a, k, word, &p);
	if (status == EXIT_GOOD && keep && !p.dated) {
		backup_place_close(&p, false);
		return usage_error(a, k, N_("--keep es para una carpeta, no para %s"), word);
	}
	if (status != EXIT_GOOD)
		return status;
	errno = 0;
	if (!backup_place_close(&p, write_all(a, &p, to, n, &broken, &lost))) {
		usage_error(a, k, N_("No se pudo escribir el respaldo: %s"), errno ? strerror(errno) : db_message(a->reader));
		return EXIT_FAILED;
	}
	if (broken.n) {
		usage_error(a, k, N_("El respaldo se escribió, pero el diario está dañado: guarde los de antes y vea «ayni verify»%s"), "");
		return EXIT_FAILED;
	}
	if (lost)
		usage_error(a, k, N_("Faltan archivos, o están dañados (%s): tampoco están en este respaldo; vea «ayni verify»"),
			str_fmt(k->mem, "%lld", (long long)lost).p);
	if (!p.path)
		return EXIT_GOOD;
	if (keep)
		backup_place_prune(&p, k->mem, keep);
	note(a, k, &p);
	buf_add(&k->out, tr_fill(k->mem, a->lang, N_("Respaldo: %s"),
		str_fmt(k->mem, "%s (%lld kB)", p.path, (long long)(p.bytes + 1023) / 1024)));
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}

int cmd_backup(struct app *a, struct console *k)
{
	bool bad = false, fresh = flag_take(k, "--new-key");
	const char *keep = option_take(k, "--keep", &bad);
	int64_t n = 0;

	if (a->serving) /* only this is asked of a server */
		return flag_take(k, "--note") && k->argc == 1 + (int)ARRAY_LEN(note_name) ? note_here(a, k, k->argv + 1) : EXIT_USAGE;
	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--keep");
	if (k->argc > 1 && strcmp(k->argv[1], "-") != 0 && option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (k->argc > 2)
		return usage_error(a, k, N_("Sobra una palabra: %s"), k->argv[2]);
	if (fresh ? k->argc > 1 : k->argc < 2)
		return usage_error(a, k, N_("Falta algo. Vea «ayni help %s»"), k->argv[0]);
	if (keep && (!str_int64(str_c(keep), &n) || n < 1 || n > KEEP_MOST))
		return usage_error(a, k, N_("--keep va de 1 a 3650, no %s"), keep);
	return fresh ? backup_key_make(a, k) : write_to(a, k, k->argv[1], (unsigned)n);
}
