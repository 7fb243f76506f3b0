/*
 * machine.c - another machine for one program (LD_PRELOAD), for tests/doctor.py: how fast its disk says it
 * syncs, how full it is, whether its clock follows others', what day it has. Numbers of the environment.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static long said(const char *name, long otherwise)
{
	const char *s = getenv(name);

	return s ? strtol(s, NULL, 10) : otherwise;
}

/* MACHINE_SYNC_US: what a sync takes; nothing is synced. */
int fdatasync(int fd)
{
	(void)fd;
	long us = said("MACHINE_SYNC_US", 400);
	if (us)
		usleep((useconds_t)us);
	return 0;
}

/* MACHINE_FREE_MB of MACHINE_ALL_MB. */
int statvfs(const char *path, struct statvfs *v)
{
	(void)path;
	*v = (struct statvfs){ .f_bsize = 4096, .f_frsize = 4096 };
	v->f_blocks = (fsblkcnt_t)said("MACHINE_ALL_MB", 100000) * 256;
	v->f_bavail = v->f_bfree = (fsblkcnt_t)said("MACHINE_FREE_MB", 50000) * 256;
	return 0;
}

int statvfs64(const char *path, struct statvfs64 *v)
{
	return statvfs(path, (struct statvfs *)v); /* the same on 64 bits */
}

int adjtimex(struct timex *t)
{
	int alone = (int)said("MACHINE_ALONE", 0);

	t->status = alone ? STA_UNSYNC : 0;
	return alone ? TIME_ERROR : TIME_OK;
}

/* MACHINE_DAYS: how far ahead. */
int clock_gettime(clockid_t id, struct timespec *out)
{
	static int (*next)(clockid_t, struct timespec *);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "clock_gettime");
	int bad = next(id, out);
	if (!bad && id == CLOCK_REALTIME)
		out->tv_sec += said("MACHINE_DAYS", 0) * 86400;
	return bad;
}
