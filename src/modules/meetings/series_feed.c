/*
 * series_feed.c - a person's calendar for the program of her phone.
 *
 * Its address is a key that follows from a salt of hers and the server's secret; the table has a hash of it. Asked anew, the
 * old one is worth nothing. In it are the meetings of her groups, and nobody's name. A series is told by its rule; what
 * was moved or called off of it, each by itself.
 */
#include "series_own.h"

#include "hash.h"
#include "hour.h"
#include "ical.h"
#include "session.h"

enum { SALT_BYTES = 16, KEY_BYTES = 20, AHEAD_DAYS = 400, MASTERS_MAX = 200 };

static struct str key_of(struct ctx *c, struct str salt)
{
	struct hash h = secret_hash("calendar", salt);
	struct buf b = buf_new(c->mem, 2 * KEY_BYTES + 1);

	buf_hex(&b, h.b, KEY_BYTES);
	return buf_str(&b);
}

struct str calendar_address(struct ctx *c, struct id person)
{
	struct rows r = db_rows(c->db, SSQL(Q_CALENDAR_MINE), ARGS(cell_id(&c->net->id), cell_id(&person)));

	if (!rows_next(&r))
		return STR("");
	struct str salt = str_dup(c->mem, rows_text(&r, 0));
	rows_end(&r);
	return str_fmt(c->mem, "/calendario/%.*s/reuniones.ics", 2 * KEY_BYTES, key_of(c, salt).p);
}

bool calendar_owner(struct ctx *c, struct str key, struct id *person_out)
{
	struct hash h = hash_of(key, STR(""));
	struct rows r = db_rows(c->db, SSQL(Q_CALENDAR_FIND), ARGS(cell_id(&c->net->id), cell_blob(hash_bytes(&h))));

	if (!rows_next(&r))
		return false;
	*person_out = rows_id(&r, 0);
	rows_end(&r);
	return true;
}

void calendar_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct id person = act_ref(a, CALENDAR_PERSON);
	unsigned char salt[SALT_BYTES];

	(void)o;
	db_exec(c->db, SSQL(Q_CALENDAR_DROP), ARGS(cell_id(&c->net->id), cell_id(&person)));
	if (!act_int(a, CALENDAR_OPEN))
		return;
	random_bytes(salt, sizeof(salt));
	struct str s = { (const char *)salt, sizeof(salt) };
	struct hash h = hash_of(key_of(c, s), STR(""));
	db_exec(c->db, SSQL(Q_CALENDAR_PUT), ARGS(cell_id(&c->net->id), cell_id(&person), cell_blob(hash_bytes(&h)), cell_blob(s), cell_int(c->now)));
}

static const struct field set_args[] = {
	[CALENDAR_PERSON] = { "person", T_REF, F_REQUIRED, .label = N_("Persona"), .ref = "person", .privacy = P_NETWORK },
	[CALENDAR_OPEN] = { "open", T_BOOL, 0, .label = N_("Tiene calendario"), .privacy = P_PERSONAL,
		.purpose = N_("Para que su teléfono siga las reuniones") },
};

static enum rc set_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	const struct value key[CALENDAR__N] = { [CALENDAR_PERSON] = value_id(act_ref(a, CALENDAR_PERSON)) };

	put_int(put_keyed(c, ch, &calendar_entity, key), CALENDAR_OPEN, act_int(a, CALENDAR_OPEN) != 0);
	return OK;
}

static struct str set_describe(struct ctx *c, const struct told *t)
{
	return tr_named(c->mem, c->lang, N_("{who} cambió la dirección de su calendario"), &(struct str_pair){ "who", t->author }, 1);
}

const struct action calendar_set = {
	.name = "calendar.set", .label = N_("Hacer una dirección nueva"), .args = set_args, .nargs = CALENDAR__N, .flags = ACT_SECRET,
	.on = AT(CALENDAR_PERSON), .decide = set_decide, .describe = set_describe,
};

/* ---- the file ---- */

static struct str about_text(struct ctx *c, struct str link, struct str dial)
{
	struct buf b = buf_new(c->mem, 80);

	buf_add(&b, link);
	if (link.n && dial.n)
		buf_char(&b, '\n');
	if (dial.n) {
		const struct str_pair pair = { "dial", dial };
		buf_add(&b, tr_named(c->mem, c->lang, N_("Por teléfono: {dial}."), &pair, 1));
	}
	return buf_str(&b);
}

