/*
 * decide_box.c - the box of secret ballots: one sealed row a proposal, written anew with every ballot.
 *
 * Inside stand three counts, nothing else: there is no ballot to find, no order and no time. The key is made from the server's
 * secret, which is in keys/ and in no backup of the tables (session.h). doc/secret-ballot.md says what that protects and what not.
 */
#include "decide_own.h"

#include "hash.h"
#include "session.h"

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	OVER = NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	INSIDE = SAYS__N * 8,
};

/* Of that network's and proposal's box alone: what was sealed for another does not open. */
static struct hash box_key(struct ctx *c, struct id proposal)
{
	struct buf b = buf_new(c->mem, 2 * sizeof(proposal.b));

	buf_bytes(&b, c->net->id.b, sizeof(c->net->id.b));
	buf_bytes(&b, proposal.b, sizeof(proposal.b));
	return secret_hash("ballot box", buf_str(&b));
}

bool box_open(struct ctx *c, struct id proposal, int64_t out[SAYS__N])
{
	struct str row = db_text(c->db, DECIDE(Q_BOX_GET), ARGS(cell_id(&c->net->id), cell_id(&proposal)), c->mem);
	struct hash key = box_key(c, proposal);
	const uint8_t *p = (const uint8_t *)row.p;
	uint8_t inside[INSIDE];

	memset(out, 0, SAYS__N * sizeof(out[0]));
	if (!row.n)
		return true;
	bool good = row.n == OVER + INSIDE && crypto_aead_xchacha20poly1305_ietf_decrypt(inside, NULL, NULL, p + NONCE, row.n - NONCE,
		proposal.b, sizeof(proposal.b), p, key.b) == 0;
	sodium_memzero(&key, sizeof(key));
	for (unsigned i = 0; good && i < INSIDE; i++)
		out[i / 8] = (int64_t)((uint64_t)out[i / 8] << 8 | inside[i]);
	sodium_memzero(inside, sizeof(inside));
	return good;
}

bool box_add(struct ctx *c, struct id proposal, unsigned says)
{
	struct hash key = box_key(c, proposal);
	uint8_t inside[INSIDE], row[OVER + INSIDE];
	int64_t n[SAYS__N];

	if (says >= SAYS__N || !box_open(c, proposal, n))
		return false;
	n[says]++;
	for (unsigned i = 0; i < INSIDE; i++)
		inside[i] = (uint8_t)((uint64_t)n[i / 8] >> (56 - i % 8 * 8));
	random_bytes(row, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(row + NONCE, NULL, inside, INSIDE, proposal.b, sizeof(proposal.b), NULL, row, key.b);
	sodium_memzero(&key, sizeof(key));
	sodium_memzero(inside, sizeof(inside));
	sodium_memzero(n, sizeof(n));
	db_exec(c->db, DECIDE(Q_BOX_PUT), ARGS(cell_id(&c->net->id), cell_id(&proposal), cell_blob((struct str){ (char *)row, sizeof(row) })));
	return true;
}

void box_drop(struct ctx *c, struct id proposal)
{
	db_exec(c->db, DECIDE(Q_BOX_DROP), ARGS(cell_id(&c->net->id), cell_id(&proposal)));
}
