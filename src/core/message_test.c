/*
 * message_test.c - rows of messages: come once, wait, are claimed, sent, given up, held for money, forgotten.
 * Each on SQLite, then on PostgreSQL where there is one.
 */
#include "core_sample.h"

#include "hash.h"
#include "message.h"
#include "pg_test.h"

enum { MINUTE_MS = 60 * 1000, LEASE_MS = 2 * MINUTE_MS };

static const struct id phone_way = { { 0x61 } }, other_way = { { 0x62 } };
static const struct id rosa = { { 0xee, 1 } }, elena = { { 0xee, 2 } };

static struct core_sample s;
static struct ctx c;
static bool pg;

/* A fresh network, in a transaction that is never committed. */
static void open_sample(void)
{
	static const struct module *const modules[] = { &core_sample_module, NULL };

	if (!pg) {
		sample_open(&s, NULL);
	} else {
		struct diag d = { 0 };
		sample_declare(&s, modules);
		s.writer = writer_new(s.mem, &(struct writer_options){ .path = pg_test_url(), .reg = s.reg, .origin = s.net.id }, &d);
		assert_non_null(s.writer);
	}
	c = sample_ctx(&s, NULL);
	assert_int_equal(db_begin(c.db), OK);
}

static int setup(void **state)
{
	(void)state;
	if (!pg || pg_test_here())
		open_sample();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (pg && !pg_test_here())
		return 0;
	assert_int_equal(db_status(c.db), OK);
	db_rollback(c.db);
	sample_close(&s);
	return 0;
}

static void way(struct id id, const char *kind, int64_t price_mills, int64_t ceiling_mills, int64_t pace_ms)
{
	gateway_put(&c, &(struct gateway){ .id = id, .kind = str_c(kind), .name = STR("Una"), .number = STR("+51900000090"),
		.settings = STR("{}"), .secret = STR("x"), .price_mills = price_mills, .ceiling_mills = ceiling_mills,
		.pace_ms = pace_ms });
}

static struct message to(const char *kind, const char *text)
{
	struct message m = { .gateway = phone_way, .address = STR("+51987654321"), .kind = str_c(kind), .text = str_c(text) };

	assert_true(message_queue(&c, &m));
	c.now++; /* one after the other */
	return m;
}

static struct message row(struct id id)
{
	struct message m;

	assert_true(message_get(&c, id, &m));
	return m;
}

#define assert_state(m, word) assert_true(str_is(row((m).id).state, word))

static unsigned claim(struct message *out)
{
	return message_claim(&c, phone_way, LEASE_MS, out, MESSAGE_CLAIM_MAX);
}

static void what_comes_twice_is_one_row(void **state)
{
	struct message one = { .gateway = phone_way, .address = STR("+51987654321"), .kind = STR("text"), .text = STR("hola"),
		.state = STR("lost"), .ref = STR("7"), .sent_at = c.now - 5000 };
	struct message again = one, other = one;

	(void)state;
	assert_true(message_put_in(&c, &one));
	c.now += MINUTE_MS;
	again.text = STR("otra cosa");
	again.state = STR("done");
	assert_false(message_put_in(&c, &again));
	assert_true(id_eq(again.id, one.id));
	assert_true(str_is(again.text, "hola") && str_is(again.state, "lost"));
	assert_int_equal(again.made_at, one.made_at);
	other.id = (struct id){ 0 };
	other.gateway = other_way;
	assert_true(message_put_in(&c, &other)); /* the same number of another gateway */
	other.id = (struct id){ 0 };
	other.ref = STR("");
	assert_true(message_put_in(&c, &other) && message_put_in(&c, &(struct message){ .gateway = other_way,
		.address = other.address, .kind = STR("text"), .state = STR("lost") })); /* without a number each is one */
}

