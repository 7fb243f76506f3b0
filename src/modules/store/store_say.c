/*
 * store_say.c - what people say of a store: what came in, what went out, what is left, what was lent.
 *
 * Four actions for people, each with the few boxes it needs, and stock.move with all of them for files and programs; one
 * decide for all. What is unlikely is asked back once, at its box; a reason lets it through and is kept.
 */
#include "store_own.h"

#include "fold.h"
#include "pot_store.h"
#include "ruc.h"

static const struct choice in_kinds[] = {
	{ "bought", N_("comprado"), "compra|compre|compramos", NULL },
	{ "given", N_("donado"), "donacion|regalo", NULL },
	{ "recovered", N_("recuperado"), "rescatado", NULL },
	{ "harvested", N_("cosechado"), "cosecha", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice out_kinds[] = {
	{ "used", N_("usado"), "uso|usamos", NULL },
	{ "spoiled", N_("malogrado"), "malogro|podrido|vencido", NULL },
	{ "lost", N_("perdido"), "perdida|robado", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice lend_kinds[] = {
	{ "lent", N_("prestamos"), "prestado|prestar", NULL },
	{ "borrowed", N_("nos prestaron"), "nos prestan", NULL },
	{ "repaid", N_("devolvimos"), "devuelto", NULL },
	{ "returned", N_("nos devolvieron"), "nos devuelven", NULL },
	{ NULL, NULL, NULL, NULL },
};

#define ARG_GROUP { "group", T_REF, F_REQUIRED, .label = N_("Cocina"), .ref = "group", .privacy = P_GROUP, .aliases = "cocina|grupo" }
#define ARG_KIND(choices_, otherwise_) { "kind", T_ENUM, F_REQUIRED, .label = N_("Qué pasó"), .choices = choices_, \
	.otherwise = otherwise_, .privacy = P_GROUP, .aliases = "movimiento" }
#define ARG_FOOD { "food", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué y cuánto"), \
	.help = N_("Por ejemplo: arroz 50 kg. Si son varios, uno en cada línea"), .max = 400, .privacy = P_GROUP, \
	.aliases = "alimento|que" }
#define ARG_DAY { "day", T_DATE, F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_GROUP, .aliases = "dia|fecha" }
#define ARG_REASON { "reason", T_TEXT, F_WIDE, .label = N_("Motivo"), .help = N_("Solo si hace falta explicar algo"), .max = 300, \
	.privacy = P_GROUP, .aliases = "motivo", .words = "motivo|porque" }
#define ARG_COST { "cost", T_MONEY, 0, .label = N_("Cuánto costó todo"), .min = 1, .max = 100000000, .privacy = P_GROUP, \
	.aliases = "costo|soles" }
#define ARG_SUPPLIER { "supplier", T_TEXT, 0, .label = N_("A quién se compró"), .max = 80, .privacy = P_GROUP, .aliases = "proveedor" }
#define ARG_RUC { "ruc", T_TEXT, 0, .label = N_("RUC"), .help = N_("11 números, están en la boleta"), .max = 15, .privacy = P_GROUP }
#define ARG_RECEIPT { "receipt", T_TEXT, 0, .label = N_("Boleta o factura"), .help = N_("Serie y número: B001-1234"), .max = 24, \
	.privacy = P_GROUP, .aliases = "comprobante|boleta|factura" }
#define ARG_BEST_BEFORE { "best_before", T_DATE, 0, .label = N_("Vence el"), .privacy = P_GROUP, .aliases = "vence|vencimiento" }
#define ARG_OTHER(flags_) { "other", T_REF, flags_, .label = N_("La otra cocina"), .help = N_("Su código, por ejemplo SJM-002"), \
	.ref = "group", .privacy = P_GROUP, .aliases = "otra cocina" }

static const struct field in_args[] = { ARG_GROUP, ARG_KIND(in_kinds, "bought"), ARG_FOOD, ARG_COST, ARG_SUPPLIER, ARG_RUC,
	ARG_RECEIPT, ARG_BEST_BEFORE, ARG_DAY, ARG_REASON };
static const struct field out_args[] = { ARG_GROUP, ARG_KIND(out_kinds, "used"), ARG_FOOD, ARG_DAY, ARG_REASON };
static const struct field lend_args[] = { ARG_GROUP, ARG_KIND(lend_kinds, "lent"), ARG_OTHER(F_REQUIRED), ARG_FOOD, ARG_DAY, ARG_REASON };
static const struct field count_args[] = { ARG_GROUP, ARG_FOOD, ARG_DAY, ARG_REASON,
	{ "stood", T_INT, 0, .label = N_("Lo que decía el cuaderno"), .min = -1000000000, .max = 1000000000, .privacy = P_GROUP } };
