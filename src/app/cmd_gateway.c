/*
 * cmd_gateway.c - `ayni gateway`: the ways by which messages come and go, made, set, closed and tried.
 *
 * A secret comes from a file or from what is typed, never from the words of the command, which others on the machine
 * can see. One that is made here is shown once, in the address that is typed into the telephone.
 */
#include "cmds.h"

#include "fold.h"
#include "gateway_channel.h"
#include "hash.h"
#include "json.h"

enum { SECRET_LETTERS = 32, SETTINGS_MAX = 16 };

static const char *const kinds = "android, gammu, kannel, telegram, whatsapp";

static void say(struct app *a, struct console *k, const char *msgid, const struct str_pair *pairs, unsigned n)
{
	buf_add(&k->out, tr_named(k->mem, a->lang, msgid, pairs, n));
	buf_char(&k->out, '\n');
}

/* ---- reading words ---- */

/* "0.055" or "50" to thousandths; "no": -1. */
static bool read_thousandths(struct str s, int64_t *out)
{
	struct str whole;
	int64_t n, part = 0;

	if (str_is(s, "no")) {
		*out = -1;
		return true;
	}
	str_cut(&s, '.', &whole);
	if (!whole.n || whole.n > 9 || whole.p[0] == '-' || !str_int64(whole, &n) || s.n > 3 || (s.n && s.p[0] == '-') ||
		(s.n && !str_int64(s, &part)))
		return false;
	for (size_t i = s.n; i < 3; i++)
		part *= 10;
	*out = n * 1000 + part;
	return true;
}

static int take_thousandths(struct app *a, struct console *k, const char *option, int64_t *out)
{
	bool bad = false;
	const char *given = option_take(k, option, &bad);

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), option);
	if (given && !read_thousandths(str_c(given), out))
		return usage_error(a, k, N_("No es un número: %s"), given);
	return EXIT_GOOD;
}

static int take_text(struct app *a, struct console *k, const char *option, struct str *out)
{
	bool bad = false;
	const char *given = option_take(k, option, &bad);

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), option);
	if (given)
		*out = str_c(given);
	return EXIT_GOOD;
}

/* Each "--set name=value" goes into the JSON of its kind; without value the name is taken out. */
static int take_settings(struct app *a, struct console *k, struct gateway *g)
{
	struct diag ignored = { 0 };
	json_t *tree = json_read(k->mem, g->settings.n ? g->settings : STR("{}"), &ignored);
	struct buf b = buf_new(k->mem, 256);
	bool bad = false;

	for (int i = 0; i <= SETTINGS_MAX; i++) {
		const char *given = option_take(k, "--set", &bad);
		struct str value = str_c(given), name;
		if (bad || i == SETTINGS_MAX)
			return usage_error(a, k, N_("A la opción %s le falta su valor"), "--set");
		if (!given)
			break;
		if (!str_cut(&value, '=', &name) || !name.n || !value.p)
			return usage_error(a, k, N_("Un ajuste se escribe nombre=valor; no «%s»"), given);
		const char *key = str_cstr(k->mem, name);
		if (value.n)
			json_object_set_new(tree, key, json_stringn(value.p, value.n));
		else
			json_object_del(tree, key);
	}
	if (json_canonical(k->mem, &b, tree) != OK)
		return usage_error(a, k, N_("Un ajuste no es texto%s"), "");
	g->settings = buf_str(&b);
	return EXIT_GOOD;
}

static int take_all(struct app *a, struct console *k, struct gateway *g)
{
	int status = take_text(a, k, "--name", &g->name);

	status = status ? status : take_text(a, k, "--number", &g->number);
	status = status ? status : take_thousandths(a, k, "--price", &g->price_mills);
	status = status ? status : take_thousandths(a, k, "--ceiling", &g->ceiling_mills);
	status = status ? status : take_thousandths(a, k, "--pace", &g->pace_ms);
	status = status ? status : take_settings(a, k, g);
	if (g->pace_ms < 0)
		g->pace_ms = 0;
	if (k->file.n)
		g->secret = k->file;
	return status;
}

/* ---- which one ---- */

static bool names_it(struct console *k, const struct gateway *g, struct str text)
{
	struct id id;

	return (id_parse(text, &id) && id_eq(id, g->id)) || str_eq(fold(k->mem, g->name), fold(k->mem, text)) ||
		str_eq(g->kind, text);
}

