/* db.c - connections and transactions. */
#include "log.h"
#include "store.h"

/* The reason of a failed db_open outlives the connection; good until the thread's next one. */
static _Thread_local char last_failure[320];

static enum rc refuse(struct db *db, struct diag *d, const char *code, const char *msgid,
	const struct query *q, enum rc rc)
{
	if (q)
		snprintf(last_failure, sizeof last_failure, "%s.%s: %s", q->set->name, q->name,
			db->engine->message);
	else
		snprintf(last_failure, sizeof last_failure, "%s", db->engine->message);
	diag_add(d, NULL, code, msgid, str_c(last_failure));
	return rc;
}

/* ---- preparing ---- */

static enum rc note(struct db *db, const char *text)
{
	snprintf(db->engine->message, sizeof db->engine->message, "%s", text);
	return INVALID;
}

/* A result column that bears the name of another declared one was put in the wrong order. */
static bool misordered(struct db *db, const struct query *q, void *stmt)
{
	for (unsigned i = 0; i < q->ncols; i++) {
		struct str got = str_c(db->engine->ops->column(db->engine, stmt, i));

		if (str_is(got, q->cols[i].name))
			continue;
		for (unsigned j = 0; j < q->ncols; j++)
			if (str_is(got, q->cols[j].name))
				return true;
	}
	return false;
}

static enum rc check(struct db *db, struct slot *s, const struct query *q)
{
	struct prepared p;
	enum rc rc = db->engine->ops->describe(db->engine, s->stmt, &p);

	if (rc != OK)
		return rc;
	if (p.nparams != q->nparams)
		return note(db, "the number of parameters differs from the declared one");
	if (p.ncols != q->ncols)
		return note(db, "the number of columns differs from the declared one");
	if (q->cols && misordered(db, q, s->stmt))
		return note(db, "the columns are in another order than declared");
	if (p.writes && db->engine->mode == DB_READ) {
		db->engine->ops->finish(db->engine, s->stmt); /* checked, but a reader never runs it */
		s->stmt = NULL;
	}
	s->q = q;
	s->writes = p.writes;
	return OK;
}

static void make_room(struct db *db, unsigned n)
{
	struct slot *old = db->slot;

	if (n > db->slots_cap) {
		if (db->nopen)
			bug("store: statements are prepared while rows are open");
		db->slot = ARENA_ARRAY(db->mem, struct slot, n);
		if (db->nslots)
			memcpy(db->slot, old, db->nslots * sizeof *old);
		db->slots_cap = n;
	}
	db->nslots = n;
}

/* Take back what was begun and not checked. */
static void forget(struct db *db)
{
	for (unsigned i = 0; i < db->nslots; i++) {
		if (db->slot[i].stmt && !db->slot[i].q) {
			db->engine->ops->finish(db->engine, db->slot[i].stmt);
			db->slot[i] = (struct slot){ 0 };
		}
	}
}

enum rc slot_prepare(struct db *db, struct slot *s, const struct query *q)
{
	enum rc rc = db->engine->ops->prepare(db->engine, q, &s->stmt);

	if (rc == OK)
		rc = check(db, s, q);
	if (rc != OK && s->stmt) {
		db->engine->ops->finish(db->engine, s->stmt);
		s->stmt = NULL;
	}
	return rc;
}

/* Room for all, each to be prepared when it is needed. */
static bool prepare_later(struct db *db)
{
	struct query_set *const *sets;
	unsigned n;

	query_sets(&sets, &n);
	make_room(db, n);
	db->lazily = true;
	db->engine->hold = query_held();
	return true;
}

/* Checked, and prepared again by whoever needs one: on a file that is quick, and all of them together take megabytes. */
static void release(struct db *db)
{
	for (unsigned i = 0; i < db->nslots; i++) {
		if (db->slot[i].open)
			continue;
		db->engine->ops->finish(db->engine, db->slot[i].stmt);
		db->slot[i] = (struct slot){ 0 };
	}
	db->lazily = true;
}

/* Begin them all, then look at each: an engine across a network needs one answer for all, not one each. */
enum rc db_prepare_all(struct db *db, struct diag *d)
{
	struct query_set *const *sets;
	unsigned n, nsets = query_sets(&sets, &n);

