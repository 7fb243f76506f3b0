/*
 * pickup.c - what is fetched every week: who goes, and who stands in for her.
 *
 * On its day the job starts it: an offer of that day, taken already. So it is told, fetched, left to somebody else or given
 * on like any other. A pick-up has no amount: nobody knows before what the stall will have.
 */
#include "recovery_own.h"

#include "fold.h"

const struct choice weekdays[] = {
	{ "mon", N_("lunes"), NULL, NULL }, { "tue", N_("martes"), NULL, NULL }, { "wed", N_("miércoles"), NULL, NULL },
	{ "thu", N_("jueves"), NULL, NULL }, { "fri", N_("viernes"), NULL, NULL }, { "sat", N_("sábado"), NULL, NULL },
	{ "sun", N_("domingo"), NULL, NULL }, { NULL, NULL, NULL, NULL },
};

static const struct field pickup_fields[] = {
	[PICKUP_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK,
		.aliases = "cocina" },
	[PICKUP_GIVER] = { "giver", T_REF, F_REQUIRED | F_FILTER, .label = N_("Quién da"), .ref = "giver", .privacy = P_NETWORK,
		.aliases = "donante" },
	[PICKUP_WEEKDAY] = { "weekday", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Qué día"), .choices = weekdays, .privacy = P_NETWORK,
		.aliases = "dia" },
	[PICKUP_HOUR] = { "hour", T_TEXT, 0, .label = N_("Hora"), .max = 5, .privacy = P_NETWORK, .aliases = "hora" },
	[PICKUP_WHAT] = { "what", T_TEXT, 0, .label = N_("Qué suelen dar"), .max = 60, .privacy = P_NETWORK, .aliases = "que" },
	[PICKUP_GOES] = { "goes", T_REF, F_DERIVED, .label = N_("Quién va"), .ref = "person", .privacy = P_NETWORK },
	[PICKUP_INSTEAD] = { "instead", T_REF, F_DERIVED, .label = N_("Quién la reemplaza"), .ref = "person", .privacy = P_NETWORK },
	[PICKUP_UNTIL] = { "until", T_DATE, 0, .label = N_("Hasta qué día"), .privacy = P_NETWORK, .aliases = "hasta" },
	[PICKUP_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Terminado"), .privacy = P_NETWORK },
};

static const struct entity_index pickup_indexes[] = { { 2, { PICKUP_WEEKDAY, PICKUP_GROUP } }, { 1, { PICKUP_GROUP } } };

const struct entity pickup_entity = {
	.name = "pickup", .label = N_("Recojo fijo"), .plural = N_("Recojos fijos"), .fields = pickup_fields, .nfields = PICKUP__N,
	.group = AT(PICKUP_GROUP), .title = AT(PICKUP_WHAT), .voided = AT(PICKUP_VOIDED), .put_action = "pickup.plan",
	.indexes = pickup_indexes, .nindexes = ARRAY_LEN(pickup_indexes),
};

static const struct field plan_args[] = {
	[PLAN_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina" },
	[PLAN_GIVER] = { "giver", T_REF, F_REQUIRED, .label = N_("Quién da"), .ref = "giver", .privacy = P_NETWORK, .aliases = "donante" },
	[PLAN_WEEKDAY] = { "weekday", T_ENUM, F_REQUIRED, .label = N_("Qué día"), .choices = weekdays, .privacy = P_NETWORK,
		.aliases = "dia" },
	[PLAN_HOUR] = { "hour", T_TEXT, 0, .label = N_("Hora"), .help = N_("Por ejemplo: 10:30, o 7 pm"), .max = 20, .privacy = P_NETWORK,
		.aliases = "hora" },
	[PLAN_WHAT] = { "what", T_TEXT, 0, .label = N_("Qué suelen dar"), .max = 60, .privacy = P_NETWORK, .aliases = "que" },
	[PLAN_GOES] = { "goes", T_TEXT, 0, .label = N_("Quién va"), .help = N_("Su nombre, como está anotado en la cocina"), .max = 80,
		.privacy = P_NETWORK },
	[PLAN_INSTEAD] = { "instead", T_TEXT, 0, .label = N_("Quién la reemplaza"), .max = 80, .privacy = P_NETWORK },
	[PLAN_UNTIL] = { "until", T_DATE, 0, .label = N_("Hasta qué día"), .help = N_("Si no se sabe, déjelo vacío"), .privacy = P_NETWORK,
		.aliases = "hasta" },
};

/* Each word of a name that begins like what was written; every written word must find one. */
static bool name_fits(struct ctx *c, struct str name, struct str said)
{
	struct str rest = fold(c->mem, said), word, part;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		struct str parts = fold(c->mem, name);
		bool fits = !word.n;
		while (!fits && parts.n && str_cut(&parts, ' ', &part))
			fits = part.n >= word.n && str_eq(str_sub(part, 0, word.n), word);
		if (!fits)
			return false;
	}
	return true;
}

enum rc member_named(struct ctx *c, struct id group, const char *field, struct str name, struct id *out)
{
	struct rows r = db_rows(c->db, SQL(Q_MEMBERS), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(today(c))));
	unsigned n = 0;

	while (rows_next(&r)) {
		struct id one = rows_id(&r, 0);
		if (!name_fits(c, str_dup(c->mem, rows_text(&r, 1)), name) || (n && id_eq(one, *out)))
			continue;
		*out = one;
		n++;
	}
	if (!n)
		return fail_with(c, field, "unknown", N_("No encontré a «%s» entre quienes trabajan en esa cocina"), name);
	return n == 1 ? OK : fail_with(c, field, "several", N_("Hay varias «%s» en esa cocina: escriba también el apellido"), name);
}

