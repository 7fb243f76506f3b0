/* Deciding through the whole gate: who votes, what comes late, by base, by consent, in secret, and that both laws hold. */
#include "data.h"
#include "decide_own.h"
#include "fixture.h"
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

extern const struct module roll_module, agenda_module;
extern const struct module series_module;
extern const struct module week_module;
static const struct module *const modules[] = { &people_module, &meetings_module, &series_module, &week_module, &agenda_module, &roll_module, &decide_module, NULL };
static struct fixture f;
static struct fixture_person coordinator, rosa, juana, far;
static struct id board, group, meeting;

#define DO(who, action, ...) fixture_do(&f, who, action, __VA_ARGS__, (const char *)NULL)
#define ID(id) fixture_id(&f, id).p

static struct id founded(const char *name, const char *code, struct id parent, const char *place)
{
	assert_int_equal(DO(&f.operator.who, "group.create", "name", name, "kind", "womens_group", "code", code, "place", place, "parent",
		ID(parent)), ACT_ACCEPTED);
	return f.act->id;
}

static int setup(void **state)
{
	(void)state;
	fixture_new(&f, modules);
	if (!f.writer)
		return -1;
	board = founded("Red", "RED", f.net.id, "150133");
	group = founded("Las Vecinas", "VEC-1", board, "150133");
	struct id other = founded("Las de Lejos", "LEJ-1", f.net.id, "150142");
	fixture_person(&f, &coordinator, "Carmen", "coordinator", board);
	fixture_person(&f, &rosa, "Rosa", "leader", group);
	fixture_person(&f, &juana, "Juana", "cook", group);
	fixture_person(&f, &far, "Elena", "leader", other);
	assert_int_equal(DO(&coordinator.who, "meeting.plan", "group", "RED", "day", "2026-11-24", "hour", "10:00", "topic", "Mesa"), ACT_ACCEPTED);
	meeting = f.act->id;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static struct ctx *as(const struct fixture_person *p)
{
	f.ctx.who = &p->who;
	f.ctx.now = f.now;
	return &f.ctx;
}

static struct id opened(const char *how, const char *manner, const char *voters)
{
	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "proposal.open", "meeting", ID(meeting), "text", "Comprar juntas", "how", how, "manner", manner,
		"voters", voters), ACT_ACCEPTED);
	return f.act->id;
}

static enum act_status vote(struct fixture_person *p, struct id proposal, const char *choice)
{
	f.now += 1000;
	return DO(&p->who, "vote.cast", "voter", ID(p->who.person), "proposal", ID(proposal), "choice", choice);
}

static struct proposal closed(struct id proposal)
{
	struct proposal p;

	f.now += 1000;
	assert_int_equal(DO(&coordinator.who, "proposal.close", "proposal", ID(proposal)), ACT_ACCEPTED);
	assert_true(proposal_get(as(&coordinator), proposal, &p));
	return p;
}

static void laws(void)
{
	struct diag d = { 0 };

	assert_int_equal(data_compare(writer_db(f.writer), f.reg, f.net.id, 7, &d), OK);
}

