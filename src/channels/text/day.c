#include "civil.h"
#include "spanish.h"

enum { FAR_DAYS = 60 };

static const char *const weekdays[7] = { "lunes", "martes", "miercoles", "jueves", "viernes", "sabado",
	"domingo" };
static const char *const months[12] = { "enero|ene", "febrero|feb", "marzo|mar", "abril|abr",
	"mayo|may", "junio|jun", "julio|jul", "agosto|ago", "setiembre|septiembre|set|sep|sept",
	"octubre|oct", "noviembre|nov", "diciembre|dic" };

static bool is(const struct word *w, unsigned n, unsigned at, const char *list)
{
	return at < n && w[at].kind == WORD_LETTERS && word_in(w[at].s, list);
}

static bool day_exists(int64_t year, int64_t month, int64_t day, int64_t *out)
{
	if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	struct civil c = { (int)year, (int)month, (int)day };
	*out = day_from_civil(c);
	return day_civil(*out).day == c.day;
}

/* Without a year: this year's, or last year's where that is nearer. */
static bool day_near(int64_t month, int64_t day, int64_t today, int64_t *out)
{
	int64_t year = day_civil(today).year, before;

	if (!day_exists(year, month, day, out))
		return false;
	if (*out > today && day_exists(year - 1, month, day, &before) && today - before <= FAR_DAYS)
		*out = before;
	return true;
}

/* "22/11", "22/11/26", "22-11-2026", "2026-11-22". */
static bool day_digits(struct str s, int64_t today, int64_t *out)
{
	int64_t part[3] = { 0 };
	unsigned n = 0;
	size_t first_digits = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i == s.n || s.p[i] == '/' || s.p[i] == '-') {
			if (++n > 3)
				return false;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || n > 2 || part[n] > 999)
			return false;
		part[n] = part[n] * 10 + (s.p[i] - '0');
		first_digits += n == 0;
	}
	if (n == 2)
		return day_near(part[1], part[0], today, out);
	if (n != 3)
		return false;
	if (first_digits == 4)
		return day_exists(part[0], part[1], part[2], out);
	return day_exists(part[2] < 100 ? 2000 + part[2] : part[2], part[1], part[0], out);
}

/* Behind a day of the month: "de noviembre", "nov", "de noviembre de 2026". */
static bool month_behind(const struct word *w, unsigned n, unsigned *at, int *month_out,
	int64_t *year_out)
{
	unsigned k = *at;

	if (is(w, n, k, "de|del"))
		k++;
	*month_out = 0;
	for (int m = 0; m < 12; m++)
		if (is(w, n, k, months[m]))
			*month_out = m + 1;
	if (!*month_out)
		return false;
	*at = ++k;
	*year_out = 0;
	if (is(w, n, k, "de|del") && k + 1 < n && w[k + 1].kind == WORD_DIGITS)
		k++;
	if (k < n && w[k].kind == WORD_DIGITS && w[k].s.n == 4 && str_starts(w[k].s, "20") &&
		str_int64(w[k].s, year_out))
		*at = k + 1;
	return true;
}

static bool of_month(struct str s, int64_t *out)
{
	return s.n <= 2 && str_int64(s, out) && *out >= 1 && *out <= 31;
}

/* "el 20" and "el día 20"; "20 de noviembre" also without the article. */
static bool day_of_month(const struct word *w, unsigned n, unsigned *at, int64_t today,
	int64_t *out)
{
	unsigned k = *at;
	bool article = is(w, n, k, "el");
	int64_t day, year;
	int month;

	k += article;
	if (is(w, n, k, "dia")) {
		article = true;
		k++;
	}
	if (k >= n || w[k].kind != WORD_DIGITS || !of_month(w[k].s, &day))
		return false;
	k++;
	if (month_behind(w, n, &k, &month, &year)) {
		if (year ? !day_exists(year, month, day, out) : !day_near(month, day, today, out))
			return false;
	} else {
		struct civil c = day_civil(today);
		if (!article)
			return false;
		if (day > c.day) {
			c.year -= c.month == 1;
			c.month = c.month == 1 ? 12 : c.month - 1;
		}
		if (!day_exists(c.year, c.month, day, out))
			return false;
	}
	*at = k;
	return true;
}

