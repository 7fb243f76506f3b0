/*
 * padron_own.h - between the files of this module.
 */
#ifndef AYNI_PADRON_OWN_H
#define AYNI_PADRON_OWN_H

#include "padron.h"
#include "padron_sql.h"
#include "people.h"

#define SQL(name) (&padron_sql.query[name])

enum { EDIT_DINER = DINER_REASON + 1, EDIT__N };
enum { LEAVE_DINER, LEAVE_DAY, LEAVE_WHY, LEAVE__N };

extern const struct action diner_add, diner_edit, diner_leave, diner_erase, diner_settle;
extern const struct rule padron_rules[];
extern const struct page padron_pages[];
extern const struct task padron_tasks[];

/* As it stands; false: there is none, or she was erased. */
bool diner_get(struct ctx *c, struct id id, struct record *r);
/* "Quispe Ñaupari, Rosa"; "DNI 12345678"; "Mz. B Lt. 4, junto a la loza". */
struct str diner_name(struct ctx *c, const struct record *r);
struct str diner_document(struct ctx *c, const struct record *r);
struct str diner_home(struct ctx *c, const struct record *r);

/* How many eat there now. */
struct diner_counts {
	int64_t all, social, age[4]; /* by age, as in diner_ages */
};
struct diner_counts diner_count(struct ctx *c, struct id group);

/* The pages (page.h). */
enum rc page_diners(struct page_call *p);
enum rc page_diner_new(struct page_call *p);
enum rc page_diner(struct page_call *p);
enum rc page_diner_edit(struct page_call *p);
enum rc page_diner_leave(struct page_call *p);
enum rc page_diner_erase(struct page_call *p);
enum rc page_diners_sheet(struct page_call *p);
enum rc page_diners_handout(struct page_call *p);
enum rc page_diners_book(struct page_call *p);
enum rc page_twice(struct page_call *p);
enum rc page_twice_one(struct page_call *p);
struct str diner_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str diner_gone(struct ctx *c, const struct act *a, const struct outcome *o);
void twice_task(struct task_list *l, const struct task *t);
/* The kitchen whose padrón the page shows, hers first; false: none she may see. */
bool padron_of(struct page_call *p, const char *what, struct id *out);

#endif
