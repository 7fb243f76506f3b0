/*
 * change.h - a decided outcome: one author, one stamp, a list of puts.
 *
 * A change records what was decided, never what was wished, and is atomic. It is made by a decide
 * function, filled in by the gate, appended by journal.h and applied by apply.h.
 */
#ifndef AYNI_CHANGE_H
#define AYNI_CHANGE_H

#include "entity.h"
#include "hash.h"

struct put {
	const struct entity *entity;
	struct id id;
	bool create; /* the record is listed once this has arrived */
	struct id subject; /* whose personal fields these are; found by journal_append when zero */
	const struct record *stood; /* see put_stood */
	unsigned n;
	struct {
		uint8_t field;
		struct value v;
	} set[ENTITY_FIELDS_MAX];
	struct put *next;
};

enum change_status { CHANGE_ACCEPTED, CHANGE_KEPT };

struct change {
	struct id network, id, origin, author, device;
	struct hash content;  /* of the action as sent */
	struct str action;    /* permanent name of the action */
	enum change_status status;
	int64_t acted_at;     /* ms */
	bool doubted;         /* by a clock that was not believed, the sender's or ours */
	int64_t stamp;        /* 48 bits of ms, 16 of counter */
	struct str channel;   /* web text api file console demo, or "api:NAME" of a token */
	struct put *puts, **tail;
	struct arena *mem;
	int64_t seq;          /* given by journal_append */
};

/* An empty change in the arena. */
struct change *change_new(struct arena *a);
/* Add a put to the end; fields follow with put_set. One put a record and change. */
struct put *change_put(struct change *c, const struct entity *e, struct id id, bool create);
void put_set(struct put *p, unsigned field, struct value v);
static inline void put_int(struct put *p, unsigned field, int64_t i)
{
	put_set(p, field, value_int(i));
}
static inline void put_text(struct put *p, unsigned field, struct str s)
{
	put_set(p, field, value_text(s));
}
static inline void put_id(struct put *p, unsigned field, struct id id)
{
	put_set(p, field, value_id(id));
}
/*
 * The record as record_get left it, asked for in the transaction that appends the change, with nothing written
 * since: neither the gate nor apply asks again. *r was zero before, so that without a row it has no entity.
 */
static inline void put_stood(struct put *p, const struct record *r)
{
	p->stood = r;
}
/* The value set for that field, or NULL. */
const struct value *put_get(const struct put *p, unsigned field);
/* The first put of that entity, or NULL. */
const struct put *change_find(const struct change *c, const struct entity *e);

#endif
