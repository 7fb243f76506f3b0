#include "data.h"
#include "journal.h"
#include "sms.h"
#include "text_world.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* What is wanted is written with all accents; what is sent has only those that fit. */
static const char *sent_as(const char *want)
{
	return str_cstr(world.talk, sms_fold(world.talk, str_c(want)));
}

#define SAY(from, text, want)                                                                         \
	do {                                                                                          \
		struct str got_ = send_text(from, text);                                                   \
		if (!str_is(got_, sent_as(want)))                                                              \
			fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got_.n, got_.p);      \
	} while (0)
#define SAY_STARTS(from, text, want)                                                                  \
	do {                                                                                          \
		struct str got_ = send_text(from, text);                                                   \
		if (!str_starts(got_, sent_as(want)))                                                          \
			fail_msg("%s\n  want %s…\n  got  %.*s", text, want, (int)got_.n, got_.p);     \
	} while (0)

static void plain_report(void **state)
{
	(void)state;
	SAY(ROSA, "raciones 120", "Anotado kitchen=SJM-001 served=120");
	assert_int_equal(served(0, 0, "lunch"), 120);
	SAY("900000001", "ayer 95 y 12 casos sociales", "Anotado kitchen=SJM-001 day=2026-11-21 served=95 free=12");
	assert_int_equal(served(0, 1, "lunch"), 95);
	SAY(ROSA, "60 desayunos", "Anotado kitchen=SJM-001 sitting=breakfast served=60");
}

static void repeated_message(void **state)
{
	int64_t seq;
	(void)state;

	struct str first = str_dup(world.talk, send_id(ROSA, "raciones 120", "same"));
	seq = journal_head(writer_db(world.w), world.net.id).seq;
	struct str again = send_id(ROSA, "raciones 120", "same");
	assert_true(str_eq(first, again));
	assert_int_equal(journal_head(writer_db(world.w), world.net.id).seq, seq);
	/* The same id from another number is another message. */
	SAY_STARTS(DOS, "SJM-014 80", "Anotado kitchen=SJM-014 served=80");
	assert_true(str_starts(send_id(DOS, "SJM-014 ayer 70", "same"), "Anotado"));
	/* Forgotten answers: the act's id still knows. */
	for (int i = 0; i < 10; i++)
		send_text(ROSA, "ayuda");
	send_id(ROSA, "raciones 120", "same");
	assert_int_equal(served(0, 0, "lunch"), 120);
	assert_int_equal(journal_head(writer_db(world.w), world.net.id).seq, seq + 2);
}

static void several_kitchens(void **state)
{
	(void)state;
	SAY(DOS, "120", "¿De cuál? Responda: 1 SJM-001 Virgen de la Puerta. 2 SJM-014 Cocina de prueba. "
		"3 ninguna");
	assert_int_equal(served(0, 0, "lunch"), -1);
	SAY(DOS, "2", "Anotado kitchen=SJM-014 served=120");
	assert_int_equal(served(1, 0, "lunch"), 120);
	SAY_STARTS(DOS, "ayer 90", "¿De cu");
	SAY(DOS, "sjm-001", "Anotado kitchen=SJM-001 day=2026-11-21 served=90");
	SAY_STARTS(DOS, "ayer 91 cenas", "¿De cu");
	SAY(DOS, "ninguna", "Bien, no anoté nada.");
	assert_int_equal(served(0, 1, "dinner"), -1);
	SAY(DOS, "olla sjm 14 ayer 70", "Anotado kitchen=SJM-014 day=2026-11-21 served=70");
}

static void shared_phone(void **state)
{
	(void)state;
	SAY(CASA, "raciones 80", "¿Quién escribe? Responda: 1 Ana. 2 Luz.");
	SAY(CASA, "2", "Anotado kitchen=SJM-014 served=80");
	SAY(CASA, "ayer 70", "Anotado kitchen=SJM-014 day=2026-11-21 served=70");
	world.now += 5 * 3600 * 1000;
	SAY_STARTS(CASA, "60 cenas", "¿Quién escribe?");
	SAY(CASA, "ana", "Anotado kitchen=SJM-001 sitting=dinner served=60");
}

