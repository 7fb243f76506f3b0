/*
 * minutes_pages.c - /reuniones/{meeting}/acta: paragraphs under their points, one more in one box, approval, what came after.
 */
#include "minutes_own.h"

#include "attachment.h"
#include "parts.h"

enum { POINT_TITLE_SHOWN = 40 };

struct str minutes_url(struct ctx *c, struct id meeting, const char *below)
{
	return str_fmt(c->mem, "/reuniones/%.36s/%s", id_text(c->mem, meeting).p, below);
}

static struct str minute_url(struct ctx *c, struct id meeting, struct id minute, const char *below)
{
	return str_fmt(c->mem, "/reuniones/%.36s/acta/%.36s%s", id_text(c->mem, meeting).p, id_text(c->mem, minute).p, below);
}

static struct str author_at(struct ctx *c, const struct minute *m)
{
	return id_is_zero(m->author) ? STR("") : person_name(c, m->author);
}

/* ---- the acta ---- */

/* Once approved: the lines that were kept, whatever the tables say now. */
static void view_lines(struct page_call *p, struct str text)
{
	struct str rest = text, one;
	char kind;

	while (minutes_line(&rest, &kind, &one))
		part_row(p, kind == 'H' ? one : STR(""), STR(""), STR(""), kind == 'H' ? STR("") : one);
}

static void view_live(struct page_call *p, const struct meeting *m, const struct minute *all, unsigned n)
{
	struct ctx *c = p->c;
	struct agenda_point *point = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	unsigned np = agenda_points(c, m, point, AGENDA_MOST);

	for (unsigned k = 0; k <= np; k++) {
		bool titled = false;
		for (unsigned i = 0; i < n; i++) {
			bool on = false;
			for (unsigned j = 0; j < np; j++)
				on |= id_eq(point[j].id, all[i].point);
			if (all[i].late || (k < np ? !id_eq(point[k].id, all[i].point) : on))
				continue;
			if (!titled)
				part_row(p, k < np ? str_fmt(c->mem, "%u. %s", k + 1, str_cstr(c->mem, agenda_point_name(c, &point[k]))) :
					tr(c->lang, N_("Lo que se dijo")), STR(""), STR(""), STR(""));
			titled = true;
			part_row(p, all[i].text, minutes_hers(c, m) ? minute_url(c, m->id, all[i].id, "") : STR(""), author_at(c, &all[i]), STR(""));
		}
	}
}

/* What stands beside the approved text, not in it. */
static void view_after(struct page_call *p, const struct meeting *m, const struct minute *all, unsigned n)
{
	struct ctx *c = p->c;
	struct rows r = ctx_rows(c, minutes_sql, Q_MINUTES_AMENDMENTS, cell_id(&c->net->id), cell_id(&m->id));
	struct { struct str text; int64_t day; struct id by; } *a = arena_alloc(c->mem, sizeof(*a) * AMENDMENTS_MOST);
	unsigned na = 0;

	for (; na < AMENDMENTS_MOST && rows_next(&r); na++) {
		a[na].text = str_dup(c->mem, rows_text(&r, 1));
		a[na].day = rows_int(&r, 2);
		a[na].by = rows_null(&r, 3) ? (struct id){ 0 } : rows_id(&r, 3);
	}
	if (na == AMENDMENTS_MOST)
		rows_end(&r);
	for (unsigned i = 0; i < na; i++) {
		const struct str_pair pairs[] = { { "day", lang_date_long(c->mem, c->lang, a[i].day) },
			{ "who", id_is_zero(a[i].by) ? STR("…") : person_name(c, a[i].by) } };
		part_row(p, tr_named(c->mem, c->lang, N_("Enmienda del {day}, por {who}"), pairs, 2), STR(""), STR(""), a[i].text);
	}
	for (unsigned i = 0; i < n; i++)
		if (all[i].late)
			part_row(p, tr(c->lang, N_("Llegó después de aprobarse")), STR(""), author_at(c, &all[i]), all[i].text);
}

