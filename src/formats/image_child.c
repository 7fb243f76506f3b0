/*
 * image_child.c - the child: decode, make smaller, turn upright, encode; twice, the second one a thumb.
 *
 * libgd is loaded here alone, at run time: it brings some twenty libraries, which would slow the start of the
 * program and stand in its memory all day.
 */
#include <dlfcn.h>
#include <errno.h>
#include <gd.h>
#include <stdlib.h>
#include <unistd.h>

#include "image_own.h"

enum { INPUT_MAX = 16 * 1024 * 1024, QUALITY = 74, QUALITY_LEAST = 20, THUMB_QUALITY = 60, THUMB_EDGE_LEAST = 40 };

static struct {
	__typeof__(&gdImageCreateFromJpegPtrEx) from_jpeg;
	__typeof__(&gdImageCreateFromPngPtr) from_png;
	__typeof__(&gdImageCreateFromWebpPtr) from_webp;
	__typeof__(&gdImageCreateTrueColor) create;
	__typeof__(&gdImageCopyResampled) resample;
	__typeof__(&gdImageFilledRectangle) fill;
	__typeof__(&gdImageJpegPtr) to_jpeg;
	__typeof__(&gdImageDestroy) destroy;
	__typeof__(&gdSetErrorMethod) on_error;
} gd;

static void silent(int priority, const char *format, va_list args)
{
	(void)priority, (void)format, (void)args;
}

bool image_load(void)
{
	void *lib = dlopen("libgd.so.3", RTLD_NOW | RTLD_LOCAL);
	const struct {
		const char *name;
		void *at;
	} want[] = { { "gdImageCreateFromJpegPtrEx", &gd.from_jpeg }, { "gdImageCreateFromPngPtr", &gd.from_png },
		{ "gdImageCreateFromWebpPtr", &gd.from_webp }, { "gdImageCreateTrueColor", &gd.create },
		{ "gdImageCopyResampled", &gd.resample }, { "gdImageFilledRectangle", &gd.fill },
		{ "gdImageJpegPtr", &gd.to_jpeg }, { "gdImageDestroy", &gd.destroy }, { "gdSetErrorMethod", &gd.on_error } };

	for (size_t i = 0; lib && i < sizeof(want) / sizeof(want[0]); i++) {
		void *f = dlsym(lib, want[i].name);
		if (!f)
			return false;
		memcpy(want[i].at, &f, sizeof(f));
	}
	if (lib)
		gd.on_error(silent);
	return lib != NULL;
}

bool image_input(struct str *out)
{
	char *p = malloc(INPUT_MAX);
	size_t n = 0;

	while (p) {
		ssize_t m = read(0, p + n, INPUT_MAX - n);
		if (m < 0 && errno == EINTR)
			continue;
		if (m < 0 || (m > 0 && n + (size_t)m == INPUT_MAX))
			return false;
		if (m == 0)
			break;
		n += (size_t)m;
	}
	*out = (struct str){ p, n };
	return p != NULL;
}

bool image_output(const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t m = write(1, at, n);
		if (m < 0 && errno == EINTR)
			continue;
		if (m <= 0)
			return false;
		at += m;
		n -= (size_t)m;
	}
	return true;
}

static gdImagePtr decode(struct str s, enum media m)
{
	void *p = (void *)(uintptr_t)s.p;

	switch (m) {
	case MEDIA_JPEG:
		return gd.from_jpeg((int)s.n, p, 1);
	case MEDIA_PNG:
		return gd.from_png((int)s.n, p);
	case MEDIA_WEBP:
		return gd.from_webp((int)s.n, p);
	default:
		return NULL;
	}
}

/* At most `edge` long and wide, on white. */
static gdImagePtr shrunk(gdImagePtr from, int edge)
{
	int w = gdImageSX(from), h = gdImageSY(from), most = w > h ? w : h;

	if (most > edge) {
		w = (int)((int64_t)w * edge / most);
		h = (int)((int64_t)h * edge / most);
	}
	w = w ? w : 1;
	h = h ? h : 1;
	gdImagePtr to = gd.create(w, h);
	if (!to)
		return NULL;
	gd.fill(to, 0, 0, w - 1, h - 1, 0xffffff);
	gd.resample(to, from, 0, 0, 0, 0, w, h, gdImageSX(from), gdImageSY(from));
	return to;
}

