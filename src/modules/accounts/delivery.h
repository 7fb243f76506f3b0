/*
 * delivery.h - food that was handed to a kitchen: what its store noted as given or recovered, of one giver on one day.
 *
 * Nothing is kept of it but the store's movements (common/stock.h): a delivery is named by its first one. What was promised
 * is known of recovered food alone, from the offer; of what was simply given it stays empty, for the hand.
 */
#ifndef AYNI_DELIVERY_H
#define AYNI_DELIVERY_H

#include "module.h"
#include "stock.h"

enum { DELIVERY_LINES = 40, DELIVERY_DAYS = 92 };

struct delivery_line {
	struct id move, food;
	int64_t received;                /* base units of its food */
	struct str typed;                /* as it was said: "24 latas"; may be empty */
	bool known_promised;
	int64_t promised, refused;       /* base units; refused 0 where nothing was, or not known */
	int64_t best_before;             /* a day; 0: not said */
};

struct delivery {
	struct id group;
	int64_t day;
	struct str kind, giver, receipt; /* kind as in stock_kinds; giver empty: nobody said */
	struct delivery_line line[DELIVERY_LINES];
	unsigned n;
};

/* What came to the group in DELIVERY_DAYS before today, the latest first; how many, at most `most`. In the arena. */
unsigned deliveries_of(struct ctx *c, struct id group, struct delivery *out, unsigned most);
/* The one that movement is part of; false: it is none, or was taken back. */
bool delivery_of(struct ctx *c, struct id move, struct delivery *out);
/* "arroz 50 kg, papa 10 kg" */
struct str delivery_goods(struct ctx *c, const struct delivery *d);
/* "24 latas, 9.6 kg": as it was said and as it is counted. `food` is the line's. */
struct str delivery_amount(struct ctx *c, const struct delivery_line *l, const struct record *food);
/* "Donado", "Recuperado": how it came. */
struct str delivery_kind(struct ctx *c, const struct delivery *d);
/* The record that is signed ("acta de entrega"), as PDF; false: this machine cannot draw. */
bool delivery_paper(struct ctx *c, const struct delivery *d, struct str *out) MUST_USE;

/* The pages (page.h): all of a kitchen, one, its paper. */
enum rc page_deliveries(struct page_call *p);
enum rc page_delivery(struct page_call *p);
enum rc page_delivery_paper(struct page_call *p);

#endif
