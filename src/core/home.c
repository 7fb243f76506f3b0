/*
 * home.c - the first page after signing in: what there is to do, first of all.
 */
#include "core_pages.h"
#include "module.h"

enum { HINT_TASKS = 3 };

void task_add(struct task_list *l, const struct task *t, struct task_told told)
{
	struct task_row *row = ARENA_NEW(l->c->mem, struct task_row);

	*row = (struct task_row){ .task = t, .told = told };
	*(l->last ? &l->last->next : &l->first) = row;
	l->last = row;
	l->count += told.count;
	l->n++;
}

static struct str label_of(struct ctx *c, const struct task_row *r)
{
	return r->told.label.n ? r->told.label : tr(c->lang, r->task->label);
}

static void line(struct view *row, const char *icon, struct str label, struct str hint, struct str url, int64_t count)
{
	view_text(row, "icon", str_c(icon));
	view_text(row, "label", label);
	view_text(row, "hint", hint);
	view_text(row, "url", url);
	view_text(row, "count", STR(""));
	if (count)
		view_int(row, "count", count);
}

static void show(struct view *v, const char *rows, const struct task_list *l)
{
	for (const struct task_row *r = l->first; r; r = r->next)
		line(view_row(v, rows), r->task->icon, label_of(l->c, r), r->told.hint.n || !r->task->hint ? r->told.hint :
			tr(l->c->lang, r->task->hint), r->told.url.n ? r->told.url : str_c(r->task->url), r->told.count);
}

/* What she finds there, the first few. */
static struct str content_of(const struct task_list *l)
{
	struct buf b = buf_new(l->c->mem, 96);
	unsigned n = 0;

	for (const struct task_row *r = l->first; r && n < HINT_TASKS; r = r->next, n++) {
		buf_c(&b, n ? " · " : "");
		buf_add(&b, label_of(l->c, r));
	}
	if (l->n > n)
		buf_c(&b, " · …");
	return buf_str(&b);
}

static const struct area any;

/* All she may do of that area (`any`; NULL: what has none), of these kinds. */
static struct task_list tell(struct ctx *c, const struct area *area, enum task_when from, enum task_when to)
{
	struct task_list l = { .c = c };

	for (unsigned i = 0; i < c->reg->ntasks; i++) {
		const struct task *t = c->reg->tasks[i];
		if (t->when < from || t->when > to || (area != &any && c->reg->task_areas[i] != area) ||
			(t->what && !allowed_somewhere(c, t->what)))
			continue;
		if (t->tell)
			t->tell(&l, t);
		else
			task_add(&l, t, (struct task_told){ 0 });
	}
	return l;
}

static struct str area_url(struct ctx *c, const struct area *a)
{
	return str_fmt(c->mem, "/area/%s", a->name);
}

const struct area *task_area(const struct registry *r, const char *path)
{
	for (unsigned i = 0; i < r->ntasks; i++)
		if ((r->tasks[i]->when == TASK_WORK || r->tasks[i]->when == TASK_LOOK) && strcmp(r->tasks[i]->url, path) == 0)
			return r->task_areas[i];
	return NULL;
}

void area_link(struct page_call *p, const struct area *a)
{
	view_text(p->v, "up", tr(p->c->lang, a->label));
	view_text(p->v, "up_url", area_url(p->c, a));
}

/* "Lideresa, Olla Los Ángeles · Vecina": what she is, in words. */
static struct str my_role(struct ctx *c)
{
	struct buf b = buf_new(c->mem, 64);

	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct membership *m = &c->who->member[i];
		const struct group_info *g = group_of(c, m->group);
		if (b.n)
			buf_c(&b, " · ");
		buf_add(&b, role_label(c, m->role));
		if (g && !id_eq(m->group, c->net->id)) {
			buf_c(&b, ", ");
			buf_add(&b, g->name);
		}
	}
	return buf_str(&b);
}

enum rc home_page(struct page_call *p)
{
	struct ctx *c = p->c;
	struct task_list l;

	view_text(p->v, "role", my_role(c));
	l = tell(c, &any, TASK_NOW, TASK_TODAY);
	show(p->v, "tasks", &l);
	for (unsigned i = 0; i < c->reg->nareas; i++) {
		const struct area *a = c->reg->areas[i];
		l = tell(c, a, TASK_WORK, TASK_LOOK);
		if (l.n == 1)
			show(p->v, "more", &l);
		else if (l.n)
			line(view_row(p->v, "more"), a->icon, tr(c->lang, a->label), content_of(&l), area_url(c, a), l.count);
	}
	l = tell(c, NULL, TASK_WORK, TASK_LOOK);
	show(p->v, "more", &l);
	l = tell(c, &any, TASK_SELF, TASK_SELF);
	show(p->v, "last", &l);
	return OK;
}

enum rc area_page(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str name = p->get(p, "area");
	const struct area *area = NULL;

	for (unsigned i = 0; i < c->reg->nareas; i++)
		if (str_is(name, c->reg->areas[i]->name))
			area = c->reg->areas[i];
	if (!area)
		return NOT_FOUND;
	struct task_list l = tell(c, area, TASK_NOW, TASK_LOOK);
	if (!l.n)
		return NOT_FOUND;
	view_text(p->v, "name", tr(c->lang, area->label));
	show(p->v, "tasks", &l);
	return OK;
}

const struct area core_area = { "red", "equipo", N_("La red") };

const struct task core_tasks[] = {
	{ TASK_NOW, "devuelto", N_("Pendientes"), N_("Lo que volvió sin guardarse"), "/pendientes", .tell = pending_task },
	{ TASK_NOW, "pendiente", N_("Por aceptar"), N_("Lo que otras mandaron y espera por usted"), "/pendientes/otras",
		.what = "page:pending_others", .tell = pending_task },
	{ TASK_SELF, "persona", N_("Mi cuenta"), N_("Cerrar la sesión o dejar que entre otra"), "/cuenta", .what = NULL },
	{ TASK_SELF, "ajustes", N_("Ajustes"), N_("Letra, colores, datos, idioma"), "/ajustes", .what = NULL },
	{ TASK_LOOK, "maquina", N_("La máquina"), N_("Copias, espacio, reloj"), "/operacion", .what = "page:operation" },
	{ .icon = NULL },
};
