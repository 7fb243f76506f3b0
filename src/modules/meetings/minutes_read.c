/*
 * minutes_read.c - what stands of a meeting's minutes, and the acta as lines: what an approval keeps and a paper shows.
 */
#include "minutes_own.h"

#include "agreement.h"
#include "attachment.h"
#include "decide.h"
#include "fold.h"
#include "session.h"

enum { PEOPLE_MOST = 40, AGREEMENTS_MOST = 60 };

static struct id id_or_none(struct rows *r, int col)
{
	struct id none = { 0 };

	return rows_null(r, col) ? none : rows_id(r, col);
}

unsigned minutes_of(struct ctx *c, struct id meeting, struct minute *out, unsigned max)
{
	struct rows r = ctx_rows(c, minutes_sql, Q_MINUTES_OF, cell_id(&c->net->id), cell_id(&meeting));
	unsigned n = 0;

	while (rows_next(&r)) {
		if (n == max) {
			rows_end(&r);
			break;
		}
		out[n++] = (struct minute){ .id = rows_id(&r, 0), .point = id_or_none(&r, 1),
			.place = rows_int(&r, 2), .text = str_dup(c->mem, rows_text(&r, 3)),
			.author = id_or_none(&r, 4), .late = !rows_null(&r, 5) && rows_int(&r, 5) };
	}
	return n;
}

bool minutes_approval(struct ctx *c, struct id meeting, struct record *out)
{
	const struct value key[APPROVAL__N] = { [APPROVAL_MEETING] = value_id(meeting) };

	return record_get(c->db, c->schema, c->mem, &minutes_approval_entity, c->net->id,
		entity_key_id(&minutes_approval_entity, c->net->id, key), out) && out->born;
}

bool minutes_approved(struct ctx *c, struct id meeting)
{
	return minutes_approval(c, meeting, ARENA_NEW(c->mem, struct record));
}

bool minutes_hers(struct ctx *c, const struct meeting *m)
{
	const struct value key[SECRETARY__N] = { [SECRETARY_MEETING] = value_id(m->id), [SECRETARY_PERSON] = value_id(c->who->person) };
	struct record *r = ARENA_NEW(c->mem, struct record);

	if (meeting_runs(c, m))
		return true;
	return record_get(c->db, c->schema, c->mem, &minutes_secretary_entity, c->net->id,
		entity_key_id(&minutes_secretary_entity, c->net->id, key), r) && r->born && !r->v[SECRETARY_VOIDED].i;
}

unsigned minutes_person(struct ctx *c, const struct meeting *m, struct str name, struct id *out)
{
	struct id id[PEOPLE_MOST];
	struct str want = fold(c->mem, str_trim(name));

	if (id_parse(str_trim(name), &out[0])) /* a program says her id */
		return meeting_is_for(c, m->group, out[0]);
	unsigned n = want.n ? people_named(c, str_trim(name), id, PEOPLE_MOST) : 0, kept = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!meeting_is_for(c, m->group, id[i]))
			continue;
		if (str_eq(fold(c->mem, person_name(c, id[i])), want)) { /* her whole name: she is meant */
			out[0] = id[i];
			return 1;
		}
		if (kept < 2)
			out[kept++] = id[i];
	}
	return kept;
}

struct str minutes_source(struct ctx *c, struct id meeting)
{
	return attachment_about(c, "meeting", meeting);
}

/* ---- the acta as lines ---- */

/* A line a line of the text, each with its letter. */
static void say(struct buf *b, char kind, struct str text)
{
	struct str rest = text, one;

	while (str_cut(&rest, '\n', &one)) {
		one = str_trim(one);
		if (!one.n)
			continue;
		buf_char(b, kind);
		buf_add(b, one);
		buf_char(b, '\n');
	}
}

static void fact(struct ctx *c, struct buf *b, const char *label, struct str value)
{
	if (value.n)
		say(b, 'F', str_fmt(c->mem, "%s: %s", str_cstr(c->mem, tr(c->lang, label)), str_cstr(c->mem, value)));
}

bool minutes_line(struct str *rest, char *kind_out, struct str *text_out)
{
	struct str one;

	if (!str_cut(rest, '\n', &one) || one.n < 2)
		return false;
	*kind_out = one.p[0];
	*text_out = str_sub(one, 1, one.n);
	return true;
}

