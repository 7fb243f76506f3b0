/*
 * fault.c - a bad disk and a wrong clock for any program: loaded before its libraries (LD_PRELOAD).
 *
 * AYNI_FAULT_UNDER is the folder whose files are watched, AYNI_FAULT a file of at least 4096 bytes
 * that both sides map (struct control; tests/faulty.py writes the same numbers), so that the disk may
 * fill, fail and recover and the clock be moved while the program runs.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

enum kind { NONE, WRITE, SYNC, TRUNCATE, RENAME, OPEN, UNLINK, KIND__N };
enum how { HOW_EIO, HOW_ENOSPC, HOW_SHORT, HOW_TORN };
enum { FD_MAX = 4096, UNLIMITED = -1 };

struct control {
	_Atomic int64_t kind;     /* of the call that fails; NONE: every call is only counted */
	_Atomic int64_t nth;      /* 1: the next one of that kind */
	_Atomic int64_t for_ever; /* and all behind it */
	_Atomic int64_t how;      /* short: half is written and said so; torn: half is written, then EIO */
	_Atomic int64_t room;     /* bytes by which files may still grow; UNLIMITED */
	_Atomic int64_t clock_ms; /* added to the wall clock */
	_Atomic int64_t failed;   /* calls that were made to fail */
	_Atomic int64_t full;     /* calls that met no room */
	_Atomic int64_t calls[KIND__N];
};

static struct control nowhere = { .room = UNLIMITED }, *control = &nowhere;
static const char *under;
static _Atomic bool watched[FD_MAX];

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("AYNI_FAULT");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	if (p != MAP_FAILED)
		control = p;
	under = getenv("AYNI_FAULT_UNDER");
}

