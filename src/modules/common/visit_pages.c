/*
 * visit_pages.c - /visitas: planned and held, a new one, one with its list and its agreements, holding it, taking it out.
 */
#include "visit.h"

#include "agreement.h"
#include "attachment.h"
#include "forms.h"
#include "html.h"
#include "parts.h"
#include "people.h"
#include "visits_sql.h"

enum { SHOWN = 40, READ = 600, AGREEMENTS = 40 };

static struct str url_of(struct ctx *c, struct id visit, const char *rest)
{
	return str_fmt(c->mem, "/visitas/%.36s%s", id_text(c->mem, visit).p, rest);
}

static bool is_held(const struct record *r)
{
	return r->v[VISIT_HELD].kind == V_INT && r->v[VISIT_HELD].i;
}

/* "hecha", "por hacer", "quedó por hacer" */
static struct str state_word(struct ctx *c, const struct record *r)
{
	return tr(c->lang, is_held(r) ? N_("hecha") : r->v[VISIT_DAY].i < today(c) ? N_("quedó por hacer") : N_("por hacer"));
}

static void view_row_of(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct buf b = buf_new(c->mem, 80);

	buf_add(&b, choice_label(c, visit_kinds, r->v[VISIT_KIND].s));
	if (r->v[VISIT_TOPIC].kind == V_TEXT && classes_seen(c, scope_of(c, r)) & 1u << P_GROUP) {
		buf_c(&b, " · ");
		buf_add(&b, r->v[VISIT_TOPIC].s);
	}
	part_row(p, ref_title(c, "group", r->v[VISIT_GROUP].id), url_of(c, r->id, ""), str_fmt(c->mem, "%s · %s",
		str_cstr(c->mem, lang_date_short(c->mem, c->lang, r->v[VISIT_DAY].i)), str_cstr(c->mem, state_word(c, r))), buf_str(&b));
}

/* ---- the list ---- */

static enum rc list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id *id = ARENA_ARRAY(c->mem, struct id, READ), group;
	struct str asked = p->get(p, "group");
	unsigned n, shown = 0;

	if (asked.n && (!ref_resolve(c, "group", asked, &group) || !allowed(c, "page:visits", scope_of_group(c, group))))
		return NOT_FOUND;
	if (asked.n)
		part_fact(p, NULL, ref_title(c, "group", group));
	n = asked.n ? db_ids(c->db, &visits_sql.query[Q_VISITS_OF], ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(READ)), id, READ) :
		db_ids(c->db, &visits_sql.query[Q_VISITS_ALL], ARGS(cell_id(&c->net->id), cell_int(READ)), id, READ);
	for (unsigned i = 0; i < n && shown < SHOWN; i++)
		if (record_get(c->db, c->schema, c->mem, &visit_entity, c->net->id, id[i], r) && allowed(c, "page:visits", scope_of(c, r))) {
			view_row_of(p, r);
			shown++;
		}
	part_empty(p, N_("Todavía no hay visitas."));
	part_link(p, "mas", N_("Anotar una visita"), allowed_somewhere(c, "visit.note") ? STR("/visitas/nueva") : STR(""));
	part_link(p, "listo", N_("Acuerdos"), STR("/acuerdos"));
	return OK;
}

static enum rc new_fill(struct page_call *p)
{
	part_back(p, N_("Visitas"), STR("/visitas"));
	part_intro(p, N_("Una visita que se hace hoy o que se deja para otro día."));
	part_form(p, &(struct part_form){ .action = &visit_note, .to = STR("/visitas/nueva"), .without = "form", .waits = true, .icon = "casa" });
	return OK;
}

static struct str new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct value key[VISIT__N] = { [VISIT_GROUP] = a->v[VISIT_GROUP], [VISIT_DAY] = a->v[VISIT_DAY], [VISIT_KIND] = a->v[VISIT_KIND] };

	(void)o;
	return url_of(c, entity_key_id(&visit_entity, c->net->id, key), "?ok=1");
}

/* ---- one ---- */

