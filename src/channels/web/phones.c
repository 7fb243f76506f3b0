#include "phones.h"

#include <curl/curl.h>

#include "html.h"
#include "json.h"

enum { PATIENCE_MS = 3000, ANSWER_MAX = 128 * 1024 };

bool phones_url_sound(struct str url)
{
	static const char host[] = "http://127.0.0.1:";
	int64_t port;

	return str_starts(url, host) && str_int64(str_sub(url, sizeof(host) - 1, url.n), &port) && port > 0 && port < 65536;
}

struct answer {
	char *p;
	size_t n;
};

static size_t take(char *p, size_t size, size_t n, void *arg)
{
	struct answer *a = arg;

	(void)size;
	if (n > ANSWER_MAX - a->n)
		return 0;
	memcpy(a->p + a->n, p, n);
	a->n += n;
	return n;
}

/* body.p NULL: a GET. */
static bool ask(struct arena *a, struct str url, struct str body, struct str *out)
{
	struct answer answer = { arena_alloc(a, ANSWER_MAX), 0 };
	const char *address = str_cstr(a, url);
	CURL *curl = curl_easy_init();
	long status = 0;

	if (!curl)
		return false;
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	curl_easy_setopt(curl, CURLOPT_URL, address);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)PATIENCE_MS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
	if (body.p) {
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.p);
	}
	bool good = curl_easy_perform(curl) == CURLE_OK && curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK;
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	*out = (struct str){ answer.p, answer.n };
	return good && status == 200;
}

static struct str path_of(struct arena *a, struct str url, const char *path)
{
	return str_fmt(a, "%.*s%s", (int)url.n, url.p, path);
}

bool phones_begin(struct arena *a, struct str url, struct str server, struct str gateways, struct str *out)
{
	struct buf b = buf_new(a, 400);
	struct json_out j = json_begin(&b);

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return false;
	json_open(&j, '{');
	json_key(&j, "server");
	json_text(&j, server);
	json_key(&j, "gateways");
	buf_add(&b, gateways);
	buf_char(&b, '}');
	return ask(a, path_of(a, url, "/begin"), buf_str(&b), out);
}

bool phones_type(struct arena *a, struct str url, const char *kind, const char *from, struct str text)
{
	struct buf b = buf_new(a, text.n + 200);
	struct json_out j = json_begin(&b);
	struct str answer;

	json_open(&j, '{');
	json_key(&j, "kind");
	json_text(&j, str_c(kind));
	json_key(&j, "from");
	json_text(&j, str_c(from));
	json_key(&j, "text");
	json_text(&j, text);
	json_close(&j, '}');
	return ask(a, path_of(a, url, text.n ? "/type" : "/share"), buf_str(&b), &answer);
}

bool phones_screen(struct arena *a, struct str url, const char *kind, const char *from, struct str *out)
{
	struct buf b = buf_new(a, 120);

	buf_add(&b, url);
	buf_c(&b, "/screen?kind=");
	buf_c(&b, kind);
	buf_c(&b, "&from=");
	url_part(&b, str_c(from));
	return ask(a, buf_str(&b), (struct str){ 0 }, out);
}
