/*
 * agenda_pages.c - /reuniones/{meeting}/agenda: the points in their order, each on a page of its own, and one more proposed.
 */
#include "spoken_own.h"

#include "parts.h"

static struct str sub_url(struct ctx *c, struct str url, const char *below)
{
	return str_fmt(c->mem, "%s/%s", str_cstr(c->mem, url), below);
}

static struct str number(struct ctx *c, int64_t n)
{
	return str_fmt(c->mem, "%lld", (long long)n);
}

/* "por tratar", "tratado", "pasa a la próxima reunión", "retirado" */
static struct str here_word(struct ctx *c, const struct agenda_point *p)
{
	static const char *const say[] = { [POINT_OPEN] = N_("por tratar"), [POINT_TREATED] = N_("tratado"),
		[POINT_CARRIED] = N_("no se trató: pasa a la próxima reunión"), [POINT_WITHDRAWN] = N_("retirado") };

	return tr(c->lang, say[p->here]);
}

static struct str minutes_text(struct ctx *c, int64_t n)
{
	struct str_pair pair = { "n", number(c, n) };

	return n ? tr_named(c->mem, c->lang, N_("{n} minutos"), &pair, 1) : STR("");
}

/* Its time, where it comes from and how it stands, one after the other. */
static struct str beside(struct ctx *c, const struct agenda_point *p)
{
	const struct str piece[] = { minutes_text(c, p->minutes), agenda_point_came(c, p), p->here == POINT_OPEN ? STR("") : here_word(c, p) };
	struct buf b = buf_new(c->mem, 80);

	for (unsigned i = 0; i < ARRAY_LEN(piece); i++) {
		if (b.n && piece[i].n)
			buf_c(&b, " · ");
		buf_add(&b, piece[i]);
	}
	return buf_str(&b);
}

/* What the times of its points sum up to, against the length of the meeting. */
static struct str time_sum(struct ctx *c, const struct meeting *m, const struct agenda_point *all, unsigned n)
{
	int64_t sum = 0, without = 0;

	for (unsigned i = 0; i < n; i++) {
		sum += all[i].here == POINT_WITHDRAWN ? 0 : all[i].minutes;
		without += all[i].here != POINT_WITHDRAWN && !all[i].minutes;
	}
	const struct str_pair pairs[] = { { "sum", number(c, sum) }, { "length", number(c, m->lasts_min) }, { "n", number(c, without) } };
	if (!sum)
		return STR("");
	return tr_named(c->mem, c->lang, without ? N_("{sum} de {length} minutos, y {n} puntos sin tiempo") : N_("{sum} de {length} minutos"),
		pairs, ARRAY_LEN(pairs));
}

static void carry(struct part_form *f, const char *name, struct str value)
{
	unsigned i = 0;

	while (i < PART_CARRY_MAX - 1 && f->carry[i].name)
		i++;
	f->carry[i].name = name;
	f->carry[i].value = value;
}

/* A press beside a point: state or place of it. */
static void press(struct page_call *p, const struct meeting *m, const struct agenda_point *point, const struct action *action, const char *below,
	const char *name, struct str value, const char *button, const char *icon, struct str whose)
{
	struct part_form f = { .action = action, .to = sub_url(p->c, agenda_point_url(p->c, m, point->id), below), .button = button, .icon = icon,
		.waits = true };

	carry(&f, "point", id_text(p->c->mem, point->id));
	carry(&f, "meeting", id_text(p->c->mem, m->id));
	carry(&f, name, value);
	part_press(p, &f, whose);
}

static bool on_now(struct ctx *c, const struct meeting *m)
{
	return m->day == today(c);
}