static bool asked(struct page_call *p, struct record *r)
{
	struct ctx *c = p->c;
	struct id id;

	return id_parse(p->get(p, "visit"), &id) && record_get(c->db, c->schema, c->mem, &visit_entity, c->net->id, id, r) && r->born &&
		!(r->v[VISIT_VOIDED].kind == V_INT && r->v[VISIT_VOIDED].i) && allowed(c, "page:visits", scope_of(c, r));
}

static void view_facts(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	const struct value *v = r->v;

	part_title(p, ref_title(c, "group", v[VISIT_GROUP].id));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, v[VISIT_DAY].i));
	part_fact(p, NULL, str_fmt(c->mem, "%s · %s", str_cstr(c->mem, choice_label(c, visit_kinds, v[VISIT_KIND].s)),
		str_cstr(c->mem, state_word(c, r))));
	if (!(classes_seen(c, scope_of(c, r)) & 1u << P_GROUP))
		return;
	part_fact(p, N_("Para qué"), v[VISIT_TOPIC].s);
	part_fact(p, N_("Quién visita"), v[VISIT_VISITOR].kind == V_ID ? person_name(c, v[VISIT_VISITOR].id) : STR(""));
	part_fact(p, N_("Quién recibió"), v[VISIT_RECEIVED].s);
	if (v[VISIT_NOTE].kind == V_TEXT)
		part_quote(p, v[VISIT_NOTE].s);
}

/* Those of earlier occasions that are still open come first, to be looked at again; what was closed here; what was agreed here. */
static void view_agreements(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, AGREEMENTS);
	struct str about = visit_about(c, r->id);
	unsigned n = agreements_open(c, r->v[VISIT_GROUP].id, a, AGREEMENTS);

	part_heading(p, N_("Acuerdos"));
	part_empty(p, N_("Todavía no hay acuerdos."));
	for (unsigned i = 0; i < n; i++)
		if (!str_eq(a[i].source, about))
			agreement_row(p, &a[i], about);
	n = agreements_closed_on(c, r->v[VISIT_GROUP].id, about, a, AGREEMENTS);
	for (unsigned i = 0; i < n; i++)
		if (!str_eq(a[i].source, about))
			agreement_row(p, &a[i], about);
	n = agreements_of(c, about, a, AGREEMENTS);
	for (unsigned i = 0; i < n; i++)
		agreement_row(p, &a[i], about);
}

static void view_answers(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct form_filled *f = ARENA_NEW(c->mem, struct form_filled);
	struct str about = visit_about(c, r->id);

	if (r->v[VISIT_FORM].kind != V_ID)
		return;
	bool there = form_filled_get(c, form_record_id(c, r->v[VISIT_FORM].id, about), f);
	if (there)
		form_filled_view(p, f);
	if (allowed(c, "form.answer", scope_of(c, r)))
		part_link(p, "lista", there ? N_("Completar la lista") : N_("Llenar la lista"),
			form_url(c, ref_code(c, "form", r->v[VISIT_FORM].id), r->v[VISIT_GROUP].id, about));
}

/* What was agreed, to be signed by who was there. */
static void view_sheet(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, AGREEMENTS);
	unsigned n = agreements_of(c, visit_about(c, r->id), a, AGREEMENTS);

	part_back(p, N_("Volver a la visita"), url_of(c, r->id, ""));
	view_facts(p, r);
	part_column(p, N_("Qué se acordó"));
	part_column(p, N_("Quién se encarga"));
	part_column(p, N_("Para cuándo"));
	part_column(p, N_("Firma o huella"));
	for (unsigned i = 0; i < n; i++) {
		struct view *line = part_line(p, a[i].what, STR(""));
		part_cell(line, a[i].who);
		part_cell(line, a[i].dated ? lang_date(c->mem, c->lang, a[i].by) : STR(""));
		part_cell(line, STR(""));
	}
	part_sheet(p, N_("Acuerdos de la visita"));
}

