/*
 * form_answer.c - answering a form: what was typed is read by the version's own fields; and reading it again.
 */
#include "forms_own.h"

#include "attachment.h"
#include "field.h"
#include "html.h"
#include "json.h"
#include "parts.h"
#include "people.h"

/* ---- versions ---- */

bool form_at(struct ctx *c, struct id form, int64_t number, struct form_now *out)
{
	const struct value key[VERSION__N] = { [VERSION_FORM] = value_id(form), [VERSION_NUMBER] = value_int(number) };
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct diag d = { 0 };

	*out = (struct form_now){ .form = form, .code = ref_code(c, "form", form), .number = number };
	return number > 0 && record_get(c->db, c->schema, c->mem, &form_version_entity, c->net->id,
		entity_key_id(&form_version_entity, c->net->id, key), r) && r->born &&
		formdef_read(c->mem, r->v[VERSION_DEFINITION].s, &out->def, &d) == OK;
}

bool form_latest(struct ctx *c, struct id form, struct form_now *out)
{
	return form_at(c, form, form_number(c, form), out);
}

bool form_for(struct ctx *c, const char *use, struct id *form_out)
{
	struct rows r = ctx_rows(c, forms_sql, Q_FORMS_ALL, cell_id(&c->net->id));
	struct id id[FORM_QUESTIONS_MAX];
	unsigned n = 0;

	while (rows_next(&r))
		if (n < FORM_QUESTIONS_MAX && str_is(rows_text(&r, 3), use))
			id[n++] = rows_id(&r, 0);
	for (unsigned i = 0; i < n; i++)
		if (form_number(c, id[i])) {
			*form_out = id[i];
			return true;
		}
	return false;
}

/* ---- reading ---- */

struct id form_record_id(struct ctx *c, struct id form, struct str about)
{
	const struct value key[FILLED__N] = { [FILLED_FORM] = value_id(form), [FILLED_ABOUT] = value_text(about) };

	return entity_key_id(&form_record_entity, c->net->id, key);
}

static struct id answer_id(struct ctx *c, struct id record, const char *field)
{
	const struct value key[ANSWER__N] = { [ANSWER_RECORD] = value_id(record), [ANSWER_FIELD] = value_text(str_c(field)) };

	return entity_key_id(&form_answer_entity, c->net->id, key);
}

/* As it is kept, whatever class it was given in. */
static struct str kept(const struct rows *r)
{
	for (unsigned col = 1; col < 5; col++)
		if (!rows_null(r, col))
			return rows_text(r, col);
	return STR("");
}

static void read_answers(struct ctx *c, struct form_filled *f)
{
	const struct entity *e = f->form.def.entity;
	struct rows r = ctx_rows(c, forms_sql, Q_FORM_ANSWERS_OF, cell_id(&c->net->id), cell_id(&f->record.id));

	while (rows_next(&r)) {
		int at = fields_find(e->fields, e->nfields, rows_text(&r, 0));
		struct diag d = { 0 };
		if (at >= 0 && field_read(c->mem, &e->fields[at], kept(&r), &f->v[at], &d) != OK)
			f->v[at] = value_null();
	}
}

bool form_filled_get(struct ctx *c, struct id record, struct form_filled *out)
{
	*out = (struct form_filled){ 0 };
	if (!record_get(c->db, c->schema, c->mem, &form_record_entity, c->net->id, record, &out->record) || !out->record.born ||
		!form_at(c, out->record.v[FILLED_FORM].id, out->record.v[FILLED_VERSION].i, &out->form))
		return false;
	read_answers(c, out);
	return true;
}

