/*
 * outbox_test.c - items as phones make them: the committed vector opens for ever, nothing altered does.
 *
 * The vector (tests/golden/outbox.json) was made by libsodium from outside; the phones' script must make
 * the same bytes. Its keys follow from a server's secret of zeros, which is what a test has.
 */
#include "core_sample.h"

#include "hash.h"
#include "outbox.h"

enum { TEXT_MAX = 4096 };

static struct arena *mem;
static json_t *vector;

static int setup(void **state)
{
	char *text = calloc(1, TEXT_MAX);
	struct diag d = { 0 };
	FILE *f = fopen(AYNI_OUTBOX_JSON, "r");

	(void)state;
	crypto_start();
	mem = arena_new(0);
	size_t n = f ? fread(text, 1, TEXT_MAX, f) : 0;
	if (f)
		fclose(f);
	vector = json_read(mem, str_dup(mem, (struct str){ text, n }), &d);
	free(text);
	return vector ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&mem);
	return 0;
}

static struct str bytes_of(const char *name)
{
	struct str hex = json_get_str(vector, name);
	char *out = arena_alloc(mem, hex.n / 2 + 1);

	assert_true(hex.p && hex_read(hex, out, hex.n / 2));
	return (struct str){ out, hex.n / 2 };
}

static struct str base64_of(const void *p, size_t n)
{
	char *out = arena_alloc(mem, 64);

	sodium_bin2base64(out, 64, p, n, sodium_base64_VARIANT_ORIGINAL);
	return str_c(out);
}

/* Phones hold boxes sealed and items signed by these: no later version may derive others. */
static void keys_are_for_ever(void **state)
{
	struct outbox_keys keys;
	struct hash key = pass_key(id_from(bytes_of("pass")));

	(void)state;
	outbox_keys(id_from(bytes_of("network")), &keys);
	assert_true(str_eq(base64_of(keys.pk, 32), json_get_str(vector, "box")));
	assert_true(str_eq((struct str){ (char *)keys.sk, 32 }, bytes_of("box_secret")));
	assert_true(str_eq(base64_of(key.b, sizeof(key.b)), json_get_str(vector, "key")));
}

static void the_vector_opens(void **state)
{
	struct str box[OUTBOX_ITEMS_MAX];
	struct outbox_keys keys;
	struct outbox_item it;

	(void)state;
	outbox_keys(id_from(bytes_of("network")), &keys);
	assert_int_equal(outbox_split(bytes_of("body"), box), 1);
	assert_true(str_eq(box[0], bytes_of("sealed")));
	assert_null(outbox_open(mem, &keys, box[0], &it));
	assert_true(str_eq(id_bytes(&it.act), bytes_of("act")) && str_eq(id_bytes(&it.pass), bytes_of("pass")));
	assert_int_equal(it.acted_at, json_integer_value(json_object_get(vector, "acted_at")));
	assert_true(it.unsure);
	assert_true(str_eq(it.json, json_get_str(vector, "words")));
	assert_true(str_is(it.action, "meal.report") && str_is(it.seen, "19ab1f02c000003.0011223344556677"));
	assert_true(str_is(json_get_str(it.args, "served"), "110") && !it.files);
}

static void short_words_are_the_same(void **state)
{
	struct outbox_item it;
	struct buf b = buf_new(mem, 256);
	struct str plain = bytes_of("plain");

	(void)state;
	buf_add(&b, str_sub(plain, 0, OUTBOX_HEAD - 1));
	buf_char(&b, OUTBOX_SHORT);
	buf_add(&b, bytes_of("short"));
	assert_null(outbox_read(mem, buf_str(&b), &it));
	assert_true(str_eq(it.json, json_get_str(vector, "words")) && !it.unsure);
	buf_char(&b, 31); /* stands for nothing */
	assert_string_equal(outbox_read(mem, buf_str(&b), &it), "damaged");
}

/* Sealed anew, so that only the signature can tell. */
static const char *opened(struct str plain)
{
	struct outbox_keys keys;
	struct outbox_item it;
	size_t n = plain.n + crypto_box_SEALBYTES;
	uint8_t *box = arena_alloc(mem, n);

	outbox_keys(id_from(bytes_of("network")), &keys);
	crypto_box_seal(box, (const uint8_t *)plain.p, plain.n, keys.pk);
	return outbox_open(mem, &keys, (struct str){ (char *)box, n }, &it);
}