static enum rc plan_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id goes = { 0 }, instead = { 0 }, group = act_ref(a, PLAN_GROUP);
	struct hour hour = { 0 };

	if (act_has(a, PLAN_HOUR) && (!hour_read(c->mem, act_text(a, PLAN_HOUR), &hour) || hour.left.n > 6))
		return fail(c, "hour", "shape", N_("Escriba la hora, por ejemplo: 10:30, o 7 pm"));
	if (act_has(a, PLAN_UNTIL) && act_int(a, PLAN_UNTIL) < zone_day(c->net->zone, a->acted_at))
		return fail(c, "until", "past", N_("Ese día ya pasó"));
	if (act_has(a, PLAN_GOES) && member_named(c, group, "goes", act_text(a, PLAN_GOES), &goes) != OK)
		return INVALID;
	if (act_has(a, PLAN_INSTEAD) && member_named(c, group, "instead", act_text(a, PLAN_INSTEAD), &instead) != OK)
		return INVALID;
	if (!id_is_zero(goes) && id_eq(goes, instead))
		return fail(c, "instead", "same", N_("Quien la reemplaza es otra persona"));
	struct put *p = change_put(ch, &pickup_entity, a->id, true);
	put_id(p, PICKUP_GROUP, group);
	put_id(p, PICKUP_GIVER, act_ref(a, PLAN_GIVER));
	put_text(p, PICKUP_WEEKDAY, act_text(a, PLAN_WEEKDAY));
	if (act_has(a, PLAN_HOUR))
		put_text(p, PICKUP_HOUR, hour_show(c->mem, hour.minute));
	if (act_has(a, PLAN_WHAT))
		put_text(p, PICKUP_WHAT, act_text(a, PLAN_WHAT));
	if (!id_is_zero(goes))
		put_id(p, PICKUP_GOES, goes);
	if (!id_is_zero(instead))
		put_id(p, PICKUP_INSTEAD, instead);
	if (act_has(a, PLAN_UNTIL))
		put_int(p, PICKUP_UNTIL, act_int(a, PLAN_UNTIL));
	return OK;
}

static struct str pickup_told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &pickup_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &pickup_entity, c->net->id, p->id, r))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "kitchen", ref_title(c, "group", r->v[PICKUP_GROUP].id) },
		{ "day", choice_label(c, weekdays, r->v[PICKUP_WEEKDAY].s) }, { "giver", title_now(c, &giver_entity, r->v[PICKUP_GIVER].id) } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str plan_describe(struct ctx *c, const struct told *t)
{
	return pickup_told(c, t, N_("{who} anotó que {kitchen} recoge de {giver} cada {day}"));
}

const struct action pickup_plan = {
	.name = "pickup.plan", .label = N_("Anotar recojo fijo"), .args = plan_args, .nargs = PLAN__N, .on = AT(PLAN_GROUP),
	.decide = plan_decide, .describe = plan_describe,
};

