/*
 * padron_test.c - the padrón through the whole gate: who is written down, who stands in two, who leaves, who is erased.
 */
#include "fixture.h"
#include "padron_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module kitchens_module; /* it has the boards that sign */
static const struct module *const modules[] = { &people_module, &kitchens_module, &padron_module, NULL };
static struct fixture f;
static struct fixture_person rosa, elena, cook;
static struct id first, second;

#define DO(who, action, ...) (f.now += 1000, fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL))
#define ADD(who, group, surnames, names, age, ...) \
	DO(who, "diner.add", "group", group, "surnames", surnames, "names", names, "age", age, "consent", "signed", __VA_ARGS__)

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	DO(&f.operator.who, "kitchen.register", "name", "Virgen de la Puerta", "place", "150133");
	first = f.act->id;
	DO(&f.operator.who, "kitchen.register", "name", "Manuel Seoane", "place", "150142");
	second = f.act->id;
	fixture_person(&f, &rosa, "Rosa", "leader", first);
	fixture_person(&f, &cook, "Juana", "cook", first);
	fixture_person(&f, &elena, "Elena", "leader", second);
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

/* Pairs that nobody talked over yet. */
static unsigned twice(struct id *last)
{
	struct rows r = db_rows(as(&f.operator.who)->db, SQL(Q_TWICE_OPEN), ARGS(cell_id(&f.net.id)));
	unsigned n = 0;

	while (rows_next(&r)) {
		*last = rows_id(&r, 0);
		n++;
	}
	return n;
}

static void text(char out[40], struct id id)
{
	struct str s = fixture_id(&f, id);

	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
}

static void written_down(void **state)
{
	(void)state;
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Quispe Poma", "Ana", "adult", "document_kind", "dni", "document_number", "41234567"), ACT_ACCEPTED);
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Ccori", "Julio", "elder", "kind", "social"), ACT_ACCEPTED);
	struct diner_counts n = diner_count(as(&rosa.who), first);
	assert_int_equal(n.all, 2);
	assert_int_equal(n.social, 1);
	assert_int_equal(n.age[3], 1);
	assert_int_equal(ADD(&cook.who, "SJM-001", "Rojas", "Luis", "adult", "kind", "usual"), ACT_REFUSED);
	assert_int_equal(ADD(&elena.who, "SJM-001", "Rojas", "Luis", "adult", "kind", "usual"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "diner.add", "group", "SJM-001", "surnames", "Rojas", "names", "Luis", "age", "adult"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "consent", "required"));
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Rojas", "Lucía", "child", "kind", "usual"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "consent", "guardian"));
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Rojas", "Luis", "adult", "document_kind", "dni", "document_number", "4123"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "document_number", "format"));
	assert_int_equal(ADD(&rosa.who, "SJM-001", "QUISPE POMA", "Aná", "adult", "kind", "usual"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "reason", "confirm"));
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Quispe Poma", "Ana", "adult", "reason", "es su prima"), ACT_ACCEPTED);
}

static void in_two_is_flagged(void **state)
{
	struct id pair = { 0 }, here[2];
	char hex[40];

	(void)state;
	unsigned before = twice(&pair);
	assert_int_equal(ADD(&elena.who, "VES-001", "Otro Nombre", "Ana", "adult", "document_kind", "dni", "document_number", "41234567"),
		ACT_ACCEPTED);
	here[0] = f.act->id;
	assert_int_equal(twice(&pair), before + 1);
	assert_int_equal(ADD(&elena.who, "VES-001", "Ccori", "JULIO", "elder", "kind", "usual"), ACT_ACCEPTED);
	here[1] = f.act->id;
	assert_int_equal(twice(&pair), before + 2);
	assert_int_equal(ADD(&elena.who, "VES-001", "Ccori", "Julio Alberto", "elder", "kind", "usual"), ACT_ACCEPTED);
	assert_int_equal(ADD(&elena.who, "VES-001", "Quispe Poma", "Ana", "elder", "kind", "usual"), ACT_ACCEPTED); /* another age */
	assert_int_equal(twice(&pair), before + 2);
	text(hex, pair);
	assert_int_equal(DO(&rosa.who, "diner.settle", "twice", hex, "note", "conversamos"), ACT_REFUSED);
	assert_int_equal(DO(&f.operator.who, "diner.settle", "twice", hex, "note", "come aquí los lunes"), ACT_ACCEPTED);
	assert_int_equal(twice(&pair), before + 1);
	/* Who left one of them is in two no more; who comes back is. */
	for (unsigned i = 0; i < 2; i++) {
		text(hex, here[i]);
		assert_int_equal(DO(&elena.who, "diner.leave", "diner", hex, "left_why", "other_kitchen"), ACT_ACCEPTED);
	}
	assert_int_equal(twice(&pair), before);
	for (unsigned i = 0; i < 2; i++) {
		text(hex, here[i]);
		assert_int_equal(DO(&elena.who, "diner.edit", "diner", hex, "block", "D"), ACT_ACCEPTED);
	}
	assert_int_equal(twice(&pair), before + 1);
}

