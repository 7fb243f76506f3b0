/*
 * pages_giver.c - /donantes: who gives, her private link, offering for her; /ofrecer: offering herself, signed in or by that link.
 */
#include "recovery_own.h"

#include "parts.h"
#include "recovery_pages.h"

enum { GIVERS_MAX = 300 };

static struct str giver_url(struct ctx *c, struct id giver, const char *what)
{
	return str_fmt(c->mem, "/donantes/%.36s%s%s", id_text(c->mem, giver).p, *what ? "/" : "", what);
}

unsigned givers_mine(struct ctx *c, struct id *out, unsigned max)
{
	if (id_is_zero(c->who->person))
		return 0;
	return db_ids(c->db, SQL(Q_GIVER_OF_PERSON), ARGS(cell_id(&c->net->id), cell_id(&c->who->person)), out, max);
}

static bool asked(struct page_call *p, struct record *giver)
{
	struct id id;

	return id_parse(p->get(p, "giver"), &id) && giver_get(p->c, id, giver);
}

static void view_giver(struct page_call *p, const struct record *g)
{
	struct ctx *c = p->c;

	part_row(p, g->v[GIVER_NAME].s, giver_url(c, g->id, ""), choice_label(c, giver_kinds, g->v[GIVER_KIND].s),
		g->v[GIVER_ADDRESS].kind == V_TEXT ? g->v[GIVER_ADDRESS].s : STR(""));
}

enum rc giver_list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[GIVERS_MAX];
	unsigned n = db_ids(c->db, SQL(Q_GIVERS_ALL), ARGS(cell_id(&c->net->id)), id, GIVERS_MAX);
	struct record *g = ARENA_NEW(c->mem, struct record);

	part_back(p, N_("Comida recuperada"), STR("/recuperar"));
	part_intro(p, N_("Puestos, tiendas y mayoristas que dan lo que no venden."));
	for (unsigned i = 0; i < n; i++)
		if (giver_get(c, id[i], g) && allowed(c, "page:givers", scope_of(c, g)))
			view_giver(p, g);
	part_empty(p, N_("Todavía no hay nadie anotado."));
	part_link(p, "mas", N_("Anotar a alguien que da"), allowed_somewhere(c, "giver.add") ? STR("/donantes/nuevo") : STR(""));
	return OK;
}

enum rc giver_new_fill(struct page_call *p)
{
	part_back(p, N_("Quiénes dan comida"), STR("/donantes"));
	part_intro(p, N_("Con su celular podrá ofrecer por mensaje; también se le puede dar un enlace propio."));
	part_form(p, &(struct part_form){ .action = &giver_add, .to = STR("/donantes/nuevo"), .icon = "persona" });
	return OK;
}

struct str giver_new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, giver_url(c, a->id, "")));
}

static void offers_of(struct page_call *p, struct id giver)
{
	struct ctx *c = p->c;
	struct id id[20];
	unsigned n = db_ids(c->db, SQL(Q_OFFERS_OF), ARGS(cell_id(&c->net->id), cell_id(&giver)), id, ARRAY_LEN(id));
	struct record *r = ARENA_NEW(c->mem, struct record);

	part_heading(p, N_("Lo que ofreció"));
	for (unsigned i = 0; i < n; i++)
		if (offer_get(c, id[i], r))
			part_row(p, offer_show(c, r), allowed_somewhere(c, "page:offer") ? offer_url(c, id[i]) : STR(""),
				lang_date_short(c->mem, c->lang, r->v[OFFER_DAY].i), choice_label(c, offer_states, r->v[OFFER_STATE].s));
	part_empty(p, N_("Todavía no ofreció nada."));
}

enum rc giver_one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *g = ARENA_NEW(c->mem, struct record);

	if (!asked(p, g) || !allowed(c, "page:giver", scope_of(c, g)))
		return NOT_FOUND;
	part_back(p, N_("Quiénes dan comida"), STR("/donantes"));
	part_title(p, g->v[GIVER_NAME].s);
	part_fact(p, NULL, choice_label(c, giver_kinds, g->v[GIVER_KIND].s));
	part_fact(p, N_("Dónde se recoge"), g->v[GIVER_ADDRESS].kind == V_TEXT ? g->v[GIVER_ADDRESS].s : STR(""));
	if (g->v[GIVER_PERSON].kind == V_ID)
		part_fact(p, N_("Quién atiende"), person_name(c, g->v[GIVER_PERSON].id));
	part_fact(p, N_("Quién la conoce"), ref_title(c, "group", g->v[GIVER_GROUP].id));
	if (g->v[GIVER_LATITUDE].kind != V_INT)
		part_care(p, N_("No tiene punto en el mapa: se pregunta a las cocinas de su distrito, sin contar el camino."));
	offers_of(p, g->id);
	if (allowed(c, "offer.make", scope_of(c, g)))
		part_link(p, "mas", N_("Ofrecer por ella"), giver_url(c, g->id, "ofrecer"));
	if (allowed_somewhere(c, "pickup.plan"))
		part_link(p, "otra", N_("Anotar un recojo fijo"), str_fmt(c->mem, "/recojos/nuevo?giver=%.36s", id_text(c->mem, g->id).p));
	if (allowed(c, "giver.relink", scope_of(c, g)))
		part_link(p, "compartir", N_("Enlace"), str_fmt(c->mem, "/ofrecer/%.36s/%s", id_text(c->mem, g->id).p, giver_key(c, g).p));
	if (allowed(c, "giver.relink", scope_of(c, g)))
		part_link(p, "llave", N_("Cambiar su enlace"), giver_url(c, g->id, "enlace"));
	if (allowed(c, "giver.leave", scope_of(c, g)))
		part_link(p, "quitar", N_("Ya no da comida"), giver_url(c, g->id, "fin"));
	return OK;
}

