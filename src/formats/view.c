#include "view.h"

#include <string.h>

#include "log.h"
#include "money.h"
#include "template.h"

struct view *view_new(struct arena *a)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->mem = a;
	return v;
}

uint32_t name_hash(struct str s)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

const struct value *view_value(const struct view *v, const struct name *name)
{
	for (unsigned i = 0; i < v->n; i++)
		if (v->value[i].hash == name->hash && str_is(name->s, v->value[i].key))
			return &v->value[i];
	return NULL;
}

/* The slot of key, made when absent. */
static struct value *slot(struct view *v, const char *key)
{
	struct name name = { str_c(key), name_hash(str_c(key)) };
	struct value *old = (struct value *)view_value(v, &name);

	if (old)
		return old;
	if (v->n == v->cap) {
		unsigned cap = v->cap ? v->cap * 2 : 8;
		struct value *grown = ARENA_ARRAY(v->mem, struct value, cap);
		if (v->n)
			memcpy(grown, v->value, v->n * sizeof(*grown));
		v->value = grown;
		v->cap = cap;
	}
	struct value *made = &v->value[v->n++];
	*made = (struct value){ .key = key, .hash = name.hash };
	return made;
}

static void set(struct view *v, const char *key, struct value value)
{
	struct value *at = slot(v, key);

	value.key = key;
	value.hash = at->hash;
	*at = value;
}

void view_text(struct view *v, const char *key, struct str s)
{
	set(v, key, (struct value){ .kind = VALUE_TEXT, .s = s, .on = s.n > 0 });
}

void view_int(struct view *v, const char *key, int64_t n)
{
	struct buf b = buf_new(v->mem, 32);

	buf_thousands(&b, n);
	set(v, key, (struct value){ .kind = VALUE_TEXT, .s = buf_str(&b), .on = true, .number = n });
}

void view_html(struct view *v, const char *key, struct html h)
{
	set(v, key, (struct value){ .kind = VALUE_HTML, .s = h.s, .on = h.s.n > 0 });
}

void view_flag(struct view *v, const char *key, bool on)
{
	set(v, key, (struct value){ .kind = VALUE_FLAG, .on = on });
}

struct view *view_row(struct view *v, const char *key)
{
	struct view *row = view_new(v->mem);
	struct value *list = slot(v, key);

	if (list->first) {
		list->last->next = row;
	} else {
		if (list->kind != VALUE_TEXT || list->s.p || list->on)
			bug("view: \"%s\" is a value, not a list", key);
		list->kind = VALUE_LIST;
		list->on = true;
		list->first = row;
	}
	list->last = row;
	return row;
}

struct str view_get(const struct view *v, const char *key)
{
	struct name name = { str_c(key), name_hash(str_c(key)) };
	const struct value *value = view_value(v, &name);

	return value ? value->s : STR("");
}
