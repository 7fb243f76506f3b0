#include "httpd.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "httpd_in.h"
#include "log.h"

/* ---- jobs: taken and given back by the I/O thread alone, so the list needs no lock ---- */

static struct job *job_take(struct httpd *h, struct conn *c, struct MHD_Connection *mhd)
{
	struct job *j = h->spare;

	if (j) {
		h->spare = j->next;
		h->nspare--;
	} else {
		j = calloc(1, sizeof(*j));
		if (!j)
			return NULL;
		j->q.mem = arena_try(h->o.arena_cap);
		if (!j->q.mem) {
			free(j);
			return NULL;
		}
	}
	j->h = h;
	j->c = c;
	j->mhd = mhd;
	j->q.conn = j;
	j->q.peer = str_c(c->peer);
	atomic_fetch_add(&h->alive, 1);
	return j;
}

static void job_free(struct job *j)
{
	body_end(j);
	free((void *)(uintptr_t)j->q.body.p);
	arena_free(&j->q.mem);
	free(j);
}

static void job_clear(struct job *j)
{
	struct arena *mem = j->q.mem;
	const char *room = j->q.body.p;

	/* Everything before the headers but the arena and the body's room. */
	memset(&j->q, 0, sizeof(j->q));
	memset(&j->r, 0, sizeof(j->r));
	j->q.mem = mem;
	j->q.body.p = room;
	j->next = NULL;
	j->state = JOB_READING;
	j->early = 0;
	j->headed = j->in_flight = j->refused = j->abandoned = j->chunked = j->too_large = false;
	j->streams = j->asleep = j->woken = false;
	j->body_limit = 0;
	j->target_n = 0;
	arena_reset(mem);
}

static void job_give_back(struct job *j)
{
	struct httpd *h = j->h;

	if (j->answer)
		MHD_destroy_response(j->answer);
	j->answer = NULL;
	atomic_fetch_sub(&h->alive, 1);
	if (j->abandoned) {
		j->next = h->abandoned;
		h->abandoned = j;
		return;
	}
	body_end(j);
	if (h->nspare == SPARE_JOBS) {
		job_free(j);
		return;
	}
	job_clear(j);
	j->next = h->spare;
	h->spare = j;
	h->nspare++;
}

static void jobs_free(struct job *list)
{
	while (list) {
		struct job *j = list;
		list = j->next;
		job_free(j);
	}
}

/* ---- the library's callbacks, all in the I/O thread ---- */

static struct conn *conn_of(struct MHD_Connection *mhd)
{
	return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void *on_target(void *cls, const char *target, struct MHD_Connection *mhd)
{
	struct httpd *h = cls;
	struct conn *c = conn_of(mhd);
	struct job *j = c ? job_take(h, c, mhd) : NULL;

	if (!j)
		return NULL;
	c->job = j;
	/* Kept alive: the head's time runs from its first line. */
	if (atomic_exchange_explicit(&c->idle_since_ms, 0, memory_order_relaxed))
		conn_deadline(c, steady_ms() + h->o.head_ms);
	guard_target(j, target);
	return j;
}

static size_t as_is(void *cls, struct MHD_Connection *mhd, char *s)
{
	(void)cls, (void)mhd;
	return strlen(s);
}

static enum MHD_Result refuse(struct job *j, int status)
{
	j->refused = true;
	atomic_fetch_add(&j->h->refused, 1);
	answer_plain(j, status);
	/* The library closes after an answer that came before the body. */
	j->c->linger = true;
	return answer_send(j);
}

static void body_deadline(struct job *j)
{
	const struct httpd_options *o = &j->h->o;
	int64_t idle_ms = steady_ms() + o->body_idle_ms;
	int64_t end_ms = j->body_begun_ms + o->body_total_ms;

	conn_deadline(j->c, idle_ms < end_ms ? idle_ms : end_ms);
}

static enum MHD_Result on_head(struct job *j, const char *method, const char *version)
{
	j->headed = true;
	j->q.begun_us = steady_us();
	int status = guard_head(j, method, version);
	if (status)
		return refuse(j, status);
	if (j->body_limit > 0)
		body_deadline(j);
	return MHD_YES;
}

static enum MHD_Result on_body(struct job *j, const char *data, size_t *n)
{
	if (!body_add(j, data, *n))
		return MHD_NO;
	*n = 0;
	body_deadline(j);
	return MHD_YES;
}

static enum MHD_Result on_whole(struct job *j)
{
	struct httpd *h = j->h;

