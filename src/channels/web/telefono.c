/*
 * telefono.c - /telefono: a played telephone in a sample network, to try what a conversation is like.
 *
 * What is typed goes to tools/phones.py, by a stand-in of the service, its real protocol, the gateway's adapter and
 * the queue back to the stand-in. The page shows the rows of that conversation, and what the played telephone alone
 * knows of (a call for help leaves no row). Only where `ayni demo --phones` says where the telephones are; else 404.
 */
#include <poll.h>

#include "gateway.h"
#include "json.h"
#include "log.h"
#include "message.h"
#include "phones.h"
#include "telefono_sql.h"
#include "web.h"

enum { BUBBLES_MAX = 40, TEXT_MOST = 1600, NAP_MS = 60, PATIENCE_MS = 4000, SETTLE_MS = 400 };

struct way {
	const char *key, *kind, *name, *to;
};

static const struct way ways[] = {
	{ "sms", "android", N_("Mensaje de texto (SMS)"), N_("al número de la red") },
	{ "whatsapp", "whatsapp", "WhatsApp", N_("en línea") },
	{ "telegram", "telegram", "Telegram", N_("bot") },
};

/* Touched one after the other they make sense: a correction speaks of what was told last. */
static const char *const tries[] = { "raciones 120", "no era 120, era 102", "falta arroz 10 kg y aceite",
	"¿cuándo es la reunión?", "asisto", "MENU" };

struct bubble {
	bool out, rowed;
	struct str text, state;
	int64_t at;
};

struct screen {
	struct call *k;
	const struct played *who;
	const struct way *way;
	struct id gateway;
	struct str address;
	struct bubble bubble[BUBBLES_MAX * 2];
	unsigned n;
	bool away;
};

void telefono_start(void)
{
	query_register(&telefono_sql);
}

/* ---- who, where ---- */

static void choose(struct screen *s, struct str who, struct str way)
{
	const struct config *c = &s->k->site->config;

	s->who = &c->samples[0];
	s->way = &ways[0];
	for (unsigned i = 0; i < c->nsamples; i++)
		if (str_is(who, c->samples[i].key))
			s->who = &c->samples[i];
	for (unsigned i = 0; i < ARRAY_LEN(ways); i++)
		if (str_is(way, ways[i].key))
			s->way = &ways[i];
	s->address = str_c(s->who->phone);
	if (s->way == &ways[2]) /* her account there is made of the end of her number (tools/phones.py) */
		s->address = str_fmt(s->k->q->mem, "tg:%s", s->who->phone + 3);
}

static void gateway_find(struct screen *s)
{
	struct gateway all[GATEWAYS_MAX];
	unsigned n = gateways_read(&s->k->c, all);

	for (unsigned i = n; i-- > 0;)
		if (str_is(all[i].kind, s->way->kind) && !all[i].closed)
			s->gateway = all[i].id;
}

static struct str screen_url(const struct screen *s, const char *who, const char *way, const char *more)
{
	return str_fmt(s->k->q->mem, "/telefono?de=%s&por=%s%s", who ? who : s->who->key, way ? way : s->way->key, more);
}

/* ---- the conversation ---- */

static void rows_read(struct screen *s)
{
	struct ctx *c = &s->k->c;
	struct rows r = ctx_rows(c, telefono_sql, Q_TALK_BUBBLES, cell_id(&c->net->id), cell_text(s->address), cell_id(&s->gateway));

	s->n = 0;
	while (s->n < BUBBLES_MAX && rows_next(&r))
		s->bubble[s->n++] = (struct bubble){ .out = str_is(rows_text(&r, 0), "out"), .rowed = true,
			.text = str_dup(c->mem, rows_text(&r, 1)), .state = str_dup(c->mem, rows_text(&r, 2)), .at = rows_int(&r, 3) };
	if (s->n == BUBBLES_MAX)
		rows_end(&r);
}

static bool is_row(const struct screen *s, bool out, struct str text, bool *taken)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->bubble[i].rowed && !taken[i] && s->bubble[i].out == out && str_eq(s->bubble[i].text, text))
			return taken[i] = true;
	return false;
}

