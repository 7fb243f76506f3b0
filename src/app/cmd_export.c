/*
 * cmd_export.c - ayni export: every record of an entity to standard output, as it is read.
 */
#include "cmds.h"
#include "files.h"

/* Straight out: a hundred thousand rows are not gathered first. */
static bool write_piece(void *arg, struct str bytes)
{
	(void)arg;
	return fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n;
}

int cmd_export(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	bool bad = false;
	const char *form = option_take(k, "--format", &bad);

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--format");
	if (option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (k->argc != 2)
		return usage_error(a, k, N_("Falta decir qué registros. Vea «ayni help %s»"), "export");
	if (form && strcmp(form, "csv") != 0 && strcmp(form, "json") != 0)
		return usage_error(a, k, N_("No hay un formato «%s»: csv o json"), form);
	const struct entity *e = schema_entity(a->reg->schema, str_c(k->argv[1]));
	if (!e)
		return usage_error(a, k, N_("No conocemos registros «%s». Vea «ayni schema doc»"), k->argv[1]);
	bool good = db_begin(a->reader) == OK &&
		files_export(&c, e, form && strcmp(form, "json") == 0 ? EXPORT_JSON : EXPORT_CSV, write_piece, NULL);
	db_rollback(a->reader);
	if (good && fflush(stdout) == 0)
		return EXIT_GOOD;
	usage_error(a, k, N_("No se pudo escribir todo%s"), "");
	return EXIT_FAILED;
}
