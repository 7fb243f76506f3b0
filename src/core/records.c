/*
 * records.c - a list, a form, a drawing and a sheet from an entity's declaration.
 */
#include "records.h"

#include "draw.h"
#include "field.h"
#include "html.h"
#include "module.h"
#include "money.h"
#include "parts.h"

enum { SHOWN = 30, SHEET_ROWS = 60, DRAWN_DAYS = 30, GROUPS_MAX = 20 };

struct listing {
	struct page_call *p;
	const struct records *what;
	const struct entity *e;
	const char *rule;  /* "page:NAME" */
	struct id group;   /* zero: all she may see */
	bool corrects;     /* rows open in the form */
};

bool records_sound(const struct records *r)
{
	const struct tally *t = r->tally;

	return r->entity && r->entity->group > 0 && (!t || (t->entity == r->entity && t->nby == 2 && r->entity->day &&
		AT(t->by[0]) == r->entity->group && AT(t->by[1]) == r->entity->day));
}

static bool listed(const struct entity *e, unsigned f, unsigned classes)
{
	const struct field *field = &e->fields[f];

	return AT(f) != e->group && AT(f) != e->voided && AT(f) != e->same_as && !(field->flags & F_RETIRED) &&
		field->type != T_BLOB && field->type != T_SEALED && classes & 1u << field->privacy;
}

/* A record that has no name of its own would be shown by its id: that tells nobody anything. */
static struct str shown(struct ctx *c, const struct field *f, const struct value *v)
{
	const struct entity *e = f->type == T_REF ? schema_entity(c->schema, str_c(f->ref)) : NULL;

	if (v->kind == V_NULL)
		return STR("");
	if (e)
		return e->title || e->code || e->extends ? ref_title(c, f->ref, v->id) : STR("");
	if (f->type == T_DATE)
		return lang_date_short(c->mem, c->lang, v->i);
	struct str text = field_show(c->mem, f, v, c->lang), unit = f->unit ? tr(c->lang, f->unit) : STR("");
	return unit.n ? str_fmt(c->mem, "%.*s %.*s", (int)text.n, text.p, (int)unit.n, unit.p) : text;
}

static struct str page_url(struct listing *l, const char *name, struct str value)
{
	struct ctx *c = l->p->c;
	struct buf b = buf_new(c->mem, 96);

	buf_c(&b, l->p->page->path);
	buf_fmt(&b, "?%s=", name);
	url_part(&b, value);
	if (!id_is_zero(l->group)) {
		buf_c(&b, "&group=");
		url_part(&b, ref_code(c, "group", l->group));
	}
	return buf_str(&b);
}

/* ---- whose ---- */

/* Her groups with this page, as tabs where there are several; NOT_FOUND: not hers to see. */
static enum rc choose_group(struct listing *l)
{
	struct ctx *c = l->p->c;
	struct str asked = l->p->get(l->p, "group");
	struct id own[GROUPS_MAX];
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < GROUPS_MAX; i++) {
		struct id id = c->who->member[i].group;
		bool again = false;
		for (unsigned k = 0; k < n; k++)
			again |= id_eq(own[k], id);
		if (!again && !id_eq(id, c->net->id) && allowed(c, l->rule, scope_of_group(c, id)))
			own[n++] = id;
	}
	struct id named;
	bool there = asked.n && ref_resolve(c, "group", asked, &named) && allowed(c, l->rule, scope_of_group(c, named));
	l->group = there ? named : n ? own[0] : (struct id){ 0 };
	if (asked.n && !there && !l->p->act)
		return NOT_FOUND;
	for (unsigned i = 0; i < n && n > 1; i++) {
		struct buf b = buf_new(c->mem, 64);
		buf_fmt(&b, "%s?group=", l->p->page->path);
		url_part(&b, ref_code(c, "group", own[i]));
		part_tab(l->p, ref_title(c, "group", own[i]), buf_str(&b), id_eq(own[i], l->group));
	}
	part_fact(l->p, NULL, id_is_zero(l->group) ? STR("") : ref_title(c, "group", l->group));
	return OK;
}

static bool hers(struct listing *l, const struct record *r)
{
	struct ctx *c = l->p->c;

	return r->born && record_visible(c, r) && allowed(c, l->rule, scope_of(c, r));
}

