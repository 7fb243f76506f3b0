/*
 * session.c - sessions, bearer tokens, and who is acting.
 */
#include "session.h"

#include "core_sql.h"
#include "fold.h"
#include "hash.h"
#include "known.h"
#include "message.h"
#include "sealing.h"
#include "session_sql.h"

#define SQL(name) (&session_sql.query[name])

enum { SESSION_DAYS = 90, TOUCH_MS = 60000, MEMBERSHIPS_MAX = 64 };

struct str secret_text(struct arena *a)
{
	unsigned char raw[32];
	char *text = arena_alloc(a, TOKEN_TEXT + 1);

	random_bytes(raw, sizeof(raw));
	sodium_bin2base64(text, TOKEN_TEXT + 1, raw, sizeof(raw), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return (struct str){ text, TOKEN_TEXT };
}

/* Her name and memberships on a day, as a thread remembers them. */
struct remembered {
	struct str name;
	const struct membership *member;
	unsigned nmember;
};

/* Into `mem`, which may outlive the request. */
static void actor_read(struct ctx *c, struct arena *mem, struct id person, struct remembered *out)
{
	struct membership *m = ARENA_ARRAY(c->mem, struct membership, MEMBERSHIPS_MAX);
	unsigned n = 0;

	out->name = db_text(c->db, &core_sql.query[Q_PERSON_NAME], ARGS(cell_id(&c->net->id), cell_id(&person)), mem);
	struct rows r = db_rows(c->db, &core_sql.query[Q_MEMBERSHIPS_OF],
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(today(c))));
	while (n < MEMBERSHIPS_MAX && rows_next(&r)) {
		m[n].id = rows_id(&r, 0);
		m[n].group = rows_id(&r, 1);
		m[n++].role = str_dup(mem, rows_text(&r, 2));
	}
	if (n == MEMBERSHIPS_MAX)
		rows_end(&r);
	out->member = (void *)arena_dup(mem, m, n * sizeof(*m));
	out->nmember = n;
}

void actor_load(struct ctx *c, struct actor *who, struct id person)
{
	struct arena *mem = c->known ? c->known->mem : c->mem;
	char room[32];
	struct buf key = buf_fixed(room, sizeof(room));
	int64_t day = today(c);

	buf_add(&key, id_bytes(&person));
	buf_bytes(&key, &day, sizeof(day));
	struct remembered *r = c->known ? map_get(&c->known->actors, buf_str(&key)) : NULL;
	if (!r) {
		r = ARENA_NEW(mem, struct remembered);
		actor_read(c, mem, person, r);
		if (c->known && db_status(c->db) == OK)
			map_set(&c->known->actors, buf_str(&key), r);
	}
	/* Copied: the request may end in another thread, when this one has forgotten. */
	struct membership *m = (void *)arena_dup(c->mem, r->member, r->nmember * sizeof(*m));
	for (unsigned i = 0; i < r->nmember; i++)
		m[i].role = str_dup(c->mem, m[i].role);
	who->person = person;
	who->name = str_dup(c->mem, r->name);
	who->member = m;
	who->nmember = r->nmember;
}

unsigned people_named(struct ctx *c, struct str name, struct id *out, unsigned max)
{
	struct str from = fold(c->mem, name), until = str_fmt(c->mem, "%.*s\x7f", (int)from.n, from.p);

	return from.n ? db_ids(c->db, SQL(Q_PEOPLE_NAMED),
				ARGS(cell_id(&c->net->id), cell_text(from), cell_text(until), cell_int(max)), out, max)
		      : 0;
}

/* ---- sessions ---- */

struct str session_begin(struct ctx *c, struct str device, struct id person, struct str *csrf_out)
{
	struct str token = secret_text(c->mem), csrf = str_sub(secret_text(c->mem), 0, 22);
	struct hash h = secret_hash("session", token), dh = secret_hash("device", device);
	struct id device_id = db_id(c->db, SQL(Q_ENROLLED_GET),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&dh)), cell_id(&person)));

	db_exec(c->db, SQL(Q_SESSION_ADD),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&person), cell_id_or_null(&device_id),
			cell_text(csrf), cell_int(c->now), cell_int(c->now + SESSION_DAYS * (int64_t)DAY_MS)));
	*csrf_out = csrf;
	return token;
}

