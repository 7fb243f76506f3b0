/*
 * roll_act.c - the secretary notes who is there, late, gone; each says it for herself with the code.
 */
#include "roll_own.h"

#include "hour.h"
#include "json.h"

#define OF_MEETING { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK, .aliases = "reunion" }
#define OF_PERSON { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK }
#define HOUR_HELP N_("Por ejemplo: 10:30")

enum rc roll_meeting(struct ctx *c, const struct act *a, unsigned arg, struct meeting *out)
{
	if (!meeting_get(c, act_ref(a, arg), out))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (out->day > zone_day(c->net->zone, a->acted_at))
		return fail(c, "meeting", "early", N_("Esa reunión todavía no es: la lista se toma ese día"));
	return OK;
}

struct str roll_told(struct ctx *c, const struct told *t, const char *msgid, const struct entity *e, unsigned meeting_field)
{
	const struct put *p = change_find(t->change, e);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!p || !record_get(c->db, c->schema, c->mem, e, c->net->id, p->id, r) || !meeting_get(c, r->v[meeting_field].id, &m))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "topic", m.topic }, { "day", lang_date(c->mem, c->lang, m.day) } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

/* ---- one presence ---- */

static void put_arrival(struct ctx *c, struct put *p, const struct meeting *m, int minute)
{
	put_text(p, PRESENCE_ARRIVED, hour_show(c->mem, minute));
	put_int(p, PRESENCE_LATE, minute > m->minute + LATE_MIN);
}

struct put *roll_put_here(struct ctx *c, struct change *ch, const struct meeting *m, struct id person, unsigned way, enum roll_proof proof, int minute)
{
	const struct value key[PRESENCE__N] = { [PRESENCE_MEETING] = value_id(m->id), [PRESENCE_PERSON] = value_id(person) };
	struct put *p = put_keyed(c, ch, &presence_entity, key);

	if (p->create) {
		put_id(p, PRESENCE_GROUP, m->group);
		put_int(p, PRESENCE_GUEST, !roll_may_vote(c, m, person));
	}
	put_int(p, PRESENCE_HERE, 1);
	if (way < ROLL_WAYS)
		put_int(p, PRESENCE_ROOM + way, 1);
	put_int(p, PRESENCE_SEEN + (unsigned)proof, 1);
	if (minute >= 0 && (p->create || p->stood->v[PRESENCE_ARRIVED].kind == V_NULL))
		put_arrival(c, p, m, minute);
	if (!p->create && p->stood->v[PRESENCE_LEFT].kind != V_NULL)
		put_set(p, PRESENCE_LEFT, value_null());
	return p;
}

static unsigned way_of(struct str name)
{
	unsigned i = 0;

	while (i < ROLL_WAYS && !str_is(name, roll_ways[i].name))
		i++;
	return i;
}

static unsigned way_said(const struct act *a, unsigned arg)
{
	return act_has(a, arg) ? way_of(act_text(a, arg)) : ROLL_WAYS;
}

/* An hour as people write it, in the meeting's half of the day. */
static bool hour_said(struct ctx *c, const struct act *a, unsigned arg, const struct meeting *m, int *out)
{
	struct hour h;

	*out = -1;
	if (!act_has(a, arg))
		return true;
	if (!hour_read(c->mem, act_text(a, arg), &h)) {
		fail(c, a->action->args[arg].name, "shape", N_("Escriba la hora, por ejemplo: 10:30, o 7 pm"));
		return false;
	}
	*out = h.half && m->minute >= MINUTES_OF_DAY / 2 && h.minute < MINUTES_OF_DAY / 2 ? h.minute + MINUTES_OF_DAY / 2 : h.minute;
	return true;
}

/* ---- many at once, in one form ---- */

static const struct field tick_args[] = {
	[TICK_MEETING] = OF_MEETING,
	[TICK_WAY] = { "way", T_ENUM, F_REQUIRED, .label = N_("Cómo están"), .choices = roll_ways, .otherwise = "room", .privacy = P_GROUP },
	[TICK_PROOF] = { "proof", T_ENUM, 0, .label = N_("Cómo se sabe"), .choices = roll_proofs, .privacy = P_GROUP },
	[TICK_ARRIVED] = { "arrived", T_TEXT, 0, .label = N_("Si llegaron tarde, a qué hora"), .help = HOUR_HELP, .max = 40, .privacy = P_GROUP },
	[TICK_PEOPLE] = { "people", T_TEXT, F_WIDE, .label = N_("Quiénes"), .max = 8000, .privacy = P_GROUP },
};

static enum rc tick_one(struct ctx *c, const struct act *a, struct change *ch, const struct meeting *m, const struct roll_row *row, unsigned n,
	struct str box)
{
	int minute;

