/* sealed_text.c - sealed values, as text and back. */
#include "sealed_text.h"

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING, EMPTY = SEALED_HEAD + crypto_box_SEALBYTES };

struct str base64url(struct arena *a, struct str bytes)
{
	size_t room = sodium_base64_ENCODED_LEN(bytes.n, VARIANT);
	char *text = arena_alloc(a, room);

	sodium_bin2base64(text, room, (const uint8_t *)bytes.p, bytes.n, VARIANT);
	return (struct str){ text, room - 1 };
}

static bool letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* libsodium takes some bytes beyond ASCII for letters; then two texts would be one value. */
static bool all_letters(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!letter(text.p[i]))
			return false;
	return true;
}

bool base64url_read(struct str text, void *out, size_t n)
{
	size_t got;

	if (text.n != sodium_base64_ENCODED_LEN(n, VARIANT) - 1 || !all_letters(text))
		return false;
	return sodium_base642bin(out, n, text.p, text.n, NULL, &got, NULL, VARIANT) == 0 && got == n;
}

bool sealed_text_like(struct str text)
{
	if (text.n < sodium_base64_ENCODED_LEN(EMPTY, VARIANT) - 1 || text.p[0] != 'A')
		return false;
	/* Version 1 and four bits of the key's id: the second letter is Q to Z, or a to f. */
	if ((text.p[1] < 'Q' || text.p[1] > 'Z') && (text.p[1] < 'a' || text.p[1] > 'f'))
		return false;
	return all_letters(text);
}

bool sealed_text_read(struct arena *a, struct str text, struct sealed_text *out)
{
	*out = (struct sealed_text){ 0 };
	if (!sealed_text_like(text) || text.n % 4 == 1)
		return false;
	size_t n = text.n / 4 * 3 + text.n % 4 - (text.n % 4 != 0);
	uint8_t *bytes = arena_alloc(a, n);
	if (!base64url_read(text, bytes, n) || bytes[0] != SEALED_VERSION)
		return false;
	memcpy(out->key.b, bytes + 1, SEALED_KEY_ID);
	out->box = (struct str){ (const char *)bytes + SEALED_HEAD, n - SEALED_HEAD };
	return true;
}

struct str sealed_text_write(struct arena *a, const struct sealed_text *s)
{
	struct buf b = buf_new(a, SEALED_HEAD + s->box.n);

	buf_char(&b, SEALED_VERSION);
	buf_bytes(&b, s->key.b, sizeof(s->key.b));
	buf_add(&b, s->box);
	return base64url(a, buf_str(&b));
}
