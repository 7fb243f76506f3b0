/*
 * invite_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_INVITE_OWN_H
#define AYNI_INVITE_OWN_H

#include "invite.h"
#include "invite_sql.h"
#include "job.h"
#include "meetings_own.h"
#include "sample.h"

#define ISQL(name) (&invite_sql.query[name])

enum {
	INVITE_AHEAD_DAYS = 8, /* an invitation goes no earlier */
	EVENING_MINUTE = 18 * 60,
	BEFORE_MS = 60 * 60 * 1000,
	REST_MS = 4 * 60 * 60 * 1000, /* who was just told is not reminded */
	QUIET_FROM = 21, QUIET_UNTIL = 7,
};

/* What is told, by permanent name in invite_state. STAGE_NONE: nothing now; STAGE_OVER: it began, nothing more is told. */
enum invite_stage { STAGE_NONE, STAGE_INVITE, STAGE_EVENING, STAGE_BEFORE, STAGE_CHANGE, STAGE_CANCEL, STAGE_OVER, STAGE__N };

/* A meeting and what was told of it. Texts in the context's arena. */
struct invited {
	struct meeting m;
	bool voided;
	int64_t round;  /* how often something was told; 0: never, there is no row */
	struct str told; /* the version that was told last, as version_of says it */
	enum invite_stage stage;
	int64_t begun_at, done_at; /* of the latest round; done_at 0: it goes on */
	bool was_invited, was_evening, was_before, over;
	struct id at_group, at_person; /* how far the round is */
};

extern const struct action invite_rule_set, meeting_wish_set, meeting_leaf_set;
extern const struct page invite_pages[];
extern const struct text_command invite_commands[];
extern const struct job invite_jobs[];
extern const struct meeting_door invite_door;

/* invite_due.c: what is to be told of it now. *silent_out: nothing, for they were told just before; it counts as told. */
enum invite_stage invite_due(struct ctx *c, const struct invited *i, bool *silent_out);
/* Day, hour and place, or that it was called off: what a notice is about when it differs. */
struct str invite_version(struct ctx *c, const struct invited *i);
bool invite_is_quiet(const struct invite_rule *r, int minute);
const char *invite_stage_name(enum invite_stage s);
enum invite_stage invite_stage_find(struct str name);

/* invite_text.c: the words, in c->lang; short: cut so that they are one text message. */
struct str invite_text(struct ctx *c, const struct meeting *m, enum invite_stage stage, bool is_short);
/* To be sent on in a chat: topic, when, where, how to listen, the address. */
struct str invite_forward(struct ctx *c, const struct meeting *m);

/* invite_run.c: one round of one meeting is begun (in the writer), and a step of it; true: there is more. */
bool invite_begin(struct ctx *c, const struct invited *i, enum invite_stage stage, bool silent);
bool invite_step(struct ctx *c, struct id meeting, const struct id *group, unsigned ngroups);
/* The group and all below it, by id; at most max. */
unsigned invite_groups(struct ctx *c, struct id group, struct id *out, unsigned max);
struct id invite_message_id(struct ctx *c, struct id meeting, int64_t round, struct str address);

/* invite_bulletin.c: what the week from that day on holds for a group, or for the actor (zero), one line each; empty: nothing. */
struct str bulletin_text(struct ctx *c, struct id group, int64_t from);
struct str invite_digest(struct ctx *c);

/* She wants to be told of meetings on her page alone. */
bool wishes_page_only(struct ctx *c, struct id person);

/* The fill functions of this module's pages (page.h). */
enum rc page_invite(struct page_call *p);
enum rc page_rule(struct page_call *p);
enum rc page_wish(struct page_call *p);
enum rc page_leaf(struct page_call *p);
enum rc page_meeting_poster(struct page_call *p);
enum rc page_bulletin(struct page_call *p);
/* For an invented network (sample.h). */
extern const struct sample_row invite_samples[];
enum rc invite_live(struct sample *s, int64_t day);

#endif
