/*
 * spread.c - the conditions of one statement, read from its words: which tables, and what holds each to a network.
 */
#include "spread.h"

enum { WORDS_MAX = 2048, TABLES_MAX = 32, SCOPES_MAX = 32, HELD_MAX = 64, NAMES_MAX = 8 };

/* Where a condition may stand; elsewhere `network = x` sets or shows. */
enum clause { CLAUSE_OTHER, CLAUSE_WHERE, CLAUSE_ON };

struct query_scope {
	int parent;
	int depth; /* of parentheses */
	enum clause clause;
	bool from; /* a comma brings another table */
	bool either; /* an OR among its conditions: none of them must hold */
	int joined; /* the table whose left join's ON is read: no other is held by it; -1: none */
};

struct node {
	struct str name, alias;
	int scope;
	bool held;
};

struct held {
	int scope, only;
	struct str left, right; /* aliases; empty: the scope's one table. right.p NULL: a parameter */
};

struct reading {
	struct str word[WORDS_MAX];
	unsigned n, at;
	int depth, now;
	struct query_scope scope[SCOPES_MAX];
	unsigned nscopes;
	struct node node[TABLES_MAX];
	unsigned nnodes;
	struct held held[HELD_MAX];
	unsigned nheld;
	struct str with[NAMES_MAX]; /* names given to subqueries */
	unsigned nwith;
	bool too_long, left;
};

/* ---- words ---- */

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '?' || c == '$';
}

static void split(struct reading *r, struct str sql)
{
	for (size_t i = 0; i < sql.n;) {
		size_t from = i++;
		char c = sql.p[from];
		if (c == ' ' || c == '\n' || c == '\t')
			continue;
		if (c == '\'' || c == '"')
			while (i < sql.n && sql.p[i++] != c)
				;
		else if (in_word(c))
			while (i < sql.n && in_word(sql.p[i]))
				i++;
		struct str word = str_sub(sql, from, i - from);
		if (r->n == WORDS_MAX)
			r->too_long = true;
		else
			r->word[r->n++] = word;
	}
}

static bool is(const struct reading *r, unsigned at, const char *word)
{
	return at < r->n && str_ieq(r->word[at], str_c(word));
}

static bool is_any(const struct reading *r, unsigned at, const char *const *words)
{
	for (; *words; words++)
		if (is(r, at, *words))
			return true;
	return false;
}

static bool is_name(const struct reading *r, unsigned at)
{
	char c = at < r->n ? r->word[at].p[0] : 0;

	return c == '"' || (in_word(c) && c != '?');
}

/* Quoted, a name is none of the language's words. */
static struct str name_at(const struct reading *r, unsigned at)
{
	struct str w = r->word[at];

	return w.p[0] == '"' ? str_sub(w, 1, w.n - 2) : w;
}

static bool is_network(const struct reading *r, unsigned at)
{
	return is_name(r, at) && str_is(name_at(r, at), "network");
}

/* ---- scopes and tables ---- */

static int new_scope(struct reading *r, int parent)
{
	if (r->nscopes == SCOPES_MAX) {
		r->too_long = true;
		return r->now;
	}
	r->scope[r->nscopes] = (struct query_scope){ .parent = parent, .depth = r->depth, .joined = -1 };
	return (int)r->nscopes++;
}

/* At a table's name: note it with its alias. */
static void take_table(struct reading *r, unsigned at, bool from)
{
	static const char *const behind[] = { "WHERE", "ON", "SET", "JOIN", "LEFT", "INNER", "CROSS", "ORDER", "GROUP", "LIMIT",
		"UNION", "EXCEPT", "INTERSECT", "VALUES", "USING", "FOR", "HAVING", "DEFAULT", "RETURNING", "OFFSET", "SELECT", NULL };

	if (!is_name(r, at) || (from && is(r, at + 1, "(")))
		return; /* a subquery, whose own words come next, or a function */
	for (unsigned i = 0; i < r->nwith; i++)
		if (str_eq(r->with[i], name_at(r, at)))
			return;
	if (r->nnodes == TABLES_MAX) {
		r->too_long = true;
		return;
	}
	unsigned next = at + 1 + is(r, at + 1, "AS");
	bool named = is_name(r, next) && !is_any(r, next, behind);
	r->node[r->nnodes] = (struct node){ name_at(r, at), name_at(r, named ? next : at), r->now, false };
	if (r->left)
		r->scope[r->now].joined = (int)r->nnodes;
	r->left = false;
	r->nnodes++;
}

