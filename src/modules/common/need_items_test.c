/* Lists of what is lacking, as people write them. */
#include "need_items.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

/* What is read, "thing amount measure" each; NULL: not understood. */
static const struct {
	const char *text, *means;
} cases[] = {
	{ "arroz 10 kg y aceite", "arroz 10000 g; aceite" },
	{ "arroz", "arroz" },
	{ "el aceite", "aceite" },
	{ "Arroz 10kg, aceite 2lts, menestra", "arroz 10000 g; aceite 2000 ml; menestra" },
	{ "10 kilos de arroz y 2 litros de aceite", "arroz 10000 g; aceite 2000 ml" },
	{ "diez kilos de arroz", "arroz 10000 g" },
	{ "treinta y cinco kilos de papa", "papa 35000 g" },
	{ "ciento veinte huevos", "huevo 120 unit" },
	{ "medio kilo de sal", "sal 500 g" },
	{ "sal medio kilo", "sal 500 g" },
	{ "un cuarto de kilo de ajo", "ajo 250 g" },
	{ "kilo y medio de azúcar", "azucar 1500 g" },
	{ "un kilo y medio de azúcar", "azucar 1500 g" },
	{ "dos kilos y medio de azucar", "azucar 2500 g" },
	{ "1.5 litros de aceite", "aceite 1500 ml" },
	{ "1,5 kg pollo", "pollo 1500 g" },
	{ "2 1/2 kg de cebolla", "cebolla 2500 g" },
	{ "1/2 kg de cebolla", "cebolla 500 g" },
	{ "1,000 g de fideos", "fideo 1000 g" },
	{ "gas", "gas" },
	{ "un balón de gas", "gas 1 cylinder" },
	{ "un balon", "gas 1 cylinder" },
	{ "balón de gas", "gas" },
	{ "2 sacos de arroz", "arroz 2 sack" },
	{ "medio saco de arroz", "arroz" },
	{ "arroz (10 kg)", "arroz 10000 g" },
	{ "arroz 10 kg aceite 2 litros sal", "arroz 10000 g; aceite 2000 ml; sal" },
	{ "arroz aceite y sal", "arroz; aceite; sal" },
	{ "10 kg arroz 5 kg azucar", "arroz 10000 g; azucar 5000 g" },
	{ "docena de huevos", "huevo" },
	{ "2 docenas de huevos", "huevo 24 unit" },
	{ "papa amarilla 3 kg", "papa amarilla 3000 g" },
	{ "aroz", "arroz" }, { "lentja", "lenteja" }, { "zanaoria 4 kilos", "zanahoria 4000 g" },
	{ "arroz 10 kg, arroz 5 kg", "arroz 15000 g" },
	{ "leña", "lena" }, { "agua", "agua" },
	{ "kion 2 kg", "kion 2000 g" }, { "maca 2 kg", "maca 2000 g" },
	{ "arroz 10 kg por favor", "arroz 10000 g" },
	{ "un poco de sal para mañana", "sal" },
	{ "arroz\naceite\n3 kg papa", "arroz; aceite; papa 3000 g" },
	{ "- arroz\n- aceite", "arroz; aceite" },
	{ "kimsa kg papa", "papa 3000 g" }, { "chupa kg papa", NULL }, { "saco arroz", "arroz" },
	{ "bolsas", "bolsa" }, { "balon gas", "gas" },
	/* not surely a thing that a pot lacks */
	{ "", NULL }, { "   ", NULL }, { "120", NULL }, { "120 raciones", NULL }, { "una firma", NULL }, { "poco", NULL },
	{ "mi hijo", NULL }, { "dos personas", NULL }, { "gente", NULL }, { "10 kg", NULL }, { "que vengan", NULL },
	{ "agua en mi casa", NULL }, { "pan para mis hijos", NULL }, { "arroz que compramos ayer", NULL },
	{ "5 minutos", NULL }, { "almuerzo hoy", NULL }, { "arroz pero no aceite", NULL }, { "maca", NULL },
	{ "999999999 kg de arroz", NULL }, { "arroz y una firma", NULL },
};

static struct str shown(struct arena *a, const struct need_item *it, unsigned n)
{
	struct buf b = buf_new(a, 64);

	for (unsigned i = 0; i < n; i++) {
		buf_c(&b, i ? "; " : "");
		buf_add(&b, it[i].item);
		if (!it[i].has_amount)
			continue;
		buf_char(&b, ' ');
		buf_int(&b, it[i].amount);
		buf_char(&b, ' ');
		buf_add(&b, it[i].measure);
	}
	return buf_str(&b);
}

static void lists_are_read(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *a = arena_new(0);
		struct need_item it[NEED_ITEMS_MAX];
		struct str stray;
		unsigned n;
		bool good = need_items_read(a, str_c(cases[i].text), it, &n, &stray);
		struct str got = shown(a, it, good ? n : 0);
		if (good != (cases[i].means != NULL) || (good && !str_is(got, cases[i].means))) {
			print_error("«%s» is «%.*s» (%.*s)\n", cases[i].text, (int)got.n, got.p, (int)stray.n, stray.p);
			wrong++;
		}
		arena_free(&a);
	}
	assert_int_equal(wrong, 0);
}

static void as_many_as_there_is_room_for(void **state)
{
	struct arena *a = arena_new(0);
	struct need_item it[NEED_ITEMS_MAX];
	struct str stray;
	unsigned n;

	(void)state;
	assert_true(need_items_read(a, STR("arroz, sal, gas, agua, papa, pollo, ajo, leche, pan, huevo, fideo, avena"), it, &n, &stray));
	assert_int_equal(n, 12);
	assert_false(need_items_read(a, STR("arroz, sal, gas, agua, papa, pollo, ajo, leche, pan, huevo, fideo, avena, queso"), it, &n,
		&stray));
	assert_true(str_is(stray, "queso"));
	assert_true(str_is(need_item_label(STR("azucar")), "azúcar"));
	arena_free(&a);
}

static void a_number_and_the_rest(void **state)
{
	static const struct {
		const char *text;
		int64_t thousandths; /* -1: none */
		const char *rest;
	} said[] = {
		{ "10 kg", 10000, "kg" }, { "3 tazas y media", 3500, "tazas" }, { "media docena", 500, "docena" },
		{ "treinta y cinco  KILOS de Arroz", 35000, "kilos de arroz" }, { "1/2 kg", 500, "kg" }, { "500", 500000, "" },
		{ "un puñado", 1000, "punado" }, { "2,5 litros", 2500, "litros" }, { "kilos", -1, "" }, { "", -1, "" },
		{ "999999999 kg", -1, "" }, { "tres tazas y media de azúcar", 3500, "tazas de azucar" },
	};
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		int64_t v = 0;
		struct str rest;
		bool good = need_number_read(a, str_c(said[i].text), &v, &rest);
		assert_int_equal(good, said[i].thousandths >= 0);
		assert_true(!good || v == said[i].thousandths);
		assert_true(str_is(rest, said[i].rest));
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_read),
		cmocka_unit_test(as_many_as_there_is_room_for),
		cmocka_unit_test(a_number_and_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
