/*
 * series_act.c - a series is planned, changed from a day on, ended; its days become meetings.
 */
#include "series_own.h"

#include "hour.h"
#include "week.h"

enum { CLASHES_LOOKED = 12 };

#define HOUR_WRONG N_("Escriba la hora, por ejemplo: 10:30, o 7 pm")
#define RULE_WRONG N_("Escriba cuándo se repite, por ejemplo: martes; cada dos semanas los jueves; el último martes de cada mes; el 15 de cada mes")

static const struct field plan_args[] = {
	[SPLAN_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("De quién es"), .ref = "group", .privacy = P_NETWORK, .aliases = "grupo" },
	[SPLAN_FIRST] = { "first", T_DATE, 0, .label = N_("Desde qué día"), .otherwise = "today", .privacy = P_NETWORK },
	[SPLAN_REPEATS] = { "repeats", T_TEXT, F_REQUIRED, .label = N_("Cuándo se repite"), .help = N_("Por ejemplo: martes, o el último martes de cada mes"),
		.max = 160, .privacy = P_NETWORK },
	[SPLAN_HOUR] = { "hour", T_TEXT, 0, .label = N_("Hora"), .help = N_("Por ejemplo: 10:30, o 7 pm"), .max = 20, .privacy = P_NETWORK },
	[SPLAN_MINUTES] = { "minutes", T_INT, 0, .label = N_("Cuánto dura"), .unit = N_("minutos"), .min = 10, .max = 720, .privacy = P_NETWORK },
	[SPLAN_TOPIC] = { "topic", T_TEXT, 0, .label = N_("De qué se trata"), .max = 120, .privacy = P_NETWORK },
	[SPLAN_PLACE] = { "place", T_TEXT, 0, .label = N_("Dónde"), .max = 120, .privacy = P_NETWORK },
	[SPLAN_LINK] = { "link", T_TEXT, 0, .label = N_("Enlace de la videollamada"), .max = 200, .privacy = P_NETWORK },
	[SPLAN_DIAL] = { "dial", T_TEXT, 0, .label = N_("Teléfono para escuchar y hablar"), .max = 60, .privacy = P_NETWORK },
	[SPLAN_UNTIL] = { "until", T_DATE, 0, .label = N_("Hasta qué día"), .help = N_("Si no se sabe, déjelo vacío"), .privacy = P_NETWORK },
	[SPLAN_TIMES] = { "times", T_INT, 0, .label = N_("Cuántas veces"), .min = 1, .max = 500, .privacy = P_NETWORK },
	[SPLAN_ANYWAY] = { "anyway", T_TEXT, 0, .label = N_("Por qué va igual"), .help = N_("Solo si Ayni avisa que esa hora choca"), .max = 120,
		.privacy = P_GROUP },
};

/* What a meeting has of its series: field of the one, field of the other. */
static const unsigned taken[][2] = { { SERIES_HOUR, MEETING_HOUR }, { SERIES_PLACE, MEETING_PLACE }, { SERIES_LINK, MEETING_LINK },
	{ SERIES_DIAL, MEETING_DIAL }, { SERIES_MINUTES, MEETING_MINUTES } };

static bool alike(struct value a, struct value b)
{
	return a.kind == b.kind && (a.kind == V_TEXT ? str_eq(a.s, b.s) : a.kind != V_INT || a.i == b.i);
}

/* The record as the series is to be. Of a meeting `m` that was one of `was`, what somebody changed by hand stays. */
static void put_as_series(struct put *p, const struct record *s, const struct record *m, const struct record *was)
{
	bool moved = m && m->v[MEETING_DAY].i != m->v[MEETING_OCCURS].i;

	for (unsigned i = 0; i < ARRAY_LEN(taken); i++)
		if (!m || (!moved && alike(m->v[taken[i][1]], was->v[taken[i][0]])))
			put_set(p, taken[i][1], s->v[taken[i][0]]);
	put_id(p, MEETING_SERIES, s->id);
}

