/* b1.c - the head of the form, and what both halves need. */
#include "b1_own.h"

#include "field.h"
#include "fold.h"
#include "money.h"
#include "utf8.h"

enum { TEXT_MAX = 200, SAID_MAX = 60 };
#define SUBSIDY_LIKELY_CENTS INT64_C(1000000000)
#define MONEY_MAX_CENTS INT64_C(10000000000000)

const char *const b1_boxes[B1_HEAD__N] = {
	[B1_KIND] = "kind", [B1_NAME] = "name", [B1_CODE] = "code", [B1_PERIOD_TYPE] = "period.type", [B1_PERIOD_LABEL] = "period.label",
	[B1_PERIOD_FROM] = "period.from", [B1_PERIOD_TO] = "period.to", [B1_SUBSIDY] = "subsidy", [B1_ASSIGNED] = "assigned",
	[B1_ACCOUNT_DATE] = "account_date", [B1_PRESIDENT_NAME] = "president.name", [B1_PRESIDENT_DNI] = "president.dni",
	[B1_TREASURER_NAME] = "treasurer.name", [B1_TREASURER_DNI] = "treasurer.dni", [B1_PHONE] = "phone" };

const char *const b1_cells[B1_CELL__N] = {
	[B1_DATE] = "date", [B1_DESCRIPTION] = "description", [B1_QUANTITY] = "quantity", [B1_UNIT] = "unit", [B1_RUC] = "ruc",
	[B1_RECEIPT] = "receipt", [B1_UNIT_PRICE] = "unit_price", [B1_AMOUNT] = "amount" };

void b1_say(struct b1_work *w, enum b1_outcome weight, const char *field, unsigned row, const char *code, const char *msgid, struct str arg)
{
	struct b1_answer *o = w->out;
	const struct b1_problem *last = o->nproblems ? &o->problem[o->nproblems - 1] : NULL;

	if (last && last->row == row && strcmp(last->field, field) == 0 && strcmp(last->code, code) == 0)
		return;
	for (size_t i = 0, at = 0; at < arg.n && i <= SAID_MAX; i++) {
		if (i == SAID_MAX)
			arg = str_fmt(w->mem, "%.*s…", (int)at, arg.p);
		else
			utf8_next(arg, &at);
	}
	o->outcome = weight > o->outcome ? weight : o->outcome;
	if (o->nproblems < o->most)
		o->problem[o->nproblems++] = (struct b1_problem){ weight, field, row, code, msgid, arg };
}

bool b1_various(struct arena *a, struct str s)
{
	struct str word = fold(a, s);

	return str_is(word, "varios") || str_is(word, "varias");
}

void b1_shares(int64_t total_cents, int64_t subsidy_cents, int64_t *from_subsidy_cents_out, int64_t *contribution_cents_out)
{
	*from_subsidy_cents_out = total_cents < subsidy_cents ? total_cents : subsidy_cents;
	*contribution_cents_out = total_cents > subsidy_cents ? total_cents - subsidy_cents : 0;
}

/* ---- numbers ---- */

static bool digits(struct str s, int64_t *out)
{
	*out = 0;
	if (!s.n || s.n > 10)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return true;
}

/* "1,250": the commas out of it, each before three digits. */
static bool whole(struct str s, int64_t *out)
{
	char room[16];
	size_t n = 0, at = 0;

	if (str_find(s, ',') == s.n)
		return digits(s, out);
	for (struct str rest = s, piece; str_cut(&rest, ',', &piece); at++) {
		if ((at ? piece.n != 3 : !piece.n || piece.n > 3) || n + piece.n > sizeof(room))
			return false;
		memcpy(room + n, piece.p, piece.n);
		n += piece.n;
	}
	return digits((struct str){ room, n }, out);
}

/* "1/2", "3/4": exact in so many parts, or it is none. */
static bool fraction(struct str s, int64_t parts, int64_t *out)
{
	size_t slash = str_find(s, '/');
	int64_t over, under;

	if (slash == s.n || !digits(str_sub(s, 0, slash), &over) || !digits(str_sub(s, slash + 1, s.n), &under))
		return false;
	if (!under || over >= under || under > 16 || over * parts % under)
		return false;
	*out = over * parts / under;
	return true;
}

/* "3½" and "½" as "3 1/2" and "1/2"; other texts as they are. */
static struct str spelt(struct str s, struct buf *room)
{
	static const char *const sign[][2] = { { "½", "1/2" }, { "¼", "1/4" }, { "¾", "3/4" } };

