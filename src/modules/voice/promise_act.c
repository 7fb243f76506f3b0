/* promise_act.c - a promise is noted, something of it arrives, the authority speaks, what was noted wrongly is taken back. */
#include "voice_own.h"

#include "blob.h"

enum { NOTE_GROUP, NOTE_TO, NOTE_OFFICE, NOTE_WHAT, NOTE_AMOUNT, NOTE_UNIT, NOTE_DAY, NOTE_BY, NOTE_DESK, NOTE_MEETING, NOTE_LETTER, NOTE__N };
enum { ARRIVE_PROMISE, ARRIVE_DAY, ARRIVE_AMOUNT, ARRIVE_WHOLE, ARRIVE_NOTE, ARRIVE_PHOTO, ARRIVE__N };

static const struct field note_args[] = {
	[NOTE_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("A quién se lo prometieron"), .ref = "group", .privacy = P_PUBLIC, .aliases = "grupo" },
	[NOTE_TO] = { "to", T_TEXT, F_REQUIRED, .label = N_("Qué institución prometió"), .help = N_("Por ejemplo: Municipalidad de Lima"), .max = 120, .privacy = P_PUBLIC,
		.aliases = "institucion" },
	[NOTE_OFFICE] = { "office", T_TEXT, F_REQUIRED, .label = N_("Oficina o cargo"), .help = N_("El cargo, no el nombre de la persona"), .max = 120,
		.privacy = P_PUBLIC, .aliases = "oficina|cargo" },
	[NOTE_WHAT] = { "what", T_TEXT, F_REQUIRED, .label = N_("Qué prometió"), .help = N_("Con sus palabras, sin adornos"), .max = 200, .privacy = P_PUBLIC,
		.aliases = "que" },
	[NOTE_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cuánto"), .help = N_("Solo el número, si lo dijo"), .min = 1, .max = 1000000000, .privacy = P_PUBLIC,
		.aliases = "cuanto|cantidad" },
	[NOTE_UNIT] = { "unit", T_TEXT, 0, .label = N_("De qué"), .help = N_("Por ejemplo: bidones de agua"), .max = 40, .privacy = P_PUBLIC, .aliases = "unidad" },
	[NOTE_DAY] = { "day", T_DATE, F_PAST, .label = N_("Lo prometió el"), .otherwise = "today", .privacy = P_PUBLIC, .aliases = "dia|fecha" },
	[NOTE_BY] = { "by", T_DATE, 0, .label = N_("Para cuándo"), .help = N_("Si no dijo fecha, déjelo vacío"), .privacy = P_PUBLIC, .aliases = "hasta" },
	[NOTE_DESK] = { "desk", T_TEXT, 0, .label = N_("Documento donde consta"), .help = N_("Número de mesa de partes, de oficio o de acta"), .max = 80,
		.privacy = P_PUBLIC, .aliases = "documento" },
	[NOTE_MEETING] = { "meeting", T_REF, 0, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[NOTE_LETTER] = { "letter", T_REF, 0, .label = N_("Carta"), .ref = "letter", .privacy = P_NETWORK },
};

static enum rc note_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const uint8_t same[][2] = { { NOTE_WHAT, PROMISE_WHAT }, { NOTE_AMOUNT, PROMISE_AMOUNT }, { NOTE_UNIT, PROMISE_UNIT }, { NOTE_DAY, PROMISE_DAY },
		{ NOTE_BY, PROMISE_BY }, { NOTE_DESK, PROMISE_DESK }, { NOTE_MEETING, PROMISE_MEETING }, { NOTE_LETTER, PROMISE_LETTER } };
	const struct group_info *g = group_of(c, act_ref(a, NOTE_GROUP));
	struct id authority;

	if (act_has(a, NOTE_BY) && act_int(a, NOTE_BY) < act_int(a, NOTE_DAY))
		return fail(c, "by", "order", N_("Esa fecha es de antes de la promesa: revise"));
	if (act_has(a, NOTE_UNIT) && !act_has(a, NOTE_AMOUNT))
		return fail(c, "amount", "required", N_("Escriba cuánto, o deje vacío también de qué"));
	struct put *p = change_put(ch, &promise_entity, a->id, true);
	if (authority_put(c, ch, act_text(a, NOTE_TO), act_text(a, NOTE_OFFICE), "to", &authority) != OK)
		return INVALID;
	put_id(p, PROMISE_GROUP, act_ref(a, NOTE_GROUP));
	put_id(p, PROMISE_AUTHORITY, authority);
	for (unsigned i = 0; i < ARRAY_LEN(same); i++)
		if (act_has(a, same[i][0]))
			put_set(p, same[i][1], a->v[same[i][0]]);
	if (g && !id_is_zero(g->place))
		put_id(p, PROMISE_PLACE, g->place);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, struct id promise, const char *msgid)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &promise_entity, c->net->id, promise, r))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "what", r->v[PROMISE_WHAT].s } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct id put_promise(const struct told *t)
{
	const struct put *p = change_find(t->change, &promise_entity);

	return p ? p->id : (struct id){ 0 };
}

