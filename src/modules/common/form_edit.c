/*
 * form_edit.c - making a form: its name, its questions in work, publishing a version, bringing one from elsewhere.
 *
 * Questions are edited one by one and merge as any record; a version is what they all are at one moment, kept whole. The
 * number is decided by the writer, who sees every version before it.
 */
#include "forms_own.h"

#include "people.h"
#include "record_put.h"

enum { CENTS = 100 };

/* ---- the draft ---- */

unsigned form_drafts(struct ctx *c, struct id form, struct drafted *out)
{
	struct id id[FORM_QUESTIONS_MAX];
	unsigned n = db_ids(c->db, &forms_sql.query[Q_FORM_QUESTIONS], ARGS(cell_id(&c->net->id), cell_id(&form)), id,
		FORM_QUESTIONS_MAX), kept = 0;

	for (unsigned i = 0; i < n; i++)
		kept += record_get(c->db, c->schema, c->mem, &form_question_entity, c->net->id, id[i], &out[kept].record);
	return kept;
}

/* Limits of money are said in soles. */
static void limit(const struct value *v, bool money, bool *has_out, int64_t *out)
{
	*has_out = v->kind == V_INT;
	*out = v->kind == V_INT ? v->i * (money ? CENTS : 1) : 0;
}

static enum rc question_of(struct ctx *c, const struct value *v, struct question *q, struct diag *d)
{
	bool money = str_is(v[QUESTION_KIND].s, "money");

	*q = (struct question){ .name = v[QUESTION_NAME].s, .kind = v[QUESTION_KIND].s, .label = v[QUESTION_LABEL].s,
		.help = v[QUESTION_HELP].s, .unit = v[QUESTION_UNIT].s, .purpose = v[QUESTION_PURPOSE].s,
		.privacy = v[QUESTION_PRIVACY].kind == V_TEXT ? v[QUESTION_PRIVACY].s : STR("group"),
		.must = v[QUESTION_MUST].kind == V_INT && v[QUESTION_MUST].i };
	limit(&v[QUESTION_MIN], money, &q->has_min, &q->min);
	limit(&v[QUESTION_MAX], money, &q->has_max, &q->max);
	if (str_is(q->kind, "choice") && question_choices(c->mem, v[QUESTION_CHOICES].s, &q->choices, d) != OK)
		return INVALID;
	return question_check(c->mem, q, d);
}

enum rc form_draft(struct ctx *c, struct id form, struct formdef *out, struct diag *d)
{
	struct drafted *draft = ARENA_ARRAY(c->mem, struct drafted, FORM_QUESTIONS_MAX);
	struct question *q = ARENA_ARRAY(c->mem, struct question, FORM_QUESTIONS_MAX);
	unsigned n = form_drafts(c, form, draft);

	for (unsigned i = 0; i < n; i++)
		if (question_of(c, draft[i].record.v, &q[i], d) != OK)
			return INVALID;
	return formdef_new(c->mem, title_now(c, &form_entity, form), q, n, out, d);
}

int64_t form_number(struct ctx *c, struct id form)
{
	return db_int(c->db, &forms_sql.query[Q_FORM_NUMBER], ARGS(cell_id(&c->net->id), cell_id(&form)));
}

bool form_unpublished(struct ctx *c, struct id form)
{
	struct form_now now;
	struct formdef draft;
	struct diag d = { 0 };

	if (form_draft(c, form, &draft, &d) != OK)
		return true;
	return !form_latest(c, form, &now) || !str_eq(formdef_json(c->mem, &now.def), formdef_json(c->mem, &draft));
}

/* ---- a form ---- */

static const struct field create_args[] = {
	{ "code", T_CODE, F_REQUIRED, .label = N_("Código"), .help = N_("Letras, números y guion: VISITA"), .privacy = P_NETWORK,
		.aliases = "codigo" },
	{ "name", T_TEXT, F_REQUIRED, .label = N_("Nombre"), .max = 120, .privacy = P_NETWORK, .aliases = "nombre" },
	{ "use", T_ENUM, 0, .label = N_("Para qué se usa"), .choices = form_uses, .otherwise = "other", .privacy = P_NETWORK, .aliases = "uso" },
};

const struct action form_create = {
	.name = "form.create", .label = N_("Guardar"), .args = create_args, .nargs = ARRAY_LEN(create_args), .edits = &form_entity,
	.decide = record_decide, .describe = record_describe,
};

