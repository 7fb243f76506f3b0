/*
 * access_test.c - relations and classes as a table; references by code and through merges.
 */
#include "core_sample.h"

#include "known.h"
#include "session.h"

enum where { A, B, RED, NOWHERE };

static struct id group_at(struct core_sample *s, enum where w)
{
	const struct id id[] = { s->a, s->b, s->red, { { 0 } } };

	return id[w];
}

/* Who has the role where, and at which groups she may report: A B RED nowhere. */
struct relation_case {
	const char *role;
	enum where member;
	bool may[4];
};

static const struct relation_case relations[] = {
	{ "leader", A, { 1, 0, 0, 0 } },          /* her own group */
	{ "leader", RED, { 0, 0, 1, 0 } },        /* not what is below it */
	{ "board", RED, { 1, 1, 0, 0 } },         /* below, not itself */
	{ "board", A, { 0, 0, 0, 0 } },
	{ "coordinator", A, { 1, 0, 0, 0 } },     /* A lies in P11 */
	{ "coordinator", RED, { 1, 1, 1, 0 } },   /* P1 holds P11 and P12 */
	{ "coordinator", NOWHERE, { 0, 0, 0, 0 } },
	{ "operator", NOWHERE, { 1, 1, 1, 1 } },  /* the whole network */
	{ "cook", A, { 0, 0, 0, 0 } },            /* no row, no right */
	{ NULL, A, { 0, 0, 0, 0 } },
};

static void each_relation_holds_where_it_should(void **state)
{
	struct core_sample *s = *state;
	struct membership m;

	for (unsigned i = 0; i < ARRAY_LEN(relations); i++) {
		struct actor who = sample_actor(1, &m, relations[i].role, group_at(s, relations[i].member));
		struct ctx c = sample_ctx(s, &who);
		bool any = false;
		for (enum where w = A; w <= NOWHERE; w++) {
			bool got = allowed(&c, "pot.report", scope_of_group(&c, group_at(s, w)));
			if (got != relations[i].may[w])
				fail_msg("case %u at %d: %d", i, (int)w, got);
			any |= got;
		}
		assert_true(!any || allowed_somewhere(&c, "pot.report"));
		assert_false(allowed(&c, "no.such", (struct scope){ 0 }));
	}
	struct actor nobody = { 0 };
	struct ctx c = sample_ctx(s, &nobody);
	assert_false(allowed_somewhere(&c, "pot.report"));
	assert_true(allowed(&(struct ctx){ .who = &s->console }, "anything", (struct scope){ 0 }));
}

static void self_is_the_person_of_the_record(void **state)
{
	struct core_sample *s = *state;
	struct membership m;
	struct actor who = sample_actor(1, &m, NULL, s->a), nobody = { 0 };
	struct ctx c = sample_ctx(s, &who);
	struct scope mine = { .subject = who.person }, other = { .subject = { { 1 } } };

	assert_true(allowed(&c, "person.put", mine));
	assert_false(allowed(&c, "person.put", other));
	c = sample_ctx(s, &nobody);
	assert_false(allowed(&c, "person.put", (struct scope){ 0 })); /* nobody is not the self of nobody's record */
}

static void classes_follow_the_rules(void **state)
{
	const unsigned open = 1u << P_PUBLIC, network = 1u << P_NETWORK, group = 1u << P_GROUP, personal = 1u << P_PERSONAL;
	struct core_sample *s = *state;
	struct membership m;
	struct actor leader = sample_actor(1, &m, "leader", s->a), nobody = { 0 };
	struct ctx c = sample_ctx(s, &leader);

	assert_int_equal(classes_seen(&c, scope_of_group(&c, s->a)), open | network | group);
	assert_int_equal(classes_seen(&c, scope_of_group(&c, s->b)), open | network);
	assert_int_equal(classes_seen(&c, (struct scope){ .subject = leader.person }), open | network | personal);
	assert_int_equal(classes_everywhere(&c), open | network);
	c = sample_ctx(s, &nobody);
	assert_int_equal(classes_seen(&c, scope_of_group(&c, s->a)), open);
	struct record *card = ARENA_NEW(s->mem, struct record);
	*card = (struct record){ .entity = &card_entity };
	assert_false(record_visible(&c, card)); /* no public field of its own */
	card->entity = &pot_entity;
	assert_true(record_visible(&c, card));
	c = sample_ctx(s, NULL);
	assert_int_equal(classes_seen(&c, (struct scope){ 0 }), open | network | group | personal);
	assert_int_equal(classes_everywhere(&c), open | network | group | personal);
}

