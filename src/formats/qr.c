#include "qr.h"

#include <qrencode.h>
#include <string.h>

/* What a code of letters and digits can say in fewer modules. */
#define PLAIN "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

enum { WIDEST = 177, QUIET = 4, MOST_BYTES = 2331 };

/* Each row's dark runs as strokes one module wide along the middle of the row. */
static void draw(struct buf *b, const unsigned char *module, int width)
{
	for (int y = 0; y < width; y++) {
		int pen = -1; /* where the row's last stroke ended */
		for (int x = 0; x < width; x++) {
			int from = x;
			while (x < width && module[y * width + x] & 1)
				x++;
			if (x == from)
				continue;
			if (pen < 0) {
				buf_char(b, 'M');
				buf_int(b, from + QUIET);
				buf_char(b, ' ');
				buf_int(b, y + QUIET);
				html_lit(b, ".5");
			} else {
				buf_char(b, 'm');
				buf_int(b, from - pen);
				html_lit(b, " 0");
			}
			buf_char(b, 'h');
			buf_int(b, x - from);
			pen = x;
		}
	}
}

const unsigned char *qr_modules(struct arena *a, struct str text, int *side_out)
{
	/* Before the library's own memory exists: a full arena leaves by a jump. */
	unsigned char *module = arena_alloc(a, WIDEST * WIDEST);
	const char *s = str_cstr(a, text);
	bool plain = text.n && strspn(s, PLAIN) == text.n;

	*side_out = 0;
	if (!text.n || text.n > MOST_BYTES)
		return NULL;
	QRcode *code = plain ? QRcode_encodeString(s, 0, QR_ECLEVEL_M, QR_MODE_8, 1) :
		QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!code)
		return NULL;
	*side_out = code->width;
	memcpy(module, code->data, (size_t)(code->width * code->width));
	QRcode_free(code);
	return module;
}

struct html qr_svg(struct arena *a, struct str text, struct str label)
{
	struct buf b = buf_new(a, 8192);
	int width, side;
	const unsigned char *module = qr_modules(a, text, &width);

	if (!module)
		return html_done(&b);
	side = width + 2 * QUIET;
	html_lit(&b, "<svg viewBox=\"0 0 ");
	buf_int(&b, side);
	html_lit(&b, " ");
	buf_int(&b, side);
	html_lit(&b, "\" role=\"img\" aria-label=\"");
	html_attr(&b, label);
	html_lit(&b, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h");
	buf_int(&b, side);
	html_lit(&b, "v");
	buf_int(&b, side);
	html_lit(&b, "H0z\"/><path stroke=\"#000\" d=\"");
	draw(&b, module, width);
	html_lit(&b, "\"/></svg>");
	return html_done(&b);
}
