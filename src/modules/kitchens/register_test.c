/*
 * register_test.c - joining, confirming, doubles joined and parted, through the whole gate; points and days as they are written.
 */
#include "fixture.h"
#include "register.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const struct module *const modules[] = { &people_module, &kitchens_module, NULL };
static struct fixture f;
static struct fixture_person rosa, elena, marta, newcomer, coordinator;
static struct id first, second, third;

#define DO(who, action, ...) (f.now += 1000, fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL))

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	struct str root = fixture_id(&f, f.net.id);
	char above[40] = "";
	memcpy(above, root.p, root.n);
	assert_int_equal(DO(&f.operator.who, "group.create", "name", "Red de San Juan", "kind", "district_board", "code", "RED-1", "place", "150133",
		"parent", above), ACT_ACCEPTED);
	struct id board = f.act->id;
	DO(&f.operator.who, "kitchen.register", "name", "Virgen de la Puerta", "place", "150133", "latitude", "-12.16", "longitude", "-76.97");
	first = f.act->id;
	DO(&f.operator.who, "kitchen.register", "name", "Manuel Seoane", "place", "150133");
	second = f.act->id;
	DO(&f.operator.who, "kitchen.register", "name", "Nueva Esperanza", "place", "150133");
	third = f.act->id;
	fixture_person(&f, &rosa, "Rosa", "leader", first);
	fixture_person(&f, &elena, "Elena", "leader", second);
	fixture_person(&f, &marta, "Marta", "leader", third);
	fixture_person(&f, &newcomer, "Luz", "member", board);
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct ctx *as(const struct actor *who)
{
	f.ctx.who = who;
	f.ctx.now = f.now;
	return &f.ctx;
}

static enum standing standing(struct id kitchen)
{
	struct confirmed c = kitchen_confirmed(as(&f.operator.who), kitchen);

	return c.standing;
}

static void joins_and_is_confirmed(void **state)
{
	struct record r;

	(void)state;
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Olla Las Lomas", "place", "150133", "capacity", "60", "point",
		"geo:-12.1705,-76.98?z=16"), ACT_ACCEPTED);
	struct id mine = f.act->id;
	assert_true(fixture_get(&f, "kitchen", mine, &r));
	assert_int_equal(r.v[KITCHEN_LATITUDE].i, -12170500);
	assert_int_equal(standing(mine), STANDING_SAID);
	assert_int_equal(DO(&rosa.who, "kitchen.confirm", "kitchen", "SJM-004", "by", "SJM-001"), ACT_ACCEPTED);
	assert_int_equal(standing(mine), STANDING_SAID);
	assert_int_equal(DO(&rosa.who, "kitchen.confirm", "kitchen", "SJM-004", "by", "SJM-001"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "kitchen", "exists"));
	assert_int_equal(DO(&rosa.who, "kitchen.confirm", "kitchen", "SJM-001", "by", "SJM-001"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "kitchen.confirm", "kitchen", "SJM-004", "by", "SJM-002"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "by", "denied"));
	/* Who leads two kitchens is one voice still. */
	struct fixture_person both = rosa;
	both.role[1] = (struct membership){ .group = third, .role = both.role[0].role };
	both.who.member = both.role;
	both.who.nmember = 2;
	assert_int_equal(DO(&both.who, "kitchen.confirm", "kitchen", "SJM-004", "by", "SJM-003"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "by", "hers"));
	assert_int_equal(standing(mine), STANDING_SAID);
	assert_int_equal(DO(&elena.who, "kitchen.confirm", "kitchen", "SJM-004", "by", "SJM-002"), ACT_ACCEPTED);
	assert_int_equal(standing(mine), STANDING_NEIGHBOURS);
	assert_int_equal(DO(&elena.who, "kitchen.unconfirm", "kitchen", "SJM-004", "by", "SJM-002", "reason", "era otra"), ACT_ACCEPTED);
	assert_int_equal(standing(mine), STANDING_SAID);
	assert_int_equal(DO(&elena.who, "kitchen.certify", "kitchen", "SJM-004", "note", "RD 12-2026"), ACT_REFUSED);
	assert_int_equal(DO(&f.operator.who, "kitchen.certify", "kitchen", "SJM-004", "note", "RD 12-2026"), ACT_ACCEPTED);
	assert_int_equal(standing(mine), STANDING_MUNICIPALITY);
}

