#include "text_world.h"

#include "civil.h"
#include "data.h"
#include "field.h"
#include "hash.h"
#include "log.h"
#include "text_channel.h"
#include "text_sql.h"
#include "text_test_sql.h"

/* Behind the rooms' headers: cmocka makes a macro of fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

struct world world;

struct ctx ctx_for(struct arena *a)
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
void world_open(const char *path)
{
	static const struct module *const modules[] = { &sample_module, NULL };
	struct diag d = { 0 };

	crypto_start();
	log_quiet(1);
	query_unregister_all();
	world = (struct world){ .mem = arena_new(64 << 20), .talk = arena_new(64 << 20) };
	langs_load(world.mem, NULL, 0);
	text_start();
	query_register(&text_test_sql);
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

void world_phrase(const char *said, const char *means)
{
	static uint8_t n;
	struct ctx c = ctx_for(world.talk);
	struct change *ch = change_new(world.talk);

	n++;
	ch->network = world.net.id;
	ch->id = id_new(world.now);
	ch->action = STR("sample.phrase");
	ch->channel = STR("console");
	ch->acted_at = world.now;
	ch->stamp = ch->acted_at << 16;
	struct put *p = born(ch, &s_phrase, n);
	put_text(p, PH_LANGUAGE, STR("es"));
	put_text(p, PH_SAID, str_c(said));
	put_text(p, PH_MEANS, str_c(means));
	struct write one = { .run = seed_run, .c = &c, .arg = &(struct seed){ ch } };
	assert_int_equal(writer_call(world.w, &one), OK);
}

int world_setup(void **state)
{
	world_open(NULL);
	*state = &world;
	return 0;
}

int world_teardown(void **state)
{
	(void)state;
	writer_stop(world.w);
	arena_free(&world.talk);
	arena_free(&world.mem);
	return 0;
}

struct str send_id(const char *from, const char *text, const char *id)
{
	struct ctx c = ctx_for(world.talk);
	struct str answer;

	assert_int_equal(text_receive(&c, world.w, &(struct text_in){ .from = str_c(from), .text = str_c(text), .ref = str_c(id) }, &answer), OK);
	world.now += 1000;
	return answer;
}

struct str send_text(const char *from, const char *text)
{
	return send_id(from, text, str_fmt(world.talk, "m%u", ++world.sent).p);
}

int64_t served(unsigned k, int64_t ago, const char *sitting)
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

bool state_has(const char *phone, const char *text)
{
	struct rows r = db_rows(writer_db(world.w), &text_sql.query[Q_CONVERSATION_GET],
		ARGS(cell_id(&world.net.id), cell_text(str_c(phone)), cell_int(world.now)));

	if (!rows_next(&r))
		return false;
	bool has = str_contains(rows_text(&r, 0), str_c(text));
	rows_end(&r);
	return has;
}
