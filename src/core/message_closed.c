/*
 * message_closed.c - to whom something grave is answered, while it waits to be sent.
 *
 * A row that is deleted leaves its bytes in the write-ahead log for a while; so the number never stands there.
 */
#include "message_own.h"

#include "hash.h"
#include "sealed_text.h"
#include "session.h"

static const char mark[] = "x:";

enum { ADDRESS_MAX = 64, BOX = ADDRESS_MAX + crypto_secretbox_MACBYTES };

/* One key a message, so that its nonce may be zeros. */
static struct hash key_of(struct id id)
{
	return secret_hash("alert address", id_bytes(&id));
}

struct str message_closed(struct ctx *c, struct id id, struct str address)
{
	static const uint8_t nonce[crypto_secretbox_NONCEBYTES];
	struct hash key = key_of(id);
	uint8_t plain[ADDRESS_MAX] = { 0 }, box[BOX];

	if (address.n > ADDRESS_MAX)
		return STR("");
	memcpy(plain, address.p, address.n);
	crypto_secretbox_easy(box, plain, sizeof(plain), nonce, key.b);
	sodium_memzero(plain, sizeof(plain));
	struct str text = base64url(c->mem, (struct str){ (const char *)box, sizeof(box) });
	return str_fmt(c->mem, "%s%.*s", mark, (int)text.n, text.p);
}

struct str message_opened(struct ctx *c, struct id id, struct str address)
{
	static const uint8_t nonce[crypto_secretbox_NONCEBYTES];
	struct hash key = key_of(id);
	uint8_t plain[ADDRESS_MAX], box[BOX];

	if (!str_starts(address, mark))
		return address;
	if (!base64url_read(str_sub(address, sizeof(mark) - 1, address.n), box, sizeof(box)) ||
		crypto_secretbox_open_easy(plain, box, sizeof(box), nonce, key.b) != 0)
		return STR("");
	struct str whole = { (const char *)plain, sizeof(plain) };
	return str_dup(c->mem, str_sub(whole, 0, str_find(whole, 0)));
}
