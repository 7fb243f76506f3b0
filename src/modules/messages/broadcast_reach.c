/*
 * broadcast_reach.c - who is in a list, and what a message to all of them would be.
 */
#include "broadcast.h"

#include "broadcast_sql.h"

/* Is that group in the list: itself, below, in the place of a group that is no kitchen; in the place asked for; silent. */
static bool group_in(struct ctx *c, const struct audience *to, struct id group)
{
	const struct group_info *g = group_of(c, group), *of = group_of(c, to->group);

	if (!g || !of)
		return false;
	bool kitchen = str_is(g->kind, "olla") || str_is(g->kind, "comedor");
	bool board = !str_is(of->kind, "olla") && !str_is(of->kind, "comedor");
	if (!id_eq(group, to->group) && !group_is_below(c, group, to->group) &&
		!(board && kitchen && place_contains(c, of->place, g->place)))
		return false;
	if (!id_is_zero(to->place) && !place_contains(c, to->place, g->place))
		return false;
	if (!str_is(to->only, "silent"))
		return true;
	if (!kitchen)
		return false;
	struct rows r = ctx_rows(c, broadcast_sql, Q_POT_OF_DAY, cell_id(&c->net->id), cell_id(&group), cell_int(today(c)));
	bool told = rows_next(&r);
	if (told)
		rows_end(&r);
	return !told;
}

static bool group_known(struct ctx *c, const struct audience *to, struct map *seen, struct id group)
{
	static char yes, no;
	char *known = map_get(seen, id_bytes(&group));

	if (!known) {
		struct id *key = ARENA_NEW(c->mem, struct id);
		*key = group;
		known = group_in(c, to, group) ? &yes : &no;
		map_set(seen, id_bytes(key), known);
	}
	return known == &yes;
}

unsigned audience_read(struct ctx *c, const struct audience *to, struct map *seen, struct id after, struct id *out,
	unsigned max)
{
	enum { ROWS = 500 };
	struct id *person = ARENA_ARRAY(c->mem, struct id, ROWS), *group = ARENA_ARRAY(c->mem, struct id, ROWS);
	struct id row;
	unsigned n = 0, got;

	memset(&row, 0xff, sizeof(row)); /* of `after` herself nothing more */

	do { /* rows by person and membership; a page of them may end within a person */
		got = 0;
		struct rows r = ctx_rows(c, messages_sql, Q_MEMBERS_BEHIND, cell_id(&c->net->id), cell_id(&after), cell_id(&row),
			cell_int(today(c)), cell_text(to->role), cell_int(ROWS));
		struct id last = row;
		while (rows_next(&r)) {
			person[got] = rows_id(&r, 0);
			group[got++] = rows_id(&r, 1);
			last = rows_id(&r, 2);
		}
		for (unsigned i = 0; i < got; i++) {
			if ((n && id_eq(out[n - 1], person[i])) || !group_known(c, to, seen, group[i]))
				continue;
			out[n++] = person[i];
			if (n == max)
				return n;
		}
		if (got) {
			after = person[got - 1];
			row = last;
		}
	} while (got == ROWS);
	return n;
}

static struct reach_by *by_of(struct ctx *c, struct reach *o, struct id gateway, struct str text)
{
	for (unsigned i = 0; i < o->nby; i++)
		if (id_eq(o->by[i].gateway.id, gateway))
			return &o->by[i];
	if (o->nby == GATEWAYS_MAX || !gateway_get(c, gateway, &o->by[o->nby].gateway))
		return NULL;
	o->by[o->nby].people = 0;
	o->by[o->nby].size = message_size(c, &o->by[o->nby].gateway, text);
	return &o->by[o->nby++];
}

static void count_one(struct ctx *c, struct str text, struct id person, struct map *addresses, struct reach *o)
{
	static char there;
	struct id gateway;
	struct str address;
	struct reach_by *by;

	o->people++;
	if (!message_route(c, person, &gateway, &address) || !(by = by_of(c, o, gateway, text))) {
		o->no_way++;
	} else if (message_stopped(c, address)) {
		o->stopped++;
	} else if (map_get(addresses, address)) {
		o->doubles++;
	} else {
		map_set(addresses, address, &there);
		by->people++;
		o->reached++;
		if (c->reg->care && c->reg->care->discreet && c->reg->care->discreet(c, person))
			o->discreet++;
	}
}

void reach_count(struct ctx *c, const struct audience *to, struct str text, struct reach *out)
{
	enum { AT_ONCE = 500 };
	struct id *person = ARENA_ARRAY(c->mem, struct id, AT_ONCE), after = { 0 };
	struct map seen = map_new(c->mem), addresses = map_new(c->mem);
	unsigned n;

	*out = (struct reach){ 0 };
	do {
		n = audience_read(c, to, &seen, after, person, AT_ONCE);
		for (unsigned i = 0; i < n; i++)
			count_one(c, text, person[i], &addresses, out);
		if (n)
			after = person[n - 1];
	} while (n == AT_ONCE);
	for (unsigned i = 0; i < out->nby; i++)
		out->cost_mills = out->cost_mills < 0 || out->by[i].size.cost_mills < 0 ? -1 :
			out->cost_mills + out->by[i].people * out->by[i].size.cost_mills;
}
