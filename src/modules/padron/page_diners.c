/*
 * page_diners.c - /padron: who eats at a kitchen, one of them, and who stands in two kitchens.
 */
#include "padron_own.h"

#include "field.h"
#include "html.h"
#include "money.h"
#include "parts.h"

enum { SHOWN = 100, LEFT_SHOWN = 30, OWN_MAX = 8 };

bool diner_get(struct ctx *c, struct id id, struct record *r)
{
	return record_get(c->db, c->schema, c->mem, &diner_entity, c->net->id, id, r) && r->born && r->v[DINER_ALIKE].kind == V_TEXT &&
		r->v[DINER_GROUP].kind == V_ID && r->v[DINER_PRESENT].kind == V_INT;
}

static struct str text_of(const struct value *v)
{
	return v->kind == V_TEXT ? v->s : STR("");
}

static struct str join(struct ctx *c, struct str a, const char *between, struct str b)
{
	if (!a.n || !b.n)
		return a.n ? a : b;
	return str_fmt(c->mem, "%.*s%s%.*s", (int)a.n, a.p, between, (int)b.n, b.p);
}

struct str diner_name(struct ctx *c, const struct record *r)
{
	return join(c, text_of(&r->v[DINER_SURNAMES]), ", ", text_of(&r->v[DINER_NAMES]));
}

struct str diner_document(struct ctx *c, const struct record *r)
{
	if (r->v[DINER_DOCUMENT_KIND].kind == V_NULL)
		return STR("");
	return join(c, choice_label(c, document_kinds, r->v[DINER_DOCUMENT_KIND].s), " ", text_of(&r->v[DINER_DOCUMENT_NUMBER]));
}

struct str diner_home(struct ctx *c, const struct record *r)
{
	struct str block = text_of(&r->v[DINER_BLOCK]), lot = text_of(&r->v[DINER_LOT]);

	if (block.n)
		block = tr_fill(c->mem, c->lang, N_("Mz. %s"), block);
	if (lot.n)
		lot = tr_fill(c->mem, c->lang, N_("Lt. %s"), lot);
	return join(c, join(c, block, " ", lot), ", ", text_of(&r->v[DINER_LANDMARK]));
}

struct diner_counts diner_count(struct ctx *c, struct id group)
{
	struct diner_counts n = { 0 };
	struct rows r = db_rows(c->db, SQL(Q_DINERS_COUNT), ARGS(cell_id(&c->net->id), cell_id(&group)));

	while (rows_next(&r)) {
		n.all += rows_int(&r, 2);
		n.social += str_is(rows_text(&r, 1), "social") ? rows_int(&r, 2) : 0;
		for (unsigned i = 0; i < ARRAY_LEN(n.age); i++)
			n.age[i] += str_is(rows_text(&r, 0), diner_ages[i].name) ? rows_int(&r, 2) : 0;
	}
	return n;
}

static struct str with_group(struct ctx *c, const char *path, struct id group)
{
	struct buf b = buf_new(c->mem, 64);

	buf_fmt(&b, "%s?group=", path);
	url_part(&b, ref_code(c, "group", group));
	return buf_str(&b);
}

static struct str diner_url(struct ctx *c, struct id id, const char *piece)
{
	return str_fmt(c->mem, "/padron/%.36s%s", id_text(c->mem, id).p, piece);
}

static bool is_kitchen(struct ctx *c, struct id group)
{
	const struct group_info *g = group_of(c, group);

	return g && (str_is(g->kind, "olla") || str_is(g->kind, "comedor"));
}

bool padron_of(struct page_call *p, const char *what, struct id *out)
{
	struct ctx *c = p->c;
	struct str asked = p->get(p, "group");

	if (asked.n)
		return ref_resolve(c, "group", asked, out) && is_kitchen(c, *out) && allowed(c, what, scope_of_group(c, *out));
	for (unsigned i = 0; i < c->who->nmember; i++) {
		*out = c->who->member[i].group;
		if (is_kitchen(c, *out) && allowed(c, what, scope_of_group(c, *out)))
			return true;
	}
	return false;
}

