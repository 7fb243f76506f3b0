/*
 * turn.c - from what was heard to an act, a question or an answer.
 */
#include "turn.h"

#include "field.h"
#include "fold.h"
#include "session.h"
#include "short.h"

enum { CANDIDATES_MAX = 16 };

static bool known(void *arg, const char *entity, struct str code)
{
	struct id id;

	return ref_resolve(arg, entity, code, &id);
}

static bool short_heard(struct turn *t, struct reading *out)
{
	const struct registry *r = t->c->reg;
	const struct action **actions = ARENA_ARRAY(t->c->mem, const struct action *, r->ncommands);

	for (unsigned i = 0; i < r->ncommands; i++)
		actions[i] = r->commands[i]->action ? registry_action(r, str_c(r->commands[i]->action)) : NULL;
	return short_read(t->c->mem, r->commands, actions, r->ncommands, t->text, t->day, out);
}

void turn_listen(struct turn *t)
{
	struct listening how = { .today = t->day, .known = known, .arg = t->c };

	if (t->talk.ask == ASK_SLOT)
		how.expects = t->talk.draft.r.command;
	struct str before;
	enum short_mark mark = short_check(t->text, &before);
	if (mark != MARK_NONE)
		t->text = before;
	phrases_read(t->c, &how);
	hear(t->ear, t->c->mem, t->text, &how, &t->heard);
	if (mark == MARK_NONE)
		return;
	/* What a page wrote is certain while its mark is right; else it changed on its way, and is asked back. */
	struct reading r;
	if (short_heard(t, &r)) {
		t->heard.kind = HEARD_ACT;
		t->heard.nreading = 1;
		t->heard.reading[0] = r;
	}
	if (mark == MARK_WRONG && t->heard.kind == HEARD_ACT)
		t->heard.kind = HEARD_DOUBT;
}

/* ---- the act ---- */

static struct id act_id(const struct turn *t)
{
	struct str piece[] = { STR("text"), id_bytes(&t->c->net->id), t->address, t->message };

	return t->message.n ? id_derive(0, piece, ARRAY_LEN(piece)) : id_new(t->c->now);
}

/* What the draft says, and what goes without saying. */
static struct act *act_of(struct turn *t, const struct draft *d)
{
	struct act *a = act_new(t->c, d->r.action, act_id(t));

	for (unsigned i = 0; i < d->r.n; i++)
		act_arg(t->c, a, str_c(d->r.action->args[d->r.said[i].arg].name), d->r.said[i].text);
	a->corrects = d->r.corrects;
	if (d->seen.n)
		act_seen(a, d->seen);
	a->acted_at = t->sent_at;
	act_fill(t->c, a);
	return a;
}

/* Fill what need not be said; false when that became a question or a fault. */
static bool complete(struct turn *t, const struct draft *d, struct act *a)
{
	struct id candidates[CANDIDATES_MAX];
	struct diag found = { 0 }, *outer = t->c->diag;
	unsigned n = 0, arg = 0;

	const struct text_command *k = d->r.command;

	if (!k)
		return true;
	t->c->diag = &found;
	enum rc rc = (k->complete ? k->complete : text_own_group)(t->c, a, candidates, CANDIDATES_MAX, &n, &arg);
	t->c->diag = outer;
	if (rc == OK)
		return true;
	if (n > 1)
		ask_record(t, d, arg, candidates, n);
	else if (found.n && k->example_far && str_is(str_c(found.item[0].code), "ask"))
		say_with(t, N_("Empiece con el código, por ejemplo: %s"), tr(t->c->lang, k->example_far));
	else if (found.n)
		say_fault(t, a->action, &found.item[0]);
	else
		say_not_understood(t);
	return false;
}

