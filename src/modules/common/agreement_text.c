/*
 * agreement_text.c - "acuerdo SJM-001 poner lavadero encargada Rosa hasta 30/11", "acuerdo cumplido lavadero", "acuerdos".
 *
 * One is named by words of its own, never by its place in a list that may have changed since; where several fit, the
 * channel asks which.
 */
#include "agreement.h"
#include "agreement_own.h"

#include "civil.h"
#include "fold.h"
#include "text.h"

enum { TOLD_MOST = 8, OPEN_MOST = 60, JUST_PAST_DAYS = 60, WEEK = 7 };

static void say(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = true;
}

/* ---- when ---- */

static const char *const months[] = { "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "se", "oct", "nov", "dic" };
static const char *const weekdays[] = { "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" };

static bool civil_real(struct civil d)
{
	struct civil again = day_civil(day_from_civil(d));

	return again.year == d.year && again.month == d.month && again.day == d.day;
}

/* Without a year: the next such day, but one that has just gone by is taken for what it says. */
static bool in_some_year(struct civil d, bool year, int64_t today, int64_t *out)
{
	struct civil now = day_civil(today);

	d.year = !year ? now.year : d.year < 100 ? d.year + 2000 : d.year;
	if (!year && d.month >= 1 && d.month <= 12 && day_from_civil((struct civil){ d.year, d.month, 1 }) < today - JUST_PAST_DAYS)
		d.year++;
	if (d.month < 1 || d.month > 12 || d.year < now.year || d.year > now.year + 5 || !civil_real(d))
		return false;
	*out = day_from_civil(d);
	return true;
}

/* "30/11", "30-11-26", "30/11/2026" */
static bool by_figures(struct str s, int64_t today, int64_t *out)
{
	int n[3] = { 0 };
	unsigned k = 0, digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9' && digits < 4) {
			n[k] = n[k] * 10 + s.p[i] - '0';
			digits++;
		} else if ((s.p[i] == '/' || s.p[i] == '-' || s.p[i] == '.') && digits && k < 2) {
			k++;
			digits = 0;
		} else {
			return false;
		}
	}
	return k && digits && in_some_year((struct civil){ n[2], n[1], n[0] }, k == 2, today, out);
}

/* Folded: "30/11", "30 de noviembre", "el viernes", "man~ana" (fold.h). */
static bool day_said(struct str s, int64_t today, int64_t *out)
{
	struct str word[5];
	unsigned n = 0;
	int64_t d;

	while (s.n && n < ARRAY_LEN(word) && str_cut(&s, ' ', &word[n]))
		n += word[n].n && !str_is(word[n], "de") && !str_is(word[n], "el") && !str_is(word[n], "del") && !str_is(word[n], "dia");
	if (s.n || !n)
		return false;
	if (n == 1 && by_figures(word[0], today, out))
		return true;
	if (n == 1 && str_is(word[0], "man~ana")) {
		*out = today + 1;
		return true;
	}
	for (int i = 0; n == 1 && i < WEEK; i++)
		if (str_is(word[0], weekdays[i])) {
			*out = today + 1 + (i - day_weekday(today + 1) + WEEK) % WEEK;
			return true;
		}
	for (int i = 0; n == 2 && word[1].n >= 3 && i < (int)ARRAY_LEN(months); i++)
		if (str_starts(word[1], months[i]) && str_int64(word[0], &d) && d > 0 && d <= 31)
			return in_some_year((struct civil){ 0, i + 1, (int)d }, false, today, out);
	return false;
}

/* ---- what was said ---- */

/* The last place of one of those words in the words of the message, or n. */
static unsigned word_at(struct arena *a, const struct str *w, unsigned n, const char *list)
{
	for (unsigned i = n; i-- > 0;) {
		struct str rest = str_c(list), one, plain = fold(a, w[i]);
		while (rest.n && str_cut(&rest, '|', &one))
			if (str_eq(plain, one))
				return i;
	}
	return n;
}

