/*
 * speech_text.c - "pido la palabra", "bajo la mano", "ya terminé de hablar".
 *
 * Only the meetings of today count. A hand by message is a hand of the telephone: who writes is taken to be far away.
 */
#include "speech_own.h"

#include "fold.h"

enum { SOON_MOST = 5 };

unsigned speech_meetings(struct ctx *c, struct meeting *out, unsigned max)
{
	unsigned n = meetings_next(c, out, max), same = 0;

	while (same < n && out[same].day == today(c))
		same++;
	return same;
}

static void say(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = true;
}

static enum rc no_meeting(struct ctx *c)
{
	return fail(c, NULL, "unknown", N_("Hoy no hay ninguna reunión anotada para sus grupos, así que no anoté nada"));
}

static enum rc ask_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct meeting m[SOON_MOST];
	unsigned n = speech_meetings(c, m, SOON_MOST);

	*n_out = 0;
	*arg_out = ASK_MEETING;
	say(a, ASK_PERSON, value_id(c->who->person));
	if (act_has(a, ASK_MEETING))
		return OK;
	if (!n)
		return no_meeting(c);
	for (unsigned i = 0; i < n && n > 1 && i < max; i++)
		candidates_out[(*n_out)++] = m[i].id;
	if (n > 1)
		return fail(c, "meeting", "ask", N_("¿De cuál reunión?"));
	say(a, ASK_MEETING, value_id(m[0].id));
	return OK;
}

/* How many are before her. */
static unsigned before_her(struct ctx *c, struct id meeting, struct id person)
{
	struct speech *wait = ARENA_ARRAY(c->mem, struct speech, SPEECH_WAITING_MAX);
	unsigned n = speech_waiting(c, meeting, wait, SPEECH_WAITING_MAX), i = 0;

	while (i < n && !id_eq(wait[i].person, person))
		i++;
	return i < n ? i : 0;
}

static struct str ask_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	unsigned before = before_her(c, act_ref(a, ASK_MEETING), act_ref(a, ASK_PERSON));

	(void)o;
	if (!before)
		return tr(c->lang, N_("Anotado: usted pide la palabra y es la que sigue. Si cambia, escriba: bajo la mano"));
	return tr_fill(c->mem, c->lang, N_("Anotado: usted pide la palabra. Antes que usted: %s. Si cambia, escriba: bajo la mano"),
		str_fmt(c->mem, "%u", before));
}

/* Her hand that is up, or her turn. */
static bool hers(struct ctx *c, bool given, struct speech *out)
{
	struct meeting m[SOON_MOST];
	unsigned n = speech_meetings(c, m, SOON_MOST);

	for (unsigned i = 0; i < n; i++)
		if (speech_of(c, m[i].id, c->who->person, out) && (out->given_at != 0) == given)
			return true;
	return false;
}

static enum rc down_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	struct speech s;

	(void)candidates_out, (void)max;
	*n_out = 0;
	*arg_out = 0;
	if (!hers(c, false, &s))
		return fail(c, NULL, "unknown", N_("Usted no tenía la mano levantada, así que no cambié nada"));
	say(a, 0, value_id(s.id));
	return OK;
}

static enum rc end_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct speech s;

	(void)candidates_out, (void)max;
	*n_out = 0;
	*arg_out = 0;
	if (!hers(c, true, &s))
		return fail(c, NULL, "unknown", N_("Usted no tiene la palabra ahora, así que no cambié nada"));
	say(a, 0, value_id(s.id));
	return OK;
}

static struct str down_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)a, (void)o;
	return tr(c->lang, N_("Listo: bajé su mano. Para volver a pedir: pido la palabra"));
}

static struct str end_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)a, (void)o;
	return tr(c->lang, N_("Listo: su turno terminó. Gracias por hablar"));
}

const struct text_command speech_commands[] = {
	{
		.action = "speech.ask",
		.words = "pido la palabra|pido palabra|quiero la palabra|quiero hablar|deme la palabra|levanto la mano|solicito la palabra|"
			 "rimayta munani",
		.sets = AT(ASK_WAY), .sets_text = "phone",
		.means = N_("Pide la palabra en la reunión"), .example = N_("pido la palabra"),
		.complete = ask_complete, .answer = ask_answer,
	},
	{
		.action = "speech.withdraw",
		.words = "bajo la mano|retiro mi mano|ya no pido la palabra|ya no quiero hablar|retiro la palabra|no quiero la palabra",
		.means = N_("Ya no pide la palabra en la reunión"), .example = N_("bajo la mano"),
		.complete = down_complete, .answer = down_answer,
	},
	{
		.action = "speech.end",
		.words = "termine de hablar|ya termine de hablar|dejo la palabra",
		.means = N_("Terminó de hablar en la reunión"), .example = N_("terminé de hablar"),
		.complete = end_complete, .answer = end_answer,
	},
	{ .words = NULL },
};
