/*
 * module.h - what a module brings, as one descriptor; and the registry of all of them.
 */
#ifndef AYNI_MODULE_H
#define AYNI_MODULE_H

#include "gate.h"
#include "page.h"
#include "task.h"
#include "text.h"

/* A number anyone may know, for /api/v1/public/summary; false when it is unknown. */
struct figure {
	const char *name;
	bool (*value)(struct ctx *c, int64_t *out);
};

struct job;
struct live_room;
struct sample;

/* What a module leaves out is NULL: it brings none. */
struct module {
	const char *name;
	const struct entity *const *entities; /* NULL-ended, as all lists here */
	const struct action *const *actions;
	const struct rule *rules; /* ended by a NULL `what` */
	const struct tally *const *tallies;
	struct query_set *const *queries;
	const struct page *pages; /* ended by a NULL path */
	const struct area *area;  /* task.h: where its tasks are, beyond those that wait */
	const struct task *tasks; /* on the home page; ended by a NULL icon */
	const struct text_command *commands; /* ended by NULL words */
	const struct figure *figures; /* ended by a NULL name */
	const struct job *jobs; /* job.h; ended by a NULL name */
	/* The address of the page's recording in c's language, or empty; NULL: it keeps none (aloud.h). */
	struct str (*aloud)(struct ctx *c, const char *page);
	const struct text_care *care; /* text.h; or NULL */
	const struct live_room *live_room; /* live.h; one module alone brings it, or NULL */
	/* May the actor have the bytes of that record though its privacy class says no: what is for more people than its group. NULL: never. */
	bool (*hears)(struct ctx *c, const struct record *r);
	/* What c's person still has to do today or comes to tomorrow, for her reminder, in c->lang; empty: nothing. NULL: never. */
	struct str (*remind)(struct ctx *c);
	/* The day in a text worth forwarding, for who asked for it each evening, in c->lang; empty: nothing. NULL: never. */
	struct str (*digest)(struct ctx *c);
	/* What is in an invented network, so that its pages have something to show (sample.h); ended by a NULL action. */
	const struct sample_row *samples;
	/* The same by code, for what rows cannot say: what was done on that day. */
	enum rc (*live)(struct sample *s, int64_t day);
};

struct registry {
	const struct module *const *modules;
	const struct action *const *actions;
	unsigned nactions;
	const struct rule *const *rules;
	unsigned nrules;
	const struct page *const *pages;
	unsigned npages;
	const struct task *const *tasks; /* by `when`, this room's own last */
	const struct area *const *task_areas; /* of each; NULL: none */
	unsigned ntasks;
	const struct area *const *areas; /* those with a label, in the order of the modules */
	unsigned nareas;
	const struct text_command *const *commands;
	unsigned ncommands;
	const struct text_care *care; /* what all modules bring together */
	const struct live_room *live_room; /* live.h; NULL: nobody brings one */
	const struct job *const *jobs; /* this room's own first */
	unsigned njobs;
	struct schema *schema;
	struct map action_by_name;
	struct act_count *counts; /* of each action: gate_count.c's own, the only thing here that changes */
	uint64_t serial; /* of this process: no other registry made here has it */
};

/*
 * Gather, check (entity_audit, references of rules and pages) and register everything; NULL with
 * the first fault in *d. Lives in the arena. Call once, before connections open.
 */
struct registry *registry_new(struct arena *a, const struct module *const *modules, struct diag *d);
const struct action *registry_action(const struct registry *r, struct str name);
/* The roles that a membership can have; NULL: there are none. */
const struct choice *registry_roles(const struct registry *r);

#endif
