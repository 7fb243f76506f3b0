/*
 * parked_page.c - what came back: hers with the reason and what she sent, and for whoever answers for others
 * what only somebody's roles, phone or clock kept from being done.
 */
#include "core_pages.h"

#include "field.h"
#include "module.h"
#include "parked.h"

enum { SHOWN_MAX = 50, REJECTED_SHOWN = 10, COUNTED_MAX = 200 };

static const char *const to_her[] = {
	[PARKED_REFUSED] = N_("No se aceptó"),
	[PARKED_FORM] = N_("No se aceptó"),
	[PARKED_CONFLICT] = N_("Con ese envío ya se guardó otra cosa"),
	[PARKED_MEMBERSHIP] = N_("Cuando llegó, usted ya no tenía ese cargo. Lo está viendo su coordinadora"),
	[PARKED_DEVICE] = N_("Se hizo en un aparato que ya está retirado. Lo está viendo su coordinadora"),
	[PARKED_CLOCK] = N_("El reloj de ese teléfono andaba mal. Corríjalo usted, o lo acepta su coordinadora"),
	[PARKED_WAITING] = N_("Falta que llegue el archivo: se manda solo cuando hay señal"),
};

static const char *const to_others[] = {
	[PARKED_MEMBERSHIP] = N_("Cuando llegó, ya no tenía ese cargo"),
	[PARKED_DEVICE] = N_("Se hizo en un aparato que ya está retirado"),
	[PARKED_CLOCK] = N_("El reloj de ese teléfono andaba mal"),
};

static struct str when(struct ctx *c, int64_t at_ms)
{
	struct str day = lang_date(c->mem, c->lang, zone_day(c->net->zone, at_ms));
	int minute = zone_minute(c->net->zone, at_ms);

	return str_fmt(c->mem, "%.*s %02d:%02d", (int)day.n, day.p, minute / 60, minute % 60);
}

/* What it was about: "Olla del día", or the word on the button. */
static struct str title(struct ctx *c, const struct action *action)
{
	if (!action)
		return tr(c->lang, N_("Una hoja de antes"));
	return tr(c->lang, action->edits ? action->edits->label : action->label);
}

/* As people read it: a kitchen by its name, a choice by its word. Names of people stay as she typed them. */
static struct str shown(struct ctx *c, const struct field *f, struct str typed)
{
	struct value v;
	struct diag d = { 0 };
	struct id id;

	if (f->type == T_REF)
		return strcmp(f->ref, "person") != 0 && ref_resolve(c, f->ref, typed, &id) ? ref_title(c, f->ref, id) : typed;
	if (field_read(c->mem, f, typed, &v, &d) != OK)
		return typed;
	struct str s = field_show(c->mem, f, &v, c->lang);
	return s.n ? s : typed;
}

/* Bit i of `classes`: texts of privacy class i may be shown. Sealed ones are nobody's to see. */
static void sent_one(struct ctx *c, struct view *row, const struct field *f, const char *name, struct str text,
	unsigned classes)
{
	bool may = f ? f->privacy != P_SEALED && classes & 1u << f->privacy : classes & 1u << P_PERSONAL;
	struct view *one;

	if (!text.n)
		return;
	one = view_row(row, "sent");
	view_text(one, "label", f ? tr(c->lang, f->label) : str_c(name));
	view_text(one, "value", !may ? tr(c->lang, N_("reservado")) : f ? shown(c, f, text) : text);
}

/* In the order of the form; then what the form does not know any more, by the name that it had. */
static void sent(struct ctx *c, struct view *row, const struct parked *p, const struct action *action, unsigned classes)
{
	json_t *args = (json_t *)parked_args(c, p); /* the macro names it often */
	const char *name;
	json_t *value;

	for (unsigned i = 0; action && i < action->nargs; i++)
		sent_one(c, row, &action->args[i], NULL, json_get_str(args, action->args[i].name), classes);
	json_object_foreach(args, name, value)
		if (!action || action_arg(action, str_c(name)) < 0)
			sent_one(c, row, NULL, name, json_str(value), classes);
}

static void reasons(struct ctx *c, struct view *row, const struct parked *p, const struct action *action)
{
	struct diag d = { 0 };
	json_t *all = json_read(c->mem, p->reasons, &d), *one;
	size_t n;

	json_array_foreach(all, n, one)
	{
		struct str field = json_str(json_array_get(one, 0)), msgid = json_str(json_array_get(one, 2));
		int i = action && field.n ? action_arg(action, field) : -1;
		struct view *r = view_row(row, "reasons");
		view_text(r, "label", i < 0 ? STR("") : tr(c->lang, action->args[i].label));
		view_text(r, "message", tr_fill(c->mem, c->lang, str_cstr(c->mem, msgid), json_str(json_array_get(one, 3))));
	}
}

