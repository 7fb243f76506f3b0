/*
 * receive_rows_test.c - messages that come by a gateway: their rows, repeats, order, lateness, another day, a code,
 * discreet words; and that a grave one has no row.
 */
#include "code.h"
#include "data.h"
#include "journal.h"
#include "message.h"
#include "text_channel.h"
#include "text_test_sql.h"
#include "text_world.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct id sms = { { 0x01, 0x91, [6] = 0x70, [8] = 0x80, [15] = 1 } };
static const struct id chat = { { 0x01, 0x91, [6] = 0x70, [8] = 0x80, [15] = 2 } };

static void gateways_run(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)g, (void)head;
	gateway_put(w->c, &(struct gateway){ .id = sms, .kind = STR("android"), .name = STR("Celular"), .number = STR(""),
		.settings = STR("{}"), .secret = STR("s"), .ceiling_mills = -1 });
	gateway_put(w->c, &(struct gateway){ .id = chat, .kind = STR("telegram"), .name = STR("Telegram"), .number = STR(""),
		.settings = STR("{}"), .secret = STR("s"), .ceiling_mills = -1 });
}

static int setup(void **state)
{
	struct ctx c;

	world_setup(state);
	c = ctx_for(world.mem);
	struct write one = { .run = gateways_run, .c = &c };
	return writer_call(world.w, &one) == OK ? 0 : -1;
}

/* By that gateway, sent `ago_ms` before now. */
static struct str come(struct id gateway, const char *from, const char *text, const char *ref, int64_t ago_ms)
{
	struct ctx c = ctx_for(world.talk);
	struct str answer;

	assert_int_equal(text_receive(&c, world.w, &(struct text_in){ .gateway = gateway, .from = str_c(from),
		.text = str_c(text), .ref = str_c(ref), .sent_at = world.now - ago_ms }, &answer), OK);
	world.now += 1000;
	return answer;
}

static unsigned count(const char *way, const char *state)
{
	return (unsigned)db_int(writer_db(world.w), &text_test_sql.query[Q_TEST_COUNT],
		ARGS(cell_id(&world.net.id), cell_text(str_c(way)), cell_text(str_c(state))));
}

/* ---- rows ---- */

static void a_message_has_its_row(void **state)
{
	struct ctx c = ctx_for(world.talk);
	struct message m;
	(void)state;

	come(sms, ROSA, "raciones 120", "a1", 2000);
	assert_int_equal(served(0, 0, "lunch"), 120);
	assert_true(message_get(&c, message_in_id(&c, sms, STR(ROSA), STR("a1")), &m));
	assert_true(str_is(m.state, "done") && str_is(m.text, "raciones 120") && str_is(m.kind, "text") && !m.out);
	assert_false(id_is_zero(m.person));
	assert_true(id_eq(m.about_group, world.kitchen[0]));
	assert_int_equal(count("out", "queued"), 1);
	come(sms, ROSA, "zzz qqq", "a2", 2000);
	come(sms, ROSA, "raciones", "a3", 2000);
	come(sms, ROSA, "gracias", "a4", 2000);
	come(sms, ROSA, "ayuda", "a5", 2000);
	assert_int_equal(count("in", "lost"), 1);
	assert_int_equal(count("in", "asked"), 1);
	assert_int_equal(count("in", "silent"), 1);
	assert_int_equal(count("in", "answered"), 1);
	assert_int_equal(count("out", "queued"), 4);
}

static void a_repeat_does_nothing_more(void **state)
{
	(void)state;
	come(sms, ROSA, "raciones 120", "same", 2000);
	int64_t seq = journal_head(writer_db(world.w), world.net.id).seq;
	for (int i = 0; i < 5; i++)
		come(sms, ROSA, "raciones 120", "same", 2000);
	/* Days later, when the conversation forgot it, and with another question open. */
	world.now += 3 * (int64_t)DAY_MS;
	come(sms, ROSA, "menu", "m", 2000);
	come(sms, ROSA, "raciones 120", "same", 2000);
	assert_int_equal(journal_head(writer_db(world.w), world.net.id).seq, seq);
	assert_int_equal(count("out", "queued"), 2);
	/* The same ref by another gateway is another message. */
	come(chat, ROSA, "ayer 90", "same", 2000);
	assert_int_equal(served(0, 1, "lunch"), 90);
}

