/* delivery.c - movements of the store put together as what one giver brought on one day, and the paper of it. */
#include "delivery.h"

#include "accounts_own.h"
#include "food.h"
#include "paper.h"
#include "sheet.h"

enum { MOVES_READ = 2000, ROW_MM = 8, EMPTY_ROWS = 3, NOTE_ROWS = 3, NOTE_MM = 9, COLUMNS = 7 };

static bool came(const struct stock_line *m)
{
	return !m->back && (str_is(m->kind, "given") || str_is(m->kind, "recovered"));
}

/* Of recovered food the offer says who gave it, how much was promised and what was not fit. */
static struct str from_offer(struct ctx *c, const struct stock_line *m, struct delivery_line *line)
{
	struct offered o;
	struct id offer;

	if (!str_starts(m->source, "offer ") || !id_parse(str_sub(m->source, 6, m->source.n), &offer) || !offered(c, offer, &o))
		return m->supplier;
	line->known_promised = o.known;
	line->promised = o.amount;
	line->refused = o.refused;
	return o.giver;
}

/* Into the delivery it belongs to, or a new one. False: there is no room. */
static bool join(struct ctx *c, struct id group, const struct stock_line *m, struct delivery *out, unsigned *n, unsigned most)
{
	struct delivery_line line = { .move = m->id, .food = m->food, .received = m->amount, .typed = m->typed, .best_before = m->best_before };
	struct str giver = from_offer(c, m, &line);
	struct delivery *d = NULL;

	for (unsigned i = 0; i < *n && !d; i++)
		if (out[i].day == m->day && str_eq(out[i].kind, m->kind) && str_eq(out[i].giver, giver) && out[i].n < DELIVERY_LINES)
			d = &out[i];
	if (!d) {
		if (*n == most)
			return false;
		d = &out[(*n)++];
		*d = (struct delivery){ .group = group, .day = m->day, .kind = m->kind, .giver = giver };
	}
	if (!d->receipt.n)
		d->receipt = m->receipt;
	d->line[d->n++] = line;
	return true;
}

static unsigned gather(struct ctx *c, struct id group, int64_t from, int64_t to, struct delivery *out, unsigned most)
{
	struct stock_line *m = ARENA_ARRAY(c->mem, struct stock_line, MOVES_READ);
	unsigned moves = stock_moves(c, group, (struct id){ 0 }, from, to, NULL, m, MOVES_READ), n = 0;

	for (unsigned i = 0; i < moves; i++)
		if (came(&m[i]) && !join(c, group, &m[i], out, &n, most))
			break;
	return n;
}

unsigned deliveries_of(struct ctx *c, struct id group, struct delivery *out, unsigned most)
{
	struct delivery swap;
	unsigned n = gather(c, group, today(c) - DELIVERY_DAYS, today(c), out, most);

	for (unsigned i = 0; i < n / 2; i++) {
		swap = out[i];
		out[i] = out[n - 1 - i];
		out[n - 1 - i] = swap;
	}
	return n;
}

bool delivery_of(struct ctx *c, struct id move, struct delivery *out)
{
	enum { A_DAY = 60 };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct delivery *d = ARENA_ARRAY(c->mem, struct delivery, A_DAY);
	bool back = false;

	if (!stock_get(c, move, r, &back) || back)
		return false;
	unsigned n = gather(c, r->v[STOCK_GROUP].id, r->v[STOCK_DAY].i, r->v[STOCK_DAY].i, d, A_DAY);
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < d[i].n; k++)
			if (id_eq(d[i].line[k].move, move)) {
				*out = d[i];
				return true;
			}
	return false;
}

struct str delivery_amount(struct ctx *c, const struct delivery_line *l, const struct record *food)
{
	struct str amount = food_amount_show(c, food, l->received);
	bool same = !l->typed.n || str_eq(l->typed, amount);

	return same ? amount : str_fmt(c->mem, "%.*s, %.*s", (int)l->typed.n, l->typed.p, (int)amount.n, amount.p);
}

