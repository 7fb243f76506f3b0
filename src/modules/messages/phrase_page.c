/*
 * phrase_page.c - /palabras: what people's words were taught to mean, and taking one back.
 */
#include "desk_own.h"
#include "parts.h"

enum { WORDS_SHOWN = 50 };

enum rc page_words(struct page_call *p)
{
	struct ctx *c = p->c;
	unsigned n = 0;
	struct str last = STR("");
	struct rows r = ctx_rows(c, messages_sql, Q_PHRASES, cell_id(&c->net->id), cell_text(p->get(p, "desde")),
		cell_int(WORDS_SHOWN + 1));

	while (rows_next(&r)) {
		if (n++ == WORDS_SHOWN) {
			rows_end(&r);
			struct buf b = buf_new(c->mem, 64);
			buf_c(&b, "/palabras?desde=");
			url_part(&b, last);
			view_text(p->v, "more_url", buf_str(&b));
			break;
		}
		struct view *row = view_row(p->v, "rows");
		last = str_dup(c->mem, rows_text(&r, 1));
		view_text(row, "said", last);
		view_text(row, "means", str_dup(c->mem, rows_text(&r, 2)));
		view_text(row, "by", str_dup(c->mem, rows_text(&r, 3)));
		view_text(row, "url", str_fmt(c->mem, "/palabras/quitar?phrase=%.36s", id_text(c->mem, rows_id(&r, 0)).p));
	}
	view_int(p->v, "most", PHRASE_SAID_MAX);
	view_flag(p->v, "may_teach", allowed_somewhere(c, "phrase.add"));
	view_text(p->v, "typed", p->act ? p->get(p, "said") : STR(""));
	phrase_choices(c, p->v, p->get(p, "means"));
	form_fill(p, &phrase_add, NULL, "said|means|language");
	return OK;
}

enum rc page_word_remove(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id;

	if (!id_parse(p->get(p, "phrase"), &id) ||
		!record_get(c->db, c->schema, c->mem, &phrase_entity, c->net->id, id, r) || !r->born || r->v[PHRASE_VOIDED].i)
		return NOT_FOUND;
	part_title(p, tr(c->lang, N_("¿Quitar esta palabra?")));
	part_back(p, N_("Palabras aprendidas"), STR("/palabras"));
	part_fact(p, NULL, r->v[PHRASE_SAID].s);
	part_fact(p, N_("Quiere decir"), r->v[PHRASE_MEANS].s);
	part_form(p, &(struct part_form){ .action = &phrase_remove, .to = STR("/palabras/quitar"),
		.carry = { { "phrase", id_text(c->mem, id) } }, .button = N_("Quitar"), .icon = "quitar" });
	return OK;
}
