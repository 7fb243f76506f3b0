/*
 * cmd_restore.c - a backup becomes a network on an empty machine: read whole and judged first, then once more
 * into a database that nobody else opens before it is complete.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "backup_file.h"
#include "backup_key.h"
#include "beside.h"
#include "blob.h"
#include "cmds.h"
#include "progress.h"
#include "transfer.h"

struct restoring {
	struct app *a;
	struct console *k;
	const char *path;
	int fd;
	struct seal_secret key;
	struct sealed_in *in;
	const struct backup_head *head;
	struct backup_file file[BACKUP_FILES_MAX];
	unsigned nfiles;
	struct transfer_sink to; /* of the second reading */
	struct progress progress;
	int64_t n, all;
	bool tables_differ;
};

static int failed(struct restoring *r, const struct diag *d)
{
	if (d->n)
		return usage_error(r->a, r->k, d->item[0].msgid, str_cstr(r->k->mem, d->item[0].arg));
	usage_error(r->a, r->k, N_("No se pudo restaurar: %s"), errno ? strerror(errno) : "");
	return EXIT_FAILED;
}

/* ---- reading ---- */

static bool take(void *arg, void *p, size_t n)
{
	return sealed_read(((struct restoring *)arg)->in, p, n);
}

static enum rc keep_head(void *arg, const struct backup_head *h)
{
	((struct restoring *)arg)->head = h;
	return OK;
}

static enum rc keep_file(void *arg, const struct backup_file *f)
{
	struct restoring *r = arg;

	r->file[r->nfiles++] = *f;
	return OK;
}

static enum rc put_row(void *arg, const struct table *t, const struct cell *row)
{
	struct restoring *r = arg;
	enum rc rc = r->to.row ? r->to.row(r->to.arg, t, row) : OK;

	if (rc == OK && ++r->n % transfer_page(t) == 0 && r->to.page)
		rc = r->to.page(r->to.arg, t, row);
	progress_show(&r->progress, r->n);
	return rc;
}

/* The whole file, once; rows go to r->to when it is set. */
static enum rc read_through(struct restoring *r, struct diag *d)
{
	struct backup_reader reader = { .take = take, .row = put_row, .arg = r };

	if (!r->to.row) {
		reader.head = keep_head;
		reader.file = keep_file;
	}
	r->n = 0;
	r->in = lseek(r->fd, 0, SEEK_SET) == 0 ? sealed_open(r->k->mem, &r->key, backup_take, &r->fd, d) : NULL;
	if (!r->in)
		return d->n ? INVALID : IO;
	r->progress = progress_begin(r->a, r->to.row ? N_("Restaurando") : N_("Revisando"), NULL);
	r->progress.all = r->all;
	enum rc rc = backup_read(r->k->mem, &reader, &r->all, d);
	if (rc == OK)
		rc = sealed_close(r->in, d);
	progress_end(&r->progress);
	return rc;
}

/* ---- into the database ---- */

static enum rc fill(struct restoring *r, struct transfer_target *t, struct diag *d)
{
	enum rc rc = transfer_target_begin(t);

	r->to = transfer_target_sink(t);
	if (rc == OK)
		rc = read_through(r, d);
	if (rc == OK)
		rc = transfer_target_filled(t);
	if (rc != OK)
		db_rollback(t->db);
	return rc;
}

static enum rc build(struct restoring *r, struct transfer_target *t, struct diag *d)
{
	struct transfer_want *want = ARENA_ARRAY(r->k->mem, struct transfer_want, BACKUP_NETWORKS_MAX);
	bool same = str_eq(r->head->schema, data_meta(t->db, r->k->mem, "schema"));

	for (unsigned i = 0; i < r->head->n; i++) {
		const struct backup_network *n = &r->head->network[i];
		want[i] = (struct transfer_want){ n->id, n->seq, n->head, n->dump };
	}
	r->progress = progress_begin(r->a, N_("Armando las tablas"), NULL);
	enum rc rc = transfer_target_build(t, want, r->head->n, same, d, progress_replay, &r->progress);
	progress_end(&r->progress);
	r->tables_differ = t->tables_differ;
	return rc;
}

/* All but the last step, which makes it a network. */
static enum rc into(struct restoring *r, const char *db_path, struct transfer_target *t, struct diag *d)
{
	*t = (struct transfer_target){ .reg = r->a->reg, .from = str_c(r->path), .work = "restore",
		.db = db_open(&(struct db_options){ .path = db_path, .mode = DB_WRITE, .no_statements = true }, d) };
	if (!t->db)
		return INVALID;
	enum rc rc = transfer_target_open(t, r->k->mem, d);
	if (rc == OK)
		rc = fill(r, t, d);
	if (rc == OK)
		rc = build(r, t, d);
	if (rc == OK && !beside_write(r->k->mem, r->a->set.data, r->file, r->nfiles))
		rc = IO;
	return rc == OK ? transfer_target_done(t) : rc;
}

