/*
 * site_vista.c - how this device wants its pages: letters, colours, data, another name; and /ajustes.
 *
 * One short cookie of the device, not of a person: it says nothing about anybody, and whoever shares
 * the phone sees the same. Four signs, one a choice; anything else counts as no cookie. With a mask the
 * phone's list of open pages, its history and its home screen call the program something harmless.
 */
#include "sign.h"

enum { VISTA_SIGNS = 4, VISTA_COOKIE_S = 400 * 86400 };

static const char vista_cookie[] = "vista", themes[] = "aco", masks[] = "-rcn";

/* One choice of /ajustes: its sign, how markup names it, what people read. */
struct wish {
	const char *name, *label, *icon;
};

static const struct wish size_wish[] = {
	{ "1", N_("Normal"), "letra" }, { "2", N_("Grande"), "letra" }, { "3", N_("Muy grande"), "letra" },
};
static const struct wish theme_wish[] = {
	{ "", N_("Como el teléfono"), "telefono" }, { "light", N_("Claro"), "sol" }, { "dark", N_("Oscuro"), "luna" },
};
static const struct wish mask_wish[] = {
	{ "", NULL, "olla" }, { "recetas", N_("Mis recetas"), "recetas" }, { "clima", N_("El clima"), "clima" },
	{ "notas", N_("Mis notas"), "notas" },
};

static bool sign_at(const char *signs, char c, unsigned *out)
{
	const char *at = c ? strchr(signs, c) : NULL;

	if (at)
		*out = (unsigned)(at - signs);
	return at != NULL;
}

struct vista vista_read(struct str s)
{
	struct vista v = { 0 }, none = { .size = 1 };

	if (s.n != VISTA_SIGNS || !sign_at(" 123", s.p[0], &v.size) || !v.size || !sign_at(themes, s.p[1], &v.theme) ||
		!sign_at("01", s.p[2], &v.saver) || !sign_at(masks, s.p[3], &v.mask))
		return none;
	return v;
}

struct str vista_write(struct arena *a, struct vista v)
{
	return str_fmt(a, "%u%c%u%c", v.size, themes[v.theme], v.saver, masks[v.mask]);
}

struct vista call_vista(const struct call *k)
{
	struct vista v = vista_read(call_cookie(k, vista_cookie));

	/* What she told the browser (its "lite mode") counts as well. */
	if (str_ieq(http_header(k->q, "Save-Data"), STR("on")))
		v.saver = 1;
	return v;
}

struct str vista_app_name(const struct call *k)
{
	return k->vista.mask ? tr(k->c.lang, mask_wish[k->vista.mask].label) : k->site->net.name;
}

void vista_show(const struct call *k, struct view *v)
{
	view_text(v, "size", k->vista.size > 1 ? str_fmt(k->q->mem, "%u", k->vista.size) : STR(""));
	view_text(v, "theme", str_c(theme_wish[k->vista.theme].name));
	view_flag(v, "saver", k->vista.saver);
	view_text(v, "mask", str_c(mask_wish[k->vista.mask].name));
	view_text(v, "app_name", vista_app_name(k));
	/* Where people put it on their home screen; elsewhere the link would only cost data. */
	view_flag(v, "manifest", str_is(k->q->path, "/inicio") || str_is(k->q->path, "/ajustes"));
}

/* ---- /ajustes ---- */

static void wishes(struct call *k, struct view *v, const char *list, const struct wish *w, unsigned n, unsigned on)
{
	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(v, list);
		view_text(row, "value", str_fmt(k->q->mem, "%u", i));
		view_text(row, "label", w[i].label ? tr(k->c.lang, w[i].label) : k->site->net.name);
		view_text(row, "icon", str_c(w[i].icon));
		view_flag(row, "on", i == on);
	}
}

