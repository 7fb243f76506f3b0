/*
 * pages_offer.c - /recuperar: what is offered to her kitchen and what she fetches; one offer, with whose turn it was and why.
 */
#include "recovery_own.h"

#include "html.h"
#include "parts.h"
#include "recovery_pages.h"

enum { KITCHENS_MAX = 12, OPEN_DAYS = 1, ASKED_MS = 7 * DAY_MS };

/* ---- all of hers ---- */

struct listing {
	struct page_call *p;
	struct id seen[SHOWN_MAX * 2];
	unsigned n;
};

static void row(struct listing *l, struct id id, const char *small, bool (*fits)(const struct ctx *c, const struct record *r))
{
	struct ctx *c = l->p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record);

	for (unsigned i = 0; i < l->n; i++)
		if (id_eq(l->seen[i], id))
			return;
	if (l->n == ARRAY_LEN(l->seen) || !offer_get(c, id, r) || !fits(c, r))
		return;
	l->seen[l->n++] = id;
	bool known = giver_get(c, r->v[OFFER_GIVER].id, giver);
	const struct str_pair pairs[] = { { "where", known ? giver_where(c, giver) : STR("") },
		{ "until", instant_show(c, r->v[OFFER_UNTIL].i) } };
	part_row(l->p, offer_show(c, r), offer_url(c, id), tr(c->lang, small), offer_is(r, "fetched") ? pairs[0].value :
		tr_named(c->mem, c->lang, N_("{where}. Hasta {until}"), pairs, ARRAY_LEN(pairs)));
}

static bool still_open(const struct ctx *c, const struct record *r)
{
	return offer_is(r, "open") && c->now < r->v[OFFER_UNTIL].i;
}

static bool any(const struct ctx *c, const struct record *r)
{
	return c && r;
}

/* Its rows are read first: opening one asks again. */
static void rows_of(struct listing *l, const struct query *q, const struct cell *args, unsigned nargs, const char *small,
	bool (*fits)(const struct ctx *c, const struct record *r))
{
	struct id id[SHOWN_MAX];
	unsigned n = db_ids(l->p->c->db, q, args, nargs, id, ARRAY_LEN(id));

	for (unsigned i = 0; i < n; i++)
		row(l, id[i], small, fits);
}

enum rc offer_list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id kitchen[KITCHENS_MAX];
	unsigned n = my_kitchens(c, "offer.answer", kitchen, ARRAY_LEN(kitchen));
	struct listing l = { .p = p };

	part_intro(p, N_("Comida buena que un puesto o una tienda da antes de botarla. Cada cocina tiene su turno."));
	for (unsigned i = 0; i < n; i++) {
		rows_of(&l, SQL(Q_ASKED_ME), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i]), cell_int(c->now - ASKED_MS)), N_("Es su turno"),
			still_open);
		rows_of(&l, SQL(Q_OFFERS_MINE), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i])), N_("Ustedes la recogen"), any);
	}
	rows_of(&l, SQL(Q_OFFERS_OPEN), ARGS(cell_id(&c->net->id), cell_int(today(c) - OPEN_DAYS)), N_("Para quien pueda ir"), offer_for_all);
	if (!n || allowed_somewhere(c, "giver.add"))
		rows_of(&l, SQL(Q_OFFERS_OPEN), ARGS(cell_id(&c->net->id), cell_int(today(c) - OPEN_DAYS)), N_("Esperando respuesta"), still_open);
	for (unsigned i = 0; i < n; i++)
		rows_of(&l, SQL(Q_OFFERS_LATELY), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i])), N_("Recogida"), any);
	part_empty(p, N_("Ahora no hay comida ofrecida."));
	part_link(p, "mas", N_("Ofrecer comida"), allowed_somewhere(c, "offer.withdraw") ? STR("/ofrecer") : STR(""));
	part_link(p, "persona", N_("Quiénes dan comida"), allowed_somewhere(c, "page:givers") ? STR("/donantes") : STR(""));
	part_link(p, "otra", N_("Recojos de cada semana"), allowed_somewhere(c, "page:pickups") ? STR("/recojos") : STR(""));
	part_link(p, "barras", N_("Cuánto se recuperó"), STR("/recuperado"));
	return OK;
}