static struct view *row_of(struct page_call *p, const char *rows, const struct parked *k, const struct action *action)
{
	struct ctx *c = p->c;
	struct view *row = view_row(p->v, rows);

	view_text(row, "id", id_text(c->mem, k->id));
	view_text(row, "title", title(c, action));
	view_text(row, "when", when(c, k->acted_at));
	view_text(row, "arrived", when(c, k->arrived_at));
	return row;
}

/* Has its action a page that she may open, and may she do it there? */
static bool correctable(struct ctx *c, const struct parked *p, const struct action *action)
{
	struct scope s = parked_scope(p);

	if (p->kind == PARKED_WAITING || !action || (!id_is_zero(s.group) && !allowed(c, action->name, s)))
		return false;
	return page_doing(c, str_c(action->name)) != NULL;
}

static void notice(struct page_call *p)
{
	static const struct {
		const char *key, *words;
	} said[] = {
		{ "discard", N_("Listo: ya no está aquí.") },
		{ "accept", N_("Listo: quedó guardado con su nombre y su hora.") },
		{ "reject", N_("Listo: ella verá el motivo.") },
		{ "late", N_("Eso ya se decidió antes.") },
	};

	for (unsigned i = 0; i < ARRAY_LEN(said); i++)
		if (str_is(p->get(p, "ok"), said[i].key))
			view_text(p->v, "notice", tr(p->c->lang, said[i].words));
}

enum rc pending_page(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[SHOWN_MAX];
	struct parked k;
	unsigned n = parked_mine(c, c->who->person, id, SHOWN_MAX);

	for (unsigned i = 0; i < n && parked_get(c, id[i], &k); i++) {
		const struct action *action = registry_action(c->reg, k.action);
		struct view *row = row_of(p, "rows", &k, action);
		view_text(row, "state", tr(c->lang, to_her[k.kind]));
		view_text(row, "fix_url", correctable(c, &k, action) ?
			str_fmt(c->mem, "/pendientes/%s", str_cstr(c->mem, id_text(c->mem, k.id))) : STR(""));
		view_flag(row, "asked", str_eq(p->get(p, "descartar"), id_text(c->mem, k.id)));
		if (k.kind != PARKED_MEMBERSHIP) /* said already, and better */
			reasons(c, row, &k, action);
		sent(c, row, &k, action, ~0u);
	}
	n = parked_rejected(c, c->who->person, id, REJECTED_SHOWN);
	for (unsigned i = 0; i < n && parked_get(c, id[i], &k); i++) {
		const struct action *action = registry_action(c->reg, k.action);
		struct view *row = row_of(p, "rejected", &k, action);
		view_text(row, "by", person_name(c, k.decided_by));
		view_text(row, "why", k.why.p ? k.why : STR(""));
		sent(c, row, &k, action, ~0u);
	}
	view_text(p->v, "others_url", allowed_somewhere(c, "page:pending_others") ? STR("/pendientes/otras") : STR(""));
	notice(p);
	return OK;
}

enum rc pending_others_page(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[SHOWN_MAX];
	struct parked k;
	unsigned n = parked_others(c, id, SHOWN_MAX);

	for (unsigned i = 0; i < n && parked_get(c, id[i], &k); i++) {
		const struct action *action = registry_action(c->reg, k.action);
		struct view *row = row_of(p, "rows", &k, action);
		view_text(row, "who_sent", person_name(c, k.person));
		view_text(row, "state", to_others[k.kind] ? tr(c->lang, to_others[k.kind]) : STR(""));
		view_flag(row, "can_accept", action != NULL);
		view_flag(row, "asked", str_eq(p->get(p, "motivo"), id_text(c->mem, k.id)));
		if (k.kind == PARKED_CLOCK) /* of the others only what keeps her from doing it now */
			reasons(c, row, &k, action);
		sent(c, row, &k, action, classes_seen(c, parked_scope(&k)));
	}
	notice(p);
	return OK;
}

void pending_task(struct task_list *l, const struct task *t)
{
	struct id id[COUNTED_MAX];
	struct ctx *c = l->c;
	bool others = t->what != NULL;
	unsigned n = others ? parked_others(c, id, COUNTED_MAX) : parked_mine(c, c->who->person, id, COUNTED_MAX);

	if (n)
		task_add(l, t, (struct task_told){ .count = n });
}