enum rc giver_relink_fill(struct page_call *p)
{
	struct record *g = ARENA_NEW(p->c->mem, struct record);

	if (!asked(p, g) || !allowed(p->c, "giver.relink", scope_of(p->c, g)))
		return NOT_FOUND;
	part_back(p, N_("Volver"), giver_url(p->c, g->id, ""));
	part_fact(p, NULL, g->v[GIVER_NAME].s);
	part_care(p, N_("El enlace de antes deja de valer. Dele el nuevo."));
	part_form(p, &(struct part_form){ .action = &giver_relink, .to = giver_url(p->c, g->id, "enlace"),
		.carry = { { "giver", id_text(p->c->mem, g->id) } }, .icon = "llave" });
	return OK;
}

enum rc giver_leave_fill(struct page_call *p)
{
	struct record *g = ARENA_NEW(p->c->mem, struct record);

	if (!asked(p, g) || !allowed(p->c, "giver.leave", scope_of(p->c, g)))
		return NOT_FOUND;
	part_back(p, N_("Volver"), giver_url(p->c, g->id, ""));
	part_fact(p, NULL, g->v[GIVER_NAME].s);
	part_care(p, N_("Deja de verse en las listas y su enlace deja de valer. Lo que ya dio se queda anotado."));
	part_form(p, &(struct part_form){ .action = &giver_leave, .to = giver_url(p->c, g->id, "fin"),
		.carry = { { "giver", id_text(p->c->mem, g->id) } }, .icon = "quitar" });
	return OK;
}

struct str giver_giver_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, giver_url(c, act_ref(a, 0), "")));
}

enum rc giver_for_her_fill(struct page_call *p)
{
	struct record *g = ARENA_NEW(p->c->mem, struct record);

	if (!asked(p, g) || !allowed(p->c, "offer.make", scope_of(p->c, g)))
		return NOT_FOUND;
	part_back(p, N_("Volver"), giver_url(p->c, g->id, ""));
	part_fact(p, NULL, giver_where(p->c, g));
	part_form(p, &(struct part_form){ .action = &offer_make, .to = giver_url(p->c, g->id, "ofrecer"),
		.carry = { { "giver", id_text(p->c->mem, g->id) } }, .icon = "camion", .waits = true });
	return OK;
}

struct str giver_made_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return allowed_somewhere(c, "page:offer") ? str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, offer_url(c, a->id))) : STR("/ofrecer?ok=1");
}

/* ---- she herself ---- */

/* Who is no giver offers for those she answers for. */
static void for_whom(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[GIVERS_MAX];
	unsigned n = db_ids(c->db, SQL(Q_GIVERS_ALL), ARGS(cell_id(&c->net->id)), id, GIVERS_MAX);
	struct record *g = ARENA_NEW(c->mem, struct record);

	part_heading(p, N_("Quién da"));
	for (unsigned i = 0; i < n; i++)
		if (giver_get(c, id[i], g) && allowed(c, "offer.make", scope_of(c, g)))
			part_row(p, g->v[GIVER_NAME].s, giver_url(c, g->id, "ofrecer"), choice_label(c, giver_kinds, g->v[GIVER_KIND].s),
				g->v[GIVER_ADDRESS].kind == V_TEXT ? g->v[GIVER_ADDRESS].s : STR(""));
	part_empty(p, N_("Todavía no hay nadie anotado."));
}

enum rc giver_mine_fill(struct page_call *p)
{
	struct record *g = ARENA_NEW(p->c->mem, struct record);
	struct id id;

	if (!givers_mine(p->c, &id, 1) || !giver_get(p->c, id, g)) {
		for_whom(p);
		return OK;
	}
	part_fact(p, NULL, giver_where(p->c, g));
	part_intro(p, N_("Diga qué puede dar y hasta qué hora. Se pregunta enseguida a la cocina a la que le toca."));
	part_form(p, &(struct part_form){ .action = &offer_make, .to = STR("/ofrecer"), .carry = { { "giver", id_text(p->c->mem, g->id) } },
		.icon = "camion", .waits = true });
	offers_of(p, g->id);
	return OK;
}

/* Nobody need be signed in: whoever has the link is believed to be her. */
enum rc giver_link_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *g = ARENA_NEW(c->mem, struct record);
	struct str key = p->get(p, "key");

	if (!asked(p, g) || !giver_key_good(c, g, key))
		return NOT_FOUND;
	part_fact(p, NULL, giver_where(c, g));
	part_intro(p, N_("Gracias por no botar comida buena. Diga qué puede dar y hasta qué hora."));
	part_done(p, N_("Gracias. Ya se está preguntando a una cocina cercana."));
	part_form(p, &(struct part_form){ .action = &offer_send,
		.to = str_fmt(c->mem, "/ofrecer/%.36s/%s", id_text(c->mem, g->id).p, giver_key(c, g).p),
		.carry = { { "giver", id_text(c->mem, g->id) }, { "key", giver_key(c, g) } }, .icon = "camion" });
	part_after(p, N_("Guarde esta página: es solo suya. Quien la tenga puede ofrecer en su nombre."));
	return OK;
}

struct str giver_sent_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/ofrecer/%.36s/%s?ok=1", id_text(c->mem, act_ref(a, MAKE_GIVER)).p, str_cstr(c->mem, act_text(a, MAKE_KEY)));
}
