/*
 * httpd.h - the only file that knows libmicrohttpd: one I/O thread, a few workers, deadlines.
 *
 * A request is read whole by the I/O thread (method, target, headers and body within limits), then
 * handled in a worker; a full queue answers 503 with Retry-After. A handler may answer at once or
 * say HTTP_LATER, and call http_resume from any thread when it knows more: `then` runs in a worker.
 * Refused early and cheaply: conflicting or repeated lengths, both length and chunked, unknown
 * methods, long targets (2 KiB) and headers (16 KiB), bodies over the limit (413 before the body is
 * read), slow headers (10 s) and bodies (30 s without progress, 120 s in all), bad percent escapes,
 * NUL, bare line feeds, folded headers, repeated or missing Host, absolute targets.
 *
 * When the request's arena is full the handler is left by longjmp and 503 is answered: a handler
 * must not allocate between handing `q` to another thread and returning HTTP_LATER.
 */
#ifndef AYNI_HTTPD_H
#define AYNI_HTTPD_H

#include "diag.h"

struct httpd;
struct http_request;
struct http_response;

enum http_next { HTTP_ANSWER, HTTP_LATER };

typedef enum http_next http_handler(void *app, unsigned worker, struct http_request *q,
	struct http_response *r);

struct http_pair {
	struct str name, value;
};

struct http_request {
	struct arena *mem;  /* lives until the answer is sent */
	struct str method;  /* GET HEAD POST (HEAD is handled as GET; the body is dropped) */
	struct str path;    /* decoded, begins with '/' */
	struct str query;   /* raw, without '?' */
	struct str body;
	struct str peer;    /* textual address of the peer, no port */
	const struct http_pair *header;
	unsigned nheaders;
	int64_t begun_us;   /* steady clock when the head had arrived */
	http_handler *then; /* set before HTTP_LATER */
	void *state;        /* the handler's own, kept across HTTP_LATER */
	void *conn;         /* httpd's own */
};

/* The header's value by case-insensitive name, or an empty view with p == NULL. */
struct str http_header(const struct http_request *q, const char *name);

enum { HTTP_HEADERS_MAX = 24 };

/*
 * An answer that has no end yet. It holds no worker: the I/O thread asks for bytes as the line takes them, and sleeps while
 * there are none. Its memory and q live until `end`.
 */
struct http_stream {
	/* At most max bytes to p, how many; 0: none now, asked again after http_wake; -1: it is over. I/O thread: must not block. */
	long (*read)(void *own, char *p, size_t max);
	/* Once, where read was called: nobody asks any more. May be NULL. */
	void (*end)(void *own);
	void *own;
};

struct http_response {
	int status;
	struct str body; /* in q->mem, or static */
	struct http_pair header[HTTP_HEADERS_MAX];
	unsigned nheaders;
	struct http_stream stream; /* instead of the body; read NULL: none */
	bool broken;        /* http_set was given what cannot be sent */
};

/*
 * Value must live in q->mem or be static; name is static. A value with a line break or a 25th
 * header turns the answer into 500 (never a split header, never the end of the program).
 */
void http_set(struct http_response *r, const char *name, struct str value);

struct httpd_options {
	const char *listen;  /* "127.0.0.1:8080", "[::1]:0"; port 0: any free one */
	unsigned workers;    /* 8: that many slow pages at once before others wait */
	unsigned queue;      /* waiting requests, 256 */
	unsigned connections; /* 1024 */
	size_t arena_cap;    /* per request, bytes */
	/* The body limit for that method and path, before the body is read; 0: no body allowed. */
	size_t (*body_limit)(void *app, struct str method, struct str path);
	http_handler *handle;
	/* Called in each worker as it starts and ends (its own database connection). */
	void (*worker_start)(void *app, unsigned worker);
	void (*worker_stop)(void *app, unsigned worker);
	/*
	 * In the worker, when a full arena cut its handler short: let go of what is held for the request
	 * (a snapshot). The answer is 503. May be NULL.
	 */
	void (*worker_cut)(void *app, unsigned worker);
	/*
	 * Called by httpd_stop when no handler runs any more. When it returns nobody may hold a request: what
	 * waited longer than the drain was answered 503 and is freed. May be NULL.
	 */
	void (*drained)(void *app);
	/*
	 * One line a request after it was answered or refused (then method and path may be empty);
	 * ids only. Called in the I/O thread: must not block. May be NULL.
	 */
	void (*logged)(void *app, const struct http_request *q, const struct http_response *r,
		int64_t took_us);
	/*
	 * A static JSON body for an answer that the server makes itself (413, 503…), or NULL for a plain
	 * sentence. Any thread. May be NULL.
	 */
	const char *(*refusal)(void *app, struct str path, int status);
	void *app;
	struct str tls_cert, tls_key; /* PEM; both empty: plain HTTP */
	/* Deadlines; 0: the default in parentheses. */
	int head_ms;       /* from the connection to the end of the head (10 000) */
	int body_idle_ms;  /* without progress (30 000) */
	int body_total_ms; /* the whole body (120 000) */
	int idle_ms;       /* kept alive between requests (60 000) */
	size_t body_room;  /* bytes of all bodies held at once, over it 503 (128 MiB) */
};

/* Start listening; NULL with a reason in *d. */
struct httpd *httpd_start(const struct httpd_options *o, struct diag *d);
/* The address listened on, e.g. "127.0.0.1:41233". */
struct str httpd_address(const struct httpd *h);
/*
 * Queue the request for a worker again; q->then runs there. Any thread; never blocks. Once for
 * each HTTP_LATER, also before that handler has returned; never after httpd_stop has returned.
 */
void http_resume(struct http_request *q);
/* There is more to read of its stream. Any thread; between the first `read` and the return of `end` only. */
void http_wake(struct http_request *q);
/* New certificate for new connections. INVALID keeps the old one. */
enum rc httpd_reload_tls(struct httpd *h, struct str cert, struct str key, struct diag *d) MUST_USE;
/*
 * Stop accepting, answer what is in flight (at most drain_ms; then 503 to what waits, and handlers
 * that still run are waited for), end the threads, free. Late requests get 503.
 */
void httpd_stop(struct httpd **h, int drain_ms);

struct httpd_numbers {
	uint64_t requests, refused, queue_full, cut; /* handled, refused early, no room, over a deadline */
	unsigned open, waiting, alive; /* connections, queued, requests that hold an arena */
	size_t body_bytes;             /* held by bodies now */
};
struct httpd_numbers httpd_numbers(const struct httpd *h);

/* What a certificate says of itself, for those who look after it. */
struct tls_paper {
	int64_t from_at, until_at;
	bool names_host;
};
/* The first certificate of PEM texts. INVALID with the reason: not readable, or the key is another's. */
enum rc tls_look(struct str cert, struct str key, const char *host, struct tls_paper *out, struct diag *d) MUST_USE;

#endif
