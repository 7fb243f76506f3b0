/*
 * decide_text.c - "voto sí 2", "voto no", "me abstengo 1 porque no vi las cuentas", "voto a favor de la propuesta 2".
 *
 * What is not plainly a yes, a no or an abstention is asked back; to abstain is never heard as no. The words after it are her
 * reason. Secret ballots are not given by message: it would stay written on two phones and with a company between them.
 */
#include "decide_own.h"

#include "fold.h"

enum { WORDS_MOST = 60, OPEN_MOST = 60 };

static void say(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = v.kind != V_NULL;
}

static bool one_of(struct str word, const char *list)
{
	struct str rest = str_c(list), one;

	while (rest.n && str_cut(&rest, '|', &one))
		if (str_eq(word, one))
			return true;
	return false;
}

struct heard {
	unsigned says;   /* SAYS__N: neither */
	bool both;       /* two different things */
	int64_t number;  /* 0: none */
	struct str reason;
};

static struct str bare(struct arena *a, struct str word)
{
	struct str s = fold(a, word);
	struct buf b = buf_new(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '~')
			buf_char(&b, s.p[i]);
	return buf_str(&b);
}

static int64_t number_of(struct str word)
{
	static const char *const names[] = { "uno|una|primera|primero", "dos|segunda|segundo", "tres|tercera|tercero", "cuatro|cuarta|cuarto",
		"cinco|quinta|quinto" };
	int64_t n;

	if (str_int64(word, &n) && n > 0 && n <= PROPOSALS_MOST)
		return n;
	for (unsigned i = 0; i < ARRAY_LEN(names); i++)
		if (one_of(word, names[i]))
			return i + 1;
	return 0;
}

static void hear_says(struct heard *h, unsigned says)
{
	h->both |= h->says < SAYS__N && h->says != says;
	h->says = says;
}

/* Up to the first word that is none of its own, or "porque": the rest is her reason. */
static struct heard hear(struct arena *a, struct str said)
{
	struct heard h = { .says = SAYS__N };
	struct str rest = said;

	while (rest.n) {
		struct str before = rest, word;
		str_cut(&rest, ' ', &word);
		struct str w = bare(a, word);
		int64_t n = number_of(w);
		if (!w.n || one_of(w, "a|al|el|la|de|del|por|que|propuesta|punto|numero|nro|n|y|es|mi|voto|me|en"))
			continue;
		if (one_of(w, "si|favor|apruebo|aprobar|acuerdo|ari"))
			hear_says(&h, SAYS_YES);
		else if (one_of(w, "no|contra|manan|mana"))
			hear_says(&h, SAYS_NO);
		else if (str_starts(w, "absten") || one_of(w, "blanco"))
			hear_says(&h, SAYS_ABSTAIN);
		else if (n && !h.number)
			h.number = n;
		else {
			h.reason = one_of(w, "porque|xq|pq|pues") && rest.n ? rest : before;
			break;
		}
	}
	h.reason = str_trim(h.reason);
	return h;
}

/* The open one that she means. A number counts within its meeting, so two meetings may both have it. */
static enum rc which(struct ctx *c, struct act *a, int64_t number, struct id *candidates_out, unsigned max, unsigned *n_out)
{
	struct proposal *open = ARENA_ARRAY(c->mem, struct proposal, OPEN_MOST);
	unsigned n = proposals_open(c, open, OPEN_MOST), k = 0;

	for (unsigned i = n; i-- > 0 && k < max;) /* the first one first */
		if (!number || open[i].number == number)
			candidates_out[k++] = open[i].id;
	*n_out = k;
	if (!n)
		return fail(c, NULL, "none", N_("Ahora no hay ninguna propuesta abierta en sus reuniones, así que no anoté su voto"));
	if (!k)
		return fail_with(c, "proposal", "number", N_("No hay ninguna propuesta abierta con el número %s. No anoté su voto"),
			str_fmt(c->mem, "%lld", (long long)number));
	if (k > 1)
		return fail(c, "proposal", "ask", N_("¿En cuál propuesta?"));
	say(a, CAST_PROPOSAL, value_id(candidates_out[0]));
	return OK;
}

static enum rc cast_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct heard h = hear(c->mem, act_has(a, CAST_REASON) ? act_text(a, CAST_REASON) : STR(""));
	bool known = act_has(a, CAST_CHOICE);
	unsigned said = known ? says_of(act_text(a, CAST_CHOICE)) : SAYS__N;

	*n_out = 0;
	*arg_out = CAST_PROPOSAL;
	say(a, CAST_VOTER, value_id(c->who->person));
	if (act_has(a, CAST_PROPOSAL) && known) /* it was asked which, and the words are heard already */
		return OK;
	if (h.both || (known && h.says < SAYS__N && h.says != said) || (!known && h.says == SAYS__N))
		return fail(c, NULL, "ask", N_("¿Cómo vota? Escriba: voto sí, voto no, o me abstengo. No anoté nada todavía"));
	say(a, CAST_CHOICE, value_text(str_c(vote_choices[known ? said : h.says].name)));
	say(a, CAST_REASON, h.reason.n ? value_text(h.reason) : value_null());
	return act_has(a, CAST_PROPOSAL) ? OK : which(c, a, h.number, candidates_out, max, n_out);
}

