/*
 * apply_test.c - which write wins, what a tally moves, what an erasure leaves.
 */
#include "journal_sample.h"

#include "journal_sql.h"

static const int64_t day = 20779; /* 2026-11-22 */

static int setup(void **state)
{
	static struct sample s;

	sample_start(&s);
	*state = &s;
	return 0;
}

static int teardown(void **state)
{
	sample_end(*state);
	return 0;
}

/* Change n, acted at minute m, sets the servings of pot 1; negative: to unknown. */
static struct id serve(struct sample *s, unsigned n, int64_t m, int64_t served)
{
	struct change *c = sample_change(s, n, m);
	struct put *p = sample_pot(s, c, 1, day, n == 1);

	put_set(p, POT_SERVED, served < 0 ? value_null() : value_int(served));
	sample_append(s, c);
	return p->id;
}

static void served_is(struct sample *s, struct id id, int64_t want)
{
	struct value v = sample_record(s, &pot, id)->v[POT_SERVED];

	assert_true(value_eq(v, want < 0 ? value_null() : value_int(want)));
}

static void the_later_write_wins_each_field(void **state)
{
	struct sample *s = *state;
	struct id id = serve(s, 1, 10, 100);
	int64_t stamp;
	struct id by;

	served_is(s, id, 100);
	serve(s, 2, 5, 80); /* Monday's edit, delivered late */
	served_is(s, id, 100);
	serve(s, 3, 20, 120);
	served_is(s, id, 120);
	struct change *c = sample_change(s, 4, 15);
	struct put *p = sample_pot(s, c, 1, day, false);
	put_int(p, POT_SERVED, 90);
	put_int(p, POT_COST, 500);
	sample_append(s, c);
	struct record *r = sample_record(s, &pot, id);
	served_is(s, id, 120);
	assert_int_equal(r->v[POT_COST].i, 500); /* it won where nobody wrote later */
	assert_true(id_eq(r->change, sample_id('c', 3)));
	assert_true(record_writer(r, POT_COST, &stamp, &by) && id_eq(by, sample_id('c', 4)));
	assert_true(record_writer(r, POT_SERVED, &stamp, &by) && id_eq(by, sample_id('c', 3)));
	assert_false(record_writer(r, POT_NOTE, &stamp, &by));
}

static void equal_stamps_are_ordered_by_change(void **state)
{
	struct sample *s = *state;
	struct id id = serve(s, 1, 1, 1);

	serve(s, 7, 10, 70);
	serve(s, 5, 10, 50);
	served_is(s, id, 70);
	serve(s, 9, 10, 90);
	served_is(s, id, 90);
}

static void unknown_is_a_value_that_wins(void **state)
{
	struct sample *s = *state;
	struct id id = serve(s, 1, 10, 100), by;
	int64_t stamp;

	serve(s, 2, 20, -1);
	served_is(s, id, -1);
	assert_true(record_writer(sample_record(s, &pot, id), POT_SERVED, &stamp, &by));
	assert_true(id_eq(by, sample_id('c', 2)));
	serve(s, 3, 15, 80);
	served_is(s, id, -1);
	serve(s, 4, 25, 60);
	served_is(s, id, 60);
	assert_int_equal(sample_record(s, &pot, id)->late.n > 0, true); /* the key is of change 1 */
}

static void late_is_empty_until_writers_differ(void **state)
{
	struct sample *s = *state;
	struct change *c = sample_change(s, 1, 1);
	struct id id = change_put(c, &move, sample_id('m', 1), true)->id;

	put_text(c->puts, MOVE_FOOD, STR("arroz"));
	put_int(c->puts, MOVE_GRAMS, 20000);
	sample_append(s, c);
	assert_int_equal(sample_record(s, &move, id)->late.n, 0);
}

static void a_row_is_born_with_its_creating_put(void **state)
{
	struct sample *s = *state;
	struct change *c = sample_change(s, 2, 20);
	struct put *p = sample_pot(s, c, 1, day, false);

	put_int(p, POT_SERVED, 80);
	sample_append(s, c);
	assert_false(sample_record(s, &pot, p->id)->born);
	assert_int_equal(sample_tally(s, (struct id){ 0 }, day).n, 0);
	serve(s, 1, 10, 70);
	assert_true(sample_record(s, &pot, p->id)->born);
	served_is(s, p->id, 80);
	assert_true(str_is(sample_tally(s, (struct id){ 0 }, day), "80 1 0 0"));
}

