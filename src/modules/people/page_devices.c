/*
 * page_devices.c - the devices people enrolled, newest first, and taking a lost one out of use: a page that
 * asks once, then a tap.
 */
#include "people_own.h"

#include "device.h"
#include "fold.h"
#include "people_sql.h"

enum { SHOWN_MAX = 50 };

/* The day its id was made: ids of devices are UUIDv7, whose first 48 bits are milliseconds (RFC 9562). */
static struct str enrolled_on(struct ctx *c, struct id id)
{
	int64_t at_ms = 0;

	for (unsigned i = 0; i < 6; i++)
		at_ms = at_ms << 8 | id.b[i];
	return lang_date(c->mem, c->lang, zone_day(c->net->zone, at_ms));
}

/* Rows "people" (name), and "used": the day somebody was last there, or empty. */
static void people_on(struct ctx *c, struct view *v, struct id device)
{
	struct device_row *on = ARENA_ARRAY(c->mem, struct device_row, PEOPLE_ON_DEVICE);
	unsigned n = device_on(c, device, on, PEOPLE_ON_DEVICE);
	int64_t used_at = 0;

	for (unsigned i = 0; i < n; i++) {
		view_text(view_row(v, "people"), "name", on[i].name);
		used_at = on[i].used_at > used_at ? on[i].used_at : used_at;
	}
	view_text(v, "used", used_at ? lang_date(c->mem, c->lang, zone_day(c->net->zone, used_at)) : STR(""));
}

static void list(struct page_call *p, struct str name)
{
	struct ctx *c = p->c;
	struct str from = fold(c->mem, name), until = str_fmt(c->mem, "%.*s\x7f", (int)from.n, from.p);
	struct rows r = db_rows(c->db, &people_sql.query[Q_DEVICES_NAMED], ARGS(cell_id(&c->net->id),
		cell_text(from), cell_text(until), cell_int(SHOWN_MAX)));
	struct id id[SHOWN_MAX];
	struct view *row[SHOWN_MAX];
	unsigned n = 0;

	while (n < SHOWN_MAX && rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		row[n] = view_row(p->v, "devices");
		view_text(row[n], "device", id_text(c->mem, id[n]));
		view_text(row[n], "since", enrolled_on(c, id[n]));
		view_text(row[n], "name", str_dup(c->mem, rows_text(&r, 1)));
		view_text(row[n], "person", str_dup(c->mem, rows_text(&r, 2)));
		view_flag(row[n], "revoked", !rows_null(&r, 3) && rows_int(&r, 3) != 0);
		n++;
	}
	if (n == SHOWN_MAX)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++)
		people_on(c, row[i], id[i]);
}

static enum rc fill_list(struct page_call *p)
{
	struct str name = p->get(p, "nombre");

	view_text(p->v, "value", name);
	list(p, name);
	return OK;
}

static enum rc fill_one(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id;

	if (!id_parse(p->get(p, "device"), &id))
		return NOT_FOUND;
	struct rows r = db_rows(c->db, &people_sql.query[Q_DEVICE_ONE], ARGS(cell_id(&c->net->id), cell_id(&id)));
	if (!rows_next(&r))
		return NOT_FOUND;
	view_text(p->v, "device", id_text(c->mem, id));
	view_text(p->v, "name", str_dup(c->mem, rows_text(&r, 0)));
	view_text(p->v, "person", str_dup(c->mem, rows_text(&r, 1)));
	view_flag(p->v, "revoked", rows_int(&r, 2) != 0);
	rows_end(&r);
	view_text(p->v, "since", enrolled_on(c, id));
	view_text(p->v, "id", id_text(c->mem, id_new(c->now)));
	view_flag(p->v, "here", id_eq(id, c->who->device));
	people_on(c, p->v, id);
	return OK;
}

const struct page people_pages[] = {
	{ .path = "/aparatos", .name = "devices", .title = N_("Aparatos"), .fill = fill_list },
	{ .path = "/aparatos/retirar", .name = "device", .title = N_("Retirar un aparato"), .fill = fill_one,
		.action = "device.revoke", .then = "/aparatos" },
	{ .path = NULL },
};
