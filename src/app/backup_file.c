#include "backup_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "civil.h"

static const char name_end[] = ".backup", part_end[] = ".backup.part";

static int cannot_write(struct app *a, struct console *k, const char *path)
{
	usage_error(a, k, N_("No se puede escribir %s"), str_cstr(k->mem, str_fmt(k->mem, "%s: %s", path, strerror(errno))));
	return EXIT_USAGE;
}

static const char *dated_name(struct arena *a, int64_t now)
{
	struct buf b = buf_new(a, 64);
	int64_t day = now / DAY_MS, minute = now % DAY_MS / 60000;

	buf_c(&b, "ayni-");
	buf_day(&b, day);
	buf_char(&b, 'T');
	buf_pad(&b, minute / 60, 2);
	buf_pad(&b, minute % 60, 2);
	buf_char(&b, 'Z');
	buf_c(&b, name_end);
	return str_cstr(a, buf_str(&b));
}

/* Digits stand for digits. */
static bool is_dated(struct str name, const char *end)
{
	static const char form[] = "ayni-0000-00-00T0000Z";

	if (name.n != sizeof(form) - 1 + strlen(end) || !str_ends(name, end))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '0' ? name.p[i] < '0' || name.p[i] > '9' : name.p[i] != form[i])
			return false;
	return true;
}

static const char *folder_of(struct arena *a, const char *path)
{
	struct str s = str_c(path);
	size_t n = s.n;

	while (n && s.p[n - 1] != '/')
		n--;
	return n ? str_cstr(a, str_sub(s, 0, n)) : ".";
}

bool backup_looks_ours(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ours = fd >= 0 && sealed_is(backup_take, &fd);

	if (fd >= 0)
		close(fd);
	return ours;
}

size_t backup_take(void *fd, void *p, size_t n)
{
	size_t got = 0;

	while (got < n) {
		ssize_t m = read(*(int *)fd, (char *)p + got, n - got);
		if (m < 0 && errno == EINTR)
			continue;
		if (m <= 0)
			break;
		got += (size_t)m;
	}
	return got;
}

static int open_part(struct app *a, struct console *k, struct backup_place *p)
{
	struct stat st;

	if (stat(p->path, &st) == 0 && (!S_ISREG(st.st_mode) || (st.st_size && !backup_looks_ours(p->path))))
		return usage_error(a, k, N_("%s no es un respaldo: no se reemplaza"), p->path);
	p->fd = open(p->part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (p->fd < 0)
		return cannot_write(a, k, p->part);
	if (flock(p->fd, LOCK_EX | LOCK_NB) == 0 && fchmod(p->fd, 0600) == 0 && ftruncate(p->fd, 0) == 0)
		return EXIT_GOOD;
	close(p->fd);
	return usage_error(a, k, N_("Otro respaldo se está escribiendo en %s"), p->path);
}

int backup_place_open(struct app *a, struct console *k, const char *word, struct backup_place *out)
{
	struct stat st;
	size_t n = strlen(word);

	*out = (struct backup_place){ .fd = STDOUT_FILENO };
	if (strcmp(word, "-") == 0)
		return isatty(STDOUT_FILENO) ? usage_error(a, k, N_("Un respaldo no se lee en la pantalla: dé un archivo%s"), "") :
					       EXIT_GOOD;
	out->dated = (n && word[n - 1] == '/') || (stat(word, &st) == 0 && S_ISDIR(st.st_mode));
	out->path = out->dated ? str_fmt(a->mem, "%s%s%s", word, word[n - 1] == '/' ? "" : "/", dated_name(k->mem, a->clock())).p :
				 word;
	out->part = str_fmt(a->mem, "%s.part", out->path).p;
	out->folder = folder_of(a->mem, out->path);
	return open_part(a, k, out);
}

bool backup_place_put(void *arg, struct str s)
{
	struct backup_place *p = arg;

	while (s.n && !p->failed) {
		ssize_t m = write(p->fd, s.p, s.n);
		if (m < 0 && errno == EINTR)
			continue;
		p->failed = m <= 0;
		if (m > 0) {
			p->bytes += m;
			s = str_sub(s, (size_t)m, s.n);
		}
	}
	return !p->failed;
}

bool folder_durable(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

bool backup_place_close(struct backup_place *p, bool good)
{
	if (!p->path)
		return good && !p->failed;
	good = good && !p->failed && fsync(p->fd) == 0 && rename(p->part, p->path) == 0 && folder_durable(p->folder);
	int why = errno;
	if (!good)
		unlink(p->part);
	close(p->fd);
	errno = why;
	return good;
}

static int newest_first(const void *x, const void *y)
{
	return -str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* A part that nobody holds is of a backup that was killed. */
static void drop_part(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(dir, name, 0);
	if (fd >= 0)
		close(fd);
}

void backup_place_prune(const struct backup_place *p, struct arena *a, unsigned keep)
{
	enum { NAMES_MAX = 4096 };
	struct str *name = ARENA_ARRAY(a, struct str, NAMES_MAX);
	DIR *dir = opendir(p->folder);
	struct dirent *e;
	unsigned n = 0;

	if (!dir)
		return;
	while ((e = readdir(dir))) {
		if (is_dated(str_c(e->d_name), part_end))
			drop_part(dirfd(dir), e->d_name);
		else if (n < NAMES_MAX && is_dated(str_c(e->d_name), name_end))
			name[n++] = str_dup(a, str_c(e->d_name));
	}
	qsort(name, n, sizeof(*name), newest_first);
	for (unsigned i = keep; i < n; i++)
		unlinkat(dirfd(dir), name[i].p, 0);
	closedir(dir);
}
