/*
 * food_amount.c - amounts of a food as people write them, and lists of foods with amounts.
 *
 * Kitchens measure with what is at hand: a cup of rice is another weight than a cup of flour, so cup, handful, spoon, sack
 * and piece come from the food's own row. A measure that its row does not know is no amount: nothing is guessed.
 */
#include "food.h"

#include "fold.h"
#include "money.h"
#include "need_items.h"
#include "need_words.h"

enum { THOUSAND = 1000, PIECE_WORDS = 8, CYLINDER_G = 10000 };

static const struct {
	const char *words;
	unsigned field; /* of the food: what one holds */
} kitchen[] = {
	{ "taza|tazas|tz", FOOD_CUP },
	{ "punado|punados|manojo chico", FOOD_HANDFUL },
	{ "cucharada|cucharadas|cda|cdas|cuchara|cucharas", FOOD_SPOON },
	{ "saco|sacos|costal|costales", FOOD_SACK },
};

static bool is_base(const struct record *food, const char *base)
{
	return food->v[FOOD_BASE].kind == V_TEXT && str_is(food->v[FOOD_BASE].s, base);
}

static int64_t known(const struct record *food, unsigned field)
{
	return food->v[field].kind == V_INT ? food->v[field].i : 0;
}

/* Base units in one of that word; 0: this food is not measured so. */
static int64_t factor_of(const struct record *food, struct str word)
{
	const struct need_measure *m = need_measure_of(word);

	for (size_t i = 0; i < ARRAY_LEN(kitchen); i++)
		if (need_word_in(word, kitchen[i].words) && known(food, kitchen[i].field))
			return known(food, kitchen[i].field);
	if (!m)
		return 0;
	if (str_is(str_c(m->name), "g") || str_is(str_c(m->name), "ml"))
		return is_base(food, m->name) ? m->factor : 0;
	int64_t piece = is_base(food, "unit") ? 1 : known(food, FOOD_PIECE);
	if (str_is(str_c(m->name), "unit"))
		return m->factor * piece;
	/* "2 balones", "3 latas": where one is known. */
	return is_base(food, "unit") || str_is(str_c(m->name), "can") ? piece : 0;
}

static enum rc no_measure(struct ctx *c, const struct record *food, const char *field)
{
	return fail_with(c, field, "measure", is_base(food, "ml") ? N_("De «%s» escriba litros: 3 litros, medio litro") :
		is_base(food, "unit") ? N_("De «%s» escriba cuántos son: 2 unidades") :
		N_("De «%s» escriba el peso: 10 kg, 500 gramos"), food->v[FOOD_NAME].s);
}

/* Gas by weight is a household's cylinder, of 10 kg in Peru ("gas 10 kg"): whole ones, or 0. */
static int64_t cylinders(const struct record *food, struct str word, int64_t thousandths)
{
	const struct need_measure *m = need_measure_of(word);
	bool gas = is_base(food, "unit") && food->v[FOOD_KIND].kind == V_TEXT && str_is(food->v[FOOD_KIND].s, "fuel");

	if (!gas || !m || !str_is(str_c(m->name), "g") || thousandths > INT32_MAX)
		return 0;
	int64_t weight_g = thousandths * m->factor / THOUSAND;
	return weight_g % CYLINDER_G ? 0 : weight_g / CYLINDER_G;
}

/* The number and its measure; *measured: it had one. */
static enum rc amount(struct ctx *c, const struct record *food, const char *field, struct str typed, int64_t *out)
{
	struct str rest, word;
	int64_t thousandths, factor;

	if (!need_number_read(c->mem, typed, &thousandths, &rest) || thousandths <= 0)
		return fail_with(c, field, "format", N_("Escriba cuánto, con su medida: %s 10 kg"), food->v[FOOD_NAME].s);
	if (rest.n && str_cut(&rest, ' ', &word)) {
		*out = cylinders(food, word, thousandths);
		if (*out)
			return OK;
		factor = factor_of(food, word);
	} else
		factor = is_base(food, "unit") ? 1 : known(food, FOOD_PIECE);
	if (!factor || thousandths > INT64_MAX / factor)
		return no_measure(c, food, field);
	*out = thousandths * factor / THOUSAND;
	if (*out <= 0 || *out > INT32_MAX || (is_base(food, "unit") && thousandths * factor % THOUSAND))
		return no_measure(c, food, field);
	return OK;
}

enum rc food_amount_sure(struct ctx *c, const struct record *food, const char *field, struct str typed, int64_t *out)
{
	return amount(c, food, field, typed, out);
}

enum rc food_amount_read(struct ctx *c, const struct record *food, const char *field, struct str typed, int64_t *out)
{
	if (amount(c, food, field, typed, out) != OK)
		return INVALID;
	if (!known(food, FOOD_LARGE) || *out <= known(food, FOOD_LARGE))
		return OK;
	struct str_pair said[] = { { "much", food_amount_show(c, food, *out) }, { "food", food->v[FOOD_NAME].s } };
	return fail_with(c, field, "much", N_("¿Seguro que es %s? Revise la medida; si está bien, escriba el motivo"),
		tr_named(c->mem, c->lang, N_("{much} de {food}"), said, ARRAY_LEN(said)));
}

/* ---- shown ---- */

/* n/1000 with at most three figures behind the point: "12.5". */
static void thousandths(struct buf *b, int64_t n)
{
	int64_t whole = n / THOUSAND, part = n % THOUSAND;
	unsigned digits = 3;

	buf_thousands(b, whole);
	for (; part && part % 10 == 0; part /= 10)
		digits--;
	if (part) {
		buf_char(b, '.');
		buf_pad(b, part, digits);
	}
}

