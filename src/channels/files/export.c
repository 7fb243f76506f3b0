/*
 * export.c - every record of an entity as its reader may see it, in pieces.
 *
 * What may be seen of a record hangs on its scope alone, and codes on ids: both are worked out once and
 * remembered, so that a hundred thousand rows take a few map look-ups each.
 */
#include "csv.h"
#include "field.h"
#include "files.h"

enum { PIECE_BYTES = 64 * 1024, EXTRA_MAX = 3 };

struct export {
	struct ctx c; /* with an arena and caches of its own */
	struct arena *keep;
	const struct entity *e, *named; /* named: whose code, title and place a record of e has, or NULL */
	uint8_t extra[EXTRA_MAX];       /* fields of named */
	unsigned nextra;
	unsigned told; /* classes that any column has */
	struct map classes, codes;
	struct record *about; /* the named record of the row */
	struct buf out;
};

static unsigned bit(const struct field *f)
{
	return 1u << f->privacy;
}

static void add_extra(struct export *x, int at)
{
	if (at <= 0 || fields_find(x->e->fields, x->e->nfields, str_c(x->named->fields[at - 1].name)) >= 0)
		return;
	x->extra[x->nextra++] = (uint8_t)(at - 1);
	x->told |= bit(&x->named->fields[at - 1]);
}

static bool shown(const struct field *f)
{
	return !(f->flags & F_RETIRED);
}

static void columns(struct export *x)
{
	if (x->e->extends) {
		x->named = schema_entity(x->c.schema, str_c(x->e->extends));
		x->about = ARENA_NEW(x->keep, struct record);
		add_extra(x, x->named->code);
		add_extra(x, x->named->title);
		add_extra(x, x->named->place);
	}
	for (unsigned i = 0; i < x->e->nfields; i++)
		if (shown(&x->e->fields[i]))
			x->told |= bit(&x->e->fields[i]);
}

static unsigned seen(struct export *x, const struct record *r)
{
	struct scope s = scope_of(&x->c, r);
	struct str key = { (const char *)&s, sizeof(s) };
	uintptr_t known = (uintptr_t)map_get(&x->classes, key);

	if (!known) {
		known = classes_seen(&x->c, s) + 1;
		map_set(&x->classes, key, (void *)known);
	}
	return (unsigned)(known - 1) & x->told;
}

static struct str code(struct export *x, const char *entity, struct id id)
{
	struct str *known = map_get(&x->codes, id_bytes(&id));

	if (!known) {
		known = ARENA_NEW(x->keep, struct str);
		*known = str_dup(x->keep, ref_code(&x->c, entity, id));
		map_set(&x->codes, id_bytes(&id), known);
	}
	return *known;
}

/* ---- CSV ---- */

static void cell_csv(struct export *x, struct csv_out *o, const struct field *f, const struct value *v)
{
	if (v->kind == V_NULL)
		csv_plain(o, STR(""));
	else if (v->kind == V_ID)
		csv_cell(o, f->type == T_REF ? code(x, f->ref, v->id) : id_text(x->c.mem, v->id));
	else if (v->kind == V_TEXT)
		csv_cell(o, v->s);
	else if (f->type == T_INT || f->type == T_BOOL)
		csv_int(o, v->i);
	else
		csv_plain(o, field_plain(x->c.mem, f, v));
}

static void head_csv(struct export *x)
{
	struct csv_out o = { .b = &x->out };

	csv_plain(&o, STR("id"));
	for (unsigned i = 0; i < x->nextra; i++)
		csv_plain(&o, str_c(x->named->fields[x->extra[i]].name));
	for (unsigned i = 0; i < x->e->nfields; i++)
		if (shown(&x->e->fields[i]))
			csv_plain(&o, str_c(x->e->fields[i].name));
	csv_end_row(&o);
}

