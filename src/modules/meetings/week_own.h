/*
 * week_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_WEEK_OWN_H
#define AYNI_WEEK_OWN_H

#include "meetings_own.h"
#include "sample.h"
#include "week.h"

enum { WSET_PERSON, WSET_DAYS, WSET_PART, WSET_HOURS, WSET_WHY, WSET_SAID, WSET__N };

enum { WEEK_SAID_MAX = 400, WEEK_USUAL_SPAN = 2 };

extern const struct action week_set;
extern const struct page week_pages[];
extern const struct text_command week_commands[];

/* Hers, as it stands; nothing said: all zero. */
struct week week_get(struct ctx *c, struct id person);
/* What is said with the act, upon what stands; INVALID with the reason. Reads only. */
enum rc week_take(struct ctx *c, const struct act *a, struct week *io);
/* "martes", in c->lang. */
struct str week_day_name(struct ctx *c, unsigned day);
/* "escuela", in c->lang. */
struct str week_why_name(struct ctx *c, unsigned why);
/* "lun a vie 8-12 escuela; sáb 15-18 trabajo", in c->lang; at most `most` bytes, cut at a piece (*cut_out: it was). Empty: nothing taken. */
struct str week_told(struct ctx *c, const struct week *w, size_t most, bool *cut_out);
/* The same pieces one by one, shown and as the parser reads them back without the reason; their number, at most `max`. */
struct week_piece {
	struct str shown, said;
};
unsigned week_pieces(struct ctx *c, const struct week *w, struct week_piece *out, unsigned max);
/* "20 de 25", "pocas", "casi todas", "todas": no count below WEEK_FEW is said, nor can it be reckoned from the rest. */
struct str week_of_all(struct ctx *c, unsigned n, unsigned told);
/* How many cannot come then, and which reason keeps most of them. */
unsigned week_taken(const struct week_sums *s, unsigned day, unsigned hour, unsigned *most_why_out);
/* The hour at which most can come; false: nobody told a thing. `nth`: 0 the best, 1 the next best of another day … */
struct week_hour {
	unsigned day, hour;
};
unsigned week_best(const struct week_sums *s, struct week_hour *out, unsigned max);
/* The one at which fewest can come. */
struct week_hour week_worst(const struct week_sums *s);
/* For an invented network (sample.h). */
enum rc week_live(struct sample *s, int64_t day);

#endif
