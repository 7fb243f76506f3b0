/*
 * paper_draw.c - from above to below, in points: each thing is measured, then laid on pages twice, once to count them.
 *
 * Nothing here asks the arena: the libraries hold memory of their own meanwhile (pango_own.h).
 */
#include "paper_own.h"
#include "pango_own.h"

enum {
	BYTES_MAX = 16 << 20, MARGIN_PT = 36, GAP_PT = 6, PAD_PT = 3, HEAD_PT = 13, TITLE_PT = 16, TEXT_PT = 9, SMALL_PT = 7,
	CODE_PT = 68, FOOT_PT = 16, CODE_GAP_PT = 6, SIGN_PT = 96, FINGER_WIDE_PT = 62, FINGER_HIGH_PT = 74, QUIET = 2, PAGES_MAX = 2000,
};

struct desk {
	const struct paper *p;
	cairo_t *cr;
	PangoContext *text;
	PangoFontDescription *font;
	int wide, high, line, y, page, pages; /* line: width between the margins */
	bool draws;
};

static int pt_of_mm(unsigned mm)
{
	return (int)(mm * 720 / 254);
}

struct hand {
	int size, wide, most; /* most: points it may be high; 0: as it comes */
	bool bold, right, centre;
};

/* Text with its top at x, y, drawn or only measured: how high it is. */
static int words(struct desk *d, int x, int y, struct str s, struct hand h, bool draw)
{
	PangoLayout *layout = pango.pango_layout_new(d->text);
	int wide, high;

	pango.pango_font_description_set_absolute_size(d->font, (double)h.size * PANGO_SCALE);
	pango.pango_font_description_set_weight(d->font, h.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango.pango_layout_set_font_description(layout, d->font);
	pango.pango_layout_set_width(layout, (h.wide > 8 ? h.wide : 8) * PANGO_SCALE);
	pango.pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (h.most) {
		pango.pango_layout_set_height(layout, h.most * PANGO_SCALE);
		pango.pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	pango.pango_layout_set_alignment(layout, h.centre ? PANGO_ALIGN_CENTER : h.right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango.pango_layout_set_text(layout, s.p ? s.p : "", (int)s.n);
	if (draw) {
		pango.cairo_set_source_rgb(d->cr, 0, 0, 0);
		pango.cairo_move_to(d->cr, x, y);
		pango.pango_cairo_update_layout(d->cr, layout);
		pango.pango_cairo_show_layout(d->cr, layout);
	}
	pango.pango_layout_get_pixel_size(layout, &wide, &high);
	pango.g_object_unref(layout);
	return high;
}

static void fill(struct desk *d, int x, int y, int wide, int high, int grey)
{
	pango.cairo_set_source_rgb(d->cr, grey / 255.0, grey / 255.0, grey / 255.0);
	pango.cairo_rectangle(d->cr, x, y, wide, high);
	pango.cairo_fill(d->cr);
}

static void frame(struct desk *d, int x, int y, int wide, int high)
{
	pango.cairo_set_source_rgb(d->cr, 0, 0, 0);
	pango.cairo_set_line_width(d->cr, 0.6);
	pango.cairo_rectangle(d->cr, x, y, wide, high);
	pango.cairo_stroke(d->cr);
}

static void rule(struct desk *d, int x, int y, int wide)
{
	pango.cairo_set_source_rgb(d->cr, 0, 0, 0);
	pango.cairo_set_line_width(d->cr, 0.6);
	pango.cairo_move_to(d->cr, x, y);
	pango.cairo_line_to(d->cr, x + wide, y);
	pango.cairo_stroke(d->cr);
}

/* ---- the pages ---- */

static int foot_y(const struct desk *d)
{
	return d->high - MARGIN_PT - (d->p->module ? CODE_PT : FOOT_PT);
}

static void code(struct desk *d, int x, int y)
{
	const struct paper *p = d->p;
	double one = (double)CODE_PT / (p->modules + 2 * QUIET);

	/* Runs of a row as one box each: what lies between two boxes could be read as a line. */
	pango.cairo_set_source_rgb(d->cr, 0, 0, 0);
	for (int r = 0; r < p->modules; r++)
		for (int c = 0; c < p->modules; c++) {
			int from = c;
			while (c < p->modules && p->module[r * p->modules + c] & 1)
				c++;
			if (c > from)
				pango.cairo_rectangle(d->cr, x + (from + QUIET) * one, y + (r + QUIET) * one, (c - from) * one, one + 0.02);
		}
	pango.cairo_fill(d->cr);
}

/* "Página 2 de 3": in room that needs no arena. */
static struct str page_words(const struct desk *d, char *room, size_t n)
{
	struct buf b = buf_fixed(room, n);
	struct str rest = d->p->page_words;

	while (rest.n) {
		bool all = str_starts(rest, "{all}"), now = str_starts(rest, "{n}");
		if (all || now)
			buf_int(&b, all ? d->pages : d->page);
		else
			buf_char(&b, rest.p[0]);
		rest = str_sub(rest, all ? 5 : now ? 3 : 1, rest.n);
	}
	return buf_str(&b);
}

static void foot(struct desk *d)
{
	int y = foot_y(d), x = MARGIN_PT;
	char room[160];

	rule(d, MARGIN_PT, y + (d->p->module ? CODE_PT - FOOT_PT : 0), d->line);
	if (d->p->module) {
		fill(d, x, y, CODE_PT, CODE_PT, 255);
		code(d, x, y);
		x += CODE_PT + CODE_GAP_PT;
		words(d, x, y + CODE_PT - FOOT_PT - 14, d->p->word, (struct hand){ TEXT_PT + 1, d->line - CODE_PT - CODE_GAP_PT, 14, true, false, false }, true);
	}
	y = d->high - MARGIN_PT - FOOT_PT + 3;
	words(d, x, y, d->p->title, (struct hand){ SMALL_PT, d->line - (x - MARGIN_PT) - 90, 10, false, false, false }, true);
	words(d, d->wide - MARGIN_PT - 86, y, page_words(d, room, sizeof(room)), (struct hand){ SMALL_PT, 86, 10, false, true, false }, true);
}

static void page_end(struct desk *d)
{
	if (!d->draws)
		return;
	foot(d);
	pango.cairo_show_page(d->cr);
}

/* ---- the things on them ---- */

static int column_wide(const struct desk *d, const struct paper_column *col, unsigned at)
{
	unsigned before = 0;

	for (unsigned i = 0; i < at; i++)
		before += col[i].width;
	return (int)((before + col[at].width) * (unsigned)d->line / 1000) - (int)(before * (unsigned)d->line / 1000);
}

static int row(struct desk *d, const struct paper_item *i, int y, bool draw)
{
	int high = pt_of_mm(i->cell ? i->row_mm : 0), x = MARGIN_PT, room = foot_y(d) - MARGIN_PT - 60;

	if (draw && !i->cell)
		fill(d, x, y, d->line, i->high_pt, 232);
	for (unsigned c = 0; c < i->n; c++) {
		int wide = column_wide(d, i->col, c);
		struct hand h = { i->cell ? TEXT_PT : TEXT_PT - 1, wide - 2 * PAD_PT, room, !i->cell, i->col[c].right, false };
		int got = words(d, x + PAD_PT, y + PAD_PT, i->cell ? i->cell[c] : i->col[c].label, h, draw) + 2 * PAD_PT;
		high = got > high ? got : high;
		if (draw)
			frame(d, x, y, wide, i->high_pt);
		x += wide;
	}
	return high;
}

static int boxes(struct desk *d, const struct paper_item *i, int y, bool draw)
{
	int high = 24;

	for (unsigned c = 0; c < i->n; c++) {
		int from = (int)c * d->line / (int)i->across, to = ((int)c + 1) * d->line / (int)i->across, x = MARGIN_PT + from;
		int at = y + 2;
		at += words(d, x + PAD_PT, at, i->pair[c][0], (struct hand){ SMALL_PT, to - from - 2 * PAD_PT, 20, false, false, false }, draw);
		at += words(d, x + PAD_PT, at, i->pair[c][1], (struct hand){ TEXT_PT + 1, to - from - 2 * PAD_PT, 80, true, false, false }, draw);
		high = at - y + 2 > high ? at - y + 2 : high;
		if (draw)
			frame(d, x, y, to - from, i->high_pt);
	}
	return high;
}

static int signers(struct desk *d, const struct paper_item *i, int y, bool draw)
{
	for (unsigned c = 0; c < i->n && draw; c++) {
		int from = (int)c * d->line / (int)i->across, to = ((int)c + 1) * d->line / (int)i->across, x = MARGIN_PT + from;
		int line = to - from - FINGER_WIDE_PT - 22;
		rule(d, x, y + FINGER_HIGH_PT - 26, line);
		int at = y + FINGER_HIGH_PT - 24;
		at += words(d, x, at, i->pair[c][1], (struct hand){ TEXT_PT, line, 24, true, false, false }, true);
		words(d, x, at, i->pair[c][0], (struct hand){ TEXT_PT, line, 24, false, false, false }, true);
		frame(d, x + line + 8, y, FINGER_WIDE_PT, FINGER_HIGH_PT);
		words(d, x + line + 8, y + FINGER_HIGH_PT - 11, d->p->finger_words,
			(struct hand){ SMALL_PT, FINGER_WIDE_PT, 10, false, false, true }, true);
	}
	return SIGN_PT;
}

static int thing(struct desk *d, const struct paper_item *i, int y, bool draw)
{
	int room = foot_y(d) - MARGIN_PT - GAP_PT;

	switch (i->kind) {
	case PAPER_TITLE:
		return words(d, MARGIN_PT, y, i->text, (struct hand){ TITLE_PT, d->line, 60, true, false, true }, draw) + GAP_PT;
	case PAPER_HEADING:
		return words(d, MARGIN_PT, y + GAP_PT, i->text, (struct hand){ HEAD_PT - 2, d->line, 60, true, false, false }, draw) + GAP_PT + 3;
	case PAPER_WORDS:
		return words(d, MARGIN_PT, y + 2, i->text, (struct hand){ TEXT_PT, d->line, room - 4, false, false, false }, draw) + 4;
	case PAPER_BOXES:
		return boxes(d, i, y, draw);
	case PAPER_ROW:
		return row(d, i, y, draw);
	default:
		return signers(d, i, y + GAP_PT, draw) + GAP_PT;
	}
}

/* What a thing must have below it on its page: a heading the next thing, a head its first row. */
static int with_next(const struct paper_item *i)
{
	int high = i->high_pt;

	while (i->next && (i->kind == PAPER_HEADING || i->kind == PAPER_TITLE || (i->kind == PAPER_ROW && !i->cell))) {
		i = i->next;
		high += i->high_pt;
	}
	return high;
}

static void lay(struct desk *d)
{
	bool fresh = true; /* nothing stands on this page yet */

	d->page = 1;
	d->y = MARGIN_PT;
	for (const struct paper_item *i = d->p->first; i; i = i->next) {
		if (!fresh && d->y + with_next(i) > foot_y(d) - GAP_PT) {
			page_end(d);
			d->page++;
			d->y = MARGIN_PT;
			fresh = true;
			if (i->head && i->cell) {
				if (d->draws)
					thing(d, i->head, d->y, true);
				d->y += i->head->high_pt;
			}
		}
		if (d->draws)
			thing(d, i, d->y, true);
		d->y += i->high_pt;
		if (i->kind == PAPER_ROW && (!i->next || i->next->kind != PAPER_ROW || !i->next->cell))
			d->y += i->cell ? GAP_PT : 0;
		if (i->kind == PAPER_BOXES && i->next && i->next->kind != PAPER_BOXES)
			d->y += GAP_PT;
		fresh = false;
	}
	page_end(d);
	d->pages = d->page;
}

/* ---- bytes ---- */

static cairo_status_t take(void *arg, const unsigned char *p, unsigned n)
{
	struct paper_bytes *b = arg;

	if (n > BYTES_MAX - b->n)
		return CAIRO_STATUS_WRITE_ERROR;
	if (b->n + n > b->cap) {
		size_t cap = (b->cap + n) * 2;
		char *grown = realloc(b->p, cap);
		if (!grown)
			return CAIRO_STATUS_NO_MEMORY;
		b->p = grown;
		b->cap = cap;
	}
	memcpy(b->p + b->n, p, n);
	b->n += n;
	return CAIRO_STATUS_SUCCESS;
}

static void describe(cairo_surface_t *s, const struct paper *p, const char *title, const char *author)
{
	pango.cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, p->made_on);
	pango.cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, title);
	pango.cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, author);
}

