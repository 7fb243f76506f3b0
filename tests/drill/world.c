/* world.c - the network on the disk, and what is sent to it. */
#include "world.h"

#include <semaphore.h>

#include "data.h"
#include "desk.h"
#include "disk.h"
#include "hash.h"
#include "kitchens.h"
#include "log.h"
#include "people.h"
#include "session.h"

#define DEVICE_COOKIE STR("el celular de la cocina")

/* ---- random numbers that repeat ---- */

static uint64_t dice;

static const char *dice_name(void)
{
	return "drill";
}

static uint32_t dice_number(void)
{
	return (uint32_t)disk_random(&dice);
}

static void dice_bytes(void *p, const size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)p)[i] = (unsigned char)disk_random(&dice);
}

void world_new(struct world *w)
{
	static const struct module *const modules[] = { &people_module, &kitchens_module, &desk_module, NULL };
	static randombytes_implementation numbers = { .implementation_name = dice_name, .random = dice_number,
		.buf = dice_bytes };
	struct diag d = { 0 };

	randombytes_set_implementation(&numbers);
	crypto_start();
	log_quiet(1);
	*w = (struct world){ .mem = arena_new(0) };
	langs_load(w->mem, NULL, 0);
	w->reg = registry_new(w->mem, modules, &d);
	if (!w->reg)
		fatal("the declarations do not hold");
	w->net = (struct network){ .id = { { 0x0a, 0x11 } }, .name = STR("Red de prueba"), .country = STR("PE"),
		.zone_name = STR("America/Lima"), .currency = STR("PEN") };
	w->net.zone = zone_load(w->mem, w->net.zone_name);
	if (!w->net.zone)
		fatal("no time zones on this machine");
}

void world_begin(struct world *w, uint64_t seed, struct ledger *l)
{
	disk_reset(seed);
	dice = seed;
	*l = (struct ledger){ 0 };
	w->seed = seed;
	w->ledger = l;
	w->writer = NULL;
}

/* ---- the reference's ---- */

static void keep_dump(struct world *w)
{
	struct diag d = { 0 };

	if (!w->keeps)
		return;
	int64_t n = journal_head(writer_db(w->writer), w->net.id).seq;
	if (w->ledger->boundary[n])
		return;
	w->ledger->boundary[n] = true;
	w->ledger->n = n;
	w->ledger->dump[n] = schema_dump_hash(writer_db(w->writer), w->reg->schema, w->net.id);
	if (data_compare(writer_db(w->writer), w->reg, w->net.id, 0, &d) != OK)
		fatal("seed %llu: the undisturbed tables differ from their journal", (unsigned long long)w->seed);
}

/* ---- open and closed ---- */

/* The writer and its declarations live in an arena of their own, which ends with it. */
static struct arena *open_mem;

bool world_open(struct world *w)
{
	struct diag d = { 0 };
	struct writer_options o = { .path = WORLD_FILE, .reg = w->reg, .origin = w->net.id, .lazily = w->lazily };

	open_mem = arena_new(0);
	w->writer = writer_new(open_mem, &o, &d);
	if (!w->writer) {
		arena_free(&open_mem);
		return false;
	}
	w->threaded = false;
	keep_dump(w);
	return true;
}

void world_close(struct world *w)
{
	if (!w->writer)
		return;
	writer_stop(w->writer);
	w->writer = NULL;
	arena_free(&open_mem);
}

void world_abandon(struct world *w)
{
	disk_watch(NULL);
	disk_abandon();
	w->writer = NULL;
	open_mem = NULL;
}

struct ctx world_ctx(struct world *w, struct arena *mem, const struct actor *who, int64_t now)
{
	return (struct ctx){ .mem = mem, .diag = ARENA_NEW(mem, struct diag), .db = writer_db(w->writer), .reg = w->reg,
		.schema = w->reg->schema, .net = &w->net, .who = who, .lang = lang_spanish(), .now = now,
		.channel = "test" };
}

/* ---- sending ---- */

struct sending {
	struct write w;
	struct world *world;
	unsigned i;
	struct deed deed;
	struct actor who;
	struct ctx c;
	struct act *act;
	struct outcome out;
	sem_t *begun, *wait, *arrived; /* of a group through the thread */
};

static void note(struct sending *s)
{
	struct answer *a = &s->world->ledger->of[s->i];

	a->told = true;
	a->at = s->world->clock ? s->world->clock(s->world->clock_arg) : 0;
	if (!s->deed.action)
		return;
	a->status = s->out.status;
	a->first = s->out.first;
	a->taken_back = s->deed.taken_back;
}

static void run_session(struct sending *s)
{
	struct str csrf, cookie = session_begin(s->w.c, DEVICE_COOKIE, s->who.person, &csrf);
	char *kept = s->world->ledger->of[s->i].cookie;

	snprintf(kept, COOKIE_MAX, "%.*s", (int)cookie.n, cookie.p);
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct sending *s = (struct sending *)w;

	if (s->wait) {
		sem_post(s->begun);
		sem_wait(s->wait);
	}
	if (!s->deed.action) {
		run_session(s);
	} else {
		s->out = (struct outcome){ .status = ACT_REFUSED };
		if (gate_check(w->c, s->act) == OK)
			gate_decide(g, w->c, s->act, head, &s->out);
		if (s->deed.taken_back)
			w->rc = INVALID;
	}
	if (s->world->plant == PLANT_EARLY)
		note(s);
}

