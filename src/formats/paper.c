/*
 * paper.c - what is to stand on a paper, gathered in order; paper_draw.c puts it on pages once all of it is known.
 */
#include "civil.h"
#include "i18n.h"
#include "paper_own.h"
#include "pango_own.h"
#include "qr.h"

struct paper *paper_new(struct arena *a, enum paper_size size, struct str title, struct str author, struct str language, int64_t made_day)
{
	struct paper *p = ARENA_NEW(a, struct paper);
	struct buf b = buf_new(a, 24);
	const struct lang *l = lang_find(language);

	buf_day(&b, made_day);
	buf_c(&b, "T00:00:00Z");
	*p = (struct paper){ .mem = a, .size = size, .title = title, .author = author, .language = str_cstr(a, language),
		.made_on = str_cstr(a, buf_str(&b)), .page_words = tr(l, N_("Página {n} de {all}")), .finger_words = tr(l, N_("Huella")) };
	paper_heading(p, title);
	p->first->kind = PAPER_TITLE;
	return p;
}

static struct paper_item *add(struct paper *p, enum paper_kind kind)
{
	struct paper_item *i = ARENA_NEW(p->mem, struct paper_item);

	i->kind = kind;
	if (p->last)
		p->last->next = i;
	else
		p->first = i;
	p->last = i;
	return i;
}

void paper_heading(struct paper *p, struct str text)
{
	add(p, PAPER_HEADING)->text = text;
}

void paper_text(struct paper *p, struct str text)
{
	if (text.n)
		add(p, PAPER_WORDS)->text = text;
}

static const struct str (*pairs_dup(struct arena *a, const struct str (*pair)[2], unsigned n))[2]
{
	return (const struct str(*)[2])(const void *)arena_dup(a, pair, n * sizeof(*pair));
}

void paper_boxes(struct paper *p, const struct str (*label_value)[2], unsigned n, unsigned across)
{
	struct paper_item *i;

	/* A line of boxes is an item, so that none is cut. */
	for (unsigned at = 0; across && at < n; at += across) {
		i = add(p, PAPER_BOXES);
		i->n = n - at < across ? n - at : across;
		i->across = across;
		i->pair = pairs_dup(p->mem, label_value + at, i->n);
	}
}

void paper_table(struct paper *p, const struct paper_column *col, unsigned n, unsigned row_mm)
{
	struct paper_item *i = add(p, PAPER_ROW);

	p->failed = p->failed || !n || n > PAPER_COLUMNS_MAX;
	i->n = n > PAPER_COLUMNS_MAX ? 0 : n;
	i->col = (const struct paper_column *)(const void *)arena_dup(p->mem, col, i->n * sizeof(*col));
	i->row_mm = row_mm;
	p->table = i;
}

void paper_row(struct paper *p, const struct str *cell)
{
	static const struct str none[PAPER_COLUMNS_MAX];
	struct paper_item *i;

	p->failed = p->failed || !p->table;
	if (p->failed)
		return;
	i = add(p, PAPER_ROW);
	i->head = p->table;
	i->n = p->table->n;
	i->col = p->table->col;
	i->row_mm = p->table->row_mm;
	i->cell = cell ? (const struct str *)(const void *)arena_dup(p->mem, cell, i->n * sizeof(*cell)) : none;
}

void paper_rows_empty(struct paper *p, unsigned n)
{
	while (n--)
		paper_row(p, NULL);
}

void paper_table_end(struct paper *p)
{
	p->table = NULL;
}

void paper_signers(struct paper *p, const struct str (*role_name)[2], unsigned n)
{
	unsigned across = p->size == PAPER_A4_WIDE ? 3 : p->size == PAPER_A4 ? 2 : 1;

	p->failed = p->failed || n > PAPER_SIGNERS_MAX;
	for (unsigned at = 0; !p->failed && at < n; at += across) {
		struct paper_item *i = add(p, PAPER_SIGN);
		i->n = n - at < across ? n - at : across;
		i->across = across;
		i->pair = pairs_dup(p->mem, role_name + at, i->n);
	}
}

void paper_code(struct paper *p, struct str text, struct str word)
{
	p->module = qr_modules(p->mem, text, &p->modules);
	p->word = word;
	p->failed = p->failed || !p->module;
}

static void give_back(void *bytes)
{
	struct paper_bytes *b = bytes;

	free(b->p);
	b->p = NULL;
}

bool paper_bytes(struct paper *p, struct str *out)
{
	struct paper_bytes *b = ARENA_NEW(p->mem, struct paper_bytes);
	const char *title = str_cstr(p->mem, p->title), *author = str_cstr(p->mem, p->author);

	*out = (struct str){ 0 };
	arena_defer(p->mem, give_back, b);
	if (p->failed || !pango_begin())
		return false;
	bool good = paper_draw(p, title, author, b);
	pango_end();
	if (good)
		*out = str_dup(p->mem, (struct str){ b->p, b->n });
	give_back(b);
	return good;
}
