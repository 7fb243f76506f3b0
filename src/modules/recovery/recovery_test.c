/* What is offered, to whom, who takes it, and what comes into the store, through the whole gate. */
#include "data.h"
#include "fixture.h"
#include "recovery_own.h"
#include "recovery_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module kitchens_module, foods_module, stocks_module;
static const struct module *const modules[] = { &people_module, &foods_module, &stocks_module, &kitchens_module, &recovery_module, NULL };
static struct fixture f;
static struct fixture_person near, far, cook, board, ana;
static struct id giver, potato;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct ctx *as(const struct actor *who)
{
	static struct diag d;

	d = (struct diag){ 0 };
	f.ctx.diag = &d;
	f.ctx.who = who;
	f.ctx.now = f.now;
	f.ctx.db = writer_db(f.writer);
	f.ctx.mem = f.mem;
	return &f.ctx;
}

static struct id kitchen(const char *name, const char *latitude, const char *longitude)
{
	assert_int_equal(DO(&f.operator.who, "kitchen.register", "name", name, "place", "150133", "capacity", "100", "latitude", latitude,
		"longitude", longitude), ACT_ACCEPTED);
	return f.act->id;
}

/* Two kitchens, 400 m and 2 km from the stall; none else within five. */
static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	assert_int_equal(DO(&f.operator.who, "food.put", "code", "PAPA", "name", "papa", "words", "papas", "kind", "tuber", "base", "g"),
		ACT_ACCEPTED);
	potato = food_named(as(&f.console), STR("papa"));
	assert_false(id_is_zero(potato));
	struct id a = kitchen("Virgen de la Puerta", "-12.1600", "-76.9700"), b = kitchen("Sembrando", "-12.1780", "-76.9700");
	assert_int_equal(DO(&f.operator.who, "group.create", "name", "Red", "kind", "district_board", "code", "RED", "place", "150133",
		"parent", ID(f.net.id)), ACT_ACCEPTED);
	struct id red = f.act->id;
	fixture_person(&f, &near, "Rosa", "leader", a);
	fixture_person(&f, &cook, "Juana", "cook", a);
	fixture_person(&f, &far, "Elena", "leader", b);
	fixture_person(&f, &board, "Carmen", "coordinator", red);
	assert_int_equal(DO(&board.who, "giver.add", "name", "Puesto 14", "kind", "stall", "group", "RED", "latitude", "-12.1636",
		"longitude", "-76.9700", "contact", "Ana", "phone", "+51900000901"), ACT_ACCEPTED);
	giver = f.act->id;
	struct record *r = ARENA_NEW(f.mem, struct record);
	assert_true(fixture_get(&f, "giver", giver, r));
	f.seen = (struct str){ 0 };
	ana = (struct fixture_person){ .who = { .person = r->v[GIVER_PERSON].id, .name = STR("Ana") } };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &(struct diag){ 0 }), OK);
	fixture_free(&f);
	return 0;
}

static struct id offered(const char *what, const char *until)
{
	f.now += 1000;
	assert_int_equal(DO(&ana.who, "offer.make", "giver", ID(giver), "what", what, "until", until), ACT_ACCEPTED);
	return f.act->id;
}

static enum act_status answer(struct fixture_person *p, struct id offer, const char *say)
{
	f.now += 1000;
	return DO(&p->who, "offer.answer", "kitchen", ID(p->role[0].group), "offer", ID(offer), "say", say);
}

static enum act_status fetch(struct fixture_person *p, struct id offer, const char *came, const char *rejected, const char *reason)
{
	f.now += 1000;
	return DO(&p->who, "offer.fetch", "kitchen", ID(p->role[0].group), "offer", ID(offer), "came", came, "rejected", rejected, "reason",
		reason);
}

static struct record *offer_now(struct id id)
{
	struct record *r = ARENA_NEW(f.mem, struct record);

	assert_true(offer_get(as(&f.console), id, r));
	return r;
}

static int64_t balance(struct fixture_person *p)
{
	return stock_balance(as(&p->who), p->role[0].group, potato);
}

