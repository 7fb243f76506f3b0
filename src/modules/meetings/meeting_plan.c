/*
 * meeting_plan.c - a meeting is planned, or called off.
 */
#include "meetings_own.h"

#include "hour.h"
#include "series.h"
#include "week.h"

enum { AHEAD_DAYS = 400 };

static const struct field plan_args[] = {
	[PLAN_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "grupo" },
	[PLAN_DAY] = { "day", T_DATE, F_REQUIRED, .label = N_("Día"), .privacy = P_NETWORK, .aliases = "dia|fecha" },
	[PLAN_HOUR] = { "hour", T_TEXT, F_REQUIRED, .label = N_("Hora"), .help = N_("Por ejemplo: 10:30, o 7 pm"), .max = 20,
		.privacy = P_NETWORK, .aliases = "hora" },
	[PLAN_TOPIC] = { "topic", T_TEXT, F_REQUIRED, .label = N_("De qué se trata"), .max = 120, .privacy = P_NETWORK,
		.aliases = "tema" },
	[PLAN_PLACE] = { "place", T_TEXT, 0, .label = N_("Dónde"), .max = 120, .privacy = P_NETWORK, .aliases = "lugar" },
	[PLAN_LINK] = { "link", T_TEXT, 0, .label = N_("Enlace de la videollamada"), .max = 200, .privacy = P_NETWORK,
		.aliases = "enlace" },
	[PLAN_DIAL] = { "dial", T_TEXT, 0, .label = N_("Teléfono para escuchar y hablar"), .max = 60, .privacy = P_NETWORK,
		.aliases = "telefono" },
	[PLAN_ANYWAY] = { "anyway", T_TEXT, 0, .label = N_("Por qué va igual"), .help = N_("Solo si Ayni avisa que esa hora choca"), .max = 120,
		.privacy = P_GROUP },
};

/* Seven is in the evening only if she says so; a working group meets at ten in the morning. */
static enum rc plan_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t day = act_int(a, PLAN_DAY);
	struct hour hour;

	if (day < zone_day(c->net->zone, a->acted_at))
		return fail(c, "day", "past", N_("Ese día ya pasó"));
	if (day > zone_day(c->net->zone, a->acted_at) + AHEAD_DAYS)
		return fail(c, "day", "far", N_("Falta demasiado para ese día; revise el año"));
	if (!hour_read(c->mem, act_text(a, PLAN_HOUR), &hour) || hour.left.n > 6)
		return fail(c, "hour", "shape", N_("Escriba la hora, por ejemplo: 10:30, o 7 pm"));
	if (act_has(a, PLAN_LINK) && !str_starts(act_text(a, PLAN_LINK), "https://") && !str_starts(act_text(a, PLAN_LINK), "http://"))
		return fail(c, "link", "shape", N_("El enlace empieza con https://"));
	if (!act_has(a, PLAN_ANYWAY) && meeting_clash_fails(c, act_ref(a, PLAN_GROUP), day, hour.minute, MEETING_USUAL_MIN, (struct id){ 0 }))
		return INVALID;
	if (!act_has(a, PLAN_ANYWAY) && meeting_week_fails(c, act_ref(a, PLAN_GROUP), day, hour.minute, MEETING_USUAL_MIN))
		return INVALID;
	struct put *p = change_put(ch, &meeting_entity, a->id, true);
	put_id(p, MEETING_GROUP, act_ref(a, PLAN_GROUP));
	put_int(p, MEETING_DAY, day);
	put_text(p, MEETING_HOUR, hour_show(c->mem, hour.minute));
	put_text(p, MEETING_TOPIC, act_text(a, PLAN_TOPIC));
	for (unsigned arg = PLAN_PLACE, f = MEETING_PLACE; arg <= PLAN_DIAL; arg++, f++)
		if (act_has(a, arg))
			put_text(p, f, act_text(a, arg));
	if (act_has(a, PLAN_ANYWAY))
		put_text(p, MEETING_ANYWAY, act_text(a, PLAN_ANYWAY));
	return OK;
}

static struct str told_line(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &meeting_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, p->id, r))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "topic", r->v[MEETING_TOPIC].s },
		{ "day", lang_date(c->mem, c->lang, r->v[MEETING_DAY].i) } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str plan_describe(struct ctx *c, const struct told *t)
{
	return told_line(c, t, N_("{who} convocó para el {day} a «{topic}»"));
}

const struct action meeting_plan = {
	.name = "meeting.plan", .label = N_("Convocar"), .args = plan_args, .nargs = PLAN__N, .on = AT(PLAN_GROUP),
	.decide = plan_decide, .describe = plan_describe,
};

static const struct field cancel_args[] = {
	[CANCEL_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	/* By message: which one (series_text.c). */
	[CANCEL_SAID] = { "said", T_TEXT, 0, .label = N_("Día"), .max = 60, .privacy = P_NETWORK },
};

static enum rc cancel_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;

	if (!meeting_get(c, act_ref(a, 0), &m))
		return fail(c, "meeting", "already", N_("Esa reunión ya estaba suspendida"));
	struct put *p = change_put(ch, &meeting_entity, m.id, false);
	put_int(p, MEETING_VOIDED, 1);
	put_int(p, MEETING_EDITION, meeting_edition(c, m.id) + 1);
	series_touch(c, ch, m.id);
	return OK;
}

static struct str cancel_describe(struct ctx *c, const struct told *t)
{
	return told_line(c, t, N_("{who} suspendió «{topic}» del {day}"));
}

const struct action meeting_cancel = {
	.name = "meeting.cancel", .label = N_("Suspender"), .args = cancel_args, .nargs = ARRAY_LEN(cancel_args), .on = AT(0),
	.decide = cancel_decide, .describe = cancel_describe,
};
