/*
 * decide_pages.c - /reuniones/{meeting}/propuestas: what is to be decided, one proposal with its buttons, and what came of it.
 */
#include "decide_own.h"

#include "agenda.h"

#include "draw.h"
#include "html.h"
#include "parts.h"

static struct str list_url(struct ctx *c, struct id meeting, const char *below)
{
	return str_fmt(c->mem, "/reuniones/%.36s/propuestas%s%s", id_text(c->mem, meeting).p, *below ? "/" : "", below);
}

/* The proposal that the address names, of the meeting that it names, if she may see that. */
static bool asked(struct page_call *p, struct proposal *out, struct meeting *m)
{
	struct id id;

	return meeting_asked(p, m) && id_parse(p->get(p, "proposal"), &id) && proposal_get(p->c, id, out) && id_eq(out->meeting, m->id);
}

/* Why a press was refused, where there is no form to say it beside. */
static void view_refused(struct page_call *p)
{
	view_flag(p->v, "has_errors", p->act && p->act->diag.n > 0);
	for (unsigned i = 0; p->act && i < p->act->diag.n; i++) {
		struct view *row = view_row(p->v, "errors");
		view_text(row, "id", STR(""));
		view_text(row, "label", STR(""));
		view_text(row, "message", diag_message(p->c, &p->act->diag.item[i]));
	}
}

static struct str number_told(struct ctx *c, const struct proposal *o)
{
	const struct str_pair pair = { "number", str_fmt(c->mem, "%lld", (long long)o->number) };

	return tr_named(c->mem, c->lang, N_("Propuesta {number}"), &pair, 1);
}

static enum rc list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct proposal *o = ARENA_ARRAY(c->mem, struct proposal, PROPOSALS_MOST);
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	unsigned n = proposals_of(c, m.id, o, PROPOSALS_MOST);
	part_back(p, N_("La reunión"), meeting_url(c, &m));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_empty(p, N_("Todavía no hay ninguna propuesta en esta reunión."));
	for (unsigned i = 0; i < n; i++)
		part_row(p, str_fmt(c->mem, "%lld. %s", (long long)o[i].number, str_cstr(c->mem, o[i].text)), proposal_url(c, &o[i], ""), STR(""),
			proposal_told(c, &o[i]));
	if (meeting_runs(c, &m))
		part_link(p, "mas", N_("Abrir una propuesta"), list_url(c, m.id, "nueva"));
	return OK;
}

/* ---- what came of it ---- */

static void view_result(struct page_call *p, const struct proposal *o)
{
	struct ctx *c = p->c;
	struct draw_point part[SAYS__N];

	if (o->present >= 0)
		part_number(p, N_("Presentes"), str_fmt(c->mem, "%lld", (long long)o->present));
	if (o->quorum >= 0)
		part_number(p, N_("Quórum"), str_fmt(c->mem, "%lld", (long long)o->quorum));
	if (proposal_by_consent(o))
		return;
	part_column(p, N_("Voto"));
	part_column(p, N_("Cuántos"));
	for (unsigned i = 0; i < SAYS__N; i++) {
		part[i] = (struct draw_point){ .label = tr(c->lang, proposal_fields[PROPOSAL_YES + i].label), .value = o->n[i], .known = true,
			.now = i == SAYS_YES };
		part_cell(part_line(p, part[i].label, STR("")), str_fmt(c->mem, "%lld", (long long)o->n[i]));
	}
	part_chart(p, draw_parts(c->mem, tr(c->lang, N_("Resultado")), part, SAYS__N));
}

/* ---- while it is open ---- */

static void press(struct page_call *p, const struct proposal *o, const struct action *action, const char *below, unsigned says,
	struct id stands_for)
{
	struct ctx *c = p->c;
	bool another = !id_is_zero(stands_for);

	part_press(p, &(struct part_form){ .action = action, .to = proposal_url(c, o, below), .button = vote_choices[says].label,
		.icon = vote_choices[says].icon, .waits = action == &vote_cast,
		.carry = { { "voter", id_text(c->mem, c->who->person) }, { "proposal", id_text(c->mem, o->id) },
			{ "choice", str_c(vote_choices[says].name) }, { another ? "for" : NULL, another ? id_text(c->mem, stands_for) : STR("") } } },
		another ? person_name(c, stands_for) : STR(""));
}

