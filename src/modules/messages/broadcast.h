/*
 * broadcast.h - the same words to many: to whom, what it would cost, and sending it in steps.
 *
 * The entity says who sent, to which list, when and to how many; the words are a row of table broadcast_run, outside the
 * journal, for ninety days like every message. A list is a group with all below it and in its place, narrowed by role,
 * by place and by who has told nothing today; whoever is in it twice, or shares a telephone, gets one.
 */
#ifndef AYNI_BROADCAST_H
#define AYNI_BROADCAST_H

#include "desk_own.h"
#include "job.h"
#include "map.h"

enum {
	BROADCAST_GROUP, BROADCAST_PLACE, BROADCAST_ROLE, BROADCAST_ONLY, BROADCAST_AT, BROADCAST_AUTHOR, BROADCAST_PEOPLE,
	BROADCAST_STOPPED, BROADCAST__N
};
enum { SEND_GROUP, SEND_PLACE, SEND_ROLE, SEND_ONLY, SEND_TEXT, SEND_SURE, SEND__N };
enum { BROADCAST_TEXT_MAX = 480, BROADCAST_STEP = 40 };

extern const struct entity broadcast_entity;
extern const struct action broadcast_send, broadcast_stop;

/* To whom. Zero place, empty role or only: not narrowed. */
struct audience {
	struct id group, place;
	struct str role, only;
};

/* What an act of sending asks for, and what a broadcast has. */
struct audience audience_of_act(const struct act *a);
/* The same of a record that stands. */
struct audience audience_of_record(const struct record *r);
/* "Red de San Juan de Miraflores · lideresa · las que hoy no avisaron", in c->lang. */
struct str audience_told(struct ctx *c, const struct audience *to);
/* Up to `max` persons of it behind `after`, by id; *map remembers groups from call to call, empty at first. */
unsigned audience_read(struct ctx *c, const struct audience *to, struct map *seen, struct id after, struct id *out,
	unsigned max);

/* What would become of it: by gateway, and who is left out why. */
struct reach_by {
	struct gateway gateway;
	int64_t people;
	struct message_size size;
};
struct reach {
	struct reach_by by[GATEWAYS_MAX];
	unsigned nby;
	int64_t people, reached, no_way, stopped, doubles, discreet;
	int64_t cost_mills; /* -1: a price is unknown */
};
void reach_count(struct ctx *c, const struct audience *to, struct str text, struct reach *out);

/* The words of a broadcast and how far it is; false: there is none (any more). */
struct run {
	struct id id, cursor;
	struct str text;
	int64_t begun_at, done_at, queued;
};
bool run_get(struct ctx *c, struct id id, struct run *out);
/* In the writer's transaction: */
void run_begin(struct ctx *c, struct id id, struct str text);
/* The next BROADCAST_STEP people of it become queued messages; false: that was the end. */
bool run_step(struct ctx *c, struct id id);
/* What is still queued is dropped, and no more follows. */
void run_stop(struct ctx *c, struct id id);

extern const struct page broadcast_pages[];
extern const struct job broadcast_jobs[];

#endif
