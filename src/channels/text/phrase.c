/*
 * phrase.c - what coordinators taught, from its table.
 */
#include "text_sql.h"
#include "turn.h"

enum { PHRASES_MOST = 400 };

void phrases_read(struct ctx *c, struct listening *how)
{
	struct alias *list = ARENA_ARRAY(c->mem, struct alias, PHRASES_MOST);
	unsigned n = 0;
	struct rows r = db_rows(c->db, &text_sql.query[Q_PHRASES], ARGS(cell_id(&c->net->id), cell_int(PHRASES_MOST)));

	while (rows_next(&r))
		if (n < PHRASES_MOST)
			list[n++] = (struct alias){ str_dup(c->mem, rows_text(&r, 0)), str_dup(c->mem, rows_text(&r, 1)) };
	how->alias = list;
	how->naliases = n;
}
