#include "settings.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

struct setting {
	const char *name;   /* in the file */
	const char *env;
	const char *option;
	size_t at;
};

#define TEXT(field) offsetof(struct settings, field)

static const struct setting table[] = {
	{ "db", "AYNI_DB", "--db", TEXT(db) },
	{ "listen", "AYNI_LISTEN", "--listen", TEXT(listen) },
	{ "tls_cert", "AYNI_TLS_CERT", "--tls-cert", TEXT(tls_cert) },
	{ "tls_key", "AYNI_TLS_KEY", "--tls-key", TEXT(tls_key) },
	{ "behind_proxy", "AYNI_BEHIND_PROXY", "--behind-proxy", TEXT(behind_proxy) },
	{ "public_url", "AYNI_PUBLIC_URL", "--public-url", TEXT(public_url) },
	{ "metrics", "AYNI_METRICS", "--metrics", TEXT(metrics) },
};

static struct str *place(struct settings *s, const struct setting *t)
{
	return (struct str *)(void *)((char *)s + t->at);
}

/* As root the service's folder when it is there; else the user's own. */
static struct str default_folder(struct arena *a)
{
	struct stat st;
	const char *home = getenv("XDG_DATA_HOME");

	if (geteuid() == 0 && stat("/var/lib/ayni", &st) == 0)
		return STR("/var/lib/ayni");
	if (home && *home)
		return str_fmt(a, "%s/ayni", home);
	home = getenv("HOME");
	return str_fmt(a, "%s/.local/share/ayni", home && *home ? home : "/tmp");
}

static int set_workers(struct app *a, struct console *k, struct str v, const char *where)
{
	if (str_int64(v, &a->set.workers) && a->set.workers >= 1 && a->set.workers <= 16)
		return EXIT_GOOD;
	return usage_error(a, k, N_("El número de trabajadores va de 1 a 16: %s"), where);
}

static int read_line(struct app *a, struct console *k, struct str line, struct str file)
{
	size_t eq = str_find(line, '=');
	struct str name = str_trim(str_sub(line, 0, eq)), value = str_trim(str_sub(line, eq + 1, line.n));

	if (!name.n || name.p[0] == '#')
		return EXIT_GOOD;
	if (str_is(name, "workers"))
		return set_workers(a, k, value, "workers");
	if (str_is(name, "data"))
		return EXIT_GOOD; /* the file is in it */
	for (unsigned i = 0; i < ARRAY_LEN(table); i++) {
		if (!str_is(name, table[i].name))
			continue;
		*place(&a->set, &table[i]) = str_dup(a->mem, value);
		return EXIT_GOOD;
	}
	return usage_error(a, k, N_("En ayni.conf hay una línea que no se entiende: %s"),
		str_cstr(k->mem, eq == line.n ? line : name.n ? name : file));
}

static int read_file(struct app *a, struct console *k)
{
	struct str path = str_fmt(a->mem, "%.*s/ayni.conf", (int)a->set.data.n, a->set.data.p), line;
	char text[16 * 1024];
	FILE *f = fopen(path.p, "r");
	int status = EXIT_GOOD;

	if (!f)
		return errno == ENOENT || errno == ENOTDIR ? EXIT_GOOD
							  : usage_error(a, k, N_("No se puede leer %s"), path.p);
	struct str rest = { text, fread(text, 1, sizeof(text), f) };
	fclose(f);
	while (status == EXIT_GOOD && str_cut(&rest, '\n', &line))
		status = read_line(a, k, str_trim(line), path);
	return status;
}

/* systemd's LoadCredential: a folder that only the service may read. */
static struct str credential(struct app *a, const char *name)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	struct str path = str_fmt(a->mem, "%s/ayni.%s", dir ? dir : "", name);

	return dir && *dir && access(path.p, R_OK) == 0 ? path : STR("");
}

/* The certificate that the service was given, where no setting says otherwise. */
static void take_credentials(struct app *a)
{
	struct settings *s = &a->set;

	if (s->tls_cert.n || s->tls_key.n || s->behind_proxy.n)
		return;
	s->tls_cert = credential(a, "tls_cert");
	s->tls_key = credential(a, "tls_key");
}

