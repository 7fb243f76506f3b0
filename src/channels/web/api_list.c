/*
 * api_list.c - GET /api/v1/ENTITY: declared filters, declared order, pages by key.
 *
 * Filters: FIELD=value, and FIELD_from / FIELD_until for dates and numbers. Order: sort=FIELD or
 * sort=-FIELD, then id; without sort, id. `after` is the key that the page before gave as `next`.
 */
#include "field.h"
#include "web.h"

enum { LIMIT_MAX = 1000, LIMIT_USUAL = 100, CELLS_MAX = 24 };

struct listing {
	struct call *k;
	const struct entity *e;
	struct buf where;
	struct value value[CELLS_MAX];
	unsigned n;
	int sort; /* field index, or -1: by id */
	bool down;
	int64_t limit;
};

static unsigned bind(struct listing *l, struct value v)
{
	l->value[l->n] = v;
	return ++l->n;
}

static void wrong(struct listing *l, struct str name, const char *msgid)
{
	diag_add(l->k->c.diag, str_cstr(l->k->q->mem, name), "unknown", msgid, name);
}

/* "day_from" of field day: its comparison, or NULL. */
static const char *range_of(struct str name, struct str *field_out)
{
	*field_out = name;
	if (str_ends(name, "_from"))
		return *field_out = str_sub(name, 0, name.n - 5), ">=";
	if (str_ends(name, "_until"))
		return *field_out = str_sub(name, 0, name.n - 6), "<=";
	return NULL;
}

static void filter(struct listing *l, struct str name, struct str text)
{
	struct ctx *c = &l->k->c;
	struct str bare;
	const char *op = NULL;
	int f = fields_find(l->e->fields, l->e->nfields, name);
	struct value v;

	if (f < 0 && (op = range_of(name, &bare)))
		f = fields_find(l->e->fields, l->e->nfields, bare);
	if (f < 0 || !(l->e->fields[f].flags & F_FILTER) || l->n + 4 > CELLS_MAX ||
		(op && field_kind(&l->e->fields[f]) != V_INT)) {
		wrong(l, name, N_("No se puede filtrar por «%s»"));
		return;
	}
	const struct field *field = &l->e->fields[f];
	if (field_read(c->mem, field, text, &v, c->diag) != OK)
		return;
	if (field->type == T_REF && v.kind == V_TEXT) {
		struct id id;
		if (!ref_resolve(c, field->ref, v.s, &id)) {
			diag_add(c->diag, field->name, "unknown", N_("No encontramos «%s»"), v.s);
			return;
		}
		v = value_id(id);
	}
	if (v.kind == V_NULL)
		return;
	buf_fmt(&l->where, " AND \"%s\" %s ?%u", field->name, op ? op : "=", bind(l, v));
}

static void order(struct listing *l, struct str text)
{
	l->down = str_starts(text, "-");
	l->sort = fields_find(l->e->fields, l->e->nfields, str_sub(text, l->down, text.n));
	if (l->sort < 0 || !(l->e->fields[l->sort].flags & F_SORT))
		wrong(l, text, N_("No se puede ordenar por «%s»"));
}

static struct str sort_column(struct listing *l)
{
	const struct field *f = &l->e->fields[l->sort];

	return str_fmt(l->k->q->mem, "\"%s%s\"", f->name, f->type == T_TEXT ? "_key" : "");
}

/* KEY: the sort column's value, a tilde, the id. */
static void after(struct listing *l, struct str key)
{
	size_t at = key.n;
	struct id id;

	while (at && key.p[at - 1] != '~')
		at--;
	if (!id_parse(str_sub(key, at, key.n), &id) || l->n + 3 > CELLS_MAX) {
		wrong(l, key, N_("La página «%s» no existe"));
		return;
	}
	unsigned by_id = bind(l, value_id(id));
	if (l->sort < 0) {
		buf_fmt(&l->where, " AND id > ?%u", by_id);
		return;
	}
	struct str text = str_sub(key, 0, at ? at - 1 : 0);
	int64_t number = 0;
	struct value v = value_text(text);
	if (field_kind(&l->e->fields[l->sort]) == V_INT) {
		if (!str_int64(text, &number)) {
			wrong(l, key, N_("La página «%s» no existe"));
			return;
		}
		v = value_int(number);
	}
	struct str col = sort_column(l);
	buf_fmt(&l->where, " AND (%.*s, id) %s (?%u, ?%u)", (int)col.n, col.p, l->down ? "<" : ">", bind(l, v), by_id);
}

