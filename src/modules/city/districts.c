/*
 * districts.c - the districts with what they told, and the area of each.
 */
#include "city_own.h"

#include "money.h"
#include "outline.h"

struct str number_known(struct ctx *c, int64_t n, bool known)
{
	struct buf b = buf_new(c->mem, 16);

	if (known)
		buf_thousands(&b, n);
	return buf_str(&b);
}

struct str day_in_url(struct ctx *c, int64_t day)
{
	struct buf b = buf_new(c->mem, 16);

	buf_day(&b, day);
	return buf_str(&b);
}

struct district *district_by_id(struct district *d, unsigned n, struct id id)
{
	for (unsigned i = 0; i < n; i++)
		if (id_eq(d[i].id, id))
			return &d[i];
	return NULL;
}

static unsigned read_all(struct ctx *c, struct rows *r, struct district *d)
{
	unsigned n = 0;

	while (rows_next(r))
		if (n < CITY_DISTRICTS_MAX)
			d[n++] = (struct district){
				.id = rows_id(r, 0), .code = str_dup(c->mem, rows_text(r, 1)), .name = str_dup(c->mem, rows_text(r, 2)),
				.parent = rows_id(r, 3), .lat_micro = (int32_t)rows_int(r, 4), .lon_micro = (int32_t)rows_int(r, 5),
				.placed = !rows_null(r, 4) && !rows_null(r, 5), .outline = str_dup(c->mem, rows_text(r, 6)),
				.kitchens = rows_int(r, 7),
			};
	return n;
}

/* A district without kitchens is shown where its province has some: what is missing there can be seen. */
static bool near_kitchens(const struct district *d, unsigned n, const struct district *one)
{
	for (unsigned i = 0; i < n; i++)
		if (d[i].kitchens > 0 && id_eq(d[i].parent, one->parent))
			return true;
	return false;
}

static unsigned keep(struct district *d, unsigned n, bool all)
{
	unsigned kept = 0;
	bool *stays = NULL;
	struct arena *mem = arena_local();

	stays = ARENA_ARRAY(mem, bool, n);
	for (unsigned i = 0; i < n; i++)
		stays[i] = d[i].kitchens > 0 || (all && near_kitchens(d, n, &d[i]));
	for (unsigned i = 0; i < n; i++)
		if (stays[i])
			d[kept++] = d[i];
	arena_free(&mem);
	return kept;
}

static void read_told(struct rows *r, struct district *d, unsigned n)
{
	while (rows_next(r)) {
		struct district *one = rows_null(r, 0) ? NULL : district_by_id(d, n, rows_id(r, 0));
		if (!one)
			continue;
		one->served = rows_int(r, 1);
		one->served_known = rows_int(r, 2);
		one->week = rows_int(r, 3);
		one->week_known = rows_int(r, 4);
		one->month = rows_int(r, 5);
		one->month_known = rows_int(r, 6);
	}
}

unsigned districts_of_day(struct ctx *c, int64_t day, bool all, struct district **out)
{
	struct district *d = ARENA_ARRAY(c->mem, struct district, CITY_DISTRICTS_MAX);
	struct id first = entity_day_first(day), past = entity_day_first(day + 1);
	struct cell net = cell_id(&c->net->id);
	int64_t monday = day_week_start(day), month = day_month_start(day);
	/* All asked before the first is read: over PostgreSQL that is one exchange. */
	struct rows places = db_rows(c->db, all ? SQL(Q_MAP_DISTRICTS) : SQL(Q_CITY_DISTRICTS), ARGS(net));
	struct rows sums = db_rows(c->db, SQL(Q_CITY_SERVED), ARGS(net, cell_int(month < monday ? month : monday), cell_int(day), cell_int(day),
		cell_int(monday)));
	struct rows told = db_rows(c->db, SQL(Q_CITY_REPORTED), ARGS(net, cell_id(&first), cell_id(&past)));
	unsigned n = keep(d, read_all(c, &places, d), all);

	read_told(&sums, d, n);
	while (rows_next(&told)) {
		struct district *one = rows_null(&told, 0) ? NULL : district_by_id(d, n, rows_id(&told, 0));
		if (one)
			one->reported = rows_int(&told, 1);
	}
	*out = d;
	return n;
}

struct draw_area *districts_areas(struct ctx *c, const struct district *d, unsigned n)
{
	struct draw_area *area = ARENA_ARRAY(c->mem, struct draw_area, n);
	struct draw_spot *centre = ARENA_ARRAY(c->mem, struct draw_spot, n);
	unsigned *of = ARENA_ARRAY(c->mem, unsigned, n), placed = 0;

	for (unsigned i = 0; i < n; i++)
		if (d[i].placed) {
			of[placed] = i;
			centre[placed++] = (struct draw_spot){ d[i].lat_micro, d[i].lon_micro };
		}
	struct draw_ring *cell = draw_cells(c->mem, centre, placed);
	for (unsigned k = 0; k < placed; k++)
		area[of[k]] = (struct draw_area){ .ring = &cell[k], .nring = 1 };
	for (unsigned i = 0; i < n; i++) {
		struct draw_ring *ring;
		unsigned nring;
		if (d[i].outline.n && outline_read(c->mem, d[i].outline, &ring, &nring))
			area[i] = (struct draw_area){ .ring = ring, .nring = nring };
	}
	return area;
}
