#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "load.h"

static const char usage[] =
	"load --to HOST:PORT [--path P] [--method M] [--body-template T] [--header 'K: V']…\n"
	"     [--bodies FILE] [--connections 16] [--requests N | --seconds 5] [--rate PER_S] [--timeout 10]\n"
	"     places: {uuid} {n} {ms} {name:SJM-001..SJM-120}; '{{' is a brace\n";

enum { O_TO = 1, O_PATH, O_METHOD, O_BODY, O_HEADER, O_CONNECTIONS, O_REQUESTS, O_SECONDS, O_RATE,
	O_TIMEOUT, O_BODIES };

static const struct option known[] = {
	{ "to", required_argument, NULL, O_TO },
	{ "path", required_argument, NULL, O_PATH },
	{ "method", required_argument, NULL, O_METHOD },
	{ "body-template", required_argument, NULL, O_BODY },
	{ "header", required_argument, NULL, O_HEADER },
	{ "connections", required_argument, NULL, O_CONNECTIONS },
	{ "requests", required_argument, NULL, O_REQUESTS },
	{ "seconds", required_argument, NULL, O_SECONDS },
	{ "rate", required_argument, NULL, O_RATE },
	{ "timeout", required_argument, NULL, O_TIMEOUT },
	{ "bodies", required_argument, NULL, O_BODIES },
	{ NULL, 0, NULL, 0 },
};

static bool address(struct load_options *o, char *to)
{
	char *colon = strrchr(to, ':');

	if (!colon)
		return false;
	*colon = '\0';
	o->port = colon + 1;
	o->host = to;
	if (to[0] == '[' && colon[-1] == ']') {
		colon[-1] = '\0';
		o->host = to + 1;
	}
	return true;
}

/* The lines of a file, each a body; they stay until the end. */
static bool bodies(struct load_options *o, const char *path)
{
	FILE *f = fopen(path, "r");
	size_t room = 0, cap = 0;
	char *line = NULL;
	ssize_t n;

	if (!f)
		return false;
	while ((n = getline(&line, &room, f)) > 0) {
		if (o->nlines == cap) {
			cap = cap ? cap * 2 : 1024;
			o->line = realloc(o->line, cap * sizeof(*o->line));
		}
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		if (!o->line || !(o->line[o->nlines++] = strdup(line)))
			abort();
	}
	free(line);
	fclose(f);
	return o->nlines > 0;
}

static bool option(struct load_options *o, int which)
{
	switch (which) {
	case O_TO:
		return address(o, optarg);
	case O_PATH:
		o->path = optarg;
		return true;
	case O_METHOD:
		o->method = optarg;
		return true;
	case O_BODY:
		o->body = optarg;
		return true;
	case O_HEADER:
		if (o->nheaders == LOAD_HEADERS)
			return false;
		o->header[o->nheaders++] = optarg;
		return true;
	case O_CONNECTIONS:
		o->connections = (unsigned)strtoul(optarg, NULL, 10);
		return o->connections > 0 && o->connections <= 20000;
	case O_REQUESTS:
		o->requests = strtoull(optarg, NULL, 10);
		return o->requests > 0;
	case O_SECONDS:
		o->seconds = strtod(optarg, NULL);
		return o->seconds > 0;
	case O_RATE:
		o->rate = strtod(optarg, NULL);
		return o->rate > 0;
	case O_TIMEOUT:
		o->timeout_s = strtod(optarg, NULL);
		return o->timeout_s > 0;
	case O_BODIES:
		return bodies(o, optarg);
	default:
		return false;
	}
}

bool load_options(struct load_options *o, int argc, char **argv)
{
	static char probe[LOAD_TEXT];
	int which;

	*o = (struct load_options){ .path = "/", .connections = 16, .timeout_s = 10 };
	while ((which = getopt_long(argc, argv, "", known, NULL)) != -1)
		if (!option(o, which)) {
			fputs(usage, stderr);
			return false;
		}
	if (!o->method)
		o->method = o->body || o->line ? "POST" : "GET";
	if (!o->requests && o->seconds <= 0)
		o->seconds = 5;
	if (!o->host || optind < argc || !load_request(o, 0, probe)) {
		fputs(usage, stderr);
		return false;
	}
	return true;
}

struct out {
	char *p;
	size_t n, cap;
	bool bad;
};

