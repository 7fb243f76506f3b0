#include "sealed.h"

#include <zlib.h>

#include "log.h"
#include "paper_key.h"

enum {
	CHUNK = 64 * 1024,
	CLOSED = CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES,
	KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES,
	STREAM_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	MARK = 5,
	RECIPIENT = MARK + crypto_box_SEALBYTES + KEY,
	LEAD = 8 + 2 + 2, /* magic, version, count */
	HEADER_MAX = LEAD + SEAL_RECIPIENTS_MAX * RECIPIENT + STREAM_HEADER,
	VERSION = 1,
	/* Of zlib's levels the last one that is faster than the tables are read. */
	LEVEL = 3,
	ZLIB_ROOM = 512 * 1024,
};

static const char magic[] = "ayni\r\n\x1a\n"; /* as PNG's: a transfer as text destroys it */

/* What zlib needs, taken from one piece, so that it can be wiped. */
struct room {
	size_t used;
	unsigned char b[ZLIB_ROOM] __attribute__((aligned(16)));
};

static voidpf room_take(voidpf opaque, uInt items, uInt size)
{
	struct room *room = opaque;
	size_t n = ((size_t)items * size + 15) / 16 * 16;

	if (n > sizeof(room->b) - room->used)
		return NULL;
	room->used += n;
	return room->b + room->used - n;
}

static void room_give(voidpf opaque, voidpf p)
{
	(void)opaque, (void)p; /* all of it goes at once */
}

struct sealed_out {
	crypto_secretstream_xchacha20poly1305_state stream;
	struct hash header; /* bound to the first chunk */
	z_stream z;
	struct room room;
	unsigned char plain[CHUNK], closed[CLOSED];
	bool begun, failed;
	bool (*put)(void *arg, struct str s);
	void *arg;
};

struct sealed_in {
	crypto_secretstream_xchacha20poly1305_state stream;
	struct hash header;
	z_stream z;
	struct room room;
	unsigned char plain[CHUNK], closed[CLOSED];
	bool begun, last, ended, damaged; /* `ended`: zlib saw its end */
	size_t (*take)(void *arg, void *p, size_t n);
	void *arg;
};

static void wipe_out(void *p)
{
	sodium_memzero(p, sizeof(struct sealed_out));
}

static void wipe_in(void *p)
{
	sodium_memzero(p, sizeof(struct sealed_in));
}

static struct str bytes(const void *p, size_t n)
{
	return (struct str){ p, n };
}

/* ---- keys ---- */

void seal_key_derive(const uint8_t *paper, struct seal_secret *out)
{
	struct hash h = hash_of(STR("ayni backup key"), bytes(paper, PAPER_KEY_BYTES));

	memcpy(out->b, h.b, sizeof(out->b));
	crypto_scalarmult_base(out->pub.b, out->b);
	sodium_memzero(&h, sizeof(h));
}

static void mark_of(const struct seal_public *key, uint8_t *out)
{
	memcpy(out, hash_of(bytes(key->b, sizeof(key->b)), STR("")).b, MARK);
}

void buf_seal_mark(struct buf *b, const struct seal_public *key)
{
	uint8_t mark[MARK];

	mark_of(key, mark);
	buf_base32(b, mark, sizeof(mark), 4);
}

/* ---- closing ---- */

static void put_chunk(struct sealed_out *o, size_t n, bool last)
{
	unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL :
				   crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
	unsigned long long m;

	crypto_secretstream_xchacha20poly1305_push(&o->stream, o->closed, &m, o->plain, n,
		o->begun ? NULL : o->header.b, o->begun ? 0 : sizeof(o->header.b), tag);
	o->begun = true;
	o->failed = o->failed || !o->put(o->arg, bytes(o->closed, m));
	o->z.next_out = o->plain;
	o->z.avail_out = CHUNK;
}

