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
	bool by_day; /* sorted by the day that its ids begin with: the table's own order, nothing to sort */
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

/* Filters and order tell of values: only of a class that the reader sees everywhere. */
static bool may_ask(struct listing *l, const struct field *f)
{
	return classes_everywhere(&l->k->c) & 1u << f->privacy;
}

/* Ids of a record with a natural key begin with its day. */
static bool day_leads(const struct entity *e, int f)
{
	return f >= 0 && e->day == AT(f) && e->fields[f].flags & F_KEY;
}

/* A range of days is a range of ids too, so that the rest of the table is not read. */
static void bound_ids(struct listing *l, const char *op, int64_t day)
{
	if (op[0] != '<' && day > 0)
		buf_fmt(&l->where, " AND id >= ?%u", bind(l, value_id(entity_day_first(day))));
	if (op[0] != '>' && day >= 0)
		buf_fmt(&l->where, " AND id < ?%u", bind(l, value_id(entity_day_first(day + 1))));
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
	if (f < 0 || !(l->e->fields[f].flags & F_FILTER) || l->n + 6 > CELLS_MAX ||
		(op && field_kind(&l->e->fields[f]) != V_INT)) {
		wrong(l, name, N_("No se puede filtrar por «%s»"));
		return;
	}
	const struct field *field = &l->e->fields[f];
	if (!may_ask(l, field)) {
		wrong(l, name, N_("No se puede filtrar por «%s»"));
		return;
	}
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
	if (day_leads(l->e, f))
		bound_ids(l, op ? op : "=", v.i);
}

static void order(struct listing *l, struct str text)
{
	l->down = str_starts(text, "-");
	l->sort = fields_find(l->e->fields, l->e->nfields, str_sub(text, l->down, text.n));
	if (l->sort < 0 || !(l->e->fields[l->sort].flags & F_SORT) || !may_ask(l, &l->e->fields[l->sort]))
		wrong(l, text, N_("No se puede ordenar por «%s»"));
	l->by_day = day_leads(l->e, l->sort);
}

static struct str sort_column(struct listing *l)
{
	const struct field *f = &l->e->fields[l->sort];

	const char *key = f->type == T_TEXT ? "_key" : "";

	if (f->flags & (F_REQUIRED | F_KEY))
		return str_fmt(l->k->q->mem, "\"%s%s\"", f->name, key);
	/* Unknown values come first, and a page can begin behind them. */
	return str_fmt(l->k->q->mem, "coalesce(\"%s%s\", %s)", f->name, key,
		field_kind(f) == V_INT ? "-9223372036854775807" : "''");
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
	if (l->sort < 0 || l->by_day) {
		buf_fmt(&l->where, " AND id %s ?%u", l->sort >= 0 && l->down ? "<" : ">", by_id);
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
	if (l->by_day)
		buf_fmt(&b, " ORDER BY id%s", l->down ? " DESC" : "");
	else
		buf_fmt(&b, " ORDER BY %.*s%s, id%s", (int)col.n, col.p, l->down ? " DESC" : "", l->down ? " DESC" : "");
	return buf_str(&b);
}

static struct str next_key(struct listing *l, const struct rows *r)
{
	struct ctx *c = &l->k->c;
	struct cell key = rows_cell(r, 1);
	struct buf b = buf_new(c->mem, 64);

	if (key.kind == CELL_INT)
		buf_int(&b, key.i);
	else if (l->sort >= 0)
		buf_add(&b, key.s);
	buf_char(&b, '~');
	buf_id(&b, rows_id(r, 0));
	return buf_str(&b);
}

/* Rows that the reader may see, until the page is full: what she may not see does not count. */
static void rows_json(struct json_out *j, struct listing *l)
{
	struct ctx *c = &l->k->c;
	struct record *record = ARENA_NEW(c->mem, struct record);
	struct str sql = select_ids(l), last = STR("");
	struct cell cell[CELLS_MAX];
	int64_t shown = 0;

	for (unsigned i = 0; i < l->n; i++)
		cell[i] = value_cell(&l->value[i]);
	const struct query *q = db_compose(c->db, sql, l->n, 2);
	json_key(j, "rows");
	json_open(j, '[');
	struct rows r = q ? db_rows(c->db, q, cell, l->n) : (struct rows){ 0 };
	bool more = false;
	while (q && !more && rows_next(&r)) {
		if (!record_get(c->db, c->schema, c->mem, l->e, c->net->id, rows_id(&r, 0), record) ||
			!record_visible(c, record))
			continue;
		if (shown == l->limit) {
			more = true;
			continue;
		}
		json_open(j, '{');
		record_json(j, c, record);
		json_close(j, '}');
		if (++shown == l->limit)
			last = next_key(l, &r);
	}
	if (more)
		rows_end(&r);
	json_close(j, ']');
	json_key(j, "next");
	if (more)
		json_text(j, last);
	else
		json_null_out(j);
}

/* Is there a field of it that this reader could ever see? */
static bool ever_visible(struct ctx *c, const struct entity *e)
{
	for (unsigned i = 0; i < e->nfields; i++) {
		char what[24] = "class:";
		struct buf b = buf_fixed(what + 6, sizeof(what) - 7);
		buf_c(&b, privacy_name(e->fields[i].privacy));
		if (allowed_somewhere(c, what))
			return true;
	}
	return false;
}

void api_list(struct call *k, const struct entity *e)
{
	struct listing l = { .k = k, .e = e, .sort = -1, .limit = LIMIT_USUAL, .where = buf_new(k->q->mem, 128) };
	struct buf b = buf_new(k->q->mem, 4096);
	struct json_out j = json_begin(&b);

	if (!ever_visible(&k->c, e)) {
		call_message(k, 404, "not_found");
		return;
	}
	bind(&l, value_id(k->c.net->id));
	read_query(&l);
	if (!k->c.diag->n && l.limit > LIMIT_USUAL && !call_slow(k))
		return;
	json_open(&j, '{');
	if (k->c.diag->n) {
		json_key(&j, "errors");
		errors_json(&j, &k->c, k->c.diag);
		json_close(&j, '}');
		call_json(k, 400, buf_str(&b));
		return;
	}
	rows_json(&j, &l);
	json_close(&j, '}');
	call_json(k, 200, buf_str(&b));
}
