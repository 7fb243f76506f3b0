/*
 * meal_text.c - how a pot is told in a text message, and what is answered.
 */
#include "kitchens_own.h"

#include "money.h"
#include "pot_store.h"
#include "texts.h"

enum { TOOK_TOLD = 1 }; /* foods named in an answer, which is to stay one message of 160 letters */

struct str number_text(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_thousands(&b, n);
	return buf_str(&b);
}

struct str plates_word(struct ctx *c, struct str sitting, int64_t n)
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
		{ MEAL_PLANNED, N_("Cocinan para %s.") },
		{ MEAL_LEFTOVER, N_("Sobraron %s.") },
	};

	for (unsigned i = 0; i < ARRAY_LEN(rest); i++)
		if (act_has(a, rest[i].arg)) {
			buf_char(b, ' ');
			buf_add(b, tr_fill(c->mem, c->lang, rest[i].arg == MEAL_LEFTOVER &&
				act_int(a, rest[i].arg) == 1 ? N_("Sobró %s.") : rest[i].msgid,
				number_text(c, act_int(a, rest[i].arg))));
		}
	if (act_has(a, MEAL_COST)) {
		struct buf m = buf_new(c->mem, 16);
		buf_money(&m, act_int(a, MEAL_COST));
		buf_char(b, ' ');
		buf_add(b, tr_fill(c->mem, c->lang, N_("Gasto: S/ %s."), buf_str(&m)));
	}
}

/* The number after the wrong one in the example of how to correct. */
static int64_t example_of(int64_t served)
{
	return served >= 20 ? served - served / 10 : served + 1;
}

/* What she says is what stands: the same report came by another way before. */
static bool stands_already(struct ctx *c, const struct act *a)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!meal_get(c, entity_key_id(&meal_entity, c->net->id, a->v), r))
		return false;
	for (unsigned f = MEAL_PLANNED; f <= MEAL_COST; f++)
		if (act_has(a, f) && !value_eq(a->v[f], r->v[f]))
			return false;
	return true;
}

struct str meal_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str sitting = act_text(a, MEAL_SITTING);
	int64_t day = act_int(a, MEAL_DAY), served = act_has(a, MEAL_SERVED) ? act_int(a, MEAL_SERVED) : 0;
	struct buf b = buf_new(c->mem, 200);
	struct str_pair pairs[] = {
		{ "n", number_text(c, served) },
		{ "plates", plates_word(c, sitting, served) },
		{ "day", when(c, day) },
		{ "kitchen", ref_title(c, "kitchen", act_ref(a, MEAL_KITCHEN)) },
		{ "free", act_has(a, MEAL_FREE) ? number_text(c, act_int(a, MEAL_FREE)) : STR("") },
		{ "cases", tr_plural(c->lang, N_("caso social"), N_("casos sociales"),
			act_has(a, MEAL_FREE) ? act_int(a, MEAL_FREE) : 0) },
		{ "sitting", choice_label(c, sittings, sitting) },
		{ "right", number_text(c, example_of(served)) },
		{ "took", pot_took_told(c, o->change, TOOK_TOLD) },
	};

	if (o->status == ACT_KEPT)
		return tr_named(c->mem, c->lang, stands_already(c, a) ? N_("Eso ya estaba anotado {day} en {kitchen}. Gracias.") :
			N_("Guardado, pero ya hay un dato más nuevo {day} en {kitchen}, que se queda."),
			pairs, ARRAY_LEN(pairs));
	const char *main = act_has(a, MEAL_SERVED) ? act_has(a, MEAL_FREE) ?
		N_("Anotado: {n} {plates} {day} en total, {free} de ellos {cases}, en {kitchen}.") :
		N_("Anotado: {n} {plates} {day} en {kitchen}.") :
		act_has(a, MEAL_FREE) ?
		N_("Anotado: {free} {cases}, {sitting} {day} en {kitchen}.") :
		N_("Anotado: {sitting} {day} en {kitchen}.");
	buf_add(&b, tr_named(c->mem, c->lang, main, pairs, ARRAY_LEN(pairs)));
	add_rest(c, a, &b);
	if (pairs[ARRAY_LEN(pairs) - 1].value.n) {
		buf_char(&b, ' ');
		buf_add(&b, tr_named(c->mem, c->lang, N_("Del almacén: {took}."), pairs, ARRAY_LEN(pairs)));
	}
	if (act_has(a, MEAL_SERVED)) {
		buf_char(&b, ' ');
		buf_add(&b, tr_named(c->mem, c->lang,
			N_("Si no es así, escriba: no era {n}, era {right}"), pairs, ARRAY_LEN(pairs)));
	}
	return buf_str(&b);
}

/* ---- taking back: not low-risk, so a code from her signed-in page is asked for ---- */

enum rc void_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max,
	unsigned *n_out, unsigned *arg_out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (text_own_group(c, a, candidates_out, max, n_out, arg_out) != OK)
		return INVALID;
	if (!act_has(a, VOID_DAY)) {
		a->v[VOID_DAY] = value_int(today(c));
		a->given[VOID_DAY] = true;
	}
	if (!act_has(a, VOID_REASON)) {
		a->v[VOID_REASON] = value_text(tr(lang_spanish(), N_("Anulada por mensaje")));
		a->given[VOID_REASON] = true;
	}
	if (!meal_get(c, meal_id(c, act_ref(a, VOID_KITCHEN), act_int(a, VOID_DAY), act_text(a, VOID_SITTING)), r))
		return fail(c, "day", "unknown", N_("Esa olla no está anotada"));
	if (a->seen == SEEN_ABSENT)
		act_seen(a, record_seen(c->mem, r));
	return OK;
}

struct str void_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct str_pair pairs[] = {
		{ "sitting", choice_label(c, sittings, act_text(a, VOID_SITTING)) },
		{ "day", when(c, act_int(a, VOID_DAY)) },
		{ "kitchen", ref_title(c, "kitchen", act_ref(a, VOID_KITCHEN)) },
	};

	(void)o;
	return tr_named(c->mem, c->lang, N_("Anulado: {sitting} {day} en {kitchen}. Si fue un error, anótela de nuevo."),
		pairs, ARRAY_LEN(pairs));
}
