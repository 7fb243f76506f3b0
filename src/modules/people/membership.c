/*
 * membership.c - who has which role where, and who may say so.
 */
#include "people_own.h"

enum { ARG_PERSON, ARG_GROUP, ARG_ROLE, ARG_DAY, ARG__N };

#define ARG_FIELDS(day_name, day_label)                                                         \
	{                                                                                       \
		[ARG_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"),            \
			.ref = "person", .privacy = P_NETWORK },                                 \
		[ARG_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"),                \
			.ref = "group", .privacy = P_NETWORK },                                  \
		[ARG_ROLE] = { "role", T_ENUM, F_REQUIRED, .label = N_("Cargo"),                 \
			.choices = roles, .privacy = P_NETWORK },                                \
		[ARG_DAY] = { day_name, T_DATE, 0, .label = day_label, .privacy = P_NETWORK },   \
	}

static const struct field add_args[] = ARG_FIELDS("since", N_("Desde"));
static const struct field end_args[] = ARG_FIELDS("until", N_("Hasta"));

/* What each role may give besides the operator, who gives all. */
static const struct {
	const char *giver, *role;
} gives[] = {
	{ "coordinator", "leader" }, { "coordinator", "cook" }, { "coordinator", "health_worker" },
	{ "coordinator", "facilitator" }, { "coordinator", "volunteer" }, { "coordinator", "member" },
	{ "facilitator", "volunteer" }, { "facilitator", "member" },
	{ "leader", "cook" }, { "leader", "member" },
};

bool member_watches(struct ctx *c, const struct membership *m, struct id group)
{
	const struct group_info *mine, *that;

	if (str_is(m->role, "operator"))
		return true;
	if (!str_is(m->role, "coordinator"))
		return false;
	if (group_is_below(c, group, m->group))
		return true;
	mine = group_of(c, m->group);
	that = group_of(c, group);
	return mine && that && !id_is_zero(mine->place) && !id_is_zero(that->place) &&
		place_contains(c, mine->place, that->place);
}

bool actor_watches(struct ctx *c, struct id group)
{
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (member_watches(c, &c->who->member[i], group))
			return true;
	return c->who->console;
}

/* May this one membership of the actor give that role there? */
static bool gives_role(struct ctx *c, const struct membership *m, struct id group, struct str role)
{
	if (str_is(m->role, "operator"))
		return true;
	for (unsigned i = 0; i < ARRAY_LEN(gives); i++)
		if (str_is(m->role, gives[i].giver) && str_is(role, gives[i].role))
			return id_eq(m->group, group) || member_watches(c, m, group);
	return false;
}

bool role_offered(struct ctx *c, struct str role)
{
	for (unsigned i = 0; i < c->who->nmember; i++) {
		if (str_is(c->who->member[i].role, "operator"))
			return true;
		for (unsigned g = 0; g < ARRAY_LEN(gives); g++)
			if (str_is(c->who->member[i].role, gives[g].giver) && str_is(role, gives[g].role))
				return true;
	}
	return c->who->console;
}

enum rc role_allowed(struct ctx *c, struct id group, struct str role)
{
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (gives_role(c, &c->who->member[i], group, role))
			return OK;
	if (c->who->console)
		return OK;
	return fail_with(c, "role", "rank",
		N_("Ese cargo (%s) lo da la coordinadora o la operadora; pídaselo a ella"),
		choice_label(c, roles, role));
}

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	if (role_allowed(c, act_ref(a, ARG_GROUP), act_text(a, ARG_ROLE)) != OK)
		return INVALID;
	put_membership(c, ch, act_ref(a, ARG_PERSON), act_ref(a, ARG_GROUP), act_text(a, ARG_ROLE),
		act_has(a, ARG_DAY) ? act_int(a, ARG_DAY) : today(c));
	return OK;
}

static enum rc end_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct value key[MEMBERSHIP__N] = {
		[MEMBERSHIP_PERSON] = a->v[ARG_PERSON],
		[MEMBERSHIP_GROUP] = a->v[ARG_GROUP],
		[MEMBERSHIP_ROLE] = a->v[ARG_ROLE],
	};
	struct id id = entity_key_id(&membership_entity, c->net->id, key);
	struct record r;

	if (role_allowed(c, act_ref(a, ARG_GROUP), act_text(a, ARG_ROLE)) != OK)
		return INVALID;
	if (!record_get(c->db, c->schema, c->mem, &membership_entity, c->net->id, id, &r) || !r.born)
		return fail(c, "person", "unknown", N_("Esa persona no tiene ese cargo en el grupo"));
	int64_t day = act_has(a, ARG_DAY) ? act_int(a, ARG_DAY) : today(c);
	if (r.v[MEMBERSHIP_SINCE].kind == V_INT && day < r.v[MEMBERSHIP_SINCE].i)
		return fail(c, "until", "range", N_("El cargo no puede terminar antes de empezar"));
	put_int(change_put(ch, &membership_entity, id, false), MEMBERSHIP_UNTIL, day);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &membership_entity);
	struct record r;

	if (!p || !record_get(c->db, c->schema, c->mem, &membership_entity, c->net->id, p->id, &r))
		return t->author;
	const struct str_pair pairs[] = {
		{ "who", t->author },
		{ "name", title_now(c, &person_entity, r.v[MEMBERSHIP_PERSON].id) },
		{ "role", choice_label(c, roles, r.v[MEMBERSHIP_ROLE].s) },
		{ "group", title_now(c, &group_entity, r.v[MEMBERSHIP_GROUP].id) },
	};
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} dio a {name} el cargo de {role} en {group}"));
}

static struct str end_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} puso fin al cargo de {name} ({role}) en {group}"));
}

const struct action membership_add = {
	.name = "membership.add", .label = N_("Dar un cargo"), .args = add_args, .nargs = ARG__N,
	.flags = ACT_SECRET, .on = AT(ARG_GROUP), .decide = add_decide, .describe = add_describe,
};

const struct action membership_end = {
	.name = "membership.end", .label = N_("Terminar un cargo"), .args = end_args,
	.nargs = ARG__N, .flags = ACT_SECRET, .on = AT(ARG_GROUP), .decide = end_decide,
	.describe = end_describe,
};
