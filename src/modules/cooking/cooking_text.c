/*
 * cooking_text.c - "hoy cocinamos carapulcra 110", "turno", "cociné 5 horas".
 */
#include "cooking_own.h"

#include "fold.h"

enum { TURNS_TOLD = 3, DISH_MOST = 80 };

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n <= 4;
}

/* Words around the number that are no dish. */
static bool is_around(struct str folded)
{
	struct str rest = STR("para|raciones|racion|personas|persona|platos|plato|comensales|almuerzos|almuerzo|menus|de|hoy|el|la|un|una|dia"), one;

	while (rest.n && str_cut(&rest, '|', &one))
		if (str_eq(folded, one))
			return true;
	return false;
}

/* "carapulcra para 110 personas" into dish and plates; false: there is no dish in it, or two numbers. */
static bool dish_apart(struct ctx *c, struct str said, struct str *dish_out, int64_t *plates_out)
{
	struct str rest = text_tidy(c->mem, said), word;
	struct buf b = buf_new(c->mem, said.n + 1);
	bool behind = false; /* after the number, or a "para": nothing of it is the dish */

	*plates_out = 0;
	while (rest.n && str_cut(&rest, ' ', &word)) {
		struct str folded = fold(c->mem, word);
		if (is_digits(word)) {
			if (*plates_out || !str_int64(word, plates_out))
				return false;
			behind = true;
			continue;
		}
		if ((behind || !b.n) && is_around(folded))
			continue;
		if (behind)
			return false;
		if (str_is(folded, "para"))
			continue;
		buf_c(&b, b.n ? " " : "");
		buf_add(&b, word);
	}
	*dish_out = buf_str(&b);
	return b.n > 2 && b.n <= DISH_MOST;
}

/* Another dish stands for that day: said, and how to change it. The same dish for another number is no other dish. */
static enum rc check_other(struct ctx *c, struct act *a, bool changes)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!menu_get(c, act_ref(a, PLAN_GROUP), act_int(a, PLAN_DAY), act_text(a, PLAN_SITTING), r))
		return OK;
	if (!changes && !str_eq(fold(c->mem, r->v[MENU_DISH].s), fold(c->mem, act_text(a, PLAN_DISH))))
		return fail_with(c, "dish", "ask", N_("Ya está anotado: %s. Si cambió, escriba: mejor cocinamos carapulcra 110"), r->v[MENU_DISH].s);
	if (a->seen == SEEN_ABSENT)
		act_seen(a, record_seen(c->mem, r));
	return OK;
}

static enum rc plan(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out, bool changes)
{
	struct str dish;
	int64_t plates;

	*n_out = 0;
	*arg_out = PLAN_GROUP;
	if (!act_has(a, PLAN_PLATES)) {
		if (!act_has(a, PLAN_DISH) || !dish_apart(c, act_text(a, PLAN_DISH), &dish, &plates))
			return fail(c, "dish", "ask", N_("¿Qué cocinan y para cuántas personas? Escriba: hoy cocinamos carapulcra 110"));
		a->v[PLAN_DISH] = value_text(dish);
		if (plates) {
			a->v[PLAN_PLATES] = value_int(plates);
			a->given[PLAN_PLATES] = true;
		}
	}
	return text_own_group(c, a, candidates_out, max, n_out, arg_out) == OK ? check_other(c, a, changes) : INVALID;
}

static enum rc plan_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	return plan(c, a, candidates_out, max, n_out, arg_out, false);
}

static enum rc change_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	return plan(c, a, candidates_out, max, n_out, arg_out, true);
}

/* What is short for it in the store, in one line; empty: nothing, or it is not known. */
static struct str short_of(struct ctx *c, const struct pot *pot)
{
	struct buf b = buf_new(c->mem, 80);
	unsigned n = 0;

