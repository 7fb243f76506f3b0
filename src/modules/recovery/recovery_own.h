/*
 * recovery_own.h - what the files of this module share and nobody else sees.
 */
#ifndef AYNI_RECOVERY_OWN_H
#define AYNI_RECOVERY_OWN_H

#include "food.h"
#include "hour.h"
#include "job.h"
#include "money.h"
#include "people.h"
#include "recovery.h"
#include "recovery_sql.h"
#include "stock.h"
#include "fair.h"

#define SQL(name) (&recovery_sql.query[name])

enum {
	MINUTE_MS = 60 * 1000,
	TURN_LEAST_MS = 10 * MINUTE_MS,  /* who is asked has so long to answer, */
	TURN_MOST_MS = 60 * MINUTE_MS,   /* or a quarter of the time there is, at most so long */
	LAST_CALL_MS = 45 * MINUTE_MS,   /* before its end an offer is for whoever wants it */
	PROMISED_DAYS = 3,               /* what was taken longer ago and never fetched is no promise any more */
	OFFERS_MAX = 8,                  /* things in one offering */
	AHEAD_DAYS = 7,
	SHOWN_MAX = 60,
	SHARES_MAX = 400,
	PICKUP_LATE_MIN = 120,           /* so long after its hour a pick-up is still under way */
};

/* Arguments. offer.make and offer.send share theirs, but for the key. */
enum { ADD_NAME, ADD_KIND, ADD_GROUP, ADD_ADDRESS, ADD_PLACE, ADD_LATITUDE, ADD_LONGITUDE, ADD_CONTACT, ADD_PHONE, ADD__N };
enum { MAKE_GIVER, MAKE_WHAT, MAKE_UNTIL, MAKE_DAY, MAKE_NOTE, MAKE_KEY, MAKE__N };
enum { ANSWER_KITCHEN, ANSWER_OFFER, ANSWER_SAY, ANSWER__N };
enum { FETCH_KITCHEN, FETCH_OFFER, FETCH_CAME, FETCH_REJECTED, FETCH_DAY, FETCH_REASON, FETCH__N };
enum { CANNOT_KITCHEN, CANNOT_OFFER, CANNOT_WHY, CANNOT__N };
enum { TO_ASK_OFFER, TO_ASK_KITCHEN, TO_ASK_ROUND, TO_ASK__N };
enum { PLAN_GROUP, PLAN_GIVER, PLAN_WEEKDAY, PLAN_HOUR, PLAN_WHAT, PLAN_GOES, PLAN_INSTEAD, PLAN_UNTIL, PLAN__N };

extern const struct choice giver_kinds[], offer_states[], ask_answers[], weekdays[];
extern const struct tally recovered_month, recovered_day;
extern const struct action giver_add, giver_relink, giver_leave, offer_make, offer_send, offer_withdraw, offer_ask, offer_end,
	offer_answer, offer_cannot, offer_fetch, pickup_plan, pickup_end, pickup_start;
extern const struct rule recovery_rules[];
extern const struct page recovery_pages[];
extern const struct task recovery_tasks[];
extern const struct text_command recovery_commands[];
extern const struct job recovery_jobs[];
extern const struct figure recovery_figures[];

/* ---- givers ---- */

/* As she stands; false: there is none, or she gives no more. */
bool giver_get(struct ctx *c, struct id id, struct record *out);
/* The key of her private link as it is now: 24 hexadecimal digits. Is it the one that was said? */
struct str giver_key(struct ctx *c, const struct record *giver);
bool giver_key_good(struct ctx *c, const struct record *giver, struct str key);
/* "Puesto de la señora Ana, Mercado Ciudad, puesto 14". */
struct str giver_where(struct ctx *c, const struct record *giver);
/* Whom she is a giver as; how many, at most max. */
unsigned givers_mine(struct ctx *c, struct id *out, unsigned max);

/* ---- offers ---- */

/* As it stands; false: there is none. */
bool offer_get(struct ctx *c, struct id id, struct record *out);
/* Does it stand so: "open", "taken" …? */
bool offer_is(const struct record *r, const char *state);
/* Whoever wants it may take it: all nearby ones were asked, or its time is nearly over. */
bool offer_for_all(const struct ctx *c, const struct record *r);
/* "papa, 30 kg"; "30 kg". An amount of its food. */
struct str offer_show(struct ctx *c, const struct record *r);
struct str offer_amount_show(struct ctx *c, const struct record *r, int64_t amount);
/* "30 kg", "12.5 kg". */
struct str grams_show(struct ctx *c, int64_t g);
/* "hoy a las 16:00", "el 23/11 a las 9:30". */
struct str instant_show(struct ctx *c, int64_t at);
struct id ask_id(const struct ctx *c, struct id offer, struct id kitchen);
bool ask_get(struct ctx *c, struct id offer, struct id kitchen, struct record *out);
/* May the actor's act speak for that kitchen about that offer: asked, or for all. */
bool offer_is_for(struct ctx *c, const struct record *offer, struct id kitchen);
/* One of what is said to be given: amount in grams or the base unit of its food. */
struct given_item {
	struct str what;
	struct id food; /* zero: not in the table of foods */
	int64_t amount;
};
/* "30 kg papa y 10 kg zanahoria"; INVALID with a fault at `field`. */
enum rc given_read(struct ctx *c, const char *field, struct str text, struct given_item out[OFFERS_MAX], unsigned *n_out) MUST_USE;
/* "25 kg", "25": in grams or the base unit of the offer's food. */
enum rc given_amount_read(struct ctx *c, const struct record *offer, const char *field, struct str text, int64_t *out) MUST_USE;
/* "4 pm" of that day as an instant; INVALID with a fault at `until`. Empty: this evening, else tomorrow noon. */
enum rc until_read(struct ctx *c, int64_t day, struct str hour, int64_t now, int64_t *at_out) MUST_USE;
/* When the one asked now has had her time. */
int64_t turn_next_at(int64_t now, int64_t until);
/* Put the asking of a kitchen. */
void put_ask(struct change *ch, struct id ask, struct id offer, struct id kitchen, int64_t round, int64_t at, const struct fair_asked *why);

/* ---- kitchens and people ---- */

/* The kitchens for which the actor may do that; at most max. */
unsigned my_kitchens(struct ctx *c, const char *what, struct id *out, unsigned max);
/* A person of that group by the beginning of a word of her name; INVALID with a fault at `field`. */
enum rc member_named(struct ctx *c, struct id group, const char *field, struct str name, struct id *out) MUST_USE;

/* The offer that a pick-up is on that day. */
struct id pickup_offer_id(const struct ctx *c, struct id pickup, int64_t day);

/* By message, and sentences. */
struct str offer_told(struct ctx *c, const struct told *t, const char *msgid);
struct str recovery_remind(struct ctx *c);
enum rc recovery_live(struct sample *s, int64_t day);

#endif
