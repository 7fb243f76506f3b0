/*
 * page_doubles.c - /cocinas/dobles: kitchens that may be the same, joined ones with the pots they both told, and the questions
 * before joining, parting and counting.
 */
#include "pages.h"
#include "register.h"

#include "html.h"
#include "parts.h"

enum { PAIRS_SHOWN = 60, DISTRICTS_MAX = 2000 };

static struct str with_codes(struct ctx *c, const char *path, struct str one, struct str other)
{
	struct buf b = buf_new(c->mem, 96);

	buf_c(&b, path);
	buf_c(&b, "?kitchen=");
	url_part(&b, one);
	buf_c(&b, "&into=");
	url_part(&b, other);
	return buf_str(&b);
}

/* The districts with kitchens that she watches; how many. */
static unsigned districts(struct ctx *c, struct id *out, unsigned max)
{
	struct rows r = db_rows(c->db, SQL(Q_DISTRICTS), ARGS(cell_id(&c->net->id)));
	unsigned n = 0;

	while (rows_next(&r))
		if (n < max && allowed(c, "kitchen.merge", (struct scope){ .place = rows_id(&r, 0) }))
			out[n++] = rows_id(&r, 0);
	return n;
}

static void view_pairs(struct page_call *p, struct id place)
{
	struct ctx *c = p->c;
	struct pair *pair = ARENA_ARRAY(c->mem, struct pair, PAIRS_SHOWN);
	unsigned n = doubles_in(c, place, pair, PAIRS_SHOWN);

	for (unsigned i = 0; i < n; i++) {
		struct str one = ref_code(c, "kitchen", pair[i].one), other = ref_code(c, "kitchen", pair[i].other);
		part_row(p, str_fmt(c->mem, "%s · %s", str_cstr(c->mem, ref_title(c, "kitchen", pair[i].one)),
			str_cstr(c->mem, ref_title(c, "kitchen", pair[i].other))), with_codes(c, "/cocinas/unir", other, one), STR(""),
			alike_show(c, pair[i].why, pair[i].distance_m));
	}
}

/* "12/11/2026, almuerzo": what of it each told; the one that counts can be left out, one left out can come back. */
static void view_pots(struct page_call *p, struct id former, struct id into)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_POTS_TWICE), ARGS(cell_id(&c->net->id), cell_id(&former), cell_id(&into)));
	struct str code = ref_code(c, "kitchen", into);

	while (rows_next(&r)) {
		bool out[2] = { rows_int(&r, 4), rows_int(&r, 7) };
		struct id meal[2] = { rows_id(&r, 2), rows_id(&r, 5) };
		int64_t served[2] = { rows_int(&r, 3), rows_int(&r, 6) };
		struct str day = lang_date_short(c->mem, c->lang, rows_int(&r, 0)), sitting = choice_label(c, sittings, rows_text(&r, 1));
		bool twice = !out[0] && !out[1];
		for (int i = 0; i < 2; i++) {
			struct buf url = buf_new(c->mem, 96);
			if (twice || out[i]) {
				buf_c(&url, out[i] ? "/cocinas/contar?kitchen=" : "/cocinas/no-contar?kitchen=");
				url_part(&url, code);
				buf_c(&url, "&meal=");
				url_part(&url, id_text(c->mem, meal[i]));
			}
			part_row(p, str_fmt(c->mem, "%s, %s: %lld", str_cstr(c->mem, day), str_cstr(c->mem, sitting), (long long)served[i]),
				buf_str(&url), ref_title(c, "group", i ? into : former), tr(c->lang, out[i] ? N_("No cuenta: estaba dos veces") :
				twice ? N_("Está dos veces y cuenta dos veces: elija cuál no cuenta") : N_("Cuenta")));
		}
	}
}

static void view_joined(struct page_call *p, struct id place)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_JOINED_IN), ARGS(cell_id(&c->net->id), cell_id(&place)));

	while (rows_next(&r)) {
		struct id former = rows_id(&r, 0), into = rows_id(&r, 1);
		part_row(p, tr_named(c->mem, c->lang, N_("{one} se unió a {other}"), (const struct str_pair[]){
			{ "one", ref_title(c, "group", former) }, { "other", ref_title(c, "group", into) } }, 2),
			with_codes(c, "/cocinas/separar", id_text(c->mem, former), ref_code(c, "group", into)), STR(""), STR(""));
		view_pots(p, former, into);
	}
}

enum rc page_doubles(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id *place = ARENA_ARRAY(c->mem, struct id, DISTRICTS_MAX);
	unsigned n = districts(c, place, DISTRICTS_MAX);

	part_intro(p, N_("Cocinas que parecen la misma. Nada se pierde al unirlas, y se pueden volver a separar."));
	part_empty(p, N_("No hay cocinas que parezcan la misma."));
	for (unsigned i = 0; i < n; i++) {
		view_pairs(p, place[i]);
		view_joined(p, place[i]);
	}
	return OK;
}

