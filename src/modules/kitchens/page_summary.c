/*
 * page_summary.c - a district's day, made to be forwarded: as text, as a picture (/resumen/150133.png) and as a sheet
 * (/resumen/150133.pdf). Sums for anyone alone; the same for whoever looks, so that it is kept until the next commit.
 */
#include "pages.h"

#include "card.h"
#include "texts.h"

struct day_told {
	struct id place;
	struct str code, name, lacks;
	int64_t day, told, all;
	struct day_sum days[CARD_DAYS + 7]; /* the last one is the day itself */
};

enum { DAYS = CARD_DAYS + 7 };

static bool find(struct page_call *p, struct str code, struct day_told *t)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_PLACE_BY_CODE), ARGS(cell_id(&c->net->id), cell_text(str_upper(c->mem, code))));

	if (!rows_next(&r))
		return false;
	bool district = str_is(rows_text(&r, 3), "district");
	t->place = rows_id(&r, 0);
	t->name = str_dup(c->mem, rows_text(&r, 1));
	rows_end(&r);
	t->code = ref_code(c, "place", t->place);
	/* Of a day to come nothing is known, and it would be made for each that somebody thinks of. */
	t->day = day_asked(p, "day", today(c));
	return district && t->day <= today(c);
}

static void read_day(struct ctx *c, struct day_told *t)
{
	struct rows r = db_rows(c->db, SQL(Q_DISTRICT_DAYS), ARGS(cell_id(&c->net->id), cell_int(t->day - DAYS + 1),
		cell_int(t->day), cell_id(&t->place)));

	days_read(&r, t->day, t->days, DAYS);
	district_kitchens(c, t->place, t->day, &t->told, &t->all);
	t->lacks = t->day == today(c) ? district_needs_list(c, t->place) : STR("");
}

/* ---- the picture and the sheet ---- */

static struct str known(struct ctx *c, struct day_sum s)
{
	return s.known > 0 ? number_text(c, s.served) : STR("");
}

/* Without what stands before the host: it is read, not clicked. */
static struct str link_shown(struct ctx *c, struct str code)
{
	struct str base = c->config ? c->config->public_url : STR("");
	size_t at = str_find(base, '/');

	return str_fmt(c->mem, "%.*s/distrito/%.*s", (int)(base.n > at + 2 ? base.n - at - 2 : 0), base.p + (base.n > at + 2 ? at + 2 : 0),
		(int)code.n, code.p);
}

static void card_of(struct ctx *c, const struct day_told *t, struct card *out)
{
	const struct str_pair pairs[] = { { "told", number_text(c, t->told) }, { "all", number_text(c, t->all) } };

	*out = (struct card){ .net = c->net->name, .place = t->name, .day = lang_date_long(c->mem, c->lang, t->day),
		.big = { tr(c->lang, N_("raciones servidas")), known(c, t->days[DAYS - 1]) }, .unknown = tr(c->lang, N_("sin dato")),
		.pair = { { tr(c->lang, N_("cocinas avisaron")), tr_named(c->mem, c->lang, N_("{told} de {all}"), pairs, ARRAY_LEN(pairs)) },
			{ tr(c->lang, N_("raciones esta semana")), known(c, days_sum(t->days, DAYS, day_week_start(t->day))) } },
		.npairs = CARD_PAIRS, .lacks_label = tr(c->lang, N_("Falta más, y en cuántas cocinas")), .lacks = t->lacks,
		.days_label = tr(c->lang, N_("Los últimos días")), .ndays = CARD_DAYS, .link = link_shown(c, t->code),
		.language = str_c(lang_tag(c->lang)), .made_on = day_plain(c, t->day) };
	for (unsigned i = 0; i < CARD_DAYS; i++) {
		const struct day_sum *s = &t->days[DAYS - 1 - i];
		out->days[i] = (struct card_day){ lang_date_short(c->mem, c->lang, s->day), known(c, *s), s->known > 0 ? s->served : -1 };
	}
}

static enum rc drawn(struct page_call *p, struct day_told *t, bool sheet)
{
	struct card *card = ARENA_NEW(p->c->mem, struct card);

	read_day(p->c, t);
	card_of(p->c, t, card);
	if ((sheet ? card_pdf : card_png)(p->c->mem, card, &p->bytes))
		p->type = sheet ? "application/pdf" : "image/png";
	else
		p->redirect = str_fmt(p->c->mem, "/resumen/%s", str_cstr(p->c->mem, t->code)); /* as text, then */
	return OK;
}

/* ---- the page ---- */

static void view_links(struct page_call *p, const struct day_told *t, struct str text)
{
	struct ctx *c = p->c;
	struct buf b = buf_new(c->mem, text.n * 2 + 64);
	bool now = t->day == today(c);
	const char *of_day = now ? "" : str_fmt(c->mem, "?day=%s", day_plain(c, t->day).p).p;

	buf_c(&b, "https://wa.me/?text=");
	url_part(&b, text);
	view_text(p->v, "whatsapp_url", buf_str(&b));
	view_text(p->v, "image_url", str_fmt(c->mem, "/resumen/%s.png%s", str_cstr(c->mem, t->code), of_day));
	view_text(p->v, "sheet_url", str_fmt(c->mem, "/resumen/%s.pdf%s", str_cstr(c->mem, t->code), of_day));
	view_text(p->v, "file", str_fmt(c->mem, "resumen-%s-%s", str_cstr(c->mem, t->code), day_plain(c, t->day).p));
	view_text(p->v, "other_url", now ? str_fmt(c->mem, "?day=%s", day_plain(c, t->day - 1).p) :
		str_fmt(c->mem, "/resumen/%s", str_cstr(c->mem, t->code)));
	view_flag(p->v, "is_today", now);
}

enum rc page_summary(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str code = p->get(p, "code");
	struct day_told t = { 0 };
	bool png = str_ends(code, ".png"), pdf = str_ends(code, ".pdf");

	if (!find(p, str_sub(code, 0, code.n - (png || pdf ? 4 : 0)), &t))
		return NOT_FOUND;
	if (png || pdf)
		return png && !p->slow(p) ? BUSY : drawn(p, &t, pdf);
	struct str text = district_summary(c, t.place, t.day);
	view_text(p->v, "name", t.name);
	view_text(p->v, "code", t.code);
	view_text(p->v, "day_long", lang_date_long(c->mem, c->lang, t.day));
	view_text(p->v, "text", text);
	view_links(p, &t, text);
	return OK;
}