/* The next definition behind ours, asked for once. */
#define NEXT(name)                                                     \
	static __typeof__(&(name)) next;                               \
	if (!next)                                                     \
		*(void **)&next = dlsym(RTLD_NEXT, #name)

/* ---- what fails ---- */

static bool ours(const char *path)
{
	return under && path && strncmp(path, under, strlen(under)) == 0;
}

static bool ours_fd(int fd)
{
	return fd >= 0 && fd < FD_MAX && watched[fd];
}

/* Count a call; true when it is one that must fail, with errno set. */
static bool fails(enum kind kind)
{
	int64_t n = atomic_fetch_add(&control->calls[kind], 1) + 1;
	int64_t nth = control->nth;

	if (control->kind != (int64_t)kind || n < nth || (n > nth && !control->for_ever))
		return false;
	atomic_fetch_add(&control->failed, 1);
	errno = control->how == HOW_ENOSPC ? ENOSPC : EIO;
	return true;
}

/* Of n bytes at `at`, those there is room for; what grows the file is taken from the room. */
static size_t with_room(int fd, int64_t at, size_t n)
{
	struct stat st;
	int64_t grows, room;

	if (control->room == UNLIMITED || fstat(fd, &st) != 0)
		return n;
	grows = at + (int64_t)n - st.st_size;
	if (grows <= 0)
		return n;
	room = atomic_load(&control->room);
	if (grows > room) {
		atomic_fetch_add(&control->full, 1);
		n = (int64_t)n > grows - room ? n - (size_t)(grows - room) : 0;
		grows = room;
	}
	atomic_fetch_sub(&control->room, grows);
	return n;
}

static void give_back(int64_t bytes)
{
	if (control->room != UNLIMITED)
		atomic_fetch_add(&control->room, bytes);
}

/* ---- writing ---- */

static ssize_t write_at(int fd, const void *p, size_t n, int64_t at,
	ssize_t (*put)(int, const void *, size_t, int64_t))
{
	size_t half = n / 2, fits;

	if (!ours_fd(fd))
		return put(fd, p, n, at);
	if (fails(WRITE)) {
		if (control->how == HOW_SHORT && half)
			return put(fd, p, half, at);
		int why = errno;
		if (control->how == HOW_TORN && half && put(fd, p, half, at) < 0)
			why = errno;
		errno = why;
		return -1;
	}
	fits = with_room(fd, at < 0 ? lseek(fd, 0, SEEK_CUR) : at, n);
	if (fits || !n)
		return put(fd, p, fits, at);
	errno = ENOSPC;
	return -1;
}

static ssize_t put_next(int fd, const void *p, size_t n, int64_t at)
{
	NEXT(write);
	(void)at;
	return next(fd, p, n);
}

static ssize_t put_at(int fd, const void *p, size_t n, int64_t at)
{
	NEXT(pwrite);
	return next(fd, p, n, at);
}

ssize_t write(int fd, const void *p, size_t n)
{
	return write_at(fd, p, n, -1, put_next);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	return write_at(fd, p, n, at, put_at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	return write_at(fd, p, n, at, put_at);
}

int fsync(int fd)
{
	NEXT(fsync);
	return ours_fd(fd) && fails(SYNC) ? -1 : next(fd);
}

int fdatasync(int fd)
{
	NEXT(fdatasync);
	return ours_fd(fd) && fails(SYNC) ? -1 : next(fd);
}

static int cut_to(int fd, int64_t n)
{
	NEXT(ftruncate);
	struct stat st;

	if (!ours_fd(fd))
		return next(fd, n);
	if (fails(TRUNCATE))
		return -1;
	if (fstat(fd, &st) == 0 && st.st_size > n)
		give_back(st.st_size - n);
	return next(fd, n);
}

int ftruncate(int fd, off_t n)
{
	return cut_to(fd, n);
}

int ftruncate64(int fd, off64_t n)
{
	return cut_to(fd, n);
}

/* ---- names ---- */

static int watch(int fd, const char *path)
{
	if (fd >= 0 && fd < FD_MAX)
		watched[fd] = ours(path);
	return fd;
}

/* Opening for writing counts: it is what may make a file. */
static bool open_fails(const char *path, int flags)
{
	return ours(path) && flags & O_CREAT && fails(OPEN);
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & O_CREAT ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	NEXT(open);
	va_list ap;

	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_fails(path, flags) ? -1 : watch(next(path, flags, mode), path);
}

int open64(const char *path, int flags, ...)
{
	NEXT(open64);
	va_list ap;

	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_fails(path, flags) ? -1 : watch(next(path, flags, mode), path);
}

int close(int fd)
{
	NEXT(close);
	if (fd >= 0 && fd < FD_MAX)
		watched[fd] = false;
	return next(fd);
}

int rename(const char *from, const char *to)
{
	NEXT(rename);
	return ours(to) && fails(RENAME) ? -1 : next(from, to);
}

int unlink(const char *path)
{
	NEXT(unlink);
	struct stat st;

	if (!ours(path))
		return next(path);
	if (fails(UNLINK))
		return -1;
	if (stat(path, &st) == 0)
		give_back(st.st_size);
	return next(path);
}

/* ---- the clock ---- */

int clock_gettime(clockid_t which, struct timespec *t)
{
	NEXT(clock_gettime);
	int r = next(which, t);

	if (r == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) {
		int64_t ns = t->tv_nsec + control->clock_ms % 1000 * 1000000;
		t->tv_sec += control->clock_ms / 1000 + (ns < 0 ? -1 : ns / 1000000000);
		t->tv_nsec = ns < 0 ? ns + 1000000000 : ns % 1000000000;
	}
	return r;
}

/* A clock that was moved by hand is compared with no other. */
int adjtimex(struct timex *t)
{
	NEXT(adjtimex);
	int state = next(t);

	if (state < 0 || !control->clock_ms)
		return state;
	t->status |= STA_UNSYNC;
	return TIME_ERROR;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
	struct timespec s;
	int r = clock_gettime(CLOCK_REALTIME, &s);

	(void)zone;
	*t = (struct timeval){ s.tv_sec, s.tv_nsec / 1000 };
	return r;
}

time_t time(time_t *out)
{
	struct timespec s;

	clock_gettime(CLOCK_REALTIME, &s);
	if (out)
		*out = s.tv_sec;
	return s.tv_sec;
}
