/*
 * invite_bulletin.c - the week in a few lines: meetings that come, agreements whose day comes.
 */
#include "invite_own.h"

#include "agreement.h"

enum { WEEK = 7, MEETINGS_MOST = 8, AGREEMENTS_MOST = 8, SUNDAY = 6 };

static bool is_for(struct ctx *c, struct id group, struct id meeting_of)
{
	return id_is_zero(group) ? meeting_is_hers(c, meeting_of) : id_eq(group, meeting_of) || group_is_below(c, group, meeting_of);
}

static void add_meetings(struct ctx *c, struct buf *b, struct id group, int64_t from)
{
	struct rows r = db_rows(c->db, ISQL(Q_INVITE_WEEK), ARGS(cell_id(&c->net->id), cell_int(from), cell_int(from + WEEK - 1)));
	struct meeting *m = ARENA_ARRAY(c->mem, struct meeting, 2000);
	unsigned n = 0, said = 0;

	while (n < 2000 && rows_next(&r)) {
		m[n] = (struct meeting){ .id = rows_id(&r, 0), .group = rows_id(&r, 1), .day = rows_int(&r, 2), .hour = str_dup(c->mem, rows_text(&r, 3)),
			.topic = str_dup(c->mem, rows_text(&r, 4)), .place = str_dup(c->mem, rows_text(&r, 5)) };
		n++;
	}
	for (unsigned i = 0; i < n && said < MEETINGS_MOST; i++) {
		if (!is_for(c, group, m[i].group))
			continue;
		buf_c(b, "\n- ");
		buf_add(b, meeting_line(c, &m[i]));
		said++;
	}
}

static void add_agreements(struct ctx *c, struct buf *b, struct id group, int64_t from)
{
	enum { READ = 100 };
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, READ);
	unsigned n = id_is_zero(group) ? agreements_hers(c, false, a, READ) : agreements_open(c, group, a, READ), said = 0;

	for (unsigned i = 0; i < n && said < AGREEMENTS_MOST; i++) {
		if (!a[i].dated || a[i].by < from || a[i].by >= from + WEEK)
			continue;
		const struct str_pair pairs[] = { { "day", lang_date_short(c->mem, c->lang, a[i].by) }, { "what", a[i].what } };
		buf_c(b, "\n- ");
		buf_add(b, tr_named(c->mem, c->lang, N_("Hasta el {day}: {what}"), pairs, ARRAY_LEN(pairs)));
		said++;
	}
}

struct str bulletin_text(struct ctx *c, struct id group, int64_t from)
{
	struct buf b = buf_new(c->mem, 500);
	const struct str_pair pairs[] = { { "from", lang_date_short(c->mem, c->lang, from) }, { "until", lang_date_short(c->mem, c->lang, from + WEEK - 1) } };

	buf_add(&b, tr_named(c->mem, c->lang, N_("La semana, del {from} al {until}:"), pairs, ARRAY_LEN(pairs)));
	size_t empty = b.n;
	add_meetings(c, &b, group, from);
	add_agreements(c, &b, group, from);
	return b.n > empty ? buf_str(&b) : STR("");
}

/* Each Sunday evening, of the days to come. */
struct str invite_digest(struct ctx *c)
{
	struct id none = { { 0 } };

	return day_weekday(today(c)) == SUNDAY ? bulletin_text(c, none, today(c) + 1) : STR("");
}