/* Not to vote is neither no nor to abstain. */
static enum rc none_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	(void)a, (void)candidates_out, (void)max;
	*n_out = 0;
	*arg_out = CAST_CHOICE;
	return fail(c, NULL, "ask", N_("Si no quiere votar, no haga nada. Para votar escriba: voto sí, voto no, o me abstengo"));
}

static struct str cast_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct put *put = o->change ? change_find(o->change, &vote_entity) : NULL;
	struct proposal p;

	if (!proposal_get(c, act_ref(a, CAST_PROPOSAL), &p))
		return tr(c->lang, N_("Anotado. Gracias"));
	if (put && put_get(put, VOTE_LATE))
		return tr(c->lang, N_("Su voto llegó después del cierre: quedó guardado aparte y no se contó"));
	size_t shown = p.text.n;
	while (shown > 60 || (shown < p.text.n && ((unsigned char)p.text.p[shown] & 0xc0) == 0x80))
		shown--;
	const struct str_pair pairs[] = { { "says", choice_label(c, vote_choices, act_text(a, CAST_CHOICE)) },
		{ "number", str_fmt(c->mem, "%lld", (long long)p.number) },
		{ "text", shown < p.text.n ? str_fmt(c->mem, "%.*s...", (int)shown, p.text.p) : p.text } };
	return tr_named(c->mem, c->lang, N_("Anotado: {says} en la propuesta {number} ({text}). Puede cambiarlo hasta el cierre"), pairs,
		ARRAY_LEN(pairs));
}

static struct str told(struct ctx *c, struct str rest)
{
	struct proposal *open = ARENA_ARRAY(c->mem, struct proposal, OPEN_MOST);
	unsigned n = proposals_open(c, open, OPEN_MOST);
	struct buf b = buf_new(c->mem, 200);

	(void)rest;
	if (!n)
		return tr(c->lang, N_("Ahora no hay ninguna propuesta abierta en sus reuniones."));
	for (unsigned i = n; i-- > 0;)
		buf_fmt(&b, "%lld. %s\n", (long long)open[i].number, str_cstr(c->mem, open[i].text));
	buf_add(&b, tr(c->lang, N_("Responda: voto sí 1, voto no 1, o me abstengo 1")));
	return buf_str(&b);
}

/* Something of hers is open: then "a favor" alone is a vote. */
static bool waits(struct ctx *c)
{
	struct proposal p;

	return proposals_open(c, &p, 1) == 1 && !proposal_is_secret(&p) && !proposal_by_base(&p) && !proposal_by_consent(&p);
}

const struct text_command decide_commands[] = {
	{
		.action = "vote.cast", .words = "voto|mi voto|mi voto es|yo voto|votamos|voto por|voto a|voto en", .rest = AT(CAST_REASON), .judges = true,
		.means = N_("Vota en una propuesta"), .question = N_("¿Cómo vota? Escriba: voto sí, voto no, o me abstengo"), .example = N_("voto sí 2"),
		.complete = cast_complete, .answer = cast_answer,
	},
	{
		.action = "vote.cast", .words = "me abstengo|yo me abstengo|nos abstenemos|abstencion|voto en blanco", .rest = AT(CAST_REASON), .judges = true,
		.sets = AT(CAST_CHOICE), .sets_text = "abstain", .means = N_("Se abstiene en una propuesta"), .complete = cast_complete,
		.answer = cast_answer,
	},
	{
		.action = "vote.cast", .words = "estoy a favor|yo estoy a favor|estamos a favor", .plain = "a favor", .waits = waits, .rest = AT(CAST_REASON),
		.judges = true, .sets = AT(CAST_CHOICE), .sets_text = "yes", .means = N_("Vota a favor de una propuesta"), .complete = cast_complete,
		.answer = cast_answer,
	},
	{
		.action = "vote.cast", .words = "estoy en contra|yo estoy en contra|estamos en contra", .plain = "en contra", .waits = waits,
		.rest = AT(CAST_REASON), .judges = true, .sets = AT(CAST_CHOICE), .sets_text = "no", .means = N_("Vota en contra de una propuesta"),
		.complete = cast_complete, .answer = cast_answer,
	},
	{
		.action = "vote.cast", .words = "no voto|no votare|no voy a votar|no quiero votar", .rest = AT(CAST_REASON), .judges = true,
		.means = N_("No quiere votar"), .complete = none_complete, .answer = cast_answer,
	},
	{
		.words = "propuestas|las propuestas|que se vota|que se va a votar|que propuestas hay|propuestas abiertas",
		.tell = told,
	},
	{ .words = NULL },
};
