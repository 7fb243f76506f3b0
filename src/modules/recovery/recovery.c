/*
 * recovery.c - the module's descriptor, its tasks, and what its files share.
 */
#include "recovery_own.h"

#include "recovery_pages.h"

enum { KITCHENS_MAX = 12, ASKED_MS = 3 * DAY_MS };

unsigned my_kitchens(struct ctx *c, const char *what, struct id *out, unsigned max)
{
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < max; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		bool again = !g || !(str_is(g->kind, "olla") || str_is(g->kind, "comedor"));
		for (unsigned k = 0; k < n && !again; k++)
			again = id_eq(out[k], g->id);
		if (!again && allowed(c, what, scope_of_group(c, g->id)))
			out[n++] = g->id;
	}
	return n;
}

struct str offer_url(struct ctx *c, struct id offer)
{
	return str_fmt(c->mem, "/recuperar/%.36s", id_text(c->mem, offer).p);
}

struct str offer_sub(struct ctx *c, struct id offer, const char *what)
{
	return str_fmt(c->mem, "/recuperar/%.36s/%s", id_text(c->mem, offer).p, what);
}

/* ---- what there is to do ---- */

static void asked_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id kitchen[KITCHENS_MAX], id[SHOWN_MAX];
	unsigned n = my_kitchens(c, "offer.answer", kitchen, KITCHENS_MAX);
	struct record *r = ARENA_NEW(c->mem, struct record), *ask = ARENA_NEW(c->mem, struct record);

	for (unsigned i = 0; i < n; i++) {
		unsigned m = db_ids(c->db, SQL(Q_ASKED_ME), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i]), cell_int(c->now - ASKED_MS)), id,
			SHOWN_MAX);
		for (unsigned k = 0; k < m; k++)
			if (offer_get(c, id[k], r) && offer_is(r, "open") && c->now < r->v[OFFER_UNTIL].i && ask_get(c, id[k], kitchen[i], ask) &&
				str_is(ask->v[ASK_ANSWER].s, "asked")) {
				task_add(l, t, (struct task_told){ .hint = offer_show(c, r), .url = offer_url(c, r->id) });
				break; /* the others stand on the page of this one's list */
			}
	}
}

static void fetch_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id kitchen[KITCHENS_MAX], id[SHOWN_MAX];
	unsigned n = my_kitchens(c, "offer.fetch", kitchen, KITCHENS_MAX);
	struct record *r = ARENA_NEW(c->mem, struct record);

	for (unsigned i = 0; i < n; i++) {
		unsigned m = db_ids(c->db, SQL(Q_OFFERS_MINE), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i])), id, SHOWN_MAX);
		if (m && offer_get(c, id[0], r))
			task_add(l, t, (struct task_told){ .hint = offer_show(c, r), .count = m > 1 ? m : 0,
				.url = m > 1 ? STR("/recuperar") : offer_sub(c, r->id, "recoger") });
	}
}

/* Only who gives, and only she. */
static void give_task(struct task_list *l, const struct task *t)
{
	struct id id;

	if (givers_mine(l->c, &id, 1))
		task_add(l, t, (struct task_told){ .url = STR("/ofrecer") });
}

static const struct task tasks[] = {
	{ TASK_NOW, "camion", N_("Le ofrecen comida"), NULL, "/recuperar", .what = "offer.answer", .tell = asked_task },
	{ TASK_TODAY, "camion", N_("Comida por recoger"), NULL, "/recuperar", .what = "offer.fetch", .tell = fetch_task },
	{ TASK_TODAY, "camion", N_("Ofrecer comida"), N_("Lo que no va a vender y está bueno"), "/ofrecer", .tell = give_task },
	{ TASK_WORK, "camion", N_("Comida recuperada"), N_("Lo que dan los puestos antes de botarlo"), "/recuperar", .what = "page:recovery" },
	{ TASK_WORK, "persona", N_("Quiénes dan comida"), NULL, "/donantes", .what = "page:givers" },
	{ TASK_WORK, "otra", N_("Recojos de cada semana"), NULL, "/recojos", .what = "page:pickups" },
	{ TASK_LOOK, "lista", N_("El reparto"), N_("Si los turnos fueron parejos"), "/reparto", .what = "page:shares" },
	{ TASK_LOOK, "barras", N_("Comida que no se botó"), N_("Los kilos de cada mes"), "/recuperado", .what = "page:recovery" },
	{ .icon = NULL },
};

static const struct entity *const entities[] = { &giver_entity, &offer_entity, &ask_entity, &pickup_entity, NULL };
static const struct action *const actions[] = { &giver_add, &giver_relink, &giver_leave, &offer_make, &offer_send, &offer_withdraw,
	&offer_ask, &offer_end, &offer_answer, &offer_cannot, &offer_fetch, &pickup_plan, &pickup_end, &pickup_start, NULL };
static const struct tally *const tallies[] = { &recovered_month, &recovered_day, NULL };
static struct query_set *const queries[] = { &recovery_sql, NULL };

const struct module recovery_module = {
	.name = "recovery",
	.entities = entities,
	.actions = actions,
	.rules = recovery_rules,
	.tallies = tallies,
	.queries = queries,
	.pages = recovery_pages,
	.area = &(const struct area){ .name = "almacen" },
	.tasks = tasks,
	.commands = recovery_commands,
	.figures = recovery_figures,
	.jobs = recovery_jobs,
	.live = recovery_live,
};
