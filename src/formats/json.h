/*
 * json.h - reading with jansson, writing with typed escaping writers.
 *
 * Reading refuses bad UTF-8, NUL, duplicate keys, nesting over 32, more than 100,000 values and
 * anything after the value.
 * The tree lives as long as the arena. Canonical JSON (RFC 8785's order and escapes, integers
 * only) is what the journal keeps: same content, same bytes.
 */
#ifndef AYNI_JSON_H
#define AYNI_JSON_H

#include <jansson.h>

#include "diag.h"
#include "id.h"

enum { JSON_DEPTH_MAX = 32, JSON_VALUES_MAX = 100000, JSON_LARGE_VALUES_MAX = 1500000 };

/* Parse s; NULL with an item (code "json") in *d. The tree is freed with the arena. */
json_t *json_read(struct arena *a, struct str s, struct diag *d);
/* The same for a file that an operator brings: more values, some hundred bytes of memory each. */
json_t *json_read_large(struct arena *a, struct str s, struct diag *d);
/* The string under key, or an empty view with p == NULL when absent or of another type. */
struct str json_get_str(const json_t *object, const char *key);
struct str json_str(const json_t *string);

/*
 * Writer: keeps commas by itself.
 *   struct json_out j = json_begin(&b);
 *   json_open(&j, '{'); json_key(&j, "id"); json_text(&j, s); json_close(&j, '}');
 */
struct json_out {
	struct buf *b;
	bool comma;
};

/* A writer that appends to b. */
struct json_out json_begin(struct buf *b);
/* '{' or '['. */
void json_open(struct json_out *j, char bracket);
void json_close(struct json_out *j, char bracket);
void json_key(struct json_out *j, const char *key);
void json_key_str(struct json_out *j, struct str key);
/* Escapes as RFC 8785: shortest form, UTF-8 kept as it is. s must be valid UTF-8. */
void json_text(struct json_out *j, struct str s);
void json_int(struct json_out *j, int64_t i);
void json_bool(struct json_out *j, bool v);
void json_null_out(struct json_out *j);
void json_id(struct json_out *j, struct id id);
/*
 * A parsed tree as RFC 8785 writes it (keys in order of their UTF-16 units). INVALID, with *b cut
 * back, when it holds a number with a fraction or an exponent: send those as strings.
 */
enum rc json_canonical(struct arena *a, struct buf *b, const json_t *tree) MUST_USE;
/*
 * The decimal text of a number, "12" or "12.5" (15 significant digits), for money_parse and
 * degrees_parse; p == NULL when v is no number.
 */
struct str json_digits(struct arena *a, const json_t *v);

#endif
