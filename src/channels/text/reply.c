/*
 * reply.c - the message as the answer to the open question.
 */
#include "field.h"
#include "fold.h"
#include "turn.h"

enum { CODE_DIGITS = 6, CLOCKS_MS = 2 * 60 * 1000 };

static const char words_back[] = "atras|volver|vuelve|regresar|anterior|9 volver|paso anterior";
static const char words_out[] = "salir|cancelar|cancela|cancelalo|0 salir|termina|terminar|dejalo|dejar";

static bool lacks_figure(const struct draft *d)
{
	for (unsigned i = 0; i < d->r.n; i++)
		if (is_figure(&d->r.action->args[d->r.said[i].arg]))
			return false;
	return d->r.command && d->r.command->bare > 0;
}

static void leave(struct turn *t)
{
	talk_close(&t->talk);
	t->progress = t->finished = true;
	say(t, N_("Bien, no anoté nada."));
}

static void tell(struct turn *t, struct str words)
{
	for (unsigned i = 0; i < t->c->reg->ncommands; i++) {
		const struct text_command *k = t->c->reg->commands[i];
		if (k->tell && str_eq(str_c(k->words), words))
			t->answer = k->tell(t->c, STR(""));
	}
	if (!t->answer.n)
		say(t, N_("Ahora no hay nada que decir de eso."));
}

static void take(struct turn *t, const struct option *chosen)
{
	struct option o = *chosen;
	struct str held = t->talk.held;

	talk_close(&t->talk);
	t->progress = true;
	switch (o.kind) {
	case OPTION_NOTHING:
		leave(t);
		break;
	case OPTION_HELP:
		say_help(t);
		break;
	case OPTION_STOP:
		turn_stop(t);
		break;
	case OPTION_TELL:
		tell(t, o.words);
		break;
	case OPTION_PERSON:
		t->talk.speaker = o.person;
		t->talk.speaker_until = t->c->now + TALK_SPEAKER_MS;
		if (!speak_as(t, o.person))
			break;
		t->text = held;
		turn_listen(t);
		turn_new(t);
		break;
	case OPTION_DRAFT:
		t->finished = true;
		if (o.draft.guided)
			menu_step(t, &o.draft);
		else if (lacks_figure(&o.draft))
			ask_slot(t, &o.draft, (unsigned)o.draft.r.command->bare - 1);
		else
			turn_try(t, &o.draft);
		break;
	}
}

static bool back(const struct turn *t)
{
	return word_in(t->heard.line, words_back);
}

/* A number that steers the menu itself. */
static bool menu_steered(struct turn *t)
{
	const struct heard *h = &t->heard;

	if (!t->talk.menu)
		return false;
	if (back(t) || (h->has_alone && h->alone == 9)) {
		if (t->talk.page)
			menu_show(t, t->talk.page - 1);
		else
			leave(t);
		return true;
	}
	if (h->has_alone && h->alone == 8 && t->talk.pages_on) {
		menu_show(t, t->talk.page + 1);
		return true;
	}
	return false;
}

static bool answer_pick(struct turn *t)
{
	static const char *const ordinal[] = { "primera|primero|la primera|el primero|la 1|opcion 1",
		"segunda|segundo|la segunda|el segundo|la 2|opcion 2",
		"tercera|tercero|la tercera|el tercero|la 3|opcion 3" };
	const struct heard *h = &t->heard;

	if (menu_steered(t))
		return true;
	if (h->has_alone && h->alone >= 1 && h->alone <= t->talk.noptions) {
		take(t, &t->talk.option[h->alone - 1]);
		return true;
	}
	for (unsigned i = 0; i < t->talk.noptions && h->line.n; i++)
		if (word_in(h->line, str_cstr(t->c->mem, t->talk.option[i].words)) ||
			(i < ARRAY_LEN(ordinal) && word_in(h->line, ordinal[i]))) {
			take(t, &t->talk.option[i]);
			return true;
		}
	if (word_in(h->line, words_out) || (h->has_alone && h->alone == 0)) {
		leave(t);
		return true;
	}
	return false;
}

