/*
 * spoken.h - what somebody says beside a meeting, or one of its points, without being in the room: a voice note, or a written word.
 *
 * It may be left until the meeting is over. Under a note anybody of the meeting may type what is said in it; the last text counts.
 * What was spoken live and recorded (radio) is kept the same way. For modules of this folder.
 */
#ifndef AYNI_SPOKEN_H
#define AYNI_SPOKEN_H

#include "agenda.h"

enum {
	SPOKEN_MEETING, SPOKEN_POINT, SPOKEN_GROUP, SPOKEN_PERSON, SPOKEN_FILE, SPOKEN_SECONDS, SPOKEN_TEXT, SPOKEN_TYPED_BY, SPOKEN_LIVE,
	SPOKEN_AT, SPOKEN_DAY, SPOKEN_VOIDED, SPOKEN__N
};

extern const struct entity spoken_entity;
extern const struct module spoken_module;

enum { SPOKEN_MOST = 300 };

/* Texts in the context's arena. */
struct spoken {
	struct id id, meeting, point, person; /* point: zero, where it is about the meeting as a whole */
	struct str name;                      /* hers, or what stands for it */
	struct str file, text;                /* one of them may be empty: a written word, a note that nobody typed yet */
	int64_t seconds, bytes, at;           /* at: ms */
	bool live;
};

/* Those of a meeting, or, where `point` is not zero, of that point on whatever meeting, in the order they came; at most `max`. */
unsigned spoken_of(struct ctx *c, struct id meeting, struct id point, struct spoken *out, unsigned max);
/* Did she leave a voice or a word for that meeting? Whoever was also in the room is still one person. */
bool spoken_by(struct ctx *c, struct id meeting, struct id person);
/*
 * For a decide of this folder: that person's voice (`file`: a T_BLOB's value whose bytes are held or come with the act) becomes a note
 * of that meeting, beside the point where that is not zero. The caller has judged whether it may.
 */
struct put *spoken_put(struct ctx *c, struct change *ch, struct id id, const struct meeting *m, struct id point, struct id person,
	struct str file, int64_t at);

#endif