	if (db->lazily && db->engine->mode == DB_READ)
		return OK;
	make_room(db, n);
	for (unsigned looking = 0; looking < 2; looking++) {
		for (unsigned i = 0; i < nsets; i++) {
			for (unsigned j = 0; j < sets[i]->n; j++) {
				const struct query *q = &sets[i]->query[j];
				struct slot *s = &db->slot[sets[i]->base + j];

				if (s->q == q)
					continue;
				enum rc rc = looking ? check(db, s, q) :
						       db->engine->ops->prepare(db->engine, q, &s->stmt);
				if (rc == OK)
					continue;
				forget(db);
				return refuse(db, d, "statement",
					N_("no se pudo preparar la consulta %s"), q, rc);
			}
		}
	}
	db->engine->hold = query_held();
	if (db->engine->ops->kind == DB_SQLITE && db->engine->mode == DB_WRITE)
		release(db);
	return OK;
}

/* ---- connections ---- */

enum db_kind db_kind_of(const char *path)
{
	struct str s = str_c(path ? path : "");

	return str_starts(s, "postgres://") || str_starts(s, "postgresql://") ? DB_POSTGRES : DB_SQLITE;
}

enum db_kind db_kind(const struct db *db)
{
	return db->engine->ops->kind;
}

const char *db_file(const struct db *db)
{
	return db->file;
}

struct db *db_new(const struct engine_ops *ops, enum db_mode mode)
{
	struct arena *mem = arena_local();
	struct db *db = ARENA_NEW(mem, struct db);

	db->mem = mem;
	db->composed_set.name = "composed";
	db->engine = arena_alloc(mem, ops->size);
	db->engine->ops = ops;
	db->engine->mem = mem;
	db->engine->mode = mode;
	db->engine->code = "open";
	arena_keep(mem);
	return db;
}

/* What each reason of engine->code says. */
static const char *reason(const char *code)
{
	static const char *const said[][2] = {
		{ "url", N_("la dirección de la base de datos está mal escrita, corríjala: %s") },
		{ "unreachable", N_("no se llega al servidor de la base de datos, revise que esté encendido y su dirección: %s") },
		{ "password", N_("el servidor de la base de datos no acepta ese usuario o contraseña, corríjalos: %s") },
		{ "no_database", N_("esa base de datos no existe, créela con createdb o corrija la dirección: %s") },
		{ "encoding", N_("esa base de datos no guarda su texto en UTF-8, cree otra que sí: %s") },
		{ "read_only", N_("en esa base de datos solo se puede leer, indique el servidor principal: %s") },
	};

	for (unsigned i = 0; i < ARRAY_LEN(said); i++)
		if (str_is(str_c(code), said[i][0]))
			return said[i][1];
	return N_("no se pudo abrir la base de datos: %s");
}

static bool open_whole(struct db *db, const struct db_options *o, struct diag *d)
{
	struct engine *e = db->engine;

	if (e->ops->kind == DB_SQLITE && o->mode != DB_MEMORY)
		db->file = str_cstr(db->mem, str_c(o->path));
	if (e->ops->open(e, o) == OK)
		return o->lazily && e->ops->kind == DB_SQLITE ? prepare_later(db) : o->no_statements || db_prepare_all(db, d) == OK;
	refuse(db, d, e->code, reason(e->code), NULL, IO);
	return false;
}

/* What is half open is closed again also for want of memory. */
struct db *db_open(const struct db_options *o, struct diag *d)
{
	bool away = o->mode != DB_MEMORY && db_kind_of(o->path) == DB_POSTGRES;
	struct db *db = db_new(away ? &postgres_ops : &sqlite_ops, o->mode);
	struct arena_guard_kept kept;
	volatile bool whole = false;

	arena_guard_keep(db->mem, &kept);
	if (setjmp(*arena_guard(db->mem)) == 0)
		whole = open_whole(db, o, d);
	else
		refuse(db, d, "open", reason("open"), NULL, (note(db, "out of memory"), IO));
	arena_guard_give_back(db->mem, &kept);
	if (whole)
		return db;
	db->status = IO; /* it was never right: nothing is to be tidied */
	db_close(&db);
	return NULL;
}

void db_close(struct db **dbp)
{
	struct db *db = *dbp;

	if (!db)
		return;
	*dbp = NULL;
	bool clean = db->status != IO;
	db_rollback(db);
	for (unsigned i = 0; i < db->nslots; i++)
		db->engine->ops->finish(db->engine, db->slot[i].stmt);
	compose_free(db);
	db->engine->ops->close(db->engine, clean);
	struct arena *mem = db->mem;
	arena_free(&mem);
}

enum rc db_status(const struct db *db)
{
	return db->status;
}

