/*
 * meal_sample.c - the pots of an invented network: who cooked, told, corrected and forgot on each day.
 *
 * On the last day the pots are told in the first half hour, so that the clock of a network just made
 * runs as little as possible ahead of the real one.
 */
#include "register.h"
#include "sample.h"

enum { NOON_MINUTE = 750, NOON_SPAN_MS = 9000000, EARLY_MINUTE = 5, EARLY_SPAN_MS = 1800000,
	MORNING_MINUTE = 450, DAWN_MINUTE = 2, EVENING_MINUTE = 1010, TUESDAY = 1, THURSDAY = 3, SATURDAY = 5,
	SUNDAY = 6, FORTNIGHT_DAYS = 14 };

/* In hundredths of an ordinary day, Monday first. */
static const int64_t week[] = { 103, 102, 101, 103, 106, 95, 90 };

static int64_t usual_of(uint64_t seed, unsigned n, struct chance *c)
{
	*c = chance_of(seed, "kitchen", n, 0);
	if (n == 0)
		return 118;
	int64_t usual = 40 + chance_below(c, 60);
	return usual + chance_below(c, 64); /* 101 on average */
}

int64_t meal_sample_usual(uint64_t seed, unsigned n)
{
	struct chance c;

	return usual_of(seed, n, &c);
}

/* Has told nothing yet today. */
static bool is_late(const struct sample *s, unsigned n)
{
	struct chance c;

	usual_of(s->seed, n, &c);
	return n == 0 || chance_in_1000(&c, s->city ? 3 : 130);
}

/* For how many days nobody has heard of it: the working group's page says whom to call. */
static int64_t quiet_days(const struct sample *s, unsigned n)
{
	static const struct {
		const char *code;
		int64_t days;
	} quiet[] = { { "VMT-005", 4 }, { "SJL-003", 9 }, { "VES-002", 23 } };

	for (unsigned i = 0; i < ARRAY_LEN(quiet) && !s->city; i++)
		if (str_is(s->groups[n].code, quiet[i].code))
			return quiet[i].days;
	return 0;
}

static bool cooks_breakfast(const struct sample *s, unsigned n)
{
	return !s->city && n % 11 == 5;
}

/* What happened to the pot of SJM-001, so that her history has something to tell in any two weeks. */
enum story { STORY_NONE, STORY_FORGOT, STORY_RECOUNTED, STORY_MISTAKEN };

static enum story story_of(const struct sample *s, unsigned n, int64_t day)
{
	if (n != 0 || s->city || day % FORTNIGHT_DAYS >= FORTNIGHT_DAYS / 2)
		return STORY_NONE;
	return day_weekday(day) == TUESDAY ? STORY_FORGOT : /* at the meeting: the coordinator enters it */
		day_weekday(day) == THURSDAY ? STORY_RECOUNTED :
		day_weekday(day) == SUNDAY ? STORY_MISTAKEN : STORY_NONE;
}

struct figures {
	int64_t served, planned, free_plates, leftover, cost_cents; /* -1: not told */
};

static struct figures tell(struct sample *s, unsigned n, int64_t day, struct chance *c)
{
	bool small = !s->city;
	struct figures t = { -1, -1, -1, -1, -1 };

	t.served = meal_sample_usual(s->seed, n) * week[day_weekday(day)] * (88 + chance_below(c, 25)) / 10000;
	if (chance_in_1000(c, 600))
		t.planned = t.served + 10 - t.served % 10;
	if (chance_in_1000(c, 550))
		t.free_plates = t.served * (2 + chance_below(c, 13)) / 100;
	if (small && chance_in_1000(c, 250))
		t.leftover = chance_below(c, 9);
	if (small && chance_in_1000(c, 300))
		t.cost_cents = t.served * (210 + chance_below(c, 110)) / 50 * 50; /* prices end in 50 or 00 */
	return t;
}

/* In a city of thousands each kitchen cooks every day, so that sums are easy to foresee. */
static bool cooks(struct sample *s, unsigned n, int64_t day, struct chance *c)
{
	if ((day == s->last_day && is_late(s, n)) || s->last_day - day < quiet_days(s, n))
		return false;
	if (s->city || story_of(s, n, day) != STORY_NONE)
		return true;
	return !chance_in_1000(c, day_weekday(day) == SUNDAY ? 500 : day_weekday(day) == SATURDAY ? 150 : 40);
}

static void arg_known(struct batch_item *i, const char *name, int64_t n)
{
	if (n >= 0)
		batch_int(i, name, n);
}

static struct batch_item *report(struct sample *s, unsigned n, int64_t day, const char *sitting,
	const struct actor *who, int64_t at_ms, const char *which)
{
	struct batch_item *i = batch_act(s->batch, who, at_ms, "meal.report",
		sample_id(s, day * DAY_MS, which, n, (uint64_t)(uint8_t)sitting[0]));

	/* Living the days since then, someone may have told her own figure. */
	i->may_refuse = s->from_day != s->first_day;
	batch_id(i, "kitchen", s->groups[n].id);
	batch_day(i, "day", day);
	batch_arg(i, "sitting", str_c(sitting));
	return i;
}

