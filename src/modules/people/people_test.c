/* Networks, groups, persons and roles through the whole gate. */
#include "fixture.h"
#include "people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const struct module *const modules[] = { &people_module, NULL };
static struct fixture f;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	return f.writer ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static void network_begins_once(void **state)
{
	struct record r;

	(void)state;
	assert_true(fixture_get(&f, "network", f.net.id, &r));
	assert_true(str_is(r.v[NETWORK_NAME].s, "Red de prueba"));
	assert_true(fixture_get(&f, "group", f.net.id, &r));
	assert_true(fixture_get(&f, "person", f.operator.who.person, &r));
	assert_int_equal(DO(NULL, "network.create", "name", "Otra", "country", "PE", "zone", "America/Lima",
		"currency", "PEN", "person_name", "X"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "exists"));
	assert_int_equal(DO(&f.operator.who, "network.create", "name", "Otra", "country", "PE", "zone",
		"America/Lima", "currency", "PEN", "person_name", "X"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "denied"));
}

/* Begun at eight in the evening in Lima, when it is tomorrow elsewhere: its operator may act at once. */
static void network_begins_on_its_own_day(void **state)
{
	const struct zone *lima = f.net.zone;
	struct value key[MEMBERSHIP__N] = { [MEMBERSHIP_ROLE] = value_text(STR("operator")) };
	int64_t day = zone_day(lima, f.now);
	struct record r;

	(void)state;
	f.net.id = (struct id){ { 0x0a, 0x22 } };
	f.net.zone = zone_load(f.mem, STR("UTC"));
	f.now = zone_instant(lima, day, 20 * 60);
	assert_int_equal(DO(NULL, "network.create", "name", "De noche", "country", "PE", "zone", "America/Lima", "currency", "PEN",
		"person_name", "X"), ACT_ACCEPTED);
	key[MEMBERSHIP_PERSON] = value_id(f.act->id);
	key[MEMBERSHIP_GROUP] = value_id(f.net.id);
	assert_true(fixture_get(&f, "membership", entity_key_id(&membership_entity, f.net.id, key), &r));
	assert_int_equal(r.v[MEMBERSHIP_SINCE].i, day);
}

static void places_derive_level_and_parent(void **state)
{
	struct record r;
	struct id district, province;

	(void)state;
	assert_true(ref_resolve(&f.ctx, "place", STR("150133"), &district));
	assert_true(ref_resolve(&f.ctx, "place", STR("1501"), &province));
	assert_true(fixture_get(&f, "place", district, &r));
	assert_true(str_is(r.v[PLACE_LEVEL].s, "district"));
	assert_true(id_eq(r.v[PLACE_PARENT].id, province));
	assert_true(str_is(r.v[PLACE_INEI].s, "150133"));
	f.look = true;
	assert_int_equal(DO(&f.operator.who, "place.put", "inei", "150133", "name", "San Juan de Miraflores",
		"reniec", "140136", "latitude", "-12.1584"), ACT_ACCEPTED);
	assert_true(fixture_get(&f, "place", district, &r));
	assert_true(str_is(r.v[PLACE_RENIEC].s, "140136"));
	assert_int_equal(r.v[PLACE_LATITUDE].i, -12158400);
	assert_int_equal(DO(&f.operator.who, "place.put", "inei", "123", "name", "x"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "code", "format"));
}

static struct id board(const char *code, const char *place)
{
	DO(&f.operator.who, "group.create", "name", "Red", "kind", "district_board", "code", code, "place",
		place, "parent", fixture_id(&f, f.net.id).p);
	assert_int_equal(f.out.status, ACT_ACCEPTED);
	return f.act->id;
}

static void group_codes_are_unique(void **state)
{
	(void)state;
	board("RED-1", "150133");
	assert_int_equal(DO(&f.operator.who, "group.create", "name", "Otra", "kind", "programme", "code", "RED-1",
		"parent", fixture_id(&f, f.net.id).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "code", "taken"));
	assert_int_equal(DO(&f.operator.who, "group.create", "name", "Olla", "kind", "olla", "parent",
		fixture_id(&f, f.net.id).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "kind", "kitchen"));
}

