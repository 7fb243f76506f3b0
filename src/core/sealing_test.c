/*
 * sealing_test.c - boxes that libsodium opens, phrases as people write them, locks, shares, opened sessions.
 */
#include "core_sample.h"

#include "hash.h"
#include "sealing.h"
#include "sealing_words.h"
#include "session.h"

static struct ctx c;

static int setup(void **state)
{
	if (sample_setup(state) != 0)
		return -1;
	struct core_sample *s = *state;
	assert_int_equal(sample_do(s, NULL, "person.put", "name", "Rosa", "code", "ROSA", NULL), ACT_ACCEPTED);
	s->id = s->out.change->puts->id;
	c = sample_ctx(s, NULL);
	return db_begin(c.db) == OK ? 0 : -1;
}

static int teardown(void **state)
{
	db_rollback(c.db);
	return sample_teardown(state);
}

static struct id rosa(void **state)
{
	return ((struct core_sample *)*state)->id;
}

static void text_opens_with_its_key_alone(void **state)
{
	struct seal_secret team, other;
	struct str sealed, again, text;
	struct id act = { { 1 } }, act2 = { { 2 } };

	(void)state;
	seal_pair(&team);
	seal_pair(&other);
	assert_true(seal_text(c.mem, &team.pub, act, STR("le pegó"), &sealed));
	assert_true(sealed_text_like(sealed) && !str_contains(sealed, STR("peg")));
	assert_true(seal_open(c.mem, &team, sealed, &text) && str_is(text, "le pegó"));
	assert_false(seal_open(c.mem, &other, sealed, &text));
	/* The same act and text: the same bytes; another of either: others. */
	assert_true(seal_text(c.mem, &team.pub, act, STR("le pegó"), &again) && str_eq(sealed, again));
	assert_true(seal_text(c.mem, &team.pub, act2, STR("le pegó"), &again) && !str_eq(sealed, again));
	assert_true(seal_text(c.mem, &other.pub, act, STR("le pegó"), &again) && !str_eq(sealed, again));
	assert_true(seal_text(c.mem, &team.pub, act, STR("le pegó."), &again) && !str_eq(sealed, again));
	assert_int_equal(sealed.n, again.n); /* the length tells nothing of it */
	/* One bit anywhere, one letter less or more. */
	for (size_t i = 0; i < sealed.n; i += 7) {
		char *bad = arena_dup(c.mem, sealed.p, sealed.n);
		bad[i] = bad[i] == 'B' ? 'C' : 'B';
		assert_false(seal_open(c.mem, &team, (struct str){ bad, sealed.n }, &text));
	}
	assert_false(seal_open(c.mem, &team, str_sub(sealed, 0, sealed.n - 1), &text));
	assert_false(seal_open(c.mem, &team, str_fmt(c.mem, "%.*sA", (int)sealed.n, sealed.p), &text));
}

/* What libsodium's own function sealed, without filling up. */
static void a_plain_box_opens(void **state)
{
	struct seal_secret team;
	uint8_t box[5 + crypto_box_SEALBYTES];
	struct str text;

	(void)state;
	seal_pair(&team);
	crypto_box_seal(box, (const uint8_t *)"hola.", 5, team.pub.b);
	struct str sealed = sealed_text_write(c.mem, &(struct sealed_text){ .key = seal_key_id(&team.pub),
		.box = { (const char *)box, sizeof(box) } });
	assert_true(seal_open(c.mem, &team, sealed, &text) && str_is(text, "hola."));
	struct seal_public read;
	assert_true(seal_key_read(seal_key_text(c.mem, &team.pub), &read) && memcmp(read.b, team.pub.b, 32) == 0);
	assert_false(seal_key_read(STR("AAAA"), &read));
}

static void phrases_are_read_as_people_write_them(void **state)
{
	struct phrase p, q;
	unsigned wrong;
	static const char *const same[] = { "ábaco acción ácido año Zurdo", "abaco accion acido ano zurdo",
		"  ABAC, ACCI. ACID\nANO  ZURD ", "1. ábaco 2. acción 3. ácido 4. año 5. zurdo", "Ábaco-acción-ácido-AÑO-zurdo",
		"abaco accio\xcc\x81n acido an\xcc\x83o zurdo" };

	(void)state;
	assert_true(phrase_read(str_c(same[0]), &p, &wrong));
	for (unsigned i = 1; i < ARRAY_LEN(same); i++) {
		assert_true(phrase_read(str_c(same[i]), &q, &wrong));
		assert_memory_equal(&p, &q, sizeof(p));
	}
	assert_string_equal(str_cstr(c.mem, phrase_text(c.mem, &p)), "ábaco acción ácido año zurdo");
	assert_false(phrase_read(STR("ábaco acción ácido año"), &q, &wrong) || wrong);
	assert_false(phrase_read(STR("ábaco acción ácido año zurdo zurdo"), &q, &wrong) || wrong);
	assert_false(phrase_read(STR("ábaco acción xyz año zurdo"), &q, &wrong));
	assert_int_equal(wrong, 3);
	assert_false(phrase_read(STR("\xff\xfe"), &q, &wrong) || phrase_read(STR(""), &q, &wrong));
	unsigned kinds = 0;
	bool met[PHRASE_LIST] = { false };
	for (unsigned i = 0; i < 400; i++) {
		phrase_draw(&p);
		assert_true(phrase_read(phrase_text(c.mem, &p), &q, &wrong));
		assert_memory_equal(&p, &q, sizeof(p));
		for (unsigned k = 0; k < PHRASE_WORDS; k++) {
			assert_true(phrase_words[p.word[k]].drawn);
			kinds += !met[p.word[k]];
			met[p.word[k]] = true;
		}
	}
	assert_true(kinds > 1000); /* 2000 draws of 2000 words meet 1264 of them */
}

