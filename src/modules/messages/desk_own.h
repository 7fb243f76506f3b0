/*
 * desk_own.h - what the files of the desk share and nobody else sees.
 */
#ifndef AYNI_DESK_OWN_H
#define AYNI_DESK_OWN_H

#include "desk.h"

#include "messages_sql.h"

#define SQL(name) (&messages_sql.query[name])

/* Arguments of what is done about a message: its group, itself, and words. */
enum { CARE_TO_GROUP, CARE_TO_MESSAGE, CARE_TO_TEXT, CARE_TO__N };

extern const struct rule desk_rules[];
extern const struct action message_answer, message_aside;

/* The conversation with one address. Texts in c->mem. */
struct thread {
	struct str address;
	struct id gateway, person;
	int64_t last_at, heard_at, lost_at; /* 0: never */
};

enum { ANSWER_MAX = 480, SHOWN_MAX = 20 };

/* False: nobody ever wrote from there or was written to. `address` is borrowed. */
bool thread_get(struct ctx *c, struct str address, struct thread *out);
/* By which gateway, and where to, an answer goes: where she last wrote; else as message_route says. False: no way. */
bool thread_way(struct ctx *c, const struct thread *t, struct gateway *g_out, struct str *address_out);
/*
 * May the actor do `what` for that person: in one of the groups she is in now, which is *group_out. Nobody (zero) is
 * an unknown number: the whole network's.
 */
bool desk_may(struct ctx *c, const char *what, struct id person, struct id *group_out);
/* The message if the actor may see it, else false: whose it is does not exist for others. */
bool desk_message(struct ctx *c, const char *what, struct str id, struct message *out, struct id *group_out);
/* Put one deed into the change. */
void care_put(struct ctx *c, const struct act *a, struct change *ch, struct id group, const char *what, struct id person);
/* "14:05" today, "ayer 14:05", "18/11 14:05". */
struct str desk_when(struct ctx *c, int64_t at_ms);
/* "S/ 0.35": mills as people read money, a céntimo begun is one. */
struct str desk_money(struct ctx *c, int64_t mills);
/* Cut to at most n signs, with … where something is missing; one line. */
struct str desk_short(struct arena *a, struct str s, unsigned n);
/* What may be shown of its text: an answer to what is its sender's alone is hers too. */
struct str desk_text(struct ctx *c, const struct message *m);
/* "SMS", "WhatsApp", "Telegram". */
struct str desk_channel(struct ctx *c, const struct gateway *g);
/* What a state is called and how it is drawn: `word`, `icon`, and `look`, a class of the style sheet. */
void desk_state(struct ctx *c, struct view *row, const struct message *m);
/* Where a list goes on, "MS.ID", from an address; false: it is none. */
bool desk_place(struct str s, int64_t *at_ms, struct id *id);

/* Rows "choices" (value label example chosen⚑): what words may be taught to mean. */
void phrase_choices(struct ctx *c, struct view *v, struct str chosen);

/* Fill the pages, and what their forms do besides (page.h). */
enum rc page_words(struct page_call *p);
enum rc page_word_remove(struct page_call *p);
enum rc page_lost(struct page_call *p);
enum rc page_lost_one(struct page_call *p);
enum rc page_aside(struct page_call *p);
void aside_along(struct ctx *c, const struct act *a, const struct outcome *o);
enum rc page_threads(struct page_call *p);
enum rc page_thread(struct page_call *p);
/* The page that posts it writes rows along with it. */
void care_prepare(struct page_call *p, struct act *a);
void thread_along(struct ctx *c, const struct act *a, const struct outcome *o);
struct str thread_done(struct ctx *c, const struct act *a, const struct outcome *o);

#endif
