/*
 * roll_text.c - "asisto" while the meeting is on, "me representa Rosa", "me retiro de la reunión". "asisto 4821": meetings_text.c.
 */
#include "roll_own.h"

static void fill(struct act *a, unsigned arg, struct id id)
{
	a->v[arg] = value_id(id);
	a->given[arg] = true;
}

enum { CODE_DIGITS = 4 };

bool roll_code_said(struct ctx *c, struct str said, struct meeting *m, struct str *code_out)
{
	struct str rest = said, word;
	int64_t n;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		if (word.n != CODE_DIGITS || word.p[0] == '-' || word.p[0] == '+' || !str_int64(word, &n))
			continue;
		*code_out = word;
		return roll_running(c, c->who->person, c->now, word, m) > 0 || roll_running(c, c->who->person, c->now, STR(""), m) > 0;
	}
	return false;
}

/* Not she who said already that she does not come or comes later: only whose meeting is on now. */
static bool runs_now(struct ctx *c)
{
	struct meeting m;

	return roll_running(c, c->who->person, c->now, STR(""), &m) > 0 && m.minute <= zone_minute(c->net->zone, c->now);
}

static enum rc here_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct meeting m;

	(void)candidates_out;
	(void)max;
	*n_out = 0;
	*arg_out = HERE_MEETING;
	fill(a, HERE_PERSON, c->who->person);
	if (!roll_running(c, c->who->person, c->now, STR(""), &m))
		return fail(c, NULL, "unknown", N_("Ahora no hay ninguna reunión suya, así que no anoté nada"));
	fill(a, HERE_MEETING, m.id);
	return OK;
}

static struct str here_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct meeting m;

	(void)o;
	if (!meeting_get(c, act_ref(a, HERE_MEETING), &m))
		return tr(c->lang, N_("Anotado. Gracias"));
	return tr_fill(c->mem, c->lang, a->action == &roll_leave ? N_("Anotado: usted se retiró de «%s»") : N_("Anotado: usted está en «%s»"), m.topic);
}

/* For the next meeting, or the one that is on. */
static enum rc lend_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct meeting m;

	(void)candidates_out;
	(void)max;
	*n_out = 0;
	*arg_out = LEND_MEETING;
	fill(a, LEND_PERSON, c->who->person);
	if (!meetings_next(c, &m, 1))
		return fail(c, NULL, "unknown", N_("No hay ninguna reunión anotada para sus grupos, así que no anoté nada"));
	fill(a, LEND_MEETING, m.id);
	return OK;
}

static struct str lend_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct meeting m;
	struct id holder;

	(void)o;
	if (!meeting_get(c, act_ref(a, LEND_MEETING), &m))
		return tr(c->lang, N_("Anotado. Gracias"));
	bool has = roll_proxy_of(c, &m, c->who->person, &holder);
	const struct str_pair pairs[] = { { "who", has ? person_name(c, holder) : STR("") },
		{ "day", lang_date(c->mem, c->lang, m.day) } };
	return tr_named(c->mem, c->lang, has ? N_("Anotado: {who} la representa en la reunión del {day}. Si usted viene, vale su voz") :
		N_("Anotado: nadie la representa en la reunión del {day}"), pairs, 2);
}

const struct text_command roll_commands[] = {
	{
		.action = "roll.here", .words = "estoy en la reunion|ya estoy en la reunion|llegue a la reunion|ya llegue a la reunion",
		.plain = "asisto|si asisto|presente|estoy presente|ya llegue|aqui estoy", .waits = runs_now,
		.means = N_("Dice que está en la reunión"), .complete = here_complete, .answer = here_answer,
	},
	{
		.action = "roll.leave", .words = "me retiro de la reunion|salgo de la reunion|ya sali de la reunion|me voy de la reunion",
		.means = N_("Dice que se retira de la reunión"), .complete = here_complete, .answer = here_answer,
	},
	{
		.action = "roll.proxy", .words = "me representa|me representara|me va a representar|le doy mi representacion a",
		.rest = AT(LEND_NAME), .question = N_("¿Quién la representa? Escriba su nombre y apellido"), .example = N_("me representa Rosa Quispe"),
		.means = N_("Dice quién la representa en la reunión"), .complete = lend_complete, .answer = lend_answer,
	},
	{
		.action = "roll.proxy_back", .words = "ya no me representa|nadie me representa|ya nadie me representa",
		.means = N_("Quita su representación"), .complete = lend_complete, .answer = lend_answer,
	},
	{ .words = NULL },
};
