/*
 * openapi.c - the declarations as OpenAPI 3.0: paths, actions and records.
 *
 * Texts are the declared labels in Spanish; names are the permanent ones.
 */
#include "openapi.h"

#include "field.h"
#include "json.h"

/* ---- small pieces ---- */

static void pair(struct json_out *j, const char *key, const char *value)
{
	json_key(j, key);
	json_text(j, str_c(value));
}

static void open_key(struct json_out *j, const char *key, char bracket)
{
	json_key(j, key);
	json_open(j, bracket);
}

static void text_type(struct json_out *j, const char *format)
{
	pair(j, "type", "string");
	if (format)
		pair(j, "format", format);
}

static void reference(struct json_out *j, struct arena *a, const char *schema, const char *name)
{
	json_open(j, '{');
	json_key(j, "$ref");
	json_text(j, str_fmt(a, "#/components/schemas/%s%s", schema, name));
	json_close(j, '}');
}

/* ---- one typed value ---- */

static void choice_names(struct json_out *j, const struct field *f)
{
	pair(j, "type", "string");
	open_key(j, "enum", '[');
	for (const struct choice *c = f->choices; c->name; c++)
		json_text(j, str_c(c->name));
	json_close(j, ']');
}

static void whole_number(struct json_out *j, const struct field *f)
{
	pair(j, "type", "integer");
	if (f->max <= f->min)
		return;
	json_key(j, "minimum");
	json_int(j, f->min);
	json_key(j, "maximum");
	json_int(j, f->max);
}

static void type_of(struct json_out *j, const struct field *f)
{
	switch (f->type) {
	case T_INT:
		whole_number(j, f);
		return;
	case T_BOOL:
		pair(j, "type", "boolean");
		return;
	case T_DATE:
		text_type(j, "date");
		return;
	case T_INSTANT:
		text_type(j, "date-time");
		return;
	case T_ENUM:
		choice_names(j, f);
		return;
	case T_MONEY:
		text_type(j, NULL);
		pair(j, "pattern", "^-?[0-9]+\\.[0-9]{2}$");
		return;
	case T_REF:
		text_type(j, NULL);
		pair(j, "x-entity", f->ref);
		return;
	default:
		break;
	}
	text_type(j, NULL);
	if (f->max > 0) {
		json_key(j, "maxLength");
		json_int(j, f->max);
	}
}

static void value_schema(struct json_out *j, struct arena *a, const struct field *f)
{
	json_open(j, '{');
	type_of(j, f);
	if (!(f->flags & (F_REQUIRED | F_KEY))) {
		json_key(j, "nullable");
		json_bool(j, true);
	}
	json_key(j, "description");
	json_text(j, f->help ? str_fmt(a, "%s. %s", f->label, f->help) : str_c(f->label));
	if (f->unit)
		pair(j, "x-unit", f->unit);
	pair(j, "x-class", privacy_name(f->privacy));
	json_close(j, '}');
}

/* Type and members of an object; the caller may add members and closes them. */
static void members(struct json_out *j, struct arena *a, const struct field *f, unsigned n)
{
	pair(j, "type", "object");
	open_key(j, "properties", '{');
	for (unsigned i = 0; i < n; i++) {
		if (f[i].flags & F_RETIRED)
			continue;
		json_key(j, f[i].name);
		value_schema(j, a, &f[i]);
	}
}

static void required_names(struct json_out *j, const struct field *f, unsigned n)
{
	bool any = false;

	for (unsigned i = 0; i < n; i++)
		any |= (f[i].flags & (F_REQUIRED | F_KEY)) != 0;
	if (!any)
		return;
	open_key(j, "required", '[');
	for (unsigned i = 0; i < n; i++)
		if (f[i].flags & (F_REQUIRED | F_KEY))
			json_text(j, str_c(f[i].name));
	json_close(j, ']');
}

/* ---- components ---- */

static void action_schema(struct json_out *j, struct arena *a, const struct action *act)
{
	json_key_str(j, str_fmt(a, "action.%s", act->name));
	json_open(j, '{');
	pair(j, "title", act->label);
	pair(j, "type", "object");
	open_key(j, "properties", '{');
	open_key(j, "id", '{');
	text_type(j, "uuid");
	json_close(j, '}');
	open_key(j, "action", '{');
	pair(j, "type", "string");
	open_key(j, "enum", '[');
	json_text(j, str_c(act->name));
	json_close(j, ']');
	json_close(j, '}');
	open_key(j, "args", '{');
	members(j, a, act->args, act->nargs);
	json_close(j, '}');
	required_names(j, act->args, act->nargs);
	json_close(j, '}');
	json_key(j, "seen");
	reference(j, a, "", "seen");
	open_key(j, "acted_at", '{');
	text_type(j, "date-time");
	json_close(j, '}');
	json_close(j, '}');
	open_key(j, "required", '[');
	json_text(j, STR("id"));
	json_text(j, STR("action"));
	json_text(j, STR("args"));
	json_close(j, ']');
	json_close(j, '}');
}