static struct str note_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, put_promise(t), N_("{who} anotó la promesa «{what}»"));
}

const struct action promise_note = {
	.name = "promise.note", .label = N_("Anotar la promesa"), .args = note_args, .nargs = NOTE__N, .on = AT(NOTE_GROUP), .decide = note_decide,
	.describe = note_describe,
};

/* ---- what arrives ---- */

static const struct field arrive_args[] = {
	[ARRIVE_PROMISE] = { "promise", T_REF, F_REQUIRED, .label = N_("Promesa"), .ref = "promise", .privacy = P_PUBLIC },
	[ARRIVE_DAY] = { "day", T_DATE, F_PAST, .label = N_("Llegó el"), .otherwise = "today", .privacy = P_PUBLIC, .aliases = "dia|fecha" },
	[ARRIVE_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cuánto llegó"), .help = N_("Solo el número; vacío si no se contó"), .min = 0, .max = 1000000000,
		.privacy = P_PUBLIC, .aliases = "cuanto|cantidad" },
	[ARRIVE_WHOLE] = { "whole", T_BOOL, 0, .label = N_("Con esto quedó cumplida"), .privacy = P_PUBLIC },
	[ARRIVE_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Qué se vio"), .max = 400, .privacy = P_PUBLIC, .aliases = "nota" },
	[ARRIVE_PHOTO] = { "photo", T_BLOB, 0, .label = N_("Foto de prueba"), .help = N_("La verá cualquiera: que no salgan caras sin permiso"),
		.privacy = P_PUBLIC },
};

static enum rc photo_sound(struct ctx *c, const struct act *a)
{
	struct blob_about about;
	struct blob_ref ref;

	if (!act_has(a, ARRIVE_PHOTO))
		return OK;
	if (!blob_parse(act_text(a, ARRIVE_PHOTO), &ref) || !blob_look(c->db, c->mem, c->net->id, &ref, &about))
		return fail(c, "photo", "no_bytes", N_("Ese archivo no llegó; elíjalo otra vez"));
	return blob_is_image(ref.type) ? OK : fail(c, "photo", "kind", N_("Ese archivo no es una foto; tome o elija una"));
}

static enum rc arrive_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	static const uint8_t same[][2] = { { ARRIVE_DAY, ARRIVAL_DAY }, { ARRIVE_AMOUNT, ARRIVAL_AMOUNT }, { ARRIVE_WHOLE, ARRIVAL_WHOLE },
		{ ARRIVE_NOTE, ARRIVAL_NOTE }, { ARRIVE_PHOTO, ARRIVAL_PHOTO } };
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool whole = act_has(a, ARRIVE_WHOLE) && act_int(a, ARRIVE_WHOLE);

	if (!promise_get(c, act_ref(a, ARRIVE_PROMISE), r))
		return fail(c, "promise", "unknown", N_("Esa promesa ya no está"));
	if (act_int(a, ARRIVE_DAY) < r->v[PROMISE_DAY].i)
		return fail(c, "day", "order", N_("Llegó antes de prometerse: revise la fecha"));
	if (!act_has(a, ARRIVE_AMOUNT) && !whole && !act_has(a, ARRIVE_NOTE))
		return fail(c, "amount", "required", N_("Escriba cuánto llegó, o qué se vio"));
	if (photo_sound(c, a) != OK)
		return INVALID;
	struct put *p = change_put(ch, &arrival_entity, a->id, true);
	put_id(p, ARRIVAL_GROUP, r->v[PROMISE_GROUP].id);
	put_id(p, ARRIVAL_PROMISE, r->id);
	for (unsigned i = 0; i < ARRAY_LEN(same); i++)
		if (act_has(a, same[i][0]))
			put_set(p, same[i][1], a->v[same[i][0]]);
	return OK;
}

/* Of the arrival that the change speaks of, whichever put of it this is. */
static struct id arrival_promise(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &arrival_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	return p && record_get(c->db, c->schema, c->mem, &arrival_entity, c->net->id, p->id, r) ? r->v[ARRIVAL_PROMISE].id : (struct id){ 0 };
}

