/*
 * minutes_sample.c - the invented board's actas: each Tuesday two write, two things are agreed, and in the evening the acta of the
 * Tuesday before is approved; of what was agreed a week ago one thing is done, the other's day is past.
 */
#include "minutes_own.h"

enum { TUESDAY = 1, WEEK = 7, WRITE_MINUTE = 670, SECOND_MINUTE = 675, AGREE_MINUTE = 680, SAY_MINUTE = 1050, APPROVE_MINUTE = 1055, SECOND_MS = 1000 };

static int64_t at(const struct sample *s, int64_t day, int minute)
{
	return zone_instant(s->net->zone, day, minute);
}

static struct str day_text(struct sample *s, int64_t day)
{
	struct buf b = buf_new(s->mem, 12);

	buf_day(&b, day);
	return buf_str(&b);
}

static enum rc write_one(struct sample *s, int64_t day, int minute, const char *who, const char *text)
{
	const struct actor *by = sample_who(s, who);

	return sample_did(s, by, at(s, day, minute), "minutes.write", "person", id_text(s->mem, by->person), "meeting",
		id_text(s->mem, meetings_sample_id(s, day)), "text", str_c(text), (char *)NULL);
}

static enum rc agree(struct sample *s, int64_t day, int64_t at_ms, const char *what, struct str who, int64_t by)
{
	return sample_did(s, sample_who(s, "distrito"), at_ms, "minutes.agree", "meeting", id_text(s->mem, meetings_sample_id(s, day)), "what",
		str_c(what), "who", who, "by", day_text(s, by), "sign", STR("Se ve en el local"), (char *)NULL);
}

/* What was done of the week before, and its acta approved. */
static enum rc look_back(struct sample *s, int64_t day)
{
	int64_t before = day - WEEK;
	const struct actor *lider = sample_who(s, "lider");
	struct id done = sample_did_id(s, at(s, before, AGREE_MINUTE), "minutes.agree");
	enum rc rc;

	if (before <= s->first_day)
		return OK;
	if (before - WEEK > s->first_day) { /* the list came two weeks late */
		const struct actor *late = sample_who(s, "SJM-002");
		rc = sample_did(s, late, at(s, day, SAY_MINUTE) + SECOND_MS, "charge.say", "person", id_text(s->mem, late->person), "agreement",
			id_text(s->mem, sample_did_id(s, at(s, before - WEEK, AGREE_MINUTE) + SECOND_MS, "minutes.agree")), "state", STR("done"), (char *)NULL);
		if (rc != OK)
			return rc;
	}
	rc = sample_did(s, lider, at(s, day, SAY_MINUTE), "charge.say", "person", id_text(s->mem, lider->person), "agreement",
		id_text(s->mem, done), "state", STR("done"), "note", STR("Se compraron los dos"), (char *)NULL);
	return rc != OK ? rc : sample_did(s, sample_who(s, "distrito"), at(s, day, APPROVE_MINUTE), "minutes.approve", "meeting",
		id_text(s->mem, meetings_sample_id(s, before)), "president", id_text(s->mem, sample_who(s, "distrito")->person), "secretary", id_text(s->mem, lider->person),
		"page", STR("12"), (char *)NULL);
}

enum rc minutes_live(struct sample *s, int64_t day)
{
	enum rc rc;

	if (!s->shown || day_weekday(day) != TUESDAY || day >= s->last_day || day == s->first_day)
		return OK;
	rc = write_one(s, day, WRITE_MINUTE, "distrito", "Se leyó el acta anterior. Nadie pidió cambios.");
	if (rc == OK)
		rc = write_one(s, day, SECOND_MINUTE, "distrito", "Se habló de los precios del mes y de cómo comprar juntas.");
	if (rc == OK)
		rc = agree(s, day, at(s, day, AGREE_MINUTE), "Comprar dos baldes con tapa para el local", id_text(s->mem, sample_who(s, "lider")->person), day + WEEK);
	if (rc == OK)
		rc = agree(s, day, at(s, day, AGREE_MINUTE) + SECOND_MS, "Traer la lista de precios del mercado", STR("SJM-002"), day + 3);
	return rc == OK ? look_back(s, day) : rc;
}
