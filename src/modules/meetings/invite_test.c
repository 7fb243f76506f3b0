/* Who is told of a meeting, what, when, and once. */
#include "catalogues.h"
#include "data.h"
#include "fixture.h"
#include "invite_own.h"
#include "series.h"
#include "message.h"
#include "sms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module forms_module, visits_module, agreements_module;

static struct id at_her_hour; /* whoever chose an hour of her own; or zero */

static bool reminded(struct ctx *c, struct id person)
{
	(void)c;
	return id_eq(person, at_her_hour);
}

static const struct text_care care = { .reminded = reminded };
static const struct module reach_like = { .name = "reach", .care = &care };
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &forms_module, &visits_module, &agreements_module, &meetings_module, &series_module, &week_module,
	&invite_module, &reach_like, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, cook, far;
static struct id board, group;
static struct job_call call;
static const struct actor nobody;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id founded(const char *name, const char *kind, const char *code, struct id parent)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", kind, "code", code, "place", "150133", "parent",
		ID(parent)), ACT_ACCEPTED);
	return f.act->id;
}

static void phone(struct fixture_person *p, const char *number)
{
	assert_int_equal(DO(&f.operator.who, "contact.add", "person", ID(p->who.person), "kind", "sms", "phone", number), ACT_ACCEPTED);
}

static void gateway(struct ctx *c, void *arg)
{
	const struct gateway g = { .id = { { 7 } }, .kind = STR("android"), .name = STR("Celular"), .number = STR("+51900000000"),
		.settings = STR("{}"), .secret = STR("x"), .ceiling_mills = -1, .seen_at = c->now };

	(void)arg;
	gateway_put(c, &g);
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	at_her_hour = (struct id){ { 0 } };
	board = founded("Red", "district_board", "RED", f.net.id);
	group = founded("Las Vecinas", "womens_group", "VEC-1", board);
	struct id other = founded("Las de Lejos", "womens_group", "LEJ-1", f.net.id);
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	fixture_person(&f, &leader, "Rosa", "leader", group);
	fixture_person(&f, &cook, "Juana", "cook", group);
	fixture_person(&f, &far, "Elena", "leader", other);
	phone(&coordinator, "+51987654300");
	phone(&leader, "+51987654301");
	phone(&cook, "+51987654302");
	phone(&far, "+51987654303");
	call = (struct job_call){ .job = &invite_jobs[0], .writer = f.writer, .c = f.ctx };
	call.c.channel = "job";
	call.c.who = &nobody;
	assert_int_equal(job_write(&call, gateway, NULL), OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct message waiting[MESSAGE_CLAIM_MAX];
static unsigned nwaiting;

static void claim(struct ctx *c, void *arg)
{
	(void)arg;
	nwaiting = message_claim(c, (struct id){ { 7 } }, 1, waiting, MESSAGE_CLAIM_MAX);
	for (unsigned i = 0; i < nwaiting; i++)
		message_sent(c, waiting[i].id, STR(""), c->now);
}

/* The job looks at that hour of a day; how many messages go. */
static unsigned look(const char *day, int hour, int minute)
{
	int64_t on;

	assert_true(day_parse(str_c(day), &on));
	call.c.now = zone_instant(f.net.zone, on, hour * 60 + minute);
	call.due_at = call.c.now;
	f.now = call.c.now + 1000;
	call.c.groups = NULL;
	assert_int_equal(invite_jobs[0].run(&call), OK);
	assert_int_equal(job_write(&call, claim, NULL), OK);
	return nwaiting;
}

static struct id planned(const char *code, const char *day, const char *hour, const char *topic)
{
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", code, "day", day, "hour", hour, "topic", topic, "place",
		"Local comunal"), ACT_ACCEPTED);
	return f.act->id;
}

static bool says(struct str text, const char *words)
{
	return strstr(str_cstr(f.mem, text), words) != NULL;
}

static bool has(const char *words)
{
	for (unsigned i = 0; i < nwaiting; i++)
		if (says(waiting[i].text, words))
			return true;
	return false;
}

