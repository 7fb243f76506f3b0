/*
 * voz_pages.c - /voz: what groups asked for in public, of whom, and how long they wait; one of them, with how to stand behind it.
 *
 * It shows groups, offices, days and counts. No name of a person is in what it reads.
 */
#include "voice_own.h"

#include "few.h"
#include "parts.h"

enum { PLACES_MAX = 60 };

static struct str url_of(struct ctx *c, struct id letter)
{
	return str_fmt(c->mem, "/voz/%.36s", id_text(c->mem, letter).p);
}

static struct str group_name(struct ctx *c, struct id group)
{
	const struct group_info *g = group_of(c, group);

	return g ? g->name : STR("");
}

static bool by_order(const struct record *r, const char *want, const struct wait *w, int64_t day)
{
	if (!strcmp(want, "firmas"))
		return petition_is_open(r, day);
	if (!strcmp(want, "esperan"))
		return w->sent && !w->answered;
	return true;
}

static struct str how_it_stands(struct ctx *c, const struct record *r, const struct wait *w)
{
	if (w->sent)
		return w->due_known ? wait_text(c, w) : str_fmt(c->mem, "%s", str_cstr(c->mem, lang_date(c->mem, c->lang, w->since)));
	return petition_is_open(r, today(c)) ? tr_fill(c->mem, c->lang, N_("Junta firmas hasta el %s"), lang_date(c->mem, c->lang, r->v[OPEN_UNTIL].i)) :
		tr(c->lang, N_("Todavía no se envió"));
}

enum rc page_voices(struct page_call *p)
{
	static const struct {
		const char *name, *label;
	} tabs[] = { { "", N_("Todo") }, { "esperan", N_("Sin respuesta") }, { "firmas", N_("Para apoyar") } };
	struct ctx *c = p->c;
	struct record *all = ARENA_ARRAY(c->mem, struct record, LETTERS_SHOWN);
	struct str want = p->get(p, "ver"), from = p->get(p, "antes");
	struct id past;
	int64_t day = today(c);

	if (!id_parse(from, &past))
		memset(past.b, 0xff, sizeof(past.b));
	part_intro(p, N_("Lo que las ollas y los grupos piden a las autoridades: a quién, desde cuándo esperan y qué les respondieron."));
	for (unsigned i = 0; i < ARRAY_LEN(tabs); i++)
		part_tab(p, tr(c->lang, tabs[i].label), str_fmt(c->mem, "/voz%s%s", *tabs[i].name ? "?ver=" : "", tabs[i].name), str_is(want, tabs[i].name));
	unsigned n = voice_read(c, &open_letter_entity, db_rows(c->db, SQL(Q_OPEN_LETTERS), ARGS(cell_id(&c->net->id), cell_id(&past), cell_int(LETTERS_SHOWN))), all,
		LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++) {
		struct wait w = wait_of(c, &all[i], day);
		if (!by_order(&all[i], str_cstr(c->mem, want), &w, day))
			continue;
		struct str to = all[i].v[OPEN_AUTHORITY].kind == V_ID ? authority_title(c, all[i].v[OPEN_AUTHORITY].id) : STR("");
		struct str by = group_name(c, all[i].v[OPEN_GROUP].id);
		const struct str_pair pairs[] = { { "by", by }, { "to", to } };
		part_row(p, all[i].v[OPEN_SUBJECT].s, url_of(c, all[i].id), how_it_stands(c, &all[i], &w),
			to.n ? tr_named(c->mem, c->lang, N_("{by}, a {to}"), pairs, ARRAY_LEN(pairs)) : by);
	}
	part_empty(p, N_("Todavía no hay nada aquí."));
	if (n == LETTERS_SHOWN)
		part_more(p, str_fmt(c->mem, "/voz?ver=%s&antes=%.36s", str_cstr(c->mem, want), id_text(c->mem, all[n - 1].id).p));
	part_link(p, "listo", N_("Promesas de las autoridades"), STR("/promesas"));
	part_link(p, "mensaje", N_("Para la prensa"), STR("/prensa"));
	return OK;
}

