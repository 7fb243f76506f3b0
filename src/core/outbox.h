/*
 * outbox.h - what a phone kept while it had no signal: sealed items, and the passes that sign them.
 *
 * A pass is the credential of a person on a device that outlives her sessions: its id rests in `enrolled`,
 * its key is derived from the id and the server's secret and rests nowhere. An item is sealed to the
 * network's key, so that whoever carries it cannot read it, and signed with the pass key. The format is
 * fixed in doc/outbox.md; what is signed is never logged. Revoking the device or erasing the person ends
 * the pass.
 */
#ifndef AYNI_OUTBOX_H
#define AYNI_OUTBOX_H

#include "parked.h"

enum {
	OUTBOX_ITEMS_MAX = 50,
	OUTBOX_BOX_MAX = 16 * 1024,
	OUTBOX_BODY_MAX = 64 * 1024,
	OUTBOX_VERSION = 1,
	OUTBOX_HEAD = 56, /* version, pass, MAC, act, time, flags: before the JSON of an item */
	OUTBOX_UNSURE = 1, /* flag: the phone does not trust its own clock */
	OUTBOX_SHORT = 2,  /* flag: bytes under 0x20 in the JSON stand for the words of doc/outbox.md */
};

/* The network's pair of keys for crypto_box_seal; never leaves the process but for `pk`. */
struct outbox_keys {
	uint8_t pk[32], sk[32];
};
void outbox_keys(struct id network, struct outbox_keys *out);

/* ---- passes ---- */

struct pass {
	struct id id, person, device;
	bool revoked; /* the device was taken out of use: nothing is done with it any more, nothing is lost */
};
/* False when nobody has it: unknown, or its person was erased. */
bool pass_find(struct ctx *c, struct id pass, struct pass *out);
/* Hers on that device (by its cookie); zero when she is not enrolled there or has none yet. */
struct id pass_of(struct ctx *c, struct str device, struct id person, bool *enrolled_out);
/* In the writer: the one she has, or a fresh one; zero when she is not enrolled there. */
struct id pass_give(struct ctx *c, struct str device, struct id person);
/* The key that signs with it. */
struct hash pass_key(struct id pass);

/* ---- items ---- */

struct outbox_item {
	struct id pass, act;
	int64_t acted_at; /* ms, by the phone's clock as corrected at its last contact */
	bool unsure;
	struct str json;  /* as sent: what makes it the same item again */
	struct str action;
	struct str seen;     /* p == NULL: none was seen */
	const json_t *args;  /* object of texts */
	const json_t *files; /* object of [upload, key, bytes], or NULL */
};

/*
 * Cut a body into boxes: version, then u16 big-endian length and box, to its end. The count, or 0 when it
 * is none: nothing at all, too many, too long, cut off.
 */
unsigned outbox_split(struct str body, struct str *box_out);
/* Read what was in a box, its signature aside. NULL, or the word for why not: "damaged", "too_old_form". */
const char *outbox_read(struct arena *a, struct str plain, struct outbox_item *out);
/* Open a box, check its signature, read it. NULL, or "other_network" (does not open with this key) or as above. */
const char *outbox_open(struct arena *a, const struct outbox_keys *keys, struct str box, struct outbox_item *out);

/* ---- what becomes of an item ---- */

enum outbox_answer {
	OUTBOX_ACCEPTED, OUTBOX_KEPT, OUTBOX_REPEATED,
	OUTBOX_WAITING,  /* the row is kept until its bytes are there */
	OUTBOX_REFUSED,  /* the row is kept until somebody decides */
	OUTBOX_CONFLICT, /* the same, and its id is in use with other content */
	OUTBOX_NOBODYS,  /* see `word`: nothing was kept, it stays on the phone */
};

/* One item on its way; zero but for `item` and `word` of outbox_open. */
struct outbox_work {
	struct outbox_item item;
	const char *word; /* why it cannot be read, or whose it is not; NULL: all is known */
	struct pass pass;
	struct actor who;
	struct act *act;  /* NULL: its form is of an earlier version */
	bool judged;      /* the gate has nothing against it */
	bool idle;        /* its page would do nothing with it ("leave it as it is") */
	bool as_then;     /* judged by the roles of that day */
	bool whole;       /* no byte of its files is missing, and they are in the act */
	struct diag diag; /* of what is no act */
	struct parked row;
	enum outbox_answer answer;
	struct id waits;  /* of OUTBOX_WAITING: the upload, and how much of it is here */
	int64_t have;
};

/* In a worker: whose it is, the act it asks for, what the gate says. c->who is left as it was. */
void outbox_judge(struct ctx *c, struct outbox_work *w);
/* The same for a row that is kept, judged anew; as_then: by the roles she had when she did it. */
void outbox_judge_row(struct ctx *c, const struct parked *row, bool as_then, struct outbox_work *w);
/* In the writer, one after the other: decide it, or keep it. c->who is left as it was. */
void outbox_decide(struct gate *g, struct ctx *c, struct outbox_work *w, struct chain_head *head);
/* The act of a row's or item's texts, as its page would read them; NULL when its form is of an earlier version. */
struct act *outbox_act(struct ctx *c, struct id id, struct str action, const json_t *args, bool *idle_out);

/* ---- the files of an item (outbox_files.c) ---- */

/*
 * In a worker: what came of them becomes arguments of the act. OK: all; BUSY: not all is here; NOT_FOUND: nobody ever
 * waited for them, or not any more; INVALID: they are not as an item says it, or do not open.
 */
enum rc outbox_files_bring(struct ctx *c, struct act *a, const json_t *files);
/* In the writer: wait for them. False when one is too long, or its id is another's. */
bool outbox_files_expect(struct ctx *c, const json_t *files);
/* The first that is not whole, and how much of it is here; else the last one. */
struct id outbox_files_missing(struct ctx *c, const json_t *files, int64_t *have_out);
/* In the writer: they are in the journal. */
void outbox_files_drop(struct ctx *c, const json_t *files);
#endif
