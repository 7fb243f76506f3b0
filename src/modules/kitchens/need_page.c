/*
 * need_page.c - /faltas: what a kitchen lacks, told and met; and what a district lacks, by thing and by kitchen.
 */
#include "pages.h"

#include "html.h"
#include "need_items.h"
#include "texts.h"
#include "parts.h"

enum { NEEDS_READ = 500, DISTRICTS_MOST = 2000, MEASURES_MOST = 4 };

static struct str needs_url(struct ctx *c, const char *what, struct str code)
{
	struct buf b = buf_new(c->mem, 48);

	buf_c(&b, "/faltas?");
	buf_c(&b, what);
	buf_char(&b, '=');
	url_part(&b, code);
	return buf_str(&b);
}

/* ---- a kitchen's ---- */

static void view_open(struct page_call *p, struct id kitchen, struct str code, bool may)
{
	struct ctx *c = p->c;
	struct need *open = ARENA_ARRAY(c->mem, struct need, NEEDS_SHOWN);
	unsigned n = needs_open(c, kitchen, open);

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "open");
		struct buf b = buf_new(c->mem, 64);
		buf_c(&b, "/faltas/listo?kitchen=");
		url_part(&b, code);
		buf_c(&b, "&items=");
		url_part(&b, open[i].item);
		view_text(row, "item", need_item_label(open[i].item));
		view_text(row, "amount", need_amount_show(c, open[i].has_amount, open[i].amount, open[i].measure));
		view_text(row, "since", open[i].day == today(c) ? tr(c->lang, N_("hoy")) : lang_date_short(c->mem, c->lang, open[i].day));
		view_text(row, "met_url", may ? buf_str(&b) : STR(""));
	}
}

static void view_tabs(struct page_call *p, struct id chosen)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_MY_KITCHENS), ARGS(cell_id(&c->net->id), cell_id(&c->who->person),
		cell_int(today(c))));
	unsigned n = 0;

	for (; rows_next(&r); n++) {
		struct view *row = view_row(p->v, "kitchens");
		view_text(row, "name", str_dup(c->mem, rows_text(&r, 2)));
		view_text(row, "url", needs_url(c, "kitchen", rows_text(&r, 1)));
		view_flag(row, "on", id_eq(rows_id(&r, 0), chosen));
	}
	view_flag(p->v, "several", n > 1);
}

static enum rc fill_kitchen(struct page_call *p, struct id kitchen)
{
	struct ctx *c = p->c;
	struct scope s = scope_of_group(c, kitchen);
	struct str code = ref_code(c, "kitchen", kitchen);
	bool may = allowed(c, "need.report", s);

	if (!allowed(c, "page:needs", s))
		return NOT_FOUND;
	view_tabs(p, kitchen);
	view_text(p->v, "kitchen", ref_title(c, "kitchen", kitchen));
	view_text(p->v, "code", code);
	view_flag(p->v, "may", may);
	form_fill(p, &need_report, NULL, "kitchen|day|item|amount|measure");
	view_open(p, kitchen, code, may && allowed(c, "need.meet", s));
	if (!id_is_zero(s.place) && allowed(c, "page:needs", (struct scope){ .place = s.place }))
		view_text(p->v, "district_url", needs_url(c, "distrito", ref_code(c, "place", s.place)));
	return OK;
}

/* ---- a district's ---- */

/* One thing over all kitchens of the district. */
struct lacking {
	struct str item;
	unsigned kitchens, nmeasures;
	struct {
		struct str measure;
		int64_t amount;
	} sum[MEASURES_MOST];
};

/* Each thing of each kitchen once, as it was told last. */
static unsigned read_district(struct ctx *c, struct id place, struct need *out)
{
	struct rows r = db_rows(c->db, SQL(Q_NEEDS_IN), ARGS(cell_id(&c->net->id), cell_id(&place),
		cell_int(today(c) - NEED_DAYS)));
	unsigned n = 0, first = 0;

	while (rows_next(&r)) {
		struct need one = { .id = rows_id(&r, 0), .kitchen = rows_id(&r, 1), .item = str_dup(c->mem, rows_text(&r, 2)),
			.has_amount = !rows_null(&r, 3), .amount = rows_int(&r, 3), .measure = str_dup(c->mem, rows_text(&r, 4)),
			.day = rows_int(&r, 5) };
		bool again = false;
		if (n && !id_eq(out[n - 1].kitchen, one.kitchen))
			first = n;
		for (unsigned i = first; i < n && !again; i++)
			again = str_eq(out[i].item, one.item);
		if (!again)
			out[n++] = one;
	}
	return n;
}

