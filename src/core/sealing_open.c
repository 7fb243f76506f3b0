/*
 * sealing_open.c - her secret key while her phrase is open in a session.
 *
 * The row alone opens nothing: its key is in the cookie `llave`, and nowhere here. It is bound to the session and the
 * person, ends with them, and after ten minutes without use.
 */
#include "sealing.h"

#include "sealing_sql.h"
#include "session.h"

#define SQL(name) (&sealing_sql.query[name])

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	OVER = NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	TOUCH_MS = 60000,
};

/* What the row belongs to: it opens for no other session or person. */
static struct str bound_to(struct arena *a, const struct ctx *c, const struct hash *session, struct id person)
{
	struct buf b = buf_new(a, 2 * sizeof(person.b) + sizeof(session->b));

	buf_add(&b, id_bytes(&c->net->id));
	buf_add(&b, id_bytes(&person));
	buf_bytes(&b, session->b, sizeof(session->b));
	return buf_str(&b);
}

struct str unlock_wrap(struct ctx *c, struct str session, struct id person, const struct seal_secret *key,
	struct str *cookie_out)
{
	struct hash h = secret_hash("session", session);
	struct str bound = bound_to(c->mem, c, &h, person);
	uint8_t cookie[crypto_aead_xchacha20poly1305_ietf_KEYBYTES], *row = arena_alloc(c->mem, OVER + sizeof(key->b));

	random_bytes(cookie, sizeof(cookie));
	random_bytes(row, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(row + NONCE, NULL, key->b, sizeof(key->b), (const uint8_t *)bound.p,
		bound.n, NULL, row, cookie);
	*cookie_out = base64url(c->mem, (struct str){ (const char *)cookie, sizeof(cookie) });
	sodium_memzero(cookie, sizeof(cookie));
	return (struct str){ (const char *)row, OVER + sizeof(key->b) };
}

void unlock_keep(struct ctx *c, struct str session, struct id person, struct str wrapped)
{
	struct hash h = secret_hash("session", session);

	db_exec(c->db, SQL(Q_UNLOCK_PUT),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person), cell_blob(wrapped), cell_int(c->now)));
}

static bool opens(struct ctx *c, struct str row, struct str bound, const uint8_t *cookie, struct seal_secret *out)
{
	const uint8_t *p = (const uint8_t *)row.p;

	if (row.n != OVER + sizeof(out->b) ||
		crypto_aead_xchacha20poly1305_ietf_decrypt(out->b, NULL, NULL, p + NONCE, row.n - NONCE,
			(const uint8_t *)bound.p, bound.n, p, cookie) != 0)
		return false;
	(void)c;
	crypto_scalarmult_base(out->pub.b, out->b);
	return true;
}

bool unlock_find(struct ctx *c, struct str session, struct id person, struct str cookie, struct seal_secret *out,
	bool *stale_out)
{
	uint8_t key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	struct hash h = secret_hash("session", session);

	*out = (struct seal_secret){ 0 };
	*stale_out = false;
	if (!session.n || id_is_zero(person) || !base64url_read(cookie, key, sizeof(key)))
		return false;
	struct rows r = db_rows(c->db, SQL(Q_UNLOCK_GET), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));
	if (!rows_next(&r))
		return false;
	int64_t used_at = rows_int(&r, 2);
	bool good = id_eq(rows_id(&r, 0), person) && c->now - used_at <= UNLOCKED_IDLE_MS &&
		used_at <= c->now + CLOCK_SLACK_MS &&
		opens(c, rows_text(&r, 1), bound_to(c->mem, c, &h, person), key, out);
	rows_end(&r);
	*stale_out = good && c->now - used_at > TOUCH_MS;
	sodium_memzero(key, sizeof(key));
	return good;
}

void unlock_touch(struct ctx *c, struct str session)
{
	struct hash h = secret_hash("session", session);

	db_exec(c->db, SQL(Q_UNLOCK_USE), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_int(c->now)));
}

void unlock_end(struct ctx *c, struct str session)
{
	struct hash h = secret_hash("session", session);

	db_exec(c->db, SQL(Q_UNLOCK_DROP), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));
}

void unlock_sweep(struct ctx *c)
{
	db_exec(c->db, SQL(Q_UNLOCK_DROP_OLD), ARGS(cell_id(&c->net->id), cell_int(c->now - UNLOCKED_IDLE_MS)));
}

void sealing_forget(struct ctx *c, struct id person)
{
	static const unsigned all[] = { Q_FORGET_LOCK, Q_FORGET_SHARES, Q_FORGET_UNLOCKED };

	for (unsigned i = 0; i < ARRAY_LEN(all); i++)
		db_exec(c->db, SQL(all[i]), ARGS(cell_id(&c->net->id), cell_id(&person)));
}
