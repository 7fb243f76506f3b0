/*
 * letter_act.c - a letter is written, corrected, approved, sent, answered.
 *
 * Its number is given when it is approved. Who corrects an approved one approves it again; once it was sent, or people stand
 * behind it, its words stay as they are.
 */
#include "voice_own.h"

#include "civil.h"

enum { WRITE_GROUP, WRITE_KIND, WRITE_TO, WRITE_OFFICE, WRITE_SUBJECT, WRITE_BODY, WRITE_SIGNED, WRITE_PUBLIC, WRITE_MEETING, WRITE__N };
enum { EDIT_LETTER, EDIT_TO, EDIT_OFFICE, EDIT_SUBJECT, EDIT_BODY, EDIT_SIGNED, EDIT_PUBLIC, EDIT__N };
enum { SEND_LETTER, SEND_DAY, SEND_DESK, SEND_DESK_DAY, SEND_DAYS, SEND_BY, SEND__N };
enum { ANSWER_LETTER, ANSWER_DAY, ANSWER_TEXT, ANSWER__N };

#define TO_FIELDS \
	{ "to", T_TEXT, 0, .label = N_("A qué institución"), .help = N_("Por ejemplo: Municipalidad de Lima"), .max = 120, .privacy = P_GROUP, .aliases = "institucion" }
#define OFFICE_FIELD \
	{ "office", T_TEXT, 0, .label = N_("Oficina o cargo"), .help = N_("Por ejemplo: Alcaldía"), .max = 120, .privacy = P_GROUP, .aliases = "oficina|cargo" }
#define SUBJECT_FIELD \
	{ "subject", T_TEXT, F_REQUIRED, .label = N_("Asunto"), .help = N_("Qué se pide, en una línea"), .max = 160, .privacy = P_GROUP, .aliases = "asunto" }
#define BODY_FIELD \
	{ "body", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Texto"), .help = N_("Deje una línea vacía entre párrafos. Sin nombres ni DNI de vecinas, si va a ser pública"), \
		.max = BODY_MAX, .privacy = P_GROUP, .aliases = "texto" }
#define SIGNED_FIELD \
	{ "signed", T_TEXT, F_WIDE, .label = N_("Quiénes firman"), .help = N_("Un cargo y nombre por línea. No sale en la página pública"), .max = 400, \
		.privacy = P_GROUP, .aliases = "firman" }
#define PUBLIC_FIELD \
	{ "public", T_BOOL, 0, .label = N_("Cuando se envíe, cualquiera puede leerla"), .privacy = P_GROUP, .aliases = "publica" }

static const struct field write_args[] = {
	[WRITE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("De quién es"), .ref = "group", .privacy = P_GROUP, .aliases = "grupo" },
	[WRITE_KIND] = { "kind", T_ENUM, F_REQUIRED, .label = N_("Qué es"), .choices = letter_kinds, .privacy = P_GROUP, .aliases = "clase" },
	[WRITE_TO] = TO_FIELDS,
	[WRITE_OFFICE] = OFFICE_FIELD,
	[WRITE_SUBJECT] = SUBJECT_FIELD,
	[WRITE_BODY] = BODY_FIELD,
	[WRITE_SIGNED] = SIGNED_FIELD,
	[WRITE_PUBLIC] = PUBLIC_FIELD,
	[WRITE_MEETING] = { "meeting", T_REF, 0, .label = N_("Reunión"), .ref = "meeting", .privacy = P_GROUP },
};

/* A statement may be to everybody; a letter and a petition are to an office. */
static enum rc put_to(struct ctx *c, struct change *ch, struct str kind, struct str to, struct str office, struct put *p)
{
	struct id authority;

	if (str_is(kind, "statement") && !str_trim(to).n)
		return OK;
	if (authority_put(c, ch, to, office, "to", &authority) != OK)
		return INVALID;
	put_id(p, LETTER_AUTHORITY, authority);
	return OK;
}

static enum rc write_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str kind = act_text(a, WRITE_KIND);
	struct put *p = change_put(ch, &letter_entity, a->id, true);

	put_id(p, LETTER_GROUP, act_ref(a, WRITE_GROUP));
	put_text(p, LETTER_KIND, kind);
	put_text(p, LETTER_SUBJECT, act_text(a, WRITE_SUBJECT));
	put_text(p, LETTER_BODY, act_text(a, WRITE_BODY));
	if (act_has(a, WRITE_SIGNED))
		put_text(p, LETTER_SIGNED, act_text(a, WRITE_SIGNED));
	/* Nobody stands behind what she may not read. */
	put_int(p, LETTER_PUBLIC, str_is(kind, "petition") || (act_has(a, WRITE_PUBLIC) && act_int(a, WRITE_PUBLIC)));
	if (act_has(a, WRITE_MEETING))
		put_id(p, LETTER_MEETING, act_ref(a, WRITE_MEETING));
	put_text(p, LETTER_STATE, STR("draft"));
	if (!id_is_zero(c->who->person))
		put_id(p, LETTER_AUTHOR, c->who->person);
	return put_to(c, ch, kind, act_text(a, WRITE_TO), act_text(a, WRITE_OFFICE), p);
}

