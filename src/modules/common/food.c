/*
 * food.c - the table of foods as data, and a food by what people call it.
 */
#include "food.h"

#include "fold.h"
#include "food_sql.h"
#include "need_words.h"

const struct choice food_kinds[] = {
	{ "cereal", N_("cereal"), "cereales", NULL },
	{ "tuber", N_("tubérculo"), "tuberculos", NULL },
	{ "pulse", N_("menestra"), "menestras", NULL },
	{ "meat", N_("carne"), "carnes", NULL },
	{ "fish", N_("pescado"), "pescados", NULL },
	{ "egg", N_("huevo"), "huevos", NULL },
	{ "dairy", N_("lácteo"), "lacteos", NULL },
	{ "vegetable", N_("verdura"), "verduras", NULL },
	{ "fruit", N_("fruta"), "frutas", NULL },
	{ "fat", N_("grasa"), "grasas", NULL },
	{ "sugar", N_("azúcar o dulce"), "azucar|dulce|dulces", NULL },
	{ "condiment", N_("condimento"), "condimentos", NULL },
	{ "fuel", N_("gas, leña o carbón"), "combustible", NULL },
	{ "water", N_("agua"), NULL, NULL },
	{ "other", N_("otra cosa"), "otro|otros|limpieza", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice food_bases[] = {
	{ "g", N_("gramos"), "gramo|peso", NULL },
	{ "ml", N_("mililitros"), "mililitro|volumen", NULL },
	{ "unit", N_("unidades"), "unidad", NULL },
	{ NULL, NULL, NULL, NULL },
};

/* What one measure holds, in base units. */
#define MEASURE(name_, label_, most) { name_, T_INT, 0, .label = label_, .min = 1, .max = most, .privacy = P_PUBLIC }

static const struct field food_fields[] = {
	[FOOD_CODE] = { "code", T_CODE, F_KEY | F_REQUIRED | F_UNIQUE | F_FILTER | F_SORT, .label = N_("Código"), .max = 24,
		.privacy = P_PUBLIC, .aliases = "codigo" },
	[FOOD_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = N_("Nombre"), .max = 60, .privacy = P_PUBLIC,
		.aliases = "nombre|alimento" },
	[FOOD_WORDS] = { "words", T_TEXT, 0, .label = N_("Otras palabras"),
		.help = N_("Sin tildes, separadas con una raya: papas|papita"), .max = 300, .privacy = P_PUBLIC, .aliases = "palabras" },
	[FOOD_KIND] = { "kind", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Clase"), .choices = food_kinds, .privacy = P_PUBLIC,
		.aliases = "clase" },
	[FOOD_BASE] = { "base", T_ENUM, F_REQUIRED, .label = N_("Se mide en"), .choices = food_bases, .privacy = P_PUBLIC,
		.aliases = "unidad" },
	[FOOD_EDIBLE_PCT] = { "edible_pct", T_INT, 0, .label = N_("Parte que se come"), .help = N_("De cada 100 gramos, lo que queda al pelarlo"),
		.min = 1, .max = 100, .privacy = P_PUBLIC },
	[FOOD_ENERGY_KCAL] = { "energy_kcal", T_INT, 0, .label = N_("Energía"), .unit = N_("kilocalorías en 100 gramos"), .min = 0,
		.max = 950, .privacy = P_PUBLIC },
	[FOOD_PROTEIN_MG] = { "protein_mg", T_INT, 0, .label = N_("Proteína"), .unit = N_("miligramos en 100 gramos"), .min = 0,
		.max = 100000, .privacy = P_PUBLIC },
	[FOOD_IRON_UG] = { "iron_ug", T_INT, 0, .label = N_("Hierro"), .unit = N_("microgramos en 100 gramos"), .min = 0,
		.max = 200000, .privacy = P_PUBLIC },
	[FOOD_HEME] = { "heme", T_BOOL, 0, .label = N_("Su hierro es de carne, sangre o pescado"), .privacy = P_PUBLIC },
	[FOOD_CUP] = MEASURE("cup", N_("Una taza"), 2000),
	[FOOD_HANDFUL] = MEASURE("handful", N_("Un puñado"), 500),
	[FOOD_SPOON] = MEASURE("spoon", N_("Una cucharada"), 100),
	[FOOD_SACK] = MEASURE("sack", N_("Un saco"), 200000),
	[FOOD_PIECE] = MEASURE("piece", N_("Una unidad"), 50000),
	[FOOD_LARGE] = { "large", T_INT, 0, .label = N_("Desde aquí se pregunta"), .help = N_("Más que esto de una vez se pregunta: puede ser otra medida"),
		.min = 1, .max = INT32_MAX, .privacy = P_PUBLIC },
	[FOOD_KEEPS_DAYS] = { "keeps_days", T_INT, 0, .label = N_("Se conserva"), .unit = N_("días"), .min = 1, .max = 3650,
		.privacy = P_PUBLIC },
	[FOOD_SOURCE] = { "source", T_TEXT, 0, .label = N_("Fuente"), .max = 120, .privacy = P_PUBLIC, .aliases = "fuente" },
};

static const struct entity_index food_indexes[] = { { 1, { FOOD_CODE } } };

const struct entity food_entity = {
	.name = "food", .label = N_("Alimento"), .plural = N_("Alimentos"), .fields = food_fields, .nfields = FOOD__N,
	.code = AT(FOOD_CODE), .title = AT(FOOD_NAME), .indexes = food_indexes, .nindexes = ARRAY_LEN(food_indexes),
};

/* ---- by what people call it ---- */

bool food_get(struct ctx *c, struct id food, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &food_entity, c->net->id, food, out) && out->born;
}

struct str food_name(struct ctx *c, struct id food)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	return food_get(c, food, r) ? r->v[FOOD_NAME].s : STR("");
}

