/* message_own.h - what the files of messages share. */
#ifndef AYNI_MESSAGE_OWN_H
#define AYNI_MESSAGE_OWN_H

#include "message.h"

#include "message_sql.h"

#define SQL(name) (&message_sql.query[name])

/* A row of the queries that give whole messages; texts are copied into c->mem. */
void message_row(struct ctx *c, const struct rows *r, struct message *out);
/* The month of c->now in the network's zone, 202611. */
int64_t message_month(const struct ctx *c);
/* There is room for that cost within what is left of this month's ceiling. */
bool message_affordable(struct ctx *c, const struct gateway *g, int64_t cost_mills);
/* Count it in the month of c->now, which is given back. */
int64_t message_spend(struct ctx *c, const struct message *m);
/* It was not sent: what was counted for it in that month (0: nothing was) is taken back. */
void message_unspend(struct ctx *c, const struct message *m, int64_t month);

/*
 * An address that stands in clear in no row, log or page of the database, for messages of kind "alert": closed with
 * the server's secret, which no backup has. Gives back what message_row opens. In the arena.
 */
struct str message_closed(struct ctx *c, struct id id, struct str address);
/* What it closed; any other address as it is. */
struct str message_opened(struct ctx *c, struct id id, struct str address);

#endif
