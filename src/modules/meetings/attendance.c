/*
 * attendance.c - somebody says whether she comes to a meeting.
 */
#include "meetings_own.h"

#include "hour.h"
#include "roll_own.h"

static const struct field tell_args[] = {
	[TELL_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[TELL_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[TELL_HOW] = { "answer", T_ENUM, F_REQUIRED, .label = N_("¿Viene?"), .choices = attendances, .privacy = P_GROUP },
	[TELL_SAID] = { "at", T_TEXT, 0, .label = N_("A qué hora llega"), .help = N_("Por ejemplo: 10:30"), .max = 120,
		.privacy = P_GROUP },
	[TELL_CODE] = { "code", T_TEXT, 0, .label = N_("Código de la reunión"), .help = N_("Cuatro cifras: se ven o se dicen en la reunión"), .max = 12,
		.privacy = P_GROUP },
};

/* The meeting's morning or evening, where the hour does not say which. */
static int arrival(const struct hour *h, const struct meeting *m)
{
	int evening = h->minute + MINUTES_OF_DAY / 2;

	return h->half && m->minute >= MINUTES_OF_DAY / 2 && evening < MINUTES_OF_DAY ? evening : h->minute;
}

/* With the code of a meeting that is on she says that she is there, not that she will be. */
static enum rc with_code(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;

	if (!meeting_get(c, act_ref(a, TELL_MEETING), &m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (!roll_code_open(c, &m, a->acted_at))
		return fail(c, "meeting", "closed", N_("Eso se anota desde media hora antes hasta que termina la reunión"));
	return roll_by_code(c, a, ch, &m, act_ref(a, TELL_PERSON), ROLL_WAYS, act_text(a, TELL_CODE));
}

/* The last word counts: it may be said again and again. */
static enum rc tell_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[ATTENDANCE__N] = {
		[ATTENDANCE_MEETING] = value_id(act_ref(a, TELL_MEETING)),
		[ATTENDANCE_PERSON] = value_id(act_ref(a, TELL_PERSON)),
	};
	struct meeting m;
	struct hour hour;

	if (act_has(a, TELL_CODE))
		return with_code(c, a, ch);
	if (!meeting_get(c, act_ref(a, TELL_MEETING), &m) || !meeting_is_for(c, m.group, act_ref(a, TELL_PERSON)))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (m.day < zone_day(c->net->zone, a->acted_at))
		return fail(c, "meeting", "past", N_("Esa reunión ya pasó"));
	bool at = act_has(a, TELL_SAID) && !str_is(act_text(a, TELL_HOW), "not");
	if (at && !hour_read(c->mem, act_text(a, TELL_SAID), &hour))
		return fail(c, "at", "shape", N_("Escriba la hora, por ejemplo: 10:30, o 7 pm"));
	struct put *p = put_keyed(c, ch, &attendance_entity, key);
	if (p->create)
		put_id(p, ATTENDANCE_GROUP, m.group);
	put_text(p, ATTENDANCE_HOW, act_text(a, TELL_HOW));
	if (at)
		put_text(p, ATTENDANCE_AT, hour_show(c->mem, arrival(&hour, &m)));
	else if (p->stood->v[ATTENDANCE_AT].kind != V_NULL)
		put_set(p, ATTENDANCE_AT, value_null());
	return OK;
}

static struct str tell_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &attendance_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (change_find(t->change, &presence_entity))
		return roll_here_describe(c, t);
	if (!p || !record_get(c->db, c->schema, c->mem, &attendance_entity, c->net->id, p->id, r) ||
		!meeting_get(c, r->v[ATTENDANCE_MEETING].id, &m))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "topic", m.topic }, { "day", lang_date(c->mem, c->lang, m.day) } };
	return tr_named(c->mem, c->lang, N_("{who} avisó sobre «{topic}» del {day}"), pairs, ARRAY_LEN(pairs));
}

const struct action attendance_tell = {
	.name = "attendance.tell", .label = N_("Avisar"), .args = tell_args, .nargs = TELL__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(TELL_PERSON), .decide = tell_decide, .describe = tell_describe,
};