static void view_mine(struct page_call *p, const struct proposal *o)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (!vote_get(c, o->id, c->who->person, r))
		return;
	if (r->v[VOTE_CHOICE].kind != V_NULL)
		part_fact(p, N_("Su voto"), choice_label(c, vote_choices, r->v[VOTE_CHOICE].s));
	if (r->v[VOTE_BY].kind != V_NULL)
		part_fact(p, N_("Votó por usted"), person_name(c, r->v[VOTE_BY].id));
	if (r->v[VOTE_LATE].kind != V_NULL) {
		part_fact(p, N_("Su voto que llegó tarde"), choice_label(c, vote_choices, r->v[VOTE_LATE].s));
		part_care(p, N_("Un voto suyo llegó después del cierre: quedó guardado aparte y no se contó."));
	}
}

static void view_votes(struct page_call *p, const struct proposal *o, const struct meeting *m)
{
	struct ctx *c = p->c;
	struct id stands[VOTER_STANDS_MOST];
	unsigned n = voter_stands_for(c, m, c->who->person, stands, VOTER_STANDS_MOST);

	part_intro(p, N_("Toque su voto. Puede cambiarlo hasta que se cierre."));
	for (unsigned i = 0; i < SAYS__N; i++)
		press(p, o, &vote_cast, "", i, (struct id){ 0 });
	for (unsigned k = 0; k < n; k++)
		for (unsigned i = 0; i < SAYS__N; i++)
			press(p, o, &vote_cast, "", i, stands[k]);
}

/* What she can do here while it is open. */
static void view_open(struct page_call *p, const struct proposal *o, const struct meeting *m)
{
	struct ctx *c = p->c;
	struct id base[VOTER_BASES_MOST];
	struct diag *outer = c->diag, none = { 0 };

	part_fact(p, N_("Ya votaron"), str_fmt(c->mem, "%lld", (long long)proposal_voted(c, o)));
	c->diag = &none;
	bool votes = voter_check(c, m, c->who->person, "voter") == OK;
	c->diag = outer;
	if (!votes)
		part_care(p, N_("Usted puede mirar esta votación, pero no está en el padrón de esta reunión."));
	else if (proposal_by_consent(o)) {
		part_intro(p, N_("Pasa si nadie objeta. Si algo le preocupa, dígalo: se busca cómo resolverlo."));
		part_link(p, "aviso", N_("Tengo una objeción"), proposal_url(c, o, "objecion"));
	} else if (proposal_by_base(o)) {
		part_intro(p, N_("Aquí vota cada base, por su delegada, con la constancia de que preguntó."));
		if (voter_bases(c, m, base, VOTER_BASES_MOST))
			part_link(p, "gente", N_("Votar por mi base"), proposal_url(c, o, "base"));
	} else if (!proposal_is_secret(o)) {
		view_votes(p, o, m);
	} else if (caster_is(c, o->id, c->who->person)) {
		part_intro(p, N_("Usted ya votó en secreto. Nadie puede ver qué votó; los totales salen cuando se cierre."));
	} else {
		part_link(p, "candado", N_("Votar en secreto"), proposal_url(c, o, "secreto"));
	}
}

/* ---- by name, for those who run the meeting; objections for all: they are to be heard ---- */

static void view_people(struct page_call *p, const struct proposal *o)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, proposal_is_secret(o) ? DECIDE(Q_CASTERS_OF) : DECIDE(Q_VOTES_OF),
		ARGS(cell_id(&c->net->id), cell_id(&o->id)));

	part_heading(p, proposal_is_secret(o) ? N_("Quiénes ya votaron") : N_("Votos"));
	for (unsigned n = 0; n < VOTES_SHOWN && rows_next(&r); n++) {
		struct id person = rows_id(&r, 0);
		if (proposal_is_secret(o)) {
			part_row(p, person_name(c, person), STR(""), STR(""), STR(""));
			continue;
		}
		bool late = !rows_null(&r, 4);
		struct str says = choice_label(c, vote_choices, str_dup(c->mem, rows_text(&r, late ? 4 : 1)));
		struct str small = late ? tr(c->lang, N_("llegó tarde, no se contó")) : STR("");
		part_row(p, person_name(c, person), STR(""), small, says);
	}
	rows_end(&r);
}

