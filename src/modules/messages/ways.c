/*
 * ways.c - what is done about gateways and about letters that did not go: price, ceiling, pace, closing; again, or not at
 * all. The rows are outside the journal, the deed is in it.
 */
#include "ways_own.h"

enum { MINUTE_MS = 60 * 1000, PACE_MOST = 6000 };

static const struct field set_args[] = {
	[SET_GATEWAY] = { "gateway", T_TEXT, F_REQUIRED, .label = N_("Vía de mensajes"), .max = 36, .privacy = P_NETWORK },
	[SET_HUNDRED] = { "hundred", T_MONEY, 0, .label = N_("Lo que cuestan 100 mensajes"), .min = 0, .max = 1000000,
		.privacy = P_NETWORK },
	[SET_CEILING] = { "ceiling", T_MONEY, 0, .label = N_("Lo más que se gasta al mes"), .min = 0, .max = 100000000,
		.privacy = P_NETWORK },
	[SET_MINUTE] = { "minute", T_INT, F_REQUIRED, .label = N_("Mensajes por minuto, cuando van a muchas"), .min = 1,
		.max = PACE_MOST, .privacy = P_NETWORK },
	[SET_CLOSED] = { "closed", T_BOOL, 0, .label = N_("Fuera de uso"), .privacy = P_NETWORK },
};

static bool asked(struct ctx *c, const struct act *a, struct gateway *g)
{
	struct id id;

	return id_parse(act_text(a, SET_GATEWAY), &id) && gateway_get(c, id, g);
}

static enum rc set_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct gateway g;
	const struct id nobody = { 0 };

	if (!a->own)
		return fail(c, NULL, "page", N_("Esto se hace en la página de esa vía"));
	if (!asked(c, a, &g))
		return fail(c, "gateway", "unknown", N_("Esa vía ya no está"));
	care_put(c, a, ch, c->net->id, "gateway", nobody);
	return OK;
}

static struct str set_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} cambió una vía de mensajes"), (const struct str_pair[]){ { "who", t->author } }, 1);
}

/* 100 messages in céntimos are tenths of a mill each. Empty boxes: unknown, and no ceiling. */
void gateway_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct gateway g;

	(void)o;
	if (!asked(c, a, &g))
		return;
	g.price_mills = act_has(a, SET_HUNDRED) ? act_int(a, SET_HUNDRED) / 10 : -1;
	g.ceiling_mills = act_has(a, SET_CEILING) ? act_int(a, SET_CEILING) * 10 : -1;
	g.pace_ms = MINUTE_MS / act_int(a, SET_MINUTE);
	g.closed = act_has(a, SET_CLOSED) && act_int(a, SET_CLOSED);
	gateway_put(c, &g);
}

const struct action gateway_set = {
	.name = "gateway.set", .label = N_("Guardar"), .args = set_args, .nargs = SET__N, .flags = ACT_SECRET,
	.decide = set_decide, .describe = set_describe,
};

/* ---- letters that did not go ---- */

static const struct field letter_args[] = {
	[CARE_TO_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[CARE_TO_MESSAGE] = { "message", T_TEXT, F_REQUIRED, .label = N_("Mensaje"), .max = 36, .privacy = P_GROUP },
};

static bool stuck(const struct message *m)
{
	return m->out && (str_is(m->state, "failed") || str_is(m->state, "held"));
}

static enum rc letter_decide(struct ctx *c, const struct act *a, struct change *ch, const char *what, const char *deed)
{
	struct message m;
	struct id group;

	if (!a->own)
		return fail(c, NULL, "page", N_("Esto se hace en la página de los mensajes que no salieron"));
	if (!desk_message(c, what, act_text(a, CARE_TO_MESSAGE), &m, &group) || !id_eq(group, act_ref(a, CARE_TO_GROUP)))
		return fail(c, "message", "unknown", N_("Ese mensaje ya no está"));
	if (!stuck(&m))
		return fail(c, "message", "moved", N_("Ese mensaje ya no espera aquí"));
	care_put(c, a, ch, group, deed, m.person);
	return OK;
}

static enum rc again_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	return letter_decide(c, a, ch, "message.again", "again");
}

static enum rc drop_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	return letter_decide(c, a, ch, "message.drop", "drop");
}

static struct str again_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} mandó otra vez un mensaje que no había salido"),
		(const struct str_pair[]){ { "who", t->author } }, 1);
}

static struct str drop_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} descartó un mensaje que no había salido"),
		(const struct str_pair[]){ { "who", t->author } }, 1);
}