/* ---- the list ---- */

/* What to call it: its key but for group and day, or its title; else the first that is known. */
static bool names_it(const struct entity *e, unsigned f)
{
	if (e->title)
		return e->title == AT(f);
	return e->fields[f].flags & F_KEY && AT(f) != e->group && AT(f) != e->day;
}

/* "Peso: 900 gramos · A qué cocina: SJM-002": what is known of it besides its name. */
static void add_fact(struct buf *b, struct str label, struct str text)
{
	buf_c(b, b->n ? " · " : "");
	buf_add(b, label);
	buf_c(b, label.n ? ": " : "");
	buf_add(b, text);
}

static void add_more(struct buf *b, struct str text)
{
	if (text.n)
		add_fact(b, STR(""), text);
}

static void view_record(struct listing *l, const struct record *r)
{
	struct ctx *c = l->p->c;
	unsigned classes = classes_seen(c, scope_of(c, r));
	struct buf name = buf_new(c->mem, 40), facts = buf_new(c->mem, 80);
	bool dated = l->e->day && r->v[l->e->day - 1].kind == V_INT;

	if (id_is_zero(l->group))
		add_fact(&facts, STR(""), shown(c, &l->e->fields[l->e->group - 1], &r->v[l->e->group - 1]));
	for (unsigned f = 0; f < l->e->nfields; f++) {
		struct str text = listed(l->e, f, classes) ? shown(c, &l->e->fields[f], &r->v[f]) : STR("");
		if (!text.n || AT(f) == l->e->day)
			continue;
		if (names_it(l->e, f))
			add_fact(&name, STR(""), text);
		else
			add_fact(&facts, tr(c->lang, l->e->fields[f].label), text);
	}
	if (l->what->beside)
		add_more(&facts, l->what->beside(c, r));
	struct str day = dated ? lang_date_short(c->mem, c->lang, r->v[l->e->day - 1].i) : STR("");
	struct str title = name.n ? buf_str(&name) : day.n ? day : tr(c->lang, l->e->label); /* one of a group and day has no other */
	struct str url = l->what->leads ? l->what->leads(c, r) : l->corrects && allowed(c, l->p->page->action, scope_of(c, r)) ?
		page_url(l, "record", id_text(c->mem, r->id)) : STR("");
	part_row(l->p, title, url, name.n ? day : STR(""), buf_str(&facts));
}

/* A line of the sheet: every column, and room to sign. */
static void view_line(struct listing *l, const struct record *r)
{
	struct ctx *c = l->p->c;
	unsigned classes = classes_seen(c, scope_of(c, r));
	struct view *line = NULL;

	for (unsigned f = 0; f < l->e->nfields; f++) {
		if (!listed(l->e, f, classes))
			continue;
		struct str text = shown(c, &l->e->fields[f], &r->v[f]);
		if (line)
			part_cell(line, text);
		else
			line = part_line(l->p, text, STR(""));
	}
	if (line)
		part_cell(line, STR(""));
}

static const struct query *list_query(struct listing *l, bool after)
{
	struct ctx *c = l->p->c;
	struct buf b = buf_new(c->mem, 256);

	buf_fmt(&b, "SELECT id FROM \"%s\" WHERE network = ?1 AND born = 1", l->e->name);
	if (l->e->voided)
		buf_fmt(&b, " AND coalesce(\"%s\", 0) = 0", l->e->fields[l->e->voided - 1].name);
	if (after)
		buf_c(&b, " AND id < ?2");
	if (!id_is_zero(l->group))
		buf_fmt(&b, " AND \"%s\" = ?%u", l->e->fields[l->e->group - 1].name, 2u + after);
	buf_c(&b, " ORDER BY id DESC");
	return db_compose(c->db, buf_str(&b), 1u + after + !id_is_zero(l->group), 1);
}

