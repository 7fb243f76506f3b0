/* An invented network is the same for the same seed and date, and lives on. */
#include "data.h"
#include "demo.h"
#include "hash.h"
#include "kitchens.h"
#include "meetings_own.h"
#include "message.h"
#include "modules.h"
#include "parked.h"
#include "people.h"
#include "places_data.h"
#include "sample.h"
#include "session.h"
#include "text_channel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const int64_t first_of_march = 20513; /* 2026-03-01, a Sunday */
static struct arena *mem;
static const struct registry *reg;

struct made {
	struct writer *w;
	struct ctx c;
	struct network net;
	struct actor console;
};

static int setup(void **state)
{
	struct diag d = { 0 };

	(void)state;
	crypto_start();
	mem = arena_new(0);
	langs_load(mem, NULL, 0);
	text_start();
	reg = registry_new(mem, modules, &d);
	return reg ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&mem);
	return 0;
}

static bool with_phones;

static enum rc live(struct made *m, uint64_t seed, int64_t days, int64_t today_day)
{
	struct diag d = { 0 };
	struct demo_options o = { .writer = m->w, .reg = reg, .seed = seed, .days = days,
		.today_day = today_day, .phones = with_phones, .places = places_data[0].plain };

	return demo_make(&o, &d);
}

static struct made *make(uint64_t seed, int64_t days, int64_t today_day)
{
	struct made *m = ARENA_NEW(mem, struct made);
	struct diag d = { 0 };
	struct writer_options o = { .reg = reg, .origin = demo_network_id(99) };

	m->w = writer_new(mem, &o, &d);
	assert_non_null(m->w);
	assert_int_equal(live(m, seed, days, today_day), OK);
	assert_true(network_load(writer_db(m->w), mem, demo_network_id(seed), &m->net));
	m->console.console = true;
	m->c = (struct ctx){ .mem = mem, .diag = ARENA_NEW(mem, struct diag), .db = writer_db(m->w), .reg = reg,
		.schema = reg->schema, .net = &m->net, .who = &m->console, .lang = lang_spanish(),
		.now = zone_instant(m->net.zone, today_day, 720) };
	return m;
}

static struct hash dump(const struct made *m)
{
	return schema_dump_hash(writer_db(m->w), reg->schema, m->net.id);
}

static int64_t changes(const struct made *m)
{
	return journal_head(writer_db(m->w), m->net.id).seq;
}

static void same_seed_and_date_same_dump(void **state)
{
	struct made *a = make(7, 10, first_of_march), *b = make(7, 10, first_of_march);
	struct made *c = make(8, 10, first_of_march);

	(void)state;
	assert_true(hash_eq(dump(a), dump(b)));
	assert_false(hash_eq(dump(a), dump(c)));
	writer_stop(a->w);
	writer_stop(b->w);
	writer_stop(c->w);
}

static bool told(struct made *m, const char *code, int64_t day)
{
	struct value key[MEAL__N] = { [MEAL_DAY] = value_int(day), [MEAL_SITTING] = value_text(STR("lunch")) };
	struct record r;
	struct id kitchen;

	assert_true(ref_resolve(&m->c, "kitchen", str_c(code), &kitchen));
	key[MEAL_KITCHEN] = value_id(kitchen);
	return record_get(m->c.db, reg->schema, mem, &meal_entity, m->net.id,
		entity_key_id(&meal_entity, m->net.id, key), &r);
}

static void people_and_kitchens_are_as_promised(void **state)
{
	static const char *const name[] = { "SJM-001 Virgen de la Puerta", "SJM-002 Señor de los Milagros",
		"SJM-003 Cocina Familiar 13 de Octubre", "SJM-004 Manuel Seoane" };
	struct made *m = make(1, 10, first_of_march);
	struct demo_person who[DEMO_PEOPLE];
	struct id id;

	(void)state;
	assert_true(m->net.demo);
	for (unsigned i = 0; i < ARRAY_LEN(name); i++) {
		assert_true(ref_resolve(&m->c, "kitchen", str_sub(str_c(name[i]), 0, 7), &id));
		assert_true(str_is(ref_title(&m->c, "kitchen", id), name[i]));
	}
	demo_people(1, who);
	assert_string_equal(who[0].short_name, "lider");
	assert_string_equal(who[7].short_name, "operadora");
	for (unsigned i = 0; i < DEMO_PEOPLE; i++) {
		assert_true(ref_resolve(&m->c, "person", str_c(who[i].short_name), &id));
		assert_true(id_eq(id, who[i].id));
	}
	assert_false(told(m, "SJM-001", first_of_march));
	assert_true(told(m, "SJM-001", first_of_march - 3));
	writer_stop(m->w);
}

