/*
 * sign_phone.c - her phones: her picture on a shared one, who is on it, leaving one for good.
 */
#include "sign.h"

/* ---- who is on this phone ---- */

void sign_people(struct call *k, struct view *v, struct id chosen)
{
	struct device_person *p = ARENA_ARRAY(k->q->mem, struct device_person, PEOPLE_ON_DEVICE);
	unsigned n = device_people(&k->c, k->device, p, PEOPLE_ON_DEVICE);

	view_flag(v, "known", n > 0);
	if (n)
		view_text(v, "script", k->site->config.script);
	for (unsigned i = 0; i < n; i++) {
		struct view *row = view_row(v, "people");
		view_text(row, "id", id_text(k->q->mem, p[i].id));
		view_text(row, "name", p[i].name);
		view_text(row, "icon", str_c(p[i].icon->icon));
		view_text(row, "fill", str_c(p[i].ground->fill));
		view_flag(row, "on", n == 1 || id_eq(p[i].id, chosen));
	}
}

/* The same for the phone's own list. */
static void people_json(struct call *k)
{
	struct device_person *p = ARENA_ARRAY(k->q->mem, struct device_person, PEOPLE_ON_DEVICE);
	unsigned n = device_people(&k->c, k->device, p, PEOPLE_ON_DEVICE);
	struct buf b = buf_new(k->q->mem, 1024);
	struct json_out j = json_begin(&b);

	json_open(&j, '[');
	for (unsigned i = 0; i < n; i++) {
		json_open(&j, '[');
		json_text(&j, id_text(k->q->mem, p[i].id));
		json_text(&j, p[i].name);
		json_text(&j, str_c(p[i].icon->icon));
		json_text(&j, str_c(p[i].ground->fill));
		json_close(&j, ']');
	}
	json_close(&j, ']');
	call_json(k, 200, buf_str(&b));
}

/* ---- her picture ---- */

static void picture_page(struct call *k, int status)
{
	struct device_person *p = ARENA_ARRAY(k->q->mem, struct device_person, PEOPLE_ON_DEVICE);
	unsigned n = device_people(&k->c, k->device, p, PEOPLE_ON_DEVICE), me = 0;
	struct view *v = call_view(k);

	while (me < n && !id_eq(p[me].id, k->who.person))
		me++;
	if (me == n) {
		call_message(k, 404, "not_found");
		return;
	}
	if (status != 200)
		view_text(v, "error", tr(k->c.lang, N_("Elija un dibujo y un color")));
	for (const struct picture *one = device_icons; one->icon; one++) {
		struct view *row = view_row(v, "icons");
		view_text(row, "icon", str_c(one->icon));
		view_text(row, "label", tr(k->c.lang, one->label));
		view_flag(row, "on", p[me].icon == one);
		view_text(row, "taken", STR(""));
		for (unsigned i = 0; i < n; i++)
			if (i != me && p[i].icon == one)
				view_text(row, "taken", p[i].name);
	}
	for (const struct ground *one = device_grounds; one->name; one++) {
		struct view *row = view_row(v, "grounds");
		view_text(row, "value", str_c(one->name));
		view_text(row, "label", tr(k->c.lang, one->label));
		view_text(row, "fill", str_c(one->fill));
		view_flag(row, "on", p[me].ground == one);
	}
	call_render(k, "picture", v, status);
}

static void picture_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);

	(void)g, (void)head;
	signing_of(k)->good = device_picture(w->c, k->device, k->who.person, form_get(&k->form, "icon"),
		form_get(&k->form, "ground"));
}

static enum http_next picture_finish(struct call *k)
{
	if (signing_of(k)->good)
		call_redirect(k, STR("/cuenta?dibujo=1"));
	else
		picture_page(k, 422);
	return HTTP_ANSWER;
}

/* ---- leaving a phone ---- */

static void leave_run(struct write *w, struct gate *g, struct chain_head *head)
{
	struct call *k = call_of(w);
	struct signing *s = k->own;

	(void)g, (void)head;
	s->good = device_leave(w->c, s->phone, k->who.person);
}

/* This phone: a page whose script wipes what is hers. Another: the list, where it is gone. */
static enum http_next leave_finish(struct call *k)
{
	struct signing *s = k->own;

	if (!s->here) {
		call_redirect(k, s->good ? STR("/cuenta?olvidado=1") : STR("/cuenta"));
		return HTTP_ANSWER;
	}
	struct str who = id_text(k->q->mem, k->who.person);
	struct device_person *p = ARENA_ARRAY(k->q->mem, struct device_person, PEOPLE_ON_DEVICE);
	bool last = device_people(&k->c, k->device, p, PEOPLE_ON_DEVICE) == 0;
	call_set_cookie(k, session_cookie, STR(""), -1);
	if (last)
		call_set_cookie(k, device_cookie, STR(""), -1);
	http_set(k->r, "Clear-Site-Data", STR("\"cache\""));
	k->who = (struct actor){ 0 };
	k->csrf = STR("");
	struct view *v = call_view(k);
	view_text(v, "script", k->site->config.script);
	view_flag(v, "person", true);
	view_text(v, "forget", last ? STR("all") : who);
	k->private = true;
	call_render(k, "forgotten", v, 200);
	return HTTP_ANSWER;
}

static enum http_next leave_phone(struct call *k)
{
	struct device_row *d = ARENA_ARRAY(k->q->mem, struct device_row, DEVICES_SHOWN);
	unsigned n = device_hers(&k->c, k->who.person, k->device, d, DEVICES_SHOWN), i = 0;
	bool post = str_is(k->q->method, "POST");
	struct str asked = form_get(post ? &k->form : &k->query, "device");
	struct signing *s = signing_of(k);

	while (i < n && !(asked.n ? str_eq(id_text(k->q->mem, d[i].id), asked) : d[i].here))
		i++;
	if (i == n) {
		call_message(k, 404, "not_found");
		return HTTP_ANSWER;
	}
	s->phone = d[i].id;
	s->here = d[i].here;
	if (post && form_has(&k->form, "yes"))
		return call_write(k, leave_run, leave_finish);
	struct view *v = call_view(k);
	view_text(v, "device", id_text(k->q->mem, d[i].id));
	view_text(v, "name", d[i].name.n ? d[i].name : tr(k->c.lang, N_("Aparato")));
	view_flag(v, "here", d[i].here);
	call_render(k, "forget", v, 200);
	return HTTP_ANSWER;
}

bool sign_phone(struct call *k, enum http_next *next)
{
	struct str path = k->q->path;
	bool picture = str_is(path, "/cuenta/dibujo"), leave = str_is(path, "/cuenta/olvidar"),
	     people = str_is(path, "/personas"), post = str_is(k->q->method, "POST");

	if (!picture && !leave && !people)
		return false;
	if (people && post)
		call_method(k, "GET, HEAD");
	else if (people)
		people_json(k);
	else if (id_is_zero(k->who.person))
		call_redirect(k, sign_address(k));
	else if (leave)
		*next = leave_phone(k);
	else if (!post)
		picture_page(k, 200);
	else {
		signing_of(k); /* not in the writer */
		*next = call_write(k, picture_run, picture_finish);
	}
	return true;
}