/* Of what is hers alone the row keeps no word: her own telephone shows what she typed there. */
static bool is_hidden_row(struct screen *s, bool out, struct str text, int64_t at, bool *taken)
{
	struct bubble *near = NULL;

	for (unsigned i = 0; i < s->n; i++) {
		struct bubble *b = &s->bubble[i];
		if (b->rowed && !taken[i] && b->out == out && str_is(b->text, MESSAGE_HIDDEN) && b->at >= at && (!near || b->at < near->at))
			near = b;
	}
	if (!near)
		return false;
	near->text = text;
	return taken[near - s->bubble] = true;
}

/* What she typed and got that has no row, as calls for help have none: only her telephone shows it. */
static void phone_read(struct screen *s)
{
	struct arena *mem = s->k->q->mem;
	bool taken[BUBBLES_MAX * 2] = { false };
	struct diag d = { 0 };
	struct str answer;

	if (!phones_screen(mem, s->k->site->config.phones, s->way->kind, s->who->phone, &answer)) {
		s->away = true;
		return;
	}
	const json_t *all = json_read(mem, answer, &d);
	for (size_t i = json_array_size(all); i-- > 0;) {
		const json_t *one = json_array_get(all, i);
		bool out = json_is_true(json_object_get(one, "out"));
		struct str text = json_get_str(one, "text");
		int64_t at = json_integer_value(json_object_get(one, "at"));
		if (s->n < ARRAY_LEN(s->bubble) && text.n && !is_row(s, out, text, taken) && !is_hidden_row(s, out, text, at, taken))
			s->bubble[s->n++] = (struct bubble){ .out = out, .text = text, .at = at, .state = STR("") };
	}
}

static int earlier(const void *a, const void *b)
{
	const struct bubble *x = a, *y = b;

	return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->out - y->out;
}

static const char *state_msgid(struct str state)
{
	static const struct {
		const char *state, *msgid;
	} words[] = { { "queued", N_("en cola") }, { "sent", N_("enviado") }, { "delivered", N_("entregado") },
		{ "read", N_("leído") }, { "failed", N_("no se pudo enviar") }, { "held", N_("retenido") } };

	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(state, words[i].state))
			return words[i].msgid;
	return NULL;
}

static void bubbles_show(const struct screen *s, struct view *v)
{
	struct ctx *c = &s->k->c;
	int64_t day = INT64_MIN;

	for (unsigned i = s->n > BUBBLES_MAX ? s->n - BUBBLES_MAX : 0; i < s->n; i++) {
		const struct bubble *b = &s->bubble[i];
		struct view *row = view_row(v, "bubbles");
		int64_t its = zone_day(c->net->zone, b->at);
		int minute = zone_minute(c->net->zone, b->at);
		const char *state = b->out ? state_msgid(b->state) : NULL;
		view_flag(row, "out", b->out);
		view_text(row, "text", b->text);
		view_text(row, "time", str_fmt(c->mem, "%d:%02d", minute / 60, minute % 60));
		view_text(row, "state", state ? tr(c->lang, state) : STR(""));
		view_text(row, "day", its != day ? lang_date_long(c->mem, c->lang, its) : STR(""));
		day = its;
	}
}

/* ---- the page ---- */

static void choices_show(const struct screen *s, struct view *v)
{
	const struct config *config = &s->k->site->config;

	for (unsigned i = 0; i < config->nsamples; i++) {
		const struct played *p = &config->samples[i];
		struct view *row = view_row(v, "people");
		view_text(row, "key", str_c(p->key));
		view_text(row, "name", tr(s->k->c.lang, p->name));
		view_text(row, "url", screen_url(s, p->key, NULL, ""));
		view_flag(row, "on", p == s->who);
	}
	for (unsigned i = 0; i < ARRAY_LEN(ways); i++) {
		struct view *row = view_row(v, "channels");
		view_text(row, "key", str_c(ways[i].key));
		view_text(row, "name", tr(s->k->c.lang, ways[i].name));
		view_text(row, "url", screen_url(s, NULL, ways[i].key, ""));
		view_flag(row, "on", &ways[i] == s->way);
	}
	for (unsigned i = 0; i < ARRAY_LEN(tries); i++)
		view_text(view_row(v, "tries"), "text", str_c(tries[i]));
}

