#include "hash.h"

#include <string.h>

#include "log.h"

void crypto_start(void)
{
	if (sodium_init() < 0)
		fatal("libsodium cannot start");
}

void hasher_start(struct hasher *h)
{
	crypto_generichash_init(&h->state, NULL, 0, sizeof(struct hash));
}

void hasher_add(struct hasher *h, struct str s)
{
	crypto_generichash_update(&h->state, (const unsigned char *)s.p, s.n);
}

void hasher_piece(struct hasher *h, struct str s)
{
	unsigned char n[4] = { (unsigned char)(s.n >> 24), (unsigned char)(s.n >> 16),
		(unsigned char)(s.n >> 8), (unsigned char)s.n };

	crypto_generichash_update(&h->state, n, sizeof(n));
	hasher_add(h, s);
}

struct hash hasher_end(struct hasher *h)
{
	struct hash sum;

	crypto_generichash_final(&h->state, sum.b, sizeof(sum.b));
	return sum;
}

struct hash hash_of(struct str s, struct str key)
{
	struct hash sum;

	crypto_generichash(sum.b, sizeof(sum.b), (const unsigned char *)s.p, s.n,
		key.n ? (const unsigned char *)key.p : NULL, key.n);
	return sum;
}

struct str hash_bytes(const struct hash *h)
{
	return (struct str){ (const char *)h->b, sizeof(h->b) };
}

bool hash_eq(struct hash a, struct hash b)
{
	return sodium_memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

void random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}
