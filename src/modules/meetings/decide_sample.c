/*
 * decide_sample.c - what the invented board decided: for each Tuesday's meeting one proposal is opened when it is called, with the
 * first votes a day later; at the meeting it is closed, and a second one goes by secret ballot. So one is always open.
 */
#include "decide_own.h"
#include "sample.h"

enum { MONDAY = 0, WEEK = 7, FIRST_MINUTE = 1048, OPEN_MINUTE = 1050, EARLY_MINUTE = 1060, SECRET_MINUTE = 641, VOTE_MINUTE = 645, HANDS_MINUTE = 655,
	CLOSE_MINUTE = 660, COUNT_MINUTE = 665, SECOND_MS = 1000, EARLY_MOST = 3 };

static const char *const topics[] = { "Comprar juntas el arroz de todo el mes", "Pedir a la municipalidad una cisterna de agua por semana",
	"Poner dos soles cada una para el gas", "Hacer una faena para arreglar el local comunal" };

static int64_t at(const struct sample *s, int64_t day, int minute)
{
	return zone_instant(s->net->zone, day, minute);
}

/* The Monday evening a week before, or the first day's: after the meeting was called. */
static int64_t opened_at(const struct sample *s, int64_t tuesday)
{
	int64_t monday = tuesday - WEEK - 1;

	return monday < s->first_day ? at(s, s->first_day, FIRST_MINUTE) : at(s, monday, OPEN_MINUTE);
}

static struct id proposal_id(const struct sample *s, int64_t at_ms)
{
	return sample_did_id(s, at_ms, "proposal.open");
}

static enum rc open_one(struct sample *s, int64_t tuesday, int64_t at_ms, const char *text, const char *manner)
{
	return sample_did(s, sample_who(s, "distrito"), at_ms, "proposal.open", "meeting", id_text(s->mem, meetings_sample_id(s, tuesday)), "text",
		str_c(text), "manner", str_c(manner), (char *)NULL);
}

static enum rc open_next(struct sample *s, int64_t tuesday)
{
	return open_one(s, tuesday, opened_at(s, tuesday), topics[(uint64_t)tuesday / WEEK % ARRAY_LEN(topics)], "open");
}

/* The leaders of the board's district, from the n-th on: most say yes, one no, one abstains. */
static enum rc vote(struct sample *s, struct id proposal, const char *action, int64_t at_ms, unsigned from, unsigned most)
{
	static const char *const say[WEEK] = { "yes", "yes", "no", "yes", "abstain", "yes", "yes" };
	enum rc rc = OK;

	for (unsigned n = 0, k = 0; n < s->ngroups && k < from + most && rc == OK; n++) {
		const struct actor *who = s->groups[n].leader;
		if (!str_eq(s->groups[n].place, s->groups[0].place) || k++ < from)
			continue;
		rc = sample_did(s, who, at_ms + n * SECOND_MS, action, "voter", id_text(s->mem, who->person), "proposal", id_text(s->mem, proposal),
			"choice", str_c(say[n % WEEK]), (char *)NULL);
	}
	return rc;
}

static enum rc close_one(struct sample *s, struct id proposal, int64_t at_ms)
{
	return sample_did(s, sample_who(s, "distrito"), at_ms, "proposal.close", "proposal", id_text(s->mem, proposal), (char *)NULL);
}

/* On the Tuesday itself. */
static enum rc decided(struct sample *s, int64_t tuesday)
{
	static const struct actor machine = { .console = true };
	struct id open = proposal_id(s, opened_at(s, tuesday)), secret = proposal_id(s, at(s, tuesday, SECRET_MINUTE));
	enum rc rc = vote(s, open, "vote.cast", at(s, tuesday, VOTE_MINUTE), EARLY_MOST, s->ngroups);

	if (rc == OK)
		rc = open_one(s, tuesday, at(s, tuesday, SECRET_MINUTE), "Que Rosa siga un año más como tesorera de la mesa", "secret");
	if (rc == OK)
		rc = vote(s, secret, "ballot.cast", at(s, tuesday, VOTE_MINUTE + 2), 0, s->ngroups);
	if (rc == OK)
		rc = sample_did(s, sample_who(s, "distrito"), at(s, tuesday, HANDS_MINUTE), "hands.count", "proposal", id_text(s->mem, open), "yes", STR("3"),
			"no", STR("1"), "abstain", STR("0"), (char *)NULL);
	if (rc == OK)
		rc = close_one(s, open, at(s, tuesday, CLOSE_MINUTE));
	if (rc == OK)
		rc = close_one(s, secret, at(s, tuesday, CLOSE_MINUTE + 1));
	return rc != OK ? rc : sample_did(s, &machine, at(s, tuesday, COUNT_MINUTE), "ballot.count", "proposal", id_text(s->mem, secret), (char *)NULL);
}

enum rc decide_live(struct sample *s, int64_t day)
{
	int weekday = day_weekday(day);
	bool first = day == s->first_day, tuesday = weekday == MONDAY + 1;
	enum rc rc = OK;

	if (!s->shown || day >= s->last_day)
		return OK;
	if (first)
		rc = open_next(s, day + WEEK - (weekday + WEEK - 1) % WEEK);
	if (weekday == MONDAY && rc == OK)
		rc = open_next(s, day + WEEK + 1);
	if (tuesday && !first && rc == OK)
		rc = decided(s, day);
	return tuesday && rc == OK ? vote(s, proposal_id(s, opened_at(s, day + WEEK)), "vote.cast", at(s, day, EARLY_MINUTE), 0, EARLY_MOST) : rc;
}
