/*
 * broadcast_page.c - /difusion: writing to many, seeing what it costs before it goes, and what became of it.
 */
#include "broadcast.h"

#include "broadcast_sql.h"
#include "html.h"
#include "sms.h"
#include "utf8.h"
#include "parts.h"

enum { GROUPS_SHOWN = 60, PLACES_SHOWN = 60, LATEST = 40, NAMES_SHOWN = 50 };

/* ---- choosing ---- */

static void option(struct view *v, const char *rows, struct str value, struct str label, bool on)
{
	struct view *row = view_row(v, rows);

	view_text(row, "value", value);
	view_text(row, "label", label);
	view_flag(row, "on", on);
}

static bool groups(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[GROUPS_SHOWN];
	struct str name[GROUPS_SHOWN], asked = p->get(p, "group");
	unsigned n = 0, shown = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_GROUPS_LARGE, cell_id(&c->net->id), cell_int(GROUPS_SHOWN));

	while (rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		name[n++] = str_dup(c->mem, rows_text(&r, 1));
	}
	for (unsigned i = 0; i < n; i++)
		if (allowed(c, "broadcast.send", scope_of_group(c, id[i]))) {
			struct str value = id_text(c->mem, id[i]);
			option(p->v, "groups", value, name[i], str_eq(asked, value));
			shown++;
		}
	view_flag(p->v, "choose", shown > 1);
	return shown > 0;
}

static void narrowings(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str place = p->get(p, "place"), role = p->get(p, "role");
	struct rows r = ctx_rows(c, messages_sql, Q_PLACES_USED, cell_id(&c->net->id), cell_int(PLACES_SHOWN));

	while (rows_next(&r)) {
		struct str code = str_dup(c->mem, rows_text(&r, 1));
		option(p->v, "places", code, str_dup(c->mem, rows_text(&r, 2)), str_eq(place, code));
	}
	for (const struct choice *k = roles; k->name; k++)
		option(p->v, "roles", str_c(k->name), tr(c->lang, k->label), str_is(role, k->name));
	view_flag(p->v, "silent", str_is(p->get(p, "only"), "silent"));
}

/* ---- what it would be ---- */

/* The sign at *i, which moves behind it, as a text message has it. */
static struct str sign_next(struct ctx *c, struct str text, size_t *i, bool *cheap_out)
{
	size_t n = 1;

	while (*i + n < text.n && ((unsigned char)text.p[*i + n] & 0xc0) == 0x80)
		n++;
	struct str sign = str_sub(text, *i, n), folded = sms_fold(c->mem, sign);
	*i += n;
	*cheap_out = !folded.n || sms_segments(folded).gsm7;
	return *cheap_out ? folded : sign;
}

/* The first sign that keeps a text out of the GSM alphabet, or empty. */
static struct str odd_sign(struct ctx *c, struct str text)
{
	bool cheap;

	for (size_t i = 0; i < text.n;) {
		struct str sign = sign_next(c, text, &i, &cheap);
		if (!cheap)
			return sign;
	}
	return STR("");
}

/* Without the signs that no text message has in its cheap alphabet. */
static struct str plain(struct ctx *c, struct str text)
{
	struct buf b = buf_new(c->mem, text.n + 1);
	bool cheap;

	for (size_t i = 0; i < text.n;) {
		struct str sign = sign_next(c, text, &i, &cheap);
		if (cheap)
			buf_add(&b, sign);
	}
	return str_trim(buf_str(&b));
}

/* Segments and signs of a text message, and a cheaper wording where there is one. */
static void segments(struct page_call *p, struct str text)
{
	struct ctx *c = p->c;
	struct str folded = sms_fold(c->mem, text), cheap = plain(c, text);
	struct sms_size s = sms_segments(folded), less = sms_segments(cheap);
	unsigned each = s.gsm7 ? 153 : 67, last = s.segments > 1 ? s.units - (s.segments - 1) * each : 0;

	view_int(p->v, "segments", s.segments);
	view_int(p->v, "units", s.units);
	view_text(p->v, "folded", str_eq(folded, text) ? STR("") : folded);
	view_text(p->v, "sign", s.gsm7 ? STR("") : odd_sign(c, text));
	view_text(p->v, "cheap", less.segments && less.segments < s.segments ? cheap : STR(""));
	view_int(p->v, "cheap_segments", less.segments);
	view_text(p->v, "over", last && last <= each / 4 ? str_fmt(c->mem, "%u", last) : STR(""));
}

