/*
 * ruc.c - eleven digits and what the last of them says of the others; the series and number of a receipt.
 */
#include "ruc.h"

#include "i18n.h"

enum { RUC_DIGITS = 11 };

static bool is_mark(char ch)
{
	return ch == ' ' || ch == '.' || ch == '-';
}

struct str ruc_plain(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		if (!is_mark(s.p[i]))
			buf_char(&b, s.p[i]);
	return buf_str(&b);
}

enum ruc_fault ruc_check(struct str s)
{
	static const int factor[RUC_DIGITS - 1] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
	int digit[RUC_DIGITS], sum = 0, n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (is_mark(s.p[i]))
			continue;
		if (n == RUC_DIGITS || s.p[i] < '0' || s.p[i] > '9')
			return RUC_SHAPE;
		digit[n++] = s.p[i] - '0';
	}
	if (n != RUC_DIGITS)
		return RUC_SHAPE;
	int first = digit[0] * 10 + digit[1];
	if (first != 10 && first != 15 && first != 17 && first != 20)
		return RUC_PREFIX;
	for (int i = 0; i < RUC_DIGITS - 1; i++)
		sum += digit[i] * factor[i];
	return (RUC_DIGITS - sum % RUC_DIGITS) % 10 == digit[RUC_DIGITS - 1] ? RUC_GOOD : RUC_DIGIT;
}

const char *ruc_fault_text(enum ruc_fault f)
{
	switch (f) {
	case RUC_SHAPE:
		return N_("El RUC tiene 11 números");
	case RUC_PREFIX:
		return N_("El RUC empieza con 10, 15, 17 o 20");
	case RUC_DIGIT:
		return N_("Ese RUC no existe: revise los números, uno está cambiado");
	case RUC_GOOD:
		break;
	}
	return NULL;
}

/* Between series and number stands a dash, long or short, a stroke or blanks. */
static size_t mark(struct str s, size_t at)
{
	static const char *const dash[] = { "-", "–", "—", "/", " " };

	for (unsigned i = 0; i < ARRAY_LEN(dash); i++)
		if (str_starts(str_sub(s, at, s.n), dash[i]))
			return strlen(dash[i]);
	return 0;
}

bool receipt_read(struct arena *a, struct str s, struct str *out)
{
	size_t at = 0, to;

	s = str_trim(s);
	while (at < s.n && ((s.p[at] >= '0' && s.p[at] <= '9') || ((s.p[at] | 32) >= 'a' && (s.p[at] | 32) <= 'z')))
		at++;
	struct str series = str_sub(s, 0, at);
	for (to = at; to < s.n && s.p[to] == ' ';)
		to++;
	to += to < s.n ? mark(s, to) : 0;
	struct str number = str_trim(str_sub(s, to, s.n));
	while (number.n > 1 && number.p[0] == '0')
		number = str_sub(number, 1, number.n);
	for (size_t i = 0; i < number.n; i++)
		if (number.p[i] < '0' || number.p[i] > '9')
			return false;
	if (to == at || !series.n || series.n > 5 || !number.n || number.n > 10)
		return false;
	*out = str_fmt(a, "%.*s-%.*s", (int)series.n, str_upper(a, series).p, (int)number.n, number.p);
	return true;
}

struct str receipt_plain(struct arena *a, struct str s)
{
	struct str same;
	struct buf b = buf_new(a, s.n + 1);

	if (receipt_read(a, s, &same))
		return same;
	s = str_upper(a, s);
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-')
			buf_char(&b, s.p[i]);
	return buf_str(&b);
}
