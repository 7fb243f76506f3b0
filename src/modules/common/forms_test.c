/* Run-time forms: versions, answers that wait for their form, what stands, whose it is; visits and agreements that follow. */
#include "agreement.h"
#include "data.h"
#include "fixture.h"
#include "forms.h"
#include "people.h"
#include "visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module agreements_module;
static const struct module *const modules[] = { &people_module, &forms_module, &visits_module, &agreements_module, NULL };
static struct fixture f;
static struct fixture_person leader;
static struct id kitchen;

#define ASK(...) fixture_do(&f, &f.operator.who, __VA_ARGS__, (const char *)NULL)

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	assert_int_equal(ASK("group.create", "name", "Las Vecinas", "kind", "womens_group", "code", "OLL-1", "place", "150133", "parent",
		fixture_id(&f, f.net.id).p), ACT_ACCEPTED);
	kitchen = f.act->id;
	fixture_person(&f, &leader, "Rosa", "leader", kitchen);
	return 0;
}

static int teardown(void **state)
{
	struct diag d = { 0 };

	(void)state;
	/* The tables are the journal's, rebuilt and shuffled. */
	for (uint64_t seed = 1; seed < 6; seed++)
		assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, seed, &d), OK);
	fixture_free(&f);
	return 0;
}

static struct id make_form(void)
{
	assert_int_equal(ASK("form.create", "code", "LISTA", "name", "Lista", "use", "visit"), ACT_ACCEPTED);
	struct id form = f.act->id;
	struct id id;
	assert_true(ref_resolve(&f.ctx, "form", STR("LISTA"), &id));
	form = id;
	assert_int_equal(ASK("form.question", "form", "LISTA", "label", "¿Agua tapada?", "kind", "yes_no", "must", "1"), ACT_ACCEPTED);
	assert_int_equal(ASK("form.question", "form", "LISTA", "label", "¿Cuántas cocinan?", "kind", "number", "name", "cuantas", "max", "9"),
		ACT_ACCEPTED);
	assert_int_equal(ASK("form.question", "form", "LISTA", "label", "Su salud", "kind", "text", "name", "salud", "privacy", "personal"),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "purpose", "required"));
	assert_int_equal(ASK("form.question", "form", "LISTA", "label", "Su salud", "kind", "text", "name", "salud", "privacy", "personal",
		"purpose", "Cuidarla", "place", "1"), ACT_ACCEPTED);
	assert_int_equal(ASK("form.publish", "form", "LISTA"), ACT_ACCEPTED);
	assert_int_equal(ASK("form.publish", "form", "LISTA"), ACT_REFUSED);
	return form;
}

static void a_record_keeps_its_version(void **state)
{
	struct id form = make_form();
	struct form_now now;
	struct form_filled got;

	(void)state;
	assert_true(form_latest(&f.ctx, form, &now));
	assert_int_equal(now.number, 1);
	assert_int_equal(now.def.n, 3);
	assert_true(str_is(now.def.question[0].name, "salud"));
	assert_true(str_is(now.def.question[1].name, "agua_tapada"));
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "cuantas", "4"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "agua_tapada", "required"));
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "agua_tapada", "sí", "cuantas", "12"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "cuantas", "range"));
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "agua_tapada", "sí", "salud", "bien"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "salud", "person"));
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "agua_tapada", "sí", "cuantas", "4"), ACT_ACCEPTED);
	struct str about = fixture_id(&f, f.act->id);
	struct id record = form_record_id(&f.ctx, form, about);
	/* The form changes; the record does not. */
	assert_int_equal(ASK("form.question", "form", "LISTA", "label", "¿Hay jabón?", "kind", "yes_no", "name", "jabon", "must", "1"), ACT_ACCEPTED);
	assert_int_equal(ASK("form.publish", "form", "LISTA"), ACT_ACCEPTED);
	assert_true(form_filled_get(&f.ctx, record, &got));
	assert_int_equal(got.form.number, 1);
	assert_int_equal(got.form.def.n, 3);
	assert_int_equal(got.v[2].i, 4);
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "about", about.p, "jabon", "sí"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "jabon", "unknown"));
	/* What stands is not written over unseen; what was empty is filled. */
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "about", about.p, "cuantas", "5"), ACT_REFUSED);
	assert_true(fixture_refused(&f, NULL, "standing"));
	struct record r;
	assert_true(fixture_get(&f, "form_record", record, &r));
	f.look = true;
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "about", about.p, "cuantas", "5"), ACT_ACCEPTED);
	assert_true(form_filled_get(&f.ctx, record, &got));
	assert_int_equal(got.v[2].i, 5);
	assert_true(str_is(got.v[1].s, "yes"));
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "version", "9", "jabon", "sí"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "version", "unknown"));
}

