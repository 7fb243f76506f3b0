/*
 * openapi_schema.c - typed values, records and actions as JSON schemas.
 */
#include "openapi_own.h"

#include "field.h"

/* ---- small pieces ---- */

void oa_pair(struct json_out *j, const char *key, const char *value)
{
	json_key(j, key);
	json_text(j, str_c(value));
}

void oa_open(struct json_out *j, const char *key, char bracket)
{
	json_key(j, key);
	json_open(j, bracket);
}

void oa_text(struct json_out *j, const char *format)
{
	oa_pair(j, "type", "string");
	if (format)
		oa_pair(j, "format", format);
}

void oa_reference(struct json_out *j, struct arena *a, const char *schema, const char *name)
{
	json_open(j, '{');
	json_key(j, "$ref");
	json_text(j, str_fmt(a, "#/components/schemas/%s%s", schema, name));
	json_close(j, '}');
}

/* ---- one typed value ---- */

static void choice_names(struct json_out *j, const struct field *f)
{
	oa_pair(j, "type", "string");
	oa_open(j, "enum", '[');
	for (const struct choice *c = f->choices; c->name; c++)
		json_text(j, str_c(c->name));
	json_close(j, ']');
}

static void whole_number(struct json_out *j, const struct field *f)
{
	oa_pair(j, "type", "integer");
	if (f->max <= f->min)
		return;
	json_key(j, "minimum");
	json_int(j, f->min);
	json_key(j, "maximum");
	json_int(j, f->max);
}

void oa_type(struct json_out *j, const struct field *f)
{
	switch (f->type) {
	case T_INT:
		whole_number(j, f);
		return;
	case T_BOOL:
		oa_pair(j, "type", "boolean");
		return;
	case T_DATE:
		oa_text(j, "date");
		return;
	case T_INSTANT:
		oa_text(j, "date-time");
		return;
	case T_ENUM:
		choice_names(j, f);
		return;
	case T_MONEY:
		oa_text(j, NULL);
		oa_pair(j, "pattern", "^-?[0-9]+\\.[0-9]{2}$");
		return;
	case T_REF:
		oa_text(j, NULL);
		oa_pair(j, "x-entity", f->ref);
		return;
	case T_BLOB:
		oa_text(j, NULL);
		oa_pair(j, "pattern", "^[jpwoemad]\\.[1-9][0-9]{0,6}\\.[0-9a-f]{64}$");
		return;
	case T_SEALED:
		oa_text(j, NULL);
		oa_pair(j, "pattern", "^A[Q-Za-f][A-Za-z0-9_-]{74,}$");
		return;
	default:
		break;
	}
	oa_text(j, NULL);
	if (f->max > 0) {
		json_key(j, "maxLength");
		json_int(j, f->max);
	}
}

/* `asked`: as an argument; else as a record has it. */
static bool always_there(const struct field *f, bool asked)
{
	return asked ? field_is_must(f) : (f->flags & (F_REQUIRED | F_KEY)) != 0;
}

static bool shown(const struct field *f, bool asked)
{
	return asked ? field_is_said(f) : !(f->flags & F_RETIRED);
}

static void value_schema(struct json_out *j, struct arena *a, const struct field *f, bool asked)
{
	json_open(j, '{');
	oa_type(j, f);
	if (!always_there(f, asked)) {
		json_key(j, "nullable");
		json_bool(j, true);
	}
	json_key(j, "description");
	json_text(j, f->help ? str_fmt(a, "%s. %s", f->label, f->help) : str_c(f->label));
	if (f->unit)
		oa_pair(j, "x-unit", f->unit);
	oa_pair(j, "x-class", privacy_name(f->privacy));
	json_close(j, '}');
}

/* Type and members of an object; the caller may add members and closes them. */
static void members(struct json_out *j, struct arena *a, const struct field *f, unsigned n, bool asked)
{
	oa_pair(j, "type", "object");
	oa_open(j, "properties", '{');
	for (unsigned i = 0; i < n; i++) {
		if (!shown(&f[i], asked))
			continue;
		json_key(j, f[i].name);
		value_schema(j, a, &f[i], asked);
	}
}

static void required_names(struct json_out *j, const struct field *f, unsigned n)
{
	bool any = false;

	for (unsigned i = 0; i < n; i++)
		any |= field_is_must(&f[i]);
	if (!any)
		return;
	oa_open(j, "required", '[');
	for (unsigned i = 0; i < n; i++)
		if (field_is_must(&f[i]))
			json_text(j, str_c(f[i].name));
	json_close(j, ']');
}

/* ---- components ---- */

static void action_schema(struct json_out *j, struct arena *a, const struct action *act)
{
	json_key_str(j, str_fmt(a, "action.%s", act->name));
	json_open(j, '{');
	oa_pair(j, "title", act->label);
	oa_pair(j, "type", "object");
	oa_open(j, "properties", '{');
	oa_open(j, "id", '{');
	oa_text(j, "uuid");
	json_close(j, '}');
	oa_open(j, "action", '{');
	oa_pair(j, "type", "string");
	oa_open(j, "enum", '[');
	json_text(j, str_c(act->name));
	json_close(j, ']');
	json_close(j, '}');
	oa_open(j, "args", '{');
	members(j, a, act->args, act->nargs, true);
	json_close(j, '}');
	required_names(j, act->args, act->nargs);
	json_close(j, '}');
	json_key(j, "seen");
	oa_reference(j, a, "", "seen");
	oa_open(j, "acted_at", '{');
	oa_text(j, "date-time");
	json_close(j, '}');
	json_close(j, '}');
	oa_open(j, "required", '[');
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
	oa_pair(j, "title", e->label);
	members(j, a, e->fields, e->nfields, false);
	oa_open(j, "id", '{');
	oa_text(j, "uuid");
	json_close(j, '}');
	json_key(j, "seen");
	oa_reference(j, a, "", "seen");
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

void oa_components(struct json_out *j, struct arena *a, const struct registry *reg)
{
	oa_open(j, "components", '{');
	oa_open(j, "securitySchemes", '{');
	oa_open(j, "token", '{');
	oa_pair(j, "type", "http");
	oa_pair(j, "scheme", "bearer");
	json_close(j, '}');
	json_close(j, '}');
	oa_open(j, "schemas", '{');
	for (unsigned i = 0; i < schema_count(reg->schema); i++)
		entity_schema(j, a, schema_at(reg->schema, i));
	for (unsigned i = 0; i < reg->nactions; i++)
		action_schema(j, a, reg->actions[i]);
	fixed_schemas(j);
	json_close(j, '}');
	json_close(j, '}');
}
