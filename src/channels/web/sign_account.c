/*
 * sign_account.c - her account: roles, this device, and where else it is open.
 */
#include "sign.h"

static struct str instant(struct call *k, int64_t at_ms)
{
	int minute = zone_minute(k->c.net->zone, at_ms);
	struct str day = lang_date(k->q->mem, k->c.lang, zone_day(k->c.net->zone, at_ms));

	return str_fmt(k->q->mem, "%.*s %02d:%02d", (int)day.n, day.p, minute / 60, minute % 60);
}

static void sessions(struct call *k, struct view *v)
{
	struct session_row *s = ARENA_ARRAY(k->q->mem, struct session_row, SESSIONS_SHOWN);
	unsigned n = session_list(&k->c, k->who.person, call_cookie(k, session_cookie), s, SESSIONS_SHOWN);
	struct str unnamed = tr(k->c.lang, N_("Aparato"));

	for (unsigned i = 0; i < n; i++) {
		struct str device = s[i].device.n ? s[i].device : unnamed;
		struct view *row = view_row(v, "sessions");
		view_text(row, "id", s[i].id);
		view_text(row, "device", device);
		view_text(row, "since", tr_fill(k->q->mem, k->c.lang, N_("Se usó por última vez el %s"),
			instant(k, s[i].used_at)));
		view_flag(row, "here", s[i].here);
		if (s[i].here)
			view_text(v, "device", device);
	}
}

enum http_next sign_account(struct call *k)
{
	struct view *v = call_view(k);

	if (id_is_zero(k->who.person)) {
		call_redirect(k, sign_address(k));
		return HTTP_ANSWER;
	}
	for (unsigned i = 0; i < k->who.nmember; i++) {
		const struct group_info *g = group_of(&k->c, k->who.member[i].group);
		struct view *row = view_row(v, "memberships");
		view_text(row, "role", role_label(&k->c, k->who.member[i].role));
		view_text(row, "group", g ? g->name : STR(""));
	}
	sessions(k, v);
	if (form_has(&k->query, "ok"))
		view_text(v, "notice", tr(k->c.lang, N_("Listo: se cerró allá.")));
	call_render(k, "account", v, 200);
	return HTTP_ANSWER;
}

static void close_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);

	(void)g, (void)head;
	signing_of(k)->good = session_close(w->c, k->who.person, form_get(&k->form, "session"));
}

static enum http_next close_finish(struct call *k)
{
	call_redirect(k, signing_of(k)->good ? STR("/cuenta?ok=1") : STR("/cuenta"));
	return HTTP_ANSWER;
}

enum http_next sign_close_session(struct call *k)
{
	if (id_is_zero(k->who.person)) {
		call_redirect(k, STR("/entrar"));
		return HTTP_ANSWER;
	}
	signing_of(k); /* not in the writer */
	return call_write(k, close_run, close_finish);
}
