/*
 * declared_access.c - rules and all they speak of, as JSON: what the permission matrix is derived from.
 */
#include "declared.h"
#include "field.h"
#include "json.h"

static void pair(struct json_out *j, const char *key, struct str value)
{
	json_key(j, key);
	if (value.n)
		json_text(j, value);
	else
		json_null_out(j);
}

static void list(struct json_out *j, const char *key)
{
	json_key(j, key);
	json_open(j, '[');
}

static void choices(struct json_out *j, const struct choice *c)
{
	for (; c && c->name; c++)
		json_text(j, str_c(c->name));
	json_close(j, ']');
}

static void rules(struct json_out *j, const struct registry *reg)
{
	list(j, "rules");
	for (unsigned i = 0; i < reg->nrules; i++) {
		json_open(j, '{');
		pair(j, "role", str_c(reg->rules[i]->role));
		pair(j, "relation", str_c(relation_name(reg->rules[i]->relation)));
		pair(j, "what", str_c(reg->rules[i]->what));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void field(struct json_out *j, const struct field *f)
{
	json_open(j, '{');
	pair(j, "name", str_c(f->name));
	pair(j, "type", str_c(field_type_name(f->type)));
	pair(j, "class", str_c(privacy_name(f->privacy)));
	pair(j, "ref", str_c(f->ref));
	json_key(j, "required");
	json_bool(j, field_is_must(f));
	json_key(j, "filter");
	json_bool(j, f->flags & F_FILTER);
	json_key(j, "sort");
	json_bool(j, f->flags & F_SORT);
	if (f->choices) {
		list(j, "choices");
		choices(j, f->choices);
	}
	json_close(j, '}');
}

/* Of a record, or of what may be said. */
static void fields(struct json_out *j, const char *key, const struct field *f, unsigned n, bool asked)
{
	list(j, key);
	for (unsigned i = 0; i < n; i++)
		if (asked ? field_is_said(&f[i]) : !(f[i].flags & F_RETIRED))
			field(j, &f[i]);
	json_close(j, ']');
}

static void actions(struct json_out *j, const struct registry *reg)
{
	static const struct {
		unsigned flag;
		const char *name;
	} flag[] = { { ACT_LOW_RISK, "low_risk" }, { ACT_REPORT, "report" }, { ACT_SECRET, "secret" } };

	list(j, "actions");
	for (unsigned i = 0; i < reg->nactions; i++) {
		const struct action *a = reg->actions[i];
		json_open(j, '{');
		pair(j, "name", str_c(a->name));
		pair(j, "on", a->on ? str_c(a->args[a->on - 1].name) : STR(""));
		pair(j, "edits", a->edits ? str_c(a->edits->name) : STR(""));
		list(j, "flags");
		for (unsigned k = 0; k < ARRAY_LEN(flag); k++)
			if (a->flags & flag[k].flag)
				json_text(j, str_c(flag[k].name));
		json_close(j, ']');
		fields(j, "args", a->args, a->nargs, true);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void entities(struct json_out *j, const struct registry *reg)
{
	list(j, "entities");
	for (unsigned i = 0; i < schema_count(reg->schema); i++) {
		const struct entity *e = schema_at(reg->schema, i);
		json_open(j, '{');
		pair(j, "name", str_c(e->name));
		pair(j, "group", declared_position(e, e->group));
		pair(j, "place", declared_position(e, e->place));
		pair(j, "subject", declared_position(e, e->subject));
		fields(j, "fields", e->fields, e->nfields, false);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void route(struct json_out *j, const char *method, struct str path, struct str what)
{
	json_open(j, '{');
	pair(j, "method", str_c(method));
	pair(j, "path", path);
	pair(j, "what", what);
	json_close(j, '}');
}

/* What the site itself answers, and every page; forms post to the page they stand on. */
static void routes(struct json_out *j, const struct registry *reg)
{
	static const struct {
		const char *method, *path;
	} own[] = {
		{ "GET", "/i/{code}" }, { "POST", "/i/{code}" }, { "GET", "/codigo" }, { "POST", "/codigo" },
		{ "GET", "/clave" }, { "POST", "/clave" }, { "GET", "/entrar" }, { "POST", "/entrar" },
		{ "POST", "/salir" }, { "POST", "/cerrar" }, { "POST", "/cambiar" }, { "POST", "/idioma" },
		{ "GET", "/tiempo" }, { "GET", "/fuera" }, { "GET", "/cuenta" }, { "POST", "/cuenta/cerrar" },
		{ "GET", "/cuenta/dibujo" }, { "POST", "/cuenta/dibujo" }, { "GET", "/cuenta/olvidar" }, { "POST", "/cuenta/olvidar" },
		{ "GET", "/cuenta/codigo" }, { "POST", "/cuenta/codigo" },
		{ "GET", "/frase" }, { "POST", "/frase" }, { "GET", "/pendientes/{id}" }, { "GET", "/health" }, { "POST", "/api/v1/changes" },
		{ "POST", "/buzon" }, { "GET", "/llave" }, { "POST", "/pendientes" }, { "POST", "/pendientes/otras" },
		{ "GET", "/traer" }, { "POST", "/traer" }, { "GET", "/ajustes" }, { "POST", "/ajustes" }, { "GET", "/manifest.webmanifest" },
		{ "GET", "/api/v1/public/summary" }, { "GET", "/api/v1/openapi.json" },
	};
	char room[160];

	list(j, "routes");
	for (unsigned i = 0; i < ARRAY_LEN(own); i++)
		route(j, own[i].method, str_c(own[i].path), STR(""));
	route(j, "GET", STR("/invitar"), STR("person.add"));
	route(j, "POST", STR("/invitar"), STR("person.add"));
	for (unsigned i = 0; i < schema_count(reg->schema); i++) {
		struct buf b = buf_fixed(room, sizeof(room));
		buf_fmt(&b, "/api/v1/%s", schema_at(reg->schema, i)->name);
		route(j, "GET", buf_str(&b), STR(""));
	}
	for (unsigned i = 0; i < reg->npages; i++) {
		const struct page *p = reg->pages[i];
		struct buf b = buf_fixed(room, sizeof(room));
		buf_fmt(&b, "page:%s", p->name);
		route(j, "GET", str_c(p->path), buf_str(&b));
		if (p->action)
			route(j, "POST", str_c(p->path), str_c(p->action));
	}
	json_close(j, ']');
}

static void pages(struct json_out *j, const struct registry *reg)
{
	list(j, "pages");
	for (unsigned i = 0; i < reg->npages; i++) {
		json_open(j, '{');
		pair(j, "path", str_c(reg->pages[i]->path));
		pair(j, "name", str_c(reg->pages[i]->name));
		pair(j, "action", str_c(reg->pages[i]->action));
		json_close(j, '}');
	}
	json_close(j, ']');
}

void declared_access(struct buf *b, const struct registry *reg)
{
	struct json_out j = json_begin(b);

	json_open(&j, '{');
	list(&j, "roles");
	choices(&j, registry_roles(reg));
	list(&j, "relations");
	for (unsigned i = 0; i < REL__N; i++)
		json_text(&j, str_c(relation_name(i)));
	json_close(&j, ']');
	rules(&j, reg);
	actions(&j, reg);
	entities(&j, reg);
	pages(&j, reg);
	routes(&j, reg);
	json_close(&j, '}');
	buf_char(b, '\n');
}
