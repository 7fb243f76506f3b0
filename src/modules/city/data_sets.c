/*
 * data_sets.c - the tables of the open data. Counts, never people: cells of people are "<5" where they are few (few.h).
 */
#include "open_data.h"

#include "few.h"
#include "field.h"
#include "kitchen_at.h"
#include "map.h"

enum { DAYS_BACK = 400 };

/* ---- districts ---- */

static const struct data_column district_columns[] = {
	{ "code", "#adm3+code+v_inei", DATA_TEXT, N_("Código INEI del distrito (ubigeo)") },
	{ "name", "#adm3+name", DATA_TEXT, N_("Nombre del distrito") },
	{ "latitude", "#geo+lat", DATA_DEGREES, N_("Latitud del centro del distrito, WGS 84") },
	{ "longitude", "#geo+lon", DATA_DEGREES, N_("Longitud del centro del distrito, WGS 84") },
	{ "kitchens", "#org+kitchens+num", DATA_INT, N_("Cocinas registradas que funcionan") },
	{ "reported", "#org+kitchens+reported+num", DATA_INT, N_("Cocinas que avisaron hoy de su olla") },
	{ "served_today", "#output+meals+today+num", DATA_INT, N_("Raciones servidas hoy, de las cocinas que avisaron") },
	{ "served_week", "#output+meals+week+num", DATA_INT, N_("Raciones servidas desde el lunes") },
	{ "served_month", "#output+meals+month+num", DATA_INT, N_("Raciones servidas desde el primer día del mes") },
	{ "diners", "#population+diners+num", DATA_PEOPLE, N_("Personas que comen de costumbre, como las registraron las cocinas") },
};

/* People of each district, and marks so that their sum tells nothing of a few. */
static struct few_cell *diners_of(struct ctx *c, const struct district *d, unsigned n, bool *sum_shown)
{
	struct few_cell *cell = ARENA_ARRAY(c->mem, struct few_cell, n);
	struct rows r = db_rows(c->db, SQL(Q_CITY_PEOPLE), ARGS(cell_id(&c->net->id)));

	while (rows_next(&r))
		for (unsigned i = 0; i < n; i++)
			if (!rows_null(&r, 0) && id_eq(d[i].id, rows_id(&r, 0)) && !rows_null(&r, 1))
				cell[i] = (struct few_cell){ .n = rows_int(&r, 1), .known = true };
	*sum_shown = few_hide(cell, n);
	return cell;
}

static void data_people(struct data_out *o, const struct few_cell *cell)
{
	if (cell->mark == FEW_SMALL)
		data_text(o, STR("<5"));
	else if (cell->mark == FEW_HIDDEN)
		data_text(o, STR("*"));
	else
		data_int(o, cell->n, cell->mark == FEW_SHOWN);
}

static void district_rows(struct ctx *c, struct data_out *o)
{
	struct district *d, all = { 0 };
	struct few_cell sum = { 0 };
	unsigned n = districts_of_day(c, today(c), false, &d);
	bool sum_shown;
	struct few_cell *people = diners_of(c, d, n, &sum_shown);

	for (unsigned i = 0; i < n; i++) {
		data_row(o);
		data_text(o, d[i].code);
		data_text(o, d[i].name);
		data_degrees(o, d[i].lat_micro, d[i].placed);
		data_degrees(o, d[i].lon_micro, d[i].placed);
		data_int(o, d[i].kitchens, true);
		data_int(o, d[i].reported, true);
		data_int(o, d[i].served, d[i].served_known > 0);
		data_int(o, d[i].week, d[i].week_known > 0);
		data_int(o, d[i].month, d[i].month_known > 0);
		data_people(o, &people[i]);
		all.kitchens += d[i].kitchens;
		all.reported += d[i].reported;
		all.served += d[i].served;
		all.served_known += d[i].served_known;
		all.week += d[i].week;
		all.week_known += d[i].week_known;
		all.month += d[i].month;
		all.month_known += d[i].month_known;
		sum.n += people[i].n;
		sum.known |= people[i].known;
	}
	data_row(o);
	data_text(o, STR(""));
	data_text(o, tr(c->lang, N_("Todos los distritos")));
	data_degrees(o, 0, false);
	data_degrees(o, 0, false);
	data_int(o, all.kitchens, true);
	data_int(o, all.reported, true);
	data_int(o, all.served, all.served_known > 0);
	data_int(o, all.week, all.week_known > 0);
	data_int(o, all.month, all.month_known > 0);
	data_int(o, sum.n, sum.known && sum_shown);
}

