/*
 * chat.c - reports in a group's exported chat.
 */
#include "chat.h"

#include "app_sql.h"
#include "chat_export.h"
#include "field.h"
#include "fold.h"

enum { BACK_DAYS = 30 };

/* ---- reading ---- */

/* Its lines as sentences: a report beneath a greeting is one. */
static struct str one_line(struct arena *a, struct str text)
{
	struct buf b = buf_new(a, text.n + 8);
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		line = text_tidy(a, line);
		if (!line.n)
			continue;
		if (b.n)
			buf_c(&b, ". ");
		buf_add(&b, line);
	}
	return buf_str(&b);
}

/* CHAT_SENDERS: there is no room for another. */
static unsigned sender_of(struct chat *chat, struct str name)
{
	for (unsigned i = 0; i < chat->nsenders; i++)
		if (str_eq(chat->sender[i].name, name))
			return i;
	if (chat->nsenders == CHAT_SENDERS)
		return CHAT_SENDERS;
	chat->sender[chat->nsenders] = (struct chat_sender){ .name = name };
	return chat->nsenders++;
}

static void add(struct chat *chat, struct str name, int64_t at, struct str text)
{
	unsigned sender = chat->nitems < CHAT_ITEMS ? sender_of(chat, name) : CHAT_SENDERS;

	if (sender == CHAT_SENDERS) {
		chat->more = true;
		return;
	}
	chat->item[chat->nitems++] = (struct chat_item){ .sender = sender, .at = at, .text = text };
}

/* In memory of its own: a chat has thousands of messages. */
static bool is_report(struct ctx *c, struct arena *mem, int64_t at, struct str line)
{
	static const struct id nobody;
	struct ctx probe = *c;
	struct text_past past;

	arena_reset(mem);
	probe.mem = mem;
	probe.groups = probe.refs = NULL;
	probe.known = NULL;
	text_past(&probe, nobody, at, line, &past);
	return past.kind != TEXT_PAST_NOTHING;
}

/* The latest reports, oldest first. */
enum rc chat_read(struct ctx *c, struct str file, struct chat *out)
{
	struct arena *mem;
	struct chat_export e;
	unsigned from, found = 0;

	*out = (struct chat){ 0 };
	if (chat_export_read(c->mem, file, &e) != OK)
		return INVALID;
	struct str *text = ARENA_ARRAY(c->mem, struct str, e.n + 1);
	mem = arena_local();
	for (from = e.n; from > 0 && found < CHAT_ITEMS; from--) {
		const struct chat_line *l = &e.line[from - 1];
		int64_t at = zone_instant(c->net->zone, l->day, l->minute);
		if (at <= c->now - BACK_DAYS * (int64_t)DAY_MS || at > c->now || !l->text.n || l->text.n > CHAT_TEXT_MAX) {
			out->old += at <= c->now - BACK_DAYS * (int64_t)DAY_MS;
			continue;
		}
		struct str line = one_line(c->mem, l->text);
		if (is_report(c, mem, at, line)) {
			text[from - 1] = line;
			found++;
		}
	}
	arena_free(&mem);
	out->more = from > 0 && found == CHAT_ITEMS;
	for (unsigned i = from; i < e.n; i++)
		if (text[i].n)
			add(out, text_tidy(c->mem, e.line[i].sender), zone_instant(c->net->zone, e.line[i].day, e.line[i].minute), text[i]);
	return OK;
}

struct str chat_lines(struct ctx *c, const struct chat *chat)
{
	struct buf b = buf_new(c->mem, 4096);

	for (unsigned i = 0; i < chat->nitems; i++) {
		const struct chat_item *one = &chat->item[i];
		buf_int(&b, one->at / 60000);
		buf_char(&b, '\t');
		buf_add(&b, chat->sender[one->sender].name);
		buf_char(&b, '\t');
		buf_add(&b, one->text);
		buf_char(&b, '\n');
	}
	return buf_str(&b);
}

enum rc chat_lines_read(struct ctx *c, struct str lines, struct chat *out)
{
	struct str line, minute, name;
	int64_t at;

