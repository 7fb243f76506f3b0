/*
 * demo_talk.c - what people of an invented network wrote to it on its last days, and what was written back.
 *
 * Each message takes the whole road of the text channel, with the sample's gateways and the clock of its day; what was
 * queued is noted as sent, delivered and read as a service would have told. Evenings: the pots of the day are told by then.
 */
#include "demo_own.h"
#include "message.h"
#include "module.h"
#include "text_channel.h"

enum { DISTRITO = 2, FACILITADORA = 5, DAYS_TOLD = 4, LEASE_MS = 60000, ALERT_MINUTE = 42, ANSWER_MINUTE = 1200,
	MINUTE_MS = 60000, SECOND_MS = 1000 };

/* Who writes: the leader of the nth kitchen, or one of these. */
enum { ROSA = -1, JUANA = -2, STRANGER = -3 };

struct line {
	int days_ago, minute; /* of that day */
	int who;
	enum demo_gateway by;
	const char *text;
};

/* In order of time. */
static const struct line story[] = {
	{ 4, 1065, ROSA, DEMO_ANDROID, "cena 38" },
	{ 4, 1071, 4, DEMO_ANDROID, "buenas noches, cena 45 y 6 casos sociales, gracias" },
	{ 4, 1080, 2, DEMO_WHATSAPP, "falta arroz 10 kg y aceite" },
	{ 3, 1062, 3, DEMO_WHATSAPP, "nos falta gas" },
	{ 3, 1066, JUANA, DEMO_ANDROID, "raciones 40" },
	{ 3, 1067, JUANA, DEMO_ANDROID, "3" },
	{ 3, 1068, JUANA, DEMO_ANDROID, "eran cenas: cena 40" },
	{ 3, 1074, 5, DEMO_ANDROID, "salio la paila 52" },
	{ 3, 1090, 9, DEMO_ANDROID, "vecina me pasa el num del camion de agua" },
	{ 2, 1063, ROSA, DEMO_ANDROID, "cena 52" },
	{ 2, 1064, ROSA, DEMO_ANDROID, "no era 52, era 45" },
	{ 2, 1070, 6, DEMO_WHATSAPP, "falta arroz, aceite 2 litros y menestra" },
	{ 2, 1076, 5, DEMO_ANDROID, "salió la paila 47" },
	{ 2, 1081, STRANGER, DEMO_ANDROID, "buenas quiero inscribir mi olla" },
	{ 1, 1062, 7, DEMO_ANDROID, "llego tarde" },
	{ 1, 1063, 6, DEMO_WHATSAPP, "asisto" },
	{ 1, 1064, 8, DEMO_ANDROID, "no voy" },
	{ 1, 1070, 1, DEMO_ANDROID, "falta gas" },
	{ 1, 1075, 4, DEMO_ANDROID, "resumen" },
	{ 1, 1082, 10, DEMO_ANDROID, "baja" },
	{ 1, 1084, 8, DEMO_ANDROID, "manana a que hora es la faena" },
	{ 1, 1088, ROSA, DEMO_WHATSAPP, "cena 41 y 3 casos" },
};

static struct str number_of(struct demo *d, int who)
{
	if (who >= 0)
		return str_fmt(d->mem, "+51900%06u", 100 + (unsigned)who);
	return who == STRANGER ? STR("+51900009998") : str_fmt(d->mem, "+51900%06d", -who);
}

static struct ctx at(struct demo *d, const struct actor *who, int64_t at_ms)
{
	return (struct ctx){ .mem = d->mem, .diag = ARENA_NEW(d->mem, struct diag), .reg = d->o->reg, .schema = d->o->reg->schema,
		.net = &d->net, .who = who, .lang = lang_spanish(), .channel = "demo", .now = at_ms, .db = writer_db(d->o->writer) };
}

/* ---- what the services told ---- */

struct settling {
	struct demo *d;
	int64_t at_ms;
};

/* SMS say that they arrived, WhatsApp also that they were read; of a broadcast one or the other telephone is off. */
static void settle_one(struct ctx *c, const struct message *m, enum demo_gateway by, int64_t at_ms)
{
	bool many = str_is(m->kind, "broadcast");
	int digit = m->address.n ? m->address.p[m->address.n - 1] - '0' : 0;

	if (many && digit == 3) {
		message_failed(c, m->id, STR("phone_off"), true);
		return;
	}
	message_sent(c, m->id, str_fmt(c->mem, "demo-%.*s", 12, id_text(c->mem, m->id).p), at_ms);
	message_delivered(c, m->id, at_ms + 4 * SECOND_MS);
	if (by == DEMO_WHATSAPP || (many && digit % 2))
		message_was_read(c, m->id, at_ms + MINUTE_MS);
}

static void settle_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct settling *s = w->arg;
	struct message *m = ARENA_ARRAY(w->c->mem, struct message, MESSAGE_CLAIM_MAX);

	(void)g, (void)head;
	for (unsigned by = 0; by < DEMO_GATEWAYS; by++) {
		struct id gateway = demo_gateway_id(s->d->o->seed, by);
		unsigned n = message_claim(w->c, gateway, LEASE_MS, m, MESSAGE_CLAIM_MAX);
		for (unsigned i = 0; i < n; i++)
			settle_one(w->c, &m[i], by, s->at_ms);
		gateway_heard(w->c, gateway, NULL);
	}
}

/* A broadcast leaves at its gateway's pace: so often. */
static enum rc settle(struct demo *d, int64_t at_ms, unsigned times)
{
	enum rc rc = OK;

