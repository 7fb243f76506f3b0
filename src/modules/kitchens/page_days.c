/*
 * page_days.c - rows of days, as chart and as table, and small things of all pages.
 */
#include "pages.h"

#include "html.h"

enum { DISTRICTS_MAX = 2000 };

void days_read(struct rows *r, int64_t last, struct day_sum *out, unsigned n)
{
	int64_t first = last - (int64_t)n + 1;

	for (unsigned i = 0; i < n; i++)
		out[i] = (struct day_sum){ .day = first + (int64_t)i };
	while (rows_next(r)) {
		int64_t at = rows_int(r, 0) - first;
		if (at < 0 || at >= (int64_t)n)
			continue;
		out[at].served = rows_int(r, 1);
		out[at].known = rows_int(r, 2);
	}
}

struct day_sum days_sum(const struct day_sum *days, unsigned n, int64_t from_day)
{
	struct day_sum all = { .day = from_day };

	for (unsigned i = 0; i < n; i++)
		if (days[i].day >= from_day) {
			all.served += days[i].served;
			all.known += days[i].known;
		}
	return all;
}

void view_known(struct view *v, const char *key, int64_t n, bool known)
{
	if (known)
		view_int(v, key, n);
	else
		view_text(v, key, STR(""));
}

void view_cell(struct view *v, const char *key, const struct rows *r, unsigned col)
{
	view_known(v, key, rows_int(r, col), !rows_null(r, col));
}

void view_days(struct page_call *p, const char *title, const struct day_sum *days, unsigned n)
{
	struct ctx *c = p->c;
	struct draw_point *point = ARENA_ARRAY(c->mem, struct draw_point, n);

	for (unsigned i = 0; i < n; i++)
		point[i] = (struct draw_point){
			.label = lang_date_short(c->mem, c->lang, days[i].day),
			.value = days[i].served,
			.known = days[i].known > 0,
			.now = days[i].day == today(c),
		};
	view_html(p->v, "chart", draw_columns(c->mem, tr(c->lang, title), point, n));
	for (unsigned i = n; i-- > 0;) {
		struct view *row = view_row(p->v, "day_rows");
		view_text(row, "day", point[i].label);
		view_known(row, "served", days[i].served, days[i].known > 0);
	}
}

struct str day_plain(struct ctx *c, int64_t day)
{
	struct buf b = buf_new(c->mem, 16);

	buf_day(&b, day);
	return buf_str(&b);
}

int64_t day_asked(const struct page_call *p, const char *name, int64_t other)
{
	int64_t day;

	return day_parse(p->get(p, name), &day) ? day : other;
}

static struct str pot_url(struct ctx *c, const char *path, struct str kitchen, int64_t day, struct str sitting)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, path);
	buf_c(&b, "?kitchen=");
	url_part(&b, kitchen);
	buf_c(&b, "&day=");
	buf_day(&b, day);
	if (sitting.n && !str_is(sitting, "lunch")) {
		buf_c(&b, "&sitting=");
		url_part(&b, sitting);
	}
	return buf_str(&b);
}

struct str today_url(struct ctx *c, struct str kitchen, int64_t day, struct str sitting)
{
	return pot_url(c, "/hoy", kitchen, day, sitting);
}

struct str remove_url(struct ctx *c, struct str kitchen, int64_t day, struct str sitting)
{
	return pot_url(c, "/hoy/quitar", kitchen, day, sitting);
}

static bool one_sitting(struct ctx *c, int64_t day)
{
	struct rows r = db_rows(c->db, SQL(Q_SITTINGS_OF_DAY), ARGS(cell_id(&c->net->id), cell_int(day)));
	unsigned n = 0;

	while (rows_next(&r))
		n++;
	return n <= 1;
}

unsigned reported_read(struct ctx *c, int64_t day, struct reported *out, unsigned max)
{
	struct id first = entity_day_first(day), past = entity_day_first(day + 1);
	bool sums = one_sitting(c, day);
	unsigned n = 0;
	struct rows r = sums ?
		db_rows(c->db, SQL(Q_DISTRICTS_SERVED), ARGS(cell_id(&c->net->id), cell_int(day),
			cell_int(day), cell_int(day))) :
		db_rows(c->db, SQL(Q_REPORTED_OF_DAY), ARGS(cell_id(&c->net->id), cell_id(&first),
			cell_id(&past)));

	while (rows_next(&r))
		if (n < max)
			out[n++] = (struct reported){ rows_id(&r, 0), rows_int(&r, sums ? 4 : 1) };
	return n;
}
