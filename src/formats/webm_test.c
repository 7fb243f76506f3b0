/* WebM read in pieces and written anew: what goes in comes out, however it is cut; what is none ends it. */
#include "webm.h"

#include <stdint.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { FRAMES = 50, FRAME_BYTES = 90, EACH_MS = 60 };

static char made[16 * 1024];
static char sound[FRAMES][FRAME_BYTES];

struct heard {
	unsigned n;
	int64_t last_ms;
	bool same;
};

static void hear(void *own, const struct webm_frame *f)
{
	struct heard *h = own;

	h->same &= h->n < FRAMES && str_eq(f->opus, (struct str){ sound[h->n], FRAME_BYTES });
	h->last_ms = f->at_ms;
	h->n++;
}

/* A reader that knows what a recorder of one channel says. */
static void known(struct webm_reader *r)
{
	webm_begin(r);
	r->track = 1;
	r->channels = 1;
	r->nopus_head = 19;
	memcpy(r->opus_head, "OpusHead\1\1\x38\1\0\0\0\0\0\0\0", 19);
}

static struct str make(void)
{
	struct buf b = buf_fixed(made, sizeof(made));
	struct webm_frame f[FRAMES];
	struct webm_reader r;

	known(&r);
	webm_head(&r, &b);
	assert_true(buf_str(&b).n <= WEBM_HEAD_MAX);
	for (unsigned i = 0; i < FRAMES; i++) {
		memset(sound[i], (int)i, FRAME_BYTES);
		f[i] = (struct webm_frame){ .at_ms = 7000 + i * EACH_MS, .opus = { sound[i], FRAME_BYTES } };
	}
	webm_cluster(f, 20, 7000, &b);
	webm_cluster(f + 20, 30, 7000, &b);
	return buf_str(&b);
}

static void what_goes_in_comes_out(void **state)
{
	struct str all = make();
	static const size_t pieces[] = { 1, 2, 3, 7, 64, 1000, 16384 };

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(pieces); k++) {
		struct heard h = { .same = true };
		struct webm_reader r;
		webm_begin(&r);
		for (size_t at = 0; at < all.n; at += pieces[k])
			assert_int_equal(webm_feed(&r, str_sub(all, at, pieces[k]), hear, &h), OK);
		assert_true(webm_knows(&r));
		assert_int_equal(h.n, FRAMES);
		assert_true(h.same);
		assert_int_equal(h.last_ms, (FRAMES - 1) * EACH_MS);
	}
}

/* An hour at 12 kbit/s takes less than 6 MB: 90 bytes each 60 ms, clusters of a second. */
static void an_hour_is_light(void **state)
{
	char room[4096];
	struct webm_frame f[17];
	struct buf b = buf_fixed(room, sizeof(room));

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(f); i++)
		f[i] = (struct webm_frame){ .at_ms = 3000000 + i * EACH_MS, .opus = { sound[0], FRAME_BYTES } };
	webm_cluster(f, ARRAY_LEN(f), 0, &b);
	assert_true(buf_str(&b).n * 3600 * 1000 / (ARRAY_LEN(f) * EACH_MS) < 5900000);
}

static void what_is_none_ends_it(void **state)
{
	static const char *const none[] = { "RIFF....WAVE", "\x1a\x45\xdf\xa3\xff\x00\x00", "OggS" };
	struct str all = make();
	struct heard h = { .same = true };
	struct webm_reader r;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		webm_begin(&r);
		assert_int_equal(webm_feed(&r, str_c(none[i]), hear, &h), INVALID);
		assert_int_equal(webm_feed(&r, all, hear, &h), INVALID);
	}
	assert_int_equal(h.n, 0);
	/* Each byte of the head spoiled: never more than was there, never past the room. */
	for (size_t i = 0; i < 200; i++) {
		char copy[sizeof(made)];
		memcpy(copy, all.p, all.n);
		copy[i] ^= 0x55;
		h = (struct heard){ .same = true };
		webm_begin(&r);
		if (webm_feed(&r, (struct str){ copy, all.n }, hear, &h) == OK)
			assert_true(h.n <= FRAMES);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(an_hour_is_light),
		cmocka_unit_test(what_is_none_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
