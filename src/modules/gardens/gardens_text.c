/*
 * gardens_text.c - "cosecha lechuga 3.5 kg", "sembramos rabanito 2 camas".
 */
#include "gardens_own.h"

#include "field.h"
#include "fold.h"
#include "measure.h"
#include "people.h"

enum { WORDS_MAX = 16, GARDENS_ASKED = 8 };

/* Is what begins at word `at` a way to say that crop? How many words; 0: no. */
static unsigned says(struct arena *a, const struct choice *crop, const struct str *word, unsigned at, unsigned n)
{
	for (unsigned len = 2; len; len--) {
		if (at + len > n)
			continue;
		struct str said = len == 1 ? word[at] : str_fmt(a, "%.*s %.*s", (int)word[at].n, word[at].p, (int)word[at + 1].n, word[at + 1].p);
		struct str rest = str_c(crop->words), one;
		if (str_eq(fold(a, str_c(crop->label)), said))
			return len;
		while (rest.n && str_cut(&rest, '|', &one))
			if (str_eq(one, said))
				return len;
	}
	return 0;
}

struct heard_crop {
	const struct choice *crop;
	struct str left; /* what was said besides: an amount */
	int days_ago;
	bool several; /* a second crop: one message tells one */
};

/* A small word, that says neither what nor how much. */
static bool is_small(struct str word)
{
	struct str rest = STR("hoy la el del en huerto nuestro gracias"), one;

	while (str_cut(&rest, ' ', &one))
		if (str_eq(word, one))
			return true;
	return false;
}

/* The crop, the day and what is left of the words. */
static struct heard_crop hear_crop(struct arena *a, struct str said)
{
	struct heard_crop h = { 0 };
	struct str rest = fold(a, said), word[WORDS_MAX], one;
	struct buf left = buf_new(a, 40);
	unsigned n = 0;

	while (n < WORDS_MAX && rest.n && str_cut(&rest, ' ', &one)) {
		while (one.n && (one.p[one.n - 1] == ',' || one.p[one.n - 1] == '.' || one.p[one.n - 1] == ':'))
			one.n--;
		if (one.n)
			word[n++] = one;
	}
	for (unsigned i = 0; i < n; i++) {
		unsigned taken = 0;
		for (const struct choice *k = crops; k->name && !taken; k++) {
			taken = says(a, k, word, i, n);
			if (taken && h.crop && h.crop != k)
				h.several = true;
			if (taken && !h.crop)
				h.crop = k;
		}
		if (taken)
			i += taken - 1;
		else if (str_is(word[i], "ayer"))
			h.days_ago = 1;
		else if (!is_small(word[i]) && !(str_is(word[i], "de") && (i + 1 == n || !str_starts(word[i + 1], "kil")))) {
			buf_c(&left, left.n ? " " : "");
			buf_add(&left, word[i]);
		}
	}
	h.left = buf_str(&left);
	return h;
}

static void say(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = true;
}

static void unsay(struct act *a, unsigned arg)
{
	a->v[arg] = value_null();
	a->given[arg] = false;
}

/* Her garden, or which of them; argument 0 of both actions. */
static enum rc which_garden(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	unsigned n = 0;

	*arg_out = 0;
	*n_out = 0;
	if (act_has(a, 0))
		return OK;
	for (unsigned i = 0; i < c->who->nmember && n < max; i++)
		if (allowed(c, a->action->name, scope_of_group(c, c->who->member[i].group)))
			n += gardens_of(c, c->who->member[i].group, candidates_out + n, max - n);
	for (unsigned i = 1; i < n; i++) /* two roles in one group */
		for (unsigned k = 0; k < i; k++)
			if (id_eq(candidates_out[i], candidates_out[k])) {
				candidates_out[i--] = candidates_out[--n];
				break;
			}
	if (!n)
		return fail(c, NULL, "unknown", N_("Su cocina todavía no anotó ningún huerto. Anótelo primero en la página Huertos"));
	*n_out = n;
	if (n > 1)
		return fail(c, "garden", "ask", N_("¿De cuál huerto?"));
	say(a, 0, value_id(candidates_out[0]));
	return OK;
}

static enum rc not_heard(struct ctx *c, const struct heard_crop *h, const char *example)
{
	if (h->several)
		return fail(c, NULL, "ask", N_("Un cultivo por mensaje, por favor: así no se mezcla nada"));
	return fail_with(c, NULL, "ask", N_("No entendí qué cultivo y cuánto. Escriba, por ejemplo: %s"), tr(c->lang, example));
}

enum rc harvest_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	static const char example[] = N_("cosecha lechuga 3.5 kg");

	*n_out = 0;
	if (!act_has(a, HARVEST_CROP)) {
		struct heard_crop h = hear_crop(c->mem, act_text(a, HARVEST_WHAT));
		int64_t grams = 0;
		if (!h.crop || h.several || !measure_said(h.left) || measure_read(h.left, false, &grams) != MEASURE_OK)
			return not_heard(c, &h, example);
		unsay(a, HARVEST_WHAT);
		say(a, HARVEST_CROP, value_text(str_c(h.crop->name)));
		say(a, HARVEST_WEIGHT_G, value_int(grams));
		if (h.days_ago)
			say(a, HARVEST_DAY, value_int(zone_day(c->net->zone, a->acted_at) - h.days_ago));
	}
	return which_garden(c, a, candidates_out, max < GARDENS_ASKED ? max : GARDENS_ASKED, n_out, arg_out);
}

