/* accounts.c - the module's descriptor, and what it says on home. */
#include "accounts_own.h"

static const struct entity *const entities[] = { &balance_entity, &balance_row_entity, NULL };
static const struct action *const actions[] = { &balance_report, &balance_swear, &balance_reopen, &balance_look, &balance_take,
	&balance_row_report, &balance_row_void, NULL };
static struct query_set *const queries[] = { &accounts_sql, NULL };

enum { LOOKED_AT = 4, GROUPS = 4 };

/* A balance that waits for a second eye, told to whoever may be it. */
void balances_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct record *b = ARENA_ARRAY(c->mem, struct record, LOOKED_AT);
	struct id group[GROUPS];
	unsigned ngroups = balance_groups(c, "balance.look", group, GROUPS);

	for (unsigned g = 0; g < ngroups; g++) {
		unsigned n = balances_of(c, group[g], b, LOOKED_AT);
		for (unsigned i = 0; i < n; i++)
			if (b[i].v[BALANCE_EYES].kind == V_INT && b[i].v[BALANCE_EYES].i && b[i].v[BALANCE_LOOKED_BY].kind != V_ID && !balance_sworn(&b[i]))
				task_add(l, t, (struct task_told){ .hint = balance_title(c, &b[i]), .url = balance_url(c, b[i].id, "") });
	}
}

static const struct task tasks[] = {
	{ TASK_NOW, "visto", N_("Mirar una cuenta"), N_("Antes de que se jure"), "/cuentas", .what = "balance.look", .tell = balances_task },
	{ TASK_WORK, "papel", N_("Rendir cuentas"), N_("Formato B-1: compras, hoja, firma"), "/cuentas", .what = "page:balances" },
	{ TASK_WORK, "camion", N_("Actas de entrega"), N_("De lo donado y lo recuperado, para firmar"), "/entregas", .what = "page:deliveries" },
	{ TASK_WORK, "foto", N_("Hoja firmada"), N_("Una foto, y se guarda donde toca"), "/hojas", .what = "page:sheets" },
	{ .icon = NULL },
};

const struct module accounts_module = {
	.name = "accounts",
	.entities = entities,
	.actions = actions,
	.rules = accounts_rules,
	.queries = queries,
	.pages = accounts_pages,
	.area = &(const struct area){ "papeles", "papel", N_("Papeles y acuerdos") },
	.tasks = tasks,
	.live = accounts_live,
};