/* Something came back for the cook to correct and something for her coordinator to accept; the laws hold. */
static void phones_get_lost_and_things_come_back(void **state)
{
	struct demo_person who[DEMO_PEOPLE];
	struct actor coordinator = { 0 };
	struct diag d = { 0 };
	struct id ids[4];
	struct parked p;

	(void)state;
	with_phones = true;
	struct made *m = make(1, 10, first_of_march), *same = make(1, 10, first_of_march);
	with_phones = false;
	assert_int_equal(changes(m), changes(same)); /* a team's key is drawn at random */
	demo_people(1, who);
	assert_string_equal(who[1].short_name, "cocinera");
	assert_int_equal(parked_mine(&m->c, who[1].id, ids, 4), 1);
	assert_true(parked_get(&m->c, ids[0], &p));
	assert_int_equal(p.kind, PARKED_REFUSED);
	assert_string_equal(who[2].short_name, "distrito");
	actor_load(&m->c, &coordinator, who[2].id);
	m->c.who = &coordinator;
	assert_int_equal(parked_others(&m->c, ids, 4), 1);
	assert_true(parked_get(&m->c, ids[0], &p));
	assert_int_equal(p.kind, PARKED_DEVICE);
	m->c.who = &m->console;
	assert_int_equal(data_compare(writer_db(m->w), reg, m->net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(m->w), reg, m->net.id, 5, &d), OK);
	writer_stop(m->w);
	writer_stop(same->w);
}

static int64_t count(struct made *m, const char *state)
{
	struct message_state_n all[16];
	unsigned n = message_lately(&m->c, 0, all, ARRAY_LEN(all));

	for (unsigned i = 0; i < n; i++)
		if (str_is(all[i].state, state))
			return all[i].n;
	return 0;
}

/* Each page about messages has something to show: every state, a dead letter, money spent. */
static void people_wrote_and_were_answered(void **state)
{
	static const char *const states[] = { "done", "asked", "answered", "lost", "delivered", "read", "dropped" };
	struct message_counts counts;

	(void)state;
	with_phones = true;
	struct made *m = make(1, 10, first_of_march);
	with_phones = false;
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (!count(m, states[i]))
			fail_msg("no message is %s", states[i]);
	counts = message_counts(&m->c, (struct id){ 0 });
	assert_true(counts.failed > 0 && counts.held == 0);
	assert_int_equal(counts.queued, 0); /* nothing is left for a service of today */
	m->c.now = zone_instant(m->net.zone, first_of_march - 1, 1200);
	assert_true(message_spent_mills(&m->c, demo_gateway_id(1, DEMO_ANDROID)) > 500);
	struct gateway g;
	assert_true(gateway_get(&m->c, demo_gateway_id(1, DEMO_WHATSAPP), &g));
	assert_false(g.closed);
	writer_stop(m->w);
}

static void expect_meetings(struct made *m, int64_t day)
{
	struct demo_person who[DEMO_PEOPLE];
	struct actor leader = { 0 };
	struct meeting to_come[4];
	int64_t n[3] = { 0 };

	demo_people(1, who);
	actor_load(&m->c, &leader, who[0].id);
	m->c.who = &leader;
	m->c.now = zone_instant(m->net.zone, day, 840);
	unsigned ahead = meetings_next(&m->c, to_come, 4);
	assert_true(ahead > 0 && to_come[0].day <= day + 7);
	for (unsigned i = 0; i < ahead; i++) /* of the series; never two on a day, so that nobody is asked which */
		assert_true(day_weekday(to_come[i].day) == 1 && to_come[i].day > (i ? to_come[i - 1].day : day));
	assert_int_equal(meetings_lately(&m->c, to_come, 4), 1);
	assert_true(to_come[0].day < day && to_come[0].day >= day - 7);
	attendance_count(&m->c, to_come[0].id, n);
	assert_true(n[0] > 0 && n[1] > 0 && n[2] > 0);
	m->c.who = &m->console;
}

/* One was, and one is to come for the leaders, on whatever day the sample is made and however long it lives. */
static void a_meeting_is_always_to_come(void **state)
{
	(void)state;
	for (int64_t day = first_of_march; day < first_of_march + 7; day++) {
		with_phones = true;
		struct made *m = make(1, 9, day);
		expect_meetings(m, day);
		assert_int_equal(live(m, 1, 9, day + 11), OK);
		with_phones = false;
		expect_meetings(m, day + 11);
		writer_stop(m->w);
	}
}

