#include "format.h"

#include <string.h>

#include "log.h"

static void add_u64(struct buf *b, uint64_t v)
{
	unsigned char t[8];

	for (int i = 0; i < 8; i++)
		t[i] = (unsigned char)(v >> (56 - 8 * i));
	buf_bytes(b, t, sizeof(t));
}

static void add_short(struct buf *b, struct str s)
{
	if (s.n > 255)
		bug("a name of %zu bytes in a journal header", s.n);
	buf_char(b, (char)s.n);
	buf_add(b, s);
}

struct str header_encode(struct arena *a, const struct header *h)
{
	const struct change *c = h->change;
	struct buf b = buf_new(a, 512);

	buf_char(&b, FORMAT_VERSION);
	buf_add(&b, id_bytes(&c->network));
	add_u64(&b, (uint64_t)c->seq);
	buf_add(&b, id_bytes(&c->id));
	buf_add(&b, hash_bytes(&c->content));
	buf_add(&b, id_bytes(&c->origin));
	buf_add(&b, id_bytes(&c->author));
	buf_add(&b, id_bytes(&c->device));
	add_u64(&b, (uint64_t)c->acted_at);
	add_u64(&b, (uint64_t)c->stamp);
	buf_char(&b, (char)((unsigned)c->status | (c->doubted ? HEADER_DOUBTED : 0)));
	add_short(&b, c->action);
	add_short(&b, c->channel);
	buf_char(&b, (char)h->nparts);
	for (unsigned i = 0; i < h->nparts; i++) {
		buf_char(&b, (char)h->part[i].class);
		buf_add(&b, id_bytes(&h->part[i].subject));
		buf_add(&b, hash_bytes(&h->part[i].hash));
	}
	buf_add(&b, hash_bytes(&h->previous));
	return buf_str(&b);
}

/* A cursor over bytes; `short_` once something did not fit. */
struct reader {
	const unsigned char *p;
	size_t n;
	bool cut;
};

static const unsigned char *take(struct reader *r, size_t n)
{
	static const unsigned char nothing[32];

	if (r->n < n) {
		r->cut = true;
		return nothing;
	}
	r->p += n;
	r->n -= n;
	return r->p - n;
}

static uint64_t take_u64(struct reader *r)
{
	const unsigned char *p = take(r, 8);
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

static struct id take_id(struct reader *r)
{
	struct id id;

	memcpy(id.b, take(r, 16), 16);
	return id;
}

static struct hash take_hash(struct reader *r)
{
	struct hash h;

	memcpy(h.b, take(r, 32), 32);
	return h;
}

static struct str take_short(struct reader *r, struct arena *a)
{
	size_t n = *take(r, 1);

	if (r->n < n) {
		r->cut = true;
		n = 0;
	}
	return str_dup(a, (struct str){ (const char *)take(r, n), n });
}

bool header_decode(struct arena *a, struct str bytes, struct header *h)
{
	struct reader r = { (const unsigned char *)bytes.p, bytes.n, false };
	struct change *c = change_new(a);

	if (*take(&r, 1) != FORMAT_VERSION)
		return false;
	c->network = take_id(&r);
	c->seq = (int64_t)take_u64(&r);
	c->id = take_id(&r);
	c->content = take_hash(&r);
	c->origin = take_id(&r);
	c->author = take_id(&r);
	c->device = take_id(&r);
	c->acted_at = (int64_t)take_u64(&r);
	c->stamp = (int64_t)take_u64(&r);
	unsigned status = *take(&r, 1);
	c->doubted = status & HEADER_DOUBTED;
	c->status = (enum change_status)(status & ~HEADER_DOUBTED);
	c->action = take_short(&r, a);
	c->channel = take_short(&r, a);
	h->change = c;
	h->nparts = *take(&r, 1);
	if (h->nparts > PARTS_MAX || c->status > CHANGE_KEPT)
		return false;
	for (unsigned i = 0; i < h->nparts; i++) {
		h->part[i] = (struct part){ .class = (enum privacy)*take(&r, 1) };
		h->part[i].subject = take_id(&r);
		h->part[i].hash = take_hash(&r);
	}
	h->previous = take_hash(&r);
	return !r.cut && r.n == 0;
}

struct hash part_hash(const struct part *p)
{
	struct hasher h;

	hasher_start(&h);
	hasher_add(&h, p->salt);
	hasher_add(&h, p->body);
	return hasher_end(&h);
}
