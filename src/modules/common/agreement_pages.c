/*
 * agreement_pages.c - /acuerdos: those that are open, a new one, one and how it stands.
 */
#include "agreement.h"

#include "html.h"
#include "parts.h"
#include "people.h"

enum { SHOWN = 60 };

static struct str url_of(struct ctx *c, struct id agreement, struct str from)
{
	struct buf b = buf_new(c->mem, 120);

	buf_fmt(&b, "/acuerdos/%.36s", id_text(c->mem, agreement).p);
	if (from.n) {
		buf_c(&b, "?source=");
		url_part(&b, from);
	}
	return buf_str(&b);
}

struct str agreement_new_url(struct ctx *c, struct id group, struct str source)
{
	struct buf b = buf_new(c->mem, 120);

	buf_c(&b, "/acuerdos/nuevo?group=");
	url_part(&b, ref_code(c, "group", group));
	if (source.n) {
		buf_c(&b, "&source=");
		url_part(&b, source);
	}
	return buf_str(&b);
}

static bool is_closed(struct str state)
{
	return str_is(state, "done") || str_is(state, "let_go");
}

/* "pendiente · para el 30 nov · vencido" */
static struct str standing_word(struct ctx *c, const struct agreement *a)
{
	struct buf b = buf_new(c->mem, 60);

	buf_add(&b, choice_label(c, agreement_states, a->state));
	if (a->dated && !is_closed(a->state)) {
		buf_c(&b, " · ");
		buf_add(&b, tr_fill(c->mem, c->lang, N_("para el %s"), lang_date_short(c->mem, c->lang, a->by)));
		if (a->by < today(c)) {
			buf_c(&b, " · ");
			buf_add(&b, tr(c->lang, N_("ya pasó")));
		}
	}
	return buf_str(&b);
}

void agreement_row(struct page_call *p, const struct agreement *a, struct str from)
{
	part_row(p, a->what, url_of(p->c, a->id, from), standing_word(p->c, a), a->who);
}

/* The source is a visit of hers: back to it. */
static struct str source_url(struct ctx *c, struct str source)
{
	struct id id;

	if (str_starts(source, "visit:") && id_parse(str_sub(source, 6, source.n), &id))
		return str_fmt(c->mem, "/visitas/%.36s", id_text(c->mem, id).p);
	return STR("");
}

/* ---- the list ---- */

static void view_group(struct page_call *p, struct id group)
{
	struct agreement *a = ARENA_ARRAY(p->c->mem, struct agreement, SHOWN);
	unsigned n = agreements_open(p->c, group, a, SHOWN);

	for (unsigned i = 0; i < n; i++)
		agreement_row(p, &a[i], STR(""));
}

/* Of all groups that are hers to look at. */
static void view_all(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, SHOWN);
	unsigned n = agreements_hers(c, false, a, SHOWN);

	for (unsigned i = 0; i < n; i++)
		part_row(p, a[i].what, url_of(c, a[i].id, STR("")), standing_word(c, &a[i]), str_fmt(c->mem, "%s · %s",
			str_cstr(c->mem, ref_title(c, "group", a[i].group)), str_cstr(c->mem, a[i].who)));
}

enum rc page_agreements(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str asked = p->get(p, "group");
	struct id group;

	part_empty(p, N_("No hay acuerdos pendientes."));
	part_intro(p, N_("Lo que se acordó y todavía no se cierra, lo más urgente primero."));
	if (asked.n) {
		if (!ref_resolve(c, "group", asked, &group) || !allowed(c, "page:agreements", scope_of_group(c, group)))
			return NOT_FOUND;
		part_fact(p, NULL, ref_title(c, "group", group));
		view_group(p, group);
	} else {
		view_all(p);
	}
	if (allowed_somewhere(c, "agreement.add"))
		part_link(p, "mas", N_("Anotar un acuerdo"), asked.n ? agreement_new_url(c, group, STR("")) : STR("/acuerdos/nuevo"));
	return OK;
}

