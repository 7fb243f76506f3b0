/*
 * working_days.h - days on which a registry desk in Peru works, and the day by which it has to answer.
 *
 * Saturdays, Sundays and national holidays are none (Ley 27444, TUO by D.S. 004-2019-JUS, art. 145.1); nor what a decree
 * declares for one year, which is data (entity holiday). The holidays: D.Leg. 713 art. 6 and Leyes 31381, 31530, 31788, 31822.
 */
#ifndef AYNI_WORKING_DAYS_H
#define AYNI_WORKING_DAYS_H

#include <stdbool.h>
#include <stdint.h>

/* The most that an office has where no law says otherwise: TUO of Ley 27444, art. 39. An office's own number stands with it. */
enum { ANSWER_DAYS = 30, DECLARED_MAX = 200 };

/* Days beyond those of every year, in any order. */
struct days_off {
	int64_t day[DECLARED_MAX];
	unsigned n;
};

/* Easter Sunday of that year: Meeus, "Astronomical Algorithms" (1991), ch. 8. */
int64_t easter_day(int year);
/* A holiday of every year, as the law stands since 2023. Any thread. */
bool day_is_holiday(int64_t day);
bool day_is_working(int64_t day, const struct days_off *off);
/* The n-th working day after that one, which itself does not count (art. 144.1). n at most 400. */
int64_t working_day_after(int64_t day, int64_t n, const struct days_off *off);
/* Working days after `from` until `to`, that included; 0 when to is not later. */
int64_t working_days_between(int64_t from, int64_t to, const struct days_off *off);

#endif
