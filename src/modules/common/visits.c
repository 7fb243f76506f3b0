/*
 * visits.c - the module of visits and agreements.
 */
#include "agreement.h"
#include "visit.h"
#include "visits_sql.h"

static const struct entity *const entities[] = { &visit_entity, &agreement_entity, NULL };
static const struct action *const actions[] = { &visit_note, &visit_hold, &visit_void, &agreement_add, &agreement_look, NULL };
static struct query_set *const queries[] = { &visits_sql, NULL };

enum { PLANNED_READ = 500 };

/* Visits whose day came and that nobody told about. */
static void visits_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id group[PLANNED_READ];
	unsigned n = db_ids(c->db, &visits_sql.query[Q_VISITS_PLANNED], ARGS(cell_id(&c->net->id), cell_int(today(c)), cell_int(PLANNED_READ)),
		group, PLANNED_READ), hers = 0;

	for (unsigned i = 0; i < n; i++)
		hers += allowed(c, "visit.hold", scope_of_group(c, group[i]));
	if (hers)
		task_add(l, t, (struct task_told){ .count = hers });
}

static const struct task tasks[] = {
	{ TASK_TODAY, "pendiente", N_("Visitas por hacer"), N_("Las de hoy y las que quedaron"), "/visitas", .what = "visit.hold", .tell = visits_task },
	{ TASK_TODAY, "aviso", N_("Acuerdos vencidos"), N_("Mire cómo están"), "/acuerdos", .what = "agreement.look", .tell = agreements_task },
	{ TASK_WORK, "casa", N_("Visitas"), N_("Con su lista y sus acuerdos"), "/visitas", .what = "page:visits" },
	{ TASK_WORK, "listo", N_("Acuerdos"), N_("Quién hace qué y para cuándo"), "/acuerdos", .what = "page:agreements" },
	{ .icon = NULL },
};

const struct module visits_module = {
	.name = "visits",
	.entities = entities,
	.actions = actions,
	.rules = visit_rules,
	.queries = queries,
	.pages = visits_pages,
	.area = &(const struct area){ .name = "papeles" },
	.tasks = tasks,
	.samples = visits_samples,
};

/* Their rules are a table of their own: who agrees is not who visits. */
const struct module agreements_module = { .name = "agreements", .rules = agreement_rules, .commands = agreement_commands };
