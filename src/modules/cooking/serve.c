/*
 * serve.c - the pot is served and counted, and what it took leaves the store: one change.
 *
 * The count is the kitchens' own action, asked by its name, so its rules (days, habits, free plates) hold here too. What was
 * really used may be said; otherwise the recipe's foods go as far as the store has them. Said again, the earlier movements
 * are taken back and the new ones put: the store always tells of one pot once.
 */
#include "cooking_own.h"

#include "pot_store.h"

enum { MOVES_MAX = 120 };

const struct field pot_serve_args[] = {
	[SERVE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina|olla" },
	[SERVE_DAY] = { "day", T_DATE, F_REQUIRED | F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_NETWORK,
		.aliases = "dia|fecha" },
	[SERVE_SITTING] = { "sitting", T_ENUM, F_REQUIRED, .label = N_("Comida"), .otherwise = "lunch", .choices = menu_sittings,
		.privacy = P_NETWORK, .aliases = "comida" },
	[SERVE_SERVED] = { "served", T_INT, F_REQUIRED, .label = N_("Raciones servidas"),
		.help = N_("Todos los platos, también los casos sociales"), .unit = N_("raciones"), .min = 0, .max = 5000, .privacy = P_NETWORK,
		.aliases = "servidas|raciones" },
	[SERVE_FREE] = { "free", T_INT, 0, .label = N_("Casos sociales"),
		.help = N_("Los platos que no se cobraron; ya están contados arriba"), .unit = N_("raciones"), .min = 0, .max = 5000,
		.privacy = P_NETWORK, .aliases = "casos sociales|gratis" },
	[SERVE_LEFTOVER] = { "leftover", T_INT, 0, .label = N_("Sobraron"), .unit = N_("raciones"), .min = 0, .max = 5000,
		.privacy = P_NETWORK, .aliases = "sobraron" },
	[SERVE_USED] = { "used", T_TEXT, F_WIDE, .label = N_("Lo que salió del almacén"),
		.help = N_("Corrija lo que se usó de verdad; uno en cada línea"), .max = 1500, .privacy = P_NETWORK, .aliases = "usado" },
	[SERVE_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si un número es más que otros días, o el almacén no alcanza"),
		.max = 300, .privacy = P_GROUP, .aliases = "motivo" },
};

/* The kitchens' record of that pot, told or not; zero: there are no kitchens here. */
static struct id meal_of(struct ctx *c, struct id group, int64_t day, struct str sitting, const struct entity **entity_out)
{
	static const char *const key[] = { "kitchen", "day", "sitting" };
	const struct value is[] = { value_id(group), value_int(day), value_text(sitting) };
	const struct entity *e = schema_entity(c->schema, STR("meal"));
	struct value v[ENTITY_FIELDS_MAX] = { 0 };

	for (unsigned i = 0; e && i < ARRAY_LEN(key); i++)
		v[fields_find(e->fields, e->nfields, str_c(key[i]))] = is[i];
	*entity_out = e;
	return e ? entity_key_id(e, c->net->id, v) : (struct id){ 0 };
}

struct str pot_took(struct ctx *c, struct id group, int64_t day, struct str sitting)
{
	struct stock_line *line = ARENA_ARRAY(c->mem, struct stock_line, MOVES_MAX);
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 200);
	const struct entity *e;
	struct id meal = meal_of(c, group, day, sitting, &e);
	unsigned n = e ? pot_moves(c, group, day, pot_source(c, meal), line, MOVES_MAX) : 0;

	for (unsigned i = 0; i < n; i++)
		if (food_get(c, line[i].food, food)) {
			buf_c(&b, b.n ? "\n" : "");
			buf_add(&b, pot_line(c, food, line[i].amount));
		}
	return buf_str(&b);
}

int64_t pot_served(struct ctx *c, struct id group, int64_t day, struct str sitting)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	const struct entity *e;
	struct id meal = meal_of(c, group, day, sitting, &e);

	if (!e || !record_get(c->db, c->schema, c->mem, e, c->net->id, meal, r) || !r->born ||
		(r->v[e->voided - 1].kind == V_INT && r->v[e->voided - 1].i))
		return -1;
	const struct value *served = &r->v[fields_find(e->fields, e->nfields, STR("served"))];
	return served->kind == V_INT ? served->i : -1;
}

/* The act as the kitchens' own action reads it. */
static struct act *as_meal(struct ctx *c, const struct act *a, const struct action *report)
{
	static const struct {
		const char *theirs;
		uint8_t mine;
	} same[] = { { "kitchen", SERVE_GROUP }, { "day", SERVE_DAY }, { "sitting", SERVE_SITTING }, { "served", SERVE_SERVED },
		{ "free", SERVE_FREE }, { "leftover", SERVE_LEFTOVER }, { "reason", SERVE_REASON } };
	struct act *m = ARENA_NEW(c->mem, struct act);

