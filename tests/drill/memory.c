/*
 * memory.c - each allocation fails, once or from then on: no crash, nothing lost or told falsely, no leak.
 *
 * For each piece of work a new process does it with one allocation failing, does it again in good health,
 * closes everything and counts what was not given back.
 *
 * About --most of the program's own and as many of the libraries are tried of each piece.
 *
 *     --plant leak      something is not given back
 *     --plant early     answered before the commit
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "alloc.h"
#include "data.h"
#include "disk.h"
#include "log.h"
#include "session.h"
#include "stage.h"
#include "text_channel.h"
#include "trial.h"

/* What a healthy run of a piece does, told by the process that tried it. */
struct measure {
	int64_t calls[ALLOC__N], changes;
};

static struct measure *measured;
static struct stage stage;

static struct str bearer;

static void run_token(struct write *w, struct gate *g, struct chain_head *head)
{
	struct str text = token_make(w->c, deed_id(stage.w->seed, 0), STR("caja"), ALLOW_ALL, 30);
	(void)g, (void)head;

	bearer = str_fmt(stage.w->mem, "Bearer %.*s", (int)text.n, text.p);
}

/* A network with some life in it, closed. */
static void set_out(struct world *w, struct ledger *ref, uint64_t seed)
{
	struct arena *mem = arena_new(0);
	struct actor operator;

	world_reference(w, seed, ref);
	stage.w = w;
	stage.ref = ref;
	world_begin(w, seed, &stage.ledger);
	if (!world_open(w))
		fatal("the beginning broke off");
	for (unsigned i = 0; i < STAGE_DONE; i += 5)
		if (world_send(w, i, 5) != OK)
			fatal("the beginning broke off");
	deed_actor(w, mem, 0, &operator);
	struct deed d;
	deed_make(mem, seed, STAGE_DONE, &d);
	struct ctx c = world_ctx(w, mem, &operator, d.now);
	struct write one = { .run = run_token, .c = &c };
	if (writer_call(w->writer, &one) != OK)
		fatal("the beginning broke off");
	stage.token = bearer;
	world_close(w);
	arena_free(&mem);
}

static int64_t changes_now(void)
{
	if (!stage.w->writer && !world_open(stage.w))
		return -1;
	if (!stage.reader)
		stage.reader = db_open(&(struct db_options){ .path = WORLD_FILE, .mode = DB_READ }, &(struct diag){ 0 });
	if (!stage.reader || db_begin(stage.reader) != OK)
		return -1;
	int64_t n = journal_head(stage.reader, stage.w->net.id).seq;
	db_rollback(stage.reader);
	return n;
}

static const char *laws_hold(void)
{
	struct diag d = { 0 };
	int64_t n;

	if (!world_open(stage.w))
		return "it does not open afterwards";
	if (journal_verify(writer_db(stage.w->writer), stage.w->reg->schema, stage.w->net.id, &n, &d) != OK ||
		data_compare(writer_db(stage.w->writer), stage.w->reg, stage.w->net.id, 0, &d) != OK)
		return "journal and tables do not hold afterwards";
	world_close(stage.w);
	return NULL;
}

/* In a process of its own. */
static const char *try(struct trials *t, const struct piece *p, const struct measure *m, enum alloc_of kind, int64_t n,
	bool again)
{
	static char why[200];
	int64_t live = alloc_live();
	bool whole, first_whole;

	stage.mem = arena_new(0);
	int64_t before = changes_now();
	if (p->begin)
		p->begin(&stage);
	alloc_arm(kind, n, again);
	unsigned told = p->run(&stage, &first_whole);
	for (unsigned i = 0; i < ALLOC__N && !m; i++)
		measured->calls[i] = alloc_calls(i);
	alloc_disarm();
	if (t->planted && strcmp(t->planted, "leak") == 0 && malloc(1) == NULL)
		return "no memory";
	int64_t between = changes_now();
	if (stage.wrong[0])
		return stage.wrong;
	if (between - before < told || (m && between - before > m->changes))
		return snprintf(why, sizeof(why), "%u changes told, %lld written", told, (long long)(between - before)), why;
	p->run(&stage, &whole);
	int64_t after = changes_now();
	if (!m)
		measured->changes = after - before;
	if (stage.wrong[0])
		return stage.wrong;
	if (!whole || (m && after - before != m->changes))
		return snprintf(why, sizeof(why), "afterwards %s, %lld changes", whole ? "whole" : "not whole",
			(long long)(after - before)), why;
	if (p->end)
		p->end(&stage);
	arena_free(&stage.mem);
	db_close(&stage.reader);
	world_close(stage.w);
	if (alloc_live() != live)
		return snprintf(why, sizeof(why), "LEAK: %lld blocks", (long long)(alloc_live() - live)), why;
	return laws_hold();
}

static void try_piece(struct trials *t, const struct piece *p, uint64_t seed)
{
	static const char *const of[] = { "own", "library" };
	struct measure m;
	char what[96];

	snprintf(what, sizeof(what), "%s in good health", p->name);
	int64_t at = t->at, most = t->most;
	if (trial_fork(t, seed, what))
		trial_end(try(t, p, NULL, ALLOC_OWN, 0, false));
	t->at = at;
	m = *measured;
	printf("# %s: %lld allocations of its own, %lld of libraries, %lld changes\n", p->name,
		(long long)m.calls[ALLOC_OWN], (long long)m.calls[ALLOC_LIBRARY], (long long)m.changes);
	t->may_refuse = p->at_start;
	t->most = INT64_MAX;
	for (enum alloc_of kind = 0; kind < ALLOC__N; kind++) {
		t->stride = (2 * m.calls[kind] / most) | 1; /* odd: both ways of failing come in turn */
		for (int64_t i = 0; i < 2 * m.calls[kind]; i++) {
			snprintf(what, sizeof(what), "%s: allocation %lld (%s) %s", p->name, (long long)i / 2 + 1, of[kind],
				i % 2 ? "and all later ones" : "once");
			if (trial_due(t) && trial_fork(t, seed, what))
				trial_end(try(t, p, &m, kind, i / 2 + 1, i % 2));
		}
	}
	t->most = most;
	t->may_refuse = false;
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0"; /* counted here */
}

int main(int argc, char **argv)
{
	static struct ledger ref;
	static struct world w;
	struct trials t = { .name = "memory", .most = 1000000, .only = -1, .stride = 1, .deeds = 100 };

	trials_begin(&t, argc, argv);
	if (t.most == 0)
		fatal("--most begins at 1");
	measured = mmap(NULL, sizeof(*measured), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (measured == MAP_FAILED)
		fatal("no memory to begin with");
	alloc_install();
	disk_install();
	world_new(&w);
	text_start();
	text_ready(w.reg);
	site_prepare(w.mem);
	w.deeds = (unsigned)t.deeds;
	set_out(&w, &ref, t.seed);
	w.plant = t.plant;
	for (unsigned i = 0; i < npieces; i++)
		if (!t.piece || strcmp(t.piece, pieces[i].name) == 0)
			try_piece(&t, &pieces[i], t.seed);
	return trials_end(&t);
}