static void corrections(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "ayer 120", "Anotado");
	SAY(ROSA, "no era 120, era 102", "Anotado kitchen=SJM-001 day=2026-11-21 served=102");
	assert_int_equal(served(0, 1, "lunch"), 102);
	assert_int_equal(served(0, 0, "lunch"), -1);
	SAY(ROSA, "corrijo 103", "Anotado kitchen=SJM-001 day=2026-11-21 served=103");
	/* The old figure is not what stands: look together. */
	SAY_STARTS(ROSA, "no era 55, era 44", "¿Corrijo así? Cocina: SJM-001, Día: 21/11/2026, ");
	SAY(ROSA, "2", "Bien, no anoté nada.");
	assert_int_equal(served(0, 1, "lunch"), 103);
	/* Which of two figures? The old one tells, else a question. */
	SAY_STARTS(ROSA, "hoy 95 y 12 casos sociales", "Anotado");
	SAY_STARTS(ROSA, "no era 12, era 14", "Anotado kitchen=SJM-001 day=2026-11-22 free=14");
	/* Lunch is said by silence: the breakfast has no casos sociales of its own yet. */
	SAY_STARTS(ROSA, "40 desayunos", "Anotado");
	SAY_STARTS(ROSA, "corrijo 14 casos sociales", "¿Corrijo así? Cocina: SJM-001, Día: 22/11/2026, Comida: desayuno");
	SAY_STARTS(ROSA, "👎", "Bien");
	SAY_STARTS(ROSA, "corrijo raciones 60 y 5 casos sociales desayuno", "¿Corrijo así?");
	SAY_STARTS(ROSA, "👍", "Anotado");
	SAY_STARTS(ROSA, "corrijo 6", "¿Qué anoto?");
	SAY_STARTS(ROSA, "2", "Anotado kitchen=SJM-001 day=2026-11-22 sitting=breakfast free=6");
	assert_int_equal(served(0, 0, "breakfast"), 60);
	/* The last report has no such figure: perhaps she means another. */
	SAY_STARTS(ROSA, "60 cenas", "Anotado");
	SAY_STARTS(ROSA, "corrijo 14 casos sociales", "¿Corrijo así?");
	SAY_STARTS(ROSA, "no", "Bien");
	/* Two figures and an old one that is neither. */
	SAY_STARTS(ROSA, "7 casos sociales cena", "Anotado");
	SAY_STARTS(ROSA, "no era 8, era 9", "¿Qué anoto?");
	SAY_STARTS(ROSA, "nada", "Bien");
	/* Another day than the last report's. */
	SAY_STARTS(ROSA, "corrijo ayer almuerzo 101", "Anotado kitchen=SJM-001 day=2026-11-21 sitting=lunch served=101");
	assert_int_equal(served(0, 1, "lunch"), 101);
	SAY_STARTS(ROSA, "no era 60", "Escriba la cifra correcta");
	/* After a day it is no longer her last report. */
	world.now += DAY_MS + 1;
	SAY(ROSA, "corrijo 70", "¿Corrijo así? Día: 23/11/2026, Raciones servidas: 70. Responda 1 sí, 2 no");
	assert_int_equal(served(0, 0, "lunch"), -1);
	SAY(ROSA, "1", "Anotado kitchen=SJM-001 day=2026-11-23 served=70");
}

static void standing_figure(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "raciones 110", "Anotado");
	SAY(ROSA, "raciones 20", "SJM-001, 22/11/2026: ya hay 110 (Raciones servidas). "
		"Usted dice 20. Responda 1 cambiar, 2 sumar, 3 dejar");
	SAY(ROSA, "3", "Bien, no anoté nada.");
	assert_int_equal(served(0, 0, "lunch"), 110);
	SAY_STARTS(ROSA, "raciones 20", "SJM-001, 22/11/2026: ya");
	SAY_STARTS(ROSA, "2", "Anotado");
	assert_int_equal(served(0, 0, "lunch"), 130);
	SAY_STARTS(ROSA, "raciones 100", "SJM-001, 22/11/2026: ya");
	SAY_STARTS(ROSA, "cambiar", "Anotado");
	assert_int_equal(served(0, 0, "lunch"), 100);
	/* What another wrote meanwhile is not written over by the old answer. */
	SAY_STARTS(ROSA, "raciones 90", "SJM-001, 22/11/2026: ya");
	SAY_STARTS(DOS, "SJM-001 80", "SJM-001, 22/11/2026: ya");
	SAY_STARTS(DOS, "1", "Anotado");
	SAY_STARTS(ROSA, "1", "SJM-001, 22/11/2026: ya hay 80 (Raciones servidas)");
	assert_int_equal(served(0, 0, "lunch"), 80);
}

