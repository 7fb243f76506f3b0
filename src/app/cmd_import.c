/*
 * cmd_import.c - ayni import: a CSV file whole, or a copy of it that says what is wrong with each row.
 *
 * The file is read, and the copy is left beside it, by the process that was called; between the two
 * the command may run in the server. So a failed import carries the copy in its standard output.
 */
#include <errno.h>

#include "cmds.h"
#include "files.h"

static void tell_faults(struct app *a, struct console *k, const struct import_report *r)
{
	for (unsigned i = 0; i < r->nfault; i++)
		for (const struct import_fault *f = r->fault[i]; f; f = f->next) {
			const struct str_pair with[] = { { "line", str_fmt(k->mem, "%u", f->line) },
				{ "column", f->column }, { "message", f->message } };
			buf_add(&k->err, tr_named(k->mem, a->lang, f->column.n
					? N_("línea {line}, {column}: {message}")
					: N_("línea {line}: {message}"), with, ARRAY_LEN(with)));
			buf_char(&k->err, '\n');
		}
	if (r->errors > r->nfault) {
		buf_add(&k->err, tr_fill(k->mem, a->lang, N_("y %s filas más"), str_fmt(k->mem, "%u", r->errors - r->nfault)));
		buf_char(&k->err, '\n');
	}
}

static void tell_counts(struct app *a, struct console *k, struct buf *b, const struct import_report *r, bool done)
{
	const struct str_pair with[] = { { "rows", str_fmt(k->mem, "%u", r->rows) },
		{ "written", str_fmt(k->mem, "%u", r->written) }, { "skipped", str_fmt(k->mem, "%u", r->skipped) },
		{ "errors", str_fmt(k->mem, "%u", r->errors) } };

	buf_add(b, tr_named(k->mem, a->lang, done
			? N_("Filas: {rows}. Anotadas: {written}. Ya estaban igual: {skipped}.")
			: N_("Filas: {rows}. Con errores: {errors}. No se anotó nada."), with, ARRAY_LEN(with)));
	buf_char(b, '\n');
}

static int tell(struct app *a, struct console *k, const struct ctx *c, enum rc rc, const struct import_report *r)
{
	if (r->unknown.n) {
		buf_add(&k->err, tr_fill(k->mem, a->lang, N_("No se usan estas columnas: %s"), r->unknown));
		buf_char(&k->err, '\n');
	}
	if (rc == OK) {
		tell_counts(a, k, &k->out, r, true);
		return EXIT_GOOD;
	}
	if (rc != INVALID) {
		app_not_saved(a, k);
	} else if (r->errors) {
		tell_faults(a, k, r);
		tell_counts(a, k, &k->err, r, false);
		buf_add(&k->out, r->copy);
	} else if (c->diag->n) {
		const struct diag_item *item = &c->diag->item[0];
		usage_error(a, k, item->msgid, str_cstr(k->mem, item->arg));
	}
	return EXIT_FAILED;
}

int cmd_import(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	struct import_report report;
	bool replace = flag_take(k, "--replace"), no_chat = false;
	int status = app_author(a, k, &c, &who);

	if (status != EXIT_GOOD)
		return status;
	if (option_take(k, "--chat", &no_chat))
		return cmd_chat(a, k, &c);
	bool shapes = k->argc > 1 && strcmp(k->argv[1], "shapes") == 0, no_source = false;
	const char *source = shapes ? option_take(k, "--source", &no_source) : NULL;
	if (no_source)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--source");
	if (option_left(k))
		return usage_error(a, k, N_("No hay una opción %s"), option_left(k));
	if (k->argc != 3)
		return usage_error(a, k, N_("Van una clase de registros y un archivo. Vea «ayni help %s»"), "import");
	if (shapes)
		return tell(a, k, &c, shapes_import(a, k, &c, str_c(source), &report), &report);
	const struct entity *e = schema_entity(a->reg->schema, str_c(k->argv[1]));
	if (!e)
		return usage_error(a, k, N_("No conocemos registros «%s». Vea «ayni schema doc»"), k->argv[1]);
	enum rc rc = files_import(&c, a->writer, e, k->file, replace, &report);
	return tell(a, k, &c, rc, &report);
}

const char *import_path(const struct console *k)
{
	unsigned words = 0;

	for (int i = 1; i + 1 < k->argc; i++)
		if (strcmp(k->argv[i], "--chat") == 0)
			return k->argv[i + 1];
	for (int i = 1; i < k->argc; i++) {
		if (strcmp(k->argv[i], "--as") == 0 || strcmp(k->argv[i], "--source") == 0)
			i++;
		else if (strncmp(k->argv[i], "--", 2) != 0 && ++words == 2)
			return k->argv[i];
	}
	return NULL;
}

void import_leave_copy(struct app *a, struct console *k, const char *path)
{
	struct str stem = str_c(path);

	if (strcmp(path, "-") == 0 || k->out.n == 0)
		return;
	if (str_ends(stem, ".csv"))
		stem.n -= 4;
	struct str beside = str_fmt(k->mem, "%.*s.errores.csv", (int)stem.n, stem.p);
	FILE *f = fopen(beside.p, "wb");
	bool good = f && fwrite(k->out.p, 1, k->out.n, f) == k->out.n;
	if (f && fclose(f) != 0)
		good = false;
	if (!good) /* then it is shown */
		return;
	buf_cut(&k->out, 0);
	buf_add(&k->err, tr_fill(k->mem, a->lang, N_("Cada fila con su error está en %s"), beside));
	buf_char(&k->err, '\n');
}
