/*
 * writer_fake_test.c - what a commit group and a reader say when the database fails them at one point.
 */
#include "core_sample.h"

#include "fake.h"
#include "journal.h"
#include "session.h"
#include "writer_group.h"

static struct core_sample s;
static struct db *db;
static struct commit_group *group;

struct job {
	struct write w;
	struct ctx ctx;
	unsigned runs;
	enum rc refuses;
};

static int setup(void **state)
{
	static const struct module *const modules[] = { &core_sample_module, NULL };
	(void)state;

	sample_declare(&s, modules);
	db = fake_open(DB_WRITE);
	group = commit_group_new(s.mem, db, s.reg->schema, s.net.id);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(fake_left(db), 0);
	db_close(&db);
	sample_close(&s);
	return 0;
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct job *j = (struct job *)w;
	(void)g, (void)head;

	j->runs++;
	w->rc = j->refuses;
}

static void make(struct job *j, struct write *next)
{
	*j = (struct job){ .w = { .run = run, .c = &j->ctx, .next = next } };
	j->ctx = (struct ctx){ .mem = s.mem, .reg = s.reg, .schema = s.reg->schema, .net = &s.net, .now = s.now };
}

static void expect_lock(void)
{
	struct id zero[2] = { 0 };

	fake_expect(db, "begin", NO_ARGS);
	fake_expect(db, "journal.chain_lock", ARGS(cell_id(&s.net.id)));
	fake_row(db, ARGS(cell_int(7), cell_blob((struct str){ (char *)zero, 32 }), cell_int(0), cell_int(3)));
}

static void expect_savepoint(const char *end)
{
	fake_expect(db, "savepoint", NO_ARGS);
	fake_expect(db, end, NO_ARGS);
	if (str_is(str_c(end), "undo"))
		fake_expect(db, "release", NO_ARGS);
}

static enum rc run_group(struct job *first)
{
	int64_t commit_us;

	return commit_group_run(group, &first->w, NULL, NULL, &commit_us);
}

/* The sync failed, or the primary went before it answered: kept or not, nobody may be told that it is. */
static void a_commit_without_an_answer(void **state)
{
	struct job a, b;
	(void)state;

	make(&b, NULL);
	make(&a, &b.w);
	expect_lock();
	expect_savepoint("release");
	expect_savepoint("release");
	fake_expect(db, "journal.chain_put", FAKE_ANY);
	fake_expect(db, "commit", NO_ARGS);
	fake_fails(db, IO);
	fake_expect(db, "rollback", NO_ARGS);
	assert_int_equal(run_group(&a), IO);
	assert_int_equal(a.runs + b.runs, 2);
	/* The next group begins as if nothing had been, and one refusal costs the others nothing. */
	make(&b, NULL);
	make(&a, &b.w);
	a.refuses = CONFLICT;
	expect_lock();
	expect_savepoint("undo");
	expect_savepoint("release");
	fake_expect(db, "journal.chain_put", FAKE_ANY);
	fake_expect(db, "commit", NO_ARGS);
	assert_int_equal(run_group(&a), OK);
	assert_int_equal(a.w.rc, CONFLICT);
	assert_int_equal(b.w.rc, OK);
}

static void nothing_runs_without_the_lock(void **state)
{
	struct job a;
	(void)state;

	make(&a, NULL);
	fake_expect(db, "begin", NO_ARGS);
	fake_fails(db, BUSY);
	assert_int_equal(run_group(&a), BUSY);
	fake_expect(db, "begin", NO_ARGS);
	fake_expect(db, "journal.chain_lock", FAKE_ANY);
	fake_fails(db, BUSY);
	fake_expect(db, "rollback", NO_ARGS);
	assert_int_equal(run_group(&a), BUSY);
	assert_int_equal(a.runs, 0);
}

/* The connection went in the middle: what was run is not committed, what was not is not run for good. */
static void lost_between_two_writes(void **state)
{
	struct job a, b;
	(void)state;

	make(&b, NULL);
	make(&a, &b.w);
	expect_lock();
	expect_savepoint("release");
	fake_expect(db, "savepoint", NO_ARGS);
	fake_fails(db, BUSY);
	fake_expect(db, "rollback", NO_ARGS);
	assert_int_equal(run_group(&a), BUSY);
	assert_int_equal(a.runs, 1);
	assert_int_equal(b.runs, 0);
}

/* Who asks for a session while the database is away is told "later" by the status, not signed out. */
static void a_busy_reader_is_not_a_stranger(void **state)
{
	struct id person, device;
	struct str csrf;
	bool stale = false;
	struct job a;
	(void)state;

	make(&a, NULL);
	a.ctx.db = db;
	fake_expect(db, "session.session_get", FAKE_ANY);
	fake_fails(db, BUSY);
	assert_false(session_find(&a.ctx, STR("galleta"), &person, &device, &csrf, &stale));
	assert_false(stale);
	assert_int_equal(db_status(db), BUSY);
	db_rollback(db);
	fake_expect(db, "journal.chain_get", FAKE_ANY);
	fake_fails(db, BUSY);
	assert_int_equal(journal_head(db, s.net.id).seq, 0);
	assert_int_equal(db_status(db), BUSY);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_commit_without_an_answer),
		TEST(nothing_runs_without_the_lock),
		TEST(lost_between_two_writes),
		TEST(a_busy_reader_is_not_a_stranger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
