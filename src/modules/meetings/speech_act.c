/*
 * speech_act.c - a hand goes up or down; the word is given, and ends.
 */
#include "agenda.h"
#include "session.h"
#include "speech_own.h"

enum { SECONDS_MOST = 4 * 3600 };

static bool is_today(struct ctx *c, const struct act *a, const struct meeting *m)
{
	return m->day == zone_day(c->net->zone, a->acted_at);
}

/* The meeting of the act, if hands may go up in it now. */
static enum rc running(struct ctx *c, const struct act *a, unsigned arg, struct meeting *m)
{
	if (!meeting_get(c, act_ref(a, arg), m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (!is_today(c, a, m))
		return fail(c, "meeting", "day", N_("La palabra se pide el día de la reunión"));
	return OK;
}

static struct put *raise(const struct act *a, struct change *ch, const struct meeting *m, struct str way)
{
	struct put *p = change_put(ch, &speech_entity, a->id, true);

	put_id(p, SPEECH_MEETING, m->id);
	put_id(p, SPEECH_GROUP, m->group);
	put_text(p, SPEECH_WAY, way);
	put_int(p, SPEECH_ASKED_AT, a->acted_at);
	return p;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &speech_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!p || !record_get(c->db, c->schema, c->mem, &speech_entity, c->net->id, p->id, r) ||
		!meeting_get(c, r->v[SPEECH_MEETING].id, &m))
		return t->author;
	struct str name = r->v[SPEECH_PERSON].kind == V_ID ? person_name(c, r->v[SPEECH_PERSON].id) :
		r->v[SPEECH_NAME].kind == V_TEXT ? r->v[SPEECH_NAME].s : STR("");
	const struct str_pair pairs[] = { { "who", t->author }, { "name", name }, { "topic", m.topic } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

/* ---- her own hand ---- */

static const struct field ask_args[] = {
	[ASK_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[ASK_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[ASK_WAY] = { "way", T_ENUM, F_REQUIRED, .label = N_("Desde dónde habla"), .choices = speech_ways, .privacy = P_GROUP },
};

static enum rc ask_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct speech open;
	struct meeting m;

	if (running(c, a, ASK_MEETING, &m) != OK)
		return INVALID;
	if (!meeting_is_for(c, m.group, act_ref(a, ASK_PERSON)))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (speech_of(c, m.id, act_ref(a, ASK_PERSON), &open))
		return fail(c, "meeting", "already", open.given_at ? N_("Usted tiene la palabra") : N_("Su mano ya está levantada: espere su turno"));
	put_id(raise(a, ch, &m, act_text(a, ASK_WAY)), SPEECH_PERSON, act_ref(a, ASK_PERSON));
	return OK;
}

static struct str ask_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{name} pidió la palabra en «{topic}»"));
}

const struct action speech_ask = {
	.name = "speech.ask", .label = N_("Pedir la palabra"), .args = ask_args, .nargs = ASK__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(ASK_PERSON), .decide = ask_decide, .describe = ask_describe,
};

/* ---- a hand of the room or of the telephone, noted ---- */

static const struct field note_args[] = {
	[NOTE_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[NOTE_PERSON] = { "person", T_REF, 0, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[NOTE_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre de quien pide la palabra"), .max = 80, .privacy = P_PERSONAL,
		.purpose = N_("Para dar la palabra por turno y ver si se oyó a quien está lejos") },
	[NOTE_WAY] = { "way", T_ENUM, F_REQUIRED, .label = N_("Desde dónde habla"), .choices = speech_ways, .privacy = P_GROUP,
		.otherwise = "room" },
};

/* A name that is that of one member and no other's is that member: her turns are counted with those she asked for herself. */
static bool known_person(struct ctx *c, const struct meeting *m, struct str name, struct id *out)
{
	struct id found[8];
	unsigned n = people_named(c, name, found, ARRAY_LEN(found)), hers = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!meeting_is_for(c, m->group, found[i]))
			continue;
		*out = found[i];
		hers++;
	}
	return n < ARRAY_LEN(found) && hers == 1;
}

static enum rc note_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct speech open;
	struct meeting m;
	struct id person = act_has(a, NOTE_PERSON) ? act_ref(a, NOTE_PERSON) : (struct id){ 0 };

	if (running(c, a, NOTE_MEETING, &m) != OK)
		return INVALID;
	if (id_is_zero(person) && !act_has(a, NOTE_NAME))
		return fail(c, "name", "required", N_("Escriba el nombre de quien pide la palabra"));
	bool known = !id_is_zero(person) || known_person(c, &m, act_text(a, NOTE_NAME), &person);
	if (known && speech_of(c, m.id, person, &open))
		return fail(c, "name", "already", N_("Su mano ya está levantada: espere su turno"));
	struct put *p = raise(a, ch, &m, act_text(a, NOTE_WAY));
	if (known)
		put_id(p, SPEECH_PERSON, person);
	else
		put_text(p, SPEECH_NAME, act_text(a, NOTE_NAME));
	return OK;
}

static struct str note_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} anotó que {name} pide la palabra en «{topic}»"));
}

