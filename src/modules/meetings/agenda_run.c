/*
 * agenda_run.c - who runs the meeting sets times and order, and marks what was treated.
 */
#include "agenda_own.h"

#define OF_MEETING { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK }
#define OF_POINT { "point", T_REF, F_REQUIRED, .label = N_("Punto"), .ref = "agenda_point", .privacy = P_NETWORK }

/* The point before that meeting: rights were judged by the point's group, which is the meeting's. */
static enum rc point_of(struct ctx *c, const struct act *a, unsigned point, unsigned meeting, struct meeting *m, struct agenda_point *p)
{
	if (!meeting_get(c, act_ref(a, meeting), m) || !agenda_point_at(c, m, act_ref(a, point), p))
		return fail(c, "point", "unknown", N_("Ese punto no está en la agenda de esa reunión"));
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &agenda_point_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool there = p && record_get(c->db, c->schema, c->mem, &agenda_point_entity, c->net->id, p->id, r) && r->v[POINT_TITLE].kind == V_TEXT;
	const struct str_pair pairs[] = { { "who", t->author }, { "point", there ? r->v[POINT_TITLE].s : STR("…") } };

	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

/* ---- title, reason, time ---- */

static const struct field edit_args[] = {
	[EDIT_POINT] = OF_POINT,
	[EDIT_MEETING] = OF_MEETING,
	[EDIT_TITLE] = { "title", T_TEXT, F_REQUIRED, .label = N_("Punto"), .max = TITLE_MOST, .privacy = P_GROUP },
	[EDIT_WHY] = { "why", T_TEXT, F_WIDE, .label = N_("Por qué"), .max = 300, .privacy = P_GROUP },
	[EDIT_MINUTES] = { "minutes", T_INT, 0, .label = N_("Tiempo"), .unit = N_("minutos"), .min = 1, .max = POINT_MINUTES_MAX,
		.privacy = P_NETWORK },
};

static enum rc edit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;
	struct agenda_point p;

	if (point_of(c, a, EDIT_POINT, EDIT_MEETING, &m, &p) != OK)
		return INVALID;
	struct put *put = change_put(ch, &agenda_point_entity, p.id, false);
	put_text(put, POINT_TITLE, act_text(a, EDIT_TITLE));
	if (a->given[EDIT_WHY])
		put_set(put, POINT_WHY, a->v[EDIT_WHY]);
	if (a->given[EDIT_MINUTES])
		put_set(put, POINT_MINUTES, a->v[EDIT_MINUTES]);
	return OK;
}

static struct str edit_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} ajustó el punto «{point}»"));
}

const struct action agenda_edit = {
	.name = "agenda.edit", .label = N_("Guardar"), .args = edit_args, .nargs = EDIT__N, .on = AT(EDIT_POINT), .decide = edit_decide,
	.describe = edit_describe,
};

/* ---- order ---- */

static const struct field order_args[] = {
	[ORDER_POINT] = OF_POINT,
	[ORDER_MEETING] = OF_MEETING,
	[ORDER_PLACE] = { "place", T_INT, F_REQUIRED, .label = N_("En qué lugar"), .min = 1, .max = 99, .privacy = P_NETWORK },
};

static void place(struct change *ch, const struct meeting *m, struct id point, int64_t at)
{
	struct put *p = change_put(ch, &agenda_point_entity, point, false);

	put_int(p, POINT_PLACE, at);
	put_id(p, POINT_PLACED_ON, m->id);
}

/* The others move up; each gets its place said, so that one proposed later comes behind. */
static enum rc order_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST), p;
	struct meeting m;
	int64_t want = act_int(a, ORDER_PLACE), at = 0;

	if (point_of(c, a, ORDER_POINT, ORDER_MEETING, &m, &p) != OK)
		return INVALID;
	unsigned n = agenda_points(c, &m, all, AGENDA_MOST);
	place(ch, &m, p.id, want > n ? n : want);
	for (unsigned i = 0; i < n; i++) {
		if (id_eq(all[i].id, p.id))
			continue;
		if (++at == want)
			at++;
		place(ch, &m, all[i].id, at);
	}
	return OK;
}

static struct str order_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} ordenó la agenda: movió «{point}»"));
}

const struct action agenda_order = {
	.name = "agenda.order", .label = N_("Mover"), .args = order_args, .nargs = ORDER__N, .on = AT(ORDER_POINT), .decide = order_decide,
	.describe = order_describe,
};

/* ---- treated, withdrawn, open again ---- */

static const struct field mark_args[] = {
	[MARK_POINT] = OF_POINT,
	[MARK_MEETING] = OF_MEETING,
	[MARK_STATE] = { "state", T_ENUM, F_REQUIRED, .label = N_("Cómo queda"), .choices = point_states, .privacy = P_NETWORK },
};

static enum rc mark_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str state = act_text(a, MARK_STATE);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;
	struct agenda_point p;

	if (point_of(c, a, MARK_POINT, MARK_MEETING, &m, &p) != OK)
		return INVALID;
	if (!record_get(c->db, c->schema, c->mem, &agenda_point_entity, c->net->id, p.id, r))
		return fail(c, "point", "unknown", N_("Ese punto no está en la agenda de esa reunión"));
	if (str_is(state, "treated") && m.day > zone_day(c->net->zone, a->acted_at))
		return fail(c, "state", "future", N_("Esa reunión todavía no empieza"));
	/* What a later meeting closed stays closed there. */
	if (!str_is(r->v[POINT_STATE].s, "open") && !id_eq(r->v[POINT_CLOSED_ON].id, m.id))
		return fail(c, "point", "closed", N_("Ese punto ya se cerró en otra reunión"));
	struct put *put = change_put(ch, &agenda_point_entity, p.id, false);
	put_stood(put, r);
	put_text(put, POINT_STATE, state);
	put_set(put, POINT_CLOSED_ON, str_is(state, "open") ? value_null() : value_id(m.id));
	return OK;
}

static struct str mark_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &agenda_point_entity);
	const struct value *state = p ? put_get(p, POINT_STATE) : NULL;

	if (state && str_is(state->s, "treated"))
		return told(c, t, N_("{who} anotó que se trató el punto «{point}»"));
	if (state && str_is(state->s, "withdrawn"))
		return told(c, t, N_("{who} quitó de la agenda el punto «{point}»"));
	return told(c, t, N_("{who} volvió a abrir el punto «{point}»"));
}

const struct action agenda_mark = {
	.name = "agenda.mark", .label = N_("Guardar"), .args = mark_args, .nargs = MARK__N, .on = AT(MARK_POINT), .decide = mark_decide,
	.describe = mark_describe,
};
