/*
 * hour.h - hours of the day as people write them: "10:30", "7 pm", "siete y media de la noche".
 */
#ifndef AYNI_COMMON_HOUR_H
#define AYNI_COMMON_HOUR_H

#include "str.h"

enum { MINUTES_OF_DAY = 24 * 60 };

struct hour {
	int minute;   /* since midnight, 0 to 1439 */
	bool half;    /* whether morning or evening was not said: "7"; minute is that of the morning */
	struct str left; /* the other words, folded, with single blanks */
};

/*
 * The first hour in a text; false when there is none, or one that no clock shows. A bare number from 0 to 24 is an
 * hour. Pure; texts in the arena.
 */
bool hour_read(struct arena *a, struct str text, struct hour *out) MUST_USE;
/* "10:30". In the arena. */
struct str hour_show(struct arena *a, int minute);
/* Back from "10:30"; -1 when it is not one. */
int hour_parse(struct str s);

#endif