struct sealed_out *sealed_begin(struct arena *a, const struct seal_public *to, unsigned n,
	bool (*put)(void *arg, struct str s), void *arg)
{
	struct sealed_out *o = ARENA_NEW(a, struct sealed_out);
	unsigned char key[KEY], box[crypto_box_SEALBYTES + KEY], stream[STREAM_HEADER];
	uint8_t mark[MARK];
	char t[HEADER_MAX];
	struct buf b = buf_fixed(t, sizeof(t));

	if (n < 1 || n > SEAL_RECIPIENTS_MAX)
		bug("sealed: %u recipients", n);
	arena_defer(a, wipe_out, o);
	o->put = put;
	o->arg = arg;
	crypto_secretstream_xchacha20poly1305_keygen(key);
	buf_bytes(&b, magic, sizeof(magic) - 1);
	buf_bytes(&b, (const char[]){ 0, VERSION, 0, (char)n }, 4);
	for (unsigned i = 0; i < n; i++) {
		mark_of(&to[i], mark);
		buf_bytes(&b, mark, sizeof(mark));
		if (crypto_box_seal(box, key, sizeof(key), to[i].b) != 0)
			o->failed = true; /* a public key that is none */
		buf_bytes(&b, box, sizeof(box));
	}
	crypto_secretstream_xchacha20poly1305_init_push(&o->stream, stream, key);
	sodium_memzero(key, sizeof(key));
	buf_bytes(&b, stream, sizeof(stream));
	o->header = hash_of(buf_str(&b), STR(""));
	o->failed = o->failed || !put(arg, buf_str(&b));
	o->z = (z_stream){ .zalloc = room_take, .zfree = room_give, .opaque = &o->room };
	if (deflateInit(&o->z, LEVEL) != Z_OK)
		bug("sealed: zlib does not start");
	o->z.next_out = o->plain;
	o->z.avail_out = CHUNK;
	return o;
}

void sealed_write(struct sealed_out *o, struct str s)
{
	o->z.next_in = (Bytef *)(uintptr_t)s.p;
	o->z.avail_in = (uInt)s.n;
	while (o->z.avail_in && !o->failed) {
		deflate(&o->z, Z_NO_FLUSH);
		if (!o->z.avail_out)
			put_chunk(o, CHUNK, false);
	}
}

bool sealed_end(struct sealed_out *o)
{
	int code = Z_OK;

	o->z.avail_in = 0;
	while (!o->failed && code != Z_STREAM_END) {
		code = deflate(&o->z, Z_FINISH);
		if (code != Z_STREAM_END || !o->z.avail_out)
			put_chunk(o, CHUNK, false);
	}
	if (!o->failed)
		put_chunk(o, CHUNK - o->z.avail_out, true);
	deflateEnd(&o->z);
	sodium_memzero(&o->stream, sizeof(o->stream));
	return !o->failed;
}

/* ---- opening ---- */

static struct sealed_in *refused(struct diag *d, const char *code, const char *msgid, struct str arg)
{
	diag_add(d, NULL, code, msgid, arg);
	return NULL;
}

static struct sealed_in *refused_damaged(struct diag *d)
{
	return refused(d, "damaged", N_("El archivo está dañado o cortado: no se usó nada de él%s"), STR(""));
}

bool sealed_is(size_t (*take)(void *arg, void *p, size_t n), void *arg)
{
	char t[sizeof(magic) - 1];

	return take(arg, t, sizeof(t)) == sizeof(t) && memcmp(t, magic, sizeof(t)) == 0;
}

/* The stream's key from the piece that is for us. */
static bool open_box(const unsigned char *list, unsigned n, const struct seal_secret *key, unsigned char *out)
{
	for (unsigned i = 0; i < n; i++)
		if (crypto_box_seal_open(out, list + i * RECIPIENT + MARK, crypto_box_SEALBYTES + KEY, key->pub.b, key->b) == 0)
			return true;
	return false;
}

static struct sealed_in *wrong_key(struct arena *a, const unsigned char *list, unsigned n,
	const struct seal_secret *key, struct diag *d)
{
	struct buf b = buf_new(a, 64);
	uint8_t mark[MARK];

	mark_of(&key->pub, mark);
	for (unsigned i = 0; i < n; i++) {
		if (memcmp(mark, list + i * RECIPIENT, MARK) == 0)
			return refused_damaged(d);
		buf_c(&b, i ? ", " : "");
		buf_base32(&b, list + i * RECIPIENT, MARK, 4);
	}
	return refused(d, "key", N_("Esa llave no abre este respaldo; lo abre la llave %s"), buf_str(&b));
}