bool session_find(struct ctx *c, struct str cookie, struct id *person_out, struct id *device_out,
	struct str *csrf_out, bool *stale_out)
{
	struct hash h = secret_hash("session", cookie);
	struct rows r = db_rows(c->db, SQL(Q_SESSION_GET), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));

	if (!rows_next(&r))
		return false;
	int64_t used_at = rows_int(&r, 3), until_at = rows_int(&r, 4);
	*person_out = rows_id(&r, 0);
	*device_out = rows_id(&r, 1);
	*csrf_out = str_dup(c->mem, rows_text(&r, 2));
	rows_end(&r);
	bool open = c->now - used_at <= SESSION_IDLE_MS && c->now < until_at && used_at <= c->now + CLOCK_SLACK_MS;
	*stale_out = open && c->now - used_at > TOUCH_MS; /* one that ended is not brought back */
	return open;
}

void session_touch(struct ctx *c, struct str cookie)
{
	struct hash h = secret_hash("session", cookie);

	db_exec(c->db, SQL(Q_SESSION_USE), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_int(c->now)));
}

void session_end(struct ctx *c, struct str cookie)
{
	struct hash h = secret_hash("session", cookie);

	unlock_end(c, cookie);
	db_exec(c->db, SQL(Q_SESSION_DROP), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));
}

/* What names a session on a page: opens nothing. */
static struct str row_id(struct arena *a, struct str token_hash)
{
	struct hash h = hash_of(token_hash, STR(""));
	struct buf b = buf_new(a, 24);

	buf_hex(&b, h.b, 8);
	return buf_str(&b);
}

unsigned session_list(struct ctx *c, struct id person, struct str cookie, struct session_row *out, unsigned max)
{
	struct hash own = secret_hash("session", cookie);
	struct rows r = db_rows(c->db, SQL(Q_SESSION_OF),
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(c->now - SESSION_IDLE_MS),
			cell_int(c->now + CLOCK_SLACK_MS)));
	unsigned n = 0;

	while (n < max && rows_next(&r)) {
		struct str token = str_dup(c->mem, rows_text(&r, 0));
		out[n++] = (struct session_row){ .id = row_id(c->mem, token), .token_hash = token,
			.device = str_dup(c->mem, rows_text(&r, 1)), .begun_at = rows_int(&r, 2), .used_at = rows_int(&r, 3),
			.here = str_eq(token, hash_bytes(&own)) };
	}
	if (n == max)
		rows_end(&r);
	return n;
}

bool session_close(struct ctx *c, struct id person, struct str id)
{
	struct session_row *row = ARENA_ARRAY(c->mem, struct session_row, SESSIONS_SHOWN);
	unsigned n = session_list(c, person, STR(""), row, SESSIONS_SHOWN);

	for (unsigned i = 0; i < n; i++)
		if (str_eq(row[i].id, id))
			return db_change(c->db, SQL(Q_SESSION_DROP), ARGS(cell_id(&c->net->id), cell_blob(row[i].token_hash))) == 1;
	return false;
}

void session_end_all(struct ctx *c, struct id person)
{
	db_exec(c->db, SQL(Q_SESSION_DROP_PERSON), ARGS(cell_id(&c->net->id), cell_id(&person)));
}

void person_forget(struct ctx *c, struct id person)
{
	static const unsigned all[] = { Q_FORGET_SESSIONS, Q_FORGET_ENROLLED, Q_FORGET_INVITES, Q_FORGET_TOKENS,
		Q_FORGET_PARKED, Q_FORGET_CONVERSATIONS, Q_FORGET_CALENDAR };

	for (unsigned i = 0; i < ARRAY_LEN(all); i++)
		db_exec(c->db, SQL(all[i]), ARGS(cell_id(&c->net->id), cell_id(&person)));
	db_exec(c->db, SQL(Q_FORGET_TALK),
		ARGS(cell_id(&c->net->id), cell_text(str_fmt(c->mem, "p:%.36s", id_text(c->mem, person).p))));
	sealing_forget(c, person);
	messages_erase(c, person);
}

/* ---- bearer tokens ---- */

