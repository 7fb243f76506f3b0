/*
 * card.c - the picture and the sheet of a day. One layout from top to bottom, in points of a card 1080 wide; the sheet is
 * taller and has the last days too.
 */
#include "card.h"
#include "pango_own.h"
#include "png.h"
#include "qr.h"

enum { BYTES_MAX = 512 * 1024, EDGE = CARD_EDGE, MARGIN = 72, BAND = 36, SHEET_HIGH = 1527, A4_WIDE = 595, A4_HIGH = 842,
	RADIUS = 28 };

/* ---- the pen ---- */

struct pen {
	cairo_t *cr;
	PangoContext *text;
	int y;
	const unsigned char *module; /* of the QR code, side by side; NULL: there is none */
	int side;
};

enum ink { PAPER, INK, SOFT, CLAY, WHITE, TINT, WARN, WARN_PAPER, GOLD, GREEN, PLUM };
static const uint8_t inks[][3] = {
	[PAPER] = { 0xfc, 0xf5, 0xe8 }, [INK] = { 0x2b, 0x1c, 0x11 }, [SOFT] = { 0x57, 0x42, 0x31 },
	[CLAY] = { 0x87, 0x29, 0x0c }, [WHITE] = { 0xff, 0xff, 0xff }, [TINT] = { 0xfb, 0xe3, 0xc0 }, [WARN] = { 0x58, 0x3a, 0x00 },
	[WARN_PAPER] = { 0xff, 0xef, 0xc4 }, [GOLD] = { 0xf0, 0xb4, 0x40 }, [GREEN] = { 0x1f, 0x6b, 0x4a }, [PLUM] = { 0x3b, 0x1f, 0x4f },
};

static void dip(struct pen *p, enum ink ink)
{
	pango.cairo_set_source_rgb(p->cr, inks[ink][0] / 255.0, inks[ink][1] / 255.0, inks[ink][2] / 255.0);
}

static void box(struct pen *p, int x, int y, int wide, int high, enum ink ink)
{
	dip(p, ink);
	pango.cairo_rectangle(p->cr, x, y, wide, high);
	pango.cairo_fill(p->cr);
}

static void rounded(struct pen *p, int x, int y, int wide, int high, enum ink ink)
{
	dip(p, ink);
	pango.cairo_new_path(p->cr);
	pango.cairo_arc(p->cr, x + wide - RADIUS, y + RADIUS, RADIUS, -G_PI_2, 0);
	pango.cairo_arc(p->cr, x + wide - RADIUS, y + high - RADIUS, RADIUS, 0, G_PI_2);
	pango.cairo_arc(p->cr, x + RADIUS, y + high - RADIUS, RADIUS, G_PI_2, G_PI);
	pango.cairo_arc(p->cr, x + RADIUS, y + RADIUS, RADIUS, G_PI, 3 * G_PI_2);
	pango.cairo_close_path(p->cr);
	pango.cairo_fill(p->cr);
}

struct hand {
	int size, wide, lines; /* letters, the room for them, and how many lines of it */
	bool bold, right;
	enum ink ink;
};

