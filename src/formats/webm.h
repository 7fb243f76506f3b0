/*
 * webm.h - sound in WebM, piece by piece: read as a browser's recorder makes it, written anew.
 *
 * A reader takes the bytes of one recording as they come, cut anywhere, and gives the Opus frames in them. What it gives
 * is made anew by the writer: a head of our own, and clusters of a second or so, each of which can be joined at. Nothing
 * else of what was sent is passed on. Only one track of Opus is taken; anything else, or anything out of bounds, ends it.
 *
 * Sources: RFC 8794 (EBML), RFC 9559 (Matroska), the WebM container guidelines, RFC 7845 (the head of Opus).
 * A reader is some 9 kB, keeps at most WEBM_HOLD bytes of what is not whole yet, and allocates nothing.
 */
#ifndef AYNI_WEBM_H
#define AYNI_WEBM_H

#include "str.h"

enum {
	WEBM_HOLD = 8 * 1024,       /* one element, but for the containers */
	WEBM_FRAME_MAX = 4 * 1024,  /* one Opus frame; at 12 kbit/s they have some 90 bytes */
	WEBM_OPUS_HEAD_MAX = 64,
	WEBM_HEAD_MAX = 256,        /* what webm_head writes */
	WEBM_FRAME_EXTRA = 16, WEBM_CLUSTER_EXTRA = 32, /* what a frame and a cluster take beside the sound, at most */
};

struct webm_frame {
	int64_t at_ms;   /* since the recording began */
	struct str opus; /* in the reader, until the callback returns */
};

struct webm_reader {
	char hold[WEBM_HOLD];
	size_t held;
	uint64_t skip;   /* bytes of an element that nobody needs */
	int64_t cluster_ms, last_ms;
	uint64_t scale_ns;
	unsigned track, channels;
	size_t nopus_head;
	char opus_head[WEBM_OPUS_HEAD_MAX];
	bool began, bad;
};

/* One recording from its first byte. */
void webm_begin(struct webm_reader *r);
/*
 * The next bytes; `frame` is called for each frame that became whole. INVALID: it is no such sound, now and ever after.
 */
enum rc webm_feed(struct webm_reader *r, struct str bytes, void (*frame)(void *own, const struct webm_frame *f), void *own) MUST_USE;
/* The tracks were read, so that webm_head may be written. */
bool webm_knows(const struct webm_reader *r);

/* A head of our own for those frames, of unknown length. */
void webm_head(const struct webm_reader *r, struct buf *out);
/* One cluster of n frames, the first at or after from_ms; all within 30 s. Its time is counted from base_ms. */
void webm_cluster(const struct webm_frame *f, unsigned n, int64_t base_ms, struct buf *out);

#endif
