/*
 * meal_rules.c - how far back a pot may be told, and which figures are believed at once.
 *
 * Leader and cook: the day itself and the 7 before. Who watches over the kitchen (the district's
 * coordinator, an operator): any past day, beyond that with a reason. A day ahead nobody may tell (F_PAST).
 * A figure over three times the kitchen's habit at that sitting is asked back once; a reason lets it through.
 */
#include "kitchens_own.h"

#include "money.h"

enum { BACK_DAYS = 7, HABIT_TIMES = 3, HABIT_DAYS = 60, UNKNOWN_LIMIT = 2000, RECENT_POTS = 14 };

enum rc meal_check_day(struct ctx *c, struct id kitchen, int64_t day, int64_t acted_day, bool reason)
{
	if (acted_day - day <= BACK_DAYS)
		return OK;
	if (!actor_watches(c, kitchen))
		return fail(c, "day", "too_old",
			N_("Ya pasaron más de 7 días; pida a su coordinadora que lo anote"));
	if (!reason)
		return fail(c, "reason", "reason",
			N_("Ya pasaron más de 7 días: escriba el motivo para anotarlo ahora"));
	return OK;
}

/* The pot that an act speaks of. */
struct spoken {
	struct id kitchen, meal;
	int64_t day;
	struct str sitting;
};

/*
 * Is n at most HABIT_TIMES the average of the last known pots of that sitting, in two months? They are
 * read only until the answer is certain: the pots still to come can only raise the sum. False at
 * *known_out: no pots.
 */
static bool within_habit(struct ctx *c, const struct spoken *s, int64_t n, bool *known_out)
{
	int64_t sum = 0, pots = 0;
	struct rows r = db_rows(c->db, SQL(Q_MEAL_RECENT), ARGS(cell_id(&c->net->id),
		cell_id(&s->kitchen), cell_int(s->day - HABIT_DAYS), cell_int(s->day), cell_text(s->sitting), cell_id(&s->meal)));

	while (rows_next(&r)) {
		sum += rows_int(&r, 0);
		pots++;
		if (n * RECENT_POTS <= HABIT_TIMES * sum) {
			rows_end(&r);
			*known_out = true;
			return true;
		}
	}
	*known_out = pots > 0;
	return n * pots <= HABIT_TIMES * sum;
}

/* The same of all its pots of that sitting, ever: one row answers nearly always. */
static bool within_average(struct ctx *c, const struct spoken *s, int64_t n, bool *known_out)
{
	struct rows r = db_rows(c->db, SQL(Q_SITTING_EVER),
		ARGS(cell_id(&c->net->id), cell_id(&s->kitchen), cell_text(s->sitting)));
	int64_t sum = 0, pots = 0;

	if (rows_next(&r)) {
		sum = rows_int(&r, 0);
		pots = rows_int(&r, 1);
		rows_end(&r);
	}
	*known_out = pots > 0;
	return n * pots <= HABIT_TIMES * sum;
}

static bool believable(struct ctx *c, const struct spoken *s, int64_t n)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool known;

	if (within_average(c, s, n, &known) && known)
		return true;
	if (known && within_habit(c, s, n, &known) && known)
		return true; /* it has grown */
	if (known)
		return false;
	if (record_get(c->db, c->schema, c->mem, &kitchen_entity, c->net->id, s->kitchen, r) &&
		r->v[KITCHEN_CAPACITY].kind == V_INT)
		return n <= HABIT_TIMES * r->v[KITCHEN_CAPACITY].i;
	return n <= UNKNOWN_LIMIT;
}

static enum rc check_number(struct ctx *c, const struct act *a, unsigned arg, struct id meal)
{
	struct spoken s = { act_ref(a, MEAL_KITCHEN), meal, act_int(a, MEAL_DAY), act_text(a, MEAL_SITTING) };

	if (!act_has(a, arg) || act_has(a, MEAL_REASON) || believable(c, &s, act_int(a, arg)))
		return OK;
	struct buf b = buf_new(c->mem, 16);
	buf_thousands(&b, act_int(a, arg));
	return fail_with(c, a->action->args[arg].name, "confirm",
		N_("¿Son %s raciones? Es mucho más que otros días. Si está bien, escriba el motivo"),
		buf_str(&b));
}

/* What the figure will be: as told now, else as it stands. */
static struct value after(const struct act *a, unsigned field, const struct record *r)
{
	return a->given[field] || !r ? a->v[field] : r->v[field];
}

enum rc meal_check_figures(struct ctx *c, const struct act *a, const struct record *r, struct id meal)
{
	struct value served = after(a, MEAL_SERVED, r);
	struct value free_plates = after(a, MEAL_FREE, r);

	if (served.kind == V_INT && free_plates.kind == V_INT && free_plates.i > served.i)
		return fail(c, "free", "range",
			N_("Los casos sociales son parte de las raciones servidas: no pueden ser más"));
	/* Where the greater one is believed, so is the other. */
	bool planned = act_has(a, MEAL_PLANNED) && (!act_has(a, MEAL_SERVED) ||
		act_int(a, MEAL_PLANNED) > act_int(a, MEAL_SERVED));
	return check_number(c, a, planned ? MEAL_PLANNED : MEAL_SERVED, meal);
}