static void view_approval(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	const struct value *v = r->v;
	const struct str_pair pairs[] = { { "n", str_fmt(c->mem, "%lld", (long long)v[APPROVAL_NUMBER].i) },
		{ "year", str_fmt(c->mem, "%lld", (long long)v[APPROVAL_YEAR].i) }, { "day", lang_date_long(c->mem, c->lang, v[APPROVAL_DAY].i) } };

	part_fact(p, NULL, tr_named(c->mem, c->lang, N_("Acta número {n} de {year}, aprobada el {day}"), pairs, 3));
	part_fact(p, N_("Presidenta"), person_name(c, v[APPROVAL_PRESIDENT].id));
	part_fact(p, N_("Secretaria"), person_name(c, v[APPROVAL_SECRETARY].id));
	part_fact(p, N_("Página del libro"), v[APPROVAL_PAGE].kind == V_INT ? str_fmt(c->mem, "%lld", (long long)v[APPROVAL_PAGE].i) : STR(""));
	part_fact(p, N_("Huella del texto"), str_sub(v[APPROVAL_PRINT].s, 0, 16));
}

/* One box, for the whole or for the point whose tab is open. */
static void view_box(struct page_call *p, const struct meeting *m)
{
	struct ctx *c = p->c;
	struct agenda_point *point = ARENA_ARRAY(c->mem, struct agenda_point, AGENDA_MOST);
	unsigned np = agenda_points(c, m, point, AGENDA_MOST);
	struct str asked = p->get(p, "point"), url = minutes_url(c, m->id, "acta");
	bool any = false;

	for (unsigned i = 0; i < np; i++)
		any |= str_eq(asked, id_text(c->mem, point[i].id));
	if (np)
		part_tab(p, tr(c->lang, N_("Sin punto")), url, !any);
	for (unsigned i = 0; i < np; i++) {
		if (point[i].here == POINT_WITHDRAWN)
			continue;
		struct str id = id_text(c->mem, point[i].id), name = agenda_point_name(c, &point[i]);
		part_tab(p, str_fmt(c->mem, "%u. %s", i + 1, str_cstr(c->mem, str_sub(name, 0, POINT_TITLE_SHOWN))),
			str_fmt(c->mem, "%s?point=%.36s", str_cstr(c->mem, url), id.p), str_eq(asked, id));
	}
	part_form(p, &(struct part_form){ .action = &minutes_write, .to = url, .waits = true,
		.carry = { { "person", id_text(c->mem, c->who->person) }, { "meeting", id_text(c->mem, m->id) }, { "point", any ? asked : STR("") } } });
}

static struct str signed_word(struct page_call *p, const struct record *approval)
{
	return attachments_view(p, approval->v[APPROVAL_GROUP].id, attachment_about(p->c, "minutes_approval", approval->id), 1) ?
		tr(p->c->lang, N_("Firmada: la hoja está en fotos")) : STR("");
}

static enum rc acta_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct minute *all = ARENA_ARRAY(c->mem, struct minute, MINUTES_MOST);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!meeting_asked(p, &m))
		return NOT_FOUND;
	unsigned n = minutes_of(c, m.id, all, MINUTES_MOST);
	bool approved = minutes_approval(c, m.id, r), hers = minutes_hers(c, &m), runs = meeting_runs(c, &m);
	part_back(p, N_("La reunión"), meeting_url(c, &m));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(c, &m));
	if (!approved && m.day <= today(c))
		part_fact(p, NULL, minutes_quorum(c, &m));
	part_done(p, N_("Está en el acta."));
	if (approved) {
		view_approval(p, r);
		part_fact(p, NULL, signed_word(p, r));
		part_intro(p, N_("Lo aprobado no se cambia. Lo que falta o está mal se agrega abajo como enmienda."));
		view_lines(p, r->v[APPROVAL_TEXT].s);
	} else {
		if (hers)
			view_box(p, &m);
		view_live(p, &m, all, n);
	}
	part_heading(p, N_("El acta"));
	part_empty(p, N_("Todavía no se escribió nada."));
	view_after(p, &m, all, n);
	if (approved && runs)
		part_link(p, "mas", N_("Agregar una enmienda"), minutes_url(c, m.id, "enmienda"));
	if (!approved && runs && m.day <= today(c))
		part_link(p, "listo", N_("Aprobar el acta"), minutes_url(c, m.id, "aprobar"));
	if (!approved && runs)
		part_link(p, "persona", N_("Nombrar quién escribe"), minutes_url(c, m.id, "secretarias"));
	if (runs)
		part_link(p, "papel", N_("El acta en papel, para firmar"), minutes_url(c, m.id, "acta.pdf"));
	if (approved && runs)
		part_link(p, "foto", N_("Foto de la hoja firmada"), attachments_url(c, m.group, attachment_about(c, "minutes_approval", r->id)));
	part_link(p, "compartir", N_("Resumen para reenviar"), minutes_url(c, m.id, "para-reenviar"));
	return OK;
}

