/*
 * menu.c - recipes and menus as data, and what menus still take.
 */
#include "menu.h"

#include "fold.h"
#include "menu_sql.h"

const struct choice menu_sittings[] = {
	{ "breakfast", N_("desayuno"), "desayunos|manana", "desayuno" },
	{ "lunch", N_("almuerzo"), "almuerzos", "almuerzo" },
	{ "dinner", N_("cena"), "cenas|lonche|noche", "cena" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field recipe_fields[] = {
	[RECIPE_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "grupo|cocina" },
	[RECIPE_NAME] = { "name", T_TEXT, F_REQUIRED | F_SORT, .label = N_("Nombre"), .max = 80, .privacy = P_NETWORK,
		.aliases = "nombre" },
	[RECIPE_PLATES] = { "plates", T_INT, F_REQUIRED, .label = N_("Para cuántas raciones está escrita"), .unit = N_("raciones"),
		.min = 1, .max = 5000, .privacy = P_NETWORK, .aliases = "raciones" },
	[RECIPE_STEPS] = { "steps", T_TEXT, F_WIDE, .label = N_("Cómo se hace"), .max = 2000, .privacy = P_NETWORK,
		.aliases = "pasos" },
	[RECIPE_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitada"), .privacy = P_NETWORK },
};

static const struct entity_index recipe_indexes[] = { { 1, { RECIPE_GROUP } } };

const struct entity recipe_entity = {
	.name = "recipe", .label = N_("Receta"), .plural = N_("Recetas"), .fields = recipe_fields, .nfields = RECIPE__N,
	.group = AT(RECIPE_GROUP), .title = AT(RECIPE_NAME), .voided = AT(RECIPE_VOIDED), .put_action = "recipe.put",
	.indexes = recipe_indexes, .nindexes = ARRAY_LEN(recipe_indexes),
};

static const struct field item_fields[] = {
	[ITEM_RECIPE] = { "recipe", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Receta"), .ref = "recipe", .privacy = P_NETWORK },
	[ITEM_FOOD] = { "food", T_REF, F_KEY | F_REQUIRED, .label = N_("Alimento"), .ref = "food", .privacy = P_NETWORK },
	[ITEM_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK },
	[ITEM_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cantidad"), .min = 1, .max = INT32_MAX, .privacy = P_NETWORK },
	[ITEM_TYPED] = { "typed", T_TEXT, 0, .label = N_("Como se escribió"), .max = 60, .privacy = P_NETWORK },
	[ITEM_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};

static const struct entity_index item_indexes[] = { { 1, { ITEM_RECIPE } } };

const struct entity recipe_item_entity = {
	.name = "recipe_item", .label = N_("Ingrediente"), .plural = N_("Ingredientes"), .fields = item_fields, .nfields = ITEM__N,
	.group = AT(ITEM_GROUP), .voided = AT(ITEM_VOIDED), .indexes = item_indexes, .nindexes = ARRAY_LEN(item_indexes),
};

static const struct field menu_fields[] = {
	[MENU_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "cocina|olla" },
	[MENU_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT, .label = N_("Día"), .otherwise = "today",
		.privacy = P_NETWORK, .aliases = "dia|fecha" },
	[MENU_SITTING] = { "sitting", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Comida"), .otherwise = "lunch",
		.choices = menu_sittings, .privacy = P_NETWORK, .aliases = "comida" },
	[MENU_DISH] = { "dish", T_TEXT, F_REQUIRED, .label = N_("Qué se cocina"), .max = 80, .privacy = P_NETWORK,
		.aliases = "plato|menu" },
	[MENU_RECIPE] = { "recipe", T_REF, F_DERIVED, .label = N_("Receta"), .ref = "recipe", .privacy = P_NETWORK },
	[MENU_PLATES] = { "plates", T_INT, 0, .label = N_("Para cuántas personas"), .unit = N_("raciones"), .min = 1, .max = 5000,
		.privacy = P_NETWORK, .aliases = "raciones" },
	[MENU_TAKEN] = { "taken", T_BOOL, F_DERIVED, .label = N_("Sus ingredientes ya salieron del almacén"), .privacy = P_NETWORK },
	[MENU_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};

static const struct entity_index menu_indexes[] = { { 2, { MENU_GROUP, MENU_DAY } } };

const struct entity menu_entity = {
	.name = "menu", .label = N_("Menú"), .plural = N_("Menús"), .fields = menu_fields, .nfields = MENU__N,
	.group = AT(MENU_GROUP), .day = AT(MENU_DAY), .title = AT(MENU_DISH), .voided = AT(MENU_VOIDED), .put_action = "menu.plan",
	.indexes = menu_indexes, .nindexes = ARRAY_LEN(menu_indexes),
};

const struct module menus_module = {
	.name = "menus",
	.entities = (const struct entity *const[]){ &recipe_entity, &recipe_item_entity, &menu_entity, NULL },
	.queries = (struct query_set *const[]){ &menu_sql, NULL },
};

/* ---- reading ---- */

static bool stands(const struct record *r, unsigned voided)
{
	return r->born && !(r->v[voided].kind == V_INT && r->v[voided].i);
}

bool recipe_get(struct ctx *c, struct id recipe, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &recipe_entity, c->net->id, recipe, out) && stands(out, RECIPE_VOIDED);
}

bool menu_get(struct ctx *c, struct id group, int64_t day, struct str sitting, struct record *out)
{
	struct value key[MENU__N] = { [MENU_GROUP] = value_id(group), [MENU_DAY] = value_int(day), [MENU_SITTING] = value_text(sitting) };

	return record_get(c->db, c->schema, c->mem, &menu_entity, c->net->id, entity_key_id(&menu_entity, c->net->id, key), out) &&
		stands(out, MENU_VOIDED);
}

unsigned recipe_foods(struct ctx *c, struct id recipe, struct menu_food out[RECIPE_FOODS_MAX])
{
	struct rows r = db_rows(c->db, &menu_sql.query[Q_RECIPE_ITEMS],
		ARGS(cell_id(&c->net->id), cell_id(&recipe), cell_int(RECIPE_FOODS_MAX)));
	unsigned n = 0;

	while (rows_next(&r))
		if (n < RECIPE_FOODS_MAX)
			out[n++] = (struct menu_food){ rows_id(&r, 0), rows_int(&r, 1), str_dup(c->mem, rows_text(&r, 2)) };
	return n;
}

static struct id named(struct ctx *c, struct id group, struct str key)
{
	struct rows r = db_rows(c->db, &menu_sql.query[Q_RECIPES_OF], ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(500)));
	struct id found = { 0 };

	while (rows_next(&r))
		if (str_eq(rows_text(&r, 1), key)) {
			found = rows_id(&r, 0);
			rows_end(&r);
			break;
		}
	return found;
}

struct id recipe_named(struct ctx *c, struct id group, struct str name)
{
	struct str key = fold(c->mem, name);
	struct id own = named(c, group, key);

	return id_is_zero(own) && !id_eq(group, c->net->id) ? named(c, c->net->id, key) : own;
}

unsigned recipes_of(struct ctx *c, struct id group, struct id *out, unsigned max)
{
	unsigned n = db_ids(c->db, &menu_sql.query[Q_RECIPES_OF], ARGS(cell_id(&c->net->id), cell_id(&group), cell_int((int64_t)max)), out, max);

	if (n < max && !id_eq(group, c->net->id))
		n += db_ids(c->db, &menu_sql.query[Q_RECIPES_OF], ARGS(cell_id(&c->net->id), cell_id(&c->net->id), cell_int((int64_t)(max - n))),
			out + n, max - n);
	return n;
}

int64_t menu_scale(int64_t amount, int64_t plates, int64_t written)
{
	if (amount <= 0 || plates <= 0 || written <= 0)
		return 0;
	int64_t about = amount * plates / written, step = about >= 10000 ? 100 : about >= 1000 ? 10 : 1;
	return (amount * plates + written * step / 2) / (written * step) * step;
}

/* One menu's foods into the sum. */
static unsigned add(struct ctx *c, const struct record *menu, struct menu_food *out, unsigned n, unsigned max)
{
	struct menu_food food[RECIPE_FOODS_MAX];
	struct record *recipe = ARENA_NEW(c->mem, struct record);

	if (!stands(menu, MENU_VOIDED) || menu->v[MENU_RECIPE].kind != V_ID || !recipe_get(c, menu->v[MENU_RECIPE].id, recipe))
		return n;
	int64_t written = recipe->v[RECIPE_PLATES].i;
	int64_t plates = menu->v[MENU_PLATES].kind == V_INT ? menu->v[MENU_PLATES].i : written;
	unsigned foods = recipe_foods(c, recipe->id, food);
	for (unsigned i = 0; i < foods; i++) {
		int64_t amount = menu_scale(food[i].amount, plates, written);
		unsigned at = 0;
		while (at < n && !id_eq(out[at].food, food[i].food))
			at++;
		if (!amount || at == max)
			continue;
		if (at == n)
			out[n++] = (struct menu_food){ .food = food[i].food };
		out[at].amount += amount;
	}
	return n;
}

unsigned menus_need(struct ctx *c, struct id group, int64_t from, int64_t to, struct menu_food *out, unsigned max)
{
	struct id id[100];
	struct record *menu = ARENA_NEW(c->mem, struct record);
	unsigned n = 0, menus = db_ids(c->db, &menu_sql.query[Q_MENUS_BETWEEN],
		ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(from), cell_int(to)), id, ARRAY_LEN(id));

	for (unsigned i = 0; i < menus; i++)
		if (record_get(c->db, c->schema, c->mem, &menu_entity, c->net->id, id[i], menu) &&
			!(menu->v[MENU_TAKEN].kind == V_INT && menu->v[MENU_TAKEN].i))
			n = add(c, menu, out, n, max);
	return n;
}