static void ways(struct page_call *p, const struct reach *o)
{
	struct ctx *c = p->c;

	for (unsigned i = 0; i < o->nby; i++) {
		const struct reach_by *by = &o->by[i];
		struct view *row = view_row(p->v, "ways");
		int64_t cost_mills = by->size.cost_mills < 0 ? -1 : by->size.cost_mills * by->people, left_mills = 0;
		if (by->gateway.ceiling_mills >= 0) {
			left_mills = by->gateway.ceiling_mills - message_spent_mills(c, by->gateway.id);
			left_mills = left_mills > 0 ? left_mills : 0;
		}
		view_text(row, "way", by->gateway.name);
		view_text(row, "channel", desk_channel(c, &by->gateway));
		view_int(row, "n", by->people);
		view_text(row, "cost", cost_mills < 0 ? STR("") : desk_money(c, cost_mills));
		view_text(row, "left", by->gateway.ceiling_mills < 0 ? STR("") : desk_money(c, left_mills));
		view_flag(row, "short", by->gateway.ceiling_mills >= 0 && cost_mills > left_mills);
		view_flag(row, "down", gateway_down(c, &by->gateway));
		view_flag(row, "whatsapp", str_is(by->gateway.kind, "whatsapp"));
	}
}

/* A number of people left out; empty when nobody is. */
static void some(struct page_call *p, const char *name, int64_t n)
{
	if (n)
		view_int(p->v, name, n);
	else
		view_text(p->v, name, STR(""));
}

static void counted(struct page_call *p)
{
	struct ctx *c = p->c;
	const struct act *a = p->act;
	struct reach *o = ARENA_NEW(c->mem, struct reach);
	struct audience to = audience_of_act(a);

	reach_count(c, &to, act_text(a, SEND_TEXT), o);
	view_flag(p->v, "counted", true);
	view_text(p->v, "list", audience_told(c, &to));
	view_int(p->v, "people", o->people);
	view_int(p->v, "reached", o->reached);
	view_flag(p->v, "nobody", o->reached == 0);
	some(p, "no_way", o->no_way);
	some(p, "stopped", o->stopped);
	some(p, "doubles", o->doubles);
	some(p, "discreet", o->discreet);
	view_text(p->v, "cost", o->cost_mills < 0 ? STR("") : desk_money(c, o->cost_mills));
	ways(p, o);
	segments(p, act_text(a, SEND_TEXT));
}

/* ---- the page ---- */

static void latest(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id[LATEST];
	struct record *b = ARENA_NEW(c->mem, struct record);
	unsigned n = db_ids(c->db, &broadcast_sql.query[Q_BROADCASTS_LATEST], ARGS(cell_id(&c->net->id), cell_int(LATEST)), id,
		LATEST);

	for (unsigned i = 0; i < n; i++) {
		if (!record_get(c->db, c->schema, c->mem, &broadcast_entity, c->net->id, id[i], b) ||
			!allowed(c, "page:broadcast_one", scope_of(c, b)))
			continue;
		struct audience to = audience_of_record(b);
		struct view *row = view_row(p->v, "sent");
		view_text(row, "url", str_fmt(c->mem, "/difusion/%.36s", id_text(c->mem, id[i]).p));
		view_text(row, "to", audience_told(c, &to));
		view_text(row, "when", desk_when(c, b->v[BROADCAST_AT].i));
		view_text(row, "by", person_name(c, b->v[BROADCAST_AUTHOR].id));
	}
}

static enum rc compose_fill(struct page_call *p)
{
	const struct diag_item *look = p->act ? diag_find(&p->act->diag, "sure") : NULL;
	bool only_look = look && p->act->diag.n == 1;

