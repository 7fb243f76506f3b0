/*
 * meetings_sample.c - the Tuesday meetings of an invented district's board, and who said that she comes.
 *
 * Each Monday evening the coordinator calls together for the Tuesday of the next week, so that on every day one is to
 * come; the leaders answer on their pages the day before.
 */
#include "meetings_own.h"
#include "sample.h"

enum { MONDAY = 0, WEEK = 7, ANSWER_MINUTE = 1040, FIRST_MINUTE = 1044, PLAN_MINUTE = 1045, SECOND_MS = 1000 };

static const char *const topics[] = { "Compra conjunta de arroz y menestras", "Turnos de agua y donaciones",
	"Gas: precios y balones del mes", "Cuentas del mes y faenas" };

/* When the meeting of that Tuesday was called; the first one as late as the history begins. */
static int64_t called_at(const struct sample *s, int64_t tuesday)
{
	int64_t monday = tuesday - WEEK - 1;

	return monday < s->first_day ? zone_instant(s->net->zone, s->first_day, FIRST_MINUTE) :
		zone_instant(s->net->zone, monday, PLAN_MINUTE);
}

struct id meetings_sample_id(const struct sample *s, int64_t tuesday)
{
	return sample_did_id(s, called_at(s, tuesday), "meeting.plan");
}

static struct str day_text(struct sample *s, int64_t day)
{
	struct buf b = buf_new(s->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

static enum rc plan(struct sample *s, int64_t tuesday)
{
	return sample_did(s, sample_who(s, "distrito"), called_at(s, tuesday), "meeting.plan", "group", STR("RED-150133"),
		"day", day_text(s, tuesday), "hour", STR("10:00"), "topic", str_c(topics[tuesday / WEEK % ARRAY_LEN(topics)]),
		"place", STR("Local comunal"), (char *)NULL);
}

/* Each week another one is late, another does not come, and some say nothing. */
static enum rc answer(struct sample *s, unsigned n, int64_t day)
{
	static const char *const say[WEEK] = { "comes", "comes", "late", "comes", NULL, "not", NULL };
	const struct actor *who = s->groups[n].leader;
	const char *how = say[(n + (uint64_t)day / WEEK) % WEEK];

	return !how ? OK : sample_did(s, who, zone_instant(s->net->zone, day, ANSWER_MINUTE) + n * SECOND_MS, "attendance.tell",
		"person", id_text(s->mem, who->person), "meeting", id_text(s->mem, meetings_sample_id(s, day + 1)),
		"answer", str_c(how), "at", *how == 'l' && n % 2 ? STR("10:20") : STR(""), (char *)NULL);
}

enum rc meetings_live(struct sample *s, int64_t day)
{
	bool monday = day_weekday(day) == MONDAY, first = day == s->first_day;
	enum rc rc = OK;

	if (!s->shown || day >= s->last_day)
		return OK;
	for (unsigned n = 0; monday && !first && n < s->ngroups && rc == OK; n++)
		if (str_eq(s->groups[n].place, s->groups[0].place))
			rc = answer(s, n, day);
	if (first && rc == OK) /* as the Monday before would have */
		rc = plan(s, day + WEEK - (day_weekday(day) + WEEK - 1) % WEEK);
	return monday && rc == OK ? plan(s, day + WEEK + 1) : rc;
}