/* "Rosa escribió «Agua para todas»" */
static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &letter_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &letter_entity, c->net->id, p->id, r))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "subject", r->v[LETTER_SUBJECT].s }, { "what", letter_title(c, r) } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str write_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} escribió «{subject}»"));
}

const struct action letter_write = {
	.name = "letter.write", .label = N_("Guardar el borrador"), .args = write_args, .nargs = WRITE__N, .on = AT(WRITE_GROUP), .decide = write_decide,
	.describe = write_describe,
};

/* ---- correcting ---- */

static const struct field edit_args[] = {
	[EDIT_LETTER] = { "letter", T_REF, F_REQUIRED, .label = N_("Carta"), .ref = "letter", .privacy = P_NETWORK },
	[EDIT_TO] = TO_FIELDS,
	[EDIT_OFFICE] = OFFICE_FIELD,
	[EDIT_SUBJECT] = SUBJECT_FIELD,
	[EDIT_BODY] = BODY_FIELD,
	[EDIT_SIGNED] = SIGNED_FIELD,
	[EDIT_PUBLIC] = PUBLIC_FIELD,
};

/* The letter that argument 0 names, while its words may still change. */
static enum rc still_open(struct ctx *c, const struct act *a, struct record *l)
{
	if (!letter_get(c, act_ref(a, 0), l))
		return fail(c, "letter", "unknown", N_("Esa carta ya no está"));
	if (letter_is(l, "sent") || letter_is(l, "answered"))
		return fail(c, "letter", "sent", N_("Ya se envió: su texto no cambia. Si falta algo, escriba otra carta"));
	if (l->v[LETTER_CALL].kind == V_INT)
		return fail(c, "letter", "supported", N_("Ya hay quienes la apoyan: su texto no cambia. Si falta algo, escriba otra"));
	return OK;
}

static enum rc edit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record);

	if (still_open(c, a, l) != OK)
		return INVALID;
	struct put *p = change_put(ch, &letter_entity, l->id, false);
	put_text(p, LETTER_SUBJECT, act_text(a, EDIT_SUBJECT));
	put_text(p, LETTER_BODY, act_text(a, EDIT_BODY));
	put_set(p, LETTER_SIGNED, act_has(a, EDIT_SIGNED) ? value_text(act_text(a, EDIT_SIGNED)) : value_null());
	put_int(p, LETTER_PUBLIC, str_is(l->v[LETTER_KIND].s, "petition") || (act_has(a, EDIT_PUBLIC) && act_int(a, EDIT_PUBLIC)));
	put_text(p, LETTER_STATE, STR("draft"));
	return put_to(c, ch, l->v[LETTER_KIND].s, act_text(a, EDIT_TO), act_text(a, EDIT_OFFICE), p);
}

static struct str edit_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} corrigió «{subject}»"));
}

const struct action letter_edit = {
	.name = "letter.edit", .label = N_("Guardar los cambios"), .args = edit_args, .nargs = EDIT__N, .on = AT(EDIT_LETTER), .edits = &letter_entity,
	.decide = edit_decide, .describe = edit_describe,
};

static const struct field one_arg[] = {
	{ "letter", T_REF, F_REQUIRED, .label = N_("Carta"), .ref = "letter", .privacy = P_NETWORK },
};

