/*
 * site_use.c - what each phone spends: bytes of heads and bodies, counted here, noted once a minute.
 *
 * Counted in the I/O thread under the hash of the device's cookie, whoever may have made it up; noted only
 * when a session of that device is. What was not noted when the process ends is lost: it is a figure for
 * people who pay by the megabyte, not an account.
 */
#include "web.h"

#include <pthread.h>

#include "device.h"
#include "hash.h"

enum { USE_SLOTS = 1024, USE_PROBES = 8, LINE_BYTES = 4, STATUS_BYTES = 60 };

struct use {
	pthread_mutex_t lock;
	struct {
		struct hash device;
		struct device_use n;
	} slot[USE_SLOTS];
};

struct use *use_new(struct arena *a)
{
	struct use *u = ARENA_NEW(a, struct use);

	pthread_mutex_init(&u->lock, NULL);
	return u;
}

static int64_t heads(const struct http_pair *h, unsigned n)
{
	int64_t bytes = 0;

	for (unsigned i = 0; i < n; i++)
		bytes += (int64_t)(h[i].name.n + h[i].value.n + LINE_BYTES);
	return bytes;
}

/* The device's cookie as it stands in the head: no memory is asked for. */
static struct str device_of(const struct site *s, const struct http_request *q)
{
	struct str rest = http_header(q, "Cookie"), one, name = str_c(device_cookie);

	while (str_cut(&rest, ';', &one)) {
		one = str_trim(one);
		if (s->config.secure && !str_starts(one, "__Host-"))
			continue;
		one = str_sub(one, s->config.secure ? 7 : 0, one.n);
		if (one.n > name.n && one.p[name.n] == '=' && str_eq(str_sub(one, 0, name.n), name))
			return str_sub(one, name.n + 1, one.n);
	}
	return STR("");
}

/* The device's place; NULL when its neighbours are taken. A place with nothing in it is free. */
static struct device_use *slot(struct use *u, const struct hash *device, bool take)
{
	unsigned from = (unsigned)(device->b[0] | device->b[1] << 8);

	for (unsigned i = 0; i < USE_PROBES; i++) {
		unsigned at = (from + i) % USE_SLOTS;
		bool empty = !u->slot[at].n.sent_bytes && !u->slot[at].n.received_bytes;
		if (!empty && hash_eq(u->slot[at].device, *device))
			return &u->slot[at].n;
		if (empty && take) {
			u->slot[at].device = *device;
			return &u->slot[at].n;
		}
	}
	return NULL;
}

void use_count(struct site *s, const struct http_request *q, const struct http_response *r)
{
	struct str cookie = device_of(s, q);

	if (!s->use || !cookie.n)
		return;
	struct hash h = secret_hash("device", cookie);
	int64_t sent = heads(q->header, q->nheaders) + (int64_t)(q->path.n + q->query.n + q->body.n) + 16;
	int64_t received = heads(r->header, r->nheaders) + STATUS_BYTES + (str_is(q->method, "HEAD") ? 0 : (int64_t)r->body.n);
	pthread_mutex_lock(&s->use->lock);
	struct device_use *n = slot(s->use, &h, true);
	if (n) {
		n->sent_bytes += sent;
		n->received_bytes += received;
	}
	pthread_mutex_unlock(&s->use->lock);
}

static struct device_use taken(struct use *u, const struct hash *device, bool keep)
{
	struct device_use out = { 0 };

	if (!u)
		return out;
	pthread_mutex_lock(&u->lock);
	struct device_use *n = slot(u, device, false);
	if (n)
		out = *n;
	if (n && !keep)
		*n = (struct device_use){ 0 };
	pthread_mutex_unlock(&u->lock);
	return out;
}

void use_note(struct call *k, struct ctx *c)
{
	struct hash h = secret_hash("device", k->device);

	if (k->device.n)
		device_use_add(c, h, taken(k->site->use, &h, false));
}

struct device_use use_month(struct call *k)
{
	struct hash h = secret_hash("device", k->device);
	struct device_use now = taken(k->site->use, &h, true), all = device_use_get(&k->c, h);

	return (struct device_use){ all.sent_bytes + now.sent_bytes, all.received_bytes + now.received_bytes };
}

struct str use_text(struct arena *a, struct device_use use)
{
	int64_t all_bytes = use.sent_bytes + use.received_bytes, kb = (all_bytes + 999) / 1000;

	if (kb < 1000)
		return str_fmt(a, "%lld kB", (long long)kb);
	return str_fmt(a, "%lld.%lld MB", (long long)(kb / 1000), (long long)(kb % 1000 / 100));
}
