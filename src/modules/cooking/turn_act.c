/*
 * turn_act.c - turns are given out, changed when somebody cannot, and the hours told.
 */
#include "cooking_own.h"

#include "record_put.h"

enum { SHARE_GROUP, SHARE_DAYS, SHARE_WOMEN, SHARE__N };
enum { DAYS_USUAL = 14, WOMEN_USUAL = 2, SUNDAY = 6, MINUTES_MOST = 1080, WORKED_BACK_DAYS = 30 };

/* ---- given out ---- */

static const struct field share_args[] = {
	[SHARE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina" },
	[SHARE_DAYS] = { "days", T_INT, 0, .label = N_("Para cuántos días"), .help = N_("Dos semanas, si no dice otra cosa"), .unit = N_("días"),
		.min = 1, .max = 28, .privacy = P_NETWORK, .aliases = "dias" },
	[SHARE_WOMEN] = { "cooks", T_INT, 0, .label = N_("Cuántas cocinan cada día"), .help = N_("Dos, si no dice otra cosa"),
		.unit = N_("personas"), .min = 1, .max = 6, .privacy = P_NETWORK, .aliases = "personas" },
};

static struct put *put_turn(struct ctx *c, struct change *ch, struct id group, int64_t day, struct id person, const char *state)
{
	struct value key[TURN__N] = { [TURN_GROUP] = value_id(group), [TURN_DAY] = value_int(day), [TURN_PERSON] = value_id(person) };
	struct put *p = put_keyed(c, ch, &turn_entity, key);

	put_text(p, TURN_STATE, str_c(state));
	put_int(p, TURN_WEEK, week_of(day));
	return p;
}

/* How many have that day already. */
static unsigned given(const struct rota_person *p, unsigned n, struct ctx *c, struct id group, int64_t day)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++) {
		struct value key[TURN__N] = { [TURN_GROUP] = value_id(group), [TURN_DAY] = value_int(day), [TURN_PERSON] = value_id(p[i].person) };
		*r = (struct record){ 0 };
		sum += turn_get(c, entity_key_id(&turn_entity, c->net->id, key), r) && !str_is(r->v[TURN_STATE].s, "away");
	}
	return sum;
}

static enum rc share_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct rota_person *p = ARENA_ARRAY(c->mem, struct rota_person, ROTA_PEOPLE_MAX);
	struct id group = act_ref(a, SHARE_GROUP);
	int64_t first = zone_day(c->net->zone, a->acted_at) + 1, days = act_has(a, SHARE_DAYS) ? act_int(a, SHARE_DAYS) : DAYS_USUAL;
	unsigned n = turn_people(c, group, first, p), women = act_has(a, SHARE_WOMEN) ? (unsigned)act_int(a, SHARE_WOMEN) : WOMEN_USUAL;

	if (!n)
		return fail(c, "group", "nobody", N_("Todavía no hay nadie anotada en esta cocina; invite primero a quienes cocinan"));
	for (int64_t day = first; day < first + days; day++) {
		int at;
		if (day_weekday(day) == SUNDAY)
			continue;
		for (unsigned have = given(p, n, c, group, day); have < women && (at = rota_next(p, n, day)) >= 0; have++) {
			put_turn(c, ch, group, day, p[at].person, "planned");
			rota_give(&p[at], day);
		}
	}
	return ch->puts ? OK : fail(c, "days", "full", N_("Esos días ya tienen sus turnos"));
}

static struct str share_describe(struct ctx *c, const struct told *t)
{
	int64_t n = 0;

	for (const struct put *p = t->change->puts; p; p = p->next)
		n++;
	const struct str_pair said[] = { { "who", t->author }, { "n", str_fmt(c->mem, "%lld", (long long)n) } };
	return tr_named(c->mem, c->lang, N_("{who} repartió {n} turnos de cocina"), said, ARRAY_LEN(said));
}

const struct action turn_share = {
	.name = "turn.share", .label = N_("Repartir los turnos"), .args = share_args, .nargs = SHARE__N, .on = AT(SHARE_GROUP),
	.decide = share_decide, .describe = share_describe,
};

/* ---- she cannot ---- */

static const struct field tell_args[] = {
	[TELL_TURN] = { "turn", T_REF, F_REQUIRED, .label = N_("Turno de cocina"), .ref = "turn", .privacy = P_GROUP },
	[TELL_PERSON] = { "person", T_REF, 0, .label = N_("Quién va en su lugar"), .help = N_("Vacío: la que sigue en el turno"),
		.ref = "person", .privacy = P_GROUP },
};

static enum rc tell_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct rota_person *p = ARENA_ARRAY(c->mem, struct rota_person, ROTA_PEOPLE_MAX);
	struct record *turn = ARENA_NEW(c->mem, struct record);
	int at = -1;

	if (!turn_get(c, act_ref(a, TELL_TURN), turn) || !str_is(turn->v[TURN_STATE].s, "planned"))
		return fail(c, "turn", "unknown", N_("Ese turno ya cambió; mire la lista de nuevo"));
	int64_t day = turn->v[TURN_DAY].i;
	if (day < zone_day(c->net->zone, a->acted_at))
		return fail(c, "turn", "past", N_("Ese día ya pasó"));
	struct id group = turn->v[TURN_GROUP].id, person = turn->v[TURN_PERSON].id;
	unsigned n = turn_people(c, group, day, p);
	put_turn(c, ch, group, day, person, "away");
	if (!act_has(a, TELL_PERSON)) {
		at = rota_next(p, n, day);
	} else {
		for (unsigned i = 0; i < n; i++)
			if (id_eq(p[i].person, act_ref(a, TELL_PERSON)))
				at = (int)i;
		if (at < 0 || id_eq(p[at].person, person))
			return fail(c, "person", "unknown", N_("Ella no está anotada en esta cocina"));
		if (rota_next(&p[at], 1, day) < 0)
			return fail(c, "person", "busy", N_("Ella ya tiene turno ese día, o no puede"));
	}
	if (at >= 0)
		put_id(put_turn(c, ch, group, day, p[at].person, "planned"), TURN_FOR, person);
	return OK;
}