static void view_list(struct listing *l, unsigned most, void (*view)(struct listing *l, const struct record *r))
{
	struct ctx *c = l->p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id after, last = { 0 };
	bool on = id_parse(l->p->get(l->p, "after"), &after);
	struct cell cell[3] = { cell_id(&c->net->id) };
	const struct query *q = list_query(l, on);
	unsigned n = 0, ncells = 1;

	if (!q)
		return;
	if (on)
		cell[ncells++] = cell_id(&after);
	if (!id_is_zero(l->group))
		cell[ncells++] = cell_id(&l->group);
	struct rows rows = db_rows(c->db, q, cell, ncells);
	while (rows_next(&rows)) {
		if (!record_get(c->db, c->schema, c->mem, l->e, c->net->id, rows_id(&rows, 0), r) || !hers(l, r))
			continue;
		if (n++ == most) {
			part_more(l->p, page_url(l, "after", id_text(c->mem, last)));
			rows_end(&rows);
			return;
		}
		last = r->id;
		view(l, r);
	}
}

unsigned records_of(struct ctx *c, const struct entity *e, struct id group, const char *what, struct id *out, unsigned max)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	const struct cell cell[] = { cell_id(&c->net->id), cell_id(&group) };
	bool one = !id_is_zero(group);
	struct id *id = ARENA_ARRAY(c->mem, struct id, max);
	struct buf b = buf_new(c->mem, 200);
	unsigned n = 0;

	buf_fmt(&b, "SELECT id FROM \"%s\" WHERE network = ?1 AND born = 1", e->name);
	if (e->voided)
		buf_fmt(&b, " AND coalesce(\"%s\", 0) = 0", e->fields[e->voided - 1].name);
	if (one)
		buf_fmt(&b, " AND \"%s\" = ?2", e->fields[e->group - 1].name);
	buf_fmt(&b, " ORDER BY id LIMIT %u", max);
	const struct query *q = db_compose(c->db, buf_str(&b), 1u + one, 1);
	unsigned found = q && max ? db_ids(c->db, q, cell, 1u + one, id, max) : 0;
	for (unsigned i = 0; i < found; i++)
		if (record_get(c->db, c->schema, c->mem, e, c->net->id, id[i], r) && allowed(c, what, scope_of(c, r)))
			out[n++] = id[i];
	return n;
}

/* ---- the drawing ---- */

/* The days of one group; of all of them only for who sees that figure everywhere. */
static void view_drawing(struct listing *l)
{
	struct ctx *c = l->p->c;
	const struct tally *t = l->what->tally;
	struct draw_point point[DRAWN_DAYS];
	bool all = t && id_is_zero(l->group);
	int64_t first = today(c) - DRAWN_DAYS + 1;

	if (!t || (all && !(classes_everywhere(c) & 1u << l->e->fields[t->values[0]].privacy)))
		return;
	const char *value = l->e->fields[t->values[0]].name, *day = l->e->fields[t->by[1]].name;
	struct str sql = str_fmt(c->mem, "SELECT \"%s\", sum(\"%s\"), sum(\"%s_n\") FROM \"tally_%s\" WHERE network = ?1 "
		"AND \"%s\" >= ?2 AND \"%s\" <= ?3%s%s%s GROUP BY \"%s\"", day, value, value, t->name, day, day,
		all ? "" : " AND \"", all ? "" : l->e->fields[t->by[0]].name, all ? "" : "\" = ?4", day);
	const struct query *q = db_compose(c->db, sql, all ? 3 : 4, 3);
	struct cell cell[] = { cell_id(&c->net->id), cell_int(first), cell_int(today(c)), cell_id(&l->group) };
	for (unsigned i = 0; i < DRAWN_DAYS; i++)
		point[i] = (struct draw_point){ .label = lang_date_short(c->mem, c->lang, first + i), .now = i == DRAWN_DAYS - 1 };
	struct rows r = q ? db_rows(c->db, q, cell, all ? 3 : 4) : (struct rows){ 0 };
	while (q && rows_next(&r)) {
		struct draw_point *one = &point[rows_int(&r, 0) - first];
		one->value = rows_int(&r, 1);
		one->known = rows_int(&r, 2) > 0;
	}
	const char *label = l->e->fields[t->values[0]].label;
	part_heading(l->p, N_("Los últimos 30 días"));
	part_chart(l->p, draw_columns(c->mem, tr(c->lang, label), point, DRAWN_DAYS));
	part_column(l->p, l->e->fields[t->by[1]].label);
	part_column(l->p, label);
	for (unsigned i = DRAWN_DAYS; i-- > 0;)
		if (point[i].known) {
			struct value v = value_int(point[i].value);
			part_cell(part_line(l->p, point[i].label, STR("")), field_show(c->mem, &l->e->fields[t->values[0]], &v, c->lang));
		}
}