struct str token_make(struct ctx *c, struct id person, struct str name, enum token_allow allow, int days)
{
	struct str token = secret_text(c->mem);
	struct hash h = secret_hash("token", token);
	struct id id = id_new(c->now);

	db_exec(c->db, SQL(Q_TOKEN_ADD),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h)), cell_id(&id), cell_id(&person), cell_text(name),
			cell_int(allow), cell_int(c->now), cell_int(c->now + days * (int64_t)DAY_MS)));
	return token;
}

struct token_known {
	struct id person;
	struct str name;
	enum token_allow allow;
	int64_t until_at;
};

static const struct token_known *token_read(struct ctx *c, struct arena *mem, const struct hash *h)
{
	struct rows r = db_rows(c->db, SQL(Q_TOKEN_GET),
		ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(h)), cell_int(c->now), cell_int(c->now + CLOCK_SLACK_MS)));

	if (!rows_next(&r))
		return NULL;
	struct token_known *t = ARENA_NEW(mem, struct token_known);
	*t = (struct token_known){ .person = rows_id(&r, 1), .name = str_dup(mem, rows_text(&r, 2)),
		.allow = (enum token_allow)rows_int(&r, 3), .until_at = rows_int(&r, 4) };
	rows_end(&r);
	if (c->known)
		map_set(&c->known->actors, hash_bytes(h), t);
	return t;
}

bool token_find(struct ctx *c, struct str text, struct actor *out)
{
	struct hash h = secret_hash("token", text);
	const struct token_known *t = c->known ? map_get(&c->known->actors, hash_bytes(&h)) : NULL;

	if (!t || c->now >= t->until_at)
		t = token_read(c, c->known ? c->known->mem : c->mem, &h);
	if (!t)
		return false;
	out->by_token = true;
	out->person = t->person;
	out->token_name = str_dup(c->mem, t->name);
	out->allow = t->allow;
	return true;
}

unsigned token_list(struct ctx *c, struct token_row *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_TOKEN_ALL), ARGS(cell_id(&c->net->id)));
	unsigned n = 0;

	while (n < max && rows_next(&r)) {
		out[n] = (struct token_row){ .id = rows_id(&r, 0), .person = rows_id(&r, 1),
			.name = str_dup(c->mem, rows_text(&r, 2)), .allow = (enum token_allow)rows_int(&r, 3),
			.made_at = rows_int(&r, 4), .until_at = rows_int(&r, 5), .revoked = rows_int(&r, 6) != 0 };
		n++;
	}
	if (n == max)
		rows_end(&r);
	return n;
}

bool token_revoke(struct ctx *c, struct id token)
{
	return db_change(c->db, SQL(Q_TOKEN_END), ARGS(cell_id(&c->net->id), cell_id(&token), cell_int(c->now))) == 1;
}

/* ---- limits ---- */

/* How many came within the window, and since when. */
static int64_t counted(struct ctx *c, const char *what, struct str subject, int64_t window_ms, int64_t *since_out)
{
	struct rows r = db_rows(c->db, SQL(Q_LIMIT_GET),
		ARGS(cell_id(&c->net->id), cell_text(str_c(what)), cell_blob(subject)));
	int64_t n = 0;

	*since_out = c->now;
	if (!rows_next(&r))
		return 0;
	n = rows_int(&r, 0);
	*since_out = rows_int(&r, 1);
	rows_end(&r);
	/* Another process' clock may be a little ahead; one far ahead was wrong. */
	if (c->now - *since_out < window_ms && *since_out - c->now < window_ms)
		return n;
	*since_out = c->now;
	return 0;
}

bool limit_open(struct ctx *c, const char *what, struct str subject, int most, int64_t window_ms)
{
	int64_t since;

	return counted(c, what, subject, window_ms, &since) < most;
}

bool limit_take(struct ctx *c, const char *what, struct str subject, int most, int64_t window_ms)
{
	int64_t since, n = counted(c, what, subject, window_ms, &since) + 1;

	db_exec(c->db, SQL(Q_LIMIT_PUT),
		ARGS(cell_id(&c->net->id), cell_text(str_c(what)), cell_blob(subject), cell_int(n), cell_int(since)));
	return n <= most;
}