/* ---- one question ---- */

enum { SET_FORM, SET_LABEL, SET_KIND, SET_CHOICES, SET_MUST, SET_UNIT, SET_MIN, SET_MAX, SET_HELP, SET_PRIVACY, SET_PURPOSE,
	SET_PLACE, SET_NAME, SET_VOIDED, SET__N };

static const struct field set_args[] = {
	[SET_FORM] = { "form", T_REF, F_REQUIRED, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
	[SET_LABEL] = { "label", T_TEXT, F_REQUIRED, .label = N_("La pregunta"), .max = FORM_LABEL_MAX, .privacy = P_NETWORK },
	[SET_KIND] = { "kind", T_ENUM, F_REQUIRED, .label = N_("Qué se contesta"), .choices = question_kinds, .privacy = P_NETWORK },
	[SET_CHOICES] = { "choices", T_TEXT, F_WIDE, .label = N_("Opciones"), .help = N_("Si se elige entre varias: una en cada línea"),
		.max = 4000, .privacy = P_NETWORK },
	[SET_MUST] = { "must", T_BOOL, 0, .label = N_("Hay que contestarla"), .privacy = P_NETWORK },
	[SET_UNIT] = { "unit", T_TEXT, 0, .label = N_("Unidad"), .help = N_("De un número: personas, litros"), .max = 30, .privacy = P_NETWORK },
	[SET_MIN] = { "min", T_INT, 0, .label = N_("Lo menos"), .help = N_("De un número o de soles"), .min = -10000000, .max = 10000000,
		.privacy = P_NETWORK },
	[SET_MAX] = { "max", T_INT, 0, .label = N_("Lo más"), .help = N_("De un texto: cuántas letras"), .min = -10000000, .max = 10000000,
		.privacy = P_NETWORK },
	[SET_HELP] = { "help", T_TEXT, 0, .label = N_("Una ayuda breve"), .max = FORM_LABEL_MAX, .privacy = P_NETWORK },
	[SET_PRIVACY] = { "privacy", T_ENUM, 0, .label = N_("Quién puede leer la respuesta"), .choices = question_classes,
		.otherwise = "group", .privacy = P_NETWORK },
	[SET_PURPOSE] = { "purpose", T_TEXT, 0, .label = N_("Para qué se guarda"), .help = N_("Si la respuesta es personal"),
		.max = FORM_LABEL_MAX, .privacy = P_NETWORK },
	[SET_PLACE] = { "place", T_INT, 0, .label = N_("En qué lugar va"), .help = N_("Vacío: al final, o donde está"), .min = 1,
		.max = FORM_QUESTIONS_MAX, .privacy = P_NETWORK },
	[SET_NAME] = { "name", T_TEXT, 0, .label = N_("Nombre corto"), .help = N_("Para siempre. Vacío: sale de la pregunta"), .max = 32,
		.privacy = P_NETWORK },
	[SET_VOIDED] = { "voided", T_BOOL, 0, .label = N_("Quitar esta pregunta"), .privacy = P_NETWORK },
};

static const uint8_t field_of_arg[SET__N] = { [SET_FORM] = QUESTION_FORM, [SET_LABEL] = QUESTION_LABEL, [SET_KIND] = QUESTION_KIND,
	[SET_CHOICES] = QUESTION_CHOICES, [SET_MUST] = QUESTION_MUST, [SET_UNIT] = QUESTION_UNIT, [SET_MIN] = QUESTION_MIN,
	[SET_MAX] = QUESTION_MAX, [SET_HELP] = QUESTION_HELP, [SET_PRIVACY] = QUESTION_PRIVACY, [SET_PURPOSE] = QUESTION_PURPOSE,
	[SET_PLACE] = QUESTION_PLACE, [SET_NAME] = QUESTION_NAME, [SET_VOIDED] = QUESTION_VOIDED };

/* The others make room: each stands at its number, the one that is set at its own. The place it gets. */
static int64_t make_room(struct ctx *c, const struct value *v, int64_t wish, struct change *ch)
{
	struct drafted *draft = ARENA_ARRAY(c->mem, struct drafted, FORM_QUESTIONS_MAX);
	unsigned n = form_drafts(c, v[QUESTION_FORM].id, draft);
	int64_t at = 1, place = 0;

	for (unsigned i = 0; i < n; i++) {
		const struct record *r = &draft[i].record;
		if (str_eq(r->v[QUESTION_NAME].s, v[QUESTION_NAME].s)) {
			if (!wish)
				place = at++;
			continue;
		}
		if (at == wish)
			place = at++;
		if (r->v[QUESTION_PLACE].kind != V_INT || r->v[QUESTION_PLACE].i != at)
			put_int(change_put(ch, &form_question_entity, r->id, false), QUESTION_PLACE, at);
		at++;
	}
	return place ? place : at;
}

static enum rc set_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct value v[QUESTION__N] = { 0 };
	struct question q;

	for (unsigned i = 0; i < SET__N; i++)
		v[field_of_arg[i]] = a->v[i];
	/* A question is said whole: a box that is not ticked says no. */
	if (v[QUESTION_MUST].kind != V_INT)
		v[QUESTION_MUST] = value_int(0);
	if (v[QUESTION_VOIDED].kind != V_INT)
		v[QUESTION_VOIDED] = value_int(0);
	if (v[QUESTION_NAME].kind != V_TEXT)
		v[QUESTION_NAME] = value_text(question_name(c->mem, act_text(a, SET_LABEL)));
	if (question_of(c, v, &q, c->diag) != OK)
		return INVALID;
	struct put *p = put_keyed(c, ch, &form_question_entity, v);
	v[QUESTION_PLACE] = value_int(make_room(c, v, act_has(a, SET_PLACE) ? act_int(a, SET_PLACE) : 0, ch));
	if (v[QUESTION_PLACE].i > FORM_QUESTIONS_MAX)
		return fail(c, NULL, "questions", N_("Un formulario tiene entre 1 y 60 preguntas"));
	for (unsigned i = 0; i < QUESTION__N; i++)
		if (!(form_question_entity.fields[i].flags & F_KEY))
			put_set(p, i, v[i]);
	return OK;
}

