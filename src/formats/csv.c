#include "csv.h"

#include <string.h>

#include "utf8.h"

/* The most frequent candidate outside quotes in the first line; a comma when there is none. */
static char separator_of(struct str text)
{
	static const char candidate[] = { ',', ';', '\t' };
	size_t count[ARRAY_LEN(candidate)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (text.p[i] == '\n')
			break;
		for (size_t k = 0; k < ARRAY_LEN(candidate); k++)
			count[k] += text.p[i] == candidate[k];
	}
	for (size_t k = 1; k < ARRAY_LEN(candidate); k++)
		if (count[k] > count[best])
			best = k;
	return candidate[best];
}

enum rc csv_open(struct csv *c, struct arena *a, struct str text, struct diag *d)
{
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	if (!utf8_valid(text) || (text.n && memchr(text.p, 0, text.n)))
		return diag_add(d, NULL, "utf8",
			N_("El archivo no está en UTF-8: guárdelo como «CSV UTF-8» y envíelo otra vez"),
			STR(""));
	*c = (struct csv){ .mem = a, .rest = text, .next_line = 1, .separator = ',' };
	while (c->rest.n && (c->rest.p[0] == '\n' || c->rest.p[0] == '\r')) {
		c->next_line += c->rest.p[0] == '\n';
		c->rest = str_sub(c->rest, 1, c->rest.n);
	}
	if (!str_trim(c->rest).n)
		return diag_add(d, NULL, "empty", N_("El archivo está vacío"), STR(""));
	c->separator = separator_of(c->rest);
	return OK;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Optional sign, digits with at most one decimal mark. */
static bool plain_number(struct str s)
{
	unsigned digits = 0, marks = 0;
	size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');

	for (; i < s.n; i++) {
		if (digit(s.p[i]))
			digits++;
		else if (s.p[i] == '.' || s.p[i] == ',')
			marks++;
		else
			return false;
	}
	return digits && marks <= 1;
}

/*
 * Whether text, apostrophes in front apart, would run as a formula. They are set apart so that
 * adding one and taking one off are each other's inverse for every text.
 */
static bool formula(struct str s)
{
	while (s.n && s.p[0] == '\'')
		s = str_sub(s, 1, s.n);
	return s.n && memchr("=+-@\t\r", s.p[0], 6) && !plain_number(s);
}

static struct str without_guard(struct str s)
{
	return s.n && s.p[0] == '\'' && formula(s) ? str_sub(s, 1, s.n) : s;
}

/* Take n bytes off the rest, counting lines. */
static void advance(struct csv *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		c->next_line += c->rest.p[i] == '\n';
	c->rest = str_sub(c->rest, n, c->rest.n);
}

/* Length up to the separator or the end of the line. */
static size_t bare_length(const struct csv *c)
{
	size_t n = 0;

	while (n < c->rest.n && c->rest.p[n] != c->separator && c->rest.p[n] != '\n')
		n++;
	if (n && n < c->rest.n && c->rest.p[n] == '\n' && c->rest.p[n - 1] == '\r')
		n--; /* CRLF */
	else if (n && n == c->rest.n && c->rest.p[n - 1] == '\r')
		n--; /* a last line cut after CR */
	return n;
}

/* The rest stands behind an opening quote. */
static bool quoted_cell(struct csv *c, struct str *cell_out)
{
	struct str s = c->rest;
	size_t end = 0, doubled = 0;

	for (;; end++) {
		if (end >= s.n)
			return false;
		if (s.p[end] != '"')
			continue;
		if (end + 1 >= s.n || s.p[end + 1] != '"')
			break;
		doubled++;
		end++;
	}
	struct str inner = str_sub(s, 0, end);
	advance(c, end + 1);
	struct str tail = str_sub(c->rest, 0, bare_length(c));
	advance(c, tail.n);
	if (!doubled && !tail.n) {
		*cell_out = inner;
		return true;
	}
	char *p = arena_alloc(c->mem, inner.n - doubled + tail.n);
	size_t n = 0;
	for (size_t i = 0; i < inner.n; i++) {
		i += inner.p[i] == '"';
		p[n++] = inner.p[i];
	}
	if (tail.n)
		memcpy(p + n, tail.p, tail.n);
	*cell_out = (struct str){ p, n + tail.n };
	return true;
}

static bool cell(struct csv *c, struct str *cell_out)
{
	if (c->rest.n && c->rest.p[0] == '"') {
		advance(c, 1);
		return quoted_cell(c, cell_out);
	}
	size_t n = bare_length(c);
	*cell_out = str_sub(c->rest, 0, n);
	advance(c, n);
	return true;
}

/* One line's cells, blank or not; false when bad. */
static bool any_row(struct csv *c, struct str *cells_out, unsigned *n_out, bool *blank_out)
{
	unsigned n = 0;

	*blank_out = true;
	for (;;) {
		struct str text;
		if (n == CSV_CELLS_MAX || !cell(c, &text))
			return false;
		if (str_trim(text).n)
			*blank_out = false;
		cells_out[n++] = without_guard(text);
		if (!c->rest.n || c->rest.p[0] != c->separator)
			break;
		advance(c, 1);
	}
	if (c->rest.n && c->rest.p[0] == '\r')
		advance(c, 1);
	if (c->rest.n && c->rest.p[0] == '\n')
		advance(c, 1);
	*n_out = n;
	return true;
}

bool csv_row(struct csv *c, struct str cells_out[CSV_CELLS_MAX], unsigned *n_out)
{
	bool blank;

	while (c->rest.n && !c->bad) {
		c->line = c->next_line;
		if (!any_row(c, cells_out, n_out, &blank))
			c->bad = true;
		else if (!blank)
			return true;
	}
	return false;
}

static bool needs_quotes(struct str s)
{
	if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (memchr(",;\t\"\r\n", s.p[i], 6))
			return true;
	return false;
}

static void put(struct csv_out *o, bool guard, struct str s)
{
	if (o->comma)
		buf_char(o->b, ',');
	o->comma = true;
	if (!needs_quotes(s)) {
		if (guard)
			buf_char(o->b, '\'');
		buf_add(o->b, s);
		return;
	}
	buf_char(o->b, '"');
	if (guard)
		buf_char(o->b, '\'');
	for (size_t at; s.n; s = str_sub(s, at + 1, s.n)) {
		at = str_find(s, '"');
		buf_add(o->b, str_sub(s, 0, at));
		if (at < s.n)
			buf_c(o->b, "\"\"");
	}
	buf_char(o->b, '"');
}

void csv_cell(struct csv_out *o, struct str text)
{
	put(o, formula(text), text);
}

void csv_plain(struct csv_out *o, struct str text)
{
	put(o, false, text);
}

void csv_int(struct csv_out *o, int64_t i)
{
	if (o->comma)
		buf_char(o->b, ',');
	o->comma = true;
	buf_int(o->b, i);
}

void csv_end_row(struct csv_out *o)
{
	buf_c(o->b, "\r\n");
	o->comma = false;
}
