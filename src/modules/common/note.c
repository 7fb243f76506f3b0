/*
 * note.c - a *nota reservada*: a day, who wrote it, and a text that only the team can open.
 *
 * All of a note is of class sealed: that it exists is the team's alone. Its text is also encrypted; the rest is
 * not, so whoever reads the machine's disk learns that there is a note, of what day, by whom and about whom.
 */
#include "team_own.h"

#include "people.h"

#define WHY N_("Para que el equipo acompañe a quien lo necesita, y nadie más se entere")

enum { TEXT_MAX = 2000 };

static const struct field note_fields[] = {
	[NOTE_TEAM] = { "team", T_REF, F_REQUIRED, .label = N_("Equipo"), .ref = "team", .privacy = P_SEALED, .purpose = WHY },
	[NOTE_GROUP] = { "group", T_REF, F_DERIVED, .label = N_("Grupo"), .ref = "group", .privacy = P_SEALED, .purpose = WHY },
	[NOTE_DAY] = { "day", T_DATE, F_REQUIRED, .label = N_("Día"), .privacy = P_SEALED, .purpose = WHY },
	[NOTE_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién la escribió"), .ref = "person",
		.privacy = P_SEALED, .purpose = WHY },
	[NOTE_ABOUT] = { "about", T_REF, 0, .label = N_("De quién es"), .ref = "person", .privacy = P_SEALED, .purpose = WHY },
	[NOTE_TEXT] = { "text", T_SEALED, F_REQUIRED | F_WIDE, .label = N_("Nota"), .max = TEXT_MAX, .seals = "team",
		.privacy = P_SEALED, .purpose = WHY },
	[NOTE_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Anulado"), .privacy = P_SEALED, .purpose = WHY },
};

static const struct entity_index note_indexes[] = { { 2, { NOTE_TEAM, NOTE_DAY } }, { 1, { NOTE_ABOUT } } };

const struct entity note_entity = {
	.name = "note", .label = N_("Nota reservada"), .plural = N_("Notas reservadas"),
	.fields = note_fields, .nfields = NOTE__N, .group = AT(NOTE_GROUP), .subject = AT(NOTE_ABOUT), .day = AT(NOTE_DAY),
	.voided = AT(NOTE_VOIDED), .event = true, .put_action = "note.add",
	.indexes = note_indexes, .nindexes = ARRAY_LEN(note_indexes),
};

/* ---- writing ---- */

enum { ADD_TEAM, ADD_TEXT, ADD_DAY, ADD_ABOUT, ADD__N };

static const struct field add_args[] = {
	[ADD_TEAM] = { "team", T_REF, F_REQUIRED, .label = N_("Equipo"), .ref = "team", .privacy = P_NETWORK },
	[ADD_TEXT] = { "text", T_SEALED, F_REQUIRED | F_WIDE, .label = N_("Nota"),
		.help = N_("Se sella al guardarla: solo la abre el equipo, con su frase"), .max = TEXT_MAX, .seals = "team",
		.privacy = P_SEALED, .purpose = WHY },
	[ADD_DAY] = { "day", T_DATE, F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_SEALED, .purpose = WHY },
	[ADD_ABOUT] = { "about", T_REF, 0, .label = N_("De quién es, por su nombre corto"), .ref = "person",
		.help = N_("Puede quedar vacío. Quien cuida la máquina podría ver que hay una nota de ella, no lo que dice"),
		.privacy = P_SEALED, .purpose = WHY },
};

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct team t;

	if (!team_get(c, act_ref(a, ADD_TEAM), &t))
		return fail(c, "team", "unknown", N_("Ese equipo no existe"));
	struct put *p = change_put(ch, &note_entity, a->id, true);
	put_id(p, NOTE_TEAM, t.id);
	put_id(p, NOTE_GROUP, t.group);
	put_int(p, NOTE_DAY, act_int(a, ADD_DAY));
	put_id(p, NOTE_AUTHOR, c->who->person);
	if (act_has(a, ADD_ABOUT))
		put_id(p, NOTE_ABOUT, act_ref(a, ADD_ABOUT));
	put_text(p, NOTE_TEXT, act_text(a, ADD_TEXT));
	return OK;
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} escribió una nota reservada"),
		(const struct str_pair[]){ { "who", t->author } }, 1);
}

const struct action note_add = {
	.name = "note.add", .label = N_("Sellar y guardar"), .args = add_args, .nargs = ADD__N, .flags = ACT_REPORT,
	.on = AT(ADD_TEAM), .decide = add_decide, .describe = add_describe,
};

/* ---- taking back ---- */

static const struct field void_args[] = {
	{ "note", T_REF, F_REQUIRED, .label = N_("Nota reservada"), .ref = "note", .privacy = P_NETWORK },
};

/* Hers, or of a team that she is in; to anybody else it does not exist. */
static enum rc void_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct team t;

	if (!record_get(c->db, c->schema, c->mem, &note_entity, c->net->id, act_ref(a, 0), r) || !r->born ||
		r->v[NOTE_TEAM].kind != V_ID || !team_get(c, r->v[NOTE_TEAM].id, &t) ||
		(!id_eq(r->v[NOTE_AUTHOR].id, c->who->person) && team_part_here(c, &t) != PART_MEMBER))
		return fail_with(c, "note", "unknown", N_("No encontramos «%s»"), id_text(c->mem, act_ref(a, 0)));
	if (r->v[NOTE_VOIDED].i)
		return fail(c, "note", "already", N_("Ya estaba anulada"));
	struct put *p = change_put(ch, &note_entity, act_ref(a, 0), false);
	put_int(p, NOTE_VOIDED, 1);
	return OK;
}

static struct str void_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} anuló una nota reservada"),
		(const struct str_pair[]){ { "who", t->author } }, 1);
}

const struct action note_void = {
	.name = "note.void", .label = N_("Anular"), .args = void_args, .nargs = ARRAY_LEN(void_args), .on = AT(0),
	.decide = void_decide, .describe = void_describe,
};