bool paper_draw(const struct paper *p, const char *title, const char *author, struct paper_bytes *out)
{
	static const int sizes[][2] = { [PAPER_A4] = { 595, 842 }, [PAPER_A4_WIDE] = { 842, 595 }, [PAPER_A5] = { 420, 595 } };
	struct desk d = { .p = p, .wide = sizes[p->size][0], .high = sizes[p->size][1] };
	cairo_surface_t *s = pango.cairo_pdf_surface_create_for_stream(take, out, d.wide, d.high);
	bool good = pango.cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;

	if (good) {
		describe(s, p, title, author);
		d.line = d.wide - 2 * MARGIN_PT;
		d.cr = pango.cairo_create(s);
		d.text = pango_context(p->language);
		d.font = pango.pango_font_description_new();
		pango.pango_font_description_set_family_static(d.font, "DejaVu Sans");
		for (struct paper_item *i = p->first; i; i = i->next)
			i->high_pt = thing(&d, i, 0, false);
		lay(&d);
		good = d.pages <= PAGES_MAX;
		d.draws = true;
		if (good)
			lay(&d);
		pango.pango_font_description_free(d.font);
		pango.g_object_unref(d.text);
		pango.cairo_destroy(d.cr);
	}
	pango.cairo_surface_finish(s);
	good = good && pango.cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;
	pango.cairo_surface_destroy(s);
	return good;
}