static void nothing_altered_opens(void **state)
{
	struct str plain = bytes_of("plain"), sealed = bytes_of("sealed");
	struct outbox_keys keys, other;
	struct outbox_item it;

	(void)state;
	outbox_keys(id_from(bytes_of("network")), &keys);
	outbox_keys((struct id){ { 9 } }, &other);
	assert_string_equal(outbox_open(mem, &other, sealed, &it), "other_network");
	assert_null(opened(plain));
	for (size_t i = 0; i < plain.n; i++) {
		char *copy = (char *)(uintptr_t)str_dup(mem, plain).p;
		copy[i] ^= 0x10;
		const char *word = opened((struct str){ copy, plain.n });
		assert_non_null(word);
		assert_string_equal(word, i ? "damaged" : "too_old_form");
	}
	for (size_t n = 0; n < plain.n; n++)
		assert_string_equal(opened(str_sub(plain, 0, n)), "damaged");
	for (size_t i = 0; i < sealed.n; i += 7) {
		char *copy = (char *)(uintptr_t)str_dup(mem, sealed).p;
		copy[i] ^= 1;
		assert_string_equal(outbox_open(mem, &keys, (struct str){ copy, sealed.n }, &it), "other_network");
	}
}

/* version, pass, MAC, act, time, flags: 56 bytes, then the words. */
static const char *read_words(const char *words)
{
	struct outbox_item it;
	struct buf b = buf_new(mem, 256);

	buf_char(&b, OUTBOX_VERSION);
	for (unsigned i = 1; i < OUTBOX_HEAD; i++)
		buf_char(&b, 7);
	buf_c(&b, words);
	return outbox_read(mem, buf_str(&b), &it);
}

static void words_of_another_shape(void **state)
{
	static const char *const bad[] = { "", "{}", "[]", "[\"a\",null]", "[1,null,{}]", "[\"a\",1,{}]",
		"[\"a\",null,[]]", "[\"a\",null,{\"b\":1}]", "[\"a\",null,{\"b\":null}]", "[\"a\",null,{},[]]",
		"[\"a\",null,{},{},{}]", "[\"a\",null,{}]x", "[\"a\",null,{\"b\":\"\\u0000\"}]",
		"[\"a\",null,{\"b\":\"1\",\"b\":\"2\"}]", "[\"a\",null,{\"b\":\"\xff\"}]" };

	(void)state;
	assert_null(read_words("[\"a\",null,{}]"));
	assert_null(read_words("[\"a\",\"s\",{\"b\":\"\"},{\"c\":[\"00\",\"k\",1]}]"));
	for (unsigned i = 0; i < ARRAY_LEN(bad); i++)
		assert_string_equal(read_words(bad[i]), "damaged");
}

static void bodies_of_another_shape(void **state)
{
	static const char one[] = "\1\0\2ab";
	struct str box[OUTBOX_ITEMS_MAX];
	struct buf b = buf_new(mem, 1024);

	(void)state;
	assert_int_equal(outbox_split((struct str){ one, 5 }, box), 1);
	assert_true(str_is(box[0], "ab"));
	for (size_t n = 0; n < 5; n++)
		assert_int_equal(outbox_split((struct str){ one, n }, box), 0);
	assert_int_equal(outbox_split(STR("\2\0\2ab"), box), 0);  /* another version */
	assert_int_equal(outbox_split(STR("\1\0\0"), box), 0);    /* an empty box */
	assert_int_equal(outbox_split(STR("\1\0\2ab\0"), box), 0);
	buf_char(&b, 1);
	for (unsigned i = 0; i < OUTBOX_ITEMS_MAX; i++)
		buf_bytes(&b, "\0\1x", 3);
	assert_int_equal(outbox_split(buf_str(&b), box), OUTBOX_ITEMS_MAX);
	buf_bytes(&b, "\0\1x", 3);
	assert_int_equal(outbox_split(buf_str(&b), box), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_for_ever),
		cmocka_unit_test(the_vector_opens),
		cmocka_unit_test(short_words_are_the_same),
		cmocka_unit_test(nothing_altered_opens),
		cmocka_unit_test(words_of_another_shape),
		cmocka_unit_test(bodies_of_another_shape),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
