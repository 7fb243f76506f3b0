#include "multipart.h"

#include <string.h>

#include "utf8.h"

static const char media[] = "multipart/form-data";

bool multipart_is(struct str content_type)
{
	size_t n = str_find(content_type, ';');

	return str_ieq(str_trim(str_sub(content_type, 0, n)), str_c(media));
}

static bool token_char(char c)
{
	return c > 0x20 && c < 0x7f && !strchr("()<>@,;:\\\"/[]?=", c);
}

/*
 * Take `; name=value` or `; name="value"` off *s. Within quotes only \" and \\ are escapes
 * (browsers write %22 for a quote and leave backslashes of old Windows paths alone).
 */
static bool parameter(struct arena *a, struct str *s, struct str *name_out, struct str *value_out)
{
	struct str t = str_trim(*s);
	size_t n = 0;

	if (!t.n || t.p[0] != ';')
		return false;
	t = str_trim(str_sub(t, 1, t.n));
	n = str_find(t, '=');
	*name_out = str_trim(str_sub(t, 0, n));
	t = str_sub(t, n + 1, t.n);
	if (!name_out->n || !t.n)
		return false;
	if (t.p[0] != '"') {
		for (n = 0; n < t.n && (token_char(t.p[n]) || strchr("/:?=@,", t.p[n])); n++)
			;
		*value_out = str_sub(t, 0, n);
		*s = str_sub(t, n, t.n);
		return n > 0;
	}
	struct buf b = buf_new(a, t.n);
	for (n = 1; n < t.n && t.p[n] != '"'; n++) {
		if (t.p[n] == '\\' && n + 1 < t.n && (t.p[n + 1] == '"' || t.p[n + 1] == '\\'))
			n++;
		buf_char(&b, t.p[n]);
	}
	if (n >= t.n)
		return false;
	*value_out = buf_str(&b);
	*s = str_sub(t, n + 1, t.n);
	return true;
}

static bool boundary_of(struct arena *a, struct str content_type, struct str *out)
{
	struct str name, rest = str_sub(content_type, str_find(content_type, ';'), content_type.n);

	while (parameter(a, &rest, &name, out))
		if (str_ieq(name, STR("boundary")))
			return out->n >= 1 && out->n <= 70 && !memchr(out->p, '\n', out->n) &&
				!memchr(out->p, '\r', out->n);
	return false;
}

/* Folders are the sender's own affair. */
static struct str base_name(struct str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_sub(s, i, s.n);
	return s;
}

static bool disposition(struct arena *a, struct str value, struct part *part)
{
	struct str name, text;
	size_t n = str_find(value, ';');

	if (part->name.p || !str_ieq(str_trim(str_sub(value, 0, n)), STR("form-data")))
		return false;
	value = str_sub(value, n, value.n);
	while (parameter(a, &value, &name, &text)) {
		if (!utf8_valid(text) || !utf8_printable(text) || str_find(text, '\n') < text.n)
			return false;
		if (str_ieq(name, STR("name")))
			part->name = text;
		else if (str_ieq(name, STR("filename")))
			part->filename = base_name(text);
	}
	return part->name.p && !str_trim(value).n;
}

/* The header lines of a part, without the empty line that ends them. */
static bool part_head(struct arena *a, struct str head, struct part *part)
{
	while (head.n) {
		const char *end = memmem(head.p, head.n, "\r\n", 2);
		size_t n = end ? (size_t)(end - head.p) : head.n;
		struct str line = str_sub(head, 0, n);
		size_t colon = str_find(line, ':');
		struct str name = str_sub(line, 0, colon), value;

		head = str_sub(head, n + 2, head.n);
		if (!colon || colon == line.n)
			return false;
		value = str_trim(str_sub(line, colon + 1, line.n));
		if (str_ieq(name, STR("content-disposition"))) {
			if (!disposition(a, value, part))
				return false;
		} else if (str_ieq(name, STR("content-type"))) {
			part->type = value;
		} else if (str_ieq(name, STR("content-transfer-encoding"))) {
			return false; /* RFC 7578, 4.7: not to be used */
		}
	}
	return part->name.p != NULL;
}

/* Behind a delimiter: the head, the content, and *rest moved to the next delimiter's end. */
static bool part_read(struct arena *a, struct str *rest, struct str delimiter, struct part *part)
{
	struct str s = *rest;
	const char *end = s.n ? memmem(s.p, s.n, "\r\n\r\n", 4) : NULL;
	size_t n = end ? (size_t)(end - s.p) : 0;

	if (!end || n > MULTIPART_HEAD_MAX || !part_head(a, str_sub(s, 0, n), part))
		return false;
	s = str_sub(s, n + 4, s.n);
	/* An empty content leaves the delimiter's own CRLF behind the head. */
	end = s.n ? memmem(s.p, s.n, delimiter.p, delimiter.n) : NULL;
	if (!end)
		return false;
	n = (size_t)(end - s.p);
	part->content = str_sub(s, 0, n);
	*rest = str_sub(s, n + delimiter.n, s.n);
	return true;
}

enum rc multipart_read(struct arena *a, struct str content_type, struct str body,
	struct multipart *out, struct diag *d)
{
	static const char damaged[] =
		N_("El archivo llegó dañado o incompleto: vuelva atrás y envíelo otra vez");
	struct str boundary = { NULL, 0 };

	*out = (struct multipart){ ARENA_ARRAY(a, struct part, MULTIPART_PARTS_MAX), 0 };
	if (!multipart_is(content_type) || !boundary_of(a, content_type, &boundary))
		return diag_add(d, NULL, "form", damaged, STR(""));
	struct str delimiter = str_fmt(a, "\r\n--%.*s", (int)boundary.n, boundary.p);
	struct str first = str_sub(delimiter, 2, delimiter.n);
	if (body.n < first.n || memcmp(body.p, first.p, first.n) != 0)
		return diag_add(d, NULL, "form", damaged, STR(""));
	body = str_sub(body, first.n, body.n);
	while (str_starts(body, "\r\n")) {
		if (out->n == MULTIPART_PARTS_MAX)
			return diag_add(d, NULL, "range", N_("El formulario trae demasiados campos"),
				STR(""));
		body = str_sub(body, 2, body.n);
		if (!part_read(a, &body, delimiter, &out->part[out->n]))
			return diag_add(d, NULL, "form", damaged, STR(""));
		out->n++;
	}
	if (!str_is(body, "--") && !str_is(body, "--\r\n"))
		return diag_add(d, NULL, "form", damaged, STR(""));
	return OK;
}

const struct part *multipart_get(const struct multipart *m, const char *name)
{
	for (unsigned i = 0; i < m->n; i++)
		if (str_is(m->part[i].name, name))
			return &m->part[i];
	return NULL;
}
