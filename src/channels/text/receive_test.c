#include "civil.h"
#include "data.h"
#include "field.h"
#include "hash.h"
#include "i18n.h"
#include "log.h"
#include "sample_module.h"
#include "sms.h"
#include "text_channel.h"
#include "text_sql.h"

#include <pthread.h>
#include <unistd.h>

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define ROSA "+51900000001"  /* leads SJM-001 */
#define DOS "+51900000002"   /* leads SJM-001 and SJM-014 */
#define CASA "+51900000003"  /* shared by Ana (SJM-001) and Luz (SJM-014) */
#define NADIE "+51900000004" /* a person without any office */
#define OTRA "+51900000009"  /* nobody's */

static struct world {
	struct arena *mem, *talk;
	struct registry *reg;
	struct writer *w;
	struct network net;
	int64_t now;
	struct id kitchen[2];
	unsigned sent;
} world;

static struct ctx ctx_for(struct arena *a)
{
	static const struct actor nobody;
	static _Thread_local struct diag diag;

	diag = (struct diag){ 0 };
	return (struct ctx){ .mem = a, .diag = &diag, .db = writer_db(world.w), .reg = world.reg,
		.schema = world.reg->schema, .net = &world.net, .who = &nobody,
		.lang = lang_spanish(), .now = world.now, .channel = "text" };
}

struct seed {
	struct change *ch;
};

static void seed_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct seed *s = w->arg;

	s->ch->origin = g->origin;
	journal_append(g->applier, s->ch, head);
}

static struct put *born(struct change *ch, const struct entity *e, uint8_t n)
{
	struct id id = { { 0x01, 0x90, (uint8_t)(e->name[0] + e->nfields), [6] = 0x70, [8] = 0x80, [15] = n } };

	return change_put(ch, e, id, true);
}

static struct id person(struct change *ch, uint8_t n, const char *name, const char *phone)
{
	struct put *p = born(ch, &s_person, n), *k = born(ch, &s_contact, n);

	put_text(p, PE_NAME, str_c(name));
	put_id(k, CO_PERSON, p->id);
	put_text(k, CO_PHONE, str_c(phone));
	return p->id;
}

static void member(struct change *ch, uint8_t n, struct id who, struct id group)
{
	struct put *p = born(ch, &s_membership, n);

	put_id(p, ME_PERSON, who);
	put_id(p, ME_GROUP, group);
	put_text(p, ME_ROLE, STR("leader"));
}

static struct id kitchen(struct change *ch, uint8_t n, const char *code, const char *name)
{
	struct put *g = born(ch, &s_group, n), *k = change_put(ch, &s_kitchen, g->id, true);

	put_text(g, GR_NAME, str_c(name));
	put_text(g, GR_KIND, STR("olla"));
	put_text(g, GR_CODE, str_c(code));
	put_int(k, KI_OPENED, 19000);
	return g->id;
}

static void people(struct change *ch)
{
	struct id *k = world.kitchen;

	k[0] = kitchen(ch, 1, "SJM-001", "Virgen de la Puerta");
	k[1] = kitchen(ch, 2, "SJM-014", "Cocina de prueba");
	member(ch, 1, person(ch, 1, "Rosa Prueba", ROSA), k[0]);
	struct id two = person(ch, 2, "Elsa Prueba", DOS);
	member(ch, 2, two, k[0]);
	member(ch, 3, two, k[1]);
	member(ch, 4, person(ch, 3, "Ana Prueba", CASA), k[0]);
	member(ch, 5, person(ch, 4, "Luz Prueba", CASA), k[1]);
	person(ch, 5, "Eva Prueba", NADIE);
}