static void view_bases(struct page_call *p, const struct proposal *o)
{
	struct ctx *c = p->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, VOTES_SHOWN);
	struct record *v = ARENA_NEW(c->mem, struct record);
	unsigned n = db_ids(c->db, DECIDE(Q_BASE_VOTES_OF), ARGS(cell_id(&c->net->id), cell_id(&o->id)), id, VOTES_SHOWN);

	part_heading(p, N_("Votos de las bases"));
	for (unsigned i = 0; i < n; i++) {
		if (!record_get(c->db, c->schema, c->mem, &base_vote_entity, c->net->id, id[i], v))
			continue;
		bool late = v->v[BASE_CHOICE].kind == V_NULL;
		const struct str_pair pairs[] = { { "says", choice_label(c, vote_choices, v->v[late ? BASE_LATE : BASE_CHOICE].s) },
			{ "asked", str_fmt(c->mem, "%lld", (long long)v->v[BASE_ASKED].i) },
			{ "day", late ? STR("") : lang_date(c->mem, c->lang, v->v[BASE_ASKED_ON].i) }, { "proof", v->v[BASE_PROOF].s } };
		part_row(p, ref_title(c, "group", v->v[BASE_BASE].id), STR(""), late ? tr(c->lang, N_("llegó tarde, no se contó")) : STR(""),
			late ? pairs[0].value : tr_named(c->mem, c->lang, N_("{says}. Preguntó a {asked} el {day}: {proof}"), pairs, ARRAY_LEN(pairs)));
	}
}

static void view_objections(struct page_call *p, const struct proposal *o)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, DECIDE(Q_OBJECTIONS_OF), ARGS(cell_id(&c->net->id), cell_id(&o->id)));
	bool mine = false;

	part_heading(p, N_("Objeciones"));
	part_empty(p, N_("Nadie ha objetado."));
	while (rows_next(&r)) {
		struct id person = rows_id(&r, 0);
		bool lifted = rows_int(&r, 2) != 0;
		mine |= !lifted && id_eq(person, c->who->person);
		part_row(p, person_name(c, person), STR(""), lifted ? tr(c->lang, N_("la retiró")) : STR(""), str_dup(c->mem, rows_text(&r, 1)));
	}
	if (mine && proposal_is_open(o))
		part_link(p, "volver", N_("Retirar mi objeción"), proposal_url(c, o, "retirar"));
}

static void view_runs(struct page_call *p, const struct proposal *o)
{
	struct ctx *c = p->c;
	int64_t hands[SAYS__N];

	if (!proposal_is_open(o))
		return;
	proposal_hands(c, o->id, hands);
	if (hands[SAYS_YES] + hands[SAYS_NO] + hands[SAYS_ABSTAIN])
		part_fact(p, N_("Manos contadas en la sala"), says_told(c, hands));
	if (!proposal_by_consent(o))
		part_link(p, "equipo", N_("Contar manos en la sala"), proposal_url(c, o, "manos"));
	part_link(p, "candado", N_("Cerrar la votación"), proposal_url(c, o, "cerrar"));
}

static enum rc one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct proposal o;
	struct meeting m;

	if (!asked(p, &o, &m))
		return NOT_FOUND;
	part_title(p, number_told(c, &o));
	part_back(p, N_("Las propuestas"), list_url(c, m.id, ""));
	part_fact(p, NULL, o.text);
	struct agenda_point point;
	if (!id_is_zero(o.point) && agenda_point_at(c, &m, o.point, &point))
		part_fact(p, N_("Punto"), agenda_point_name(c, &point));
	part_fact(p, N_("Cómo se decide"), choice_label(c, proposal_hows, o.how));
	part_fact(p, N_("El voto es"), choice_label(c, proposal_manners, o.manner));
	part_fact(p, NULL, proposal_told(c, &o));
	part_done(p, N_("Su voto quedó guardado."));
	if (p->get(p, "again").n)
		part_care(p, N_("Usted ya había votado: cuenta el primer voto que llegó, y no se puede cambiar."));
	view_mine(p, &o);
	if (proposal_is_open(&o))
		view_open(p, &o, &m);
	else if (o.counted)
		view_result(p, &o);
	if (proposal_by_consent(&o))
		view_objections(p, &o);
	else if (proposal_by_base(&o))
		view_bases(p, &o);
	else if (meeting_runs(c, &m))
		view_people(p, &o);
	if (meeting_runs(c, &m))
		view_runs(p, &o);
	view_refused(p);
	return OK;
}

static struct str after(struct ctx *c, struct id proposal, const char *how)
{
	struct proposal o;

