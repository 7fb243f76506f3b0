/*
 * writer_several_test.c - several writers over one PostgreSQL, each with a connection of its own, as in processes
 * of their own.
 */
#include "core_sample.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "data.h"
#include "pg_test.h"

enum { WRITERS = 3, NETWORKS = 2, ROUNDS = 60, FAR_MS = 10 * 60 * 1000 };

struct one {
	struct write w;
	struct ctx c;
	struct core_sample *s;
	enum act_status status;
	enum rc rc;
};

struct process {
	struct core_sample *s;
	struct writer *writer;
	unsigned number;
	pthread_t thread;
	unsigned good, busy;
};

static struct network net[NETWORKS];
static pthread_barrier_t together;

static int setup(void **state)
{
	static const struct module *const modules[] = { &core_sample_module, NULL };
	static struct core_sample s;

	*state = &s;
	if (!pg_test_here())
		return 0;
	sample_declare(&s, modules);
	for (unsigned i = 0; i < NETWORKS; i++) {
		net[i] = s.net;
		net[i].id.b[15] = (uint8_t)(i + 1);
	}
	return 0;
}

static int teardown(void **state)
{
	if (pg_test_here())
		sample_close(*state);
	return 0;
}

static struct writer *open_writer(struct core_sample *s)
{
	struct writer_options o = { .path = pg_test_url(), .reg = s->reg, .origin = s->net.id };
	struct diag d = { 0 };
	struct writer *w = writer_new(s->mem, &o, &d);

	if (!w)
		fail_msg("%s %.*s", d.item[0].msgid, (int)d.item[0].arg.n, d.item[0].arg.p);
	return w;
}

static void add_person(struct write *w, struct gate *g, struct chain_head *head)
{
	struct one *o = (struct one *)w;
	struct outcome out;
	struct act *a = act_new(w->c, registry_action(w->c->reg, STR("person.put")), (struct id){ 0 });

	act_arg(w->c, a, STR("name"), STR("Rosa"));
	assert_int_equal(gate_check(w->c, a), OK);
	gate_decide(g, w->c, a, head, &out);
	o->status = out.status;
}

static void done(struct write *w, enum rc rc)
{
	((struct one *)w)->rc = rc;
}

static void make(struct one *o, struct core_sample *s, const struct network *n, int64_t now)
{
	*o = (struct one){ .s = s };
	o->c = (struct ctx){ .mem = arena_new(0), .reg = s->reg, .schema = s->reg->schema, .net = n, .who = &s->console,
		.lang = lang_spanish(), .now = now, .channel = "test" };
	o->c.diag = ARENA_NEW(o->c.mem, struct diag);
	o->w = (struct write){ .run = add_person, .done = done, .c = &o->c, .acts_only = true };
}

/* A group for both networks, in one order here and in the other there. */
static void *live(void *arg)
{
	struct process *p = arg;

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct one o[NETWORKS];
		struct write *many[NETWORKS];
		for (unsigned k = 0; k < NETWORKS; k++) {
			make(&o[k], p->s, &net[(k + p->number) % NETWORKS], p->s->now + i);
			many[k] = &o[k].w;
		}
		pthread_barrier_wait(&together);
		enum rc rc = writer_group(p->writer, many, NETWORKS);
		for (unsigned k = 0; k < NETWORKS; k++) {
			p->good += rc == OK && o[k].rc == OK && o[k].status == ACT_ACCEPTED;
			p->busy += rc != OK;
			arena_free(&o[k].c.mem);
		}
	}
	return NULL;
}

