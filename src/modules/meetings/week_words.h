/*
 * week_words.h - a week as people say it: "lun 8-12 escuela, sab de 3 a 6 pm trabajo". Pure.
 */
#ifndef AYNI_WEEK_WORDS_H
#define AYNI_WEEK_WORDS_H

#include "str.h"

enum { WEEK_DAYS = 7, WEEK_HOURS = 24 };
/* Why an hour is taken; kept as bytes of struct week. */
enum week_why { WEEK_FREE, WEEK_SCHOOL, WEEK_WORK, WEEK_OTHER, WEEK_WHYS };

/* Hours whole; day 0 is Monday. `told`: she said it; one with nothing taken is free, one that nobody told is unknown. */
struct week {
	bool told;
	uint8_t why[WEEK_DAYS][WEEK_HOURS];
};

enum week_fault { WEEK_FINE, WEEK_NO_WORD, WEEK_NO_DAY, WEEK_NO_HOURS, WEEK_NO_HOUR };

/*
 * Laid upon *io: hours named are taken, or free ("lun libre"); others stay. Nothing of it where something was not understood:
 * then *piece_out is that word, and *io stays. A part of an hour is the whole hour. A reason counts for what stands before it
 * without one; where none is said it is another one. From 1 to 5 without more words is the afternoon.
 */
enum week_fault week_say(struct arena *a, struct str text, struct week *io, struct str *piece_out);
/* "borrar": to be forgotten. */
bool week_says_forget(struct arena *a, struct str text);
/* One day as it is kept: "8-12 school, 15-18 work"; empty: nothing taken. And back; what is no such text is left out. */
struct str week_day_write(struct arena *a, const uint8_t *hours);
void week_day_read(struct str text, uint8_t *hours_out);

#endif
