/*
 * ways_page.c - /pasarelas: whether messages come and go, what they cost, and those that did not go.
 */
#include "ways_own.h"

#include "money.h"
#include "parts.h"

enum { LETTERS_SHOWN = 20, SCAN_MAX = 400, TEXT_SIGNS = 80, MINUTE_MS = 60 * 1000 };

/* ---- gateways ---- */

/* What to look at first, by what it is made of. */
static const char *advice(const struct gateway *g)
{
	if (str_is(g->fault, "money"))
		return N_("Póngale saldo, o avise a quien lo paga.");
	if (str_is(g->fault, "denied") || str_is(g->fault, "settings") || str_is(g->fault, "folder") || str_is(g->fault, "tls"))
		return N_("Avise a quien cuida la máquina: hay que arreglar un ajuste.");
	if (str_is(g->kind, "android"))
		return N_("Mire que el celular esté prendido, cargando, con señal y con datos, y que la aplicación esté abierta.");
	if (str_is(g->kind, "gammu"))
		return N_("Mire que el módem esté enchufado y con señal, y que gammu-smsd esté andando.");
	if (str_is(g->kind, "kannel"))
		return N_("Avise a quien cuida la máquina: Kannel no contesta.");
	return N_("Mire que la máquina tenga internet. Si lo tiene, espere: el servicio puede estar caído.");
}

static void state(struct ctx *c, struct view *row, const struct gateway *g)
{
	bool down = gateway_down(c, g);

	view_flag(row, "closed", g->closed);
	view_flag(row, "down", down);
	view_flag(row, "well", !g->closed && !down);
	view_text(row, "seen", g->seen_at ? desk_when(c, g->seen_at) : STR(""));
	view_text(row, "fault", down && g->fault.n ? tr(c->lang, gateway_fault_msgid(g->fault)) : STR(""));
	view_text(row, "fault_since", down && g->fault.n ? desk_when(c, g->fault_at) : STR(""));
	view_text(row, "todo", down ? tr(c->lang, advice(g)) : STR(""));
}

/* Percent of the ceiling, 0 to 100; text for a bar. */
static void spending(struct ctx *c, struct view *row, const struct gateway *g)
{
	int64_t spent_mills = message_spent_mills(c, g->id);
	bool bounded = g->ceiling_mills > 0;

	view_text(row, "spent", desk_money(c, spent_mills));
	view_text(row, "ceiling", g->ceiling_mills < 0 ? STR("") : desk_money(c, g->ceiling_mills));
	view_flag(row, "spent_up", g->ceiling_mills >= 0 && spent_mills >= g->ceiling_mills);
	view_text(row, "share", bounded ? str_fmt(c->mem, "%lld", (long long)(spent_mills >= g->ceiling_mills ? 100 :
		spent_mills * 100 / g->ceiling_mills)) : STR(""));
}

static enum rc gateways_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct gateway *g = ARENA_ARRAY(c->mem, struct gateway, GATEWAYS_MAX);
	unsigned n = gateways_read(c, g);
	bool operates = allowed_somewhere(c, "page:gateway");

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(p->v, "rows");
		struct message_counts k = message_counts(c, g[i].id);
		view_text(row, "name", g[i].name);
		view_text(row, "channel", desk_channel(c, &g[i]));
		view_text(row, "number", g[i].number);
		state(c, row, &g[i]);
		spending(c, row, &g[i]);
		view_int(row, "queued", k.queued);
		view_text(row, "since", k.queued ? desk_when(c, k.queued_since_at) : STR(""));
		view_text(row, "url", operates ? str_fmt(c->mem, "/pasarelas/%.36s", id_text(c->mem, g[i].id).p) : STR(""));
	}
	view_text(p->v, "letters", str_fmt(c->mem, "%lld", (long long)letters_count(c, SCAN_MAX)));
	return OK;
}

/* Céntimos without signs, for a box. */
static struct str box(struct ctx *c, int64_t cents)
{
	struct buf b = buf_new(c->mem, 24);

	buf_money_plain(&b, cents);
	return buf_str(&b);
}

