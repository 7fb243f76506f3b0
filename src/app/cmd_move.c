/*
 * cmd_move.c - a network from one database to another in an evening. Nobody serves it meanwhile; when the copy
 * is whole and equal the old one is closed, and only then does the new one become a network. Killed anywhere,
 * the same command goes on.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_file.h"
#include "beside.h"
#include "cmds.h"
#include "journal.h"
#include "progress.h"
#include "settings.h"
#include "transfer.h"

enum { NETWORKS_MAX = 64 };

struct moving {
	struct app *a;
	struct console *k;
	struct str folder;    /* where the target's keys belong */
	const char *db_path;  /* the target */
	struct str to, from;  /* both as people may see them */
	struct transfer_target target;
	struct transfer_sink sink;
	struct transfer_want want[NETWORKS_MAX];
	unsigned n;
	struct progress progress;
	int64_t done, changes;
};

/* ---- where to ---- */

static int read_target(struct moving *m, const char *to)
{
	struct app *a = m->a;
	struct str s = str_c(to);

	if (db_kind_of(to) == DB_POSTGRES) {
		m->folder = a->set.data;
		m->db_path = to;
		m->to = settings_shown_url(a->mem, s);
		return EXIT_GOOD;
	}
	if (!str_starts(s, "sqlite:") || s.n == 7)
		return usage_error(a, m->k, N_("--to lleva postgres://… o sqlite:CARPETA, no «%s»"), to);
	if (!app_make_folders(m->k->mem, str_sub(s, 7, s.n)))
		return usage_error(a, m->k, N_("No se puede hacer la carpeta %s"), to + 7);
	const char *whole = realpath(to + 7, NULL);
	if (!whole)
		return usage_error(a, m->k, N_("No se puede leer %s"), to + 7);
	m->folder = str_dup(a->mem, str_c(whole));
	free((void *)(uintptr_t)whole);
	m->db_path = str_fmt(a->mem, "%s/ayni.db", m->folder.p).p;
	m->to = str_fmt(a->mem, "sqlite:%s", m->folder.p);
	return EXIT_GOOD;
}

static struct str source_name(struct app *a, struct arena *mem)
{
	if (db_kind_of(a->db_path) == DB_POSTGRES)
		return settings_shown_url(mem, str_c(a->db_path));
	char *whole = realpath(str_cstr(mem, a->set.data), NULL);
	struct str s = str_fmt(mem, "sqlite:%s", whole ? whole : str_cstr(mem, a->set.data));
	free(whole);
	return s;
}

/* ---- the source stands still ---- */

/* Every chain is locked until the end, so nobody writes; what is read is what was locked. */
static enum rc hold_source(struct moving *m, struct str *state_out)
{
	struct db *db = writer_db(m->a->writer), *reader = m->a->reader;
	struct id network[NETWORKS_MAX];
	struct hasher h;
	enum rc rc = db_begin(db);

	if (rc != OK)
		return rc;
	m->n = journal_networks(db, network, NETWORKS_MAX);
	hasher_start(&h);
	for (unsigned i = 0; i < m->n; i++) {
		struct chain_head head = journal_lock(db, network[i]);
		int64_t epoch = chain_closed(&head) ? head.epoch + CHAIN_CLOSED : head.epoch;
		hasher_piece(&h, id_bytes(&network[i]));
		hasher_piece(&h, hash_bytes(&head.hash));
		hasher_piece(&h, (struct str){ (const char *)&epoch, sizeof(epoch) });
		m->want[i] = (struct transfer_want){ .network = network[i], .seq = head.seq, .head = head.hash };
		m->changes += head.seq;
	}
	struct hash sum = hasher_end(&h);
	struct buf b = buf_new(m->a->mem, 2 * sizeof(sum.b));
	buf_hex(&b, sum.b, sizeof(sum.b));
	*state_out = buf_str(&b);
	rc = db_status(db) == OK ? db_begin(reader) : db_status(db);
	for (unsigned i = 0; rc == OK && i < m->n; i++)
		m->want[i].dump = schema_dump_hash(reader, m->a->reg->schema, network[i]);
	return rc == OK ? db_status(reader) : rc;
}

