/*
 * roll_own.h - what the files of the roll share.
 */
#ifndef AYNI_ROLL_OWN_H
#define AYNI_ROLL_OWN_H

#include "agenda.h"
#include "meetings_own.h"
#include "parts.h"
#include "roll.h"
#include "roll_sql.h"
#include "sample.h"

extern const struct action roll_tick, roll_mark, roll_undo, roll_guest, roll_guest_out, roll_here, roll_leave, roll_proxy, roll_proxy_back,
	roll_proxy_paper, roll_proxy_undo, roll_open, roll_rule;
extern const struct page roll_pages[];
extern const struct text_command roll_commands[];
extern const struct choice roll_proofs[], roll_calls[], roll_leasts[];

enum { TICK_MEETING, TICK_WAY, TICK_PROOF, TICK_ARRIVED, TICK_PEOPLE, TICK__N };
enum { MARK_ROLL_MEETING, MARK_ROLL_PERSON, MARK_ROLL_WAY, MARK_ROLL_ARRIVED, MARK_ROLL_LEFT, MARK_ROLL__N };
enum { HERE_PERSON, HERE_MEETING, HERE_WAY, HERE_CODE, HERE__N };
enum { LEND_PERSON, LEND_MEETING, LEND_NAME, LEND__N };

enum {
	LATE_MIN = 10,        /* so long after its hour nobody is late */
	CODE_BEFORE_MIN = 30, /* the code is of use so long before its hour */
	CODE_TRIES = 5,       /* of one person at one meeting */
	PROXIES_LIMIT = 2,    /* where the group said nothing */
	SECOND_AFTER_MIN = 30,
	BOXES_SHOWN = 60,     /* of one form: what an open action takes in is 80 */
	BOX_LETTERS = 21,
	GUESTS_SHOWN = 200,
};

/* How it is known that she is there. */
enum roll_proof { PROOF_SEEN, PROOF_CODE, PROOF_SAID, PROOF_SIGNED };

/* As the group decided, or as it is where it said nothing. */
struct roll_rules {
	int64_t proxies, second_after;
	bool third; /* the second call wants a third of the padrón, not only those who came */
};
struct roll_rules roll_rules_of(struct ctx *c, struct id group);

/* Four digits. */
struct str roll_code(struct ctx *c, struct id meeting);
/* From half an hour before its hour until three hours after it, at that instant. */
bool roll_code_open(struct ctx *c, const struct meeting *m, int64_t at);
/* The meeting that is under way for her at that instant, from half an hour before; code (or empty) says which. How many there are. */
unsigned roll_running(struct ctx *c, struct id person, int64_t at, struct str code, struct meeting *out);
/* Her presence as it stands; false: none. */
bool presence_get(struct ctx *c, struct id meeting, struct id person, struct record *out);
bool opening_get(struct ctx *c, struct id meeting, struct record *out);

/* She is there: way ROLL_WAYS: not said. minute: when she came, or -1: not said. */
struct put *roll_put_here(struct ctx *c, struct change *ch, const struct meeting *m, struct id person, unsigned way, enum roll_proof proof, int minute);
/* What attendance.tell and roll.here do with a code: she is there, or a wrong try is counted. INVALID: no more tries, or not now. */
enum rc roll_by_code(struct ctx *c, const struct act *a, struct change *ch, const struct meeting *m, struct id person, unsigned way, struct str code);
struct str roll_here_describe(struct ctx *c, const struct told *t);
/* "asisto 4821": the code that was said, and the meeting it is of, or the one that is on for her; false: none was said, or none is on. */
bool roll_code_said(struct ctx *c, struct str said, struct meeting *m, struct str *code_out);
/* Of a change: was she noted as being there? (a wrong code was not) */
bool roll_was_noted(const struct change *ch);
/* The one of the padrón who is called so; false with the reason told at `field`. */
bool roll_named(struct ctx *c, const struct meeting *m, struct str name, const char *field, struct id *out);
/* The letters that stand for her in the form: "p0123…". */
struct str roll_box(struct ctx *c, struct id person);
struct str roll_number(struct ctx *c, int64_t n);
/* The meeting of an act of the secretary's, which is today or was; else the reason is told. */
enum rc roll_meeting(struct ctx *c, const struct act *a, unsigned arg, struct meeting *out) MUST_USE;
struct str roll_told(struct ctx *c, const struct told *t, const char *msgid, const struct entity *e, unsigned meeting_field);
/* The PDF to sign; BUSY: not now. */
enum rc roll_sheet_fill(struct page_call *p);
enum rc page_roll_room(struct page_call *p);
enum rc page_roll_touch(struct page_call *p);
enum rc page_roll_person(struct page_call *p);
enum rc page_roll_code(struct page_call *p);
enum rc page_roll_here(struct page_call *p);
enum rc page_roll_proxy(struct page_call *p);
enum rc page_roll_proxies(struct page_call *p);
enum rc page_roll_guests(struct page_call *p);
enum rc page_roll_rule(struct page_call *p);
struct str roll_here_done(struct ctx *c, const struct act *a, const struct outcome *o);
/* Its argument of that name carried by the form. */
void roll_carry(struct part_form *f, const char *name, struct str value);
/* By message. */
enum rc roll_live(struct sample *s, int64_t day);

#endif
