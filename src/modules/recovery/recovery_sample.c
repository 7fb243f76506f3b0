/*
 * recovery_sample.c - two invented stalls of a market, what they gave in the last weeks, a weekly pick-up, and one offer that waits.
 *
 * What was offered was fetched by one kitchen after the other: each takes it shortly before its end, when it is for whoever
 * can go, so that the sample need not know whose turn it was.
 */
#include "recovery_own.h"

#include "sample.h"

enum { WEEKS = 8, KITCHENS = 6, ADD_MINUTE = 500, OFFER_MINUTE = 540, ANSWER_MINUTE = 690, FETCH_MINUTE = 780, EVENING_MINUTE = 1150, LATE_MINUTE = 1140,
	SECOND_MS = 1000, FIRST = 1, CITY_GIVERS = 40 };

static const struct {
	const char *name, *kind, *address, *latitude, *longitude, *contact, *phone;
} givers[] = {
	{ "Puesto de verduras de Anita", "stall", "Mercado Las Flores, puesto 14", "-12.1592", "-76.9701", "Ana Huamán Soto", "+51900000901" },
	{ "Frutas y tubérculos Ramírez", "wholesale", "Mercado mayorista, pabellón C", "-12.1655", "-76.9668", NULL, NULL },
};

static const struct {
	const char *what, *came, *rejected;
} given[] = {
	{ "papa 30 kg", "27 kg", "3 kg" }, { "zanahoria 18 kg", "18 kg", NULL }, { "zapallo 25 kg", "22 kg", "3 kg" },
	{ "tomate 12 kg", "8 kg", "4 kg" }, { "cebolla 20 kg", "19 kg", "1 kg" },
};

static struct str hex(struct sample *s, struct id id)
{
	return id_text(s->mem, id);
}

static struct str value_of(const char *text)
{
	return text ? str_c(text) : STR("");
}

/* At an instant of its own each, so that each has an id of its own. */
static int64_t at(const struct sample *s, int64_t day, int minute, unsigned n)
{
	return zone_instant(s->net->zone, day, minute) + n * SECOND_MS;
}

static enum rc add_givers(struct sample *s, int64_t day)
{
	enum rc rc = OK;

	for (unsigned i = 0; i < ARRAY_LEN(givers) && rc == OK; i++)
		rc = sample_did(s, sample_who(s, "distrito"), at(s, day, ADD_MINUTE, i), "giver.add", "name", str_c(givers[i].name), "kind",
			str_c(givers[i].kind), "group", STR("RED-150133"), "address", str_c(givers[i].address), "latitude", str_c(givers[i].latitude),
			"longitude", str_c(givers[i].longitude), "contact", value_of(givers[i].contact), "phone", value_of(givers[i].phone),
			(char *)NULL);
	return rc;
}

/* Its id: that of the act, which follows from when it was done. */
static struct id giver_id(const struct sample *s, unsigned n)
{
	return sample_did_id(s, at(s, s->first_day, ADD_MINUTE, n), "giver.add");
}

static struct id offer_id(const struct sample *s, int64_t day, int minute)
{
	return sample_did_id(s, at(s, day, minute, 0), "offer.make");
}

static enum rc given_that_day(struct sample *s, int64_t day)
{
	unsigned n = (unsigned)((uint64_t)day / 2 % ARRAY_LEN(given)), k = FIRST + (unsigned)((uint64_t)day / 2 % KITCHENS);
	struct id offer = offer_id(s, day, OFFER_MINUTE);
	enum rc rc = sample_did(s, sample_who(s, "distrito"), at(s, day, OFFER_MINUTE, 0), "offer.make", "giver",
		hex(s, giver_id(s, (unsigned)((uint64_t)day / 2 % 2))), "what", str_c(given[n].what), "until", STR("12:00"), (char *)NULL);

	if (rc != OK || k >= s->ngroups)
		return rc;
	struct str kitchen = s->groups[k].code;
	rc = sample_did(s, s->groups[k].leader, at(s, day, ANSWER_MINUTE, 0), "offer.answer", "kitchen", kitchen, "offer", hex(s, offer),
		"say", STR("yes"), (char *)NULL);
	return rc != OK ? rc : sample_did(s, s->groups[k].leader, at(s, day, FETCH_MINUTE, 0), "offer.fetch", "kitchen", kitchen, "offer",
		hex(s, offer), "came", str_c(given[n].came), "rejected", value_of(given[n].rejected), (char *)NULL);
}

