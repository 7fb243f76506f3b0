/*
 * broadcast.c - a broadcast as data: sent, and stopped on the way.
 */
#include "broadcast.h"

#include "broadcast_sql.h"

static const struct choice onlys[] = {
	{ "silent", N_("las que hoy no avisaron de su olla"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field broadcast_fields[] = {
	[BROADCAST_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[BROADCAST_PLACE] = { "place", T_REF, 0, .label = N_("Distrito"), .ref = "place", .privacy = P_GROUP },
	[BROADCAST_ROLE] = { "role", T_ENUM, 0, .label = N_("Cargo"), .choices = roles, .privacy = P_GROUP },
	[BROADCAST_ONLY] = { "only", T_ENUM, 0, .label = N_("Solo"), .choices = onlys, .privacy = P_GROUP },
	[BROADCAST_AT] = { "at", T_INSTANT, F_REQUIRED, .label = N_("Cuándo"), .privacy = P_GROUP },
	[BROADCAST_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién"), .ref = "person", .privacy = P_GROUP },
	[BROADCAST_PEOPLE] = { "people", T_INT, F_DERIVED, .label = N_("Personas"), .min = 0, .max = 10000000,
		.privacy = P_GROUP },
	[BROADCAST_STOPPED] = { "stopped", T_BOOL, F_DERIVED, .label = N_("Se detuvo"), .privacy = P_GROUP },
};

const struct entity broadcast_entity = {
	.name = "broadcast", .label = N_("Difusión"), .plural = N_("Difusiones"),
	.fields = broadcast_fields, .nfields = BROADCAST__N, .group = AT(BROADCAST_GROUP), .put_action = "broadcast.send",
};

struct audience audience_of_act(const struct act *a)
{
	const struct id none = { 0 };

	return (struct audience){ .group = act_ref(a, SEND_GROUP),
		.place = act_has(a, SEND_PLACE) ? act_ref(a, SEND_PLACE) : none,
		.role = act_has(a, SEND_ROLE) ? act_text(a, SEND_ROLE) : STR(""),
		.only = act_has(a, SEND_ONLY) ? act_text(a, SEND_ONLY) : STR("") };
}

static struct str text_of(const struct value *v)
{
	return v->kind == V_TEXT ? v->s : STR("");
}

struct audience audience_of_record(const struct record *r)
{
	const struct id none = { 0 };

	return (struct audience){ .group = r->v[BROADCAST_GROUP].id,
		.place = r->v[BROADCAST_PLACE].kind == V_ID ? r->v[BROADCAST_PLACE].id : none,
		.role = text_of(&r->v[BROADCAST_ROLE]), .only = text_of(&r->v[BROADCAST_ONLY]) };
}

struct str audience_told(struct ctx *c, const struct audience *to)
{
	struct buf b = buf_new(c->mem, 120);

	buf_add(&b, title_now(c, &group_entity, to->group));
	if (!id_is_zero(to->place)) {
		buf_c(&b, " · ");
		buf_add(&b, title_now(c, &place_entity, to->place));
	}
	if (to->role.n) {
		buf_c(&b, " · ");
		buf_add(&b, choice_label(c, roles, to->role));
	}
	if (to->only.n) {
		buf_c(&b, " · ");
		buf_add(&b, choice_label(c, onlys, to->only));
	}
	return buf_str(&b);
}

/* ---- sending ---- */

static const struct field send_args[] = {
	[SEND_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("A quiénes"), .ref = "group", .privacy = P_GROUP },
	[SEND_PLACE] = { "place", T_REF, 0, .label = N_("Solo de un distrito"), .ref = "place", .privacy = P_GROUP },
	[SEND_ROLE] = { "role", T_ENUM, 0, .label = N_("Solo un cargo"), .choices = roles, .privacy = P_GROUP },
	[SEND_ONLY] = { "only", T_ENUM, 0, .label = N_("Solo algunas"), .choices = onlys, .privacy = P_GROUP },
	[SEND_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("El mensaje"), .max = BROADCAST_TEXT_MAX,
		.privacy = P_GROUP },
	[SEND_SURE] = { "sure", T_BOOL, 0, .label = N_("Ya vi a cuántas llega y cuánto cuesta"), .privacy = P_GROUP },
};

static int64_t people_of(struct ctx *c, const struct audience *to)
{
	enum { AT_ONCE = 500 };
	struct id *person = ARENA_ARRAY(c->mem, struct id, AT_ONCE), after = { 0 };
	struct map seen = map_new(c->mem);
	int64_t people = 0;
	unsigned n;

	do {
		n = audience_read(c, to, &seen, after, person, AT_ONCE);
		people += n;
		if (n)
			after = person[n - 1];
	} while (n == AT_ONCE);
	return people;
}

static enum rc send_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct audience to = audience_of_act(a);

	if (!a->own) /* without the page nothing would be queued */
		return fail(c, NULL, "page", N_("Esto se hace en la página de difusión"));
	if (!act_has(a, SEND_SURE) || !act_int(a, SEND_SURE))
		return fail(c, "sure", "look", N_("Primero mire a cuántas llega y cuánto cuesta"));
	int64_t people = people_of(c, &to);
	if (!people)
		return fail(c, "group", "nobody", N_("En esa lista no hay nadie"));
	struct put *p = change_put(ch, &broadcast_entity, a->id, true);
	put_id(p, BROADCAST_GROUP, to.group);
	if (!id_is_zero(to.place))
		put_id(p, BROADCAST_PLACE, to.place);
	if (to.role.n)
		put_text(p, BROADCAST_ROLE, to.role);
	if (to.only.n)
		put_text(p, BROADCAST_ONLY, to.only);
	put_int(p, BROADCAST_AT, a->acted_at);
	put_set(p, BROADCAST_AUTHOR, id_is_zero(c->who->person) ? value_null() : value_id(c->who->person));
	put_int(p, BROADCAST_PEOPLE, people);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &broadcast_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool there = p && record_get(c->db, c->schema, c->mem, &broadcast_entity, c->net->id, p->id, r);
	struct audience to = there ? audience_of_record(r) : (struct audience){ 0 };

	return tr_named(c->mem, c->lang, msgid, (const struct str_pair[]){ { "who", t->author },
		{ "list", there ? audience_told(c, &to) : STR("") } }, 2);
}

static struct str send_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} mandó un mensaje a {list}"));
}

/* ---- stopping ---- */

static const struct field stop_args[] = {
	{ "broadcast", T_REF, F_REQUIRED, .label = N_("Difusión"), .ref = "broadcast", .privacy = P_GROUP },
};

static enum rc stop_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!a->own)
		return fail(c, NULL, "page", N_("Esto se hace en la página de difusión"));
	if (!record_get(c->db, c->schema, c->mem, &broadcast_entity, c->net->id, act_ref(a, 0), r) || !r->born)
		return fail(c, "broadcast", "unknown", N_("Eso ya no está"));
	if (r->v[BROADCAST_STOPPED].i)
		return fail(c, "broadcast", "already", N_("Ya estaba detenida"));
	put_int(change_put(ch, &broadcast_entity, r->id, false), BROADCAST_STOPPED, 1);
	return OK;
}

