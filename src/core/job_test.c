/*
 * job_test.c - what is due is done once, by whoever is there; and what housekeeping takes away.
 */
#include "core_sample.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "hash.h"
#include "job.h"
#include "pg_test.h"
#include "session.h"

enum { MINUTE_MS = 60000, LEASE_MS = 5 * MINUTE_MS, HOUR_MS = 60 * MINUTE_MS, WRITERS = 2, ROUNDS = 40 };

static _Atomic int64_t now_ms;
static atomic_int ran, idle, failing, first_time, repeated;
static const char *db_path;

static int64_t moved_clock(void)
{
	return atomic_load(&now_ms);
}

/* One pot a due time, in group A: what a second run makes is the same pot again. */
static enum rc cook(struct job_call *j)
{
	struct act *a = job_act(j, registry_action(j->c.reg, STR("pot.report")), STR("A"));
	struct outcome out;
	char day[16];
	struct buf b = buf_fixed(day, sizeof(day));

	atomic_fetch_add(&ran, 1);
	if (atomic_load(&idle))
		return OK;
	buf_day(&b, zone_day(j->c.net->zone, j->due_at) - (j->due_at / MINUTE_MS) % 20000);
	act_arg(&j->c, a, STR("group"), STR("A"));
	act_arg(&j->c, a, STR("day"), buf_str(&b));
	act_arg(&j->c, a, STR("served"), STR("7"));
	enum rc rc = job_do(j, a, &out);
	if (rc == OK && out.status == ACT_ACCEPTED)
		atomic_fetch_add(&first_time, 1);
	else if (rc == OK && out.status == ACT_REPEATED)
		atomic_fetch_add(&repeated, 1);
	else
		fail_msg("%d %d", (int)rc, (int)out.status);
	return atomic_load(&failing) ? BUSY : OK;
}

static const struct job jobs_of_test[] = { { "cook", MINUTE_MS, cook }, { 0 } };
static const struct module test_module = { .name = "test", .jobs = jobs_of_test };
static const struct module *const modules[] = { &core_sample_module, &test_module, NULL };

static void declare(struct core_sample *s)
{
	sample_declare(s, modules);
	atomic_store(&now_ms, s->now - s->now % HOUR_MS);
	atomic_store(&ran, 0);
	atomic_store(&idle, 0);
	atomic_store(&failing, 0);
	atomic_store(&first_time, 0);
	atomic_store(&repeated, 0);
}

static struct writer *open_writer(struct core_sample *s)
{
	struct writer_options o = { .path = db_path, .reg = s->reg, .origin = s->net.id };
	struct diag d = { 0 };
	struct writer *w = writer_new(s->mem, &o, &d);

	if (!w)
		fail_msg("%s %.*s", d.item[0].msgid, (int)d.item[0].arg.n, d.item[0].arg.p);
	return w;
}

static struct jobs *open_jobs(struct core_sample *s, struct writer *w)
{
	return jobs_new(s->mem, &(struct jobs_options){ .reg = s->reg, .writer = w, .net = &s->net, .db_path = db_path,
		.clock = moved_clock });
}

static int setup(void **state)
{
	static struct core_sample s;
	static char path[64];

	snprintf(path, sizeof(path), "/tmp/ayni-job-test-%ld.db", (long)getpid());
	db_path = path;
	declare(&s);
	s.writer = open_writer(&s);
	assert_int_equal(sample_do(&s, NULL, "group.put", "name", "A", "code", "A", NULL), ACT_ACCEPTED);
	*state = &s;
	return 0;
}

static int teardown(void **state)
{
	sample_close(*state);
	for (unsigned i = 0; i < 3; i++) {
		static const char *const end[] = { "", "-wal", "-shm" };
		char path[80];
		snprintf(path, sizeof(path), "%s%s", db_path, end[i]);
		unlink(path);
	}
	return 0;
}

/* One look: how often the job of this test was run. The room's own run beside it. */
static int look(struct jobs *j)
{
	int before = atomic_load(&ran);

	jobs_run(j);
	return atomic_load(&ran) - before;
}

static void each_due_time_is_run_once(void **state)
{
	struct core_sample *s = *state;
	struct jobs *one = open_jobs(s, s->writer), *two = open_jobs(s, s->writer);

	assert_int_equal(look(one), 1);
	assert_int_equal(look(one) + look(two), 0);
	atomic_fetch_add(&now_ms, MINUTE_MS - 1);
	assert_int_equal(look(two), 0);
	atomic_fetch_add(&now_ms, 1);
	assert_int_equal(look(two), 1);
	assert_int_equal(look(one), 0);
	atomic_fetch_add(&now_ms, 30 * MINUTE_MS + 5); /* what nobody was there for is made up for once */
	assert_int_equal(look(one) + look(two), 1);
	atomic_fetch_add(&now_ms, -10 * MINUTE_MS); /* a clock behind: done already */
	assert_int_equal(look(one) + look(two), 0);
	assert_int_equal(atomic_load(&ran), 3);
	assert_int_equal(atomic_load(&first_time), 3);
	jobs_stop(one);
	jobs_stop(two);
}