	if (!groups(p) && !p->act)
		view_flag(p->v, "none", true);
	narrowings(p);
	view_text(p->v, "group", p->get(p, "group"));
	view_text(p->v, "place", p->get(p, "place"));
	view_text(p->v, "role", p->get(p, "role"));
	view_text(p->v, "only", p->get(p, "only"));
	view_text(p->v, "text", str_is(p->get(p, "how"), "cheap") && p->act ? plain(p->c, act_text(p->act, SEND_TEXT)) :
		p->get(p, "text"));
	view_int(p->v, "most", BROADCAST_TEXT_MAX);
	form_fill(p, &broadcast_send, NULL, "group|place|role|only|text|sure");
	view_flag(p->v, "wrong", p->act && !only_look);
	if (only_look) {
		p->status = 200;
		counted(p);
	}
	latest(p);
	return OK;
}

/* "Contar" and "más barato" only look; what goes is what was counted. */
static void compose_prepare(struct page_call *p, struct act *a)
{
	struct str how = p->get(p, "how");

	a->own = a;
	if (str_is(how, "cheap") && a->v[SEND_TEXT].kind == V_TEXT)
		a->v[SEND_TEXT].s = plain(p->c, a->v[SEND_TEXT].s);
	if (!str_is(how, "send"))
		a->v[SEND_SURE] = value_null();
	p->amended = true;
}

static void send_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	run_begin(c, a->id, act_text(a, SEND_TEXT));
}

static struct str sent_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/difusion/%.36s?ok=1", id_text(c->mem, a->id).p);
}

/* ---- how it goes ---- */

static bool asked(struct page_call *p, const char *what, struct record *b)
{
	struct ctx *c = p->c;
	struct id id;

	return id_parse(p->get(p, "broadcast"), &id) &&
		record_get(c->db, c->schema, c->mem, &broadcast_entity, c->net->id, id, b) && b->born &&
		allowed(c, what, scope_of(c, b));
}

static void head(struct page_call *p, const struct record *b)
{
	struct ctx *c = p->c;
	struct audience to = audience_of_record(b);
	struct run run;
	bool there = run_get(c, b->id, &run);

	view_text(p->v, "broadcast", id_text(c->mem, b->id));
	view_text(p->v, "list", audience_told(c, &to));
	view_text(p->v, "by", person_name(c, b->v[BROADCAST_AUTHOR].id));
	view_text(p->v, "when", desk_when(c, b->v[BROADCAST_AT].i));
	view_int(p->v, "people", b->v[BROADCAST_PEOPLE].i);
	view_text(p->v, "text", there ? run.text : STR(""));
	view_flag(p->v, "stopped", b->v[BROADCAST_STOPPED].i != 0);
	view_flag(p->v, "queueing", there && !run.done_at);
	view_text(p->v, "queued_so_far", there ? str_fmt(c->mem, "%lld", (long long)run.queued) : STR(""));
}

/* How many messages are in each state; when no more are queued, also how many people of the list got none. */
static void states(struct page_call *p, const struct record *b, struct str chosen)
{
	static const char *const order[] = { "queued", "held", "sent", "delivered", "read", "failed", "dropped" };
	struct ctx *c = p->c;
	int64_t n[ARRAY_LEN(order)] = { 0 }, waiting = 0, all = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_BATCH_COUNTS, cell_id(&c->net->id), cell_id(&b->id));

	while (rows_next(&r))
		for (unsigned i = 0; i < ARRAY_LEN(order); i++)
			if (str_is(rows_text(&r, 0), order[i]))
				n[i] = rows_int(&r, 1);
	for (unsigned i = 0; i < ARRAY_LEN(order); i++) {
		if (!n[i])
			continue;
		struct message m = { .state = str_c(order[i]), .out = true };
		struct view *row = view_row(p->v, "states");
		desk_state(c, row, &m);
		view_int(row, "n", n[i]);
		view_flag(row, "on", str_is(chosen, order[i]));
		view_text(row, "url", str_fmt(c->mem, "/difusion/%.36s?estado=%s", id_text(c->mem, b->id).p, order[i]));
		waiting += i < 2 ? n[i] : 0;
		all += n[i];
	}
	struct run run;
	int64_t without = run_get(c, b->id, &run) && run.done_at ? b->v[BROADCAST_PEOPLE].i - all : 0;
	view_text(p->v, "without", without > 0 ? str_fmt(c->mem, "%lld", (long long)without) : STR(""));
	view_flag(p->v, "can_stop", !b->v[BROADCAST_STOPPED].i && waiting && allowed(c, "broadcast.stop", scope_of(c, b)));
}

