/*
 * form_fill.c - an action's arguments as a form, with what was typed and what is wrong.
 */
#include "core_sql.h"
#include "field.h"
#include "module.h"
#include "records.h"
#include "sealing.h"
#include "view.h"

enum { GROUPS_SHOWN = 120, GROUPS_READ = 4000, PLACES_SHOWN = 60, RECORDS_SHOWN = 60 };

static bool named(const char *list, const char *name)
{
	struct str rest = str_c(list), one;

	while (str_cut(&rest, '|', &one))
		if (str_is(one, name))
			return true;
	return false;
}

bool page_may(struct ctx *c, const struct page *page)
{
	return allowed_somewhere(c, str_cstr(c->mem, str_fmt(c->mem, "page:%s", page->name)));
}

const struct page *page_doing(struct ctx *c, struct str action)
{
	for (unsigned i = 0; i < c->reg->npages; i++)
		if (c->reg->pages[i]->action && str_is(action, c->reg->pages[i]->action) && page_may(c, c->reg->pages[i]))
			return c->reg->pages[i];
	return NULL;
}

bool form_carries(struct str name)
{
	static const char *const own[] = { "csrf", "id", "seen", "how", "seal" };

	for (unsigned i = 0; i < ARRAY_LEN(own); i++)
		if (str_is(name, own[i]))
			return true;
	return false;
}

struct str diag_message(struct ctx *c, const struct diag_item *item)
{
	return tr_fill(c->mem, c->lang, item->msgid, item->arg);
}

/* Taken back: what it said is not offered again, though its stamp is what she sees. */
static bool is_voided(const struct record *r)
{
	int voided = r->entity->voided;

	return voided && r->v[voided - 1].kind == V_INT && r->v[voided - 1].i;
}

static struct str shown(struct ctx *c, const struct field *f, const struct value *v)
{
	return f->type == T_REF && v->kind == V_ID ? ref_title(c, f->ref, v->id) : field_show(c->mem, f, v, c->lang);
}

/* What stands in the box: typed, standing, or nothing. */
static struct str box_value(struct page_call *p, const struct field *f, const struct record *standing)
{
	struct ctx *c = p->c;

	if (p->act && p->amended) {
		int arg = action_arg(p->act->action, str_c(f->name));
		if (arg >= 0 && act_has(p->act, (unsigned)arg))
			return field_plain(c->mem, f, &p->act->v[arg]);
	}
	if (f->type == T_SEALED) { /* never what was typed: it comes back as it will be kept */
		struct str sealed = p->act ? p->act->sent[f - p->act->action->args] : STR("");
		return sealed_text_like(sealed) ? sealed : STR("");
	}
	if (p->act)
		return p->get(p, f->name);
	if (!standing || is_voided(standing))
		return p->get(p, f->name);
	int i = fields_find(standing->entity->fields, standing->entity->nfields, str_c(f->name));
	if (i < 0 || standing->v[i].kind == V_NULL)
		return STR("");
	if (f->type == T_REF)
		return ref_code(c, f->ref, standing->v[i].id);
	return f->flags & (F_GRAMS | F_ML) ? field_show(c->mem, f, &standing->v[i], c->lang) :
		field_plain(c->mem, f, &standing->v[i]);
}

