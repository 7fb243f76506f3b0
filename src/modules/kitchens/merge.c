/*
 * merge.c - two kitchens that are one: joined with nothing lost, and parted again.
 *
 * Joined, the one that goes is the same_as of the one that stays, and out of lists and counts; its pots keep its id and
 * are shown with the other's. Who had a part in it gets the same part in the other. Both may have told the same pot of a
 * day: a person says which one counts, and can take that back. Until then that pot is counted twice.
 */
#include "register.h"

#include "geo.h"

enum { MERGE_KITCHEN, MERGE_INTO, MERGE_REASON, MERGE__N };
enum { PART_INTO, PART_KITCHEN, PART_REASON, PART__N };
enum { DOUBLE_KITCHEN, DOUBLE_MEAL, DOUBLE_REASON, DOUBLE__N };

static const struct field merge_args[] = {
	[MERGE_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("La que se une"), .ref = "kitchen" },
	[MERGE_INTO] = { "into", T_REF, F_REQUIRED, .label = N_("La que queda"), .ref = "kitchen" },
	[MERGE_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si se lo pedimos arriba"), .max = 300 },
};

static const struct field part_args[] = {
	[PART_INTO] = { "into", T_REF, F_REQUIRED, .label = N_("La que queda"), .ref = "kitchen" },
	[PART_KITCHEN] = { "kitchen", T_CODE, F_REQUIRED, .label = N_("La que se separa"), .max = 40 },
	[PART_REASON] = { "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300 },
};

static const struct field double_args[] = {
	[DOUBLE_KITCHEN] = { "kitchen", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "kitchen" },
	[DOUBLE_MEAL] = { "meal", T_CODE, F_REQUIRED, .label = N_("Olla del día"), .max = 40 },
	[DOUBLE_REASON] = { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .max = 300 },
};

static bool get(struct ctx *c, const struct entity *e, struct id id, struct record *r)
{
	return record_get(c->db, c->schema, c->mem, e, c->net->id, id, r) && r->born;
}

/* Why they do not look like one kitchen; NULL: they do. */
static const char *differs(struct ctx *c, struct id one, struct id other)
{
	struct record *x = ARENA_NEW(c->mem, struct record), *y = ARENA_NEW(c->mem, struct record);
	const struct group_info *g = group_of(c, one), *h = group_of(c, other);

	if (!g || !h || !id_eq(g->place, h->place))
		return N_("Son de distintos distritos. Si igual son la misma, escriba por qué");
	if (!get(c, &kitchen_entity, one, x) || !get(c, &kitchen_entity, other, y) || x->v[KITCHEN_LATITUDE].kind == V_NULL ||
		y->v[KITCHEN_LATITUDE].kind == V_NULL || x->v[KITCHEN_LONGITUDE].kind == V_NULL || y->v[KITCHEN_LONGITUDE].kind == V_NULL)
		return NULL;
	if (geo_distance_m(x->v[KITCHEN_LATITUDE].i, x->v[KITCHEN_LONGITUDE].i, y->v[KITCHEN_LATITUDE].i, y->v[KITCHEN_LONGITUDE].i) > APART_M)
		return N_("Están a más de 500 metros. Si igual son la misma, escriba por qué");
	return NULL;
}

static enum rc merge_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id from = act_ref(a, MERGE_KITCHEN), into = act_ref(a, MERGE_INTO);
	const char *why = differs(c, from, into);

	if (id_eq(from, into))
		return fail(c, "into", "self", N_("Es la misma: elija la otra"));
	if (!allowed(c, "kitchen.merge", scope_of_group(c, into)))
		return fail(c, "into", "denied", N_("La otra cocina no es de su zona: pídaselo a la operadora"));
	if (why && !act_has(a, MERGE_REASON))
		return fail(c, "reason", "confirm", why);
	struct put *p = change_put(ch, &group_entity, from, false);
	put_id(p, GROUP_SAME_AS, into);
	put_int(p, GROUP_VOIDED, 1);
	if (act_has(a, MERGE_REASON))
		put_text(change_put(ch, &kitchen_entity, from, false), KITCHEN_REASON, act_text(a, MERGE_REASON));
	struct rows r = db_rows(c->db, SQL(Q_PARTS_IN), ARGS(cell_id(&c->net->id), cell_id(&from), cell_int(today(c))));
	while (rows_next(&r)) {
		struct value key[MEMBERSHIP__N] = { [MEMBERSHIP_PERSON] = value_id(rows_id(&r, 0)), [MEMBERSHIP_GROUP] = value_id(into),
			[MEMBERSHIP_ROLE] = value_text(str_dup(c->mem, rows_text(&r, 1))) };
		struct record *m = ARENA_NEW(c->mem, struct record);
		bool has = get(c, &membership_entity, entity_key_id(&membership_entity, c->net->id, key), m) &&
			(m->v[MEMBERSHIP_UNTIL].kind == V_NULL || m->v[MEMBERSHIP_UNTIL].i > today(c));
		if (!has)
			put_membership(c, ch, key[MEMBERSHIP_PERSON].id, into, key[MEMBERSHIP_ROLE].s, today(c));
	}
	return OK;
}

/* The parts that joining gave end, where nobody said more of them since. */
static enum rc part_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id into = act_ref(a, PART_INTO), from;
	struct record *g = ARENA_NEW(c->mem, struct record), *m = ARENA_NEW(c->mem, struct record);

	if (!id_parse(act_text(a, PART_KITCHEN), &from) || !get(c, &group_entity, from, g) || g->v[GROUP_SAME_AS].kind == V_NULL ||
		!id_eq(g->v[GROUP_SAME_AS].id, into))
		return fail(c, "kitchen", "unknown", N_("Esas dos cocinas no están unidas"));
	struct put *p = change_put(ch, &group_entity, from, false);
	put_set(p, GROUP_SAME_AS, value_null());
	put_int(p, GROUP_VOIDED, 0);
	put_text(change_put(ch, &kitchen_entity, from, false), KITCHEN_REASON, act_text(a, PART_REASON));
	struct rows r = db_rows(c->db, SQL(Q_PARTS_IN), ARGS(cell_id(&c->net->id), cell_id(&from), cell_int(today(c))));
	while (rows_next(&r)) {
		struct value key[MEMBERSHIP__N] = { [MEMBERSHIP_PERSON] = value_id(rows_id(&r, 0)), [MEMBERSHIP_GROUP] = value_id(into),
			[MEMBERSHIP_ROLE] = value_text(str_dup(c->mem, rows_text(&r, 1))) };
		if (get(c, &membership_entity, entity_key_id(&membership_entity, c->net->id, key), m) && id_eq(m->change, g->change))
			put_int(change_put(ch, &membership_entity, m->id, false), MEMBERSHIP_UNTIL, today(c));
	}
	return OK;
}

