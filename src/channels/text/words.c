#include "words.h"

#include "fold.h"
#include "utf8.h"

enum sign { S_LETTER, S_DIGIT, S_BREAK, S_HYPHEN, S_SLASH, S_COLON, S_PLUS, S_ASK, S_ODD, S_BLANK };

static bool ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static enum sign sign_ascii(char c)
{
	if (ascii_digit(c))
		return S_DIGIT;
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return S_LETTER;
	switch (c) {
	case ',':
	case ';':
	case '.':
	case '\n':
		return S_BREAK;
	case '-':
		return S_HYPHEN;
	case '/':
		return S_SLASH;
	case ':':
		return S_COLON;
	case '+':
		return S_PLUS;
	case '?':
		return S_ASK;
	case '%':
	case '$':
		return S_ODD;
	default:
		return S_BLANK;
	}
}

static enum sign sign_of(uint32_t cp)
{
	if (cp < 0x80)
		return sign_ascii((char)cp);
	/* Latin-1 signs, general punctuation to arrows and dingbats, selectors, emoji, malformed. */
	if (cp < 0xc0 || cp == 0xd7 || cp == 0xf7 || (cp >= 0x2000 && cp < 0x2c00) ||
		(cp >= 0x3000 && cp < 0x3040) || (cp >= 0xfe00 && cp < 0xfe10) || cp == 0xfffd ||
		cp >= 0x1f000)
		return cp >= 0x2010 && cp <= 0x2014 ? S_HYPHEN : S_BLANK;
	return S_LETTER;
}

static bool apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019 || cp == 0x02bc || cp == '`' || cp == 0xb4;
}

struct str word_fold(struct arena *a, struct str s)
{
	struct str f = fold(a, s);
	struct buf b = buf_new(a, f.n + 1);

	for (size_t i = 0; i < f.n; i++)
		if (f.p[i] != '~' && f.p[i] != '\'' && f.p[i] != '`')
			buf_char(&b, f.p[i]);
	return buf_str(&b);
}

static uint32_t letters_in(struct str s)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < s.n; i++)
		bits |= s.p[i] >= 'a' && s.p[i] <= 'z' ? 1u << (s.p[i] - 'a') : 1u << 31;
	return bits;
}

/* "-ito", "-ita", and more of them. */
static bool ends_small(struct str s)
{
	size_t n = s.n && s.p[s.n - 1] == 's' ? s.n - 1 : s.n;

	return n > 4 && (s.p[n - 1] == 'a' || s.p[n - 1] == 'o') && s.p[n - 2] == 't' && s.p[n - 3] == 'i';
}

struct meant word_meant(struct arena *a, struct str folded)
{
	struct str sound = word_sound(a, folded);

	return (struct meant){ folded, sound, letters_in(folded), letters_in(sound) };
}

/* An edit changes at most two letters of those a word has. */
static bool apart(uint32_t a, uint32_t b, int edits)
{
	return __builtin_popcount(a ^ b) > 2 * edits;
}

struct scan {
	struct arena *mem;
	struct str text;
	struct word *out;
	unsigned n;
	bool full;
	enum sign before; /* the sign just passed */
};

static void add(struct scan *s, enum word_kind kind, struct str folded, size_t at, enum word_glue g)
{
	if (folded.n == 0 && kind != WORD_BREAK)
		return;
	/* Breaks in a row are one, and none comes first. */
	if (kind == WORD_BREAK && (s->n == 0 || s->out[s->n - 1].kind == WORD_BREAK))
		return;
	if (s->n == WORDS_MAX) {
		s->full = true;
		return;
	}
	struct word *w = &s->out[s->n++];
	*w = (struct word){ .kind = kind, .s = folded, .at = at, .end = at + 1, .glue = g, .sound = STR("") };
	if (kind == WORD_LETTERS) {
		w->sound = word_sound(s->mem, folded);
		w->letters = letters_in(folded);
		w->sounds = letters_in(w->sound);
		w->small = ends_small(folded);
	}
}

