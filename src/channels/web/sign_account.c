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

/* Where her PIN opens, whether somebody is in there now or not. */
static void devices(struct call *k, struct view *v)
{
	struct device_row *d = ARENA_ARRAY(k->q->mem, struct device_row, DEVICES_SHOWN);
	unsigned n = device_hers(&k->c, k->who.person, k->device, d, DEVICES_SHOWN);

	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(v, "devices");
		view_text(row, "id", id_text(k->q->mem, d[i].id));
		view_text(row, "name", d[i].name.n ? d[i].name : tr(k->c.lang, N_("Aparato")));
		view_text(row, "since", tr_fill(k->q->mem, k->c.lang, d[i].used_at ? N_("Se usó por última vez el %s") : N_("Desde el %s"),
			instant(k, d[i].used_at ? d[i].used_at : d[i].made_at)));
		view_flag(row, "here", d[i].here);
	}
}

/* This phone: her picture on it, and what it spent this month. */
static void phone(struct call *k, struct view *v)
{
	struct device_person *p = ARENA_ARRAY(k->q->mem, struct device_person, PEOPLE_ON_DEVICE);
	unsigned n = device_people(&k->c, k->device, p, PEOPLE_ON_DEVICE);

	for (unsigned i = 0; i < n; i++)
		if (id_eq(p[i].id, k->who.person)) {
			view_text(v, "icon", str_c(p[i].icon->icon));
			view_text(v, "fill", str_c(p[i].ground->fill));
		}
	if (k->device.n)
		view_text(v, "month", use_text(k->q->mem, use_month(k)));
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
	devices(k, v);
	phone(k, v);
	static const struct {
		const char *name, *msgid;
	} notices[] = {
		{ "ok", N_("Listo: se cerró allá.") }, { "dibujo", N_("Listo: ese es su dibujo en este teléfono.") },
		{ "olvidado", N_("Listo: ese aparato la olvida la próxima vez que tenga señal.") },
	};
	for (unsigned i = 0; i < ARRAY_LEN(notices); i++)
		if (form_has(&k->query, notices[i].name))
			view_text(v, "notice", tr(k->c.lang, notices[i].msgid));
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
