/*
 * meetings_text.c - "asisto", "no voy", "llego 10:30", "¿cuándo es la reunión?".
 */
#include "meetings_own.h"

#include "fold.h"
#include "hour.h"
#include "roll_own.h"

enum { SOON_MOST = 5 };

/* Words beside "asisto" and "no voy" that leave no doubt that a meeting is spoken of, or say nothing more. */
static bool harmless(struct str word)
{
	struct str rest = STR(
		"a|la|el|al|las|los|de|del|en|con|y|hoy|manana|pasado|lunes|martes|miercoles|jueves|viernes|"
		"sabado|domingo|este|esta|proximo|proxima|si|no|yo|hermana|senora|gracias|por|favor|poder|puedo|"
		"podre|ir|asistir|asistire|ire|voy|ahi|alli|estare|estoy|presente|presentes|seguro|claro|min|"
		"mins|rato|ratito|dios|mediante|primero|puntual|un|poco|tarde|minutos|buenos|buenas|dias|tardes|"
		"noches|lo|siento|disculpe|disculpen|perdon|confirmo|confirmado|hora|aprox|mas|o|menos|como|tipo|"
		"noche|mi|asistencia"), one;

	while (rest.n && str_cut(&rest, '|', &one))
		if (str_eq(word, one))
			return true;
	return false;
}

/* Does what follows speak of the meeting? "no voy a cocinar" does not. */
static bool about_meeting(struct ctx *c, struct str said)
{
	struct str rest = fold(c->mem, said), word;
	bool all = true;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		struct buf b = buf_new(c->mem, 16);
		for (size_t i = 0; i < word.n; i++)
			if ((word.p[i] >= 'a' && word.p[i] <= 'z') || (word.p[i] >= '0' && word.p[i] <= '9'))
				buf_char(&b, word.p[i]);
		struct str bare = buf_str(&b);
		if (str_is(bare, "reunion") || str_is(bare, "reuniones") || str_is(bare, "asamblea") || str_is(bare, "mesa"))
			return true;
		all &= !bare.n || harmless(bare);
	}
	return all;
}

/* The next meeting; those of the same day are asked which. INVALID with the reason when none is planned. */
static enum rc which(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out)
{
	struct meeting m[SOON_MOST];
	unsigned n = meetings_next(c, m, SOON_MOST), same = 0;

	if (!n)
		return fail(c, NULL, "unknown", N_("No hay ninguna reunión anotada para sus grupos, así que no anoté nada"));
	while (same < n && same < max && m[same].day == m[0].day) {
		candidates_out[same] = m[same].id;
		same++;
	}
	*n_out = same;
	if (same > 1)
		return fail(c, "meeting", "ask", N_("¿De cuál reunión?"));
	a->v[TELL_MEETING] = value_id(m[0].id);
	a->given[TELL_MEETING] = true;
	return OK;
}

/* "llego 10 minutos tarde", not "a las 3 de la tarde". */
static bool says_late(struct ctx *c, struct str said)
{
	struct str rest = fold(c->mem, said), word, before = STR("");

	while (rest.n && str_cut(&rest, ' ', &word)) {
		if ((str_starts(word, "tarde") && !str_starts(word, "tardes") && !str_is(before, "la") && !str_is(before, "esta")) ||
			str_starts(word, "retras") || str_starts(word, "demor"))
			return true;
		before = word;
	}
	return false;
}

/* The hour in what followed: kept as an hour; one that is not after the meeting's begin is in time. */
static void take_hour(struct ctx *c, struct act *a)
{
	struct hour h;
	struct meeting m;
	bool said = act_has(a, TELL_SAID) && hour_read(c->mem, act_text(a, TELL_SAID), &h);

	if (act_has(a, TELL_SAID) && !str_is(act_text(a, TELL_HOW), "not") && says_late(c, act_text(a, TELL_SAID))) {
		a->v[TELL_HOW] = value_text(STR("late"));
		said = false;
	}
	a->v[TELL_SAID] = value_null();
	a->given[TELL_SAID] = false;
	if (!said || !meeting_get(c, act_ref(a, TELL_MEETING), &m) || str_is(act_text(a, TELL_HOW), "not"))
		return;
	int at = h.half && m.minute >= MINUTES_OF_DAY / 2 ? h.minute + MINUTES_OF_DAY / 2 : h.minute;
	a->v[TELL_HOW] = value_text(at > m.minute ? STR("late") : STR("comes"));
	if (at <= m.minute)
		return;
	a->v[TELL_SAID] = value_text(hour_show(c->mem, at));
	a->given[TELL_SAID] = true;
}

