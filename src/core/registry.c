/*
 * registry.c - all modules' declarations gathered, checked and made ready, once.
 */
#include "field.h"
#include "module.h"

#include "core_pages.h"
#include "blob_sql.h"
#include "core_sql.h"
#include "device_sql.h"
#include "gate.h"
#include "gateway_sql.h"
#include "job.h"
#include "job_sql.h"
#include "journal_sql.h"
#include "log.h"
#include "message_sql.h"
#include "outbox_sql.h"
#include "parked_sql.h"
#include "record_put.h"
#include "records.h"
#include "sample.h"
#include "sealing_sql.h"
#include "session_sql.h"
#include "upload_sql.h"

struct list {
	const void **item;
	unsigned n, cap;
	struct arena *mem;
};

static void add(struct list *l, const void *item)
{
	if (l->n == l->cap) {
		unsigned cap = l->cap ? l->cap * 2 : 32;
		const void **more = ARENA_ARRAY(l->mem, const void *, cap);
		if (l->n)
			memcpy(more, l->item, l->n * sizeof(*more));
		l->item = more;
		l->cap = cap;
	}
	l->item[l->n++] = item;
}

struct gathered {
	struct list entities, actions, rules, tallies, pages, areas, tasks, task_areas, commands, jobs;
};

/* Beside each task the name of its area, until all areas are known. */
static void gather_tasks(struct gathered *g, const struct task *t, const struct area *area)
{
	if (area && area->label)
		add(&g->areas, area);
	for (; t && t->icon; t++) {
		add(&g->tasks, t);
		add(&g->task_areas, t->area ? t->area : area ? area->name : NULL);
	}
}

static void gather(struct gathered *g, const struct module *m)
{
	for (unsigned i = 0; m->entities && m->entities[i]; i++)
		add(&g->entities, m->entities[i]);
	for (unsigned i = 0; m->actions && m->actions[i]; i++)
		add(&g->actions, m->actions[i]);
	for (unsigned i = 0; m->rules && m->rules[i].what; i++)
		add(&g->rules, &m->rules[i]);
	for (unsigned i = 0; m->tallies && m->tallies[i]; i++)
		add(&g->tallies, m->tallies[i]);
	for (unsigned i = 0; m->pages && m->pages[i].path; i++)
		add(&g->pages, &m->pages[i]);
	gather_tasks(g, m->tasks, m->area);
	for (unsigned i = 0; m->commands && m->commands[i].words; i++)
		add(&g->commands, &m->commands[i]);
	for (unsigned i = 0; m->jobs && m->jobs[i].name; i++)
		add(&g->jobs, &m->jobs[i]);
	for (unsigned i = 0; m->queries && m->queries[i]; i++)
		query_register(m->queries[i]);
}

static enum rc wrong(struct diag *d, const char *what, const char *name)
{
	return diag_add(d, what, "declaration", N_("Declaración sin sentido: %s"), str_c(name));
}

/* The record that it names has the key that seals. */
static bool has_key(const struct registry *r, const struct field *f)
{
	const struct entity *e = f->type == T_REF ? schema_entity(r->schema, str_c(f->ref)) : NULL;

	return e && fields_find(e->fields, e->nfields, STR("key")) >= 0;
}

static enum rc check_actions(const struct registry *r, struct diag *d)
{
	for (unsigned i = 0; i < r->nactions; i++) {
		const struct action *a = r->actions[i];
		if (a->nargs > ACTION_ARGS_MAX || !a->decide || !a->describe)
			return wrong(d, "action", a->name);
		if (a->on && a->args[a->on - 1].type != T_REF)
			return wrong(d, "action.on", a->name);
		if (a->open && a->args[a->open - 1].type != T_TEXT)
			return wrong(d, "action.open", a->name);
		for (unsigned k = 0; k < a->nargs; k++) {
			const char *ref = a->args[k].ref;
			if (a->args[k].type == T_REF && (!ref || !schema_entity(r->schema, str_c(ref))))
				return wrong(d, "action.ref", a->args[k].name);
			const char *left_out = a->args[k].otherwise;
			if (left_out && (a->args[k].type == T_DATE ? strcmp(left_out, "today") != 0 :
				!choice_find(a->args[k].choices, str_c(left_out))))
				return wrong(d, "action.otherwise", a->args[k].name);
			int by = a->args[k].seals ? action_arg(a, str_c(a->args[k].seals)) : -1;
			if (a->args[k].type == T_SEALED && (by < 0 || !has_key(r, &a->args[by])))
				return wrong(d, "action.seals", a->args[k].name);
		}
	}
	return OK;
}

static bool known_what(const struct registry *r, struct str what)
{
	if (str_starts(what, "class:")) {
		for (unsigned i = 0; i < P__N; i++)
			if (str_is(str_sub(what, 6, what.n), privacy_name(i)))
				return true;
		return false;
	}
	if (str_starts(what, "page:")) {
		for (unsigned i = 0; i < r->npages; i++)
			if (str_is(str_sub(what, 5, what.n), r->pages[i]->name))
				return true;
		return false;
	}
	return registry_action(r, what) != NULL;
}

