/* b1_json.c - the boxes out of JSON, the answer into it. */
#include "b1_json.h"

enum { FORMS_MAX = 10000 };

static void odd_one(struct b1_answer *out, const char *field, unsigned row, const char *msgid)
{
	if (out->nproblems < out->most)
		out->problem[out->nproblems++] = (struct b1_problem){ B1_REFUSE, field, row, "json", msgid, STR("") };
}

/* What a box holds; what is no text is said, for 12.50 as a number may have lost its last zero already. */
static struct str box(struct arena *a, const json_t *object, const char *name, const char *field, unsigned row, struct b1_answer *out)
{
	const json_t *v = json_object_get(object, name);

	if (!v || json_is_null(v))
		return STR("");
	if (!json_is_string(v)) {
		odd_one(out, field, row, N_("Aquí va un texto entre comillas, tal como se escribió"));
		return STR("");
	}
	return str_dup(a, json_str(v));
}

static void no_form(struct b1_answer *out, const char *field, unsigned row)
{
	odd_one(out, field, row, N_("Esto no es un formulario: {\"header\": {…}, \"rows\": [{…}]}"));
}

static void read_head(struct arena *a, const json_t *header, struct b1_form *f, struct b1_answer *odd)
{
	for (unsigned i = 0; i < B1_HEAD__N; i++) {
		struct str name = str_c(b1_boxes[i]);
		size_t dot = str_find(name, '.');
		const json_t *in = dot < name.n ? json_object_get(header, str_cstr(a, str_sub(name, 0, dot))) : header;
		if (in && !json_is_object(in) && !json_is_null(in)) {
			no_form(odd, b1_boxes[i], 0);
			continue;
		}
		f->head[i] = box(a, in, dot < name.n ? b1_boxes[i] + dot + 1 : b1_boxes[i], b1_boxes[i], 0, odd);
	}
}

/* What could not even be read goes to *odd, which has room for a problem a box. False: what the rows sum up to is not known. */
static bool read_form(struct arena *a, const json_t *form, struct b1_form *f, struct b1_answer *odd)
{
	const json_t *header = json_object_get(form, "header"), *rows = json_object_get(form, "rows");
	size_t n = json_array_size(rows);
	bool whole = json_is_array(rows);

	f->nrows = (unsigned)n; /* as many as a file may hold values (json.h) */
	f->row = arena_alloc(a, sizeof(*f->row) * f->nrows);
	b1_room(a, odd, f->nrows);
	if (!json_is_object(header))
		no_form(odd, "header", 0);
	else
		read_head(a, header, f, odd);
	if (!json_is_array(rows))
		no_form(odd, "rows", 0);
	for (unsigned r = 0; r < f->nrows; r++) {
		const json_t *row = json_array_get(rows, r);
		if (!json_is_object(row)) {
			no_form(odd, "rows", r + 1);
			whole = false;
		}
		for (unsigned c = 0; c < B1_CELL__N && json_is_object(row); c++)
			f->row[r][c] = box(a, row, b1_cells[c], b1_cells[c], r + 1, odd);
	}
	return whole;
}

/* A box that could not be read is said once: not that it is empty too. */
static bool is_odd(const struct b1_answer *odd, const struct b1_problem *p)
{
	for (unsigned i = 0; i < odd->nproblems; i++)
		if (odd->problem[i].row == p->row && strcmp(odd->problem[i].field, p->field) == 0)
			return true;
	return false;
}

/* ---- the answer ---- */

static const char *const words[] = { [B1_VALID] = "valid", [B1_WARN] = "warn", [B1_REFUSE] = "refuse" };

static void write_problem(struct arena *a, const struct lang *l, struct json_out *j, const struct b1_problem *p)
{
	json_open(j, '{');
	json_key(j, "field");
	json_text(j, str_c(p->field));
	json_key(j, "row");
	if (p->row)
		json_int(j, p->row);
	else
		json_null_out(j);
	json_key(j, "message");
	json_text(j, tr_fill(a, l, p->msgid, p->arg));
	json_key(j, "outcome");
	json_text(j, str_c(words[p->weight]));
	json_key(j, "code");
	json_text(j, str_c(p->code));
	json_close(j, '}');
}

