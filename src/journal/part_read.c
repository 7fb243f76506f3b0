/*
 * part_read.c - the puts of a part's text. It reads exactly what parts_encode writes (doc/journal.md): keys of a
 * put in their order, no blanks, values that are no lists. A rebuild reads hundreds of thousands of
 * parts, and a general reader of JSON took a third of its time.
 */
#include "civil.h"
#include "field.h"
#include "format.h"

/* What is left of the text. */
struct text {
	const char *p, *end;
	struct arena *mem;
};

struct got {
	unsigned n;
	struct {
		unsigned field;
		struct value v;
	} set[ENTITY_FIELDS_MAX];
};

static bool take(struct text *t, const char *literal)
{
	size_t n = strlen(literal);

	if ((size_t)(t->end - t->p) < n || memcmp(t->p, literal, n) != 0)
		return false;
	t->p += n;
	return true;
}

/* Behind a backslash: RFC 8785, 3.2.2.2. */
static bool take_escape(struct text *t, struct buf *b)
{
	static const char name[] = "\"\\bfnrt", is[] = "\"\\\b\f\n\r\t";
	unsigned char control[2] = { 0 };
	const char *at = t->p < t->end ? memchr(name, *t->p, sizeof(name) - 1) : NULL;

	if (at) {
		t->p++;
		buf_char(b, is[at - name]);
		return true;
	}
	if (t->end - t->p < 5 || *t->p != 'u' || !hex_read((struct str){ t->p + 1, 4 }, control, 2) || control[0])
		return false;
	t->p += 5;
	buf_char(b, (char)control[1]);
	return true;
}

/* A string; borrowed from the part where nothing in it is escaped. */
static bool take_string(struct text *t, struct str *out)
{
	const char *from;
	struct buf b = { 0 };

	if (!take(t, "\""))
		return false;
	for (from = t->p; t->p < t->end && *t->p != '"'; t->p++) {
		if ((unsigned char)*t->p < 0x20)
			return false;
		if (*t->p != '\\')
			continue;
		if (!b.mem)
			b = buf_new(t->mem, (size_t)(t->end - from));
		buf_bytes(&b, from, (size_t)(t->p++ - from));
		if (!take_escape(t, &b))
			return false;
		from = t->p--;
	}
	*out = (struct str){ from, (size_t)(t->p - from) };
	if (b.mem) {
		buf_add(&b, *out);
		*out = buf_str(&b);
	}
	return take(t, "\"");
}

static bool take_number(struct text *t, int64_t *out)
{
	const char *from = t->p;

	while (t->p < t->end && (*t->p == '-' || (*t->p >= '0' && *t->p <= '9')))
		t->p++;
	return str_int64((struct str){ from, (size_t)(t->p - from) }, out);
}

/* A value of the field; of no field (NULL): it is passed over. */
static bool take_value(struct text *t, const struct field *f, struct value *v)
{
	bool text = t->p < t->end && *t->p == '"', yes = false;
	struct str s = { NULL, 0 };
	struct id id;
	int64_t n = 0;

	*v = value_null();
	if (take(t, "null"))
		return true;
	bool truth = (yes = take(t, "true")) || take(t, "false");
	if (text ? !take_string(t, &s) : !truth && !take_number(t, &n))
		return false;
	if (!f)
		return true;
	switch (field_kind(f)) {
	case V_ID:
		if (!text || !id_parse(s, &id))
			return false;
		*v = value_id(id);
		return true;
	case V_TEXT:
		*v = value_text(s);
		return text;
	default:
		*v = value_int(truth ? yes : n);
		if (f->type == T_DATE)
			return text && day_parse(s, &v->i);
		return !text && truth == (f->type == T_BOOL && truth);
	}
}

/* The object of fields; those that the entity does not have are passed over. */
static bool take_fields(struct text *t, const struct entity *e, struct got *g)
{
	if (!take(t, "{"))
		return false;
	for (bool more = false; !take(t, "}"); more = true) {
		struct str name;
		if ((more && !take(t, ",")) || !take_string(t, &name) || !take(t, ":"))
			return false;
		int f = e ? fields_find(e->fields, e->nfields, name) : -1;
		if (f >= 0 && g->n == ENTITY_FIELDS_MAX)
			return false;
		struct value v;
		if (!take_value(t, f < 0 ? NULL : &e->fields[f], &v))
			return false;
		if (f < 0)
			continue;
		g->set[g->n].field = (unsigned)f;
		g->set[g->n++].v = v;
	}
	return true;
}

static struct put *put_of(struct change *c, const struct entity *e, struct id id)
{
	for (struct put *p = c->puts; p; p = p->next)
		if (p->entity == e && id_eq(p->id, id))
			return p;
	return change_put(c, e, id, false);
}

static bool take_put(struct text *t, const struct schema *s, const struct part *part, struct change *c)
{
	struct got g;
	struct str name, ident;
	struct id id;

	g.n = 0;
	if (!take(t, "{\"e\":") || !take_string(t, &name) || !take(t, ",\"f\":"))
		return false;
	const struct entity *e = schema_entity(s, name);
	if (!take_fields(t, e, &g) || !take(t, ",\"id\":") || !take_string(t, &ident) || !id_parse(ident, &id))
		return false;
	bool create = take(t, ",\"new\":true");
	if (!take(t, "}"))
		return false;
	if (!e)
		return true;
	struct put *p = put_of(c, e, id);
	p->create |= create;
	if (!id_is_zero(part->subject))
		p->subject = part->subject;
	for (unsigned i = 0; i < g.n; i++) {
		if (put_get(p, g.set[i].field))
			return false;
		put_set(p, g.set[i].field, g.set[i].v);
	}
	return true;
}

enum rc part_decode(struct arena *a, const struct schema *s, const struct part *part, struct change *c,
	struct diag *d)
{
	struct text t = { part->body.p, part->body.p + part->body.n, a };
	bool good = take(&t, "[");

	for (bool more = false; good && !take(&t, "]"); more = true)
		good = (!more || take(&t, ",")) && take_put(&t, s, part, c);
	if (good && t.p == t.end)
		return OK;
	return diag_add(d, NULL, "damaged", N_("El diario está dañado"), STR(""));
}
