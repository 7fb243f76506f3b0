/*
 * hear_made_test.c - messages put together at random from what people say, whose meaning is known:
 * an act must be exactly that; a question is allowed, another act never.
 */
#include "civil.h"
#include "hear.h"
#include "text_sample.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { ROUNDS = 20000, PARTS_MAX = 8 };

/* One thing said; % stands for its number. */
struct part {
	unsigned arg;
	const char *ways[6];
};

static const struct part parts[] = {
	{ S_SERVED, { "% raciones", "raciones %", "raciones: %", "servimos % platos", "% platos", "%" } },
	{ S_FREE, { "% casos sociales", "casos sociales %", "% gratis", "casos: %", "% casos" } },
	{ S_LEFTOVER, { "sobraron %", "% sobraron", "sobras %", "sobraron % platos" } },
	{ S_COST, { "gasto %", "gasto S/ %", "gastamos % soles", "gasto: % soles" } },
	{ S_PLANNED, { "cocinamos para %", "planeadas %", "% planeadas" } },
};
static const char *const days[] = { "", "hoy", "ayer", "el lunes", "20/11", "el domingo 22" };
static const struct civil day_of[] = { { 0 }, { 2026, 11, 22 }, { 2026, 11, 21 }, { 2026, 11, 16 },
	{ 2026, 11, 20 }, { 2026, 11, 22 } };
static const char *const sittings[] = { "", "almuerzo", "desayuno", "cena" };
static const char *const sitting_of[] = { NULL, "lunch", "breakfast", "dinner" };
static const char *const borders[] = { ", ", " y ", ". ", "\n", " ", "; " };
static const char *const greetings[] = { "", "Buenas tardes. ", "hola, ", "Buenos días señora ", "le informo " };
static const char *const ends[] = { "", " gracias", ". Muchas gracias", " 🙏", "!!" };

static uint32_t seed;
static bool spell; /* some numbers in letters: not together with slips, "sesenta" is near "setenta" */