/* Some leaders tell of their pot only the next morning. */
static bool told_next_day(const struct sample *s, unsigned n, int64_t day)
{
	struct chance c = chance_of(s->seed, "next day", n, (uint64_t)day);

	return n != 0 && !s->city && chance_in_1000(&c, 25);
}

/* When: at noon of the day, on the last day early, and the next morning when it was forgotten. */
static int64_t told_at(const struct sample *s, unsigned n, int64_t day, bool next_day)
{
	bool early = day == s->last_day;

	if (next_day)
		return zone_instant(s->net->zone, day + 1, day + 1 == s->last_day ? DAWN_MINUTE : MORNING_MINUTE) +
			(int64_t)n * 1000;
	return zone_instant(s->net->zone, day, early ? EARLY_MINUTE : NOON_MINUTE) +
		(int64_t)n * (early ? EARLY_SPAN_MS : NOON_SPAN_MS) / s->ngroups;
}

static void first_told(struct sample *s, unsigned n, int64_t day, const char *sitting,
	const struct figures *t, bool by_coordinator)
{
	int64_t at_ms = told_at(s, n, day, told_next_day(s, n, day));
	struct batch_item *i = report(s, n, day, sitting,
		by_coordinator ? sample_who(s, "distrito") : s->groups[n].leader, at_ms, "report");

	arg_known(i, "planned", t->planned);
	arg_known(i, "served", t->served);
	arg_known(i, "free", t->free_plates);
	arg_known(i, "leftover", t->leftover);
	if (t->cost_cents >= 0) {
		char text[24];
		struct buf b = buf_fixed(text, sizeof(text));
		buf_int(&b, t->cost_cents / 100);
		buf_char(&b, '.');
		buf_pad(&b, t->cost_cents % 100, 2);
		batch_arg(i, "cost", buf_str(&b));
	}
}

static void corrected(struct sample *s, unsigned n, int64_t day, const char *sitting,
	const struct figures *t, struct chance *c)
{
	struct batch_item *i = report(s, n, day, sitting, s->groups[n].leader,
		zone_instant(s->net->zone, day, EVENING_MINUTE) + (int64_t)n * 1000, "correct");

	i->act->corrects = true;
	batch_int(i, "served", t->served + 1 + chance_below(c, 12));
	if (n == 0 || chance_in_1000(c, 500))
		batch_arg(i, "reason", STR("Faltaba contar a quienes llegaron tarde"));
}

/* Told for a day without a pot, and taken back in the evening. */
static void taken_back(struct sample *s, unsigned n, int64_t day, const char *sitting)
{
	struct batch_item *i = batch_act(s->batch, s->groups[n].leader,
		zone_instant(s->net->zone, day, EVENING_MINUTE) + (int64_t)n * 1000, "meal.void",
		sample_id(s, day * DAY_MS, "void", n, (uint64_t)(uint8_t)sitting[0]));

	i->may_refuse = s->from_day != s->first_day;
	i->act->corrects = true;
	batch_id(i, "kitchen", s->groups[n].id);
	batch_day(i, "day", day);
	batch_arg(i, "sitting", str_c(sitting));
	batch_arg(i, "reason", STR("Ese día no cocinamos, faltó el gas: era el número del sábado"));
}

static bool watched_by_sample(const struct sample *s, unsigned n)
{
	return str_eq(s->groups[n].place, s->groups[0].place);
}

enum hour { NOON, EVENING, NEXT_MORNING };

static void pot(struct sample *s, unsigned n, int64_t day, const char *sitting, enum hour hour)
{
	struct chance c = chance_of(s->seed, sitting, n, (uint64_t)day);
	bool small = !s->city;

	if (!cooks(s, n, day, &c))
		return;
	struct figures t = tell(s, n, day, &c);
	if (sitting[0] == 'b')
		t = (struct figures){ t.served * 2 / 5, -1, -1, -1, -1 };
	enum story story = story_of(s, n, day);
	bool next_day = told_next_day(s, n, day);
	bool by_coordinator = story == STORY_FORGOT ||
		(small && story == STORY_NONE && watched_by_sample(s, n) && chance_in_1000(&c, 25));
	bool corrects = small && !by_coordinator && !next_day && day < s->last_day && chance_in_1000(&c, 30);
	if (hour != EVENING && next_day == (hour == NEXT_MORNING))
		first_told(s, n, day, sitting, &t, by_coordinator && !next_day);
	else if (hour == EVENING && story == STORY_MISTAKEN)
		taken_back(s, n, day, sitting);
	else if (hour == EVENING && (corrects || story == STORY_RECOUNTED))
		corrected(s, n, day, sitting, &t, &c);
}

static void pots(struct sample *s, int64_t day, enum hour hour)
{
	for (unsigned n = 0; n < s->ngroups; n++) {
		pot(s, n, day, "lunch", hour);
		if (cooks_breakfast(s, n))
			pot(s, n, day, "breakfast", hour);
	}
}

/* In the morning who forgot yesterday, the kitchens one after the other at noon, corrections in the evening. */
enum rc kitchens_live(struct sample *s, int64_t day)
{
	bool small = !s->city;

	if (register_live(s, day) != OK)
		return INVALID;
	if (small && day > s->first_day)
		pots(s, day - 1, NEXT_MORNING);
	pots(s, day, NOON);
	if (small && day < s->last_day)
		pots(s, day, EVENING);
	return s->batch->rc;
}