static void entity_schema(struct json_out *j, struct arena *a, const struct entity *e)
{
	json_key(j, e->name);
	json_open(j, '{');
	pair(j, "title", e->label);
	members(j, a, e->fields, e->nfields);
	open_key(j, "id", '{');
	text_type(j, "uuid");
	json_close(j, '}');
	json_key(j, "seen");
	reference(j, a, "", "seen");
	json_close(j, '}');
	json_close(j, '}');
}

static void fixed_schemas(struct json_out *j)
{
	struct buf *b = j->b;

	/* Parts that no declaration changes, written as they are. */
	if (j->comma)
		buf_char(b, ',');
	buf_c(b, "\"seen\":{\"type\":\"string\",\"nullable\":true,\"description\":"
		 "\"El sello opaco que GET dio; null: no vio ninguno; ausente: no miró\"},"
		 "\"error\":{\"type\":\"object\",\"properties\":{\"field\":{\"type\":\"string\",\"nullable\":true},"
		 "\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}},"
		 "\"result\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"nullable\":true},"
		 "\"status\":{\"type\":\"string\",\"enum\":[\"accepted\",\"kept\",\"repeated\",\"conflict\",\"refused\"]},"
		 "\"first\":{\"type\":\"string\",\"enum\":[\"accepted\",\"kept\"]},"
		 "\"errors\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/error\"}},"
		 "\"current\":{\"type\":\"object\",\"description\":\"Lo que está anotado, con su sello\"}}}");
	j->comma = true;
}

static void components(struct json_out *j, struct arena *a, const struct registry *reg)
{
	open_key(j, "components", '{');
	open_key(j, "securitySchemes", '{');
	open_key(j, "token", '{');
	pair(j, "type", "http");
	pair(j, "scheme", "bearer");
	json_close(j, '}');
	json_close(j, '}');
	open_key(j, "schemas", '{');
	for (unsigned i = 0; i < schema_count(reg->schema); i++)
		entity_schema(j, a, schema_at(reg->schema, i));
	for (unsigned i = 0; i < reg->nactions; i++)
		action_schema(j, a, reg->actions[i]);
	fixed_schemas(j);
	json_close(j, '}');
	json_close(j, '}');
}

/* ---- paths ---- */

static void answer(struct json_out *j, const char *status, const char *about)
{
	open_key(j, status, '{');
	pair(j, "description", about);
	json_close(j, '}');
}

/* Opens a 200 with a JSON schema, which the caller writes and ends with answer_end. */
static void answer_open(struct json_out *j, const char *about)
{
	open_key(j, "responses", '{');
	open_key(j, "200", '{');
	pair(j, "description", about);
	open_key(j, "content", '{');
	open_key(j, "application/json", '{');
	json_key(j, "schema");
}

