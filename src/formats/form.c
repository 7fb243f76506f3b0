#include "form.h"

#include "html.h"
#include "utf8.h"

/* Browsers send line breaks as CRLF; people wrote one. */
static struct str line_breaks(struct arena *a, struct str s)
{
	if (str_find(s, '\r') == s.n)
		return s;
	char *p = arena_alloc(a, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
			p[n++] = s.p[i];
	return (struct str){ p, n };
}

static bool part(struct arena *a, struct str s, struct str *out)
{
	if (!url_decode(a, s, true, out) || !utf8_valid(*out))
		return false;
	*out = line_breaks(a, *out);
	return true;
}

enum rc form_read(struct arena *a, struct str body, struct form *form_out, struct diag *d)
{
	struct str pair;
	unsigned most = 1;

	*form_out = (struct form){ 0 };
	for (size_t i = 0; i < body.n; i++)
		most += body.p[i] == '&';
	if (most > FORM_FIELDS_MAX)
		return diag_add(d, NULL, "range", N_("El formulario trae demasiados campos"), STR(""));
	form_out->field = ARENA_ARRAY(a, struct form_field, most);
	while (str_cut(&body, '&', &pair)) {
		if (!pair.n)
			continue;
		struct form_field *f = &form_out->field[form_out->n];
		size_t eq = str_find(pair, '=');
		if (!part(a, str_sub(pair, 0, eq), &f->name) ||
			!part(a, str_sub(pair, eq + 1, pair.n), &f->value))
			return diag_add(d, NULL, "form",
				N_("El formulario llegó dañado: vuelva atrás y envíelo otra vez"), STR(""));
		form_out->n++;
	}
	return OK;
}

struct str form_get(const struct form *f, const char *name)
{
	for (unsigned i = 0; i < f->n; i++)
		if (str_is(f->field[i].name, name))
			return f->field[i].value;
	return (struct str){ NULL, 0 };
}

bool form_has(const struct form *f, const char *name)
{
	return form_get(f, name).p != NULL;
}
