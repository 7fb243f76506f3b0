/* The whole site in process, with a clock of its own: what takes hours and days elsewhere. */
#include "data.h"
#include "demo.h"
#include "hash.h"
#include "modules.h"
#include "pages_data.h"
#include "places_data.h"
#include "session.h"
#include "text_channel.h"
#include "web.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h> /* last: its macro `fail` has another's name */

enum { SEED = 5, HEADERS_MAX = 8, MINUTE_MS = 60000, HOUR_MS = 3600000 };

static const int64_t first_day = 20513; /* 2026-03-01 */
static struct arena *mem;
static struct site site;
static struct config config;
static int64_t now; /* only ever forward, as the journal's */
static char folder[] = "/tmp/ayni-site-XXXXXX";
static const char pin[] = "284613";

static int64_t test_clock(void)
{
	return now;
}

/* ---- a browser ---- */

struct browser {
	struct arena *mem; /* of the last request */
	struct str session, device;
	struct http_request q;
	struct http_response r;
	struct http_pair header[HEADERS_MAX];
	struct str page; /* the answer's body */
	bool afar;       /* not on this machine */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t resumed = PTHREAD_COND_INITIALIZER;
static bool again;

/* In place of httpd's: the test waits for the writer. */
void __wrap_http_resume(struct http_request *q);
void __wrap_http_resume(struct http_request *q)
{
	(void)q;
	pthread_mutex_lock(&lock);
	again = true;
	pthread_cond_signal(&resumed);
	pthread_mutex_unlock(&lock);
}

static void wait_resumed(void)
{
	pthread_mutex_lock(&lock);
	while (!again)
		pthread_cond_wait(&resumed, &lock);
	again = false;
	pthread_mutex_unlock(&lock);
}

static struct str answered(const struct browser *b, const char *name)
{
	for (unsigned i = 0; i < b->r.nheaders; i++)
		if (str_is(b->r.header[i].name, name))
			return b->r.header[i].value;
	return STR("");
}

static void keep_cookies(struct browser *b)
{
	for (unsigned i = 0; i < b->r.nheaders; i++) {
		struct str v = b->r.header[i].value;
		size_t eq = str_find(v, '='), end = str_find(v, ';');
		if (!str_is(b->r.header[i].name, "Set-Cookie"))
			continue;
		struct str value = str_dup(mem, str_sub(v, eq + 1, end - eq - 1));
		if (str_starts(v, "sesion="))
			b->session = value;
		else if (str_starts(v, "aparato="))
			b->device = value;
	}
}

/* One request, answered; the status. Body NULL: GET. */
static int ask(struct browser *b, const char *target, const char *body)
{
	struct str t = str_c(target);
	size_t mark = str_find(t, '?');
	enum http_next next;

	if (b->mem)
		arena_free(&b->mem);
	b->mem = arena_new(0);
	b->q = (struct http_request){ .mem = b->mem, .method = body ? STR("POST") : STR("GET"),
		.path = str_sub(t, 0, mark), .query = str_sub(t, mark + 1, t.n), .body = str_c(body ? body : ""),
		.peer = b->afar ? STR("192.0.2.1") : STR("127.0.0.1"), .header = b->header };
	b->header[b->q.nheaders++] = (struct http_pair){ STR("Host"), STR("127.0.0.1:8080") };
	b->header[b->q.nheaders++] = (struct http_pair){ STR("Cookie"),
		str_fmt(b->mem, "sesion=%.*s; aparato=%.*s", (int)b->session.n, b->session.p, (int)b->device.n,
			b->device.p) };
	b->r = (struct http_response){ 0 };
	again = false;
	next = site_handle(&site, 0, &b->q, &b->r);
	while (next == HTTP_LATER) {
		http_handler *then = b->q.then;
		wait_resumed();
		b->q.then = NULL;
		next = then(&site, 0, &b->q, &b->r);
	}
	assert_false(b->r.broken);
	keep_cookies(b);
	b->page = b->r.body;
	return b->r.status;
}

/* The value of a hidden box of the page last shown. */
static const char *box(struct browser *b, const char *name)
{
	struct str mark = str_fmt(mem, "name=\"%s\" value=\"", name);

	for (size_t i = 0; i + mark.n <= b->page.n; i++)
		if (str_eq(str_sub(b->page, i, mark.n), mark)) {
			struct str rest = str_sub(b->page, i + mark.n, b->page.n);
			return str_cstr(mem, str_sub(rest, 0, str_find(rest, '"')));
		}
	fail_msg("the page has no %s", name);
	return "";
}

static bool says(const struct browser *b, const char *text)
{
	return str_contains(b->page, str_c(text));
}

static bool signed_in(struct browser *b)
{
	return ask(b, "/inicio", NULL) == 200;
}

static void close_browser(void *arg)
{
	struct browser *b = arg;

	if (b->mem)
		arena_free(&b->mem);
}

static struct browser *browser(void)
{
	struct browser *b = ARENA_NEW(mem, struct browser);

