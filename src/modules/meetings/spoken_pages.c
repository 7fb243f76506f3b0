/*
 * spoken_pages.c - /reuniones/{meeting}/voces: everything said beside a meeting as one quiet list to be heard, and the form for one more.
 */
#include "spoken_own.h"

#include "html.h"
#include "parts.h"
#include "upkeep.h"

struct str spoken_url(struct ctx *c, struct id meeting)
{
	return str_fmt(c->mem, "/reuniones/%.36s/voces", id_text(c->mem, meeting).p);
}

static struct str one_url(struct ctx *c, struct id meeting, struct id note)
{
	return str_fmt(c->mem, "%s/%.36s", str_cstr(c->mem, spoken_url(c, meeting)), id_text(c->mem, note).p);
}

static struct str file_url(struct ctx *c, struct str ref)
{
	return str_fmt(c->mem, "/archivo/%.*s", (int)ref.n, ref.p);
}

/* "0:42" */
static struct str length_text(struct ctx *c, int64_t s)
{
	return str_fmt(c->mem, "%lld:%02lld", (long long)(s / 60), (long long)(s % 60));
}

/* The title of the point it is about, among those of the meeting; empty: the meeting as a whole. */
static struct str about(struct ctx *c, const struct agenda_point *all, unsigned n, struct id point)
{
	for (unsigned i = 0; i < n && !id_is_zero(point); i++)
		if (id_eq(all[i].id, point))
			return agenda_point_name(c, &all[i]);
	return STR("");
}

static void view_one(struct page_call *p, const struct spoken *s, struct str point)
{
	struct ctx *c = p->c;
	struct view *v = view_row(p->v, "notes");

	view_text(v, "name", s->name);
	view_text(v, "when", lang_date_short(c->mem, c->lang, zone_day(c->net->zone, s->at)));
	view_text(v, "point", point);
	view_text(v, "url", s->file.n ? file_url(c, s->file) : STR(""));
	view_text(v, "length", s->seconds ? length_text(c, s->seconds) : STR(""));
	view_text(v, "size", s->bytes ? bytes_text(c->mem, s->bytes) : STR(""));
	view_text(v, "text", s->text);
	view_flag(v, "live", s->live);
	view_text(v, "one_url", one_url(c, s->meeting, s->id));
}

/* "3 voces, 2:10 minutos, 190 kB" */
static struct str total(struct ctx *c, const struct spoken *all, unsigned n)
{
	int64_t seconds = 0, bytes = 0, voices = 0;

	for (unsigned i = 0; i < n; i++) {
		seconds += all[i].seconds;
		bytes += all[i].bytes;
		voices += all[i].file.n > 0;
	}
	const struct str_pair pairs[] = { { "n", str_fmt(c->mem, "%lld", (long long)voices) }, { "length", length_text(c, seconds) },
		{ "size", bytes_text(c->mem, bytes) } };
	if (!voices)
		return STR("");
	return tr_named(c->mem, c->lang, voices > 1 ? N_("{n} voces, {length} minutos, {size}") : N_("Una voz, {length} minutos, {size}"), pairs, 3);
}

static enum rc list_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct spoken *all = ARENA_ARRAY(c->mem, struct spoken, SPOKEN_MOST);
	struct agenda_point *points = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	unsigned n = spoken_of(c, m.id, (struct id){ 0 }, all, SPOKEN_MOST), npoints = agenda_points(c, &m, points, AGENDA_MOST);
	view_text(p->v, "topic", m.topic);
	view_text(p->v, "when_meets", meeting_when(c, &m));
	view_text(p->v, "meeting_url", meeting_url(c, &m));
	view_text(p->v, "total", total(c, all, n));
	for (unsigned i = 0; i < n; i++)
		view_one(p, &all[i], about(c, points, npoints, all[i].point));
	view_flag(p->v, "any", n > 0);
	view_text(p->v, "new_url", meeting_is_over(c, &m) ? STR("") : str_fmt(c->mem, "%s/nueva", str_cstr(c->mem, spoken_url(c, m.id))));
	return OK;
}

/* ---- one more ---- */

static enum rc new_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct agenda_point point;
	struct meeting m;
	struct id id;
	struct str said = p->get(p, "point");

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	bool beside = said.n && id_parse(said, &id) && agenda_point_at(c, &m, id, &point), fresh = p->get(p, "as_point").n > 0;
	form_fill(p, &spoken_leave, NULL, "person|meeting|point|file|as_point");
	const struct diag_item *wrong = p->act ? diag_find(&p->act->diag, "file") : NULL;
	view_text(p->v, "file_error", wrong ? diag_message(c, wrong) : p->act ? tr(c->lang,
		N_("Elija otra vez el archivo: el navegador no lo guarda. Lo demás sigue escrito.")) : STR(""));
	view_text(p->v, "topic", m.topic);
	view_text(p->v, "when_meets", meeting_when(c, &m));
	view_text(p->v, "back_url", spoken_url(c, m.id));
	view_text(p->v, "to", str_fmt(c->mem, "%s/nueva", str_cstr(c->mem, spoken_url(c, m.id))));
	view_text(p->v, "person", id_text(c->mem, c->who->person));
	view_text(p->v, "meeting", id_text(c->mem, m.id));
	view_text(p->v, "point", beside ? id_text(c->mem, id) : STR(""));
	view_text(p->v, "point_name", beside ? agenda_point_name(c, &point) : STR(""));
	view_flag(p->v, "as_point", fresh);
	view_flag(p->v, "over", meeting_is_over(c, &m));
	return OK;
}

