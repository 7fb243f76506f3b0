#include "catalogues.h"
#include "civil.h"
#include "i18n.h"
#include "mo.h"
#include "money.h"
#include "test_lib.h"

struct message {
	struct str id, text;
};

static void le32(struct buf *b, size_t n)
{
	for (int i = 0; i < 4; i++)
		buf_char(b, (char)(n >> (8 * i)));
}

/* A catalogue as msgfmt writes it: header, two tables, strings with a NUL behind each. */
static struct str mo_made(struct arena *a, const struct message *m, unsigned n)
{
	struct buf b = buf_new(a, 512), strings = buf_new(a, 512), tables = buf_new(a, 512);
	size_t at = 28 + 16 * (size_t)n;

	for (int pass = 0; pass < 2; pass++) {
		for (unsigned i = 0; i < n; i++) {
			struct str s = pass ? m[i].text : m[i].id;
			le32(&tables, s.n);
			le32(&tables, at + strings.n);
			buf_add(&strings, s);
			buf_char(&strings, 0);
		}
	}
	le32(&b, 0x950412de);
	le32(&b, 0);
	le32(&b, n);
	le32(&b, 28);
	le32(&b, 28 + 8 * (size_t)n);
	le32(&b, 0);
	le32(&b, 0);
	buf_add(&b, buf_str(&tables));
	buf_add(&b, buf_str(&strings));
	return buf_str(&b);
}

#define FORMS(rule) STR("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: " rule "\n")

static const struct message english[] = {
	{ { "", 0 }, { NULL, 0 } },
	{ { "Hola, %s", 8 }, { "Hello %s!", 9 } },
	{ { "domingo", 7 }, { "Sunday", 6 } },
	{ { "noviembre", 9 }, { "November", 8 } },
	{ { "nov", 3 }, { "Nov", 3 } },
	{ { "una olla\0%s ollas", 17 }, { "one pot\0%s pots", 15 } },
	{ { "vacío", 6 }, { "", 0 } },
	{ { "{weekday} {day} de {month}", 26 }, { "{weekday} {day} {month}", 23 } },
};

static struct str english_mo(struct arena *a)
{
	struct message m[ARRAY_LEN(english)];

	for (size_t i = 0; i < ARRAY_LEN(english); i++)
		m[i] = english[i];
	m[0].text = FORMS("nplurals=2; plural=(n != 1);");
	return mo_made(a, m, ARRAY_LEN(english));
}

static int setup(void **state)
{
	arena_setup(state);
	struct message one = { STR(""), FORMS("nplurals=1; plural=0;") };
	struct lang_source src[] = { { "en", english_mo(*state) },
		{ "quz", mo_made(*state, &one, 1) } };

	one.text = STR("Plural-Forms: nplurals=1; plural=0;\nX-Language-Name: Runa simi \nX-Draft: yes\n");
	src[1].mo = mo_made(*state, &one, 1);
	langs_load(*state, src, ARRAY_LEN(src));
	return 0;
}

static void translates(void **state)
{
	const struct lang *en = lang_find(STR("EN"));

	assert_int_equal(langs_count(), 3);
	assert_ptr_equal(langs_at(0), lang_spanish());
	assert_ptr_equal(langs_at(1), en);
	assert_null(langs_at(3));
	assert_null(lang_find(STR("fr")));
	assert_string_equal(lang_tag(en), "en");
	assert_string_equal(lang_tag(NULL), "es");
	CHECK_STR(lang_name(NULL), "Español");
	CHECK_STR(lang_name(langs_at(2)), "Runa simi");
	CHECK_STR(lang_name(en), "en"); /* its header names none */
	assert_true(lang_draft(langs_at(2)));
	assert_false(lang_draft(en));
	assert_false(lang_draft(NULL));
	CHECK_STR(tr(en, "domingo"), "Sunday");
	CHECK_STR(tr(en, "sin traducir"), "sin traducir");
	CHECK_STR(tr(en, "vacío"), "vacío");
	CHECK_STR(tr(NULL, "domingo"), "domingo");
	CHECK_STR(tr(lang_spanish(), "domingo"), "domingo");
	CHECK_STR(tr_fill(*state, en, "Hola, %s", STR("Ana %s")), "Hello Ana %s!");
	CHECK_STR(tr_fill(*state, en, "sin lugar", STR("x")), "sin lugar");
}

static void plurals(void **state)
{
	const struct lang *en = lang_find(STR("en"));
	(void)state;

	CHECK_STR(tr_plural(en, "una olla", "%s ollas", 1), "one pot");
	CHECK_STR(tr_plural(en, "una olla", "%s ollas", 0), "%s pots");
	CHECK_STR(tr_plural(NULL, "una olla", "%s ollas", 1), "una olla");
	CHECK_STR(tr_plural(NULL, "una olla", "%s ollas", 2), "%s ollas");
	CHECK_STR(tr_plural(en, "un pan", "%s panes", 2), "%s panes");
}

