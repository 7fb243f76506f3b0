/*
 * open_data.h - open data: what anyone may have as CSV, JSON or a workbook, each column declared once.
 *
 * A column has a name for programs, a HXL hashtag (hxlstandard.org, 1.1) for humanitarian tools, and words that say what it
 * is; the data dictionary is those words. Unknown is an empty cell, never 0. Licence: CC BY 4.0.
 */
#ifndef AYNI_OPEN_DATA_H
#define AYNI_OPEN_DATA_H

#include "city_own.h"

enum data_kind { DATA_TEXT, DATA_INT, DATA_DAY, DATA_DEGREES, DATA_PEOPLE, DATA_KINDS };

struct data_column {
	const char *name, *hxl;
	enum data_kind kind; /* DATA_PEOPLE: a count of people: "<5", or "*" where another would be told */
	const char *means;   /* N_() */
};

struct data_out;

struct data_set {
	const char *name;  /* permanent: part of its address */
	const char *label; /* N_() */
	const struct data_column *column;
	unsigned ncolumns;
	void (*rows)(struct ctx *c, struct data_out *o);
};

extern const struct data_set data_sets[]; /* ended by a NULL name; the dictionary is the last */

/* A row, and its cells in the order of the columns. */
void data_row(struct data_out *o);
void data_text(struct data_out *o, struct str s); /* empty: unknown */
void data_int(struct data_out *o, int64_t n, bool known);
void data_day(struct data_out *o, int64_t day);
void data_degrees(struct data_out *o, int64_t micro, bool known);

enum data_form { DATA_CSV, DATA_JSON, DATA_XLSX, DATA_FORMS };
extern const char *const data_form_names[DATA_FORMS];
/* The whole file in the arena; false: this machine cannot make a workbook now. */
bool data_file(struct ctx *c, const struct data_set *s, enum data_form form, struct str *out) MUST_USE;
const char *data_type(enum data_form form);
const char *data_kind_name(enum data_kind kind);

/* The fill functions of its pages. */
enum rc page_data(struct page_call *p);
enum rc page_data_file(struct page_call *p);

#endif
