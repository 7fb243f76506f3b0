/*
 * cmd_schema.c - ayni schema: the declarations in the form that is asked for.
 */
#include "cmds.h"
#include "data.h"
#include "declared.h"
#include "openapi.h"
#include "spread.h"

static int write_sql(struct app *a, struct console *k)
{
	static const struct {
		const char *name;
		enum db_kind kind;
	} known[] = { { "sqlite", DB_SQLITE }, { "postgres", DB_POSTGRES } };
	const char *engine = k->argc > 2 ? k->argv[2] : known[0].name;
	const struct table *t;

	for (unsigned i = 0; i < ARRAY_LEN(known); i++) {
		if (strcmp(known[i].name, engine) != 0)
			continue;
		for (unsigned n = 0; (t = data_table(n)); n++)
			table_ddl(&k->out, t, known[i].kind, false);
		buf_add(&k->out, schema_ddl(k->mem, a->reg->schema, known[i].kind, SCHEMA_MAKE, STR("")));
		return EXIT_GOOD;
	}
	return usage_error(a, k, N_("No hay una base de datos «%s»: sqlite o postgres"), engine);
}

static int write_api(struct app *a, struct console *k)
{
	buf_add(&k->out, openapi_document(k->mem, a->reg));
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}

static int write_csv(struct app *a, struct console *k)
{
	declared_csv(&k->out, a->reg);
	return EXIT_GOOD;
}

static int write_doc(struct app *a, struct console *k)
{
	declared_doc(&k->out, a->reg, a->lang);
	return EXIT_GOOD;
}

static int write_lines(struct app *a, struct console *k)
{
	declared_lines(&k->out, a->reg);
	return EXIT_GOOD;
}

enum { LINES_MOST = 4 << 20 };

static bool read_lines(struct arena *a, const char *path, struct str *out)
{
	char *room = arena_alloc(a, LINES_MOST);
	FILE *f = fopen(path, "re");

	if (!f)
		return false;
	*out = (struct str){ room, fread(room, 1, LINES_MOST, f) };
	bool whole = !ferror(f) && out->n < LINES_MOST;
	fclose(f);
	return whole && str_starts(*out, DECLARED_LINES_HEAD "\n");
}

static int write_diff(struct app *a, struct console *k)
{
	struct str before;
	struct buf now = buf_new(k->mem, 16384);

	if (k->argc != 3)
		return usage_error(a, k, N_("Falta decir con qué comparar: lo que «ayni schema lines» escribió en otra versión"), "");
	if (!read_lines(k->mem, k->argv[2], &before))
		return usage_error(a, k, N_("%s no es lo que escribe «ayni schema lines»"), k->argv[2]);
	declared_lines(&now, a->reg);
	return declared_diff(&k->out, before, buf_str(&now), a->lang) ? EXIT_GOOD : EXIT_FAILED;
}

static int write_audit(struct app *a, struct console *k)
{
	declared_audit(&k->out, a->reg, a->lang);
	return spread_audit(&k->out, a->reg, a->lang) ? EXIT_GOOD : EXIT_FAILED;
}

static int write_access(struct app *a, struct console *k)
{
	declared_access(&k->out, a->reg);
	return EXIT_GOOD;
}

int cmd_schema(struct app *a, struct console *k)
{
	static const struct {
		const char *name;
		int more; /* words that may follow */
		int (*write)(struct app *a, struct console *k);
	} form[] = { { "sql", 1, write_sql }, { "api", 0, write_api }, { "csv", 0, write_csv }, { "doc", 0, write_doc },
		{ "lines", 0, write_lines }, { "diff", 1, write_diff }, { "audit", 0, write_audit },
		{ "access", 0, write_access } };

	if (option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (k->argc < 2)
		return usage_error(a, k, N_("Falta decir qué forma. Vea «ayni help %s»"), "schema");
	for (unsigned i = 0; i < ARRAY_LEN(form); i++)
		if (strcmp(k->argv[1], form[i].name) == 0 && k->argc <= 2 + form[i].more)
			return form[i].write(a, k);
	return usage_error(a, k, N_("No hay una forma «%s». Vea «ayni help schema»"), k->argv[k->argc > 2 ? 2 : 1]);
}
