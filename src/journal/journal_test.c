/*
 * journal_test.c - append, find, read, verify; the bytes of format 1.
 */
#include "journal_sample.h"

#include <stdio.h>

#include "field.h"
#include "format.h"

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

/* Every kind of field and every class, of two people. */
static struct change *full_change(struct sample *s, unsigned n)
{
	struct change *c = sample_change(s, n, n);
	struct put *p = sample_pot(s, c, n, 20779, true);

	put_int(p, POT_SERVED, 120);
	put_int(p, POT_COST, -12345);
	put_text(p, POT_NOTE, STR("Olluco con «ñandú» \"\\\n\x01"));
	put_id(p, POT_DISTRICT, sample_id('d', 1));
	put_int(p, POT_AT, INT64_C(1795352400123));
	put_int(p, POT_HOT, 1);
	put_text(p, POT_CODE, STR("SJM-001"));
	put_int(p, POT_LAT, -12160000);
	put_int(p, POT_LON, -76970000);
	put_set(p, POT_VOIDED, value_null());
	p = change_put(c, &woman, sample_id('w', n), true);
	put_text(p, WOMAN_NAME, STR("Rosa"));
	put_text(p, WOMAN_DOCUMENT, STR("40000001"));
	put_int(p, WOMAN_BORN, -3653);
	p = change_put(c, &phone, sample_id('p', n), true);
	put_id(p, PHONE_WOMAN, sample_id('w', n + 1));
	put_text(p, PHONE_NUMBER, STR("+51900000001"));
	put_text(p, PHONE_SECRET, STR("sellado"));
	return c;
}

static void same_put(const struct put *a, const struct put *b)
{
	assert_ptr_equal(a->entity, b->entity);
	assert_true(id_eq(a->id, b->id));
	assert_int_equal(a->create, b->create);
	assert_int_equal(a->n, b->n);
	for (unsigned i = 0; i < a->n; i++) {
		const struct value *v = put_get(b, a->set[i].field);
		assert_non_null(v);
		assert_true(value_eq(a->set[i].v, *v));
	}
}

static void what_is_appended_is_read(void **state)
{
	struct sample *s = *state;
	struct change *c = full_change(s, 1);
	struct diag d = { 0 };

	c->device = sample_id('e', 5);
	c->status = CHANGE_KEPT;
	sample_append(s, c);
	struct change *r = journal_read(s->db, s->schema, s->mem, s->network, 1, &d);
	assert_non_null(r);
	assert_int_equal(r->seq, 1);
	assert_int_equal(r->stamp, c->stamp);
	assert_int_equal(r->acted_at, c->acted_at);
	assert_int_equal(r->status, CHANGE_KEPT);
	assert_true(id_eq(r->id, c->id) && id_eq(r->author, c->author) && id_eq(r->device, c->device));
	assert_true(str_eq(r->action, c->action) && str_eq(r->channel, c->channel));
	same_put(c->puts, r->puts); /* the first stays first */
	for (const struct put *a = c->puts; a; a = a->next)
		same_put(a, change_find(r, a->entity));
	assert_null(r->puts->next->next->next);
	assert_null(journal_read(s->db, s->schema, s->mem, s->network, 2, &d));
	assert_int_equal(d.n, 0);
}

static void changes_are_found_by_id_and_record(void **state)
{
	struct sample *s = *state;
	struct journal_entry e;
	int64_t seq[2];

	for (unsigned i = 1; i <= 3; i++) {
		struct change *c = sample_change(s, i, i);
		put_int(sample_pot(s, c, 1, 20779, i == 1), POT_SERVED, 100 + i);
		c->content.b[0] = (uint8_t)i;
		sample_append(s, c);
	}
	assert_true(journal_find(s->db, s->mem, s->network, sample_id('c', 2), &e));
	assert_int_equal(e.seq, 2);
	assert_int_equal(e.content.b[0], 2);
	assert_true(str_is(e.action, "test.do"));
	assert_false(journal_find(s->db, s->mem, s->network, sample_id('c', 9), &e));
	assert_false(journal_find(s->db, s->mem, sample_id('n', 9), sample_id('c', 2), &e));
	struct id id = sample_pot(s, sample_change(s, 9, 9), 1, 20779, false)->id;
	assert_int_equal(journal_of_record(s->db, s->network, id, seq, 2), 2);
	assert_int_equal(seq[0], 2); /* the latest that fit, oldest first */
	assert_int_equal(seq[1], 3);
	assert_int_equal(journal_head(s->db, s->network).seq, 3);
	assert_int_equal(sample_verify(s), OK);
}

