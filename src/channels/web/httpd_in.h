/*
 * httpd_in.h - what the httpd_*.c files share; nobody else includes it.
 *
 * A `conn` is one TCP connection, made and freed by the I/O thread, listed under `conns.lock` so
 * that the reaper may shut its socket down. A `job` is one request. The I/O thread owns a job
 * while it is READING or DONE, the pool (under `pool.lock`) while it is QUEUED, WOKEN or LATER, one
 * worker while it is RUNNING.
 */
#ifndef AYNI_HTTPD_IN_H
#define AYNI_HTTPD_IN_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "httpd.h"

enum {
	TARGET_MAX = 2048,
	HEAD_MAX = 16 * 1024,
	CONN_MEMORY = 24 * 1024, /* a head of HEAD_MAX and the head of its answer */
	REQUEST_HEADERS_MAX = 64,
	BODY_KEPT = 16 * 1024,   /* a body buffer up to this size stays with the job */
	SEND_MS = 10 * 60 * 1000,
	STREAM_MS = 60 * 1000, /* of a stream, without the line taking anything */
	LINGER_MS = 2000,
	LINGER_MAX = 128,
	SPARE_JOBS = 128,
};

struct creds;
struct tls;

struct conn {
	struct conn *prev, *next;
	_Atomic int64_t deadline_ms; /* steady clock; 0: none */
	_Atomic int64_t idle_since_ms; /* 0: a request is under way */
	atomic_bool reading; /* the library waits for the peer, not the peer for an answer */
	bool gone;           /* the reaper's own: the peer was gone at the last look */
	int fd;
	bool linger; /* the client may still be sending: read on a little after the answer */
	struct creds *creds;
	struct job *job; /* begun and not completed; the I/O thread's own */
	char peer[INET6_ADDRSTRLEN];
};

enum job_state { JOB_READING, JOB_QUEUED, JOB_RUNNING, JOB_WOKEN, JOB_LATER, JOB_DONE };

struct job {
	struct http_request q; /* first: http_resume finds the job by it */
	struct http_response r;
	struct job *next;             /* in the queue, or among the spare */
	struct job *prev_all, *next_all; /* in flight, under pool.lock */
	struct httpd *h;
	struct conn *c;
	struct MHD_Connection *mhd;
	struct MHD_Response *answer;
	enum job_state state; /* under pool.lock, but for READING */
	int early;            /* status that the target alone has earned, or 0 */
	bool headed, in_flight, refused, abandoned;
	bool chunked, too_large;
	bool streams;       /* its stream was read: the I/O thread's own */
	bool asleep, woken; /* under pool.lock (httpd_stream.c) */
	size_t body_limit, body_cap, body_charged;
	int64_t body_begun_ms;
	size_t target_n;
	const char *target_at; /* where the library keeps the target */
	char target[TARGET_MAX + 1];
	struct http_pair header[REQUEST_HEADERS_MAX];
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t work, drained;
	struct job *head, *tail, *all;
	unsigned idle, wakes, in_flight;
	_Atomic unsigned waiting;
	bool closed, ending;
	pthread_t *thread;
	unsigned nthreads;
};

struct lingerer {
	int fd;
	int64_t until_ms;
};

struct conns {
	pthread_mutex_t lock;
	pthread_cond_t tick;
	struct conn *first;
	struct lingerer lingerer[LINGER_MAX];
	unsigned nlingering;
	bool ending;
	pthread_t thread;
};

struct httpd {
	struct httpd_options o;
	struct MHD_Daemon *mhd;
	int listen_fd;
	char address[INET6_ADDRSTRLEN + 16];
	struct tls *tls;
	struct pool pool;
	struct conns conns;
	struct job *spare; /* the I/O thread's own */
	struct job *abandoned; /* their memory may still be looked at until httpd_stop returns */
	unsigned nspare;
	atomic_bool stopping;
	_Atomic uint64_t requests, refused, queue_full, cut;
	_Atomic unsigned open, alive;
	_Atomic size_t body_bytes;
};

/* The steady clock, for durations and deadlines only. */
int64_t steady_us(void);
/* The same in milliseconds. */
static inline int64_t steady_ms(void)
{
	return steady_us() / 1000;
}

/* httpd_listen.c: open h->listen_fd at "host:port" and write h->address. */
bool listen_open(struct httpd *h, const char *where);

/* httpd_guard.c: the head of a request, in the I/O thread. */
/* Copy the target and note where it stood. p may be NULL. */
void guard_target(struct job *j, const char *p);
/* Fill j->q and the expected body from the head; 0, or the status to refuse it with. */
int guard_head(struct job *j, const char *method, const char *version);

/* httpd_body.c: the body, in the I/O thread. */
/* Make room for the body that the head announced; 0 or a status. */
int body_begin(struct job *j, int64_t length);
/* One more piece; false: close the connection without an answer. */
bool body_add(struct job *j, const char *p, size_t n) MUST_USE;
void body_end(struct job *j);

/* httpd_answer.c */
/* The answer from j->r. May leave by the arena's guard; j->answer is then NULL or whole. */
void answer_make(struct job *j);
/* A short plain answer with that status in place of j->r; allocates nothing from the arena. */
void answer_plain(struct job *j, int status);
/* Give j->answer to the library. I/O thread only. */
enum MHD_Result answer_send(struct job *j);

/* httpd_stream.c */
/* The library's reader of a job's stream. I/O thread. */
ssize_t stream_read(void *cls, uint64_t pos, char *p, size_t max);
/* The connection is over. I/O thread. */
void stream_end(struct job *j);
/* Those that sleep find that the server stops. */
void streams_wake(struct httpd *h);

/* httpd_pool.c */
bool pool_start(struct httpd *h);
/* Suspend and queue; false: full or stopping (not suspended, answer at once). I/O thread. */
bool pool_submit(struct job *j) MUST_USE;
/* The library is done with the job. I/O thread. */
void pool_leave(struct job *j);
/* Wait for what is in flight, then end the workers. */
void pool_drain(struct httpd *h, int drain_ms);
void pool_stop(struct httpd *h);

/* httpd_conn.c: connections and their deadlines. */
bool conns_start(struct httpd *h);
void conns_stop(struct httpd *h);
void conn_opened(struct httpd *h, struct MHD_Connection *mhd, void **context);
void conn_closed(struct httpd *h, void **context);
void conn_deadline(struct conn *c, int64_t at_ms);

/* httpd_tls.c: certificates by connection. */
struct tls *tls_new(struct str cert, struct str key, struct diag *d);
void tls_free(struct tls **t);
enum rc tls_reload(struct tls *t, struct str cert, struct str key, struct diag *d) MUST_USE;
/* Give the session the newest certificate and tickets; the result is released at its end. */
struct creds *tls_attach(struct tls *t, void *session);
void tls_release(struct creds *c);
extern const char tls_priorities[];

#endif
