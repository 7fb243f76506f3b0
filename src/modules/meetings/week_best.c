/*
 * week_best.c - the weeks of a group summed up, the hour that clashes least, and the warning where one clashes for many.
 *
 * Sums alone leave this file, and none of them tells of fewer than WEEK_FEW: neither itself nor by what is left of all.
 */
#include "week_own.h"

#include "hour.h"
#include "week_sql.h"

/* Hours at which a meeting may be proposed to begin. */
enum { FIRST_HOUR = 8, LAST_HOUR = 20, HOUR_MIN = 60 };

/* Of one person: the first reason in each stretch of `span` hours. */
static void add(struct week_sums *out, const struct week *w, int span)
{
	for (unsigned d = 0; d < WEEK_DAYS; d++)
		for (int h = 0; h < WEEK_HOURS; h++) {
			unsigned why = WEEK_FREE;
			for (int k = h; k < h + span && k < WEEK_HOURS && why == WEEK_FREE; k++)
				why = w->why[d][k];
			out->taken[d][h][why]++;
		}
	out->told++;
}

void week_sums(struct ctx *c, struct id group, int span, struct week_sums *out)
{
	struct rows r = db_rows(c->db, &week_sql.query[Q_WEEK_ROWS], ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(today(c))));
	struct id last = { 0 };
	struct week w;

	*out = (struct week_sums){ 0 };
	while (rows_next(&r)) { /* who has two roles stands there twice, one behind the other */
		struct id person = rows_id(&r, 0);
		if (id_eq(person, last))
			continue;
		last = person;
		for (unsigned d = 0; d < WEEK_DAYS; d++)
			week_day_read(rows_text(&r, 1 + d), w.why[d]);
		add(out, &w, span);
	}
}

unsigned week_taken(const struct week_sums *s, unsigned day, unsigned hour, unsigned *most_why_out)
{
	unsigned n = 0, most = WEEK_SCHOOL;

	for (unsigned k = WEEK_SCHOOL; k < WEEK_WHYS; k++) {
		n += s->taken[day][hour][k];
		if (s->taken[day][hour][k] > s->taken[day][hour][most])
			most = k;
	}
	if (most_why_out)
		*most_why_out = most;
	return n;
}

/* Less is better: whom it keeps away; then who could not come an hour earlier or stay an hour longer; then Monday, then early. */
static unsigned worth(const struct week_sums *s, unsigned d, unsigned h)
{
	unsigned around = week_taken(s, d, h - 1, NULL) + week_taken(s, d, h + 1, NULL);

	return week_taken(s, d, h, NULL) * 65536 + around;
}

unsigned week_best(const struct week_sums *s, struct week_hour *out, unsigned max)
{
	struct week_hour best[WEEK_DAYS];
	unsigned n = 0;

	if (!s->told)
		return 0;
	for (unsigned d = 0; d < WEEK_DAYS; d++) {
		best[d] = (struct week_hour){ d, FIRST_HOUR };
		for (unsigned h = FIRST_HOUR; h <= LAST_HOUR; h++)
			if (worth(s, d, h) < worth(s, d, best[d].hour))
				best[d].hour = h;
	}
	for (unsigned used = 0; n < max && n < WEEK_DAYS; n++) {
		unsigned pick = WEEK_DAYS;
		for (unsigned d = 0; d < WEEK_DAYS; d++)
			if (!(used >> d & 1) && (pick == WEEK_DAYS || worth(s, d, best[d].hour) < worth(s, pick, best[pick].hour)))
				pick = d;
		used |= 1u << pick;
		out[n] = best[pick];
	}
	return n;
}

struct week_hour week_worst(const struct week_sums *s)
{
	struct week_hour w = { 0, FIRST_HOUR };

	for (unsigned d = 0; d < WEEK_DAYS; d++)
		for (unsigned h = FIRST_HOUR; h <= LAST_HOUR; h++)
			if (week_taken(s, d, h, NULL) > week_taken(s, w.day, w.hour, NULL))
				w = (struct week_hour){ d, h };
	return w;
}

struct str week_of_all(struct ctx *c, unsigned n, unsigned told)
{
	const struct str_pair pairs[] = { { "n", str_fmt(c->mem, "%u", n) }, { "all", str_fmt(c->mem, "%u", told) } };

	if (n && n < WEEK_FEW)
		return tr(c->lang, N_("pocas"));
	if (n < told && told - n < WEEK_FEW)
		return tr_named(c->mem, c->lang, N_("casi todas las {all}"), pairs, ARRAY_LEN(pairs));
	return tr_named(c->mem, c->lang, N_("{n} de {all}"), pairs, ARRAY_LEN(pairs));
}

bool meeting_week_fails(struct ctx *c, struct id group, int64_t day, int minute, int lasts_min)
{
	enum { MANY_OF = 3 };
	struct week_sums *s = ARENA_NEW(c->mem, struct week_sums);
	int hour = minute / HOUR_MIN, span = (minute + lasts_min + HOUR_MIN - 1) / HOUR_MIN - hour;
	unsigned why;

	if (day <= today(c) || hour < 0 || hour >= WEEK_HOURS)
		return false;
	week_sums(c, group, span, s);
	unsigned n = week_taken(s, (unsigned)day_weekday(day), (unsigned)hour, &why);
	if (n < WEEK_FEW || n * MANY_OF < s->told)
		return false;
	const struct str_pair pairs[] = { { "n", week_of_all(c, n, s->told) }, { "why", week_why_name(c, why) } };
	fail_with(c, "anyway", "week", N_("A esa hora no pueden %s. Cambie la hora (vea «La mejor hora»), o escriba por qué va igual"),
		tr_named(c->mem, c->lang, N_("{n}, sobre todo por {why}"), pairs, ARRAY_LEN(pairs)));
	return true;
}
