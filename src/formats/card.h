/*
 * card.h - a day's figures as a picture and as a sheet, made to be forwarded (cairo and Pango).
 *
 * What is on it is for anyone: it goes from hand to hand. The same card gives the same bytes on machines with the same
 * libraries and fonts (DejaVu Sans): no clock, no locale, no environment. Takes some 30 ms; the libraries and fonts are
 * loaded when the first one is drawn. One at a time, any thread but one that must not wait.
 */
#ifndef AYNI_CARD_H
#define AYNI_CARD_H

#include "str.h"

enum { CARD_PAIRS = 2, CARD_DAYS = 7, CARD_EDGE = 1080, CARD_HIGH = 1350 };

struct card_pair {
	struct str label, value;
};

struct card_day {
	struct str label;
	struct str value; /* as it is shown; empty: not known */
	int64_t n;        /* its bar; less than 0: not known */
};

struct card {
	struct str net, place, day;      /* whose, where, when: "domingo 22 de noviembre" */
	struct card_pair big;            /* the one figure that matters; an empty value: not known, `unknown` is shown */
	struct str unknown;              /* "sin dato" */
	struct card_pair pair[CARD_PAIRS];
	unsigned npairs;
	struct str lacks_label, lacks;   /* what lacks; empty: nothing is said */
	struct str days_label;           /* as many days as there is room for */
	struct card_day days[CARD_DAYS];
	unsigned ndays;
	struct str link;                 /* where it comes from */
	struct str language;             /* its tag: "es" */
	struct str made_on;              /* "2026-11-22": in the sheet's description, instead of a clock */
	bool code_on_picture;            /* the picture has the code, too */
	struct str code, code_word;      /* the sheet is a poster: this QR code stands instead of the days, with words beside it; or empty */
};

/* A PNG of CARD_EDGE by CARD_HIGH points, as phones show a picture in a chat (4 by 5). False: this machine cannot draw (no libraries or no memory), or
 * others had it draw for two seconds. */
bool card_png(struct arena *a, const struct card *c, struct str *out);
/* One page A4 as PDF whose text can be searched and copied. */
bool card_pdf(struct arena *a, const struct card *c, struct str *out);

#endif
