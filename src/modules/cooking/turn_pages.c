/*
 * turn_pages.c - /turnos: who cooks when, who cannot, and the hours that nobody pays.
 */
#include "cooking_own.h"

#include "draw.h"
#include "money.h"
#include "parts.h"

enum { BACK_DAYS = 3, AHEAD_DAYS = 14, TURNS_READ = 300, WEEK = 7, WEEKS = 12, HOUR_MIN = 60 };

struct turn_row {
	struct id id, person;
	int64_t day;
	struct str state;
};

static unsigned turns(struct ctx *c, struct id group, int64_t from, int64_t to, struct turn_row *out)
{
	struct rows r = db_rows(c->db, SQL(Q_TURNS_BETWEEN), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(from), cell_int(to)));
	unsigned n = 0;

	while (rows_next(&r))
		if (n < TURNS_READ)
			out[n++] = (struct turn_row){ rows_id(&r, 0), rows_id(&r, 2), rows_int(&r, 1), str_dup(c->mem, rows_text(&r, 3)) };
	return n;
}

/* ---- who cooks when ---- */

enum rc page_turns(struct page_call *p)
{
	struct ctx *c = p->c;
	struct turn_row *row = ARENA_ARRAY(c->mem, struct turn_row, TURNS_READ);
	struct id group;

	if (!own_kitchen(p, "turn.work", &group)) {
		part_empty(p, N_("Usted no está en ninguna cocina."));
		return OK;
	}
	bool tells = allowed(c, "turn.tell", scope_of_group(c, group));
	unsigned n = turns(c, group, today(c) - BACK_DAYS, today(c) + AHEAD_DAYS, row);
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Le toca a quien cocinó menos veces en las últimas semanas. Si no puede ir, toque su turno."));
	part_done(p, N_("Guardado."));
	part_empty(p, N_("Todavía no hay turnos."));
	for (unsigned i = 0; i < n; i++) {
		bool open = str_is(row[i].state, "planned") && row[i].day >= today(c);
		part_row(p, person_name(c, row[i].person), open && tells ? str_fmt(c->mem, "/turnos/%.36s", id_text(c->mem, row[i].id).p) :
			STR(""), lang_date_long(c->mem, c->lang, row[i].day), str_is(row[i].state, "planned") ? STR("") :
			choice_label(c, turn_states, row[i].state));
	}
	part_link(p, "cambiar", N_("Repartir los turnos"), allowed(c, "turn.share", scope_of_group(c, group)) ?
		group_url(c, "/turnos/repartir", group) : STR(""));
	part_link(p, "historia", N_("Horas de trabajo"), group_url(c, "/turnos/horas", group));
	return OK;
}

