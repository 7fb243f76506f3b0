/*
 * main.c - the words of the command line to the command that runs them: here, or (SQLite) in the server
 * that holds the data folder.
 */
#include <signal.h>
#include <unistd.h>

#include "cmds.h"
#include "console.h"
#include "image.h"
#include "log.h"
#include "qr_read.h"
#include "settings.h"

static const struct command *find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

/* The file a command names, read here: the server may not see the caller's files. */
static int read_named_file(struct app *a, struct console *k, const char *path)
{
	FILE *f;

	if (!path)
		return usage_error(a, k, N_("Falta el nombre del archivo. Vea «ayni help %s»"), k->argv[0]);
	f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	if (!f)
		return usage_error(a, k, N_("No se puede leer %s"), path);
	struct buf b = buf_new(k->mem, 64 * 1024);
	char t[16 * 1024];
	size_t n;
	while ((n = fread(t, 1, sizeof(t), f)) > 0)
		buf_bytes(&b, t, n);
	bool bad = ferror(f);
	if (f != stdin)
		fclose(f);
	k->file = buf_str(&b);
	return bad ? usage_error(a, k, N_("No se puede leer %s"), path) : EXIT_GOOD;
}

/* A secret is no word of a command: others on the machine see those. */
static int read_secret(struct app *a, struct console *k)
{
	bool bad = false;
	const char *path = option_take(k, "--secret-file", &bad);
	char t[4096];

	if (bad)
		return usage_error(a, k, N_("A la opción %s le falta su valor"), "--secret-file");
	if (!path)
		return EXIT_GOOD;
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	bool read = f && fgets(t, sizeof(t), f);
	if (f && f != stdin)
		fclose(f);
	if (!read)
		return usage_error(a, k, N_("No se puede leer %s"), path);
	k->file = str_dup(k->mem, str_trim(str_c(t)));
	return EXIT_GOOD;
}

/* Does SQLite's log lie beside the database? */
static bool log_lies(struct app *a, struct console *k)
{
	app_place(a);
	return access(str_fmt(k->mem, "%s-wal", a->db_path).p, F_OK) == 0;
}

/* A reader leaves an empty log behind; the last writing connection that closes removes it. */
static void leave_as_found(struct app *a)
{
	struct diag d = { 0 };
	struct db *db = db_open(&(struct db_options){ .path = a->db_path, .mode = DB_WRITE, .no_statements = true }, &d);

	db_close(&db);
}

static int run(struct app *a, const struct command *c, struct console *k)
{
	const char *path;
	int status;

	if (c->flags & COMMAND_NO_DATA) {
		bool bad = false;
		option_take(k, "--data", &bad); /* harmless: declarations and help are the program's own */
		option_take(k, "--db", &bad);
		if (c->flags & COMMAND_FILE) {
			status = read_named_file(a, k, k->argc > 1 ? k->argv[k->argc - 1] : NULL);
			if (status != EXIT_GOOD)
				return status;
		}
		return c->run(a, k);
	}
	status = settings_read(a, k);
	if (status != EXIT_GOOD)
		return status;
	if (c->flags & COMMAND_ALONE)
		return c->run(a, k);
	bool tries = c->flags & COMMAND_TRIES && say_explains(k), writes = c->flags & COMMAND_WRITES && !tries;
	path = c->flags & COMMAND_FILE ? import_path(k) : NULL;
	if (c->flags & COMMAND_FILE)
		status = read_named_file(a, k, path);
	else if (tries && say_path(k))
		status = read_named_file(a, k, say_path(k));
	else if (c->flags & COMMAND_SECRET)
		status = read_secret(a, k);
	if (status != EXIT_GOOD)
		return status;
	if (c->flags & COMMAND_SERVER) {
		if (console_call(a, k, &status))
			return status;
		usage_error(a, k, N_("Nadie atiende la carpeta %s"), str_cstr(k->mem, a->set.data));
		return EXIT_FAILED;
	}
	bool bare = tries && !a->set.db.n && !log_lies(a, k);
	if (!writes || a->set.db.n || !console_call(a, k, &status)) {
		status = app_open(a, k, writes);
		if (status == EXIT_GOOD)
			status = c->run(a, k);
		app_close(a);
	}
	if (bare && status == EXIT_GOOD)
		leave_as_found(a);
	if (path && status == EXIT_FAILED)
		import_leave_copy(a, k, path);
	return status;
}

static void show(const struct console *k)
{
	fwrite(k->out.p, 1, k->out.n, stdout);
	fflush(stdout);
	fwrite(k->err.p, 1, k->err.n, stderr);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], IMAGE_CHILD) == 0) /* nothing else is made ready */
		return image_child();
	if (argc == 2 && strcmp(argv[1], QR_CHILD) == 0)
		return qr_child();
	image_program("/proc/self/exe");
	struct arena *mem = arena_new(0);
	struct console k = { .mem = mem, .out = buf_new(mem, 4096), .err = buf_new(mem, 256) };
	struct app *a = app_new(mem);
	char *help[] = { "help", NULL };
	int status;

	signal(SIGPIPE, SIG_IGN);
	k.argc = argc > 1 ? argc - 1 : 1;
	k.argv = argc > 1 ? argv + 1 : help;
	if (strcmp(k.argv[0], "--version") == 0) {
		printf("ayni %s\n", AYNI_VERSION);
		arena_free(&mem);
		return EXIT_GOOD;
	}
	if (strcmp(k.argv[0], "--help") == 0 || strcmp(k.argv[0], "-h") == 0)
		k.argv[0] = help[0];
	const struct command *c = find(k.argv[0]);
	if (!c)
		status = usage_error(a, &k, N_("No hay una orden «%s». Vea «ayni help»"), k.argv[0]);
	else if (flag_take(&k, "--help"))
		status = command_help(a, &k, c);
	else
		status = run(a, c, &k);
	show(&k);
	arena_free(&mem);
	return status;
}
