/*
 * letter_pages.c - /cartas: what a group wrote, how long it waits; one letter with its next step; writing and correcting.
 */
#include "voice_own.h"

#include "attachment.h"
#include "html.h"
#include "parts.h"

enum { GROUPS_MAX = 12 };

/* ---- the list ---- */

static void letter_row(struct page_call *p, const struct record *l)
{
	struct ctx *c = p->c;
	struct wait w = wait_of(c, l, today(c));
	struct str to = l->v[LETTER_AUTHORITY].kind == V_ID ? authority_title(c, l->v[LETTER_AUTHORITY].id) : STR("");
	struct str how = w.sent && w.due_known ? wait_text(c, &w) : choice_label(c, letter_states, l->v[LETTER_STATE].s);

	part_row(p, str_fmt(c->mem, "%s: %s", str_cstr(c->mem, letter_title(c, l)), str_cstr(c->mem, l->v[LETTER_SUBJECT].s)), letter_url(c, l->id, ""),
		how, to);
}

static void promise_row(struct page_call *p, const struct record *r)
{
	struct ctx *c = p->c;
	struct promise_stand s = promise_stands(c, r, today(c));

	part_row(p, r->v[PROMISE_WHAT].s, promise_url(c, r->id, ""), promise_state_text(c, &s), authority_title(c, r->v[PROMISE_AUTHORITY].id));
}

/* What came out of a meeting, and what can be written from here. NOT_FOUND: it is not hers to see. */
static enum rc list_of_meeting(struct page_call *p, struct id meeting)
{
	struct ctx *c = p->c;
	const struct entity *e = schema_entity(c->schema, STR("meeting"));
	struct record *m = ARENA_NEW(c->mem, struct record), *all = ARENA_ARRAY(c->mem, struct record, LETTERS_SHOWN);

	if (!e || !record_get(c->db, c->schema, c->mem, e, c->net->id, meeting, m) || !m->born || !allowed(c, "page:writings", scope_of(c, m)))
		return NOT_FOUND;
	struct str id = id_text(c->mem, meeting), group = ref_code(c, "group", scope_of(c, m).group);
	part_back(p, N_("La reunión"), str_fmt(c->mem, "/reuniones/%.36s", id.p));
	part_fact(p, NULL, ref_title(c, "meeting", meeting));
	part_intro(p, N_("Lo que salió de esta reunión: cartas, comunicados, peticiones y lo que prometieron las autoridades."));
	unsigned n = voice_read(c, &letter_entity, db_rows(c->db, SQL(Q_LETTERS_OF_MEETING), ARGS(cell_id(&c->net->id), cell_id(&meeting), cell_int(LETTERS_SHOWN))),
		all, LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++)
		if (allowed(c, "page:letter", scope_of(c, &all[i])))
			letter_row(p, &all[i]);
	n = promises_of(c, meeting, (struct id){ 0 }, all, LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++)
		promise_row(p, &all[i]);
	part_empty(p, N_("Todavía no salió ninguna carta ni promesa de esta reunión."));
	if (allowed(c, "letter.write", scope_of(c, m)))
		part_link(p, "lapiz", N_("Escribir una carta"), str_fmt(c->mem, "/cartas/nueva?meeting=%.36s&group=%s", id.p, str_cstr(c->mem, group)));
	if (allowed(c, "promise.note", scope_of(c, m)))
		part_link(p, "mas", N_("Anotar una promesa"), str_fmt(c->mem, "/promesas/nueva?meeting=%.36s&group=%s", id.p, str_cstr(c->mem, group)));
	return OK;
}

static struct str list_url(struct ctx *c, struct id group)
{
	return str_fmt(c->mem, "/cartas?group=%s", str_cstr(c->mem, ref_code(c, "group", group)));
}

/* The asked group, else her first one; tabs where she has several. False: none. */
static bool choose(struct page_call *p, struct id *out)
{
	struct ctx *c = p->c;
	struct id own[GROUPS_MAX];
	struct str asked = p->get(p, "group");
	unsigned n = 0;

	for (unsigned i = 0; i < c->who->nmember && n < GROUPS_MAX; i++) {
		bool twice = false;
		for (unsigned k = 0; k < n; k++)
			twice |= id_eq(own[k], c->who->member[i].group);
		if (!twice && allowed(c, "page:writings", scope_of_group(c, c->who->member[i].group)))
			own[n++] = c->who->member[i].group;
	}
	if (asked.n ? !ref_resolve(c, "group", asked, out) || !allowed(c, "page:writings", scope_of_group(c, *out)) : !n)
		return false;
	if (!asked.n)
		*out = own[0];
	for (unsigned i = 0; i < n && n > 1; i++)
		part_tab(p, ref_title(c, "group", own[i]), list_url(c, own[i]), id_eq(own[i], *out));
	part_fact(p, NULL, ref_title(c, "group", *out));
	return true;
}

