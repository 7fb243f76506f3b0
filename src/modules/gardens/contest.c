/*
 * contest.c - a contest of gardens that praises all and ranks nobody.
 *
 * It has criteria in the words of whoever calls it. Who enters is visited; what was seen best in her garden is written
 * down in words, for everybody of the network to read, and what could be better for her group alone. There are no
 * points, no places and no order but the alphabet.
 */
#include "gardens_own.h"

#include "html.h"
#include "parts.h"
#include "people.h"

enum { ENTRIES_SHOWN = 200, LEAST_LETTERS = 10 };

static const struct field contest_fields[] = {
	[CONTEST_GROUP] = { "group", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Quién lo organiza"), .ref = "group",
		.privacy = P_NETWORK, .aliases = "grupo" },
	[CONTEST_NAME] = { "name", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Nombre del concurso"), .max = 80, .privacy = P_NETWORK,
		.aliases = "nombre" },
	[CONTEST_DAY] = { "day", T_DATE, F_REQUIRED, .label = N_("Empieza el"), .privacy = P_NETWORK, .aliases = "inicio" },
	[CONTEST_UNTIL] = { "until", T_DATE, F_REQUIRED, .label = N_("Termina el"), .privacy = P_NETWORK, .aliases = "fin" },
	[CONTEST_CRITERIA] = { "criteria", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Qué se mira"),
		.help = N_("Una cosa por línea, por ejemplo: uso del compost"), .max = 1000, .privacy = P_NETWORK, .aliases = "criterios" },
};

static const struct entity_index contest_indexes[] = { { 1, { CONTEST_GROUP } }, { 1, { CONTEST_UNTIL } } };

const struct entity contest_entity = {
	.name = "contest", .label = N_("Concurso de huertos"), .plural = N_("Concursos de huertos"), .fields = contest_fields,
	.nfields = CONTEST__N, .group = AT(CONTEST_GROUP), .title = AT(CONTEST_NAME), .put_action = "contest.call",
	.indexes = contest_indexes, .nindexes = ARRAY_LEN(contest_indexes),
};

static const struct field entry_fields[] = {
	[ENTRY_CONTEST] = { "contest", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Concurso"), .ref = "contest", .privacy = P_NETWORK },
	[ENTRY_GARDEN] = { "garden", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Huerto"), .ref = "garden", .privacy = P_NETWORK },
	[ENTRY_GROUP] = { "group", T_REF, F_DERIVED | F_FILTER, .label = N_("Cocina"), .ref = "group", .privacy = P_NETWORK },
	[ENTRY_VISITED] = { "visited", T_DATE, F_PAST, .label = N_("Día de la visita"), .privacy = P_NETWORK, .aliases = "visita" },
	[ENTRY_PRAISE] = { "praise", T_TEXT, F_WIDE, .label = N_("Lo mejor que se vio"), .help = N_("Lo leerá toda la red"), .max = 400,
		.privacy = P_NETWORK, .aliases = "mejor" },
	[ENTRY_ADVICE] = { "advice", T_TEXT, F_WIDE, .label = N_("Consejo"), .help = N_("Lo leerá solo su cocina"), .max = 400,
		.privacy = P_GROUP, .aliases = "consejo" },
	[ENTRY_BY] = { "by", T_REF, F_DERIVED, .label = N_("Quién visitó"), .ref = "person", .privacy = P_GROUP },
};

static const struct entity_index entry_indexes[] = { { 1, { ENTRY_CONTEST } }, { 1, { ENTRY_GROUP } } };

const struct entity entry_entity = {
	.name = "contest_entry", .label = N_("Huerto en concurso"), .plural = N_("Huertos en concurso"), .fields = entry_fields,
	.nfields = ENTRY__N, .group = AT(ENTRY_GROUP), .put_action = "contest.visit", .indexes = entry_indexes,
	.nindexes = ARRAY_LEN(entry_indexes),
};

static enum rc call_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	if (act_has(a, CONTEST_DAY) && act_has(a, CONTEST_UNTIL) && act_int(a, CONTEST_UNTIL) < act_int(a, CONTEST_DAY))
		return fail(c, "until", "order", N_("Termina antes de empezar: revise las fechas"));
	return record_decide(c, a, ch);
}

/* Over: nobody enters any more, and it is visited no more. */
static enum rc check_open(struct ctx *c, const struct act *a, int64_t day)
{
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!record_get(c->db, c->schema, c->mem, &contest_entity, c->net->id, act_ref(a, ENTRY_CONTEST), r) || !r->born)
		return fail(c, "contest", "unknown", N_("Ese concurso no está anotado"));
	if (r->v[CONTEST_UNTIL].kind == V_INT && r->v[CONTEST_UNTIL].i < day)
		return fail_with(c, "contest", "over", N_("Ese concurso terminó el %s"), lang_date(c->mem, c->lang, r->v[CONTEST_UNTIL].i));
	return OK;
}

