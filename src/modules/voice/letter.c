/*
 * letter.c - letters as data, their public copies, and how long an answer is waited for.
 *
 * An answer is due on the day that was promised, else so many working days after the desk took the letter (or it was sent, where
 * the desk's day is not known). Nothing of that is stored: what is declared a holiday tomorrow moves the day.
 */
#include "voice_own.h"

#include "money.h"

const struct choice letter_kinds[] = {
	{ "letter", N_("Carta"), NULL, NULL },
	{ "statement", N_("Comunicado"), NULL, NULL },
	{ "petition", N_("Petición con firmas"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice letter_states[] = {
	{ "draft", N_("borrador"), NULL, NULL },
	{ "approved", N_("aprobada"), NULL, NULL },
	{ "sent", N_("enviada"), NULL, NULL },
	{ "answered", N_("respondida"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct field letter_fields[] = {
	[LETTER_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("De quién es"), .ref = "group", .privacy = P_GROUP, .aliases = "grupo" },
	[LETTER_KIND] = { "kind", T_ENUM, F_REQUIRED | F_FILTER, .label = N_("Qué es"), .choices = letter_kinds, .privacy = P_GROUP, .aliases = "clase" },
	[LETTER_AUTHORITY] = { "authority", T_REF, F_DERIVED | F_FILTER, .label = N_("A quién va"), .ref = "authority", .privacy = P_GROUP },
	[LETTER_SUBJECT] = { "subject", T_TEXT, F_REQUIRED, .label = N_("Asunto"), .max = 160, .privacy = P_GROUP, .aliases = "asunto" },
	[LETTER_BODY] = { "body", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Texto"), .max = BODY_MAX, .privacy = P_GROUP, .aliases = "texto" },
	[LETTER_SIGNED] = { "signed", T_TEXT, F_WIDE, .label = N_("Quiénes firman"), .max = 400, .privacy = P_GROUP, .aliases = "firman" },
	[LETTER_PUBLIC] = { "public", T_BOOL, 0, .label = N_("Cualquiera puede leerla"), .privacy = P_GROUP, .aliases = "publica" },
	[LETTER_MEETING] = { "meeting", T_REF, 0, .label = N_("Reunión"), .ref = "meeting", .privacy = P_GROUP },
	[LETTER_STATE] = { "state", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Cómo está"), .choices = letter_states, .privacy = P_GROUP },
	[LETTER_YEAR] = { "year", T_INT, F_DERIVED | F_FILTER, .label = N_("Año"), .min = 2000, .max = 2200, .privacy = P_GROUP },
	[LETTER_N] = { "n", T_INT, F_DERIVED, .label = N_("Número"), .min = 1, .max = 99999, .privacy = P_GROUP },
	[LETTER_APPROVED] = { "approved", T_DATE, F_DERIVED, .label = N_("Aprobada el"), .privacy = P_GROUP },
	[LETTER_SENT] = { "sent", T_DATE, F_DERIVED | F_SORT, .label = N_("Enviada el"), .privacy = P_GROUP },
	[LETTER_DESK] = { "desk", T_TEXT, F_DERIVED, .label = N_("Número de la mesa de partes"), .max = 60, .privacy = P_GROUP },
	[LETTER_DESK_DAY] = { "desk_day", T_DATE, F_DERIVED, .label = N_("Recibida el"), .privacy = P_GROUP },
	[LETTER_DAYS] = { "days", T_INT, F_DERIVED, .label = N_("Plazo para responder"), .unit = N_("días hábiles"), .min = 1, .max = 250, .privacy = P_GROUP },
	[LETTER_BY] = { "by", T_DATE, F_DERIVED, .label = N_("Prometieron responder el"), .privacy = P_GROUP },
	[LETTER_ANSWERED] = { "answered", T_DATE, F_DERIVED, .label = N_("Respondieron el"), .privacy = P_GROUP },
	[LETTER_ANSWER] = { "answer", T_TEXT, F_DERIVED | F_WIDE, .label = N_("Qué respondieron"), .max = 2000, .privacy = P_GROUP },
	[LETTER_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién la escribió"), .ref = "person", .privacy = P_GROUP },
	[LETTER_CALL] = { "call", T_INT, F_DERIVED, .label = N_("Número de la petición"), .min = 1, .max = 999999, .privacy = P_GROUP },
	[LETTER_UNTIL] = { "until", T_DATE, F_DERIVED, .label = N_("Se juntan firmas hasta el"), .privacy = P_GROUP },
	[LETTER_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Descartada"), .privacy = P_GROUP },
};

static const struct entity_index letter_indexes[] = { { 2, { LETTER_GROUP, LETTER_YEAR } }, { 1, { LETTER_STATE } }, { 1, { LETTER_MEETING } },
	{ 1, { LETTER_CALL } }, { 1, { LETTER_UNTIL } } };

const struct entity letter_entity = {
	.name = "letter", .label = N_("Carta"), .plural = N_("Cartas"), .fields = letter_fields, .nfields = LETTER__N, .group = AT(LETTER_GROUP),
	.title = AT(LETTER_SUBJECT), .voided = AT(LETTER_VOIDED), .put_action = "letter.write", .indexes = letter_indexes, .nindexes = ARRAY_LEN(letter_indexes),
};

static const struct field open_fields[] = {
	[OPEN_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Quién pide"), .ref = "group", .privacy = P_PUBLIC },
	[OPEN_KIND] = { "kind", T_ENUM, F_DERIVED | F_FILTER, .label = N_("Qué es"), .choices = letter_kinds, .privacy = P_PUBLIC },
	[OPEN_AUTHORITY] = { "authority", T_REF, F_DERIVED | F_FILTER, .label = N_("A quién va"), .ref = "authority", .privacy = P_PUBLIC },
	[OPEN_NUMBER] = { "number", T_TEXT, F_DERIVED, .label = N_("Número"), .max = 80, .privacy = P_PUBLIC },
	[OPEN_SUBJECT] = { "subject", T_TEXT, F_DERIVED, .label = N_("Asunto"), .max = 160, .privacy = P_PUBLIC },
	[OPEN_BODY] = { "body", T_TEXT, F_DERIVED | F_WIDE, .label = N_("Texto"), .max = BODY_MAX, .privacy = P_PUBLIC },
	[OPEN_SENT] = { "sent", T_DATE, F_DERIVED, .label = N_("Enviada el"), .privacy = P_PUBLIC },
	[OPEN_DESK] = { "desk", T_TEXT, F_DERIVED, .label = N_("Número de la mesa de partes"), .max = 60, .privacy = P_PUBLIC },
	[OPEN_DESK_DAY] = { "desk_day", T_DATE, F_DERIVED, .label = N_("Recibida el"), .privacy = P_PUBLIC },
	[OPEN_DAYS] = { "days", T_INT, F_DERIVED, .label = N_("Plazo para responder"), .unit = N_("días hábiles"), .min = 1, .max = 250, .privacy = P_PUBLIC },
	[OPEN_BY] = { "by", T_DATE, F_DERIVED, .label = N_("Prometieron responder el"), .privacy = P_PUBLIC },
	[OPEN_ANSWERED] = { "answered", T_DATE, F_DERIVED, .label = N_("Respondieron el"), .privacy = P_PUBLIC },
	[OPEN_ANSWER] = { "answer", T_TEXT, F_DERIVED | F_WIDE, .label = N_("Qué respondieron"), .max = 2000, .privacy = P_PUBLIC },
	[OPEN_CALL] = { "call", T_INT, F_DERIVED, .label = N_("Número de la petición"), .min = 1, .max = 999999, .privacy = P_PUBLIC },
	[OPEN_UNTIL] = { "until", T_DATE, F_DERIVED, .label = N_("Se juntan firmas hasta el"), .privacy = P_PUBLIC },
	[OPEN_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Descartada"), .privacy = P_PUBLIC },
};

static const struct entity_index open_indexes[] = { { 1, { OPEN_GROUP } } };

const struct entity open_letter_entity = {
	.name = "open_letter", .label = N_("Carta pública"), .plural = N_("Cartas públicas"), .fields = open_fields, .nfields = OPEN__N,
	.group = AT(OPEN_GROUP), .title = AT(OPEN_SUBJECT), .voided = AT(OPEN_VOIDED), .put_action = "letter.send", .indexes = open_indexes,
	.nindexes = ARRAY_LEN(open_indexes),
};

/* ---- reading ---- */

static bool get(struct ctx *c, const struct entity *e, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, e, c->net->id, id, out) && out->born &&
		!(out->v[e->voided - 1].kind == V_INT && out->v[e->voided - 1].i);
}

bool letter_get(struct ctx *c, struct id id, struct record *out)
{
	return get(c, &letter_entity, id, out);
}

bool open_letter_get(struct ctx *c, struct id id, struct record *out)
{
	return get(c, &open_letter_entity, id, out);
}

bool letter_is(const struct record *letter, const char *state)
{
	return letter->v[LETTER_STATE].kind == V_TEXT && str_is(letter->v[LETTER_STATE].s, state);
}

unsigned voice_read(struct ctx *c, const struct entity *e, struct rows r, struct record *out, unsigned max)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, max);
	unsigned n = 0, kept = 0;

	while (n < max && rows_next(&r))
		id[n++] = rows_id(&r, 0);
	if (n == max)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++)
		kept += record_get(c->db, c->schema, c->mem, e, c->net->id, id[i], &out[kept]) && out[kept].born;
	return kept;
}

struct str letter_name(struct ctx *c, struct str kind, const struct value *year, const struct value *n)
{
	struct str what = str_is(kind, "petition") ? tr(c->lang, N_("Petición")) : choice_label(c, letter_kinds, kind);

	if (year->kind != V_INT || n->kind != V_INT)
		return what;
	return str_fmt(c->mem, "%.*s %03lld-%lld", (int)what.n, what.p, (long long)n->i, (long long)year->i);
}

struct str letter_title(struct ctx *c, const struct record *l)
{
	return letter_name(c, l->v[LETTER_KIND].s, &l->v[LETTER_YEAR], &l->v[LETTER_N]);
}

struct str letter_url(struct ctx *c, struct id letter, const char *below)
{
	return str_fmt(c->mem, "/cartas/%.36s%s", id_text(c->mem, letter).p, below);
}

struct str voice_number(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_thousands(&b, n);
	return buf_str(&b);
}

struct str voice_days(struct ctx *c, int64_t n)
{
	return text_fill(c->mem, tr_plural(c->lang, N_("%s día"), N_("%s días"), n), voice_number(c, n));
}

struct str voice_link(struct ctx *c, struct str path)
{
	return str_fmt(c->mem, "%s%.*s", c->config ? str_cstr(c->mem, c->config->public_url) : "", (int)path.n, path.p);
}

/* ---- waiting ---- */

struct wait wait_of(struct ctx *c, const struct record *r, int64_t day)
{
	bool open = r->entity == &open_letter_entity;
	const struct value *sent = &r->v[open ? OPEN_SENT : LETTER_SENT], *desk = &r->v[open ? OPEN_DESK_DAY : LETTER_DESK_DAY],
		*days = &r->v[open ? OPEN_DAYS : LETTER_DAYS], *by = &r->v[open ? OPEN_BY : LETTER_BY],
		*answered = &r->v[open ? OPEN_ANSWERED : LETTER_ANSWERED];
	struct wait w = { .sent = sent->kind == V_INT, .answered = answered->kind == V_INT };

	if (!w.sent)
		return w;
	w.since = desk->kind == V_INT ? desk->i : sent->i;
	w.due_known = by->kind == V_INT || days->kind == V_INT;
	if (w.due_known)
		w.due = by->kind == V_INT ? by->i : working_day_after(w.since, days->i, declared_days(c));
	w.until = w.answered ? answered->i : day;
	w.days = w.until > w.since ? w.until - w.since : 0;
	w.late = w.due_known && w.until > w.due;
	w.late_days = w.late ? w.until - w.due : 0;
	return w;
}

struct str wait_text(struct ctx *c, const struct wait *w)
{
	const struct str_pair pairs[] = { { "days", voice_days(c, w->days) }, { "late", voice_days(c, w->late_days) },
		{ "due", w->due_known ? lang_date(c->mem, c->lang, w->due) : STR("") } };
	const char *msgid;

	if (!w->sent)
		return tr(c->lang, N_("Todavía no se envió"));
	if (w->answered)
		msgid = w->late ? N_("Respondieron en {days}: {late} tarde") : w->due_known ? N_("Respondieron en {days}: a tiempo") : N_("Respondieron en {days}");
	else
		msgid = w->late ? N_("Sin respuesta hace {days}: {late} tarde") : w->due_known ? N_("Espera respuesta hace {days}; el plazo vence el {due}") :
			N_("Espera respuesta hace {days}");
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

/* ---- its public copy ---- */

static const struct value *now_of(const struct change *ch, const struct record *l, unsigned field)
{
	for (const struct put *p = ch->puts; p; p = p->next) {
		const struct value *v = p->entity == &letter_entity && id_eq(p->id, l->id) ? put_get(p, field) : NULL;
		if (v)
			return v;
	}
	return &l->v[field];
}

void open_letter_put(struct ctx *c, struct change *ch, const struct record *l, bool create)
{
	static const uint8_t pairs[][2] = { { OPEN_GROUP, LETTER_GROUP }, { OPEN_KIND, LETTER_KIND }, { OPEN_AUTHORITY, LETTER_AUTHORITY },
		{ OPEN_SUBJECT, LETTER_SUBJECT }, { OPEN_BODY, LETTER_BODY }, { OPEN_SENT, LETTER_SENT }, { OPEN_DESK, LETTER_DESK },
		{ OPEN_DESK_DAY, LETTER_DESK_DAY }, { OPEN_DAYS, LETTER_DAYS }, { OPEN_BY, LETTER_BY }, { OPEN_ANSWERED, LETTER_ANSWERED },
		{ OPEN_ANSWER, LETTER_ANSWER }, { OPEN_CALL, LETTER_CALL }, { OPEN_UNTIL, LETTER_UNTIL } };
	struct put *p = change_put(ch, &open_letter_entity, l->id, create);

	for (unsigned i = 0; i < ARRAY_LEN(pairs); i++) {
		const struct value *v = now_of(ch, l, pairs[i][1]);
		if (v->kind != V_NULL && (create || v != &l->v[pairs[i][1]]))
			put_set(p, pairs[i][0], *v);
	}
	if (create)
		put_text(p, OPEN_NUMBER, letter_name(c, now_of(ch, l, LETTER_KIND)->s, now_of(ch, l, LETTER_YEAR), now_of(ch, l, LETTER_N)));
}