void turn_try(struct turn *t, const struct draft *d)
{
	struct act *a = act_of(t, d);

	t->draft = *d;
	t->progress = true;
	if (!a->diag.n && !complete(t, d, a))
		return;
	/* What her number alone may not do, her code may: it is tried when it is done (receive.c). */
	a->coded = !(d->r.action->flags & ACT_LOW_RISK);
	if (a->diag.n || gate_check(t->c, a) != OK)
		say_fault(t, a->action, &a->diag.item[0]);
	else if (a->coded && !t->code.n)
		ask_code(t, d);
	else
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
		t->state = "done";
		t->finished = true;
		t->group = act_scope(t->c, a).group;
		turn_remember(t, a, o);
		if (t->discreet)
			say_discreet(t, a);
		else if (t->draft.r.command && t->draft.r.command->answer)
			t->answer = t->draft.r.command->answer(t->c, a, o);
		else if (t->draft.r.command)
			say_with(t, N_("Anotado: %s. Gracias"), say_draft(t, &t->draft, false));
		else
			say(t, N_("Anotado. Gracias"));
		say_late(t);
	}
}

void turn_stop(struct turn *t)
{
	talk_close(&t->talk);
	t->talk.stopped = true;
	t->progress = t->finished = true;
	say(t, N_("Listo: no le escribiremos más. Para volver, escriba ALTA."));
}

/* ---- a message of its own ---- */

/* What the command itself does not understand is not asked about: it says what it lacks. False when it did. */
static bool doubt_sound(struct turn *t, const struct draft *d)
{
	const struct text_command *k = d->r.command;
	struct id candidates[CANDIDATES_MAX];
	struct diag found = { 0 }, *outer = t->c->diag;
	unsigned n = 0, arg = 0;

	if (!k || !k->rest || !k->complete)
		return true;
	struct act *a = act_of(t, d);
	t->c->diag = &found;
	enum rc rc = k->complete(t->c, a, candidates, CANDIDATES_MAX, &n, &arg);
	t->c->diag = outer;
	if (rc == OK || n || !found.n || !str_is(str_c(found.item[0].code), "ask"))
		return true;
	say_fault(t, a->action, &found.item[0]);
	return false;
}

static void do_reading(struct turn *t)
{
	struct draft d = { .r = t->heard.reading[0] };

	talk_close(&t->talk);
	t->finished = true;
	if (d.r.corrects && !turn_fix(t, &d.r))
		return;
	if (t->heard.kind == HEARD_DOUBT && doubt_sound(t, &d))
		ask_sure(t, &d);
	else if (t->heard.kind == HEARD_DOUBT)
		return;
	else if (t->heard.kind == HEARD_ASK)
		ask_slot(t, &d, t->heard.slot);
	else
		turn_try(t, &d);
}

/* The first name of who just said that it is she. */
static struct str first_said(struct turn *t)
{
	for (unsigned i = 0; i < t->npersons; i++)
		if (id_eq(t->person[i].id, t->who.person))
			return speaker_name(t, i);
	return STR("");
}

static bool wants_report(enum heard_kind k)
{
	return k == HEARD_ACT || k == HEARD_DOUBT || k == HEARD_FORK || k == HEARD_ASK || k == HEARD_FIX;
}

void turn_new(struct turn *t)
{
	const struct heard *h = &t->heard;

	if ((wants_report(h->kind) || h->kind == HEARD_MENU) && id_is_zero(t->who.person)) {
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
		menu_show(t, 0);
		break;
	case HEARD_TELL:
		t->progress = true;
		t->answer = h->reading[0].command->tell(t->c, h->rest);
		if (!t->answer.n)
			say(t, N_("Ahora no hay nada que decir de eso."));
		break;
	case HEARD_THANKS:
		t->progress = true;
		break;
	default:
		if (h->no && t->own.has_last)
			say(t, N_("Escriba la cifra correcta, por ejemplo: corrijo 102"));
		else
			say_not_understood(t);
	}
}

/*
 * "anula almuerzo de ayer 482913": the last word is her code, if what stands before it is something that her number
 * alone may not do.
 */
