/*
 * sealing_lock.c - her pair of keys, closed by her phrase; the keys of teams that she has.
 */
#include "sealing.h"

#include <pthread.h>

#include "sealing_slow.h"
#include "sealing_sql.h"
#include "sealing_words.h"

#define SQL(name) (&sealing_sql.query[name])

/*
 * 55 bits of phrase under 64 MiB and three passes: a machine that tries a thousand phrases a second takes half a
 * million years on average. Recorded nowhere, so it cannot be lowered: the salt's row would not open any more.
 */
enum { LOCK_MEMORY = 64 * 1024 * 1024, LOCK_PASSES = 3 };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

bool slow_hash(void *out, size_t n, struct str s, const uint8_t *salt, unsigned passes, size_t memory_bytes)
{
	_Static_assert(crypto_pwhash_SALTBYTES == LOCK_SALT, "a salt of another size");
	pthread_mutex_lock(&one_at_a_time);
	int bad = crypto_pwhash(out, n, s.n ? s.p : "", s.n, salt, passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
	pthread_mutex_unlock(&one_at_a_time);
	return bad == 0;
}

/* What is hashed is how the words are known, not how they are written: "abac abdo abej abie abog". */
static bool phrase_key(const struct phrase *p, const uint8_t *salt, uint8_t *key_out)
{
	char room[PHRASE_WORDS * (PHRASE_KEY + 1)];
	struct buf b = buf_fixed(room, sizeof(room));

	for (unsigned i = 0; i < PHRASE_WORDS; i++) {
		if (i)
			buf_char(&b, ' ');
		buf_c(&b, phrase_words[p->word[i]].key);
	}
	bool good = slow_hash(key_out, crypto_secretbox_KEYBYTES, buf_str(&b), salt, LOCK_PASSES, LOCK_MEMORY);
	sodium_memzero(room, sizeof(room));
	return good;
}

bool lock_make(const struct phrase *p, struct lock *out)
{
	enum { NONCE = crypto_secretbox_NONCEBYTES };
	uint8_t key[crypto_secretbox_KEYBYTES];
	struct seal_secret pair;

	_Static_assert(LOCK_WRAPPED == NONCE + crypto_secretbox_MACBYTES + sizeof(pair.b), "a lock of another size");
	*out = (struct lock){ 0 };
	random_bytes(out->salt, sizeof(out->salt));
	random_bytes(out->wrapped, NONCE);
	bool good = phrase_key(p, out->salt, key);
	if (good) {
		seal_pair(&pair);
		out->pub = pair.pub;
		crypto_secretbox_easy(out->wrapped + NONCE, pair.b, sizeof(pair.b), out->wrapped, key);
	}
	sodium_memzero(&pair, sizeof(pair));
	sodium_memzero(key, sizeof(key));
	return good;
}

bool lock_open(const struct lock *l, const struct phrase *p, struct seal_secret *out, bool *no_memory_out)
{
	enum { NONCE = crypto_secretbox_NONCEBYTES };
	uint8_t key[crypto_secretbox_KEYBYTES];

	*no_memory_out = !phrase_key(p, l->salt, key);
	bool good = !*no_memory_out &&
		crypto_secretbox_open_easy(out->b, l->wrapped + NONCE, LOCK_WRAPPED - NONCE, l->wrapped, key) == 0;
	sodium_memzero(key, sizeof(key));
	out->pub = l->pub;
	if (!good)
		sodium_memzero(out, sizeof(*out));
	return good;
}

/* ---- its row ---- */

static int64_t wait_ms(int64_t wrong)
{
	return wrong < LOCK_TRIES ? 0 : LOCK_WAIT_MS * (wrong - LOCK_TRIES + 1);
}

/* Bytes of exactly that size; false else. */
static bool exactly(struct str s, void *out, size_t n)
{
	if (s.n != n)
		return false;
	memcpy(out, s.p, n);
	return true;
}

bool lock_get(struct ctx *c, struct id person, struct lock *out)
{
	struct rows r = db_rows(c->db, SQL(Q_LOCK_GET), ARGS(cell_id(&c->net->id), cell_id(&person)));

	*out = (struct lock){ 0 };
	if (!rows_next(&r))
		return false;
	bool whole = exactly(rows_text(&r, 0), out->salt, sizeof(out->salt));
	whole &= exactly(rows_text(&r, 1), out->pub.b, sizeof(out->pub.b));
	whole &= exactly(rows_text(&r, 2), out->wrapped, sizeof(out->wrapped));
	out->confirmed = rows_int(&r, 3) != 0;
	int64_t wrong = rows_int(&r, 4), until_at = rows_int(&r, 5);
	rows_end(&r);
	/* A wait that ends later than it can was begun under another clock: it is over. */
	out->wait_until_at = until_at > c->now + wait_ms(wrong) + CLOCK_SLACK_MS ? 0 : until_at;
	return whole;
}

void lock_put(struct ctx *c, struct id person, const struct lock *l)
{
	db_exec(c->db, SQL(Q_LOCK_PUT),
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_blob((struct str){ (const char *)l->salt, sizeof(l->salt) }),
			cell_blob((struct str){ (const char *)l->pub.b, sizeof(l->pub.b) }),
			cell_blob((struct str){ (const char *)l->wrapped, sizeof(l->wrapped) }), cell_int(c->now)));
}

