/*
 * page_paper.c - the numbers of the day to hang up and to hand on: /afiche/150133.pdf, a poster with a code to scan;
 * /afiche/150133.png, the same for a chat; /informe/150133.pdf, one page with the table behind them. "ciudad" is all of it.
 */
#include "city_own.h"

#include "card.h"
#include "paper.h"

enum { LACKS = 5, WHOLE = -1, ROWS_BESIDE_DAYS = 24 };

struct day_told {
	struct district *d;
	unsigned n;
	int one; /* the district it is about, or WHOLE */
	int64_t day, kitchens, reported, week, week_known;
	struct card_day days[CARD_DAYS]; /* the latest first */
	struct lack lack[LACKS];
	unsigned nlack;
};

static bool find(struct page_call *p, struct day_told *t, struct str code)
{
	t->day = today(p->c);
	t->n = districts_of_day(p->c, t->day, false, &t->d);
	t->one = WHOLE;
	if (str_is(code, "ciudad"))
		return t->n > 0;
	for (unsigned i = 0; i < t->n; i++)
		if (str_eq(t->d[i].code, str_upper(p->c->mem, code)))
			t->one = (int)i;
	return t->one != WHOLE;
}

static void read_days(struct ctx *c, struct day_told *t)
{
	struct cell net = cell_id(&c->net->id), from = cell_int(t->day - CARD_DAYS + 1), to = cell_int(t->day);
	struct rows r = t->one == WHOLE ? db_rows(c->db, SQL(Q_CITY_DAYS), ARGS(net, from, to)) :
		db_rows(c->db, SQL(Q_CITY_DISTRICT_DAYS), ARGS(net, from, to, cell_id(&t->d[t->one].id)));

	for (unsigned i = 0; i < CARD_DAYS; i++)
		t->days[i] = (struct card_day){ .label = lang_date_short(c->mem, c->lang, t->day - (int64_t)i), .n = -1 };
	while (rows_next(&r)) {
		int64_t at = t->day - rows_int(&r, 0);
		if (at < 0 || at >= CARD_DAYS || !rows_int(&r, 2))
			continue;
		t->days[at].n = rows_int(&r, 1);
		t->days[at].value = number_known(c, rows_int(&r, 1), true);
	}
}

static void read_all(struct ctx *c, struct day_told *t)
{
	bool *counts = ARENA_ARRAY(c->mem, bool, t->n);

	for (unsigned i = 0; i < t->n; i++) {
		counts[i] = t->one == WHOLE || (int)i == t->one;
		if (!counts[i])
			continue;
		t->kitchens += t->d[i].kitchens;
		t->reported += t->d[i].reported;
		t->week += t->d[i].week;
		t->week_known += t->d[i].week_known;
	}
	read_days(c, t);
	t->nlack = lacks_read(c, t->day, t->d, t->n, counts, t->lack, LACKS, NULL);
}

/* "arroz (5), aceite (3)" */
static struct str lacks_text(struct ctx *c, const struct day_told *t)
{
	struct buf b = buf_new(c->mem, 80);

	for (unsigned i = 0; i < t->nlack; i++) {
		if (b.n)
			buf_c(&b, ", ");
		buf_add(&b, t->lack[i].item);
		buf_c(&b, " (");
		buf_add(&b, number_known(c, t->lack[i].kitchens, true));
		buf_char(&b, ')');
	}
	return buf_str(&b);
}

static struct str path_of(struct ctx *c, const struct day_told *t)
{
	return t->one == WHOLE ? STR("/") : str_fmt(c->mem, "/distrito/%s", str_cstr(c->mem, t->d[t->one].code));
}

/* Where anyone finds these numbers tomorrow too; what is scanned has it whole, what is read without the beginning. */
static struct str link_whole(struct ctx *c, const struct day_told *t)
{
	return str_fmt(c->mem, "%s%s", c->config ? str_cstr(c->mem, c->config->public_url) : "", str_cstr(c->mem, path_of(c, t)));
}

static struct str link_shown(struct ctx *c, const struct day_told *t)
{
	struct str all = link_whole(c, t);
	size_t at = str_find(all, '/');

	return at + 2 < all.n && str_starts(str_sub(all, at, all.n), "//") ? str_sub(all, at + 2, all.n) : all;
}

static struct str name_of(struct ctx *c, const struct day_told *t)
{
	return t->one == WHOLE ? tr(c->lang, N_("Toda la ciudad")) : t->d[t->one].name;
}

static struct str told_of_all(struct ctx *c, const struct day_told *t)
{
	const struct str_pair pairs[] = { { "told", number_known(c, t->reported, true) }, { "all", number_known(c, t->kitchens, true) } };

	return tr_named(c->mem, c->lang, N_("{told} de {all}"), pairs, ARRAY_LEN(pairs));
}