static void a_holder_that_ended_is_followed(void **state)
{
	struct core_sample *s = *state;
	struct jobs *one = open_jobs(s, s->writer), *two = open_jobs(s, s->writer);

	jobs_run(one);
	atomic_store(&failing, 1);
	atomic_fetch_add(&now_ms, MINUTE_MS);
	assert_int_equal(look(one), 1);
	assert_int_equal(jobs_numbers(one).failed, 1);
	atomic_store(&failing, 0);
	assert_int_equal(look(one) + look(two), 0); /* still hers, as far as anybody knows */
	atomic_fetch_add(&now_ms, MINUTE_MS / 2);
	assert_int_equal(look(two), 0);
	atomic_fetch_add(&now_ms, -MINUTE_MS / 2);
	int64_t due_at = atomic_load(&now_ms);
	atomic_fetch_add(&now_ms, LEASE_MS);
	assert_int_equal(look(two), 1); /* the newest due time */
	assert_int_equal(atomic_load(&repeated), 0);
	/* The very same due time again, as when the lease is shorter than the interval: a repeat, not a second pot. */
	struct job_call call = { .job = &jobs_of_test[0], .due_at = due_at, .writer = s->writer, .c = sample_ctx(s, NULL) };
	call.c.now = atomic_load(&now_ms);
	assert_int_equal(cook(&call), OK);
	assert_int_equal(atomic_load(&repeated), 1);
	jobs_stop(one);
	jobs_stop(two);
}

/* What a clock noted that was ten years ahead for a moment. */
static void a_wrong_clock_stops_nothing(void **state)
{
	struct core_sample *s = *state;
	struct jobs *one = open_jobs(s, s->writer);
	int64_t right_ms = atomic_load(&now_ms);

	jobs_run(one);
	atomic_store(&idle, 1); /* no change is stamped with it: server time stays where it was */
	atomic_store(&now_ms, right_ms + 3650 * (int64_t)DAY_MS);
	assert_int_equal(look(one), 1);
	atomic_store(&now_ms, right_ms + MINUTE_MS);
	assert_int_equal(look(one), 1);
	assert_int_equal(look(one), 0);
	jobs_stop(one);
}

static int64_t count(struct core_sample *s, const char *sql)
{
	return db_int(writer_db(s->writer), db_compose(writer_db(s->writer), str_c(sql), 0, 1), NO_ARGS);
}

static void fill(struct write *w, struct gate *g, struct chain_head *head)
{
	struct invite in;
	struct str csrf;
	const struct id person = { { 0xee } };
	const int64_t real = w->c->now;

	(void)g, (void)head;
	for (int i = 0; i < 2; i++) { /* old ones, then fresh ones */
		w->c->now = i ? real : real - 20 * (int64_t)DAY_MS;
		session_begin(w->c, STR("device"), person, &csrf);
		invite_make(w->c, (struct id){ { 0xee, (uint8_t)i } }, false, &in);
		limit_take(w->c, "letters", i ? STR("one") : STR("two"), 10, HOUR_MS);
	}
	w->c->now = real;
	invite_make(w->c, (struct id){ { 0xef } }, false, &in);
	struct enrolment e = { .device = STR(""), .id = { { 0xed } } };
	assert_true(invite_spend(w->c, in.code, &e));
}

static void housekeeping_takes_what_is_over(void **state)
{
	struct core_sample *s = *state;
	struct jobs *one = open_jobs(s, s->writer);
	struct ctx c = sample_ctx(s, NULL);
	struct write w = { .run = fill, .c = &c };

	c.now = atomic_load(&now_ms);
	assert_int_equal(writer_call(s->writer, &w), OK);
	assert_int_equal(count(s, "SELECT count(*) FROM session"), 2);
	assert_int_equal(count(s, "SELECT count(*) FROM invite"), 3);
	assert_int_equal(count(s, "SELECT count(*) FROM limits"), 2);
	int64_t epoch = journal_head(writer_db(s->writer), s->net.id).epoch;
	jobs_run(one);
	assert_int_equal(count(s, "SELECT count(*) FROM session"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM invite"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM limits"), 1);
	assert_int_equal(journal_head(writer_db(s->writer), s->net.id).epoch, epoch); /* nobody need forget anything */
	jobs_stop(one);
}

/* ---- several writers over one PostgreSQL ---- */

struct process {
	struct writer *writer;
	struct jobs *jobs;
	pthread_t thread;
};

static pthread_barrier_t together;

static void *live(void *arg)
{
	struct process *p = arg;

	for (unsigned i = 0; i < ROUNDS; i++) {
		if (pthread_barrier_wait(&together) == PTHREAD_BARRIER_SERIAL_THREAD)
			atomic_fetch_add(&now_ms, MINUTE_MS);
		pthread_barrier_wait(&together);
		jobs_run(p->jobs);
	}
	return NULL;
}

/* Each with a connection of its own, as in processes of their own. */
static void several_writers_run_each_once(void **state)
{
	struct core_sample s;
	struct process p[WRITERS] = { 0 };

	(void)state;
	if (!pg_test_here())
		skip();
	db_path = pg_test_url();
	declare(&s);
	s.writer = open_writer(&s);
	assert_int_equal(sample_do(&s, NULL, "group.put", "name", "A", "code", "A", NULL), ACT_ACCEPTED);
	pthread_barrier_init(&together, NULL, WRITERS);
	for (unsigned i = 0; i < WRITERS; i++) {
		p[i].writer = open_writer(&s);
		p[i].jobs = open_jobs(&s, p[i].writer);
		assert_int_equal(pthread_create(&p[i].thread, NULL, live, &p[i]), 0);
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		pthread_join(p[i].thread, NULL);
		jobs_stop(p[i].jobs);
		writer_stop(p[i].writer);
	}
	assert_int_equal(atomic_load(&ran), ROUNDS);
	assert_int_equal(atomic_load(&first_time), ROUNDS);
	assert_int_equal(atomic_load(&repeated), 0);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_due_time_is_run_once, setup, teardown),
		cmocka_unit_test_setup_teardown(a_holder_that_ended_is_followed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_wrong_clock_stops_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(housekeeping_takes_what_is_over, setup, teardown),
		cmocka_unit_test(several_writers_run_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