/* ---- one ---- */

/* How many from each district, under five never. */
static void view_places(struct page_call *p, struct id letter)
{
	struct ctx *c = p->c;
	struct few_cell cell[PLACES_MAX] = { 0 };
	struct id place[PLACES_MAX];
	struct rows r = db_rows(c->db, SQL(Q_SUPPORT_PLACES), ARGS(cell_id(&c->net->id), cell_id(&letter)));
	unsigned n = 0;

	while (rows_next(&r)) {
		if (n == PLACES_MAX || !rows_int(&r, 1))
			continue;
		place[n] = rows_id(&r, 0);
		cell[n++] = (struct few_cell){ .n = rows_int(&r, 1), .known = true };
	}
	if (!n)
		return;
	few_hide(cell, n);
	part_column(p, N_("Distrito"));
	part_column(p, N_("Por teléfono o por la página"));
	for (unsigned i = 0; i < n; i++)
		part_cell(part_line(p, ref_title(c, "place", place[i]), STR("")), cell[i].mark == FEW_SMALL ? STR("<5") : cell[i].mark == FEW_HIDDEN ? STR("*") :
			voice_number(c, cell[i].n));
}

/* A count of people that stands alone. */
static struct str people_text(struct ctx *c, int64_t n)
{
	return n && n < FEW ? STR("<5") : voice_number(c, n);
}

static void view_support(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct supporters s = supporters_of(c, r->id);
	struct few_cell way[] = { { .n = s.paper, .known = true }, { .n = s.phone, .known = true }, { .n = s.page, .known = true } };
	const char *const labels[] = { N_("En papel"), N_("Por teléfono"), N_("Por la página") };
	bool all = few_hide(way, ARRAY_LEN(way));
	struct str call = str_fmt(c->mem, "%lld", (long long)r->v[OPEN_CALL].i);

	part_number(p, N_("Personas que apoyan"), all ? people_text(c, s.all) : STR("*"));
	for (unsigned i = 0; i < ARRAY_LEN(way); i++)
		part_number(p, labels[i], way[i].mark == FEW_SMALL ? STR("<5") : way[i].mark == FEW_HIDDEN ? STR("*") : voice_number(c, way[i].n));
	view_places(p, r->id);
	if (!petition_is_open(r, today(c)))
		return;
	part_fact(p, N_("Para apoyar, mande un mensaje"), str_fmt(c->mem, "apoyo %s", str_cstr(c->mem, call)));
	part_fact(p, N_("Si en su teléfono son tres"), str_fmt(c->mem, "apoyo %s por 3", str_cstr(c->mem, call)));
	part_fact(p, N_("Se juntan firmas hasta el"), lang_date(c->mem, c->lang, r->v[OPEN_UNTIL].i));
	part_after(p, N_("Se cuentan personas, no se guarda quiénes: nadie puede ver quién apoyó por teléfono o por la página."));
	if (id_is_zero(c->who->person))
		return;
	struct str id = id_text(c->mem, r->id), to = str_fmt(c->mem, "/voz/%.36s/apoyo", id.p), person = id_text(c->mem, c->who->person);
	part_press(p, &(struct part_form){ .action = &petition_sign, .to = to, .carry = { { "person", person }, { "letter", id } }, .icon = "listo" }, STR(""));
	part_press(p, &(struct part_form){ .action = &petition_sign, .to = to, .carry = { { "person", person }, { "letter", id }, { "off", STR("1") } },
		.button = N_("Retirar mi apoyo"), .icon = "cerrar" }, STR(""));
}