static void a_lock_opens_with_its_phrase(void **state)
{
	struct lock l, stored;
	struct seal_secret key;
	struct phrase p, other;
	bool no_memory;

	phrase_draw(&p);
	other = p;
	other.word[0] = (uint16_t)((p.word[0] + 1) % PHRASE_LIST);
	assert_true(lock_make(&p, &l));
	assert_false(lock_get(&c, rosa(state), &stored));
	lock_put(&c, rosa(state), &l);
	assert_true(lock_get(&c, rosa(state), &stored) && !stored.confirmed);
	assert_false(lock_open(&stored, &other, &key, &no_memory) || no_memory);
	assert_true(lock_open(&stored, &p, &key, &no_memory));
	assert_memory_equal(key.pub.b, l.pub.b, sizeof(l.pub.b));
	lock_confirm(&c, rosa(state), &l);
	/* One that is confirmed is not replaced, whoever asks. */
	struct lock fresh = l;
	fresh.salt[0] ^= 1;
	lock_put(&c, rosa(state), &fresh);
	assert_true(lock_get(&c, rosa(state), &stored) && stored.confirmed);
	assert_memory_equal(stored.salt, l.salt, sizeof(l.salt));
	for (unsigned i = 1; i <= LOCK_TRIES; i++) {
		lock_tried(&c, rosa(state), false);
		assert_true(lock_get(&c, rosa(state), &stored));
		assert_int_equal(stored.wait_until_at, i < LOCK_TRIES ? 0 : c.now + LOCK_WAIT_MS);
	}
	lock_tried(&c, rosa(state), true);
	assert_true(lock_get(&c, rosa(state), &stored) && !stored.wait_until_at);
}

static void a_share_opens_for_its_member(void **state)
{
	struct seal_secret team, hers, other, out;
	struct id id = { { 9 } };

	seal_pair(&team);
	seal_pair(&hers);
	seal_pair(&other);
	struct seal_id key = seal_key_id(&team.pub), stale = { { 0 } };
	share_put(&c, id, key, rosa(state), share_seal(c.mem, &team, &hers.pub));
	assert_true(share_there(&c, id, key, rosa(state)) && !share_there(&c, id, stale, rosa(state)));
	assert_true(share_open(&c, id, key, rosa(state), &hers, &out) && memcmp(&out, &team, sizeof(out)) == 0);
	assert_false(share_open(&c, id, key, rosa(state), &other, &out));
	assert_false(share_open(&c, id, stale, rosa(state), &hers, &out));
	/* A key that is not the one it is named by, put there by somebody's hand. */
	share_put(&c, id, stale, rosa(state), share_seal(c.mem, &team, &hers.pub));
	assert_false(share_open(&c, id, stale, rosa(state), &hers, &out));
	sealing_forget(&c, rosa(state));
	assert_false(share_there(&c, id, key, rosa(state)));
}

static void an_opened_phrase_is_of_its_session(void **state)
{
	struct seal_secret hers, out;
	struct str csrf, cookie, session = session_begin(&c, STR("x"), rosa(state), &csrf);
	struct str another = session_begin(&c, STR("x"), rosa(state), &csrf);
	int64_t noon = c.now;
	bool stale;

	seal_pair(&hers);
	struct str row = unlock_wrap(&c, session, rosa(state), &hers, &cookie);
	unlock_keep(&c, session, rosa(state), row);
	assert_true(unlock_find(&c, session, rosa(state), cookie, &out, &stale) && !stale);
	assert_memory_equal(&out, &hers, sizeof(out));
	/* The row moved to another session does not open there. */
	unlock_keep(&c, another, rosa(state), row);
	assert_false(unlock_find(&c, another, rosa(state), cookie, &out, &stale));
	assert_false(unlock_find(&c, session, (struct id){ { 3 } }, cookie, &out, &stale));
	assert_false(unlock_find(&c, session, rosa(state), STR(""), &out, &stale));
	assert_false(unlock_find(&c, session, rosa(state), seal_key_text(c.mem, &hers.pub), &out, &stale));
	c.now = noon + UNLOCKED_IDLE_MS;
	assert_true(unlock_find(&c, session, rosa(state), cookie, &out, &stale) && stale);
	c.now++;
	assert_false(unlock_find(&c, session, rosa(state), cookie, &out, &stale));
	c.now = noon;
	unlock_sweep(&c);
	assert_true(unlock_find(&c, session, rosa(state), cookie, &out, &stale));
	session_end(&c, session);
	assert_false(unlock_find(&c, session, rosa(state), cookie, &out, &stale));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_opens_with_its_key_alone), TEST(a_plain_box_opens), TEST(phrases_are_read_as_people_write_them),
		TEST(a_lock_opens_with_its_phrase), TEST(a_share_opens_for_its_member),
		TEST(an_opened_phrase_is_of_its_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
