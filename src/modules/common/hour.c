/*
 * hour.c - from words to the minute of a day.
 */
#include "hour.h"

#include "fold.h"

enum { WORDS_MOST = 40, NOON = 12 };

static const char *const spelled[] = { "cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
	"diez", "once", "doce" };

struct reader {
	struct str w[WORDS_MOST];
	bool taken[WORDS_MOST];
	unsigned n;
};

static bool digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Letters and figures apart: "7pm" is two words, "10:30" and "10.30" one. */
static void split(struct arena *a, struct str text, struct reader *r)
{
	struct str s = fold(a, text);

	for (size_t i = 0; i < s.n && r->n < WORDS_MOST;) {
		size_t begin = i;
		if (digit(s.p[i])) {
			while (i < s.n && (digit(s.p[i]) || ((s.p[i] == ':' || s.p[i] == '.') && i + 1 < s.n && digit(s.p[i + 1]))))
				i++;
		} else if (s.p[i] >= 'a' && s.p[i] <= 'z') {
			while (i < s.n && ((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '~' || (s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] == 'm')))
				i++;
		} else {
			i++;
			continue;
		}
		r->w[r->n++] = str_sub(s, begin, i - begin);
	}
}

/* "10", "10:30", "1030"; the minute, or -1. */
static int figures(struct str s)
{
	size_t sign = s.n;
	int64_t h, m = 0;

	for (size_t i = 0; i < s.n; i++)
		if (!digit(s.p[i]) && sign == s.n)
			sign = i;
	if (sign == s.n && (s.n == 4 || s.n == 3))
		sign = s.n - 2; /* "1030" */
	struct str hours = str_sub(s, 0, sign), rest = str_sub(s, sign + (sign < s.n && !digit(s.p[sign])), s.n);
	if (hours.n < 1 || hours.n > 2 || !str_int64(hours, &h) || (rest.n && (rest.n != 2 || !str_int64(rest, &m))))
		return -1;
	if (h == 24 && m == 0)
		h = 0;
	return h < 24 && m < 60 ? (int)(h * 60 + m) : -1;
}

static bool is(const struct reader *r, unsigned i, const char *word)
{
	return i < r->n && !r->taken[i] && str_is(r->w[i], word);
}

/* One of the words of a list, separated by |. */
static bool among(const struct reader *r, unsigned i, const char *words)
{
	struct str rest = str_c(words), word;

	while (rest.n && str_cut(&rest, '|', &word))
		if (i < r->n && !r->taken[i] && str_eq(r->w[i], word))
			return true;
	return false;
}

static void take(struct reader *r, unsigned i, unsigned n)
{
	for (unsigned k = i; k < i + n && k < r->n; k++)
		r->taken[k] = true;
}

/* The hour itself, at i. */
static int hour_at(const struct reader *r, unsigned i)
{
	if (digit(r->w[i].p[0]))
		return figures(r->w[i]);
	for (unsigned k = 0; k < ARRAY_LEN(spelled); k++)
		if (str_is(r->w[i], spelled[k])) /* "una" is a number less often than an article */
			return k == 1 && !(i && str_is(r->w[i - 1], "la")) ? -1 : (int)k * 60;
	if (str_is(r->w[i], "mediodia"))
		return NOON * 60;
	return -1;
}

/* "y media", "y cuarto", "en punto" behind it. */
static int part_of_hour(struct reader *r, unsigned at)
{
	int64_t m;

	if (among(r, at, "a|en") && is(r, at + 1, "punto")) {
		take(r, at, 2);
		return 0;
	}
	if (!is(r, at, "y") || at + 1 >= r->n)
		return 0;
	int part = is(r, at + 1, "media") ? 30 : is(r, at + 1, "cuarto") ? 15 : is(r, at + 1, "diez") ? 10 :
		is(r, at + 1, "veinte") ? 20 : str_int64(r->w[at + 1], &m) && m < 60 ? (int)m : 0;
	if (part)
		take(r, at, 2);
	return part;
}

/* "pm", "de la noche": 1 evening, 0 morning, -1 not said. */
static int half_of_day(struct reader *r, unsigned at)
{
	static const struct {
		const char *word;
		int evening;
	} after[] = { { "manana", 0 }, { "madrugada", 0 }, { "tarde", 1 }, { "noche", 1 }, { "mediodia", 1 } };

	if (among(r, at, "h|hrs|hs|horas"))
		take(r, at++, 1);
	bool letters = is(r, at, "p") || is(r, at, "a");
	if (is(r, at, "am") || is(r, at, "a.m") || (letters && is(r, at + 1, "m"))) {
		int evening = r->w[at].p[0] == 'p';
		take(r, at, letters ? 2 : 1);
		return evening;
	}
	if (is(r, at, "pm") || is(r, at, "p.m")) {
		take(r, at, 1);
		return 1;
	}
	unsigned word = among(r, at, "de|por|en") ? at + 2 : at + 1;
	bool led = word == at + 2 && (is(r, at + 1, "la") || is(r, at + 1, "el"));
	if (is(r, at, "del")) {
		led = true;
		word = at + 1;
	}
	for (unsigned i = 0; led && i < ARRAY_LEN(after); i++)
		if (is(r, word, after[i].word) || (i == 0 && is(r, word, "man~ana"))) {
			take(r, at, word - at + 1);
			return after[i].evening;
		}
	return -1;
}

bool hour_read(struct arena *a, struct str text, struct hour *out)
{
	struct reader *r = ARENA_NEW(a, struct reader);
	struct buf left = buf_new(a, text.n + 1);
	bool found = false;

	*out = (struct hour){ 0 };
	split(a, text, r);
	for (unsigned i = 0; i < r->n && !found; i++) {
		int at = hour_at(r, i);
		if (at < 0) {
			if (digit(r->w[i].p[0]))
				return false;
			continue;
		}
		take(r, i, 1);
		at += part_of_hour(r, i + 1);
		unsigned next = i + 1;
		while (next < r->n && r->taken[next])
			next++;
		int evening = half_of_day(r, next);
		int hour = at / 60;
		if (evening >= 0 && (hour < 1 || hour > NOON) && !(hour > NOON && evening))
			return false;
		if (evening >= 0 && hour <= NOON)
			at = at % 60 + (hour % NOON + (evening ? NOON : 0)) * 60;
		out->half = evening < 0 && hour >= 1 && hour < NOON && !(r->w[i].n > 1 && r->w[i].p[0] == '0');
		out->minute = at % MINUTES_OF_DAY;
		found = true;
	}
	for (unsigned i = 0; i < r->n; i++)
		if (!r->taken[i]) {
			if (left.n)
				buf_char(&left, ' ');
			buf_add(&left, r->w[i]);
		}
	out->left = buf_str(&left);
	return found;
}

struct str hour_show(struct arena *a, int minute)
{
	return str_fmt(a, "%02d:%02d", minute / 60, minute % 60);
}

int hour_parse(struct str s)
{
	return s.n == 5 && s.p[2] == ':' ? figures(s) : -1;
}
