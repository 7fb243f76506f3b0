/*
 * chat_page.c - /importar-chat: a file, who is who, what is proposed, what was done.
 *
 * Between the steps the reports travel in the page; the server keeps nothing of them. Each step reads and judges them
 * anew, so nothing that a page brings back is believed but who is who, and that only of those she answers for.
 */
#include "chat_page.h"

#include "chat.h"
#include "fold.h"

struct importing {
	struct chat chat;
	struct chat_person *person;
	unsigned npersons;
	bool chosen[CHAT_ITEMS];
};

static struct str label_of(struct arena *a, const struct chat_person *p)
{
	return str_fmt(a, "%.*s %.*s", (int)p->code.n, p->code.p, (int)p->name.n, p->name.p);
}

static struct str box_name(struct arena *a, unsigned sender)
{
	return str_fmt(a, "s%u", sender);
}

/* ---- who is who ---- */

/* By what the list offers: the words of one line of it, or an id that a page kept. */
static bool person_of(struct call *k, const struct importing *m, struct str said, struct id *out)
{
	struct str folded = fold(k->q->mem, said);
	struct id id;
	bool by_id = id_parse(said, &id);

	for (unsigned i = 0; i < m->npersons; i++)
		if (by_id ? id_eq(m->person[i].id, id) : str_eq(fold(k->q->mem, label_of(k->q->mem, &m->person[i])), folded)) {
			*out = m->person[i].id;
			return true;
		}
	return false;
}

/* False: somebody was typed who is not there. */
static bool senders_read(struct call *k, struct importing *m)
{
	bool named = form_has(&k->form, "named"), good = true;

	for (unsigned i = 0; i < m->chat.nsenders; i++) {
		struct chat_sender *s = &m->chat.sender[i];
		struct str said = str_trim(form_get(&k->form, box_name(k->q->mem, i).p));
		if (s->known || !named)
			continue;
		if (!said.n)
			s->out = true;
		else if (!person_of(k, m, said, &s->person))
			good = false;
	}
	return good;
}

/* ---- pages ---- */

static struct str when(struct call *k, int64_t at)
{
	struct ctx *c = &k->c;

	int minute = zone_minute(c->net->zone, at);
	struct str day = lang_date_short(c->mem, c->lang, zone_day(c->net->zone, at));

	return str_fmt(c->mem, "%.*s %d:%02d", (int)day.n, day.p, minute / 60, minute % 60);
}

static void common(struct call *k, struct importing *m, struct view *v)
{
	view_text(v, "lines", chat_lines(&k->c, &m->chat));
	for (unsigned i = 0; i < m->chat.nsenders; i++) {
		const struct chat_sender *s = &m->chat.sender[i];
		if (s->known || id_is_zero(s->person))
			continue;
		struct view *row = view_row(v, "kept");
		view_text(row, "name", box_name(k->q->mem, i));
		view_text(row, "value", id_text(k->q->mem, s->person));
	}
}

static void show_ask(struct call *k, struct importing *m, const char *error)
{
	struct view *v = call_view(k);

	view_flag(v, "ask", true);
	if (error)
		view_text(v, "error", tr(k->c.lang, error));
	common(k, m, v);
	for (unsigned i = 0; i < m->chat.nsenders; i++) {
		const struct chat_sender *s = &m->chat.sender[i];
		unsigned count = 0;
		if (!id_is_zero(s->person))
			continue;
		for (unsigned n = 0; n < m->chat.nitems; n++)
			count += m->chat.item[n].sender == i;
		struct view *row = view_row(v, "senders");
		view_int(row, "n", i);
		view_text(row, "name", s->name);
		view_int(row, "count", count);
		view_text(row, "typed", form_get(&k->form, box_name(k->q->mem, i).p));
	}
	for (unsigned i = 0; i < m->npersons; i++)
		if (!i || !id_eq(m->person[i].id, m->person[i - 1].id))
			view_text(view_row(v, "people"), "label", label_of(k->q->mem, &m->person[i]));
	call_render(k, "chat_import", v, error ? 422 : 200);
}

static struct view *item_row(struct call *k, struct importing *m, struct view *v, const char *list, const struct chat_item *i)
{
	struct view *row = view_row(v, list);

	view_text(row, "who", m->chat.sender[i->sender].name);
	view_text(row, "when", when(k, i->at));
	view_text(row, "text", i->text);
	return row;
}

