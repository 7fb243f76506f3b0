/*
 * page_kitchen_card.c - the register's pages: registering one's own, all that is known of a kitchen, completing it step by step,
 * and confirming a neighbour.
 */
#include "pages.h"
#include "register.h"

#include "field.h"
#include "geo.h"
#include "html.h"
#include "money.h"
#include "parts.h"

enum { NEIGHBOURS_SHOWN = 30, STEPS = 3, WHERE_STEP = 1, TOLD_STEP = 2 };

static struct str code_url(struct ctx *c, const char *path, struct str code)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, path);
	url_part(&b, code);
	return buf_str(&b);
}

static struct str of_kitchen(struct ctx *c, struct str code, const char *piece)
{
	struct str url = code_url(c, "/cocina/", code);

	return str_fmt(c->mem, "%.*s%s", (int)url.n, url.p, piece);
}

/* ---- registering one's own ---- */

/* The district of one of her groups, to begin with. */
static struct id own_district(struct ctx *c)
{
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		if (g && !id_is_zero(g->place))
			return g->place;
	}
	return (struct id){ 0 };
}

enum rc page_join(struct page_call *p)
{
	struct record *begin = ARENA_NEW(p->c->mem, struct record);
	struct id district = own_district(p->c);

	begin->entity = &group_entity;
	if (!id_is_zero(district))
		begin->v[GROUP_PLACE] = value_id(district);
	part_intro(p, N_("Su cocina queda en la red desde hoy, y usted como lideresa. Después la confirman dos cocinas vecinas."));
	part_form(p, &(struct part_form){ .action = &kitchen_join, .standing = begin, .to = STR("/cocinas/registrar"), .button = N_("Registrar"),
		.carry = { { "latitude", p->get(p, "latitude") }, { "longitude", p->get(p, "longitude") } },
		.without = p->act ? NULL : "reason", .waits = true });
	return OK;
}

struct str join_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return of_kitchen(c, ref_code(c, "kitchen", a->id), "/datos?paso=2");
}

/* ---- all that is known ---- */

static bool asked(struct page_call *p, const char *what, struct id *out, struct str *code_out)
{
	struct ctx *c = p->c;

	if (!ref_resolve(c, "kitchen", p->get(p, "code"), out) || !allowed(c, what, scope_of_group(c, *out)))
		return false;
	*code_out = ref_code(c, "kitchen", *out);
	return true;
}

static bool kitchen_get(struct ctx *c, struct id id, struct record *r)
{
	return record_get(c->db, c->schema, c->mem, &kitchen_entity, c->net->id, id, r) && r->born;
}

static bool placed(const struct record *r)
{
	return r->v[KITCHEN_LATITUDE].kind == V_INT && r->v[KITCHEN_LONGITUDE].kind == V_INT;
}

static struct str shown(struct ctx *c, const struct record *r, unsigned f)
{
	const struct field *field = &kitchen_entity.fields[f];

	if (r->v[f].kind == V_NULL)
		return STR("");
	if (f == KITCHEN_DAYS)
		return kitchen_days_show(c->mem, c->lang, kitchen_days_read(c->mem, r->v[f].s));
	if (field->type == T_DATE)
		return lang_date_long(c->mem, c->lang, r->v[f].i);
	struct str text = field_show(c->mem, field, &r->v[f], c->lang), unit = field->unit ? tr(c->lang, field->unit) : STR("");
	return unit.n ? str_fmt(c->mem, "%.*s %.*s", (int)text.n, text.p, (int)unit.n, unit.p) : text;
}

/* The point, and how far it is to the next kitchen. */
static void view_point(struct page_call *p, struct id kitchen, const struct record *r)
{
	struct ctx *c = p->c;
	struct kitchen_at near[2];

	if (!placed(r))
		return;
	struct str point = point_show(c->mem, r->v[KITCHEN_LATITUDE].i, r->v[KITCHEN_LONGITUDE].i);
	unsigned n = kitchen_near(c, r->v[KITCHEN_LATITUDE].i, r->v[KITCHEN_LONGITUDE].i, APART_M - 1, near, 2);
	part_fact(p, N_("Punto en el mapa"), point);
	for (unsigned i = 0; i < n; i++)
		if (!id_eq(near[i].id, kitchen)) {
			part_fact(p, N_("Cocina a menos de 500 metros"), str_fmt(c->mem, "%s (%s)", str_cstr(c->mem, ref_title(c, "kitchen", near[i].id)),
				str_cstr(c->mem, alike_show(c, ALIKE_NEAR, near[i].distance_m))));
			break;
		}
	part_link(p, "mapa", N_("Abrir en el mapa del teléfono"), str_fmt(c->mem, "geo:%.*s", (int)point.n, point.p));
}

