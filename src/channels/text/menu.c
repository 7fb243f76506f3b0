/*
 * menu.c - step by step, by numbers alone; back, out, and on again another day.
 *
 * A command's steps are the day, the words to choose from, what must be told, and its number or text, in that
 * order. What stands in the draft is done; the first step without a value is asked for.
 */
#include "civil.h"
#include "field.h"
#include "fold.h"
#include "spanish.h"
#include "turn.h"

enum { MENU_LINES = 7, STEPS_MAX = 12, CHOICES_SHOWN = 8, DAYS_BACK = 3 };

/* ---- the menu ---- */

/* The n-th line of the whole menu; false behind the last. */
static bool line_at(struct turn *t, unsigned n, struct option *o, const char **label)
{
	const struct registry *reg = t->c->reg;

	for (unsigned i = 0; i < reg->ncommands; i++) {
		const struct text_command *k = reg->commands[i];
		if (!k->menu || (k->action && !allowed_somewhere(t->c, k->action)) || n--)
			continue;
		*label = k->menu;
		*o = (struct option){ .kind = OPTION_TELL, .words = str_c(k->words) };
		if (k->action)
			*o = (struct option){ .kind = OPTION_DRAFT, .draft = { .guided = true, .r = { .command = k, .plain = -1,
				.action = registry_action(reg, str_c(k->action)) } } };
		if (k->action && k->sets)
			reading_set(&o->draft.r, (unsigned)k->sets - 1, str_c(k->sets_text));
		return true;
	}
	*label = n == 0 ? N_("Ayuda") : N_("No recibir mensajes");
	*o = (struct option){ .kind = n == 0 ? OPTION_HELP : OPTION_STOP, .words = n == 0 ? STR("ayuda") : STR("baja") };
	return n < 2;
}

static void add_line(struct turn *t, struct buf *b, unsigned n, const char *label)
{
	buf_char(b, '\n');
	buf_int(b, n);
	buf_char(b, ' ');
	buf_add(b, tr(t->c->lang, label));
}

void menu_show(struct turn *t, unsigned page)
{
	struct option o;
	const char *label;
	struct buf b = buf_new(t->c->mem, 160);

	ask_open(t);
	t->state = "answered";
	t->asked_help = true;
	t->talk.menu = true;
	t->talk.page = page;
	t->talk.ask = ASK_PICK;
	buf_add(&b, tr(t->c->lang, N_("Responda con un número:")));
	for (unsigned i = 0; i < MENU_LINES && line_at(t, page * MENU_LINES + i, &o, &label); i++) {
		talk_offer(&t->talk, &o);
		add_line(t, &b, i + 1, label);
	}
	t->talk.pages_on = line_at(t, (page + 1) * MENU_LINES, &o, &label);
	if (t->talk.pages_on)
		add_line(t, &b, 8, N_("Más"));
	if (page)
		add_line(t, &b, 9, N_("Volver"));
	add_line(t, &b, 0, N_("Salir"));
	t->answer = buf_str(&b);
}

/* ---- the steps of a command ---- */

static bool listed(const unsigned *step, unsigned n, unsigned arg)
{
	for (unsigned i = 0; i < n; i++)
		if (step[i] == arg)
			return true;
	return false;
}

static unsigned steps_of(const struct draft *d, unsigned step[STEPS_MAX])
{
	const struct action *a = d->r.action;
	const struct text_command *k = d->r.command;
	unsigned n = 0;
	int day = day_arg(a), last = (k->rest ? k->rest : k->bare) - 1;

	if (day >= 0)
		step[n++] = (unsigned)day;
	for (unsigned i = 0; i < a->nargs && n < STEPS_MAX - 1; i++) {
		const struct field *f = &a->args[i];
		bool choose = f->type == T_ENUM && !k->rest && (!k->sets || i != (unsigned)k->sets - 1);
		bool must = field_is_must(f) && f->type != T_REF && f->type != T_SEALED && f->type != T_BLOB;
		if ((choose || must) && field_is_said(f) && (int)i != last && !listed(step, n, i))
			step[n++] = i;
	}
	if (last >= 0 && !listed(step, n, (unsigned)last))
		step[n++] = (unsigned)last;
	return n;
}

