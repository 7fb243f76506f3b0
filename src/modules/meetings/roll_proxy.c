/*
 * roll_proxy.c - a member names who represents her at a meeting; the secretary notes it from a paper.
 */
#include "roll_own.h"

#define OF_MEETING { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK, .aliases = "reunion" }
#define OF_PERSON(label_) { "person", T_REF, F_REQUIRED, .label = label_, .ref = "person", .privacy = P_NETWORK }

static const struct field lend_args[] = {
	[LEND_PERSON] = OF_PERSON(N_("Persona")),
	[LEND_MEETING] = OF_MEETING,
	[LEND_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Quién la representa"), .help = N_("Nombre y apellido de alguien del padrón"), .max = 80,
		.privacy = P_GROUP },
};

/* She is named as she is, and so is whom she represents. */
static const struct field paper_args[] = {
	[LEND_PERSON] = { "absent", T_TEXT, F_REQUIRED, .label = N_("Quién no viene"), .help = N_("Nombre y apellido, como está en el padrón"), .max = 80,
		.privacy = P_GROUP },
	[LEND_MEETING] = OF_MEETING,
	[LEND_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Quién la representa"), .help = N_("Nombre y apellido de alguien del padrón"), .max = 80,
		.privacy = P_GROUP },
};

static const struct field back_args[] = {
	[LEND_PERSON] = OF_PERSON(N_("Persona")),
	[LEND_MEETING] = OF_MEETING,
};

static enum rc proxy_meeting(struct ctx *c, const struct act *a, struct meeting *m)
{
	int64_t day = zone_day(c->net->zone, a->acted_at);

	if (!meeting_get(c, act_ref(a, LEND_MEETING), m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (m->day < day || (m->day == day && zone_minute(c->net->zone, a->acted_at) > meeting_until(m)))
		return fail(c, "meeting", "past", N_("Esa reunión ya pasó"));
	return OK;
}

static enum rc lend(struct ctx *c, const struct act *a, struct change *ch, const struct meeting *m, struct id person, bool paper)
{
	const struct value key[PROXY__N] = { [PROXY_MEETING] = value_id(m->id), [PROXY_PERSON] = value_id(person) };
	struct roll_rules rules = roll_rules_of(c, m->group);
	struct id holder, stood;

	if (!roll_may_vote(c, m, person))
		return fail(c, paper ? "absent" : "meeting", "outside", N_("Solo quien está en el padrón de esa reunión puede dar su representación"));
	if (!roll_named(c, m, act_text(a, LEND_NAME), "name", &holder))
		return INVALID;
	if (id_eq(holder, person))
		return fail(c, "name", "self", N_("Una persona no se representa a sí misma: diga otro nombre"));
	if (roll_proxy_of(c, m, person, &stood))
		return fail_with(c, "name", "twice", N_("Ya la representa %s: primero quite esa representación"), person_name(c, stood));
	if (roll_proxy_of(c, m, holder, &stood))
		return fail(c, "name", "passed", N_("Esa persona no viene: también dio su representación. Diga otro nombre"));
	if (db_int(c->db, &roll_sql.query[Q_ROLL_HELD], ARGS(cell_id(&c->net->id), cell_id(&m->id), cell_id(&holder))) >= rules.proxies)
		return fail_with(c, "name", "many", N_("Esa persona ya representa a %s, y más no puede: diga otro nombre"), roll_number(c, rules.proxies));
	struct put *p = put_keyed(c, ch, &proxy_entity, key);
	if (p->create)
		put_id(p, PROXY_GROUP, m->group);
	put_id(p, PROXY_HOLDER, holder);
	put_int(p, PROXY_PAPER, paper);
	return OK;
}

static enum rc proxy_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;

	return proxy_meeting(c, a, &m) != OK ? INVALID : lend(c, a, ch, &m, act_ref(a, LEND_PERSON), false);
}

static struct str proxy_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} dijo quién la representa en «{topic}» del {day}"), &proxy_entity, PROXY_MEETING);
}

const struct action roll_proxy = {
	.name = "roll.proxy", .label = N_("Que me represente"), .args = lend_args, .nargs = LEND__N, .flags = ACT_LOW_RISK, .on = AT(LEND_PERSON),
	.decide = proxy_decide, .describe = proxy_describe,
};

/* The paper may come after the meeting. */
static enum rc paper_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;
	struct id person;

	if (!meeting_get(c, act_ref(a, LEND_MEETING), &m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	return roll_named(c, &m, act_text(a, LEND_PERSON), "absent", &person) ? lend(c, a, ch, &m, person, true) : INVALID;
}

static struct str paper_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} anotó una representación para «{topic}» del {day}"), &proxy_entity, PROXY_MEETING);
}

const struct action roll_proxy_paper = {
	.name = "roll.proxy_paper", .label = N_("Anotar la representación"), .args = paper_args, .nargs = LEND__N, .on = AT(LEND_MEETING),
	.decide = paper_decide, .describe = paper_describe,
};

static enum rc take_back(struct ctx *c, const struct act *a, struct change *ch, bool hers)
{
	const struct value key[PROXY__N] = { [PROXY_MEETING] = value_id(act_ref(a, LEND_MEETING)), [PROXY_PERSON] = value_id(act_ref(a, LEND_PERSON)) };
	struct meeting m;
	struct id holder;

	if (hers ? proxy_meeting(c, a, &m) != OK : !meeting_get(c, act_ref(a, LEND_MEETING), &m))
		return hers ? INVALID : fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (!roll_proxy_of(c, &m, act_ref(a, LEND_PERSON), &holder))
		return fail(c, "person", "already", N_("Nadie la representaba en esa reunión"));
	put_set(put_keyed(c, ch, &proxy_entity, key), PROXY_HOLDER, value_null());
	return OK;
}

static enum rc back_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	return take_back(c, a, ch, true);
}

static enum rc undo_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	return take_back(c, a, ch, false);
}

static struct str back_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} quitó una representación de «{topic}» del {day}"), &proxy_entity, PROXY_MEETING);
}

const struct action roll_proxy_back = {
	.name = "roll.proxy_back", .label = N_("Ya no me representa"), .args = back_args, .nargs = ARRAY_LEN(back_args), .flags = ACT_LOW_RISK,
	.on = AT(LEND_PERSON), .decide = back_decide, .describe = back_describe,
};

const struct action roll_proxy_undo = {
	.name = "roll.proxy_undo", .label = N_("Quitar la representación"), .args = back_args, .nargs = ARRAY_LEN(back_args), .on = AT(LEND_MEETING),
	.decide = undo_decide, .describe = back_describe,
};