enum rc page_turn_share(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group;

	if (!own_kitchen(p, "turn.share", &group))
		return NOT_FOUND;
	part_back(p, N_("Turnos"), group_url(c, "/turnos", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Desde mañana, sin domingos. Los turnos que ya están no cambian; quien cocinó menos va primero."));
	part_form(p, &(struct part_form){ .action = &turn_share, .to = STR("/turnos/repartir"), .icon = "cambiar",
		.carry = { { "group", ref_code(c, "group", group) } } });
	return OK;
}

/* One turn: she cannot. Whoever goes instead is the next in turn, or the one who is touched. */
enum rc page_turn(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct rota_person *who = ARENA_ARRAY(c->mem, struct rota_person, ROTA_PEOPLE_MAX);
	struct id id, instead;

	if (!id_parse(p->get(p, "turn"), &id) || !turn_get(c, id, r) || !allowed(c, "turn.tell", scope_of(c, r)))
		return NOT_FOUND;
	int64_t day = r->v[TURN_DAY].i;
	struct id group = r->v[TURN_GROUP].id, person = r->v[TURN_PERSON].id;
	struct str url = str_fmt(c->mem, "/turnos/%.36s", id_text(c->mem, id).p);
	unsigned n = turn_people(c, group, day, who);
	int next = rota_next(who, n, day);
	bool chosen = id_parse(p->get(p, "person"), &instead);
	if (!chosen && next >= 0)
		instead = who[next].person;
	part_back(p, N_("Turnos"), group_url(c, "/turnos", group));
	part_title(p, tr_fill(c->mem, c->lang, N_("%s no puede ir"), person_name(c, person)));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_fact(p, NULL, lang_date_long(c->mem, c->lang, day));
	part_fact(p, N_("Va en su lugar"), chosen || next >= 0 ? person_name(c, instead) : STR(""));
	if (!chosen && next < 0)
		part_care(p, N_("Ese día nadie más puede. El turno quedará libre y se verá en la lista."));
	part_form(p, &(struct part_form){ .action = &turn_tell, .to = url, .icon = "cambiar",
		.carry = { { "turn", id_text(c->mem, id) }, { "person", chosen ? id_text(c->mem, instead) : STR("") } } });
	part_heading(p, N_("O que vaya otra"));
	for (unsigned i = 0; i < n; i++)
		if (!id_eq(who[i].person, person) && rota_next(&who[i], 1, day) == 0)
			part_row(p, person_name(c, who[i].person), str_fmt(c->mem, "%.*s?person=%.36s", (int)url.n, url.p,
				id_text(c->mem, who[i].person).p), STR(""), STR(""));
	return OK;
}

/* ---- the hours ---- */

static int64_t hour_cents(struct ctx *c)
{
	struct value key[HOUR_VALUE__N] = { [HOUR_VALUE_GROUP] = value_id(c->net->id) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	return record_get(c->db, c->schema, c->mem, &hour_value_entity, c->net->id, entity_key_id(&hour_value_entity, c->net->id, key), r) &&
		r->born && r->v[HOUR_VALUE_CENTS].kind == V_INT ? r->v[HOUR_VALUE_CENTS].i : 0;
}

static void view_sum(struct page_call *p, int64_t minutes, bool known)
{
	struct ctx *c = p->c;
	int64_t cents = hour_cents(c);
	struct buf b = buf_new(c->mem, 24);

	part_number(p, N_("Sin pago, en doce semanas"), known ? minutes_show(c, minutes) : STR(""));
	if (!cents || !known)
		return;
	buf_c(&b, "S/ ");
	buf_money(&b, minutes * cents / HOUR_MIN);
	part_number(p, N_("Si se pagaran"), buf_str(&b));
}

static void view_weeks(struct page_call *p, struct id group)
{
	struct ctx *c = p->c;
	struct draw_point point[WEEKS] = { 0 };
	int64_t minutes[WEEKS] = { 0 }, sum = 0, first = week_of(today(c)) - (WEEKS - 1) * WEEK;
	bool known = false;

	struct rows r = db_rows(c->db, SQL(Q_WEEKS_OF), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(first)));
	while (rows_next(&r)) {
		int64_t at = (rows_int(&r, 0) - first) / WEEK;
		if (at < 0 || at >= WEEKS || !rows_int(&r, 2))
			continue;
		minutes[at] = rows_int(&r, 1);
		point[at].value = minutes[at] / HOUR_MIN;
		point[at].known = known = true;
		sum += minutes[at];
	}
	for (unsigned i = 0; i < WEEKS; i++) {
		point[i].label = lang_date_short(c->mem, c->lang, first + (int64_t)i * WEEK);
		point[i].now = i == WEEKS - 1;
	}
	view_sum(p, sum, known);
	if (!known)
		return;
	part_chart(p, draw_columns(c->mem, tr(c->lang, N_("Horas sin pago de cada semana")), point, WEEKS));
	part_column(p, N_("Semana del"));
	part_column(p, N_("Horas"));
	for (unsigned i = WEEKS; i-- > 0;)
		if (point[i].known)
			part_cell(part_line(p, point[i].label, STR("")), minutes_show(c, minutes[i]));
}

enum rc page_hours(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id group;

	if (!own_kitchen(p, "turn.work", &group)) {
		part_empty(p, N_("Usted no está en ninguna cocina."));
		return OK;
	}
	part_back(p, N_("Turnos"), group_url(c, "/turnos", group));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("Lo que la olla cuesta y nadie paga: comprar, cocinar, servir y lavar. Es su argumento, no un control."));
	part_done(p, N_("Guardado. Gracias."));
	part_form(p, &(struct part_form){ .action = &turn_work, .to = STR("/turnos/horas"), .waits = true, .without = "person",
		.carry = { { "group", ref_code(c, "group", group) } } });
	view_weeks(p, group);
	return OK;
}

/* What an hour would be worth: said by an operator for the whole network, or by nobody. */
enum rc page_hour_value(struct page_call *p)
{
	struct ctx *c = p->c;
	struct value key[HOUR_VALUE__N] = { [HOUR_VALUE_GROUP] = value_id(c->net->id) };
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool stands = record_get(c->db, c->schema, c->mem, &hour_value_entity, c->net->id,
		entity_key_id(&hour_value_entity, c->net->id, key), r) && r->born;

	part_intro(p, N_("Las cocinas suman sus horas sin pago. Si usted pone cuánto valdría una hora, también se ve en soles."));
	part_done(p, N_("Guardado."));
	part_form(p, &(struct part_form){ .action = &hour_value_put, .standing = stands ? r : NULL, .to = STR("/turnos/valor"),
		.carry = { { "group", id_text(c->mem, c->net->id) } } });
	return OK;
}
