/*
 * roll_open.c - guests who are in nobody's padrón, and the meeting's opening with its quorum.
 */
#include "roll_own.h"

#include "fold.h"
#include "hour.h"

enum { ADD_MEETING, ADD_NAME, ADD_FROM };

static const struct field guest_args[] = {
	[ADD_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[ADD_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre de la invitada"), .max = 80, .privacy = P_GROUP, .aliases = "nombre" },
	[ADD_FROM] = { "comes_from", T_TEXT, 0, .label = N_("De dónde viene"), .help = N_("Por ejemplo: posta de salud, otra olla"), .max = 80,
		.privacy = P_GROUP },
};

static enum rc guest_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str want = fold(c->mem, act_text(a, ADD_NAME));
	struct meeting m;
	bool there = false;

	if (roll_meeting(c, a, ADD_MEETING, &m) != OK)
		return INVALID;
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_GUESTS, cell_id(&c->net->id), cell_id(&m.id));
	while (rows_next(&r))
		there |= str_eq(fold(c->mem, str_dup(c->mem, rows_text(&r, 1))), want);
	if (there)
		return fail(c, "name", "already", N_("Ya hay una invitada anotada con ese nombre"));
	struct put *p = change_put(ch, &meeting_guest_entity, a->id, true);
	put_id(p, GUEST_MEETING, m.id);
	put_id(p, GUEST_GROUP, m.group);
	put_text(p, GUEST_NAME, act_text(a, ADD_NAME));
	if (act_has(a, ADD_FROM))
		put_text(p, GUEST_FROM, act_text(a, ADD_FROM));
	return OK;
}

static struct str guest_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} anotó a una invitada en «{topic}» del {day}"), &meeting_guest_entity, GUEST_MEETING);
}

const struct action roll_guest = {
	.name = "roll.guest", .label = N_("Anotar invitada"), .args = guest_args, .nargs = ARRAY_LEN(guest_args), .on = AT(ADD_MEETING),
	.decide = guest_decide, .describe = guest_describe,
};

/* Her name leaves tables and journal: nothing else is known of her. */
static const struct field out_args[] = {
	{ "guest", T_REF, F_REQUIRED, .label = N_("Invitada"), .ref = "meeting_guest", .privacy = P_NETWORK },
	{ "sure", T_BOOL, F_REQUIRED, .label = N_("Sí, borrar para siempre"), .privacy = P_NETWORK },
};

static enum rc out_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[ERASURE__N] = { [ERASURE_PERSON] = a->v[0] };

	if (!act_int(a, 1))
		return fail(c, "sure", "required", N_("Marque que está segura: no hay vuelta atrás"));
	struct put *p = change_put(ch, &erasure_entity, entity_key_id(&erasure_entity, c->net->id, key), true);

	put_id(p, ERASURE_PERSON, act_ref(a, 0));
	put_int(p, ERASURE_DAY, today(c));
	return OK;
}

static struct str out_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s quitó a una invitada de una lista"), t->author);
}

const struct action roll_guest_out = {
	.name = "roll.guest_out", .label = N_("Quitar invitada"), .args = out_args, .nargs = ARRAY_LEN(out_args), .flags = ACT_SECRET, .on = AT(0),
	.decide = out_decide, .describe = out_describe,
};

/* ---- the opening ---- */

static const struct field open_args[] = {
	{ "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
};

/* Noted once, with the figures of that moment: later ones who come do not change how it was opened. */
static enum rc open_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct ctx then = *c;
	struct meeting m;

	if (roll_meeting(c, a, 0, &m) != OK)
		return INVALID;
	then.now = a->acted_at;
	struct roll_quorum q = roll_quorum(&then, &m);
	if (q.opened)
		return fail(c, "meeting", "already", N_("Ya estaba abierta: lo que se anotó queda"));
	if (m.day == zone_day(c->net->zone, a->acted_at) && zone_minute(c->net->zone, a->acted_at) < m.minute)
		return fail_with(c, "meeting", "early", N_("Se abre desde su hora: %s"), m.hour);
	if (q.call == ROLL_NO_QUORUM)
		return fail_with(c, "meeting", "quorum", N_("Todavía no hay quórum: faltan %s personas"),
			roll_number(c, q.need_first - q.present - q.represented));
	const struct value key[OPENING__N] = { [OPENING_MEETING] = value_id(m.id) };
	struct put *p = put_keyed(c, ch, &roll_opening_entity, key);
	put_id(p, OPENING_GROUP, m.group);
	put_text(p, OPENING_CALL, q.call == ROLL_FIRST ? STR("first") : STR("second"));
	put_text(p, OPENING_AT, hour_show(c->mem, zone_minute(c->net->zone, a->acted_at)));
	put_int(p, OPENING_PADRON, q.padron);
	put_int(p, OPENING_PRESENT, q.present);
	put_int(p, OPENING_REPRESENTED, q.represented);
	return OK;
}

static struct str open_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} abrió «{topic}» del {day}"), &roll_opening_entity, OPENING_MEETING);
}

const struct action roll_open = {
	.name = "roll.open", .label = N_("Abrir la reunión"), .args = open_args, .nargs = ARRAY_LEN(open_args), .on = AT(0), .decide = open_decide,
	.describe = open_describe,
};