/* "hace dos días". */
static bool days_ago(const struct word *w, unsigned n, unsigned *at, int64_t today, int64_t *out)
{
	static const char *const small[] = { "un|una", "dos", "tres", "cuatro", "cinco", "seis",
		"siete" };
	unsigned k = *at + 1;
	int64_t ago = 0;

	if (!is(w, n, *at, "hace") || k >= n || !is(w, n, k + 1, "dia|dias"))
		return false;
	if (w[k].kind == WORD_DIGITS && !of_month(w[k].s, &ago))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(small) && w[k].kind == WORD_LETTERS; i++)
		if (word_in(w[k].s, small[i]))
			ago = (int64_t)i + 1;
	if (!ago)
		return false;
	*out = today - ago;
	*at = k + 2;
	return true;
}

/* One word; near ones count when only one weekday is near. */
static int weekday_of(struct str s)
{
	int found = -1, best = 3;

	for (int i = 0; i < 7; i++) {
		int d = word_near(s, str_c(weekdays[i]));
		if (d >= 0 && d < best) {
			best = d;
			found = i;
		} else if (d >= 0 && d == best) {
			found = -1;
		}
	}
	return found;
}

static bool day_word(const struct word *w, unsigned n, unsigned *at, int64_t today,
	struct day_said *out)
{
	unsigned k = *at;

	if (is(w, n, k, "hoy|oy|hoi|ohy|hooy|kunan|cunan")) {
		out->day = today;
	} else if (is(w, n, k, "ayer|aller|alluer|ayyer|hayer|ayr|aer|aye|yer|qayna|cayna|jayna|qaynapunchay")) {
		out->day = today - 1;
	} else if (is(w, n, k, "anoche")) {
		out->day = today - 1;
		out->night = true;
	} else if (is(w, n, k, "anteayer|antier|antiyer|antesdeayer|antesayer|antayer|antiayer|anteaye|qanimpa|qanimpapunchay")) {
		out->day = today - 2;
	} else if (is(w, n, k, "antes") && is(w, n, k + 1, "de") && is(w, n, k + 2, "ayer|aller|hayer")) {
		out->day = today - 2;
		k += 2;
	} else if (is(w, n, k, "pasado") && is(w, n, k + 1, "manana")) {
		out->day = today + 2;
		k++;
	} else if (is(w, n, k, "manana") && !(k && is(w, n, k - 1, "la|esta"))) {
		out->day = today + 1;
	} else {
		return false;
	}
	*at = k + 1;
	if (is(w, n, k, "kunan|qayna|cayna") && is(w, n, k + 1, "punchay|punchaw|punchao|ppunchay|tuta"))
		++*at;
	return true;
}

bool day_read(const struct word *w, unsigned n, unsigned *at, int64_t today, struct day_said *out)
{
	unsigned k = *at;

	*out = (struct day_said){ 0 };
	if (k >= n)
		return false;
	if (w[k].kind == WORD_DAY) {
		if (!day_digits(w[k].s, today, &out->day))
			return false;
		*at = k + 1;
		return true;
	}
	if (day_word(w, n, at, today, out) || day_of_month(w, n, at, today, &out->day) ||
		days_ago(w, n, at, today, &out->day))
		return true;
	k += is(w, n, k, "el|este");
	int weekday = k < n && w[k].kind == WORD_LETTERS ? weekday_of(w[k].s) : -1;
	if (weekday < 0)
		return false;
	out->day = today - (day_weekday(today) - weekday + 7) % 7;
	out->weekday = true;
	out->shaky = strlen(weekdays[weekday]) < SURE_LETTERS && !str_is(w[k].s, weekdays[weekday]);
	*at = k + 1;
	if (is(w, n, *at, "pasado"))
		++*at;
	return true;
}
