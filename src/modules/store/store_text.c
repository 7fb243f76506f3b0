/*
 * store_text.c - "compré 50 kg arroz 180 soles", "queda 8 kg arroz", "se malogró 3 kg tomate", "presté 5 kg azúcar a SJM-002".
 */
#include "store_own.h"

#include "fold.h"
#include "money.h"
#include "need_items.h"
#include "need_words.h"
#include "ruc.h"

enum { WORDS_MOST = 60, NAMED_MOST = 6, TOLD_MOST = 12 };

static void say(struct act *a, const char *name, struct value v)
{
	int i = action_arg(a->action, str_c(name));

	if (i < 0)
		return;
	a->v[i] = v;
	a->given[i] = true;
}

struct words {
	struct str w[WORDS_MOST];
	bool gone[WORDS_MOST];
	unsigned n;
};

static bool word_is(const struct words *w, unsigned i, const char *list)
{
	struct str rest = str_c(list), one;

	while (i < w->n && !w->gone[i] && rest.n && str_cut(&rest, '|', &one))
		if (str_ieq(w->w[i], one))
			return true;
	return false;
}

/* A kitchen's code says with whom, of a loan; else whose store. The little word before it goes with it. */
static void take_code(struct ctx *c, struct act *a, struct words *w, unsigned i)
{
	struct id id;

	if (!str_contains(w->w[i], STR("-")) || !ref_resolve(c, "kitchen", str_upper(c->mem, w->w[i]), &id))
		return;
	say(a, action_arg(a->action, STR("other")) >= 0 ? "other" : "group", value_id(id));
	w->gone[i] = true;
	for (; i > 0 && word_is(w, i - 1, "a|al|de|del|la|el|olla|cocina|comedor|para|con"); i--)
		w->gone[i - 1] = true;
}

/* "180 soles", "a 180 soles", "S/ 180", "s/180". */
static void take_cost(struct ctx *c, struct act *a, struct words *w, unsigned i)
{
	struct str s = str_lower(c->mem, w->w[i]);
	bool sign = str_starts(s, "s/");
	struct str number = sign ? str_sub(s, s.n > 2 && s.p[2] == '.' ? 3 : 2, s.n) : s;
	int64_t cents;

	if (sign && !number.n && i + 1 < w->n) {
		w->gone[i] = true;
		number = w->w[++i];
	}
	if ((!sign && !word_is(w, i + 1, "soles|sol|lucas")) || !money_parse(number, &cents))
		return;
	say(a, "cost", value_int(cents));
	w->gone[i] = true;
	if (!sign)
		w->gone[i + 1] = true;
	unsigned before = sign && i > 0 && w->gone[i - 1] ? i - 1 : i;
	if (before > 0 && word_is(w, before - 1, "a|por|en|son|costo|costó"))
		w->gone[before - 1] = true;
}

static void take_papers(struct act *a, struct words *w, unsigned i)
{
	if (word_is(w, i, "ruc") && i + 1 < w->n) {
		say(a, "ruc", value_text(w->w[i + 1]));
		w->gone[i] = w->gone[i + 1] = true;
	} else if (word_is(w, i, "boleta|factura") && i + 1 < w->n) {
		say(a, "receipt", value_text(w->w[i + 1]));
		w->gone[i] = w->gone[i + 1] = true;
	}
}

/* "arroz y 10 kg papa" are two things; "tres tazas y media" and "treinta y cinco" are not. */
static bool joins(struct ctx *c, const struct words *w, unsigned i)
{
	if (!word_is(w, i, "y|e|mas|también|tambien") || i == 0 || i + 1 >= w->n || w->gone[i + 1])
		return false;
	char ch = w->w[i + 1].p[0];
	bool number = need_number_word(need_item_plain(c->mem, w->w[i + 1])) >= 0, before = need_number_word(need_item_plain(c->mem, w->w[i - 1])) >= 0;
	return (ch >= '0' && ch <= '9') || (number && !before) || !id_is_zero(food_named(c, w->w[i + 1]));
}