static void add_amount(struct lacking *l, const struct need *n)
{
	unsigned i = 0;

	if (!n->has_amount)
		return;
	while (i < l->nmeasures && !str_eq(l->sum[i].measure, n->measure))
		i++;
	if (i == MEASURES_MOST)
		return;
	if (i == l->nmeasures)
		l->sum[l->nmeasures++].measure = n->measure;
	l->sum[i].amount += n->amount;
}

static int by_kitchens(const void *a, const void *b)
{
	const struct lacking *x = a, *y = b;

	return x->kitchens != y->kitchens ? x->kitchens < y->kitchens ? 1 : -1 : str_cmp(x->item, y->item);
}

static void view_things(struct page_call *p, const struct need *needs, unsigned n)
{
	struct ctx *c = p->c;
	struct lacking *l = ARENA_ARRAY(c->mem, struct lacking, n + 1);
	unsigned things = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned k = 0;
		while (k < things && !str_eq(l[k].item, needs[i].item))
			k++;
		if (k == things)
			l[things++] = (struct lacking){ .item = needs[i].item };
		l[k].kitchens++;
		add_amount(&l[k], &needs[i]);
	}
	qsort(l, things, sizeof(*l), by_kitchens);
	for (unsigned i = 0; i < things; i++) {
		struct view *row = view_row(p->v, "things");
		struct buf b = buf_new(c->mem, 32);
		for (unsigned k = 0; k < l[i].nmeasures; k++) {
			if (k)
				buf_c(&b, " + ");
			buf_add(&b, need_amount_show(c, true, l[i].sum[k].amount, l[i].sum[k].measure));
		}
		view_text(row, "item", need_item_label(l[i].item));
		view_int(row, "count", l[i].kitchens);
		view_text(row, "amount", buf_str(&b));
	}
}

static void view_by_kitchen(struct page_call *p, const struct need *needs, unsigned n)
{
	struct ctx *c = p->c;

	for (unsigned i = 0, next; i < n; i = next) {
		for (next = i + 1; next < n && id_eq(needs[next].kitchen, needs[i].kitchen);)
			next++;
		struct view *row = view_row(p->v, "rows");
		view_text(row, "name", ref_title(c, "kitchen", needs[i].kitchen));
		view_text(row, "what", needs_join(c, &needs[i], next - i, NEEDS_SHOWN));
		view_text(row, "url", needs_url(c, "kitchen", ref_code(c, "kitchen", needs[i].kitchen)));
	}
}

/* Kitchens that lack something, by district. */
static unsigned read_districts(struct ctx *c, struct reported *out)
{
	struct rows r = db_rows(c->db, SQL(Q_NEEDS_DISTRICTS), ARGS(cell_id(&c->net->id), cell_int(today(c) - NEED_DAYS)));
	unsigned n = 0;

	while (n < DISTRICTS_MOST && rows_next(&r))
		out[n++] = (struct reported){ rows_id(&r, 0), rows_int(&r, 1) };
	if (n == DISTRICTS_MOST)
		rows_end(&r);
	return n;
}

