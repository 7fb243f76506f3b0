/*
 * meetings.c - the module's descriptor.
 */
#include "meetings_own.h"

static const struct entity *const entities[] = { &meeting_entity, &attendance_entity, NULL };
static const struct action *const actions[] = { &meeting_plan, &meeting_cancel, &attendance_tell, NULL };
static struct query_set *const queries[] = { &meetings_sql, NULL };

static void next(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct meeting m;

	task_add(l, t, (struct task_told){ .hint = meetings_next(c, &m, 1) ? meeting_line(c, &m) : STR("") });
}

static const struct task tasks[] = {
	{ TASK_TODAY, "dia", N_("Reuniones"), N_("Cuándo son y si usted viene"), "/reuniones", .what = "page:meetings", .tell = next },
	{ .icon = NULL },
};

const struct module meetings_module = {
	.name = "meetings",
	.entities = entities,
	.actions = actions,
	.rules = meetings_rules,
	.queries = queries,
	.pages = meetings_pages,
	.area = &(const struct area){ "reuniones", "dia", N_("Reuniones") },
	.tasks = tasks,
	.commands = meetings_commands,
	.remind = meetings_remind,
	.live = meetings_live,
};
