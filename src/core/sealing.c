/*
 * sealing.c - text that only a team can open, and the acts that bring it.
 */
#include "sealing.h"

#include "apply.h"
#include "field.h"
#include "gate.h"
#include "sealing_slow.h"
#include "session.h"

enum { TEXT_MEMORY = 8 * 1024 * 1024, TEXT_PASSES = 2 };

struct seal_id seal_key_id(const struct seal_public *key)
{
	struct hash h = hash_of((struct str){ (const char *)key->b, sizeof(key->b) }, STR(""));
	struct seal_id id;

	memcpy(id.b, h.b, sizeof(id.b));
	return id;
}

bool seal_id_eq(struct seal_id a, struct seal_id b)
{
	return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

void seal_pair(struct seal_secret *out)
{
	crypto_box_keypair(out->pub.b, out->b);
}

struct str seal_key_text(struct arena *a, const struct seal_public *key)
{
	return base64url(a, (struct str){ (const char *)key->b, sizeof(key->b) });
}

bool seal_key_read(struct str text, struct seal_public *out)
{
	return base64url_read(text, out->b, sizeof(out->b));
}

/* ---- sealing and opening ---- */

/* The text with zeros up to a multiple of SEALED_PAD. */
static struct str padded(struct arena *a, struct str text)
{
	size_t n = (text.n / SEALED_PAD + 1) * SEALED_PAD;
	char *room = arena_alloc(a, n);

	if (text.n)
		memcpy(room, text.p, text.n);
	return (struct str){ room, n };
}

/*
 * crypto_box_seal draws a pair of keys for each box and puts the public one in front; here the pair comes from the
 * text, the act and the server's secret. The rest is crypto_box_seal's own (its nonce is BLAKE2b of both public
 * keys), so whoever opens sees no difference.
 */
static bool pair_of(const struct seal_public *to, struct id act, struct str text, uint8_t *pk, uint8_t *sk)
{
	char room[sizeof(act.b) + sizeof(to->b)];
	struct buf b = buf_fixed(room, sizeof(room));
	uint8_t seed[crypto_box_SEEDBYTES];

	buf_add(&b, id_bytes(&act));
	buf_bytes(&b, to->b, sizeof(to->b));
	struct hash salt = secret_hash("seal", buf_str(&b));
	bool good = slow_hash(seed, sizeof(seed), text, salt.b, TEXT_PASSES, TEXT_MEMORY);
	if (good)
		crypto_box_seed_keypair(pk, sk, seed);
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(&salt, sizeof(salt));
	return good;
}

bool seal_text(struct arena *a, const struct seal_public *to, struct id act, struct str text, struct str *out)
{
	struct str plain = padded(a, text);
	size_t n = plain.n + crypto_box_SEALBYTES;
	uint8_t *box = arena_alloc(a, n), sk[crypto_box_SECRETKEYBYTES], nonce[crypto_box_NONCEBYTES];
	crypto_generichash_state h;

	*out = STR("");
	bool good = pair_of(to, act, plain, box, sk);
	crypto_generichash_init(&h, NULL, 0, sizeof(nonce));
	crypto_generichash_update(&h, box, crypto_box_PUBLICKEYBYTES);
	crypto_generichash_update(&h, to->b, sizeof(to->b));
	crypto_generichash_final(&h, nonce, sizeof(nonce));
	good = good && crypto_box_easy(box + crypto_box_PUBLICKEYBYTES, (const uint8_t *)plain.p, plain.n, nonce, to->b, sk) == 0;
	sodium_memzero(sk, sizeof(sk));
	sodium_memzero((void *)(uintptr_t)plain.p, plain.n);
	if (good)
		*out = sealed_text_write(a, &(struct sealed_text){ .key = seal_key_id(to),
			.box = { (const char *)box, n } });
	return good;
}

bool seal_open(struct arena *a, const struct seal_secret *key, struct str sealed, struct str *out)
{
	struct sealed_text in;

	*out = STR("");
	if (!sealed_text_read(a, sealed, &in) || !seal_id_eq(in.key, seal_key_id(&key->pub)))
		return false;
	size_t n = in.box.n - crypto_box_SEALBYTES;
	char *text = arena_alloc(a, n + 1);
	if (crypto_box_seal_open((uint8_t *)text, (const uint8_t *)in.box.p, in.box.n, key->pub.b, key->b) != 0)
		return false;
	while (n && text[n - 1] == 0)
		n--;
	*out = (struct str){ text, n };
	return true;
}

/* ---- whose key ---- */

static bool field_of(const struct record *r, const char *name, struct str *out)
{
	int i = fields_find(r->entity->fields, r->entity->nfields, str_c(name));

	*out = i >= 0 && r->v[i].kind == V_TEXT ? r->v[i].s : STR("");
	return out->n > 0;
}

bool seal_key_of(struct ctx *c, const struct field *fields, unsigned n, const struct value *v, const struct field *f,
	struct seal_public *out)
{
	int by = f->seals ? fields_find(fields, n, str_c(f->seals)) : -1;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str key;
	struct id id;

	if (by < 0 || v[by].kind == V_NULL)
		return false;
	const struct entity *e = schema_entity(c->schema, str_c(fields[by].ref));
	struct str named = v[by].kind == V_ID ? id_text(c->mem, v[by].id) : v[by].s;
	return e && ref_resolve(c, fields[by].ref, named, &id) &&
		record_get(c->db, c->schema, c->mem, e, c->net->id, id, r) && r->born && field_of(r, "key", &key) &&
		seal_key_read(key, out);
}

/* ---- acts ---- */

bool action_seals(const struct action *a)
{
	for (unsigned i = 0; i < a->nargs; i++)
		if (a->args[i].type == T_SEALED)
			return true;
	return false;
}

static void wipe(struct str s)
{
	if (s.n)
		sodium_memzero((void *)(uintptr_t)s.p, s.n);
}

bool seal_typed(struct arena *a, const struct field *f, const struct seal_public *to, struct id act, struct str typed,
	struct str *out, struct diag *d)
{
	struct field plain = *f; /* read as any text; the field says only how long it may be */
	struct value v;

	*out = STR("");
	plain.type = T_TEXT;
	if (field_read(a, &plain, typed, &v, d) != OK || field_check(a, &plain, &v, d) != OK || v.kind != V_TEXT)
		return false;
	bool good = seal_text(a, to, act, v.s, out);
	wipe(v.s);
	if (!good)
		diag_add(d, f->name, "clear", N_("No se pudo sellar y no se guardó: escríbalo otra vez"), STR(""));
	return good;
}

static void seal_one(struct ctx *c, struct act *a, unsigned i)
{
	const struct field *f = &a->action->args[i];
	struct seal_public to;
	struct str clear = a->sent[i];

	a->sent[i] = STR("");
	a->v[i] = value_null();
	if (!seal_key_of(c, a->action->args, a->action->nargs, a->v, f, &to))
		diag_add(&a->diag, f->name, "clear", N_("No se pudo sellar y no se guardó: escríbalo otra vez"), STR(""));
	else if (seal_typed(c->mem, f, &to, a->id, clear, &a->sent[i], &a->diag))
		a->v[i] = value_text(a->sent[i]);
	wipe(clear);
}

/* Sealed elsewhere: to a key that is the team's. */
static void check_one(struct ctx *c, struct act *a, unsigned i)
{
	const struct field *f = &a->action->args[i];
	struct sealed_text in;
	struct seal_public to;

	if (!seal_key_of(c, a->action->args, a->action->nargs, a->v, f, &to))
		return; /* the missing team is the fault */
	if (!sealed_text_read(c->mem, a->v[i].s, &in) || !seal_id_eq(in.key, seal_key_id(&to)))
		diag_add(&a->diag, f->name, "key", N_("Se selló con otra llave, y este equipo no podría leerlo"), STR(""));
}

void act_seal(struct ctx *c, struct act *a)
{
	for (unsigned i = 0; i < a->action->nargs; i++) {
		if (a->action->args[i].type != T_SEALED)
			continue;
		if (a->clear & 1u << i)
			seal_one(c, a, i);
		else if (a->v[i].kind == V_TEXT)
			check_one(c, a, i);
	}
	a->clear = 0;
}
