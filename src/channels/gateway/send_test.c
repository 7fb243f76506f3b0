/*
 * send_test.c - what becomes of messages in the hands of an adapter: sent, refused, put off, given back, or left to a lease.
 */
#include "core_sample.h"

#include "gateway_own.h"

enum { MINUTE_MS = 60 * 1000 };

static const struct id way = { { 0x61 } };
static struct core_sample s;
static int64_t now_ms;
static enum sent answer;
static struct sent_as as;
static unsigned sent_n, fail_after;
static _Atomic bool stop;

static int64_t moved_clock(void)
{
	return now_ms;
}

static enum sent send(struct gateway_call *g, const struct message *m, struct sent_as *out)
{
	(void)g, (void)m;
	sent_n++;
	*out = as;
	if (fail_after && sent_n >= fail_after) {
		*out = (struct sent_as){ .fault = "away", .down = true };
		return SENT_LATER;
	}
	return answer;
}

static const struct adapter adapter = { .kind = "kannel", .send = send };

static struct gateway_call call(void)
{
	struct gateway_call g = { .c = sample_ctx(&s, NULL), .writer = s.writer, .stop = &stop, .clock = moved_clock };

	g.c.now = now_ms;
	assert_true(gateway_get(&g.c, way, &g.gateway));
	return g;
}

struct filling {
	unsigned n;
	struct id id[64];
};

static void fill(struct ctx *c, void *arg)
{
	struct filling *f = arg;

	gateway_put(c, &(struct gateway){ .id = way, .kind = STR("kannel"), .name = STR("Una"), .number = STR(""), .secret = STR("x"),
		.price_mills = 50, .ceiling_mills = -1 });
	for (unsigned i = 0; i < f->n; i++) {
		struct message m = { .gateway = way, .address = str_fmt(c->mem, "+5190000%04u", i), .kind = STR("reply"), .text = STR("hola") };
		assert_true(message_queue(c, &m));
		f->id[i] = m.id;
	}
}

static struct filling queued(unsigned n)
{
	struct filling f = { .n = n };
	struct gateway_call g = { .clock = moved_clock };

	sample_open(&s, NULL);
	now_ms = s.now;
	answer = SENT_GOOD;
	as = (struct sent_as){ 0 };
	sent_n = fail_after = 0;
	atomic_store(&stop, false);
	g.c = sample_ctx(&s, NULL);
	g.writer = s.writer;
	assert_int_equal(gateway_write(&g, fill, &f), OK);
	return f;
}

static unsigned in_state(const struct filling *f, const char *state)
{
	struct ctx c = sample_ctx(&s, NULL);
	struct message m;
	unsigned n = 0;

	for (unsigned i = 0; i < f->n; i++)
		n += message_get(&c, f->id[i], &m) && str_is(m.state, state);
	return n;
}

static struct message row(struct id id)
{
	struct ctx c = sample_ctx(&s, NULL);
	struct message m;

	assert_true(message_get(&c, id, &m));
	return m;
}

static int64_t turn(int64_t *fault_ms)
{
	struct gateway_call g = call();

	return gateway_send_turn(&g, &adapter, fault_ms);
}

static void what_is_due_is_sent_once(void **state)
{
	struct filling f = queued(25);
	int64_t fault_ms = 0;

	(void)state;
	as.ref = STR("g");
	assert_int_equal(turn(&fault_ms), 0); /* there may be more */
	assert_int_equal(turn(&fault_ms), 0);
	assert_true(turn(&fault_ms) > 0);
	assert_int_equal(sent_n, 25);
	assert_int_equal(in_state(&f, "sent"), 25);
	assert_true(str_is(row(f.id[3]).ref, "g"));
	sample_close(&s);
}

static void a_gateway_that_is_down_costs_no_try(void **state)
{
	struct filling f = queued(6);
	struct ctx c;
	struct gateway g;
	int64_t fault_ms = 0;

	(void)state;
	fail_after = 3;
	int64_t wait_ms = turn(&fault_ms);
	assert_int_equal(sent_n, 3); /* nobody else is tried by a gateway that does not answer */
	assert_int_equal(in_state(&f, "sent"), 2);
	assert_int_equal(in_state(&f, "queued"), 4);
	for (unsigned i = 0; i < f.n; i++)
		assert_int_equal(row(f.id[i]).tries, 0);
	c = sample_ctx(&s, NULL);
	assert_true(gateway_get(&c, way, &g) && str_is(g.fault, "away"));
	assert_true(turn(&fault_ms) > 0 && sent_n == 3); /* not before the wait is over */
	now_ms += wait_ms;
	sent_n = 0;
	fail_after = 1;
	int64_t longer_ms = turn(&fault_ms);
	assert_true(longer_ms > wait_ms);
	now_ms += longer_ms;
	fail_after = 0;
	turn(&fault_ms);
	assert_int_equal(in_state(&f, "sent"), 6);
	assert_int_equal(fault_ms, 0);
	assert_true(gateway_get(&c, way, &g) && !g.fault.n);
	sample_close(&s);
}

static void what_it_refuses_is_tried_or_given_up(void **state)
{
	struct filling f = queued(1);
	int64_t fault_ms = 0;

	(void)state;
	answer = SENT_LATER;
	as.fault = "busy";
	turn(&fault_ms);
	assert_int_equal(row(f.id[0]).tries, 1);
	assert_true(row(f.id[0]).due_at > now_ms);
	now_ms = row(f.id[0]).due_at;
	as.wait_ms = 7 * MINUTE_MS; /* it says when: no try */
	turn(&fault_ms);
	assert_int_equal(row(f.id[0]).tries, 1);
	assert_int_equal(row(f.id[0]).due_at, now_ms + 7 * MINUTE_MS);
	now_ms += 7 * MINUTE_MS;
	answer = SENT_NEVER;
	as.fault = "blocked";
	turn(&fault_ms);
	assert_int_equal(in_state(&f, "failed"), 1);
	assert_true(str_is(row(f.id[0]).fault, "blocked"));
	sample_close(&s);
}

static void who_is_stopped_begins_no_other(void **state)
{
	struct filling f = queued(4);
	int64_t fault_ms = 0;

	(void)state;
	atomic_store(&stop, true);
	turn(&fault_ms);
	assert_int_equal(sent_n, 0);
	assert_int_equal(in_state(&f, "queued"), 4);
	atomic_store(&stop, false);
	turn(&fault_ms); /* given back at once: no lease to wait for */
	assert_int_equal(in_state(&f, "sent"), 4);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_due_is_sent_once), cmocka_unit_test(a_gateway_that_is_down_costs_no_try),
		cmocka_unit_test(what_it_refuses_is_tried_or_given_up), cmocka_unit_test(who_is_stopped_begins_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
