/*
 * need_text.c - what is lacking, told in a text message, and what is answered.
 */
#include "kitchens_own.h"

#include "need_items.h"
#include "texts.h"

enum { NAMED_MOST = 8 };

/* A word that is a kitchen's code ("SJM-014") says which kitchen, and is no thing. */
static void take_code(struct ctx *c, struct act *a)
{
	struct str rest = act_text(a, LACK_ITEMS), word;
	struct buf b = buf_new(c->mem, rest.n + 1);
	struct id id;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		bool code = str_contains(word, STR("-")) && ref_resolve(c, "kitchen", str_upper(c->mem, word), &id);
		if (code) {
			a->v[LACK_KITCHEN] = value_id(id);
			a->given[LACK_KITCHEN] = true;
			continue;
		}
		if (b.n)
			buf_char(&b, ' ');
		buf_add(&b, word);
	}
	a->v[LACK_ITEMS] = value_text(buf_str(&b));
}

static void tell_apart(struct act *a, const struct need_item *it)
{
	bool thousands = it->has_amount && it->amount % 1000 == 0;

	a->v[LACK_ITEM] = value_text(it->item);
	a->given[LACK_ITEM] = true;
	if (it->has_amount) {
		struct str measure = thousands && str_is(it->measure, "g") ? STR("kg") :
			thousands && str_is(it->measure, "ml") ? STR("l") : it->measure;
		a->v[LACK_AMOUNT] = value_int(str_is(measure, "kg") || str_is(measure, "l") ? it->amount / 1000 : it->amount);
		a->given[LACK_AMOUNT] = true;
		a->v[LACK_MEASURE] = value_text(measure);
		a->given[LACK_MEASURE] = true;
	}
	a->v[LACK_ITEMS] = value_null();
	a->given[LACK_ITEMS] = false;
}

/* Is the list understood? Asked before anything is done: what is not surely a thing is no need. */
static enum rc judge_list(struct ctx *c, struct act *a, bool apart)
{
	struct need_item it[NEED_ITEMS_MAX];
	struct str stray = STR("");
	unsigned n = 0;

	if (act_has(a, LACK_ITEMS)) {
		take_code(c, a);
		if (!need_items_read(c->mem, act_text(a, LACK_ITEMS), it, &n, &stray))
			return stray.n ? fail_with(c, "items", "ask",
				N_("No entendí «%s». Si eso falta en la cocina, escriba cuánto, por ejemplo: falta arroz 10 kg y aceite"), stray) :
				fail(c, "items", "ask", N_("¿Qué falta? Escriba, por ejemplo: falta arroz 10 kg y aceite"));
		if (apart && n == 1)
			tell_apart(a, &it[0]);
		return OK;
	}
	if (apart && act_has(a, LACK_ITEM))
		return OK;
	return fail(c, "items", "ask", apart ? N_("¿Qué falta? Escriba, por ejemplo: falta arroz 10 kg y aceite") :
		N_("¿Qué consiguieron? Escriba, por ejemplo: ya conseguimos arroz"));
}

enum rc need_report_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	*n_out = 0;
	*arg_out = LACK_KITCHEN;
	return judge_list(c, a, true) == OK ? text_own_group(c, a, candidates_out, max, n_out, arg_out) : INVALID;
}

enum rc need_meet_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out)
{
	*n_out = 0;
	*arg_out = MEET_KITCHEN;
	return judge_list(c, a, false) == OK ? text_own_group(c, a, candidates_out, max, n_out, arg_out) : INVALID;
}

/* What a change says is lacking, or no longer is. */
static unsigned told(const struct outcome *o, struct ctx *c, struct need *out, unsigned max)
{
	unsigned n = 0;

	for (const struct put *p = o->change ? o->change->puts : NULL; p && n < max; p = p->next) {
		struct record *r = ARENA_NEW(c->mem, struct record);
		if (p->entity != &need_entity)
			continue;
		if (!record_get(c->db, c->schema, c->mem, &need_entity, c->net->id, p->id, r))
			*r = (struct record){ .entity = &need_entity, .id = p->id };
		for (unsigned f = 0; f < NEED__N; f++) /* only tried, it is not in its table yet */
			if (put_get(p, f))
				r->v[f] = *put_get(p, f);
		out[n++] = need_of(r);
	}
	return n;
}

struct str need_report_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct need lacking[NEED_ITEMS_MAX];
	unsigned n = told(o, c, lacking, NEED_ITEMS_MAX);
	struct buf was = buf_new(c->mem, 16), right = buf_new(c->mem, 16);

	if (act_has(a, LACK_AMOUNT)) {
		buf_int(&was, act_int(a, LACK_AMOUNT));
		buf_int(&right, act_int(a, LACK_AMOUNT) + 2);
	}
	const struct str_pair pairs[] = {
		{ "kitchen", ref_title(c, "kitchen", act_ref(a, LACK_KITCHEN)) },
		{ "what", needs_join(c, lacking, n, NAMED_MOST) },
		{ "n", buf_str(&was) },
		{ "right", buf_str(&right) },
	};
	return tr_named(c->mem, c->lang, act_has(a, LACK_AMOUNT) ?
		N_("Anotado que falta en {kitchen}: {what}. Si no es así, escriba: no era {n}, era {right}") :
		N_("Anotado que falta en {kitchen}: {what}. Para corregir, escríbalo de nuevo. Cuando haya: ya conseguimos…"),
		pairs, ARRAY_LEN(pairs));
}

struct str need_meet_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct need met[NEED_ITEMS_MAX], *left = ARENA_ARRAY(c->mem, struct need, NEEDS_SHOWN);
	unsigned n = told(o, c, met, NEED_ITEMS_MAX), still = needs_open(c, act_ref(a, MEET_KITCHEN), left);

	for (unsigned i = 0; i < n; i++)
		met[i].has_amount = false;
	const struct str_pair pairs[] = {
		{ "kitchen", ref_title(c, "kitchen", act_ref(a, MEET_KITCHEN)) },
		{ "what", needs_join(c, met, n, NAMED_MOST) },
		{ "left", needs_join(c, left, still, NAMED_MOST) },
	};
	return tr_named(c->mem, c->lang, still ? N_("Qué bueno. Ya hay {what} en {kitchen}. Todavía falta: {left}.") :
		N_("Qué bueno. Ya hay {what} en {kitchen}. No queda nada anotado como falta."), pairs, ARRAY_LEN(pairs));
}

/* Of her kitchens; who has none hears what her district lacks most. */
struct str tell_needs(struct ctx *c, struct str rest)
{
	struct id kitchen[NAMED_MOST];
	unsigned n = my_kitchen_ids(c, kitchen, NAMED_MOST);
	struct need *open = ARENA_ARRAY(c->mem, struct need, NEEDS_SHOWN);
	struct buf b = buf_new(c->mem, 160);

	if (!n || rest.n)
		return district_needs_told(c, rest);
	for (unsigned i = 0; i < n; i++) {
		unsigned some = needs_open(c, kitchen[i], open);
		const struct str_pair pairs[] = {
			{ "kitchen", ref_title(c, "kitchen", kitchen[i]) },
			{ "what", needs_join(c, open, some, NAMED_MOST) },
		};
		if (b.n)
			buf_char(&b, '\n');
		buf_add(&b, tr_named(c->mem, c->lang, some ? N_("Falta en {kitchen}: {what}.") :
			N_("En {kitchen} no hay nada anotado como falta."), pairs, ARRAY_LEN(pairs)));
	}
	return buf_str(&b);
}