static enum rc enter_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[ENTRY__N] = { [ENTRY_CONTEST] = a->v[ENTRY_CONTEST], [ENTRY_GARDEN] = a->v[ENTRY_GARDEN] };

	if (check_open(c, a, zone_day(c->net->zone, a->acted_at)) != OK)
		return INVALID;
	struct put *p = put_keyed(c, ch, &entry_entity, key);
	if (!p->create)
		return fail(c, "garden", "same", N_("Ese huerto ya participa"));
	put_id(p, ENTRY_GROUP, act_scope(c, a).group);
	return OK;
}

/* A garden that was visited takes part, whether or not somebody entered it before. */
static enum rc visit_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	if (!act_has(a, ENTRY_PRAISE) || act_text(a, ENTRY_PRAISE).n < LEAST_LETTERS)
		return fail(c, "praise", "required", N_("Escriba lo mejor que vio en este huerto: cada uno tiene algo"));
	if (!act_has(a, ENTRY_VISITED))
		return fail(c, "visited", "required", N_("Falta este dato"));
	if (check_open(c, a, act_int(a, ENTRY_VISITED)) != OK || record_decide(c, a, ch) != OK)
		return INVALID;
	if (!id_is_zero(c->who->person))
		put_id(ch->puts, ENTRY_BY, c->who->person);
	return OK;
}

const struct action contest_call = {
	.name = "contest.call", .label = N_("Convocar"), .nargs = CONTEST__N, .args = contest_fields, .on = AT(CONTEST_GROUP),
	.edits = &contest_entity, .decide = call_decide, .describe = record_describe,
};

static const struct field enter_args[] = {
	[ENTRY_CONTEST] = { "contest", T_REF, F_REQUIRED, .label = N_("Concurso"), .ref = "contest", .privacy = P_NETWORK },
	[ENTRY_GARDEN] = { "garden", T_REF, F_REQUIRED, .label = N_("Huerto"), .ref = "garden", .privacy = P_NETWORK },
};

const struct action contest_enter = {
	.name = "contest.enter", .label = N_("Participar"), .nargs = ARRAY_LEN(enter_args), .args = enter_args, .flags = ACT_REPORT,
	.on = AT(ENTRY_GARDEN), .edits = &entry_entity, .decide = enter_decide, .describe = record_describe,
};

const struct action contest_visit = {
	.name = "contest.visit", .label = N_("Guardar la visita"), .nargs = ENTRY__N, .args = entry_fields, .on = AT(ENTRY_GARDEN),
	.edits = &entry_entity, .decide = visit_decide, .describe = record_describe,
};

/* ---- pages ---- */

static struct str url_of(struct ctx *c, const char *path, struct id contest, struct id garden)
{
	return str_fmt(c->mem, "%s?contest=%s%s%s", path, str_cstr(c->mem, id_text(c->mem, contest)), id_is_zero(garden) ? "" : "&garden=",
		id_is_zero(garden) ? "" : str_cstr(c->mem, id_text(c->mem, garden)));
}

static struct str contest_url(struct ctx *c, struct id contest)
{
	return str_fmt(c->mem, "/huertos/concurso/%s", str_cstr(c->mem, id_text(c->mem, contest)));
}

static bool contest_get(struct ctx *c, struct str id_as_text, struct record *out)
{
	struct id id;

	return id_parse(id_as_text, &id) && record_get(c->db, c->schema, c->mem, &contest_entity, c->net->id, id, out) && out->born;
}

struct entered {
	struct str title;
	struct id garden;
	struct record *entry;
};

static int by_title(const void *a, const void *b)
{
	const struct entered *x = a, *y = b;

	return str_cmp(x->title, y->title);
}

