/*
 * writer_test.c - group commit, one bad write among good ones, a full queue, the end.
 */
#include "core_sample.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "data.h"

enum { MANY = 1024, SMALL_ARENA = 192 * 1024, WAIT_S = 60 };

static atomic_int good_n, bad_n;
static sem_t gate_open, inside, over;

struct job {
	struct write w;
	struct ctx ctx;
	struct core_sample *s;
	unsigned n;
	enum rc rc;
};

static int setup(void **state)
{
	atomic_store(&good_n, 0);
	atomic_store(&bad_n, 0);
	sem_init(&gate_open, 0, 0);
	sem_init(&inside, 0, 0);
	sem_init(&over, 0, 0);
	return sample_setup(state);
}

static void wait_for(sem_t *s)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_S;
	assert_int_equal(sem_timedwait(s, &until), 0);
}

static void report(struct job *j, struct gate *g, struct chain_head *head)
{
	struct outcome out;
	struct act *a = act_new(j->w.c, registry_action(j->s->reg, STR("pot.report")), (struct id){ 0 });
	char day[16], served[16];

	snprintf(day, sizeof(day), "19%02u-%02u-%02u", j->n / 336 % 100, j->n / 28 % 12 + 1, j->n % 28 + 1);
	snprintf(served, sizeof(served), "%u", j->n);
	act_arg(j->w.c, a, STR("group"), STR("A"));
	act_arg(j->w.c, a, STR("day"), str_c(day));
	act_arg(j->w.c, a, STR("served"), str_c(served));
	assert_int_equal(gate_check(j->w.c, a), OK);
	gate_decide(g, j->w.c, a, head, &out);
	assert_int_equal(out.status, ACT_ACCEPTED);
}

static void run_good(struct write *w, struct gate *g, struct chain_head *head)
{
	report((struct job *)w, g, head);
}

static void done(struct write *w, enum rc rc)
{
	struct job *j = (struct job *)w;

	j->rc = rc;
	atomic_fetch_add(rc == OK ? &good_n : &bad_n, 1);
	arena_free(&j->ctx.mem);
	sem_post(&over);
}

/* Writes a pot, then changes its mind. */
static void run_refused(struct write *w, struct gate *g, struct chain_head *head)
{
	report((struct job *)w, g, head);
	w->rc = INVALID;
}

/* Writes a pot, then fills its arena in the middle of reading rows. */
static void run_overflow(struct write *w, struct gate *g, struct chain_head *head)
{
	struct job *j = (struct job *)w;

	report(j, g, head);
	struct rows r = record_list(w->c->db, w->c->schema, &pot_entity, &j->s->net.id);
	struct record *rec = ARENA_NEW(w->c->mem, struct record);
	while (record_next(&r, w->c->mem, &pot_entity, rec))
		arena_alloc(w->c->mem, SMALL_ARENA);
	fail_msg("the arena never filled");
}

static void run_slow(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)w, (void)g, (void)head;
	sem_post(&inside);
	wait_for(&gate_open);
}

static void make(struct job *j, struct core_sample *s, unsigned n, void (*run)(struct write *, struct gate *, struct chain_head *))
{
	*j = (struct job){ .ctx = sample_ctx(s, NULL), .s = s, .n = n, .rc = RC__N };
	j->ctx.mem = arena_new(run == run_overflow ? SMALL_ARENA : 0);
	j->ctx.diag = ARENA_NEW(j->ctx.mem, struct diag);
	j->ctx.db = NULL; /* the writer gives its own */
	j->w = (struct write){ .run = run, .done = done, .c = &j->ctx };
}

static int64_t count(struct core_sample *s, const char *sql)
{
	return db_int(writer_db(s->writer), db_compose(writer_db(s->writer), str_c(sql), 0, 1), NO_ARGS);
}

static void lawful(struct core_sample *s)
{
	struct diag d = { 0 };
	int64_t n;

	assert_int_equal(journal_verify(writer_db(s->writer), s->reg->schema, s->net.id, &n, &d), OK);
	assert_int_equal(data_compare(writer_db(s->writer), s->reg, s->net.id, 0, &d), OK);
}