static void trees_end(void **state)
{
	struct core_sample *s = *state;
	struct ctx c = sample_ctx(s, NULL);

	assert_true(group_is_below(&c, s->a, s->red));
	assert_false(group_is_below(&c, s->red, s->red));
	assert_false(group_is_below(&c, s->red, s->a));
	assert_true(place_contains(&c, s->p1, s->p11) && place_contains(&c, s->p1, s->p1));
	assert_false(place_contains(&c, s->p11, s->p1) || place_contains(&c, s->p11, s->p12));
	assert_false(place_contains(&c, (struct id){ 0 }, s->p1) || place_contains(&c, s->p1, (struct id){ 0 }));
	/* A ring must not hold anybody for ever. */
	s->look = SEEN_STAMP;
	struct record *r = ARENA_NEW(s->mem, struct record);
	assert_true(record_get(c.db, c.schema, s->mem, schema_entity(c.schema, STR("group")), s->net.id, s->red, r));
	s->seen = record_seen(s->mem, r);
	assert_int_equal(sample_do(s, NULL, "group.put", "name", "RED", "id", sample_text(s, s->red), "parent", "A", NULL),
		ACT_ACCEPTED);
	c = sample_ctx(s, NULL);
	assert_false(group_is_below(&c, s->a, s->b));
	assert_null(group_of(&c, (struct id){ 0 }));
	assert_null(group_of(&c, (struct id){ { 9 } }));
}

static void who_is_acting_is_read_as_of_today(void **state)
{
	static const char *const since_until[][2] = { { "", "" }, { "2026-11-22", "2026-11-23" }, { "2026-11-23", "" },
		{ "", "2026-11-22" } };
	static const char *const role[] = { "leader", "cook", "board", "coordinator" };
	struct core_sample *s = *state;
	struct actor who = { 0 };

	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Rosa", "code", "ROSA", NULL), ACT_ACCEPTED);
	struct id rosa = s->out.change->puts->id;
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(sample_do(s, NULL, "membership.put", "person", "ROSA", "group", "A", "role", role[i], "since",
			since_until[i][0], "until", since_until[i][1], NULL), ACT_ACCEPTED);
	struct ctx c = sample_ctx(s, &who);
	actor_load(&c, &who, rosa);
	assert_true(str_is(who.name, "Rosa"));
	assert_int_equal(who.nmember, 2); /* since is the first day, until the first day no longer */
	assert_non_null(member_as(&c, "leader"));
	assert_non_null(member_as(&c, "cook"));
	assert_null(member_as(&c, "board"));
	struct membership m;
	struct actor other = sample_actor(7, &m, NULL, s->a);
	actor_load(&c, &other, other.person);
	assert_int_equal(other.nmember, 0);
}

static int64_t epoch(struct core_sample *s)
{
	return journal_head(writer_db(s->writer), s->net.id).epoch;
}

static void what_is_remembered_is_forgotten_in_time(void **state)
{
	struct core_sample *s = *state;
	struct actor who = { 0 };
	struct known known;
	struct id id;

	known_start(&known);
	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Rosa", "code", "ROSA", NULL), ACT_ACCEPTED);
	struct id rosa = s->out.change->puts->id;
	struct ctx c = sample_ctx(s, &who);
	known_use(&known, &c, epoch(s));
	actor_load(&c, &who, rosa);
	assert_int_equal(who.nmember, 0);
	assert_true(ref_resolve(&c, "group", STR("A"), &id));
	assert_true(str_is(group_of(&c, s->a)->code, "A"));
	assert_int_equal(sample_do(s, NULL, "membership.put", "person", "ROSA", "group", "A", "role", "leader", NULL),
		ACT_ACCEPTED);
	actor_load(&c, &who, rosa); /* within one request all is as it was when it came */
	assert_int_equal(who.nmember, 0);
	known_use(&known, &c, epoch(s));
	actor_load(&c, &who, rosa);
	assert_int_equal(who.nmember, 1);
	/* Remembered for a day only. */
	assert_int_equal(sample_do(s, NULL, "membership.put", "person", "ROSA", "group", "B", "role", "cook", "since",
		"2026-11-23", NULL), ACT_ACCEPTED);
	known_use(&known, &c, epoch(s));
	actor_load(&c, &who, rosa);
	assert_int_equal(who.nmember, 1);
	c.now += DAY_MS;
	actor_load(&c, &who, rosa);
	assert_int_equal(who.nmember, 2);
	/* What she was told lives in the request, not in the thread's memory. */
	known_leave(&c);
	known_use(&known, &c, epoch(s) + 1);
	assert_true(str_is(who.name, "Rosa") && member_as(&c, "leader") && member_as(&c, "cook"));
	known_end(&known);
}

