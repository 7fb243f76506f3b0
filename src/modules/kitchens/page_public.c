/*
 * page_public.c - the city's page, for anyone: what is cooked today, by day and by district.
 *
 * It reads running sums only: a few hundred rows, however long the network has worked.
 */
#include "pages.h"

enum { DISTRICTS_MAX = 2000, BAR_MAX = 99, MONTH_DAYS = 31 };

struct district {
	struct id id;
	struct str code, name;
	int64_t kitchens, reported, served, known, week, week_known;
	int64_t lat_micro, lon_micro;
	bool placed; /* its centre is known */
};

static unsigned districts_read(struct ctx *c, struct rows *r, struct district *d)
{
	unsigned n = 0;

	while (rows_next(r))
		if (n < DISTRICTS_MAX)
			d[n++] = (struct district){
				.id = rows_id(r, 0),
				.code = str_dup(c->mem, rows_text(r, 1)),
				.name = str_dup(c->mem, rows_text(r, 2)),
				.kitchens = rows_int(r, 3),
				.lat_micro = rows_int(r, 4),
				.lon_micro = rows_int(r, 5),
				.placed = !rows_null(r, 4) && !rows_null(r, 5),
			};
	return n;
}

static struct district *find(struct district *d, unsigned n, struct id id)
{
	for (unsigned i = 0; i < n; i++)
		if (id_eq(d[i].id, id))
			return &d[i];
	return NULL;
}

static void districts_served(struct rows *r, struct district *d, unsigned n)
{
	while (rows_next(r)) {
		struct district *one = find(d, n, rows_id(r, 0));
		if (!one)
			continue;
		one->week = rows_int(r, 1);
		one->week_known = rows_int(r, 2);
		one->served = rows_int(r, 3);
		one->known = rows_int(r, 4);
	}
}

/* Also the kitchens whose district is unknown count in the city. */
static int64_t reported_today(struct ctx *c, struct district *d, unsigned n)
{
	struct reported *told = ARENA_ARRAY(c->mem, struct reported, DISTRICTS_MAX);
	unsigned ntold = reported_read(c, today(c), told, DISTRICTS_MAX);
	int64_t all = 0;

	for (unsigned i = 0; i < ntold; i++) {
		struct district *one = find(d, n, told[i].district);
		if (one)
			one->reported = told[i].kitchens;
		all += told[i].kitchens;
	}
	return all;
}

static void view_districts(struct page_call *p, const struct district *d, unsigned n)
{
	int64_t most = 1;

	for (unsigned i = 0; i < n; i++)
		if (d[i].week > most)
			most = d[i].week;
	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "districts");
		view_text(row, "code", d[i].code);
		view_text(row, "name", d[i].name);
		view_int(row, "kitchens", d[i].kitchens);
		view_int(row, "reported", d[i].reported);
		view_known(row, "served", d[i].served, d[i].known > 0);
		view_known(row, "week", d[i].week, d[i].week_known > 0);
		view_int(row, "share", d[i].week * BAR_MAX / most);
	}
}

/*
 * The coast of Lima and Callao, coarse, from Ancón to Pucusana: for the eye, to know where one is.
 * Read by hand off public charts; a network elsewhere sees only its dots.
 */
static const struct draw_spot coast[] = {
	{ -11750000, -77190000 }, { -11776000, -77178000 }, { -11822000, -77178000 }, { -11870000, -77165000 },
	{ -11905000, -77140000 }, { -11950000, -77140000 }, { -12010000, -77133000 }, { -12048000, -77146000 },
	{ -12072000, -77168000 }, { -12073000, -77120000 }, { -12098000, -77076000 }, { -12131000, -77034000 },
	{ -12160000, -77027000 }, { -12180000, -77045000 }, { -12205000, -77030000 }, { -12218000, -76990000 },
	{ -12260000, -76938000 }, { -12300000, -76895000 }, { -12335000, -76838000 }, { -12366000, -76802000 },
	{ -12404000, -76783000 }, { -12470000, -76800000 }, { -12500000, -76795000 },
};