static void read_query(struct listing *l)
{
	const struct form *q = &l->k->query;
	struct str key = STR("");

	for (unsigned i = 0; i < q->n; i++) {
		struct str name = q->field[i].name, value = q->field[i].value;
		if (str_is(name, "sort"))
			order(l, value);
		else if (str_is(name, "after"))
			key = value;
		else if (str_is(name, "limit")) {
			if (!str_int64(value, &l->limit) || l->limit < 1 || l->limit > LIMIT_MAX)
				wrong(l, value, N_("El límite «%s» no vale: de 1 a 1000"));
		} else
			filter(l, name, value);
	}
	if (key.n && !l->k->c.diag->n)
		after(l, key);
}

static struct str select_ids(struct listing *l)
{
	struct buf b = buf_new(l->k->q->mem, 512);
	struct str col = l->sort >= 0 ? sort_column(l) : STR("id");

	buf_fmt(&b, "SELECT id, %.*s FROM \"%s\" WHERE network = ?1 AND born = 1", (int)col.n, col.p, l->e->name);
	if (l->e->voided)
		buf_fmt(&b, " AND coalesce(\"%s\", 0) = 0", l->e->fields[l->e->voided - 1].name);
	buf_add(&b, buf_str(&l->where));
	buf_fmt(&b, " ORDER BY %.*s%s, id%s LIMIT ?%u", (int)col.n, col.p, l->down ? " DESC" : "", l->down ? " DESC" : "",
		bind(l, value_int(l->limit + 1)));
	return buf_str(&b);
}

struct found {
	struct id id;
	struct str key;
};

static unsigned find(struct listing *l, struct found *out)
{
	struct ctx *c = &l->k->c;
	struct str sql = select_ids(l);
	const struct query *q = db_compose(c->db, sql, l->n, 2);
	struct cell cell[CELLS_MAX];
	unsigned n = 0;

	if (!q)
		return 0;
	for (unsigned i = 0; i < l->n; i++)
		cell[i] = value_cell(&l->value[i]);
	struct rows r = db_rows(c->db, q, cell, l->n);
	while (rows_next(&r)) {
		out[n].id = rows_id(&r, 0);
		struct cell key = rows_cell(&r, 1);
		out[n].key = key.kind == CELL_INT ? str_fmt(c->mem, "%lld", (long long)key.i)
			: l->sort < 0		  ? STR("")
						  : str_dup(c->mem, key.s);
		n++;
	}
	return n;
}

static void rows_json(struct json_out *j, struct listing *l, const struct found *found, unsigned n)
{
	struct ctx *c = &l->k->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	json_key(j, "rows");
	json_open(j, '[');
	for (unsigned i = 0; i < n && i < l->limit; i++) {
		if (!record_get(c->db, c->schema, c->mem, l->e, c->net->id, found[i].id, r) || !classes_seen(c, scope_of(c, r)))
			continue;
		json_open(j, '{');
		record_json(j, c, r);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "next");
	if (n > l->limit) {
		const struct found *last = &found[l->limit - 1];
		struct str id = id_text(c->mem, last->id);
		json_text(j, str_fmt(c->mem, "%.*s~%.*s", (int)last->key.n, last->key.p, (int)id.n, id.p));
	} else {
		json_null_out(j);
	}
}

void api_list(struct call *k, const struct entity *e)
{
	struct listing l = { .k = k, .e = e, .sort = -1, .limit = LIMIT_USUAL, .where = buf_new(k->q->mem, 128) };
	struct buf b = buf_new(k->q->mem, 4096);
	struct json_out j = json_begin(&b);

	bind(&l, value_id(k->c.net->id));
	read_query(&l);
	json_open(&j, '{');
	if (k->c.diag->n) {
		json_key(&j, "errors");
		errors_json(&j, &k->c, k->c.diag);
		json_close(&j, '}');
		call_json(k, 400, buf_str(&b));
		return;
	}
	struct found *found = ARENA_ARRAY(k->q->mem, struct found, l.limit + 1);
	unsigned n = find(&l, found);
	rows_json(&j, &l, found, n);
	json_close(&j, '}');
	call_json(k, 200, buf_str(&b));
}
