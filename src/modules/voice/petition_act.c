/*
 * petition_act.c - people are asked to stand behind a letter; sheets are printed and counted; somebody does, or no longer does.
 */
#include "voice_own.h"

#include "attachment.h"

enum { GATHER_DAYS_MOST = 400 };

static const struct field open_args[] = {
	{ "letter", T_REF, F_REQUIRED, .label = N_("Petición"), .ref = "letter", .privacy = P_NETWORK },
	{ "until", T_DATE, F_REQUIRED, .label = N_("Se juntan firmas hasta el"), .privacy = P_PUBLIC },
};

/* From now on it is public and its words stay: people stand behind them. */
static enum rc open_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record), *open = ARENA_NEW(c->mem, struct record);
	int64_t day = zone_day(c->net->zone, a->acted_at), until = act_int(a, 1);

	if (!letter_get(c, act_ref(a, 0), l) || !str_is(l->v[LETTER_KIND].s, "petition"))
		return fail(c, "letter", "unknown", N_("Esa petición ya no está"));
	if (letter_is(l, "draft"))
		return fail(c, "letter", "draft", N_("Primero apruebe el texto; después se juntan firmas"));
	if (until < day || until > day + GATHER_DAYS_MOST)
		return fail(c, "until", "range", N_("Ponga un día de hoy en adelante, dentro de un año"));
	struct put *p = change_put(ch, &letter_entity, l->id, false);
	put_int(p, LETTER_UNTIL, until);
	if (l->v[LETTER_CALL].kind != V_INT)
		put_int(p, LETTER_CALL, 1 + db_int(c->db, SQL(Q_LETTER_LAST_CALL), ARGS(cell_id(&c->net->id))));
	open_letter_put(c, ch, l, !open_letter_get(c, l->id, open));
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &letter_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!p || !record_get(c->db, c->schema, c->mem, &letter_entity, c->net->id, p->id, r))
		return t->author;
	const struct str_pair pairs[] = { { "who", t->author }, { "subject", r->v[LETTER_SUBJECT].s } };
	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

static struct str open_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} abrió a firmas «{subject}»"));
}

const struct action petition_open = {
	.name = "petition.open", .label = N_("Juntar firmas"), .args = open_args, .nargs = ARRAY_LEN(open_args), .on = AT(0), .decide = open_decide,
	.describe = open_describe,
};

static enum rc close_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record), *open = ARENA_NEW(c->mem, struct record);
	int64_t day = zone_day(c->net->zone, a->acted_at);

	if (!letter_get(c, act_ref(a, 0), l) || !petition_is_open(l, day))
		return fail(c, "letter", "closed", N_("Ya no se juntan firmas para esa petición"));
	put_int(change_put(ch, &letter_entity, l->id, false), LETTER_UNTIL, day - 1);
	if (open_letter_get(c, l->id, open))
		open_letter_put(c, ch, l, false);
	return OK;
}

static struct str close_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} cerró las firmas de «{subject}»"));
}

const struct action petition_close = {
	.name = "petition.close", .label = N_("Cerrar las firmas"), .args = open_args, .nargs = 1, .on = AT(0), .decide = close_decide, .describe = close_describe,
};

/* ---- sheets ---- */

static const struct field print_args[] = {
	{ "letter", T_REF, F_REQUIRED, .label = N_("Petición"), .ref = "letter", .privacy = P_NETWORK },
	{ "sheets", T_INT, F_REQUIRED, .label = N_("Cuántas hojas"), .help = N_("Cada una tiene su número y 20 líneas"), .min = 1, .max = SHEETS_MOST,
		.privacy = P_GROUP },
};

static enum rc print_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record);
	struct id letter = act_ref(a, 0);

	if (!letter_get(c, letter, l) || !petition_is_open(l, zone_day(c->net->zone, a->acted_at)))
		return fail(c, "letter", "closed", N_("Ya no se juntan firmas para esa petición"));
	int64_t n = db_int(c->db, SQL(Q_SIGNED_LAST), ARGS(cell_id(&c->net->id), cell_id(&letter)));
	for (int64_t i = 1; i <= act_int(a, 1); i++) {
		const struct value key[SIGNED__N] = { [SIGNED_LETTER] = value_id(letter), [SIGNED_N] = value_int(n + i) };
		put_id(put_keyed(c, ch, &signed_entity, key), SIGNED_GROUP, l->v[LETTER_GROUP].id);
	}
	return OK;
}

static struct str print_describe(struct ctx *c, const struct told *t)
{
	return tr_fill(c->mem, c->lang, N_("%s hizo hojas de firmas"), t->author);
}

