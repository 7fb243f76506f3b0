/*
 * agenda_act.c - anybody of the base proposes a point, gives a spoken one its title, takes her own back.
 */
#include "agenda_own.h"

#include "fold.h"
#include "utf8.h"

enum { WORDS_MOST = 130 };

#define SELF { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK }
#define OF_MEETING { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK, .aliases = "reunion" }
#define OF_POINT { "point", T_REF, F_REQUIRED, .label = N_("Punto"), .ref = "agenda_point", .privacy = P_NETWORK }

static const struct field propose_args[] = {
	[PROPOSE_PERSON] = SELF,
	[PROPOSE_MEETING] = OF_MEETING,
	[PROPOSE_TITLE] = { "title", T_TEXT, F_REQUIRED, .label = N_("Qué punto propone"), .help = N_("En pocas palabras: turnos para el gas"),
		.max = TITLE_MOST, .privacy = P_GROUP, .aliases = "punto" },
	[PROPOSE_WHY] = { "why", T_TEXT, F_WIDE, .label = N_("Por qué es importante"), .max = 300, .privacy = P_GROUP },
	[PROPOSE_MINUTES] = { "minutes", T_INT, 0, .label = N_("Cuánto tiempo necesita"), .unit = N_("minutos"), .min = 1,
		.max = POINT_MINUTES_MAX, .privacy = P_NETWORK, .aliases = "minutos" },
};

enum rc agenda_takes(struct ctx *c, struct id meeting, struct id person, struct meeting *out)
{
	if (!meeting_get(c, meeting, out) || !(meeting_is_for(c, out->group, person) || meeting_runs(c, out)))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (meeting_is_over(c, out))
		return fail(c, "meeting", "over", N_("Esa reunión ya terminó: propóngalo para la próxima"));
	return OK;
}

struct put *agenda_put(struct ctx *c, struct change *ch, const struct meeting *m, struct str words)
{
	const struct value key[POINT__N] = { [POINT_MEETING] = value_id(m->id), [POINT_WORDS] = value_text(words) };
	struct put *p = put_keyed(c, ch, &agenda_point_entity, key);

	if (p->create) {
		struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
		put_id(p, POINT_GROUP, m->group);
		put_int(p, POINT_PLACE, agenda_points(c, m, all, AGENDA_MOST) + 1);
		put_id(p, POINT_PLACED_ON, m->id);
	}
	put_text(p, POINT_STATE, STR("open"));
	put_set(p, POINT_CLOSED_ON, value_null());
	return p;
}

/* The letters and figures of a title: "¡Turnos para el Gas!" and "turnos para el gas" are one point. */
struct str agenda_words(struct ctx *c, struct str title)
{
	struct str folded = fold(c->mem, title);
	struct buf b = buf_new(c->mem, folded.n + 1);

	for (size_t i = 0; i < folded.n && b.n < WORDS_MOST; i++) {
		unsigned char ch = (unsigned char)folded.p[i];
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '~')
			buf_char(&b, folded.p[i]);
		else if (b.n && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
	}
	return str_trim(buf_str(&b));
}

struct str agenda_cut(struct str title)
{
	size_t at = 0;

	for (unsigned n = 0; n < TITLE_MOST && at < title.n; n++)
		utf8_next(title, &at);
	return str_trim(str_sub(title, 0, at));
}

/* One that is carried to this meeting by the same words is that one. */
static bool carried_same(struct ctx *c, const struct meeting *m, struct str words, struct id *out)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	unsigned n = agenda_points(c, m, all, AGENDA_MOST);

	for (unsigned i = 0; i < n; i++)
		if (all[i].times && str_eq(agenda_words(c, all[i].title), words)) {
			*out = all[i].id;
			return true;
		}
	return false;
}

static enum rc propose_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str words = agenda_words(c, act_text(a, PROPOSE_TITLE));
	struct meeting m;
	struct id same;

	if (agenda_takes(c, act_ref(a, PROPOSE_MEETING), act_ref(a, PROPOSE_PERSON), &m) != OK)
		return INVALID;
	if (!words.n)
		return fail(c, "title", "shape", N_("Escriba de qué se va a hablar, en pocas palabras"));
	bool carried = carried_same(c, &m, words, &same);
	struct put *p = carried ? change_put(ch, &agenda_point_entity, same, false) : agenda_put(c, ch, &m, words);
	if (carried) {
		put_text(p, POINT_STATE, STR("open"));
		put_set(p, POINT_CLOSED_ON, value_null());
	}
	if (p->create) {
		put_text(p, POINT_TITLE, act_text(a, PROPOSE_TITLE));
		put_id(p, POINT_PERSON, act_ref(a, PROPOSE_PERSON));
	}
	bool reason = act_has(a, PROPOSE_WHY) && (p->create || !p->stood || p->stood->v[POINT_WHY].kind == V_NULL);
	if (reason)
		put_text(p, POINT_WHY, act_text(a, PROPOSE_WHY));
	if (act_has(a, PROPOSE_MINUTES) && (p->create || (p->stood && p->stood->v[POINT_MINUTES].kind == V_NULL)))
		put_int(p, POINT_MINUTES, act_int(a, PROPOSE_MINUTES));
	return OK;
}