/* By id, name, or kind where there is one of it. */
static int find(struct app *a, struct console *k, struct ctx *c, const char *text, struct gateway *out)
{
	struct gateway row[GATEWAYS_MAX];
	unsigned n = gateways_read(c, row), found = 0;

	for (unsigned i = 0; i < n; i++)
		if (names_it(k, &row[i], str_c(text))) {
			*out = row[i];
			found++;
		}
	if (found == 1)
		return EXIT_GOOD;
	usage_error(a, k, found ? N_("Hay más de una pasarela que se llama %s; use su clave de «ayni gateway»") :
		N_("No hay una pasarela que se llame %s. Vea «ayni gateway»"), text);
	return EXIT_USAGE;
}

/* ---- showing ---- */

static struct str soles(struct arena *mem, int64_t mills)
{
	struct buf b = buf_new(mem, 24);

	if (mills < 0)
		return STR("–");
	buf_fmt(&b, "S/ %lld.%03d", (long long)(mills / 1000), (int)(mills % 1000));
	if (str_ends(buf_str(&b), "0"))
		buf_cut(&b, b.n - 1);
	return buf_str(&b);
}

static struct str number(struct arena *mem, int64_t n)
{
	return str_fmt(mem, "%lld", (long long)n);
}

static void show(struct app *a, struct console *k, struct ctx *c, const struct gateway *g)
{
	struct message_counts n = message_counts(c, g->id);
	bool down = gateway_down(c, g);
	struct str state = g->closed ? tr(a->lang, N_("cerrada")) : !g->seen_at && !g->fault.n ?
		tr(a->lang, N_("todavía no dio señal")) : !down ? tr(a->lang, N_("anda bien")) : g->fault.n ?
		tr(a->lang, gateway_fault_msgid(g->fault)) : tr(a->lang, N_("no da señal"));
	struct str_pair pairs[] = { { "name", g->name }, { "kind", g->kind }, { "number", g->number.n ? g->number : STR("–") },
		{ "state", state }, { "id", id_text(k->mem, g->id) }, { "price", soles(k->mem, g->price_mills) },
		{ "ceiling", soles(k->mem, g->ceiling_mills) }, { "spent", soles(k->mem, message_spent_mills(c, g->id)) },
		{ "queued", number(k->mem, n.queued) }, { "held", number(k->mem, n.held) }, { "failed", number(k->mem, n.failed) } };

	say(a, k, N_("{name} ({kind}, {number}): {state}"), pairs, ARRAY_LEN(pairs));
	say(a, k, N_("  clave {id} · precio {price} · este mes {spent} de {ceiling}"), pairs, ARRAY_LEN(pairs));
	say(a, k, N_("  por enviar {queued} · retenidos {held} · sin entregar {failed}"), pairs, ARRAY_LEN(pairs));
}

static int list(struct app *a, struct console *k, struct ctx *c)
{
	struct gateway row[GATEWAYS_MAX];
	unsigned n = gateways_read(c, row);

	for (unsigned i = 0; i < n; i++)
		show(a, k, c, &row[i]);
	if (!n)
		say(a, k, N_("No hay ninguna pasarela de mensajes. Haga una con «ayni gateway add»."), NULL, 0);
	return EXIT_GOOD;
}

/* What the operator types elsewhere, now and never again. */
static void show_address(struct app *a, struct console *k, const struct gateway *g, bool made)
{
	struct str url = a->config.public_url.n ? a->config.public_url : a->set.public_url;

	if (!url.n)
		url = str_fmt(k->mem, "http://%.*s", (int)a->set.listen.n, a->set.listen.p);
	size_t colon = str_find(url, ':');
	bool whole = colon + 3 < url.n;
	struct str host = whole ? str_sub(url, colon + 3, url.n) : url;
	while (str_ends(host, "/"))
		host.n--;
	struct str_pair pairs[] = { { "scheme", str_sub(url, 0, whole ? colon : 0) }, { "host", host },
		{ "id", id_text(k->mem, g->id) }, { "secret", g->secret } };

	if (str_is(g->kind, "android") && (made || k->file.n))
		say(a, k, N_("Escriba esta dirección en la aplicación del celular. Tiene la clave y se ve una sola vez:\n{scheme}://ayni:{secret}@{host}/pasarela/{id}"),
			pairs, ARRAY_LEN(pairs));
	else if (str_is(g->kind, "whatsapp") || str_is(g->kind, "kannel"))
		say(a, k, N_("La dirección de aquí para ese servicio es:\n{scheme}://{host}/pasarela/{id}"), pairs, ARRAY_LEN(pairs));
}

/* ---- doing ---- */

static void put(struct ctx *c, void *arg)
{
	gateway_put(c, arg);
}

