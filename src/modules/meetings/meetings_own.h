/*
 * meetings_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_MEETINGS_OWN_H
#define AYNI_MEETINGS_OWN_H

#include "meetings.h"
#include "meetings_sql.h"
#include "people.h"

extern const struct choice attendances[];
enum { CANCEL_MEETING, CANCEL_SAID, CANCEL__N };
extern const struct action meeting_plan, meeting_cancel, attendance_tell;
extern const struct rule meetings_rules[];
extern const struct page meetings_pages[];
extern const struct text_command meetings_commands[];

#define SQL(name) (&meetings_sql.query[name])

/* The arguments of meeting.plan name the fields of a meeting, those of attendance.tell of an attendance. */
enum { PLAN_GROUP, PLAN_DAY, PLAN_HOUR, PLAN_TOPIC, PLAN_PLACE, PLAN_LINK, PLAN_DIAL, PLAN_ANYWAY, PLAN__N };
enum { TELL_PERSON, TELL_MEETING, TELL_HOW, TELL_SAID, TELL_CODE, TELL__N };

enum {
	MEETINGS_SHOWN = 20,
	MEETINGS_LATELY_DAYS = 7,
	MEETING_USUAL_MIN = 120, /* how long it is taken to last where nobody said so */
	MEETING_LASTS_MIN = 180, /* until then after its hour it is still the next one, also a short one */
	MEETING_LATE_MIN = 60,   /* a long one, until so long after the end that was told */
};

/* A meeting that was not called off. */
struct meeting {
	struct id id, group;
	int64_t day;
	int minute, lasts_min;
	struct str hour, topic, place, link, dial;
};

/*
 * What more there is of a meeting: a line of its page that leads there. The modules of this folder declare one each, and
 * meeting_doors.c has them in the order of a meeting's life.
 */
struct meeting_door {
	const char *icon;  /* a name of web/icons.txt */
	const char *label; /* N_(): two to four words */
	/* Shown to the actor? A short line below it (or empty), and where it leads instead of `below`. */
	bool (*tell)(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out);
	const char *below; /* "agenda": /reuniones/{meeting}/agenda */
};
extern const struct meeting_door voice_door;
/* Ended by NULL. */
extern const struct meeting_door *const meeting_doors[];
extern const struct meeting_door agenda_door, spoken_door, roll_door, decide_door;
/* "/reuniones/0193…" */
struct str meeting_url(struct ctx *c, const struct meeting *m);
/* "martes 24 de noviembre, 10:00" */
struct str meeting_when(struct ctx *c, const struct meeting *m);
/* The meeting that the page's address names, if the actor may see it: hers, or of a group that she calls together. */
bool meeting_asked(struct page_call *p, struct meeting *m);
/* May she run it: whoever may call its group together (meeting.cancel). */
bool meeting_runs(struct ctx *c, const struct meeting *m);

/* Is it for the actor: of one of her groups, or of one above them? */
bool meeting_is_hers(struct ctx *c, struct id group);
/* The groups whose meetings are the actor's: hers and all above them, each once; at most `max`. */
unsigned meeting_groups(struct ctx *c, struct id *out, unsigned max);
/* As meeting_is_hers, for another person. */
bool meeting_is_for(struct ctx *c, struct id group, struct id person);
/* As it stands; false when there is none, or it was called off. */
bool meeting_get(struct ctx *c, struct id id, struct meeting *out);
/* The minute of its day up to which it counts as going on: its own length and an hour, three hours at least. */
int meeting_until(const struct meeting *m);
/* Those of the actor that are not over, the next one first; at most `max`. */
unsigned meetings_next(struct ctx *c, struct meeting *out, unsigned max);
/* Those of the actor in the last seven days before today, the first one first; at most `max`. */
unsigned meetings_lately(struct ctx *c, struct meeting *out, unsigned max);
/* "martes 24 de noviembre, 10:00: Mesa de trabajo, en el local comunal". */
struct str meeting_line(struct ctx *c, const struct meeting *m);
/* What that person said of it: a choice of `attendances` and the hour or empty; false: nothing. */
bool attendance_get(struct ctx *c, struct id meeting, struct id person, struct str *how_out, struct str *at_out);
/* "Viene", "Viene tarde, a las 10:30", "No viene". */
struct str attendance_show(struct ctx *c, struct str how, struct str at);
/* How many said each, in the order of `attendances`. */
void attendance_count(struct ctx *c, struct id meeting, int64_t out[3]);

/* By message (text.h), for the reminder (module.h) and for the home page. */
enum rc attendance_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);
struct str attendance_answer(struct ctx *c, const struct act *a, const struct outcome *o);
struct str meetings_tell(struct ctx *c, struct str rest);
struct str meetings_remind(struct ctx *c);
/* The Tuesday meeting of an invented network's board: its record. */
struct id meetings_sample_id(const struct sample *s, int64_t tuesday);
/* For an invented network (sample.h). */
enum rc meetings_live(struct sample *s, int64_t day);

#endif
