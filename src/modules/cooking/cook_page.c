/*
 * cook_page.c - /cocinar: today's pot, from what the store has to the plates served; and the week's menus.
 */
#include "cooking_own.h"

#include "html.h"
#include "parts.h"

enum { MENU_DAYS = 14 };

static struct str menu_url(struct ctx *c, const char *path, struct id group, int64_t day, struct str sitting)
{
	struct str base = group_url(c, path, group);

	return str_fmt(c->mem, "%.*s&day=%.*s&sitting=%.*s", (int)base.n, base.p, (int)day_text(c, day).n, day_text(c, day).p,
		(int)sitting.n, sitting.p);
}

static void view_day(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;

	for (int64_t day = today(c); day > today(c) - 3; day--)
		part_tab(p, day == today(c) ? tr(c->lang, N_("hoy")) : day == today(c) - 1 ? tr(c->lang, N_("ayer")) :
			lang_date_short(c->mem, c->lang, day), menu_url(c, "/cocinar", pot->group, day, pot->sitting), day == pot->day);
	for (const struct choice *s = menu_sittings; s->name; s++)
		part_tab(p, tr(c->lang, s->label), menu_url(c, "/cocinar", pot->group, pot->day, str_c(s->name)), str_is(pot->sitting, s->name));
}

/* What stands in the boxes when she comes: what was told, else as many as planned and what the store has of what it takes. */
static const struct record *ready(struct ctx *c, const struct pot *pot)
{
	static const struct entity boxes = { .name = "pot.serve", .fields = pot_serve_args, .nfields = SERVE__N };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str used = pot_took(c, pot->group, pot->day, pot->sitting);
	int64_t served = pot_served(c, pot->group, pot->day, pot->sitting);

	r->entity = &boxes;
	if (served < 0 && pot->plates > 0 && pot->planned)
		served = pot->plates;
	if (served >= 0)
		r->v[SERVE_SERVED] = value_int(served);
	if (!used.n && !pot->taken)
		used = pot_takes(c, pot);
	if (used.n)
		r->v[SERVE_USED] = value_text(used);
	return r;
}

static void view_form(struct page_call *p, const struct pot *pot)
{
	struct ctx *c = p->c;

	part_form(p, &(struct part_form){ .action = &pot_serve, .standing = ready(c, pot), .to = STR("/cocinar"), .icon = "listo", .waits = true,
		.carry = { { "group", ref_code(c, "group", pot->group) }, { "day", day_text(c, pot->day) }, { "sitting", pot->sitting } } });
}

enum rc page_cook(struct page_call *p)
{
	struct ctx *c = p->c;
	struct pot *pot = ARENA_NEW(c->mem, struct pot);
	struct id group;

	if (!own_kitchen(p, "pot.serve", &group)) {
		part_empty(p, N_("Usted no está en ninguna cocina."));
		return OK;
	}
	pot_read(c, pot, group, day_of(p), sitting_of(p));
	view_day(p, pot);
	part_fact(p, NULL, ref_title(c, "group", group));
	part_fact(p, N_("Se cocina"), pot->planned ? pot->dish : STR(""));
	part_fact(p, N_("Para"), pot->plates ? str_fmt(c->mem, "%lld", (long long)pot->plates) : STR(""));
	part_done(p, N_("Guardado: la olla está anotada y el almacén al día."));
	if (!pot->planned)
		part_intro(p, N_("Todavía no dijo qué se cocina. Elija una receta o escríbalo con sus palabras."));
	else if (pot->taken)
		part_after(p, N_("Esta olla ya se sirvió. Si algo fue distinto, escríbalo de nuevo arriba."));
	pot_view(p, pot, true);
	if (pot->day <= today(c))
		view_form(p, pot);
	part_link(p, "lapiz", pot->planned ? N_("Cambiar el menú") : N_("Decir qué se cocina"), menu_url(c, "/menus/nuevo", group, pot->day,
		pot->sitting));
	part_link(p, "dia", N_("Los menús de la semana"), group_url(c, "/menus", group));
	part_link(p, "recetas", N_("Recetas"), group_url(c, "/recetas", group));
	return OK;
}

/* ---- the weeks' menus ---- */

