/*
 * disk.h - a disk in memory behind SQLite, which can be watched, broken, cut off and taken over.
 *
 * It becomes SQLite's default before the first connection opens and behaves as the unix one does:
 * page cache and locks of one machine, WAL index in shared memory, the same sector size and the same
 * promise that bytes beside a write stay as they are (SQLITE_IOCAP_POWERSAFE_OVERWRITE). There is one
 * in the process; calls come from one thread at a time. A watcher sees each call before it is done.
 */
#ifndef AYNI_DRILL_DISK_H
#define AYNI_DRILL_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_call {
	DISK_OPEN, DISK_READ, DISK_WRITE, DISK_TRUNCATE, DISK_SYNC, DISK_SIZE, DISK_LOCK, DISK_DELETE,
	DISK_ACCESS, DISK_MAP, DISK_SHARE, DISK_CALL__N
};

struct disk_event {
	enum disk_call call;
	const char *name; /* the file's */
	bool made;	  /* open: it is new. delete, sync: the folder is synced with it */
	int64_t at;	  /* of a write; the new size of a truncation */
	const void *bytes;
	size_t n;
};

/*
 * What it answers is done: 0 goes on, an SQLite code is the answer of the call, which did nothing; a
 * write did its first *done bytes. DISK_LIE: the write did nothing and says that all is well.
 */
enum { DISK_LIE = -1 };
struct disk_watch {
	int (*before)(void *arg, const struct disk_event *e, size_t *done);
	void *arg;
};

/* Register as SQLite's default. Call once, before the program opens anything. */
void disk_install(void);
/* Empty, with nobody on it, and random numbers of that seed. */
void disk_reset(uint64_t seed);
/* Whoever had files open is gone with locks and shared memory, as after a kill; the files stay. */
void disk_abandon(void);
/* NULL: nobody watches. Borrowed. */
void disk_watch(const struct disk_watch *w);
/* Write a file whole, past the watcher; `p` NULL removes it. */
void disk_put(const char *name, const void *p, size_t n);
/* Of a write that is seen before it is done: its first n bytes, past the watcher. */
void disk_write_part(const struct disk_event *e, size_t n);
const char *disk_call_name(enum disk_call c);

/* splitmix64 (Steele, Lea, Flood 2014): the next number of that seed. */
uint64_t disk_random(uint64_t *seed);

#endif
