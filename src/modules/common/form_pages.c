/*
 * form_pages.c - /formularios: making a form, question by question; publishing; two versions side by side; bringing one.
 */
#include "forms_own.h"

#include "html.h"
#include "parts.h"
#include "people.h"

static struct str url_of(struct ctx *c, struct str code, const char *rest)
{
	struct buf b = buf_new(c->mem, 80);

	buf_c(&b, "/formularios/");
	url_part(&b, code);
	buf_c(&b, rest);
	return buf_str(&b);
}

/* "/formularios/VISITA/pregunta?name=agua" */
static struct str question_url(struct ctx *c, struct str code, struct str name)
{
	struct buf b = buf_new(c->mem, 100);

	buf_add(&b, url_of(c, code, "/pregunta?name="));
	url_part(&b, name);
	return buf_str(&b);
}

bool form_asked(struct page_call *p, struct record *out)
{
	struct ctx *c = p->c;
	struct id id;

	return ref_resolve(c, "form", p->get(p, "form"), &id) &&
		record_get(c->db, c->schema, c->mem, &form_entity, c->net->id, id, out) && out->born &&
		!(out->v[FORM_VOIDED].kind == V_INT && out->v[FORM_VOIDED].i);
}

static struct str version_word(struct ctx *c, int64_t number)
{
	return number ? str_fmt(c->mem, "%s %lld", str_cstr(c->mem, tr(c->lang, N_("Versión"))), (long long)number) :
		tr(c->lang, N_("Sin publicar"));
}

/* ---- the list ---- */

enum rc page_forms(struct page_call *p)
{
	struct ctx *c = p->c;
	struct rows r = ctx_rows(c, forms_sql, Q_FORMS_ALL, cell_id(&c->net->id));
	struct id id[FORM_QUESTIONS_MAX];
	struct str code[FORM_QUESTIONS_MAX], name[FORM_QUESTIONS_MAX], use[FORM_QUESTIONS_MAX];
	unsigned n = 0;

	while (rows_next(&r))
		if (n < FORM_QUESTIONS_MAX) {
			id[n] = rows_id(&r, 0);
			code[n] = str_dup(c->mem, rows_text(&r, 1));
			name[n] = str_dup(c->mem, rows_text(&r, 2));
			use[n] = choice_label(c, form_uses, str_dup(c->mem, rows_text(&r, 3)));
			n++;
		}
	for (unsigned i = 0; i < n; i++)
		part_row(p, name[i], url_of(c, code[i], ""), version_word(c, form_number(c, id[i])), use[i]);
	part_intro(p, N_("Las preguntas que se hacen en una visita o en otro trabajo. Cada versión publicada queda como fue."));
	part_empty(p, N_("Todavía no hay formularios."));
	if (allowed_somewhere(c, "form.create"))
		part_form(p, &(struct part_form){ .action = &form_create, .to = STR("/formularios"), .button = N_("Crear el formulario"),
			.icon = "mas" });
	part_link(p, "compartir", N_("Traer uno de otra red"), allowed_somewhere(c, "form.bring") ? STR("/formularios/traer") : STR(""));
	return OK;
}

struct str form_made_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, url_of(c, act_text(a, 0), "")));
}

enum rc page_form_bring(struct page_call *p)
{
	part_back(p, N_("Formularios"), STR("/formularios"));
	part_intro(p, N_("Pegue aquí lo que dio «Llevar este formulario» en otra red. Queda publicado tal como es; después se puede cambiar."));
	part_form(p, &(struct part_form){ .action = &form_bring, .to = STR("/formularios/traer"), .icon = "guardado" });
	return OK;
}

/* ---- one form ---- */

static struct str answer_word(struct ctx *c, const struct record *q)
{
	struct str kind = choice_label(c, question_kinds, q->v[QUESTION_KIND].s);
	bool must = q->v[QUESTION_MUST].kind == V_INT && q->v[QUESTION_MUST].i;

	return must ? str_fmt(c->mem, "%.*s · %s", (int)kind.n, kind.p, str_cstr(c->mem, tr(c->lang, N_("hay que contestarla")))) : kind;
}

static struct str count_text(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_int(&b, n);
	return buf_str(&b);
}

static void view_numbers(struct page_call *p, struct id form)
{
	struct ctx *c = p->c;
	struct rows r = ctx_rows(c, forms_sql, Q_FORM_ANSWERED, cell_id(&c->net->id), cell_id(&form));
	int64_t all = 0;

	while (rows_next(&r))
		all += rows_int(&r, 1);
	part_number(p, N_("Veces contestado"), count_text(c, all));
}

