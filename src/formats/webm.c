/* webm.c - reading a recorder's WebM as it comes, and writing clusters of our own. */
#include "webm.h"

#include <string.h>

enum {
	EL_EBML = 0x1a45dfa3, EL_SEGMENT = 0x18538067, EL_INFO = 0x1549a966, EL_SCALE = 0x2ad7b1, EL_TRACKS = 0x1654ae6b,
	EL_TRACK = 0xae, EL_TRACK_NUMBER = 0xd7, EL_TRACK_UID = 0x73c5, EL_TRACK_TYPE = 0x83, EL_CODEC = 0x86,
	EL_CODEC_PRIVATE = 0x63a2, EL_CODEC_DELAY = 0x56aa, EL_PREROLL = 0x56bb, EL_AUDIO = 0xe1, EL_RATE = 0xb5,
	EL_CHANNELS = 0x9f, EL_CLUSTER = 0x1f43b675, EL_TIME = 0xe7, EL_SIMPLE = 0xa3, EL_GROUP = 0xa0, EL_BLOCK = 0xa1,
	KIND_SOUND = 2, LACING = 0x06, KEY_FRAME = 0x80, OPUS_HEAD = 19, NS_A_MS = 1000000,
};

static const uint64_t UNKNOWN = UINT64_MAX, TIME_MOST = UINT64_C(1) << 40, SKIP_MOST = UINT64_C(1) << 24;
static const int64_t LONGEST_MS = INT64_C(24) * 3600 * 1000;

struct element {
	uint64_t id, len;
	unsigned head; /* bytes of id and length */
};

static uint64_t number(const char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n && i < 8; i++)
		v = v << 8 | (uint8_t)p[i];
	return v;
}

static unsigned width(uint8_t first, unsigned most)
{
	unsigned n = 1;

	while (n <= most && !(first & (0x80u >> (n - 1))))
		n++;
	return n; /* most + 1: none such */
}

/* 1: read; 0: more is needed; -1: it is none. */
static int element_read(struct str s, struct element *e)
{
	if (!s.n)
		return 0;
	unsigned idn = width((uint8_t)s.p[0], 4);
	if (idn > 4)
		return -1;
	if (s.n <= idn)
		return 0;
	unsigned lenn = width((uint8_t)s.p[idn], 8);
	if (lenn > 8)
		return -1;
	if (s.n < idn + lenn)
		return 0;
	uint64_t mask = (UINT64_C(1) << (7 * lenn)) - 1, len = number(s.p + idn, lenn) & mask;
	*e = (struct element){ .id = number(s.p, idn), .len = len == mask ? UNKNOWN : len, .head = idn + lenn };
	return 1;
}

/* The next one inside something that is whole; false at the end, or where it does not fit. */
static bool child(struct str *rest, struct element *e, struct str *in)
{
	if (element_read(*rest, e) != 1 || e->len > rest->n - e->head)
		return false;
	*in = str_sub(*rest, e->head, (size_t)e->len);
	*rest = str_sub(*rest, e->head + (size_t)e->len, rest->n);
	return true;
}

/* ---- what is whole is looked into ---- */

static bool info_read(struct webm_reader *r, struct str in)
{
	struct element e;
	struct str v;

	while (child(&in, &e, &v))
		if (e.id == EL_SCALE)
			r->scale_ns = v.n && v.n <= 8 ? number(v.p, v.n) : 0;
	return r->scale_ns > 0 && r->scale_ns <= UINT64_C(1000) * NS_A_MS;
}

static bool track_read(struct webm_reader *r, struct str in)
{
	struct element e;
	struct str v;
	uint64_t kind = 0, track = 0;
	bool opus = false;

	while (child(&in, &e, &v)) {
		if (e.id == EL_TRACK_NUMBER)
			track = number(v.p, v.n);
		else if (e.id == EL_TRACK_TYPE)
			kind = number(v.p, v.n);
		else if (e.id == EL_CODEC)
			opus = str_is(v, "A_OPUS");
		else if (e.id == EL_CODEC_PRIVATE && v.n >= OPUS_HEAD && v.n <= WEBM_OPUS_HEAD_MAX && str_starts(v, "OpusHead")) {
			memcpy(r->opus_head, v.p, v.n);
			r->nopus_head = v.n;
		}
	}
	r->track = (unsigned)track;
	r->channels = r->nopus_head ? (uint8_t)r->opus_head[9] : 0;
	return opus && kind == KIND_SOUND && track > 0 && track < 0x7f && (r->channels == 1 || r->channels == 2);
}