static int keep(struct app *a, struct console *k, struct ctx *c, struct gateway *g, bool made)
{
	const struct adapter *adapter = adapter_of(g->kind);
	const char *odd = option_left(k);

	if (odd)
		return usage_error(a, k, N_("No hay una opción %s"), odd);
	if (!g->name.n)
		g->name = g->kind;
	if (adapter->check && !g->closed && adapter->check(c, g) != OK) {
		const struct diag_item *why = &c->diag->item[0];
		buf_add(&k->err, STR("ayni: "));
		buf_add(&k->err, c->diag->n ? tr_fill(k->mem, a->lang, why->msgid, why->arg) : STR("?"));
		buf_char(&k->err, '\n');
		return EXIT_USAGE;
	}
	if (app_write(a, c, put, g) != OK)
		return app_not_saved(a, k);
	show(a, k, c, g);
	show_address(a, k, g, made);
	return EXIT_GOOD;
}

static struct str secret_made(struct arena *mem)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* none that is taken for another */
	struct buf b = buf_new(mem, SECRET_LETTERS);

	for (int i = 0; i < SECRET_LETTERS; i++)
		buf_char(&b, letters[randombytes_uniform(sizeof(letters) - 1)]);
	return buf_str(&b);
}

static int add(struct app *a, struct console *k, struct ctx *c)
{
	struct gateway row[GATEWAYS_MAX];
	struct gateway g = { .id = id_new(c->now), .price_mills = -1, .ceiling_mills = -1 };
	int status = take_all(a, k, &g);
	bool made = false;

	if (status != EXIT_GOOD)
		return status;
	if (k->argc < 3 || !adapter_of(str_c(k->argv[2])))
		return usage_error(a, k, N_("Diga de qué clase: %s"), kinds);
	if (gateways_read(c, row) == GATEWAYS_MAX)
		return usage_error(a, k, N_("Ya no caben más pasarelas; cambie una con «ayni gateway set»%s"), "");
	g.kind = str_c(k->argv[2]);
	if (!g.secret.n && (str_is(g.kind, "android") || str_is(g.kind, "kannel"))) {
		g.secret = secret_made(k->mem);
		made = true;
	}
	return keep(a, k, c, &g, made);
}

static int change(struct app *a, struct console *k, struct ctx *c, const char *word)
{
	struct gateway g;
	bool made = flag_take(k, "--new-secret");
	int status = k->argc > 2 ? find(a, k, c, k->argv[2], &g) : usage_error(a, k, N_("Falta algo. Vea «ayni help %s»"), "gateway");

	if (status == EXIT_GOOD)
		status = take_all(a, k, &g);
	if (status != EXIT_GOOD)
		return status;
	if (strcmp(word, "close") == 0 || strcmp(word, "open") == 0)
		g.closed = strcmp(word, "close") == 0;
	if (made)
		g.secret = secret_made(k->mem);
	return keep(a, k, c, &g, made);
}

static void queue(struct ctx *c, void *arg)
{
	message_queue(c, arg);
}

/* How it stands, and with --to a message by it. */
static int try(struct app *a, struct console *k, struct ctx *c)
{
	struct message m = { .kind = STR("answer") };
	struct gateway g;
	int status = take_text(a, k, "--to", &m.address);

	if (status == EXIT_GOOD)
		status = k->argc > 2 ? find(a, k, c, k->argv[2], &g) : usage_error(a, k, N_("Falta algo. Vea «ayni help %s»"), "gateway");
	if (status != EXIT_GOOD)
		return status;
	show(a, k, c, &g);
	if (!m.address.n)
		return gateway_down(c, &g) || g.closed ? EXIT_FAILED : EXIT_GOOD;
	m.gateway = g.id;
	m.text = tr(a->lang, N_("Prueba de Ayni: si lee esto, esta pasarela funciona."));
	if (app_write(a, c, queue, &m) != OK)
		return app_not_saved(a, k);
	if (!m.state.n)
		return usage_error(a, k, N_("La pasarela está cerrada: ábrala con «ayni gateway open %s»"), k->argv[2]);
	say(a, k, N_("El mensaje de prueba espera su turno; «ayni gateway» muestra si salió."), NULL, 0);
	return EXIT_GOOD;
}

int cmd_gateway(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	const char *word = k->argc > 1 ? k->argv[1] : "list";

	if (strcmp(word, "list") == 0)
		return list(a, k, &c);
	if (strcmp(word, "add") == 0)
		return add(a, k, &c);
	if (strcmp(word, "set") == 0 || strcmp(word, "close") == 0 || strcmp(word, "open") == 0)
		return change(a, k, &c, word);
	if (strcmp(word, "test") == 0)
		return try(a, k, &c);
	return usage_error(a, k, N_("No hay una orden «%s». Vea «ayni help»"), word);
}
