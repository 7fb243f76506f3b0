#include "access.h"

#include "core_sql.h"
#include "field.h"
#include "module.h"

#define SQL(name) (&core_sql.query[name])

enum { GROUP_STEPS = 16, PLACE_STEPS = 6 };

const struct group_info *group_of(struct ctx *c, struct id group)
{
	if (id_is_zero(group))
		return NULL;
	if (!c->groups) {
		c->groups = ARENA_NEW(c->mem, struct map);
		*c->groups = map_new(c->mem);
	}
	struct group_info *g = map_get(c->groups, id_bytes(&group));
	if (g)
		return g;
	struct rows r = db_rows(c->db, SQL(Q_GROUP_INFO), ARGS(cell_id(&c->net->id), cell_id(&group)));
	if (!rows_next(&r))
		return NULL;
	struct arena *mem = c->groups->mem; /* who fills the cache may give it a longer life */
	g = ARENA_NEW(mem, struct group_info);
	*g = (struct group_info){ .id = group, .parent = rows_id(&r, 0), .place = rows_id(&r, 1),
		.name = str_dup(mem, rows_text(&r, 2)), .code = str_dup(mem, rows_text(&r, 3)),
		.kind = str_dup(mem, rows_text(&r, 4)) };
	rows_end(&r);
	map_set(c->groups, id_bytes(&group), g);
	return g;
}

bool group_is_below(struct ctx *c, struct id group, struct id above)
{
	const struct group_info *g = group_of(c, group);

	for (int i = 0; g && i < GROUP_STEPS; i++) {
		if (id_is_zero(g->parent))
			return false;
		if (id_eq(g->parent, above))
			return true;
		g = group_of(c, g->parent);
	}
	return false;
}

bool place_contains(struct ctx *c, struct id outer, struct id inner)
{
	if (id_is_zero(outer))
		return false;
	for (int i = 0; i < PLACE_STEPS && !id_is_zero(inner); i++) {
		if (id_eq(outer, inner))
			return true;
		inner = db_id(c->db, SQL(Q_PLACE_PARENT), ARGS(cell_id(&c->net->id), cell_id(&inner)));
	}
	return false;
}

struct scope scope_of_group(struct ctx *c, struct id group)
{
	const struct group_info *g = group_of(c, group);
	struct scope s = { .group = group };

	if (g)
		s.place = g->place;
	return s;
}

static struct id at(const struct record *r, int position)
{
	if (position == AT_SELF)
		return r->id;
	if (position <= 0 || r->v[position - 1].kind != V_ID)
		return (struct id){ 0 };
	return r->v[position - 1].id;
}

struct scope scope_of(struct ctx *c, const struct record *r)
{
	struct scope s = scope_of_group(c, at(r, r->entity->group));
	struct id place = at(r, r->entity->place);

	if (!id_is_zero(place))
		s.place = place;
	s.subject = at(r, r->entity->subject);
	return s;
}

static bool holds(struct ctx *c, const struct membership *m, enum relation rel, struct scope s)
{
	const struct group_info *g;

	switch (rel) {
	case REL_GROUP:
		return !id_is_zero(s.group) && id_eq(m->group, s.group);
	case REL_BELOW:
		return !id_is_zero(s.group) && group_is_below(c, s.group, m->group);
	case REL_AREA:
		g = group_of(c, m->group);
		return g && place_contains(c, g->place, s.place);
	case REL_NETWORK:
		return true;
	default:
		return false;
	}
}

static bool rule_holds(struct ctx *c, const struct rule *r, struct scope s)
{
	const struct actor *who = c->who;

	if (r->relation == REL_ANYONE)
		return true;
	if (r->relation == REL_SELF)
		return !id_is_zero(who->person) && id_eq(who->person, s.subject) &&
			(!r->role || member_as(c, r->role));
	for (unsigned i = 0; i < who->nmember; i++)
		if (str_is(who->member[i].role, r->role) && holds(c, &who->member[i], r->relation, s))
			return true;
	return false;
}

bool allowed(struct ctx *c, const char *what, struct scope s)
{
	if (c->who->console)
		return true;
	for (unsigned i = 0; i < c->reg->nrules; i++) {
		const struct rule *r = c->reg->rules[i];
		if (strcmp(r->what, what) == 0 && rule_holds(c, r, s))
			return true;
	}
	return false;
}

bool allowed_somewhere(struct ctx *c, const char *what)
{
	if (c->who->console)
		return true;
	for (unsigned i = 0; i < c->reg->nrules; i++) {
		const struct rule *r = c->reg->rules[i];
		if (strcmp(r->what, what) != 0)
			continue;
		if (r->relation == REL_ANYONE || (r->role && member_as(c, r->role)) ||
			(!r->role && !id_is_zero(c->who->person)))
			return true;
	}
	return false;
}

unsigned classes_seen(struct ctx *c, struct scope s)
{
	unsigned seen = 0;

	for (unsigned i = 0; i < c->reg->nrules; i++) {
		const struct rule *r = c->reg->rules[i];
		if (strncmp(r->what, "class:", 6) != 0)
			continue;
		for (unsigned k = 0; k < P__N; k++)
			if (!(seen & 1u << k) && strcmp(r->what + 6, privacy_name(k)) == 0 && rule_holds(c, r, s))
				seen |= 1u << k;
	}
	if (c->who->console)
		seen |= 1u << P_PUBLIC | 1u << P_NETWORK | 1u << P_GROUP | 1u << P_PERSONAL;
	return seen;
}

unsigned classes_everywhere(struct ctx *c)
{
	unsigned seen = 0;

	for (unsigned i = 0; i < c->reg->nrules; i++) {
		const struct rule *r = c->reg->rules[i];
		bool holds_all = r->relation == REL_ANYONE || (r->relation == REL_NETWORK && r->role && member_as(c, r->role));
		if (!holds_all || strncmp(r->what, "class:", 6) != 0)
			continue;
		for (unsigned k = 0; k < P__N; k++)
			if (strcmp(r->what + 6, privacy_name(k)) == 0)
				seen |= 1u << k;
	}
	return c->who->console ? seen | ((1u << P_SEALED) - 1) : seen;
}

bool record_visible(struct ctx *c, const struct record *r)
{
	unsigned has = 0;

	for (unsigned i = 0; i < r->entity->nfields; i++)
		has |= 1u << r->entity->fields[i].privacy;
	return has & classes_seen(c, scope_of(c, r));
}

const struct membership *member_as(const struct ctx *c, const char *role)
{
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (str_is(c->who->member[i].role, role))
			return &c->who->member[i];
	return NULL;
}

const char *relation_name(enum relation r)
{
	static const char *const name[] = { "self", "group", "below", "area", "network", "anyone" };

	_Static_assert(ARRAY_LEN(name) == REL__N, "relation: name missing");
	return name[r];
}