static void the_nearest_is_asked_and_fetches(void **state)
{
	struct id one = offered("30 kg papa", "4 pm");
	struct record *ask = ARENA_NEW(f.mem, struct record);

	(void)state;
	assert_true(offer_is(offer_now(one), "open"));
	assert_int_equal(offer_now(one)->v[OFFER_AMOUNT].i, 30000);
	assert_true(id_eq(offer_now(one)->v[OFFER_FOOD].id, potato));
	assert_true(ask_get(as(&near.who), one, near.role[0].group, ask));
	assert_int_equal(ask->v[ASK_SHARE_G].i, 0);
	assert_in_range(ask->v[ASK_DISTANCE_M].i, 395, 405);
	assert_false(ask_get(as(&far.who), one, far.role[0].group, ask));
	/* Who was not asked waits; another's kitchen is not hers to answer for. */
	assert_int_equal(answer(&far, one, "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "offer", "turn"));
	assert_int_equal(DO(&far.who, "offer.answer", "kitchen", ID(near.role[0].group), "offer", ID(one), "say", "yes"), ACT_REFUSED);
	assert_int_equal(fetch(&near, one, "25", "", ""), ACT_REFUSED);
	assert_int_equal(answer(&cook, one, "yes"), ACT_ACCEPTED);
	assert_true(offer_is(offer_now(one), "taken"));
	assert_int_equal(answer(&near, one, "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "offer", "yours"));
	assert_int_equal(fetch(&near, one, "25", "5 kg", ""), ACT_ACCEPTED);
	assert_int_equal(balance(&near), 25000);
	assert_int_equal(offer_now(one)->v[OFFER_REJECTED_G].i, 5000);
	/* Corrected: with a reason, and the store follows. */
	assert_int_equal(fetch(&near, one, "20 kg", "10 kg", ""), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(fetch(&near, one, "20 kg", "10 kg", "se pesó mal"), ACT_ACCEPTED);
	assert_int_equal(balance(&near), 20000);
}

static void a_second_one_reads_a_kind_word(void **state)
{
	struct id one = offered("30 kg papa", "4 pm");

	(void)state;
	assert_int_equal(DO(&f.operator.who, "offer.ask", "offer", ID(one), "kitchen", ID(far.role[0].group), "round", "2"), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "offer.ask", "offer", ID(one), "kitchen", ID(far.role[0].group), "round", "2"), ACT_REFUSED);
	assert_int_equal(answer(&far, one, "yes"), ACT_ACCEPTED);
	assert_int_equal(answer(&near, one, "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "offer", "taken"));
	/* She cannot after all: it is open again, and due at once. */
	assert_int_equal(DO(&far.who, "offer.cannot", "kitchen", ID(far.role[0].group), "offer", ID(one), "why", "no hay pasaje"), ACT_ACCEPTED);
	assert_true(offer_is(offer_now(one), "open"));
	assert_true(offer_now(one)->v[OFFER_TURN].i <= f.now);
	assert_int_equal(answer(&near, one, "yes"), ACT_ACCEPTED);
}

static void who_received_waits_for_the_other(void **state)
{
	struct id one = offered("80 kg papa", "4 pm");
	struct record *ask = ARENA_NEW(f.mem, struct record);

	(void)state;
	assert_int_equal(answer(&near, one, "yes"), ACT_ACCEPTED);
	struct id two = offered("20 kg papa", "4 pm"); /* promised counts, too: 800 g a diner weigh more than 1.6 km */
	assert_true(ask_get(as(&far.who), two, far.role[0].group, ask));
	assert_int_equal(fetch(&near, one, "80 kg", "", ""), ACT_ACCEPTED);
	struct id three = offered("20 kg papa", "4 pm");
	assert_true(ask_get(as(&far.who), three, far.role[0].group, ask));
	/* Near its end it is for whoever comes. */
	f.now = offer_now(three)->v[OFFER_UNTIL].i - LAST_CALL_MS;
	assert_int_equal(answer(&near, three, "yes"), ACT_ACCEPTED);
	f.now = offer_now(two)->v[OFFER_UNTIL].i + 1000;
	assert_int_equal(answer(&far, two, "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "offer", "over"));
	assert_int_equal(DO(&f.operator.who, "offer.end", "offer", ID(two)), ACT_ACCEPTED);
	assert_true(offer_is(offer_now(two), "gone"));
}

static void what_is_not_understood_is_asked_back(void **state)
{
	(void)state;
	f.now += 1000;
	assert_int_equal(DO(&ana.who, "offer.make", "giver", ID(giver), "what", "papa", "until", "4 pm"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "what", "required"));
	assert_int_equal(DO(&ana.who, "offer.make", "giver", ID(giver), "what", "papa 30 kg", "until", "11 am"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "until", "past"));
	assert_int_equal(DO(&ana.who, "offer.make", "giver", ID(giver), "what", "papa 30 kg", "until", "cuando quieran"), ACT_REFUSED);
	assert_int_equal(DO(&ana.who, "offer.make", "giver", ID(giver), "what", "papa 30 kg", "day", "2027-02-01"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "day", "far"));
	assert_int_equal(DO(&near.who, "offer.make", "giver", ID(giver), "what", "papa 30 kg"), ACT_REFUSED);
	/* Much more than was offered passes with a reason. */
	struct id one = offered("30 kg papa", "4 pm");
	assert_int_equal(answer(&near, one, "yes"), ACT_ACCEPTED);
	assert_int_equal(fetch(&near, one, "200 kg", "", ""), ACT_REFUSED);
	assert_true(fixture_refused(&f, "came", "confirm"));
	assert_int_equal(fetch(&near, one, "200 kg", "", "dio también lo de su vecina"), ACT_ACCEPTED);
}

static void a_link_is_hers_until_it_is_changed(void **state)
{
	struct record *r = ARENA_NEW(f.mem, struct record);
	static const struct actor nobody;
	char key[40];

	(void)state;
	assert_true(giver_get(as(&f.console), giver, r));
	struct str now = giver_key(&f.ctx, r);
	memcpy(key, now.p, now.n);
	key[now.n] = 0;
	f.now += 1000;
	assert_int_equal(DO(&nobody, "offer.send", "giver", ID(giver), "what", "papa 5 kg", "key", "00112233445566778899aabb"), ACT_REFUSED);
	assert_int_equal(DO(&nobody, "offer.send", "giver", ID(giver), "what", "papa 5 kg", "key", key), ACT_ACCEPTED);
	assert_int_equal(DO(&board.who, "giver.relink", "giver", ID(giver)), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&nobody, "offer.send", "giver", ID(giver), "what", "papa 5 kg", "key", key), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "key"));
}

/* 22 November 2026 is a Sunday. */
static void a_pickup_has_somebody_who_stands_in(void **state)
{
	(void)state;
	assert_int_equal(DO(&near.who, "pickup.plan", "group", ID(near.role[0].group), "giver", ID(giver), "weekday", "sun", "hour", "6 pm",
		"what", "papa", "goes", "Jua", "instead", "Nadie"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "instead", "unknown"));
	assert_int_equal(DO(&near.who, "pickup.plan", "group", ID(near.role[0].group), "giver", ID(giver), "weekday", "sun", "hour", "6 pm",
		"what", "papa", "goes", "Jua", "instead", "rosa"), ACT_ACCEPTED);
	struct id pickup = f.act->id, one;
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "pickup.start", "pickup", ID(pickup)), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "pickup.start", "pickup", ID(pickup)), ACT_REFUSED);
	one = pickup_offer_id(as(&f.console), pickup, zone_day(f.net.zone, f.now));
	assert_true(id_eq(offer_now(one)->v[OFFER_GOES].id, cook.who.person));
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "offer.cannot", "kitchen", ID(near.role[0].group), "offer", ID(one)), ACT_ACCEPTED);
	assert_true(id_eq(offer_now(one)->v[OFFER_GOES].id, near.who.person) && offer_is(offer_now(one), "taken"));
	f.now += 1000;
	assert_int_equal(DO(&near.who, "offer.cannot", "kitchen", ID(near.role[0].group), "offer", ID(one)), ACT_ACCEPTED);
	assert_true(offer_is(offer_now(one), "open"));
}

static void amounts_are_read_as_people_write_them(void **state)
{
	static const struct { const char *said, *came, *rejected; } row[] = {
		{ "25 kg, 5 malogrado", "25.000 kg", "5.000" }, { "25 kilos de papa y 2 kg podridos", "25.000 kilos", "2.000 kg" },
		{ "12,5 kg", "12.500 kg", "" }, { "todo malogrado", NULL, NULL }, { "8 kg malogrado", "", "8.000 kg" },
		{ "dos kilos y medio", "2.500 kilos", "" }, { "ayer", NULL, NULL }, { "20 kg, 5 kg", NULL, NULL },
	};
	struct str came, rejected;

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(row); i++) {
		bool read = recovery_fetched_read(as(&f.console), str_c(row[i].said), &came, &rejected);
		if (read != (row[i].came != NULL) || (read && (!str_is(came, row[i].came) || !str_is(rejected, row[i].rejected))))
			fail_msg("%s: %d %.*s / %.*s", row[i].said, read, (int)came.n, came.p, (int)rejected.n, rejected.p);
	}
}

