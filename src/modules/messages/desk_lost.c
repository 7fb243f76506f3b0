/*
 * desk_lost.c - /no-entendidos: what was not understood, by what it says, and teaching what that means.
 *
 * Messages are one group where the same words are left when figures and signs are taken away. What was taught after
 * a message came is no longer listed; that it is understood now is shown by asking the ear itself.
 */
#include "desk_own.h"

#include "journal.h"
#include "json.h"
#include "parts.h"

enum { LOST_MAX = 400, GROUPS_MAX = 30, SIGNS = 120 };

/* ---- the list ---- */

struct lost {
	struct str words, text;
	struct id id, person;
	int64_t at;
	unsigned n;
};

struct taught {
	struct str said;
	int64_t at;
};

/* What was taught, with when. */
static unsigned taught_read(struct ctx *c, struct taught *out)
{
	unsigned n = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_PHRASES, cell_id(&c->net->id), cell_text(STR("")), cell_int(PHRASES_MAX));

	while (rows_next(&r))
		if (n < PHRASES_MAX)
			out[n++] = (struct taught){ str_dup(c->mem, rows_text(&r, 1)), rows_int(&r, 4) >> STAMP_COUNTER_BITS };
	return n;
}

/* Whole words of `in`. */
static bool holds(struct ctx *c, struct str in, struct str words)
{
	return str_contains(str_fmt(c->mem, " %.*s ", (int)in.n, in.p), str_fmt(c->mem, " %.*s ", (int)words.n, words.p));
}

static bool taught_since(struct ctx *c, const struct taught *t, unsigned n, struct str words, int64_t at)
{
	for (unsigned i = 0; i < n; i++)
		if (t[i].at > at && holds(c, words, t[i].said))
			return true;
	return false;
}

/* Newest first, of those the actor answers for. */
static unsigned lost_read(struct ctx *c, struct lost *out)
{
	unsigned n = 0, kept = 0;
	struct id group;
	struct rows r = ctx_rows(c, messages_sql, Q_MESSAGES_LOST, cell_id(&c->net->id), cell_int(LOST_MAX));

	while (rows_next(&r))
		if (n < LOST_MAX)
			out[n++] = (struct lost){ .id = rows_id(&r, 0), .person = rows_id(&r, 1), .text = str_dup(c->mem, rows_text(&r, 2)),
				.at = rows_int(&r, 3), .n = 1 };
	for (unsigned i = 0; i < n; i++)
		if (desk_may(c, "page:lost", out[i].person, &group)) {
			out[kept] = out[i];
			out[kept].words = phrase_fold(c->mem, out[kept].text);
			kept++;
		}
	return kept;
}

enum rc page_lost(struct page_call *p)
{
	struct ctx *c = p->c;
	struct lost *all = ARENA_ARRAY(c->mem, struct lost, LOST_MAX), *first[GROUPS_MAX];
	struct taught *taught = ARENA_ARRAY(c->mem, struct taught, PHRASES_MAX);
	unsigned n = lost_read(c, all), ntaught = taught_read(c, taught), shown = 0, k;

	for (unsigned i = 0; i < n; i++) {
		if (taught_since(c, taught, ntaught, all[i].words, all[i].at))
			continue;
		for (k = 0; k < shown && !str_eq(first[k]->words, all[i].words); k++)
			;
		if (k < shown)
			first[k]->n++;
		else if (shown < GROUPS_MAX)
			first[shown++] = &all[i];
	}
	for (k = 0; k < shown; k++) {
		struct view *row = part_row(p, desk_short(c->mem, first[k]->text, SIGNS),
			str_fmt(c->mem, "/no-entendidos/%.36s", id_text(c->mem, first[k]->id).p), desk_when(c, first[k]->at), STR(""));
		if (first[k]->n > 1)
			view_int(row, "row_count", first[k]->n);
	}
	part_back(p, N_("Conversaciones"), STR("/conversaciones"));
	part_intro(p, N_("Lo que la gente escribió y Ayni no entendió. Toque uno y diga qué quiere decir: desde ese momento se entiende."));
	part_empty(p, N_("Todo se entendió."));
	part_link(p, "historia", N_("Palabras aprendidas"), STR("/palabras"));
	return OK;
}

/* ---- one of them ---- */

static void choice(struct view *v, struct str value, struct str label, struct str example, struct str chosen)
{
	struct view *row;

	if (!value.n)
		return;
	row = view_row(v, "choices");
	view_text(row, "value", value);
	view_text(row, "label", label);
	view_text(row, "example", example);
	view_flag(row, "chosen", str_eq(value, chosen));
}

static struct str first_of(const char *words)
{
	struct str all = str_c(words);

	return str_sub(all, 0, str_find(all, '|'));
}