/* Everything anew for each test. */
static void world_open(const char *path)
{
	static const struct module *const modules[] = { &sample_module, NULL };
	struct diag d = { 0 };

	crypto_start();
	log_quiet(1);
	query_unregister_all();
	world = (struct world){ .mem = arena_new(64 << 20), .talk = arena_new(64 << 20) };
	langs_load(world.mem, NULL, 0);
	text_start();
	world.reg = registry_new(world.mem, modules, &d);
	assert_non_null(world.reg);
	struct writer_options o = { .path = path, .reg = world.reg, .origin = { { 7 } } };
	world.w = writer_new(world.mem, &o, &d);
	if (!world.w)
		fail_msg("%.*s", (int)d.item[0].arg.n, d.item[0].arg.p ? d.item[0].arg.p : "");
	world.net = (struct network){ .id = { { 1 } }, .zone = zone_load(world.mem, STR("America/Lima")) };
	/* Sunday 22 November 2026, 14:00 in Lima. */
	world.now = zone_instant(world.net.zone, day_from_civil((struct civil){ 2026, 11, 22 }), 14 * 60);
	struct ctx c = ctx_for(world.mem);
	struct change *ch = change_new(world.mem);
	ch->network = world.net.id;
	ch->id = (struct id){ { 0x01, 0x8f, [6] = 0x70, [8] = 0x80 } };
	ch->action = STR("sample.seed");
	ch->channel = STR("console");
	ch->acted_at = world.now - DAY_MS;
	ch->stamp = ch->acted_at << 16;
	people(ch);
	struct write one = { .run = seed_run, .c = &c, .arg = &(struct seed){ ch } };
	assert_int_equal(writer_call(world.w, &one), OK);
}

static int setup(void **state)
{
	world_open(NULL);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	writer_stop(world.w);
	arena_free(&world.talk);
	arena_free(&world.mem);
	return 0;
}

static struct str send_id(const char *from, const char *text, const char *id)
{
	struct ctx c = ctx_for(world.talk);
	struct str answer;

	assert_int_equal(text_receive(&c, world.w, str_c(from), str_c(text), str_c(id), &answer), OK);
	world.now += 1000;
	return answer;
}

static struct str send(const char *from, const char *text)
{
	return send_id(from, text, str_fmt(world.talk, "m%u", ++world.sent).p);
}

/* What is wanted is written with all accents; what is sent has only those that fit. */
static const char *sent_as(const char *want)
{
	return str_cstr(world.talk, sms_fold(world.talk, str_c(want)));
}

#define SAY(from, text, want)                                                                         \
	do {                                                                                          \
		struct str got_ = send(from, text);                                                   \
		if (!str_is(got_, sent_as(want)))                                                              \
			fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got_.n, got_.p);      \
	} while (0)
#define SAY_STARTS(from, text, want)                                                                  \
	do {                                                                                          \
		struct str got_ = send(from, text);                                                   \
		if (!str_starts(got_, sent_as(want)))                                                          \
			fail_msg("%s\n  want %s…\n  got  %.*s", text, want, (int)got_.n, got_.p);     \
	} while (0)

/* The figure that stands; -1: none. */
static int64_t served(unsigned k, int64_t ago, const char *sitting)
{
	struct ctx c = ctx_for(world.talk);
	struct value key[MEAL__N] = { [MEAL_KITCHEN] = value_id(world.kitchen[k]),
		[MEAL_DAY] = value_int(today(&c) - ago), [MEAL_SITTING] = value_text(str_c(sitting)) };
	struct record *r = ARENA_NEW(world.talk, struct record);

	if (!record_get(c.db, c.schema, c.mem, &s_meal, c.net->id,
		    entity_key_id(&s_meal, c.net->id, key), r) || r->v[MEAL_SERVED].kind != V_INT)
		return -1;
	return r->v[MEAL_SERVED].i;
}

/* Is there a state of that number, with that text in it? */
static bool state_has(const char *phone, const char *text)
{
	struct rows r = db_rows(writer_db(world.w), &text_sql.query[Q_CONVERSATION_GET],
		ARGS(cell_id(&world.net.id), cell_text(str_c(phone)), cell_int(world.now)));

	if (!rows_next(&r))
		return false;
	bool has = str_contains(rows_text(&r, 0), str_c(text));
	rows_end(&r);
	return has;
}

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
		send(ROSA, "ayuda");
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
	SAY_STARTS(ROSA, "raciones 60 y 5 casos sociales desayuno", "Anotado");
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
	SAY(ROSA, "corrijo 70", "Anotado kitchen=SJM-001 served=70");
}

