/*
 * series_text.c - by message: a series is planned, one meeting is called off, one goes to the street.
 *
 * "Este martes no hay reunión": of the meetings that she runs, the next one of that day. Without a day it is asked which.
 */
#include "series_own.h"

#include "fold.h"

static struct str plan_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!series_get(c, a->id, r))
		return tr(c->lang, N_("Anotado. Gracias"));
	const struct str_pair pair = { "series", series_line(c, r) };
	return tr_named(c->mem, c->lang, N_("Anotado: {series}. Sus reuniones ya están en la lista."), &pair, 1);
}

/* ---- which one ---- */

static bool says_nothing(struct str w)
{
	struct str rest = STR("el la este esta proximo proxima de del dia reunion que viene por favor gracias ya no hay hermanas vecinas"), one;

	while (str_cut(&rest, ' ', &one))
		if (str_eq(w, one))
			return true;
	return !w.n;
}

enum { ANY_DAY = -1, NO_DAY = -2 };

/* What day is spoken of: ANY_DAY where none is; NO_DAY: it says something else. */
static int64_t day_said(struct ctx *c, struct str said)
{
	static const char *const weekdays[] = { "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" };
	struct str rest = fold(c->mem, said), word;
	int64_t day = ANY_DAY, n;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		while (word.n && (str_ends(word, ",") || str_ends(word, ".")))
			word.n--;
		bool known = says_nothing(word);
		for (unsigned i = 0; i < ARRAY_LEN(weekdays); i++)
			if (str_is(word, weekdays[i])) {
				day = today(c) + ((int)i - day_weekday(today(c)) + 7) % 7;
				known = true;
			}
		if (str_is(word, "hoy") || str_is(word, "manana") || str_is(word, "man~ana")) {
			day = today(c) + !str_is(word, "hoy");
			known = true;
		}
		if (!known && str_int64(word, &n) && n >= 1 && n <= 31) {
			for (day = today(c); day_civil(day).day != n; day++)
				;
			known = true;
		}
		if (!known)
			return NO_DAY;
	}
	return day;
}

/* Those that she runs, on that day or on any; of ANY_DAY each one. */
static unsigned run_by_her(struct ctx *c, int64_t day, struct id *out, unsigned max)
{
	struct meeting *m = ARENA_ARRAY(c->mem, struct meeting, MEETINGS_SHOWN);
	unsigned n = meetings_next(c, m, MEETINGS_SHOWN), found = 0;

	for (unsigned i = 0; i < n && found < max; i++)
		if (meeting_runs(c, &m[i]) && (day == ANY_DAY || m[i].day == day))
			out[found++] = m[i].id;
	return found;
}

/* One is it; several are asked about. */
static enum rc settle(struct ctx *c, struct act *a, unsigned arg, const struct id *candidates, unsigned n)
{
	if (!n)
		return fail(c, "meeting", "unknown", N_("Ese día no hay ninguna reunión que usted convoque, así que no cambié nada"));
	if (n > 1)
		return fail(c, "meeting", "ask", N_("¿De cuál reunión?"));
	a->v[arg] = value_id(candidates[0]);
	a->given[arg] = true;
	return OK;
}

static enum rc off_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	*n_out = 0;
	*arg_out = CANCEL_MEETING;
	if (act_has(a, CANCEL_MEETING))
		return OK;
	int64_t day = act_has(a, CANCEL_SAID) ? day_said(c, act_text(a, CANCEL_SAID)) : ANY_DAY;
	if (day == NO_DAY)
		return fail(c, NULL, "shape", N_("¿Qué reunión se suspende? Escriba por ejemplo: este martes no hay reunión"));
	*n_out = run_by_her(c, day, candidates_out, max);
	return settle(c, a, CANCEL_MEETING, candidates_out, *n_out);
}

static struct str off_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, act_ref(a, CANCEL_MEETING), r))
		return tr(c->lang, N_("Anotado. Gracias"));
	const struct str_pair pairs[] = { { "day", lang_date(c->mem, c->lang, r->v[MEETING_DAY].i) }, { "hour", r->v[MEETING_HOUR].s } };
	return tr_named(c->mem, c->lang, N_("Suspendida la reunión del {day}, {hour}. Se avisa a quienes fueron invitadas."), pairs, ARRAY_LEN(pairs));
}

/* The next one that she runs; of two on one day it is asked which. */
static enum rc street_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct meeting m;

	*n_out = 0;
	*arg_out = MCHANGE_MEETING;
	a->v[MCHANGE_STREET] = value_int(1);
	a->given[MCHANGE_STREET] = true;
	if (act_has(a, MCHANGE_MEETING))
		return OK;
	*n_out = run_by_her(c, ANY_DAY, candidates_out, 1);
	if (*n_out && meeting_get(c, candidates_out[0], &m))
		*n_out = run_by_her(c, m.day, candidates_out, max);
	return settle(c, a, MCHANGE_MEETING, candidates_out, *n_out);
}

static struct str street_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct meeting m;

	(void)o;
	if (!meeting_get(c, act_ref(a, MCHANGE_MEETING), &m))
		return tr(c->lang, N_("Anotado. Gracias"));
	const struct str_pair pair = { "meeting", meeting_line(c, &m) };
	return tr_named(c->mem, c->lang, N_("Anotado. Ahora es: {meeting}. Se avisa."), &pair, 1);
}

/* "este martes no hay reunión" */
#define DAY_OFF(day)                                                                                                   \
	{                                                                                                              \
		.action = "meeting.cancel",                                                                            \
		.words = "este " day " no hay reunion|el " day " no hay reunion|" day " no hay reunion|este " day " no habra reunion|" \
			 "el " day " no habra reunion|este " day " no nos reunimos|el " day " no nos reunimos",        \
		.sets = AT(CANCEL_SAID), .sets_text = day, .judges = true, .means = N_("Suspende una reunión"),         \
		.complete = off_complete, .answer = off_answer,                                                         \
	}

const struct text_command series_commands[] = {
	{
		.action = "series.plan", .words = "reunion fija|reuniones fijas|reunion repetida|nos reunimos siempre|convoco siempre",
		.rest = AT(SPLAN_REPEATS), .judges = true, .question = N_("¿Qué días y a qué hora? Por ejemplo: todos los martes 10 am"),
		.means = N_("Convoca a una reunión que se repite"), .example = N_("reunión fija todos los martes 10 am"),
		.answer = plan_answer,
	},
	{
		.action = "meeting.cancel", .words = "no hay reunion|no habra reunion|suspender reunion|suspender la reunion|se suspende la reunion",
		.rest = AT(CANCEL_SAID), .judges = true, .question = N_("¿Qué reunión se suspende? Escriba el día, por ejemplo: martes"),
		.means = N_("Suspende una reunión"), .example = N_("no hay reunión este martes"), .complete = off_complete, .answer = off_answer,
	},
	DAY_OFF("lunes"), DAY_OFF("martes"), DAY_OFF("miercoles"), DAY_OFF("jueves"), DAY_OFF("viernes"), DAY_OFF("sabado"), DAY_OFF("domingo"),
	{
		.action = "meeting.change", .words = "la reunion pasa a la calle|reunion pasa a la calle|la reunion es en la calle|reunion en la calle",
		.rest = AT(MCHANGE_PLACE), .judges = true,
		.question = N_("¿En qué calle? Por ejemplo: frente a la Municipalidad"), .means = N_("Pasa una reunión a la calle"),
		.example = N_("la reunión pasa a la calle frente a la Municipalidad"), .complete = street_complete, .answer = street_answer,
	},
	{ .words = NULL },
};
