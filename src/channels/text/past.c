/*
 * past.c - a message that somebody wrote elsewhere, some time ago, read by itself.
 *
 * The road of receive.c without a conversation: no question is open, none is asked, nothing is remembered. What is not
 * certain stays undone.
 */
#include "field.h"
#include "grave.h"
#include "turn.h"

static bool reports(enum heard_kind k)
{
	return k == HEARD_ACT || k == HEARD_DOUBT || k == HEARD_FORK || k == HEARD_ASK || k == HEARD_FIX;
}

/* "Cocina: SJM-001 Virgen de la Puerta, Día: 22/11/2026, Raciones servidas: 120", from what the act holds. */
static struct str shown(struct ctx *c, const struct act *a)
{
	struct buf b = buf_new(c->mem, 120);

	for (unsigned i = 0; i < a->action->nargs; i++) {
		const struct field *f = &a->action->args[i];
		if (!act_has(a, i))
			continue;
		if (b.n)
			buf_c(&b, ", ");
		buf_add(&b, tr(c->lang, f->label));
		buf_c(&b, ": ");
		buf_add(&b, f->type == T_REF ? ref_title(c, f->ref, a->v[i].id) : field_show(c->mem, f, &a->v[i], c->lang));
	}
	return buf_str(&b);
}

static void read_as(struct turn *t, struct id person, struct text_past *out)
{
	struct draft d = { 0 };

	t->npersons = 1;
	t->person[0].id = person;
	if (!speak_as(t, person))
		return;
	t->own = (struct own){ 0 };
	d.r = t->heard.reading[0];
	if (t->heard.kind != HEARD_ACT || d.r.corrects || !d.r.action || !(d.r.action->flags & ACT_LOW_RISK) ||
		!(d.r.action->flags & ACT_REPORT))
		return;
	turn_try(t, &d);
	if (!t->act)
		return;
	out->kind = TEXT_PAST_ACT;
	out->act = t->act;
	out->said = shown(t->c, t->act);
}

void text_past(struct ctx *c, struct id person, int64_t at, struct str text, struct text_past *out)
{
	const struct ctx before = *c;
	struct str by = id_text(c->mem, person);
	struct str pieces[] = { by, str_fmt(c->mem, "%lld", (long long)(at / 60000)), text };
	struct id ref = id_derive(0, pieces, ARRAY_LEN(pieces));
	struct text_in in = { .from = by, .text = text, .ref = id_text(c->mem, ref), .sent_at = at };

	*out = (struct text_past){ .kind = TEXT_PAST_NOTHING };
	if (grave_find(c->mem, text) != GRAVE_NONE)
		return;
	c->channel = "text";
	struct turn *t = turn_of(c, &in, str_fmt(c->mem, "chat:%.*s", (int)by.n, by.p), ear_of(c));
	c->now = t->sent_at;
	t->who = (struct actor){ .by_phone = true };
	c->who = &t->who;
	turn_listen(t);
	if (reports(t->heard.kind)) {
		out->kind = TEXT_PAST_UNSURE;
		if (!id_is_zero(person))
			read_as(t, person, out);
		out->who = &t->who;
	}
	c->who = before.who;
	c->lang = before.lang;
	c->channel = before.channel;
	c->now = before.now;
}
