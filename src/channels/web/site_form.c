/*
 * site_form.c - what a form brought: its words and its files, in either of the two shapes browsers send.
 */
#include "multipart.h"
#include "utf8.h"
#include "web.h"

enum { WORDS = 64 * 1024, FILE_ROOM = 9 * 1024 * 1024 };

/* Line ends as in the other shape; what is no text is refused as there. */
static bool words(struct arena *a, struct str s, struct str *out)
{
	struct buf b;

	if (!utf8_valid(s) || str_find(s, 0) < s.n)
		return false;
	*out = s;
	if (!str_contains(s, STR("\r\n")))
		return true;
	b = buf_new(a, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
			buf_char(&b, s.p[i]);
	*out = buf_str(&b);
	return true;
}

static enum rc read_parts(struct call *k, struct diag *d)
{
	struct multipart m;

	if (multipart_read(k->q->mem, http_header(k->q, "Content-Type"), k->q->body, &m, d) != OK)
		return INVALID;
	k->form.field = ARENA_ARRAY(k->q->mem, struct form_field, m.n);
	k->file = ARENA_ARRAY(k->q->mem, struct form_field, m.n);
	for (unsigned i = 0; i < m.n; i++) {
		const struct part *p = &m.part[i];
		if (p->filename.p) { /* a box that was left empty has a nameless file */
			if (p->content.n || p->filename.n)
				k->file[k->nfiles++] = (struct form_field){ p->name, p->content };
			continue;
		}
		struct form_field *f = &k->form.field[k->form.n];
		f->name = p->name;
		if (p->content.n > WORDS || !words(k->q->mem, p->content, &f->value))
			return diag_add(d, NULL, "form", "", (struct str){ 0 });
		k->form.n++;
	}
	return OK;
}

enum rc call_form(struct call *k, struct diag *d)
{
	k->form = (struct form){ 0 };
	k->nfiles = 0;
	if (multipart_is(http_header(k->q, "Content-Type")))
		return read_parts(k, d);
	return form_read(k->q->mem, k->q->body, &k->form, d);
}

size_t form_body_limit(const struct registry *reg, struct str path)
{
	for (unsigned i = 0; i < reg->npages; i++) {
		const struct action *a = reg->pages[i]->action && str_is(path, reg->pages[i]->path) ?
			registry_action(reg, str_c(reg->pages[i]->action)) : NULL;
		for (unsigned k = 0; a && k < a->nargs; k++)
			if (a->args[k].type == T_BLOB)
				return FILE_ROOM;
	}
	return WORDS;
}