static void a_coordinator_gives_no_more_than_hers(void **state)
{
	struct fixture_person coordinator, leader;
	struct id here = board("RED-2", "150133"), there = board("RED-3", "150142");

	(void)state;
	fixture_person(&f, &coordinator, "Carmen", "coordinator", here);
	DO(&f.operator.who, "group.create", "name", "Promotoras", "kind", "programme", "parent",
		fixture_id(&f, here).p, "place", "150133");
	struct id below = f.act->id;
	assert_int_equal(DO(&coordinator.who, "person.add", "name", "Rosa", "role", "leader", "group",
		fixture_id(&f, below).p, "phone", "900000001"), ACT_ACCEPTED);
	assert_true(str_eq(fixture_told(&f), STR("Carmen invitó a Rosa como lideresa de Promotoras")));
	assert_int_equal(DO(&coordinator.who, "person.add", "name", "Ana", "role", "operator", "group",
		fixture_id(&f, below).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "role", "rank"));
	assert_int_equal(DO(&coordinator.who, "person.add", "name", "Ana", "role", "leader", "group",
		fixture_id(&f, there).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "group", "denied"));
	fixture_person(&f, &leader, "Luz", "leader", below);
	assert_int_equal(DO(&leader.who, "person.add", "name", "Ana", "role", "cook", "group",
		fixture_id(&f, below).p), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "person.add", "name", "Ana", "role", "leader", "group",
		fixture_id(&f, below).p), ACT_REFUSED);
}

static void a_role_ends_and_goes_on(void **state)
{
	struct fixture_person cook;
	struct id group = board("RED-4", "150133");
	struct record r;

	(void)state;
	fixture_person(&f, &cook, "Juana", "cook", group);
	const char *person = fixture_id(&f, cook.who.person).p, *where = fixture_id(&f, group).p;
	assert_int_equal(DO(&f.operator.who, "membership.end", "person", person, "group", where, "role", "cook",
		"until", "2026-11-01"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "until", "range"));
	assert_int_equal(DO(&f.operator.who, "membership.end", "person", person, "group", where, "role", "cook"),
		ACT_ACCEPTED);
	struct id id = f.out.change->puts->id;
	assert_true(fixture_get(&f, "membership", id, &r));
	assert_int_equal(r.v[MEMBERSHIP_UNTIL].i, today(&f.ctx));
	f.now += DAY_MS;
	assert_int_equal(DO(&f.operator.who, "membership.add", "person", person, "group", where, "role", "cook"),
		ACT_ACCEPTED);
	assert_true(id_eq(f.out.change->puts->id, id));
	assert_true(fixture_get(&f, "membership", id, &r));
	assert_int_equal(r.v[MEMBERSHIP_UNTIL].kind, V_NULL);
	assert_int_equal(DO(&f.operator.who, "membership.end", "person", person, "group", where, "role", "leader"),
		ACT_REFUSED);
}

static void documents_make_sense(void **state)
{
	const char *root = fixture_id(&f, f.net.id).p;

	(void)state;
	assert_int_equal(DO(&f.operator.who, "person.add", "name", "Ana", "role", "member", "group", root,
		"document_kind", "dni", "document_number", "123"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "document_number", "format"));
	assert_int_equal(DO(&f.operator.who, "person.add", "name", "Ana", "role", "member", "group", root,
		"document_kind", "none"), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "person.add", "name", "Eva", "role", "member", "group", root,
		"short_name", "eva"), ACT_ACCEPTED);
	assert_int_equal(DO(&f.operator.who, "person.add", "name", "Eva", "role", "member", "group", root,
		"short_name", "EVA"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "short_name", "taken"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(network_begins_once),
		cmocka_unit_test(places_derive_level_and_parent),
		cmocka_unit_test(group_codes_are_unique),
		cmocka_unit_test(a_coordinator_gives_no_more_than_hers),
		cmocka_unit_test(a_role_ends_and_goes_on),
		cmocka_unit_test(documents_make_sense),
		cmocka_unit_test(network_begins_on_its_own_day), /* last: the fixture is in another network then */
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
