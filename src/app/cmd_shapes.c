/*
 * cmd_shapes.c - ayni import shapes FILE.geojson: the outlines of districts, made simple, as an import of records `shape`.
 */
#include "city.h"
#include "cmds.h"
#include "csv.h"
#include "files.h"
#include "geojson.h"

enum { NAMES_SHOWN = 5 };

/* A shape that no district of this network is called by is left out, and said. */
struct unplaced {
	struct buf names;
	unsigned n;
};

static void leave_out(struct unplaced *u, const struct geojson_shape *s)
{
	if (u->n++ >= NAMES_SHOWN)
		return;
	if (u->names.n)
		buf_c(&u->names, ", ");
	buf_add(&u->names, s->name.n ? s->name : s->code.n ? s->code : STR("?"));
}

/* The table that files_import reads: a row a district. */
static struct str as_table(struct ctx *c, const struct geojson_shape *s, unsigned n, struct str source, struct unplaced *u, unsigned *rows)
{
	struct buf b = buf_new(c->mem, 64 * 1024);
	struct csv_out o = { .b = &b };

	csv_plain(&o, STR("place"));
	csv_plain(&o, STR("outline"));
	csv_plain(&o, STR("source"));
	csv_end_row(&o);
	for (unsigned i = 0; i < n; i++) {
		struct id place = district_called(c, s[i].code, s[i].name);
		if (id_is_zero(place)) {
			leave_out(u, &s[i]);
			continue;
		}
		csv_cell(&o, ref_code(c, "place", place));
		csv_plain(&o, s[i].outline);
		csv_cell(&o, source);
		csv_end_row(&o);
		++*rows;
	}
	return buf_str(&b);
}

static void tell_points(struct app *a, struct console *k, const struct geojson_shape *s, unsigned n)
{
	unsigned had = 0, kept = 0;

	for (unsigned i = 0; i < n; i++) {
		had += s[i].points;
		for (size_t at = 0; at < s[i].outline.n; at++)
			kept += s[i].outline.p[at] == ',';
	}
	const struct str_pair with[] = { { "had", str_fmt(k->mem, "%u", had) }, { "kept", str_fmt(k->mem, "%u", kept) } };
	buf_add(&k->out, tr_named(k->mem, a->lang, N_("Puntos en el archivo: {had}. Después de simplificar: {kept}."), with, ARRAY_LEN(with)));
	buf_char(&k->out, '\n');
}

enum rc shapes_import(struct app *a, struct console *k, struct ctx *c, struct str source, struct import_report *out)
{
	struct unplaced u = { .names = buf_new(k->mem, 80) };
	struct geojson_shape *shape;
	unsigned n, rows = 0;
	enum rc rc = geojson_read(c->mem, k->file, &shape, &n, c->diag);

	*out = (struct import_report){ 0 };
	if (rc != OK)
		return rc;
	struct str table = as_table(c, shape, n, source, &u, &rows);
	if (u.n) {
		const struct str_pair with[] = { { "n", str_fmt(k->mem, "%u", u.n) }, { "names", buf_str(&u.names) } };
		buf_add(&k->err, tr_named(k->mem, a->lang, N_("Formas de lugares que esta red no tiene: {n} ({names})"), with, ARRAY_LEN(with)));
		buf_char(&k->err, '\n');
	}
	if (!rows)
		return diag_add(c->diag, NULL, "unknown", N_("Ninguna forma es de un distrito de esta red: se busca por código INEI o por nombre"),
			STR(""));
	rc = files_import(c, a->writer, &shape_entity, table, true, out);
	if (rc == OK)
		tell_points(a, k, shape, n);
	return rc;
}