/* ---- answers that come before their form ---- */

struct early {
	struct write w;
	struct id form, record;
};

/* As another node would have decided it: answers to version 1 of a form that is not known here. */
static void arrive(struct write *w, struct gate *g, struct chain_head *head)
{
	struct early *e = w->arg;
	struct change *ch = change_new(f.mem);
	struct id answer = entity_key_id(&form_answer_entity, f.net.id, (struct value[ANSWER__N]){
		[ANSWER_RECORD] = value_id(e->record), [ANSWER_FIELD] = value_text(STR("cuantas")) });

	ch->network = f.net.id;
	ch->id = id_new(f.now);
	ch->author = f.operator.who.person;
	ch->action = STR("form.answer");
	ch->acted_at = f.now;
	ch->stamp = head->stamp + 1;
	ch->channel = STR("test");
	struct put *p = change_put(ch, &form_record_entity, e->record, true);
	put_id(p, FILLED_FORM, e->form);
	put_text(p, FILLED_ABOUT, STR("visit:1"));
	put_int(p, FILLED_VERSION, 1);
	put_id(p, FILLED_GROUP, kitchen);
	p = change_put(ch, &form_answer_entity, answer, true);
	put_id(p, ANSWER_RECORD, e->record);
	put_text(p, ANSWER_FIELD, STR("cuantas"));
	put_id(p, ANSWER_FORM, e->form);
	put_int(p, ANSWER_VERSION, 1);
	put_id(p, ANSWER_GROUP, kitchen);
	put_text(p, ANSWER_IN_GROUP, STR("7"));
	journal_append(g->applier, ch, head);
}

static void answers_wait_for_their_form(void **state)
{
	struct early e = { .w = { .run = arrive } };
	struct form_filled got;

	(void)state;
	assert_int_equal(ASK("form.create", "code", "LISTA", "name", "Lista", "use", "visit"), ACT_ACCEPTED);
	assert_true(ref_resolve(&f.ctx, "form", STR("LISTA"), &e.form));
	e.record = form_record_id(&f.ctx, e.form, STR("visit:1"));
	e.w.arg = &e;
	e.w.c = &f.ctx;
	assert_int_equal(writer_call(f.writer, &e.w), OK);
	f.ctx.db = writer_db(f.writer);
	assert_false(form_filled_get(&f.ctx, e.record, &got));
	/* It is no longer a mystery once the version is there. */
	assert_int_equal(ASK("form.question", "form", "LISTA", "label", "¿Cuántas cocinan?", "kind", "number", "name", "cuantas"), ACT_ACCEPTED);
	assert_int_equal(ASK("form.publish", "form", "LISTA"), ACT_ACCEPTED);
	assert_true(form_filled_get(&f.ctx, e.record, &got));
	assert_int_equal(got.v[0].kind, V_INT);
	assert_int_equal(got.v[0].i, 7);
}

static void what_is_hers_goes_with_her(void **state)
{
	struct id form = make_form();
	struct form_filled got;

	(void)state;
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "person", fixture_id(&f, leader.who.person).p, "agua_tapada", "no",
		"salud", "cansada"), ACT_ACCEPTED);
	struct id record = form_record_id(&f.ctx, form, fixture_id(&f, f.act->id));
	assert_true(form_filled_get(&f.ctx, record, &got));
	assert_true(str_is(got.v[0].s, "cansada"));
	assert_int_equal(ASK("person.erase", "person", fixture_id(&f, leader.who.person).p, "sure", "1"), ACT_ACCEPTED);
	assert_true(form_filled_get(&f.ctx, record, &got));
	assert_int_equal(got.v[0].kind, V_NULL);
	assert_true(str_is(got.v[1].s, "no"));
}

