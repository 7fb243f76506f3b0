/*
 * desk_care.c - a coordinator answers, or puts a message away: the deed is a change, the words are not.
 *
 * The journal keeps that she answered somebody of a group on a day; what she wrote is a row of core/message.h and goes
 * with the rest after ninety days. That row is written in the same transaction, by the page's `along`; so these
 * actions are asked for by their pages alone, who leave it in act->own.
 */
#include "desk_own.h"

#define WHY N_("Para que se sepa quién atendió a quién")

static const struct choice deeds[] = {
	{ "answer", N_("respondió"), NULL, NULL },
	{ "aside", N_("apartó"), NULL, NULL },
	{ "again", N_("mandó otra vez"), NULL, NULL },
	{ "drop", N_("descartó"), NULL, NULL },
	{ "gateway", N_("cambió una vía de mensajes"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field care_fields[] = {
	[CARE_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[CARE_WHAT] = { "what", T_ENUM, F_REQUIRED, .label = N_("Qué hizo"), .choices = deeds, .privacy = P_GROUP },
	[CARE_DAY] = { "day", T_DATE, F_REQUIRED | F_FILTER, .label = N_("Día"), .privacy = P_GROUP },
	[CARE_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién"), .ref = "person", .privacy = P_GROUP },
	[CARE_PERSON] = { "person", T_REF, 0, .label = N_("A quién"), .ref = "person", .privacy = P_PERSONAL, .purpose = WHY,
		.retention_days = 365 },
};

const struct entity care_entity = {
	.name = "message_care", .label = N_("Mensaje atendido"), .plural = N_("Mensajes atendidos"),
	.fields = care_fields, .nfields = CARE__N, .group = AT(CARE_GROUP), .subject = AT(CARE_PERSON), .day = AT(CARE_DAY),
	.event = true, .put_action = "message.answer",
};

void care_put(struct ctx *c, const struct act *a, struct change *ch, struct id group, const char *what, struct id person)
{
	struct put *p = change_put(ch, &care_entity, a->id, true);

	put_id(p, CARE_GROUP, group);
	put_text(p, CARE_WHAT, str_c(what));
	put_int(p, CARE_DAY, zone_day(c->net->zone, a->acted_at));
	put_set(p, CARE_AUTHOR, id_is_zero(c->who->person) ? value_null() : value_id(c->who->person));
	if (!id_is_zero(person))
		put_id(p, CARE_PERSON, person);
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &care_entity);
	const struct value *group = p ? put_get(p, CARE_GROUP) : NULL;

	return tr_named(c->mem, c->lang, msgid, (const struct str_pair[]){ { "who", t->author },
		{ "group", group && group->kind == V_ID ? title_now(c, &group_entity, group->id) : STR("") } }, 2);
}

static const struct field answer_args[] = {
	[CARE_TO_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[CARE_TO_MESSAGE] = { "message", T_TEXT, F_REQUIRED, .label = N_("Mensaje"), .max = 36, .privacy = P_PERSONAL, .purpose = WHY },
	[CARE_TO_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Su respuesta"), .max = ANSWER_MAX, .privacy = P_PERSONAL,
		.purpose = WHY },
};

/* The message is somebody's of that group, for whom the actor answers; to anybody else it does not exist. */
static enum rc judge(struct ctx *c, const struct act *a, const char *what, struct message *m)
{
	struct id group;

	if (!a->own)
		return fail(c, NULL, "page", N_("Esto se hace en la página de la conversación"));
	if (!desk_message(c, what, act_text(a, CARE_TO_MESSAGE), m, &group) || !id_eq(group, act_ref(a, CARE_TO_GROUP)))
		return fail(c, "message", "unknown", N_("Ese mensaje ya no está"));
	return OK;
}

void care_prepare(struct page_call *p, struct act *a)
{
	(void)p;
	a->own = a;
}

static enum rc answer_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct message m;
	struct thread t;
	struct gateway g;
	struct str address;

	if (judge(c, a, "message.answer", &m) != OK)
		return INVALID;
	if (!thread_get(c, m.address, &t) || !thread_way(c, &t, &g, &address))
		return fail(c, "text", "no_way", N_("Ahora no hay por dónde mandarle un mensaje. Llámela"));
	care_put(c, a, ch, act_ref(a, CARE_TO_GROUP), "answer", m.person);
	return OK;
}

static struct str answer_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} respondió un mensaje de {group}"));
}

static enum rc aside_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct message m;

	if (judge(c, a, "message.aside", &m) != OK)
		return INVALID;
	care_put(c, a, ch, act_ref(a, CARE_TO_GROUP), "aside", m.person);
	return OK;
}

static struct str aside_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} apartó un mensaje que no era para nosotros"));
}

const struct action message_answer = {
	.name = "message.answer", .label = N_("Responder"), .args = answer_args, .nargs = CARE_TO__N, .flags = ACT_SECRET,
	.on = AT(CARE_TO_GROUP), .decide = answer_decide, .describe = answer_describe,
};

const struct action message_aside = {
	.name = "message.aside", .label = N_("No es para nosotros"), .args = answer_args, .nargs = CARE_TO_TEXT, .flags = ACT_SECRET,
	.on = AT(CARE_TO_GROUP), .decide = aside_decide, .describe = aside_describe,
};
