/*
 * foods.c - the descriptor of the table of foods: its page, and who corrects it.
 */
#include "food.h"

#include "food_sql.h"
#include "parts.h"
#include "record_put.h"

enum { SHOWN = 40 };

/* "365 kcal, 7.1 g de proteína y 0.8 mg de hierro en 100 g": what is known of it. */
static struct str facts(struct ctx *c, const struct record *r)
{
	struct buf b = buf_new(c->mem, 80);
	const struct value *energy = &r->v[FOOD_ENERGY_KCAL], *protein = &r->v[FOOD_PROTEIN_MG], *iron = &r->v[FOOD_IRON_UG];

	if (energy->kind == V_INT)
		buf_fmt(&b, "%lld kcal", (long long)energy->i);
	if (protein->kind == V_INT) {
		buf_fmt(&b, "%s%lld.%lld g ", b.n ? " · " : "", (long long)(protein->i / 1000), (long long)(protein->i % 1000 / 100));
		buf_add(&b, tr(c->lang, N_("de proteína")));
	}
	if (iron->kind == V_INT) {
		buf_fmt(&b, "%s%lld.%lld mg ", b.n ? " · " : "", (long long)(iron->i / 1000), (long long)(iron->i % 1000 / 100));
		buf_add(&b, tr(c->lang, N_("de hierro")));
	}
	if (r->v[FOOD_SOURCE].kind == V_TEXT) {
		buf_c(&b, b.n ? " · " : "");
		buf_add(&b, r->v[FOOD_SOURCE].s);
	}
	return buf_str(&b);
}

static enum rc page_foods(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id[SHOWN + 1];
	unsigned n = 0;

	struct rows rows = db_rows(c->db, &food_sql.query[Q_FOODS_AFTER],
		ARGS(cell_id(&c->net->id), cell_text(p->get(p, "after")), cell_int(SHOWN + 1)));
	while (n <= SHOWN && rows_next(&rows))
		id[n++] = rows_id(&rows, 0);
	if (n > SHOWN)
		rows_end(&rows);
	part_intro(p, N_("Qué da cada alimento, en 100 gramos de la parte que se come. Lo que no se sabe queda vacío."));
	part_empty(p, N_("Todavía no hay alimentos."));
	for (unsigned i = 0; i < n && i < SHOWN; i++)
		if (food_get(c, id[i], r))
			part_row(p, r->v[FOOD_NAME].s, STR(""), choice_find(food_kinds, r->v[FOOD_KIND].s) ?
				tr(c->lang, choice_find(food_kinds, r->v[FOOD_KIND].s)->label) : STR(""), facts(c, r));
	if (n > SHOWN)
		part_more(p, str_fmt(c->mem, "%s?after=%.*s", p->page->path, (int)r->v[FOOD_CODE].s.n, r->v[FOOD_CODE].s.p));
	return OK;
}

static const struct page pages[] = {
	{ .path = "/alimentos", .name = "foods", .title = N_("Alimentos"), .fill = page_foods, .flags = PAGE_PARTS },
	{ .path = NULL },
};

static const struct rule rules[] = {
	{ "operator", REL_NETWORK, "food.put" },
	{ NULL, REL_ANYONE, "page:foods" },
	{ NULL, REL_ANYONE, NULL },
};

const struct module foods_module = {
	.name = "foods",
	.entities = (const struct entity *const[]){ &food_entity, NULL },
	.rules = rules,
	.queries = (struct query_set *const[]){ &food_sql, NULL },
	.pages = pages,
};