	*out = (struct chat){ 0 };
	while (str_cut(&lines, '\n', &line)) {
		if (!line.n)
			continue;
		if (!str_cut(&line, '\t', &minute) || !str_cut(&line, '\t', &name) || !str_int64(minute, &at) || !name.n || !line.n ||
			line.n > CHAT_TEXT_MAX * 2 || at < 0 || at > c->now / 60000)
			return INVALID;
		add(out, name, at * 60000, line);
	}
	return OK;
}

/* ---- who ---- */

unsigned chat_persons(struct ctx *c, struct chat_person **out)
{
	struct rows r = ctx_rows(c, app_sql, Q_CHAT_PERSONS, cell_id(&c->net->id), cell_int(CHAT_PERSONS));
	struct chat_person *all = ARENA_ARRAY(c->mem, struct chat_person, CHAT_PERSONS);
	struct id *group = ARENA_ARRAY(c->mem, struct id, CHAT_PERSONS);
	unsigned n = 0, kept = 0;

	while (n < CHAT_PERSONS && rows_next(&r)) {
		group[n] = rows_id(&r, 2);
		all[n++] = (struct chat_person){ .id = rows_id(&r, 0), .name = str_dup(c->mem, rows_text(&r, 1)),
			.code = str_dup(c->mem, rows_text(&r, 3)), .phone = str_dup(c->mem, rows_text(&r, 4)) };
	}
	if (n == CHAT_PERSONS)
		rows_end(&r);
	for (unsigned i = 0; i < n; i++)
		if (allowed(c, "page:chat_import", scope_of_group(c, group[i])))
			all[kept++] = all[i];
	*out = all;
	return kept;
}

static struct id match(struct ctx *c, struct str sender, const struct chat_person *person, unsigned n)
{
	static const struct field phone = { .name = "phone", .type = T_PHONE, .label = "" };
	static const struct id nobody;
	struct diag ignored = { 0 };
	struct str name = fold(c->mem, sender), number = STR("");
	struct id found = nobody;
	struct value v;

	if (field_read(c->mem, &phone, sender, &v, &ignored) == OK && v.kind == V_TEXT)
		number = v.s;
	for (unsigned i = 0; i < n; i++) {
		bool same = number.n ? str_eq(person[i].phone, number) : str_eq(fold(c->mem, person[i].name), name);
		if (!same || id_eq(found, person[i].id))
			continue;
		if (!id_is_zero(found))
			return nobody; /* two of that name, or behind that number */
		found = person[i].id;
	}
	return found;
}

void chat_match(struct ctx *c, struct chat *chat, const struct chat_person *person, unsigned n)
{
	for (unsigned i = 0; i < chat->nsenders; i++) {
		chat->sender[i].person = match(c, chat->sender[i].name, person, n);
		chat->sender[i].known = !id_is_zero(chat->sender[i].person);
	}
}

bool chat_asks(const struct chat *chat)
{
	for (unsigned i = 0; i < chat->nsenders; i++)
		if (id_is_zero(chat->sender[i].person) && !chat->sender[i].out)
			return true;
	return false;
}

/* ---- what ---- */

void chat_judge(struct ctx *c, struct chat *chat)
{
	struct chain_head head = journal_head(c->db, c->net->id);
	const struct actor *outer = c->who;
	const char *channel = c->channel;

	for (unsigned i = 0; i < chat->nitems; i++) {
		struct chat_item *one = &chat->item[i];
		struct id person = chat->sender[one->sender].person;
		if (id_is_zero(person))
			continue;
		text_past(c, person, one->at, one->text, &one->past);
		if (one->past.kind != TEXT_PAST_ACT)
			continue;
		c->who = one->past.who;
		c->channel = "text";
		gate_try(c, one->past.act, &head, &one->would);
		c->who = outer;
		c->channel = channel;
	}
}

bool chat_offers(const struct chat_item *i)
{
	return i->past.kind == TEXT_PAST_ACT && (i->would.status == ACT_ACCEPTED || i->would.status == ACT_KEPT);
}

void chat_do(struct ctx *c, struct gate *g, struct chain_head *head, struct chat_item *i, struct id by)
{
	const struct actor *outer = c->who;
	const char *channel = c->channel;

	i->past.act->diag = (struct diag){ 0 };
	c->who = i->past.who;
	c->channel = str_fmt(c->mem, "chat:%.36s", id_text(c->mem, by).p).p;
	gate_decide(g, c, i->past.act, head, &i->done);
	c->who = outer;
	c->channel = channel;
}
