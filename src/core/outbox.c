/*
 * outbox.c - boxes opened, signatures checked, passes given and found.
 */
#include "outbox.h"

#include "hash.h"
#include "outbox_sql.h"
#include "session.h"

#define SQL(name) (&outbox_sql.query[name])

enum { MAC = 16, AT_PASS = 1, AT_MAC = 17, AT_ACT = 33, AT_TIME = 49, AT_FLAGS = 55 };

void outbox_keys(struct id network, struct outbox_keys *out)
{
	struct hash seed = secret_hash("outbox", id_bytes(&network));

	crypto_box_seed_keypair(out->pk, out->sk, seed.b);
	sodium_memzero(&seed, sizeof(seed));
}

/* ---- passes ---- */

bool pass_find(struct ctx *c, struct id pass, struct pass *out)
{
	struct rows r = db_rows(c->db, SQL(Q_PASS_FIND), ARGS(cell_id(&c->net->id), cell_blob(id_bytes(&pass))));

	if (!rows_next(&r))
		return false;
	*out = (struct pass){ .id = pass, .person = rows_id(&r, 0), .device = rows_id(&r, 1),
		.revoked = rows_int(&r, 2) != 0 };
	rows_end(&r);
	return true;
}

struct id pass_of(struct ctx *c, struct str device, struct id person, bool *enrolled_out)
{
	struct hash h = secret_hash("device", device);
	struct id pass = { 0 };

	*enrolled_out = false;
	if (!device.n)
		return pass;
	struct rows r = db_rows(c->db, SQL(Q_PASS_OF), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person)));
	if (!rows_next(&r))
		return pass;
	*enrolled_out = true;
	pass = id_from(rows_text(&r, 0));
	rows_end(&r);
	return pass;
}

/* Random, not of a time: it names nothing but itself. */
struct id pass_give(struct ctx *c, struct str device, struct id person)
{
	struct hash h = secret_hash("device", device);
	bool enrolled;
	struct id pass = pass_of(c, device, person, &enrolled);

	if (!enrolled || !id_is_zero(pass))
		return pass;
	random_bytes(pass.b, sizeof(pass.b));
	db_exec(c->db, SQL(Q_PASS_GIVE),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person), cell_blob(id_bytes(&pass))));
	return pass;
}

struct hash pass_key(struct id pass)
{
	return secret_hash("pass", id_bytes(&pass));
}

/* ---- items ---- */

unsigned outbox_split(struct str body, struct str *box_out)
{
	unsigned n = 0;

	if (body.n < 2 || body.n > OUTBOX_BODY_MAX || body.p[0] != OUTBOX_VERSION)
		return 0;
	for (size_t at = 1; at < body.n; n++) {
		if (n == OUTBOX_ITEMS_MAX || body.n - at < 2)
			return 0;
		size_t len = (size_t)(uint8_t)body.p[at] << 8 | (uint8_t)body.p[at + 1];
		at += 2;
		if (!len || len > OUTBOX_BOX_MAX || len > body.n - at)
			return 0;
		box_out[n] = str_sub(body, at, len);
		at += len;
	}
	return n;
}

static bool all_texts(const json_t *object)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)object, name, value)
		if (!json_is_string(value))
			return false;
	return json_is_object(object);
}

/* ["meal.report", "what was seen" or null, {"served": "110"}, {"photo": ["…", "…", 5123]}] */
static bool read_json(struct arena *a, struct outbox_item *it)
{
	struct diag d = { 0 };
	json_t *all = json_read(a, it->json, &d);
	size_t n = json_array_size(all);

	if (n < 3 || n > 4 || !json_is_string(json_array_get(all, 0)))
		return false;
	it->action = json_str(json_array_get(all, 0));
	const json_t *seen = json_array_get(all, 1);
	it->args = json_array_get(all, 2);
	it->files = json_array_get(all, 3);
	if (json_is_string(seen))
		it->seen = json_str(seen);
	else if (!json_is_null(seen))
		return false;
	return all_texts(it->args) && (!it->files || json_is_object(it->files));
}

/*
 * Each byte a phone sends is paid for: what every item has is one byte of those that JSON writes otherwise.
 * Only added to, at the end: phones hold items that were written with it.
 */
static const char *const words[] = { "[\"meal.report\",", "null,{\"", "\":\"\",\"", "\":\"\"}]", "\":\"", "\",\"", "\"}]",
	"kitchen", "sitting", "lunch", "breakfast", "dinner", "planned", "served", "free", "leftover", "reason", "cost",
	"day", "meal." };

/* p == NULL: a byte that stands for nothing, or more than a body may hold. */
static struct str in_full(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, 4 * s.n);

	for (size_t i = 0; i < s.n; i++) {
		unsigned c = (uint8_t)s.p[i];
		if (c >= ' ')
			buf_char(&b, s.p[i]);
		else if (c && c <= ARRAY_LEN(words))
			buf_c(&b, words[c - 1]);
		if (!c || (c < ' ' && c > ARRAY_LEN(words)) || b.n > OUTBOX_BODY_MAX)
			return (struct str){ NULL, 0 };
	}
	return buf_str(&b);
}

const char *outbox_read(struct arena *a, struct str plain, struct outbox_item *out)
{
	*out = (struct outbox_item){ 0 };
	if (plain.n && plain.p[0] != OUTBOX_VERSION)
		return "too_old_form";
	if (plain.n <= OUTBOX_HEAD)
		return "damaged";
	out->pass = id_from(str_sub(plain, AT_PASS, sizeof(out->pass.b)));
	out->act = id_from(str_sub(plain, AT_ACT, sizeof(out->act.b)));
	for (unsigned i = 0; i < AT_FLAGS - AT_TIME; i++)
		out->acted_at = out->acted_at << 8 | (uint8_t)plain.p[AT_TIME + i];
	out->unsure = plain.p[AT_FLAGS] & OUTBOX_UNSURE;
	out->json = str_sub(plain, OUTBOX_HEAD, plain.n);
	if (plain.p[AT_FLAGS] & OUTBOX_SHORT)
		out->json = in_full(a, out->json);
	if (id_is_zero(out->act) || !read_json(a, out))
		return "damaged";
	return NULL;
}

/* Made by somebody who has the key of the pass that it names? */
static bool signed_well(struct str plain)
{
	struct hash key = pass_key(id_from(str_sub(plain, AT_PASS, 16)));
	uint8_t mac[MAC];
	struct str said = str_sub(plain, AT_ACT, plain.n);

	crypto_generichash(mac, sizeof(mac), (const uint8_t *)said.p, said.n, key.b, sizeof(key.b));
	return sodium_memcmp(mac, plain.p + AT_MAC, sizeof(mac)) == 0;
}

const char *outbox_open(struct arena *a, const struct outbox_keys *keys, struct str box, struct outbox_item *out)
{
	if (box.n <= crypto_box_SEALBYTES)
		return "damaged";
	size_t n = box.n - crypto_box_SEALBYTES;
	uint8_t *plain = arena_alloc(a, n);
	if (crypto_box_seal_open(plain, (const uint8_t *)box.p, box.n, keys->pk, keys->sk) != 0)
		return "other_network";
	struct str s = { (const char *)plain, n };
	if (n > OUTBOX_HEAD && s.p[0] == OUTBOX_VERSION && !signed_well(s))
		return "damaged";
	return outbox_read(a, s, out);
}