static void standing_figure(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "raciones 110", "Anotado");
	SAY(ROSA, "raciones 20", "SJM-001, 22/11/2026: ya está anotado Raciones servidas: 110. "
		"Usted dice Raciones servidas: 20. Responda 1 cambiar, 2 sumar, 3 dejar");
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
	SAY_STARTS(ROSA, "1", "SJM-001, 22/11/2026: ya está anotado Raciones servidas: 80");
	assert_int_equal(served(0, 0, "lunch"), 80);
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
	SAY(ROSA, "ayer 120 y 30 desayunos", "¿Qué anoto? Responda: 1 Día: 21/11/2026, Raciones servidas: 120. "
		"2 Día: 21/11/2026, Comida: desayuno, Raciones servidas: 30. 3 nada");
	SAY_STARTS(ROSA, "2", "Anotado kitchen=SJM-001 day=2026-11-21 sitting=breakfast served=30");
	SAY_STARTS(ROSA, "menu", "Responda con un número: 1 ");
	SAY(ROSA, "1", "¿Cuántas raciones sirvieron?");
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
	assert_int_equal(send("BANCO", "su saldo es 120").n, 0);
	SAY_STARTS(OTRA, "promo 3x2", "Hola.");
	SAY_STARTS(OTRA, "promo 3x2", "Hola.");
	assert_int_equal(send(OTRA, "promo 3x2").n, 0);
	assert_int_equal(send(OTRA, "promo 3x2").n, 0);
	world.now += 2 * 3600 * 1000;
	SAY_STARTS(OTRA, "promo 3x2", "Hola.");
	/* A report is understood even after three misses. */
	for (int i = 0; i < 4; i++)
		send(ROSA, "zzz qqq");
	assert_int_equal(send(ROSA, "zzz qqq").n, 0);
	SAY_STARTS(ROSA, "raciones 50", "Anotado");
	SAY_STARTS(ROSA, "zzz", "No entendí");
	assert_int_equal(send(ROSA, "gracias").n, 0);
}

static void stop_and_back(void **state)
{
	(void)state;
	SAY_STARTS(ROSA, "baja", "Listo: no le escribiremos más.");
	assert_int_equal(send(ROSA, "zzz").n, 0);
	SAY_STARTS(ROSA, "raciones 50", "Anotado");
	world.now += 30 * (int64_t)DAY_MS;
	assert_int_equal(send(ROSA, "zzz").n, 0);
	SAY_STARTS(ROSA, "alta", "Escriba, por ejemplo");
	SAY_STARTS(ROSA, "zzz", "No entendí");
}

static void grave_words(void **state)
{
	static const char *const messages[] = { "me pega mi esposo", "Mi marido ME PEGÓ otra vez 😢",
		"me quiero morir", "hubo un accidente en la olla 120", "violensia en mi casa",
		"no quiero vivir", "pensando en el suicidio", "se quemó una compañera" };
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(messages); i++) {
		struct str got = send(ROSA, messages[i]);
		assert_true(str_contains(got, STR("100")) && str_contains(got, STR("113")) &&
			str_contains(got, STR("106")) && str_contains(got, STR("105")));
		assert_int_equal(sms_segments(got).segments, 1);
	}
	assert_true(str_contains(send(OTRA, "me pega"), STR("100")));
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
		struct str got = send(ROSA, messages[i]);
		struct sms_size size = sms_segments(got);
		if (size.segments != 1 || !size.gsm7)
			fail_msg("%s: %u parts: %.*s", messages[i], size.segments, (int)got.n, got.p);
	}
}

