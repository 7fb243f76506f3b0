/*
 * httpd_client.h - for tests: a server with a few odd pages, and a client that sends raw bytes.
 */
#ifndef AYNI_HTTPD_CLIENT_H
#define AYNI_HTTPD_CLIENT_H

#include <pthread.h>

#include "httpd.h"

/* What the pages of the test server share; every field under `lock`. */
struct stage {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct httpd *h;
	struct http_request *parked[16]; /* handlers of /later that wait */
	unsigned nparked, started, stopped, logged, refused, last_status;
	unsigned lent, cut, left;
	unsigned holding; /* /hold handlers now waiting for `open_gate` */
	bool open_gate;
};

struct answer {
	int status;          /* 0: closed or silent */
	unsigned heads;      /* how often "HTTP/1.1 " begins a line in all that came */
	bool closed;         /* the server closed behind it */
	size_t n;
	char bytes[65536];
};

/* Options of a small server whose pages are in httpd_client.c; the caller changes and starts it. */
struct httpd_options stage_options(struct stage *s);
/* Start it with a fresh stage; the test fails when it cannot. */
void stage_start(struct stage *s, const struct httpd_options *o);
/* httpd_stop and the end of the stage. */
void stage_stop(struct stage *s, int drain_ms);
/* Wait (at most 5 s) until *counter, read under the lock, is at least n. */
bool stage_wait(struct stage *s, const unsigned *counter, unsigned n);
/* Wait (at most 5 s) until nothing is alive and, if `closed`, nothing is open. */
bool stage_quiet(struct stage *s, bool closed);

/* Let the handlers of /hold go on, now and later. */
void stage_gate(struct stage *s);

/* The steady clock. */
int64_t client_now_ms(void);
/* Connected to the server, with 5 s for each read; -1 when refused. */
int client_open(const struct httpd *h);
/* Send all, or until the server has closed. */
void client_send(int fd, const void *p, size_t n);
/* The same for a C string. */
void client_say(int fd, const char *text);
/* Everything until the server closes, the time is over or 64 KiB are full. */
void client_all(int fd, struct answer *a);
/* One whole answer of a connection that stays open. */
void client_one(int fd, struct answer *a);
/* Open, send, read one whole answer, close. */
void client_ask(const struct httpd *h, const char *request, struct answer *a);
/* The header's value as it stands in the answer, or NULL. */
const char *answer_header(const struct answer *a, const char *name, char out[256]);
/* Behind the head, or NULL. */
const char *answer_body(const struct answer *a);

#endif
