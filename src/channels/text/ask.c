/*
 * ask.c - one short question with numbered answers.
 */
#include "field.h"
#include "turn.h"

void ask_open(struct turn *t)
{
	talk_close(&t->talk);
	t->talk.asked_at = t->c->now;
	t->talk.ask_until = t->c->now + TALK_ASK_MS;
	t->state = "asked";
}

static void offer_draft(struct turn *t, const struct draft *d, const char *words)
{
	struct option o = { .kind = OPTION_DRAFT, .draft = *d, .words = str_c(words) };

	talk_offer(&t->talk, &o);
}

static void offer(struct turn *t, enum option_kind kind, const char *words)
{
	struct option o = { .kind = kind, .words = str_c(words) };

	talk_offer(&t->talk, &o);
}

const char words_no[] = "no|nada|ninguno|ninguna|cancelar|dejar|dejarlo|ninguna de las dos";

/* "1 ", "2 " … before an answer; the number is that of the option just offered. */
static void number(struct turn *t, struct buf *b)
{
	buf_c(b, b->n ? " " : "");
	buf_int(b, t->talk.noptions);
	buf_char(b, ' ');
}

void ask_slot(struct turn *t, const struct draft *d, unsigned slot)
{
	const struct text_command *k = d->r.command;

	ask_open(t);
	t->talk.ask = ASK_SLOT;
	t->talk.draft = *d;
	t->talk.slot = slot;
	t->progress = true;
	bool main = k && k->question && (k->rest ? k->rest : k->bare) == AT(slot);
	if (main && !t->discreet)
		say(t, k->question);
	else if (main)
		say(t, N_("¿Cuánto? Escriba el número"));
	else if (!is_figure(&d->r.action->args[slot]))
		say_with(t, N_("%s: escríbalo en pocas palabras"), tr(t->c->lang, d->r.action->args[slot].label));
	else
		say_with(t, N_("%s: ¿cuánto? Escriba el número"),
			tr(t->c->lang, d->r.action->args[slot].label));
}

void ask_sure(struct turn *t, const struct draft *d)
{
	ask_open(t);
	offer_draft(t, d, "si|s|ok|claro|correcto|ya|dale");
	offer(t, OPTION_NOTHING, words_no);
	say_with(t, d->r.corrects ? N_("¿Corrijo así? %s. Responda 1 sí, 2 no")
				  : N_("¿Anoto esto? %s. Responda 1 sí, 2 no"),
		say_draft(t, d, false));
}

/* What this reading says that not all of them say. */
static struct draft special(const struct heard *h, unsigned k)
{
	struct draft d = { .r = { .action = h->reading[k].action } };

	for (unsigned i = 0; i < h->reading[k].n; i++) {
		unsigned arg = h->reading[k].said[i].arg;
		bool common = h->nreading > 1;
		for (unsigned j = 0; j < h->nreading; j++)
			common &= h->reading[j].action == d.r.action &&
				str_eq(reading_get(&h->reading[j], arg), h->reading[k].said[i].text);
		if (!common)
			reading_set(&d.r, arg, h->reading[k].said[i].text);
	}
	return d;
}

void ask_which(struct turn *t, const struct heard *h)
{
	struct buf b = buf_new(t->c->mem, 160);

	ask_open(t);
	for (unsigned i = 0; i < h->nreading; i++) {
		struct draft d = { .r = h->reading[i] }, shown = special(h, i);
		offer_draft(t, &d, "");
		number(t, &b);
		buf_add(&b, say_draft(t, &shown, false));
		buf_char(&b, '.');
	}
	offer(t, OPTION_NOTHING, words_no);
	number(t, &b);
	buf_add(&b, tr(t->c->lang, N_("nada")));
	say_with(t, N_("¿Qué anoto? Responda: %s"), buf_str(&b));
}