static enum rc approve_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record);
	int64_t day = zone_day(c->net->zone, a->acted_at), year = day_civil(day).year;

	if (still_open(c, a, l) != OK)
		return INVALID;
	if (!letter_is(l, "draft"))
		return fail(c, "letter", "already", N_("Ya estaba aprobada"));
	struct put *p = change_put(ch, &letter_entity, l->id, false);
	put_text(p, LETTER_STATE, STR("approved"));
	put_int(p, LETTER_APPROVED, day);
	if (l->v[LETTER_N].kind == V_INT)
		return OK; /* approved before, then corrected: it keeps its number */
	put_int(p, LETTER_YEAR, year);
	put_int(p, LETTER_N, 1 + db_int(c->db, SQL(Q_LETTER_LAST), ARGS(cell_id(&c->net->id), cell_id(&l->v[LETTER_GROUP].id), cell_int(year),
		cell_text(l->v[LETTER_KIND].s))));
	return OK;
}

static struct str approve_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} aprobó «{subject}»: {what}"));
}

const struct action letter_approve = {
	.name = "letter.approve", .label = N_("Aprobar"), .args = one_arg, .nargs = 1, .on = AT(0), .decide = approve_decide, .describe = approve_describe,
};

static enum rc drop_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record);

	if (still_open(c, a, l) != OK)
		return INVALID;
	put_int(change_put(ch, &letter_entity, l->id, false), LETTER_VOIDED, 1);
	return OK;
}

static struct str drop_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} descartó «{subject}»"));
}

const struct action letter_drop = {
	.name = "letter.drop", .label = N_("Descartar"), .args = one_arg, .nargs = 1, .on = AT(0), .decide = drop_decide, .describe = drop_describe,
};

/* ---- sending ---- */

static const struct field send_args[] = {
	[SEND_LETTER] = { "letter", T_REF, F_REQUIRED, .label = N_("Carta"), .ref = "letter", .privacy = P_NETWORK },
	[SEND_DAY] = { "sent", T_DATE, F_PAST, .label = N_("Enviada el"), .otherwise = "today", .privacy = P_GROUP },
	[SEND_DESK] = { "desk", T_TEXT, 0, .label = N_("Número de la mesa de partes"), .help = N_("El del sello, si ya lo tiene"), .max = 60, .privacy = P_GROUP },
	[SEND_DESK_DAY] = { "desk_day", T_DATE, F_PAST, .label = N_("Recibida el"), .help = N_("La fecha del sello"), .privacy = P_GROUP },
	[SEND_DAYS] = { "days", T_INT, 0, .label = N_("Plazo para responder"), .unit = N_("días hábiles"),
		.help = N_("Si no lo sabe, déjelo: son 30 (TUO de la Ley 27444, art. 39)"), .min = 1, .max = 250, .privacy = P_GROUP },
	[SEND_BY] = { "by", T_DATE, 0, .label = N_("Prometieron responder el"), .help = N_("Si dieron una fecha"), .privacy = P_GROUP },
};

/* Said, else the office's own, else the law's. */
static int64_t answer_days(struct ctx *c, const struct act *a, const struct record *l)
{
	struct record *to = ARENA_NEW(c->mem, struct record);

	if (act_has(a, SEND_DAYS))
		return act_int(a, SEND_DAYS);
	return l->v[LETTER_AUTHORITY].kind == V_ID && authority_get(c, l->v[LETTER_AUTHORITY].id, to) && to->v[AUTHORITY_DAYS].kind == V_INT ?
		to->v[AUTHORITY_DAYS].i : ANSWER_DAYS;
}

static enum rc send_sound(struct ctx *c, const struct act *a, const struct record *l)
{
	if (letter_is(l, "draft"))
		return fail(c, "letter", "draft", N_("Primero apruebe la carta; después se envía"));
	if (letter_is(l, "answered"))
		return fail(c, "letter", "answered", N_("Ya la respondieron: lo que se envió no cambia"));
	if (letter_is(l, "sent") && l->v[LETTER_DESK].kind == V_TEXT)
		return fail(c, "letter", "sent", N_("Ya se anotó cuándo se envió y el número de la mesa de partes"));
	if (act_int(a, SEND_DAY) < l->v[LETTER_APPROVED].i)
		return fail(c, "sent", "order", N_("Se aprobó después de ese día: revise la fecha"));
	if (act_has(a, SEND_DESK_DAY) && act_int(a, SEND_DESK_DAY) < act_int(a, SEND_DAY))
		return fail(c, "desk_day", "order", N_("La recibieron antes de enviarla: revise las fechas"));
	if (act_has(a, SEND_BY) && act_int(a, SEND_BY) < act_int(a, SEND_DAY))
		return fail(c, "by", "order", N_("Esa fecha es de antes del envío: revise"));
	return OK;
}

