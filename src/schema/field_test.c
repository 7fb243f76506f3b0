#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "civil.h"
#include "field.h"
#include "hash.h"

static const struct choice sittings[] = {
	{ "breakfast", N_("Desayuno"), "desayunos|en la mañana", NULL },
	{ "lunch", N_("Almuerzo"), "almuerzos|mediodia", NULL },
	{ 0 },
};

static const struct field in_text = { "f", T_TEXT, .max = 10 };
static const struct field in_wide = { "f", T_TEXT, .flags = F_WIDE };
static const struct field in_int = { "f", T_INT, .min = 0, .max = 5000 };
static const struct field in_grams = { "f_g", T_INT, F_GRAMS, .min = 0, .max = 2000000 };
static const struct field in_ml = { "f_ml", T_INT, F_ML, .min = 0, .max = 2000000 };
static const struct field in_money = { "f", T_MONEY, .min = -100, .max = 1000000 };
static const struct field in_bool = { .name = "f", .type = T_BOOL };
static const struct field in_date = { .name = "f", .type = T_DATE };
static const struct field in_instant = { .name = "f", .type = T_INSTANT };
static const struct field in_ref = { "f", T_REF, .ref = "kitchen" };
static const struct field in_enum = { "f", T_ENUM, .choices = sittings };
static const struct field in_code = { "f", T_CODE, .max = 8 };
static const struct field in_phone = { .name = "f", .type = T_PHONE };
static const struct field in_lat = { .name = "f", .type = T_LAT };
static const struct field in_lon = { .name = "f", .type = T_LON };
static const struct field in_blob = { .name = "f", .type = T_BLOB };

/* What is typed; what it is in its permanent form, or the code of the fault after "!". */
struct golden {
	const struct field *f;
	const char *typed, *want;
};