static struct str joined(struct arena *a, const struct str *w, unsigned from, unsigned to)
{
	struct buf b = buf_new(a, 80);

	for (unsigned i = from; i < to; i++) {
		buf_c(&b, b.n ? " " : "");
		buf_add(&b, w[i]);
	}
	return buf_str(&b);
}

/* "poner lavadero encargada Rosa hasta 30/11" apart. */
static enum rc tell_apart(struct ctx *c, struct act *a)
{
	enum { WORDS = 60 };
	struct str *w = ARENA_ARRAY(c->mem, struct str, WORDS), rest = act_text(a, ADD_WHAT);
	unsigned n = 0, when, who;
	int64_t by;

	while (rest.n && n < WORDS && str_cut(&rest, ' ', &w[n]))
		n += w[n].n > 0;
	when = word_at(c->mem, w, n, "hasta");
	if (when == n || !day_said(fold(c->mem, joined(c->mem, w, when + 1, n)), today(c), &by))
		return fail(c, "by", "ask", N_("¿Para cuándo? Escríbalo completo, por ejemplo: acuerdo poner lavadero hasta 30/11"));
	who = word_at(c->mem, w, when, "encargada|encargado|encargadas|encargados");
	if (!who || !when || (who < when && who + 1 == when))
		return fail(c, "what", "ask", N_("¿Qué se acordó? Escríbalo completo, por ejemplo: acuerdo poner lavadero hasta 30/11"));
	say(a, ADD_BY, value_int(by));
	say(a, ADD_WHAT, value_text(joined(c->mem, w, 0, who < when ? who : when)));
	if (who < when)
		say(a, ADD_WHO, value_text(joined(c->mem, w, who + 1, when)));
	return OK;
}

/* Where nobody was named, the kitchen itself takes care of it. */
static enum rc add_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	*n_out = 0;
	*arg_out = ADD_GROUP;
	if (!act_has(a, ADD_BY) && tell_apart(c, a) != OK)
		return INVALID;
	enum rc rc = text_own_group(c, a, candidates_out, max, n_out, arg_out);
	const struct value *said = &a->v[ADD_GROUP];
	struct id group = said->kind == V_ID ? said->id : (struct id){ 0 };
	if (rc != OK || act_has(a, ADD_WHO))
		return rc;
	if (said->kind == V_TEXT && !ref_resolve(c, "group", said->s, &group)) /* a code that the gate will not know, either */
		return OK;
	say(a, ADD_WHO, value_text(ref_title(c, "group", group)));
	return OK;
}

static struct str add_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct str_pair pairs[] = { { "kitchen", ref_title(c, "group", act_ref(a, ADD_GROUP)) }, { "what", act_text(a, ADD_WHAT) },
		{ "who", act_text(a, ADD_WHO) }, { "day", lang_date(c->mem, c->lang, act_int(a, ADD_BY)) } };

	(void)o;
	return tr_named(c->mem, c->lang, N_("Acuerdo con {kitchen}: {what}. Se encarga {who}, hasta el {day}. Cuando esté, escriba: acuerdo cumplido"),
		pairs, ARRAY_LEN(pairs));
}

/* ---- done ---- */

/* Each word that she wrote begins some word of what was agreed. */
static bool fits(struct ctx *c, struct str said, const struct agreement *one)
{
	struct str what = str_fmt(c->mem, " %.*s", (int)one->what.n, one->what.p), word;

	what = fold(c->mem, what);
	said = fold(c->mem, said);
	while (said.n && str_cut(&said, ' ', &word)) {
		if (word.n < 3 || str_is(word, "del") || str_is(word, "las") || str_is(word, "los"))
			continue;
		if (!str_contains(str_fmt(c->mem, " %.*s", (int)what.n, what.p), str_fmt(c->mem, " %.*s", (int)word.n, word.p)))
			return false;
	}
	return true;
}

