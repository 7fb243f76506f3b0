/*
 * courier.c - any bytes as the file of a courier: what is read lies inside it, in order, and a file that
 * counts as whole is exactly its pieces.
 */
#include "courier.h"
#include "fuzz.h"
#include "hash.h"

enum { HEAD = 40, PIECE = 5, SUM = 16 };

static bool inside(struct str all, struct str part, const char **last)
{
	bool good = part.p > *last && part.p + part.n <= all.p + all.n;

	*last = part.p;
	return good;
}

static void look(struct arena *a, struct str s)
{
	struct courier c;
	const char *box = s.p, *file = s.p;
	size_t n = HEAD;

	if (!courier_read(a, s, &c))
		return;
	for (unsigned i = 0; i < c.nboxes; i++) {
		fuzz_must(inside(s, c.box[i], &box) && c.box[i].n <= OUTBOX_BOX_MAX, "a box lies in the file");
		n += PIECE + c.box[i].n;
	}
	for (unsigned i = 0; i < c.nfiles; i++) {
		fuzz_must(inside(s, c.file[i].bytes, &file) && c.file[i].bytes.n <= UPLOAD_BYTES_MAX, "a file lies in the file");
		n += PIECE + sizeof(struct id) + c.file[i].bytes.n;
	}
	fuzz_must(c.whole ? n + PIECE + SUM == s.n : n <= s.n, "what is whole is its pieces and nothing else");
}

/* As it came; and, so that whole files are met, with the sum that belongs to it. */
static void one(struct arena *a, struct str input)
{
	size_t n = input.n + PIECE + SUM;
	char *sound = arena_alloc(a, n);

	look(a, input);
	memcpy(sound, input.p ? input.p : "", input.n);
	memcpy(sound + input.n, "\0\0\0\0\x10", PIECE);
	crypto_generichash((uint8_t *)sound + input.n + PIECE, SUM, (const uint8_t *)sound, input.n, NULL, 0);
	look(a, (struct str){ sound, n });
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
