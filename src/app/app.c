/*
 * app.c - what every command starts with: declarations, texts, the data folder and its lock.
 */
#include "app.h"
#include "app_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "embedded.h"
#include "gateway_channel.h"
#include "log.h"
#include "catalogues.h"
#include "modules.h"
#include "pages_data.h"
#include "session.h"
#include "settings.h"
#include "text_channel.h"
#include "transfer.h"
#include "web.h"

/* ---- words ---- */

static void drop(struct console *k, int i, int n)
{
	for (int j = i; j + n <= k->argc; j++)
		k->argv[j] = j + n < k->argc ? k->argv[j + n] : NULL;
	k->argc -= n;
}

const char *option_take(struct console *k, const char *name, bool *bad)
{
	size_t n = strlen(name);

	for (int i = 1; i < k->argc; i++) {
		if (strncmp(k->argv[i], name, n) != 0)
			continue;
		char *arg = k->argv[i];
		if (arg[n] == '=') {
			drop(k, i, 1);
			*bad |= !arg[n + 1];
			return arg + n + 1;
		}
		if (arg[n])
			continue;
		if (i + 1 >= k->argc) {
			*bad = true;
			return NULL;
		}
		const char *value = k->argv[i + 1];
		drop(k, i, 2);
		return value;
	}
	return NULL;
}

bool flag_take(struct console *k, const char *name)
{
	for (int i = 1; i < k->argc; i++) {
		if (strcmp(k->argv[i], name) != 0)
			continue;
		drop(k, i, 1);
		return true;
	}
	return false;
}

const char *option_left(const struct console *k)
{
	for (int i = 1; i < k->argc; i++)
		if (k->argv[i][0] == '-' && k->argv[i][1])
			return k->argv[i];
	return NULL;
}

int usage_error(struct app *a, struct console *k, const char *msgid, const char *arg)
{
	buf_c(&k->err, "ayni: ");
	buf_add(&k->err, tr_fill(k->mem, a ? a->lang : NULL, msgid, str_c(arg ? arg : "")));
	buf_char(&k->err, '\n');
	return EXIT_USAGE;
}

/* ---- once a process ---- */

static const struct lang *terminal_language(void)
{
	const char *name[] = { "LC_ALL", "LC_MESSAGES", "LANG" }, *v;

	for (unsigned i = 0; i < ARRAY_LEN(name); i++)
		if ((v = getenv(name[i])) && *v) {
			const struct lang *l = lang_find(str_sub(str_c(v), 0, str_find(str_c(v), '_')));
			return l ? l : lang_spanish();
		}
	return lang_spanish();
}

static void load_texts(struct app *a)
{
	struct lang_source *lang = ARENA_ARRAY(a->mem, struct lang_source, catalogues_n + 1);
	struct template_source *page = ARENA_ARRAY(a->mem, struct template_source, pages_data_n + 1);
	struct diag d = { 0 };

	for (unsigned i = 0; i < catalogues_n; i++)
		lang[i] = (struct lang_source){ catalogues[i].name, catalogues[i].plain };
	langs_load(a->mem, lang, catalogues_n);
	for (unsigned i = 0; i < pages_data_n; i++)
		page[i] = (struct template_source){ pages_data[i].name, pages_data[i].plain };
	a->config.templates = templates_parse(a->mem, page, pages_data_n, &d);
	if (!a->config.templates)
		bug("template: %s (%.*s)", d.item[0].msgid, (int)d.item[0].arg.n, d.item[0].arg.p);
}

struct app *app_new(struct arena *mem)
{
	struct app *a = ARENA_NEW(mem, struct app);
	struct diag d = { 0 };

	crypto_start();
	a->mem = mem;
	a->clock = clock_now;
	a->config.version = AYNI_VERSION;
	a->config.explain = text_explain;
	a->lock_fd = -1;
	load_texts(a);
	a->lang = terminal_language();
	text_start();
	gateways_declare();
	telefono_start();
	query_register(&app_sql);
	a->reg = registry_new(mem, modules, &d);
	for (unsigned i = 0; !a->reg && i < d.n; i++) {
		struct str what = tr_fill(mem, lang_spanish(), d.item[i].msgid, d.item[i].arg);
		log_error("declaration: %s: %.*s", d.item[i].field ? d.item[i].field : "", (int)what.n, what.p);
	}
	if (!a->reg)
		bug("what the modules declare does not hold together");
	return a;
}