	if (!hour_said(c, a, TICK_ARRIVED, m, &minute))
		return INVALID;
	for (unsigned i = 0; i < n; i++)
		if (!row[i].guest && str_eq(roll_box(c, row[i].person), box)) {
			bool sheet = act_has(a, TICK_PROOF) && str_is(act_text(a, TICK_PROOF), "signed");
			roll_put_here(c, ch, m, row[i].person, way_said(a, TICK_WAY), sheet ? PROOF_SIGNED : PROOF_SEEN, minute);
			return OK;
		}
	return fail(c, "people", "unknown", N_("Una de esas personas ya no está en el padrón: abra la lista otra vez"));
}

static enum rc tick_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, ROLL_MOST);
	const char *name;
	json_t *value;
	struct meeting m;

	if (roll_meeting(c, a, TICK_MEETING, &m) != OK)
		return INVALID;
	json_t *all = act_has(a, TICK_PEOPLE) ? json_read(c->mem, act_text(a, TICK_PEOPLE), c->diag) : NULL;
	unsigned n = roll_rows(c, &m, row, ROLL_MOST), ticked = 0;
	if (all && !json_is_object(all))
		return fail(c, "people", "format", N_("Los datos deben venir como un objeto"));
	json_object_foreach(all, name, value)
	{
		if (!json_is_string(value) || !json_str(value).n)
			continue;
		if (tick_one(c, a, ch, &m, row, n, str_dup(c->mem, str_c(name))) != OK)
			return INVALID;
		ticked++;
	}
	return ticked ? OK : fail(c, "people", "required", N_("Toque al menos un nombre"));
}

static struct str tick_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} tomó lista en «{topic}» del {day}"), &presence_entity, PRESENCE_MEETING);
}

const struct action roll_tick = {
	.name = "roll.tick", .label = N_("Están presentes"), .args = tick_args, .nargs = TICK__N, .on = AT(TICK_MEETING), .open = AT(TICK_PEOPLE),
	.decide = tick_decide, .describe = tick_describe,
};

/* ---- one, with all that is known ---- */

static const struct field mark_args[] = {
	[MARK_ROLL_MEETING] = OF_MEETING,
	[MARK_ROLL_PERSON] = OF_PERSON,
	[MARK_ROLL_WAY] = { "way", T_ENUM, 0, .label = N_("Cómo está"), .choices = roll_ways, .privacy = P_GROUP },
	[MARK_ROLL_ARRIVED] = { "arrived", T_TEXT, 0, .label = N_("Llegó a las"), .help = HOUR_HELP, .max = 40, .privacy = P_GROUP },
	[MARK_ROLL_LEFT] = { "gone", T_TEXT, 0, .label = N_("Se fue a las"), .help = HOUR_HELP, .max = 40, .privacy = P_GROUP },
};

static enum rc mark_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;
	int arrived, left;

	if (roll_meeting(c, a, MARK_ROLL_MEETING, &m) != OK || !hour_said(c, a, MARK_ROLL_ARRIVED, &m, &arrived) ||
		!hour_said(c, a, MARK_ROLL_LEFT, &m, &left))
		return INVALID;
	struct put *p = roll_put_here(c, ch, &m, act_ref(a, MARK_ROLL_PERSON), way_said(a, MARK_ROLL_WAY), PROOF_SEEN, -1);
	const struct value *came = p->create ? NULL : &p->stood->v[PRESENCE_ARRIVED];
	int since = arrived >= 0 ? arrived : came && came->kind == V_TEXT ? hour_parse(came->s) : -1;
	if (left >= 0 && left < since)
		return fail(c, "gone", "before", N_("Se fue antes de llegar: revise las horas"));
	if (arrived >= 0)
		put_arrival(c, p, &m, arrived);
	if (left >= 0)
		put_text(p, PRESENCE_LEFT, hour_show(c->mem, left));
	return OK;
}

static struct str mark_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} anotó quién está en «{topic}» del {day}"), &presence_entity, PRESENCE_MEETING);
}

const struct action roll_mark = {
	.name = "roll.mark", .label = N_("Anotar"), .args = mark_args, .nargs = MARK_ROLL__N, .on = AT(MARK_ROLL_MEETING), .decide = mark_decide,
	.describe = mark_describe,
};

static enum rc undo_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!presence_get(c, act_ref(a, MARK_ROLL_MEETING), act_ref(a, MARK_ROLL_PERSON), r) || !r->v[PRESENCE_HERE].i)
		return fail(c, "person", "already", N_("Ya no estaba anotada"));
	struct put *p = change_put(ch, &presence_entity, r->id, false);
	put_stood(p, r);
	put_int(p, PRESENCE_HERE, 0);
	for (unsigned f = PRESENCE_ROOM; f <= PRESENCE_LATE; f++)
		if (r->v[f].kind != V_NULL)
			put_set(p, f, value_null());
	return OK;
}

static struct str undo_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} quitó a una persona de la lista de «{topic}» del {day}"), &presence_entity, PRESENCE_MEETING);
}

