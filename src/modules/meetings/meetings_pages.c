/*
 * meetings_pages.c - /reuniones: what comes and who came lately, saying whether one comes, calling people together, calling it off.
 */
#include "meetings_own.h"

#include "hour.h"
#include "html.h"
#include "parts.h"

enum { PEOPLE_SHOWN = 300 };

struct str meeting_url(struct ctx *c, const struct meeting *m)
{
	return str_fmt(c->mem, "/reuniones/%.36s", id_text(c->mem, m->id).p);
}

struct str meeting_when(struct ctx *c, const struct meeting *m)
{
	return str_fmt(c->mem, "%s, %s", str_cstr(c->mem, lang_date_long(c->mem, c->lang, m->day)), str_cstr(c->mem, m->hour));
}

static void view_meeting(struct page_call *p, struct view *v, const struct meeting *m)
{
	struct ctx *c = p->c;
	const struct group_info *g = group_of(c, m->group);
	struct str how = STR(""), at = STR("");
	bool said = attendance_get(c, m->id, c->who->person, &how, &at);

	view_text(v, "topic", m->topic);
	view_text(v, "when", meeting_when(c, m));
	view_text(v, "place", m->place);
	view_text(v, "of", g ? g->name : STR(""));
	view_text(v, "mine", said ? attendance_show(c, how, at) : STR(""));
	view_text(v, "url", meeting_url(c, m));
}

static enum rc list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting *m = ARENA_ARRAY(c->mem, struct meeting, MEETINGS_SHOWN);
	unsigned n = meetings_next(c, m, MEETINGS_SHOWN);

	for (unsigned i = 0; i < n; i++)
		view_meeting(p, view_row(p->v, "meetings"), &m[i]);
	n = meetings_lately(c, m, MEETINGS_SHOWN);
	view_flag(p->v, "was", n > 0);
	for (unsigned i = 0; i < n; i++)
		view_meeting(p, view_row(p->v, "lately"), &m[i]);
	view_text(p->v, "new_url", allowed_somewhere(c, "meeting.plan") ? STR("/reuniones/nueva") : STR(""));
	return OK;
}

/* ---- one ---- */

/* By name for those responsible for its group; as counts for the rest. */
static void view_people(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;
	int64_t count[3];
	struct rows r;

	attendance_count(c, m->id, count);
	for (unsigned i = 0; attendances[i].name; i++) {
		struct view *row = view_row(p->v, "counts");
		view_text(row, "label", tr(c->lang, attendances[i].label));
		view_int(row, "n", count[i]);
	}
	if (!meeting_runs(c, m))
		return;
	r = db_rows(c->db, SQL(Q_ATTENDANCE_OF), ARGS(cell_id(&c->net->id), cell_id(&m->id)));
	for (unsigned n = 0; rows_next(&r); n++) {
		if (n == PEOPLE_SHOWN) {
			view_flag(p->v, "more", true);
			rows_end(&r);
			break;
		}
		struct view *row = view_row(p->v, "people");
		view_text(row, "name", str_dup(c->mem, rows_text(&r, 1)));
		view_text(row, "how", attendance_show(c, str_dup(c->mem, rows_text(&r, 2)), str_dup(c->mem, rows_text(&r, 3))));
	}
}

bool meeting_runs(struct ctx *c, const struct meeting *m)
{
	return allowed(c, "meeting.cancel", scope_of_group(c, m->group));
}

bool meeting_asked(struct page_call *p, struct meeting *m)
{
	struct id id;

	return id_parse(p->get(p, "meeting"), &id) && meeting_get(p->c, id, m) && (meeting_is_hers(p->c, m->group) || meeting_runs(p->c, m));
}

static void view_doors(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;

	for (unsigned i = 0; meeting_doors[i]; i++) {
		const struct meeting_door *d = meeting_doors[i];
		struct str hint = STR(""), url = STR("");
		if (d->tell && !d->tell(c, m, &hint, &url))
			continue;
		struct view *row = view_row(p->v, "doors");
		view_text(row, "door_icon", str_c(d->icon));
		view_text(row, "door", tr(c->lang, d->label));
		view_text(row, "door_hint", hint);
		view_text(row, "door_url", url.n ? url : str_fmt(c->mem, "%s/%s", str_cstr(c->mem, meeting_url(c, m)), d->below));
	}
}

static enum rc one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *mine = ARENA_NEW(c->mem, struct record);
	struct meeting m;
	struct str how, at;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	mine->entity = &attendance_entity;
	if (attendance_get(c, m.id, c->who->person, &how, &at)) {
		mine->v[ATTENDANCE_HOW] = value_text(how);
		mine->v[ATTENDANCE_AT] = at.n ? value_text(at) : value_null();
	}
	view_meeting(p, p->v, &m);
	view_text(p->v, "meeting", id_text(c->mem, m.id));
	view_text(p->v, "person", id_text(c->mem, c->who->person));
	view_text(p->v, "link", m.link);
	view_text(p->v, "dial", m.dial);
	view_flag(p->v, "may", meeting_is_hers(c, m.group) && m.day >= today(c));
	form_fill(p, &attendance_tell, mine, "person|meeting|code");
	view_people(p, &m);
	view_doors(p, &m);
	if (m.day >= today(c) && meeting_runs(c, &m))
		view_text(p->v, "cancel_url", str_fmt(c->mem, "/reuniones/%.36s/suspender", id_text(c->mem, m.id).p));
	return OK;
}

static struct str one_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/reuniones/%.36s?ok=1", id_text(c->mem, act_ref(a, TELL_MEETING)).p);
}

/* ---- calling together, calling off ---- */

static enum rc new_fill(struct page_call *p)
{
	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_intro(p, N_("La ven quienes son de ese grupo y de los grupos que le pertenecen."));
	part_form(p, &(struct part_form){ .action = &meeting_plan, .to = STR("/reuniones/nueva"), .button = N_("Convocar"), .icon = "dia" });
	part_link(p, "dia", N_("La mejor hora"), STR("/mejor-hora"));
	return OK;
}

static enum rc cancel_fill(struct page_call *p)
{
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(p->c, &m))
		return NOT_FOUND;
	struct str url = meeting_url(p->c, &m);
	part_back(p, N_("Volver sin suspender"), url);
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(p->c, &m));
	part_fact(p, NULL, m.place);
	part_care(p, N_("Deja de verse en las listas. Avise también a quienes ya dijeron que vienen."));
	part_form(p, &(struct part_form){ .action = &meeting_cancel, .to = str_fmt(p->c->mem, "%s/suspender", str_cstr(p->c->mem, url)),
		.carry = { { "meeting", id_text(p->c->mem, m.id) } }, .without = "said", .button = N_("Suspender"), .icon = "quitar" });
	return OK;
}

const struct page meetings_pages[] = {
	{ .path = "/reuniones", .name = "meetings", .title = N_("Reuniones"), .fill = list_fill, .flags = PAGE_KEEP },
	{ .path = "/reuniones/nueva", .name = "meeting_new", .title = N_("Convocar a una reunión"), .fill = new_fill,
		.action = "meeting.plan", .then = "/reuniones", .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}", .name = "meeting", .title = N_("Una reunión"), .fill = one_fill,
		.action = "attendance.tell", .done = one_done, .flags = PAGE_KEEP },
	{ .path = "/reuniones/{meeting}/suspender", .name = "meeting_cancel", .title = N_("Suspender una reunión"),
		.fill = cancel_fill, .action = "meeting.cancel", .then = "/reuniones", .flags = PAGE_PARTS },
	{ .path = NULL },
};
