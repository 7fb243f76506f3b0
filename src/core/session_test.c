/*
 * session_test.c - invites spent once, PINs that wait, sessions that end, tokens, limits.
 */
#include "core_sample.h"

#include "hash.h"
#include "parked.h"
#include "session.h"

enum { HOUR_MS = 3600000 };

static struct ctx c;

/* One transaction for the whole test: all of it runs in the writer's. */
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

static void an_invite_is_spent_once(void **state)
{
	struct invitation found;
	struct enrolment e = { .id = { { 7 } } };
	struct invite i;

	invite_make(&c, rosa(state), false, &i);
	assert_true(invite_find(&c, i.code, &found) && id_eq(found.person, rosa(state)) && !found.reusable);
	assert_true(invite_spend(&c, i.code, &e) && e.fresh && id_eq(e.id, (struct id){ { 7 } }));
	assert_int_equal(e.device.n, TOKEN_TEXT);
	assert_false(invite_find(&c, i.code, &found) || invite_find(&c, i.letters, &found) || invite_spend(&c, i.code, &e));
	/* By letters, as people type them; the same device is known again. */
	invite_make(&c, rosa(state), false, &i);
	const char *typed = str_cstr(c.mem, str_lower(c.mem, str_fmt(c.mem, " %.3s-%.3s ", i.letters.p, i.letters.p + 3)));
	struct enrolment again = { .device = e.device, .id = { { 8 } } };
	assert_true(invite_spend(&c, str_c(typed), &again) && !again.fresh);
	assert_true(id_eq(again.id, e.id) && str_eq(again.device, e.device));
	/* A cookie that was not made here is replaced. */
	invite_make(&c, rosa(state), false, &i);
	struct enrolment forged = { .device = STR("made-elsewhere"), .id = { { 9 } } };
	assert_true(invite_spend(&c, i.code, &forged) && forged.fresh);
	assert_false(str_is(forged.device, "made-elsewhere"));
}

static void an_invite_ends(void **state)
{
	struct invitation found;
	struct invite first, second, link;

	invite_make(&c, rosa(state), false, &first);
	invite_make(&c, rosa(state), false, &second); /* the new one takes the old one's place */
	assert_false(invite_find(&c, first.code, &found));
	c.now = second.until_at - 1;
	assert_true(invite_find(&c, second.code, &found));
	c.now = second.until_at;
	assert_false(invite_find(&c, second.code, &found));
	invite_make(&c, rosa(state), true, &link); /* reusable: only where all is invented */
	assert_false(invite_find(&c, link.code, &found));
	struct network demo = *c.net;
	demo.demo = true;
	c.net = &demo;
	struct enrolment e = { 0 };
	for (int i = 0; i < 3; i++)
		assert_true(invite_spend(&c, link.code, &e));
}

static void guessed_letters_are_limited(void **state)
{
	struct invitation found;
	struct invite i;
	unsigned n = 0;

	invite_make(&c, rosa(state), false, &i);
	assert_true(invite_is_letters(i.letters) && !invite_is_letters(i.code));
	while (n < 50 && invite_try_letters(&c, i.letters, STR("10.0.0.1"), &found)) {
		assert_false(invite_try_letters(&c, STR("ZZZZZZ"), STR("10.0.0.1"), &found));
		n++;
	}
	assert_int_equal(n, 10); /* an address */
	assert_true(invite_try_letters(&c, i.letters, STR("10.0.0.2"), &found));
	for (n = 10; n < 100; n++)
		invite_try_letters(&c, STR("ZZZZZZ"), str_fmt(c.mem, "10.1.0.%u", n), &found);
	assert_false(invite_try_letters(&c, i.letters, STR("10.0.0.2"), &found)); /* the network */
	assert_true(invite_find(&c, i.code, &found));
	c.now += HOUR_MS;
	assert_true(invite_try_letters(&c, i.letters, STR("10.0.0.1"), &found));
}

