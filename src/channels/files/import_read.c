/*
 * import_read.c - from the file's text to rows: header, cells, and the copy with what is wrong.
 */
#include "field.h"
#include "import_own.h"
#include "log.h"
#include "money.h"

/* ---- the header ---- */

/* The argument a column names: by its own name or alias, or by an alias of the entity's field. */
static int arg_of(const struct import *m, struct str name)
{
	int at = fields_find_alias(m->action->args, m->action->nargs, name);

	if (at >= 0 && field_is_said(&m->action->args[at]))
		return at;
	at = fields_find_alias(m->e->fields, m->e->nfields, name);
	return at < 0 ? -1 : action_arg(m->action, str_c(m->e->fields[at].name));
}

/* Columns that exports write and no file can set, and the one this program adds. */
static bool passed_over(const struct import *m, struct str name)
{
	return str_is(name, "id") || str_is(name, "error") ||
		fields_find(m->e->fields, m->e->nfields, name) >= 0;
}

static enum rc read_header(struct import *m, const struct str *cell, unsigned n)
{
	struct buf unknown = buf_new(m->c->mem, 64);

	for (unsigned i = 0; i < ACTION_ARGS_MAX; i++)
		m->column[i] = -1;
	m->ncols = n;
	for (unsigned i = 0; i < n; i++) {
		struct str name = str_trim(cell[i]);
		int arg = arg_of(m, name);
		m->head[i] = str_dup(m->c->mem, name);
		m->arg[i] = arg;
		if (arg >= 0 && m->column[arg] >= 0)
			return fail_with(m->c, m->action->args[arg].name, "twice",
				N_("La columna «%s» está dos veces"), m->head[i]);
		if (arg >= 0)
			m->column[arg] = (int)i;
		else if (name.n && !passed_over(m, name)) {
			if (unknown.n)
				buf_c(&unknown, ", ");
			buf_add(&unknown, name);
		}
	}
	m->out->unknown = buf_str(&unknown);
	for (unsigned i = 0; i < m->action->nargs; i++)
		if (field_is_must(&m->action->args[i]) && m->column[i] < 0 &&
			fields_find(m->e->fields, m->e->nfields, str_c(m->action->args[i].name)) >= 0)
			return fail_with(m->c, m->action->args[i].name, "column", N_("Falta la columna «%s»"),
				str_c(m->action->args[i].name));
	return OK;
}

static enum rc damaged(struct import *m, unsigned line)
{
	return fail_with(m->c, NULL, "csv",
		N_("La línea %s no se entiende: unas comillas no se cierran, o hay demasiadas columnas"),
		str_fmt(m->c->mem, "%u", line));
}

static enum rc too_many(struct import *m)
{
	struct buf b = buf_new(m->c->mem, 16);

	buf_thousands(&b, IMPORT_ROWS_MAX);
	return fail_with(m->c, NULL, "too_many", N_("El archivo tiene más de %s filas: divídalo en partes"), buf_str(&b));
}

enum rc import_open(struct import *m)
{
	struct csv csv;
	struct str cell[CSV_CELLS_MAX];
	unsigned n, rows = 0;

	if (csv_open(&csv, m->work.mem, m->text, m->c->diag) != OK)
		return INVALID;
	if (!csv_row(&csv, cell, &n))
		return damaged(m, csv.line);
	if (read_header(m, cell, n) != OK)
		return INVALID;
	while (rows <= IMPORT_ROWS_MAX && csv_row(&csv, cell, &n))
		rows++;
	if (csv.bad)
		return damaged(m, csv.line);
	if (rows > IMPORT_ROWS_MAX)
		return too_many(m);
	m->row = ARENA_ARRAY(m->keep, struct import_row, rows);
	m->nrows = m->out->rows = rows;
	arena_reset(m->work.mem);
	return OK;
}

/* ---- rows ---- */

static struct value kept(struct import *m, struct value v)
{
	if (v.kind == V_TEXT)
		v.s = str_dup(m->keep, v.s);
	return v;
}