	for (unsigned i = 0; i < ARRAY_LEN(sign); i++) {
		size_t n = strlen(sign[i][0]);
		if (s.n < n || s.n > 12 || !str_is(str_sub(s, s.n - n, s.n), sign[i][0]))
			continue;
		buf_add(room, str_sub(s, 0, s.n - n));
		buf_c(room, s.n > n ? " " : "");
		buf_c(room, sign[i][1]);
		return str_trim(buf_str(room));
	}
	return s;
}

bool b1_number(struct str s, unsigned decimals, int64_t *out)
{
	char bytes[24];
	struct buf room = buf_fixed(bytes, sizeof(bytes));
	int64_t parts = 1, n, rest = 0;

	for (unsigned i = 0; i < decimals; i++)
		parts *= 10;
	s = spelt(str_trim(s), &room);
	size_t blank = str_find(s, ' '), dot = str_find(s, '.'), comma = str_find(s, ',');
	if (fraction(s, parts, out))
		return true;
	if (blank < s.n) { /* "3 1/2" */
		if (!digits(str_sub(s, 0, blank), &n) || !fraction(str_trim(str_sub(s, blank, s.n)), parts, &rest))
			return false;
		*out = n * parts + rest;
		return true;
	}
	/* A comma with other than three digits behind it, and no point, is a decimal mark. */
	if (dot == s.n && comma < s.n && s.n - comma != 4 && str_find(str_sub(s, comma + 1, s.n), ',') == s.n - comma - 1)
		dot = comma;
	if (dot < s.n) {
		struct str tail = str_sub(s, dot + 1, s.n);
		if (tail.n > decimals || !digits(tail, &rest))
			return false;
		for (size_t i = tail.n; i < decimals; i++)
			rest *= 10;
	}
	if (!whole(str_sub(s, 0, dot), &n))
		return false;
	*out = n * parts + rest;
	return true;
}

/* ---- the head ---- */

bool b1_day(struct b1_work *w, const char *field, unsigned row, struct str typed, int64_t *day_out, struct str *printed_out)
{
	static const struct field day = { "day", T_DATE, 0, .label = "" };
	struct diag d = { 0 };
	struct value v;

	if (!typed.n)
		return false;
	if (field_read(w->mem, &day, typed, &v, &d) != OK || v.kind != V_INT) {
		b1_say(w, B1_REFUSE, field, row, "format", N_("«%s» no es una fecha; escriba día/mes/año: 22/11/2026"), typed);
		return false;
	}
	*day_out = v.i;
	*printed_out = lang_date(w->mem, NULL, v.i);
	return true;
}

/* Signs that turn the direction of writing, so that a number reads otherwise than it stands (Unicode 15, bidi controls). */
static bool turns(struct str s)
{
	for (size_t i = 0; i + 2 < s.n; i++) {
		const unsigned char *b = (const unsigned char *)s.p + i;
		if (b[0] == 0xE2 && ((b[1] == 0x80 && b[2] >= 0xAA && b[2] <= 0xAE) || (b[1] == 0x81 && b[2] >= 0xA6 && b[2] <= 0xA9)))
			return true;
	}
	return false;
}

bool b1_text(struct arena *a, struct str *s, size_t most)
{
	if (!utf8_valid(*s) || !utf8_printable(*s) || turns(*s) || utf8_count(*s) > most)
		return false;
	struct buf b = buf_new(a, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		bool blank = strchr("\t\r\n", s->p[i]) && s->p[i];
		if (!blank || (b.n && b.p[b.n - 1] != ' '))
			buf_char(&b, blank ? ' ' : s->p[i]);
	}
	*s = buf_str(&b);
	return true;
}

static void head_texts(struct b1_work *w)
{
	for (unsigned i = 0; i < B1_HEAD__N; i++) {
		struct str s = str_trim(w->form->head[i]);
		if (!b1_text(w->mem, &s, TEXT_MAX))
			b1_say(w, B1_REFUSE, b1_boxes[i], 0, "format", N_("Aquí hay letras que no se pueden leer, o demasiadas"), STR(""));
		w->out->printed.head[i] = s;
	}
}

