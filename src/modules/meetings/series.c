/*
 * series.c - a series as data, who may do what with it, its job, and the module's descriptor.
 */
#include "series_own.h"

#include "hour.h"
#include "job.h"

enum { EVERY_MS = 60 * 60 * 1000, OPEN_MAX = 500 };

static const struct field fields[] = {
	[SERIES_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "grupo" },
	[SERIES_FIRST] = { "first", T_DATE, F_REQUIRED, .label = N_("Desde qué día"), .privacy = P_NETWORK },
	[SERIES_HOUR] = { "hour", T_TEXT, F_REQUIRED, .label = N_("Hora"), .max = 5, .privacy = P_NETWORK },
	[SERIES_MINUTES] = { "minutes", T_INT, 0, .label = N_("Cuánto dura"), .unit = N_("minutos"), .min = 10, .max = 720, .privacy = P_NETWORK },
	[SERIES_TOPIC] = { "topic", T_TEXT, F_REQUIRED, .label = N_("De qué se trata"), .max = 120, .privacy = P_NETWORK },
	[SERIES_PLACE] = { "place", T_TEXT, 0, .label = N_("Dónde"), .max = 120, .privacy = P_NETWORK },
	[SERIES_LINK] = { "link", T_TEXT, 0, .label = N_("Enlace de la videollamada"), .max = 200, .privacy = P_NETWORK },
	[SERIES_DIAL] = { "dial", T_TEXT, 0, .label = N_("Teléfono para escuchar y hablar"), .max = 60, .privacy = P_NETWORK },
	[SERIES_RULE] = { "rule", T_TEXT, F_DERIVED, .label = N_("Cuándo se repite"), .max = 120, .privacy = P_NETWORK },
	[SERIES_ROOT] = { "root", T_REF, F_DERIVED, .label = N_("Sigue a la serie"), .ref = "series", .privacy = P_NETWORK },
	[SERIES_ANYWAY] = { "anyway", T_TEXT, F_DERIVED, .label = N_("Por qué va igual"), .max = 120, .privacy = P_GROUP },
	[SERIES_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Terminada"), .privacy = P_NETWORK },
	[SERIES_EDITION] = { "edition", T_INT, F_DERIVED, .label = N_("Cuántas veces cambió"), .privacy = P_NETWORK },
};

static const struct entity_index indexes[] = { { 1, { SERIES_GROUP } } };

const struct entity series_entity = {
	.name = "series", .label = N_("Reunión que se repite"), .plural = N_("Reuniones que se repiten"), .fields = fields, .nfields = SERIES__N,
	.group = AT(SERIES_GROUP), .title = AT(SERIES_TOPIC), .voided = AT(SERIES_VOIDED), .put_action = "series.plan", .indexes = indexes,
	.nindexes = ARRAY_LEN(indexes),
};

static const struct field calendar_fields[] = {
	[CALENDAR_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_PERSONAL,
		.purpose = N_("Para que su teléfono siga las reuniones"), .retention_days = 365 },
	[CALENDAR_OPEN] = { "open", T_BOOL, 0, .label = N_("Tiene calendario"), .privacy = P_PERSONAL,
		.purpose = N_("Para que su teléfono siga las reuniones"), .retention_days = 365 },
};

/* That she has one; its address is in an operational table. */
const struct entity calendar_entity = {
	.name = "calendar", .label = N_("Calendario"), .plural = N_("Calendarios"), .fields = calendar_fields, .nfields = CALENDAR__N,
	.subject = AT(CALENDAR_PERSON), .put_action = "calendar.set",
};

struct id series_meeting_id(const struct network *net, struct id root, int64_t day)
{
	const struct str piece[] = { STR("ayni series"), id_bytes(&net->id), id_bytes(&root) };

	return id_derive(day * DAY_MS, piece, ARRAY_LEN(piece));
}

bool series_get(struct ctx *c, struct id id, struct record *out)
{
	*out = (struct record){ 0 };
	return record_get(c->db, c->schema, c->mem, &series_entity, c->net->id, id, out) && out->born && !out->v[SERIES_VOIDED].i;
}

unsigned series_days(const struct record *r, int64_t from, int64_t to, int64_t *out)
{
	struct recur rule;

	return recur_read(r->v[SERIES_RULE].s, &rule) ? recur_days(&rule, r->v[SERIES_FIRST].i, from, to, out, SERIES_DAYS_MAX) : 0;
}

struct str series_line(struct ctx *c, const struct record *r)
{
	const struct str_pair pairs[] = { { "topic", r->v[SERIES_TOPIC].s }, { "rule", series_rule_told(c, r->v[SERIES_RULE].s) },
		{ "hour", r->v[SERIES_HOUR].s } };

	return tr_named(c->mem, c->lang, N_("{topic}: {rule}, {hour}"), pairs, ARRAY_LEN(pairs));
}

int64_t meeting_edition(struct ctx *c, struct id meeting)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	return record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, meeting, r) ? r->v[MEETING_EDITION].i : 0;
}

