/*
 * promise_pages.c - /promesas: what authorities promised against what arrived; one promise with its evidence; its forms.
 *
 * Anyone reads them. What is not known is said as «sin dato»; what the authority itself says stands beside.
 */
#include "voice_own.h"

#include "csv.h"
#include "html.h"
#include "parts.h"

enum { PROMISES_SHOWN = 200, ARRIVALS_SHOWN = 60, DATA_MOST = 2000 };

static struct str unknown(struct ctx *c)
{
	return tr(c->lang, N_("sin dato"));
}

static struct str promised_text(struct ctx *c, const struct record *r)
{
	return r->v[PROMISE_AMOUNT].kind == V_INT ? promise_amount(c, r, r->v[PROMISE_AMOUNT].i) : unknown(c);
}

static struct str arrived_text(struct ctx *c, const struct record *r, const struct promise_stand *s)
{
	return s->arrived_known ? promise_amount(c, r, s->arrived) : s->arrivals ? unknown(c) : tr(c->lang, N_("nada todavía"));
}

static struct str missing_text(struct ctx *c, const struct record *r, const struct promise_stand *s)
{
	if (s->state == PROMISE_KEPT || s->state == PROMISE_KEPT_LATE)
		return tr(c->lang, N_("nada"));
	if (r->v[PROMISE_AMOUNT].kind != V_INT || (s->arrivals && !s->arrived_known))
		return unknown(c);
	return promise_amount(c, r, r->v[PROMISE_AMOUNT].i > s->arrived ? r->v[PROMISE_AMOUNT].i - s->arrived : 0);
}

static struct str day_or_unknown(struct ctx *c, const struct value *v)
{
	return v->kind == V_INT ? lang_date(c->mem, c->lang, v->i) : unknown(c);
}

/* Of one district, where one is asked for by its code. */
static bool shown_here(struct ctx *c, const struct record *r, struct str code)
{
	return !code.n || (r->v[PROMISE_PLACE].kind == V_ID && str_eq(ref_code(c, "place", r->v[PROMISE_PLACE].id), code));
}

static void view_districts(struct page_call *p, const struct record *all, unsigned n, struct str code)
{
	enum { PLACES = 24 };
	struct ctx *c = p->c;
	struct id place[PLACES];
	unsigned found = 0;

	for (unsigned i = 0; i < n && found < PLACES; i++) {
		bool again = all[i].v[PROMISE_PLACE].kind != V_ID;
		for (unsigned k = 0; k < found && !again; k++)
			again = id_eq(place[k], all[i].v[PROMISE_PLACE].id);
		if (!again)
			place[found++] = all[i].v[PROMISE_PLACE].id;
	}
	if (found < 2 && !code.n)
		return;
	part_tab(p, tr(c->lang, N_("Todos los distritos")), STR("/promesas"), !code.n);
	for (unsigned i = 0; i < found; i++) {
		struct str one = ref_code(c, "place", place[i]);
		struct record *r = ARENA_NEW(c->mem, struct record);
		const struct entity *e = schema_entity(c->schema, STR("place"));
		struct str name = e && record_get(c->db, c->schema, c->mem, e, c->net->id, place[i], r) && r->v[e->title - 1].kind == V_TEXT ? r->v[e->title - 1].s : one;
		part_tab(p, name, str_fmt(c->mem, "/promesas?distrito=%s", str_cstr(c->mem, one)), str_eq(code, one));
	}
}

enum rc page_promises(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *all = ARENA_ARRAY(c->mem, struct record, PROMISES_SHOWN);
	struct str code = p->get(p, "distrito");
	unsigned n = promises_read(c, all, PROMISES_SHOWN);
	struct promise_counts count = promises_counted(c, today(c));

	part_intro(p, N_("Lo que las autoridades prometieron a las ollas y a los grupos, y lo que llegó, con su prueba."));
	view_districts(p, all, n, code);
	part_number(p, N_("Promesas"), voice_number(c, count.all));
	part_number(p, N_("Cumplidas"), voice_number(c, count.kept));
	part_number(p, N_("En plazo"), voice_number(c, count.waiting));
	part_number(p, N_("Atrasadas"), voice_number(c, count.late));
	part_number(p, N_("Sin fecha"), voice_number(c, count.undated));
	for (unsigned i = 0; i < n; i++) {
		if (!shown_here(c, &all[i], code))
			continue;
		struct promise_stand s = promise_stands(c, &all[i], today(c));
		const struct str_pair pairs[] = { { "promised", promised_text(c, &all[i]) }, { "arrived", arrived_text(c, &all[i], &s) },
			{ "missing", missing_text(c, &all[i], &s) }, { "due", day_or_unknown(c, &all[i].v[PROMISE_BY]) } };
		part_row(p, str_fmt(c->mem, "%s: %s", str_cstr(c->mem, authority_title(c, all[i].v[PROMISE_AUTHORITY].id)), str_cstr(c->mem, all[i].v[PROMISE_WHAT].s)),
			promise_url(c, all[i].id, ""), promise_state_text(c, &s),
			tr_named(c->mem, c->lang, N_("Prometido: {promised}. Llegó: {arrived}. Falta: {missing}. Para cuándo: {due}"), pairs, ARRAY_LEN(pairs)));
	}
	part_empty(p, N_("Todavía no se anotó ninguna promesa."));
	if (allowed_somewhere(c, "promise.note"))
		part_link(p, "mas", N_("Anotar una promesa"), STR("/promesas/nueva"));
	part_link(p, "barras", N_("Estos datos como CSV"), STR("/promesas/datos/promesas.csv"));
	part_link(p, "oir", N_("Lo que se pidió"), STR("/voz"));
	return OK;
}