static void a_form_travels_as_text(void **state)
{
	struct id form = make_form();
	struct form_now now, other;

	(void)state;
	assert_true(form_latest(&f.ctx, form, &now));
	struct str json = formdef_json(f.mem, &now.def);
	assert_int_equal(ASK("form.bring", "code", "LEJOS", "definition", str_cstr(f.mem, json)), ACT_ACCEPTED);
	struct id far;
	assert_true(ref_resolve(&f.ctx, "form", STR("LEJOS"), &far));
	assert_true(form_latest(&f.ctx, far, &other));
	assert_true(str_eq(json, formdef_json(f.mem, &other.def)));
	assert_int_equal(ASK("form.publish", "form", "LEJOS"), ACT_REFUSED); /* its draft is what was brought */
	assert_int_equal(ASK("form.bring", "code", "MALO", "definition", "{\"name\":\"x\"}"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "definition", "format"));
}

static void a_visit_agrees_and_the_next_looks(void **state)
{
	struct id form = make_form();
	struct agreement a[4];
	struct record r;

	(void)state;
	assert_int_equal(ASK("visit.note", "group", "OLL-1", "day", "2026-11-20"), ACT_ACCEPTED);
	struct id visit = f.out.change->puts->id;
	assert_true(fixture_get(&f, "visit", visit, &r));
	assert_true(id_eq(r.v[VISIT_FORM].id, form));
	assert_int_equal(r.v[VISIT_HELD].i, 1);
	struct str about = str_fmt(f.mem, "visit:%s", fixture_id(&f, visit).p);
	assert_int_equal(ASK("form.answer", "form", "LISTA", "group", "OLL-1", "about", about.p, "agua_tapada", "no"), ACT_ACCEPTED);
	assert_int_equal(ASK("agreement.add", "group", "OLL-1", "what", "Tapar el tanque", "who", "Rosa", "by", "2026-11-21", "source", about.p),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "by", "past"));
	assert_int_equal(ASK("agreement.add", "group", "OLL-1", "what", "Tapar el tanque", "who", "Rosa", "by", "2026-11-24", "source", about.p),
		ACT_ACCEPTED);
	struct id agreed = f.act->id;
	assert_int_equal(agreements_hers(&f.ctx, true, a, 4), 0);
	assert_int_equal(ASK("visit.hold", "visit", fixture_id(&f, visit).p, "next", "2026-11-19"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "next", "range"));
	assert_int_equal(ASK("visit.hold", "visit", fixture_id(&f, visit).p, "note", "Sin tapa", "next", "2026-11-26"), ACT_ACCEPTED);
	f.now += 4 * (int64_t)DAY_MS;
	assert_int_equal(ASK("visit.note", "group", "OLL-1", "day", "2026-11-26", "topic", "Mirar"), ACT_ACCEPTED); /* the same one */
	struct id next = f.out.change->puts->id;
	assert_false(f.out.change->puts->create);
	assert_int_equal(agreements_hers(&f.ctx, true, a, 4), 1);
	assert_true(id_eq(a[0].id, agreed));
	assert_int_equal(fixture_do(&f, &leader.who, "agreement.look", "agreement", fixture_id(&f, agreed).p, "state", "done", "source",
		str_fmt(f.mem, "visit:%s", fixture_id(&f, next).p).p, (const char *)NULL), ACT_ACCEPTED);
	assert_int_equal(agreements_open(&f.ctx, kitchen, a, 4), 0);
	assert_int_equal(agreements_of(&f.ctx, about, a, 4), 1);
	assert_int_equal(ASK("agreement.look", "agreement", fixture_id(&f, agreed).p, "state", "open"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "note", "required"));
	assert_int_equal(ASK("visit.void", "visit", fixture_id(&f, next).p, "reason", "Se repite"), ACT_ACCEPTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_record_keeps_its_version, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_wait_for_their_form, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_hers_goes_with_her, setup, teardown),
		cmocka_unit_test_setup_teardown(a_form_travels_as_text, setup, teardown),
		cmocka_unit_test_setup_teardown(a_visit_agrees_and_the_next_looks, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
