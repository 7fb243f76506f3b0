/*
 * stock.h - what a group's store holds: movements, never edited, only reversed; their sum is the stock.
 *
 * A movement is one food of one group on one day: how it came in or went out. `amount` is what people say, in the food's
 * base unit; `delta` is what it does to the store, and the sum of it over group and food is what is there. A count
 * ("quedan 8 kg") is a movement whose delta is the difference to what stood when it was decided. So the sum is the
 * stock in whatever order changes arrive. Nothing goes below zero without a reason that was said.
 * What was taken back is a movement of its own, of the same day, with the opposite of amount, delta and cost: so sums are
 * right without asking which were. Its id derives from what it takes back: two who do it at once do it once.
 * What goes from one store to another is two movements that name each other, in one change.
 */
#ifndef AYNI_STOCK_H
#define AYNI_STOCK_H

#include "module.h"

enum {
	STOCK_GROUP, STOCK_DAY, STOCK_FOOD,
	STOCK_KIND,
	STOCK_AMOUNT,   /* base units, as said; 0 where it was counted and nothing is left */
	STOCK_DELTA,    /* base units, signed: what the tally sums */
	STOCK_TYPED,    /* the amount as it was written: "2 sacos" */
	STOCK_COST,     /* céntimos, of all of it */
	STOCK_SUPPLIER, STOCK_RUC, STOCK_RECEIPT,
	STOCK_BEST_BEFORE,
	STOCK_OTHER,    /* the group that it was lent to or borrowed from */
	STOCK_SOURCE,   /* entity and id of the record that caused it: "meal 0190…"; of a loan its other half */
	STOCK_REVERSES, /* the movement that this one takes back */
	STOCK_REASON,
	STOCK_DISTRICT, STOCK_WEEK, /* of what was bought at a known price: for prices by district and week (the Monday) */
	STOCK_BY,       /* who said it; unknown where a program did */
	STOCK__N
};

extern const struct entity stock_entity; /* "stock_move" */
/*
 * In: bought given recovered harvested borrowed returned (what we had lent came back). Out: used lost lent spoiled repaid
 * (we gave back what we had borrowed). And: counted reversed.
 */
extern const struct choice stock_kinds[];
/* Entity, sums and queries; what people do with them is the module store's. Needs foods_module. */
extern const struct module stocks_module;
/* By group, food and other group: what is there, and what neighbours owe (below 0) or are owed. By district, week and food: prices. */
extern const struct tally stock_by, stock_price;

/* 1: it comes in; -1: it goes out; 0: counted, reversed, or no kind at all. */
int stock_sign(struct str kind);

/* One movement that another act causes (a pot that takes its ingredients, kilos fetched, a harvest). What is zero or empty is unknown. */
struct stock_entry {
	struct id group, food;
	int64_t day;
	const char *kind;
	int64_t amount;          /* base units, more than 0; of a count 0 too */
	struct str typed;
	struct str reason;       /* said by whoever acts */
	struct str source;       /* "meal HEX" */
	bool has_cost;
	int64_t cost_cents;
	struct str supplier, ruc, receipt;
	int64_t best_before;     /* a day; 0: not said */
	struct id other;
};

/*
 * Judge it and put it into the change, as the nth movement of this act (the same act, the same ids). INVALID with a fault at
 * `field`: it would go below zero without a reason ("short"), more than is believed without one ("much"), a day to come
 * ("future"), an unknown food ("unknown"). What the same change already takes is counted in.
 */
enum rc stock_put(struct ctx *c, const struct act *a, struct change *ch, const char *field, const struct stock_entry *e, unsigned nth) MUST_USE;
/*
 * The same of what goes between e->group and e->other: e's movement and, as number nth + 1, the other store's (lent and
 * borrowed, repaid and returned). The other store may go below zero: its count is wrong, not what was carried.
 */
enum rc stock_put_pair(struct ctx *c, const struct act *a, struct change *ch, const char *field, const struct stock_entry *e, unsigned nth) MUST_USE;
/* Put what takes that movement back, of a pair both; false: there is none, or it was taken back already. `reason` may be empty. */
bool stock_put_reversal(struct ctx *c, struct change *ch, struct id move, struct str reason);
/* The id of the nth movement of that act. */
struct id stock_id(const struct act *a, unsigned nth);
/* The movement as it stands; false: there is none. *back_out (may be NULL): it was taken back. */
bool stock_get(struct ctx *c, struct id move, struct record *out, bool *back_out);

/* What is there, in base units; 0 where nothing was ever told. May be below 0. For a decide: sees all that came before. */
int64_t stock_balance(struct ctx *c, struct id group, struct id food);

struct stock_row {
	struct id food;
	int64_t balance, n; /* n: movements it is the sum of */
};
/* All foods the group ever had, by food; how many there are, at most max. For pages: from running sums. */
unsigned stock_all(struct ctx *c, struct id group, struct stock_row *out, unsigned max);

/* A movement as cards and balances show it. Texts in the arena. */
struct stock_line {
	struct id id, food, other, reverses, by;
	int64_t day, amount, delta, cost_cents, best_before;
	struct str kind, typed, supplier, ruc, receipt, source, reason;
	bool has_cost, back; /* back: taken back, or what takes another back */
};
/*
 * Movements of the group from one day to another, both included, by day and then in the order of their making; food zero:
 * of all foods; kind NULL: of all kinds. How many, at most max.
 */
unsigned stock_moves(struct ctx *c, struct id group, struct id food, int64_t from, int64_t to, const char *kind,
	struct stock_line *out, unsigned max);
/*
 * What the group paid last for that food, in céntimos a thousand base units (a kilo, a litre) or, of what is counted in
 * pieces, a piece; -1: it never said.
 */
int64_t stock_last_price(struct ctx *c, struct id group, struct id food, bool by_piece);

#endif