static void what_is_not_declared_is_skipped(void **state)
{
	static const struct entity *const fewer[] = { &woman };
	struct sample *s = *state;
	struct change *c = sample_change(s, 1, 1);
	struct diag d = { 0 };

	sample_pot(s, c, 1, day, true);
	put_text(change_put(c, &woman, sample_id('w', 1), true), WOMAN_NAME, STR("Rosa"));
	sample_append(s, c);
	/* The same bytes with names that no declaration has. */
	sample_tamper(s->db, "UPDATE journal_part SET body = replace(body, '\"day\"', '\"dia\"')");
	c = journal_read(s->db, s->schema, s->mem, s->network, 1, &d);
	assert_non_null(c);
	assert_int_equal(c->puts->n, 2);
	assert_null(put_get(c->puts, POT_DAY));
	query_unregister_all(); /* the open connection keeps its own */
	struct schema *other = schema_new(s->mem, fewer, 1, NULL, 0);
	c = journal_read(s->db, other, s->mem, s->network, 1, &d);
	assert_non_null(c);
	assert_ptr_equal(c->puts->entity, &woman);
	assert_null(c->puts->next);
	sample_tamper(s->db, "UPDATE journal_part SET body = '[{}]'");
	assert_null(journal_read(s->db, s->schema, s->mem, s->network, 1, &d));
	assert_string_equal(d.item[0].code, "damaged");
}

/* Change n sets one field of pot k. */
static void set(struct sample *s, unsigned n, unsigned k, unsigned field, struct value v)
{
	struct change *c = sample_change(s, n, n);

	put_set(sample_pot(s, c, k, day, false), field, v);
	sample_append(s, c);
}

static void tallies_follow_the_winners(void **state)
{
	struct id here = sample_id('d', 1), there = sample_id('d', 2), nowhere = { 0 };
	struct sample *s = *state;

	for (unsigned k = 1; k <= 2; k++) {
		struct change *c = sample_change(s, k, k);
		struct put *p = sample_pot(s, c, k, day, true);
		put_id(p, POT_DISTRICT, here);
		put_int(p, POT_SERVED, 100 * (int)k);
		sample_append(s, c);
	}
	assert_true(str_is(sample_tally(s, here, day), "300 2 0 0"));
	set(s, 10, 1, POT_COST, value_int(550));
	assert_true(str_is(sample_tally(s, here, day), "300 2 550 1"));
	set(s, 11, 2, POT_SERVED, value_null());
	assert_true(str_is(sample_tally(s, here, day), "100 1 550 1"));
	set(s, 12, 1, POT_DISTRICT, value_id(there));
	assert_true(str_is(sample_tally(s, here, day), "0 0 0 0"));
	assert_true(str_is(sample_tally(s, there, day), "100 1 550 1"));
	set(s, 13, 1, POT_DISTRICT, value_null());
	assert_true(str_is(sample_tally(s, nowhere, day), "100 1 550 1"));
	set(s, 14, 1, POT_VOIDED, value_int(1));
	assert_true(str_is(sample_tally(s, nowhere, day), "0 0 0 0"));
	set(s, 15, 1, POT_SERVED, value_int(7)); /* counted nowhere while voided */
	assert_true(str_is(sample_tally(s, nowhere, day), "0 0 0 0"));
	set(s, 16, 1, POT_VOIDED, value_int(0));
	assert_true(str_is(sample_tally(s, nowhere, day), "7 1 550 1"));
}

static void what_is_undone_moves_nothing(void **state)
{
	struct sample *s = *state;
	struct chain_head before;

	assert_int_equal(db_begin(s->db), OK);
	for (unsigned n = 1; n <= 3; n++) {
		struct change *c = sample_change(s, n, n);
		put_int(sample_pot(s, c, n, day, true), POT_SERVED, 10 * (int)n);
		before = s->head;
		size_t mark = applier_mark(s->ap);
		assert_int_equal(db_savepoint(s->db), OK);
		journal_append(s->ap, c, &s->head);
		if (n != 2) {
			assert_int_equal(db_release(s->db), OK);
			continue;
		}
		applier_undo(s->ap, mark);
		db_undo(s->db);
		s->head = before;
	}
	journal_head_save(s->db, s->network, &s->head);
	applier_flush(s->ap);
	assert_int_equal(db_commit(s->db), OK);
	assert_true(str_is(sample_tally(s, (struct id){ 0 }, day), "40 2 0 0"));
	assert_int_equal(s->head.seq, 2);
	assert_int_equal(sample_verify(s), OK);
}

/* ---- erasure ---- */

static void know(struct sample *s, unsigned n, unsigned w, const char *document)
{
	struct change *c = sample_change(s, n, n);
	struct put *p = change_put(c, &woman, sample_id('w', w), true);

	put_text(p, WOMAN_NAME, STR("Rosa"));
	put_text(p, WOMAN_DOCUMENT, str_c(document));
	sample_append(s, c);
}

static void call(struct sample *s, unsigned n, unsigned w, const char *number)
{
	struct change *c = sample_change(s, n, n);
	struct put *p = change_put(c, &phone, sample_id('p', w), true);

	put_id(p, PHONE_WOMAN, sample_id('w', w));
	put_text(p, PHONE_NUMBER, str_c(number));
	put_int(p, PHONE_USED, 1);
	sample_append(s, c);
}

