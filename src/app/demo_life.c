/*
 * demo_life.c - the weeks of an invented network: who cooked, told, corrected and forgot on each day.
 *
 * On the last day the pots are told in the first half hour, so that the clock of a network just made
 * runs as little as possible ahead of the real one.
 */
#include "demo_own.h"

enum { NOON_MINUTE = 750, NOON_SPAN_MS = 9000000, EARLY_MINUTE = 5, EARLY_SPAN_MS = 1800000,
	EVENING_MINUTE = 1010, SUNDAY = 6, SATURDAY = 5, DISTRITO = 2 };

/* In hundredths of an ordinary day, Monday first. */
static const int64_t week[] = { 103, 102, 101, 103, 106, 95, 90 };

struct figures {
	int64_t served, planned, free_plates, leftover, cost_cents; /* -1: not told */
};

static struct figures tell(struct demo *d, const struct demo_kitchen *k, int64_t day, struct chance *c)
{
	bool small = d->o->scale == DEMO_SMALL;
	struct figures t = { -1, -1, -1, -1, -1 };

	t.served = k->usual * week[day_weekday(day)] * (88 + chance_below(c, 25)) / 10000;
	if (chance_in_1000(c, 600))
		t.planned = t.served + 10 - t.served % 10;
	if (chance_in_1000(c, 550))
		t.free_plates = t.served * (2 + chance_below(c, 13)) / 100;
	if (small && chance_in_1000(c, 250))
		t.leftover = chance_below(c, 9);
	if (small && chance_in_1000(c, 300))
		t.cost_cents = t.served * (210 + chance_below(c, 110));
	return t;
}

/* In a city of thousands each kitchen cooks every day, so that sums are easy to foresee. */
static bool cooks(struct demo *d, const struct demo_kitchen *k, int64_t day, struct chance *c)
{
	if (day == d->last_day && k->late)
		return false;
	if (d->o->scale != DEMO_SMALL)
		return true;
	return !chance_in_1000(c, day_weekday(day) == SUNDAY ? 500 : day_weekday(day) == SATURDAY ? 150 : 40);
}

static void arg_known(struct batch_item *i, const char *name, int64_t n)
{
	if (n >= 0)
		batch_int(i, name, n);
}

static struct batch_item *report(struct demo *d, unsigned n, int64_t day, const char *sitting,
	const struct actor *who, int64_t at_ms, const char *which)
{
	struct batch_item *i = batch_act(&d->batch, who, at_ms, "meal.report",
		demo_id(d->o->seed, day * DAY_MS, which, n, (uint64_t)(uint8_t)sitting[0]));

	/* Living the days since then, someone may have told her own figure. */
	i->may_refuse = d->from_day != d->first_day;
	batch_id(i, "kitchen", d->kitchen[n].id);
	batch_day(i, "day", day);
	batch_arg(i, "sitting", str_c(sitting));
	return i;
}

static void first_told(struct demo *d, unsigned n, int64_t day, const char *sitting,
	const struct figures *t, bool by_coordinator)
{
	bool early = day == d->last_day;
	int64_t at_ms = zone_instant(d->net.zone, day, early ? EARLY_MINUTE : NOON_MINUTE) +
		(int64_t)n * (early ? EARLY_SPAN_MS : NOON_SPAN_MS) / d->nkitchens;
	struct batch_item *i = report(d, n, day, sitting,
		by_coordinator ? &d->person[DISTRITO] : &d->kitchen[n].leader, at_ms, "report");

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

static void corrected(struct demo *d, unsigned n, int64_t day, const char *sitting,
	const struct figures *t, struct chance *c)
{
	struct batch_item *i = report(d, n, day, sitting, &d->kitchen[n].leader,
		zone_instant(d->net.zone, day, EVENING_MINUTE) + (int64_t)n * 1000, "correct");

	i->act->corrects = true;
	batch_int(i, "served", t->served + 1 + chance_below(c, 12));
}

static bool watched_by_sample(const struct demo *d, unsigned n)
{
	return d->kitchen[n].place == d->kitchen[0].place;
}

static void pot(struct demo *d, unsigned n, int64_t day, const char *sitting, bool evening)
{
	const struct demo_kitchen *k = &d->kitchen[n];
	struct chance c = chance_of(d->o->seed, sitting, n, (uint64_t)day);
	bool small = d->o->scale == DEMO_SMALL;

	if (!cooks(d, k, day, &c))
		return;
	struct figures t = tell(d, k, day, &c);
	if (sitting[0] == 'b')
		t = (struct figures){ t.served * 2 / 5, -1, -1, -1, -1 };
	bool by_coordinator = small && watched_by_sample(d, n) && chance_in_1000(&c, 25);
	bool corrects = small && !by_coordinator && day < d->last_day && chance_in_1000(&c, 30);
	if (!evening)
		first_told(d, n, day, sitting, &t, by_coordinator);
	else if (corrects)
		corrected(d, n, day, sitting, &t, &c);
}

/* The kitchens one after the other, first at noon, then those that correct in the evening. */
static void live_day(struct demo *d, int64_t day)
{
	for (int evening = 0; evening < (d->o->scale == DEMO_SMALL ? 2 : 1); evening++)
		for (unsigned n = 0; n < d->nkitchens; n++) {
			pot(d, n, day, "lunch", evening);
			if (d->kitchen[n].breakfast)
				pot(d, n, day, "breakfast", evening);
		}
}

enum rc demo_live(struct demo *d)
{
	int64_t all = d->last_day - d->from_day + 1;

	for (int64_t day = d->from_day; day <= d->last_day && d->batch.rc == OK; day++) {
		live_day(d, day);
		demo_progress(d, N_("Viviendo los días"), day - d->from_day + 1, all);
	}
	return batch_flush(&d->batch);
}