static void choices(struct ctx *c, struct view *row, const struct action *action, const struct field *f,
	struct str value)
{
	for (const struct choice *o = f->choices; o && o->name; o++) {
		if (action->offers && !action->offers(c, (unsigned)(f - action->args), str_c(o->name)))
			continue;
		struct view *v = view_row(row, "choices");
		view_text(v, "value", str_c(o->name));
		view_text(v, "label", tr(c->lang, o->label));
		view_text(v, "icon", str_c(o->icon ? o->icon : ""));
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

/* What the act is about, where that has a name and a group: those of the group asked for, else of hers, else all. */
static unsigned record_choices(struct page_call *p, struct view *row, const struct action *action, const struct field *f,
	struct str value)
{
	struct ctx *c = p->c;
	const struct entity *e = f->type == T_REF && action->on && &action->args[action->on - 1] == f ?
		schema_entity(c->schema, str_c(f->ref)) : NULL;
	struct id id[RECORDS_SHOWN + 1], group;
	unsigned n = 0;

	if (!e || e->group <= 0 || !e->title)
		return 0;
	if (ref_resolve(c, "group", p->get(p, "group"), &group))
		n = records_of(c, e, group, action->name, id, RECORDS_SHOWN + 1);
	else if (c->who->nmember && !allowed(c, action->name, (struct scope){ 0 }))
		for (unsigned i = 0; i < c->who->nmember; i++)
			n += records_of(c, e, c->who->member[i].group, action->name, id + n, RECORDS_SHOWN + 1 - n);
	if (!n)
		n = records_of(c, e, (struct id){ 0 }, action->name, id, RECORDS_SHOWN + 1);
	if (n > RECORDS_SHOWN)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		struct view *v = view_row(row, "choices");
		struct str code = ref_code(c, f->ref, id[i]);
		view_text(v, "value", code);
		view_text(v, "label", ref_title(c, f->ref, id[i]));
		view_flag(v, "on", n == 1 || str_eq(code, value));
	}
	return n;
}

/* May the actor do it somewhere else than at the one place on offer? */
static bool elsewhere_too(struct ctx *c, const struct action *action, struct id only)
{
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		if (g && !id_is_zero(g->place) && !id_eq(g->place, only) && place_contains(c, g->place, only))
			return true;
	}
	return allowed(c, action->name, (struct scope){ 0 });
}

/*
 * Districts where there are groups already and the actor may do this: chosen, not typed. *rest_io is what was
 * typed, and empty afterwards when it is one of them; *other_out: a box for other places is needed.
 */