static struct str stop_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} detuvo el mensaje a {list}"));
}

const struct action broadcast_send = {
	.name = "broadcast.send", .label = N_("Mandar"), .args = send_args, .nargs = SEND__N, .flags = ACT_SECRET,
	.on = AT(SEND_GROUP), .decide = send_decide, .describe = send_describe,
};

const struct action broadcast_stop = {
	.name = "broadcast.stop", .label = N_("Detener"), .args = stop_args, .nargs = ARRAY_LEN(stop_args), .flags = ACT_SECRET,
	.on = AT(0), .decide = stop_decide, .describe = stop_describe,
};

/* ---- the module ---- */

static const struct entity *const entities[] = { &broadcast_entity, NULL };
static const struct action *const actions[] = { &broadcast_send, &broadcast_stop, NULL };
static struct query_set *const queries[] = { &broadcast_sql, NULL };

/* To her own group and to those she answers for; what went is seen by them too. */
static const struct rule rules[] = {
	{ "operator", REL_NETWORK, "broadcast.send" },
	{ "coordinator", REL_GROUP, "broadcast.send" },
	{ "coordinator", REL_BELOW, "broadcast.send" },
	{ "coordinator", REL_AREA, "broadcast.send" },
	{ "operator", REL_NETWORK, "broadcast.stop" },
	{ "coordinator", REL_GROUP, "broadcast.stop" },
	{ "coordinator", REL_BELOW, "broadcast.stop" },
	{ "coordinator", REL_AREA, "broadcast.stop" },
	{ "operator", REL_NETWORK, "page:broadcast" },
	{ "coordinator", REL_GROUP, "page:broadcast" },
	{ "coordinator", REL_BELOW, "page:broadcast" },
	{ "coordinator", REL_AREA, "page:broadcast" },
	{ "operator", REL_NETWORK, "page:broadcast_one" },
	{ "coordinator", REL_GROUP, "page:broadcast_one" },
	{ "coordinator", REL_BELOW, "page:broadcast_one" },
	{ "coordinator", REL_AREA, "page:broadcast_one" },
	{ "operator", REL_NETWORK, "page:broadcast_stop" },
	{ "coordinator", REL_GROUP, "page:broadcast_stop" },
	{ "coordinator", REL_BELOW, "page:broadcast_stop" },
	{ "coordinator", REL_AREA, "page:broadcast_stop" },

	{ NULL, REL_ANYONE, NULL },
};

static const struct task tasks[] = {
	{ TASK_WORK, "enviado", N_("Escribir a muchas"), N_("Un mensaje a su red, sabiendo lo que cuesta"), "/difusion",
		.what = "page:broadcast" },
	{ .icon = NULL },
};

const struct module broadcast_module = {
	.name = "broadcast",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = broadcast_pages,
	.area = &(const struct area){ .name = "mensajes" },
	.tasks = tasks,
	.jobs = broadcast_jobs,
};
