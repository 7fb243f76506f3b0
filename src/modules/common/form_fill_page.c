/*
 * form_fill_page.c - /formularios/llenar: a form as it was made, to be answered; /formularios/CODE/respuestas: what was answered,
 * as a table, CSV and JSON.
 */
#include "forms_own.h"

#include "civil.h"
#include "csv.h"
#include "field.h"
#include "html.h"
#include "json.h"
#include "parts.h"
#include "people.h"

enum { SHOWN = 30, ANSWERS_SHOWN = 4, FILE_RECORDS = 5000 };

static struct str day_text(struct arena *a, int64_t day)
{
	struct buf b = buf_new(a, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

/* ---- filling ---- */

/* The answers that stand, as a record whose fields are the questions; those of a class she may not see are left out. */
static const struct record *standing(struct ctx *c, const struct form_filled *f)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned classes = classes_seen(c, scope_of(c, &f->record));

	*r = f->record;
	r->entity = f->form.def.entity;
	memset(r->v, 0, sizeof(r->v));
	for (unsigned i = 0; i < f->form.def.n; i++)
		if (classes & 1u << f->form.def.entity->fields[i].privacy)
			r->v[i] = f->v[i];
	return r;
}

static bool asked(struct page_call *p, struct form_filled *f, struct id *group_out, struct str *about_out)
{
	struct ctx *c = p->c;
	struct record *form = ARENA_NEW(c->mem, struct record);

	*f = (struct form_filled){ 0 };
	*about_out = p->get(p, "about");
	if (!form_asked(p, form) || !ref_resolve(c, "group", p->get(p, "group"), group_out) ||
		!allowed(c, "form.answer", scope_of_group(c, *group_out)))
		return false;
	if (about_out->n && form_filled_get(c, form_record_id(c, form->id, *about_out), f))
		return id_eq(f->record.v[FILLED_GROUP].id, *group_out);
	return form_latest(c, form->id, &f->form);
}

/* Beside a visit one came from there. */
static struct str back_to(struct ctx *c, struct str about)
{
	struct id id;

	if (str_starts(about, "visit:") && id_parse(str_sub(about, 6, about.n), &id))
		return str_fmt(c->mem, "/visitas/%.36s", id_text(c->mem, id).p);
	return STR("");
}

/* Each answer that stands and that she would change, beside hers. */
static void both_answers(struct page_call *p, const struct form_filled *f)
{
	struct ctx *c = p->c;
	unsigned classes = classes_seen(c, scope_of(c, &f->record));

	for (unsigned i = 0; i < f->form.def.n; i++) {
		const struct field *q = &f->form.def.entity->fields[i];
		struct value mine = value_null();
		struct diag d = { 0 };
		if (f->v[i].kind == V_NULL || !(classes & 1u << q->privacy) ||
			field_read(c->mem, q, p->get(p, q->name), &mine, &d) != OK || value_eq(mine, f->v[i]))
			continue;
		struct view *row = view_row(p->v, "standing_rows");
		view_text(row, "label", tr(c->lang, q->label));
		view_text(row, "there", field_show(c->mem, q, &f->v[i], c->lang));
		view_text(row, "mine", field_show(c->mem, q, &mine, c->lang));
	}
}

enum rc page_form_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct form_filled *f = ARENA_NEW(c->mem, struct form_filled);
	struct str about;
	struct id group;

	if (!asked(p, f, &group, &about))
		return NOT_FOUND;
	struct str back = back_to(c, about);
	if (back.n)
		part_back(p, N_("Volver a la visita"), back);
	part_title(p, f->form.def.name);
	part_fact(p, NULL, ref_title(c, "group", group));
	part_after(p, N_("Lo que no sabe, déjelo vacío. Puede volver después y completar."));
	struct part_form form = { .action = form_action(c, &f->form), .standing = f->record.born ? standing(c, f) : NULL,
		.to = STR("/formularios/llenar"), .waits = true, .without = "day|answers",
		.carry = { { "form", f->form.code }, { "version", str_fmt(c->mem, "%lld", (long long)f->form.number) }, { "group", ref_code(c, "group", group) },
			{ "about", about }, { "person", p->get(p, "person") } } };
	bool stood = p->outcome && p->outcome->current && f->record.born;
	struct act *bare = ARENA_NEW(c->mem, struct act);
	struct action *none = ARENA_NEW(c->mem, struct action);
	if (stood) { /* what form_fill would compare are not the answers */
		*none = *p->act->action;
		none->nargs = 0;
		*bare = *p->act;
		bare->action = none;
		p->act = bare;
	}
	part_form(p, &form);
	if (stood)
		both_answers(p, f);
	return OK;
}

