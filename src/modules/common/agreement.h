/*
 * agreement.h - what was agreed: who does what by when, and how one will see that it was done.
 *
 * It belongs to a group and comes from somewhere (source: "visit:ID", later "meeting:ID"; empty: from no occasion). It stays
 * open until it is done or let go, comes back on the next occasion by itself (agreements_view), and is somebody's task once
 * its day is past. Whoever looks says how it stands, where, and a word; history keeps each look. Nothing is closed by a clock.
 */
#ifndef AYNI_AGREEMENT_H
#define AYNI_AGREEMENT_H

#include "module.h"
#include "task.h"

enum {
	AGREEMENT_GROUP, AGREEMENT_WHAT, AGREEMENT_WHO, AGREEMENT_PERSON, AGREEMENT_BY, AGREEMENT_SIGN, AGREEMENT_SOURCE, AGREEMENT_STATE,
	AGREEMENT_NOTE, AGREEMENT_DAY, AGREEMENT_LOOKED, AGREEMENT_LOOKED_AT, AGREEMENT_CLOSED, AGREEMENT_AUTHOR, AGREEMENT__N
};

extern const struct entity agreement_entity;
extern const struct choice agreement_states[]; /* open part done let_go */
extern const struct action agreement_add, agreement_look;
extern const struct rule agreement_rules[];
extern const struct text_command agreement_commands[];

/* An agreement as lists show it; texts in the context's arena. */
struct agreement {
	struct id id, group;
	struct str what, who, state, source;
	bool dated;
	int64_t by;
};

/* The open ones of a group, the most urgent first; how many. Access is the caller's question. */
unsigned agreements_open(struct ctx *c, struct id group, struct agreement *out, unsigned max);
/* Those made on that occasion, open or not. */
unsigned agreements_of(struct ctx *c, struct str source, struct agreement *out, unsigned max);
/* Those of its group that were closed on that occasion. */
unsigned agreements_closed_on(struct ctx *c, struct id group, struct str source, struct agreement *out, unsigned max);
/* A row of the list (parts.h), leading to its page; `from`: the occasion on which it is looked at, or empty. */
void agreement_row(struct page_call *p, const struct agreement *a, struct str from);
/* Where one is added, beside that occasion: "/acuerdos/nuevo?group=SJM-001&source=visit:…". */
struct str agreement_new_url(struct ctx *c, struct id group, struct str source);

/* Open ones of the groups that the actor answers for, the most urgent first; `past`: only those whose day is over. At most max. */
unsigned agreements_hers(struct ctx *c, bool past, struct agreement *out, unsigned max);
/* The task on the home page, while there are some. */
void agreements_task(struct task_list *l, const struct task *t);

/* Fill the pages, and where their forms lead (page.h). */
enum rc page_agreements(struct page_call *p);
enum rc page_agreement(struct page_call *p);
enum rc page_agreement_new(struct page_call *p);
struct str agreement_done(struct ctx *c, const struct act *a, const struct outcome *o);

#endif