bool app_asks(const struct app *a)
{
	(void)a;
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* ---- the data folder ---- */

static const char no_network[] = N_("En %s no hay todavía una red: hágala con «ayni init»");

static int cannot(struct app *a, struct console *k, const char *msgid, struct str path)
{
	return usage_error(a, k, msgid, str_fmt(k->mem, "%.*s", (int)path.n, path.p).p);
}

static int take_lock(struct app *a, struct console *k)
{
	struct str path = str_fmt(a->mem, "%.*s/ayni.lock", (int)a->set.data.n, a->set.data.p);

	a->lock_fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (a->lock_fd < 0)
		return cannot(a, k, N_("No se puede escribir en la carpeta %s"), a->set.data);
	if (flock(a->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return EXIT_GOOD;
	close(a->lock_fd);
	a->lock_fd = -1;
	return cannot(a, k, N_("Otro ayni está usando la carpeta %s"), a->set.data);
}

/* What stands for the database in what people read. */
static const char *shown(const struct app *a, struct console *k)
{
	return str_cstr(k->mem, a->set.db.n ? settings_shown_url(k->mem, a->set.db) : a->set.data);
}

static int find_network(struct app *a, struct console *k)
{
	struct id id;
	struct str text = data_meta(a->reader, k->mem, "network");

	if (!id_parse(text, &id) || !network_load(a->reader, a->mem, id, &a->net))
		return usage_error(a, k, no_network, shown(a, k));
	a->config.data_dir = a->set.data;
	clock_start(journal_last_acted(a->reader, a->mem, id, false), journal_last_acted(a->reader, a->mem, id, true));
	return EXIT_GOOD;
}

/* Run as root, the folder's owner does the work: no file of root's is left behind. */
static int become_owner(struct app *a, struct console *k)
{
	struct stat st;

	if (stat(str_cstr(k->mem, a->set.data), &st) != 0)
		return cannot(a, k, a->set.db.n ? N_("Falta la carpeta %s con las llaves: copie keys/ de la primera máquina") :
			no_network, a->set.data);
	if (geteuid() != 0 || st.st_uid == 0)
		return EXIT_GOOD;
	if (setgid(st.st_gid) != 0 || setuid(st.st_uid) != 0)
		return cannot(a, k, N_("No se puede pasar a ser la dueña de %s"), a->set.data);
	return EXIT_GOOD;
}

/* A reason that a person must deal with first ends with 2; the service is not started again and again. */
static int refused(struct app *a, struct console *k, const struct diag *d)
{
	bool hers = d->n && !str_is(str_c(d->item[0].code), "store") && (a->set.db.n || !str_is(str_c(d->item[0].code), "open"));

	usage_error(a, k, d->n ? d->item[0].msgid : N_("No se pudo abrir la base de datos: %s"),
		d->n ? str_cstr(k->mem, d->item[0].arg) : "");
	return hers ? EXIT_USAGE : EXIT_FAILED;
}

/* With SQLite whoever writes holds the folder; on a server the rows of the chain are what is locked. */
static int open_writer(struct app *a, struct console *k)
{
	struct diag *d = ARENA_NEW(k->mem, struct diag);
	struct writer_options o = { .path = a->db_path, .reg = a->reg };
	int status = a->set.db.n ? EXIT_GOOD : take_lock(a, k);

	if (status != EXIT_GOOD)
		return status;
	a->writer = writer_new(a->mem, &o, d);
	return a->writer ? EXIT_GOOD : refused(a, k, d);
}

/* Look before anything is touched: is it a database that this program can use? */
static int open_reader(struct app *a, struct console *k, bool write, bool empty_too, bool *ready_out)
{
	struct diag *d = ARENA_NEW(k->mem, struct diag);

	a->reader = db_open(&(struct db_options){ .path = a->db_path, .mode = DB_READ, .no_statements = true,
		.lazily = write }, d); /* where a writer follows, that one looks at every statement */
	if (!a->reader)
		return refused(a, k, d);
	enum rc rc = data_check(a->reader, a->reg, d);
	const char *code = rc != OK && d->n ? d->item[0].code : "";
	*ready_out = rc == OK;
	if (rc == OK || (empty_too && strcmp(code, "empty") == 0) || (write && strcmp(code, "older") == 0))
		return EXIT_GOOD;
	return strcmp(code, "empty") == 0 ? usage_error(a, k, no_network, shown(a, k)) : refused(a, k, d);
}

/* The keys that hashes in the database were made with; a database that notes none takes those that are here. */
static int take_secret(struct app *a, struct console *k)
{
	struct str noted = data_meta(a->reader, k->mem, "secret_check");
	struct diag *d = ARENA_NEW(k->mem, struct diag);

	if (secret_load(a->mem, a->set.data, !noted.n, d) != OK)
		return refused(a, k, d);
	if (noted.n && !str_eq(noted, secret_mark(k->mem)))
		return usage_error(a, k, N_("Las llaves de %s/keys no son las de esta base de datos: copie ahí keys/ de la primera máquina"),
			str_cstr(k->mem, a->set.data));
	return EXIT_GOOD;
}

/* A half, or what was left for another place, is nobody's home. */
static int may_use(struct app *a, struct console *k, bool write)
{
	struct diag *d = ARENA_NEW(k->mem, struct diag);

	if (transfer_refused(a->reader, write && !a->leaving, k->mem, d) != OK)
		return refused(a, k, d);
	return take_secret(a, k);
}

/* No thread writes yet. */
static int note_secret(struct app *a, struct console *k)
{
	struct db *db = writer_db(a->writer);

	if (data_meta(a->reader, k->mem, "secret_check").n)
		return EXIT_GOOD;
	bool good = db_begin(db) == OK;
	if (good)
		data_set_meta(db, "secret_check", secret_mark(k->mem));
	good = good && db_commit(db) == OK;
	db_rollback(db);
	return good ? EXIT_GOOD : cannot(a, k, N_("No se puede escribir en la carpeta %s"), a->set.data);
}

/* After the writer made or brought up the tables. */
static int prepare_reader(struct app *a, struct console *k)
{
	struct diag *d = ARENA_NEW(k->mem, struct diag);

	return data_check(a->reader, a->reg, d) == OK ? EXIT_GOOD : refused(a, k, d);
}

void app_place(struct app *a)
{
	a->db_path = a->set.db.n ? str_cstr(a->mem, a->set.db) :
		str_fmt(a->mem, "%.*s/ayni.db", (int)a->set.data.n, a->set.data.p).p;
}

int app_open(struct app *a, struct console *k, bool write)
{
	struct stat st;
	bool ready = false;

	app_place(a);
	int status = become_owner(a, k);
	if (status == EXIT_GOOD && !a->set.db.n && stat(a->db_path, &st) != 0)
		status = usage_error(a, k, no_network, shown(a, k));
	if (status == EXIT_GOOD)
		status = open_reader(a, k, write, false, &ready);
	if (status == EXIT_GOOD && ready)
		status = may_use(a, k, write);
	if (status == EXIT_GOOD && write)
		status = open_writer(a, k);
	if (status == EXIT_GOOD && !ready)
		status = prepare_reader(a, k);
	if (status == EXIT_GOOD && !ready)
		status = may_use(a, k, write);
	if (status == EXIT_GOOD && write)
		status = note_secret(a, k);
	return status == EXIT_GOOD ? find_network(a, k) : status;
}

bool app_make_folders(struct arena *mem, struct str path)
{
	for (size_t i = 1; i <= path.n; i++)
		if ((i == path.n || path.p[i] == '/') && mkdir(str_cstr(mem, str_sub(path, 0, i)), 0700) != 0 && errno != EEXIST)
			return false;
	return true;
}

int app_folder(struct app *a, struct console *k)
{
	app_place(a);
	if (!app_make_folders(k->mem, a->set.data))
		return cannot(a, k, N_("No se puede hacer la carpeta %s"), a->set.data);
	int status = become_owner(a, k);
	return status == EXIT_GOOD && !a->set.db.n ? take_lock(a, k) : status;
}

int app_make(struct app *a, struct console *k, bool again)
{
	struct stat st;
	bool ready = false, there;
	int status = EXIT_GOOD;

	app_place(a);
	there = a->set.db.n || stat(a->db_path, &st) == 0;
	if (there)
		status = open_reader(a, k, true, true, &ready);
	if (status == EXIT_GOOD && ready && !again && data_meta(a->reader, k->mem, "network").n)
		return usage_error(a, k, N_("En %s ya hay una red"), shown(a, k));
	if (status == EXIT_GOOD && !app_make_folders(k->mem, a->set.data))
		return cannot(a, k, N_("No se puede hacer la carpeta %s"), a->set.data);
	if (status == EXIT_GOOD)
		status = become_owner(a, k);
	if (status == EXIT_GOOD && ready)
		status = may_use(a, k, true);
	if (status == EXIT_GOOD)
		status = open_writer(a, k);
	if (status == EXIT_GOOD && !there)
		status = open_reader(a, k, true, false, &there);
	else if (status == EXIT_GOOD && !ready)
		status = prepare_reader(a, k);
	if (status == EXIT_GOOD && !ready)
		status = may_use(a, k, true);
	if (status == EXIT_GOOD)
		status = note_secret(a, k);
	a->config.data_dir = a->set.data;
	return status;
}

struct adopting {
	struct str id;
};

static void adopt(struct ctx *c, void *arg)
{
	data_set_meta(c->db, "network", ((struct adopting *)arg)->id);
}

int app_adopt(struct app *a, struct console *k, struct id network)
{
	struct diag d = { 0 };
	struct actor who = { 0 };
	a->net.id = network; /* whose chain is locked */
	struct ctx c = app_ctx(a, k->mem, &d, &who);
	struct adopting ad = { id_text(k->mem, network) };

	if (app_write(a, &c, adopt, &ad) != OK)
		return cannot(a, k, N_("No se puede escribir en la carpeta %s"), a->set.data);
	return find_network(a, k);
}

void app_close(struct app *a)
{
	db_close(&a->reader);
	if (a->writer)
		writer_stop(a->writer);
	a->writer = NULL;
	if (a->lock_fd >= 0)
		close(a->lock_fd);
	a->lock_fd = -1;
}

struct ctx app_ctx(struct app *a, struct arena *mem, struct diag *d, struct actor *who)
{
	who->console = true;
	return (struct ctx){ .mem = mem, .diag = d, .db = a->reader, .reg = a->reg, .schema = a->reg->schema,
		.net = &a->net, .who = who, .lang = a->lang, .now = a->clock(), .doubt = clock_doubt(), .channel = "console",
		.config = &a->config };
}
