/*
 * load.c - drive an HTTP server and say in one line of JSON how it did.
 *
 * Closed loop: every connection asks again as soon as it was answered. Open loop (--rate): requests
 * fall due at fixed instants whether or not earlier ones were answered, and a request's time runs
 * from the instant it fell due, so that a stalled server cannot hide by slowing us down.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "load.h"

enum { HEAD_MAX = 16 * 1024, EVENTS = 256 };

struct link {
	int fd;
	bool busy, close_after;
	int64_t due_us;           /* when the request under way fell due */
	size_t out_n, out_at;     /* of out */
	char *out;                /* LOAD_TEXT bytes */
	char head[HEAD_MAX + 1];  /* of the answer, while it is not whole */
	size_t head_n;
	bool in_body, to_end;     /* to_end: the body ends with the connection */
	uint64_t body_left;
	unsigned status;
};

struct load {
	struct load_options o;
	struct load_stats stats;
	struct addrinfo *at;
	struct link *link;
	struct link **idle; /* a stack */
	unsigned nidle, busy;
	int epoll, timer;
	uint64_t sent; /* requests that were given to a connection */
	int64_t begun_us, end_us;
};

static bool link_connect(struct load *l, struct link *k)
{
	int on = 1;

	k->fd = socket(l->at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (k->fd < 0 || connect(k->fd, l->at->ai_addr, l->at->ai_addrlen) != 0) {
		if (k->fd >= 0)
			close(k->fd);
		k->fd = -1;
		l->stats.failed_connect++;
		return false;
	}
	setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = k };
	epoll_ctl(l->epoll, EPOLL_CTL_ADD, k->fd, &e);
	return true;
}

static void link_close(struct link *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

static void link_free(struct load *l, struct link *k)
{
	k->busy = false;
	k->head_n = 0;
	k->in_body = k->to_end = k->close_after = false;
	l->busy--;
	l->idle[l->nidle++] = k;
}

static void fail(struct load *l, struct link *k, uint64_t *counter)
{
	link_close(k);
	if (k->busy) {
		++*counter;
		link_free(l, k);
	}
}

static void link_write(struct load *l, struct link *k)
{
	while (k->out_at < k->out_n) {
		ssize_t n = send(k->fd, k->out + k->out_at, k->out_n - k->out_at,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			fail(l, k, &l->stats.closed_early);
			return;
		}
		k->out_at += (size_t)n;
	}
}

static void answered(struct load *l, struct link *k)
{
	bool close_after = k->close_after || k->to_end;

	load_count(&l->stats, k->status, load_now_us() - k->due_us);
	link_free(l, k);
	if (close_after)
		link_close(k);
}

/* A header's value in the head, or NULL. */
static const char *header(const char *head, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = strstr(head, "\r\n"); p; p = strstr(p + 2, "\r\n"))
		if (strncasecmp(p + 2, name, n) == 0 && p[2 + n] == ':')
			return p + 3 + n + strspn(p + 3 + n, " ");
	return NULL;
}

/* The head is whole: how will the body end? */
static void head_read(struct load *l, struct link *k)
{
	const char *length = header(k->head, "Content-Length");
	const char *connection = header(k->head, "Connection");

	k->status = (unsigned)strtoul(k->head + 9, NULL, 10);
	k->close_after = connection && strncasecmp(connection, "close", 5) == 0;
	k->body_left = length ? strtoull(length, NULL, 10) : 0;
	if (k->status == 204 || k->status == 304 || strcmp(l->o.method, "HEAD") == 0)
		k->body_left = 0;
	else
		k->to_end = !length;
	k->in_body = true;
}

/* n bytes that came; false: they are not HTTP. */
static bool take(struct load *l, struct link *k, const char *p, size_t n)
{
	while (n > 0 && k->busy) {
		if (k->in_body) {
			size_t m = n < k->body_left || k->to_end ? n : (size_t)k->body_left;
			k->body_left -= k->to_end ? 0 : m;
			p += m;
			n -= m;
		} else {
			size_t room = HEAD_MAX - k->head_n, m = n < room ? n : room;
			size_t before = k->head_n;
			memcpy(k->head + before, p, m);
			k->head[before + m] = '\0';
			char *end = strstr(k->head + (before > 3 ? before - 3 : 0), "\r\n\r\n");
			if (!end && m == room)
				return false;
			size_t used = end ? (size_t)(end + 4 - k->head) - before : m;
			k->head_n += used;
			p += used;
			n -= used;
			if (!end)
				continue;
			end[2] = '\0';
			if (strncmp(k->head, "HTTP/1.", 7) != 0)
				return false;
			head_read(l, k);
		}
		if (k->in_body && k->body_left == 0 && !k->to_end)
			answered(l, k);
	}
	return n == 0;
}

