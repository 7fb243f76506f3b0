/*
 * need_told.c - needs as people read them: amounts, lists, and the sentences of their history.
 */
#include "kitchens_own.h"

#include "need_items.h"
#include "texts.h"

struct need need_of(const struct record *r)
{
	return (struct need){ .id = r->id, .kitchen = r->v[NEED_KITCHEN].id, .item = r->v[NEED_ITEM].s,
		.measure = r->v[NEED_MEASURE].s, .has_amount = r->v[NEED_AMOUNT].kind == V_INT, .amount = r->v[NEED_AMOUNT].i,
		.day = r->v[NEED_DAY].i };
}

const char *measure_one(struct str measure)
{
	static const struct {
		const char *name, *one;
	} ones[] = {
		{ "sack", N_("saco") }, { "bottle", N_("botella") }, { "cylinder", N_("balón") }, { "box", N_("caja") },
		{ "bag", N_("bolsa") }, { "pack", N_("paquete") }, { "can", N_("lata") }, { "bunch", N_("atado") },
		{ "tray", N_("plancha") }, { "drum", N_("bidón") }, { "tank", N_("cisterna") },
	};

	for (size_t i = 0; i < ARRAY_LEN(ones); i++)
		if (str_is(measure, ones[i].name))
			return ones[i].one;
	return N_("unidad");
}

/* 1500 of a thousand: "1.5". */
static struct str thousandths(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_int(&b, n / 1000);
	if (n % 1000) {
		buf_char(&b, '.');
		buf_pad(&b, n % 1000, 3);
		while (b.p[b.n - 1] == '0')
			buf_cut(&b, b.n - 1);
	}
	return buf_str(&b);
}

struct str need_amount_show(struct ctx *c, bool has_amount, int64_t amount, struct str measure)
{
	struct buf b = buf_new(c->mem, 24);
	bool big = amount >= 1000;

	if (!has_amount)
		return STR("");
	if (str_is(measure, "g") || str_is(measure, "ml")) {
		bool grams = str_is(measure, "g");
		buf_add(&b, big ? thousandths(c, amount) : number_text(c, amount));
		buf_char(&b, ' ');
		buf_add(&b, grams ? big ? STR("kg") : STR("g") : !big ? STR("ml") : tr(c->lang, amount == 1000 ? N_("litro") : N_("litros")));
		return buf_str(&b);
	}
	buf_add(&b, number_text(c, amount));
	if (!str_is(measure, "unit") && measure.n) {
		buf_char(&b, ' ');
		buf_add(&b, amount == 1 ? tr(c->lang, measure_one(measure)) : choice_label(c, measures, measure));
	}
	return buf_str(&b);
}

struct str needs_join(struct ctx *c, const struct need *n, unsigned count, unsigned max)
{
	struct buf b = buf_new(c->mem, 120);

	for (unsigned i = 0; i < count && i < max; i++) {
		struct str amount = need_amount_show(c, n[i].has_amount, n[i].amount, n[i].measure);
		if (i)
			buf_c(&b, ", ");
		buf_add(&b, need_item_label(n[i].item));
		if (amount.n) {
			buf_char(&b, ' ');
			buf_add(&b, amount);
		}
	}
	if (count > max)
		buf_c(&b, "…");
	return buf_str(&b);
}

/* The things of a change, as it told them. */
static struct str things(struct ctx *c, const struct change *ch, struct id *kitchen_out)
{
	struct need list[NEED_ITEMS_MAX];
	unsigned n = 0;

	*kitchen_out = (struct id){ 0 };
	for (const struct put *p = ch->puts; p && n < NEED_ITEMS_MAX; p = p->next) {
		const struct value *amount = put_get(p, NEED_AMOUNT), *measure = put_get(p, NEED_MEASURE);
		struct record *r = ARENA_NEW(c->mem, struct record);
		if (p->entity != &need_entity || !record_get(c->db, c->schema, c->mem, &need_entity, c->net->id, p->id, r))
			continue;
		*kitchen_out = r->v[NEED_KITCHEN].id;
		list[n++] = (struct need){ .item = r->v[NEED_ITEM].s, .has_amount = amount && amount->kind == V_INT,
			.amount = amount ? amount->i : 0, .measure = measure ? measure->s : STR("") };
	}
	return needs_join(c, list, n, NEED_ITEMS_MAX);
}

static struct str describe(struct ctx *c, const struct told *t, const char *msgid)
{
	struct id kitchen;
	struct str what = things(c, t->change, &kitchen);
	const struct str_pair pairs[] = { { "who", t->author }, { "what", what }, { "kitchen", ref_title(c, "kitchen", kitchen) } };

	return tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs));
}

struct str need_describe(struct ctx *c, const struct told *t)
{
	return describe(c, t, N_("{who} avisó que falta en {kitchen}: {what}"));
}

struct str need_meet_describe(struct ctx *c, const struct told *t)
{
	return describe(c, t, N_("{who} avisó que ya hay en {kitchen}: {what}"));
}
