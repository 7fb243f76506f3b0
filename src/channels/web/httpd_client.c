#include "httpd_client.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "hash.h"

static enum http_next text(struct http_response *r, struct str body)
{
	r->status = 200;
	http_set(r, "Content-Type", STR("text/plain; charset=utf-8"));
	r->body = body;
	return HTTP_ANSWER;
}

static enum http_next woken(void *app, unsigned worker, struct http_request *q,
	struct http_response *r)
{
	(void)app, (void)worker;
	return text(r, str_fmt(q->mem, "later %s", (char *)q->state));
}

static enum http_next park(struct stage *s, struct http_request *q)
{
	q->then = woken;
	q->state = arena_dup(q->mem, "kept", 4);
	pthread_mutex_lock(&s->lock);
	s->parked[s->nparked++] = q;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
	return HTTP_LATER;
}

/* As the writer does: a guard of its own, then more than the arena holds. */
static void *borrow(void *arg)
{
	struct http_request *q = arg;
	struct stage *s = q->state;

	if (setjmp(*arena_guard(q->mem)) == 0) {
		pthread_mutex_lock(&s->lock);
		s->lent++;
		pthread_cond_broadcast(&s->moved);
		pthread_mutex_unlock(&s->lock);
		usleep(50000); /* the handler has returned long since */
		for (;;)
			arena_alloc(q->mem, 4096);
	}
	arena_unguard(q->mem);
	q->state = (void *)(uintptr_t)"lent";
	http_resume(q);
	return NULL;
}

static enum http_next lend(struct stage *s, struct http_request *q)
{
	pthread_t thread;

	q->then = woken;
	q->state = s;
	pthread_create(&thread, NULL, borrow, q);
	pthread_detach(thread);
	pthread_mutex_lock(&s->lock);
	while (s->lent == 0)
		pthread_cond_wait(&s->moved, &s->lock);
	pthread_mutex_unlock(&s->lock);
	return HTTP_LATER;
}

static void hold(struct stage *s)
{
	pthread_mutex_lock(&s->lock);
	s->holding++;
	pthread_cond_broadcast(&s->moved);
	while (!s->open_gate)
		pthread_cond_wait(&s->moved, &s->lock);
	s->holding--;
	pthread_mutex_unlock(&s->lock);
}

static enum http_next pages(void *app, unsigned worker, struct http_request *q,
	struct http_response *r)
{
	(void)worker;
	if (str_is(q->path, "/later"))
		return park(app, q);
	if (str_is(q->path, "/now")) { /* woken before the handler has returned */
		q->then = woken;
		q->state = arena_dup(q->mem, "now", 3);
		http_resume(q);
		return HTTP_LATER;
	}
	if (str_is(q->path, "/lend"))
		return lend(app, q);
	if (str_is(q->path, "/hold"))
		hold(app);
	if (str_is(q->path, "/sleep"))
		usleep(300000);
	if (str_is(q->path, "/fill"))
		for (;;)
			arena_alloc(q->mem, 4096);
	if (str_is(q->path, "/split"))
		http_set(r, "Location", STR("/a\r\nSet-Cookie: x=1"));
	if (str_is(q->path, "/big")) {
		size_t n = 3 << 20;
		char *p = arena_alloc(q->mem, n);
		memset(p, 'x', n);
		return text(r, (struct str){ p, n });
	}
	if (str_is(q->path, "/header"))
		return text(r, str_dup(q->mem, http_header(q, "x-test")));
	if (str_is(q->path, "/peer"))
		return text(r, q->peer);
	return text(r, str_fmt(q->mem, "%.*s %.*s?%.*s %.*s", (int)q->method.n, q->method.p,
		(int)q->path.n, q->path.p, (int)q->query.n, q->query.p, (int)q->body.n, q->body.p));
}

static size_t limit(void *app, struct str method, struct str path)
{
	(void)app;
	if (str_is(path, "/echo"))
		return str_is(method, "POST") ? 1000 : 0;
	return str_is(path, "/upload") ? 1 << 20 : 0;
}

static void starts(void *app, unsigned worker)
{
	struct stage *s = app;

	(void)worker;
	pthread_mutex_lock(&s->lock);
	s->started++;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
}

static void stops(void *app, unsigned worker)
{
	struct stage *s = app;

	(void)worker;
	pthread_mutex_lock(&s->lock);
	s->stopped++;
	pthread_mutex_unlock(&s->lock);
}

static void cuts(void *app, unsigned worker)
{
	struct stage *s = app;

	(void)worker;
	pthread_mutex_lock(&s->lock);
	s->cut++;
	pthread_mutex_unlock(&s->lock);
}

/* Whatever was parked is there to be looked at until now. */
static void drained(void *app)
{
	struct stage *s = app;

	for (unsigned i = 0; i < s->nparked; i++)
		s->left += str_is(s->parked[i]->path, "/later") && strcmp(s->parked[i]->state, "kept") == 0;
}

static void logged(void *app, const struct http_request *q, const struct http_response *r,
	int64_t took_us)
{
	struct stage *s = app;

	(void)q;
	pthread_mutex_lock(&s->lock);
	s->logged += took_us >= 0;
	s->last_status = (unsigned)r->status;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
}

