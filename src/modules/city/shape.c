/*
 * shape.c - the outline of a district, as an operator imported it. Until there is one, what is nearest to the district's centre
 * stands for it (draw_cells).
 */
#include "city_own.h"

#include "fold.h"
#include "outline.h"
#include "record_put.h"

static const struct field shape_fields[] = {
	[SHAPE_PLACE] = { "place", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Distrito"), .ref = "place", .privacy = P_PUBLIC,
		.aliases = "distrito|inei|ubigeo" },
	[SHAPE_OUTLINE] = { "outline", T_TEXT, F_WIDE, .label = N_("Borde"), .max = OUTLINE_TEXT_MAX, .privacy = P_PUBLIC,
		.aliases = "borde" },
	[SHAPE_SOURCE] = { "source", T_TEXT, 0, .label = N_("De dónde es"), .help = N_("Quién lo publicó y con qué licencia"), .max = 200,
		.privacy = P_PUBLIC, .aliases = "fuente" },
};

static const struct entity_index shape_indexes[] = { { 1, { SHAPE_PLACE } } };

const struct entity shape_entity = {
	.name = "shape", .label = N_("Forma de un distrito"), .plural = N_("Formas de distritos"), .fields = shape_fields,
	.nfields = SHAPE__N, .put_action = "shape.put", .indexes = shape_indexes, .nindexes = ARRAY_LEN(shape_indexes),
};

static enum rc decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *place = ARENA_NEW(c->mem, struct record);
	struct draw_ring *ring;
	unsigned n;

	if (!record_get(c->db, c->schema, c->mem, &place_entity, c->net->id, act_ref(a, SHAPE_PLACE), place) ||
		!str_is(place->v[PLACE_LEVEL].s, "district"))
		return fail(c, "place", "level", N_("Elija un distrito, no una provincia o región"));
	if (act_has(a, SHAPE_OUTLINE) && !outline_read(c->mem, act_text(a, SHAPE_OUTLINE), &ring, &n))
		return fail(c, "outline", "format", N_("El borde no se entiende: viene de «ayni import shapes»"));
	return record_decide(c, a, ch);
}

const struct action shape_put = {
	.name = "shape.put", .label = N_("Guardar la forma"), .args = shape_fields, .nargs = SHAPE__N, .edits = &shape_entity,
	.decide = decide, .describe = record_describe,
};

struct id district_called(struct ctx *c, struct str code, struct str name)
{
	struct id found = { 0 };
	unsigned n = 0;

	if (code.n && ref_resolve(c, "place", code, &found))
		return found;
	if (!name.n)
		return (struct id){ 0 };
	struct rows r = db_rows(c->db, SQL(Q_DISTRICTS_CALLED), ARGS(cell_id(&c->net->id), cell_text(fold(c->mem, name))));
	while (rows_next(&r))
		if (str_is(rows_text(&r, 2), "district")) {
			found = rows_id(&r, 0);
			n++;
		}
	return n == 1 ? found : (struct id){ 0 };
}
