/*
 * spread_audit.c - every declared table, every registered statement: does it stay in one network?
 */
#include "data.h"
#include "i18n.h"
#include "spread.h"

/* What asks for all networks on purpose: the list of them, and a rebuild, which is of the whole database. */
static const char *const of_all[] = { "journal.chain_networks", "journal.chain_lock_all" };

static const struct table *table_at(const struct registry *reg, unsigned i)
{
	unsigned lasting = 0;

	while (data_table(lasting))
		lasting++;
	return i < lasting ? data_table(i) : schema_table(reg->schema, i - lasting);
}

static const struct table *table_named(void *arg, struct str name)
{
	const struct registry *reg = arg;
	const struct table *t;

	for (unsigned i = 0; (t = table_at(reg, i)); i++)
		if (str_is(name, t->name))
			return t;
	return NULL;
}

static bool exempt(struct str name)
{
	for (unsigned i = 0; i < ARRAY_LEN(of_all); i++)
		if (str_is(name, of_all[i]))
			return true;
	return false;
}

static unsigned say(struct buf *b, const struct lang *l, struct str what, const char *msgid, struct str arg)
{
	buf_add(b, what);
	buf_c(b, ": ");
	buf_add(b, tr_fill(b->mem, l, msgid, arg));
	buf_char(b, '\n');
	return 1;
}

static unsigned audit_tables(struct buf *b, const struct registry *reg, const struct lang *l)
{
	const struct table *t;
	unsigned faults = 0;

	for (unsigned i = 0; (t = table_at(reg, i)); i++) {
		if (t->everywhere)
			continue;
		if (strcmp(t->columns[0].name, "network") != 0 || !t->nkey)
			faults += say(b, l, str_c(t->name), N_("su clave no empieza con la red"), STR(""));
		for (unsigned k = 0; k < t->nindexes; k++)
			if (t->indexes[k].unique && t->indexes[k].column[0] != 0)
				faults += say(b, l, str_c(t->indexes[k].name), N_("su clave no empieza con la red"), STR(""));
	}
	return faults;
}

static unsigned audit_query(struct buf *b, const struct registry *reg, const struct query *q, const struct lang *l)
{
	struct str name = str_fmt(b->mem, "%s.%s", q->set->name, q->name);
	const char *const text[] = { q->sql, q->pg };
	unsigned faults = 0;

	for (unsigned i = 0; i < ARRAY_LEN(text) && !exempt(name) && !faults; i++) {
		struct spread_fault f = { 0 };
		if (text[i])
			f = spread_check(b->mem, str_c(text[i]), table_named, (void *)(uintptr_t)reg);
		if (f.msgid)
			faults += say(b, l, name, f.msgid, f.arg);
	}
	return faults;
}

bool spread_audit(struct buf *b, const struct registry *reg, const struct lang *l)
{
	struct query_set *const *sets;
	unsigned n, nsets = query_sets(&sets, &n), faults = 0;

	buf_char(b, '\n');
	faults += audit_tables(b, reg, l);
	for (unsigned i = 0; i < nsets; i++)
		for (unsigned k = 0; k < sets[i]->n; k++)
			faults += audit_query(b, reg, &sets[i]->query[k], l);
	if (!faults) {
		buf_add(b, tr(l, N_("Cada tabla y cada consulta es de una sola red: los datos se pueden repartir por redes.")));
		buf_char(b, '\n');
	}
	return faults == 0;
}
