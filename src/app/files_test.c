/*
 * files_test.c - tables in and out of a small network of the real modules, through the whole gate.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "data.h"
#include "files.h"
#include "fixture.h"
#include "kitchens.h"
#include "people.h"

#include <cmocka.h> /* behind ours: it has a macro named fail */

static const struct module *const two_modules[] = { &people_module, &kitchens_module, NULL };

struct net {
	struct fixture f;
	struct diag diag;
	struct import_report report;
	struct buf text;
};

static struct ctx context(struct net *n, const struct actor *who)
{
	n->diag = (struct diag){ 0 };
	return (struct ctx){ .mem = n->f.mem, .diag = &n->diag, .db = writer_db(n->f.writer), .reg = n->f.reg,
		.schema = n->f.reg->schema, .net = &n->f.net, .who = who ? who : &n->f.console,
		.lang = lang_spanish(), .now = n->f.now, .channel = "file" };
}

static enum rc bring(struct net *n, const char *entity, struct str text, bool replace)
{
	struct ctx c = context(n, NULL);

	n->f.now += 1000;
	return files_import(&c, n->f.writer, schema_entity(c.schema, str_c(entity)), text, replace, &n->report);
}

static bool add_piece(void *arg, struct str bytes)
{
	buf_add(arg, bytes);
	return true;
}

static struct str take(struct net *n, const struct actor *who, const char *entity, enum export_form form)
{
	struct ctx c = context(n, who);

	n->text = buf_new(n->f.mem, 4096);
	assert_true(files_export(&c, schema_entity(c.schema, str_c(entity)), form, add_piece, &n->text));
	return buf_str(&n->text);
}

static int64_t changes(struct net *n)
{
	return journal_head(writer_db(n->f.writer), n->f.net.id).seq;
}

static void counts(struct net *n, unsigned rows, unsigned written, unsigned skipped, unsigned errors)
{
	assert_int_equal(n->report.rows, rows);
	assert_int_equal(n->report.written, written);
	assert_int_equal(n->report.skipped, skipped);
	assert_int_equal(n->report.errors, errors);
}

static bool has(struct str text, const char *piece)
{
	if (str_contains(text, str_c(piece)))
		return true;
	print_message("in: %.*s\n", (int)text.n, text.p);
	return false;
}

static const char kitchens_csv[] = "codigo;nombre;distrito;comensales\n"
				   "SJM-001;Virgen de la Puerta;150133;90\n"
				   "SJM-002;Las Ñustas;150133;\n"
				   "VES-001;Año Nuevo;150142;120\n";

static int setup(void **state)
{
	static struct net n;

	n = (struct net){ 0 };
	fixture_new(&n.f, two_modules);
	assert_non_null(n.f.writer);
	assert_int_equal(bring(&n, "kitchen", str_c(kitchens_csv), false), OK);
	counts(&n, 3, 3, 0, 0);
	*state = &n;
	return 0;
}

static int teardown(void **state)
{
	struct net *n = *state;
	struct diag d = { 0 };
	int64_t all;

	/* Whatever was tried: the chain holds, and the tables are what it says. */
	assert_int_equal(journal_verify(writer_db(n->f.writer), n->f.reg->schema, n->f.net.id, &all, &d), OK);
	assert_int_equal(data_compare(writer_db(n->f.writer), n->f.reg, n->f.net.id, 0, &d), OK);
	fixture_free(&n->f);
	return 0;
}

static void pots_are_read_once(void **state)
{
	struct net *n = *state;
	struct str pots = STR("\xef\xbb\xbfkitchen,fecha,comida,raciones,gratis,clima\r\n"
			      "SJM-001,2026-11-22,almuerzo,95,12,gris\r\n"
			      "SJM-001,22/11/2026,dinner,40,,\r\n"
			      "\"SJM-002\",2026-11-21,lunch,\"1,020\",0,sol\r\n");

	assert_int_equal(bring(n, "meal", pots, false), OK);
	counts(n, 3, 3, 0, 0);
	assert_true(str_is(n->report.unknown, "clima"));
	int64_t before = changes(n);
	assert_int_equal(bring(n, "meal", pots, false), OK);
	counts(n, 3, 0, 3, 0);
	assert_int_equal(bring(n, "meal", pots, true), OK);
	counts(n, 3, 0, 3, 0);
	assert_int_equal(changes(n), before);
	struct str out = take(n, &n->f.operator.who, "meal", EXPORT_CSV);
	assert_true(has(out, ",SJM-001,2026-11-22,lunch,150133,kitchen,,95,12,,,"));
	assert_true(has(out, ",SJM-002,2026-11-21,lunch,150133,kitchen,,1020,0,,,"));
}