static const struct field move_args[] = { ARG_GROUP, ARG_KIND(stock_kinds, NULL), ARG_FOOD,
	{ "amount", T_TEXT, 0, .label = N_("Cantidad"), .max = 60, .privacy = P_GROUP, .aliases = "cantidad" }, ARG_COST, ARG_SUPPLIER,
	ARG_RUC, ARG_RECEIPT, ARG_BEST_BEFORE, ARG_OTHER(0), ARG_DAY, ARG_REASON };

/* ---- what was said ---- */

static const struct value *said(const struct act *a, const char *name)
{
	int i = action_arg(a->action, str_c(name));

	return i >= 0 && act_has(a, (unsigned)i) ? &a->v[i] : NULL;
}

struct str said_text(const struct act *a, const char *name)
{
	const struct value *v = said(a, name);

	return v ? v->s : STR("");
}

struct id said_ref(const struct act *a, const char *name)
{
	const struct value *v = said(a, name);

	return v && v->kind == V_ID ? v->id : (struct id){ 0 };
}

bool said_int(const struct act *a, const char *name, int64_t *out)
{
	const struct value *v = said(a, name);

	if (v)
		*out = v->i;
	return v != NULL;
}

struct str said_kind(const struct act *a)
{
	return a->action == &stock_count ? STR("counted") : said_text(a, "kind");
}

/* Said apart, as files and programs do: a food and its amount; a bare number is in the food's base unit. */
static enum rc line_apart(struct ctx *c, const struct act *a, struct food_line *out)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct str typed = said_text(a, "amount");
	bool sure = said_text(a, "reason").n > 0;

	*out = (struct food_line){ .food = food_named(c, said_text(a, "food")), .typed = typed };
	if (!food_get(c, out->food, food))
		return fail_with(c, "food", "unknown", N_("No conozco «%s»; escriba otro nombre, como arroz o papa"), said_text(a, "food"));
	out->name = food->v[FOOD_NAME].s;
	if (str_int64(typed, &out->amount) && out->amount >= 0)
		return OK;
	return sure ? food_amount_sure(c, food, "amount", typed, &out->amount) :
		food_amount_read(c, food, "amount", typed, &out->amount);
}

/* "arroz nada", "no queda arroz", "arroz 0 kg": counted, and there is none. Empty: not said so. */
static struct str none_left(struct ctx *c, struct str text)
{
	static const char *const words[] = { "nada", "ninguno", "ninguna", "cero", "0" };
	struct str rest = text_tidy(c->mem, text), word;
	struct buf b = buf_new(c->mem, text.n + 1);
	bool none = false;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		bool is = false;
		for (unsigned i = 0; i < ARRAY_LEN(words); i++)
			is |= str_ieq(word, str_c(words[i]));
		none |= is;
		if (is || (none && (str_ieq(word, STR("kg")) || str_ieq(word, STR("kilos")) || str_ieq(word, STR("litros")) || str_ieq(word, STR("de")))))
			continue;
		if (b.n)
			buf_char(&b, ' ');
		buf_add(&b, word);
	}
	return none && b.n ? buf_str(&b) : STR("");
}

enum rc store_lines(struct ctx *c, const struct act *a, struct food_line out[STORE_LINES_MAX], unsigned *n_out)
{
	bool counted = str_is(said_kind(a), "counted");
	struct str text = said_text(a, "food"), none = counted ? none_left(c, text) : STR("");

	*n_out = 0;
	if (said_text(a, "amount").n) {
		*n_out = 1;
		return line_apart(c, a, &out[0]);
	}
	if (none.n)
		text = none;
	if (food_list_read(c, "food", text, said_text(a, "reason").n > 0, out, STORE_LINES_MAX, n_out) != OK)
		return INVALID;
	if (!*n_out)
		return fail(c, "food", "required", N_("Escriba qué y cuánto, por ejemplo: arroz 50 kg"));
	for (unsigned i = 0; i < *n_out; i++)
		if (!out[i].amount && !none.n)
			return fail_with(c, "food", "required", N_("¿Cuánto de %s? Escriba, por ejemplo: 10 kg"), out[i].name);
	return OK;
}

/* ---- deciding ---- */

static enum rc check_other(struct ctx *c, const struct act *a, struct str kind, struct id other)
{
	bool pair = str_is(kind, "lent") || str_is(kind, "borrowed") || str_is(kind, "repaid") || str_is(kind, "returned");