/* "asisto 4821" */
static bool take_code(struct ctx *c, struct act *a)
{
	struct meeting m;
	struct str code;

	if (!roll_code_said(c, act_text(a, TELL_SAID), &m, &code))
		return false;
	a->v[TELL_MEETING] = value_id(m.id);
	a->v[TELL_CODE] = value_text(code);
	a->given[TELL_MEETING] = a->given[TELL_CODE] = true;
	a->v[TELL_SAID] = value_null();
	a->given[TELL_SAID] = false;
	return true;
}

enum rc attendance_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	struct hour h;

	*n_out = 0;
	*arg_out = TELL_MEETING;
	a->v[TELL_PERSON] = value_id(c->who->person);
	a->given[TELL_PERSON] = true;
	if (act_has(a, TELL_SAID) && str_is(act_text(a, TELL_HOW), "comes") && take_code(c, a))
		return OK;
	if (act_has(a, TELL_SAID)) {
		struct str said = act_text(a, TELL_SAID);
		if (!about_meeting(c, hour_read(c->mem, said, &h) ? h.left : said))
			return fail(c, NULL, "ask",
				N_("¿Habla de la reunión? Escriba: asisto a la reunión, no voy a la reunión, o llego tarde a la reunión"));
	}
	if (!act_has(a, TELL_MEETING) && which(c, a, candidates_out, max, n_out) != OK)
		return INVALID;
	take_hour(c, a);
	return OK;
}

struct str attendance_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str how = act_text(a, TELL_HOW);
	struct meeting m;

	if (!meeting_get(c, act_ref(a, TELL_MEETING), &m))
		return tr(c->lang, N_("Anotado. Gracias"));
	if (act_has(a, TELL_CODE))
		return o->change && !roll_was_noted(o->change) ? tr(c->lang, N_("Ese código no es de la reunión. Mírelo otra vez, o pida que la anoten")) :
			tr_fill(c->mem, c->lang, N_("Anotado: usted está en «%s»"), m.topic);
	const struct str_pair pairs[] = { { "meeting", meeting_line(c, &m) },
		{ "hour", act_has(a, TELL_SAID) ? act_text(a, TELL_SAID) : STR("") } };
	const char *msgid = str_is(how, "comes") ? N_("Anotado: usted viene. Es el {meeting}. Si cambia, escriba: no voy") :
		str_is(how, "not") ? N_("Anotado: usted no viene. Era el {meeting}. Si cambia, escriba: asisto") :
		act_has(a, TELL_SAID) ? N_("Anotado: usted llega a las {hour}. Es el {meeting}. Si cambia, escriba: no voy") :
		N_("Anotado: usted llega tarde. Es el {meeting}. Si cambia, escriba: asisto, o no voy");
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

struct str meetings_tell(struct ctx *c, struct str rest)
{
	struct meeting m[2];
	unsigned n = meetings_next(c, m, ARRAY_LEN(m));
	struct buf b = buf_new(c->mem, 200);

	(void)rest;
	if (!n)
		return tr(c->lang, N_("No hay ninguna reunión anotada para sus grupos."));
	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_char(&b, '\n');
		buf_add(&b, meeting_line(c, &m[i]));
		buf_char(&b, '.');
		if (m[i].link.n) {
			buf_char(&b, ' ');
			buf_add(&b, m[i].link);
		}
		if (m[i].dial.n) {
			const struct str_pair pair = { "dial", m[i].dial };
			buf_char(&b, ' ');
			buf_add(&b, tr_named(c->mem, c->lang, N_("Por teléfono: {dial}."), &pair, 1));
		}
	}
	buf_char(&b, '\n');
	buf_add(&b, tr(c->lang, N_("Responda: asisto, no voy, o llego tarde")));
	return buf_str(&b);
}

