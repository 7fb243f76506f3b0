/*
 * cmd_data.c - serve, verify, rebuild, config, metrics.
 */
#include "blob_refs.h"
#include "cmds.h"
#include "metrics.h"
#include "serve.h"
#include "settings.h"

static int odd_option(struct app *a, struct console *k)
{
	const char *odd = option_left(k);

	return odd ? usage_error(a, k, N_("No hay una opción %s"), odd) : EXIT_GOOD;
}

static void say_address(struct app *a, struct console *k, void *arg)
{
	(void)k, (void)arg;
	printf("%.*s\n", (int)a->config.public_url.n, a->config.public_url.p);
	fflush(stdout);
}

int cmd_serve(struct app *a, struct console *k)
{
	int status = odd_option(a, k);

	if (status == EXIT_GOOD)
		status = serve_check(a, k);
	if (status == EXIT_GOOD)
		status = app_open(a, k, true);
	if (status == EXIT_GOOD)
		status = serve_run(a, k, say_address, NULL);
	app_close(a);
	return status;
}

int cmd_config(struct app *a, struct console *k)
{
	int status = odd_option(a, k);

	if (status == EXIT_GOOD)
		settings_print(a, &k->out);
	return status;
}

static void print_line(void *arg, struct str s)
{
	fwrite(s.p, 1, s.n, arg);
	fputc('\n', arg);
}

static int law_broken(struct app *a, struct console *k, const struct diag *d)
{
	usage_error(a, k, d->n ? d->item[0].msgid : N_("No se pudo revisar: %s"), d->n ? str_cstr(k->mem, d->item[0].arg) : "");
	return EXIT_FAILED;
}

/* Every photo, voice and sheet that a record names is here and is the one that it names. */
static enum rc bytes_whole(struct app *a, struct console *k, struct diag *d)
{
	struct blob_count n = blob_verify(a->reader, a->reg->schema, k->mem, a->net.id);

	if (!n.missing && !n.damaged)
		return OK;
	return diag_add(d, NULL, "bytes", N_("Faltan archivos, o están dañados (%s): tráigalos de un respaldo"),
		str_fmt(k->mem, "%lld + %lld / %lld; %.*s", (long long)n.missing, (long long)n.damaged, (long long)n.named,
			(int)n.first.n, n.first.p));
}

int cmd_verify(struct app *a, struct console *k)
{
	bool bad = false, tables = flag_take(k, "--tables"), dump = flag_take(k, "--dump");
	const char *shuffle = option_take(k, "--shuffle", &bad);
	struct diag d = { 0 };
	int64_t n = 0, seed = 0;

	if (bad || (shuffle && (!str_int64(str_c(shuffle), &seed) || seed < 1)))
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--shuffle");
	int status = odd_option(a, k);
	if (status != EXIT_GOOD)
		return status;
	if (db_begin(a->reader) != OK)
		return law_broken(a, k, &d);
	enum rc rc = journal_verify(a->reader, a->reg->schema, a->net.id, &n, &d);
	if (rc == OK && tables)
		rc = data_compare(a->reader, a->reg, a->net.id, 0, &d);
	if (rc == OK && shuffle)
		rc = data_compare(a->reader, a->reg, a->net.id, (uint64_t)seed, &d);
	if (rc == OK && dump)
		schema_dump(a->reader, a->reg->schema, a->net.id, false, print_line, stdout);
	if (rc == OK)
		rc = bytes_whole(a, k, &d);
	if (rc == OK)
		rc = db_status(a->reader);
	db_rollback(a->reader);
	if (rc != OK)
		return law_broken(a, k, &d);
	if (!dump) {
		const char *whole = tables ? N_("El diario está entero y las tablas son las suyas: %s cambios.") :
			N_("El diario está entero: %s cambios.");
		buf_add(&k->out, tr_fill(k->mem, a->lang, whole, str_fmt(k->mem, "%lld", (long long)n)));
		buf_char(&k->out, '\n');
	}
	return EXIT_GOOD;
}

int cmd_rebuild(struct app *a, struct console *k)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	int status = odd_option(a, k);

	if (status != EXIT_GOOD)
		return status;
	if (writer_rebuild(a->writer, &c, &d) != OK)
		return law_broken(a, k, &d);
	buf_add(&k->out, tr(a->lang, N_("Las tablas se hicieron de nuevo a partir del diario.")));
	buf_char(&k->out, '\n');
	return EXIT_GOOD;
}

int cmd_metrics(struct app *a, struct console *k)
{
	int status = odd_option(a, k);

	if (status == EXIT_GOOD && a->serving)
		metrics_text(a->serving, a->reader, &k->out);
	return status;
}
