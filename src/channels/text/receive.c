/*
 * receive.c - the road of a message: who, state, judgement, one write, answer.
 *
 * In one transaction: the message's own row, the act, the conversation's state, and the answer as a row to be sent.
 * Another message of the same number may have come between reading and writing; then the message is judged again.
 */
#include "text_channel.h"

#include "alarm.h"
#include "code.h"
#include "field.h"
#include "hash.h"
#include "log.h"
#include "message.h"
#include "robot.h"
#include "sms.h"
#include "text_sql.h"
#include "turn.h"
#include "utf8.h"

enum { TRIES = 5, TEXT_MOST = 4000, SILENT_AFTER = 3, BACK_DAYS = 30 };

static const int64_t for_ever = INT64_MAX;

void text_start(void)
{
	query_register(&text_sql);
}

static bool read_phone(struct ctx *c, struct str text, struct str *out)
{
	static const struct field phone = { .name = "phone", .type = T_PHONE };
	struct diag ignored = { 0 };
	struct value v;

	if (field_read(c->mem, &phone, text, &v, &ignored) != OK || v.kind != V_TEXT)
		return false;
	*out = v.s;
	return true;
}

bool text_address(struct ctx *c, struct str from, struct str *out)
{
	if (!str_starts(from, "tg:"))
		return read_phone(c, from, out);
	*out = from;
	return true;
}

/* The telephone that a service vouches for behind an address of its own; empty: none. */
static struct str phone_behind(struct ctx *c, struct str address)
{
	return db_text(c->db, &text_sql.query[Q_PHONE_OF_ADDRESS], ARGS(cell_id(&c->net->id), cell_text(address)), c->mem);
}

void turn_silence(struct turn *t)
{
	unsigned patience = t->asked_help ? TALK_MISSES : SILENT_AFTER;

	if (t->progress) {
		t->talk.nmiss = 0;
		return;
	}
	if (talk_misses(&t->talk, t->c->now) >= patience || (t->talk.stopped && !t->asked_help))
		t->answer = STR("");
	talk_miss(&t->talk, t->c->now);
}

/* ---- in the writer ---- */

static void states_put(struct turn *t)
{
	struct ctx *c = t->c;
	bool was = message_stopped(c, t->address);

	menu_park(t);
	state_save(c, t->address, talk_write(c->mem, &t->talk), t->talk.stopped ? for_ever : c->now + TALK_KEEP_MS);
	if (!id_is_zero(t->who.person))
		state_save(c, own_key(c, t->who.person), own_write(c->mem, &t->own), c->now + TALK_KEEP_MS);
	if (was != t->talk.stopped)
		message_stop(c, t->address, t->talk.stopped);
}

/* A code opens once, and what a stranger stands behind is hers, as is what a command says is: what is kept of the message shows none. */
static struct str without_code(struct turn *t)
{
	struct str text = str_sub(t->in->text, 0, TEXT_MOST);
	struct buf b = buf_new(t->c->mem, text.n);

	if (t->aside || (t->draft.r.command && t->draft.r.command->hers) || (t->heard.nreading && t->heard.reading[0].command &&
		t->heard.reading[0].command->hers))
		return STR(MESSAGE_HIDDEN);
	if (!t->code.n)
		return text;
	for (size_t i = 0; i < text.n; i++)
		buf_char(&b, text.p[i] >= '0' && text.p[i] <= '9' && i + 8 >= text.n ? '*' : text.p[i]);
	return buf_str(&b);
}

/* What any database and any page can hold. */
static struct str clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n);

	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		if (cp >= 0x20 || cp == '\n')
			buf_utf8(&b, cp);
	}
	return buf_str(&b);
}

/* The message's own row, and the answer as one to be sent. */
static void rows_put(struct turn *t)
{
	const struct text_in *in = t->in;
	const struct str piece[] = { STR("ayni reply"), id_bytes(&t->row) };

	if (id_is_zero(in->gateway))
		return;
	struct message came = { .id = t->row, .gateway = in->gateway, .person = t->who.person, .about_group = t->group,
		.address = t->address, .kind = in->media ? t->voice ? STR("voice") : STR("photo") : STR("text"),
		.text = clean(t->c->mem, without_code(t)), .media = t->media_kept, .state = str_c(t->state), .ref = in->ref,
		.sent_at = t->sent_at };
	if (message_put_in(t->c, &came) && t->answer.n)
		message_queue(t->c, &(struct message){ .id = id_derive(t->c->now, piece, ARRAY_LEN(piece)), .gateway = in->gateway,
			.person = t->who.person, .about_group = t->group, .address = t->address, .kind = STR("reply"),
			.text = t->answer, .answers = t->row });
}

/* Does the state, the person's or the message's own row stand as it was judged by? */
static bool moved(struct turn *t)
{
	struct ctx *c = t->c;

	t->repeated = !id_is_zero(t->in->gateway) && message_get(c, t->row, &(struct message){ 0 });
	t->stale = !t->repeated && (!str_eq(state_read(c, t->address), t->before) ||
		(!id_is_zero(t->who.person) && !str_eq(state_read(c, own_key(c, t->who.person)), t->own_before)));
	return t->repeated || t->stale;
}

