/*
 * app_act.c - the command line as a channel: one act, one answer.
 */
#include "app.h"

struct asking {
	struct write w;
	struct act *act;
	struct outcome *out;
	void (*fn)(struct ctx *c, void *arg);
	void *arg;
};

static void run_act(struct write *w, struct gate *g, struct chain_head *head)
{
	struct asking *q = (struct asking *)w;

	gate_decide(g, w->c, q->act, head, q->out);
}

static void run_fn(struct write *w, struct gate *g, struct chain_head *head)
{
	struct asking *q = (struct asking *)w;

	(void)g, (void)head;
	q->fn(w->c, q->arg);
}

static void done(struct write *w, enum rc rc)
{
	w->rc = rc;
}

static void reasons(struct console *k, struct ctx *c, const struct diag *d)
{
	for (unsigned i = 0; i < d->n; i++) {
		buf_c(&k->err, "ayni: ");
		if (d->item[i].field)
			buf_fmt(&k->err, "%s: ", d->item[i].field);
		buf_add(&k->err, tr_fill(c->mem, c->lang, d->item[i].msgid, d->item[i].arg));
		buf_char(&k->err, '\n');
	}
}

int app_act(struct app *a, struct console *k, struct ctx *c, struct act *act, struct outcome *out)
{
	struct asking q = { .w = { .run = run_act, .done = done, .c = c }, .act = act, .out = out };

	*out = (struct outcome){ .status = ACT_REFUSED };
	if (gate_check(c, act) == OK && writer_call(a->writer, &q.w) != OK)
		return app_not_saved(a, k);
	if (out->status != ACT_REFUSED && out->status != ACT_CONFLICT)
		return EXIT_GOOD;
	reasons(k, c, &act->diag);
	return EXIT_FAILED;
}

int app_not_saved(struct app *a, struct console *k)
{
	if (a->writer && writer_numbers(a->writer).full)
		usage_error(a, k, N_("No hay espacio en el disco: no se guardó. Haga sitio y repita la orden%s"), "");
	else
		usage_error(a, k, N_("No se pudo guardar; repita la orden%s"), "");
	return EXIT_FAILED;
}

enum rc app_write(struct app *a, struct ctx *c, void (*fn)(struct ctx *c, void *arg), void *arg)
{
	struct asking q = { .w = { .run = run_fn, .done = done, .c = c }, .fn = fn, .arg = arg };

	return writer_call(a->writer, &q.w);
}
