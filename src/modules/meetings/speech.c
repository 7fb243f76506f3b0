/*
 * speech.c - hands and turns as data, their order, and what was heard from where.
 */
#include "speech_own.h"

#define WHY N_("Para dar la palabra por turno y ver si se oyó a quien está lejos")

const struct choice speech_ways[] = {
	{ "room", N_("La sala"), "sala|local", "gente" },
	{ "phone", N_("El teléfono"), "telefono|llamada", "telefono" },
	{ "screen", N_("La pantalla"), "videollamada|zoom|meet", "mensaje" },
	{ "radio", N_("La radio"), "radio", "voz" },
	{ NULL, NULL, NULL, NULL },
};

static const struct field speech_fields[] = {
	[SPEECH_MEETING] = { "meeting", T_REF, F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_GROUP },
	[SPEECH_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[SPEECH_PERSON] = { "person", T_REF, F_FILTER, .label = N_("Persona"), .ref = "person", .privacy = P_GROUP },
	[SPEECH_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre"), .max = 80, .privacy = P_PERSONAL, .purpose = WHY,
		.retention_days = 365 },
	[SPEECH_WAY] = { "way", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Desde dónde"), .choices = speech_ways, .privacy = P_GROUP },
	[SPEECH_ASKED_AT] = { "asked_at", T_INSTANT, F_DERIVED, .label = N_("Pidió la palabra"), .privacy = P_GROUP },
	[SPEECH_GIVEN_AT] = { "given_at", T_INSTANT, F_DERIVED, .label = N_("Empezó a hablar"), .privacy = P_GROUP },
	[SPEECH_ENDED_AT] = { "ended_at", T_INSTANT, F_DERIVED, .label = N_("Terminó"), .privacy = P_GROUP },
	[SPEECH_SECONDS] = { "seconds", T_INT, F_DERIVED, .label = N_("Cuánto habló"), .unit = N_("segundos"), .privacy = P_GROUP },
	[SPEECH_POINT] = { "point", T_REF, F_DERIVED, .label = N_("Punto de la agenda"), .ref = "agenda_point", .privacy = P_GROUP },
	[SPEECH_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Bajó la mano"), .privacy = P_GROUP },
};

static const struct entity_index speech_indexes[] = { { 1, { SPEECH_MEETING } }, { 1, { SPEECH_PERSON } } };

const struct entity speech_entity = {
	.name = "speech", .label = N_("Turno de palabra"), .plural = N_("Turnos de palabra"),
	.fields = speech_fields, .nfields = SPEECH__N,
	.group = AT(SPEECH_GROUP), .subject = AT(SPEECH_PERSON), .voided = AT(SPEECH_VOIDED), .put_action = "speech.note",
	.indexes = speech_indexes, .nindexes = ARRAY_LEN(speech_indexes),
};

/* ---- reading ---- */

static enum speech_way way_of(struct str name)
{
	for (unsigned i = 0; speech_ways[i].name; i++)
		if (str_is(name, speech_ways[i].name))
			return (enum speech_way)i;
	return WAY_ROOM;
}

/* Who is nobody's record is the same one as long as the same name was said. */
static bool same_voice(const struct speech *s, struct id person, struct str name)
{
	return id_is_zero(s->person) ? id_is_zero(person) && str_eq(s->name, name) : id_eq(s->person, person);
}

/* All that is open, as it was asked for; each with the turns she had. */
static unsigned open_read(struct ctx *c, struct id meeting, struct speech *out, unsigned max)
{
	struct rows r = db_rows(c->db, SPEECH_SQL(Q_SPEECH_OPEN), ARGS(cell_id(&c->net->id), cell_id(&meeting)));
	unsigned n = 0;

	while (n < max && rows_next(&r)) {
		struct id person = rows_id(&r, 1);
		out[n++] = (struct speech){ .id = rows_id(&r, 0), .meeting = meeting, .person = person,
			.name = str_dup(c->mem, rows_text(&r, id_is_zero(person) ? 3 : 2)), .way = way_of(rows_text(&r, 4)),
			.asked_at = rows_int(&r, 5), .given_at = rows_int(&r, 6) };
	}
	if (n == max)
		rows_end(&r);
	r = db_rows(c->db, SPEECH_SQL(Q_SPEECH_DONE), ARGS(cell_id(&c->net->id), cell_id(&meeting)));
	while (rows_next(&r))
		for (unsigned i = 0; i < n; i++)
			out[i].turns += same_voice(&out[i], rows_id(&r, 0), rows_text(&r, 1));
	return n;
}

/* The rule of speech.h: negative where a comes first. */
static int before(const struct speech *a, const struct speech *b)
{
	if (a->turns != b->turns)
		return a->turns < b->turns ? -1 : 1;
	if ((a->way == WAY_ROOM) != (b->way == WAY_ROOM))
		return a->way == WAY_ROOM ? 1 : -1;
	return a->asked_at < b->asked_at ? -1 : a->asked_at > b->asked_at;
}

unsigned speech_waiting(struct ctx *c, struct id meeting, struct speech *out, unsigned max)
{
	struct speech *all = ARENA_ARRAY(c->mem, struct speech, SPEECH_WAITING_MAX);
	unsigned n = 0, nall = open_read(c, meeting, all, SPEECH_WAITING_MAX);

	for (unsigned i = 0; i < nall; i++) {
		unsigned at = n;
		if (all[i].given_at)
			continue;
		for (; at && before(&all[i], &out[at - 1]) < 0; at--)
			if (at < max)
				out[at] = out[at - 1];
		if (at < max)
			out[at] = all[i];
		n += n < max;
	}
	return n;
}

bool speech_now(struct ctx *c, struct id meeting, struct speech *out)
{
	struct speech *all = ARENA_ARRAY(c->mem, struct speech, SPEECH_WAITING_MAX);
	unsigned n = open_read(c, meeting, all, SPEECH_WAITING_MAX);
	bool any = false;

	/* Two phones may each have given it without knowing of the other: the later one stands. */
	for (unsigned i = 0; i < n; i++) {
		if (!all[i].given_at || (any && all[i].given_at < out->given_at))
			continue;
		*out = all[i];
		any = true;
	}
	return any;
}

bool speech_of(struct ctx *c, struct id meeting, struct id person, struct speech *out)
{
	struct speech *all = ARENA_ARRAY(c->mem, struct speech, SPEECH_WAITING_MAX);
	unsigned n = open_read(c, meeting, all, SPEECH_WAITING_MAX);

	for (unsigned i = 0; i < n; i++) {
		if (id_is_zero(person) || !id_eq(all[i].person, person))
			continue;
		*out = all[i];
		return true;
	}
	return false;
}

void speech_heard(struct ctx *c, struct id meeting, int64_t seconds_out[WAY__N], int64_t turns_out[WAY__N])
{
	struct rows r = db_rows(c->db, SPEECH_SQL(Q_SPEECH_DONE), ARGS(cell_id(&c->net->id), cell_id(&meeting)));

	memset(seconds_out, 0, WAY__N * sizeof(*seconds_out));
	memset(turns_out, 0, WAY__N * sizeof(*turns_out));
	while (rows_next(&r)) {
		enum speech_way way = way_of(rows_text(&r, 2));
		seconds_out[way] += rows_int(&r, 3);
		turns_out[way]++;
	}
}

bool speech_sounds(struct ctx *c, struct id meeting, struct speech *out)
{
	struct meeting m;

	if (!speech_now(c, meeting, out) || !meeting_get(c, meeting, &m))
		return false;
	if (c->now - out->given_at > (int64_t)SPEECH_MOST_S * 1000)
		return false;
	return id_eq(out->person, c->who->person) || (out->way == WAY_ROOM && meeting_runs(c, &m));
}

struct str speech_time(struct ctx *c, int64_t seconds)
{
	return seconds < 60 ? str_fmt(c->mem, "%lld s", (long long)seconds) :
		str_fmt(c->mem, "%lld min %02lld s", (long long)(seconds / 60), (long long)(seconds % 60));
}

/* ---- what this module brings ---- */

static const struct entity *const entities[] = { &speech_entity, NULL };
static const struct action *const actions[] = { &speech_ask, &speech_note, &speech_give, &speech_end, &speech_withdraw, NULL };
static struct query_set *const queries[] = { &speech_sql, NULL };

/* Whoever runs a meeting moderates it. */
#define MODERATORS(what)                    \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	MODERATORS("speech.note"),
	MODERATORS("speech.give"),
	MODERATORS("speech.end"),
	MODERATORS("speech.withdraw"),
	MODERATORS("page:speech_note"),
	MODERATORS("page:speech_give"),

	/* Each raises her own hand, takes it down, and says that she has ended. */
	{ NULL, REL_SELF, "speech.ask" },
	{ NULL, REL_SELF, "speech.end" },
	{ NULL, REL_SELF, "speech.withdraw" },
	{ NULL, REL_SELF, "page:speech" },
	{ NULL, REL_SELF, "page:speech_end" },
	{ NULL, REL_SELF, "page:speech_withdraw" },

	{ NULL, REL_ANYONE, NULL },
};

const struct module speech_module = {
	.name = "speech",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = speech_pages,
	.commands = speech_commands,
	.live = speech_live,
};
