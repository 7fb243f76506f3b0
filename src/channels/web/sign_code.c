/*
 * sign_code.c - /cuenta/codigo: six digits that prove her once in a text message.
 *
 * Shown once, in the answer to the touch that made it; ten minutes later, or spent, it opens nothing.
 */
#include "sign.h"

#include "code.h"

enum { MADE_AN_HOUR = 20, HOUR_MS = 3600 * 1000 };

static const char limit_name[] = "text_code";

static void make_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);

	(void)g, (void)head;
	signing_of(k)->good = limit_take(w->c, limit_name, id_bytes(&k->who.person), MADE_AN_HOUR, HOUR_MS);
	if (signing_of(k)->good)
		signing_of(k)->code = text_code_make(w->c, k->who.person);
}

static enum http_next make_finish(struct call *k)
{
	struct signing *s = k->own;
	struct view *v = call_view(k);

	view_flag(v, "fresh", s->good);
	view_flag(v, "full", !s->good);
	/* In two halves, as it is read aloud and typed. */
	view_text(v, "code", s->good ? str_fmt(k->q->mem, "%.3s %.3s", s->code.p, s->code.p + 3) : STR(""));
	call_render(k, "text_code", v, s->good ? 200 : 429);
	return HTTP_ANSWER;
}

bool sign_code(struct call *k, enum http_next *next)
{
	if (!str_is(k->q->path, "/cuenta/codigo"))
		return false;
	*next = HTTP_ANSWER;
	if (id_is_zero(k->who.person)) {
		call_redirect(k, sign_address(k));
	} else if (str_is(k->q->method, "POST")) {
		signing_of(k); /* not in the writer */
		k->private = true;
		*next = call_write(k, make_run, make_finish);
	} else {
		struct view *v = call_view(k);
		view_flag(v, "fresh", false);
		view_flag(v, "full", false);
		call_render(k, "text_code", v, 200);
	}
	return true;
}
