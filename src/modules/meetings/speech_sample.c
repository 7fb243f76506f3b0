/*
 * speech_sample.c - the turns of the Tuesday meetings of an invented district's board, so that what was heard from where shows.
 *
 * On the morning of a meeting that is over some of its leaders ask, are given the word one after the other and end.
 */
#include "sample.h"
#include "speech_own.h"

enum { TUESDAY = 1, BEGIN_MINUTE = 605, TURN_MS = 200000, SPEAKERS = 8 };

static enum rc turn(struct sample *s, const struct meeting *m, unsigned n)
{
	static const char *const ways[SPEAKERS] = { "phone", "room", "radio", "room", "screen", "phone", "room", "radio" };
	static const int64_t lasted_ms[SPEAKERS] = { 95000, 150000, 60000, 175000, 80000, 125000, 110000, 45000 };
	const struct actor *who = s->groups[n].leader, *chair = sample_who(s, "distrito");
	int64_t at = zone_instant(s->net->zone, m->day, BEGIN_MINUTE) + n * TURN_MS;
	struct str meeting = id_text(s->mem, m->id);
	struct str speech = id_text(s->mem, sample_did_id(s, at, "speech.ask"));
	enum rc rc = sample_did(s, who, at, "speech.ask", "person", id_text(s->mem, who->person), "meeting", meeting, "way",
		str_c(ways[n % SPEAKERS]), (char *)NULL);

	if (rc == OK)
		rc = sample_did(s, chair, at + 5000, "speech.give", "speech", speech, (char *)NULL);
	return rc == OK ? sample_did(s, chair, at + 5000 + lasted_ms[n % SPEAKERS], "speech.end", "speech", speech, (char *)NULL) : rc;
}

enum rc speech_live(struct sample *s, int64_t day)
{
	struct meeting m[4];
	struct ctx c;
	unsigned done = 0, n;
	enum rc rc = OK;

	if (!s->shown || day >= s->last_day || day_weekday(day) != TUESDAY)
		return OK;
	c = sample_machine(s, zone_instant(s->net->zone, day, BEGIN_MINUTE - 30));
	c.who = sample_who(s, "distrito");
	n = meetings_next(&c, m, ARRAY_LEN(m));
	if (!n || m[0].day != day)
		return OK;
	for (unsigned i = 0; i < s->ngroups && done < SPEAKERS && rc == OK; i++)
		if (str_eq(s->groups[i].place, s->groups[0].place) && meeting_is_for(&c, m[0].group, s->groups[i].leader->person)) {
			rc = turn(s, &m[0], i);
			done++;
		}
	return rc;
}