	*m = *a;
	m->action = report;
	for (unsigned i = 0; i < ACTION_ARGS_MAX; i++) {
		m->v[i] = value_null();
		m->given[i] = false;
	}
	for (unsigned i = 0; i < ARRAY_LEN(same); i++) {
		int arg = action_arg(report, str_c(same[i].theirs));
		if (arg < 0 || !act_has(a, same[i].mine))
			continue;
		m->v[arg] = a->v[same[i].mine];
		m->given[arg] = true;
	}
	return m;
}

/* A figure stands that she did not see, and it is another one: it is corrected where it is shown. */
static bool overwrites(const struct put *p)
{
	const struct record *r = p->stood;

	for (unsigned i = 0; r && r->born && i < p->n; i++) {
		const struct field *f = &p->entity->fields[p->set[i].field];
		if (!(f->flags & (F_KEY | F_DERIVED)) && f->type == T_INT && r->v[p->set[i].field].kind != V_NULL &&
			!value_eq(r->v[p->set[i].field], p->set[i].v))
			return true;
	}
	return false;
}

static enum rc report(struct ctx *c, const struct act *a, struct change *ch, struct id *meal_out)
{
	const struct action *told = registry_action(c->reg, STR("meal.report"));

	if (!told || !allowed(c, "meal.report", scope_of_group(c, act_ref(a, SERVE_GROUP))))
		return fail(c, "group", "denied", N_("Aquí no se anotan raciones"));
	if (told->decide(c, as_meal(c, a, told), ch) != OK)
		return INVALID;
	const struct put *p = change_find(ch, schema_entity(c->schema, STR("meal")));
	*meal_out = p->id;
	if (overwrites(p))
		return fail(c, "served", "standing", N_("Esa olla ya tiene otro número; corríjalo en «La olla de hoy» y vuelva"));
	return OK;
}

/* What was said, else the menu's foods as far as there are. */
static enum rc used(struct ctx *c, const struct act *a, const struct pot_key *pot, struct food_line *line, unsigned *n_out)
{
	*n_out = 0;
	if (act_has(a, SERVE_USED))
		return food_list_read(c, "used", act_text(a, SERVE_USED), act_has(a, SERVE_REASON), line, RECIPE_FOODS_MAX, n_out);
	if (!a->given[SERVE_USED]) /* emptied: nothing left the store */
		*n_out = pot_menu_foods(c, pot, act_int(a, SERVE_SERVED), line);
	return OK;
}

/* The menu is put first: a change that already tells of the store takes nothing by itself (meal.report). */
static enum rc serve_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct food_line line[RECIPE_FOODS_MAX];
	struct pot_key pot = { .group = act_ref(a, SERVE_GROUP), .day = act_int(a, SERVE_DAY), .sitting = act_text(a, SERVE_SITTING) };
	unsigned n = 0;

	struct record *menu = ARENA_NEW(c->mem, struct record);
	if (menu_get(c, pot.group, pot.day, pot.sitting, menu))
		put_int(change_put(ch, &menu_entity, menu->id, false), MENU_TAKEN, 1);
	if (report(c, a, ch, &pot.meal) != OK || used(c, a, &pot, line, &n) != OK)
		return INVALID;
	(void)pot_give_back(c, ch, pot.group, pot.day, pot_source(c, pot.meal), tr(lang_spanish(), N_("Se corrigió lo que usó la olla")));
	return pot_take(c, a, ch, "used", &pot, act_has(a, SERVE_REASON) ? act_text(a, SERVE_REASON) : STR(""), line, n);
}

static struct str serve_describe(struct ctx *c, const struct told *t)
{
	unsigned n = 0;
	struct str served = STR("");

	for (const struct put *p = t->change->puts; p; p = p->next) {
		int at = str_is(str_c(p->entity->name), "meal") ? fields_find(p->entity->fields, p->entity->nfields, STR("served")) : -1;
		const struct value *v = at >= 0 ? put_get(p, (unsigned)at) : NULL;
		n += p->entity == &stock_entity && p->create;
		if (v && v->kind == V_INT)
			served = str_fmt(c->mem, "%lld", (long long)v->i);
	}
	const struct str_pair said[] = { { "who", t->author }, { "served", served }, { "n", str_fmt(c->mem, "%u", n) } };
	return tr_named(c->mem, c->lang, N_("{who} anotó {served} raciones servidas; {n} alimentos salieron del almacén"), said, ARRAY_LEN(said));
}

const struct action pot_serve = {
	.name = "pot.serve", .label = N_("Servido: guardar"), .args = pot_serve_args, .nargs = SERVE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(SERVE_GROUP), .decide = serve_decide, .describe = serve_describe,
};