/* Sunday 22 November 2026, noon: a meeting on Tuesday. */
static void invited_reminded_once(void **state)
{
	(void)state;
	struct id one = planned("RED", "2026-11-24", "10:00", "Arroz");
	assert_int_equal(look("2026-11-22", 12, 5), 3); /* Carmen, Rosa and Juana; Elena is of another network of groups */
	assert_true(has("Reunion martes 24 de noviembre, 10:00: Arroz") && has("no voy"));
	assert_int_equal(look("2026-11-22", 12, 6), 0);
	assert_int_equal(DO(&cook.who, "attendance.tell", "person", ID(cook.who.person), "meeting", ID(one), "answer", "not"), ACT_ACCEPTED);
	assert_int_equal(look("2026-11-23", 17, 59), 0);
	assert_int_equal(look("2026-11-23", 18, 0), 2);
	assert_true(has("Mañana a las 10:00"));
	assert_int_equal(look("2026-11-23", 18, 1), 0);
	assert_int_equal(look("2026-11-24", 8, 59), 0);
	assert_int_equal(look("2026-11-24", 9, 0), 2);
	assert_true(has("Hoy a las 10:00"));
	assert_int_equal(look("2026-11-24", 9, 30), 0);
	assert_int_equal(look("2026-11-24", 10, 0), 0);
	assert_int_equal(look("2026-11-25", 10, 0), 0);
}

static void her_own_hour_and_her_page(void **state)
{
	(void)state;
	at_her_hour = leader.who.person;
	assert_int_equal(DO(&cook.who, "meeting.wish", "person", ID(cook.who.person), "way", "page"), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "meeting.wish", "person", ID(cook.who.person), "way", "message"), ACT_REFUSED);
	planned("RED", "2026-11-24", "10:00", "Arroz");
	assert_int_equal(look("2026-11-22", 12, 5), 2);
	assert_int_equal(look("2026-11-23", 18, 0), 1); /* Rosa is reminded at her hour, by another job */
	assert_true(id_eq(waiting[0].person, coordinator.who.person));
}

static void a_shared_phone_gets_one(void **state)
{
	(void)state;
	phone(&far, "+51987654301");
	assert_int_equal(DO(&f.operator.who, "membership.add", "person", ID(far.who.person), "group", "VEC-1", "role", "member"), ACT_ACCEPTED);
	struct fixture_person daughter;
	fixture_person(&f, &daughter, "Luz", "member", group);
	phone(&daughter, "+51987654301");
	planned("VEC-1", "2026-11-24", "10:00", "Arroz");
	look("2026-11-22", 12, 5);
	unsigned shared = 0;
	for (unsigned i = 0; i < nwaiting; i++)
		shared += str_is(waiting[i].address, "+51987654301");
	assert_int_equal(shared, 1);
}

static void nobody_is_written_to_at_night(void **state)
{
	(void)state;
	planned("VEC-1", "2026-11-24", "07:30", "Faena");
	assert_int_equal(look("2026-11-22", 23, 0), 0);
	assert_int_equal(look("2026-11-23", 6, 59), 0);
	assert_int_equal(look("2026-11-23", 7, 0), 2);
	assert_int_equal(DO(&leader.who, "invite.rule", "group", "VEC-1", "invite", "1", "evening", "0", "before", "1", "quiet_from", "21",
		"quiet_until", "6"), ACT_ACCEPTED);
	assert_int_equal(look("2026-11-23", 18, 0), 0); /* the group wants none */
	assert_int_equal(look("2026-11-24", 6, 30), 2);
}

static void a_change_is_told_to_those_who_knew(void **state)
{
	(void)state;
	struct id one = planned("RED", "2026-11-24", "10:00", "Arroz");
	assert_int_equal(look("2026-11-22", 12, 5), 3);
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "membership.add", "person", ID(far.who.person), "group", "VEC-1", "role", "member"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "meeting.cancel", "meeting", ID(one)), ACT_ACCEPTED);
	assert_int_equal(look("2026-11-22", 12, 9), 3); /* not who came to the group since */
	assert_true(has("Se suspende la reunion del martes 24 de noviembre, 10:00: Arroz"));
	assert_int_equal(look("2026-11-22", 12, 10), 0);
	assert_int_equal(look("2026-11-23", 18, 0), 0);
	assert_int_equal(look("2026-11-24", 9, 0), 0);
}

/* What waited for a signal when it was called off does not go any more. */
static void what_waits_is_withdrawn(void **state)
{
	(void)state;
	struct id one = planned("RED", "2026-11-24", "10:00", "Arroz");
	f.now += 1000;
	call.c.now = f.now;
	call.c.groups = NULL;
	assert_int_equal(invite_jobs[0].run(&call), OK);
	assert_int_equal(DO(&coordinator.who, "meeting.cancel", "meeting", ID(one)), ACT_ACCEPTED);
	assert_int_equal(look("2026-11-22", 12, 9), 3);
	for (unsigned i = 0; i < nwaiting; i++)
		assert_true(str_starts(waiting[i].text, "Se suspende"));
}

