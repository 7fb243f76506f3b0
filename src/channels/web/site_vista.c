/*
 * site_vista.c - how this device wants its pages: letters, colours, data, another name; and /ajustes.
 *
 * One short cookie of the device, not of a person: it says nothing about anybody, and whoever shares
 * the phone sees the same. Four signs, one a choice; anything else counts as no cookie.
 */
#include "web.h"

enum { VISTA_SIGNS = 4, VISTA_COOKIE_S = 400 * 86400 };

static const char vista_cookie[] = "vista", themes[] = "aco", masks[] = "-rcn";
static const char *const theme_name[] = { "", "light", "dark" };
static const char *const mask_name[] = { "", "recetas", "clima", "notas" };
static const char *const mask_label[] = { "", N_("Mis recetas"), N_("El clima"), N_("Mis notas") };

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
	return k->vista.mask ? tr(k->c.lang, mask_label[k->vista.mask]) : k->site->net.name;
}

void vista_show(const struct call *k, struct view *v)
{
	view_text(v, "size", k->vista.size > 1 ? str_fmt(k->q->mem, "%u", k->vista.size) : STR(""));
	view_text(v, "theme", str_c(theme_name[k->vista.theme]));
	view_flag(v, "saver", k->vista.saver);
	view_text(v, "mask", str_c(mask_name[k->vista.mask]));
	view_text(v, "app_name", vista_app_name(k));
}