static void view_facts(struct page_call *p, struct id kitchen, const struct record *r)
{
	struct ctx *c = p->c;
	unsigned classes = classes_seen(c, scope_of_group(c, kitchen));

	for (unsigned f = 0; f < KITCHEN__N; f++)
		if (f != KITCHEN_LATITUDE && f != KITCHEN_LONGITUDE && classes & 1u << kitchen_entity.fields[f].privacy)
			part_fact(p, kitchen_entity.fields[f].label, shown(c, r, f));
	if (classes & 1u << P_NETWORK)
		view_point(p, kitchen, r);
	struct rows rows = db_rows(c->db, SQL(Q_CODES_OF), ARGS(cell_id(&c->net->id), cell_id(&kitchen)));
	while (rows_next(&rows))
		if (classes & 1u << P_NETWORK) {
			struct str label = choice_label(c, code_kinds, rows_text(&rows, 0));
			part_fact(p, NULL, str_fmt(c->mem, "%s: %s", str_cstr(c->mem, label), str_cstr(c->mem, rows_text(&rows, 1))));
		}
}

/* Who confirmed it, each a line; the reader's own can be taken back. */
static void view_confirms(struct page_call *p, struct id kitchen, struct str code)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, SQL(Q_CONFIRMS_OF), ARGS(cell_id(&c->net->id), cell_id(&kitchen)));

	part_heading(p, N_("Quiénes la confirman"));
	part_empty(p, N_("Todavía nadie."));
	while (rows_next(&r)) {
		struct id by = rows_id(&r, 0);
		bool municipal = str_is(rows_text(&r, 1), "municipality"), may = allowed(c, "kitchen.unconfirm", scope_of_group(c, by));
		struct buf url = buf_new(c->mem, 80);
		if (may) {
			buf_add(&url, of_kitchen(c, code, "/retirar?by="));
			url_part(&url, ref_code(c, "group", by));
			buf_c(&url, municipal ? "&level=municipality" : "");
		}
		part_row(p, municipal ? tr(c->lang, N_("La municipalidad")) : ref_title(c, "group", by), buf_str(&url),
			rows_null(&r, 2) ? STR("") : lang_date_short(c->mem, c->lang, rows_int(&r, 2)), STR(""));
	}
}

enum rc page_kitchen_card(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str code;
	struct id id;

	if (!asked(p, "page:kitchen_card", &id, &code) || !kitchen_get(c, id, r))
		return NOT_FOUND;
	struct confirmed f = kitchen_confirmed(c, id);
	struct scope scope = scope_of_group(c, id);
	part_title(p, ref_title(c, "kitchen", id));
	part_back(p, N_("La página de la cocina"), of_kitchen(c, code, ""));
	part_fact(p, NULL, standing_show(c, &f));
	view_facts(p, id, r);
	view_confirms(p, id, code);
	if (allowed(c, "kitchen.edit", scope))
		part_link(p, "lapiz", N_("Completar o corregir"), of_kitchen(c, code, "/datos"));
	if (allowed(c, "board_seat.put", scope))
		part_link(p, "gente", N_("La directiva"), code_url(c, "/cocinas/directiva?group=", code));
	if (allowed(c, "kitchen_code.put", scope))
		part_link(p, "llave", N_("Códigos en otros registros"), code_url(c, "/cocinas/codigos?group=", code));
	if (allowed(c, "page:diners", scope))
		part_link(p, "lista", N_("El padrón"), code_url(c, "/padron?group=", code));
	if (allowed(c, "kitchen.certify", scope))
		part_link(p, "listo", N_("Confirmar por la municipalidad"), of_kitchen(c, code, "/constancia"));
	return OK;
}

/* ---- step by step ---- */

static const struct {
	const char *title, *without;
} steps[STEPS] = {
	{ N_("Quiénes y cuándo"), "kitchen|point|with_place|address|water|stove|settlement|block|lot|landmark|latitude|longitude|on_map|wash_basin|toilet|store_room|fridge|reason" },
	{ N_("Dónde está"), "kitchen|name|capacity|opened|address|water|stove|latitude|longitude|days|wash_basin|toilet|store_room|fridge|reason" },
	{ N_("Qué tiene"), "kitchen|name|point|with_place|capacity|opened|address|settlement|block|lot|landmark|latitude|longitude|on_map|days|reason" },
};

static unsigned step_asked(struct str text)
{
	int64_t n;

	return str_int64(text, &n) && n >= 1 && n <= STEPS ? (unsigned)n - 1 : 0;
}

static struct str step_url(struct ctx *c, struct str code, unsigned step)
{
	struct str url = of_kitchen(c, code, "/datos");

	return str_fmt(c->mem, "%.*s?paso=%u", (int)url.n, url.p, step + 1);
}

