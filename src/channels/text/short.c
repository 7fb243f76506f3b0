#include "short.h"

#include "civil.h"
#include "words.h"

enum { MOD = 46649, STEP = 31, TOKENS_MAX = 24, DIGITS_MAX = 9 };

/* ---- the mark ---- */

static bool letter(char c)
{
	return c > ' ' && c <= '~';
}

static unsigned upper(char c)
{
	return (unsigned)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void short_mark_of(struct str text, char out[MARK_LETTERS])
{
	unsigned h = 0;
	bool any = false, gap = false;

	for (size_t i = 0; i < text.n; i++) {
		gap |= blank(text.p[i]);
		if (!letter(text.p[i]))
			continue;
		if (gap && any)
			h = (h * STEP + ' ') % MOD;
		h = (h * STEP + upper(text.p[i])) % MOD;
		any = true;
		gap = false;
	}
	for (int i = MARK_LETTERS; i-- > 0; h /= 36)
		out[i] = (char)(h % 36 < 10 ? '0' + h % 36 : 'A' + h % 36 - 10);
}

static bool mark_letter(char c)
{
	return (c >= '0' && c <= '9') || (upper(c) >= 'A' && upper(c) <= 'Z');
}

enum short_mark short_check(struct str message, struct str *before_out)
{
	struct str s = str_trim(message);
	char mark[MARK_LETTERS];
	bool same = true;

	*before_out = message;
	if (s.n < MARK_LETTERS + 2 || s.p[s.n - MARK_LETTERS - 1] != '#' || !blank(s.p[s.n - MARK_LETTERS - 2]))
		return MARK_NONE;
	struct str before = str_trim(str_sub(s, 0, s.n - MARK_LETTERS - 1));
	short_mark_of(before, mark);
	for (unsigned i = 0; i < MARK_LETTERS; i++) {
		char c = s.p[s.n - MARK_LETTERS + i];
		if (!mark_letter(c))
			return MARK_NONE;
		same &= upper(c) == (unsigned)(unsigned char)mark[i];
	}
	*before_out = before;
	return same ? MARK_RIGHT : MARK_WRONG;
}

/* ---- the words ---- */

struct form {
	struct arena *a;
	struct str raw[TOKENS_MAX], token[TOKENS_MAX]; /* as written; folded */
	unsigned n, at;
	const struct action *action;
	struct reading *out;
};

static int arg_of_type(const struct action *action, enum field_type type)
{
	for (unsigned i = 0; i < action->nargs; i++)
		if (action->args[i].type == type)
			return (int)i;
	return -1;
}

static bool figure(struct str s, bool money)
{
	bool point = false;

	for (size_t i = 0; i < s.n; i++) {
		bool first_point = money && s.p[i] == '.' && i && i + 1 < s.n && !point;
		point |= s.p[i] == '.';
		if (!first_point && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	}
	return s.n > 0 && s.n <= DIGITS_MAX;
}

static bool put(struct form *f, int arg, struct str text)
{
	if (arg < 0 || reading_get(f->out, (unsigned)arg).p || f->out->n == SAID_MAX)
		return false;
	reading_set(f->out, (unsigned)arg, text);
	return true;
}

/* "22/11": the last one until tomorrow. */
static bool take_day(struct form *f, int64_t today)
{
	struct str rest = f->raw[f->at], dd;
	int64_t day, month;
	int arg = arg_of_type(f->action, T_DATE);

	if (arg < 0 || !str_cut(&rest, '/', &dd) || !figure(dd, false) || !figure(rest, false) || !str_int64(dd, &day) ||
		!str_int64(rest, &month) || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	for (int back = 0; back < 2; back++) {
		struct civil c = { day_civil(today + 1).year - back, (int)month, (int)day };
		int64_t at = day_from_civil(c);
		if (day_civil(at).day != c.day || at > today + 1)
			continue;
		struct buf b = buf_new(f->a, 12);
		buf_day(&b, at);
		f->at++;
		return put(f, arg, buf_str(&b));
	}
	return false;
}

static void take_choice(struct form *f)
{
	int arg = arg_of_type(f->action, T_ENUM);

	for (const struct choice *k = arg >= 0 && f->at < f->n ? f->action->args[arg].choices : NULL; k && k->name; k++)
		if (str_eq(word_fold(f->a, str_c(k->label)), f->token[f->at])) {
			f->at++;
			put(f, arg, str_c(k->name));
			return;
		}
}

/* "casos 12": a word that names an argument, and its number. */
static bool take_pair(struct form *f)
{
	for (unsigned i = 0; f->at + 1 < f->n && i < f->action->nargs; i++) {
		const struct field *arg = &f->action->args[i];
		if ((arg->type != T_INT && arg->type != T_MONEY) || !arg->words || !word_in(f->token[f->at], arg->words) ||
			!figure(f->raw[f->at + 1], arg->type == T_MONEY))
			continue;
		f->at += 2;
		return put(f, (int)i, f->raw[f->at - 1]);
	}
	return false;
}

static bool fits(struct form *f, const struct text_command *c, int64_t today)
{
	unsigned figures = 0;

	*f->out = (struct reading){ .command = c, .action = f->action, .plain = -1 };
	f->at = 1;
	if (!put(f, arg_of_type(f->action, T_REF), f->raw[0]) || !take_day(f, today))
		return false;
	take_choice(f);
	if (f->at < f->n && figure(f->raw[f->at], false)) {
		figures++;
		if (!put(f, c->bare - 1, f->raw[f->at++]))
			return false;
	}
	for (; f->at < f->n; figures++)
		if (!take_pair(f))
			return false;
	return figures > 0;
}

bool short_read(struct arena *a, const struct text_command *const *commands, const struct action *const *actions,
	unsigned n, struct str text, int64_t today, struct reading *out)
{
	struct form f = { .a = a, .out = out };
	struct str one;

	char *flat = arena_dup(a, text.p, text.n);
	struct str rest = { flat, text.n };

	for (size_t i = 0; i < text.n; i++)
		flat[i] = blank(flat[i]) ? ' ' : flat[i];
	while (str_cut(&rest, ' ', &one)) {
		if (!one.n)
			continue;
		if (f.n == TOKENS_MAX)
			return false;
		f.raw[f.n] = one;
		f.token[f.n++] = word_fold(a, one);
	}
	for (unsigned i = 0; i < n && f.n > 2; i++) {
		f.action = actions[i];
		if (f.action && commands[i]->bare && fits(&f, commands[i], today))
			return true;
	}
	return false;
}
