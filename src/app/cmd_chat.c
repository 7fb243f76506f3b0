/*
 * cmd_chat.c - ayni import --chat: reports of a group's exported chat, shown first, noted only with --accept.
 */
#include "chat.h"
#include "cmds.h"

struct accepting {
	struct write w;
	struct chat *chat;
	const bool *chosen;
	struct id by;
};

static void run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct accepting *q = (struct accepting *)w;

	for (unsigned i = 0; i < q->chat->nitems; i++)
		if (q->chosen[i])
			chat_do(w->c, g, head, &q->chat->item[i], q->by);
}

/* "Chelita=PERSON": who is who. */
static int name_sender(struct app *a, struct console *k, struct ctx *c, struct chat *chat, const char *said)
{
	struct str name, person = str_c(said);
	struct id id;

	if (!str_cut(&person, '=', &name) || !person.n)
		return usage_error(a, k, N_("--who lleva NOMBRE=PERSONA, no «%s»"), said);
	if (person_named(c, k, person, &id) != 1)
		return usage_error(a, k, N_("No encontramos a esa persona: %s"), str_cstr(k->mem, person));
	for (unsigned i = 0; i < chat->nsenders; i++)
		if (str_eq(chat->sender[i].name, name))
			chat->sender[i].person = id;
	return EXIT_GOOD;
}

/* "all" or "1,3": which of those that were shown. */
static bool choose(const struct chat *chat, const char *said, bool *chosen)
{
	struct str rest = str_c(said), piece;
	int64_t n;

	for (unsigned i = 0; str_is(rest, "all") && i < chat->nitems; i++)
		chosen[i] = chat_offers(&chat->item[i]);
	if (str_is(rest, "all"))
		return true;
	while (str_cut(&rest, ',', &piece)) {
		if (!str_int64(str_trim(piece), &n) || n < 1 || n > chat->nitems || !chat_offers(&chat->item[n - 1]))
			return false;
		chosen[n - 1] = true;
	}
	return true;
}

static struct str what_of(struct ctx *c, const struct chat_item *i)
{
	if (chat_offers(i))
		return i->past.said;
	if (i->past.kind != TEXT_PAST_ACT)
		return tr(c->lang, N_("No se entiende con certeza; anótelo a mano si es un reporte"));
	if (i->past.act->diag.n)
		return tr_fill(c->mem, c->lang, i->past.act->diag.item[0].msgid, i->past.act->diag.item[0].arg);
	return tr(c->lang, N_("Ya está anotado"));
}

static void show(struct console *k, struct ctx *c, const struct chat *chat)
{
	for (unsigned n = 0; n < chat->nitems; n++) {
		const struct chat_item *i = &chat->item[n];
		const struct chat_sender *s = &chat->sender[i->sender];
		struct buf when = buf_new(k->mem, 32);
		if (id_is_zero(s->person))
			continue;
		buf_day(&when, zone_day(c->net->zone, i->at));
		buf_fmt(&when, " %02d:%02d", zone_minute(c->net->zone, i->at) / 60, zone_minute(c->net->zone, i->at) % 60);
		struct str what = what_of(c, i);
		buf_fmt(&k->out, "%3u %c %.*s %.*s: %.*s → %.*s\n", n + 1, chat_offers(i) ? '+' : '-', (int)when.n, when.p,
			(int)s->name.n, s->name.p, (int)i->text.n, i->text.p, (int)what.n, what.p);
	}
	for (unsigned i = 0; i < chat->nsenders; i++)
		if (id_is_zero(chat->sender[i].person)) {
			buf_add(&k->out, tr_fill(k->mem, c->lang, N_("No sabemos quién es «%s»: sus mensajes no se usan. Dígalo con --who"),
				chat->sender[i].name));
			buf_char(&k->out, '\n');
		}
}

static int accept(struct app *a, struct console *k, struct ctx *c, struct chat *chat, const bool *chosen)
{
	struct accepting q = { .w = { .run = run, .c = c }, .chat = chat, .chosen = chosen, .by = c->who->person };
	unsigned done = 0, refused = 0;

	if (writer_call(a->writer, &q.w) != OK) {
		buf_cut(&k->out, 0);
		return app_not_saved(a, k);
	}
	for (unsigned i = 0; i < chat->nitems; i++) {
		done += chosen[i] && chat->item[i].done.status != ACT_REFUSED;
		refused += chosen[i] && chat->item[i].done.status == ACT_REFUSED;
	}
	buf_add(&k->out, tr_named(k->mem, c->lang, N_("Anotados: {done}. Rechazados: {refused}."), (const struct str_pair[]){
		{ "done", str_fmt(k->mem, "%u", done) }, { "refused", str_fmt(k->mem, "%u", refused) } }, 2));
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}

int cmd_chat(struct app *a, struct console *k, struct ctx *c)
{
	struct chat *chat = ARENA_NEW(k->mem, struct chat);
	bool *chosen = ARENA_ARRAY(k->mem, bool, CHAT_ITEMS), bad = false;
	struct chat_person *person;
	const char *who, *yes = option_take(k, "--accept", &bad);

	if (chat_read(c, k->file, chat) != OK)
		return usage_error(a, k, N_("Ese archivo no es un chat exportado de WhatsApp. Su nombre termina en .txt"), "");
	unsigned n = chat_persons(c, &person);
	chat_match(c, chat, person, n);
	while ((who = option_take(k, "--who", &bad))) {
		int status = name_sender(a, k, c, chat, who);
		if (status != EXIT_GOOD)
			return status;
	}
	if (bad || option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k) ? option_left(k) : "--who");
	chat_judge(c, chat);
	show(k, c, chat);
	if (!yes) {
		buf_add(&k->out, tr(c->lang, N_("No se anotó nada. Con --accept all, o --accept 1,3, se anotan los que llevan +")));
		buf_char(&k->out, '\n');
		return EXIT_GOOD;
	}
	if (!choose(chat, yes, chosen))
		return usage_error(a, k, N_("--accept lleva all, o los números de los que llevan +: no «%s»"), yes);
	return accept(a, k, c, chat, chosen);
}
