/*
 * link.c - a proxy on loopback that makes a bad telephone link of it; the model is told in link.h.
 *
 *     link --to PORT [--listen PORT] [--bits 50000] [--round-trip-ms 600] [--lost-per-mille 50] [--seed 1]
 *          [--plan 4000:off,9000:on]
 *
 * Says «listening PORT» and then reads orders, a line each, and answers each with a line:
 *     off     no signal: connections are reset, new ones are refused         → off
 *     hole    connections stay and new ones are taken, but nothing arrives   → hole
 *     on      as before                                                      → on
 *     seed N  connections from here on lose what seed N loses                → seed
 *     count   bytes, segments, lost segments, connections so far             → count UP DOWN SEGMENTS LOST LINKS
 * The plan gives orders at milliseconds after the start. The end of its input ends it. Loopback only.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "link.h"

enum { UP, DOWN, WAYS, ROOM = 128 * 1024, LINE = 120, PLAN_MAX = 16 };
enum state { LINK_ON, LINK_OFF, LINK_HOLE };

/* What one side sends to the other: read, under way, arrived, in this order from the end of `bytes`. */
struct way {
	char bytes[ROOM];
	unsigned n, arrived; /* held; of these the first have arrived and wait to be written */
	bool closing, closed; /* the end has arrived; it was passed on */
	bool read_all;
};

struct pair {
	bool used;
	int fd[WAYS]; /* of the client, of the server */
	struct way way[WAYS];
};

struct order {
	int64_t at_us;
	char line[LINE];
};

struct link {
	int port, to, listener;
	enum state state;
	struct wire wire[WAYS];
	struct pair *pair;
	unsigned npairs;
	struct order plan[PLAN_MAX];
	unsigned nplan, plan_at;
	char line[LINE];
	size_t line_n;
	int64_t begun_us;
	uint64_t links;
};

static int64_t now_us(const struct link *l)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 - l->begun_us;
}