unsigned form_filled_view(struct page_call *p, const struct form_filled *f)
{
	struct ctx *c = p->c;
	unsigned classes = classes_seen(c, scope_of(c, &f->record)), n = 0;

	for (unsigned i = 0; i < f->form.def.n; i++) {
		const struct field *q = &f->form.def.entity->fields[i];
		if (f->v[i].kind == V_NULL || !(classes & 1u << q->privacy))
			continue;
		if (!n++) {
			part_column(p, N_("Pregunta"));
			part_column(p, N_("Respuesta"));
		}
		struct str text = field_show(c->mem, q, &f->v[i], c->lang), unit = q->unit ? tr(c->lang, q->unit) : STR("");
		part_cell(part_line(p, tr(c->lang, q->label), STR("")), unit.n ? str_fmt(c->mem, "%.*s %.*s", (int)text.n, text.p,
			(int)unit.n, unit.p) : text);
	}
	return n;
}

struct str form_url(struct ctx *c, struct str code, struct id group, struct str about)
{
	struct buf b = buf_new(c->mem, 120);

	buf_c(&b, "/formularios/llenar?form=");
	url_part(&b, code);
	buf_c(&b, "&group=");
	url_part(&b, ref_code(c, "group", group));
	if (about.n) {
		buf_c(&b, "&about=");
		url_part(&b, about);
	}
	return buf_str(&b);
}

/* ---- answering ---- */

