/* The table that networks start with is plausible; amounts and lists are read as kitchens write them. */
#include "food.h"

#include "common.h"
#include "csv.h"
#include "fixture.h"
#include "people.h"

#include <stdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const struct module *const modules[] = { &people_module, &foods_module, NULL };
static struct fixture f;

/* The rows of data/foods.csv into the network, as `ayni init` does. */
static void load(void)
{
	static char text[65536];
	struct str cell[CSV_CELLS_MAX], head[CSV_CELLS_MAX];
	struct diag d = { 0 };
	struct csv csv;
	unsigned n, columns = 0;
	FILE *in = fopen(FOODS_CSV, "r");

	assert_non_null(in);
	size_t len = fread(text, 1, sizeof(text), in);
	assert_true(len > 0 && len < sizeof(text));
	fclose(in);
	assert_int_equal(csv_open(&csv, f.mem, (struct str){ text, len }, &d), OK);
	assert_true(csv_row(&csv, cell, &columns));
	assert_int_equal(columns, FOOD__N);
	for (unsigned i = 0; i < columns; i++)
		head[i] = str_dup(f.mem, cell[i]);
	while (csv_row(&csv, cell, &n)) {
		const char *a[2 * FOOD__N];
		for (unsigned i = 0; i < FOOD__N; i++) {
			a[2 * i] = head[i].p;
			a[2 * i + 1] = str_dup(f.mem, i < n ? cell[i] : STR("")).p;
		}
		assert_int_equal(fixture_do(&f, &f.operator.who, "food.put", a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8],
			a[9], a[10], a[11], a[12], a[13], a[14], a[15], a[16], a[17], a[18], a[19], a[20], a[21], a[22], a[23], a[24],
			a[25], a[26], a[27], a[28], a[29], a[30], a[31], a[32], a[33], a[34], a[35], (const char *)NULL), ACT_ACCEPTED);
	}
	assert_false(csv.bad);
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	load();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

/* A context to read with, its faults forgotten. */
static struct ctx *reading(void)
{
	static struct diag d;

	d = (struct diag){ 0 };
	f.ctx.diag = &d;
	f.ctx.db = writer_db(f.writer);
	return &f.ctx;
}

static bool refused(const char *code)
{
	const struct diag_item *item = diag_find(f.ctx.diag, "list");

	return item && str_is(str_c(item->code), code);
}

static int64_t n_of(const struct record *r, unsigned i)
{
	return r->v[i].kind == V_INT ? r->v[i].i : -1;
}

/*
 * What no row may say: protein and iron beyond what any food has, more energy than fat gives (9 kcal a gram), less than
 * its protein alone gives (4 kcal a gram, a tenth less for rounding), a figure without a source.
 */
static void the_table_is_plausible(void **state)
{
	struct ctx *c = reading();
	struct rows rows;
	unsigned n = 0, sourced = 0;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id[400];

	(void)state;
	const struct query *q = db_compose(c->db, STR("SELECT id FROM food WHERE network = ?1"), 1, 1);
	rows = db_rows(c->db, q, ARGS(cell_id(&f.net.id)));
	while (rows_next(&rows) && n < ARRAY_LEN(id))
		id[n++] = rows_id(&rows, 0);
	assert_true(n >= 80 && n < ARRAY_LEN(id));
	for (unsigned i = 0; i < n; i++) {
		assert_true(food_get(c, id[i], r));
		int64_t kcal = n_of(r, FOOD_ENERGY_KCAL), protein_mg = n_of(r, FOOD_PROTEIN_MG), iron_ug = n_of(r, FOOD_IRON_UG);
		bool any = kcal >= 0 || protein_mg >= 0 || iron_ug >= 0;
		assert_true(kcal <= 900 && protein_mg <= 45000 && iron_ug <= 70000);
		assert_true(kcal < 0 || protein_mg < 0 || kcal * 1000 >= protein_mg * 4 * 9 / 10 - 4000);
		assert_int_equal(any, r->v[FOOD_SOURCE].kind == V_TEXT);
		assert_true(n_of(r, FOOD_HEME) != 1 || str_is(r->v[FOOD_KIND].s, "meat") || str_is(r->v[FOOD_KIND].s, "fish"));
		assert_true(n_of(r, FOOD_CUP) < 0 || n_of(r, FOOD_SPOON) < 0 || n_of(r, FOOD_CUP) > 8 * n_of(r, FOOD_SPOON));
		assert_true(id_eq(food_named(c, r->v[FOOD_NAME].s), id[i])); /* no name is another's word */
		sourced += any;
	}
	assert_true(sourced >= 80);
}