static struct str write_done(struct ctx *c, const struct act *a, const struct outcome *o)
{
	struct str url = minutes_url(c, act_ref(a, WRITE_MEETING), "acta?");

	(void)o;
	return act_has(a, WRITE_POINT) ? str_fmt(c->mem, "%spoint=%.36s&ok=1", str_cstr(c->mem, url), id_text(c->mem, act_ref(a, WRITE_POINT)).p) :
		str_fmt(c->mem, "%sok=1", str_cstr(c->mem, url));
}

/* ---- one paragraph ---- */

static bool minute_asked(struct page_call *p, struct meeting *m, struct record *r)
{
	struct ctx *c = p->c;
	struct id id;

	return meeting_asked(p, m) && minutes_hers(c, m) && id_parse(p->get(p, "minute"), &id) &&
		record_get(c->db, c->schema, c->mem, &minute_entity, c->net->id, id, r) && r->born && !r->v[MINUTE_VOIDED].i &&
		id_eq(r->v[MINUTE_MEETING].id, m->id);
}

static void press(struct page_call *p, const struct action *action, struct str to, struct id minute, const char *where, const char *button, const char *icon)
{
	struct part_form f = { .action = action, .to = to, .button = button, .icon = icon, .waits = true,
		.carry = { { "person", id_text(p->c->mem, p->c->who->person) }, { "minute", id_text(p->c->mem, minute) } } };

	if (where) {
		f.carry[2].name = "where";
		f.carry[2].value = str_c(where);
	}
	part_press(p, &f, STR(""));
}

static enum rc minute_fill(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct meeting m;

	if (!minute_asked(p, &m, r))
		return NOT_FOUND;
	struct id by = r->v[MINUTE_AUTHOR].kind == V_ID ? r->v[MINUTE_AUTHOR].id : (struct id){ 0 };
	part_back(p, N_("El acta"), minutes_url(c, m.id, "acta"));
	part_fact(p, N_("Quién lo escribió"), id_is_zero(by) ? STR("") : person_name(c, by));
	part_quote(p, r->v[MINUTE_TEXT].s);
	if (minutes_approved(c, m.id)) {
		part_intro(p, N_("Lo aprobado no se cambia. Lo que falta o está mal se agrega abajo como enmienda."));
		return OK;
	}
	if (id_eq(by, c->who->person)) {
		part_form(p, &(struct part_form){ .action = &minutes_edit, .to = minute_url(c, m.id, r->id, ""), .waits = true, .standing = r,
			.carry = { { "person", id_text(c->mem, by) }, { "minute", id_text(c->mem, r->id) } } });
		press(p, &minutes_remove, minute_url(c, m.id, r->id, "/quitar"), r->id, NULL, NULL, "quitar");
	}
	press(p, &minutes_move, minute_url(c, m.id, r->id, "/mover"), r->id, "up", N_("Poner antes"), "volver");
	press(p, &minutes_move, minute_url(c, m.id, r->id, "/mover"), r->id, "down", N_("Poner después"), "adelante");
	part_link(p, "historia", N_("Historia de este párrafo"), str_fmt(c->mem, "/historia/minute/%.36s", id_text(c->mem, r->id).p));
	return OK;
}

static struct str to_acta(struct ctx *c, const struct act *a, const struct outcome *o)
{
	int at = action_arg(a->action, STR("meeting"));
	struct record *r = ARENA_NEW(c->mem, struct record);

	(void)o;
	if (at >= 0)
		return minutes_url(c, act_ref(a, (unsigned)at), "acta?ok=1");
	at = action_arg(a->action, STR("minute"));
	bool there = at >= 0 && record_get(c->db, c->schema, c->mem, &minute_entity, c->net->id, act_ref(a, (unsigned)at), r);
	return there ? minutes_url(c, r->v[MINUTE_MEETING].id, "acta?ok=1") : STR("/reuniones");
}

/* ---- one question each: who writes, approval, amendment ---- */

static enum rc question(struct page_call *p, const struct action *action, const char *below, const char *intro, bool before)
{
	struct meeting m;

	if (!meeting_asked(p, &m) || !meeting_runs(p->c, &m) || minutes_approved(p->c, m.id) == before)
		return NOT_FOUND;
	part_back(p, N_("El acta"), minutes_url(p->c, m.id, "acta"));
	part_fact(p, NULL, m.topic);
	part_fact(p, NULL, meeting_when(p->c, &m));
	part_intro(p, intro);
	part_form(p, &(struct part_form){ .action = action, .to = minutes_url(p->c, m.id, below), .waits = !before,
		.carry = { { "meeting", id_text(p->c->mem, m.id) } } });
	return OK;
}

