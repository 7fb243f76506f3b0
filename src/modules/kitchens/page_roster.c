/*
 * page_roster.c - who has told of her pot and who has not: the coordinator's page.
 */
#include "pages.h"

#include "html.h"
#include "journal.h"
#include "money.h"
#include "texts.h"

enum { DISTRICTS_MAX = 2000 };

static bool may_see(struct ctx *c, struct id place)
{
	return allowed(c, "page:roster", (struct scope){ .place = place });
}

static struct str roster_url(struct ctx *c, struct str code, int64_t day, struct str after)
{
	struct buf b = buf_new(c->mem, 64);

	buf_c(&b, "/reportes?distrito=");
	url_part(&b, code);
	buf_c(&b, "&day=");
	buf_day(&b, day);
	if (after.n) {
		buf_c(&b, "&after=");
		url_part(&b, after);
	}
	return buf_str(&b);
}

static struct str of_all(struct ctx *c, const char *msgid, int64_t reported, int64_t total)
{
	struct buf n = buf_new(c->mem, 16), all = buf_new(c->mem, 16);

	buf_thousands(&n, reported);
	buf_thousands(&all, total);
	return tr_named(c->mem, c->lang, msgid,
		(const struct str_pair[]){ { "n", buf_str(&n) }, { "all", buf_str(&all) } }, 2);
}

struct str roster_hint(struct ctx *c)
{
	struct reported *told = ARENA_ARRAY(c->mem, struct reported, DISTRICTS_MAX);
	unsigned ntold = reported_read(c, today(c), told, DISTRICTS_MAX);
	int64_t reported = 0, total = 0;
	struct rows r = db_rows(c->db, SQL(Q_DISTRICTS), ARGS(cell_id(&c->net->id)));

	while (rows_next(&r)) {
		struct id id = rows_id(&r, 0);
		if (!may_see(c, id))
			continue;
		total += rows_int(&r, 3);
		for (unsigned i = 0; i < ntold; i++)
			if (id_eq(told[i].district, id))
				reported += told[i].kitchens;
	}
	return of_all(c, N_("Hoy avisaron {n} de {all}"), reported, total);
}

/* The districts she may look at, with kitchens that told; *place_io: the asked one, else where most are missing. */
static unsigned view_districts(struct page_call *p, int64_t day, struct id *place_io)
{
	struct ctx *c = p->c;
	struct reported *told = ARENA_ARRAY(c->mem, struct reported, DISTRICTS_MAX);
	unsigned ntold = reported_read(c, day, told, DISTRICTS_MAX), n = 0;
	int64_t most = -1, reported = 0, total = 0;
	struct id first = { 0 };
	struct id *seen = ARENA_ARRAY(c->mem, struct id, DISTRICTS_MAX);
	struct view **row = ARENA_ARRAY(c->mem, struct view *, DISTRICTS_MAX);
	struct rows r = db_rows(c->db, SQL(Q_DISTRICTS), ARGS(cell_id(&c->net->id)));

	while (rows_next(&r) && n < DISTRICTS_MAX) {
		struct id id = rows_id(&r, 0);
		int64_t here = 0;
		if (!may_see(c, id))
			continue;
		for (unsigned i = 0; i < ntold; i++)
			if (id_eq(told[i].district, id))
				here = told[i].kitchens;
		row[n] = view_row(p->v, "districts");
		view_text(row[n], "url", roster_url(c, rows_text(&r, 1), day, STR("")));
		view_text(row[n], "name", str_dup(c->mem, rows_text(&r, 2)));
		view_int(row[n], "reported", here);
		view_int(row[n], "total", rows_int(&r, 3));
		reported += here;
		total += rows_int(&r, 3);
		if (rows_int(&r, 3) - here > most) {
			most = rows_int(&r, 3) - here;
			first = id;
		}
		seen[n++] = id;
	}
	if (n == DISTRICTS_MAX)
		rows_end(&r);
	if (id_is_zero(*place_io))
		*place_io = first;
	for (unsigned i = 0; i < n; i++)
		view_flag(row[i], "on", id_eq(seen[i], *place_io));
	view_flag(p->v, "by_district", n > 1);
	view_text(p->v, "everywhere", of_all(c, N_("En todos los distritos avisaron {n} de {all}"), reported, total));
	return n;
}

