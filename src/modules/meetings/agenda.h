/*
 * agenda.h - what a meeting is to speak about: its points, in order, each with its time.
 *
 * A point is known by the meeting it was proposed for and its words, so that the same point proposed twice is one. What was not
 * treated comes up by itself on the next meeting of the same group: it keeps its id, and each meeting's agenda is told from where
 * its points stand, so that nothing is copied and nothing can double. For modules of this folder (struct meeting: meetings_own.h).
 */
#ifndef AYNI_AGENDA_H
#define AYNI_AGENDA_H

#include "module.h"

struct meeting;

enum {
	POINT_MEETING, POINT_WORDS, POINT_GROUP, POINT_TITLE, POINT_WHY, POINT_MINUTES, POINT_PLACE, POINT_PERSON, POINT_STATE,
	POINT_CLOSED_ON, POINT_PLACED_ON, POINT__N
};

extern const struct entity agenda_point_entity;
extern const struct choice point_states[]; /* open treated withdrawn: of the record */
extern const struct module agenda_module;

/* As one meeting sees it: carried is what was not treated there. */
enum point_here { POINT_OPEN, POINT_TREATED, POINT_CARRIED, POINT_WITHDRAWN };

enum { AGENDA_MOST = 40 };

/* Texts in the context's arena. */
struct agenda_point {
	struct id id, first, group, by; /* first: the meeting it was proposed for; by: who did, or zero */
	struct str title, why;          /* title: empty for one that was spoken and not yet written down */
	int64_t minutes;                /* its time; 0: none was set */
	int64_t place;                  /* 1 … in the order of this agenda */
	int64_t from_day;               /* of `first` */
	unsigned times;                 /* how often it was carried over up to here; 0: it is this meeting's own */
	enum point_here here;
};

/* The points of that meeting in their order, withdrawn ones too, at most `max` (AGENDA_MOST is all). Access is the caller's question. */
unsigned agenda_points(struct ctx *c, const struct meeting *m, struct agenda_point *out, unsigned max);
/* One of them; false: it is not on that meeting's agenda. */
bool agenda_point_at(struct ctx *c, const struct meeting *m, struct id point, struct agenda_point *out);
/* Its title, or what stands for it: "Punto dicho por voz (falta escribir el título)". */
struct str agenda_point_name(struct ctx *c, const struct agenda_point *p);
/* "viene del martes 17", "viene del martes 10, ya pasó 2 veces"; empty: it is this meeting's own. */
struct str agenda_point_came(struct ctx *c, const struct agenda_point *p);
/* "/reuniones/{meeting}/agenda/{point}" */
struct str agenda_point_url(struct ctx *c, const struct meeting *m, struct id point);
/* Three hours after its hour, or any later day: what is said beside it ends, and what was not treated goes on to the next. */
bool meeting_is_over(const struct ctx *c, const struct meeting *m);

#endif
