/*
 * sample.h - what a module adds to an invented network (`ayni demo`), so that its pages have something to show.
 *
 * Everything goes through the gate, done by the people who would have done it, in the order of the days. Most is said
 * by rows (struct module: samples); what needs chance, every day or every kitchen is code (struct module: live). It
 * follows from seed and date alone: the same ones give the same. No real person, figure or number stands in a sample.
 *
 * People have short names: lider, cocinera (of SJM-001), distrito, mesa, salud, facilitadora, voluntaria, operadora.
 * Groups have codes: SJM-001 … SJM-014 are kitchens of one district, RED-150133 its board, PIONERAS a women's group.
 */
#ifndef AYNI_SAMPLE_H
#define AYNI_SAMPLE_H

#include "batch.h"

/*
 * Done in the evening of a day, in the order of the rows. A row that is refused stops the making; one from before the
 * history begins is left out, and with it those that name what it would have made.
 */
struct sample_row {
	int days_ago;       /* 1 or more: today is left to whoever looks at it */
	const char *who;    /* a short name, or a group's code: whoever leads it */
	const char *action;
	const char *args;   /* "group=SJM-001|day=$day|weight_g=3500"; $day is that day; @name (or visit:@name) the record made by the row so called */
	const char *called; /* a name for what it makes, or NULL */
};

struct sample_person {
	struct str name;
	const struct actor *who;
};

/* A group that has somebody who leads it. */
struct sample_group {
	struct id id;
	struct str code, place; /* place: INEI code */
	const struct actor *leader;
};

struct sample {
	struct batch *batch;
	const struct network *net;
	struct arena *mem; /* for the whole making */
	uint64_t seed;
	bool city;         /* thousands of kitchens: only what sums are made of */
	bool stores;       /* of a city also what its stores take in and give out, and pick-ups: millions of records, to measure with */
	bool shown;        /* to be looked at: also what uses the server's secret or random keys, and messages */
	int64_t first_day; /* of its history */
	int64_t from_day;  /* later than first_day: it is lived on, and somebody may have done things meanwhile */
	int64_t last_day;
	const struct sample_person *people;
	unsigned npeople;
	const struct sample_group *groups;
	unsigned ngroups;
	struct map made; /* what named rows made: ids as text */
};

/* Its action and arguments are there. For the registry, at the start. */
bool sample_row_sound(const struct registry *r, const struct sample_row *row);
/* By short name or a group's code; not being there is a fault of the sample. */
const struct actor *sample_who(const struct sample *s, const char *name);
/* ---- chance: a number from the seed and what it is about, always the same ---- */

struct chance {
	uint64_t state;
};
/* The chance for one thing: the same seed, word and numbers give the same. */
struct chance chance_of(uint64_t seed, const char *what, uint64_t a, uint64_t b);
/* 0 … n-1. */
unsigned chance_below(struct chance *c, unsigned n);
/* True in so many of 1000 cases. */
bool chance_in_1000(struct chance *c, unsigned n);

/* An id from the seed and what it is about, never from a clock or random bytes. */
struct id sample_id(const struct sample *s, int64_t date_ms, const char *what, uint64_t a, uint64_t b);
/* The id of what is made by that action at that instant: one a millisecond and action. */
struct id sample_did_id(const struct sample *s, int64_t at_ms, const char *action);
/*
 * What that person does at that instant: pairs of names and texts, ended by NULL, with what goes along with it where a page
 * does it (page.h: along). It joins the batch's group, which is written when it is full and at the end of the day: who reads the
 * tables before calls batch_flush. INVALID when something was refused, with the reason in the batch's diag; while living on, a
 * refusal is no fault.
 */
enum rc sample_did(struct sample *s, const struct actor *who, int64_t at_ms, const char *action, ...) MUST_USE;
/* To read what was written before that day, as the machine itself at that instant; sees nothing of what waits in the batch. */
struct ctx sample_machine(struct sample *s, int64_t at_ms);
/* Operational rows, written at that instant by the machine itself (writer.h: run). */
enum rc sample_write(struct sample *s, int64_t at_ms, void (*run)(struct write *, struct gate *, struct chain_head *), void *arg) MUST_USE;
/* All that the modules do on that day: what they bring as code, then their rows. */
enum rc sample_day(struct sample *s, int64_t day) MUST_USE;

#endif
