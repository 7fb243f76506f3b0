#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "chat_page.h"
#include "console.h"
#include "gateways.h"
#include "log.h"
#include "metrics.h"
#include "places_load.h"
#include "sonido.h"
#include "web.h"
#include "web_data.h"

enum { DRAIN_MS = 5000, REQUEST_ARENA = 24 * 1024 * 1024 };
/* Connections held at once; descriptors for all else (databases, those that linger, files); and too few to serve. */
enum { CONNECTIONS = 2048, DESCRIPTORS_BESIDE = 256, CONNECTIONS_LEAST = 64 };

static bool loopback(struct str listen)
{
	return str_starts(listen, "127.") || str_starts(listen, "[::1]") || str_starts(listen, "localhost");
}

static bool everywhere(struct str listen)
{
	return str_starts(listen, "0.0.0.0:") || str_starts(listen, "[::]:") || str_starts(listen, ":");
}

/* "https://ollas.example:8443/" to "ollas.example:8443". */
static struct str host_of(struct str url)
{
	size_t at = str_find(url, ':');

	url = str_sub(url, at + 3 > url.n ? 0 : at + 3, url.n);
	return str_sub(url, 0, str_find(url, '/'));
}

static struct str without_slash(struct str s)
{
	while (str_ends(s, "/"))
		s.n--;
	return s;
}

/* Links are made by putting a path behind it; sessions must not travel in clear. */
static bool url_sound(struct str url)
{
	struct str host = host_of(url);
	bool closed = str_starts(url, "https://"), plain = str_starts(url, "http://");

	return (closed || (plain && loopback(host))) && host.n && without_slash(url).n == host.n + (closed ? 8 : 7);
}

static bool addresses_sound(struct app *a, struct str list)
{
	unsigned char t[sizeof(struct in6_addr)];
	struct str one;

	while (str_cut(&list, ',', &one)) {
		const char *p = str_cstr(a->mem, str_trim(one));
		if (inet_pton(AF_INET, p, t) != 1 && inet_pton(AF_INET6, p, t) != 1)
			return false;
	}
	return true;
}

int serve_check(struct app *a, struct console *k)
{
	struct settings *s = &a->set;

	if (!s->tls_cert.n != !s->tls_key.n)
		return usage_error(a, k, N_("--tls-cert y --tls-key van juntos%s"), "");
	if (s->behind_proxy.n && !addresses_sound(a, s->behind_proxy))
		return usage_error(a, k, N_("--behind-proxy lleva direcciones, por ejemplo 127.0.0.1,10.0.0.2; no «%s»"),
			str_cstr(k->mem, s->behind_proxy));
	if (s->behind_proxy.n && !s->public_url.n)
		return usage_error(a, k, N_("Con --behind-proxy hace falta public_url, por ejemplo https://ollas.example%s"), "");
	if (s->public_url.n && !url_sound(s->public_url))
		return usage_error(a, k, N_("public_url se escribe como https://ollas.example, sin nada detrás; no «%s»"),
			str_cstr(k->mem, s->public_url));
	if (!loopback(s->listen) && !s->tls_cert.n && !s->behind_proxy.n)
		return usage_error(a, k, N_("Fuera de esta máquina (%s) hace falta --tls-cert y --tls-key, o --behind-proxy"),
			str_cstr(k->mem, s->listen));
	if (everywhere(s->listen) && !s->public_url.n)
		return usage_error(a, k, N_("Para atender en %s hace falta public_url: con qué nombre la llaman"),
			str_cstr(k->mem, s->listen));
	if (s->metrics.n && !loopback(s->metrics))
		return usage_error(a, k, N_("--metrics se atiende solo en esta máquina, por ejemplo 127.0.0.1:9090; no en %s"),
			str_cstr(k->mem, s->metrics));
	return EXIT_GOOD;
}

static struct str read_file(struct arena *mem, struct str path)
{
	struct buf b = buf_new(mem, 8192);
	char t[8192];
	size_t n;
	FILE *f = path.n ? fopen(str_cstr(mem, path), "rb") : NULL;

	if (!f)
		return STR("");
	while ((n = fread(t, 1, sizeof(t), f)) > 0)
		buf_bytes(&b, t, n);
	fclose(f);
	buf_char(&b, 0);
	return (struct str){ b.p, b.n - 1 };
}

