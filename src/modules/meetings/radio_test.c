/* The word on the radio, through the whole gate: who hears and speaks, how it passes on, and the turn that is kept as a voice. */
#include "radio_own.h"

#include "blob.h"
#include "data.h"
#include "fixture.h"
#include "live.h"
#include "spoken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module series_module;
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, &agenda_module, &spoken_module, &speech_module,
	&radio_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, leader, cook, far;
static struct id board, meeting;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

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
	assert_int_equal(DO(&f.operator.who, "meeting.plan", "group", "RED", "day", "2026-11-22", "hour", "13:00", "topic", "Mesa"), ACT_ACCEPTED);
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

static struct id asks(struct fixture_person *p)
{
	f.now += 1000;
	assert_int_equal(DO(&p->who, "speech.ask", "person", ID(p->who.person), "meeting", ID(meeting), "way", "radio"), ACT_ACCEPTED);
	return f.act->id;
}

static void gives(struct id speech)
{
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "speech.give", "speech", ID(speech)), ACT_ACCEPTED);
}

/* May she speak on the radio now? */
static bool speaks(struct fixture_person *p)
{
	struct live_turn t = { 0 };

	return radio_module.live_room->turn(as(p), meeting, &t) && t.hers;
}

static bool hears(struct fixture_person *p)
{
	return radio_module.live_room->hears(as(p), meeting);
}

static enum act_status keeps(struct fixture_person *p, struct id speech, enum blob_type type, const char *bytes)
{
	const char *file = held(type, bytes);

	f.now += 1000;
	return DO(&p->who, "radio.keep", "speech", ID(speech), "file", file);
}

static void wanted(const char *keep)
{
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "radio.set", "meeting", ID(meeting), "keep", keep), ACT_ACCEPTED);
}

static void the_word_passes_on(void **state)
{
	struct live_turn t;

	(void)state;
	assert_true(hears(&coordinator) && hears(&leader) && hears(&cook) && !hears(&far));
	assert_false(radio_module.live_room->turn(as(&leader), meeting, &t));
	struct id first = asks(&leader), second = asks(&cook);
	assert_false(speaks(&leader) || speaks(&cook) || speaks(&coordinator));
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "speech.give", "speech", ID(second)), ACT_REFUSED);
	gives(first);
	assert_true(speaks(&leader) && !speaks(&cook) && !speaks(&coordinator));
	/* Giving it to the next ends the turn before: one voice at a time. */
	gives(second);
	assert_true(speaks(&cook) && !speaks(&leader));
	f.now += 1000;
	assert_int_equal(DO(&leader.who, "speech.end", "speech", ID(second)), ACT_REFUSED);
	assert_int_equal(DO(&cook.who, "speech.end", "speech", ID(second)), ACT_ACCEPTED);
	assert_false(radio_module.live_room->turn(as(&cook), meeting, &t));
}

static void a_turn_has_an_end(void **state)
{
	(void)state;
	gives(asks(&leader));
	f.now += (int64_t)SPEECH_MOST_S * 1000;
	assert_true(speaks(&leader));
	f.now += 1;
	assert_false(speaks(&leader));
}

static void the_hall_has_one_microphone(void **state)
{
	struct live_turn t;

	(void)state;
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "speech.note", "meeting", ID(meeting), "name", "Lucha", "way", "room"), ACT_ACCEPTED);
	gives(f.act->id);
	assert_true(speaks(&coordinator) && !speaks(&leader) && !speaks(&cook));
	assert_true(radio_module.live_room->turn(as(&leader), meeting, &t) && str_is(t.name, "Lucha"));
	/* Who speaks by telephone is heard there, and nobody sends for her. */
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "speech.note", "meeting", ID(meeting), "name", "Meche", "way", "phone"), ACT_ACCEPTED);
	gives(f.act->id);
	assert_false(speaks(&coordinator));
}

static void a_turn_is_kept_where_it_is_wanted(void **state)
{
	struct spoken all[4];
	struct diag d = { 0 };

	(void)state;
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "agenda.propose", "person", ID(cook.who.person), "meeting", ID(meeting), "title", "Gas"), ACT_ACCEPTED);
	struct id one = asks(&leader);
	assert_int_equal(keeps(&leader, one, BLOB_WEBM, "sin turno"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "speech", "unknown"));
	gives(one);
	int64_t given_at = f.now;
	assert_int_equal(keeps(&leader, one, BLOB_WEBM, "no se pidió"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "speech", "not_wanted"));
	wanted("1");
	assert_int_equal(keeps(&leader, one, BLOB_JPEG, "una foto"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "file", "kind"));
	assert_int_equal(keeps(&cook, one, BLOB_WEBM, "de otra"), ACT_REFUSED);
	assert_int_equal(keeps(&leader, one, BLOB_WEBM, "su turno"), ACT_ACCEPTED);
	/* Among the voices of the meeting, at its point, hers, when she said it; for whoever the meeting is for. */
	assert_int_equal(spoken_of(as(&cook), meeting, (struct id){ { 0 } }, all, 4), 1);
	assert_true(all[0].live && all[0].seconds == 42 && all[0].at == given_at && id_eq(all[0].person, leader.who.person));
	assert_true(!id_is_zero(all[0].point) && !all[0].text.n);
	assert_int_equal(spoken_of(&f.ctx, meeting, all[0].point, all, 4), 1);
	/* Of the hall, a name begins the text. */
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "speech.note", "meeting", ID(meeting), "name", "Lucha", "way", "room"), ACT_ACCEPTED);
	one = f.act->id;
	gives(one);
	assert_int_equal(keeps(&coordinator, one, BLOB_WEBM, "la sala"), ACT_ACCEPTED);
	assert_int_equal(spoken_of(as(&leader), meeting, (struct id){ { 0 } }, all, 4), 2);
	assert_true(str_is(all[1].text, "Lucha:") && id_eq(all[1].person, coordinator.who.person));
	/* No more, from now on. */
	wanted("0");
	assert_int_equal(keeps(&coordinator, one, BLOB_WEBM, "ya no"), ACT_REFUSED);
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

static void a_kept_turn_goes_with_her(void **state)
{
	struct spoken all[4];
	struct blob_ref ref;
	struct diag d = { 0 };

	(void)state;
	wanted("1");
	struct id one = asks(&leader);
	gives(one);
	assert_int_equal(keeps(&leader, one, BLOB_WEBM, "su turno"), ACT_ACCEPTED);
	assert_int_equal(spoken_of(as(&cook), meeting, (struct id){ { 0 } }, all, 4), 1);
	const char *file = str_cstr(f.mem, all[0].file);
	f.now += 1000;
	assert_int_equal(DO(&cook.who, "spoken.type", "person", ID(cook.who.person), "note", ID(all[0].id), "text", "Falta gas"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", ID(leader.who.person), "sure", "1"), ACT_ACCEPTED);
	for (unsigned i = spoken_of(as(&coordinator), meeting, (struct id){ { 0 } }, all, 4); i--;)
		assert_false(all[i].text.n);
	assert_true(blob_parse(str_c(file), &ref));
	assert_false(blob_look(f.ctx.db, f.mem, f.net.id, &ref, NULL));
	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_word_passes_on),
		TEST(a_turn_has_an_end),
		TEST(the_hall_has_one_microphone),
		TEST(a_turn_is_kept_where_it_is_wanted),
		TEST(a_kept_turn_goes_with_her),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
