/*
 * parked.c - rows of what was not done: kept, found, counted.
 */
#include "parked.h"

#include "parked_sql.h"

#define SQL(name) (&parked_sql.query[name])

enum { MEMBERSHIPS_MAX = 64, OTHERS_READ = 500, KEPT_DAYS = 90 };

static const char *const kinds[] = { "refused", "form", "conflict", "membership", "device", "clock", "waiting" };

_Static_assert(ARRAY_LEN(kinds) == PARKED__N, "parked_kind: name missing");

static enum parked_kind kind_named(struct str name)
{
	unsigned k = 0;

	while (k + 1 < PARKED__N && !str_is(name, kinds[k]))
		k++;
	return (enum parked_kind)k;
}

struct id parked_id(struct id act, struct str content)
{
	return id_derive(0, (struct str[]){ STR("parked"), id_bytes(&act), content }, 3);
}

static struct cell text_or_null(struct str s)
{
	return s.p ? cell_text(s) : cell_null();
}

static struct str copied(struct ctx *c, struct rows *r, unsigned col)
{
	return rows_null(r, col) ? (struct str){ NULL, 0 } : str_dup(c->mem, rows_text(r, col));
}

bool parked_get(struct ctx *c, struct id id, struct parked *out)
{
	struct rows r = db_rows(c->db, SQL(Q_PARKED_GET), ARGS(cell_id(&c->net->id), cell_id(&id)));

	if (!rows_next(&r))
		return false;
	*out = (struct parked){ .id = id, .act = rows_id(&r, 0), .fix = rows_id(&r, 1), .person = rows_id(&r, 2),
		.device = rows_id(&r, 3), .action = copied(c, &r, 4), .seen = copied(c, &r, 5), .args = copied(c, &r, 6),
		.files = copied(c, &r, 7), .acted_at = rows_int(&r, 8), .unsure = rows_int(&r, 9) != 0,
		.kind = kind_named(rows_text(&r, 10)), .reasons = copied(c, &r, 11), .group = rows_id(&r, 12),
		.place = rows_id(&r, 13), .arrived_at = rows_int(&r, 14), .decided_at = rows_int(&r, 15),
		.decision = copied(c, &r, 16), .decided_by = rows_id(&r, 17), .why = copied(c, &r, 18) };
	rows_end(&r);
	return true;
}

static struct str reasons_json(struct ctx *c, const struct diag *d)
{
	struct buf b = buf_new(c->mem, 256);
	struct json_out j = json_begin(&b);

	json_open(&j, '[');
	for (unsigned i = 0; i < d->n; i++) {
		json_open(&j, '[');
		if (d->item[i].field)
			json_text(&j, str_c(d->item[i].field));
		else
			json_null_out(&j);
		json_text(&j, str_c(d->item[i].code));
		json_text(&j, str_c(d->item[i].msgid));
		json_text(&j, d->item[i].arg);
		json_close(&j, ']');
	}
	json_close(&j, ']');
	return buf_str(&b);
}

bool parked_put(struct ctx *c, struct parked *p, const struct diag *reasons)
{
	if (db_int(c->db, SQL(Q_PARKED_OPEN_OF), ARGS(cell_id(&c->net->id), cell_id(&p->person))) >= PARKED_PERSON_MAX)
		return false;
	p->fix = id_derive(0, (struct str[]){ STR("correction"), id_bytes(&p->id) }, 2);
	p->reasons = reasons_json(c, reasons);
	p->arrived_at = c->now;
	db_exec(c->db, SQL(Q_PARKED_PUT), ARGS(cell_id(&c->net->id), cell_id(&p->id), cell_id(&p->act), cell_id(&p->fix),
		cell_id(&p->person), cell_id_or_null(&p->device), cell_text(p->action), text_or_null(p->seen),
		cell_text(p->args), text_or_null(p->files), cell_int(p->acted_at), cell_int(p->unsure),
		cell_text(str_c(kinds[p->kind])), cell_text(p->reasons), cell_id_or_null(&p->group),
		cell_id_or_null(&p->place), cell_int(p->arrived_at)));
	return true;
}

/* ---- what is open, and ends ---- */

bool parked_decide(struct ctx *c, struct id id, const char *decision, struct id by, struct str why)
{
	return db_change(c->db, SQL(Q_PARKED_DECIDE), ARGS(cell_id(&c->net->id), cell_id(&id), cell_text(str_c(decision)),
		cell_id_or_null(&by), text_or_null(why), cell_int(c->now))) == 1;
}

