/* deeds.c - what is done, deed by deed: the same in every run of a seed. */
#include "disk.h"
#include "world.h"

#include <stdarg.h>

#include "hash.h"

enum {
	NETWORK_DEED = 0, FIRST_PLACE = 1, FIRST_KITCHEN = 6, KITCHENS = 4, FIRST_LEADER = FIRST_KITCHEN + KITCHENS,
	FIRST_ANY = FIRST_LEADER + KITCHENS, FACES = 20, PLAIN_REPORT = 13, UP_TO_SERVED = 4, STEP_MS = 20000, NOON_MINUTE = 720, HOUR_MS = 3600000
};

static const int64_t first_day = 20779; /* 2026-11-22 */

struct id deed_id(uint64_t seed, unsigned i)
{
	struct str pieces[] = { STR("drill"), { (const char *)&seed, sizeof(seed) }, { (const char *)&i, sizeof(i) } };

	return id_derive(0, pieces, ARRAY_LEN(pieces));
}

static void arg(struct deed *d, const char *name, const char *value)
{
	d->arg[d->nargs][0] = name;
	d->arg[d->nargs++][1] = value;
}

__attribute__((format(printf, 2, 3))) static const char *text(struct arena *a, const char *fmt, ...)
{
	char t[64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(t, sizeof(t), fmt, ap);
	va_end(ap);
	return str_cstr(a, str_c(t));
}

static const char *day_text(struct arena *a, int64_t day)
{
	struct buf b = buf_new(a, 16);

	buf_day(&b, day);
	return str_cstr(a, buf_str(&b));
}

static const char *id_arg(struct arena *a, struct id id)
{
	return str_cstr(a, id_text(a, id));
}

static const char *kitchen_code(struct arena *a, unsigned k)
{
	return text(a, "COC-%03u", k + 1);
}

const char *deed_kitchen(struct arena *a, unsigned leader)
{
	return kitchen_code(a, leader - FIRST_LEADER);
}

/* ---- the beginning ---- */

static void begin_network(struct arena *a, unsigned i, struct deed *d)
{
	static const char *const place[][2] = { { "PE", "Perú" }, { "15", "Lima" }, { "1501", "Lima" },
		{ "150133", "San Juan de Miraflores" }, { "150142", "Villa El Salvador" } };

	d->author = i == NETWORK_DEED ? NOBODY : NETWORK_DEED;
	if (i == NETWORK_DEED) {
		d->action = "network.create";
		arg(d, "name", "Red de prueba");
		arg(d, "country", "PE");
		arg(d, "zone", "America/Lima");
		arg(d, "currency", "PEN");
		arg(d, "person_name", "Operadora");
	} else if (i < FIRST_KITCHEN) {
		d->action = "place.put";
		arg(d, "code", place[i - FIRST_PLACE][0]);
		arg(d, "name", place[i - FIRST_PLACE][1]);
	} else if (i < FIRST_LEADER) {
		d->action = "kitchen.register";
		arg(d, "name", text(a, "Cocina %u", i));
		arg(d, "place", i % 2 ? "150133" : "150142");
		arg(d, "code", kitchen_code(a, i - FIRST_KITCHEN));
		arg(d, "capacity", "90");
	} else {
		d->action = "person.add";
		arg(d, "name", text(a, "Lideresa %u", i));
		arg(d, "role", "leader");
		arg(d, "group", kitchen_code(a, i - FIRST_LEADER));
		arg(d, "phone", text(a, "9000%05u", i));
	}
}

/* ---- every day ---- */

static void pot_of(struct arena *a, struct deed *d, unsigned pot)
{
	static const char *const sitting[] = { "breakfast", "lunch", "dinner" };

	d->author = FIRST_LEADER + pot % KITCHENS;
	arg(d, "kitchen", kitchen_code(a, pot % KITCHENS));
	arg(d, "day", day_text(a, first_day - pot / KITCHENS % 7));
	arg(d, "sitting", sitting[pot / (KITCHENS * 7) % 3]);
}

/* A pot is told again by who told it (corrects), or late by somebody who did not see it (kept). */
static void report(struct arena *a, struct deed *d, unsigned pot, uint64_t dice)
{
	d->action = "meal.report";
	pot_of(a, d, pot);
	arg(d, "served", text(a, "%u", 60 + (unsigned)(dice >> 8) % 60));
	arg(d, "free", text(a, "%u", (unsigned)(dice >> 16) % 20));
	if (dice >> 24 & 1)
		arg(d, "cost", text(a, "%u.50", 20 + (unsigned)(dice >> 32) % 60));
	if (dice >> 25 & 1)
		arg(d, "reason", "Faltó gas y cocinamos con leña en la casa de una vecina");
}

/* What kind of deed: each comes once in twenty. */
static unsigned face(uint64_t seed, unsigned i)
{
	return (unsigned)((i * 7 + seed) % FACES);
}

/* The latest deed before i of that kind, or NOBODY. */
static unsigned earlier(uint64_t seed, unsigned i, unsigned kind)
{
	while (i-- > FIRST_ANY)
		if (face(seed, i) == kind)
			return i;
	return NOBODY;
}

static void about_cook(struct arena *a, uint64_t seed, struct deed *d, unsigned i, unsigned cook, bool erase)
{
	d->author = NETWORK_DEED;
	if (cook == NOBODY) {
		d->action = "contact.add";
		arg(d, "person", id_arg(a, deed_id(seed, FIRST_LEADER + i % KITCHENS)));
		arg(d, "phone", text(a, "9001%05u", i));
	} else if (erase) {
		d->action = "person.erase";
		arg(d, "person", id_arg(a, deed_id(seed, cook)));
		arg(d, "sure", "sí");
	} else {
		d->action = "membership.end";
		arg(d, "person", id_arg(a, deed_id(seed, cook)));
		arg(d, "group", kitchen_code(a, cook % KITCHENS));
		arg(d, "role", "cook");
	}
}

static void add_cook(struct arena *a, struct deed *d, unsigned i)
{
	d->action = "person.add";
	d->author = FIRST_LEADER + i % KITCHENS;
	arg(d, "name", text(a, "Cocinera %u", i));
	arg(d, "role", "cook");
	arg(d, "group", kitchen_code(a, i % KITCHENS));
	arg(d, "phone", text(a, "9002%05u", i));
	arg(d, "document_kind", "dni");
	arg(d, "document_number", text(a, "%08u", 40000000 + i));
}

static void any(struct arena *a, uint64_t seed, unsigned i, struct deed *d)
{
	uint64_t s = seed * 1000 + i, dice = disk_random(&s);
	unsigned kind = face(seed, i);

	switch (kind) {
	case 0:
	case 1:
		add_cook(a, d, i);
		return;
	case 2:
	case 3:
		about_cook(a, seed, d, i, earlier(seed, i, kind - 2), kind == 2);
		return;
	case 4: /* taken back */
		d->action = "meal.void";
		pot_of(a, d, i / 2);
		arg(d, "reason", "Se anotó dos veces");
		return;
	case 5: /* a day that is not yet */
		report(a, d, i, dice);
		d->arg[1][1] = day_text(a, first_day + 40);
		return;
	case 6: /* written on a phone an hour ago, before what stands */
		report(a, d, earlier(seed, i, PLAIN_REPORT) % NOBODY, dice);
		d->nargs = UP_TO_SERVED;
		d->acted_at = d->now - HOUR_MS;
		return;
	case 7:
	case 8:
	case 9: /* a correction of what she told herself */
		report(a, d, i - 1 - (unsigned)(dice >> 40) % 8, dice);
		d->corrects = true;
		return;
	case 10:
		report(a, d, i, dice);
		d->taken_back = true;
		return;
	case 16:
	case 17:
	case 18:
		d->action = NULL;
		d->author = FIRST_LEADER + i % KITCHENS;
		return;
	default:
		report(a, d, i, dice);
	}
}

void deed_make(struct arena *a, uint64_t seed, unsigned i, struct deed *d)
{
	int64_t noon = (first_day * 24 + 5) * HOUR_MS + (int64_t)NOON_MINUTE * 60000; /* Lima is 5 hours behind */

	*d = (struct deed){ .id = deed_id(seed, i), .now = noon + (int64_t)i * STEP_MS };
	d->acted_at = d->now;
	if (i < FIRST_ANY)
		begin_network(a, i, d);
	else
		any(a, seed, i, d);
}

void deed_actor(const struct world *w, struct arena *a, unsigned author, struct actor *out)
{
	struct membership *m = ARENA_NEW(a, struct membership);

	if (author == NOBODY) {
		*out = (struct actor){ .console = true };
		return;
	}
	bool leads = author >= FIRST_LEADER;
	*m = (struct membership){ .id = deed_id(w->seed, author), .role = leads ? STR("leader") : STR("operator"),
		.group = leads ? deed_id(w->seed, FIRST_KITCHEN + author - FIRST_LEADER) : w->net.id };
	*out = (struct actor){ .person = deed_id(w->seed, author), .name = STR("Alguien"), .member = m, .nmember = 1 };
}
