/* paper_own.h - between what is to stand on a paper (paper.c) and its drawing (paper_draw.c). */
#ifndef AYNI_PAPER_OWN_H
#define AYNI_PAPER_OWN_H

#include "paper.h"

enum paper_kind { PAPER_TITLE, PAPER_HEADING, PAPER_WORDS, PAPER_BOXES, PAPER_ROW, PAPER_SIGN };

struct paper_item {
	enum paper_kind kind;
	struct str text;                  /* a title, a heading, words */
	const struct str (*pair)[2];      /* boxes, signers */
	const struct paper_column *col;   /* of the row's table; n of them */
	const struct str *cell;           /* of a row; NULL: of its head */
	struct paper_item *head;          /* of a row: the head of its table */
	unsigned n, across, row_mm;
	int high_pt;                      /* measured before anything is drawn */
	struct paper_item *next;
};

struct paper {
	struct arena *mem;
	enum paper_size size;
	struct str title, author, word;
	const char *language, *made_on;
	struct str page_words, finger_words; /* "página {n} de {all}", "huella" */
	const unsigned char *module;         /* of the code; NULL: none */
	int modules;                         /* a side */
	struct paper_item *first, *last, *table;
	bool failed;
};

/* Where drawn bytes go: memory of its own, freed with the arena, since the arena may not be asked meanwhile. */
struct paper_bytes {
	char *p;
	size_t n, cap;
};

/* All of it onto pages. False: it could not be. Between pango_begin and pango_end. */
bool paper_draw(const struct paper *p, const char *title, const char *author, struct paper_bytes *out);

#endif
