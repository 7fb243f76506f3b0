#include "civil.h"
#include "hear.h"
#include "spanish.h"
#include "text_sample.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* Sunday 22 November 2026. */
static const struct civil sunday = { 2026, 11, 22 };

struct said {
	const char *message, *want;
};

#include "hear_table.h"

static int setup(void **state)
{
	*state = arena_new(1 << 26);
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

static bool known(void *arg, const char *entity, struct str code)
{
	(void)arg;
	return str_is(str_c(entity), "kitchen") &&
		(str_is(code, "SJM-001") || str_is(code, "SJM-014") || str_is(code, "VES-120"));
}

static void put_reading(struct buf *b, const struct reading *r)
{
	for (unsigned i = 0; i < r->action->nargs; i++) {
		struct str s = reading_get(r, i);
		if (s.p) {
			buf_fmt(b, " %s=", r->action->args[i].name);
			buf_add(b, s);
		}
	}
	if (r->corrects)
		buf_c(b, " fix");
	if (r->has_old)
		buf_fmt(b, " old=%lld", (long long)r->old);
}

static struct str told(struct arena *a, const struct heard *h)
{
	static const char *const kind[HEARD__N] = { "nothing", "act", "doubt", "fork", "ask", "how", "many", "code",
		"tell", "help", "menu", "stop", "start", "thanks" };
	struct buf b = buf_new(a, 200);

	buf_c(&b, kind[h->kind]);
	if (h->kind == HEARD_ASK)
		buf_fmt(&b, " %s?", h->reading[0].action->args[h->slot].name);
	if (h->kind == HEARD_CODE)
		buf_fmt(&b, " %.*s", (int)h->code.n, h->code.p);
	if (h->kind == HEARD_TELL) {
		buf_fmt(&b, h->rest.n ? " [%.*s]" : "", (int)h->rest.n, h->rest.p);
		return buf_str(&b);
	}
	for (unsigned i = 0; i < h->nreading && h->kind != HEARD_NOTHING; i++) {
		if (i)
			buf_c(&b, " |");
		if (str_is(str_c(h->reading[i].action->name), "visit.note"))
			buf_c(&b, " visit:");
		else if (h->reading[i].action == &sample_need)
			buf_c(&b, " need:");
		else if (h->reading[i].action == &sample_come)
			buf_c(&b, " come:");
		put_reading(&b, &h->reading[i]);
	}
	return buf_str(&b);
}

static unsigned run(struct arena *a, const struct ear *ear, const struct listening *how,
	const struct said *table, size_t n)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct heard h;
		hear(ear, a, str_c(table[i].message), how, &h);
		struct str got = told(a, &h);
		if (str_is(got, table[i].want))
			continue;
		wrong++;
		print_error("%s\n  want %s\n  got  %.*s\n", table[i].message, table[i].want, (int)got.n, got.p);
	}
	return wrong;
}

static struct ear *ear_for(struct arena *a, bool two)
{
	static const struct text_command *const commands[] = { &sample_command, &sample_visit_command };
	static const struct action *const actions[] = { &sample_report, &sample_visit };

	return ear_new(a, commands, actions, two ? 2 : 1);
}

static struct ear *ear_all(struct arena *a)
{
	static const struct text_command *const commands[] = { &sample_command, &sample_need_command,
		&sample_come_command, &sample_tell_command };
	static const struct action *const actions[] = { &sample_report, &sample_need, &sample_come, NULL };

	return ear_new(a, commands, actions, ARRAY_LEN(commands));
}

static void messages_of_a_kitchen(void **state)
{
	struct listening how = { .today = day_from_civil(sunday), .known = known };

	assert_true(ARRAY_LEN(said) >= 80);
	assert_int_equal(run(*state, ear_for(*state, false), &how, said, ARRAY_LEN(said)), 0);
}

static void answers_to_a_question(void **state)
{
	struct listening how = { .today = day_from_civil(sunday), .known = known,
		.expects = &sample_command };

	assert_int_equal(run(*state, ear_for(*state, false), &how, asked, ARRAY_LEN(asked)), 0);
}

static void two_commands(void **state)
{
	struct listening how = { .today = day_from_civil(sunday), .known = known };

	assert_int_equal(run(*state, ear_for(*state, true), &how, both, ARRAY_LEN(both)), 0);
}

/* What a report means does not change because there are other commands. */
static void all_commands(void **state)
{
	struct listening how = { .today = day_from_civil(sunday), .known = known };

	assert_int_equal(run(*state, ear_all(*state), &how, all, ARRAY_LEN(all)), 0);
	struct arena_mark mark = arena_mark(*state);
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		struct heard h;
		hear(ear_all(*state), *state, str_c(said[i].message), &how, &h);
		struct str got = told(*state, &h);
		if (str_starts(got, "act") && !str_is(got, said[i].want) && !str_starts(got, "act need:"))
			fail_msg("%s: want %s, got %.*s", said[i].message, said[i].want, (int)got.n, got.p);
		arena_rewind(*state, mark);
	}
}

