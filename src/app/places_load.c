#include "places_load.h"

#include "csv.h"
#include "places_data.h"

enum { COLUMNS_MAX = 24 };

/* The same row gets the same act in every run of the same network. */
static struct id act_id(const struct batch *b, const char *action, struct str code)
{
	const struct str pieces[] = { id_bytes(&b->net->id), str_c(action), code };

	return id_derive(0, pieces, ARRAY_LEN(pieces));
}

static bool has_food(struct ctx *c, struct str code)
{
	const struct entity *e = schema_entity(c->schema, STR("food"));
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct value key[ENTITY_FIELDS_MAX] = { [0] = value_text(code) };

	return record_get(c->db, c->schema, c->mem, e, c->net->id, entity_key_id(e, c->net->id, key), r) && r->born;
}

/* A row an act; the first column tells them apart. With a context, only foods that its network does not have. */
static enum rc rows_add(struct batch *b, const struct actor *who, int64_t at_ms, const char *action, struct str csv, struct ctx *lacking)
{
	struct arena *mem = arena_new(0);
	struct str cell[CSV_CELLS_MAX], head[COLUMNS_MAX];
	unsigned n, columns = 0;
	struct csv c;
	enum rc rc = csv_open(&c, mem, csv, b->diag);

	if (rc == OK && csv_row(&c, cell, &n))
		for (columns = 0; columns < n && columns < COLUMNS_MAX; columns++)
			head[columns] = cell[columns];
	while (rc == OK && csv_row(&c, cell, &n)) {
		if (lacking && has_food(lacking, cell[0]))
			continue;
		struct batch_item *i = batch_act(b, who, at_ms, action, act_id(b, action, cell[0]));
		for (unsigned k = 0; k < n && k < columns; k++)
			batch_arg(i, str_cstr(mem, head[k]), cell[k]);
	}
	if (rc == OK && c.bad)
		rc = diag_add(b->diag, NULL, "format", N_("La tabla está dañada"), STR(""));
	arena_free(&mem);
	return rc;
}

enum rc places_add(struct batch *b, const struct actor *who, int64_t at_ms, struct str csv)
{
	return rows_add(b, who, at_ms, "place.put", csv, NULL);
}

enum rc foods_add(struct batch *b, const struct actor *who, int64_t at_ms)
{
	return rows_add(b, who, at_ms, "food.put", places_data[1].plain, NULL);
}

unsigned foods_lacking(struct ctx *c, unsigned *all_out)
{
	struct str cell[CSV_CELLS_MAX];
	struct diag d = { 0 };
	unsigned n, lacking = 0;
	struct csv rows;

	*all_out = 0;
	if (csv_open(&rows, c->mem, places_data[1].plain, &d) != OK || !csv_row(&rows, cell, &n))
		return 0;
	for (; csv_row(&rows, cell, &n); ++*all_out)
		lacking += !has_food(c, cell[0]);
	return lacking;
}

enum rc foods_complete(struct ctx *c, struct writer *w, int64_t now_ms)
{
	struct actor console = { .console = true };
	struct diag d = { 0 };
	struct batch b;
	unsigned all;

	if (!str_is(c->net->country, "PE") || !foods_lacking(c, &all))
		return OK;
	batch_begin(&b, c->mem, w, c->reg, c->net, "console", &d);
	enum rc rc = rows_add(&b, &console, now_ms, "food.put", places_data[1].plain, c);
	enum rc end = batch_end(&b);
	return rc != OK ? rc : end;
}

enum rc places_load(const struct registry *reg, struct writer *w, const struct network *net,
	int64_t now_ms)
{
	struct arena *mem = arena_new(0);
	struct actor console = { .console = true };
	struct diag d = { 0 };
	struct batch b;

	batch_begin(&b, mem, w, reg, net, "console", &d);
	enum rc rc = places_add(&b, &console, now_ms, places_data[0].plain);
	if (rc == OK)
		rc = foods_add(&b, &console, now_ms);
	enum rc end = batch_end(&b);
	arena_free(&mem);
	return rc != OK ? rc : end;
}