/* Two districts at least: a single dot says nothing. */
static void view_map(struct page_call *p, const struct district *d, unsigned n)
{
	struct ctx *c = p->c;
	struct draw_place *place = ARENA_ARRAY(c->mem, struct draw_place, n);
	unsigned placed = 0;

	for (unsigned i = 0; i < n; i++)
		if (d[i].placed)
			place[placed++] = (struct draw_place){
				.label = d[i].name,
				.url = str_fmt(c->mem, "/distrito/%.*s", (int)d[i].code.n, d[i].code.p),
				.lat_micro = d[i].lat_micro,
				.lon_micro = d[i].lon_micro,
				.value = d[i].week,
				.known = d[i].week_known > 0,
			};
	struct draw_map m = {
		.title = tr(c->lang, N_("Mapa: raciones de esta semana en cada distrito")),
		.desc = tr(c->lang, N_("Los mismos números están en la tabla")),
		.most = tr(c->lang, N_("%s raciones")),
		.unknown = tr(c->lang, N_("sin dato")),
		.line = coast,
		.nline = ARRAY_LEN(coast),
	};
	if (placed > 1)
		view_html(p->v, "map", draw_map(c->mem, &m, place, placed));
}

static void view_ever(struct page_call *p, struct rows *r)
{
	view_text(p->v, "served_total", STR(""));
	if (!rows_next(r))
		return;
	view_cell(p->v, "served_total", r, 0);
	if (!rows_null(r, 2))
		view_text(p->v, "since", lang_date(p->c->mem, p->c->lang, rows_int(r, 2)));
	rows_end(r);
}

enum rc page_public(struct page_call *p)
{
	struct ctx *c = p->c;
	struct day_sum days[MONTH_DAYS];
	struct district *d = ARENA_ARRAY(c->mem, struct district, DISTRICTS_MAX);
	int64_t day = today(c), kitchens = 0;
	struct cell net = cell_id(&c->net->id), until = cell_int(day);
	/* All asked before the first is read: over PostgreSQL that is one exchange instead of four. */
	struct rows places = db_rows(c->db, SQL(Q_DISTRICTS), ARGS(net));
	struct rows week_rows = db_rows(c->db, SQL(Q_DISTRICTS_SERVED), ARGS(net, cell_int(day_week_start(day)), until, until));
	struct rows day_rows = db_rows(c->db, SQL(Q_DAYS_SERVED), ARGS(net, cell_int(day - MONTH_DAYS + 1), until));
	struct rows ever = db_rows(c->db, SQL(Q_SERVED_EVER), ARGS(net));
	unsigned n = districts_read(c, &places, d);

	districts_served(&week_rows, d, n);
	days_read(&day_rows, day, days, MONTH_DAYS);
	view_ever(p, &ever);
	for (unsigned i = 0; i < n; i++)
		kitchens += d[i].kitchens;
	struct day_sum now = days[MONTH_DAYS - 1];
	struct day_sum week = days_sum(days, MONTH_DAYS, day_week_start(day));
	struct day_sum month = days_sum(days, MONTH_DAYS, day_month_start(day));
	view_text(p->v, "today", lang_date_long(c->mem, c->lang, day));
	view_int(p->v, "kitchens", kitchens);
	view_flag(p->v, "any", n > 0);
	view_int(p->v, "reported", reported_today(c, d, n));
	view_known(p->v, "served_today", now.served, now.known > 0);
	view_known(p->v, "served_week", week.served, week.known > 0);
	view_known(p->v, "served_month", month.served, month.known > 0);
	view_days(p, N_("Raciones servidas, últimos 30 días"), days + MONTH_DAYS - CHART_DAYS, CHART_DAYS);
	view_map(p, d, n);
	view_districts(p, d, n);
	return OK;
}

/* Whom to ask is not published: a phone number is personal. */
enum rc page_register(struct page_call *p)
{
	view_text(p->v, "contact", STR(""));
	view_text(p->v, "contact_tel", STR(""));
	return OK;
}