enum rc page_letters(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *all = ARENA_ARRAY(c->mem, struct record, LETTERS_SHOWN);
	struct id group, meeting;

	if (id_parse(p->get(p, "meeting"), &meeting))
		return list_of_meeting(p, meeting);
	part_intro(p, N_("Cartas, comunicados y peticiones: qué se pidió, a quién, y cuánto se espera la respuesta."));
	if (!choose(p, &group))
		return p->get(p, "group").n ? NOT_FOUND : OK;
	unsigned n = voice_read(c, &letter_entity, db_rows(c->db, SQL(Q_LETTERS_OF), ARGS(cell_id(&c->net->id), cell_id(&group), cell_int(LETTERS_SHOWN))), all,
		LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++)
		letter_row(p, &all[i]);
	part_empty(p, N_("Todavía no hay ninguna carta."));
	if (allowed(c, "letter.write", scope_of_group(c, group)))
		part_link(p, "lapiz", N_("Escribir una carta"), str_fmt(c->mem, "/cartas/nueva?group=%s", str_cstr(c->mem, ref_code(c, "group", group))));
	part_link(p, "oir", N_("Lo que cualquiera puede leer"), STR("/voz"));
	part_link(p, "listo", N_("Promesas de las autoridades"), STR("/promesas"));
	part_link(p, "equipo", N_("Autoridades y plazos"), STR("/autoridades"));
	return OK;
}

/* ---- writing ---- */

enum rc page_letter_new(struct page_call *p)
{
	struct ctx *c = p->c;
	struct str meeting = p->get(p, "meeting"), group = p->get(p, "group");
	struct id id;

	if (meeting.n && !id_parse(meeting, &id))
		return NOT_FOUND;
	struct str here = str_fmt(c->mem, "/cartas/nueva?group=%s%s%s", str_cstr(c->mem, group), meeting.n ? "&meeting=" : "", str_cstr(c->mem, meeting));
	struct part_form f = { .action = &letter_write, .to = here, .icon = "lapiz", .waits = true };
	if (meeting.n) {
		part_back(p, N_("Volver sin escribir"), str_fmt(c->mem, "/cartas?meeting=%s", str_cstr(c->mem, meeting)));
		part_fact(p, NULL, ref_title(c, "meeting", id));
		f.carry[0].name = "meeting";
		f.carry[0].value = meeting;
	} else {
		part_back(p, N_("Volver sin escribir"), STR("/cartas"));
		f.without = "meeting";
	}
	part_intro(p, N_("Es un borrador: lo ve su grupo. Después se aprueba, se imprime, se firma y se envía."));
	part_form(p, &f);
	part_heading(p, N_("A quiénes ya se escribió"));
	authority_rows(p, here);
	return OK;
}

/* The letter that the address names, if the actor may do that to it. */
static bool asked(struct page_call *p, const char *what, struct record *l)
{
	struct id id;

	return id_parse(p->get(p, "letter"), &id) && letter_get(p->c, id, l) && allowed(p->c, what, scope_of(p->c, l));
}

static void head(struct page_call *p, const struct record *l)
{
	part_back(p, N_("Volver a la carta"), letter_url(p->c, l->id, ""));
	part_fact(p, NULL, letter_title(p->c, l));
	part_fact(p, NULL, l->v[LETTER_SUBJECT].s);
}