static void one_bad_row_refuses_the_file(void **state)
{
	struct net *n = *state;
	int64_t before = changes(n);

	assert_int_equal(bring(n, "meal", STR("kitchen,day,sitting,served,error\n"
					      "SJM-001,2026-11-22,lunch,95,antes\n"
					      "QQQ-999,2026-11-22,lunch,50,\n"
					      "SJM-001,2026-11-23,lunch,50,\n"
					      "SJM-001,2026-11-21,supper,many,\n"), false), INVALID);
	counts(n, 4, 0, 0, 3);
	assert_int_equal(changes(n), before);
	assert_int_equal(n->report.nfault, 3);
	assert_int_equal(n->report.fault[0]->line, 3);
	assert_true(str_is(n->report.fault[0]->column, "kitchen"));
	assert_true(has(n->report.fault[0]->message, "QQQ-999"));
	assert_true(str_is(n->report.fault[1]->column, "day"));
	assert_true(str_is(n->report.fault[2]->next->column, "served"));
	assert_true(has(n->report.copy, "kitchen,day,sitting,served,error\r\n"));
	assert_true(has(n->report.copy, "SJM-001,2026-11-22,lunch,95,\r\n"));
	assert_true(has(n->report.copy, "QQQ-999,2026-11-22,lunch,50,kitchen: No encontramos «QQQ-999»\r\n"));
}

static void refused_while_deciding_is_taken_back(void **state)
{
	struct net *n = *state;
	int64_t before = changes(n);

	/* Shape and access are fine: only deciding tells, when the first row is written already. */
	assert_int_equal(bring(n, "meal", STR("kitchen,day,served\nSJM-001,2026-11-22,95\nSJM-001,2026-11-23,50\n"), false),
		INVALID);
	counts(n, 2, 0, 0, 1);
	assert_int_equal(changes(n), before);
	assert_true(n->report.copy.n > 0);
	assert_int_equal(bring(n, "meal", STR("kitchen,day,served\nSJM-001,2026-11-22,95\n"), false), OK);
	counts(n, 1, 1, 0, 0);
	assert_int_equal(changes(n), before + 1);
}

static void standing_figures_ask_for_replace(void **state)
{
	struct net *n = *state;
	struct str first = STR("kitchen,day,sitting,served,cost\nSJM-001,2026-11-22,lunch,120,35.5\n");
	struct str other = STR("kitchen;day;sitting;served\nSJM-001;2026-11-22;lunch;95\n");

	assert_int_equal(bring(n, "meal", first, false), OK);
	assert_int_equal(bring(n, "meal", other, false), INVALID);
	counts(n, 1, 0, 0, 1);
	assert_true(str_is(n->report.fault[0]->column, "served"));
	assert_true(has(n->report.fault[0]->message, "120"));
	assert_int_equal(bring(n, "meal", other, true), OK);
	counts(n, 1, 1, 0, 0);
	assert_true(has(take(n, NULL, "meal", EXPORT_CSV), ",95,,,35.50,"));
	assert_int_equal(bring(n, "meal", first, true), OK);
	counts(n, 1, 1, 0, 0);
	assert_int_equal(bring(n, "meal", other, true), OK);
	counts(n, 1, 1, 0, 0);
	assert_int_equal(bring(n, "meal", other, true), OK);
	counts(n, 1, 0, 1, 0);
}

static void an_empty_figure_is_filled_in_without_asking(void **state)
{
	struct net *n = *state;

	assert_int_equal(bring(n, "meal", STR("kitchen,day,sitting,served\nSJM-001,2026-11-22,lunch,120\n"), false), OK);
	assert_int_equal(bring(n, "meal", STR("kitchen,day,sitting,free\nSJM-001,2026-11-22,lunch,12\n"), false), OK);
	counts(n, 1, 1, 0, 0);
	assert_true(has(take(n, NULL, "meal", EXPORT_CSV), ",120,12,"));
}