	if (j->too_large)
		return refuse(j, 413);
	if (pool_submit(j)) {
		atomic_fetch_add(&h->requests, 1);
		return MHD_YES;
	}
	atomic_fetch_add(&h->queue_full, 1);
	answer_plain(j, 503);
	return answer_send(j);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *data, size_t *n, void **context)
{
	struct job *j = *context;

	(void)cls, (void)mhd, (void)url;
	if (!j)
		return MHD_NO;
	if (j->answer)
		return answer_send(j);
	if (!j->headed)
		return on_head(j, method, version);
	return *n > 0 ? on_body(j, data, n) : on_whole(j);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **context,
	enum MHD_RequestTerminationCode why)
{
	struct httpd *h = cls;
	struct job *j = *context;

	(void)mhd;
	if (!j)
		return;
	struct conn *c = j->c;
	c->job = NULL;
	stream_end(j);
	if (j->in_flight)
		pool_leave(j);
	if (h->o.logged && j->answer)
		h->o.logged(h->o.app, &j->q, &j->r, steady_us() - j->q.begun_us);
	if (why == MHD_REQUEST_TERMINATED_WITH_ERROR && !j->answer)
		c->linger = true; /* the library refused it by itself */
	job_give_back(j);
	*context = NULL;
	int64_t now_ms = steady_ms();
	atomic_store_explicit(&c->idle_since_ms, now_ms, memory_order_relaxed);
	atomic_store_explicit(&c->reading, true, memory_order_relaxed);
	conn_deadline(c, now_ms + h->o.idle_ms + h->o.head_ms);
}

/*
 * 0.9.75 closes a connection without completing its request where a target's arguments, behind a very long
 * method, find no room in the connection's memory: what was begun for it is then still held here.
 */
static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
	enum MHD_ConnectionNotificationCode what)
{
	struct conn *c = *context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		conn_opened(cls, mhd, context);
		return;
	}
	if (c && c->job) {
		stream_end(c->job);
		job_give_back(c->job);
	}
	conn_closed(cls, context);
}

/* ---- start and stop ---- */

static void defaults(struct httpd_options *o)
{
	o->workers = o->workers ? o->workers : 8;
	o->queue = o->queue ? o->queue : 256;
	o->connections = o->connections ? o->connections : 1024;
	o->head_ms = o->head_ms ? o->head_ms : 10000;
	o->body_idle_ms = o->body_idle_ms ? o->body_idle_ms : 30000;
	o->body_total_ms = o->body_total_ms ? o->body_total_ms : 120000;
	o->idle_ms = o->idle_ms ? o->idle_ms : 60000;
	o->body_room = o->body_room ? o->body_room : (size_t)128 << 20;
}

