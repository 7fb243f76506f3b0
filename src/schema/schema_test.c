#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "civil.h"
#include "entity.h"
#include "hash.h"

/* Worked out apart from this program with another BLAKE2b. */
#define GOLDEN_POT_ID "01a2008d-7400-8210-ad62-67dd54c65c60"

static const struct choice sittings[] = {
	{ "breakfast", N_("Desayuno"), "desayuno|desayunos", NULL },
	{ "lunch", N_("Almuerzo"), "almuerzo|almuerzos", NULL },
	{ 0 },
};

enum { POT_KITCHEN, POT_DAY, POT_SITTING, POT_SERVED, POT_COOK, POT_VOID, POT_SAME, POT__N };

static const struct field pot_fields[] = {
	[POT_KITCHEN] = { "kitchen", T_REF, F_KEY, .label = "Cocina", .ref = "group" },
	[POT_DAY] = { "day", T_DATE, F_KEY, .label = "Día", .aliases = "fecha|dia" },
	[POT_SITTING] = { "sitting", T_ENUM, F_KEY, .label = "Turno", .choices = sittings },
	[POT_SERVED] = { "served", T_INT, 0, .label = "Raciones", .max = 5000 },
	[POT_COOK] = { "cook", T_TEXT, 0, .label = "Cocinera", .privacy = P_PERSONAL,
		.purpose = "Turnos" },
	[POT_VOID] = { "voided", T_BOOL, 0, .label = "Anulada" },
	[POT_SAME] = { "same_as", T_REF, 0, .label = "Igual a", .ref = "pot" },
};
static const struct entity_index pot_indexes[] = { { 2, { POT_KITCHEN, POT_DAY } } };
static const struct entity pot = { .name = "pot", .label = "Olla", .plural = "Ollas",
	.fields = pot_fields, .nfields = POT__N, .group = AT(POT_KITCHEN), .day = AT(POT_DAY),
	.voided = AT(POT_VOID), .same_as = AT(POT_SAME), .indexes = pot_indexes, .nindexes = 1 };

static const struct field group_fields[] = {
	{ "name", T_TEXT, F_REQUIRED, .label = "Nombre" },
	{ "code", T_CODE, F_UNIQUE, .label = "Código" },
};
static const struct entity group = { .name = "group", .label = "Grupo", .plural = "Grupos",
	.fields = group_fields, .nfields = 2, .group = AT_SELF, .code = AT(1), .title = AT(0) };