/* What belongs in other boxes leaves the list of foods. */
static void sort_out(struct ctx *c, struct act *a)
{
	struct words *w = ARENA_NEW(c->mem, struct words);
	struct str rest = said_text(a, "food"), one;
	struct buf b = buf_new(c->mem, rest.n + 1);

	while (rest.n && w->n < WORDS_MOST && str_cut(&rest, ' ', &one))
		if (one.n)
			w->w[w->n++] = one;
	for (unsigned i = 0; i < w->n; i++) {
		take_code(c, a, w, i);
		if (!w->gone[i] && action_arg(a->action, STR("cost")) >= 0)
			take_cost(c, a, w, i);
		if (!w->gone[i] && action_arg(a->action, STR("ruc")) >= 0)
			take_papers(a, w, i);
	}
	for (unsigned i = w->n; i > 0 && (w->gone[i - 1] || word_is(w, i - 1, "a|al|de|del|para|con|por")); i--)
		w->gone[i - 1] = true;
	for (unsigned i = 0; i < w->n; i++)
		if (!w->gone[i] && joins(c, w, i)) {
			buf_char(&b, ',');
		} else if (!w->gone[i]) {
			buf_c(&b, b.n ? " " : "");
			buf_add(&b, w->w[i]);
		}
	say(a, "food", b.n ? value_text(buf_str(&b)) : value_null());
}

/* Said, as a code or as an id. */
static bool has_other(const struct act *a)
{
	return said_text(a, "other").n || !id_is_zero(said_ref(a, "other"));
}

/* The one code in a loan is the other kitchen's; who has several is asked which of hers. */
static void move_code(struct act *a)
{
	if (action_arg(a->action, STR("other")) < 0 || has_other(a) || !act_has(a, 0))
		return;
	say(a, "other", a->v[0]);
	a->v[0] = value_null();
	a->given[0] = false;
}

enum rc store_complete(struct ctx *c, struct act *a, const char *kind, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	struct food_line line[STORE_LINES_MAX];
	struct diag said = { 0 }, *was = c->diag;
	unsigned n;

	*n_out = 0;
	*arg_out = 0;
	say(a, "kind", value_text(str_c(kind)));
	if (said_text(a, "food").n)
		sort_out(c, a);
	move_code(a);
	if (!said_text(a, "food").n)
		return fail(c, "food", "ask", N_("¿Qué y cuánto? Escriba, por ejemplo: compré 50 kg arroz 180 soles"));
	/* What is not surely a food and its amount is no movement. */
	c->diag = &said;
	enum rc rc = store_lines(c, a, line, &n);
	c->diag = was;
	if (rc != OK && said.n && !str_is(str_c(said.item[0].code), "much"))
		return fail_with(c, "food", "ask", said.item[0].msgid, said.item[0].arg);
	if (action_arg(a->action, STR("other")) >= 0 && !has_other(a))
		return fail(c, "other", "ask", N_("¿Con qué cocina? Escriba su código, por ejemplo: presté 5 kg azúcar a SJM-002"));
	return text_own_group(c, a, candidates_out, max, n_out, arg_out);
}

/* The latest that she noted herself, yesterday or today. */
enum rc store_undo_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id mine[STORE_KITCHENS_MAX], last = { 0 };
	unsigned n = store_mine(c, mine, STORE_KITCHENS_MAX);

	(void)candidates_out, (void)max;
	*n_out = 0;
	*arg_out = 0;
	for (unsigned i = 0; i < n; i++) {
		struct id id[40];
		unsigned some = 0;
		struct rows rows = db_rows(c->db, SQL(Q_STORE_LAST_OF), ARGS(cell_id(&c->net->id), cell_id(&mine[i]), cell_int(today(c) - 1)));
		while (rows_next(&rows))
			if (some < ARRAY_LEN(id) && id_eq(rows_id(&rows, 1), c->who->person))
				id[some++] = rows_id(&rows, 0);
		for (unsigned k = 0; k < some; k++) {
			bool back = false;
			if (!stock_get(c, id[k], r, &back) || back)
				continue;
			last = id_cmp(id[k], last) > 0 ? id[k] : last;
			break;
		}
	}
	if (id_is_zero(last))
		return fail(c, NULL, "unknown", N_("No hay nada suyo de hoy ni de ayer en el almacén, así que no cambié nada"));
	say(a, "move", value_id(last));
	say(a, "whole", value_int(1));
	return OK;
}

