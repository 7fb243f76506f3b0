#include "json.h"

#include <pthread.h>

#include "utf8.h"

/*
 * jansson 2.14 writes past its buffers where it finds no memory. So it gets an arena for each text,
 * which never says no: without memory the whole reading is left, and the arena freed with all it held.
 */
static _Thread_local struct arena *reading;

static void *take(size_t n)
{
	return arena_alloc(reading, n);
}

static void leave(void *p)
{
	(void)p;
}

static void start(void)
{
	json_set_alloc_funcs(take, leave);
}

struct tree {
	struct arena *mem;
	const struct arena *of; /* whose text it is: what is secret there is secret here */
};

static void end(void *arg)
{
	struct tree *t = arg;

	if (arena_is_secret(t->of))
		arena_secret(t->mem);
	arena_free(&t->mem);
}

/*
 * Whether brackets outside strings nest deeper than the limit, or there are more values than it allows:
 * each takes a hundred times its text in memory. Malformed text may say either.
 */
static bool too_much(struct str s, unsigned values_max)
{
	unsigned depth = 0, values = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_DEPTH_MAX || ++values > values_max)
				return true;
		} else if (c == ',') {
			if (++values > values_max)
				return true;
		} else if ((c == '}' || c == ']') && depth) {
			depth--;
		}
	}
	return false;
}

static json_t *read_most(struct arena *a, struct str s, unsigned values_max, struct diag *d)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	json_error_t e;

	if (too_much(s, values_max)) {
		diag_add(d, NULL, "json", N_("El JSON tiene más niveles de los permitidos"), STR(""));
		return NULL;
	}
	pthread_once(&once, start);
	struct tree *t = ARENA_NEW(a, struct tree);
	t->of = a;
	arena_defer(a, end, t);
	reading = t->mem = arena_new(0);
	json_t *tree = json_loadb(s.p ? s.p : "", s.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!tree) {
		const char *msgid = json_error_code(&e) == json_error_duplicate_key ?
			N_("El JSON repite una clave en la línea %s") :
			N_("El JSON no se entiende en la línea %s");
		diag_add(d, NULL, "json", msgid, str_fmt(a, "%d", e.line > 0 ? e.line : 1));
		return NULL;
	}
	return tree;
}

json_t *json_read(struct arena *a, struct str s, struct diag *d)
{
	return read_most(a, s, JSON_VALUES_MAX, d);
}

json_t *json_read_large(struct arena *a, struct str s, struct diag *d)
{
	return read_most(a, s, JSON_LARGE_VALUES_MAX, d);
}

struct str json_str(const json_t *string)
{
	if (!json_is_string(string))
		return (struct str){ NULL, 0 };
	return (struct str){ json_string_value(string), json_string_length(string) };
}

struct str json_get_str(const json_t *object, const char *key)
{
	return json_str(json_object_get(object, key));
}

struct json_out json_begin(struct buf *b)
{
	return (struct json_out){ .b = b };
}

static void before_value(struct json_out *j)
{
	if (j->comma)
		buf_char(j->b, ',');
	j->comma = true;
}

void json_open(struct json_out *j, char bracket)
{
	before_value(j);
	buf_char(j->b, bracket);
	j->comma = false;
}

void json_close(struct json_out *j, char bracket)
{
	buf_char(j->b, bracket);
	j->comma = true;
}

/* RFC 8785, 3.2.2.2. */
static void quoted(struct buf *b, struct str s)
{
	static const char letter[32] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
		['\r'] = 'r' };
	size_t from = 0;

	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_bytes(b, s.p + from, i - from);
		from = i + 1;
		buf_char(b, '\\');
		if (c >= 0x20) {
			buf_char(b, (char)c);
		} else if (letter[c]) {
			buf_char(b, letter[c]);
		} else {
			buf_c(b, "u00");
			buf_hex(b, &c, 1);
		}
	}
	if (s.n > from)
		buf_bytes(b, s.p + from, s.n - from);
	buf_char(b, '"');
}

void json_key_str(struct json_out *j, struct str key)
{
	if (j->comma)
		buf_char(j->b, ',');
	quoted(j->b, key);
	buf_char(j->b, ':');
	j->comma = false;
}

void json_key(struct json_out *j, const char *key)
{
	json_key_str(j, str_c(key));
}

void json_text(struct json_out *j, struct str s)
{
	before_value(j);
	quoted(j->b, s);
}

void json_int(struct json_out *j, int64_t i)
{
	before_value(j);
	buf_int(j->b, i);
}

void json_bool(struct json_out *j, bool v)
{
	before_value(j);
	buf_c(j->b, v ? "true" : "false");
}

void json_null_out(struct json_out *j)
{
	before_value(j);
	buf_c(j->b, "null");
}

void json_id(struct json_out *j, struct id id)
{
	before_value(j);
	buf_char(j->b, '"');
	buf_id(j->b, id);
	buf_char(j->b, '"');
}