void agreements_task(struct task_list *l, const struct task *t)
{
	struct agreement *a = ARENA_ARRAY(l->c->mem, struct agreement, SHOWN);
	unsigned n = agreements_hers(l->c, true, a, SHOWN);

	if (n)
		task_add(l, t, (struct task_told){ .count = n });
}

/* ---- a new one ---- */

enum rc page_agreement_new(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str code = p->get(p, "group"), source = p->get(p, "source"), back = source_url(c, source);
	struct id group;

	if (code.n && !p->act && (!ref_resolve(c, "group", code, &group) || !allowed(c, "agreement.add", scope_of_group(c, group))))
		return NOT_FOUND;
	part_back(p, back.n ? N_("Volver a la visita") : N_("Acuerdos"), back.n ? back : STR("/acuerdos"));
	bool fixed = code.n && ref_resolve(c, "group", code, &group) && source.n;
	if (fixed)
		part_fact(p, NULL, ref_title(c, "group", group));
	struct part_form f = { .action = &agreement_add, .to = STR("/acuerdos/nuevo"), .waits = true, .without = "person",
		.carry = { { "source", source } } };
	if (fixed)
		f.carry[1].name = "group", f.carry[1].value = code;
	part_form(p, &f);
	return OK;
}

struct str agreement_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	int at = action_arg(a->action, STR("source"));
	struct str back = at >= 0 && act_has(a, (unsigned)at) ? source_url(c, act_text(a, (unsigned)at)) : STR("");

	(void)o;
	return back.n ? str_fmt(c->mem, "%.*s?ok=1", (int)back.n, back.p) : STR("/acuerdos?ok=1");
}

/* ---- one ---- */

static bool asked(struct page_call *p, struct record *r)
{
	struct ctx *c = p->c;
	struct id id;

	return id_parse(p->get(p, "agreement"), &id) &&
		record_get(c->db, c->schema, c->mem, &agreement_entity, c->net->id, id, r) && r->born && record_visible(c, r) &&
		allowed(c, "page:agreements", scope_of(c, r));
}

static struct str date_of(struct ctx *c, const struct value *v)
{
	return v->kind == V_INT ? lang_date_long(c->mem, c->lang, v->i) : STR("");
}

enum rc page_agreement(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *shown = ARENA_NEW(c->mem, struct record);
	struct str from = p->get(p, "source"), came;

	if (!asked(p, r))
		return NOT_FOUND;
	const struct value *v = r->v;
	came = from.n ? from : v[AGREEMENT_SOURCE].kind == V_TEXT ? v[AGREEMENT_SOURCE].s : STR("");
	struct str back = source_url(c, came);
	part_back(p, back.n ? N_("Volver a la visita") : N_("Acuerdos"), back.n ? back : STR("/acuerdos"));
	part_title(p, v[AGREEMENT_WHAT].s);
	part_fact(p, NULL, ref_title(c, "group", v[AGREEMENT_GROUP].id));
	part_fact(p, N_("Quién se encarga"), v[AGREEMENT_WHO].s);
	part_fact(p, N_("Para cuándo"), date_of(c, &v[AGREEMENT_BY]));
	part_fact(p, N_("Cómo se verá que se hizo"), v[AGREEMENT_SIGN].s);
	part_fact(p, N_("Cómo está"), choice_label(c, agreement_states, v[AGREEMENT_STATE].s));
	part_fact(p, N_("Qué se vio"), v[AGREEMENT_NOTE].s);
	part_fact(p, N_("Mirado por última vez"), date_of(c, &v[AGREEMENT_LOOKED]));
	/* What was seen now is said anew. */
	*shown = *r;
	shown->v[AGREEMENT_NOTE] = shown->v[AGREEMENT_BY] = value_null();
	if (allowed(c, "agreement.look", scope_of(c, r)))
		part_form(p, &(struct part_form){ .action = &agreement_look, .to = url_of(c, r->id, STR("")), .waits = true,
			.standing = p->act ? NULL : shown,
			.carry = { { "agreement", id_text(c->mem, r->id) }, { "source", from } } });
	part_link(p, "historia", N_("Historia de este acuerdo"), str_fmt(c->mem, "/historia/agreement/%.36s", id_text(c->mem, r->id).p));
	return OK;
}