const struct action petition_print = {
	.name = "petition.print", .label = N_("Hacer las hojas"), .args = print_args, .nargs = ARRAY_LEN(print_args), .on = AT(0), .decide = print_decide,
	.describe = print_describe,
};

static const struct field count_args[] = {
	{ "sheet", T_REF, F_REQUIRED, .label = N_("Hoja de firmas"), .ref = "petition_sheet", .privacy = P_NETWORK },
	{ "people", T_INT, F_REQUIRED, .label = N_("Firmas contadas"), .help = N_("Cuente las líneas con firma o huella; sin las tachadas"), .min = 0,
		.max = SHEET_LINES, .privacy = P_GROUP, .aliases = "firmas" },
};

/* What is counted has its proof: the sheet's photo first. */
static enum rc count_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id group;

	if (!record_get(c->db, c->schema, c->mem, &signed_entity, c->net->id, act_ref(a, 0), r) || !r->born)
		return fail(c, "sheet", "unknown", N_("Esa hoja no está anotada"));
	group = r->v[SIGNED_GROUP].id;
	if (!db_int(c->db, SQL(Q_SHEET_PHOTOS), ARGS(cell_id(&c->net->id), cell_id(&group), cell_text(attachment_about(c, "petition_sheet", r->id)))))
		return fail(c, "people", "proof", N_("Primero guarde la foto de esta hoja firmada: es la prueba"));
	struct put *p = change_put(ch, &signed_entity, r->id, false);
	put_int(p, SIGNED_PEOPLE, act_int(a, 1));
	put_int(p, SIGNED_DAY, zone_day(c->net->zone, a->acted_at));
	return OK;
}

static struct str count_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &signed_entity);
	const struct value *people = p ? put_get(p, SIGNED_PEOPLE) : NULL;
	const struct str_pair pairs[] = { { "who", t->author }, { "n", voice_number(c, people ? people->i : 0) } };

	return tr_named(c->mem, c->lang, N_("{who} contó una hoja: {n} firmas"), pairs, ARRAY_LEN(pairs));
}

const struct action petition_count = {
	.name = "petition.count", .label = N_("Guardar la cuenta"), .args = count_args, .nargs = ARRAY_LEN(count_args), .on = AT(0), .edits = &signed_entity,
	.decide = count_decide, .describe = count_describe,
};

/* ---- by page and by message ---- */

static bool stands(struct ctx *c, struct id id, struct record *out)
{
	return record_get(c->db, c->schema, c->mem, &support_entity, c->net->id, id, out) && out->born &&
		!(out->v[SUPPORT_VOIDED].kind == V_INT && out->v[SUPPORT_VOIDED].i);
}

static void put_support(struct ctx *c, struct change *ch, struct id id, struct id letter, const char *way, int64_t people, int64_t day, struct id place)
{
	struct record *was = ARENA_NEW(c->mem, struct record);
	bool known = record_get(c->db, c->schema, c->mem, &support_entity, c->net->id, id, was) && was->born;
	struct put *p = change_put(ch, &support_entity, id, !known);

	if (!known) {
		put_id(p, SUPPORT_LETTER, letter);
		put_text(p, SUPPORT_WAY, str_c(way));
		if (!id_is_zero(place))
			put_id(p, SUPPORT_PLACE, place);
	}
	put_int(p, SUPPORT_PEOPLE, people);
	put_int(p, SUPPORT_DAY, day);
	put_int(p, SUPPORT_VOIDED, people == 0);
}

static const struct field sign_args[] = {
	{ "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	{ "letter", T_REF, F_REQUIRED, .label = N_("Petición"), .ref = "open_letter", .privacy = P_PUBLIC },
	{ "off", T_BOOL, 0, .label = N_("Retirar mi apoyo"), .privacy = P_PUBLIC },
};

/* The district of her first group that has one. */
static struct id place_of_actor(struct ctx *c)
{
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		if (g && !id_is_zero(g->place))
			return g->place;
	}
	return (struct id){ 0 };
}

static bool counted_by_phone(struct ctx *c, struct id letter, struct id person)
{
	enum { PHONES = 6 };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str phone[PHONES];
	unsigned n = 0;
	struct rows rows = db_rows(c->db, SQL(Q_PHONES_OF), ARGS(cell_id(&c->net->id), cell_id(&person)));

	while (rows_next(&rows))
		if (n < PHONES)
			phone[n++] = str_dup(c->mem, rows_text(&rows, 0));
	for (unsigned i = 0; i < n; i++)
		if (stands(c, support_id(c, "phone", letter, phone[i]), r))
			return true;
	return false;
}

