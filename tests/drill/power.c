/*
 * power.c - the power is cut at any instant of a recorded life: what was told stands. Every second life is
 * on a sickly disk (trace.h).
 *
 *     --plant normal    SQLite syncs its log at checkpoints alone (synchronous=NORMAL)
 *     --plant liar      the disk says that the log is synced and forgets it
 *     --plant early     answered before the commit
 *     --plant row       a row is missing
 */
#include <sqlite3.h>
#include <string.h>

#include "log.h"
#include "trace.h"
#include "trial.h"

enum { CUTS_PER_LIFE = 500 };

static const char log_name[] = WORLD_FILE "-wal";

static int64_t now(void *arg)
{
	return trace_now(arg);
}

/* The store's own pragma is passed over, without a word to it. */
static int ignore_full(void *arg, int action, const char *name, const char *value, const char *schema, const char *inside)
{
	(void)arg, (void)schema, (void)inside;
	return action == SQLITE_PRAGMA && value && strcmp(name, "synchronous") == 0 ? SQLITE_IGNORE : SQLITE_OK;
}

static int sync_less(sqlite3 *h, char **error_out, const struct sqlite3_api_routines *api)
{
	int code = sqlite3_exec(h, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
	(void)error_out, (void)api;

	return code ? code : sqlite3_set_authorizer(h, ignore_full, NULL);
}

/* A life without checkpoints and logs begun anew would prove little. */
static void check_richness(const struct trace *t, uint64_t seed)
{
	unsigned synced = trace_count(t, DISK_SYNC, WORLD_FILE, 0), begun = trace_count(t, DISK_WRITE, log_name, 0);

	if (synced < 8 || begun < 6)
		fatal("seed %llu: %u checkpoints, %u beginnings of the log", (unsigned long long)seed, synced, begun);
}

static void cut_life(struct trials *t, struct world *w, uint64_t seed)
{
	static struct ledger ref, told;
	bool sickly = seed % 2 == 0 && !t->planted;
	const struct play play = { .no_threads = sickly }; /* who waits for nobody changes the order when one fails */
	struct trace *trace = trace_new(sickly ? seed : 0);
	bool liar = t->planted && strcmp(t->planted, "liar") == 0;
	char what[64];

	world_reference(w, seed, &ref);
	world_begin(w, seed, &told);
	w->clock = now;
	w->clock_arg = trace;
	disk_watch(trace_watch(trace));
	if (!world_play(w, &play) && !sickly)
		fatal("the recorded life broke off");
	disk_watch(NULL);
	world_close(w);
	w->clock = NULL;
	if (!sickly)
		check_richness(trace, seed);
	else
		printf("# life %llu: a sickly disk, %u syncs failed\n", (unsigned long long)seed, trace_failed(trace));
	uint64_t dice = seed;
	for (int64_t i = 0; i < CUTS_PER_LIFE && trials_go_on(t); i++) {
		int64_t all = trace_now(trace) + 1, cell = all / CUTS_PER_LIFE + 1;
		int64_t instant = i * all / CUTS_PER_LIFE + (int64_t)(disk_random(&dice) % (uint64_t)cell);
		uint64_t remains = disk_random(&dice);
		if (instant >= all)
			instant = all - 1;
		snprintf(what, sizeof(what), "power cut at %lld of %lld", (long long)instant, (long long)all);
		trace_cut(trace, instant, remains, liar);
		if (trial_due(t) && trial_fork(t, seed, what))
			trial_end(world_judge(w, &ref, &told, instant, i % 8 == 0));
	}
	trace_free(trace);
}

int main(int argc, char **argv)
{
	static struct world w;
	struct trials t = { .name = "power", .most = 2000, .only = -1, .stride = 1, .deeds = 200 };

	trials_begin(&t, argc, argv);
	disk_install();
	world_new(&w);
	w.deeds = (unsigned)t.deeds;
	w.plant = t.plant;
	if (t.planted && strcmp(t.planted, "normal") == 0)
		sqlite3_auto_extension((void (*)(void))sync_less);
	for (uint64_t seed = t.seed; trials_go_on(&t); seed++)
		cut_life(&t, &w, seed);
	return trials_end(&t);
}