static struct str leave_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, spoken_url(c, act_ref(a, LEAVE_MEETING))));
}

/* ---- one ---- */

static bool one_asked(struct page_call *p, struct record *r, struct meeting *m)
{
	struct meeting named;
	struct id id;

	return meeting_asked(p, &named) && id_parse(p->get(p, "note"), &id) && spoken_get(p->c, id, r, m) && id_eq(m->id, named.id);
}

static enum rc one_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!one_asked(p, r, &m))
		return NOT_FOUND;
	struct str name = person_name(c, r->v[SPOKEN_PERSON].id), url = one_url(c, m.id, r->id);
	struct str text = r->v[SPOKEN_TEXT].kind == V_TEXT ? r->v[SPOKEN_TEXT].s : STR("");
	bool voice = r->v[SPOKEN_FILE].kind == V_TEXT, hers = id_eq(r->v[SPOKEN_PERSON].id, c->who->person);
	struct record *standing = ARENA_NEW(c->mem, struct record);

	part_back(p, N_("Las voces de la reunión"), spoken_url(c, m.id));
	part_title(p, name.n ? name : tr(c->lang, N_("Alguien")));
	part_fact(p, NULL, meeting_when(c, &m));
	if (voice)
		part_sound(p, r->v[SPOKEN_SECONDS].kind == V_INT ? length_text(c, r->v[SPOKEN_SECONDS].i) : STR(""), file_url(c, r->v[SPOKEN_FILE].s), STR(""));
	else
		part_quote(p, text);
	if (r->v[SPOKEN_TYPED_BY].kind == V_ID)
		part_fact(p, N_("Escribió el texto"), person_name(c, r->v[SPOKEN_TYPED_BY].id));
	if (voice || hers) {
		*standing = (struct record){ .entity = &spoken_entity };
		if (text.n)
			standing->v[SPOKEN_TEXT] = value_text(text);
		part_form(p, &(struct part_form){ .action = &spoken_type, .to = url, .standing = text.n ? standing : NULL, .waits = true,
			.carry = { { "person", id_text(c->mem, c->who->person) }, { "note", id_text(c->mem, r->id) } } });
	}
	if (allowed(c, "spoken.remove", scope_of(c, r)))
		part_link(p, "quitar", N_("Quitar"), str_fmt(c->mem, "%s/quitar", str_cstr(c->mem, url)));
	return OK;
}

static enum rc remove_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!one_asked(p, r, &m) || !allowed(c, "spoken.remove", scope_of(c, r)))
		return NOT_FOUND;
	struct str url = one_url(c, m.id, r->id);
	part_back(p, N_("Volver sin quitar nada"), url);
	part_fact(p, NULL, person_name(c, r->v[SPOKEN_PERSON].id));
	part_fact(p, NULL, meeting_when(c, &m));
	part_care(p, N_("Ya nadie la oirá en esta reunión."));
	part_form(p, &(struct part_form){ .action = &spoken_remove, .to = str_fmt(c->mem, "%s/quitar", str_cstr(c->mem, url)), .icon = "quitar",
		.carry = { { "note", id_text(c->mem, r->id) } } });
	return OK;
}

/* Back to the list of its meeting. */
static struct str note_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct record *r = ARENA_NEW(c->mem, struct record);
	int note = action_arg(a->action, STR("note"));

	(void)o;
	return record_get(c->db, c->schema, c->mem, &spoken_entity, c->net->id, act_ref(a, (unsigned)note), r) && r->v[SPOKEN_MEETING].kind == V_ID ?
		str_fmt(c->mem, "%s?ok=1", str_cstr(c->mem, spoken_url(c, r->v[SPOKEN_MEETING].id))) : STR("/reuniones");
}

const struct page spoken_pages[] = {
	{ .path = "/reuniones/{meeting}/voces", .name = "spoken", .title = N_("Las voces de una reunión"), .fill = list_fill, .flags = PAGE_KEEP },
	{ .path = "/reuniones/{meeting}/voces/nueva", .name = "spoken_new", .title = N_("Dejar mi voz o mi palabra"), .fill = new_fill,
		.action = "spoken.leave", .done = leave_done, .flags = PAGE_KEEP },
	{ .path = "/reuniones/{meeting}/voces/{note}", .name = "spoken_one", .title = N_("Una voz"), .fill = one_fill, .action = "spoken.type",
		.done = note_done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/voces/{note}/quitar", .name = "spoken_remove", .title = N_("Quitar una voz"), .fill = remove_fill,
		.action = "spoken.remove", .done = note_done, .flags = PAGE_PARTS },
	{ .path = NULL },
};

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	struct spoken *all = ARENA_ARRAY(c->mem, struct spoken, SPOKEN_MOST);
	unsigned n = spoken_of(c, m->id, (struct id){ 0 }, all, SPOKEN_MOST);
	struct str sum = total(c, all, n);

	(void)url_out;
	*hint_out = sum.n ? sum : n ? tr(c->lang, N_("Hay palabras escritas")) : tr(c->lang, N_("Si no puede venir, deje su voz"));
	return n > 0 || !meeting_is_over(c, m);
}

const struct meeting_door spoken_door = { .icon = "voz", .label = N_("Voces"), .tell = door_tell, .below = "voces" };