/* Taken in the last evening, and not fetched yet. */
static enum rc left_there(struct sample *s, int64_t day)
{
	enum rc rc = s->ngroups > FIRST ? sample_did(s, sample_who(s, "distrito"), at(s, day, LATE_MINUTE, 0), "offer.make", "giver",
		hex(s, giver_id(s, 1)), "what", STR("pepino 6 kg"), "until", STR("19:30"), (char *)NULL) : OK;

	return rc != OK || s->ngroups <= FIRST ? rc : sample_did(s, s->groups[FIRST].leader, at(s, day, LATE_MINUTE, 1), "offer.answer",
		"kitchen", s->groups[FIRST].code, "offer", hex(s, offer_id(s, day, LATE_MINUTE)), "say", STR("yes"), (char *)NULL);
}

/* On the last evening: what somebody can answer today and tomorrow; and a pick-up whose day is today. */
static enum rc waiting(struct sample *s, int64_t day)
{
	struct buf until = buf_new(s->mem, 12);

	buf_day(&until, day + 2);
	enum rc rc = left_there(s, day);
	if (rc == OK)
		rc = sample_did(s, sample_who(s, "distrito"), at(s, day, EVENING_MINUTE, 0), "offer.make", "giver", hex(s, giver_id(s, 0)),
		"what", STR("camote 40 kg"), "until", STR("6 pm"), "day", buf_str(&until), "note", STR("Preguntar por Anita, llevar sacos"),
		(char *)NULL);
	return rc != OK || s->from_day != s->first_day ? rc : sample_did(s, sample_who(s, "lider"), at(s, day, EVENING_MINUTE, 1), "pickup.plan", "group", STR("SJM-001"),
		"giver", hex(s, giver_id(s, 1)), "weekday", str_c(weekdays[day_weekday(day + 1)].name), "hour", STR("11:00"), "what", STR("papa"),
		"goes", STR("Juana"), "instead", STR("Rosa"), (char *)NULL);
}

/* ---- a city, to measure with ---- */

static struct batch_item *city_act(struct sample *s, unsigned kitchen, int64_t day, int minute, unsigned n, const char *action)
{
	return batch_act(s->batch, s->groups[kitchen].leader, at(s, day, minute, n), action, sample_did_id(s, at(s, day, minute, n), action));
}

/* Each market is known to a kitchen of its district; every day another one near fetches what it gives. */
static enum rc city_day(struct sample *s, int64_t day)
{
	unsigned every = s->ngroups / CITY_GIVERS;

	for (unsigned n = 0; n < CITY_GIVERS && day == s->first_day; n++) {
		struct batch_item *i = city_act(s, n * every, day, ADD_MINUTE, n, "giver.add");
		batch_arg(i, "name", str_fmt(i->c.mem, "Mercado %u (muestra)", n + 1));
		batch_arg(i, "kind", STR("stall"));
		batch_id(i, "group", s->groups[n * every].id);
	}
	if (batch_flush(s->batch) != OK)
		return INVALID;
	for (unsigned n = 0; n < CITY_GIVERS; n++) {
		struct batch_item *i = city_act(s, n * every, day, OFFER_MINUTE, n, "offer.make");
		batch_id(i, "giver", sample_did_id(s, at(s, s->first_day, ADD_MINUTE, n), "giver.add"));
		batch_arg(i, "what", str_c(given[(n + (uint64_t)day) % ARRAY_LEN(given)].what));
		batch_arg(i, "until", STR("12:00"));
	}
	for (unsigned n = 0; n < 2 * CITY_GIVERS; n++) {
		unsigned g = n % CITY_GIVERS, k = g * every + (unsigned)((uint64_t)day % every);
		struct batch_item *i = city_act(s, k, day, n < CITY_GIVERS ? ANSWER_MINUTE : FETCH_MINUTE, g, n < CITY_GIVERS ? "offer.answer" : "offer.fetch");
		batch_id(i, "kitchen", s->groups[k].id);
		batch_id(i, "offer", sample_did_id(s, at(s, day, OFFER_MINUTE, g), "offer.make"));
		batch_arg(i, n < CITY_GIVERS ? "say" : "came", n < CITY_GIVERS ? STR("yes") : str_c(given[(g + (uint64_t)day) % ARRAY_LEN(given)].came));
	}
	return s->batch->rc;
}

enum rc recovery_live(struct sample *s, int64_t day)
{
	enum rc rc = OK;

	if (s->city && s->stores && day < s->last_day)
		return city_day(s, day);
	if (s->city || day >= s->last_day)
		return OK;
	if (day == s->first_day)
		rc = add_givers(s, day);
	else if (day % 2 == 0 && day > s->last_day - WEEKS * 7)
		rc = given_that_day(s, day);
	return rc == OK && s->shown && day == s->last_day - 1 ? waiting(s, day) : rc;
}
