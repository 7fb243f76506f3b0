/*
 * hear_items.c - from words to what they are for one command: numbers, days, names of fields.
 */
#include "hear_own.h"

/* Said around the facts; they mean nothing here. */
static const char fillers[] =
	"a|e|o|u|de|del|la|las|el|los|lo|le|les|un|una|uno|en|con|por|para|al|se|me|te|nos|que|su|sus|mi|mis|"
	"nuestra|nuestro|hola|buenas|buen|senora|senorita|sra|srta|favor|porfa|porfavor|saludos|gracias|"
	"total|bendiciones|bien|ok|okey|okay|ya|si|informo|informamos|reporto|reportamos|reporte|reportar|"
	"anote|anota|anotar|anoten|apunte|apunta|apuntar|registrar|registre|registra|comunico|mando|envio|"
	"aqui|este|esta|estos|estas|olla|ollita|ollas|comun|cocina|cocinas|comedor|popular|numero|nro|num|"
	"cantidad|ahora|tambien|luego|despues|dia|fecha|del|sres|vecina|vecinas|companera|companeras|"
	"esos|esas|ellos|ellas|cuales|companeros|compa|amiga|amigas|atentamente|atte|y|i|fin|servidas|servidos|repartidas|repartidos|"
	"entregadas|entregados|vendidas|vendidos|servi|servimos|dimos|di|repartimos|entregamos|atendimos|"
	"salieron|hicimos|preparamos|cocinamos|cocine|fueron|perdon|disculpe|disculpa|disculpen";

/* A wish, a need, a question, a memory of something else: whatever number comes is no report. */
static const char blockers[] =
	"nunca|necesito|necesitamos|necesita|necesitan|falta|faltan|faltaron|falto|faltaba|quiero|queremos|"
	"quisiera|quisieramos|pido|pedimos|piden|mande|manden|mandan|envien|traigan|traiga|trajeron|traer|"
	"donacion|donaron|donar|compramos|compre|comprar|compraron|cuanto|cuantos|cuanta|cuantas|cuando|"
	"como|donde|quien|quienes|cual|debo|debemos|deben|deuda|prestaron|presto|recibimos|recibi|recibir|"
	"llegaron|llego|reunion|asamblea|cita|podemos|puedo|pueden|puede|borrar|borre|borra|anular|anule|"
	"anula|tampoco";

/* What else is counted. */
static const char units[] =
	"kilo|kilos|kg|kgs|k|gramo|gramos|gr|grs|g|libra|libras|litro|litros|l|lt|lts|ml|saco|sacos|bolsa|"
	"bolsas|balon|balones|lata|latas|caja|cajas|paquete|paquetes|botella|botellas|hora|horas|hrs|h|"
	"minuto|minutos|min|pm|am|anos|ano|mes|meses|semana|semanas|ra|ro|da|er|ta|vo|mo|to|do|dias|veces|"
	"personas|persona|familias|familia|ninos|nino|ninas|adultos|madres|socias|vecinos|gente|ollas|"
	"cocinas|comedores|mesas|cucharas|tapers|taper|dolares";

static const char *const greetings[] = {
	"buenos dias", "buen dia", "buenas tardes", "buenas noches", "buena noche", "mil gracias",
	"mil disculpas", "mil bendiciones", "muchas gracias", "por favor", "dios le pague",
	"dios la bendiga", "dios les bendiga", "en total", "que tal", "lo siento", "feliz dia",
};

static const char *const fixes[] = {
	"corrijo", "corrigo", "corregir", "corrige", "corrija", "correccion", "coreccion", "corrigiendo",
	"corregido", "rectifico", "rectificar", "rectificacion", "me equivoque", "nos equivocamos",
	"equivocacion", "quise decir", "quise poner", "quise escribir", "fe de erratas", "hubo un error",
	"por error",
};

static const char *const instead[] = { "no", "en vez de", "en lugar de", "en ves de" };

static const char be[] = "era|eran|es|son|fue|fueron|hubo|habia|hay|sino|tuvimos|salieron";

/* The words of a phrase separated by blanks, from `at`: how many, or 0. */
static unsigned phrase(const struct hearing *h, unsigned at, const char *text)
{
	struct str rest = str_c(text), word;
	unsigned k = 0;

	while (rest.n && str_cut(&rest, ' ', &word)) {
		if (at + k >= h->nw || h->w[at + k].kind != WORD_LETTERS ||
			!str_eq(h->w[at + k].s, word))
			return 0;
		k++;
	}
	return k;
}

