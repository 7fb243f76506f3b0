/*
 * invite.c - invites that enrol a device, and PINs that open there.
 */
#include <pthread.h>

#include "hash.h"
#include "session.h"
#include "session_sql.h"

#define SQL(name) (&session_sql.query[name])

enum { LETTERS_WRONG_MAX = 100, LETTERS_WRONG_PEER_MAX = 10, HOUR_MS = 3600000 };

static struct str six_letters(struct arena *a)
{
	/* Crockford's set without digits: nothing that looks or sounds like another. */
	static const char set[] = "ABCDEFGHJKMNPQRSTVWXYZ";
	char *t = arena_alloc(a, INVITE_LETTERS + 1);

	for (int i = 0; i < INVITE_LETTERS; i++)
		t[i] = set[randombytes_uniform(sizeof(set) - 1)];
	return (struct str){ t, INVITE_LETTERS };
}

void invite_make(struct ctx *c, struct id person, bool reusable, struct invite *out)
{
	out->code = str_sub(secret_text(c->mem), 0, 22);
	out->letters = six_letters(c->mem);
	out->until_at = c->now + (reusable ? 3650 : INVITE_DAYS) * (int64_t)DAY_MS;
	struct hash code = secret_hash("invite", out->code), letters = secret_hash("invite", out->letters);
	if (!reusable)
		db_exec(c->db, SQL(Q_INVITE_DROP_PERSON), ARGS(cell_id(&c->net->id), cell_id(&person)));
	db_exec(c->db, SQL(Q_INVITE_ADD),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&code)), cell_blob(hash_bytes(&letters)),
			cell_id(&person), cell_id_or_null(&c->who->person), cell_int(c->now), cell_int(out->until_at),
			cell_int(reusable)));
}

/* As typed: letters in any case, with blanks or a dash between. */
static struct str tidy(struct arena *a, struct str s)
{
	char t[32];
	struct buf b = buf_fixed(t, sizeof(t));

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '-')
			buf_char(&b, s.p[i]);
	return b.n == INVITE_LETTERS ? str_upper(a, buf_str(&b)) : str_trim(s);
}

bool invite_is_letters(struct str code_or_letters)
{
	unsigned n = 0;

	for (size_t i = 0; i < code_or_letters.n; i++)
		n += code_or_letters.p[i] != ' ' && code_or_letters.p[i] != '-';
	return n <= INVITE_LETTERS;
}

static bool look(struct ctx *c, struct str text, struct str *code_hash, struct invitation *out)
{
	struct hash h = secret_hash("invite", tidy(c->mem, text));
	struct rows r = db_rows(c->db, SQL(Q_INVITE_GET),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_int(c->now), cell_int(c->now + CLOCK_SLACK_MS)));

	if (!rows_next(&r))
		return false;
	*code_hash = str_dup(c->mem, rows_text(&r, 0));
	*out = (struct invitation){ .person = rows_id(&r, 1), .reusable = rows_int(&r, 2) != 0,
		.until_at = rows_int(&r, 3), .by = rows_id(&r, 4) };
	rows_end(&r);
	return !out->reusable || c->net->demo;
}

bool invite_find(struct ctx *c, struct str code_or_letters, struct invitation *out)
{
	struct str code;

	return look(c, code_or_letters, &code, out);
}

bool invite_try_letters(struct ctx *c, struct str letters, struct str peer, struct invitation *out)
{
	struct hash from = secret_hash("peer", peer);
	struct str code;

	if (!limit_open(c, "letters", STR("all"), LETTERS_WRONG_MAX, HOUR_MS) ||
		!limit_open(c, "letters", hash_bytes(&from), LETTERS_WRONG_PEER_MAX, HOUR_MS))
		return false;
	if (look(c, letters, &code, out))
		return true;
	limit_take(c, "letters", STR("all"), LETTERS_WRONG_MAX, HOUR_MS);
	limit_take(c, "letters", hash_bytes(&from), LETTERS_WRONG_PEER_MAX, HOUR_MS);
	return false;
}

/* A cookie that no table knows was not made here: a fresh one takes its place. */
static void enrol(struct ctx *c, struct enrolment *e)
{
	struct hash h = secret_hash("device", e->device);
	struct rows r = db_rows(c->db, SQL(Q_ENROLLED_DEVICE), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));

	e->fresh = !e->device.n || !rows_next(&r);
	if (!e->fresh)
		e->id = rows_id(&r, 0);
	rows_end(&r);
	if (e->fresh)
		e->device = secret_text(c->mem);
	h = secret_hash("device", e->device);
	db_exec(c->db, SQL(Q_ENROLLED_ADD),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&e->invitation.person), cell_id(&e->id),
			cell_int(c->now)));
}

