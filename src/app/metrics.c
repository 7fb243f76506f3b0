#include "metrics.h"

#include <sys/stat.h>

#include "message.h"

enum { METRICS_ARENA = 1024 * 1024 };

static void one(struct buf *b, const char *name, const char *kind, const char *help, uint64_t n)
{
	buf_fmt(b, "# HELP ayni_%s %s\n# TYPE ayni_%s %s\nayni_%s %llu\n", name, help, name, kind, name,
		(unsigned long long)n);
}

/* Microseconds as seconds: Prometheus' base unit. */
static void seconds(struct buf *b, const char *name, const char *kind, const char *help, uint64_t us)
{
	buf_fmt(b, "# HELP ayni_%s %s\n# TYPE ayni_%s %s\nayni_%s %llu.%06llu\n", name, help, name, kind, name,
		(unsigned long long)(us / 1000000), (unsigned long long)(us % 1000000));
}

static uint64_t file_bytes(struct arena *a, const char *path, const char *suffix)
{
	struct stat st;

	return stat(str_cstr(a, str_fmt(a, "%s%s", path, suffix)), &st) == 0 ? (uint64_t)st.st_size : 0;
}

static void http_numbers(const struct serving *s, struct buf *b)
{
	struct httpd_numbers h = httpd_numbers(s->http);

	one(b, "http_requests_total", "counter", "Requests given to a worker.", h.requests);
	one(b, "http_refused_total", "counter", "Requests refused before a worker saw them.", h.refused);
	one(b, "http_queue_full_total", "counter", "Requests answered 503 for want of room.", h.queue_full);
	one(b, "http_cut_total", "counter", "Connections cut at a deadline.", h.cut);
	one(b, "http_connections_open", "gauge", "Open connections.", h.open);
	one(b, "http_requests_waiting", "gauge", "Requests waiting for a worker.", h.waiting);
	one(b, "http_requests_alive", "gauge", "Requests being read, worked on or written.", h.alive);
	one(b, "http_body_bytes", "gauge", "Bytes of request bodies held now.", h.body_bytes);
}

static void writer_figures(const struct serving *s, struct buf *b)
{
	struct writer_numbers w = writer_numbers(s->app->writer);

	one(b, "writer_writes_total", "counter", "Writes taken by the writer.", w.writes);
	one(b, "writer_failed_total", "counter", "Writes not acknowledged.", w.failed);
	one(b, "writer_waiting", "gauge", "Writes waiting for the writer.", w.waiting);
	/* A summary's two lines: mean latency is sum by count. */
	buf_fmt(b, "# HELP ayni_commit_seconds Time of a commit group's commit.\n# TYPE ayni_commit_seconds summary\n"
		   "ayni_commit_seconds_sum %llu.%06llu\nayni_commit_seconds_count %llu\n",
		(unsigned long long)(w.commit_us / 1000000), (unsigned long long)(w.commit_us % 1000000),
		(unsigned long long)w.groups);
}

/* Those that were asked for since the start. */
static void act_figures(const struct serving *s, struct buf *b)
{
	const struct registry *reg = s->app->reg;

	buf_c(b, "# HELP ayni_acts_total Acts by what became of them.\n# TYPE ayni_acts_total counter\n");
	for (unsigned i = 0; i < reg->nactions; i++) {
		struct act_numbers a = gate_numbers(reg, i);
		for (unsigned k = 0; k < ACT__N; k++)
			if (a.n[k])
				buf_fmt(b, "ayni_acts_total{action=\"%s\",status=\"%s\"} %llu\n", reg->actions[i]->name,
					act_status_name(k), (unsigned long long)a.n[k]);
	}
	buf_c(b, "# HELP ayni_act_seconds Time of the writer for an act.\n# TYPE ayni_act_seconds summary\n");
	for (unsigned i = 0; i < reg->nactions; i++) {
		struct act_numbers a = gate_numbers(reg, i);
		const char *name = reg->actions[i]->name;
		if (a.decided)
			buf_fmt(b, "ayni_act_seconds_sum{action=\"%s\"} %llu.%06llu\nayni_act_seconds_count{action=\"%s\"} %llu\n",
				name, (unsigned long long)(a.decided_us / 1000000), (unsigned long long)(a.decided_us % 1000000),
				name, (unsigned long long)a.decided);
	}
}

static void job_figures(const struct serving *s, struct buf *b)
{
	struct jobs_numbers j = jobs_numbers(s->jobs);

	one(b, "job_runs_total", "counter", "Due jobs that this process ran.", j.runs);
	one(b, "job_failed_total", "counter", "Of those, not done.", j.failed);
}

static void store_figures(const struct serving *s, struct db *db, struct buf *b)
{
	struct app *a = s->app;
	int64_t seq = 0;

	bool there = db_begin(db) == OK;
	if (there) {
		seq = journal_head(db, a->net.id).seq;
		there = db_status(db) == OK;
	}
	db_rollback(db);
	one(b, "database_there", "gauge", "1 while the database answers.", there);
	if (there) {
		buf_c(b, "# HELP ayni_journal_seq Last change of the journal.\n# TYPE ayni_journal_seq counter\n");
		buf_c(b, "ayni_journal_seq{network=\"");
		buf_id(b, a->net.id);
		buf_fmt(b, "\"} %lld\n", (long long)seq);
	}
	if (a->set.db.n)
		return; /* the server's own files are its own matter */
	uint64_t wal = file_bytes(b->mem, a->db_path, "-wal");
	one(b, "wal_bytes", "gauge", "Length of the write-ahead log's file.", wal);
	one(b, "wal_pages", "gauge", "Pages of the write-ahead log's file, 4 kB each.", wal / (4096 + 24));
	one(b, "database_bytes", "gauge", "Length of the database's file.", file_bytes(b->mem, a->db_path, ""));
}