static struct str blanks(struct arena *mem, struct str commas)
{
	char *p = arena_dup(mem, commas.p, commas.n);

	for (size_t i = 0; i < commas.n; i++)
		if (p[i] == ',')
			p[i] = ' '; /* blanks beside commas are harmless */
	return (struct str){ p, commas.n };
}

static struct site *site_new(struct app *a)
{
	struct site *s = ARENA_NEW(a->mem, struct site);

	s->reg = a->reg;
	s->writer = a->writer;
	s->kept = kept_new(a->mem);
	s->use = use_new(a->mem);
	s->sonido = sonido_new(a->mem);
	s->net = a->net;
	s->db_path = a->db_path;
	s->clock = a->clock;
	s->gateway_call = gateway_answer;
	s->chat_import = chat_answer;
	s->assets = web_data;
	s->nassets = web_data_n;
	s->tls = a->set.tls_cert.n > 0;
	s->proxies = blanks(a->mem, a->set.behind_proxy);
	a->config.secure = a->set.tls_cert.n > 0 || str_starts(a->set.public_url, "https:");
	a->config.public_url = without_slash(a->set.public_url);
	if (a->set.public_url.n)
		s->hosts = host_of(a->set.public_url);
	for (unsigned i = 0; i < web_data_n; i++) {
		struct str at = asset_address(a->mem, &web_data[i]);
		if (strcmp(web_data[i].name, "ayni.css") == 0)
			a->config.css = at;
		else if (strcmp(web_data[i].name, "icons.svg") == 0)
			a->config.sprite = at;
		else if (strcmp(web_data[i].name, "ayni.js") == 0)
			a->config.script = at;
		else if (strcmp(web_data[i].name, "radio.js") == 0)
			a->config.radio = at;
	}
	return s;
}

static void own_address(struct app *a, const struct httpd *h)
{
	struct str at = httpd_address(h);

	if (!a->config.public_url.n)
		a->config.public_url = str_fmt(a->mem, "%s://%.*s", a->set.tls_cert.n ? "https" : "http", (int)at.n, at.p);
}

/* SIGHUP brings a new certificate; SIGTERM and SIGINT end. */
static void wait_for_end(struct app *a, struct httpd *h, const sigset_t *signals)
{
	struct diag d = { 0 };
	int sig;

	while (sigwait(signals, &sig) == 0) {
		if (sig != SIGHUP)
			return;
		if (!a->set.tls_cert.n)
			continue;
		struct arena *mem = arena_new(0);
		if (httpd_reload_tls(h, read_file(mem, a->set.tls_cert), read_file(mem, a->set.tls_key), &d) == OK)
			log_info("certificate reloaded");
		else
			log_error("the new certificate cannot be used; the old one stays");
		arena_free(&mem);
		d.n = 0;
	}
}

static int start_failed(struct app *a, struct console *k, const struct diag *d)
{
	usage_error(a, k, d->n ? d->item[0].msgid : N_("No se puede escuchar: %s"),
		d->n ? str_cstr(k->mem, d->item[0].arg) : strerror(errno));
	return EXIT_USAGE;
}

static void block_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, signals, NULL); /* before any thread: only the first one takes them */
}

/* Both listeners; false with a line for the caller. */
static bool listeners_start(struct serving *v, const struct httpd_options *o, struct console *k)
{
	struct diag d = { 0 };

	v->http = httpd_start(o, &d);
	if (v->http && v->app->set.metrics.n)
		v->metrics = metrics_listen(v, &d);
	if (v->http && (v->metrics || !v->app->set.metrics.n))
		return true;
	start_failed(v->app, k, &d);
	httpd_stop(&v->http, 0);
	return false;
}

/*
 * The C library would keep a heap a thread, and more of each the larger what was freed in it: a few
 * heaps, and large pieces that go back at once, hold a server to what it uses.
 */
static void memory_held_small(void)
{
	mallopt(M_ARENA_MAX, 3);
	mallopt(M_MMAP_THRESHOLD, 256 * 1024);
	mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}

/*
 * The usual limit of 1024 open files would be met by a thousand slow phones. Raised as far as it goes; with
 * less than is needed fewer connections are held, and somebody is told. 0: too low to serve.
 */
