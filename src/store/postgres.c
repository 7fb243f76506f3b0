/* postgres.c - connections to PostgreSQL, through libpq. */
#include "postgres.h"

#include <poll.h>
#include <time.h>

#include "log.h"

enum { RECONNECT_MS = 5000, RECONNECT_PAUSE_MS = 200 };

/*
 * Before the URL stands what it may say otherwise; behind it what is ours. A dead server is noticed
 * within ten seconds, also while nothing is sent. Of several hosts the primary is meant, for readers
 * too: what somebody wrote she finds when she looks.
 */
static PGconn *dial(const struct postgres *e)
{
	static const char *const key[] = { "connect_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "tcp_user_timeout", "gssencmode", "fallback_application_name",
		"target_session_attrs", "dbname", "client_encoding", "target_session_attrs", NULL };
	const char *value[ARRAY_LEN(key)] = { "5", "4", "2", "3", "10000", "disable", "ayni", "primary", e->url,
		"UTF8", e->e.mode == DB_WRITE ? "read-write" : NULL, NULL };

	return PQconnectdbParams(key, value, 1);
}

/* ---- notices ---- */

static void notice(void *arg, const PGresult *r)
{
	struct postgres *e = arg;
	const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

	/* "The transaction has already committed locally, but might not have been replicated." */
	e->unsure |= e->committing && str_is(str_c(severity), "WARNING");
	log_warn("store: the server says: %s", text ? text : "");
}

/* ---- one line about a failure ---- */

static void add_line(struct buf *b, const char *text)
{
	struct str rest = str_trim(str_c(text)), line;

	for (bool first = true; str_cut(&rest, '\n', &line); first = false) {
		if (!first)
			buf_c(b, "; ");
		buf_add(b, str_trim(line));
	}
}

/* What stands for the URL where people and logs see it: no password, no options. */
static void add_shown(struct buf *b, const char *url)
{
	static const char *const part[] = { "user", "host", "port", "dbname" };
	static const char *const before[] = { "", "@", ":", "/" };
	PQconninfoOption *all = PQconninfoParse(url, NULL);

	buf_c(b, "postgres://");
	for (unsigned i = 0; i < ARRAY_LEN(part); i++)
		for (PQconninfoOption *o = all; o && o->keyword; o++)
			if (o->val && str_is(str_c(o->keyword), part[i]))
				buf_fmt(b, "%s%s", before[i], o->val);
	PQconninfoFree(all);
}

struct str db_shown(struct arena *a, const char *path)
{
	struct buf b = buf_new(a, 80);

	if (db_kind_of(path) != DB_POSTGRES)
		return str_dup(a, str_c(path));
	add_shown(&b, path);
	return buf_str(&b);
}

static enum rc explain(struct postgres *e, const char *code, const char *why)
{
	struct buf b = buf_fixed(e->e.message, sizeof e->e.message - 1);

	e->e.code = code;
	add_shown(&b, e->url);
	buf_c(&b, ": ");
	add_line(&b, why);
	e->e.message[b.n] = 0;
	return INVALID;
}

/* libpq tells no code for a refused connection but in its most talkative message: "FATAL:  28P01: …". */
static bool says(const char *text, const char *state)
{
	char mark[16];

	snprintf(mark, sizeof mark, ":  %s", state);
	return strstr(text, mark) != NULL;
}

static const char *code_of(PGconn *conn)
{
	static const char *const state[][2] = { { "28", "password" }, { "3D000", "no_database" },
		{ "53300", "unreachable" }, { "57P03", "unreachable" }, { "42501", "password" } };
	const char *text = PQerrorMessage(conn);

	if (PQconnectionNeedsPassword(conn))
		return "password";
	for (unsigned i = 0; i < ARRAY_LEN(state); i++)
		if (says(text, state[i][0]))
			return state[i][1];
	if (strstr(text, "read-only") || strstr(text, "hot standby"))
		return "read_only";
	if (strstr(text, "SSL") || strstr(text, "certificate"))
		return "open";
	return "unreachable";
}

/* Asked a second time with everything said, so that the reason can be told; it may even be over. */
static enum rc ask_why(struct postgres *e)
{
	char why[200];

	snprintf(why, sizeof why, "%s", PQerrorMessage(e->conn));
	if (strstr(why, "timeout expired"))
		return explain(e, "unreachable", why);
	PQsetErrorVerbosity(e->conn, PQERRORS_VERBOSE);
	PQreset(e->conn);
	if (PQstatus(e->conn) == CONNECTION_OK) {
		PQsetErrorVerbosity(e->conn, PQERRORS_DEFAULT);
		return OK;
	}
	return explain(e, code_of(e->conn), why);
}

