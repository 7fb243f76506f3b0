/*
 * agenda_read.c - the agenda of a meeting, told from where the points of its group stand.
 *
 * A point is before every meeting of its group from the one it was proposed for to the one that closed it. Of those to come
 * only the next one has what earlier ones left: the one after it would have to guess.
 */
#include "agenda_own.h"

#include "hour.h"

enum { READ_MOST = 300, MEETINGS_MOST = 400 };

bool meeting_is_over(const struct ctx *c, const struct meeting *m)
{
	return m->day < today(c) || (m->day == today(c) && meeting_until(m) < zone_minute(c->net->zone, c->now));
}

/* A row of the group: the point and the hours of the meetings it hangs on. */
struct standing {
	struct agenda_point p;
	struct str hour, state; /* of the meeting it was proposed for; of the record */
	struct id closed_on;
};

static unsigned read(struct ctx *c, const struct meeting *m, struct standing *out)
{
	struct rows r = ctx_rows(c, agenda_sql, Q_AGENDA_OF_GROUP, cell_id(&c->net->id), cell_id(&m->group), cell_int(m->day));
	unsigned n = 0;

	while (n < READ_MOST && rows_next(&r)) {
		struct standing *s = &out[n++];
		*s = (struct standing){ .p = { .id = rows_id(&r, 0), .first = rows_id(&r, 1), .group = m->group,
			.title = str_dup(c->mem, rows_text(&r, 2)), .why = str_dup(c->mem, rows_text(&r, 3)), .minutes = rows_int(&r, 4),
			.from_day = rows_int(&r, 9) },
			.hour = str_dup(c->mem, rows_text(&r, 10)), .state = str_dup(c->mem, rows_text(&r, 7)) };
		if (!rows_null(&r, 6))
			s->p.by = rows_id(&r, 6);
		if (!rows_null(&r, 8))
			s->closed_on = rows_id(&r, 8);
		if (!rows_null(&r, 12) && id_eq(rows_id(&r, 12), m->id))
			s->p.place = rows_int(&r, 5);
	}
	if (n == READ_MOST)
		rows_end(&r);
	return n;
}

/* The group's meetings up to this one, from the day on of the oldest point. */
static unsigned read_meetings(struct ctx *c, const struct meeting *m, const struct standing *s, unsigned n, struct meeting *out)
{
	int64_t from = m->day;
	unsigned k = 0;

	for (unsigned i = 0; i < n; i++)
		if (s[i].p.from_day < from)
			from = s[i].p.from_day;
	struct rows r = ctx_rows(c, agenda_sql, Q_AGENDA_MEETINGS, cell_id(&c->net->id), cell_id(&m->group), cell_int(from), cell_int(m->day));
	while (k < MEETINGS_MOST && rows_next(&r)) {
		struct str hour = str_dup(c->mem, rows_text(&r, 2));
		out[k++] = (struct meeting){ .id = rows_id(&r, 0), .day = rows_int(&r, 1), .hour = hour, .minute = hour_parse(hour) };
	}
	if (k == MEETINGS_MOST)
		rows_end(&r);
	return k;
}

static int when_cmp(int64_t day, struct str hour, int64_t other_day, struct str other_hour)
{
	return day != other_day ? (day < other_day ? -1 : 1) : str_cmp(hour, other_hour);
}

/* Is the meeting past, or the next one of its group? Then what earlier ones left is before it. */
static bool takes_over(struct ctx *c, const struct meeting *m, const struct meeting *all, unsigned n)
{
	for (unsigned i = 0; i < n && !meeting_is_over(c, m); i++)
		if (!meeting_is_over(c, &all[i]) && when_cmp(all[i].day, all[i].hour, m->day, m->hour) < 0)
			return false;
	return true;
}

static unsigned times_carried(const struct standing *s, const struct meeting *m, const struct meeting *all, unsigned n)
{
	unsigned times = 0;

	for (unsigned i = 0; i < n; i++)
		times += when_cmp(all[i].day, all[i].hour, s->p.from_day, s->hour) > 0 && when_cmp(all[i].day, all[i].hour, m->day, m->hour) <= 0 &&
			!id_eq(all[i].id, s->p.first);
	return times;
}

