/*
 * press.c - /prensa: a sheet for journalists with numbers of this moment, a text to forward, one page to print.
 *
 * Each number is a tally or a query; what is not known is «sin dato».
 */
#include "voice_own.h"

#include "paper.h"
#include "parts.h"

enum { NUMBERS = 10, LETTERS_MOST = 2000 };

struct fact {
	const char *label;
	struct str value; /* empty: unknown */
};

struct press {
	struct fact fact[NUMBERS];
	unsigned n;
};

static void add(struct ctx *c, struct press *p, const char *label, int64_t n, bool known)
{
	p->fact[p->n++] = (struct fact){ label, known ? voice_number(c, n) : STR("") };
}

static void add_served(struct ctx *c, struct press *p, const char *label, int64_t from, int64_t to)
{
	struct rows r = db_rows(c->db, SQL(Q_PRESS_SERVED), ARGS(cell_id(&c->net->id), cell_int(from), cell_int(to)));
	int64_t served = 0, known = 0;

	while (rows_next(&r)) {
		served = rows_int(&r, 0);
		known = rows_int(&r, 1);
	}
	add(c, p, label, served, known > 0);
}

/* Public letters that wait for an answer, and those whose term is over. */
static void add_letters(struct ctx *c, struct press *p, int64_t day)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, LETTERS_MOST), past;
	struct record *r = ARENA_NEW(c->mem, struct record);
	int64_t waiting = 0, late = 0;

	memset(past.b, 0xff, sizeof(past.b));
	unsigned n = db_ids(c->db, SQL(Q_OPEN_LETTERS), ARGS(cell_id(&c->net->id), cell_id(&past), cell_int(LETTERS_MOST)), id, LETTERS_MOST);
	for (unsigned i = 0; i < n; i++) {
		if (!open_letter_get(c, id[i], r))
			continue;
		struct wait w = wait_of(c, r, day);
		waiting += w.sent && w.due_known && !w.answered;
		late += w.sent && w.due_known && !w.answered && w.late;
	}
	add(c, p, N_("Cartas públicas sin respuesta"), waiting, true);
	add(c, p, N_("De ellas, con el plazo vencido"), late, true);
}

static void read(struct ctx *c, struct press *p)
{
	int64_t day = today(c), year = day_from_civil((struct civil){ day_civil(day).year, 1, 1 });
	struct id first = entity_day_first(day), past = entity_day_first(day + 1);
	struct promise_counts n = promises_counted(c, day);

	add(c, p, N_("Ollas y comedores en la red"), db_int(c->db, SQL(Q_PRESS_KITCHENS), ARGS(cell_id(&c->net->id))), true);
	add(c, p, N_("Avisaron hoy"), db_int(c->db, SQL(Q_PRESS_REPORTED), ARGS(cell_id(&c->net->id), cell_id(&first), cell_id(&past))), true);
	add_served(c, p, N_("Raciones hoy"), day, day);
	add_served(c, p, N_("Raciones este mes"), day_month_start(day), day);
	add_served(c, p, N_("Raciones este año"), year, day);
	add(c, p, N_("Promesas de autoridades"), n.all, true);
	add(c, p, N_("Cumplidas"), n.kept, true);
	add(c, p, N_("Atrasadas"), n.late, true);
	add_letters(c, p, day);
}

/* "Raciones hoy: 1,240", a line each. */
static struct str text_of(struct ctx *c, const struct press *p)
{
	struct buf b = buf_new(c->mem, 400);

	buf_add(&b, c->net->name);
	buf_c(&b, ", ");
	buf_add(&b, lang_date(c->mem, c->lang, today(c)));
	for (unsigned i = 0; i < p->n; i++) {
		buf_c(&b, i ? "; " : ". ");
		buf_add(&b, tr(c->lang, p->fact[i].label));
		buf_c(&b, ": ");
		buf_add(&b, p->fact[i].value.n ? p->fact[i].value : tr(c->lang, N_("sin dato")));
	}
	buf_c(&b, ". ");
	buf_add(&b, voice_link(c, STR("/prensa")));
	return buf_str(&b);
}

enum rc page_press(struct page_call *p)
{
	struct ctx *c = p->c;
	struct press press = { 0 };

	read(c, &press);
	part_fact(p, NULL, c->net->name);
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, today(c)));
	part_intro(p, N_("Números de este momento, para quien informa. Salen de lo que cada cocina anota; lo que nadie anotó se dice «sin dato»."));
	for (unsigned i = 0; i < press.n; i++)
		part_number(p, press.fact[i].label, press.fact[i].value);
	part_share(p, text_of(c, &press));
	part_after(p, N_("Para hablar con las dirigentes, escriba al número de la red o pida la voz de un distrito en la reunión de los martes."));
	part_link(p, "imprimir", N_("Esta hoja para imprimir"), STR("/prensa/hoja.pdf"));
	part_link(p, "oir", N_("Lo que se pidió"), STR("/voz"));
	part_link(p, "listo", N_("Promesas de las autoridades"), STR("/promesas"));
	part_link(p, "barras", N_("Datos abiertos"), STR("/datos"));
	return OK;
}

enum rc page_press_paper(struct page_call *p)
{
	struct ctx *c = p->c;
	struct press press = { 0 };
	struct str box[NUMBERS][2];

	if (!str_is(p->get(p, "file"), "hoja.pdf"))
		return NOT_FOUND;
	if (!p->slow(p))
		return BUSY;
	read(c, &press);
	for (unsigned i = 0; i < press.n; i++) {
		box[i][0] = tr(c->lang, press.fact[i].label);
		box[i][1] = press.fact[i].value.n ? press.fact[i].value : tr(c->lang, N_("sin dato"));
	}
	struct paper *b = paper_new(c->mem, PAPER_A4, tr_fill(c->mem, c->lang, N_("Para la prensa: %s"), c->net->name), c->net->name, str_c(lang_tag(c->lang)), today(c));
	paper_heading(b, lang_date_long(c->mem, c->lang, today(c)));
	paper_boxes(b, (const struct str(*)[2])box, press.n, 2);
	paper_text(b, tr(c->lang, N_("Salen de lo que cada cocina anota; lo que nadie anotó se dice «sin dato».")));
	paper_code(b, voice_link(c, STR("/prensa")), tr(c->lang, N_("Los números de este momento")));
	if (paper_bytes(b, &p->bytes))
		p->type = "application/pdf";
	else
		p->redirect = STR("/prensa");
	return OK;
}