static void view_entries(struct page_call *p, const struct record *contest)
{
	struct ctx *c = p->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, ENTRIES_SHOWN);
	struct entered *one = ARENA_ARRAY(c->mem, struct entered, ENTRIES_SHOWN);
	unsigned n = db_ids(c->db, SQL(Q_ENTRIES_OF), ARGS(cell_id(&c->net->id), cell_id(&contest->id), cell_int(ENTRIES_SHOWN)), id,
		ENTRIES_SHOWN);

	for (unsigned i = 0; i < n; i++) {
		one[i].entry = ARENA_NEW(c->mem, struct record);
		if (!record_get(c->db, c->schema, c->mem, &entry_entity, c->net->id, id[i], one[i].entry))
			continue;
		one[i].garden = one[i].entry->v[ENTRY_GARDEN].id;
		one[i].title = garden_title(c, one[i].garden);
	}
	qsort(one, n, sizeof(*one), by_title);
	part_heading(p, N_("Los huertos, por su nombre"));
	part_empty(p, N_("Todavía no participa ninguno."));
	for (unsigned i = 0; i < n; i++) {
		const struct record *r = one[i].entry;
		struct scope s = scope_of(c, r);
		bool visited = r->v[ENTRY_PRAISE].kind == V_TEXT, advice = r->v[ENTRY_ADVICE].kind == V_TEXT && classes_seen(c, s) & 1u << P_GROUP;
		struct buf b = buf_new(c->mem, 200);
		buf_add(&b, visited ? r->v[ENTRY_PRAISE].s : tr(c->lang, N_("Por visitar")));
		if (advice) {
			buf_c(&b, " · ");
			buf_add(&b, tr(c->lang, N_("Consejo")));
			buf_c(&b, ": ");
			buf_add(&b, r->v[ENTRY_ADVICE].s);
		}
		part_row(p, one[i].title, allowed(c, "contest.visit", s) ? url_of(c, "/huertos/visita", contest->id, one[i].garden) :
			garden_photos(c, r), r->v[ENTRY_VISITED].kind == V_INT ? lang_date_short(c->mem, c->lang, r->v[ENTRY_VISITED].i) : STR(""),
			buf_str(&b));
	}
}

enum rc page_contest(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str criteria, line;
	bool over;

	if (!contest_get(c, p->get(p, "contest"), r))
		return NOT_FOUND;
	over = r->v[CONTEST_UNTIL].kind == V_INT && r->v[CONTEST_UNTIL].i < today(c);
	part_title(p, r->v[CONTEST_NAME].s);
	part_back(p, N_("Todos los concursos"), STR("/huertos/concursos"));
	part_fact(p, N_("Organiza"), ref_title(c, "group", r->v[CONTEST_GROUP].id));
	part_fact(p, over ? N_("Terminó el") : N_("Termina el"), lang_date_long(c->mem, c->lang, r->v[CONTEST_UNTIL].i));
	for (criteria = r->v[CONTEST_CRITERIA].s; criteria.n && str_cut(&criteria, '\n', &line);)
		part_fact(p, N_("Se mira"), line);
	part_intro(p, N_("Aquí no hay puestos ni puntos: de cada huerto se cuenta lo mejor que se vio."));
	view_entries(p, r);
	if (!over && allowed_somewhere(c, "contest.enter"))
		part_link(p, "mas", N_("Participar con un huerto"), url_of(c, "/huertos/participar", r->id, (struct id){ 0 }));
	return OK;
}

/* Both forms: which contest is said by the address. */
static enum rc form_page(struct page_call *p, const struct action *action, const char *path)
{
	struct ctx *c = p->c;
	struct record *contest = ARENA_NEW(c->mem, struct record), *entry = ARENA_NEW(c->mem, struct record);
	struct str of = p->get(p, "contest"), garden = p->get(p, "garden");
	struct id id;

	if (!contest_get(c, of, contest))
		return NOT_FOUND;
	struct part_form form = { .action = action, .to = str_c(path) };
	form.carry[0].name = "contest";
	form.carry[0].value = of;
	part_back(p, N_("Volver al concurso"), contest_url(c, contest->id));
	part_fact(p, N_("Concurso"), contest->v[CONTEST_NAME].s);
	if (action == &contest_visit) {
		if (!id_parse(garden, &id))
			return NOT_FOUND;
		const struct value key[ENTRY__N] = { [ENTRY_CONTEST] = value_id(contest->id), [ENTRY_GARDEN] = value_id(id) };
		if (!record_get(c->db, c->schema, c->mem, &entry_entity, c->net->id, entity_key_id(&entry_entity, c->net->id, key), entry) ||
			!entry->born || !allowed(c, "contest.visit", scope_of(c, entry)))
			return NOT_FOUND;
		form.carry[1].name = "garden";
		form.carry[1].value = garden;
		form.standing = p->act ? NULL : entry;
		part_fact(p, N_("Huerto"), garden_title(c, id));
		part_link(p, "foto", N_("Fotos de este huerto en el concurso"), garden_photos(c, entry));
	}
	part_form(p, &form);
	return OK;
}

enum rc page_contest_enter(struct page_call *p)
{
	part_intro(p, N_("Elija el huerto que participa. Después vendrán a visitarlo."));
	return form_page(p, &contest_enter, "/huertos/participar");
}

enum rc page_contest_visit(struct page_call *p)
{
	return form_page(p, &contest_visit, "/huertos/visita");
}

struct str contest_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, contest_url(c, act_ref(a, ENTRY_CONTEST))));
}