static enum rc gateway_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id id;
	struct gateway g;
	bool again = p->act != NULL;

	if (!id_parse(p->get(p, "gateway"), &id) || !gateway_get(c, id, &g))
		return NOT_FOUND;
	view_text(p->v, "gateway", id_text(c->mem, id));
	view_text(p->v, "name", g.name);
	view_text(p->v, "channel", desk_channel(c, &g));
	view_text(p->v, "number", g.number);
	state(c, p->v, &g);
	spending(c, p->v, &g);
	view_text(p->v, "hundred", again ? p->get(p, "hundred") : g.price_mills < 0 ? STR("") : box(c, g.price_mills * 10));
	view_text(p->v, "most", again ? p->get(p, "ceiling") : g.ceiling_mills < 0 ? STR("") : box(c, g.ceiling_mills / 10));
	view_text(p->v, "minute", again ? p->get(p, "minute") : str_fmt(c->mem, "%lld",
		(long long)(g.pace_ms > 0 && g.pace_ms < MINUTE_MS ? MINUTE_MS / g.pace_ms : g.pace_ms > 0 ? 1 : MINUTE_MS / 10)));
	form_fill(p, &gateway_set, NULL, "gateway|hundred|ceiling|minute|closed");
	return OK;
}

/* ---- letters ---- */

struct str letter_fault(struct ctx *c, const struct message *m)
{
	static const struct {
		const char *code, *msgid;
	} own[] = {
		{ "ceiling", N_("Se acabó la plata del mes.") }, { "stopped", N_("Pidió no recibir mensajes.") },
		{ "withdrawn", N_("Se detuvo antes de salir.") }, { "old", N_("Ya era muy viejo para mandarlo.") },
		{ "address", N_("Ese número no existe, o está mal escrito.") }, { "blocked", N_("Bloqueó nuestros mensajes.") },
		{ "phone_off", N_("Su teléfono está apagado o sin señal.") },
		{ "window", N_("Pasaron más de 24 horas desde que escribió, y WhatsApp ya no deja.") },
	};

	if (!m->fault.n)
		return STR("");
	for (unsigned i = 0; i < ARRAY_LEN(own); i++)
		if (str_is(m->fault, own[i].code))
			return tr(c->lang, own[i].msgid);
	return tr(c->lang, gateway_fault_msgid(m->fault));
}

/* Letters of a state behind a place, newest first. */
static unsigned letters_read(struct ctx *c, struct str state_name, struct id *id, struct id *person, unsigned max)
{
	unsigned n = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_LETTERS, cell_id(&c->net->id), cell_text(state_name), cell_int(max));

	while (rows_next(&r)) {
		id[n] = rows_id(&r, 0);
		person[n++] = rows_id(&r, 1);
	}
	return n;
}

int64_t letters_count(struct ctx *c, int64_t max)
{
	struct id *id = ARENA_ARRAY(c->mem, struct id, SCAN_MAX), *person = ARENA_ARRAY(c->mem, struct id, SCAN_MAX), group;
	struct str states[] = { STR("failed"), STR("held") };
	int64_t count = 0;

	for (unsigned s = 0; s < ARRAY_LEN(states); s++) {
		unsigned n = letters_read(c, states[s], id, person, SCAN_MAX);
		for (unsigned i = 0; i < n && count < max; i++)
			count += desk_may(c, "page:letters", person[i], &group);
	}
	return count;
}

int64_t waiting_count(struct ctx *c, int64_t max)
{
	struct id *person = ARENA_ARRAY(c->mem, struct id, SCAN_MAX), group;
	unsigned n = 0;
	int64_t count = 0;
	struct rows r = ctx_rows(c, messages_sql, Q_THREADS_WAITING_BEFORE, cell_id(&c->net->id), cell_int(INT64_MAX),
		cell_text(STR("")), cell_int(SCAN_MAX));

	while (rows_next(&r))
		person[n++] = rows_id(&r, 2);
	for (unsigned i = 0; i < n && count < max; i++)
		count += desk_may(c, "page:threads", person[i], &group);
	return count;
}

static struct str letter_name(struct ctx *c, const struct message *m)
{
	return id_is_zero(m->person) ? tr(c->lang, N_("Número desconocido")) : person_name(c, m->person);
}