/* From the first colon behind the scheme to the last @, and what `password=` says, wherever it stands. */
struct str settings_shown_url(struct arena *a, struct str url)
{
	static const char word[] = "password=";
	struct buf b = buf_new(a, url.n);
	size_t from = 0, at = url.n, colon;

	for (size_t i = 0; i + 3 < url.n && !from; i++)
		from = url.p[i] == ':' && url.p[i + 1] == '/' && url.p[i + 2] == '/' ? i + 3 : 0;
	while (at > from && url.p[at - 1] != '@')
		at--;
	colon = from + str_find(str_sub(url, from, url.n), ':');
	for (size_t i = 0; i < url.n; i++) {
		if (i == colon && colon + 1 < at) {
			buf_c(&b, ":***@");
			i = at - 1;
			continue;
		}
		buf_char(&b, url.p[i]);
		if (b.n >= sizeof(word) - 1 && str_ieq(str_sub(buf_str(&b), b.n - (sizeof(word) - 1), b.n), str_c(word))) {
			buf_c(&b, "***");
			while (i + 1 < url.n && url.p[i + 1] != '&')
				i++;
		}
	}
	return buf_str(&b);
}

/* A password with signs that end other parts of an address would be read, and told, as a host or a port. */
static int check_url(struct app *a, struct console *k)
{
	struct str url = a->set.db, shown = settings_shown_url(k->mem, url);
	size_t from = str_find(url, '/') + 2, end = from + str_find(str_sub(url, from, url.n), '?'), ats = 0, last = 0;

	if (db_kind_of(str_cstr(k->mem, url)) != DB_POSTGRES)
		return usage_error(a, k, N_("--db lleva una dirección como postgres://ayni@servidor/ayni; no «%s»"),
			str_cstr(k->mem, shown));
	for (size_t i = from; i < end && i < url.n; i++)
		if (url.p[i] == '@') {
			ats++;
			last = i;
		}
	if (ats > 1 || last > from + str_find(str_sub(url, from, url.n), '/'))
		return usage_error(a, k, N_("En la contraseña de --db los signos @ / : ? van escapados, como en una dirección web: «%s»"),
			str_cstr(k->mem, shown));
	return EXIT_GOOD;
}

int settings_read(struct app *a, struct console *k)
{
	bool bad = false;
	const char *data = option_take(k, "--data", &bad), *workers, *v;

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--data");
	if (!data)
		data = getenv("AYNI_DATA");
	a->set = (struct settings){ .workers = 4, .listen = STR("127.0.0.1:8080") };
	a->set.data = data && *data ? str_dup(a->mem, str_c(data)) : default_folder(a->mem);
	int status = read_file(a, k);
	if (status != EXIT_GOOD)
		return status;
	for (unsigned i = 0; i < ARRAY_LEN(table); i++) {
		if ((v = getenv(table[i].env)) && *v)
			*place(&a->set, &table[i]) = str_dup(a->mem, str_c(v));
		if ((v = option_take(k, table[i].option, &bad)))
			*place(&a->set, &table[i]) = str_dup(a->mem, str_c(v));
		if (bad)
			return usage_error(a, k, N_("A la opción %s le falta su valor"), table[i].option);
	}
	if ((workers = getenv("AYNI_WORKERS")) && *workers && set_workers(a, k, str_c(workers), "AYNI_WORKERS"))
		return EXIT_USAGE;
	if ((workers = option_take(k, "--workers", &bad)) && set_workers(a, k, str_c(workers), "--workers"))
		return EXIT_USAGE;
	take_credentials(a);
	if (a->set.db.n && check_url(a, k) != EXIT_GOOD)
		return EXIT_USAGE;
	return bad ? usage_error(a, k, N_("A la opción %s le falta su valor"), "--workers") : EXIT_GOOD;
}

void settings_print(const struct app *a, struct buf *out)
{
	struct settings s = a->set;

	buf_fmt(out, "data = %.*s\n", (int)s.data.n, s.data.p);
	s.db = settings_shown_url(out->mem, s.db);
	for (unsigned i = 0; i < ARRAY_LEN(table); i++)
		buf_fmt(out, "%s = %.*s\n", table[i].name, (int)place(&s, &table[i])->n, place(&s, &table[i])->p);
	buf_fmt(out, "workers = %lld\n", (long long)s.workers);
}
