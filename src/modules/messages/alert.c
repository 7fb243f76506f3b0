/*
 * alert.c - something grave was written: noted for the team on duty, taken by one of it, closed.
 */
#include "alert_own.h"

#include "alerts_sql.h"
#include "civil.h"
#include "message.h"
#include "people.h"
#include "utf8.h"

#define WHY N_("Para que quien está de guardia acompañe a quien lo necesita, y nadie más se entere")

enum { TEXT_MAX = 1800, KEPT_MAX = 1700 };

static const struct field alert_fields[] = {
	[ALERT_TEAM] = { "team", T_REF, 0, .label = N_("Equipo"), .ref = "team", .privacy = P_SEALED, .purpose = WHY },
	[ALERT_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_SEALED, .purpose = WHY },
	[ALERT_AT] = { "at", T_INSTANT, F_DERIVED, .label = N_("Cuándo"), .privacy = P_SEALED, .purpose = WHY },
	[ALERT_TEXT] = { "text", T_SEALED, F_WIDE, .label = N_("Lo que se escribió"), .max = TEXT_MAX, .seals = "team",
		.privacy = P_SEALED, .purpose = WHY },
	[ALERT_TAKEN_BY] = { "taken_by", T_REF, F_DERIVED, .label = N_("Quién lo atiende"), .ref = "person",
		.privacy = P_SEALED, .purpose = WHY },
	[ALERT_TAKEN_AT] = { "taken_at", T_INSTANT, F_DERIVED, .label = N_("Desde cuándo"), .privacy = P_SEALED, .purpose = WHY },
	[ALERT_CLOSED_AT] = { "closed_at", T_INSTANT, F_DERIVED, .label = N_("Cerrado"), .privacy = P_SEALED, .purpose = WHY },
};

static const struct entity_index alert_indexes[] = { { 2, { ALERT_TEAM, ALERT_AT } } };

const struct entity alert_entity = {
	.name = "alert", .label = N_("Aviso reservado"), .plural = N_("Avisos reservados"), .fields = alert_fields,
	.nfields = ALERT__N, .group = AT(ALERT_GROUP), .put_action = "alert.raise",
	.indexes = alert_indexes, .nindexes = ARRAY_LEN(alert_indexes),
};

/* ---- raising: the machine's alone, no role may ---- */

enum { RAISE_TEAM, RAISE_TEXT, RAISE__N };

static const struct field raise_args[] = {
	[RAISE_TEAM] = { "team", T_REF, 0, .label = N_("Equipo"), .ref = "team", .privacy = P_NETWORK },
	[RAISE_TEXT] = { "text", T_SEALED, F_WIDE, .label = N_("Lo que se escribió"), .max = TEXT_MAX, .seals = "team",
		.privacy = P_SEALED, .purpose = WHY },
};

static enum rc raise_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct put *p = change_put(ch, &alert_entity, a->id, true);
	struct team t;

	put_int(p, ALERT_AT, a->acted_at);
	if (!act_has(a, RAISE_TEAM) || !team_get(c, act_ref(a, RAISE_TEAM), &t))
		return OK;
	put_id(p, ALERT_TEAM, t.id);
	put_id(p, ALERT_GROUP, t.group);
	if (act_has(a, RAISE_TEXT))
		put_text(p, ALERT_TEXT, act_text(a, RAISE_TEXT));
	return OK;
}

static struct str raise_describe(struct ctx *c, const struct told *t)
{
	(void)t;
	return tr(c->lang, N_("Llegó un aviso reservado"));
}

const struct action alert_raise = {
	.name = "alert.raise", .label = N_("Avisar"), .args = raise_args, .nargs = RAISE__N, .flags = ACT_SECRET,
	.decide = raise_decide, .describe = raise_describe,
};

/* ---- taking and closing ---- */

static const struct field one_args[] = {
	{ "alert", T_REF, F_REQUIRED, .label = N_("Aviso reservado"), .ref = "alert", .privacy = P_NETWORK },
};

bool alert_hers(struct ctx *c, struct id alert, struct record *r, struct team *t)
{
	if (!record_get(c->db, c->schema, c->mem, &alert_entity, c->net->id, alert, r) || !r->born)
		return false;
	if (r->v[ALERT_TEAM].kind != V_ID)
		return member_as(c, "operator") != NULL;
	return team_get(c, r->v[ALERT_TEAM].id, t) && team_part_here(c, t) == PART_MEMBER;
}

static enum rc mine(struct ctx *c, const struct act *a, struct record *r)
{
	struct team t;

	if (!alert_hers(c, act_ref(a, 0), r, &t))
		return fail_with(c, "alert", "unknown", N_("No encontramos «%s»"), id_text(c->mem, act_ref(a, 0)));
	if (r->v[ALERT_CLOSED_AT].kind == V_INT)
		return fail(c, "alert", "already", N_("Ese aviso ya está cerrado"));
	return OK;
}

