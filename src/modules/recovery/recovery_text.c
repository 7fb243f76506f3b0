/*
 * recovery_text.c - "ofrezco 30 kg papa hasta las 4", "acepto", "recogimos 25 kg, 5 malogrado", "no puedo recoger".
 */
#include "recovery_own.h"

#include "fold.h"
#include "need_items.h"
#include "recovery_text.h"

enum { KITCHENS_MAX = 12, ASKED_MS = 3 * DAY_MS, WORDS_MAX = 40 };

static void say_arg(struct act *a, unsigned arg, struct value v)
{
	a->v[arg] = v;
	a->given[arg] = v.kind != V_NULL;
}

/* ---- offering ---- */

/* What stands behind " hasta ", and what stands before it. */
static struct str cut_until(struct ctx *c, struct str text, struct str *until_out)
{
	static const char word[] = " hasta ";
	struct str plain = str_lower(c->mem, text);

	*until_out = STR("");
	for (size_t i = 0; i + sizeof(word) - 1 < plain.n; i++)
		if (str_starts(str_sub(plain, i, plain.n), word)) {
			*until_out = str_trim(str_sub(text, i + sizeof(word) - 1, text.n));
			return str_trim(str_sub(text, 0, i));
		}
	return text;
}

static enum rc make_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct given_item item[OFFERS_MAX];
	struct str until;
	unsigned n;

	*n_out = 0;
	*arg_out = MAKE_GIVER;
	if (!act_has(a, MAKE_WHAT))
		return fail(c, "what", "ask", N_("¿Qué ofrece y cuánto? Escriba, por ejemplo: ofrezco 30 kg papa hasta las 4"));
	if (!act_has(a, MAKE_UNTIL)) {
		say_arg(a, MAKE_WHAT, value_text(cut_until(c, act_text(a, MAKE_WHAT), &until)));
		if (until.n)
			say_arg(a, MAKE_UNTIL, value_text(until));
	}
	if (given_read(c, "what", act_text(a, MAKE_WHAT), item, &n) != OK)
		return INVALID;
	if (act_has(a, MAKE_GIVER))
		return OK;
	*n_out = givers_mine(c, candidates_out, max);
	if (*n_out > 1)
		return fail(c, "giver", "ask", N_("¿De cuál de sus puestos?"));
	if (!*n_out)
		return fail(c, NULL, "denied", N_("Su número no está anotado como donante. Pida a la red de ollas que la anote"));
	say_arg(a, MAKE_GIVER, value_id(candidates_out[0]));
	return OK;
}

static struct str make_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct put *p = o->change ? change_find(o->change, &offer_entity) : NULL;
	const struct put *ask = o->change ? change_find(o->change, &ask_entity) : NULL;
	const struct value *until = p ? put_get(p, OFFER_UNTIL) : NULL;
	const struct str_pair pairs[] = { { "what", act_text(a, MAKE_WHAT) }, { "until", until ? instant_show(c, until->i) : STR("") } };

	return tr_named(c->mem, c->lang, ask ? N_("Gracias. Ofrecido: {what}, hasta {until}. Ya se pregunta a una cocina cercana") :
		N_("Gracias. Ofrecido: {what}, hasta {until}. Lo puede recoger la primera cocina que responda"), pairs, ARRAY_LEN(pairs));
}

/* ---- answering, giving up, fetching: which offer? ---- */

static bool still_offered(const struct ctx *c, const struct record *offer)
{
	return offer_is(offer, "open") && c->now < offer->v[OFFER_UNTIL].i;
}

static bool wanted(struct ctx *c, const struct act *a, struct id kitchen, const struct record *offer)
{
	struct record *ask = ARENA_NEW(c->mem, struct record);

	if (a->action == &offer_answer)
		return ask_get(c, offer->id, kitchen, ask) && str_is(ask->v[ASK_ANSWER].s, "asked");
	return offer_is(offer, "taken");
}

/*
 * The offers she may mean, the one that was asked or taken last first, and of which kitchen the only one is. What she never
 * answered and is over is no question any more: only where nothing else is, the last of them, so that she reads how it ended.
 */
