/*
 * demo_own.h - what the files of the generator share.
 */
#ifndef AYNI_DEMO_OWN_H
#define AYNI_DEMO_OWN_H

#include "demo.h"
#include "people.h"
#include "sample.h"

struct demo_kitchen {
	struct id id;
	const char *place;   /* INEI code */
	struct str code, name;
	struct actor leader;
	struct membership role; /* the leader's */
};

enum { DEMO_USERS = 3 };

struct demo {
	const struct demo_options *o;
	struct arena *mem; /* for the whole making */
	struct network net;
	struct batch batch;
	struct sample s; /* what modules see of all this */
	struct actor console, person[DEMO_PEOPLE];
	struct membership role[DEMO_PEOPLE];
	struct demo_kitchen *kitchen;
	unsigned nkitchens;
	struct id pass[DEMO_USERS]; /* of whoever is on one of the phones */
	int64_t first_day, from_day, last_day;
};

/* An id from the seed and what it is about, never from a clock or random bytes. */
struct id demo_id(uint64_t seed, int64_t date_ms, const char *what, uint64_t a, uint64_t b);

/* ---- names (demo_names.c) ---- */

/* "Rosa Quispe Mamani" */
struct str demo_person_name(struct arena *a, struct chance *c);
/* The nth name of a kitchen; no two alike. */
struct str demo_kitchen_name(struct arena *a, uint64_t seed, unsigned nth);
struct str demo_address(struct arena *a, struct chance *c);

struct demo_district {
	const char *place;
	unsigned small, lima; /* how many kitchens at each scale */
};
/* Ended by a NULL place. */
extern const struct demo_district demo_districts[];

/* ---- the steps ---- */

/* Who and which kitchens there are; nothing is written. */
void demo_cast(struct demo *d);
/* Network, places, groups, people, kitchens; when all are there. */
enum rc demo_setup(struct demo *d, int64_t *after_ms_out) MUST_USE;
/* Phones are taken into use; later one gets lost, and items of outboxes come back (demo_phones.c). */
enum rc demo_phones(struct demo *d, int64_t at_ms) MUST_USE;
enum rc demo_phones_end(struct demo *d) MUST_USE;
/* What people wrote in the evening of a day, and to the duty team at the end (demo_talk.c). */
enum rc demo_talk_day(struct demo *d, int64_t day) MUST_USE;
enum rc demo_talk_end(struct demo *d) MUST_USE;
void demo_progress(struct demo *d, const char *what, int64_t done, int64_t all);

#endif