/* A page ends between two of one name: neither is lost. */
static void two_of_one_name(void **state)
{
	struct id at = { 0 };
	struct str alike = STR("");
	char seen[40][40];
	unsigned n = 0;

	(void)state;
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Quispe Poma", "Ana", "adult", "reason", "otra prima más"), ACT_ACCEPTED);
	for (;;) {
		struct rows r = db_rows(as(&rosa.who)->db, SQL(Q_DINERS_PAGE), ARGS(cell_id(&f.net.id), cell_id(&first), cell_text(alike),
			cell_id(&at), cell_int(1)));
		if (!rows_next(&r))
			break;
		at = rows_id(&r, 0);
		alike = str_dup(f.mem, rows_text(&r, 1));
		rows_end(&r);
		text(seen[n], at);
		for (unsigned i = 0; i < n; i++)
			assert_string_not_equal(seen[i], seen[n]);
		assert_true(++n < 40);
	}
	assert_int_equal(n, diner_count(as(&rosa.who), first).all);
}

static void leaves_and_is_erased(void **state)
{
	struct record r;
	char hex[40];

	(void)state;
	assert_int_equal(ADD(&rosa.who, "SJM-001", "Taipe", "Nelly", "adult", "entered", "2026-11-20"), ACT_ACCEPTED);
	struct id nelly = f.act->id;
	text(hex, nelly);
	int64_t all = diner_count(as(&rosa.who), first).all;
	assert_int_equal(DO(&rosa.who, "diner.leave", "diner", hex, "left", "2026-11-19", "left_why", "moved"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "left", "range"));
	assert_int_equal(DO(&elena.who, "diner.leave", "diner", hex, "left_why", "moved"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "diner.leave", "diner", hex, "left_why", "moved"), ACT_ACCEPTED);
	assert_int_equal(diner_count(as(&rosa.who), first).all, all - 1);
	assert_int_equal(DO(&rosa.who, "diner.edit", "diner", hex, "block", "B"), ACT_ACCEPTED); /* she is back */
	assert_int_equal(diner_count(as(&rosa.who), first).all, all);
	assert_int_equal(DO(&rosa.who, "diner.erase", "diner", hex, "sure", "0"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "diner.erase", "diner", hex, "sure", "1"), ACT_ACCEPTED);
	assert_true(!fixture_get(&f, "diner", nelly, &r) || (r.v[DINER_SURNAMES].kind == V_NULL && r.v[DINER_NAMES].kind == V_NULL &&
		r.v[DINER_ALIKE].kind == V_NULL && r.v[DINER_BLOCK].kind == V_NULL));
	f.look = false;
	assert_false(diner_get(as(&rosa.who), nelly, &r));
	assert_int_equal(diner_count(as(&rosa.who), first).all, all - 1);
	assert_int_equal(DO(&rosa.who, "diner.edit", "diner", hex, "block", "C"), ACT_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_down),
		cmocka_unit_test(in_two_is_flagged),
		cmocka_unit_test(two_of_one_name),
		cmocka_unit_test(leaves_and_is_erased),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