/* ---- days ---- */

static const struct data_column day_columns[] = {
	{ "day", "#date+served", DATA_DAY, N_("Día") },
	{ "code", "#adm3+code+v_inei", DATA_TEXT, N_("Código INEI del distrito (ubigeo)") },
	{ "name", "#adm3+name", DATA_TEXT, N_("Nombre del distrito") },
	{ "pots", "#output+pots+num", DATA_INT, N_("Ollas de las que se avisó cuántas raciones sirvieron") },
	{ "served", "#output+meals+num", DATA_INT, N_("Raciones servidas, de esas ollas") },
	{ "free", "#reached+free+num", DATA_PEOPLE, N_("De ellas, raciones de casos sociales, que no se cobran") },
};

/* No sum over districts stands beside these, so that a small cell is hidden alone. */
static void day_rows(struct ctx *c, struct data_out *o)
{
	struct district *d;
	unsigned n = districts_of_day(c, today(c), false, &d);
	struct rows r = db_rows(c->db, SQL(Q_DATA_DAYS), ARGS(cell_id(&c->net->id), cell_int(today(c) - DAYS_BACK), cell_int(today(c))));

	while (rows_next(&r)) {
		const struct district *one = rows_null(&r, 1) ? NULL : district_by_id(d, n, rows_id(&r, 1));
		if (!rows_int(&r, 3))
			continue;
		data_row(o);
		data_day(o, rows_int(&r, 0));
		data_text(o, one ? one->code : STR(""));
		data_text(o, one ? one->name : STR(""));
		data_int(o, rows_int(&r, 3), true);
		data_int(o, rows_int(&r, 2), true);
		if (rows_int(&r, 5) && rows_int(&r, 4) < FEW)
			data_text(o, STR("<5"));
		else
			data_int(o, rows_int(&r, 4), rows_int(&r, 5) > 0);
	}
}

/* ---- kitchens ---- */

static const struct data_column kitchen_columns[] = {
	{ "code", "#loc+code", DATA_TEXT, N_("Código de la cocina en esta red") },
	{ "name", "#loc+name", DATA_TEXT, N_("Nombre de la cocina") },
	{ "kind", "#loc+type", DATA_TEXT, N_("Tipo: olla (olla común) o comedor (comedor popular)") },
	{ "district", "#adm3+code+v_inei", DATA_TEXT, N_("Código INEI del distrito (ubigeo)") },
	{ "latitude", "#geo+lat", DATA_DEGREES, N_("Latitud, solo si la cocina dijo que el mapa público la muestre") },
	{ "longitude", "#geo+lon", DATA_DEGREES, N_("Longitud, solo si la cocina dijo que el mapa público la muestre") },
	{ "served_total", "#output+meals+total+num", DATA_INT, N_("Raciones servidas desde que avisa") },
};

static struct map public_points(struct ctx *c)
{
	struct map by_id = map_new(c->mem);
	struct kitchen_at *all;
	unsigned n = kitchens_placed(c, &all);

	for (unsigned i = 0; i < n; i++)
		if (all[i].on_map)
			map_set(&by_id, str_dup(c->mem, id_bytes(&all[i].id)), &all[i]);
	return by_id;
}

