/*
 * media.c - any bytes as a picture, a voice or a paper: what they are, how large, how long, how turned and where.
 */
#include "fuzz.h"
#include "image.h"

static void one(struct arena *a, struct str input)
{
	enum media m = media_sniff(input);
	int64_t w, h, lat, lon, ms = media_duration_ms(input, m);
	bool placed;

	fuzz_must(ms >= -1, "a duration is known or not");
	if (media_image_size(input, m, &w, &h))
		fuzz_must(w > 0 && h > 0 && w <= UINT32_MAX && h <= UINT32_MAX, "a picture has a size");
	int turn = image_exif(input, &placed, &lat, &lon);
	fuzz_must(turn >= 1 && turn <= 8, "one of eight ways to turn");
	fuzz_must(lat >= -90000000 && lat <= 90000000 && lon >= -180000000 && lon <= 180000000, "a place on this earth");
	char *p = arena_dup(a, input.p, input.n);
	media_mp4_blank(p, input.n);
	if (m == MEDIA_MP4_AUDIO)
		fuzz_must(media_sniff((struct str){ p, input.n }) == m, "blanking leaves what it is");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