/* One kitchen that has not told: whom to call, and when it last did. */
static void view_missing(struct page_call *p, struct id kitchen, struct str code, struct str name,
	int64_t day)
{
	struct ctx *c = p->c;
	struct view *row = view_row(p->v, "missing");
	struct scope s = scope_of_group(c, kitchen);
	struct rows r = db_rows(c->db, SQL(Q_LEADER_OF), ARGS(cell_id(&c->net->id), cell_id(&kitchen),
		cell_int(day)));

	view_text(row, "code", code);
	view_text(row, "name", name);
	if (rows_next(&r)) {
		view_text(row, "leader", str_dup(c->mem, rows_text(&r, 0)));
		if (classes_seen(c, s) & 1u << P_PERSONAL)
			view_text(row, "tel", str_dup(c->mem, rows_text(&r, 1)));
		rows_end(&r);
	}
	r = db_rows(c->db, SQL(Q_KITCHEN_LAST), ARGS(cell_id(&c->net->id), cell_id(&kitchen), cell_int(day)));
	if (rows_next(&r)) {
		view_text(row, "last", rows_null(&r, 0) ? tr(c->lang, N_("Nunca ha avisado")) :
			tr_fill(c->mem, c->lang, N_("Avisó por última vez el %s"),
				lang_date_short(c->mem, c->lang, rows_int(&r, 0))));
		rows_end(&r);
	}
	if (allowed(c, "meal.report", s))
		view_text(row, "enter_url", today_url(c, code, day, STR("")));
}

/* Who told it last, and at what hour. */
static struct str told_by(struct ctx *c, struct id change)
{
	struct journal_entry e;
	struct diag d = { 0 };

	if (!journal_find(c->db, c->mem, c->net->id, change, &e))
		return STR("");
	const struct change *ch = journal_read(c->db, c->schema, c->mem, c->net->id, e.seq, &d);
	if (!ch)
		return STR("");
	struct str name = person_name(c, ch->author);
	int minute = zone_minute(c->net->zone, ch->acted_at);
	return str_fmt(c->mem, "%.*s, %02d:%02d", (int)name.n, name.p, minute / 60, minute % 60);
}

static void view_kitchens(struct page_call *p, struct id place, struct str place_code, int64_t day)
{
	struct ctx *c = p->c;
	struct str last = STR("");
	unsigned n = 0, missing = 0;
	struct rows r = db_rows(c->db, SQL(Q_ROSTER), ARGS(cell_id(&c->net->id), cell_id(&place),
		cell_text(p->get(p, "after")), cell_int(day)));

	while (rows_next(&r)) {
		if (n++ == LIST_MAX) {
			view_text(p->v, "more_url", roster_url(c, place_code, day, last));
			rows_end(&r);
			break;
		}
		struct id kitchen = rows_id(&r, 0);
		struct str name = str_dup(c->mem, rows_text(&r, 2));
		last = str_dup(c->mem, rows_text(&r, 1));
		if (rows_null(&r, 3)) {
			missing++;
			view_missing(p, kitchen, last, name, day);
			continue;
		}
		struct view *row = view_row(p->v, "reports");
		view_text(row, "code", last);
		view_text(row, "name", name);
		view_cell(row, "served", &r, 3);
		view_cell(row, "free", &r, 4);
		view_text(row, "by", rows_null(&r, 5) ? STR("") : told_by(c, rows_id(&r, 5)));
		if (allowed(c, "meal.report", scope_of_group(c, kitchen)))
			view_text(row, "url", today_url(c, last, day, STR("")));
		else
			view_text(row, "url", str_fmt(c->mem, "/cocina/%s", str_cstr(c->mem, last)));
	}
	view_flag(p->v, "all_in", n > 0 && missing == 0);
}

static void view_counts(struct page_call *p, struct id place, int64_t day)
{
	int64_t reported, total;

	district_kitchens(p->c, place, day, &reported, &total);
	view_int(p->v, "reported", reported);
	view_int(p->v, "total", total);
}

enum rc page_roster(struct page_call *p)
{
	struct ctx *c = p->c;
	int64_t day = day_asked(p, "day", today(c));
	struct str asked = p->get(p, "distrito");
	struct id place = { 0 };

	if (day > today(c))
		day = today(c);
	if (asked.n && (!ref_resolve(c, "place", asked, &place) || !may_see(c, place)))
		return NOT_FOUND;
	if (view_districts(p, day, &place) == 0 && id_is_zero(place)) { /* none to look at yet */
		if (allowed_somewhere(c, "kitchen.register"))
			view_text(p->v, "new_url", STR("/cocinas/nueva"));
		return OK;
	}
	struct str code = ref_code(c, "place", place);
	view_text(p->v, "place", title_now(c, &place_entity, place));
	view_text(p->v, "day", day_plain(c, day));
	view_text(p->v, "day_long", lang_date_long(c->mem, c->lang, day));
	view_text(p->v, "prev_url", roster_url(c, code, day - 1, STR("")));
	if (day < today(c))
		view_text(p->v, "next_url", roster_url(c, code, day + 1, STR("")));
	view_counts(p, place, day);
	view_kitchens(p, place, code, day);
	return OK;
}
