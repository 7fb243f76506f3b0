/*
 * meetings.c - the module's descriptor.
 */
#include "meetings_own.h"

static const struct entity *const entities[] = { &meeting_entity, &attendance_entity, NULL };
static const struct action *const actions[] = { &meeting_plan, &meeting_cancel, &attendance_tell, NULL };
static struct query_set *const queries[] = { &meetings_sql, NULL };

/* Today's where one is to come, told with it; else one may still look. */
static void next(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct meeting m;
	bool comes = meetings_next(c, &m, 1);

	if (comes == (t->when == TASK_TODAY))
		task_add(l, t, (struct task_told){ .hint = comes ? meeting_line(c, &m) : STR("") });
}

static const struct task tasks[] = {
	{ TASK_TODAY, "dia", N_("Reuniones"), N_("Cuándo son y si usted viene"), "/reuniones", .what = "page:meetings", .tell = next },
	{ TASK_LOOK, "dia", N_("Reuniones"), N_("Cuándo son y si usted viene"), "/reuniones", .what = "page:meetings", .tell = next },
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