/* A pot of that kitchen or of one that was joined to it, with whether it counts. */
static bool pot_of(struct ctx *c, const struct act *a, struct record *r, bool *counts)
{
	struct id id, kitchen;
	struct record *g = ARENA_NEW(c->mem, struct record);

	if (!id_parse(act_text(a, DOUBLE_MEAL), &id) || !get(c, &meal_entity, id, r))
		return false;
	kitchen = r->v[MEAL_KITCHEN].id;
	*counts = !(r->v[MEAL_VOIDED].kind == V_INT && r->v[MEAL_VOIDED].i);
	if (id_eq(kitchen, act_ref(a, DOUBLE_KITCHEN)))
		return true;
	return get(c, &group_entity, kitchen, g) && g->v[GROUP_SAME_AS].kind == V_ID && id_eq(g->v[GROUP_SAME_AS].id, act_ref(a, DOUBLE_KITCHEN));
}

/* The other way than meal.void its figures stay with it, so that it can count again. */
static enum rc double_decide(struct ctx *c, const struct act *a, struct change *ch, bool out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool counts;

	if (!pot_of(c, a, r, &counts))
		return fail(c, "meal", "unknown", N_("Esa olla no está anotada"));
	if (counts != out)
		return fail(c, "meal", "same", N_("No hay nada que cambiar"));
	struct put *p = change_put(ch, &meal_entity, r->id, false);
	put_int(p, MEAL_VOIDED, out);
	if (act_has(a, DOUBLE_REASON))
		put_text(p, MEAL_REASON, act_text(a, DOUBLE_REASON));
	return OK;
}

static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	return double_decide(c, a, ch, true);
}

static enum rc keep_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	return double_decide(c, a, ch, false);
}

/* ---- told ---- */

static struct str told_of(struct ctx *c, const struct told *t, const char *msgid, struct id id)
{
	return tr_named(c->mem, c->lang, msgid, (const struct str_pair[]){ { "who", t->author },
		{ "name", ref_title(c, "kitchen", id) } }, 2);
}

static struct str merge_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &group_entity);

	return p ? told_of(c, t, N_("{who} unió la cocina {name} con otra: eran la misma"), p->id) : t->author;
}

static struct str part_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &group_entity);

	return p ? told_of(c, t, N_("{who} separó la cocina {name}: no era la misma"), p->id) : t->author;
}

static struct str double_told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &meal_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	return p && get(c, &meal_entity, p->id, r) ? told_of(c, t, msgid, r->v[MEAL_KITCHEN].id) : t->author;
}

static struct str void_describe(struct ctx *c, const struct told *t)
{
	return double_told(c, t, N_("{who} dejó de contar una olla de {name}: estaba dos veces"));
}

static struct str keep_describe(struct ctx *c, const struct told *t)
{
	return double_told(c, t, N_("{who} volvió a contar una olla de {name}"));
}

const struct action kitchen_merge = {
	.name = "kitchen.merge", .label = N_("Unir"), .args = merge_args, .nargs = MERGE__N, .flags = ACT_SECRET,
	.on = AT(MERGE_KITCHEN), .decide = merge_decide, .describe = merge_describe,
};

const struct action kitchen_part = {
	.name = "kitchen.part", .label = N_("Separar"), .args = part_args, .nargs = PART__N, .flags = ACT_SECRET,
	.on = AT(PART_INTO), .decide = part_decide, .describe = part_describe,
};

const struct action double_void = {
	.name = "double.void", .label = N_("No contar"), .args = double_args, .nargs = DOUBLE__N,
	.on = AT(DOUBLE_KITCHEN), .decide = void_decide, .describe = void_describe,
};

const struct action double_keep = {
	.name = "double.keep", .label = N_("Volver a contar"), .args = double_args, .nargs = DOUBLE__N,
	.on = AT(DOUBLE_KITCHEN), .decide = keep_decide, .describe = keep_describe,
};