static void what_a_number_may_not_see(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "raciones 110 gasto 350", "Anotado");
	/* Money is the group's: neither shown nor summed. */
	SAY(DOS, "SJM-001 gasto 400", "SJM-001, 22/11/2026: ya hay otro dato. Usted dice Gasto: 400.00. "
		"Responda 1 cambiar, 2 dejar");
	SAY(DOS, "la segunda", "Bien, no anoté nada.");
	SAY_STARTS(ROSA, "cerrar cocina", "Para eso hace falta su código");
	SAY_STARTS(ROSA, "no", "Bien, no anoté nada.");
	SAY_STARTS(ROSA, "cierre SJM-014", "No está a su cargo");
}

static void absurd_number(void **state)
{
	(void)state;
	SAY(ROSA, "raciones 3000", "Son muchas raciones. Escriba el motivo. Si no, responda NO");
	SAY_STARTS(ROSA, "si", "Escriba en pocas palabras");
	SAY(ROSA, "Vinieron de todo el cerro", "Anotado kitchen=SJM-001 served=3000 reason=Vinieron de todo el cerro");
	SAY_STARTS(ROSA, "ayer 4000", "Son muchas");
	SAY(ROSA, "ayer 400", "Anotado kitchen=SJM-001 day=2026-11-21 served=400");
	SAY_STARTS(ROSA, "anteayer 4000", "Son muchas");
	SAY(ROSA, "no", "Bien, no anoté nada.");
	assert_int_equal(served(0, 2, "lunch"), -1);
}

static void questions(void **state)
{
	(void)state;
	SAY(ROSA, "raciones", "¿Cuántas raciones sirvieron?");
	SAY(ROSA, "7", "Anotado kitchen=SJM-001 served=7");
	SAY_STARTS(ROSA, "5", "¿Anoto esto? Raciones servidas: 5.");
	SAY_STARTS(ROSA, "no", "Bien");
	SAY(ROSA, "ayer 120 y 30 desayunos", "¿Qué anoto? Responda: 1 Raciones servidas: 120. "
		"2 Comida: desayuno, Raciones servidas: 30. 3 nada");
	SAY_STARTS(ROSA, "2", "Anotado kitchen=SJM-001 day=2026-11-21 sitting=breakfast served=30");
	SAY(ROSA, "menu", "Responda con un número:\n1 Anotar la olla\n2 Ayuda\n3 No recibir mensajes\n0 Salir");
	SAY_STARTS(ROSA, "1", "Día:\n1 hoy\n2 ayer");
	SAY_STARTS(ROSA, "salir", "Bien, no anoté nada.");
	SAY_STARTS(ROSA, "anteayer 88", "Anotado kitchen=SJM-001 day=2026-11-20 served=88");
	/* A closed question: its answer means nothing any more. */
	SAY_STARTS(ROSA, "casos sociales", "Casos sociales:");
	world.now += 3 * 3600 * 1000;
	SAY_STARTS(ROSA, "4", "¿Anoto esto? Raciones servidas: 4.");
	SAY_STARTS(ROSA, "raciones 120.5", "Raciones servidas: Escriba un número entero");
	SAY_STARTS(ROSA, "raciones 6000", "Raciones servidas: El m");
	SAY(ROSA, "mañana 120", "Ese día todavía no llega.");
	SAY_STARTS(ROSA, "SJM-999 120", "No conocemos el código SJM-999");
	SAY_STARTS(ROSA, "SJM-014 120", "No est");
}

