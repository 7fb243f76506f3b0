#include "paper_key.h"

enum { CHECK_BITS = 22, GROUP = 5, WHOLE = (PAPER_KEY_LETTERS * 5 + 7) / 8 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void buf_base32(struct buf *b, const uint8_t *p, size_t n, unsigned group)
{
	for (size_t bit = 0, k = 0; bit < n * 8; bit += 5, k++) {
		unsigned two = (unsigned)p[bit / 8] << 8 | (bit / 8 + 1 < n ? p[bit / 8 + 1] : 0);
		if (group && k && k % group == 0)
			buf_char(b, '-');
		buf_char(b, alphabet[two >> (11 - bit % 8) & 31]);
	}
}

static int letter_value(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		return 0;
	if (c == 'I' || c == 'L')
		return 1;
	const char *at = c ? strchr(alphabet, c) : NULL;
	return at ? (int)(at - alphabet) : -1;
}

/* The secret, then its check, then two bits of zero: 19 bytes, of which 30 letters are shown. */
static void with_check(const uint8_t *secret, uint8_t *whole)
{
	struct hash h = hash_of((struct str){ (const char *)secret, PAPER_KEY_BYTES }, STR(""));

	memcpy(whole, secret, PAPER_KEY_BYTES);
	memcpy(whole + PAPER_KEY_BYTES, h.b, WHOLE - PAPER_KEY_BYTES);
	whole[WHOLE - 1] &= (uint8_t)(0xff << (8 * (WHOLE - PAPER_KEY_BYTES) - CHECK_BITS));
	sodium_memzero(&h, sizeof(h));
}

void paper_key_write(struct buf *b, const uint8_t *secret)
{
	uint8_t whole[WHOLE];
	char t[64];
	struct buf letters = buf_fixed(t, sizeof(t));

	with_check(secret, whole);
	buf_base32(&letters, whole, sizeof(whole), GROUP);
	buf_cut(&letters, PAPER_KEY_LETTERS + PAPER_KEY_LETTERS / GROUP - 1);
	buf_add(b, buf_str(&letters));
	sodium_memzero(whole, sizeof(whole));
	sodium_memzero(t, sizeof(t));
}

bool paper_key_read(struct str s, uint8_t *secret_out)
{
	uint8_t whole[WHOLE] = { 0 }, right[WHOLE];
	unsigned n = 0;
	bool good = true;

	for (size_t i = 0; good && i < s.n; i++) {
		if (s.p[i] == '-' || s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n')
			continue;
		int v = letter_value(s.p[i]);
		good = v >= 0 && n < PAPER_KEY_LETTERS;
		for (unsigned k = 0; good && k < 5; k++)
			if (v >> (4 - k) & 1)
				whole[(n * 5 + k) / 8] |= (uint8_t)(0x80 >> (n * 5 + k) % 8);
		n++;
	}
	with_check(whole, right);
	good = good && n == PAPER_KEY_LETTERS && sodium_memcmp(whole, right, sizeof(whole)) == 0;
	if (good)
		memcpy(secret_out, whole, PAPER_KEY_BYTES);
	sodium_memzero(whole, sizeof(whole));
	sodium_memzero(right, sizeof(right));
	return good;
}
