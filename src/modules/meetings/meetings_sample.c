/*
 * meetings_sample.c - the Tuesday meetings of an invented district's board, and who said that she comes.
 *
 * Each Monday evening the coordinator calls together for the Tuesday of the next week, so that on every day one is to
 * come; the leaders answer on their pages the day before.
 */
#include "meetings_own.h"
#include "sample.h"
#include "series.h"

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

static struct str day_text(struct sample *s, int64_t day)
{
	struct buf b = buf_new(s->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

/* The instant is that of the series itself: on the first day of the history. */
static struct id series_id(const struct sample *s)
{
	return sample_did_id(s, zone_instant(s->net->zone, s->first_day, FIRST_MINUTE), "series.plan");
}

struct id meetings_sample_id(const struct sample *s, int64_t tuesday)
{
	return series_meeting_id(s->net, series_id(s), tuesday);
}

/* What each Tuesday is about is said a week before. */
static enum rc topic(struct sample *s, int64_t tuesday)
{
	const struct actor *who = sample_who(s, "distrito");

	return sample_did(s, who, called_at(s, tuesday) + SECOND_MS, "meeting.change", "meeting", id_text(s->mem, meetings_sample_id(s, tuesday)),
		"topic", str_c(topics[tuesday / WEEK % ARRAY_LEN(topics)]), (char *)NULL);
}

static enum rc begin(struct sample *s, int64_t first_tuesday)
{
	return sample_did(s, sample_who(s, "distrito"), zone_instant(s->net->zone, s->first_day, FIRST_MINUTE), "series.plan", "group",
		STR("RED-150133"), "first", day_text(s, first_tuesday), "repeats", STR("todos los martes"), "hour", STR("10:00"), "minutes", STR("90"),
		"topic", STR("Mesa de los martes"), "place", STR("Local comunal"), (char *)NULL);
}

/* On each Monday the series reaches a week further; on the last one one of the Tuesdays to come goes to the street, one is called off. */
static enum rc reach(struct sample *s, int64_t monday)
{
	enum { STREET_WEEK = 2, OFF_WEEK = 4 };
	int64_t now = zone_instant(s->net->zone, monday, PLAN_MINUTE);
	int64_t left = (s->last_day - 1 - monday) / WEEK; /* the last day itself is not lived */
	const struct actor *who = sample_who(s, "distrito");
	enum rc rc = monday - s->first_day < WEEK ? OK : /* the plan itself reached as far */
		sample_did(s, who, now, "series.extend", "series", id_text(s->mem, series_id(s)), (char *)NULL);

	if (rc == OK && left == 0)
		rc = sample_did(s, who, now + 2 * SECOND_MS, "meeting.change", "meeting",
			id_text(s->mem, meetings_sample_id(s, monday + 1 + STREET_WEEK * WEEK)), "street", STR("1"), "place",
			STR("frente a la Municipalidad"), (char *)NULL);
	if (rc == OK && left == 0)
		rc = sample_did(s, who, now + 3 * SECOND_MS, "meeting.cancel", "meeting",
			id_text(s->mem, meetings_sample_id(s, monday + 1 + OFF_WEEK * WEEK)), (char *)NULL);
	return rc;
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
	int64_t first_tuesday = s->first_day + WEEK - (day_weekday(s->first_day) + WEEK - 1) % WEEK;
	if (first && rc == OK)
		rc = begin(s, first_tuesday);
	if (first && rc == OK)
		rc = topic(s, first_tuesday); /* as the Monday before would have */
	if (monday && !first && rc == OK)
		rc = reach(s, day);
	return monday && rc == OK && day + WEEK + 1 > first_tuesday ? topic(s, day + WEEK + 1) : rc;
}
