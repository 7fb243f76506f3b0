/*
 * faults.c - each storage call fails, once or from then on: nothing is acknowledged that is not there.
 *
 * At each call a new process meets the failure and lives on with it for a few more steps, sending again
 * what was not acknowledged, as phones do. Then the disk is whole again, the program starts anew, and
 * the judge looks.
 *
 *     --plant answer    a write that was not done is answered as if it were
 *     --plant early     answered before the commit
 */
#include <sqlite3.h>
#include <string.h>

#include "disk.h"
#include "log.h"
#include "trial.h"

enum way { ERROR, FULL, SHORT, TORN, BUSY_LOCK, LIE, WAY__N };

enum { STEPS_AFTER = 5 };

struct failing {
	struct trials *t;
	struct world *w;
	const struct ledger *ref;
	uint64_t seed;
	/* In the process that meets it: */
	bool met, again;
	enum way way;
	enum disk_call call;
	int steps;
};

/* What SQLite's unix VFS answers where the system says EIO. */
static int code_of(enum disk_call call)
{
	static const int code[DISK_CALL__N] = { [DISK_OPEN] = SQLITE_CANTOPEN, [DISK_READ] = SQLITE_IOERR_READ,
		[DISK_WRITE] = SQLITE_IOERR_WRITE, [DISK_TRUNCATE] = SQLITE_IOERR_TRUNCATE, [DISK_SYNC] = SQLITE_IOERR_FSYNC,
		[DISK_SIZE] = SQLITE_IOERR_FSTAT, [DISK_LOCK] = SQLITE_IOERR_LOCK, [DISK_DELETE] = SQLITE_IOERR_DELETE,
		[DISK_ACCESS] = SQLITE_IOERR_ACCESS, [DISK_MAP] = SQLITE_IOERR_SHMMAP, [DISK_SHARE] = SQLITE_IOERR_SHMLOCK };

	return code[call];
}

static int meet(const struct failing *f, const struct disk_event *e, size_t *done)
{
	switch (f->way) {
	case FULL:
		return SQLITE_FULL;
	case SHORT:
		*done = e->n / 2;
		return SQLITE_FULL;
	case TORN:
		*done = e->n / 2;
		return code_of(e->call);
	case BUSY_LOCK:
		return SQLITE_BUSY;
	case LIE:
		return DISK_LIE;
	default:
		return code_of(e->call);
	}
}

static bool possible(enum way way, enum disk_call call)
{
	switch (way) {
	case ERROR:
		return true;
	case BUSY_LOCK:
		return call == DISK_LOCK || call == DISK_SHARE;
	case FULL:
		return call == DISK_WRITE || call == DISK_TRUNCATE || call == DISK_OPEN;
	default:
		return call == DISK_WRITE;
	}
}

static bool go_on(void *arg)
{
	struct failing *f = arg;

	return !f->met || f->steps++ < STEPS_AFTER;
}

/* From now on every call of that kind fails; a full disk takes no write of any kind. */
static bool hit(const struct failing *f, enum disk_call call)
{
	return f->again && (call == f->call || (f->way == FULL && possible(FULL, call)));
}

static int before(void *arg, const struct disk_event *e, size_t *done)
{
	struct failing *f = arg;
	bool lie = f->t->planted && strcmp(f->t->planted, "answer") == 0;
	char what[96];

	if (f->met)
		return hit(f, e->call) ? meet(f, e, done) : SQLITE_OK;
	for (unsigned i = 0; i < 2 * WAY__N; i++) {
		static const char *const said[] = { "error", "full", "short", "torn", "busy", "lie" };
		enum way way = i / 2;
		if (way == LIE ? !lie || e->call != DISK_WRITE : lie || !possible(way, e->call))
			continue;
		snprintf(what, sizeof(what), "%s %s at %s of %s at %lld", said[way], i % 2 ? "from then on" : "once",
			disk_call_name(e->call), e->name, (long long)e->at);
		if (!trial_due(f->t) || !trial_fork(f->t, f->seed, what))
			continue;
		f->met = true;
		f->again = i % 2;
		f->way = way;
		f->call = e->call;
		return meet(f, e, done);
	}
	return SQLITE_OK;
}

/* The process that met the failure: closed with the disk as it is, or killed; then all is well again. */
static _Noreturn void judge(struct failing *f)
{
	struct ledger told = *f->w->ledger;

	f->steps = 0;
	if (f->t->at % 2)
		world_close(f->w);
	world_abandon(f->w);
	trial_end(world_judge(f->w, f->ref, &told, INT64_MAX, f->t->at % 8 == 0));
}

int main(int argc, char **argv)
{
	static struct ledger ref, told;
	static struct world w;
	struct trials t = { .name = "faults", .most = 20000, .only = -1, .stride = 1, .deeds = 60 };
	struct failing f = { .t = &t, .w = &w, .ref = &ref };
	const struct disk_watch watch = { before, &f };
	const struct play play = { .go_on = go_on, .arg = &f, .no_threads = true };

	trials_begin(&t, argc, argv);
	disk_install();
	world_new(&w);
	w.deeds = (unsigned)t.deeds;
	w.plant = t.plant;
	for (f.seed = t.seed; trials_go_on(&t); f.seed++) {
		world_reference(&w, f.seed, &ref);
		world_begin(&w, f.seed, &told);
		disk_watch(&watch);
		bool whole = world_play(&w, &play);
		if (f.met)
			judge(&f);
		disk_watch(NULL);
		if (!whole)
			fatal("the life of seed %llu broke off", (unsigned long long)f.seed);
	}
	return trials_end(&t);
}