static enum rc done_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct agreement *open = ARENA_ARRAY(c->mem, struct agreement, OPEN_MOST);
	struct str said = act_text(a, LOOK_NOTE);
	unsigned n = 0, k = 0;

	*n_out = 0;
	*arg_out = LOOK_AGREEMENT;
	say(a, LOOK_STATE, value_text(STR("done")));
	if (!act_has(a, LOOK_AGREEMENT)) {
		n = agreements_hers(c, false, open, OPEN_MOST);
		for (unsigned i = 0; i < n && k < max; i++)
			if (allowed(c, "agreement.look", scope_of_group(c, open[i].group)) && fits(c, said, &open[i]))
				candidates_out[k++] = open[i].id;
		if (!k)
			return said.n ? fail_with(c, "agreement", "ask", N_("No hay un acuerdo pendiente que diga «%s». Para verlos, escriba: acuerdos"), said) :
				fail(c, "agreement", "ask", N_("No hay acuerdos pendientes, así que no anoté nada"));
		*n_out = k;
		if (k > 1)
			return fail(c, "agreement", "ask", N_("¿Cuál?"));
		say(a, LOOK_AGREEMENT, value_id(candidates_out[0]));
	}
	a->v[LOOK_NOTE] = value_null();
	a->given[LOOK_NOTE] = false;
	return OK;
}

static struct str done_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return tr_fill(c->mem, c->lang, N_("Acuerdo cumplido: %s. Gracias"), ref_title(c, "agreement", act_ref(a, LOOK_AGREEMENT)));
}

/* ---- asked for ---- */

static struct str tell(struct ctx *c, struct str rest)
{
	struct agreement *open = ARENA_ARRAY(c->mem, struct agreement, TOLD_MOST);
	unsigned n = agreements_hers(c, false, open, TOLD_MOST);
	struct buf b = buf_new(c->mem, 200);

	(void)rest;
	for (unsigned i = 0; i < n; i++) {
		const struct str_pair pairs[] = { { "what", open[i].what }, { "kitchen", ref_code(c, "group", open[i].group) },
			{ "day", lang_date_short(c->mem, c->lang, open[i].by) } };
		buf_c(&b, b.n ? "\n" : "");
		buf_add(&b, tr_named(c->mem, c->lang, open[i].by < today(c) ? N_("{kitchen}: {what}, era para el {day}") :
			N_("{kitchen}: {what}, hasta el {day}"), pairs, ARRAY_LEN(pairs)));
	}
	return n ? buf_str(&b) : tr(c->lang, N_("No hay acuerdos pendientes."));
}

const struct text_command agreement_commands[] = {
	{
		.action = "agreement.add", .words = "acuerdo|acuerdo nuevo|nuevo acuerdo|anotar acuerdo|anote acuerdo", .rest = AT(ADD_WHAT),
		.judges = true, .means = N_("Anota algo que se acordó"), .example = N_("acuerdo poner lavadero hasta 30/11"),
		.question = N_("¿Qué se acordó? Escríbalo completo, por ejemplo: acuerdo poner lavadero hasta 30/11"),
		.complete = add_complete, .answer = add_answer,
	},
	{
		.action = "agreement.look",
		.words = "acuerdo cumplido|acuerdo hecho|acuerdo listo|cumplimos el acuerdo|ya cumplimos el acuerdo|cumplimos con el acuerdo|se cumplio el acuerdo",
		.rest = AT(LOOK_NOTE), .judges = true, .means = N_("Dice que un acuerdo ya se cumplió"), .example = N_("acuerdo cumplido lavadero"),
		.complete = done_complete, .answer = done_answer,
	},
	{
		.words = "acuerdos|que acuerdos hay|que acordamos|mis acuerdos|nuestros acuerdos|acuerdos pendientes",
		.means = N_("Pregunta qué acuerdos están pendientes"), .tell = tell,
	},
	{ .words = NULL },
};