enum rc page_menus(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *menu = ARENA_NEW(c->mem, struct record);
	struct id group;

	if (!own_kitchen(p, "menu.plan", &group)) {
		part_empty(p, N_("Usted no está en ninguna cocina."));
		return OK;
	}
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Toque un día para decir qué se cocina. Con los menús que vienen se sabe qué falta comprar."));
	part_done(p, N_("Guardado."));
	for (int64_t day = today(c) - 1; day < today(c) + MENU_DAYS; day++) {
		bool any = false;
		for (const struct choice *s = menu_sittings; s->name; s++) {
			*menu = (struct record){ 0 };
			if (!menu_get(c, group, day, str_c(s->name), menu))
				continue;
			bool lunch = str_is(menu->v[MENU_SITTING].s, "lunch");
			struct str plates = menu->v[MENU_PLATES].kind != V_INT ? STR("") : tr_fill(c->mem, c->lang, N_("para %s"),
				str_fmt(c->mem, "%lld", (long long)menu->v[MENU_PLATES].i));
			any = true;
			part_row(p, lang_date_long(c->mem, c->lang, day), menu_url(c, "/menus/nuevo", group, day, str_c(s->name)), plates, lunch ?
				menu->v[MENU_DISH].s : str_fmt(c->mem, "%.*s: %.*s", (int)tr(c->lang, s->label).n, tr(c->lang, s->label).p,
				(int)menu->v[MENU_DISH].s.n, menu->v[MENU_DISH].s.p));
		}
		if (!any && day >= today(c))
			part_row(p, lang_date_long(c->mem, c->lang, day), menu_url(c, "/menus/nuevo", group, day, STR("lunch")), STR(""),
				tr(c->lang, N_("sin menú")));
	}
	part_link(p, "recetas", N_("Recetas"), group_url(c, "/recetas", group));
	part_link(p, "olla", N_("Cocinar hoy"), group_url(c, "/cocinar", group));
	return OK;
}

/* The dishes of her recipes, each a link that fills the box. */
static void view_recipes(struct page_call *p, struct id group, int64_t day, struct str sitting)
{
	struct ctx *c = p->c;
	struct id id[60];
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned n = recipes_of(c, group, id, ARRAY_LEN(id));

	part_heading(p, N_("O elija una receta"));
	for (unsigned i = 0; i < n; i++) {
		struct buf url = buf_new(c->mem, 96);
		*r = (struct record){ 0 };
		if (!recipe_get(c, id[i], r))
			continue;
		buf_add(&url, menu_url(c, "/menus/nuevo", group, day, sitting));
		buf_c(&url, "&dish=");
		url_part(&url, r->v[RECIPE_NAME].s);
		part_row(p, r->v[RECIPE_NAME].s, buf_str(&url), STR(""), STR(""));
	}
}

enum rc page_menu_new(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *menu = ARENA_NEW(c->mem, struct record);
	struct id group;
	int64_t day = day_of(p);
	struct str sitting = sitting_of(p);

	if (!own_kitchen(p, "menu.plan", &group))
		return NOT_FOUND;
	bool stands = menu_get(c, group, day, sitting, menu), chosen = p->get(p, "dish").n > 0 && !p->act;
	if (chosen) { /* a recipe was touched: its name stands in the box, what stood is what she saw */
		if (!stands)
			*menu = (struct record){ .entity = &menu_entity };
		menu->v[MENU_DISH] = value_text(p->get(p, "dish"));
	}
	part_back(p, N_("Menús"), group_url(c, "/menus", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, day));
	part_fact(p, NULL, choice_label(c, menu_sittings, sitting));
	part_form(p, &(struct part_form){ .action = &menu_plan, .standing = stands || chosen ? menu : NULL, .to = STR("/menus/nuevo"), .waits = true,
		.carry = { { "group", ref_code(c, "group", group) }, { "day", day_text(c, day) }, { "sitting", sitting } } });
	view_recipes(p, group, day, sitting);
	if (stands && !(menu->v[MENU_TAKEN].kind == V_INT && menu->v[MENU_TAKEN].i))
		part_link(p, "quitar", N_("Quitar el menú de ese día"), menu_url(c, "/menus/quitar", group, day, sitting));
	return OK;
}

enum rc page_menu_remove(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *menu = ARENA_NEW(c->mem, struct record);
	struct id group;
	int64_t day = day_of(p);
	struct str sitting = sitting_of(p);

	if (!own_kitchen(p, "menu.void", &group) || !menu_get(c, group, day, sitting, menu))
		return NOT_FOUND;
	part_back(p, N_("Volver sin quitar nada"), group_url(c, "/menus", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, day));
	part_fact(p, N_("Se cocina"), menu->v[MENU_DISH].s);
	part_form(p, &(struct part_form){ .action = &menu_void, .to = STR("/menus/quitar"), .icon = "quitar",
		.carry = { { "group", ref_code(c, "group", group) }, { "day", day_text(c, day) }, { "sitting", sitting } } });
	return OK;
}
