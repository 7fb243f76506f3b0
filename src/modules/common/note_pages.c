/*
 * note_pages.c - /notas: writing a note, the team's list, reading one.
 *
 * The form to write holds no secret and may rest on a phone; the list and a note never do.
 */
#include "team_own.h"

#include "people.h"
#include "team_sql.h"
#include "parts.h"

enum { NOTES_SHOWN = 30 };

/* ---- writing ---- */

/* A team she may write to: of a group where her role lets her. */
static enum rc new_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct team *t = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN);
	unsigned n = teams_where(c, "note.add", t), at = 0;
	struct str asked = p->get(p, "team");

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "teams");
		const struct group_info *g = group_of(c, t[i].group);
		struct str id = id_text(c->mem, t[i].id);
		view_text(row, "team_id", id);
		view_text(row, "team_name", t[i].name);
		view_text(row, "group", g ? g->name : STR(""));
		if (str_eq(asked, id))
			at = i + 1;
	}
	if (!at && n == 1)
		at = 1;
	if (asked.n && !at)
		return NOT_FOUND;
	view_flag(p->v, "one", at > 0);
	view_flag(p->v, "choose", !at && n > 0);
	view_text(p->v, "name", at ? t[at - 1].name : STR(""));
	view_text(p->v, "team", at ? id_text(c->mem, t[at - 1].id) : STR(""));
	struct record *chosen = ARENA_NEW(c->mem, struct record);
	chosen->entity = &note_entity;
	if (at)
		chosen->v[NOTE_TEAM] = value_id(t[at - 1].id);
	form_fill(p, &note_add, at ? chosen : NULL, "team");
	return OK;
}

static struct str new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/notas/nueva?ok=1&team=%.36s", id_text(c->mem, act_ref(a, 0)).p);
}

/* ---- reading ---- */

struct listed {
	struct id id, author;
	int64_t day;
};

/* Where the list of a team goes on: "2026-11-22.ID". */
static bool read_place(struct str s, int64_t *day, struct id *id)
{
	size_t dot = str_find(s, '.');

	return dot < s.n && day_parse(str_sub(s, 0, dot), day) && id_parse(str_sub(s, dot + 1, s.n), id);
}

/* Days and names only: a text is shown one at a time, on its own page. */
static void show_notes(struct page_call *p, const struct team *t, int64_t before_day, struct id before)
{
	struct ctx *c = p->c;
	struct listed *list = ARENA_ARRAY(c->mem, struct listed, NOTES_SHOWN + 1);
	unsigned n = 0;
	struct rows r = ctx_rows(c, team_sql, Q_NOTES_OF_TEAM, cell_id(&c->net->id), cell_id(&t->id), cell_int(before_day),
		cell_id(&before), cell_int(NOTES_SHOWN + 1));

	while (rows_next(&r)) {
		list[n].id = rows_id(&r, 0);
		list[n].day = rows_int(&r, 1);
		list[n++].author = rows_id(&r, 2);
	}
	for (unsigned i = 0; i < n && i < NOTES_SHOWN; i++) {
		struct view *row = view_row(p->v, "notes");
		struct str name = person_name(c, list[i].author);
		view_text(row, "id", id_text(c->mem, list[i].id));
		view_text(row, "day", lang_date(c->mem, c->lang, list[i].day));
		view_text(row, "author", name.n ? name : tr(c->lang, N_("Alguien")));
	}
	if (n <= NOTES_SHOWN)
		return;
	char room[16];
	struct buf b = buf_fixed(room, sizeof(room));
	buf_day(&b, list[NOTES_SHOWN - 1].day);
	view_text(p->v, "more_url", str_fmt(c->mem, "/notas?team=%.36s&antes=%.*s.%.36s", id_text(c->mem, t->id).p, (int)b.n, room,
		id_text(c->mem, list[NOTES_SHOWN - 1].id).p));
}

/* Her phrase and the team's key: what is still missing before she can read. */
static void show_state(struct page_call *p, const struct team *t)
{
	struct ctx *c = p->c;
	struct lock l;

	view_flag(p->v, "open", c->opened != NULL);
	view_flag(p->v, "phrase", lock_get(c, c->who->person, &l) && l.confirmed);
	view_flag(p->v, "key", share_there(c, t->id, t->key_id, c->who->person));
}