static void help_and_strangers(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "ayuda", "Escriba, por ejemplo: raciones 120\n");
	SAY_STARTS(ROSA, "xyz", "No entendí. Escriba, por ejemplo: raciones 120\n");
	SAY_STARTS(NADIE, "hola", "Hola. Con su cargo");
	SAY_STARTS(OTRA, "raciones 120", "Hola. No conocemos este número.");
	/* Robots: a name, and a talkative one. */
	assert_int_equal(send_text("BANCO", "su saldo es 120").n, 0);
	SAY_STARTS(OTRA, "promo 3x2", "Hola.");
	SAY_STARTS(OTRA, "promo 3x2", "Hola.");
	assert_int_equal(send_text(OTRA, "promo 3x2").n, 0);
	assert_int_equal(send_text(OTRA, "promo 3x2").n, 0);
	world.now += 2 * 3600 * 1000;
	SAY_STARTS(OTRA, "promo 3x2", "Hola.");
	/* A report is understood even after three misses. */
	for (int i = 0; i < 4; i++)
		send_text(ROSA, "zzz qqq");
	assert_int_equal(send_text(ROSA, "zzz qqq").n, 0);
	SAY_STARTS(ROSA, "raciones 50", "Anotado");
	SAY_STARTS(ROSA, "zzz", "No entendí");
	assert_int_equal(send_text(ROSA, "gracias").n, 0);
}

static void stop_and_back(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "baja", "Listo: no le escribiremos más.");
	assert_int_equal(send_text(ROSA, "zzz").n, 0);
	SAY_STARTS(ROSA, "raciones 50", "Anotado");
	world.now += 30 * (int64_t)DAY_MS;
	assert_int_equal(send_text(ROSA, "zzz").n, 0);
	SAY_STARTS(ROSA, "alta", "Listo: otra vez le escribimos.");
	SAY_STARTS(ROSA, "zzz", "No entendí");
}

static void grave_words(void **state)
{
	static const char *const messages[] = { "me pega mi esposo", "Mi marido ME PEGÓ otra vez 😢",
		"me quiero morir", "hubo un accidente en la olla 120", "violensia en mi casa",
		"no quiero vivir", "pensando en el suicidio", "se quemó una compañera" };
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(messages); i++) {
		struct str got = send_text(ROSA, messages[i]);
		assert_true(str_contains(got, STR("100")) && str_contains(got, STR("113")) &&
			str_contains(got, STR("106")) && str_contains(got, STR("105")));
		assert_int_equal(sms_segments(got).segments, 1);
	}
	assert_true(str_contains(send_text(OTRA, "me pega"), STR("100")));
	/* Nothing was kept: no row of a conversation, no act. */
	assert_int_equal(served(0, 0, "lunch"), -1);
	assert_false(state_has(ROSA, "") || state_has(OTRA, ""));
}

static void answers_fit(void **state)
{
	static const char *const messages[] = { "ayuda", "xyz", "menu", "raciones 120", "raciones 20", "3",
		"baja", "alta", "5", "2", "corrijo", "SJM-999 5", "95 y 30 desayunos" };
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(messages); i++) {
		struct str got = send_text(ROSA, messages[i]);
		struct sms_size size = sms_segments(got);
		if (size.segments != 1 || !size.gsm7)
			fail_msg("%s: %u parts: %.*s", messages[i], size.segments, (int)got.n, got.p);
	}
}

static void state_holds_no_text(void **state)
{
	(void)state;
	send_text(ROSA, "mi secreto canario zanahoria");
	send_text(ROSA, "raciones 120 zanahoria");
	assert_true(state_has(ROSA, "served"));
	assert_false(state_has(ROSA, "zanahoria"));
}

static void laws_hold(void **state)
{
	struct diag d = { 0 };
	(void)state;

	send_text(ROSA, "raciones 120");
	send_text(ROSA, "no era 120, era 102");
	send_text(DOS, "SJM-014 80");
	assert_int_equal(data_compare(writer_db(world.w), world.reg, world.net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(world.w), world.reg, world.net.id, 5, &d), OK);
}

int main(void)
{
#define EACH(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
		EACH(plain_report), EACH(repeated_message), EACH(several_kitchens), EACH(shared_phone),
		EACH(corrections), EACH(standing_figure), EACH(what_a_number_may_not_see), EACH(absurd_number), EACH(questions),
		EACH(help_and_strangers), EACH(stop_and_back), EACH(grave_words), EACH(answers_fit),
		EACH(state_holds_no_text), EACH(laws_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