static bool done_before(const struct chat_item *i)
{
	return i->past.kind == TEXT_PAST_ACT && (i->would.status == ACT_REPEATED || i->would.status == ACT_CONFLICT);
}

static void show_offer(struct call *k, struct importing *m)
{
	struct view *v = call_view(k);
	unsigned already = 0;

	view_flag(v, "offer", true);
	common(k, m, v);
	for (unsigned n = 0; n < m->chat.nitems; n++) {
		const struct chat_item *i = &m->chat.item[n];
		if (m->chat.sender[i->sender].out)
			continue;
		if (chat_offers(i)) {
			struct view *row = item_row(k, m, v, "offers", i);
			view_int(row, "n", n);
			view_text(row, "said", i->past.said);
			view_flag(v, "offers_any", true);
		} else if (done_before(i)) {
			already++;
		} else {
			struct view *row = item_row(k, m, v, "unsure", i);
			if (i->past.kind == TEXT_PAST_ACT && i->past.act->diag.n)
				view_text(row, "why", diag_message(&k->c, &i->past.act->diag.item[0]));
		}
	}
	if (already)
		view_int(v, "already", already);
	view_flag(v, "more", m->chat.more);
	call_render(k, "chat_import", v, 200);
}

static void show_error(struct call *k, const char *msgid)
{
	struct view *v = call_view(k);

	view_flag(v, "begin", true);
	view_text(v, "error", tr(k->c.lang, msgid));
	call_render(k, "chat_import", v, 422);
}

/* ---- doing ---- */

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct importing *m = k->own;

	for (unsigned i = 0; i < m->chat.nitems; i++)
		if (m->chosen[i] && chat_offers(&m->chat.item[i]))
			chat_do(w->c, g, head, &m->chat.item[i], k->who.person);
}

static enum http_next show_done(struct call *k)
{
	struct importing *m = k->own;
	struct view *v = call_view(k);
	int64_t done = 0;

	view_flag(v, "after", true);
	for (unsigned n = 0; n < m->chat.nitems; n++) {
		const struct chat_item *i = &m->chat.item[n];
		if (!m->chosen[n] || !chat_offers(i))
			continue;
		if (i->done.status == ACT_REFUSED) {
			struct view *row = item_row(k, m, v, "refused", i);
			view_text(row, "why", i->past.act->diag.n ? diag_message(&k->c, &i->past.act->diag.item[0]) : STR(""));
		} else {
			done++;
		}
	}
	view_int(v, "done_n", done);
	call_render(k, "chat_import", v, 200);
	return HTTP_ANSWER;
}

static void choose(struct call *k, struct importing *m)
{
	for (unsigned i = 0; i < k->form.n; i++) {
		int64_t n;
		if (str_is(k->form.field[i].name, "p") && str_int64(k->form.field[i].value, &n) && n >= 0 && n < CHAT_ITEMS)
			m->chosen[n] = true;
	}
}

/* The file, or what a page of ours brought back. */
static const char *load(struct call *k, struct importing *m)
{
	for (unsigned i = 0; i < k->nfiles; i++)
		if (str_is(k->file[i].name, "chat") && k->file[i].value.n)
			return chat_read(&k->c, k->file[i].value, &m->chat) == OK ? NULL :
				N_("Ese archivo no es un chat exportado de WhatsApp. Su nombre termina en .txt");
	if (!form_has(&k->form, "lines"))
		return N_("Elija el archivo del chat");
	return chat_lines_read(&k->c, form_get(&k->form, "lines"), &m->chat) == OK ? NULL : N_("Elija el archivo otra vez");
}

enum http_next chat_answer(struct call *k)
{
	struct importing *m = ARENA_NEW(k->q->mem, struct importing);

	if (!allowed_somewhere(&k->c, "page:chat_import")) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	const char *error = load(k, m);
	if (error) {
		show_error(k, error);
		return HTTP_ANSWER;
	}
	m->npersons = chat_persons(&k->c, &m->person);
	chat_match(&k->c, &m->chat, m->person, m->npersons);
	bool good = senders_read(k, m);
	if (!good || chat_asks(&m->chat)) {
		show_ask(k, m, good ? NULL : N_("Alguien no está en la lista: elija de ella, o deje el cuadro vacío"));
		return HTTP_ANSWER;
	}
	chat_judge(&k->c, &m->chat);
	if (!form_has(&k->form, "accept")) {
		show_offer(k, m);
		return HTTP_ANSWER;
	}
	choose(k, m);
	k->own = m;
	return call_write(k, run, show_done);
}
