/*
 * load.h - an HTTP load generator: what is sent (load_text.c) and what came of it (load_stats.c).
 *
 * One thread, libc only. Texts (path, headers, body) are templates whose places are filled anew for
 * each request: {uuid} a fresh UUIDv7 (the same one in all texts of a request), {n} the number of
 * the request from 0, {ms} Unix milliseconds, {name:SJM-001..SJM-120} cycling values (without a
 * last one: to the end of the digits). `{{` is a brace. Bodies may come from a file instead, one a
 * line, in turn and as they are.
 */
#ifndef AYNI_LOAD_H
#define AYNI_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOAD_HEADERS = 16, LOAD_TEXT = 64 * 1024, LOAD_STATUS = 600 };

struct load_options {
	const char *host, *port;
	const char *method, *path, *body; /* body NULL: none, or lines */
	char **line; /* bodies as they are; NULL: none */
	size_t nlines;
	const char *header[LOAD_HEADERS];
	unsigned nheaders, connections;
	uint64_t requests; /* 0: until `seconds` */
	double seconds, rate; /* rate 0: closed loop */
	double timeout_s;
};

/* Fill *o from the command line; false after saying why on stderr. */
bool load_options(struct load_options *o, int argc, char **argv);

/* One whole request into out[LOAD_TEXT]; its length, or 0 when it does not fit or a place is bad. */
size_t load_request(const struct load_options *o, uint64_t n, char *out);

struct load_stats {
	uint64_t status[LOAD_STATUS];
	uint64_t answers, bytes_in, failed_connect, closed_early, timed_out;
	uint32_t *took_us; /* one an answer */
	size_t cap;
};

/* One answer. */
void load_count(struct load_stats *s, unsigned status, int64_t took_us);
/* One line of JSON on stdout; frees the samples. */
void load_report(struct load_stats *s, const struct load_options *o, double seconds);

/* Steady clock in microseconds. */
int64_t load_now_us(void);

#endif
