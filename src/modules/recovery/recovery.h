/*
 * recovery.h - food that a stall or a shop gives instead of throwing it away, and the kitchens that fetch it.
 *
 * A giver offers one food, how much of it and until when. Nearby kitchens are asked in fair turn (fair.h), one takes it,
 * fetches it, and says how much came and how much was not fit to eat: what came goes into her store in the same change.
 * A pick-up is the same by habit, on its days of the week, with who goes and who stands in for her.
 */
#ifndef AYNI_RECOVERY_H
#define AYNI_RECOVERY_H

#include "module.h"

enum {
	GIVER_NAME, GIVER_KIND, GIVER_GROUP, GIVER_PLACE, GIVER_ADDRESS, GIVER_LATITUDE, GIVER_LONGITUDE, GIVER_PERSON,
	GIVER_LINK, /* how often her private link was made anew: part of what its key is made of */
	GIVER_VOIDED, GIVER__N
};

enum {
	OFFER_GIVER, OFFER_GROUP, OFFER_PLACE, OFFER_DAY, OFFER_WHAT,
	OFFER_FOOD,   /* where it is in the table of foods */
	OFFER_AMOUNT, /* grams or, of what is not weighed, the food's base unit; so are those that came and that did not */
	OFFER_UNTIL, OFFER_NOTE, OFFER_STATE,
	OFFER_TURN,    /* when the next kitchens are asked, while it is open */
	OFFER_KITCHEN, OFFER_GOES, OFFER_TAKEN, OFFER_PICKUP, OFFER_CAME, OFFER_REJECTED, OFFER_REASON,
	OFFER_FETCH_DAY, OFFER_MONTH, OFFER_CAME_G, OFFER_REJECTED_G, /* what the running sums are of */
	OFFER_MOVE,    /* the movement of the store */
	OFFER_VOIDED, OFFER__N
};

/* What a kitchen was asked, why it was her turn, and what she said. */
enum {
	ASK_OFFER, ASK_KITCHEN, ASK_ROUND, ASK_AT, ASK_DISTANCE_M, ASK_SHARE_G, ASK_ANSWER, ASK_BY, ASK__N
};

enum {
	PICKUP_GROUP, PICKUP_GIVER, PICKUP_WEEKDAY, PICKUP_HOUR, PICKUP_WHAT, PICKUP_GOES, PICKUP_INSTEAD, PICKUP_UNTIL, PICKUP_VOIDED,
	PICKUP__N
};

extern const struct entity giver_entity, offer_entity, ask_entity, pickup_entity;
extern const struct module recovery_module;

#endif
