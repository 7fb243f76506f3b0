/*
 * str.h - string views and growing buffers.
 *
 * A `struct str` borrows n bytes and is not NUL-terminated; p may be NULL when n is 0.
 * A `struct buf` appends; one over fixed memory sets `full` instead of growing and is
 * tested once at the end; one in an arena grows there. Neither is ever freed by itself.
 */
#ifndef AYNI_STR_H
#define AYNI_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "rc.h"

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })

/* A view of a C string (NULL: the empty view). */
struct str str_c(const char *s);
/* A copy in the arena, NUL-terminated behind its end. */
struct str str_dup(struct arena *a, struct str s);
/* The same as a C string; s must hold no NUL (the rest would be cut). */
const char *str_cstr(struct arena *a, struct str s);
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
/* Bytewise order: negative, zero or positive. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
/* Without ASCII blanks at both ends. */
struct str str_trim(struct str s);
struct str str_sub(struct str s, size_t from, size_t n);
/* Index of the first c, or s.n. */
size_t str_find(struct str s, char c);
bool str_contains(struct str s, struct str needle);
/*
 * Take the piece before the next sep off *rest; false when *rest was used up (an ended rest
 * has p == NULL). "a,,b" gives "a", "", "b".
 */
bool str_cut(struct str *rest, char sep, struct str *piece_out);
/* A whole decimal number with optional minus; false on anything else or overflow. */
bool str_int64(struct str s, int64_t *out) MUST_USE;
/* ASCII only. */
struct str str_lower(struct arena *a, struct str s);
struct str str_upper(struct arena *a, struct str s);
bool str_ieq(struct str a, struct str b);

struct buf {
	char *p;
	size_t n, cap;
	bool full;
	struct arena *mem;
};

/* A buffer that grows in the arena, with room for `first` bytes. */
struct buf buf_new(struct arena *a, size_t first);
/* A buffer over cap bytes of foreign memory. */
struct buf buf_fixed(void *p, size_t cap);
void buf_add(struct buf *b, struct str s);
void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_c(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t n);
/* n with at least `width` digits, zeros in front. */
void buf_pad(struct buf *b, int64_t n, unsigned width);
void buf_hex(struct buf *b, const void *p, size_t n);
/* printf for logs and machine text; never for HTML, SQL or JSON. */
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Set the length back to n (n <= b->n). */
void buf_cut(struct buf *b, size_t n);
struct str buf_str(const struct buf *b);

/* Bytes from hexadecimal; false unless s is exactly 2n hex digits. */
bool hex_read(struct str s, void *out, size_t n) MUST_USE;

/* printf into the arena. */
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
