#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "httpd_in.h"

/*
 * The library's own timeout starts again with every byte, so one byte a second holds a connection
 * for ever. Here every connection has a deadline that only progress of a whole step (head, body,
 * answer) moves; the reaper shuts the socket of the late down and the library sees it closed.
 *
 * The library also misses a peer that sends a piece and hangs up in one go (one edge of epoll for
 * both; it reads the piece and waits for the next edge). The reaper looks for those.
 *
 * An answer that was given before the whole request was read (413) is lost when the socket is
 * closed with bytes unread: the peer gets a reset. Such sockets are kept a little, half closed,
 * and read empty ("lingering close").
 */

int64_t steady_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void conn_deadline(struct conn *c, int64_t at_ms)
{
	atomic_store_explicit(&c->deadline_ms, at_ms, memory_order_relaxed);
}

/* An IPv4 peer of a dual socket is shown as IPv4: limits by address must not see it as another. */
static void peer_text(struct conn *c, const struct sockaddr *a)
{
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;

	if (a && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &v4->sin_addr, c->peer, sizeof(c->peer));
	else if (a && a->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
		inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], c->peer, sizeof(c->peer));
	else if (a && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &v6->sin6_addr, c->peer, sizeof(c->peer));
}

void conn_opened(struct httpd *h, struct MHD_Connection *mhd, void **context)
{
	struct conn *c = calloc(1, sizeof(*c));

	*context = c;
	if (!c)
		return; /* on_target then refuses every request on it */
	c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	peer_text(c, MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
	if (h->tls)
		c->creds = tls_attach(h->tls,
			MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION)->tls_session);
	conn_deadline(c, steady_ms() + h->o.head_ms);
	atomic_store(&c->reading, true);
	pthread_mutex_lock(&h->conns.lock);
	c->next = h->conns.first;
	if (c->next)
		c->next->prev = c;
	h->conns.first = c;
	if (atomic_fetch_add(&h->open, 1) == 0)
		pthread_cond_signal(&h->conns.tick);
	pthread_mutex_unlock(&h->conns.lock);
}

static void linger(struct conns *s, int fd)
{
	if (s->nlingering == LINGER_MAX)
		return;
	int copy = dup(fd);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	s->lingerer[s->nlingering++] = (struct lingerer){ copy, steady_ms() + LINGER_MS };
	pthread_cond_signal(&s->tick);
}

/* The library calls this before it closes the socket, so a socket in the list is never another's. */
void conn_closed(struct httpd *h, void **context)
{
	struct conn *c = *context;

	if (!c)
		return;
	pthread_mutex_lock(&h->conns.lock);
	if (c->prev)
		c->prev->next = c->next;
	else
		h->conns.first = c->next;
	if (c->next)
		c->next->prev = c->prev;
	atomic_fetch_sub(&h->open, 1);
	if (c->linger && !h->conns.ending)
		linger(&h->conns, c->fd);
	pthread_mutex_unlock(&h->conns.lock);
	if (c->creds)
		tls_release(c->creds);
	free(c);
	*context = NULL;
}

/* Nearly full: those that wait for a next request make room for those that have one. */
static bool crowded_out(const struct httpd *h, struct conn *c, int64_t now_ms)
{
	int64_t since = atomic_load_explicit(&c->idle_since_ms, memory_order_relaxed);

	return since && now_ms - since > 1000 &&
		(uint64_t)atomic_load(&h->open) * 4 > (uint64_t)h->o.connections * 3;
}

/*
 * Hung up in the middle of a request with nothing left to read. Seen twice, so that the library had
 * the time to take the last bytes: a peer may close its half after a whole request.
 */
static bool hung_up(struct conn *c)
{
	char byte;
	bool gone = atomic_load_explicit(&c->reading, memory_order_relaxed) &&
		!atomic_load_explicit(&c->idle_since_ms, memory_order_relaxed) &&
		recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
	bool twice = gone && c->gone;

	c->gone = gone;
	return twice;
}

static void cut_late(struct httpd *h, int64_t now_ms)
{
	for (struct conn *c = h->conns.first; c; c = c->next) {
		int64_t at = atomic_load_explicit(&c->deadline_ms, memory_order_relaxed);
		if (at == 0)
			continue; /* in a worker, or cut already */
		bool late = at <= now_ms;
		if (!late && !hung_up(c) && !crowded_out(h, c, now_ms))
			continue;
		if (late && !atomic_load_explicit(&c->idle_since_ms, memory_order_relaxed))
			atomic_fetch_add(&h->cut, 1);
		conn_deadline(c, 0);
		shutdown(c->fd, SHUT_RDWR);
	}
}

static bool read_empty(struct lingerer *l, int64_t now_ms)
{
	char waste[16384];
	ssize_t n = 0;

	for (int i = 0; i < 64; i++) {
		n = recv(l->fd, waste, sizeof(waste), MSG_DONTWAIT);
		if (n <= 0)
			break;
	}
	bool waiting = n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
	return !waiting || l->until_ms <= now_ms;
}

static void drop_lingerers(struct conns *s, int64_t now_ms)
{
	for (unsigned i = 0; i < s->nlingering;) {
		if (read_empty(&s->lingerer[i], now_ms)) {
			close(s->lingerer[i].fd);
			s->lingerer[i] = s->lingerer[--s->nlingering];
		} else {
			i++;
		}
	}
}

static int tick_ms(const struct httpd *h)
{
	int ms = h->o.head_ms < h->o.body_idle_ms ? h->o.head_ms : h->o.body_idle_ms;

	if (h->conns.nlingering > 0)
		return 20;
	ms /= 8;
	return ms < 10 ? 10 : ms > 250 ? 250 : ms;
}

static void *reap(void *arg)
{
	struct httpd *h = arg;
	struct conns *s = &h->conns;

	pthread_mutex_lock(&s->lock);
	while (!s->ending) {
		int64_t now_ms = steady_ms();
		cut_late(h, now_ms);
		drop_lingerers(s, now_ms);
		if (!s->first && s->nlingering == 0) {
			pthread_cond_wait(&s->tick, &s->lock);
			continue;
		}
		int64_t at = now_ms + tick_ms(h);
		struct timespec until = { at / 1000, at % 1000 * 1000000 };
		pthread_cond_timedwait(&s->tick, &s->lock, &until);
	}
	while (s->nlingering > 0)
		close(s->lingerer[--s->nlingering].fd);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

bool conns_start(struct httpd *h)
{
	struct conns *s = &h->conns;
	pthread_condattr_t steady;

	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->tick, &steady);
	pthread_condattr_destroy(&steady);
	return pthread_create(&s->thread, NULL, reap, h) == 0;
}

void conns_stop(struct httpd *h)
{
	struct conns *s = &h->conns;

	pthread_mutex_lock(&s->lock);
	s->ending = true;
	pthread_cond_signal(&s->tick);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	pthread_cond_destroy(&s->tick);
	pthread_mutex_destroy(&s->lock);
}
