/*
 * agenda_own.h - what the files of the agenda share.
 */
#ifndef AYNI_AGENDA_OWN_H
#define AYNI_AGENDA_OWN_H

#include "agenda.h"
#include "agenda_sql.h"
#include "meetings_own.h"
#include "sample.h"

extern const struct action agenda_propose, agenda_name, agenda_withdraw, agenda_edit, agenda_order, agenda_mark;
extern const struct page agenda_pages[];
extern const struct text_command agenda_commands[];

enum { PROPOSE_PERSON, PROPOSE_MEETING, PROPOSE_TITLE, PROPOSE_WHY, PROPOSE_MINUTES, PROPOSE__N };
enum { NAME_PERSON, NAME_MEETING, NAME_POINT, NAME_TITLE, NAME__N };
enum { WITHDRAW_PERSON, WITHDRAW_MEETING, WITHDRAW_POINT, WITHDRAW__N };
enum { EDIT_POINT, EDIT_MEETING, EDIT_TITLE, EDIT_WHY, EDIT_MINUTES, EDIT__N };
enum { ORDER_POINT, ORDER_MEETING, ORDER_PLACE, ORDER__N };
enum { MARK_POINT, MARK_MEETING, MARK_STATE, MARK__N };

enum { POINT_MINUTES_MAX = 240, TITLE_MOST = 120 };

/* One point for a change, known by those words; a repeated one is opened again and keeps its title. */
struct put *agenda_put(struct ctx *c, struct change *ch, const struct meeting *m, struct str words);
/* The letters and figures of a title, folded; and a title no longer than one may be. */
struct str agenda_words(struct ctx *c, struct str title);
struct str agenda_cut(struct str title);
/* May that person propose for it, and is it not over: else the reason is told. */
enum rc agenda_takes(struct ctx *c, struct id meeting, struct id person, struct meeting *out) MUST_USE;
/* By message: the argument `arg` becomes the next meeting of who writes; as struct text_command's complete. */
enum rc agenda_which(struct ctx *c, struct act *a, unsigned arg, struct id *candidates_out, unsigned max, unsigned *n_out) MUST_USE;
/* "/reuniones/{meeting}/agenda" */
struct str agenda_url(struct ctx *c, struct id meeting);

/* For an invented network (sample.h). */
enum rc agenda_live(struct sample *s, int64_t day);
/* The board's first meeting of those days, as the tables have it. */
bool agenda_sample_meeting(struct sample *s, struct ctx *c, int64_t from, int64_t until, struct meeting *out);

#endif
