#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "civil.h"
#include "hash.h"
#include "id.h"
#include "map.h"
#include "money.h"
#include "utf8.h"

static int setup(void **state)
{
	crypto_start();
	*state = arena_new(1 << 20);
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

#define CHECK_STR(s, text)                                          \
	do {                                                        \
		struct str got_ = (s);                              \
		assert_int_equal(got_.n, sizeof(text) - 1);         \
		assert_memory_equal(got_.p, text, sizeof(text) - 1); \
	} while (0)

static void arena_full_jumps(void **state)
{
	struct arena *a = arena_new(64 * 1024);
	volatile int jumped = 0;
	(void)state;

	if (setjmp(*arena_guard(a)) == 0)
		for (int i = 0; i < 1000; i++)
			arena_alloc(a, 1000);
	else
		jumped = 1;
	assert_true(jumped);
	assert_true(arena_used(a) <= 64 * 1024);
	arena_free(&a);
	assert_null(a);
}

static void arena_guard_is_lent(void **state)
{
	struct arena *a = arena_new(32 * 1024);
	struct arena_guard_kept kept;
	volatile int inner = 0, outer = 0;
	(void)state;

	if (setjmp(*arena_guard(a)) == 0) {
		arena_guard_keep(a, &kept);
		if (setjmp(*arena_guard(a)) == 0)
			arena_alloc(a, 64 * 1024);
		else
			inner = 1;
		arena_guard_give_back(a, &kept);
		arena_alloc(a, 64 * 1024);
	} else {
		outer = 1;
	}
	assert_true(inner && outer);
	arena_free(&a);
}

static unsigned freed;

static void note_freed(void *arg)
{
	(void)arg;
	freed++;
}

/* An arena without a guard finds the one of this thread; what its function would have freed goes with the jump. */
static void arena_without_a_guard(void **state)
{
	struct arena *guarded = arena_new(0), *capped = arena_new(16 * 1024), **kept = ARENA_NEW(guarded, struct arena *);
	volatile bool jumped = false;
	(void)state;

	freed = 0;
	if (setjmp(*arena_guard(guarded)) == 0) {
		struct arena *local = arena_local(), *over = arena_local();
		*kept = arena_local();
		arena_defer(*kept, note_freed, NULL);
		arena_defer(local, note_freed, NULL);
		arena_keep(*kept);
		arena_free(&over);
		for (int i = 0; i < 100; i++)
			arena_alloc(capped, 1000);
	} else {
		jumped = true;
	}
	assert_true(jumped);
	assert_int_equal(freed, 1);
	arena_free(kept);
	assert_int_equal(freed, 2);
	arena_free(&guarded);
	arena_free(&capped);
}

static void count(void *arg)
{
	++*(int *)arg;
}

static void arena_deferred_and_mark(void **state)
{
	struct arena *a = arena_new(0);
	int n = 0;
	(void)state;

	struct arena_mark m = arena_mark(a);
	char *p = arena_dup(a, "abc", 3);
	assert_string_equal(p, "abc");
	arena_defer(a, count, &n);
	struct arena_mark later = arena_mark(a);
	arena_rewind(a, later);
	assert_int_equal(n, 0);
	arena_rewind(a, m);
	assert_int_equal(n, 1);
	arena_dup(a, "what takes the place of the text above", 38);
	arena_defer(a, count, &n);
	arena_reset(a);
	assert_int_equal(n, 2);
	arena_free(&a);
	assert_int_equal(n, 2);
}

static void strings(void **state)
{
	struct str rest = STR("a,,b"), piece;
	int64_t v;

	assert_true(str_cut(&rest, ',', &piece));
	CHECK_STR(piece, "a");
	assert_true(str_cut(&rest, ',', &piece));
	CHECK_STR(piece, "");
	assert_true(str_cut(&rest, ',', &piece));
	CHECK_STR(piece, "b");
	assert_false(str_cut(&rest, ',', &piece));
	CHECK_STR(str_trim(STR(" \t x y\n")), "x y");
	assert_true(str_int64(STR("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_false(str_int64(STR("9223372036854775808"), &v));
	assert_false(str_int64(STR("-"), &v));
	assert_false(str_int64(STR("1x"), &v));
	CHECK_STR(str_fmt(*state, "%d-%s", 7, "x"), "7-x");
	char room[4];
	struct buf b = buf_fixed(room, sizeof(room));
	buf_c(&b, "12345");
	assert_true(b.full);
}

static void ids(void **state)
{
	struct id id, back;
	struct str pieces[] = { STR("ab"), STR("c") }, other[] = { STR("a"), STR("bc") };

	id = id_new(INT64_C(0x0123456789ab));
	assert_int_equal(id.b[0], 0x01);
	assert_int_equal(id.b[5], 0xab);
	assert_int_equal(id.b[6] >> 4, 7);
	assert_int_equal(id.b[8] >> 6, 2);
	assert_true(id_parse(id_text(*state, id), &back));
	assert_true(id_eq(id, back));
	assert_false(id_parse(STR("0123456789abcdef0123456789abcdef0123"), &back));
	assert_false(id_eq(id_derive(0, pieces, 2), id_derive(0, other, 2)));
	assert_true(id_eq(id_derive(5, pieces, 2), id_derive(5, pieces, 2)));
	assert_int_equal(id_derive(5, pieces, 2).b[6] >> 4, 8);
}

static void days(void **state)
{
	int64_t d, ms;
	struct buf b = buf_new(*state, 16);

	assert_true(day_parse(STR("1970-01-01"), &d));
	assert_int_equal(d, 0);
	assert_true(day_parse(STR("2026-11-22"), &d));
	assert_int_equal(day_weekday(d), 6);
	assert_int_equal(d - day_week_start(d), 6);
	buf_day(&b, d);
	CHECK_STR(buf_str(&b), "2026-11-22");
	assert_true(day_parse(STR("2024-02-29"), &d));
	assert_false(day_parse(STR("2026-02-29"), &d));
	assert_false(day_parse(STR("2026-2-01"), &d));
	assert_false(day_parse(STR("-026-12-01"), &d));
	for (d = -200000; d < 200000; d += 97)
		assert_int_equal(day_from_civil(day_civil(d)), d);
	assert_true(instant_parse(STR("2026-11-22T10:00:00-05:00"), &ms));
	b = buf_new(*state, 32);
	buf_instant(&b, ms);
	CHECK_STR(buf_str(&b), "2026-11-22T15:00:00.000Z");
	assert_false(instant_parse(STR("2026-11-22T10:00:00"), &ms));
}

static void zones(void **state)
{
	const struct zone *lima = zone_load(*state, STR("America/Lima"));
	const struct zone *ny = zone_load(*state, STR("America/New_York"));
	int64_t ms;

	assert_non_null(lima);
	assert_null(zone_load(*state, STR("../../../etc/passwd")));
	assert_null(zone_load(*state, STR("Peru/Nowhere")));
	assert_true(instant_parse(STR("2026-11-23T04:59:59Z"), &ms));
	assert_int_equal(zone_day(lima, ms), zone_day(lima, ms - 3600000));
	assert_int_equal(zone_day(lima, ms) + 1, zone_day(lima, ms + 1000));
	assert_int_equal(zone_minute(lima, ms), 23 * 60 + 59);
	assert_true(instant_parse(STR("2026-07-01T12:00:00Z"), &ms));
	assert_int_equal(zone_offset_ms(ny, ms), -4 * 3600000);
	int64_t day = zone_day(lima, ms);
	assert_int_equal(zone_minute(lima, zone_instant(lima, day, 615)), 615);
}

static void money(void **state)
{
	int64_t c;
	struct buf b = buf_new(*state, 32);

	assert_true(money_parse(STR("S/ 1,234.50"), &c));
	assert_int_equal(c, 123450);
	assert_true(money_parse(STR("12,5"), &c));
	assert_int_equal(c, 1250);
	assert_true(money_parse(STR("1,234"), &c));
	assert_int_equal(c, 123400);
	assert_false(money_parse(STR("1.234"), &c));
	assert_false(money_parse(STR(""), &c));
	assert_false(money_parse(STR("-3"), &c));
	assert_false(money_parse(STR("99999999999999999999"), &c));
	buf_money(&b, 247756789);
	buf_char(&b, ' ');
	buf_money(&b, -5);
	CHECK_STR(buf_str(&b), "2,477,567.89 -0.05");
	assert_true(degrees_parse(STR("-12.158"), &c));
	assert_int_equal(c, -12158000);
	b = buf_new(*state, 32);
	buf_degrees(&b, c);
	CHECK_STR(buf_str(&b), "-12.158");
	assert_false(degrees_parse(STR("12,1"), &c));
	assert_false(degrees_parse(STR("181.0"), &c));
}

static void utf8(void **state)
{
	(void)state;
	assert_true(utf8_valid(STR("ñandú 🍲")));
	assert_false(utf8_valid(STR("\xc0\xaf")));
	assert_false(utf8_valid(STR("\xed\xa0\x80")));
	assert_false(utf8_valid(STR("a\xf1")));
	assert_int_equal(utf8_count(STR("ñ🍲a")), 3);
	assert_false(utf8_printable(STR("a\x01")));
}

static void maps(void **state)
{
	struct map m = map_new(*state), roomy = map_new(*state);
	int v[500];

	for (int i = 0; i < 500; i++)
		map_set(&m, str_fmt(*state, "k%d", i), &v[i]);
	for (int i = 0; i < 500; i++)
		assert_ptr_equal(map_get(&m, str_fmt(*state, "k%d", i)), &v[i]);
	assert_null(map_get(&m, STR("nope")));
	map_room(&roomy, 100);
	size_t cap = roomy.cap;
	for (int i = 0; i < 100; i++)
		map_set(&roomy, str_fmt(*state, "k%d", i), &v[i]);
	assert_int_equal(roomy.cap, cap);
	assert_ptr_equal(map_get(&roomy, STR("k99")), &v[99]);
	assert_null(map_get(&roomy, STR("k100")));
}

static void hashes(void **state)
{
	/* RFC 7693 construction, 256-bit digest of "abc" (b2sum -l 256). */
	static const char want[] = "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";
	struct hash h = hash_of(STR("abc"), STR(""));
	struct buf b = buf_new(*state, 64);

	buf_hex(&b, h.b, sizeof(h.b));
	CHECK_STR(buf_str(&b), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	assert_int_equal(sizeof(want) - 1, b.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_full_jumps),
		cmocka_unit_test(arena_guard_is_lent),
		cmocka_unit_test(arena_without_a_guard),
		cmocka_unit_test(arena_deferred_and_mark),
		cmocka_unit_test(strings),
		cmocka_unit_test(ids),
		cmocka_unit_test(days),
		cmocka_unit_test(zones),
		cmocka_unit_test(money),
		cmocka_unit_test(utf8),
		cmocka_unit_test(maps),
		cmocka_unit_test(hashes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