static void out_of_order(void **state)
{
	(void)state;
	/* 120 was sent first, and comes last. */
	come(sms, ROSA, "raciones 102", "o2", 60000);
	come(sms, ROSA, "raciones 120", "o1", 120000);
	assert_int_equal(served(0, 0, "lunch"), 102);
	/* A correction of an hour ago is not about what she sent since: she is asked. */
	struct str got = come(sms, ROSA, "no era 120, era 99", "o3", 3600000);
	assert_true(str_starts(got, "¿Corrijo así?"));
	assert_int_equal(served(0, 0, "lunch"), 102);
	/* Sent before the question was asked: it answers something else. */
	come(sms, ROSA, "no", "o4", 1000);
	come(sms, ROSA, "raciones 80", "o5", 1000);
	come(sms, ROSA, "1", "o6", 30 * 60000);
	assert_int_equal(served(0, 0, "lunch"), 102);
	come(sms, ROSA, "1", "o7", 1000);
	assert_int_equal(served(0, 0, "lunch"), 80);
}

static void late(void **state)
{
	(void)state;
	struct str got = come(sms, ROSA, "hoy 95", "l1", 2 * (int64_t)DAY_MS);
	assert_int_equal(served(0, 2, "lunch"), 95);
	assert_int_equal(served(0, 0, "lunch"), -1);
	assert_true(str_starts(got, "Su mensaje del "));
}

static void strangers_are_limited(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++) {
		come(sms, OTRA, "hola hola", str_fmt(world.talk, "s%d", i).p, 1000);
		world.now += 30 * 60000;
	}
	unsigned kept = count("in", "answered") + count("in", "silent") + count("in", "lost");
	assert_true(kept >= 10 && kept <= 20);
	/* Who is known is not held up by them. */
	come(sms, ROSA, "raciones 20", "r", 1000);
	assert_int_equal(count("in", "done"), 1);
}

static void claim_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct message *m = w->arg;

	(void)g, (void)head;
	assert_int_equal(message_claim(w->c, sms, 60000, m, 4), 1);
	message_sent(w->c, m[0].id, STR("x"), world.now);
}

static void grave_has_no_row(void **state)
{
	(void)state;
	struct str got = come(sms, ROSA, "me pega mi esposo", "g1", 1000);
	assert_true(str_contains(got, STR("105")));
	assert_int_equal(count("in", "done") + count("in", "answered") + count("in", "silent") + count("in", "lost"), 0);
	/* The lines wait to be sent, to an address that the row does not show. */
	assert_int_equal(count("out", "queued"), 1);
	struct ctx c = ctx_for(world.talk);
	struct message m[4];
	struct write one = { .run = claim_run, .c = &c, .arg = m };
	assert_int_equal(writer_call(world.w, &one), OK);
	assert_true(str_is(m[0].address, ROSA) && str_is(m[0].kind, "alert"));
	assert_false(message_get(&c, m[0].id, &m[1]));
}

/* ---- another day, another number ---- */

static void half_done(void **state)
{
	(void)state;
	come(sms, ROSA, "menu", "h1", 1000);
	come(sms, ROSA, "1", "h2", 1000);
	assert_true(str_starts(come(sms, ROSA, "2", "h3", 1000), "Comida:"));
	world.now += DAY_MS;
	struct str got = come(sms, ROSA, "hola", "h4", 1000);
	if (!str_starts(got, "Ayer dejó a medias: Día: 21/11/2026."))
		fail_msg("%.*s", (int)got.n, got.p);
	assert_true(str_starts(come(sms, ROSA, "1", "h5", 1000), "Comida:"));
	come(sms, ROSA, "2", "h6", 1000);
	come(sms, ROSA, "64", "h7", 1000);
	assert_int_equal(served(0, 2, "lunch"), 64); /* two days back by now */
	/* Once done it is not offered again. */
	world.now += DAY_MS;
	assert_true(str_starts(come(sms, ROSA, "hola", "h8", 1000), "Escriba, por ejemplo"));
	/* After three days it is forgotten. */
	come(sms, ROSA, "raciones", "h9", 1000);
	world.now += 3 * (int64_t)DAY_MS;
	assert_true(str_starts(come(sms, ROSA, "hola", "h10", 1000), "Escriba, por ejemplo"));
	/* A fresh report needs none of it. */
	come(sms, ROSA, "raciones", "h11", 1000);
	world.now += 5 * 3600000;
	come(sms, ROSA, "raciones 31", "h12", 1000);
	assert_int_equal(served(0, 0, "lunch"), 31);
	world.now += 5 * 3600000;
	assert_true(str_starts(come(sms, ROSA, "hola", "h13", 1000), "Escriba, por ejemplo"));
}