/* A phrase stands for words of a command and is worth as much as they are. */
static void phrases(void **state)
{
	const struct alias alias[] = {
		{ STR("jama"), STR("raciones") }, { STR("cerramos la olla"), STR("no hay") },
		{ STR("ire nomas"), STR("asisto") }, { STR("ire"), STR("no voy") },
		{ STR("ayer"), STR("hoy") }, { STR("cien"), STR("raciones") },
		{ STR("trampa"), STR("raciones 500") }, { STR("agradecida"), STR("gracias") },
		{ STR("asisto"), STR("jama") },
	};
	static const struct said table[] = {
		{ "jama 120", "act served=120" },
		{ "120 JAMA!", "act served=120" },
		{ "120 jama?", "doubt served=120" },
		{ "no hay jama", "act need: things=jama" },
		{ "cerramos la olla arroz", "act need: things=arroz" },
		{ "ire", "act come: coming=no" },
		{ "ire nomas", "act come: coming=yes" },
		{ "no ire", "fork come: coming=yes | come: coming=no | come: coming=late" },
		{ "ayer 120", "act day=2026-11-21 served=120" },
		{ "cien", "act served=100" },
		{ "trampa", "nothing" },
		{ "agradecida", "thanks" },
		{ "asisto 120", "doubt served=120" },
	};
	struct listening how = { .today = day_from_civil(sunday), .known = known, .alias = alias,
		.naliases = ARRAY_LEN(alias) };

	assert_int_equal(run(*state, ear_all(*state), &how, table, ARRAY_LEN(table)), 0);
}

static void numbers_in_words(void **state)
{
	static const struct {
		const char *text;
		int64_t n;
	} numbers[] = {
		{ "cero", 0 }, { "siete", 7 }, { "quince", 15 }, { "veintidós", 22 },
		{ "treinta y uno", 31 }, { "noventa y cinco", 95 }, { "cien", 100 },
		{ "ciento uno", 101 }, { "ciento veinte", 120 }, { "doscientas", 200 },
		{ "quinientos cincuenta y cinco", 555 }, { "novecientos noventa y nueve", 999 },
		{ "mil", 1000 }, { "mil doscientos", 1200 }, { "dos mil quinientos", 2500 },
		{ "ciento veinte mil trescientos cuatro", 120304 }, { "2 mil", 2000 },
		{ "dos docenas", 24 }, { "una docena", 12 }, { "docena y media", 18 },
		{ "media docena", 6 }, { "5 docenas", 60 }, { "120", 120 }, { "007", 7 },
		{ "veinte y cinco", 25 },
	};
	struct word w[WORDS_MAX];
	struct number got;
	unsigned n, at;

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		at = 0;
		assert_true(words_split(*state, str_c(numbers[i].text), w, &n));
		assert_true(number_read(*state, w, n, &at, &got));
		if (at != n || got.n != numbers[i].n)
			fail_msg("%s: %lld, %u of %u words", numbers[i].text, (long long)got.n, at, n);
	}
	/* All below ten thousand, said and read. */
	static const char *const unit[] = { "", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho",
		"nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete",
		"dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro",
		"veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve" };
	static const char *const tens[] = { "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta",
		"setenta", "ochenta", "noventa" };
	static const char *const hundreds[] = { "", "ciento", "doscientos", "trescientos", "cuatrocientos",
		"quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos" };
	struct arena_mark mark = arena_mark(*state);
	for (int v = 1; v < 10000; v++) {
		struct buf b = buf_new(*state, 80);
		int low = v % 100;
		if (v >= 1000)
			buf_fmt(&b, "%s mil ", v >= 2000 ? unit[v / 1000] : "");
		buf_fmt(&b, "%s ", v % 1000 == 100 ? "cien" : hundreds[v / 100 % 10]);
		if (low < 30)
			buf_c(&b, unit[low]);
		else
			buf_fmt(&b, "%s%s%s", tens[low / 10], low % 10 ? " y " : "", unit[low % 10]);
		at = 0;
		assert_true(words_split(*state, buf_str(&b), w, &n));
		assert_true(number_read(*state, w, n, &at, &got));
		assert_int_equal(got.n, v);
		assert_int_equal(at, n);
		arena_rewind(*state, mark);
	}
}