static void groups_with_many_are_told_in_steps(void **state)
{
	enum { MANY = 95 };
	struct fixture_person *p = arena_alloc(f.mem, sizeof(*p));

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		fixture_person(&f, p, "Socia", "member", group);
		phone(p, str_fmt(f.mem, "+5198700%04u", i).p);
		f.now += 10;
	}
	planned("RED", "2026-11-24", "10:00", "Arroz");
	unsigned n = look("2026-11-22", 12, 30);
	assert_int_equal(n, MANY + 3);
	assert_int_equal(look("2026-11-22", 12, 31), 0);
}

/* In every language, whatever topic and place, one text message that says how to answer. */
static void texts_are_one_message(void **state)
{
	static const char *const topics[] = { "Gas", "Compra conjunta de arroz, menestras, aceite y gas para las ollas de las zonas altas del distrito de aquí",
		"ñññññññññññññññññññññññññññññññ{}[]{}[]{}[]{}[]{}[]{}[]{}[]{}[]", "Ñandú áéíóú ¿qué? «cosas» – y más…" };
	static const char *const places[] = { "", "Local", "Local comunal de la agrupación familiar Virgen de la Puerta, manzana C lote 14, frente a la loza deportiva" };
	struct meeting m = { .day = 20781, .hour = STR("10:00"), .minute = 600 };

	(void)state;
	struct lang_source *source = arena_alloc(f.mem, catalogues_n * sizeof(*source));
	for (unsigned i = 0; i < catalogues_n; i++)
		source[i] = (struct lang_source){ catalogues[i].name, catalogues[i].plain };
	langs_load(f.mem, source, catalogues_n);
	assert_true(langs_count() > 2);
	for (unsigned l = 0; l < langs_count(); l++)
		for (size_t t = 0; t < ARRAY_LEN(topics); t++)
			for (size_t p = 0; p < ARRAY_LEN(places); p++)
				for (enum invite_stage s = STAGE_INVITE; s <= STAGE_CANCEL; s++) {
					m.topic = str_c(topics[t]);
					m.place = str_c(places[p]);
					f.ctx.lang = langs_at(l);
					struct str text = invite_text(&f.ctx, &m, s, true);
					if (sms_segments(sms_fold(f.mem, text)).segments != 1)
						fail_msg("%s %d: %.*s", lang_tag(langs_at(l)), (int)s, (int)text.n, text.p);
				}
	f.ctx.lang = lang_spanish();
}

static void the_week_in_lines(void **state)
{
	int64_t day;

	(void)state;
	assert_true(day_parse(STR("2026-11-23"), &day));
	f.ctx.who = &leader.who;
	assert_int_equal(bulletin_text(&f.ctx, group, day).n, 0);
	planned("RED", "2026-11-24", "10:00", "Arroz");
	planned("LEJ-1", "2026-11-24", "10:00", "Otra");
	planned("VEC-1", "2026-11-30", "10:00", "Lejana");
	f.ctx.who = &leader.who;
	struct str text = bulletin_text(&f.ctx, group, day);
	assert_true(says(text, "Arroz"));
	assert_false(says(text, "Otra") || says(text, "Lejana"));
	f.ctx.now = zone_instant(f.net.zone, day - 1, 20 * 60);
	assert_true(invite_digest(&f.ctx).n > 0); /* Sunday */
	f.ctx.now = zone_instant(f.net.zone, day, 20 * 60);
	assert_int_equal(invite_digest(&f.ctx).n, 0);
}

static void leaves_are_closed_until_opened(void **state)
{
	struct diag d = { 0 };

	(void)state;
	struct id one = planned("RED", "2026-11-24", "10:00", "Arroz");
	assert_false(leaf_is_open(&f.ctx, one));
	assert_int_equal(DO(&leader.who, "meeting.leaf", "meeting", ID(one), "open", "1"), ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "meeting.leaf", "meeting", ID(one), "open", "1"), ACT_ACCEPTED);
	assert_true(leaf_is_open(&f.ctx, one));
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "meeting.leaf", "meeting", ID(one), "open", "0"), ACT_ACCEPTED);
	assert_false(leaf_is_open(&f.ctx, one));
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(invited_reminded_once, setup, teardown),
		cmocka_unit_test_setup_teardown(her_own_hour_and_her_page, setup, teardown),
		cmocka_unit_test_setup_teardown(a_shared_phone_gets_one, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_is_written_to_at_night, setup, teardown),
		cmocka_unit_test_setup_teardown(a_change_is_told_to_those_who_knew, setup, teardown),
		cmocka_unit_test_setup_teardown(what_waits_is_withdrawn, setup, teardown),
		cmocka_unit_test_setup_teardown(groups_with_many_are_told_in_steps, setup, teardown),
		cmocka_unit_test_setup_teardown(texts_are_one_message, setup, teardown),
		cmocka_unit_test_setup_teardown(the_week_in_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(leaves_are_closed_until_opened, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
