#include "clock.h"

#include <stdatomic.h>
#include <sys/timex.h>

#include "log.h"

enum { BEHIND_DAYS = 1, AHEAD_DAYS = 30 };
/* 2024-01-01: no line of this program is older. */
static const int64_t begun_ms = INT64_C(1704067200000);

enum clock_doubt clock_judge(int64_t wall_ms, int64_t about_ms)
{
	if (wall_ms < begun_ms)
		return CLOCK_UNSET;
	if (about_ms && wall_ms < about_ms - BEHIND_DAYS * (int64_t)DAY_MS)
		return CLOCK_BEHIND;
	if (about_ms && wall_ms > about_ms + AHEAD_DAYS * (int64_t)DAY_MS)
		return CLOCK_AHEAD;
	return CLOCK_GOOD;
}

/* Does the kernel say that something (NTP) sets it? */
static bool compared(void)
{
	struct timex t = { 0 };
	int state = adjtimex(&t);

	return state >= 0 && state != TIME_ERROR && !(t.status & STA_UNSYNC);
}

static struct {
	int64_t base_ms, steady_ms; /* the time at the start, as far as it was believed */
	bool ahead;                 /* the clock was ahead of it then, and is taken as it is */
} start;
static _Atomic int told; /* the doubt that was logged last */

static int64_t about_ms(void)
{
	return start.base_ms ? start.base_ms + steady_clock_us() / 1000 - start.steady_ms : 0;
}

/* A clock that others set is believed against ours. */
static enum clock_doubt judge_now(int64_t wall_ms)
{
	enum clock_doubt d = clock_judge(wall_ms, about_ms());

	return d > CLOCK_UNSET && compared() ? CLOCK_GOOD : d;
}

void clock_start(int64_t last_ms, int64_t believed_ms)
{
	int64_t wall_ms = wall_clock_ms();

	start.steady_ms = steady_clock_us() / 1000;
	start.ahead = clock_judge(wall_ms, last_ms) == CLOCK_AHEAD;
	start.base_ms = believed_ms;
	if (wall_ms < begun_ms)
		start.base_ms = believed_ms > begun_ms ? believed_ms : begun_ms;
	else if (start.ahead)
		start.base_ms = last_ms;
	else if (clock_judge(wall_ms, believed_ms) != CLOCK_BEHIND || compared())
		start.base_ms = wall_ms;
}

int64_t clock_says(void)
{
	return wall_clock_ms();
}

int64_t clock_now(void)
{
	int64_t wall_ms = wall_clock_ms();
	enum clock_doubt d = judge_now(wall_ms);

	return d == CLOCK_GOOD || (d == CLOCK_AHEAD && start.ahead) || !start.base_ms ? wall_ms : about_ms();
}

enum clock_doubt clock_doubt(void)
{
	return judge_now(wall_clock_ms());
}

enum clock_doubt clock_watch(void)
{
	static const char *const words[] = {
		[CLOCK_GOOD] = "the clock is believed again",
		[CLOCK_UNSET] = "the clock is not set: time goes on from the last change",
		[CLOCK_BEHIND] = "the clock is behind what was last written: it is not followed",
		[CLOCK_AHEAD] = "the clock is far ahead of what was last written",
	};
	enum clock_doubt d = clock_doubt();

	_Static_assert(ARRAY_LEN(words) == CLOCK__N, "clock_doubt: words missing");
	if (atomic_exchange(&told, (int)d) != (int)d)
		log_warn("%s", words[d]);
	return d;
}
