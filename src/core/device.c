/*
 * device.c - the phone itself: who is on it and their pictures, whether it was retired, its data.
 */
#include "device.h"

#include "device_sql.h"
#include "hash.h"
#include "session_sql.h"

#define SQL(name) (&device_sql.query[name])

const struct picture device_icons[] = {
	{ "flor", N_("flor") }, { "pez", N_("pez") }, { "sol", N_("sol") }, { "luna", N_("luna") },
	{ "estrella", N_("estrella") }, { "corazon", N_("corazón") }, { "arbol", N_("árbol") }, { "gato", N_("gato") },
	{ "perro", N_("perro") }, { "mariposa", N_("mariposa") }, { "manzana", N_("manzana") }, { "cerro", N_("cerro") },
	{ NULL, NULL },
};

const struct ground device_grounds[] = {
	{ "teja", N_("rojo teja"), "#87290c" }, { "verde", N_("verde"), "#1b5e3f" }, { "morado", N_("morado"), "#4b2a63" },
	{ "azul", N_("azul"), "#0a4aa0" }, { "cafe", N_("café"), "#5f3a0a" }, { "rosa", N_("guinda"), "#7d1250" },
	{ "mar", N_("verde mar"), "#004f5a" }, { "gris", N_("gris"), "#434343" },
	{ NULL, NULL, NULL },
};

enum { ICONS = ARRAY_LEN(device_icons) - 1, GROUNDS = ARRAY_LEN(device_grounds) - 1 };

static unsigned icon_named(struct str name)
{
	unsigned i = 0;

	while (i < ICONS && !str_is(name, device_icons[i].icon))
		i++;
	return i;
}

static unsigned ground_named(struct str name)
{
	unsigned i = 0;

	while (i < GROUNDS && !str_is(name, device_grounds[i].name))
		i++;
	return i;
}

bool device_retired(struct ctx *c, struct str cookie)
{
	struct hash h = secret_hash("device", cookie);

	if (!cookie.n)
		return false;
	return db_any(c->db, SQL(Q_DEVICE_RETIRED), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));
}

/* Who chose none gets the next that is free, beginning where her id says: the same one as long as possible. */
static void give_pictures(struct device_person *p, unsigned n)
{
	bool taken[ICONS] = { false };

	for (unsigned i = 0; i < n; i++)
		if (p[i].icon)
			taken[p[i].icon - device_icons] = true;
	for (unsigned i = 0; i < n; i++) {
		unsigned at = p[i].id.b[15] % ICONS, ground = p[i].id.b[14] % GROUNDS;
		for (unsigned tries = 0; taken[at] && tries < ICONS; tries++)
			at = (at + 1) % ICONS;
		if (!p[i].icon) {
			p[i].icon = &device_icons[at];
			taken[at] = true;
		}
		if (!p[i].ground)
			p[i].ground = &device_grounds[ground];
	}
}

unsigned device_people(struct ctx *c, struct str cookie, struct device_person *out, unsigned max)
{
	struct hash h = secret_hash("device", cookie);
	unsigned n = 0;

	if (!cookie.n)
		return 0;
	struct rows r = db_rows(c->db, &session_sql.query[Q_ENROLLED_OF], ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));
	while (n < max && rows_next(&r)) {
		unsigned icon = icon_named(rows_text(&r, 3)), ground = ground_named(rows_text(&r, 4));
		out[n++] = (struct device_person){ .id = rows_id(&r, 0), .name = str_dup(c->mem, rows_text(&r, 2)),
			.has_pin = !rows_null(&r, 1), .icon = icon < ICONS ? &device_icons[icon] : NULL,
			.ground = ground < GROUNDS ? &device_grounds[ground] : NULL };
	}
	if (n == max)
		rows_end(&r);
	give_pictures(out, n);
	return n;
}

bool device_picture(struct ctx *c, struct str cookie, struct id person, struct str icon, struct str ground)
{
	struct hash h = secret_hash("device", cookie);

	if (icon_named(icon) == ICONS || ground_named(ground) == GROUNDS)
		return false;
	return db_change(c->db, SQL(Q_DEVICE_PICTURE), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)),
		cell_id(&person), cell_text(icon), cell_text(ground))) == 1;
}

void device_contact(struct ctx *c, struct str cookie, struct id person)
{
	struct hash h = secret_hash("device", cookie);

	db_exec(c->db, SQL(Q_DEVICE_CONTACT), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person),
		cell_int(c->now)));
}

unsigned device_on(struct ctx *c, struct id device, struct device_row *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_DEVICE_PEOPLE), ARGS(cell_id(&c->net->id), cell_id(&device)));
	unsigned n = 0;

	while (n < max && rows_next(&r)) {
		out[n++] = (struct device_row){ .id = device, .person = rows_id(&r, 0), .name = str_dup(c->mem, rows_text(&r, 1)),
			.made_at = rows_int(&r, 2), .used_at = rows_int(&r, 3) };
	}
	if (n == max)
		rows_end(&r);
	return n;
}

unsigned device_hers(struct ctx *c, struct id person, struct str cookie, struct device_row *out, unsigned max)
{
	struct hash h = secret_hash("device", cookie);
	struct rows r = db_rows(c->db, SQL(Q_DEVICE_HERS), ARGS(cell_id(&c->net->id), cell_id(&person)));
	unsigned n = 0;

	while (n < max && rows_next(&r)) {
		out[n++] = (struct device_row){ .id = rows_id(&r, 0), .person = person, .name = str_dup(c->mem, rows_text(&r, 1)),
			.made_at = rows_int(&r, 2), .used_at = rows_int(&r, 3),
			.here = cookie.n && str_eq(rows_text(&r, 4), hash_bytes(&h)) };
	}
	if (n == max)
		rows_end(&r);
	return n;
}

bool device_leave(struct ctx *c, struct id device, struct id person)
{
	const struct cell args[] = { cell_id(&c->net->id), cell_id(&device), cell_id(&person) };

	db_exec(c->db, SQL(Q_DEVICE_LEAVE_SESSIONS), args, ARRAY_LEN(args));
	return db_change(c->db, SQL(Q_DEVICE_LEAVE), args, ARRAY_LEN(args)) == 1;
}

/* 202611 */
static int64_t month_of(const struct ctx *c)
{
	struct civil d = day_civil(today(c));

	return d.year * 100 + d.month;
}

void device_use_add(struct ctx *c, struct hash device, struct device_use use)
{
	if (use.sent_bytes || use.received_bytes)
		db_exec(c->db, SQL(Q_DEVICE_USE_ADD), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&device)),
			cell_int(month_of(c)), cell_int(use.sent_bytes), cell_int(use.received_bytes)));
}

struct device_use device_use_get(struct ctx *c, struct hash device)
{
	struct rows r = db_rows(c->db, SQL(Q_DEVICE_USE_GET), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&device)),
		cell_int(month_of(c))));
	struct device_use use = { 0 };

	if (rows_next(&r)) {
		use = (struct device_use){ rows_int(&r, 0), rows_int(&r, 1) };
		rows_end(&r);
	}
	return use;
}
