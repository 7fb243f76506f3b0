/*
 * page.h - a page is a path, a template and a fill function; forms post actions.
 *
 * GET fills the view. POST (when `action` is set) reads the form into that action, passes it
 * through the gate, and either redirects to where `done` says (303) or fills the page again with
 * what was typed and the reasons.
 */
#ifndef AYNI_PAGE_H
#define AYNI_PAGE_H

#include "gate.h"
#include "view.h"

struct page;
struct records;

struct page_call {
	struct ctx *c;
	struct view *v;
	/* Path piece by name ("code" of "/cocina/{code}"), query or form value; empty when absent. */
	struct str (*get)(const struct page_call *p, const char *name);
	const void *request;           /* the channel's own */
	const struct page *page;
	const struct act *act;         /* a refused act of this page's POST, or NULL */
	const struct outcome *outcome; /* with act */
	/* Before what takes far longer than a page: false, then fill returns BUSY at once. */
	bool (*slow)(const struct page_call *p);
	/* Set by fill: */
	struct str redirect;           /* go there instead */
	int status;                    /* 0: 200 */
	struct str bytes;              /* with type: a file instead of the template, for whoever may see the page */
	const char *type;              /* "image/png"; static */
	bool amended;                  /* by prepare: boxes show the act's values, not what was typed */
};

enum {
	PAGE_KEEP = 1,   /* a page of daily work: her phone keeps it, encrypted, and its form waits in the outbox */
	PAGE_SECRET = 2, /* confidential: never kept on a phone, in no form whatever */
	PAGE_PARTS = 4,  /* without a template of its own: put together from parts.h */
};

struct page {
	const char *path;     /* "/cocina/{code}" */
	const char *name;     /* access by rule "page:NAME"; its template, but for PAGE_PARTS */
	enum rc (*fill)(struct page_call *p); /* OK, NOT_FOUND or DENIED (both show as 404), BUSY (see slow). NULL: by `records` */
	const char *action;   /* posted to this path, or NULL */
	/*
	 * After the form was read into the act and before the gate: may change the act, or set p->redirect to
	 * go somewhere without acting ("leave it as it is"). May be NULL.
	 */
	void (*prepare)(struct page_call *p, struct act *a);
	/*
	 * In the writer, after the act was accepted and in the same transaction: operational rows that go with it, from
	 * what prepare left in act->own. Cannot refuse. May be NULL.
	 */
	void (*along)(struct ctx *c, const struct act *a, const struct outcome *o);
	const char *then; /* where to go after the act was accepted, kept or repeated; NULL: the same path */
	/* The same, where it hangs on what was done. May be NULL. Behind "?ok=1" a page has the flag "done". */
	struct str (*done)(struct ctx *c, const struct act *a, const struct outcome *o);
	unsigned flags; /* PAGE_… */
	const struct records *records; /* records.h: the page follows from the declaration; PAGE_PARTS goes without saying */
	const char *title;    /* N_(): what it is called; a voice can be recorded for it (aloud.h). NULL: never */
};

/*
 * The form of an action: sets "form" (markup of template part "field", one an argument), "id" (the
 * act's: fresh, or the same again after a refusal that may be repeated), "seen", "has_errors" and rows
 * "errors" (id, message); with `standing`, the rows "standing_rows" (label, there, mine, sum) and "standing_by", where a
 * figure stands that was not seen. Values are what was typed when p->act was refused, else those of `standing`
 * (fields of the same names), else none. Arguments named in `without` (separated by |) are left out.
 */
void form_fill(struct page_call *p, const struct action *action, const struct record *standing,
	const char *without);

/* May the actor open it, by the rule "page:NAME"? */
bool page_may(struct ctx *c, const struct page *page);
/* The page she may open whose form does that action, or NULL. */
const struct page *page_doing(struct ctx *c, struct str action);

/* What a form carries besides the arguments of its action: its session, the act, what was seen, the answer to a question. */
bool form_carries(struct str name);

/* The message of an item in c's language. */
struct str diag_message(struct ctx *c, const struct diag_item *item);

#endif