static struct str uid_of(struct ctx *c, struct id id)
{
	return str_fmt(c->mem, "%.36s@ayni", id_text(c->mem, id).p);
}

static int lasts_of(struct value v)
{
	return v.kind == V_INT ? (int)v.i : MEETING_USUAL_MIN;
}

/*
 * A series is one event of the calendar, however often it was changed: its root names it, its latest part says its rule, and its
 * edition rises. Days of earlier parts stand each by itself. A day called off is left out (EXDATE), as every program
 * follows; a day that is otherwise stands instead of the rule's (RECURRENCE-ID).
 */
struct masters {
	struct record *r[MASTERS_MAX];
	unsigned n;
};

static struct ical_event master(struct ctx *c, const struct record *s)
{
	return (struct ical_event){ .uid = uid_of(c, s->v[SERIES_ROOT].id), .day = s->v[SERIES_FIRST].i, .minute = hour_parse(s->v[SERIES_HOUR].s),
		.lasts_min = lasts_of(s->v[SERIES_MINUTES]), .title = s->v[SERIES_TOPIC].s, .place = s->v[SERIES_PLACE].s,
		.about = about_text(c, s->v[SERIES_LINK].s, s->v[SERIES_DIAL].s), .changed_at = s->stamp >> 16,
		.sequence = s->v[SERIES_EDITION].i, .rule = s->v[SERIES_RULE].s };
}

static const struct record *part_of(struct ctx *c, struct masters *all, struct id id)
{
	for (unsigned i = 0; i < all->n; i++)
		if (id_eq(all->r[i]->id, id))
			return all->r[i];
	struct record *s = ARENA_NEW(c->mem, struct record);
	if (all->n == MASTERS_MAX || !record_get(c->db, c->schema, c->mem, &series_entity, c->net->id, id, s) || !s->born)
		return NULL;
	return all->r[all->n++] = s;
}

/* The part of that root that goes on; NULL: all were ended before they began. */
static const struct record *latest(const struct masters *all, struct id root)
{
	const struct record *last = NULL;

	for (unsigned i = 0; i < all->n; i++) {
		const struct record *s = all->r[i];
		if (id_eq(s->v[SERIES_ROOT].id, root) && !s->v[SERIES_VOIDED].i && (!last || s->v[SERIES_FIRST].i > last->v[SERIES_FIRST].i))
			last = s;
	}
	return last;
}

/* How often the whole was changed: also parts that never began count. */
static int64_t edition(const struct masters *all, struct id root)
{
	int64_t most = 0;

	for (unsigned i = 0; i < all->n; i++)
		if (id_eq(all->r[i]->v[SERIES_ROOT].id, root) && all->r[i]->v[SERIES_EDITION].i > most)
			most = all->r[i]->v[SERIES_EDITION].i;
	return most;
}

static bool same(const struct ical_event *e, const struct ical_event *m)
{
	return e->day == e->on_day && e->minute == m->minute && e->lasts_min == m->lasts_min && str_eq(e->title, m->title) &&
		str_eq(e->place, m->place) && str_eq(e->about, m->about);
}

struct found {
	struct ical_event e;
	struct id series;          /* zero: of none */
	const struct record *part; /* of it; NULL: of none */
};

/* Is it a day of what that part says? */
static bool ruled(const struct found *f, const struct record *s)
{
	int64_t day[SERIES_DAYS_MAX];

	return f->part && id_eq(f->part->v[SERIES_ROOT].id, s->v[SERIES_ROOT].id) && series_days(s, f->e.on_day, f->e.on_day, day) == 1;
}

static void write_series(struct ctx *c, struct ical *cal, const struct masters *all, const struct record *s, struct found *f, unsigned n)
{
	int64_t *off = ARENA_ARRAY(c->mem, int64_t, n);
	struct ical_event m = master(c, s);

	m.sequence = edition(all, s->v[SERIES_ROOT].id);
	m.off = off;
	for (unsigned i = 0; i < n; i++)
		if (f[i].e.cancelled && ruled(&f[i], s))
			off[m.noff++] = f[i].e.on_day;
	ical_event(cal, &m);
}