static unsigned dice(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static unsigned ways(const struct part *p)
{
	unsigned n = 0;

	while (n < ARRAY_LEN(p->ways) && p->ways[n])
		n++;
	return n;
}

struct made {
	struct buf text;
	int64_t want[S__N]; /* -1: not said */
	unsigned day, sitting;
};

static void put_number(struct buf *b, int64_t n)
{
	static const char *const unit[] = { "", "uno", "dos", "tres", "cuatro", "cinco", "seis",
		"siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince",
		"dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
		"veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis",
		"veintisiete", "veintiocho", "veintinueve" };
	static const char *const tens[] = { "", "", "", "treinta", "cuarenta", "cincuenta",
		"sesenta", "setenta", "ochenta", "noventa" };
	static const char *const hundreds[] = { "", "ciento ", "doscientos ", "trescientos ",
		"cuatrocientos " };
	int64_t low = n % 100;

	if (!spell || low == 0 || dice(4)) {
		buf_int(b, n);
		return;
	}
	buf_c(b, hundreds[n / 100]);
	if (low < 30)
		buf_c(b, unit[low]);
	else
		buf_fmt(b, "%s%s%s", tens[low / 10], low % 10 ? " y " : "", unit[low % 10]);
}

static void put_part(struct made *m, const struct part *p)
{
	const char *way = p->ways[dice(ways(p))];
	int64_t n = 10 + (int64_t)dice(100) * 4 + p->arg % 4; /* all different */

	m->want[p->arg] = n;
	for (; *way; way++)
		if (*way == '%')
			put_number(&m->text, n);
		else
			buf_char(&m->text, *way);
}

/* A slip of the finger: two letters swapped, one dropped, doubled or changed; never in a number. */
static void slip(struct made *m)
{
	char *p = m->text.p;
	size_t at = dice((unsigned)m->text.n), n = m->text.n;

	if (at + 2 >= n || p[at] < 'a' || p[at] > 'z' || p[at + 1] < 'a' || p[at + 1] > 'z')
		return;
	switch (dice(3)) {
	case 0:;
		char t = p[at];
		p[at] = p[at + 1];
		p[at + 1] = t;
		break;
	case 1:
		memmove(p + at, p + at + 1, n - at - 1);
		m->text.n--;
		break;
	default:
		p[at] = (char)('a' + dice(26));
	}
}

static void make(struct arena *a, struct made *m)
{
	unsigned order[PARTS_MAX], n = 0;

	*m = (struct made){ .text = buf_new(a, 200), .day = dice(ARRAY_LEN(days)),
		.sitting = dice(2) ? 0 : dice(ARRAY_LEN(sittings)) };
	for (unsigned i = 0; i < S__N; i++)
		m->want[i] = -1;
	for (unsigned i = 0; i < ARRAY_LEN(parts); i++)
		if (dice(3) == 0 || i == 0)
			order[n++] = i;
	order[n++] = 100; /* the day */
	order[n++] = 101; /* the sitting */
	for (unsigned i = n; i > 1; i--) {
		unsigned k = dice(i), t = order[k];
		order[k] = order[i - 1];
		order[i - 1] = t;
	}
	buf_c(&m->text, greetings[dice(ARRAY_LEN(greetings))]);
	for (unsigned i = 0; i < n; i++) {
		size_t before = m->text.n;
		if (order[i] < 100)
			put_part(m, &parts[order[i]]);
		else
			buf_c(&m->text, order[i] == 100 ? days[m->day] : sittings[m->sitting]);
		if (m->text.n > before && i + 1 < n)
			buf_c(&m->text, borders[dice(ARRAY_LEN(borders))]);
	}
	buf_c(&m->text, ends[dice(ARRAY_LEN(ends))]);
}

static bool as_made(struct arena *a, const struct made *m, const struct reading *r)
{
	for (unsigned i = S_PLANNED; i <= S_COST; i++) {
		struct str said = reading_get(r, i);
		if (m->want[i] < 0 ? said.p != NULL : !str_is(said, str_fmt(a, "%lld", (long long)m->want[i]).p))
			return false;
	}
	/* Today said or not said is the same. */
	struct buf b = buf_new(a, 12);
	struct str day = reading_get(r, S_DAY);
	if (m->day)
		buf_day(&b, day_from_civil(day_of[m->day]));
	return (str_eq(day, buf_str(&b)) || (!day.p && str_is(str_c(days[m->day]), "hoy"))) &&
		str_eq(reading_get(r, S_SITTING), str_c(sitting_of[m->sitting]));
}

static void never_another_act(void **state)
{
	static const struct text_command *const commands[] = { &sample_command };
	static const struct action *const actions[] = { &sample_report };
	struct arena *a = arena_new(1 << 24);
	struct ear *ear = ear_new(a, commands, actions, 1);
	struct listening how = { .today = day_from_civil((struct civil){ 2026, 11, 22 }) };
	struct arena_mark mark = arena_mark(a);
	unsigned acts = 0, slips = 0, wrong = 0;
	(void)state;

	seed = 20261122;
	for (int i = 0; i < ROUNDS; i++) {
		struct made m;
		struct heard h;
		spell = i < ROUNDS / 2;
		make(a, &m);
		slips = i == ROUNDS / 2 ? acts : slips;
		if (i >= ROUNDS / 2)
			slip(&m);
		hear(ear, a, buf_str(&m.text), &how, &h);
		acts += h.kind == HEARD_ACT;
		if (h.kind == HEARD_ACT && !as_made(a, &m, &h.reading[0]) && wrong++ < 20)
			print_error("another act: %.*s\n", (int)m.text.n, m.text.p);
		arena_rewind(a, mark);
	}
	print_message("of %d understood at once: %u as written, %u with a slip\n", ROUNDS / 2, slips,
		acts - slips);
	assert_int_equal(wrong, 0);
	assert_true(acts > ROUNDS / 2);
	arena_free(&a);
}

/* ---- all commands ---- */

static const char *const lacks[] = { "falta ", "nos falta ", "se acabo ", "no hay ", "ya no tenemos ", "necesitamos " };
static const char *const things[] = { "arroz 10 kg y aceite", "gas", "papa, cebolla y ajo", "5 litros de aceite", "arroz", "azucar 3 kilos",
	"menestras y fideos", "un balon de gas" };
static const struct {
	const char *said, *coming;
} comings[] = { { "asisto", "yes" }, { "si voy", "yes" }, { "confirmo", "yes" }, { "ahi estare", "yes" }, { "no voy", "no" },
	{ "no asisto", "no" }, { "no puedo ir", "no" }, { "no podre ir", "no" }, { "llego tarde", "late" }, { "voy tarde", "late" },
	{ "estoy tarde", "late" } };
static const char *const tells[] = { "resumen", "cuantas raciones", "cuando es la reunion" };

enum made_kind { MADE_REPORT, MADE_NEED, MADE_COME, MADE_TELL, MADE__N };

/* What was meant besides a report: the thing that is lacking, or whether she comes. */
static const char *make_other(struct made *m, enum made_kind kind)
{
	unsigned k = kind == MADE_NEED ? dice(ARRAY_LEN(things)) : kind == MADE_COME ? dice(ARRAY_LEN(comings)) : dice(ARRAY_LEN(tells));

	buf_c(&m->text, greetings[dice(ARRAY_LEN(greetings) - 1)]);
	if (kind == MADE_NEED)
		buf_c(&m->text, lacks[dice(ARRAY_LEN(lacks))]);
	buf_c(&m->text, kind == MADE_NEED ? things[k] : kind == MADE_COME ? comings[k].said : tells[k]);
	buf_c(&m->text, ends[dice(ARRAY_LEN(ends))]);
	return kind == MADE_NEED ? things[k] : kind == MADE_COME ? comings[k].coming : "";
}

static bool as_meant(struct arena *a, const struct made *m, enum made_kind kind, const char *meant, bool slipped,
	const struct reading *r)
{
	switch (kind) {
	case MADE_REPORT:
		return r->action == &sample_report && as_made(a, m, r);
	case MADE_NEED: /* with a slip its words may have one, or one more that goes before */
		return r->action == &sample_need && (slipped || str_is(reading_get(r, 1), meant));
	case MADE_COME:
		return r->action == &sample_come && str_is(reading_get(r, 0), meant);
	default:
		return false;
	}
}

static void never_another_command(void **state)
{
	static const struct text_command *const commands[] = { &sample_command, &sample_need_command, &sample_come_command,
		&sample_tell_command };
	static const struct action *const actions[] = { &sample_report, &sample_need, &sample_come, NULL };
	struct arena *a = arena_new(1 << 24);
	struct ear *ear = ear_new(a, commands, actions, ARRAY_LEN(commands));
	struct listening how = { .today = day_from_civil((struct civil){ 2026, 11, 22 }) };
	struct arena_mark mark = arena_mark(a);
	unsigned acts[MADE__N] = { 0 }, made[MADE__N] = { 0 }, wrong = 0;
	(void)state;

	seed = 7;
	for (int i = 0; i < ROUNDS; i++) {
		struct made m;
		struct heard h;
		enum made_kind kind = dice(MADE__N);
		const char *meant = "";
		bool slipped = i >= ROUNDS / 2;
		spell = !slipped;
		if (kind == MADE_REPORT) {
			make(a, &m);
		} else {
			m = (struct made){ .text = buf_new(a, 200) };
			meant = make_other(&m, kind);
		}
		if (slipped)
			slip(&m);
		hear(ear, a, buf_str(&m.text), &how, &h);
		made[kind] += !slipped;
		acts[kind] += !slipped && (h.kind == HEARD_ACT || h.kind == HEARD_TELL);
		if (h.kind == HEARD_ACT && !as_meant(a, &m, kind, meant, slipped, &h.reading[0]) && wrong++ < 20)
			print_error("another act: %.*s\n", (int)m.text.n, m.text.p);
		arena_rewind(a, mark);
	}
	for (unsigned k = 0; k < MADE__N; k++) {
		print_message("kind %u: %u of %u understood at once as written\n", k, acts[k], made[k]);
		assert_true(acts[k] * 10 > made[k] * 9);
	}
	assert_int_equal(wrong, 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(never_another_act),
		cmocka_unit_test(never_another_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