static void pack(struct import *m, struct import_row *row, const struct act *a)
{
	unsigned n = 0;

	for (unsigned i = 0; i < m->action->nargs; i++) {
		row->given |= (uint32_t)a->given[i] << i;
		row->known |= (uint32_t)(a->v[i].kind != V_NULL) << i;
		row->nvalues += a->v[i].kind != V_NULL;
	}
	row->value = ARENA_ARRAY(m->keep, struct value, row->nvalues);
	for (unsigned i = 0; i < m->action->nargs; i++)
		if (a->v[i].kind != V_NULL)
			row->value[n++] = kept(m, a->v[i]);
	row->content = a->content;
}

static void read_row(struct import *m, struct import_row *row, const struct str *cell, unsigned n)
{
	struct act *a = act_new(&m->work, m->action, m->c->net->id);

	for (unsigned i = 0; i < m->ncols; i++)
		if (m->arg[i] >= 0)
			act_arg(&m->work, a, str_c(m->action->args[m->arg[i]].name), i < n ? cell[i] : STR(""));
	if (n > m->ncols)
		diag_add(&a->diag, NULL, "cells", N_("La fila tiene más celdas que la primera"), STR(""));
	if (gate_check(&m->work, a) == OK && !a->diag.n)
		pack(m, row, a);
	else if (!(row->same = import_stands(m, &m->work, a)))
		import_faults(m, row, &a->diag);
}

void import_read(struct import *m)
{
	struct arena *cells = arena_local(); /* of the lines, while the rows come and go */
	struct csv csv;
	struct str cell[CSV_CELLS_MAX];
	unsigned n;

	if (csv_open(&csv, cells, m->text, m->c->diag) != OK || !csv_row(&csv, cell, &n))
		bug("a file that was read once cannot be read again");
	for (unsigned i = 0; i < m->nrows && csv_row(&csv, cell, &n); i++) {
		m->row[i].line = csv.line;
		m->row[i].fault_tail = &m->row[i].fault;
		read_row(m, &m->row[i], cell, n);
		m->out->errors += m->row[i].fault != NULL;
		arena_reset(cells);
		import_rewind(&m->work);
	}
	arena_free(&cells);
}

/* ---- what is told ---- */

static const struct import_fault *lasting(struct import *m, const struct import_fault *f)
{
	struct import_fault *first = NULL, **tail = &first;

	for (; f; f = f->next) {
		struct import_fault *copy = ARENA_NEW(m->c->mem, struct import_fault);
		*copy = (struct import_fault){ f->line, str_dup(m->c->mem, f->column),
			str_dup(m->c->mem, f->message), NULL };
		*tail = copy;
		tail = &copy->next;
	}
	return first;
}

static struct str in_one_cell(struct arena *a, const struct import_fault *f)
{
	struct buf b = buf_new(a, 128);

	for (; f; f = f->next) {
		if (f->column.n) {
			buf_add(&b, f->column);
			buf_c(&b, ": ");
		}
		buf_add(&b, f->message);
		if (f->next)
			buf_c(&b, "; ");
	}
	return buf_str(&b);
}

static void copy_row(struct import *m, struct csv_out *o, const struct str *cell, unsigned n,
	struct str last)
{
	for (unsigned i = 0; i < m->ncols || i < n; i++)
		if (i >= m->ncols || !str_is(m->head[i], "error"))
			csv_cell(o, i < n ? cell[i] : STR(""));
	csv_cell(o, last);
	csv_end_row(o);
}

void import_tell(struct import *m)
{
	struct buf b = buf_new(m->c->mem, m->text.n + m->text.n / 4 + 256);
	struct csv_out o = { .b = &b };
	struct csv csv;
	struct str cell[CSV_CELLS_MAX];
	unsigned n;

	if (csv_open(&csv, m->work.mem, m->text, m->c->diag) != OK || !csv_row(&csv, cell, &n))
		bug("a file that was read once cannot be read again");
	copy_row(m, &o, m->head, m->ncols, STR("error"));
	for (unsigned i = 0; i < m->nrows && csv_row(&csv, cell, &n); i++) {
		const struct import_fault *f = m->row[i].fault;
		copy_row(m, &o, cell, n, in_one_cell(m->work.mem, f));
		if (f && m->out->nfault < IMPORT_FAULTS_SHOWN)
			m->out->fault[m->out->nfault++] = lasting(m, f);
		/* The reader's cells are of this line only. */
		arena_reset(m->work.mem);
	}
	m->out->copy = buf_str(&b);
}
