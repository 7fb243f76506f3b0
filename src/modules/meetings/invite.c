/*
 * invite.c - the module's descriptor: who may what, what is said by message, the door of a meeting.
 */
#include "invite_own.h"

static enum rc complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	(void)candidates_out, (void)max;
	*n_out = 0;
	*arg_out = WISH_PERSON;
	a->v[WISH_PERSON] = value_id(c->who->person);
	a->given[WISH_PERSON] = true;
	return OK;
}

static struct str answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return tr(c->lang, str_is(act_text(a, WISH_WAY), "page") ?
		N_("Listo: las reuniones solo se ven en su página. Para lo contrario: avisos de reuniones") :
		N_("Listo: le avisamos de las reuniones por mensaje. Para dejarlo: sin avisos de reuniones"));
}

const struct text_command invite_commands[] = {
	{
		.action = "meeting.wish",
		.words = "sin avisos de reuniones|sin avisos de reunion|no quiero avisos de reuniones|ya no me avisen de reuniones|"
			 "no me avisen de las reuniones|sin invitaciones a reuniones",
		.sets = AT(WISH_WAY), .sets_text = "page", .means = N_("No quiere mensajes de reuniones"), .complete = complete, .answer = answer,
	},
	{
		.action = "meeting.wish",
		.words = "avisos de reuniones|con avisos de reuniones|quiero avisos de reuniones|avisenme de las reuniones|"
			 "quiero que me avisen de las reuniones",
		.sets = AT(WISH_WAY), .sets_text = "message", .means = N_("Quiere mensajes de reuniones"), .complete = complete, .answer = answer,
	},
	{ .words = NULL },
};

/* Who may call a meeting says what is told of it. */
#define CALLERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	CALLERS("invite.rule"),
	CALLERS("page:invite_rule"),
	CALLERS("meeting.leaf"),
	{ NULL, REL_SELF, "meeting.wish" },
	{ NULL, REL_SELF, "page:meeting_wish" },
	{ NULL, REL_SELF, "page:meeting_invite" },
	{ NULL, REL_SELF, "page:meeting_poster" },
	{ NULL, REL_SELF, "page:bulletin" },
	{ NULL, REL_ANYONE, "page:leaf" }, /* only what was opened by who may call the meeting */
	{ NULL, REL_ANYONE, NULL },
};

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	(void)url_out;
	*hint_out = tr(c->lang, N_("Texto para reenviar y afiche"));
	return m->day >= today(c);
}

const struct meeting_door invite_door = { .icon = "invitar", .label = N_("Invitar"), .tell = door_tell, .below = "invitar" };

static const struct task tasks[] = {
	{ TASK_LOOK, "papel", N_("La semana"), N_("Reuniones y acuerdos, para reenviar"), "/reuniones/boletin", .what = "page:bulletin" },
	{ .icon = NULL },
};

static const struct entity *const entities[] = { &invite_rule_entity, &meeting_wish_entity, &meeting_leaf_entity, NULL };
static const struct action *const actions[] = { &invite_rule_set, &meeting_wish_set, &meeting_leaf_set, NULL };
static struct query_set *const queries[] = { &invite_sql, NULL };

const struct module invite_module = {
	.name = "invite",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = invite_pages,
	.area = &(const struct area){ .name = "reuniones" },
	.tasks = tasks,
	.commands = invite_commands,
	.jobs = invite_jobs,
	.digest = invite_digest,
	.samples = invite_samples,
	.live = invite_live,
};