static struct str set_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &form_question_entity);
	const struct value *label = p ? put_get(p, QUESTION_LABEL) : NULL;
	struct str_pair with[] = { { "who", t->author }, { "what", label ? label->s : STR("") } };

	return tr_named(c->mem, c->lang, N_("{who} anotó la pregunta «{what}»"), with, 2);
}

const struct action form_question_set = {
	.name = "form.question", .label = N_("Guardar la pregunta"), .args = set_args, .nargs = SET__N,
	.edits = &form_question_entity, .decide = set_decide, .describe = set_describe,
};

/* ---- publishing ---- */

static const struct field publish_args[] = {
	{ "form", T_REF, F_REQUIRED, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
};

static void put_version(struct ctx *c, const struct act *a, struct change *ch, struct id form, const struct formdef *def, int64_t number)
{
	const struct value key[VERSION__N] = { [VERSION_FORM] = value_id(form), [VERSION_NUMBER] = value_int(number) };
	struct put *p = put_keyed(c, ch, &form_version_entity, key);

	put_text(p, VERSION_NAME, def->name);
	put_text(p, VERSION_DEFINITION, formdef_json(c->mem, def));
	put_int(p, VERSION_DAY, zone_day(c->net->zone, a->acted_at));
}

static enum rc publish_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct id form = act_ref(a, 0);
	struct formdef def;

	if (form_draft(c, form, &def, c->diag) != OK)
		return INVALID;
	if (!form_unpublished(c, form))
		return fail(c, NULL, "same", N_("No hay nada nuevo que publicar"));
	put_version(c, a, ch, form, &def, form_number(c, form) + 1);
	return OK;
}

static struct str publish_describe(struct ctx *c, const struct told *t)
{
	const struct put *p = change_find(t->change, &form_version_entity);
	const struct value *name = p ? put_get(p, VERSION_NAME) : NULL, *n = p ? put_get(p, VERSION_NUMBER) : NULL;
	struct str_pair with[] = { { "who", t->author }, { "what", name ? name->s : STR("") },
		{ "n", n ? str_fmt(c->mem, "%lld", (long long)n->i) : STR("") } };

	return tr_named(c->mem, c->lang, N_("{who} publicó la versión {n} de «{what}»"), with, 3);
}

const struct action form_publish = {
	.name = "form.publish", .label = N_("Publicar"), .args = publish_args, .nargs = 1,
	.decide = publish_decide, .describe = publish_describe,
};

