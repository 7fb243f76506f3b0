/* working_days.c - see working_days.h. */
#include "working_days.h"

#include "civil.h"

enum { SATURDAY = 5, DAYS_MOST = 400, SPAN_MOST = 20000 };

int64_t easter_day(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return day_from_civil((struct civil){ year, n / 31, n % 31 + 1 });
}

bool day_is_holiday(int64_t day)
{
	static const uint8_t every_year[][2] = { { 1, 1 }, { 5, 1 }, { 6, 7 }, { 6, 29 }, { 7, 23 }, { 7, 28 }, { 7, 29 }, { 8, 6 }, { 8, 30 },
		{ 10, 8 }, { 11, 1 }, { 12, 8 }, { 12, 9 }, { 12, 25 } };
	struct civil c = day_civil(day);
	int64_t to_easter = easter_day(c.year) - day;

	for (unsigned i = 0; i < sizeof(every_year) / sizeof(every_year[0]); i++)
		if (every_year[i][0] == c.month && every_year[i][1] == c.day)
			return true;
	return to_easter == 3 || to_easter == 2; /* Thursday and Friday before it */
}

bool day_is_working(int64_t day, const struct days_off *off)
{
	for (unsigned i = 0; off && i < off->n; i++)
		if (off->day[i] == day)
			return false;
	return day_weekday(day) < SATURDAY && !day_is_holiday(day);
}

int64_t working_day_after(int64_t day, int64_t n, const struct days_off *off)
{
	for (int64_t left = n > DAYS_MOST ? DAYS_MOST : n; left > 0;)
		left -= day_is_working(++day, off);
	return day;
}

int64_t working_days_between(int64_t from, int64_t to, const struct days_off *off)
{
	int64_t n = 0;

	for (int64_t day = from; day < to && day < from + SPAN_MOST;)
		n += day_is_working(++day, off);
	return n;
}
