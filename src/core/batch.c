#include "batch.h"

void batch_begin(struct batch *b, struct arena *a, struct writer *w, const struct registry *reg,
	const struct network *net, const char *channel, struct diag *d)
{
	*b = (struct batch){ .writer = w, .reg = reg, .net = net, .channel = channel, .diag = d };
	b->mem = arena_new(0);
	b->item = ARENA_ARRAY(a, struct batch_item, WRITER_GROUP);
	b->list = ARENA_ARRAY(a, struct write *, WRITER_GROUP);
	for (unsigned i = 0; i < WRITER_GROUP; i++)
		b->list[i] = &b->item[i].w;
}

/* Checked with the writer's own connection: it sees what came before in the same group. */
static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct batch_item *i = w->arg;

	i->out = (struct outcome){ .status = ACT_REFUSED };
	if (gate_check(&i->c, i->act) == OK)
		gate_decide(g, &i->c, i->act, head, &i->out);
	if (i->out.status == ACT_ACCEPTED && i->page && i->page->along)
		i->page->along(&i->c, i->act, &i->out);
	if (i->out.change && i->out.change->puts)
		i->made = i->out.change->puts->id;
}

struct batch_item *batch_act(struct batch *b, const struct actor *who, int64_t at_ms,
	const char *action, struct id id)
{
	if (b->n == WRITER_GROUP && batch_flush(b) != OK)
		b->n = 0; /* the batch has stopped; what follows is not written */
	struct batch_item *i = &b->item[b->n++];

	if (b->until_ms && at_ms > b->until_ms)
		at_ms = b->until_ms;
	*i = (struct batch_item){
		.w = { .run = run, .c = &i->c, .arg = i },
		.c = { .mem = b->mem, .diag = b->diag, .reg = b->reg, .schema = b->reg->schema,
			.net = b->net, .who = who, .lang = lang_spanish(), .now = at_ms,
			.channel = b->channel },
	};
	i->act = act_new(&i->c, registry_action(b->reg, str_c(action)), id);
	i->act->acted_at = at_ms;
	return i;
}

void batch_arg(struct batch_item *i, const char *name, struct str text)
{
	if (text.n)
		act_arg(&i->c, i->act, str_c(name), text);
}

void batch_int(struct batch_item *i, const char *name, int64_t n)
{
	char digits[24];
	struct buf b = buf_fixed(digits, sizeof(digits));

	buf_int(&b, n);
	batch_arg(i, name, buf_str(&b));
}

void batch_id(struct batch_item *i, const char *name, struct id id)
{
	batch_arg(i, name, id_text(i->c.mem, id));
}

void batch_day(struct batch_item *i, const char *name, int64_t day)
{
	char digits[16];
	struct buf b = buf_fixed(digits, sizeof(digits));

	buf_day(&b, day);
	batch_arg(i, name, buf_str(&b));
}

/* Count the outcome; the first unexpected refusal ends the batch. */
static void judge(struct batch *b, const struct batch_item *i)
{
	if (i->out.status == ACT_ACCEPTED || i->out.status == ACT_KEPT)
		b->accepted++;
	else if (i->out.status == ACT_REPEATED)
		b->repeated++;
	else if (i->may_refuse)
		b->refused++;
	else if (b->rc == OK) {
		/* The reason's argument lives in memory that is emptied; its code says enough. */
		const struct diag_item *why = i->act->diag.n ? &i->act->diag.item[0] : NULL;
		b->rc = diag_add(b->diag, i->act->action->name, why ? why->code : "refused",
			N_("No se pudo hacer %s"), str_c(i->act->action->name));
		if (why)
			diag_add(b->diag, why->field, why->code, why->msgid, STR("…"));
	}
}

enum rc batch_flush(struct batch *b)
{
	if (b->n && b->rc == OK) {
		enum rc rc = writer_group(b->writer, b->list, b->n);
		if (rc != OK) {
			b->rc = rc;
			diag_add(b->diag, NULL, "store", N_("No se pudo guardar en el disco"), STR(""));
		}
		for (unsigned i = 0; i < b->n && b->rc == OK; i++)
			judge(b, &b->item[i]);
		if (b->progress)
			b->progress(b->arg, b->accepted);
	}
	b->n = 0;
	arena_reset(b->mem);
	return b->rc;
}

enum rc batch_end(struct batch *b)
{
	enum rc rc = batch_flush(b);

	arena_free(&b->mem);
	return rc;
}