static void named_places(void **state)
{
	const struct str_pair pairs[] = { { "who", STR("la lideresa") }, { "served", STR("120") } };

	CHECK_STR(tr_named(*state, NULL, "{who} anotó {served} raciones", pairs, 2),
		"la lideresa anotó 120 raciones");
	CHECK_STR(tr_named(*state, NULL, "{x} {who {who}} {", pairs, 2), "{x} {who la lideresa} {");
	CHECK_STR(tr_named(*state, NULL, "nada", pairs, 2), "nada");
}

static void dates(void **state)
{
	const struct lang *en = lang_find(STR("en"));
	int64_t day;

	assert_true(day_parse(STR("2026-11-22"), &day));
	CHECK_STR(lang_date(*state, NULL, day), "22/11/2026");
	CHECK_STR(lang_date(*state, en, day), "22/11/2026");
	CHECK_STR(lang_date_long(*state, NULL, day), "domingo 22 de noviembre");
	CHECK_STR(lang_date_long(*state, en, day), "Sunday 22 November");
	CHECK_STR(lang_date_short(*state, NULL, day), "22 nov");
	CHECK_STR(lang_date_short(*state, en, day), "22 Nov");
	assert_true(day_parse(STR("2026-09-07"), &day));
	CHECK_STR(lang_date_long(*state, NULL, day), "lunes 7 de setiembre");
	CHECK_STR(lang_date_short(*state, NULL, day), "7 set");
	CHECK_STR(lang_date(*state, NULL, day), "07/09/2026");
}

static void accepts(void **state)
{
	static const struct {
		const char *header, *tag;
	} golden[] = {
		{ "", "es" }, { "en", "en" }, { "en-US,en;q=0.9", "en" }, { "fr, en;q=0.5", "en" },
		{ "es;q=0.4, en;q=0.6", "en" }, { "es, en", "es" }, { "en;q=0, es", "es" },
		{ "en;q=0", "es" }, { "*", "es" }, { "fr;q=1, *;q=0.1", "es" }, { "QUZ-PE", "quz" },
		{ "zh-Hans-x-en", "es" }, { "en;q=x, quz;q=0.1", "quz" }, { ",;,q=,;;q", "es" },
		{ "en; q=0.001", "en" }, { "en;q=0.3,quz;q=0.301", "quz" },
	};
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(golden); i++)
		assert_string_equal(lang_tag(lang_accept(str_c(golden[i].header))), golden[i].tag);
	assert_string_equal(lang_tag(lang_accept((struct str){ NULL, 0 })), "es");
}

/* Every single damaged byte and every cut is either refused or read within bounds. */
static void damaged_catalogues(void **state)
{
	struct str good = english_mo(*state);
	struct mo mo;
	unsigned refused = 0;

	assert_int_equal(mo_read(*state, good, &mo), OK);
	for (size_t n = 0; n < good.n; n++) {
		struct arena_mark mark = arena_mark(*state);
		struct str cut = str_dup(*state, str_sub(good, 0, n));
		assert_int_equal(mo_read(*state, cut, &mo), INVALID);
		arena_rewind(*state, mark);
	}
	for (size_t i = 0; i < good.n; i++) {
		struct arena_mark mark = arena_mark(*state);
		char *p = arena_dup(*state, good.p, good.n);
		p[i] = (char)(p[i] ^ 0x81);
		refused += mo_read(*state, (struct str){ p, good.n }, &mo) == INVALID;
		arena_rewind(*state, mark);
	}
	assert_true(refused > 100);
	struct message odd = { STR(""), FORMS("nplurals=3; plural=n%10==1 ? 0 : 2;") };
	assert_int_equal(mo_read(*state, mo_made(*state, &odd, 1), &mo), INVALID);
	struct message over = { STR(""), FORMS("nplurals=2; plural=(n > 1);") };
	assert_int_equal(mo_read(*state, mo_made(*state, &over, 1), &mo), OK);
	assert_int_equal(mo.plural, MO_OVER_ONE);
}

/* ---- the catalogues that the program is built with ---- */

static int setup_built(void **state)
{
	struct lang_source src[8];

	arena_setup(state);
	for (unsigned i = 0; i < catalogues_n; i++)
		src[i] = (struct lang_source){ catalogues[i].name, catalogues[i].plain };
	langs_load(*state, src, catalogues_n);
	return 0;
}

