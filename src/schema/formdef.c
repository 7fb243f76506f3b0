#include "formdef.h"

#include "field.h"
#include "fold.h"
#include "utf8.h"

enum { NAME_BYTES = 32, NUMBER_MAX = 1000000000, TEXT_DEFAULT = 200, LONG_DEFAULT = 1000, LONG_MAX_LETTERS = 4000 };

const struct choice question_kinds[] = {
	{ "yes_no", N_("Sí o no"), "si o no|sino", NULL },
	{ "choice", N_("Una de varias opciones"), "opciones|opcion", NULL },
	{ "number", N_("Un número entero"), "numero", NULL },
	{ "money", N_("Un monto en soles"), "soles|monto", NULL },
	{ "date", N_("Una fecha"), "fecha", NULL },
	{ "text", N_("Un texto corto"), "texto", NULL },
	{ "long", N_("Un texto largo"), "texto largo", NULL },
	{ "phone", N_("Un teléfono"), "telefono", NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct choice question_classes[] = {
	{ "public", N_("Cualquiera"), NULL, NULL },
	{ "network", N_("Quienes son de la red"), NULL, NULL },
	{ "group", N_("La cocina o el grupo, y quien responde por él"), NULL, NULL },
	{ "personal", N_("Solo ella y quien responde por ella"), NULL, NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct choice yes_no[] = {
	{ "yes", N_("sí"), "si|s", NULL },
	{ "no", N_("no"), "n", NULL },
	{ NULL, NULL, NULL, NULL },
};

/* What forms and pages carry beside the questions. */
static const char *const reserved[] = { "form", "version", "group", "about", "person", "day", "answers", "csrf", "seen", "how",
	"seal", "id", "network", "ok", "record" };

/* ---- one question ---- */

struct str question_name(struct arena *a, struct str text)
{
	struct str s = fold(a, text);
	struct buf b = buf_new(a, NAME_BYTES + 1);

	for (size_t i = 0; i < s.n && b.n < NAME_BYTES; i++) {
		char ch = s.p[i];
		bool letter = ch >= 'a' && ch <= 'z', digit = ch >= '0' && ch <= '9';
		if (digit && b.n == 0)
			buf_char(&b, 'n');
		if (letter || digit)
			buf_char(&b, ch);
		else if (b.n && b.p[b.n - 1] != '_' && ch != '~')
			buf_char(&b, '_');
	}
	while (b.n && b.p[b.n - 1] == '_')
		buf_cut(&b, b.n - 1);
	return buf_str(&b);
}

static bool permanent(struct arena *a, struct str name)
{
	return name.n && name.n <= NAME_BYTES && str_eq(question_name(a, name), name);
}

enum rc question_choices(struct arena *a, struct str lines, const struct choice **out, struct diag *d)
{
	struct choice *c = ARENA_ARRAY(a, struct choice, FORM_CHOICES_MAX + 1);
	struct str line;
	unsigned n = 0;

	while (str_cut(&lines, '\n', &line)) {
		line = text_tidy(a, line);
		if (!line.n)
			continue;
		size_t colon = str_find(line, ':');
		struct str said = str_trim(str_sub(line, 0, colon)), name = said;
		struct str label = colon < line.n ? str_trim(str_sub(line, colon + 1, line.n)) : line;
		if (colon == line.n || !permanent(a, said) || !label.n) {
			label = line;
			name = question_name(a, line);
		}
		if (n == FORM_CHOICES_MAX)
			return diag_add(d, "choices", "range", N_("Ponga como máximo 40 opciones"), STR(""));
		if (!name.n || utf8_count(label) > FORM_LABEL_MAX || choice_find(c, name))
			return diag_add(d, "choices", "choice", N_("Esta opción está repetida o no sirve: %s"), str_dup(a, line));
		c[n++] = (struct choice){ .name = str_cstr(a, name), .label = str_cstr(a, label) };
	}
	*out = c;
	return n < 2 ? diag_add(d, "choices", "required", N_("Escriba al menos dos opciones, una en cada línea"), STR("")) : OK;
}

struct str question_choice_lines(struct arena *a, const struct choice *c)
{
	struct buf b = buf_new(a, 128);

	for (; c && c->name; c++) {
		if (b.n)
			buf_char(&b, '\n');
		buf_fmt(&b, "%s: %s", c->name, c->label);
	}
	return buf_str(&b);
}

static enum rc check_limits(const struct question *q, struct diag *d)
{
	bool text = str_is(q->kind, "text") || str_is(q->kind, "long");

	if (text && q->has_max && (q->max < 1 || q->max > LONG_MAX_LETTERS))
		return diag_add(d, "max", "range", N_("Un texto tiene entre 1 y 4000 letras"), STR(""));
	if ((q->has_min && (q->min < -NUMBER_MAX || q->min > NUMBER_MAX)) || (q->has_max && (q->max < -NUMBER_MAX || q->max > NUMBER_MAX)))
		return diag_add(d, "max", "range", N_("Ese límite es demasiado grande"), STR(""));
	if (!text && q->has_max && q->max <= (q->has_min ? q->min : 0))
		return diag_add(d, "max", "range", N_("El máximo debe ser mayor que el mínimo"), STR(""));
	return OK;
}

static bool too_long(struct str s)
{
	return utf8_count(s) > FORM_LABEL_MAX;
}

enum rc question_check(struct arena *a, const struct question *q, struct diag *d)
{
	unsigned before = d->n;

	if (!permanent(a, q->name))
		diag_add(d, "name", "format", N_("El nombre corto lleva letras sin tilde, números y guion bajo: «%s»"), str_dup(a, q->name));
	for (unsigned i = 0; i < ARRAY_LEN(reserved); i++)
		if (str_is(q->name, reserved[i]))
			diag_add(d, "name", "taken", N_("Ese nombre corto ya se usa; elija otro: %s"), str_c(reserved[i]));
	if (!choice_find(question_kinds, q->kind))
		diag_add(d, "kind", "choice", N_("No conocemos «%s»"), str_dup(a, q->kind));
	if (!choice_find(question_classes, q->privacy))
		diag_add(d, "privacy", "choice", N_("No conocemos «%s»"), str_dup(a, q->privacy));
	if (!str_trim(q->label).n)
		diag_add(d, "label", "required", N_("Falta este dato"), STR(""));
	if (too_long(q->label) || too_long(q->help) || too_long(q->unit) || too_long(q->purpose))
		diag_add(d, "label", "too_long", N_("Escriba como máximo %s letras"), STR("200"));
	if (str_is(q->privacy, "personal") && !str_trim(q->purpose).n)
		diag_add(d, "purpose", "required", N_("Diga para qué se guarda un dato personal"), STR(""));
	if (str_is(q->kind, "choice") && (!q->choices || !q->choices[0].name))
		diag_add(d, "choices", "required", N_("Escriba al menos dos opciones, una en cada línea"), STR(""));
	check_limits(q, d);
	return d->n > before ? INVALID : OK;
}

/* ---- as a field ---- */

static enum field_type type_of(struct str kind)
{
	static const struct {
		const char *kind;
		enum field_type type;
	} types[] = { { "number", T_INT }, { "money", T_MONEY }, { "date", T_DATE }, { "phone", T_PHONE }, { "yes_no", T_ENUM },
		{ "choice", T_ENUM } };

	for (unsigned i = 0; i < ARRAY_LEN(types); i++)
		if (str_is(kind, types[i].kind))
			return types[i].type;
	return T_TEXT;
}

static enum privacy class_of(struct str name)
{
	for (unsigned i = 0; i < P__N; i++)
		if (str_is(name, privacy_name(i)))
			return i;
	return P_GROUP;
}

static const char *or_null(struct arena *a, struct str s)
{
	return s.n ? str_cstr(a, s) : NULL;
}

static struct field field_of(struct arena *a, const struct question *q)
{
	struct field f = { .name = str_cstr(a, q->name), .type = type_of(q->kind), .flags = q->must ? F_REQUIRED : 0,
		.label = str_cstr(a, q->label), .help = or_null(a, q->help), .unit = or_null(a, q->unit),
		.privacy = class_of(q->privacy), .purpose = or_null(a, q->purpose) };
	bool wide = str_is(q->kind, "long");

	if (f.type == T_ENUM)
		f.choices = str_is(q->kind, "choice") ? q->choices : yes_no;
	if (f.type == T_INT || f.type == T_MONEY) {
		f.min = q->has_min ? q->min : 0;
		f.max = q->has_max ? q->max : NUMBER_MAX + 1;
	}
	if (f.type == T_TEXT) {
		f.flags |= wide ? F_WIDE : 0;
		f.max = q->has_max ? q->max : wide ? LONG_DEFAULT : TEXT_DEFAULT;
	}
	return f;
}

enum rc formdef_new(struct arena *a, struct str name, const struct question *q, unsigned n, struct formdef *out, struct diag *d)
{
	struct field *f = ARENA_ARRAY(a, struct field, n + 1);
	struct entity *e = ARENA_NEW(a, struct entity);
	const struct entity *all[] = { e };
	struct diag audit = { 0 };

	if (!str_trim(name).n || too_long(name))
		return diag_add(d, "name", "required", N_("Falta el nombre del formulario"), STR(""));
	if (n == 0 || n > FORM_QUESTIONS_MAX)
		return diag_add(d, NULL, "questions", N_("Un formulario tiene entre 1 y 60 preguntas"), STR(""));
	for (unsigned i = 0; i < n; i++) {
		if (question_check(a, &q[i], d) != OK)
			return INVALID;
		f[i] = field_of(a, &q[i]);
		if (fields_find(f, i, q[i].name) >= 0)
			return diag_add(d, "name", "taken", N_("Hay dos preguntas con el mismo nombre corto: %s"), str_dup(a, q[i].name));
	}
	*e = (struct entity){ .name = "answers", .label = str_cstr(a, name), .plural = str_cstr(a, name), .fields = f, .nfields = n };
	if (entity_audit(all, 1, &audit) != OK)
		return diag_add(d, NULL, "declaration", N_("El formulario no sirve: %s"), str_dup(a, audit.item[0].arg));
	*out = (struct formdef){ .name = str_dup(a, name), .n = n, .question = q, .entity = e };
	return OK;
}