static void write_one(struct ctx *c, struct ical *cal, const struct masters *all, struct found *f)
{
	const struct record *last = f->part ? latest(all, f->part->v[SERIES_ROOT].id) : NULL;

	if (last && ruled(f, last)) {
		struct ical_event m = master(c, last);
		if (f->e.cancelled || same(&f->e, &m))
			return;
		f->e.on_minute = m.minute;
		f->e.uid = m.uid;
		f->e.instead = true;
	} else if (f->part && f->e.cancelled) {
		return; /* no rule gives that day any more */
	}
	ical_event(cal, &f->e);
}

/* The meetings of one group; how many there are then. */
static unsigned found_of(struct ctx *c, struct id group, int64_t from, struct found *f, unsigned n)
{
	struct rows r = db_rows(c->db, SSQL(Q_CALENDAR_MEETINGS), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(from)));

	while (n < FEED_MOST && rows_next(&r)) {
		if (!rows_null(&r, 9))
			f[n].series = rows_id(&r, 9);
		f[n++].e = (struct ical_event){ .uid = uid_of(c, rows_id(&r, 0)), .day = rows_int(&r, 2), .minute = hour_parse(rows_text(&r, 3)),
			.lasts_min = rows_null(&r, 4) ? MEETING_USUAL_MIN : (int)rows_int(&r, 4), .title = str_dup(c->mem, rows_text(&r, 5)),
			.place = str_dup(c->mem, rows_text(&r, 6)),
			.about = about_text(c, str_dup(c->mem, rows_text(&r, 7)), str_dup(c->mem, rows_text(&r, 8))), .on_day = rows_int(&r, 10),
			.sequence = rows_int(&r, 11), .cancelled = rows_int(&r, 12) != 0, .changed_at = rows_int(&r, 13) >> 16 };
	}
	if (n == FEED_MOST)
		rows_end(&r);
	return n;
}

struct str calendar_bytes(struct ctx *c)
{
	enum { GROUPS_MAX = 48 };
	struct buf out = buf_new(c->mem, 64 * 1024);
	struct masters *all = ARENA_NEW(c->mem, struct masters);
	struct found *f = ARENA_ARRAY(c->mem, struct found, FEED_MOST);
	struct id group[GROUPS_MAX];
	int64_t from = today(c) - FEED_BACK_DAYS;
	unsigned ngroup = meeting_groups(c, group, GROUPS_MAX), n = 0;
	struct ical cal;

	for (unsigned i = 0; i < ngroup && n < FEED_MOST; i++)
		n = found_of(c, group[i], from, f, n);
	ical_begin(&cal, &out, tr(c->lang, N_("Reuniones")), c->net->zone, c->net->zone_name, from, today(c) + AHEAD_DAYS);
	for (unsigned i = 0; i < n; i++)
		if (!id_is_zero(f[i].series))
			f[i].part = part_of(c, all, f[i].series);
	for (unsigned i = 0; i < all->n; i++)
		if (latest(all, all->r[i]->v[SERIES_ROOT].id) == all->r[i])
			write_series(c, &cal, all, all->r[i], f, n);
	for (unsigned i = 0; i < n; i++)
		write_one(c, &cal, all, &f[i]);
	ical_end(&cal);
	return buf_str(&out);
}

struct str calendar_one(struct ctx *c, struct id meeting)
{
	struct buf out = buf_new(c->mem, 2048);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct ical cal;

	if (!record_get(c->db, c->schema, c->mem, &meeting_entity, c->net->id, meeting, r))
		return STR("");
	const struct ical_event e = { .uid = uid_of(c, meeting), .day = r->v[MEETING_DAY].i, .minute = hour_parse(r->v[MEETING_HOUR].s),
		.lasts_min = lasts_of(r->v[MEETING_MINUTES]), .title = r->v[MEETING_TOPIC].s, .place = r->v[MEETING_PLACE].s,
		.about = about_text(c, r->v[MEETING_LINK].s, r->v[MEETING_DIAL].s), .sequence = r->v[MEETING_EDITION].i, .changed_at = r->stamp >> 16 };
	ical_begin(&cal, &out, tr(c->lang, N_("Reuniones")), c->net->zone, c->net->zone_name, e.day, e.day);
	ical_event(&cal, &e);
	ical_end(&cal);
	return buf_str(&out);
}
