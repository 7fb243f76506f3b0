#include "beside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_file.h"
#include "settings.h"

enum { FILE_MOST = 1024 * 1024 };

/* Where the database is, with its password, belongs to the machine. */
static struct str without_db(struct arena *a, struct str conf)
{
	struct buf b = buf_new(a, conf.n + 1);
	struct str line;

	while (str_cut(&conf, '\n', &line)) {
		if (str_is(str_trim(str_sub(line, 0, str_find(line, '='))), "db") || (!line.n && !conf.p))
			continue;
		buf_add(&b, line);
		buf_char(&b, '\n');
	}
	return buf_str(&b);
}

static bool read_whole(struct arena *a, int dir, const char *name, struct str *out)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	*out = STR("");
	if (fd < 0)
		return false;
	bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= FILE_MOST;
	char *p = good ? arena_alloc(a, (size_t)st.st_size + 1) : NULL;
	*out = (struct str){ p, good ? backup_take(&fd, p, (size_t)st.st_size) : 0 };
	close(fd);
	return good && out->n == (size_t)st.st_size;
}

static bool read_keys(struct arena *a, DIR *dir, struct backup_file *f, unsigned *n)
{
	struct dirent *e;

	while ((e = readdir(dir))) {
		if (e->d_name[0] == '.' || str_ends(str_c(e->d_name), ".new"))
			continue;
		if (*n == BACKUP_FILES_MAX)
			return false;
		f[*n].name = str_fmt(a, "keys/%s", e->d_name).p;
		if (!read_whole(a, dirfd(dir), e->d_name, &f[(*n)++].bytes))
			return false;
	}
	return true;
}

bool beside_read(struct arena *a, struct str folder, struct backup_file *out, unsigned *n_out)
{
	int top = open(str_cstr(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int keys = top < 0 ? -1 : openat(top, "keys", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = keys < 0 ? NULL : fdopendir(keys);
	struct str conf;

	*n_out = 0;
	if (dir && read_whole(a, top, "ayni.conf", &conf))
		out[(*n_out)++] = (struct backup_file){ "ayni.conf", without_db(a, conf) };
	bool good = dir && read_keys(a, dir, out, n_out);
	if (dir)
		closedir(dir);
	if (top >= 0)
		close(top);
	return good;
}

void beside_wipe(const struct backup_file *f, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (f[i].bytes.n)
			sodium_memzero((void *)(uintptr_t)f[i].bytes.p, f[i].bytes.n);
}

int beside_check(struct app *a, struct console *k, struct str folder, const struct backup_file *f, unsigned n)
{
	int top = open(str_cstr(k->mem, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct str stands;
	bool other = false;

	for (unsigned i = 0; top >= 0 && i < n; i++) {
		if (!str_is(str_c(f[i].name), "keys/server") || !read_whole(k->mem, top, f[i].name, &stands))
			continue;
		other = !str_eq(stands, f[i].bytes);
		sodium_memzero((void *)(uintptr_t)stands.p, stands.n);
	}
	if (top >= 0)
		close(top);
	return other ? usage_error(a, k, N_("En %s hay llaves de otra red (keys/server): dé otra carpeta"), str_cstr(k->mem, folder)) :
		       EXIT_GOOD;
}

static bool durable(int fd)
{
	return fd >= 0 && fsync(fd) == 0;
}

/* Whole under another name first, as everything else here. */
static bool write_one(struct arena *a, int top, const struct backup_file *f)
{
	const char *fresh = str_fmt(a, "%s.new", f->name).p;
	struct backup_place p = { .fd = openat(top, fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) };

	if (p.fd < 0)
		return false;
	bool good = backup_place_put(&p, f->bytes) && durable(p.fd);
	return close(p.fd) == 0 && good && renameat(top, fresh, top, f->name) == 0;
}

bool beside_write(struct arena *a, struct str folder, const struct backup_file *f, unsigned n)
{
	int top = open(str_cstr(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = top >= 0 && (mkdirat(top, "keys", 0700) == 0 || errno == EEXIST);

	for (unsigned i = 0; good && i < n; i++)
		if (faccessat(top, f[i].name, F_OK, 0) != 0)
			good = write_one(a, top, &f[i]);
	int keys = good ? openat(top, "keys", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	good = good && durable(keys) && durable(top);
	int why = errno;
	if (keys >= 0)
		close(keys);
	if (top >= 0)
		close(top);
	errno = why;
	return good;
}

void beside_say_db(struct app *a, struct console *k, const char *url)
{
	struct str conf = str_fmt(k->mem, "%.*s/ayni.conf", (int)a->set.data.n, a->set.data.p);

	buf_add(&k->out, tr_fill(k->mem, a->lang, N_("Escriba en %s, con su contraseña:"), conf));
	buf_c(&k->out, "\ndb = ");
	buf_add(&k->out, settings_shown_url(k->mem, str_c(url)));
	buf_char(&k->out, '\n');
}
