/*
 * upload.h - bytes that come in pieces, before the change that names them can be decided.
 *
 * An item of the outbox that names a file says how many bytes will come, under an id of their own. What came is
 * durable before it is answered for, so that sending goes on where it stopped, whoever was restarted meanwhile.
 * The bytes are a secretbox with a key that the sealed item holds: who only sends them cannot read them. Nobody
 * can bring bytes that nobody waits for.
 */
#ifndef AYNI_UPLOAD_H
#define AYNI_UPLOAD_H

#include "action.h"
#include "blob.h"

enum {
	UPLOAD_PIECE = 64 * 1024,       /* at most, in one request */
	UPLOAD_SEAL = 16,               /* by which the ciphertext is longer: crypto_secretbox_MACBYTES */
	UPLOAD_BYTES_MAX = BLOB_BYTES_MAX + UPLOAD_SEAL,
	UPLOAD_KEY = 32,
};

struct upload {
	int64_t bytes, have;
	int64_t until_at; /* swept after it */
};

/* In a write transaction: wait for that many bytes of ciphertext. Said again it only moves until_at. INVALID: too many, or another number than before. */
enum rc upload_expect(struct ctx *c, struct id id, int64_t bytes, int64_t until_at) MUST_USE;
/* What came so far; false: nobody waits for that id. */
bool upload_look(struct ctx *c, struct id id, struct upload *out);
/*
 * In a write transaction: a piece that begins at `from`. What we have of it already is skipped. NOT_FOUND: nobody
 * waits for it; CONFLICT: there would be a gap, INVALID: too long; nothing is kept then. *out as it stands.
 */
enum rc upload_append(struct ctx *c, struct id id, int64_t from, struct str piece, struct upload *out) MUST_USE;
/*
 * The plain bytes of a whole upload, in the arena. NOT_FOUND: nobody waits; BUSY: not whole yet; INVALID: the key does
 * not open it.
 */
enum rc upload_open(struct ctx *c, struct id id, const uint8_t key[UPLOAD_KEY], struct str *plain_out) MUST_USE;
/* In a write transaction: it is not needed any more. */
void upload_drop(struct ctx *c, struct id id);
/* In a write transaction: those that nobody waits for any more; how many. */
unsigned upload_sweep(struct ctx *c);

/*
 * Make bytes as somebody brought them the value of an argument of T_BLOB: what they are is read from them, pictures are
 * made anew without whatever else was in them, and all is staged (blob_stage). Slow: in a worker, before gate_check.
 * gate_decide makes them durable with the change. Where the action has arguments T_LAT and T_LON and a T_BOOL
 * "with_place" that was given as true, a picture's position fills those that are empty. Faults go to the act's diag,
 * tied to the argument; then it has no value. `sent` gets a hash of the bytes as they came.
 */
void act_bring(struct ctx *c, struct act *a, unsigned arg, struct str bytes);
/* The last of them as it came, for a page's prepare, which may look into it: for the code on a photo. False: there is none. */
bool act_raw(const struct act *a, struct str *out);

#endif
