/*
 * roll_note_pages.c - the secretary's pages: taking the list in one form, one by one, one person, the code, guests, proxies, the rule.
 */
#include "roll_own.h"

#include "html.h"
#include "parts.h"
#include "qr.h"
#include "utf8.h"

enum { INITIALS = 2 };

static struct str below(struct ctx *c, struct id meeting, const char *what)
{
	return str_fmt(c->mem, "%s/%s", str_cstr(c->mem, roll_url(c, meeting)), what);
}

static bool asked(struct page_call *p, struct meeting *m)
{
	return meeting_asked(p, m) && meeting_runs(p->c, m);
}

static void heads(struct page_call *p, const struct meeting *m)
{
	part_back(p, N_("Quiénes están"), roll_url(p->c, m->id));
	part_fact(p, NULL, m->topic);
	part_fact(p, NULL, meeting_when(p->c, m));
}

/* "RQ": the first letters of her first two names, as far as they are plain ones. */
static struct str initials(struct ctx *c, struct str name)
{
	struct buf b = buf_new(c->mem, INITIALS + 1);
	struct str rest = name, word;

	while (rest.n && b.n < INITIALS && str_cut(&rest, ' ', &word))
		if (word.n && ((word.p[0] >= 'A' && word.p[0] <= 'Z') || (word.p[0] >= 'a' && word.p[0] <= 'z')))
			buf_char(&b, word.p[0]);
	return str_upper(c->mem, buf_str(&b));
}

/* Those who are not noted yet, of that kitchen (zero: of any), in order; how many were put, at most max. */
static unsigned missing(struct ctx *c, const struct meeting *m, bool sheet, struct roll_row *out, unsigned max, bool *more_out)
{
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, ROLL_MOST);
	unsigned n = roll_rows(c, m, row, ROLL_MOST), k = 0;

	*more_out = false;
	for (unsigned i = 0; i < n; i++) {
		if (row[i].guest || (row[i].here && (!sheet || row[i].signed_it)))
			continue;
		*more_out |= k == max;
		if (k < max)
			out[k++] = row[i];
	}
	return k;
}

enum rc page_roll_room(struct page_call *p)
{
	struct ctx *c = p->c;
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, BOXES_SHOWN);
	bool sheet = p->get(p, "firmas").n || str_is(p->get(p, "proof"), "signed"), more;
	struct view *kitchen = NULL;
	struct meeting m;

	if (!asked(p, &m))
		return NOT_FOUND;
	unsigned n = missing(c, &m, sheet, row, BOXES_SHOWN, &more);
	form_fill(p, &roll_tick, NULL, sheet ? "meeting|proof|people|arrived" : "meeting|proof|people");
	view_text(p->v, "topic", m.topic);
	view_text(p->v, "when", meeting_when(c, &m));
	view_text(p->v, "url", roll_url(c, m.id));
	view_text(p->v, "meeting", id_text(c->mem, m.id));
	view_text(p->v, "proof", sheet ? STR("signed") : STR(""));
	view_flag(p->v, "any", n > 0);
	view_flag(p->v, "more", more);
	view_text(p->v, "other_url", below(c, m.id, sheet ? "sala" : "sala?firmas=1"));
	for (unsigned i = 0; i < n; i++) {
		if (i == 0 || !id_eq(row[i].kitchen_id, row[i - 1].kitchen_id)) {
			kitchen = view_row(p->v, "kitchens");
			view_text(kitchen, "kitchen", row[i].kitchen);
		}
		struct view *one = view_row(kitchen, "people");
		struct str box = roll_box(c, row[i].person);
		view_text(one, "box", box);
		view_text(one, "initials", initials(c, row[i].name));
		view_text(one, "name", row[i].name);
		view_flag(one, "on", p->act && p->get(p, str_cstr(c->mem, box)).n > 0);
	}
	return OK;
}

enum rc page_roll_touch(struct page_call *p)
{
	struct ctx *c = p->c;
	struct roll_row *row = ARENA_ARRAY(c->mem, struct roll_row, BOXES_SHOWN);
	struct meeting m;
	bool more;

	if (!asked(p, &m))
		return NOT_FOUND;
	heads(p, &m);
	part_intro(p, N_("Toque a quien ve en la sala. Para quien está por teléfono o llegó tarde, abra después su nombre en la lista."));
	unsigned n = missing(c, &m, false, row, BOXES_SHOWN, &more);
	for (unsigned i = 0; i < n; i++) {
		struct part_form f = { .action = &roll_mark, .to = below(c, m.id, "tocar"), .button = N_("Está"), .icon = "listo", .waits = true };
		roll_carry(&f, "meeting", id_text(c->mem, m.id));
		roll_carry(&f, "person", id_text(c->mem, row[i].person));
		roll_carry(&f, "way", STR("room"));
		part_press(p, &f, row[i].name);
	}
	if (more)
		part_care(p, N_("Hay más: aparecen cuando estas estén anotadas."));
	return OK;
}