/* ---- a session ---- */

/*
 * The server's own settings stay but these. Names are those of the schema public; waiting for a lock ends; what
 * is compiled for one short query costs more than it saves; a cursor is read to its end; a plan is made once,
 * for whatever values and sizes come, so it goes by indexes (see table_figures); and what a writer was told is
 * kept is kept, on the standby too if there is one that is waited for.
 */
static const char session_sql[] =
	"SELECT set_config('search_path', 'public', false), set_config('lock_timeout', '5s', false),"
	" set_config('jit', 'off', false), set_config('enable_seqscan', 'off', false),"
	" set_config('plan_cache_mode', 'force_generic_plan', false),"
	" set_config('cursor_tuple_fraction', '1', false), set_config('client_min_messages', 'warning', false),"
	" set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN"
	" ('on', 'remote_apply') THEN current_setting('synchronous_commit') ELSE 'on' END, false)";

static void begin_session(struct postgres *e)
{
	for (struct statement *st = e->all; st; st = st->next)
		st->number = 0;
	e->lost = e->stale = e->in_tx = false;
	e->first = e->count = e->unsynced = e->ndead = 0;
	PQsetNoticeReceiver(e->conn, notice, e);
	if (PQsetnonblocking(e->conn, 1) || !PQenterPipelineMode(e->conn)) {
		postgres_lose(e, PQerrorMessage(e->conn));
		return;
	}
	postgres_say(e, session_sql, PENDING_OTHER);
	postgres_push(e);
}

enum rc postgres_open(struct engine *base, const struct db_options *o)
{
	struct postgres *e = (struct postgres *)base;
	char *wrong = NULL;
	PQconninfoOption *parsed = PQconninfoParse(o->path, &wrong);

	e->url = str_cstr(e->e.mem, str_c(o->path));
	e->text = buf_new(e->e.mem, 4096);
	e->scratch = arena_new(0);
	if (!parsed) { /* what libpq quotes may be the password */
		struct str reason = str_c(wrong);

		explain(e, "url", str_cstr(e->e.mem, str_sub(reason, 0, str_find(reason, '"'))));
		PQfreemem(wrong);
		return INVALID;
	}
	PQconninfoFree(parsed);
	e->conn = dial(e);
	if (PQstatus(e->conn) != CONNECTION_OK && ask_why(e) != OK)
		return INVALID;
	struct str encoding = str_c(PQparameterStatus(e->conn, "server_encoding"));
	if (!str_is(encoding, "UTF8"))
		return explain(e, "encoding", PQparameterStatus(e->conn, "server_encoding"));
	begin_session(e);
	postgres_settle(e);
	return e->failed == OK ? OK : explain(e, "open", str_cstr(e->e.mem, str_c(e->e.message)));
}

void postgres_close(struct engine *base, bool clean)
{
	struct postgres *e = (struct postgres *)base;
	(void)clean;

	if (e->conn)
		PQfinish(e->conn);
	e->conn = NULL;
	arena_free(&e->scratch);
}

/* ---- again ---- */

/* What a server says at its end lies there to be read. */
bool postgres_stands(struct postgres *e)
{
	while (!e->lost) {
		struct pollfd p = { .fd = PQsocket(e->conn), .events = POLLIN };

		if (poll(&p, 1, 0) <= 0)
			break;
		if (!PQconsumeInput(e->conn))
			e->lost = true;
	}
	while (!e->lost && e->count && !PQisBusy(e->conn))
		postgres_take(e);
	return !e->lost;
}

static int64_t steady_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The writer waits a while for a server that starts again; readers are told at once. */
static bool dial_again(struct postgres *e)
{
	static const struct timespec pause = { .tv_nsec = RECONNECT_PAUSE_MS * 1000000L };
	int64_t until = steady_ms() + RECONNECT_MS;

	for (;;) {
		PQfinish(e->conn);
		e->conn = dial(e);
		if (PQstatus(e->conn) == CONNECTION_OK)
			return true;
		if (e->e.mode != DB_WRITE || steady_ms() > until)
			return false;
		nanosleep(&pause, NULL);
	}
}

bool postgres_ready(struct postgres *e)
{
	if (e->failed != OK)
		return false;
	if (e->in_tx || postgres_stands(e))
		return true;
	postgres_forgive(e); /* nothing was under way */
	if (dial_again(e))
		begin_session(e);
	else
		postgres_lose(e, PQerrorMessage(e->conn));
	return e->failed == OK;
}