/* Peru writes setiembre; Quechua says the day before the month, and its nouns have one form. */
static void built_dates(void **state)
{
	static const struct {
		const char *tag, *day, *date, *all, *brief;
	} golden[] = {
		{ "es", "2026-09-07", "07/09/2026", "lunes 7 de setiembre", "7 set" },
		{ "en", "2026-09-07", "07/09/2026", "Monday 7 September", "7 Sep" },
		{ "quz", "2026-09-07", "07/09/2026", "lunes 7 p'unchaw, setiembre killa", "7 set" },
		{ "es", "2028-02-29", "29/02/2028", "martes 29 de febrero", "29 feb" },
		{ "en", "2028-02-29", "29/02/2028", "Tuesday 29 February", "29 Feb" },
		{ "quz", "2028-02-29", "29/02/2028", "martes 29 p'unchaw, febrero killa", "29 feb" },
		{ "es", "2026-12-31", "31/12/2026", "jueves 31 de diciembre", "31 dic" },
		{ "en", "2026-01-01", "01/01/2026", "Thursday 1 January", "1 Jan" },
		{ "quz", "2026-11-22", "22/11/2026", "domingo 22 p'unchaw, noviembre killa", "22 nov" },
	};
	int64_t day;

	for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
		const struct lang *l = lang_find(str_c(golden[i].tag));
		assert_non_null(l);
		assert_true(day_parse(str_c(golden[i].day), &day));
		assert_string_equal(str_cstr(*state, lang_date(*state, l, day)), golden[i].date);
		assert_string_equal(str_cstr(*state, lang_date_long(*state, l, day)), golden[i].all);
		assert_string_equal(str_cstr(*state, lang_date_short(*state, l, day)), golden[i].brief);
	}
}

static struct str counted(struct arena *a, const char *tag, const char *one, const char *many, int64_t n)
{
	return text_fill(a, tr_plural(lang_find(str_c(tag)), one, many, n), str_fmt(a, "%lld", (long long)n));
}

static void built_plurals_and_money(void **state)
{
	struct buf b = buf_new(*state, 32);

	CHECK_STR(counted(*state, "es", "%s día", "%s días", 1), "1 día");
	CHECK_STR(counted(*state, "es", "%s día", "%s días", 0), "0 días");
	CHECK_STR(counted(*state, "es", "%s día", "%s días", 5), "5 días");
	CHECK_STR(counted(*state, "en", "%s día", "%s días", 1), "1 day");
	CHECK_STR(counted(*state, "en", "%s día", "%s días", 0), "0 days");
	CHECK_STR(counted(*state, "en", "%s día", "%s días", 5), "5 days");
	CHECK_STR(counted(*state, "quz", "%s día", "%s días", 1), "1 p'unchaw");
	CHECK_STR(counted(*state, "quz", "%s día", "%s días", 5), "5 p'unchaw");
	buf_money(&b, 123450);
	CHECK_STR(tr_fill(*state, NULL, "Gasto: S/ %s.", buf_str(&b)), "Gasto: S/ 1,234.50.");
	CHECK_STR(tr_fill(*state, lang_find(STR("en")), "Gasto: S/ %s.", buf_str(&b)), "Expense: S/ 1,234.50.");
	CHECK_STR(tr_fill(*state, lang_find(STR("quz")), "Gasto: S/ %s.", buf_str(&b)), "Gasto: S/ 1,234.50.");
}

/* Spanish first, then the order of LINGUAS; each calls itself by its own name. */
static void built_names(void **state)
{
	(void)state;
	assert_true(catalogues_n >= 2);
	CHECK_STR(lang_name(lang_find(STR("quz"))), "Runasimi");
	CHECK_STR(lang_name(lang_find(STR("en"))), "English");
	assert_string_equal(lang_tag(langs_at(0)), "es");
	assert_string_equal(lang_tag(langs_at(1)), "quz");
	assert_true(lang_draft(langs_at(1)));
	for (unsigned i = 1; i < langs_count(); i++)
		assert_false(str_eq(lang_name(langs_at(i)), str_c(lang_tag(langs_at(i)))));
}

int main(void)
{
	const struct CMUnitTest built[] = {
		cmocka_unit_test(built_names),
		cmocka_unit_test(built_dates),
		cmocka_unit_test(built_plurals_and_money),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(translates),
		cmocka_unit_test(plurals),
		cmocka_unit_test(named_places),
		cmocka_unit_test(dates),
		cmocka_unit_test(accepts),
		cmocka_unit_test(damaged_catalogues),
	};

	return cmocka_run_group_tests(tests, setup, arena_teardown) +
		cmocka_run_group_tests(built, setup_built, arena_teardown);
}