static void page(struct call *k)
{
	struct view *v = call_view(k);

	wishes(k, v, "sizes", size_wish, ARRAY_LEN(size_wish), k->vista.size - 1);
	wishes(k, v, "themes", theme_wish, ARRAY_LEN(theme_wish), k->vista.theme);
	wishes(k, v, "masks", mask_wish, ARRAY_LEN(mask_wish), k->vista.mask);
	view_flag(v, "foot_langs", false); /* they stand above */
	view_flag(v, "done", form_has(&k->query, "ok"));
	k->private = true;
	call_render(k, "settings", v, 200);
}

/* What was ticked, or what stood. */
static unsigned ticked(const struct call *k, const char *name, unsigned n, unsigned stood)
{
	struct str s = form_get(&k->form, name);

	return s.n == 1 && s.p[0] >= '0' && s.p[0] < '0' + (int)n ? (unsigned)(s.p[0] - '0') : stood;
}

static void keep(struct call *k)
{
	struct vista v = {
		.size = 1 + ticked(k, "letra", ARRAY_LEN(size_wish), k->vista.size - 1),
		.theme = ticked(k, "colores", ARRAY_LEN(theme_wish), k->vista.theme),
		.saver = form_has(&k->form, "ahorro"),
		.mask = ticked(k, "nombre", ARRAY_LEN(mask_wish), k->vista.mask),
	};

	call_set_cookie(k, vista_cookie, vista_write(k->q->mem, v), VISTA_COOKIE_S);
	call_redirect(k, STR("/ajustes?ok=1"));
}

/* ---- the program on the phone's home screen ---- */

static void manifest_icon(struct call *k, struct json_out *j, const char *pixels)
{
	struct str name = str_fmt(k->q->mem, "%s-%s.png", mask_wish[k->vista.mask].icon, pixels);

	for (unsigned i = 0; i < k->site->nassets; i++) {
		if (!str_is(name, k->site->assets[i].name))
			continue;
		json_open(j, '{');
		json_key(j, "src");
		json_text(j, asset_address(k->q->mem, &k->site->assets[i]));
		json_key(j, "sizes");
		json_text(j, str_fmt(k->q->mem, "%sx%s", pixels, pixels));
		json_key(j, "type");
		json_text(j, STR("image/png"));
		json_key(j, "purpose");
		json_text(j, STR("any maskable"));
		json_close(j, '}');
	}
}

static void manifest_text(struct json_out *j, const char *key, struct str text)
{
	json_key(j, key);
	json_text(j, text);
}

static void manifest(struct call *k)
{
	struct buf b = buf_new(k->q->mem, 512);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	manifest_text(&j, "name", vista_app_name(k));
	manifest_text(&j, "short_name", vista_app_name(k));
	manifest_text(&j, "id", STR("/inicio"));
	manifest_text(&j, "start_url", STR("/inicio"));
	manifest_text(&j, "scope", STR("/"));
	manifest_text(&j, "display", STR("standalone"));
	manifest_text(&j, "lang", str_c(lang_tag(k->c.lang)));
	manifest_text(&j, "background_color", STR("#fcf6ea"));
	manifest_text(&j, "theme_color", STR("#fcf6ea"));
	json_key(&j, "icons");
	json_open(&j, '[');
	manifest_icon(k, &j, "192");
	manifest_icon(k, &j, "512");
	json_close(&j, ']');
	json_close(&j, '}');
	k->r->status = 200;
	k->r->body = buf_str(&b);
	http_set(k->r, "Content-Type", STR("application/manifest+json"));
	http_set(k->r, "Cache-Control", STR("no-cache"));
	http_set(k->r, "Vary", STR("Accept-Language, Cookie"));
}

bool vista_handle(struct call *k)
{
	bool settings = str_is(k->q->path, "/ajustes"), post = str_is(k->q->method, "POST");

	if (!settings && !str_is(k->q->path, "/manifest.webmanifest"))
		return false;
	if (settings && post)
		keep(k);
	else if (settings)
		page(k);
	else if (post)
		call_method(k, "GET, HEAD");
	else
		manifest(k);
	return true;
}