static void view_dates(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct wait w = wait_of(c, r, today(c));
	const struct value *v = r->v;

	part_fact(p, N_("De"), group_name(c, v[OPEN_GROUP].id));
	if (v[OPEN_AUTHORITY].kind == V_ID)
		part_fact(p, N_("A"), authority_title(c, v[OPEN_AUTHORITY].id));
	part_fact(p, NULL, v[OPEN_NUMBER].kind == V_TEXT ? v[OPEN_NUMBER].s : STR(""));
	if (!w.sent)
		return;
	part_fact(p, N_("Enviada el"), lang_date(c->mem, c->lang, v[OPEN_SENT].i));
	if (v[OPEN_DESK].kind == V_TEXT)
		part_fact(p, N_("Número de la mesa de partes"), v[OPEN_DESK].s);
	if (v[OPEN_DESK_DAY].kind == V_INT)
		part_fact(p, N_("Recibida el"), lang_date(c->mem, c->lang, v[OPEN_DESK_DAY].i));
	if (!w.due_known)
		return;
	part_fact(p, v[OPEN_BY].kind == V_INT ? N_("Prometieron responder hasta el") : N_("La norma da plazo hasta el"), lang_date(c->mem, c->lang, w.due));
	part_fact(p, N_("Respuesta"), wait_text(c, &w));
}

/* Where its office's term comes from. */
static struct str source_of(struct ctx *c, const struct record *r)
{
	struct record *to = ARENA_NEW(c->mem, struct record);

	if (r->v[OPEN_BY].kind == V_INT || r->v[OPEN_DAYS].kind != V_INT)
		return STR("");
	struct str from = r->v[OPEN_AUTHORITY].kind == V_ID && authority_get(c, r->v[OPEN_AUTHORITY].id, to) && to->v[AUTHORITY_SOURCE].kind == V_TEXT ?
		to->v[AUTHORITY_SOURCE].s : tr(c->lang, N_("TUO de la Ley 27444, art. 39"));
	const struct str_pair pairs[] = { { "days", voice_number(c, r->v[OPEN_DAYS].i) }, { "source", from } };
	return tr_named(c->mem, c->lang, N_("{days} días hábiles ({source})"), pairs, ARRAY_LEN(pairs));
}

static enum rc fill(struct page_call *p, bool answer)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *all = ARENA_ARRAY(c->mem, struct record, LETTERS_SHOWN);
	struct id id;

	if (!id_parse(p->get(p, "letter"), &id) || !open_letter_get(c, id, r))
		return NOT_FOUND;
	part_title(p, r->v[OPEN_SUBJECT].s);
	part_back(p, N_("Todo lo que se pidió"), STR("/voz"));
	view_dates(p, r);
	part_fact(p, N_("Plazo"), source_of(c, r));
	part_quote(p, r->v[OPEN_BODY].s);
	if (r->v[OPEN_ANSWER].kind == V_TEXT)
		part_row(p, tr(c->lang, N_("Qué respondieron")), STR(""), lang_date(c->mem, c->lang, r->v[OPEN_ANSWERED].i), r->v[OPEN_ANSWER].s);
	if (r->v[OPEN_CALL].kind == V_INT)
		view_support(p, r);
	unsigned n = promises_of(c, (struct id){ 0 }, id, all, LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++) {
		struct promise_stand s = promise_stands(c, &all[i], today(c));
		part_row(p, all[i].v[PROMISE_WHAT].s, promise_url(c, all[i].id, ""), promise_state_text(c, &s), STR(""));
	}
	if (!answer)
		part_share(p, str_fmt(c->mem, "%s %s", str_cstr(c->mem, r->v[OPEN_SUBJECT].s), str_cstr(c->mem, voice_link(c, url_of(c, id)))));
	return OK;
}

enum rc page_voice(struct page_call *p)
{
	return fill(p, false);
}

/* What came of a press that was refused, on the letter's own page. */
enum rc page_support(struct page_call *p)
{
	if (!p->act)
		p->redirect = url_of(p->c, (struct id){ 0 });
	struct id id;
	if (!p->act && id_parse(p->get(p, "letter"), &id))
		p->redirect = url_of(p->c, id);
	enum rc rc = fill(p, true);
	if (rc == OK && p->act)
		form_fill(p, &petition_sign, NULL, "person|letter|off");
	return rc;
}