static void it_lives_the_missing_days(void **state)
{
	struct made *m = make(1, 10, first_of_march);
	struct diag d = { 0 };
	int64_t n = changes(m);

	(void)state;
	assert_int_equal(live(m, 1, 10, first_of_march), OK);
	assert_int_equal(changes(m), n);
	assert_int_equal(live(m, 1, 10, first_of_march + 3), OK);
	assert_true(changes(m) > n + 60);
	assert_false(told(m, "SJM-001", first_of_march + 3));
	assert_true(told(m, "SJM-001", first_of_march + 2));
	n = changes(m);
	assert_int_equal(live(m, 1, 10, first_of_march + 3), OK);
	assert_int_equal(changes(m), n);
	assert_int_equal(data_compare(writer_db(m->w), reg, m->net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(m->w), reg, m->net.id, 5, &d), OK);
	writer_stop(m->w);
}

/* ---- what modules bring as rows ---- */

/* The program's modules and one more with those rows; NULL: they are not sound. */
static const struct registry *with_rows(struct module *more, const struct sample_row *rows)
{
	const struct module **all = ARENA_ARRAY(mem, const struct module *, 64);
	struct diag d = { 0 };
	unsigned n = 0;

	for (; modules[n]; n++)
		all[n] = modules[n];
	*more = (struct module){ .name = "more", .samples = rows };
	all[n] = more;
	query_unregister_all();
	return registry_new(mem, all, &d);
}

static const struct sample_row wanted[] = {
	{ 3, "distrito", "meeting.plan", "group=RED-150133|day=$day+1|hour=11:00|topic=Huerto", "huerto" },
	{ 2, "SJM-003", "attendance.tell", "meeting=@huerto|person=@none|answer=comes", NULL },
	{ 2, "SJM-003", "need.report", "kitchen=SJM-003|items=gas", NULL },
	{ .action = NULL },
};

static void rows_are_done_in_their_order(void **state)
{
	static const struct sample_row good[] = {
		{ 2, "distrito", "meeting.cancel", "meeting=@huerto", NULL },
		{ 3, "distrito", "meeting.plan", "group=RED-150133|day=$day+4|hour=11:00|topic=Huerto", "huerto" },
		{ 3, "distrito", "meeting.plan", "group=RED-150133|day=$day+5|hour=11:00|topic=Faena", "faena" },
		{ .action = NULL },
	};
	const struct registry *plain = reg;
	struct meeting to_come[4];
	struct module more;

	(void)state;
	reg = with_rows(&more, good);
	assert_non_null(reg);
	struct made *m = make(1, 5, first_of_march);
	struct actor who = { 0 };
	struct demo_person people[DEMO_PEOPLE];
	demo_people(1, people);
	actor_load(&m->c, &who, people[0].id);
	m->c.who = &who;
	assert_int_equal(meetings_next(&m->c, to_come, 4), 1); /* the first was called off */
	assert_true(str_is(to_come[0].topic, "Faena"));
	assert_int_equal(to_come[0].day, first_of_march - 3 + 5);
	writer_stop(m->w);
	reg = plain;
}

static void a_row_that_is_refused_stops_the_making(void **state)
{
	const struct registry *plain = reg;
	struct made m = { 0 };
	struct diag d = { 0 };
	struct module more;

	(void)state;
	reg = with_rows(&more, wanted); /* nothing is called @none */
	assert_non_null(reg);
	struct writer_options o = { .reg = reg, .origin = demo_network_id(99) };
	m.w = writer_new(mem, &o, &d);
	assert_int_equal(live(&m, 1, 5, first_of_march), INVALID);
	writer_stop(m.w);
	reg = plain;
}

static void rows_without_sense_stop_the_start(void **state)
{
	static const struct sample_row bad[][2] = {
		{ { 1, "lider", "meal.cook", "kitchen=SJM-001", NULL }, { .action = NULL } },       /* no such action */
		{ { 1, "lider", "meal.report", "kitchen=SJM-001|plates=3", NULL }, { .action = NULL } }, /* no such argument */
		{ { 1, "lider", "meal.report", "kitchen", NULL }, { .action = NULL } },             /* without a value */
		{ { 0, "lider", "meal.report", "kitchen=SJM-001", NULL }, { .action = NULL } },     /* today is hers */
	};
	struct module more;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_null(with_rows(&more, bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_seed_and_date_same_dump),
		cmocka_unit_test(people_and_kitchens_are_as_promised),
		cmocka_unit_test(phones_get_lost_and_things_come_back),
		cmocka_unit_test(people_wrote_and_were_answered),
		cmocka_unit_test(a_meeting_is_always_to_come),
		cmocka_unit_test(it_lives_the_missing_days),
		cmocka_unit_test(rows_are_done_in_their_order),
		cmocka_unit_test(a_row_that_is_refused_stops_the_making),
		cmocka_unit_test(rows_without_sense_stop_the_start),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
