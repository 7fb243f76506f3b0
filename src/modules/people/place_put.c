/*
 * place_put.c - add a place or complete what is known of it.
 *
 * The codes of Peru nest: the first two digits of a district's INEI code are its department, the
 * first four its province (INEI, "Códigos de ubicación geográfica"). Level and parent follow from
 * the code unless they are said. The name of a place that stands stays unless the sender saw it: lists
 * of codes and centres write names in their own way, often without accents.
 */
#include "people_own.h"

enum {
	ARG_CODE, ARG_LEVEL, ARG_PARENT, ARG_NAME, ARG_INEI, ARG_RENIEC, ARG_LATITUDE,
	ARG_LONGITUDE, ARG__N
};

static const struct field args[] = {
	[ARG_CODE] = { "code", T_CODE, 0, .label = N_("Código"),
		.help = N_("Si falta, es el código INEI"), .max = 12 },
	[ARG_LEVEL] = { "level", T_ENUM, 0, .label = N_("Nivel"), .choices = place_levels },
	/* A code, not a reference: parents may come later in the same file. */
	[ARG_PARENT] = { "parent", T_CODE, 0, .label = N_("Código del lugar en que está"),
		.max = 12 },
	[ARG_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre"), .max = 80 },
	[ARG_INEI] = { "inei", T_CODE, 0, .label = N_("Código INEI"), .max = 6,
		.aliases = "ubigeo|ubigeo_inei" },
	[ARG_RENIEC] = { "reniec", T_CODE, 0, .label = N_("Código RENIEC"), .max = 6,
		.aliases = "ubigeo_reniec" },
	[ARG_LATITUDE] = { "latitude", T_LAT, 0, .label = N_("Latitud"),
		.aliases = "lat|latitud" },
	[ARG_LONGITUDE] = { "longitude", T_LON, 0, .label = N_("Longitud"),
		.aliases = "lon|lng|longitud" },
};

static bool digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static const char *level_of(struct str code)
{
	if (!digits(code))
		return code.n == 2 ? "country" : NULL;
	return code.n == 2 ? "department" : code.n == 4 ? "province" : code.n == 6 ? "district" : NULL;
}

static struct id place_id(struct ctx *c, struct str code)
{
	struct value key[PLACE__N] = { [PLACE_CODE] = value_text(code) };

	return entity_key_id(&place_entity, c->net->id, key);
}

/* The code of the place that contains it, empty for a country. */
static struct str parent_code(struct ctx *c, const struct act *a, struct str code)
{
	if (act_has(a, ARG_PARENT))
		return act_text(a, ARG_PARENT);
	if (!digits(code))
		return STR("");
	return code.n > 2 ? str_sub(code, 0, code.n - 2) : c->net->country;
}

static void put_given(struct put *p, unsigned field, const struct act *a, unsigned arg)
{
	if (act_has(a, arg))
		put_set(p, field, a->v[arg]);
}

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str code = act_has(a, ARG_CODE) ? act_text(a, ARG_CODE) : act_text(a, ARG_INEI);
	struct record r;

	if (code.n == 0)
		return fail(c, "code", "required", N_("Falta el código del lugar"));
	const char *level = level_of(code);
	struct str above = parent_code(c, a, code);
	if (!act_has(a, ARG_LEVEL) && !level)
		return fail(c, "code", "format", N_("Un código INEI tiene dos, cuatro o seis cifras"));
	if (str_eq(above, code))
		return fail(c, "parent", "self", N_("Un lugar no puede estar dentro de sí mismo"));

	struct id id = place_id(c, code);
	bool there = record_get(c->db, c->schema, c->mem, &place_entity, c->net->id, id, &r) && r.born;
	struct put *p = change_put(ch, &place_entity, id, !there);
	if (!there) {
		put_text(p, PLACE_CODE, code);
		put_text(p, PLACE_LEVEL, act_has(a, ARG_LEVEL) ? act_text(a, ARG_LEVEL) : str_c(level));
		if (above.n)
			put_id(p, PLACE_PARENT, place_id(c, above));
		if (digits(code) && !act_has(a, ARG_INEI))
			put_text(p, PLACE_INEI, code);
	}
	if (!there || a->seen == SEEN_STAMP)
		put_given(p, PLACE_NAME, a, ARG_NAME);
	put_given(p, PLACE_INEI, a, ARG_INEI);
	put_given(p, PLACE_RENIEC, a, ARG_RENIEC);
	put_given(p, PLACE_LATITUDE, a, ARG_LATITUDE);
	put_given(p, PLACE_LONGITUDE, a, ARG_LONGITUDE);
	if (p->n == 0) /* the name alone: what stands will be shown, and asked about */
		put_given(p, PLACE_NAME, a, ARG_NAME);
	return OK;
}

static struct str describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &place_entity);
	const struct value *name = p ? put_get(p, PLACE_NAME) : NULL;
	const struct str_pair pairs[] = { { "who", t->author },
		{ "name", name ? name->s : STR("") } };

	return tr_named(c->mem, c->lang, p && p->create ? N_("{who} agregó el lugar {name}") :
		N_("{who} completó el lugar {name}"), pairs, ARRAY_LEN(pairs));
}

const struct action place_put = {
	.name = "place.put", .label = N_("Guardar lugar"), .args = args, .nargs = ARG__N,
	.edits = &place_entity, .decide = decide, .describe = describe,
};
