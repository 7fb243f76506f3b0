/*
 * demo_phones.c - the phones of an invented network: one that a family shares, one that got lost, and what came back
 * from both. What rests beside the journal (who is on a device, what waits for a decision) is made as people would
 * have made it: by invitations that were spent, and by items of an outbox.
 */
#include "demo_own.h"
#include "device.h"
#include "json.h"
#include "outbox.h"

enum { COCINERA = 1, OPERADORA = 7, LOSER = 2, LOST_MINUTE = 1130 };
enum { FAMILY, LOST, PHONES__N };

static const char *const names[PHONES__N] = { "Teléfono Android", "Teléfono Android" };

/* Who is on which, and the picture she chose. */
struct user {
	unsigned phone;
	const struct actor *who;
	const char *icon, *ground;
};

static struct id phone_id(const struct demo *d, unsigned n)
{
	return demo_id(d->o->seed, d->first_day * DAY_MS, "phone", n, 0);
}

/* The cookie of a device that nobody has in hand: only its hash is kept. */
static struct str cookie_of(const struct demo *d, unsigned n)
{
	return id_text(d->mem, demo_id(d->o->seed, 0, "cookie", n, 0));
}

static unsigned users_of(const struct demo *d, struct user out[DEMO_USERS])
{
	out[0] = (struct user){ FAMILY, &d->kitchen[0].leader, "olla", "guinda" };
	out[1] = (struct user){ FAMILY, &d->person[COCINERA], "flor", "verde" };
	out[2] = (struct user){ LOST, &d->kitchen[LOSER].leader, "luna", "azul" };
	return DEMO_USERS;
}

/* ---- at the beginning: they come in ---- */

static void enrolled_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct demo *d = w->arg;
	struct user user[DEMO_USERS];
	unsigned n = users_of(d, user);

	(void)g, (void)head;
	for (unsigned i = 0; i < n; i++) {
		struct enrolment e = { .device = cookie_of(d, user[i].phone), .id = phone_id(d, user[i].phone) };
		struct invite invite;
		invite_make(w->c, user[i].who->person, false, &invite);
		if (!invite_spend(w->c, invite.code, &e))
			continue;
		device_picture(w->c, e.device, user[i].who->person, str_c(user[i].icon), str_c(user[i].ground));
		d->pass[i] = pass_give(w->c, e.device, user[i].who->person);
	}
}

enum rc demo_phones(struct demo *d, int64_t at_ms)
{
	struct user user[DEMO_USERS];
	unsigned n = users_of(d, user);

	if (!d->o->phones || d->nkitchens <= LOSER)
		return OK;
	for (unsigned i = 0; i < n; i++) {
		if (i && user[i].phone == user[i - 1].phone)
			continue;
		struct batch_item *b = batch_act(&d->batch, user[i].who, at_ms, "device.enrol", phone_id(d, user[i].phone));
		batch_id(b, "person", user[i].who->person);
		batch_arg(b, "name", str_c(names[user[i].phone]));
	}
	enum rc rc = batch_flush(&d->batch);
	return rc != OK ? rc : sample_write(&d->s, at_ms, enrolled_run, d);
}

/* ---- at the end: one got lost, and things came back ---- */

/* What an outbox would have sent for her: yesterday's dinner of her kitchen. */
static void sent(struct ctx *c, struct gate *g, struct chain_head *head, struct demo *d, const struct user *u,
	struct id pass, const struct demo_kitchen *k, int64_t served, int64_t free_plates)
{
	struct outbox_work w = { 0 };
	struct buf b = buf_new(d->mem, 256);
	struct buf day = buf_new(d->mem, 16);
	struct json_out j = json_begin(&b);
	struct diag bad = { 0 };

	buf_day(&day, d->last_day - 1);
	json_open(&j, '[');
	json_text(&j, STR("meal.report"));
	json_null_out(&j);
	json_open(&j, '{');
	json_key(&j, "kitchen");
	json_text(&j, ref_code(c, "kitchen", k->id));
	json_key(&j, "day");
	json_text(&j, buf_str(&day));
	json_key(&j, "sitting");
	json_text(&j, STR("dinner"));
	json_key(&j, "served");
	json_text(&j, str_fmt(d->mem, "%lld", (long long)served));
	json_key(&j, "free");
	json_text(&j, str_fmt(d->mem, "%lld", (long long)free_plates));
	json_close(&j, '}');
	json_close(&j, ']');
	w.item.json = buf_str(&b);
	w.item.pass = pass;
	w.item.act = demo_id(d->o->seed, d->last_day * DAY_MS, "came back", u->phone, 0);
	w.item.acted_at = zone_instant(d->net.zone, d->last_day - 1, LOST_MINUTE);
	w.item.action = STR("meal.report");
	const json_t *all = json_read(d->mem, w.item.json, &bad);
	w.item.args = json_array_get(all, 2);
	outbox_judge(c, &w);
	outbox_decide(g, c, &w, head);
}

static void came_back_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct demo *d = w->arg;
	struct user user[DEMO_USERS];

	users_of(d, user);
	/* More free servings than servings: refused, and hers to correct. From the lost phone: a coordinator's to accept. */
	sent(w->c, g, head, d, &user[1], d->pass[1], &d->kitchen[0], 40, 45);
	sent(w->c, g, head, d, &user[2], d->pass[2], &d->kitchen[LOSER], 64, 6);
	for (unsigned i = 0; i < 2; i++)
		device_contact(w->c, cookie_of(d, FAMILY), user[i].who->person);
}

enum rc demo_phones_end(struct demo *d)
{
	int64_t at_ms = zone_instant(d->net.zone, d->last_day, 40);

	if (!d->o->phones || d->nkitchens <= LOSER)
		return OK;
	struct batch_item *b = batch_act(&d->batch, &d->person[OPERADORA], at_ms, "device.revoke",
		demo_id(d->o->seed, 0, "lost", 0, 0));
	batch_id(b, "device", phone_id(d, LOST));
	enum rc rc = batch_flush(&d->batch);
	return rc != OK ? rc : sample_write(&d->s, at_ms, came_back_run, d);
}