static enum rc notes_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct team *t = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN);
	unsigned n = teams_mine(c, t), at = 0;
	struct str asked = p->get(p, "team"), place = p->get(p, "antes");
	int64_t before_day = today(c) + 1;
	struct id before = { 0 };

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "teams");
		view_text(row, "team_id", id_text(c->mem, t[i].id));
		view_text(row, "team_name", t[i].name);
		if (str_eq(asked, id_text(c->mem, t[i].id)))
			at = i;
	}
	if ((asked.n && (!n || !str_eq(asked, id_text(c->mem, t[at].id)))) ||
		(place.n && !read_place(place, &before_day, &before)))
		return NOT_FOUND;
	view_flag(p->v, "several", n > 1);
	view_flag(p->v, "none", n == 0);
	if (n) {
		view_text(p->v, "team", id_text(c->mem, t[at].id));
		view_text(p->v, "name", t[at].name);
		show_notes(p, &t[at], before_day, before);
		show_state(p, &t[at]);
	}
	return OK;
}

/* A note of a team that she is in; to anybody else it does not exist. */
static bool asked_note(struct page_call *p, struct record *r, struct team *t)
{
	struct ctx *c = p->c;
	struct id id;

	return id_parse(p->get(p, "note"), &id) &&
		record_get(c->db, c->schema, c->mem, &note_entity, c->net->id, id, r) && r->born && !r->v[NOTE_VOIDED].i &&
		r->v[NOTE_TEAM].kind == V_ID && team_get(c, r->v[NOTE_TEAM].id, t) && team_part_here(c, t) != PART_NONE;
}

static void show_note(struct page_call *p, const struct record *r, const struct team *t)
{
	struct ctx *c = p->c;
	struct str name = person_name(c, r->v[NOTE_AUTHOR].id);
	bool about = r->v[NOTE_ABOUT].kind == V_ID;

	view_text(p->v, "note", id_text(c->mem, r->id));
	view_text(p->v, "team", id_text(c->mem, t->id));
	view_text(p->v, "name", t->name);
	view_text(p->v, "day", lang_date(c->mem, c->lang, r->v[NOTE_DAY].i));
	view_text(p->v, "author", name.n ? name : tr(c->lang, N_("Alguien")));
	view_text(p->v, "about", about ? person_name(c, r->v[NOTE_ABOUT].id) : STR(""));
}

static enum rc note_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct seal_secret *secret = ARENA_NEW(c->mem, struct seal_secret);
	struct team t;
	struct str text = STR("");

	if (!asked_note(p, r, &t))
		return NOT_FOUND;
	show_note(p, r, &t);
	show_state(p, &t);
	bool open = team_open(c, &t, secret);
	bool legible = open && seal_open(c->mem, secret, r->v[NOTE_TEXT].s, &text);
	sodium_memzero(secret, sizeof(*secret));
	view_flag(p->v, "legible", legible);
	view_flag(p->v, "damaged", open && !legible);
	struct str rest = text, line;
	while (legible && str_cut(&rest, '\n', &line))
		if (line.n)
			view_text(view_row(p->v, "lines"), "line", line);
	return OK;
}

static enum rc void_fill(struct page_call *p)
{
	struct record *r = ARENA_NEW(p->c->mem, struct record);
	struct team t;

	if (!asked_note(p, r, &t))
		return NOT_FOUND;
	struct str url = str_fmt(p->c->mem, "/notas/%.36s", id_text(p->c->mem, r->id).p);
	part_back(p, N_("Volver sin anular"), url);
	part_fact(p, NULL, t.name);
	part_fact(p, NULL, lang_date(p->c->mem, p->c->lang, r->v[NOTE_DAY].i));
	part_fact(p, NULL, person_name(p->c, r->v[NOTE_AUTHOR].id));
	part_care(p, N_("Deja de verse en la lista del equipo."));
	part_form(p, &(struct part_form){ .action = &note_void, .to = str_fmt(p->c->mem, "%s/anular", str_cstr(p->c->mem, url)),
		.carry = { { "note", id_text(p->c->mem, r->id) } }, .button = N_("Anular"), .icon = "quitar" });
	return OK;
}

const struct page note_pages[] = {
	{ .path = "/notas", .name = "notes", .title = N_("Notas reservadas"), .fill = notes_fill, .flags = PAGE_SECRET },
	{ .path = "/notas/nueva", .name = "note_new", .title = N_("Escribir una nota reservada"), .fill = new_fill,
		.action = "note.add", .done = new_done,
		.flags = PAGE_KEEP },
	{ .path = "/notas/{note}", .name = "note", .title = N_("Nota reservada"), .fill = note_fill, .flags = PAGE_SECRET },
	{ .path = "/notas/{note}/anular", .name = "note_void", .title = N_("Anular la nota"), .fill = void_fill,
		.action = "note.void", .then = "/notas",
		.flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = NULL },
};
