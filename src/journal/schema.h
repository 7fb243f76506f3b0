/*
 * schema.h - inside the journal room: entities and tallies with their derived statements.
 */
#ifndef AYNI_SCHEMA_H
#define AYNI_SCHEMA_H

#include "apply.h"
#include "table.h"

/* First columns of every projected table, in this order; then the fields, then folded keys. */
enum { COL_STAMP, COL_CHANGE, COL_BORN, COL_LATE, COL_FIELDS };

struct tally_plan {
	const struct tally *tally;
	struct table table; /* network, by…, (sum, n)… */
	unsigned index; /* among all tallies */
	const struct query *add;  /* the table's columns */
	const struct query *list; /* network -> by…, (sum, n)… in key order */
};

struct entity_plan {
	const struct entity *entity;
	struct table table; /* network, id, stamp, change, born, late, fields…, keys… */
	const struct query *get;  /* network, id -> stamp change born late fields… */
	const struct query *put;  /* the table's columns */
	const struct query *list; /* network -> id stamp change born late fields… by id */
	const struct query *of_subject; /* network, person -> id; NULL unless .subject is a field */
	uint8_t by_name[ENTITY_FIELDS_MAX]; /* field indexes in bytewise order of their names */
	uint8_t sorted[8]; /* fields with a folded key column */
	unsigned nsorted;
	const struct tally_plan *tally[8];
	unsigned ntally;
	bool personal; /* has personal or sealed fields */
};

struct schema {
	struct arena *mem;
	struct entity_plan *plan;
	unsigned n;
	struct tally_plan *tally;
	unsigned ntally;
	const struct entity_plan *erasure; /* the entity with .erases, or NULL */
	struct map by_name;
	struct query_set set;
};

/* The plan of an entity of this schema. */
const struct entity_plan *schema_plan(const struct schema *s, const struct entity *e);
/* Derive the table, in the arena, once the rest of the plan stands. */
void schema_plan_table(struct arena *a, struct entity_plan *p);
void schema_tally_table(struct arena *a, struct tally_plan *tp);

#endif
