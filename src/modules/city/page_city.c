/*
 * page_city.c - the working group's page: who told today, servings against people, who lacks what, water and gas, the last
 * weeks, and the silent kitchens to call. Of the districts that she watches over. It ranks nobody: districts stand by name,
 * silent kitchens by how lately one heard of them, since she who stopped this week can still be asked why.
 */
#include "city_own.h"

#include "map.h"

enum { WEEKS = 8, SILENT_DAYS = 3, SILENT_SHOWN = 24, LACKS_SHOWN = 12 };

struct kitchen {
	struct id id;
	struct str code, name;
	struct district *district;
	int64_t last; /* the last day that it told of; 0: never */
};

/* Of one district, beside what districts.c knows. */
struct sums {
	int64_t people, people_known, silent;
	bool mine;
};

struct city {
	struct district *d;
	struct sums *s;
	unsigned n;
	struct kitchen *silent; /* by how lately they told */
	unsigned nsilent;
	int64_t kitchens, reported, served, served_known, people, people_known, no_water, tank, water_known;
};

/* Only what lies in the places of her groups exists here. */
static unsigned mine(struct ctx *c, struct city *city)
{
	unsigned seen = 0;

	city->s = ARENA_ARRAY(c->mem, struct sums, city->n);
	for (unsigned i = 0; i < city->n; i++) {
		struct district *d = &city->d[i];
		city->s[i].mine = allowed(c, "page:city", (struct scope){ .place = d->id });
		if (!city->s[i].mine)
			continue;
		seen++;
		city->kitchens += d->kitchens;
		city->reported += d->reported;
		city->served += d->served;
		city->served_known += d->served_known;
	}
	return seen;
}

static void count_one(struct city *city, const struct rows *r, struct sums *s)
{
	struct str water = rows_text(r, 5);

	if (!rows_null(r, 4)) {
		s->people += rows_int(r, 4);
		s->people_known++;
		city->people += rows_int(r, 4);
		city->people_known++;
	}
	city->water_known += water.n > 0;
	city->no_water += str_is(water, "none");
	city->tank += str_is(water, "tank");
}

/* The latest first, then those that never told, each by code. */
static bool later(const struct kitchen *a, const struct kitchen *b)
{
	return a->last != b->last ? a->last > b->last : str_cmp(a->code, b->code) < 0;
}

/* Only the first SILENT_SHOWN are kept. */
static void silent_add(struct ctx *c, struct city *city, struct kitchen one, int64_t day)
{
	unsigned at = city->nsilent;

	one.last = db_int(c->db, SQL(Q_CITY_LAST), ARGS(cell_id(&c->net->id), cell_id(&one.id), cell_int(day)));
	if (at == SILENT_SHOWN && !later(&one, &city->silent[at - 1]))
		return;
	if (at == SILENT_SHOWN)
		at--;
	else
		city->nsilent++;
	for (; at && later(&one, &city->silent[at - 1]); at--)
		city->silent[at] = city->silent[at - 1];
	city->silent[at] = one;
}

/* Those that told in the last days: pots have ids in the order of their days, so these are read in one go. */
static struct map heard_lately(struct ctx *c, int64_t day)
{
	struct map heard = map_new(c->mem);
	struct id first = entity_day_first(day - SILENT_DAYS + 1), past = entity_day_first(day + 1);
	struct rows r = db_rows(c->db, SQL(Q_CITY_HEARD), ARGS(cell_id(&c->net->id), cell_id(&first), cell_id(&past)));

	while (rows_next(&r)) {
		struct id *id = ARENA_NEW(c->mem, struct id);
		*id = rows_id(&r, 0);
		map_set(&heard, id_bytes(id), id);
	}
	return heard;
}

/* Kitchens lie beside others of their district, mostly: the last one found is looked at first. */
static void kitchens_read(struct ctx *c, struct city *city, int64_t day)
{
	struct map heard = heard_lately(c, day);
	struct rows r = db_rows(c->db, SQL(Q_CITY_KITCHENS), ARGS(cell_id(&c->net->id)));
	struct district *d = NULL;

	city->silent = ARENA_ARRAY(c->mem, struct kitchen, SILENT_SHOWN + 1);
	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0), place = rows_id(&r, 3);
		if (!d || !id_eq(d->id, place))
			d = district_by_id(city->d, city->n, place);
		struct sums *s = d ? &city->s[d - city->d] : NULL;
		if (!s || !s->mine)
			continue;
		count_one(city, &r, s);
		if (map_get(&heard, id_bytes(&id)))
			continue;
		s->silent++;
		silent_add(c, city, (struct kitchen){ .id = id, .code = str_dup(c->mem, rows_text(&r, 1)),
			.name = str_dup(c->mem, rows_text(&r, 2)), .district = d }, day);
	}
}

/* ---- shown ---- */

static void known(struct page_call *p, struct view *v, const char *key, int64_t n, bool is_known)
{
	view_text(v, key, number_known(p->c, n, is_known));
}

static void view_numbers(struct page_call *p, const struct city *city)
{
	view_int(p->v, "reported", city->reported);
	view_int(p->v, "kitchens", city->kitchens);
	known(p, p->v, "served", city->served, city->served_known > 0);
	known(p, p->v, "people", city->people, city->people_known > 0);
	known(p, p->v, "no_water", city->no_water, city->water_known > 0);
	known(p, p->v, "tank", city->tank, city->water_known > 0);
}

