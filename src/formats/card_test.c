/* The card of a day: facts of its picture, text of its sheet, the same bytes each time. */
#include "card.h"
#include "hash.h"

#include <zlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena *mem;

static struct card sample(void)
{
	return (struct card){ .net = STR("Red de Ollas de Lima"), .place = STR("San Juan de Miraflores"),
		.day = STR("domingo 22 de noviembre"), .big = { STR("raciones servidas"), STR("1,340") }, .unknown = STR("sin dato"),
		.pair = { { STR("cocinas avisaron"), STR("12 de 36") }, { STR("raciones esta semana"), STR("21,425") } }, .npairs = 2,
		.lacks_label = STR("Falta más, y en cuántas cocinas"), .lacks = STR("arroz (5), aceite (3), gas (2), menestra (2)"),
		.days_label = STR("Los últimos días"), .days = { { STR("sáb 21 nov"), STR("1,420"), 1420 }, { STR("vie 20 nov"), STR(""), -1 },
			{ STR("jue 19 nov"), STR("0"), 0 } }, .ndays = 3,
		.link = STR("ollas.example/distrito/150133"), .language = STR("es"), .made_on = STR("2026-11-22") };
}

static uint32_t be(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

/* The colour of each point, by its palette (PNG, colour type 3, rows without a filter). */
static void decode(struct str png, unsigned char *rgb)
{
	const unsigned wide = CARD_EDGE;
	unsigned char *raw = arena_alloc(mem, (wide + 1) * CARD_HIGH);
	const char *plte = NULL;
	uLongf size = (wide + 1) * CARD_HIGH;

	for (size_t at = 8; at + 12 <= png.n; at += 12 + be(png.p + at)) {
		const char *kind = png.p + at + 4, *body = kind + 4;
		assert_int_equal(crc32(0, (const Bytef *)kind, 4 + be(png.p + at)), be(body + be(png.p + at)));
		if (memcmp(kind, "PLTE", 4) == 0)
			plte = body;
		if (memcmp(kind, "IDAT", 4) == 0)
			assert_int_equal(uncompress(raw, &size, (const Bytef *)body, be(png.p + at)), Z_OK);
	}
	assert_non_null(plte);
	for (unsigned y = 0; y < CARD_HIGH; y++) {
		assert_int_equal(raw[y * (wide + 1)], 0);
		for (unsigned x = 0; x < wide; x++)
			memcpy(rgb + (y * wide + x) * 3, plte + raw[y * (wide + 1) + 1 + x] * 3, 3);
	}
}

static void picture(void **state)
{
	struct card c = sample();
	struct str png, again;
	unsigned char *rgb = arena_alloc(mem, CARD_EDGE * CARD_HIGH * 3);
	unsigned white = 0;

	(void)state;
	assert_true(card_png(mem, &c, &png));
	assert_memory_equal(png.p, "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal(be(png.p + 16), CARD_EDGE);
	assert_int_equal(be(png.p + 20), CARD_HIGH);
	assert_true(png.n < 60000); /* a larger picture than it was: 1080 by 1350 */
	assert_true(card_png(mem, &c, &again));
	assert_true(str_eq(png, again));
	decode(png, rgb);
	assert_memory_equal(rgb, "\x87\x29\x0c", 3);                               /* the band's first thread */
	assert_memory_equal(rgb + (500 * CARD_EDGE + 20) * 3, "\xfc\xf5\xe8", 3);  /* paper beside the figure */
	for (unsigned i = 0; i < CARD_EDGE * CARD_HIGH; i++)
		white += rgb[i * 3] == 255 && rgb[i * 3 + 1] == 255 && rgb[i * 3 + 2] == 255;
	assert_true(white > 15000); /* the figure itself: large */
	c.big.value = STR("1,341");
	assert_true(card_png(mem, &c, &again));
	assert_false(str_eq(png, again));
}

static void figures_that_are_not_known(void **state)
{
	struct card c = sample();
	struct str png, pdf;

	(void)state;
	c.big.value = c.pair[0].value = c.lacks = STR("");
	c.npairs = c.ndays = 0;
	assert_true(card_png(mem, &c, &png) && card_pdf(mem, &c, &pdf));
	/* What is far too long stays on its card. */
	struct buf b = buf_new(mem, 9000);
	for (int i = 0; i < 400; i++)
		buf_c(&b, "Ñahuinpuquio de los Milagros ");
	c = sample();
	c.net = c.place = c.day = c.big.value = c.lacks = c.link = buf_str(&b);
	assert_true(card_png(mem, &c, &png) && card_pdf(mem, &c, &pdf));
	assert_true(png.n < 120 * 1024 && pdf.n < 200 * 1024);
}

static void sheet(void **state)
{
	struct card c = sample();
	struct str pdf, again;

	(void)state;
	assert_true(card_pdf(mem, &c, &pdf) && card_pdf(mem, &c, &again));
	assert_true(str_eq(pdf, again));
	assert_memory_equal(pdf.p, "%PDF-1.", 7);
	assert_true(str_contains(pdf, STR("/Count 1")));
	assert_true(str_contains(pdf, STR("20261122")));
	assert_true(str_contains(pdf, STR("ToUnicode"))); /* so its text can be copied */
	assert_true(pdf.n < 60 * 1024);
}

/* A poster has a code that is looked at from afar; one that is too long for a code is left out. */
static void poster(void **state)
{
	struct card c = sample();
	struct str plain, pdf, again;

	(void)state;
	assert_true(card_pdf(mem, &c, &plain));
	c.code = STR("HTTPS://OLLAS.EXAMPLE/DISTRITO/150133");
	c.code_word = STR("Los números de hoy");
	assert_true(card_pdf(mem, &c, &pdf) && card_pdf(mem, &c, &again));
	assert_true(str_eq(pdf, again) && !str_eq(pdf, plain));
	assert_true(str_contains(pdf, STR("/Count 1")) && pdf.n < 60 * 1024);
	struct buf b = buf_new(mem, 4000);
	for (int i = 0; i < 3000; i++)
		buf_char(&b, 'x');
	c.code = buf_str(&b);
	assert_true(card_pdf(mem, &c, &again));
}

static long resident_pages(void)
{
	long all, resident = -1;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f && fscanf(f, "%ld %ld", &all, &resident) != 2)
		resident = -1;
	if (f)
		fclose(f);
	return resident;
}

/* The leak sanitizer does not look into the libraries: so memory is weighed. */
static void memory_stays(void **state)
{
	struct card c = sample();
	struct str out;
	long before = 0;

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct arena *own = arena_new(0);
		assert_true(card_png(own, &c, &out) && card_pdf(own, &c, &out));
		arena_free(&own);
		if (i == 20)
			before = resident_pages();
	}
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed for a while */
	assert_true(before > 0 && resident_pages() < before + 1024); /* 4 MB; a leaked picture a time would be 190 MB */
#endif
	assert_true(before > 0);
}

static int setup(void **state)
{
	(void)state;
	mem = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&mem);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(picture), cmocka_unit_test(figures_that_are_not_known),
		cmocka_unit_test(sheet), cmocka_unit_test(poster), cmocka_unit_test(memory_stays) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