/* "2 camas", "dos camas"; nothing at all: how many is not known. */
static bool beds_read(struct str left, int64_t *out)
{
	struct str number;

	if (!str_cut(&left, ' ', &number) || !str_int64(number, out) || *out < 1)
		return false;
	return str_is(left, "camas") || str_is(left, "cama") || str_is(left, "cajones") || str_is(left, "macetas") || str_is(left, "maceta") ||
		str_is(left, "cajon");
}

enum rc sowing_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	static const char example[] = N_("sembramos rabanito 2 camas");

	*n_out = 0;
	if (!act_has(a, SOWING_CROP)) {
		struct heard_crop h = hear_crop(c->mem, act_text(a, SOWING_NOTE));
		int64_t beds = 0;
		if (!h.crop || h.several || (h.left.n && !beds_read(h.left, &beds)))
			return not_heard(c, &h, example);
		unsay(a, SOWING_NOTE);
		say(a, SOWING_CROP, value_text(str_c(h.crop->name)));
		if (beds)
			say(a, SOWING_BEDS, value_int(beds));
		if (h.days_ago)
			say(a, SOWING_DAY, value_int(zone_day(c->net->zone, a->acted_at) - h.days_ago));
	}
	return which_garden(c, a, candidates_out, max < GARDENS_ASKED ? max : GARDENS_ASKED, n_out, arg_out);
}

/* "ayer cosechamos …": what stands before the words is not what follows them. */
static enum rc harvest_yesterday(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	if (!act_has(a, HARVEST_CROP))
		say(a, HARVEST_DAY, value_int(zone_day(c->net->zone, a->acted_at) - 1));
	return harvest_complete(c, a, candidates_out, max, n_out, arg_out);
}

static enum rc sowing_yesterday(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	if (!act_has(a, SOWING_CROP))
		say(a, SOWING_DAY, value_int(zone_day(c->net->zone, a->acted_at) - 1));
	return sowing_complete(c, a, candidates_out, max, n_out, arg_out);
}

struct str harvest_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	const struct put *p = o->change ? change_find(o->change, &harvest_entity) : NULL;
	bool stored = p && record_get(c->db, c->schema, c->mem, &harvest_entity, c->net->id, p->id, r) && r->v[HARVEST_MOVE].kind == V_ID;
	const struct str_pair pairs[] = { { "crop", choice_label(c, crops, act_text(a, HARVEST_CROP)) },
		{ "weight", field_show(c->mem, &a->action->args[HARVEST_WEIGHT_G], &a->v[HARVEST_WEIGHT_G], c->lang) } };

	return tr_named(c->mem, c->lang, stored ? N_("Anotado: cosecha de {crop}, {weight}, y ya está en el almacén. Gracias") :
		N_("Anotado: cosecha de {crop}, {weight}. Gracias"), pairs, ARRAY_LEN(pairs));
}

struct str sowing_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct crop *crop = crop_find(act_text(a, SOWING_CROP));
	int64_t from = crop && act_has(a, SOWING_DAY) ? act_int(a, SOWING_DAY) + crop->days : 0;
	const struct str_pair pairs[] = { { "crop", choice_label(c, crops, act_text(a, SOWING_CROP)) },
		{ "day", lang_date(c->mem, c->lang, from) } };

	(void)o;
	return tr_named(c->mem, c->lang, from ? N_("Anotado: siembra de {crop}. Se cosecha desde el {day}. Gracias") :
		N_("Anotado: siembra de {crop}. Gracias"), pairs, ARRAY_LEN(pairs));
}

const struct text_command gardens_commands[] = {
	{
		.action = "harvest.tell",
		.words = "cosecha|cosechas|cosechamos|cosechamos hoy|hoy cosechamos|cosechado|hemos cosechado|coseche|cosecho|cosecharon|el huerto dio|"
			 "del huerto|pallarqayku|pallarqaniku",
		.rest = AT(HARVEST_WHAT), .means = N_("Dice qué dio el huerto"),
		.question = N_("¿Qué cosecharon y cuánto? Escriba, por ejemplo: lechuga 3.5 kg"),
		.example = N_("cosecha lechuga 3.5 kg"), .complete = harvest_complete, .answer = harvest_answer,
	},
	{
		.action = "sowing.tell",
		.words = "siembra|siembras|sembramos|sembramos hoy|hoy sembramos|sembrado|hemos sembrado|sembre|sembro|sembraron|plantamos|"
			 "tarpurqayku|tarpurqaniku",
		.rest = AT(SOWING_NOTE), .means = N_("Dice qué sembraron"),
		.question = N_("¿Qué sembraron? Escriba, por ejemplo: rabanito 2 camas"),
		.example = N_("sembramos rabanito 2 camas"), .complete = sowing_complete, .answer = sowing_answer,
	},
	{
		.action = "harvest.tell", .words = "ayer cosechamos|ayer coseche|ayer cosecho|ayer cosecharon|ayer hemos cosechado|la cosecha de ayer",
		.rest = AT(HARVEST_WHAT), .means = N_("Dice qué dio ayer el huerto"),
		.question = N_("¿Qué cosecharon y cuánto? Escriba, por ejemplo: lechuga 3.5 kg"),
		.complete = harvest_yesterday, .answer = harvest_answer,
	},
	{
		.action = "sowing.tell", .words = "ayer sembramos|ayer sembre|ayer sembro|ayer sembraron|ayer hemos sembrado|ayer plantamos",
		.rest = AT(SOWING_NOTE), .means = N_("Dice qué sembraron ayer"),
		.question = N_("¿Qué sembraron? Escriba, por ejemplo: rabanito 2 camas"),
		.complete = sowing_yesterday, .answer = sowing_answer,
	},
	{ .words = NULL },
};