static const struct field answer_args[] = {
	[FORM_BOX_FORM] = { "form", T_REF, F_REQUIRED, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
	[FORM_BOX_VERSION] = { "version", T_INT, 0, .label = N_("Versión"), .min = 1, .max = 100000, .privacy = P_NETWORK },
	[FORM_BOX_GROUP] = { "group", T_REF, F_REQUIRED, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK, .aliases = "cocina|grupo" },
	[FORM_BOX_ABOUT] = { "about", T_TEXT, 0, .label = N_("Junto a"), .max = 80, .privacy = P_NETWORK },
	[FORM_BOX_PERSON] = { "person", T_REF, 0, .label = N_("De quién"), .ref = "person", .privacy = P_NETWORK },
	[FORM_BOX_DAY] = { "day", T_DATE, F_PAST, .label = N_("Día"), .otherwise = "today", .privacy = P_NETWORK },
	[FORM_BOX_ANSWERS] = { "answers", T_TEXT, F_WIDE, .label = N_("Respuestas"), .max = FORM_JSON_MAX, .privacy = P_GROUP },
};

struct answering {
	struct ctx *c;
	const struct act *a;
	struct form_filled now;   /* what stands; record.entity NULL: nothing does */
	const struct entity *e;   /* of the version */
	struct value v[FORM_QUESTIONS_MAX];
	bool said[FORM_QUESTIONS_MAX];
	struct str about;
	struct id id;
	bool stands;
};

/* Beside a record of that group; or the record of its own that was begun with that id; or a new one of its own. */
static enum rc find_about(struct answering *w)
{
	struct ctx *c = w->c;
	struct record *beside = ARENA_NEW(c->mem, struct record);
	struct id own;

	w->about = act_has(w->a, FORM_BOX_ABOUT) ? act_text(w->a, FORM_BOX_ABOUT) : id_text(c->mem, w->a->id);
	if (act_has(w->a, FORM_BOX_ABOUT) && !id_parse(w->about, &own) &&
		!attachment_beside(c, w->about, act_ref(w->a, FORM_BOX_GROUP), beside))
		return fail(c, "about", "unknown", N_("Eso ya no está, o es de otro grupo"));
	w->id = form_record_id(c, act_ref(w->a, FORM_BOX_FORM), w->about);
	return OK;
}

/* A record keeps the version that it was begun with. */
static enum rc find_version(struct answering *w)
{
	struct ctx *c = w->c;
	struct id form = act_ref(w->a, FORM_BOX_FORM);

	w->stands = form_filled_get(c, w->id, &w->now);
	if (w->stands && !id_eq(w->now.record.v[FILLED_GROUP].id, act_ref(w->a, FORM_BOX_GROUP)))
		return fail(c, "about", "unknown", N_("Eso ya no está, o es de otro grupo"));
	if (w->stands)
		return OK;
	if (w->now.record.born)
		return fail(c, "version", "unknown", N_("La versión con que se empezó todavía no llega aquí; pruebe más tarde"));
	if (!(act_has(w->a, FORM_BOX_VERSION) ? form_at(c, form, act_int(w->a, FORM_BOX_VERSION), &w->now.form) : form_latest(c, form, &w->now.form)))
		return fail(c, "version", "unknown", N_("Esa versión del formulario no está publicada"));
	return OK;
}

/* Only what she may see of it can she have seen: an empty box for what is hidden from her says nothing. */
static bool hidden(struct answering *w, const struct field *f, struct str text)
{
	return w->stands && !str_trim(text).n && !(classes_seen(w->c, scope_of(w->c, &w->now.record)) & 1u << f->privacy);
}

static enum rc read_said(struct answering *w)
{
	struct ctx *c = w->c;
	struct str text = act_has(w->a, FORM_BOX_ANSWERS) ? act_text(w->a, FORM_BOX_ANSWERS) : STR("{}");
	const char *name;
	json_t *value;
	json_t *all = json_read(c->mem, text, c->diag);

	if (!json_is_object(all))
		return c->diag->n ? INVALID : fail(c, "answers", "format", N_("Los datos deben venir como un objeto"));
	json_object_foreach(all, name, value)
	{
		int at = fields_find(w->e->fields, w->e->nfields, str_c(name));
		if (at < 0 || !json_is_string(value)) {
			fail_with(c, str_cstr(c->mem, str_c(name)), "unknown", N_("Esa pregunta no está en el formulario: %s"), str_dup(c->mem, str_c(name)));
			continue;
		}
		const struct field *f = &w->e->fields[at];
		struct str typed = str_dup(c->mem, json_str(value));
		if (hidden(w, f, typed))
			continue;
		if (field_read(c->mem, f, typed, &w->v[at], c->diag) == OK)
			w->said[at] = true;
	}
	return c->diag->n ? INVALID : OK;
}

/* What must be answered is, by now or before. */
static enum rc check_said(struct answering *w)
{
	unsigned told = 0;

	for (unsigned i = 0; i < w->e->nfields; i++) {
		const struct field *f = &w->e->fields[i];
		const struct value *v = w->said[i] ? &w->v[i] : &w->now.v[i];
		if (field_check(w->c->mem, f, v, w->c->diag) != OK)
			continue;
		told += v->kind != V_NULL;
		if (v->kind != V_NULL && f->privacy == P_PERSONAL && !act_has(w->a, FORM_BOX_PERSON) &&
			!(w->stands && w->now.record.v[FILLED_PERSON].kind == V_ID))
			fail(w->c, f->name, "person", N_("Diga de quién es: es una respuesta personal"));
	}
	if (!w->c->diag->n && !told)
		return fail(w->c, NULL, "empty", N_("Conteste al menos una pregunta"));
	return w->c->diag->n ? INVALID : OK;
}

static unsigned column_of(const struct field *f)
{
	static const unsigned column[P__N] = { [P_PUBLIC] = ANSWER_PUBLIC, [P_NETWORK] = ANSWER_NETWORK, [P_GROUP] = ANSWER_IN_GROUP,
		[P_PERSONAL] = ANSWER_PERSONAL, [P_SEALED] = ANSWER_PERSONAL };

	return column[f->privacy];
}

/* Whose it is was said once. */
static struct id person_of(const struct answering *w)
{
	if (w->stands && w->now.record.v[FILLED_PERSON].kind == V_ID)
		return w->now.record.v[FILLED_PERSON].id;
	return act_has(w->a, FORM_BOX_PERSON) ? act_ref(w->a, FORM_BOX_PERSON) : (struct id){ 0 };
}

static void put_answer(struct answering *w, struct change *ch, unsigned i)
{
	struct ctx *c = w->c;
	const struct field *f = &w->e->fields[i];
	struct id id = answer_id(c, w->id, f->name), person = person_of(w);
	struct record *r = ARENA_NEW(c->mem, struct record);
	bool born = record_get(c->db, c->schema, c->mem, &form_answer_entity, c->net->id, id, r) && r->born;
	struct put *p = change_put(ch, &form_answer_entity, id, !born);

	put_stood(p, r);
	if (!born) {
		put_id(p, ANSWER_RECORD, w->id);
		put_text(p, ANSWER_FIELD, str_c(f->name));
		put_id(p, ANSWER_FORM, act_ref(w->a, FORM_BOX_FORM));
		put_int(p, ANSWER_VERSION, w->now.form.number);
		put_id(p, ANSWER_GROUP, act_ref(w->a, FORM_BOX_GROUP));
		if (!id_is_zero(person))
			put_id(p, ANSWER_PERSON, person);
	}
	put_set(p, column_of(f), w->v[i].kind == V_NULL ? value_null() : value_text(field_plain(c->mem, f, &w->v[i])));
}

static struct put *put_record(struct answering *w, struct change *ch)
{
	struct ctx *c = w->c;
	const struct value key[FILLED__N] = { [FILLED_FORM] = value_id(act_ref(w->a, FORM_BOX_FORM)), [FILLED_ABOUT] = value_text(w->about) };
	struct put *p = put_keyed(c, ch, &form_record_entity, key);

	if (!w->stands) {
		put_int(p, FILLED_VERSION, w->now.form.number);
		put_id(p, FILLED_GROUP, act_ref(w->a, FORM_BOX_GROUP));
		put_int(p, FILLED_DAY, act_int(w->a, FORM_BOX_DAY));
		if (act_has(w->a, FORM_BOX_PERSON))
			put_id(p, FILLED_PERSON, act_ref(w->a, FORM_BOX_PERSON));
		if (!id_is_zero(c->who->person))
			put_id(p, FILLED_AUTHOR, c->who->person);
		put_text(p, FILLED_MARK, id_text(c->mem, w->a->id));
	}
	put_int(p, FILLED_AT, w->a->acted_at);
	return p;
}

static enum rc answer_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct answering *w = ARENA_NEW(c->mem, struct answering);
	bool changed = false;

	*w = (struct answering){ .c = c, .a = a };
	if (find_about(w) != OK || find_version(w) != OK)
		return INVALID;
	w->e = w->now.form.def.entity;
	if (read_said(w) != OK || check_said(w) != OK)
		return INVALID;
	struct put *first = put_record(w, ch);
	for (unsigned i = 0; i < w->e->nfields; i++) {
		if (!w->said[i] || value_eq(w->v[i], w->now.v[i]))
			continue;
		put_answer(w, ch, i);
		changed = true;
		if (w->now.v[i].kind != V_NULL)
			put_text(first, FILLED_MARK, id_text(c->mem, a->id));
	}
	return changed ? OK : fail(c, NULL, "same", N_("No hay nada que cambiar"));
}