/* ---- one ---- */

static bool asked(struct page_call *p, struct record *offer)
{
	struct id id;

	return id_parse(p->get(p, "offer"), &id) && offer_get(p->c, id, offer);
}

static void facts(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct record *giver = ARENA_NEW(c->mem, struct record);

	part_back(p, N_("Comida recuperada"), STR("/recuperar"));
	part_title(p, offer_show(c, r));
	if (giver_get(c, r->v[OFFER_GIVER].id, giver))
		part_fact(p, N_("Dónde se recoge"), giver_where(c, giver));
	part_fact(p, N_("Hasta cuándo"), instant_show(c, r->v[OFFER_UNTIL].i));
	part_fact(p, NULL, r->v[OFFER_NOTE].kind == V_TEXT ? r->v[OFFER_NOTE].s : STR(""));
	part_fact(p, N_("Cómo está"), choice_label(c, offer_states, r->v[OFFER_STATE].s));
	if (r->v[OFFER_KITCHEN].kind == V_ID)
		part_fact(p, N_("Quién la recoge"), ref_title(c, "group", r->v[OFFER_KITCHEN].id));
	if (r->v[OFFER_GOES].kind == V_ID)
		part_fact(p, N_("Quién va"), person_name(c, r->v[OFFER_GOES].id));
	if (r->v[OFFER_CAME].kind == V_INT)
		part_fact(p, N_("Llegó"), offer_amount_show(c, r, r->v[OFFER_CAME].i));
	if (r->v[OFFER_REJECTED].kind == V_INT && r->v[OFFER_REJECTED].i)
		part_fact(p, N_("No servía"), offer_amount_show(c, r, r->v[OFFER_REJECTED].i));
	part_fact(p, N_("Motivo"), r->v[OFFER_REASON].kind == V_TEXT ? r->v[OFFER_REASON].s : STR(""));
}

static struct str metres_show(struct ctx *c, int64_t m)
{
	struct buf b = buf_new(c->mem, 16);

	if (m < 1000)
		buf_fmt(&b, "%lld m", (long long)(m + 50) / 100 * 100);
	else
		buf_fmt(&b, "%lld.%lld km", (long long)m / 1000, (long long)m % 1000 / 100);
	return buf_str(&b);
}

/* In the order in which they were asked, with what the turn was judged by. */
static void turns(struct page_call *p, const struct record *offer)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_ASKED_OF), ARGS(cell_id(&c->net->id), cell_id(&offer->id)));

	part_heading(p, N_("Los turnos, y por qué"));
	part_column(p, N_("Cocina"));
	part_column(p, N_("Por comensal, 4 semanas"));
	part_column(p, N_("Camino"));
	part_column(p, N_("Respuesta"));
	while (rows_next(&r)) {
		struct str answer = str_dup(c->mem, rows_text(&r, 1));
		bool share = !rows_null(&r, 4), far = !rows_null(&r, 3);
		int64_t share_g = rows_int(&r, 4), far_m = rows_int(&r, 3);
		struct view *line = part_line(p, ref_title(c, "group", rows_id(&r, 0)), STR(""));
		part_cell(line, share ? str_fmt(c->mem, "%lld g", (long long)share_g) : STR(""));
		part_cell(line, far ? metres_show(c, far_m) : STR(""));
		part_cell(line, choice_label(c, ask_answers, answer));
	}
	part_after(p, N_("Primero se pregunta a quien recibió menos por comensal y le queda más cerca: 250 gramos por comensal pesan como un kilómetro."));
}

/* Her kitchen that may answer, of several the one that was asked; zero: none. */
static struct id kitchen_for(struct ctx *c, const struct record *offer, const char *what, bool has_it)
{
	struct id kitchen[KITCHENS_MAX];
	unsigned n = my_kitchens(c, what, kitchen, ARRAY_LEN(kitchen));

	for (unsigned i = 0; i < n; i++)
		if (has_it ? offer->v[OFFER_KITCHEN].kind == V_ID && id_eq(offer->v[OFFER_KITCHEN].id, kitchen[i]) :
			offer_is_for(c, offer, kitchen[i]))
			return kitchen[i];
	return (struct id){ 0 };
}