static void a_header_has_one_reading(void **state)
{
	struct sample *s = *state;
	struct header *h = ARENA_NEW(s->mem, struct header), *back = ARENA_NEW(s->mem, struct header);

	h->change = full_change(s, 1);
	h->change->puts->next->subject = sample_id('w', 1);
	h->change->puts->next->next->subject = sample_id('w', 2);
	h->change->seq = 77;
	parts_encode(s->mem, s->schema, h);
	assert_int_equal(h->nparts, 7);
	struct str bytes = header_encode(s->mem, h);
	assert_true(header_decode(s->mem, bytes, back));
	assert_true(str_eq(header_encode(s->mem, back), bytes));
	for (size_t n = 0; n < bytes.n; n++)
		assert_false(header_decode(s->mem, str_sub(bytes, 0, n), back));
	assert_false(header_decode(s->mem, str_fmt(s->mem, "%.*s.", (int)bytes.n, bytes.p), back));
	char *longer = arena_alloc(s->mem, bytes.n + 1);
	memcpy(longer, bytes.p, bytes.n);
	assert_false(header_decode(s->mem, (struct str){ longer, bytes.n + 1 }, back));
	longer[0] = 2; /* another version */
	assert_false(header_decode(s->mem, (struct str){ longer, bytes.n }, back));
}

/* One more bit, in the column of the row with that rowid or key. */
static void flip(struct sample *s, const char *table, const char *column, const char *where, size_t bit)
{
	struct str sql = str_fmt(s->mem, "SELECT \"%s\" FROM %s WHERE %s", column, table, where);
	struct rows r = db_rows(s->db, db_compose(s->db, sql, 0, 1), NO_ARGS);

	assert_true(rows_next(&r));
	struct str raw = rows_text(&r, 0);
	char *p = arena_dup(s->mem, raw.p, raw.n);
	bool text = rows_cell(&r, 0).kind == CELL_TEXT;
	rows_end(&r);
	p[bit / 8] = (char)(p[bit / 8] ^ 1 << bit % 8);
	sql = str_fmt(s->mem, "UPDATE %s SET \"%s\" = ?1 WHERE %s", table, column, where);
	struct str changed = { p, raw.n };
	assert_int_equal(db_change(s->db, db_compose(s->db, sql, 1, 0),
		(struct cell[]){ text ? cell_text(changed) : cell_blob(changed) }, 1), 1);
}

static size_t bytes_of(struct sample *s, const char *table, const char *column, const char *where)
{
	struct str sql = str_fmt(s->mem, "SELECT length(CAST(\"%s\" AS BLOB)) FROM %s WHERE %s", column, table, where);
	struct rows r = db_rows(s->db, db_compose(s->db, sql, 0, 1), NO_ARGS);

	assert_true(rows_next(&r));
	size_t n = (size_t)rows_int(&r, 0);
	rows_end(&r);
	return n;
}

static void every_flipped_bit_is_found(void **state)
{
	static const char *const place[][3] = { { "journal", "header", "seq = 1" }, { "journal", "hash", "seq = 2" },
		{ "journal", "change", "seq = 1" }, { "journal_part", "salt", "seq = 1 AND part = 1" },
		{ "journal_part", "body", "seq = 1 AND part = 0" }, { "journal_part", "body", "seq = 1 AND part = 4" },
		{ "journal_part", "subject", "seq = 1 AND part = 4" }, { "chain", "hash", "seq = 2" } };
	struct sample *s = *state;

	sample_append(s, full_change(s, 1));
	sample_append(s, full_change(s, 2));
	assert_int_equal(sample_verify(s), OK);
	for (unsigned i = 0; i < ARRAY_LEN(place); i++) {
		size_t n = bytes_of(s, place[i][0], place[i][1], place[i][2]);
		assert_true(n >= 16);
		for (size_t bit = 0; bit < 8 * n; bit++) {
			assert_int_equal(db_begin(s->db), OK);
			flip(s, place[i][0], place[i][1], place[i][2], bit);
			assert_int_equal(sample_verify(s), INVALID);
			db_rollback(s->db);
		}
	}
	assert_int_equal(sample_verify(s), OK);
}

static void what_is_lost_or_added_is_found(void **state)
{
	static const char *const harm[] = {
		"DELETE FROM journal WHERE seq = 1",
		"DELETE FROM journal WHERE seq = 2",
		"DELETE FROM journal WHERE seq = 3",
		"DELETE FROM journal_part WHERE seq = 2 AND part = 0",
		"DELETE FROM chain",
		"UPDATE chain SET seq = 2",
		"UPDATE chain SET stamp = stamp - 1",
		"UPDATE journal SET seq = 9 WHERE seq = 3",
		"UPDATE journal_part SET body = NULL, salt = NULL WHERE seq = 2 AND part = 0",
		"UPDATE journal_part SET salt = NULL WHERE seq = 2 AND part = 4",
		"INSERT INTO journal_part SELECT network, seq, 9, subject, salt, body FROM journal_part WHERE seq = 2 AND part = 4",
		"UPDATE journal SET header = (SELECT header FROM journal WHERE seq = 1), "
		"hash = (SELECT hash FROM journal WHERE seq = 1) WHERE seq = 2",
	};
	struct sample *s = *state;

	for (unsigned i = 1; i <= 3; i++)
		sample_append(s, full_change(s, i));
	for (unsigned i = 0; i < ARRAY_LEN(harm); i++) {
		assert_int_equal(db_begin(s->db), OK);
		sample_tamper(s->db, harm[i]);
		if (sample_verify(s) != INVALID)
			fail_msg("not found: %s", harm[i]);
		db_rollback(s->db);
	}
	assert_int_equal(sample_verify(s), OK);
}