static struct MHD_Daemon *daemon_start(struct httpd *h)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
	/*
	 * Not MHD_OPTION_STRICT_FOR_CLIENT: in 0.9.75 it adds only a check for Host, whose refusal
	 * is sent twice over, and one for blanks in targets that closes without a word. httpd_guard
	 * is stricter and answers once.
	 */
	struct MHD_OptionItem item[16] = {
		{ MHD_OPTION_LISTEN_SOCKET, h->listen_fd, NULL },
		{ MHD_OPTION_CONNECTION_LIMIT, h->o.connections, NULL },
		{ MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONN_MEMORY, NULL },
		{ MHD_OPTION_CONNECTION_TIMEOUT, h->o.idle_ms / 1000 + 1, NULL },
		{ MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL },
		{ MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, h },
		{ MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, h },
		{ MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_target, h },
		{ MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)as_is, h },
		{ MHD_OPTION_END, 0, NULL },
	};
	unsigned n = 9;
	char *cert = NULL, *key = NULL;

	if (h->tls) {
		flags |= MHD_USE_TLS;
		cert = strndup(h->o.tls_cert.p, h->o.tls_cert.n);
		key = strndup(h->o.tls_key.p, h->o.tls_key.n);
		item[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, cert };
		item[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, key };
		item[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t)tls_priorities };
		item[n] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
	}
	struct MHD_Daemon *m = MHD_start_daemon(flags, 0, NULL, NULL, on_request, h,
		MHD_OPTION_ARRAY, item, MHD_OPTION_END);
	free(cert);
	if (key)
		explicit_bzero(key, strlen(key));
	free(key);
	return m;
}

static struct httpd *start_failed(struct httpd *h, struct diag *d, const char *code,
	const char *msgid)
{
	if (code)
		diag_add(d, "listen", code, msgid, str_c(h->o.listen));
	if (h->listen_fd >= 0)
		close(h->listen_fd);
	tls_free(&h->tls);
	free(h);
	return NULL;
}

struct httpd *httpd_start(const struct httpd_options *o, struct diag *d)
{
	struct httpd *h = calloc(1, sizeof(*h));

	if (!h)
		fatal("out of memory");
	h->o = *o;
	h->listen_fd = -1;
	defaults(&h->o);
	signal(SIGPIPE, SIG_IGN);
	if (o->tls_cert.n > 0 && !(h->tls = tls_new(o->tls_cert, o->tls_key, d)))
		return start_failed(h, d, NULL, NULL);
	if (!listen_open(h, o->listen))
		return start_failed(h, d, "busy", N_("No se puede escuchar en %s."));
	if (!pool_start(h) || !conns_start(h))
		fatal("cannot start threads");
	h->mhd = daemon_start(h);
	if (!h->mhd) {
		pool_drain(h, 0);
		pool_stop(h);
		conns_stop(h);
		return start_failed(h, d, "start", N_("No se pudo iniciar el servidor en %s."));
	}
	/* The secret is in the library now; the caller's text may go. */
	h->o.tls_cert = h->o.tls_key = (struct str){ NULL, 0 };
	return h;
}

struct str httpd_address(const struct httpd *h)
{
	return str_c(h->address);
}

enum rc httpd_reload_tls(struct httpd *h, struct str cert, struct str key, struct diag *d)
{
	if (!h->tls)
		return diag_add(d, "tls_cert", "unknown", N_("Este servidor no usa TLS."), STR(""));
	return tls_reload(h->tls, cert, key, d);
}

void httpd_stop(struct httpd **hp, int drain_ms)
{
	struct httpd *h = *hp;

	if (!h)
		return;
	atomic_store(&h->stopping, true);
	MHD_quiesce_daemon(h->mhd);
	/* Refuse newcomers at once instead of leaving them in the backlog. */
	shutdown(h->listen_fd, SHUT_RDWR);
	streams_wake(h);
	pool_drain(h, drain_ms);
	if (h->o.drained)
		h->o.drained(h->o.app);
	MHD_stop_daemon(h->mhd);
	close(h->listen_fd);
	conns_stop(h);
	pool_stop(h);
	jobs_free(h->spare);
	jobs_free(h->abandoned);
	tls_free(&h->tls);
	free(h);
	*hp = NULL;
}

struct httpd_numbers httpd_numbers(const struct httpd *h)
{
	return (struct httpd_numbers){
		.requests = h->requests,
		.refused = h->refused,
		.queue_full = h->queue_full,
		.cut = h->cut,
		.open = h->open,
		.waiting = h->pool.waiting,
		.alive = h->alive,
		.body_bytes = h->body_bytes,
	};
}