static const struct field pickup_args[] = {
	{ "pickup", T_REF, F_REQUIRED, .label = N_("Recojo fijo"), .ref = "pickup", .privacy = P_NETWORK },
};

static bool pickup_get(struct ctx *c, struct id id, struct record *out)
{
	*out = (struct record){ 0 };
	return record_get(c->db, c->schema, c->mem, &pickup_entity, c->net->id, id, out) && out->born && !out->v[PICKUP_VOIDED].i;
}

static enum rc end_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!pickup_get(c, act_ref(a, 0), r))
		return fail(c, "pickup", "already", N_("Ese recojo ya estaba terminado"));
	put_int(change_put(ch, &pickup_entity, r->id, false), PICKUP_VOIDED, 1);
	return OK;
}

static struct str end_describe(struct ctx *c, const struct told *t)
{
	return pickup_told(c, t, N_("{who} terminó el recojo de {kitchen} en {giver}, cada {day}"));
}

const struct action pickup_end = {
	.name = "pickup.end", .label = N_("Terminar"), .args = pickup_args, .nargs = ARRAY_LEN(pickup_args), .on = AT(0),
	.decide = end_decide, .describe = end_describe,
};

/* ---- its day has come ---- */

struct id pickup_offer_id(const struct ctx *c, struct id pickup, int64_t day)
{
	const struct str piece[] = { STR("ayni pickup"), id_bytes(&c->net->id), id_bytes(&pickup) };

	return id_derive(day * DAY_MS, piece, ARRAY_LEN(piece));
}

static enum rc start_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record),
		*stands = ARENA_NEW(c->mem, struct record);
	int64_t day = zone_day(c->net->zone, a->acted_at);

	if (!pickup_get(c, act_ref(a, 0), r) || !giver_get(c, r->v[PICKUP_GIVER].id, giver) ||
		!str_is(r->v[PICKUP_WEEKDAY].s, weekdays[day_weekday(day)].name) ||
		(r->v[PICKUP_UNTIL].kind == V_INT && r->v[PICKUP_UNTIL].i < day))
		return fail(c, "pickup", "over", N_("Hoy no toca ese recojo"));
	struct id id = pickup_offer_id(c, r->id, day);
	if (record_get(c->db, c->schema, c->mem, &offer_entity, c->net->id, id, stands))
		return fail(c, "pickup", "already", N_("El recojo de hoy ya está anotado"));
	struct str what = r->v[PICKUP_WHAT].kind == V_TEXT ? r->v[PICKUP_WHAT].s : tr(c->lang, N_("lo que haya"));
	int hour = r->v[PICKUP_HOUR].kind == V_TEXT ? hour_parse(r->v[PICKUP_HOUR].s) : -1;
	struct id food = food_named(c, what);
	struct put *p = change_put(ch, &offer_entity, id, true);
	put_id(p, OFFER_GIVER, giver->id);
	put_id(p, OFFER_GROUP, giver->v[GIVER_GROUP].id);
	if (giver->v[GIVER_PLACE].kind == V_ID)
		put_id(p, OFFER_PLACE, giver->v[GIVER_PLACE].id);
	put_int(p, OFFER_DAY, day);
	put_text(p, OFFER_WHAT, what);
	if (!id_is_zero(food))
		put_id(p, OFFER_FOOD, food);
	put_int(p, OFFER_UNTIL, zone_instant(c->net->zone, day, hour > 0 ? hour + PICKUP_LATE_MIN : MINUTES_OF_DAY - 1));
	put_text(p, OFFER_STATE, STR("taken"));
	put_id(p, OFFER_KITCHEN, r->v[PICKUP_GROUP].id);
	put_int(p, OFFER_TAKEN, a->acted_at);
	put_id(p, OFFER_PICKUP, r->id);
	if (r->v[PICKUP_GOES].kind == V_ID)
		put_id(p, OFFER_GOES, r->v[PICKUP_GOES].id);
	return OK;
}

static struct str start_describe(struct ctx *c, const struct told *t)
{
	return offer_told(c, t, N_("Hoy toca recoger de {giver}"));
}

const struct action pickup_start = {
	.name = "pickup.start", .label = N_("Empezar el recojo de hoy"), .args = pickup_args, .nargs = ARRAY_LEN(pickup_args), .on = AT(0),
	.decide = start_decide, .describe = start_describe,
};
