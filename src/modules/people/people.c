/*
 * people.c - the module's descriptor, and the small things its neighbours use.
 */
#include "people_own.h"

#include "people_sql.h"

struct id act_child(const struct act *a, const char *what)
{
	const struct str pieces[] = { id_bytes(&a->id), str_c(what) };

	return id_derive(a->acted_at, pieces, ARRAY_LEN(pieces));
}

struct str choice_label(const struct ctx *c, const struct choice *choices, struct str name)
{
	const struct choice *k = choice_find(choices, name);

	return k ? tr(c->lang, k->label) : name;
}

struct str title_now(struct ctx *c, const struct entity *e, struct id id)
{
	struct record r;

	if (!e->title || !record_get(c->db, c->schema, c->mem, e, c->net->id, id, &r))
		return tr(c->lang, N_("(sin nombre)"));
	return r.v[e->title - 1].s;
}

struct put *put_membership(struct ctx *c, struct change *ch, struct id person, struct id group,
	struct str role, int64_t since_day)
{
	struct value key[MEMBERSHIP__N] = {
		[MEMBERSHIP_PERSON] = value_id(person),
		[MEMBERSHIP_GROUP] = value_id(group),
		[MEMBERSHIP_ROLE] = value_text(role),
	};
	struct put *p = put_keyed(c, ch, &membership_entity, key);

	put_int(p, MEMBERSHIP_SINCE, since_day);
	if (!p->create) /* she comes back */
		put_set(p, MEMBERSHIP_UNTIL, value_null());
	return p;
}

static const struct entity *const entities[] = {
	&network_entity, &place_entity, &person_entity, &contact_entity, &device_entity,
	&group_entity, &membership_entity, &erasure_entity, NULL,
};

static const struct action *const actions[] = {
	&network_create, &network_put, &place_put, &group_create, &person_add, &contact_add, &membership_add,
	&membership_end, &person_erase, &device_enrol, &device_revoke, NULL,
};

static const struct tally *const tallies[] = { &groups_place, NULL };

static const struct task tasks[] = {
	{ TASK_WORK, "invitar", N_("Invitar a alguien"), N_("Con un enlace o un código"), "/invitar", .what = "person.add" },
	{ TASK_WORK, "telefono", N_("Aparatos"), N_("Si un teléfono se perdió"), "/aparatos", .what = "page:devices" },
	{ .icon = NULL },
};

static struct query_set *const queries[] = { &people_sql, NULL };

const struct module people_module = {
	.name = "people",
	.entities = entities,
	.actions = actions,
	.queries = queries,
	.rules = people_rules,
	.tallies = tallies,
	.pages = people_pages,
	.area = &(const struct area){ .name = "red" },
	.tasks = tasks,
};
