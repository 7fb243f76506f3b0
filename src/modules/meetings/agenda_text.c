/*
 * agenda_text.c - "punto: turnos para el gas", "agenda".
 */
#include "agenda_own.h"

enum { SOON_MOST = 5, TOLD_MOST = 6 };

static void say(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = true;
}

enum rc agenda_which(struct ctx *c, struct act *a, unsigned arg, struct id *candidates_out, unsigned max, unsigned *n_out)
{
	struct meeting m[SOON_MOST];
	unsigned n = meetings_next(c, m, SOON_MOST), same = 0;

	*n_out = 0;
	if (act_has(a, arg))
		return OK;
	if (!n)
		return fail(c, NULL, "unknown", N_("No hay ninguna reunión anotada para sus grupos, así que no anoté nada"));
	while (same < n && same < max && m[same].day == m[0].day) {
		candidates_out[same] = m[same].id;
		same++;
	}
	*n_out = same;
	if (same > 1)
		return fail(c, "meeting", "ask", N_("¿De cuál reunión?"));
	say(a, arg, value_id(m[0].id));
	return OK;
}

/* "punto: gas", "punto - gas", "punto para la agenda: gas" */
static struct str bare(struct str title)
{
	static const char marks[] = ":-–—.,; ";

	title = str_trim(title);
	while (title.n && memchr(marks, title.p[0], sizeof(marks) - 1))
		title = str_sub(title, 1, title.n);
	return str_trim(title);
}

static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	*arg_out = PROPOSE_MEETING;
	say(a, PROPOSE_PERSON, value_id(c->who->person));
	if (act_has(a, PROPOSE_TITLE))
		a->v[PROPOSE_TITLE] = value_text(bare(act_text(a, PROPOSE_TITLE)));
	return agenda_which(c, a, PROPOSE_MEETING, candidates_out, max, n_out);
}

static struct str day_of(struct ctx *c, struct id meeting)
{
	struct meeting m;

	return meeting_get(c, meeting, &m) ? lang_date_long(c->mem, c->lang, m.day) : STR("");
}

static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct str_pair pairs[] = { { "day", day_of(c, act_ref(a, PROPOSE_MEETING)) },
		{ "point", str_sub(act_text(a, PROPOSE_TITLE), 0, 60) } };

	(void)o;
	return tr_named(c->mem, c->lang, N_("Anotado para el {day}: {point}. Gracias"), pairs, 2);
}

/* The next meeting's points, as many as a message holds. */
static struct str tell(struct ctx *c, struct str rest)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	struct buf b = buf_new(c->mem, 200);
	struct meeting m;

	(void)rest;
	if (!meetings_next(c, &m, 1))
		return tr(c->lang, N_("No hay ninguna reunión anotada para sus grupos."));
	unsigned n = agenda_points(c, &m, all, AGENDA_MOST), told = 0;
	struct str_pair pair = { "day", lang_date_long(c->mem, c->lang, m.day) };
	buf_add(&b, tr_named(c->mem, c->lang, n ? N_("Agenda del {day}:") : N_("Nadie propuso un punto para el {day}. Escriba: punto, y de qué se trata."),
		&pair, 1));
	for (unsigned i = 0; i < n && told < TOLD_MOST; i++)
		if (all[i].here != POINT_WITHDRAWN)
			buf_add(&b, str_fmt(c->mem, " %u. %s.", ++told, str_cstr(c->mem, agenda_point_name(c, &all[i]))));
	return buf_str(&b);
}

const struct text_command agenda_commands[] = {
	{ .action = "agenda.propose",
		.words = "punto|un punto|proponer punto|proponer un punto|propongo punto|propongo un punto|quiero proponer un punto|punto de agenda|"
			 "punto de la agenda|punto para la agenda|un punto para la agenda|punto para la reunion|un punto para la reunion|agregar punto|agrega punto|"
			 "agregue punto|propongo el punto|poner en la agenda|pongan en la agenda|ponga en la agenda|para la agenda|punto nuevo|nuevo punto",
		.rest = AT(PROPOSE_TITLE), .judges = true, .means = N_("Propone un punto para la agenda de la reunión"),
		.question = N_("¿Qué punto propone? Escríbalo en pocas palabras, o mande un audio."), .example = N_("punto: turnos para el gas"),
		.complete = complete, .answer = answer },
	{ .words = "agenda|la agenda|que hay en la agenda|puntos de la reunion|que se va a tratar|de que trata la reunion|que puntos hay",
		.tell = tell },
	{ .words = NULL },
};