static void a_text_is_folded_and_counted_for_its_channel(void **state)
{
	struct gateway g;

	(void)state;
	way(phone_way, "android", 50, -1, 0);
	way(other_way, "telegram", 0, -1, 0);
	struct message sms = to("reply", "Anotado: 120 raciones del sábado, «gracias».");
	assert_true(str_is(row(sms.id).text, "Anotado: 120 raciones del sabado, \"gracias\"."));
	assert_int_equal(row(sms.id).segments, 1);
	assert_int_equal(row(sms.id).cost_mills, 50);
	struct message t = { .gateway = other_way, .address = STR("tg:1"), .kind = STR("reply"), .text = STR("sábado") };
	assert_true(message_queue(&c, &t));
	assert_true(str_is(row(t.id).text, "sábado"));
	assert_true(gateway_get(&c, phone_way, &g));
	assert_int_equal(message_size(&c, &g, STR("")).segments, 0);
	assert_int_equal(message_size(&c, &g, str_fmt(c.mem, "%0160d", 0)).segments, 1);
	assert_int_equal(message_size(&c, &g, str_fmt(c.mem, "%0161d", 0)).segments, 2);
	assert_int_equal(message_size(&c, &g, str_fmt(c.mem, "%0161d", 0)).cost_mills, 100);
	assert_int_equal(message_size(&c, &g, str_fmt(c.mem, "%070dЖ", 0)).segments, 2); /* UCS-2: 71 units */
	assert_false(message_size(&c, &g, STR("Ж")).gsm7);
	assert_int_equal(message_spent_mills(&c, phone_way), 50);
	struct message cut = to("reply", str_fmt(c.mem, "%01599dñ", 0).p);
	assert_int_equal(row(cut.id).text.n, 1599); /* no half sign */
}

static void the_same_id_is_queued_once(void **state)
{
	struct message m, *out = ARENA_ARRAY(c.mem, struct message, MESSAGE_CLAIM_MAX);

	(void)state;
	way(phone_way, "android", 50, -1, 0);
	m = to("reminder", "hoy");
	struct message again = m;
	assert_true(message_queue(&c, &again));
	assert_int_equal(message_spent_mills(&c, phone_way), 50);
	assert_int_equal(claim(out), 1);
}

static void replies_go_first_and_a_claim_is_leased(void **state)
{
	struct message *out = ARENA_ARRAY(c.mem, struct message, MESSAGE_CLAIM_MAX);

	(void)state;
	way(phone_way, "android", 0, -1, 0);
	struct message first = to("broadcast", "1"), second = to("reply", "2"), third = to("alert", "3");
	struct message tomorrow = { .gateway = phone_way, .address = STR("+51911111111"), .kind = STR("reminder"),
		.text = STR("4"), .due_at = c.now + DAY_MS };
	assert_true(message_queue(&c, &tomorrow));
	assert_true(message_waits(&c, phone_way));
	assert_int_equal(message_claim(&c, phone_way, LEASE_MS, out, 1), 1);
	assert_true(id_eq(out[0].id, second.id));
	assert_int_equal(claim(out), 2);
	assert_true(id_eq(out[0].id, third.id) && id_eq(out[1].id, first.id));
	assert_false(message_waits(&c, phone_way));
	assert_int_equal(claim(out), 0);
	message_sent(&c, second.id, STR("g2"), c.now);
	c.now += LEASE_MS + 10;
	assert_int_equal(claim(out), 2); /* of which nobody knows */
	c.now += DAY_MS;
	assert_int_equal(claim(out), 3);
}

static void states_only_move_forward(void **state)
{
	struct message m, found;

	(void)state;
	way(phone_way, "whatsapp", 0, -1, 0);
	m = to("reply", "1");
	message_was_read(&c, m.id, 3000);
	message_delivered(&c, m.id, 2000); /* a receipt that was late */
	message_sent(&c, m.id, STR("ref"), 1000);
	message_failed(&c, m.id, STR("refused"), true);
	message_drop(&c, m.id);
	message_again(&c, m.id);
	m = row(m.id);
	assert_true(str_is(m.state, "read"));
	assert_int_equal(m.read_at, 3000);
	assert_int_equal(m.delivered_at, 2000);
	m = to("reply", "2");
	message_sent(&c, m.id, STR("ref"), 1000);
	message_delivered(&c, m.id, 2000);
	message_sent(&c, m.id, STR("ref"), 1500);
	message_failed(&c, m.id, STR("refused"), true); /* it had arrived */
	assert_state(m, "delivered");
	assert_true(message_by_ref(&c, phone_way, STR("ref"), &found) && id_eq(found.id, m.id));
	assert_false(message_by_ref(&c, other_way, STR("ref"), &found));
	m = to("reply", "3");
	message_sent(&c, m.id, STR("ref3"), 1000);
	message_failed(&c, m.id, STR("away"), false); /* of one that went, only a final word counts */
	assert_state(m, "sent");
	message_failed(&c, m.id, STR("refused"), true);
	assert_state(m, "failed");
	message_delivered(&c, m.id, 4000); /* and it came after all */
	assert_state(m, "delivered");
}