/* ---- two at the same hour ---- */

static bool same_people(struct ctx *c, struct id a, struct id b)
{
	return id_eq(a, b) || group_is_below(c, a, b) || group_is_below(c, b, a);
}

bool meeting_clash_fails(struct ctx *c, struct id group, int64_t day, int minute, int lasts_min, struct id except)
{
	struct rows r = db_rows(c->db, &meetings_sql.query[Q_MEETINGS_ON], ARGS(cell_id(&c->net->id), cell_int(day)));

	while (rows_next(&r)) {
		int at = hour_parse(rows_text(&r, 2)), lasts = rows_null(&r, 3) ? MEETING_USUAL_MIN : (int)rows_int(&r, 3);
		if (id_eq(rows_id(&r, 0), except) || minute >= at + lasts || at >= minute + lasts_min || !same_people(c, group, rows_id(&r, 1)))
			continue;
		struct str what = str_fmt(c->mem, "%.*s %s: %.*s", (int)lang_date(c->mem, c->lang, day).n, lang_date(c->mem, c->lang, day).p,
			str_cstr(c->mem, str_dup(c->mem, rows_text(&r, 2))), (int)rows_text(&r, 4).n, rows_text(&r, 4).p);
		rows_end(&r);
		fail_with(c, "anyway", "clash", N_("A esa hora las mismas personas ya tienen otra reunión: «%s». Cambie la hora, o escriba por qué va igual"),
			what);
		return true;
	}
	return false;
}

/* ---- each hour: the days that came into reach ---- */

static bool lacks(struct ctx *c, struct id id)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *m = ARENA_NEW(c->mem, struct record);
	int64_t day[SERIES_DAYS_MAX];

	if (!series_get(c, id, r))
		return false;
	unsigned n = series_days(r, today(c), today(c) + SERIES_AHEAD_DAYS, day);
	for (unsigned i = 0; i < n; i++) {
		*m = (struct record){ 0 };
		if (!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, series_meeting_id(c->net, r->v[SERIES_ROOT].id, day[i]), m))
			return true;
	}
	return false;
}

static enum rc run(struct job_call *j)
{
	struct ctx *c = &j->c;
	struct id id[OPEN_MAX], last = { 0 };
	unsigned n = OPEN_MAX;
	enum rc rc = OK;

	while (n == OPEN_MAX && rc == OK) {
		unsigned todo = 0;
		if ((rc = db_begin(c->db)) != OK)
			return rc;
		n = db_ids(c->db, SSQL(Q_SERIES_OPEN), ARGS(cell_id(&c->net->id), cell_id(&last)), id, OPEN_MAX);
		if (n)
			last = id[n - 1];
		for (unsigned i = 0; i < n; i++)
			if (lacks(c, id[i]))
				id[todo++] = id[i];
		rc = db_status(c->db);
		db_rollback(c->db);
		for (unsigned i = 0; i < todo && rc == OK; i++) {
			struct str text = id_text(c->mem, id[i]);
			struct act *a = job_act(j, &series_extend, text);
			struct outcome out;
			act_arg(c, a, STR("series"), text);
			rc = job_do(j, a, &out);
		}
	}
	return rc;
}

const struct job series_jobs[] = { { "series", EVERY_MS, run }, { 0 } };

/* ---- who may ---- */

#define CALLERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	CALLERS("series.plan"),
	CALLERS("series.change"),
	CALLERS("series.end"),
	CALLERS("series.extend"),
	CALLERS("meeting.change"),
	CALLERS("page:series_new"),
	CALLERS("page:series_change"),
	CALLERS("page:series_end"),
	CALLERS("page:meeting_change"),

	{ NULL, REL_SELF, "page:series" },
	{ NULL, REL_SELF, "page:series_one" },
	{ NULL, REL_SELF, "page:meeting_ics" },
	{ NULL, REL_SELF, "calendar.set" },
	{ NULL, REL_SELF, "page:calendar" },
	/* Her address is the key: a phone's calendar signs in nowhere. */
	{ NULL, REL_ANYONE, "page:calendar_feed" },

	{ NULL, REL_ANYONE, NULL },
};

static const struct task tasks[] = {
	{ TASK_LOOK, "otra", N_("Reuniones que se repiten"), N_("Cada semana o cada mes"), "/series", .what = "page:series" },
	{ TASK_LOOK, "dia", N_("Mi calendario"), N_("Las reuniones en su teléfono"), "/mi-calendario", .what = "page:calendar" },
	{ .icon = NULL },
};

static const struct entity *const entities[] = { &series_entity, &calendar_entity, NULL };
static const struct action *const actions[] = { &series_plan, &series_change, &series_end, &series_extend, &meeting_change, &calendar_set, NULL };
static struct query_set *const queries[] = { &series_sql, NULL };

const struct module series_module = {
	.name = "series",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = series_pages,
	.area = &(const struct area){ .name = "reuniones" },
	.tasks = tasks,
	.commands = series_commands,
	.jobs = series_jobs,
};