static unsigned place_choices(struct page_call *p, struct view *row, const struct action *action,
	const struct field *f, struct str *rest_io, bool *other_out)
{
	struct ctx *c = p->c;
	bool here = action->on && &action->args[action->on - 1] == f;
	struct id id[PLACES_SHOWN + 1];
	struct str code[PLACES_SHOWN + 1], name[PLACES_SHOWN + 1];
	unsigned n = 0;

	if (!here || f->type != T_REF || strcmp(f->ref, "place") != 0)
		return 0;
	struct rows r = db_rows(c->db, &core_sql.query[Q_PLACES_USED], ARGS(cell_id(&c->net->id)));
	while (n <= PLACES_SHOWN && rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		code[n] = str_dup(c->mem, rows_text(&r, 1));
		name[n] = str_dup(c->mem, rows_text(&r, 2));
		n += allowed(c, action->name, (struct scope){ .place = id[n] });
	}
	if (n > PLACES_SHOWN)
		rows_end(&r);
	if (!n || n > PLACES_SHOWN)
		return 0;
	*other_out = n > 1 || elsewhere_too(c, action, id[0]);
	struct str typed = *rest_io;
	for (unsigned i = 0; i < n; i++) {
		struct view *v = view_row(row, "choices");
		bool on = str_eq(typed, code[i]);
		view_text(v, "value", code[i]);
		view_text(v, "label", name[i]);
		view_flag(v, "on", on || (n == 1 && !typed.n));
		if (on)
			*rest_io = STR("");
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
	else if (f->type == T_BLOB)
		view_flag(row, "file", true);
	else if (f->type == T_ENUM) {
		unsigned n = 0, drawn = 0;
		for (; f->choices[n].name; n++)
			drawn += f->choices[n].icon != NULL;
		view_flag(row, "pictures", n && drawn == n);
		view_flag(row, n > 5 && drawn < n ? "menu" : "choice", true);
	} else if (f->flags & F_WIDE)
		view_flag(row, "area", true);
	else
		view_flag(row, "input", true);
	view_text(row, "type", str_c(type[f->type] ? type[f->type] : "text"));
	/* A weight is written with its measure: letters too. */
	view_text(row, "inputmode", str_c(inputmode[f->type] && !(f->flags & (F_GRAMS | F_ML)) ? inputmode[f->type] : ""));
}

/* The box beside a menu of places: the same argument, by code. */
static void other_place(struct page_call *p, struct buf *out, const struct field *f, struct str typed)
{
	struct ctx *c = p->c;
	struct view *row = view_new(c->mem);

	view_text(row, "id", str_fmt(c->mem, "f-%s-2", f->name));
	view_text(row, "name", str_c(f->name));
	view_text(row, "label", tr(c->lang, N_("Si no está en la lista")));
	view_text(row, "help", f->help ? tr(c->lang, f->help) : STR(""));
	view_text(row, "value", typed);
	view_text(row, "type", STR("text"));
	view_flag(row, "input", true);
	template_render(c->config->templates, "field", row, c->lang, out);
}

/* A box whose text is closed to a team's key: here by the script, or where it arrives. Closed already: only carried. */
static void sealed_box(struct page_call *p, struct view *row, const struct action *action, const struct field *f,
	const struct record *standing, struct str value)
{
	struct ctx *c = p->c;
	struct value v[ACTION_ARGS_MAX] = { 0 };
	int by = action_arg(action, str_c(f->seals));
	struct seal_public to;

	view_flag(row, value.n ? "sealed" : "area", true);
	if (by < 0)
		return;
	v[by] = value_text(box_value(p, &action->args[by], standing));
	if (!seal_key_of(c, action->args, action->nargs, v, f, &to))
		return;
	struct seal_id id = seal_key_id(&to);
	struct buf hex = buf_new(c->mem, 2 * sizeof(id.b));
	buf_hex(&hex, id.b, sizeof(id.b));
	view_text(row, "seal", seal_key_text(c->mem, &to));
	view_text(row, "seal_key", buf_str(&hex));
}

/* What was typed, also where a menu and a box shared the name. */
static struct str place_typed(struct page_call *p, const struct action *action, const struct field *f,
	struct str value)
{
	return p->act && f->type == T_REF ? p->act->sent[f - action->args] : value;
}

/* A day that goes without saying is said to. */
static const char *help_of(const struct field *f)
{
	return f->help || !f->otherwise || f->type != T_DATE ? f->help : N_("Hoy, si no dice otro");
}

/* `marks`: say which boxes may stay empty. */
static void box(struct page_call *p, struct buf *out, const struct action *action, const struct field *f,
	const struct record *standing, bool marks)
{
	struct ctx *c = p->c;
	struct view *row = view_new(c->mem);
	const struct diag_item *wrong = p->act ? diag_find(&p->act->diag, f->name) : NULL;
	struct str value = box_value(p, f, standing), rest = place_typed(p, action, f, value);
	bool other = false;

	view_text(row, "id", str_fmt(c->mem, "f-%s", f->name));
	view_text(row, "name", str_c(f->name));
	view_text(row, "label", tr(c->lang, f->label));
	view_text(row, "unit", f->unit ? tr(c->lang, f->unit) : STR(""));
	view_text(row, "prefix", f->type == T_MONEY ? STR("S/") : STR(""));
	view_text(row, "error", wrong ? diag_message(c, wrong) : STR(""));
	view_flag(row, "required", field_is_must(f));
	view_flag(row, "optional", marks && !field_is_must(f) && !f->otherwise);
	view_text(row, "value", value);
	view_flag(row, "on", f->type == T_BOOL && str_is(value, "1"));
	if ((f->type == T_TEXT || f->type == T_SEALED) && f->max > 0)
		view_text(row, "maxlength", str_fmt(c->mem, "%lld", (long long)f->max));
	unsigned groups = group_choices(p, row, action, f, value) + record_choices(p, row, action, f, value);
	unsigned places = place_choices(p, row, action, f, &rest, &other);
	view_text(row, "help", help_of(f) && !places ? tr(c->lang, help_of(f)) : STR(""));
	if (f->type == T_SEALED)
		sealed_box(p, row, action, f, standing, value);
	else if (groups || places)
		view_flag(row, groups + places > 5 ? "menu" : "choice", true);
	else
		box_kind(row, f);
	choices(c, row, action, f, value);
	view_text(row, "sprite", c->config->sprite);
	template_render(c->config->templates, "field", row, c->lang, out);
	if (other)
		other_place(p, out, f, rest);
}

static const char *label_of(const struct action *action, const char *name)
{
	return action->args[action_arg(action, str_c(name))].label;
}

static void errors(struct page_call *p, const struct action *action)
{
	struct ctx *c = p->c;

	view_flag(p->v, "has_errors", p->act && p->act->diag.n > 0);
	for (unsigned i = 0; p->act && i < p->act->diag.n; i++) {
		const struct diag_item *item = &p->act->diag.item[i];
		struct view *row = view_row(p->v, "errors");
		bool box_there = item->field && action_arg(action, str_c(item->field)) >= 0;
		view_text(row, "id", box_there ? str_fmt(c->mem, "f-%s", item->field) : STR(""));
		view_text(row, "label", box_there ? tr(c->lang, label_of(action, item->field)) : STR(""));
		view_text(row, "message", diag_message(c, item));
	}
}

/*
 * What she saw: the record as this page shows it. After a refusal it stays what she saw then, not what somebody wrote
 * meanwhile, unless the page shows her both.
 */
static struct str seen(struct page_call *p, const struct record *standing)
{
	const struct record *r = p->outcome && p->outcome->current ? p->outcome->current : standing;

	if (p->act && r == standing)
		return p->act->seen_stamp;
	return r && r->born ? record_seen(p->c->mem, r) : STR("");
}

static bool hers_to_compare(const struct field *f, unsigned classes)
{
	return field_is_said(f) && !(f->flags & F_KEY) && f->type != T_SEALED && classes & 1u << f->privacy;
}

/* A figure stands that she did not see: both side by side, and what they are together. */
static void both_figures(struct page_call *p)
{
	struct ctx *c = p->c;
	const struct record *now = p->outcome ? p->outcome->current : NULL;

	if (!now)
		return;
	unsigned classes = classes_seen(c, scope_of(c, now));

	view_flag(p->v, "standing", true);
	view_text(p->v, "standing_by", record_told(c, now));
	for (unsigned i = 0; i < p->act->action->nargs; i++) {
		const struct field *f = &p->act->action->args[i];
		const struct value *mine = &p->act->v[i];
		int at = fields_find(now->entity->fields, now->entity->nfields, str_c(f->name));
		bool figure = f->type == T_INT || f->type == T_MONEY;
		if (at < 0 || !hers_to_compare(&now->entity->fields[at], classes) ||
			(mine->kind == V_NULL && now->v[at].kind == V_NULL))
			continue;
		struct value sum = !figure || mine->kind == V_NULL ? now->v[at] : now->v[at].kind == V_NULL ? *mine :
			value_int(now->v[at].i + mine->i);
		struct view *row = view_row(p->v, "standing_rows");
		view_text(row, "label", tr(c->lang, f->label));
		view_text(row, "there", shown(c, f, &now->v[at]));
		view_text(row, "mine", shown(c, f, mine));
		view_text(row, "sum", figure ? shown(c, f, &sum) : STR(""));
	}
}

void form_fill(struct page_call *p, const struct action *action, const struct record *standing,
	const char *without)
{
	struct ctx *c = p->c;
	struct buf b = buf_new(c->mem, 2048);
	bool marks = false; /* where nothing must be filled in, marks would only be noise */

	for (unsigned i = 0; i < action->nargs; i++)
		marks |= field_is_must(&action->args[i]) && !named(without, action->args[i].name);
	for (unsigned i = 0; i < action->nargs; i++)
		if (field_is_said(&action->args[i]) && !named(without, action->args[i].name))
			box(p, &b, action, &action->args[i], standing, marks);
	view_html(p->v, "form", html_done(&b));
	bool again = p->act && !(p->outcome && p->outcome->status == ACT_CONFLICT);
	view_text(p->v, "id", id_text(c->mem, again ? p->act->id : id_new(c->now)));
	view_text(p->v, "seen", seen(p, standing));
	errors(p, action);
	both_figures(p);
}
