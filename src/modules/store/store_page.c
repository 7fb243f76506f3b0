/*
 * store_page.c - /almacen: what is there, and the four forms of what comes, goes, is left and is lent.
 */
#include "store_own.h"

#include "html.h"

enum { SOON_DAYS = 3, LOANS_SHOWN = 60, KITCHENS_SHOWN = 200 };

struct str store_url(struct ctx *c, const char *path, struct id group)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, path);
	buf_c(&b, "?group=");
	url_part(&b, ref_code(c, "group", group));
	return buf_str(&b);
}

bool store_asked(struct page_call *p, const char *what, struct id *out)
{
	struct ctx *c = p->c;
	struct str code = p->get(p, "group");
	struct id mine;

	if (code.n ? !ref_resolve(c, "group", code, out) : !store_mine(c, &mine, 1))
		return false;
	if (!code.n)
		*out = mine;
	return store_is_kitchen(c, *out) && allowed(c, what, scope_of_group(c, *out));
}

/* Her kitchens, when she has several. */
static void tabs(struct page_call *p, const char *path, struct id chosen)
{
	struct ctx *c = p->c;
	struct id id[STORE_KITCHENS_MAX];
	unsigned n = store_mine(c, id, STORE_KITCHENS_MAX);

	for (unsigned i = 0; n > 1 && i < n; i++)
		part_tab(p, ref_title(c, "group", id[i]), store_url(c, path, id[i]), id_eq(id[i], chosen));
}

/* ---- what is there ---- */

static struct str note_of(struct ctx *c, const struct held *h)
{
	int64_t days = h->spoils - today(c);

	if (h->balance < 0)
		return tr(c->lang, N_("Menos que nada: cuente otra vez"));
	if (h->balance == 0)
		return tr(c->lang, N_("Se acabó"));
	if (h->spoils && days < 0)
		return h->said ? tr(c->lang, N_("Ya venció: revise")) : tr(c->lang, N_("Lleva mucho tiempo: revise"));
	if (h->spoils && days <= SOON_DAYS)
		return h->said ? tr_fill(c->mem, c->lang, N_("Vence el %s"), lang_date_short(c->mem, c->lang, h->spoils)) :
			tr_fill(c->mem, c->lang, N_("Úselo antes del %s"), lang_date_short(c->mem, c->lang, h->spoils));
	if (!h->daily)
		return STR("");
	int64_t lasts = h->balance / h->daily;
	return lasts == 0 ? tr(c->lang, N_("No alcanza para un día")) : lasts == 1 ? tr(c->lang, N_("Alcanza para un día")) :
		tr_fill(c->mem, c->lang, N_("Alcanza para %s días"), str_fmt(c->mem, "%lld", (long long)lasts));
}

static struct str card_url(struct ctx *c, struct id group, struct id food)
{
	struct str base = store_url(c, "/almacen/ficha", group), code = ref_code(c, "food", food);

	return str_fmt(c->mem, "%.*s&food=%.*s", (int)base.n, base.p, (int)code.n, code.p);
}

static bool urgent(struct ctx *c, const struct held *h)
{
	return h->balance < 0 || (h->balance > 0 && h->spoils && h->spoils - today(c) <= SOON_DAYS);
}

static void list(struct page_call *p, struct id group)
{
	struct ctx *c = p->c;
	struct held *h = ARENA_ARRAY(c->mem, struct held, STORE_FOODS_MAX);
	unsigned n = store_held(c, group, h);

	/* What cannot wait, what is there, what ran out. */
	for (unsigned turn = 0; turn < 3; turn++)
		for (unsigned i = 0; i < n; i++)
			if ((urgent(c, &h[i]) ? 0u : h[i].balance ? 1u : 2u) == turn)
				part_row(p, h[i].name, card_url(c, group, h[i].food), food_amount_show(c, h[i].record, h[i].balance),
					note_of(c, &h[i]));
	part_empty(p, N_("Todavía no hay nada anotado. Empiece contando lo que hay."));
}

/* For who answers for kitchens without having one: theirs, to be chosen. */
static enum rc choose(struct page_call *p)
{
	struct ctx *c = p->c;

