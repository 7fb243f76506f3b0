/*
 * history.c - a record's changes as sentences, newest first; readers see what their rights allow.
 */
#include "core_pages.h"

#include "field.h"
#include "html.h"
#include "journal.h"
#include "module.h"

enum { HISTORY_MAX = 200 };

static struct str when(struct ctx *c, int64_t at_ms)
{
	struct str day = lang_date(c->mem, c->lang, zone_day(c->net->zone, at_ms));
	int minute = zone_minute(c->net->zone, at_ms);

	return str_fmt(c->mem, "%.*s %02d:%02d", (int)day.n, day.p, minute / 60, minute % 60);
}

static struct str channel_name(struct ctx *c, struct str channel)
{
	struct id by;

	if (str_is(channel, "text"))
		return tr(c->lang, N_("por mensaje"));
	if (str_is(channel, "file"))
		return tr(c->lang, N_("desde un archivo"));
	if (str_is(channel, "console"))
		return tr(c->lang, N_("en la consola"));
	if (str_is(channel, "outbox"))
		return tr(c->lang, N_("desde el teléfono, sin señal"));
	if (str_starts(channel, "outbox:") && id_parse(str_sub(channel, 7, channel.n), &by))
		return tr_fill(c->mem, c->lang, N_("desde el teléfono, sin señal; lo aceptó %s"), person_name(c, by));
	if (str_starts(channel, "chat:") && id_parse(str_sub(channel, 5, channel.n), &by))
		return tr_fill(c->mem, c->lang, N_("en el chat del grupo; lo aceptó %s"), person_name(c, by));
	if (str_starts(channel, "api:"))
		return tr_fill(c->mem, c->lang, N_("por el programa «%s»"), str_sub(channel, 4, channel.n));
	return STR("");
}

/* The reason given with a change of the record, where its entity keeps one and the reader may know it. */
static struct str reason_of(const struct change *ch, struct id id, unsigned classes)
{
	for (const struct put *p = ch->puts; p; p = p->next) {
		int i = fields_find(p->entity->fields, p->entity->nfields, STR("reason"));
		const struct value *v = i >= 0 && id_eq(p->id, id) ? put_get(p, (unsigned)i) : NULL;
		if (v && v->kind == V_TEXT && classes & 1u << p->entity->fields[i].privacy)
			return v->s;
	}
	return STR("");
}

static void row(struct page_call *p, const struct change *ch, struct id id, unsigned classes)
{
	struct ctx *c = p->c;
	struct view *v = view_row(p->v, "rows");

	view_text(v, "sentence", change_describe(c, ch));
	view_text(v, "when", when(c, ch->acted_at));
	view_text(v, "by", person_name(c, ch->author));
	view_text(v, "via", channel_name(c, ch->channel));
	view_text(v, "reason", reason_of(ch, id, classes));
	if (ch->doubted)
		view_text(v, "doubted", tr(c->lang, N_("Con un reloj en duda: la hora puede no ser esa")));
	if (ch->status == CHANGE_KEPT)
		view_text(v, "late", tr(c->lang, N_("Llegó tarde: vale lo que se corrigió después")));
}

struct str record_told(struct ctx *c, const struct record *r)
{
	struct journal_entry e;
	struct diag d = { 0 };

	if (!journal_find(c->db, c->mem, c->net->id, r->change, &e))
		return STR("");
	const struct change *ch = journal_read(c->db, c->schema, c->mem, c->net->id, e.seq, &d);
	return ch ? change_describe(c, ch) : STR("");
}

/* "Olla del día · SJM-001 Virgen de la Puerta · 22/11/2026", as much of it as there is. */
static struct str name_of(struct ctx *c, const struct record *r)
{
	const struct entity *e = r->entity;
	struct buf b = buf_new(c->mem, 80);
	struct id group = scope_of(c, r).group;

	buf_add(&b, tr(c->lang, e->label));
	if (!id_is_zero(group)) {
		buf_c(&b, " · ");
		buf_add(&b, ref_title(c, "group", group));
	}
	if (e->day && r->v[e->day - 1].kind == V_INT) {
		buf_c(&b, " · ");
		buf_add(&b, lang_date(c->mem, c->lang, r->v[e->day - 1].i));
	}
	return buf_str(&b);
}

/* Back to the page of this network that led here. */
static void view_back(struct page_call *p)
{
	struct str back = p->get(p, "volver");

	if (!url_local(back))
		return;
	view_text(p->v, "back_url", back);
	view_text(p->v, "back", tr(p->c->lang, N_("Volver")));
}

static enum rc fill(struct page_call *p)
{
	struct ctx *c = p->c;
	const struct entity *e = schema_entity(c->schema, p->get(p, "entity"));
	struct record *r = ARENA_NEW(c->mem, struct record);
	int64_t seq[HISTORY_MAX];
	struct diag d = { 0 };
	struct id id;

	if (!e || !id_parse(p->get(p, "id"), &id) ||
		!record_get(c->db, c->schema, c->mem, e, c->net->id, id, r) || !r->born)
		return NOT_FOUND;
	/* The sentences tell what network members may read, of records that she may see at all. */
	unsigned classes = classes_seen(c, scope_of(c, r));
	if (!(classes & 1u << P_NETWORK) || !record_visible(c, r))
		return NOT_FOUND;
	unsigned n = journal_of_record(c->db, c->net->id, id, seq, HISTORY_MAX);
	view_text(p->v, "name", name_of(c, r));
	view_back(p);
	while (n-- > 0) {
		struct change *ch = journal_read(c->db, c->schema, c->mem, c->net->id, seq[n], &d);
		if (ch)
			row(p, ch, id, classes);
	}
	return OK;
}

const struct page core_pages[] = {
	{ .path = "/historia/{entity}/{id}", .name = "history", .title = N_("Historia"), .fill = fill, .flags = PAGE_KEEP },
	{ .path = "/inicio", .name = "home", .title = N_("Inicio"), .fill = home_page, .flags = PAGE_KEEP },
	{ .path = "/area/{area}", .name = "area", .fill = area_page, .flags = PAGE_KEEP },
	{ .path = "/pendientes", .name = "pending", .title = N_("Pendientes"), .fill = pending_page },
	{ .path = "/pendientes/otras", .name = "pending_others", .title = N_("Por aceptar"), .fill = pending_others_page },
	{ .path = "/estilo", .name = "style", .fill = style_page },
	{ .path = "/operacion", .name = "operation", .title = N_("La máquina"), .fill = upkeep_page },
	{ 0 },
};
