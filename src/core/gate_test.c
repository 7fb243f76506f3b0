/*
 * gate_test.c - the standing rule, repeats and conflicts, refusals, what tokens and phones may do.
 */
#include "core_sample.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "field.h"

enum { MINUTE_MS = 60000, HOUR_MS = 3600000 };

static int64_t journaled(struct core_sample *s)
{
	return journal_head(writer_db(s->writer), s->net.id).seq;
}

/* ---- the standing rule ---- */

enum seen_case { ABSENT, NONE, STALE, FRESH };
enum who_case { FIRST, SECOND, OTHER };

struct standing_case {
	enum seen_case seen;
	bool newer;
	const char *field, *value;
	enum who_case who; /* the second told what stands */
	bool corrects;
	enum act_status want;
};

/* The first said 100 an hour ago, the second saw it and said 110 half an hour ago; no cost is known. */
static const struct standing_case cases[] = {
	{ ABSENT, true, "served", "120", OTHER, false, ACT_REFUSED },
	{ ABSENT, true, "served", "110", OTHER, false, ACT_ACCEPTED },
	{ ABSENT, false, "served", "120", OTHER, false, ACT_KEPT },
	{ ABSENT, false, "served", "110", OTHER, false, ACT_KEPT },
	{ ABSENT, true, "cost", "4.50", OTHER, false, ACT_ACCEPTED },
	{ ABSENT, false, "cost", "4.50", OTHER, false, ACT_ACCEPTED },
	{ ABSENT, true, "served", "", OTHER, false, ACT_REFUSED },
	{ NONE, true, "served", "120", OTHER, false, ACT_REFUSED },
	{ NONE, true, "served", "110", OTHER, false, ACT_ACCEPTED },
	{ NONE, false, "served", "120", OTHER, false, ACT_KEPT },
	{ NONE, false, "cost", "4.50", OTHER, false, ACT_ACCEPTED },
	{ STALE, true, "served", "120", FIRST, false, ACT_REFUSED },
	{ STALE, true, "served", "110", FIRST, false, ACT_ACCEPTED },
	{ STALE, false, "served", "120", FIRST, false, ACT_KEPT },
	{ STALE, true, "cost", "4.50", FIRST, false, ACT_ACCEPTED },
	{ FRESH, true, "served", "120", OTHER, false, ACT_ACCEPTED },
	{ FRESH, false, "served", "120", OTHER, false, ACT_ACCEPTED },
	{ FRESH, false, "served", "110", OTHER, false, ACT_ACCEPTED },
	{ FRESH, true, "served", "", OTHER, false, ACT_ACCEPTED },
	{ ABSENT, true, "served", "120", SECOND, false, ACT_REFUSED },
	{ ABSENT, true, "served", "120", SECOND, true, ACT_ACCEPTED },
	{ ABSENT, false, "served", "120", SECOND, true, ACT_ACCEPTED },
	{ ABSENT, true, "served", "120", FIRST, true, ACT_REFUSED },
	{ ABSENT, false, "served", "120", FIRST, true, ACT_KEPT },
	{ STALE, true, "served", "120", SECOND, true, ACT_ACCEPTED },
};

struct pot_day {
	char day[12];
	struct str stale, fresh;
	int64_t stamp;
};

/* A pot of its own for each case: the days go back from today. */
static void stand_a_pot(struct core_sample *s, struct actor *who, unsigned n, struct pot_day *out)
{
	struct buf b = buf_fixed(out->day, sizeof(out->day) - 1);

	buf_day(&b, zone_day(s->net.zone, s->now) - n);
	out->day[b.n] = 0;
	s->acted_at = s->now - HOUR_MS;
	assert_int_equal(sample_do(s, &who[FIRST], "pot.report", "group", "A", "day", out->day, "served", "100", NULL),
		ACT_ACCEPTED);
	out->stale = record_seen(s->mem, sample_record(s));
	s->acted_at = s->now - HOUR_MS / 2;
	s->look = SEEN_STAMP;
	s->seen = out->stale;
	assert_int_equal(sample_do(s, &who[SECOND], "pot.report", "group", "A", "day", out->day, "served", "110", NULL),
		ACT_ACCEPTED);
	struct record *r = sample_record(s);
	out->fresh = record_seen(s->mem, r);
	out->stamp = r->stamp;
}