/* What it is to this meeting; false: it is not before it. */
static bool judge(struct ctx *c, const struct meeting *m, const struct meeting *all, unsigned n, bool takes, struct standing *s)
{
	bool own = id_eq(s->p.first, m->id), open = str_is(s->state, "open");

	if (!own && (!takes || when_cmp(s->p.from_day, s->hour, m->day, m->hour) >= 0))
		return false;
	if (!open && id_eq(s->closed_on, m->id))
		s->p.here = str_is(s->state, "treated") ? POINT_TREATED : POINT_WITHDRAWN;
	else if (open)
		s->p.here = meeting_is_over(c, m) ? POINT_CARRIED : POINT_OPEN;
	else {
		for (unsigned i = 0; i < n; i++) /* closed on that same day, but on an earlier one */
			if (id_eq(all[i].id, s->closed_on) && when_cmp(all[i].day, all[i].hour, m->day, m->hour) < 0)
				return false;
		s->p.here = POINT_CARRIED;
	}
	s->p.times = own ? 0 : times_carried(s, m, all, n);
	return true;
}

/* What waited and has no place among these yet comes first, the oldest before the rest; then as they were ordered. */
static int order_cmp(const struct agenda_point *a, const struct agenda_point *b)
{
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return a->from_day != b->from_day ? (a->from_day < b->from_day ? -1 : 1) : id_cmp(a->id, b->id);
}

unsigned agenda_points(struct ctx *c, const struct meeting *m, struct agenda_point *out, unsigned max)
{
	struct standing *s = ARENA_ARRAY(c->mem, struct standing, READ_MOST);
	struct meeting *all = ARENA_ARRAY(c->mem, struct meeting, MEETINGS_MOST);
	unsigned n = read(c, m, s), nall = read_meetings(c, m, s, n, all), kept = 0;
	bool takes = takes_over(c, m, all, nall);

	for (unsigned i = 0; i < n; i++) {
		if (!judge(c, m, all, nall, takes, &s[i]))
			continue;
		unsigned at = kept < max ? kept++ : max;
		while (at > 0 && order_cmp(&s[i].p, &out[at - 1]) < 0) {
			if (at < max)
				out[at] = out[at - 1];
			at--;
		}
		if (at < max)
			out[at] = s[i].p;
	}
	for (unsigned i = 0; i < kept; i++)
		out[i].place = i + 1;
	return kept;
}

bool agenda_point_at(struct ctx *c, const struct meeting *m, struct id point, struct agenda_point *out)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, READ_MOST);
	unsigned n = agenda_points(c, m, all, READ_MOST);

	for (unsigned i = 0; i < n; i++)
		if (id_eq(all[i].id, point)) {
			*out = all[i];
			return true;
		}
	return false;
}

struct str agenda_point_name(struct ctx *c, const struct agenda_point *p)
{
	return p->title.n ? p->title : tr(c->lang, N_("Punto dicho por voz (falta escribir el título)"));
}

struct str agenda_point_came(struct ctx *c, const struct agenda_point *p)
{
	const struct str_pair pairs[] = { { "day", lang_date_long(c->mem, c->lang, p->from_day) }, { "n", str_fmt(c->mem, "%u", p->times) } };

	if (!p->times)
		return STR("");
	return tr_named(c->mem, c->lang, p->times > 1 ? N_("viene del {day}, ya pasó {n} veces") : N_("viene del {day}"), pairs, 2);
}

struct str agenda_url(struct ctx *c, struct id meeting)
{
	return str_fmt(c->mem, "/reuniones/%.36s/agenda", id_text(c->mem, meeting).p);
}

struct str agenda_point_url(struct ctx *c, const struct meeting *m, struct id point)
{
	return str_fmt(c->mem, "%s/%.36s", str_cstr(c->mem, agenda_url(c, m->id)), id_text(c->mem, point).p);
}