/* A meeting of today that did not begin, or of tomorrow. */
struct str meetings_remind(struct ctx *c)
{
	struct meeting m;
	struct str how, at;

	if (!meetings_next(c, &m, 1) || m.day > today(c) + 1 || (m.day == today(c) && m.minute < zone_minute(c->net->zone, c->now)))
		return STR("");
	bool said = attendance_get(c, m.id, c->who->person, &how, &at);
	if (said && str_is(how, "not"))
		return STR("");
	const struct str_pair pair = { "meeting", meeting_line(c, &m) };
	return tr_named(c->mem, c->lang, said ? N_("Reunión: {meeting}.") :
		N_("Reunión: {meeting}. Responda: asisto, no voy, o llego tarde."), &pair, 1);
}

const struct text_command meetings_commands[] = {
	{
		.action = "attendance.tell",
		.words = "asisto|si asisto|asistire|asistiremos|voy a asistir|voy a la reunion|si voy|ire a la reunion|si ire|ahi estare|"
			 "confirmo asistencia|confirmo mi asistencia|llego|llegare|llego a las|llegare a las|voy a ir|si voy a ir|voy a estar|"
			 "alli estare|estare presente|presente|cuente conmigo|cuenten conmigo|estare ahi|ahi estaremos|vamos a ir|iremos|"
			 "asistimos|confirmada mi asistencia|confirmo que voy|claro que voy|claro que asisto|yo voy|yo si voy|tambien voy|estare en la reunion|estaremos en la reunion|risaq|ari risaq|hamusaq",
		.sets = AT(TELL_HOW), .sets_text = "comes", .rest = AT(TELL_SAID),
		.means = N_("Dice que viene a la reunión"), .example = N_("asisto"),
		.complete = attendance_complete, .answer = attendance_answer,
	},
	{
		.action = "attendance.tell",
		.words = "no voy|no ire|no asisto|no asistire|no puedo ir|no podre ir|no puedo asistir|no podre asistir|no voy a ir|"
			 "no voy a poder ir|no voy a asistir|no voy a poder asistir|no llego|no llegare|no podre llegar|no iremos|"
			 "no podre|no podremos|no vamos|no asistiremos|no podremos ir|no vamos a ir|no estare|mana risaqchu|manan risaqchu",
		.sets = AT(TELL_HOW), .sets_text = "not", .rest = AT(TELL_SAID), .means = N_("Dice que no viene a la reunión"),
		.complete = attendance_complete, .answer = attendance_answer,
	},
	{
		.action = "attendance.tell",
		.words = "llego tarde|llegare tarde|voy a llegar tarde|estoy llegando tarde|voy tarde|llego un poco tarde|"
			 "llegare un poco tarde|me voy a demorar|me demoro|llego con retraso|llegare con retraso|voy a llegar con retraso|"
			 "me retraso|me atraso|voy a demorar|voy a demorarme|voy demorada|me voy a retrasar|estoy demorada|estoy retrasada",
		.sets = AT(TELL_HOW), .sets_text = "late", .rest = AT(TELL_SAID), .means = N_("Dice que llega tarde a la reunión"),
		.complete = attendance_complete, .answer = attendance_answer,
	},
	{
		.words = "reunion|reuniones|la reunion|cuando es la reunion|cuando hay reunion|cuando es la proxima reunion|hay reunion|"
			 "a que hora es la reunion|donde es la reunion|donde sera la reunion|cuando sera la reunion|a que hora sera la reunion|"
			 "cuando nos reunimos|a que hora nos reunimos|donde nos reunimos|proxima reunion|que dia es la reunion",
		.menu = N_("La próxima reunión"),
		.tell = meetings_tell,
	},
	{ .words = NULL },
};
