/*
 * malformed.c - requests that are damaged in every way a line can damage them, sent to a server.
 *
 *     malformed PORT FIRST COUNT SEED FILE
 *
 * FILE holds whole good requests, one behind a line "====" each. Every request sent is one to four of
 * them, most with some bytes flipped, cut out, doubled, put in from a list of what parsers trip over, or
 * grafted from another; whatever comes is read, and a server that waits for more is hung up on. The same
 * seed and number send the same bytes. Prints how often each status came ("200 1234"), `none` for no answer; one of 500
 * or above but 503 (busy) and 505 (not our HTTP) is printed with its request, and ends with 1, as a server
 * that is gone does.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { THREADS = 120, BASES_MAX = 64, REQUEST_MAX = 96 * 1024, STATUS_MAX = 600, WAIT_MS = 100, PATIENCE_MS = 12, REACH_S = 10, SOUND = 8 };

struct bytes {
	char *p;
	size_t n;
};

static struct bytes base[BASES_MAX];
static unsigned nbases;
static uint16_t port;
static uint64_t seed;
static long until;
static _Atomic long next_number, status_count[STATUS_MAX], broken, refused;
static _Atomic int refused_why;

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t chance(uint64_t *s)
{
	uint64_t z = *s += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static size_t below(uint64_t *s, size_t n)
{
	return n ? (size_t)(chance(s) % n) : 0;
}

/* ---- damage ---- */

/* Put `with` in place of `n` bytes at `at`; what does not fit is left out. */
static void splice(struct bytes *b, size_t at, size_t n, const char *with, size_t with_n)
{
	if (at > b->n)
		at = b->n;
	if (n > b->n - at)
		n = b->n - at;
	if (b->n - n + with_n > REQUEST_MAX)
		return;
	memmove(b->p + at + with_n, b->p + at + n, b->n - at - n);
	memmove(b->p + at, with, with_n);
	b->n = b->n - n + with_n;
}

static void put_in(struct bytes *b, size_t at, uint64_t *s)
{
	static const char *const odd[] = { "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", "%00", "%", "%zz", "%c0%af", "../", "//",
		"?", "&", "=", "+", ";", ",", "\"", "'", "<", "\\", "{", "[[[[[[[[", "]", "}", "\"id\":", "null", "-1", "1e999",
		"99999999999999999999", "0x10", "\xff\xfe", "\xc3", "\xe2\x80\xae", "\xf0\x9f\x98\x80", "Content-Length: 5\r\n",
		"Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Expect: 100-continue\r\n",
		"Connection: close\r\n", "Connection: Upgrade\r\nUpgrade: h2c\r\n", "Host: otro\r\n", "Cookie: sesion=\r\n",
		"Cookie: ;;=;sesion\r\n", " folded\r\n", "Range: bytes=0-0,-1\r\n", "Accept-Language: ;q=,qu-\r\n",
		"If-None-Match: \"\r\n", "X-Forwarded-For: 1.2.3.4,,\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n", "7;x=\"\r\n", "HTTP/9.9",
		"HEAD ", "--cut\r\n", "--cut--", "filename=\"\r\n" };
	char many[2048];

	switch (below(s, 8)) {
	case 0: /* a nought */
		splice(b, at, 0, "", 1);
		break;
	case 1:
		memset(many, (int)(' ' + below(s, 94)), sizeof(many));
		for (size_t i = below(s, 16); i > 0; i--)
			splice(b, at, 0, many, sizeof(many));
		break;
	default: {
		const char *what = odd[below(s, sizeof(odd) / sizeof(odd[0]))];
		splice(b, at, below(s, 2) * below(s, 8), what, strlen(what));
	}
	}
}

static void damage(struct bytes *b, uint64_t *s)
{
	size_t at = below(s, b->n + 1), n = 1 + below(s, below(s, 4) ? 8 : 400);
	const struct bytes *other = &base[below(s, nbases)];
	size_t from = below(s, other->n);

	switch (below(s, 7)) {
	case 0:
		if (at < b->n)
			b->p[at] = (char)(b->p[at] ^ 1 << below(s, 8));
		break;
	case 1:
		if (at < b->n)
			b->p[at] = (char)chance(s);
		break;
	case 2:
		splice(b, at, n, "", 0);
		break;
	case 3: {
		char copy[512];
		size_t have = at + n > b->n ? b->n - at : n;
		memcpy(copy, b->p + at, have);
		splice(b, at, 0, copy, have);
		break;
	}
	case 4: /* the rest of another */
		splice(b, at, b->n, other->p + from, other->n - from);
		break;
	case 5:
		b->n = at;
		break;
	default:
		put_in(b, at, s);
	}
}

