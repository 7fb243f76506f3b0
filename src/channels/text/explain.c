/*
 * explain.c - what would come of a message, as JSON, nothing being done.
 *
 * The road is that of receive.c up to the write; there the gate is asked what it would say. Phrases are tuned
 * by it: `ayni say --explain`, and the page of what was not understood.
 */
#include "field.h"
#include "grave.h"
#include "sms.h"
#include "turn.h"

static void key_text(struct json_out *j, const char *key, struct str s)
{
	json_key(j, key);
	json_text(j, s);
}

static void put_value(struct ctx *c, struct json_out *j, const struct field *f, const struct value *v)
{
	json_key(j, f->name);
	if (v->kind == V_ID && f->type == T_REF)
		json_text(j, ref_code(c, f->ref, v->id)); /* the API takes codes too, and people read them */
	else
		field_json(j, f, v);
}

static void put_act(struct ctx *c, struct json_out *j, const struct act *a)
{
	json_key(j, "action");
	json_text(j, str_c(a->action->name));
	json_key(j, "args");
	json_open(j, '{');
	for (unsigned i = 0; i < a->action->nargs; i++)
		if (act_has(a, i))
			put_value(c, j, &a->action->args[i], &a->v[i]);
	json_close(j, '}');
}

/* The same of what is only said so far: what cannot be read yet stays as it was written. */
static void put_draft(struct ctx *c, struct json_out *j, const struct draft *d)
{
	const struct action *action = d->r.action;

	json_key(j, "action");
	json_text(j, str_c(action->name));
	json_key(j, "args");
	json_open(j, '{');
	for (unsigned i = 0; i < action->nargs; i++) {
		struct str said = reading_get(&d->r, i);
		struct diag ignored = { 0 };
		struct value v;
		if (!said.p)
			continue;
		if (field_read(c->mem, &action->args[i], said, &v, &ignored) == OK)
			put_value(c, j, &action->args[i], &v);
		else
			key_text(j, action->args[i].name, said);
	}
	json_close(j, '}');
}

static void put_nothing(struct json_out *j)
{
	json_key(j, "action");
	json_null_out(j);
	json_key(j, "args");
	json_open(j, '{');
	json_close(j, '}');
}

static void put_candidates(struct turn *t, struct json_out *j)
{
	json_key(j, "candidates");
	json_open(j, '[');
	for (unsigned i = 0; t->talk.ask == ASK_PICK && i < t->talk.noptions; i++) {
		const struct option *o = &t->talk.option[i];
		json_open(j, '{');
		json_key(j, "number");
		json_int(j, i + 1);
		if (o->kind == OPTION_DRAFT)
			put_draft(t->c, j, &o->draft);
		else
			put_nothing(j);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static bool acts(const struct turn *t, const struct outcome *o)
{
	return t->act && (o->status == ACT_ACCEPTED || o->status == ACT_KEPT || o->status == ACT_REPEATED);
}

static void put(struct turn *t, const struct outcome *o, struct buf *out)
{
	struct json_out j = json_begin(out);
	bool asks = str_is(str_c(t->state), "asked");

	json_open(&j, '{');
	key_text(&j, "outcome", acts(t, o) ? STR("act") : !t->answer.n ? STR("silent") : asks ? STR("ask") : STR("answer"));
	if (acts(t, o))
		put_act(t->c, &j, t->act);
	else if (asks && t->talk.ask != ASK_NONE && t->talk.ask != ASK_PICK)
		put_draft(t->c, &j, &t->talk.draft);
	else
		put_nothing(&j);
	key_text(&j, "reply", t->answer);
	put_candidates(t, &j);
	json_close(&j, '}');
}

/* Help comes first, and in a trial nobody is called for it. */
static bool grave(struct ctx *c, struct str text, struct buf *out)
{
	enum grave g = grave_find(c->mem, text);
	struct turn t = { .c = c, .state = "answered" };

	if (g == GRAVE_NONE)
		return false;
	t.answer = sms_fold(c->mem, tr(c->lang, grave_msgid(g)));
	put(&t, &(struct outcome){ .status = ACT_REFUSED }, out);
	return true;
}

static void try(struct ctx *c, struct turn *t, struct outcome *o)
{
	struct chain_head head = journal_head(c->db, c->net->id);

	if (!turn_read(t))
		return;
	if (t->act) {
		gate_try(c, t->act, &head, o);
		turn_done(t, t->act, o);
	}
	turn_silence(t);
	t->answer = sms_fold(c->mem, t->answer);
}

enum rc text_explain(struct ctx *c, struct str from, struct str text, struct buf *out)
{
	const struct text_in in = { .from = from, .text = text };
	const struct actor *outer = c->who;
	const struct lang *lang = c->lang;
	const char *channel = c->channel;
	struct outcome o = { .status = ACT_REFUSED };
	struct turn *t = ARENA_NEW(c->mem, struct turn);
	struct str address;

	if (grave(c, text, out))
		return OK;
	*t = (struct turn){ .c = c, .state = "silent", .answer = STR("") };
	c->channel = "text";
	if (text_address(c, from, &address)) {
		t = turn_of(c, &in, address, ear_of(c));
		try(c, t, &o);
	}
	if (db_status(c->db) == OK)
		put(t, &o, out);
	c->who = outer;
	c->lang = lang;
	c->channel = channel;
	return db_status(c->db);
}