enum rc page_form(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *form = ARENA_NEW(c->mem, struct record);
	struct drafted *draft = ARENA_ARRAY(c->mem, struct drafted, FORM_QUESTIONS_MAX);

	if (!form_asked(p, form))
		return NOT_FOUND;
	struct str code = form->v[FORM_CODE].s;
	bool edits = allowed_somewhere(c, "form.question"), fresh = form_unpublished(c, form->id);
	int64_t number = form_number(c, form->id);
	unsigned n = form_drafts(c, form->id, draft);
	part_back(p, N_("Formularios"), STR("/formularios"));
	part_title(p, form->v[FORM_NAME].s);
	part_fact(p, NULL, version_word(c, number));
	part_fact(p, N_("Para qué se usa"), choice_label(c, form_uses, form->v[FORM_USE].s));
	view_numbers(p, form->id);
	if (n && fresh && edits) {
		part_care(p, number ? N_("Hay cambios sin publicar. Lo que ya se contestó queda con su versión.") :
			N_("Nadie lo ve todavía. Publíquelo cuando las preguntas estén listas."));
		part_form(p, &(struct part_form){ .action = &form_publish, .to = url_of(c, code, ""), .carry = { { "form", code } },
			.button = N_("Publicar"), .icon = "enviado" });
	}
	part_heading(p, N_("Preguntas"));
	part_empty(p, N_("Todavía no tiene preguntas."));
	for (unsigned i = 0; i < n; i++) {
		const struct record *q = &draft[i].record;
		part_row(p, q->v[QUESTION_LABEL].s, edits ? question_url(c, code, q->v[QUESTION_NAME].s) : STR(""),
			choice_label(c, question_classes, q->v[QUESTION_PRIVACY].s), answer_word(c, q));
	}
	part_link(p, "mas", N_("Otra pregunta"), edits ? url_of(c, code, "/pregunta") : STR(""));
	part_link(p, "historia", N_("Comparar versiones"), number > 1 ? url_of(c, code, "/versiones") : STR(""));
	part_link(p, "lista", N_("Respuestas"), number && allowed_somewhere(c, "page:form_answers") ? url_of(c, code, "/respuestas") : STR(""));
	part_link(p, "compartir", N_("Llevar este formulario"), number && allowed_somewhere(c, "page:form_file") ? url_of(c, code, "/archivo/definicion.json") : STR(""));
	return OK;
}

/* ---- one question ---- */

static bool draft_named(struct ctx *c, struct id form, struct str name, struct record *out)
{
	const struct value key[QUESTION__N] = { [QUESTION_FORM] = value_id(form), [QUESTION_NAME] = value_text(name) };

	return record_get(c->db, c->schema, c->mem, &form_question_entity, c->net->id,
		entity_key_id(&form_question_entity, c->net->id, key), out) && out->born;
}

enum rc page_form_question(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *form = ARENA_NEW(c->mem, struct record), *q = ARENA_NEW(c->mem, struct record);
	struct str name = p->get(p, "name");

	if (!form_asked(p, form))
		return NOT_FOUND;
	struct str code = form->v[FORM_CODE].s;
	bool there = name.n && draft_named(c, form->id, name, q);
	if (name.n && !there && !p->act)
		return NOT_FOUND;
	part_back(p, N_("Volver al formulario"), url_of(c, code, ""));
	part_fact(p, NULL, form->v[FORM_NAME].s);
	part_after(p, N_("Los cambios valen desde la próxima versión. Una pregunta quitada sigue en las versiones donde estuvo."));
	struct part_form f = { .action = &form_question_set, .standing = there ? q : NULL, .to = url_of(c, code, "/pregunta"),
		.carry = { { "form", code } }, .without = there ? NULL : "voided" };
	if (there)
		f.carry[1].name = "name", f.carry[1].value = name;
	part_form(p, &f);
	return OK;
}

struct str form_question_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, url_of(c, ref_code(c, "form", act_ref(a, 0)), "")));
}

/* ---- versions side by side ---- */

/* A question in a few words: what is asked, how it is answered. */
static struct str said(struct ctx *c, const struct formdef *def, int at)
{
	struct buf b = buf_new(c->mem, 120);