static struct str answer_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &form_record_entity);
	struct record *r = ARENA_NEW(c->mem, struct record);
	struct str_pair with[] = { { "who", t->author }, { "what", STR("") } };

	if (p && record_get(c->db, c->schema, c->mem, &form_record_entity, t->change->network, p->id, r) && r->v[FILLED_FORM].kind == V_ID)
		with[1].value = title_now(c, &form_entity, r->v[FILLED_FORM].id);
	return tr_named(c->mem, c->lang, N_("{who} contestó «{what}»"), with, 2);
}

const struct action form_answer_tell = {
	.name = "form.answer", .label = N_("Guardar las respuestas"), .args = answer_args, .nargs = FORM_BOX__N, .flags = ACT_REPORT,
	.on = AT(FORM_BOX_GROUP), .edits = &form_record_entity, .open = AT(FORM_BOX_ANSWERS), .decide = answer_decide,
	.describe = answer_describe,
};

const struct action *form_action(struct ctx *c, const struct form_now *f)
{
	struct action *a = ARENA_NEW(c->mem, struct action);
	struct field *args = ARENA_ARRAY(c->mem, struct field, FORM_BOX__N + f->def.n);

	memcpy(args, answer_args, sizeof(answer_args));
	memcpy(args + FORM_BOX__N, f->def.entity->fields, f->def.n * sizeof(*args));
	*a = form_answer_tell;
	a->args = args;
	a->nargs = FORM_BOX__N + f->def.n;
	return a;
}