static void tries_grow_apart_and_end(void **state)
{
	struct message m, *out = ARENA_ARRAY(c.mem, struct message, MESSAGE_CLAIM_MAX);
	int64_t wait_ms = 30 * 1000;

	(void)state;
	way(phone_way, "kannel", 70, -1, 0);
	m = to("reply", "1");
	message_later(&c, m.id, STR("away"), c.now + 5 * MINUTE_MS); /* the gateway was down: no try */
	assert_int_equal(row(m.id).tries, 0);
	assert_int_equal(claim(out), 0);
	c.now += 5 * MINUTE_MS;
	for (unsigned i = 1; i < MESSAGE_TRIES; i++) {
		assert_int_equal(claim(out), 1);
		message_failed(&c, m.id, STR("refused"), false);
		assert_int_equal(row(m.id).tries, i);
		assert_int_equal(row(m.id).due_at - c.now, wait_ms);
		c.now += wait_ms - 1;
		assert_int_equal(claim(out), 0);
		c.now += 1;
		wait_ms *= 2;
	}
	assert_int_equal(message_spent_mills(&c, phone_way), 70);
	message_failed(&c, m.id, STR("refused"), false);
	assert_state(m, "failed");
	assert_true(str_is(row(m.id).fault, "refused"));
	assert_int_equal(message_spent_mills(&c, phone_way), 0); /* it did not go */
	assert_int_equal(message_counts(&c, phone_way).failed, 1);
	message_again(&c, m.id);
	assert_state(m, "queued");
	assert_int_equal(row(m.id).tries, 0);
	assert_int_equal(message_spent_mills(&c, phone_way), 70);
	assert_int_equal(claim(out), 1);
	message_drop(&c, m.id);
	assert_state(m, "dropped");
	assert_int_equal(message_spent_mills(&c, phone_way), 0);
	message_sent(&c, m.id, STR(""), c.now);
	assert_state(m, "dropped");
}

static void the_ceiling_holds_and_lets_go(void **state)
{
	struct message *out = ARENA_ARRAY(c.mem, struct message, MESSAGE_CLAIM_MAX);

	(void)state;
	way(phone_way, "android", 50, 100, 0);
	struct message one = to("reply", "1"), two = to("reply", "2"), three = to("reply", "3"), four = to("broadcast", "4"),
		five = to("broadcast", "5");
	assert_state(two, "queued");
	assert_state(three, "held");
	assert_int_equal(message_spent_mills(&c, phone_way), 100);
	assert_int_equal(message_counts(&c, phone_way).held, 3);
	assert_int_equal(claim(out), 2);
	message_sent(&c, one.id, STR(""), c.now);
	message_sent(&c, two.id, STR(""), c.now);
	assert_false(message_waits(&c, phone_way));
	message_again(&c, five.id); /* by hand, past the ceiling */
	assert_int_equal(claim(out), 1);
	assert_int_equal(message_spent_mills(&c, phone_way), 150);
	way(phone_way, "android", 50, 200, 0); /* raised: what somebody waits for first */
	assert_true(message_waits(&c, phone_way));
	assert_int_equal(claim(out), 1);
	assert_true(id_eq(out[0].id, three.id));
	assert_state(four, "held");
	c.now += 10 * (int64_t)DAY_MS; /* the month turned */
	assert_int_equal(message_spent_mills(&c, phone_way), 0);
	assert_true(message_waits(&c, phone_way));
	claim(out);
	assert_state(four, "queued");
	assert_state(three, "dropped"); /* a reply that could not go for so long */
	assert_int_equal(message_spent_mills(&c, phone_way), 50);
}

