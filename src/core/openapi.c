/*
 * openapi.c - the declarations as OpenAPI 3.0: the document and its paths.
 *
 * Texts are the declared labels in Spanish; names are the permanent ones.
 */
#include "openapi.h"

#include "field.h"
#include "openapi_own.h"

static void answer(struct json_out *j, const char *status, const char *about)
{
	oa_open(j, status, '{');
	oa_pair(j, "description", about);
	json_close(j, '}');
}

/* Opens a 200 with a JSON schema, which the caller writes and ends with answer_end. */
static void answer_open(struct json_out *j, const char *about)
{
	oa_open(j, "responses", '{');
	oa_open(j, "200", '{');
	oa_pair(j, "description", about);
	oa_open(j, "content", '{');
	oa_open(j, "application/json", '{');
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
	oa_open(j, "/api/v1/changes", '{');
	oa_open(j, "post", '{');
	oa_pair(j, "summary", "Hasta 1000 acciones; cada una vale por sí sola");
	oa_open(j, "requestBody", '{');
	oa_open(j, "content", '{');
	oa_open(j, "application/json", '{');
	oa_open(j, "schema", '{');
	oa_pair(j, "type", "array");
	json_key(j, "maxItems");
	json_int(j, 1000);
	oa_open(j, "items", '{');
	oa_open(j, "oneOf", '[');
	for (unsigned i = 0; i < reg->nactions; i++)
		oa_reference(j, a, "action.", reg->actions[i]->name);
	json_close(j, ']');
	for (unsigned i = 0; i < 5; i++)
		json_close(j, '}');
	answer_open(j, "Un resultado por acción, en el mismo orden");
	json_open(j, '{');
	oa_pair(j, "type", "array");
	json_key(j, "items");
	oa_reference(j, a, "", "result");
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
	oa_pair(j, "in", "query");
	oa_pair(j, "description", about);
	oa_open(j, "schema", '{');
	if (f)
		oa_type(j, f);
	else
		oa_text(j, NULL);
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
	oa_pair(j, "name", "sort");
	oa_pair(j, "in", "query");
	oa_pair(j, "description", "El orden; con - delante, al revés");
	oa_open(j, "schema", '{');
	oa_pair(j, "type", "string");
	oa_open(j, "enum", '[');
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
	oa_open(j, "get", '{');
	oa_pair(j, "summary", e->plural);
	oa_open(j, "parameters", '[');
	filters(j, a, e);
	sorts(j, e);
	parameter(j, STR("limit"), &limit, "Cuántos de una vez; 100 si no se dice");
	parameter(j, STR("after"), NULL, "La clave «next» de la página anterior");
	json_close(j, ']');
	answer_open(j, "Los registros que quien pregunta puede ver, con los datos que puede ver");
	json_open(j, '{');
	oa_pair(j, "type", "object");
	oa_open(j, "properties", '{');
	oa_open(j, "rows", '{');
	oa_pair(j, "type", "array");
	json_key(j, "items");
	oa_reference(j, a, "", e->name);
	json_close(j, '}');
	oa_open(j, "next", '{');
	oa_pair(j, "type", "string");
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
	oa_open(j, "/api/v1/public/summary", '{');
	oa_open(j, "get", '{');
	oa_pair(j, "summary", "Las cifras que cualquiera puede saber");
	oa_open(j, "security", '[');
	json_close(j, ']');
	answer_open(j, "null: no se sabe");
	json_open(j, '{');
	oa_pair(j, "type", "object");
	oa_open(j, "properties", '{');
	for (const struct module *const *m = reg->modules; *m; m++)
		for (const struct figure *f = (*m)->figures; f && f->name; f++) {
			oa_open(j, f->name, '{');
			oa_pair(j, "type", "integer");
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
	oa_open(j, path, '{');
	oa_open(j, "get", '{');
	oa_pair(j, "summary", about);
	oa_open(j, "security", '[');
	json_close(j, ']');
	oa_open(j, "responses", '{');
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
	oa_pair(&j, "openapi", "3.0.3");
	oa_open(&j, "info", '{');
	oa_pair(&j, "title", "Ayni");
	oa_pair(&j, "version", "1");
	oa_pair(&j, "description", "Fechas civiles de la zona de la red; dinero como texto con dos decimales; las "
				"referencias se dan por código o identificador.");
	json_close(&j, '}');
	oa_open(&j, "security", '[');
	json_open(&j, '{');
	oa_open(&j, "token", '[');
	json_close(&j, ']');
	json_close(&j, '}');
	json_close(&j, ']');
	oa_open(&j, "paths", '{');
	changes_path(&j, a, reg);
	for (unsigned i = 0; i < schema_count(reg->schema); i++)
		entity_path(&j, a, schema_at(reg->schema, i));
	summary_path(&j, reg);
	plain_path(&j, "/api/v1/openapi.json", "Este documento");
	plain_path(&j, "/health", "Si está listo para atender");
	json_close(&j, '}');
	oa_components(&j, a, reg);
	json_close(&j, '}');
	return buf_str(&b);
}
