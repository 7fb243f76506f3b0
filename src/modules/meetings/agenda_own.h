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
/* May that person propose for it, and is it not over: else the reason is told. */
enum rc agenda_takes(struct ctx *c, struct id meeting, struct id person, struct meeting *out) MUST_USE;
/* "/reuniones/{meeting}/agenda?ok=1" */
struct str agenda_url(struct ctx *c, struct id meeting);

#endif
