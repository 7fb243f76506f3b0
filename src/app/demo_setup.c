/*
 * demo_setup.c - who there is in an invented network, and how each came to it.
 */
#include "demo_own.h"

#include "kitchens.h"
#include "places_load.h"

enum { SETUP_MINUTE = 480, STEP_MS = 1000, BOARD = 100, FIRST_OPENED_DAYS = 900,
	SHARES = 12 /* her leader writes from the telephone of the next one */ };
enum { P_LIDER, P_COCINERA, P_DISTRITO, P_MESA, P_SALUD, P_FACILITADORA, P_VOLUNTARIA, P_OPERADORA };
enum { G_MESA, G_PIONERAS, G_DONATIONS, G_RESEARCH, G_CERRO, G_BARRIO, G_HEALTH, G_EMPRENDEN, G__N, ROOT = -1,
	KITCHEN_0 = -2, BOARD_0 = BOARD };

static const struct {
	const char *name, *kind, *code, *place;
	int parent;
} groups[G__N] = {
	[G_MESA] = { "Mesa de Trabajo de Seguridad Alimentaria", "working_group", "MESA", "1501", ROOT },
	[G_PIONERAS] = { "Las Pioneras", "womens_group", "PIONERAS", "150716", ROOT },
	[G_DONATIONS] = { "Comisión de Donaciones", "commission", "DONACIONES", "", ROOT },
	[G_RESEARCH] = { "Comisión de Investigación", "commission", "INVESTIGA", "", ROOT },
	[G_CERRO] = { "Asociación Manos del Cerro", "organisation", "CERRO", "150143", ROOT },
	[G_BARRIO] = { "Colectivo Barrio Adentro", "organisation", "BARRIO", "150132", ROOT },
	[G_HEALTH] = { "Agentes Comunitarias de Salud", "programme", "ACS-SJM", "150133", BOARD_0 },
	[G_EMPRENDEN] = { "Vecinas Emprenden", "programme", "EMPRENDEN", "", G_CERRO },
};

static const struct {
	const char *name, *role;
	int group;
} people[DEMO_PEOPLE] = {
	[P_LIDER] = { "Rosa Quispe Ñaupari", "leader", KITCHEN_0 },
	[P_COCINERA] = { "Juana Mamani Poma", "cook", KITCHEN_0 },
	[P_DISTRITO] = { "Carmen Sulca Rojas", "coordinator", BOARD_0 },
	[P_MESA] = { "Elena Palomino Vilca", "working_group", G_MESA },
	[P_SALUD] = { "Norma Taipe Curi", "health_worker", G_HEALTH },
	[P_FACILITADORA] = { "Yolanda Meza Apaza", "facilitator", G_PIONERAS },
	[P_VOLUNTARIA] = { "Lucía Tello Aguirre", "volunteer", G_CERRO },
	[P_OPERADORA] = { "Maritza Condori Lazo", "operator", ROOT },
};

static struct id group_id(const struct demo *d, int group)
{
	if (group == ROOT)
		return d->net.id;
	if (group == KITCHEN_0)
		return d->kitchen[0].id;
	return demo_id(d->o->seed, 0, "group", (uint64_t)group, 0);
}

/* ---- the cast ---- */

static void play(struct demo *d, struct actor *who, struct membership *m, struct id person,
	struct id group, const char *role)
{
	struct value key[MEMBERSHIP__N] = {
		[MEMBERSHIP_PERSON] = value_id(person),
		[MEMBERSHIP_GROUP] = value_id(group),
		[MEMBERSHIP_ROLE] = value_text(str_c(role)),
	};

	*m = (struct membership){ .id = entity_key_id(&membership_entity, d->net.id, key),
		.group = group, .role = str_c(role) };
	*who = (struct actor){ .person = person, .member = m, .nmember = 1 };
}

static void cast_kitchen(struct demo *d, unsigned i, const char *place)
{
	struct demo_kitchen *k = &d->kitchen[i];

	k->id = demo_id(d->o->seed, 0, "kitchen", i, 0);
	k->place = place;
	k->name = demo_kitchen_name(d->mem, d->o->seed, i);
}

