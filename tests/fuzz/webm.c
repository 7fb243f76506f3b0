/*
 * webm.c - any bytes as sound that comes in pieces: what is read is written anew, and reads the same.
 */
#include "fuzz.h"
#include "webm.h"

enum { MOST = 400 };

struct heard {
	struct arena *a;
	struct webm_frame f[MOST];
	unsigned n, all;
	int64_t last_ms;
};

static void hear(void *own, const struct webm_frame *f)
{
	struct heard *h = own;

	fuzz_must(f->opus.n > 0 && f->opus.n <= WEBM_FRAME_MAX, "a frame has bytes");
	fuzz_must(f->at_ms >= h->last_ms, "frames come in order");
	h->last_ms = f->at_ms;
	h->all++;
	if (h->n < MOST && f->at_ms - (h->n ? h->f[0].at_ms : f->at_ms) < 30000)
		h->f[h->n++] = (struct webm_frame){ f->at_ms, str_dup(h->a, f->opus) };
}

static void one(struct arena *a, struct str input)
{
	struct webm_reader *r = ARENA_NEW(a, struct webm_reader), *again = ARENA_NEW(a, struct webm_reader);
	struct heard *h = ARENA_NEW(a, struct heard), *back = ARENA_NEW(a, struct heard);
	size_t piece = input.n ? 1 + (uint8_t)input.p[input.n - 1] : 1;
	enum rc rc = OK;

	h->a = back->a = a;
	webm_begin(r);
	for (size_t at = 0; at < input.n; at += piece)
		rc = webm_feed(r, str_sub(input, at, piece), hear, h);
	if (rc != OK || !webm_knows(r) || !h->n)
		return;
	struct buf b = buf_new(a, 4096);
	webm_head(r, &b);
	fuzz_must(buf_str(&b).n <= WEBM_HEAD_MAX, "a head has a size");
	webm_cluster(h->f, h->n, h->f[0].at_ms, &b);
	webm_begin(again);
	fuzz_must(webm_feed(again, buf_str(&b), hear, back) == OK, "what was written is read");
	fuzz_must(back->all == h->n, "as many frames as were written");
	for (unsigned i = 0; i < h->n; i++)
		fuzz_must(str_eq(h->f[i].opus, back->f[i].opus) && h->f[i].at_ms - h->f[0].at_ms == back->f[i].at_ms, "the same frame");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
