/* Voices and words beside a meeting, through the whole gate: who leaves and types them, until when, and what becomes of hers. */
#include "spoken_own.h"

#include "blob.h"
#include "data.h"
#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module series_module;
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, &agenda_module, &spoken_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, cook, far;
static struct id board, meeting;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p
#define LEAVE(p, ...) DO(&(p)->who, "spoken.leave", "person", ID((p)->who.person), "meeting", ID(meeting), __VA_ARGS__)

static struct id founded(const char *name, const char *kind, const char *code, struct id parent, const char *place)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", kind, "code", code, "place", place, "parent",
		ID(parent)), ACT_ACCEPTED);
	return f.act->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	board = founded("Red", "district_board", "RED", f.net.id, "150133");
	struct id group = founded("Las Vecinas", "womens_group", "VEC-1", board, "150133");
	struct id other = founded("Las de Lejos", "womens_group", "LEJ-1", f.net.id, "150142");
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	fixture_person(&f, &leader, "Rosa", "leader", group);
	fixture_person(&f, &cook, "Julia", "cook", group);
	fixture_person(&f, &far, "Elena", "leader", other);
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "RED", "day", "2026-11-24", "hour", "10:00", "topic", "Mesa"), ACT_ACCEPTED);
	meeting = f.act->id;
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
	k->rc = blob_put(w->c->db, w->c->net->id, &k->ref, k->bytes, &(struct blob_about){ .duration_ms = 41500 }, f.now);
}

/* Bytes that are held, as that kind; what names them. */
static const char *held(enum blob_type type, const char *text)
{
	struct keeping k = { .w = { .run = keep_run, .c = &f.ctx }, .bytes = str_c(text) };

	k.ref = blob_ref_of(f.net.id, type, k.bytes);
	assert_int_equal(writer_call(f.writer, &k.w), OK);
	assert_int_equal(k.rc, OK);
	f.ctx.db = writer_db(f.writer);
	return str_cstr(f.mem, blob_text(f.mem, &k.ref));
}

static struct ctx *as(const struct fixture_person *p)
{
	f.ctx.who = &p->who;
	f.ctx.now = f.now;
	f.ctx.db = writer_db(f.writer);
	return &f.ctx;
}

static void a_voice_or_a_word(void **state)
{
	struct spoken all[4];
	struct diag d = { 0 };

	(void)state;
	f.now += 1000;
	assert_int_equal(LEAVE(&leader, "text", ""), ACT_REFUSED);
	assert_true(fixture_refused(&f, "file", "required"));
	assert_int_equal(LEAVE(&leader, "file", held(BLOB_JPEG, "una foto")), ACT_REFUSED);
	assert_true(fixture_refused(&f, "file", "kind"));
	assert_int_equal(LEAVE(&far, "text", "No es mi reunión"), ACT_REFUSED);
	assert_int_equal(LEAVE(&leader, "file", held(BLOB_OGG, "una voz")), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(LEAVE(&cook, "text", "Estoy de acuerdo"), ACT_ACCEPTED);
	assert_int_equal(spoken_of(as(&coordinator), meeting, (struct id){ { 0 } }, all, 4), 2);
	assert_true(all[0].seconds == 42 && all[0].bytes == 7 && !all[0].text.n && str_is(all[1].text, "Estoy de acuerdo"));
	assert_true(spoken_by(as(&coordinator), meeting, leader.who.person) && spoken_by(&f.ctx, meeting, cook.who.person));
	assert_false(spoken_by(&f.ctx, meeting, coordinator.who.person));
	/* Whoever the meeting is for types what is heard; the last text counts. A written word is hers alone. */
	struct id note = all[0].id, word = all[1].id;
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "spoken.type", "person", ID(cook.who.person), "note", ID(note), "text", "Falta gas"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "spoken.type", "person", ID(coordinator.who.person), "note", ID(note), "text", "Falta el gas"), ACT_ACCEPTED);
	assert_int_equal(DO(&leader.who, "spoken.type", "person", ID(leader.who.person), "note", ID(word), "text", "Otra cosa"), ACT_REFUSED);
	assert_int_equal(DO(&far.who, "spoken.type", "person", ID(far.who.person), "note", ID(note), "text", "Otra cosa"), ACT_REFUSED);
	spoken_of(as(&coordinator), meeting, (struct id){ { 0 } }, all, 4);
	assert_true(str_is(all[0].text, "Falta el gas"));
	/* Hers is taken back by her or by who runs it. */
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "spoken.remove", "note", ID(note)), ACT_REFUSED);
	assert_int_equal(DO(&leader.who, "spoken.remove", "note", ID(note)), ACT_ACCEPTED);
	assert_int_equal(DO(&coordinator.who, "spoken.remove", "note", ID(word)), ACT_ACCEPTED);
	assert_int_equal(spoken_of(as(&coordinator), meeting, (struct id){ { 0 } }, all, 4), 0);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