bool invite_spend(struct ctx *c, struct str code_or_letters, struct enrolment *e)
{
	struct str code;

	if (!look(c, code_or_letters, &code, &e->invitation))
		return false;
	enrol(c, e);
	if (e->invitation.reusable)
		return true;
	db_exec(c->db, SQL(Q_INVITE_USE), ARGS(cell_id(&c->net->id), cell_blob(code), cell_int(c->now)));
	session_end_all(c, e->invitation.person);
	return true;
}

/* ---- PINs ---- */

unsigned enrolled_list(struct ctx *c, struct str device, struct enrolled *out, unsigned max)
{
	struct hash h = secret_hash("device", device);
	unsigned n = 0;

	if (!device.n)
		return 0;
	struct rows r = db_rows(c->db, SQL(Q_ENROLLED_OF), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));
	while (n < max && rows_next(&r)) {
		out[n] = (struct enrolled){ rows_id(&r, 0), str_dup(c->mem, rows_text(&r, 2)), !rows_null(&r, 1) };
		n++;
	}
	if (n == max)
		rows_end(&r);
	return n;
}

/* The PIN keyed with the server's secret: a copied table alone cannot be tried against. */
static struct str keyed(struct str pin, struct hash *h)
{
	*h = secret_hash("pin", pin);
	return hash_bytes(h);
}

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

enum { PIN_MEMORY = 8 * 1024 * 1024, PIN_PASSES = 3 };

struct str pin_hash(struct arena *a, struct str pin)
{
	char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
	struct hash h;
	struct str k = keyed(pin, &h);

	pthread_mutex_lock(&one_at_a_time);
	int bad = crypto_pwhash_str(out, k.p, k.n, PIN_PASSES, PIN_MEMORY);
	pthread_mutex_unlock(&one_at_a_time);
	return bad ? STR("") : str_c(out);
}

bool pin_matches(struct str hash, struct str pin)
{
	char stored[crypto_pwhash_STRBYTES] = { 0 };
	struct hash h;
	struct str k = keyed(pin, &h);

	if (!hash.n || hash.n >= sizeof(stored))
		return false;
	memcpy(stored, hash.p, hash.n);
	pthread_mutex_lock(&one_at_a_time);
	int bad = crypto_pwhash_str_verify(stored, k.p, k.n);
	pthread_mutex_unlock(&one_at_a_time);
	return bad == 0;
}

static int64_t wait_ms(int64_t wrong)
{
	return wrong < PIN_TRIES ? 0 : PIN_WAIT_MS * (wrong - PIN_TRIES + 1);
}

/* A wait that ends later than it can was begun under another clock: it is over. */
static int64_t wait_believed(const struct ctx *c, int64_t wrong, int64_t until_at)
{
	return until_at > c->now + wait_ms(wrong) + CLOCK_SLACK_MS ? 0 : until_at;
}

struct str pin_stored(struct ctx *c, struct str device, struct id person, int64_t *wait_until_at_out)
{
	struct hash h = secret_hash("device", device);
	struct rows r = db_rows(c->db, SQL(Q_ENROLLED_GET), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person)));

	*wait_until_at_out = 0;
	if (!rows_next(&r))
		return STR("");
	struct str pin = str_dup(c->mem, rows_text(&r, 1));
	*wait_until_at_out = wait_believed(c, rows_int(&r, 2), rows_int(&r, 3));
	rows_end(&r);
	return pin;
}

bool pin_set(struct ctx *c, struct str device, struct id person, struct str hash)
{
	struct hash h = secret_hash("device", device);

	return db_change(c->db, SQL(Q_ENROLLED_PIN),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person), cell_text(hash))) == 1;
}

void pin_tried(struct ctx *c, struct str device, struct id person, bool good)
{
	struct hash h = secret_hash("device", device);
	struct rows r = db_rows(c->db, SQL(Q_ENROLLED_GET), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person)));
	int64_t wrong = 0, wait_until_at = 0;

	if (!rows_next(&r))
		return;
	if (!good) {
		wrong = rows_int(&r, 2) + 1;
		if (wrong >= PIN_TRIES)
			wait_until_at = c->now + wait_ms(wrong);
	}
	rows_end(&r);
	db_exec(c->db, SQL(Q_ENROLLED_TRIED),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person), cell_int(wrong), cell_int(wait_until_at)));
}

bool pin_sound(struct str pin)
{
	bool same = true;

	if (pin.n != PIN_DIGITS || str_is(pin, "123456") || str_is(pin, "654321"))
		return false;
	for (size_t i = 0; i < pin.n; i++) {
		if (pin.p[i] < '0' || pin.p[i] > '9')
			return false;
		same &= pin.p[i] == pin.p[0];
	}
	return !same;
}