static void a_free_or_unpriced_gateway_is_never_held(void **state)
{
	(void)state;
	way(phone_way, "telegram", 0, 0, 0);
	assert_state(to("reply", "1"), "queued");
	way(phone_way, "telegram", -1, 0, 0);
	struct message m = to("reply", "2");
	assert_state(m, "queued");
	assert_int_equal(row(m.id).cost_mills, -1);
	way(phone_way, "android", 50, 0, 0);
	assert_state(to("reply", "3"), "held");
}

static void who_said_stop_gets_only_answers(void **state)
{
	(void)state;
	way(phone_way, "android", 50, -1, 0);
	struct message reminder = to("reminder", "1"), answer = to("answer", "2");
	message_stop(&c, STR("+51987654321"), true);
	assert_true(message_stopped(&c, STR("+51987654321")));
	assert_false(message_stopped(&c, STR("+51987654320")));
	assert_state(reminder, "dropped");
	assert_state(answer, "queued");
	struct message later = to("broadcast", "3"), reply = to("reply", "4");
	assert_state(later, "dropped");
	assert_true(str_is(row(later.id).fault, "stopped"));
	assert_state(reply, "queued");
	assert_int_equal(message_spent_mills(&c, phone_way), 100);
	message_stop(&c, STR("+51987654321"), false);
	assert_state(to("broadcast", "5"), "queued");
}

static void pace_spreads_a_broadcast(void **state)
{
	struct message *out = ARENA_ARRAY(c.mem, struct message, MESSAGE_CLAIM_MAX);

	(void)state;
	way(phone_way, "kannel", 0, -1, 3000);
	for (int i = 0; i < 5; i++)
		to("broadcast", "x");
	struct message reply = to("reply", "y");
	assert_int_equal(claim(out), 2);
	assert_true(id_eq(out[0].id, reply.id));
	assert_int_equal(claim(out), 0);
	c.now += 2999;
	assert_false(message_waits(&c, phone_way));
	c.now += 1;
	assert_true(message_waits(&c, phone_way));
	assert_int_equal(claim(out), 1);
	way(phone_way, "android", 0, -1, 20000); /* a phone fetches: what it missed meanwhile */
	c.now += MINUTE_MS;
	assert_int_equal(claim(out), 3);
}

static void a_person_is_written_to_where_she_is(void **state)
{
	struct id gateway;
	struct str address;
	struct message heard = { .gateway = other_way, .address = STR("tg:7"), .person = rosa, .kind = STR("text"), .text = STR("hola"),
		.state = STR("answered"), .ref = STR("1") };

	(void)state;
	way(phone_way, "android", 0, -1, 0);
	way(other_way, "telegram", 0, -1, 0);
	assert_false(message_route(&c, rosa, &gateway, &address));
	assert_true(message_put_in(&c, &heard));
	assert_true(message_route(&c, rosa, &gateway, &address));
	assert_true(id_eq(gateway, other_way) && str_is(address, "tg:7"));
	struct message m = { .person = rosa, .kind = STR("reminder"), .text = STR("reunión") };
	assert_true(message_queue(&c, &m));
	assert_true(str_is(row(m.id).address, "tg:7") && str_is(row(m.id).text, "reunión"));
	c.now += 31 * (int64_t)DAY_MS; /* she has not written for a month, and has no telephone */
	assert_false(message_route(&c, rosa, &gateway, &address));
}

static void what_is_over_is_forgotten(void **state)
{
	struct message in = { .gateway = phone_way, .address = STR("+51987654321"), .person = rosa, .kind = STR("text"),
		.text = STR("hola"), .state = STR("lost"), .ref = STR("1") };
	struct message hers, anyones = in, other = in;

	(void)state;
	way(phone_way, "android", 0, -1, 0);
	assert_true(message_put_in(&c, &in));
	hers = to("answer", "para Rosa");
	anyones.id = other.id = anyones.person = (struct id){ 0 };
	anyones.ref = STR("2");
	assert_true(message_put_in(&c, &anyones)); /* from her telephone, by nobody known */
	other.ref = STR("3");
	other.person = elena;
	assert_true(message_put_in(&c, &other)); /* her daughter's, by the same telephone */
	message_stop(&c, in.address, true);
	struct message last = in;
	last.id = (struct id){ 0 };
	last.ref = STR("4");
	assert_true(message_put_in(&c, &last)); /* Rosa again: the thread is hers */
	messages_erase(&c, rosa);
	assert_false(message_get(&c, in.id, &in) || message_get(&c, anyones.id, &anyones) || message_get(&c, hers.id, &hers));
	assert_true(message_get(&c, other.id, &other));
	assert_true(message_stopped(&c, STR("+51987654321"))); /* that it wants none is kept, not whose it was */
	struct id gateway;
	struct str address;
	assert_false(message_route(&c, rosa, &gateway, &address));
	c.now += (MESSAGE_DAYS + 1) * (int64_t)DAY_MS;
	messages_sweep(&c);
	assert_false(message_get(&c, other.id, &other));
	assert_true(message_stopped(&c, STR("+51987654321")));
}