const struct action roll_undo = {
	.name = "roll.undo", .label = N_("No está: quitarla"), .args = mark_args, .nargs = MARK_ROLL_PERSON + 1, .on = AT(MARK_ROLL_MEETING),
	.decide = undo_decide, .describe = undo_describe,
};

/* ---- each for herself ---- */

static const struct field here_args[] = {
	[HERE_PERSON] = OF_PERSON,
	[HERE_MEETING] = OF_MEETING,
	[HERE_WAY] = { "way", T_ENUM, 0, .label = N_("Cómo está usted"), .choices = roll_ways, .privacy = P_GROUP },
	[HERE_CODE] = { "code", T_TEXT, 0, .label = N_("Código de la reunión"), .help = N_("Cuatro cifras: se ven o se dicen en la reunión"), .max = 12,
		.privacy = P_GROUP },
};

static enum rc self_meeting(struct ctx *c, const struct act *a, struct meeting *m)
{
	if (!meeting_get(c, act_ref(a, HERE_MEETING), m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (!roll_code_open(c, m, a->acted_at))
		return fail(c, "meeting", "closed", N_("Eso se anota desde media hora antes hasta que termina la reunión"));
	return OK;
}

enum rc roll_by_code(struct ctx *c, const struct act *a, struct change *ch, const struct meeting *m, struct id person, unsigned way, struct str code)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	int64_t tries = presence_get(c, m->id, person, r) ? r->v[PRESENCE_TRIES].i : 0;

	if (tries >= CODE_TRIES)
		return fail(c, "code", "tries", N_("Ya probó muchas veces: pida que la anoten en la sala"));
	if (str_eq(str_trim(code), roll_code(c, m->id))) {
		roll_put_here(c, ch, m, person, way, PROOF_CODE, zone_minute(c->net->zone, a->acted_at));
		return OK;
	}
	const struct value key[PRESENCE__N] = { [PRESENCE_MEETING] = value_id(m->id), [PRESENCE_PERSON] = value_id(person) };
	struct put *p = put_keyed(c, ch, &presence_entity, key);
	if (p->create) {
		put_id(p, PRESENCE_GROUP, m->group);
		put_int(p, PRESENCE_GUEST, !roll_may_vote(c, m, person));
		put_int(p, PRESENCE_HERE, 0);
	}
	put_int(p, PRESENCE_TRIES, tries + 1);
	return OK;
}

bool roll_was_noted(const struct change *ch)
{
	const struct put *p = ch ? change_find(ch, &presence_entity) : NULL;
	const struct value *here = p ? put_get(p, PRESENCE_HERE) : NULL;

	return here && here->i;
}

static enum rc here_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id person = act_ref(a, HERE_PERSON);
	struct meeting m;

	if (self_meeting(c, a, &m) != OK)
		return INVALID;
	if (act_has(a, HERE_CODE))
		return roll_by_code(c, a, ch, &m, person, way_said(a, HERE_WAY), act_text(a, HERE_CODE));
	if (!roll_may_vote(c, &m, person))
		return fail(c, "code", "required", N_("Usted no está en el padrón de esa reunión: escriba el código que se ve en la sala"));
	roll_put_here(c, ch, &m, person, way_said(a, HERE_WAY), PROOF_SAID, zone_minute(c->net->zone, a->acted_at));
	return OK;
}

struct str roll_here_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, roll_was_noted(t->change) ? N_("{who} dijo que está en «{topic}» del {day}") : N_("{who} escribió un código equivocado de «{topic}» del {day}"),
		&presence_entity, PRESENCE_MEETING);
}

const struct action roll_here = {
	.name = "roll.here", .label = N_("Estoy en la reunión"), .args = here_args, .nargs = HERE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(HERE_PERSON), .decide = here_decide, .describe = roll_here_describe,
};

static enum rc leave_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (self_meeting(c, a, &m) != OK)
		return INVALID;
	if (!presence_get(c, m.id, act_ref(a, HERE_PERSON), r) || !r->v[PRESENCE_HERE].i)
		return fail(c, "meeting", "absent", N_("Usted no estaba anotada en esa reunión"));
	struct put *p = change_put(ch, &presence_entity, r->id, false);
	put_stood(p, r);
	put_text(p, PRESENCE_LEFT, hour_show(c->mem, zone_minute(c->net->zone, a->acted_at)));
	return OK;
}

static struct str leave_describe(struct ctx *c, const struct told *t)
{
	return roll_told(c, t, N_("{who} se retiró de «{topic}» del {day}"), &presence_entity, PRESENCE_MEETING);
}

const struct action roll_leave = {
	.name = "roll.leave", .label = N_("Me retiro"), .args = here_args, .nargs = HERE_MEETING + 1, .flags = ACT_LOW_RISK, .on = AT(HERE_PERSON),
	.decide = leave_decide, .describe = leave_describe,
};
