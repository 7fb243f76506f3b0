/*
 * form_fill.c - an action's arguments as a form, with what was typed and what is wrong.
 */
#include "core_sql.h"
#include "field.h"
#include "page.h"
#include "view.h"

enum { GROUPS_SHOWN = 120, GROUPS_READ = 4000 };

static bool named(const char *list, const char *name)
{
	struct str rest = str_c(list), one;

	while (str_cut(&rest, '|', &one))
		if (str_is(one, name))
			return true;
	return false;
}

struct str diag_message(struct ctx *c, const struct diag_item *item)
{
	return tr_fill(c->mem, c->lang, item->msgid, item->arg);
}

/* What stands in the box: typed, standing, or nothing. */
static struct str box_value(struct page_call *p, const struct field *f, const struct record *standing)
{
	struct ctx *c = p->c;

	if (p->act && p->amended) {
		int arg = fields_find(p->act->action->args, p->act->action->nargs, str_c(f->name));
		if (arg >= 0 && act_has(p->act, (unsigned)arg))
			return field_plain(c->mem, f, &p->act->v[arg]);
	}
	if (p->act)
		return p->get(p, f->name);
	if (!standing)
		return p->get(p, f->name);
	int i = fields_find(standing->entity->fields, standing->entity->nfields, str_c(f->name));
	if (i < 0 || standing->v[i].kind == V_NULL)
		return STR("");
	if (f->type == T_REF)
		return ref_code(c, f->ref, standing->v[i].id);
	return field_plain(c->mem, f, &standing->v[i]);
}

static void choices(struct ctx *c, struct view *row, const struct field *f, struct str value)
{
	for (const struct choice *o = f->choices; o && o->name; o++) {
		struct view *v = view_row(row, "choices");
		view_text(v, "value", str_c(o->name));
		view_text(v, "label", tr(c->lang, o->label));
		view_flag(v, "on", str_is(value, o->name));
	}
}

/* Groups that the actor may do this to, when they fit on a screen: chosen, not typed. */
static unsigned group_choices(struct page_call *p, struct view *row, const struct action *action, const struct field *f,
	struct str value)
{
	struct ctx *c = p->c;
	bool here = action->on && &action->args[action->on - 1] == f;
	struct id id[GROUPS_SHOWN + 1];
	unsigned n = 0;

	if (!here || f->type != T_REF || strcmp(f->ref, "group") != 0)
		return 0;
	struct rows r = db_rows(c->db, &core_sql.query[Q_GROUPS_ALL], ARGS(cell_id(&c->net->id), cell_int(GROUPS_READ)));
	while (n <= GROUPS_SHOWN && rows_next(&r)) {
		struct id one = rows_id(&r, 0);
		if (allowed(c, action->name, scope_of_group(c, one)))
			id[n++] = one;
	}
	if (n > GROUPS_SHOWN) {
		rows_end(&r);
		return 0;
	}
	for (unsigned i = 0; i < n; i++) {
		struct view *v = view_row(row, "choices");
		struct str code = ref_code(c, "group", id[i]);
		view_text(v, "value", code);
		view_text(v, "label", ref_title(c, "group", id[i]));
		view_flag(v, "on", n == 1 || str_eq(code, value));
	}
	return n;
}

/* The kind of box; phones without a suitable keyboard fall back to plain text. */
static void box_kind(struct view *row, const struct field *f)
{
	static const char *const type[T__N] = { [T_DATE] = "date", [T_PHONE] = "tel" };
	static const char *const inputmode[T__N] = { [T_INT] = "numeric", [T_MONEY] = "decimal",
		[T_PHONE] = "tel", [T_LAT] = "decimal", [T_LON] = "decimal" };

	if (f->type == T_BOOL)
		view_flag(row, "yes", true);
	else if (f->type == T_ENUM) {
		unsigned n = 0;
		while (f->choices[n].name)
			n++;
		view_flag(row, n > 5 ? "menu" : "choice", true);
	} else if (f->flags & F_WIDE)
		view_flag(row, "area", true);
	else
		view_flag(row, "input", true);
	view_text(row, "type", str_c(type[f->type] ? type[f->type] : "text"));
	view_text(row, "inputmode", str_c(inputmode[f->type] ? inputmode[f->type] : ""));
}

static void box(struct page_call *p, struct buf *out, const struct action *action, const struct field *f,
	const struct record *standing)
{
	struct ctx *c = p->c;
	struct view *row = view_new(c->mem);
	const struct diag_item *wrong = p->act ? diag_find(&p->act->diag, f->name) : NULL;
	struct str value = box_value(p, f, standing);

	view_text(row, "id", str_fmt(c->mem, "f-%s", f->name));
	view_text(row, "name", str_c(f->name));
	view_text(row, "label", tr(c->lang, f->label));
	view_text(row, "help", f->help ? tr(c->lang, f->help) : STR(""));
	view_text(row, "unit", f->unit ? tr(c->lang, f->unit) : STR(""));
	view_text(row, "prefix", f->type == T_MONEY ? STR("S/") : STR(""));
	view_text(row, "error", wrong ? diag_message(c, wrong) : STR(""));
	view_flag(row, "required", f->flags & F_REQUIRED);
	view_text(row, "value", value);
	view_flag(row, "on", f->type == T_BOOL && str_is(value, "1"));
	if (f->type == T_TEXT && f->max > 0)
		view_text(row, "maxlength", str_fmt(c->mem, "%lld", (long long)f->max));
	unsigned groups = group_choices(p, row, action, f, value);
	if (groups)
		view_flag(row, groups > 5 ? "menu" : "choice", true);
	else
		box_kind(row, f);
	choices(c, row, f, value);
	template_render(c->config->templates, "field", row, c->lang, out);
}

static const char *label_of(const struct action *action, const char *name)
{
	return action->args[fields_find(action->args, action->nargs, str_c(name))].label;
}

static void errors(struct page_call *p, const struct action *action)
{
	struct ctx *c = p->c;

	view_flag(p->v, "has_errors", p->act && p->act->diag.n > 0);
	for (unsigned i = 0; p->act && i < p->act->diag.n; i++) {
		const struct diag_item *item = &p->act->diag.item[i];
		struct view *row = view_row(p->v, "errors");
		bool box_there = item->field && fields_find(action->args, action->nargs, str_c(item->field)) >= 0;
		view_text(row, "id", box_there ? str_fmt(c->mem, "f-%s", item->field) : STR(""));
		view_text(row, "label", box_there ? tr(c->lang, label_of(action, item->field)) : STR(""));
		view_text(row, "message", diag_message(c, item));
	}
}

void form_fill(struct page_call *p, const struct action *action, const struct record *standing,
	const char *without)
{
	struct ctx *c = p->c;
	struct buf b = buf_new(c->mem, 2048);

	for (unsigned i = 0; i < action->nargs; i++)
		if (!(action->args[i].flags & F_RETIRED) && !named(without, action->args[i].name))
			box(p, &b, action, &action->args[i], standing);
	view_html(p->v, "form", html_done(&b));
	view_text(p->v, "id", id_text(c->mem, id_new(c->now)));
	view_text(p->v, "seen", standing && standing->born ? record_seen(c->mem, standing) : STR(""));
	errors(p, action);
}