static void check_case(struct core_sample *s, struct actor *who, unsigned n)
{
	const struct standing_case *k = &cases[n];
	struct pot_day pot = { 0 };

	stand_a_pot(s, who, n, &pot);
	int64_t before = journaled(s);
	s->look = k->seen == ABSENT ? SEEN_ABSENT : k->seen == NONE ? SEEN_NONE : SEEN_STAMP;
	s->seen = k->seen == STALE ? pot.stale : pot.fresh;
	s->corrects = k->corrects;
	s->acted_at = s->now - (k->newer ? 0 : HOUR_MS - MINUTE_MS);
	enum act_status got = sample_do(s, &who[k->who], "pot.report", "group", "A", "day", pot.day, k->field, k->value,
		NULL);
	if (got != k->want)
		fail_msg("case %u: %s instead of %s", n, act_status_name(got), act_status_name(k->want));
	assert_int_equal(journaled(s) - before, got == ACT_REFUSED ? 0 : 1);
	if (got == ACT_REFUSED) {
		assert_true(sample_refused(s, NULL, "standing"));
		assert_int_equal(s->out.current->v[POT_SERVED].i, 110);
		return;
	}
	struct record *r = sample_record(s);
	const struct field *field = &pot_entity.fields[str_is(str_c(k->field), "cost") ? POT_COST : POT_SERVED];
	struct value v = r->v[field - pot_entity.fields];
	assert_int_equal(s->out.change->status, got == ACT_KEPT ? CHANGE_KEPT : CHANGE_ACCEPTED);
	if (got == ACT_KEPT)
		assert_int_equal(v.i, 110);
	else if (!*k->value)
		assert_int_equal(v.kind, V_NULL);
	else
		assert_true(str_eq(str_c(k->value), field_plain(s->mem, field, &v)));
	if ((k->seen == FRESH || (k->corrects && k->who == SECOND)) && !k->newer)
		assert_int_equal(s->out.change->stamp, pot.stamp + 1); /* one step past what was seen */
	else
		assert_int_equal(s->out.change->stamp, s->act->acted_at << 16);
}

/* Also when the server's clock goes back; and what a clock in doubt says is marked. */
static void stamps_of_the_server_never_fall(void **state)
{
	static const struct {
		int64_t moved_ms, acted_ms; /* the server's clock; the sender's against it, or 0: none */
		bool doubted;
	} step[] = { { 0, 0, false }, { -2 * HOUR_MS, 0, false }, { -50 * (int64_t)DAY_MS, 0, false },
		{ 0, 2 * HOUR_MS, true }, { 0, -31 * (int64_t)DAY_MS, true }, { 0, -HOUR_MS, false } };
	struct core_sample *s = *state;
	struct membership m;
	struct actor who = sample_actor(1, &m, "leader", s->a);
	int64_t begun = s->now, last = 0;

	for (unsigned i = 0; i < ARRAY_LEN(step); i++) {
		char day[] = "2026-08-01";
		day[9] = (char)('1' + i);
		s->now += step[i].moved_ms;
		s->acted_at = step[i].acted_ms ? s->now + step[i].acted_ms : 0;
		assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", day, "served", "5", NULL), ACT_ACCEPTED);
		assert_int_equal(s->out.change->doubted, step[i].doubted);
		if (step[i].acted_ms < 0)
			continue; /* the sender's own time is kept as it is */
		assert_true(s->out.change->stamp > last);
		last = s->out.change->stamp;
	}
	s->now = begun;
}

/* Who told the pot's cost last does not thereby own what somebody else told of its servings. */
static void a_correction_is_of_her_own_figures(void **state)
{
	struct core_sample *s = *state;
	struct membership m[2];
	struct actor who[2];

	for (unsigned i = 0; i < 2; i++)
		who[i] = sample_actor(i + 1, &m[i], "leader", s->a);
	assert_int_equal(sample_do(s, &who[0], "pot.report", "group", "A", "day", "2026-11-20", "served", "100", NULL),
		ACT_ACCEPTED);
	s->now += MINUTE_MS;
	assert_int_equal(sample_do(s, &who[1], "pot.report", "group", "A", "day", "2026-11-20", "cost", "4.50", NULL),
		ACT_ACCEPTED);
	s->now += MINUTE_MS;
	s->corrects = true;
	assert_int_equal(sample_do(s, &who[1], "pot.report", "group", "A", "day", "2026-11-20", "served", "90", NULL),
		ACT_REFUSED);
	assert_true(sample_refused(s, NULL, "standing"));
	s->corrects = true;
	assert_int_equal(sample_do(s, &who[0], "pot.report", "group", "A", "day", "2026-11-20", "served", "90", NULL),
		ACT_ACCEPTED);
}

static void a_standing_figure_is_not_silently_written_over(void **state)
{
	struct membership m[3];
	struct actor who[3];

	for (unsigned i = 0; i < 3; i++)
		who[i] = sample_actor(i + 1, &m[i], "leader", ((struct core_sample *)*state)->a);
	for (unsigned n = 0; n < ARRAY_LEN(cases); n++)
		check_case(*state, who, n);
}

