/*
 * kitchen_at.c - a band of latitudes is read by its index, and widened while too few are in it.
 */
#include "kitchen_at.h"

#include "geo.h"
#include "kitchen_at_sql.h"

/* Metres of a thousandth of a degree of latitude, a little less than there are (111,195 m a degree). */
enum { MILLIDEGREE_M = 111, FIRST_M = 800, WIDER = 4, WORLD_M = 20100000, ALL_UDEG = 180000000 };

static void read_one(const struct rows *r, struct kitchen_at *out)
{
	*out = (struct kitchen_at){ .id = rows_id(r, 0), .lat_udeg = rows_int(r, 2), .lon_udeg = rows_int(r, 3),
		.on_map = str_is(rows_text(r, 4), "yes") };
	if (!rows_null(r, 1))
		out->place = rows_id(r, 1);
}

static bool before(const struct kitchen_at *x, const struct kitchen_at *y)
{
	return x->distance_m < y->distance_m || (x->distance_m == y->distance_m && id_cmp(x->id, y->id) < 0);
}

static unsigned keep(struct kitchen_at *out, unsigned n, unsigned max, const struct kitchen_at *one)
{
	unsigned i = n;

	if (n == max && !before(one, &out[n - 1]))
		return n;
	if (n == max)
		i--;
	else
		n++;
	for (; i > 0 && before(one, &out[i - 1]); i--)
		out[i] = out[i - 1];
	out[i] = *one;
	return n;
}

/* How far around in micro-degrees of latitude; of longitude it is more, and near a pole everything. */
static int64_t around_udeg(int64_t within_m)
{
	int64_t udeg = (within_m / MILLIDEGREE_M + 1) * 1000;

	return udeg < ALL_UDEG ? udeg : ALL_UDEG;
}

static unsigned within(struct ctx *c, int64_t lat_udeg, int64_t lon_udeg, int64_t within_m, struct kitchen_at *out, unsigned max)
{
	int64_t up = around_udeg(within_m), over = lat_udeg < -60000000 || lat_udeg > 60000000 ? ALL_UDEG : 2 * up;
	int64_t west = lon_udeg - over, east = lon_udeg + over;
	unsigned n = 0;

	if (west < -ALL_UDEG || east > ALL_UDEG) { /* over the line of dates: whatever the longitude */
		west = -ALL_UDEG;
		east = ALL_UDEG;
	}
	struct rows r = ctx_rows(c, kitchen_at_sql, Q_KITCHENS_BETWEEN, cell_id(&c->net->id), cell_int(lat_udeg - up), cell_int(lat_udeg + up),
		cell_int(west), cell_int(east));
	while (rows_next(&r)) {
		struct kitchen_at one;
		read_one(&r, &one);
		one.distance_m = geo_distance_m(lat_udeg, lon_udeg, one.lat_udeg, one.lon_udeg);
		if (one.distance_m <= within_m)
			n = keep(out, n, max, &one);
	}
	return n;
}

unsigned kitchen_near(struct ctx *c, int64_t lat_udeg, int64_t lon_udeg, int64_t within_m, struct kitchen_at *out, unsigned max)
{
	unsigned n = 0;

	if (max == 0 || within_m < 0)
		return 0;
	if (within_m > WORLD_M)
		within_m = WORLD_M;
	for (int64_t m = FIRST_M; n < max; m *= WIDER) {
		n = within(c, lat_udeg, lon_udeg, m < within_m ? m : within_m, out, max);
		if (m >= within_m)
			break;
	}
	return n;
}

unsigned kitchens_placed(struct ctx *c, struct kitchen_at **out)
{
	unsigned n = 0, room = 64;
	struct kitchen_at *all = ARENA_ARRAY(c->mem, struct kitchen_at, room);
	struct rows r = ctx_rows(c, kitchen_at_sql, Q_KITCHENS_PLACED, cell_id(&c->net->id));

	while (rows_next(&r)) {
		if (n == room) {
			struct kitchen_at *more = ARENA_ARRAY(c->mem, struct kitchen_at, room * 2);
			memcpy(more, all, n * sizeof(*all));
			all = more;
			room *= 2;
		}
		read_one(&r, &all[n++]);
	}
	*out = all;
	return n;
}