static void write_sum(struct json_out *j, const char *name, bool known, int64_t cents)
{
	json_key(j, name);
	if (known)
		json_int(j, cents);
	else
		json_null_out(j);
}

static void write_text(struct json_out *j, const char *name, struct str s)
{
	json_key(j, name);
	json_text(j, s);
}

/* The boxes of the head, those of one person or of the period together. */
static void write_head(struct arena *a, struct json_out *j, const struct str *head)
{
	struct str open = STR("");

	for (unsigned i = 0; i < B1_HEAD__N; i++) {
		struct str name = str_c(b1_boxes[i]);
		size_t dot = str_find(name, '.');
		struct str group = dot < name.n ? str_sub(name, 0, dot) : STR("");
		if (open.n && !str_eq(open, group))
			json_close(j, '}');
		if (group.n && !str_eq(open, group)) {
			json_key(j, str_cstr(a, group));
			json_open(j, '{');
		}
		open = group;
		write_text(j, b1_boxes[i] + (dot < name.n ? dot + 1 : 0), head[i]);
	}
	if (open.n)
		json_close(j, '}');
}

static void write_printed(struct arena *a, struct json_out *j, const struct b1_answer *o)
{
	json_open(j, '{');
	json_key(j, "header");
	json_open(j, '{');
	write_head(a, j, o->printed.head);
	json_close(j, '}');
	json_key(j, "rows");
	json_open(j, '[');
	for (unsigned r = 0; r < o->printed.nrows; r++) {
		json_open(j, '{');
		for (unsigned c = 0; c < B1_CELL__N; c++)
			write_text(j, b1_cells[c], o->printed.row[r][c]);
		json_close(j, '}');
	}
	json_close(j, ']');
	write_text(j, "total", o->total);
	write_text(j, "from_subsidy", o->from_subsidy);
	write_text(j, "contribution", o->contribution);
	json_close(j, '}');
}

static void write_answer(struct arena *a, const struct lang *l, struct json_out *j, const struct b1_answer *odd, const struct b1_answer *o)
{
	json_open(j, '{');
	json_key(j, "outcome");
	json_text(j, str_c(words[odd->nproblems ? B1_REFUSE : o->outcome]));
	json_key(j, "problems");
	json_open(j, '[');
	for (unsigned i = 0; i < odd->nproblems; i++)
		write_problem(a, l, j, &odd->problem[i]);
	for (unsigned i = 0; i < o->nproblems; i++)
		if (!is_odd(odd, &o->problem[i]))
			write_problem(a, l, j, &o->problem[i]);
	json_close(j, ']');
	json_key(j, "totals");
	json_open(j, '{');
	write_sum(j, "total", o->known, o->total_cents);
	write_sum(j, "from_subsidy", o->shared, o->from_subsidy_cents);
	write_sum(j, "contribution", o->shared, o->contribution_cents);
	json_close(j, '}');
	json_key(j, "printed");
	write_printed(a, j, o);
	json_close(j, '}');
}

static void solve_one(struct arena *a, const struct lang *l, const json_t *form, struct json_out *j)
{
	struct b1_form f = { 0 };
	struct b1_answer odd = { 0 }, o = { 0 };

	if (!json_is_object(form)) {
		b1_room(a, &odd, 0);
		no_form(&odd, "header", 0);
	} else {
		bool whole = read_form(a, form, &f, &odd);
		b1_judge(a, &f, &o);
		if (!whole) {
			o.known = o.shared = false;
			o.total = o.from_subsidy = o.contribution = STR("");
		}
	}
	write_answer(a, l, j, &odd, &o);
}

bool b1_solve(struct arena *a, const struct lang *l, struct str text, struct buf *out)
{
	struct diag d = { 0 };

	if (str_starts(text, "\xEF\xBB\xBF")) /* what Windows writes in front of UTF-8 */
		text = str_sub(text, 3, text.n);
	json_t *tree = json_read(a, text, &d);
	struct json_out j = json_begin(out);

	if (!tree || !json_is_array(tree)) {
		solve_one(a, l, tree, &j);
		return tree != NULL;
	}
	json_open(&j, '[');
	for (size_t i = 0; i < json_array_size(tree) && i < FORMS_MAX; i++)
		solve_one(a, l, json_array_get(tree, i), &j);
	json_close(&j, ']');
	return true;
}
