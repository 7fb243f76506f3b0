/*
 * desk_threads.c - /conversaciones: who wrote, the latest first, of the people the actor answers for.
 */
#include "desk_own.h"

enum { SCAN_BATCH = 400, SCAN_TURNS = 12, PREVIEW_SIGNS = 80, LOOK_BACK = 8 };

/* Goes to many, or by the clock: it says nothing of a conversation. */
static bool by_the_way(const struct message *m)
{
	return m->out && !str_is(m->kind, "reply") && !str_is(m->kind, "answer");
}

/* The newest message of the thread that the actor may see, rather of the conversation itself; false: none. */
static bool newest_seen(struct ctx *c, const struct thread *t, struct message *out, struct id *group_out)
{
	struct id id[LOOK_BACK], person[LOOK_BACK], zero = { 0 }, group;
	struct message *m = ARENA_NEW(c->mem, struct message);
	unsigned n = 0;
	bool may = false, found = false;
	struct rows r = ctx_rows(c, messages_sql, Q_MESSAGES_BEFORE, cell_id(&c->net->id), cell_text(t->address),
		cell_int(INT64_MAX), cell_id(&zero), cell_int(LOOK_BACK));

	while (rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		person[n++] = rows_id(&r, 1);
	}
	for (unsigned i = 0; i < n && (!found || by_the_way(out)); i++) {
		if (!i || !id_eq(person[i], person[i - 1]))
			may = desk_may(c, "page:threads", person[i], &group);
		if (!may || !message_get(c, id[i], m) || (found && by_the_way(m)))
			continue;
		*out = *m;
		*group_out = group;
		found = true;
	}
	return found;
}

static struct str name_of(struct ctx *c, struct id person)
{
	struct str name = id_is_zero(person) ? STR("") : person_name(c, person);

	return name.n ? name : tr(c->lang, id_is_zero(person) ? N_("Número desconocido") : N_("Alguien"));
}

static void show(struct page_call *p, const struct thread *t, const struct message *m, struct id group)
{
	struct ctx *c = p->c;
	struct view *row = view_row(p->v, "rows");

	view_text(row, "url", str_fmt(c->mem, "/conversaciones/%.36s#responder", id_text(c->mem, m->id).p));
	view_text(row, "name", name_of(c, m->person));
	view_text(row, "group", id_is_zero(m->person) ? m->address : title_now(c, &group_entity, group));
	view_text(row, "text", m->text.n ? desk_short(c->mem, desk_text(c, m), PREVIEW_SIGNS) : tr(c->lang, N_("(foto o audio)")));
	view_flag(row, "ours", m->out && !by_the_way(m));
	view_flag(row, "notice", by_the_way(m));
	view_text(row, "when", desk_when(c, m->made_at));
	view_flag(row, "waiting", t->lost_at != 0);
	view_flag(row, "failed", m->out && str_is(m->state, "failed"));
}

static unsigned batch(struct ctx *c, bool waiting, int64_t before, struct str address, struct thread *t)
{
	unsigned n = 0;
	struct rows r = ctx_rows(c, messages_sql, waiting ? Q_THREADS_WAITING_BEFORE : Q_THREADS_BEFORE, cell_id(&c->net->id),
		cell_int(before), cell_text(address), cell_int(SCAN_BATCH));

	while (rows_next(&r))
		t[n++] = (struct thread){ .address = str_dup(c->mem, rows_text(&r, 0)), .gateway = rows_id(&r, 1),
			.person = rows_id(&r, 2), .last_at = rows_int(&r, 3), .heard_at = rows_int(&r, 4),
			.lost_at = rows_int(&r, 5) };
	return n;
}

/* Where the list goes on behind that thread, named by its newest message, for no number stands in an address. */
static void more(struct page_call *p, const struct thread *t, bool waiting)
{
	struct ctx *c = p->c;
	struct id zero = { 0 };
	struct rows r = ctx_rows(c, messages_sql, Q_MESSAGES_BEFORE, cell_id(&c->net->id), cell_text(t->address),
		cell_int(INT64_MAX), cell_id(&zero), cell_int(1));

	if (!rows_next(&r))
		return;
	struct id id = rows_id(&r, 0);
	rows_end(&r);
	view_text(p->v, "more_url", str_fmt(c->mem, "/conversaciones?%santes=%lld.%.36s", waiting ? "ver=esperan&" : "",
		(long long)t->heard_at, id_text(c->mem, id).p));
}

/* Those of others are passed over in silence; at most so many a page, and she may go on from there. */
static void list(struct page_call *p, bool waiting, int64_t before, struct str address)
{
	struct ctx *c = p->c;
	struct thread *t = ARENA_ARRAY(c->mem, struct thread, SCAN_BATCH);
	struct message *m = ARENA_NEW(c->mem, struct message);
	unsigned n = SCAN_BATCH, shown = 0, i = 0;
	struct id group;

	for (unsigned turn = 0; turn < SCAN_TURNS && n == SCAN_BATCH && shown < SHOWN_MAX; turn++) {
		n = batch(c, waiting, before, address, t);
		for (i = 0; i < n && shown < SHOWN_MAX; i++)
			if (newest_seen(c, &t[i], m, &group)) {
				show(p, &t[i], m, group);
				shown++;
			}
		if (i) {
			before = t[i - 1].heard_at;
			address = t[i - 1].address;
		}
	}
	if (i && (i < n || n == SCAN_BATCH))
		more(p, &t[i - 1], waiting);
}

enum rc page_threads(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str see = p->get(p, "ver"), place = p->get(p, "antes"), address = STR("");
	bool waiting = str_is(see, "esperan");
	int64_t before = INT64_MAX;
	struct message *m = ARENA_NEW(c->mem, struct message);
	struct id at;

	if (place.n) { /* of anybody's message: it tells nothing but where to go on */
		if (!desk_place(place, &before, &at) || !message_get(c, at, m))
			return NOT_FOUND;
		address = m->address;
	}
	view_flag(p->v, "only_waiting", waiting);
	list(p, waiting, before, address);
	return OK;
}
