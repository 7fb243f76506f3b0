/*
 * voice_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_VOICE_OWN_H
#define AYNI_VOICE_OWN_H

#include "people.h"
#include "sample.h"
#include "voice.h"
#include "voice_sql.h"
#include "working_days.h"

#include "civil.h"

#define SQL(name) (&voice_sql.query[name])

extern const struct choice letter_kinds[], letter_states[], support_ways[];
extern const struct field letter_fields[], promise_fields[];
extern const struct rule voice_rules[];
extern const struct text_command petition_commands[];
extern const struct sample_row voice_samples[];
/* The petition of an invented network (sample.h). */
enum rc voice_live(struct sample *s, int64_t day);
extern const struct action authority_note, holiday_note, letter_write, letter_edit, letter_approve, letter_send, letter_answer, letter_drop,
	petition_open, petition_close, petition_print, petition_count, petition_sign, petition_phone, promise_note, promise_arrive, promise_undo,
	promise_answer, promise_let_go;

enum { LETTERS_SHOWN = 60, BODY_MAX = 6000, SHEETS_MOST = 20, SHEET_LINES = 20, PHONE_PEOPLE_MOST = 10 };

/* ---- authority.c ---- */

/*
 * The office that is called so, in *id_out: as it stands, or put by this change. Texts are trimmed; INVALID with the reason at
 * `name_field` when there is no name.
 */
enum rc authority_put(struct ctx *c, struct change *ch, struct str name, struct str office, const char *name_field, struct id *id_out) MUST_USE;
/* "Municipalidad de Lima, Alcaldía"; empty where there is none. */
struct str authority_title(struct ctx *c, struct id authority);
bool authority_get(struct ctx *c, struct id authority, struct record *out);
/* Rows of known ones that fill in the boxes of a form at that address: "…&to=…&office=…". */
void authority_rows(struct page_call *p, struct str url);
/* What was declared beyond the holidays of every year. In the arena. */
const struct days_off *declared_days(struct ctx *c);

/* ---- letter.c ---- */

/* Of letter or open_letter, as it stands and not dropped. */
bool letter_get(struct ctx *c, struct id id, struct record *out);
bool open_letter_get(struct ctx *c, struct id id, struct record *out);
bool letter_is(const struct record *letter, const char *state);
/* "Carta 003-2026", "Petición", by its kind. */
struct str letter_name(struct ctx *c, struct str kind, const struct value *year, const struct value *n);
struct str letter_title(struct ctx *c, const struct record *letter);
/* "/cartas/0193…" and what follows. */
struct str letter_url(struct ctx *c, struct id letter, const char *below);

/* How an answer stands, on that day. */
struct wait {
	bool sent, answered, due_known;
	int64_t since, due, until; /* until: the day of the answer, or the day that is asked about */
	int64_t days;              /* civil days waited */
	bool late;
	int64_t late_days;         /* civil days past the day by which it was due */
};
/* From the fields that letter and open_letter both have; NULL values: unknown. */
struct wait wait_of(struct ctx *c, const struct record *r, int64_t day);
/* "Espera hace 12 días; la ley da hasta el 4/12/2026", "Respondió 5 días tarde". */
struct str wait_text(struct ctx *c, const struct wait *w);
/* The public copy as the letter is now, put with this change: `letter` with the change's own puts already in it. */
void open_letter_put(struct ctx *c, struct change *ch, const struct record *letter, bool create);
/* Records of ids that a query gave, at most max. */
unsigned voice_read(struct ctx *c, const struct entity *e, struct rows r, struct record *out, unsigned max);

/* ---- petition.c ---- */

struct supporters {
	int64_t paper, phone, page, all;
	unsigned sheets, counted; /* sheets printed, and counted */
};
struct supporters supporters_of(struct ctx *c, struct id letter);
/* Is it open to supporters on that day? */
bool petition_is_open(const struct record *letter, int64_t day);
/* The open one with that number (0: the only one that is open); how many are open in *open_out. */
bool petition_find(struct ctx *c, int64_t call, struct record *letter_out, unsigned *open_out);
/* The id under which a person's, or a telephone's, support is kept: a keyed hash. */
struct id support_id(struct ctx *c, const char *whose, struct id letter, struct str who);

/* What "apoyo …" said (petition_words.c). */
struct support_said {
	int64_t call;   /* 0: not said */
	int64_t people; /* 0: not said */
};
/* False: it speaks of something else. text: what follows "apoyo", as it was written. */
bool support_read(struct arena *a, struct str text, struct support_said *out);

/* ---- promise.c ---- */

enum promise_state { PROMISE_WAITS, PROMISE_PART, PROMISE_KEPT, PROMISE_LATE, PROMISE_LATE_PART, PROMISE_KEPT_LATE, PROMISE_UNDATED, PROMISE_STATES };

struct promise_stand {
	enum promise_state state;
	int64_t arrived;       /* amounts together */
	bool arrived_known;    /* some arrival said an amount */
	unsigned arrivals;
	int64_t last;          /* the day of the last arrival; 0: none */
	int64_t late_days;
};
bool promise_get(struct ctx *c, struct id id, struct record *out);
struct promise_stand promise_stands(struct ctx *c, const struct record *promise, int64_t day);
struct str promise_state_text(struct ctx *c, const struct promise_stand *s);
/* "300 bidones"; empty: it was not said how much. */
struct str promise_amount(struct ctx *c, const struct record *promise, int64_t amount);
struct promise_counts {
	int64_t all, kept, waiting, late, undated;
};
struct promise_counts promises_counted(struct ctx *c, int64_t day);
unsigned promises_read(struct ctx *c, struct record *out, unsigned max);
/* Of one meeting, or of one letter. */
unsigned promises_of(struct ctx *c, struct id meeting, struct id letter, struct record *out, unsigned max);
struct str promise_url(struct ctx *c, struct id promise, const char *below);

/* ---- pages ---- */

/* "1,240" */
struct str voice_number(struct ctx *c, int64_t n);
/* "1 día", "3 días" */
struct str voice_days(struct ctx *c, int64_t n);
/* The text with the network's address before a path. */
struct str voice_link(struct ctx *c, struct str path);
struct str action_done_letter(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_letters(struct page_call *p), page_letter_new(struct page_call *p), page_letter(struct page_call *p), page_letter_edit(struct page_call *p),
	page_letter_send(struct page_call *p), page_letter_answer(struct page_call *p), page_letter_drop(struct page_call *p),
	page_letter_paper(struct page_call *p), page_authorities(struct page_call *p), page_holidays(struct page_call *p);
enum rc page_petition(struct page_call *p), page_petition_open(struct page_call *p), page_petition_print(struct page_call *p),
	page_petition_count(struct page_call *p), page_petition_paper(struct page_call *p), page_petition_close(struct page_call *p);
enum rc page_voices(struct page_call *p), page_voice(struct page_call *p), page_support(struct page_call *p);
enum rc page_promises(struct page_call *p), page_promise(struct page_call *p), page_promise_new(struct page_call *p),
	page_promise_arrive(struct page_call *p), page_promise_undo(struct page_call *p), page_promise_answer(struct page_call *p),
	page_promise_let_go(struct page_call *p), page_promise_data(struct page_call *p);
enum rc page_press(struct page_call *p), page_press_paper(struct page_call *p);
struct str promise_note_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str promise_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str arrival_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str letter_write_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str sign_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str petition_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str count_done(struct ctx *c, const struct act *a, const struct outcome *o);
void letters_late_task(struct task_list *l, const struct task *t);

#endif