/* The meetings that are not there yet; how many. One that is, changed or called off, stays. */
static unsigned fill(struct ctx *c, struct change *ch, const struct record *s, int64_t from)
{
	int64_t day[SERIES_DAYS_MAX], last = from + SERIES_AHEAD_DAYS;
	unsigned made = 0, n = series_days(s, from, last, day);
	struct record *m = ARENA_NEW(c->mem, struct record);

	for (unsigned i = 0; i < n; i++) {
		struct id id = series_meeting_id(c->net, s->v[SERIES_ROOT].id, day[i]);
		*m = (struct record){ 0 };
		if (record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, id, m) && m->born)
			continue;
		struct put *p = change_put(ch, &meeting_entity, id, true);
		put_id(p, MEETING_GROUP, s->v[SERIES_GROUP].id);
		put_int(p, MEETING_DAY, day[i]);
		put_int(p, MEETING_OCCURS, day[i]);
		put_text(p, MEETING_TOPIC, s->v[SERIES_TOPIC].s);
		put_as_series(p, s, NULL, NULL);
		made++;
	}
	return made;
}

static bool clashes(struct ctx *c, const struct record *s, int64_t from)
{
	int64_t day[SERIES_DAYS_MAX];
	unsigned n = series_days(s, from, from + SERIES_AHEAD_DAYS, day);
	int lasts = s->v[SERIES_MINUTES].kind == V_INT ? (int)s->v[SERIES_MINUTES].i : MEETING_USUAL_MIN;

	for (unsigned i = 0; i < n && i < CLASHES_LOOKED; i++)
		if (meeting_clash_fails(c, s->v[SERIES_GROUP].id, day[i], hour_parse(s->v[SERIES_HOUR].s), lasts,
			    series_meeting_id(c->net, s->v[SERIES_ROOT].id, day[i])))
			return true;
	for (unsigned i = 0, seen = 0; i < n; i++) { /* each day of the week once */
		unsigned bit = 1u << day_weekday(day[i]);
		if (day[i] > today(c) && !(seen & bit) &&
			meeting_week_fails(c, s->v[SERIES_GROUP].id, day[i], hour_parse(s->v[SERIES_HOUR].s), lasts))
			return true;
		seen |= day[i] > today(c) ? bit : 0;
	}
	return false;
}

static bool link_wrong(const struct act *a, unsigned arg)
{
	return act_has(a, arg) && !str_starts(act_text(a, arg), "https://") && !str_starts(act_text(a, arg), "http://");
}

/* The whole of a new series into the change, from its record. */
static void put_series(struct change *ch, const struct record *s)
{
	struct put *p = change_put(ch, &series_entity, s->id, true);

	for (unsigned f = 0; f < SERIES__N; f++)
		if (f != SERIES_VOIDED && s->v[f].kind != V_NULL)
			put_set(p, f, s->v[f]);
}

/* Said in one breath ("todos los martes 10 am en el local: Mesa"): what is behind a colon is the topic, behind " en " the place. */
static void take_apart(struct ctx *c, const struct act *a, struct str *when_out, struct str *topic_out, struct str *place_out)
{
	struct str text = act_text(a, SPLAN_REPEATS);

	*topic_out = act_has(a, SPLAN_TOPIC) ? act_text(a, SPLAN_TOPIC) : STR("");
	*place_out = act_has(a, SPLAN_PLACE) ? act_text(a, SPLAN_PLACE) : STR("");
	for (size_t i = 0; i + 1 < text.n && !topic_out->n; i++)
		if (text.p[i] == ':' && text.p[i + 1] == ' ') {
			*topic_out = str_trim(str_sub(text, i + 2, text.n - i - 2));
			text = str_sub(text, 0, i);
		}
	for (size_t i = 0; i + 4 < text.n && !place_out->n; i++)
		if (str_is(str_sub(text, i, 4), " en ")) {
			*place_out = str_trim(str_sub(text, i + 4, text.n - i - 4));
			text = str_sub(text, 0, i);
		}
	if (!topic_out->n)
		*topic_out = tr(c->lang, N_("Reunión"));
	*when_out = text;
}