/* ---- the page ---- */

/* A record that is corrected keeps its key: another one would be another record. It is told above and sent along. */
static void view_opened(struct listing *l, struct part_form *form, const struct record *r)
{
	struct page_call *p = l->p;
	struct ctx *c = p->c;
	unsigned n = 0;

	for (unsigned f = 0; f < l->e->nfields && n < PART_CARRY_MAX; f++) {
		const struct field *field = &l->e->fields[f];
		if (!(field->flags & F_KEY) || action_arg(form->action, str_c(field->name)) < 0)
			continue;
		form->carry[n].name = field->name;
		form->carry[n++].value = field->type == T_REF ? ref_code(c, field->ref, r->v[f].id) : field_plain(c->mem, field, &r->v[f]);
		if (AT(f) != l->e->group)
			part_fact(p, field->label, shown(c, field, &r->v[f]));
	}
	form->to = page_url(l, "record", id_text(c->mem, r->id));
	part_back(p, N_("Volver sin cambiar nada"), records_url(c, p->page->path, l->group));
	if (l->what->further)
		part_link(p, l->what->further_icon, l->what->further_label, l->what->further(c, r));
}

/* With the record that was opened, if any; NOT_FOUND: it is not there, or not hers. */
static enum rc view_form(struct listing *l)
{
	struct page_call *p = l->p;
	struct ctx *c = p->c;
	const struct action *action = registry_action(c->reg, str_c(p->page->action));
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str asked = p->get(p, "record");
	struct id id;

	if (!allowed_somewhere(c, action->name))
		return OK;
	if (asked.n && (!id_parse(asked, &id) || !record_get(c->db, c->schema, c->mem, l->e, c->net->id, id, r) || !hers(l, r)))
		return NOT_FOUND;
	struct part_form form = { .action = action, .standing = asked.n && !p->act ? r : NULL, .to = str_c(p->page->path),
		.waits = p->page->flags & PAGE_KEEP };
	if (asked.n)
		view_opened(l, &form, r);
	part_form(p, &form);
	return OK;
}

static void view_sheet(struct listing *l)
{
	struct page_call *p = l->p;
	struct ctx *c = p->c;
	unsigned classes = classes_seen(c, scope_of_group(c, l->group));

	for (unsigned f = 0; f < l->e->nfields; f++)
		if (listed(l->e, f, classes))
			part_column(p, l->e->fields[f].label);
	part_column(p, N_("Firma o huella"));
	part_back(p, N_("Volver"), str_c(p->page->path));
	part_title(p, tr(c->lang, l->what->sheet));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, today(c)));
	part_sheet(p, l->what->sheet);
	view_list(l, SHEET_ROWS, view_line);
}

enum rc records_page(struct page_call *p)
{
	struct ctx *c = p->c;
	const struct page *page = p->page;
	struct listing l = { .p = p, .what = page->records, .e = page->records->entity,
		.corrects = page->action && entity_has_key(page->records->entity) };

	l.rule = str_cstr(c->mem, str_fmt(c->mem, "page:%s", page->name));
	if (choose_group(&l) != OK)
		return NOT_FOUND;
	bool sheet = l.what->sheet && !id_is_zero(l.group);
	if (sheet && p->get(p, "sheet").n && !p->act) {
		view_sheet(&l);
		return OK;
	}
	part_empty(p, N_("Todavía no hay nada anotado."));
	view_list(&l, SHOWN, view_record);
	view_drawing(&l);
	part_link(p, "papel", N_("Hoja para firmar"), sheet ? page_url(&l, "sheet", STR("1")) : STR(""));
	return page->action ? view_form(&l) : OK;
}

struct str records_url(struct ctx *c, const char *path, struct id group)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, path);
	if (!id_is_zero(group)) {
		buf_c(&b, "?group=");
		url_part(&b, ref_code(c, "group", group));
	}
	return buf_str(&b);
}

struct str records_after(struct ctx *c, const struct page *page, const struct act *a)
{
	struct str url = records_url(c, page->path, act_scope(c, a).group);

	return str_fmt(c->mem, "%.*s%cok=1", (int)url.n, url.p, str_contains(url, STR("?")) ? '&' : '?');
}