static void kitchen_rows(struct ctx *c, struct data_out *o)
{
	struct map points = public_points(c);
	struct rows r = db_rows(c->db, SQL(Q_DATA_KITCHENS), ARGS(cell_id(&c->net->id)));

	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0);
		const struct kitchen_at *at = map_get(&points, id_bytes(&id));
		data_row(o);
		data_text(o, rows_text(&r, 1));
		data_text(o, rows_text(&r, 2));
		data_text(o, rows_text(&r, 3));
		data_text(o, rows_text(&r, 4));
		data_degrees(o, at ? at->lat_udeg : 0, at != NULL);
		data_degrees(o, at ? at->lon_udeg : 0, at != NULL);
		data_int(o, rows_int(&r, 5), rows_int(&r, 6) > 0);
	}
}

/* ---- the dictionary: these tables, and every public field of every record, as declared ---- */

static const struct data_column dictionary_columns[] = {
	{ "table", "#meta+table", DATA_TEXT, N_("Tabla de los datos abiertos, o clase de registro de la API") },
	{ "field", "#meta+field", DATA_TEXT, N_("Nombre permanente del dato") },
	{ "hxl", "#meta+hxl", DATA_TEXT, N_("Etiqueta HXL") },
	{ "type", "#meta+type", DATA_TEXT, N_("Tipo del dato") },
	{ "unit", "#meta+unit", DATA_TEXT, N_("Unidad en que está el número") },
	{ "means", "#meta+description", DATA_TEXT, N_("Qué es") },
	{ "choices", "#meta+choices", DATA_TEXT, N_("Valores posibles") },
};

static struct str choices_text(struct ctx *c, const struct field *f)
{
	struct buf b = buf_new(c->mem, 80);

	for (const struct choice *o = f->choices; o && o->name; o++) {
		if (b.n)
			buf_c(&b, "; ");
		buf_c(&b, o->name);
		buf_c(&b, ": ");
		buf_add(&b, tr(c->lang, o->label));
	}
	return buf_str(&b);
}

static void field_row(struct ctx *c, struct data_out *o, const struct entity *e, const struct field *f)
{
	data_row(o);
	data_text(o, str_c(e->name));
	data_text(o, str_c(f->name));
	data_text(o, STR(""));
	data_text(o, str_c(field_type_name(f->type)));
	data_text(o, f->unit ? tr(c->lang, f->unit) : STR(""));
	data_text(o, tr(c->lang, f->label));
	data_text(o, choices_text(c, f));
}

static void dictionary_rows(struct ctx *c, struct data_out *o)
{
	for (const struct data_set *s = data_sets; s->name; s++)
		for (unsigned i = 0; i < s->ncolumns; i++) {
			data_row(o);
			data_text(o, str_c(s->name));
			data_text(o, str_c(s->column[i].name));
			data_text(o, str_c(s->column[i].hxl));
			data_text(o, str_c(data_kind_name(s->column[i].kind)));
			data_text(o, STR(""));
			data_text(o, tr(c->lang, s->column[i].means));
			data_text(o, s->column[i].kind == DATA_PEOPLE ? tr(c->lang, N_("<5: menos de cinco personas; *: oculto, para que la suma no lo diga")) :
				STR(""));
		}
	for (const struct module *const *m = c->reg->modules; *m; m++)
		for (const struct entity *const *e = (*m)->entities; e && *e; e++)
			for (unsigned i = 0; i < (*e)->nfields; i++)
				if ((*e)->fields[i].privacy == P_PUBLIC && !((*e)->fields[i].flags & F_RETIRED))
					field_row(c, o, *e, &(*e)->fields[i]);
}

const struct data_set data_sets[] = {
	{ "distritos", N_("Distritos: cocinas y raciones de hoy, de la semana y del mes"), district_columns, ARRAY_LEN(district_columns),
		district_rows },
	{ "dias", N_("Raciones de cada día y distrito"), day_columns, ARRAY_LEN(day_columns), day_rows },
	{ "cocinas", N_("Cocinas"), kitchen_columns, ARRAY_LEN(kitchen_columns), kitchen_rows },
	{ "diccionario", N_("Diccionario: qué es cada dato"), dictionary_columns, ARRAY_LEN(dictionary_columns), dictionary_rows },
	{ .name = NULL },
};