/* Text with its top at y; how high it is. What does not fit ends in "…". */
static int words(struct pen *p, int x, int y, struct str s, struct hand h)
{
	PangoFontDescription *font = pango.pango_font_description_new();
	PangoLayout *layout = pango.pango_layout_new(p->text);
	int wide, high;

	pango.pango_font_description_set_family_static(font, "DejaVu Sans");
	pango.pango_font_description_set_absolute_size(font, (double)h.size * PANGO_SCALE);
	pango.pango_font_description_set_weight(font, h.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango.pango_layout_set_font_description(layout, font);
	pango.pango_layout_set_width(layout, h.wide * PANGO_SCALE);
	pango.pango_layout_set_height(layout, -(h.lines ? h.lines : 1));
	pango.pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango.pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	pango.pango_layout_set_alignment(layout, h.right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango.pango_layout_set_text(layout, s.p ? s.p : "", (int)s.n);
	dip(p, h.ink);
	pango.cairo_move_to(p->cr, x, y);
	pango.pango_cairo_update_layout(p->cr, layout);
	pango.pango_cairo_show_layout(p->cr, layout);
	pango.pango_layout_get_pixel_size(layout, &wide, &high);
	pango.g_object_unref(layout);
	pango.pango_font_description_free(font);
	return high;
}

/* ---- what is on it ---- */

/* The woven band of every page. */
static void band(struct pen *p, int y)
{
	static const struct {
		int wide;
		enum ink ink;
	} thread[] = { { 132, CLAY }, { 30, GOLD }, { 72, GREEN }, { 30, GOLD }, { 36, CLAY }, { 36, PLUM } };

	for (int x = 0, i = 0; x < EDGE; x += thread[i].wide, i = (i + 1) % (int)ARRAY_LEN(thread))
		box(p, x, y, thread[i].wide, BAND, thread[i].ink);
}

static void heading(struct pen *p, const struct card *c)
{
	enum { ROOM = EDGE - 2 * MARGIN };

	band(p, 0);
	p->y = BAND + 44;
	p->y += words(p, MARGIN, p->y, c->net, (struct hand){ 38, ROOM, 1, true, false, CLAY }) + 10;
	p->y += words(p, MARGIN, p->y, c->place, (struct hand){ 66, ROOM, 2, true, false, INK }) + 4;
	p->y += words(p, MARGIN, p->y, c->day, (struct hand){ 42, ROOM, 1, false, false, SOFT }) + 30;
}

/* The one figure, as large as it can be. */
static void hero(struct pen *p, const struct card *c)
{
	enum { HIGH = 264, ROOM = EDGE - 2 * MARGIN - 80 };
	bool known = c->big.value.n > 0;

	rounded(p, MARGIN, p->y, EDGE - 2 * MARGIN, HIGH, CLAY);
	words(p, MARGIN + 40, p->y + (known ? -6 : 50), known ? c->big.value : c->unknown,
		(struct hand){ known ? c->big.value.n > 7 ? 130 : 172 : 90, ROOM, 1, true, false, WHITE });
	words(p, MARGIN + 40, p->y + 190, c->big.label, (struct hand){ 46, ROOM, 1, false, false, WHITE });
	p->y += HIGH + 24;
}

static void pairs(struct pen *p, const struct card *c)
{
	enum { HIGH = 152, GAP = 24 };
	int n = (int)c->npairs, wide = n ? (EDGE - 2 * MARGIN - (n - 1) * GAP) / n : 0;

	for (int i = 0; i < n; i++) {
		int x = MARGIN + i * (wide + GAP);
		rounded(p, x, p->y, wide, HIGH, TINT);
		words(p, x + 30, p->y + 10, c->pair[i].value.n ? c->pair[i].value : c->unknown,
			(struct hand){ 68, wide - 60, 1, true, false, INK });
		words(p, x + 30, p->y + 96, c->pair[i].label, (struct hand){ 34, wide - 60, 1, false, false, INK });
	}
	p->y += n ? HIGH + 24 : 0;
}

/* Down to where the foot begins. */
static void lacking(struct pen *p, const struct card *c, int foot)
{
	int high = foot - 20 - p->y;

	if (!c->lacks.n || high < 100)
		return;
	rounded(p, MARGIN, p->y, EDGE - 2 * MARGIN, high, WARN_PAPER);
	int y = p->y + 14;
	y += words(p, MARGIN + 30, y, c->lacks_label, (struct hand){ 34, EDGE - 2 * MARGIN - 60, 1, true, false, WARN }) + 2;
	words(p, MARGIN + 30, y, c->lacks, (struct hand){ 46, EDGE - 2 * MARGIN - 60, (foot - 20 - y) / 56, false, false, WARN });
	p->y = foot;
}

/* The last days with a bar each, as many as fit above the foot; what is not known has none. */
static void days(struct pen *p, const struct card *c, int foot)
{
	enum { HEAD = 60, ROW = 58, LABEL = 250, VALUE = 190, ROOM = EDGE - 2 * MARGIN - LABEL - VALUE };
	int fit = (foot - p->y - HEAD) / ROW;
	unsigned n = fit < 0 ? 0 : (unsigned)fit < c->ndays ? (unsigned)fit : c->ndays;
	int64_t most = 1;

	if (!n)
		return;
	p->y += words(p, MARGIN, p->y, c->days_label, (struct hand){ 36, EDGE - 2 * MARGIN, 1, true, false, INK }) + 10;
	for (unsigned i = 0; i < n; i++)
		most = c->days[i].n > most ? c->days[i].n : most;
	for (unsigned i = 0; i < n; i++, p->y += ROW) {
		const struct card_day *d = &c->days[i];
		words(p, MARGIN, p->y, d->label, (struct hand){ 32, LABEL - 10, 1, false, false, SOFT });
		if (d->n > 0)
			box(p, MARGIN + LABEL, p->y + 4, (int)(d->n * ROOM / most) + 1, 34, GOLD);
		words(p, EDGE - MARGIN - VALUE, p->y, d->n >= 0 ? d->value : c->unknown,
			(struct hand){ 32, VALUE, 1, true, true, INK });
	}
}

/* The code with its quiet zone of four modules at the left, what it is for at the right. */
static void code(struct pen *p, const struct card *c, int foot)
{
	enum { QUIET = 4, GAP = 36 };
	int room = foot - p->y - 10, each = room / (p->side + 2 * QUIET), wide = each * (p->side + 2 * QUIET);

	if (each < 3)
		return;
	box(p, MARGIN, p->y, wide, wide, WHITE);
	for (int i = 0; i < p->side * p->side; i++)
		if (p->module[i] & 1)
			box(p, MARGIN + (QUIET + i % p->side) * each, p->y + (QUIET + i / p->side) * each, each, each, INK);
	words(p, MARGIN + wide + GAP, p->y + wide / 4, c->code_word, (struct hand){ 46, EDGE - 2 * MARGIN - wide - GAP, 5, true, false, INK });
}

static void drawn(struct pen *p, const struct card *c, int high)
{
	int foot = high - BAND - 78;

	dip(p, PAPER);
	pango.cairo_paint(p->cr);
	heading(p, c);
	hero(p, c);
	pairs(p, c);
	lacking(p, c, c->lacks.n ? p->y + 230 : p->y);
	p->y += 20;
	if (p->module)
		code(p, c, foot);
	else
		days(p, c, foot);
	words(p, MARGIN, foot + 8, c->link, (struct hand){ 34, EDGE - 2 * MARGIN, 1, false, false, SOFT });
	band(p, high - BAND);
}

/* ---- bytes ---- */

struct taken {
	char *p; /* BYTES_MAX of the arena: it may not jump while the libraries hold memory of their own */
	size_t n;
};

static cairo_status_t take(void *arg, const unsigned char *p, unsigned n)
{
	struct taken *t = arg;

	if (n > BYTES_MAX - t->n)
		return CAIRO_STATUS_WRITE_ERROR;
	memcpy(t->p + t->n, p, n);
	t->n += n;
	return CAIRO_STATUS_SUCCESS;
}

/* module: of a code on the sheet, or NULL. */
static void draw_on(cairo_surface_t *surface, const struct card *c, const char *language, int high, const unsigned char *module, int side)
{
	struct pen p = { .cr = pango.cairo_create(surface), .text = pango_context(language), .module = module, .side = side };
	bool on_sheet = high == SHEET_HIGH;

	if (on_sheet)
		pango.cairo_scale(p.cr, (double)A4_WIDE / EDGE, (double)A4_WIDE / EDGE);
	drawn(&p, c, high);
	if (on_sheet)
		pango.cairo_show_page(p.cr);
	pango.cairo_destroy(p.cr);
	pango.g_object_unref(p.text);
}

static bool picture(uint32_t *point, const struct card *c, const char *language, const unsigned char *module, int side)
{
	cairo_surface_t *s = pango.cairo_image_surface_create_for_data((unsigned char *)point, CAIRO_FORMAT_RGB24, EDGE, CARD_HIGH, EDGE * 4);
	bool good = pango.cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;

	if (good)
		draw_on(s, c, language, CARD_HIGH, module, side);
	pango.cairo_surface_finish(s);
	pango.cairo_surface_destroy(s);
	return good;
}

struct described {
	const char *language, *made_on, *title;
	const unsigned char *module;
	int side;
};

static bool sheet(struct taken *t, const struct card *c, const struct described *d)
{
	cairo_surface_t *s = pango.cairo_pdf_surface_create_for_stream(take, t, A4_WIDE, A4_HIGH);

	if (pango.cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
		pango.cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, d->made_on);
		pango.cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, d->title);
		draw_on(s, c, d->language, SHEET_HIGH, d->module, d->side);
	}
	pango.cairo_surface_finish(s);
	bool good = pango.cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;
	pango.cairo_surface_destroy(s);
	return good;
}

