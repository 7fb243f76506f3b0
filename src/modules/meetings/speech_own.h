/* speech_own.h - what the files of the speaking queue share and nobody else sees. */
#ifndef AYNI_SPEECH_OWN_H
#define AYNI_SPEECH_OWN_H

#include "meetings_own.h"
#include "speech.h"
#include "speech_sql.h"

#define SPEECH_SQL(name) (&speech_sql.query[name])

enum { ASK_PERSON, ASK_MEETING, ASK_WAY, ASK__N };
enum { NOTE_MEETING, NOTE_PERSON, NOTE_NAME, NOTE_WAY, NOTE__N };

extern const struct choice speech_ways[];
extern const struct action speech_ask, speech_note, speech_give, speech_end, speech_withdraw;
extern const struct page speech_pages[];
extern const struct text_command speech_commands[];

/* The actor's meeting of today, the one under way or next first; how many of them, at most max. */
unsigned speech_meetings(struct ctx *c, struct meeting *out, unsigned max);
/* "2 min 05 s" */
struct str speech_time(struct ctx *c, int64_t seconds);
/* For an invented network (sample.h). */
enum rc speech_live(struct sample *s, int64_t day);

#endif