void doubles_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct pair *pair = ARENA_ARRAY(c->mem, struct pair, PAIRS_SHOWN);
	struct id *place = ARENA_ARRAY(c->mem, struct id, DISTRICTS_MAX);
	unsigned n = districts(c, place, DISTRICTS_MAX);
	int64_t count = 0;

	for (unsigned i = 0; i < n && n < 8; i++) /* an operator's are counted on the page itself */
		count += doubles_in(c, place[i], pair, PAIRS_SHOWN);
	task_add(l, t, (struct task_told){ .count = count });
}

/* ---- the questions ---- */

static enum rc question(struct page_call *p, const struct action *action, const char *care, struct id *former_out, struct id *into_out)
{
	struct ctx *c = p->c;
	struct str former = p->get(p, "kitchen"), into = p->get(p, "into");

	if (!ref_resolve(c, "kitchen", into, into_out) || !allowed(c, action->name, scope_of_group(c, *into_out)))
		return NOT_FOUND;
	if (action == &kitchen_part ? !id_parse(former, former_out) : !ref_resolve(c, "kitchen", former, former_out))
		return NOT_FOUND;
	part_back(p, N_("Volver sin cambiar nada"), STR("/cocinas/dobles"));
	part_care(p, care);
	return OK;
}

enum rc page_merge(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id former, into;
	struct described d = { 0 };
	struct likely like[LIKELY_SHOWN];

	if (question(p, &kitchen_merge, N_("Quienes dirigen y cocinan en las dos quedan en la que se conserva."), &former, &into) != OK ||
		!allowed(c, "kitchen.merge", scope_of_group(c, former)))
		return NOT_FOUND;
	const struct group_info *g = group_of(c, former);
	d = (struct described){ .id = former, .place = g->place, .name = g->name };
	unsigned n = doubles_likely(c, &d, like, LIKELY_SHOWN);
	part_fact(p, N_("La que queda"), ref_title(c, "kitchen", into));
	part_fact(p, N_("La que se une"), ref_title(c, "kitchen", former));
	for (unsigned i = 0; i < n; i++)
		if (id_eq(like[i].id, into))
			part_fact(p, N_("En qué se parecen"), alike_show(c, like[i].why, -1));
	struct str one = ref_code(c, "kitchen", former), other = ref_code(c, "kitchen", into);
	part_form(p, &(struct part_form){ .action = &kitchen_merge, .to = STR("/cocinas/unir"), .carry = { { "kitchen", one }, { "into", other } },
		.without = p->act ? NULL : "reason", .button = N_("Sí, son la misma") });
	part_link(p, "cambiar", N_("Conservar la otra"), with_codes(c, "/cocinas/unir", other, one));
	return OK;
}

enum rc page_part(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id former, into;

	if (question(p, &kitchen_part, N_("Cada una vuelve a estar por su lado, con lo suyo."), &former, &into) != OK)
		return NOT_FOUND;
	part_fact(p, N_("La que queda"), ref_title(c, "kitchen", into));
	part_fact(p, N_("La que se separa"), ref_title(c, "group", former));
	part_form(p, &(struct part_form){ .action = &kitchen_part, .to = STR("/cocinas/separar"),
		.carry = { { "kitchen", id_text(c->mem, former) }, { "into", ref_code(c, "kitchen", into) } }, .icon = "devuelto" });
	return OK;
}

static enum rc pot_question(struct page_call *p, const struct action *action, const char *path, const char *care)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str code = p->get(p, "kitchen");
	struct id kitchen, meal;

	if (!ref_resolve(c, "kitchen", code, &kitchen) || !allowed(c, action->name, scope_of_group(c, kitchen)) ||
		!id_parse(p->get(p, "meal"), &meal) || !record_get(c->db, c->schema, c->mem, &meal_entity, c->net->id, meal, r) || !r->born)
		return NOT_FOUND;
	part_back(p, N_("Volver sin cambiar nada"), STR("/cocinas/dobles"));
	part_fact(p, N_("Cocina"), ref_title(c, "group", r->v[MEAL_KITCHEN].id));
	part_fact(p, N_("Día"), lang_date_long(c->mem, c->lang, r->v[MEAL_DAY].i));
	if (r->v[MEAL_SERVED].kind == V_INT)
		part_fact(p, N_("Raciones servidas"), str_fmt(c->mem, "%lld", (long long)r->v[MEAL_SERVED].i));
	part_care(p, care);
	part_form(p, &(struct part_form){ .action = action, .to = str_c(path),
		.carry = { { "kitchen", code }, { "meal", id_text(c->mem, meal) } } });
	return OK;
}

enum rc page_double_void(struct page_call *p)
{
	return pot_question(p, &double_void, "/cocinas/no-contar", N_("Deja de contar en las sumas. Se puede volver a contar."));
}

enum rc page_double_keep(struct page_call *p)
{
	return pot_question(p, &double_keep, "/cocinas/contar", N_("Vuelve a contar en las sumas."));
}
