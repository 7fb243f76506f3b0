/*
 * action.h - what a person can ask for, and what came of it.
 *
 * An action declares its arguments with the same fields as entities. Its decide turns typed
 * arguments into a change; it runs in the writer's transaction, may read tables and the clock, may
 * refuse with fail(), and writes nothing itself. Its describe makes the sentence people read.
 */
#ifndef AYNI_ACTION_H
#define AYNI_ACTION_H

#include "access.h"
#include "change.h"

enum seen_kind { SEEN_ABSENT, SEEN_NONE, SEEN_STAMP };

enum { ACTION_ARGS_MAX = 32 };

struct act;
struct brought;

/* A change as history shows it. */
struct told {
	const struct change *change;
	struct str author; /* her name, or what stands for it */
};

enum {
	ACT_LOW_RISK = 1, /* a text message from a known number may do it */
	ACT_REPORT = 2,   /* a `report` token may do it */
	ACT_SECRET = 4,   /* no token may ever do it (invites, tokens) */
};

struct action {
	const char *name;  /* permanent: "meal.report" */
	const char *label; /* N_(): the button */
	const struct field *args; /* its own, or those of an entity: what only decide sets is no argument */
	unsigned nargs;
	unsigned flags;
	int on; /* AT(arg) whose group judges access; 0: the network itself; arg must be a T_REF */
	const struct entity *edits; /* the entity whose record `seen` speaks of, or NULL */
	int open; /* AT(arg): a T_TEXT that takes in what is no argument, as one JSON object of texts: a run-time form's boxes; or 0 */
	enum rc (*decide)(struct ctx *c, const struct act *a, struct change *ch);
	/* May that choice of an argument ever be the actor's? Forms leave out the others. NULL: all may. */
	bool (*offers)(struct ctx *c, unsigned arg, struct str choice);
	/* One sentence in c->lang, without a full stop. */
	struct str (*describe)(struct ctx *c, const struct told *t);
};

/* One asked-for action, its arguments read but not judged. */
struct act {
	struct id id;
	const struct action *action;
	struct value v[ACTION_ARGS_MAX];
	bool given[ACTION_ARGS_MAX]; /* said, even when null; what act_fill put is not */
	uint32_t clear;              /* bit i: argument i is to be sealed, and came in clear (gate_check seals it) */
	struct str sent[ACTION_ARGS_MAX]; /* as sent: what `content` is made of */
	struct hash content;         /* of name, author and arguments as sent */
	int64_t acted_at;            /* clamped by the gate */
	int64_t arrived_at;          /* when it came, where that was earlier than now: acted_at is clamped by it; or 0 */
	bool unsure;                 /* the sender says that its own clock is not to be believed */
	bool ours;                   /* acted_at is the server's time: the sender told none, or a later one */
	bool doubted;                /* acted_at is by a clock that is not believed */
	enum seen_kind seen;
	struct str seen_stamp;       /* opaque */
	bool coded;                  /* by message, and her code opens it before it is done (core/code.h) */
	bool corrects;               /* the message says so: the sender's own last figure counts as seen */
	struct brought *brought;     /* bytes that came with it (act_bring): kept when it is decided */
	struct diag diag;            /* what reading and judging found */
	void *own;                   /* of the page: from its prepare to its along */
};

enum act_status { ACT_ACCEPTED, ACT_KEPT, ACT_REPEATED, ACT_CONFLICT, ACT_REFUSED, ACT__N };

struct outcome {
	enum act_status status;
	enum act_status first;  /* of a repeated one */
	struct change *change;  /* of an accepted or kept one */
	const struct record *current; /* what stands, with a `standing` refusal */
};

/* "accepted", "kept", … as the API says it. */
const char *act_status_name(enum act_status s);

/* The argument of that name, or -1. */
static inline int action_arg(const struct action *a, struct str name)
{
	int i = fields_find(a->args, a->nargs, name);

	return i >= 0 && field_is_said(&a->args[i]) ? i : -1;
}

/* May something of that name be sent with it: an argument, or, where the action is open, what a run-time form asks. */
bool action_takes(const struct action *a, struct str name);

/* Known: given and not null, or what it is otherwise. */
static inline bool act_has(const struct act *a, unsigned arg)
{
	return a->v[arg].kind != V_NULL;
}
static inline int64_t act_int(const struct act *a, unsigned arg)
{
	return a->v[arg].i;
}
static inline struct id act_ref(const struct act *a, unsigned arg)
{
	return a->v[arg].id;
}
static inline struct str act_text(const struct act *a, unsigned arg)
{
	return a->v[arg].s;
}

#endif