	return proposal_get(c, proposal, &o) ? str_fmt(c->mem, "%s?%s", str_cstr(c->mem, proposal_url(c, &o, "")), how) : STR("/reuniones");
}

static struct str one_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, act_ref(a, CAST_PROPOSAL), "ok=1");
}

/* The same form sent twice: the first ballot is in the box, and this one is not. */
static struct str secret_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	return after(c, act_ref(a, DROP_PROPOSAL), o->status == ACT_REPEATED ? "again=1" : "ok=1");
}

/* ---- one thing a page ---- */

static enum rc new_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(c, &m))
		return NOT_FOUND;
	part_back(p, N_("Volver sin abrirla"), list_url(c, m.id, ""));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	struct id id;
	struct agenda_point point;
	bool of = id_parse(p->get(p, "point"), &id) && agenda_point_at(c, &m, id, &point);
	if (of)
		part_fact(p, N_("Punto"), agenda_point_name(c, &point));
	part_form(p, &(struct part_form){ .action = &proposal_open, .to = list_url(c, m.id, "nueva"), .icon = "listo",
		.carry = { { "meeting", id_text(c->mem, m.id) }, { of ? "point" : NULL, of ? id_text(c->mem, id) : STR("") } }, .without = "point" });
	return OK;
}

static struct str new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, list_url(c, act_ref(a, PROPOSAL_MEETING), "")));
}

/* The head of a page about an open proposal; false: not hers to see, or closed. */
static bool about(struct page_call *p, struct proposal *o, struct meeting *m, const char *back)
{
	if (!asked(p, o, m))
		return false;
	part_back(p, back, proposal_url(p->c, o, ""));
	part_fact(p, NULL, number_told(p->c, o));
	part_fact(p, NULL, o->text);
	return true;
}

static enum rc secret_fill(struct page_call *p)
{
	struct proposal o;
	struct meeting m;

	if (!about(p, &o, &m, N_("Volver sin votar")) || !proposal_is_secret(&o))
		return NOT_FOUND;
	part_care(p, N_("Se vota una sola vez y no se puede cambiar. Queda anotado que usted votó, nunca qué votó."));
	if (proposal_is_open(&o) && !caster_is(p->c, o.id, p->c->who->person))
		for (unsigned i = 0; i < SAYS__N; i++)
			press(p, &o, &ballot_cast, "secreto", i, (struct id){ 0 });
	view_refused(p);
	return OK;
}

static enum rc base_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id base[VOTER_BASES_MOST];
	struct proposal o;
	struct meeting m;

	if (!about(p, &o, &m, N_("Volver sin votar")) || !proposal_by_base(&o))
		return NOT_FOUND;
	unsigned n = voter_bases(c, &m, base, VOTER_BASES_MOST);
	bool one = n == 1;
	if (one)
		part_fact(p, N_("Su base"), ref_title(c, "group", base[0]));
	part_form(p, &(struct part_form){ .action = &base_vote_cast, .to = proposal_url(c, &o, "base"), .icon = "listo", .waits = true,
		.carry = { { "voter", id_text(c->mem, c->who->person) }, { "proposal", id_text(c->mem, o.id) },
			{ one ? "base" : NULL, one ? id_text(c->mem, base[0]) : STR("") } } });
	return OK;
}

static enum rc hands_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct proposal o;
	struct meeting m;

	if (!about(p, &o, &m, N_("Volver sin contar")) || !meeting_runs(c, &m))
		return NOT_FOUND;
	const struct value key[HANDS__N] = { [HANDS_PROPOSAL] = value_id(o.id) };
	struct record *stands = ARENA_NEW(c->mem, struct record);
	bool there = record_get(c->db, c->schema, c->mem, &hands_entity, c->net->id, entity_key_id(&hands_entity, c->net->id, key), stands);
	part_intro(p, proposal_is_secret(&o) ? N_("Papeletas de la sala, solo de quienes no votaron por teléfono.") :
		N_("Cuente solo las manos de quienes no votaron por teléfono ni por mensaje."));
	part_form(p, &(struct part_form){ .action = &hands_count, .standing = there ? stands : NULL, .to = proposal_url(c, &o, "manos"),
		.carry = { { "proposal", id_text(c->mem, o.id) } }, .icon = "listo" });
	return OK;
}