static void take_code(struct turn *t)
{
	enum { DIGITS = 6 };
	struct str whole = str_trim(t->text), before = str_trim(str_sub(whole, 0, whole.n > DIGITS ? whole.n - DIGITS : 0));
	struct str digits = str_sub(whole, whole.n - (whole.n > DIGITS ? DIGITS : 0), whole.n);
	int64_t n;

	if (!before.n || before.n + DIGITS == whole.n || digits.n != DIGITS || !str_int64(digits, &n) || digits.p[0] == '-')
		return;
	struct heard whole_heard = t->heard;
	t->text = before;
	turn_listen(t);
	if (t->heard.nreading && t->heard.reading[0].action && !(t->heard.reading[0].action->flags & ACT_LOW_RISK)) {
		t->code = digits;
		return;
	}
	t->text = whole;
	t->heard = whole_heard;
}

/* "sí", "1", "no puedo": what waits to be answered so (text.h), when nothing was asked here. */
static void hear_plain(struct turn *t)
{
	const struct registry *r = t->c->reg;
	struct str said = t->heard.has_alone ? str_fmt(t->c->mem, "%lld", (long long)t->heard.alone) : t->heard.line;
	unsigned n = 0;

	if (t->talk.ask != ASK_NONE || !said.n || id_is_zero(t->who.person))
		return;
	for (unsigned i = 0; i < r->ncommands && n < READINGS_MAX; i++) {
		const struct text_command *k = r->commands[i];
		if (!k->plain || !k->waits || !word_in(said, k->plain) || !k->waits(t->c))
			continue;
		struct reading *one = &t->heard.reading[n++];
		*one = (struct reading){ .command = k, .action = registry_action(r, str_c(k->action)), .plain = -1 };
		if (!k->sets)
			continue;
		one->n = 1;
		one->said[0].arg = (unsigned)k->sets - 1;
		one->said[0].text = str_c(k->sets_text);
	}
	if (!n)
		return;
	t->heard.nreading = n;
	t->heard.kind = n == 1 ? HEARD_ACT : HEARD_FORK;
}

/* Of a person who is known. */
static void judge_known(struct turn *t)
{
	if (t->heard.has_alone && t->heard.alone == 0 && t->talk.ask == ASK_NONE)
		t->heard.kind = HEARD_MENU;
	if (reply_take(t) || turn_undo(t))
		return;
	if (t->talk.ask == ASK_NONE && speaker_said(t)) {
		t->state = "answered";
		say_with(t, N_("Bien, %s. Escriba lo que quiere anotar."), first_said(t));
		return;
	}
	hear_plain(t);
	if (!menu_resume(t))
		turn_new(t);
}

/* What anyone may say (text.h) is done; of all else a stranger is told whom to ask. No question is left open to her. */
static void judge_stranger(struct turn *t)
{
	const struct reading *r = t->heard.nreading ? &t->heard.reading[0] : NULL;

	if (!t->phone.n || !r || !r->command || !r->command->anyone || (t->heard.kind != HEARD_ACT && t->heard.kind != HEARD_DOUBT &&
		t->heard.kind != HEARD_ASK)) {
		say_stranger(t);
		return;
	}
	t->aside = true;
	turn_try(t, &(struct draft){ .r = *r });
}

void turn_judge(struct turn *t)
{
	if (t->talk.ask_until <= t->c->now)
		talk_close(&t->talk);
	t->state = "answered";
	speaker_find(t);
	turn_listen(t);
	if (t->npersons)
		take_code(t);
	bool open = t->talk.ask != ASK_NONE;
	if (!open && word_in(t->heard.line, "salir|salirme|quiero salir|me salgo|sacame de la lista"))
		t->heard.kind = HEARD_STOP; /* with a question open it leaves only that */
	if (t->heard.kind == HEARD_STOP) {
		turn_stop(t);
	} else if (t->heard.kind == HEARD_START && !open) {
		bool back = t->talk.stopped && t->npersons;
		t->talk.stopped = false;
		if (back)
			say(t, N_("Listo: otra vez le escribimos. Para ver qué puede escribir, mande AYUDA."));
		else if (t->npersons)
			say_help(t);
		else
			say_stranger(t);
	} else if (!t->npersons) {
		judge_stranger(t);
	} else {
		judge_known(t);
	}
	if (!t->answer.n && !t->act)
		t->state = "silent";
}
