/*
 * gate.h - the one way in: every change of every channel passes here.
 *
 * gate_read_* and gate_check run in a worker (shape, references, access); gate_decide runs in the
 * writer's transaction, sees what came before it in the same commit group, and appends.
 * The standing rule is the gate's: a figure that stands and that the sender did not see is never
 * silently written over.
 */
#ifndef AYNI_GATE_H
#define AYNI_GATE_H

#include "action.h"
#include "journal.h"
#include "json.h"

/* A new act of that action in the context's arena; id zero makes a fresh one. */
struct act *act_new(struct ctx *c, const struct action *action, struct id id);
/* One argument as text (form, CSV, message). Unknown names are a fault with code "unknown". */
void act_arg(struct ctx *c, struct act *a, struct str name, struct str text);
/* All arguments from a JSON object. */
void act_args_json(struct ctx *c, struct act *a, const json_t *args);
/* What was left out and need not be said (struct field.otherwise), from acted_at; gate_check does it, and a message earlier. */
void act_fill(const struct ctx *c, struct act *a);
/* `seen` as a form has it: "" is "I saw none". */
void act_seen(struct act *a, struct str seen);

/*
 * Judge shape, references and access with a reader connection. OK, or INVALID with a->diag filled.
 * Afterwards every T_REF argument is an id and acted_at is clamped to [now - 30 days, now].
 */
enum rc gate_check(struct ctx *c, struct act *a) MUST_USE;

/* What the act is about, for rules about it: the scope of its `on` argument, as far as that is known. */
struct scope act_scope(struct ctx *c, const struct act *a);

/* May the actor do it to what it is about? Of an act that was checked. */
bool act_may(struct ctx *c, const struct act *a);

/*
 * What the module alone says to the act: its change in *ch, or INVALID with the reasons in *d. With a reader or in the
 * writer's transaction; nothing is written (a decide that tries is a bug).
 */
enum rc act_ask(struct ctx *c, const struct act *a, struct change *ch, struct diag *d) MUST_USE;

/* The writer's state that decides share within a commit group. */
struct gate {
	struct applier *applier;
	struct id origin; /* this node */
	bool bytes_leave; /* an erasure left files that are to go after the commit */
};

/*
 * Decide, append and apply one checked act; c->db is the writer's connection inside a transaction.
 * `head` is the chain head of the network. Fills *out; refusals leave their reasons in a->diag.
 */
void gate_decide(struct gate *g, struct ctx *c, struct act *a, struct chain_head *head,
	struct outcome *out);

/* What gate_decide would say now, by a reader's snapshot; nothing is written, *out has the change that would be. */
void gate_try(struct ctx *c, struct act *a, const struct chain_head *head, struct outcome *out);

/*
 * For a decide: the put of the record that the natural key of v names, with `stood` as it stands. One that nobody told of
 * yet is created with its key fields and, where the entity keeps a place of its own (F_DERIVED), its group's place.
 */
struct put *put_keyed(struct ctx *c, struct change *ch, const struct entity *e, const struct value *v);

/* What became of an action's acts since the start, and how long those took that the writer decided. Any thread. */
struct act_numbers {
	uint64_t n[ACT__N]; /* by enum act_status; refused ones also where gate_check did it */
	uint64_t decided, decided_us;
};
/* Of the registry's action i. */
struct act_numbers gate_numbers(const struct registry *reg, unsigned i);
/* The gate's and the registry's own: the counts of n actions; and one act more (us: decided by the writer, else -1). */
struct act_count *gate_counts_new(struct arena *a, unsigned n);
void gate_count(const struct registry *reg, const struct action *action, enum act_status became, int64_t took_us);

/* The opaque stamp string of a record: what GET shows and `seen` brings back. */
struct str record_seen(struct arena *a, const struct record *r);
/* Resolve a code or id to a born record of that entity; false when there is none. */
bool ref_resolve(struct ctx *c, const char *entity, struct str text, struct id *out);
/* What to call a record by: its code and title ("SJM-001 Virgen de la Puerta"). */
struct str ref_title(struct ctx *c, const char *entity, struct id id);
/* Its code, or its id as text when it has none. */
struct str ref_code(struct ctx *c, const char *entity, struct id id);
/* Her name, or empty when unknown. */
struct str person_name(struct ctx *c, struct id person);
/* The label of a role in c->lang ("lideresa"). */
struct str role_label(struct ctx *c, struct str role);
/* The sentence of a change, in c->lang. */
struct str change_describe(struct ctx *c, const struct change *ch);
/* The same of the change that wrote a record last; empty when it cannot be read. */
struct str record_told(struct ctx *c, const struct record *r);

#endif
