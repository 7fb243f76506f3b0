/*
 * radio.c - what a meeting wants of its radio, who may hear and speak there, and a turn kept as a voice note.
 */
#include "radio_own.h"

#include "blob.h"
#include "live.h"
#include "spoken.h"

static const struct field radio_fields[] = {
	[RADIO_MEETING] = { "meeting", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Reunión"), .ref = "meeting", .privacy = P_GROUP },
	[RADIO_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_GROUP },
	[RADIO_KEEP] = { "keep", T_BOOL, 0, .label = N_("Guardar cada turno como nota de voz"), .privacy = P_GROUP },
};

const struct entity radio_entity = {
	.name = "radio", .label = N_("Radio de la reunión"), .plural = N_("Radios de las reuniones"),
	.fields = radio_fields, .nfields = RADIO__N, .group = AT(RADIO_GROUP), .put_action = "radio.set",
};

bool radio_keeps(struct ctx *c, struct id meeting)
{
	const struct value key[RADIO__N] = { [RADIO_MEETING] = value_id(meeting) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	return record_get(c->db, c->schema, c->mem, &radio_entity, c->net->id, entity_key_id(&radio_entity, c->net->id, key), r) &&
		r->born && r->v[RADIO_KEEP].i == 1;
}

/* ---- does the meeting want its turns kept ---- */

static const struct field set_args[] = {
	[SET_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[SET_KEEP] = { "keep", T_BOOL, F_REQUIRED, .label = N_("Guardar cada turno como nota de voz"), .privacy = P_GROUP },
};

static enum rc set_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[RADIO__N] = { [RADIO_MEETING] = value_id(act_ref(a, SET_MEETING)) };
	struct meeting m;

	if (!meeting_get(c, act_ref(a, SET_MEETING), &m))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	struct put *p = put_keyed(c, ch, &radio_entity, key);
	if (p->create)
		put_id(p, RADIO_GROUP, m.group);
	put_int(p, RADIO_KEEP, act_int(a, SET_KEEP));
	return OK;
}

static struct str set_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &radio_entity);
	const struct value *keep = p ? put_get(p, RADIO_KEEP) : NULL;

	return tr_fill(c->mem, c->lang, keep && keep->i ? N_("%s dijo que los turnos de la radio se guardan") :
		N_("%s dijo que los turnos de la radio no se guardan"), t->author);
}

const struct action radio_set = {
	.name = "radio.set", .label = N_("Guardar los turnos"), .args = set_args, .nargs = SET__N, .on = AT(SET_MEETING),
	.decide = set_decide, .describe = set_describe,
};

/* ---- a turn as a voice note ---- */

static const struct field keep_args[] = {
	[KEEP_SPEECH] = { "speech", T_REF, F_REQUIRED, .label = N_("Turno de palabra"), .ref = "speech", .privacy = P_GROUP },
	[KEEP_FILE] = { "file", T_BLOB, F_REQUIRED, .label = N_("Nota de voz"), .privacy = P_GROUP },
};

static enum rc keep_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *s = ARENA_NEW(c->mem, struct record);
	struct blob_ref ref;
	struct meeting m;

	if (!record_get(c->db, c->schema, c->mem, &speech_entity, c->net->id, act_ref(a, KEEP_SPEECH), s) || !s->born ||
		s->v[SPEECH_GIVEN_AT].kind != V_INT || !meeting_get(c, s->v[SPEECH_MEETING].id, &m))
		return fail(c, "speech", "unknown", N_("Ese turno no está anotado"));
	if (!radio_keeps(c, m.id))
		return fail(c, "speech", "not_wanted", N_("En esta reunión los turnos no se guardan"));
	if (!blob_parse(act_text(a, KEEP_FILE), &ref) || !blob_look(c->db, c->mem, c->net->id, &ref, NULL))
		return fail(c, "file", "no_bytes", N_("Ese archivo no llegó; elíjalo otra vez"));
	if (!blob_is_voice(ref.type))
		return fail(c, "file", "kind", N_("Eso no es una nota de voz"));
	/* Of the hall, only a name was said: who holds its microphone answers for the note, and the name begins its text. */
	const struct value *point = &s->v[SPEECH_POINT], *name = &s->v[SPEECH_NAME];
	bool known = s->v[SPEECH_PERSON].kind == V_ID;
	struct id person = known ? s->v[SPEECH_PERSON].id : c->who->person;
	if (id_is_zero(person))
		return fail(c, "speech", "unknown", N_("Ese turno no está anotado"));
	struct put *p = spoken_put(c, ch, a->id, &m, point->kind == V_ID ? point->id : (struct id){ 0 }, person, act_text(a, KEEP_FILE),
		s->v[SPEECH_GIVEN_AT].i);
	put_int(p, SPOKEN_LIVE, 1);
	if (!known && name->kind == V_TEXT)
		put_text(p, SPOKEN_TEXT, str_fmt(c->mem, "%s:", str_cstr(c->mem, name->s)));
	return OK;
}

static struct str keep_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s guardó un turno de la radio"), t->author);
}

const struct action radio_keep = {
	.name = "radio.keep", .label = N_("Guardar el turno"), .args = keep_args, .nargs = KEEP__N, .on = AT(KEEP_SPEECH),
	.decide = keep_decide, .describe = keep_describe,
};

/* ---- who hears, who speaks ---- */

static bool hears(struct ctx *c, struct id room)
{
	struct meeting m;

	return meeting_get(c, room, &m) && (meeting_is_hers(c, m.group) || meeting_runs(c, &m));
}

static bool turn(struct ctx *c, struct id room, struct live_turn *out)
{
	struct speech s, mine;

	if (!speech_now(c, room, &s))
		return false;
	*out = (struct live_turn){ .id = s.id, .name = s.name, .hers = speech_sounds(c, room, &mine) };
	return true;
}

/* ---- what this module brings ---- */

static const struct entity *const entities[] = { &radio_entity, NULL };
static const struct action *const actions[] = { &radio_set, &radio_keep, NULL };

#define MODERATORS(what)                    \
	{ "operator", REL_NETWORK, what },      \
	{ "coordinator", REL_GROUP, what },     \
	{ "coordinator", REL_BELOW, what },     \
	{ "coordinator", REL_AREA, what },      \
	{ "working_group", REL_GROUP, what },   \
	{ "facilitator", REL_GROUP, what },     \
	{ "leader", REL_GROUP, what }

static const struct rule rules[] = {
	MODERATORS("radio.set"),
	MODERATORS("page:radio_set"),
	/* The hall's microphone is in the hands of who runs the meeting. */
	MODERATORS("radio.keep"),

	{ NULL, REL_SELF, "radio.keep" },
	{ NULL, REL_SELF, "page:radio" },

	{ NULL, REL_ANYONE, NULL },
};

const struct module radio_module = {
	.name = "radio",
	.entities = entities,
	.actions = actions,
	.rules = rules,
	.pages = radio_pages,
	.live_room = &(const struct live_room){ hears, turn },
};