	if (at < 0)
		return STR("");
	const struct question *q = &def->question[at];
	buf_add(&b, q->label);
	buf_c(&b, " (");
	buf_add(&b, choice_label(c, question_kinds, q->kind));
	for (const struct choice *o = str_is(q->kind, "choice") ? q->choices : NULL; o && o->name; o++)
		buf_fmt(&b, "%s%s", o == q->choices ? ": " : ", ", o->label);
	if (q->has_min || q->has_max)
		buf_fmt(&b, "; %s%lld–%s%lld", q->has_min ? "" : "…", (long long)q->min, q->has_max ? "" : "…", (long long)q->max);
	if (q->must) {
		buf_c(&b, "; ");
		buf_add(&b, tr(c->lang, N_("hay que contestarla")));
	}
	buf_c(&b, "; ");
	buf_add(&b, choice_label(c, question_classes, q->privacy));
	buf_c(&b, ")");
	return buf_str(&b);
}

/* Whether it stayed as it was; else a line with both. */
static bool view_pair(struct page_call *p, const struct formdef *a, const struct formdef *b, struct str name)
{
	struct ctx *c = p->c;
	struct str left = said(c, a, fields_find(a->entity->fields, a->n, name)), right = said(c, b, fields_find(b->entity->fields, b->n, name));

	if (str_eq(left, right))
		return true;
	part_cell(part_line(p, left.n ? left : tr(c->lang, N_("(es nueva)")), STR("")), right.n ? right : tr(c->lang, N_("(se quitó)")));
	return false;
}

static int64_t number_of(struct page_call *p, const char *name, int64_t otherwise)
{
	int64_t n;

	return str_int64(p->get(p, name), &n) ? n : otherwise;
}

enum rc page_form_versions(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *form = ARENA_NEW(c->mem, struct record);
	struct form_now a, b;
	int64_t same = 0;

	if (!form_asked(p, form))
		return NOT_FOUND;
	struct str code = form->v[FORM_CODE].s;
	int64_t last = form_number(c, form->id), after = number_of(p, "a", last), before = number_of(p, "de", after - 1);
	if (!form_at(c, form->id, before, &a) || !form_at(c, form->id, after, &b))
		return NOT_FOUND;
	part_back(p, N_("Volver al formulario"), url_of(c, code, ""));
	part_fact(p, NULL, form->v[FORM_NAME].s);
	for (int64_t n = last; n > 1 && n > last - 8; n--)
		part_tab(p, str_fmt(c->mem, "%lld → %lld", (long long)n - 1, (long long)n),
			str_fmt(c->mem, "%s?a=%lld", str_cstr(c->mem, url_of(c, code, "/versiones")), (long long)n), n == after && before == n - 1);
	part_column(p, N_("Antes"));
	part_column(p, N_("Después"));
	for (unsigned i = 0; i < b.def.n; i++)
		same += view_pair(p, &a.def, &b.def, b.def.question[i].name);
	for (unsigned i = 0; i < a.def.n; i++)
		if (fields_find(b.def.entity->fields, b.def.n, a.def.question[i].name) < 0)
			view_pair(p, &a.def, &b.def, a.def.question[i].name);
	part_fact(p, N_("Preguntas que no cambiaron"), count_text(c, same));
	return OK;
}

const struct page forms_pages[] = {
	{ .path = "/formularios", .name = "forms", .title = N_("Formularios"), .fill = page_forms, .action = "form.create",
		.done = form_made_done, .flags = PAGE_PARTS },
	{ .path = "/formularios/traer", .name = "form_bring", .title = N_("Traer un formulario"), .fill = page_form_bring,
		.action = "form.bring", .done = form_made_done, .flags = PAGE_PARTS },
	{ .path = "/formularios/llenar", .name = "form_fill", .title = N_("Contestar un formulario"), .fill = page_form_fill,
		.action = "form.answer", .done = form_fill_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/formularios/{form}", .name = "form", .title = N_("Un formulario"), .fill = page_form, .action = "form.publish",
		.done = form_question_done, .flags = PAGE_PARTS },
	{ .path = "/formularios/{form}/pregunta", .name = "form_question", .title = N_("Una pregunta"), .fill = page_form_question,
		.action = "form.question", .done = form_question_done, .flags = PAGE_PARTS },
	{ .path = "/formularios/{form}/versiones", .name = "form_versions", .title = N_("Dos versiones, lado a lado"),
		.fill = page_form_versions, .flags = PAGE_PARTS },
	{ .path = "/formularios/{form}/respuestas", .name = "form_answers", .title = N_("Respuestas"), .fill = page_form_answers,
		.flags = PAGE_PARTS },
	{ .path = "/formularios/{form}/archivo/{file}", .name = "form_file", .fill = page_form_file, .flags = PAGE_PARTS },
	{ .path = NULL },
};
