/*
 * law_test.c - the two laws over random changes, and faults that the comparison must see.
 *
 * Rebuild law: the journal replayed into empty tables gives the tables that stand. Shuffle law: so
 * it does in any order of arrival. Both compare stamps and winners of fields too.
 */
#include "journal_sample.h"

enum { CHANGES = 320, ORDERS = 20, POTS = 12, WOMEN = 8, PHONES = 10 };

static const int64_t day = 20779; /* 2026-11-22 */

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t dice;

static unsigned roll(unsigned sides)
{
	uint64_t z = dice += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ z >> 31) % sides);
}

static struct value maybe(struct value v)
{
	return roll(4) ? v : value_null();
}

static void random_pot(struct sample *s, struct change *c)
{
	unsigned kitchen = roll(POTS);
	struct put *p = sample_pot(s, c, kitchen, day + kitchen % 3, roll(2));

	if (roll(2))
		put_set(p, POT_SERVED, maybe(value_int(roll(200))));
	if (roll(2))
		put_set(p, POT_COST, maybe(value_int(roll(9000))));
	if (roll(3) == 0)
		put_set(p, POT_DISTRICT, maybe(value_id(sample_id('d', roll(3)))));
	if (roll(3) == 0)
		put_set(p, POT_NOTE, maybe(value_text(str_fmt(s->mem, "nota %u", roll(50)))));
	if (roll(8) == 0)
		put_int(p, POT_VOIDED, roll(2));
}

static void random_woman(struct sample *s, struct change *c)
{
	struct put *p = change_put(c, &woman, sample_id('w', roll(WOMEN)), roll(3) > 0);

	if (roll(2))
		put_set(p, WOMAN_NAME, maybe(value_text(str_fmt(s->mem, "Rosa %u", roll(9)))));
	if (roll(2))
		put_set(p, WOMAN_DOCUMENT, maybe(value_text(str_fmt(s->mem, "4%07u", roll(99)))));
	if (roll(2))
		put_set(p, WOMAN_BORN, maybe(value_int(roll(9999))));
}

/* Each phone is one woman's for good; what another node sends says whose it is by itself. */
static void random_phone(struct sample *s, struct change *c)
{
	unsigned n = roll(PHONES);
	struct put *p = change_put(c, &phone, sample_id('p', n), roll(2));

	p->subject = sample_id('w', n % WOMEN);
	if (p->create)
		put_id(p, PHONE_WOMAN, p->subject);
	if (roll(2))
		put_set(p, PHONE_NUMBER, maybe(value_text(str_fmt(s->mem, "+519%08u", roll(99)))));
	if (roll(3) == 0)
		put_set(p, PHONE_SECRET, maybe(value_text(STR("sellado"))));
	if (roll(3) == 0)
		put_set(p, PHONE_USED, maybe(value_int(roll(2))));
}

static struct change *random_change(struct sample *s, unsigned n)
{
	/* Minutes repeat, so that some stamps are equal. */
	struct change *c = sample_change(s, n, roll(CHANGES / 2));

	switch (roll(9)) {
	case 0:
		put_int(change_put(c, &move, sample_id('m', n), true), MOVE_GRAMS, roll(5000));
		break;
	case 1:
	case 2:
		random_woman(s, c);
		break;
	case 3:
	case 4:
		random_phone(s, c);
		break;
	default:
		random_pot(s, c);
	}
	if (roll(6) == 0 && c->puts->entity != &woman)
		random_woman(s, c);
	if (n % 100 == 60) {
		struct value key[FORGET__N] = { value_id(sample_id('w', roll(WOMEN))) };
		put_id(change_put(c, &forget, entity_key_id(&forget, s->network, key), true), FORGET_WOMAN, key[0].id);
	}
	return c;
}

static void live(struct sample *s, uint64_t seed)
{
	sample_start(s);
	dice = seed;
	for (unsigned n = 1; n <= CHANGES; n++)
		sample_append(s, random_change(s, n));
}

static void shuffle(uint32_t *order)
{
	for (unsigned i = 0; i < CHANGES; i++)
		order[i] = i;
	for (unsigned i = CHANGES - 1; i > 0; i--) {
		unsigned j = roll(i + 1);
		uint32_t t = order[i];
		order[i] = order[j];
		order[j] = t;
	}
}

/* Replay in that order into tables of their own; true when they are the tables that stand. */
static bool lawful(struct sample *s, const uint32_t *order, void (*harm)(struct db *))
{
	struct diag d = { 0 };
	struct db *db = sample_tables(s);
	struct arena *a = arena_new(0);
	struct applier *ap = applier_new(a, db, s->schema);

	assert_int_equal(journal_replay(s->db, ap, s->network, order, NULL, NULL, &d), OK);
	if (harm)
		harm(db);
	struct str there = sample_dump(s, db), here = sample_dump(s, s->db);
	bool same = str_eq(there, here);
	assert_int_equal(same, hash_eq(schema_dump_hash(db, s->schema, s->network),
		schema_dump_hash(s->db, s->schema, s->network)));
	arena_free(&a);
	sample_drop(&db);
	return same;
}

