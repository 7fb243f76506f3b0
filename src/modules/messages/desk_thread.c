/*
 * desk_thread.c - /conversaciones/{message}: one conversation as it went, and a box to answer.
 *
 * Its address names a message, so that no number stands in an address. On a shared phone several people write: what is
 * shown are the messages of those whom the actor answers for.
 */
#include "ways_own.h"

enum { BUBBLES = 30, WINDOW_MS = 24 * 3600 * 1000 };

static struct str clock_of(struct ctx *c, int64_t at_ms)
{
	int minute = zone_minute(c->net->zone, at_ms);

	return str_fmt(c->mem, "%02d:%02d", minute / 60, minute % 60);
}

/* "en cola 14:02 · enviado 14:02 · entregado 14:03": what happened to it, each with its time. */
static struct str story(struct ctx *c, const struct message *m)
{
	const struct {
		int64_t at;
		const char *msgid;
	} step[] = {
		{ m->made_at, N_("en cola %s") }, { m->sent_at, N_("enviado %s") }, { m->delivered_at, N_("entregado %s") },
		{ m->read_at, N_("leído %s") }, { m->failed_at, N_("falló %s") },
	};
	struct buf b = buf_new(c->mem, 100);

	for (unsigned i = 0; i < ARRAY_LEN(step); i++)
		if (step[i].at) {
			if (b.n)
				buf_c(&b, " · ");
			buf_add(&b, tr_fill(c->mem, c->lang, step[i].msgid, clock_of(c, step[i].at)));
		}
	return buf_str(&b);
}

static struct str who_of(struct ctx *c, const struct message *m)
{
	struct id id = m->out ? m->author : m->person;
	struct str name = id_is_zero(id) ? STR("") : person_name(c, id);

	if (name.n)
		return name;
	return m->out ? STR("Ayni") : tr(c->lang, id_is_zero(id) ? N_("Número desconocido") : N_("Alguien"));
}

static void bubble(struct page_call *p, const struct message *m, int64_t *day_io)
{
	struct ctx *c = p->c;
	struct view *row = view_row(p->v, "bubbles");
	int64_t day = zone_day(c->net->zone, m->made_at);

	view_text(row, "day", day != *day_io ? lang_date_long(c->mem, c->lang, day) : STR(""));
	*day_io = day;
	view_flag(row, "ours", m->out);
	view_text(row, "from", who_of(c, m));
	view_text(row, "at", clock_of(c, m->made_at));
	view_text(row, "text", desk_text(c, m));
	view_flag(row, "photo", str_is(m->kind, "photo"));
	view_flag(row, "voice", str_is(m->kind, "voice"));
	desk_state(c, row, m);
	view_text(row, "story", m->out ? story(c, m) : STR(""));
	view_text(row, "fault", m->out ? letter_fault(c, m) : STR(""));
	view_text(row, "teach_url", !m->out && str_is(m->state, "lost") && m->text.n ?
		str_fmt(c->mem, "/no-entendidos/%.36s", id_text(c->mem, m->id).p) : STR(""));
}

/* Oldest first, of those she may see; *newest_out: what came last from there, to be answered. */
static void bubbles(struct page_call *p, const struct thread *t, int64_t before, struct id before_id)
{
	struct ctx *c = p->c;
	struct id id[BUBBLES + 1], person[BUBBLES + 1], group;
	struct message *m = ARENA_NEW(c->mem, struct message);
	unsigned n = 0;
	int64_t day = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_MESSAGES_BEFORE, cell_id(&c->net->id), cell_text(t->address),
		cell_int(before), cell_id(&before_id), cell_int(BUBBLES + 1));

	while (rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		person[n++] = rows_id(&r, 1);
	}
	if (n > BUBBLES) {
		n = BUBBLES;
		if (message_get(c, id[n - 1], m))
			view_text(p->v, "older_url", str_fmt(c->mem, "/conversaciones/%.36s?antes=%lld.%.36s",
				id_text(c->mem, id[0]).p, (long long)m->made_at, id_text(c->mem, id[n - 1]).p));
	}
	for (unsigned i = n; i-- > 0;)
		if (desk_may(c, "page:thread", person[i], &group) && message_get(c, id[i], m))
			bubble(p, m, &day);
}