bool menu_lists(const struct field *f)
{
	return f->type == T_DATE || f->type == T_BOOL || f->type == T_ENUM;
}

static void ask_choice(struct turn *t, const struct draft *d, unsigned slot)
{
	const struct field *f = &d->r.action->args[slot];
	static const char *const days[DAYS_BACK] = { N_("hoy"), N_("ayer"), N_("anteayer") };
	static const char *const sure[] = { N_("sí"), N_("no") };
	struct buf b = buf_new(t->c->mem, 160);
	unsigned n = 0;

	ask_slot(t, d, slot);
	buf_add(&b, tr(t->c->lang, f->label));
	buf_char(&b, ':');
	for (; f->type == T_DATE && n < DAYS_BACK; n++)
		add_line(t, &b, n + 1, days[n]);
	for (; f->type == T_BOOL && n < ARRAY_LEN(sure); n++)
		add_line(t, &b, n + 1, sure[n]);
	for (; f->type == T_ENUM && n < CHOICES_SHOWN && f->choices[n].name; n++)
		add_line(t, &b, n + 1, f->choices[n].label);
	add_line(t, &b, 9, N_("Volver"));
	add_line(t, &b, 0, N_("Salir"));
	t->answer = buf_str(&b);
}

void menu_step(struct turn *t, const struct draft *d)
{
	unsigned step[STEPS_MAX], n = steps_of(d, step);

	for (unsigned i = 0; i < n; i++) {
		const struct field *f = &d->r.action->args[step[i]];
		if (reading_get(&d->r, step[i]).p)
			continue;
		if (menu_lists(f))
			ask_choice(t, d, step[i]);
		else
			ask_slot(t, d, step[i]);
		return;
	}
	turn_try(t, d);
}

static void unset(struct reading *r, unsigned arg)
{
	for (unsigned i = 0; i < r->n; i++)
		if (r->said[i].arg == arg) {
			memmove(&r->said[i], &r->said[i + 1], sizeof(r->said[0]) * (r->n - i - 1));
			r->n--;
			return;
		}
}

void menu_back(struct turn *t)
{
	struct draft d = t->talk.draft;
	unsigned step[STEPS_MAX], n = d.guided ? steps_of(&d, step) : 0;

	t->progress = true;
	while (n--)
		if (reading_get(&d.r, step[n]).p) {
			unset(&d.r, step[n]);
			menu_step(t, &d);
			return;
		}
	t->finished = true;
	menu_show(t, 0);
}

/* ---- what was answered ---- */

static bool read_day(struct turn *t, int64_t *day)
{
	struct word w[WORDS_MAX];
	struct day_said said;
	unsigned n, at = 0;

	if (t->heard.has_alone && t->heard.alone >= 1 && t->heard.alone <= DAYS_BACK) {
		*day = t->day - (t->heard.alone - 1);
		return true;
	}
	if (!words_split(t->c->mem, t->text, w, &n) || !day_read(w, n, &at, t->day, &said) || at != n || said.shaky)
		return false;
	*day = said.day;
	return true;
}

/* The place in the list that was chosen, by its number, its name or one of its words; -1: none. */
static int choice_of(struct turn *t, const struct field *f)
{
	for (int i = 0; f->choices[i].name; i++)
		if ((t->heard.has_alone && t->heard.alone == i + 1) ||
			str_eq(t->heard.line, word_fold(t->c->mem, tr(t->c->lang, f->choices[i].label))) ||
			(f->choices[i].words && word_in(t->heard.line, f->choices[i].words)))
			return i;
	return -1;
}