enum rc page_kitchen_data(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	unsigned step = step_asked(p->get(p, "paso"));
	struct str code;
	struct id id;

	if (!asked(p, "kitchen.edit", &id, &code) || !kitchen_get(c, id, r))
		return NOT_FOUND;
	if (r->v[KITCHEN_DAYS].kind == V_TEXT)
		r->v[KITCHEN_DAYS] = value_text(shown(c, r, KITCHEN_DAYS));
	part_title(p, ref_title(c, "kitchen", id));
	part_back(p, N_("Lo que se sabe de ella"), of_kitchen(c, code, "/ficha"));
	for (unsigned i = 0; i < STEPS; i++)
		part_tab(p, str_fmt(c->mem, "%u. %s", i + 1, str_cstr(c->mem, tr(c->lang, steps[i].title))), step_url(c, code, i), i == step);
	if (step == WHERE_STEP)
		part_fact(p, N_("Punto en el mapa"), placed(r) ? point_show(c->mem, r->v[KITCHEN_LATITUDE].i, r->v[KITCHEN_LONGITUDE].i) :
			tr(c->lang, N_("todavía sin punto")));
	struct part_form f = { .action = &kitchen_edit, .standing = r, .to = step_url(c, code, step), .carry = { { "kitchen", code } },
		.without = steps[step].without, .waits = true };
	if (step == WHERE_STEP) { /* filled by the phone where she ticks it */
		f.carry[1].name = "latitude";
		f.carry[1].value = p->get(p, "latitude");
		f.carry[2].name = "longitude";
		f.carry[2].value = p->get(p, "longitude");
	}
	part_form(p, &f);
	return OK;
}

/* On to the first step of which nothing is known, else to what is known. */
struct str kitchen_data_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id = act_ref(a, 0);
	struct str code = ref_code(c, "kitchen", id);

	(void)o;
	if (kitchen_get(c, id, r)) {
		if (!placed(r) && r->v[KITCHEN_BLOCK].kind == V_NULL && r->v[KITCHEN_LANDMARK].kind == V_NULL)
			return step_url(c, code, 1);
		if (r->v[KITCHEN_WATER].kind == V_NULL || r->v[KITCHEN_TOILET].kind == V_NULL)
			return step_url(c, code, TOLD_STEP);
		if (r->v[KITCHEN_DAYS].kind == V_NULL)
			return step_url(c, code, 0);
	}
	return of_kitchen(c, code, "/ficha?ok=1");
}

/* ---- neighbours ---- */

/* The first kitchen in whose name the actor may confirm; zero: none. */
static struct id confirming(struct ctx *c)
{
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		if (g && (str_is(g->kind, "olla") || str_is(g->kind, "comedor")) && allowed(c, "kitchen.confirm", scope_of_group(c, g->id)))
			return g->id;
	}
	return (struct id){ 0 };
}

struct waiting {
	struct id id;
	struct confirmed f;
	int64_t distance_m; /* -1: unknown */
};

/* Kitchens of the district that nobody confirmed enough, and that this one did not: the near ones first. */
static unsigned unconfirmed(struct ctx *c, struct id mine, struct waiting *out, unsigned max)
{
	const struct group_info *g = group_of(c, mine);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool here = kitchen_get(c, mine, r) && placed(r);
	unsigned n = 0;

	if (!g || id_is_zero(g->place))
		return 0;
	struct rows rows = db_rows(c->db, SQL(Q_UNCONFIRMED_AT), ARGS(cell_id(&c->net->id), cell_id(&g->place), cell_id(&mine)));
	while (rows_next(&rows)) {
		struct waiting w = { .id = rows_id(&rows, 0), .distance_m = -1 };
		if (here && !rows_null(&rows, 1) && !rows_null(&rows, 2))
			w.distance_m = geo_distance_m(r->v[KITCHEN_LATITUDE].i, r->v[KITCHEN_LONGITUDE].i, rows_int(&rows, 1), rows_int(&rows, 2));
		unsigned i = n;
		int64_t far = w.distance_m < 0 ? INT64_MAX : w.distance_m;
		if (n == max && (out[n - 1].distance_m < 0 ? INT64_MAX : out[n - 1].distance_m) <= far)
			continue;
		if (n == max)
			i--;
		else
			n++;
		for (; i > 0 && (out[i - 1].distance_m < 0 ? INT64_MAX : out[i - 1].distance_m) > far; i--)
			out[i] = out[i - 1];
		out[i] = w;
	}
	for (unsigned i = 0; i < n; i++)
		out[i].f = kitchen_confirmed(c, out[i].id);
	return n;
}

enum rc page_neighbours(struct page_call *p)
{
	struct ctx *c = p->c;
	struct waiting w[NEIGHBOURS_SHOWN];
	struct id mine = confirming(c);

