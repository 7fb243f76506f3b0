#include "talk.h"

#include "fold.h"
#include "hash.h"
#include "json.h"
#include "module.h"

enum { HOUR_MS = 3600 * 1000 };

/* ---- writing ---- */

static void key_text(struct json_out *j, const char *key, struct str s)
{
	json_key(j, key);
	json_text(j, s);
}

static void key_int(struct json_out *j, const char *key, int64_t i)
{
	json_key(j, key);
	json_int(j, i);
}

static void put_draft(struct json_out *j, const struct draft *d)
{
	json_open(j, '{');
	key_text(j, "action", str_c(d->r.action->name));
	json_key(j, "args");
	json_open(j, '{');
	for (unsigned i = 0; i < d->r.n; i++)
		key_text(j, d->r.action->args[d->r.said[i].arg].name, d->r.said[i].text);
	json_close(j, '}');
	if (d->r.corrects)
		key_int(j, "corrects", 1);
	if (d->guided)
		key_int(j, "guided", 1);
	if (d->seen.n)
		key_text(j, "seen", d->seen);
	json_close(j, '}');
}

static void put_ask(struct json_out *j, const struct talk *t)
{
	key_int(j, "ask", t->ask);
	key_int(j, "asked_at", t->asked_at);
	key_int(j, "ask_until", t->ask_until);
	if (t->ask != ASK_PICK) {
		json_key(j, "draft");
		put_draft(j, &t->draft);
		key_text(j, "slot", str_c(t->draft.r.action->args[t->slot].name));
		return;
	}
	if (t->menu) {
		key_int(j, "menu", 1);
		key_int(j, "page", t->page);
		key_int(j, "pages_on", t->pages_on);
	}
	json_key(j, "options");
	json_open(j, '[');
	for (unsigned i = 0; i < t->noptions; i++) {
		const struct option *o = &t->option[i];
		json_open(j, '{');
		key_int(j, "kind", o->kind);
		key_text(j, "words", o->words);
		if (o->kind == OPTION_DRAFT) {
			json_key(j, "draft");
			put_draft(j, &o->draft);
		} else if (o->kind == OPTION_PERSON) {
			json_key(j, "person");
			json_id(j, o->person);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
	if (t->held.n)
		key_text(j, "held", t->held);
}

static void put_rest(struct json_out *j, const struct talk *t)
{
	json_key(j, "misses");
	json_open(j, '[');
	for (unsigned i = 0; i < t->nmiss; i++)
		json_int(j, t->miss[i]);
	json_close(j, ']');
	json_key(j, "done");
	json_open(j, '[');
	for (unsigned i = 0; i < t->ndone; i++) {
		json_text(j, t->done[i].message);
		json_text(j, t->done[i].answer);
	}
	json_close(j, ']');
	json_key(j, "said");
	json_open(j, '[');
	for (unsigned i = 0; i < TALK_SAID; i++)
		if (t->said[i].n)
			json_text(j, t->said[i]);
	json_close(j, ']');
}

struct str talk_write(struct arena *a, const struct talk *t)
{
	struct buf b = buf_new(a, 512);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	if (t->stopped)
		key_int(&j, "stopped", 1);
	if (!id_is_zero(t->speaker)) {
		json_key(&j, "speaker");
		json_id(&j, t->speaker);
		key_int(&j, "speaker_until", t->speaker_until);
	}
	if (t->ask != ASK_NONE)
		put_ask(&j, t);
	put_rest(&j, t);
	json_close(&j, '}');
	return buf_str(&b);
}

struct str own_write(struct arena *a, const struct own *o)
{
	struct buf b = buf_new(a, 256);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	if (o->has_last) {
		json_key(&j, "last");
		put_draft(&j, &o->last);
		key_int(&j, "last_at", o->last_at);
		key_text(&j, "last_about", o->last_about);
		json_key(&j, "last_group");
		json_id(&j, o->last_group);
	}
	if (o->has_parked) {
		json_key(&j, "parked");
		put_draft(&j, &o->parked);
		key_int(&j, "parked_at", o->parked_at);
	}
	json_close(&j, '}');
	return buf_str(&b);
}

/* ---- reading ---- */

static int64_t get_int(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static struct id get_id(const json_t *o, const char *key)
{
	struct id id = { 0 };

	return id_parse(json_get_str(o, key), &id) ? id : (struct id){ 0 };
}

static const struct text_command *command_of(const struct registry *reg, const char *action)
{
	for (unsigned i = 0; i < reg->ncommands; i++)
		if (reg->commands[i]->action && str_is(str_c(action), reg->commands[i]->action))
			return reg->commands[i];
	return NULL;
}

static bool get_draft(const struct registry *reg, const json_t *o, struct draft *out)
{
	const struct action *action = registry_action(reg, json_get_str(o, "action"));
	const char *name;
	json_t *v;

	*out = (struct draft){ .r.action = action, .r.plain = -1 };
	if (!action)
		return false;
	out->r.command = command_of(reg, action->name);
	json_object_foreach(json_object_get(o, "args"), name, v)
	{
		int arg = action_arg(action, str_c(name));
		if (arg < 0)
			return false;
		reading_set(&out->r, (unsigned)arg, json_str(v));
	}
	out->r.corrects = get_int(o, "corrects") != 0;
	out->guided = get_int(o, "guided") != 0;
	out->seen = json_get_str(o, "seen");
	return out->r.command != NULL;
}

static bool get_option(const struct registry *reg, const json_t *o, struct option *out)
{
	*out = (struct option){ .kind = (enum option_kind)get_int(o, "kind"),
		.words = json_get_str(o, "words"), .person = get_id(o, "person") };
	return out->kind != OPTION_DRAFT || get_draft(reg, json_object_get(o, "draft"), &out->draft);
}

/* An open question, or none where it no longer makes sense. */
static void get_ask(const struct registry *reg, const json_t *o, struct talk *t)
{
	const json_t *options = json_object_get(o, "options");

	t->ask = (enum ask)get_int(o, "ask");
	t->asked_at = get_int(o, "asked_at");
	t->ask_until = get_int(o, "ask_until");
	t->held = json_get_str(o, "held");
	t->menu = get_int(o, "menu") != 0;
	t->page = (unsigned)get_int(o, "page") % 16;
	t->pages_on = get_int(o, "pages_on") != 0;
	if (t->ask == ASK_SLOT || t->ask == ASK_REASON || t->ask == ASK_CODE) {
		int slot = -1;
		if (get_draft(reg, json_object_get(o, "draft"), &t->draft))
			slot = action_arg(t->draft.r.action, json_get_str(o, "slot"));
		t->slot = slot < 0 ? 0 : (unsigned)slot;
		t->ask = slot < 0 ? ASK_NONE : t->ask;
		return;
	}
	for (size_t i = 0; i < json_array_size(options) && t->noptions < TALK_OPTIONS; i++)
		if (!get_option(reg, json_array_get(options, i), &t->option[t->noptions++]))
			t->noptions = 0;
	if (!t->noptions)
		t->ask = ASK_NONE;
}

static void get_rest(const json_t *o, struct talk *t)
{
	const json_t *misses = json_object_get(o, "misses"), *done = json_object_get(o, "done"),
		*said = json_object_get(o, "said");

	for (size_t i = 0; i < json_array_size(misses) && t->nmiss < TALK_MISSES; i++)
		t->miss[t->nmiss++] = json_integer_value(json_array_get(misses, i));
	for (size_t i = 0; i + 1 < json_array_size(done) && t->ndone < TALK_DONE; i += 2) {
		t->done[t->ndone].message = json_str(json_array_get(done, i));
		t->done[t->ndone++].answer = json_str(json_array_get(done, i + 1));
	}
	for (size_t i = 0; i < json_array_size(said) && i < TALK_SAID; i++)
		t->said[i] = json_str(json_array_get(said, i));
}

void talk_read(struct arena *a, const struct registry *reg, struct str json, struct talk *out)
{
	struct diag d = { 0 };
	const json_t *o = json.n ? json_read(a, json, &d) : NULL;

	*out = (struct talk){ 0 };
	if (!json_is_object(o))
		return;
	out->stopped = get_int(o, "stopped") != 0;
	out->speaker = get_id(o, "speaker");
	out->speaker_until = get_int(o, "speaker_until");
	if (json_object_get(o, "ask"))
		get_ask(reg, o, out);
	get_rest(o, out);
}

void own_read(struct arena *a, const struct registry *reg, struct str json, struct own *out)
{
	struct diag d = { 0 };
	const json_t *o = json.n ? json_read(a, json, &d) : NULL;

	*out = (struct own){ 0 };
	if (!json_is_object(o))
		return;
	out->has_last = json_object_get(o, "last") && get_draft(reg, json_object_get(o, "last"), &out->last);
	out->last_at = get_int(o, "last_at");
	out->last_about = json_get_str(o, "last_about");
	out->last_group = get_id(o, "last_group");
	out->has_parked = json_object_get(o, "parked") && get_draft(reg, json_object_get(o, "parked"), &out->parked);
	out->parked_at = get_int(o, "parked_at");
}

/* ---- small steps ---- */

void talk_offer(struct talk *t, const struct option *o)
{
	t->ask = ASK_PICK;
	if (t->noptions < TALK_OPTIONS)
		t->option[t->noptions++] = *o;
}

void talk_close(struct talk *t)
{
	t->ask = ASK_NONE;
	t->noptions = 0;
	t->menu = t->pages_on = false;
	t->page = 0;
	t->held = (struct str){ 0 };
}

/* Whoever repeats what we said says it with other capitals, accents and blanks. */
static struct str said_hash(struct arena *a, struct str text)
{
	struct hash h = hash_of(word_fold(a, text_tidy(a, text)), (struct str){ 0 });
	struct buf b = buf_new(a, 20);

	buf_hex(&b, h.b, 8);
	return buf_str(&b);
}

bool talk_echoes(struct arena *a, const struct talk *t, struct str text)
{
	struct str h = said_hash(a, text);

	for (unsigned i = 0; i < TALK_SAID; i++)
		if (t->said[i].n && str_eq(t->said[i], h))
			return true;
	return false;
}

void talk_said(struct arena *a, struct talk *t, struct str answer)
{
	memmove(&t->said[1], &t->said[0], sizeof(t->said[0]) * (TALK_SAID - 1));
	t->said[0] = said_hash(a, answer);
}

void talk_answered(struct talk *t, struct str message, struct str answer)
{
	if (t->ndone == TALK_DONE) {
		memmove(&t->done[0], &t->done[1], sizeof(t->done[0]) * (TALK_DONE - 1));
		t->ndone--;
	}
	t->done[t->ndone].message = message;
	t->done[t->ndone++].answer = answer;
}

struct str talk_answer_to(const struct talk *t, struct str message)
{
	for (unsigned i = 0; i < t->ndone; i++)
		if (str_eq(t->done[i].message, message))
			return t->done[i].answer.p ? t->done[i].answer : STR("");
	return (struct str){ 0 };
}

void talk_settle(struct talk *t, int64_t now)
{
	int64_t soon = now + HOUR_MS;

	if (t->ask_until > soon + TALK_ASK_MS)
		talk_close(t);
	if (t->speaker_until > soon + TALK_SPEAKER_MS)
		t->speaker_until = 0;
	if (t->nmiss && t->miss[t->nmiss - 1] > soon)
		t->nmiss = 0;
}

void own_settle(struct own *o, int64_t now)
{
	int64_t soon = now + HOUR_MS;

	if (o->last_at > soon)
		o->has_last = false;
	if (o->parked_at > soon || now - o->parked_at > TALK_KEEP_MS)
		o->has_parked = false;
}

void talk_miss(struct talk *t, int64_t now)
{
	if (t->nmiss == TALK_MISSES) {
		memmove(&t->miss[0], &t->miss[1], sizeof(t->miss[0]) * (TALK_MISSES - 1));
		t->nmiss--;
	}
	t->miss[t->nmiss++] = now;
}

unsigned talk_misses(const struct talk *t, int64_t now)
{
	unsigned n = 0;

	for (unsigned i = 0; i < t->nmiss; i++)
		n += now - t->miss[i] < HOUR_MS;
	return n;
}