enum rc page_letter_edit(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record), *to = ARENA_NEW(c->mem, struct record), *shown = ARENA_NEW(c->mem, struct record);
	/* The form's boxes by name: those of the letter, and of the office it goes to. */
	static const struct field names[] = { { "to", T_TEXT, 0, .max = 120 }, { "office", T_TEXT, 0, .max = 120 }, { "subject", T_TEXT, 0, .max = 160 },
		{ "body", T_TEXT, 0, .max = BODY_MAX }, { "signed", T_TEXT, 0, .max = 400 }, { "public", T_BOOL, 0, .max = 1 } };
	static const struct entity boxes = { .name = "letter_boxes", .fields = names, .nfields = ARRAY_LEN(names) };

	if (!asked(p, "letter.edit", l))
		return NOT_FOUND;
	*shown = (struct record){ .entity = &boxes, .id = l->id, .stamp = l->stamp, .change = l->change, .born = l->born, .late = l->late };
	if (l->v[LETTER_AUTHORITY].kind == V_ID && authority_get(c, l->v[LETTER_AUTHORITY].id, to)) {
		shown->v[0] = to->v[AUTHORITY_NAME];
		shown->v[1] = to->v[AUTHORITY_OFFICE];
	}
	shown->v[2] = l->v[LETTER_SUBJECT];
	shown->v[3] = l->v[LETTER_BODY];
	shown->v[4] = l->v[LETTER_SIGNED];
	shown->v[5] = l->v[LETTER_PUBLIC];
	head(p, l);
	if (letter_is(l, "approved"))
		part_care(p, N_("Ya estaba aprobada: con los cambios vuelve a borrador y hay que aprobarla otra vez."));
	part_form(p, &(struct part_form){ .action = &letter_edit, .standing = p->act ? NULL : shown, .to = letter_url(c, l->id, "/editar"),
		.carry = { { "letter", id_text(c->mem, l->id) } }, .icon = "lapiz" });
	return OK;
}

/* ---- one ---- */

static void view_dates(struct page_call *p, const struct record *l)
{
	static const uint8_t days[] = { LETTER_APPROVED, LETTER_SENT, LETTER_DESK_DAY, LETTER_BY, LETTER_ANSWERED };
	struct ctx *c = p->c;
	struct wait w = wait_of(c, l, today(c));

	part_fact(p, N_("De"), ref_title(c, "group", l->v[LETTER_GROUP].id));
	if (l->v[LETTER_AUTHORITY].kind == V_ID)
		part_fact(p, N_("A"), authority_title(c, l->v[LETTER_AUTHORITY].id));
	part_fact(p, letter_fields[LETTER_STATE].label, choice_label(c, letter_states, l->v[LETTER_STATE].s));
	for (unsigned i = 0; i < ARRAY_LEN(days); i++)
		if (l->v[days[i]].kind == V_INT)
			part_fact(p, letter_fields[days[i]].label, lang_date(c->mem, c->lang, l->v[days[i]].i));
	if (l->v[LETTER_DESK].kind == V_TEXT)
		part_fact(p, letter_fields[LETTER_DESK].label, l->v[LETTER_DESK].s);
	if (w.sent && w.due_known)
		part_fact(p, N_("Respuesta"), wait_text(c, &w));
	if (l->v[LETTER_SIGNED].kind == V_TEXT)
		part_fact(p, letter_fields[LETTER_SIGNED].label, l->v[LETTER_SIGNED].s);
	if (l->v[LETTER_MEETING].kind == V_ID)
		part_fact(p, letter_fields[LETTER_MEETING].label, ref_title(c, "meeting", l->v[LETTER_MEETING].id));
}

/* What comes next stands first: approve, send, note the answer. */
static void view_steps(struct page_call *p, const struct record *l)
{
	struct ctx *c = p->c;
	struct scope s = scope_of(c, l);
	bool petition = str_is(l->v[LETTER_KIND].s, "petition"), to = l->v[LETTER_AUTHORITY].kind == V_ID, draft = letter_is(l, "draft"),
		approved = letter_is(l, "approved"), sent = letter_is(l, "sent");

	if (draft && allowed(c, "letter.approve", s))
		part_press(p, &(struct part_form){ .action = &letter_approve, .to = letter_url(c, l->id, ""), .carry = { { "letter", id_text(c->mem, l->id) } } }, STR(""));
	if ((draft || approved) && l->v[LETTER_CALL].kind != V_INT && allowed(c, "letter.edit", s))
		part_link(p, "lapiz", N_("Corregir"), letter_url(c, l->id, "/editar"));
	if (approved && allowed(c, "letter.send", s))
		part_link(p, "enviado", N_("Anotar el envío"), letter_url(c, l->id, "/enviar"));
	if (sent && l->v[LETTER_DESK].kind != V_TEXT && allowed(c, "letter.send", s))
		part_link(p, "enviado", N_("Anotar el sello de la mesa de partes"), letter_url(c, l->id, "/enviar"));
	if (sent && to && allowed(c, "letter.answer", s))
		part_link(p, "visto", N_("Anotar la respuesta"), letter_url(c, l->id, "/respuesta"));
	if (petition && !draft && allowed(c, "page:petition", s))
		part_link(p, "gente", N_("Firmas y apoyos"), letter_url(c, l->id, "/firmas"));
	part_link(p, "imprimir", N_("Hoja para imprimir y firmar"), letter_url(c, l->id, "/hoja"));
	part_link(p, "foto", N_("Fotos: cargo sellado y respuesta"), attachments_url(c, l->v[LETTER_GROUP].id, attachment_about(c, "letter", l->id)));
	if (allowed(c, "promise.note", s) && (sent || letter_is(l, "answered")))
		part_link(p, "mas", N_("Anotar lo que prometieron"), str_fmt(c->mem, "/promesas/nueva?letter=%.36s&group=%s", id_text(c->mem, l->id).p,
			str_cstr(c->mem, ref_code(c, "group", l->v[LETTER_GROUP].id))));
	if ((draft || approved) && l->v[LETTER_CALL].kind != V_INT && allowed(c, "letter.drop", s))
		part_link(p, "quitar", N_("Descartar"), letter_url(c, l->id, "/descartar"));
}

