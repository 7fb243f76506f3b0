/*
 * roll_sample.c - who was there on the last Tuesdays of an invented board: ticked in the room, by telephone, late, represented.
 */
#include "roll_own.h"

enum { TUESDAY = 1, PROXY_MINUTE = 570, HERE_MINUTE = 604, NOTED_MINUTE = 606, OPEN_MINUTE = 631, SECOND_MS = 1000 };

static int64_t at(const struct sample *s, int64_t day, int minute, unsigned n)
{
	return zone_instant(s->net->zone, day, minute) + n * SECOND_MS;
}

/* Most in the room, some by telephone or screen; one in five late; one in six says it herself; a third does not come. */
static enum rc present(struct sample *s, struct id meeting, int64_t day, unsigned n, const struct actor *who)
{
	static const char *const way[] = { "room", "room", "phone", "room", "screen", "room", "neighbour" };
	struct str person = id_text(s->mem, who->person), m = id_text(s->mem, meeting), how = str_c(way[(n + (uint64_t)day / 7) % ARRAY_LEN(way)]);

	if (n % 6 == 4)
		return sample_did(s, who, at(s, day, HERE_MINUTE, n), "roll.here", "person", person, "meeting", m, "way", how, (char *)NULL);
	return sample_did(s, sample_who(s, "distrito"), at(s, day, NOTED_MINUTE, n), "roll.mark", "meeting", m, "person", person, "way", how,
		"arrived", n % 5 == 2 ? STR("10:20") : STR("10:00"), "gone", n % 7 == 5 ? STR("11:15") : STR(""), (char *)NULL);
}

enum rc roll_live(struct sample *s, int64_t day)
{
	struct id meeting = meetings_sample_id(s, day);
	const struct actor *first = NULL, *absent = NULL;
	enum rc rc = OK;

	if (!s->shown || day >= s->last_day || day == s->first_day || day_weekday(day) != TUESDAY)
		return OK;
	for (unsigned n = 0, k = 0; n < s->ngroups && rc == OK; n++) {
		const struct actor *who = s->groups[n].leader;
		if (!str_eq(s->groups[n].place, s->groups[0].place))
			continue;
		if (k == 3)
			absent = who;
		else if (k == 0 || (k + (uint64_t)day / 7) % 3 != 1)
			rc = present(s, meeting, day, k, who);
		first = first ? first : who;
		k++;
	}
	struct ctx c = sample_machine(s, at(s, day, PROXY_MINUTE, 0));
	if (absent && rc == OK)
		rc = sample_did(s, absent, at(s, day, PROXY_MINUTE, 0), "roll.proxy", "person", id_text(s->mem, absent->person), "meeting",
			id_text(s->mem, meeting), "name", person_name(&c, first->person), (char *)NULL);
	return rc != OK ? rc : sample_did(s, sample_who(s, "distrito"), at(s, day, OPEN_MINUTE, 0), "roll.open", "meeting", id_text(s->mem, meeting), (char *)NULL);
}
