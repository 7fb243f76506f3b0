/*
 * desk_read.c - whose messages the actor looks after, and how what is in them is shown.
 */
#include "desk_own.h"

#include "money.h"
#include "utf8.h"

/* ---- whose ---- */

bool desk_may(struct ctx *c, const char *what, struct id person, struct id *group_out)
{
	enum { GROUPS_MAX = 40 };
	struct id group[GROUPS_MAX];

	if (id_is_zero(person)) {
		*group_out = c->net->id; /* the root of the tree of groups */
		return allowed(c, what, scope_of_group(c, c->net->id));
	}
	unsigned n = db_ids(c->db, &messages_sql.query[Q_GROUPS_NOW],
		ARGS(cell_id(&c->net->id), cell_id(&person), cell_int(today(c))), group, GROUPS_MAX);
	for (unsigned i = 0; i < n; i++)
		if (allowed(c, what, scope_of_group(c, group[i]))) {
			*group_out = group[i];
			return true;
		}
	*group_out = c->net->id;
	return !n && allowed(c, what, scope_of_group(c, c->net->id)); /* she is in no group any more */
}

bool desk_message(struct ctx *c, const char *what, struct str id, struct message *out, struct id *group_out)
{
	struct id m;

	return id_parse(id, &m) && message_get(c, m, out) && desk_may(c, what, out->person, group_out);
}

bool thread_get(struct ctx *c, struct str address, struct thread *out)
{
	struct rows r = ctx_rows(c, messages_sql, Q_THREAD_GET, cell_id(&c->net->id), cell_text(address));

	if (!rows_next(&r))
		return false;
	*out = (struct thread){ .address = address, .gateway = rows_id(&r, 0), .person = rows_id(&r, 1),
		.last_at = rows_int(&r, 2), .heard_at = rows_int(&r, 3), .lost_at = rows_int(&r, 4) };
	rows_end(&r);
	return true;
}

bool thread_way(struct ctx *c, const struct thread *t, struct gateway *g_out, struct str *address_out)
{
	struct id gateway;

	*address_out = t->address;
	if (!id_is_zero(t->gateway) && gateway_get(c, t->gateway, g_out) && !g_out->closed)
		return true;
	return message_route(c, t->person, &gateway, address_out) && gateway_get(c, gateway, g_out) && !g_out->closed;
}

bool desk_place(struct str s, int64_t *at_ms, struct id *id)
{
	size_t dot = str_find(s, '.');

	return dot < s.n && str_int64(str_sub(s, 0, dot), at_ms) && id_parse(str_sub(s, dot + 1, s.n), id);
}

/* ---- how it is shown ---- */

struct str desk_when(struct ctx *c, int64_t at_ms)
{
	int64_t day = zone_day(c->net->zone, at_ms);
	int minute = zone_minute(c->net->zone, at_ms);
	struct str on = day == today(c) ? STR("") : day == today(c) - 1 ? tr(c->lang, N_("ayer")) :
		lang_date_short(c->mem, c->lang, day);

	return str_fmt(c->mem, "%.*s%s%02d:%02d", (int)on.n, on.p, on.n ? " " : "", minute / 60, minute % 60);
}

struct str desk_money(struct ctx *c, int64_t mills)
{
	struct buf b = buf_new(c->mem, 24);

	buf_c(&b, "S/ ");
	buf_money(&b, (mills + 9) / 10);
	return buf_str(&b);
}

struct str desk_short(struct arena *a, struct str s, unsigned n)
{
	struct buf b = buf_new(a, s.n + 4);
	unsigned signs = 0;
	size_t i = 0;

	s = str_trim(s);
	for (; i < s.n && (signs < n || ((unsigned char)s.p[i] & 0xc0) == 0x80); i++) {
		signs += ((unsigned char)s.p[i] & 0xc0) != 0x80;
		buf_char(&b, s.p[i] == '\n' ? ' ' : s.p[i]);
	}
	if (i < s.n)
		buf_c(&b, "…");
	return buf_str(&b);
}

struct str desk_channel(struct ctx *c, const struct gateway *g)
{
	const char *kind = gateway_channel(g->kind);

	return tr(c->lang, strcmp(kind, "whatsapp") == 0 ? N_("WhatsApp") : strcmp(kind, "telegram") == 0 ? N_("Telegram") :
		N_("mensaje de texto"));
}

static const struct look {
	const char *state, *icon, *look, *word;
} looks[] = {
	{ "queued", "pendiente", "phone", N_("En cola") },
	{ "sent", "enviado", "", N_("Enviado") },
	{ "delivered", "listo", "seen", N_("Entregado") },
	{ "read", "visto", "seen", N_("Leído") },
	{ "failed", "aviso", "back", N_("Falló") },
	{ "held", "parar", "phone", N_("Detenido: se acabó la plata del mes") },
	{ "dropped", "cerrar", "", N_("No se mandó") },
	{ "done", "listo", "seen", N_("Se entendió y se anotó") },
	{ "asked", "ayuda", "", N_("Se le preguntó") },
	{ "answered", "visto", "seen", N_("Se le respondió") },
	{ "lost", "aviso", "phone", N_("No se entendió") },
	{ "silent", "cerrar", "", N_("No pedía nada") },
};

void desk_state(struct ctx *c, struct view *row, const struct message *m)
{
	for (unsigned i = 0; i < ARRAY_LEN(looks); i++)
		if (str_is(m->state, looks[i].state)) {
			view_text(row, "icon", str_c(looks[i].icon));
			view_text(row, "look", str_c(looks[i].look));
			view_text(row, "word", tr(c->lang, looks[i].word));
			return;
		}
}

struct str desk_text(struct ctx *c, const struct message *m)
{
	struct message *to = ARENA_NEW(c->mem, struct message);

	return m->out && str_is(m->kind, "reply") && message_get(c, m->answers, to) && str_is(to->text, MESSAGE_HIDDEN) ? STR(MESSAGE_HIDDEN) : m->text;
}