void demo_cast(struct demo *d)
{
	bool small = d->o->scale == DEMO_SMALL;
	struct demo_person who[DEMO_PEOPLE];
	unsigned all = 0, i = 0;

	for (const struct demo_district *p = demo_districts; p->place; p++)
		all += small ? p->small : p->lima;
	d->kitchen = ARENA_ARRAY(d->mem, struct demo_kitchen, all);
	d->nkitchens = all;
	for (const struct demo_district *p = demo_districts; p->place; p++)
		for (unsigned n = 0; n < (small ? p->small : p->lima); n++)
			cast_kitchen(d, i++, p->place);
	demo_people(d->o->seed, who);
	for (i = 0; i < DEMO_PEOPLE; i++)
		play(d, &d->person[i], &d->role[i], who[i].id, group_id(d, people[i].group), people[i].role);
	for (i = 0; i < all; i++) {
		struct demo_kitchen *k = &d->kitchen[i];
		play(d, &k->leader, &k->role, i == 0 ? who[P_LIDER].id :
			demo_id(d->o->seed, 0, "leader", i, 0), k->id, "leader");
	}
}

/* ---- the making ---- */

struct setup {
	struct demo *d;
	int64_t at_ms;
};

static struct batch_item *next(struct setup *s, const struct actor *who, const char *action, struct id id)
{
	s->at_ms += STEP_MS;
	return batch_act(&s->d->batch, who, s->at_ms, action, id);
}

static struct str phone_of(struct demo *d, unsigned n)
{
	return str_fmt(d->mem, "+51900%06u", n);
}

static void make_network(struct setup *s)
{
	struct demo *d = s->d;
	struct batch_item *i = next(s, &d->console, "network.create", d->person[P_OPERADORA].person);

	batch_arg(i, "name", d->net.name);
	batch_arg(i, "country", d->net.country);
	batch_arg(i, "zone", d->net.zone_name);
	batch_arg(i, "currency", d->net.currency);
	batch_arg(i, "person_name", str_c(people[P_OPERADORA].name));
	batch_arg(i, "short_name", STR("OPERADORA"));
	batch_arg(i, "phone", phone_of(d, DEMO_PEOPLE));
}

static void make_group(struct setup *s, struct id id, struct str name, const char *kind, struct str code,
	const char *place, struct id parent)
{
	struct batch_item *i = next(s, &s->d->person[P_OPERADORA], "group.create", id);

	batch_arg(i, "name", name);
	batch_arg(i, "kind", str_c(kind));
	batch_arg(i, "code", code);
	batch_arg(i, "place", str_c(place));
	batch_id(i, "parent", parent);
}

/* The name of a place in the table: the fourth cell of the line that begins with its code. */
static struct str place_name(struct str csv, const char *code)
{
	struct str line, cell = STR("");

	while (str_cut(&csv, '\n', &line)) {
		if (!str_starts(line, code))
			continue;
		for (int n = 0; n < 4; n++)
			if (!str_cut(&line, ',', &cell))
				return STR("");
		return cell;
	}
	return STR("");
}

static void make_groups(struct setup *s)
{
	struct demo *d = s->d;
	bool small = d->o->scale == DEMO_SMALL;
	int board = BOARD;

	make_group(s, group_id(d, G_MESA), str_c(groups[G_MESA].name), groups[G_MESA].kind,
		str_c(groups[G_MESA].code), groups[G_MESA].place, d->net.id);
	for (const struct demo_district *p = demo_districts; p->place; p++, board++) {
		if (!(small ? p->small : p->lima))
			continue;
		struct str name = place_name(d->o->places, p->place);
		make_group(s, group_id(d, board), str_fmt(d->mem, "Red de Ollas de %.*s", (int)name.n, name.p),
			"district_board", str_fmt(d->mem, "RED-%s", p->place), p->place, group_id(d, G_MESA));
	}
	for (int g = G_MESA + 1; g < G__N; g++)
		make_group(s, group_id(d, g), str_c(groups[g].name), groups[g].kind, str_c(groups[g].code),
			groups[g].place, group_id(d, groups[g].parent));
}