/* Where the word that was just added is over. */
static void ended(struct scan *s, size_t at, size_t end)
{
	if (s->n && !s->full && s->out[s->n - 1].at == at)
		s->out[s->n - 1].end = end;
}

static enum word_kind number_kind(struct str s, bool negative)
{
	size_t digits = 0, slashes = 0, hyphens = 0, colons = 0;

	for (size_t i = 0; i < s.n; i++) {
		digits += ascii_digit(s.p[i]);
		slashes += s.p[i] == '/';
		hyphens += s.p[i] == '-';
		colons += s.p[i] == ':';
	}
	if (negative || colons || (hyphens && hyphens != 2) || (slashes && hyphens))
		return WORD_ODD;
	if (slashes || hyphens)
		return slashes <= 2 && digits <= 8 ? WORD_DAY : WORD_ODD;
	return digits <= WORD_NUMBER_DIGITS ? WORD_DIGITS : WORD_ODD;
}

/* What makes a digit a keycap emoji: U+FE0F U+20E3, or either. */
static size_t keycap(struct str t, size_t at)
{
	size_t from = at;

	if (str_starts(str_sub(t, at, 3), "\357\270\217"))
		at += 3;
	if (str_starts(str_sub(t, at, 3), "\342\203\243"))
		at += 3;
	return at - from;
}

/* A run of digits with the marks that may stand inside a number, a day or a time. */
static size_t take_number(struct scan *s, size_t at, enum word_glue glue)
{
	struct str t = s->text;
	struct buf run = buf_new(s->mem, 12);
	size_t end = at;
	bool negative = s->before == S_HYPHEN && glue == GLUE_NONE && at > 0 && t.p[at - 1] == '-';

	while (end < t.n) {
		char c = t.p[end];
		bool inner = c == '.' || c == ',' || c == '/' || c == '-' || c == ':';
		if (!ascii_digit(c) && !(inner && end + 1 < t.n && ascii_digit(t.p[end + 1])))
			break;
		buf_char(&run, c);
		end++;
		end += keycap(t, end);
	}
	add(s, number_kind(buf_str(&run), negative), buf_str(&run), at, glue);
	ended(s, at, end);
	s->before = S_DIGIT;
	return end;
}

/* "graciasss", "siiii": a letter three times or more is one. */
static struct str without_runs(struct arena *a, struct str w)
{
	struct buf b = buf_new(a, w.n + 1);

	for (size_t i = 0, k; i < w.n; i = k) {
		for (k = i; k < w.n && w.p[k] == w.p[i]; k++)
			;
		for (size_t n = k - i >= 3 ? 1 : k - i; n; n--)
			buf_char(&b, w.p[i]);
	}
	return buf_str(&b);
}

/* What is always written short. */
static struct str written_out(struct str w)
{
	static const char *const shorts[][2] = { { "q", "que" }, { "xq", "porque" }, { "pq", "porque" }, { "porq", "porque" },
		{ "xque", "porque" }, { "reu", "reunion" }, { "tmb", "tambien" }, { "tbn", "tambien" }, { "tb", "tambien" } };

	for (size_t i = 0; i < ARRAY_LEN(shorts); i++)
		if (str_is(w, shorts[i][0]))
			return str_c(shorts[i][1]);
	return w;
}

static size_t take_letters(struct scan *s, size_t at, enum word_glue glue)
{
	size_t end = at, next = at;

	while (next < s->text.n) {
		uint32_t cp = utf8_next(s->text, &next);
		if (sign_of(cp) == S_LETTER)
			end = next;
		else if (!apostrophe(cp) || end == at)
			break; /* "p'unchay" is one word */
	}
	struct str w = word_fold(s->mem, str_sub(s->text, at, end - at));
	/* "S/ 350" and "s/.350": the currency. */
	if (str_is(w, "s") && end < s->text.n && s->text.p[end] == '/') {
		add(s, WORD_LETTERS, STR("soles"), at, GLUE_NONE);
		end += end + 1 < s->text.n && s->text.p[end + 1] == '.' ? 2 : 1;
		s->before = S_BLANK;
		return end;
	}
	add(s, WORD_LETTERS, written_out(without_runs(s->mem, w)), at, glue);
	ended(s, at, end);
	s->before = S_LETTER;
	return end;
}

