/*
 * turn.c - from what was heard to an act, a question or an answer.
 */
#include "turn.h"

#include "field.h"
#include "fold.h"
#include "session.h"

enum { CANDIDATES_MAX = 16 };

static bool known(void *arg, const char *entity, struct str code)
{
	struct id id;

	return ref_resolve(arg, entity, code, &id);
}

static void listen(struct turn *t)
{
	struct listening how = { .today = today(t->c), .known = known, .arg = t->c };

	if (t->talk.ask == ASK_SLOT)
		how.expects = t->talk.draft.r.command;
	hear(t->ear, t->c->mem, t->text, &how, &t->heard);
}

/* ---- the act ---- */

static struct id act_id(const struct turn *t)
{
	struct str piece[] = { STR("text"), id_bytes(&t->c->net->id), t->phone, t->message };

	return t->message.n ? id_derive(0, piece, ARRAY_LEN(piece)) : id_new(t->c->now);
}

/* Fill what need not be said; false when that became a question or a fault. */
static bool complete(struct turn *t, const struct draft *d, struct act *a)
{
	struct id candidates[CANDIDATES_MAX];
	struct diag found = { 0 }, *outer = t->c->diag;
	unsigned n = 0, arg = 0;

	if (!d->r.command || !d->r.command->complete)
		return true;
	t->c->diag = &found;
	enum rc rc = d->r.command->complete(t->c, a, candidates, CANDIDATES_MAX, &n, &arg);
	t->c->diag = outer;
	if (rc == OK)
		return true;
	if (n > 1)
		ask_record(t, d, arg, candidates, n);
	else if (found.n)
		say_fault(t, a->action, &found.item[0]);
	else
		say_not_understood(t);
	return false;
}

void turn_try(struct turn *t, const struct draft *d)
{
	struct act *a = act_new(t->c, d->r.action, act_id(t));

	t->draft = *d;
	t->progress = true;
	for (unsigned i = 0; i < d->r.n; i++)
		act_arg(t->c, a, str_c(d->r.action->args[d->r.said[i].arg].name), d->r.said[i].text);
	a->corrects = d->r.corrects;
	if (d->seen.n)
		act_seen(a, d->seen);
	a->acted_at = t->c->now;
	if (!a->diag.n && !complete(t, d, a))
		return;
	if (a->diag.n || gate_check(t->c, a) != OK) {
		say_fault(t, a->action, &a->diag.item[0]);
		return;
	}
	t->act = a;
}

void turn_done(struct turn *t, struct act *a, const struct outcome *o)
{
	const struct diag_item *why = a->diag.n ? &a->diag.item[0] : NULL;

	if (o->status == ACT_REFUSED && why && o->current && str_is(str_c(why->code), "standing")) {
		ask_standing(t, a, o->current);
	} else if (o->status == ACT_REFUSED && why &&
		(str_is(str_c(why->code), "confirm") || str_is(str_c(why->code), "reason"))) {
		ask_reason(t, a, why);
	} else if (o->status == ACT_REFUSED || o->status == ACT_CONFLICT) {
		say_fault(t, a->action, why);
	} else {
		talk_close(&t->talk);
		turn_remember(t, a);
		if (t->draft.r.command && t->draft.r.command->answer)
			t->answer = t->draft.r.command->answer(t->c, a, o);
		else
			say(t, N_("Anotado. Gracias"));
	}
}

/* ---- answers to a question ---- */

static bool lacks_figure(const struct draft *d)
{
	for (unsigned i = 0; i < d->r.n; i++)
		if (is_figure(&d->r.action->args[d->r.said[i].arg]))
			return false;
	return d->r.command && d->r.command->bare > 0;
}

static void stop(struct turn *t)
{
	talk_close(&t->talk);
	t->talk.stopped = true;
	t->progress = true;
	say(t, N_("Listo: no le escribiremos más. Para volver, escriba ALTA."));
}

static void message_new(struct turn *t);

static bool speak_as(struct turn *t, struct id person)
{
	for (unsigned i = 0; i < t->npersons; i++) {
		if (!id_eq(t->person[i].id, person))
			continue;
		actor_load(t->c, &t->who, person);
		const struct lang *l = lang_find(t->person[i].language);
		if (l)
			t->c->lang = l;
		return true;
	}
	return false;
}

static void take(struct turn *t, const struct option *chosen)
{
	struct option o = *chosen;
	struct str held = t->talk.held;

	talk_close(&t->talk);
	t->progress = true;
	switch (o.kind) {
	case OPTION_NOTHING:
		say(t, N_("Bien, no anoté nada."));
		break;
	case OPTION_HELP:
		say_help(t);
		break;
	case OPTION_STOP:
		stop(t);
		break;
	case OPTION_PERSON:
		t->talk.speaker = o.person;
		t->talk.speaker_until = t->c->now + TALK_SPEAKER_MS;
		if (!speak_as(t, o.person))
			break;
		t->text = held;
		listen(t);
		message_new(t);
		break;
	case OPTION_DRAFT:
		if (lacks_figure(&o.draft))
			ask_slot(t, &o.draft, (unsigned)o.draft.r.command->bare - 1);
		else
			turn_try(t, &o.draft);
		break;
	}
}