static int setup(void **state)
{
	crypto_start();
	*state = arena_new(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

static void values_compare(void **state)
{
	struct id one = { { 1 } }, two = { { 2 } };
	(void)state;

	assert_true(value_eq(value_null(), value_null()));
	assert_false(value_eq(value_null(), value_int(0)));
	assert_true(value_eq(value_int(7), value_int(7)));
	assert_false(value_eq(value_int(7), value_int(8)));
	assert_true(value_eq(value_text(STR("a")), value_text(STR("a"))));
	assert_false(value_eq(value_text(STR("a")), value_text(STR("ab"))));
	assert_true(value_eq(value_id(one), value_id(one)));
	assert_false(value_eq(value_id(one), value_id(two)));
}

static void values_become_cells(void **state)
{
	struct value null = value_null(), i = value_int(-3), t = value_text(STR("x"));
	struct value id = value_id((struct id){ { 9 } });
	(void)state;

	assert_int_equal(value_cell(&null).kind, CELL_NULL);
	assert_int_equal(value_cell(&i).kind, CELL_INT);
	assert_int_equal(value_cell(&i).i, -3);
	assert_int_equal(value_cell(&t).kind, CELL_TEXT);
	assert_int_equal(value_cell(&id).kind, CELL_BLOB);
	assert_ptr_equal(value_cell(&id).s.p, &id.id);
	assert_int_equal(value_cell(&id).s.n, 16);
}

static void names_are_found(void **state)
{
	(void)state;
	assert_int_equal(fields_find(pot_fields, POT__N, STR("served")), POT_SERVED);
	assert_int_equal(fields_find(pot_fields, POT__N, STR("SERVED")), -1);
	assert_int_equal(fields_find(pot_fields, POT__N, STR("serve")), -1);
	assert_int_equal(fields_find(pot_fields, POT__N, STR("")), -1);
	assert_int_equal(fields_find_alias(pot_fields, POT__N, STR("Served")), POT_SERVED);
	assert_int_equal(fields_find_alias(pot_fields, POT__N, STR("FECHA")), POT_DAY);
	assert_int_equal(fields_find_alias(pot_fields, POT__N, STR("dia")), POT_DAY);
	assert_int_equal(fields_find_alias(pot_fields, POT__N, STR("fecha|dia")), -1);
	assert_ptr_equal(choice_find(sittings, STR("lunch")), &sittings[1]);
	assert_null(choice_find(sittings, STR("almuerzo")));
	assert_null(choice_find(NULL, STR("lunch")));
}

static struct id pot_id(uint8_t network, uint8_t kitchen, int64_t day, struct str sitting)
{
	struct value v[POT__N] = { [POT_KITCHEN] = value_id((struct id){ { kitchen } }),
		[POT_DAY] = value_int(day), [POT_SITTING] = value_text(sitting),
		[POT_SERVED] = value_int(day) };

	return entity_key_id(&pot, (struct id){ { network } }, v);
}

static void key_ids_follow_the_key_alone(void **state)
{
	struct arena *a = *state;
	int64_t day = day_from_civil((struct civil){ 2026, 11, 22 });
	struct id id = pot_id(1, 2, day, STR("lunch"));
	int64_t ms = 0;

	for (int i = 0; i < 6; i++)
		ms = ms << 8 | id.b[i];
	assert_int_equal(ms, day * DAY_MS);
	assert_true(id_eq(id, pot_id(1, 2, day, STR("lunch"))));
	assert_false(id_eq(id, pot_id(2, 2, day, STR("lunch"))));
	assert_false(id_eq(id, pot_id(1, 3, day, STR("lunch"))));
	assert_false(id_eq(id, pot_id(1, 2, day + 1, STR("lunch"))));
	assert_false(id_eq(id, pot_id(1, 2, day, STR("breakfast"))));
	/* The same from the documented rule, spelled out: dates are decimal text. */
	uint8_t network[16] = { 1 }, kitchen[16] = { 2 };
	struct str piece[] = { { (char *)network, 16 }, STR("pot"), { (char *)kitchen, 16 },
		STR("20779"), STR("lunch") };
	assert_int_equal(day, 20779);
	assert_true(id_eq(id, id_derive(day * DAY_MS, piece, 5)));
	/* Journals outlive programs: this id is fixed. */
	struct str text = id_text(a, id);
	assert_true(str_is(text, GOLDEN_POT_ID));
	assert_true(entity_has_key(&pot));
	assert_false(entity_has_key(&group));
}

struct fault {
	const char *what, *arg;
	struct field field; /* put in the place of `served` */
};

static enum rc audit_with(struct entity e, struct diag *d)
{
	const struct entity *all[] = { &group, &e };

	*d = (struct diag){ 0 };
	return entity_audit(all, 2, d);
}

static void audit_accepts_sound_declarations(void **state)
{
	struct diag d;
	(void)state;

	assert_int_equal(audit_with(pot, &d), OK);
	assert_int_equal(d.n, 0);
	assert_int_equal(entity_audit(NULL, 0, &d), OK);
}

static void audit_finds_bad_fields(void **state)
{
	static const struct choice twice[] = { { "a", "A", 0, 0 }, { "a", "B", 0, 0 }, { 0 } };
	static const struct choice none[] = { { 0 } };
	static const struct fault faults[] = {
		{ "capital", "pot.Served", { "Served", T_INT, .label = "x" } },
		{ "hyphen", "pot.ser-ved", { "ser-ved", T_INT, .label = "x" } },
		{ "digit first", "pot.1st", { "1st", T_INT, .label = "x" } },
		{ "two marks", "pot.a__b", { "a__b", T_INT, .label = "x" } },
		{ "mark last", "pot.a_", { "a_", T_INT, .label = "x" } },
		{ "empty", "pot.", { "", T_INT, .label = "x" } },
		{ "no name", "pot.?", { NULL, T_INT, .label = "x" } },
		{ "row's own", "pot.id", { "id", T_INT, .label = "x" } },
		{ "twice", "pot.day", { "day", T_INT, .label = "x" } },
		{ "no label", "pot.served", { .name = "served", .type = T_INT } },
		{ "type", "pot.served", { "served", T__N, .label = "x" } },
		{ "ref unknown", "pot.served", { "served", T_REF, .label = "x", .ref = "nobody" } },
		{ "ref missing", "pot.served", { "served", T_REF, .label = "x" } },
		{ "ref on int", "pot.served", { "served", T_INT, .label = "x", .ref = "group" } },
		{ "no choices", "pot.served", { "served", T_ENUM, .label = "x" } },
		{ "no choice", "pot.served", { "served", T_ENUM, .label = "x", .choices = none } },
		{ "choice twice", "pot.served", { "served", T_ENUM, .label = "x", .choices = twice } },
		{ "choices on int", "pot.served", { "served", T_INT, .label = "x", .choices = sittings } },
		{ "no purpose", "pot.served", { "served", T_INT, .label = "x", .privacy = P_SEALED } },
		{ "empty purpose", "pot.served",
			{ "served", T_INT, .label = "x", .privacy = P_PERSONAL, .purpose = "" } },
		{ "limits", "pot.served", { "served", T_INT, .label = "x", .min = 5, .max = 1 } },
		{ "retired", "pot.served", { "served", T_INT, F_RETIRED | F_REQUIRED, .label = "x" } },
	};
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		struct field f[POT__N];
		struct entity e = pot;
		struct diag d;
		memcpy(f, pot_fields, sizeof(f));
		f[POT_SERVED] = faults[i].field;
		e.fields = f;
		if (audit_with(e, &d) != INVALID || d.n != 1 || !str_is(d.item[0].arg, faults[i].arg))
			fail_msg("%s: %u %.*s", faults[i].what, d.n, (int)d.item[0].arg.n,
				d.item[0].arg.p ? d.item[0].arg.p : "");
		assert_string_equal(d.item[0].code, "declaration");
	}
}

static void audit_tells_all_faults(void **state)
{
	struct field f[POT__N];
	struct entity e = pot, other = pot;
	const struct entity *all[] = { &e, &other };
	struct diag d = { 0 };
	(void)state;

	memcpy(f, pot_fields, sizeof(f));
	f[POT_SERVED].name = "Served";
	f[POT_COOK].purpose = NULL;
	e.fields = f;
	other.name = "other";
	other.plural = NULL;
	assert_int_equal(entity_audit(all, 2, &d), INVALID);
	const char *const want[] = { "pot.kitchen", "pot.Served", "pot.cook", "other" };
	assert_int_equal(d.n, ARRAY_LEN(want)); /* the first: no group is declared here */
	for (unsigned i = 0; i < d.n; i++)
		assert_true(str_is(d.item[i].arg, want[i]));
}

#define FAULTY(change, text)                                      \
	do {                                                      \
		struct entity e = pot;                            \
		struct diag d;                                    \
		e.change;                                         \
		assert_int_equal(audit_with(e, &d), INVALID);     \
		assert_true(str_is(d.item[0].arg, text));         \
	} while (0)

static void audit_finds_bad_entities(void **state)
{
	static const struct entity_index far[] = { { 1, { POT__N } } }, empty[] = { { 0 } };
	(void)state;

	FAULTY(name = "Pot", "Pot");
	FAULTY(name = "group", "group");
	FAULTY(label = NULL, "pot");
	FAULTY(plural = NULL, "pot");
	FAULTY(nfields = 0, "pot");
	FAULTY(nfields = ENTITY_FIELDS_MAX + 1, "pot");
	FAULTY(group = AT(POT__N), "pot.group");
	FAULTY(group = AT(POT_DAY), "pot.group");
	FAULTY(group = -2, "pot.group");
	FAULTY(day = AT(POT_SERVED), "pot.day");
	FAULTY(day = AT_SELF, "pot.day");
	FAULTY(code = AT(POT_SERVED), "pot.code");
	FAULTY(voided = AT(POT_SERVED), "pot.voided");
	FAULTY(same_as = AT(POT_KITCHEN), "pot.same_as");
	FAULTY(erases = AT(POT_DAY), "pot.erases");
	FAULTY(extends = "nobody", "pot.extends");
	FAULTY(extends = "pot", "pot.extends");
	FAULTY(event = true, "pot");
	FAULTY(indexes = far, "pot.indexes");
	FAULTY(indexes = empty, "pot.indexes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_compare),
		cmocka_unit_test(values_become_cells),
		cmocka_unit_test(names_are_found),
		cmocka_unit_test(key_ids_follow_the_key_alone),
		cmocka_unit_test(audit_accepts_sound_declarations),
		cmocka_unit_test(audit_finds_bad_fields),
		cmocka_unit_test(audit_tells_all_faults),
		cmocka_unit_test(audit_finds_bad_entities),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
