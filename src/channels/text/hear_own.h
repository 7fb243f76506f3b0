/*
 * hear_own.h - the steps of hearing, between its own files.
 *
 * words → phrases in other words (hear_alias.c) → items (hear_items.c) → corrections (hear_fix.c) → numbers bound to arguments
 * (hear_bind.c) → readings (hear.c); commands that their words lead (hear_lead.c); the best of all
 * commands (hear_best.c).
 */
#ifndef AYNI_TEXT_HEAR_OWN_H
#define AYNI_TEXT_HEAR_OWN_H

#include "hear.h"
#include "spanish.h"

enum { TERM_WORDS = 6, SMALL_NUMBER = 15 };

enum term_kind { TERM_COMMAND, TERM_FIELD, TERM_CHOICE };

/* A word or phrase of one command. */
struct term {
	enum term_kind kind;
	unsigned arg;
	const struct choice *choice;
	unsigned n;
	struct meant word[TERM_WORDS];
};

struct ear_command {
	const struct text_command *command;
	const struct action *action;
	struct term *term;
	unsigned nterms;
	struct term *none; /* "no cocinamos" */
	unsigned nnone;
	int bare, ref, day, rest; /* arguments, or -1 */
	int pick; /* the enum that its words choose, where it takes no figure; or -1 */
};

/* The lists of hear_lists.h: a bit each. */
enum list {
	L_FILLER = 1, L_SOFT = 2, L_BLOCK = 4, L_UNIT = 8, L_BE = 16, L_COURTESY = 32, L_REST_DOUBT = 64, L_COMING = 128,
	L_LABEL = 256, L_PEOPLE = 512, L_EATING = 1024,
};

struct ear {
	struct ear_command *command;
	unsigned n;
	struct listed *list; /* by a hash of the word */
	unsigned room;       /* a power of two */
};

/* What stands at one word, whatever the command. */
struct sense {
	uint32_t lists;
	unsigned greet, fix, instead; /* words of a phrase that begins here; 0: none */
	struct number number;
	struct day_said day;
	unsigned number_n, day_n;     /* how many words; 0: none */
	bool corrects, corrects_sure; /* "corijo" */
};

enum item_kind {
	I_NUMBER, I_FIELD, I_CHOICE, I_DAY, I_CODE, I_BREAK, I_NO, I_BE, I_BY, I_FIX, I_UNIT, I_PAID, I_BLOCK, I_UNKNOWN
};

struct item {
	enum item_kind kind;
	unsigned arg;
	int64_t n;
	struct str text;
	const struct choice *choice;
	bool article, spelled, weekday;
};

/* One command's view of the message. */
struct hearing {
	struct arena *mem;
	struct str message;
	const struct word *w;
	const struct sense *sense; /* of each word */
	unsigned nw;
	const struct ear_command *c;
	const struct listening *how;
	struct item item[WORDS_MAX];
	unsigned n;
	bool named;    /* a word of the command was said */
	unsigned lead_at, lead_n; /* the words that lead it */
	bool blocked;  /* a wish, a question, a denial: no figure to keep */
	unsigned hits; /* words of its fields and choices, codes */
	unsigned unknown;
	bool soft;           /* something makes it less than certain: ask */
	bool weak;           /* a small word that could name a field did not: "para hoy" */
	bool price, spent;   /* "soles" alone may be a price; with "gasto" it is the sum */
	struct str bad_code, reason;
	int reason_arg;
	bool corrects, has_old, fix_only;
	int64_t old;
};

/* Put what phrases mean in place of them; *n words, at most WORDS_MAX. */
void aliases_apply(struct arena *a, struct word *w, unsigned *n, const struct listening *how);
/* Judge the message as a whole; true when there is nothing more in it. */
/* Only a greeting, with a name perhaps; looked for when nothing else was found in it. */
bool hear_greets(const struct word *w, unsigned n);
/* She asks for help in words of her own; the same. */
bool hear_calls(const struct word *w, unsigned n);
bool hear_whole(struct arena *a, struct str message, const struct word *w, unsigned n, struct heard *out);
void items_read(struct hearing *h);
void items_fix(struct hearing *h);
void item_drop(struct hearing *h, unsigned i);
/* The distance of the term's words at `at`, or -1; and whether one of them is too short to be near. */
int term_distance(const struct hearing *h, unsigned at, const struct term *t);
bool term_shaky(const struct hearing *h, unsigned at, const struct term *t);
/* Fill the ear's lists; what a message's words are; the lists that hold a word. */
void lists_new(struct arena *a, struct ear *e);
struct sense *senses_new(struct arena *a, const struct ear *e, const struct word *w, unsigned n, int64_t today);
static inline bool listed(const struct hearing *h, unsigned at, unsigned lists)
{
	return at < h->nw && (h->sense[at].lists & lists);
}
/* A known code at `at`: how many words, or 0. */
unsigned code_read(const struct hearing *h, unsigned at, struct str *code_out);
/* One command's reading of the message, by figures and words of arguments. */
void hear_figures(struct hearing *h, struct heard *out);
/* The same for a command with `rest` or `tell`: its words, and what follows them. */
void hear_lead(struct hearing *h, struct heard *out);
/* Readings for each word of the enum that a command is about: at most READINGS_MAX. */
void hear_choices(const struct hearing *h, const struct reading *r, struct heard *out);

/* owner[i]: the argument of number item i, -1: plain. */
struct binding {
	int owner[WORDS_MAX];
};

enum { BINDINGS_MAX = 4 };
/*
 * All cheapest ways to give each field word a number beside it, at most BINDINGS_MAX; 0 when there is
 * none. `orphan_out` gets the argument of a field word when there is no number at all, else -1.
 */
unsigned items_bind(const struct hearing *h, struct binding out[BINDINGS_MAX], int *orphan_out);

#endif