static void days_in_words(void **state)
{
	static const struct {
		const char *text;
		struct civil day;
	} days[] = {
		{ "hoy", { 2026, 11, 22 } }, { "ayer", { 2026, 11, 21 } }, { "anteayer", { 2026, 11, 20 } },
		{ "antes de ayer", { 2026, 11, 20 } }, { "domingo", { 2026, 11, 22 } },
		{ "el lunes", { 2026, 11, 16 } }, { "sábado", { 2026, 11, 21 } },
		{ "miércoles pasado", { 2026, 11, 18 } }, { "savado", { 2026, 11, 21 } },
		{ "22/11", { 2026, 11, 22 } }, { "5/11/26", { 2026, 11, 5 } },
		{ "01-11-2026", { 2026, 11, 1 } }, { "2026-11-19", { 2026, 11, 19 } },
		{ "23/11", { 2026, 11, 23 } }, { "el 20", { 2026, 11, 20 } }, { "el 25", { 2026, 10, 25 } },
		{ "20 de noviembre", { 2026, 11, 20 } }, { "20 nov", { 2026, 11, 20 } },
		{ "el 20 de noviembre de 2025", { 2025, 11, 20 } }, { "hace 2 días", { 2026, 11, 20 } },
		{ "hace tres dias", { 2026, 11, 19 } }, { "mañana", { 2026, 11, 23 } },
	};
	int64_t today = day_from_civil(sunday);
	struct word w[WORDS_MAX];
	struct day_said got;
	unsigned n, at;

	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		at = 0;
		assert_true(words_split(*state, str_c(days[i].text), w, &n));
		if (!day_read(w, n, &at, today, &got) || at != n || got.day != day_from_civil(days[i].day))
			fail_msg("%s", days[i].text);
	}
	/* In January "30/12" is last year's. */
	at = 0;
	assert_true(words_split(*state, STR("30/12"), w, &n));
	assert_true(day_read(w, n, &at, day_from_civil((struct civil){ 2027, 1, 3 }), &got));
	assert_int_equal(got.day, day_from_civil((struct civil){ 2026, 12, 30 }));
	static const char *const none[] = { "120", "31/02", "120/12", "el 32", "hola", "martillo", "1/2/3/4" };
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		at = 0;
		assert_true(words_split(*state, str_c(none[i]), w, &n));
		if (day_read(w, n, &at, today, &got))
			fail_msg("%s is no day", none[i]);
		assert_int_equal(at, 0);
	}
}

static void near_words(void **state)
{
	(void)state;
	assert_int_equal(word_near(STR("raciones"), STR("raciones")), 0);
	assert_int_equal(word_near(STR("rasiones"), STR("raciones")), 1);
	assert_int_equal(word_near(STR("racoines"), STR("raciones")), 1);
	assert_int_equal(word_near(STR("raciane"), STR("raciones")), -1);
	assert_int_equal(word_near(STR("gatuidas"), STR("gratuitas")), 2);
	assert_int_equal(word_near(STR("hoi"), STR("hoy")), -1);
	assert_int_equal(word_near(STR("cenar"), STR("cenas")), 1);
	assert_int_equal(word_near(STR("cena"), STR("cama")), -1);
	assert_int_equal(word_near(STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), STR("raciones")), -1);
}

static void long_messages_are_left(void **state)
{
	struct listening how = { .today = day_from_civil(sunday), .known = known };
	struct buf b = buf_new(*state, 4000);
	struct heard h;

	for (int i = 0; i < 500; i++)
		buf_c(&b, "raciones 1 ");
	hear(ear_for(*state, false), *state, buf_str(&b), &how, &h);
	assert_int_equal(h.kind, HEARD_NOTHING);
}

/* Not a test of speed: says what it costs. */
static void cost(void **state)
{
	struct listening how = { .today = day_from_civil(sunday), .known = known };
	struct ear *ear = ear_for(*state, true);
	struct arena_mark mark = arena_mark(*state);
	int64_t start = steady_clock_us();
	struct heard h;
	int n = 0;

	for (int k = 0; k < 20; k++)
		for (size_t i = 0; i < ARRAY_LEN(said); i++, n++) {
			hear(ear, *state, str_c(said[i].message), &how, &h);
			arena_rewind(*state, mark);
		}
	print_message("%.2f us a message\n", (double)(steady_clock_us() - start) / n);
	start = steady_clock_us();
	for (int k = 0; k < 200; k++) {
		ear_for(*state, true);
		arena_rewind(*state, mark);
	}
	print_message("%.2f us an ear\n", (double)(steady_clock_us() - start) / 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_of_a_kitchen),
		cmocka_unit_test(answers_to_a_question),
		cmocka_unit_test(two_commands),
		cmocka_unit_test(all_commands),
		cmocka_unit_test(phrases),
		cmocka_unit_test(numbers_in_words),
		cmocka_unit_test(days_in_words),
		cmocka_unit_test(near_words),
		cmocka_unit_test(long_messages_are_left),
		cmocka_unit_test(cost),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
