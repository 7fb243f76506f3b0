/*
 * recovery_pages.h - what the files of pages share.
 */
#ifndef AYNI_RECOVERY_PAGES_H
#define AYNI_RECOVERY_PAGES_H

#include "page.h"

/* The fill of each page, and where to go when its act was done (struct page). */
enum rc offer_one_fill(struct page_call *p);
enum rc offer_withdraw_fill(struct page_call *p);
enum rc offer_cannot_fill(struct page_call *p);
enum rc offer_fetch_fill(struct page_call *p);
enum rc offer_list_fill(struct page_call *p);
enum rc giver_relink_fill(struct page_call *p);
enum rc giver_new_fill(struct page_call *p);
enum rc giver_one_fill(struct page_call *p);
enum rc giver_link_fill(struct page_call *p);
enum rc giver_leave_fill(struct page_call *p);
enum rc giver_mine_fill(struct page_call *p);
enum rc giver_for_her_fill(struct page_call *p);
enum rc giver_list_fill(struct page_call *p);
enum rc pickup_end_fill(struct page_call *p);
enum rc pickup_new_fill(struct page_call *p);
enum rc pickup_list_fill(struct page_call *p);
enum rc recovered_fill(struct page_call *p);
enum rc shares_fill(struct page_call *p);
struct str giver_giver_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str giver_new_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str giver_sent_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str giver_made_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str pickup_new_done(struct ctx *c, const struct act *a, const struct outcome *o);
struct str offer_done(struct ctx *c, const struct act *a, const struct outcome *o);
/* "/recuperar/ID", and one of its pages. */
struct str offer_url(struct ctx *c, struct id offer);
struct str offer_sub(struct ctx *c, struct id offer, const char *what);

#endif