/* `name AS (SELECT …`, and with its columns told: `name (a, b) AS (SELECT …`. */
static void take_with(struct reading *r)
{
	for (unsigned i = 0; i + 3 < r->n; i++) {
		unsigned as = i + 1;
		if (!is_name(r, i))
			continue;
		if (is(r, as, "("))
			while (as < r->n && !is(r, as++, ")"))
				continue;
		if (is(r, as, "AS") && is(r, as + 1, "(") && (is(r, as + 2, "SELECT") || is(r, as + 2, "WITH")) && r->nwith < NAMES_MAX)
			r->with[r->nwith++] = name_at(r, i);
	}
}

/* ---- conditions ---- */

/* At the word network: `[alias.]network = ?N` or `= alias.network`, which must hold. */
static void take_condition(struct reading *r)
{
	const struct query_scope *s = &r->scope[r->now];
	unsigned at = r->at;
	bool alias = at >= 2 && is(r, at - 1, ".");
	struct held h = { .scope = r->now, .only = s->joined, .left = alias ? name_at(r, at - 2) : STR("") };

	if (s->clause == CLAUSE_OTHER || s->depth != r->depth || !is(r, at + 1, "=") || r->nheld == HELD_MAX)
		return;
	if (at > 2u * alias && is(r, at - 1 - 2u * alias, "NOT"))
		return;
	if (at + 2 < r->n && r->word[at + 2].p[0] == '?')
		h.right = (struct str){ NULL, 0 };
	else if (is(r, at + 3, ".") && is_network(r, at + 4))
		h.right = name_at(r, at + 2);
	else
		return;
	r->held[r->nheld++] = h;
}

static void take_clause(struct reading *r, struct query_scope *s)
{
	static const char *const ends[] = { "SELECT", "SET", "VALUES", "ORDER", "GROUP", "HAVING", "LIMIT", "RETURNING", "OFFSET", NULL };
	unsigned at = r->at;

	if (is_any(r, at, ends) || is(r, at, "FROM") || is(r, at, "JOIN")) {
		s->clause = CLAUSE_OTHER;
		s->joined = -1;
		s->from = is(r, at, "FROM") || (s->from && is(r, at, "JOIN"));
	} else if (is(r, at, "WHERE")) {
		s->clause = CLAUSE_WHERE;
		s->joined = -1;
		s->from = false;
	} else if (is(r, at, "ON") && !is(r, at + 1, "CONFLICT")) {
		s->clause = CLAUSE_ON;
	} else if (is(r, at, "OR") && s->clause != CLAUSE_OTHER && s->depth == r->depth) {
		s->either = true;
	}
	if (is(r, at, "LEFT"))
		r->left = true;
}

static void read_word(struct reading *r)
{
	unsigned at = r->at;

	if (is(r, at, "(")) {
		r->depth++;
		if (is(r, at + 1, "SELECT") || is(r, at + 1, "WITH"))
			r->now = new_scope(r, r->now);
		return;
	}
	if (is(r, at, ")")) {
		if (r->scope[r->now].depth == r->depth && r->scope[r->now].parent >= 0)
			r->now = r->scope[r->now].parent;
		r->depth--;
		return;
	}
	if (is(r, at, "UNION") || is(r, at, "EXCEPT") || is(r, at, "INTERSECT")) {
		int depth = r->scope[r->now].depth;
		r->now = new_scope(r, r->scope[r->now].parent);
		r->scope[r->now].depth = depth;
		return;
	}
	struct query_scope *s = &r->scope[r->now];
	if (s->depth == r->depth)
		take_clause(r, s);
	bool update = is(r, at, "UPDATE") && !is(r, at - 1, "DO") && !is(r, at - 1, "FOR");
	if (is(r, at, "JOIN") || (is(r, at, "FROM") && !is(r, at - 1, "DISTINCT")))
		take_table(r, at + 1, true);
	else if (is(r, at, "INTO") || update)
		take_table(r, at + 1, false);
	else if (is(r, at, ",") && s->from && s->depth == r->depth)
		take_table(r, at + 1, true);
	else if (is_network(r, at))
		take_condition(r);
}

