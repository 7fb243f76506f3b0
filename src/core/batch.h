/*
 * batch.h - many actions of the program itself, through the gate, in commit groups.
 *
 * For beginnings (places of a new network) and invented networks. Runs on the calling thread while no
 * writer's thread runs. A refusal that was not expected stops the batch: what comes later would rest
 * on what is missing.
 */
#ifndef AYNI_BATCH_H
#define AYNI_BATCH_H

#include "module.h"
#include "writer.h"

struct batch_item {
	struct write w;
	struct ctx c;
	struct act *act;
	struct outcome out;
	bool may_refuse; /* someone else may have been quicker: go on */
	const struct page *page; /* whose form does it: with what goes along (page.h); or NULL */
	struct id made;  /* of the first record it put; zero before the group is written */
};

struct batch {
	struct writer *writer;
	const struct registry *reg;
	const struct network *net;
	const char *channel;
	int64_t until_ms; /* what would be later is done at that instant; 0: no limit */
	struct arena *mem; /* emptied after every group */
	struct batch_item *item;
	struct write **list;
	unsigned n;
	int64_t accepted, repeated, refused;
	enum rc rc;
	struct diag *diag; /* why it stopped */
	void (*progress)(void *arg, int64_t accepted);
	void *arg;
};

/* `a` keeps the batch; its working memory is its own and ends with batch_end. */
void batch_begin(struct batch *b, struct arena *a, struct writer *w, const struct registry *reg,
	const struct network *net, const char *channel, struct diag *d);
/*
 * The next action, done by `who` (who lives until batch_end) at that instant, with that id. Arguments
 * follow with batch_arg. A full group is written first.
 */
struct batch_item *batch_act(struct batch *b, const struct actor *who, int64_t at_ms,
	const char *action, struct id id);
/* One argument as people would type it; the text is copied. Empty text: not said. */
void batch_arg(struct batch_item *i, const char *name, struct str text);
void batch_int(struct batch_item *i, const char *name, int64_t n);
void batch_id(struct batch_item *i, const char *name, struct id id);
void batch_day(struct batch_item *i, const char *name, int64_t day);
/* Write what waits; the rc of the whole batch so far, with the reason in its diag. */
enum rc batch_flush(struct batch *b) MUST_USE;
/* Flush, and free the working memory. */
enum rc batch_end(struct batch *b) MUST_USE;

#endif
