/*
 * data_make.c - tables made, brought up to this program, built again.
 *
 * All of it happens in one transaction, so that it may be cut off at any point: what stood before
 * stands again. Before it, nothing is prepared: questions go by statements of their own.
 */
#include "catalogue_sql.h"
#include "core_sql.h"
#include "data.h"
#include "journal_sql.h"
#include "log.h"

enum { NETWORKS_MAX = 64 };

/*
 * What an older layout asks for besides missing tables, indexes and columns that may be null: tables
 * with another key or another required column, made anew with their rows. 0 is what stood before the number.
 */
static const struct {
	int from;
	const char *remake;
} steps[] = {
	{ 0, "session" },   /* its key begins with the network */
	{ 0, "api_token" }, /* the same */
	{ 0, "chain" },	    /* counts its epochs */
};

const struct table *data_table(unsigned i)
{
	if (i < JOURNAL_TABLES__N)
		return &journal_tables[i];
	return i - JOURNAL_TABLES__N < CORE_TABLES__N ? &core_tables[i - JOURNAL_TABLES__N] : NULL;
}

/* ---- what stands ---- */

struct standing {
	struct map parts; /* "table part", a part being a column, or "index NAME" */
	unsigned tables;
	bool ours;
	int64_t format;
	struct str digest, projected;
};

static struct rows early(struct db *db, const struct query *q, const struct cell *args, unsigned n)
{
	const char *sql = db_kind(db) == DB_POSTGRES && q->pg ? q->pg : q->sql;
	const struct query *made = db_compose(db, str_c(sql), q->nparams, q->ncols);

	return made ? db_rows(db, made, args, n) : (struct rows){ .db = db };
}

static struct str early_meta(struct db *db, struct arena *a, const char *name)
{
	struct rows r = early(db, &core_sql.query[Q_META_GET], ARGS(cell_text(str_c(name))));
	struct str s = STR("");

	if (rows_next(&r)) {
		s = str_dup(a, rows_text(&r, 0));
		rows_end(&r);
	}
	return s;
}

static bool has(const struct standing *st, const char *table, const char *what, const char *name)
{
	char room[200];
	struct buf b = buf_fixed(room, sizeof(room));

	buf_fmt(&b, "%s %s%s", table, what, name);
	return map_get(&st->parts, buf_str(&b)) != NULL;
}

static bool has_table(const struct standing *st, const struct table *t)
{
	return has(st, t->name, "", t->columns[0].name);
}

static void look(struct db *db, struct arena *a, struct standing *st)
{
	*st = (struct standing){ .parts = map_new(a) };
	struct rows r = early(db, &catalogue_sql.query[Q_CATALOGUE], NO_ARGS);
	while (rows_next(&r)) {
		struct str table = rows_text(&r, 0), part = rows_text(&r, 1);
		map_set(&st->parts, str_fmt(a, "%.*s %.*s", (int)table.n, table.p, (int)part.n, part.p), st);
		st->tables++;
	}
	if (!has(st, "meta", "", "name") || !has(st, "meta", "", "value"))
		return;
	struct str format = early_meta(db, a, "format");
	st->digest = early_meta(db, a, "schema");
	st->projected = early_meta(db, a, "projected");
	st->ours = st->digest.n > 0 && (!format.n || str_int64(format, &st->format));
}

/* Not ours, or beyond us? */
static enum rc judge(const struct standing *st, struct diag *d)
{
	if (st->tables && !st->ours)
		return diag_add(d, NULL, "foreign",
			N_("En esa base de datos hay tablas de otro programa: dé una base vacía, o la de Ayni"), STR(""));
	if (st->format > DATA_FORMAT)
		return diag_add(d, NULL, "newer", N_("Estos datos son de un Ayni más nuevo: instale esa versión, o una posterior"),
			STR(""));
	return OK;
}

/* Are all tables there that outlast a rebuild, with all columns and indexes? */
static bool complete(const struct standing *st)
{
	const struct table *t;
	bool all = st->format == DATA_FORMAT;

	for (unsigned i = 0; all && (t = data_table(i)); i++) {
		for (unsigned k = 0; all && k < t->ncolumns; k++)
			all = has(st, t->name, "", t->columns[k].name);
		for (unsigned k = 0; all && k < t->nindexes; k++)
			all = has(st, t->name, "index ", t->indexes[k].name);
	}
	return all;
}

/* ---- tables that last ---- */

static bool to_remake(const struct standing *st, const char *table)
{
	for (unsigned i = 0; i < ARRAY_LEN(steps); i++)
		if (steps[i].from >= st->format && str_is(str_c(table), steps[i].remake))
			return true;
	return false;
}