static void one_person_one_vote(void **state)
{
	struct id one = opened("majority", "open", "person");

	(void)state;
	assert_int_equal(vote(&rosa, one, "yes"), ACT_ACCEPTED);
	assert_int_equal(vote(&rosa, one, "abstain"), ACT_ACCEPTED);
	assert_int_equal(vote(&juana, one, "yes"), ACT_ACCEPTED);
	assert_int_equal(vote(&far, one, "no"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "voter", "outside"));
	assert_int_equal(DO(&rosa.who, "vote.cast", "voter", ID(juana.who.person), "proposal", ID(one), "choice", "no"), ACT_REFUSED);
	assert_int_equal(DO(&rosa.who, "vote.cast", "voter", ID(rosa.who.person), "for", ID(juana.who.person), "proposal", ID(one), "choice", "no"),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "for", "proxy"));
	assert_int_equal(DO(&rosa.who, "proposal.close", "proposal", ID(one)), ACT_REFUSED);
	struct proposal p = closed(one);
	assert_true(p.counted && p.passed);
	assert_int_equal(p.n[SAYS_YES], 1);
	assert_int_equal(p.n[SAYS_NO], 0);
	assert_int_equal(p.n[SAYS_ABSTAIN], 1);
	/* After the close: refused; but made before it by the phone's clock: kept beside. */
	assert_int_equal(vote(&juana, one, "no"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "proposal", "closed"));
	f.acted_at = p.closed_at - 500;
	assert_int_equal(vote(&juana, one, "no"), ACT_ACCEPTED);
	assert_true(proposal_get(as(&coordinator), one, &p));
	assert_int_equal(p.n[SAYS_YES] + p.n[SAYS_NO], 1);
	struct record *r = ARENA_NEW(f.mem, struct record);
	assert_true(vote_get(as(&juana), one, juana.who.person, r));
	assert_true(str_is(r->v[VOTE_CHOICE].s, "yes") && str_is(r->v[VOTE_LATE].s, "no"));
	/* Nor does it change when she is a member no more, or is erased. */
	f.now += 1000;
	assert_int_equal(DO(&f.operator.who, "person.erase", "person", ID(juana.who.person), "sure", "1"), ACT_ACCEPTED);
	assert_true(proposal_get(as(&coordinator), one, &p));
	assert_int_equal(p.n[SAYS_YES], 1);
	laws();
}

/* Who represents her votes for her once; her own word goes before it. Hands and votes are no more than are there. */
static void a_proxy_votes_for_her(void **state)
{
	struct id one = opened("majority", "open", "person");
	struct record *r = ARENA_NEW(f.mem, struct record);

	(void)state;
	f.now += 1000;
	assert_int_equal(DO(&juana.who, "roll.proxy", "person", ID(juana.who.person), "meeting", ID(meeting), "name", "Rosa"), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "vote.cast", "voter", ID(rosa.who.person), "for", ID(juana.who.person), "proposal", ID(one), "choice", "no"),
		ACT_ACCEPTED);
	assert_int_equal(vote(&rosa, one, "yes"), ACT_ACCEPTED);
	assert_true(vote_get(as(&juana), one, juana.who.person, r));
	assert_true(id_eq(r->v[VOTE_BY].id, rosa.who.person) && str_is(r->v[VOTE_CHOICE].s, "no"));
	assert_int_equal(vote(&juana, one, "yes"), ACT_ACCEPTED);
	f.now += 1000;
	assert_int_equal(DO(&rosa.who, "vote.cast", "voter", ID(rosa.who.person), "for", ID(juana.who.person), "proposal", ID(one), "choice", "no"),
		ACT_REFUSED);
	assert_true(fixture_refused(&f, "for", "voted"));
	assert_int_equal(closed(one).n[SAYS_YES], 2);
	laws();
}