static struct str arrive_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, arrival_promise(c, t), N_("{who} anotó que llegó algo de «{what}»"));
}

const struct action promise_arrive = {
	.name = "promise.arrive", .label = N_("Anotar lo que llegó"), .args = arrive_args, .nargs = ARRIVE__N, .on = AT(ARRIVE_PROMISE), .decide = arrive_decide,
	.describe = arrive_describe,
};

static const struct field undo_args[] = {
	{ "arrival", T_REF, F_REQUIRED, .label = N_("Llegada"), .ref = "promise_arrival", .privacy = P_PUBLIC },
	{ "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .help = N_("Cualquiera lo lee, junto a lo que se quitó"), .max = 300, .privacy = P_PUBLIC },
};

static enum rc undo_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &arrival_entity, c->net->id, act_ref(a, 0), r) || !r->born)
		return fail(c, "arrival", "unknown", N_("Eso no está anotado"));
	if (r->v[ARRIVAL_VOIDED].kind == V_INT && r->v[ARRIVAL_VOIDED].i)
		return fail(c, "arrival", "again", N_("Eso ya estaba quitado"));
	struct put *p = change_put(ch, &arrival_entity, r->id, false);
	put_int(p, ARRIVAL_VOIDED, 1);
	put_text(p, ARRIVAL_REASON, act_text(a, 1));
	return OK;
}

static struct str undo_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, arrival_promise(c, t), N_("{who} quitó una llegada de «{what}»"));
}

const struct action promise_undo = {
	.name = "promise.undo", .label = N_("Quitar esta llegada"), .args = undo_args, .nargs = ARRAY_LEN(undo_args), .on = AT(0), .decide = undo_decide,
	.describe = undo_describe,
};

/* ---- what the authority says; taking it back ---- */

static const struct field answer_args[] = {
	{ "promise", T_REF, F_REQUIRED, .label = N_("Promesa"), .ref = "promise", .privacy = P_PUBLIC },
	{ "answer", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué dice la autoridad"), .help = N_("Con las palabras de ellos"), .max = 1000, .privacy = P_PUBLIC },
	{ "answer_day", T_DATE, F_PAST, .label = N_("Lo dijo el"), .otherwise = "today", .privacy = P_PUBLIC },
};

static enum rc answer_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!promise_get(c, act_ref(a, 0), r))
		return fail(c, "promise", "unknown", N_("Esa promesa ya no está"));
	struct put *p = change_put(ch, &promise_entity, r->id, false);
	put_text(p, PROMISE_ANSWER, act_text(a, 1));
	put_int(p, PROMISE_ANSWER_DAY, act_int(a, 2));
	return OK;
}

static struct str answer_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, put_promise(t), N_("{who} anotó qué dice la autoridad de «{what}»"));
}

const struct action promise_answer = {
	.name = "promise.answer", .label = N_("Guardar lo que dice"), .args = answer_args, .nargs = ARRAY_LEN(answer_args), .on = AT(0),
	.decide = answer_decide, .describe = answer_describe,
};

static const struct field let_go_args[] = {
	{ "promise", T_REF, F_REQUIRED, .label = N_("Promesa"), .ref = "promise", .privacy = P_PUBLIC },
	{ "reason", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Motivo"), .help = N_("Por ejemplo: se anotó dos veces"), .max = 300, .privacy = P_GROUP },
};

static enum rc let_go_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!promise_get(c, act_ref(a, 0), r))
		return fail(c, "promise", "unknown", N_("Esa promesa ya no está"));
	struct put *p = change_put(ch, &promise_entity, r->id, false);
	put_int(p, PROMISE_VOIDED, 1);
	put_text(p, PROMISE_REASON, act_text(a, 1));
	return OK;
}

static struct str let_go_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, put_promise(t), N_("{who} quitó la promesa «{what}»"));
}

const struct action promise_let_go = {
	.name = "promise.let_go", .label = N_("Quitar esta promesa"), .args = let_go_args, .nargs = ARRAY_LEN(let_go_args), .on = AT(0), .decide = let_go_decide,
	.describe = let_go_describe,
};

struct str promise_note_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return promise_url(c, a->id, "?ok=1");
}

struct str promise_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return promise_url(c, act_ref(a, 0), "?ok=1");
}

struct str arrival_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	return record_get(c->db, c->schema, c->mem, &arrival_entity, c->net->id, act_ref(a, 0), r) ? promise_url(c, r->v[ARRIVAL_PROMISE].id, "?ok=1") :
		STR("/promesas");
}