static void one_bad_write_does_not_spoil_the_group(void **state)
{
	static struct job job[9];
	struct write *many[ARRAY_LEN(job)];
	struct core_sample *s = *state;
	int64_t before = journal_head(writer_db(s->writer), s->net.id).seq;

	for (unsigned i = 0; i < ARRAY_LEN(job); i++) {
		make(&job[i], s, i, i % 3 == 1 ? run_refused : i % 3 == 2 ? run_overflow : run_good);
		many[i] = &job[i].w;
	}
	assert_int_equal(writer_group(s->writer, many, ARRAY_LEN(job)), OK);
	for (unsigned i = 0; i < ARRAY_LEN(job); i++)
		assert_int_equal(job[i].rc, i % 3 == 1 ? INVALID : i % 3 == 2 ? BUSY : OK);
	assert_int_equal(count(s, "SELECT count(*) FROM pot"), 3);
	assert_int_equal(count(s, "SELECT sum(served_n) FROM tally_pot_days"), 3);
	assert_int_equal(journal_head(writer_db(s->writer), s->net.id).seq, before + 3);
	lawful(s);
}

static void what_waits_is_written_together(void **state)
{
	static struct job slow, job[500];
	struct core_sample *s = *state;

	writer_start(s->writer);
	make(&slow, s, 0, run_slow);
	assert_true(writer_submit(s->writer, &slow.w));
	wait_for(&inside);
	uint64_t groups = writer_numbers(s->writer).groups;
	for (unsigned i = 0; i < ARRAY_LEN(job); i++) {
		make(&job[i], s, i, i % 10 == 9 ? run_refused : run_good);
		assert_true(writer_submit(s->writer, &job[i].w));
	}
	sem_post(&gate_open);
	for (unsigned i = 0; i <= ARRAY_LEN(job); i++)
		wait_for(&over);
	assert_int_equal(atomic_load(&good_n), 451);
	assert_int_equal(atomic_load(&bad_n), 50);
	/* The slow one's own group, then 500 in groups of at most 256. */
	assert_in_range(writer_numbers(s->writer).groups - groups, 2, 3);
	assert_int_equal(writer_numbers(s->writer).waiting, 0);
	struct job last;
	make(&last, s, 700, run_good);
	assert_int_equal(writer_call(s->writer, &last.w), OK);
	assert_int_equal(last.rc, OK);
	make(&last, s, 701, run_refused);
	assert_int_equal(writer_call(s->writer, &last.w), INVALID);
	struct ctx c = sample_ctx(s, NULL);
	struct diag d = { 0 };
	assert_int_equal(writer_rebuild(s->writer, &c, &d), OK); /* through the thread */
}

static void a_full_queue_says_so(void **state)
{
	static struct job slow, job[MANY + 1];
	struct core_sample *s = *state;
	unsigned taken = 0;

	writer_start(s->writer);
	make(&slow, s, 0, run_slow);
	assert_true(writer_submit(s->writer, &slow.w));
	wait_for(&inside);
	for (unsigned i = 0; i <= MANY; i++) {
		make(&job[i], s, i, run_refused);
		if (!writer_submit(s->writer, &job[i].w)) {
			arena_free(&job[i].ctx.mem);
			break;
		}
		taken++;
	}
	assert_int_equal(taken, MANY);
	assert_int_equal(job[MANY].rc, RC__N); /* nothing happened to it */
	sem_post(&gate_open);
	for (unsigned i = 0; i <= MANY; i++)
		wait_for(&over);
}

static void stopping_finishes_what_waits(void **state)
{
	static struct job slow, job[50];
	struct core_sample *s = *state;
	struct job late;

	writer_start(s->writer);
	make(&slow, s, 0, run_slow);
	assert_true(writer_submit(s->writer, &slow.w));
	wait_for(&inside);
	for (unsigned i = 0; i < ARRAY_LEN(job); i++) {
		make(&job[i], s, i, run_good);
		assert_true(writer_submit(s->writer, &job[i].w));
	}
	sem_post(&gate_open);
	writer_stop(s->writer);
	assert_int_equal(atomic_load(&good_n), 51);
	make(&late, s, 99, run_good);
	assert_false(writer_submit(s->writer, &late.w));
	arena_free(&late.ctx.mem);
	s->writer = NULL;
}

