/*
 * upkeep.h - how a network's machine stands, and what to do about it: `ayni doctor` and the
 * operator's page show the same findings.
 */
#ifndef AYNI_UPKEEP_H
#define AYNI_UPKEEP_H

#include "ctx.h"

enum finding { FINDING_GOOD, FINDING_LOOK, FINDING_BAD, FINDING__N };

/* Where findings go. `say` gets texts in the language of c, in its arena; todo is empty when all is well. */
struct findings {
	struct ctx *c;
	void (*say)(void *arg, enum finding f, struct str what, struct str seen, struct str todo);
	void *arg;
};

/* One finding: msgids with named places (tr_named); todo NULL: nothing to do. */
void finding_say(const struct findings *to, enum finding f, const char *what, const char *seen, const char *todo,
	const struct str_pair *pairs, unsigned n);
/* The word for it, in the language: "bien", "atención", "mal". */
struct str finding_word(const struct lang *l, enum finding f);
/* "1.2 GB", in the arena. */
struct str bytes_text(struct arena *a, int64_t bytes);
/* "3 días", "5 horas": how long ago, roughly. */
struct str ago_text(struct ctx *c, int64_t ms);

/*
 * Database, chain, copies, room on the disk and clock, read from c->db and the data folder's disk. Cheap enough
 * for a page; changes nothing.
 */
void upkeep_look(const struct findings *to);
/* Of that: what the database says about itself (upkeep_base.c); its size in bytes. */
int64_t upkeep_base(const struct findings *to);
/* Of that: gateways and messages (upkeep_messages.c); nothing is said where there are none. */
void upkeep_messages(const struct findings *to);

#endif