static void personal_data_has_a_person_for_good(void **state)
{
	struct sample *s = *state;
	struct change *c = sample_change(s, 1, 1);
	struct diag d = { 0 };

	put_text(change_put(c, &phone, sample_id('p', 1), true), PHONE_NUMBER, STR("+51900000001"));
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), INVALID);
	assert_string_equal(d.item[0].code, "required");
	assert_string_equal(d.item[0].field, "woman");

	put_id(c->puts, PHONE_WOMAN, sample_id('w', 1));
	d.n = 0;
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), OK);
	sample_append(s, c);

	c = sample_change(s, 2, 2);
	put_text(change_put(c, &phone, sample_id('p', 1), false), PHONE_NUMBER, STR("+51900000002"));
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), OK); /* the row knows */
	assert_true(id_eq(c->puts->subject, sample_id('w', 1)));

	c = sample_change(s, 3, 3);
	put_id(change_put(c, &phone, sample_id('p', 1), false), PHONE_WOMAN, sample_id('w', 2));
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), INVALID);
	assert_string_equal(d.item[0].code, "fixed");

	c = sample_change(s, 3, 3); /* nor by making it again */
	put_id(change_put(c, &phone, sample_id('p', 1), true), PHONE_WOMAN, sample_id('w', 2));
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), INVALID);

	c = sample_change(s, 4, 4);
	put_id(change_put(c, &phone, sample_id('p', 1), false), PHONE_WOMAN, sample_id('w', 1));
	d.n = 0;
	assert_int_equal(journal_check(applier_db(s->ap), applier_schema(s->ap), c, &d), OK);
}

/* ---- the vector of doc/journal.md ---- */

static struct header *vector(struct sample *s)
{
	struct header *h = ARENA_NEW(s->mem, struct header);
	struct change *c = sample_change(s, 7, 0);
	struct put *p = sample_pot(s, c, 1, 20779, true);

	put_int(p, POT_SERVED, 120);
	put_int(p, POT_COST, 4550);
	p = change_put(c, &woman, sample_id('w', 2), false);
	put_text(p, WOMAN_DOCUMENT, STR("40000001"));
	p->subject = sample_id('w', 2);
	c->action = STR("meal.report");
	c->channel = STR("web");
	c->seq = 3;
	memset(c->content.b, 0xcc, sizeof(c->content.b));
	memset(h->previous.b, 0xee, sizeof(h->previous.b));
	h->change = c;
	parts_encode(s->mem, s->schema, h);
	for (unsigned i = 0; i < h->nparts; i++) {
		char *salt = arena_alloc(s->mem, SALT);
		memset(salt, 0x50 + (int)i, SALT);
		h->part[i].salt = (struct str){ salt, SALT };
		h->part[i].hash = part_hash(&h->part[i]);
	}
	return h;
}

static struct str hex(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, 2 * s.n);

	buf_hex(&b, s.p, s.n);
	return buf_str(&b);
}

/* The block of that number fenced with ```vector in doc/journal.md, its lines joined. */
static const char *documented(struct arena *a, unsigned number)
{
	FILE *f = fopen(AYNI_JOURNAL_MD, "r");
	struct buf b = buf_new(a, 1024);
	char line[512];
	int inside = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		struct str s = str_trim(str_c(line));
		if (str_starts(s, "```"))
			inside = inside ? 0 : str_is(s, "```vector") && number-- == 0;
		else if (inside)
			buf_add(&b, s);
	}
	fclose(f);
	return str_cstr(a, buf_str(&b));
}

static void format_1_is_what_the_document_says(void **state)
{
	struct sample *s = *state;
	struct header *h = vector(s);
	struct str bytes = header_encode(s->mem, h);
	struct hash sum = hash_of(bytes, STR(""));

	for (unsigned i = 0; i < h->nparts; i++)
		assert_string_equal(str_cstr(s->mem, h->part[i].body), documented(s->mem, i));
	assert_string_equal(str_cstr(s->mem, hex(s->mem, bytes)), documented(s->mem, h->nparts));
	assert_string_equal(str_cstr(s->mem, hex(s->mem, hash_bytes(&sum))), documented(s->mem, h->nparts + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_appended_is_read, setup, teardown),
		cmocka_unit_test_setup_teardown(changes_are_found_by_id_and_record, setup, teardown),
		cmocka_unit_test_setup_teardown(a_header_has_one_reading, setup, teardown),
		cmocka_unit_test_setup_teardown(every_flipped_bit_is_found, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_lost_or_added_is_found, setup, teardown),
		cmocka_unit_test_setup_teardown(personal_data_has_a_person_for_good, setup, teardown),
		cmocka_unit_test_setup_teardown(format_1_is_what_the_document_says, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
