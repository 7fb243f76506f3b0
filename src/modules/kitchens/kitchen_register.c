/*
 * kitchen_register.c - a kitchen joins: its group and the module's record about it, in one change.
 */
#include "register.h"

#include "fold.h"

enum {
	ARG_NAME, ARG_PLACE, ARG_KIND, ARG_CODE, ARG_PARENT, ARG_CAPACITY, ARG__N = ARG_CAPACITY + KITCHEN__N
};

const struct choice kitchen_kinds[] = {
	{ "olla", N_("olla común"), "olla|olla comun", "olla" },
	{ "comedor", N_("comedor popular"), "comedor", "comedor" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field register_args[] = {
	[ARG_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la cocina"), .max = 120,
		.aliases = "nombre" },
	[ARG_PLACE] = { "place", T_REF, F_REQUIRED, .label = N_("Distrito"), .ref = "place",
		.help = N_("El código INEI de seis cifras, por ejemplo 150133"),
		.aliases = "distrito|ubigeo|inei" },
	[ARG_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = kitchen_kinds,
		.help = N_("Olla común, si no dice otro"), .aliases = "tipo" },
	[ARG_CODE] = { "code", T_CODE, 0, .label = N_("Código"),
		.help = N_("Si lo deja vacío se pone el que sigue"), .max = 16, .aliases = "codigo" },
	[ARG_PARENT] = { "parent", T_REF, 0, .label = N_("Pertenece a"), .ref = "group" },
	KITCHEN_FIELDS(ARG_CAPACITY),
};

enum { EDIT_KITCHEN, EDIT_NAME, EDIT_POINT, EDIT_HERE, EDIT_CAPACITY, EDIT__N = EDIT_CAPACITY + KITCHEN__N };

#define POINT_ARG \
	{ "point", T_TEXT, 0, .label = N_("Punto en el mapa"), .help = N_("Pegue lo que da el mapa de su teléfono, o escriba: -12.158, -76.970"), \
		.max = 300, .privacy = P_NETWORK, .aliases = "punto" }

/* A tick at which the phone's page fills latitude and longitude (web/js/capture.js); without script they come empty. */
#define HERE_ARG { "with_place", T_BOOL, 0, .label = N_("Estoy en la cocina: usar el punto de este teléfono"), .privacy = P_NETWORK }

static const struct field edit_args[] = {
	[EDIT_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[EDIT_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre de la cocina"), .max = 120 },
	[EDIT_POINT] = POINT_ARG,
	[EDIT_HERE] = HERE_ARG,
	KITCHEN_FIELDS(EDIT_CAPACITY),
};

static const struct field join_args[] = {
	[JOIN_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la cocina"), .max = 120, .aliases = "nombre" },
	[JOIN_PLACE] = { "place", T_REF, F_REQUIRED, .label = N_("Distrito"), .ref = "place",
		.help = N_("El código INEI de seis cifras, por ejemplo 150133"), .aliases = "distrito|ubigeo|inei" },
	[JOIN_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = kitchen_kinds, .otherwise = "olla", .aliases = "tipo" },
	[JOIN_CAPACITY] = { "capacity", T_INT, 0, .label = N_("Comensales registrados"), .help = N_("Cuántas personas comen ahí de costumbre"),
		.unit = N_("personas"), .min = 1, .max = 5000, .aliases = "comensales" },
	[JOIN_WATER] = { "water", T_ENUM, 0, .label = N_("Agua"), .choices = waters, .aliases = "agua" },
	[JOIN_STOVE] = { "stove", T_ENUM, 0, .label = N_("Fogón"), .choices = stoves, .aliases = "fogon" },
	[JOIN_SETTLEMENT] = { "settlement", T_TEXT, 0, .label = N_("Asentamiento o barrio"), .max = 80, .aliases = "asentamiento|barrio" },
	[JOIN_POINT] = POINT_ARG,
	[JOIN_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si se lo pedimos arriba"), .max = 300 },
	[JOIN_HERE] = HERE_ARG,
	[JOIN_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"), .privacy = P_NETWORK, .aliases = "lat|latitud" },
	[JOIN_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"), .privacy = P_NETWORK, .aliases = "lon|lng|longitud" },
};

enum { PUT_ID = ARG__N, PUT__N };

/* As for registering, but nothing is required: what is there already need not be said again. */
static const struct field put_args[] = {
	[ARG_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre de la cocina"), .max = 120,
		.aliases = "nombre" },
	[ARG_PLACE] = { "place", T_REF, 0, .label = N_("Distrito"), .ref = "place",
		.aliases = "distrito|ubigeo|inei" },
	[ARG_KIND] = { "kind", T_ENUM, 0, .label = N_("Tipo"), .choices = kitchen_kinds, .aliases = "tipo" },
	[ARG_CODE] = { "code", T_CODE, 0, .label = N_("Código"), .max = 16, .aliases = "codigo" },
	[ARG_PARENT] = { "parent", T_REF, 0, .label = N_("Pertenece a"), .ref = "group" },
	KITCHEN_FIELDS(ARG_CAPACITY),
	[PUT_ID] = { "id", T_CODE, 0, .label = N_("Identificador"), .max = 40 },
};

/* Letters only, upper case, of a name's piece. */
static void add_letters(struct buf *b, struct str word, size_t most)
{
	for (size_t i = 0; i < word.n && most; i++)
		if (word.p[i] >= 'a' && word.p[i] <= 'z') {
			buf_char(b, (char)(word.p[i] - 'a' + 'A'));
			most--;
		}
}

/* "San Juan de Miraflores" gives SJM, "Comas" gives COM. */
static struct str prefix_of(struct ctx *c, struct str name)
{
	struct str folded = fold(c->mem, name), rest = folded, word;
	struct buf b = buf_new(c->mem, 8);

	while (str_cut(&rest, ' ', &word))
		if (!str_is(word, "de") && !str_is(word, "del") && !str_is(word, "y") && b.n < 5)
			add_letters(&b, word, 1);
	if (b.n < 2) {
		buf_cut(&b, 0);
		add_letters(&b, folded, 3);
	}
	if (b.n == 0)
		buf_char(&b, 'K');
	return buf_str(&b);
}

/* The number behind the last code with that prefix, 0 when there is none. */
static int64_t last_number(struct ctx *c, struct str prefix)
{
	struct str first = str_fmt(c->mem, "%.*s-", (int)prefix.n, prefix.p);
	struct str past = str_fmt(c->mem, "%.*s.", (int)prefix.n, prefix.p); /* '.' follows '-' */
	struct rows r = db_rows(c->db, SQL(Q_CODE_LAST), ARGS(cell_id(&c->net->id),
		cell_text(first), cell_text(past)));
	int64_t n = 0;

	if (rows_next(&r)) {
		struct str code = rows_text(&r, 0);
		if (code.n <= first.n || !str_int64(str_sub(code, first.n, code.n), &n) || n < 0)
			n = 0;
		rows_end(&r);
	}
	return n;
}

static struct str next_code(struct ctx *c, struct id place)
{
	struct str prefix = prefix_of(c, title_now(c, &place_entity, place));
	int64_t n = last_number(c, prefix);
	struct id other;

	for (;;) {
		struct buf b = buf_new(c->mem, 16);
		buf_add(&b, prefix);
		buf_char(&b, '-');
		buf_pad(&b, ++n, 3);
		if (!ref_resolve(c, "group", buf_str(&b), &other))
			return buf_str(&b);
	}
}

/* Under the district's network of kitchens when there is one, else under the root. */
static struct id parent_of(struct ctx *c, const struct act *a)
{
	if (act_has(a, ARG_PARENT))
		return act_ref(a, ARG_PARENT);
	struct id board = db_id(c->db, SQL(Q_DISTRICT_BOARDS), ARGS(cell_id(&c->net->id), cell_id(&a->v[ARG_PLACE].id)));
	return id_is_zero(board) ? c->net->id : board;
}

/* What is known of it makes sense: days of the week that are understood, a position whole. */
static enum rc check_about(struct ctx *c, const struct act *a, unsigned first)
{
	unsigned lat = first + KITCHEN_LATITUDE, lon = first + KITCHEN_LONGITUDE, days = first + KITCHEN_DAYS;

	if (act_has(a, days) && !kitchen_days_read(c->mem, act_text(a, days)))
		return fail(c, "days", "format", N_("Escriba los días así: lunes a viernes, o martes, jueves y sábado"));
	if (act_has(a, lat) != act_has(a, lon))
		return fail(c, act_has(a, lat) ? "longitude" : "latitude", "required", N_("El punto necesita latitud y longitud"));
	return OK;
}

/* As it is kept: days as letters. */
static struct value kept(struct ctx *c, const struct act *a, unsigned first, unsigned field)
{
	if (field != KITCHEN_DAYS || !act_has(a, first + field))
		return a->v[first + field];
	return value_text(kitchen_days_plain(c->mem, kitchen_days_read(c->mem, act_text(a, first + field))));
}

static void put_about(struct ctx *c, struct put *p, const struct act *a, unsigned first)
{
	for (unsigned i = 0; i < KITCHEN__N; i++)
		if (act_has(a, first + i))
			put_set(p, i, kept(c, a, first, i));
}

/* A district, not a province; else a fault. */
static enum rc check_district(struct ctx *c, struct id place)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (record_get(c->db, c->schema, c->mem, &place_entity, c->net->id, place, r) && str_is(r->v[PLACE_LEVEL].s, "district"))
		return OK;
	return fail(c, "place", "level", N_("Elija un distrito, no una provincia o región"));
}

/* The group of a kitchen and the kitchen: both have the act's own id. The latter's put, to be filled. */
static struct put *put_kitchen(struct ctx *c, const struct act *a, struct change *ch, struct str name, struct id place, struct str kind,
	struct str code, struct id parent)
{
	struct put *p = change_put(ch, &group_entity, a->id, true);

	put_text(p, GROUP_NAME, name);
	put_text(p, GROUP_KIND, kind);
	put_text(p, GROUP_CODE, code.n ? code : next_code(c, place));
	put_id(p, GROUP_PARENT, parent);
	put_id(p, GROUP_PLACE, place);
	put_int(p, GROUP_ACTIVE, 1);
	return change_put(ch, &kitchen_entity, a->id, true);
}

/* What imports go through has no one to ask: what it brings is looked at afterwards (/cocinas/dobles). */
static enum rc register_any(struct ctx *c, const struct act *a, struct change *ch)
{
	if (check_district(c, act_ref(a, ARG_PLACE)) != OK || check_about(c, a, ARG_CAPACITY) != OK ||
		(act_has(a, ARG_CODE) && code_free(c, act_text(a, ARG_CODE)) != OK))
		return INVALID;
	put_about(c, put_kitchen(c, a, ch, act_text(a, ARG_NAME), act_ref(a, ARG_PLACE), act_has(a, ARG_KIND) ? act_text(a, ARG_KIND) :
		STR("olla"), act_has(a, ARG_CODE) ? act_text(a, ARG_CODE) : STR(""), parent_of(c, a)), a, ARG_CAPACITY);
	return OK;
}

static enum rc register_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	unsigned lat = ARG_CAPACITY + KITCHEN_LATITUDE, lon = ARG_CAPACITY + KITCHEN_LONGITUDE;
	struct described d = { .place = act_ref(a, ARG_PLACE), .name = act_text(a, ARG_NAME), .placed = act_has(a, lat) && act_has(a, lon),
		.lat_udeg = a->v[lat].i, .lon_udeg = a->v[lon].i };

	if (register_careful(c, &d, act_has(a, ARG_CAPACITY), act_int(a, ARG_CAPACITY), act_has(a, ARG_CAPACITY + KITCHEN_REASON)) != OK)
		return INVALID;
	return register_any(c, a, ch);
}

enum { UNCONFIRMED_MOST = 3 };

/* Whoever is signed in registers her own; nobody adds kitchens without end that nobody confirms. */
static enum rc join_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct described d = { .place = act_ref(a, JOIN_PLACE), .name = act_text(a, JOIN_NAME), .leader = c->who->person };
	struct rows r = db_rows(c->db, SQL(Q_LED_BY), ARGS(cell_id(&c->net->id), cell_id(&c->who->person), cell_int(today(c))));
	unsigned alone = 0;

	while (rows_next(&r)) {
		struct confirmed f = kitchen_confirmed(c, rows_id(&r, 0));
		alone += f.standing == STANDING_SAID;
	}
	if (alone >= UNCONFIRMED_MOST)
		return fail(c, "name", "many", N_("Ya dirige tres cocinas que nadie confirmó: pida primero a sus vecinas que las confirmen"));
	if (point_said(c, a, &(struct point_args){ JOIN_POINT, JOIN_HERE, JOIN_LATITUDE, JOIN_LONGITUDE }, &d.placed, &d.lat_udeg, &d.lon_udeg) != OK)
		return INVALID;
	if (check_district(c, d.place) != OK || register_careful(c, &d, act_has(a, JOIN_CAPACITY), act_int(a, JOIN_CAPACITY), act_has(a, JOIN_REASON)) != OK)
		return INVALID;
	struct id board = db_id(c->db, SQL(Q_DISTRICT_BOARDS), ARGS(cell_id(&c->net->id), cell_id(&d.place)));
	struct put *p = put_kitchen(c, a, ch, d.name, d.place, act_text(a, JOIN_KIND), STR(""), id_is_zero(board) ? c->net->id : board);
	static const uint8_t same[][2] = { { JOIN_CAPACITY, KITCHEN_CAPACITY }, { JOIN_WATER, KITCHEN_WATER }, { JOIN_STOVE, KITCHEN_STOVE },
		{ JOIN_SETTLEMENT, KITCHEN_SETTLEMENT }, { JOIN_REASON, KITCHEN_REASON } };
	for (unsigned i = 0; i < ARRAY_LEN(same); i++)
		if (act_has(a, same[i][0]))
			put_set(p, same[i][1], a->v[same[i][0]]);
	if (d.placed) {
		put_int(p, KITCHEN_LATITUDE, d.lat_udeg);
		put_int(p, KITCHEN_LONGITUDE, d.lon_udeg);
	}
	put_membership(c, ch, c->who->person, a->id, STR("leader"), today(c));
	return OK;
}

static enum rc edit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id id = act_ref(a, EDIT_KITCHEN);
	static const struct point_args where = { EDIT_POINT, EDIT_HERE, EDIT_CAPACITY + KITCHEN_LATITUDE, EDIT_CAPACITY + KITCHEN_LONGITUDE };
	int64_t lat = 0, lon = 0;
	bool placed, about;

	if (check_about(c, a, EDIT_CAPACITY) != OK || point_said(c, a, &where, &placed, &lat, &lon) != OK)
		return INVALID;
	about = placed;
	for (unsigned i = 0; i < KITCHEN__N; i++)
		about |= act_has(a, EDIT_CAPACITY + i);
	if (about) {
		struct put *p = change_put(ch, &kitchen_entity, id, false);
		put_about(c, p, a, EDIT_CAPACITY);
		if (act_has(a, EDIT_POINT)) {
			put_int(p, KITCHEN_LATITUDE, lat);
			put_int(p, KITCHEN_LONGITUDE, lon);
		}
	}
	if (act_has(a, EDIT_NAME))
		put_text(change_put(ch, &group_entity, id, false), GROUP_NAME, act_text(a, EDIT_NAME));
	return ch->puts ? OK : fail(c, NULL, "same", N_("No hay nada que cambiar"));
}

/* The fields given that are not what stands. */
static void put_new(struct ctx *c, struct change *ch, const struct act *a, const struct entity *e,
	struct id id, const uint8_t (*same)[2], unsigned n)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct put *p = NULL;

	if (!record_get(c->db, c->schema, c->mem, e, c->net->id, id, r))
		return;
	for (unsigned i = 0; i < n; i++) {
		unsigned arg = same[i][0], field = same[i][1];
		struct value v = e == &kitchen_entity ? kept(c, a, ARG_CAPACITY, field) : a->v[arg];
		if (!act_has(a, arg) || value_eq(v, r->v[field]))
			continue;
		if (!p)
			p = change_put(ch, e, id, false);
		put_set(p, field, v);
	}
}

/* What imports go through: a kitchen named by id or code is completed, another is registered. */
static enum rc put_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	uint8_t of_kitchen[KITCHEN__N][2] = { { 0 } };
	static const uint8_t of_group[][2] = { { ARG_NAME, GROUP_NAME }, { ARG_PLACE, GROUP_PLACE },
		{ ARG_KIND, GROUP_KIND }, { ARG_PARENT, GROUP_PARENT } };
	struct id id;

	if (check_about(c, a, ARG_CAPACITY) != OK)
		return INVALID;
	for (unsigned i = 0; i < KITCHEN__N; i++) {
		of_kitchen[i][0] = (uint8_t)(ARG_CAPACITY + i);
		of_kitchen[i][1] = (uint8_t)i;
	}
	if ((act_has(a, PUT_ID) && ref_resolve(c, "kitchen", act_text(a, PUT_ID), &id)) ||
		(act_has(a, ARG_CODE) && ref_resolve(c, "kitchen", act_text(a, ARG_CODE), &id))) {
		put_new(c, ch, a, &kitchen_entity, id, (const uint8_t(*)[2])of_kitchen, ARRAY_LEN(of_kitchen));
		put_new(c, ch, a, &group_entity, id, of_group, ARRAY_LEN(of_group));
		return ch->puts ? OK : fail(c, NULL, "same", N_("No hay nada que cambiar"));
	}
	if (!act_has(a, ARG_NAME))
		return fail(c, "name", "required", N_("Falta este dato"));
	if (!act_has(a, ARG_PLACE))
		return fail(c, "place", "required", N_("Falta este dato"));
	return register_any(c, a, ch);
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = t->change->puts; /* of the kitchen or its group: the same id */
	const struct str_pair pairs[] = {
		{ "who", t->author },
		{ "name", p ? ref_title(c, "kitchen", p->id) : STR("") },
	};

	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str register_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} registró la cocina {name}"));
}

static struct str edit_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} completó los datos de la cocina {name}"));
}

static struct str put_describe(struct ctx *c, const struct told *t)
{
	return t->change->puts && t->change->puts->create ? register_describe(c, t) : edit_describe(c, t);
}

const struct action kitchen_put = {
	.name = "kitchen.put", .label = N_("Guardar"), .args = put_args, .nargs = PUT__N,
	.edits = &kitchen_entity, .decide = put_decide, .describe = put_describe,
};

const struct action kitchen_register = {
	.name = "kitchen.register", .label = N_("Registrar cocina"), .args = register_args,
	.nargs = ARG__N, .on = AT(ARG_PLACE), .decide = register_decide,
	.describe = register_describe,
};

const struct action kitchen_join = {
	.name = "kitchen.join", .label = N_("Registrar mi cocina"), .args = join_args, .nargs = JOIN__N, .flags = ACT_SECRET,
	.decide = join_decide, .describe = register_describe,
};

const struct action kitchen_edit = {
	.name = "kitchen.edit", .label = N_("Guardar"), .args = edit_args, .nargs = EDIT__N,
	.on = AT(EDIT_KITCHEN), .edits = &kitchen_entity, .decide = edit_decide,
	.describe = edit_describe,
};
