/*
 * spoken_text.c - "mi palabra: …" by message, and a voice note that is for a meeting.
 *
 * A voice without words goes to the meeting that is on, or to the next one; but a report just sent, or one that no meeting came
 * between, is what she speaks of.
 */
#include "spoken_own.h"

#include "fold.h"

enum { EARLY_MIN = 30, SOON_DAYS = 7 };

static void say(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = true;
}

static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	*arg_out = LEAVE_MEETING;
	say(a, LEAVE_PERSON, value_id(c->who->person));
	return agenda_which(c, a, LEAVE_MEETING, candidates_out, max, n_out);
}

static struct str when_of(struct ctx *c, struct id meeting)
{
	struct meeting m;

	return meeting_get(c, meeting, &m) ? meeting_when(c, &m) : STR("");
}

static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct str_pair pair = { "when", when_of(c, act_ref(a, LEAVE_MEETING)) };

	(void)o;
	return tr_named(c->mem, c->lang, N_("Su palabra quedó para la reunión del {when}. Gracias"), &pair, 1);
}

const struct text_command spoken_commands[] = {
	{ .action = "spoken.leave",
		.words = "mi palabra|dejo mi palabra|dejo dicho|palabra para la reunion|digo en la reunion|digan en la reunion|lean en la reunion|"
			 "lea en la reunion|para leer en la reunion",
		.rest = AT(LEAVE_TEXT), .judges = true, .means = N_("Deja su palabra escrita para la reunión"),
		.question = N_("¿Qué quiere que se lea en la reunión? Escríbalo, o mande un audio."), .example = N_("mi palabra: el agua llega tarde"),
		.complete = complete, .answer = answer },
	{ .words = NULL },
};

/* ---- a voice ---- */

/* "punto", "punto: gas": what follows is its title. */
static bool says_point(struct ctx *c, struct str said, struct str *title)
{
	static const char *const begin[] = { "punto para la agenda", "punto para la reunion", "punto de agenda", "un punto", "punto", NULL };
	struct str folded = fold(c->mem, said), rest;

	for (unsigned i = 0; begin[i]; i++) {
		struct str word = str_c(begin[i]);
		if (!str_starts(folded, begin[i]) || (folded.n > word.n && folded.p[word.n] >= 'a' && folded.p[word.n] <= 'z'))
			continue;
		size_t colon = str_find(said, ':');
		rest = colon < said.n ? str_sub(said, colon + 1, said.n) : folded.n > word.n ? str_sub(folded, word.n, folded.n) : STR("");
		*title = str_trim(rest);
		return true;
	}
	return false;
}

static bool says_meeting(struct ctx *c, struct str said)
{
	struct str rest = fold(c->mem, said), word;

	while (rest.n && str_cut(&rest, ' ', &word))
		if (str_starts(word, "reunion") || str_starts(word, "asamblea"))
			return true;
	return false;
}

/* From half an hour before it begins; when it did, as minutes of today. */
static bool is_on(struct ctx *c, const struct meeting *m)
{
	return m->day == today(c) && m->minute - EARLY_MIN <= zone_minute(c->net->zone, c->now);
}

static struct act *take_voice(struct ctx *c, struct id act, struct str said, struct str asked, int64_t last_at)
{
	struct str title = STR("");
	bool asked_point = str_is(asked, "agenda.propose"), point = says_point(c, said, &title) || (!said.n && asked_point);
	bool word = says_meeting(c, said) || (!said.n && str_is(asked, "spoken.leave"));
	struct meeting m;

	if (!meetings_next(c, &m, 1))
		return NULL;
	int64_t began = zone_instant(c->net->zone, m.day, m.minute - EARLY_MIN);
	bool alone = !said.n && !asked.n && (is_on(c, &m) ? last_at < began : !last_at && m.day - today(c) <= SOON_DAYS);
	if (!point && !word && !alone)
		return NULL;
	struct act *a = act_new(c, &spoken_leave, act);
	say(a, LEAVE_PERSON, value_id(c->who->person));
	say(a, LEAVE_MEETING, value_id(m.id));
	if (point)
		say(a, LEAVE_AS_POINT, value_int(1));
	if (point && title.n)
		say(a, LEAVE_TEXT, value_text(title));
	return a;
}

static struct str voiced(struct ctx *c, const struct act *a)
{
	const struct str_pair pair = { "when", when_of(c, act_ref(a, LEAVE_MEETING)) };
	bool point = act_has(a, LEAVE_AS_POINT);

	return tr_named(c->mem, c->lang, point ? N_("Su voz quedó como punto para la reunión del {when}. Gracias") :
		N_("Su voz quedó para la reunión del {when}. Gracias"), &pair, 1);
}

const struct text_care spoken_care = { .voice = take_voice, .voiced = voiced };