static enum rc name_fill(struct page_call *p)
{
	return question(p, &minutes_name, "secretarias", N_("Escribe junto con usted; cada una corrige solo lo suyo."), true);
}

static enum rc approve_fill(struct page_call *p)
{
	return question(p, &minutes_approve, "aprobar", N_("Lea el acta en voz alta. Una vez aprobada no se cambia: solo se agregan enmiendas."), true);
}

static enum rc amend_fill(struct page_call *p)
{
	return question(p, &minutes_amend, "enmienda", N_("Queda debajo del acta, con su nombre y el día. El texto aprobado no cambia."), false);
}

#define M "/reuniones/{meeting}"

const struct page minutes_pages[] = {
	{ .path = M "/acta", .name = "minutes", .title = N_("El acta"), .fill = acta_fill, .action = "minutes.write", .done = write_done,
		.flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = M "/acta.pdf", .name = "minutes_paper", .fill = page_minutes_paper, .flags = PAGE_PARTS },
	{ .path = M "/acta/{minute}", .name = "minutes_edit", .title = N_("Un párrafo del acta"), .fill = minute_fill, .action = "minutes.edit",
		.done = to_acta, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = M "/acta/{minute}/mover", .name = "minutes_move", .title = N_("Mover un párrafo"), .fill = minute_fill,
		.action = "minutes.move", .done = to_acta, .flags = PAGE_PARTS },
	{ .path = M "/acta/{minute}/quitar", .name = "minutes_remove", .title = N_("Quitar un párrafo"), .fill = minute_fill,
		.action = "minutes.remove", .done = to_acta, .flags = PAGE_PARTS },
	{ .path = M "/secretarias", .name = "minutes_name", .title = N_("Quién escribe el acta"), .fill = name_fill, .action = "minutes.name",
		.done = to_acta, .flags = PAGE_PARTS },
	{ .path = M "/aprobar", .name = "minutes_approve", .title = N_("Aprobar el acta"), .fill = approve_fill, .action = "minutes.approve",
		.done = to_acta, .flags = PAGE_PARTS },
	{ .path = M "/enmienda", .name = "minutes_amend", .title = N_("Enmendar el acta"), .fill = amend_fill, .action = "minutes.amend",
		.done = to_acta, .flags = PAGE_PARTS },
	{ .path = M "/acuerdos", .name = "minutes_left", .title = N_("Acuerdos de la reunión"), .fill = page_left, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = M "/acuerdos/nuevo", .name = "minutes_agree", .title = N_("Un acuerdo nuevo"), .fill = page_agree, .action = "minutes.agree",
		.done = agree_done, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = M "/para-reenviar", .name = "minutes_summary", .title = N_("Resumen de la reunión"), .fill = page_summary_of,
		.flags = PAGE_PARTS },
	{ .path = M "/resumen.png", .name = "minutes_picture", .fill = page_picture_of, .flags = PAGE_PARTS },
	{ .path = "/a-mi-cargo", .name = "charges", .title = N_("A mi cargo"), .fill = page_charges, .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = "/a-mi-cargo/{agreement}", .name = "charge", .title = N_("Algo a mi cargo"), .fill = page_charge, .action = "charge.say",
		.then = "/a-mi-cargo", .flags = PAGE_PARTS | PAGE_KEEP },
	{ .path = NULL },
};

/* ---- on the meeting's page ---- */

static bool door_tell(struct ctx *c, const struct meeting *m, struct str *hint_out, struct str *url_out)
{
	struct minute *all = ARENA_ARRAY(c->mem, struct minute, MINUTES_MOST);
	unsigned n = minutes_of(c, m->id, all, MINUTES_MOST);

	(void)url_out;
	if (m->day > today(c) && !n)
		return false;
	*hint_out = minutes_approved(c, m->id) ? tr(c->lang, N_("Aprobada")) :
		n ? tr_fill(c->mem, c->lang, N_("%s párrafos, sin aprobar"), str_fmt(c->mem, "%u", n)) : tr(c->lang, N_("Todavía sin escribir"));
	return true;
}

const struct meeting_door minutes_door = { .icon = "papel", .label = N_("El acta"), .tell = door_tell, .below = "acta" };
