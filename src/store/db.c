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
			db->engine.message);
	else
		snprintf(last_failure, sizeof last_failure, "%s", db->engine.message);
	diag_add(d, NULL, code, msgid, str_c(last_failure));
	return rc;
}

static void note(struct db *db, const char *text)
{
	snprintf(db->engine.message, sizeof db->engine.message, "%s", text);
}

/* A result column that bears the name of another declared one was put in the wrong order. */
static bool misordered(const struct query *q, struct sqlite3_stmt *stmt)
{
	for (unsigned i = 0; i < q->ncols; i++) {
		struct str got = str_c(engine_column(stmt, i));

		if (str_is(got, q->cols[i].name))
			continue;
		for (unsigned j = 0; j < q->ncols; j++)
			if (str_is(got, q->cols[j].name))
				return true;
	}
	return false;
}

static enum rc prepare_one(struct db *db, struct slot *s, const struct query *q)
{
	struct prepared p;
	enum rc rc = engine_prepare(&db->engine, str_c(q->sql), &p);

	if (rc != OK)
		return rc;
	*s = (struct slot){ .q = q, .stmt = p.stmt, .writes = p.writes };
	if (p.nparams != q->nparams)
		note(db, "the number of parameters differs from the declared one");
	else if (p.ncols != q->ncols)
		note(db, "the number of columns differs from the declared one");
	else if (q->cols && misordered(q, p.stmt))
		note(db, "the columns are in another order than declared");
	else if (p.writes && db->engine.mode == DB_READ) {
		engine_finish(s->stmt); /* checked, but a reader never runs it */
		s->stmt = NULL;
		return OK;
	} else
		return OK;
	engine_finish(s->stmt);
	*s = (struct slot){ 0 };
	return INVALID;
}

enum rc db_prepare_all(struct db *db, struct diag *d)
{
	struct query_set *const *sets;
	unsigned n, nsets = query_sets(&sets, &n);

	if (n > db->slots_cap) {
		struct slot *old = db->slot;

		if (db->nopen)
			bug("store: statements are prepared while rows are open");
		db->slot = ARENA_ARRAY(db->mem, struct slot, n);
		if (db->nslots)
			memcpy(db->slot, old, db->nslots * sizeof *old);
		db->slots_cap = n;
	}
	db->nslots = n;
	for (unsigned i = 0; i < nsets; i++) {
		for (unsigned j = 0; j < sets[i]->n; j++) {
			const struct query *q = &sets[i]->query[j];
			struct slot *s = &db->slot[sets[i]->base + j];

			if (s->q == q)
				continue;
			enum rc rc = prepare_one(db, s, q);
			if (rc != OK)
				return refuse(db, d, "statement",
					N_("no se pudo preparar la consulta %s"), q, rc);
		}
	}
	return OK;
}

enum db_kind db_kind_of(const char *path)
{
	struct str s = str_c(path ? path : "");

	return str_starts(s, "postgres://") || str_starts(s, "postgresql://") ? DB_POSTGRES : DB_SQLITE;
}

enum db_kind db_kind(const struct db *db)
{
	(void)db;
	return DB_SQLITE;
}

struct db *db_open(const struct db_options *o, struct diag *d)
{
	struct arena *mem = arena_new(0);
	struct db *db = ARENA_NEW(mem, struct db);

	db->mem = mem;
	db->composed_set.name = "composed";
	if (engine_open(&db->engine, o) != OK)
		refuse(db, d, "open", N_("no se pudo abrir la base de datos: %s"), NULL, IO);
	else if (o->no_statements || db_prepare_all(db, d) == OK)
		return db;
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
	if (db->engine.h) {
		db_rollback(db);
		for (unsigned i = 0; i < db->nslots; i++)
			engine_finish(db->slot[i].stmt);
		compose_free(db);
		engine_close(&db->engine, clean);
	}
	struct arena *mem = db->mem;
	arena_free(&mem);
}

enum rc db_status(const struct db *db)
{
	return db->status;
}

const char *db_message(const struct db *db)
{
	return db->engine.message;
}

void db_fail(struct db *db, enum rc rc, const struct query *q)
{
	if (rc == INVALID)
		bug("store: %s.%s: %s", q->set->name, q->name, db->engine.message);
	if (rc != OK && db->status != IO)
		db->status = rc;
}

/* ---- transactions ---- */

/* A failure of a fixed command that is not BUSY or IO means it was called out of turn. */
static enum rc command(struct db *db, enum engine_command c)
{
	enum rc rc = engine_command(&db->engine, c);

	if (rc == INVALID)
		bug("store: transaction command %d: %s", (int)c, db->engine.message);
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
	enum rc rc = command(db, ENGINE_BEGIN);
	if (rc == OK) {
		db->in_transaction = true;
		if (db->engine.mode == DB_READ)
			rc = command(db, ENGINE_SNAPSHOT);
	}
	if (rc == OK)
		return OK;
	db_rollback(db);
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
	/* After an I/O error the engine may have ended it already; a failing ROLLBACK has too. */
	if (engine_in_transaction(&db->engine) && command(db, ENGINE_ROLLBACK) != OK)
		log_error("store: rollback: %s", db->engine.message);
	db->in_transaction = db->in_savepoint = false;
	db->status = OK;
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
	enum rc rc = OK;

	rows_end_all(db);
	if (db->status == IO)
		return;
	if (db->in_savepoint) /* it is not there when db_savepoint met BUSY */
		rc = command(db, ENGINE_UNDO);
	if (db->in_savepoint && rc == OK)
		rc = command(db, ENGINE_RELEASE);
	db->in_savepoint = false;
	db->status = rc == OK ? OK : IO;
}

/* A script is one transaction, unless it runs inside one. */
enum rc db_script(struct db *db, const char *sql, struct diag *d)
{
	bool own = !db->in_transaction;
	enum rc rc = own ? db_begin(db) : db->status;

	if (rc == OK)
		rc = engine_script(&db->engine, sql);
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
	enum rc rc = engine_checkpoint(&db->engine, pages);
	if (rc == INVALID)
		bug("store: checkpoint: %s", db->engine.message);
	if (rc == IO)
		db->status = IO;
	return rc;
}