/* Rules name a page by its name: two of one name would open each other's doors. */
static enum rc check_pages(const struct registry *r, struct diag *d)
{
	for (unsigned i = 0; i < r->npages; i++) {
		const struct page *p = r->pages[i];
		if ((p->action && !registry_action(r, str_c(p->action))) || (!p->fill && !p->records) ||
			(p->records && !records_sound(p->records)))
			return wrong(d, "page", p->path);
		for (unsigned k = 0; k < i; k++)
			if (strcmp(r->pages[k]->name, p->name) == 0 || strcmp(r->pages[k]->path, p->path) == 0)
				return wrong(d, "page", p->path);
	}
	return OK;
}

const struct choice *registry_roles(const struct registry *r)
{
	const struct entity *e = schema_entity(r->schema, STR("membership"));
	int at = e ? fields_find(e->fields, e->nfields, STR("role")) : -1;

	return at < 0 ? NULL : e->fields[at].choices;
}

static enum rc check_rules(const struct registry *r, struct diag *d)
{
	for (unsigned i = 0; i < r->nrules; i++) {
		const char *role = r->rules[i]->role;
		if (!known_what(r, str_c(r->rules[i]->what)))
			return wrong(d, "rule", r->rules[i]->what);
		if (role && !choice_find(registry_roles(r), str_c(role)))
			return wrong(d, "rule.role", role);
		if (!role && r->rules[i]->relation != REL_ANYONE && r->rules[i]->relation != REL_SELF)
			return wrong(d, "rule.role", r->rules[i]->what);
	}
	for (unsigned i = 0; i < r->ncommands; i++) {
		const struct text_command *k = r->commands[i];
		if (k->tell ? k->action != NULL : !k->action || !registry_action(r, str_c(k->action)))
			return wrong(d, "command.action", k->words);
	}
	return OK;
}

static enum rc check_tasks(const struct registry *r, struct diag *d)
{
	for (unsigned i = 0; i < r->ntasks; i++) {
		const struct task *t = r->tasks[i];
		if (!t->label || !t->url || t->when >= TASK__N || (t->what && !known_what(r, str_c(t->what))))
			return wrong(d, "task", t->icon);
	}
	for (unsigned i = 1; i < r->nareas; i++)
		for (unsigned k = 0; k < i; k++)
			if (strcmp(r->areas[i]->name, r->areas[k]->name) == 0)
				return wrong(d, "area", r->areas[i]->name);
	return OK;
}

static const struct area *area_named(const struct list *areas, const char *name)
{
	for (unsigned i = 0; name && i < areas->n; i++)
		if (strcmp(((const struct area *)areas->item[i])->name, name) == 0)
			return areas->item[i];
	return NULL; /* its module is not here: the task stands by itself */
}

/* By `when`; those of one `when` stay as they were declared. */
static void order_tasks(struct gathered *g)
{
	struct list tasks = { .mem = g->tasks.mem }, areas = { .mem = g->tasks.mem };

	for (unsigned when = 0; when < TASK__N; when++)
		for (unsigned i = 0; i < g->tasks.n; i++)
			if (((const struct task *)g->tasks.item[i])->when == when) {
				add(&tasks, g->tasks.item[i]);
				add(&areas, area_named(&g->areas, g->task_areas.item[i]));
			}
	g->tasks = tasks;
	g->task_areas = areas;
}

/* Their names are what keeps one run from another. */
static enum rc check_jobs(const struct registry *r, struct diag *d)
{
	for (unsigned i = 0; i < r->njobs; i++) {
		if (r->jobs[i]->every_ms <= 0 || !r->jobs[i]->run)
			return wrong(d, "job", r->jobs[i]->name);
		for (unsigned k = 0; k < i; k++)
			if (str_is(str_c(r->jobs[i]->name), r->jobs[k]->name))
				return wrong(d, "job", r->jobs[i]->name);
	}
	return OK;
}

static enum rc check_samples(const struct registry *r, struct diag *d)
{
	for (unsigned i = 0; r->modules[i]; i++)
		for (const struct sample_row *s = r->modules[i]->samples; s && s->action; s++)
			if (!sample_row_sound(r, s))
				return wrong(d, "sample", s->action);
	return OK;
}

static bool ruled(const struct list *rules, const char *what)
{
	for (unsigned i = 0; i < rules->n; i++)
		if (strcmp(((const struct rule *)rules->item[i])->what, what) == 0)
			return true;
	return false;
}