/* How what begins here hangs on what was just passed. */
static enum word_glue glue_of(const struct scan *s, size_t at)
{
	if (at == 0 || s->n == 0)
		return GLUE_NONE;
	if (s->before == S_LETTER || s->before == S_DIGIT)
		return GLUE_TIGHT;
	if (s->before == S_HYPHEN && at >= 2 && s->text.p[at - 1] == '-' &&
		sign_ascii(s->text.p[at - 2]) <= S_DIGIT)
		return GLUE_HYPHEN;
	return GLUE_NONE;
}

bool words_split(struct arena *a, struct str message, struct word out[WORDS_MAX], unsigned *n_out)
{
	struct scan s = { .mem = a, .text = message, .out = out, .before = S_BLANK };

	for (size_t at = 0; at < message.n && !s.full;) {
		size_t next = at;
		enum sign sign = sign_of(utf8_next(message, &next));
		if (sign == S_DIGIT) {
			at = take_number(&s, at, glue_of(&s, at));
			continue;
		}
		if (sign == S_LETTER) {
			at = take_letters(&s, at, glue_of(&s, at));
			continue;
		}
		if (message.p[at] == '|' && next < message.n && ascii_digit(message.p[next]) && s.before == S_BLANK) {
			add(&s, WORD_LETTERS, STR("l"), at, GLUE_NONE); /* "|20": as the letter, a one */
			sign = S_LETTER;
		} else if (sign == S_BREAK || sign == S_SLASH)
			add(&s, WORD_BREAK, STR(""), at, GLUE_NONE);
		else if (sign == S_PLUS)
			add(&s, WORD_LETTERS, STR("mas"), at, GLUE_NONE);
		else if (sign == S_ASK)
			add(&s, WORD_ODD, STR("?"), at, GLUE_NONE);
		else if (sign == S_ODD)
			add(&s, WORD_ODD, str_sub(message, at, 1), at, GLUE_NONE);
		s.before = sign;
		at = next;
	}
	if (s.n && out[s.n - 1].kind == WORD_BREAK)
		s.n--;
	*n_out = s.n;
	return !s.full;
}

enum { NEAR_LETTERS = 24 };

/* Optimal string alignment, three rows; both at most NEAR_LETTERS long. */
static int distance(struct str a, struct str b)
{
	uint8_t row[3][NEAR_LETTERS + 1];

	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = (uint8_t)j;
	for (size_t i = 1; i <= a.n; i++) {
		uint8_t *now = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];
		now[0] = (uint8_t)i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = a.p[i - 1] == b.p[j - 1];
			int best = up[j - 1] + !same;
			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
				up2[j - 2] + 1 < best)
				best = up2[j - 2] + 1;
			now[j] = (uint8_t)best;
		}
	}
	return row[a.n % 3][b.n];
}

int word_near(struct str said, struct str meant)
{
	if (str_eq(said, meant))
		return 0;
	size_t away = said.n > meant.n ? said.n - meant.n : meant.n - said.n;
	int most = meant.n >= 9 ? 2 : meant.n >= 5 ? 1 : 0;
	if (away > (size_t)most || said.n < 4 || said.n > NEAR_LETTERS || meant.n > NEAR_LETTERS ||
		apart(letters_in(said), letters_in(meant), most))
		return -1;
	int d = distance(said, meant);
	return d <= most ? d : -1;
}

enum { STEM_LETTERS = 4, TAIL_LETTERS = 3, SHORT_LETTERS = 6 };