static void say_about(struct ctx *c, struct buf *b, struct id point, const struct minute *all, unsigned n, const struct proposal *asked, unsigned nasked)
{
	for (unsigned i = 0; i < n; i++)
		if (!all[i].late && id_eq(all[i].point, point))
			say(b, 'P', all[i].text);
	for (unsigned i = 0; i < nasked; i++)
		if (id_eq(asked[i].point, point))
			say(b, 'D', str_fmt(c->mem, "%s %lld: %s. %s", str_cstr(c->mem, tr(c->lang, N_("Propuesta"))), (long long)asked[i].number,
				str_cstr(c->mem, asked[i].text), str_cstr(c->mem, proposal_told(c, &asked[i]))));
}

static void say_agreements(struct ctx *c, struct buf *b, struct id meeting)
{
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, AGREEMENTS_MOST);
	unsigned n = agreements_of(c, minutes_source(c, meeting), a, AGREEMENTS_MOST);

	if (n)
		say(b, 'H', tr(c->lang, N_("Acuerdos")));
	for (unsigned i = 0; i < n; i++) {
		const struct str_pair pairs[] = { { "what", a[i].what }, { "who", a[i].who },
			{ "day", a[i].dated ? lang_date_long(c->mem, c->lang, a[i].by) : STR("…") } };
		say(b, 'A', tr_named(c->mem, c->lang, N_("{what}. Se encarga: {who}. Para el {day}"), pairs, ARRAY_LEN(pairs)));
	}
}

/* First what earlier meetings left: closed in this one, or still open. */
static void say_left(struct ctx *c, struct buf *b, const struct meeting *m)
{
	struct agreement *a = ARENA_ARRAY(c->mem, struct agreement, 2 * AGREEMENTS_MOST);
	unsigned n = agreements_closed_on(c, m->group, minutes_source(c, m->id), a, AGREEMENTS_MOST);

	n += agreements_left(c, m, a + n, AGREEMENTS_MOST);
	if (n)
		say(b, 'H', tr(c->lang, N_("Lo que quedó pendiente")));
	for (unsigned i = 0; i < n; i++)
		say(b, 'P', str_fmt(c->mem, "%s (%s): %s", str_cstr(c->mem, a[i].what), str_cstr(c->mem, a[i].who),
			str_cstr(c->mem, choice_label(c, agreement_states, a[i].state))));
}

struct str minutes_text(struct ctx *c, const struct meeting *m)
{
	struct agenda_point *point = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	struct minute *all = ARENA_ARRAY(c->mem, struct minute, MINUTES_MOST);
	struct proposal *asked = ARENA_ARRAY(c->mem, struct proposal, PROPOSALS_MOST);
	unsigned np = agenda_points(c, m, point, AGENDA_MOST), n = minutes_of(c, m->id, all, MINUTES_MOST);
	unsigned nasked = proposals_of(c, m->id, asked, PROPOSALS_MOST);
	struct buf b = buf_new(c->mem, 4000), rest = buf_new(c->mem, 1000);

	fact(c, &b, N_("Reunión"), m->topic);
	fact(c, &b, N_("De quién es"), ref_title(c, "group", m->group));
	fact(c, &b, N_("Día y hora"), meeting_when(c, m));
	fact(c, &b, N_("Dónde"), m->place);
	fact(c, &b, N_("Quórum"), minutes_quorum(c, m));
	say_left(c, &b, m);
	for (unsigned i = 0; i < np; i++) {
		if (point[i].here == POINT_WITHDRAWN)
			continue;
		say(&b, 'H', str_fmt(c->mem, "%u. %s", i + 1, str_cstr(c->mem, agenda_point_name(c, &point[i]))));
		say_about(c, &b, point[i].id, all, n, asked, nasked);
	}
	/* What belongs to no point, or to one that is not on this agenda. */
	for (unsigned i = 0; i < n + nasked; i++) {
		struct id of = i < n ? all[i].point : asked[i - n].point;
		bool on = false, seen = false;
		for (unsigned k = 0; k < np; k++)
			on |= id_eq(point[k].id, of) && point[k].here != POINT_WITHDRAWN;
		for (unsigned k = 0; k < i; k++)
			seen |= id_eq(k < n ? all[k].point : asked[k - n].point, of);
		if (!on && !seen)
			say_about(c, &rest, of, all, n, asked, nasked);
	}
	if (rest.n) {
		say(&b, 'H', tr(c->lang, N_("Lo que se dijo")));
		buf_add(&b, buf_str(&rest));
	}
	say_agreements(c, &b, m->id);
	return buf_str(&b);
}
