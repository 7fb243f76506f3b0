/* stage_site.c - pages, forms and the API, asked as httpd's workers ask. */
#include <semaphore.h>

#include "log.h"
#include "pages_data.h"
#include "session.h"
#include "stage.h"
#include "web.h"

enum { REQUEST_BYTES = 8 << 20 };

struct site_stage {
	struct site site;
	struct arena *mem;
	struct str cookie;
	const char *form, *changes, *kitchen;
};

static const struct template_set *templates;
static sem_t resumed;
static int64_t now;

/* In place of httpd's: the one who asked waits. */
void __wrap_http_resume(struct http_request *q);
void __wrap_http_resume(struct http_request *q)
{
	(void)q;
	sem_post(&resumed);
}

static int64_t stage_clock(void)
{
	return now;
}

void site_prepare(struct arena *mem)
{
	struct template_source *page = ARENA_ARRAY(mem, struct template_source, pages_data_n);
	struct diag d = { 0 };

	for (unsigned i = 0; i < pages_data_n; i++)
		page[i] = (struct template_source){ pages_data[i].name, pages_data[i].plain };
	templates = templates_parse(mem, page, pages_data_n, &d);
	if (!templates)
		fatal("the pages do not parse");
	sem_init(&resumed, 0, 0);
}

/* ---- one request ---- */

struct asked {
	struct http_request q;
	struct http_response r;
	struct http_pair header[4];
};

/* As httpd's pool does: a full arena, or no memory, is 503. */
static enum http_next handle(struct site *site, struct asked *a, http_handler *fn)
{
	enum http_next next;

	if (setjmp(*arena_guard(a->q.mem)) == 0) {
		next = fn(site, 0, &a->q, &a->r);
	} else {
		next = HTTP_ANSWER;
		site_worker_cut(site, 0);
		a->r = (struct http_response){ .status = 503 };
	}
	if (next == HTTP_ANSWER)
		arena_unguard(a->q.mem);
	return next;
}

static int ask(struct site *site, struct asked *a)
{
	enum http_next next = handle(site, a, site_handle);

	while (next == HTTP_LATER) {
		http_handler *then = a->q.then;
		sem_wait(&resumed);
		a->q.then = NULL;
		next = handle(site, a, then);
	}
	return a->r.status;
}

struct request {
	const char *method, *path, *query, *body;
	bool by_program, by_her;
	int good; /* the status of one that was done */
};

/* With the session's text, as her page has it: behind as many signs that mask it, here those that change nothing. */
static const char *form_of(struct stage *s, struct arena *mem)
{
	static const struct actor nobody = { 0 };
	struct id person, device;
	struct str csrf = STR("");
	bool stale;
	struct str cookie = str_sub(s->site->cookie, 7, str_find(s->site->cookie, ';') - 7);

	if (db_begin(s->reader) != OK)
		fatal("the reader does not read");
	struct ctx c = world_ctx(s->w, mem, &nobody, now);
	c.db = s->reader;
	session_find(&c, cookie, &person, &device, &csrf, &stale);
	csrf = str_dup(mem, csrf);
	db_rollback(s->reader);
	char *mask = arena_alloc(mem, csrf.n + 1);
	memset(mask, 'A', csrf.n);
	return str_cstr(mem, str_fmt(mem, "csrf=%.*s%.*s&id=%s&kitchen=%s&day=2026-11-15&sitting=lunch&served=77", (int)csrf.n, mask,
		(int)csrf.n, csrf.p, str_cstr(mem, id_text(mem, deed_id(s->w->seed, 1000))), s->site->kitchen));
}

static const char *changes_of(struct stage *s, struct arena *mem)
{
	return str_cstr(mem, str_fmt(mem,
		"[{\"id\":\"%s\",\"action\":\"meal.report\",\"args\":{\"kitchen\":\"COC-002\",\"day\":\"2026-11-15\","
		"\"sitting\":\"dinner\",\"served\":41}},"
		"{\"id\":\"%s\",\"action\":\"meal.report\",\"args\":{\"kitchen\":\"COC-003\",\"day\":\"2026-11-15\","
		"\"sitting\":\"dinner\",\"served\":42,\"cost\":\"12.50\"}}]",
		str_cstr(mem, id_text(mem, deed_id(s->w->seed, 1001))), str_cstr(mem, id_text(mem, deed_id(s->w->seed, 1002)))));
}

