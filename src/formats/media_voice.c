/* media_voice.c - containers of sound: is there anything but sound in them, and how long is it. */
#include "media_own.h"

/* ---- Ogg: the last page counts the samples ---- */

static int64_t ogg_ms(struct str s)
{
	bool opus = has_at(s, 28, STR("OpusHead"));
	uint64_t rate = opus ? 48000 : little(s, 40, 4), skip = opus ? little(s, 38, 2) : 0;

	for (size_t at = s.n < 27 ? 0 : s.n - 27; at > 0 && rate; at--) {
		if (!has_at(s, at, STR("OggS")))
			continue;
		uint64_t samples = little(s, at + 6, 8);
		if (samples >> 48) /* none ends on that page, or longer than any recording: damaged */
			continue;
		return (int64_t)((samples > skip ? samples - skip : 0) * 1000 / rate);
	}
	return -1;
}

/* ---- AMR: each frame is 20 ms and says its size ---- */

static int64_t amr_ms(struct str s)
{
	static const uint8_t narrow[16] = { 13, 14, 16, 18, 20, 21, 27, 32, 6, 6, 6, 6, 1, 1, 1, 1 },
			     wide[16] = { 18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1 };
	bool is_wide = has_at(s, 0, STR("#!AMR-WB\n"));
	int64_t frames = 0;

	for (size_t at = is_wide ? 9 : 6; at < s.n; frames++)
		at += (is_wide ? wide : narrow)[(uint8_t)s.p[at] >> 3 & 15];
	return frames * 20;
}

/* ---- WebM: elements of id, length, content ---- */

enum {
	EL_SEGMENT = 0x18538067, EL_INFO = 0x1549a966, EL_SCALE = 0x2ad7b1,
	EL_TRACKS = 0x1654ae6b, EL_TRACK = 0xae, EL_KIND = 0x83, EL_TIME = 0xe7,
	KIND_SOUND = 2,
};

struct element {
	uint64_t id;
	struct str in;
};

/* The next element off *rest; one of unknown length goes on to the end. */
static bool element_next(struct str *rest, struct element *out)
{
	unsigned idn = 1, lenn = 1;

	if (!rest->n || !rest->p[0])
		return false;
	while (!((uint8_t)rest->p[0] & (0x80u >> (idn - 1))))
		idn++;
	if (idn > 4 || rest->n <= idn || !rest->p[idn])
		return false;
	while (!((uint8_t)rest->p[idn] & (0x80u >> (lenn - 1))))
		lenn++;
	if (rest->n < idn + lenn)
		return false;
	out->id = big(*rest, 0, idn);
	uint64_t mask = (UINT64_C(1) << (7 * lenn)) - 1, len = big(*rest, idn, lenn) & mask;
	struct str in = str_sub(*rest, idn + lenn, rest->n);
	out->in = len == mask || len > in.n ? in : str_sub(in, 0, (size_t)len);
	*rest = str_sub(in, out->in.n, in.n);
	return true;
}

static bool element_find(struct str in, uint64_t id, struct element *out)
{
	while (element_next(&in, out))
		if (out->id == id)
			return true;
	return false;
}

bool webm_is_sound(struct str s)
{
	struct element seg, tracks, e, kind;
	bool sound = false;

	if (!element_find(s, EL_SEGMENT, &seg) || !element_find(seg.in, EL_TRACKS, &tracks))
		return false;
	while (element_next(&tracks.in, &e)) {
		if (e.id != EL_TRACK || !element_find(e.in, EL_KIND, &kind))
			continue;
		if (big(kind.in, 0, (unsigned)(kind.in.n < 8 ? kind.in.n : 8)) != KIND_SOUND)
			return false;
		sound = true;
	}
	return sound;
}