static void the_same_pot_twice_in_a_file(void **state)
{
	struct net *n = *state;
	struct str twice = STR("kitchen,day,sitting,served\nSJM-001,2026-11-22,lunch,95\nSJM-001,2026-11-22,lunch,96\n");

	assert_int_equal(bring(n, "meal", twice, false), INVALID);
	counts(n, 2, 0, 0, 1);
	assert_true(has(take(n, NULL, "meal", EXPORT_JSON), "[]"));
	assert_int_equal(bring(n, "meal", twice, true), OK);
	counts(n, 2, 2, 0, 0);
	assert_true(has(take(n, NULL, "meal", EXPORT_JSON), "\"served\":96"));
}

static void places_under_the_names_of_others(void **state)
{
	struct net *n = *state;
	struct str places = STR("inei,reniec,name,latitude,longitude,food_vulnerability_index\n"
				"150133,140132,SAN JUAN DE MIRAFLORES,-12.159,-76.964,0.28\n"
				"150144,140144,SANTA MARIA DE HUACHIPA,-12.015,-76.831,\n");

	assert_int_equal(bring(n, "place", places, false), OK);
	counts(n, 2, 2, 0, 0);
	assert_true(str_is(n->report.unknown, "food_vulnerability_index"));
	struct str out = take(n, NULL, "place", EXPORT_CSV);
	assert_true(has(out, "150133,district,1501,San Juan de Miraflores,150133,140132,-12.159,-76.964"));
	assert_true(has(out, "150144,district,1501,SANTA MARIA DE HUACHIPA,150144,140144,-12.015,-76.831"));
	assert_int_equal(bring(n, "place", places, false), OK);
	counts(n, 2, 0, 2, 0);
	assert_int_equal(bring(n, "place", places, true), OK);
	counts(n, 2, 1, 1, 0);
	assert_true(has(take(n, NULL, "place", EXPORT_CSV), "150133,district,1501,SAN JUAN DE MIRAFLORES,"));
}

static void headers_that_cannot_do(void **state)
{
	struct net *n = *state;

	assert_int_equal(bring(n, "meal", STR("day,served\n2026-11-22,95\n"), false), INVALID);
	assert_string_equal(n->diag.item[0].code, "column");
	assert_string_equal(n->diag.item[0].field, "kitchen");
	assert_int_equal(bring(n, "meal", STR("kitchen,cocina,served\nSJM-001,SJM-001,9\n"), false), INVALID);
	assert_string_equal(n->diag.item[0].code, "twice");
	assert_int_equal(bring(n, "meal", STR("kitchen,served\n\"SJM-001,9\n"), false), INVALID);
	assert_string_equal(n->diag.item[0].code, "csv");
	assert_int_equal(bring(n, "meal", STR("kitchen,served\nma\xf1" "ana,9\n"), false), INVALID);
	assert_string_equal(n->diag.item[0].code, "utf8");
	assert_int_equal(bring(n, "meal", STR(" \n"), false), INVALID);
	assert_int_equal(bring(n, "meal", STR("kitchen,served\nSJM-001,9,8\n"), false), INVALID);
	counts(n, 1, 0, 0, 1);
	assert_int_equal(bring(n, "meal", STR("kitchen,served\n"), false), OK);
	counts(n, 0, 0, 0, 0);
}

static void too_many_rows(void **state)
{
	struct net *n = *state;
	struct buf b = buf_new(n->f.mem, 2 << 20);

	buf_c(&b, "kitchen,day,served\n");
	for (unsigned i = 0; i <= IMPORT_ROWS_MAX; i++)
		buf_c(&b, "SJM-001,2026-11-22,95\n");
	assert_int_equal(bring(n, "meal", buf_str(&b), false), INVALID);
	assert_string_equal(n->diag.item[0].code, "too_many");
	assert_true(has(n->diag.item[0].arg, "50,000"));
}

static void people_phones_and_kitchens(void **state)
{
	struct net *n = *state;
	struct str phones = STR("person,kind,phone\nROSA,sms,900000009\n");

	assert_int_equal(bring(n, "person", STR("name,short_name,document_kind,document_number\n"
						"Rosa Quispe,rosa,dni,12345678\n"), false), OK);
	assert_int_equal(bring(n, "membership", STR("person,group,role,since\nROSA,SJM-001,leader,2026-11-01\n"), false), OK);
	assert_int_equal(bring(n, "contact", phones, false), OK);
	counts(n, 1, 1, 0, 0);
	assert_int_equal(bring(n, "contact", phones, false), OK);
	counts(n, 1, 0, 1, 0);
	assert_int_equal(bring(n, "kitchen", STR("code,address,capacity\nSJM-002,\"Mz. B, lote 4\",80\n"), false), OK);
	counts(n, 1, 1, 0, 0);
	assert_int_equal(bring(n, "kitchen", STR("code,capacity\nSJM-002,81\n"), false), INVALID);
	assert_int_equal(bring(n, "kitchen", STR("code,name\nNUEVA-1,Sin lugar\n"), false), INVALID);
	assert_true(str_is(n->report.fault[0]->column, "place"));
}