struct str turn_told(struct ctx *c, const struct change *ch)
{
	const struct put *gone = ch->puts, *in = gone ? gone->next : NULL;
	struct record *r = ARENA_NEW(c->mem, struct record), *s = ARENA_NEW(c->mem, struct record);

	if (!gone || !turn_get(c, gone->id, r))
		return STR("");
	bool someone = in && turn_get(c, in->id, s);
	const struct str_pair said[] = { { "who", person_name(c, r->v[TURN_PERSON].id) },
		{ "day", lang_date(c->mem, c->lang, r->v[TURN_DAY].i) }, { "other", someone ? person_name(c, s->v[TURN_PERSON].id) : STR("") } };
	return tr_named(c->mem, c->lang, someone ? N_("{who} no puede el {day}; va {other}") :
		N_("{who} no puede el {day}; falta quién vaya"), said, ARRAY_LEN(said));
}

static struct str tell_describe(struct ctx *c, const struct told *t)
{
	struct str said = turn_told(c, t->change);

	return said.n ? said : t->author;
}

const struct action turn_tell = {
	.name = "turn.tell", .label = N_("No puede ir"), .args = tell_args, .nargs = TELL__N, .flags = ACT_LOW_RISK, .on = AT(TELL_TURN),
	.decide = tell_decide, .describe = tell_describe,
};

/* ---- her hours ---- */

static const struct field work_args[] = {
	[WORK_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina" },
	[WORK_DAY] = { "day", T_DATE, F_REQUIRED | F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_GROUP, .aliases = "dia|fecha" },
	[WORK_PERSON] = { "person", T_REF, 0, .label = N_("Quién"), .help = N_("Vacío: usted"), .ref = "person", .privacy = P_GROUP },
	[WORK_TIME] = { "time", T_TEXT, F_REQUIRED, .label = N_("Cuánto tiempo"), .help = N_("Comprar, cocinar, servir, lavar: 6 horas"), .max = 40,
		.privacy = P_GROUP, .aliases = "horas|tiempo" },
};

/* Herself, or one of that kitchen on that day or by now. */
static bool works_there(struct ctx *c, struct id group, struct id person, int64_t day)
{
	struct rota_person *p = ARENA_ARRAY(c->mem, struct rota_person, ROTA_PEOPLE_MAX);
	const int64_t when[] = { day, today(c) };
	bool there = id_eq(person, c->who->person);

	for (unsigned k = 0; k < ARRAY_LEN(when) && !there; k++)
		for (unsigned i = 0, n = turn_people(c, group, when[k], p); i < n && !there; i++)
			there = id_eq(p[i].person, person);
	return there;
}

static enum rc work_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id person = act_has(a, WORK_PERSON) ? act_ref(a, WORK_PERSON) : c->who->person;
	int64_t minutes = minutes_read(c, act_text(a, WORK_TIME)), day = act_int(a, WORK_DAY);

	if (id_is_zero(person))
		return fail(c, "person", "required", N_("Diga quién cocinó"));
	if (!works_there(c, act_ref(a, WORK_GROUP), person, day))
		return fail(c, "person", "unknown", N_("Ella no está anotada en esta cocina"));
	if (minutes <= 0)
		return fail(c, "time", "format", N_("Escriba cuánto tiempo: 6 horas, o 90 minutos"));
	if (minutes > MINUTES_MOST)
		return fail(c, "time", "range", N_("Son demasiadas horas para un día; si fueron varios días, anote cada uno"));
	if (day < zone_day(c->net->zone, a->acted_at) - WORKED_BACK_DAYS)
		return fail(c, "day", "past", N_("Ese día ya pasó hace mucho"));
	struct put *p = put_turn(c, ch, act_ref(a, WORK_GROUP), day, person, "came");
	put_int(p, TURN_MINUTES, minutes);
	return OK;
}

static struct str work_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = t->change->puts;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !turn_get(c, p->id, r))
		return t->author;
	const struct value *minutes = put_get(p, TURN_MINUTES);
	const struct str_pair said[] = { { "who", person_name(c, r->v[TURN_PERSON].id) },
		{ "day", lang_date(c->mem, c->lang, r->v[TURN_DAY].i) },
		{ "time", minutes && minutes->kind == V_INT ? minutes_show(c, minutes->i) : STR("") } };
	return tr_named(c->mem, c->lang, N_("{who} cocinó {time} el {day}"), said, ARRAY_LEN(said));
}

const struct action turn_work = {
	.name = "turn.work", .label = N_("Guardar las horas"), .args = work_args, .nargs = WORK__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(WORK_GROUP), .edits = &turn_entity, .decide = work_decide, .describe = work_describe,
};

/* ---- what an hour would be worth, where somebody says so ---- */

static const struct field value_args[] = {
	[HOUR_VALUE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("De quién es"), .ref = "group", .privacy = P_PUBLIC },
	[HOUR_VALUE_CENTS] = { "hour", T_MONEY, 0, .label = N_("Cuánto valdría una hora de cocina"),
		.help = N_("Vacío: no se muestra en soles"), .min = 1, .max = 100000, .privacy = P_PUBLIC },
};

const struct action hour_value_put = {
	.name = "hour_value.put", .label = N_("Guardar"), .args = value_args, .nargs = HOUR_VALUE__N, .on = AT(HOUR_VALUE_GROUP),
	.edits = &hour_value_entity, .decide = record_decide, .describe = record_describe,
};