static void put(struct out *b, const char *p, size_t n)
{
	if (b->n + n > b->cap) {
		b->bad = true;
		return;
	}
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

static void put_c(struct out *b, const char *s)
{
	put(b, s, strlen(s));
}

static void put_number(struct out *b, uint64_t v, size_t width)
{
	char t[32];
	int n = snprintf(t, sizeof(t), "%0*llu", (int)width, (unsigned long long)v);

	put(b, t, (size_t)n);
}

static uint64_t unix_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* RFC 9562, version 7: 48 bits of milliseconds, the rest random. */
static void uuid_text(char out[37])
{
	static unsigned char pool[4096];
	static size_t used = sizeof(pool);
	unsigned char b[16];
	uint64_t ms = unix_ms();
	size_t at = 0;

	if (used + 10 > sizeof(pool)) {
		if (getrandom(pool, sizeof(pool), 0) != sizeof(pool))
			abort();
		used = 0;
	}
	memcpy(b + 6, pool + used, 10);
	used += 10;
	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(ms >> (40 - 8 * i));
	b[6] = (unsigned char)(0x70 | (b[6] & 15));
	b[8] = (unsigned char)(0x80 | (b[8] & 63));
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		out[at++] = "0123456789abcdef"[b[i] >> 4];
		out[at++] = "0123456789abcdef"[b[i] & 15];
	}
	out[at] = '\0';
}

/* "SJM-001..SJM-120" or "SJM-001..": the value of the n-th request. */
static bool put_cycle(struct out *b, const char *p, size_t size, uint64_t n)
{
	const char *dots = memmem(p, size, "..", 2);
	size_t first_n = dots ? (size_t)(dots - p) : 0, digits = 0;

	while (digits < first_n && p[first_n - 1 - digits] >= '0' && p[first_n - 1 - digits] <= '9')
		digits++;
	if (digits == 0 || digits > 18)
		return false;
	const char *last = dots + 2;
	size_t last_n = size - first_n - 2;
	uint64_t from = strtoull(dots - digits, NULL, 10), to = 1;
	for (size_t i = 0; i < digits; i++)
		to *= 10;
	to--;
	if (last_n > 0) {
		if (last_n <= first_n - digits || memcmp(last, p, first_n - digits) != 0)
			return false;
		to = strtoull(last + first_n - digits, NULL, 10);
	}
	if (to < from)
		return false;
	put(b, p, first_n - digits);
	put_number(b, from + n % (to - from + 1), digits);
	return true;
}

static bool put_place(struct out *b, const char *p, size_t size, uint64_t n, const char *uuid)
{
	const char *colon = memchr(p, ':', size);

	if (size == 4 && memcmp(p, "uuid", 4) == 0)
		put_c(b, uuid);
	else if (size == 1 && *p == 'n')
		put_number(b, n, 1);
	else if (size == 2 && memcmp(p, "ms", 2) == 0)
		put_number(b, unix_ms(), 1);
	else
		return colon && put_cycle(b, colon + 1, size - (size_t)(colon + 1 - p), n);
	return true;
}

/* A brace that opens no place, as in JSON, stands for itself. */
static void put_text(struct out *b, const char *t, uint64_t n, const char *uuid)
{
	while (*t) {
		const char *open = strchrnul(t, '{');
		put(b, t, (size_t)(open - t));
		if (!*open)
			return;
		const char *close = open + 1 + strspn(open + 1, "abcdefghijklmnopqrstuvwxyz");
		bool place = close > open + 1 && (*close == '}' || *close == ':');
		if (place && *close == ':')
			close = strchrnul(close, '}');
		if (place && *close == '}') {
			b->bad |= !put_place(b, open + 1, (size_t)(close - open - 1), n, uuid);
			t = close + 1;
		} else {
			put(b, open, 1);
			t = open[1] == '{' ? open + 2 : open + 1;
		}
	}
}

size_t load_request(const struct load_options *o, uint64_t n, char *text)
{
	static char body_text[LOAD_TEXT];
	struct out b = { text, 0, LOAD_TEXT, false }, body = { body_text, 0, LOAD_TEXT, false };
	char uuid[37];

	uuid_text(uuid);
	if (o->body)
		put_text(&body, o->body, n, uuid);
	else if (o->line)
		put_c(&body, o->line[n % o->nlines]);
	put_c(&b, o->method);
	put_c(&b, " ");
	put_text(&b, o->path, n, uuid);
	put_c(&b, " HTTP/1.1\r\nHost: ");
	put_c(&b, o->host);
	put_c(&b, "\r\n");
	for (unsigned i = 0; i < o->nheaders; i++) {
		put_text(&b, o->header[i], n, uuid);
		put_c(&b, "\r\n");
	}
	if (o->body || o->line) {
		put_c(&b, "Content-Length: ");
		put_number(&b, body.n, 1);
		put_c(&b, "\r\n");
	}
	put_c(&b, "\r\n");
	put(&b, body.p, body.n);
	return b.bad || body.bad ? 0 : b.n;
}