/* Her code, where one is needed; false: what to do about it is the answer. */
static bool proved(struct turn *t)
{
	if (!t->act->coded)
		return true;
	switch (text_code_take(t->c, t->who.person, t->code)) {
	case TEXT_CODE_GOOD:
		return true;
	case TEXT_CODE_WRONG:
		ask_code(t, &t->draft);
		t->progress = false;
		say(t, N_("Ese código no es. Mírelo de nuevo en Ayni, en Mi cuenta, y escríbalo aquí. NO: dejarlo"));
		break;
	case TEXT_CODE_NONE:
		ask_code(t, &t->draft);
		t->progress = false;
		say(t, N_("Usted no tiene un código que valga. Pida uno en Ayni, en Mi cuenta, y escríbalo aquí. NO: dejarlo"));
		break;
	}
	return false;
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct turn *t = w->arg;
	struct outcome o, *done = NULL;

	if (moved(t))
		return;
	if (!t->npersons && !message_stranger(t->c, t->address)) {
		t->refused = true;
		t->answer = STR("");
		return;
	}
	if (t->act && proved(t)) {
		gate_decide(g, t->c, t->act, head, &o);
		turn_done(t, t->act, &o);
		done = &o;
	}
	media_keep(t, g, head, done);
	turn_silence(t);
	if (id_is_zero(t->in->gateway)) {
		t->answer = sms_fold(t->c->mem, t->answer);
		if (t->message.n)
			talk_answered(&t->talk, t->message, t->answer);
	}
	if (t->answer.n)
		talk_said(t->c->mem, &t->talk, t->answer);
	else if (t->state[0] != 'l')
		t->state = t->state[0] == 'd' ? "done" : "silent";
	if (!t->aside) /* nothing is asked of a stranger, and nothing of her is remembered */
		states_put(t);
	rows_put(t);
}

/* ---- in the worker ---- */

/* What one machine says to another, or our own words come back: noted, and nothing more. */
static void judge(struct turn *t)
{
	if (robot_speaks(t->c->mem, t->text) || talk_echoes(t->c->mem, &t->talk, t->text)) {
		t->state = "silent";
		return;
	}
	if (t->in->media && !str_trim(t->text).n) {
		t->state = "answered";
		speaker_find(t);
		if (!t->npersons)
			say_stranger(t);
		else if (id_is_zero(t->who.person))
			ask_person(t);
	} else {
		turn_judge(t);
	}
	media_judge(t);
}

bool turn_read(struct turn *t)
{
	struct ctx *c = t->c;
	struct str known;

	t->before = state_read(c, t->address);
	talk_read(c->mem, c->reg, t->before, &t->talk);
	talk_settle(&t->talk, c->now);
	known = t->message.n && id_is_zero(t->in->gateway) ? talk_answer_to(&t->talk, t->message) : (struct str){ 0 };
	if (known.p) {
		t->answer = known;
		return false;
	}
	t->who = (struct actor){ .by_phone = true, .phone = t->phone };
	c->who = &t->who;
	persons_find(t);
	judge(t);
	return true;
}

/* Judge and write once; t->stale when the state moved. */
static enum rc once(struct ctx *c, struct writer *w, struct turn *t)
{
	if (!turn_read(t))
		return OK;
	if (db_status(c->db) != OK)
		return db_status(c->db); /* it was not judged by what stands */
	struct write one = { .run = run, .c = c, .arg = t, .acts_only = true };
	return writer_call(w, &one);
}

static struct str message_hash(struct ctx *c, const struct text_in *in)
{
	struct hash h = hash_of(in->ref, id_is_zero(in->gateway) ? (struct str){ 0 } : id_bytes(&in->gateway));
	struct buf b = buf_new(c->mem, 20);

	if (in->ref.n)
		buf_hex(&b, h.b, 8);
	return buf_str(&b);
}

/* Her gateway's clock, as far as it can be true. */
static int64_t sent_at(const struct ctx *c, const struct text_in *in)
{
	bool known = in->sent_at > c->now - BACK_DAYS * (int64_t)DAY_MS && in->sent_at < c->now;

	return known ? in->sent_at : c->now;
}

struct turn *turn_of(struct ctx *c, const struct text_in *in, struct str address, const struct ear *ear)
{
	struct turn *t = ARENA_NEW(c->mem, struct turn);

	*t = (struct turn){ .c = c, .in = in, .ear = ear, .address = address, .text = str_sub(in->text, 0, TEXT_MOST),
		.message = message_hash(c, in), .sent_at = sent_at(c, in), .state = "answered", .media_kept = STR("") };
	t->phone = str_starts(address, "+") ? address : phone_behind(c, address);
	t->day = zone_day(c->net->zone, t->sent_at);
	t->row = message_in_id(c, in->gateway, address, in->ref);
	return t;
}

enum rc text_receive(struct ctx *c, struct writer *w, const struct text_in *in, struct str *answer_out)
{
	const struct actor *outer = c->who;
	const struct lang *lang = c->lang;
	const char *channel = c->channel;
	struct turn *t = NULL;
	struct str address;
	enum rc rc = OK;

	*answer_out = STR("");
	/* A short code or a name is a machine: no answer, unless it is grave. */
	bool person = text_address(c, in->from, &address);
	c->channel = "text";
	if (alarm_heard(c, w, in, person ? address : in->from, answer_out, &rc) || !person) {
		c->channel = channel;
		return rc;
	}
	const struct ear *ear = ear_of(c);
	for (int i = 0; i < TRIES; i++) {
		t = turn_of(c, in, address, ear);
		c->lang = lang;
		rc = once(c, w, t);
		if (rc != OK || !t->stale)
			break;
		rc = BUSY;
	}
	if (rc == OK)
		*answer_out = t->answer;
	c->who = outer;
	c->lang = lang;
	c->channel = channel;
	return rc;
}
