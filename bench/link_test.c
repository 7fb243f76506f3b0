/*
 * link_test.c - the model of the link against times worked out by hand; no clock is read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "link.h"

/* 1,500 bytes at 50 kbit/s take 240 ms. */
enum { MS = 1000, FULL_US = 240 * MS, HALF_US = 300 * MS, WHOLE_US = 600 * MS };

struct arrivals {
	int64_t now_us, end_us[WIRE_FLOWS], first_us[WIRE_FLOWS], bytes[WIRE_FLOWS];
};

static struct wire w;
static struct arrivals got;

static void told(void *arg, unsigned flow, unsigned n)
{
	struct arrivals *a = arg;

	if (!a->bytes[flow] && n)
		a->first_us[flow] = a->now_us;
	a->bytes[flow] += n;
	if (!n)
		a->end_us[flow] = a->now_us;
}

static void begin(int64_t lost_ppm, uint64_t seed)
{
	wire_begin(&w, &(struct wire_options){ 50000, WHOLE_US, lost_ppm, seed });
	memset(&got, 0, sizeof got);
}

/* Jumps from event to event until nothing is left to happen. */
static void run(void)
{
	for (int64_t at; (at = wire_next_us(&w)) != INT64_MAX;) {
		assert_true(at >= got.now_us);
		got.now_us = at;
		wire_run(&w, at, told, &got);
	}
}

static void one_page(void **state)
{
	(void)state;
	begin(0, 1);
	assert_true(wire_connect_us(&w, 5) == 5 + WHOLE_US);
	wire_open(&w, 0, 0);
	wire_put(&w, 0, 0, 14600); /* ten segments: 2.4 s, and half a round trip */
	wire_put(&w, 0, 0, 0);
	run();
	assert_true(got.bytes[0] == 14600 && w.segments == 11 && w.lost == 0);
	assert_true(got.first_us[0] == FULL_US + HALF_US);
	assert_true(got.end_us[0] == 10 * FULL_US + 40 * 8 * 20 + HALF_US); /* the end: 40 bytes, 20 µs a bit */
}

static void two_share(void **state)
{
	(void)state;
	begin(0, 1);
	for (unsigned i = 0; i < 2; i++) {
		wire_open(&w, i, 0);
		wire_put(&w, i, 0, 5 * SEGMENT);
	}
	run();
	assert_true(got.bytes[0] == 5 * SEGMENT && got.bytes[1] == 5 * SEGMENT);
	assert_true(got.first_us[1] == FULL_US + HALF_US && got.first_us[0] == 2 * FULL_US + HALF_US);
	assert_true(got.now_us == 10 * FULL_US + HALF_US); /* together as long as one that sends all */
}

/* A reader that comes late changes nothing: times run from when bytes were ready. */
static void late_look(void **state)
{
	(void)state;
	begin(0, 1);
	wire_open(&w, 3, 100 * MS);
	wire_put(&w, 3, 0, SEGMENT);
	wire_put(&w, 3, 7, SEGMENT);
	assert_true(wire_next_us(&w) == 100 * MS);
	wire_run(&w, 90 * MS, told, &got);
	assert_true(w.segments == 0);
	wire_run(&w, 5000 * MS, told, &got);
	assert_true(got.bytes[3] == 2 * SEGMENT && w.free_us == 100 * MS + 2 * FULL_US);
	wire_put(&w, 3, 6000 * MS, SEGMENT); /* an idle wire starts afresh */
	got.bytes[3] = 0;
	run();
	assert_true(got.first_us[3] == 6000 * MS + FULL_US + HALF_US);
}

static void losses(void **state)
{
	(void)state;
	int64_t lost = 0, segments = 0, slow_us = 0;
	int late = 0;

	for (uint64_t seed = 1; seed <= 2000; seed++) {
		begin(50000, seed);
		wire_open(&w, 0, 0);
		wire_put(&w, 0, 0, 10 * SEGMENT);
		run();
		assert_true(got.bytes[0] == 10 * SEGMENT);
		int64_t least_us = (int64_t)(10 + w.lost) * FULL_US + HALF_US;
		assert_true(got.now_us >= (w.lost ? 10 * FULL_US + HALF_US : least_us));
		if (w.lost == 0)
			assert_true(got.now_us == least_us);
		late += got.now_us > 10 * FULL_US + HALF_US;
		slow_us += got.now_us;
		lost += (int64_t)w.lost;
		segments += (int64_t)w.segments + (int64_t)w.lost;
	}
	assert_true(lost * 1000 / segments >= 45 && lost * 1000 / segments <= 55);
	assert_true(late > 600 && late < 900); /* 1 − 0.95¹⁰ = 40 %, less those made good under way */
	assert_true(slow_us / 2000 > 10 * FULL_US + HALF_US);
	begin(1000000, 1); /* all is lost, again and again: eight tries, then it is let through */
	wire_open(&w, 0, 0);
	wire_put(&w, 0, 0, 1);
	run();
	assert_true(got.bytes[0] == 1 && w.lost == 8 && got.now_us > 255 * 2 * WHOLE_US);
	assert_true(wire_connect_us(&w, 0) == 255 * (int64_t)1000000 + WHOLE_US);
}

/* What is lost holds up its own connection, not its neighbour. */
static void neighbour(void **state)
{
	(void)state;
	for (uint64_t seed = 1;; seed++) {
		begin(50000, seed);
		wire_open(&w, 0, 0);
		wire_put(&w, 0, 0, SEGMENT);
		wire_run(&w, 0, told, &got);
		wire_open(&w, 1, 0);
		wire_put(&w, 1, 0, SEGMENT);
		uint64_t before = w.lost;
		run();
		if (before != 1 || w.lost != 1)
			continue;
		assert_true(got.first_us[0] == FULL_US + HALF_US + 2 * WHOLE_US);
		assert_true(got.first_us[1] == 3 * FULL_US + HALF_US); /* after both copies */
		return;
	}
}

static void forgotten(void **state)
{
	(void)state;
	begin(0, 1);
	wire_open(&w, 0, 0);
	wire_put(&w, 0, 0, 100 * SEGMENT);
	wire_run(&w, 1000 * MS, told, &got);
	wire_drop(&w, 0);
	assert_true(wire_next_us(&w) == INT64_MAX);
	wire_open(&w, 0, 0);
	assert_true(wire_next_us(&w) == INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_page),
		cmocka_unit_test(two_share),
		cmocka_unit_test(late_look),
		cmocka_unit_test(losses),
		cmocka_unit_test(neighbour),
		cmocka_unit_test(forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