bool card_png(struct arena *a, const struct card *c, struct str *out)
{
	uint32_t *point = arena_alloc(a, EDGE * CARD_HIGH * sizeof(uint32_t));
	const char *language = str_cstr(a, c->language);
	uint32_t flat[ARRAY_LEN(inks)];
	int side = 0;
	const unsigned char *module = c->code_on_picture && c->code.n ? qr_modules(a, c->code, &side) : NULL;

	for (size_t i = 0; i < ARRAY_LEN(inks); i++)
		flat[i] = (uint32_t)inks[i][0] << 16 | (uint32_t)inks[i][1] << 8 | inks[i][2];
	memset(point, 0, EDGE * CARD_HIGH * sizeof(uint32_t));
	if (!pango_begin())
		return false;
	bool good = picture(point, c, language, module, side);
	pango_end();
	*out = good ? png_indexed(a, point, EDGE, CARD_HIGH, flat, ARRAY_LEN(flat)) : STR("");
	return out->n > 0;
}

bool card_pdf(struct arena *a, const struct card *c, struct str *out)
{
	struct taken t = { arena_alloc(a, BYTES_MAX), 0 };
	struct described d = { .language = str_cstr(a, c->language), .title = str_cstr(a, c->place),
		.made_on = str_fmt(a, "%.*sT00:00:00Z", (int)c->made_on.n, c->made_on.p).p };

	d.module = c->code.n ? qr_modules(a, c->code, &d.side) : NULL;
	if (!pango_begin())
		return false;
	bool good = sheet(&t, c, &d);
	pango_end();
	*out = (struct str){ t.p, good ? t.n : 0 };
	return good;
}