/* ---- the same again ---- */

static void the_same_id_is_answered_as_before(void **state)
{
	struct core_sample *s = *state;
	struct id id = { { 0xab } }, kept = { { 0xac } };
	struct membership m, m2;
	struct actor who = sample_actor(1, &m, "leader", s->a), other = sample_actor(2, &m2, "leader", s->a);

	s->id = id;
	assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", "2026-11-22", "served", "9", NULL), ACT_ACCEPTED);
	int64_t n = journaled(s);
	s->id = id;
	assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", "2026-11-22", "served", "9", NULL), ACT_REPEATED);
	assert_int_equal(s->out.first, ACT_ACCEPTED);
	s->id = id;
	assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", "2026-11-22", "served", "8", NULL), ACT_CONFLICT);
	assert_null(s->out.change);
	s->id = id;
	assert_int_equal(sample_do(s, &other, "pot.report", "group", "A", "day", "2026-11-22", "served", "9", NULL), ACT_CONFLICT);
	s->id = kept;
	s->acted_at = s->now - HOUR_MS;
	assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", "2026-11-22", "served", "7", NULL), ACT_KEPT);
	s->id = kept;
	assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", "2026-11-22", "served", "7", NULL), ACT_REPEATED);
	assert_int_equal(s->out.first, ACT_KEPT);
	assert_int_equal(journaled(s), n + 1);
}

static void a_repeat_needs_no_right_any_more(void **state)
{
	struct core_sample *s = *state;
	struct id id = { { 0xab } };
	struct membership m, none;
	struct actor who = sample_actor(1, &m, "leader", s->a), gone = sample_actor(1, &none, NULL, s->a);

	s->id = id;
	assert_int_equal(sample_do(s, &who, "pot.report", "group", "A", "day", "2026-11-22", "served", "9", NULL), ACT_ACCEPTED);
	s->id = id;
	assert_int_equal(sample_do(s, &gone, "pot.report", "group", "A", "day", "2026-11-22", "served", "9", NULL), ACT_REPEATED);
	s->id = id;
	assert_int_equal(sample_do(s, &gone, "pot.report", "group", "A", "day", "2026-11-22", "served", "8", NULL), ACT_REFUSED);
	assert_true(sample_refused(s, "group", "denied"));
}

