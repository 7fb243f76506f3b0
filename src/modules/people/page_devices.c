/*
 * page_devices.c - the devices people enrolled, newest first: a lost phone is taken out of use here.
 */
#include "people_own.h"

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

static void list(struct page_call *p, struct str name)
{
	struct ctx *c = p->c;
	struct str from = fold(c->mem, name), until = str_fmt(c->mem, "%.*s\x7f", (int)from.n, from.p);
	struct rows r = db_rows(c->db, &people_sql.query[Q_DEVICES_NAMED], ARGS(cell_id(&c->net->id),
		cell_text(from), cell_text(until), cell_int(SHOWN_MAX)));

	while (rows_next(&r)) {
		struct view *row = view_row(p->v, "devices");
		view_text(row, "device", id_text(c->mem, rows_id(&r, 0)));
		view_text(row, "since", enrolled_on(c, rows_id(&r, 0)));
		view_text(row, "name", str_dup(c->mem, rows_text(&r, 1)));
		view_text(row, "person", str_dup(c->mem, rows_text(&r, 2)));
		view_flag(row, "revoked", !rows_null(&r, 3) && rows_int(&r, 3) != 0);
		view_text(row, "id", id_text(c->mem, id_new(c->now)));
	}
}

static enum rc fill(struct page_call *p)
{
	struct str name = p->get(p, "nombre");

	view_text(p->v, "value", name);
	if (p->get(p, "ok").n)
		view_text(p->v, "done", tr(p->c->lang, N_("Listo: con ese aparato ya nadie entra.")));
	list(p, name);
	return OK;
}

static struct str done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)c, (void)a, (void)o;
	return STR("/aparatos?ok=1");
}

const struct page people_pages[] = {
	{ .path = "/aparatos", .name = "devices", .fill = fill, .action = "device.revoke", .done = done },
	{ .path = NULL },
};