static void view_districts(struct page_call *p, const struct city *city, int64_t day)
{
	struct ctx *c = p->c;

	for (unsigned i = 0; i < city->n; i++) {
		const struct district *d = &city->d[i];
		if (!city->s[i].mine)
			continue;
		struct view *row = view_row(p->v, "districts");
		view_text(row, "url", str_fmt(c->mem, "/reportes?distrito=%s&day=%s", str_cstr(c->mem, d->code), str_cstr(c->mem, day_in_url(c, day))));
		view_text(row, "name", d->name);
		view_int(row, "told", d->reported);
		view_int(row, "of", d->kitchens);
		known(p, row, "plates", d->served, d->served_known > 0);
		known(p, row, "diners", city->s[i].people, city->s[i].people_known > 0);
		known(p, row, "quiet", city->s[i].silent, true);
	}
}

/* Name and telephone of who leads it, as far as she may see them. */
static void view_silent(struct page_call *p, const struct city *city, int64_t day)
{
	struct ctx *c = p->c;

	for (unsigned i = 0; i < city->nsilent; i++) {
		const struct kitchen *k = &city->silent[i];
		unsigned seen = classes_seen(c, scope_of_group(c, k->id));
		struct view *row = view_row(p->v, "silent");
		view_text(row, "kitchen", k->name);
		view_text(row, "code", k->code);
		view_text(row, "district", k->district->name);
		view_text(row, "last", !k->last ? tr(c->lang, N_("Nunca ha avisado")) :
			tr_fill(c->mem, c->lang, N_("Avisó por última vez el %s"), lang_date_short(c->mem, c->lang, k->last)));
		view_text(row, "leader", STR(""));
		view_text(row, "tel", STR(""));
		struct rows r = db_rows(c->db, SQL(Q_CITY_LEADER), ARGS(cell_id(&c->net->id), cell_id(&k->id), cell_int(day)));
		if (!rows_next(&r))
			continue;
		if (seen & 1u << P_NETWORK)
			view_text(row, "leader", str_dup(c->mem, rows_text(&r, 0)));
		if (seen & 1u << P_PERSONAL)
			view_text(row, "tel", str_dup(c->mem, rows_text(&r, 1)));
		rows_end(&r);
	}
}

/* What lacks in most kitchens first; what lacks in as many, by name. */
static void view_lacks(struct page_call *p, const struct city *city, int64_t day)
{
	struct lack lack[LACKS_SHOWN];
	int64_t gas;
	bool *counts = ARENA_ARRAY(p->c->mem, bool, city->n);

	for (unsigned i = 0; i < city->n; i++)
		counts[i] = city->s[i].mine;
	unsigned n = lacks_read(p->c, day, city->d, city->n, counts, lack, LACKS_SHOWN, &gas);
	view_int(p->v, "no_gas", gas);
	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "lacks");
		view_text(row, "item", lack[i].item);
		view_int(row, "in", lack[i].kitchens);
		view_int(row, "where", lack[i].districts);
	}
}

/* Whole weeks, the running one last: of the whole city, as on the public page. */
static void view_weeks(struct page_call *p, int64_t day)
{
	struct ctx *c = p->c;
	int64_t monday = day_week_start(day), first = monday - (WEEKS - 1) * 7;
	struct draw_point week[WEEKS] = { 0 };
	int64_t pots[WEEKS] = { 0 };
	struct rows r = db_rows(c->db, SQL(Q_CITY_DAYS), ARGS(cell_id(&c->net->id), cell_int(first), cell_int(day)));

	while (rows_next(&r)) {
		int64_t i = (rows_int(&r, 0) - first) / 7;
		if (i < 0 || i >= WEEKS || !rows_int(&r, 2))
			continue;
		week[i].value += rows_int(&r, 1);
		week[i].known = true;
		pots[i] += rows_int(&r, 2);
	}
	for (unsigned i = 0; i < WEEKS; i++) {
		week[i].label = lang_date_short(c->mem, c->lang, first + (int64_t)i * 7);
		week[i].now = i + 1 == WEEKS;
	}
	view_html(p->v, "chart", draw_columns(c->mem, tr(c->lang, N_("Raciones servidas por semana")), week, WEEKS));
	for (unsigned i = WEEKS; i-- > 0;) {
		struct view *row = view_row(p->v, "weeks");
		view_text(row, "week", week[i].label);
		known(p, row, "meals", week[i].value, week[i].known);
		known(p, row, "pots", pots[i], week[i].known);
	}
}

enum rc page_city(struct page_call *p)
{
	struct ctx *c = p->c;
	struct city city = { 0 };
	int64_t day = today(c);

	city.n = districts_of_day(c, day, false, &city.d);
	view_flag(p->v, "any", mine(c, &city) > 0);
	view_text(p->v, "day_long", lang_date_long(c->mem, c->lang, day));
	kitchens_read(c, &city, day);
	view_numbers(p, &city);
	view_silent(p, &city, day);
	view_lacks(p, &city, day);
	view_districts(p, &city, day);
	view_weeks(p, day);
	return OK;
}
