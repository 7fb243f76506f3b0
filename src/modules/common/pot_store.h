/*
 * pot_store.h - what a pot takes of its kitchen's store, however it is told: by page, by message, by a program.
 *
 * The movements of a pot name it as their source ("meal ID"), so what one pot took is found again, told once and taken back
 * together. A menu says by `taken` that its foods left the store: they leave once, however often its plates are corrected.
 */
#ifndef AYNI_POT_STORE_H
#define AYNI_POT_STORE_H

#include "food.h"
#include "menu.h"
#include "stock.h"

struct pot_key {
	struct id group, meal; /* meal: the kitchens' record of it */
	int64_t day;
	struct str sitting;
};

/* What its movements name as their source. In the context's arena. */
struct str pot_source(struct ctx *c, struct id meal);
/* What left that group's store on that day by that source and was not taken back; how many, at most max. */
unsigned pot_moves(struct ctx *c, struct id group, int64_t day, struct str source, struct stock_line *out, unsigned max);
/* All of it goes back into the store, in this change; how many movements. */
unsigned pot_give_back(struct ctx *c, struct change *ch, struct id group, int64_t day, struct str source, struct str reason);
/*
 * The foods of its menu as far as the store has them; none where there is no menu with a recipe. For `plates` where neither
 * the menu says for how many (0: nor is that known, then as many as the recipe is written for). How many lines.
 */
unsigned pot_menu_foods(struct ctx *c, const struct pot_key *pot, int64_t plates, struct food_line out[RECIPE_FOODS_MAX]);
/* These leave the store for that pot, in this change. INVALID with a fault at `field`, as stock_put has them. */
enum rc pot_take(struct ctx *c, const struct act *a, struct change *ch, const char *field, const struct pot_key *pot, struct str reason,
	const struct food_line *line, unsigned n) MUST_USE;
/* In this change: its menu's foods have left the store (or not, where they are given back). Nothing where it has no menu. */
void pot_menu_taken(struct ctx *c, struct change *ch, const struct pot_key *pot, bool taken);
/*
 * A pot was told with its plates and no word on the store: where its menu stands and was not taken, its foods leave the store
 * as far as they are there. What was counted on a later day stays as it was counted. Never refuses a report for the store's sake.
 */
enum rc pot_take_menu(struct ctx *c, const struct act *a, struct change *ch, const struct pot_key *pot, int64_t plates) MUST_USE;
/* "arroz 12 kg, papa 5 kg y 2 más": what this change takes of stores, `max` foods by name; empty: nothing. */
struct str pot_took_told(struct ctx *c, const struct change *ch, unsigned max);

#endif
