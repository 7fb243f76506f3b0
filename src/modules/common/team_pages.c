/*
 * team_pages.c - /equipo: her teams, founding one, who is in it, giving the key.
 */
#include "team_own.h"

#include "people.h"
#include "team_sql.h"
#include "parts.h"

enum { MEMBERS_SHOWN = 60, GROUP_READ = 400 };

/* Where to open her phrase first, and back. */
static struct str phrase_first(struct page_call *p, struct str back)
{
	struct buf b = buf_new(p->c->mem, 120);

	buf_c(&b, "/frase?next=");
	url_part(&b, back);
	return buf_str(&b);
}

/* Her phrase: none yet, closed or open. */
static void show_phrase(struct page_call *p)
{
	struct lock l;

	view_flag(p->v, "open", p->c->opened != NULL);
	view_flag(p->v, "phrase", lock_get(p->c, p->c->who->person, &l) && l.confirmed);
}

/* ---- /equipo ---- */

static enum rc teams_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct team *mine = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN);
	struct team *led = ARENA_ARRAY(c->mem, struct team, TEAMS_SHOWN);
	unsigned n = teams_mine(c, mine), m = teams_where(c, "team.invite", led);

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "teams");
		const struct group_info *g = group_of(c, mine[i].group);
		view_text(row, "id", id_text(c->mem, mine[i].id));
		view_text(row, "name", mine[i].name);
		view_text(row, "group", g ? g->name : STR(""));
		view_flag(row, "key", share_there(c, mine[i].id, mine[i].key_id, c->who->person));
	}
	for (unsigned i = 0; i < m; i++) {
		if (team_part_here(c, &led[i]) != PART_NONE)
			continue;
		struct view *row = view_row(p->v, "others");
		const struct group_info *g = group_of(c, led[i].group);
		view_text(row, "id", id_text(c->mem, led[i].id));
		view_text(row, "name", led[i].name);
		view_text(row, "group", g ? g->name : STR(""));
	}
	view_flag(p->v, "found", allowed_somewhere(c, "team.create"));
	show_phrase(p);
	return OK;
}

/* ---- founding ---- */

static enum rc new_fill(struct page_call *p)
{
	if (!p->c->opened) {
		p->redirect = phrase_first(p, STR("/equipo/nuevo"));
		return OK;
	}
	part_back(p, N_("Equipos"), STR("/equipo"));
	part_intro(p, N_("Se hace una llave nueva. La tiene usted, y quienes la reciban de usted o de otra integrante."));
	part_form(p, &(struct part_form){ .action = &team_create, .to = STR("/equipo/nuevo"), .without = "key",
		.button = N_("Fundar el equipo"), .icon = "equipo" });
	return OK;
}

/* The team's pair is made here, and its secret is only ever seen sealed. */
static void new_prepare(struct page_call *p, struct act *a)
{
	struct ctx *c = p->c;
	struct seal_secret *pair = ARENA_NEW(c->mem, struct seal_secret);
	struct str *share = ARENA_NEW(c->mem, struct str);

	if (!c->opened) {
		p->redirect = phrase_first(p, STR("/equipo/nuevo"));
		return;
	}
	seal_pair(pair);
	act_arg(c, a, STR("key"), seal_key_text(c->mem, &pair->pub));
	*share = share_seal(c->mem, pair, &c->opened->pub);
	sodium_memzero(pair->b, sizeof(pair->b));
	a->own = share;
}

static void new_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	const struct put *p = change_find(o->change, &team_entity);
	struct seal_public key;

	if (p && a->own && seal_key_read(put_get(p, TEAM_KEY)->s, &key))
		share_put(c, p->id, seal_key_id(&key), c->who->person, *(const struct str *)a->own);
}

static struct str new_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/equipo/%.36s", id_text(c->mem, a->id).p);
}

/* ---- one team ---- */

static bool asked_team(struct page_call *p, struct team *t)
{
	struct id id;

	return id_parse(p->get(p, "team"), &id) && team_get(p->c, id, t) &&
		(team_part_here(p->c, t) != PART_NONE || allowed(p->c, "team.invite", scope_of_group(p->c, t->group)));
}

static void show_members(struct page_call *p, const struct team *t)
{
	struct ctx *c = p->c;
	struct id *who = ARENA_ARRAY(c->mem, struct id, MEMBERS_SHOWN);
	unsigned n = 0;
	struct rows r = ctx_rows(c, team_sql, Q_TEAM_MEMBERS, cell_id(&c->net->id), cell_id(&t->id), cell_int(MEMBERS_SHOWN));
	struct lock l;

	while (rows_next(&r))
		who[n++] = rows_id(&r, 0);
	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "members");
		bool in = team_part_of(c, t, who[i]) != PART_NONE, key = in && share_there(c, t->id, t->key_id, who[i]);
		bool ready = in && !key && lock_get(c, who[i], &l) && l.confirmed;
		view_text(row, "person", id_text(c->mem, who[i]));
		view_text(row, "who_name", person_name(c, who[i]));
		view_flag(row, "key", key);
		view_flag(row, "ready", ready);
		view_flag(row, "asked", in && !key && !ready);
		view_flag(row, "gone", !in);
	}
}

