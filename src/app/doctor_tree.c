/*
 * doctor_tree.c - links that lead back to where they began: groups below themselves, doubles of each
 * other. Two edits that meet can make one, each right by itself; no law forbids it. And foods that are not there.
 */
#include "app_sql.h"
#include "doctor.h"
#include "places_load.h"

enum { RINGS_SHOWN = 5 };

struct node {
	struct id id, above;
	struct str label; /* empty: the id is shown, for a person has no name here */
	unsigned visit;   /* the walk that came by; 0: none */
};

static struct map read_links(struct ctx *c, const struct query *q, struct node **first_out, size_t *n_out)
{
	struct map nodes = map_new(c->mem);
	struct rows r = db_rows(c->db, q, ARGS(cell_id(&c->net->id)));
	size_t cap = 0, n = 0;
	struct node *all = NULL;

	while (rows_next(&r)) {
		if (n == cap) {
			cap = cap ? cap * 2 : 256;
			struct node *more = ARENA_ARRAY(c->mem, struct node, cap);
			if (n)
				memcpy(more, all, n * sizeof(*more));
			all = more;
		}
		all[n++] = (struct node){ .id = rows_id(&r, 0), .above = rows_id(&r, 1),
			.label = q->ncols > 2 ? str_dup(c->mem, rows_text(&r, 2)) : STR("") };
	}
	for (size_t i = 0; i < n; i++)
		map_set(&nodes, id_bytes(&all[i].id), &all[i]);
	*first_out = all;
	*n_out = n;
	return nodes;
}

static struct str ring_text(struct ctx *c, const struct map *nodes, const struct node *from)
{
	struct buf b = buf_new(c->mem, 128);
	const struct node *at = from;

	do {
		if (b.n)
			buf_c(&b, " → ");
		buf_add(&b, at->label.n ? at->label : id_text(c->mem, at->id));
		at = map_get(nodes, id_bytes(&at->above));
	} while (at && at != from && b.n < 400);
	return buf_str(&b);
}

/* Follow every link once; a walk that meets itself has found a ring. */
static unsigned rings(const struct findings *to, const struct query *q, const char *what, const char *seen, const char *todo)
{
	struct node *all;
	size_t n;
	struct map nodes = read_links(to->c, q, &all, &n);
	unsigned found = 0;

	for (size_t i = 0; i < n; i++) {
		struct node *at = &all[i];
		while (at && !at->visit) {
			at->visit = (unsigned)i + 1;
			at = map_get(&nodes, id_bytes(&at->above));
		}
		if (!at || at->visit != i + 1 || ++found > RINGS_SHOWN)
			continue;
		struct str_pair pairs[] = { { "ring", ring_text(to->c, &nodes, at) } };
		finding_say(to, FINDING_LOOK, what, seen, todo, pairs, 1);
	}
	return found;
}

void doctor_tree(const struct findings *to)
{
	unsigned n = rings(to, &app_sql.query[Q_GROUP_PARENTS], N_("Grupos"), N_("Dan la vuelta, uno debajo del otro: {ring}."),
		N_("Diga en uno de ellos de cuál depende («ayni import group», columna parent)."));

	n += rings(to, &app_sql.query[Q_GROUPS_MERGED], N_("Grupos"), N_("Cada uno figura como doble del otro: {ring}."),
		N_("Todavía no hay una orden que lo deshaga: haga una copia y avise a quien mantiene el programa."));
	n += rings(to, &app_sql.query[Q_PERSONS_MERGED], N_("Personas"), N_("Cada una figura como doble de la otra: {ring}."),
		N_("Todavía no hay una orden que lo deshaga: haga una copia y avise a quien mantiene el programa."));
	if (!n)
		finding_say(to, FINDING_GOOD, N_("Grupos"), N_("Ninguno da la vuelta."), NULL, NULL, 0);
}

void doctor_foods(const struct findings *to)
{
	unsigned all, lacking = foods_lacking(to->c, &all);
	const struct str_pair pairs[] = { { "n", str_fmt(to->c->mem, "%u", all) }, { "missing", str_fmt(to->c->mem, "%u", lacking) } };

	if (!str_is(to->c->net->country, "PE"))
		return;
	if (lacking)
		finding_say(to, FINDING_LOOK, N_("Alimentos"), N_("Faltan {missing} de los {n} con que empieza una red."),
			N_("Se agregan solos la próxima vez que «ayni serve» arranca."), pairs, 2);
	else
		finding_say(to, FINDING_GOOD, N_("Alimentos"), N_("Están los {n} con que empieza una red."), NULL, pairs, 2);
}