enum rc offer_one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r))
		return NOT_FOUND;
	struct id answers = kitchen_for(c, r, "offer.answer", false);
	bool has_it = r->v[OFFER_KITCHEN].kind == V_ID && allowed(c, "offer.fetch", scope_of_group(c, r->v[OFFER_KITCHEN].id));
	facts(p, r);
	if (p->act || (still_open(c, r) && !id_is_zero(answers)))
		part_form(p, &(struct part_form){ .action = &offer_answer, .to = offer_url(c, r->id),
			.carry = { { "offer", id_text(c->mem, r->id) }, { "kitchen", id_text(c->mem, p->act ? act_ref(p->act, ANSWER_KITCHEN) : answers) } },
			.button = N_("Responder"), .waits = true });
	turns(p, r);
	if (has_it && (offer_is(r, "taken") || offer_is(r, "fetched")))
		part_link(p, "camion", offer_is(r, "taken") ? N_("Anotar lo recogido") : N_("Corregir lo recogido"), offer_sub(c, r->id, "recoger"));
	if (has_it && offer_is(r, "taken"))
		part_link(p, "cerrar", N_("No podemos ir"), offer_sub(c, r->id, "dejar"));
	if ((offer_is(r, "open") || offer_is(r, "taken")) && allowed(c, "offer.withdraw", scope_of(c, r)))
		part_link(p, "quitar", N_("Ya no se ofrece"), offer_sub(c, r->id, "retirar"));
	return OK;
}

struct str offer_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	int i = action_arg(a->action, STR("offer"));

	(void)o;
	return i < 0 ? STR("/recuperar?ok=1") : str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, offer_url(c, act_ref(a, (unsigned)i))));
}

/* ---- fetched, given up, taken back ---- */

enum rc offer_fetch_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r) || !(offer_is(r, "taken") || offer_is(r, "fetched")) || r->v[OFFER_KITCHEN].kind != V_ID ||
		!allowed(c, "offer.fetch", scope_of_group(c, r->v[OFFER_KITCHEN].id)))
		return NOT_FOUND;
	part_back(p, N_("Volver"), offer_url(c, r->id));
	part_fact(p, NULL, offer_show(c, r));
	part_intro(p, N_("Lo que llegó y sirve entra al almacén de la cocina. Lo malogrado solo se cuenta."));
	part_form(p, &(struct part_form){ .action = &offer_fetch, .to = offer_sub(c, r->id, "recoger"),
		.carry = { { "offer", id_text(c->mem, r->id) }, { "kitchen", id_text(c->mem, r->v[OFFER_KITCHEN].id) } },
		.icon = "camion", .waits = true });
	return OK;
}

enum rc offer_cannot_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r) || !offer_is(r, "taken") || !allowed(c, "offer.cannot", scope_of_group(c, r->v[OFFER_KITCHEN].id)))
		return NOT_FOUND;
	part_back(p, N_("Volver: sí vamos"), offer_url(c, r->id));
	part_fact(p, NULL, offer_show(c, r));
	part_care(p, N_("Si hay quien reemplaza, va ella. Si no, se ofrece enseguida a otra cocina. Avise apenas lo sepa."));
	part_form(p, &(struct part_form){ .action = &offer_cannot, .to = offer_sub(c, r->id, "dejar"),
		.carry = { { "offer", id_text(c->mem, r->id) }, { "kitchen", id_text(c->mem, r->v[OFFER_KITCHEN].id) } },
		.button = N_("No podemos ir"), .icon = "cerrar", .waits = true });
	return OK;
}

enum rc offer_withdraw_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!asked(p, r) || !(offer_is(r, "open") || offer_is(r, "taken")) || !allowed(c, "offer.withdraw", scope_of(c, r)))
		return NOT_FOUND;
	part_back(p, N_("Volver sin retirar"), offer_url(c, r->id));
	part_fact(p, NULL, offer_show(c, r));
	if (r->v[OFFER_KITCHEN].kind == V_ID)
		part_care(p, N_("Una cocina ya va en camino: llámela también."));
	part_form(p, &(struct part_form){ .action = &offer_withdraw, .to = offer_sub(c, r->id, "retirar"),
		.carry = { { "offer", id_text(c->mem, r->id) } }, .icon = "quitar" });
	return OK;
}
