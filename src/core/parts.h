/*
 * parts.h - pages put together from parts, so that most need no template of their own (struct page: PAGE_PARTS).
 *
 * The order of the parts is the template's (pages/parts.html), the same on every page: the way back, title, tabs,
 * facts, what the page is for, word of success, caution, numbers, picture, chart, a quoted text, a text to forward, form,
 * presses, map, list, table, more, links.
 * A page has those that its fill names. Five patterns are made of them (pages/README.md): task, list, record, map, print.
 *
 * Labels and sentences are msgids (N_()), values are texts as they are shown; all live as long as the page's arena.
 */
#ifndef AYNI_PARTS_H
#define AYNI_PARTS_H

#include "page.h"

/* Instead of what the page is called by its declaration: the name of what it shows. */
void part_title(struct page_call *p, struct str title);
/* Where one came from, above the title: "Volver sin quitar nada". */
void part_back(struct page_call *p, const char *label, struct str url);
/* One of several views of the same: a day, a kitchen. */
void part_tab(struct page_call *p, struct str label, struct str url, bool on);
/* A line under the title; label NULL: the value says it. Nothing when it is empty. */
void part_fact(struct page_call *p, const char *label, struct str value);
/* A sentence: what the page is for, what to be careful about, what stands behind the form. */
void part_intro(struct page_call *p, const char *text);
void part_care(struct page_call *p, const char *text);
void part_after(struct page_call *p, const char *text);
/* Word of success, where struct page's done or then leads, instead of "Listo." */
void part_done(struct page_call *p, const char *text);
/* A figure in large; empty: shown as unknown. */
void part_number(struct page_call *p, const char *label, struct str value);
/* What draw.h made; the table (part_column) beside it has the same numbers. */
void part_chart(struct page_call *p, struct html drawing);
void part_map(struct page_call *p, struct html drawing);
/* Somebody's words. */
void part_quote(struct page_call *p, struct str text);
/* A picture of the program's own making (a code, a poster), its size in CSS pixels; `alt` says what it shows. */
void part_picture(struct page_call *p, struct str url, struct str alt, int width, int height);
/* A recording to be heard here; `name` says whose or which, `text` what is said in it, or empty. */
void part_sound(struct page_call *p, struct str name, struct str url, struct str text);
/* A text made to be sent on in a chat: as it stands, to WhatsApp, or by what the phone has for it. */
void part_share(struct page_call *p, struct str text);

enum { PART_CARRY_MAX = 6 };

struct part_form {
	const struct action *action;
	const struct record *standing; /* what boxes show, as in form_fill; or NULL */
	struct str to;                 /* where it is posted: the page's own address */
	/* Arguments that are not asked for but sent along: name and value. They get no box. */
	struct {
		const char *name;
		struct str value;
	} carry[PART_CARRY_MAX];
	const char *without; /* further arguments without a box, separated by |; or NULL */
	const char *button;  /* msgid; NULL: the action's label */
	const char *icon;    /* of web/icons.txt; NULL: a tick */
	bool waits;          /* may wait on the phone for a signal */
};
void part_form(struct page_call *p, const struct part_form *f);
/*
 * One more thing that can be done here at one press, with nothing to fill in: all that its action needs is in `carry`.
 * Any number of them; `beside` says what it is done to (a name), or is empty. What asks for a word first is a page of its own.
 */
void part_press(struct page_call *p, const struct part_form *f, struct str beside);

/* The heading over list or table. */
void part_heading(struct page_call *p, const char *text);
/* A line of the list: its name, where it leads (or empty), what is beside and below it. The row, for its "row_count". */
struct view *part_row(struct page_call *p, struct str name, struct str url, struct str small, struct str text);
/* What is said when the list has no line. */
void part_empty(struct page_call *p, const char *text);
/* The table: its columns, and lines of a first cell (with where it leads, or empty) and the rest. An empty cell is a dash. */
void part_column(struct page_call *p, const char *label);
struct view *part_line(struct page_call *p, struct str head, struct str url);
void part_cell(struct view *line, struct str text);
/* The table is a sheet to be printed and signed: lines, empty cells, the last column for hand or finger. */
void part_sheet(struct page_call *p, const char *caption);
/* The next part of list or table; empty: this was all. */
void part_more(struct page_call *p, struct str url);
/* What else can be done from here; nothing when url is empty. */
void part_link(struct page_call *p, const char *icon, const char *label, struct str url);

#endif
