/*
 * transfer_test.c - rows out of one database and into another, broken off at every row; the stream of a backup,
 * altered in every byte.
 */
#include "core_sample.h"

#include "backup.h"
#include "data.h"
#include "journal.h"

enum { REPORTS = 12 };

static void fill(struct core_sample *s)
{
	for (unsigned i = 0; i < REPORTS; i++) {
		const char *day = str_fmt(s->mem, "2026-11-%02u", i + 1).p;
		assert_int_equal(sample_do(s, NULL, "pot.report", "group", i % 2 ? "A" : "B", "day", day, "served", "7", NULL),
			ACT_ACCEPTED);
	}
	assert_int_equal(db_begin(writer_db(s->writer)), OK);
	data_set_meta(writer_db(s->writer), "network", id_text(s->mem, s->net.id));
	assert_int_equal(db_commit(writer_db(s->writer)), OK);
}

static struct db *memory(void)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .mode = DB_MEMORY, .no_statements = true }, &d);

	assert_non_null(db);
	return db;
}

static struct transfer_want wanted(struct core_sample *s)
{
	struct chain_head h = journal_head(writer_db(s->writer), s->net.id);

	return (struct transfer_want){ s->net.id, h.seq, h.hash,
		schema_dump_hash(writer_db(s->writer), s->reg->schema, s->net.id) };
}

/* ---- from one database to another ---- */

struct cutting {
	struct transfer_sink to;
	int left; /* rows, then it breaks off */
};

static enum rc cut_row(void *arg, const struct table *t, const struct cell *row)
{
	struct cutting *c = arg;

	return c->left-- > 0 ? c->to.row(c->to.arg, t, row) : IO;
}

static enum rc every_row(void *arg, const struct table *t, const struct cell *row)
{
	struct cutting *c = arg;
	enum rc rc = cut_row(arg, t, row);

	return rc == OK ? c->to.page(c->to.arg, t, row) : rc;
}

/* One try that breaks off after so many rows; OK when it came to the end. */
static enum rc try_copy(struct core_sample *s, struct db *db, int rows, const char *state, struct diag *d)
{
	struct transfer_target t = { .db = db, .reg = s->reg, .from = STR("there"), .state = str_c(state), .work = "move" };
	struct cutting c = { .left = rows };
	struct transfer_sink cut = { .row = rows % 2 ? every_row : cut_row, .arg = &c };
	struct arena *a = arena_new(0);
	enum rc rc = transfer_target_open(&t, a, d);

	if (rc == OK && !t.filled) {
		c.to = transfer_target_sink(&t);
		rc = transfer_target_begin(&t);
		if (rc == OK)
			rc = transfer_read(writer_db(s->writer), &t.at, &cut);
		if (rc == OK)
			rc = transfer_target_filled(&t);
	}
	struct transfer_want want = wanted(s);
	if (rc == OK)
		rc = transfer_target_build(&t, &want, 1, true, d, NULL, NULL);
	if (rc == OK)
		rc = transfer_target_done(&t);
	db_rollback(db);
	arena_free(&a);
	return rc;
}

static void must_be_equal(struct core_sample *s, struct db *db)
{
	struct transfer_want want = wanted(s);
	struct hash dump = schema_dump_hash(db, s->reg->schema, s->net.id);
	struct diag d = { 0 };

	assert_true(hash_eq(dump, want.dump));
	assert_null(transfer_differs(writer_db(s->writer), db));
	assert_true(str_eq(data_meta(db, s->mem, "network"), id_text(s->mem, s->net.id)));
	assert_int_equal(transfer_refused(db, true, s->mem, &d), OK);
}

static void broken_off_anywhere(void **state)
{
	struct core_sample *s = *state;

	fill(s);
	int all = (int)transfer_count(writer_db(s->writer));
	assert_true(all > 50);
	for (int rows = 0; rows < all; rows += 3) {
		struct db *db = memory();
		struct diag d = { 0 };
		assert_int_equal(try_copy(s, db, rows, "now", &d), IO);
		assert_int_equal(transfer_refused(db, false, s->mem, &d), INVALID);
		assert_string_equal(d.item[0].code, "half");
		d.n = 0;
		assert_int_equal(try_copy(s, db, all, "now", &d), OK);
		must_be_equal(s, db);
		/* a network lives there now */
		assert_int_equal(try_copy(s, db, all, "now", &d), INVALID);
		assert_string_equal(d.item[0].code, "occupied");
		db_close(&db);
	}
}

static void begins_again_when_the_source_moved_on(void **state)
{
	struct core_sample *s = *state;
	struct db *db = memory();
	struct diag d = { 0 };

	fill(s);
	assert_int_equal(try_copy(s, db, 41, "before", &d), IO);
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-20", "served", "9", NULL), ACT_ACCEPTED);
	assert_int_equal(try_copy(s, db, 1000, "after", &d), OK);
	must_be_equal(s, db);
	db_close(&db);
}

/* Rows that were lost, doubled or altered on the way do not pass. */
static void what_differs_is_found(void **state)
{
	static const char *const harm[] = { "DELETE FROM journal WHERE seq = 5", "DELETE FROM journal_part WHERE seq = 5",
		"UPDATE journal_part SET body = '[]' WHERE seq = 5", "UPDATE chain SET seq = seq - 1" };
	struct core_sample *s = *state;

	fill(s);
	for (unsigned i = 0; i < ARRAY_LEN(harm); i++) {
		struct db *db = memory();
		struct diag d = { 0 };
		struct arena *a = arena_new(0);
		struct transfer_target t = { .db = db, .reg = s->reg, .from = STR("there"), .state = STR("x"), .work = "move" };
		struct transfer_want want = wanted(s);
		assert_int_equal(transfer_target_open(&t, a, &d), OK);
		struct transfer_sink to = transfer_target_sink(&t);
		assert_int_equal(transfer_target_begin(&t), OK);
		assert_int_equal(transfer_read(writer_db(s->writer), NULL, &to), OK);
		assert_int_equal(transfer_target_filled(&t), OK);
		assert_int_equal(db_script(db, harm[i], &d), OK);
		assert_int_equal(transfer_target_build(&t, &want, 1, true, &d, NULL, NULL), INVALID);
		assert_int_equal(transfer_refused(db, false, a, &(struct diag){ 0 }), INVALID);
		arena_free(&a);
		db_close(&db);
	}
}

