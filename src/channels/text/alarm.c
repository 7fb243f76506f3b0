/*
 * alarm.c - the road of a grave message.
 */
#include "alarm.h"

#include "civil.h"
#include "grave.h"
#include "message.h"
#include "module.h"
#include "session.h"
#include "sms.h"

enum { TEXT_MOST = 4000, ALERTS_A_DAY = 6, ALERTS_OF_ALL = 300 };

static const char limit_one[] = "aviso", limit_all[] = "avisos";

struct alarm {
	struct ctx *c;
	const struct text_in *in;
	struct str address, lines;
	struct hash who;  /* of the number, keyed */
	struct id id;
	struct act *act;
};

static const char *kind_of(enum grave g)
{
	return g == GRAVE_VIOLENCE ? "violence" : g == GRAVE_DESPAIR ? "despair" : "accident";
}

/* The gateway's repeat is known by it; without the server's secret no number can be tried against it. */
static struct id alarm_id(struct ctx *c, const struct text_in *in, struct str address)
{
	struct hasher h;

	if (!in->ref.n)
		return id_new(c->now);
	hasher_start(&h);
	hasher_piece(&h, id_bytes(&in->gateway));
	hasher_piece(&h, address);
	hasher_piece(&h, in->ref);
	struct hash sum = hasher_end(&h);
	sum = secret_hash("alarm", hash_bytes(&sum));
	const struct str piece[] = { STR("ayni alarm"), id_bytes(&c->net->id), hash_bytes(&sum) };
	return id_derive(0, piece, ARRAY_LEN(piece));
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct alarm *al = w->arg;
	struct ctx *c = w->c;
	struct outcome o = { .status = ACT_REFUSED };
	bool first = true;

	if (al->act && limit_take(c, limit_one, hash_bytes(&al->who), ALERTS_A_DAY, DAY_MS) &&
		limit_take(c, limit_all, STR("*"), ALERTS_OF_ALL, DAY_MS)) {
		gate_decide(g, c, al->act, head, &o);
		first = o.status != ACT_REPEATED;
		if (o.status == ACT_ACCEPTED && c->reg->care->alarmed)
			c->reg->care->alarmed(c, al->act, &o);
	}
	if (first && !id_is_zero(al->in->gateway) && al->address.n)
		message_queue(c, &(struct message){ .id = al->id, .gateway = al->in->gateway, .address = al->address,
			.kind = STR("alert"), .text = al->lines });
}

/* Sealed in the worker, for that is slow; not for who already wrote many. */
static struct act *judged(struct ctx *c, const struct alarm *al, enum grave g)
{
	struct act *a;

	if (!c->reg->care->alarm || !limit_open(c, limit_one, hash_bytes(&al->who), ALERTS_A_DAY, DAY_MS) ||
		!limit_open(c, limit_all, STR("*"), ALERTS_OF_ALL, DAY_MS))
		return NULL;
	a = c->reg->care->alarm(c, al->id, kind_of(g), al->address, str_sub(al->in->text, 0, TEXT_MOST));
	return a && gate_check(c, a) == OK ? a : NULL;
}

bool alarm_heard(struct ctx *c, struct writer *w, const struct text_in *in, struct str address, struct str *answer_out,
	enum rc *rc_out)
{
	enum grave g = grave_find(c->mem, str_sub(in->text, 0, TEXT_MOST));
	struct actor machine = { .console = true };
	const struct actor *outer = c->who;

	*rc_out = OK;
	if (g == GRAVE_NONE)
		return false;
	arena_secret(c->mem);
	struct alarm al = { .c = c, .in = in, .address = address, .id = alarm_id(c, in, address),
		.who = secret_hash("alarm who", address) };
	if (c->reg->care->lines)
		al.lines = c->reg->care->lines(c, kind_of(g));
	if (!al.lines.n)
		al.lines = tr(c->lang, grave_msgid(g));
	c->who = &machine;
	al.act = judged(c, &al, g);
	struct write one = { .run = run, .c = c, .arg = &al };
	*rc_out = writer_call(w, &one);
	c->who = outer;
	*answer_out = id_is_zero(in->gateway) ? sms_fold(c->mem, al.lines) : al.lines;
	return true;
}