static unsigned meant(struct ctx *c, const struct act *a, struct id *out, unsigned max, struct id *kitchen_out)
{
	struct id kitchen[KITCHENS_MAX], id[SHOWN_MAX], over = { 0 }, over_kitchen = { 0 };
	unsigned n = my_kitchens(c, a->action->name, kitchen, KITCHENS_MAX), found = 0;
	struct record *offer = ARENA_NEW(c->mem, struct record);
	bool answers = a->action == &offer_answer;

	for (unsigned i = 0; i < n; i++) {
		unsigned m = answers ? db_ids(c->db, SQL(Q_ASKED_ME), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i]), cell_int(c->now - ASKED_MS)),
			id, SHOWN_MAX) : db_ids(c->db, SQL(Q_OFFERS_MINE), ARGS(cell_id(&c->net->id), cell_id(&kitchen[i])), id, SHOWN_MAX);
		for (unsigned k = 0; k < m && found < max; k++) {
			if (!offer_get(c, id[k], offer) || !wanted(c, a, kitchen[i], offer))
				continue;
			if (answers && !still_offered(c, offer)) {
				over_kitchen = id_is_zero(over) ? kitchen[i] : over_kitchen;
				over = id_is_zero(over) ? id[k] : over;
				continue;
			}
			*kitchen_out = kitchen[i];
			out[found++] = id[k];
		}
	}
	if (found || id_is_zero(over))
		return found;
	*kitchen_out = over_kitchen;
	out[0] = over;
	return 1;
}

static enum rc which(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct id kitchen = { 0 };
	struct record *offer = ARENA_NEW(c->mem, struct record);

	_Static_assert((int)ANSWER_KITCHEN == (int)FETCH_KITCHEN && (int)FETCH_KITCHEN == (int)CANNOT_KITCHEN, "kitchen first");
	_Static_assert((int)ANSWER_OFFER == (int)FETCH_OFFER && (int)FETCH_OFFER == (int)CANNOT_OFFER, "then offer");
	*n_out = 0;
	*arg_out = FETCH_OFFER;
	if (!act_has(a, FETCH_OFFER)) {
		*n_out = meant(c, a, candidates_out, max, &kitchen);
		if (!*n_out)
			return fail(c, NULL, "unknown", a->action == &offer_answer ? N_("Ahora no hay comida ofrecida para su cocina, así que no anoté nada") :
				N_("Su cocina no tiene comida anotada por recoger, así que no anoté nada"));
		if (*n_out > 1)
			return fail(c, "offer", "ask", N_("¿Cuál?"));
		say_arg(a, FETCH_OFFER, value_id(candidates_out[0]));
	}
	if (act_has(a, FETCH_KITCHEN) || !offer_get(c, act_ref(a, FETCH_OFFER), offer))
		return OK;
	if (a->action != &offer_answer) {
		say_arg(a, FETCH_KITCHEN, offer->v[OFFER_KITCHEN]);
		return OK;
	}
	struct id own[KITCHENS_MAX];
	unsigned n = my_kitchens(c, a->action->name, own, KITCHENS_MAX);
	for (unsigned i = 0; i < n; i++)
		if (wanted(c, a, own[i], offer))
			say_arg(a, FETCH_KITCHEN, value_id(own[i]));
	return OK;
}

static struct str answer_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *offer = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!offer_get(c, act_ref(a, ANSWER_OFFER), offer) || !giver_get(c, offer->v[OFFER_GIVER].id, giver))
		return tr(c->lang, N_("Anotado. Gracias"));
	const struct str_pair pairs[] = { { "what", offer_show(c, offer) }, { "where", giver_where(c, giver) },
		{ "until", instant_show(c, offer->v[OFFER_UNTIL].i) } };
	return tr_named(c->mem, c->lang, str_is(act_text(a, ANSWER_SAY), "yes") ?
		N_("Ustedes la recogen: {what}, en {where}, hasta {until}. Después escriba cuánto, por ejemplo: recogimos 25 kg, 5 malogrado") :
		N_("Está bien, se pregunta a otra cocina. Ustedes conservan su turno"), pairs, ARRAY_LEN(pairs));
}

static struct str cannot_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *offer = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!offer_get(c, act_ref(a, CANNOT_OFFER), offer) || !offer_is(offer, "taken") || offer->v[OFFER_GOES].kind != V_ID)
		return tr(c->lang, N_("Gracias por avisar. Se ofrece enseguida a otra cocina"));
	const struct str_pair pair = { "name", person_name(c, offer->v[OFFER_GOES].id) };
	return tr_named(c->mem, c->lang, N_("Gracias por avisar. Va en su lugar {name}; avísele usted también"), &pair, 1);
}

/* ---- "25 kg, 5 malogrado" ---- */

static bool spoiled(struct str piece)
{
	static const char *const stem[] = { "malogr", "podrid", "descart", "no serv", "mal estado", "botamos", "rechaz", "pasad", "feos", "feas" };

	for (unsigned i = 0; i < ARRAY_LEN(stem); i++)
		if (str_contains(piece, str_c(stem[i])))
			return true;
	return false;
}

