#include "backup_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paper_key.h"

static const char *keys_path(struct app *a, struct console *k)
{
	return str_fmt(k->mem, "%.*s/keys/backup.pub", (int)a->set.data.n, a->set.data.p).p;
}

static bool read_text(struct arena *mem, const char *path, struct str *out)
{
	struct buf b = buf_new(mem, 2048);
	char t[2048];
	size_t n;
	FILE *f = fopen(path, "r");

	if (!f)
		return false;
	while ((n = fread(t, 1, sizeof(t), f)) > 0 && b.n < 64 * 1024)
		buf_bytes(&b, t, n);
	bool good = !ferror(f);
	fclose(f);
	sodium_memzero(t, sizeof(t));
	*out = buf_str(&b);
	return good;
}

int backup_keys_read(struct app *a, struct console *k, struct seal_public *out, unsigned *n_out)
{
	const char *path = keys_path(a, k);
	struct str text, line;

	*n_out = 0;
	if (!read_text(k->mem, path, &text))
		return usage_error(a, k, errno == ENOENT ? N_("No hay llave para respaldos: hágala con «ayni backup --new-key»%s") :
							   N_("No se puede leer %s"), errno == ENOENT ? "" : path);
	while (str_cut(&text, '\n', &line)) {
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		if (*n_out == SEAL_RECIPIENTS_MAX)
			return usage_error(a, k, N_("Hay demasiadas llaves en %s"), path);
		struct seal_public *key = &out[(*n_out)++];
		bool ended = line.n == 64 || (line.n > 64 && (line.p[64] == ' ' || line.p[64] == '\t'));
		if (!ended || !hex_read(str_sub(line, 0, 64), key->b, sizeof(key->b)))
			return usage_error(a, k, N_("En keys/backup.pub hay una línea que no es una llave: %s"), str_cstr(k->mem, line));
	}
	return *n_out ? EXIT_GOOD : usage_error(a, k, N_("No hay llave para respaldos: hágala con «ayni backup --new-key»%s"), "");
}

/* One line more, durable; the file is small and only people change it. */
static bool add_line(const char *path, struct str line)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	bool good = write(fd, line.p, line.n) == (ssize_t)line.n && fsync(fd) == 0;
	return close(fd) == 0 && good;
}

/* Shown before it is kept: a key that nobody saw must not close anything. */
static bool show(struct app *a, struct console *k, const uint8_t *paper)
{
	struct str text = tr(a->lang, N_("Llave de los respaldos. Cópiela en papel y guárdela lejos de esta máquina: no queda aquí y no se vuelve a mostrar."));
	struct buf b = buf_new(k->mem, 64);

	paper_key_write(&b, paper);
	printf("%.*s\n    %.*s\n", (int)text.n, text.p, (int)b.n, b.p);
	sodium_memzero(b.p, b.n);
	return fflush(stdout) == 0;
}

int backup_key_make(struct app *a, struct console *k)
{
	const char *path = keys_path(a, k);
	uint8_t paper[PAPER_KEY_BYTES];
	struct seal_secret key;
	struct buf line = buf_new(k->mem, 160);

	random_bytes(paper, sizeof(paper));
	seal_key_derive(paper, &key);
	buf_hex(&line, key.pub.b, sizeof(key.pub.b));
	buf_char(&line, ' ');
	buf_seal_mark(&line, &key.pub);
	buf_char(&line, ' ');
	buf_day(&line, a->clock() / DAY_MS);
	buf_char(&line, '\n');
	bool good = show(a, k, paper) && add_line(path, buf_str(&line));
	sodium_memzero(paper, sizeof(paper));
	sodium_memzero(&key, sizeof(key));
	return good ? EXIT_GOOD : usage_error(a, k, N_("No se puede escribir %s"), path);
}

int backup_key_first(struct app *a, struct console *k)
{
	return access(keys_path(a, k), F_OK) == 0 ? EXIT_GOOD : backup_key_make(a, k);
}

/* Asked for where a person sits at the terminal. */
static bool read_line(struct app *a, struct console *k, struct str *out)
{
	char *t = arena_alloc(k->mem, 256);
	struct str q = tr(a->lang, N_("Llave del respaldo (treinta letras)"));

	if (app_asks(a)) {
		fprintf(stderr, "%.*s: ", (int)q.n, q.p);
		fflush(stderr);
	}
	if (!fgets(t, 256, stdin))
		return false;
	*out = str_trim(str_c(t));
	return true;
}

int backup_secret_read(struct app *a, struct console *k, const char *file, struct seal_secret *out)
{
	uint8_t paper[PAPER_KEY_BYTES];
	struct str text = STR("");

	if (!file)
		file = getenv("AYNI_BACKUP_KEY");
	if (file && *file ? !read_text(k->mem, file, &text) : !read_line(a, k, &text))
		return usage_error(a, k, N_("No se puede leer %s"), file && *file ? file : "stdin");
	bool good = paper_key_read(text, paper);
	sodium_memzero((void *)(uintptr_t)text.p, text.n);
	if (!good)
		return usage_error(a, k, N_("Esa no es una llave de respaldo: son treinta letras y números, como 7K3QX-…; revise lo copiado%s"), "");
	seal_key_derive(paper, out);
	sodium_memzero(paper, sizeof(paper));
	return EXIT_GOOD;
}
