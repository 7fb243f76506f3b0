/*
 * sms_test.c - the alphabet against 3GPP TS 23.038, 6.2.1 and 6.2.1.1, code point by code point.
 */
#include "test_lib.h"

#include "sms.h"
#include "utf8.h"

/* The default alphabet as the table stands there, 0x00 to 0x7f; \x1b is the way to the extension. */
static const char *const alphabet[128] = {
	"@", "£", "$", "¥", "è", "é", "ù", "ì", "ò", "Ç", "\n", "Ø", "ø", "\r", "Å", "å",
	"Δ", "_", "Φ", "Γ", "Λ", "Ω", "Π", "Ψ", "Σ", "Θ", "Ξ", "\x1b", "Æ", "æ", "ß", "É",
	" ", "!", "\"", "#", "¤", "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/",
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ":", ";", "<", "=", ">", "?",
	"¡", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O",
	"P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "Ä", "Ö", "Ñ", "Ü", "§",
	"¿", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
	"p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "ä", "ö", "ñ", "ü", "à",
};
static const char *const extension[] = { "\f", "^", "{", "}", "\\", "[", "~", "]", "|", "€" };

static unsigned expected(struct str sign)
{
	for (unsigned i = 0; i < 128; i++)
		if (i != 0x1b && str_is(sign, alphabet[i]))
			return 1;
	for (unsigned i = 0; i < ARRAY_LEN(extension); i++)
		if (str_is(sign, extension[i]))
			return 2;
	return 0;
}

static struct str sign_of(char room[8], uint32_t cp)
{
	struct buf b = buf_fixed(room, 8);

	buf_utf8(&b, cp);
	return buf_str(&b);
}

static void every_code_point(void **state)
{
	struct arena *a = *state;
	unsigned in_alphabet = 0;

	for (uint32_t cp = 1; cp < 0x20000; cp++) {
		char room[8];
		struct str s = sign_of(room, cp);
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		unsigned want = expected(s);
		struct sms_size size = sms_segments(s);
		if (size.gsm7 != (want > 0) || (want && size.units != want) || (!want && size.units != (cp >= 0x10000 ? 2 : 1)))
			fail_msg("U+%04X: %u units, GSM %d, want %u", cp, size.units, size.gsm7, want);
		in_alphabet += want > 0;
		struct arena_mark mark = arena_mark(a);
		struct str folded = sms_fold(a, s);
		if (want && !str_eq(folded, s))
			fail_msg("U+%04X is in the alphabet and was folded", cp);
		if (!sms_segments(folded).gsm7 && !str_eq(folded, s))
			fail_msg("U+%04X was folded to what the alphabet lacks", cp);
		arena_rewind(a, mark);
	}
	assert_int_equal(in_alphabet, 127 + ARRAY_LEN(extension));
}

/*
 * How a phone cuts: greedily, no escape and no pair of units apart. Written a second time, from TS 23.040, so that
 * a mistake shows as a difference.
 */
static unsigned pieces(struct str s, bool gsm7)
{
	unsigned most = gsm7 ? 153 : 67, total = 0, n = 1, left = most;

	for (size_t at = 0, was = 0; at < s.n; was = at) {
		uint32_t cp = utf8_next(s, &at);
		unsigned takes = gsm7 ? expected(str_sub(s, was, at - was)) : cp > 0xffff ? 2 : 1;
		total += takes;
		if (takes > left) {
			n++;
			left = most;
		}
		left -= takes;
	}
	return total <= (gsm7 ? 160u : 70u) ? s.n > 0 : n;
}

static void cut_as_a_phone_does(void **state)
{
	static const char *const sign[] = { "a", "€", "ñ", "[", "á", "🍲", "\n" };
	struct arena *a = *state;
	uint32_t seed = 1;

	for (unsigned round = 0; round < 3000; round++) {
		struct arena_mark mark = arena_mark(a);
		struct buf b = buf_new(a, 2048);
		unsigned kinds = round % 2 ? 4 : ARRAY_LEN(sign), n = round % 500;
		for (unsigned i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_c(&b, sign[(seed >> 16) % kinds]);
		}
		struct sms_size size = sms_segments(buf_str(&b));
		assert_int_equal(size.segments, pieces(buf_str(&b), size.gsm7));
		arena_rewind(a, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point),
		cmocka_unit_test(cut_as_a_phone_does),
	};

	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
