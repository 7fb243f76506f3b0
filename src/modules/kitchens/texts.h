/*
 * texts.h - what people say to this module by message and what it answers, between its files.
 */
#ifndef AYNI_KITCHENS_TEXTS_H
#define AYNI_KITCHENS_TEXTS_H

#include "kitchens_own.h"

/* Lunch of today, unless she says another; what stands is what she takes back. */
enum rc void_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);
struct str void_answer(struct ctx *c, const struct act *a, const struct outcome *o);
/*
 * The list is judged before anything is done: what is not surely a thing that a kitchen lacks is asked for again. One
 * thing alone moves from `items` to its own arguments, in her own measure, so that its number can be corrected.
 */
enum rc need_report_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);
enum rc need_meet_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out,
	unsigned *arg_out);
struct str need_report_answer(struct ctx *c, const struct act *a, const struct outcome *o);
struct str need_meet_answer(struct ctx *c, const struct act *a, const struct outcome *o);
/* "faltas", "resumen SJM", "mi olla": what is answered. */
struct str tell_needs(struct ctx *c, struct str rest);
struct str tell_summary(struct ctx *c, struct str rest);
struct str tell_mine(struct ctx *c, struct str rest);

/* Registering her own kitchen. */
enum rc join_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out);
struct str join_answer(struct ctx *c, const struct act *a, const struct outcome *o);

/* "120 almuerzos", "almuerzo" … as people count them. */
struct str plates_word(struct ctx *c, struct str sitting, int64_t n);
struct str number_text(struct ctx *c, int64_t n);
/* A need's record as it stands. */
struct need need_of(const struct record *r);
/*
 * What lacks most in the district that `rest` names ("SJM", "san juan de miraflores", "150133"), or in hers. A text in
 * c->lang; never empty.
 */
struct str district_needs_told(struct ctx *c, struct str rest);
/* "Falta más: arroz (5 cocinas), gas (2)." or empty. */
struct str district_needs_line(struct ctx *c, struct id place);
/* "arroz (5), gas (2)": the things that most kitchens of the district lack, and how many; or empty. */
struct str district_needs_list(struct ctx *c, struct id place);
/* Kitchens that told of that day, of all that work. */
void district_kitchens(struct ctx *c, struct id place, int64_t day, int64_t *told_out, int64_t *all_out);
/* The day's news of her district (module.h), and what she has still to tell today. */
struct str kitchens_digest(struct ctx *c);
struct str kitchens_remind(struct ctx *c);

#endif