static bool choose(struct turn *t, struct draft *d, const struct field *f)
{
	struct arena *m = t->c->mem;
	struct value v;
	int64_t day;

	if (f->type == T_DATE && read_day(t, &day)) {
		v = value_int(day);
		reading_set(&d->r, t->talk.slot, field_plain(m, f, &v));
		return true;
	}
	if (f->type == T_BOOL && (t->heard.yes || (t->heard.has_alone && t->heard.alone >= 1 && t->heard.alone <= 2))) {
		v = value_int(t->heard.yes || t->heard.alone == 1);
		reading_set(&d->r, t->talk.slot, field_plain(m, f, &v));
		return true;
	}
	int at = f->type == T_ENUM ? choice_of(t, f) : -1;
	if (at < 0)
		return false;
	reading_set(&d->r, t->talk.slot, str_c(f->choices[at].name));
	return true;
}

bool menu_answer(struct turn *t, struct draft *d)
{
	const struct field *f = &d->r.action->args[t->talk.slot];
	const struct heard *h = &t->heard;

	if (menu_lists(f))
		return choose(t, d, f);
	if (f->type == T_TEXT) {
		struct str text = text_tidy(t->c->mem, t->text);
		if (!text.n || h->kind == HEARD_MENU || h->kind == HEARD_HELP)
			return false;
		reading_set(&d->r, t->talk.slot, text);
		return true;
	}
	if (!h->has_alone)
		return false;
	struct buf b = buf_new(t->c->mem, 20);
	buf_int(&b, h->alone);
	reading_set(&d->r, t->talk.slot, buf_str(&b));
	return true;
}

/* ---- another day ---- */

void menu_park(struct turn *t)
{
	const struct talk *k = &t->talk;
	bool half = k->ask == ASK_SLOT || k->ask == ASK_REASON || k->ask == ASK_CODE;

	if (id_is_zero(t->who.person) || (!half && !t->finished))
		return;
	t->own.has_parked = half;
	if (!half)
		return;
	t->own.parked = k->draft;
	t->own.parked_at = t->c->now;
	if (!k->draft.guided || k->draft.r.n)
		draft_dated(t, &t->own.parked);
}

/* "Ayer", "El 20/11", as the day lies behind. */
static struct str when(struct turn *t, int64_t at)
{
	int64_t day = zone_day(t->c->net->zone, at), now = today(t->c);

	if (day == now)
		return tr(t->c->lang, N_("Hoy"));
	if (day == now - 1)
		return tr(t->c->lang, N_("Ayer"));
	return tr_fill(t->c->mem, t->c->lang, N_("El %s"), lang_date_short(t->c->mem, t->c->lang, day));
}

bool menu_resume(struct turn *t)
{
	struct ctx *c = t->c;
	struct draft d = t->own.parked, anew = { .guided = true, .r = { .command = d.r.command, .action = d.r.action, .plain = -1 } };
	const struct heard *h = &t->heard;

	if (!t->own.has_parked || t->talk.ask != ASK_NONE ||
		(h->kind != HEARD_HELP && h->kind != HEARD_MENU && h->kind != HEARD_THANKS && (h->kind != HEARD_NOTHING || h->numbers)))
		return false;
	t->own.has_parked = false;
	ask_open(t);
	t->progress = true;
	struct str said = say_draft(t, &d, false);
	struct str what = said.n ? said : d.r.command->menu ? tr(c->lang, d.r.command->menu) : tr(c->lang, d.r.action->label);
	d.guided = true;
	talk_offer(&t->talk, &(struct option){ .kind = OPTION_DRAFT, .draft = d, .words = STR("seguir|sigue|si|sigo") });
	talk_offer(&t->talk, &(struct option){ .kind = OPTION_DRAFT, .draft = anew, .words = STR("empezar|empezar de nuevo|de nuevo") });
	talk_offer(&t->talk, &(struct option){ .kind = OPTION_NOTHING, .words = str_c(words_no) });
	t->answer = tr_named(c->mem, c->lang, N_("{day} dejó a medias: {what}. Responda 1 seguir, 2 empezar de nuevo, 3 dejarlo"),
		(const struct str_pair[]){ { "day", when(t, t->own.parked_at) }, { "what", what } }, 2);
	return true;
}
