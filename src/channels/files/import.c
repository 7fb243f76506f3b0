/*
 * import.c - a file's rows as acts: read and checked outside, decided and written in one write.
 */
#include "import_own.h"

struct importing {
	struct write w;
	struct import *m;
};

/* One row through the gate; its outcome counted or its faults noted. */
static void decide_row(struct import *m, struct gate *g, struct ctx *c, struct import_row *row,
	struct chain_head *head)
{
	struct act *a = import_act(m, c, row);
	struct outcome out;
	enum row_fate fate = row->same ? ROW_SAME : import_judge(m, c, row, a, false);

	if (fate == ROW_SAME)
		m->out->skipped++;
	if (fate != ROW_GO)
		return;
	gate_decide(g, c, a, head, &out);
	if (out.status == ACT_ACCEPTED)
		m->out->written++;
	else if (out.status == ACT_REPEATED)
		m->out->skipped++;
	else if (out.status == ACT_KEPT)
		import_fault(m, row, NULL, tr(c->lang, N_("Lo que está anotado es más nuevo que esta fila")));
	else
		import_faults(m, row, &a->diag);
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct import *m = ((struct importing *)w)->m;
	struct ctx c = m->work;
	struct map groups = map_new(m->keep);

	c.db = w->c->db;
	c.now = w->c->now;
	c.refs = NULL; /* what earlier rows made must be found */
	c.groups = &groups;
	m->out->written = m->out->skipped = m->out->errors = 0;
	for (unsigned i = 0; i < m->nrows && db_status(c.db) == OK; i++) {
		decide_row(m, g, &c, &m->row[i], head);
		m->out->errors += m->row[i].fault != NULL;
		if (m->e->group == AT_SELF)
			groups = map_new(m->keep);
		import_rewind(&c);
	}
	if (m->out->errors)
		w->rc = INVALID; /* all is taken back */
}

/* The file will not be committed: what else is wrong with it? */
static void judge_all(struct import *m)
{
	for (unsigned i = 0; i < m->nrows; i++) {
		struct import_row *row = &m->row[i];
		if (row->fault || row->same)
			continue;
		import_judge(m, &m->work, row, import_act(m, &m->work, row), true);
		m->out->errors += row->fault != NULL;
		import_rewind(&m->work);
	}
}

static enum rc write_all(struct import *m, struct writer *w)
{
	struct importing one = { .w = { .run = run, .c = m->c }, .m = m };
	enum rc rc = writer_call(w, &one.w);

	if (rc != OK)
		m->out->written = m->out->skipped = 0;
	return rc;
}

static enum rc work(struct import *m, struct writer *w)
{
	enum rc rc = import_open(m);

	if (rc != OK)
		return rc;
	import_read(m);
	if (m->out->errors)
		judge_all(m);
	if (db_status(m->c->db) != OK) {
		m->out->errors = 0; /* what was not read is no fault of the table */
		return db_status(m->c->db);
	}
	rc = m->out->errors ? INVALID : write_all(m, w);
	if (m->out->errors)
		import_tell(m);
	return rc;
}

enum rc files_import(struct ctx *c, struct writer *w, const struct entity *e, struct str text,
	bool replace, struct import_report *out)
{
	struct import *m = ARENA_NEW(c->mem, struct import);
	struct map groups, refs;

	*out = (struct import_report){ 0 };
	*m = (struct import){ .c = c, .work = *c, .keep = arena_local(), .e = e, .replace = replace,
		.text = text, .out = out };
	m->action = registry_action(c->reg, e->put_action ? str_c(e->put_action)
		: str_fmt(c->mem, "%s.put", e->name));
	groups = map_new(m->keep);
	refs = map_new(m->keep);
	m->work.mem = arena_local();
	m->work.groups = &groups;
	m->work.refs = &refs;
	enum rc rc = work(m, w);
	arena_free(&m->work.mem);
	arena_free(&m->keep);
	return rc;
}