static void names_are_found(void **state)
{
	static const char *const said[][2] = { { "arroz", "ARROZ" }, { "Arróz", "ARROZ" }, { "papas", "PAPA" }, { "tomates", "TOMATE" },
		{ "papa seca", "PAPA-SECA" }, { "ají amarillo", "AJI" }, { "piña", "PINA" }, { "frijoles", "FREJOL" }, { "zanahora", "ZANAHORIA" },
		{ "balón de gas", "GAS" }, { "limones", "LIMON" }, { "leche de tarro", "LECHE-EVAPORADA" }, { "computadora", NULL }, { "", NULL } };
	struct ctx *c = reading();
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		struct id id = food_named(c, str_c(said[i][0]));
		assert_int_equal(!id_is_zero(id), said[i][1] != NULL);
		if (said[i][1])
			assert_true(food_get(c, id, r) && str_is(r->v[FOOD_CODE].s, said[i][1]));
	}
}

static void amounts_are_read(void **state)
{
	static const struct {
		const char *food, *typed;
		int64_t amount; /* 0: refused with `code` */
		const char *told; /* or the code */
	} said[] = {
		{ "arroz", "20 kg", 20000, "20 kg" }, { "arroz", "2 sacos", 100000, "100 kg" }, { "arroz", "3 tazas y media", 647, "647 g" },
		{ "arroz", "un puñado", 46, "46 g" }, { "arroz", "2.5 kilos", 2500, "2.5 kg" }, { "arroz", "500", 0, "measure" },
		{ "arroz", "3 litros", 0, "measure" }, { "arroz", "mucho", 0, "format" }, { "arroz", "2 latas", 0, "measure" },
		{ "aceite", "medio litro", 500, "500 ml" }, { "aceite", "5 litros", 5000, "5 litros" }, { "aceite", "1 litro", 1000, "1 litro" },
		{ "huevo", "30", 1650, "1.65 kg" }, { "huevo", "una docena", 660, "660 g" }, { "gas", "2 balones", 2, "2 balones" },
		{ "gas", "1", 1, "1 balón" }, { "gas", "medio balón", 0, "measure" }, { "sal", "2000 kg", 0, "much" },
		{ "leche evaporada", "10 latas", 4000, "4 kg" }, { "esponja", "3", 3, "3 unidades" },
	};
	struct ctx *c;
	struct record *r;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		int64_t got = 0;
		c = reading();
		r = ARENA_NEW(c->mem, struct record);
		assert_true(food_get(c, food_named(c, str_c(said[i].food)), r));
		enum rc rc = food_amount_read(c, r, "list", str_c(said[i].typed), &got);
		assert_int_equal(rc, said[i].amount ? OK : INVALID);
		if (rc == OK) {
			assert_int_equal(got, said[i].amount);
			assert_true(str_is(food_amount_show(c, r, got), said[i].told));
		} else {
			assert_true(refused(said[i].told));
		}
	}
	c = reading();
	assert_true(food_get(c, food_named(c, STR("sal")), r));
	int64_t got = 0;
	assert_int_equal(food_amount_sure(c, r, "list", STR("2000 kg"), &got), OK);
	assert_int_equal(got, 2000000);
	assert_true(str_is(food_amount_show(c, r, -1500), "−1.5 kg"));
}

static void lists_are_read(void **state)
{
	struct food_line line[4];
	unsigned n = 9;

	(void)state;
	assert_int_equal(food_list_read(reading(), "list", STR("20 kg de arroz\r\nPapas 10 kg, 2,5 kg carne de res\n\narroz 1 kg"),
		false, line, 4, &n), OK);
	assert_int_equal(n, 3);
	assert_true(str_is(line[0].name, "arroz") && line[0].amount == 21000);
	assert_true(str_is(line[1].name, "papa") && line[1].amount == 10000 && str_is(line[1].typed, "10 kg"));
	assert_true(str_is(line[2].name, "carne de res") && line[2].amount == 2500);
	assert_int_equal(food_list_read(reading(), "list", STR("sal\n2 balones de gas; dos bolsas"), false, line, 4, &n), OK);
	assert_true(n == 3 && line[0].amount == 0 && line[1].amount == 2 && line[2].amount == 2);
	assert_true(food_list_read(reading(), "list", STR("3 kg de nubes"), false, line, 4, &n) == INVALID && refused("unknown"));
	assert_true(food_list_read(reading(), "list", STR("3 kg arroz 2 kg"), false, line, 4, &n) == INVALID && refused("unknown"));
	assert_true(food_list_read(reading(), "list", STR("2000 kg de sal"), false, line, 4, &n) == INVALID && refused("much"));
	assert_int_equal(food_list_read(reading(), "list", STR("2000 kg de sal"), true, line, 4, &n), OK);
	assert_true(food_list_read(reading(), "list", STR("1 kg sal\n1 kg papa\n1 kg ajo\n1 kg pan\n1 kg avena"), false, line, 4, &n) ==
		INVALID && refused("range"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_plausible),
		cmocka_unit_test(names_are_found),
		cmocka_unit_test(amounts_are_read),
		cmocka_unit_test(lists_are_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