static void a_point_by_voice_waits_for_its_title(void **state)
{
	struct agenda_point p[AGENDA_MOST];
	struct spoken all[4];
	struct meeting m;

	(void)state;
	f.now += 1000;
	assert_int_equal(LEAVE(&leader, "file", held(BLOB_OGG, "una voz"), "as_point", "1"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(LEAVE(&cook, "file", held(BLOB_OGG, "otra voz"), "as_point", "1", "text", "Agua"), ACT_ACCEPTED);
	assert_true(meeting_get(as(&leader), meeting, &m));
	assert_int_equal(agenda_points(&f.ctx, &m, p, AGENDA_MOST), 2);
	assert_true(!p[0].title.n && str_is(p[1].title, "Agua") && id_eq(p[0].by, leader.who.person));
	assert_int_equal(spoken_of(&f.ctx, meeting, p[0].id, all, 4), 1);
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "agenda.name", "person", ID(cook.who.person), "meeting", ID(meeting), "point", ID(p[0].id), "title", "Gas"),
		ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "agenda.name", "person", ID(cook.who.person), "meeting", ID(meeting), "point", ID(p[0].id), "title", "Luz"),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "title", "already"));
	/* The same point by voice and by word is one. */
	f.now += 1000;
	DO(&leader.who, "agenda.propose", "person", ID(leader.who.person), "meeting", ID(meeting), "title", "agua");
	meeting_get(as(&leader), meeting, &m);
	assert_int_equal(agenda_points(&f.ctx, &m, p, AGENDA_MOST), 2);
}

static void until_it_is_over(void **state)
{
	(void)state;
	f.now = zone_instant(f.net.zone, 20781, 12 * 60 + 59); /* 2026-11-24 */
	assert_int_equal(LEAVE(&leader, "text", "Todavía"), ACT_ACCEPTED);
	f.now += 2 * 60000;
	assert_int_equal(LEAVE(&leader, "text", "Ya no"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "meeting", "over"));
}

static void hers_goes_with_her(void **state)
{
	struct spoken all[4];
	struct blob_ref ref;
	struct diag d = { 0 };

	(void)state;
	f.now += 1000;
	const char *file = held(BLOB_OGG, "una voz");
	assert_int_equal(LEAVE(&leader, "file", file), ACT_ACCEPTED);
	struct id note = f.act->id;
	assert_int_equal(DO(&cook.who, "spoken.type", "person", ID(cook.who.person), "note", ID(note), "text", "Falta gas"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", ID(leader.who.person), "sure", "1"), ACT_ACCEPTED);
	assert_int_equal(spoken_of(as(&coordinator), meeting, (struct id){ { 0 } }, all, 4), 1);
	assert_false(all[0].text.n);
	assert_true(blob_parse(str_c(file), &ref));
	assert_false(blob_look(f.ctx.db, f.mem, f.net.id, &ref, NULL));
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_voice_or_a_word, setup, teardown),
		cmocka_unit_test_setup_teardown(a_point_by_voice_waits_for_its_title, setup, teardown),
		cmocka_unit_test_setup_teardown(until_it_is_over, setup, teardown),
		cmocka_unit_test_setup_teardown(hers_goes_with_her, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