static void a_pin_opens_only_where_it_was_set(void **state)
{
	struct enrolled list[2];
	struct enrolment e = { .id = { { 7 } } };
	struct invite i;
	int64_t wait_until_at;

	invite_make(&c, rosa(state), false, &i);
	assert_true(invite_spend(&c, i.code, &e));
	assert_int_equal(enrolled_list(&c, e.device, list, 2), 1);
	assert_true(str_is(list[0].name, "Rosa") && !list[0].has_pin);
	struct str hash = pin_hash(c.mem, STR("271828"));
	assert_true(pin_matches(hash, STR("271828")) && !pin_matches(hash, STR("271829")) && !pin_matches(STR(""), STR("")));
	assert_false(str_contains(hash, STR("271828")));
	assert_true(pin_set(&c, e.device, rosa(state), hash));
	assert_false(pin_set(&c, STR("another"), rosa(state), hash) || pin_set(&c, e.device, (struct id){ { 1 } }, hash));
	assert_true(str_eq(pin_stored(&c, e.device, rosa(state), &wait_until_at), hash));
	assert_int_equal(pin_stored(&c, STR("another"), rosa(state), &wait_until_at).n, 0);
	for (int n = 1; n <= PIN_TRIES + 2; n++) {
		pin_tried(&c, e.device, rosa(state), false);
		pin_stored(&c, e.device, rosa(state), &wait_until_at);
		int longer = n < PIN_TRIES ? 0 : n - PIN_TRIES + 1;
		assert_int_equal(wait_until_at, longer ? c.now + longer * (int64_t)PIN_WAIT_MS : 0);
	}
	pin_tried(&c, e.device, rosa(state), true);
	pin_stored(&c, e.device, rosa(state), &wait_until_at);
	assert_int_equal(wait_until_at, 0);
	invite_make(&c, rosa(state), false, &i); /* she forgot it: a new invite, no PIN until she sets one */
	assert_true(invite_spend(&c, i.code, &e));
	assert_int_equal(pin_stored(&c, e.device, rosa(state), &wait_until_at).n, 0);
}

static void weak_pins_are_refused(void **state)
{
	static const char *const weak[] = { "", "12345", "1234567", "123456", "654321", "000000", "777777", "12a456" };

	(void)state;
	for (unsigned i = 0; i < ARRAY_LEN(weak); i++)
		assert_false(pin_sound(str_c(weak[i])));
	assert_true(pin_sound(STR("271828")) && pin_sound(STR("100000")));
}

static bool open_now(struct str cookie, bool *stale_out)
{
	struct id person, device;
	struct str csrf;

	return session_find(&c, cookie, &person, &device, &csrf, stale_out);
}

static void sessions_end_when_idle(void **state)
{
	struct str csrf, other, cookie = session_begin(&c, STR(""), rosa(state), &csrf);
	struct id person, device;
	bool stale;

	assert_true(session_find(&c, cookie, &person, &device, &other, &stale));
	assert_true(id_eq(person, rosa(state)) && id_is_zero(device) && str_eq(csrf, other) && !stale);
	assert_false(open_now(STR("made up"), &stale) || open_now(STR(""), &stale));
	int64_t begun_at = c.now;
	c.now += SESSION_IDLE_MS;
	assert_true(open_now(cookie, &stale) && stale);
	c.now++;
	assert_false(open_now(cookie, &stale) || stale);
	c.now -= HOUR_MS;
	session_touch(&c, cookie);
	c.now += SESSION_IDLE_MS;
	assert_true(open_now(cookie, &stale));
	while (c.now < begun_at + 90 * (int64_t)DAY_MS && open_now(cookie, &stale)) {
		session_touch(&c, cookie);
		c.now += 6 * HOUR_MS;
	}
	assert_true(c.now >= begun_at + 90 * (int64_t)DAY_MS); /* used all the time, it still ends */
	assert_false(open_now(cookie, &stale));
}

static void sessions_are_ended(void **state)
{
	struct session_row row[4];
	struct str csrf, one = session_begin(&c, STR(""), rosa(state), &csrf),
		two = session_begin(&c, STR(""), rosa(state), &csrf), three = session_begin(&c, STR(""), rosa(state), &csrf);
	bool stale;

	assert_int_equal(session_list(&c, rosa(state), two, row, 4), 3);
	assert_int_equal(row[0].here + row[1].here + row[2].here, 1);
	session_end(&c, one);
	assert_false(open_now(one, &stale));
	assert_true(open_now(two, &stale));
	assert_int_equal(session_list(&c, rosa(state), two, row, 4), 2);
	struct str id = row[row[0].here].id;
	assert_false(session_close(&c, (struct id){ { 1 } }, id)); /* another's */
	assert_true(session_close(&c, rosa(state), id) && !session_close(&c, rosa(state), id));
	assert_false(open_now(three, &stale));
	session_end_all(&c, rosa(state));
	assert_false(open_now(two, &stale));
}

static void tokens_are_hers_until_they_end(void **state)
{
	struct str text = token_make(&c, rosa(state), STR("hoja"), ALLOW_REPORT, 90);
	struct token_row row[3];
	struct actor who = { 0 };

	assert_true(token_find(&c, text, &who));
	assert_true(who.by_token && id_eq(who.person, rosa(state)) && who.allow == ALLOW_REPORT && str_is(who.token_name, "hoja"));
	assert_false(token_find(&c, STR("made up"), &who));
	token_make(&c, rosa(state), STR("otra"), ALLOW_READ, 1);
	assert_int_equal(token_list(&c, row, 3), 2);
	unsigned mine = str_is(row[0].name, "hoja") ? 0 : 1;
	assert_false(row[mine].revoked);
	assert_true(token_revoke(&c, row[mine].id) && !token_revoke(&c, row[mine].id));
	assert_false(token_find(&c, text, &who));
	text = token_make(&c, rosa(state), STR("breve"), ALLOW_ALL, 1);
	c.now += DAY_MS;
	assert_false(token_find(&c, text, &who));
	struct network other = *c.net;
	other.id.b[0]++;
	c.now -= DAY_MS;
	c.net = &other;
	assert_false(token_find(&c, text, &who)); /* of another network */
}

