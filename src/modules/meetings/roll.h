/*
 * roll.h - who is there: each by the ways she came, who represents whom, and the quorum on the padrón.
 *
 * The padrón of a meeting is whoever is an active member of its group or of a group below it. A presence is one person at one
 * meeting, however many ways she came; what she announced before (attendance) is not that she was there. The code of a meeting
 * follows from the server's secret and the meeting's id: it rests in no table. For modules of this folder (struct meeting:
 * meetings_own.h). Access to names is the caller's question (meeting_runs); counts are for whoever sees the meeting.
 */
#ifndef AYNI_ROLL_H
#define AYNI_ROLL_H

#include "module.h"

struct meeting;

enum {
	PRESENCE_MEETING, PRESENCE_PERSON, PRESENCE_GROUP, PRESENCE_HERE, PRESENCE_ROOM, PRESENCE_PHONE, PRESENCE_SCREEN,
	PRESENCE_NEIGHBOUR, PRESENCE_NOTE, PRESENCE_SEEN, PRESENCE_CODE, PRESENCE_SAID, PRESENCE_SIGNED, PRESENCE_ARRIVED, PRESENCE_LEFT,
	PRESENCE_LATE, PRESENCE_GUEST, PRESENCE_TRIES, PRESENCE__N
};
enum { PROXY_MEETING, PROXY_PERSON, PROXY_GROUP, PROXY_HOLDER, PROXY_PAPER, PROXY__N };
enum { GUEST_MEETING, GUEST_GROUP, GUEST_NAME, GUEST_FROM, GUEST__N };
enum { OPENING_MEETING, OPENING_GROUP, OPENING_CALL, OPENING_AT, OPENING_PADRON, OPENING_PRESENT, OPENING_REPRESENTED, OPENING__N };
enum { RULE_GROUP, RULE_PROXIES, RULE_SECOND_AFTER, RULE_SECOND_LEAST, RULE__N };

extern const struct entity presence_entity, proxy_entity, meeting_guest_entity, roll_opening_entity, roll_rule_entity;
extern const struct choice roll_ways[]; /* in the order of enum roll_way */
extern const struct module roll_module;

enum roll_way { ROLL_ROOM, ROLL_PHONE, ROLL_SCREEN, ROLL_NEIGHBOUR, ROLL_NOTE, ROLL_WAYS };

struct roll_counts {
	int64_t padron;         /* who may vote */
	int64_t present, now;   /* of the padrón, at any time of the meeting; and without those who left */
	int64_t represented;    /* not there, by somebody who is */
	int64_t late, guests;
	int64_t way[ROLL_WAYS]; /* a person who came in two ways counts in both */
};

/* Is she noted as being, or having been, there? A guest too. */
bool roll_present(struct ctx *c, const struct meeting *m, struct id person);
struct roll_counts roll_counts(struct ctx *c, const struct meeting *m);
/* Is she on its padrón today? */
bool roll_may_vote(struct ctx *c, const struct meeting *m, struct id person);
/* Who represents her; false: nobody. */
bool roll_proxy_of(struct ctx *c, const struct meeting *m, struct id person, struct id *holder_out);
/* Whom she represents: those who are not there themselves; how many, at most max. */
unsigned roll_held_by(struct ctx *c, const struct meeting *m, struct id holder, struct id *out, unsigned max);

enum roll_call { ROLL_NO_QUORUM, ROLL_FIRST, ROLL_SECOND };

struct roll_quorum {
	enum roll_call call;
	bool opened;                          /* as it was noted when it was opened; else as it would be now */
	struct str at;                        /* "10:31", when opened */
	int64_t padron, present, represented;
	int64_t need_first, need_second;
	int second_minute;                    /* of the day */
};
struct roll_quorum roll_quorum(struct ctx *c, const struct meeting *m);
/* "Se abrió en segunda convocatoria con 14 de 31", or what is missing. */
struct str roll_quorum_text(struct ctx *c, const struct roll_quorum *q);

enum { ROLL_MOST = 2000 };

/* One of the padrón, or a guest. Texts in the context's arena; document as she gave it, or empty. */
struct roll_row {
	struct id person, kitchen_id, holder; /* person: zero for a guest who is not in the network; holder: who represents her */
	struct str name, kitchen, document;
	bool here, late, guest, represented, way[ROLL_WAYS], seen, code, said, signed_it; /* represented: by somebody who is there */
	struct str arrived, left;             /* "10:20", or empty */
};
/* All of the padrón, kitchen by kitchen and by name, then guests; at most max. Those who were erased are not among them. */
unsigned roll_rows(struct ctx *c, const struct meeting *m, struct roll_row *out, unsigned max);
/* "en la sala y por teléfono; llegó 10:20 (tarde)" */
struct str roll_how(struct ctx *c, const struct roll_row *r);
/* "/reuniones/{meeting}/lista" */
struct str roll_url(struct ctx *c, struct id meeting);

#endif