static void row_csv(struct export *x, const struct record *r, unsigned may)
{
	static const struct value unknown = { .kind = V_NULL };
	struct csv_out o = { .b = &x->out };

	csv_plain(&o, id_text(x->c.mem, r->id));
	for (unsigned i = 0; i < x->nextra; i++) {
		const struct field *f = &x->named->fields[x->extra[i]];
		cell_csv(x, &o, f, may & bit(f) ? &x->about->v[x->extra[i]] : &unknown);
	}
	for (unsigned i = 0; i < x->e->nfields; i++) {
		const struct field *f = &x->e->fields[i];
		if (shown(f))
			cell_csv(x, &o, f, may & bit(f) ? &r->v[i] : &unknown);
	}
	csv_end_row(&o);
}

/* ---- JSON ---- */

static void member(struct export *x, struct json_out *j, const struct field *f, const struct value *v)
{
	json_key(j, f->name);
	if (f->type == T_REF && v->kind == V_ID)
		json_text(j, code(x, f->ref, v->id));
	else
		field_json(j, f, v);
}

static void row_json(struct export *x, const struct record *r, unsigned may)
{
	struct json_out j = json_begin(&x->out);

	json_open(&j, '{');
	json_key(&j, "id");
	json_id(&j, r->id);
	for (unsigned i = 0; i < x->nextra; i++) {
		const struct field *f = &x->named->fields[x->extra[i]];
		if (may & bit(f))
			member(x, &j, f, &x->about->v[x->extra[i]]);
	}
	for (unsigned i = 0; i < x->e->nfields; i++) {
		const struct field *f = &x->e->fields[i];
		if (shown(f) && may & bit(f))
			member(x, &j, f, &r->v[i]);
	}
	json_close(&j, '}');
}

/* ---- all of them ---- */

static bool listed(struct export *x, const struct record *r)
{
	int voided = r->entity->voided;

	if (!r->born || (voided && r->v[voided - 1].kind == V_INT && r->v[voided - 1].i))
		return false;
	return !x->named || record_get(x->c.db, x->c.schema, x->c.mem, x->named, x->c.net->id, r->id, x->about);
}

static bool flush(struct export *x, size_t over, bool (*piece)(void *, struct str), void *arg)
{
	if (x->out.n <= over)
		return true;
	bool good = piece(arg, buf_str(&x->out));
	buf_cut(&x->out, 0);
	return good;
}

static bool write_all(struct export *x, enum export_form form, bool (*piece)(void *, struct str), void *arg)
{
	struct rows rows = record_list(x->c.db, x->c.schema, x->e, &x->c.net->id);
	struct record *r = ARENA_NEW(x->keep, struct record);
	bool first = true, good = true;

	if (form == EXPORT_CSV)
		head_csv(x);
	while (good && record_next(&rows, x->c.mem, x->e, r)) {
		unsigned may = listed(x, r) ? seen(x, r) : 0;
		if (may && form == EXPORT_CSV)
			row_csv(x, r, may);
		else if (may) {
			buf_c(&x->out, first ? "[\n" : ",\n");
			row_json(x, r, may);
		}
		first = first && !may;
		good = flush(x, PIECE_BYTES, piece, arg);
		arena_reset(x->c.mem);
	}
	if (!good)
		rows_end(&rows);
	else if (form == EXPORT_JSON)
		buf_c(&x->out, first ? "[]\n" : "\n]\n");
	return good && flush(x, 0, piece, arg) && db_status(x->c.db) == OK;
}

bool files_export(struct ctx *c, const struct entity *e, enum export_form form,
	bool (*piece)(void *arg, struct str bytes), void *arg)
{
	struct export x = { .c = *c, .keep = arena_local(), .e = e };
	struct map groups = map_new(x.keep);

	x.c.mem = arena_local();
	x.c.groups = &groups;
	x.classes = map_new(x.keep);
	x.codes = map_new(x.keep);
	x.out = buf_new(x.keep, PIECE_BYTES + 4096);
	columns(&x);
	bool good = write_all(&x, form, piece, arg);
	arena_free(&x.c.mem);
	arena_free(&x.keep);
	return good;
}