void site_begin(struct stage *s)
{
	struct config config = { .templates = templates, .public_url = STR("http://127.0.0.1:8080") };
	struct deed d;
	unsigned i = STAGE_DONE;

	struct arena *mem = arena_new(0);
	s->site = ARENA_NEW(mem, struct site_stage);
	s->site->mem = mem;
	deed_make(mem, s->w->seed, STAGE_DONE, &d);
	now = d.now;
	while (i > 0 && !s->ledger.of[i - 1].cookie[0])
		i--;
	if (!i)
		fatal("nobody has a session");
	s->site->cookie = str_fmt(mem, "sesion=%s; aparato=nada", s->ledger.of[i - 1].cookie);
	world_thread(s->w);
	s->site->site = (struct site){ .reg = s->w->reg, .writer = s->w->writer, .net = s->w->net, .db_path = WORLD_FILE,
		.kept = kept_new(mem), .clock = stage_clock };
	site_worker_start(&s->site->site, 0);
	site_open(&s->site->site, &config);
	deed_make(mem, s->w->seed, i - 1, &d);
	s->site->kitchen = deed_kitchen(mem, d.author);
	s->site->form = form_of(s, mem);
	s->site->changes = changes_of(s, mem);
}

void site_end(struct stage *s)
{
	struct arena *mem = s->site->mem;

	site_worker_stop(&s->site->site, 0);
	arena_free(&mem);
	s->site = NULL;
}

static unsigned count_of(struct str text, const char *word)
{
	struct str w = str_c(word);
	unsigned n = 0;

	for (size_t i = 0; i + w.n <= text.n; i++)
		n += str_eq(str_sub(text, i, w.n), w);
	return n;
}

/* How many changes its answer acknowledges; what is valid must not be refused. */
static unsigned told_by(struct stage *s, const struct request *r, const struct asked *a)
{
	if (a->r.status != r->good && a->r.status != 503)
		snprintf(s->wrong, sizeof(s->wrong), "%s %s: %d", r->method, r->path, a->r.status);
	if (a->r.status != r->good || !r->body)
		return 0;
	if (!r->by_program)
		return 1;
	if (count_of(a->r.body, "\"refused\""))
		snprintf(s->wrong, sizeof(s->wrong), "what is valid was refused: %.*s",
			(int)(a->r.body.n < 120 ? a->r.body.n : 120), a->r.body.p);
	return count_of(a->r.body, "\"status\":\"accepted\"") + count_of(a->r.body, "\"status\":\"repeated\"");
}

static bool one(struct stage *s, const struct request *r, unsigned *told)
{
	struct arena *mem = arena_try(REQUEST_BYTES);

	if (!mem)
		return false; /* httpd lets go of the connection */
	struct asked a = { .q = { .mem = mem, .method = str_c(r->method), .path = str_c(r->path),
		.query = str_c(r->query ? r->query : ""), .body = str_c(r->body ? r->body : ""), .peer = STR("127.0.0.1") } };

	a.q.header = a.header;
	a.header[a.q.nheaders++] = (struct http_pair){ STR("Host"), STR("127.0.0.1:8080") };
	if (r->by_her)
		a.header[a.q.nheaders++] = (struct http_pair){ STR("Cookie"), s->site->cookie };
	if (r->by_program)
		a.header[a.q.nheaders++] = (struct http_pair){ STR("Authorization"), s->token };
	ask(&s->site->site, &a);
	*told += told_by(s, r, &a);
	bool whole = a.r.status == r->good;
	arena_free(&mem);
	return whole;
}

unsigned site_run(struct stage *s, bool *whole_out)
{
	const struct request requests[] = {
		{ "GET", "/", NULL, NULL, false, false, 200 },
		{ "GET", "/hoy", NULL, NULL, false, true, 200 },
		{ "POST", "/hoy", NULL, s->site->form, false, true, 303 },
		{ "POST", "/api/v1/changes", NULL, s->site->changes, true, false, 200 },
		{ "GET", "/api/v1/meal", "limit=5&sort=-day", NULL, true, false, 200 },
		{ "GET", "/api/v1/public/summary", NULL, NULL, false, false, 200 },
		{ "GET", "/inicio", NULL, NULL, false, true, 200 },
		{ "GET", "/no-hay", NULL, NULL, false, false, 404 },
	};
	unsigned told = 0;

	atomic_store(&s->site->site.away_until_ms, 0); /* a while has passed */
	*whole_out = true;
	for (unsigned i = 0; i < ARRAY_LEN(requests); i++)
		*whole_out &= one(s, &requests[i], &told);
	return told;
}