enum rc page_letter(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record), *open = ARENA_NEW(c->mem, struct record), *all = ARENA_ARRAY(c->mem, struct record, LETTERS_SHOWN);

	if (!asked(p, "page:letter", l))
		return NOT_FOUND;
	part_title(p, str_fmt(c->mem, "%s: %s", str_cstr(c->mem, letter_title(c, l)), str_cstr(c->mem, l->v[LETTER_SUBJECT].s)));
	part_back(p, N_("Todas las cartas"), list_url(c, l->v[LETTER_GROUP].id));
	view_dates(p, l);
	part_quote(p, l->v[LETTER_BODY].s);
	if (l->v[LETTER_ANSWER].kind == V_TEXT)
		part_row(p, tr(c->lang, letter_fields[LETTER_ANSWER].label), STR(""), lang_date(c->mem, c->lang, l->v[LETTER_ANSWERED].i), l->v[LETTER_ANSWER].s);
	unsigned n = promises_of(c, (struct id){ 0 }, l->id, all, LETTERS_SHOWN);
	for (unsigned i = 0; i < n; i++)
		promise_row(p, &all[i]);
	view_steps(p, l);
	if (open_letter_get(c, l->id, open))
		part_link(p, "oir", N_("Como la ve cualquiera"), str_fmt(c->mem, "/voz/%.36s", id_text(c->mem, l->id).p));
	return OK;
}

/* ---- one question each ---- */

enum rc page_letter_send(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record);
	bool public;

	if (!asked(p, "letter.send", l))
		return NOT_FOUND;
	public = l->v[LETTER_PUBLIC].kind == V_INT && l->v[LETTER_PUBLIC].i;
	head(p, l);
	part_intro(p, public ? N_("Desde ahora su texto no cambia y cualquiera puede leerla, sin quiénes firman.") : N_("Desde ahora su texto no cambia."));
	part_form(p, &(struct part_form){ .action = &letter_send, .standing = p->act || letter_is(l, "approved") ? NULL : l, .to = letter_url(c, l->id, "/enviar"),
		.carry = { { "letter", id_text(c->mem, l->id) } }, .icon = "enviado" });
	part_after(p, N_("Guarde también la foto del cargo sellado: está en la página de la carta."));
	return OK;
}

enum rc page_letter_answer(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record);

	if (!asked(p, "letter.answer", l))
		return NOT_FOUND;
	head(p, l);
	part_form(p, &(struct part_form){ .action = &letter_answer, .to = letter_url(c, l->id, "/respuesta"), .carry = { { "letter", id_text(c->mem, l->id) } },
		.icon = "visto" });
	return OK;
}

enum rc page_letter_drop(struct page_call *p)
{
	struct ctx *c = p->c;
	struct record *l = ARENA_NEW(c->mem, struct record);

	if (!asked(p, "letter.drop", l))
		return NOT_FOUND;
	part_back(p, N_("Volver sin quitar nada"), letter_url(c, l->id, ""));
	part_fact(p, NULL, l->v[LETTER_SUBJECT].s);
	part_care(p, N_("Deja de verse en la lista. No se envió a nadie."));
	part_form(p, &(struct part_form){ .action = &letter_drop, .to = letter_url(c, l->id, "/descartar"), .carry = { { "letter", id_text(c->mem, l->id) } },
		.icon = "quitar" });
	return OK;
}
