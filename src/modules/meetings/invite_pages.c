/*
 * invite_pages.c - sending the invitation on, its poster and its leaf; what a group tells, how each wants to be told.
 */
#include "invite_own.h"

#include "card.h"
#include "message.h"
#include "parts.h"

/* "12 se enviaron, 3 esperan". Of a group's people it is known who they are: counts for those responsible alone. */
static void view_sent(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;
	struct rows r = db_rows(c->db, ISQL(Q_INVITE_SENT), ARGS(cell_id(&c->net->id), cell_id(&m->id)));
	int64_t sent = 0, waits = 0, lost = 0;

	while (rows_next(&r)) {
		struct str state = rows_text(&r, 0);
		int64_t n = rows_int(&r, 1);
		if (str_is(state, "queued") || str_is(state, "held"))
			waits += n;
		else if (str_is(state, "failed"))
			lost += n;
		else if (!str_is(state, "dropped"))
			sent += n;
	}
	if (!sent && !waits && !lost)
		return;
	part_number(p, N_("Mensajes que salieron"), str_fmt(c->mem, "%lld", (long long)sent));
	if (waits)
		part_number(p, N_("Esperan salir"), str_fmt(c->mem, "%lld", (long long)waits));
	if (lost)
		part_number(p, N_("No llegaron"), str_fmt(c->mem, "%lld", (long long)lost));
}

static void press_leaf(struct page_call *p, const struct meeting *m, struct str url)
{
	bool open = leaf_is_open(p->c, m->id);

	part_press(p, &(struct part_form){ .action = &meeting_leaf_set, .to = url, .carry = { { "meeting", id_text(p->c->mem, m->id) },
		{ "open", open ? STR("0") : STR("1") } }, .icon = open ? "candado" : "invitar",
		.button = open ? N_("Que solo la lea quien entra con su nombre") : N_("Que la lea quien tenga el enlace") }, STR(""));
}

enum rc page_invite(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	struct str at = meeting_url(c, &m), url = str_fmt(c->mem, "%s/invitar", str_cstr(c->mem, at));
	bool open = leaf_is_open(c, m.id), runs = meeting_runs(c, &m);
	part_back(p, N_("Volver a la reunión"), at);
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_intro(p, N_("Envíela a quien falta avisar, o pegue el afiche donde pasan las vecinas."));
	part_after(p, open ? N_("Quien tenga el enlace o el afiche lee de qué se trata, cuándo y dónde. Ningún nombre.") :
		N_("El enlace y el afiche piden entrar con su nombre."));
	if (runs)
		view_sent(p, &m);
	part_picture(p, str_fmt(c->mem, "%s/afiche/afiche.png", str_cstr(c->mem, at)), tr(c->lang, N_("Afiche de la reunión")), 270, 338);
	part_share(p, invite_forward(c, &m));
	if (runs)
		press_leaf(p, &m, url);
	part_link(p, "imprimir", N_("Afiche para imprimir"), str_fmt(c->mem, "%s/afiche/afiche.pdf", str_cstr(c->mem, at)));
	part_link(p, "galeria", N_("Afiche como foto"), str_fmt(c->mem, "%s/afiche/afiche.png", str_cstr(c->mem, at)));
	if (open)
		part_link(p, "papel", N_("Ver la hoja"), str_fmt(c->mem, "/r/%.36s", id_text(c->mem, m.id).p));
	if (runs)
		part_link(p, "ajustes", N_("Qué se avisa y a qué horas"), str_fmt(c->mem, "/reuniones/avisos/grupo?group=%s",
			str_cstr(c->mem, ref_code(c, "group", m.group))));
	part_link(p, "mensaje", N_("Cómo me avisan a mí"), STR("/reuniones/avisos"));
	return OK;
}

static struct str leaf_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/reuniones/%.36s/invitar?ok=1", id_text(c->mem, act_ref(a, LEAF_MEETING)).p);
}

/* ---- the poster ---- */

static struct str without_scheme(struct str all)
{
	size_t at = str_find(all, '/');

	return at + 2 < all.n && str_starts(str_sub(all, at, all.n), "//") ? str_sub(all, at + 2, all.n) : all;
}