static void bring_up(struct buf *b, const struct table *t, const struct standing *st, enum db_kind kind)
{
	bool had[TABLE_COLUMNS_MAX];

	for (unsigned i = 0; i < t->ncolumns; i++)
		had[i] = has(st, t->name, "", t->columns[i].name);
	if (to_remake(st, t->name)) {
		table_remake_ddl(b, t, had, kind);
		return;
	}
	for (unsigned i = 0; i < t->ncolumns; i++)
		if (!had[i])
			table_add_column_ddl(b, t, i, kind);
	for (unsigned i = 0; i < t->nindexes; i++)
		table_index_ddl(b, t, &t->indexes[i], kind, true);
}

/* A column that is required cannot be added: a step was forgotten, or somebody took it away. */
static enum rc check_shape(const struct standing *st, struct diag *d)
{
	const struct table *t;

	for (unsigned i = 0; (t = data_table(i)); i++)
		for (unsigned k = 0; has_table(st, t) && k < t->ncolumns; k++)
			if (t->columns[k].required && !has(st, t->name, "", t->columns[k].name) && !to_remake(st, t->name))
				return diag_add(d, NULL, "layout", N_("A la tabla %s le falta una columna: restaure una copia"),
					str_c(t->name));
	return OK;
}

static enum rc lasting_tables(struct db *db, struct arena *a, const struct standing *st, struct diag *d)
{
	struct buf b = buf_new(a, 8192);
	const struct table *t;

	if (check_shape(st, d) != OK)
		return INVALID;
	for (unsigned i = 0; (t = data_table(i)); i++) {
		if (has_table(st, t)) {
			bring_up(&b, t, st, db_kind(db));
			continue;
		}
		table_ddl(&b, t, db_kind(db), false);
		if (db_kind(db) == DB_POSTGRES)
			table_figures(&b, t, DB_POSTGRES, false);
	}
	buf_char(&b, 0);
	return db_script(db, b.p, d);
}

/* PostgreSQL was told of each as it was made; SQLite also of those that an earlier program made. */
static enum rc lasting_figures(struct db *db, struct arena *a, struct diag *d)
{
	struct buf b = buf_new(a, 8192);
	const struct table *t;

	if (db_kind(db) != DB_SQLITE)
		return OK;
	buf_c(&b, "ANALYZE sqlite_schema;\n"); /* makes sqlite_stat1 */
	for (unsigned i = 0; (t = data_table(i)); i++)
		table_figures(&b, t, DB_SQLITE, true);
	buf_c(&b, "ANALYZE sqlite_schema;\n"); /* reads it */
	buf_char(&b, 0);
	return db_script(db, b.p, d);
}

/* ---- tables that are projected ---- */

/* What an earlier program projected, as far as it may be dropped: nothing that lasts, whatever meta says. */
static struct str droppable(struct arena *a, struct str projected)
{
	struct buf b = buf_new(a, projected.n + 1);
	struct str name;
	const struct table *t;

	while (projected.n && str_cut(&projected, ' ', &name)) {
		bool good = name.n > 0;
		for (unsigned i = 0; (t = data_table(i)); i++)
			good &= !str_is(name, t->name);
		for (size_t i = 0; i < name.n; i++)
			good &= (name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '_';
		if (good)
			buf_fmt(&b, "%s%.*s", b.n ? " " : "", (int)name.n, name.p);
	}
	return buf_str(&b);
}

static struct str projected_names(struct arena *a, const struct registry *reg)
{
	struct buf b = buf_new(a, 512);
	const struct table *t;

	for (unsigned i = 0; (t = schema_table(reg->schema, i)); i++)
		buf_fmt(&b, "%s%s", i ? " " : "", t->name);
	return buf_str(&b);
}

static enum rc script(struct db *db, struct arena *a, const struct registry *reg, enum schema_script what,
	struct str before, struct diag *d)
{
	struct str sql = schema_ddl(a, reg->schema, db_kind(db), what, droppable(a, before));

	return sql.n ? db_script(db, sql.p, d) : OK;
}

/* Every network's, so that no process adds to a journal that is being read to its end. */
static unsigned lock_chains(struct db *db, struct id *out)
{
	struct rows r = early(db, &journal_sql.query[Q_CHAIN_LOCK_ALL], NO_ARGS);
	unsigned n = 0;

	while (rows_next(&r)) {
		if (n == NETWORKS_MAX)
			bug("more than %d networks", NETWORKS_MAX);
		out[n++] = rows_id(&r, 0);
	}
	return n;
}

static enum rc replay_all(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t, int64_t), void *arg)
{
	struct id network[NETWORKS_MAX];
	unsigned n = lock_chains(db, network); /* again: one may have come while the first ones were waited for */
	struct arena *a = arena_local();
	struct applier *ap = applier_new(a, db, reg->schema);
	enum rc rc = db_status(db);