static enum rc take_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (mine(c, a, r) != OK)
		return INVALID;
	if (r->v[ALERT_TAKEN_BY].kind == V_ID && !id_eq(r->v[ALERT_TAKEN_BY].id, c->who->person))
		return fail_with(c, "alert", "taken", N_("Ya lo atiende %s"), person_name(c, r->v[ALERT_TAKEN_BY].id));
	struct put *p = change_put(ch, &alert_entity, r->id, false);
	put_id(p, ALERT_TAKEN_BY, c->who->person);
	put_int(p, ALERT_TAKEN_AT, a->acted_at);
	return OK;
}

static enum rc close_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (mine(c, a, r) != OK)
		return INVALID;
	put_int(change_put(ch, &alert_entity, r->id, false), ALERT_CLOSED_AT, a->acted_at);
	return OK;
}

static struct str take_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s atiende un aviso reservado"), t->author);
}

static struct str close_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s cerró un aviso reservado"), t->author);
}

const struct action alert_take = {
	.name = "alert.take", .label = N_("Yo lo atiendo"), .args = one_args, .nargs = ARRAY_LEN(one_args), .flags = ACT_SECRET,
	.decide = take_decide, .describe = take_describe,
};

const struct action alert_close = {
	.name = "alert.close", .label = N_("Cerrar el aviso"), .args = one_args, .nargs = ARRAY_LEN(one_args),
	.flags = ACT_SECRET, .decide = close_decide, .describe = close_describe,
};

/* ---- for the channel (core/text.h) ---- */

/* As many whole signs as the sealed field takes, and none that no page can show. */
static void add_fitting(struct buf *b, struct str s)
{
	for (size_t at = 0; at < s.n && b->n < KEPT_MAX;) {
		uint32_t cp = utf8_next(s, &at);
		if (cp >= 0x20 || cp == '\n')
			buf_utf8(b, cp);
	}
}

/* The number, what it is about, what was written. Sealed here: in clear it is no argument of any act. */
static struct act *alarm(struct ctx *c, struct id id, const char *kind, struct str from, struct str text)
{
	struct act *a = act_new(c, &alert_raise, id);
	struct buf b = buf_new(c->mem, KEPT_MAX + 8);
	struct str sealed;
	struct team t;

	if (!duty_team(c, c->now, &t))
		return a;
	add_fitting(&b, from);
	buf_char(&b, '\n');
	buf_add(&b, choice_label(c, help_line_kinds, str_c(kind)));
	buf_char(&b, '\n');
	add_fitting(&b, text);
	if (!seal_text(c->mem, &t.key, id, buf_str(&b), &sealed))
		return a; /* no memory for it: that somebody wrote is still told */
	act_arg(c, a, STR("team"), id_text(c->mem, t.id));
	act_arg(c, a, STR("text"), sealed);
	sodium_memzero(b.p, b.n);
	return a;
}

static void alarmed(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct put *p = change_find(o->change, &alert_entity);
	const struct value *team = p ? put_get(p, ALERT_TEAM) : NULL;
	struct id who[DUTY_PEOPLE];
	struct team t;

	if (!team || !team_get(c, team->id, &t))
		return;
	unsigned n = duty_people(c, &t, a->acted_at, who);
	for (unsigned i = 0; i < n; i++) {
		const struct str piece[] = { STR("ayni duty"), id_bytes(&p->id), id_bytes(&who[i]) };
		if (!message_queue(c, &(struct message){ .id = id_derive(0, piece, ARRAY_LEN(piece)), .person = who[i],
			.kind = STR("alert"), .text = tr(c->lang, N_("Tiene un aviso en Ayni. Entre cuando pueda.")) }))
			continue; /* no way leads to her: her home page tells */
	}
}

static struct str lines(struct ctx *c, const char *kind)
{
	return help_line_of(c, str_c(kind));
}

static const struct text_care care = { .lines = lines, .alarm = alarm, .alarmed = alarmed };

/* ---- the module ---- */

static const struct entity *const entities[] = { &alert_entity, &duty_entity, &help_line_entity, NULL };
static const struct action *const actions[] = { &alert_raise, &alert_take, &alert_close, &duty_set, &duty_end,
	&help_line_set, NULL };
static struct query_set *const queries[] = { &alerts_sql, NULL };

static const struct task tasks[] = {
	{ TASK_NOW, "candado", N_("Avisos"), N_("Alguien escribió: mírelo cuando pueda"), "/avisos", .what = "page:alerts", .tell = alerts_task },
	{ TASK_WORK, "dia", N_("Guardia"), N_("Quién recibe los avisos, qué día y a qué hora"), "/guardia", .what = "page:duty" },
	{ TASK_WORK, "llamar", N_("Números de ayuda"), N_("Lo que se contesta al momento cuando algo es grave"), "/guardia/lineas",
		.what = "page:help_lines" },
	{ .icon = NULL },
};

const struct module alerts_module = {
	.name = "alerts", .entities = entities, .actions = actions, .rules = alert_rules, .queries = queries,
	.pages = alert_pages, .area = &(const struct area){ .name = "cuidado" }, .tasks = tasks, .care = &care,
};