/* "arroz 58 kg": what is there now of each food of the act. */
static struct str left_of(struct ctx *c, const struct act *a, const struct change *ch)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 60);
	struct id group = said_ref(a, "group");

	for (const struct put *p = ch ? ch->puts : NULL; p; p = p->next) {
		if (p->entity != &stock_entity || !put_get(p, STOCK_FOOD) || !food_get(c, put_get(p, STOCK_FOOD)->id, food))
			continue;
		if (id_is_zero(group))
			group = put_get(p, STOCK_GROUP)->id;
		if (!id_eq(put_get(p, STOCK_GROUP)->id, group))
			continue;
		buf_c(&b, b.n ? ", " : "");
		buf_add(&b, food->v[FOOD_NAME].s);
		buf_char(&b, ' ');
		buf_add(&b, food_amount_show(c, food, stock_balance(c, group, put_get(p, STOCK_FOOD)->id)));
	}
	return buf_str(&b);
}

struct str store_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct put *p = o->change ? change_find(o->change, &stock_entity) : NULL;
	const struct choice *k = p ? choice_find(stock_kinds, put_get(p, STOCK_KIND)->s) : NULL;
	const struct str_pair pairs[] = {
		{ "kitchen", ref_title(c, "group", said_ref(a, "group")) },
		{ "what", o->change ? store_did(c, o->change, NAMED_MOST) : STR("") },
		{ "kind", k ? tr(c->lang, k->label) : STR("") },
		{ "left", left_of(c, a, o->change) },
	};

	if (!o->change)
		return tr(c->lang, N_("Anotado. Gracias"));
	if (str_is(said_kind(a), "counted"))
		return tr_named(c->mem, c->lang, N_("Anotado, en el almacén de {kitchen} quedan: {what}. Si no es así, escriba: deshacer"),
			pairs, ARRAY_LEN(pairs));
	return tr_named(c->mem, c->lang, N_("Anotado en el almacén de {kitchen}: {what}, {kind}. Ahora hay: {left}. Si no es así, escriba: deshacer"),
		pairs, ARRAY_LEN(pairs));
}

struct str store_undo_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct str_pair pairs[] = { { "what", o->change ? store_did(c, o->change, NAMED_MOST) : STR("") },
		{ "left", left_of(c, a, o->change) } };

	return tr_named(c->mem, c->lang, N_("Deshecho: {what}. Ahora hay: {left}"), pairs, ARRAY_LEN(pairs));
}

/* What is in her stores. */
struct str store_tell(struct ctx *c, struct str rest)
{
	struct held *h = ARENA_ARRAY(c->mem, struct held, STORE_FOODS_MAX);
	struct id mine[STORE_KITCHENS_MAX];
	unsigned n = store_mine(c, mine, STORE_KITCHENS_MAX);
	struct buf all = buf_new(c->mem, 160);

	(void)rest;
	for (unsigned i = 0; i < n; i++) {
		struct buf b = buf_new(c->mem, 100);
		unsigned foods = store_held(c, mine[i], h), named = 0;
		for (unsigned k = 0; k < foods && named <= TOLD_MOST; k++) {
			if (h[k].balance <= 0 || named++ == TOLD_MOST)
				continue;
			buf_c(&b, b.n ? ", " : "");
			buf_add(&b, h[k].name);
			buf_char(&b, ' ');
			buf_add(&b, food_amount_show(c, h[k].record, h[k].balance));
		}
		const struct str_pair pairs[] = { { "kitchen", ref_title(c, "group", mine[i]) }, { "what", buf_str(&b) } };
		if (all.n)
			buf_char(&all, '\n');
		buf_add(&all, tr_named(c->mem, c->lang, b.n ? N_("En el almacén de {kitchen} hay: {what}.") :
			N_("En el almacén de {kitchen} no hay nada anotado."), pairs, 2));
	}
	return buf_str(&all);
}