const struct action speech_note = {
	.name = "speech.note", .label = N_("Anotar una mano levantada"), .args = note_args, .nargs = NOTE__N, .on = AT(NOTE_MEETING),
	.decide = note_decide, .describe = note_describe,
};

/* ---- given, ended, taken back ---- */

static const struct field one_args[] = {
	{ "speech", T_REF, F_REQUIRED, .label = N_("Turno de palabra"), .ref = "speech", .privacy = P_GROUP },
};

/* As it stands; with what says so when it is over. */
static enum rc open_get(struct ctx *c, const struct act *a, struct record *r)
{
	if (!record_get(c->db, c->schema, c->mem, &speech_entity, c->net->id, act_ref(a, 0), r) || !r->born || r->v[SPEECH_VOIDED].i)
		return fail(c, "speech", "gone", N_("Esa mano ya se bajó"));
	if (r->v[SPEECH_ENDED_AT].kind == V_INT)
		return fail(c, "speech", "over", N_("Ese turno ya terminó"));
	return OK;
}

static void end(struct change *ch, struct id speech, int64_t given_at, int64_t at)
{
	struct put *p = change_put(ch, &speech_entity, speech, false);
	int64_t seconds = at > given_at ? (at - given_at) / 1000 : 0;

	put_int(p, SPEECH_ENDED_AT, at > given_at ? at : given_at);
	put_int(p, SPEECH_SECONDS, seconds > SECONDS_MOST ? SECONDS_MOST : seconds);
}

/* What the meeting is at: the first point that is still open. */
static bool point_now(struct ctx *c, struct id meeting, struct id *out)
{
	struct agenda_point *point = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	struct meeting m;
	unsigned n = meeting_get(c, meeting, &m) ? agenda_points(c, &m, point, AGENDA_MOST) : 0, i = 0;

	while (i < n && point[i].here != POINT_OPEN)
		i++;
	if (i < n)
		*out = point[i].id;
	return i < n;
}

static enum rc give_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct speech now;
	struct id point;

	if (open_get(c, a, r) != OK)
		return INVALID;
	if (r->v[SPEECH_GIVEN_AT].kind == V_INT)
		return fail(c, "speech", "already", N_("Ya tiene la palabra"));
	struct put *p = change_put(ch, &speech_entity, r->id, false);
	put_int(p, SPEECH_GIVEN_AT, a->acted_at);
	if (point_now(c, r->v[SPEECH_MEETING].id, &point))
		put_id(p, SPEECH_POINT, point);
	if (speech_now(c, r->v[SPEECH_MEETING].id, &now))
		end(ch, now.id, now.given_at, a->acted_at);
	return OK;
}

static struct str give_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} dio la palabra a {name} en «{topic}»"));
}

const struct action speech_give = {
	.name = "speech.give", .label = N_("Dar la palabra"), .args = one_args, .nargs = ARRAY_LEN(one_args), .on = AT(0),
	.decide = give_decide, .describe = give_describe,
};

static enum rc end_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (open_get(c, a, r) != OK)
		return INVALID;
	if (r->v[SPEECH_GIVEN_AT].kind != V_INT)
		return fail(c, "speech", "waiting", N_("Todavía no tiene la palabra"));
	end(ch, r->id, r->v[SPEECH_GIVEN_AT].i, a->acted_at);
	return OK;
}

static struct str end_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("Terminó el turno de {name} en «{topic}»"));
}

const struct action speech_end = {
	.name = "speech.end", .label = N_("Terminar el turno"), .args = one_args, .nargs = ARRAY_LEN(one_args),
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(0), .decide = end_decide, .describe = end_describe,
};

static enum rc withdraw_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (open_get(c, a, r) != OK)
		return INVALID;
	if (r->v[SPEECH_GIVEN_AT].kind == V_INT)
		return fail(c, "speech", "already", N_("Ya tiene la palabra: para dejarla, termine el turno"));
	put_int(change_put(ch, &speech_entity, r->id, false), SPEECH_VOIDED, 1);
	return OK;
}

static struct str withdraw_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{name} bajó la mano en «{topic}»"));
}

const struct action speech_withdraw = {
	.name = "speech.withdraw", .label = N_("Bajar la mano"), .args = one_args, .nargs = ARRAY_LEN(one_args),
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(0), .decide = withdraw_decide, .describe = withdraw_describe,
};