static void limits_count_within_their_window(void **state)
{
	(void)state;
	for (int i = 1; i <= 4; i++)
		assert_int_equal(limit_take(&c, "knocks", STR("door"), 3, HOUR_MS), i <= 3);
	assert_false(limit_open(&c, "knocks", STR("door"), 3, HOUR_MS));
	assert_true(limit_open(&c, "knocks", STR("window"), 3, HOUR_MS) && limit_open(&c, "rings", STR("door"), 3, HOUR_MS));
	c.now += HOUR_MS;
	assert_true(limit_open(&c, "knocks", STR("door"), 3, HOUR_MS) && limit_take(&c, "knocks", STR("door"), 3, HOUR_MS));
}

/* Nothing that could be used rests in the tables. */
/* Its own id is that of (act, content): the same again is the same row. */
static struct parked came_back(void **state, uint8_t act)
{
	struct parked p = { .act = { { act } }, .person = rosa(state), .action = STR("pot.report"), .args = STR("{}"),
		.acted_at = c.now, .kind = PARKED_REFUSED };

	p.id = parked_id(p.act, p.args);
	assert_true(parked_put(&c, &p, &(struct diag){ 0 }));
	return p;
}

static void what_came_back_ends(void **state)
{
	int64_t day_ms = 24 * (int64_t)HOUR_MS, oldest_at;
	struct parked decided = came_back(state, 1), open = came_back(state, 2), found;
	struct id id[4];

	assert_int_equal(parked_mine(&c, rosa(state), id, 4), 2);
	assert_true(parked_decide(&c, decided.id, "discarded", rosa(state), STR("")));
	assert_false(parked_decide(&c, decided.id, "accepted", rosa(state), STR("")));
	assert_int_equal(parked_mine(&c, rosa(state), id, 4), 1);
	assert_true(id_eq(id[0], open.id) && parked_count(&c, &oldest_at) == 1 && oldest_at == open.arrived_at);
	assert_true(id_eq(parked_by_fix(&c, open.fix, rosa(state)), open.id));
	assert_true(id_is_zero(parked_by_fix(&c, open.fix, (struct id){ { 9 } })));
	c.now += 90 * day_ms;
	parked_sweep(&c);
	assert_true(parked_get(&c, decided.id, &found) && str_is(found.decision, "discarded"));
	c.now += 1;
	parked_sweep(&c); /* what nobody decided stays, however old */
	assert_true(!parked_get(&c, decided.id, &found) && parked_get(&c, open.id, &found) && !found.decided_at);
	person_forget(&c, rosa(state));
	assert_false(parked_get(&c, open.id, &found));
}

static void no_secret_rests_in_a_table(void **state)
{
	static const char *const column[][2] = { { "session", "token_hash" }, { "invite", "code_hash" },
		{ "invite", "letters_hash" }, { "enrolled", "device_hash" }, { "enrolled", "pin_hash" },
		{ "api_token", "token_hash" } };
	struct enrolment e = { .id = { { 7 } } };
	struct str csrf, secret[5];
	struct invite i;

	invite_make(&c, rosa(state), false, &i);
	invite_spend(&c, i.code, &e);
	pin_set(&c, e.device, rosa(state), pin_hash(c.mem, STR("271828")));
	secret[0] = i.code, secret[1] = i.letters, secret[2] = e.device;
	secret[3] = session_begin(&c, e.device, rosa(state), &csrf);
	secret[4] = token_make(&c, rosa(state), STR("hoja"), ALLOW_READ, 1);
	for (unsigned k = 0; k < ARRAY_LEN(column); k++) {
		struct str sql = str_fmt(c.mem, "SELECT \"%s\" FROM %s", column[k][1], column[k][0]);
		struct rows r = db_rows(c.db, db_compose(c.db, sql, 0, 1), NO_ARGS);
		unsigned n = 0;
		for (; rows_next(&r); n++)
			for (unsigned q = 0; q < ARRAY_LEN(secret); q++) {
				struct hash plain = hash_of(secret[q], STR(""));
				assert_false(str_contains(rows_text(&r, 0), secret[q]));
				assert_false(str_eq(rows_text(&r, 0), hash_bytes(&plain))); /* nor a hash without the key */
			}
		assert_true(n > 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_invite_is_spent_once), TEST(an_invite_ends), TEST(guessed_letters_are_limited),
		TEST(a_pin_opens_only_where_it_was_set), TEST(weak_pins_are_refused), TEST(sessions_end_when_idle),
		TEST(sessions_are_ended), TEST(tokens_are_hers_until_they_end), TEST(limits_count_within_their_window),
		TEST(what_came_back_ends), TEST(no_secret_rests_in_a_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