/* ---- copying ---- */

static enum rc put_row(void *arg, const struct table *t, const struct cell *row)
{
	struct moving *m = arg;

	progress_show(&m->progress, ++m->done);
	return m->sink.row(m->sink.arg, t, row);
}

static enum rc put_page(void *arg, const struct table *t, const struct cell *key)
{
	struct moving *m = arg;

	return m->sink.page(m->sink.arg, t, key);
}

static enum rc copy(struct moving *m)
{
	struct transfer_sink to = { .row = put_row, .page = put_page, .arg = m };
	enum rc rc = m->target.filled ? OK : transfer_target_begin(&m->target);

	if (m->target.filled || rc != OK)
		return rc;
	m->sink = transfer_target_sink(&m->target);
	m->progress = progress_begin(m->a, N_("Copiando"), m->a->reader);
	if (m->progress.seen && m->target.at.table)
		m->done = transfer_count(m->target.db);
	struct transfer_place from = m->target.at;
	rc = transfer_read(m->a->reader, &from, &to);
	if (rc == OK)
		rc = transfer_target_filled(&m->target);
	if (rc != OK)
		db_rollback(m->target.db);
	progress_end(&m->progress);
	return rc;
}

static enum rc build(struct moving *m, struct diag *d)
{
	m->progress = progress_begin(m->a, N_("Armando las tablas"), NULL);
	enum rc rc = transfer_target_build(&m->target, m->want, m->n, true, d, progress_replay, &m->progress);
	progress_end(&m->progress);
	if (rc == OK && m->target.tables_differ)
		return diag_add(d, NULL, "tables", N_("Las tablas no son las que dice el diario: ejecute «ayni rebuild» y repita la orden%s"),
			STR(""));
	if (rc == OK)
		rc = db_begin(m->target.db);
	if (rc != OK)
		return rc;
	const char *name = transfer_differs(m->a->reader, m->target.db);
	rc = db_status(m->target.db) != OK ? db_status(m->target.db) : db_status(m->a->reader);
	db_rollback(m->target.db);
	return rc == OK && name ? diag_add(d, NULL, "differs", N_("Lo copiado no es igual a lo que había: %s"), str_c(name)) : rc;
}

/* The keys first: a database without its secret would let nobody in. */
static enum rc bring_keys(struct moving *m)
{
	struct backup_file file[BACKUP_FILES_MAX];
	unsigned n;
	bool good = beside_read(m->k->mem, m->a->set.data, file, &n);
	enum rc rc = good && beside_check(m->a, m->k, m->folder, file, n) != EXIT_GOOD ? DENIED : OK;

	if (rc == OK && (!good || !beside_write(m->k->mem, m->folder, file, n)))
		rc = IO;
	beside_wipe(file, n);
	return rc;
}

/* The old one is closed before the new one opens: at no instant are there two. */
static enum rc change_over(struct moving *m)
{
	struct db *db = writer_db(m->a->writer);

	transfer_leave(db, m->to);
	enum rc rc = db_status(db) == OK ? db_commit(db) : db_status(db);
	return rc == OK ? transfer_target_done(&m->target) : rc;
}

/* It was killed after its last step: the old one left for the place where the network is. */
static bool arrived(struct moving *m, struct diag *d)
{
	struct str ours = data_meta(m->a->reader, m->k->mem, "network");

	if (!transfer_moved_to(m->a->reader, m->k->mem).n || !str_is(str_c(d->item[0].code), "occupied") ||
		!str_eq(ours, data_meta(m->target.db, m->k->mem, "network")))
		return false;
	d->n = 0;
	return true;
}

static enum rc move(struct moving *m, struct diag *d)
{
	struct db_options o = { .path = m->db_path, .mode = DB_WRITE, .no_statements = true };
	struct str state = STR("");
	enum rc rc = bring_keys(m);