static void card_of(struct ctx *c, const struct meeting *m, struct card *out)
{
	const struct group_info *g = group_of(c, m->group);
	struct str url = invite_address(c, m->id);
	struct buf where = buf_new(c->mem, 200), day = buf_new(c->mem, 12);

	buf_add(&where, m->place);
	if (m->dial.n) {
		const struct str_pair pair = { "dial", m->dial };
		if (where.n)
			buf_c(&where, ". ");
		buf_add(&where, tr_named(c->mem, c->lang, N_("Por teléfono: {dial}."), &pair, 1));
	}
	buf_day(&day, m->day);
	*out = (struct card){ .net = tr(c->lang, N_("Reunión")), .place = m->topic, .day = g ? g->name : c->net->name,
		.big = { lang_date_long(c->mem, c->lang, m->day), m->hour }, .unknown = tr(c->lang, N_("sin dato")),
		.lacks_label = buf_str(&where).n ? tr(c->lang, N_("Dónde")) : STR(""), .lacks = buf_str(&where), .link = without_scheme(url),
		.language = str_c(lang_tag(c->lang)), .made_on = buf_str(&day), .code = url, .code_on_picture = true,
		.code_word = tr(c->lang, N_("Con su teléfono: diga si viene")) };
}

enum rc page_meeting_poster(struct page_call *p)
{
	struct ctx *c = p->c;
	struct card *card = ARENA_NEW(c->mem, struct card);
	struct str file = p->get(p, "file");
	struct meeting m;
	bool png = str_is(file, "afiche.png");

	if ((!png && !str_is(file, "afiche.pdf")) || !meeting_asked(p, &m))
		return NOT_FOUND;
	if (!p->slow(p))
		return BUSY;
	card_of(c, &m, card);
	if ((png ? card_png : card_pdf)(c->mem, card, &p->bytes))
		p->type = png ? "image/png" : "application/pdf";
	else
		p->redirect = str_fmt(c->mem, "%s/invitar", str_cstr(c->mem, meeting_url(c, &m)));
	return OK;
}

/* ---- the leaf, for anybody who has its address ---- */

enum rc page_leaf(struct page_call *p)
{
	struct ctx *c = p->c;
	struct meeting m;
	struct id id;

	if (!id_parse(p->get(p, "meeting"), &id) || !meeting_get(c, id, &m) || !leaf_is_open(c, id))
		return NOT_FOUND;
	part_title(p, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	part_fact(p, N_("Dónde"), m.place);
	part_fact(p, N_("Teléfono para escuchar y hablar"), m.dial);
	if (m.day < today(c))
		part_care(p, N_("Esta reunión ya pasó."));
	else
		part_intro(p, N_("Si es de la red, entre con su nombre y diga si viene. También por mensaje: asisto, o no voy."));
	part_link(p, "listo", N_("Decir si vengo"), meeting_url(c, &m));
	return OK;
}

/* ---- what a group tells ---- */

enum rc page_rule(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str asked = p->get(p, "group");
	struct id group;

	if (!asked.n) {
		for (unsigned i = 0; i < c->who->nmember; i++)
			if (allowed(c, "invite.rule", scope_of_group(c, c->who->member[i].group)))
				asked = id_text(c->mem, c->who->member[i].group);
	}
	if (!ref_resolve(c, "group", asked, &group) || !allowed(c, "invite.rule", scope_of_group(c, group)))
		return NOT_FOUND;
	const struct value key[RULE__N] = { [RULE_GROUP] = value_id(group) };
	const struct invite_rule rule = invite_rule_of(c, group);
	if (!record_get(c->db, c->schema, c->mem, &invite_rule_entity, c->net->id, entity_key_id(&invite_rule_entity, c->net->id, key), r) || !r->born) {
		*r = (struct record){ .entity = &invite_rule_entity };
		r->v[RULE_INVITE] = value_int(rule.invite);
		r->v[RULE_EVENING] = value_int(rule.evening);
		r->v[RULE_BEFORE] = value_int(rule.before);
		r->v[RULE_QUIET_FROM] = value_int(rule.quiet_from);
		r->v[RULE_QUIET_UNTIL] = value_int(rule.quiet_until);
	}
	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_fact(p, NULL, ref_title(c, "group", group));
	part_intro(p, N_("A cada una le llega una sola vez, por donde mejor se le escribe. A quien dijo que no viene no se le recuerda."));
	part_after(p, N_("Si cambia la hora o el lugar, o se suspende, se avisa siempre a quienes ya se les dijo."));
	part_form(p, &(struct part_form){ .action = &invite_rule_set, .standing = r, .to = STR("/reuniones/avisos/grupo"),
		.carry = { { "group", ref_code(c, "group", group) } }, .without = "group" });
	return OK;
}

static struct str rule_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	(void)o;
	return str_fmt(c->mem, "/reuniones/avisos/grupo?ok=1&group=%s", str_cstr(c->mem, ref_code(c, "group", act_ref(a, RULE_GROUP))));
}

