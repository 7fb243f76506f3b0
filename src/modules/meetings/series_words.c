/*
 * series_words.c - rules in plain words, told and understood; Peru's holidays.
 */
#include "fold.h"
#include "series_own.h"

enum { WEEK = 7, NTHS = 5, EASTER_CENTURY = 100 };

static const char *const weekday[WEEK] = { N_("lunes"), N_("martes"), N_("miércoles"), N_("jueves"), N_("viernes"), N_("sábado"),
	N_("domingo") };
static const char *const weekdays_folded[WEEK] = { "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" };
static const char *const nth[NTHS] = { N_("primer"), N_("segundo"), N_("tercer"), N_("cuarto"), N_("último") };
static const char *const nth_folded[NTHS] = { "primer", "segundo", "tercer", "cuarto", "ultimo" };

static void listed(struct ctx *c, struct buf *b, unsigned bits, const char *const *names, unsigned n)
{
	unsigned left = (unsigned)__builtin_popcount(bits);

	for (unsigned i = 0; i < n; i++)
		if (bits >> i & 1) {
			buf_add(b, tr(c->lang, names[i]));
			left--;
			if (left > 1)
				buf_c(b, ", ");
			else if (left == 1) {
				buf_char(b, ' ');
				buf_add(b, tr(c->lang, N_("y")));
				buf_char(b, ' ');
			}
		}
}

struct str series_rule_told(struct ctx *c, struct str rule)
{
	struct recur r;
	struct buf days = buf_new(c->mem, 40), which = buf_new(c->mem, 40), out = buf_new(c->mem, 80);

	if (!recur_read(rule, &r))
		return STR("");
	listed(c, &days, r.weekdays, weekday, WEEK);
	listed(c, &which, r.nth, nth, NTHS);
	const struct str_pair pairs[] = { { "days", buf_str(&days) }, { "which", buf_str(&which) },
		{ "n", str_fmt(c->mem, "%u", r.step) }, { "day", str_fmt(c->mem, "%d", r.month_day) },
		{ "until", r.until ? lang_date(c->mem, c->lang, r.until) : STR("") }, { "times", str_fmt(c->mem, "%u", r.times) } };
	const char *msgid = r.every == RECUR_DAYS ? (r.step > 1 ? N_("cada {n} días") : N_("todos los días")) :
		r.every == RECUR_WEEKS ? (r.step > 1 ? N_("cada {n} semanas, el {days}") : N_("cada {days}")) :
		r.nth ? (r.step > 1 ? N_("el {which} {days}, cada {n} meses") : N_("el {which} {days} de cada mes")) :
		r.month_day == RECUR_LAST ? N_("el último día de cada mes") :
		r.step > 1 ? N_("el día {day}, cada {n} meses") : N_("el día {day} de cada mes");
	buf_add(&out, tr_named(c->mem, c->lang, msgid, pairs, ARRAY_LEN(pairs)));
	if (r.until || r.times) {
		buf_c(&out, ", ");
		buf_add(&out, tr_named(c->mem, c->lang, r.times ? N_("{times} veces") : N_("hasta el {until}"), pairs, ARRAY_LEN(pairs)));
	}
	return buf_str(&out);
}

static int named(struct str word, const char *const *names, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (str_is(word, names[i]) || (str_starts(word, names[i]) && word.n == strlen(names[i]) + 1 && (str_ends(word, "s") || str_ends(word, "o"))))
			return (int)i;
	return -1;
}

static bool filler(struct str w)
{
	struct str rest = STR("todos todas los las el la cada de del y e en al semana semanas mes meses dia dias quincena se repite un una vez por a dejando"), one;

	while (str_cut(&rest, ' ', &one))
		if (str_eq(w, one))
			return true;
	return false;
}

struct reading {
	struct recur *r;
	bool month, week, day_word, each;
	int64_t number; /* the last one read, 0: none */
};

static bool number_word(struct str w, int64_t *out)
{
	static const char *const words[] = { "dos", "tres", "cuatro", "cinco", "seis", "ocho", "quince" };
	static const int value[] = { 2, 3, 4, 5, 6, 8, 15 };

	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(w, words[i])) {
			*out = value[i];
			return true;
		}
	return str_int64(w, out) && *out >= 1 && *out <= 31;
}

/* "cada tres días"; as people say it, eight days are a week and fifteen are two. */
static bool every_days(struct reading *g)
{
	int64_t n = g->number;

	g->number = 0;
	g->week = n == WEEK || n == WEEK + 1 || n == 2 * WEEK || n == 2 * WEEK + 1;
	g->day_word = n < WEEK;
	g->r->step = !g->week ? (unsigned)n : n < 2 * WEEK ? 1 : 2;
	return g->week || g->day_word;
}