static void a_base_votes_with_its_proof(void **state)
{
	struct id one = opened("two_thirds", "open", "base");

	(void)state;
	assert_int_equal(vote(&rosa, one, "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "proposal", "base"));
	assert_int_equal(DO(&juana.who, "base_vote.cast", "voter", ID(juana.who.person), "proposal", ID(one), "base", "VEC-1", "choice", "yes",
		"asked_on", "2026-11-21", "asked", "15", "proof", "En asamblea, a mano alzada"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "base", "outside"));
	assert_int_equal(DO(&rosa.who, "base_vote.cast", "voter", ID(rosa.who.person), "proposal", ID(one), "base", "VEC-1", "choice", "yes",
		"asked_on", "2026-11-21", "asked", "15", "proof", "sí"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "proof", "short"));
	assert_int_equal(DO(&rosa.who, "base_vote.cast", "voter", ID(rosa.who.person), "proposal", ID(one), "base", "VEC-1", "choice", "yes",
		"asked_on", "2026-11-21", "asked", "15", "proof", "En asamblea, a mano alzada"), ACT_ACCEPTED);
	struct proposal p = closed(one);
	assert_true(p.passed);
	assert_int_equal(p.n[SAYS_YES], 1);
	laws();
}

static void consent_is_that_nobody_objects(void **state)
{
	struct id one = opened("consent", "open", "person");

	(void)state;
	assert_int_equal(vote(&rosa, one, "yes"), ACT_REFUSED);
	f.now += 1000;
	assert_int_equal(DO(&rosa.who, "objection.raise", "person", ID(rosa.who.person), "proposal", ID(one), "reason", "No alcanza el dinero"),
		ACT_ACCEPTED);
	assert_int_equal(proposal_objections(as(&rosa), one), 1);
	f.now += 1000;
	assert_int_equal(DO(&rosa.who, "objection.lift", "person", ID(rosa.who.person), "proposal", ID(one)), ACT_ACCEPTED);
	assert_int_equal(DO(&rosa.who, "objection.lift", "person", ID(rosa.who.person), "proposal", ID(one)), ACT_REFUSED);
	assert_true(closed(one).passed);
	one = opened("consent", "open", "person");
	f.now += 1000;
	assert_int_equal(DO(&juana.who, "objection.raise", "person", ID(juana.who.person), "proposal", ID(one), "reason", "No alcanza el dinero"),
		ACT_ACCEPTED);
	assert_false(closed(one).passed);
	laws();
}

static void what_passes(void **state)
{
	static const struct {
		const char *how;
		int64_t n[SAYS__N];
		bool passes;
	} cases[] = { { "majority", { 1, 0, 9 }, true }, { "majority", { 5, 5, 0 }, false }, { "majority", { 0, 0, 3 }, false },
		{ "two_thirds", { 2, 1, 7 }, true }, { "two_thirds", { 13, 7, 0 }, false }, { "two_thirds", { 0, 0, 3 }, false } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct proposal p = { .how = str_c(cases[i].how) };
		assert_int_equal(proposal_passes(&p, cases[i].n, 0), cases[i].passes);
	}
}

/* The box holds counts in one row of one size; it opens for its own proposal alone, and not when it was touched. */
static void the_box(void **state)
{
	struct id one = opened("majority", "secret", "person"), other = opened("majority", "secret", "person");
	int64_t n[SAYS__N];

	(void)state;
	assert_int_equal(vote(&rosa, one, "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "proposal", "secret"));
	assert_int_equal(DO(&rosa.who, "ballot.cast", "voter", ID(rosa.who.person), "proposal", ID(one), "choice", "yes"), ACT_REFUSED);
	assert_true(fixture_refused(&f, "choice", "page"));
	struct ctx *c = as(&rosa);
	c->db = writer_db(f.writer);
	assert_int_equal(db_begin(c->db), OK);
	assert_true(box_add(c, one, SAYS_YES) && box_add(c, one, SAYS_ABSTAIN) && box_add(c, one, SAYS_YES));
	struct str row = db_text(c->db, DECIDE(Q_BOX_GET), ARGS(cell_id(&c->net->id), cell_id(&one)), f.mem);
	assert_int_equal(row.n, 24 + 16 + 24);
	assert_true(box_open(c, one, n));
	assert_int_equal(n[SAYS_YES], 2);
	assert_int_equal(n[SAYS_NO], 0);
	assert_int_equal(n[SAYS_ABSTAIN], 1);
	db_exec(c->db, DECIDE(Q_BOX_PUT), ARGS(cell_id(&c->net->id), cell_id(&other), cell_blob(row)));
	assert_false(box_open(c, other, n));
	assert_int_equal(db_commit(c->db), OK);
	/* Two voted by the box, none by the journal: it is not counted. */
	assert_false(closed(one).counted);
	assert_int_equal(DO(NULL, "ballot.count", "proposal", ID(one)), ACT_REFUSED);
	assert_true(fixture_refused(&f, "proposal", "sum"));
	assert_int_equal(DO(&coordinator.who, "ballot.count", "proposal", ID(one)), ACT_REFUSED);
	laws();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_person_one_vote, setup, teardown),
		cmocka_unit_test_setup_teardown(a_proxy_votes_for_her, setup, teardown),
		cmocka_unit_test_setup_teardown(a_base_votes_with_its_proof, setup, teardown),
		cmocka_unit_test_setup_teardown(consent_is_that_nobody_objects, setup, teardown),
		cmocka_unit_test_setup_teardown(what_passes, setup, teardown),
		cmocka_unit_test_setup_teardown(the_box, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