/* A page that no rule names is for whoever may do the action of its form. */
static void derive_rules(struct arena *a, struct gathered *g)
{
	unsigned declared = g->rules.n;

	for (unsigned i = 0; i < g->pages.n; i++) {
		const struct page *p = g->pages.item[i];
		const char *what = str_cstr(a, str_fmt(a, "page:%s", p->name));
		if (!p->action || ruled(&g->rules, what))
			continue;
		for (unsigned k = 0; k < declared; k++) {
			const struct rule *of = g->rules.item[k];
			if (strcmp(of->what, p->action) != 0)
				continue;
			struct rule *one = ARENA_NEW(a, struct rule);
			*one = (struct rule){ of->role, of->relation, what };
			add(&g->rules, one);
		}
	}
}

/* An entity that names no action to import through gets the derived one. */
static void derive_puts(struct arena *a, struct gathered *g)
{
	for (unsigned i = 0; i < g->entities.n; i++) {
		const struct entity *e = g->entities.item[i];
		if (!e->put_action)
			add(&g->actions, record_put_action(a, e));
	}
}

static struct text_care *cares(struct arena *a, const struct module *const *modules)
{
	struct text_care *all = ARENA_NEW(a, struct text_care);

	for (; *modules; modules++) {
		const struct text_care *one = (*modules)->care;
		if (!one)
			continue;
		all->discreet = all->discreet ? all->discreet : one->discreet;
		all->reminded = all->reminded ? all->reminded : one->reminded;
		all->lines = all->lines ? all->lines : one->lines;
		all->alarm = all->alarm ? all->alarm : one->alarm;
		all->alarmed = all->alarmed ? all->alarmed : one->alarmed;
		all->voice = all->voice ? all->voice : one->voice;
		all->voiced = all->voiced ? all->voiced : one->voiced;
	}
	return all;
}

static const struct live_room *lives(const struct module *const *modules)
{
	while (*modules && !(*modules)->live_room)
		modules++;
	return *modules ? (*modules)->live_room : NULL;
}

static _Atomic uint64_t made; /* registries of this process */

struct registry *registry_new(struct arena *a, const struct module *const *modules, struct diag *d)
{
	struct registry *r = ARENA_NEW(a, struct registry);
	struct list empty = { .mem = a };
	struct gathered g = { empty, empty, empty, empty, empty, empty, empty, empty, empty, empty };

	query_register(&journal_sql);
	query_register(&sealing_sql);
	query_register(&blob_sql);
	db_readers_hold("journal"); /* see schema_ddl */
	query_register(&core_sql);
	query_register(&job_sql);
	query_register(&outbox_sql);
	query_register(&parked_sql);
	query_register(&session_sql);
	query_register(&upload_sql);
	query_register(&device_sql);
	query_register(&gateway_sql);
	query_register(&message_sql);
	for (unsigned i = 0; core_jobs[i].name; i++)
		add(&g.jobs, &core_jobs[i]);
	for (unsigned i = 0; outbox_jobs[i].name; i++)
		add(&g.jobs, &outbox_jobs[i]);
	for (unsigned i = 0; modules[i]; i++)
		gather(&g, modules[i]);
	for (unsigned i = 0; core_pages[i].path; i++)
		add(&g.pages, &core_pages[i]);
	gather_tasks(&g, core_tasks, &core_area);
	order_tasks(&g);
	derive_puts(a, &g);
	derive_rules(a, &g);
	if (entity_audit((const struct entity *const *)g.entities.item, g.entities.n, d) != OK)
		return NULL;
	*r = (struct registry){
		.modules = modules, .care = cares(a, modules), .live_room = lives(modules),
		.actions = (const struct action *const *)g.actions.item,
		.nactions = g.actions.n,
		.rules = (const struct rule *const *)g.rules.item,
		.nrules = g.rules.n,
		.pages = (const struct page *const *)g.pages.item,
		.npages = g.pages.n,
		.tasks = (const struct task *const *)g.tasks.item,
		.task_areas = (const struct area *const *)g.task_areas.item,
		.ntasks = g.tasks.n,
		.areas = (const struct area *const *)g.areas.item,
		.nareas = g.areas.n,
		.commands = (const struct text_command *const *)g.commands.item,
		.ncommands = g.commands.n,
		.jobs = (const struct job *const *)g.jobs.item,
		.njobs = g.jobs.n,
		.action_by_name = map_new(a),
		.counts = gate_counts_new(a, g.actions.n),
		.serial = ++made,
	};
	r->schema = schema_new(a, (const struct entity *const *)g.entities.item, g.entities.n,
		(const struct tally *const *)g.tallies.item, g.tallies.n);
	for (unsigned i = 0; i < r->nactions; i++) {
		if (registry_action(r, str_c(r->actions[i]->name))) {
			wrong(d, "action", r->actions[i]->name);
			return NULL;
		}
		map_set(&r->action_by_name, str_c(r->actions[i]->name), (void *)r->actions[i]);
	}
	if (check_actions(r, d) != OK || check_pages(r, d) != OK || check_rules(r, d) != OK || check_tasks(r, d) != OK || check_jobs(r, d) != OK ||
		check_samples(r, d) != OK)
		return NULL;
	return r;
}

const struct action *registry_action(const struct registry *r, struct str name)
{
	return map_get(&r->action_by_name, name);
}