static void drop_part(const char *part, struct arena *a)
{
	static const char *const end[] = { "", "-wal", "-shm", "-journal" };

	for (unsigned i = 0; i < ARRAY_LEN(end); i++)
		unlink(str_fmt(a, "%s%s", part, end[i]).p);
}

/* Beside first, then in its place with one rename; afterwards nothing of a failure is left. */
static enum rc into_file(struct restoring *r, struct diag *d)
{
	struct arena *a = r->k->mem;
	const char *place = r->a->db_path, *part = str_fmt(a, "%s.part", place).p;
	struct transfer_target t;
	bool bytes_before = access(str_fmt(a, "%.*s/blobs", (int)r->a->set.data.n, r->a->set.data.p).p, F_OK) == 0;

	drop_part(part, a);
	enum rc rc = into(r, part, &t, d);
	db_close(&t.db);
	if (rc == OK && (access(str_fmt(a, "%s-wal", part).p, F_OK) == 0 || rename(part, place) != 0 ||
		!folder_durable(str_cstr(a, r->a->set.data))))
		rc = IO;
	if (rc != OK) {
		int why = errno;
		drop_part(part, a);
		if (!bytes_before)
			blob_files_clear(place);
		errno = why;
	}
	return rc;
}

static enum rc into_server(struct restoring *r, struct diag *d)
{
	struct transfer_target t;
	enum rc rc = into(r, r->a->db_path, &t, d);

	db_close(&t.db);
	return rc;
}

/* Nothing is touched unless the place is free. */
static int check_place(struct restoring *r)
{
	struct app *a = r->a;
	const char *place = a->db_path;

	if (db_kind_of(place) == DB_SQLITE && (access(place, F_OK) == 0 || access(str_fmt(r->k->mem, "%s-wal", place).p, F_OK) == 0))
		return usage_error(a, r->k, N_("En %s ya hay una red: dé otra carpeta con --data"), str_cstr(r->k->mem, a->set.data));
	return beside_check(a, r->k, a->set.data, r->file, r->nfiles);
}

/* ---- the command ---- */

static int say_done(struct restoring *r, const char *msgid)
{
	struct arena *mem = r->k->mem;
	struct buf when = buf_new(mem, 32);
	int64_t changes = 0;

	for (unsigned i = 0; i < r->head->n; i++)
		changes += r->head->network[i].seq;
	buf_instant(&when, r->head->made_at);
	buf_add(&r->k->out, tr_named(mem, r->a->lang, msgid, (struct str_pair[]){ { "file", str_c(r->path) },
		{ "when", buf_str(&when) }, { "n", str_fmt(mem, "%lld", (long long)changes) } }, 3));
	buf_char(&r->k->out, '\n');
	return EXIT_GOOD;
}

static int restore(struct restoring *r, bool check)
{
	struct diag d = { 0 };
	int status;

	errno = 0;
	if (read_through(r, &d) != OK)
		return failed(r, &d);
	if (check)
		return say_done(r, N_("El respaldo {file} está entero: hecho {when}, {n} cambios del diario."));
	app_place(r->a);
	status = check_place(r);
	if (status == EXIT_GOOD)
		status = app_folder(r->a, r->k);
	if (status == EXIT_GOOD)
		status = check_place(r); /* again: it is locked now, and seen as its owner */
	if (status != EXIT_GOOD)
		return status;
	enum rc rc = db_kind_of(r->a->db_path) == DB_SQLITE ? into_file(r, &d) : into_server(r, &d);
	if (rc != OK)
		return failed(r, &d);
	say_done(r, N_("Restaurado de {file}, hecho {when}: {n} cambios del diario."));
	if (r->tables_differ)
		usage_error(r->a, r->k, N_("Las tablas del respaldo no eran las de su diario; aquí se armaron de nuevo, del diario%s"), "");
	if (r->a->set.db.n)
		beside_say_db(r->a, r->k, r->a->db_path);
	return EXIT_GOOD;
}

int cmd_restore(struct app *a, struct console *k)
{
	struct restoring *r = ARENA_NEW(k->mem, struct restoring);
	bool bad = false, check = flag_take(k, "--check");
	const char *key_file = option_take(k, "--key-file", &bad);

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--key-file");
	if (option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (k->argc != 2)
		return usage_error(a, k, k->argc < 2 ? N_("Falta el nombre del archivo. Vea «ayni help %s»") : N_("Sobra una palabra: %s"),
			k->argc < 2 ? k->argv[0] : k->argv[2]);
	*r = (struct restoring){ .a = a, .k = k, .path = k->argv[1], .fd = open(k->argv[1], O_RDONLY | O_CLOEXEC) };
	if (r->fd < 0)
		return usage_error(a, k, N_("No se puede leer %s"), r->path);
	int status = backup_looks_ours(r->path) ? backup_secret_read(a, k, key_file, &r->key) :
						  usage_error(a, k, N_("No es un respaldo de Ayni: %s"), r->path);
	if (status == EXIT_GOOD)
		status = restore(r, check);
	sodium_memzero(&r->key, sizeof(r->key));
	beside_wipe(r->file, r->nfiles);
	close(r->fd);
	app_close(a);
	return status;
}
