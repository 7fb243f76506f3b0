/*
 * reach_text.c - "recuérdame a las 7", "sin recordatorio", "palabras discretas".
 */
#include "reach_own.h"

#include "hour.h"

enum { AROUND_MOST = 40 };

/* Herself; where the words say it all, what follows them may only be little. */
static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	bool said = a->given[SET_HOUR] || act_has(a, SET_DISCREET) || act_has(a, SET_SUMMARY);
	struct hour hour;

	(void)candidates_out, (void)max;
	*n_out = 0;
	*arg_out = SET_PERSON;
	a->v[SET_PERSON] = value_id(c->who->person);
	a->given[SET_PERSON] = true;
	if (!act_has(a, SET_WHEN))
		return said ? OK : fail(c, "when", "ask", N_("¿A qué hora le recordamos? Escriba, por ejemplo: recordatorio 7 am"));
	if (said) {
		a->v[SET_WHEN] = value_null();
		a->given[SET_WHEN] = false;
		return OK;
	}
	/* "recordatorio: comprar arroz" is no hour */
	if (!hour_read(c->mem, act_text(a, SET_WHEN), &hour) || hour.left.n > AROUND_MOST)
		return fail(c, "when", "ask", N_("¿A qué hora le recordamos? Escriba, por ejemplo: recordatorio 7 am"));
	return OK;
}

static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct hour hour;

	(void)o;
	if (act_has(a, SET_DISCREET))
		return tr(c->lang, act_int(a, SET_DISCREET) ? N_("Listo. Para lo de antes: palabras claras") :
			N_("Listo: le escribiremos con palabras claras. Para lo contrario: palabras discretas"));
	if (act_has(a, SET_SUMMARY))
		return tr(c->lang, act_int(a, SET_SUMMARY) ?
			N_("Listo: cada noche le mandamos el resumen de su distrito. Para dejarlo: sin resumen") :
			N_("Listo: ya no le mandamos el resumen. Para pedirlo: resumen"));
	if (!act_has(a, SET_WHEN) || !hour_read(c->mem, act_text(a, SET_WHEN), &hour))
		return tr(c->lang, N_("Listo: sin recordatorio. Para volver: recordatorio 7 am"));
	return tr_fill(c->mem, c->lang,
		N_("Listo: si falta algo, le escribimos a las %s. Para dejarlo: sin recordatorio"), reach_hour(c, hour.minute / 60));
}

const struct text_command reach_commands[] = {
	{
		.action = "reach.set",
		.words = "recordatorio|recuerdame|recuerdeme|recuerdenme|recuerdame a las|recuerdeme a las|avisame a las|aviseme a las|"
			 "quiero recordatorio|quiero un recordatorio",
		.rest = AT(SET_WHEN), .question = N_("¿A qué hora le recordamos? Por ejemplo: 7 am"), .menu = N_("Recordatorio"),
		.complete = complete, .answer = answer,
	},
	{
		.action = "reach.set",
		.words = "sin recordatorio|no quiero recordatorio|no me recuerden|no me recuerdes|quita el recordatorio|"
			 "quitar recordatorio|cancela el recordatorio|ya no me recuerden|sin recordatorios",
		.sets = AT(SET_HOUR), .sets_text = "", .rest = AT(SET_WHEN), .means = N_("No quiere recordatorio"),
		.complete = complete, .answer = answer,
	},
	{
		.action = "reach.set",
		.words = "palabras discretas|mensajes discretos|palabras secretas|escribanme discreto|escribeme discreto",
		.sets = AT(SET_DISCREET), .sets_text = "1", .rest = AT(SET_WHEN), .means = N_("Quiere mensajes que no digan nada"),
		.complete = complete, .answer = answer,
	},
	{
		.action = "reach.set",
		.words = "palabras claras|palabras normales|mensajes normales|sin palabras discretas",
		.sets = AT(SET_DISCREET), .sets_text = "0", .rest = AT(SET_WHEN), .means = N_("Quiere mensajes claros"),
		.complete = complete, .answer = answer,
	},
	{
		.action = "reach.set",
		.words = "resumen diario|resumen todos los dias|resumen cada dia|resumen todas las noches|quiero el resumen diario",
		.sets = AT(SET_SUMMARY), .sets_text = "1", .rest = AT(SET_WHEN), .means = N_("Quiere el resumen de cada noche"),
		.complete = complete, .answer = answer,
	},
	{
		.action = "reach.set",
		.words = "sin resumen|no quiero resumen|no quiero el resumen|ya no quiero resumen|sin resumen diario",
		.sets = AT(SET_SUMMARY), .sets_text = "0", .rest = AT(SET_WHEN), .means = N_("No quiere el resumen"),
		.complete = complete, .answer = answer,
	},
	{ .words = NULL },
};