	if (!store_is_kitchen(c, said_ref(a, "group")))
		return fail(c, "group", "kind", N_("Solo las ollas y comedores tienen almacén"));
	if (!pair)
		return id_is_zero(other) ? OK : fail(c, "other", "kind", N_("La otra cocina se escribe solo en los préstamos"));
	if (id_is_zero(other))
		return fail(c, "other", "required", N_("Escriba con qué cocina, por ejemplo SJM-002"));
	if (id_eq(other, said_ref(a, "group")) || !store_is_kitchen(c, other))
		return fail(c, "other", "kind", N_("Escriba el código de otra olla o comedor"));
	return OK;
}

static enum rc check_best_before(struct ctx *c, const struct stock_entry *e)
{
	if (!e->best_before || e->best_before >= e->day || e->reason.n)
		return OK;
	return fail(c, "best_before", "expired", N_("Esa fecha ya pasó. Si lo reciben igual, escriba el motivo"));
}

/* Somebody noted something while she counted: she is shown it before her count stands over it. */
static enum rc check_stood(struct ctx *c, const struct act *a, const struct food_line *line, unsigned n)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	int64_t stood, now;

	if (n != 1 || !said_int(a, "stood", &stood))
		return OK;
	now = stock_balance(c, said_ref(a, "group"), line->food);
	if (now == stood || !food_get(c, line->food, food))
		return OK;
	return fail_with(c, "food", "counted", N_("Mientras usted contaba, alguien anotó otro movimiento: el cuaderno ahora dice %s. "
		"Si su cuenta está bien, guarde otra vez"), food_amount_show(c, food, now));
}

static struct stock_entry entry_of(struct ctx *c, const struct act *a, struct str kind, struct id other)
{
	struct stock_entry e = { .group = said_ref(a, "group"), .kind = str_cstr(c->mem, kind), .reason = said_text(a, "reason"),
		.supplier = text_tidy(c->mem, said_text(a, "supplier")), .receipt = receipt_plain(c->mem, said_text(a, "receipt")),
		.other = other };

	(void)said_int(a, "day", &e.day);
	e.has_cost = said_int(a, "cost", &e.cost_cents);
	(void)said_int(a, "best_before", &e.best_before);
	return e;
}

static enum rc put_lines(struct ctx *c, const struct act *a, struct change *ch, struct stock_entry *e,
	const struct food_line *line, unsigned n)
{
	bool counted = strcmp(e->kind, "counted") == 0;
	const char *at = said_text(a, "amount").n ? "amount" : "food";

	for (unsigned i = 0; i < n; i++) {
		e->food = line[i].food;
		e->amount = line[i].amount;
		e->typed = str_sub(line[i].typed, 0, line[i].typed.n > 60 ? 0 : line[i].typed.n);
		if (!counted && store_judge_again(c, e) != OK)
			return INVALID;
		if (strcmp(e->kind, "bought") == 0 && store_judge_bought(c, e) != OK)
			return INVALID;
		enum rc rc = id_is_zero(e->other) ? stock_put(c, a, ch, at, e, 2 * i) : stock_put_pair(c, a, ch, at, e, 2 * i);
		if (rc != OK)
			return rc;
	}
	return OK;
}

static enum rc say_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct food_line line[STORE_LINES_MAX];
	struct str kind = said_kind(a);
	struct id other = said_ref(a, "other");
	struct stock_entry e = entry_of(c, a, kind, other);
	unsigned n = 0;

	e.ruc = ruc_plain(c->mem, said_text(a, "ruc"));
	if (str_is(kind, "reversed"))
		return fail(c, "kind", "kind", N_("Lo anotado se deshace en su ficha"));
	if (check_other(c, a, kind, other) != OK || store_lines(c, a, line, &n) != OK || check_stood(c, a, line, n) != OK ||
		check_best_before(c, &e) != OK)
		return INVALID;
	if (n > 1 && (e.has_cost || e.best_before))
		return fail(c, e.has_cost ? "cost" : "best_before", "several", N_("Con precio o fecha, anote cada alimento por separado"));
	return put_lines(c, a, ch, &e, line, n);
}

/* ---- taking back ---- */

static const struct field undo_args[] = {
	{ "move", T_REF, F_REQUIRED, .label = N_("Movimiento del almacén"), .ref = "stock_move", .privacy = P_GROUP },
	ARG_REASON,
	{ "whole", T_BOOL, 0, .label = N_("También lo demás que usó esa olla"), .privacy = P_GROUP },
};

static bool flag(const struct act *a, const char *name)
{
	int i = action_arg(a->action, str_c(name));

	return i >= 0 && a->v[i].kind == V_INT && a->v[i].i;
}