/* Orientation of EXIF (1 to 8) to upright: where each pixel comes from. */
static gdImagePtr upright(gdImagePtr from, int turn)
{
	int w = gdImageSX(from), h = gdImageSY(from);
	bool aside = turn >= 5;
	gdImagePtr to = turn == 1 ? NULL : gd.create(aside ? h : w, aside ? w : h);

	if (turn == 1)
		return from;
	for (int y = 0; to && y < gdImageSY(to); y++)
		for (int x = 0; x < gdImageSX(to); x++) {
			int fx = aside ? y : x, fy = aside ? x : y;
			if (turn == 2 || turn == 3 || turn == 7 || turn == 8)
				fx = w - 1 - fx;
			if (turn == 3 || turn == 4 || turn == 6 || turn == 7)
				fy = h - 1 - fy;
			to->tpixels[y][x] = from->tpixels[fy][fx];
		}
	gd.destroy(from);
	return to;
}

/* The bytes, of less quality where they would be too many. */
static void *encoded(gdImagePtr im, int quality, size_t most, uint32_t *n_out)
{
	for (; im && quality >= QUALITY_LEAST; quality -= 9) {
		int n = 0;
		void *p = gd.to_jpeg(im, &n, quality);
		if (p && n > 0 && (size_t)n <= most) {
			*n_out = (uint32_t)n;
			return p;
		}
	}
	return NULL;
}

static int made(struct str s)
{
	struct image_answer answer = { .magic = IMAGE_ANSWER };
	enum media m = media_sniff(s);
	bool placed = false;
	int turn = m == MEDIA_JPEG ? image_exif(s, &placed, &answer.lat_udeg, &answer.lon_udeg) : 1;
	gdImagePtr whole = decode(s, m), small = whole ? shrunk(whole, IMAGE_EDGE) : NULL;

	if (!small)
		return IMAGE_EXIT_BROKEN;
	gd.destroy(whole);
	small = upright(small, turn);
	void *picture = encoded(small, QUALITY, IMAGE_BYTES_MAX, &answer.picture);
	void *thumb = NULL;
	for (int edge = IMAGE_THUMB_EDGE; small && !thumb && edge >= THUMB_EDGE_LEAST; edge = edge * 2 / 3) /* of a market stall, smaller */
		thumb = encoded(shrunk(small, edge), THUMB_QUALITY, IMAGE_THUMB_BYTES, &answer.thumb);
	if (!picture || !thumb)
		return IMAGE_EXIT_BROKEN;
	answer.placed = placed;
	answer.width = gdImageSX(small);
	answer.height = gdImageSY(small);
	return image_output(&answer, sizeof(answer)) && image_output(picture, answer.picture) && image_output(thumb, answer.thumb) ?
		0 : IMAGE_EXIT_BROKEN;
}

bool image_grey(struct str s, int edge_max, struct image_grey *out)
{
	gdImagePtr whole = decode(s, media_sniff(s)), im = whole ? shrunk(whole, edge_max) : NULL;

	if (!im)
		return false;
	gd.destroy(whole);
	*out = (struct image_grey){ .width = gdImageSX(im), .height = gdImageSY(im) };
	out->p = malloc((size_t)out->width * (size_t)out->height);
	for (int y = 0; out->p && y < out->height; y++)
		for (int x = 0; x < out->width; x++) {
			unsigned c = (unsigned)im->tpixels[y][x], r = c >> 16 & 255, g = c >> 8 & 255, b = c & 255;
			out->p[y * out->width + x] = (unsigned char)((r * 77 + g * 151 + b * 28) >> 8); /* ITU-R BT.601 */
		}
	gd.destroy(im);
	return out->p != NULL;
}

int image_child(void)
{
	struct str s;
	int status = IMAGE_EXIT_NO_TOOL;

	if (image_load() && image_cage())
		status = image_input(&s) ? made(s) : IMAGE_EXIT_BROKEN;
	_exit(status); /* at once: what libraries do at an end is none of ours */
}