	part_intro(p, N_("Elija la cocina cuyo almacén quiere ver."));
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		if (!g)
			continue;
		struct rows r = db_rows(c->db, SQL(Q_STORE_KITCHENS_OF), ARGS(cell_id(&c->net->id), cell_id(&g->place)));
		while (rows_next(&r)) {
			struct id id = rows_id(&r, 0);
			struct str name = str_dup(c->mem, rows_text(&r, 2)), code = str_dup(c->mem, rows_text(&r, 1));
			if (!allowed(c, "page:store", scope_of_group(c, id)))
				continue;
			part_row(p, name, store_url(c, "/almacen", id), code, STR(""));
		}
	}
	part_empty(p, N_("Escriba en la dirección el código de una cocina, por ejemplo /almacen?group=SJM-001"));
	return OK;
}

enum rc page_store(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group;

	if (!p->get(p, "group").n && !store_mine(c, &group, 1))
		return choose(p);
	if (!store_asked(p, "page:store", &group))
		return NOT_FOUND;
	tabs(p, "/almacen", group);
	part_fact(p, NULL, ref_title(c, "group", group));
	list(p, group);
	part_link(p, "mas", N_("Anotar lo que entró"), store_url(c, "/almacen/entra", group));
	part_link(p, "olla", N_("Anotar lo que salió"), store_url(c, "/almacen/sale", group));
	part_link(p, "lista", N_("Contar lo que queda"), store_url(c, "/almacen/cuenta", group));
	part_link(p, "cambiar", N_("Préstamos entre cocinas"), store_url(c, "/almacen/prestamos", group));
	part_link(p, "camion", N_("Lo que nos falta"), store_url(c, "/almacen/falta", group));
	part_link(p, "barras", N_("Precios del distrito"), store_url(c, "/almacen/precios", group));
	return OK;
}

/* ---- the forms ---- */

/* After any of them: the store, with what became of it. */
struct str store_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str url = store_url(c, "/almacen", said_ref(a, "group"));

	(void)o;
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}

static enum rc form(struct page_call *p, const char *what, const struct action *action, const char *path, const char *intro,
	struct id *group)
{
	struct ctx *c = p->c;

	if (!store_asked(p, what, group))
		return NOT_FOUND;
	part_back(p, N_("Lo que hay"), store_url(c, "/almacen", *group));
	tabs(p, path, *group);
	part_fact(p, NULL, ref_title(c, "group", *group));
	part_intro(p, intro);
	return page_may(c, p->page) && action ? OK : NOT_FOUND;
}

static enum rc simple(struct page_call *p, const char *what, const struct action *action, const char *path, const char *intro)
{
	struct id group;

	if (form(p, what, action, path, intro, &group) != OK)
		return NOT_FOUND;
	part_form(p, &(struct part_form){ .action = action, .to = str_c(path), .waits = true, .button = N_("Guardar"),
		.carry = { { "group", ref_code(p->c, "group", group) } } });
	return OK;
}

enum rc page_store_in(struct page_call *p)
{
	return simple(p, "page:store_in", &stock_in, "/almacen/entra",
		N_("Lo que se compró o lo que llegó. Con boleta, copie el RUC y el número: así nadie la anota dos veces."));
}

enum rc page_store_out(struct page_call *p)
{
	return simple(p, "page:store_out", &stock_out, "/almacen/sale", N_("Lo que se usó, se malogró o se perdió."));
}

/* The one food that is counted: asked for, or what she typed when it was refused. */
static bool counted_food(struct page_call *p, struct id *out)
{
	struct food_line line[STORE_LINES_MAX];
	struct diag unsaid = { 0 }, *was = p->c->diag;
	unsigned n = 0;

	if (!p->act)
		return p->get(p, "of").n && ref_resolve(p->c, "food", p->get(p, "of"), out);
	if (!p->get(p, "stood").n)
		return false;
	p->c->diag = &unsaid;
	bool read = store_lines(p->c, p->act, line, &n) == OK && n == 1;
	p->c->diag = was;
	*out = read ? line[0].food : (struct id){ 0 };
	return read;
}

