/* trace.c - a recorded life of the disk, and its remains. */
#include "trace.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512, ONE_SYNC_IN = 30, GENERATIONS_MAX = 64, NAMES_MAX = 8 };

struct step {
	struct disk_event e;
	unsigned name;
	bool failed; /* a sync that kept nothing */
};

/* One file from its making to its removal: what surely stands of it, and what was done since. */
struct platter {
	unsigned char *bytes;
	size_t size, cap;
	int64_t *pending; /* numbers of steps */
	size_t npending, pending_cap;
};

/* A name: which file it surely leads to, and those it has led to since; -1: none. */
struct entry {
	char name[64];
	int stands, now;
	int since[GENERATIONS_MAX * 2];
	unsigned nsince;
};

struct trace {
	struct disk_watch watch;
	struct step *step;
	int64_t n, cap;
	struct entry entry[NAMES_MAX];
	unsigned nentries;
	struct platter file[GENERATIONS_MAX];
	int nfiles;
	int64_t at;
	uint64_t sickly;
	unsigned nfailed;
};

static void *grown(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p)
		abort();
	return p;
}

/* ---- recorded ---- */

static unsigned name_of(struct trace *t, const char *name)
{
	for (unsigned i = 0; i < t->nentries; i++)
		if (strcmp(t->entry[i].name, name) == 0)
			return i;
	if (t->nentries == NAMES_MAX)
		abort();
	struct entry *e = &t->entry[t->nentries];
	snprintf(e->name, sizeof(e->name), "%s", name);
	e->stands = e->now = -1;
	return t->nentries++;
}

static int record(void *arg, const struct disk_event *e, size_t *done)
{
	struct trace *t = arg;
	(void)done;

	if (e->call == DISK_OPEN ? !e->made : e->call != DISK_WRITE && e->call != DISK_TRUNCATE &&
		e->call != DISK_SYNC && e->call != DISK_DELETE)
		return 0;
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 4096;
		t->step = grown(t->step, (size_t)t->cap * sizeof(*t->step));
	}
	struct step *s = &t->step[t->n++];
	*s = (struct step){ .e = *e, .name = name_of(t, e->name) };
	if (e->bytes) {
		void *copy = grown(NULL, e->n);
		memcpy(copy, e->bytes, e->n);
		s->e.bytes = copy;
	}
	s->failed = e->call == DISK_SYNC && t->sickly && disk_random(&t->sickly) % ONE_SYNC_IN == 0;
	t->nfailed += s->failed;
	return s->failed ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

struct trace *trace_new(uint64_t sickly)
{
	struct trace *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	t->watch = (struct disk_watch){ record, t };
	t->sickly = sickly;
	return t;
}

void trace_free(struct trace *t)
{
	for (int64_t i = 0; i < t->n; i++)
		free((void *)(uintptr_t)t->step[i].e.bytes);
	for (int i = 0; i < t->nfiles; i++) {
		free(t->file[i].bytes);
		free(t->file[i].pending);
	}
	free(t->step);
	free(t);
}

const struct disk_watch *trace_watch(struct trace *t)
{
	return &t->watch;
}

int64_t trace_now(const struct trace *t)
{
	return t->n;
}

unsigned trace_failed(const struct trace *t)
{
	return t->nfailed;
}

unsigned trace_count(const struct trace *t, enum disk_call call, const char *name, int64_t at)
{
	unsigned n = 0;

	for (int64_t i = 0; i < t->n; i++)
		n += t->step[i].e.call == call && t->step[i].e.at == at &&
			strcmp(t->entry[t->step[i].name].name, name) == 0;
	return n;
}

/* ---- what surely stands ---- */

static void resize(struct platter *f, size_t size)
{
	if (size > f->cap) {
		f->cap = size * 2;
		f->bytes = grown(f->bytes, f->cap);
	}
	if (size > f->size)
		memset(f->bytes + f->size, 0, size - f->size);
	f->size = size;
}

static void settle(struct trace *t, struct platter *f)
{
	for (size_t i = 0; i < f->npending; i++) {
		const struct disk_event *e = &t->step[f->pending[i]].e;
		size_t end = (size_t)e->at + e->n;
		if (e->call == DISK_TRUNCATE || end > f->size)
			resize(f, end);
		if (e->n)
			memcpy(f->bytes + e->at, e->bytes, e->n);
	}
	f->npending = 0;
}

static void settle_folder(struct trace *t)
{
	for (unsigned i = 0; i < t->nentries; i++) {
		t->entry[i].stands = t->entry[i].now;
		t->entry[i].nsince = 0;
	}
}

static void point(struct entry *entry, int file)
{
	if (entry->nsince == GENERATIONS_MAX * 2)
		abort();
	entry->now = entry->since[entry->nsince++] = file;
}

static void later(struct platter *f, int64_t step)
{
	if (f->npending == f->pending_cap) {
		f->pending_cap = f->pending_cap ? f->pending_cap * 2 : 64;
		f->pending = grown(f->pending, f->pending_cap * sizeof(*f->pending));
	}
	f->pending[f->npending++] = step;
}

