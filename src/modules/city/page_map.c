/*
 * page_map.c - the city's map, its districts darker the more of their kitchens told today; and a district's, its kitchens as
 * points that open in the phone's own map. Where a kitchen stands is known to the network; the public sees those that said so.
 */
#include "city_own.h"

#include "html.h"
#include "kitchen_at.h"
#include "map.h"
#include "money.h"
#include "parts.h"

enum { NONE_THERE, NONE_YET, SOME, MOST, ALL, STATES, LIST_MAX = 200 };

static const char *const states[STATES] = { [NONE_THERE] = N_("sin cocinas registradas"), [NONE_YET] = N_("hoy todavía ninguna"),
	[SOME] = N_("menos de la mitad"), [MOST] = N_("la mitad o más"), [ALL] = N_("todas avisaron") };

static unsigned state_of(const struct district *d)
{
	return d->kitchens <= 0 ? NONE_THERE : d->reported <= 0 ? NONE_YET : d->reported >= d->kitchens ? ALL :
		2 * d->reported >= d->kitchens ? MOST : SOME;
}

static struct html city_map(struct ctx *c, const struct district *d, unsigned n)
{
	struct draw_area *area = districts_areas(c, d, n);
	struct draw_place *place = ARENA_ARRAY(c->mem, struct draw_place, n);
	unsigned placed = 0;

	for (unsigned i = 0; i < n; i++) {
		area[i].state = state_of(&d[i]);
		if (d[i].placed && d[i].kitchens > 0)
			place[placed++] = (struct draw_place){ .label = d[i].name, .url = str_fmt(c->mem, "/mapa/%.*s", (int)d[i].code.n, d[i].code.p),
				.lat_micro = d[i].lat_micro, .lon_micro = d[i].lon_micro, .value = d[i].kitchens, .known = true };
	}
	struct draw_map m = { .title = tr(c->lang, N_("Mapa: qué parte de las cocinas de cada distrito avisó hoy")),
		.desc = tr(c->lang, N_("Los mismos números están en la tabla")), .area = area, .narea = n, .nstates = STATES, .level = true };
	for (unsigned i = 0; i < STATES; i++)
		m.state[i] = tr(c->lang, states[i]);
	return draw_map(c->mem, &m, place, placed);
}

static struct str of_all(struct ctx *c, int64_t n, int64_t all)
{
	return str_fmt(c->mem, "%s/%s", str_cstr(c->mem, number_known(c, n, true)), str_cstr(c->mem, number_known(c, all, true)));
}

enum rc page_map(struct page_call *p)
{
	struct ctx *c = p->c;
	struct district *d;
	unsigned n = districts_of_day(c, today(c), true, &d);

	part_intro(p, N_("Un distrito es más oscuro cuando más de sus cocinas avisaron hoy. Toque un punto para ver el distrito."));
	part_map(p, city_map(c, d, n));
	part_column(p, N_("Distrito"));
	part_column(p, N_("Avisaron hoy"));
	part_column(p, N_("Raciones hoy"));
	part_column(p, N_("Esta semana"));
	for (unsigned i = 0; i < n; i++) {
		if (d[i].kitchens <= 0)
			continue;
		struct view *line = part_line(p, d[i].name, str_fmt(c->mem, "/mapa/%.*s", (int)d[i].code.n, d[i].code.p));
		part_cell(line, of_all(c, d[i].reported, d[i].kitchens));
		part_cell(line, number_known(c, d[i].served, d[i].served_known > 0));
		part_cell(line, number_known(c, d[i].week, d[i].week_known > 0));
	}
	part_link(p, "barras", N_("La página de la ciudad"), STR("/"));
	part_link(p, "galeria", N_("Imagen para reenviar"), STR("/afiche/ciudad.png"));
	part_link(p, "papel", N_("Afiche con los números de hoy"), STR("/afiche/ciudad.pdf"));
	part_link(p, "papel", N_("Informe de una hoja"), STR("/informe/ciudad.pdf"));
	part_link(p, "guardado", N_("Datos abiertos"), STR("/datos"));
	return OK;
}

/* ---- one district ---- */

static bool find(struct page_call *p, const struct district *d, unsigned n, const struct district **out)
{
	struct str code = str_upper(p->c->mem, p->get(p, "code"));

	for (unsigned i = 0; i < n; i++)
		if (str_eq(d[i].code, code)) {
			*out = &d[i];
			return true;
		}
	return false;
}

/* "geo:-12.158000,-76.970000?q=…(Name)": RFC 5870, with the question that Android's maps put a name to. */
static struct str geo_url(struct ctx *c, const struct kitchen_at *k, struct str name)
{
	struct buf at = buf_new(c->mem, 32), b = buf_new(c->mem, 120);

