/*
 * secret.c - the server's secret and the hashes keyed with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "session.h"

static unsigned char secret[32];

static enum rc cannot(struct arena *a, struct diag *d, struct str path)
{
	return diag_add(d, NULL, "secret", N_("No se pudo leer ni hacer la llave %s"),
		str_fmt(a, "%.*s: %s", (int)path.n, path.p, strerror(errno)));
}

/* A new name in that folder outlives a power cut. */
static bool folder_synced(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

/*
 * Written whole under another name first, and all of it durable before anything is hashed with it: a half
 * or a lost secret would lock everybody out.
 */
static bool make_new(struct arena *a, const char *data_dir, const char *dir, const char *path)
{
	const char *fresh = str_cstr(a, str_fmt(a, "%s.new", path));
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	random_bytes(secret, sizeof(secret));
	bool good = write(fd, secret, sizeof(secret)) == (ssize_t)sizeof(secret) && fsync(fd) == 0;
	return close(fd) == 0 && good && rename(fresh, path) == 0 && folder_synced(dir) && folder_synced(data_dir);
}

enum rc secret_load(struct arena *a, struct str data_dir, bool make, struct diag *d)
{
	struct str dir = str_fmt(a, "%.*s/keys", (int)data_dir.n, data_dir.p);
	struct str path = str_fmt(a, "%.*s/server", (int)dir.n, dir.p);

	int fd = open(str_cstr(a, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT)
		return cannot(a, d, path);
	if (fd < 0 && !make)
		return diag_add(d, NULL, "secret", N_("Falta la llave %s: copie la carpeta keys/ de la primera máquina"), path);
	if (fd < 0 && mkdir(str_cstr(a, dir), 0700) != 0 && errno != EEXIST)
		return cannot(a, d, dir);
	if (fd < 0)
		return make_new(a, str_cstr(a, data_dir), str_cstr(a, dir), str_cstr(a, path)) ? OK : cannot(a, d, path);
	ssize_t n = read(fd, secret, sizeof(secret));
	close(fd);
	return n == (ssize_t)sizeof(secret) ? OK : cannot(a, d, path);
}

struct str secret_mark(struct arena *a)
{
	struct hash h = secret_hash("mark", STR("ayni"));
	struct buf b = buf_new(a, 2 * sizeof(h.b));

	buf_hex(&b, h.b, sizeof(h.b));
	return buf_str(&b);
}

struct hash secret_hash(const char *purpose, struct str s)
{
	char t[256];
	struct buf b = buf_fixed(t, sizeof(t));

	buf_c(&b, purpose);
	buf_char(&b, 0);
	buf_add(&b, s);
	if (b.full) /* nothing this long is ever a good secret */
		return hash_of(STR("too long"), STR("0123456789abcdef"));
	return hash_of(buf_str(&b), (struct str){ (const char *)secret, sizeof(secret) });
}
