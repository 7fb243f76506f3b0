/*
 * person.c - who is behind an address: persons of a number, who of them speaks, what is her own.
 */
#include "field.h"
#include "session.h"
#include "text_sql.h"
#include "turn.h"
#include "words.h"

struct str own_key(struct ctx *c, struct id person)
{
	return str_fmt(c->mem, "p:%.36s", id_text(c->mem, person).p);
}

struct str state_read(struct ctx *c, struct str key)
{
	return db_text(c->db, &text_sql.query[Q_CONVERSATION_GET],
		ARGS(cell_id(&c->net->id), cell_text(key), cell_int(c->now)), c->mem);
}

void state_save(struct ctx *c, struct str key, struct str state, int64_t until_at)
{
	db_exec(c->db, &text_sql.query[Q_CONVERSATION_PUT],
		ARGS(cell_id(&c->net->id), cell_text(key), cell_text(state), cell_int(until_at)));
}

void persons_find(struct turn *t)
{
	struct ctx *c = t->c;

	if (!t->phone.n)
		return;
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

bool speak_as(struct turn *t, struct id person)
{
	struct ctx *c = t->c;

	for (unsigned i = 0; i < t->npersons; i++) {
		if (!id_eq(t->person[i].id, person))
			continue;
		actor_load(c, &t->who, person);
		t->who.by_phone = true;
		t->who.phone = t->phone;
		const struct lang *l = lang_find(t->person[i].language);
		if (l)
			c->lang = l;
		t->own_before = state_read(c, own_key(c, person));
		own_read(c->mem, c->reg, t->own_before, &t->own);
		own_settle(&t->own, c->now);
		t->discreet = c->reg->care && c->reg->care->discreet && c->reg->care->discreet(c, person);
		if (t->who.nmember)
			t->group = t->who.member[0].group;
		return true;
	}
	return false;
}

void speaker_find(struct turn *t)
{
	if (t->npersons == 1)
		speak_as(t, t->person[0].id);
	else if (t->talk.speaker_until > t->c->now)
		speak_as(t, t->talk.speaker);
}

static struct str first_of(struct str name)
{
	return str_sub(name, 0, str_find(name, ' '));
}

struct str speaker_name(struct turn *t, unsigned i)
{
	struct str name = t->person[i].name, first = first_of(name);

	for (unsigned k = 0; k < t->npersons; k++)
		if (k != i && str_eq(word_fold(t->c->mem, first_of(t->person[k].name)), word_fold(t->c->mem, first)) &&
			first.n + 1 < name.n && (unsigned char)name.p[first.n + 1] < 0x80)
			return str_fmt(t->c->mem, "%.*s %c.", (int)first.n, first.p, name.p[first.n + 1]);
	return first;
}

/* Whom the name means: one of them, or PERSONS_MAX. */
static unsigned named(struct turn *t, struct str name)
{
	unsigned found = PERSONS_MAX, n = 0;

	for (unsigned i = 0; i < t->npersons; i++)
		if (str_eq(word_fold(t->c->mem, first_of(t->person[i].name)), name)) {
			found = i;
			n++;
		}
	return n == 1 ? found : PERSONS_MAX;
}

bool speaker_said(struct turn *t)
{
	static const char *const before[] = { "soy la ", "soy ", "habla ", "escribe ", "le habla ", "le escribe " };
	struct str line = t->heard.line;

	if (t->npersons < 2 || !line.n)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (str_starts(line, before[i])) {
			line = str_sub(line, strlen(before[i]), line.n);
			break;
		}
	unsigned who = named(t, line);
	if (who == PERSONS_MAX)
		return false;
	t->talk.speaker = t->person[who].id;
	t->talk.speaker_until = t->c->now + TALK_SPEAKER_MS;
	t->progress = speak_as(t, t->person[who].id);
	return true;
}
