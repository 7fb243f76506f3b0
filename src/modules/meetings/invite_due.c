/*
 * invite_due.c - what is to be told of a meeting now. Reads the group's rule and the clock, nothing else.
 *
 * Nobody is written to in the quiet hours; what was to be told in them is told behind them, as long as the meeting did not
 * begin. Only that it changed or was called off is told in them too, in the last hour before it. Who was told something in
 * the last four hours needs no reminder.
 */
#include "invite_own.h"

static const char *const names[STAGE__N] = { [STAGE_INVITE] = "invite", [STAGE_EVENING] = "evening", [STAGE_BEFORE] = "before",
	[STAGE_CHANGE] = "change", [STAGE_CANCEL] = "cancel", [STAGE_OVER] = "over" };

const char *invite_stage_name(enum invite_stage s)
{
	return names[s] ? names[s] : "";
}

enum invite_stage invite_stage_find(struct str name)
{
	for (unsigned i = STAGE_INVITE; i < STAGE__N; i++)
		if (str_is(name, names[i]))
			return (enum invite_stage)i;
	return STAGE_NONE;
}

bool invite_is_quiet(const struct invite_rule *r, int minute)
{
	int hour = minute / 60;

	return r->quiet_from <= r->quiet_until ? hour >= r->quiet_from && hour < r->quiet_until :
		hour >= r->quiet_from || hour < r->quiet_until;
}

struct str invite_version(struct ctx *c, const struct invited *i)
{
	return i->voided ? STR("void") : str_fmt(c->mem, "%lld %s %s", (long long)i->m.day, str_cstr(c->mem, i->m.hour),
		str_cstr(c->mem, i->m.place));
}

enum invite_stage invite_due(struct ctx *c, const struct invited *i, bool *silent_out)
{
	const struct zone *z = c->net->zone;
	int64_t start_at = zone_instant(z, i->m.day, i->m.minute), day = zone_day(z, c->now);
	int minute = zone_minute(z, c->now);

	*silent_out = false;
	if (i->over)
		return STAGE_NONE;
	if (c->now >= start_at)
		return i->round ? STAGE_OVER : STAGE_NONE;
	if (i->round && !i->done_at)
		return i->stage; /* it goes on */
	struct invite_rule rule = invite_rule_of(c, i->m.group);
	bool quiet = invite_is_quiet(&rule, minute), last_hour = c->now >= start_at - BEFORE_MS;
	if (i->round && !str_eq(i->told, invite_version(c, i)))
		return quiet && !last_hour ? STAGE_NONE : i->voided ? STAGE_CANCEL : STAGE_CHANGE;
	if (i->voided || quiet)
		return STAGE_NONE;
	if (rule.invite && !i->was_invited && i->m.day <= day + INVITE_AHEAD_DAYS)
		return STAGE_INVITE;
	*silent_out = i->round && c->now - i->begun_at < REST_MS;
	if (rule.before && !i->was_before && last_hour)
		return STAGE_BEFORE;
	if (rule.evening && !i->was_evening && day + 1 == i->m.day && minute >= EVENING_MINUTE)
		return STAGE_EVENING;
	return STAGE_NONE;
}