static void vouch_run(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)g, (void)head;
	db_exec(w->c->db, &text_test_sql.query[Q_TEST_VOUCH],
		ARGS(cell_id(&world.net.id), cell_text(STR("tg:77")), cell_text(STR(ROSA)), cell_int(world.now)));
}

static void telegram_of_nobody(void **state)
{
	(void)state;
	struct str got = come(chat, "tg:77", "raciones 120", "t1", 1000);
	assert_true(str_contains(got, STR("contacto")));
	assert_int_equal(served(0, 0, "lunch"), -1);
	struct ctx c = ctx_for(world.talk);
	struct write one = { .run = vouch_run, .c = &c };
	assert_int_equal(writer_call(world.w, &one), OK);
	come(chat, "tg:77", "raciones 120", "t2", 1000);
	assert_int_equal(served(0, 0, "lunch"), 120);
	/* The same person by SMS corrects what she sent by Telegram. */
	come(sms, ROSA, "no era 120, era 121", "t3", 1000);
	assert_int_equal(served(0, 0, "lunch"), 121);
}

/* ---- codes ---- */

struct making {
	struct id person;
	struct str code;
};

static void code_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct making *m = w->arg;

	(void)g, (void)head;
	m->code = text_code_make(w->c, m->person);
}

static struct str code_of(struct id person)
{
	struct ctx c = ctx_for(world.talk);
	struct making m = { .person = person };
	struct write one = { .run = code_run, .c = &c, .arg = &m };

	assert_int_equal(writer_call(world.w, &one), OK);
	return m.code;
}

static struct id rosa(void)
{
	struct ctx c = ctx_for(world.talk);
	struct message m;

	come(sms, ROSA, "ayuda", "who", 1000);
	assert_true(message_get(&c, message_in_id(&c, sms, STR(ROSA), STR("who")), &m));
	return m.person;
}

static void codes(void **state)
{
	struct id who = rosa();
	(void)state;

	struct str code = code_of(who);
	world.now += TEXT_CODE_MS + 1;
	assert_true(str_starts(come(sms, ROSA, str_fmt(world.talk, "cerrar cocina %s", code.p).p, "c1", 1000), "Usted no tiene un código"));
	code = code_of(who);
	come(sms, DOS, str_fmt(world.talk, "cerrar cocina SJM-001 %s", code.p).p, "c2", 1000);
	come(sms, ROSA, "no", "c3", 1000);
	int64_t seq = journal_head(writer_db(world.w), world.net.id).seq;
	come(sms, ROSA, str_fmt(world.talk, "cerrar cocina %s", code.p).p, "c4", 1000);
	assert_int_equal(journal_head(writer_db(world.w), world.net.id).seq, seq + 1);
	/* What is kept of the message does not show it. */
	struct ctx c = ctx_for(world.talk);
	struct message m;
	assert_true(message_get(&c, message_in_id(&c, sms, STR(ROSA), STR("c4")), &m));
	assert_true(str_is(m.text, "cerrar cocina ******"));
	come(sms, ROSA, str_fmt(world.talk, "cerrar cocina %s", code.p).p, "c5", 1000);
	assert_int_equal(journal_head(writer_db(world.w), world.net.id).seq, seq + 1);
}

static void laws_hold(void **state)
{
	struct diag d = { 0 };
	(void)state;

	out_of_order(state);
	assert_int_equal(data_compare(writer_db(world.w), world.reg, world.net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(world.w), world.reg, world.net.id, 5, &d), OK);
}

int main(void)
{
#define EACH(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)
	const struct CMUnitTest tests[] = {
		EACH(a_message_has_its_row), EACH(a_repeat_does_nothing_more), EACH(out_of_order), EACH(late),
		EACH(strangers_are_limited), EACH(grave_has_no_row), EACH(half_done), EACH(telegram_of_nobody), EACH(codes),
		EACH(laws_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