struct str form_fill_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str about = act_has(a, FORM_BOX_ABOUT) ? act_text(a, FORM_BOX_ABOUT) : STR(""), back = back_to(c, about);

	(void)o;
	if (back.n)
		return str_fmt(c->mem, "%.*s?ok=1", (int)back.n, back.p);
	struct str url = form_url(c, ref_code(c, "form", act_ref(a, FORM_BOX_FORM)), act_ref(a, FORM_BOX_GROUP), about.n ? about : id_text(c->mem, a->id));
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}

/* ---- what was answered ---- */

struct answers {
	struct page_call *p;
	struct form_now form;
	struct form_filled *one; /* the one being shown */
	unsigned classes;        /* of it, that she may see */
};

/* Each record of that version whose group she answers for, the latest first; `each` false: enough. */
static void walk(struct answers *w, unsigned most, void (*each)(struct answers *w))
{
	struct ctx *c = w->p->c;
	struct id last, *id = ARENA_ARRAY(c->mem, struct id, most + 1);

	if (!id_parse(w->p->get(w->p, "after"), &last))
		memset(&last, 0xff, sizeof(last));
	unsigned n = db_ids(c->db, &forms_sql.query[Q_FORM_RECORDS], ARGS(cell_id(&c->net->id), cell_id(&w->form.form),
		cell_int(w->form.number), cell_id(&last), cell_int(most + 1)), id, most + 1);
	for (unsigned i = 0; i < n && i < most; i++) {
		if (!form_filled_get(c, id[i], w->one) || !allowed(c, "page:form_answers", scope_of(c, &w->one->record)))
			continue;
		w->classes = classes_seen(c, scope_of(c, &w->one->record));
		each(w);
	}
	if (n > most)
		part_more(w->p, str_fmt(c->mem, "?version=%lld&after=%s", (long long)w->form.number, str_cstr(c->mem, id_text(c->mem, id[most - 1]))));
}

static struct str shown(struct answers *w, unsigned i, bool plain)
{
	const struct field *f = &w->form.def.entity->fields[i];

	if (!(w->classes & 1u << f->privacy))
		return STR("");
	return plain ? field_plain(w->p->c->mem, f, &w->one->v[i]) : field_show(w->p->c->mem, f, &w->one->v[i], w->p->c->lang);
}

/* The first few answers, each with its question. */
static void view_line(struct answers *w)
{
	struct ctx *c = w->p->c;
	const struct value *v = w->one->record.v;
	struct buf b = buf_new(c->mem, 200);
	unsigned n = 0;

	for (unsigned i = 0; i < w->form.def.n && n < ANSWERS_SHOWN; i++) {
		struct str text = shown(w, i, false);
		if (!text.n)
			continue;
		buf_c(&b, n++ ? " · " : "");
		buf_add(&b, tr(c->lang, w->form.def.entity->fields[i].label));
		buf_char(&b, ' ');
		buf_add(&b, text);
	}
	part_row(w->p, ref_title(c, "group", v[FILLED_GROUP].id), allowed(c, "form.answer", scope_of(c, &w->one->record)) ?
		form_url(c, w->form.code, v[FILLED_GROUP].id, v[FILLED_ABOUT].s) : STR(""),
		v[FILLED_DAY].kind == V_INT ? lang_date_short(c->mem, c->lang, v[FILLED_DAY].i) : STR(""), buf_str(&b));
}

struct filed {
	struct answers w; /* first: `each` gets it */
	struct csv_out *csv;
	struct json_out *json;
};

static void csv_line(struct answers *w)
{
	struct csv_out *o = ((struct filed *)w)->csv;
	struct ctx *c = w->p->c;
	const struct value *v = w->one->record.v;

	csv_plain(o, id_text(c->mem, w->one->record.id));
	csv_int(o, w->form.number);
	csv_plain(o, v[FILLED_DAY].kind == V_INT ? day_text(c->mem, v[FILLED_DAY].i) : STR(""));
	csv_cell(o, ref_code(c, "group", v[FILLED_GROUP].id));
	for (unsigned i = 0; i < w->form.def.n; i++)
		csv_cell(o, shown(w, i, true));
	csv_end_row(o);
}