	for (unsigned i = 0; i < times && rc == OK; i++) {
		struct settling s = { d, at_ms + i * 10 * SECOND_MS };
		rc = sample_write(&d->s, s.at_ms, settle_run, &s);
	}
	return rc;
}

/* ---- people ---- */

static enum rc wrote(struct demo *d, struct str from, enum demo_gateway by, const char *text, int64_t at_ms)
{
	struct actor nobody = { 0 };
	struct ctx c = at(d, &nobody, at_ms);
	struct str answer;
	enum rc rc = batch_flush(&d->batch); /* what was done before she writes is there */

	if (rc == OK)
		rc = text_receive(&c, d->o->writer, &(struct text_in){ .gateway = demo_gateway_id(d->o->seed, by), .from = from,
		.text = str_c(text), .ref = str_fmt(d->mem, "demo-%lld", (long long)at_ms), .sent_at = at_ms - SECOND_MS }, &answer);
	return rc == OK ? settle(d, at_ms + 2 * SECOND_MS, 1) : rc;
}

/* ---- coordinators ---- */

/* The message that was written at that time by that gateway. */
static struct str message_at(struct demo *d, const struct line *l, int64_t at_ms)
{
	struct ctx c = at(d, &d->console, at_ms);

	return id_text(d->mem, message_in_id(&c, demo_gateway_id(d->o->seed, l->by), number_of(d, l->who),
		str_fmt(d->mem, "demo-%lld", (long long)at_ms)));
}

static int64_t when(const struct demo *d, const struct line *l)
{
	return zone_instant(d->net.zone, d->last_day - l->days_ago, l->minute);
}

/*
 * What a coordinator does of it, in the evening: later than all that modules did that day, for the writer's clock never goes
 * back, and what is sent to many leaves at the gateways' pace, so that clock must go on meanwhile.
 */
static enum rc answered(struct demo *d, int days_ago)
{
	const struct actor *her = &d->person[DISTRITO];
	int64_t at_ms = zone_instant(d->net.zone, d->last_day - days_ago, ANSWER_MINUTE);
	enum rc rc = OK;

	for (size_t i = 0; i < ARRAY_LEN(story) && rc == OK; i++) {
		const struct line *l = &story[i];
		if (l->days_ago != days_ago || days_ago != 3)
			continue;
		if (strstr(l->text, "paila")) /* she teaches what it means */
			rc = sample_did(&d->s, her, at_ms, "phrase.add", "said", STR("salió la paila"), "means", STR("cena"), "language", STR("es"), (char *)NULL);
		if (strstr(l->text, "camion") && rc == OK)
			rc = sample_did(&d->s, her, at_ms + MINUTE_MS, "message.answer", "group", str_c("SJM-010"), "message", message_at(d, l, when(d, l)),
				"text", STR("Vecina, la cisterna pasa el martes a las 7. Su número está en la puerta del local."), (char *)NULL);
	}
	if (days_ago == 1 && rc == OK)
		rc = sample_did(&d->s, her, at_ms, "broadcast.send", "group", STR("RED-150133"), "role", STR("leader"), "sure", STR("1"), "text",
			STR("Mañana llega la donación de verduras. Traigan costales al local a las 8."), (char *)NULL);
	return rc == OK ? settle(d, at_ms + 2 * MINUTE_MS, days_ago == 1 ? 30 : 1) : rc;
}

static void gateways_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct demo *d = w->arg;

	(void)g, (void)head;
	demo_gateways_put(w->c, d->o->seed, STR(""), true);
	for (unsigned i = 0; i < DEMO_GATEWAYS; i++)
		gateway_heard(w->c, demo_gateway_id(d->o->seed, i), NULL);
}

enum rc demo_talk_day(struct demo *d, int64_t day)
{
	int days_ago = (int)(d->last_day - day);
	enum rc rc = OK;

	if (!d->o->phones || d->o->scale != DEMO_SMALL || days_ago < 1 || days_ago > DAYS_TOLD || d->from_day != d->first_day)
		return OK;
	if (days_ago == DAYS_TOLD || day == d->first_day)
		rc = sample_write(&d->s, zone_instant(d->net.zone, day, 1050), gateways_run, d);
	for (size_t i = 0; i < ARRAY_LEN(story) && rc == OK; i++)
		if (story[i].days_ago == days_ago && (story[i].who < 0 || (unsigned)story[i].who < d->nkitchens))
			rc = wrote(d, number_of(d, story[i].who), story[i].by, story[i].text, when(d, &story[i]));
	return rc == OK ? answered(d, days_ago) : rc;
}

enum rc demo_talk_end(struct demo *d)
{
	int64_t at_ms = zone_instant(d->net.zone, d->last_day, ALERT_MINUTE);
	struct id team = demo_id(d->o->seed, d->last_day * DAY_MS, "team", 0, 0);

	if (d->o->now_ms && at_ms + 2 * MINUTE_MS > d->o->now_ms) /* in the day's first minutes: just now, not in time to come */
		at_ms = d->o->now_ms - 2 * MINUTE_MS;
	if (!d->o->phones || d->o->scale != DEMO_SMALL || d->nkitchens < 12)
		return OK;
	enum rc rc = sample_did(&d->s, &d->person[FACILITADORA], at_ms, "duty.set", "team", id_text(d->mem, team), "weekday", STR("every"), (char *)NULL);
	return rc == OK ? wrote(d, number_of(d, 11), DEMO_ANDROID, "mi esposo me pega tengo miedo", at_ms + MINUTE_MS) : rc;
}