static void heading(struct buf *b, const char *name, const char *help)
{
	buf_fmt(b, "# HELP ayni_%s %s\n# TYPE ayni_%s gauge\n", name, help, name);
}

static void labelled(struct buf *b, const char *name, const char *label, struct str value, int64_t n)
{
	buf_fmt(b, "ayni_%s{%s=\"%.*s\"} %lld\n", name, label, (int)value.n, value.p, (long long)n);
}

static int64_t age_s(const struct ctx *c, int64_t since_at)
{
	return since_at && since_at < c->now ? (c->now - since_at) / 1000 : 0;
}

static void gateway_figures(struct ctx *c, struct buf *b)
{
	struct gateway row[GATEWAYS_MAX];
	unsigned n = gateways_read(c, row);

	heading(b, "gateway_down", "1 while an open gateway is faulty or not heard.");
	for (unsigned i = 0; i < n; i++)
		if (!row[i].closed)
			labelled(b, "gateway_down", "gateway", id_text(c->mem, row[i].id), gateway_down(c, &row[i]));
	heading(b, "gateway_heard_seconds", "Time since an open gateway was heard; absent: never.");
	for (unsigned i = 0; i < n; i++)
		if (!row[i].closed && row[i].seen_at)
			labelled(b, "gateway_heard_seconds", "gateway", id_text(c->mem, row[i].id), age_s(c, row[i].seen_at));
}

static void message_figures(const struct serving *s, struct db *db, struct buf *b)
{
	enum { HOUR_MS = 3600 * 1000, STATES = 16 };
	struct app *a = s->app;
	struct diag d = { 0 };
	struct actor nobody = { 0 };
	struct ctx c = { .mem = b->mem, .diag = &d, .db = db, .reg = a->reg, .schema = a->reg->schema, .net = &a->net,
		.who = &nobody, .lang = lang_spanish(), .now = a->clock() };
	struct message_state_n lately[STATES];

	if (db_begin(db) == OK) {
		struct message_counts n = message_counts(&c, (struct id){ 0 });
		heading(b, "messages_waiting", "Messages to be sent, held at the month's ceiling, given up.");
		labelled(b, "messages_waiting", "state", STR("queued"), n.queued);
		labelled(b, "messages_waiting", "state", STR("held"), n.held);
		labelled(b, "messages_waiting", "state", STR("failed"), n.failed);
		heading(b, "messages_oldest_seconds", "Age of the oldest of them.");
		labelled(b, "messages_oldest_seconds", "state", STR("queued"), age_s(&c, n.queued_since_at));
		labelled(b, "messages_oldest_seconds", "state", STR("held"), age_s(&c, n.held_since_at));
		labelled(b, "messages_oldest_seconds", "state", STR("failed"), age_s(&c, n.failed_since_at));
		unsigned states = message_lately(&c, c.now - HOUR_MS, lately, STATES);
		heading(b, "messages_last_hour", "Messages that came or were made within the last hour, by what became of them.");
		for (unsigned i = 0; i < states; i++)
			labelled(b, "messages_last_hour", "state", lately[i].state, lately[i].n);
		gateway_figures(&c, b);
	}
	db_rollback(db);
}

void metrics_text(const struct serving *s, struct db *db, struct buf *out)
{
	http_numbers(s, out);
	writer_figures(s, out);
	act_figures(s, out);
	job_figures(s, out);
	store_figures(s, db, out);
	message_figures(s, db, out);
	seconds(out, "start_time_seconds", "gauge", "When the server started, seconds since 1970.",
		(uint64_t)s->started_at * 1000);
}

/* ---- the listener ---- */

static size_t no_body(void *app, struct str method, struct str path)
{
	(void)app, (void)method, (void)path;
	return 0;
}

static void open_reader(void *app, unsigned worker)
{
	struct serving *s = app;
	struct diag d = { 0 };

	(void)worker;
	s->db = db_open(&(struct db_options){ .path = s->app->db_path, .mode = DB_READ, .lazily = true }, &d);
}

static void close_reader(void *app, unsigned worker)
{
	struct serving *s = app;

	(void)worker;
	db_close(&s->db);
}

static enum http_next handle(void *app, unsigned worker, struct http_request *q, struct http_response *r)
{
	struct serving *s = app;
	struct buf b = buf_new(q->mem, 8192);

	(void)worker;
	http_set(r, "Content-Type", STR("text/plain; version=0.0.4; charset=utf-8"));
	http_set(r, "Cache-Control", STR("no-store"));
	if (!str_is(q->path, "/metrics") || !s->db) {
		r->status = s->db ? 404 : 503;
		r->body = STR("see /metrics\n");
		return HTTP_ANSWER;
	}
	metrics_text(s, s->db, &b);
	r->status = 200;
	r->body = buf_str(&b);
	return HTTP_ANSWER;
}

struct httpd *metrics_listen(struct serving *s, struct diag *d)
{
	struct httpd_options o = { .listen = str_cstr(s->app->mem, s->app->set.metrics), .workers = 1, .queue = 8,
		.connections = 16, .arena_cap = METRICS_ARENA, .body_limit = no_body, .handle = handle,
		.worker_start = open_reader, .worker_stop = close_reader, .app = s };

	return httpd_start(&o, d);
}