static enum rc plan_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	int64_t now = zone_day(c->net->zone, a->acted_at), first = act_has(a, SPLAN_FIRST) ? act_int(a, SPLAN_FIRST) : now, day[SERIES_DAYS_MAX];
	struct record *s = ARENA_NEW(c->mem, struct record);
	struct str when, topic, place, left;
	struct hour hour;
	struct recur r;

	if (first < now)
		return fail(c, "first", "past", N_("Ese día ya pasó"));
	take_apart(c, a, &when, &topic, &place);
	bool there = hour_read(c->mem, act_has(a, SPLAN_HOUR) ? act_text(a, SPLAN_HOUR) : when, &hour);
	if (!there && act_has(a, SPLAN_HOUR))
		return fail(c, "hour", "shape", HOUR_WRONG);
	if (!series_rule_read(c, there && !act_has(a, SPLAN_HOUR) ? hour.left : when, first, &r, &left) || left.n)
		return fail(c, "repeats", "shape", RULE_WRONG);
	if (!there)
		return fail(c, "hour", "required", HOUR_WRONG);
	if (link_wrong(a, SPLAN_LINK))
		return fail(c, "link", "shape", N_("El enlace empieza con https://"));
	if (act_has(a, SPLAN_UNTIL) && act_int(a, SPLAN_UNTIL) < first)
		return fail(c, "until", "past", N_("El último día va después del primero"));
	r.until = act_has(a, SPLAN_UNTIL) ? act_int(a, SPLAN_UNTIL) : 0;
	r.times = act_has(a, SPLAN_TIMES) ? (unsigned)act_int(a, SPLAN_TIMES) : r.times;
	if (!recur_days(&r, first, first, first + 400, day, 1))
		return fail(c, "repeats", "never", N_("Con esa regla no cae ningún día: revise los días y hasta cuándo"));
	s->id = a->id;
	s->v[SERIES_GROUP] = value_id(act_ref(a, SPLAN_GROUP));
	s->v[SERIES_FIRST] = value_int(day[0]);
	s->v[SERIES_HOUR] = value_text(hour_show(c->mem, hour.minute));
	if (act_has(a, SPLAN_MINUTES))
		s->v[SERIES_MINUTES] = a->v[SPLAN_MINUTES];
	s->v[SERIES_TOPIC] = value_text(topic);
	s->v[SERIES_PLACE] = place.n ? value_text(place) : value_null();
	s->v[SERIES_LINK] = a->v[SPLAN_LINK];
	s->v[SERIES_DIAL] = a->v[SPLAN_DIAL];
	s->v[SERIES_RULE] = value_text(recur_text(c->mem, &r));
	s->v[SERIES_ROOT] = value_id(a->id);
	s->v[SERIES_ANYWAY] = a->v[SPLAN_ANYWAY];
	if (!act_has(a, SPLAN_ANYWAY) && clashes(c, s, now))
		return INVALID;
	put_series(ch, s);
	fill(c, ch, s, now);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &series_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &series_entity, c->net->id, p->id, r))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "series", series_line(c, r) } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str plan_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} convocó a una reunión que se repite: {series}"));
}

const struct action series_plan = {
	.name = "series.plan", .label = N_("Convocar siempre"), .args = plan_args, .nargs = SPLAN__N, .on = AT(SPLAN_GROUP),
	.decide = plan_decide, .describe = plan_describe,
};

/* ---- days that came into reach ---- */

#define OF_SERIES { "series", T_REF, F_REQUIRED, .label = N_("Serie"), .ref = "series", .privacy = P_NETWORK }

static const struct field extend_args[] = { OF_SERIES };

static enum rc extend_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *s = ARENA_NEW(c->mem, struct record);

	if (!series_get(c, act_ref(a, 0), s))
		return fail(c, "series", "over", N_("Esa serie ya terminó"));
	if (!fill(c, ch, s, zone_day(c->net->zone, a->acted_at)))
		return fail(c, "series", "already", N_("Sus reuniones ya están anotadas"));
	return OK;
}

static struct str extend_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("Se anotaron las próximas reuniones de la serie"), &(struct str_pair){ "who", t->author }, 1);
}

const struct action series_extend = {
	.name = "series.extend", .label = N_("Anotar las próximas"), .args = extend_args, .nargs = ARRAY_LEN(extend_args), .on = AT(0),
	.decide = extend_decide, .describe = extend_describe,
};

/* ---- changed from a day on, or ended ---- */

void series_touch(struct ctx *c, struct change *ch, struct id meeting)
{
	struct record *m = ARENA_NEW(c->mem, struct record), *s = ARENA_NEW(c->mem, struct record);

	if (record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, meeting, m) && m->v[MEETING_SERIES].kind == V_ID &&
		series_get(c, m->v[MEETING_SERIES].id, s))
		put_int(change_put(ch, &series_entity, s->id, false), SERIES_EDITION, s->v[SERIES_EDITION].i + 1);
}

