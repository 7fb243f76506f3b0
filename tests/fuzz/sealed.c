/*
 * sealed.c - any text as a sealed value, as a key and as a phrase: what is read is written back the same, a phrase
 * is five words whatever way it is written, and nothing but its key opens a box.
 */
#include "fuzz.h"
#include "sealing.h"

static void look(struct arena *a, struct str s)
{
	struct seal_secret key = { .b = { 1 } };
	struct sealed_text in;
	struct str text;

	crypto_scalarmult_base(key.pub.b, key.b);
	if (!sealed_text_read(a, s, &in))
		return;
	fuzz_must(sealed_text_like(s), "what is one looks like one");
	fuzz_must(str_eq(sealed_text_write(a, &in), s), "a sealed value is canonical");
	in.key = seal_key_id(&key.pub);
	fuzz_must(!seal_open(a, &key, sealed_text_write(a, &in), &text), "a box that nobody closed opens");
}

static void one(struct arena *a, struct str input)
{
	struct phrase p, again;
	struct seal_public pub;
	unsigned wrong;

	look(a, input);
	if (input.n < 400) /* as it would be written, so that whole ones are met */
		look(a, base64url(a, str_fmt(a, "\x01%.*s", (int)input.n, input.p ? input.p : "")));
	if (seal_key_read(input, &pub))
		fuzz_must(str_eq(seal_key_text(a, &pub), input), "a key is canonical");
	if (!phrase_read(input, &p, &wrong)) {
		fuzz_must(wrong <= PHRASE_WORDS, "the wrong word is one of five");
		return;
	}
	fuzz_must(phrase_read(phrase_text(a, &p), &again, &wrong) && memcmp(&p, &again, sizeof(p)) == 0,
		"a phrase is read as it is written");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_one((struct str){ (const char *)data, n }, one);
}
