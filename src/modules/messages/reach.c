/*
 * reach.c - a person's wishes about messages, as data; setting them.
 */
#include "reach_own.h"

#include "hour.h"
#include "message.h"

#define WHY N_("Para escribirle cuando usted quiere y con las palabras que usted quiere")

static const struct field reach_fields[] = {
	[REACH_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_PERSONAL,
		.purpose = WHY },
	[REACH_REMINDER_HOUR] = { "reminder_hour", T_INT, 0, .label = N_("Hora del recordatorio"), .min = 0, .max = 23,
		.privacy = P_PERSONAL, .purpose = WHY },
	[REACH_DISCREET] = { "discreet", T_BOOL, 0, .label = N_("Palabras discretas"), .privacy = P_PERSONAL, .purpose = WHY },
	[REACH_SUMMARY] = { "summary", T_BOOL, 0, .label = N_("Resumen de cada día"), .privacy = P_PERSONAL, .purpose = WHY },
};

static const struct entity_index reach_indexes[] = { { 1, { REACH_REMINDER_HOUR } }, { 1, { REACH_SUMMARY } } };

const struct entity reach_entity = {
	.name = "reach", .label = N_("Cuándo y cómo avisarle"), .plural = N_("Cuándo y cómo avisar"),
	.fields = reach_fields, .nfields = REACH__N, .subject = AT(REACH_PERSON), .put_action = "reach.set",
	.indexes = reach_indexes, .nindexes = ARRAY_LEN(reach_indexes),
};

static struct id reach_id(struct ctx *c, struct id person)
{
	const struct value key[REACH__N] = { [REACH_PERSON] = value_id(person) };

	return entity_key_id(&reach_entity, c->net->id, key);
}

struct reach reach_of(struct ctx *c, struct id person)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct reach none = { .reminder_hour = -1 };

	if (id_is_zero(person) || !record_get(c->db, c->schema, c->mem, &reach_entity, c->net->id, reach_id(c, person), r) || !r->born)
		return none;
	return (struct reach){
		.reminder_hour = r->v[REACH_REMINDER_HOUR].kind == V_INT ? (int)r->v[REACH_REMINDER_HOUR].i : -1,
		.discreet = r->v[REACH_DISCREET].kind == V_INT && r->v[REACH_DISCREET].i,
		.summary = r->v[REACH_SUMMARY].kind == V_INT && r->v[REACH_SUMMARY].i,
	};
}

struct str reach_hour(struct ctx *c, int hour)
{
	return hour_show(c->mem, hour * 60);
}

static const struct field set_args[] = {
	[SET_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[SET_WHEN] = { "when", T_TEXT, 0, .label = N_("A qué hora"), .help = N_("Por ejemplo: 7 am"), .max = 120,
		.privacy = P_PERSONAL, .purpose = WHY },
	[SET_HOUR] = { "reminder_hour", T_INT, 0, .label = N_("Hora del recordatorio"), .help = N_("De 0 a 23; vacío: ninguno"),
		.min = 0, .max = 23, .privacy = P_PERSONAL, .purpose = WHY },
	[SET_DISCREET] = { "discreet", T_BOOL, 0, .label = N_("Palabras discretas"), .privacy = P_PERSONAL, .purpose = WHY },
	[SET_SUMMARY] = { "summary", T_BOOL, 0, .label = N_("Resumen de cada día"), .privacy = P_PERSONAL, .purpose = WHY },
};

static enum rc set_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[REACH__N] = { [REACH_PERSON] = a->v[SET_PERSON] };
	bool some = act_has(a, SET_WHEN) || a->given[SET_HOUR] || act_has(a, SET_DISCREET) || act_has(a, SET_SUMMARY);
	struct hour hour;

	if (!some)
		return fail(c, NULL, "required", N_("Diga qué quiere cambiar"));
	if (act_has(a, SET_WHEN) && !hour_read(c->mem, act_text(a, SET_WHEN), &hour))
		return fail(c, "when", "shape", N_("Escriba la hora, por ejemplo: 7 am"));
	struct put *p = put_keyed(c, ch, &reach_entity, key);
	if (act_has(a, SET_WHEN))
		put_int(p, REACH_REMINDER_HOUR, hour.minute / 60);
	else if (a->given[SET_HOUR] && (act_has(a, SET_HOUR) || p->stood->v[REACH_REMINDER_HOUR].kind != V_NULL))
		put_set(p, REACH_REMINDER_HOUR, a->v[SET_HOUR]);
	if (act_has(a, SET_DISCREET))
		put_set(p, REACH_DISCREET, a->v[SET_DISCREET]);
	if (act_has(a, SET_SUMMARY))
		put_set(p, REACH_SUMMARY, a->v[SET_SUMMARY]);
	return OK;
}

static struct str set_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} eligió cuándo y cómo se le escribe"),
		(const struct str_pair[]){ { "who", t->author } }, 1);
}

const struct action reach_set = {
	.name = "reach.set", .label = N_("Guardar"), .args = set_args, .nargs = SET__N, .flags = ACT_LOW_RISK,
	.on = AT(SET_PERSON), .decide = set_decide, .describe = set_describe,
};

/* ---- the module ---- */

static bool discreet(struct ctx *c, struct id person)
{
	return reach_of(c, person).discreet;
}

static bool reminded(struct ctx *c, struct id person)
{
	return reach_of(c, person).reminder_hour >= 0;
}

/* Each for herself. */
static const struct rule rules[] = {
	{ NULL, REL_SELF, "reach.set" },
	{ NULL, REL_SELF, "page:reach" },
	{ NULL, REL_ANYONE, NULL },
};

static const struct task tasks[] = {
	{ TASK_SELF, "mensaje", N_("Mensajes a mi teléfono"), N_("A qué hora y con qué palabras"), "/avisarme", .what = "page:reach" },
	{ .icon = NULL },
};

static const struct text_care care = { .discreet = discreet, .reminded = reminded };
static const struct entity *const entities[] = { &reach_entity, NULL };
static const struct action *const actions[] = { &reach_set, NULL };
static struct query_set *const queries[] = { &reach_sql, NULL };

const struct module reach_module = {
	.name = "reach",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = reach_pages,
	.tasks = tasks,
	.commands = reach_commands,
	.jobs = reminder_jobs,
	.care = &care,
};