/* What stands there to be signed for may be filled in by hand: it is only said. */
static void wanted(struct b1_work *w, enum b1_box box, const char *msgid)
{
	if (!w->out->printed.head[box].n)
		b1_say(w, B1_WARN, b1_boxes[box], 0, "required", msgid, STR(""));
}

static void period(struct b1_work *w)
{
	static const struct {
		const char *name, *words, *printed;
		int least, most; /* days */
	} kinds[] = { { "week", "semana|semanal", N_("semana"), 5, 8 }, { "fortnight", "quincena|quincenal", N_("quincena"), 13, 16 },
		{ "month", "mes|mensual", N_("mes"), 28, 31 } };
	struct str *head = w->out->printed.head, typed = fold(w->mem, head[B1_PERIOD_TYPE]), word;
	int64_t from, to;
	int kind = -1;

	for (int i = 0; i < (int)ARRAY_LEN(kinds); i++)
		for (struct str rest = str_c(kinds[i].words); kind < 0 && typed.n && str_cut(&rest, '|', &word);)
			kind = str_eq(typed, word) || str_is(typed, kinds[i].name) ? i : kind;
	if (kind >= 0)
		head[B1_PERIOD_TYPE] = str_c(kinds[kind].printed);
	else if (typed.n)
		b1_say(w, B1_REFUSE, "period.type", 0, "format", N_("El periodo es semana, quincena o mes; «%s» no es ninguno"), head[B1_PERIOD_TYPE]);
	wanted(w, B1_PERIOD_TYPE, N_("Falta decir si es semana, quincena o mes"));
	bool starts = b1_day(w, "period.from", 0, head[B1_PERIOD_FROM], &from, &head[B1_PERIOD_FROM]);
	bool ends = b1_day(w, "period.to", 0, head[B1_PERIOD_TO], &to, &head[B1_PERIOD_TO]);
	wanted(w, B1_PERIOD_FROM, N_("Falta desde qué día es el periodo"));
	wanted(w, B1_PERIOD_TO, N_("Falta hasta qué día es el periodo"));
	if (!starts || !ends)
		return;
	if (to < from)
		b1_say(w, B1_REFUSE, "period.to", 0, "order", N_("El periodo termina antes de empezar"), STR(""));
	else if (kind >= 0 && (to - from + 1 < kinds[kind].least || to - from + 1 > kinds[kind].most))
		b1_say(w, B1_WARN, "period.type", 0, "length", N_("Esos días no hacen un periodo de: %s"), str_c(kinds[kind].printed));
}

static void money(struct b1_work *w)
{
	struct str *head = w->out->printed.head;
	struct buf b = buf_new(w->mem, 24);

	if (!head[B1_SUBSIDY].n) {
		b1_say(w, B1_REFUSE, "subsidy", 0, "required", N_("Falta el subsidio: una casilla vacía no es cero"), STR(""));
		return;
	}
	if (!money_parse(head[B1_SUBSIDY], &w->subsidy_cents)) {
		b1_say(w, B1_REFUSE, "subsidy", 0, "format", N_("«%s» no es un monto en soles, con dos decimales a lo más"), head[B1_SUBSIDY]);
		return;
	}
	if (w->subsidy_cents > MONEY_MAX_CENTS) {
		b1_say(w, B1_REFUSE, "subsidy", 0, "range", N_("Ese monto no puede ser"), STR(""));
		return;
	}
	if (w->subsidy_cents > SUBSIDY_LIKELY_CENTS)
		b1_say(w, B1_WARN, "subsidy", 0, "range", N_("Es más de 10 millones de soles: revise el monto"), STR(""));
	w->has_subsidy = true;
	buf_money(&b, w->subsidy_cents);
	head[B1_SUBSIDY] = buf_str(&b);
}

static void dates(struct b1_work *w)
{
	struct str *head = w->out->printed.head;

	w->has_assigned = b1_day(w, "assigned", 0, head[B1_ASSIGNED], &w->assigned_day, &head[B1_ASSIGNED]);
	w->has_account = b1_day(w, "account_date", 0, head[B1_ACCOUNT_DATE], &w->account_day, &head[B1_ACCOUNT_DATE]);
	wanted(w, B1_ASSIGNED, N_("Falta qué día se asignó el subsidio"));
	wanted(w, B1_ACCOUNT_DATE, N_("Falta qué día se rinde la cuenta"));
	if (w->has_assigned && w->has_account && w->account_day < w->assigned_day)
		b1_say(w, B1_REFUSE, "account_date", 0, "order", N_("La cuenta se rinde después de recibir el subsidio, no antes"), STR(""));
}

