/*
 * promise.c - what authorities promised and what arrived of it.
 *
 * Facts, beside each other: who promised what and until when, what came with its day and evidence, what the authority itself says.
 * Kept is a promise when as much arrived as was promised, or an arrival says that it is whole; whether it was late is computed
 * when somebody looks.
 */
#include "voice_own.h"

const struct field promise_fields[] = {
	[PROMISE_GROUP] = { "group", T_REF, F_REQUIRED | F_FILTER, .label = N_("A quién se lo prometieron"), .ref = "group", .privacy = P_PUBLIC, .aliases = "grupo" },
	[PROMISE_AUTHORITY] = { "authority", T_REF, F_DERIVED | F_FILTER, .label = N_("Quién prometió"), .ref = "authority", .privacy = P_PUBLIC },
	[PROMISE_WHAT] = { "what", T_TEXT, F_REQUIRED, .label = N_("Qué prometió"), .max = 200, .privacy = P_PUBLIC, .aliases = "que" },
	[PROMISE_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cuánto"), .min = 1, .max = 1000000000, .privacy = P_PUBLIC, .aliases = "cuanto|cantidad" },
	[PROMISE_UNIT] = { "unit", T_TEXT, 0, .label = N_("De qué"), .max = 40, .privacy = P_PUBLIC, .aliases = "unidad" },
	[PROMISE_DAY] = { "day", T_DATE, F_REQUIRED | F_PAST | F_SORT, .label = N_("Lo prometió el"), .otherwise = "today", .privacy = P_PUBLIC, .aliases = "dia|fecha" },
	[PROMISE_BY] = { "by", T_DATE, F_SORT, .label = N_("Para cuándo"), .privacy = P_PUBLIC, .aliases = "hasta" },
	[PROMISE_DESK] = { "desk", T_TEXT, 0, .label = N_("Documento donde consta"), .max = 80, .privacy = P_PUBLIC, .aliases = "documento" },
	[PROMISE_MEETING] = { "meeting", T_REF, 0, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK },
	[PROMISE_LETTER] = { "letter", T_REF, 0, .label = N_("Carta"), .ref = "letter", .privacy = P_NETWORK },
	[PROMISE_PLACE] = { "place", T_REF, F_DERIVED | F_FILTER, .label = N_("Distrito"), .ref = "place", .privacy = P_PUBLIC },
	[PROMISE_ANSWER] = { "answer", T_TEXT, F_DERIVED | F_WIDE, .label = N_("Qué dice la autoridad"), .max = 1000, .privacy = P_PUBLIC },
	[PROMISE_ANSWER_DAY] = { "answer_day", T_DATE, F_DERIVED, .label = N_("Lo dijo el"), .privacy = P_PUBLIC },
	[PROMISE_REASON] = { "reason", T_TEXT, F_DERIVED | F_WIDE, .label = N_("Por qué se quitó"), .max = 300, .privacy = P_GROUP },
	[PROMISE_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitada"), .privacy = P_PUBLIC },
};

static const struct entity_index promise_indexes[] = { { 1, { PROMISE_GROUP } }, { 1, { PROMISE_MEETING } }, { 1, { PROMISE_LETTER } } };

const struct entity promise_entity = {
	.name = "promise", .label = N_("Promesa de una autoridad"), .plural = N_("Promesas de autoridades"), .fields = promise_fields, .nfields = PROMISE__N,
	.group = AT(PROMISE_GROUP), .place = AT(PROMISE_PLACE), .title = AT(PROMISE_WHAT), .voided = AT(PROMISE_VOIDED), .put_action = "promise.note",
	.indexes = promise_indexes, .nindexes = ARRAY_LEN(promise_indexes),
};

static const struct field arrival_fields[] = {
	[ARRIVAL_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_PUBLIC },
	[ARRIVAL_PROMISE] = { "promise", T_REF, F_REQUIRED | F_FILTER, .label = N_("Promesa"), .ref = "promise", .privacy = P_PUBLIC },
	[ARRIVAL_DAY] = { "day", T_DATE, F_REQUIRED | F_PAST | F_SORT, .label = N_("Llegó el"), .otherwise = "today", .privacy = P_PUBLIC, .aliases = "dia|fecha" },
	[ARRIVAL_AMOUNT] = { "amount", T_INT, 0, .label = N_("Cuánto llegó"), .min = 0, .max = 1000000000, .privacy = P_PUBLIC, .aliases = "cuanto|cantidad" },
	[ARRIVAL_WHOLE] = { "whole", T_BOOL, 0, .label = N_("Con esto quedó cumplida"), .privacy = P_PUBLIC },
	[ARRIVAL_NOTE] = { "note", T_TEXT, F_WIDE, .label = N_("Qué se vio"), .max = 400, .privacy = P_PUBLIC, .aliases = "nota" },
	[ARRIVAL_PHOTO] = { "photo", T_BLOB, 0, .label = N_("Foto de prueba"), .privacy = P_PUBLIC },
	[ARRIVAL_REASON] = { "reason", T_TEXT, F_DERIVED, .label = N_("Por qué se quitó"), .max = 300, .privacy = P_PUBLIC },
	[ARRIVAL_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitada"), .privacy = P_PUBLIC },
};

static const struct entity_index arrival_indexes[] = { { 1, { ARRIVAL_PROMISE } } };

const struct entity arrival_entity = {
	.name = "promise_arrival", .label = N_("Llegada de lo prometido"), .plural = N_("Llegadas de lo prometido"), .fields = arrival_fields,
	.nfields = ARRIVAL__N, .group = AT(ARRIVAL_GROUP), .day = AT(ARRIVAL_DAY), .voided = AT(ARRIVAL_VOIDED), .event = true,
	.put_action = "promise.arrive", .indexes = arrival_indexes, .nindexes = ARRAY_LEN(arrival_indexes),
};

/* ---- reading ---- */

bool promise_get(struct ctx *c, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &promise_entity, c->net->id, id, out) && out->born &&
		!(out->v[PROMISE_VOIDED].kind == V_INT && out->v[PROMISE_VOIDED].i);
}

/* The day on which it was whole; 0: it is not. */
static int64_t kept_on(struct ctx *c, const struct record *r, bool said_whole)
{
	int64_t sum = 0, day = 0;

	if (said_whole)
		return db_int(c->db, SQL(Q_ARRIVAL_KEPT), ARGS(cell_id(&c->net->id), cell_id(&r->id), cell_int(1)));
	if (r->v[PROMISE_AMOUNT].kind != V_INT)
		return 0;
	struct rows rows = db_rows(c->db, SQL(Q_ARRIVAL_AMOUNTS), ARGS(cell_id(&c->net->id), cell_id(&r->id)));
	while (rows_next(&rows)) {
		sum += rows_int(&rows, 1);
		if (!day && sum >= r->v[PROMISE_AMOUNT].i)
			day = rows_int(&rows, 0);
	}
	return day;
}

struct promise_stand promise_stands(struct ctx *c, const struct record *r, int64_t day)
{
	struct promise_stand s = { 0 };
	struct rows rows = db_rows(c->db, SQL(Q_ARRIVALS_SUM), ARGS(cell_id(&c->net->id), cell_id(&r->id)));
	bool whole = false, dated = r->v[PROMISE_BY].kind == V_INT;

	while (rows_next(&rows)) {
		s.arrivals = (unsigned)rows_int(&rows, 0);
		s.last = rows_int(&rows, 1);
		s.arrived = rows_int(&rows, 2);
		s.arrived_known = rows_int(&rows, 3) > 0;
		whole = rows_int(&rows, 4) > 0;
	}
	int64_t kept = kept_on(c, r, whole), until = kept ? kept : day;
	s.late_days = dated && until > r->v[PROMISE_BY].i ? until - r->v[PROMISE_BY].i : 0;
	if (kept)
		s.state = s.late_days ? PROMISE_KEPT_LATE : PROMISE_KEPT;
	else if (s.late_days)
		s.state = s.arrivals ? PROMISE_LATE_PART : PROMISE_LATE;
	else if (s.arrivals)
		s.state = PROMISE_PART;
	else
		s.state = dated ? PROMISE_WAITS : PROMISE_UNDATED;
	return s;
}

struct str promise_state_text(struct ctx *c, const struct promise_stand *s)
{
	static const char *const said[PROMISE_STATES] = {
		[PROMISE_WAITS] = N_("En plazo: todavía no llega"), [PROMISE_PART] = N_("En plazo: llegó una parte"), [PROMISE_KEPT] = N_("Cumplida a tiempo"),
		[PROMISE_LATE] = N_("Atrasada: %s tarde, no llegó nada"), [PROMISE_LATE_PART] = N_("Atrasada: %s tarde, llegó una parte"),
		[PROMISE_KEPT_LATE] = N_("Cumplida, %s tarde"), [PROMISE_UNDATED] = N_("Sin fecha: todavía no llega"),
	};

	return tr_fill(c->mem, c->lang, said[s->state], voice_days(c, s->late_days));
}

struct str promise_amount(struct ctx *c, const struct record *r, int64_t amount)
{
	struct str unit = r->v[PROMISE_UNIT].kind == V_TEXT ? r->v[PROMISE_UNIT].s : STR("");

	return str_fmt(c->mem, "%s%s%.*s", str_cstr(c->mem, voice_number(c, amount)), unit.n ? " " : "", (int)unit.n, unit.p);
}

unsigned promises_read(struct ctx *c, struct record *out, unsigned max)
{
	return voice_read(c, &promise_entity, db_rows(c->db, SQL(Q_PROMISES), ARGS(cell_id(&c->net->id), cell_int(max))), out, max);
}

unsigned promises_of(struct ctx *c, struct id meeting, struct id letter, struct record *out, unsigned max)
{
	return voice_read(c, &promise_entity, id_is_zero(meeting) ?
		db_rows(c->db, SQL(Q_PROMISES_OF_LETTER), ARGS(cell_id(&c->net->id), cell_id(&letter), cell_int(max))) :
		db_rows(c->db, SQL(Q_PROMISES_OF_MEETING), ARGS(cell_id(&c->net->id), cell_id(&meeting), cell_int(max))), out, max);
}

struct promise_counts promises_counted(struct ctx *c, int64_t day)
{
	enum { MOST = 2000 };
	struct promise_counts n = { 0 };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id *id = ARENA_ARRAY(c->mem, struct id, MOST);
	unsigned all = db_ids(c->db, SQL(Q_PROMISES), ARGS(cell_id(&c->net->id), cell_int(MOST)), id, MOST);

	for (unsigned i = 0; i < all; i++) {
		if (!promise_get(c, id[i], r))
			continue;
		struct promise_stand s = promise_stands(c, r, day);
		n.all++;
		n.kept += s.state == PROMISE_KEPT || s.state == PROMISE_KEPT_LATE;
		n.late += s.state == PROMISE_LATE || s.state == PROMISE_LATE_PART;
		n.waiting += s.state == PROMISE_WAITS || s.state == PROMISE_PART;
		n.undated += s.state == PROMISE_UNDATED;
	}
	return n;
}

struct str promise_url(struct ctx *c, struct id promise, const char *below)
{
	return str_fmt(c->mem, "/promesas/%.36s%s", id_text(c->mem, promise).p, below);
}
