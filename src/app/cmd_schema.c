/*
 * cmd_schema.c - ayni schema: the declarations in the form that is asked for.
 */
#include "cmds.h"
#include "data.h"
#include "declared.h"
#include "openapi.h"

static void write_sql(struct buf *b, struct app *a)
{
	const struct table *t;

	for (unsigned i = 0; (t = data_table(i)); i++)
		table_ddl(b, t, DB_SQLITE, false);
	buf_add(b, schema_ddl(b->mem, a->reg->schema, DB_SQLITE, SCHEMA_MAKE, STR("")));
}

static void write_api(struct buf *b, struct app *a)
{
	buf_add(b, openapi_document(b->mem, a->reg));
	buf_char(b, '\n');
}

static void write_csv(struct buf *b, struct app *a)
{
	declared_csv(b, a->reg);
}

static void write_doc(struct buf *b, struct app *a)
{
	declared_doc(b, a->reg, a->lang);
}

static void write_audit(struct buf *b, struct app *a)
{
	declared_audit(b, a->reg, a->lang);
}

static void write_access(struct buf *b, struct app *a)
{
	declared_access(b, a->reg);
}

int cmd_schema(struct app *a, struct console *k)
{
	static const struct {
		const char *name;
		void (*write)(struct buf *b, struct app *a);
	} form[] = { { "sql", write_sql }, { "api", write_api }, { "csv", write_csv }, { "doc", write_doc },
		{ "audit", write_audit }, { "access", write_access } };

	if (option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (k->argc != 2)
		return usage_error(a, k, N_("Falta decir qué forma. Vea «ayni help %s»"), "schema");
	for (unsigned i = 0; i < ARRAY_LEN(form); i++)
		if (strcmp(k->argv[1], form[i].name) == 0) {
			form[i].write(&k->out, a);
			return EXIT_GOOD;
		}
	return usage_error(a, k, N_("No hay una forma «%s». Vea «ayni help schema»"), k->argv[1]);
}