/* It ends before that day: its last day is the one before, or it never began. */
static void cut(struct ctx *c, struct change *ch, const struct record *s, int64_t from)
{
	struct put *p = change_put(ch, &series_entity, s->id, false);
	struct recur r;

	put_int(p, SERIES_EDITION, s->v[SERIES_EDITION].i + 1);
	if (from <= s->v[SERIES_FIRST].i) {
		put_int(p, SERIES_VOIDED, 1);
		return;
	}
	if (recur_read(s->v[SERIES_RULE].s, &r)) {
		r.until = from - 1;
		r.times = 0; /* those before that day are counted already */
		put_text(p, SERIES_RULE, recur_text(c->mem, &r));
	}
}

/* Its meetings from that day on: those of `next` go on as it says, the others are called off. next NULL: all. Where the series
 * goes on, one that was moved to another day by hand stays on it. */
static void hand_on(struct ctx *c, struct change *ch, const struct record *s, const struct record *next, int64_t from)
{
	int64_t day[SERIES_DAYS_MAX], at[SERIES_DAYS_MAX];
	struct id id[SERIES_DAYS_MAX];
	struct record *m = ARENA_NEW(c->mem, struct record);
	unsigned nday = next ? series_days(next, from, from + 2 * SERIES_AHEAD_DAYS, day) : 0, n = 0;
	struct rows r = db_rows(c->db, SSQL(Q_SERIES_MEETINGS), ARGS(cell_id(&c->net->id), cell_id(&s->id), cell_int(from)));

	while (n < SERIES_DAYS_MAX && rows_next(&r))
		if (!rows_int(&r, 2)) {
			at[n] = rows_int(&r, 1);
			id[n++] = rows_id(&r, 0);
		}
	if (n == SERIES_DAYS_MAX)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++) {
		bool stays = false;
		for (unsigned k = 0; k < nday && !stays; k++)
			stays = day[k] == at[i];
		*m = (struct record){ 0 };
		if (!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, id[i], m) ||
			(next && !stays && m->v[MEETING_DAY].i != at[i]))
			continue;
		struct put *p = change_put(ch, &meeting_entity, id[i], false);
		put_int(p, MEETING_EDITION, m->v[MEETING_EDITION].i + 1);
		if (stays)
			put_as_series(p, next, m, s);
		else
			put_int(p, MEETING_VOIDED, 1);
	}
}

static const struct field change_args[] = {
	[SCHANGE_SERIES] = OF_SERIES,
	[SCHANGE_FROM] = { "from", T_DATE, F_REQUIRED, .label = N_("Desde qué día cambia"), .privacy = P_NETWORK },
	[SCHANGE_REPEATS] = { "repeats", T_TEXT, 0, .label = N_("Cuándo se repite"), .help = N_("Vacío: como ahora"), .max = 160, .privacy = P_NETWORK },
	[SCHANGE_HOUR] = { "hour", T_TEXT, 0, .label = N_("Hora"), .help = N_("Vacío: como ahora"), .max = 20, .privacy = P_NETWORK },
	[SCHANGE_PLACE] = { "place", T_TEXT, 0, .label = N_("Dónde"), .help = N_("Vacío: como ahora"), .max = 120, .privacy = P_NETWORK },
	[SCHANGE_LINK] = { "link", T_TEXT, 0, .label = N_("Enlace de la videollamada"), .help = N_("Vacío: como ahora"), .max = 200, .privacy = P_NETWORK },
	[SCHANGE_DIAL] = { "dial", T_TEXT, 0, .label = N_("Teléfono para escuchar y hablar"), .help = N_("Vacío: como ahora"), .max = 60,
		.privacy = P_NETWORK },
	[SCHANGE_ANYWAY] = { "anyway", T_TEXT, 0, .label = N_("Por qué va igual"), .help = N_("Solo si Ayni avisa que esa hora choca"), .max = 120,
		.privacy = P_GROUP },
};