/* The number and its measure at the beginning of a piece; the rest names what, which the offer knows. */
static struct str amount_in(struct ctx *c, struct str piece)
{
	struct str rest = piece, word, number = STR("");
	struct buf b = buf_new(c->mem, 24);
	int64_t thousandths;

	while (rest.n && !need_number_read(c->mem, rest, &thousandths, &word))
		if (!str_cut(&rest, ' ', &number))
			return STR("");
	if (!rest.n)
		return STR("");
	bool grams = word.n && (word.p[0] == 'g' || word.p[0] == 'k');
	struct str measure;
	buf_fmt(&b, "%lld.%03lld", (long long)thousandths / 1000, (long long)thousandths % 1000);
	if (grams && str_cut(&word, ' ', &measure))
		buf_fmt(&b, " %.*s", (int)measure.n, measure.p);
	return buf_str(&b);
}

bool recovery_fetched_read(struct ctx *c, struct str text, struct str *came_out, struct str *rejected_out)
{
	struct str plain = fold(c->mem, text), piece;
	struct buf b = buf_new(c->mem, plain.n + 8);

	*came_out = *rejected_out = STR("");
	for (size_t i = 0; i < plain.n; i++) { /* " y " and commas part it; "2,5" is a number */
		bool comma = plain.p[i] == ',' && !(i && i + 1 < plain.n && plain.p[i - 1] >= '0' && plain.p[i - 1] <= '9' && plain.p[i + 1] >= '0' &&
			plain.p[i + 1] <= '9');
		bool y = str_starts(str_sub(plain, i, plain.n), " y ") && !str_starts(str_sub(plain, i, plain.n), " y medi");
		if (y)
			i += 2;
		buf_char(&b, comma || y || plain.p[i] == ';' ? '|' : plain.p[i] == ',' ? '.' : plain.p[i]);
	}
	struct str rest = buf_str(&b);
	while (rest.n && str_cut(&rest, '|', &piece)) {
		bool bad = spoiled(piece);
		struct str amount = amount_in(c, str_trim(piece)), *to = bad ? rejected_out : came_out;
		if (!str_trim(piece).n)
			continue;
		if (!amount.n || to->n)
			return false;
		*to = amount;
	}
	return came_out->n || rejected_out->n;
}

static enum rc fetch_complete(struct ctx *c, struct act *a, struct id *candidates_out, unsigned max, unsigned *n_out, unsigned *arg_out)
{
	struct str came, rejected;

	*n_out = 0;
	*arg_out = FETCH_OFFER;
	if (!act_has(a, FETCH_CAME))
		return fail(c, "came", "ask", N_("¿Cuánto recogieron? Escriba, por ejemplo: recogimos 25 kg, 5 malogrado"));
	if (!act_has(a, FETCH_REJECTED)) {
		if (!recovery_fetched_read(c, act_text(a, FETCH_CAME), &came, &rejected))
			return fail(c, "came", "ask", N_("No entendí cuánto. Escriba, por ejemplo: recogimos 25 kg, 5 malogrado"));
		say_arg(a, FETCH_CAME, value_text(came.n ? came : STR("0")));
		if (rejected.n)
			say_arg(a, FETCH_REJECTED, value_text(rejected));
	}
	return which(c, a, candidates_out, max, n_out, arg_out);
}

static struct str fetch_answer(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *offer = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (!offer_get(c, act_ref(a, FETCH_OFFER), offer))
		return tr(c->lang, N_("Anotado. Gracias"));
	const struct str_pair pairs[] = { { "what", offer->v[OFFER_WHAT].s }, { "came", offer_amount_show(c, offer, offer->v[OFFER_CAME].i) },
		{ "bad", offer_amount_show(c, offer, offer->v[OFFER_REJECTED].i) } };
	bool store = offer->v[OFFER_MOVE].kind == V_ID, bad = offer->v[OFFER_REJECTED].i > 0;
	return tr_named(c->mem, c->lang, store && bad ? N_("Anotado: {what}, {came} al almacén; {bad} no servía") :
		store ? N_("Anotado: {what}, {came} al almacén") : bad ? N_("Anotado: {what}, {came}; {bad} no servía") :
		N_("Anotado: {what}, {came}"), pairs, ARRAY_LEN(pairs));
}