/* "racioncitas", "platitos", "cenitas": the stem stands in the word, and a short one with the same vowel behind. */
static bool made_small(struct str said, struct str meant)
{
	static const char *const ends[] = { "citas", "citos", "sitas", "sitos", "cita", "cito", "sita", "sito", "itas", "itos",
		"ita", "ito" };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t len = strlen(ends[i]), stem = said.n - len;
		if (said.n < len + TAIL_LETTERS || !str_ends(said, ends[i]))
			continue;
		char vowel = said.p[said.n - (said.p[said.n - 1] == 's' ? 2 : 1)];
		if (meant.n >= stem && meant.n - stem <= TAIL_LETTERS && memcmp(said.p, meant.p, stem) == 0 &&
			(stem > STEM_LETTERS || (meant.n > stem && meant.p[stem] == vowel)))
			return true;
	}
	return false;
}

int word_like(const struct word *said, const struct meant *meant)
{
	int d = apart(said->letters, meant->letters, 2) ? -1 : word_near(said->s, meant->s);

	if (d >= 0)
		return d;
	if (said->s.n >= 3 && meant->s.n >= 3 &&
		((said->sounds == meant->sounds && str_eq(said->sound, meant->sound)) || (said->small && made_small(said->s, meant->s))))
		return 1;
	if (meant->sound.n >= SURE_LETTERS && !apart(said->sounds, meant->sounds, 1) && word_near(said->sound, meant->sound) == 1)
		return 2;
	return -1;
}

/* Keys side by side on a telephone's or a machine's keyboard. */
static bool keys_touch(char a, char b)
{
	static const char rows[3][12] = { "qwertyuiop", "asdfghjkl", "zxcvbnm" };
	int at[2][2] = { { -1, 0 }, { -1, 0 } };

	for (int r = 0; r < 3; r++)
		for (int c = 0; rows[r][c]; c++)
			for (int k = 0; k < 2; k++)
				if (rows[r][c] == (k ? b : a)) {
					at[k][0] = r;
					at[k][1] = c;
				}
	int down = at[0][0] - at[1][0], along = at[0][1] - at[1][1];
	return at[0][0] >= 0 && at[1][0] >= 0 && down >= -1 && down <= 1 && along >= -1 && along <= 1;
}

/*
 * One slip of the finger that leaves the first letter: a letter more, less or swapped, or the key beside it. "quemaron" is not
 * "quedaron", nor "oraciones" "raciones".
 */
static bool slipped(struct str said, struct str meant)
{
	size_t i = 0;

	if (!said.n || said.p[0] != meant.p[0] || word_near(said, meant) != 1)
		return false;
	if (said.n != meant.n)
		return true;
	while (i < said.n && said.p[i] == meant.p[i])
		i++;
	return (i + 1 < said.n && said.p[i] == meant.p[i + 1] && said.p[i + 1] == meant.p[i]) || keys_touch(said.p[i], meant.p[i]);
}

bool word_sure(const struct word *said, const struct meant *meant)
{
	return str_eq(said->s, meant->s) || (meant->s.n >= SURE_LETTERS && slipped(said->s, meant->s)) ||
		(said->s.n >= 3 && (str_eq(said->sound, meant->sound) ||
			(said->s.n > SURE_LETTERS && said->small && made_small(said->s, meant->s))));
}

/* All letters of the short one come in the long one, in order, from its first. */
static bool letters_of(struct str few, struct str all)
{
	size_t k = 0;

	for (size_t i = 0; i < all.n && k < few.n; i++)
		k += all.p[i] == few.p[k];
	return few.n && all.n && few.p[0] == all.p[0] && k == few.n;
}

bool word_short(const struct word *said, const struct meant *meant)
{
	struct str sound = said->sound;

	if (said->s.n < 2 || said->s.n > SHORT_LETTERS || said->s.n >= meant->s.n)
		return false;
	if (sound.n > 1 && sound.p[sound.n - 1] == 'x') /* "rax" */
		sound = str_sub(sound, 0, sound.n - 1);
	return letters_of(said->s, meant->s) || (sound.n > 1 && letters_of(sound, meant->sound));
}

bool word_in(struct str s, const char *list)
{
	struct str rest = str_c(list), word;

	while (rest.n && str_cut(&rest, '|', &word))
		if (str_eq(word, s))
			return true;
	return false;
}
