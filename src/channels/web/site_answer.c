/*
 * site_answer.c - answers of every kind: redirects, JSON, notices, and the headers that all carry.
 */
#include "field.h"
#include "sealing.h"
#include "web.h"


static const char security_policy[] =
	"default-src 'none'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'none'; script-src 'self'; worker-src 'self'; manifest-src 'self'; connect-src 'self'";

void call_headers(struct call *k)
{
	struct http_response *r = k->r;

	r->nheaders = 0;
	http_set(r, "Content-Security-Policy", str_c(security_policy));
	http_set(r, "X-Content-Type-Options", STR("nosniff"));
	http_set(r, "X-Frame-Options", STR("DENY")); /* browsers too old for frame-ancestors */
	http_set(r, "Referrer-Policy", STR("same-origin"));
	if (k->site->config.secure)
		http_set(r, "Strict-Transport-Security", STR("max-age=31536000"));
}

void call_plain(struct call *k, int status, struct str body)
{
	k->r->status = status;
	k->r->body = body;
	http_set(k->r, "Content-Type", STR("text/plain; charset=utf-8"));
	http_set(k->r, "Cache-Control", STR("no-store"));
}

void call_redirect(struct call *k, struct str to)
{
	k->r->status = 303;
	k->r->body = STR("");
	http_set(k->r, "Location", str_dup(k->q->mem, to));
	http_set(k->r, "Cache-Control", STR("no-store"));
}

void call_json(struct call *k, int status, struct str body)
{
	k->r->status = status;
	k->r->body = body;
	http_set(k->r, "Content-Type", STR("application/json; charset=utf-8"));
	http_set(k->r, "Cache-Control", STR("no-store"));
}

/* What a program reads: stable codes, messages in the reader's language. */
static const struct {
	const char *key, *code, *msgid;
} reason[] = {
	{ "denied", "denied", N_("Falta la llave, o ya no vale") },
	{ "retired", "denied", N_("Este aparato fue retirado") },
	{ "stale", "denied", N_("Ese envío no viene de aquí") },
	{ "not_found", "not_found", N_("Eso no existe, o no es para usted") },
	{ "method", "method", N_("Ese método no se usa aquí") },
	{ "bad_request", "bad_request", N_("No entendimos lo que llegó") },
	{ "too_many", "too_many", N_("Llegó demasiado en poco tiempo; lo que falta, más tarde") },
	{ "too_big", "too_big", N_("Eso es demasiado grande") },
	{ "unknown_host", "unknown_host", N_("Aquí no se atiende ese nombre") },
	{ "away", "busy", N_("Ahora no se puede leer ni guardar; repita en unos segundos con los mismos identificadores") },
	{ "busy", "busy", N_("No se sabe si se guardó; repita en unos segundos con los mismos identificadores") },
	{ "full", "full", N_("No hay espacio en el disco de la máquina: no se guardó. Avise a la operadora; después repita con los mismos identificadores") },
	{ "failed", "failed", N_("Algo falló aquí. No se sabe si se guardó; repita con los mismos identificadores") },
};

static void json_reason(struct call *k, int status, const char *key)
{
	struct buf b = buf_new(k->q->mem, 160);
	struct json_out j = json_begin(&b);
	unsigned i = 0;

	while (i + 1 < ARRAY_LEN(reason) && strcmp(reason[i].key, key) != 0)
		i++;
	json_open(&j, '{');
	json_key(&j, "errors");
	json_open(&j, '[');
	json_open(&j, '{');
	json_key(&j, "field");
	json_null_out(&j);
	json_key(&j, "code");
	json_text(&j, str_c(reason[i].code));
	json_key(&j, "message");
	json_text(&j, tr(k->c.lang, reason[i].msgid));
	json_close(&j, '}');
	json_close(&j, ']');
	json_close(&j, '}');
	call_json(k, status, buf_str(&b));
}

#define ERROR(code, message) "{\"errors\":[{\"field\":null,\"code\":\"" code "\",\"message\":\"" message "\"}]}"

const char *site_refusal(void *app, struct str path, int status)
{
	(void)app;
	if (!str_starts(path, "/api/") && !outbox_path(path))
		return NULL;
	switch (status) {
	case 405:
		return ERROR("method", "Ese método no se usa aquí");
	case 413:
		return ERROR("too_big", "Eso es demasiado grande");
	case 500:
		return ERROR("failed", "Algo falló aquí. No se sabe si se guardó; repita con los mismos identificadores");
	case 503:
		return ERROR("busy", "No se sabe si se guardó; repita en unos segundos con los mismos identificadores");
	default:
		return ERROR("bad_request", "No entendimos lo que llegó");
	}
}

/* ---- what was typed must not be lost ---- */

static const char carried_prefix[] = "t.";