/* One track, of sound. */
static bool tracks_read(struct webm_reader *r, struct str in)
{
	struct element e;
	struct str v;
	unsigned n = 0;

	if (r->track)
		return false;
	while (child(&in, &e, &v))
		if (e.id == EL_TRACK && (++n > 1 || !track_read(r, v)))
			return false;
	return n == 1;
}

static bool block_read(struct webm_reader *r, struct str in, void (*frame)(void *own, const struct webm_frame *f), void *own)
{
	if (!r->track || in.n < 5 || in.n > WEBM_FRAME_MAX + 4 || (uint8_t)in.p[0] != (0x80u | r->track) || (uint8_t)in.p[3] & LACING)
		return false;
	int64_t at = r->cluster_ms + (int16_t)number(in.p + 1, 2) * (int64_t)r->scale_ns / NS_A_MS;
	if (at < r->last_ms || at > LONGEST_MS)
		return false;
	r->last_ms = at;
	frame(own, &(struct webm_frame){ .at_ms = at, .opus = str_sub(in, 4, in.n) });
	return true;
}

/* ---- as it comes ---- */

void webm_begin(struct webm_reader *r)
{
	*r = (struct webm_reader){ .scale_ns = NS_A_MS };
}

bool webm_knows(const struct webm_reader *r)
{
	return r->track > 0 && !r->bad;
}

/* Of those one goes in: what follows are their children. */
static bool goes_in(uint64_t id)
{
	return id == EL_SEGMENT || id == EL_CLUSTER || id == EL_GROUP;
}

static bool is_taken(uint64_t id)
{
	return id == EL_INFO || id == EL_TRACKS || id == EL_TIME || id == EL_SIMPLE || id == EL_BLOCK;
}

static bool take(struct webm_reader *r, const struct element *e, struct str in,
	void (*frame)(void *own, const struct webm_frame *f), void *own)
{
	if (e->id == EL_INFO)
		return info_read(r, in);
	if (e->id == EL_TRACKS)
		return tracks_read(r, in);
	if (e->id != EL_TIME)
		return block_read(r, in, frame, own);
	uint64_t time = number(in.p, in.n);
	if (!in.n || in.n > 8 || time > TIME_MOST || time * (r->scale_ns / 1000 + 1) > TIME_MOST * 1000)
		return false;
	r->cluster_ms = (int64_t)(time * r->scale_ns / NS_A_MS);
	return true;
}

/* One step from `at` of what is held; how far it went. 0: more is needed, or it is bad. */
static size_t step(struct webm_reader *r, size_t at, void (*frame)(void *own, const struct webm_frame *f), void *own)
{
	struct str s = { r->hold + at, r->held - at };
	struct element e;

	if (r->skip) {
		size_t n = r->skip < s.n ? (size_t)r->skip : s.n;
		r->skip -= n;
		return n;
	}
	int got = element_read(s, &e);
	r->bad |= got < 0 || (got && !r->began && e.id != EL_EBML);
	if (got != 1 || r->bad)
		return 0;
	r->began = true;
	if (goes_in(e.id))
		return e.head;
	if (e.len > SKIP_MOST || (is_taken(e.id) && e.len > WEBM_HOLD - e.head)) {
		r->bad = true;
		return 0;
	}
	if (!is_taken(e.id)) {
		r->skip = e.len;
		return e.head;
	}
	if (s.n - e.head < e.len)
		return 0;
	r->bad = !take(r, &e, str_sub(s, e.head, (size_t)e.len), frame, own);
	return e.head + (size_t)e.len;
}

enum rc webm_feed(struct webm_reader *r, struct str bytes, void (*frame)(void *own, const struct webm_frame *f), void *own)
{
	while (bytes.n && !r->bad) {
		size_t room = WEBM_HOLD - r->held, n = bytes.n < room ? bytes.n : room, at = 0, went;
		memcpy(r->hold + r->held, bytes.p, n);
		r->held += n;
		bytes = str_sub(bytes, n, bytes.n);
		while (at < r->held && !r->bad && (went = step(r, at, frame, own)) > 0)
			at += went;
		memmove(r->hold, r->hold + at, r->held - at);
		r->held -= at;
		r->bad |= !at && r->held == WEBM_HOLD;
	}
	return r->bad ? INVALID : OK;
}

/* ---- writing ---- */

static void put_number(struct buf *out, uint64_t v, unsigned n)
{
	while (n--)
		buf_char(out, (char)(v >> (8 * n)));
}

