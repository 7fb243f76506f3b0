/*
 * formdef_json.c - a form's definition as it is kept and exchanged.
 */
#include "formdef.h"

#include "json.h"
#include "utf8.h"

/* Texts outlive the tree. */
static struct str text(struct arena *a, const json_t *o, const char *key)
{
	return str_dup(a, str_trim(json_get_str(o, key)));
}

static bool number(const json_t *o, const char *key, int64_t *out)
{
	const json_t *v = json_object_get(o, key);

	*out = json_is_integer(v) ? json_integer_value(v) : 0;
	return json_is_integer(v);
}

static enum rc read_choices(struct arena *a, const json_t *list, struct question *q, struct diag *d)
{
	struct choice *c = ARENA_ARRAY(a, struct choice, FORM_CHOICES_MAX + 1);
	size_t n = json_array_size(list);

	q->choices = c;
	if (n < 2 || n > FORM_CHOICES_MAX)
		return diag_add(d, "choices", "range", N_("Una pregunta con opciones tiene entre 2 y 40: %s"), q->name);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(list, i);
		struct str name = text(a, one, "name"), label = text(a, one, "label");
		if (!name.n || !str_eq(question_name(a, name), name) || !label.n || utf8_count(label) > FORM_LABEL_MAX ||
			str_find(label, '\n') < label.n || choice_find(c, name))
			return diag_add(d, "choices", "choice", N_("Esta opción está repetida o no sirve: %s"), name);
		c[i] = (struct choice){ .name = str_cstr(a, name), .label = str_cstr(a, label) };
	}
	return OK;
}

static enum rc read_question(struct arena *a, const json_t *o, struct question *q, struct diag *d)
{
	const json_t *choices = json_object_get(o, "choices");

	if (!json_is_object(o))
		return diag_add(d, NULL, "format", N_("No es un formulario de Ayni"), STR(""));
	*q = (struct question){ .name = text(a, o, "name"), .kind = text(a, o, "kind"), .label = text(a, o, "label"),
		.help = text(a, o, "help"), .unit = text(a, o, "unit"), .privacy = text(a, o, "privacy"),
		.purpose = text(a, o, "purpose"), .must = json_is_true(json_object_get(o, "must")) };
	q->has_min = number(o, "min", &q->min);
	q->has_max = number(o, "max", &q->max);
	return str_is(q->kind, "choice") ? read_choices(a, choices, q, d) : OK;
}

enum rc formdef_read(struct arena *a, struct str json, struct formdef *out, struct diag *d)
{
	if (json.n > 4 * (size_t)FORM_JSON_MAX || str_find(json, 0) < json.n)
		return diag_add(d, NULL, "format", N_("No es un formulario de Ayni"), STR(""));
	const json_t *tree = json_read(a, json, d), *list = json_object_get(tree, "questions");
	size_t n = json_array_size(list);

	if (!tree || !json_is_object(tree) || !json_is_array(list) || n > FORM_QUESTIONS_MAX)
		return d->n ? INVALID : diag_add(d, NULL, "format", N_("No es un formulario de Ayni"), STR(""));
	struct question *q = ARENA_ARRAY(a, struct question, n + 1);
	for (size_t i = 0; i < n; i++)
		if (read_question(a, json_array_get(list, i), &q[i], d) != OK)
			return INVALID;
	return formdef_new(a, text(a, tree, "name"), q, (unsigned)n, out, d);
}

static void put(struct json_out *j, const char *key, struct str s)
{
	if (!s.n)
		return;
	json_key(j, key);
	json_text(j, s);
}

static void put_question(struct json_out *j, const struct question *q)
{
	json_open(j, '{');
	put(j, "name", q->name);
	put(j, "kind", q->kind);
	put(j, "label", q->label);
	put(j, "help", q->help);
	put(j, "unit", q->unit);
	put(j, "privacy", q->privacy);
	put(j, "purpose", q->purpose);
	if (q->must) {
		json_key(j, "must");
		json_bool(j, true);
	}
	if (q->has_min) {
		json_key(j, "min");
		json_int(j, q->min);
	}
	if (q->has_max) {
		json_key(j, "max");
		json_int(j, q->max);
	}
	if (str_is(q->kind, "choice")) {
		json_key(j, "choices");
		json_open(j, '[');
		for (const struct choice *c = q->choices; c && c->name; c++) {
			json_open(j, '{');
			put(j, "name", str_c(c->name));
			put(j, "label", str_c(c->label));
			json_close(j, '}');
		}
		json_close(j, ']');
	}
	json_close(j, '}');
}

struct str formdef_json(struct arena *a, const struct formdef *f)
{
	struct buf b = buf_new(a, 4096);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	put(&j, "name", f->name);
	json_key(&j, "questions");
	json_open(&j, '[');
	for (unsigned i = 0; i < f->n; i++)
		put_question(&j, &f->question[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	return buf_str(&b);
}