struct str delivery_goods(struct ctx *c, const struct delivery *d)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	struct buf b = buf_new(c->mem, 128);

	for (unsigned i = 0; i < d->n; i++)
		if (food_get(c, d->line[i].food, food)) {
			buf_c(&b, b.n ? ", " : "");
			buf_add(&b, food->v[FOOD_NAME].s);
			buf_char(&b, ' ');
			buf_add(&b, food_amount_show(c, food, d->line[i].received));
		}
	return buf_str(&b);
}

struct str delivery_kind(struct ctx *c, const struct delivery *d)
{
	return choice_label(c, stock_kinds, d->kind);
}

/* ---- the paper ---- */

static void head(struct ctx *c, struct paper *p, const struct delivery *d)
{
	const struct group_info *g = group_of(c, d->group);
	const struct str box[][2] = { { tr(c->lang, N_("Centro")), g ? g->name : STR("") }, { tr(c->lang, N_("Código")), g ? g->code : STR("") },
		{ tr(c->lang, N_("Fecha")), lang_date(c->mem, c->lang, d->day) }, { tr(c->lang, N_("Quién entrega")), d->giver },
		{ tr(c->lang, N_("Cómo llegó")), delivery_kind(c, d) }, { tr(c->lang, N_("Guía o comprobante")), d->receipt } };

	paper_boxes(p, box, ARRAY_LEN(box), 3);
}

/* What was missing is a number only where it is known what was promised. */
static void row(struct ctx *c, struct paper *p, const struct delivery_line *l, unsigned number)
{
	struct record *food = ARENA_NEW(c->mem, struct record);
	int64_t missing = l->promised - l->received - l->refused;

	if (!food_get(c, l->food, food))
		return;
	const struct str cell[COLUMNS] = { str_fmt(c->mem, "%u", number), food->v[FOOD_NAME].s,
		l->known_promised ? food_amount_show(c, food, l->promised) : STR(""), delivery_amount(c, l, food),
		l->refused ? food_amount_show(c, food, l->refused) : STR(""),
		l->known_promised && missing > 0 ? food_amount_show(c, food, missing) : STR(""),
		l->best_before ? lang_date(c->mem, c->lang, l->best_before) : STR("") };
	paper_row(p, cell);
}

bool delivery_paper(struct ctx *c, const struct delivery *d, struct str *out)
{
	const struct paper_column col[COLUMNS] = { { STR("N.º"), 50, true }, { tr(c->lang, N_("Qué se entrega")), 270, false },
		{ tr(c->lang, N_("Ofrecido")), 140, true }, { tr(c->lang, N_("Recibido")), 140, true }, { tr(c->lang, N_("No servía")), 130, true },
		{ tr(c->lang, N_("Faltó")), 130, true }, { tr(c->lang, N_("Vence")), 140, false } };
	const struct paper_column note[] = { { tr(c->lang, N_("Lo que quiera anotar la veedora")), 1000, false } };
	struct board_member president;
	struct paper *p = paper_new(c->mem, PAPER_A4, tr(c->lang, N_("Acta de entrega de alimentos")), c->net->name, str_c(lang_tag(c->lang)), today(c));

	if (!board_member(c, d->group, "president", &president) || !(classes_seen(c, scope_of_group(c, d->group)) & 1u << P_PERSONAL))
		president.name = STR("");
	head(c, p, d);
	paper_table(p, col, COLUMNS, ROW_MM);
	for (unsigned i = 0; i < d->n; i++)
		row(c, p, &d->line[i], i + 1);
	paper_rows_empty(p, EMPTY_ROWS);
	paper_table_end(p);
	paper_text(p, tr(c->lang, N_("Lo que está en la columna «Recibido» quedó en el almacén del centro. Una casilla vacía no es un cero: se llena a mano.")));
	paper_table(p, note, 1, NOTE_MM);
	paper_rows_empty(p, NOTE_ROWS);
	paper_table_end(p);
	const struct str sign[][2] = { { tr(c->lang, N_("Recibe: la presidenta")), president.name },
		{ tr(c->lang, N_("O quien la reemplaza")), STR("") }, { tr(c->lang, N_("Entrega")), d->giver }, { tr(c->lang, N_("Veedora")), STR("") } };
	paper_signers(p, sign, ARRAY_LEN(sign));
	sheet_code(c, p, "stock_move", d->line[0].move);
	return paper_bytes(p, out);
}
