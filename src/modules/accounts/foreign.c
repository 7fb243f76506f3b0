/* foreign.c - records of other modules that stand on papers, read by their permanent names: a network may do without them. */
#include "accounts_own.h"

static const struct value *named(const struct record *r, const char *field)
{
	static const struct value none = { .kind = V_NULL };

	for (unsigned i = 0; i < r->entity->nfields; i++)
		if (strcmp(r->entity->fields[i].name, field) == 0)
			return &r->v[i];
	return &none;
}

static bool got(struct ctx *c, const char *entity, struct id id, struct record *out)
{
	const struct entity *e = schema_entity(c->schema, str_c(entity));

	*out = (struct record){ .entity = e };
	return e && record_get(c->db, c->schema, c->mem, e, c->net->id, id, out) && out->born;
}

static struct str text(const struct record *r, const char *field)
{
	const struct value *v = named(r, field);

	return v->kind == V_TEXT ? v->s : STR("");
}

bool board_member(struct ctx *c, struct id group, const char *seat, struct board_member *out)
{
	const struct entity *e = schema_entity(c->schema, STR("board_seat"));
	struct record *r = ARENA_NEW(c->mem, struct record);

	*out = (struct board_member){ 0 };
	if (!e)
		return false;
	for (unsigned i = 0; i < e->nfields; i++)
		if (strcmp(e->fields[i].name, "group") == 0)
			r->v[i] = value_id(group);
		else if (strcmp(e->fields[i].name, "seat") == 0)
			r->v[i] = value_text(str_c(seat));
	if (!got(c, "board_seat", entity_key_id(e, c->net->id, r->v), r))
		return false;
	struct str kind = text(r, "document_kind");
	*out = (struct board_member){ .name = text(r, "name"), .phone = text(r, "phone"),
		.document = str_is(kind, "dni") || str_is(kind, "ce") ? text(r, "document_number") : STR("") };
	return out->name.n > 0;
}

bool offered(struct ctx *c, struct id offer, struct offered *out)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record);

	*out = (struct offered){ 0 };
	if (!got(c, "offer", offer, r))
		return false;
	const struct value *amount = named(r, "amount"), *refused = named(r, "rejected"), *who = named(r, "giver");
	out->known = amount->kind == V_INT;
	out->amount = out->known ? amount->i : 0;
	out->refused = refused->kind == V_INT ? refused->i : 0;
	if (who->kind == V_ID && got(c, "giver", who->id, giver))
		out->giver = text(giver, "name");
	return true;
}