static void page(struct screen *s, struct str typed, bool late)
{
	struct call *k = s->k;
	struct view *v = call_view(k);

	rows_read(s);
	phone_read(s);
	qsort(s->bubble, s->n, sizeof(s->bubble[0]), earlier);
	for (unsigned i = 0; i < k->site->nassets; i++)
		if (strcmp(k->site->assets[i].name, "phone.css") == 0)
			view_text(v, "sheet", asset_address(k->q->mem, &k->site->assets[i]));
	choices_show(s, v);
	bubbles_show(s, v);
	view_text(v, "who_key", str_c(s->who->key));
	view_text(v, "who_name", tr(k->c.lang, s->who->name));
	view_text(v, "who_about", tr(k->c.lang, s->who->about));
	view_text(v, "channel", str_c(s->way->key));
	view_text(v, "to", tr(k->c.lang, s->way->to));
	view_flag(v, "share", s->way == &ways[2]);
	view_flag(v, "late", late && !s->away);
	view_flag(v, "away", s->away);
	view_text(v, "again_url", screen_url(s, NULL, NULL, ""));
	view_text(v, "typed", typed);
	k->private = true;
	call_render(k, "telephone", v, s->away ? 503 : 200);
}

/* Rows of the conversation that are not older than `from`: something came out of it, or nothing will. */
static bool answered(struct screen *s, int64_t from)
{
	rows_read(s);
	for (unsigned i = 0; i < s->n && s->bubble[i].at >= from; i++)
		if (s->bubble[i].out ? !str_is(s->bubble[i].state, "queued") : str_is(s->bubble[i].state, "silent"))
			return true;
	return false;
}

/* Something came in on her telephone behind the first `before` bubbles of it. */
static bool told_phone(struct screen *s, unsigned before)
{
	struct diag d = { 0 };
	struct str answer;

	if (!phones_screen(s->k->q->mem, s->k->site->config.phones, s->way->kind, s->who->phone, &answer))
		return true;
	const json_t *all = json_read(s->k->q->mem, answer, &d);
	return json_array_size(all) > before &&
		json_is_true(json_object_get(json_array_get(all, json_array_size(all) - 1), "out"));
}

/* Wait a while for the answer, so that it is there without a script. No snapshot is held while it naps. */
static bool wait_for_answer(struct screen *s, int64_t from, unsigned before)
{
	struct db *db = s->k->c.db;

	for (int waited_ms = 0; waited_ms < PATIENCE_MS; waited_ms += NAP_MS) {
		poll(NULL, 0, NAP_MS);
		if (db_begin(db) != OK)
			return false;
		bool there = answered(s, from);
		db_rollback(db);
		if (there || (waited_ms % SETTLE_MS < NAP_MS && told_phone(s, before)))
			return true;
	}
	return false;
}

static unsigned screen_count(struct screen *s)
{
	struct diag d = { 0 };
	struct str answer;

	if (!phones_screen(s->k->q->mem, s->k->site->config.phones, s->way->kind, s->who->phone, &answer))
		return 0;
	return (unsigned)json_array_size(json_read(s->k->q->mem, answer, &d));
}

static void post(struct screen *s)
{
	struct call *k = s->k;
	struct str text = str_trim(form_get(&k->form, "texto"));
	bool share = form_get(&k->form, "compartir").n > 0, late = false;
	int64_t from = k->c.now;

	if (!text.n && !share) {
		call_redirect(k, screen_url(s, NULL, NULL, "#fin"));
		return;
	}
	unsigned before = screen_count(s) + !share; /* what she types is one of them */
	db_rollback(k->c.db);
	known_leave(&k->c);
	bool went = phones_type(k->q->mem, k->site->config.phones, s->way->kind, s->who->phone,
		share ? STR("") : str_sub(text, 0, TEXT_MOST));
	if (went)
		late = !wait_for_answer(s, from, before);
	if (db_begin(k->c.db) != OK)
		call_message(k, 503, "away");
	else if (!went)
		page(s, text, false);
	else
		call_redirect(k, screen_url(s, NULL, NULL, late ? "&tarde=1#fin" : "#fin"));
}

bool telefono_handle(struct call *k)
{
	struct screen s = { .k = k };
	bool posted = str_is(k->q->method, "POST");
	const struct form *f = posted ? &k->form : &k->query;

	if (!str_is(k->q->path, "/telefono") || !k->site->config.phones.n || !k->site->net.demo)
		return false;
	choose(&s, form_get(f, "de"), form_get(f, "por"));
	gateway_find(&s);
	if (posted)
		post(&s);
	else
		page(&s, STR(""), form_get(f, "tarde").n > 0);
	return true;
}
