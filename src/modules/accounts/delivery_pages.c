/* delivery_pages.c - /entregas: what was handed to a kitchen, and the papers that are signed for it. */
#include "delivery.h"

#include "accounts_own.h"
#include "attachment.h"
#include "food.h"
#include "html.h"
#include "parts.h"

enum { SHOWN = 60, GROUPS_MAX = 12 };

static struct str group_url(struct ctx *c, const char *path, struct id group)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, path);
	buf_c(&b, "?group=");
	url_part(&b, ref_code(c, "group", group));
	return buf_str(&b);
}

static struct str one_url(struct ctx *c, const struct delivery *d, const char *rest)
{
	return str_fmt(c->mem, "/entregas/%s%s", str_cstr(c->mem, id_text(c->mem, d->line[0].move)), rest);
}

enum rc page_deliveries(struct page_call *p)
{
	struct ctx *c = p->c;
	struct delivery *d = ARENA_ARRAY(c->mem, struct delivery, SHOWN);
	struct str asked = p->get(p, "group");
	struct id own[GROUPS_MAX], group;
	unsigned mine = balance_groups(c, "page:deliveries", own, GROUPS_MAX);

	part_intro(p, N_("Lo que se donó o se recuperó, como se anotó en el almacén. De cada entrega sale un acta para firmar."));
	if (asked.n ? !ref_resolve(c, "group", asked, &group) || !allowed(c, "page:deliveries", scope_of_group(c, group)) : !mine)
		return asked.n ? NOT_FOUND : OK;
	if (!asked.n)
		group = own[0];
	for (unsigned i = 0; i < mine && mine > 1; i++)
		part_tab(p, ref_title(c, "group", own[i]), group_url(c, "/entregas", own[i]), id_eq(own[i], group));
	part_fact(p, NULL, ref_title(c, "group", group));
	unsigned n = deliveries_of(c, group, d, SHOWN);
	for (unsigned i = 0; i < n; i++)
		part_row(p, str_fmt(c->mem, "%s%s%s", str_cstr(c->mem, lang_date_short(c->mem, c->lang, d[i].day)), d[i].giver.n ? " · " : "",
			str_cstr(c->mem, d[i].giver)), one_url(c, &d[i], ""), delivery_goods(c, &d[i]), delivery_kind(c, &d[i]));
	part_empty(p, N_("En estos tres meses no se anotó nada donado ni recuperado."));
	part_link(p, "mas", N_("Anotar lo que entró"), group_url(c, "/almacen/entra", group));
	return OK;
}

static bool asked(struct page_call *p, const char *rule, struct delivery *out)
{
	struct id move;

	return id_parse(p->get(p, "delivery"), &move) && delivery_of(p->c, move, out) && allowed(p->c, rule, scope_of_group(p->c, out->group));
}

enum rc page_delivery(struct page_call *p)
{
	static const char *const columns[] = { N_("Qué"), N_("Ofrecido"), N_("Recibido"), N_("No servía") };
	struct ctx *c = p->c;
	struct delivery *d = ARENA_NEW(c->mem, struct delivery);
	struct record *food = ARENA_NEW(c->mem, struct record);

	if (!asked(p, "page:delivery", d))
		return NOT_FOUND;
	part_back(p, N_("Todas las entregas"), group_url(c, "/entregas", d->group));
	part_fact(p, NULL, ref_title(c, "group", d->group));
	part_fact(p, N_("Día"), lang_date(c->mem, c->lang, d->day));
	part_fact(p, N_("Cómo llegó"), delivery_kind(c, d));
	if (d->giver.n)
		part_fact(p, N_("Quién entrega"), d->giver);
	for (unsigned i = 0; i < ARRAY_LEN(columns); i++)
		part_column(p, columns[i]);
	for (unsigned i = 0; i < d->n; i++) {
		const struct delivery_line *l = &d->line[i];
		if (!food_get(c, l->food, food))
			continue;
		struct view *line = part_line(p, str_dup(c->mem, food->v[FOOD_NAME].s), STR(""));
		part_cell(line, l->known_promised ? food_amount_show(c, food, l->promised) : STR(""));
		part_cell(line, delivery_amount(c, l, food));
		part_cell(line, l->refused ? food_amount_show(c, food, l->refused) : STR(""));
	}
	part_link(p, "imprimir", N_("Acta para imprimir y firmar"), one_url(c, d, "/acta"));
	struct str handout = group_url(c, "/padron/reparto", d->group);
	struct buf to = buf_new(c->mem, 160);
	buf_add(&to, handout);
	buf_c(&to, "&que=");
	url_part(&to, delivery_goods(c, d));
	if (allowed(c, "page:diners_handout", scope_of_group(c, d->group)))
		part_link(p, "lista", N_("Planilla para repartirlo"), buf_str(&to));
	part_link(p, "foto", N_("La hoja firmada"), attachments_url(c, d->group, attachment_about(c, "stock_move", d->line[0].move)));
	return OK;
}

enum rc page_delivery_paper(struct page_call *p)
{
	struct delivery *d = ARENA_NEW(p->c->mem, struct delivery);

	if (!asked(p, "page:delivery_paper", d))
		return NOT_FOUND;
	if (!delivery_paper(p->c, d, &p->bytes))
		return BUSY;
	p->type = "application/pdf";
	return OK;
}
