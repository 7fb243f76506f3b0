/*
 * site_who.c - what a request says of itself: host, peer, language, cookies, who she is, whose form.
 */
#include "web.h"

#include "hash.h"
#include "sealing.h"

enum { PEER_MAX = 45 }; /* a textual IPv6 address */

/* ---- cookies ---- */

struct str call_cookie(const struct call *k, const char *name)
{
	struct str rest = http_header(k->q, "Cookie"), one;
	struct str full = str_fmt(k->q->mem, "%s%s=", k->site->config.secure ? "__Host-" : "", name);

	while (str_cut(&rest, ';', &one)) {
		one = str_trim(one);
		if (one.n > full.n && str_eq(str_sub(one, 0, full.n), full))
			return str_sub(one, full.n, one.n);
	}
	return STR("");
}

void call_set_cookie(struct call *k, const char *name, struct str value, int64_t age_s)
{
	bool secure = k->site->config.secure;
	struct buf b = buf_new(k->q->mem, 160);

	buf_fmt(&b, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Lax", secure ? "__Host-" : "", name, (int)value.n,
		value.p);
	if (secure)
		buf_c(&b, "; Secure");
	if (age_s)
		buf_fmt(&b, "; Max-Age=%lld", (long long)(age_s > 0 ? age_s : 0));
	http_set(k->r, "Set-Cookie", buf_str(&b));
}

void call_set_key(struct call *k, struct str value)
{
	bool secure = k->site->config.secure;
	struct buf b = buf_new(k->q->mem, 160);

	buf_fmt(&b, "%s%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s", secure ? "__Host-" : "", key_cookie, (int)value.n,
		value.p ? value.p : "", secure ? "; Secure" : "", value.n ? "" : "; Max-Age=0");
	http_set(k->r, "Set-Cookie", buf_str(&b));
}

void call_secret(struct call *k)
{
	k->secret = k->private = true;
	arena_secret(k->q->mem);
}

void call_open_key(struct call *k)
{
	struct seal_secret *key = ARENA_NEW(k->q->mem, struct seal_secret);
	struct str session = call_cookie(k, session_cookie), cookie = call_cookie(k, key_cookie);

	if (unlock_find(&k->c, session, k->who.person, cookie, key, &k->stale_key))
		k->c.opened = key;
}

/* ---- host and peer ---- */

static bool word_in(struct str list, struct str word)
{
	struct str one;

	while (str_cut(&list, ' ', &one))
		if (one.n && str_ieq(one, word))
			return true;
	return false;
}

/* The host without its port. */
static struct str bare_host(struct str host)
{
	size_t from = host.n && host.p[0] == '[' ? str_find(host, ']') + 1 : 0;
	size_t end = from < host.n ? from + str_find(str_sub(host, from, host.n), ':') : host.n;

	return str_sub(host, 0, end);
}

/* 127.0.0.0/8 in digits; "127.evil.example" is a name of somebody else's. */
static bool loopback(struct str host)
{
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] != '.' && (host.p[i] < '0' || host.p[i] > '9'))
			return false;
	return str_starts(host, "127.") && host.n > 4 && host.n <= 15;
}

bool call_host_known(const struct call *k)
{
	struct str host = http_header(k->q, "Host"), bare = bare_host(host);

	if (k->site->hosts.n)
		return word_in(k->site->hosts, host) || word_in(k->site->hosts, bare);
	return str_ieq(bare, STR("localhost")) || str_is(bare, "[::1]") || loopback(bare);
}

/*
 * The address nearest to us that is no proxy of ours: what stands further left in X-Forwarded-For was
 * written by somebody we do not know.
 */
static struct str forwarded_for(const struct call *k)
{
	struct str one, best = k->q->peer;

	for (unsigned i = 0; i < k->q->nheaders; i++) { /* a proxy may add a line of its own behind the sender's */
		struct str list = k->q->header[i].value;
		while (str_ieq(k->q->header[i].name, STR("X-Forwarded-For")) && str_cut(&list, ',', &one)) {
			one = str_trim(one);
			if (one.n && one.n <= PEER_MAX && !word_in(k->site->proxies, one))
				best = one;
		}
	}
	return best;
}