static void strangers_have_a_measure(void **state)
{
	unsigned n = 0;

	(void)state;
	while (n < 100 && message_stranger(&c, STR("+51900000001")))
		n++;
	assert_int_equal(n, 20);
	assert_true(message_stranger(&c, STR("+51900000002")));
	c.now += DAY_MS;
	assert_true(message_stranger(&c, STR("+51900000001")));
}

static void one_process_listens(void **state)
{
	const struct id one = { { 1 } }, two = { { 2 } };
	struct gateway g;

	(void)state;
	way(phone_way, "telegram", 0, -1, 0);
	assert_true(gateway_hold(&c, phone_way, one, MINUTE_MS));
	assert_true(gateway_hold(&c, phone_way, one, MINUTE_MS));
	assert_false(gateway_hold(&c, phone_way, two, MINUTE_MS));
	c.now += MINUTE_MS;
	assert_true(gateway_hold(&c, phone_way, two, MINUTE_MS));
	assert_false(gateway_hold(&c, phone_way, one, MINUTE_MS));
	gateway_let_go(&c, phone_way, one); /* not hers */
	assert_false(gateway_hold(&c, phone_way, one, MINUTE_MS));
	gateway_let_go(&c, phone_way, two);
	assert_true(gateway_hold(&c, phone_way, one, MINUTE_MS));
	c.now -= DAY_MS; /* it was noted by a clock that was ahead */
	assert_true(gateway_hold(&c, phone_way, two, MINUTE_MS));
	assert_true(gateway_get(&c, phone_way, &g) && gateway_down(&c, &g));
	gateway_heard(&c, phone_way, NULL);
	assert_true(gateway_get(&c, phone_way, &g) && !gateway_down(&c, &g));
	gateway_heard(&c, phone_way, "away");
	assert_true(gateway_get(&c, phone_way, &g) && gateway_down(&c, &g) && str_is(g.fault, "away"));
	int64_t since_at = g.fault_at;
	c.now += MINUTE_MS;
	gateway_heard(&c, phone_way, "denied");
	assert_true(gateway_get(&c, phone_way, &g) && g.fault_at == since_at);
	gateway_heard(&c, phone_way, NULL);
	c.now += GATEWAY_QUIET_MS + 1;
	assert_true(gateway_get(&c, phone_way, &g) && !g.fault.n && gateway_down(&c, &g));
}

static void on_postgres(void **state)
{
	(void)state;
	if (!pg_test_here())
		skip();
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(what_comes_twice_is_one_row), EACH(a_text_is_folded_and_counted_for_its_channel), EACH(the_same_id_is_queued_once),
		EACH(replies_go_first_and_a_claim_is_leased), EACH(states_only_move_forward), EACH(tries_grow_apart_and_end),
		EACH(the_ceiling_holds_and_lets_go), EACH(a_free_or_unpriced_gateway_is_never_held),
		EACH(who_said_stop_gets_only_answers), EACH(pace_spreads_a_broadcast), EACH(a_person_is_written_to_where_she_is),
		EACH(what_is_over_is_forgotten), EACH(strangers_have_a_measure), EACH(one_process_listens),
	};
	const struct CMUnitTest absent[] = { cmocka_unit_test(on_postgres) };
	int wrong = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);

	pg = true;
	return wrong + (pg_test_here() ? cmocka_run_group_tests_name("postgres", tests, NULL, NULL) :
		cmocka_run_group_tests_name("postgres", absent, NULL, NULL));
}