/* ---- references ---- */

static void codes_and_ids_are_found(void **state)
{
	struct core_sample *s = *state;
	struct ctx c = sample_ctx(s, NULL);
	struct id id;

	assert_true(ref_resolve(&c, "group", STR("A"), &id) && id_eq(id, s->a));
	assert_true(ref_resolve(&c, "group", STR(" a "), &id) && id_eq(id, s->a));
	assert_true(ref_resolve(&c, "group", str_c(sample_text(s, s->a)), &id) && id_eq(id, s->a));
	assert_false(ref_resolve(&c, "group", STR("P1"), &id));
	assert_false(ref_resolve(&c, "group", STR(""), &id));
	assert_false(ref_resolve(&c, "group", str_c(sample_text(s, (struct id){ { 9 } })), &id));
	assert_true(str_is(ref_title(&c, "group", s->a), "A A"));
	assert_true(str_is(ref_code(&c, "group", s->a), "A"));
	struct map cache = map_new(s->mem);
	c.refs = &cache;
	for (int i = 0; i < 2; i++)
		assert_true(ref_resolve(&c, "group", STR("A"), &id) && id_eq(id, s->a));
	assert_false(ref_resolve(&c, "group", STR("ZZ"), &id));
	assert_int_equal(cache.n, 1);
}

static void merges_are_followed_eight_steps(void **state)
{
	enum { STEPS = 9 };
	struct core_sample *s = *state;
	struct id person[STEPS + 1], id;

	for (unsigned i = 0; i <= STEPS; i++) {
		assert_int_equal(sample_do(s, NULL, "person.put", "name", "Rosa", "code", str_cstr(s->mem, str_fmt(s->mem, "R%u", i)),
			NULL), ACT_ACCEPTED);
		person[i] = s->out.change->puts->id;
	}
	struct ctx c = sample_ctx(s, NULL);
	for (unsigned i = 0; i < STEPS; i++) {
		assert_int_equal(sample_do(s, NULL, "person.put", "id", sample_text(s, person[i]), "name", "Rosa", "same_as",
			sample_text(s, person[i + 1]), NULL), ACT_ACCEPTED);
		assert_true(ref_resolve(&c, "person", STR("R0"), &id));
		assert_true(id_eq(id, person[i < 8 ? i + 1 : 8]));
	}
	assert_true(ref_resolve(&c, "person", STR("R1"), &id) && id_eq(id, person[STEPS]));
	/* Clearing it undoes it. */
	struct record *r = ARENA_NEW(s->mem, struct record);
	assert_true(record_get(c.db, c.schema, s->mem, &person_entity, s->net.id, person[0], r));
	s->look = SEEN_STAMP;
	s->seen = record_seen(s->mem, r);
	assert_int_equal(sample_do(s, NULL, "person.put", "id", sample_text(s, person[0]), "name", "Rosa", "same_as", "", NULL),
		ACT_ACCEPTED);
	assert_true(ref_resolve(&c, "person", STR("R0"), &id) && id_eq(id, person[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_relation_holds_where_it_should, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(self_is_the_person_of_the_record, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(classes_follow_the_rules, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(what_is_remembered_is_forgotten_in_time, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(trees_end, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(who_is_acting_is_read_as_of_today, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(codes_and_ids_are_found, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(merges_are_followed_eight_steps, sample_setup, sample_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
