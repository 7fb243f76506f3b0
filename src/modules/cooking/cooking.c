/*
 * cooking.c - the module's descriptor: who may, where it is, and whose kitchen a page speaks of.
 */
#include "cooking.h"
#include "cooking_own.h"

#include "civil.h"
#include "field.h"
#include "html.h"
#include "parts.h"

enum { KITCHENS_MAX = 20 };

/* ---- whose kitchen ---- */

unsigned own_kitchens(struct ctx *c, const char *what, struct id *out, unsigned max)
{
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < max; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		bool again = false;
		for (unsigned k = 0; k < n; k++)
			again |= g && id_eq(out[k], g->id);
		if (g && !again && (str_is(g->kind, "olla") || str_is(g->kind, "comedor")) && allowed(c, what, scope_of_group(c, g->id)))
			out[n++] = g->id;
	}
	return n;
}

bool own_kitchen(struct page_call *p, const char *what, struct id *out)
{
	struct ctx *c = p->c;
	struct id own[KITCHENS_MAX];
	unsigned n = own_kitchens(c, what, own, KITCHENS_MAX);
	struct str asked = p->get(p, "group");

	if (asked.n && ref_resolve(c, "group", asked, out) && allowed(c, what, scope_of_group(c, *out)))
		asked = STR("");
	else if (n)
		*out = own[0];
	for (unsigned i = 0; i < n && n > 1; i++)
		part_tab(p, ref_title(c, "group", own[i]), group_url(c, p->page->path, own[i]), id_eq(own[i], *out));
	return n || !asked.n ? !id_is_zero(*out) : false;
}

struct str group_url(struct ctx *c, const char *path, struct id group)
{
	struct buf b = buf_new(c->mem, 64);

	buf_fmt(&b, "%s?group=", path);
	url_part(&b, ref_code(c, "group", group));
	return buf_str(&b);
}

int64_t day_of(struct page_call *p)
{
	struct diag d = { 0 };
	struct value v;
	static const struct field as_day = { .name = "day", .type = T_DATE };

	return field_read(p->c->mem, &as_day, p->get(p, "day"), &v, &d) == OK && v.kind == V_INT ? v.i : today(p->c);
}

struct str sitting_of(struct page_call *p)
{
	struct str asked = p->get(p, "sitting");

	return choice_find(menu_sittings, asked) ? str_dup(p->c->mem, asked) : STR("lunch");
}

struct str day_text(struct ctx *c, int64_t day)
{
	struct buf b = buf_new(c->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

/* ---- who may ---- */

#define COOKS(what) \
	{ "leader", REL_GROUP, what }, \
	{ "cook", REL_GROUP, what }

#define KITCHEN_DEEDS(what) \
	COOKS(what), \
	{ "coordinator", REL_AREA, what }, \
	{ "coordinator", REL_BELOW, what }, \
	{ "operator", REL_NETWORK, what }

const struct rule cooking_rules[] = {
	COOKS("recipe.put"),
	{ "operator", REL_NETWORK, "recipe.put" },
	{ "leader", REL_GROUP, "recipe.void" },
	{ "operator", REL_NETWORK, "recipe.void" },
	KITCHEN_DEEDS("menu.plan"),
	KITCHEN_DEEDS("menu.void"),
	KITCHEN_DEEDS("pot.serve"),
	{ "leader", REL_GROUP, "turn.share" },
	{ "operator", REL_NETWORK, "turn.share" },
	COOKS("turn.tell"),
	{ "member", REL_GROUP, "turn.tell" },
	{ "operator", REL_NETWORK, "turn.tell" },
	COOKS("turn.work"),
	{ "member", REL_GROUP, "turn.work" },
	{ "operator", REL_NETWORK, "turn.work" },
	{ "operator", REL_NETWORK, "hour_value.put" },

	COOKS("page:cook"),
	COOKS("page:menus"),
	COOKS("page:menu_new"),
	{ NULL, REL_SELF, "page:recipes" },
	{ NULL, REL_SELF, "page:recipe" },
	COOKS("page:turns"),
	{ "member", REL_GROUP, "page:turns" },
	COOKS("page:hours"),
	{ "member", REL_GROUP, "page:hours" },

	{ NULL, REL_ANYONE, NULL },
};

/* ---- pages ---- */

static struct str back_to(struct ctx *c, const char *path, const struct act *a)
{
	struct str url = group_url(c, path, act_ref(a, (unsigned)a->action->on - 1));

	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}

static struct str cook_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str url = group_url(c, "/cocinar", act_ref(a, SERVE_GROUP)), day = day_text(c, act_int(a, SERVE_DAY));

	(void)o;
	return str_fmt(c->mem, "%.*s&day=%.*s&sitting=%.*s&ok=1", (int)url.n, url.p, (int)day.n, day.p, (int)act_text(a, SERVE_SITTING).n,
		act_text(a, SERVE_SITTING).p);
}

static struct str menus_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return back_to(c, "/menus", a);
}

static struct str recipes_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return back_to(c, "/recetas", a);
}

static struct str turns_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (a->action == &turn_tell && turn_get(c, act_ref(a, 0), r)) {
		struct str url = group_url(c, "/turnos", r->v[TURN_GROUP].id);
		return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
	}
	return back_to(c, "/turnos", a);
}