static enum rc undo_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record), *food = ARENA_NEW(c->mem, struct record);
	bool back = false;

	if (!stock_get(c, act_ref(a, 0), r, &back) || str_is(r->v[STOCK_KIND].s, "reversed"))
		return fail(c, "move", "unknown", N_("Eso no está anotado"));
	if (back)
		return fail(c, "move", "again", N_("Eso ya estaba deshecho"));
	int64_t left = stock_balance(c, r->v[STOCK_GROUP].id, r->v[STOCK_FOOD].id) - r->v[STOCK_DELTA].i;
	if (left < 0 && r->v[STOCK_DELTA].i > 0 && !said_text(a, "reason").n && food_get(c, r->v[STOCK_FOOD].id, food))
		return fail_with(c, "reason", "short", N_("De eso ya se usó una parte: quedaría en %s. Si está bien, escriba el motivo"),
			food_amount_show(c, food, left));
	if (flag(a, "whole") && str_starts(r->v[STOCK_SOURCE].s, "meal "))
		return pot_give_back(c, ch, r->v[STOCK_GROUP].id, r->v[STOCK_DAY].i, r->v[STOCK_SOURCE].s, said_text(a, "reason")) ? OK : INVALID;
	return stock_put_reversal(c, ch, act_ref(a, 0), said_text(a, "reason")) ? OK :
		fail(c, "move", "again", N_("Eso ya estaba deshecho"));
}

/* ---- told ---- */

struct str store_did(struct ctx *c, const struct change *ch, unsigned max)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 80);
	struct id group = { 0 };
	unsigned n = 0;

	for (const struct put *p = ch->puts; p; p = p->next) {
		if (p->entity != &stock_entity || !put_get(p, STOCK_FOOD) || !food_get(c, put_get(p, STOCK_FOOD)->id, food))
			continue;
		if (id_is_zero(group))
			group = put_get(p, STOCK_GROUP)->id;
		if (!id_eq(group, put_get(p, STOCK_GROUP)->id)) /* the other store's half */
			continue;
		if (n++ == max) {
			buf_c(&b, "…");
			break;
		}
		int64_t amount = put_get(p, STOCK_AMOUNT)->i;
		buf_c(&b, b.n ? ", " : "");
		buf_add(&b, food->v[FOOD_NAME].s);
		buf_char(&b, ' ');
		buf_add(&b, food_amount_show(c, food, amount < 0 ? -amount : amount));
	}
	return buf_str(&b);
}

static struct str say_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &stock_entity);
	const struct value *kind = p ? put_get(p, STOCK_KIND) : NULL;
	const struct choice *k = kind ? choice_find(stock_kinds, kind->s) : NULL;
	const struct str_pair pairs[] = { { "who", t->author }, { "what", store_did(c, t->change, 3) },
		{ "kind", k ? tr(c->lang, k->label) : STR("") } };

	return tr_named(c->mem, c->lang, N_("{who} anotó en el almacén: {what} ({kind})"), pairs, ARRAY_LEN(pairs));
}

static struct str undo_describe(struct ctx *c, const struct told *t)
{
	const struct str_pair pairs[] = { { "who", t->author }, { "what", store_did(c, t->change, 3) } };

	return tr_named(c->mem, c->lang, N_("{who} deshizo en el almacén: {what}"), pairs, ARRAY_LEN(pairs));
}

#define SAY .on = AT(0), .decide = say_decide, .describe = say_describe, .flags = ACT_LOW_RISK | ACT_REPORT

const struct action stock_move = { .name = "stock.move", .label = N_("Guardar"), .args = move_args, .nargs = ARRAY_LEN(move_args), SAY };
const struct action stock_in = { .name = "stock.in", .label = N_("Anotar lo que entró"), .args = in_args, .nargs = ARRAY_LEN(in_args), SAY };
const struct action stock_out = { .name = "stock.out", .label = N_("Anotar lo que salió"), .args = out_args, .nargs = ARRAY_LEN(out_args), SAY };
const struct action stock_count = { .name = "stock.count", .label = N_("Contar lo que queda"), .args = count_args, .nargs = ARRAY_LEN(count_args), SAY };
const struct action stock_lend = { .name = "stock.lend", .label = N_("Anotar un préstamo"), .args = lend_args, .nargs = ARRAY_LEN(lend_args), SAY };
const struct action stock_undo = { .name = "stock.undo", .label = N_("Deshacer"), .args = undo_args, .nargs = ARRAY_LEN(undo_args),
	.flags = ACT_LOW_RISK | ACT_REPORT, .on = AT(0), .edits = NULL, .decide = undo_decide, .describe = undo_describe };