/* "40.123.456", "DNI 40123456" and "40123456-7" are the DNI 40123456; other papers without their blanks. */
static struct str document_plain(struct arena *a, struct str s)
{
	struct buf b = buf_new(a, s.n + 1);

	if (s.n > 3 && str_ieq(str_sub(s, 0, 3), STR("DNI")))
		s = str_sub(s, 3, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!strchr(" .:", s.p[i]))
			buf_char(&b, s.p[i]);
	s = buf_str(&b);
	return s.n == 10 && s.p[8] == '-' ? str_sub(s, 0, 8) : s;
}

/* A DNI has eight digits; a foreigner's card nine to twelve letters or digits. Nobody is refused because she has none. */
static void document(struct b1_work *w, enum b1_box box)
{
	struct str *typed = &w->out->printed.head[box], s = document_plain(w->mem, *typed), word = fold(w->mem, *typed);
	size_t digits = 0, letters = 0;

	wanted(w, box, N_("Falta el DNI de quien jura la cuenta"));
	if (str_is(word, "no tiene") || str_is(word, "ninguno") || str_is(word, "sin documento") || str_is(word, "sin dni")) {
		b1_say(w, B1_WARN, b1_boxes[box], 0, "required", N_("Falta el DNI de quien jura la cuenta"), STR(""));
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		letters += (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z';
	}
	if (digits == s.n && s.n == 8)
		*typed = s;
	else if (s.n && !(s.n >= 9 && s.n <= 12 && digits && digits + letters == s.n))
		b1_say(w, B1_REFUSE, b1_boxes[box], 0, "format", N_("Eso no es un DNI: son ocho números"), STR(""));
}

static void phone(struct b1_work *w)
{
	struct str s = w->out->printed.head[B1_PHONE];
	unsigned n = 0;
	bool odd = false;

	for (size_t i = 0; i < s.n; i++) {
		n += s.p[i] >= '0' && s.p[i] <= '9';
		odd |= !strchr("0123456789 +-()", s.p[i]);
	}
	if (s.n && (odd || n < 6 || n > 13))
		b1_say(w, B1_WARN, "phone", 0, "format", N_("Eso no parece un teléfono"), STR(""));
}

static void people(struct b1_work *w)
{
	struct str *head = w->out->printed.head;

	wanted(w, B1_PRESIDENT_NAME, N_("Falta el nombre de la presidenta, que jura la cuenta"));
	document(w, B1_PRESIDENT_DNI);
	wanted(w, B1_TREASURER_NAME, N_("Falta el nombre de la tesorera, que jura la cuenta"));
	document(w, B1_TREASURER_DNI);
	struct str one = document_plain(w->mem, head[B1_PRESIDENT_DNI]);
	if (one.n && str_ieq(one, document_plain(w->mem, head[B1_TREASURER_DNI])))
		b1_say(w, B1_WARN, "treasurer.dni", 0, "same", N_("La presidenta y la tesorera tienen el mismo DNI: juran dos personas"), STR(""));
	phone(w);
}

void b1_room(struct arena *a, struct b1_answer *out, unsigned nrows)
{
	enum { OF_HEAD = 2 * B1_HEAD__N + 4, OF_ROW = 2 * B1_CELL__N };

	out->most = nrows < B1_ROWS_READ ? OF_HEAD + nrows * OF_ROW : B1_PROBLEMS_MAX;
	out->most = out->most < B1_PROBLEMS_MAX ? out->most : B1_PROBLEMS_MAX;
	out->problem = ARENA_ARRAY(a, struct b1_problem, out->most);
}

void b1_judge(struct arena *a, const struct b1_form *f, struct b1_answer *out)
{
	struct b1_work w = { .mem = a, .form = f, .out = out };

	*out = (struct b1_answer){ 0 };
	b1_room(a, out, f->nrows);
	head_texts(&w);
	wanted(&w, B1_KIND, N_("Falta decir qué es: comedor, olla común, club de madres"));
	if (!out->printed.head[B1_NAME].n)
		b1_say(&w, B1_REFUSE, "name", 0, "required", N_("Falta el nombre del centro"), STR(""));
	wanted(&w, B1_CODE, N_("Falta el código del centro"));
	period(&w);
	money(&w);
	dates(&w);
	people(&w);
	b1_rows(&w);
}
