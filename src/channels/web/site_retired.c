/*
 * site_retired.c - a phone that was taken out of use: it forgets at its next contact.
 *
 * Every answer to its cookie says so (Ayni-Forget), and a page tells people in words. What waits in its
 * outbox is still taken in, to be looked at by a coordinator; and whoever must get away gets away, past no
 * page that tells anything.
 */
#include "device.h"
#include "web.h"

static bool must_pass(const struct call *k)
{
	return str_is(k->q->path, "/buzon") || str_starts(k->q->path, "/subida/") || str_is(k->q->path, "/traer") ||
		str_is(k->q->path, "/salir") || str_is(k->q->path, "/tiempo");
}

bool retired_handle(struct call *k)
{
	/* A session of hers would not have been found. */
	if (!k->device.n || !id_is_zero(k->who.person) || !device_retired(&k->c, k->device))
		return false;
	http_set(k->r, "Ayni-Forget", STR("1"));
	if (must_pass(k))
		return false;
	call_set_cookie(k, session_cookie, STR(""), -1);
	call_set_cookie(k, device_cookie, STR(""), -1);
	http_set(k->r, "Clear-Site-Data", STR("\"cache\", \"cookies\""));
	k->private = true;
	if (k->api) {
		call_message(k, 403, "retired");
		return true;
	}
	struct view *v = call_view(k);
	view_text(v, "script", k->site->config.script);
	view_flag(v, "retired", true);
	view_text(v, "forget", STR("all"));
	call_render(k, "forgotten", v, 403);
	return true;
}