static void careful_with_what_is_odd(void **state)
{
	(void)state;
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Comedor VIRGEN DE LA PUERTA", "place", "150133", "capacity", "60"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Los Pinos", "place", "150133", "capacity", "9"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Los Pinos", "place", "150133", "point", "-12.1620,-76.97"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Los Pinos", "place", "150133", "point", "por la loza"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "point", "format"));
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Los Pinos", "place", "1501"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "place", "level"));
	assert_int_equal(DO(&newcomer.who, "kitchen.join", "name", "Los Pinos", "place", "150133", "capacity", "9", "reason", "recién empieza"),
		ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "kitchen.edit", "kitchen", "SJM-001", "days", "de vez en cuando"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "days", "format"));
	assert_int_equal(DO(&rosa.who, "kitchen_code.put", "group", "SJM-001", "kind", "runoc", "code", "R-77"), ACT_ACCEPTED);
	assert_int_equal(DO(&elena.who, "kitchen_code.put", "group", "SJM-002", "kind", "runoc", "code", "R-77"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(DO(&rosa.who, "board_seat.put", "group", "SJM-001", "seat", "president", "name", "Rosa", "document_kind", "dni",
		"document_number", "1234567"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "document_number", "format"));
	assert_int_equal(DO(&rosa.who, "board_seat.put", "group", "SJM-001", "seat", "president", "name", "ROSA"), ACT_ACCEPTED);
}

static int64_t served_on(int64_t day)
{
	struct rows r = db_rows(as(&f.operator.who)->db, SQL(Q_DAYS_SERVED), ARGS(cell_id(&f.net.id), cell_int(day), cell_int(day)));
	int64_t n = 0;

	while (rows_next(&r))
		n += rows_int(&r, 1);
	return n;
}

static void joined_and_parted(void **state)
{
	struct record r;
	struct id code;
	int64_t day = today(as(&rosa.who));

	(void)state;
	DO(&rosa.who, "meal.report", "kitchen", "SJM-001", "served", "80");
	DO(&marta.who, "meal.report", "kitchen", "SJM-003", "served", "85");
	struct id pot = meal_id(as(&marta.who), third, day, STR("lunch"));
	assert_int_equal(served_on(day), 165);
	assert_int_equal(DO(&coordinator.who, "kitchen.merge", "kitchen", "SJM-003", "into", "SJM-003"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "kitchen.merge", "kitchen", "SJM-003", "into", "SJM-001"), ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "kitchen.merge", "kitchen", "SJM-003", "into", "SJM-001"), ACT_ACCEPTED);
	assert_true(ref_resolve(as(&f.operator.who), "kitchen", STR("SJM-003"), &code) && id_eq(code, first));
	/* Her who led it leads the other, too. */
	struct value key[MEMBERSHIP__N] = { [MEMBERSHIP_PERSON] = value_id(marta.who.person), [MEMBERSHIP_GROUP] = value_id(first),
		[MEMBERSHIP_ROLE] = value_text(STR("leader")) };
	struct id part = entity_key_id(&membership_entity, f.net.id, key);
	assert_true(fixture_get(&f, "membership", part, &r) && r.v[MEMBERSHIP_UNTIL].kind == V_NULL);
	f.look = false;
	/* Both told the same pot: one is left out, and back. */
	char hex[40];
	struct str text = fixture_id(&f, pot);
	memcpy(hex, text.p, text.n);
	hex[text.n] = '\0';
	assert_int_equal(DO(&coordinator.who, "double.void", "kitchen", "SJM-001", "meal", hex), ACT_ACCEPTED);
	assert_int_equal(served_on(day), 80);
	assert_int_equal(DO(&coordinator.who, "double.void", "kitchen", "SJM-001", "meal", hex), ACT_REFUSED);
	assert_int_equal(DO(&coordinator.who, "double.keep", "kitchen", "SJM-001", "meal", hex), ACT_ACCEPTED);
	assert_int_equal(served_on(day), 165);
	text = fixture_id(&f, third);
	memcpy(hex, text.p, text.n);
	hex[text.n] = '\0';
	assert_int_equal(DO(&coordinator.who, "kitchen.part", "into", "SJM-001", "kitchen", hex, "reason", "eran dos"), ACT_ACCEPTED);
	assert_true(ref_resolve(as(&f.operator.who), "kitchen", STR("SJM-003"), &code) && id_eq(code, third));
	assert_true(fixture_get(&f, "membership", part, &r) && r.v[MEMBERSHIP_UNTIL].kind == V_INT);
	f.look = false;
	assert_int_equal(DO(&coordinator.who, "kitchen.part", "into", "SJM-001", "kitchen", hex, "reason", "otra vez"), ACT_REFUSED);
}