static bool answer_pick(struct turn *t)
{
	static const char *const ordinal[] = { "primera|primero|la primera|el primero|la 1|opcion 1",
		"segunda|segundo|la segunda|el segundo|la 2|opcion 2",
		"tercera|tercero|la tercera|el tercero|la 3|opcion 3" };
	const struct heard *h = &t->heard;

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
	return false;
}

static bool cancelled(struct turn *t)
{
	if (!t->heard.no)
		return false;
	talk_close(&t->talk);
	t->progress = true;
	say(t, N_("Bien, no anoté nada."));
	return true;
}

/* The missing number came, perhaps with a day or other figures. */
static bool answer_slot(struct turn *t)
{
	struct draft d = t->talk.draft;
	const struct heard *h = &t->heard;

	if (cancelled(t))
		return true;
	if (h->kind != HEARD_ACT || h->reading[0].action != d.r.action || h->reading[0].corrects)
		return false;
	for (unsigned i = 0; i < h->reading[0].n; i++)
		reading_set(&d.r, h->reading[0].plain == (int)i ? t->talk.slot : h->reading[0].said[i].arg,
			h->reading[0].said[i].text);
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
	if (h->has_alone || text.n < 4 || (h->kind != HEARD_NOTHING && h->kind != HEARD_THANKS))
		return false;
	reading_set(&d.r, t->talk.slot, text);
	turn_try(t, &d);
	return true;
}

static bool answer_question(struct turn *t)
{
	switch (t->talk.ask) {
	case ASK_PICK:
		return answer_pick(t);
	case ASK_SLOT:
		return answer_slot(t);
	case ASK_REASON:
		return answer_reason(t);
	case ASK_NONE:
		break;
	}
	return false;
}

/* ---- a message of its own ---- */

static void do_reading(struct turn *t)
{
	struct draft d = { .r = t->heard.reading[0] };

	talk_close(&t->talk);
	if (d.r.corrects && !turn_fix(t, &d.r))
		return;
	if (t->heard.kind == HEARD_DOUBT)
		ask_sure(t, &d);
	else if (t->heard.kind == HEARD_ASK)
		ask_slot(t, &d, t->heard.slot);
	else
		turn_try(t, &d);
}

static bool wants_report(enum heard_kind k)
{
	return k == HEARD_ACT || k == HEARD_DOUBT || k == HEARD_FORK || k == HEARD_ASK || k == HEARD_FIX;
}

static void message_new(struct turn *t)
{
	const struct heard *h = &t->heard;

	if (wants_report(h->kind) && id_is_zero(t->who.person)) {
		ask_person(t);
		return;
	}
	switch (h->kind) {
	case HEARD_ACT:
	case HEARD_DOUBT:
	case HEARD_ASK:
		do_reading(t);
		break;
	case HEARD_FORK:
		ask_which(t, h);
		break;
	case HEARD_FIX:
		say(t, N_("Escriba la cifra correcta, por ejemplo: corrijo 102"));
		break;
	case HEARD_MANY:
		say(t, N_("Son varias cifras. Mande una comida por mensaje, por ejemplo: "
			  "95 almuerzos y 12 casos sociales"));
		break;
	case HEARD_CODE:
		say_with(t, N_("No conocemos el código %s. Revíselo y escriba de nuevo"), h->code);
		break;
	case HEARD_HELP:
		say_help(t);
		break;
	case HEARD_MENU:
		ask_menu(t);
		break;
	case HEARD_THANKS:
		t->progress = true;
		break;
	default:
		if (h->no && t->talk.has_last)
			say(t, N_("Escriba la cifra correcta, por ejemplo: corrijo 102"));
		else
			say_not_understood(t);
	}
}

static void unknown_number(struct turn *t)
{
	const struct config *k = t->c->config;

	if (k && k->public_url.n)
		say_with(t, N_("Hola. No conocemos este número. Pida a su lideresa o coordinadora que lo "
			       "registre en la red. Más: %s"), k->public_url);
	else
		say(t, N_("Hola. No conocemos este número. Pida a su lideresa o coordinadora que lo "
			  "registre en la red."));
}

/* Who speaks: the only person with this number, or who said that it is she. */
static void speaker_find(struct turn *t)
{
	if (t->npersons == 1)
		speak_as(t, t->person[0].id);
	else if (t->talk.speaker_until > t->c->now)
		speak_as(t, t->talk.speaker);
}

void turn_judge(struct turn *t)
{
	if (t->talk.ask_until <= t->c->now)
		talk_close(&t->talk);
	speaker_find(t);
	listen(t);
	if (t->heard.kind == HEARD_STOP) {
		stop(t);
	} else if (t->heard.kind == HEARD_START) {
		t->talk.stopped = false;
		if (t->npersons)
			say_help(t);
		else
			unknown_number(t);
	} else if (!t->npersons) {
		unknown_number(t);
	} else if (!answer_question(t)) {
		message_new(t);
	}
}
