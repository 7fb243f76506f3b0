/*
 * transfer_target.c - rows into an empty database. Each page is durable together with the place it reached,
 * so that the work may be killed anywhere and taken up again.
 */
#include "blob.h"
#include "core_sql.h"
#include "data.h"
#include "journal.h"
#include "json.h"
#include "transfer.h"

/* ---- the mark ---- */

static struct str mark_text(struct transfer_target *t, struct arena *a)
{
	struct buf b = buf_new(a, 512), key = buf_new(a, 256);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	json_key(&j, "filled");
	json_bool(&j, t->filled);
	json_key(&j, "from");
	json_text(&j, t->from);
	if (t->at.table) {
		for (unsigned i = 0; i < t->at.table->nkey; i++)
			buf_cell(&key, &t->at.key[i]);
		struct buf hex = buf_new(a, 2 * key.n);
		buf_hex(&hex, key.p, key.n);
		json_key(&j, "key");
		json_text(&j, buf_str(&hex));
	}
	json_key(&j, "state");
	json_text(&j, t->state);
	if (t->at.table) {
		json_key(&j, "table");
		json_text(&j, str_c(t->at.table->name));
	}
	json_key(&j, "work");
	json_text(&j, str_c(t->work));
	json_close(&j, '}');
	return buf_str(&b);
}

static void mark(struct transfer_target *t)
{
	struct arena *a = arena_local();

	data_set_meta(t->db, "moving", mark_text(t, a));
	arena_free(&a);
}

/* Cells as buf_cell wrote them; false when that is not so. */
static bool cells_read(struct str s, struct cell *out, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		uint64_t v = 0;
		unsigned width = s.n && s.p[0] == CELL_INT ? 8 : 4;
		if (s.n < 1 + width || s.p[0] < CELL_INT || s.p[0] > CELL_BLOB)
			return false;
		for (unsigned k = 0; k < width; k++)
			v = v << 8 | (uint8_t)s.p[1 + k];
		out[i] = (struct cell){ .kind = (enum cell_kind)s.p[0], .i = width == 8 ? (int64_t)v : 0 };
		s = str_sub(s, 1 + width, s.n);
		if (width == 4 && v > s.n)
			return false;
		if (width == 4) {
			out[i].s = str_sub(s, 0, (size_t)v);
			s = str_sub(s, (size_t)v, s.n);
		}
	}
	return s.n == 0;
}

static bool read_place(struct transfer_target *t, const json_t *o)
{
	struct str name = json_get_str(o, "table"), hex = json_get_str(o, "key");
	unsigned i = 0;

	t->filled = json_is_true(json_object_get(o, "filled"));
	if (!name.n)
		return true;
	while (data_table(i) && !str_is(name, data_table(i)->name))
		i++;
	if (!data_table(i))
		return false;
	struct cell *key = ARENA_ARRAY(t->mem, struct cell, TABLE_COLUMNS_MAX);
	char *raw = arena_alloc(t->mem, hex.n / 2 + 1);
	if (!hex_read(hex, raw, hex.n / 2) || !cells_read((struct str){ raw, hex.n / 2 }, key, data_table(i)->nkey))
		return false;
	t->at = (struct transfer_place){ data_table(i), key };
	return true;
}

/* ---- taking it ---- */

static enum rc occupied(struct diag *d, const char *code)
{
	return diag_add(d, NULL, code, N_("Ahí ya hay otra cosa: dé una base de datos vacía%s"), STR(""));
}

static bool all_empty(struct transfer_target *t)
{
	struct arena *a = arena_local();
	bool empty = !data_meta(t->db, a, "network").n;

	for (unsigned i = 0; empty && data_table(i); i++)
		empty = data_table(i)->everywhere || table_count(t->db, data_table(i)) == 0;
	arena_free(&a);
	return empty;
}

/* Rows of another state of the source, or of a broken restore. */
static void start_over(struct transfer_target *t)
{
	for (unsigned i = 0; data_table(i); i++)
		if (!data_table(i)->everywhere)
			table_clear(t->db, data_table(i));
	t->at = (struct transfer_place){ 0 };
	t->filled = false;
}

static enum rc take(struct transfer_target *t, struct diag *d)
{
	struct str moving = data_meta(t->db, t->mem, "moving");
	struct diag unsaid = { 0 };