	for (unsigned i = 0; rc == OK && i < n; i++) {
		rc = journal_replay(db, ap, network[i], NULL, progress, arg, d);
		struct chain_head head = journal_lock(db, network[i]);
		head.epoch++; /* what readers remember is of the old tables */
		journal_head_save(db, network[i], &head);
	}
	arena_free(&a);
	return rc;
}

static void say_made(struct db *db, struct arena *a, const struct registry *reg)
{
	char format[24];
	struct buf b = buf_fixed(format, sizeof(format));

	buf_int(&b, DATA_FORMAT);
	data_set_meta(db, "format", buf_str(&b));
	data_set_meta(db, "schema", data_digest(a, reg->schema));
	data_set_meta(db, "projected", projected_names(a, reg));
}

static enum rc build_again(struct db *db, struct arena *a, const struct registry *reg, struct str before,
	struct diag *d, void (*progress)(void *, int64_t, int64_t), void *arg)
{
	struct id network[NETWORKS_MAX];

	lock_chains(db, network);
	enum rc rc = db_status(db);
	if (rc == OK)
		rc = script(db, a, reg, SCHEMA_AGAIN, before, d);
	if (rc == OK)
		rc = db_prepare_all(db, d);
	if (rc == OK)
		rc = replay_all(db, reg, d, progress, arg);
	return rc == OK ? script(db, a, reg, SCHEMA_SWAP, before, d) : rc;
}

enum rc data_rebuild(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t, int64_t), void *arg)
{
	struct arena *a = arena_local();
	enum rc rc = build_again(db, a, reg, data_meta(db, a, "projected"), d, progress, arg);

	if (rc == OK)
		say_made(db, a, reg);
	arena_free(&a);
	return rc == OK ? db_status(db) : rc;
}

/* ---- at the start ---- */

static enum rc make_all(struct db *db, struct arena *a, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t, int64_t), void *arg)
{
	static const unsigned before[] = { Q_PATIENT, Q_ALONE };
	struct standing st;

	for (unsigned i = 0; i < ARRAY_LEN(before); i++) {
		struct rows r = early(db, &catalogue_sql.query[before[i]], NO_ARGS);
		while (rows_next(&r))
			;
	}
	look(db, a, &st); /* again: another process may have made them meanwhile */
	enum rc rc = db_status(db);
	if (rc == OK)
		rc = judge(&st, d);
	if (rc == OK && !complete(&st))
		rc = lasting_tables(db, a, &st, d);
	if (rc == OK)
		rc = lasting_figures(db, a, d);
	if (rc == OK && !st.ours)
		rc = script(db, a, reg, SCHEMA_MAKE, STR(""), d);
	if (rc == OK && st.ours && !str_eq(st.digest, data_digest(a, reg->schema))) {
		log_info("the declarations changed: building the tables again");
		rc = build_again(db, a, reg, st.projected, d, progress, arg);
	}
	if (rc == OK)
		rc = db_prepare_all(db, d);
	if (rc == OK)
		say_made(db, a, reg);
	return rc;
}

/* A transaction, what stands in it, and whether it may be ours. Whatever the answer, the caller ends it. */
static enum rc begin_and_judge(struct db *db, struct arena *a, struct standing *st, struct diag *d)
{
	enum rc rc = db_begin(db);

	if (rc == OK) {
		look(db, a, st);
		rc = db_status(db);
	}
	return rc == OK ? judge(st, d) : rc;
}

enum rc data_prepare(struct db *db, const struct registry *reg, struct diag *d,
	void (*progress)(void *, int64_t, int64_t), void *arg)
{
	struct arena *a = arena_local();
	struct standing st;
	enum rc rc = begin_and_judge(db, a, &st, d);

	if (rc == OK && complete(&st) && str_eq(st.digest, data_digest(a, reg->schema)))
		rc = db_prepare_all(db, d);
	else if (rc == OK)
		rc = make_all(db, a, reg, d, progress, arg);
	if (rc == OK)
		rc = db_commit(db);
	if (rc != OK)
		db_rollback(db);
	arena_free(&a);
	return rc;
}

enum rc data_check(struct db *db, const struct registry *reg, struct diag *d)
{
	struct arena *a = arena_local();
	struct standing st;
	enum rc rc = begin_and_judge(db, a, &st, d);

	if (rc == OK && !st.tables)
		rc = diag_add(d, NULL, "empty", N_("Esa base de datos está vacía: haga una red con «ayni init»"), STR(""));
	if (rc == OK && !(complete(&st) && str_eq(st.digest, data_digest(a, reg->schema))))
		rc = diag_add(d, NULL, "older",
			N_("Estos datos son de otra versión de Ayni: ejecute antes «ayni serve» o «ayni rebuild»"), STR(""));
	db_rollback(db);
	if (rc == OK)
		rc = db_prepare_all(db, d);
	arena_free(&a);
	return rc;
}
