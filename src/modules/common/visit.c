/* visit.c - what a visit is: planning or noting one, holding it, taking it out; and the module's descriptor. */
#include "visit.h"

#include "agreement.h"
#include "attachment.h"
#include "forms.h"
#include "people.h"
#include "visits_sql.h"

enum { AHEAD_DAYS = 366 };

const struct choice visit_kinds[] = {
	{ "kitchen", N_("A la cocina"), "cocina", NULL },
	{ "health", N_("De salud"), "salud", NULL },
	{ "workshop", N_("Taller"), "taller", NULL },
	{ "garden", N_("Al huerto"), "huerto|biohuerto", NULL },
	{ "home", N_("A una casa"), "casa|hogar", NULL },
	{ "other", N_("Otra"), "otra|otro", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field fields[] = {
	[VISIT_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[VISIT_DAY] = { "day", T_DATE, F_KEY | F_REQUIRED | F_FILTER | F_SORT, .label = N_("Día"), .privacy = P_NETWORK },
	[VISIT_KIND] = { "kind", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Qué visita"), .choices = visit_kinds,
		.privacy = P_NETWORK },
	[VISIT_TOPIC] = { "topic", T_TEXT, 0, .label = N_("Para qué"), .max = 200, .privacy = P_GROUP },
	[VISIT_FORM] = { "form", T_REF, 0, .label = N_("Lista de la visita"), .ref = "form", .privacy = P_NETWORK },
	[VISIT_VISITOR] = { "visitor", T_REF, F_DERIVED, .label = N_("Quién visita"), .ref = "person", .privacy = P_GROUP },
	[VISIT_RECEIVED] = { "received", T_TEXT, 0, .label = N_("Quién recibió"), .max = 120, .privacy = P_GROUP },
	[VISIT_HELD] = { "held", T_BOOL, F_DERIVED | F_FILTER, .label = N_("Se hizo"), .privacy = P_NETWORK },
	[VISIT_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Lo que se vio"), .max = 1000, .privacy = P_GROUP },
	[VISIT_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulada"), .privacy = P_NETWORK },
};

static const struct entity_index indexes[] = { { 2, { VISIT_GROUP, VISIT_DAY } }, { 1, { VISIT_DAY } }, { 2, { VISIT_HELD, VISIT_DAY } } };

const struct entity visit_entity = {
	.name = "visit", .label = N_("Visita"), .plural = N_("Visitas"), .fields = fields, .nfields = VISIT__N,
	.group = AT(VISIT_GROUP), .day = AT(VISIT_DAY), .voided = AT(VISIT_VOIDED), .put_action = "visit.note", .indexes = indexes,
	.nindexes = ARRAY_LEN(indexes),
};

const struct rule visit_rules[] = {
	{ "operator", REL_NETWORK, "visit.note" },
	{ "coordinator", REL_GROUP, "visit.note" },
	{ "coordinator", REL_BELOW, "visit.note" },
	{ "coordinator", REL_AREA, "visit.note" },
	{ "health_worker", REL_GROUP, "visit.note" },
	{ "facilitator", REL_GROUP, "visit.note" },

	{ "operator", REL_NETWORK, "visit.hold" },
	{ "coordinator", REL_GROUP, "visit.hold" },
	{ "coordinator", REL_BELOW, "visit.hold" },
	{ "coordinator", REL_AREA, "visit.hold" },
	{ "health_worker", REL_GROUP, "visit.hold" },
	{ "facilitator", REL_GROUP, "visit.hold" },

	{ "operator", REL_NETWORK, "visit.void" },
	{ "coordinator", REL_GROUP, "visit.void" },
	{ "coordinator", REL_BELOW, "visit.void" },
	{ "coordinator", REL_AREA, "visit.void" },
	{ "health_worker", REL_GROUP, "visit.void" },
	{ "facilitator", REL_GROUP, "visit.void" },

	/* Whoever is visited sees what was seen at hers. */
	{ "operator", REL_NETWORK, "page:visits" },
	{ "coordinator", REL_GROUP, "page:visits" },
	{ "coordinator", REL_BELOW, "page:visits" },
	{ "coordinator", REL_AREA, "page:visits" },
	{ "leader", REL_GROUP, "page:visits" },
	{ "cook", REL_GROUP, "page:visits" },
	{ "health_worker", REL_GROUP, "page:visits" },
	{ "facilitator", REL_GROUP, "page:visits" },

	{ "operator", REL_NETWORK, "page:visit" },
	{ "coordinator", REL_GROUP, "page:visit" },
	{ "coordinator", REL_BELOW, "page:visit" },
	{ "coordinator", REL_AREA, "page:visit" },
	{ "leader", REL_GROUP, "page:visit" },
	{ "cook", REL_GROUP, "page:visit" },
	{ "health_worker", REL_GROUP, "page:visit" },
	{ "facilitator", REL_GROUP, "page:visit" },

	{ NULL, REL_ANYONE, NULL },
};

struct str visit_about(struct ctx *c, struct id visit)
{
	return attachment_about(c, "visit", visit);
}

/* ---- planning or noting ---- */

enum { NOTE_GROUP, NOTE_DAY, NOTE_KIND, NOTE_TOPIC, NOTE_FORM, NOTE__N };

static const struct field note_args[] = {
	[NOTE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("A quién se visita"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina|grupo" },
	[NOTE_DAY] = { "day", T_DATE, 0, .label = N_("Día"), .help = N_("Hoy, si no dice otro. Puede ser un día que todavía llega"),
		.otherwise = "today", .privacy = P_NETWORK, .aliases = "fecha|dia" },
	[NOTE_KIND] = { "kind", T_ENUM, 0, .label = N_("Qué visita"), .choices = visit_kinds, .otherwise = "kitchen", .privacy = P_NETWORK,
		.aliases = "clase" },
	[NOTE_TOPIC] = { "topic", T_TEXT, 0, .label = N_("Para qué"), .max = 200, .privacy = P_GROUP },
	[NOTE_FORM] = { "form", T_REF, 0, .label = N_("Lista de la visita"), .ref = "form", .privacy = P_NETWORK },
};

/* The put of that visit, its day known to come or to have come. */
static struct put *put_visit(struct ctx *c, struct change *ch, struct id group, int64_t day, struct str kind, int64_t now_day)
{
	const struct value key[VISIT__N] = { [VISIT_GROUP] = value_id(group), [VISIT_DAY] = value_int(day), [VISIT_KIND] = value_text(kind) };
	struct put *p = put_keyed(c, ch, &visit_entity, key);

	put_int(p, VISIT_VOIDED, 0);
	if (p->create) {
		put_int(p, VISIT_HELD, day <= now_day);
		if (!id_is_zero(c->who->person))
			put_id(p, VISIT_VISITOR, c->who->person);
	}
	return p;
}

static void put_form(struct ctx *c, struct put *p, bool said, struct id form)
{
	if (said || (p->create && form_for(c, "visit", &form)))
		put_id(p, VISIT_FORM, form);
}

static enum rc note_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t now_day = zone_day(c->net->zone, a->acted_at), day = act_int(a, NOTE_DAY);
	struct form_now form;

	if (day > now_day + AHEAD_DAYS)
		return fail(c, "day", "future", N_("Ese día está a más de un año; revise la fecha"));
	if (act_has(a, NOTE_FORM) && !form_latest(c, act_ref(a, NOTE_FORM), &form))
		return fail(c, "form", "unknown", N_("Ese formulario todavía no está publicado"));
	struct put *p = put_visit(c, ch, act_ref(a, NOTE_GROUP), day, act_text(a, NOTE_KIND), now_day);
	put_form(c, p, act_has(a, NOTE_FORM), act_has(a, NOTE_FORM) ? act_ref(a, NOTE_FORM) : (struct id){ 0 });
	if (act_has(a, NOTE_TOPIC))
		put_text(p, VISIT_TOPIC, act_text(a, NOTE_TOPIC));
	return OK;
}

static struct str told_of(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &visit_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str_pair with[] = { { "who", t->author }, { "what", STR("") }, { "day", STR("") } };

	if (p && record_get(c->db, c->schema, c->mem, &visit_entity, t->change->network, p->id, r) && r->v[VISIT_GROUP].kind == V_ID) {
		with[1].value = title_now(c, &group_entity, r->v[VISIT_GROUP].id);
		with[2].value = lang_date_short(c->mem, c->lang, r->v[VISIT_DAY].i);
	}
	return tr_named(c->mem, c->lang, msgid, with, 3);
}

static struct str note_describe(struct ctx *c, const struct told *t)
{
	return told_of(c, t, N_("{who} anotó la visita del {day} a {what}"));
}

const struct action visit_note = {
	.name = "visit.note", .label = N_("Anotar la visita"), .args = note_args, .nargs = NOTE__N, .flags = ACT_REPORT,
	.on = AT(NOTE_GROUP), .edits = &visit_entity, .decide = note_decide, .describe = note_describe,
};

/* ---- holding ---- */

enum { HOLD_VISIT, HOLD_RECEIVED, HOLD_NOTE, HOLD_NEXT, HOLD__N };

static const struct field hold_args[] = {
	[HOLD_VISIT] = { "visit", T_REF, F_REQUIRED, .label = N_("Visita"), .ref = "visit", .privacy = P_NETWORK },
	[HOLD_RECEIVED] = { "received", T_TEXT, 0, .label = N_("Quién recibió"), .max = 120, .privacy = P_GROUP },
	[HOLD_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Lo que se vio"), .max = 1000, .privacy = P_GROUP },
	[HOLD_NEXT] = { "next", T_DATE, 0, .label = N_("Próxima visita"), .help = N_("Si quedaron en un día"), .privacy = P_NETWORK },
};

static bool standing(struct ctx *c, struct id id, struct record *r)
{
	return record_get(c->db, c->schema, c->mem, &visit_entity, c->net->id, id, r) && r->born &&
		!(r->v[VISIT_VOIDED].kind == V_INT && r->v[VISIT_VOIDED].i);
}

static enum rc hold_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	int64_t now_day = zone_day(c->net->zone, a->acted_at);

	if (!standing(c, act_ref(a, HOLD_VISIT), r))
		return fail(c, "visit", "unknown", N_("Esa visita ya no está"));
	if (r->v[VISIT_DAY].i > now_day)
		return fail(c, "visit", "future", N_("El día de esa visita todavía no llega"));
	if (act_has(a, HOLD_NEXT) && (act_int(a, HOLD_NEXT) <= r->v[VISIT_DAY].i || act_int(a, HOLD_NEXT) > now_day + AHEAD_DAYS))
		return fail(c, "next", "range", N_("La próxima visita va después de esta, y antes de un año"));
	struct put *p = change_put(ch, &visit_entity, r->id, false);
	put_stood(p, r);
	put_int(p, VISIT_HELD, 1);
	if (act_has(a, HOLD_RECEIVED))
		put_text(p, VISIT_RECEIVED, act_text(a, HOLD_RECEIVED));
	if (act_has(a, HOLD_NOTE))
		put_text(p, VISIT_NOTE, act_text(a, HOLD_NOTE));
	if (act_has(a, HOLD_NEXT)) {
		struct put *next = put_visit(c, ch, r->v[VISIT_GROUP].id, act_int(a, HOLD_NEXT), r->v[VISIT_KIND].s, now_day);
		put_form(c, next, r->v[VISIT_FORM].kind == V_ID, r->v[VISIT_FORM].id);
	}
	return OK;
}

static struct str hold_describe(struct ctx *c, const struct told *t)
{
	return told_of(c, t, N_("{who} hizo la visita del {day} a {what}"));
}

const struct action visit_hold = {
	.name = "visit.hold", .label = N_("Guardar la visita"), .args = hold_args, .nargs = HOLD__N, .flags = ACT_REPORT,
	.on = AT(HOLD_VISIT), .edits = &visit_entity, .decide = hold_decide, .describe = hold_describe,
};

static const struct field void_args[] = {
	{ "visit", T_REF, F_REQUIRED, .label = N_("Visita"), .ref = "visit", .privacy = P_NETWORK },
	{ "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .max = 300, .privacy = P_GROUP },
};

/* What was answered and agreed on it stays; it is the visit that was not, or is not to be. */
static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!standing(c, act_ref(a, 0), r))
		return fail(c, "visit", "unknown", N_("Esa visita ya no está"));
	struct put *p = change_put(ch, &visit_entity, r->id, false);
	put_int(p, VISIT_VOIDED, 1);
	put_text(p, VISIT_NOTE, act_text(a, 1));
	return OK;
}

static struct str void_describe(struct ctx *c, const struct told *t)
{
	return told_of(c, t, N_("{who} anuló la visita del {day} a {what}"));
}

const struct action visit_void = {
	.name = "visit.void", .label = N_("Anular la visita"), .args = void_args, .nargs = ARRAY_LEN(void_args), .on = AT(0),
	.decide = void_decide, .describe = void_describe,
};
