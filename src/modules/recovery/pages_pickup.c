/*
 * pages_pickup.c - /recojos: what is fetched every week, who goes and who stands in for her.
 */
#include "recovery_own.h"

#include "parts.h"
#include "recovery_pages.h"

enum { KITCHENS_MAX = 12, GIVERS_MAX = 300 };

static struct str pickup_line(struct ctx *c, const struct record *r)
{
	bool goes = r->v[PICKUP_GOES].kind == V_ID, other = r->v[PICKUP_INSTEAD].kind == V_ID;
	const struct str_pair pairs[] = { { "goes", goes ? person_name(c, r->v[PICKUP_GOES].id) : STR("") },
		{ "other", other ? person_name(c, r->v[PICKUP_INSTEAD].id) : STR("") } };

	if (!goes)
		return tr(c->lang, N_("Falta decir quién va"));
	return tr_named(c->mem, c->lang, other ? N_("Va {goes}. La reemplaza {other}") : N_("Va {goes}. Falta quien la reemplace"), pairs,
		ARRAY_LEN(pairs));
}

static void view_pickup(struct page_call *p, const struct record *r, bool may)
{
	struct ctx *c = p->c;
	struct record *giver = ARENA_NEW(c->mem, struct record);
	struct str day = choice_label(c, weekdays, r->v[PICKUP_WEEKDAY].s);
	struct str hour = r->v[PICKUP_HOUR].kind == V_TEXT ? r->v[PICKUP_HOUR].s : STR("");

	if (giver_get(c, r->v[PICKUP_GIVER].id, giver))
		part_row(p, giver_where(c, giver), may ? str_fmt(c->mem, "/recojos/%.36s/fin", id_text(c->mem, r->id).p) : STR(""),
			hour.n ? str_fmt(c->mem, "%.*s, %.*s", (int)day.n, day.p, (int)hour.n, hour.p) : day, pickup_line(c, r));
}

static void view_all(struct page_call *p, struct id kitchen)
{
	struct ctx *c = p->c;
	struct id id[SHOWN_MAX];
	unsigned n = db_ids(c->db, SQL(Q_PICKUPS_OF), ARGS(cell_id(&c->net->id), cell_id(&kitchen)), id, SHOWN_MAX);
	struct record *r = ARENA_NEW(c->mem, struct record);

	for (unsigned i = 0; i < n; i++)
		if (record_get(c->db, c->schema, c->mem, &pickup_entity, c->net->id, id[i], r))
			view_pickup(p, r, allowed(c, "pickup.end", scope_of_group(c, kitchen)));
}

enum rc pickup_list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id kitchen[KITCHENS_MAX], asked;
	unsigned n = my_kitchens(c, "page:pickups", kitchen, KITCHENS_MAX);
	struct str code = p->get(p, "group");

	part_back(p, N_("Comida recuperada"), STR("/recuperar"));
	if (code.n) {
		if (!ref_resolve(c, "group", code, &asked) || !allowed(c, "page:pickups", scope_of_group(c, asked)))
			return NOT_FOUND;
		kitchen[0] = asked;
		n = 1;
		part_fact(p, NULL, ref_title(c, "group", asked));
	}
	part_intro(p, N_("El día de cada recojo se anota solo. Si quien va avisa que no puede, va quien la reemplaza; si no hay, se ofrece a otra cocina."));
	for (unsigned i = 0; i < n; i++)
		view_all(p, kitchen[i]);
	part_empty(p, N_("Todavía no hay ningún recojo fijo."));
	part_link(p, "mas", N_("Anotar un recojo fijo"), allowed_somewhere(c, "pickup.plan") ? STR("/recojos/nuevo") : STR(""));
	return OK;
}

/* Nobody knows a giver by heart: she is chosen first. */
static void choose_giver(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[GIVERS_MAX];
	unsigned n = db_ids(c->db, SQL(Q_GIVERS_ALL), ARGS(cell_id(&c->net->id)), id, GIVERS_MAX);
	struct record *g = ARENA_NEW(c->mem, struct record);

	part_heading(p, N_("Quién da"));
	for (unsigned i = 0; i < n; i++)
		if (giver_get(c, id[i], g))
			part_row(p, g->v[GIVER_NAME].s, str_fmt(c->mem, "/recojos/nuevo?giver=%.36s", id_text(c->mem, g->id).p),
				choice_label(c, giver_kinds, g->v[GIVER_KIND].s), g->v[GIVER_ADDRESS].kind == V_TEXT ? g->v[GIVER_ADDRESS].s : STR(""));
	part_empty(p, N_("Todavía no hay nadie anotado."));
	part_link(p, "mas", N_("Anotar a alguien que da"), allowed_somewhere(c, "giver.add") ? STR("/donantes/nuevo") : STR(""));
}

enum rc pickup_new_fill(struct page_call *p)
{
	struct record *g = ARENA_NEW(p->c->mem, struct record);
	struct id id;

	part_back(p, N_("Recojos de cada semana"), STR("/recojos"));
	if (!id_parse(p->get(p, "giver"), &id) || !giver_get(p->c, id, g)) {
		choose_giver(p);
		return OK;
	}
	part_fact(p, N_("Quién da"), giver_where(p->c, g));
	part_form(p, &(struct part_form){ .action = &pickup_plan, .to = STR("/recojos/nuevo"),
		.carry = { { "giver", id_text(p->c->mem, g->id) } }, .icon = "otra" });
	return OK;
}

struct str pickup_new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/recojos?ok=1&group=%s", str_cstr(c->mem, ref_code(c, "group", act_ref(a, PLAN_GROUP))));
}

enum rc pickup_end_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "pickup"), &id) || !record_get(c->db, c->schema, c->mem, &pickup_entity, c->net->id, id, r) || !r->born ||
		r->v[PICKUP_VOIDED].i || !allowed(c, "pickup.end", scope_of(c, r)))
		return NOT_FOUND;
	part_back(p, N_("Volver sin terminar"), STR("/recojos"));
	part_fact(p, NULL, title_now(c, &giver_entity, r->v[PICKUP_GIVER].id));
	part_fact(p, NULL, choice_label(c, weekdays, r->v[PICKUP_WEEKDAY].s));
	part_fact(p, NULL, pickup_line(c, r));
	part_care(p, N_("Desde ahora ya no se anota cada semana. Avise también al puesto."));
	part_form(p, &(struct part_form){ .action = &pickup_end, .to = str_fmt(c->mem, "/recojos/%.36s/fin", id_text(c->mem, id).p),
		.carry = { { "pickup", id_text(c->mem, id) } }, .icon = "quitar" });
	return OK;
}
