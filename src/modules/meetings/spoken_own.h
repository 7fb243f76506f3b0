/*
 * spoken_own.h - what the files about voices and written words share.
 */
#ifndef AYNI_SPOKEN_OWN_H
#define AYNI_SPOKEN_OWN_H

#include "agenda_own.h"
#include "spoken.h"
#include "spoken_sql.h"

extern const struct action spoken_leave, spoken_type, spoken_remove;
extern const struct page spoken_pages[];
extern const struct text_command spoken_commands[];
extern const struct text_care spoken_care;

enum { LEAVE_PERSON, LEAVE_MEETING, LEAVE_POINT, LEAVE_FILE, LEAVE_TEXT, LEAVE_AS_POINT, LEAVE__N };
enum { TYPE_PERSON, TYPE_NOTE, TYPE_TEXT, TYPE__N };
enum { REMOVE_NOTE, REMOVE__N };

/* The note as it stands, if it was not taken back and its meeting is the actor's or hers to run. */
bool spoken_get(struct ctx *c, struct id id, struct record *out, struct meeting *m);
/* "/reuniones/{meeting}/voces" */
struct str spoken_url(struct ctx *c, struct id meeting);
enum rc spoken_live(struct sample *s, int64_t day);

#endif
