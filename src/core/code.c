/*
 * code.c - codes that prove a person in one text message.
 */
#include "code.h"

#include "hash.h"
#include "session.h"
#include "session_sql.h"

static struct hash code_hash(struct ctx *c, struct id person, struct str code)
{
	struct buf b = buf_new(c->mem, sizeof(person.b) + code.n);

	buf_add(&b, id_bytes(&person));
	buf_add(&b, code);
	return secret_hash("text code", buf_str(&b));
}

struct str text_code_make(struct ctx *c, struct id person)
{
	struct str code = str_fmt(c->mem, "%06u", (unsigned)randombytes_uniform(1000000));
	struct hash h = code_hash(c, person, code);

	db_exec(c->db, &session_sql.query[Q_TEXT_CODE_PUT], ARGS(cell_id(&c->net->id), cell_id(&person),
		cell_blob(hash_bytes(&h)), cell_int(c->now + TEXT_CODE_MS)));
	return code;
}

enum text_code text_code_take(struct ctx *c, struct id person, struct str code)
{
	struct hash h = code_hash(c, person, code), kept = { { 0 } };
	struct rows r = db_rows(c->db, &session_sql.query[Q_TEXT_CODE_GET],
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(c->now), cell_int(c->now + TEXT_CODE_MS)));
	int64_t wrong;

	if (!rows_next(&r))
		return TEXT_CODE_NONE;
	struct str stored = rows_text(&r, 0);
	if (stored.n == sizeof(kept.b))
		memcpy(kept.b, stored.p, sizeof(kept.b));
	wrong = rows_int(&r, 1) + 1;
	rows_end(&r);
	bool good = sodium_memcmp(kept.b, h.b, sizeof(h.b)) == 0;
	if (good || wrong >= TEXT_CODE_TRIES)
		db_exec(c->db, &session_sql.query[Q_TEXT_CODE_DROP], ARGS(cell_id(&c->net->id), cell_id(&person)));
	else
		db_exec(c->db, &session_sql.query[Q_TEXT_CODE_WRONG], ARGS(cell_id(&c->net->id), cell_id(&person)));
	return good ? TEXT_CODE_GOOD : TEXT_CODE_WRONG;
}
