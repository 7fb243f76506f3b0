/*
 * minutes_approve.c - who else writes, the approval that keeps the text, and what is added below it later.
 */
#include "minutes_own.h"

#include "hash.h"

#define OF_MEETING { "meeting", T_REF, F_REQUIRED, .label = N_("Reunión"), .ref = "meeting", .privacy = P_NETWORK, .aliases = "reunion" }

static enum rc meeting_of(struct ctx *c, const struct act *a, unsigned arg, struct meeting *m)
{
	return meeting_get(c, act_ref(a, arg), m) ? OK : fail(c, "meeting", "unknown", N_("Esa reunión no está anotada, o se suspendió"));
}

/* One whom the meeting is for, by her name as it is written in the network. */
static enum rc one_named(struct ctx *c, const struct meeting *m, const char *field, struct str name, struct id *out)
{
	struct id id[2];
	unsigned n = minutes_person(c, m, name, id);

	if (!n)
		return fail_with(c, field, "unknown", N_("No hay nadie de esta reunión que se llame «%s»: escriba nombre y apellido"), name);
	if (n > 1)
		return fail_with(c, field, "several", N_("Hay más de una persona que se llama «%s»: escriba nombre y apellido"), name);
	*out = id[0];
	return OK;
}

/* ---- who writes ---- */

static const struct field name_args[] = {
	[SECRETARY_NAMED_MEETING] = OF_MEETING,
	[SECRETARY_NAMED_WHO] = { "who", T_TEXT, F_REQUIRED, .label = N_("Quién escribe el acta"), .help = N_("Su nombre y apellido"), .max = 80,
		.privacy = P_GROUP },
};

static enum rc name_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;
	struct id who;

	if (meeting_of(c, a, SECRETARY_NAMED_MEETING, &m) != OK || one_named(c, &m, "who", act_text(a, SECRETARY_NAMED_WHO), &who) != OK)
		return INVALID;
	const struct value key[SECRETARY__N] = { [SECRETARY_MEETING] = value_id(m.id), [SECRETARY_PERSON] = value_id(who) };
	struct put *p = put_keyed(c, ch, &minutes_secretary_entity, key);
	put_id(p, SECRETARY_GROUP, m.group);
	put_int(p, SECRETARY_VOIDED, 0);
	return OK;
}

static struct str name_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &minutes_secretary_entity);
	const struct value *who = p ? put_get(p, SECRETARY_PERSON) : NULL;
	const struct str_pair pairs[] = { { "who", t->author }, { "person", who ? person_name(c, who->id) : STR("…") } };

	return tr_named(c->mem, c->lang, N_("{who} nombró a {person} para escribir el acta"), pairs, 2);
}

const struct action minutes_name = {
	.name = "minutes.name", .label = N_("Nombrar"), .args = name_args, .nargs = SECRETARY_NAMED__N, .flags = ACT_REPORT,
	.on = AT(SECRETARY_NAMED_MEETING), .decide = name_decide, .describe = name_describe,
};

/* ---- approved ---- */

static const struct field approve_args[] = {
	[APPROVE_MEETING] = OF_MEETING,
	[APPROVE_PRESIDENT] = { "president", T_TEXT, F_REQUIRED, .label = N_("Presidenta"), .help = N_("Nombre y apellido de quien dirigió"),
		.max = 80, .privacy = P_GROUP },
	[APPROVE_SECRETARY] = { "secretary", T_TEXT, F_REQUIRED, .label = N_("Secretaria"), .help = N_("Nombre y apellido de quien da fe"),
		.max = 80, .privacy = P_GROUP },
	[APPROVE_PAGE] = { "page", T_INT, 0, .label = N_("Página del libro"), .help = N_("En qué página del libro de actas empieza"), .min = 1,
		.max = 2000, .privacy = P_NETWORK },
};

static int64_t year_of(struct ctx *c, int64_t day)
{
	struct buf b = buf_new(c->mem, 12);
	int64_t year;

	buf_day(&b, day);
	return str_int64(str_sub(buf_str(&b), 0, 4), &year) ? year : 0;
}

/* The next of its group in that year: asked from the book, under the lock of the writer's transaction. */
static int64_t number_next(struct ctx *c, struct id group, int64_t year)
{
	struct rows r = ctx_rows(c, minutes_sql, Q_MINUTES_NUMBER, cell_id(&c->net->id), cell_id(&group), cell_int(year));
	int64_t n = 0;

	while (rows_next(&r))
		n = rows_int(&r, 0);
	return n + 1;
}