static void state_holds_no_text(void **state)
{
	(void)state;
	send(ROSA, "mi secreto canario zanahoria");
	send(ROSA, "raciones 120 zanahoria");
	assert_true(state_has(ROSA, "served"));
	assert_false(state_has(ROSA, "zanahoria"));
}

static void laws_hold(void **state)
{
	struct diag d = { 0 };
	(void)state;

	send(ROSA, "raciones 120");
	send(ROSA, "no era 120, era 102");
	send(DOS, "SJM-014 80");
	assert_int_equal(data_compare(writer_db(world.w), world.reg, world.net.id, 0, &d), OK);
	assert_int_equal(data_compare(writer_db(world.w), world.reg, world.net.id, 5, &d), OK);
}

enum { THREADS = 3, EACH_SENDS = 15 };

struct sender {
	unsigned n;
	const char *path;
	unsigned done, busy;
};

/* Each thread writes for the same number, with a connection of its own. */
static void *sends(void *arg)
{
	struct sender *s = arg;
	struct arena *a = arena_new(64 << 20);
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = s->path, .mode = DB_READ }, &d);

	for (unsigned i = 0; db && i < EACH_SENDS; i++) {
		struct ctx c = ctx_for(a);
		struct str answer, text = str_fmt(a, "corrijo raciones %u", 100 + s->n * EACH_SENDS + i);
		struct str id = str_fmt(a, "t%u-%u", s->n, i);
		c.db = db;
		c.diag = &d;
		enum rc rc = text_receive(&c, world.w, STR(ROSA), text, id, &answer);
		/* The gateway repeats what was not taken. */
		if (rc == BUSY) {
			s->busy++;
			i--;
			continue;
		}
		s->done += rc == OK && str_starts(answer, "Anotado");
	}
	db_close(&db);
	arena_free(&a);
	return NULL;
}

static void many_at_once(void **state)
{
	char path[] = "/tmp/ayni-text-XXXXXX/text.db";
	struct sender s[THREADS];
	pthread_t thread[THREADS];
	struct diag d = { 0 };
	(void)state;

	path[sizeof("/tmp/ayni-text-XXXXXX") - 1] = '\0';
	assert_non_null(mkdtemp(path));
	path[sizeof("/tmp/ayni-text-XXXXXX") - 1] = '/';
	world_open(path);
	send(ROSA, "raciones 99");
	int64_t before = journal_head(writer_db(world.w), world.net.id).seq;
	writer_start(world.w);
	for (unsigned i = 0; i < THREADS; i++) {
		s[i] = (struct sender){ .n = i, .path = path };
		assert_int_equal(pthread_create(&thread[i], NULL, sends, &s[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(s[i].done, EACH_SENDS);
	}
	struct db *db = db_open(&(struct db_options){ .path = path, .mode = DB_READ }, &d);
	assert_non_null(db);
	assert_int_equal(journal_head(db, world.net.id).seq, before + THREADS * EACH_SENDS);
	db_close(&db);
	teardown(state);
	static const char *const behind[] = { "", "-wal", "-shm" };
	for (size_t i = 0; i < ARRAY_LEN(behind); i++) {
		char name[sizeof(path) + 8];
		struct buf b = buf_fixed(name, sizeof(name));
		buf_c(&b, path);
		buf_c(&b, behind[i]);
		buf_char(&b, '\0');
		unlink(name);
	}
	path[sizeof("/tmp/ayni-text-XXXXXX") - 1] = '\0';
	assert_int_equal(rmdir(path), 0);
}

int main(void)
{
#define EACH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		EACH(plain_report), EACH(repeated_message), EACH(several_kitchens), EACH(shared_phone),
		EACH(corrections), EACH(standing_figure), EACH(absurd_number), EACH(questions),
		EACH(help_and_strangers), EACH(stop_and_back), EACH(grave_words), EACH(answers_fit),
		EACH(state_holds_no_text), EACH(laws_hold),
		cmocka_unit_test(many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
