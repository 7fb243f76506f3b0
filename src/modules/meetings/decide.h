/*
 * decide.h - what a meeting is asked to decide, who voted what, and what came of it.
 *
 * A proposal has a number within its meeting. It is open, then closed; one by secret ballot is counted by the box in between.
 * What it came to is written into its record at the close and never made anew from who is a member later. An open vote is one
 * record a proposal and person (or base), hers to change until the close. Of a secret one the journal has who voted; what is in
 * the box only totals tell, after the close (doc/secret-ballot.md). How votes are weighed: doc/voting.md.
 */
#ifndef AYNI_DECIDE_H
#define AYNI_DECIDE_H

#include "module.h"

enum {
	PROPOSAL_MEETING, PROPOSAL_TEXT, PROPOSAL_POINT, PROPOSAL_HOW, PROPOSAL_MANNER, PROPOSAL_VOTERS, PROPOSAL_UNTIL,
	PROPOSAL_GROUP, PROPOSAL_NUMBER, PROPOSAL_STATE, PROPOSAL_OPENED, PROPOSAL_CLOSED, PROPOSAL_YES, PROPOSAL_NO,
	PROPOSAL_ABSTAIN, PROPOSAL_PRESENT, PROPOSAL_QUORUM, PROPOSAL_PASSED, PROPOSAL__N
};

extern const struct entity proposal_entity;
extern const struct choice proposal_hows[], proposal_manners[], proposal_voters[], proposal_states[], vote_choices[];
extern const struct module decide_module;

enum { SAYS_YES, SAYS_NO, SAYS_ABSTAIN, SAYS__N };

enum { PROPOSALS_MOST = 60 };

/* One as it stands; texts in the context's arena. */
struct proposal {
	struct id id, meeting, group;
	int64_t number, until_day;
	struct id point;            /* of the agenda; zero: none */
	struct str text;
	struct str how, manner, voters, state; /* permanent names */
	int64_t opened_at, closed_at; /* closed_at: 0 while open */
	bool counted;               /* the figures below are its result, for good */
	int64_t n[SAYS__N];
	int64_t present, quorum;    /* as they were at the close; -1: nobody noted them */
	bool passed;
};

/* The proposals of that meeting by their numbers, at most `max`; PROPOSALS_MOST are all. Access is the caller's question. */
unsigned proposals_of(struct ctx *c, struct id meeting, struct proposal *out, unsigned max);
/* One; false when there is none. */
bool proposal_get(struct ctx *c, struct id id, struct proposal *out);
/* "Aprobada: 12 sí, 3 no, 1 abstención", "No se aprobó: …", "Abierta: votan hasta el martes 24", in c->lang. */
struct str proposal_told(struct ctx *c, const struct proposal *p);

#endif
