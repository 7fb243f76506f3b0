/* blob_files.c - bytes as files DIR/blobs/ab/abcdef…, beside the database's file DIR/ayni.db. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "blob_own.h"

enum { NAME = 2 * sizeof(struct hash) };

struct place {
	char top[PATH_MAX], folder[PATH_MAX], file[PATH_MAX], fresh[PATH_MAX];
};

/* "a/b"; false: too long. */
static bool join(char *out, const char *a, const char *between, const char *b)
{
	return snprintf(out, PATH_MAX, "%s%s%s", a, between, b) < PATH_MAX;
}

static bool top_of(const char *db_file, char *out)
{
	const char *slash = strrchr(db_file, '/');
	int n = slash ? (int)(slash - db_file) + 1 : 0;

	return snprintf(out, PATH_MAX, "%.*sblobs", n, db_file) < PATH_MAX;
}

static bool place_of(const char *db_file, const struct hash *h, const char *end, struct place *out)
{
	char hex[NAME + 1] = "", two[3] = "";
	struct buf b = buf_fixed(hex, NAME);

	buf_hex(&b, h->b, sizeof(h->b));
	memcpy(two, hex, 2);
	return top_of(db_file, out->top) && join(out->folder, out->top, "/", two) &&
		join(out->file, out->folder, "/", hex) && join(out->fresh, out->file, "", end);
}

static bool synced(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

/* Of a folder that is new its name in the one above must last, too. */
static bool made(const char *folder)
{
	char above[PATH_MAX];

	if (mkdir(folder, 0700) != 0)
		return errno == EEXIST;
	join(above, folder, "", "");
	char *slash = strrchr(above, '/');
	if (slash)
		*slash = 0;
	return synced(slash ? above : ".");
}

static bool written(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

/* The same bytes stand there: kept twice is kept once, and damaged ones are mended by who brings them again. */
static bool stands(const char *file, struct str bytes)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool same = fd >= 0 && fstat(fd, &st) == 0 && st.st_size == (off_t)bytes.n;
	char t[16384];
	size_t at = 0;

	while (same && at < bytes.n) {
		ssize_t n = read(fd, t, sizeof(t));
		same = n > 0 && at + (size_t)n <= bytes.n && memcmp(t, bytes.p + at, (size_t)n) == 0;
		at += same ? (size_t)n : 0;
	}
	same = same && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return same;
}

bool blob_file_write(const char *db_file, const struct hash *h, struct str bytes)
{
	struct place p;
	uint32_t chance = randombytes_random();
	char end[16];

	snprintf(end, sizeof(end), ".%08x", chance); /* two may bring the same at once */
	if (!place_of(db_file, h, end, &p) || !made(p.top) || !made(p.folder))
		return false;
	if (stands(p.file, bytes))
		return synced(p.folder);
	int fd = open(p.fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool good = written(fd, bytes) && fsync(fd) == 0;
	good = close(fd) == 0 && good && rename(p.fresh, p.file) == 0;
	if (!good)
		unlink(p.fresh);
	return good && synced(p.folder);
}

bool blob_file_piece(const char *db_file, const struct hash *h, int64_t at, struct str bytes, int64_t whole)
{
	struct place p;

	if (!place_of(db_file, h, ".pieces", &p) || !made(p.top) || !made(p.folder))
		return false;
	int fd = open(p.fresh, O_WRONLY | O_CREAT | O_CLOEXEC | (at ? 0 : O_TRUNC), 0600);
	if (fd < 0)
		return false;
	bool last = at + (int64_t)bytes.n >= whole;
	bool good = lseek(fd, (off_t)at, SEEK_SET) == (off_t)at && written(fd, bytes) && fsync(fd) == 0;
	good = close(fd) == 0 && good && (!last || rename(p.fresh, p.file) == 0);
	return good && synced(p.folder); /* each piece: who goes on after a cut begins behind it */
}

bool blob_file_read(const char *db_file, const struct hash *h, int64_t at, void *out, size_t n, int64_t *size_out)
{
	struct place p;
	struct stat st;
	int fd = place_of(db_file, h, "", &p) ? open(p.file, O_RDONLY | O_CLOEXEC) : -1;
	bool good = fd >= 0 && fstat(fd, &st) == 0;
	size_t have = 0;

	if (size_out)
		*size_out = good ? (int64_t)st.st_size : -1;
	while (good && have < n) {
		ssize_t m = pread(fd, (char *)out + have, n - have, (off_t)(at + (int64_t)have));
		if (m < 0 && errno == EINTR)
			continue;
		good = m > 0;
		have += good ? (size_t)m : 0;
	}
	if (fd >= 0)
		close(fd);
	return good;
}

bool blob_file_remove(const char *db_file, const struct hash *h)
{
	struct place p;

	if (!place_of(db_file, h, "", &p))
		return false;
	if (unlink(p.file) != 0)
		return errno == ENOENT || errno == ENOTDIR;
	return synced(p.folder);
}

/* ---- looking through all of them ---- */

struct looking {
	int64_t before_ms;
	void (*fn)(void *arg, const struct hash *h);
	void *arg;
};

static void look_folder(const struct looking *l, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	struct stat st;
	struct hash h;

	while (dir && (e = readdir(dir))) {
		struct str name = str_c(e->d_name);
		if (name.n < NAME || !hex_read(str_sub(name, 0, NAME), h.b, sizeof(h.b)))
			continue;
		if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) ||
			(int64_t)st.st_mtim.tv_sec * 1000 >= l->before_ms)
			continue;
		if (name.n == NAME)
			l->fn(l->arg, &h);
		else
			unlinkat(dirfd(dir), e->d_name, 0); /* half written, and nobody is at it any more */
	}
	if (dir)
		closedir(dir);
}

void blob_files_old(const char *db_file, int64_t before_ms, void (*fn)(void *arg, const struct hash *h), void *arg)
{
	struct looking l = { before_ms, fn, arg };
	char top[PATH_MAX], folder[PATH_MAX];
	DIR *dir = top_of(db_file, top) ? opendir(top) : NULL;
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (e->d_name[0] != '.' && strlen(e->d_name) == 2 && join(folder, top, "/", e->d_name))
			look_folder(&l, folder);
	if (dir)
		closedir(dir);
}

void blob_files_clear(const char *db_file)
{
	char top[PATH_MAX], folder[PATH_MAX];
	DIR *dir = top_of(db_file, top) ? opendir(top) : NULL;
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		if (e->d_name[0] == '.' || strlen(e->d_name) != 2 || !join(folder, top, "/", e->d_name))
			continue;
		DIR *in = opendir(folder);
		struct dirent *f;
		while (in && (f = readdir(in)))
			if (f->d_name[0] != '.')
				unlinkat(dirfd(in), f->d_name, 0);
		if (in)
			closedir(in);
		rmdir(folder);
	}
	if (dir)
		closedir(dir);
	rmdir(top);
}