void call_believe_proxy(struct call *k)
{
	k->peer = k->q->peer;
	k->secure = k->site->tls;
	if (!word_in(k->site->proxies, k->q->peer))
		return;
	k->secure = str_ieq(http_header(k->q, "X-Forwarded-Proto"), STR("https"));
	k->peer = forwarded_for(k);
}

/* ---- who ---- */

const struct lang *call_language(const struct call *k)
{
	struct str cookie = call_cookie(k, lang_cookie);
	const struct lang *l = cookie.n ? lang_find(cookie) : NULL;

	return l ? l : lang_accept(http_header(k->q, "Accept-Language"));
}

static bool by_token(struct call *k, struct str auth)
{
	if (auth.n < 7 || !str_ieq(str_sub(auth, 0, 7), STR("Bearer ")) ||
		!token_find(&k->c, str_trim(str_sub(auth, 7, auth.n)), &k->who))
		return false;
	actor_load(&k->c, &k->who, k->who.person);
	return k->who.nmember > 0;
}

bool call_identify(struct call *k)
{
	struct str auth = http_header(k->q, "Authorization"), cookie = call_cookie(k, session_cookie);
	struct id person, device;

	k->device = str_dup(k->q->mem, call_cookie(k, device_cookie));
	k->csrf = STR("");
	if (k->api && auth.n)
		return by_token(k, auth);
	k->had_session = cookie.n > 0;
	k->left = call_cookie(k, left_cookie).n > 0;
	if (k->left) { /* she left when there was no network: that session opens nothing any more */
		call_set_cookie(k, left_cookie, STR(""), -1);
		call_set_cookie(k, session_cookie, STR(""), -1);
	}
	struct str csrf;
	if (cookie.n && !k->left && session_find(&k->c, cookie, &person, &device, &csrf, &k->stale_session)) {
		k->csrf = csrf;
		k->who.device = device;
		actor_load(&k->c, &k->who, person);
	}
	return true;
}

/* ---- whose form ---- */

/* "https://ollas.example" is the Host asked for, by a closed road when we came by one. */
static bool is_ours(const struct call *k, struct str url)
{
	struct str host = http_header(k->q, "Host");
	size_t at = str_starts(url, "https://") ? 8 : str_starts(url, "http://") && !k->secure ? 7 : 0;

	url = str_sub(url, at, url.n);
	return at && str_ieq(str_sub(url, 0, str_find(url, '/')), host);
}

bool call_same_origin(const struct call *k)
{
	struct str origin = http_header(k->q, "Origin"), from = http_header(k->q, "Sec-Fetch-Site"),
		   page = http_header(k->q, "Referer");

	if (from.n && !str_is(from, "same-origin") && !str_is(from, "none"))
		return false;
	if (origin.n)
		return is_ours(k, origin) || (str_is(origin, "null") && str_is(from, "same-origin"));
	/* Browsers too old for both: the page it came from, where it says so. */
	return from.n || !page.n || is_ours(k, page);
}

/* Random signs, then how far each sign of the text is from them: base64's alphabet is a ring. */
static const char ring[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static unsigned on_ring(char c)
{
	const char *at = c ? strchr(ring, c) : NULL;

	return at ? (unsigned)(at - ring) : 0;
}

struct str call_csrf_shown(const struct call *k)
{
	size_t n = k->csrf.n;
	char *p = arena_alloc(k->q->mem, 2 * n + 1);

	random_bytes(p, n);
	for (size_t i = 0; i < n; i++) {
		p[i] = ring[(unsigned char)p[i] % 64];
		p[n + i] = ring[(on_ring(k->csrf.p[i]) + on_ring(p[i])) % 64];
	}
	return (struct str){ p, 2 * n };
}

bool call_csrf_good(const struct call *k)
{
	struct str sent = form_get(&k->form, "csrf");
	size_t n = k->csrf.n;
	unsigned wrong = 0;

	if (sent.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		wrong |= (64 + on_ring(sent.p[n + i]) - on_ring(sent.p[i]) - on_ring(k->csrf.p[i])) % 64;
	return wrong == 0;
}