static void near_ones(void **state)
{
	struct kitchen_at near[8], *all;
	struct ctx *c = as(&rosa.who);

	(void)state;
	unsigned n = kitchen_near(c, -12160000, -76970000, 20000, near, 8);
	assert_true(n >= 2 && id_eq(near[0].id, first) && near[0].distance_m == 0 && near[1].distance_m > 1000);
	assert_int_equal(kitchen_near(c, -12160000, -76970000, 20000, near, 1), 1);
	assert_int_equal(kitchen_near(c, -12160000, -76970000, 100, near, 8), 1);
	assert_int_equal(kitchen_near(c, 48850000, 2350000, 20000, near, 8), 0);
	assert_int_equal(kitchens_placed(c, &all), n);
}

static void days_are_read(void **state)
{
	static const struct { const char *typed, *kept; } cases[] = {
		{ "lunes a viernes", "LMXJV" }, { "Lunes a Sábado", "LMXJVS" }, { "lun - vie", "LMXJV" }, { "lun-vie", "LMXJV" },
		{ "martes, jueves y sábado", "MJS" }, { "todos los días", "LMXJVSD" }, { "LMXJV", "LMXJV" }, { "sábados", "S" },
		{ "viernes a lunes", "LVSD" }, { "mié", "X" }, { "de lunes a miércoles", "LMX" }, { "domingo", "D" },
		{ "nunca", "" }, { "lunes a", "" }, { "", "" }, { "lunes a nada", "" }, { "120", "" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		struct str kept = kitchen_days_plain(a, kitchen_days_read(a, str_c(cases[i].typed)));
		if (!str_is(kept, cases[i].kept))
			print_message("%s: %.*s\n", cases[i].typed, (int)kept.n, kept.p);
		assert_true(str_is(kept, cases[i].kept));
	}
	arena_free(&a);
}

static void points_are_read(void **state)
{
	static const struct { const char *typed; int64_t lat, lon; } cases[] = {
		{ "-12.158, -76.970", -12158000, -76970000 }, { "geo:-12.15812,-76.97003?z=17", -12158120, -76970030 },
		{ "https://maps.example/?q=-12.1581234567,-76.9700001", -12158123, -76970000 },
		{ "https://maps.example/@-12.0463731,-77.042754,15z", -12046373, -77042754 },
		{ "https://maps.example/?ll=-12.1%2C-77.0", -12100000, -77000000 }, { "mi punto: 1.5 2.25", 1500000, 2250000 },
	};
	static const char *const none[] = { "", "Mz. B Lt. 4", "-12", "12.5", "-95.1, 20.5", "10.5, 200.5", "20:30 120" };
	int64_t lat, lon;

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
		assert_true(point_read(str_c(cases[i].typed), &lat, &lon));
		assert_int_equal(lat, cases[i].lat);
		assert_int_equal(lon, cases[i].lon);
	}
	for (unsigned i = 0; i < ARRAY_LEN(none); i++)
		assert_false(point_read(str_c(none[i]), &lat, &lon));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_read),
		cmocka_unit_test(points_are_read),
		cmocka_unit_test(joins_and_is_confirmed),
		cmocka_unit_test(careful_with_what_is_odd),
		cmocka_unit_test(joined_and_parted),
		cmocka_unit_test(near_ones),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