static enum rc agenda_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	unsigned n = agenda_points(c, &m, all, AGENDA_MOST);
	part_back(p, N_("La reunión"), meeting_url(c, &m));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_fact(p, N_("Los tiempos suman"), time_sum(c, &m, all, n));
	if (!meeting_is_over(c, &m)) {
		struct part_form f = { .action = &agenda_propose, .to = agenda_url(c, m.id), .waits = true };
		carry(&f, "person", id_text(c->mem, c->who->person));
		carry(&f, "meeting", id_text(c->mem, m.id));
		part_form(p, &f);
	}
	for (unsigned i = 0; i < n && on_now(c, &m) && meeting_runs(c, &m); i++)
		if (all[i].here == POINT_OPEN)
			press(p, &m, &all[i], &agenda_mark, "marcar", "state", STR("treated"), N_("Ya se trató"), "listo", agenda_point_name(c, &all[i]));
	part_heading(p, N_("Los puntos"));
	part_empty(p, N_("Todavía nadie propuso un punto."));
	for (unsigned i = 0; i < n; i++)
		part_row(p, str_fmt(c->mem, "%u. %s", i + 1, str_cstr(c->mem, agenda_point_name(c, &all[i]))), agenda_point_url(c, &m, all[i].id),
			beside(c, &all[i]), all[i].why);
	if (!meeting_is_over(c, &m))
		part_link(p, "voz", N_("Proponer un punto por voz"), str_fmt(c->mem, "%s/nueva?as_point=1", str_cstr(c->mem, spoken_url(c, m.id))));
	part_link(p, "oir", N_("Las voces"), spoken_url(c, m.id));
	return OK;
}

static struct str back_to_agenda(struct ctx *c, const struct act *a, const struct outcome *o)
{
	int arg = action_arg(a->action, STR("meeting"));

	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, agenda_url(c, act_ref(a, (unsigned)arg))));
}

/* ---- one point ---- */

static void mark_presses(struct page_call *p, const struct meeting *m, const struct agenda_point *point, unsigned n)
{
	struct ctx *c = p->c;

	if (point->here == POINT_OPEN || point->here == POINT_CARRIED) {
		if (m->day <= today(c))
			press(p, m, point, &agenda_mark, "marcar", "state", STR("treated"), N_("Ya se trató"), "listo", STR(""));
		press(p, m, point, &agenda_mark, "marcar", "state", STR("withdrawn"), N_("Quitar de la agenda"), "quitar", STR(""));
	} else {
		press(p, m, point, &agenda_mark, "marcar", "state", STR("open"), N_("Abrir otra vez"), "volver", STR(""));
	}
	if (point->place > 1)
		press(p, m, point, &agenda_order, "mover", "place", number(c, point->place - 1), N_("Tratar antes"), "volver", STR(""));
	if (point->place < n)
		press(p, m, point, &agenda_order, "mover", "place", number(c, point->place + 1), N_("Tratar después"), "adelante", STR(""));
}

/* Who runs it sets words and time; whoever has heard a spoken one gives it its title; who proposed it may take it back. */
static void point_forms(struct page_call *p, const struct meeting *m, const struct agenda_point *point, unsigned n)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str me = id_text(c->mem, c->who->person), url = agenda_point_url(c, m, point->id);
	bool runs = meeting_runs(c, m), hers = id_eq(point->by, c->who->person);
	struct part_form f = { .action = runs ? &agenda_edit : &agenda_name, .to = sub_url(c, url, runs ? "ajustar" : "titulo"), .waits = true };

	if (runs && record_get(c->db, c->schema, c->mem, &agenda_point_entity, c->net->id, point->id, r))
		f.standing = r;
	if (!runs)
		carry(&f, "person", me);
	carry(&f, "meeting", id_text(c->mem, m->id));
	carry(&f, "point", id_text(c->mem, point->id));
	if (runs || !point->title.n)
		part_form(p, &f);
	if (runs) {
		mark_presses(p, m, point, n);
	} else if (hers && point->here == POINT_OPEN) {
		struct part_form back = { .action = &agenda_withdraw, .to = sub_url(c, url, "retirar"), .icon = "quitar" };
		carry(&back, "person", me);
		carry(&back, "meeting", id_text(c->mem, m->id));
		carry(&back, "point", id_text(c->mem, point->id));
		part_press(p, &back, STR(""));
	}
}

