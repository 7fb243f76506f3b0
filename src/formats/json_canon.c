#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "utf8.h"

struct member {
	struct str key;
	const json_t *value;
};

/* UTF-16 order: as code points, but surrogate pairs come before U+E000 to U+FFFF. */
static uint32_t utf16_rank(uint32_t cp)
{
	return cp >= 0x10000 ? 0xd800 : cp >= 0xe000 ? cp + 0x800 : cp;
}

static int key_order(const void *x, const void *y)
{
	struct str a = ((const struct member *)x)->key, b = ((const struct member *)y)->key;
	size_t i = 0, k = 0;

	while (i < a.n && k < b.n) {
		uint32_t u = utf8_next(a, &i), v = utf8_next(b, &k);
		if (u == v)
			continue;
		if (u >= 0x10000 && v >= 0x10000)
			return u < v ? -1 : 1;
		return utf16_rank(u) < utf16_rank(v) ? -1 : 1;
	}
	return (i < a.n) - (k < b.n);
}

static enum rc canonical(struct arena *a, struct json_out *j, const json_t *v);

static enum rc canonical_object(struct arena *a, struct json_out *j, const json_t *v)
{
	struct member *m = ARENA_ARRAY(a, struct member, json_object_size(v));
	json_t *object = (json_t *)v; /* jansson's iterator wants it so; nothing is changed */
	size_t n = 0;

	for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it))
		m[n++] = (struct member){
			{ json_object_iter_key(it), json_object_iter_key_len(it) },
			json_object_iter_value(it) };
	if (n)
		qsort(m, n, sizeof(*m), key_order);
	json_open(j, '{');
	for (size_t i = 0; i < n; i++) {
		json_key_str(j, m[i].key);
		if (canonical(a, j, m[i].value) != OK)
			return INVALID;
	}
	json_close(j, '}');
	return OK;
}

static enum rc canonical(struct arena *a, struct json_out *j, const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		return canonical_object(a, j, v);
	case JSON_ARRAY:
		json_open(j, '[');
		for (size_t i = 0; i < json_array_size(v); i++)
			if (canonical(a, j, json_array_get(v, i)) != OK)
				return INVALID;
		json_close(j, ']');
		return OK;
	case JSON_STRING:
		json_text(j, json_str(v));
		return OK;
	case JSON_INTEGER:
		json_int(j, json_integer_value(v));
		return OK;
	case JSON_TRUE:
	case JSON_FALSE:
		json_bool(j, json_is_true(v));
		return OK;
	case JSON_NULL:
		json_null_out(j);
		return OK;
	default:
		return INVALID;
	}
}

enum rc json_canonical(struct arena *a, struct buf *b, const json_t *tree)
{
	struct json_out j = json_begin(b);
	size_t start = b->n;
	enum rc rc = canonical(a, &j, tree);

	if (rc != OK)
		buf_cut(b, start);
	return rc;
}

struct str json_digits(struct arena *a, const json_t *v)
{
	char t[64];

	if (!json_is_number(v))
		return (struct str){ NULL, 0 };
	size_t n = json_dumpb(v, t, sizeof(t), JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
	if (n > sizeof(t))
		return (struct str){ NULL, 0 };
	if (n > 2 && memcmp(t + n - 2, ".0", 2) == 0)
		n -= 2; /* jansson marks a real without fraction so */
	return str_dup(a, (struct str){ t, n });
}
