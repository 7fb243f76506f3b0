/* Codes on photos: this test is its own child (image.h). */
#include "image.h"
#include "png.h"
#include "qr.h"
#include "qr_read.h"
#include "test_lib.h"

enum { WIDE = 1000, HIGH = 1400 };

/* A sheet with the code at x, y, each module `size` points, as a poor camera sees it: grey, with spots. */
static struct str photo(struct arena *a, struct str text, int x, int y, int size, unsigned noise)
{
	static const uint32_t flat[] = { 0x303438, 0x585048, 0xd0ccc4, 0xe8e4d8 };
	uint32_t *point = arena_alloc(a, WIDE * HIGH * sizeof(*point)), seed = 7;
	int side;
	const unsigned char *module = qr_modules(a, text, &side);

	for (int i = 0; i < WIDE * HIGH; i++) {
		seed = seed * 1664525 + 1013904223;
		point[i] = flat[2 + (seed >> 24 < noise)];
	}
	for (int r = 0; module && r < side * size; r++)
		for (int c = 0; c < side * size; c++)
			if (module[r / size * side + c / size] & 1)
				point[(y + r) * WIDE + x + c] = flat[(r * 7 + c * 13) % 11 == 0];
	return png_indexed(a, point, WIDE, HIGH, flat, ARRAY_LEN(flat));
}

static void it_is_found(void **state)
{
	const struct {
		struct str text;
		int x, y, size;
		unsigned noise;
	} table[] = {
		{ STR("AYNI:0193A5D0C0007000800000000000002A"), 40, 1280, 4, 0 }, { STR("AYNI:0193A5D0C0007000800000000000002A"), 700, 90, 3, 90 },
		{ STR("https://ollas.example/hoja/ñ?a=1&b=2"), 300, 500, 9, 128 },
	};

	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct str out[QR_READ_MAX];
		bool tried;
		struct str png = photo(*state, table[i].text, table[i].x, table[i].y, table[i].size, table[i].noise);
		assert_int_equal(qr_read(*state, png, MEDIA_PNG, out, &tried), 1);
		assert_true(tried);
		assert_true(str_eq(out[0], table[i].text));
	}
}

static void there_is_none(void **state)
{
	struct str out[QR_READ_MAX], png = photo(*state, STR(""), 0, 0, 1, 60);
	bool tried;

	assert_int_equal(qr_read(*state, png, MEDIA_PNG, out, &tried), 0);
	assert_true(tried);
	assert_int_equal(qr_read(*state, str_sub(png, 0, png.n / 2), MEDIA_PNG, out, &tried), 0); /* cut in two */
	assert_int_equal(qr_read(*state, STR("%PDF-1.7"), MEDIA_PDF, out, &tried), 0);
	assert_false(tried);
	image_program("/nothing/here");
	assert_int_equal(qr_read(*state, png, MEDIA_PNG, out, &tried), 0);
	assert_false(tried);
	image_program("/proc/self/exe");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(it_is_found), cmocka_unit_test(there_is_none) };

	if (argc == 2 && strcmp(argv[1], QR_CHILD) == 0)
		return qr_child();
	image_program("/proc/self/exe");
	return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
