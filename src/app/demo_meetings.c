/*
 * demo_meetings.c - the Tuesday meetings of an invented district's board, and who said that she comes.
 *
 * Each Monday evening the coordinator calls together for the Tuesday of the next week, so that on every day one is to
 * come; the leaders answer on their pages the day before. What is done on a day depends on seed and day alone.
 */
#include "demo_own.h"

enum { DISTRITO = 2, MONDAY = 0, WEEK = 7, ANSWER_MINUTE = 1040, FIRST_MINUTE = 1044,
	PLAN_MINUTE = 1045, SECOND_MS = 1000 };

static const char *const topics[] = { "Compra conjunta de arroz y menestras", "Turnos de agua y donaciones",
	"Gas: precios y balones del mes", "Cuentas del mes y faenas" };

/* When the meeting of that Tuesday was called; the first one as late as the history begins. */
static int64_t called_at(const struct demo *d, int64_t tuesday)
{
	int64_t monday = tuesday - WEEK - 1;

	return monday < d->first_day ? zone_instant(d->net.zone, d->first_day, FIRST_MINUTE) :
		zone_instant(d->net.zone, monday, PLAN_MINUTE);
}

static struct str day_text(struct demo *d, int64_t day)
{
	struct buf b = buf_new(d->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

static enum rc plan(struct demo *d, int64_t tuesday)
{
	return demo_did(d, &d->person[DISTRITO], called_at(d, tuesday), "meeting.plan", "group", STR("RED-150133"), "day", day_text(d, tuesday), "hour", STR("10:00"),
		"topic", str_c(topics[tuesday / WEEK % ARRAY_LEN(topics)]), "place", STR("Local comunal"), (char *)NULL);
}

/* Each week another one is late, another does not come, and some say nothing. */
static enum rc answer(struct demo *d, unsigned n, int64_t day)
{
	static const char *const say[WEEK] = { "comes", "comes", "late", "comes", NULL, "not", NULL };
	const struct actor *who = &d->kitchen[n].leader;
	const char *how = say[(n + (uint64_t)day / WEEK) % WEEK];

	return !how ? OK : demo_did(d, who, zone_instant(d->net.zone, day, ANSWER_MINUTE) + n * SECOND_MS, "attendance.tell",
		"person", id_text(d->mem, who->person), "meeting", id_text(d->mem, demo_did_id(d, called_at(d, day + 1), "meeting.plan")),
		"answer", str_c(how), "at", *how == 'l' && n % 2 ? STR("10:20") : STR(""), (char *)NULL);
}

enum rc demo_meetings_day(struct demo *d, int64_t day)
{
	bool monday = day_weekday(day) == MONDAY, first = day == d->first_day;
	enum rc rc = OK;

	if (!d->o->phones || d->o->scale != DEMO_SMALL || day >= d->last_day)
		return OK;
	for (unsigned n = 0; monday && !first && n < d->nkitchens && rc == OK; n++)
		if (d->kitchen[n].place == d->kitchen[0].place)
			rc = answer(d, n, day);
	if (first && rc == OK) /* as the Monday before would have */
		rc = plan(d, day + WEEK - (day_weekday(day) + WEEK - 1) % WEEK);
	return monday && rc == OK ? plan(d, day + WEEK + 1) : rc;
}
