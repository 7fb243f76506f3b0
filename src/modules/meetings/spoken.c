/*
 * spoken.c - a voice note or a written word as data, who may leave and hear one, and the module's descriptor.
 */
#include "spoken_own.h"

#include "blob.h"

#define HERS .purpose = N_("Para que su voz cuente en la reunión aunque no esté en la sala"), .retention_days = 730

static const struct field fields[] = {
	[SPOKEN_MEETING] = { "meeting", T_REF, F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[SPOKEN_POINT] = { "point", T_REF, F_FILTER, .label = N_("Punto"), .ref = "agenda_point", .privacy = P_NETWORK },
	[SPOKEN_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[SPOKEN_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("De quién"), .ref = "person", .privacy = P_GROUP },
	[SPOKEN_FILE] = { "file", T_BLOB, 0, .label = N_("Nota de voz"), .privacy = P_GROUP },
	[SPOKEN_SECONDS] = { "seconds", T_INT, F_DERIVED, .label = N_("Duración"), .unit = N_("segundos"), .privacy = P_GROUP },
	[SPOKEN_TEXT] = { "text", T_TEXT, F_WIDE, .label = N_("Lo que dice"), .max = 1500, .privacy = P_PERSONAL, HERS },
	[SPOKEN_TYPED_BY] = { "typed_by", T_REF, F_DERIVED, .label = N_("Quién escribió lo que dice"), .ref = "person", .privacy = P_GROUP },
	[SPOKEN_LIVE] = { "live", T_BOOL, F_DERIVED, .label = N_("Dicho en vivo"), .privacy = P_GROUP },
	[SPOKEN_AT] = { "at", T_INSTANT, F_DERIVED, .label = N_("Cuándo"), .privacy = P_GROUP },
	[SPOKEN_DAY] = { "day", T_DATE, F_DERIVED | F_FILTER, .label = N_("Día"), .privacy = P_NETWORK },
	[SPOKEN_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};

/* By meeting and by point for lists, and by its bytes: who still names them. */
static const struct entity_index indexes[] = { { 2, { SPOKEN_MEETING, SPOKEN_PERSON } }, { 1, { SPOKEN_POINT } }, { 1, { SPOKEN_FILE } },
	{ 1, { SPOKEN_PERSON } } };

const struct entity spoken_entity = {
	.name = "spoken", .label = N_("Voz o palabra para una reunión"), .plural = N_("Voces y palabras para reuniones"),
	.fields = fields, .nfields = SPOKEN__N, .group = AT(SPOKEN_GROUP), .subject = AT(SPOKEN_PERSON), .day = AT(SPOKEN_DAY),
	.voided = AT(SPOKEN_VOIDED), .put_action = "spoken.leave", .indexes = indexes, .nindexes = ARRAY_LEN(indexes),
};

#define RUNNERS(what)                       \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	{ NULL, REL_SELF, "spoken.leave" },
	{ NULL, REL_SELF, "spoken.type" },
	{ NULL, REL_SELF, "page:spoken" },
	{ NULL, REL_SELF, "page:spoken_new" },
	{ NULL, REL_SELF, "page:spoken_one" },

	/* Her own, or what she answers for. */
	{ NULL, REL_SELF, "spoken.remove" },
	{ NULL, REL_SELF, "page:spoken_remove" },
	RUNNERS("spoken.remove"),
	RUNNERS("page:spoken_remove"),

	{ NULL, REL_ANYONE, NULL },
};

/* ---- reading ---- */

static unsigned read(struct ctx *c, struct rows r, struct spoken *out, unsigned max)
{
	struct blob_ref ref;
	unsigned n = 0;

	while (n < max && rows_next(&r)) {
		struct spoken *s = &out[n++];
		*s = (struct spoken){ .id = rows_id(&r, 0), .meeting = rows_id(&r, 1), .person = rows_id(&r, 3), .name = str_dup(c->mem, rows_text(&r, 4)),
			.file = str_dup(c->mem, rows_text(&r, 5)), .seconds = rows_int(&r, 6), .text = str_dup(c->mem, rows_text(&r, 7)),
			.live = rows_int(&r, 8) != 0, .at = rows_int(&r, 9) };
		if (!rows_null(&r, 2))
			s->point = rows_id(&r, 2);
		s->bytes = s->file.n && blob_parse(s->file, &ref) ? ref.bytes : 0;
		if (!s->name.n)
			s->name = tr(c->lang, N_("Alguien"));
	}
	if (n == max)
		rows_end(&r);
	return n;
}

unsigned spoken_of(struct ctx *c, struct id meeting, struct id point, struct spoken *out, unsigned max)
{
	return read(c, id_is_zero(point) ? ctx_rows(c, spoken_sql, Q_SPOKEN_OF_MEETING, cell_id(&c->net->id), cell_id(&meeting)) :
		ctx_rows(c, spoken_sql, Q_SPOKEN_OF_POINT, cell_id(&c->net->id), cell_id(&point)), out, max);
}

bool spoken_by(struct ctx *c, struct id meeting, struct id person)
{
	struct rows r = ctx_rows(c, spoken_sql, Q_SPOKEN_OF_PERSON, cell_id(&c->net->id), cell_id(&meeting), cell_id(&person));
	bool any = rows_next(&r);

	if (any)
		rows_end(&r);
	return any;
}

bool spoken_get(struct ctx *c, struct id id, struct record *out, struct meeting *m)
{
	*out = (struct record){ 0 };
	return record_get(c->db, c->schema, c->mem, &spoken_entity, c->net->id, id, out) && out->born && !out->v[SPOKEN_VOIDED].i &&
		meeting_get(c, out->v[SPOKEN_MEETING].id, m) && (meeting_is_hers(c, m->group) || meeting_runs(c, m));
}

/* Whom a meeting is for hears it, also from the groups below, which the classes of the group's own records do not reach. */
static bool hears(struct ctx *c, const struct record *r)
{
	struct meeting m;

	return r->entity == &spoken_entity && r->v[SPOKEN_MEETING].kind == V_ID && meeting_get(c, r->v[SPOKEN_MEETING].id, &m) &&
		meeting_is_hers(c, m.group);
}

static const struct entity *const entities[] = { &spoken_entity, NULL };
static const struct action *const actions[] = { &spoken_leave, &spoken_type, &spoken_remove, NULL };
static struct query_set *const queries[] = { &spoken_sql, NULL };

const struct module spoken_module = {
	.name = "spoken",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.queries = queries,
	.pages = spoken_pages,
	.commands = spoken_commands,
	.care = &spoken_care,
	.hears = hears,
	.live = spoken_live,
};
