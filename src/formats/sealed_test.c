/* sealed_test.c - what was closed opens whole, for whoever may, and not otherwise. */
#include "sealed.h"

#include "paper_key.h"
#include "test_lib.h"

struct memory {
	struct buf b;
	size_t at, fail_at;
};

static bool put(void *arg, struct str s)
{
	struct memory *m = arg;

	buf_add(&m->b, s);
	return !m->fail_at || m->b.n < m->fail_at;
}

static size_t take(void *arg, void *p, size_t n)
{
	struct memory *m = arg;
	size_t got = m->b.n - m->at < n ? m->b.n - m->at : n;

	memcpy(p, m->b.p + m->at, got);
	m->at += got;
	return got;
}

static struct seal_secret secret(char c)
{
	uint8_t paper[PAPER_KEY_BYTES];
	struct seal_secret k;

	memset(paper, c, sizeof(paper));
	seal_key_derive(paper, &k);
	return k;
}

/* n bytes, of which half compress well. */
static struct str plain(struct arena *a, size_t n)
{
	unsigned char *p = arena_alloc(a, n), seed[randombytes_SEEDBYTES] = { 7 };

	randombytes_buf_deterministic(p, n, seed);
	memset(p, 'x', n / 2);
	return (struct str){ (char *)p, n };
}

static struct memory closed(struct arena *a, struct str s)
{
	struct memory m = { .b = buf_new(a, 1024) };
	struct seal_secret one = secret(1), two = secret(2);
	struct sealed_out *o = sealed_begin(a, (struct seal_public[]){ one.pub, two.pub }, 2, put, &m);

	for (size_t at = 0; at < s.n; at += 1000)
		sealed_write(o, str_sub(s, at, 1000));
	assert_true(sealed_end(o));
	return m;
}

/* Whether it opens with that key as the bytes of s, no more and no less. */
static bool opens(struct memory m, const struct seal_secret *key, struct str s, struct diag *d)
{
	struct arena *a = arena_new(0);
	char t[777];
	bool good = true;

	m.at = 0;
	struct sealed_in *in = sealed_open(a, key, take, &m, d);
	for (size_t at = 0; in && good && at < s.n; at += sizeof(t)) {
		size_t n = s.n - at < sizeof(t) ? s.n - at : sizeof(t);
		good = sealed_read(in, t, n) && memcmp(t, s.p + at, n) == 0;
	}
	good = in && sealed_close(in, d) == OK && good;
	arena_free(&a);
	return good;
}

static void test_round(void **state)
{
	(void)state;
	static const size_t size[] = { 0, 1, 1000, 65535, 65536, 65537, 200000, 1000000 };

	for (unsigned i = 0; i < ARRAY_LEN(size); i++) {
		struct arena *a = arena_new(0);
		struct str s = plain(a, size[i]);
		struct memory m = closed(a, s);
		struct seal_secret one = secret(1), two = secret(2), other = secret(3);
		struct diag d = { 0 };

		assert_true(opens(m, &one, s, &d));
		assert_true(opens(m, &two, s, &d));
		assert_int_equal(d.n, 0);
		assert_false(opens(m, &other, s, &d));
		assert_string_equal(d.item[0].code, "key");
		/* one byte more is wanted than there is, and one is left */
		d.n = 0;
		assert_false(opens(m, &one, (struct str){ plain(a, s.n + 1).p, s.n + 1 }, &d));
		if (s.n)
			assert_false(opens(m, &one, str_sub(s, 0, s.n - 1), &d));
		arena_free(&a);
	}
}

static void test_altered(void **state)
{
	(void)state;
	struct arena *a = arena_new(0);
	struct str s = plain(a, 150000);
	struct memory m = closed(a, s);
	struct seal_secret one = secret(1);

	for (size_t at = 0; at < m.b.n; at += at < 300 ? 1 : 997) {
		for (unsigned bit = 0; bit < 8; bit += at < 300 ? 1 : 5) {
			struct diag d = { 0 };
			m.b.p[at] ^= (char)(1 << bit);
			assert_false(opens(m, &one, s, &d));
			assert_int_equal(d.n, 1);
			m.b.p[at] ^= (char)(1 << bit);
		}
	}
	for (size_t n = 0; n < m.b.n; n += n < 300 ? 1 : 1009) {
		struct memory cut = m;
		struct diag d = { 0 };
		cut.b.n = n;
		assert_false(opens(cut, &one, s, &d));
		assert_int_equal(d.n, 1);
	}
	struct memory longer = m;
	struct diag d = { 0 };
	buf_char(&longer.b, 0);
	assert_false(opens(longer, &one, s, &d));
	d.n = 0;
	assert_true(opens(m, &one, s, &d));
	arena_free(&a);
}

