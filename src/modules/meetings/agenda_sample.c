/*
 * agenda_sample.c - what the board of an invented district has before it each Tuesday.
 *
 * On Monday evening, when the meeting of the next week was called, its points are proposed; on Tuesday all before it but one are
 * treated, so that each agenda has a point that comes from the last.
 */
#include "agenda_own.h"

enum { MONDAY = 0, TUESDAY = 1, WEEK = 7, PROPOSE_MINUTE = 1090, TREAT_MINUTE = 690, MINUTE_MS = 60000, LEFT = 1, SETS = 3, EACH = 4 };

static const struct {
	unsigned who; /* which of the groups' leaders */
	const char *title, *why, *minutes;
} points[SETS][EACH] = {
	{ { 0, "Turnos para el gas", "Tres ollas se quedaron sin balón la misma semana", "20" },
		{ 1, "Compra conjunta de arroz y menestras", "", "30" },
		{ 2, "Quién va a la reunión con la municipalidad", "Piden dos nombres hasta el viernes", "15" },
		{ 3, "Limpieza de los tanques de agua", "", "" } },
	{ { 1, "Precio del balón de gas este mes", "Subió otra vez en dos distribuidoras", "20" },
		{ 3, "Donación de verduras: cómo se reparte", "", "25" },
		{ 0, "Casos sociales nuevos", "Hay ocho familias en lista de espera", "20" },
		{ 4, "Olla de la posta: pedir las raciones de hierro", "", "10" } },
	{ { 2, "Cuentas del mes", "Antes de firmar la rendición", "30" },
		{ 0, "Faena del techo de la cocina", "", "15" },
		{ 4, "Capacitación en biohuertos", "La facilitadora puede jueves o sábado", "15" },
		{ 1, "Horario de la olla en vacaciones", "", "" } },
};

bool agenda_sample_meeting(struct sample *s, struct ctx *c, int64_t from, int64_t until, struct meeting *out)
{
	struct id board;

	if (!ref_resolve(c, "group", STR("RED-150133"), &board))
		return false;
	struct rows r = ctx_rows(c, agenda_sql, Q_AGENDA_MEETINGS, cell_id(&s->net->id), cell_id(&board), cell_int(from), cell_int(until));
	bool there = rows_next(&r);
	struct id id = there ? rows_id(&r, 0) : (struct id){ 0 };
	if (there)
		rows_end(&r);
	return there && meeting_get(c, id, out);
}

static enum rc propose(struct sample *s, int64_t day, const struct meeting *m)
{
	unsigned set = (unsigned)(m->day / WEEK % SETS);
	enum rc rc = OK;

	for (unsigned i = 0; i < EACH && rc == OK; i++) {
		const struct actor *who = s->groups[points[set][i].who % s->ngroups].leader;
		rc = sample_did(s, who, zone_instant(s->net->zone, day, PROPOSE_MINUTE) + i * MINUTE_MS, "agenda.propose",
			"person", id_text(s->mem, who->person), "meeting", id_text(s->mem, m->id), "title", str_c(points[set][i].title),
			"why", str_c(points[set][i].why), "minutes", str_c(points[set][i].minutes), (char *)NULL);
	}
	return rc;
}

/* What came from the meeting before is treated; of its own points one is left. */
static enum rc treat(struct sample *s, struct ctx *c, int64_t day, const struct meeting *m)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	unsigned n = agenda_points(c, m, all, AGENDA_MOST), own = 0;
	enum rc rc = OK;

	for (unsigned i = 0; i < n && rc == OK; i++)
		if (all[i].here == POINT_OPEN && (all[i].times || own++ != LEFT))
			rc = sample_did(s, sample_who(s, "distrito"), zone_instant(s->net->zone, day, TREAT_MINUTE) + i * MINUTE_MS, "agenda.mark",
				"point", id_text(s->mem, all[i].id), "meeting", id_text(s->mem, m->id), "state", STR("treated"), (char *)NULL);
	return rc;
}

enum rc agenda_live(struct sample *s, int64_t day)
{
	bool first = day == s->first_day, monday = day_weekday(day) == MONDAY;
	struct meeting m;
	enum rc rc = OK;

	if (!s->shown || day >= s->last_day || !s->ngroups || !(first || monday || day_weekday(day) == TUESDAY))
		return OK;
	if (batch_flush(s->batch) != OK)
		return s->batch->rc;
	struct ctx c = sample_machine(s, zone_instant(s->net->zone, day, TREAT_MINUTE));
	if (day_weekday(day) == TUESDAY && agenda_sample_meeting(s, &c, day, day, &m))
		rc = treat(s, &c, day, &m);
	int64_t from = monday ? day + 2 : day + 1;
	if ((monday || first) && rc == OK && agenda_sample_meeting(s, &c, from, from + 2 * WEEK, &m))
		rc = propose(s, day, &m);
	return rc;
}
