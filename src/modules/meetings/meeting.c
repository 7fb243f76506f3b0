/*
 * meeting.c - meetings and attendances as data, and reading them.
 */
#include "meetings_own.h"

#include "hour.h"
#include "session.h"

#define WHY N_("Para saber con quiénes se cuenta y avisar a quien no pudo venir")

const struct choice attendances[] = {
	{ "comes", N_("Viene"), "si|asiste", "listo" },
	{ "late", N_("Viene tarde"), "tarde", "aviso" },
	{ "not", N_("No viene"), "no", "cerrar" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field meeting_fields[] = {
	[MEETING_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("De quién es"), .ref = "group",
		.privacy = P_NETWORK, .aliases = "grupo" },
	[MEETING_DAY] = { "day", T_DATE, F_REQUIRED | F_FILTER | F_SORT, .label = N_("Día"), .privacy = P_NETWORK,
		.aliases = "dia|fecha" },
	[MEETING_HOUR] = { "hour", T_TEXT, F_REQUIRED, .label = N_("Hora"), .max = 5, .privacy = P_NETWORK,
		.aliases = "hora" },
	[MEETING_TOPIC] = { "topic", T_TEXT, F_REQUIRED, .label = N_("De qué se trata"), .max = 120, .privacy = P_NETWORK,
		.aliases = "tema" },
	[MEETING_PLACE] = { "place", T_TEXT, 0, .label = N_("Dónde"), .max = 120, .privacy = P_NETWORK, .aliases = "lugar" },
	[MEETING_LINK] = { "link", T_TEXT, 0, .label = N_("Enlace de la videollamada"), .max = 200, .privacy = P_NETWORK,
		.aliases = "enlace" },
	[MEETING_DIAL] = { "dial", T_TEXT, 0, .label = N_("Teléfono para escuchar y hablar"), .max = 60, .privacy = P_NETWORK,
		.aliases = "telefono" },
	[MEETING_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Suspendida"), .privacy = P_NETWORK },
	[MEETING_SERIES] = { "series", T_REF, F_DERIVED, .label = N_("De qué serie"), .ref = "series", .privacy = P_NETWORK },
	/* The day that the series gives, also where this one was moved to another. */
	[MEETING_OCCURS] = { "occurs", T_DATE, F_DERIVED, .label = N_("Día de la serie"), .privacy = P_NETWORK },
	[MEETING_MINUTES] = { "minutes", T_INT, F_DERIVED, .label = N_("Cuánto dura"), .unit = N_("minutos"), .min = 10, .max = 720,
		.privacy = P_NETWORK },
	[MEETING_EDITION] = { "edition", T_INT, F_DERIVED, .label = N_("Cuántas veces cambió"), .privacy = P_NETWORK },
	[MEETING_ANYWAY] = { "anyway", T_TEXT, F_DERIVED, .label = N_("Por qué va igual"), .max = 120, .privacy = P_GROUP },
};

static const struct entity_index meeting_indexes[] = { { 1, { MEETING_DAY } }, { 2, { MEETING_GROUP, MEETING_DAY } },
	{ 2, { MEETING_SERIES, MEETING_OCCURS } } };

const struct entity meeting_entity = {
	.name = "meeting", .label = N_("Reunión"), .plural = N_("Reuniones"),
	.fields = meeting_fields, .nfields = MEETING__N,
	.group = AT(MEETING_GROUP), .title = AT(MEETING_TOPIC), .day = AT(MEETING_DAY), .voided = AT(MEETING_VOIDED),
	.put_action = "meeting.plan", .indexes = meeting_indexes, .nindexes = ARRAY_LEN(meeting_indexes),
};

static const struct field attendance_fields[] = {
	[ATTENDANCE_MEETING] = { "meeting", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting",
		.privacy = P_GROUP },
	[ATTENDANCE_PERSON] = { "person", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Persona"), .ref = "person",
		.privacy = P_GROUP },
	[ATTENDANCE_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[ATTENDANCE_HOW] = { "answer", T_ENUM, 0, .label = N_("¿Viene?"), .choices = attendances, .privacy = P_PERSONAL,
		.purpose = WHY, .retention_days = 365 },
	[ATTENDANCE_AT] = { "at", T_TEXT, 0, .label = N_("A qué hora llega"), .max = 5, .privacy = P_PERSONAL,
		.purpose = WHY, .retention_days = 365 },
};

static const struct entity_index attendance_indexes[] = { { 1, { ATTENDANCE_MEETING } }, { 1, { ATTENDANCE_PERSON } } };

const struct entity attendance_entity = {
	.name = "attendance", .label = N_("Aviso de asistencia"), .plural = N_("Avisos de asistencia"),
	.fields = attendance_fields, .nfields = ATTENDANCE__N,
	.group = AT(ATTENDANCE_GROUP), .subject = AT(ATTENDANCE_PERSON), .put_action = "attendance.tell",
	.indexes = attendance_indexes, .nindexes = ARRAY_LEN(attendance_indexes),
};

/* ---- reading ---- */

bool meeting_is_hers(struct ctx *c, struct id group)
{
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (id_eq(c->who->member[i].group, group) || group_is_below(c, c->who->member[i].group, group))
			return true;
	return false;
}

unsigned meeting_groups(struct ctx *c, struct id *out, unsigned max)
{
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember; i++) {
		struct id group = c->who->member[i].group;
		while (n < max && !id_is_zero(group)) {
			unsigned k = 0;
			while (k < n && !id_eq(out[k], group))
				k++;
			if (k < n) /* and those above it */
				break;
			out[n++] = group;
			const struct group_info *g = group_of(c, group);
			group = g ? g->parent : (struct id){ 0 };
		}
	}
	return n;
}

bool meeting_is_for(struct ctx *c, struct id group, struct id person)
{
	const struct actor *outer = c->who;
	struct actor *who = ARENA_NEW(c->mem, struct actor);

	if (id_eq(person, c->who->person))
		return meeting_is_hers(c, group);
	actor_load(c, who, person);
	c->who = who;
	bool hers = meeting_is_hers(c, group);
	c->who = outer;
	return hers;
}

static int lasts(int64_t minutes)
{
	return minutes ? (int)minutes : MEETING_USUAL_MIN;
}

bool meeting_get(struct ctx *c, struct id id, struct meeting *out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, id, r) || !r->born || r->v[MEETING_VOIDED].i)
		return false;
	*out = (struct meeting){ .id = id, .group = r->v[MEETING_GROUP].id, .day = r->v[MEETING_DAY].i,
		.hour = r->v[MEETING_HOUR].s, .minute = hour_parse(r->v[MEETING_HOUR].s), .topic = r->v[MEETING_TOPIC].s,
		.place = r->v[MEETING_PLACE].s, .link = r->v[MEETING_LINK].s, .dial = r->v[MEETING_DIAL].s, .lasts_min = lasts(r->v[MEETING_MINUTES].i) };
	return true;
}

int meeting_until(const struct meeting *m)
{
	int over = m->minute + m->lasts_min + MEETING_LATE_MIN;

	return over > m->minute + MEETING_LASTS_MIN ? over : m->minute + MEETING_LASTS_MIN;
}

static unsigned rows_read(struct ctx *c, struct rows *r, struct meeting *out)
{
	unsigned n = 0;

	for (; rows_next(r); n++) {
		out[n] = (struct meeting){ .id = rows_id(r, 0), .group = rows_id(r, 1), .day = rows_int(r, 2),
			.hour = str_dup(c->mem, rows_text(r, 3)), .lasts_min = lasts(rows_null(r, 4) ? 0 : rows_int(r, 4)),
			.topic = str_dup(c->mem, rows_text(r, 5)), .place = str_dup(c->mem, rows_text(r, 6)),
			.link = str_dup(c->mem, rows_text(r, 7)), .dial = str_dup(c->mem, rows_text(r, 8)) };
		out[n].minute = hour_parse(out[n].hour);
	}
	return n;
}

static int sooner(const void *a, const void *b)
{
	const struct meeting *m = a, *o = b;

	if (m->day != o->day)
		return m->day < o->day ? -1 : 1;
	return m->minute != o->minute ? m->minute - o->minute : id_cmp(m->id, o->id);
}

/* The actor's from that day on, in order; of each group the first few. Group by group: a city has thousands on one Tuesday. */
static unsigned hers_from(struct ctx *c, int64_t day, struct meeting **out)
{
	enum { GROUPS_MAX = 48, OF_GROUP = 60 };
	struct id group[GROUPS_MAX];
	unsigned ngroup = meeting_groups(c, group, GROUPS_MAX), n = 0;

	*out = ARENA_ARRAY(c->mem, struct meeting, ngroup * OF_GROUP + 1);
	for (unsigned i = 0; i < ngroup; i++) {
		struct rows r = db_rows(c->db, SQL(Q_MEETINGS_FROM), ARGS(cell_id(&c->net->id), cell_id(&group[i]), cell_int(day), cell_int(OF_GROUP)));
		n += rows_read(c, &r, *out + n);
	}
	qsort(*out, n, sizeof(**out), sooner);
	return n;
}

unsigned meetings_next(struct ctx *c, struct meeting *out, unsigned max)
{
	struct meeting *all;
	unsigned nall = hers_from(c, today(c), &all), n = 0;
	int now = zone_minute(c->net->zone, c->now);

	for (unsigned i = 0; i < nall && n < max; i++)
		if (all[i].day > today(c) || meeting_until(&all[i]) >= now)
			out[n++] = all[i];
	return n;
}

unsigned meetings_lately(struct ctx *c, struct meeting *out, unsigned max)
{
	struct meeting *all;
	unsigned nall = hers_from(c, today(c) - MEETINGS_LATELY_DAYS, &all), n = 0;

	for (unsigned i = 0; i < nall && n < max && all[i].day < today(c); i++)
		out[n++] = all[i];
	return n;
}

struct str meeting_line(struct ctx *c, const struct meeting *m)
{
	const struct str_pair pairs[] = {
		{ "day", lang_date_long(c->mem, c->lang, m->day) }, { "hour", m->hour }, { "topic", m->topic },
		{ "place", m->place },
	};

	return tr_named(c->mem, c->lang, m->place.n ? N_("{day}, {hour}: {topic}, en {place}") : N_("{day}, {hour}: {topic}"),
		pairs, ARRAY_LEN(pairs));
}

bool attendance_get(struct ctx *c, struct id meeting, struct id person, struct str *how_out, struct str *at_out)
{
	const struct value key[ATTENDANCE__N] = {
		[ATTENDANCE_MEETING] = value_id(meeting),
		[ATTENDANCE_PERSON] = value_id(person),
	};
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &attendance_entity, c->net->id,
		    entity_key_id(&attendance_entity, c->net->id, key), r) || !r->born || r->v[ATTENDANCE_HOW].kind != V_TEXT)
		return false;
	*how_out = r->v[ATTENDANCE_HOW].s;
	*at_out = r->v[ATTENDANCE_AT].kind == V_TEXT ? r->v[ATTENDANCE_AT].s : STR("");
	return true;
}

struct str attendance_show(struct ctx *c, struct str how, struct str at)
{
	struct str say = choice_label(c, attendances, how);

	if (!at.n || str_is(how, "not"))
		return say;
	const struct str_pair pairs[] = { { "how", say }, { "hour", at } };
	return tr_named(c->mem, c->lang, N_("{how}, a las {hour}"), pairs, 2);
}

void attendance_count(struct ctx *c, struct id meeting, int64_t out[3])
{
	struct rows r = db_rows(c->db, SQL(Q_ATTENDANCE_COUNT), ARGS(cell_id(&c->net->id), cell_id(&meeting)));

	memset(out, 0, 3 * sizeof(out[0]));
	while (rows_next(&r))
		for (unsigned i = 0; attendances[i].name; i++)
			if (str_is(rows_text(&r, 0), attendances[i].name))
				out[i] = rows_int(&r, 1);
}