void lock_confirm(struct ctx *c, struct id person, const struct lock *l)
{
	db_exec(c->db, SQL(Q_LOCK_CONFIRM),
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_blob((struct str){ (const char *)l->pub.b, sizeof(l->pub.b) }),
			cell_int(c->now)));
}

void lock_tried(struct ctx *c, struct id person, bool good)
{
	struct rows r = db_rows(c->db, SQL(Q_LOCK_GET), ARGS(cell_id(&c->net->id), cell_id(&person)));
	int64_t wrong = 0;

	if (!rows_next(&r))
		return;
	if (!good)
		wrong = rows_int(&r, 4) + 1;
	rows_end(&r);
	db_exec(c->db, SQL(Q_LOCK_TRIED),
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(wrong),
			cell_int(wrong >= LOCK_TRIES ? c->now + wait_ms(wrong) : 0)));
}

/* ---- keys of teams ---- */

static struct cell key_cell(const struct seal_id *key)
{
	return cell_blob((struct str){ (const char *)key->b, sizeof(key->b) });
}

static struct str share_get(struct ctx *c, struct id team, struct seal_id key, struct id person)
{
	return db_text(c->db, SQL(Q_SHARE_GET),
		ARGS(cell_id(&c->net->id), cell_id(&team), key_cell(&key), cell_id(&person)), c->mem);
}

bool share_there(struct ctx *c, struct id team, struct seal_id key, struct id person)
{
	return share_get(c, team, key, person).n > 0;
}

struct str share_seal(struct arena *a, const struct seal_secret *team, const struct seal_public *member)
{
	size_t n = sizeof(team->b) + crypto_box_SEALBYTES;
	uint8_t *box = arena_alloc(a, n);

	if (crypto_box_seal(box, team->b, sizeof(team->b), member->b) != 0)
		return STR("");
	return (struct str){ (const char *)box, n };
}

bool share_open(struct ctx *c, struct id team, struct seal_id key, struct id person, const struct seal_secret *hers,
	struct seal_secret *out)
{
	struct str s = share_get(c, team, key, person);

	*out = (struct seal_secret){ 0 };
	if (s.n != sizeof(out->b) + crypto_box_SEALBYTES ||
		crypto_box_seal_open(out->b, (const uint8_t *)s.p, s.n, hers->pub.b, hers->b) != 0)
		return false;
	crypto_scalarmult_base(out->pub.b, out->b);
	return seal_id_eq(seal_key_id(&out->pub), key);
}

void share_put(struct ctx *c, struct id team, struct seal_id key, struct id person, struct str sealed)
{
	if (sealed.n)
		db_exec(c->db, SQL(Q_SHARE_PUT),
			ARGS(cell_id(&c->net->id), cell_id(&team), key_cell(&key), cell_id(&person), cell_blob(sealed),
				cell_id(&c->who->person), cell_int(c->now)));
}