struct str food_amount_show(struct ctx *c, const struct record *food, int64_t n)
{
	struct buf b = buf_new(c->mem, 24);
	bool fuel = food->v[FOOD_KIND].kind == V_TEXT && str_is(food->v[FOOD_KIND].s, "fuel");
	int64_t size = n < 0 ? -n : n;

	if (n < 0)
		buf_c(&b, "−");
	if (is_base(food, "unit")) {
		buf_thousands(&b, size);
		buf_char(&b, ' ');
		buf_add(&b, fuel ? tr_plural(c->lang, N_("balón"), N_("balones"), size) :
			tr_plural(c->lang, N_("unidad"), N_("unidades"), size));
	} else if (size >= THOUSAND) {
		bool g = is_base(food, "g");
		thousandths(&b, size);
		buf_char(&b, ' ');
		buf_add(&b, g ? STR("kg") : tr_plural(c->lang, N_("litro"), N_("litros"), size == THOUSAND ? 1 : 2));
	} else {
		buf_int(&b, size);
		buf_c(&b, is_base(food, "g") ? " g" : " ml");
	}
	return buf_str(&b);
}

/* ---- lists ---- */

static bool is_filler(struct str w)
{
	return need_word_in(w, "de|del|la|el|los|las");
}

/* A number, or what is measured with. */
static bool measures(struct ctx *c, struct str w)
{
	struct str plain = need_item_plain(c->mem, w);
	bool digit = plain.n && plain.p[0] >= '0' && plain.p[0] <= '9';

	for (size_t i = 0; i < ARRAY_LEN(kitchen); i++)
		if (need_word_in(plain, kitchen[i].words))
			return true;
	return digit || need_number_word(plain) >= 0 || need_measure_of(plain) || need_word_in(plain, "medio|media|y");
}

/* The food that the words name, longest first: "papa seca" before "papa"; how many words it took. */
static unsigned food_at(struct ctx *c, const struct str *word, unsigned n, struct id *out)
{
	for (unsigned len = n; len > 0; len--) {
		struct buf b = buf_new(c->mem, 64);
		for (unsigned i = 0; i < len; i++) {
			buf_c(&b, i ? " " : "");
			buf_add(&b, word[i]);
		}
		*out = food_named(c, buf_str(&b));
		if (!id_is_zero(*out))
			return len;
	}
	return 0;
}

static struct str joined(struct ctx *c, const struct str *word, unsigned n)
{
	struct buf b = buf_new(c->mem, 64);

	for (unsigned i = 0; i < n; i++) {
		buf_c(&b, i ? " " : "");
		buf_add(&b, word[i]);
	}
	return buf_str(&b);
}

/* "20 kg de arroz" and "arroz 20 kg": where the food is, what is left is the amount. */
static enum rc line_read(struct ctx *c, const char *field, struct str piece, bool sure, struct food_line *out)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct str word[PIECE_WORDS + 1], rest = text_tidy(c->mem, piece), one;
	unsigned n = 0, from = 0, len = 0;

	*out = (struct food_line){ 0 };
	while (rest.n && n <= PIECE_WORDS && str_cut(&rest, ' ', &one))
		if (one.n)
			word[n++] = one;
	if (n > PIECE_WORDS)
		return fail_with(c, field, "unknown", N_("No entendí «%s»; escriba un alimento en cada línea: 20 kg de arroz"), piece);
	for (unsigned pass = 0; pass < 2 && !len; pass++) /* a bag is a measure first, and a thing where there is no other */
		for (from = 0; from < n && !len; from += !len)
			if (!is_filler(word[from]) && (pass || !measures(c, word[from])))
				len = food_at(c, word + from, n - from, &out->food);
	if (!len || !food_get(c, out->food, food))
		return fail_with(c, field, "unknown", N_("No conozco «%s»; escriba otro nombre, como arroz o papa"), piece);
	out->name = food->v[FOOD_NAME].s;
	unsigned before = from, after = from + len;
	while (before > 0 && is_filler(word[before - 1]))
		before--;
	if (before > 0 && after < n)
		return fail_with(c, field, "unknown", N_("No entendí «%s»; escriba un alimento en cada línea: 20 kg de arroz"), piece);
	out->typed = before > 0 ? joined(c, word, before) : joined(c, word + after, n - after);
	if (!out->typed.n)
		return OK;
	return sure ? food_amount_sure(c, food, field, out->typed, &out->amount) :
		food_amount_read(c, food, field, out->typed, &out->amount);
}

static bool is_digit(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* A line's end, a semicolon, or a comma that is in no number. */
static bool cuts(struct str s, size_t i)
{
	if (s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == ';')
		return true;
	return s.p[i] == ',' && !(i > 0 && is_digit(s, i - 1) && is_digit(s, i + 1));
}

enum rc food_list_read(struct ctx *c, const char *field, struct str typed, bool sure, struct food_line *out, unsigned max,
	unsigned *n_out)
{
	unsigned n = 0;

	for (size_t i = 0, begin = 0; i <= typed.n; i++) {
		if (i < typed.n && !cuts(typed, i))
			continue;
		struct str piece = str_trim(str_sub(typed, begin, i - begin));
		struct food_line one;
		begin = i + 1;
		if (!piece.n)
			continue;
		if (line_read(c, field, piece, sure, &one) != OK)
			return INVALID;
		unsigned at = 0;
		while (at < n && !id_eq(out[at].food, one.food))
			at++;
		if (at == max)
			return fail(c, field, "range", N_("Son demasiados alimentos para una lista"));
		if (at < n) {
			out[at].amount += one.amount;
			out[at].typed = (struct str){ 0 };
		} else {
			out[n++] = one;
		}
	}
	*n_out = n;
	return OK;
}
