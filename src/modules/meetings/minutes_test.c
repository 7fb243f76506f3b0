/* Whoever takes something on in a meeting is told once, in the hours in which that is right; an acta's number is asked from the book. */
#include "catalogues.h"
#include "data.h"
#include "decide.h"
#include "fixture.h"
#include "message.h"
#include "minutes_own.h"
#include "roll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module forms_module, visits_module, agreements_module, invite_module;
extern const struct module series_module;
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &forms_module, &visits_module, &agreements_module, &meetings_module, &series_module, &week_module,
	&agenda_module, &decide_module, &roll_module, &invite_module, &minutes_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader;
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

static void gateway(struct ctx *c, void *arg)
{
	const struct gateway g = { .id = { { 7 } }, .kind = STR("android"), .name = STR("Celular"), .number = STR("+51900000000"),
		.settings = STR("{}"), .secret = STR("x"), .ceiling_mills = -1, .seen_at = c->now };

	(void)arg;
	gateway_put(c, &g);
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

static unsigned look(int hours)
{
	call.c.now = f.now + (int64_t)hours * 3600 * 1000;
	call.due_at = call.c.now;
	call.c.groups = NULL;
	assert_int_equal(minutes_jobs[0].run(&call), OK);
	assert_int_equal(job_write(&call, claim, NULL), OK);
	return nwaiting;
}

static void told_once(void **state)
{
	struct diag d = { 0 };
	int64_t day = zone_day(f.net.zone, f.now);
	struct buf today = buf_new(f.mem, 12), later = buf_new(f.mem, 12);
	int hour = (int)(zone_minute(f.net.zone, f.now) / 60);

	(void)state;
	buf_day(&today, day);
	buf_day(&later, day + 5);
	assert_int_equal(DO(&coordinator.who, "meeting.plan", "group", "RED", "day", str_cstr(f.mem, buf_str(&today)), "hour", "23:50", "topic",
		"Gas"), ACT_ACCEPTED);
	struct id meeting = f.act->id;
	assert_int_equal(DO(&coordinator.who, "minutes.agree", "meeting", ID(meeting), "what", "Comprar dos baldes", "who", "Rosa", "by",
		str_cstr(f.mem, buf_str(&later))), ACT_ACCEPTED);
	/* In the night nobody is written to; in the morning she is, once. */
	assert_int_equal(look(24 + 3 - hour), 0);
	assert_int_equal(look(24 + 12 - hour), 1);
	assert_true(str_contains(waiting[0].text, STR("Comprar dos baldes")));
	assert_true(waiting[0].segments == 1);
	assert_int_equal(look(24 + 13 - hour), 0);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	struct id board = founded("Red", "district_board", "RED", f.net.id);
	struct id group = founded("Las Vecinas", "womens_group", "VEC-1", board);
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	fixture_person(&f, &leader, "Rosa", "leader", group);
	assert_int_equal(DO(&f.operator.who, "contact.add", "person", ID(leader.who.person), "kind", "sms", "phone", "+51987654301"), ACT_ACCEPTED);
	call = (struct job_call){ .job = &minutes_jobs[0], .writer = f.writer, .c = f.ctx };
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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(told_once, setup, teardown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
