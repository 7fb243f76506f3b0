/*
 * meal_text.c - how a pot is told in a text message, and what is answered.
 */
#include "kitchens_own.h"

#include "money.h"

enum rc meal_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max,
	unsigned *n_out, unsigned *arg_out)
{
	unsigned n = 0;
	int64_t day = zone_day(c->net->zone, a->acted_at ? a->acted_at : c->now);

	*n_out = 0;
	*arg_out = REPORT_KITCHEN;
	if (act_has(a, REPORT_KITCHEN))
		return OK;
	struct rows r = db_rows(c->db, SQL(Q_MY_KITCHENS), ARGS(cell_id(&c->net->id),
		cell_id(&c->who->person), cell_int(day)));
	while (rows_next(&r))
		if (n < max)
			candidates_out[n++] = rows_id(&r, 0);
	*n_out = n;
	if (n == 1) {
		a->v[REPORT_KITCHEN] = value_id(candidates_out[0]);
		a->given[REPORT_KITCHEN] = true;
		return OK;
	}
	if (n)
		return fail(c, "kitchen", "ask", N_("¿De cuál cocina?"));
	if (!allowed_somewhere(c, "meal.report"))
		return fail(c, NULL, "denied", N_("Con su cargo no se anotan raciones. Pídaselo a la lideresa de la cocina"));
	return fail(c, "kitchen", "ask",
		N_("Empiece con el código de la cocina, por ejemplo: SJM-001 raciones 120"));
}

static struct str number(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_thousands(&b, n);
	return buf_str(&b);
}

/* "almuerzos", "raciones de desayuno" … as people count them. */
static struct str plates(struct ctx *c, struct str sitting, int64_t n)
{
	if (str_is(sitting, "breakfast"))
		return tr_plural(c->lang, N_("desayuno"), N_("desayunos"), n);
	if (str_is(sitting, "dinner"))
		return tr_plural(c->lang, N_("cena"), N_("cenas"), n);
	return tr_plural(c->lang, N_("almuerzo"), N_("almuerzos"), n);
}

static struct str when(struct ctx *c, int64_t day)
{
	if (day == today(c))
		return tr(c->lang, N_("de hoy"));
	if (day == today(c) - 1)
		return tr(c->lang, N_("de ayer"));
	return tr_fill(c->mem, c->lang, N_("del %s"), lang_date_short(c->mem, c->lang, day));
}

/* What was understood besides the main figure. */
static void add_rest(struct ctx *c, const struct act *a, struct buf *b)
{
	static const struct {
		uint8_t arg;
		const char *msgid;
	} rest[] = {
		{ REPORT_PLANNED, N_("Cocinan para %s.") },
		{ REPORT_LEFTOVER, N_("Sobraron %s.") },
	};

	for (unsigned i = 0; i < ARRAY_LEN(rest); i++)
		if (act_has(a, rest[i].arg)) {
			buf_char(b, ' ');
			buf_add(b, tr_fill(c->mem, c->lang, rest[i].arg == REPORT_LEFTOVER &&
				act_int(a, rest[i].arg) == 1 ? N_("Sobró %s.") : rest[i].msgid,
				number(c, act_int(a, rest[i].arg))));
		}
	if (act_has(a, REPORT_COST)) {
		struct buf m = buf_new(c->mem, 16);
		buf_money(&m, act_int(a, REPORT_COST));
		buf_char(b, ' ');
		buf_add(b, tr_fill(c->mem, c->lang, N_("Gasto: S/ %s."), buf_str(&m)));
	}
}

/* The number after the wrong one in the example of how to correct. */
static int64_t example_of(int64_t served)
{
	return served >= 20 ? served - served / 10 : served + 1;
}

struct str meal_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str sitting = report_sitting(a);
	int64_t day = report_day(c, a), served = act_has(a, REPORT_SERVED) ? act_int(a, REPORT_SERVED) : 0;
	struct buf b = buf_new(c->mem, 200);
	struct str_pair pairs[] = {
		{ "n", number(c, served) },
		{ "plates", plates(c, sitting, served) },
		{ "day", when(c, day) },
		{ "kitchen", ref_title(c, "kitchen", act_ref(a, REPORT_KITCHEN)) },
		{ "free", act_has(a, REPORT_FREE) ? number(c, act_int(a, REPORT_FREE)) : STR("") },
		{ "cases", tr_plural(c->lang, N_("caso social"), N_("casos sociales"),
			act_has(a, REPORT_FREE) ? act_int(a, REPORT_FREE) : 0) },
		{ "sitting", choice_label(c, sittings, sitting) },
		{ "right", number(c, example_of(served)) },
	};

	if (o->status == ACT_KEPT)
		return tr_named(c->mem, c->lang,
			N_("Guardado, pero ya hay un dato más nuevo {day} en {kitchen}, que se queda."),
			pairs, ARRAY_LEN(pairs));
	const char *main = act_has(a, REPORT_SERVED) ? act_has(a, REPORT_FREE) ?
		N_("Anotado: {n} {plates} {day} en total, {free} de ellos {cases}, en {kitchen}.") :
		N_("Anotado: {n} {plates} {day} en {kitchen}.") :
		act_has(a, REPORT_FREE) ?
		N_("Anotado: {free} {cases}, {sitting} {day} en {kitchen}.") :
		N_("Anotado: {sitting} {day} en {kitchen}.");
	buf_add(&b, tr_named(c->mem, c->lang, main, pairs, ARRAY_LEN(pairs)));
	add_rest(c, a, &b);
	if (act_has(a, REPORT_SERVED)) {
		buf_char(&b, ' ');
		buf_add(&b, tr_named(c->mem, c->lang,
			N_("Si no es así, escriba: no era {n}, era {right}"), pairs, ARRAY_LEN(pairs)));
	}
	return buf_str(&b);
}

const struct text_command kitchens_commands[] = {
	{
		.action = "meal.report",
		.words = "raciones|racion|almuerzos|almuerzo|desayunos|desayuno|cenas|cena|platos|olla|"
			 "servimos|hoy|ayer",
		.bare = AT(REPORT_SERVED),
		.question = N_("¿Cuántas raciones sirvieron?"),
		.example = N_("raciones 120"),
		.example_far = N_("SJM-001 raciones 120"),
		.complete = meal_complete,
		.answer = meal_answer,
	},
	{ .action = NULL },
};