static const struct golden table[] = {
	{ &in_blob, "j.51234.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "j.51234.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
	{ &in_blob, " o.7.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", "o.7.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
	{ &in_blob, "", "" },
	{ &in_blob, "x.7.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "!format" },
	{ &in_blob, "j.07.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "!format" },
	{ &in_blob, "j.8388609.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "!format" },
	{ &in_blob, "j.7.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeA", "!format" },
	{ &in_blob, "j.7.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", "!format" },
	{ &in_blob, "j.-7.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "!format" },
	{ &in_grams, "3.5 kg", "3500" },
	{ &in_grams, "3,5 Kg.", "3500" },
	{ &in_grams, "3.5kg", "3500" },
	{ &in_grams, "800 g", "800" },
	{ &in_grams, "800", "800" },
	{ &in_grams, "1,500 g", "1500" },
	{ &in_grams, "1,234.5 kg", "1234500" },
	{ &in_grams, "medio kilo", "500" },
	{ &in_grams, "un kilo", "1000" },
	{ &in_grams, "kilo y medio", "1500" },
	{ &in_grams, "3 kilos y medio", "3500" },
	{ &in_grams, "3 y medio kilos", "3500" },
	{ &in_grams, "tres cuartos de kilo", "750" },
	{ &in_grams, "0 kg", "0" },
	{ &in_grams, "0.5 g", "1" },
	{ &in_grams, "", "" },
	{ &in_grams, "3.5", "!format" },
	{ &in_grams, "3.1415 kg", "!format" },
	{ &in_grams, "mucho", "!format" },
	{ &in_grams, "3 litros", "!format" },
	{ &in_grams, "3 kg y 4", "!format" },
	{ &in_grams, "-3 kg", "!format" },
	{ &in_grams, "3 garrafas", "!format" },
	{ &in_grams, "2001 kg", "!range" },
	{ &in_grams, "99999999999999999999 kg", "!range" },
	{ &in_grams, "99999999999999999999", "!range" },
	{ &in_ml, "2 litros", "2000" },
	{ &in_ml, "litro y medio", "1500" },
	{ &in_ml, "750ml", "750" },
	{ &in_ml, "2 kg", "!format" },
	{ &in_int, "120", "120" },
	{ &in_int, " 120 ", "120" },
	{ &in_int, "\t120\r\n", "120" },
	{ &in_int, "0", "0" },
	{ &in_int, "007", "7" },
	{ &in_int, "1,234", "1234" },
	{ &in_int, "1 234", "1234" },
	{ &in_int, "1\302\240234", "1234" },
	{ &in_int, "\357\274\221\357\274\222", "12" }, /* full-width digits */
	{ &in_int, "", "" },
	{ &in_int, "   ", "" },
	{ &in_int, "5000", "5000" },
	{ &in_int, "5001", "!range" },
	{ &in_int, "-1", "!range" },
	{ &in_int, "\342\210\2221", "!range" }, /* a typographic minus */
	{ &in_int, "99999999999999999999", "!range" },
	{ &in_int, "1,234,567,890,123,456,789,000", "!range" },
	{ &in_int, "120.0", "!format" },
	{ &in_int, "12,5", "!format" },
	{ &in_int, "1,23", "!format" },
	{ &in_int, "1234,567", "!format" },
	{ &in_int, "1,234 567", "!format" },
	{ &in_int, "12 34", "!format" },
	{ &in_int, "1,2345", "!format" },
	{ &in_int, ",123", "!format" },
	{ &in_int, "120 raciones", "!format" },
	{ &in_int, "ciento", "!format" },
	{ &in_int, "--5", "!format" },
	{ &in_int, "-", "!format" },
	{ &in_int, "0x10", "!format" },
	{ &in_int, "1e3", "!format" },
	{ &in_int, "12\007", "!text" },
	{ &in_int, "12\377", "!text" },
	{ &in_money, "12", "12.00" },
	{ &in_money, "12.5", "12.50" },
	{ &in_money, "12,50", "12.50" },
	{ &in_money, "1,234.50", "1234.50" },
	{ &in_money, "S/ 3.00", "3.00" },
	{ &in_money, "s/3", "3.00" },
	{ &in_money, "S/. 3.10", "3.10" },
	{ &in_money, "-1.00", "-1.00" },
	{ &in_money, "-1.01", "!range" },
	{ &in_money, "10000.01", "!range" },
	{ &in_money, "12.345", "!format" },
	{ &in_money, "doce", "!format" },
	{ &in_money, "--1", "!format" },
	{ &in_money, "$ 3", "!format" },
	{ &in_bool, "sí", "1" },
	{ &in_bool, "SI", "1" },
	{ &in_bool, "1", "1" },
	{ &in_bool, "no", "0" },
	{ &in_bool, "0", "0" },
	{ &in_bool, "false", "0" },
	{ &in_bool, "quizás", "!format" },
	{ &in_bool, "2", "!format" },
	{ &in_date, "2026-11-22", "2026-11-22" },
	{ &in_date, "22/11/2026", "2026-11-22" },
	{ &in_date, "22/11/26", "2026-11-22" },
	{ &in_date, "1/2/2026", "2026-02-01" },
	{ &in_date, "22-11-2026", "2026-11-22" },
	{ &in_date, "22.11.26", "2026-11-22" },
	{ &in_date, "29/02/2024", "2024-02-29" },
	{ &in_date, "29/02/2026", "!format" },
	{ &in_date, "31/04/2026", "!format" },
	{ &in_date, "11/22/2026", "!format" },
	{ &in_date, "22/11", "!format" },
	{ &in_date, "22/11-2026", "!format" },
	{ &in_date, "22/11/226", "!format" },
	{ &in_date, "00/11/2026", "!format" },
	{ &in_date, "22/11/2226", "!format" },
	{ &in_date, "2026-11-22T10:00", "!format" },
	{ &in_date, "ayer", "!format" },
	{ &in_instant, "2026-11-22T14:05:00Z", "2026-11-22T14:05:00.000Z" },
	{ &in_instant, "2026-11-22T09:05:00-05:00", "2026-11-22T14:05:00.000Z" },
	{ &in_instant, "2026-11-22", "!format" },
	{ &in_ref, "SJM-001", "SJM-001" },
	{ &in_ref, " sjm-001 ", "SJM-001" },
	{ &in_ref, "018f0000-0000-7000-8000-00000000abcd", "018f0000-0000-7000-8000-00000000abcd" },
	{ &in_ref, "018F0000-0000-7000-8000-00000000ABCD", "018f0000-0000-7000-8000-00000000abcd" },
	{ &in_ref, "la olla", "!unknown" },
	{ &in_ref, "SJM'001", "!unknown" },
	{ &in_enum, "lunch", "lunch" },
	{ &in_enum, "Almuerzo", "lunch" },
	{ &in_enum, "ALMUERZOS", "lunch" },
	{ &in_enum, "mediodía", "lunch" },
	{ &in_enum, "En la Mañana", "breakfast" },
	{ &in_enum, "cena", "!choice" },
	{ &in_code, "sjm-014", "SJM-014" },
	{ &in_code, "ABCDEFGH", "ABCDEFGH" },
	{ &in_code, "ABCDEFGHI", "!too_long" },
	{ &in_code, "sjm 14", "!format" },
	{ &in_code, "ñ1", "!format" },
	{ &in_phone, "900000001", "+51900000001" },
	{ &in_phone, "900 000 001", "+51900000001" },
	{ &in_phone, "+51 900-000-001", "+51900000001" },
	{ &in_phone, "+1 (202) 555.0100", "+12025550100" },
	{ &in_phone, "800000001", "!format" },
	{ &in_phone, "90000000", "!format" },
	{ &in_phone, "51900000001", "!format" },
	{ &in_phone, "+1234567", "!format" },
	{ &in_phone, "+0123456789", "!format" },
	{ &in_phone, "+1234567890123456", "!format" },
	{ &in_phone, "900000001x", "!format" },
	{ &in_phone, "+", "!format" },
	{ &in_lat, "-12.1584", "-12.1584" },
	{ &in_lat, "-12,1584", "-12.1584" },
	{ &in_lat, "90", "90" },
	{ &in_lat, "90.000001", "!range" },
	{ &in_lat, "-12.1.5", "!format" },
	{ &in_lat, "norte", "!format" },
	{ &in_lon, "-76.972", "-76.972" },
	{ &in_lon, "181", "!format" },
	{ &in_text, "  Rosa   Quispe", "!too_long" },
	{ &in_text, " Rosa  Q ", "Rosa Q" },
	{ &in_text, "a\nb", "a b" },
	{ &in_text, "n\314\203", "\303\261" }, /* NFC */
	{ &in_text, "ñañañañaña", "ñañañañaña" },
	{ &in_text, "ñañañañañaa", "!too_long" },
	{ &in_text, "a\001b", "!text" },
	{ &in_text, "a\300\200b", "!text" },
	{ &in_text, "\355\240\200", "!text" },
	{ &in_wide, "\n\n uno \r\n\r\n  dos  tres\n\n", "uno\n\ndos tres" },
};

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

static void typed_values(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const struct golden *g = &table[i];
		struct value v;
		struct diag d = { 0 };
		enum rc rc = field_read(a, g->f, str_c(g->typed), &v, &d);
		struct str got;
		if (rc == OK)
			rc = field_check(a, g->f, &v, &d);
		if (rc == OK)
			got = field_plain(a, g->f, &v);
		else
			got = str_fmt(a, "!%s", d.item[0].code);
		if (!str_is(got, g->want))
			fail_msg("row %zu \"%s\": %.*s, not %s", i, g->typed, (int)got.n,
				got.p ? got.p : "", g->want);
		assert_int_equal(d.n, rc == OK ? 0 : 1);
		if (rc != OK)
			assert_ptr_equal(d.item[0].field, g->f->name);
	}
}

/* What comes out in its permanent form reads back as the same value. */
static void plain_form_reads_back(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const struct golden *g = &table[i];
		struct value v, back;
		struct diag d = { 0 };
		if (g->want[0] == '!')
			continue;
		assert_int_equal(field_read(a, g->f, str_c(g->typed), &v, &d), OK);
		assert_int_equal(field_read(a, g->f, field_plain(a, g->f, &v), &back, &d), OK);
		assert_true(value_eq(v, back));
		struct buf b = buf_new(a, 64);
		struct json_out j = json_begin(&b);
		json_open(&j, '[');
		field_json(&j, g->f, &v);
		json_close(&j, ']');
		json_t *tree = json_read(a, buf_str(&b), &d);
		assert_non_null(tree);
		assert_int_equal(field_read_json(a, g->f, json_array_get(tree, 0), &back, &d), OK);
		assert_true(value_eq(v, back));
		/* And it can be a part of the journal's canonical form. */
		assert_int_equal(json_canonical(a, &b, tree), OK);
	}
}

static const struct golden json_table[] = {
	{ &in_int, "120", "120" },
	{ &in_int, "null", "" },
	{ &in_int, "120.0", "!format" },
	{ &in_int, "\"120\"", "!format" },
	{ &in_int, "true", "!format" },
	{ &in_int, "[]", "!format" },
	{ &in_int, "5001", "!range" },
	{ &in_money, "12.5", "12.50" },
	{ &in_money, "12", "12.00" },
	{ &in_money, "\"12.50\"", "12.50" },
	{ &in_money, "12.345", "!format" },
	{ &in_money, "{}", "!format" },
	{ &in_bool, "true", "1" },
	{ &in_bool, "false", "0" },
	{ &in_bool, "1", "!format" },
	{ &in_bool, "\"si\"", "!format" },
	{ &in_date, "\"2026-11-22\"", "2026-11-22" },
	{ &in_date, "20260", "!format" },
	{ &in_lat, "-12.1584", "-12.1584" },
	{ &in_lat, "\"-12.1584\"", "-12.1584" },
	{ &in_text, "\"Rosa\"", "Rosa" },
	{ &in_text, "\"\"", "" },
	{ &in_text, "5", "!format" },
	{ &in_text, "\"a\\u0001b\"", "!text" },
	{ &in_enum, "\"lunch\"", "lunch" },
	{ &in_enum, "\"cena\"", "!choice" },
	{ &in_ref, "\"sjm-001\"", "SJM-001" },
	{ &in_ref, "1", "!format" },
	{ &in_phone, "900000001", "!format" },
};

static void json_values(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < ARRAY_LEN(json_table); i++) {
		const struct golden *g = &json_table[i];
		struct value v;
		struct diag d = { 0 };
		json_t *tree = json_read(a, str_fmt(a, "[%s]", g->typed), &d);
		assert_non_null(tree);
		enum rc rc = field_read_json(a, g->f, json_array_get(tree, 0), &v, &d);
		struct str got;
		if (rc == OK)
			rc = field_check(a, g->f, &v, &d);
		if (rc == OK)
			got = field_plain(a, g->f, &v);
		else
			got = str_fmt(a, "!%s", d.item[0].code);
		if (!str_is(got, g->want))
			fail_msg("row %zu %s: %.*s, not %s", i, g->typed, (int)got.n, got.p ? got.p : "",
				g->want);
	}
}

/* What is shown of a weight reads back as the same weight. */
static void weights_read_back(void **state)
{
	static const int64_t grams[] = { 0, 1, 20, 999, 1000, 1001, 1010, 1500, 12345, 1000000, 1234560, 2000000 };
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(grams); i++) {
		struct value v = value_int(grams[i]), back;
		struct diag d = { 0 };
		assert_int_equal(field_read(a, &in_grams, field_show(a, &in_grams, &v, NULL), &back, &d), OK);
		assert_int_equal(back.i, grams[i]);
	}
	arena_free(&a);
}

static void faults_speak(void **state)
{
	struct arena *a = *state;
	struct value v;
	struct diag d = { 0 };

	assert_int_equal(field_read(a, &in_enum, STR(" la  cena "), &v, &d), INVALID);
	assert_string_equal(d.item[0].msgid, "No conocemos «%s»");
	assert_true(str_is(d.item[0].arg, "la cena"));
	d.n = 0;
	/* Only the beginning of a long text is repeated, on a whole code point. */
	struct buf b = buf_new(a, 300);
	for (int i = 0; i < 100; i++)
		buf_c(&b, "ñ");
	assert_int_equal(field_read(a, &in_ref, buf_str(&b), &v, &d), INVALID);
	assert_int_equal(d.item[0].arg.n, 80);
	d.n = 0;
	v = value_int(1000001);
	assert_int_equal(field_check(a, &in_money, &v, &d), INVALID);
	assert_string_equal(d.item[0].msgid, "El máximo es %s");
	assert_true(str_is(d.item[0].arg, "10,000.00"));
	d.n = 0;
	v = value_null();
	struct field required = in_int;
	required.flags = F_REQUIRED;
	assert_int_equal(field_check(a, &required, &v, &d), INVALID);
	assert_string_equal(d.item[0].code, "required");
	assert_int_equal(field_check(a, &in_int, &v, &d), OK);
	d.n = 0;
	required.flags = F_KEY;
	assert_int_equal(field_check(a, &required, &v, &d), INVALID);
	d.n = 0;
	v = value_text(STR("x"));
	assert_int_equal(field_check(a, &in_int, &v, &d), INVALID);
	assert_string_equal(d.item[0].code, "format");
}

static void shown_to_people(void **state)
{
	struct arena *a = *state;
	struct value v = value_int(1234);

	assert_true(str_is(field_show(a, &in_int, &v, NULL), "1,234"));
	assert_true(str_is(field_show(a, &in_money, &v, NULL), "12.34"));
	assert_true(str_is(field_show(a, &in_grams, &v, NULL), "1.234 kg"));
	assert_true(str_is(field_show(a, &in_ml, &v, NULL), "1.234 L"));
	v = value_int(1);
	assert_true(str_is(field_show(a, &in_bool, &v, NULL), "sí"));
	v = value_int(20779);
	assert_true(str_is(field_show(a, &in_date, &v, lang_spanish()), "22/11/2026"));
	v = value_text(STR("lunch"));
	assert_true(str_is(field_show(a, &in_enum, &v, NULL), "Almuerzo"));
	v = value_text(STR("+51900000001"));
	assert_true(str_is(field_show(a, &in_phone, &v, NULL), "+51 900 000 001"));
	v = value_null();
	assert_int_equal(field_show(a, &in_int, &v, NULL).n, 0);
	assert_int_equal(field_plain(a, &in_int, &v).n, 0);
	assert_string_equal(field_type_name(T_LON), "lon");
	assert_string_equal(privacy_name(P_SEALED), "sealed");
	assert_int_equal(field_kind(&in_ref), V_ID);
	assert_int_equal(field_kind(&in_enum), V_TEXT);
	assert_int_equal(field_kind(&in_date), V_INT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typed_values),
		cmocka_unit_test(plain_form_reads_back),
		cmocka_unit_test(json_values),
		cmocka_unit_test(weights_read_back),
		cmocka_unit_test(faults_speak),
		cmocka_unit_test(shown_to_people),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