/* The districts she may look at; *place_io: the asked one, else where most kitchens lack something. */
static unsigned view_districts(struct page_call *p, struct id *place_io)
{
	struct ctx *c = p->c;
	struct reported *lack = ARENA_ARRAY(c->mem, struct reported, DISTRICTS_MOST);
	struct view **row = ARENA_ARRAY(c->mem, struct view *, DISTRICTS_MOST);
	struct id *seen = ARENA_ARRAY(c->mem, struct id, DISTRICTS_MOST), worst = { 0 };
	unsigned nlack = read_districts(c, lack), n = 0;
	int64_t most = -1;
	struct rows r = db_rows(c->db, SQL(Q_DISTRICTS), ARGS(cell_id(&c->net->id)));

	while (n < DISTRICTS_MOST && rows_next(&r)) {
		int64_t here = 0;
		seen[n] = rows_id(&r, 0);
		if (!allowed(c, "page:needs", (struct scope){ .place = seen[n] }))
			continue;
		for (unsigned i = 0; i < nlack; i++)
			if (id_eq(lack[i].district, seen[n]))
				here = lack[i].kitchens;
		if (here > most) {
			most = here;
			worst = seen[n];
		}
		row[n] = view_row(p->v, "districts");
		view_text(row[n], "district", str_dup(c->mem, rows_text(&r, 2)));
		view_text(row[n], "url", needs_url(c, "distrito", rows_text(&r, 1)));
		view_int(row[n], "lacking", here);
		n++;
	}
	if (n == DISTRICTS_MOST)
		rows_end(&r);
	if (id_is_zero(*place_io))
		*place_io = worst;
	for (unsigned i = 0; i < n; i++)
		view_flag(row[i], "on", id_eq(seen[i], *place_io));
	view_flag(p->v, "by_district", n > 1);
	return n;
}

static enum rc fill_district(struct page_call *p, struct id place)
{
	struct ctx *c = p->c;
	struct need *needs = ARENA_ARRAY(c->mem, struct need, NEEDS_READ);

	view_flag(p->v, "may", false);
	if (!view_districts(p, &place) || id_is_zero(place))
		return OK;
	unsigned n = read_district(c, place, needs);
	view_text(p->v, "place", title_now(c, &place_entity, place));
	view_flag(p->v, "some", n > 0);
	view_things(p, needs, n);
	view_by_kitchen(p, needs, n);
	return OK;
}

enum rc page_needs(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str kitchen = p->get(p, "kitchen"), district = p->get(p, "distrito");
	struct id id = { 0 }, mine;

	if (district.n)
		return ref_resolve(c, "place", district, &id) && allowed(c, "page:needs", (struct scope){ .place = id }) ?
			fill_district(p, id) : NOT_FOUND;
	if (kitchen.n)
		return ref_resolve(c, "kitchen", kitchen, &id) ? fill_kitchen(p, id) : NOT_FOUND;
	return my_kitchen_ids(c, &mine, 1) ? fill_kitchen(p, mine) : fill_district(p, id);
}

struct str needs_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str url = needs_url(c, "kitchen", ref_code(c, "kitchen", act_ref(a, LACK_KITCHEN)));

	(void)o;
	return str_fmt(c->mem, "%.*s&ok=1", (int)url.n, url.p);
}

/* ---- it came ---- */

enum rc page_need_met(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id kitchen;

	if (!ref_resolve(c, "kitchen", p->get(p, "kitchen"), &kitchen) ||
		!allowed(c, "need.meet", scope_of_group(c, kitchen)))
		return NOT_FOUND;
	struct str code = ref_code(c, "kitchen", kitchen);
	part_back(p, N_("Todavía falta"), needs_url(c, "kitchen", code));
	part_fact(p, NULL, ref_title(c, "kitchen", kitchen));
	part_fact(p, N_("Ya hay en la cocina"), need_item_label(p->get(p, "items")));
	part_form(p, &(struct part_form){ .action = &need_meet, .to = STR("/faltas/listo"), .without = "day",
		.carry = { { "kitchen", code }, { "items", p->get(p, "items") } }, .button = N_("Sí, ya hay"), .waits = true });
	return OK;
}

/* ---- home ---- */

void needs_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id kitchen[4];
	unsigned n = my_kitchen_ids(c, kitchen, 4), open = 0;
	struct need *list = ARENA_ARRAY(c->mem, struct need, NEEDS_SHOWN);

	for (unsigned i = 0; i < n; i++)
		open += needs_open(c, kitchen[i], list);
	if (!n) {
		task_add(l, t, (struct task_told){ .label = tr(c->lang, N_("Lo que falta")) });
		return;
	}
	struct buf b = buf_new(c->mem, 8);
	buf_int(&b, open);
	task_add(l, t, (struct task_told){ .hint = open ? tr_fill(c->mem, c->lang,
		open == 1 ? N_("%s cosa anotada") : N_("%s cosas anotadas"), buf_str(&b)) : STR("") });
}
