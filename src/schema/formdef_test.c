/* A form made at run time: its questions become fields that read, check and show as declared ones do. */
#include "field.h"
#include "formdef.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static const char visit[] = "{\"name\":\"Visita a la cocina\",\"questions\":["
	"{\"name\":\"agua\",\"kind\":\"choice\",\"label\":\"¿De dónde viene el agua?\",\"privacy\":\"network\",\"must\":true,"
	"\"choices\":[{\"name\":\"red\",\"label\":\"De la red\"},{\"name\":\"camion\",\"label\":\"Del camión\"}]},"
	"{\"name\":\"personas\",\"kind\":\"number\",\"label\":\"¿Cuántas cocinan?\",\"unit\":\"personas\",\"privacy\":\"public\",\"min\":1,\"max\":60},"
	"{\"name\":\"tacho\",\"kind\":\"yes_no\",\"label\":\"¿El tacho tiene tapa?\",\"privacy\":\"group\"},"
	"{\"name\":\"gas\",\"kind\":\"money\",\"label\":\"Precio del balón\",\"privacy\":\"group\"},"
	"{\"name\":\"salud\",\"kind\":\"long\",\"label\":\"Cómo está usted\",\"privacy\":\"personal\",\"purpose\":\"Cuidarla\"}]}";

static struct formdef form(const char *json)
{
	struct formdef f;
	struct diag d = { 0 };

	assert_int_equal(formdef_read(a, str_c(json), &f, &d), OK);
	return f;
}

static void what_is_kept_is_read_back(void **state)
{
	struct formdef f = form(visit);
	struct str json = formdef_json(a, &f);

	(void)state;
	assert_int_equal(f.n, 5);
	assert_int_equal(f.entity->nfields, 5);
	assert_int_equal(f.entity->fields[0].type, T_ENUM);
	assert_true(f.entity->fields[0].flags & F_REQUIRED);
	assert_int_equal(f.entity->fields[1].max, 60);
	assert_int_equal(f.entity->fields[3].type, T_MONEY);
	assert_int_equal(f.entity->fields[4].privacy, P_PERSONAL);
	struct formdef again = form(str_cstr(a, json));
	assert_true(str_eq(json, formdef_json(a, &again)));
}

static void read_as(const struct field *f, const char *typed, const char *plain)
{
	struct diag d = { 0 };
	struct value v, back;

	assert_int_equal(field_read(a, f, str_c(typed), &v, &d), OK);
	assert_int_equal(field_check(a, f, &v, &d), OK);
	assert_true(str_is(field_plain(a, f, &v), plain));
	assert_int_equal(field_read(a, f, field_plain(a, f, &v), &back, &d), OK);
	assert_true(value_eq(v, back));
}

static void refused(const struct field *f, const char *typed, const char *code)
{
	struct diag d = { 0 };
	struct value v = value_null();

	if (field_read(a, f, str_c(typed), &v, &d) == OK)
		assert_int_equal(field_check(a, f, &v, &d), INVALID);
	assert_non_null(diag_find(&d, f->name));
	assert_string_equal(diag_find(&d, f->name)->code, code);
}

static void answers_are_fields(void **state)
{
	struct formdef f = form(visit);
	const struct field *q = f.entity->fields;

	(void)state;
	read_as(&q[0], "del camion", "camion");
	read_as(&q[0], "red", "red");
	read_as(&q[1], "12", "12");
	read_as(&q[2], "Sí", "yes");
	read_as(&q[3], "52.50", "52.50");
	refused(&q[0], "pozo", "choice");
	refused(&q[0], "", "required");
	refused(&q[1], "61", "range");
	refused(&q[1], "doce y medio", "format");
	assert_true(str_is(field_show(a, &q[0], &(struct value){ .kind = V_TEXT, .s = STR("camion") }, NULL), "Del camión"));
}

static void names_come_from_words(void **state)
{
	(void)state;
	assert_true(str_is(question_name(a, STR("¿Tienen agua?")), "tienen_agua"));
	assert_true(str_is(question_name(a, STR("  Niños  ")), "ninos"));
	assert_true(str_is(question_name(a, STR("1 a 3 veces")), "n1_a_3_veces"));
	assert_true(str_is(question_name(a, STR("?!")), ""));
	assert_true(question_name(a, STR("una pregunta que es mucho mas larga de lo que cabe en un nombre")).n <= 32);
}

static void choices_come_from_lines(void **state)
{
	const struct choice *c;
	struct diag d = { 0 };

	(void)state;
	assert_int_equal(question_choices(a, STR("Bueno\r\n\nmal: Está mal, se ve\nHora: 10:30"), &c, &d), OK);
	assert_string_equal(c[0].name, "bueno");
	assert_string_equal(c[1].name, "mal");
	assert_string_equal(c[1].label, "Está mal, se ve");
	assert_string_equal(c[2].name, "hora_10_30");
	struct str lines = question_choice_lines(a, c);
	const struct choice *again;
	assert_int_equal(question_choices(a, lines, &again, &d), OK);
	for (unsigned i = 0; i < 3; i++)
		assert_string_equal(c[i].label, again[i].label);
	assert_int_equal(question_choices(a, STR("Bueno\nBUENO"), &c, &d), INVALID);
	assert_int_equal(question_choices(a, STR("Bueno"), &c, &d), INVALID);
}

static void what_does_not_serve_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "[]", "{}", "{\"name\":\"x\",\"questions\":[]}", "{\"name\":\"x\",\"questions\":[3]}",
		"{\"name\":\"\",\"questions\":[{\"name\":\"a\",\"kind\":\"text\",\"label\":\"A\",\"privacy\":\"group\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"A b\",\"kind\":\"text\",\"label\":\"A\",\"privacy\":\"group\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"day\",\"kind\":\"text\",\"label\":\"A\",\"privacy\":\"group\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"a\",\"kind\":\"blob\",\"label\":\"A\",\"privacy\":\"group\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"a\",\"kind\":\"text\",\"label\":\"A\",\"privacy\":\"sealed\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"a\",\"kind\":\"text\",\"label\":\"A\",\"privacy\":\"personal\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"a\",\"kind\":\"choice\",\"label\":\"A\",\"privacy\":\"group\"}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"a\",\"kind\":\"number\",\"label\":\"A\",\"privacy\":\"group\",\"min\":5,\"max\":5}]}",
		"{\"name\":\"x\",\"questions\":[{\"name\":\"a\",\"kind\":\"text\",\"label\":\"A\",\"privacy\":\"group\"},"
		"{\"name\":\"a\",\"kind\":\"date\",\"label\":\"B\",\"privacy\":\"group\"}]}",
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct formdef f;
		struct diag d = { 0 };
		if (formdef_read(a, str_c(bad[i]), &f, &d) != INVALID || !d.n)
			fail_msg("taken: %s", bad[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_kept_is_read_back, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_are_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(names_come_from_words, setup, teardown),
		cmocka_unit_test_setup_teardown(choices_come_from_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(what_does_not_serve_is_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