static void letter(struct ctx *c, struct view *row, const struct message *m, struct id group)
{
	struct gateway g;

	view_text(row, "message", id_text(c->mem, m->id));
	view_text(row, "name", letter_name(c, m));
	view_text(row, "group_name", title_now(c, &group_entity, group));
	view_text(row, "group", id_text(c->mem, group));
	view_text(row, "text", desk_short(c->mem, desk_text(c, m), TEXT_SIGNS));
	view_text(row, "when", desk_when(c, m->failed_at ? m->failed_at : m->made_at));
	view_text(row, "fault", letter_fault(c, m));
	view_text(row, "way", gateway_get(c, m->gateway, &g) ? g.name : STR(""));
	desk_state(c, row, m);
}

static enum rc letters_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct id *id = ARENA_ARRAY(c->mem, struct id, SCAN_MAX), *person = ARENA_ARRAY(c->mem, struct id, SCAN_MAX), group;
	struct message *m = ARENA_NEW(c->mem, struct message);
	bool held = str_is(p->get(p, "ver"), "detenidos");
	unsigned n = letters_read(c, held ? STR("held") : STR("failed"), id, person, SCAN_MAX), shown = 0, more = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!desk_may(c, "page:letters", person[i], &group) || !message_get(c, id[i], m))
			continue;
		if (shown++ < LETTERS_SHOWN)
			letter(c, view_row(p->v, "rows"), m, group);
		else
			more++;
	}
	view_flag(p->v, "held", held);
	view_text(p->v, "more", more ? str_fmt(c->mem, "%u", more) : STR(""));
	return OK;
}

/* What is asked of one that did not go. */
struct letter_ask {
	const struct action *action;
	const char *what, *last, *title, *button, *icon, *after; /* last: of its address */
};

static enum rc letter_fill(struct page_call *p, const struct letter_ask *ask)
{
	struct ctx *c = p->c;
	struct message *m = ARENA_NEW(p->c->mem, struct message);
	struct id group;

	if (!desk_message(c, ask->what, p->get(p, "message"), m, &group) || !m->out)
		return NOT_FOUND;
	part_title(p, tr(c->lang, ask->title));
	part_back(p, N_("Mensajes que no salieron"), STR("/pasarelas/cartas"));
	part_fact(p, NULL, letter_name(c, m));
	part_fact(p, NULL, title_now(c, &group_entity, group));
	part_fact(p, NULL, letter_fault(c, m));
	part_quote(p, desk_short(c->mem, desk_text(c, m), TEXT_SIGNS));
	part_after(p, ask->after);
	part_form(p, &(struct part_form){ .action = ask->action, .button = ask->button, .icon = ask->icon,
		.to = str_fmt(c->mem, "/pasarelas/cartas/%.36s/%s", id_text(c->mem, m->id).p, ask->last),
		.carry = { { "group", id_text(c->mem, group) }, { "message", id_text(c->mem, m->id) } } });
	return OK;
}

static enum rc again_fill(struct page_call *p)
{
	return letter_fill(p, &(struct letter_ask){ &message_again_act, "page:letter_again", "otra", N_("¿Mandarlo otra vez?"),
		N_("Mandar otra vez"), "otra", N_("Sale aunque se haya llegado al tope del mes.") });
}

static enum rc drop_fill(struct page_call *p)
{
	return letter_fill(p, &(struct letter_ask){ &message_drop_act, "page:letter_drop", "descartar", N_("¿Descartar este mensaje?"),
		N_("Descartar"), "quitar", N_("No se manda más. Ella no se entera.") });
}

const struct page ways_pages[] = {
	{ .path = "/pasarelas", .name = "gateways", .title = N_("Vías de mensajes"), .fill = gateways_fill },
	{ .path = "/pasarelas/cartas", .name = "letters", .title = N_("Mensajes que no salieron"), .fill = letters_fill,
		.flags = PAGE_SECRET },
	{ .path = "/pasarelas/cartas/{message}/otra", .name = "letter_again", .fill = again_fill, .action = "message.again",
		.prepare = care_prepare, .along = again_along, .then = "/pasarelas/cartas", .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/pasarelas/cartas/{message}/descartar", .name = "letter_drop", .fill = drop_fill, .action = "message.drop",
		.prepare = care_prepare, .along = drop_along, .then = "/pasarelas/cartas", .flags = PAGE_SECRET | PAGE_PARTS },
	{ .path = "/pasarelas/{gateway}", .name = "gateway", .fill = gateway_fill, .action = "gateway.set",
		.prepare = care_prepare, .along = gateway_along, .then = "/pasarelas" },
	{ .path = NULL },
};
