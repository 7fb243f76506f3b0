/* Kinds, sizes and durations of bytes; the corpus of tests/fuzz/corpus/media has whole ones, fuzzed. */
#include "media.h"
#include "test_lib.h"

#define BYTES(literal) ((struct str){ "" literal, sizeof(literal) - 1 })

static void kinds_are_in_the_bytes(void **state)
{
	const struct {
		struct str bytes;
		enum media want;
	} table[] = {
		{ BYTES("\377\330\377\340"), MEDIA_JPEG }, { BYTES("\211PNG\r\n\032\n"), MEDIA_PNG },
		{ BYTES("RIFF\0\0\0\0WEBPVP8 "), MEDIA_WEBP }, { BYTES("RIFF\0\0\0\0WAVE"), MEDIA__N },
		{ BYTES("#!AMR\n"), MEDIA_AMR }, { BYTES("#!AMR-WB\n"), MEDIA_AMR }, { BYTES("%PDF-1.7"), MEDIA_PDF },
		{ BYTES("GIF89a"), MEDIA__N }, { BYTES("<svg>"), MEDIA__N }, { BYTES(""), MEDIA__N }, { BYTES("\377\330"), MEDIA__N },
		{ BYTES("OggS"), MEDIA__N }, { BYTES("\032\105\337\243"), MEDIA__N }, { BYTES("\0\0\0\030ftypM4A "), MEDIA__N },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		assert_int_equal(media_sniff(table[i].bytes), table[i].want);
}

static void sizes_come_before_decoding(void **state)
{
	int64_t w, h;

	(void)state;
	assert_true(media_image_size(BYTES("\377\330\377\340\0\4ab\377\302\0\21\10\1\54\2\130\3"), MEDIA_JPEG, &w, &h));
	assert_int_equal(w, 600);
	assert_int_equal(h, 300);
	assert_false(media_image_size(BYTES("\377\330\377\332\0\4ab\377\302\0\21\10\1\54\2\130\3"), MEDIA_JPEG, &w, &h));
	assert_false(media_image_size(BYTES("\377\330\377\340\377\377ab"), MEDIA_JPEG, &w, &h));
	assert_true(media_image_size(BYTES("\211PNG\r\n\032\n\0\0\0\15IHDR\0\1\0\0\0\0\0\2"), MEDIA_PNG, &w, &h));
	assert_int_equal(w, 65536);
	assert_int_equal(h, 2);
	assert_false(media_image_size(BYTES("\211PNG\r\n\032\n\0\0\0\15IHDR\0\1"), MEDIA_PNG, &w, &h));
	assert_false(media_image_size(BYTES("%PDF-1.7"), MEDIA_PDF, &w, &h));
}

static void voices_say_how_long_they_are(void **state)
{
	/* Three frames of mode 7 (32 bytes), the last one cut: still a frame of 20 ms. */
	char amr[6 + 32 + 32 + 5] = "#!AMR\n";

	(void)state;
	amr[6] = amr[38] = amr[70] = 0x3c;
	assert_int_equal(media_duration_ms((struct str){ amr, sizeof(amr) }, MEDIA_AMR), 60);
	assert_int_equal(media_duration_ms(BYTES("OggS"), MEDIA_OGG), -1);
	/* Vorbis at 50 samples a second: two seconds, and then as many as no recording has. */
	char ogg[64 + 64] = "OggS";
	memcpy(ogg + 28, "\1vorbis", 7);
	ogg[40] = 50;
	memcpy(ogg + 64, "OggS", 4);
	ogg[70] = 100;
	assert_int_equal(media_duration_ms((struct str){ ogg, sizeof(ogg) }, MEDIA_OGG), 2000);
	ogg[77] = 0x20;
	assert_int_equal(media_duration_ms((struct str){ ogg, sizeof(ogg) }, MEDIA_OGG), -1);
	assert_int_equal(media_duration_ms(BYTES("\032\105\337\243\377"), MEDIA_WEBM), -1);
	assert_int_equal(media_duration_ms(BYTES("%PDF-1.7"), MEDIA_PDF), -1);
}

/* A box "moov" with a "udta" of six bytes in it: the place goes, nothing moves. */
static void what_a_film_tells_is_blanked(void **state)
{
	char s[] = "\0\0\0\30moov\0\0\0\16udta-12.04\0\0", want[] = "\0\0\0\30moov\0\0\0\16free\0\0\0\0\0\0\0\0",
	     torn[] = "\0\0\0\30moov\0\0\377\16udta-12.04\0\0";

	(void)state;
	media_mp4_blank(s, sizeof(s) - 1);
	assert_memory_equal(s, want, sizeof(s) - 1);
	media_mp4_blank(torn, sizeof(torn) - 1); /* a length that lies reaches nothing */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_in_the_bytes), cmocka_unit_test(sizes_come_before_decoding),
		cmocka_unit_test(voices_say_how_long_they_are), cmocka_unit_test(what_a_film_tells_is_blanked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