/* Who could be asked in: people of the group who may read notes there and have no part in the team. */
static void show_candidates(struct page_call *p, const struct team *t)
{
	struct ctx *c = p->c;
	struct id *who = ARENA_ARRAY(c->mem, struct id, GROUP_READ);
	unsigned n = 0, shown = 0;
	struct rows r = ctx_rows(c, team_sql, Q_MEMBERS_OF_GROUP, cell_id(&c->net->id), cell_id(&t->group),
		cell_int(today(c)), cell_int(GROUP_READ));

	while (rows_next(&r))
		who[n++] = rows_id(&r, 0);
	for (unsigned i = 0; i < n && shown < MEMBERS_SHOWN; i++) {
		if (team_part_of(c, t, who[i]) != PART_NONE || !team_lets(c, t, who[i], "page:notes"))
			continue;
		struct view *row = view_row(p->v, "candidates");
		view_text(row, "person", id_text(c->mem, who[i]));
		view_text(row, "who_name", person_name(c, who[i]));
		shown++;
	}
}

static enum rc team_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct team t;
	struct seal_secret secret;

	if (!asked_team(p, &t))
		return NOT_FOUND;
	const struct group_info *g = group_of(c, t.group);
	view_text(p->v, "team", id_text(c->mem, t.id));
	view_text(p->v, "name", t.name);
	view_text(p->v, "group", g ? g->name : STR(""));
	show_members(p, &t);
	if (allowed(c, "team.invite", scope_of_group(c, t.group)))
		show_candidates(p, &t);
	view_flag(p->v, "gives", team_open(c, &t, &secret));
	view_flag(p->v, "mine", team_part_here(c, &t) != PART_NONE);
	sodium_memzero(&secret, sizeof(secret));
	show_phrase(p);
	form_fill(p, &team_invite, NULL, "team|person");
	return OK;
}

static struct str join_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/equipo/%.36s?ok=1", id_text(c->mem, act_ref(a, 0)).p);
}

/* ---- giving the key ---- */

static enum rc admit_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct team t;
	struct id person;

	if (!asked_team(p, &t) || !id_parse(p->get(p, "person"), &person) || team_part_of(c, &t, person) == PART_NONE)
		return NOT_FOUND;
	struct str back = str_fmt(c->mem, "/equipo/%.36s", id_text(c->mem, t.id).p);
	if (!c->opened) {
		p->redirect = phrase_first(p, back);
		return OK;
	}
	view_text(p->v, "team", id_text(c->mem, t.id));
	view_text(p->v, "name", t.name);
	view_text(p->v, "person", id_text(c->mem, person));
	view_text(p->v, "who_name", person_name(c, person));
	form_fill(p, &team_admit, NULL, "team|person");
	return OK;
}

static void admit_prepare(struct page_call *p, struct act *a)
{
	struct ctx *c = p->c;
	struct seal_secret *secret = ARENA_NEW(c->mem, struct seal_secret);
	struct str *share = ARENA_NEW(c->mem, struct str);
	struct team t;
	struct id person;
	struct lock l;

	if (!asked_team(p, &t) || !id_parse(p->get(p, "person"), &person))
		return; /* the gate says what is missing */
	if (!team_open(c, &t, secret))
		p->redirect = phrase_first(p, str_fmt(c->mem, "/equipo/%.36s", id_text(c->mem, t.id).p));
	else if (!lock_get(c, person, &l) || !l.confirmed)
		diag_add(&a->diag, "person", "no_phrase", N_("Ella tiene que hacer antes su frase"), STR(""));
	else
		*share = share_seal(c->mem, secret, &l.pub);
	sodium_memzero(secret, sizeof(*secret));
	a->own = share;
}

static void admit_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct team t;

	(void)o;
	if (a->own && team_get(c, act_ref(a, 0), &t))
		share_put(c, t.id, t.key_id, act_ref(a, 1), *(const struct str *)a->own);
}

const struct page team_pages[] = {
	{ .path = "/equipo", .name = "teams", .title = N_("Equipos"), .fill = teams_fill, .flags = PAGE_SECRET },
	{ .path = "/equipo/nuevo", .name = "team_new", .title = N_("Fundar un equipo"), .fill = new_fill,
		.action = "team.create", .prepare = new_prepare,
		.along = new_along, .done = new_done, .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/equipo/{team}", .name = "team", .title = N_("Un equipo"), .fill = team_fill, .action = "team.invite", .done = join_done,
		.flags = PAGE_SECRET },
	{ .path = "/equipo/{team}/llave", .name = "team_admit", .title = N_("Dar la llave"), .fill = admit_fill,
		.action = "team.admit",
		.prepare = admit_prepare, .along = admit_along, .done = join_done, .flags = PAGE_SECRET },
	{ .path = NULL },
};
