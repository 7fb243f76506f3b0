/*
 * qr_read.c - the codes on a photo, read in a child with few rights (image.h), libzbar loaded there alone.
 *
 * A photo of a sheet is looked at twice: as large as it came, up to EDGE, since a small code needs every point; then
 * smaller, which evens out the noise of a poor camera.
 */
#include <dlfcn.h>
#include <unistd.h>
#include <zbar.h>

#include "image_own.h"
#include "qr_read.h"
#include "utf8.h"

enum { EDGES = 3, TEXT_MAX = 2400, ROOM = QR_READ_MAX * (TEXT_MAX + 4) + 8 };
static const int edges[EDGES] = { 2600, 1500, 900 };

/* ---- the parent ---- */

unsigned qr_read(struct arena *a, struct str bytes, enum media m, struct str out[QR_READ_MAX], bool *tried_out)
{
	static char word[] = QR_CHILD;
	char *room = arena_alloc(a, ROOM);
	unsigned n = 0;
	size_t have, at = 4;
	uint32_t head;

	enum image_rc rc = image_ask(word, bytes, m, room, ROOM, &have);
	*tried_out = rc == IMAGE_MADE;
	if (rc != IMAGE_MADE || have < sizeof(head) || memcmp(room, "AYQR", 4) != 0)
		return 0;
	while (n < QR_READ_MAX && at + sizeof(head) <= have) {
		memcpy(&head, room + at, sizeof(head));
		at += sizeof(head);
		if (head > have - at)
			break;
		struct str s = { room + at, head };
		at += head;
		if (head <= TEXT_MAX && utf8_valid(s))
			out[n++] = s;
	}
	return n;
}

/* ---- the child ---- */

static struct {
	__typeof__(&zbar_image_scanner_create) scanner;
	__typeof__(&zbar_image_scanner_set_config) set;
	__typeof__(&zbar_scan_image) scan;
	__typeof__(&zbar_image_create) image;
	__typeof__(&zbar_image_set_format) format;
	__typeof__(&zbar_image_set_size) size;
	__typeof__(&zbar_image_set_data) data;
	__typeof__(&zbar_image_first_symbol) first;
	__typeof__(&zbar_symbol_next) next;
	__typeof__(&zbar_symbol_get_type) type;
	__typeof__(&zbar_symbol_get_data) text;
	__typeof__(&zbar_symbol_get_data_length) length;
} z;

static bool load(void)
{
	void *lib = dlopen("libzbar.so.0", RTLD_NOW | RTLD_LOCAL);
	const struct {
		const char *name;
		void *at;
	} want[] = { { "zbar_image_scanner_create", &z.scanner }, { "zbar_image_scanner_set_config", &z.set },
		{ "zbar_scan_image", &z.scan }, { "zbar_image_create", &z.image }, { "zbar_image_set_format", &z.format },
		{ "zbar_image_set_size", &z.size }, { "zbar_image_set_data", &z.data }, { "zbar_image_first_symbol", &z.first },
		{ "zbar_symbol_next", &z.next }, { "zbar_symbol_get_type", &z.type }, { "zbar_symbol_get_data", &z.text },
		{ "zbar_symbol_get_data_length", &z.length } };

	for (size_t i = 0; lib && i < ARRAY_LEN(want); i++) {
		void *f = dlsym(lib, want[i].name);
		if (!f)
			return false;
		memcpy(want[i].at, &f, sizeof(f));
	}
	return lib != NULL;
}

/* The texts of all codes found in it, each behind its length; how many. */
static int scan(const struct image_grey *g, char *out, size_t *n)
{
	zbar_image_scanner_t *scanner = z.scanner();
	zbar_image_t *image = z.image();
	int found = 0;

	if (!scanner || !image)
		return 0;
	z.set(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	z.set(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	z.format(image, zbar_fourcc('Y', '8', '0', '0'));
	z.size(image, (unsigned)g->width, (unsigned)g->height);
	z.data(image, g->p, (unsigned long)g->width * (unsigned long)g->height, NULL);
	if (z.scan(scanner, image) <= 0)
		return 0;
	for (const zbar_symbol_t *s = z.first(image); s && found < QR_READ_MAX; s = z.next(s)) {
		uint32_t length = z.length(s);
		if (z.type(s) != ZBAR_QRCODE || length > TEXT_MAX)
			continue;
		memcpy(out + *n, &length, sizeof(length));
		memcpy(out + *n + sizeof(length), z.text(s), length);
		*n += sizeof(length) + length;
		found++;
	}
	return found;
}

int qr_child(void)
{
	static char out[ROOM] = "AYQR";
	size_t n = 4;
	struct str s;
	struct image_grey g;
	int status = IMAGE_EXIT_NO_TOOL;

	if (image_load() && load() && image_cage()) {
		status = image_input(&s) && image_grey(s, edges[0], &g) ? 0 : IMAGE_EXIT_BROKEN;
		for (int i = 0; status == 0 && i < EDGES && !scan(&g, out, &n); i++)
			if (i + 1 < EDGES && !image_grey(s, edges[i + 1], &g))
				break;
		if (status == 0 && !image_output(out, n))
			status = IMAGE_EXIT_BROKEN;
	}
	_exit(status);
}
