/* disk.c - the files of the disk in memory. */
#include "disk_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

enum { SECTOR_BYTES = 4096 }; /* what SQLite's unix VFS says */

static struct {
	struct inode file[FILES_MAX];
	const struct disk_watch *watch;
	uint64_t seed;
	int64_t clock_ms;
} disk;

uint64_t disk_random(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

const char *disk_call_name(enum disk_call c)
{
	static const char *const name[] = { "open", "read", "write", "truncate", "sync", "size", "lock", "delete",
		"access", "map", "share" };

	_Static_assert(sizeof(name) / sizeof(*name) == DISK_CALL__N, "disk_call: name missing");
	return name[c];
}

int disk_ask(const struct disk_event *e, size_t *done)
{
	size_t none = 0;

	return disk.watch ? disk.watch->before(disk.watch->arg, e, done ? done : &none) : SQLITE_OK;
}

static struct inode *find(const char *name, bool make)
{
	struct inode *spare = NULL;

	for (unsigned i = 0; i < FILES_MAX; i++) {
		struct inode *f = &disk.file[i];
		if (f->name[0] && strcmp(f->name, name) == 0)
			return f;
		if (!f->name[0] && !spare)
			spare = f;
	}
	if (!make)
		return NULL;
	if (!spare || strlen(name) >= NAME_MAX_BYTES)
		abort(); /* more files than the drills know */
	snprintf(spare->name, sizeof(spare->name), "%s", name);
	return spare;
}

static bool resize(struct inode *f, size_t size)
{
	if (size > f->cap) {
		size_t cap = f->cap ? f->cap : 65536;
		while (cap < size)
			cap *= 2;
		unsigned char *p = realloc(f->bytes, cap);
		if (!p)
			return false;
		f->bytes = p;
		f->cap = cap;
	}
	if (size > f->size)
		memset(f->bytes + f->size, 0, size - f->size);
	f->size = size;
	return true;
}

static void drop_holders(struct inode *f)
{
	for (unsigned i = 0; i < REGIONS_MAX; i++) {
		free(f->region[i]);
		f->region[i] = NULL;
	}
	f->readers = f->mapped = 0;
	f->reserved = f->exclusive = NULL;
	memset(f->sharers, 0, sizeof(f->sharers));
}

void disk_abandon(void)
{
	for (unsigned i = 0; i < FILES_MAX; i++)
		drop_holders(&disk.file[i]);
}

void disk_reset(uint64_t seed)
{
	for (unsigned i = 0; i < FILES_MAX; i++) {
		struct inode *f = &disk.file[i];
		drop_holders(f);
		f->exists = false;
		f->size = 0;
	}
	disk.seed = seed;
	disk.clock_ms = INT64_C(1795348800000);
	disk.watch = NULL;
}

void disk_watch(const struct disk_watch *w)
{
	disk.watch = w;
}

void disk_put(const char *name, const void *p, size_t n)
{
	struct inode *f = find(name, true);

	f->exists = p != NULL;
	f->size = 0;
	if (p && resize(f, n) && n)
		memcpy(f->bytes, p, n);
}

void disk_write_part(const struct disk_event *e, size_t n)
{
	struct inode *f = find(e->name, true);

	if ((size_t)e->at + n > f->size && !resize(f, (size_t)e->at + n))
		abort();
	memcpy(f->bytes + e->at, e->bytes, n);
}

/* ---- one file ---- */

static int file_close(sqlite3_file *base)
{
	struct handle *h = (struct handle *)base;

	disk_unlock(base, SQLITE_LOCK_NONE);
	disk_shm_unmap(base, 0);
	h->base.pMethods = NULL;
	return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *p, int n, sqlite3_int64 at)
{
	struct inode *f = ((struct handle *)base)->inode;
	int code = disk_ask(&(struct disk_event){ .call = DISK_READ, .name = f->name, .at = at, .n = (size_t)n }, NULL);

	if (code)
		return code;
	size_t have = (size_t)at < f->size ? f->size - (size_t)at : 0;
	if (have > (size_t)n)
		have = (size_t)n;
	if (have)
		memcpy(p, f->bytes + at, have);
	if (have == (size_t)n)
		return SQLITE_OK;
	memset((char *)p + have, 0, (size_t)n - have);
	return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *p, int n, sqlite3_int64 at)
{
	struct inode *f = ((struct handle *)base)->inode;
	size_t done = 0;
	int code = disk_ask(&(struct disk_event){ .call = DISK_WRITE, .name = f->name, .at = at, .bytes = p,
		.n = (size_t)n }, &done);

	if (!code)
		done = (size_t)n;
	if (done) {
		if ((size_t)at + done > f->size && !resize(f, (size_t)at + done))
			return SQLITE_NOMEM;
		memcpy(f->bytes + at, p, done);
	}
	return code == DISK_LIE ? SQLITE_OK : code;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct inode *f = ((struct handle *)base)->inode;
	int code = disk_ask(&(struct disk_event){ .call = DISK_TRUNCATE, .name = f->name, .at = size }, NULL);

	if (!code && !resize(f, (size_t)size))
		code = SQLITE_NOMEM;
	return code;
}

/* As in SQLite's unix VFS: the first sync of a new journal or log makes its name durable too. */
static int file_sync(sqlite3_file *base, int flags)
{
	struct handle *h = (struct handle *)base;
	int code = disk_ask(&(struct disk_event){ .call = DISK_SYNC, .name = h->inode->name, .made = h->own_entry }, NULL);
	(void)flags;

	if (!code)
		h->own_entry = false;
	return code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *out)
{
	struct inode *f = ((struct handle *)base)->inode;

	*out = (sqlite3_int64)f->size;
	return disk_ask(&(struct disk_event){ .call = DISK_SIZE, .name = f->name }, NULL);
}

static int file_control(sqlite3_file *base, int op, void *arg)
{
	(void)base, (void)op, (void)arg;
	return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base)
{
	(void)base;
	return SECTOR_BYTES;
}

static int file_traits(sqlite3_file *base)
{
	(void)base;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = { .iVersion = 2, .xClose = file_close, .xRead = file_read,
	.xWrite = file_write, .xTruncate = file_truncate, .xSync = file_sync, .xFileSize = file_size, .xLock = disk_lock,
	.xUnlock = disk_unlock, .xCheckReservedLock = disk_check_reserved, .xFileControl = file_control,
	.xSectorSize = file_sector, .xDeviceCharacteristics = file_traits, .xShmMap = disk_shm_map,
	.xShmLock = disk_shm_lock, .xShmBarrier = disk_shm_barrier, .xShmUnmap = disk_shm_unmap };

/* ---- the folder ---- */

static int folder_open(sqlite3_vfs *v, const char *name, sqlite3_file *base, int flags, int *flags_out)
{
	struct handle *h = (struct handle *)base;
	(void)v;

	*h = (struct handle){ 0 };
	if (!name)
		return SQLITE_CANTOPEN; /* the program keeps everything passing in memory */
	struct inode *f = find(name, true);
	bool make = !f->exists && flags & SQLITE_OPEN_CREATE;
	int code = disk_ask(&(struct disk_event){ .call = DISK_OPEN, .name = f->name, .made = make }, NULL);
	if (code)
		return code;
	if (!f->exists && !make)
		return SQLITE_CANTOPEN;
	if (make) {
		f->exists = true;
		f->size = 0;
	}
	h->inode = f;
	h->own_entry = make && flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL);
	h->base.pMethods = &methods;
	if (flags_out)
		*flags_out = flags;
	return SQLITE_OK;
}

static int folder_delete(sqlite3_vfs *v, const char *name, int sync)
{
	struct inode *f = find(name, false);
	(void)v;

	if (!f || !f->exists)
		return SQLITE_IOERR_DELETE_NOENT;
	int code = disk_ask(&(struct disk_event){ .call = DISK_DELETE, .name = f->name, .made = sync != 0 }, NULL);
	if (!code) {
		f->exists = false;
		f->size = 0;
	}
	return code;
}

/* As the unix VFS does: an empty file is as good as none. */
static int folder_access(sqlite3_vfs *v, const char *name, int flags, int *out)
{
	struct inode *f = find(name, false);
	(void)v;

	*out = f && f->exists && (flags != SQLITE_ACCESS_EXISTS || f->size > 0);
	return disk_ask(&(struct disk_event){ .call = DISK_ACCESS, .name = name }, NULL);
}

static int folder_path(sqlite3_vfs *v, const char *name, int n, char *out)
{
	(void)v;
	snprintf(out, (size_t)n, "%s", name);
	return SQLITE_OK;
}

static int folder_random(sqlite3_vfs *v, int n, char *out)
{
	(void)v;
	for (int i = 0; i < n; i++)
		out[i] = (char)disk_random(&disk.seed);
	return n;
}

/* Nobody sleeps: who would be waited for is in this thread. */
static int folder_sleep(sqlite3_vfs *v, int us)
{
	(void)v;
	return us;
}

static int folder_clock(sqlite3_vfs *v, sqlite3_int64 *out)
{
	(void)v;
	*out = 210866760000000 + disk.clock_ms++; /* Julian day of 1970 in ms */
	return SQLITE_OK;
}

static int folder_error(sqlite3_vfs *v, int n, char *out)
{
	(void)v, (void)n, (void)out;
	return 0;
}

void disk_install(void)
{
	static sqlite3_vfs vfs = { .iVersion = 2, .szOsFile = sizeof(struct handle), .mxPathname = NAME_MAX_BYTES - 1,
		.zName = "drill", .xOpen = folder_open, .xDelete = folder_delete, .xAccess = folder_access,
		.xFullPathname = folder_path, .xRandomness = folder_random, .xSleep = folder_sleep,
		.xGetLastError = folder_error, .xCurrentTimeInt64 = folder_clock };

	struct diag d = { 0 };
	struct db *first = db_open(&(struct db_options){ .mode = DB_MEMORY, .no_statements = true }, &d);

	db_close(&first); /* it has set up and started SQLite */
	disk_reset(1);
	if (sqlite3_vfs_register(&vfs, 1))
		abort();
}