struct httpd_options stage_options(struct stage *s)
{
	return (struct httpd_options){ .listen = "127.0.0.1:0", .workers = 2, .queue = 64,
		.connections = 400, .arena_cap = 8 << 20, .body_limit = limit, .handle = pages,
		.worker_start = starts, .worker_stop = stops, .worker_cut = cuts, .drained = drained, .logged = logged, .app = s };
}

void stage_start(struct stage *s, const struct httpd_options *o)
{
	struct diag d = { .n = 0 };
	pthread_condattr_t steady;

	crypto_start();
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->moved, &steady);
	s->h = httpd_start(o, &d);
	if (!s->h)
		fail_msg("%s", d.item[0].msgid);
}

void stage_stop(struct stage *s, int drain_ms)
{
	httpd_stop(&s->h, drain_ms);
	assert_null(s->h);
	pthread_cond_destroy(&s->moved);
	pthread_mutex_destroy(&s->lock);
}

bool stage_wait(struct stage *s, const unsigned *counter, unsigned n)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += 5;
	pthread_mutex_lock(&s->lock);
	while (*counter < n)
		if (pthread_cond_timedwait(&s->moved, &s->lock, &until) != 0)
			break;
	bool ok = *counter >= n;
	pthread_mutex_unlock(&s->lock);
	return ok;
}

bool stage_quiet(struct stage *s, bool closed)
{
	for (int i = 0; i < 1000; i++) {
		struct httpd_numbers n = httpd_numbers(s->h);
		if (n.alive == 0 && n.waiting == 0 && n.body_bytes == 0 && (!closed || n.open == 0))
			return true;
		usleep(5000);
	}
	struct httpd_numbers n = httpd_numbers(s->h);
	print_error("alive %u waiting %u open %u body bytes %zu\n", n.alive, n.waiting, n.open, n.body_bytes);
	return false;
}

void stage_gate(struct stage *s)
{
	pthread_mutex_lock(&s->lock);
	s->open_gate = true;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
}

int64_t client_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int client_open(const struct httpd *h)
{
	struct addrinfo hint = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV }, *at;
	struct timeval wait = { 5, 0 };
	struct str s = httpd_address(h);
	char host[64];
	size_t colon = s.n;

	while (s.p[colon - 1] != ':')
		colon--;
	bool v6 = s.p[0] == '['; /* without its brackets */
	snprintf(host, sizeof(host), "%.*s", (int)colon - (v6 ? 3 : 1), s.p + v6);
	assert_int_equal(getaddrinfo(host, s.p + colon, &hint, &at), 0);
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
		close(fd);
		fd = -1;
	}
	freeaddrinfo(at);
	return fd;
}

void client_send(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		ssize_t m = send(fd, at, n, MSG_NOSIGNAL);
		if (m <= 0)
			return; /* closed by the server: what it answered is what counts */
		at += m;
		n -= (size_t)m;
	}
}

void client_say(int fd, const char *s)
{
	client_send(fd, s, strlen(s));
}

/* Whole when the head has ended and Content-Length bytes followed. */
static bool whole(const struct answer *a, bool head_only)
{
	char length[256];
	const char *body = answer_body(a);

	if (!body)
		return false;
	if (head_only || !answer_header(a, "Content-Length", length))
		return true;
	return a->n - (size_t)(body - a->bytes) >= strtoul(length, NULL, 10);
}

static void look(struct answer *a)
{
	a->heads = 0;
	for (const char *p = a->bytes; (p = strstr(p, "HTTP/1.1 ")); p++)
		a->heads++;
	a->status = strncmp(a->bytes, "HTTP/1.1 ", 9) == 0 ? (int)strtol(a->bytes + 9, NULL, 10) : 0;
}

static void read_until(int fd, struct answer *a, bool one)
{
	memset(a, 0, sizeof(*a));
	while (a->n < sizeof(a->bytes) - 1 && !(one && whole(a, false))) {
		ssize_t m = recv(fd, a->bytes + a->n, sizeof(a->bytes) - 1 - a->n, 0);
		if (m <= 0) {
			a->closed = m == 0 || errno == ECONNRESET;
			break;
		}
		a->n += (size_t)m;
		a->bytes[a->n] = '\0';
	}
	look(a);
}

void client_all(int fd, struct answer *a)
{
	read_until(fd, a, false);
}

void client_one(int fd, struct answer *a)
{
	read_until(fd, a, true);
}

void client_ask(const struct httpd *h, const char *request, struct answer *a)
{
	int fd = client_open(h);

	assert_true(fd >= 0);
	client_say(fd, request);
	client_one(fd, a);
	close(fd);
}

const char *answer_header(const struct answer *a, const char *name, char out[256])
{
	size_t n = strlen(name);

	for (const char *p = strstr(a->bytes, "\r\n"); p && strncmp(p, "\r\n\r\n", 4) != 0;
		p = strstr(p + 2, "\r\n")) {
		if (strncasecmp(p + 2, name, n) != 0 || p[2 + n] != ':')
			continue;
		const char *v = p + n + 4, *end = strstr(v, "\r\n");
		snprintf(out, 256, "%.*s", (int)(end - v), v);
		return out;
	}
	return NULL;
}

const char *answer_body(const struct answer *a)
{
	const char *p = strstr(a->bytes, "\r\n\r\n");

	return p ? p + 4 : NULL;
}
