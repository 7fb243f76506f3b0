/*
 * decide_own.h - what the files about deciding share and nobody else sees.
 */
#ifndef AYNI_DECIDE_OWN_H
#define AYNI_DECIDE_OWN_H

#include "decide.h"
#include "decide_sql.h"
#include "job.h"
#include "meetings_own.h"

#define DECIDE(name) (&decide_sql.query[name])

enum { VOTE_PROPOSAL, VOTE_PERSON, VOTE_GROUP, VOTE_CHOICE, VOTE_SOURCE, VOTE_BY, VOTE_REASON, VOTE_LATE, VOTE_LATE_AT, VOTE__N };
enum {
	BASE_PROPOSAL, BASE_BASE, BASE_GROUP, BASE_CHOICE, BASE_SOURCE, BASE_PERSON, BASE_ASKED_ON, BASE_ASKED, BASE_PROOF, BASE_LATE,
	BASE_LATE_AT, BASE__N
};
enum { HANDS_PROPOSAL, HANDS_YES, HANDS_NO, HANDS_ABSTAIN, HANDS_GROUP, HANDS_BY, HANDS__N };
enum { OBJECTION_PROPOSAL, OBJECTION_PERSON, OBJECTION_REASON, OBJECTION_GROUP, OBJECTION_LIFTED, OBJECTION__N };
enum { CASTER_PROPOSAL, CASTER_PERSON, CASTER_GROUP, CASTER__N };
enum { BALLOT_PROPOSAL, BALLOT_N, BALLOT_CHOICE, BALLOT_GROUP, BALLOT__N };

extern const struct entity vote_entity, base_vote_entity, hands_entity, objection_entity, caster_entity, ballot_entity;

/* The arguments of vote.cast: `voter` is who acts, `for` whom she represents, or null. */
enum { CAST_VOTER, CAST_PROPOSAL, CAST_CHOICE, CAST_REASON, CAST_FOR, CAST__N };
/* Of base_vote.cast. */
enum { ASK_VOTER, ASK_PROPOSAL, ASK_BASE, ASK_CHOICE, ASK_ASKED_ON, ASK_ASKED, ASK_PROOF, ASK__N };
/* Of ballot.cast: the choice never goes further than the page that takes it. */
enum { DROP_VOTER, DROP_PROPOSAL, DROP_CHOICE, DROP__N };

extern const struct field proposal_fields[PROPOSAL__N], hands_fields[HANDS__N];
extern const struct action proposal_open, proposal_close, hands_count, vote_cast, base_vote_cast, objection_raise, objection_lift,
	ballot_cast, ballot_count;
extern const struct rule decide_rules[];
extern const struct page decide_pages[];
extern const struct text_command decide_commands[];
extern const struct job decide_jobs[];

enum { VOTES_SHOWN = 300, BALLOTS_MOST = 4000, VOTER_STANDS_MOST = 20, VOTER_BASES_MOST = 8 };

/* ---- reading: decide_read.c ---- */

/* proposal_get and its meeting; a fault at `proposal` when it is not there, or its meeting was called off. */
enum rc proposal_meeting(struct ctx *c, struct id id, struct proposal *p, struct meeting *m);
static inline bool proposal_is_open(const struct proposal *p)
{
	return str_is(p->state, "open");
}
static inline bool proposal_is_secret(const struct proposal *p)
{
	return str_is(p->manner, "secret");
}
static inline bool proposal_by_base(const struct proposal *p)
{
	return str_is(p->voters, "base");
}
static inline bool proposal_by_consent(const struct proposal *p)
{
	return str_is(p->how, "consent");
}
/* SAYS_… of a permanent name, or SAYS__N. */
unsigned says_of(struct str name);
/* Votes of an open proposal by choice, and the hands beside them (both zero where there are none). */
void proposal_votes(struct ctx *c, const struct proposal *p, int64_t out[SAYS__N]);
void proposal_hands(struct ctx *c, struct id proposal, int64_t out[SAYS__N]);
/* How many votes are there: records, or who cast a ballot. */
int64_t proposal_voted(struct ctx *c, const struct proposal *p);
/* Objections that are not withdrawn. */
int64_t proposal_objections(struct ctx *c, struct id proposal);
/* Does it pass with those figures, by its own rule? Quorum is not asked here. */
bool proposal_passes(const struct proposal *p, const int64_t n[SAYS__N], int64_t objections);
/* "12 sí, 3 no, 1 abstención" */
struct str says_told(struct ctx *c, const int64_t n[SAYS__N]);
/* Open ones of meetings that are hers, the latest first. */
unsigned proposals_open(struct ctx *c, struct proposal *out, unsigned max);
/* Her vote as it stands; false: none. */
bool vote_get(struct ctx *c, struct id proposal, struct id person, struct record *out);
bool caster_is(struct ctx *c, struct id proposal, struct id person);
/* "/reuniones/0193…/propuestas/0193…" and what is below it (or empty). */
struct str proposal_url(struct ctx *c, const struct proposal *p, const char *below);

/* The figures of its close into its put; p has present and quorum (-1 both: nobody noted them). */
void put_result(struct put *put, const struct proposal *p, const int64_t n[SAYS__N], int64_t objections);
/* The sentence of a change about that proposal: "{who} … {number} «{text}»". */
struct str proposal_change_told(struct ctx *c, const struct told *t, struct id id, const char *msgid);

/* ---- who: decide_who.c ---- */

/* On the padrón of that meeting; else a fault at `field`. */
enum rc voter_check(struct ctx *c, const struct meeting *m, struct id person, const char *field);
/* Whom she represents there, at most `max`. */
unsigned voter_stands_for(struct ctx *c, const struct meeting *m, struct id person, struct id *out, unsigned max);
/* Those present and the quorum as noted by now; -1: nobody noted them. */
void meeting_present(struct ctx *c, const struct meeting *m, int64_t *present_out, int64_t *quorum_out);
/* How many of those present voted by phone; 0 where nobody noted who is present. */
int64_t voted_present(struct ctx *c, const struct proposal *p, const struct meeting *m);
/* The actor's bases that may vote there: groups she leads, below the meeting's or its own. */
unsigned voter_bases(struct ctx *c, const struct meeting *m, struct id *out, unsigned max);

/* ---- the box: decide_box.c ---- */

/* One more ballot, in the writer's transaction. False: what is there cannot be opened with this server's key. */
bool box_add(struct ctx *c, struct id proposal, unsigned says);
/* What is in it; false: it cannot be opened. None at all is three noughts. */
bool box_open(struct ctx *c, struct id proposal, int64_t out[SAYS__N]);
void box_drop(struct ctx *c, struct id proposal);

/* The page's part of a secret ballot: decide_ballot.c */
void ballot_prepare(struct page_call *p, struct act *a);
void ballot_along(struct ctx *c, const struct act *a, const struct outcome *o);

/* For an invented network (sample.h). */
enum rc decide_live(struct sample *s, int64_t day);

#endif