	buf_degrees(&at, k->lat_udeg);
	buf_char(&at, ',');
	buf_degrees(&at, k->lon_udeg);
	buf_c(&b, "geo:");
	buf_add(&b, buf_str(&at));
	buf_c(&b, "?q=");
	buf_add(&b, buf_str(&at));
	buf_char(&b, '(');
	url_part(&b, name);
	buf_char(&b, ')');
	return buf_str(&b);
}

/* May she see where it stands: whoever is of the network, or anyone, where the kitchen said so. */
static bool point_seen(struct ctx *c, const struct kitchen_at *k)
{
	return k->on_map || classes_seen(c, scope_of_group(c, k->id)) & 1u << P_NETWORK;
}


/* The points of the district's kitchens; of each listed kitchen whether it has one. */
static void points_read(struct page_call *p, const struct district *d, struct draw_place *place, unsigned *n, struct map *by_id)
{
	struct ctx *c = p->c;
	struct kitchen_at *all;
	unsigned nall = kitchens_placed(c, &all);

	for (unsigned i = 0; i < nall && *n < LIST_MAX; i++) {
		if (!id_eq(all[i].place, d->id) || !point_seen(c, &all[i]))
			continue;
		const struct group_info *g = group_of(c, all[i].id);
		struct str *url = ARENA_NEW(c->mem, struct str);
		*url = geo_url(c, &all[i], g ? g->name : STR(""));
		map_set(by_id, id_text(c->mem, all[i].id), url);
		place[(*n)++] = (struct draw_place){ .label = g ? g->name : STR(""), .url = *url, .lat_micro = all[i].lat_udeg,
			.lon_micro = all[i].lon_udeg, .known = true };
	}
}

static void view_district_map(struct page_call *p, const struct district *d, unsigned n, const struct district *one, struct map *by_id)
{
	struct ctx *c = p->c;
	struct draw_place *place = ARENA_ARRAY(c->mem, struct draw_place, LIST_MAX);
	struct draw_area *area = districts_areas(c, d, n);
	unsigned placed = 0;

	points_read(p, one, place, &placed, by_id);
	struct draw_map m = { .title = tr_fill(c->mem, c->lang, N_("Mapa: las cocinas de %s"), one->name),
		.desc = tr(c->lang, N_("Las mismas cocinas están en la lista")), .area = &area[one - d], .narea = 1, .nstates = 2, .level = true };
	part_map(p, draw_map(c->mem, &m, place, placed));
}

enum rc page_map_district(struct page_call *p)
{
	struct ctx *c = p->c;
	struct map by_id = map_new(c->mem);
	const struct district *one;
	struct district *d;
	unsigned n = districts_of_day(c, today(c), true, &d), listed = 0;

	if (!find(p, d, n, &one))
		return NOT_FOUND;
	part_title(p, one->name);
	part_back(p, N_("El mapa de la ciudad"), STR("/mapa"));
	part_fact(p, N_("Avisaron hoy"), of_all(c, one->reported, one->kitchens));
	part_intro(p, N_("Toque una cocina con punto: se abre el mapa de su teléfono. Las que no dijeron dónde están van solo en la lista."));
	view_district_map(p, d, n, one, &by_id);
	struct rows r = db_rows(c->db, SQL(Q_MAP_KITCHENS), ARGS(cell_id(&c->net->id), cell_id(&one->id)));
	while (rows_next(&r)) {
		struct str *url = map_get(&by_id, id_text(c->mem, rows_id(&r, 0)));
		struct str code = str_dup(c->mem, rows_text(&r, 1));
		part_row(p, str_dup(c->mem, rows_text(&r, 2)), url ? *url : str_fmt(c->mem, "/cocina/%.*s", (int)code.n, code.p), code,
			url ? STR("") : tr(c->lang, N_("sin punto en el mapa")));
		listed++;
	}
	if (!listed)
		part_empty(p, N_("Aquí todavía no hay cocinas registradas."));
	const char *code = str_cstr(c->mem, one->code);
	part_link(p, "barras", N_("La página del distrito"), str_fmt(c->mem, "/distrito/%s", code));
	if (one->kitchens > 0) {
		part_link(p, "galeria", N_("Imagen para reenviar"), str_fmt(c->mem, "/afiche/%s.png", code));
		part_link(p, "papel", N_("Afiche con los números de hoy"), str_fmt(c->mem, "/afiche/%s.pdf", code));
		part_link(p, "papel", N_("Informe de una hoja"), str_fmt(c->mem, "/informe/%s.pdf", code));
	}
	return OK;
}
