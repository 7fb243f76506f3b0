/*
 * accounts_sample.c - a week ago a kitchen of the invented network accounted for a subsidy and swore; a second one is open
 * and waits for another person to look at it. RUCs are made up, with a check digit that fits.
 */
#include "accounts_own.h"

#include "sample.h"

enum { SWORN_AGO = 9, OPEN_AGO = 2, PERIOD_DAYS = 7, HEAD_MINUTE = 1030, ROW_MINUTE = 1031, SWEAR_MINUTE = 1033, SECOND_MS = 1000 };

static const struct {
	const char *what, *quantity, *unit, *ruc, *receipt, *price, *amount;
} bought[] = {
	{ "arroz", "50", "kg", "20600000013", "F001-1234", "3.60", "180.00" },
	{ "aceite", "12", "litro", "20600000013", "F001-1235", "8.50", "102.00" },
	{ "papa canchán", "80", "kg", "10400000013", "B001-77", "1.80", "144.00" },
	{ "verduras", "varios", "varios", "10400000013", "B001-81", "varios", "96.50" },
	{ "pollo", "30", "kg", "15400000015", "E001-512", "9.80", "294.00" },
	{ "gas", "2", "balón", "20600000026", "F002-90", "48.00", "96.00" },
};

static struct str text_of(struct sample *s, int64_t day)
{
	struct buf b = buf_new(s->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

/* The check digit, so that the table above need not be believed. */
static struct str with_digit(struct sample *s, const char *ruc)
{
	static const int times[] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
	int sum = 0;

	for (unsigned i = 0; i < ARRAY_LEN(times); i++)
		sum += times[i] * (ruc[i] - '0');
	return str_fmt(s->mem, "%.10s%d", ruc, (11 - sum % 11) % 10);
}

static enum rc opened(struct sample *s, const struct actor *who, int64_t day, bool eyes, struct id *balance_out)
{
	const struct sample_group *g = &s->groups[0];
	struct value v[BALANCE__N] = { [BALANCE_GROUP] = value_id(g->id), [BALANCE_SINCE] = value_int(day - PERIOD_DAYS + 1) };

	*balance_out = entity_key_id(&balance_entity, s->net->id, v);
	return sample_did(s, who, zone_instant(s->net->zone, day, HEAD_MINUTE), "balance.report", "group", g->code, "since",
		text_of(s, day - PERIOD_DAYS + 1), "until", text_of(s, day), "type", STR("week"), "subsidy", STR("850.00"), "assigned",
		text_of(s, day - PERIOD_DAYS + 1), "account_day", text_of(s, day), "president", STR("Rosa Quispe Huamán"), "president_dni", STR("40000001"),
		"treasurer", STR("Ana Mamani Flores"), "treasurer_dni", STR("40000002"), "phone", STR("900000001"), "eyes", eyes ? STR("1") : STR("0"), (char *)NULL);
}

static enum rc rows(struct sample *s, const struct actor *who, int64_t day, struct id balance, unsigned n, const char *series)
{
	enum rc rc = OK;

	for (unsigned i = 0; i < n && rc == OK; i++)
		rc = sample_did(s, who, zone_instant(s->net->zone, day, ROW_MINUTE) + i * SECOND_MS, "balance_row.report", "balance", id_text(s->mem, balance),
			"n", str_fmt(s->mem, "%u", i + 1), "date", text_of(s, day - PERIOD_DAYS + 1 + i), "description", str_c(bought[i].what),
			"quantity", str_c(bought[i].quantity), "unit", str_c(bought[i].unit), "ruc", with_digit(s, bought[i].ruc), "receipt",
			str_fmt(s->mem, "%s%s", bought[i].receipt, series), "unit_price", str_c(bought[i].price), "amount", str_c(bought[i].amount), (char *)NULL);
	return rc;
}

enum rc accounts_live(struct sample *s, int64_t day)
{
	bool old = day == s->last_day - SWORN_AGO, late = day == s->last_day - OPEN_AGO;
	struct id balance;

	if (s->city || !s->ngroups || (!old && !late))
		return OK;
	const struct actor *who = s->groups[0].leader;
	enum rc rc = opened(s, who, day, late, &balance);
	if (rc == OK)
		rc = rows(s, who, day, balance, late ? 4 : ARRAY_LEN(bought), late ? "1" : "");
	if (rc == OK && old)
		rc = sample_did(s, who, zone_instant(s->net->zone, day, SWEAR_MINUTE), "balance.swear", "balance", id_text(s->mem, balance), (char *)NULL);
	return rc;
}