	arena_defer(mem, close_browser, b);
	return b;
}

/* ---- the network ---- */

struct asking {
	struct write w;
	struct ctx c;
	struct diag d;
	struct actor who;
	struct invite invite;
	struct id person;
	bool reusable;
};

static void invite_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct asking *a = w->arg;

	(void)g, (void)head;
	invite_make(w->c, a->person, a->reusable, &a->invite);
}

/* An invitation for one of the sample people. */
static struct invite invite(unsigned person, bool reusable)
{
	struct asking *a = ARENA_NEW(mem, struct asking);
	struct demo_person people[DEMO_PEOPLE];

	demo_people(SEED, people);
	a->person = people[person].id;
	a->reusable = reusable;
	a->who.console = true;
	a->c = (struct ctx){ .mem = mem, .diag = &a->d, .reg = site.reg, .schema = site.reg->schema, .net = &site.net,
		.who = &a->who, .lang = lang_spanish(), .now = now, .channel = "console" };
	a->w = (struct write){ .run = invite_run, .c = &a->c, .arg = a };
	assert_int_equal(writer_call(site.writer, &a->w), OK);
	return a->invite;
}

static void load_templates(void)
{
	struct template_source *page = ARENA_ARRAY(mem, struct template_source, pages_data_n);
	struct diag d = { 0 };

	langs_load(mem, NULL, 0);
	for (unsigned i = 0; i < pages_data_n; i++)
		page[i] = (struct template_source){ pages_data[i].name, pages_data[i].plain };
	config.templates = templates_parse(mem, page, pages_data_n, &d);
	assert_non_null(config.templates);
	config.public_url = STR("http://127.0.0.1:8080");
}

static int setup(void **state)
{
	struct diag d = { 0 };

	(void)state;
	crypto_start();
	mem = arena_new(0);
	load_templates();
	text_start();
	assert_non_null(mkdtemp(folder));
	site.reg = registry_new(mem, modules, &d);
	assert_non_null(site.reg);
	assert_int_equal(secret_load(mem, str_c(folder), true, &d), OK);
	site.db_path = str_fmt(mem, "%s/ayni.db", folder).p;
	struct writer_options wo = { .path = site.db_path, .reg = site.reg, .origin = demo_network_id(99) };
	site.writer = writer_new(mem, &wo, &d);
	assert_non_null(site.writer);
	struct demo_options o = { .writer = site.writer, .reg = site.reg, .seed = SEED, .days = 3,
		.today_day = first_day, .places = places_data[0].plain };
	assert_int_equal(demo_make(&o, &d), OK);
	assert_true(network_load(writer_db(site.writer), mem, demo_network_id(SEED), &site.net));
	site.clock = test_clock;
	now = zone_instant(site.net.zone, first_day, 720);
	site_worker_start(&site, 0);
	writer_start(site.writer);
	return 0;
}

static int teardown(void **state)
{
	static const char *const file[] = { "ayni.db", "ayni.db-wal", "ayni.db-shm", "keys/server", "keys", "" };

	(void)state;
	site_worker_stop(&site, 0);
	writer_stop(site.writer);
	for (unsigned i = 0; i < ARRAY_LEN(file); i++)
		if (remove(str_fmt(mem, "%s/%s", folder, file[i]).p) != 0)
			assert_true(str_starts(str_c(file[i]), "ayni.db-"));
	arena_free(&mem);
	return 0;
}

/* A browser whose person spent an invitation and chose a PIN. */
static struct browser *newcomer(unsigned person)
{
	struct browser *b = browser();
	struct invite in = invite(person, false);

	assert_int_equal(ask(b, str_fmt(mem, "/i/%.*s", (int)in.code.n, in.code.p).p, ""), 303);
	assert_string_equal(answered(b, "Location").p, "/clave");
	assert_int_equal(ask(b, "/clave", NULL), 200);
	assert_int_equal(ask(b, "/clave", str_fmt(mem, "csrf=%s&pin=%s&again=%s", box(b, "csrf"), pin, pin).p), 303);
	assert_true(signed_in(b));
	return b;
}

static int enter(struct browser *b, const char *word)
{
	assert_int_equal(ask(b, "/entrar", NULL), 200);
	return ask(b, "/entrar", str_fmt(mem, "csrf=%s&person=%s&pin=%s", box(b, "csrf"), box(b, "person"), word).p);
}

/* ---- tests ---- */

