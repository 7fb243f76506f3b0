/*
 * sealing.h - what only a team can read: its keys, the phrases that open them, and text closed to them.
 *
 * A team has a pair of keys; the public one stands in its record. Each member has a pair of her own; its secret
 * half rests closed under her phrase (person_lock), and the team's secret rests sealed to her public key
 * (team_share). Whoever has the tables, the backups and the server's secret, but no phrase, reads nothing.
 * Opened, her secret rests in a row bound to her session, closed by a key that only the cookie `llave` has.
 * doc/sealing.md tells what that protects against, and what not.
 *
 * Secrets live in the context's arena, which must be secret (arena_secret), and on the stack, wiped.
 * What is slow (argon2id) runs one at a time in the process: in a worker, never in the writer.
 */
#ifndef AYNI_SEALING_H
#define AYNI_SEALING_H

#include "action.h"
#include "sealed.h"
#include "sealed_text.h"

enum {
	PHRASE_WORDS = 5,
	LOCK_TRIES = 5,                    /* then wait, longer each time */
	LOCK_WAIT_MS = 15 * 60 * 1000,
	UNLOCKED_IDLE_MS = 10 * 60 * 1000, /* after so long without use it is closed again */
	LOCK_SALT = 16,
	LOCK_WRAPPED = 24 + 16 + 32,       /* nonce, MAC, secret key */
};

/* ---- text for a team: sealing.c ---- */

/* The key's id; are two the same? */
struct seal_id seal_key_id(const struct seal_public *key);
/* The same key. */
bool seal_id_eq(struct seal_id a, struct seal_id b);
/* A fresh pair. */
void seal_pair(struct seal_secret *out);

/*
 * Text to a team's key, as a field of T_SEALED holds it. The same text under the same act gives the same bytes, so
 * that a repeated act is known as one; who has not the server's secret cannot try texts against them, and who has
 * it only slowly. Slow. False when there is no memory for it.
 */
bool seal_text(struct arena *a, const struct seal_public *to, struct id act, struct str text, struct str *out);
/* False when it was not sealed to that key, or is damaged. */
bool seal_open(struct arena *a, const struct seal_secret *key, struct str sealed, struct str *out);

/* The key that seals the argument or field of that T_SEALED: of the record its `seals` names. False: none. */
bool seal_key_of(struct ctx *c, const struct field *fields, unsigned n, const struct value *v, const struct field *f,
	struct seal_public *out);
/* A public key as forms carry it, and back. */
struct str seal_key_text(struct arena *a, const struct seal_public *key);
bool seal_key_read(struct str text, struct seal_public *out);

/* What was typed for that T_SEALED field, tidied, counted and sealed; false with what is wrong in *d. Slow. */
bool seal_typed(struct arena *a, const struct field *f, const struct seal_public *to, struct id act, struct str typed,
	struct str *out, struct diag *d);
/*
 * Seal what the act brought in clear, so that from here on nothing of it is in `v` or `sent`. What cannot be sealed
 * is forgotten and refused with code "clear". Part of gate_check; before it, nothing of an act may be stored.
 */
void act_seal(struct ctx *c, struct act *a);
/* Does that action take anything that is sealed? */
bool action_seals(const struct action *a);

/* ---- phrases: sealing_phrase.c ---- */

struct phrase {
	uint16_t word[PHRASE_WORDS]; /* places in phrase_words */
};
/* Drawn at random; never shown again. */
void phrase_draw(struct phrase *out);
struct str phrase_text(struct arena *a, const struct phrase *p);
const char *phrase_word_text(const struct phrase *p, unsigned i);
/*
 * As people write it: any case, with or without accents, whole words or their first four letters, numbers and
 * signs between them left out. False when it is not five words of the list; *wrong_out: the place, from 1, of the
 * first word that is not in it; 0: they are too few or too many.
 */
bool phrase_read(struct str typed, struct phrase *out, unsigned *wrong_out);

/* ---- what a phrase opens: sealing_lock.c ---- */

struct lock {
	struct seal_public pub;
	uint8_t salt[LOCK_SALT], wrapped[LOCK_WRAPPED];
	bool confirmed;
	int64_t wait_until_at; /* no try is taken before */
};
/* A fresh pair of keys, the secret one closed by the phrase. Slow. False when there is no memory for it. */
bool lock_make(const struct phrase *p, struct lock *out);
/* Slow. False when that is not the phrase, or there is no memory (then *no_memory_out). */
bool lock_open(const struct lock *l, const struct phrase *p, struct seal_secret *out, bool *no_memory_out);
/* Hers; false when she has none. */
bool lock_get(struct ctx *c, struct id person, struct lock *out);

/* In the writer: keep one that is not confirmed; confirm it; count a try (a good one clears the count). */
void lock_put(struct ctx *c, struct id person, const struct lock *l);
void lock_confirm(struct ctx *c, struct id person, const struct lock *l);
void lock_tried(struct ctx *c, struct id person, bool good);

/* Has she the team's key? */
bool share_there(struct ctx *c, struct id team, struct seal_id key, struct id person);
/* The team's secret, by hers; false when she has none of that key, or it does not open. */
bool share_open(struct ctx *c, struct id team, struct seal_id key, struct id person, const struct seal_secret *hers,
	struct seal_secret *out);
/* The team's secret sealed to a member's public key, for share_put. */
struct str share_seal(struct arena *a, const struct seal_secret *team, const struct seal_public *member);
/* In the writer. */
void share_put(struct ctx *c, struct id team, struct seal_id key, struct id person, struct str sealed);

/* ---- open in a session: sealing_open.c ---- */

/* Close her secret for that session under a fresh key: the row's bytes, and the text of its cookie. */
struct str unlock_wrap(struct ctx *c, struct str session, struct id person, const struct seal_secret *key,
	struct str *cookie_out);
/* In the writer: keep what unlock_wrap made. */
void unlock_keep(struct ctx *c, struct str session, struct id person, struct str wrapped);
/* Her secret, while it is open; *stale_out: its use is to be noted. */
bool unlock_find(struct ctx *c, struct str session, struct id person, struct str cookie, struct seal_secret *out,
	bool *stale_out);
/* In the writer. */
void unlock_touch(struct ctx *c, struct str session);
void unlock_end(struct ctx *c, struct str session);
/* In the writer: rows of sessions that ended, and those idle too long. */
void unlock_sweep(struct ctx *c);
/* In the writer: all that is hers here; shares of a team whose last member she is go too. */
void sealing_forget(struct ctx *c, struct id person);

#endif
