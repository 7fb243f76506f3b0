#include "str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_c(const char *s)
{
	return (struct str){ s, s ? strlen(s) : 0 };
}

struct str str_dup(struct arena *a, struct str s)
{
	return (struct str){ arena_dup(a, s.p, s.n), s.n };
}

const char *str_cstr(struct arena *a, struct str s)
{
	return arena_dup(a, s.p, s.n);
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *b)
{
	return str_eq(a, str_c(b));
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;

	return d ? d : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && (n == 0 || memcmp(s.p, prefix, n) == 0);
}

bool str_ends(struct str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n >= n && (n == 0 || memcmp(s.p + s.n - n, suffix, n) == 0);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s)
{
	while (s.n && blank(s.p[0]))
		s.p++, s.n--;
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_sub(struct str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){ s.p ? s.p + from : NULL, n };
}

size_t str_find(struct str s, char c)
{
	const char *q = s.n ? memchr(s.p, c, s.n) : NULL;

	return q ? (size_t)(q - s.p) : s.n;
}

bool str_contains(struct str s, struct str needle)
{
	return needle.n == 0 || (s.n && memmem(s.p, s.n, needle.p, needle.n));
}

bool str_cut(struct str *rest, char sep, struct str *piece_out)
{
	if (!rest->p)
		return false;
	size_t at = str_find(*rest, sep);
	*piece_out = str_sub(*rest, 0, at);
	*rest = at == rest->n ? (struct str){ NULL, 0 } : str_sub(*rest, at + 1, rest->n);
	return true;
}

bool str_int64(struct str s, int64_t *out)
{
	bool minus = s.n && s.p[0] == '-';
	size_t i = minus;
	int64_t v = 0;

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*out = minus ? v : -v;
	return true;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

struct str str_lower(struct arena *a, struct str s)
{
	char *p = arena_dup(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		p[i] = lower(p[i]);
	return (struct str){ p, s.n };
}

struct str str_upper(struct arena *a, struct str s)
{
	char *p = arena_dup(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return (struct str){ p, s.n };
}

bool str_ieq(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

struct buf buf_new(struct arena *a, size_t first)
{
	return (struct buf){ .p = arena_alloc(a, first), .cap = first, .mem = a };
}

struct buf buf_fixed(void *p, size_t cap)
{
	return (struct buf){ .p = p, .cap = cap };
}

/* Room for n more bytes, or `full`. */
static bool reserve(struct buf *b, size_t n)
{
	if (b->full)
		return false;
	if (b->cap - b->n >= n)
		return true;
	if (!b->mem) {
		b->full = true;
		return false;
	}
	size_t cap = b->cap * 2 > b->n + n ? b->cap * 2 : b->n + n + 64;
	char *p = arena_alloc(b->mem, cap);
	if (b->n)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_bytes(struct buf *b, const void *p, size_t n)
{
	if (!n || !reserve(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_add(struct buf *b, struct str s)
{
	buf_bytes(b, s.p, s.n);
}

void buf_c(struct buf *b, const char *s)
{
	buf_bytes(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_bytes(b, &c, 1);
}

void buf_int(struct buf *b, int64_t n)
{
	buf_pad(b, n, 1);
}

void buf_pad(struct buf *b, int64_t n, unsigned width)
{
	char t[24];
	size_t i = sizeof(t);
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	while (u || sizeof(t) - i < width) {
		t[--i] = (char)('0' + u % 10);
		u /= 10;
	}
	if (n < 0)
		t[--i] = '-';
	buf_bytes(b, t + i, sizeof(t) - i);
}

void buf_hex(struct buf *b, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *u = p;

	if (!reserve(b, 2 * n))
		return;
	for (size_t i = 0; i < n; i++) {
		b->p[b->n++] = digit[u[i] >> 4];
		b->p[b->n++] = digit[u[i] & 15];
	}
}

static void add_fmt(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0 || !reserve(b, (size_t)n + 1))
		return;
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	b->n += (size_t)n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_fmt(b, fmt, ap);
	va_end(ap);
}

void buf_cut(struct buf *b, size_t n)
{
	if (n < b->n)
		b->n = n;
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(struct str s, void *out, size_t n)
{
	unsigned char *o = out;

	if (s.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int hi = hex_digit(s.p[2 * i]), lo = hex_digit(s.p[2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		o[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
	struct buf b = buf_new(a, 64);
	va_list ap;

	va_start(ap, fmt);
	add_fmt(&b, fmt, ap);
	va_end(ap);
	return buf_str(&b);
}