/* ---- one ---- */

static bool asked(struct page_call *p, const char *what, struct record *r)
{
	struct id id;

	return id_parse(p->get(p, "promise"), &id) && promise_get(p->c, id, r) && (!what || allowed(p->c, what, scope_of(p->c, r)));
}

static void view_arrivals(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct record *a = ARENA_ARRAY(c->mem, struct record, ARRIVALS_SHOWN);
	unsigned n = voice_read(c, &arrival_entity, db_rows(c->db, SQL(Q_ARRIVALS_OF), ARGS(cell_id(&c->net->id), cell_id(&r->id), cell_int(ARRIVALS_SHOWN))), a,
		ARRIVALS_SHOWN);

	part_heading(p, N_("Lo que llegó"));
	for (unsigned i = 0; i < n; i++) {
		const struct value *v = a[i].v;
		bool gone = v[ARRIVAL_VOIDED].kind == V_INT && v[ARRIVAL_VOIDED].i, photo = !gone && v[ARRIVAL_PHOTO].kind == V_TEXT;
		struct str amount = v[ARRIVAL_AMOUNT].kind == V_INT ? promise_amount(c, r, v[ARRIVAL_AMOUNT].i) : unknown(c), day = lang_date(c->mem, c->lang, v[ARRIVAL_DAY].i);
		struct str note = gone ? tr_fill(c->mem, c->lang, N_("Quitado: %s"), v[ARRIVAL_REASON].kind == V_TEXT ? v[ARRIVAL_REASON].s : unknown(c)) :
			v[ARRIVAL_NOTE].kind == V_TEXT ? v[ARRIVAL_NOTE].s : STR("");
		struct str url = photo ? str_fmt(c->mem, "/archivo/%s", str_cstr(c->mem, v[ARRIVAL_PHOTO].s)) : STR("");
		part_row(p, str_fmt(c->mem, "%s: %s", day.p, str_cstr(c->mem, amount)), url, photo ? tr(c->lang, N_("ver la foto")) : gone ? STR("") :
			tr(c->lang, N_("sin foto")), note);
		if (!gone && allowed(c, "promise.undo", scope_of(c, r)))
			part_link(p, "quitar", N_("Quitar lo anotado por error"), str_fmt(c->mem, "/promesas/quitar-llegada?arrival=%.36s", id_text(c->mem, a[i].id).p));
	}
	part_empty(p, N_("No se anotó que haya llegado algo."));
}

