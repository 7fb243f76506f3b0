/* Reminders: at the hour she chose, once, in her words, and not when there is nothing to say. */
#include "data.h"
#include "fixture.h"
#include "message.h"
#include "people.h"
#include "reach_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const char *todo = "Falta anotar la olla de hoy.", *news = "Hoy avisaron 7 de 14 cocinas.";

/* What another module would say; to one who is loaded as the actor. */
static struct str remind(struct ctx *c)
{
	return id_is_zero(c->who->person) ? STR("?") : str_c(todo);
}

static struct str digest(struct ctx *c)
{
	return id_is_zero(c->who->person) ? STR("?") : str_c(news);
}

static const struct module other_module = { .name = "other", .remind = remind, .digest = digest };
static const struct module *const modules[] = { &people_module, &other_module, &reach_module, NULL };
static struct fixture f;
static struct fixture_person rosa;
static struct job_call call;
static const struct actor nobody;

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
	fixture_do(&f, &f.operator.who, "group.create", "name", "Las Vecinas", "kind", "womens_group", "code", "VEC-1", "place",
		"150133", "parent", fixture_id(&f, f.net.id).p, (const char *)NULL);
	fixture_person(&f, &rosa, "Rosa", "leader", f.act->id);
	fixture_do(&f, &f.operator.who, "contact.add", "person", fixture_id(&f, rosa.who.person).p, "kind", "sms", "phone",
		"+51987654321", (const char *)NULL);
	assert_int_equal(f.out.status, ACT_ACCEPTED);
	call = (struct job_call){ .job = &reminder_jobs[0], .writer = f.writer, .c = f.ctx };
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

static void set(const char *arg, const char *value)
{
	f.now += 1000;
	assert_int_equal(fixture_do(&f, &rosa.who, "reach.set", "person", fixture_id(&f, rosa.who.person).p, arg, value,
		(const char *)NULL), ACT_ACCEPTED);
}

static struct message waiting[8];
static unsigned nwaiting;

static void claim(struct ctx *c, void *arg)
{
	(void)arg;
	nwaiting = message_claim(c, (struct id){ { 7 } }, 1, waiting, 8);
}

/* The job looks at that hour of a day; how many messages wait, the latest in *out. */
static unsigned look(int64_t day, int hour, int minute, struct message *out)
{
	call.c.now = zone_instant(f.net.zone, day, hour * 60 + minute);
	call.due_at = call.c.now;
	assert_int_equal(reminder_jobs[0].run(&call), OK);
	assert_int_equal(job_write(&call, claim, NULL), OK);
	if (nwaiting)
		*out = waiting[nwaiting - 1];
	call.c.now += 2; /* the lease is over */
	return nwaiting;
}

static int64_t day_zero(void)
{
	return zone_day(f.net.zone, f.now) + 1;
}

static void once_at_her_hour(void **state)
{
	struct message m = { 0 };
	int64_t day = day_zero();

	(void)state;
	assert_int_equal(look(day, 7, 0, &m), 0); /* she chose nothing */
	set("reminder_hour", "7");
	assert_int_equal(look(day, 6, 59, &m), 0);
	assert_int_equal(look(day, 7, 0, &m), 1);
	assert_true(str_is(m.text, todo));
	assert_true(str_is(m.kind, "reminder") && str_is(m.address, "+51987654321"));
	assert_int_equal(look(day, 7, 15, &m), 1); /* the same one, still there: no second */
	assert_int_equal(look(day, 9, 59, &m), 1);
	todo = "";
	assert_int_equal(look(day + 1, 7, 0, &m), 1); /* nothing to say */
	todo = "Mañana hay reunión.";
	assert_int_equal(look(day + 1, 10, 0, &m), 1); /* too late by now */
	assert_int_equal(look(day + 2, 8, 45, &m), 2); /* late, but in time */
	set("reminder_hour", "");
	assert_int_equal(look(day + 3, 7, 0, &m), 2);
}

static void in_her_words(void **state)
{
	struct message m = { 0 };
	int64_t day = day_zero();

	(void)state;
	todo = "Falta anotar la olla de hoy.";
	set("when", "6 y media de la tarde");
	set("discreet", "1");
	assert_int_equal(look(day, 18, 0, &m), 1);
	assert_false(str_contains(m.text, STR("olla")));
	assert_true(m.text.n > 0);
	assert_true(reach_of(&f.ctx, rosa.who.person).discreet);
	set("discreet", "0");
	set("summary", "1");
	assert_int_equal(look(day + 1, 19, 59, &m), 2); /* the second day's reminder, an hour late */
	assert_int_equal(look(day + 1, DIGEST_HOUR, 0, &m), 3);
	assert_true(str_is(m.text, news));
	assert_int_equal(look(day + 1, DIGEST_HOUR + 1, 0, &m), 3);
	set("summary", "0");
	assert_int_equal(look(day + 2, DIGEST_HOUR, 30, &m), 4); /* the reminder alone */
	assert_true(str_is(m.text, todo));
}

static void stop(struct ctx *c, void *arg)
{
	(void)arg;
	message_stop(c, STR("+51987654321"), true);
}

static void not_to_who_stopped_and_only_by_herself(void **state)
{
	struct message m = { 0 };
	int64_t day = day_zero();

	(void)state;
	set("reminder_hour", "7");
	assert_int_equal(job_write(&call, stop, NULL), OK);
	assert_int_equal(look(day, 7, 0, &m), 0);
	f.now += 1000;
	assert_int_equal(fixture_do(&f, &f.operator.who, "reach.set", "person", fixture_id(&f, rosa.who.person).p, "reminder_hour", "9",
		(const char *)NULL), ACT_REFUSED);
	assert_true(fixture_refused(&f, "person", "denied"));
	assert_int_equal(fixture_do(&f, &rosa.who, "reach.set", "person", fixture_id(&f, rosa.who.person).p, (const char *)NULL),
		ACT_REFUSED);
}

/* Her wishes are hers: erased with her, and both laws hold. */
static void gone_with_her(void **state)
{
	struct message m = { 0 };
	struct diag d = { 0 };

	(void)state;
	set("reminder_hour", "7");
	f.now += 1000;
	assert_int_equal(fixture_do(&f, &f.operator.who, "person.erase", "person", fixture_id(&f, rosa.who.person).p, "sure", "1",
		(const char *)NULL), ACT_ACCEPTED);
	assert_int_equal(reach_of(&f.ctx, rosa.who.person).reminder_hour, -1);
	assert_int_equal(look(day_zero(), 7, 0, &m), 0);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(once_at_her_hour, setup, teardown),
		cmocka_unit_test_setup_teardown(in_her_words, setup, teardown),
		cmocka_unit_test_setup_teardown(not_to_who_stopped_and_only_by_herself, setup, teardown),
		cmocka_unit_test_setup_teardown(gone_with_her, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