const char *db_message(const struct db *db)
{
	return db->engine->message;
}

bool db_full(const struct db *db)
{
	return db->engine->full;
}

void db_fail(struct db *db, enum rc rc, const struct query *q)
{
	if (db->engine->culprit)
		q = db->engine->culprit;
	if (rc == INVALID)
		bug("store: %s.%s: %s", q->set->name, q->name, db->engine->message);
	if (rc != OK && db->status != IO)
		db->status = rc;
}

/* ---- transactions ---- */

/* A failure of a fixed command that is not BUSY or IO means it was called out of turn. */
static enum rc command(struct db *db, enum engine_command c)
{
	enum rc rc = db->engine->ops->command(db->engine, c);

	if (rc == INVALID && db->engine->culprit)
		db_fail(db, rc, NULL);
	if (rc == INVALID)
		bug("store: transaction command %d: %s", (int)c, db->engine->message);
	return rc;
}

enum rc db_begin(struct db *db)
{
	if (db->in_transaction)
		bug("store: db_begin inside a transaction");
	if (db->status == BUSY)
		db->status = OK; /* nothing happened then, and nothing is open */
	if (db->status != OK)
		return db->status;
	db->engine->full = false;
	enum rc rc = command(db, ENGINE_BEGIN);

	if (rc != OK)
		db_rollback(db);
	db->in_transaction = rc == OK;
	return db->status = rc;
}

enum rc db_commit(struct db *db)
{
	if (!db->in_transaction)
		bug("store: db_commit outside a transaction");
	if (db->nopen)
		bug("store: db_commit while rows are open");
	if (db->status != OK)
		return db->status;
	enum rc rc = command(db, ENGINE_COMMIT);
	if (rc == BUSY)
		return rc;
	if (rc == OK)
		db->in_transaction = db->in_savepoint = false;
	else
		db->status = rc;
	return rc;
}

void db_rollback(struct db *db)
{
	rows_end_all(db);
	/* A failing ROLLBACK has ended it too. */
	if (command(db, ENGINE_ROLLBACK) != OK)
		log_error("store: rollback: %s", db->engine->message);
	db->in_transaction = db->in_savepoint = db->only_reads = false;
	db->status = OK;
}

void db_only_reads(struct db *db, bool only)
{
	db->only_reads = only;
}

enum rc db_savepoint(struct db *db)
{
	if (db->status != OK) /* the one before may stand open: all of it is rolled back */
		return db->status;
	if (!db->in_transaction || db->in_savepoint)
		bug("store: db_savepoint %s", db->in_savepoint ? "twice" : "outside a transaction");
	db->status = command(db, ENGINE_SAVEPOINT);
	db->in_savepoint = db->status == OK;
	return db->status;
}

enum rc db_release(struct db *db)
{
	if (!db->in_savepoint && db->status == OK)
		bug("store: db_release without a savepoint");
	if (db->status != OK)
		return db->status;
	db->status = command(db, ENGINE_RELEASE);
	if (db->status == OK)
		db->in_savepoint = false;
	return db->status;
}

void db_undo(struct db *db)
{
	rows_end_all(db);
	if (db->status == IO || !db->in_savepoint) /* it is not there when db_savepoint failed */
		return;
	enum rc rc = command(db, ENGINE_UNDO);
	if (rc == OK)
		rc = command(db, ENGINE_RELEASE);
	db->in_savepoint = false;
	db->status = rc;
}

/* A script is one transaction, unless it runs inside one. */
enum rc db_script(struct db *db, const char *sql, struct diag *d)
{
	bool own = !db->in_transaction;
	enum rc rc = own ? db_begin(db) : db->status;

	if (rc == OK)
		rc = db->engine->ops->script(db->engine, sql);
	if (rc == OK && own)
		rc = db_commit(db);
	if (rc == OK)
		return OK;
	refuse(db, d, "script", N_("no se pudo preparar las tablas: %s"), NULL, rc);
	if (own)
		db_rollback(db);
	else if (rc != INVALID)
		db_fail(db, rc, NULL);
	return rc;
}

enum rc db_checkpoint(struct db *db, int pages)
{
	if (db->in_transaction)
		bug("store: db_checkpoint inside a transaction");
	if (db->status == IO)
		return IO;
	enum rc rc = db->engine->ops->checkpoint(db->engine, pages);
	if (rc == INVALID)
		bug("store: checkpoint: %s", db->engine->message);
	if (rc == IO)
		db->status = IO;
	return rc;
}