/* Recorders that write as they go leave the duration out: then the last cluster's time tells nearly as well. */
static int64_t webm_ms(struct str s)
{
	struct element seg, info, e;
	uint64_t scale = 1000000, last = 0;
	bool known = false;

	if (!element_find(s, EL_SEGMENT, &seg))
		return -1;
	if (element_find(seg.in, EL_INFO, &info)) {
		struct str in = info.in;
		if (element_find(in, EL_SCALE, &e) && e.in.n && e.in.n <= 8)
			scale = big(e.in, 0, (unsigned)e.in.n);
	}
	for (size_t at = 0; at + 4 < seg.in.n; at++) {
		struct str rest = str_sub(seg.in, at, seg.in.n);
		if (!has_at(rest, 0, STR("\037\103\266\165")) || !element_next(&rest, &e) || !element_find(e.in, EL_TIME, &e) ||
			!e.in.n || e.in.n > 8)
			continue;
		last = big(e.in, 0, (unsigned)e.in.n);
		known = true;
	}
	if (!known || scale > UINT64_C(1000000000) || last > UINT64_C(1) << 32)
		return -1;
	return (int64_t)(last * scale / 1000000);
}

/* ---- MP4: boxes of length, type, content ---- */

struct box {
	struct str type, in;
	size_t at; /* of the type, in what was walked */
};

static bool box_next(struct str s, size_t *at, struct box *out)
{
	uint64_t n = big(s, *at, 4);
	size_t head = 8;

	if (*at > s.n || s.n - *at < 8)
		return false;
	if (n == 1) {
		n = big(s, *at + 8, 8);
		head = 16;
	}
	if (n == 0)
		n = s.n - *at;
	if (n < head || n > s.n - *at)
		return false;
	out->at = *at + 4;
	out->type = str_sub(s, *at + 4, 4);
	out->in = str_sub(s, *at + head, (size_t)n - head);
	*at += (size_t)n;
	return true;
}

static bool box_find(struct str s, const char *type, struct box *out)
{
	for (size_t at = 0; box_next(s, &at, out);)
		if (str_is(out->type, type))
			return true;
	return false;
}

bool mp4_is_sound(struct str s)
{
	struct box moov, b, media, handler;
	bool sound = false;

	if (!box_find(s, "moov", &moov))
		return false;
	for (size_t at = 0; box_next(moov.in, &at, &b);) {
		if (!str_is(b.type, "trak") || !box_find(b.in, "mdia", &media) || !box_find(media.in, "hdlr", &handler))
			continue;
		if (has_at(handler.in, 8, STR("vide")))
			return false;
		sound |= has_at(handler.in, 8, STR("soun"));
	}
	return sound;
}

static int64_t mp4_ms(struct str s)
{
	struct box moov, b;

	if (!box_find(s, "moov", &moov) || !box_find(moov.in, "mvhd", &b) || !b.in.n)
		return -1;
	bool wide = b.in.p[0] == 1;
	uint64_t scale = big(b.in, wide ? 20 : 12, 4), n = big(b.in, wide ? 24 : 16, wide ? 8 : 4);

	/* 0 is what a file says that was written in fragments */
	return !scale || !n || n > UINT64_C(1) << 40 ? -1 : (int64_t)(n * 1000 / scale);
}

/* What tells of place, person or device; `deep`: what is in a box of these is looked through too. */
static void blank(char *p, size_t n, unsigned depth)
{
	struct str s = { p, n };
	struct box b;

	for (size_t at = 0; box_next(s, &at, &b);) {
		char *in = p + (b.in.p - s.p);
		if (str_is(b.type, "udta") || str_is(b.type, "meta") || str_is(b.type, "uuid")) {
			memset(in, 0, b.in.n);
			memcpy(p + b.at, "free", 4);
		} else if (depth < 3 && (str_is(b.type, "moov") || str_is(b.type, "trak") || str_is(b.type, "moof") ||
						str_is(b.type, "mdia"))) {
			blank(in, b.in.n, depth + 1);
		}
	}
}

void media_mp4_blank(char *p, size_t n)
{
	blank(p, n, 0);
}

int64_t media_duration_ms(struct str bytes, enum media m)
{
	switch (m) {
	case MEDIA_OGG:
		return ogg_ms(bytes);
	case MEDIA_WEBM:
		return webm_ms(bytes);
	case MEDIA_MP4_AUDIO:
		return mp4_ms(bytes);
	case MEDIA_AMR:
		return amr_ms(bytes);
	default:
		return -1;
	}
}