static void advance(struct trace *t, int64_t instant, bool liar)
{
	for (; t->at < instant; t->at++) {
		const struct step *s = &t->step[t->at];
		struct entry *entry = &t->entry[s->name];
		bool lie = liar && strstr(entry->name, "-wal");
		switch (s->e.call) {
		case DISK_OPEN:
			if (t->nfiles == GENERATIONS_MAX)
				abort();
			point(entry, t->nfiles++);
			break;
		case DISK_SYNC:
			if (s->failed)
				t->file[entry->now].npending = 0;
			else if (!lie)
				settle(t, &t->file[entry->now]);
			if (s->e.made && !s->failed)
				settle_folder(t);
			break;
		case DISK_DELETE:
			point(entry, -1);
			if (s->e.made)
				settle_folder(t);
			break;
		default:
			later(&t->file[entry->now], t->at);
		}
	}
}

/* ---- what may be left ---- */

enum luck { LOST, KEPT, MIXED, LUCK__N };

/* The bytes of one write that fall into the sector, as the disk was left with them. */
static void tear(struct platter *f, const struct disk_event *e, size_t from, size_t to, uint64_t *dice)
{
	size_t cut = from + (size_t)(disk_random(dice) % (to - from));
	const unsigned char *bytes = e->bytes;

	switch (disk_random(dice) % 3) {
	case 0:
		memcpy(f->bytes + from, bytes + (from - (size_t)e->at), cut - from);
		break;
	case 1:
		memcpy(f->bytes + cut, bytes + (cut - (size_t)e->at), to - cut);
		break;
	default:
		for (size_t i = from; i < to; i++)
			f->bytes[i] = (unsigned char)disk_random(dice);
	}
}

/* A sector that missed a write is left behind by all later ones: it shows one moment, or a torn one. */
static void write_mixed(struct platter *f, const struct disk_event *e, unsigned char *missed, enum luck luck,
	uint64_t *dice)
{
	size_t end = (size_t)e->at + e->n;

	for (size_t from = (size_t)e->at, to; from < end; from = to) {
		size_t sector = from / SECTOR;
		to = (sector + 1) * SECTOR < end ? (sector + 1) * SECTOR : end;
		uint64_t throw = disk_random(dice) % 16;
		if (missed[sector])
			continue;
		if (luck == KEPT || throw >= 7) {
			memcpy(f->bytes + from, (const unsigned char *)e->bytes + (from - (size_t)e->at), to - from);
			continue;
		}
		missed[sector] = 1;
		if (throw < 3)
			tear(f, e, from, to, dice);
	}
}

static size_t size_after(const struct trace *t, const struct platter *f, size_t n)
{
	size_t size = f->size;

	for (size_t i = 0; i < n; i++) {
		const struct disk_event *e = &t->step[f->pending[i]].e;
		size_t end = (size_t)e->at + e->n;
		size = e->call == DISK_TRUNCATE || end > size ? end : size;
	}
	return size;
}

static size_t greatest_size(const struct trace *t, const struct platter *f)
{
	size_t most = f->size;

	for (size_t i = 0; i < f->npending; i++) {
		const struct disk_event *e = &t->step[f->pending[i]].e;
		most = (size_t)e->at + e->n > most ? (size_t)e->at + e->n : most;
	}
	return most;
}

static void leave(const struct trace *t, const struct platter *from, const char *name, uint64_t *dice)
{
	enum luck luck = disk_random(dice) % 8 < 6 ? MIXED : disk_random(dice) % 2;
	size_t n = luck == LOST ? 0 : luck == KEPT ? from->npending : disk_random(dice) % 2 ? from->npending :
		(size_t)(disk_random(dice) % (from->npending + 1));
	size_t size = size_after(t, from, n), most = greatest_size(t, from);
	struct platter f = { 0 };
	unsigned char *missed = calloc(most / SECTOR + 2, 1);

	if (!missed)
		abort();
	resize(&f, most);
	if (from->size)
		memcpy(f.bytes, from->bytes, from->size);
	for (size_t i = 0; luck != LOST && i < from->npending; i++) {
		const struct disk_event *e = &t->step[from->pending[i]].e;
		if (e->call == DISK_WRITE)
			write_mixed(&f, e, missed, luck, dice);
		else if (luck == KEPT || disk_random(dice) % 2)
			memset(f.bytes + e->at, 0, most - (size_t)e->at);
	}
	disk_put(name, f.bytes ? (const void *)f.bytes : "", size);
	free(f.bytes);
	free(missed);
}

void trace_cut(struct trace *t, int64_t instant, uint64_t seed, bool liar)
{
	advance(t, instant, liar);
	disk_reset(seed);
	for (unsigned i = 0; i < t->nentries; i++) {
		const struct entry *entry = &t->entry[i];
		uint64_t pick = disk_random(&seed) % (entry->nsince + 1);
		int file = pick ? entry->since[pick - 1] : entry->stands;
		if (file >= 0)
			leave(t, &t->file[file], entry->name, &seed);
	}
}