static bool read_word(struct reading *g, struct str w)
{
	int d = named(w, weekdays_folded, WEEK), n = named(w, nth_folded, NTHS);
	int64_t number;

	if (d >= 0)
		g->r->weekdays |= 1u << d;
	else if (n >= 0)
		g->r->nth |= 1u << n;
	else if (number_word(w, &number))
		g->number = number;
	else if (str_is(w, "veces") && g->number) {
		g->r->times = (unsigned)g->number;
		g->number = 0;
	} else if (str_is(w, "dias") && g->number > 1 && !g->month && !g->r->nth)
		return every_days(g);
	else if ((str_starts(w, "semana") || str_starts(w, "meses")) && g->number > 1) {
		g->r->step = (unsigned)g->number;
		g->number = 0;
		g->week |= str_starts(w, "semana");
		g->month |= str_starts(w, "mes");
	} else if (str_is(w, "quincena") || str_is(w, "quincenal") || str_is(w, "interdiario") || str_is(w, "medio")) {
		g->r->step = 2;
		g->week = str_starts(w, "quincena");
	} else if (str_is(w, "mes") || str_is(w, "mensual"))
		g->month = true;
	else if (str_is(w, "semana") || str_is(w, "semanal"))
		g->week = true;
	else if (str_is(w, "dias") || str_is(w, "diario") || (str_is(w, "dia") && g->each))
		g->day_word = true;
	else
		return filler(w);
	return true;
}

bool series_rule_read(struct ctx *c, struct str text, int64_t first, struct recur *out, struct str *left_out)
{
	struct str rest = fold(c->mem, text), word;
	struct buf left = buf_new(c->mem, 80);
	struct reading g = { .r = out };

	*out = (struct recur){ .step = 1 };
	while (rest.n && str_cut(&rest, ' ', &word)) {
		while (word.n && (str_ends(word, ",") || str_ends(word, ".")))
			word.n--;
		if (word.n && !read_word(&g, word)) {
			if (left.n)
				buf_char(&left, ' ');
			buf_add(&left, word);
		}
		g.each = str_is(word, "cada");
	}
	*left_out = buf_str(&left);
	if (out->nth || g.month || (g.number && !out->weekdays)) {
		out->every = RECUR_MONTHS;
		if (!out->nth)
			out->month_day = g.number ? (int)g.number : out->weekdays ? 0 : day_civil(first).day;
		if (!out->nth && !g.number && out->weekdays) /* "un martes al mes": as the first one stands in its month */
			out->nth = 1u << ((day_civil(first).day - 1) / WEEK);
		if (out->nth && !out->weekdays && !g.day_word)
			out->weekdays = 1u << day_weekday(first);
		return out->nth ? out->weekdays != 0 : out->month_day >= 1;
	}
	if (out->weekdays || g.week) {
		out->every = RECUR_WEEKS;
		if (!out->weekdays)
			out->weekdays = 1u << day_weekday(first);
		return true;
	}
	out->every = RECUR_DAYS;
	return g.day_word || out->step > 1;
}

/* ---- holidays ---- */

/* Sunday of Easter: Meeus, Jones and Butcher ("Astronomical Algorithms", 1991, chapter 8). */
static int64_t easter(int year)
{
	int a = year % 19, b = year / EASTER_CENTURY, d = year % EASTER_CENTURY;
	int g = (b - (b + 8) / 25 + 1) / 3, h = (19 * a + b - b / 4 - g + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (d / 4) - h - d % 4) % 7, m = (a + 11 * h + 22 * l) / 451, sum = h + l - 7 * m + 114;

	return day_from_civil((struct civil){ year, sum / 31, sum % 31 + 1 });
}

const char *holiday_name(int64_t day)
{
	static const struct {
		int month, day;
		const char *name;
	} fixed[] = {
		{ 1, 1, N_("Año Nuevo") }, { 5, 1, N_("Día del Trabajo") }, { 6, 7, N_("Día de la Bandera") }, { 6, 29, N_("San Pedro y San Pablo") },
		{ 7, 23, N_("Día de la Fuerza Aérea") }, { 7, 28, N_("Fiestas Patrias") }, { 7, 29, N_("Fiestas Patrias") },
		{ 8, 6, N_("Batalla de Junín") }, { 8, 30, N_("Santa Rosa de Lima") }, { 10, 8, N_("Combate de Angamos") },
		{ 11, 1, N_("Todos los Santos") }, { 12, 8, N_("Inmaculada Concepción") }, { 12, 9, N_("Batalla de Ayacucho") }, { 12, 25, N_("Navidad") },
	};
	struct civil c = day_civil(day);

	for (unsigned i = 0; i < ARRAY_LEN(fixed); i++)
		if (c.month == fixed[i].month && c.day == fixed[i].day)
			return fixed[i].name;
	int64_t sunday = easter(c.year);
	return day == sunday - 3 ? N_("Jueves Santo") : day == sunday - 2 ? N_("Viernes Santo") : NULL;
}