/* ---- each minute ---- */

static void look(int64_t now)
{
	static struct job_call call;
	static struct actor machine = { .console = true };

	f.now = now;
	call = (struct job_call){ .job = &recovery_jobs[0], .writer = f.writer, .c = f.ctx, .due_at = now };
	call.c.who = &machine;
	call.c.mem = f.mem;
	call.c.db = writer_db(f.writer);
	call.c.now = now;
	call.c.channel = "job";
	assert_int_equal(recovery_jobs[0].run(&call), OK);
}

static bool is_asked(struct id offer, struct fixture_person *p)
{
	return ask_get(as(&f.console), offer, p->role[0].group, ARENA_NEW(f.mem, struct record));
}

/* Nobody answers: the next one is asked, then it is for whoever comes, then its time is over. A second run is a repeat. */
static void nobody_answers(void **state)
{
	struct id one = offered("30 kg papa", "4 pm");
	int64_t turn = offer_now(one)->v[OFFER_TURN].i, until = offer_now(one)->v[OFFER_UNTIL].i;

	(void)state;
	look(turn - 1000);
	assert_false(is_asked(one, &far));
	look(turn);
	assert_true(is_asked(one, &far));
	struct record *ask = ARENA_NEW(f.mem, struct record);
	assert_true(ask_get(as(&f.console), one, far.role[0].group, ask));
	assert_int_equal(ask->v[ASK_ROUND].i, 2);
	look(turn);
	look(offer_now(one)->v[OFFER_TURN].i);
	assert_int_equal(offer_now(one)->v[OFFER_TURN].i, until);
	assert_true(offer_is(offer_now(one), "open") && offer_for_all(as(&f.console), offer_now(one)));
	look(until);
	assert_true(offer_is(offer_now(one), "gone"));
}