static void done(struct write *w, enum rc rc)
{
	struct sending *s = (struct sending *)w;

	w->rc = rc;
	if (s->begun)
		sem_post(s->begun); /* also when its group could not even begin */
	keep_dump(s->world);
	if (s->world->plant != PLANT_EARLY && (rc == OK || (rc == INVALID && s->deed.taken_back)))
		note(s);
	if (s->arrived)
		sem_post(s->arrived);
}

static struct sending *prepare(struct world *w, struct arena *mem, unsigned i, bool acts_only)
{
	struct sending *s = ARENA_NEW(mem, struct sending);

	*s = (struct sending){ .w = { .run = run, .done = done, .c = &s->c }, .world = w, .i = i };
	deed_make(mem, w->seed, i, &s->deed);
	deed_actor(w, mem, s->deed.author, &s->who);
	s->c = world_ctx(w, mem, &s->who, s->deed.now);
	s->w.acts_only = acts_only && s->deed.action && !s->deed.taken_back;
	w->ledger->of[i].sent = true;
	if (!s->deed.action)
		return s;
	s->act = act_new(&s->c, registry_action(w->reg, str_c(s->deed.action)), s->deed.id);
	s->act->acted_at = s->deed.acted_at;
	s->act->corrects = s->deed.corrects;
	for (unsigned k = 0; k < s->deed.nargs; k++)
		act_arg(&s->c, s->act, str_c(s->deed.arg[k][0]), str_c(s->deed.arg[k][1]));
	return s;
}

enum rc world_send(struct world *w, unsigned first, unsigned n)
{
	struct arena *mem = arena_new(0);
	struct write *many[WRITER_GROUP];

	for (unsigned i = 0; i < n; i++)
		many[i] = &prepare(w, mem, first + i, first % 2)->w;
	enum rc rc = writer_group(w->writer, many, n);
	arena_free(&mem);
	return rc;
}

void world_thread(struct world *w)
{
	if (!w->threaded)
		writer_start(w->writer);
	w->threaded = true;
}

/* The first one is a group and waits in it until the others stand in the queue: so they are the next. */
static enum rc send_threaded(struct world *w, struct sending **many, unsigned n)
{
	sem_t begun, all_there, arrived;
	enum rc rc = OK;

	sem_init(&begun, 0, 0);
	sem_init(&all_there, 0, 0);
	sem_init(&arrived, 0, 0);
	many[0]->begun = &begun;
	many[0]->wait = &all_there;
	world_thread(w);
	for (unsigned i = 0; i < n; i++) {
		many[i]->arrived = &arrived;
		if (!writer_submit(w->writer, &many[i]->w))
			fatal("the writer takes nothing");
		if (i == 0)
			sem_wait(&begun);
	}
	sem_post(&all_there);
	for (unsigned i = 0; i < n; i++)
		sem_wait(&arrived);
	for (unsigned i = 0; i < n; i++)
		if (many[i]->w.rc != OK && !many[i]->deed.taken_back)
			rc = many[i]->w.rc;
	sem_destroy(&begun);
	sem_destroy(&all_there);
	sem_destroy(&arrived);
	return rc;
}

/* Without memory nothing is sent: the server would answer 503. */
enum rc world_send_threaded(struct world *w, unsigned first, unsigned n)
{
	struct arena *mem = arena_new(0);
	struct sending *many[WRITER_GROUP];
	struct arena_guard_kept kept;
	volatile bool ready = false;

	arena_guard_keep(mem, &kept);
	if (setjmp(*arena_guard(mem)) == 0) {
		for (unsigned i = 0; i < n; i++)
			many[i] = prepare(w, mem, first + i, first % 2);
		ready = true;
	}
	arena_guard_give_back(mem, &kept);
	enum rc rc = ready ? send_threaded(w, many, n) : BUSY;
	arena_free(&mem);
	return rc;
}

/* ---- the tables as a whole ---- */

enum rc world_rebuild(struct world *w)
{
	static const struct actor console = { .console = true };
	struct arena *mem = arena_local();
	struct ctx c = world_ctx(w, mem, &console, 0);
	enum rc rc = writer_rebuild(w->writer, &c, c.diag);

	arena_free(&mem);
	return rc;
}

static void run_age(struct write *w, struct gate *g, struct chain_head *head)
{
	(void)g, (void)head;
	data_set_meta(w->c->db, "schema", STR("of an earlier build"));
}

enum rc world_age(struct world *w)
{
	static const struct actor console = { .console = true };
	struct arena *mem = arena_new(0);
	struct ctx c = world_ctx(w, mem, &console, 0);
	struct write one = { .run = run_age, .c = &c };
	enum rc rc = writer_call(w->writer, &one);

	arena_free(&mem);
	return rc;
}