static enum rc one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r))
		return NOT_FOUND;
	if (p->get(p, "sheet").n) {
		view_sheet(p, r);
		return OK;
	}
	struct scope s = scope_of(c, r);
	struct str about = visit_about(c, r->id);
	part_back(p, N_("Visitas"), STR("/visitas"));
	view_facts(p, r);
	if (classes_seen(c, s) & 1u << P_GROUP)
		view_agreements(p, r);
	view_answers(p, r);
	if (allowed(c, "agreement.add", s))
		part_link(p, "mas", N_("Anotar un acuerdo"), agreement_new_url(c, r->v[VISIT_GROUP].id, about));
	if (allowed(c, "visit.hold", s))
		part_link(p, "listo", is_held(r) ? N_("Corregir la visita") : N_("La visita se hizo"), url_of(c, r->id, "/hecha"));
	if (allowed(c, "page:attachments", s))
		part_link(p, "foto", N_("Fotos y voz"), attachments_url(c, r->v[VISIT_GROUP].id, about));
	part_link(p, "papel", N_("Hoja para firmar"), url_of(c, r->id, "?sheet=1"));
	part_link(p, "historia", N_("Historia de esta visita"), str_fmt(c->mem, "/historia/visit/%.36s", id_text(c->mem, r->id).p));
	if (allowed(c, "visit.void", s))
		part_link(p, "quitar", N_("Anular la visita"), url_of(c, r->id, "/anular"));
	return OK;
}

static enum rc hold_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r) || !allowed(c, "visit.hold", scope_of(c, r)))
		return NOT_FOUND;
	part_back(p, N_("Volver a la visita"), url_of(c, r->id, ""));
	part_fact(p, NULL, ref_title(c, "group", r->v[VISIT_GROUP].id));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, r->v[VISIT_DAY].i));
	part_form(p, &(struct part_form){ .action = &visit_hold, .standing = p->act ? NULL : r, .to = url_of(c, r->id, "/hecha"), .waits = true,
		.carry = { { "visit", id_text(c->mem, r->id) } } });
	return OK;
}

static struct str hold_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return url_of(c, act_ref(a, 0), "?ok=1");
}

static enum rc void_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r) || !allowed(c, "visit.void", scope_of(c, r)))
		return NOT_FOUND;
	part_back(p, N_("Volver sin anular"), url_of(c, r->id, ""));
	part_fact(p, NULL, ref_title(c, "group", r->v[VISIT_GROUP].id));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, r->v[VISIT_DAY].i));
	part_care(p, N_("La visita sale de las listas. Lo que se contestó y se acordó queda."));
	part_form(p, &(struct part_form){ .action = &visit_void, .to = url_of(c, r->id, "/anular"), .icon = "quitar",
		.carry = { { "visit", id_text(c->mem, r->id) } } });
	return OK;
}

const struct page visits_pages[] = {
	{ .path = "/visitas", .name = "visits", .title = N_("Visitas"), .fill = list_fill, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/visitas/nueva", .name = "visit_new", .title = N_("Anotar una visita"), .fill = new_fill, .action = "visit.note",
		.done = new_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/visitas/{visit}", .name = "visit", .title = N_("Una visita"), .fill = one_fill, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/visitas/{visit}/hecha", .name = "visit_hold", .title = N_("La visita se hizo"), .fill = hold_fill, .action = "visit.hold",
		.done = hold_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/visitas/{visit}/anular", .name = "visit_void", .title = N_("Anular una visita"), .fill = void_fill,
		.action = "visit.void", .then = "/visitas", .flags = PAGE_PARTS },
	{ .path = "/acuerdos", .name = "agreements", .title = N_("Acuerdos"), .fill = page_agreements, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/acuerdos/nuevo", .name = "agreement_new", .title = N_("Anotar un acuerdo"), .fill = page_agreement_new,
		.action = "agreement.add", .done = agreement_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/acuerdos/{agreement}", .name = "agreement", .title = N_("Un acuerdo"), .fill = page_agreement, .action = "agreement.look",
		.done = agreement_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = NULL },
};