static struct sockaddr_in here(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* ---- connections ---- */

static bool begin_listening(struct link *l)
{
	struct sockaddr_in at = here(l->port);
	socklen_t n = sizeof at;
	int on = 1;

	l->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	setsockopt(l->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(l->listener, (struct sockaddr *)&at, sizeof at) != 0 || listen(l->listener, 64) != 0 ||
		getsockname(l->listener, (struct sockaddr *)&at, &n) != 0) {
		perror("link: listen");
		return false;
	}
	l->port = ntohs(at.sin_port);
	return true;
}

static void pair_end(struct link *l, unsigned i, bool reset)
{
	struct linger hard = { .l_onoff = 1 };

	for (int way = 0; way < WAYS; way++) {
		wire_drop(&l->wire[way], i);
		if (reset)
			setsockopt(l->pair[i].fd[way], SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
		close(l->pair[i].fd[way]);
	}
	l->pair[i].used = false;
	l->npairs--;
}

static void pair_begin(struct link *l, int client)
{
	struct sockaddr_in to = here(l->to);
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	unsigned i = 0;

	while (l->pair[i].used)
		i++;
	if (connect(server, (struct sockaddr *)&to, sizeof to) != 0) { /* nobody there: the client is refused late */
		struct linger hard = { .l_onoff = 1 };
		setsockopt(client, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
		close(client);
		close(server);
		return;
	}
	struct pair *p = &l->pair[i];
	memset(p->way, 0, sizeof p->way);
	p->used = true;
	p->fd[UP] = client;
	p->fd[DOWN] = server;
	int64_t ready_us = wire_connect_us(&l->wire[UP], now_us(l));
	for (int way = 0; way < WAYS; way++) {
		setsockopt(p->fd[way], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		fcntl(p->fd[way], F_SETFL, O_NONBLOCK);
		wire_open(&l->wire[way], i, ready_us);
	}
	l->npairs++;
	l->links++;
}

/* ---- orders ---- */

static bool obey(struct link *l, const char *line, bool said)
{
	if (strcmp(line, "off") == 0) {
		for (unsigned i = 0; i < WIRE_FLOWS; i++)
			if (l->pair[i].used)
				pair_end(l, i, true);
		if (l->listener >= 0)
			close(l->listener);
		l->listener = -1;
		l->state = LINK_OFF;
	} else if (strcmp(line, "hole") == 0 || strcmp(line, "on") == 0) {
		if (l->listener < 0 && !begin_listening(l))
			return false;
		l->state = line[0] == 'h' ? LINK_HOLE : LINK_ON;
	} else if (strncmp(line, "seed ", 5) == 0) {
		for (int way = 0; way < WAYS; way++)
			wire_seed(&l->wire[way], strtoull(line + 5, NULL, 10) * WAYS + (unsigned)way);
		line = "seed";
	} else if (strcmp(line, "count") == 0) {
		printf("count %llu %llu %llu %llu %llu\n", (unsigned long long)l->wire[UP].bytes,
			(unsigned long long)l->wire[DOWN].bytes,
			(unsigned long long)(l->wire[UP].segments + l->wire[DOWN].segments),
			(unsigned long long)(l->wire[UP].lost + l->wire[DOWN].lost), (unsigned long long)l->links);
		fflush(stdout);
		return true;
	} else {
		line = "what?";
	}
	if (said) {
		puts(line);
		fflush(stdout);
	}
	return true;
}

/* False at the end of the input. */
static bool hear(struct link *l)
{
	char c[LINE];
	ssize_t n = read(STDIN_FILENO, c, sizeof c);

	for (ssize_t i = 0; i < n; i++) {
		if (c[i] != '\n') {
			if (l->line_n + 1 < sizeof l->line)
				l->line[l->line_n++] = c[i];
			continue;
		}
		l->line[l->line_n] = 0;
		l->line_n = 0;
		if (!obey(l, l->line, true))
			return false;
	}
	return n > 0 || (n < 0 && errno == EINTR);
}

/* ---- bytes ---- */

/* Reads what the side that sends this way has to say. False: it broke. */
static bool take(struct link *l, unsigned i, int way)
{
	struct way *y = &l->pair[i].way[way];
	ssize_t n = read(l->pair[i].fd[way], y->bytes + y->n, sizeof y->bytes - y->n);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	y->n += (unsigned)n;
	y->read_all = n == 0;
	wire_put(&l->wire[way], i, now_us(l), (unsigned)n);
	return true;
}

/* Writes what has arrived to the other side, its end too. False: nobody is there. */
static bool give(struct link *l, unsigned i, int way)
{
	struct pair *p = &l->pair[i];
	struct way *y = &p->way[way];

	if (y->arrived) {
		ssize_t n = send(p->fd[!way], y->bytes, y->arrived, MSG_NOSIGNAL);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		y->n -= (unsigned)n;
		y->arrived -= (unsigned)n;
		memmove(y->bytes, y->bytes + n, y->n);
	}
	if (!y->arrived && y->closing && !y->closed) {
		y->closed = true;
		shutdown(p->fd[!way], SHUT_WR);
	}
	return true;
}

static void arrived(struct link *l, int way, unsigned i, unsigned n)
{
	struct way *y = &l->pair[i].way[way];

	y->arrived += n;
	if (!n)
		y->closing = true;
}

static void arrived_up(void *arg, unsigned i, unsigned n)
{
	arrived(arg, UP, i, n);
}

static void arrived_down(void *arg, unsigned i, unsigned n)
{
	arrived(arg, DOWN, i, n);
}

static void move(struct link *l)
{
	if (l->state != LINK_ON)
		return;
	wire_run(&l->wire[UP], now_us(l), arrived_up, l);
	wire_run(&l->wire[DOWN], now_us(l), arrived_down, l);
	for (unsigned i = 0; i < WIRE_FLOWS; i++) {
		struct pair *p = &l->pair[i];
		if (p->used && (!give(l, i, UP) || !give(l, i, DOWN)))
			pair_end(l, i, true);
		else if (p->used && p->way[UP].closed && p->way[DOWN].closed)
			pair_end(l, i, false);
	}
}

/* ---- the loop ---- */

static int wait_ms(const struct link *l)
{
	int64_t next_us = INT64_MAX;

	for (int way = 0; way < WAYS && l->state == LINK_ON; way++)
		if (wire_next_us(&l->wire[way]) < next_us)
			next_us = wire_next_us(&l->wire[way]);
	if (l->plan_at < l->nplan && l->plan[l->plan_at].at_us < next_us)
		next_us = l->plan[l->plan_at].at_us;
	if (next_us == INT64_MAX)
		return -1;
	int64_t left_us = next_us - now_us(l);
	return left_us <= 0 ? 0 : (int)(left_us / 1000) + 1;
}

static bool turn(struct link *l)
{
	struct pollfd fd[2 + WAYS * WIRE_FLOWS];
	nfds_t n = 0;

	fd[n++] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	fd[n++] = (struct pollfd){ .fd = l->npairs < WIRE_FLOWS ? l->listener : -1, .events = POLLIN };
	for (unsigned i = 0; i < WIRE_FLOWS; i++)
		for (int way = 0; way < WAYS; way++, n++) {
			const struct pair *p = &l->pair[i];
			short reads = p->way[way].read_all || p->way[way].n == ROOM ? 0 : POLLIN;
			short writes = p->way[!way].arrived ? POLLOUT : 0;
			fd[n] = (struct pollfd){ .fd = p->used && (reads || writes) ? p->fd[way] : -1, .events = reads | writes };
		}
	if (poll(fd, n, wait_ms(l)) < 0 && errno != EINTR)
		return false;
	while (l->plan_at < l->nplan && l->plan[l->plan_at].at_us <= now_us(l))
		if (!obey(l, l->plan[l->plan_at++].line, false))
			return false;
	if (fd[0].revents && !hear(l))
		return false;
	for (unsigned i = 0; i < WIRE_FLOWS; i++)
		for (int way = 0; way < WAYS; way++)
			if (l->pair[i].used && fd[2 + i * WAYS + way].fd == l->pair[i].fd[way] &&
				fd[2 + i * WAYS + way].revents & (POLLIN | POLLHUP | POLLERR) && !l->pair[i].way[way].read_all &&
				!take(l, i, way))
				pair_end(l, i, true);
	if (fd[1].revents && l->listener >= 0) {
		int client = accept4(l->listener, NULL, NULL, SOCK_CLOEXEC);
		if (client >= 0)
			pair_begin(l, client);
	}
	move(l);
	return true;
}

static bool plan_read(struct link *l, const char *text)
{
	for (int used = 0; *text; text += used + (text[used] == ',')) {
		struct order *o = &l->plan[l->nplan];
		long long at_ms;
		if (l->nplan == PLAN_MAX || sscanf(text, "%lld:%19[^,]%n", &at_ms, o->line, &used) != 2)
			return false;
		o->at_us = at_ms * 1000;
		l->nplan++;
	}
	return true;
}

int main(int argc, char **argv)
{
	static struct link l = { .listener = -1 };
	struct wire_options o = { 50000, 600 * 1000, 50000, 1 };
	bool good = argc % 2 == 1;

	for (int i = 1; good && i < argc; i += 2) {
		long long v = strtoll(argv[i + 1], NULL, 10);
		if (strcmp(argv[i], "--to") == 0)
			l.to = (int)v;
		else if (strcmp(argv[i], "--listen") == 0)
			l.port = (int)v;
		else if (strcmp(argv[i], "--bits") == 0)
			o.bits_per_s = v;
		else if (strcmp(argv[i], "--round-trip-ms") == 0)
			o.round_trip_us = v * 1000;
		else if (strcmp(argv[i], "--lost-per-mille") == 0)
			o.lost_ppm = v * 1000;
		else if (strcmp(argv[i], "--seed") == 0)
			o.seed = (uint64_t)v;
		else if (strcmp(argv[i], "--plan") == 0)
			good = plan_read(&l, argv[i + 1]);
		else
			good = false;
	}
	if (!good || !l.to || o.bits_per_s <= 0) {
		fputs("link --to PORT [--listen PORT] [--bits N] [--round-trip-ms N] [--lost-per-mille N] [--seed N] [--plan MS:ORDER,…]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	l.begun_us = now_us(&l);
	for (int way = 0; way < WAYS; way++)
		wire_begin(&l.wire[way], &(struct wire_options){ o.bits_per_s, o.round_trip_us, o.lost_ppm, o.seed * WAYS + (unsigned)way });
	l.pair = calloc(WIRE_FLOWS, sizeof *l.pair);
	if (!l.pair || !begin_listening(&l))
		return 1;
	printf("listening %d\n", l.port);
	fflush(stdout);
	while (turn(&l))
		;
	return 0;
}