/* One in eight is as it should be: it gets its answer, however busy the machine is. */
static bool make(long number, struct bytes *b)
{
	uint64_t s = seed * UINT64_C(1000003) + (uint64_t)number;
	size_t whole = below(&s, 6) ? 1 : 1 + below(&s, 4);

	b->n = 0;
	if (number % SOUND == 0) {
		const struct bytes *one = &base[(size_t)(number / SOUND) % nbases];
		splice(b, 0, 0, one->p, one->n);
		return true;
	}
	for (size_t i = 0; i < whole; i++) {
		const struct bytes *one = &base[below(&s, nbases)];
		splice(b, b->n, 0, one->p, one->n);
	}
	for (size_t i = below(&s, 20) ? 1 + below(&s, 4) : 0; i > 0; i--)
		damage(b, &s);
	return false;
}

/* ---- sending ---- */

static int reach(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct timeval wait = { 0, WAIT_MS * 1000 }, long_wait = { REACH_S, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &long_wait, sizeof(long_wait)); /* a busy machine loses a first packet */
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0) {
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
		return fd;
	}
	int why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return -1;
}

static void show(long number, const struct bytes *b, int status)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&lock);
	printf("bad %d number %ld: ", status, number);
	for (size_t i = 0; i < b->n && i < 600; i++)
		if (b->p[i] >= ' ' && b->p[i] <= '~' && b->p[i] != '\\')
			putchar(b->p[i]);
		else
			printf("\\x%02x", (unsigned char)b->p[i]);
	putchar('\n');
	pthread_mutex_unlock(&lock);
}

/* The status of each answer that begins in what was read: pipelined ones come behind each other. */
static bool judge(const char *p, size_t n, long number, const struct bytes *b)
{
	bool any = false;

	for (size_t i = 0; i + 12 <= n; i++) {
		if (memcmp(p + i, "HTTP/1.", 7) != 0 || (i && p[i - 1] != '\n' && any && p[i - 1] != '}' && p[i - 1] != '>'))
			continue;
		long status = strtol(p + i + 9, NULL, 10);
		if (status < 100 || status >= STATUS_MAX)
			continue;
		any = true;
		atomic_fetch_add(&status_count[status], 1);
		if (status >= 500 && status != 503 && status != 505 && atomic_fetch_add(&broken, 1) < 5)
			show(number, b, (int)status);
	}
	return any;
}

static void send_one(long number, struct bytes *b, bool sound, char *answer, size_t answer_max)
{
	size_t have = 0, sent = 0;
	int fd = reach();
	ssize_t n = 0;

	if (fd < 0) {
		atomic_store(&refused_why, errno);
		atomic_fetch_add(&refused, 1);
		return;
	}
	while (sent < b->n && (n = send(fd, b->p + sent, b->n - sent, MSG_NOSIGNAL)) > 0)
		sent += (size_t)n;
	/* Whoever waits for more is told that nothing comes; before, whoever has enough may answer. */
	bool more = poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, sound ? REACH_S * 1000 : PATIENCE_MS) > 0;
	if (!more)
		shutdown(fd, SHUT_WR);
	while (have < answer_max && (n = recv(fd, answer + have, answer_max - have, more ? MSG_DONTWAIT : 0)) > 0) {
		have += (size_t)n;
		more = more && poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, PATIENCE_MS / 4) > 0;
	}
	close(fd);
	if (!judge(answer, have, number, b))
		atomic_fetch_add(&status_count[0], 1);
}

static void *work(void *arg)
{
	struct bytes b = { malloc(REQUEST_MAX), 0 };
	enum { ANSWER = 256 * 1024 };
	char *answer = malloc(ANSWER);
	long number;

	(void)arg;
	while (b.p && answer && (number = atomic_fetch_add(&next_number, 1)) < until && refused < 100) {
		bool sound = make(number, &b);
		send_one(number, &b, sound, answer, ANSWER);
	}
	free(b.p);
	free(answer);
	return NULL;
}

/* ---- the good ones ---- */

static bool read_bases(const char *path)
{
	static char text[256 * 1024];
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;
	char *p = text, *end;

	if (f)
		fclose(f);
	text[n] = '\0';
	while (nbases < BASES_MAX && (p = strstr(p, "====\n")) != NULL) {
		p += 5;
		end = strstr(p, "====\n");
		base[nbases++] = (struct bytes){ p, end ? (size_t)(end - p) : strlen(p) };
	}
	return nbases > 0;
}

int main(int argc, char **argv)
{
	pthread_t thread[THREADS];

	if (argc != 6 || !read_bases(argv[5])) {
		fprintf(stderr, "malformed PORT FIRST COUNT SEED FILE\n");
		return 2;
	}
	port = (uint16_t)strtol(argv[1], NULL, 10);
	next_number = strtol(argv[2], NULL, 10);
	until = next_number + strtol(argv[3], NULL, 10);
	seed = strtoull(argv[4], NULL, 10);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, work, NULL) != 0)
			return 2;
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < STATUS_MAX; i++)
		if (i && status_count[i])
			printf("%d %ld\n", i, (long)status_count[i]);
	printf("none %ld\n", (long)status_count[0]);
	if (refused)
		printf("refused %ld: %s\n", (long)refused, strerror(refused_why));
	return broken || refused ? 1 : 0;
}
