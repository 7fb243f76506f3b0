#include "civil.h"
#include "i18n.h"
#include "mo.h"
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
	const struct lang_source src[] = { { "en", english_mo(*state) },
		{ "quz", mo_made(*state, &one, 1) } };
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(translates),
		cmocka_unit_test(plurals),
		cmocka_unit_test(named_places),
		cmocka_unit_test(dates),
		cmocka_unit_test(accepts),
		cmocka_unit_test(damaged_catalogues),
	};

	return cmocka_run_group_tests(tests, setup, arena_teardown);
}