/* Letters and figures of the folded word, what parts them as one `gap`; ñ as n. */
static struct str plain(struct ctx *c, struct str word, char gap)
{
	struct str s = fold(c->mem, word);
	struct buf b = buf_new(c->mem, s.n + 1);

	for (size_t i = 0; i < s.n; i++) {
		bool kept = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9');
		if (kept)
			buf_char(&b, s.p[i]);
		else if (s.p[i] != '~' && b.n && b.p[b.n - 1] != gap)
			buf_char(&b, gap);
	}
	while (b.n && b.p[b.n - 1] == gap)
		buf_cut(&b, b.n - 1);
	return buf_str(&b);
}

static bool coded(struct ctx *c, struct str word, struct id *out)
{
	struct value key[FOOD__N] = { [FOOD_CODE] = value_text(str_upper(c->mem, plain(c, word, '-'))) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	*out = entity_key_id(&food_entity, c->net->id, key);
	return food_get(c, *out, r);
}

/* Without the ending of more than one: "tomates", "coles". */
static struct str singular(struct str s)
{
	if (s.n > 4 && str_ends(s, "es") && !str_ends(s, "tes") && !str_ends(s, "jes") && !str_ends(s, "ches"))
		return str_sub(s, 0, s.n - 2);
	return s.n > 3 && str_ends(s, "s") ? str_sub(s, 0, s.n - 1) : s;
}

/* Its name (folded as the table keeps it) or one of its words. */
static bool worded(struct ctx *c, struct str folded, struct str said, struct id *out)
{
	struct rows r = db_rows(c->db, &food_sql.query[Q_FOODS], ARGS(cell_id(&c->net->id)));
	struct str one = singular(said);
	bool found = false;

	while (!found && rows_next(&r)) {
		struct str name = rows_text(&r, 1), words = rows_text(&r, 2), word;
		found = str_eq(name, folded) || str_eq(name, one);
		while (!found && words.n && str_cut(&words, '|', &word))
			found = str_eq(word, said) || str_eq(word, one);
		*out = rows_id(&r, 0);
	}
	if (found)
		rows_end(&r);
	return found;
}

struct id food_named(struct ctx *c, struct str word)
{
	struct str said = plain(c, word, ' ');
	struct id id;

	if (!said.n || said.n > 60)
		return (struct id){ 0 };
	if (coded(c, said, &id) || worded(c, fold(c->mem, word), said, &id))
		return id;
	const char *known = need_thing_of(said); /* a slip of the finger */
	if (known && !str_is(said, known) && (coded(c, str_c(known), &id) || worded(c, str_c(known), str_c(known), &id)))
		return id;
	return (struct id){ 0 };
}
