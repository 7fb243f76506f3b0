/*
 * http_out.c - the one file that knows libcurl's easy interface for gateways.
 *
 * Source: curl_easy_setopt(3) and the pages of its options.
 */
#include "http_out.h"

#include <curl/curl.h>
#include <string.h>

#include "civil.h"
#include "log.h"

enum { USUAL_MS = 30 * 1000, CONNECT_MS = 10 * 1000, MOST_BYTES = 1024 * 1024, GRACE_MS = 3000, RETRY_MOST_S = 24 * 3600 };

struct going {
	const struct http_out *q;
	struct http_in *r;
	char *p;      /* the answer so far, libc's: no arena may leave by longjmp through curl's frames */
	size_t n, cap, most;
	int64_t stopped_ms; /* steady clock; 0: not asked to stop */
};

void http_out_start(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		fatal("libcurl cannot start");
}

static size_t take(char *p, size_t size, size_t n, void *arg)
{
	struct going *g = arg;
	size_t bytes = size * n;

	if (g->n + bytes > g->most) {
		g->r->large = true;
		return 0;
	}
	if (g->n + bytes > g->cap) {
		size_t cap = (g->n + bytes) * 2;
		char *more = realloc(g->p, cap);
		if (!more)
			return 0;
		g->p = more;
		g->cap = cap;
	}
	memcpy(g->p + g->n, p, bytes);
	g->n += bytes;
	return bytes;
}

/* Called about once a second, and whenever something moves: not 0 ends the call. */
static int watch(void *arg, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
	struct going *g = arg;
	int64_t now_ms = steady_clock_us() / 1000;

	(void)down_all, (void)down, (void)up_all, (void)up;
	if (!g->q->stop || !atomic_load(g->q->stop))
		return 0;
	if (!g->stopped_ms)
		g->stopped_ms = now_ms;
	return g->q->waits || now_ms - g->stopped_ms >= GRACE_MS;
}

static struct curl_slist *headers(const struct http_out *q)
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");
	char type[128];

	if (q->type && snprintf(type, sizeof(type), "Content-Type: %s", q->type) < (int)sizeof(type))
		list = curl_slist_append(list, type);
	for (unsigned i = 0; q->header && q->header[i]; i++)
		list = curl_slist_append(list, q->header[i]);
	return list;
}

static void set_up(CURL *h, struct going *g, const char *url, struct curl_slist *list)
{
	const struct http_out *q = g->q;
	long timeout_ms = q->timeout_ms ? q->timeout_ms : USUAL_MS;

	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, timeout_ms);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, timeout_ms < CONNECT_MS ? timeout_ms : (long)CONNECT_MS);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(h, CURLOPT_USERAGENT, "ayni");
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, g);
	curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, watch);
	curl_easy_setopt(h, CURLOPT_XFERINFODATA, g);
	curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(h, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)g->most);
	if (strcmp(q->method, "GET") == 0)
		return;
	curl_easy_setopt(h, CURLOPT_POST, 1L);
	curl_easy_setopt(h, CURLOPT_POSTFIELDS, q->body.n ? q->body.p : "");
	curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body.n);
	if (strcmp(q->method, "POST") != 0)
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, q->method);
}

static const char *fault_of(CURLcode code)
{
	switch (code) {
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return "settings";
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return "tls";
	default:
		return "away";
	}
}

static void read_answer(struct arena *a, CURL *h, struct going *g)
{
	long status = 0;
	char *type = NULL;
	curl_off_t wait_s = 0;

	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &wait_s);
	g->r->status = (int)status;
	g->r->retry_ms = 1000 * (int64_t)(wait_s < 0 ? 0 : wait_s < RETRY_MOST_S ? wait_s : RETRY_MOST_S);
	g->r->type = str_dup(a, str_c(type));
}

/* It had left whole when the call broke off: whether it was taken nobody knows. */
static bool went_out(CURL *h, const struct http_out *q)
{
	curl_off_t sent = 0;
	long head = 0;

	curl_easy_getinfo(h, CURLINFO_SIZE_UPLOAD_T, &sent);
	curl_easy_getinfo(h, CURLINFO_REQUEST_SIZE, &head);
	return head > 0 && (size_t)sent >= q->body.n;
}

bool http_out_call(struct arena *a, const struct http_out *q, struct http_in *r)
{
	struct going g = { .q = q, .r = r, .most = q->most_bytes ? q->most_bytes : MOST_BYTES };
	const char *url = str_cstr(a, q->url);

	*r = (struct http_in){ .fault = "away" };
	CURL *h = curl_easy_init();
	struct curl_slist *list = headers(q);
	if (h) {
		set_up(h, &g, url, list);
		CURLcode code = curl_easy_perform(h);
		r->large |= code == CURLE_FILESIZE_EXCEEDED;
		if (code == CURLE_OK || r->large) {
			r->fault = NULL;
			read_answer(a, h, &g);
		} else {
			r->fault = fault_of(code);
			r->perhaps = went_out(h, q);
		}
	}
	curl_slist_free_all(list);
	curl_easy_cleanup(h);
	char *answer = g.p;
	if (!r->fault && g.n)
		r->body = str_dup(a, (struct str){ answer, g.n });
	free(answer);
	return !r->fault;
}

void http_out_escape(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char ch = (unsigned char)s.p[i];
		if ((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || memchr("-._~", ch, 4))
			buf_char(b, (char)ch);
		else
			buf_fmt(b, "%%%02X", ch);
	}
}
