/*
 * store_loan.c - the receipt of a loan: what the other kitchen noted in this one's store, told to who keeps it.
 *
 * A loan stands in both stores by one change. Who did not make it learns of it: on the page of loans, as a task for
 * three days, and in her reminder of the day if she wants one. She undoes what was not so.
 */
#include "store_own.h"

enum { SHOWN = 40, SHOWN_DAYS = 30, TASK_DAYS = 3, DAY_H = 24, HOUR_MS = 3600000 };

struct noted {
	struct id id, other, food;
	struct str kind;
	int64_t day, amount, at_ms;
};

/* When it was noted: the head of its id. */
static int64_t noted_at(struct id id)
{
	int64_t ms = 0;

	for (unsigned i = 0; i < 6; i++)
		ms = ms * 256 + id.b[i];
	return ms;
}

/* What somebody who is not of that kitchen noted of loans in its store since an instant, the latest first; how many. */
static unsigned noted_by_others(struct ctx *c, struct id group, int64_t since_ms, struct noted *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_STORE_FROM_OTHERS), ARGS(cell_id(&c->net->id), cell_id(&group),
		cell_int(zone_day(c->net->zone, since_ms) - SHOWN_DAYS), cell_int(SHOWN)));
	unsigned n = 0;

	while (rows_next(&r)) {
		struct noted one = { .id = rows_id(&r, 0), .other = rows_id(&r, 1), .food = rows_id(&r, 2),
			.kind = str_dup(c->mem, rows_text(&r, 3)), .day = rows_int(&r, 4), .amount = rows_int(&r, 5) };
		one.at_ms = noted_at(one.id);
		if (n < max && one.at_ms >= since_ms)
			out[n++] = one;
	}
	return n;
}

/* "azúcar 5 kg (nos devolvieron)" */
static struct str told(struct ctx *c, const struct noted *one)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	const struct choice *k = choice_find(stock_kinds, one->kind);

	if (!food_get(c, one->food, food))
		return STR("");
	const struct str_pair pairs[] = { { "food", food->v[FOOD_NAME].s },
		{ "amount", food_amount_show(c, food, one->amount < 0 ? -one->amount : one->amount) },
		{ "kind", k ? tr(c->lang, k->label) : STR("") } };
	return tr_named(c->mem, c->lang, "{food} {amount} ({kind})", pairs, ARRAY_LEN(pairs));
}

void store_noted_rows(struct page_call *p, struct id group)
{
	struct ctx *c = p->c;
	struct noted *one = ARENA_ARRAY(c->mem, struct noted, SHOWN);
	unsigned n = noted_by_others(c, group, c->now - (int64_t)SHOWN_DAYS * DAY_MS, one, SHOWN);

	for (unsigned i = 0; i < n; i++)
		part_row(p, ref_title(c, "group", one[i].other), str_fmt(c->mem, "/almacen/deshacer?move=%.36s", id_text(c->mem, one[i].id).p),
			told(c, &one[i]), tr_fill(c->mem, c->lang, N_("Lo anotó la otra cocina, %s"), lang_date_short(c->mem, c->lang, one[i].day)));
}

void store_noted_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id mine[STORE_KITCHENS_MAX];
	struct noted *one = ARENA_ARRAY(c->mem, struct noted, SHOWN);
	unsigned n = store_mine(c, mine, STORE_KITCHENS_MAX);

	for (unsigned i = 0; i < n; i++) {
		unsigned some = noted_by_others(c, mine[i], c->now - (int64_t)TASK_DAYS * DAY_MS, one, SHOWN);
		if (some)
			task_add(l, t, (struct task_told){ .count = some, .url = store_url(c, t->url, mine[i]),
				.hint = str_fmt(c->mem, "%s: %s", str_cstr(c->mem, ref_title(c, "group", one[0].other)), str_cstr(c->mem, told(c, &one[0]))) });
	}
}

/* Reminders come once a day: what was noted since the last. */
struct str store_remind(struct ctx *c)
{
	enum { TOLD = 3 };
	struct id mine[STORE_KITCHENS_MAX];
	struct noted one[TOLD];
	struct buf b = buf_new(c->mem, 100);
	unsigned n = store_mine(c, mine, STORE_KITCHENS_MAX);

	for (unsigned i = 0; i < n; i++) {
		unsigned some = noted_by_others(c, mine[i], c->now - (int64_t)DAY_H * HOUR_MS, one, TOLD);
		for (unsigned k = 0; k < some; k++) {
			const struct str_pair pairs[] = { { "other", ref_title(c, "group", one[k].other) }, { "what", told(c, &one[k]) } };
			buf_c(&b, b.n ? " " : "");
			buf_add(&b, tr_named(c->mem, c->lang, N_("{other} anotó con ustedes: {what}."), pairs, ARRAY_LEN(pairs)));
		}
	}
	return buf_str(&b);
}