struct sealed_in *sealed_open(struct arena *a, const struct seal_secret *key,
	size_t (*take)(void *arg, void *p, size_t n), void *arg, struct diag *d)
{
	struct sealed_in *in = ARENA_NEW(a, struct sealed_in);
	unsigned char t[HEADER_MAX], stream_key[KEY];

	arena_defer(a, wipe_in, in);
	in->take = take;
	in->arg = arg;
	if (take(arg, t, LEAD) != LEAD || memcmp(t, magic, sizeof(magic) - 1) != 0)
		return refused(d, "foreign", N_("No es un respaldo de Ayni%s"), STR(""));
	if (t[8] != 0 || t[9] != VERSION)
		return refused(d, "newer", N_("Es un respaldo de un Ayni más nuevo: actualice este programa%s"), STR(""));
	unsigned n = (unsigned)t[10] << 8 | t[11];
	if (n < 1 || n > SEAL_RECIPIENTS_MAX)
		return refused_damaged(d);
	size_t rest = n * RECIPIENT + STREAM_HEADER;
	if (take(arg, t + LEAD, rest) != rest)
		return refused_damaged(d);
	if (!open_box(t + LEAD, n, key, stream_key))
		return wrong_key(a, t + LEAD, n, key, d);
	crypto_secretstream_xchacha20poly1305_init_pull(&in->stream, t + LEAD + n * RECIPIENT, stream_key);
	sodium_memzero(stream_key, sizeof(stream_key));
	in->header = hash_of(bytes(t, LEAD + rest), STR(""));
	in->z = (z_stream){ .zalloc = room_take, .zfree = room_give, .opaque = &in->room };
	if (inflateInit(&in->z) != Z_OK)
		bug("sealed: zlib does not start");
	return in;
}

/* The next chunk into `plain`; false at the end or when it is not what was written there. */
static bool next_chunk(struct sealed_in *in)
{
	unsigned char tag = 0;
	unsigned long long n = 0;

	if (in->last || in->damaged)
		return false;
	size_t got = in->take(in->arg, in->closed, CLOSED);
	in->damaged = crypto_secretstream_xchacha20poly1305_pull(&in->stream, in->plain, &n, &tag, in->closed, got,
		in->begun ? NULL : in->header.b, in->begun ? 0 : sizeof(in->header.b)) != 0;
	in->begun = true;
	in->last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	in->damaged = in->damaged || (!in->last && got != CLOSED);
	in->z.next_in = in->plain;
	in->z.avail_in = in->damaged ? 0 : (uInt)n;
	return !in->damaged;
}

bool sealed_read(struct sealed_in *in, void *p, size_t n)
{
	if (n == 0)
		return !in->damaged;
	in->z.next_out = p;
	in->z.avail_out = (uInt)n;
	while (in->z.avail_out && !in->ended && !in->damaged) {
		if (!in->z.avail_in && !next_chunk(in))
			break;
		int code = inflate(&in->z, Z_NO_FLUSH);
		in->ended = code == Z_STREAM_END;
		in->damaged = in->damaged || (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR);
	}
	return !in->z.avail_out;
}

enum rc sealed_close(struct sealed_in *in, struct diag *d)
{
	unsigned char more;

	/* zlib's own end may stand alone in the chunks that follow the last byte */
	if (sealed_read(in, &more, 1))
		in->damaged = true;
	while (in->ended && !in->z.avail_in && !in->last && next_chunk(in))
		in->damaged = in->damaged || in->z.avail_in;
	bool whole = in->ended && in->last && !in->damaged && !in->z.avail_in && in->take(in->arg, &more, 1) == 0;
	inflateEnd(&in->z);
	if (!whole)
		refused_damaged(d);
	return whole ? OK : INVALID;
}