/* The point that the change is about, as it stands now. */
static struct str told_title(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &agenda_point_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	return p && record_get(c->db, c->schema, c->mem, &agenda_point_entity, c->net->id, p->id, r) && r->v[POINT_TITLE].kind == V_TEXT ?
		r->v[POINT_TITLE].s : STR("…");
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct str_pair pairs[] = { { "who", t->author }, { "point", told_title(c, t) } };

	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str propose_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} propuso el punto «{point}»"));
}

const struct action agenda_propose = {
	.name = "agenda.propose", .label = N_("Proponer"), .args = propose_args, .nargs = PROPOSE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(PROPOSE_PERSON), .decide = propose_decide, .describe = propose_describe,
};

/* ---- a title for what was spoken ---- */

static const struct field name_args[] = {
	[NAME_PERSON] = SELF,
	[NAME_MEETING] = OF_MEETING,
	[NAME_POINT] = OF_POINT,
	[NAME_TITLE] = { "title", T_TEXT, F_REQUIRED, .label = N_("Título del punto"), .help = N_("Lo que se oye, en pocas palabras"),
		.max = TITLE_MOST, .privacy = P_GROUP },
};

/* The point on that meeting's agenda, for somebody whom the meeting is for. */
static enum rc point_of(struct ctx *c, struct id meeting, struct id person, struct id point, struct meeting *m, struct agenda_point *p)
{
	if (!meeting_get(c, meeting, m) || !(meeting_is_for(c, m->group, person) || meeting_runs(c, m)) || !agenda_point_at(c, m, point, p))
		return fail(c, "point", "unknown", N_("Ese punto no está en la agenda de esa reunión"));
	return OK;
}

static enum rc name_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;
	struct agenda_point p;

	if (point_of(c, act_ref(a, NAME_MEETING), act_ref(a, NAME_PERSON), act_ref(a, NAME_POINT), &m, &p) != OK)
		return INVALID;
	if (p.title.n && !id_eq(p.by, act_ref(a, NAME_PERSON)))
		return fail(c, "title", "already", N_("Ese punto ya tiene título; lo cambia quien lo propuso o quien dirige la reunión"));
	put_text(change_put(ch, &agenda_point_entity, p.id, false), POINT_TITLE, act_text(a, NAME_TITLE));
	return OK;
}

static struct str name_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} escribió el título del punto «{point}»"));
}

const struct action agenda_name = {
	.name = "agenda.name", .label = N_("Guardar el título"), .args = name_args, .nargs = NAME__N, .flags = ACT_REPORT,
	.on = AT(NAME_PERSON), .decide = name_decide, .describe = name_describe,
};

/* ---- her own, taken back ---- */

static const struct field withdraw_args[] = { [WITHDRAW_PERSON] = SELF, [WITHDRAW_MEETING] = OF_MEETING, [WITHDRAW_POINT] = OF_POINT };

static enum rc withdraw_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;
	struct agenda_point p;

	if (point_of(c, act_ref(a, WITHDRAW_MEETING), act_ref(a, WITHDRAW_PERSON), act_ref(a, WITHDRAW_POINT), &m, &p) != OK)
		return INVALID;
	if (!id_eq(p.by, act_ref(a, WITHDRAW_PERSON)))
		return fail(c, "point", "other", N_("Ese punto lo propuso otra persona; lo retira ella o quien dirige la reunión"));
	if (p.here != POINT_OPEN)
		return fail(c, "point", "closed", N_("Ese punto ya no está por tratar"));
	struct put *put = change_put(ch, &agenda_point_entity, p.id, false);
	put_text(put, POINT_STATE, STR("withdrawn"));
	put_id(put, POINT_CLOSED_ON, m.id);
	return OK;
}

static struct str withdraw_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} retiró el punto «{point}»"));
}

const struct action agenda_withdraw = {
	.name = "agenda.withdraw", .label = N_("Retirar mi punto"), .args = withdraw_args, .nargs = WITHDRAW__N, .flags = ACT_REPORT,
	.on = AT(WITHDRAW_PERSON), .decide = withdraw_decide, .describe = withdraw_describe,
};