static struct str number(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_thousands(&b, n);
	return buf_str(&b);
}

/* Which padrón, for who has several kitchens, or none of her own. */
static void tabs(struct page_call *p, struct id group)
{
	struct ctx *c = p->c;
	struct id own[OWN_MAX];
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < OWN_MAX; i++) {
		struct id id = c->who->member[i].group;
		bool again = !is_kitchen(c, id) || !allowed(c, "page:diners", scope_of_group(c, id));
		for (unsigned k = 0; k < n; k++)
			again |= id_eq(own[k], id);
		if (!again)
			own[n++] = id;
	}
	for (unsigned i = 0; i < n && n > 1; i++)
		part_tab(p, ref_title(c, "group", own[i]), with_group(c, "/padron", own[i]), id_eq(own[i], group));
}

static void view_one(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	bool social = r->v[DINER_KIND].kind == V_TEXT && str_is(r->v[DINER_KIND].s, "social");

	/* One of a kitchen that was joined to this one opens for who answers for that one. */
	bool opens = allowed(c, "page:diner", scope_of_group(c, r->v[DINER_GROUP].id));
	part_row(p, diner_name(c, r), opens ? diner_url(c, r->id, "") : STR(""), social ? choice_label(c, diner_kinds, STR("social")) : STR(""),
		join(c, r->v[DINER_AGE].kind == V_TEXT ? choice_label(c, diner_ages, r->v[DINER_AGE].s) : STR(""), " · ", diner_home(c, r)));
}

static void view_list(struct page_call *p, struct id group)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str after = p->get(p, "after"), last = STR("");
	struct id after_id = { 0 };
	unsigned n = 0;

	if (!id_parse(p->get(p, "after_id"), &after_id))
		after_id = (struct id){ 0 };
	struct rows rows = db_rows(c->db, SQL(Q_DINERS_PAGE), ARGS(cell_id(&c->net->id), cell_id(&group), cell_text(after), cell_id(&after_id),
		cell_int(SHOWN + 1)));

	while (rows_next(&rows)) {
		if (n++ == SHOWN) {
			struct buf b = buf_new(c->mem, 80);
			buf_add(&b, with_group(c, "/padron", group));
			buf_c(&b, "&after=");
			url_part(&b, last);
			buf_c(&b, "&after_id="); /* two of one name are two */
			buf_id(&b, after_id);
			part_more(p, buf_str(&b));
			rows_end(&rows);
			break;
		}
		last = str_dup(c->mem, rows_text(&rows, 1));
		after_id = rows_id(&rows, 0);
		if (diner_get(c, rows_id(&rows, 0), r))
			view_one(p, r);
	}
}

enum rc page_diners(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group;

	part_empty(p, N_("Todavía no hay nadie en el padrón."));
	if (!padron_of(p, "page:diners", &group)) {
		if (p->get(p, "group").n)
			return NOT_FOUND;
		part_intro(p, N_("Abra el padrón desde la página de una cocina: «Lo que se sabe de ella»."));
		return OK;
	}
	struct diner_counts n = diner_count(c, group);
	tabs(p, group);
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Estos nombres los ven solo la lideresa, su coordinadora y la operadora."));
	part_number(p, N_("Personas en el padrón"), number(c, n.all));
	part_number(p, N_("Casos sociales"), number(c, n.social));
	for (unsigned i = 0; i < ARRAY_LEN(n.age); i++)
		part_number(p, diner_ages[i].label, number(c, n.age[i]));
	view_list(p, group);
	if (allowed(c, "diner.add", scope_of_group(c, group)))
		part_link(p, "mas", N_("Anotar a una persona"), with_group(c, "/padron/nueva", group));
	part_link(p, "imprimir", N_("Hoja para firmar"), with_group(c, "/padron/hoja", group));
	part_link(p, "imprimir", N_("Planilla para repartir víveres"), with_group(c, "/padron/reparto", group));
	part_link(p, "papel", N_("Planilla para la municipalidad"), with_group(c, "/padron/planilla", group));
	return OK;
}