static void what_goes_out_comes_back_as_the_same(void **state)
{
	struct net *n = *state;

	people_phones_and_kitchens(state);
	assert_int_equal(bring(n, "meal", STR("kitchen,day,sitting,served,cost,reason\n"
					      "SJM-001,2026-11-22,lunch,95,12.5,\n"
					      "SJM-001,2026-11-21,lunch,,3,\"=1+1; \"\"sí\"\"\"\n"
					      "VES-001,2026-01-05,dinner,70,,del cuaderno\n"), false), OK);
	unsigned filled = 0;
	for (unsigned i = 0; i < schema_count(n->f.reg->schema); i++) {
		const struct entity *e = schema_at(n->f.reg->schema, i);
		struct str out = take(n, NULL, e->name, EXPORT_CSV);
		int64_t before = changes(n);
		assert_int_equal(bring(n, e->name, out, false), OK);
		filled += n->report.rows > 0;
		counts(n, n->report.rows, 0, n->report.rows, 0);
		assert_int_equal(changes(n), before);
		assert_int_equal(n->report.unknown.n, 0);
	}
	assert_true(filled >= 8); /* all but devices and erasures */
}

static void erasures_are_asked_for_in_so_many_words(void **state)
{
	struct net *n = *state;

	people_phones_and_kitchens(state);
	assert_int_equal(bring(n, "erasure", STR("person\nROSA\n"), false), INVALID);
	assert_true(str_is(n->report.fault[0]->column, "sure"));
	assert_int_equal(bring(n, "erasure", STR("person,sure\nROSA,sí\n"), false), OK);
	counts(n, 1, 1, 0, 0);
	assert_int_equal(bring(n, "erasure", take(n, NULL, "erasure", EXPORT_CSV), false), OK);
	counts(n, 1, 0, 1, 0);
}

static void readers_get_what_they_may_see(void **state)
{
	struct net *n = *state;
	struct actor nobody = { 0 };

	people_phones_and_kitchens(state);
	assert_int_equal(bring(n, "meal", STR("kitchen,day,sitting,served,free,cost\nSJM-001,2026-11-22,lunch,95,12,35\n"),
		false), OK);
	struct str pots = take(n, &nobody, "meal", EXPORT_JSON);
	assert_true(has(pots, "\"served\":95"));
	assert_false(has(pots, "\"free\""));
	assert_false(has(pots, "\"cost\""));
	assert_true(str_is(take(n, &nobody, "contact", EXPORT_JSON), "[]\n"));
	assert_false(has(take(n, &nobody, "person", EXPORT_CSV), "Rosa"));
	assert_true(has(take(n, &n->f.operator.who, "person", EXPORT_CSV), "Rosa Quispe,ROSA,dni,12345678"));
	assert_true(has(take(n, &n->f.operator.who, "contact", EXPORT_CSV), "ROSA,sms,+51900000009"));
	assert_true(has(take(n, &n->f.operator.who, "meal", EXPORT_JSON), "\"cost\":\"35.00\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pots_are_read_once, setup, teardown),
		cmocka_unit_test_setup_teardown(one_bad_row_refuses_the_file, setup, teardown),
		cmocka_unit_test_setup_teardown(refused_while_deciding_is_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(standing_figures_ask_for_replace, setup, teardown),
		cmocka_unit_test_setup_teardown(an_empty_figure_is_filled_in_without_asking, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_pot_twice_in_a_file, setup, teardown),
		cmocka_unit_test_setup_teardown(places_under_the_names_of_others, setup, teardown),
		cmocka_unit_test_setup_teardown(headers_that_cannot_do, setup, teardown),
		cmocka_unit_test_setup_teardown(too_many_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(people_phones_and_kitchens, setup, teardown),
		cmocka_unit_test_setup_teardown(what_goes_out_comes_back_as_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(erasures_are_asked_for_in_so_many_words, setup, teardown),
		cmocka_unit_test_setup_teardown(readers_get_what_they_may_see, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
