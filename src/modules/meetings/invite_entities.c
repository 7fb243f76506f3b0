/*
 * invite_entities.c - what a group wants its people told, by which way each wants it, which leaves are open to anybody.
 */
#include "invite_own.h"

#include "record_put.h"

static const struct choice ways[] = {
	{ "message", N_("Por mensaje y en mi página"), "mensaje", "mensaje" },
	{ "page", N_("Solo en mi página"), "pagina", "casa" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field rule_fields[] = {
	[RULE_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "grupo" },
	[RULE_INVITE] = { "invite", T_BOOL, 0, .label = N_("Invitar por mensaje, una semana antes"), .privacy = P_NETWORK },
	[RULE_EVENING] = { "evening", T_BOOL, 0, .label = N_("Recordar la tarde anterior, a las 6"), .privacy = P_NETWORK },
	[RULE_BEFORE] = { "before", T_BOOL, 0, .label = N_("Recordar una hora antes"), .privacy = P_NETWORK },
	[RULE_QUIET_FROM] = { "quiet_from", T_INT, 0, .label = N_("No escribir desde las"), .help = N_("De 0 a 23; por ejemplo: 21"), .min = 0,
		.max = 23, .privacy = P_NETWORK },
	[RULE_QUIET_UNTIL] = { "quiet_until", T_INT, 0, .label = N_("Hasta las"), .help = N_("De 0 a 23; la misma hora: se escribe siempre"),
		.min = 0, .max = 23, .privacy = P_NETWORK },
};

const struct entity invite_rule_entity = {
	.name = "invite_rule", .label = N_("Avisos de las reuniones"), .plural = N_("Avisos de las reuniones"), .fields = rule_fields,
	.nfields = RULE__N, .group = AT(RULE_GROUP), .put_action = "invite.rule",
};

const struct action invite_rule_set = {
	.name = "invite.rule", .label = N_("Guardar"), .args = rule_fields, .nargs = RULE__N, .on = AT(RULE_GROUP),
	.edits = &invite_rule_entity, .decide = record_decide, .describe = record_describe,
};

#define WHY N_("Para invitarla a las reuniones como usted quiere")

static const struct field wish_fields[] = {
	[WISH_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_PERSONAL, .purpose = WHY },
	[WISH_WAY] = { "way", T_ENUM, F_REQUIRED, .label = N_("Cómo le avisamos de las reuniones"), .choices = ways, .privacy = P_PERSONAL,
		.purpose = WHY },
};

const struct entity meeting_wish_entity = {
	.name = "meeting_wish", .label = N_("Cómo avisarle de reuniones"), .plural = N_("Cómo avisar de reuniones"), .fields = wish_fields,
	.nfields = WISH__N, .subject = AT(WISH_PERSON), .put_action = "meeting.wish",
};

/* The last word counts. */
static enum rc wish_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[WISH__N] = { [WISH_PERSON] = a->v[WISH_PERSON] };

	put_text(put_keyed(c, ch, &meeting_wish_entity, key), WISH_WAY, act_text(a, WISH_WAY));
	return OK;
}

static struct str wish_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} eligió cómo se le avisa de las reuniones"),
		(const struct str_pair[]){ { "who", t->author } }, 1);
}

const struct action meeting_wish_set = {
	.name = "meeting.wish", .label = N_("Guardar"), .args = wish_fields, .nargs = WISH__N, .flags = ACT_LOW_RISK,
	.on = AT(WISH_PERSON), .decide = wish_decide, .describe = wish_describe,
};

static const struct field leaf_fields[] = {
	[LEAF_MEETING] = { "meeting", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[LEAF_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[LEAF_OPEN] = { "open", T_BOOL, F_REQUIRED, .label = N_("La puede leer quien tenga el enlace"), .privacy = P_NETWORK },
};

const struct entity meeting_leaf_entity = {
	.name = "meeting_leaf", .label = N_("Hoja de invitación"), .plural = N_("Hojas de invitación"), .fields = leaf_fields,
	.nfields = LEAF__N, .group = AT(LEAF_GROUP), .put_action = "meeting.leaf",
};

static enum rc leaf_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[LEAF__N] = { [LEAF_MEETING] = a->v[LEAF_MEETING] };
	struct meeting m;

	if (!meeting_get(c, act_ref(a, LEAF_MEETING), &m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	struct put *p = put_keyed(c, ch, &meeting_leaf_entity, key);
	if (p->create)
		put_id(p, LEAF_GROUP, m.group);
	put_int(p, LEAF_OPEN, act_int(a, LEAF_OPEN));
	return OK;
}

static struct str leaf_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &meeting_leaf_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!p || !record_get(c->db, c->schema, c->mem, &meeting_leaf_entity, c->net->id, p->id, r) ||
		!meeting_get(c, r->v[LEAF_MEETING].id, &m))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "topic", m.topic } };
	return tr_named(c->mem, c->lang, N_("{who} dijo quién puede leer la invitación a «{topic}»"), pairs, ARRAY_LEN(pairs));
}

const struct action meeting_leaf_set = {
	.name = "meeting.leaf", .label = N_("Guardar"), .args = leaf_fields, .nargs = LEAF__N, .on = AT(LEAF_MEETING),
	.decide = leaf_decide, .describe = leaf_describe,
};

/* ---- reading ---- */

static bool keyed_get(struct ctx *c, const struct entity *e, struct id key, struct record *out)
{
	const struct value v[ENTITY_KEY_MAX + 4] = { value_id(key) };

	return record_get(c->db, c->schema, c->mem, e, c->net->id, entity_key_id(e, c->net->id, v), out) && out->born;
}

struct invite_rule invite_rule_of(struct ctx *c, struct id group)
{
	enum { STEPS = 16 };
	struct invite_rule rule = { true, true, true, QUIET_FROM, QUIET_UNTIL };
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool said[RULE__N] = { false };

	for (unsigned i = 0; i < STEPS && !id_is_zero(group); i++) {
		const struct group_info *g = group_of(c, group);
		bool there = keyed_get(c, &invite_rule_entity, group, r);
		for (unsigned f = RULE_INVITE; there && f < RULE__N; f++) {
			if (said[f] || r->v[f].kind != V_INT)
				continue;
			said[f] = true;
			if (f == RULE_QUIET_FROM || f == RULE_QUIET_UNTIL)
				*(f == RULE_QUIET_FROM ? &rule.quiet_from : &rule.quiet_until) = (int)r->v[f].i;
			else
				*(f == RULE_INVITE ? &rule.invite : f == RULE_EVENING ? &rule.evening : &rule.before) = r->v[f].i != 0;
		}
		group = g ? g->parent : (struct id){ { 0 } };
	}
	return rule;
}

bool leaf_is_open(struct ctx *c, struct id meeting)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	return keyed_get(c, &meeting_leaf_entity, meeting, r) && r->v[LEAF_OPEN].kind == V_INT && r->v[LEAF_OPEN].i;
}

bool wishes_page_only(struct ctx *c, struct id person)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	return keyed_get(c, &meeting_wish_entity, person, r) && r->v[WISH_WAY].kind == V_TEXT && str_is(r->v[WISH_WAY].s, "page");
}
