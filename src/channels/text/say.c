/*
 * say.c - sentences of this channel: short, and always with what to do next.
 */
#include "civil.h"
#include "field.h"
#include "turn.h"

void say(struct turn *t, const char *msgid)
{
	t->answer = tr(t->c->lang, msgid);
}

void say_with(struct turn *t, const char *msgid, struct str arg)
{
	t->answer = tr_fill(t->c->mem, t->c->lang, msgid, arg);
}

bool is_figure(const struct field *f)
{
	return f->type == T_INT || f->type == T_MONEY;
}

/* Is there something of the sender's own that the command would be about? Asked with nothing said. */
static bool has_own(struct turn *t, const struct text_command *k)
{
	struct id candidates[4], none = { 0 };
	struct diag found = { 0 }, *outer = t->c->diag;
	unsigned n = 0, arg = 0;

	t->c->diag = &found;
	enum rc rc = (k->complete ? k->complete : text_own_group)(t->c, act_new(t->c, registry_action(t->c->reg, str_c(k->action)), none),
		candidates, ARRAY_LEN(candidates), &n, &arg);
	t->c->diag = outer;
	return rc == OK || n > 0;
}

/* Examples of what she may say: at most two. */
static struct str examples(struct turn *t)
{
	struct buf b = buf_new(t->c->mem, 80);
	unsigned n = 0;

	for (unsigned i = 0; i < t->c->reg->ncommands && n < 2; i++) {
		const struct text_command *k = t->c->reg->commands[i];
		if (!k->example || !k->action || !allowed_somewhere(t->c, k->action))
			continue;
		if (n++)
			buf_c(&b, " / ");
		buf_add(&b, tr(t->c->lang, k->example_far && !has_own(t, k) ? k->example_far : k->example));
	}
	return buf_str(&b);
}

void say_help(struct turn *t)
{
	struct str some = examples(t);

	t->asked_help = true;
	if (t->discreet) {
		say(t, N_("Escriba el número, o MENU para ir paso a paso. BAJA: no recibir mensajes."));
		return;
	}
	if (some.n)
		say_with(t, N_("Escriba, por ejemplo: %s\nMENU: paso a paso. BAJA: no recibir mensajes. "
			       "Para corregir: corrijo 102"), some);
	else
		say(t, N_("Hola. Con su cargo todavía no hay nada que anotar por mensaje.\n"
			  "BAJA: no recibir mensajes."));
}

void say_not_understood(struct turn *t)
{
	struct str some = t->discreet ? STR("") : examples(t);

	t->state = "lost";
	if (t->discreet)
		say(t, N_("No entendí. Escriba el número, o MENU para ir paso a paso."));
	else if (some.n)
		say_with(t, N_("No entendí. Escriba, por ejemplo: %s\nO escriba MENU para ir paso a paso."),
			some);
	else
		say(t, N_("No entendí. Escriba AYUDA."));
}

void say_stranger(struct turn *t)
{
	const struct config *k = t->c->config;

	if (str_starts(t->address, "tg:") && !t->phone.n)
		say(t, N_("Hola. Para saber quién es, comparta aquí su propio contacto: toque el clip y elija Contacto."));
	else if (k && k->public_url.n)
		say_with(t, N_("Hola. No conocemos este número. Pida a su lideresa o coordinadora que lo "
			       "registre en la red. Más: %s"), k->public_url);
	else
		say(t, N_("Hola. No conocemos este número. Pida a su lideresa o coordinadora que lo "
			  "registre en la red."));
}

void say_discreet(struct turn *t, const struct act *a)
{
	int bare = t->draft.r.command ? t->draft.r.command->bare : 0;

	if (bare && act_has(a, (unsigned)bare - 1) && a->action->args[bare - 1].type == T_INT)
		say_with(t, N_("Anotado: %s. Gracias"), field_show(t->c->mem, &a->action->args[bare - 1], &a->v[bare - 1], t->c->lang));
	else
		say(t, N_("Anotado. Gracias"));
}

void say_late(struct turn *t)
{
	struct ctx *c = t->c;

	if (c->now - t->sent_at < DAY_MS)
		return;
	t->answer = tr_named(c->mem, c->lang, N_("Su mensaje del {day} llegó recién. {answer}"), (const struct str_pair[]){
		{ "day", lang_date_short(c->mem, c->lang, t->day) }, { "answer", t->answer } }, 2);
}

void say_fault(struct turn *t, const struct action *action, const struct diag_item *item)
{
	static const char *const alone[] = { "format", "range", "required", "too_long" };
	struct str sentence = tr_fill(t->c->mem, t->c->lang, item->msgid, item->arg);
	int arg = item->field ? action_arg(action, str_c(item->field)) : -1;
	bool bare = false;

	/* "El máximo es 5,000" needs to say of what. */
	for (size_t i = 0; i < ARRAY_LEN(alone); i++)
		bare |= str_is(str_c(item->code), alone[i]);
	if (arg >= 0 && bare) {
		struct str label = tr(t->c->lang, action->args[arg].label);
		t->answer = str_fmt(t->c->mem, "%.*s: %.*s.", (int)label.n, label.p, (int)sentence.n,
			sentence.p);
	} else {
		t->answer = str_fmt(t->c->mem, "%.*s.", (int)sentence.n, sentence.p);
	}
}

struct str say_draft(struct turn *t, const struct draft *d, bool figures_only)
{
	struct arena *a = t->c->mem;
	struct buf b = buf_new(a, 80);

	for (unsigned i = 0; i < d->r.action->nargs; i++) {
		const struct field *f = &d->r.action->args[i];
		struct str said = reading_get(&d->r, i);
		struct diag ignored = { 0 };
		struct value v;
		if (!said.p || (figures_only && !is_figure(f)))
			continue;
		if (b.n)
			buf_c(&b, ", ");
		buf_add(&b, tr(t->c->lang, f->label));
		buf_c(&b, ": ");
		if (field_read(a, f, said, &v, &ignored) != OK)
			buf_add(&b, said);
		else if (f->type == T_REF)
			buf_add(&b, v.kind == V_ID ? ref_code(t->c, f->ref, v.id) : said);
		else
			buf_add(&b, field_show(a, f, &v, t->c->lang));
	}
	return buf_str(&b);
}
