/*
 * page_district.c - the public pages of one district and of one kitchen: public fields only.
 */
#include "pages.h"

#include "attachment.h"
#include "html.h"

enum { MONTH_DAYS = 31, PICTURES_SHOWN = 4, JOINED_MAX = 8 };

static void view_sums(struct page_call *p, const struct day_sum *days, unsigned n)
{
	int64_t day = today(p->c);
	struct day_sum week = days_sum(days, n, day_week_start(day));
	struct day_sum month = days_sum(days, n, day_month_start(day));

	view_known(p->v, "served_today", days[n - 1].served, days[n - 1].known > 0);
	view_known(p->v, "served_week", week.served, week.known > 0);
	view_known(p->v, "served_month", month.served, month.known > 0);
}

/* "Provincia, Departamento" over a place. */
static struct str above(struct ctx *c, struct id parent)
{
	struct buf b = buf_new(c->mem, 48);

	for (int i = 0; i < 3 && !id_is_zero(parent); i++) {
		struct rows r = db_rows(c->db, SQL(Q_PLACE_NAMED), ARGS(cell_id(&c->net->id), cell_id(&parent)));
		if (!rows_next(&r))
			break;
		if (b.n)
			buf_c(&b, ", ");
		buf_add(&b, rows_text(&r, 1));
		struct id next = rows_id(&r, 2);
		rows_end(&r);
		parent = next;
	}
	return buf_str(&b);
}

static void view_kitchens(struct page_call *p, struct id place)
{
	struct ctx *c = p->c;
	int64_t day = today(c);
	struct str after = p->get(p, "after"), last = STR("");
	unsigned n = 0;
	struct rows r = db_rows(c->db, SQL(Q_KITCHENS_AT), ARGS(cell_id(&c->net->id), cell_id(&place),
		cell_text(after), cell_int(day_week_start(day)), cell_int(day)));

	while (rows_next(&r)) {
		if (n++ == LIST_MAX) {
			struct buf b = buf_new(c->mem, 40);
			buf_c(&b, "?after=");
			url_part(&b, last);
			view_text(p->v, "more_url", buf_str(&b));
			rows_end(&r);
			break;
		}
		struct view *row = view_row(p->v, "rows");
		last = str_dup(c->mem, rows_text(&r, 1));
		view_text(row, "code", last);
		view_text(row, "name", str_dup(c->mem, rows_text(&r, 2)));
		view_text(row, "kind", choice_label(c, group_kinds, rows_text(&r, 3)));
		view_cell(row, "served", &r, 4);
		view_cell(row, "week", &r, 5);
	}
}

static int64_t reported_at(struct ctx *c, struct id place)
{
	enum { MOST = 2000 };
	struct reported *told = ARENA_ARRAY(c->mem, struct reported, MOST);
	unsigned n = reported_read(c, today(c), told, MOST);

	for (unsigned i = 0; i < n; i++)
		if (id_eq(told[i].district, place))
			return told[i].kitchens;
	return 0;
}

enum rc page_district(struct page_call *p)
{
	struct ctx *c = p->c;
	struct day_sum days[MONTH_DAYS];
	int64_t day = today(c);
	struct rows r = db_rows(c->db, SQL(Q_PLACE_BY_CODE), ARGS(cell_id(&c->net->id),
		cell_text(str_upper(c->mem, p->get(p, "code")))));

	if (!rows_next(&r))
		return NOT_FOUND;
	struct id place = rows_id(&r, 0), parent = rows_id(&r, 2);
	bool district = str_is(rows_text(&r, 3), "district");
	view_text(p->v, "name", str_dup(c->mem, rows_text(&r, 1)));
	rows_end(&r);
	if (!district)
		return NOT_FOUND;
	view_text(p->v, "code", ref_code(c, "place", place));
	view_text(p->v, "above", above(c, parent));
	r = db_rows(c->db, SQL(Q_DISTRICT_DAYS), ARGS(cell_id(&c->net->id),
		cell_int(day - MONTH_DAYS + 1), cell_int(day), cell_id(&place)));
	days_read(&r, day, days, MONTH_DAYS);
	view_sums(p, days, MONTH_DAYS);
	view_days(p, N_("Raciones servidas, últimos 30 días"), days + MONTH_DAYS - CHART_DAYS, CHART_DAYS);
	r = db_rows(c->db, SQL(Q_KITCHENS_IN), ARGS(cell_id(&c->net->id), cell_id(&place)));
	if (rows_next(&r)) {
		view_int(p->v, "kitchens", rows_int(&r, 0));
		rows_end(&r);
	}
	view_int(p->v, "reported", reported_at(c, place));
	view_kitchens(p, place);
	return OK;
}

static void view_place(struct page_call *p, struct id place)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_PLACE_NAMED), ARGS(cell_id(&c->net->id), cell_id(&place)));

	if (!rows_next(&r))
		return;
	view_text(p->v, "district_code", str_dup(c->mem, rows_text(&r, 0)));
	view_text(p->v, "district", str_dup(c->mem, rows_text(&r, 1)));
	rows_end(&r);
}

