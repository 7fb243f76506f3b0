/*
 * improve_pages.c - /mejoras: what is needed, each with who helps by when and its photos.
 */
#include "improve_own.h"

#include "agreement.h"
#include "attachment.h"
#include "improve_sql.h"
#include "parts.h"
#include "people.h"

enum { HELPS_SHOWN = 40, HELPS_READ = 4, OTHERS_SHOWN = 80 };

static struct str page_url(struct ctx *c, const struct record *r)
{
	return str_fmt(c->mem, "/mejoras/%s", str_cstr(c->mem, id_text(c->mem, r->id)));
}

/* "Municipalidad, para el 30 nov": who helps next. */
static struct str beside(struct ctx *c, const struct record *r)
{
	struct agreement a[HELPS_READ];
	unsigned n = agreements_of(c, attachment_about(c, "improvement", r->id), a, HELPS_READ);

	for (unsigned i = 0; i < n; i++)
		if (!str_is(a[i].state, "done") && !str_is(a[i].state, "let_go") && a[i].dated &&
			classes_seen(c, scope_of(c, r)) & 1u << P_GROUP) {
			const struct str_pair pairs[] = { { "who", a[i].who }, { "day", lang_date_short(c->mem, c->lang, a[i].by) } };
			return tr_named(c->mem, c->lang, a[i].by < today(c) ? N_("{who}: era para el {day}") : N_("{who}, para el {day}"), pairs, 2);
		}
	return STR("");
}

static bool watches_over_others(struct ctx *c)
{
	return member_as(c, "coordinator") || member_as(c, "working_group") || member_as(c, "operator");
}

/* What is open in all kitchens that she may see, what has been lacking longest first. */
static void view_others(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct rows rows = db_rows(c->db, &improve_sql.query[Q_IMPROVEMENTS_OPEN], ARGS(cell_id(&c->net->id)));
	unsigned n = 0;

	part_heading(p, N_("En las cocinas de su zona"));
	part_empty(p, N_("Todavía no hay nada anotado."));
	while (rows_next(&rows)) {
		if (n == OTHERS_SHOWN || !allowed(c, "page:improvement", scope_of_group(c, rows_id(&rows, 1))) ||
			!record_get(c->db, c->schema, c->mem, &improvement_entity, c->net->id, rows_id(&rows, 0), r))
			continue;
		const struct str_pair pairs[] = { { "state", choice_label(c, improvement_states, r->v[IMPROVEMENT_STATE].kind == V_TEXT ?
			r->v[IMPROVEMENT_STATE].s : STR("needed")) }, { "help", beside(c, r) } };
		part_row(p, r->v[IMPROVEMENT_WHAT].s, page_url(c, r), tr_named(c->mem, c->lang, pairs[1].value.n ? "{state} · {help}" : "{state}",
			pairs, ARRAY_LEN(pairs)), ref_title(c, "group", r->v[IMPROVEMENT_GROUP].id));
		n++;
	}
}

static enum rc page_improvements(struct page_call *p)
{
	part_intro(p, N_("Lo que la cocina necesita para trabajar mejor, quién ayuda y para cuándo."));
	enum rc rc = records_page(p);

	if (rc == OK && !p->act && !p->get(p, "group").n && !p->get(p, "sheet").n && watches_over_others(p->c))
		view_others(p);
	return rc;
}

static void view_helps(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct str source = attachment_about(c, "improvement", r->id);
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, HELPS_SHOWN);
	struct id group = r->v[IMPROVEMENT_GROUP].id;
	struct scope s = scope_of(c, r);

	if (!allowed(c, "page:agreements", s))
		return;
	unsigned n = agreements_of(c, source, a, HELPS_SHOWN);
	part_heading(p, N_("Quién ayuda, con qué y para cuándo"));
	part_empty(p, N_("Todavía nadie se comprometió."));
	for (unsigned i = 0; i < n; i++)
		agreement_row(p, &a[i], source);
	if (allowed(c, "agreement.add", s))
		part_link(p, "ayuda", N_("Anotar un compromiso"), agreement_new_url(c, group, source));
}

static enum rc page_improvement(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "improvement"), &id) ||
		!record_get(c->db, c->schema, c->mem, &improvement_entity, c->net->id, id, r) || !r->born ||
		!allowed(c, "page:improvement", scope_of(c, r)))
		return NOT_FOUND;
	struct id group = r->v[IMPROVEMENT_GROUP].id;
	bool may = allowed(c, "improvement.tell", scope_of(c, r));
	part_title(p, r->v[IMPROVEMENT_WHAT].s);
	part_back(p, N_("Todas las mejoras"), records_url(c, "/mejoras", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_fact(p, N_("Qué se necesita"), choice_label(c, improvement_kinds, r->v[IMPROVEMENT_KIND].s));
	if (!may && r->v[IMPROVEMENT_STATE].kind == V_TEXT)
		part_fact(p, N_("Cómo va"), choice_label(c, improvement_states, r->v[IMPROVEMENT_STATE].s));
	if (may) {
		struct part_form form = { .action = &improvement_tell, .standing = p->act ? NULL : r, .to = page_url(c, r),
			.carry = { { "group", ref_code(c, "group", group) }, { "kind", r->v[IMPROVEMENT_KIND].s }, { "what", r->v[IMPROVEMENT_WHAT].s } } };
		part_form(p, &form);
	}
	view_helps(p, r);
	if (classes_seen(c, scope_of(c, r)) & 1u << P_GROUP)
		part_link(p, "foto", N_("Fotos de antes y después"), attachments_url(c, group, attachment_about(c, "improvement", id)));
	part_link(p, "historia", N_("Historia"), str_fmt(c->mem, "/historia/improvement/%s", str_cstr(c->mem, id_text(c->mem, id))));
	return OK;
}

/* From either page to that of what was told. */
static struct str improvement_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct value key[IMPROVEMENT__N] = { a->v[IMPROVEMENT_GROUP], a->v[IMPROVEMENT_KIND], a->v[IMPROVEMENT_WHAT] };

	(void)o;
	return str_fmt(c->mem, "/mejoras/%s?ok=1", str_cstr(c->mem, id_text(c->mem, entity_key_id(&improvement_entity, c->net->id, key))));
}

static const struct records shown = { .entity = &improvement_entity, .beside = beside, .leads = page_url,
	.sheet = N_("Hoja de mejoras") };

const struct page improve_pages[] = {
	{ .path = "/mejoras", .name = "improvements", .title = N_("Mejoras de la cocina"), .fill = page_improvements,
		.action = "improvement.tell", .records = &shown, .done = improvement_done, .flags = PAGE_KEEP },
	{ .path = "/mejoras/{improvement}", .name = "improvement", .title = N_("Una mejora"), .fill = page_improvement,
		.action = "improvement.tell", .done = improvement_done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

const struct task improve_tasks[] = {
	{ TASK_WORK, "cerro", N_("Mejoras de la cocina"), N_("Qué se necesita, quién ayuda y para cuándo"), "/mejoras",
		.what = "page:improvements" },
	{ .icon = NULL },
};