struct id parked_by_fix(struct ctx *c, struct id fix, struct id person)
{
	struct rows r = db_rows(c->db, SQL(Q_PARKED_BY_FIX), ARGS(cell_id(&c->net->id), cell_id(&fix)));
	struct id id = { 0 };

	if (!rows_next(&r))
		return id;
	if (id_eq(rows_id(&r, 1), person))
		id = rows_id(&r, 0);
	rows_end(&r);
	return id;
}

unsigned parked_mine(struct ctx *c, struct id person, struct id *out, unsigned max)
{
	return db_ids(c->db, SQL(Q_PARKED_MINE), ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(max)), out, max);
}

unsigned parked_rejected(struct ctx *c, struct id person, struct id *out, unsigned max)
{
	return db_ids(c->db, SQL(Q_PARKED_REJECTED), ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(max)), out, max);
}

/* All are read before any is judged: judging asks the same connection. */
unsigned parked_others(struct ctx *c, struct id *out, unsigned max)
{
	struct parked *all = ARENA_ARRAY(c->mem, struct parked, OTHERS_READ);
	struct rows r = db_rows(c->db, SQL(Q_PARKED_OTHERS), ARGS(cell_id(&c->net->id), cell_int(OTHERS_READ)));
	unsigned read = 0, n = 0;

	while (read < OTHERS_READ && rows_next(&r)) {
		all[read++] = (struct parked){ .id = rows_id(&r, 0), .person = rows_id(&r, 1), .group = rows_id(&r, 2),
			.place = rows_id(&r, 3) };
	}
	if (read == OTHERS_READ)
		rows_end(&r);
	for (unsigned i = 0; i < read && n < max; i++)
		if (allowed(c, "page:pending_others", parked_scope(&all[i])))
			out[n++] = all[i].id;
	return n;
}

int64_t parked_count(struct ctx *c, int64_t *oldest_at_out)
{
	struct rows r = db_rows(c->db, SQL(Q_PARKED_COUNT), ARGS(cell_id(&c->net->id)));
	int64_t n = 0;

	*oldest_at_out = 0;
	if (rows_next(&r)) {
		n = rows_int(&r, 0);
		*oldest_at_out = rows_int(&r, 1);
		rows_end(&r);
	}
	return n;
}

void parked_sweep(struct ctx *c)
{
	db_exec(c->db, SQL(Q_PARKED_SETTLE), ARGS(cell_id(&c->net->id), cell_int(c->now)));
	db_exec(c->db, SQL(Q_PARKED_SWEEP), ARGS(cell_id(&c->net->id), cell_int(c->now - KEPT_DAYS * (int64_t)DAY_MS)));
}

struct scope parked_scope(const struct parked *p)
{
	return (struct scope){ .group = p->group, .place = p->place, .subject = p->person };
}

const json_t *parked_args(struct ctx *c, const struct parked *p)
{
	struct diag d = { 0 };
	json_t *args = json_read(c->mem, p->args, &d);

	return json_is_object(args) ? args : json_read(c->mem, STR("{}"), &d);
}

void parked_turn(struct ctx *c, struct parked *p, const struct diag *reasons)
{
	p->reasons = reasons_json(c, reasons);
	db_exec(c->db, SQL(Q_PARKED_TURN), ARGS(cell_id(&c->net->id), cell_id(&p->id), cell_text(str_c(kinds[p->kind])),
		cell_text(p->reasons), cell_id_or_null(&p->group), cell_id_or_null(&p->place)));
}

unsigned parked_waiting(struct ctx *c, struct id *out, unsigned max)
{
	return db_ids(c->db, SQL(Q_PARKED_WAITING), ARGS(cell_id(&c->net->id), cell_int(max)), out, max);
}

bool device_is_retired(struct ctx *c, struct id device)
{
	return db_int(c->db, SQL(Q_DEVICE_IS_RETIRED), ARGS(cell_id(&c->net->id), cell_id(&device))) != 0;
}

void actor_then(struct ctx *c, struct actor *who, int64_t day)
{
	struct membership *m = ARENA_ARRAY(c->mem, struct membership, MEMBERSHIPS_MAX);
	struct rows r = db_rows(c->db, SQL(Q_MEMBERSHIPS_THEN),
		ARGS(cell_id(&c->net->id), cell_id(&who->person), cell_int(day)));
	unsigned n = 0;

	while (n < MEMBERSHIPS_MAX && rows_next(&r)) {
		m[n].id = rows_id(&r, 0);
		m[n].group = rows_id(&r, 1);
		m[n++].role = str_dup(c->mem, rows_text(&r, 2));
	}
	if (n == MEMBERSHIPS_MAX)
		rows_end(&r);
	who->member = m;
	who->nmember = n;
}