static struct str print_of(struct ctx *c, struct str text)
{
	struct hash h = hash_of(text, STR(""));
	struct buf b = buf_new(c->mem, 72);

	buf_hex(&b, h.b, sizeof(h.b));
	return buf_str(&b);
}

static enum rc approve_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id president, secretary;
	struct meeting m;

	if (meeting_of(c, a, APPROVE_MEETING, &m) != OK)
		return INVALID;
	if (minutes_approved(c, m.id))
		return fail(c, "meeting", "approved", N_("Esta acta ya se aprobó y no se cambia; lo que falta se agrega como enmienda"));
	if (m.day > zone_day(c->net->zone, a->acted_at))
		return fail(c, "meeting", "future", N_("Esa reunión todavía no fue: el acta se aprueba después"));
	if (one_named(c, &m, "president", act_text(a, APPROVE_PRESIDENT), &president) != OK ||
		one_named(c, &m, "secretary", act_text(a, APPROVE_SECRETARY), &secretary) != OK)
		return INVALID;
	if (id_eq(president, secretary))
		return fail(c, "secretary", "same", N_("Presidenta y secretaria son dos personas: escriba otro nombre"));
	const struct value key[APPROVAL__N] = { [APPROVAL_MEETING] = value_id(m.id) };
	struct str text = minutes_text(c, &m);
	int64_t year = year_of(c, m.day);
	struct put *p = put_keyed(c, ch, &minutes_approval_entity, key);
	put_id(p, APPROVAL_GROUP, m.group);
	put_id(p, APPROVAL_PRESIDENT, president);
	put_id(p, APPROVAL_SECRETARY, secretary);
	put_int(p, APPROVAL_YEAR, year);
	put_int(p, APPROVAL_NUMBER, number_next(c, m.group, year));
	if (act_has(a, APPROVE_PAGE))
		put_int(p, APPROVAL_PAGE, act_int(a, APPROVE_PAGE));
	put_int(p, APPROVAL_DAY, zone_day(c->net->zone, a->acted_at));
	if (!id_is_zero(c->who->person))
		put_id(p, APPROVAL_AUTHOR, c->who->person);
	put_text(p, APPROVAL_TEXT, text);
	put_text(p, APPROVAL_PRINT, print_of(c, text));
	return OK;
}

static struct str approve_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &minutes_approval_entity);
	const struct value *n = p ? put_get(p, APPROVAL_NUMBER) : NULL;
	const struct str_pair pairs[] = { { "who", t->author }, { "n", str_fmt(c->mem, "%lld", n ? (long long)n->i : 0LL) } };

	return tr_named(c->mem, c->lang, N_("{who} dio por aprobada el acta número {n}"), pairs, 2);
}

const struct action minutes_approve = {
	.name = "minutes.approve", .label = N_("Aprobar el acta"), .args = approve_args, .nargs = APPROVE__N, .on = AT(APPROVE_MEETING),
	.decide = approve_decide, .describe = approve_describe,
};

/* ---- amended ---- */

static const struct field amend_args[] = {
	[AMEND_MEETING] = OF_MEETING,
	[AMEND_TEXT] = { "text", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Enmienda"), .help = N_("Qué decía, y qué debe decir"),
		.max = MINUTE_LETTERS, .privacy = P_GROUP },
};

static enum rc amend_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct meeting m;

	if (meeting_of(c, a, AMEND_MEETING, &m) != OK)
		return INVALID;
	if (!minutes_approved(c, m.id))
		return fail(c, "meeting", "open", N_("Esta acta todavía no se aprobó: corrija el párrafo o agregue otro"));
	struct put *p = change_put(ch, &minutes_amendment_entity, a->id, true);
	put_id(p, AMENDMENT_MEETING, m.id);
	put_id(p, AMENDMENT_GROUP, m.group);
	put_text(p, AMENDMENT_TEXT, act_text(a, AMEND_TEXT));
	put_int(p, AMENDMENT_DAY, zone_day(c->net->zone, a->acted_at));
	if (!id_is_zero(c->who->person))
		put_id(p, AMENDMENT_AUTHOR, c->who->person);
	return OK;
}

static struct str amend_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s anotó una enmienda al acta"), t->author);
}

const struct action minutes_amend = {
	.name = "minutes.amend", .label = N_("Anotar la enmienda"), .args = amend_args, .nargs = AMEND__N, .flags = ACT_REPORT,
	.on = AT(AMEND_MEETING), .decide = amend_decide, .describe = amend_describe,
};
