/*
 * net.c - one call of a service on the internet, and the rows that its adapters share.
 */
#include "net_own.h"

#include <curl/curl.h>

#include "net_sql.h"

enum { CONNECT_MS = 10 * 1000 };

struct taking {
	struct buf b;
	const _Atomic bool *stop;
	bool too_large;
};

/* No allocation here: the buffer has its room already. */
static size_t take(char *p, size_t size, size_t n, void *arg)
{
	struct taking *t = arg;

	buf_bytes(&t->b, p, size * n);
	t->too_large = t->b.full;
	return t->too_large ? 0 : size * n;
}

static int go_on(void *arg, curl_off_t all, curl_off_t now, curl_off_t up_all, curl_off_t up)
{
	const struct taking *t = arg;

	(void)all, (void)now, (void)up_all, (void)up;
	return t->stop && *t->stop;
}

static void prepare(CURL *h, struct arena *a, const struct net_call *q, struct curl_slist **head, struct taking *t)
{
	curl_easy_setopt(h, CURLOPT_URL, str_cstr(a, q->url));
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)q->wait_ms);
	curl_easy_setopt(h, CURLOPT_USERAGENT, "ayni");
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, go_on);
	curl_easy_setopt(h, CURLOPT_XFERINFODATA, t);
	if (q->json.p) {
		*head = curl_slist_append(*head, "Content-Type: application/json");
		*head = curl_slist_append(*head, "Expect:");
		curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)q->json.n);
		curl_easy_setopt(h, CURLOPT_POSTFIELDS, q->json.p);
	}
	if (q->bearer.n)
		*head = curl_slist_append(*head,
			str_fmt(a, "Authorization: Bearer %.*s", (int)q->bearer.n, q->bearer.p).p);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, *head);
}

void net_call(struct arena *a, const struct net_call *q, struct net_answer *out)
{
	struct taking t = { .b = buf_fixed(arena_alloc(a, q->bytes_max), q->bytes_max), .stop = q->stop };
	struct curl_slist *head = NULL;
	CURL *h = curl_easy_init();
	long status = 0;

	*out = (struct net_answer){ 0 };
	if (!h)
		return;
	prepare(h, a, q, &head, &t);
	CURLcode code = curl_easy_perform(h);
	if (code == CURLE_OK && curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK)
		*out = (struct net_answer){ .status = (int)status, .body = buf_str(&t.b) };
	out->too_large = t.too_large;
	out->tls = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR;
	curl_easy_cleanup(h);
	curl_slist_free_all(head);
}

bool net_url_good(struct str url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= ' ' || url.p[i] == 127 || url.p[i] == '?' || url.p[i] == '#' || url.p[i] == '@')
			return false;
	return str_starts(url, "https://") || str_starts(url, "http://127.0.0.1:") || str_starts(url, "http://[::1]:");
}

struct str net_setting(struct ctx *c, const struct gateway *g, const char *key, const char *otherwise)
{
	struct diag ignored = { 0 };
	json_t *tree = json_read(c->mem, g->settings, &ignored);
	struct str found = tree ? json_get_str(tree, key) : (struct str){ 0 };

	return found.n ? found : str_c(otherwise);
}

struct str net_base(struct ctx *c, const struct gateway *g, const char *otherwise)
{
	struct str base = net_setting(c, g, "api", otherwise);

	while (str_ends(base, "/"))
		base.n--;
	return base;
}

const char *net_fault(const struct net_answer *n)
{
	return n->tls ? "tls" : "away";
}

/* ---- rows ---- */

struct noting {
	struct id gateway;
	const char *fault;
	struct str position;
};

static void note(struct ctx *c, void *arg)
{
	const struct noting *n = arg;

	if (n->position.p)
		gateway_position(c, n->gateway, n->position);
	gateway_heard(c, n->gateway, n->fault);
}

enum rc net_note(struct gateway_call *g, const char *fault, struct str position)
{
	struct noting n = { g->gateway.id, fault, position };

	return gateway_write(g, note, &n);
}

struct str net_phone_of(struct ctx *c, struct str address)
{
	struct rows r = ctx_rows(c, net_sql, Q_ADDRESS_PHONE_GET, cell_id(&c->net->id), cell_text(address));
	struct str phone = { 0 };

	if (rows_next(&r)) {
		phone = str_dup(c->mem, rows_text(&r, 0));
		rows_end(&r);
	}
	return phone;
}

void net_phone_put(struct ctx *c, struct str address, struct str phone)
{
	db_exec(c->db, &net_sql.query[Q_ADDRESS_PHONE_PUT],
		ARGS(cell_id(&c->net->id), cell_text(address), cell_text(phone), cell_int(c->now)));
}

int64_t net_heard_at(struct ctx *c, struct id gateway, struct str address)
{
	struct rows r = ctx_rows(c, net_sql, Q_ADDRESS_HEARD, cell_id(&c->net->id), cell_id(&gateway), cell_text(address));
	int64_t at = 0;

	if (rows_next(&r)) {
		at = rows_int(&r, 0);
		rows_end(&r);
	}
	return at;
}
