#include "places_load.h"

#include "csv.h"
#include "places_data.h"

enum { COLUMNS_MAX = 16 };

/* The same place gets the same act in every run of the same network. */
static struct id act_id(const struct batch *b, struct str code)
{
	const struct str pieces[] = { id_bytes(&b->net->id), STR("place.put"), code };

	return id_derive(0, pieces, ARRAY_LEN(pieces));
}

enum rc places_add(struct batch *b, const struct actor *who, int64_t at_ms, struct str csv)
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
		struct batch_item *i = batch_act(b, who, at_ms, "place.put", act_id(b, cell[0]));
		for (unsigned k = 0; k < n && k < columns; k++)
			batch_arg(i, str_cstr(mem, head[k]), cell[k]);
	}
	if (rc == OK && c.bad)
		rc = diag_add(b->diag, NULL, "format", N_("La tabla de lugares está dañada"), STR(""));
	arena_free(&mem);
	return rc;
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
	enum rc end = batch_end(&b);
	arena_free(&mem);
	return rc != OK ? rc : end;
}