static unsigned connections_possible(struct app *a, struct console *k)
{
	struct rlimit limit;
	const rlim_t need = CONNECTIONS + DESCRIPTORS_BESIDE;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= need)
		return CONNECTIONS;
	limit.rlim_cur = limit.rlim_max < need ? limit.rlim_max : need;
	setrlimit(RLIMIT_NOFILE, &limit);
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= need)
		return CONNECTIONS;
	if (limit.rlim_cur < DESCRIPTORS_BESIDE + CONNECTIONS_LEAST) {
		usage_error(a, k, N_("El sistema deja abrir muy pocos archivos a la vez (%s): súbalo con «ulimit -Hn» o LimitNOFILE="),
			str_fmt(k->mem, "%llu", (unsigned long long)limit.rlim_cur).p);
		return 0;
	}
	log_warn("only %llu open files are allowed (LimitNOFILE, ulimit -Hn): at most %llu connections at once",
		(unsigned long long)limit.rlim_cur, (unsigned long long)limit.rlim_cur - DESCRIPTORS_BESIDE);
	return (unsigned)limit.rlim_cur - DESCRIPTORS_BESIDE;
}

/* Pots and stores speak of foods; a network from before their table gets it now. Where that fails the next start tries again. */
static void foods_ready(struct app *a)
{
	struct arena *mem = arena_new(0);
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, mem, &d, &who);

	if (foods_complete(&c, a->writer, a->clock()) != OK)
		log_warn("the table of foods could not be completed");
	arena_free(&mem);
}

int serve_run(struct app *a, struct console *k, void (*started)(struct app *, struct console *, void *), void *arg)
{
	struct site *s = site_new(a);
	struct serving *v = ARENA_NEW(a->mem, struct serving);
	sigset_t signals;
	struct httpd_options o = { .listen = str_cstr(a->mem, a->set.listen), .workers = (unsigned)a->set.workers,
		.queue = 512, .connections = connections_possible(a, k), .arena_cap = REQUEST_ARENA, .body_limit = site_body_limit,
		.handle = site_handle, .worker_start = site_worker_start, .worker_stop = site_worker_stop, .worker_cut = site_worker_cut, .drained = site_drained,
		.logged = site_logged, .refusal = site_refusal, .app = s, .tls_cert = read_file(a->mem, a->set.tls_cert),
		.tls_key = read_file(a->mem, a->set.tls_key) };

	s->workers = o.workers;
	if (!o.connections)
		return EXIT_USAGE;
	if (a->set.tls_cert.n && (!o.tls_cert.n || !o.tls_key.n))
		return usage_error(a, k, N_("No se puede leer el certificado o su llave: %s"), str_cstr(k->mem, a->set.tls_cert));
	*v = (struct serving){ .app = a, .started_at = wall_clock_ms() };
	block_signals(&signals);
	memory_held_small();
	v->jobs = jobs_new(a->mem, &(struct jobs_options){ .reg = a->reg, .writer = a->writer, .net = &a->net,
		.db_path = a->db_path, .clock = a->clock });
	foods_ready(a);
	writer_start(a->writer);
	if (!listeners_start(v, &o, k))
		return EXIT_USAGE;
	own_address(a, v->http);
	if (!s->hosts.n && !loopback(a->set.listen))
		s->hosts = host_of(a->config.public_url);
	a->serving = v;
	site_open(s, &a->config);
	jobs_start(v->jobs);
	text_ready(a->reg);
	struct gateways *gateways = gateways_start(a->mem, &(struct gateways_options){ .reg = a->reg, .writer = a->writer,
		.net = &a->net, .config = &a->config, .db_path = a->db_path, .clock = a->clock });
	struct console_server *console = console_start(a);
	malloc_trim(0); /* what only the start needed: statements that were looked at, the demo's making of its people */
	if (started)
		started(a, k, arg);
	wait_for_end(a, v->http, &signals);
	site_drain(s);
	gateways_stop(gateways);
	jobs_stop(v->jobs);
	console_stop(&console);
	httpd_stop(&v->http, DRAIN_MS);
	httpd_stop(&v->metrics, 0);
	a->serving = NULL;
	return EXIT_GOOD;
}
