/*
 * minutes_own.h - what the files of the minutes share.
 */
#ifndef AYNI_MINUTES_OWN_H
#define AYNI_MINUTES_OWN_H

#include "agenda.h"
#include "agreement.h"
#include "job.h"
#include "meetings_own.h"
#include "minutes.h"
#include "minutes_sql.h"
#include "sample.h"

extern const struct action minutes_write, minutes_edit, minutes_move, minutes_remove, minutes_name, minutes_approve, minutes_amend;
extern const struct action minutes_agree, charge_say;
extern const struct page minutes_pages[];
extern const struct rule minutes_rules[];
extern const struct text_command minutes_commands[];
extern const struct job minutes_jobs[];

enum { WRITE_PERSON, WRITE_MEETING, WRITE_POINT, WRITE_TEXT, WRITE__N };
enum { REWRITE_PERSON, REWRITE_MINUTE, REWRITE_TEXT, REWRITE__N };
enum { MOVE_PERSON, MOVE_MINUTE, MOVE_WHERE, MOVE__N };
enum { REMOVE_PERSON, REMOVE_MINUTE, REMOVE__N };
enum { SECRETARY_NAMED_MEETING, SECRETARY_NAMED_WHO, SECRETARY_NAMED__N };
enum { APPROVE_MEETING, APPROVE_PRESIDENT, APPROVE_SECRETARY, APPROVE_PAGE, APPROVE__N };
enum { AMEND_MEETING, AMEND_TEXT, AMEND__N };
enum { AGREE_MEETING, AGREE_WHAT, AGREE_WHO, AGREE_BY, AGREE_SIGN, AGREE__N };
enum { SAY_PERSON, SAY_AGREEMENT, SAY_STATE, SAY_NOTE, SAY__N };

enum { MINUTES_MOST = 400, MINUTE_LETTERS = 2000, AMENDMENTS_MOST = 60, NAMED_MOST = 20 };

struct minute {
	struct id id, point, author;
	int64_t place;
	struct str text;
	bool late;
};

/* Those that stand, by point's place unknown to us: by (place, id); late ones too. */
unsigned minutes_of(struct ctx *c, struct id meeting, struct minute *out, unsigned max);
/* The approval as a record; false: there is none. */
bool minutes_approval(struct ctx *c, struct id meeting, struct record *out);
/* May the actor write in it: she runs the meeting or was named its secretary. */
bool minutes_hers(struct ctx *c, const struct meeting *m);
/* Which of their members wrote "Rosa Quispe": one of those whom the meeting is for; how many fit, at most two. */
unsigned minutes_person(struct ctx *c, const struct meeting *m, struct str name, struct id *out);

/*
 * The acta as lines, each a letter and a text: H heading, P words, F fact. What was said, decided and agreed; who was there
 * is counted, not named. This is what an approval keeps.
 */
struct str minutes_text(struct ctx *c, const struct meeting *m);
/* The next line of it; false: it was the last. */
bool minutes_line(struct str *rest, char *kind_out, struct str *text_out);
/* "meeting:0193…": where an agreement comes from. */
struct str minutes_source(struct ctx *c, struct id meeting);
/* "/reuniones/{meeting}/acta" and below. */
struct str minutes_url(struct ctx *c, struct id meeting, const char *below);

/* The actor's own open ones, the most urgent first; at most max. */
unsigned charges_of_actor(struct ctx *c, struct agreement *out, unsigned max);
/* What earlier meetings of its group left open; at most max. */
unsigned agreements_left(struct ctx *c, const struct meeting *m, struct agreement *out, unsigned max);

/* One who was there, as the acta has her. */
struct minutes_there {
	struct str name, document, kitchen, how;
	bool guest;
};
/* "Se abrió en segunda convocatoria con 14 de 31"; empty: nobody noted it. */
struct str minutes_quorum(struct ctx *c, const struct meeting *m);
/* How many were there; false: it was not noted. */
bool minutes_counted(struct ctx *c, const struct meeting *m, int64_t *present_out);
/* Is she on its padrón: who is not makes it void by signing. */
bool minutes_on_padron(struct ctx *c, const struct meeting *m, struct id person);
unsigned minutes_present(struct ctx *c, const struct meeting *m, struct minutes_there *out, unsigned max);

/* The acta to print; false: this machine cannot draw now. */
bool minutes_paper(struct ctx *c, const struct meeting *m, struct str *out);
/* What is sent on in a chat, under a thousand letters; names nobody who came. */
struct str minutes_summary(struct ctx *c, const struct meeting *m);

/* Fill of the pages that are files of their own (page.h). */
enum rc page_left(struct page_call *p);
enum rc page_agree(struct page_call *p);
enum rc page_charges(struct page_call *p);
enum rc page_charge(struct page_call *p);
enum rc page_summary_of(struct page_call *p);
enum rc page_picture_of(struct page_call *p);
enum rc page_minutes_paper(struct page_call *p);
struct str agree_done(struct ctx *c, const struct act *a, const struct outcome *o);
void charges_task(struct task_list *l, const struct task *t);
enum rc minutes_live(struct sample *s, int64_t day);

#endif