static void answer_end(struct json_out *j)
{
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

static void changes_path(struct json_out *j, struct arena *a, const struct registry *reg)
{
	open_key(j, "/api/v1/changes", '{');
	open_key(j, "post", '{');
	pair(j, "summary", "Hasta 1000 acciones; cada una vale por sí sola");
	open_key(j, "requestBody", '{');
	open_key(j, "content", '{');
	open_key(j, "application/json", '{');
	open_key(j, "schema", '{');
	pair(j, "type", "array");
	json_key(j, "maxItems");
	json_int(j, 1000);
	open_key(j, "items", '{');
	open_key(j, "oneOf", '[');
	for (unsigned i = 0; i < reg->nactions; i++)
		reference(j, a, "action.", reg->actions[i]->name);
	json_close(j, ']');
	for (unsigned i = 0; i < 5; i++)
		json_close(j, '}');
	answer_open(j, "Un resultado por acción, en el mismo orden");
	json_open(j, '{');
	pair(j, "type", "array");
	json_key(j, "items");
	reference(j, a, "", "result");
	json_close(j, '}');
	answer_end(j);
	answer(j, "400", "No se pudo leer la lista");
	answer(j, "401", "Falta la llave, o ya no vale");
	answer(j, "413", "Son demasiadas acciones");
	answer(j, "503", "No se sabe si se guardó: repita con los mismos identificadores después de Retry-After");
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

static void parameter(struct json_out *j, struct str name, const struct field *f, const char *about)
{
	json_open(j, '{');
	json_key(j, "name");
	json_text(j, name);
	pair(j, "in", "query");
	pair(j, "description", about);
	open_key(j, "schema", '{');
	if (f)
		type_of(j, f);
	else
		text_type(j, NULL);
	json_close(j, '}');
	json_close(j, '}');
}

static void filters(struct json_out *j, struct arena *a, const struct entity *e)
{
	for (unsigned i = 0; i < e->nfields; i++) {
		const struct field *f = &e->fields[i];
		if (!(f->flags & F_FILTER) || f->flags & F_RETIRED)
			continue;
		parameter(j, str_c(f->name), f, f->label);
		if (field_kind(f) != V_INT)
			continue;
		parameter(j, str_fmt(a, "%s_from", f->name), f, "Desde, inclusive");
		parameter(j, str_fmt(a, "%s_until", f->name), f, "Hasta, inclusive");
	}
}

static void sorts(struct json_out *j, const struct entity *e)
{
	bool any = false;

	for (unsigned i = 0; i < e->nfields; i++)
		any |= (e->fields[i].flags & F_SORT) != 0;
	if (!any)
		return;
	json_open(j, '{');
	pair(j, "name", "sort");
	pair(j, "in", "query");
	pair(j, "description", "El orden; con - delante, al revés");
	open_key(j, "schema", '{');
	pair(j, "type", "string");
	open_key(j, "enum", '[');
	for (unsigned i = 0; i < e->nfields; i++) {
		char room[64];
		struct buf b = buf_fixed(room, sizeof(room));
		if (!(e->fields[i].flags & F_SORT))
			continue;
		json_text(j, str_c(e->fields[i].name));
		buf_char(&b, '-');
		buf_c(&b, e->fields[i].name);
		json_text(j, buf_str(&b));
	}
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, '}');
}

static void entity_path(struct json_out *j, struct arena *a, const struct entity *e)
{
	static const struct field limit = { "limit", T_INT, 0, .label = "", .min = 1, .max = 1000 };

	json_key_str(j, str_fmt(a, "/api/v1/%s", e->name));
	json_open(j, '{');
	open_key(j, "get", '{');
	pair(j, "summary", e->plural);
	open_key(j, "parameters", '[');
	filters(j, a, e);
	sorts(j, e);
	parameter(j, STR("limit"), &limit, "Cuántos de una vez; 100 si no se dice");
	parameter(j, STR("after"), NULL, "La clave «next» de la página anterior");
	json_close(j, ']');
	answer_open(j, "Los registros que quien pregunta puede ver, con los datos que puede ver");
	json_open(j, '{');
	pair(j, "type", "object");
	open_key(j, "properties", '{');
	open_key(j, "rows", '{');
	pair(j, "type", "array");
	json_key(j, "items");
	reference(j, a, "", e->name);
	json_close(j, '}');
	open_key(j, "next", '{');
	pair(j, "type", "string");
	json_key(j, "nullable");
	json_bool(j, true);
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
	answer_end(j);
	answer(j, "400", "Un filtro u orden que no está declarado");
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

static void summary_path(struct json_out *j, const struct registry *reg)
{
	open_key(j, "/api/v1/public/summary", '{');
	open_key(j, "get", '{');
	pair(j, "summary", "Las cifras que cualquiera puede saber");
	open_key(j, "security", '[');
	json_close(j, ']');
	answer_open(j, "null: no se sabe");
	json_open(j, '{');
	pair(j, "type", "object");
	open_key(j, "properties", '{');
	for (const struct module *const *m = reg->modules; *m; m++)
		for (const struct figure *f = (*m)->figures; f && f->name; f++) {
			open_key(j, f->name, '{');
			pair(j, "type", "integer");
			json_key(j, "nullable");
			json_bool(j, true);
			json_close(j, '}');
		}
	json_close(j, '}');
	json_close(j, '}');
	answer_end(j);
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

static void plain_path(struct json_out *j, const char *path, const char *about)
{
	open_key(j, path, '{');
	open_key(j, "get", '{');
	pair(j, "summary", about);
	open_key(j, "security", '[');
	json_close(j, ']');
	open_key(j, "responses", '{');
	answer(j, "200", about);
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

struct str openapi_document(struct arena *a, const struct registry *reg)
{
	struct buf b = buf_new(a, 64 * 1024);
	struct json_out j = json_begin(&b);

	json_open(&j, '{');
	pair(&j, "openapi", "3.0.3");
	open_key(&j, "info", '{');
	pair(&j, "title", "Ayni");
	pair(&j, "version", "1");
	pair(&j, "description", "Fechas civiles de la zona de la red; dinero como texto con dos decimales; las "
				"referencias se dan por código o identificador.");
	json_close(&j, '}');
	open_key(&j, "security", '[');
	json_open(&j, '{');
	open_key(&j, "token", '[');
	json_close(&j, ']');
	json_close(&j, '}');
	json_close(&j, ']');
	open_key(&j, "paths", '{');
	changes_path(&j, a, reg);
	for (unsigned i = 0; i < schema_count(reg->schema); i++)
		entity_path(&j, a, schema_at(reg->schema, i));
	summary_path(&j, reg);
	plain_path(&j, "/api/v1/openapi.json", "Este documento");
	plain_path(&j, "/health", "Si está listo para atender");
	json_close(&j, '}');
	components(&j, a, reg);
	json_close(&j, '}');
	return buf_str(&b);
}