/* Said a second time it adds what the desk's stamp says. */
static enum rc send_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record), *open = ARENA_NEW(c->mem, struct record);

	if (!letter_get(c, act_ref(a, SEND_LETTER), l))
		return fail(c, "letter", "unknown", N_("Esa carta ya no está"));
	if (send_sound(c, a, l) != OK)
		return INVALID;
	struct put *p = change_put(ch, &letter_entity, l->id, false);
	if (letter_is(l, "approved"))
		put_int(p, LETTER_SENT, act_int(a, SEND_DAY));
	put_text(p, LETTER_STATE, STR("sent"));
	if (act_has(a, SEND_DESK))
		put_text(p, LETTER_DESK, str_trim(act_text(a, SEND_DESK)));
	if (act_has(a, SEND_DESK_DAY))
		put_int(p, LETTER_DESK_DAY, act_int(a, SEND_DESK_DAY));
	if (l->v[LETTER_AUTHORITY].kind == V_ID && (act_has(a, SEND_DAYS) || l->v[LETTER_DAYS].kind != V_INT))
		put_int(p, LETTER_DAYS, answer_days(c, a, l));
	if (act_has(a, SEND_BY))
		put_int(p, LETTER_BY, act_int(a, SEND_BY));
	if (l->v[LETTER_PUBLIC].kind == V_INT && l->v[LETTER_PUBLIC].i)
		open_letter_put(c, ch, l, !open_letter_get(c, l->id, open));
	return OK;
}

static struct str send_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} anotó el envío de «{subject}»"));
}

const struct action letter_send = {
	.name = "letter.send", .label = N_("Anotar el envío"), .args = send_args, .nargs = SEND__N, .on = AT(SEND_LETTER),
	.decide = send_decide, .describe = send_describe,
};

/* ---- the answer ---- */

static const struct field answer_args[] = {
	[ANSWER_LETTER] = { "letter", T_REF, F_REQUIRED, .label = N_("Carta"), .ref = "letter", .privacy = P_NETWORK },
	[ANSWER_DAY] = { "answered", T_DATE, F_PAST, .label = N_("Respondieron el"), .otherwise = "today", .privacy = P_GROUP },
	[ANSWER_TEXT] = { "answer", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué respondieron"),
		.help = N_("Con las palabras de ellos. Si la carta es pública, cualquiera lo lee"), .max = 2000, .privacy = P_GROUP },
};

static enum rc answer_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record), *open = ARENA_NEW(c->mem, struct record);

	if (!letter_get(c, act_ref(a, ANSWER_LETTER), l))
		return fail(c, "letter", "unknown", N_("Esa carta ya no está"));
	if (!letter_is(l, "sent") && !letter_is(l, "answered"))
		return fail(c, "letter", "unsent", N_("Esa carta todavía no se envió: anote primero el envío"));
	if (act_int(a, ANSWER_DAY) < l->v[LETTER_SENT].i)
		return fail(c, "answered", "order", N_("La enviaron después de ese día: revise la fecha"));
	struct put *p = change_put(ch, &letter_entity, l->id, false);
	put_text(p, LETTER_STATE, STR("answered"));
	put_int(p, LETTER_ANSWERED, act_int(a, ANSWER_DAY));
	put_text(p, LETTER_ANSWER, act_text(a, ANSWER_TEXT));
	if (open_letter_get(c, l->id, open))
		open_letter_put(c, ch, l, false);
	return OK;
}

static struct str answer_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} anotó la respuesta a «{subject}»"));
}

const struct action letter_answer = {
	.name = "letter.answer", .label = N_("Guardar la respuesta"), .args = answer_args, .nargs = ANSWER__N, .on = AT(ANSWER_LETTER),
	.decide = answer_decide, .describe = answer_describe,
};

struct str letter_write_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return letter_url(c, a->id, "?ok=1");
}

struct str action_done_letter(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return letter_url(c, act_ref(a, 0), "?ok=1");
}