/* Of one food the form knows what it said: who counts is told when that changed meanwhile. */
enum rc page_store_count(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct id group, id;

	if (form(p, "page:store_count", &stock_count, "/almacen/cuenta", N_("Mire lo que hay y escriba cuánto queda de cada cosa. Si no queda, escriba nada."),
		&group) != OK)
		return NOT_FOUND;
	struct part_form f = { .action = &stock_count, .to = STR("/almacen/cuenta"), .waits = true, .button = N_("Guardar"),
		.carry = { { "group", ref_code(c, "group", group) } }, .without = "stood" };
	if (counted_food(p, &id) && food_get(c, id, food)) {
		int64_t stood = stock_balance(c, group, id);
		part_fact(p, N_("El cuaderno dice"), str_fmt(c->mem, "%s: %s", str_cstr(c->mem, food->v[FOOD_NAME].s),
			str_cstr(c->mem, food_amount_show(c, food, stood))));
		f.carry[1].name = "stood";
		f.carry[1].value = str_fmt(c->mem, "%lld", (long long)stood);
	}
	part_form(p, &f);
	return OK;
}

/* ---- loans ---- */

static void loans(struct page_call *p, struct id group)
{
	struct ctx *c = p->c;
	struct loan loan[LOANS_SHOWN];
	struct record *food = ARENA_NEW(c->mem, struct record);
	unsigned n = store_loans(c, group, loan, LOANS_SHOWN);

	part_heading(p, N_("Lo que falta devolver"));
	for (unsigned i = 0; i < n; i++) {
		if (!food_get(c, loan[i].food, food))
			continue;
		struct str amount = food_amount_show(c, food, loan[i].net < 0 ? -loan[i].net : loan[i].net);
		part_row(p, ref_title(c, "group", loan[i].other), STR(""),
			str_fmt(c->mem, "%s %s", str_cstr(c->mem, food->v[FOOD_NAME].s), str_cstr(c->mem, amount)),
			loan[i].net < 0 ? tr(c->lang, N_("Nos deben")) : tr(c->lang, N_("Les debemos")));
	}
	part_empty(p, N_("Nadie debe nada."));
}

enum rc page_store_lend(struct page_call *p)
{
	struct id group;

	if (form(p, "page:store_lend", &stock_lend, "/almacen/prestamos",
		N_("Queda anotado en los dos almacenes. Si no fue así, cualquiera de las dos cocinas puede deshacerlo."), &group) != OK)
		return NOT_FOUND;
	part_form(p, &(struct part_form){ .action = &stock_lend, .to = STR("/almacen/prestamos"), .waits = true,
		.button = N_("Guardar"), .carry = { { "group", ref_code(p->c, "group", group) } } });
	loans(p, group);
	store_noted_rows(p, group);
	return OK;
}

/* ---- home ---- */

/* What will not keep, in her kitchens: it cannot wait. */
void store_spoils_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id id[STORE_KITCHENS_MAX];
	struct held *h = ARENA_ARRAY(c->mem, struct held, STORE_FOODS_MAX);
	unsigned n = store_mine(c, id, STORE_KITCHENS_MAX);

	for (unsigned i = 0; i < n; i++) {
		unsigned foods = store_held(c, id[i], h), soon = 0;
		const struct held *first = NULL;
		for (unsigned k = 0; k < foods; k++)
			if (h[k].said && h[k].balance > 0 && h[k].spoils - today(c) <= SOON_DAYS) {
				soon++;
				first = first && first->spoils <= h[k].spoils ? first : &h[k];
			}
		if (first)
			task_add(l, t, (struct task_told){ .count = soon, .url = store_url(c, "/almacen", id[i]),
				.hint = str_fmt(c->mem, "%s: %s", str_cstr(c->mem, first->name), str_cstr(c->mem, note_of(c, first))) });
	}
}

void store_in_task(struct task_list *l, const struct task *t)
{
	struct id id;

	if (store_mine(l->c, &id, 1))
		task_add(l, t, (struct task_told){ .url = store_url(l->c, t->url, id) });
}
