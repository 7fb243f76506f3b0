/*
 * meal_told.c - the sentences of a pot's history, made when they are read.
 */
#include "kitchens_own.h"

#include "money.h"

/*
 * "la lideresa" where the author is known by her role in that kitchen, else her name. A coordinator
 * or operator enters for the kitchen, which *for_her_out says.
 */
static struct str who(struct ctx *c, const struct told *t, struct id kitchen, bool *for_her_out)
{
	struct str say = t->author;
	bool own = false, watches = false;
	struct rows r = db_rows(c->db, SQL(Q_ROLES_OF), ARGS(cell_id(&c->net->id),
		cell_id(&t->change->author)));

	while (rows_next(&r)) {
		struct str role = rows_text(&r, 1);
		bool here = id_eq(rows_id(&r, 0), kitchen);
		if (here && str_is(role, "leader")) {
			say = tr(c->lang, N_("la lideresa"));
			own = true;
		} else if (here && str_is(role, "cook") && !own) {
			say = tr(c->lang, N_("la cocinera"));
			own = true;
		} else if (!own && str_is(role, "coordinator")) {
			say = tr(c->lang, N_("la coordinadora"));
			watches = true;
		} else if (!own && !watches && str_is(role, "operator")) {
			say = tr(c->lang, N_("la operadora"));
			watches = true;
		}
	}
	*for_her_out = !own && watches;
	return say;
}

/* What a put tells of a field, as far as the reader may know it. */
struct told_put {
	const struct put *p;
	unsigned classes; /* that the reader sees */
};

static const struct value *known(const struct told_put *t, unsigned field)
{
	const struct value *v = put_get(t->p, field);

	if (!v || v->kind == V_NULL || !(t->classes & 1u << meal_entity.fields[field].privacy))
		return NULL;
	return v;
}

/* A msgid with its one {n}. */
static struct str counted(struct ctx *c, const char *msgid, int64_t n)
{
	struct buf b = buf_new(c->mem, 16);

	buf_thousands(&b, n);
	return tr_named(c->mem, c->lang, msgid, (const struct str_pair[]){ { "n", buf_str(&b) } }, 1);
}

/* "120 raciones (12 casos sociales)", the main figure; empty when neither was told. */
static struct str main_figure(struct ctx *c, const struct told_put *p)
{
	const struct value *served = known(p, MEAL_SERVED), *free_plates = known(p, MEAL_FREE);
	struct buf b = buf_new(c->mem, 48);

	if (served)
		buf_add(&b, counted(c, served->i == 1 ? N_("{n} ración") : N_("{n} raciones"), served->i));
	if (served && free_plates)
		buf_c(&b, " (");
	if (free_plates)
		buf_add(&b, counted(c, free_plates->i == 1 ? N_("{n} caso social") :
			N_("{n} casos sociales"), free_plates->i));
	if (served && free_plates)
		buf_char(&b, ')');
	return buf_str(&b);
}

static void and_also(struct buf *b, struct str what)
{
	if (b->n)
		buf_c(b, "; ");
	buf_add(b, what);
}

static struct str other_figures(struct ctx *c, const struct told_put *p)
{
	const struct value *v;
	struct buf b = buf_new(c->mem, 64);

	v = known(p, MEAL_PLANNED);
	if (v)
		and_also(&b, counted(c, N_("se cocina para {n}"), v->i));
	v = known(p, MEAL_LEFTOVER);
	if (v)
		and_also(&b, counted(c, v->i == 1 ? N_("sobró {n}") : N_("sobraron {n}"), v->i));
	v = known(p, MEAL_COST);
	if (v) {
		struct buf m = buf_new(c->mem, 24);
		buf_c(&m, "S/ ");
		buf_money(&m, v->i);
		and_also(&b, tr_fill(c->mem, c->lang, N_("gasto %s"), buf_str(&m)));
	}
	return buf_str(&b);
}

static const char *sentence(bool create, bool for_her)
{
	if (create)
		return for_her ? N_("{who} anotó por la cocina {what} de {sitting} del {day}") :
				 N_("{who} anotó {what} de {sitting} del {day}");
	return for_her ? N_("{who} corrigió por la cocina a {what} de {sitting} del {day}") :
			 N_("{who} corrigió a {what} de {sitting} del {day}");
}

/* The pot behind a put, and who told of it. */
struct pot {
	struct record r;
	struct str who;
	bool for_her;
};

static bool find(struct ctx *c, const struct told *t, const struct put *p, struct pot *out)
{
	if (!p || !record_get(c->db, c->schema, c->mem, &meal_entity, c->net->id, p->id, &out->r))
		return false;
	out->who = who(c, t, out->r.v[MEAL_KITCHEN].id, &out->for_her);
	return true;
}

struct str meal_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &meal_entity);
	struct pot *pot = ARENA_NEW(c->mem, struct pot);

	if (!find(c, t, p, pot))
		return t->author;
	const struct told_put seen = { p, classes_seen(c, scope_of_group(c, pot->r.v[MEAL_KITCHEN].id)) };
	struct str what = main_figure(c, &seen), rest = other_figures(c, &seen);
	struct str_pair pairs[] = {
		{ "who", pot->who },
		{ "what", what },
		{ "sitting", choice_label(c, sittings, pot->r.v[MEAL_SITTING].s) },
		{ "day", lang_date(c->mem, c->lang, pot->r.v[MEAL_DAY].i) },
	};
	struct buf b = buf_new(c->mem, 128);
	if (what.n)
		buf_add(&b, tr_named(c->mem, c->lang, sentence(p->create, pot->for_her), pairs,
			ARRAY_LEN(pairs)));
	else
		buf_add(&b, tr_named(c->mem, c->lang, N_("{who} completó {sitting} del {day}"), pairs,
			ARRAY_LEN(pairs)));
	if (rest.n) {
		buf_c(&b, what.n ? "; " : ": ");
		buf_add(&b, rest);
	}
	return buf_str(&b);
}

struct str meal_void_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &meal_entity);
	struct pot *pot = ARENA_NEW(c->mem, struct pot);

	if (!find(c, t, p, pot))
		return t->author;
	const struct str_pair pairs[] = {
		{ "who", pot->who },
		{ "sitting", choice_label(c, sittings, pot->r.v[MEAL_SITTING].s) },
		{ "day", lang_date(c->mem, c->lang, pot->r.v[MEAL_DAY].i) },
	};
	return tr_named(c->mem, c->lang, N_("{who} anuló lo anotado de {sitting} del {day}"), pairs,
		ARRAY_LEN(pairs));
}
