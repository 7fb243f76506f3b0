/*
 * teams.c - the descriptors of teams and of their notes.
 */
#include "teams.h"

#include "task.h"
#include "team_sql.h"

/* For who is in a team, or could write to one. */
static const struct task team_tasks[] = {
	{ TASK_WORK, "candado", N_("Notas reservadas"), N_("Escribir una, o leer las de su equipo"), "/notas", .what = "page:notes" },
	{ TASK_WORK, "equipo", N_("Equipos"), N_("Quién lee las notas reservadas"), "/equipo", .what = "page:team_new" },
	{ .icon = NULL },
};

static const struct entity *const team_entities[] = { &team_entity, &team_member_entity, NULL };
static const struct action *const team_actions[] = { &team_create, &team_invite, &team_admit, NULL };
static struct query_set *const team_queries[] = { &team_sql, NULL };

const struct module teams_module = {
	.name = "teams",
	.entities = team_entities,
	.actions = team_actions,
	.rules = team_rules,
	.queries = team_queries,
	.pages = team_pages,
	.area = &(const struct area){ "cuidado", "ayuda", N_("Cuidarnos") },
	.tasks = team_tasks,
	.live = team_live,
};

static const struct entity *const note_entities[] = { &note_entity, NULL };
static const struct action *const note_actions[] = { &note_add, &note_void, NULL };

const struct module notes_module = {
	.name = "notes",
	.entities = note_entities,
	.actions = note_actions,
	.rules = note_rules,
	.pages = note_pages,
};
