/* disk_lock.c - locks on files, and the shared memory beside a log: those of one machine. */
#include "disk_own.h"

#include <stdlib.h>
#include <string.h>

static int raise_to_reserved(struct handle *h, struct inode *f)
{
	if (f->reserved && f->reserved != h)
		return SQLITE_BUSY;
	f->reserved = h;
	h->lock = SQLITE_LOCK_RESERVED;
	return SQLITE_OK;
}

int disk_lock(sqlite3_file *base, int level)
{
	struct handle *h = (struct handle *)base;
	struct inode *f = h->inode;
	int code = disk_ask(&(struct disk_event){ .call = DISK_LOCK, .name = f->name, .at = level }, NULL);

	if (code || level <= h->lock)
		return code;
	if (h->lock == SQLITE_LOCK_NONE) {
		if (f->exclusive)
			return SQLITE_BUSY;
		f->readers++;
		h->lock = SQLITE_LOCK_SHARED;
	}
	if (level >= SQLITE_LOCK_RESERVED && h->lock < SQLITE_LOCK_RESERVED)
		code = raise_to_reserved(h, f);
	if (!code && level == SQLITE_LOCK_EXCLUSIVE) {
		if (f->readers > 1)
			return SQLITE_BUSY;
		f->exclusive = h;
		h->lock = SQLITE_LOCK_EXCLUSIVE;
	}
	return code;
}

int disk_unlock(sqlite3_file *base, int level)
{
	struct handle *h = (struct handle *)base;
	struct inode *f = h->inode;

	if (level >= h->lock)
		return SQLITE_OK;
	if (f->exclusive == h)
		f->exclusive = NULL;
	if (f->reserved == h)
		f->reserved = NULL;
	if (level == SQLITE_LOCK_NONE)
		f->readers--;
	h->lock = level;
	return SQLITE_OK;
}

int disk_check_reserved(sqlite3_file *base, int *out)
{
	struct handle *h = (struct handle *)base;

	*out = h->inode->reserved != NULL;
	return disk_ask(&(struct disk_event){ .call = DISK_LOCK, .name = h->inode->name }, NULL);
}

int disk_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
	struct handle *h = (struct handle *)base;
	struct inode *f = h->inode;
	int code = disk_ask(&(struct disk_event){ .call = DISK_MAP, .name = f->name, .at = region }, NULL);

	*out = NULL;
	if (code)
		return code;
	if (size != REGION_BYTES || region >= REGIONS_MAX)
		abort(); /* SQLite's own constant; a log longer than the drills write */
	if (!h->mapped) {
		h->mapped = true;
		f->mapped++;
	}
	if (!f->region[region] && extend) {
		f->region[region] = calloc(1, sizeof(struct region));
		if (!f->region[region])
			return SQLITE_NOMEM;
	}
	*out = f->region[region];
	return SQLITE_OK;
}

static void release(struct handle *h, unsigned slot)
{
	unsigned bit = 1u << slot;

	if (h->exclusive & bit)
		h->inode->sharers[slot] = 0;
	else if (h->shared & bit)
		h->inode->sharers[slot]--;
	h->exclusive &= ~bit;
	h->shared &= ~bit;
}

static bool may_take(const struct handle *h, unsigned slot, bool exclusive)
{
	int others = h->inode->sharers[slot] - (h->shared >> slot & 1 ? 1 : 0);

	return h->exclusive >> slot & 1 || (exclusive ? others == 0 : others >= 0);
}

static void take(struct handle *h, unsigned slot, bool exclusive)
{
	unsigned bit = 1u << slot;

	if (exclusive) {
		h->inode->sharers[slot] = -1;
		h->exclusive |= bit;
		h->shared &= ~bit;
	} else if (!(h->shared & bit)) {
		h->inode->sharers[slot]++;
		h->shared |= bit;
	}
}

int disk_shm_lock(sqlite3_file *base, int first, int n, int flags)
{
	struct handle *h = (struct handle *)base;
	bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;

	if (flags & SQLITE_SHM_UNLOCK) { /* cannot fail: nobody looks at its answer */
		for (int i = first; i < first + n; i++)
			release(h, (unsigned)i);
		return SQLITE_OK;
	}
	int code = disk_ask(&(struct disk_event){ .call = DISK_SHARE, .name = h->inode->name, .at = first }, NULL);
	for (int i = first; !code && i < first + n; i++)
		if (!may_take(h, (unsigned)i, exclusive))
			code = SQLITE_BUSY;
	for (int i = first; !code && i < first + n; i++)
		take(h, (unsigned)i, exclusive);
	return code;
}

void disk_shm_barrier(sqlite3_file *base)
{
	(void)base;
	__sync_synchronize();
}

/* Without anybody the index is gone: the next one makes it anew from the log. */
int disk_shm_unmap(sqlite3_file *base, int remove)
{
	struct handle *h = (struct handle *)base;
	struct inode *f = h->inode;
	(void)remove;

	if (!h->mapped)
		return SQLITE_OK;
	for (unsigned i = 0; i < SQLITE_SHM_NLOCK; i++)
		release(h, i);
	h->mapped = false;
	if (--f->mapped == 0)
		for (unsigned i = 0; i < REGIONS_MAX; i++) {
			free(f->region[i]);
			f->region[i] = NULL;
		}
	return SQLITE_OK;
}