enum rc page_promise(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *open = ARENA_NEW(c->mem, struct record);

	if (!asked(p, NULL, r))
		return NOT_FOUND;
	struct promise_stand s = promise_stands(c, r, today(c));
	const struct group_info *g = group_of(c, r->v[PROMISE_GROUP].id);
	part_title(p, r->v[PROMISE_WHAT].s);
	part_back(p, N_("Todas las promesas"), STR("/promesas"));
	part_fact(p, N_("Quién prometió"), authority_title(c, r->v[PROMISE_AUTHORITY].id));
	part_fact(p, N_("A quién"), g ? g->name : STR(""));
	part_fact(p, N_("Lo prometió el"), day_or_unknown(c, &r->v[PROMISE_DAY]));
	part_fact(p, N_("Dónde consta"), r->v[PROMISE_DESK].kind == V_TEXT ? r->v[PROMISE_DESK].s : r->v[PROMISE_MEETING].kind == V_ID ?
		tr(c->lang, N_("en una reunión")) : unknown(c));
	part_fact(p, N_("Para cuándo"), day_or_unknown(c, &r->v[PROMISE_BY]));
	part_fact(p, N_("Cómo está"), promise_state_text(c, &s));
	part_number(p, N_("Prometido"), r->v[PROMISE_AMOUNT].kind == V_INT ? promised_text(c, r) : STR(""));
	part_number(p, N_("Llegó"), s.arrived_known || !s.arrivals ? arrived_text(c, r, &s) : STR(""));
	part_number(p, N_("Falta"), missing_text(c, r, &s));
	view_arrivals(p, r);
	if (r->v[PROMISE_ANSWER].kind == V_TEXT) {
		part_quote(p, r->v[PROMISE_ANSWER].s);
		part_fact(p, N_("La autoridad dijo, el"), day_or_unknown(c, &r->v[PROMISE_ANSWER_DAY]));
	} else {
		part_fact(p, N_("Qué dice la autoridad"), unknown(c));
	}
	if (r->v[PROMISE_LETTER].kind == V_ID && open_letter_get(c, r->v[PROMISE_LETTER].id, open))
		part_link(p, "papel", N_("La carta donde se pidió"), str_fmt(c->mem, "/voz/%.36s", id_text(c->mem, open->id).p));
	struct scope scope = scope_of(c, r);
	if (allowed(c, "promise.arrive", scope))
		part_link(p, "mas", N_("Anotar lo que llegó"), promise_url(c, r->id, "/llego"));
	if (allowed(c, "promise.answer", scope))
		part_link(p, "mensaje", N_("Anotar qué dice la autoridad"), promise_url(c, r->id, "/dice"));
	if (allowed(c, "promise.let_go", scope))
		part_link(p, "quitar", N_("Quitar esta promesa"), promise_url(c, r->id, "/quitar"));
	return OK;
}

/* ---- forms ---- */

enum rc page_promise_new(struct page_call *p)
{
	static const char *const from[] = { "meeting", "letter" };
	struct ctx *c = p->c;
	struct buf here = buf_new(c->mem, 160);
	struct part_form f = { .action = &promise_note, .icon = "mas", .waits = true };
	unsigned n = 0;

	buf_c(&here, "/promesas/nueva?group=");
	url_part(&here, p->get(p, "group"));
	part_back(p, N_("Volver sin anotar"), STR("/promesas"));
	for (unsigned i = 0; i < ARRAY_LEN(from); i++) {
		struct str id = p->get(p, from[i]);
		struct id parsed;
		if (!id.n || !id_parse(id, &parsed))
			continue;
		buf_fmt(&here, "&%s=%.36s", from[i], id_text(c->mem, parsed).p);
		part_fact(p, NULL, ref_title(c, from[i], parsed));
		f.carry[n].name = from[i];
		f.carry[n++].value = id;
	}
	f.without = n == 2 ? NULL : n == 0 ? "meeting|letter" : !strcmp(f.carry[0].name, "meeting") ? "letter" : "meeting";
	f.to = buf_str(&here);
	part_intro(p, N_("Cualquiera podrá leerla. Escriba lo que se dijo, sin juicios: cargo, qué, cuánto y para cuándo."));
	part_form(p, &f);
	part_heading(p, N_("Autoridades conocidas"));
	authority_rows(p, buf_str(&here));
	return OK;
}

static enum rc question(struct page_call *p, const struct action *action, const char *path, const char *intro, const char *icon)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, action->name, r))
		return NOT_FOUND;
	part_back(p, N_("Volver a la promesa"), promise_url(c, r->id, ""));
	part_fact(p, NULL, r->v[PROMISE_WHAT].s);
	part_fact(p, N_("Prometido"), promised_text(c, r));
	part_intro(p, intro);
	part_form(p, &(struct part_form){ .action = action, .standing = p->act || action != &promise_answer ? NULL : r, .to = promise_url(c, r->id, path),
		.carry = { { "promise", id_text(c->mem, r->id) } }, .icon = icon });
	return OK;
}

enum rc page_promise_arrive(struct page_call *p)
{
	return question(p, &promise_arrive, "/llego", N_("Cualquiera lo lee. Lo que no se contó queda vacío: se muestra «sin dato»."), "mas");
}

enum rc page_promise_answer(struct page_call *p)
{
	return question(p, &promise_answer, "/dice", N_("Lo que la autoridad dice se muestra junto a lo que llegó."), "mensaje");
}

enum rc page_promise_let_go(struct page_call *p)
{
	return question(p, &promise_let_go, "/quitar", N_("Solo si se anotó por error o dos veces: deja de verse. Una promesa que no se cumple no se quita."), "quitar");
}