enum rc page_diner_new(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group;

	if (!padron_of(p, "diner.add", &group))
		return NOT_FOUND;
	part_back(p, N_("El padrón"), with_group(c, "/padron", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Sin documento también se anota."));
	part_form(p, &(struct part_form){ .action = &diner_add, .to = STR("/padron/nueva"), .carry = { { "group", ref_code(c, "group", group) } },
		.without = p->act ? NULL : "reason", .waits = true });
	return OK;
}

/* ---- one ---- */

static bool asked(struct page_call *p, const char *what, struct record *r)
{
	struct id id;

	return id_parse(p->get(p, "diner"), &id) && diner_get(p->c, id, r) && allowed(p->c, what, scope_of(p->c, r));
}

static void view_facts(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;

	part_title(p, diner_name(c, r));
	part_fact(p, N_("Cocina"), ref_title(c, "group", r->v[DINER_GROUP].id));
	part_fact(p, N_("Documento"), diner_document(c, r));
	part_fact(p, N_("Dirección"), diner_home(c, r));
	static const unsigned rest[] = { DINER_AGE, DINER_KIND, DINER_PHONE, DINER_ENTERED, DINER_CONSENT, DINER_LEFT, DINER_LEFT_WHY, DINER_REASON };
	for (unsigned i = 0; i < ARRAY_LEN(rest); i++) {
		const struct field *f = &diner_entity.fields[rest[i]];
		const struct value *v = &r->v[rest[i]];
		part_fact(p, f->label, v->kind == V_NULL ? STR("") : f->type == T_DATE ? lang_date_long(c->mem, c->lang, v->i) :
			field_show(c->mem, f, v, c->lang));
	}
}

enum rc page_diner(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, "page:diner", r))
		return NOT_FOUND;
	part_back(p, N_("El padrón"), with_group(c, "/padron", r->v[DINER_GROUP].id));
	view_facts(p, r);
	if (allowed(c, "diner.edit", scope_of(c, r))) {
		part_link(p, "lapiz", r->v[DINER_PRESENT].i ? N_("Corregir") : N_("Volvió a comer aquí"), diner_url(c, r->id, "/corregir"));
		if (r->v[DINER_PRESENT].i)
			part_link(p, "salir", N_("Anotar su salida"), diner_url(c, r->id, "/salida"));
		part_link(p, "quitar", N_("Borrar sus datos"), diner_url(c, r->id, "/borrar"));
	}
	return OK;
}

static enum rc question(struct page_call *p, const struct action *action, const char *piece, const char *care, const char *icon, const char *without)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, action->name, r))
		return NOT_FOUND;
	part_title(p, diner_name(c, r));
	part_back(p, N_("Volver sin cambiar nada"), diner_url(c, r->id, ""));
	if (care)
		part_care(p, care);
	part_form(p, &(struct part_form){ .action = action, .standing = action == &diner_edit ? r : NULL, .to = diner_url(c, r->id, piece),
		.carry = { { "diner", id_text(c->mem, r->id) } }, .without = without, .icon = icon });
	return OK;
}

enum rc page_diner_edit(struct page_call *p)
{
	return question(p, &diner_edit, "/corregir", NULL, NULL, p->act ? "group" : "group|reason");
}

enum rc page_diner_leave(struct page_call *p)
{
	return question(p, &diner_leave, "/salida", N_("Deja de contar en el padrón. Puede volver cuando quiera."), "salir", NULL);
}

enum rc page_diner_erase(struct page_call *p)
{
	return question(p, &diner_erase, "/borrar", N_("Si ella lo pide: su nombre, su documento y su dirección se borran para siempre, también del diario."),
		"quitar", NULL);
}

struct str diner_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	bool added = str_is(str_c(a->action->name), "diner.add");
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (added)
		return str_fmt(c->mem, "%s&ok=1", str_cstr(c->mem, with_group(c, "/padron", act_ref(a, DINER_GROUP))));
	int at = action_arg(a->action, STR("diner"));
	if (at >= 0 && diner_get(c, act_ref(a, (unsigned)at), r))
		return diner_url(c, r->id, "?ok=1");
	return STR("/padron?ok=1");
}