/* The action that the form of that path posts, or NULL. */
static const struct action *action_of_path(struct call *k, struct str path)
{
	const struct registry *reg = k->site->reg;

	path = str_sub(path, 0, str_find(path, '?'));
	if (str_is(path, "/invitar"))
		return registry_action(reg, STR("person.add"));
	for (unsigned i = 0; i < reg->npages; i++)
		if (reg->pages[i]->action && str_is(path, reg->pages[i]->path))
			return registry_action(reg, str_c(reg->pages[i]->action));
	return NULL;
}

static bool typed_row(struct call *k, struct view *v, const struct action *action, struct str name, struct str value)
{
	int f = action ? action_arg(action, name) : -1;
	struct value read;
	struct diag d = { 0 };

	if (f < 0 || !value.n)
		return false;
	const struct field *field = &action->args[f];
	struct view *row = view_row(v, "typed");
	view_flag(v, "has_typed", true);
	view_text(row, "label", tr(k->c.lang, field->label));
	if (field->type != T_REF && field_read(k->q->mem, field, value, &read, &d) == OK)
		value = field_show(k->q->mem, field, &read, k->c.lang);
	view_text(row, "value", value);
	return true;
}

/*
 * What is to be sealed is never shown again: it is carried as it will be kept. The key came with the form, for the
 * database may be away. The same act gives the same bytes, so that sending them again is a repeat.
 */
static struct str carried_value(struct call *k, const struct action *action, struct str name, struct str value)
{
	int f = action ? action_arg(action, name) : -1;
	struct seal_public to;
	struct str sealed;
	struct diag d = { 0 };
	struct id act;

	if (f < 0 || action->args[f].type != T_SEALED || sealed_text_like(str_trim(value)))
		return value;
	call_secret(k);
	if (!seal_key_read(form_get(&k->form, "seal"), &to) || !id_parse(form_get(&k->form, "id"), &act) ||
		!seal_typed(k->q->mem, &action->args[f], &to, act, value, &sealed, &d))
		return STR("");
	return sealed;
}

bool call_carry(struct call *k, struct view *v, struct str path, bool unwrap)
{
	size_t skip = unwrap ? 0 : sizeof(carried_prefix) - 1;
	const struct action *action = action_of_path(k, path);
	bool carried = form_has(&k->form, "go"), any = false;

	view_text(v, "go", path);
	for (unsigned i = 0; i < k->form.n; i++) {
		struct str name = k->form.field[i].name, bare = name;
		if (carried && !str_starts(name, carried_prefix))
			continue;
		if (carried)
			bare = str_sub(name, sizeof(carried_prefix) - 1, name.n);
		if (str_is(bare, "csrf") || str_is(bare, "pin") || str_is(bare, "again"))
			continue;
		struct str value = carried_value(k, action, bare, k->form.field[i].value);
		struct view *row = view_row(v, "args");
		view_text(row, "name", skip ? str_fmt(k->q->mem, "%s%.*s", carried_prefix, (int)bare.n, bare.p) : bare);
		view_text(row, "value", value);
		any |= typed_row(k, v, action, bare, value);
	}
	return any;
}

/* ---- notices ---- */

/* What could not be done now: the way to try again, and with a form all that she typed. */
static void offer_again(struct call *k, struct view *v)
{
	view_text(v, "back_url", local_path(k->q->path, STR("/")));
	view_flag(v, "signed", call_cookie(k, session_cookie).n > 0);
	if (!str_is(k->q->method, "POST") || !action_of_path(k, k->q->path))
		return;
	view_text(v, "csrf", form_get(&k->form, "csrf"));
	view_flag(v, "resume", call_carry(k, v, k->q->path, true));
}

void call_message(struct call *k, int status, const char *key)
{
	if (status == 503)
		http_set(k->r, "Retry-After", STR("5"));
	if (status == 401)
		http_set(k->r, "WWW-Authenticate", STR("Bearer"));
	if (k->api) {
		json_reason(k, status, key);
		return;
	}
	struct view *v = call_view(k);
	view_flag(v, key, true);
	if (status == 503)
		offer_again(k, v);
	k->private = true;
	call_render(k, "message", v, status);
}

void call_method(struct call *k, const char *allow)
{
	http_set(k->r, "Allow", str_c(allow));
	call_message(k, 405, k->api ? "method" : "bad_request");
}

/* Signed in, but the page is of another session: she sees what she typed and sends it with one touch. */
void call_stale(struct call *k)
{
	struct view *v = call_view(k);

	view_flag(v, "stale", true);
	view_text(v, "back_url", local_path(k->q->path, STR("/")));
	if (action_of_path(k, k->q->path)) {
		view_flag(v, "resume", call_carry(k, v, k->q->path, true));
	}
	k->private = true;
	call_render(k, "message", v, 403);
}
