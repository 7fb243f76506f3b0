/*
 * receive.c - the road of a message: who, state, judgement, one write, answer.
 *
 * State and act are written together. Another message of the same number may have come between
 * reading and writing; then the message is judged again.
 */
#include "text_channel.h"

#include "field.h"
#include "grave.h"
#include "hash.h"
#include "log.h"
#include "sms.h"
#include "text_sql.h"
#include "turn.h"
#include "utf8.h"

enum { TRIES = 5, TEXT_MOST = 4000, SILENT_AFTER = 3 };

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

static struct ear *ear_of(struct ctx *c)
{
	const struct registry *r = c->reg;
	const struct action **actions = ARENA_ARRAY(c->mem, const struct action *, r->ncommands);

	for (unsigned i = 0; i < r->ncommands; i++)
		actions[i] = registry_action(r, str_c(r->commands[i]->action));
	return ear_new(c->mem, r->commands, actions, r->ncommands);
}

static struct str state_get(struct ctx *c, struct str phone)
{
	struct rows r = db_rows(c->db, &text_sql.query[Q_CONVERSATION_GET],
		ARGS(cell_id(&c->net->id), cell_text(phone), cell_int(c->now)));
	struct str state = { 0 };

	if (rows_next(&r)) {
		state = str_dup(c->mem, rows_text(&r, 0));
		rows_end(&r);
	}
	return state;
}

static void persons_find(struct turn *t)
{
	struct ctx *c = t->c;
	struct rows r = db_rows(c->db, &text_sql.query[Q_PERSONS_OF_PHONE],
		ARGS(cell_id(&c->net->id), cell_text(t->phone)));

	while (t->npersons < PERSONS_MAX && rows_next(&r)) {
		t->person[t->npersons].id = rows_id(&r, 0);
		t->person[t->npersons].name = str_dup(c->mem, rows_text(&r, 1));
		t->person[t->npersons++].language = str_dup(c->mem, rows_text(&r, 2));
	}
	if (t->npersons == PERSONS_MAX)
		rows_end(&r);
}

/* Two robots must not talk to each other for ever; who said stop is left alone. */
static void keep_silent(struct turn *t)
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

static void state_put(struct turn *t)
{
	struct ctx *c = t->c;
	int64_t until = t->talk.stopped ? for_ever : c->now + TALK_KEEP_MS;
	struct str state = talk_write(c->mem, &t->talk);

	db_exec(c->db, &text_sql.query[Q_CONVERSATION_PUT],
		ARGS(cell_id(&c->net->id), cell_text(t->phone), cell_text(state), cell_int(until)));
}

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct turn *t = w->arg;
	struct outcome o;

	if (!str_eq(state_get(t->c, t->phone), t->before)) {
		t->stale = true;
		return;
	}
	if (t->act) {
		gate_decide(g, t->c, t->act, head, &o);
		turn_done(t, t->act, &o);
	}
	keep_silent(t);
	t->answer = sms_fold(t->c->mem, t->answer);
	if (t->message.n)
		talk_answered(&t->talk, t->message, t->answer);
	state_put(t);
}

/* Judge and write once; t->stale when the state moved. */
static enum rc once(struct ctx *c, struct writer *w, struct turn *t)
{
	struct str before = state_get(c, t->phone), known;

	t->before = before;
	talk_read(c->mem, c->reg, before, &t->talk);
	talk_settle(&t->talk, c->now);
	known = t->message.n ? talk_answer_to(&t->talk, t->message) : (struct str){ 0 };
	if (known.p) {
		t->answer = known;
		return OK;
	}
	t->who = (struct actor){ .by_phone = true };
	c->who = &t->who;
	persons_find(t);
	turn_judge(t);
	if (db_status(c->db) != OK)
		return db_status(c->db); /* it was not judged by what stands */
	struct write one = { .run = run, .c = c, .arg = t };
	return writer_call(w, &one);
}

static struct str message_hash(struct ctx *c, struct str id)
{
	struct hash h = hash_of(id, (struct str){ 0 });
	struct buf b = buf_new(c->mem, 20);

	if (id.n)
		buf_hex(&b, h.b, 8);
	return buf_str(&b);
}

enum rc text_receive(struct ctx *c, struct writer *w, const struct text_in *in, struct str *answer_out)
{
	const struct actor *outer = c->who;
	const struct lang *lang = c->lang;
	struct str phone, text = str_sub(in->text, 0, TEXT_MOST);
	enum rc rc = OK;

	*answer_out = STR("");
	/* Help comes first, to any number, and leaves no trace. */
	enum grave g = grave_find(c->mem, text);
	if (g != GRAVE_NONE) {
		*answer_out = sms_fold(c->mem, tr(c->lang, grave_msgid(g)));
		return OK;
	}
	/* A short code or a name is a machine: no answer. */
	if (!read_phone(c, in->from, &phone))
		return OK;
	struct turn *t = ARENA_NEW(c->mem, struct turn);
	const struct ear *ear = ear_of(c);
	struct str message = message_hash(c, in->ref);
	for (int i = 0; i < TRIES; i++) {
		*t = (struct turn){ .c = c, .ear = ear, .phone = phone, .text = text, .message = message };
		c->lang = lang;
		c->channel = "text";
		rc = once(c, w, t);
		if (rc != OK || !t->stale)
			break;
		rc = BUSY;
	}
	if (rc == OK)
		*answer_out = t->answer;
	c->who = outer;
	c->lang = lang;
	return rc;
}