static void card_of(struct ctx *c, const struct day_told *t, struct card *out)
{
	*out = (struct card){ .net = c->net->name, .place = name_of(c, t), .day = lang_date_long(c->mem, c->lang, t->day),
		.big = { tr(c->lang, N_("raciones servidas")), t->days[0].value }, .unknown = tr(c->lang, N_("sin dato")),
		.pair = { { tr(c->lang, N_("cocinas avisaron")), told_of_all(c, t) },
			{ tr(c->lang, N_("raciones esta semana")), number_known(c, t->week, t->week_known > 0) } },
		.npairs = CARD_PAIRS, .lacks_label = tr(c->lang, N_("Falta más, y en cuántas cocinas")), .lacks = lacks_text(c, t),
		.days_label = tr(c->lang, N_("Los últimos días")), .ndays = CARD_DAYS, .link = link_shown(c, t),
		.language = str_c(lang_tag(c->lang)), .made_on = day_in_url(c, t->day), .code = link_whole(c, t),
		.code_word = tr(c->lang, N_("Con su teléfono: los números de cada día")) };
	memcpy(out->days, t->days, sizeof(out->days));
}

enum rc page_poster(struct page_call *p)
{
	struct ctx *c = p->c;
	struct day_told *t = ARENA_NEW(c->mem, struct day_told);
	struct card *card = ARENA_NEW(c->mem, struct card);
	struct str file = p->get(p, "file");
	bool png = str_ends(file, ".png");

	if ((!png && !str_ends(file, ".pdf")) || !find(p, t, str_sub(file, 0, file.n - 4)))
		return NOT_FOUND;
	if (!p->slow(p))
		return BUSY;
	read_all(c, t);
	card_of(c, t, card);
	if ((png ? card_png : card_pdf)(c->mem, card, &p->bytes))
		p->type = png ? "image/png" : "application/pdf";
	else
		p->redirect = path_of(c, t); /* as a page, then */
	return OK;
}

/* ---- the brief ---- */

static void brief_numbers(struct ctx *c, struct paper *b, const struct day_told *t)
{
	const struct str box[][2] = {
		{ tr(c->lang, N_("Cocinas que avisaron hoy")), told_of_all(c, t) },
		{ tr(c->lang, N_("Raciones servidas hoy")), t->days[0].n < 0 ? tr(c->lang, N_("sin dato")) : t->days[0].value },
		{ tr(c->lang, N_("Raciones esta semana")), t->week_known ? number_known(c, t->week, true) : tr(c->lang, N_("sin dato")) },
	};

	paper_boxes(b, box, ARRAY_LEN(box), ARRAY_LEN(box));
	if (t->nlack)
		paper_text(b, str_fmt(c->mem, "%s: %s", str_cstr(c->mem, tr(c->lang, N_("Falta más, y en cuántas cocinas"))),
			str_cstr(c->mem, lacks_text(c, t))));
}

static void brief_days(struct ctx *c, struct paper *b, const struct day_told *t)
{
	const struct paper_column col[] = { { tr(c->lang, N_("Día")), 600, false }, { tr(c->lang, N_("Raciones")), 400, true } };

	paper_heading(b, tr(c->lang, N_("Los últimos días")));
	paper_table(b, col, ARRAY_LEN(col), 0);
	for (unsigned i = 0; i < CARD_DAYS; i++) {
		const struct str cell[] = { t->days[i].label, t->days[i].n < 0 ? tr(c->lang, N_("sin dato")) : t->days[i].value };
		paper_row(b, cell);
	}
	paper_table_end(b);
}

static void brief_districts(struct ctx *c, struct paper *b, const struct day_told *t)
{
	const struct paper_column col[] = { { tr(c->lang, N_("Distrito")), 460, false }, { tr(c->lang, N_("Avisaron hoy")), 180, true },
		{ tr(c->lang, N_("Raciones hoy")), 180, true }, { tr(c->lang, N_("Esta semana")), 180, true } };
	struct str none = tr(c->lang, N_("sin dato"));

	paper_heading(b, tr(c->lang, N_("Por distrito")));
	paper_table(b, col, ARRAY_LEN(col), 0);
	for (unsigned i = 0; i < t->n; i++) {
		const struct district *d = &t->d[i];
		const struct str cell[] = { d->name, str_fmt(c->mem, "%lld/%lld", (long long)d->reported, (long long)d->kitchens),
			d->served_known ? number_known(c, d->served, true) : none, d->week_known ? number_known(c, d->week, true) : none };
		paper_row(b, cell);
	}
	paper_table_end(b);
}

enum rc page_brief(struct page_call *p)
{
	struct ctx *c = p->c;
	struct day_told *t = ARENA_NEW(c->mem, struct day_told);
	struct str file = p->get(p, "file");

	if (!str_ends(file, ".pdf") || !find(p, t, str_sub(file, 0, file.n - 4)))
		return NOT_FOUND;
	if (!p->slow(p))
		return BUSY;
	read_all(c, t);
	struct str title = str_fmt(c->mem, "%s, %s", str_cstr(c->mem, name_of(c, t)),
		str_cstr(c->mem, lang_date_long(c->mem, c->lang, t->day)));
	struct paper *b = paper_new(c->mem, PAPER_A4, title, c->net->name, str_c(lang_tag(c->lang)), t->day);
	brief_numbers(c, b, t);
	if (t->one != WHOLE || t->n <= ROWS_BESIDE_DAYS) /* it stays one page */
		brief_days(c, b, t);
	if (t->one == WHOLE)
		brief_districts(c, b, t);
	paper_code(b, link_whole(c, t), link_shown(c, t));
	if (paper_bytes(b, &p->bytes))
		p->type = "application/pdf";
	else
		p->redirect = path_of(c, t);
	return OK;
}