	part_intro(p, N_("Si usted la conoce y sabe que cocina, confírmela. Con dos cocinas vecinas basta."));
	part_empty(p, N_("No hay ninguna por confirmar cerca de la suya."));
	if (id_is_zero(mine))
		return OK;
	unsigned n = unconfirmed(c, mine, w, NEIGHBOURS_SHOWN);
	for (unsigned i = 0; i < n; i++)
		part_row(p, ref_title(c, "kitchen", w[i].id), of_kitchen(c, ref_code(c, "kitchen", w[i].id), "/confirmar"),
			w[i].distance_m >= 0 ? alike_show(c, ALIKE_NEAR, w[i].distance_m) : STR(""), standing_show(c, &w[i].f));
	return OK;
}

void neighbours_task(struct task_list *l, const struct task *t)
{
	struct waiting w[NEIGHBOURS_SHOWN];
	struct id mine = confirming(l->c);
	unsigned n = id_is_zero(mine) ? 0 : unconfirmed(l->c, mine, w, NEIGHBOURS_SHOWN);

	if (n)
		task_add(l, t, (struct task_told){ .count = n });
}

enum rc page_confirm(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct id id, mine = confirming(c);
	struct str code = p->get(p, "code");

	if (!ref_resolve(c, "kitchen", code, &id) || id_is_zero(mine) || !kitchen_get(c, id, r))
		return NOT_FOUND;
	for (unsigned i = 0; i < c->who->nmember; i++)
		if (id_eq(c->who->member[i].group, id)) /* hers: the neighbours confirm it */
			return NOT_FOUND;
	code = ref_code(c, "kitchen", id);
	struct confirmed f = kitchen_confirmed(c, id);
	part_title(p, ref_title(c, "kitchen", id));
	part_back(p, N_("Volver sin confirmar"), STR("/cocinas/vecinas"));
	part_fact(p, NULL, standing_show(c, &f));
	view_facts(p, id, r);
	part_care(p, N_("Confirme solo si usted sabe que esa cocina existe y cocina. Queda anotado el nombre de su cocina."));
	part_form(p, &(struct part_form){ .action = &kitchen_confirm, .to = of_kitchen(c, code, "/confirmar"),
		.carry = { { "kitchen", code }, { "by", ref_code(c, "group", mine) } }, .button = N_("Sí, existe y cocina") });
	return OK;
}

enum rc page_certify(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str code;
	struct id id;

	if (!asked(p, "kitchen.certify", &id, &code))
		return NOT_FOUND;
	part_title(p, ref_title(c, "kitchen", id));
	part_back(p, N_("Volver sin confirmar"), of_kitchen(c, code, "/ficha"));
	part_intro(p, N_("Anote con qué papel la municipalidad la reconoce."));
	part_form(p, &(struct part_form){ .action = &kitchen_certify, .to = of_kitchen(c, code, "/constancia"), .carry = { { "kitchen", code } } });
	return OK;
}

enum rc page_unconfirm(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id, by;
	struct str code = p->get(p, "code"), level = p->get(p, "level");

	if (!ref_resolve(c, "kitchen", code, &id) || !ref_resolve(c, "group", p->get(p, "by"), &by) ||
		!allowed(c, "kitchen.unconfirm", scope_of_group(c, by)))
		return NOT_FOUND;
	code = ref_code(c, "kitchen", id);
	part_title(p, ref_title(c, "kitchen", id));
	part_back(p, N_("Volver sin retirar"), of_kitchen(c, code, "/ficha"));
	part_fact(p, N_("Quién confirma"), ref_title(c, "group", by));
	part_form(p, &(struct part_form){ .action = &kitchen_unconfirm, .to = of_kitchen(c, code, "/retirar"),
		.carry = { { "kitchen", code }, { "by", ref_code(c, "group", by) }, { "level", level.n ? level : STR("neighbour") } },
		.icon = "quitar" });
	return OK;
}

struct str confirm_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return of_kitchen(c, ref_code(c, "kitchen", act_ref(a, 0)), "/ficha?ok=1");
}

void card_task(struct task_list *l, const struct task *t)
{
	struct ctx *c = l->c;
	struct id mine[4];
	unsigned n = my_kitchen_ids(c, mine, ARRAY_LEN(mine));

	for (unsigned i = 0; i < n; i++) {
		struct confirmed f = kitchen_confirmed(c, mine[i]);
		task_add(l, t, (struct task_told){ .hint = standing_show(c, &f), .url = of_kitchen(c, ref_code(c, "kitchen", mine[i]), "/ficha"),
			.label = n > 1 ? ref_title(c, "kitchen", mine[i]) : STR("") });
	}
}