static void link_read(struct load *l, struct link *k)
{
	static char piece[65536];

	while (k->fd >= 0) {
		ssize_t n = recv(k->fd, piece, sizeof(piece), MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n == 0 && k->busy && k->in_body && k->to_end) {
			answered(l, k);
			return;
		}
		if (n > 0)
			l->stats.bytes_in += (uint64_t)n;
		if (n <= 0 || !take(l, k, piece, (size_t)n))
			fail(l, k, &l->stats.closed_early);
	}
}

/* Give the next request to an idle connection. */
static void ask(struct load *l, int64_t due_us)
{
	struct link *k = l->idle[--l->nidle];

	l->busy++;
	k->busy = true;
	k->due_us = due_us;
	k->out_n = load_request(&l->o, l->sent++, k->out);
	k->out_at = 0;
	if (k->fd < 0 && !link_connect(l, k)) {
		link_free(l, k);
		return;
	}
	link_write(l, k);
}

static bool over(const struct load *l, int64_t now_us)
{
	return (l->o.requests && l->sent >= l->o.requests) || (l->end_us && now_us >= l->end_us);
}

static void ask_what_is_due(struct load *l)
{
	int64_t now_us = load_now_us();
	unsigned refused = 0;

	while (l->nidle > 0 && refused < 64 && !over(l, now_us)) {
		int64_t due_us = now_us;
		if (l->o.rate > 0) {
			due_us = l->begun_us + (int64_t)((double)l->sent * 1e6 / l->o.rate);
			if (due_us > now_us) {
				struct itimerspec at = { .it_value = { due_us / 1000000, due_us % 1000000 * 1000 } };
				timerfd_settime(l->timer, TFD_TIMER_ABSTIME, &at, NULL);
				return;
			}
		}
		uint64_t before = l->stats.failed_connect;
		ask(l, due_us);
		refused += l->stats.failed_connect > before;
	}
}

static void cut_late(struct load *l)
{
	int64_t limit_us = load_now_us() - (int64_t)(l->o.timeout_s * 1e6);

	for (unsigned i = 0; i < l->o.connections; i++)
		if (l->link[i].busy && l->link[i].due_us < limit_us)
			fail(l, &l->link[i], &l->stats.timed_out);
}

static void run(struct load *l)
{
	struct epoll_event event[EVENTS];
	int64_t looked_us = 0;

	l->begun_us = load_now_us();
	if (!l->o.requests)
		l->end_us = l->begun_us + (int64_t)(l->o.seconds * 1e6);
	ask_what_is_due(l);
	while (l->busy > 0 || !over(l, load_now_us())) {
		int n = epoll_wait(l->epoll, event, EVENTS, 50);
		for (int i = 0; i < n; i++) {
			struct link *k = event[i].data.ptr;
			uint64_t waste;
			if (!k) {
				if (read(l->timer, &waste, sizeof(waste)) < 0)
					continue;
				continue;
			}
			if (k->fd >= 0 && event[i].events & EPOLLOUT && k->busy)
				link_write(l, k);
			if (k->fd >= 0 && event[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
				link_read(l, k);
		}
		ask_what_is_due(l);
		if (load_now_us() - looked_us > 100000) {
			cut_late(l);
			looked_us = load_now_us();
		}
	}
}

static bool prepare(struct load *l)
{
	struct addrinfo hint = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct rlimit r;
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = NULL };

	if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
		r.rlim_cur = r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
	if (getaddrinfo(l->o.host, l->o.port, &hint, &l->at) != 0) {
		fprintf(stderr, "load: no such address\n");
		return false;
	}
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->timer, &e);
	l->link = calloc(l->o.connections, sizeof(*l->link));
	l->idle = calloc(l->o.connections, sizeof(*l->idle));
	if (!l->link || !l->idle)
		return false;
	for (unsigned i = 0; i < l->o.connections; i++) {
		struct link *k = &l->link[i];
		k->fd = -1;
		k->out = malloc(LOAD_TEXT);
		if (!k->out || !link_connect(l, k)) {
			fprintf(stderr, "load: cannot connect\n");
			return false;
		}
		l->idle[l->nidle++] = k;
	}
	return true;
}

int main(int argc, char **argv)
{
	static struct load l;

	if (!load_options(&l.o, argc, argv))
		return 2;
	if (!prepare(&l))
		return 1;
	run(&l);
	load_report(&l.stats, &l.o, (double)(load_now_us() - l.begun_us) / 1e6);
	for (unsigned i = 0; i < l.o.connections; i++) {
		link_close(&l.link[i]);
		free(l.link[i].out);
	}
	free(l.link);
	free(l.idle);
	freeaddrinfo(l.at);
	return l.stats.answers > 0 ? 0 : 1;
}
