/*
 * style_page.c - fills "style" with one drawing of each kind, from invented figures: what the drawing unit gives is
 * what the page of all pieces shows.
 */
#include "core_pages.h"

#include "draw.h"

/* The page speaks Spanish alone, as a workshop's wall does. */
enum rc style_page(struct page_call *p)
{
	struct arena *a = p->c->mem;
	static const struct draw_point days[] = {
		{ { "mié", 4 }, 88, true, false }, { { "jue", 3 }, 95, true, false }, { { "vie", 3 }, 0, false, false },
		{ { "sáb", 4 }, 102, true, false }, { { "hoy", 3 }, 95, true, true },
	};
	static const struct draw_point kitchens[] = {
		{ { "Virgen de la Puerta", 19 }, 118, true, true }, { { "Manuel Seoane", 13 }, 74, true, false },
		{ { "Señor de los Milagros", 22 }, 0, false, false },
	};
	static const struct draw_point plates[] = {
		{ { "Con cuota", 9 }, 88, true, false }, { { "Casos sociales", 14 }, 14, true, false },
		{ { "Sobraron", 8 }, 0, false, false },
	};
	static const struct draw_place places[] = {
		{ { "Comas", 5 }, { "/distrito/150110", 16 }, -11957000, -77049000, 1623, true },
		{ { "Villa El Salvador", 17 }, { "/distrito/150142", 16 }, -12213000, -76937000, 2105, true },
		{ { "Ate", 3 }, { "/distrito/150103", 16 }, -12026000, -76921000, 640, true },
		{ { "Lurín", 6 }, { "/distrito/150119", 16 }, -12275000, -76870000, 0, false },
	};
	static const struct draw_map map = { .title = { "Mapa: raciones de la semana en cada distrito", 44 },
		.most = { "%s raciones", 11 }, .unknown = { "sin dato", 8 } };

	view_html(p->v, "columns", draw_columns(a, STR("Raciones por día"), days, ARRAY_LEN(days)));
	view_html(p->v, "line", draw_line(a, STR("Raciones por día, como línea"), days, ARRAY_LEN(days)));
	view_html(p->v, "bars", draw_rows(a, STR("Raciones de hoy, por cocina"), kitchens, ARRAY_LEN(kitchens)));
	view_html(p->v, "parts", draw_parts(a, STR("De qué fueron las raciones"), plates, ARRAY_LEN(plates)));
	view_html(p->v, "map", draw_map(a, &map, places, ARRAY_LEN(places)));
	return OK;
}