static void test_readiness(void **state)
{
	struct browser *b = browser();

	(void)state;
	assert_int_equal(ask(b, "/health", NULL), 503);
	assert_int_equal(ask(b, "/", NULL), 503);
	assert_true(answered(b, "Retry-After").n > 0);
	site_open(&site, &config);
	assert_int_equal(ask(b, "/health", NULL), 200);
	assert_int_equal(ask(b, "/", NULL), 200);
	site_drain(&site);
	assert_int_equal(ask(b, "/health", NULL), 503);
	assert_int_equal(ask(b, "/", NULL), 200);
	site_open(&site, &config);
}

static void test_idle_end(void **state)
{
	struct browser *b = newcomer(0);

	(void)state;
	for (int i = 0; i < 3; i++) {
		now += 11 * HOUR_MS;
		assert_true(signed_in(b)); /* each use counts */
	}
	now += 12 * HOUR_MS + MINUTE_MS;
	assert_false(signed_in(b));
	assert_string_equal(answered(b, "Location").p, "/entrar");
	assert_int_equal(enter(b, pin), 303);
	assert_true(signed_in(b));
}

static void test_lapsed_form(void **state)
{
	struct browser *b = newcomer(0);

	(void)state;
	assert_int_equal(ask(b, "/hoy", NULL), 200);
	const char *form = str_fmt(mem, "csrf=%s&id=%s&seen=%s&kitchen=SJM-001&day=%s&sitting=dinner&served=41", box(b, "csrf"),
		box(b, "id"), box(b, "seen"), box(b, "day")).p;
	now += 13 * HOUR_MS;
	assert_int_equal(ask(b, "/hoy", form), 403);
	assert_true(says(b, "<dd>41") && says(b, "name=\"t.served\" value=\"41\""));
	assert_string_equal(box(b, "go"), "/hoy");
	form = str_fmt(mem, "csrf=&person=%s&pin=%s&go=/hoy&t.served=41&t.kitchen=SJM-001&t.sitting=dinner&t.csrf=x&t.seen=",
		box(b, "person"), pin).p;
	assert_int_equal(ask(b, "/entrar", form), 200);
	assert_string_equal(box(b, "served"), "41");
	form = str_fmt(mem, "csrf=%s&kitchen=SJM-001&sitting=dinner&served=41&seen=", box(b, "csrf")).p;
	assert_int_equal(ask(b, "/hoy", form), 303);
	assert_true(signed_in(b));
}

static void test_invite_ends(void **state)
{
	struct browser *b = browser();
	struct invite in = invite(1, false);
	const char *path = str_fmt(mem, "/i/%.*s", (int)in.code.n, in.code.p).p;

	(void)state;
	now += INVITE_DAYS * (int64_t)DAY_MS - MINUTE_MS;
	assert_int_equal(ask(b, path, NULL), 200);
	now += 2 * MINUTE_MS;
	assert_int_equal(ask(b, path, NULL), 410);
	assert_int_equal(ask(b, path, ""), 410);
	/* A newer one ends the one before. */
	invite(1, false);
	assert_int_equal(ask(b, path, ""), 410);
}

static void test_pin_waits_longer(void **state)
{
	struct browser *b = newcomer(1);

	(void)state;
	b->session = STR("");
	for (int i = 0; i < PIN_TRIES - 1; i++)
		assert_int_equal(enter(b, "111112"), 422);
	assert_int_equal(enter(b, "111112"), 429);
	for (int n = 1; n <= 3; n++) {
		now += n * (int64_t)PIN_WAIT_MS - MINUTE_MS;
		assert_int_equal(enter(b, pin), 429);
		now += 2 * MINUTE_MS;
		if (n < 3)
			assert_int_equal(enter(b, "111112"), 429);
	}
	assert_int_equal(enter(b, pin), 303);
	b->session = STR("");
	assert_int_equal(enter(b, "111112"), 422); /* counted from the start */
}

static void test_letters(void **state)
{
	struct browser *b = browser();
	struct invite in = invite(2, false);
	const char *good = str_fmt(mem, "code=%.*s", (int)in.letters.n, in.letters.p).p;

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(ask(b, "/codigo", "code=ABCDEF"), 422);
	assert_int_equal(ask(b, "/codigo", good), 422);
	now += HOUR_MS + MINUTE_MS;
	assert_int_equal(ask(b, "/codigo", good), 200);
	assert_false(b->session.n);
	assert_int_equal(ask(b, "/codigo", str_fmt(mem, "%s&yes=1", good).p), 303);
	assert_true(signed_in(b));
}