static void test_no_room(void **state)
{
	(void)state;
	struct arena *a = arena_new(0);
	struct str s = plain(a, 300000);
	struct memory m = { .b = buf_new(a, 1024), .fail_at = 100000 };
	struct seal_secret one = secret(1);
	struct sealed_out *o = sealed_begin(a, &one.pub, 1, put, &m);

	sealed_write(o, s);
	assert_false(sealed_end(o));
	arena_free(&a);
}

static void test_paper_key(void **state)
{
	(void)state;
	struct arena *a = arena_new(0);
	uint8_t key[PAPER_KEY_BYTES], back[PAPER_KEY_BYTES];

	for (unsigned turn = 0; turn < 200; turn++) {
		struct buf b = buf_new(a, 64);
		/* The same keys in each run: of so many wrong letters one in a thousand runs would meet the check's 22 bits by chance. */
		for (unsigned i = 0; i < sizeof(key); i++)
			key[i] = (uint8_t)(turn * 37 + i * 101 + turn * i);
		paper_key_write(&b, key);
		assert_int_equal(b.n, 35);
		assert_true(paper_key_read(buf_str(&b), back));
		assert_memory_equal(key, back, sizeof(key));
		assert_true(paper_key_read(str_lower(a, buf_str(&b)), back));
		for (size_t i = 0; i < b.n; i++) {
			char was = b.p[i];
			if (was == '-')
				continue;
			b.p[i] = was == 'Z' ? 'Y' : 'Z';
			assert_false(paper_key_read(buf_str(&b), back));
			b.p[i] = was;
		}
		assert_false(paper_key_read(str_sub(buf_str(&b), 0, 34), back));
	}
	memset(key, 0, sizeof(key));
	struct buf b = buf_new(a, 64);
	paper_key_write(&b, key);
	assert_memory_equal(b.p, "00000-00000-00000-00000-00000-", 30);
	b.p[0] = 'o';
	assert_true(paper_key_read(buf_str(&b), back));
	assert_false(paper_key_read(STR(""), back));
	assert_false(paper_key_read(STR("ñandú"), back));
	arena_free(&a);
}

/* The block fenced with ```vector in doc/backup.md, its lines joined. */
static struct str documented(struct arena *a)
{
	FILE *f = fopen(AYNI_BACKUP_MD, "r");
	struct buf b = buf_new(a, 1024);
	char line[512];
	bool inside = false;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		struct str s = str_trim(str_c(line));
		if (str_starts(s, "```"))
			inside = str_is(s, "```vector");
		else if (inside)
			buf_add(&b, s);
	}
	fclose(f);
	return buf_str(&b);
}

/* doc/backup.md: other programs find the key and the mark from it. */
static void test_vector(void **state)
{
	(void)state;
	struct arena *a = arena_new(0);
	uint8_t paper[PAPER_KEY_BYTES];
	struct seal_secret k;
	struct buf b = buf_new(a, 256);

	for (unsigned i = 0; i < sizeof(paper); i++)
		paper[i] = (uint8_t)i;
	paper_key_write(&b, paper);
	buf_char(&b, ' ');
	seal_key_derive(paper, &k);
	buf_hex(&b, k.pub.b, sizeof(k.pub.b));
	buf_char(&b, ' ');
	buf_seal_mark(&b, &k.pub);
	buf_char(&b, 0);
	assert_string_equal(b.p, "000G4-0R40M-30E20-9185G-R38E1-Z3WPQ "
		"2dbbfa59579a7d1fc395792012d5084d6c195483315c5127931042c9487b586f XSHD-023D");
	struct str hex = documented(a);
	struct memory m = { .b = buf_new(a, hex.n / 2) };
	m.b.n = hex.n / 2;
	assert_true(m.b.n > 100 && hex_read(hex, m.b.p, m.b.n));
	struct diag d = { 0 };
	assert_true(opens(m, &k, STR("ayni\n"), &d));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_round), cmocka_unit_test(test_altered),
		cmocka_unit_test(test_no_room), cmocka_unit_test(test_paper_key), cmocka_unit_test(test_vector) };

	crypto_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