	for (unsigned i = 0; i < pot->n && n < 4; i++) {
		const struct pot_food *f = &pot->food[i];
		int64_t there = f->there > 0 ? f->there : 0;
		if (!f->kept || f->need <= there)
			continue;
		buf_c(&b, n++ ? ", " : "");
		buf_add(&b, f->of->v[FOOD_NAME].s);
		buf_char(&b, ' ');
		buf_add(&b, food_amount_show(c, f->of, f->need - there));
	}
	return buf_str(&b);
}

static struct str plan_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct pot *pot = ARENA_NEW(c->mem, struct pot);

	(void)o;
	pot_read(c, pot, act_ref(a, PLAN_GROUP), act_int(a, PLAN_DAY), act_text(a, PLAN_SITTING));
	struct str lacks = short_of(c, pot);
	const struct str_pair said[] = { { "dish", act_text(a, PLAN_DISH) }, { "kitchen", ref_title(c, "group", act_ref(a, PLAN_GROUP)) },
		{ "n", act_has(a, PLAN_PLATES) ? str_fmt(c->mem, "%lld", (long long)act_int(a, PLAN_PLATES)) : STR("") },
		{ "lacks", lacks }, { "day", lang_date_short(c->mem, c->lang, act_int(a, PLAN_DAY)) } };
	struct buf b = buf_new(c->mem, 160);
	buf_add(&b, tr_named(c->mem, c->lang, act_has(a, PLAN_PLATES) ? N_("Anotado para el {day} en {kitchen}: {dish}, para {n}.") :
		N_("Anotado para el {day} en {kitchen}: {dish}."), said, ARRAY_LEN(said)));
	if (lacks.n) {
		buf_char(&b, ' ');
		buf_add(&b, tr_named(c->mem, c->lang, N_("En el almacén no alcanza: {lacks}."), said, ARRAY_LEN(said)));
	}
	return buf_str(&b);
}

/* ---- turns ---- */

static struct str tell_turns(struct ctx *c, struct str rest)
{
	struct rows r = db_rows(c->db, SQL(Q_MY_TURNS), ARGS(cell_id(&c->net->id), cell_id(&c->who->person), cell_int(today(c)),
		cell_int(today(c) + 60)));
	struct buf b = buf_new(c->mem, 120);
	unsigned n = 0;

	(void)rest;
	while (rows_next(&r))
		if (n < TURNS_TOLD) {
			buf_c(&b, n++ ? ", " : "");
			buf_add(&b, lang_date_long(c->mem, c->lang, rows_int(&r, 0)));
		}
	return n ? tr_fill(c->mem, c->lang, N_("Le toca cocinar: %s."), buf_str(&b)) : tr(c->lang, N_("Usted no tiene turnos anotados."));
}

/* Her turn of today or tomorrow, by its record; false: there is none. */
static bool turn_near(struct ctx *c, struct record *out)
{
	struct rows r = db_rows(c->db, SQL(Q_MY_TURNS), ARGS(cell_id(&c->net->id), cell_id(&c->who->person), cell_int(today(c)),
		cell_int(today(c) + 1)));
	struct value key[TURN__N] = { [TURN_PERSON] = value_id(c->who->person) };
	bool some = rows_next(&r);

	if (!some)
		return false;
	key[TURN_DAY] = value_int(rows_int(&r, 0));
	key[TURN_GROUP] = value_id(rows_id(&r, 1));
	rows_end(&r);
	return turn_get(c, entity_key_id(&turn_entity, c->net->id, key), out);
}

static bool turn_waits(struct ctx *c)
{
	return turn_near(c, ARENA_NEW(c->mem, struct record));
}

/* For her reminder: of tomorrow, or of today while it has not begun. */
struct str cooking_remind(struct ctx *c)
{
	enum { COOKING_MIN = 10 * 60 };
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!turn_near(c, r) || (r->v[TURN_DAY].i == today(c) && zone_minute(c->net->zone, c->now) >= COOKING_MIN))
		return STR("");
	return tr_fill(c->mem, c->lang, N_("Le toca cocinar: %s."), lang_date_long(c->mem, c->lang, r->v[TURN_DAY].i));
}