static void make_person(struct setup *s, struct id id, struct str name, const char *role, struct id group,
	struct str short_name, struct str phone)
{
	struct batch_item *i = next(s, &s->d->person[P_OPERADORA], "person.add", id);

	batch_arg(i, "name", name);
	batch_arg(i, "role", str_c(role));
	batch_id(i, "group", group);
	batch_arg(i, "short_name", short_name);
	batch_arg(i, "phone", phone);
	/* One who would rather be answered in Quechua. */
	if (s->d->o->phones && id_eq(id, s->d->kitchen[1].leader.person))
		batch_arg(i, "language", STR("quz"));
}

static void make_kitchen(struct setup *s, unsigned n)
{
	static const char *const water[] = { "pipe", "tank", "tank", "standpipe", "pipe" };
	static const char *const stove[] = { "gas", "gas", "wood", "both" };
	struct demo *d = s->d;
	struct demo_kitchen *k = &d->kitchen[n];
	struct chance c = chance_of(d->o->seed, "about", n, 0);
	struct batch_item *i = next(s, &d->person[P_OPERADORA], "kitchen.register", k->id);

	batch_arg(i, "name", k->name);
	batch_arg(i, "place", str_c(k->place));
	batch_arg(i, "kind", n < 4 || chance_in_1000(&c, 250) ? STR("comedor") : STR("olla"));
	int64_t usual = meal_sample_usual(d->o->seed, n);
	batch_int(i, "capacity", usual + 5 - usual % 5);
	batch_day(i, "opened", day_from_civil((struct civil){ 2020, 4, 1 }) +
		chance_below(&c, FIRST_OPENED_DAYS));
	if (d->o->scale == DEMO_SMALL) {
		batch_arg(i, "address", demo_address(d->mem, &c));
		batch_arg(i, "water", str_c(water[chance_below(&c, ARRAY_LEN(water))]));
		batch_arg(i, "stove", str_c(stove[chance_below(&c, ARRAY_LEN(stove))]));
	} else {
		batch_arg(i, "reason", STR("Registro de muestra: nombres parecidos")); /* of thousands, some names are alike */
	}
	if (n == 0) /* hers is one of the sample people */
		return;
	make_person(s, k->leader.person, demo_person_name(d->mem, &c), "leader", k->id, STR(""),
		d->o->scale == DEMO_SMALL ? phone_of(d, 100 + (d->o->phones && n == SHARES ? SHARES + 1 : n)) : STR(""));
}

enum rc demo_setup(struct demo *d, int64_t *after_ms_out)
{
	struct setup s = { d, zone_instant(d->net.zone, d->first_day - 1, SETUP_MINUTE) };
	struct demo_person who[DEMO_PEOPLE];

	demo_progress(d, N_("Creando la red de muestra y sus lugares"), 0, 0);
	make_network(&s);
	if (places_add(&d->batch, &d->person[P_OPERADORA], s.at_ms, d->o->places) != OK ||
		foods_add(&d->batch, &d->person[P_OPERADORA], s.at_ms) != OK)
		return INVALID;
	make_groups(&s);
	for (unsigned i = 0; i < d->nkitchens; i++) {
		make_kitchen(&s, i);
		if (i % WRITER_GROUP == 0)
			demo_progress(d, N_("Registrando cocinas"), i, d->nkitchens);
	}
	demo_people(d->o->seed, who);
	for (unsigned i = 0; i < P_OPERADORA; i++)
		make_person(&s, who[i].id, str_c(people[i].name), people[i].role, group_id(d, people[i].group),
			str_upper(d->mem, str_c(who[i].short_name)), phone_of(d, i + 1));
	*after_ms_out = s.at_ms + STEP_MS;
	return batch_flush(&d->batch);
}
