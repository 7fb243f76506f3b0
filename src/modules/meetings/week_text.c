/*
 * week_text.c - "mi semana lun 8-12 escuela, sab 15-18 trabajo"; "mi semana" alone is answered with what is kept of it.
 */
#include "week_own.h"

/* With the words around it, one message. */
enum { TOLD_MOST = 88 };

/* What is kept of hers, as a msgid and what stands in it. */
static const char *hers(struct ctx *c, const struct week *w, struct str *told_out)
{
	bool cut;

	*told_out = week_told(c, w, TOLD_MOST, &cut);
	if (!w->told)
		return N_("Usted no dijo nada de su semana. Escriba, por ejemplo: mi semana lun a vie 8-12 escuela, sab 15-18 trabajo");
	if (cut)
		return N_("Ocupado: %s… Toda está en su página Mi semana");
	return told_out->n ? N_("Ocupado: %s. Quitar: mi semana lun libre; todo: mi semana borrar") :
		N_("Su teléfono está libre toda la semana. Si cambia: mi semana lun 8-12 escuela. Para olvidarla: mi semana borrar");
}

/* Nothing behind the words: told, nothing done. */
static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct week w = week_get(c, c->who->person);

	(void)candidates_out;
	(void)max;
	*n_out = 0;
	*arg_out = WSET_PERSON;
	a->v[WSET_PERSON] = value_id(c->who->person);
	a->given[WSET_PERSON] = true;
	const struct text_care *care = c->reg->care;
	if (!act_has(a, WSET_SAID) && care && care->discreet && care->discreet(c, c->who->person))
		return fail(c, NULL, "told", N_("Está en su página Mi semana"));
	if (!act_has(a, WSET_SAID)) {
		struct str told;
		const char *msgid = hers(c, &w, &told);
		return fail_with(c, NULL, "told", msgid, told);
	}
	return week_take(c, a, &w);
}

static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct week w = week_get(c, act_ref(a, WSET_PERSON));
	struct str told;
	const char *msgid = hers(c, &w, &told);

	(void)o;
	return w.told ? tr_fill(c->mem, c->lang, msgid, told) : tr(c->lang, N_("Listo: ya no guardamos nada de su semana"));
}

const struct text_command week_commands[] = {
	{
		.action = "week.set", .words = "mi semana|mi semana es|mi semana esta|esta es mi semana", .rest = AT(WSET_SAID), .judges = true,
		.hers = true, .means = N_("Dice a qué horas su teléfono está ocupado"), .example = N_("mi semana lun a vie 8-12 escuela"),
		.complete = complete, .answer = answer,
	},
	{ .words = NULL },
};