void phrase_choices(struct ctx *c, struct view *v, struct str chosen)
{
	static const struct {
		const char *word, *label;
	} own[] = {
		{ "ayuda", N_("Pide ayuda para escribir") }, { "menu", N_("Quiere ver el menú") },
		{ "gracias", N_("Saluda o agradece: no hay que hacer nada") }, { "baja", N_("No quiere recibir más mensajes") },
	};

	for (unsigned i = 0; i < c->reg->ncommands; i++) {
		const struct text_command *k = c->reg->commands[i];
		const struct action *a = k->action ? registry_action(c->reg, str_c(k->action)) : NULL;
		struct str word = first_of(k->words);
		const char *means = k->means ? k->means : k->menu || !a ? k->menu : a->label;
		choice(v, word, means ? tr(c->lang, means) : word,
			k->example ? tr(c->lang, k->example) : means ? word : STR(""), chosen); /* several share a label */
		for (unsigned f = 0; a && f < a->nargs; f++)
			if (a->args[f].words)
				choice(v, first_of(a->args[f].words), tr(c->lang, a->args[f].label), first_of(a->args[f].words), chosen);
	}
	for (unsigned i = 0; i < ARRAY_LEN(own); i++)
		choice(v, str_c(own[i].word), tr(c->lang, own[i].label), STR(""), chosen);
}

/* What the ear makes of it now, with all that was taught: the answer that would go out. */
static void understood(struct page_call *p, const struct message *m)
{
	struct ctx *c = p->c, own = *c;
	struct buf b = buf_new(c->mem, 512);
	struct diag d = { 0 };

	if (!c->config || !c->config->explain || c->config->explain(&own, m->address, m->text, &b) != OK)
		return;
	json_t *o = json_read(c->mem, buf_str(&b), &d);
	if (!o)
		return;
	struct str outcome = json_get_str(o, "outcome"), reply = json_get_str(o, "reply");
	view_flag(p->v, "heard", true);
	view_flag(p->v, "heard_well", str_is(outcome, "act") || str_is(outcome, "ask"));
	view_text(p->v, "reply", reply);
}

enum rc page_lost_one(struct page_call *p)
{
	struct ctx *c = p->c;
	struct message *m = ARENA_NEW(c->mem, struct message);
	struct id group;
	struct str said = p->get(p, "said");

	if (!desk_message(c, "page:lost_one", p->get(p, "message"), m, &group) || m->out || !m->text.n)
		return NOT_FOUND;
	view_text(p->v, "message", id_text(c->mem, m->id));
	view_text(p->v, "group", id_text(c->mem, group));
	view_text(p->v, "text", m->text);
	view_text(p->v, "when", desk_when(c, m->made_at));
	view_text(p->v, "name", id_is_zero(m->person) ? tr(c->lang, N_("Número desconocido")) : person_name(c, m->person));
	view_text(p->v, "words", said.n ? said : phrase_fold(c->mem, m->text));
	view_flag(p->v, "may_teach", allowed_somewhere(c, "phrase.add"));
	view_text(p->v, "aside_id", id_text(c->mem, id_new(c->now)));
	view_int(p->v, "most", PHRASE_SAID_MAX);
	phrase_choices(c, p->v, p->get(p, "means"));
	understood(p, m);
	form_fill(p, &phrase_add, NULL, "said|means|language");
	return OK;
}

/* ---- not for us ---- */

enum rc page_aside(struct page_call *p)
{
	struct ctx *c = p->c;
	struct message *m = ARENA_NEW(c->mem, struct message);
	struct id group;

	if (!desk_message(c, "page:aside", p->get(p, "message"), m, &group))
		return NOT_FOUND;
	part_title(p, tr(c->lang, N_("¿No es para nosotros?")));
	part_back(p, N_("No entendidos"), STR("/no-entendidos"));
	part_quote(p, m->text);
	part_care(p, N_("Se apartan todos los que dicen lo mismo. Nadie espera ya una respuesta por ellos."));
	part_form(p, &(struct part_form){ .action = &message_aside, .button = N_("Apartar"), .icon = "cerrar",
		.to = str_fmt(c->mem, "/no-entendidos/%.36s/apartar", id_text(c->mem, m->id).p),
		.carry = { { "group", id_text(c->mem, group) }, { "message", id_text(c->mem, m->id) } } });
	return OK;
}

/* All messages of the same words that she answers for: they say the same. */
void aside_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct lost *all = ARENA_ARRAY(c->mem, struct lost, LOST_MAX);
	struct message *m = ARENA_NEW(c->mem, struct message);
	unsigned n = lost_read(c, all);
	struct id group;

	(void)o;
	if (!desk_message(c, "message.aside", act_text(a, CARE_TO_MESSAGE), m, &group))
		return;
	struct str words = phrase_fold(c->mem, m->text);
	for (unsigned i = 0; i < n; i++) {
		struct message *one = ARENA_NEW(c->mem, struct message);
		if (!str_eq(all[i].words, words) || !message_get(c, all[i].id, one))
			continue;
		db_exec(c->db, SQL(Q_LOST_ASIDE), ARGS(cell_id(&c->net->id), cell_id(&one->id)));
		db_exec(c->db, SQL(Q_THREAD_SETTLED), ARGS(cell_id(&c->net->id), cell_text(one->address)));
	}
}