/* Itself and those that were joined to it; how many. */
static unsigned with_joined(struct ctx *c, struct id kitchen, struct id out[JOINED_MAX])
{
	unsigned n = 1;
	struct rows r = db_rows(c->db, SQL(Q_JOINED_TO), ARGS(cell_id(&c->net->id), cell_id(&kitchen)));

	out[0] = kitchen;
	while (rows_next(&r))
		if (n < JOINED_MAX)
			out[n++] = rows_id(&r, 0);
	return n;
}

/* The last 30 days of one kitchen. What is planned is shown only to those of the network. */
static void view_pots(struct page_call *p, struct id kitchen)
{
	struct ctx *c = p->c;
	struct day_sum days[CHART_DAYS] = { 0 };
	int64_t day = today(c), first = day - CHART_DAYS + 1;
	bool network = classes_seen(c, scope_of_group(c, kitchen)) & 1u << P_NETWORK;

	for (unsigned i = 0; i < CHART_DAYS; i++)
		days[i].day = first + (int64_t)i;
	struct id all[JOINED_MAX];
	unsigned n = with_joined(c, kitchen, all);
	for (unsigned i = 0; i < n; i++) {
		struct rows r = db_rows(c->db, SQL(Q_KITCHEN_DAYS), ARGS(cell_id(&c->net->id), cell_id(&all[i]),
			cell_int(first), cell_int(day)));
		while (rows_next(&r)) {
			struct day_sum *one = &days[rows_int(&r, 0) - first];
			if (!rows_null(&r, 1)) {
				one->served += rows_int(&r, 1);
				one->known = true;
			}
			if (one->day == day && network && i == 0)
				view_cell(p->v, "planned_today", &r, 4);
		}
	}
	view_sums(p, days, CHART_DAYS);
	view_days(p, N_("Raciones servidas, últimos 30 días"), days, CHART_DAYS);
}

static void view_ever(struct page_call *p, struct id kitchen)
{
	struct ctx *c = p->c;
	struct id all[JOINED_MAX];
	unsigned n = with_joined(c, kitchen, all);
	int64_t served = 0, known = 0;

	for (unsigned i = 0; i < n; i++) {
		struct rows r = db_rows(c->db, SQL(Q_KITCHEN_EVER), ARGS(cell_id(&c->net->id), cell_id(&all[i])));
		while (rows_next(&r)) {
			served += rows_null(&r, 0) ? 0 : rows_int(&r, 0);
			known += rows_null(&r, 1) ? 0 : rows_int(&r, 1);
		}
	}
	view_text(p->v, "served_total", STR(""));
	view_known(p->v, "served_total", served, known > 0);
}

static bool led(struct ctx *c, struct id kitchen)
{
	return db_any(c->db, SQL(Q_LEADER_OF), ARGS(cell_id(&c->net->id), cell_id(&kitchen), cell_int(today(c))));
}

enum rc page_kitchen(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str code = str_upper(c->mem, p->get(p, "code"));
	struct rows r = db_rows(c->db, SQL(Q_KITCHEN_BY_CODE), ARGS(cell_id(&c->net->id), cell_text(code)));

	if (!rows_next(&r)) {
		struct id other;
		if (!ref_resolve(c, "kitchen", code, &other) || str_eq(ref_code(c, "kitchen", other), code))
			return NOT_FOUND;
		p->redirect = str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, ref_code(c, "kitchen", other)));
		return OK;
	}
	struct id kitchen = rows_id(&r, 0), place = rows_id(&r, 3);
	view_text(p->v, "name", str_dup(c->mem, rows_text(&r, 1)));
	view_text(p->v, "kind", choice_label(c, group_kinds, rows_text(&r, 2)));
	view_text(p->v, "code", code);
	rows_end(&r);
	view_place(p, place);
	view_pots(p, kitchen);
	view_ever(p, kitchen);
	if (allowed(c, "meal.report", scope_of_group(c, kitchen)))
		view_text(p->v, "mine_url", today_url(c, code, today(c), STR("")));
	if (allowed(c, "page:attachments", scope_of_group(c, kitchen))) {
		view_text(p->v, "files_url", attachments_url(c, kitchen, STR("")));
		attachments_view(p, kitchen, STR(""), PICTURES_SHOWN);
	}
	if (allowed(c, "page:kitchen_card", scope_of_group(c, kitchen)))
		view_text(p->v, "card_url", str_fmt(c->mem, "/cocina/%.*s/ficha", (int)code.n, code.p));
	if (allowed(c, "person.add", scope_of_group(c, kitchen)) && !led(c, kitchen))
		view_text(p->v, "invite_url", str_fmt(c->mem, "/invitar?group=%.*s&role=leader", (int)code.n, code.p));
	return OK;
}