static unsigned phrases(const struct hearing *h, unsigned at, const char *const *list, size_t n)
{
	unsigned best = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned k = phrase(h, at, list[i]);
		if (k > best)
			best = k;
	}
	return best;
}

static struct item *add(struct hearing *h, enum item_kind kind)
{
	struct item *i = &h->item[h->n < WORDS_MAX ? h->n++ : WORDS_MAX - 1];

	*i = (struct item){ .kind = kind };
	return i;
}

static void unknown(struct hearing *h)
{
	add(h, I_UNKNOWN);
	h->unknown++;
}

static bool letters(const struct hearing *h, unsigned at, const char *list)
{
	return at < h->nw && h->w[at].kind == WORD_LETTERS && word_in(h->w[at].s, list);
}

static bool is_figure(const struct field *f)
{
	return f->type == T_INT || f->type == T_MONEY;
}

/* The distance of the phrase at `at`, or -1. */
static int term_at(const struct hearing *h, unsigned at, const struct term *t)
{
	int sum = 0;

	for (unsigned k = 0; k < t->n; k++) {
		if (at + k >= h->nw || h->w[at + k].kind != WORD_LETTERS)
			return -1;
		int d = word_near(h->w[at + k].s, t->word[k]);
		if (d < 0)
			return -1;
		sum += d;
	}
	return sum;
}

/* "para 120" names a field, "para hoy" does not. */
static bool weak_misses(const struct hearing *h, unsigned at, const struct term *t)
{
	struct number number;
	unsigned behind = at + 1;

	return t->kind == TERM_FIELD && t->n == 1 && word_in(t->word[0], fillers) &&
		!number_read(h->mem, h->w, h->nw, &behind, &number);
}

/* What stands at one place: a word may name a figure and a choice at once ("almuerzos"). */
struct here {
	unsigned n; /* words; 0: nothing */
	int distance;
	const struct term *field, *choice;
	bool command, clash;
};

static void here_add(struct here *at, const struct term *t)
{
	const struct term **place = t->kind == TERM_FIELD ? &at->field : &at->choice;

	if (t->kind == TERM_COMMAND) {
		at->command = true;
		return;
	}
	if (*place && ((*place)->arg != t->arg || (*place)->choice != t->choice))
		at->clash = true;
	*place = t;
}

/* The longest, then nearest terms; `clash` when equally near ones mean different things. */
static struct here terms_here(const struct hearing *h, unsigned at, bool near)
{
	struct here best = { 0 };

	for (unsigned i = 0; i < h->c->nterms; i++) {
		const struct term *t = &h->c->term[i];
		int d = term_at(h, at, t);
		if (d < 0 || (!near && d > 0 && t->n == 1) || weak_misses(h, at, t))
			continue;
		if (best.n && (t->n < best.n || (t->n == best.n && d > best.distance)))
			continue;
		if (t->n != best.n || d != best.distance)
			best = (struct here){ .n = t->n, .distance = d };
		here_add(&best, t);
	}
	return best;
}

/* Take the terms; for a text field the rest of the message is its value. */
static unsigned terms_take(struct hearing *h, unsigned at, const struct here *t)
{
	unsigned next = at + t->n;
	const struct field *f = t->field ? &h->c->action->args[t->field->arg] : NULL;

	h->named |= t->command;
	h->hits += t->field || t->choice;
	if (f && is_figure(f)) {
		add(h, I_FIELD)->arg = t->field->arg;
	} else if (f && f->type == T_TEXT && next < h->nw) {
		h->reason_arg = (int)t->field->arg;
		h->reason = str_trim(str_sub(h->message, h->w[next].at, h->message.n));
		next = h->nw;
	}
	if (t->choice) {
		struct item *i = add(h, I_CHOICE);
		i->arg = t->choice->arg;
		i->choice = t->choice->choice;
	}
	return next - at;
}

static bool try_code(struct hearing *h, struct str prefix, struct str digits, struct item *out)
{
	const char *entity = h->c->action->args[h->c->ref].ref;
	struct str p = str_upper(h->mem, prefix);
	int64_t n;

	if (!str_int64(digits, &n))
		return false;
	struct str form[] = {
		str_fmt(h->mem, "%.*s-%.*s", (int)p.n, p.p, (int)digits.n, digits.p),
		str_fmt(h->mem, "%.*s-%03lld", (int)p.n, p.p, (long long)n),
		str_fmt(h->mem, "%.*s%.*s", (int)p.n, p.p, (int)digits.n, digits.p),
		str_fmt(h->mem, "%.*s-%02lld", (int)p.n, p.p, (long long)n),
	};
	for (size_t i = 0; i < ARRAY_LEN(form); i++)
		if (h->how->known && h->how->known(h->how->arg, entity, form[i])) {
			out->text = form[i];
			return true;
		}
	out->text = form[1];
	return false;
}