static enum rc sign_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record), *was = ARENA_NEW(c->mem, struct record);
	struct id letter = act_ref(a, 1), person = act_ref(a, 0), id = support_id(c, "person", letter, id_bytes(&person));
	int64_t day = zone_day(c->net->zone, a->acted_at);
	bool off = act_has(a, 2) && act_int(a, 2), stood = stands(c, id, was);

	if (!letter_get(c, letter, l) || !petition_is_open(l, day))
		return fail(c, "letter", "closed", N_("Ya no se juntan firmas para esa petición"));
	if (stood != off)
		return fail(c, "letter", "already", off ? N_("Su apoyo no estaba contado") : N_("Su apoyo ya está contado"));
	if (!off && counted_by_phone(c, letter, person))
		return fail(c, "letter", "phone", N_("Su teléfono ya apoyó esta petición: ahí está contada usted"));
	put_support(c, ch, id, letter, "page", off ? 0 : 1, day, place_of_actor(c));
	return OK;
}

/* Never who: history says that somebody did. */
static struct str sign_describe(struct ctx *c, const struct told *t)
{
	(void)t;
	return tr(c->lang, N_("Alguien apoyó una petición, o retiró su apoyo"));
}

const struct action petition_sign = {
	.name = "petition.sign", .label = N_("Apoyo esta petición"), .args = sign_args, .nargs = ARRAY_LEN(sign_args), .on = AT(0), .flags = ACT_LOW_RISK,
	.decide = sign_decide, .describe = sign_describe,
};

static const struct field phone_args[] = {
	{ "said", T_TEXT, 0, .label = N_("Lo que escribió"), .max = 200, .privacy = P_GROUP },
	{ "call", T_INT, 0, .label = N_("Número de la petición"), .min = 1, .max = 999999, .privacy = P_PUBLIC },
	{ "people", T_INT, 0, .label = N_("Cuántas personas"), .min = 0, .max = 1000, .privacy = P_GROUP },
	{ "off", T_BOOL, 0, .label = N_("Retirar el apoyo"), .privacy = P_GROUP },
};

/* Of whoever writes by that telephone, known or not; the last word of a telephone counts. */
static enum rc phone_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *l = ARENA_NEW(c->mem, struct record), *hers = ARENA_NEW(c->mem, struct record);
	int64_t people = act_has(a, 3) && act_int(a, 3) ? 0 : act_has(a, 2) ? act_int(a, 2) : 1;
	unsigned open;

	if (!c->who->by_phone || !c->who->phone.n)
		return fail(c, NULL, "phone", N_("Esto se hace por mensaje, desde su propio teléfono"));
	if (people > PHONE_PEOPLE_MOST)
		return fail(c, "people", "range", N_("Un teléfono lleva hasta 10 personas. Si son más, pida una hoja de firmas"));
	if (!petition_find(c, act_has(a, 1) ? act_int(a, 1) : 0, l, &open))
		return fail(c, "call", "unknown", N_("No hay ninguna petición abierta con ese número. Revise el número y escriba, por ejemplo: apoyo 12"));
	struct id id = support_id(c, "phone", l->id, c->who->phone);
	if (people && !id_is_zero(c->who->person) && stands(c, support_id(c, "person", l->id, id_bytes(&c->who->person)), hers))
		people--; /* she was counted when she pressed on the page */
	if (people == 0 && !stands(c, id, hers))
		return act_has(a, 3) && act_int(a, 3) ? fail(c, NULL, "already", N_("Ese apoyo no estaba contado, o ya se retiró")) :
			fail(c, NULL, "already", N_("Usted ya está contada. Si son más, escriba cuántas, por ejemplo: apoyo 12 por 3"));
	put_support(c, ch, id, l->id, "phone", people, zone_day(c->net->zone, a->acted_at), place_of_actor(c));
	return OK;
}

const struct action petition_phone = {
	.name = "petition.phone", .label = N_("Apoyar una petición"), .args = phone_args, .nargs = ARRAY_LEN(phone_args), .flags = ACT_LOW_RISK,
	.decide = phone_decide, .describe = sign_describe,
};

struct str sign_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/voz/%.36s?ok=1", id_text(c->mem, act_ref(a, 1)).p);
}

struct str petition_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return letter_url(c, act_ref(a, 0), "/firmas?ok=1");
}

struct str count_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	return record_get(c->db, c->schema, c->mem, &signed_entity, c->net->id, act_ref(a, 0), r) ? letter_url(c, r->v[SIGNED_LETTER].id, "/firmas?ok=1") :
		STR("/cartas");
}