	if (!moving.n && !all_empty(t))
		return db_status(t->db) == OK ? occupied(d, "occupied") : db_status(t->db);
	if (moving.n) {
		const json_t *o = json_read(t->mem, moving, &unsaid);
		if (!o || !str_is(json_get_str(o, "work"), t->work) || (t->state.n && !str_eq(json_get_str(o, "from"), t->from)))
			return occupied(d, "occupied");
		if (!t->state.n || !str_eq(json_get_str(o, "state"), t->state) || !read_place(t, o))
			start_over(t);
	}
	mark(t);
	return db_status(t->db);
}

enum rc transfer_target_open(struct transfer_target *t, struct arena *a, struct diag *d)
{
	struct diag seen = { 0 };
	enum rc rc = data_check(t->db, t->reg, &seen);

	t->mem = a;
	if (rc == INVALID && str_is(str_c(seen.item[0].code), "foreign"))
		return diag_add(d, NULL, "foreign", seen.item[0].msgid, seen.item[0].arg);
	if (rc == INVALID && !str_is(str_c(seen.item[0].code), "empty"))
		return occupied(d, seen.item[0].code);
	if (rc == INVALID)
		rc = data_prepare(t->db, t->reg, d, NULL, NULL);
	if (rc == OK)
		rc = db_begin(t->db);
	if (rc == OK)
		rc = take(t, d);
	if (rc == OK)
		rc = db_commit(t->db);
	if (rc != OK)
		db_rollback(t->db);
	return rc;
}

/* ---- filling ---- */

/* The mark and the digest of the tables are this database's own; so is where the other one went. */
static bool own_meta(const struct cell *row)
{
	return str_is(row[0].s, "moving") || str_is(row[0].s, "moved_to");
}

static enum rc put_row(void *arg, const struct table *t, const struct cell *row)
{
	struct transfer_target *to = arg;

	if (t == &core_tables[TABLE_BLOB_PIECE] && blob_in_files(to->db))
		return blob_row_put(to->db, row);
	if (!t->everywhere || !own_meta(row))
		table_put(to->db, t, row);
	return db_status(to->db);
}

static enum rc put_page(void *arg, const struct table *t, const struct cell *key)
{
	struct transfer_target *to = arg;

	to->at = (struct transfer_place){ t, key };
	mark(to);
	enum rc rc = db_commit(to->db);
	to->at = (struct transfer_place){ 0 }; /* the key is borrowed */
	return rc == OK ? db_begin(to->db) : rc;
}

struct transfer_sink transfer_target_sink(struct transfer_target *t)
{
	return (struct transfer_sink){ .row = put_row, .page = put_page, .arg = t };
}

enum rc transfer_target_begin(struct transfer_target *t)
{
	return db_begin(t->db);
}

enum rc transfer_target_filled(struct transfer_target *t)
{
	t->filled = true;
	mark(t);
	return db_commit(t->db);
}

/* ---- judging ---- */

static enum rc differs(struct diag *d, const char *what)
{
	return diag_add(d, NULL, "differs", N_("Lo copiado no es igual a lo que había: %s"), str_c(what));
}

static enum rc compare(struct transfer_target *t, const struct transfer_want *want, bool dumps, struct diag *d)
{
	struct chain_head h = journal_head(t->db, want->network);
	int64_t n = 0;

	if (h.seq != want->seq || !hash_eq(h.hash, want->head))
		return differs(d, "chain");
	enum rc rc = journal_verify(t->db, t->reg->schema, want->network, &n, d);
	if (rc != OK)
		return rc;
	if (n != want->seq)
		return differs(d, "journal");
	struct hash dump = schema_dump_hash(t->db, t->reg->schema, want->network);
	t->tables_differ |= dumps && !hash_eq(dump, want->dump);
	return db_status(t->db);
}

enum rc transfer_target_build(struct transfer_target *t, const struct transfer_want *want, unsigned n, bool dumps,
	struct diag *d, void (*progress)(void *, int64_t, int64_t), void *arg)
{
	enum rc rc = db_begin(t->db);

	if (rc == OK)
		rc = data_rebuild(t->db, t->reg, d, progress, arg);
	for (unsigned i = 0; rc == OK && i < n; i++)
		rc = compare(t, &want[i], dumps, d);
	if (rc == OK)
		rc = db_commit(t->db);
	if (rc != OK)
		db_rollback(t->db);
	return rc;
}

enum rc transfer_target_done(struct transfer_target *t)
{
	enum rc rc = db_begin(t->db);

	if (rc == OK) {
		data_set_meta(t->db, "moving", STR(""));
		rc = db_commit(t->db);
	}
	if (rc != OK)
		db_rollback(t->db);
	return rc;
}