/* By which way an answer would go, what it costs, and what stands against it. */
static void way(struct page_call *p, const struct thread *t)
{
	struct ctx *c = p->c;
	struct gateway g;
	struct str address;

	if (!thread_way(c, t, &g, &address)) {
		view_flag(p->v, "no_way", true);
		return;
	}
	view_text(p->v, "channel", desk_channel(c, &g));
	view_text(p->v, "by", g.name);
	view_text(p->v, "price", g.price_mills > 0 ? desk_money(c, g.price_mills) : STR(""));
	view_flag(p->v, "late", str_is(g.kind, "whatsapp") && t->heard_at + WINDOW_MS < c->now);
	view_flag(p->v, "down", gateway_down(c, &g));
}

/* Her telephone, to call. */
static void telephone(struct page_call *p, struct id person, struct id group, struct str address)
{
	struct ctx *c = p->c;

	if (!(classes_seen(c, scope_of_group(c, group)) & 1u << P_PERSONAL))
		return;
	if (str_starts(address, "+")) {
		view_text(p->v, "tel", address);
		return;
	}
	struct rows r = ctx_rows(c, messages_sql, Q_PHONE_OF, cell_id(&c->net->id), cell_id(&person));
	if (rows_next(&r)) {
		view_text(p->v, "tel", str_dup(c->mem, rows_text(&r, 0)));
		rows_end(&r);
	}
}

enum rc page_thread(struct page_call *p)
{
	struct ctx *c = p->c;
	struct message *m = ARENA_NEW(c->mem, struct message);
	struct str place = p->get(p, "antes");
	int64_t before = INT64_MAX;
	struct id group, before_id = { 0 };
	struct thread t;

	if (!desk_message(c, "page:thread", p->get(p, "message"), m, &group) || !thread_get(c, m->address, &t) ||
		(place.n && !desk_place(place, &before, &before_id)))
		return NOT_FOUND;
	view_text(p->v, "message", id_text(c->mem, m->id));
	view_text(p->v, "group", id_text(c->mem, group));
	view_text(p->v, "name", id_is_zero(m->person) ? tr(c->lang, N_("Número desconocido")) : person_name(c, m->person));
	view_text(p->v, "where", id_is_zero(m->person) ? m->address : title_now(c, &group_entity, group));
	telephone(p, m->person, group, m->address);
	view_flag(p->v, "stopped", message_stopped(c, t.address));
	bubbles(p, &t, before, before_id);
	view_flag(p->v, "can_answer", !place.n && allowed(c, "message.answer", scope_of_group(c, group)));
	way(p, &t);
	view_int(p->v, "most", ANSWER_MAX);
	form_fill(p, &message_answer, NULL, "group|message");
	return OK;
}

void thread_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct message *to = ARENA_NEW(c->mem, struct message);
	struct gateway g;
	struct str address;
	struct thread t;
	struct id group, id;

	(void)o;
	if (!desk_message(c, "message.answer", act_text(a, CARE_TO_MESSAGE), to, &group) || !thread_get(c, to->address, &t) ||
		!thread_way(c, &t, &g, &address))
		return; /* decide saw all of it in this transaction */
	id = a->id;
	message_queue(c, &(struct message){ .id = id, .gateway = g.id, .address = address, .person = to->person,
		.about_group = group, .kind = STR("answer"), .text = act_text(a, CARE_TO_TEXT), .answers = to->id,
		.author = c->who->person });
}

struct str thread_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/conversaciones/%.36s?ok=1#responder", str_cstr(c->mem, act_text(a, CARE_TO_MESSAGE)));
}