static void nothing(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)w, (void)g, (void)head;
}

static void left_and_back(void **state)
{
	struct core_sample *s = *state;
	struct db *db = writer_db(s->writer);
	struct diag d = { 0 };

	fill(s);
	int64_t epoch = journal_head(db, s->net.id).epoch;
	assert_int_equal(db_begin(db), OK);
	transfer_leave(db, STR("elsewhere"));
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(transfer_refused(db, true, s->mem, &d), INVALID);
	assert_int_equal(transfer_refused(db, false, s->mem, &d), OK);
	struct actor who = { 0 };
	struct ctx c = sample_ctx(s, &who);
	struct write w = { .run = nothing, .c = &c };
	assert_int_equal(writer_call(s->writer, &w), BUSY); /* no writer writes */
	assert_int_equal(db_begin(db), OK);
	transfer_return(db);
	assert_int_equal(db_commit(db), OK);
	d.n = 0;
	assert_int_equal(transfer_refused(db, true, s->mem, &d), OK);
	assert_int_equal(journal_head(db, s->net.id).epoch, epoch + 1);
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-21", "served", "9", NULL), ACT_ACCEPTED);
}

/* ---- the stream ---- */

struct reading {
	struct str left;
	struct transfer_sink to;
	unsigned files;
	const struct backup_head *head;
};

static void put(void *arg, struct str s)
{
	buf_add(arg, s);
}

static bool take(void *arg, void *p, size_t n)
{
	struct reading *g = arg;

	if (g->left.n < n)
		return false;
	memcpy(p, g->left.p, n);
	g->left = str_sub(g->left, n, g->left.n);
	return true;
}

static enum rc file(void *arg, const struct backup_file *f)
{
	struct reading *g = arg;

	assert_string_equal(f->name, "keys/server");
	assert_true(str_is(f->bytes, "secret"));
	g->files++;
	return OK;
}

static enum rc head(void *arg, const struct backup_head *h)
{
	((struct reading *)arg)->head = h;
	return OK;
}

static enum rc row(void *arg, const struct table *t, const struct cell *cells)
{
	struct reading *g = arg;

	return g->to.row ? g->to.row(g->to.arg, t, cells) : OK;
}

static struct buf stream(struct core_sample *s)
{
	struct buf b = buf_new(s->mem, 4096);
	struct backup_file f = { "keys/server", STR("secret") };
	struct backup_beside beside = { .version = "0", .made_at = 5, .file = &f, .nfiles = 1 };

	assert_int_equal(db_begin(writer_db(s->writer)), OK);
	assert_int_equal(backup_write(writer_db(s->writer), s->reg, &beside, put, &b, NULL), OK);
	db_rollback(writer_db(s->writer));
	return b;
}

static void stream_comes_back(void **state)
{
	struct core_sample *s = *state;
	struct db *db = memory();
	struct diag d = { 0 };
	int64_t n;

	fill(s);
	struct buf b = stream(s);
	struct transfer_target t = { .db = db, .reg = s->reg, .from = STR("file"), .work = "restore" };
	assert_int_equal(transfer_target_open(&t, s->mem, &d), OK);
	struct reading g = { .left = buf_str(&b), .to = transfer_target_sink(&t) };
	struct backup_reader r = { .take = take, .file = file, .head = head, .row = row, .arg = &g };
	assert_int_equal(transfer_target_begin(&t), OK);
	assert_int_equal(backup_read(s->mem, &r, &n, &d), OK);
	assert_int_equal(transfer_target_filled(&t), OK);
	assert_int_equal(n, transfer_count(writer_db(s->writer)));
	assert_int_equal(g.left.n, 0);
	assert_int_equal(g.files, 1);
	struct transfer_want want = { g.head->network[0].id, g.head->network[0].seq, g.head->network[0].head,
		g.head->network[0].dump };
	assert_int_equal(transfer_target_build(&t, &want, 1, true, &d, NULL, NULL), OK);
	assert_int_equal(transfer_target_done(&t), OK);
	must_be_equal(s, db);
	db_close(&db);
}

/* Behind the lock of sealed.h every byte is judged once more. */
static void no_byte_may_change(void **state)
{
	struct core_sample *s = *state;

	fill(s);
	struct buf b = stream(s);
	for (size_t at = 0; at < b.n; at += at < 2000 ? 1 : 37) {
		struct reading g = { .left = buf_str(&b) };
		struct backup_reader r = { .take = take, .row = row, .arg = &g };
		struct arena *a = arena_new(0);
		struct diag d = { 0 };
		int64_t n;
		b.p[at] ^= (char)(1 << at % 8);
		assert_int_equal(backup_read(a, &r, &n, &d), INVALID);
		assert_int_equal(d.n, 1);
		b.p[at] ^= (char)(1 << at % 8);
		d.n = 0;
		g.left = str_sub(buf_str(&b), 0, at);
		assert_int_equal(backup_read(a, &r, &n, &d), INVALID);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(broken_off_anywhere, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(begins_again_when_the_source_moved_on, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(what_differs_is_found, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(left_and_back, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(stream_comes_back, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(no_byte_may_change, sample_setup, sample_teardown),
	};

	crypto_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
