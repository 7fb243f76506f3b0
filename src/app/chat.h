/*
 * chat.h - reports in a group's exported chat: found, proposed, and done once somebody says so.
 *
 * The file is read and forgotten: what goes on between the steps is only those of its lines that are reports, and they go
 * through the page of who imports it. Only the last 30 days count, as for any report. A report's id derives from person,
 * minute and text: the same chat twice, or the exports of two phones, change nothing more.
 */
#ifndef AYNI_CHAT_H
#define AYNI_CHAT_H

#include "module.h"
#include "text_channel.h"

enum { CHAT_SENDERS = 60, CHAT_ITEMS = 100, CHAT_TEXT_MAX = 400, CHAT_PERSONS = 3000 };

/* Somebody whom c->who may import reports of (rule "page:chat_import"). */
struct chat_person {
	struct id id;
	struct str name, code, phone; /* code: of her group; phone: "+51…" or empty */
};

struct chat_sender {
	struct str name;
	struct id person;   /* zero: not known yet, or left out */
	bool known, out;    /* known: found by number or name; out: she said to leave it */
};

struct chat_item {
	unsigned sender;
	int64_t at;
	struct str text;    /* one line */
	struct text_past past; /* once its sender is a person */
	struct outcome would, done;
};

struct chat {
	struct chat_sender sender[CHAT_SENDERS];
	struct chat_item item[CHAT_ITEMS];
	unsigned nsenders, nitems;
	unsigned old; /* messages older than 30 days */
	bool more;              /* reports beyond CHAT_ITEMS: once again afterwards */
};

/* Read a file and keep its reports. INVALID: it is no exported chat. */
enum rc chat_read(struct ctx *c, struct str file, struct chat *out) MUST_USE;
/* The reports as lines of text, and back: what a page holds between two steps. INVALID: not ours. */
struct str chat_lines(struct ctx *c, const struct chat *chat);
enum rc chat_lines_read(struct ctx *c, struct str lines, struct chat *out) MUST_USE;
/* Everybody she may import reports of, by group and name; how many. */
unsigned chat_persons(struct ctx *c, struct chat_person **out);
/* Find senders by number, or by a name that one person alone has. */
void chat_match(struct ctx *c, struct chat *chat, const struct chat_person *person, unsigned n);
/* True when somebody is neither known nor left out. */
bool chat_asks(const struct chat *chat);
/* Understand each report as its sender's, and what would come of it now. c reads one snapshot. */
void chat_judge(struct ctx *c, struct chat *chat);
/* It can be done: understood, and not done before. */
bool chat_offers(const struct chat_item *i);
/* In the writer: do one, as its sender, accepted by that person. */
void chat_do(struct ctx *c, struct gate *g, struct chain_head *head, struct chat_item *i, struct id by);

#endif