static void put_id(struct buf *out, uint64_t id)
{
	put_number(out, id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
}

static void put_open(struct buf *out, uint64_t id, size_t len)
{
	put_id(out, id);
	if (len < 0x7f)
		put_number(out, 0x80 | len, 1);
	else if (len < 0x3fff)
		put_number(out, 0x4000 | len, 2);
	else
		put_number(out, 0x10000000 | len, 4);
}

static void put_uint(struct buf *out, uint64_t id, uint64_t v)
{
	unsigned n = 1;

	while (n < 8 && v >> (8 * n))
		n++;
	put_open(out, id, n);
	put_number(out, v, n);
}

static void put_bytes(struct buf *out, uint64_t id, struct str s)
{
	put_open(out, id, s.n);
	buf_add(out, s);
}

static void put_all(struct buf *out, uint64_t id, const struct buf *in)
{
	put_bytes(out, id, buf_str(in));
}

/* Theirs with nothing of their own but channels and samples to skip (RFC 7845, 5.1); the numbers in it begin with the little end. */
static void opus_head(const struct webm_reader *r, char out[OPUS_HEAD])
{
	static const char rate_48000[4] = { (char)0x80, (char)0xbb, 0, 0 };

	memset(out, 0, OPUS_HEAD);
	memcpy(out, "OpusHead", 8);
	out[8] = 1;
	out[9] = (char)r->channels;
	memcpy(out + 10, r->opus_head + 10, 2);
	memcpy(out + 12, rate_48000, 4);
}

void webm_head(const struct webm_reader *r, struct buf *out)
{
	char room[WEBM_HEAD_MAX], inner[WEBM_HEAD_MAX], least[32], opus[OPUS_HEAD];
	struct buf b = buf_fixed(room, sizeof(room)), track = buf_fixed(inner, sizeof(inner)), audio = buf_fixed(least, sizeof(least));

	put_uint(&b, 0x4286, 1);
	put_uint(&b, 0x42f7, 1);
	put_uint(&b, 0x42f2, 4);
	put_uint(&b, 0x42f3, 8);
	put_bytes(&b, 0x4282, STR("webm"));
	put_uint(&b, 0x4287, 4);
	put_uint(&b, 0x4285, 2);
	put_all(out, EL_EBML, &b);
	put_id(out, EL_SEGMENT);
	put_number(out, UINT64_C(0x01ffffffffffffff), 8);
	b = buf_fixed(room, sizeof(room));
	put_uint(&b, EL_SCALE, NS_A_MS);
	put_bytes(&b, 0x4d80, STR("ayni"));
	put_bytes(&b, 0x5741, STR("ayni"));
	put_all(out, EL_INFO, &b);
	opus_head(r, opus);
	put_open(&audio, EL_RATE, 8);
	put_number(&audio, UINT64_C(0x40e7700000000000), 8); /* 48000 as IEEE 754 writes it */
	put_uint(&audio, EL_CHANNELS, r->channels);
	put_uint(&track, EL_TRACK_NUMBER, 1);
	put_uint(&track, EL_TRACK_UID, 1);
	put_uint(&track, EL_TRACK_TYPE, KIND_SOUND);
	put_bytes(&track, EL_CODEC, STR("A_OPUS"));
	put_bytes(&track, EL_CODEC_PRIVATE, (struct str){ opus, OPUS_HEAD });
	put_uint(&track, EL_CODEC_DELAY, ((uint64_t)(uint8_t)opus[11] << 8 | (uint8_t)opus[10]) * NS_A_MS / 48);
	put_uint(&track, EL_PREROLL, UINT64_C(80) * NS_A_MS);
	put_all(&track, EL_AUDIO, &audio);
	b = buf_fixed(room, sizeof(room));
	put_all(&b, EL_TRACK, &track);
	put_all(out, EL_TRACKS, &b);
}

static size_t size_width(size_t len)
{
	return len < 0x7f ? 1 : len < 0x3fff ? 2 : 4;
}

void webm_cluster(const struct webm_frame *f, unsigned n, int64_t base_ms, struct buf *out)
{
	char room[16];
	struct buf time = buf_fixed(room, sizeof(room));
	int64_t first_ms = n ? f[0].at_ms : base_ms;
	size_t len = 0;

	put_uint(&time, EL_TIME, (uint64_t)(first_ms - base_ms));
	len = buf_str(&time).n;
	for (unsigned i = 0; i < n; i++)
		len += 1 + size_width(f[i].opus.n + 4) + 4 + f[i].opus.n;
	put_open(out, EL_CLUSTER, len);
	buf_add(out, buf_str(&time));
	for (unsigned i = 0; i < n; i++) {
		put_open(out, EL_SIMPLE, f[i].opus.n + 4);
		put_number(out, 0x81, 1);
		put_number(out, (uint64_t)(f[i].at_ms - first_ms) & 0xffff, 2);
		put_number(out, KEY_FRAME, 1);
		buf_add(out, f[i].opus);
	}
}