enum rc page_promise_undo(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *of = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "arrival"), &id) || !record_get(c->db, c->schema, c->mem, &arrival_entity, c->net->id, id, r) || !r->born ||
		!allowed(c, "promise.undo", scope_of(c, r)) || !promise_get(c, r->v[ARRIVAL_PROMISE].id, of))
		return NOT_FOUND;
	part_back(p, N_("Volver a la promesa"), promise_url(c, of->id, ""));
	part_fact(p, NULL, of->v[PROMISE_WHAT].s);
	part_fact(p, N_("Llegó el"), lang_date(c->mem, c->lang, r->v[ARRIVAL_DAY].i));
	part_fact(p, N_("Cuánto llegó"), r->v[ARRIVAL_AMOUNT].kind == V_INT ? promise_amount(c, of, r->v[ARRIVAL_AMOUNT].i) : unknown(c));
	part_care(p, N_("No se borra: queda tachado, con su motivo a la vista."));
	part_form(p, &(struct part_form){ .action = &promise_undo, .to = str_fmt(c->mem, "/promesas/quitar-llegada?arrival=%.36s", id_text(c->mem, id).p),
		.carry = { { "arrival", id_text(c->mem, id) } }, .icon = "quitar" });
	return OK;
}

/* ---- open data ---- */

static void cell_day(struct ctx *c, struct csv_out *csv, const struct value *v)
{
	struct buf b = buf_new(c->mem, 12);

	if (v->kind == V_INT)
		buf_day(&b, v->i);
	csv_plain(csv, buf_str(&b));
}

static void cell_int_or_empty(struct csv_out *csv, int64_t n, bool known)
{
	if (known)
		csv_int(csv, n);
	else
		csv_plain(csv, STR(""));
}

static void data_row_of(struct ctx *c, struct csv_out *csv, const struct record *r)
{
	static const char *const names[PROMISE_STATES] = { "waits", "part", "kept", "late", "late_part", "kept_late", "undated" };
	struct promise_stand s = promise_stands(c, r, today(c));
	const struct group_info *g = group_of(c, r->v[PROMISE_GROUP].id);
	const struct value *v = r->v;

	csv_cell(csv, id_text(c->mem, r->id));
	csv_cell(csv, authority_title(c, v[PROMISE_AUTHORITY].id));
	csv_cell(csv, g ? g->name : STR(""));
	csv_cell(csv, v[PROMISE_PLACE].kind == V_ID ? ref_code(c, "place", v[PROMISE_PLACE].id) : STR(""));
	csv_cell(csv, v[PROMISE_WHAT].s);
	cell_day(c, csv, &v[PROMISE_DAY]);
	cell_day(c, csv, &v[PROMISE_BY]);
	cell_int_or_empty(csv, v[PROMISE_AMOUNT].i, v[PROMISE_AMOUNT].kind == V_INT);
	csv_cell(csv, v[PROMISE_UNIT].kind == V_TEXT ? v[PROMISE_UNIT].s : STR(""));
	cell_int_or_empty(csv, s.arrived, s.arrived_known);
	csv_cell(csv, str_c(names[s.state]));
	cell_int_or_empty(csv, s.late_days, v[PROMISE_BY].kind == V_INT);
	csv_cell(csv, v[PROMISE_DESK].kind == V_TEXT ? v[PROMISE_DESK].s : STR(""));
	csv_cell(csv, v[PROMISE_ANSWER].kind == V_TEXT ? v[PROMISE_ANSWER].s : STR(""));
	csv_end_row(csv);
}

/* As /datos has it: names, a line of HXL hashtags, rows; unknown is an empty cell, never 0. */
enum rc page_promise_data(struct page_call *p)
{
	static const char *const head[][2] = { { "id", "#meta+id" }, { "authority", "#org+name" }, { "group", "#loc+name" }, { "district", "#adm3+code+v_inei" },
		{ "what", "#item+name" }, { "promised_on", "#date+promised" }, { "due", "#date+due" }, { "promised", "#indicator+promised+num" }, { "unit", "#item+unit" },
		{ "arrived", "#indicator+arrived+num" }, { "state", "#status" }, { "late_days", "#indicator+late+num" }, { "document", "#meta+source" },
		{ "authority_says", "#description+org" } };
	struct ctx *c = p->c;
	struct buf b = buf_new(c->mem, 16 * 1024);
	struct csv_out csv = { .b = &b };

	if (!str_is(p->get(p, "file"), "promesas.csv"))
		return NOT_FOUND;
	for (unsigned k = 0; k < 2; k++) {
		for (unsigned i = 0; i < ARRAY_LEN(head); i++)
			csv_cell(&csv, str_c(head[i][k]));
		csv_end_row(&csv);
	}
	struct id *id = ARENA_ARRAY(c->mem, struct id, DATA_MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned n = db_ids(c->db, SQL(Q_PROMISES), ARGS(cell_id(&c->net->id), cell_int(DATA_MOST)), id, DATA_MOST);
	for (unsigned i = 0; i < n; i++)
		if (promise_get(c, id[i], r))
			data_row_of(c, &csv, r);
	p->bytes = buf_str(&b);
	p->type = "text/csv; charset=utf-8";
	return OK;
}
