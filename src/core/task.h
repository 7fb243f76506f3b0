/*
 * task.h - what there is to do, on the home of whoever is signed in.
 *
 * A module declares its tasks. Home shows those whose `what` the actor may do somewhere, in the order of
 * `when`, then as declared. One with `tell` is told by it: once for each thing to do, or not at all.
 */
#ifndef AYNI_TASK_H
#define AYNI_TASK_H

#include "page.h"

enum task_when {
	TASK_NOW,   /* something waits for her and will not go away by itself */
	TASK_TODAY, /* the day's work */
	TASK_WORK,  /* what she may do any day */
	TASK_LOOK,  /* what she may look at */
	TASK_SELF,  /* her account, her phone */
	TASK__N
};

struct task_list;

struct task {
	enum task_when when;
	const char *icon;  /* a name of web/icons.txt */
	const char *label; /* N_(): two to four words */
	const char *hint;  /* N_(): one short line, or NULL */
	const char *url;
	const char *what;  /* "page:roster", "person.add": for who may do it somewhere; NULL: for everybody */
	/* Calls task_add for each; NULL: shown once, as declared. */
	void (*tell)(struct task_list *l, const struct task *t);
};

/* Empty texts: as declared. count: how many wait, shown beside the word when it is not 0. */
struct task_told {
	struct str label, hint, url;
	int64_t count;
};

struct task_list {
	struct ctx *c;
	struct view *v; /* the page's */
	unsigned n;     /* how many were added */
};

/* One more thing to do, of that task. Texts are borrowed for the life of the page. */
void task_add(struct task_list *l, const struct task *t, struct task_told told);

#endif