/* ---- how she wants to be told ---- */

enum rc page_wish(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);

	r->entity = &meeting_wish_entity;
	r->v[WISH_WAY] = value_text(wishes_page_only(c, c->who->person) ? STR("page") : STR("message"));
	part_back(p, N_("Reuniones"), STR("/reuniones"));
	part_intro(p, N_("Por mensaje llega la invitación, un recuerdo la tarde anterior y otro una hora antes."));
	part_after(p, N_("Quien eligió su propia hora de recordatorio recibe ese, y no los otros."));
	part_form(p, &(struct part_form){ .action = &meeting_wish_set, .standing = r, .to = STR("/reuniones/avisos"),
		.carry = { { "person", id_text(c->mem, c->who->person) } }, .without = "person" });
	part_link(p, "dia", N_("A qué hora me recuerdan"), STR("/avisarme"));
	return OK;
}

/* ---- the week ---- */

enum rc page_bulletin(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str asked = p->get(p, "group"), text;
	struct id group = { { 0 } };

	if (asked.n && (!ref_resolve(c, "group", asked, &group) || !(meeting_is_hers(c, group) || allowed(c, "meeting.plan", scope_of_group(c, group)))))
		return NOT_FOUND;
	part_back(p, N_("Reuniones"), STR("/reuniones"));
	for (unsigned i = 0; i < c->who->nmember; i++) {
		const struct group_info *g = group_of(c, c->who->member[i].group);
		bool again = false;
		for (unsigned k = 0; k < i; k++)
			again |= id_eq(c->who->member[k].group, c->who->member[i].group);
		if (g && !again)
			part_tab(p, g->name, str_fmt(c->mem, "/reuniones/boletin?group=%s", str_cstr(c->mem, ref_code(c, "group", g->id))),
				id_eq(group, g->id));
	}
	if (!id_is_zero(group))
		part_fact(p, NULL, ref_title(c, "group", group));
	text = bulletin_text(c, group, today(c));
	if (text.n)
		part_share(p, text);
	else
		part_empty(p, N_("No hay reuniones ni acuerdos para esta semana."));
	part_intro(p, N_("Lo que viene en los siete días, para reenviar. Los domingos en la noche llega a quien pidió el resumen diario."));
	return OK;
}

const struct page invite_pages[] = {
	{ .path = "/reuniones/{meeting}/invitar", .name = "meeting_invite", .title = N_("Invitar"), .fill = page_invite,
		.action = "meeting.leaf", .done = leaf_done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/{meeting}/afiche/{file}", .name = "meeting_poster", .fill = page_meeting_poster, .flags = PAGE_PARTS },
	{ .path = "/r/{meeting}", .name = "leaf", .title = N_("Invitación"), .fill = page_leaf, .flags = PAGE_PARTS },
	{ .path = "/reuniones/avisos/grupo", .name = "invite_rule", .title = N_("Qué se avisa de las reuniones"), .fill = page_rule,
		.action = "invite.rule", .done = rule_done, .flags = PAGE_PARTS },
	{ .path = "/reuniones/avisos", .name = "meeting_wish", .title = N_("Cómo me avisan de las reuniones"), .fill = page_wish,
		.action = "meeting.wish", .flags = PAGE_PARTS },
	{ .path = "/reuniones/boletin", .name = "bulletin", .title = N_("La semana"), .fill = page_bulletin, .flags = PAGE_PARTS },
	{ .path = NULL },
};