/* ---- what holds ---- */

/* The table an alias means in a scope, or in those around it; -1: none. */
static int meant(const struct reading *r, int scope, struct str alias)
{
	int found = -1;

	for (; scope >= 0; scope = r->scope[scope].parent) {
		for (unsigned i = 0; i < r->nnodes; i++) {
			if (r->node[i].scope != scope || (alias.n && !str_eq(r->node[i].alias, alias)))
				continue;
			if (!alias.n && found >= 0)
				return -1; /* one of two: nobody knows which */
			found = (int)i;
		}
		if (found >= 0 || !alias.n)
			return found;
	}
	return -1;
}

static bool hold(struct reading *r, const struct held *h)
{
	int left = meant(r, h->scope, h->left), right = h->right.p ? meant(r, h->scope, h->right) : -1;
	bool moved = false;

	if (left < 0 || r->scope[h->scope].either || (h->right.p && right < 0))
		return false;
	if (!r->node[left].held && (!h->right.p || r->node[right].held) && (h->only < 0 || h->only == left))
		moved = r->node[left].held = true;
	if (right >= 0 && !r->node[right].held && r->node[left].held && (h->only < 0 || h->only == right))
		moved = r->node[right].held = true;
	return moved;
}

/* INSERT INTO t (network, …) VALUES (?1, …): the columns begin with the network, the values with a parameter. */
static void hold_insert(struct reading *r)
{
	for (unsigned i = 0; i + 2 < r->n; i++)
		if (is(r, i, "INTO") && is(r, i + 2, "(") && is_network(r, i + 3))
			for (unsigned k = i; k + 2 < r->n; k++)
				if (is(r, k, "VALUES") && is(r, k + 1, "(") && r->word[k + 2].p[0] == '?' && r->nnodes)
					r->node[0].held = true;
}

static bool of_the_database(struct str name)
{
	return str_starts(name, "pg_") || str_starts(name, "sqlite_") || str_starts(name, "pragma_");
}

static struct spread_fault judge(struct arena *a, struct reading *r, const struct table *(*table)(void *, struct str),
	void *arg)
{
	if (r->too_long)
		return (struct spread_fault){ N_("la consulta es demasiado larga para revisarla"), STR("") };
	for (unsigned i = 1; is(r, 0, "INSERT") && i < r->n; i++)
		if (is(r, i, "SELECT"))
			return (struct spread_fault){ N_("INSERT toma sus filas de una consulta"), STR("") };
	for (unsigned i = 0; i < r->nnodes; i++) {
		const struct node *n = &r->node[i];
		const struct table *t = table(arg, n->name);
		if (!t && !of_the_database(n->name))
			return (struct spread_fault){ N_("no hay una tabla «%s»"), str_dup(a, n->name) };
		if (t && !t->everywhere && !n->held)
			return (struct spread_fault){ N_("nada ata la tabla «%s» a una red"), str_dup(a, n->name) };
	}
	return (struct spread_fault){ 0 };
}

struct spread_fault spread_check(struct arena *a, struct str sql, const struct table *(*table)(void *, struct str), void *arg)
{
	struct reading *r = ARENA_NEW(a, struct reading);
	bool moved = true;

	split(r, sql);
	take_with(r);
	r->now = new_scope(r, -1);
	for (r->at = 0; r->at < r->n; r->at++)
		read_word(r);
	hold_insert(r);
	while (moved) {
		moved = false;
		for (unsigned i = 0; i < r->nheld; i++)
			moved |= hold(r, &r->held[i]);
	}
	return judge(a, r, table, arg);
}