/* Who is in that state, of those the actor answers for; of the others only how many. */
static void names(struct page_call *p, const struct record *b, struct str state)
{
	struct ctx *c = p->c;
	struct id id[NAMES_SHOWN + 1], person[NAMES_SHOWN + 1], group, after = { 0 };
	unsigned n = 0, others = 0;
	struct str place = p->get(p, "desde");

	if (place.n && !id_parse(place, &after))
		return;
	struct rows r = ctx_rows(c, messages_sql, Q_BATCH_OF_STATE, cell_id(&c->net->id), cell_id(&b->id), cell_text(state),
		cell_id(&after), cell_int(NAMES_SHOWN + 1));
	while (rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		person[n++] = rows_id(&r, 1);
	}
	for (unsigned i = 0; i < n && i < NAMES_SHOWN; i++) {
		if (!desk_may(c, "page:thread", person[i], &group)) {
			others++;
			continue;
		}
		struct view *row = view_row(p->v, "names");
		view_text(row, "name", person_name(c, person[i]));
		view_text(row, "group", title_now(c, &group_entity, group));
		view_text(row, "url", str_fmt(c->mem, "/conversaciones/%.36s#responder", id_text(c->mem, id[i]).p));
	}
	view_text(p->v, "others", others ? str_fmt(c->mem, "%u", others) : STR(""));
	if (n > NAMES_SHOWN)
		view_text(p->v, "more_url", str_fmt(c->mem, "/difusion/%.36s?estado=%.*s&desde=%.36s", id_text(c->mem, b->id).p,
			(int)state.n, state.p, id_text(c->mem, id[NAMES_SHOWN - 1]).p));
}

static enum rc one_fill(struct page_call *p)
{
	struct record *b = ARENA_NEW(p->c->mem, struct record);
	struct str state = p->get(p, "estado");

	if (!asked(p, "page:broadcast_one", b))
		return NOT_FOUND;
	head(p, b);
	states(p, b, state);
	if (state.n)
		names(p, b, state);
	view_flag(p->v, "chosen", state.n > 0);
	return OK;
}

static enum rc stop_fill(struct page_call *p)
{
	struct record *b = ARENA_NEW(p->c->mem, struct record);

	if (!asked(p, "page:broadcast_stop", b))
		return NOT_FOUND;
	head(p, b);
	struct str url = str_fmt(p->c->mem, "/difusion/%.36s", id_text(p->c->mem, b->id).p);
	part_title(p, tr(p->c->lang, N_("¿Detener este mensaje?")));
	part_back(p, N_("Volver"), url);
	part_fact(p, NULL, view_get(p->v, "list"));
	part_quote(p, view_get(p->v, "text"));
	part_care(p, N_("A quienes todavía no les salió, ya no les sale. A las demás ya les llegó."));
	part_form(p, &(struct part_form){ .action = &broadcast_stop, .to = str_fmt(p->c->mem, "%s/parar", str_cstr(p->c->mem, url)),
		.carry = { { "broadcast", id_text(p->c->mem, b->id) } }, .button = N_("Detener"), .icon = "parar" });
	return OK;
}

static void stop_along(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	run_stop(c, act_ref(a, 0));
}

static struct str stop_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/difusion/%.36s", id_text(c->mem, act_ref(a, 0)).p);
}

const struct page broadcast_pages[] = {
	{ .path = "/difusion", .name = "broadcast", .title = N_("Escribir a muchas"), .fill = compose_fill,
		.action = "broadcast.send", .prepare = compose_prepare, .along = send_along, .done = sent_done },
	{ .path = "/difusion/{broadcast}", .name = "broadcast_one", .fill = one_fill },
	{ .path = "/difusion/{broadcast}/parar", .name = "broadcast_stop", .flags = PAGE_PARTS, .fill = stop_fill, .action = "broadcast.stop",
		.prepare = care_prepare, .along = stop_along, .done = stop_done },
	{ .path = NULL },
};