enum rc page_roll_person(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record), *shown = ARENA_NEW(c->mem, struct record);
	struct meeting m;
	struct id person, holder;

	if (!asked(p, &m) || !id_parse(p->get(p, "person"), &person) || !person_name(c, person).n ||
		!(roll_may_vote(c, &m, person) || presence_get(c, m.id, person, r)))
		return NOT_FOUND;
	struct str url = str_fmt(c->mem, "%s/%.36s", str_cstr(c->mem, below(c, m.id, "persona")), id_text(c->mem, person).p);
	part_title(p, person_name(c, person));
	heads(p, &m);
	if (roll_proxy_of(c, &m, person, &holder))
		part_fact(p, N_("La representa"), person_name(c, holder));
	bool there = presence_get(c, m.id, person, r) && r->v[PRESENCE_HERE].i;
	shown->entity = &presence_entity;
	if (there) {
		shown->v[PRESENCE_ARRIVED] = r->v[PRESENCE_ARRIVED];
		shown->v[PRESENCE_LEFT] = r->v[PRESENCE_LEFT];
	}
	struct part_form f = { .action = &roll_mark, .standing = shown, .to = url, .waits = true };
	roll_carry(&f, "meeting", id_text(c->mem, m.id));
	roll_carry(&f, "person", id_text(c->mem, person));
	part_form(p, &f);
	if (there) {
		struct part_form undo = { .action = &roll_undo, .to = below(c, m.id, "quitar"), .icon = "quitar" };
		roll_carry(&undo, "meeting", id_text(c->mem, m.id));
		roll_carry(&undo, "person", id_text(c->mem, person));
		part_press(p, &undo, STR(""));
	}
	return OK;
}

enum rc page_roll_code(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!asked(p, &m))
		return NOT_FOUND;
	struct str code = roll_code(c, m.id), base = c->config ? c->config->public_url : STR("");
	bool open = roll_code_open(c, &m, c->now);
	view_text(p->v, "topic", m.topic);
	view_text(p->v, "when", meeting_when(c, &m));
	view_text(p->v, "url", roll_url(c, m.id));
	view_flag(p->v, "open", open);
	view_text(p->v, "code", open ? code : STR(""));
	if (open)
		view_html(p->v, "qr", qr_svg(c->mem, str_fmt(c->mem, "%s/asistir?codigo=%s", str_cstr(c->mem, base), str_cstr(c->mem, code)),
			tr(c->lang, N_("Código para decir que está en la reunión"))));
	return OK;
}

enum rc page_roll_guests(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!asked(p, &m))
		return NOT_FOUND;
	heads(p, &m);
	part_intro(p, N_("Quien no está en el padrón puede oír y hablar. No cuenta para el quórum."));
	struct part_form f = { .action = &roll_guest, .to = below(c, m.id, "invitadas"), .waits = true };
	roll_carry(&f, "meeting", id_text(c->mem, m.id));
	part_form(p, &f);
	part_heading(p, N_("Invitadas"));
	part_empty(p, N_("Todavía no se anotó a ninguna."));
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_GUESTS, cell_id(&c->net->id), cell_id(&m.id));
	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0);
		struct str name = str_dup(c->mem, rows_text(&r, 1));
		part_row(p, name, STR(""), str_dup(c->mem, rows_text(&r, 2)), STR(""));
		struct part_form out = { .action = &roll_guest_out, .to = below(c, m.id, "invitadas/quitar"), .icon = "quitar" };
		roll_carry(&out, "guest", id_text(c->mem, id));
		roll_carry(&out, "sure", STR("1"));
		part_press(p, &out, name);
	}
	return OK;
}

enum rc page_roll_proxies(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!asked(p, &m))
		return NOT_FOUND;
	heads(p, &m);
	part_intro(p, N_("Con el papel firmado en la mano. Quien representa a otra tiene que estar en la reunión."));
	struct part_form f = { .action = &roll_proxy_paper, .to = below(c, m.id, "representaciones"), .waits = true };
	roll_carry(&f, "meeting", id_text(c->mem, m.id));
	part_form(p, &f);
	part_heading(p, N_("Representaciones"));
	part_empty(p, N_("Todavía no hay ninguna."));
	struct rows r = ctx_rows(c, roll_sql, Q_ROLL_PROXIES, cell_id(&c->net->id), cell_id(&m.id));
	struct id person[GUESTS_SHOWN], holder[GUESTS_SHOWN];
	unsigned n = 0;
	while (rows_next(&r)) {
		if (n == GUESTS_SHOWN)
			continue;
		person[n] = rows_id(&r, 0);
		holder[n++] = rows_id(&r, 1);
	}
	for (unsigned i = 0; i < n; i++) {
		struct str name = person_name(c, person[i]);
		part_row(p, name, STR(""), STR(""), tr_fill(c->mem, c->lang, N_("la representa %s"), person_name(c, holder[i])));
		struct part_form undo = { .action = &roll_proxy_undo, .to = below(c, m.id, "representaciones/quitar"), .icon = "quitar" };
		roll_carry(&undo, "meeting", id_text(c->mem, m.id));
		roll_carry(&undo, "person", id_text(c->mem, person[i]));
		part_press(p, &undo, name);
	}
	return OK;
}

enum rc page_roll_rule(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!asked(p, &m))
		return NOT_FOUND;
	const struct value key[RULE__N] = { [RULE_GROUP] = value_id(m.group) };
	struct roll_rules rules = roll_rules_of(c, m.group);
	bool stands = record_get(c->db, c->schema, c->mem, &roll_rule_entity, c->net->id, entity_key_id(&roll_rule_entity, c->net->id, key), r) && r->born;
	heads(p, &m);
	part_intro(p, N_("En la primera convocatoria hace falta la mitad más una del padrón, contando a las representadas."));
	if (!stands) {
		*r = (struct record){ .entity = &roll_rule_entity };
		r->v[RULE_PROXIES] = value_int(rules.proxies);
		r->v[RULE_SECOND_AFTER] = value_int(rules.second_after);
		r->v[RULE_SECOND_LEAST] = value_text(STR("any"));
	}
	struct part_form f = { .action = &roll_rule, .standing = r, .to = below(c, m.id, "regla") };
	roll_carry(&f, "group", id_text(c->mem, m.group));
	part_form(p, &f);
	return OK;
}
