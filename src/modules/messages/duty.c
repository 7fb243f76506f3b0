/*
 * duty.c - who is on duty, and the lines that are given at once.
 */
#include "alert_own.h"

#include "alerts_sql.h"
#include "civil.h"
#include "people.h"

const struct choice duty_days[] = {
	{ "every", N_("todos los días"), NULL, NULL }, { "mon", N_("lunes"), NULL, NULL }, { "tue", N_("martes"), NULL, NULL },
	{ "wed", N_("miércoles"), NULL, NULL }, { "thu", N_("jueves"), NULL, NULL }, { "fri", N_("viernes"), NULL, NULL },
	{ "sat", N_("sábado"), NULL, NULL }, { "sun", N_("domingo"), NULL, NULL }, { NULL, NULL, NULL, NULL },
};

const struct choice help_line_kinds[] = {
	{ "violence", N_("Violencia"), NULL, NULL },
	{ "despair", N_("Pensamientos de muerte"), NULL, NULL },
	{ "accident", N_("Accidente o emergencia"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field duty_fields[] = {
	[DUTY_TEAM] = { "team", T_REF, F_REQUIRED | F_FILTER, .label = N_("Equipo"), .ref = "team", .privacy = P_GROUP },
	[DUTY_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[DUTY_PERSON] = { "person", T_REF, 0, .label = N_("Persona"), .ref = "person", .privacy = P_GROUP },
	[DUTY_DAY] = { "day", T_ENUM, F_REQUIRED, .label = N_("Qué día"), .choices = duty_days, .privacy = P_GROUP },
	[DUTY_FROM] = { "from_hour", T_INT, 0, .label = N_("Desde la hora"), .min = 0, .max = 23, .privacy = P_GROUP },
	[DUTY_TO] = { "to_hour", T_INT, 0, .label = N_("Hasta la hora"), .min = 1, .max = 24, .privacy = P_GROUP },
	[DUTY_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_GROUP },
};

const struct entity duty_entity = {
	.name = "duty", .label = N_("Turno de guardia"), .plural = N_("Turnos de guardia"), .fields = duty_fields,
	.nfields = DUTY__N, .group = AT(DUTY_GROUP), .voided = AT(DUTY_VOIDED), .put_action = "duty.set",
};

static const struct field line_fields[] = {
	[LINE_KIND] = { "kind", T_ENUM, F_KEY | F_REQUIRED, .label = N_("Para qué"), .choices = help_line_kinds,
		.privacy = P_NETWORK },
	[LINE_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Números de ayuda"), .max = 300, .privacy = P_NETWORK },
};

const struct entity help_line_entity = {
	.name = "help_line", .label = N_("Línea de ayuda"), .plural = N_("Líneas de ayuda"), .fields = line_fields,
	.nfields = LINE__N, .put_action = "help_line.set",
};

/* ---- setting turns ---- */

enum { SET_TEAM, SET_PERSON, SET_DAY, SET_FROM, SET_TO, SET__N };

static const struct field set_args[] = {
	[SET_TEAM] = { "team", T_REF, F_REQUIRED, .label = N_("Equipo"), .ref = "team", .privacy = P_NETWORK },
	[SET_PERSON] = { "person", T_REF, 0, .label = N_("Solo una persona, por su nombre corto"),
		.help = N_("Vacío: todo el equipo"), .ref = "person", .privacy = P_NETWORK },
	[SET_DAY] = { "weekday", T_ENUM, F_REQUIRED, .label = N_("Qué día"), .choices = duty_days, .privacy = P_NETWORK },
	[SET_FROM] = { "from_hour", T_INT, 0, .label = N_("Desde la hora"), .help = N_("De 0 a 23. Vacío: todo el día"),
		.min = 0, .max = 23, .privacy = P_NETWORK },
	[SET_TO] = { "to_hour", T_INT, 0, .label = N_("Hasta la hora"), .min = 1, .max = 24, .privacy = P_NETWORK },
};

static enum rc set_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct team t;

	if (!team_get(c, act_ref(a, SET_TEAM), &t))
		return fail(c, "team", "unknown", N_("Ese equipo no existe"));
	if (act_has(a, SET_PERSON) && team_part_of(c, &t, act_ref(a, SET_PERSON)) != PART_MEMBER)
		return fail(c, "person", "not_member", N_("Esa persona no tiene la llave de ese equipo"));
	if (act_has(a, SET_FROM) != act_has(a, SET_TO))
		return fail(c, act_has(a, SET_FROM) ? "to_hour" : "from_hour", "required", N_("Ponga las dos horas, o ninguna"));
	struct put *p = change_put(ch, &duty_entity, a->id, true);
	put_id(p, DUTY_TEAM, t.id);
	put_id(p, DUTY_GROUP, t.group);
	put_text(p, DUTY_DAY, act_text(a, SET_DAY));
	if (act_has(a, SET_PERSON))
		put_id(p, DUTY_PERSON, act_ref(a, SET_PERSON));
	if (act_has(a, SET_FROM)) {
		put_int(p, DUTY_FROM, act_int(a, SET_FROM));
		put_int(p, DUTY_TO, act_int(a, SET_TO));
	}
	return OK;
}

static struct str set_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s puso un turno de guardia"), t->author);
}

const struct action duty_set = {
	.name = "duty.set", .label = N_("Poner el turno"), .args = set_args, .nargs = SET__N, .on = AT(SET_TEAM),
	.decide = set_decide, .describe = set_describe,
};

static const struct field end_args[] = {
	{ "duty", T_REF, F_REQUIRED, .label = N_("Turno de guardia"), .ref = "duty", .privacy = P_NETWORK },
};

static enum rc end_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &duty_entity, c->net->id, act_ref(a, 0), r) || !r->born ||
		(r->v[DUTY_VOIDED].kind == V_INT && r->v[DUTY_VOIDED].i))
		return fail(c, "duty", "unknown", N_("Ese turno ya no está"));
	put_int(change_put(ch, &duty_entity, r->id, false), DUTY_VOIDED, 1);
	return OK;
}