/* A code as `line` of a heard message has it: "sjm 014". */
static const char *code_words(struct turn *t, struct str code)
{
	struct str s = word_fold(t->c->mem, code);
	char *words = arena_dup(t->c->mem, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		if (words[i] == '-')
			words[i] = ' ';
	return words;
}

void ask_record(struct turn *t, const struct draft *d, unsigned arg, const struct id *candidates,
	unsigned n)
{
	struct ctx *c = t->c;
	const char *entity = d->r.action->args[arg].ref;
	struct buf b = buf_new(c->mem, 160);

	if (n >= TALK_OPTIONS) {
		say_with(t, N_("Son varias: empiece su mensaje con el código, por ejemplo %s"),
			ref_code(c, entity, candidates[0]));
		return;
	}
	ask_open(t);
	for (unsigned i = 0; i < n; i++) {
		struct draft one = *d;
		reading_set(&one.r, arg, id_text(c->mem, candidates[i]));
		/* The code may be written too. */
		offer_draft(t, &one, code_words(t, ref_code(c, entity, candidates[i])));
		number(t, &b);
		buf_add(&b, ref_title(c, entity, candidates[i]));
		buf_char(&b, '.');
	}
	offer(t, OPTION_NOTHING, words_no);
	number(t, &b);
	buf_add(&b, tr(c->lang, N_("ninguna")));
	say_with(t, N_("¿De cuál? Responda: %s"), buf_str(&b));
}

/* The record's field that has the argument's name, or -1. */
static int field_of(const struct record *r, const struct field *arg)
{
	return fields_find(r->entity->fields, r->entity->nfields, str_c(arg->name));
}

/*
 * What stands and what would be the sum, for the figures that were said. False when one of them is
 * not for every member's eyes: a number is no credential, so neither is shown.
 */
static bool compare(struct turn *t, const struct act *a, const struct record *current,
	struct draft *now, struct draft *sum)
{
	struct arena *m = t->c->mem;

	*now = (struct draft){ .r.action = a->action };
	for (unsigned i = 0; i < a->action->nargs; i++) {
		const struct field *arg = &a->action->args[i];
		int f = field_of(current, arg);
		if (!is_figure(arg) || !act_has(a, i) || f < 0 || current->v[f].kind != V_INT)
			continue;
		if (current->entity->fields[f].privacy > P_NETWORK)
			return false;
		struct value v = current->v[f];
		reading_set(&now->r, i, field_plain(m, arg, &v));
		v.i += act_int(a, i);
		reading_set(&sum->r, i, field_plain(m, arg, &v));
	}
	return true;
}

/* "SJM-001, 22/11/2026": which record the question is about. */
static struct str where(struct turn *t, const struct act *a, const struct record *current)
{
	const struct entity *e = current->entity;
	struct buf b = buf_new(t->c->mem, 40);

	if (a->action->on && act_has(a, (unsigned)a->action->on - 1))
		buf_add(&b, ref_code(t->c, a->action->args[a->action->on - 1].ref,
			act_ref(a, (unsigned)a->action->on - 1)));
	if (e->day > 0 && current->v[e->day - 1].kind == V_INT) {
		buf_c(&b, b.n ? ", " : "");
		buf_add(&b, lang_date(t->c->mem, t->c->lang, current->v[e->day - 1].i));
	}
	return buf_str(&b);
}

/* "ya hay 110 (Raciones servidas). Usted dice 20", where it is about one figure; else empty. */
static struct str both(struct turn *t, const struct act *a, const struct draft *now)
{
	unsigned said = 0, arg = now->r.n ? now->r.said[0].arg : 0;

	for (unsigned i = 0; i < a->action->nargs; i++)
		said += is_figure(&a->action->args[i]) && act_has(a, i);
	if (said != 1 || now->r.n != 1)
		return STR("");
	return tr_named(t->c->mem, t->c->lang, N_("ya hay {now} ({what}). Usted dice {said}"), (const struct str_pair[]){
		{ "now", now->r.said[0].text }, { "what", tr(t->c->lang, a->action->args[arg].label) },
		{ "said", reading_get(&t->draft.r, arg) } }, 3);
}

void ask_standing(struct turn *t, const struct act *a, const struct record *current)
{
	struct arena *m = t->c->mem;
	struct draft replace = t->draft, sum, now;

	ask_open(t);
	replace.seen = record_seen(m, current);
	sum = replace;
	bool open_figures = compare(t, a, current, &now, &sum);
	offer_draft(t, &replace, "cambiar|cambia|cambialo|reemplazar|reemplaza|corregir|si");
	if (open_figures)
		offer_draft(t, &sum, "sumar|suma|sumalo|agregar|agrega|mas");
	offer(t, OPTION_NOTHING, words_no);
	t->progress = true;
	if (t->discreet) {
		say(t, open_figures ? N_("Ya había otro dato. Responda 1 cambiar, 2 sumar, 3 dejar") :
			N_("Ya había otro dato. Responda 1 cambiar, 2 dejar"));
		return;
	}
	struct str_pair pairs[] = {
		{ "where", where(t, a, current) },
		{ "now", say_draft(t, &now, true) },
		{ "said", say_draft(t, &t->draft, true) },
		{ "both", both(t, a, &now) },
	};
	t->answer = tr_named(m, t->c->lang, open_figures && pairs[3].value.n ?
		N_("{where}: {both}. Responda 1 cambiar, 2 sumar, 3 dejar") : !open_figures ?
		N_("{where}: ya hay otro dato. Usted dice {said}. Responda 1 cambiar, 2 dejar") :
		N_("{where}: ya está anotado {now}. Usted dice {said}. "
		   "Responda 1 cambiar, 2 sumar, 3 dejar"),
		pairs, ARRAY_LEN(pairs));
}

void ask_reason(struct turn *t, const struct act *a, const struct diag_item *why)
{
	int reason = action_arg(a->action, STR("reason"));

	if (reason < 0) {
		say_fault(t, a->action, why);
		return;
	}
	ask_open(t);
	t->talk.ask = ASK_REASON;
	t->talk.draft = t->draft;
	t->talk.slot = (unsigned)reason;
	t->progress = true;
	struct str sentence = tr_fill(t->c->mem, t->c->lang, why->msgid, why->arg);
	say_with(t, N_("%s. Si no, responda NO"), sentence);
}

void ask_person(struct turn *t)
{
	struct ctx *c = t->c;
	struct buf b = buf_new(c->mem, 80);

	ask_open(t);
	for (unsigned i = 0; i < t->npersons; i++) {
		struct str name = speaker_name(t, i);
		struct option o = { .kind = OPTION_PERSON, .person = t->person[i].id,
			.words = word_fold(c->mem, name) };
		talk_offer(&t->talk, &o);
		number(t, &b);
		buf_add(&b, name);
		buf_char(&b, '.');
	}
	t->talk.held = t->text;
	t->progress = true;
	say_with(t, N_("¿Quién escribe? Responda: %s"), buf_str(&b));
}

void ask_code(struct turn *t, const struct draft *d)
{
	ask_open(t);
	t->talk.ask = ASK_CODE;
	t->talk.draft = *d;
	t->talk.slot = 0;
	t->progress = true;
	say(t, N_("Para eso hace falta su código de seis cifras. Véalo en Ayni, en Mi cuenta, y escríbalo aquí. NO: dejarlo"));
}
