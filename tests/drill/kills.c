/*
 * kills.c - the process ends at a storage call: everything written stays, all in memory is gone.
 *
 * At each call that changes the disk, and in the middle of each write, a new process takes the disk over
 * as the killed one left it, opens it and judges; this one goes on to the next call.
 */
#include "disk.h"
#include "trial.h"

struct killing {
	struct trials *t;
	struct world *w;
	const struct ledger *ref;
	uint64_t seed;
};

static void judge(struct killing *k, const struct disk_event *e, size_t half)
{
	struct ledger told = *k->w->ledger;
	bool whole = k->t->at % 16 == 1 || k->t->only >= 0;

	if (half)
		disk_write_part(e, half);
	world_abandon(k->w);
	trial_end(world_judge(k->w, k->ref, &told, INT64_MAX, whole));
}

static int before(void *arg, const struct disk_event *e, size_t *done)
{
	struct killing *k = arg;
	char what[96];
	(void)done;

	if (e->call == DISK_OPEN ? !e->made : e->call != DISK_WRITE && e->call != DISK_TRUNCATE &&
		e->call != DISK_SYNC && e->call != DISK_DELETE)
		return 0;
	snprintf(what, sizeof(what), "killed before %s of %s at %lld", disk_call_name(e->call), e->name,
		(long long)e->at);
	if (trial_due(k->t) && trial_fork(k->t, k->seed, what))
		judge(k, e, 0);
	snprintf(what, sizeof(what), "killed within %s of %s at %lld", disk_call_name(e->call), e->name,
		(long long)e->at);
	if (e->call == DISK_WRITE && e->n > 1 && trial_due(k->t) && trial_fork(k->t, k->seed, what))
		judge(k, e, e->n / 2);
	return 0;
}

int main(int argc, char **argv)
{
	static struct ledger ref, told;
	static struct world w;
	struct trials t = { .name = "kills", .most = 10000, .only = -1, .stride = 1, .deeds = 100 };
	struct killing k = { .t = &t, .w = &w, .ref = &ref };
	const struct disk_watch watch = { before, &k };
	const struct play play = { 0 };

	trials_begin(&t, argc, argv);
	disk_install();
	world_new(&w);
	w.deeds = (unsigned)t.deeds;
	w.plant = t.plant;
	for (k.seed = t.seed; trials_go_on(&t); k.seed++) {
		world_reference(&w, k.seed, &ref);
		world_begin(&w, k.seed, &told);
		disk_watch(&watch);
		bool whole = world_play(&w, &play);
		disk_watch(NULL);
		if (!whole)
			return printf("kills: the life of seed %llu broke off\n", (unsigned long long)k.seed), 2;
	}
	return trials_end(&t);
}