static void erase(struct sample *s, unsigned n, unsigned w)
{
	struct value key[FORGET__N] = { value_id(sample_id('w', w)) };
	struct change *c = sample_change(s, n, n);

	put_id(change_put(c, &forget, entity_key_id(&forget, s->network, key), true), FORGET_WOMAN, key[0].id);
	sample_append(s, c);
}

static bool journal_holds(struct sample *s, const char *text)
{
	struct str sql = STR("SELECT count(*) FROM journal_part WHERE instr(body, ?1) > 0");
	struct rows r = db_rows(s->db, db_compose(s->db, sql, 1, 1), ARGS(cell_text(str_c(text))));

	assert_true(rows_next(&r));
	bool any = rows_int(&r, 0) > 0;
	rows_end(&r);
	return any;
}

static void rebuilds_alike(struct sample *s)
{
	struct diag d = { 0 };
	struct db *db = sample_tables(s);
	struct arena *a = arena_new(0);

	assert_int_equal(journal_replay(s->db, applier_new(a, db, s->schema), s->network, NULL, NULL, NULL, &d), OK);
	assert_string_equal(sample_dump(s, db).p, sample_dump(s, s->db).p);
	arena_free(&a);
	sample_drop(&db);
	assert_int_equal(sample_verify(s), OK);
}

static void an_erasure_leaves_no_personal_word(void **state)
{
	struct sample *s = *state;

	know(s, 1, 1, "40000001");
	know(s, 2, 2, "40000002");
	call(s, 3, 1, "+51900000001");
	assert_true(journal_holds(s, "40000001") && journal_holds(s, "+51900000001"));
	erase(s, 4, 1);
	assert_false(journal_holds(s, "40000001") || journal_holds(s, "+51900000001"));
	assert_true(journal_holds(s, "40000002"));
	struct record *r = sample_record(s, &woman, sample_id('w', 1));
	assert_true(r->born);
	assert_int_equal(r->v[WOMAN_NAME].kind, V_NULL);
	assert_int_equal(r->v[WOMAN_DOCUMENT].kind, V_NULL);
	r = sample_record(s, &phone, sample_id('p', 1));
	assert_true(r->born && r->v[PHONE_USED].i == 1);
	assert_int_equal(r->v[PHONE_WOMAN].kind, V_NULL);
	assert_int_equal(r->v[PHONE_NUMBER].kind, V_NULL);
	rebuilds_alike(s);
}

static void an_erasure_wins_over_what_comes_later(void **state)
{
	struct sample *s = *state;

	erase(s, 1, 1);
	know(s, 2, 1, "40000001");
	call(s, 3, 1, "+51900000001");
	assert_false(journal_holds(s, "40000001") || journal_holds(s, "+51900000001"));
	assert_int_equal(sample_record(s, &woman, sample_id('w', 1))->v[WOMAN_DOCUMENT].kind, V_NULL);
	assert_int_equal(sample_record(s, &phone, sample_id('p', 1))->v[PHONE_NUMBER].kind, V_NULL);
	rebuilds_alike(s);
}

/* Nothing but personal words in the change: the row and its stamp must survive their loss. */
static void a_wholly_personal_change_leaves_its_row(void **state)
{
	struct sample *s = *state;
	struct change *c = sample_change(s, 1, 1);
	struct put *p = change_put(c, &phone, sample_id('p', 1), true);

	put_id(p, PHONE_WOMAN, sample_id('w', 1));
	put_text(p, PHONE_NUMBER, STR("+51900000001"));
	sample_append(s, c);
	c = sample_change(s, 2, 2);
	put_text(change_put(c, &phone, sample_id('p', 1), false), PHONE_SECRET, STR("sellado"));
	sample_append(s, c);
	erase(s, 3, 1);
	assert_false(journal_holds(s, "sellado"));
	assert_true(sample_record(s, &phone, sample_id('p', 1))->born);
	rebuilds_alike(s);
	struct diag d = { 0 };
	c = sample_change(s, 4, 4);
	put_text(change_put(c, &phone, sample_id('p', 1), false), PHONE_NUMBER, STR("+51900000002"));
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), INVALID); /* nobody's any more */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_later_write_wins_each_field, setup, teardown),
		cmocka_unit_test_setup_teardown(equal_stamps_are_ordered_by_change, setup, teardown),
		cmocka_unit_test_setup_teardown(unknown_is_a_value_that_wins, setup, teardown),
		cmocka_unit_test_setup_teardown(late_is_empty_until_writers_differ, setup, teardown),
		cmocka_unit_test_setup_teardown(a_row_is_born_with_its_creating_put, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_not_declared_is_skipped, setup, teardown),
		cmocka_unit_test_setup_teardown(tallies_follow_the_winners, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_undone_moves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(an_erasure_leaves_no_personal_word, setup, teardown),
		cmocka_unit_test_setup_teardown(an_erasure_wins_over_what_comes_later, setup, teardown),
		cmocka_unit_test_setup_teardown(a_wholly_personal_change_leaves_its_row, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