static void a_refused_id_may_be_tried_again(void **state)
{
	struct core_sample *s = *state;
	struct id id = { { 0xab } };

	s->id = id;
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-23", "served", "9", NULL), ACT_REFUSED);
	assert_true(sample_refused(s, "day", "future"));
	s->id = id;
	assert_int_equal(sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-22", "served", "9", NULL), ACT_ACCEPTED);
}

/* ---- what is refused ---- */

struct refusal {
	const char *group, *day, *name, *value; /* the last argument */
	const char *field, *code;
};

static void refusals_name_their_field(void **state)
{
	static const struct refusal list[] = {
		{ "ZZZ", "2026-11-22", "served", "1", "group", "unknown" },
		{ "", "2026-11-22", "served", "1", "group", "required" },
		{ "A", "", "served", "1", "day", "required" },
		{ "A", "2026-13-22", "served", "1", "day", "format" },
		{ "A", "2026-11-22", "served", "5001", "served", "range" },
		{ "A", "2026-11-22", "served", "doce", "served", "format" },
		{ "A", "2026-11-22", "sabor", "dulce", "sabor", "unknown" },
		{ "A", "2026-11-22", "cook", "nadie", NULL, "refused" },
	};
	struct core_sample *s = *state;
	int64_t n = journaled(s);

	for (unsigned i = 0; i < ARRAY_LEN(list); i++) {
		const struct refusal *r = &list[i];
		sample_do(s, NULL, "pot.report", "group", r->group, "day", r->day, r->name, r->value, NULL);
		if (!sample_refused(s, r->field, r->code))
			fail_msg("case %u: not %s at %s", i, r->code, r->field ? r->field : "the whole");
	}
	assert_int_equal(journaled(s), n);
}

static void time_is_held_within_thirty_days(void **state)
{
	struct core_sample *s = *state;

	s->acted_at = s->now + HOUR_MS;
	sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-22", "served", "1", NULL);
	assert_int_equal(s->out.change->acted_at, s->now);
	s->acted_at = 1;
	sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-10-01", "served", "1", NULL);
	assert_int_equal(s->out.change->acted_at, s->now - 30 * (int64_t)DAY_MS);
	assert_int_equal(s->out.change->stamp, s->out.change->acted_at << 16);
}

static void programs_and_phones_may_do_less(void **state)
{
	enum { PERSON, PHONE, READ, REPORT, ALL, KINDS };
	static const char *const action[] = { "pot.report", "pot.close", "key.make" };
	static const bool may[KINDS][3] = { { 1, 1, 1 }, { 1, 0, 0 }, { 0, 0, 0 }, { 1, 0, 0 }, { 1, 1, 0 } };
	struct core_sample *s = *state;
	struct membership m;

	for (unsigned k = 0; k < KINDS; k++) {
		struct actor who = sample_actor(1, &m, "operator", s->red);
		who.by_phone = k == PHONE;
		who.by_token = k >= READ;
		who.allow = k == ALL ? ALLOW_ALL : k == REPORT ? ALLOW_REPORT : ALLOW_READ;
		who.token_name = STR("hoja");
		for (unsigned i = 0; i < 3; i++) {
			char day[] = "2026-11-1x";
			day[9] = (char)('0' + k);
			enum act_status got = i == 0 ? sample_do(s, &who, action[i], "group", "A", "day", day, NULL) :
				i == 1 ? sample_do(s, &who, action[i], "group", "A", NULL) :
					 sample_do(s, &who, action[i], NULL);
			if ((got == ACT_ACCEPTED) != may[k][i])
				fail_msg("kind %u, %s: %s", k, action[i], act_status_name(got));
			if (got == ACT_ACCEPTED)
				assert_true(str_eq(s->out.change->channel, k >= READ ? STR("api:hoja") : STR("test")));
			else
				assert_true(sample_refused(s, NULL, "denied"));
		}
	}
}

/* ---- counts ---- */

static void acts_are_counted_by_what_became_of_them(void **state)
{
	struct core_sample *s = *state;
	unsigned i = 0;

	while (!str_is(str_c(s->reg->actions[i]->name), "pot.report"))
		i++;
	s->id = id_new(s->now);
	struct id id = s->id;
	sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-20", "served", "100", NULL);
	s->id = id;
	sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-20", "served", "100", NULL);
	sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-20", "served", "120", NULL); /* by the standing rule */
	sample_do(s, NULL, "pot.report", "group", "A", "day", "2026-11-20", "served", "muchas", NULL); /* by the check */
	struct act_numbers n = gate_numbers(s->reg, i);
	const uint64_t want[ACT__N] = { [ACT_ACCEPTED] = 1, [ACT_REPEATED] = 1, [ACT_REFUSED] = 2 };
	assert_memory_equal(n.n, want, sizeof(want));
	assert_int_equal(n.decided, 3);
	assert_true(n.decided_us > 0);
}

/* ---- what a decide may not ---- */

static void a_decide_only_reads(void **state)
{
	int status;

	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		sample_do(*state, NULL, "key.scribble", NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* ---- the derived action ---- */

static void any_record_can_be_put_whole(void **state)
{
	struct core_sample *s = *state;

	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Rosa", "code", "ROSA", NULL), ACT_ACCEPTED);
	const char *rosa = sample_text(s, s->out.change->puts->id);
	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Otra Rosa", "id", rosa, NULL), ACT_REFUSED);
	assert_true(sample_refused(s, NULL, "standing"));
	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Rosa", "id", "rosa", NULL), ACT_REFUSED);
	assert_true(sample_refused(s, NULL, "same"));
	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Ana", "code", "ANA", NULL), ACT_ACCEPTED);
	const char *ana = sample_text(s, s->out.change->puts->id);
	assert_int_equal(sample_do(s, NULL, "person.put", "id", ana, "name", "Ana", "code", "ROSA", NULL), ACT_REFUSED);
	assert_true(sample_refused(s, "code", "taken"));
	assert_int_equal(sample_do(s, NULL, "card.put", "person", "ROSA", "number", "123", NULL), ACT_ACCEPTED);
	const char *card = sample_text(s, s->out.change->puts->id);
	assert_int_equal(sample_do(s, NULL, "card.put", "id", card, "person", "ANA", NULL), ACT_REFUSED);
	assert_true(sample_refused(s, "person", "fixed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_standing_figure_is_not_silently_written_over, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(a_correction_is_of_her_own_figures, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(stamps_of_the_server_never_fall, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(the_same_id_is_answered_as_before, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(a_repeat_needs_no_right_any_more, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(a_refused_id_may_be_tried_again, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(refusals_name_their_field, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(time_is_held_within_thirty_days, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(programs_and_phones_may_do_less, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(acts_are_counted_by_what_became_of_them, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(a_decide_only_reads, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(any_record_can_be_put_whole, sample_setup, sample_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