static void networks_are_locked_in_one_order(void **state)
{
	struct core_sample *s = *state;
	struct process p[WRITERS] = { 0 };
	struct diag d = { 0 };
	int64_t n;

	if (!pg_test_here())
		skip();
	s->writer = open_writer(s);
	pthread_barrier_init(&together, NULL, WRITERS);
	for (unsigned i = 0; i < WRITERS; i++) {
		p[i] = (struct process){ .s = s, .writer = open_writer(s), .number = i };
		assert_int_equal(pthread_create(&p[i].thread, NULL, live, &p[i]), 0);
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		pthread_join(p[i].thread, NULL);
		writer_stop(p[i].writer);
		assert_int_equal(p[i].good, ROUNDS * NETWORKS);
		assert_int_equal(p[i].busy, 0);
	}
	for (unsigned i = 0; i < NETWORKS; i++) {
		assert_int_equal(journal_head(writer_db(s->writer), net[i].id).seq, WRITERS * ROUNDS);
		assert_int_equal(journal_verify(writer_db(s->writer), s->reg->schema, net[i].id, &n, &d), OK);
		assert_int_equal(data_compare(writer_db(s->writer), s->reg, net[i].id, 0, &d), OK);
	}
}

static enum rc write_one(struct core_sample *s, struct writer *w, int64_t now, int64_t *now_out)
{
	struct one o;

	make(&o, s, &net[0], now);
	enum rc rc = writer_call(w, &o.w);
	*now_out = o.c.now;
	arena_free(&o.c.mem);
	return rc;
}

static void time_does_not_go_back_between_them(void **state)
{
	struct core_sample *s = *state;
	int64_t now, first;

	if (!pg_test_here())
		skip();
	s->writer = open_writer(s);
	struct writer *late = open_writer(s);
	assert_int_equal(write_one(s, s->writer, s->now + FAR_MS, &first), OK);
	struct chain_head before = journal_head(writer_db(s->writer), net[0].id);
	assert_int_equal(write_one(s, late, s->now, &now), OK);
	assert_true(now >= first);
	struct chain_head after = journal_head(writer_db(s->writer), net[0].id);
	assert_true(after.stamp > before.stamp && after.seq == before.seq + 1);
	assert_true(after.epoch > before.epoch); /* a person was added */
	writer_stop(late);
}

/* What the server ended is not acknowledged, and the next group finds it again by itself. */
static void a_lost_connection_is_made_anew(void **state)
{
	struct core_sample *s = *state;
	int64_t now, written = 0;

	if (!pg_test_here())
		skip();
	s->writer = open_writer(s);
	int64_t before = journal_head(writer_db(s->writer), net[0].id).seq;
	for (unsigned i = 0; i < 5; i++) {
		pg_test_do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
			   " AND pid <> pg_backend_pid()");
		enum rc rc = write_one(s, s->writer, s->now, &now);
		assert_true(rc == OK || rc == BUSY);
		written += rc == OK;
		assert_int_equal(write_one(s, s->writer, s->now, &now), OK);
		written++;
	}
	assert_int_equal(journal_head(writer_db(s->writer), net[0].id).seq, before + written);
}

/* While another process has its turn many come, and all of them go with the one that waits for the head. */
static void who_comes_late_goes_along(void **state)
{
	struct core_sample *s = *state;
	struct one o[20];
	struct diag d = { 0 };

	if (!pg_test_here())
		skip();
	s->writer = open_writer(s);
	struct db *other = db_open(&(struct db_options){ .path = pg_test_url(), .mode = DB_WRITE }, &d);
	assert_non_null(other);
	assert_int_equal(db_begin(other), OK);
	int64_t before = journal_lock(other, net[0].id).seq;
	writer_start(s->writer);
	for (unsigned i = 0; i < ARRAY_LEN(o); i++) {
		make(&o[i], s, &net[0], s->now);
		o[i].rc = NOT_FOUND; /* not done */
		assert_true(writer_submit(s->writer, &o[i].w));
		while (i == 0 && writer_numbers(s->writer).waiting)
			usleep(1000);
	}
	db_rollback(other);
	writer_stop(s->writer);
	assert_int_equal(writer_numbers(s->writer).groups, 1);
	s->writer = NULL;
	for (unsigned i = 0; i < ARRAY_LEN(o); i++) {
		assert_int_equal(o[i].rc, OK);
		arena_free(&o[i].c.mem);
	}
	assert_int_equal(journal_head(other, net[0].id).seq, before + (int64_t)ARRAY_LEN(o));
	db_close(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(networks_are_locked_in_one_order, setup, teardown),
		cmocka_unit_test_setup_teardown(time_does_not_go_back_between_them, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lost_connection_is_made_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(who_comes_late_goes_along, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