/* ---- who stands in two ---- */

static bool hers(struct ctx *c, struct id one, struct id other)
{
	return allowed(c, "page:twice", scope_of_group(c, one)) || allowed(c, "page:twice", scope_of_group(c, other));
}

enum rc page_twice(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *t = ARENA_NEW(c->mem, struct record), *r = ARENA_NEW(c->mem, struct record);
	struct rows rows = db_rows(c->db, SQL(Q_TWICE_OPEN), ARGS(cell_id(&c->net->id)));
	unsigned shown = 0;

	part_intro(p, N_("La misma persona puede comer en dos cocinas: no es una falta. Conversen entre las dos, y anote qué acordaron."));
	part_empty(p, N_("Nadie está en dos padrones."));
	while (rows_next(&rows)) {
		if (shown == SHOWN || !hers(c, rows_id(&rows, 1), rows_id(&rows, 2)) ||
			!record_get(c->db, c->schema, c->mem, &diner_twice_entity, c->net->id, rows_id(&rows, 0), t))
			continue;
		/* Her name is told by the kitchen that is hers to see. */
		bool first = allowed(c, "page:twice", scope_of_group(c, t->v[TWICE_GROUP_ONE].id));
		struct str name = diner_get(c, t->v[first ? TWICE_ONE : TWICE_OTHER].id, r) ? diner_name(c, r) : STR("");
		if (!name.n)
			continue;
		shown++;
		part_row(p, name, str_fmt(c->mem, "/padron/dos/%.36s", id_text(c->mem, t->id).p),
			choice_label(c, diner_twice_entity.fields[TWICE_WHY].choices, t->v[TWICE_WHY].s),
			join(c, ref_title(c, "group", t->v[TWICE_GROUP_ONE].id), " · ", ref_title(c, "group", t->v[TWICE_GROUP_OTHER].id)));
	}
	return OK;
}

enum rc page_twice_one(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *t = ARENA_NEW(c->mem, struct record), *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "twice"), &id) || !record_get(c->db, c->schema, c->mem, &diner_twice_entity, c->net->id, id, t) || !t->born ||
		!hers(c, t->v[TWICE_GROUP_ONE].id, t->v[TWICE_GROUP_OTHER].id))
		return NOT_FOUND;
	part_back(p, N_("Personas en dos cocinas"), STR("/padron/dos"));
	for (unsigned i = 0; i < 2; i++) {
		struct id group = t->v[i ? TWICE_GROUP_OTHER : TWICE_GROUP_ONE].id;
		bool mine = allowed(c, "page:diner", scope_of_group(c, group)) && diner_get(c, t->v[i ? TWICE_OTHER : TWICE_ONE].id, r);
		part_fact(p, N_("Cocina"), ref_title(c, "group", group));
		if (mine) {
			part_fact(p, N_("Nombre"), diner_name(c, r));
			part_fact(p, N_("Documento"), diner_document(c, r));
			part_fact(p, N_("Dirección"), diner_home(c, r));
		}
	}
	part_care(p, N_("A nadie se le quita el plato por esto."));
	/* Of the first kitchen; who watches over the other only reads. */
	if (allowed(c, "diner.settle", scope_of(c, t)))
		part_form(p, &(struct part_form){ .action = &diner_settle, .to = str_fmt(c->mem, "/padron/dos/%.36s", id_text(c->mem, id).p),
			.carry = { { "twice", id_text(c->mem, id) } } });
	return OK;
}

void twice_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct rows r = db_rows(c->db, SQL(Q_TWICE_OPEN), ARGS(cell_id(&c->net->id)));
	int64_t n = 0;

	while (rows_next(&r))
		n += hers(c, rows_id(&r, 1), rows_id(&r, 2));
	if (n)
		task_add(l, t, (struct task_told){ .count = n });
}
