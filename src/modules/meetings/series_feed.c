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

/* The seconds from its making to its last change: it only grows, as a sequence must. */
static int64_t since_made_s(const struct record *s)
{
	int64_t made_ms = 0;

	for (unsigned i = 0; i < 6; i++) /* an id begins with when it was made (id.h) */
		made_ms = made_ms << 8 | s->id.b[i];
	return (s->stamp >> 16) > made_ms ? ((s->stamp >> 16) - made_ms) / 1000 : 0;
}

/* Its days may have begun before the calendar does. */
static struct ical_event master(struct ctx *c, const struct record *s)
{
	return (struct ical_event){ .uid = uid_of(c, s->id), .day = s->v[SERIES_FIRST].i, .minute = hour_parse(s->v[SERIES_HOUR].s),
		.lasts_min = lasts_of(s->v[SERIES_MINUTES]), .title = s->v[SERIES_TOPIC].s, .place = s->v[SERIES_PLACE].s,
		.about = about_text(c, s->v[SERIES_LINK].s, s->v[SERIES_DIAL].s), .changed_at = s->stamp >> 16, .sequence = since_made_s(s),
		.rule = s->v[SERIES_RULE].s };
}

struct masters {
	struct record *r[MASTERS_MAX];
	unsigned n;
};

static const struct record *master_of(struct ctx *c, struct ical *cal, struct masters *all, struct id id)
{
	for (unsigned i = 0; i < all->n; i++)
		if (id_eq(all->r[i]->id, id))
			return all->r[i];
	struct record *s = ARENA_NEW(c->mem, struct record);
	if (all->n == MASTERS_MAX || !record_get(c->db, c->schema, c->mem, &series_entity, c->net->id, id, s) || !s->born)
		return NULL;
	all->r[all->n++] = s;
	if (s->v[SERIES_VOIDED].i)
		return s;
	struct ical_event e = master(c, s);
	ical_event(cal, &e);
	return s;
}

static bool same(const struct ical_event *e, const struct ical_event *m)
{
	return e->day == e->on_day && e->minute == m->minute && e->lasts_min == m->lasts_min && str_eq(e->title, m->title) &&
		str_eq(e->place, m->place) && str_eq(e->about, m->about) && !e->cancelled;
}

struct found {
	struct ical_event e;
	struct id series; /* zero: of none */
};

static void write_one(struct ctx *c, struct ical *cal, struct masters *all, struct found *f)
{
	const struct record *s = id_is_zero(f->series) ? NULL : master_of(c, cal, all, f->series);

	if (s && !s->v[SERIES_VOIDED].i) {
		struct ical_event m = master(c, s);
		f->e.on_minute = m.minute;
		if (same(&f->e, &m))
			return;
		f->e.uid = m.uid;
		f->e.instead = true;
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