void again_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct id id;

	(void)o;
	if (id_parse(act_text(a, CARE_TO_MESSAGE), &id))
		message_again(c, id);
}

void drop_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct id id;

	(void)o;
	if (id_parse(act_text(a, CARE_TO_MESSAGE), &id))
		message_drop(c, id);
}

const struct action message_again_act = {
	.name = "message.again", .label = N_("Mandar otra vez"), .args = letter_args, .nargs = ARRAY_LEN(letter_args),
	.flags = ACT_SECRET, .on = AT(CARE_TO_GROUP), .decide = again_decide, .describe = again_describe,
};

const struct action message_drop_act = {
	.name = "message.drop", .label = N_("Descartar"), .args = letter_args, .nargs = ARRAY_LEN(letter_args),
	.flags = ACT_SECRET, .on = AT(CARE_TO_GROUP), .decide = drop_decide, .describe = drop_describe,
};

/* ---- the module ---- */

static const struct action *const actions[] = { &gateway_set, &message_again_act, &message_drop_act, NULL };

/* Whoever answers for others sees whether messages go; what it may cost is for operators. */
static const struct rule rules[] = {
	{ "operator", REL_NETWORK, "gateway.set" },
	{ "operator", REL_NETWORK, "page:gateway" },
	{ "operator", REL_NETWORK, "page:gateways" },
	{ "coordinator", REL_NETWORK, "page:gateways" },
	{ "operator", REL_NETWORK, "page:letters" },
	{ "coordinator", REL_BELOW, "page:letters" },
	{ "coordinator", REL_AREA, "page:letters" },
	{ "operator", REL_NETWORK, "page:letter_again" },
	{ "coordinator", REL_BELOW, "page:letter_again" },
	{ "coordinator", REL_AREA, "page:letter_again" },
	{ "operator", REL_NETWORK, "page:letter_drop" },
	{ "coordinator", REL_BELOW, "page:letter_drop" },
	{ "coordinator", REL_AREA, "page:letter_drop" },
	{ "operator", REL_NETWORK, "message.again" },
	{ "coordinator", REL_BELOW, "message.again" },
	{ "coordinator", REL_AREA, "message.again" },
	{ "operator", REL_NETWORK, "message.drop" },
	{ "coordinator", REL_BELOW, "message.drop" },
	{ "coordinator", REL_AREA, "message.drop" },

	{ NULL, REL_ANYONE, NULL },
};

/* ---- on the first page ---- */

enum { COUNT_MAX = 99 };

static void waiting(struct task_list *l, const struct task *t)
{
	task_add(l, t, (struct task_told){ .count = waiting_count(l->c, COUNT_MAX) });
}

static void down(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct gateway *g = ARENA_ARRAY(c->mem, struct gateway, GATEWAYS_MAX);
	unsigned n = gateways_read(c, g);

	for (unsigned i = 0; i < n; i++) /* one that never spoke is being set up, until something waits for it */
		if (gateway_down(c, &g[i]) && (g[i].seen_at || message_counts(c, g[i].id).queued))
			task_add(l, t, (struct task_told){ .label = tr_fill(c->mem, c->lang, N_("No anda: %s"), g[i].name),
				.hint = tr(c->lang, N_("Los mensajes esperan. Mire qué hacer")) });
}

static void letters(struct task_list *l, const struct task *t)
{
	int64_t n = letters_count(l->c, COUNT_MAX);

	if (n)
		task_add(l, t, (struct task_told){ .count = n });
}

static const struct task tasks[] = {
	{ TASK_NOW, "aviso", N_("No anda"), NULL, "/pasarelas", .what = "page:gateways", .tell = down },
	{ TASK_NOW, "devuelto", N_("Mensajes que no salieron"), N_("Mándelos otra vez, o descártelos"), "/pasarelas/cartas",
		.what = "page:letters", .tell = letters },
	{ TASK_TODAY, "mensaje", N_("Conversaciones"), N_("Lo que la gente escribe, y su respuesta"), "/conversaciones",
		.what = "page:threads", .tell = waiting },
	{ TASK_LOOK, "datos", N_("Vías de mensajes"), N_("Si andan, cuánto gastan"), "/pasarelas", .what = "page:gateways" },
	{ .icon = NULL },
};

const struct module ways_module = {
	.name = "ways",
	.actions = actions,
	.rules = rules,
	.pages = ways_pages,
	.area = &(const struct area){ .name = "mensajes" },
	.tasks = tasks,
};
