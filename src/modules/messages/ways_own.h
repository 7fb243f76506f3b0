/*
 * ways_own.h - what the files about gateways share: the ways by which messages come and go, as people look after them.
 */
#ifndef AYNI_WAYS_OWN_H
#define AYNI_WAYS_OWN_H

#include "desk_own.h"

enum { SET_GATEWAY, SET_HUNDRED, SET_CEILING, SET_MINUTE, SET_CLOSED, SET__N };

extern const struct action gateway_set, message_again_act, message_drop_act;
extern const struct page ways_pages[];

/* What is wrong with a message, in c->lang; empty: nothing. */
struct str letter_fault(struct ctx *c, const struct message *m);
/* How many letters that failed, or are held by the ceiling, the actor answers for; counts at most `max`. */
int64_t letters_count(struct ctx *c, int64_t max);
/* How many conversations of hers wait for an answer; counts at most `max`. */
int64_t waiting_count(struct ctx *c, int64_t max);

/* The rows that the pages' forms change (page.h: along). */
void gateway_along(struct ctx *c, const struct act *a, const struct outcome *o);
void again_along(struct ctx *c, const struct act *a, const struct outcome *o);
void drop_along(struct ctx *c, const struct act *a, const struct outcome *o);

#endif