static enum rc change_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *s = ARENA_NEW(c->mem, struct record), *next = ARENA_NEW(c->mem, struct record);
	int64_t from = act_int(a, SCHANGE_FROM), day[1];
	struct str left;
	struct hour hour;
	struct recur r;

	if (!series_get(c, act_ref(a, SCHANGE_SERIES), s) || !recur_read(s->v[SERIES_RULE].s, &r))
		return fail(c, "series", "over", N_("Esa serie ya terminó"));
	if (from < zone_day(c->net->zone, a->acted_at))
		return fail(c, "from", "past", N_("Ese día ya pasó"));
	struct recur was = r;
	if (act_has(a, SCHANGE_REPEATS) && (!series_rule_read(c, act_text(a, SCHANGE_REPEATS), from, &r, &left) || left.n))
		return fail(c, "repeats", "shape", RULE_WRONG);
	if (act_has(a, SCHANGE_HOUR) && (!hour_read(c->mem, act_text(a, SCHANGE_HOUR), &hour) || hour.left.n > 6))
		return fail(c, "hour", "shape", HOUR_WRONG);
	if (link_wrong(a, SCHANGE_LINK))
		return fail(c, "link", "shape", N_("El enlace empieza con https://"));
	r.until = was.until;
	if (was.times) { /* those that are left */
		int64_t before[SERIES_DAYS_MAX];
		unsigned n = series_days(s, s->v[SERIES_FIRST].i, from - 1, before);
		r.times = was.times > n ? was.times - n : 0;
		if (!r.times)
			return fail(c, "from", "over", N_("Para ese día la serie ya terminó"));
	}
	/* Where it goes on as before, its steps of two weeks count from the same day. */
	int64_t first = act_has(a, SCHANGE_REPEATS) ? from : s->v[SERIES_FIRST].i;
	struct recur bare = r;
	bare.times = 0;
	if (!recur_days(&bare, first, from, from + 400, day, 1))
		return fail(c, "repeats", "never", N_("Con esa regla no cae ningún día: revise los días y hasta cuándo"));
	*next = *s;
	next->id = a->id;
	next->v[SERIES_FIRST] = value_int(day[0]);
	next->v[SERIES_RULE] = value_text(recur_text(c->mem, &r));
	if (act_has(a, SCHANGE_HOUR))
		next->v[SERIES_HOUR] = value_text(hour_show(c->mem, hour.minute));
	for (unsigned arg = SCHANGE_PLACE, f = SERIES_PLACE; arg <= SCHANGE_DIAL; arg++, f++)
		if (act_has(a, arg))
			next->v[f] = a->v[arg];
	next->v[SERIES_EDITION] = value_int(s->v[SERIES_EDITION].i + 1);
	next->v[SERIES_ANYWAY] = a->v[SCHANGE_ANYWAY];
	if (!act_has(a, SCHANGE_ANYWAY) && clashes(c, next, from))
		return INVALID;
	cut(c, ch, s, from);
	put_series(ch, next);
	hand_on(c, ch, s, next, from);
	fill(c, ch, next, from);
	return OK;
}

static struct str change_describe_series(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} cambió la reunión que se repite: {series}"));
}

const struct action series_change = {
	.name = "series.change", .label = N_("Cambiar desde ese día"), .args = change_args, .nargs = SCHANGE__N, .on = AT(SCHANGE_SERIES),
	.decide = change_decide, .describe = change_describe_series,
};

static const struct field end_args[] = {
	OF_SERIES, { "from", T_DATE, F_REQUIRED, .label = N_("Desde qué día ya no"), .privacy = P_NETWORK },
};

static enum rc end_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *s = ARENA_NEW(c->mem, struct record);

	if (!series_get(c, act_ref(a, 0), s))
		return fail(c, "series", "over", N_("Esa serie ya terminó"));
	if (act_int(a, 1) < zone_day(c->net->zone, a->acted_at))
		return fail(c, "from", "past", N_("Ese día ya pasó"));
	cut(c, ch, s, act_int(a, 1));
	hand_on(c, ch, s, NULL, act_int(a, 1));
	return OK;
}

static struct str end_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} terminó la reunión que se repite: {series}"));
}

const struct action series_end = {
	.name = "series.end", .label = N_("Terminar la serie"), .args = end_args, .nargs = ARRAY_LEN(end_args), .on = AT(0), .decide = end_decide,
	.describe = end_describe,
};
