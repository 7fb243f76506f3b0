/* disk_own.h - what the files of the disk share. */
#ifndef AYNI_DRILL_DISK_OWN_H
#define AYNI_DRILL_DISK_OWN_H

#include <sqlite3.h>

#include "disk.h"

enum { FILES_MAX = 8, REGIONS_MAX = 64, NAME_MAX_BYTES = 64, REGION_BYTES = 32768 };

struct region {
	unsigned char bytes[REGION_BYTES];
};

/* A file, and what is shared by those who have it open. */
struct inode {
	char name[NAME_MAX_BYTES];
	bool exists;
	unsigned char *bytes;
	size_t size, cap;
	int readers; /* SHARED locks and above */
	const void *reserved, *exclusive; /* who holds them */
	struct region *region[REGIONS_MAX];
	int sharers[SQLITE_SHM_NLOCK]; /* -1: exclusive */
	int mapped;
};

/* One opened file. */
struct handle {
	sqlite3_file base;
	struct inode *inode;
	int lock;
	bool mapped, own_entry; /* own_entry: its first sync syncs the folder too */
	unsigned shared, exclusive; /* bits of held slots */
};

/* Ask the watcher. */
int disk_ask(const struct disk_event *e, size_t *done);

int disk_lock(sqlite3_file *f, int level);
int disk_unlock(sqlite3_file *f, int level);
int disk_check_reserved(sqlite3_file *f, int *out);
int disk_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out);
int disk_shm_lock(sqlite3_file *f, int first, int n, int flags);
void disk_shm_barrier(sqlite3_file *f);
int disk_shm_unmap(sqlite3_file *f, int remove);

#endif
