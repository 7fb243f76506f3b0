/*
 * spoken_act.c - a voice or a word is left, what a voice says is typed, one is taken back.
 */
#include "spoken_own.h"

#include "blob.h"

#define SELF { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK }

static const struct field leave_args[] = {
	[LEAVE_PERSON] = SELF,
	[LEAVE_MEETING] = { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[LEAVE_POINT] = { "point", T_REF, 0, .label = N_("Punto"), .ref = "agenda_point", .privacy = P_NETWORK },
	[LEAVE_FILE] = { "file", T_BLOB, 0, .label = N_("Nota de voz"), .privacy = P_GROUP },
	[LEAVE_TEXT] = { "text", T_TEXT, F_WIDE, .label = N_("O escriba su palabra"), .max = 1500, .privacy = P_GROUP },
	[LEAVE_AS_POINT] = { "as_point", T_BOOL, 0, .label = N_("Es un punto nuevo para la agenda"), .privacy = P_GROUP },
};

static enum rc may_leave(struct ctx *c, const struct act *a, struct meeting *m)
{
	struct agenda_point p;

	if (!meeting_get(c, act_ref(a, LEAVE_MEETING), m) ||
		!(meeting_is_for(c, m->group, act_ref(a, LEAVE_PERSON)) || meeting_runs(c, m)))
		return fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
	if (meeting_is_over(c, m))
		return fail(c, "meeting", "over", N_("Esa reunión ya terminó: deje su voz para la próxima"));
	if (act_has(a, LEAVE_POINT) && !agenda_point_at(c, m, act_ref(a, LEAVE_POINT), &p))
		return fail(c, "point", "unknown", N_("Ese punto no está en la agenda de esa reunión"));
	return OK;
}

static enum rc is_voice(struct ctx *c, struct str file)
{
	struct blob_ref ref;

	if (!blob_parse(file, &ref) || !blob_look(c->db, c->mem, c->net->id, &ref, NULL))
		return fail(c, "file", "no_bytes", N_("Ese archivo no llegó; elíjalo otra vez"));
	if (!blob_is_voice(ref.type))
		return fail(c, "file", "kind", N_("Ese archivo no es un audio; grabe o elija uno"));
	return OK;
}

struct put *spoken_put(struct ctx *c, struct change *ch, struct id id, const struct meeting *m, struct id point, struct id person,
	struct str file, int64_t at)
{
	struct put *p = change_put(ch, &spoken_entity, id, true);
	struct blob_about about = { 0 };
	struct blob_ref ref;

	put_id(p, SPOKEN_MEETING, m->id);
	if (!id_is_zero(point))
		put_id(p, SPOKEN_POINT, point);
	put_id(p, SPOKEN_GROUP, m->group);
	put_id(p, SPOKEN_PERSON, person);
	if (file.n) {
		put_text(p, SPOKEN_FILE, file);
		if (blob_parse(file, &ref) && blob_look(c->db, c->mem, c->net->id, &ref, &about) && about.duration_ms)
			put_int(p, SPOKEN_SECONDS, (about.duration_ms + 999) / 1000);
	}
	put_int(p, SPOKEN_AT, at);
	put_int(p, SPOKEN_DAY, zone_day(c->net->zone, at));
	return p;
}

/* A point that is proposed by voice waits for its title; with a word beside it, that is its title. */
static struct id as_point(struct ctx *c, const struct act *a, struct change *ch, const struct meeting *m)
{
	struct str title = act_text(a, LEAVE_TEXT), words = title.n ? agenda_words(c, title) : STR("");
	struct put *p;

	if (!words.n)
		words = str_fmt(c->mem, "voz %.36s", id_text(c->mem, a->id).p);
	p = agenda_put(c, ch, m, words);
	if (p->create) {
		put_id(p, POINT_PERSON, act_ref(a, LEAVE_PERSON));
		if (title.n)
			put_text(p, POINT_TITLE, agenda_cut(title));
	}
	return p->id;
}

static enum rc leave_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	bool voice = act_has(a, LEAVE_FILE), word = act_has(a, LEAVE_TEXT), new_point = act_has(a, LEAVE_AS_POINT) && act_int(a, LEAVE_AS_POINT);
	struct meeting m;
	struct id point = act_has(a, LEAVE_POINT) ? act_ref(a, LEAVE_POINT) : (struct id){ 0 };

	if (may_leave(c, a, &m) != OK)
		return INVALID;
	if (!voice && !word)
		return fail(c, "file", "required", N_("Grabe su voz o escriba su palabra"));
	if (voice && is_voice(c, act_text(a, LEAVE_FILE)) != OK)
		return INVALID;
	if (new_point)
		point = as_point(c, a, ch, &m);
	if (new_point && !voice)
		return OK; /* its title says it all */
	struct put *p = spoken_put(c, ch, a->id, &m, point, act_ref(a, LEAVE_PERSON), voice ? act_text(a, LEAVE_FILE) : STR(""), a->acted_at);
	if (word && !new_point)
		put_text(p, SPOKEN_TEXT, act_text(a, LEAVE_TEXT));
	return OK;
}

