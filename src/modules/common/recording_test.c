/* What can be recorded, what is not an audio, and how a recording comes, is replaced and goes, in words. */
#include "aloud.h"
#include "blob.h"
#include "common.h"
#include "fixture.h"
#include "people.h"
#include "recording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

static const struct module *const modules[] = { &people_module, &common_module, NULL };
static struct fixture f;
static struct fixture_person leader;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ADD(page, language, file) DO(&f.operator.who, "recording.add", "page", page, "language", language, "file", file)

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	DO(&f.operator.who, "group.create", "name", "Red SJM", "kind", "district_board", "code", "RED", "place",
		"150133", "parent", fixture_id(&f, f.net.id).p);
	fixture_person(&f, &leader, "Rosa", "coordinator", f.act->id);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

struct keeping {
	struct write w;
	struct blob_ref ref;
	struct str bytes;
	enum rc rc;
};

static void keep_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct keeping *k = (struct keeping *)w;

	(void)g, (void)head;
	k->rc = blob_put(w->c->db, w->c->net->id, &k->ref, k->bytes, &(struct blob_about){ 0 }, f.now);
}

/* Bytes that are held, as that kind; what names them. */
static const char *bytes_kept(enum blob_type type, const char *text)
{
	struct keeping k = { .w = { .run = keep_run, .c = &f.ctx }, .bytes = str_c(text) };

	k.ref = blob_ref_of(f.net.id, type, k.bytes);
	assert_int_equal(writer_call(f.writer, &k.w), OK);
	assert_int_equal(k.rc, OK);
	f.ctx.db = writer_db(f.writer);
	return str_cstr(f.mem, blob_text(f.mem, &k.ref));
}

static bool stands(const char *page, const char *language, struct record *r)
{
	return recording_get(&f.ctx, str_c(page), str_c(language), r);
}

static void every_page_has_one_name(void **state)
{
	struct aloud_page p, other;
	unsigned n = 0;

	(void)state;
	for (; aloud_at(f.reg, n, &p); n++) {
		assert_true(str_c(p.title).n > 0 && str_c(p.name).n <= 40);
		for (unsigned i = 0; i < n && aloud_at(f.reg, i, &other); i++)
			assert_false(str_is(str_c(p.name), other.name));
	}
	assert_true(n > 10);
	assert_null(aloud_title(f.reg, STR("style"))); /* of no use to anybody */
	assert_null(aloud_title(f.reg, STR("weather"))); /* nothing of Ayni */
	assert_true(str_is(str_c(aloud_title(f.reg, STR("home"))), "Inicio"));
}

static void comes_is_replaced_and_goes(void **state)
{
	const char *one = bytes_kept(BLOB_OGG, "una voz"), *two = bytes_kept(BLOB_WEBM, "otra voz");
	struct record r;

	(void)state;
	assert_int_equal(ADD("home", "es", one), ACT_ACCEPTED);
	assert_true(str_is(fixture_told(&f), "Maritza grabó el audio de la página «Inicio»"));
	assert_true(stands("home", "es", &r) && recording_heard(&f.ctx, &r) && str_is(r.v[RECORDING_FILE].s, one));
	assert_true(id_eq(r.v[RECORDING_AUTHOR].id, f.operator.who.person));
	f.ctx.lang = lang_spanish();
	assert_true(str_ends(recording_of_page(&f.ctx, "home"), one));
	assert_false(recording_of_page(&f.ctx, "today").n);
	/* Another's place is taken by who saw it. */
	assert_int_equal(ADD("home", "es", two), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "standing"));
	assert_true(fixture_get(&f, "recording", r.id, &r));
	f.look = true;
	assert_int_equal(ADD("home", "es", two), ACT_ACCEPTED);
	assert_true(stands("home", "es", &r) && str_is(r.v[RECORDING_FILE].s, two));

	assert_int_equal(DO(&f.operator.who, "recording.remove", "recording", fixture_id(&f, r.id).p), ACT_ACCEPTED);
	assert_true(str_is(fixture_told(&f), "Maritza quitó el audio de la página «Inicio»"));
	assert_true(stands("home", "es", &r) && !recording_heard(&f.ctx, &r));
	assert_false(recording_of_page(&f.ctx, "home").n);
	assert_int_equal(DO(&f.operator.who, "recording.remove", "recording", fixture_id(&f, r.id).p), ACT_REFUSED);
	assert_true(fixture_refused(&f, "recording", "unknown"));
	/* And again. */
	assert_true(fixture_get(&f, "recording", r.id, &r));
	f.look = true;
	assert_int_equal(ADD("home", "es", one), ACT_ACCEPTED);
	assert_true(str_ends(recording_of_page(&f.ctx, "home"), one));
}

/* Her voice is hers: it goes with her, and the page offers it no more; then another may record. */
static void goes_with_whose_it_is(void **state)
{
	const char *hers = bytes_kept(BLOB_OGG, "la voz de Ana"), *other = bytes_kept(BLOB_OGG, "la voz de otra");
	struct fixture_person ana;
	struct record r;

	(void)state;
	fixture_person(&f, &ana, "Ana", "operator", f.net.id);
	assert_int_equal(DO(&ana.who, "recording.add", "page", "history", "language", "es", "file", hers), ACT_ACCEPTED);
	f.ctx.lang = lang_spanish();
	assert_true(str_ends(recording_of_page(&f.ctx, "history"), hers));
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", fixture_id(&f, ana.who.person).p, "sure", "1"), ACT_ACCEPTED);
	assert_false(recording_of_page(&f.ctx, "history").n);
	assert_true(stands("history", "es", &r) && fixture_get(&f, "recording", r.id, &r));
	f.look = true;
	assert_int_equal(ADD("history", "es", other), ACT_ACCEPTED);
	assert_true(str_ends(recording_of_page(&f.ctx, "history"), other));
}

static void what_is_not_one(void **state)
{
	const char *voice = bytes_kept(BLOB_OGG, "una voz"), *paper = bytes_kept(BLOB_PDF, "una hoja");
	struct record r;

	(void)state;
	assert_int_equal(ADD("pending", "es", paper), ACT_REFUSED);
	assert_true(fixture_refused(&f, "file", "kind"));
	assert_int_equal(ADD("nowhere", "es", voice), ACT_REFUSED);
	assert_true(fixture_refused(&f, "page", "unknown"));
	assert_int_equal(ADD("home", "xx", voice), ACT_REFUSED);
	assert_true(fixture_refused(&f, "language", "unknown"));
	assert_int_equal(DO(&leader.who, "recording.add", "page", "pending", "language", "es", "file", voice), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "denied"));
	assert_false(stands("pending", "es", &r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_has_one_name),
		cmocka_unit_test(comes_is_replaced_and_goes),
		cmocka_unit_test(goes_with_whose_it_is),
		cmocka_unit_test(what_is_not_one),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
