/*
 * session.h - who is at the other end: invites, PINs on enrolled devices, sessions, bearer tokens.
 *
 * Person, phone, device and login are four things. An invite link (single use, expires) enrols the
 * device for a person; a six-digit PIN then opens only there. Only hashes rest in the tables, keyed
 * with the server's secret, which is in keys/ and in no backup of the tables.
 * Functions that change something must run in the writer's transaction (c->db is its connection).
 */
#ifndef AYNI_SESSION_H
#define AYNI_SESSION_H

#include "ctx.h"

enum {
	SESSION_IDLE_MS = 12 * 3600 * 1000,  /* a session ends after this long without use */
	INVITE_DAYS = 7,
	PIN_DIGITS = 6,
	PIN_TRIES = 5,                       /* then wait, longer each time */
	PIN_WAIT_MS = 15 * 60 * 1000,
	TOKEN_TEXT = 43,                     /* 32 random bytes in base64url */
	INVITE_LETTERS = 6,
};

/*
 * The server's secret; `make`: at first use. All processes of one database have the same. Read once before
 * threads start. INVALID with a reason.
 */
enum rc secret_load(struct arena *a, struct str data_dir, bool make, struct diag *d) MUST_USE;
/* What tells this secret from another without telling it: kept with the data. */
struct str secret_mark(struct arena *a);
/* Fresh random text of TOKEN_TEXT characters. */
struct str secret_text(struct arena *a);
/* A keyed hash under the server's secret, one a purpose. */
struct hash secret_hash(const char *purpose, struct str s);

/* ---- actors ---- */

/* Fill who is acting: name and memberships as of today. c->who may be replaced by it. */
void actor_load(struct ctx *c, struct actor *who, struct id person);

/* People whose folded name begins so, in order of name; at most max. */
unsigned people_named(struct ctx *c, struct str name, struct id *out, unsigned max);

/* ---- invites ---- */

struct invite {
	struct str code;    /* for the link /i/CODE */
	struct str letters; /* six letters to type: no I, L, O, U */
	int64_t until_at;
};
/* Make one for the person; `reusable` only in a network made by demo. */
void invite_make(struct ctx *c, struct id person, bool reusable, struct invite *out);
/* Who it is for and from: what the page says before it is spent. */
struct invitation {
	struct id person, by; /* by: zero when made on the machine itself */
	int64_t until_at;
	bool reusable;
};
/* True when it is valid now: the code of a link, or six letters in any case. */
bool invite_find(struct ctx *c, struct str code_or_letters, struct invitation *out);
/* Is it typed letters rather than the code of a link? */
bool invite_is_letters(struct str code_or_letters);
/*
 * The same for letters that somebody typed at that address: wrong ones are counted, 10 an hour and
 * address, 100 an hour and network; past either, only links work.
 */
bool invite_try_letters(struct ctx *c, struct str letters, struct str peer, struct invitation *out);

struct enrolment {
	struct str device; /* the device's cookie; a fresh one where the device was not known */
	struct id id;      /* of the device: `id` as given where it was not known */
	bool fresh;
	struct invitation invitation;
};
/*
 * Spend it and enrol the device for the person. False when it is spent, unknown or over. Her PIN on
 * this device is forgotten and her sessions elsewhere end: an invite is also how a coordinator lets
 * her in again who forgot her PIN or lost her phone. Other devices keep their PINs until they are
 * revoked. Links of a sample network leave everything else as it is.
 */
bool invite_spend(struct ctx *c, struct str code_or_letters, struct enrolment *e);

/* ---- PINs ---- */

/* People enrolled on the device, by its cookie; at most max. */
struct enrolled {
	struct id person;
	struct str name;
	bool has_pin;
};
unsigned enrolled_list(struct ctx *c, struct str device, struct enrolled *out, unsigned max);
/* argon2id, 8 MiB, one at a time in the process: call outside the writer. NUL-terminated, in the arena. */
struct str pin_hash(struct arena *a, struct str pin);
bool pin_matches(struct str hash, struct str pin);
/* The stored hash, or empty; and the instant before which no try is taken (0: now). */
struct str pin_stored(struct ctx *c, struct str device, struct id person, int64_t *wait_until_at_out);
/* False when she is not enrolled on that device. */
bool pin_set(struct ctx *c, struct str device, struct id person, struct str hash);
/* Count a try; a good one clears the count. */
void pin_tried(struct ctx *c, struct str device, struct id person, bool good);
/* Six digits, not one digit repeated, not 123456 or 654321. */
bool pin_sound(struct str pin);

/* ---- sessions ---- */

/* Begin; the cookie's text, and the text that her forms carry. */
struct str session_begin(struct ctx *c, struct str device, struct id person, struct str *csrf_out);
/* Who it is: false when unknown, idle too long, over, or its device was revoked. Gives the CSRF text too. */
bool session_find(struct ctx *c, struct str cookie, struct id *person_out, struct id *device_out,
	struct str *csrf_out, bool *stale_out);
/* Note the use (at most once a minute is needed: stale_out says when). */
void session_touch(struct ctx *c, struct str cookie);
void session_end(struct ctx *c, struct str cookie);

struct session_row {
	struct str id;     /* names it on a page, opens nothing */
	struct str device; /* its name, or empty */
	struct str token_hash;
	int64_t begun_at, used_at;
	bool here;         /* the one with that cookie */
};
enum { SESSIONS_SHOWN = 50 };
/* Her open sessions, the one used last first; at most max. */
unsigned session_list(struct ctx *c, struct id person, struct str cookie, struct session_row *out, unsigned max);
/* End one of hers; false when there is none of that id. */
bool session_close(struct ctx *c, struct id person, struct str id);
void session_end_all(struct ctx *c, struct id person);

/*
 * Take out of the operational tables whatever is about her: sessions, PINs, invites, tokens, what came back from
 * her phone, and the conversations of her phones. Before her erasure is applied, for then her phones are not known any more.
 */
void person_forget(struct ctx *c, struct id person);

/* ---- bearer tokens for programs ---- */

/* The token's text, shown once. */
struct str token_make(struct ctx *c, struct id person, struct str name, enum token_allow allow, int days);
/* False when unknown, revoked or over. */
bool token_find(struct ctx *c, struct str text, struct actor *out);
struct token_row {
	struct id id, person;
	struct str name;
	enum token_allow allow;
	int64_t made_at, until_at;
	bool revoked;
};
unsigned token_list(struct ctx *c, struct token_row *out, unsigned max);
bool token_revoke(struct ctx *c, struct id token);

/* ---- limits ---- */

/* Count one more of `what` for the subject; false once more than `most` came within the window. */
bool limit_take(struct ctx *c, const char *what, struct str subject, int most, int64_t window_ms);
/* The same question without counting. */
bool limit_open(struct ctx *c, const char *what, struct str subject, int most, int64_t window_ms);

#endif
