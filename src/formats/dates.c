/* Dates in words: names and order come from the catalogues, so a new language needs no code. */
#include "civil.h"
#include "i18n.h"

static const char *const weekday[] = { N_("lunes"), N_("martes"), N_("miércoles"), N_("jueves"),
	N_("viernes"), N_("sábado"), N_("domingo") };
static const char *const month[] = { N_("enero"), N_("febrero"), N_("marzo"), N_("abril"),
	N_("mayo"), N_("junio"), N_("julio"), N_("agosto"), N_("setiembre"), N_("octubre"),
	N_("noviembre"), N_("diciembre") };
static const char *const short_month[] = { N_("ene"), N_("feb"), N_("mar"), N_("abr"), N_("may"),
	N_("jun"), N_("jul"), N_("ago"), N_("set"), N_("oct"), N_("nov"), N_("dic") };

static struct str dated(struct arena *a, const struct lang *l, const char *msgid, int64_t day)
{
	struct civil c = day_civil(day);
	const struct str_pair pairs[] = {
		{ "dd", str_fmt(a, "%02d", c.day) },
		{ "mm", str_fmt(a, "%02d", c.month) },
		{ "yyyy", str_fmt(a, "%04d", c.year) },
		{ "day", str_fmt(a, "%d", c.day) },
		{ "weekday", tr(l, weekday[day_weekday(day)]) },
		{ "month", tr(l, month[c.month - 1]) },
		{ "mon", tr(l, short_month[c.month - 1]) },
	};

	return tr_named(a, l, msgid, pairs, ARRAY_LEN(pairs));
}

struct str lang_date(struct arena *a, const struct lang *l, int64_t day)
{
	return dated(a, l, N_("{dd}/{mm}/{yyyy}"), day);
}

struct str lang_date_long(struct arena *a, const struct lang *l, int64_t day)
{
	return dated(a, l, N_("{weekday} {day} de {month}"), day);
}

struct str lang_date_short(struct arena *a, const struct lang *l, int64_t day)
{
	return dated(a, l, N_("{day} {mon}"), day);
}
