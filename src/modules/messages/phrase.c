/*
 * phrase.c - how people here say what a command is called: learned from messages that were not understood.
 *
 * Language and words are its key: the same words mean one thing. It holds words, no message and nobody's data.
 */
#include "desk.h"

#include "desk_own.h"
#include "fold.h"
#include "messages_sql.h"
#include "utf8.h"

static const struct field phrase_fields[] = {
	[PHRASE_LANGUAGE] = { "language", T_ENUM, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Idioma"), .choices = languages,
		.privacy = P_NETWORK, .aliases = "idioma" },
	[PHRASE_SAID] = { "said", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Lo que la gente escribe"), .max = PHRASE_SAID_MAX,
		.privacy = P_NETWORK, .aliases = "dicho" },
	[PHRASE_MEANS] = { "means", T_TEXT, F_REQUIRED, .label = N_("Quiere decir"), .max = PHRASE_MEANS_MAX,
		.privacy = P_NETWORK, .aliases = "significa" },
	[PHRASE_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién la enseñó"), .ref = "person", .privacy = P_NETWORK },
	[PHRASE_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};

/* It is of no day (entity.h): what readers remember of phrases is forgotten with each that comes or goes. */
const struct entity phrase_entity = {
	.name = "phrase", .label = N_("Frase"), .plural = N_("Frases"),
	.fields = phrase_fields, .nfields = PHRASE__N, .title = AT(PHRASE_SAID), .voided = AT(PHRASE_VOIDED),
	.put_action = "phrase.add",
};

/* Signs, arrows, pictures and what belongs to them are no letters; as channels/text parts words. */
static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	return cp >= 0xc0 && cp != 0xd7 && cp != 0xf7 && !(cp >= 0x2000 && cp < 0x2c00) && !(cp >= 0x3000 && cp < 0x3040) &&
		!(cp >= 0xfe00 && cp < 0xfe10) && cp != 0xfffd && cp < 0x1f000;
}

struct str phrase_fold(struct arena *a, struct str s)
{
	struct str f = fold(a, s);
	struct buf b = buf_new(a, f.n + 1);
	uint32_t cp;

	for (size_t i = 0; i < f.n;) {
		size_t at = i;
		cp = utf8_next(f, &i);
		bool quote = cp == '\'' || cp == '`' || cp == 0xb4 || cp == 0x2019 || cp == 0x2bc;
		if (cp == '~' || (quote && b.n && b.p[b.n - 1] != ' ')) /* ñ is "n~"; q'uñi is one word */
			continue;
		if (is_letter(cp))
			buf_add(&b, str_sub(f, at, i - at));
		else if (b.n && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
	}
	return str_trim(buf_str(&b));
}

/* ---- what a phrase may mean ---- */

/* What the channel itself understands, whatever modules there are. */
static const char channel_words[] = "ayuda|menu|baja|alta|gracias|si|no";

static bool listed(struct str word, const char *list)
{
	struct str rest = str_c(list), piece;

	while (list && str_cut(&rest, '|', &piece))
		if (str_eq(piece, word))
			return true;
	return false;
}

static bool names_argument(const struct ctx *c, const struct text_command *k, struct str word)
{
	const struct action *a = k->action ? registry_action(c->reg, str_c(k->action)) : NULL;

	for (unsigned i = 0; a && i < a->nargs; i++) {
		if (listed(word, a->args[i].words))
			return true;
		for (const struct choice *o = a->args[i].choices; o && o->name; o++)
			if (listed(word, o->words))
				return true;
	}
	return false;
}

static bool of_command(const struct ctx *c, struct str word)
{
	for (unsigned i = 0; i < c->reg->ncommands; i++)
		if (listed(word, c->reg->commands[i]->words))
			return true;
	return false;
}

bool phrase_means(const struct ctx *c, struct str means)
{
	if (listed(means, channel_words) || of_command(c, means))
		return true;
	for (unsigned i = 0; i < c->reg->ncommands; i++)
		if (names_argument(c, c->reg->commands[i], means))
			return true;
	return false;
}

/* ---- actions ---- */

enum { ADD_SAID, ADD_MEANS, ADD_LANGUAGE, ADD__N };

static const struct field add_args[] = {
	[ADD_SAID] = { "said", T_TEXT, F_REQUIRED, .label = N_("Lo que la gente escribe"),
		.help = N_("Solo las palabras, sin los números"), .max = PHRASE_SAID_MAX, .privacy = P_NETWORK, .aliases = "dicho" },
	[ADD_MEANS] = { "means", T_TEXT, F_REQUIRED, .label = N_("Quiere decir"), .max = PHRASE_MEANS_MAX, .privacy = P_NETWORK,
		.aliases = "significa" },
	[ADD_LANGUAGE] = { "language", T_ENUM, 0, .label = N_("Idioma"), .choices = languages, .privacy = P_NETWORK,
		.aliases = "idioma" },
};

static enum rc judge(struct ctx *c, struct str said, struct str means)
{
	if (said.n < 3)
		return fail(c, "said", "short", N_("Escriba al menos una palabra de tres letras"));
	if (of_command(c, said) || listed(said, channel_words))
		return fail(c, "said", "known", N_("Esa palabra ya se entiende así"));
	if (!phrase_means(c, means))
		return fail(c, "means", "unknown", N_("Elija de la lista lo que quiere decir"));
	if (str_eq(said, means))
		return fail(c, "said", "known", N_("Esa palabra ya se entiende así"));
	return OK;
}

static int64_t phrases_count(struct ctx *c)
{
	int64_t n = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_PHRASES_COUNT, cell_id(&c->net->id));

	if (rows_next(&r)) {
		n = rows_int(&r, 0);
		rows_end(&r);
	}
	return n;
}

static enum rc add_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct str said = phrase_fold(c->mem, act_text(a, ADD_SAID)), means = phrase_fold(c->mem, act_text(a, ADD_MEANS));
	struct value key[PHRASE__N] = {
		[PHRASE_LANGUAGE] = value_text(act_has(a, ADD_LANGUAGE) ? act_text(a, ADD_LANGUAGE) : STR("es")),
		[PHRASE_SAID] = value_text(said),
	};

	if (judge(c, said, means) != OK)
		return INVALID;
	if (phrases_count(c) >= PHRASES_MAX)
		return fail(c, NULL, "full", N_("Ya hay demasiadas frases; quite las que no se usan"));
	struct put *p = put_keyed(c, ch, &phrase_entity, key);
	put_text(p, PHRASE_MEANS, means);
	put_set(p, PHRASE_AUTHOR, id_is_zero(c->who->person) ? value_null() : value_id(c->who->person));
	put_int(p, PHRASE_VOIDED, 0);
	return OK;
}