/* The clock went back: what is written next is not before what stands. */
static void time_never_goes_back(void **state)
{
	struct core_sample *s = *state;

	s->now -= 3600000;
	int64_t newest = journal_head(writer_db(s->writer), s->net.id).stamp >> 16;
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-20", "served", "1", NULL), ACT_ACCEPTED);
	assert_int_equal(s->ctx.now, newest);
	assert_true(newest > s->now);
}

static void put_person(struct write *w, struct gate *g, struct chain_head *head)
{
	struct outcome out;
	struct act *a = act_new(w->c, registry_action(((struct job *)w)->s->reg, STR("person.put")), (struct id){ 0 });

	act_arg(w->c, a, STR("name"), STR("Rosa"));
	assert_int_equal(gate_check(w->c, a), OK);
	gate_decide(g, w->c, a, head, &out);
	assert_int_equal(out.status, ACT_ACCEPTED);
}

/* What came between the change as it was decided and its row: by memory, a driver, or a reader that knows less. */
static const char *const damage[] = {
	"UPDATE journal SET header = x'01' WHERE seq = (SELECT max(seq) FROM journal)",
	"UPDATE journal SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM journal)",
	"UPDATE journal_part SET body = replace(body, '1', '2') WHERE seq = (SELECT max(seq) FROM journal)",
	"DELETE FROM journal_part WHERE seq = (SELECT max(seq) FROM journal)",
	"DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
};

static void run_damaged(struct write *w, struct gate *g, struct chain_head *head)
{
	struct job *j = (struct job *)w;
	unsigned with = j->n;

	j->n = 1;
	report(j, g, head);
	db_exec(w->c->db, db_compose(w->c->db, str_c(damage[with]), 0, 0), NO_ARGS);
}

static void what_does_not_read_back_is_not_committed(void **state)
{
	struct core_sample *s = *state;
	struct job job;

	for (unsigned i = 0; i < ARRAY_LEN(damage); i++) {
		struct chain_head before = journal_head(writer_db(s->writer), s->net.id);
		make(&job, s, i, run_damaged);
		assert_int_equal(writer_call(s->writer, &job.w), BUSY);
		assert_int_equal(journal_head(writer_db(s->writer), s->net.id).seq, before.seq);
		assert_int_equal(count(s, "SELECT count(*) FROM pot"), i);
		make(&job, s, i + 2, run_good);
		assert_int_equal(writer_call(s->writer, &job.w), OK);
	}
	lawful(s);
}

static void nothing_operational(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)w, (void)g, (void)head;
}

static void readers_are_told_when_to_forget(void **state)
{
	static const struct {
		void (*run)(struct write *, struct gate *, struct chain_head *);
		bool acts_only, told, written;
	} cases[] = { { run_good, true, false, true }, { put_person, true, true, true },
		{ nothing_operational, false, true, false }, { nothing_operational, true, false, false } };
	struct core_sample *s = *state;

	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		struct chain_head before = journal_head(writer_db(s->writer), s->net.id), after;
		struct job job;
		make(&job, s, i, cases[i].run);
		job.ctx.who = &s->console;
		job.w.acts_only = cases[i].acts_only;
		assert_int_equal(writer_call(s->writer, &job.w), OK);
		after = journal_head(writer_db(s->writer), s->net.id);
		assert_true(after.epoch >= before.epoch && after.seq >= before.seq);
		assert_int_equal(after.epoch != before.epoch, cases[i].told);
		assert_int_equal(after.seq != before.seq, cases[i].written);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_bad_write_does_not_spoil_the_group, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(what_waits_is_written_together, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(a_full_queue_says_so, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(stopping_finishes_what_waits, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(what_does_not_read_back_is_not_committed, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(time_never_goes_back, setup, sample_teardown),
		cmocka_unit_test_setup_teardown(readers_are_told_when_to_forget, setup, sample_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