static struct str leave_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &spoken_entity), *point = change_find(t->change, &agenda_point_entity);

	if (point)
		return tr_fill(c->mem, c->lang, N_("%s propuso un punto por voz"), t->author);
	return tr_fill(c->mem, c->lang, p && put_get(p, SPOKEN_FILE) ? N_("%s dejó su voz para una reunión") :
		N_("%s dejó su palabra para una reunión"), t->author);
}

const struct action spoken_leave = {
	.name = "spoken.leave", .label = N_("Dejar mi voz"), .args = leave_args, .nargs = LEAVE__N, .flags = ACT_LOW_RISK | ACT_REPORT,
	.on = AT(LEAVE_PERSON), .decide = leave_decide, .describe = leave_describe,
};

/* ---- what a voice says ---- */

static const struct field type_args[] = {
	[TYPE_PERSON] = SELF,
	[TYPE_NOTE] = { "note", T_REF, F_REQUIRED, .label = N_("Nota de voz"), .ref = "spoken", .privacy = P_NETWORK },
	[TYPE_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Lo que dice"), .help = N_("Escriba lo que se oye, para quien no puede oírlo"),
		.max = 1500, .privacy = P_GROUP },
};

static enum rc type_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!spoken_get(c, act_ref(a, TYPE_NOTE), r, &m))
		return fail(c, "note", "unknown", N_("Esa nota ya no está"));
	if (r->v[SPOKEN_FILE].kind != V_TEXT && !id_eq(r->v[SPOKEN_PERSON].id, act_ref(a, TYPE_PERSON)))
		return fail(c, "text", "other", N_("Esa palabra la escribió otra persona: solo ella la cambia"));
	struct put *p = change_put(ch, &spoken_entity, r->id, false);
	put_stood(p, r);
	put_text(p, SPOKEN_TEXT, act_text(a, TYPE_TEXT));
	put_id(p, SPOKEN_TYPED_BY, act_ref(a, TYPE_PERSON));
	return OK;
}

static struct str type_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s escribió lo que dice una nota de voz"), t->author);
}

const struct action spoken_type = {
	.name = "spoken.type", .label = N_("Guardar el texto"), .args = type_args, .nargs = TYPE__N, .flags = ACT_REPORT, .on = AT(TYPE_PERSON),
	.decide = type_decide, .describe = type_describe,
};

/* ---- taken back ---- */

static const struct field remove_args[] = {
	[REMOVE_NOTE] = { "note", T_REF, F_REQUIRED, .label = N_("Nota de voz"), .ref = "spoken", .privacy = P_NETWORK },
};

static enum rc remove_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &spoken_entity, c->net->id, act_ref(a, REMOVE_NOTE), r) || !r->born || r->v[SPOKEN_VOIDED].i)
		return fail(c, "note", "unknown", N_("Esa nota ya no está"));
	put_int(change_put(ch, &spoken_entity, r->id, false), SPOKEN_VOIDED, 1);
	return OK;
}

static struct str remove_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s quitó una nota de voz de una reunión"), t->author);
}

const struct action spoken_remove = {
	.name = "spoken.remove", .label = N_("Quitar"), .args = remove_args, .nargs = REMOVE__N, .on = AT(REMOVE_NOTE),
	.decide = remove_decide, .describe = remove_describe,
};
