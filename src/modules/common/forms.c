/*
 * forms.c - what a form made at run time is kept as, who may, and the module's descriptor.
 */
#include "forms_own.h"

#include "people.h"

const struct choice form_uses[] = {
	{ "visit", N_("Visitas"), "visita", NULL },
	{ "other", N_("Otra cosa"), "otro|otra", NULL },
	{ NULL, NULL, NULL, NULL },
};

static const struct field form_fields[] = {
	[FORM_CODE] = { "code", T_CODE, F_REQUIRED | F_UNIQUE | F_FILTER, .label = N_("Código"),
		.help = N_("Letras, números y guion: VISITA"), .privacy = P_NETWORK, .aliases = "codigo" },
	[FORM_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre"), .max = 120, .privacy = P_NETWORK, .aliases = "nombre" },
	[FORM_USE] = { "use", T_ENUM, F_FILTER, .label = N_("Para qué se usa"), .choices = form_uses, .otherwise = "other",
		.privacy = P_NETWORK, .aliases = "uso" },
	[FORM_VOIDED] = { "voided", T_BOOL, F_DERIVED, .label = N_("Quitado"), .privacy = P_NETWORK },
};

const struct entity form_entity = {
	.name = "form", .label = N_("Formulario"), .plural = N_("Formularios"), .fields = form_fields, .nfields = FORM__N,
	.code = AT(FORM_CODE), .title = AT(FORM_NAME), .voided = AT(FORM_VOIDED), .put_action = "form.create",
};

static const struct field question_fields[] = {
	[QUESTION_FORM] = { "form", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
	[QUESTION_NAME] = { "name", T_TEXT, F_KEY | F_REQUIRED, .label = N_("Nombre corto"), .max = 32, .privacy = P_NETWORK },
	[QUESTION_PLACE] = { "place", T_INT, 0, .label = N_("En qué lugar va"), .min = 1, .max = FORM_QUESTIONS_MAX, .privacy = P_NETWORK },
	[QUESTION_LABEL] = { "label", T_TEXT, F_REQUIRED, .label = N_("La pregunta"), .max = FORM_LABEL_MAX, .privacy = P_NETWORK },
	[QUESTION_KIND] = { "kind", T_ENUM, F_REQUIRED, .label = N_("Qué se contesta"), .choices = question_kinds, .privacy = P_NETWORK },
	[QUESTION_CHOICES] = { "choices", T_TEXT, F_WIDE, .label = N_("Opciones"), .max = 4000, .privacy = P_NETWORK },
	[QUESTION_MUST] = { "must", T_BOOL, 0, .label = N_("Hay que contestarla"), .privacy = P_NETWORK },
	[QUESTION_UNIT] = { "unit", T_TEXT, 0, .label = N_("Unidad"), .max = 30, .privacy = P_NETWORK },
	[QUESTION_HELP] = { "help", T_TEXT, 0, .label = N_("Una ayuda breve"), .max = FORM_LABEL_MAX, .privacy = P_NETWORK },
	[QUESTION_MIN] = { "min", T_INT, 0, .label = N_("Lo menos"), .min = -10000000, .max = 10000000, .privacy = P_NETWORK },
	[QUESTION_MAX] = { "max", T_INT, 0, .label = N_("Lo más"), .min = -10000000, .max = 10000000, .privacy = P_NETWORK },
	[QUESTION_PRIVACY] = { "privacy", T_ENUM, 0, .label = N_("Quién puede leer la respuesta"), .choices = question_classes,
		.privacy = P_NETWORK },
	[QUESTION_PURPOSE] = { "purpose", T_TEXT, 0, .label = N_("Para qué se guarda"), .max = FORM_LABEL_MAX, .privacy = P_NETWORK },
	[QUESTION_VOIDED] = { "voided", T_BOOL, 0, .label = N_("Quitar esta pregunta"), .privacy = P_NETWORK },
};

static const struct entity_index question_indexes[] = { { 2, { QUESTION_FORM, QUESTION_PLACE } } };

const struct entity form_question_entity = {
	.name = "form_question", .label = N_("Pregunta"), .plural = N_("Preguntas"), .fields = question_fields,
	.nfields = QUESTION__N, .title = AT(QUESTION_LABEL), .voided = AT(QUESTION_VOIDED), .put_action = "form.question",
	.indexes = question_indexes, .nindexes = ARRAY_LEN(question_indexes),
};

static const struct field version_fields[] = {
	[VERSION_FORM] = { "form", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
	[VERSION_NUMBER] = { "number", T_INT, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Versión"), .min = 1, .max = 100000,
		.privacy = P_NETWORK },
	[VERSION_NAME] = { "name", T_TEXT, F_REQUIRED, .label = N_("Nombre"), .max = 120, .privacy = P_NETWORK },
	[VERSION_DEFINITION] = { "definition", T_TEXT, F_REQUIRED | F_WIDE, .label = N_("Preguntas"), .max = FORM_JSON_MAX,
		.privacy = P_NETWORK },
	[VERSION_DAY] = { "day", T_DATE, 0, .label = N_("Publicada"), .privacy = P_NETWORK },
};

static const struct entity_index version_indexes[] = { { 2, { VERSION_FORM, VERSION_NUMBER } } };

const struct entity form_version_entity = {
	.name = "form_version", .label = N_("Versión de un formulario"), .plural = N_("Versiones de formularios"),
	.fields = version_fields, .nfields = VERSION__N, .title = AT(VERSION_NAME), .indexes = version_indexes,
	.nindexes = ARRAY_LEN(version_indexes),
};

#define ABOUT_HER .privacy = P_GROUP

static const struct field record_fields[] = {
	[FILLED_FORM] = { "form", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
	[FILLED_ABOUT] = { "about", T_TEXT, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Junto a"), .max = 80, .privacy = P_NETWORK },
	[FILLED_VERSION] = { "version", T_INT, F_FILTER, .label = N_("Versión"), .privacy = P_NETWORK },
	[FILLED_GROUP] = { "group", T_REF, F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[FILLED_DAY] = { "day", T_DATE, F_FILTER | F_SORT | F_PAST, .label = N_("Día"), .privacy = P_NETWORK },
	[FILLED_PERSON] = { "person", T_REF, F_FILTER, .label = N_("De quién"), .ref = "person", ABOUT_HER },
	[FILLED_AUTHOR] = { "author", T_REF, F_DERIVED, .label = N_("Quién anotó"), .ref = "person", ABOUT_HER },
	[FILLED_AT] = { "filled_at", T_INSTANT, F_DERIVED, .label = N_("Anotado"), .privacy = P_GROUP },
	/* Moves when an answer that stood becomes another: so the gate asks whoever did not see it. */
	[FILLED_MARK] = { "mark", T_TEXT, 0, .label = N_("Marca"), .max = 40, .privacy = P_GROUP },
};

static const struct entity_index record_indexes[] = {
	{ 2, { FILLED_FORM, FILLED_VERSION } },
	{ 2, { FILLED_GROUP, FILLED_DAY } },
};

const struct entity form_record_entity = {
	.name = "form_record", .label = N_("Formulario lleno"), .plural = N_("Formularios llenos"), .fields = record_fields,
	.nfields = FILLED__N, .group = AT(FILLED_GROUP), .subject = AT(FILLED_PERSON), .indexes = record_indexes,
	.nindexes = ARRAY_LEN(record_indexes),
};

static const struct field answer_fields[] = {
	[ANSWER_RECORD] = { "record", T_REF, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Formulario lleno"), .ref = "form_record",
		.privacy = P_NETWORK },
	[ANSWER_FIELD] = { "field", T_TEXT, F_KEY | F_REQUIRED | F_FILTER, .label = N_("Pregunta"), .max = 32, .privacy = P_NETWORK },
	[ANSWER_FORM] = { "form", T_REF, F_FILTER, .label = N_("Formulario"), .ref = "form", .privacy = P_NETWORK },
	[ANSWER_VERSION] = { "version", T_INT, F_FILTER, .label = N_("Versión"), .privacy = P_NETWORK },
	[ANSWER_GROUP] = { "group", T_REF, F_FILTER, .label = N_("Grupo"), .ref = "group", .privacy = P_NETWORK },
	[ANSWER_PERSON] = { "person", T_REF, 0, .label = N_("De quién"), .ref = "person", ABOUT_HER },
	[ANSWER_PUBLIC] = { "in_public", T_TEXT, 0, .label = N_("Respuesta, para cualquiera"), .max = 4000, .privacy = P_PUBLIC },
	[ANSWER_NETWORK] = { "in_network", T_TEXT, 0, .label = N_("Respuesta, para la red"), .max = 4000, .privacy = P_NETWORK },
	[ANSWER_IN_GROUP] = { "in_group", T_TEXT, 0, .label = N_("Respuesta, para el grupo"), .max = 4000, .privacy = P_GROUP },
	[ANSWER_PERSONAL] = { "in_personal", T_TEXT, 0, .label = N_("Respuesta, personal"), .max = 4000, .privacy = P_PERSONAL,
		.purpose = N_("Lo que dice la pregunta de su formulario") },
};

static const struct entity_index answer_indexes[] = { { 1, { ANSWER_RECORD } }, { 1, { ANSWER_PERSON } } };

const struct entity form_answer_entity = {
	.name = "form_answer", .label = N_("Respuesta"), .plural = N_("Respuestas"), .fields = answer_fields, .nfields = ANSWER__N,
	.group = AT(ANSWER_GROUP), .subject = AT(ANSWER_PERSON), .indexes = answer_indexes, .nindexes = ARRAY_LEN(answer_indexes),
};

const struct rule forms_rules[] = {
	{ "operator", REL_NETWORK, "form.create" },
	{ "operator", REL_NETWORK, "form.question" },
	{ "operator", REL_NETWORK, "form.publish" },
	{ "operator", REL_NETWORK, "form.bring" },
	{ "operator", REL_NETWORK, "page:forms" },
	{ "coordinator", REL_NETWORK, "page:forms" },
	{ "operator", REL_NETWORK, "page:form" },
	{ "coordinator", REL_NETWORK, "page:form" },
	{ "operator", REL_NETWORK, "page:form_versions" },
	{ "coordinator", REL_NETWORK, "page:form_versions" },
	{ "operator", REL_NETWORK, "page:form_answers" },
	{ "coordinator", REL_BELOW, "page:form_answers" },
	{ "coordinator", REL_AREA, "page:form_answers" },

	{ "operator", REL_NETWORK, "page:form_file" },
	{ "coordinator", REL_BELOW, "page:form_file" },
	{ "coordinator", REL_AREA, "page:form_file" },

	{ "operator", REL_NETWORK, "form.answer" },
	{ "coordinator", REL_GROUP, "form.answer" },
	{ "coordinator", REL_BELOW, "form.answer" },
	{ "coordinator", REL_AREA, "form.answer" },
	{ "leader", REL_GROUP, "form.answer" },
	{ "cook", REL_GROUP, "form.answer" },
	{ "health_worker", REL_GROUP, "form.answer" },
	{ "facilitator", REL_GROUP, "form.answer" },

	{ NULL, REL_ANYONE, NULL },
};

static const struct entity *const entities[] = { &form_entity, &form_question_entity, &form_version_entity, &form_record_entity,
	&form_answer_entity, NULL };
static const struct action *const actions[] = { &form_create, &form_question_set, &form_publish, &form_bring, &form_answer_tell, NULL };
static struct query_set *const queries[] = { &forms_sql, NULL };

static const struct task tasks[] = {
	{ TASK_LOOK, "lista", N_("Formularios"), N_("Preguntas, versiones y respuestas"), "/formularios", .what = "page:forms" },
	{ .icon = NULL },
};

const struct module forms_module = {
	.name = "forms",
	.entities = entities,
	.actions = actions,
	.rules = forms_rules,
	.queries = queries,
	.pages = forms_pages,
	.area = &(const struct area){ .name = "papeles" },
	.tasks = tasks,
};