/* ---- bringing one ---- */

enum { BRING_CODE, BRING_USE, BRING_DEFINITION, BRING__N };

static const struct field bring_args[] = {
	[BRING_CODE] = { "code", T_CODE, F_REQUIRED, .label = N_("Código"), .help = N_("Letras, números y guion: VISITA"), .privacy = P_NETWORK },
	[BRING_USE] = { "use", T_ENUM, 0, .label = N_("Para qué se usa"), .choices = form_uses, .otherwise = "other", .privacy = P_NETWORK },
	[BRING_DEFINITION] = { "definition", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("El formulario"),
		.help = N_("Lo que dio «Llevar este formulario» en otra red"), .max = FORM_JSON_MAX, .privacy = P_NETWORK },
};

static struct id question_id(struct ctx *c, struct id form, struct str name)
{
	const struct value key[QUESTION__N] = { [QUESTION_FORM] = value_id(form), [QUESTION_NAME] = value_text(name) };

	return entity_key_id(&form_question_entity, c->net->id, key);
}

static void put_or_null(struct put *p, unsigned field, struct str s)
{
	put_set(p, field, s.n ? value_text(s) : value_null());
}

static void put_question(struct ctx *c, struct change *ch, struct id form, const struct question *q, int64_t place)
{
	const struct value key[QUESTION__N] = { [QUESTION_FORM] = value_id(form), [QUESTION_NAME] = value_text(q->name) };
	struct put *p = put_keyed(c, ch, &form_question_entity, key);
	int64_t scale = str_is(q->kind, "money") ? CENTS : 1;

	put_int(p, QUESTION_PLACE, place);
	put_text(p, QUESTION_LABEL, q->label);
	put_text(p, QUESTION_KIND, q->kind);
	put_or_null(p, QUESTION_CHOICES, question_choice_lines(c->mem, q->choices));
	put_int(p, QUESTION_MUST, q->must);
	put_or_null(p, QUESTION_UNIT, q->unit);
	put_or_null(p, QUESTION_HELP, q->help);
	put_set(p, QUESTION_MIN, q->has_min ? value_int(q->min / scale) : value_null());
	put_set(p, QUESTION_MAX, q->has_max ? value_int(q->max / scale) : value_null());
	put_text(p, QUESTION_PRIVACY, q->privacy);
	put_or_null(p, QUESTION_PURPOSE, q->purpose);
	put_int(p, QUESTION_VOIDED, 0);
}

/* Its questions become the draft, and the draft is published; what the draft had besides is taken out. */
static enum rc bring_decide(struct ctx *c, const struct act *a, struct change *ch)
{
	struct drafted *draft = ARENA_ARRAY(c->mem, struct drafted, FORM_QUESTIONS_MAX);
	struct diag d = { 0 };
	struct formdef def;
	struct id form;

	if (formdef_read(c->mem, act_text(a, BRING_DEFINITION), &def, &d) != OK)
		return fail_with(c, "definition", "format", d.item[0].msgid, d.item[0].arg);
	bool there = ref_resolve(c, "form", act_text(a, BRING_CODE), &form);
	if (!there)
		form = a->id;
	struct put *p = change_put(ch, &form_entity, form, !there);
	if (!there)
		put_text(p, FORM_CODE, act_text(a, BRING_CODE));
	put_text(p, FORM_NAME, def.name);
	put_text(p, FORM_USE, act_text(a, BRING_USE));
	unsigned n = there ? form_drafts(c, form, draft) : 0;
	for (unsigned i = 0; i < n; i++)
		if (fields_find(def.entity->fields, def.n, draft[i].record.v[QUESTION_NAME].s) < 0)
			put_int(change_put(ch, &form_question_entity, question_id(c, form, draft[i].record.v[QUESTION_NAME].s), false),
				QUESTION_VOIDED, 1);
	for (unsigned i = 0; i < def.n; i++)
		put_question(c, ch, form, &def.question[i], i + 1);
	put_version(c, a, ch, form, &def, (there ? form_number(c, form) : 0) + 1);
	return OK;
}

static struct str bring_describe(struct ctx *c, const struct told *t)
{
	return publish_describe(c, t);
}

const struct action form_bring = {
	.name = "form.bring", .label = N_("Traer el formulario"), .args = bring_args, .nargs = BRING__N,
	.decide = bring_decide, .describe = bring_describe,
};