static enum rc cannot_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)candidates_out;
	(void)max;
	*n_out = 0;
	*arg_out = TELL_TURN;
	if (act_has(a, TELL_TURN))
		return OK;
	if (!turn_near(c, r))
		return fail(c, NULL, "ask", N_("Usted no tiene turnos anotados."));
	a->v[TELL_TURN] = value_id(r->id);
	a->given[TELL_TURN] = true;
	return OK;
}

static struct str cannot_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)a;
	return o->change ? turn_told(c, o->change) : tr(c->lang, N_("Anotado. Gracias"));
}

/* ---- hours ---- */

static enum rc work_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct str said = act_has(a, WORK_TIME) ? fold(c->mem, act_text(a, WORK_TIME)) : STR("");

	*n_out = 0;
	*arg_out = WORK_GROUP;
	bool timed = str_contains(said, STR("hora")) || str_contains(said, STR("min")) || str_contains(said, STR("hrs"));
	if (!timed || minutes_read(c, act_text(a, WORK_TIME)) <= 0)
		return fail(c, "time", "ask", N_("¿Cuántas horas? Escriba, por ejemplo: cociné 5 horas"));
	a->v[WORK_PERSON] = value_id(c->who->person);
	a->given[WORK_PERSON] = true;
	return text_own_group(c, a, candidates_out, max, n_out, arg_out);
}

static struct str work_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct str_pair said[] = { { "time", minutes_show(c, minutes_read(c, act_text(a, WORK_TIME))) },
		{ "kitchen", ref_title(c, "group", act_ref(a, WORK_GROUP)) } };

	(void)o;
	return tr_named(c->mem, c->lang, N_("Anotado: usted cocinó {time} en {kitchen}. Ese trabajo cuenta."), said, ARRAY_LEN(said));
}

const struct text_command cooking_commands[] = {
	{
		.action = "menu.plan",
		.words = "hoy cocinamos|hoy cocinaremos|hoy preparamos|menu de hoy|el menu de hoy|el menu es|el menu de hoy es|menu del dia",
		.rest = AT(PLAN_DISH),
		.means = N_("Dice qué se cocina"),
		.question = N_("¿Qué cocinan y para cuántas personas? Escriba: hoy cocinamos carapulcra 110"),
		.example = N_("hoy cocinamos carapulcra 110"),
		.complete = plan_complete, .answer = plan_answer,
	},
	{
		.action = "menu.plan",
		.words = "mejor cocinamos|mejor preparamos|al final cocinamos|al final preparamos|cambiamos el menu a|cambio de menu",
		.rest = AT(PLAN_DISH),
		.means = N_("Cambia lo que se cocina"),
		.question = N_("¿Qué cocinan y para cuántas personas? Escriba: hoy cocinamos carapulcra 110"),
		.example = N_("mejor cocinamos carapulcra 110"),
		.complete = change_complete, .answer = plan_answer,
	},
	{
		.action = "turn.work",
		.words = "cocine|trabaje|ayude a cocinar|estuve cocinando|cocine hoy",
		.rest = AT(WORK_TIME),
		.means = N_("Dice cuántas horas cocinó"),
		.question = N_("¿Cuántas horas? Escriba, por ejemplo: cociné 5 horas"),
		.example = N_("cociné 5 horas"),
		.complete = work_complete, .answer = work_answer,
	},
	{
		.action = "turn.tell",
		.words = "no puedo cocinar|no podre cocinar|no voy a poder cocinar|no puedo ir a cocinar|no podre ir a cocinar|no puedo con mi turno|"
			 "no puedo hacer mi turno|no puedo cumplir mi turno|no podre cumplir mi turno",
		.plain = "no puedo|no podre|no voy a poder|ya no puedo",
		.waits = turn_waits,
		.complete = cannot_complete, .answer = cannot_answer,
	},
	{
		.words = "turno|turnos|mi turno|mis turnos|cuando me toca|cuando me toca cocinar|cuando cocino|me toca cocinar|que dia me toca",
		.means = N_("Pregunta cuándo le toca cocinar"),
		.tell = tell_turns,
	},
	{ .words = NULL },
};