static struct str told(struct ctx *c, const struct told *t, const char *msgid)
{
	const struct put *p = change_find(t->change, &phrase_entity);
	const struct value *means = p ? put_get(p, PHRASE_MEANS) : NULL;
	const struct str_pair with[] = { { "who", t->author }, { "said", p ? title_now(c, &phrase_entity, p->id) : STR("") },
		{ "means", means ? means->s : STR("") } };

	return tr_named(c->mem, c->lang, msgid, with, ARRAY_LEN(with));
}

static struct str add_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} enseñó que «{said}» quiere decir «{means}»"));
}

static const struct field remove_args[] = {
	{ "phrase", T_REF, F_REQUIRED, .label = N_("Frase"), .ref = "phrase", .privacy = P_NETWORK },
};

static enum rc remove_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &phrase_entity, c->net->id, act_ref(a, 0), r) || !r->born ||
		r->v[PHRASE_VOIDED].i)
		return fail(c, "phrase", "unknown", N_("Eso ya no está"));
	put_int(change_put(ch, &phrase_entity, r->id, false), PHRASE_VOIDED, 1);
	return OK;
}

static struct str remove_describe(struct ctx *c, const struct told *t)
{
	return told(c, t, N_("{who} quitó la frase «{said}»"));
}

const struct action phrase_add = {
	.name = "phrase.add", .label = N_("Enseñar"), .args = add_args, .nargs = ADD__N, .decide = add_decide,
	.describe = add_describe,
};

const struct action phrase_remove = {
	.name = "phrase.remove", .label = N_("Quitar"), .args = remove_args, .nargs = ARRAY_LEN(remove_args),
	.decide = remove_decide, .describe = remove_describe,
};