static void test_sample_links(void **state)
{
	struct browser *one = browser(), *two = browser();
	struct invite in = invite(3, true);
	const char *path = str_fmt(mem, "/i/%.*s", (int)in.code.n, in.code.p).p;

	(void)state;
	assert_int_equal(ask(one, path, NULL), 303);
	assert_int_equal(ask(two, path, NULL), 303);
	assert_true(signed_in(one) && signed_in(two));
	struct browser *afar = browser();
	afar->afar = true; /* and only on the machine itself */
	assert_int_equal(ask(afar, path, NULL), 410);
	site.net.demo = false; /* such links open only in a network made by `demo` */
	assert_int_equal(ask(browser(), path, NULL), 410);
	site.net.demo = true;
}

static void test_pin_is_asked_for(void **state)
{
	struct browser *b = browser();
	struct invite in = invite(4, false);

	(void)state;
	site.net.demo = false; /* samples come in by link again and again */
	assert_int_equal(ask(b, str_fmt(mem, "/i/%.*s", (int)in.code.n, in.code.p).p, ""), 303);
	assert_false(signed_in(b));
	assert_string_equal(answered(b, "Location").p, "/clave");
	assert_int_equal(ask(b, "/clave", NULL), 200);
	assert_int_equal(ask(b, "/clave", str_fmt(mem, "csrf=%s&pin=%s&again=%s", box(b, "csrf"), pin, pin).p), 303);
	assert_true(signed_in(b));
	assert_int_equal(ask(b, "/clave", NULL), 303);
	site.net.demo = true;
}

static void test_another_name(void **state)
{
	struct browser *b = browser();

	(void)state;
	site.hosts = STR("ollas.example");
	assert_int_equal(ask(b, "/", NULL), 421);
	assert_int_equal(ask(b, "/api/v1/public/summary", NULL), 421);
	assert_true(says(b, "\"unknown_host\""));
	assert_int_equal(ask(b, "/health", NULL), 200);
	site.hosts = STR("");
}

/* The database does not answer: one clear page, nothing lost, and whoever must get away gets away. */
static void test_without_database(void **state)
{
	struct browser *b = newcomer(0);

	(void)state;
	assert_int_equal(ask(b, "/hoy", NULL), 200);
	const char *form = str_fmt(mem, "csrf=%s&kitchen=SJM-001&served=42", box(b, "csrf")).p;
	atomic_store(&site.away_until_ms, INT64_MAX);
	assert_int_equal(ask(b, "/health", NULL), 503);
	assert_true(says(b, "away"));
	assert_int_equal(ask(b, "/inicio", NULL), 503);
	assert_true(says(b, "Un momentito") && says(b, "Salir ya") && answered(b, "Retry-After").n > 0);
	assert_int_equal(ask(b, "/hoy", form), 503);
	assert_true(says(b, "<dd>42</dd>") && says(b, box(b, "csrf")));
	assert_int_equal(ask(b, "/api/v1/public/summary", NULL), 503);
	assert_true(says(b, "\"busy\""));
	assert_int_equal(ask(b, "/tiempo", NULL), 200);
	atomic_store(&site.away_until_ms, 0);
	assert_true(signed_in(b));
	assert_int_equal(ask(b, "/hoy", form), 303); /* she was not signed out, and her form is as good as before */
	atomic_store(&site.away_until_ms, INT64_MAX);
	assert_int_equal(ask(b, "/salir", ""), 303);
	assert_false(b->session.n);
	atomic_store(&site.away_until_ms, 0);
	assert_int_equal(ask(b, "/health", NULL), 200);
}

/* Last: from here nothing can be written. */
static void test_without_writer(void **state)
{
	struct browser *b = newcomer(0);

	(void)state;
	assert_int_equal(ask(b, "/hoy", NULL), 200);
	const char *form = str_fmt(mem, "csrf=%s&kitchen=SJM-001&served=41", box(b, "csrf")).p;
	writer_stop(site.writer);
	now += 5 * MINUTE_MS; /* its use would be noted */
	assert_int_equal(ask(b, "/hoy", NULL), 200);
	assert_int_equal(ask(b, "/hoy", form), 503);
	assert_true(answered(b, "Retry-After").n > 0);
	assert_true(says(b, "<dd>41</dd>") && says(b, "Guardar ahora")); /* one touch sends it again */
	assert_int_equal(ask(b, "/salir", ""), 303);
	assert_string_equal(answered(b, "Location").p, "/tiempo");
	assert_false(b->session.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_readiness), cmocka_unit_test(test_idle_end), cmocka_unit_test(test_lapsed_form),
		cmocka_unit_test(test_invite_ends), cmocka_unit_test(test_pin_waits_longer), cmocka_unit_test(test_letters),
		cmocka_unit_test(test_sample_links), cmocka_unit_test(test_another_name),
		cmocka_unit_test(test_pin_is_asked_for), cmocka_unit_test(test_without_database),
		cmocka_unit_test(test_without_writer),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