static void json_line(struct answers *w)
{
	struct json_out *j = ((struct filed *)w)->json;
	struct ctx *c = w->p->c;
	const struct value *v = w->one->record.v;

	json_open(j, '{');
	json_key(j, "record");
	json_id(j, w->one->record.id);
	json_key(j, "version");
	json_int(j, w->form.number);
	json_key(j, "day");
	json_text(j, v[FILLED_DAY].kind == V_INT ? day_text(c->mem, v[FILLED_DAY].i) : STR(""));
	json_key(j, "group");
	json_text(j, ref_code(c, "group", v[FILLED_GROUP].id));
	json_key(j, "answers");
	json_open(j, '{');
	for (unsigned i = 0; i < w->form.def.n; i++) {
		const struct field *f = &w->form.def.entity->fields[i];
		if (!(w->classes & 1u << f->privacy))
			continue;
		json_key(j, f->name);
		field_json(j, f, &w->one->v[i]);
	}
	json_close(j, '}');
	json_close(j, '}');
}

static void file_csv(struct answers *of, struct buf *b)
{
	struct csv_out o = { .b = b };
	struct filed f = { .w = *of, .csv = &o };

	csv_plain(&o, STR("record"));
	csv_plain(&o, STR("version"));
	csv_plain(&o, STR("day"));
	csv_plain(&o, STR("group"));
	for (unsigned i = 0; i < of->form.def.n; i++)
		csv_plain(&o, of->form.def.question[i].name);
	csv_end_row(&o);
	walk(&f.w, FILE_RECORDS, csv_line);
}

static void file_json(struct answers *of, struct buf *b)
{
	struct json_out j = json_begin(b);
	struct filed f = { .w = *of, .json = &j };

	json_open(&j, '[');
	walk(&f.w, FILE_RECORDS, json_line);
	json_close(&j, ']');
}

/* The version that is asked for, the latest unless said: each has columns of its own. */
static bool of_version(struct page_call *p, struct record *form, struct str said, struct answers *w)
{
	struct ctx *c = p->c;
	int64_t number;

	if (!form_asked(p, form))
		return false;
	if (!str_int64(said, &number))
		number = form_number(c, form->id);
	*w = (struct answers){ .p = p, .one = ARENA_NEW(c->mem, struct form_filled) };
	return form_at(c, form->id, number, &w->form);
}

/* "definicion.json", "respuestas-2.csv", "respuestas-2.json" */
enum rc page_form_file(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *form = ARENA_NEW(c->mem, struct record);
	struct answers *w = ARENA_NEW(c->mem, struct answers);
	struct str file = p->get(p, "file"), number = STR(""), rest = file, stem;
	struct buf b = buf_new(c->mem, 4096);
	bool csv = str_ends(file, ".csv");

	str_cut(&rest, '.', &stem);
	if (str_starts(stem, "respuestas-"))
		number = str_sub(stem, 11, stem.n);
	else if (!str_is(file, "definicion.json"))
		return NOT_FOUND;
	if ((number.n && !csv && !str_ends(file, ".json")) || !of_version(p, form, number, w))
		return NOT_FOUND;
	if (!number.n)
		buf_add(&b, formdef_json(c->mem, &w->form.def));
	else if (csv)
		file_csv(w, &b);
	else
		file_json(w, &b);
	p->bytes = buf_str(&b);
	p->type = csv ? "text/csv; charset=utf-8" : "application/json";
	return OK;
}

enum rc page_form_answers(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *form = ARENA_NEW(c->mem, struct record);
	struct answers *w = ARENA_NEW(c->mem, struct answers);

	if (!of_version(p, form, p->get(p, "version"), w))
		return NOT_FOUND;
	int64_t last = form_number(c, form->id), number = w->form.number;
	struct str url = str_fmt(c->mem, "/formularios/%s", str_cstr(c->mem, w->form.code));
	part_back(p, N_("Volver al formulario"), url);
	part_fact(p, NULL, form->v[FORM_NAME].s);
	for (int64_t n = last; n > 0 && n > last - 8; n--)
		part_tab(p, str_fmt(c->mem, "%s %lld", str_cstr(c->mem, tr(c->lang, N_("Versión"))), (long long)n),
			str_fmt(c->mem, "%.*s/respuestas?version=%lld", (int)url.n, url.p, (long long)n), n == number);
	part_empty(p, N_("Todavía nadie contestó esta versión."));
	walk(w, SHOWN, view_line);
	part_intro(p, N_("Aquí van las primeras respuestas de cada una; los archivos las tienen todas, con lo que usted puede ver."));
	part_link(p, "guardado", N_("Archivo CSV"), str_fmt(c->mem, "%.*s/archivo/respuestas-%lld.csv", (int)url.n, url.p, (long long)number));
	part_link(p, "guardado", N_("Archivo JSON"), str_fmt(c->mem, "%.*s/archivo/respuestas-%lld.json", (int)url.n, url.p, (long long)number));
	return OK;
}