	if (rc == OK)
		rc = hold_source(m, &state);
	if (rc != OK)
		return rc;
	m->target = (struct transfer_target){ .db = db_open(&o, d), .reg = m->a->reg, .from = m->from, .state = state,
		.work = "move" };
	if (!m->target.db)
		return INVALID;
	rc = transfer_target_open(&m->target, m->a->mem, d);
	if (rc == INVALID && arrived(m, d))
		return OK;
	if (rc == OK)
		rc = copy(m);
	if (rc == OK)
		rc = build(m, d);
	return rc == OK ? change_over(m) : rc;
}

/* ---- the command ---- */

static int say_done(struct moving *m)
{
	struct arena *mem = m->k->mem;

	buf_add(&m->k->out, tr_fill(mem, m->a->lang, N_("La red se mudó, entera e igual: %s cambios del diario."),
		str_fmt(mem, "%lld", (long long)m->changes)));
	buf_char(&m->k->out, '\n');
	if (db_kind_of(m->db_path) == DB_POSTGRES) {
		beside_say_db(m->a, m->k, m->db_path);
	} else {
		buf_add(&m->k->out, tr_fill(mem, m->a->lang, N_("Atiéndala con «ayni serve --data %s»; en su ayni.conf no debe haber una línea db."),
			m->folder));
		buf_char(&m->k->out, '\n');
	}
	return EXIT_GOOD;
}

static int move_to(struct app *a, struct console *k, const char *to)
{
	struct moving *m = ARENA_NEW(k->mem, struct moving);
	struct str gone = transfer_moved_to(a->reader, k->mem);
	struct diag d = { 0 };

	m->a = a;
	m->k = k;
	int status = read_target(m, to);
	if (status != EXIT_GOOD)
		return status;
	if (gone.n && !str_eq(gone, m->to))
		return usage_error(a, k, N_("Esta red ya se mudó a %s"), str_cstr(k->mem, gone));
	m->from = source_name(a, a->mem);
	errno = 0;
	enum rc rc = str_eq(m->from, m->to) ? diag_add(&d, NULL, "same", N_("La red ya está en %s"), m->to) : move(m, &d);
	int why = errno;
	db_close(&m->target.db);
	db_rollback(a->reader);
	db_rollback(writer_db(a->writer));
	if (rc == OK)
		return say_done(m);
	if (d.n)
		return usage_error(a, k, d.item[0].msgid, str_cstr(k->mem, d.item[0].arg));
	if (rc != DENIED) /* else it was said */
		usage_error(a, k, N_("La mudanza se cortó; repita la orden y sigue donde quedó: %s"), why ? strerror(why) : "");
	return rc == DENIED ? EXIT_USAGE : EXIT_FAILED;
}

static int undo(struct app *a, struct console *k)
{
	struct str gone = transfer_moved_to(a->reader, k->mem);
	struct db *db = writer_db(a->writer);

	if (!gone.n)
		return usage_error(a, k, N_("Esta red no se ha mudado%s"), "");
	enum rc rc = db_begin(db);
	if (rc == OK) {
		transfer_return(db);
		rc = db_status(db) == OK ? db_commit(db) : db_status(db);
	}
	if (rc != OK) {
		db_rollback(db);
		usage_error(a, k, N_("No se pudo guardar; repita la orden%s"), "");
		return EXIT_FAILED;
	}
	buf_add(&k->out, tr_fill(k->mem, a->lang, N_("La red vive otra vez aquí. Lo anotado en %s se queda allá: no la atienda más."), gone));
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}

int cmd_move(struct app *a, struct console *k)
{
	bool bad = false, back = flag_take(k, "--undo");
	const char *to = option_take(k, "--to", &bad);

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--to");
	if (k->argc > 1)
		return usage_error(a, k, option_left(k) ? N_("No hay una opción %s") : N_("Sobra una palabra: %s"), k->argv[1]);
	if (back == (to != NULL))
		return usage_error(a, k, N_("Falta algo. Vea «ayni help %s»"), k->argv[0]);
	a->leaving = true;
	int status = app_open(a, k, true);
	if (status == EXIT_GOOD)
		status = back ? undo(a, k) : move_to(a, k, to);
	app_close(a);
	return status;
}
