/*
 * task.h - what there is to do, on the home of whoever is signed in.
 *
 * A module declares its tasks, and the area of work that they belong to. Home shows what waits (TASK_NOW, TASK_TODAY)
 * task by task, then one line an area, whose page (/area/{name}) holds all tasks of it; where an area has but one task
 * for her, that task stands in its place. So home grows by a line a module, however many tasks it has.
 * Shown are those whose `what` the actor may do somewhere, in the order of `when`, then as declared. One with `tell` is
 * told by it: once for each thing to do, or not at all.
 */
#ifndef AYNI_TASK_H
#define AYNI_TASK_H

#include "page.h"

/* Several modules may name the same area; the first that gives it a label says what it is called. */
struct area {
	const char *name;  /* permanent, part of its address: "cocinas" */
	const char *icon;  /* a name of web/icons.txt */
	const char *label; /* N_(): two to four words; NULL: another module's area, joined */
};

enum task_when {
	TASK_NOW,   /* something waits for her and will not go away by itself */
	TASK_TODAY, /* the day's work; few: told only where there is some */
	TASK_WORK,  /* what she may do any day */
	TASK_LOOK,  /* what she may look at */
	TASK_SELF,  /* at hand at the end of home, in no area: her account, her phone, help */
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
	const char *area;  /* the name of an area, where it is not its module's; NULL: its module's, if that has one */
};

/* Empty texts: as declared. count: how many wait, shown beside the word when it is not 0. */
struct task_told {
	struct str label, hint, url;
	int64_t count;
};

struct task_row {
	const struct task *task;
	struct task_told told;
	struct task_row *next;
};

/* What was told, in order. */
struct task_list {
	struct ctx *c;
	struct task_row *first, *last;
	unsigned n;
	int64_t count; /* of all together: what waits */
};

struct registry;

/* The area from whose page one comes to that address; NULL: it is reached in another way. */
const struct area *task_area(const struct registry *r, const char *path);
/* The way back to it, above the title of the page. */
void area_link(struct page_call *p, const struct area *a);
/* One more thing to do, of that task. Texts are borrowed for the life of the page. */
void task_add(struct task_list *l, const struct task *t, struct task_told told);

#endif
