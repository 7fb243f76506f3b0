/*
 * petition_text.c - "apoyo 12", "apoyo 12 por 3", "no apoyo 12": from any telephone, also one that nobody knows.
 */
#include "voice_own.h"

enum { SAID, CALL, PEOPLE, OFF };

static void set_int(struct act *a, unsigned arg, int64_t n)
{
	a->v[arg] = value_int(n);
	a->given[arg] = true;
}

static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct record *l = ARENA_NEW(c->mem, struct record);
	struct support_said said;
	unsigned open;

	(void)candidates_out;
	(void)max;
	*n_out = 0;
	*arg_out = CALL;
	if (act_has(a, CALL))
		return OK;
	if (!support_read(c->mem, act_has(a, SAID) ? act_text(a, SAID) : STR(""), &said))
		return fail(c, NULL, "ask", N_("¿Apoya una petición? Escriba su número, por ejemplo: apoyo 12"));
	if (!petition_find(c, said.call, l, &open))
		return said.call ? fail_with(c, "call", "unknown", N_("La petición %s no está abierta. Revise el número y escriba, por ejemplo: apoyo 12"),
				voice_number(c, said.call)) :
			open ? fail(c, "call", "which", N_("Hay varias peticiones abiertas. Escriba también el número, por ejemplo: apoyo 12")) :
			fail(c, "call", "none", N_("Ahora no hay ninguna petición abierta"));
	set_int(a, CALL, l->v[LETTER_CALL].i);
	if (said.people)
		set_int(a, PEOPLE, said.people);
	return OK;
}

static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	bool off = act_has(a, OFF) && act_int(a, OFF);
	int64_t people = act_has(a, PEOPLE) ? act_int(a, PEOPLE) : 1;
	const struct str_pair pairs[] = { { "call", str_fmt(c->mem, "%lld", (long long)act_int(a, CALL)) }, { "n", voice_number(c, people) } };

	(void)o;
	/* What a stranger stands behind is not written down beside her number, not even in the answer to her. */
	if (id_is_zero(c->who->person))
		return off ? tr(c->lang, N_("Retirado. Nadie ve quién fue.")) : tr_named(c->mem, c->lang,
			N_("Contado. Personas: {n}. Gracias. Nadie ve quién es. Para cambiar, escriba otra vez. Para quitar: no apoyo, y el número"), pairs, ARRAY_LEN(pairs));
	if (off)
		return tr_named(c->mem, c->lang, N_("Retirado su apoyo a la petición {call}. Nadie ve quién fue."), pairs, ARRAY_LEN(pairs));
	return tr_named(c->mem, c->lang, N_("Contado: petición {call}, personas: {n}. Nadie ve quién es. Para cambiar: apoyo {call} por 2. Para quitar: no apoyo {call}"),
		pairs, ARRAY_LEN(pairs));
}

const struct text_command petition_commands[] = {
	{
		.action = "petition.phone", .words = "apoyo|apoyamos|yo apoyo|apoyo la peticion|apoyamos la peticion|apoyo a la peticion", .rest = AT(SAID), .judges = true,
		.anyone = true, .means = N_("Apoya una petición"), .example = N_("apoyo 12"), .complete = complete, .answer = answer,
	},
	{
		.action = "petition.phone", .words = "no apoyo|ya no apoyo|retiro mi apoyo|retiro apoyo|quito mi apoyo", .rest = AT(SAID), .judges = true, .anyone = true,
		.sets = AT(OFF), .sets_text = "1", .means = N_("Retira su apoyo a una petición"), .example = N_("no apoyo 12"), .complete = complete, .answer = answer,
	},
	{ .words = NULL },
};
