/*
 * fair.c - the kitchens around an offer, what it costs to ask each, and the best for all offers together.
 */
#include "fair.h"

#include "geo.h"
#include "recovery_own.h"

struct fair {
	const struct fair_kitchen *kitchen;
	unsigned n;
	struct geo_index *near;
	int64_t diners; /* of one that said nothing */
};

struct fair *fair_of(struct arena *a, const struct fair_kitchen *k, unsigned n)
{
	struct fair *t = ARENA_NEW(a, struct fair);
	struct geo_point *point = ARENA_ARRAY(a, struct geo_point, n + 1);
	unsigned placed = 0;
	int64_t said = 0, sum = 0;

	for (unsigned i = 0; i < n; i++) {
		if (k[i].has_point && k[i].cooks)
			point[placed++] = (struct geo_point){ k[i].lat_udeg, k[i].lon_udeg, i };
		said += k[i].diners > 0;
		sum += k[i].diners;
	}
	*t = (struct fair){ .kitchen = k, .n = n, .near = geo_index_new(a, point, placed),
		.diners = said ? (sum + said / 2) / said : TURN_DINERS_UNSAID };
	return t;
}

/* Said days are letters of the week, Monday first; a kitchen that said none may cook any day. */
static bool cooks_on(struct str days, int64_t day)
{
	static const char letters[] = "LMXJVSD";

	return !days.n || str_find(days, letters[day_weekday(day)]) < days.n;
}

static void add_had(struct ctx *c, struct map *by_id, struct rows *r)
{
	(void)c;
	while (rows_next(r)) {
		struct id id = rows_id(r, 0);
		struct fair_kitchen *k = map_get(by_id, id_bytes(&id));
		if (k)
			k->had_g += rows_int(r, 1);
	}
}

struct fair *fair_read(struct ctx *c, int64_t day)
{
	unsigned n = 0, room = (unsigned)db_int(c->db, SQL(Q_KITCHENS_COUNT), ARGS(cell_id(&c->net->id)));
	struct fair_kitchen *k = ARENA_ARRAY(c->mem, struct fair_kitchen, room + 1);
	struct map by_id = map_new(c->mem);
	struct rows r = db_rows(c->db, SQL(Q_KITCHENS_ALL), ARGS(cell_id(&c->net->id)));

	while (n < room && rows_next(&r)) {
		k[n] = (struct fair_kitchen){ .id = rows_id(&r, 0), .place = rows_id(&r, 1), .lat_udeg = rows_int(&r, 2),
			.lon_udeg = rows_int(&r, 3), .diners = rows_int(&r, 4), .cooks = cooks_on(rows_text(&r, 5), day),
			.has_point = !rows_null(&r, 2) && !rows_null(&r, 3) };
		map_set(&by_id, str_dup(c->mem, id_bytes(&k[n].id)), &k[n]);
		n++;
	}
	if (n == room)
		rows_end(&r);
	r = db_rows(c->db, SQL(Q_RECEIVED), ARGS(cell_id(&c->net->id), cell_int(day - TURN_DAYS)));
	add_had(c, &by_id, &r);
	r = db_rows(c->db, SQL(Q_PROMISED), ARGS(cell_id(&c->net->id), cell_int(day - PROMISED_DAYS)));
	add_had(c, &by_id, &r);
	return fair_of(c->mem, k, n);
}

unsigned fair_count(const struct fair *t)
{
	return t->n;
}

const struct fair_kitchen *fair_kitchen(const struct fair *t, unsigned i)
{
	return &t->kitchen[i];
}

int64_t fair_share_g(const struct fair *t, unsigned i, int64_t more_g)
{
	int64_t diners = t->kitchen[i].diners ? t->kitchen[i].diners : t->diners;

	return (t->kitchen[i].had_g + more_g) / (diners ? diners : 1);
}

/* ---- around an offer ---- */

struct around {
	struct geo_near near[TURN_NEAREST]; /* distance -1: unknown */
	unsigned n;
};

/* By distance where both points are known; by district where one is not. */
static void look_around(const struct fair *t, const struct fair_offer *o, struct around *out)
{
	out->n = o->has_point ? geo_index_near(t->near, o->lat_udeg, o->lon_udeg, TURN_FURTHEST_M, out->near, TURN_NEAREST) : 0;
	for (uint32_t i = 0; i < t->n && out->n < TURN_NEAREST; i++) {
		const struct fair_kitchen *k = &t->kitchen[i];
		if (k->cooks && !(o->has_point && k->has_point) && !id_is_zero(o->place) && id_eq(k->place, o->place))
			out->near[out->n++] = (struct geo_near){ i, -1 };
	}
}

static int64_t cost_of(const struct fair *t, const struct fair_offer *o, const struct geo_near *near)
{
	int64_t way_m = near->distance_m < 0 ? TURN_FURTHEST_M / 2 : near->distance_m;

	return way_m + TURN_M_PER_G * fair_share_g(t, near->key, o->amount_g);
}

void fair_assign(struct arena *a, const struct fair *t, const struct fair_offer *offer, unsigned n,
	bool (*skip)(void *arg, unsigned offer, unsigned kitchen), void *arg, struct fair_asked *out, struct assign *p_out,
	struct assigned *best_out)
{
	unsigned *first = ARENA_ARRAY(a, unsigned, n + 1), edges = 0;
	struct assign_edge *edge = ARENA_ARRAY(a, struct assign_edge, (size_t)n * TURN_NEAREST + 1);
	int64_t *distance_m = ARENA_ARRAY(a, int64_t, (size_t)n * TURN_NEAREST + 1);
	struct around *around = ARENA_NEW(a, struct around);

	for (unsigned i = 0; i < n; i++) {
		first[i] = edges;
		look_around(t, &offer[i], around);
		for (unsigned e = 0; e < around->n; e++) {
			if (skip && skip(arg, i, around->near[e].key))
				continue;
			distance_m[edges] = around->near[e].distance_m;
			edge[edges++] = (struct assign_edge){ around->near[e].key, cost_of(t, &offer[i], &around->near[e]) };
		}
	}
	first[n] = edges;
	struct assign p = { .noffers = n, .nkitchens = t->n, .first = first, .edge = edge, .nobody_m = TURN_NOBODY_M };
	struct assigned best = assign_best(a, &p);
	for (unsigned i = 0; i < n; i++) {
		out[i] = (struct fair_asked){ .kitchen = best.kitchen[i], .distance_m = -1 };
		for (unsigned e = first[i]; e < first[i + 1]; e++)
			if (edge[e].kitchen == best.kitchen[i])
				out[i].distance_m = distance_m[e];
		if (out[i].kitchen != ASSIGN_NOBODY)
			out[i].share_g = fair_share_g(t, out[i].kitchen, 0);
	}
	if (p_out)
		*p_out = p;
	if (best_out)
		*best_out = best;
}