/* "SJM-014", "sjm014", "sjm 14": letters and digits that are the code of a record. */
static unsigned code_take(struct hearing *h, unsigned at)
{
	const struct word *w = &h->w[at];
	struct item code = { .kind = I_CODE };

	if (h->c->ref < 0 || w->kind != WORD_LETTERS || w->s.n < 2 || w->s.n > 5 || at + 1 >= h->nw ||
		w[1].kind != WORD_DIGITS || w[1].s.n > 4)
		return 0;
	if (try_code(h, w->s, w[1].s, &code)) {
		code.arg = (unsigned)h->c->ref;
		*add(h, I_CODE) = code;
		h->hits++;
		return 2;
	}
	/* Written as one word it can be nothing else. */
	if (w[1].glue != GLUE_NONE) {
		h->bad_code = code.text;
		unknown(h);
		return 2;
	}
	return 0;
}

static unsigned number_take(struct hearing *h, unsigned at)
{
	struct number number;
	unsigned next = at;

	if (!number_read(h->mem, h->w, h->nw, &next, &number))
		return 0;
	/* "a las 3": an hour. */
	if (at >= 2 && letters(h, at - 1, "las|la") && letters(h, at - 2, "a")) {
		unknown(h);
		return next - at;
	}
	struct item *i = add(h, I_NUMBER);
	i->n = number.n;
	i->text = number.digits;
	i->article = number.article;
	return next - at;
}

static unsigned day_take(struct hearing *h, unsigned at)
{
	struct day_said said;
	unsigned next = at;

	if (h->c->day < 0 || !day_read(h->w, h->nw, &next, h->how->today, &said))
		return 0;
	struct item *i = add(h, I_DAY);
	i->arg = (unsigned)h->c->day;
	i->n = said.day;
	i->weekday = said.weekday;
	for (unsigned k = 0; said.night && k < h->c->nterms; k++) {
		const struct term *t = &h->c->term[k];
		if (t->kind == TERM_CHOICE && t->n == 1 && str_is(t->word[0], "noche")) {
			struct item *c = add(h, I_CHOICE);
			c->arg = t->arg;
			c->choice = t->choice;
		}
	}
	return next - at;
}

/* A single word with a part of its own; false when it has none. */
static bool small_word(struct hearing *h, unsigned at)
{
	struct str s = h->w[at].s;

	if (word_in(s, "y|i|tambien|ademas"))
		add(h, I_BREAK);
	else if (word_in(s, "por|a"))
		add(h, I_BY);
	else if (word_in(s, be))
		add(h, I_BE);
	else if (word_in(s, blockers))
		h->blocked = true;
	else if (str_is(s, "sin") && terms_here(h, at + 1, false).field) {
		/* "120, sin casos sociales" */
		add(h, I_BREAK);
		add(h, I_NUMBER)->text = STR("0");
	} else if (word_in(s, units)) {
		add(h, I_UNIT);
		h->unknown++;
	} else
		return word_in(s, fillers);
	return true;
}

static unsigned item_take(struct hearing *h, unsigned at)
{
	unsigned k;

	if (h->w[at].kind == WORD_BREAK) {
		add(h, I_BREAK);
		return 1;
	}
	if ((k = phrases(h, at, greetings, ARRAY_LEN(greetings))))
		return k;
	if ((k = phrases(h, at, fixes, ARRAY_LEN(fixes)))) {
		add(h, I_FIX);
		return k;
	}
	if ((k = day_take(h, at)))
		return k;
	struct here t = terms_here(h, at, false);
	if (t.n && !t.clash)
		return terms_take(h, at, &t);
	if ((k = phrases(h, at, instead, ARRAY_LEN(instead)))) {
		add(h, I_NO);
		return k;
	}
	if ((k = number_take(h, at)) || (k = code_take(h, at)))
		return k;
	if (h->w[at].kind == WORD_LETTERS && small_word(h, at))
		return 1;
	t = terms_here(h, at, true);
	if (t.n && !t.clash)
		return terms_take(h, at, &t);
	unknown(h);
	return 1;
}

void items_read(struct hearing *h)
{
	h->reason_arg = -1;
	for (unsigned at = 0; at < h->nw;)
		at += item_take(h, at);
}

void item_drop(struct hearing *h, unsigned i)
{
	memmove(&h->item[i], &h->item[i + 1], (h->n - i - 1) * sizeof(h->item[0]));
	h->n--;
}