static struct str hours_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return back_to(c, "/turnos/horas", a);
}

const struct page cooking_pages[] = {
	{ .path = "/cocinar", .name = "cook", .title = N_("Cocinar hoy"), .fill = page_cook, .action = "pot.serve", .done = cook_done,
		.flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/menus", .name = "menus", .title = N_("Menús"), .fill = page_menus, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/menus/nuevo", .name = "menu_new", .title = N_("Qué se cocina"), .fill = page_menu_new, .action = "menu.plan",
		.done = menus_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/menus/quitar", .name = "menu_remove", .title = N_("Quitar el menú"), .fill = page_menu_remove, .action = "menu.void",
		.done = menus_done, .flags = PAGE_PARTS },
	{ .path = "/recetas", .name = "recipes", .title = N_("Recetas"), .fill = page_recipes, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recetas/nueva", .name = "recipe_new", .title = N_("Escribir una receta"), .fill = page_recipe_new, .action = "recipe.put",
		.done = recipes_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/recetas/quitar", .name = "recipe_remove", .title = N_("Quitar una receta"), .fill = page_recipe_remove,
		.action = "recipe.void", .then = "/recetas", .flags = PAGE_PARTS },
	{ .path = "/recetas/{recipe}", .name = "recipe", .title = N_("Una receta"), .fill = page_recipe, .flags = PAGE_PARTS },
	{ .path = "/turnos", .name = "turns", .title = N_("Turnos de cocina"), .fill = page_turns, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/turnos/repartir", .name = "turn_share", .title = N_("Repartir los turnos"), .fill = page_turn_share,
		.action = "turn.share", .done = turns_done, .flags = PAGE_PARTS },
	{ .path = "/turnos/horas", .name = "hours", .title = N_("Horas de trabajo"), .fill = page_hours, .action = "turn.work",
		.done = hours_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/turnos/valor", .name = "hour_value", .title = N_("Cuánto valdría una hora"), .fill = page_hour_value,
		.action = "hour_value.put", .then = "/turnos/valor", .flags = PAGE_PARTS },
	{ .path = "/turnos/{turn}", .name = "turn", .title = N_("Un turno"), .fill = page_turn, .action = "turn.tell", .done = turns_done,
		.flags = PAGE_PARTS },
	{ .path = NULL },
};

/* ---- what there is to do ---- */

/* Today's menu that was not served, of a kitchen of hers. */
static void tell_today(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id own[KITCHENS_MAX];
	struct record *menu = ARENA_NEW(c->mem, struct record);
	unsigned n = own_kitchens(c, "pot.serve", own, KITCHENS_MAX);

	for (unsigned i = 0; i < n; i++) {
		*menu = (struct record){ 0 };
		if (!menu_get(c, own[i], today(c), STR("lunch"), menu) || (menu->v[MENU_TAKEN].kind == V_INT && menu->v[MENU_TAKEN].i))
			continue;
		task_add(l, t, (struct task_told){ .hint = menu->v[MENU_DISH].s, .url = group_url(c, "/cocinar", own[i]) });
		return;
	}
}

static void tell_own(struct task_list *l, const struct task *t)
{
	struct id own;

	if (own_kitchens(l->c, "turn.work", &own, 1))
		task_add(l, t, (struct task_told){ 0 });
}

static const struct task tasks[] = {
	{ TASK_TODAY, "recetas", N_("Cocinar hoy"), NULL, "/cocinar", .what = "page:cook", .tell = tell_today },
	{ TASK_WORK, "recetas", N_("Cocinar hoy"), N_("Qué lleva, cuánto cuesta, y servir"), "/cocinar", .what = "page:cook", .tell = tell_own },
	{ TASK_WORK, "cambiar", N_("Turnos de cocina"), N_("A quién le toca, y las horas de trabajo"), "/turnos", .what = "page:turns", .tell = tell_own },
	{ TASK_WORK, "dia", N_("Menús"), N_("Qué se cocina estas dos semanas"), "/menus", .what = "page:menus", .tell = tell_own, .area = "almacen" },
	{ TASK_LOOK, "notas", N_("Recetas"), N_("Para cuantas raciones quiera"), "/recetas", .what = "page:recipes", .area = "almacen" },
	{ TASK_WORK, "historia", N_("Valor de las horas"), N_("De las horas de cocina que nadie paga"), "/turnos/valor", .what = "page:hour_value",
		.area = "red" },
	{ .icon = NULL },
};

const struct module cooking_module = {
	.name = "cooking",
	.entities = (const struct entity *const[]){ &turn_entity, &hour_value_entity, NULL },
	.actions = (const struct action *const[]){ &recipe_put, &recipe_void, &menu_plan, &menu_void, &pot_serve, &turn_share, &turn_tell,
		&turn_work, &hour_value_put, NULL },
	.rules = cooking_rules,
	.tallies = (const struct tally *const[]){ &turn_week, &turn_all, NULL },
	.queries = (struct query_set *const[]){ &cooking_sql, NULL },
	.pages = cooking_pages,
	.area = &(const struct area){ .name = "cocinas" },
	.tasks = tasks,
	.commands = cooking_commands,
	.remind = cooking_remind,
	.live = cooking_live,
};