static struct str end_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s quitó un turno de guardia"), t->author);
}

const struct action duty_end = {
	.name = "duty.end", .label = N_("Quitar el turno"), .args = end_args, .nargs = 1, .on = AT(0),
	.decide = end_decide, .describe = end_describe,
};

/* ---- the lines ---- */

static const struct field line_args[] = {
	{ "kind", T_ENUM, F_REQUIRED, .label = N_("Para qué"), .choices = help_line_kinds, .privacy = P_NETWORK },
	{ "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Números de ayuda"),
		.help = N_("Como una lista de teléfonos cualquiera: otra persona podría leerla"), .max = 300, .privacy = P_NETWORK },
};

static struct id line_id(struct ctx *c, struct str kind)
{
	struct value key[LINE__N] = { [LINE_KIND] = value_text(kind) };

	return entity_key_id(&help_line_entity, c->net->id, key);
}

static enum rc line_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[LINE__N] = { [LINE_KIND] = value_text(act_text(a, LINE_KIND)) };
	struct put *p = put_keyed(c, ch, &help_line_entity, key);

	put_text(p, LINE_TEXT, act_text(a, LINE_TEXT));
	return OK;
}

static struct str line_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s cambió los números de ayuda"), t->author);
}

const struct action help_line_set = {
	.name = "help_line.set", .label = N_("Guardar"), .args = line_args, .nargs = LINE__N,
	.decide = line_decide, .describe = line_describe,
};

struct str help_line_of(struct ctx *c, struct str kind)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &help_line_entity, c->net->id, line_id(c, kind), r) || !r->born)
		return STR("");
	return r->v[LINE_TEXT].s;
}

/* ---- who is on duty ---- */

static int64_t hour_or_none(const struct rows *r, unsigned col)
{
	return rows_null(r, col) ? -1 : rows_int(r, col);
}

unsigned duties_read(struct ctx *c, struct duty *out, unsigned max)
{
	struct rows r = ctx_rows(c, alerts_sql, Q_DUTIES, cell_id(&c->net->id), cell_int(max));
	unsigned n = 0;

	while (rows_next(&r)) {
		out[n] = (struct duty){ .id = rows_id(&r, 0), .team = rows_id(&r, 1), .person = rows_id(&r, 2),
			.day = str_dup(c->mem, rows_text(&r, 3)), .from = hour_or_none(&r, 4), .to = hour_or_none(&r, 5) };
		n++;
	}
	return n;
}

bool duty_now(const struct ctx *c, const struct duty *d, int64_t at)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	int hour = zone_minute(c->net->zone, at) / 60;
	int64_t day = zone_day(c->net->zone, at);
	bool night = d->from >= 0 && d->to <= d->from;

	/* A night's turn goes on into the next morning. */
	if (night && hour < d->to)
		day--;
	else if (d->from >= 0 && (night ? hour < d->from : hour < d->from || hour >= d->to))
		return false;
	/* Day 0, 1 January 1970, was a Thursday. */
	return str_is(d->day, "every") || str_is(d->day, names[((day + 3) % 7 + 7) % 7]);
}

bool duty_team(struct ctx *c, int64_t at, struct team *out)
{
	struct duty *d = ARENA_ARRAY(c->mem, struct duty, DUTIES_READ);
	unsigned n = duties_read(c, d, DUTIES_READ);

	for (unsigned i = 0; i < n; i++)
		if (duty_now(c, &d[i], at) && team_get(c, d[i].team, out))
			return true;
	for (unsigned i = 0; i < n; i++)
		if (team_get(c, d[i].team, out))
			return true;
	return false;
}

static void add(struct id *out, unsigned *n, struct id who)
{
	for (unsigned i = 0; i < *n; i++)
		if (id_eq(out[i], who))
			return;
	if (*n < DUTY_PEOPLE)
		out[(*n)++] = who;
}

static void add_members(struct ctx *c, const struct team *t, struct id *out, unsigned *n)
{
	struct id who[DUTY_PEOPLE];
	unsigned have = 0;
	struct rows r = ctx_rows(c, alerts_sql, Q_DUTY_MEMBERS, cell_id(&c->net->id), cell_id(&t->id), cell_int(DUTY_PEOPLE));

	while (rows_next(&r))
		who[have++] = rows_id(&r, 0);
	for (unsigned i = 0; i < have; i++)
		if (team_part_of(c, t, who[i]) == PART_MEMBER)
			add(out, n, who[i]);
}

unsigned duty_people(struct ctx *c, const struct team *t, int64_t at, struct id out[DUTY_PEOPLE])
{
	struct duty *d = ARENA_ARRAY(c->mem, struct duty, DUTIES_READ);
	unsigned all = duties_read(c, d, DUTIES_READ), n = 0;

	for (unsigned i = 0; i < all; i++) {
		if (!id_eq(d[i].team, t->id) || !duty_now(c, &d[i], at))
			continue;
		if (id_is_zero(d[i].person))
			add_members(c, t, out, &n);
		else if (team_part_of(c, t, d[i].person) == PART_MEMBER)
			add(out, &n, d[i].person);
	}
	if (!n)
		add_members(c, t, out, &n);
	return n;
}