static struct str tell_offered(struct ctx *c, struct str rest)
{
	const struct act asking = { .action = &offer_answer };
	struct id id[KITCHENS_MAX], kitchen;
	unsigned n = meant(c, &asking, id, KITCHENS_MAX, &kitchen), told = 0;
	struct record *offer = ARENA_NEW(c->mem, struct record), *giver = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 160);

	(void)rest;
	for (unsigned i = 0; i < n; i++) {
		if (!offer_get(c, id[i], offer) || !still_offered(c, offer) || !giver_get(c, offer->v[OFFER_GIVER].id, giver))
			continue;
		told++;
		const struct str_pair pairs[] = { { "what", offer_show(c, offer) }, { "where", giver_where(c, giver) },
			{ "until", instant_show(c, offer->v[OFFER_UNTIL].i) } };
		buf_add(&b, tr_named(c->mem, c->lang, N_("{what}. {where}. Hasta {until}"), pairs, ARRAY_LEN(pairs)));
		buf_char(&b, '\n');
	}
	buf_add(&b, tr(c->lang, told ? N_("Responda: acepto, o no acepto") : N_("Ahora no hay comida ofrecida para su cocina")));
	return buf_str(&b);
}

static bool asked_waits(struct ctx *c)
{
	const struct act asking = { .action = &offer_answer };
	struct id id, kitchen;
	struct record *offer = ARENA_NEW(c->mem, struct record);

	return meant(c, &asking, &id, 1, &kitchen) && offer_get(c, id, offer) && still_offered(c, offer);
}

static bool fetch_waits(struct ctx *c)
{
	const struct act giving_up = { .action = &offer_cannot };
	struct id id, kitchen;

	return meant(c, &giving_up, &id, 1, &kitchen) > 0;
}

const struct text_command recovery_commands[] = {
	{
		.action = "offer.make",
		.words = "ofrezco|ofrecemos|dono|donamos|quiero donar|queremos donar|tengo para donar|tenemos para donar|tengo para regalar",
		.rest = AT(MAKE_WHAT), .means = N_("Ofrece comida para las ollas"),
		.question = N_("¿Qué ofrece y cuánto? Escriba, por ejemplo: ofrezco 30 kg papa hasta las 4"),
		.complete = make_complete, .answer = make_answer,
	},
	{
		.action = "offer.answer",
		.words = "acepto|si acepto|aceptamos|si aceptamos|acepto la comida|aceptamos la comida|vamos a recoger|si vamos a recoger|"
			 "voy a recoger|si voy a recoger|lo recogemos|la recogemos|las recogemos|los recogemos|si lo recogemos|si la recogemos|"
			 "nosotras recogemos|nosotros recogemos",
		.plain = "si|1|sii|siii|si si|si claro|si por favor|si gracias|claro que si|si queremos|si la queremos|si puedo|si podemos",
		.waits = asked_waits,
		.sets = AT(ANSWER_SAY), .sets_text = "yes", .means = N_("Dice que su cocina recoge la comida ofrecida"),
		.complete = which, .answer = answer_answer,
	},
	{
		.action = "offer.answer",
		.words = "no acepto|no aceptamos|no acepto la comida|no aceptamos la comida|no lo recogemos|no la recogemos",
		.plain = "no|2|no no|no gracias|no puedo|no podemos|ahora no|hoy no|ahora no puedo|hoy no puedo|hoy no podemos",
		.waits = asked_waits,
		.sets = AT(ANSWER_SAY), .sets_text = "no", .means = N_("Dice que su cocina no recoge la comida ofrecida"),
		.complete = which, .answer = answer_answer,
	},
	{
		.action = "offer.cannot",
		.words = "no puedo recoger|no podemos recoger|no podre recoger|no podremos recoger|no puedo ir a recoger|no podemos ir a recoger|"
			 "no voy a poder recoger|no vamos a poder recoger|no podre ir a recoger|no podremos ir a recoger",
		.plain = "no puedo|no podemos|ya no puedo|ya no podemos|hoy no puedo|hoy no podemos",
		.waits = fetch_waits,
		.sets = AT(CANNOT_WHY), .sets_text = "avisó por mensaje", .means = N_("Avisa que no puede ir a recoger"),
		.complete = which, .answer = cannot_answer,
	},
	{
		.action = "offer.fetch",
		.words = "recogi|recogimos|recoji|recojimos|ya recogi|ya recogimos|ya recojimos|hemos recogido",
		.rest = AT(FETCH_CAME), .means = N_("Dice cuánto recogió su cocina"),
		.question = N_("¿Cuánto recogieron? Escriba, por ejemplo: recogimos 25 kg, 5 malogrado"),
		.complete = fetch_complete, .answer = fetch_answer,
	},
	{
		.words = "que hay para recoger|hay algo para recoger|hay comida para recoger|que comida ofrecen|comida ofrecida",
		.tell = tell_offered,
	},
	{ .words = NULL },
};