static bool cancelled(struct turn *t)
{
	if (!t->heard.no && !word_in(t->heard.line, words_out))
		return false;
	leave(t);
	return true;
}

/* The missing number came, perhaps with a day or other figures. */
static bool answer_slot(struct turn *t)
{
	struct draft d = t->talk.draft;
	const struct heard *h = &t->heard;

	bool list = menu_lists(&d.r.action->args[t->talk.slot]) && h->has_alone;

	if (back(t) || (list && h->alone == 9)) {
		menu_back(t);
		return true;
	}
	if (list && h->alone == 0)
		leave(t);
	if ((list && h->alone == 0) || cancelled(t))
		return true;
	if (h->kind == HEARD_ACT && h->reading[0].action == d.r.action && !h->reading[0].corrects &&
		is_figure(&d.r.action->args[t->talk.slot]))
		for (unsigned i = 0; i < h->reading[0].n; i++)
			reading_set(&d.r, h->reading[0].plain == (int)i ? t->talk.slot : h->reading[0].said[i].arg,
				h->reading[0].said[i].text);
	else if (!menu_answer(t, &d))
		return false;
	t->finished = true;
	if (d.guided)
		menu_step(t, &d);
	else
		turn_try(t, &d);
	return true;
}

/* Any words are a reason, unless they are a new report. */
static bool answer_reason(struct turn *t)
{
	struct draft d = t->talk.draft;
	const struct heard *h = &t->heard;
	struct str text = text_tidy(t->c->mem, t->text);

	if (cancelled(t))
		return true;
	if (h->yes || (h->has_alone && h->alone == 1)) {
		say(t, N_("Escriba en pocas palabras por qué, o NO para dejarlo"));
		t->progress = true;
		return true;
	}
	/* A sentence that could mean something else as well is what was asked for. */
	bool unsure = (h->kind == HEARD_DOUBT || h->kind == HEARD_ASK || h->kind == HEARD_TELL) &&
		(!h->numbers || str_find(text, ' ') < text.n);
	if (h->has_alone || text.n < 4 || (h->kind != HEARD_NOTHING && h->kind != HEARD_THANKS && !unsure))
		return false;
	reading_set(&d.r, t->talk.slot, text);
	turn_try(t, &d);
	return true;
}

/* Six digits, with blanks between or not. */
static bool read_code(struct turn *t, struct str text, struct str *out)
{
	struct buf b = buf_new(t->c->mem, CODE_DIGITS + 1);

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ' || text.p[i] == '-')
			continue;
		if (text.p[i] < '0' || text.p[i] > '9' || b.n == CODE_DIGITS)
			return false;
		buf_char(&b, text.p[i]);
	}
	*out = buf_str(&b);
	return b.n == CODE_DIGITS;
}

static bool answer_code(struct turn *t)
{
	struct draft d = t->talk.draft;

	if (read_code(t, str_trim(t->text), &t->code)) {
		turn_try(t, &d);
		return true;
	}
	return cancelled(t);
}

bool reply_take(struct turn *t)
{
	/* Sent before the question was asked: it answers something else. Clocks may differ a little. */
	if (t->talk.ask != ASK_NONE && t->sent_at < t->talk.asked_at - CLOCKS_MS) {
		if (!t->heard.has_alone && !t->heard.yes && !t->heard.no)
			return false;
		t->progress = true;
		say(t, N_("Ese mensaje llegó tarde y no se usó. Responda a la última pregunta."));
		return true;
	}
	switch (t->talk.ask) {
	case ASK_PICK:
		return answer_pick(t);
	case ASK_SLOT:
		return answer_slot(t);
	case ASK_REASON:
		return answer_reason(t);
	case ASK_CODE:
		return answer_code(t);
	case ASK_NONE:
		break;
	}
	return false;
}