static void both_laws_hold(void **state)
{
	uint32_t order[CHANGES];
	struct sample s;
	(void)state;

	for (uint64_t seed = 1; seed <= 3; seed++) {
		live(&s, seed);
		assert_int_equal(sample_verify(&s), OK);
		assert_true(lawful(&s, NULL, NULL));
		for (unsigned k = 0; k < ORDERS; k++) {
			shuffle(order);
			for (unsigned i = 0; k == 0 && i < CHANGES; i++)
				order[i] = CHANGES - 1 - i; /* the last comes first */
			if (!lawful(&s, order, NULL))
				fail_msg("seed %d, order %u", (int)seed, k);
		}
		sample_end(&s);
	}
}

/*
 * The same changes appended in another order make another journal, whose parts about an erased person
 * were emptied at another time or never kept: the tables are the same.
 */
static void journals_of_any_order_agree(void **state)
{
	struct change *change[CHANGES];
	uint32_t order[CHANGES];
	struct arena *a = arena_new(0);
	struct str first = { 0 };
	struct sample s;
	(void)state;

	for (unsigned k = 0; k < 8; k++) {
		sample_start(&s);
		dice = 7;
		for (unsigned n = 0; n < CHANGES; n++)
			change[n] = random_change(&s, n + 1);
		dice = k;
		shuffle(order);
		for (unsigned i = 0; i < CHANGES; i++)
			sample_append(&s, change[order[i]]);
		assert_int_equal(sample_verify(&s), OK);
		struct str dump = sample_dump(&s, s.db);
		if (k == 0)
			first = str_dup(a, dump);
		if (!str_eq(first, dump))
			fail_msg("order %u", k);
		sample_end(&s);
	}
	arena_free(&a);
}

static void what_comes_twice_is_harmless(void **state)
{
	struct diag d = { 0 };
	struct sample s;
	(void)state;

	live(&s, 4);
	struct db *db = sample_tables(&s);
	struct arena *a = arena_new(0);
	struct applier *ap = applier_new(a, db, s.schema);
	for (int i = 0; i < 2; i++)
		assert_int_equal(journal_replay(s.db, ap, s.network, NULL, NULL, NULL, &d), OK);
	assert_true(str_eq(sample_dump(&s, db), sample_dump(&s, s.db)));
	arena_free(&a);
	sample_drop(&db);
	sample_end(&s);
}

/* ---- planted faults ---- */

static void harm_cell(struct db *db)
{
	sample_tamper(db, "UPDATE pot SET served = served + 1 WHERE served IS NOT NULL");
}

static void harm_writer(struct db *db)
{
	sample_tamper(db, "UPDATE move SET change = x'01630000000000000000000000000000'");
}

static void harm_stamp(struct db *db)
{
	sample_tamper(db, "UPDATE woman SET stamp = stamp + 1");
}

static void harm_late(struct db *db)
{
	sample_tamper(db, "UPDATE pot SET late = NULL WHERE late IS NOT NULL");
}

static void harm_tally(struct db *db)
{
	sample_tamper(db, "UPDATE tally_served_day SET served_n = served_n + 1");
}

static void harm_row(struct db *db)
{
	sample_tamper(db, "DELETE FROM move WHERE id = (SELECT max(id) FROM move)");
}

static void harm_birth(struct db *db)
{
	sample_tamper(db, "UPDATE phone SET born = 0");
}

static void harm_erasure(struct db *db)
{
	sample_tamper(db, "UPDATE woman SET document = '40000001' WHERE id IN (SELECT woman FROM forget)");
}

static void planted_faults_are_seen(void **state)
{
	static void (*const harm[])(struct db *) = { harm_cell, harm_writer, harm_stamp, harm_late, harm_tally,
		harm_row, harm_birth, harm_erasure };
	struct sample s;
	(void)state;

	live(&s, 5);
	assert_true(lawful(&s, NULL, NULL));
	for (unsigned i = 0; i < ARRAY_LEN(harm); i++)
		if (lawful(&s, NULL, harm[i]))
			fail_msg("fault %u was not seen", i);
	sample_end(&s);
}

/* Each event is told once, so a lost one is missed whatever else happened. */
static void a_lost_change_is_seen(void **state)
{
	uint32_t order[CHANGES];
	struct diag d = { 0 };
	struct sample s;
	unsigned lost = 0;
	(void)state;

	live(&s, 6);
	for (unsigned k = 0; k < CHANGES; k++) {
		if (journal_read(s.db, s.schema, s.mem, s.network, k + 1, &d)->puts->entity != &move)
			continue;
		for (unsigned i = 0; i < CHANGES; i++)
			order[i] = i;
		order[k] = k ? k - 1 : 1; /* another twice in its place: that alone is harmless */
		assert_false(lawful(&s, order, NULL));
		if (++lost == 5)
			break;
	}
	assert_int_equal(lost, 5);
	sample_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_laws_hold),
		cmocka_unit_test(journals_of_any_order_agree),
		cmocka_unit_test(what_comes_twice_is_harmless),
		cmocka_unit_test(planted_faults_are_seen),
		cmocka_unit_test(a_lost_change_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