/* What was said about it, on whatever meeting: voices to be heard, words to be read. */
static void point_voices(struct page_call *p, const struct agenda_point *point)
{
	struct spoken *all = ARENA_ARRAY(p->c->mem, struct spoken, SPOKEN_MOST);
	unsigned n = spoken_of(p->c, (struct id){ 0 }, point->id, all, SPOKEN_MOST);

	for (unsigned i = 0; i < n; i++)
		if (all[i].file.n)
			part_sound(p, all[i].name, str_fmt(p->c->mem, "/archivo/%s", str_cstr(p->c->mem, all[i].file)), all[i].text);
	for (unsigned i = 0; i < n; i++)
		if (!all[i].file.n) {
			part_heading(p, N_("Lo que escribieron"));
			part_row(p, all[i].name, STR(""), STR(""), all[i].text);
		}
}

static enum rc point_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST), *point = NULL;
	struct meeting m;
	struct id id;

	if (!meeting_asked(p, &m) || !id_parse(p->get(p, "point"), &id))
		return NOT_FOUND;
	unsigned n = agenda_points(c, &m, all, AGENDA_MOST);
	for (unsigned i = 0; i < n; i++)
		if (id_eq(all[i].id, id))
			point = &all[i];
	if (!point)
		return NOT_FOUND;
	part_back(p, N_("La agenda"), agenda_url(c, m.id));
	part_title(p, agenda_point_name(c, point));
	part_fact(p, NULL, meeting_when(c, &m));
	part_fact(p, N_("Cómo está"), here_word(c, point));
	part_fact(p, NULL, agenda_point_came(c, point));
	part_fact(p, N_("Tiempo"), minutes_text(c, point->minutes));
	part_fact(p, N_("Lo propuso"), id_is_zero(point->by) ? STR("") : person_name(c, point->by));
	part_quote(p, point->why);
	point_voices(p, point);
	point_forms(p, &m, point, n);
	if (!meeting_is_over(c, &m))
		part_link(p, "voz", N_("Dejar mi voz o mi palabra"), str_fmt(c->mem, "%s/nueva?point=%.36s", str_cstr(c->mem, spoken_url(c, m.id)),
			id_text(c->mem, point->id).p));
	return OK;
}

const struct page agenda_pages[] = {
	{ .path = "/reuniones/{meeting}/agenda", .name = "agenda", .title = N_("Agenda"), .fill = agenda_fill, .action = "agenda.propose",
		.done = back_to_agenda, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/reuniones/{meeting}/agenda/{point}", .name = "agenda_point", .title = N_("Un punto de la agenda"), .fill = point_fill,
		.flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/reuniones/{meeting}/agenda/{point}/ajustar", .name = "agenda_edit", .title = N_("Ajustar un punto"), .fill = point_fill,
		.action = "agenda.edit", .done = back_to_agenda, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/agenda/{point}/mover", .name = "agenda_order", .title = N_("Ordenar la agenda"), .fill = point_fill,
		.action = "agenda.order", .done = back_to_agenda, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/agenda/{point}/marcar", .name = "agenda_mark", .title = N_("Cómo queda un punto"), .fill = point_fill,
		.action = "agenda.mark", .done = back_to_agenda, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/agenda/{point}/titulo", .name = "agenda_name", .title = N_("Título de un punto"), .fill = point_fill,
		.action = "agenda.name", .done = back_to_agenda, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/agenda/{point}/retirar", .name = "agenda_withdraw", .title = N_("Retirar un punto"), .fill = point_fill,
		.action = "agenda.withdraw", .done = back_to_agenda, .flags = PAGE_PARTS },
	{ .path = NULL },
};

/* ---- on the meeting's page ---- */

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	struct agenda_point *all = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	unsigned n = agenda_points(c, m, all, AGENDA_MOST), carried = 0;

	(void)url_out;
	for (unsigned i = 0; i < n; i++)
		carried += all[i].times > 0;
	const struct str_pair pairs[] = { { "n", number(c, n) }, { "k", number(c, carried) } };
	*hint_out = !n ? tr(c->lang, N_("Proponga un punto")) :
		tr_named(c->mem, c->lang, carried ? N_("{n} puntos, {k} de antes") : N_("{n} puntos"), pairs, 2);
	return true;
}

const struct meeting_door agenda_door = { .icon = "lista", .label = N_("Agenda"), .tell = door_tell, .below = "agenda" };
