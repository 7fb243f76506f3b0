/*
 * parked.h - what came from an outbox and was not done: kept, with what was sent, until somebody decides.
 *
 * One row an item that was refused, contradicts its own id, or waits for its bytes. Whoever sent it sees it
 * and corrects or discards it; what was refused because a membership ended meanwhile, the device was taken
 * out of use or its clock was wrong is a coordinator's to accept, with author and time kept. A row is open
 * while nobody decided it and neither its act nor its correction is in the journal.
 */
#ifndef AYNI_PARKED_H
#define AYNI_PARKED_H

#include "gate.h"

enum parked_kind {
	PARKED_REFUSED,    /* a reason of the action's own */
	PARKED_FORM,       /* its form is of an earlier version: action or argument not known any more */
	PARKED_CONFLICT,   /* its id is in the journal with other content */
	PARKED_MEMBERSHIP, /* she might have, when she did it: her membership ended meanwhile */
	PARKED_DEVICE,     /* made on a device that is taken out of use */
	PARKED_CLOCK,      /* refused, and the phone's clock was wrong */
	PARKED_WAITING,    /* its bytes are on the way */
	PARKED__N,
};

enum { PARKED_PERSON_MAX = 500 }; /* open ones of one person: more stay on the phone */

struct parked {
	struct id id;     /* of (act, content): the same item again is the same row */
	struct id act, fix; /* fix: the id that its correction will have */
	struct id person, device;
	struct str action;
	struct str seen;  /* p == NULL: none was seen */
	struct str args;  /* canonical JSON object of texts */
	struct str files; /* JSON object, or p == NULL */
	int64_t acted_at; /* as the gate clamped it on arrival */
	bool unsure;      /* its clock was in doubt */
	enum parked_kind kind;
	struct str reasons; /* JSON [[field, code, msgid, argument], …] */
	struct id group, place; /* what it is about, for rules; zero: unknown */
	int64_t arrived_at;
	int64_t decided_at;   /* 0: not yet */
	struct str decision;  /* accepted corrected discarded rejected */
	struct id decided_by;
	struct str why;       /* of a rejection */
};

/* The row's id from the act's and the content as sent. */
struct id parked_id(struct id act, struct str content);
bool parked_get(struct ctx *c, struct id id, struct parked *out);
/* In the writer: keep it. False when its person has PARKED_PERSON_MAX open ones already. */
bool parked_put(struct ctx *c, struct parked *p, const struct diag *reasons);
/* In the writer: it stays, for another reason than before (its bytes came, and it was refused). */
void parked_turn(struct ctx *c, struct parked *p, const struct diag *reasons);
/* Those whose bytes are all here, the oldest first; at most max. */
unsigned parked_waiting(struct ctx *c, struct id *out, unsigned max);
/* Is the device taken out of use? */
bool device_is_retired(struct ctx *c, struct id device);
/* In the writer: it is decided, once. False when it was already. by zero: nobody in person. */
bool parked_decide(struct ctx *c, struct id id, const char *decision, struct id by, struct str why);
/* Hers with that correction id, where it is open; zero: none. */
struct id parked_by_fix(struct ctx *c, struct id fix, struct id person);
/* Open ones that she sent, the oldest first; at most max. */
unsigned parked_mine(struct ctx *c, struct id person, struct id *out, unsigned max);
/* Open ones that the actor may accept for others ("page:pending_others"), the oldest first; at most max. */
unsigned parked_others(struct ctx *c, struct id *out, unsigned max);
/* Those of hers that were rejected, the newest first. */
unsigned parked_rejected(struct ctx *c, struct id person, struct id *out, unsigned max);
/* How many are open in the network, and since when the oldest is; 0: none. */
int64_t parked_count(struct ctx *c, int64_t *oldest_at_out);
/* In the writer: mark what was decided by an act of its own, forget what was decided long ago. */
void parked_sweep(struct ctx *c);
/* The rules' scope of a row. */
struct scope parked_scope(const struct parked *p);
/* Its JSON texts as a tree; never NULL. */
const json_t *parked_args(struct ctx *c, const struct parked *p);
/* Her roles on the day and just before, as they stand now: what she might do then. */
void actor_then(struct ctx *c, struct actor *who, int64_t day);

#endif
