/*
 * home.c - the first page after signing in: what there is to do, first of all.
 */
#include "core_pages.h"
#include "module.h"

static const char *const section[TASK__N] = { "tasks", "tasks", "more", "more", "last" };

void task_add(struct task_list *l, const struct task *t, struct task_told told)
{
	const struct lang *lang = l->c->lang;
	struct view *row = view_row(l->v, section[t->when]);

	view_text(row, "icon", str_c(t->icon));
	view_text(row, "label", told.label.n ? told.label : tr(lang, t->label));
	view_text(row, "hint", told.hint.n || !t->hint ? told.hint : tr(lang, t->hint));
	view_text(row, "url", told.url.n ? told.url : str_c(t->url));
	view_text(row, "count", STR(""));
	if (told.count)
		view_int(row, "count", told.count);
	view_flag(row, "now", t->when == TASK_NOW);
	l->n++;
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
	struct task_list l = { .c = c, .v = p->v };

	view_text(p->v, "role", my_role(c));
	for (unsigned i = 0; i < c->reg->ntasks; i++) {
		const struct task *t = c->reg->tasks[i];
		if (t->what && !allowed_somewhere(c, t->what))
			continue;
		if (t->tell)
			t->tell(&l, t);
		else
			task_add(&l, t, (struct task_told){ 0 });
	}
	return OK;
}

const struct task core_tasks[] = {
	{ TASK_NOW, "devuelto", N_("Pendientes"), N_("Lo que volvió sin guardarse"), "/pendientes", NULL, pending_task },
	{ TASK_NOW, "pendiente", N_("Por aceptar"), N_("Lo que otras mandaron y espera por usted"), "/pendientes/otras",
		"page:pending_others", pending_task },
	{ TASK_SELF, "persona", N_("Mi cuenta"), N_("Cerrar la sesión o dejar que entre otra"), "/cuenta", NULL, NULL },
	{ TASK_SELF, "ajustes", N_("Ajustes"), N_("Letra, colores, datos, idioma"), "/ajustes", NULL, NULL },
	{ TASK_SELF, "maquina", N_("La máquina"), N_("Copias, espacio, reloj"), "/operacion", "page:operation", NULL },
	{ .icon = NULL },
};