/* Two offers that wait at once are asked of two kitchens. */
static void two_at_once_are_shared_out(void **state)
{
	struct id one = offered("30 kg papa", "4 pm"), two = offered("30 kg papa", "4 pm");

	(void)state;
	assert_true(is_asked(one, &near) && is_asked(two, &near));
	assert_int_equal(answer(&near, one, "yes"), ACT_ACCEPTED);
	look(offer_now(two)->v[OFFER_TURN].i);
	assert_true(is_asked(two, &far));
}

static void its_day_comes(void **state)
{
	int64_t sunday = zone_day(f.net.zone, f.now);

	(void)state;
	assert_int_equal(DO(&near.who, "pickup.plan", "group", ID(near.role[0].group), "giver", ID(giver), "weekday", "mon", "goes", "Jua"),
		ACT_ACCEPTED);
	struct id pickup = f.act->id;
	struct record *r = ARENA_NEW(f.mem, struct record);
	look(f.now + 1000);
	assert_false(offer_get(as(&f.console), pickup_offer_id(as(&f.console), pickup, sunday), r));
	look(f.now + DAY_MS);
	look(f.now + 60000);
	assert_true(offer_get(as(&f.console), pickup_offer_id(as(&f.console), pickup, sunday + 1), r));
	assert_true(offer_is(r, "taken") && id_eq(r->v[OFFER_GOES].id, cook.who.person));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { EACH(the_nearest_is_asked_and_fetches), EACH(a_second_one_reads_a_kind_word),
		EACH(who_received_waits_for_the_other), EACH(what_is_not_understood_is_asked_back), EACH(a_link_is_hers_until_it_is_changed),
		EACH(a_pickup_has_somebody_who_stands_in), EACH(amounts_are_read_as_people_write_them), EACH(nobody_answers),
		EACH(two_at_once_are_shared_out), EACH(its_day_comes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
