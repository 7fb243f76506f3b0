/*
 * figures.c - the three numbers of /api/v1/public/summary.
 */
#include "kitchens_own.h"

static bool one(struct ctx *c, unsigned query, const struct cell *args, unsigned n, unsigned col, int64_t *out)
{
	struct rows r = db_rows(c->db, SQL(query), args, n);

	if (!rows_next(&r))
		return false;
	bool known = !rows_null(&r, col);
	*out = rows_int(&r, col);
	rows_end(&r);
	return known;
}

static bool kitchens(struct ctx *c, int64_t *out)
{
	if (!one(c, Q_KITCHENS_COUNT, ARGS(cell_id(&c->net->id)), 0, out))
		*out = 0; /* none registered is known to be none */
	return true;
}

static bool served_today(struct ctx *c, int64_t *out)
{
	return one(c, Q_DAYS_SERVED, ARGS(cell_id(&c->net->id), cell_int(today(c)), cell_int(today(c))), 1, out);
}

static bool served_total(struct ctx *c, int64_t *out)
{
	return one(c, Q_SERVED_EVER, ARGS(cell_id(&c->net->id)), 0, out);
}

const struct figure kitchens_figures[] = {
	{ "kitchens", kitchens },
	{ "served_today", served_today },
	{ "served_total", served_total },
	{ NULL, NULL },
};
