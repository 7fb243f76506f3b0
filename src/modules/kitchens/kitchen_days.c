/*
 * kitchen_days.c - the days of the week on which a kitchen cooks, read as people write them and shown again.
 */
#include "kitchens_own.h"

#include "fold.h"

enum { WEEK = 7, ALL_DAYS = (1 << WEEK) - 1 };

static const char letters[] = "LMXJVSD";
static const char *const names[WEEK] = { N_("lunes"), N_("martes"), N_("miércoles"), N_("jueves"), N_("viernes"), N_("sábado"), N_("domingo") };
static const char *const folded[WEEK] = { "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" };

/* The day that a word begins: at least two letters, or the letter that calendars give it; -1: none. */
static int day_of(struct str w)
{
	if (w.n > 2 && w.p[w.n - 1] == 's' && !str_is(w, "jueves") && !str_is(w, "lunes") && !str_is(w, "martes") &&
		!str_is(w, "miercoles") && !str_is(w, "viernes"))
		w.n--; /* "sabados" */
	for (int i = 0; i < WEEK; i++)
		if (w.n >= 2 && w.n <= strlen(folded[i]) && memcmp(w.p, folded[i], w.n) == 0)
			return i;
	for (int i = 0; i < WEEK; i++)
		if (w.n == 1 && w.p[0] == letters[i] + ('a' - 'A'))
			return i;
	return -1;
}

/* "lmxjv", as it is kept: letters of days, each once and in their order. */
static unsigned days_plain_read(struct str w)
{
	unsigned days = 0, from = 0;

	for (size_t i = 0; i < w.n; i++) {
		while (from < WEEK && letters[from] + ('a' - 'A') != w.p[i])
			from++;
		if (from == WEEK)
			return 0;
		days |= 1u << from++;
	}
	return days;
}

static bool is_filler(struct str w)
{
	return str_is(w, "y") || str_is(w, "e") || str_is(w, "de") || str_is(w, "del") || str_is(w, "los") || str_is(w, "el") ||
		str_is(w, "dias") || str_is(w, "dia") || str_is(w, "solo");
}

static bool is_until(struct str w)
{
	return str_is(w, "a") || str_is(w, "al") || str_is(w, "hasta") || str_is(w, "-");
}

unsigned kitchen_days_read(struct arena *a, struct str text)
{
	struct buf spaced = buf_new(a, text.n + 16);
	struct str rest = fold(a, text), word;
	unsigned days = 0;
	int last = -1;
	bool until = false;

	for (size_t i = 0; i < rest.n; i++) /* "lun-vie", "lunes,martes" */
		if (rest.p[i] == '-')
			buf_c(&spaced, " - ");
		else
			buf_char(&spaced, rest.p[i] == ',' || rest.p[i] == '.' || rest.p[i] == '/' || rest.p[i] == ';' ? ' ' : rest.p[i]);
	rest = str_trim(buf_str(&spaced));
	if (str_is(rest, "todos los dias") || str_is(rest, "todos") || str_is(rest, "diario") || str_is(rest, "siempre"))
		return ALL_DAYS;
	while (str_cut(&rest, ' ', &word)) {
		if (!word.n || is_filler(word))
			continue;
		if (is_until(word) && last >= 0 && !until) {
			until = true;
			continue;
		}
		int day = day_of(word);
		unsigned plain = day < 0 ? days_plain_read(word) : 0;
		if (day < 0 && (!plain || until))
			return 0;
		days |= plain;
		for (int d = until ? last : day; day >= 0; d = (d + 1) % WEEK) {
			days |= 1u << d;
			if (d == day)
				break;
		}
		last = day;
		until = false;
	}
	return until ? 0 : days;
}

struct str kitchen_days_plain(struct arena *a, unsigned days)
{
	struct buf b = buf_new(a, WEEK);

	for (int i = 0; i < WEEK; i++)
		if (days & 1u << i)
			buf_char(&b, letters[i]);
	return buf_str(&b);
}

struct str kitchen_days_show(struct arena *a, const struct lang *l, unsigned days)
{
	struct buf b = buf_new(a, 60);
	int first = -1, last = -1, n = 0;

	for (int i = 0; i < WEEK; i++)
		if (days & 1u << i) {
			first = first < 0 ? i : first;
			last = i;
			n++;
		}
	if (n == WEEK)
		return tr(l, N_("todos los días"));
	if (n > 2 && n == last - first + 1)
		return tr_named(a, l, N_("{first} a {last}"), (const struct str_pair[]){ { "first", tr(l, names[first]) },
			{ "last", tr(l, names[last]) } }, 2);
	for (int i = 0; i < WEEK; i++)
		if (days & 1u << i) {
			if (b.n)
				buf_c(&b, ", ");
			buf_add(&b, tr(l, names[i]));
		}
	return buf_str(&b);
}