static enum rc object_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct proposal o;
	struct meeting m;
	bool lift = p->page->action && strcmp(p->page->action, "objection.lift") == 0;

	if (!about(p, &o, &m, lift ? N_("Volver sin retirarla") : N_("Volver sin objetar")) || !proposal_by_consent(&o))
		return NOT_FOUND;
	part_form(p, &(struct part_form){ .action = lift ? &objection_lift : &objection_raise,
		.to = proposal_url(c, &o, lift ? "retirar" : "objecion"), .icon = lift ? "volver" : "listo", .waits = true,
		.carry = { { "person", id_text(c->mem, c->who->person) }, { "proposal", id_text(c->mem, o.id) } } });
	return OK;
}

static enum rc close_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct proposal o;
	struct meeting m;

	if (!about(p, &o, &m, N_("Volver sin cerrar")) || !meeting_runs(c, &m))
		return NOT_FOUND;
	part_fact(p, N_("Ya votaron"), str_fmt(c->mem, "%lld", (long long)proposal_voted(c, &o)));
	part_care(p, proposal_is_secret(&o) ? N_("Nadie más podrá votar. La máquina abre la urna y cuenta en un minuto. El resultado queda para siempre.") :
		N_("Nadie más podrá votar ni cambiar su voto. El resultado queda para siempre como está."));
	part_form(p, &(struct part_form){ .action = &proposal_close, .to = proposal_url(c, &o, "cerrar"), .icon = "candado",
		.carry = { { "proposal", id_text(c->mem, o.id) } } });
	return OK;
}

static struct str first_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, act_ref(a, 0), "hecho=1");
}

static struct str second_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return after(c, act_ref(a, 1), "hecho=1");
}

#define LIST "/reuniones/{meeting}/propuestas"
#define ONE LIST "/{proposal}"

const struct page decide_pages[] = {
	{ .path = LIST, .name = "proposals", .title = N_("Propuestas"), .fill = list_fill, .flags = PAGE_KEEP | PAGE_PARTS },
	{ .path = LIST "/nueva", .name = "proposal_new", .title = N_("Abrir una propuesta"), .fill = new_fill, .action = "proposal.open",
		.done = new_done, .flags = PAGE_PARTS },
	{ .path = ONE, .name = "proposal", .title = N_("Una propuesta"), .fill = one_fill, .action = "vote.cast", .done = one_done,
		.flags = PAGE_KEEP | PAGE_PARTS },
	{ .path = ONE "/secreto", .name = "proposal_secret", .title = N_("Voto secreto"), .fill = secret_fill, .action = "ballot.cast",
		.prepare = ballot_prepare, .along = ballot_along, .done = secret_done, .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = ONE "/base", .name = "proposal_base", .title = N_("Votar por mi base"), .fill = base_fill, .action = "base_vote.cast",
		.done = one_done, .flags = PAGE_KEEP | PAGE_PARTS },
	{ .path = ONE "/manos", .name = "proposal_hands", .title = N_("Contar manos en la sala"), .fill = hands_fill, .action = "hands.count",
		.done = first_done, .flags = PAGE_PARTS },
	{ .path = ONE "/objecion", .name = "proposal_object", .title = N_("Una objeción"), .fill = object_fill, .action = "objection.raise",
		.done = second_done, .flags = PAGE_KEEP | PAGE_PARTS },
	{ .path = ONE "/retirar", .name = "proposal_lift", .title = N_("Retirar mi objeción"), .fill = object_fill, .action = "objection.lift",
		.done = second_done, .flags = PAGE_PARTS },
	{ .path = ONE "/cerrar", .name = "proposal_close", .title = N_("Cerrar la votación"), .fill = close_fill, .action = "proposal.close",
		.done = first_done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	struct proposal *o = ARENA_ARRAY(c->mem, struct proposal, PROPOSALS_MOST);
	unsigned n = proposals_of(c, m->id, o, PROPOSALS_MOST), open = 0;

	(void)url_out;
	for (unsigned i = 0; i < n; i++)
		open += proposal_is_open(&o[i]);
	const struct str_pair pair = { "n", str_fmt(c->mem, "%u", open) };
	if (open)
		*hint_out = tr_named(c->mem, c->lang, N_("Abiertas para votar: {n}"), &pair, 1);
	return n > 0 || meeting_runs(c, m);
}

const struct meeting_door decide_door = { "visto", N_("Propuestas y votos"), door_tell, "propuestas" };
