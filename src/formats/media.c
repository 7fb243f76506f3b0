/* media.c - kinds of bytes, and the size of a picture. Every read is checked: the bytes are anybody's. */
#include "media.h"

#include "media_own.h"

uint64_t big(struct str s, size_t at, unsigned n)
{
	uint64_t v = 0;

	if (n > 8 || at > s.n || s.n - at < n)
		return 0;
	for (unsigned i = 0; i < n; i++)
		v = v << 8 | (uint8_t)s.p[at + i];
	return v;
}

uint64_t little(struct str s, size_t at, unsigned n)
{
	uint64_t v = 0;

	if (n > 8 || at > s.n || s.n - at < n)
		return 0;
	for (unsigned i = n; i > 0; i--)
		v = v << 8 | (uint8_t)s.p[at + i - 1];
	return v;
}

bool has_at(struct str s, size_t at, struct str what)
{
	return at <= s.n && s.n - at >= what.n && memcmp(s.p + at, what.p, what.n) == 0;
}

enum media media_sniff(struct str s)
{
	if (has_at(s, 0, STR("\377\330\377")))
		return MEDIA_JPEG;
	if (has_at(s, 0, STR("\211PNG\r\n\032\n")))
		return MEDIA_PNG;
	if (has_at(s, 0, STR("RIFF")) && has_at(s, 8, STR("WEBP")))
		return MEDIA_WEBP;
	if (has_at(s, 0, STR("OggS")) && (has_at(s, 28, STR("OpusHead")) || has_at(s, 28, STR("\001vorbis"))))
		return MEDIA_OGG;
	if (has_at(s, 0, STR("\032\105\337\243")) && webm_is_sound(s))
		return MEDIA_WEBM;
	if (has_at(s, 4, STR("ftyp")) && mp4_is_sound(s))
		return MEDIA_MP4_AUDIO;
	if (has_at(s, 0, STR("#!AMR\n")) || has_at(s, 0, STR("#!AMR-WB\n")))
		return MEDIA_AMR;
	if (has_at(s, 0, STR("%PDF-")))
		return MEDIA_PDF;
	return MEDIA__N;
}

/* The frame header: SOF0…SOF15 but DHT, JPG and DAC. */
static bool jpeg_size(struct str s, int64_t *w, int64_t *h)
{
	size_t at = 2;

	while (at + 9 < s.n) {
		if ((uint8_t)s.p[at] != 0xff)
			return false;
		unsigned m = (uint8_t)s.p[at + 1];
		if (m == 0xff) {
			at++;
			continue;
		}
		if (m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc) {
			*h = (int64_t)big(s, at + 5, 2);
			*w = (int64_t)big(s, at + 7, 2);
			return *w > 0 && *h > 0;
		}
		if (m == 0xda || m == 0xd9)
			return false;
		at += m == 0x01 || (m >= 0xd0 && m <= 0xd8) ? 2 : 2 + (size_t)big(s, at + 2, 2);
	}
	return false;
}

static bool webp_size(struct str s, int64_t *w, int64_t *h)
{
	if (has_at(s, 12, STR("VP8X"))) {
		*w = (int64_t)little(s, 24, 3) + 1;
		*h = (int64_t)little(s, 27, 3) + 1;
		return s.n >= 30;
	}
	if (has_at(s, 12, STR("VP8L"))) {
		uint64_t v = little(s, 21, 4);
		*w = (int64_t)(v & 0x3fff) + 1;
		*h = (int64_t)(v >> 14 & 0x3fff) + 1;
		return s.n >= 25 && (uint8_t)s.p[20] == 0x2f;
	}
	if (has_at(s, 12, STR("VP8 ")) && has_at(s, 23, STR("\235\001\052"))) {
		*w = (int64_t)(little(s, 26, 2) & 0x3fff);
		*h = (int64_t)(little(s, 28, 2) & 0x3fff);
		return *w > 0 && *h > 0;
	}
	return false;
}

bool media_image_size(struct str s, enum media m, int64_t *width_out, int64_t *height_out)
{
	*width_out = *height_out = 0;
	switch (m) {
	case MEDIA_JPEG:
		return jpeg_size(s, width_out, height_out);
	case MEDIA_WEBP:
		return webp_size(s, width_out, height_out);
	case MEDIA_PNG:
		*width_out = (int64_t)big(s, 16, 4);
		*height_out = (int64_t)big(s, 20, 4);
		return has_at(s, 12, STR("IHDR")) && *width_out > 0 && *height_out > 0;
	default:
		return false;
	}
}
