/*
 * recipe_pages.c - /recetas: the list, one for as many plates as wanted, writing one.
 */
#include "cooking_own.h"

#include "parts.h"

enum { LISTED = 80 };

static struct str recipe_url(struct ctx *c, const char *path, struct id recipe)
{
	return str_fmt(c->mem, "%s%.36s", path, id_text(c->mem, recipe).p);
}

enum rc page_recipes(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[LISTED], group;
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool own = own_kitchen(p, "recipe.put", &group);
	unsigned n = recipes_of(c, own ? group : c->net->id, id, LISTED);

	part_intro(p, N_("Las de su cocina y las de toda la red. Cada una se calcula para las raciones que usted quiera."));
	part_done(p, N_("Guardado."));
	part_empty(p, N_("Todavía no hay recetas."));
	for (unsigned i = 0; i < n; i++) {
		*r = (struct record){ 0 };
		if (recipe_get(c, id[i], r))
			part_row(p, r->v[RECIPE_NAME].s, recipe_url(c, "/recetas/", id[i]), tr_fill(c->mem, c->lang, N_("escrita para %s"),
				str_fmt(c->mem, "%lld", (long long)r->v[RECIPE_PLATES].i)), id_eq(r->v[RECIPE_GROUP].id, c->net->id) ?
				tr(c->lang, N_("de toda la red")) : STR(""));
	}
	part_link(p, "mas", N_("Escribir una receta"), own ? group_url(c, "/recetas/nueva", group) :
		allowed(c, "recipe.put", scope_of_group(c, c->net->id)) ? STR("/recetas/nueva") : STR(""));
	part_link(p, "planta", N_("Qué da cada alimento"), STR("/alimentos"));
	return OK;
}

/* Plates it is worked out for: as asked for, else as it is written. */
static int64_t plates_asked(struct page_call *p, int64_t written)
{
	int64_t n;

	return str_int64(p->get(p, "platos"), &n) && n > 0 && n <= 5000 ? n : written;
}

enum rc page_recipe(struct page_call *p)
{
	static const int64_t usual[] = { 50, 80, 100, 110, 150 };
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct pot *pot = ARENA_NEW(c->mem, struct pot);
	struct id id, group = { 0 };

	if (!id_parse(p->get(p, "recipe"), &id) || !recipe_get(c, id, r) || !record_visible(c, r))
		return NOT_FOUND;
	int64_t written = r->v[RECIPE_PLATES].i, plates = plates_asked(p, written);
	bool own = own_kitchens(c, "pot.serve", &group, 1) > 0;
	pot_of_recipe(c, pot, group, id, plates);
	part_back(p, N_("Recetas"), STR("/recetas"));
	part_title(p, r->v[RECIPE_NAME].s);
	for (unsigned i = 0; i < ARRAY_LEN(usual); i++)
		part_tab(p, str_fmt(c->mem, "%lld", (long long)usual[i]), str_fmt(c->mem, "/recetas/%.36s?platos=%lld", id_text(c->mem, id).p,
			(long long)usual[i]), plates == usual[i]);
	part_fact(p, N_("Para"), tr_fill(c->mem, c->lang, N_("%s raciones"), str_fmt(c->mem, "%lld", (long long)plates)));
	part_fact(p, N_("De quién es"), id_eq(r->v[RECIPE_GROUP].id, c->net->id) ? tr(c->lang, N_("de toda la red")) :
		ref_title(c, "group", r->v[RECIPE_GROUP].id));
	if (r->v[RECIPE_STEPS].kind == V_TEXT)
		part_quote(p, r->v[RECIPE_STEPS].s);
	pot_view(p, pot, own);
	if (allowed(c, "recipe.put", scope_of(c, r)))
		part_link(p, "lapiz", N_("Corregir la receta"), recipe_url(c, "/recetas/nueva?recipe=", id));
	if (allowed(c, "recipe.void", scope_of(c, r)))
		part_link(p, "quitar", N_("Quitar la receta"), recipe_url(c, "/recetas/quitar?recipe=", id));
	return OK;
}

enum rc page_recipe_remove(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "recipe"), &id) || !recipe_get(c, id, r) || !allowed(c, "recipe.void", scope_of(c, r)))
		return NOT_FOUND;
	part_back(p, N_("Volver sin quitar nada"), recipe_url(c, "/recetas/", id));
	part_fact(p, NULL, r->v[RECIPE_NAME].s);
	part_care(p, N_("Deja de verse en la lista. Los menús que ya la nombran se quedan con su nombre."));
	part_form(p, &(struct part_form){ .action = &recipe_void, .to = STR("/recetas/quitar"), .icon = "quitar",
		.carry = { { "recipe", id_text(c->mem, id) } } });
	return OK;
}

static const struct entity recipe_boxes = { .name = "recipe.put", .fields = recipe_put_args, .nfields = PUT__N };

/* The recipe as its boxes show it: the list of foods is text again. */
static const struct record *written(struct ctx *c, const struct record *r)
{
	struct menu_food food[RECIPE_FOODS_MAX];
	struct record *of = ARENA_NEW(c->mem, struct record), *out = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 200);
	unsigned n = recipe_foods(c, r->id, food);

	*out = *r;
	for (unsigned i = 0; i < n; i++) {
		*of = (struct record){ 0 };
		if (!food_get(c, food[i].food, of))
			continue;
		buf_c(&b, b.n ? "\n" : "");
		buf_add(&b, food[i].amount ? pot_line(c, of, food[i].amount) : of->v[FOOD_NAME].s);
	}
	out->entity = &recipe_boxes;
	out->v[PUT_RECIPE] = value_id(r->id);
	out->v[PUT_GROUP] = r->v[RECIPE_GROUP];
	out->v[PUT_NAME] = r->v[RECIPE_NAME];
	out->v[PUT_PLATES] = r->v[RECIPE_PLATES];
	out->v[PUT_INGREDIENTS] = value_text(buf_str(&b));
	out->v[PUT_STEPS] = r->v[RECIPE_STEPS];
	out->v[PUT_REASON] = value_null();
	return out;
}

enum rc page_recipe_new(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str asked = p->get(p, "recipe");
	struct id id, group = { 0 };
	bool known = asked.n && id_parse(asked, &id) && recipe_get(c, id, r);

	if (asked.n && (!known || !allowed(c, "recipe.put", scope_of(c, r))))
		return NOT_FOUND;
	if (!known && !own_kitchen(p, "recipe.put", &group))
		group = c->net->id;
	if (!known && !allowed(c, "recipe.put", scope_of_group(c, group)))
		return NOT_FOUND;
	part_back(p, N_("Recetas"), STR("/recetas"));
	part_form(p, &(struct part_form){ .action = &recipe_put, .standing = known ? written(c, r) : NULL, .to = STR("/recetas/nueva"),
		.waits = true, .carry = { { "recipe", known ? id_text(c->mem, id) : STR("") },
			{ "group", ref_code(c, "group", known ? r->v[RECIPE_GROUP].id : group) } } });
	return OK;
}
