#include "console.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "log.h"

enum { WORDS_MAX = 64, FRAME_MAX = 64 * 1024 * 1024, PEER_WAIT_S = 10 };

struct console_server {
	struct app *app;
	int fd, wake[2];
	pthread_t thread;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

/* ---- frames ---- */

static bool send_all(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t m = send(fd, at, n, MSG_NOSIGNAL);
		if (m < 0 && errno == EINTR)
			continue;
		if (m <= 0)
			return false;
		at += m;
		n -= (size_t)m;
	}
	return true;
}

static bool recv_all(int fd, void *p, size_t n)
{
	char *at = p;

	while (n) {
		ssize_t m = recv(fd, at, n, 0);
		if (m < 0 && errno == EINTR)
			continue;
		if (m <= 0)
			return false;
		at += m;
		n -= (size_t)m;
	}
	return true;
}

static bool send_u32(int fd, size_t v)
{
	unsigned char t[4] = { (unsigned char)(v >> 24), (unsigned char)(v >> 16), (unsigned char)(v >> 8),
		(unsigned char)v };

	return send_all(fd, t, sizeof(t));
}

static bool recv_u32(int fd, size_t *out)
{
	unsigned char t[4];

	if (!recv_all(fd, t, sizeof(t)))
		return false;
	*out = (size_t)t[0] << 24 | (size_t)t[1] << 16 | (size_t)t[2] << 8 | t[3];
	return true;
}

static bool send_str(int fd, struct str s)
{
	return send_u32(fd, s.n) && send_all(fd, s.p, s.n);
}

static bool recv_str(int fd, struct arena *a, struct str *out)
{
	size_t n;

	if (!recv_u32(fd, &n) || n > FRAME_MAX)
		return false;
	char *p = arena_alloc(a, n + 1);
	*out = (struct str){ p, n };
	return recv_all(fd, p, n);
}

static bool address(struct app *a, struct sockaddr_un *out)
{
	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	int n = snprintf(out->sun_path, sizeof(out->sun_path), "%.*s/ayni.sock", (int)a->set.data.n, a->set.data.p);
	return n > 0 && (size_t)n < sizeof(out->sun_path);
}

/* ---- the caller ---- */

bool console_call(struct app *a, struct console *k, int *status_out)
{
	struct sockaddr_un at;
	struct str out, err;
	size_t status;

	if (!address(a, &at))
		return false;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0) {
		if (fd >= 0)
			close(fd);
		return false; /* nobody serves: a stale socket refuses, and the lock is free */
	}
	bool good = send_u32(fd, (size_t)k->argc);
	for (int i = 0; good && i < k->argc; i++)
		good = send_str(fd, str_c(k->argv[i]));
	good = good && send_str(fd, k->file) && send_str(fd, str_c(lang_tag(a->lang)));
	good = good && recv_u32(fd, &status) && recv_str(fd, k->mem, &out) && recv_str(fd, k->mem, &err);
	close(fd);
	if (!good) {
		usage_error(a, k, N_("El servidor no respondió; repita la orden%s"), "");
		*status_out = EXIT_FAILED;
		return true;
	}
	buf_add(&k->out, out);
	buf_add(&k->err, err);
	*status_out = (int)status;
	return true;
}

/* ---- the server ---- */

/* Over a database of a server several may serve with one data folder: the first has the socket. */
static bool somebody_listens(const struct sockaddr_un *at)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool there = fd >= 0 && connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0;

	if (fd >= 0)
		close(fd);
	return there;
}

static bool peer_trusted(int fd)
{
	struct ucred who;
	socklen_t n = sizeof(who);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 && (who.uid == 0 || who.uid == geteuid());
}

static bool read_words(int fd, struct console *k, struct app *a)
{
	size_t n;
	struct str s;

	if (!recv_u32(fd, &n) || n < 1 || n > WORDS_MAX)
		return false;
	k->argc = (int)n;
	k->argv = ARENA_ARRAY(k->mem, char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!recv_str(fd, k->mem, &s))
			return false;
		k->argv[i] = arena_dup(k->mem, s.p, s.n);
	}
	if (!recv_str(fd, k->mem, &k->file) || !recv_str(fd, k->mem, &s))
		return false;
	a->lang = lang_find(s) ? lang_find(s) : lang_spanish();
	return true;
}

static int run_words(struct app *a, struct console *k)
{
	for (const struct command *c = commands; c->name; c++)
		if (c->flags & (COMMAND_WRITES | COMMAND_SERVER | COMMAND_NOTES) && strcmp(c->name, k->argv[0]) == 0)
			return c->run(a, k);
	return usage_error(a, k, N_("No hay una orden «%s». Vea «ayni help»"), k->argv[0]);
}

static void answer(struct app *a, struct arena *mem, int fd)
{
	struct console k = { .mem = mem, .out = buf_new(mem, 4096), .err = buf_new(mem, 256) };
	struct timeval wait = { .tv_sec = PEER_WAIT_S };
	struct diag d = { 0 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	a->reader = db_open(&(struct db_options){ .path = a->db_path, .mode = DB_READ, .lazily = true }, &d);
	if (a->reader && peer_trusted(fd) && read_words(fd, &k, a)) {
		int status = run_words(a, &k);
		if (send_u32(fd, (size_t)status) && send_str(fd, buf_str(&k.out)))
			send_str(fd, buf_str(&k.err));
	}
}

/* Without memory for a command the server goes on. */
static void serve_one(struct console_server *s, int fd)
{
	struct arena *mem = arena_try(0);
	struct app a = *s->app;

	a.reader = NULL;
	if (mem && setjmp(*arena_guard(mem)) == 0)
		answer(&a, mem, fd);
	else
		log_error("console: out of memory");
	db_close(&a.reader);
	arena_free(&mem);
	close(fd);
}

static void *listen_loop(void *arg)
{
	struct console_server *s = arg;
	struct pollfd p[2] = { { .fd = s->fd, .events = POLLIN }, { .fd = s->wake[0], .events = POLLIN } };

	for (;;) {
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			break;
		if (p[1].revents)
			break;
		if (!(p[0].revents & POLLIN))
			continue;
		int fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			serve_one(s, fd);
	}
	return NULL;
}

struct console_server *console_start(struct app *a)
{
	struct console_server *s = ARENA_NEW(a->mem, struct console_server);
	struct sockaddr_un at;

	s->app = a;
	if (!address(a, &at)) {
		log_error("the data folder's name is too long for a socket");
		return NULL;
	}
	if (a->set.db.n && somebody_listens(&at)) {
		log_info("another server has ayni.sock here: `ayni metrics` asks that one");
		return NULL;
	}
	memcpy(s->path, at.sun_path, sizeof(s->path));
	unlink(s->path); /* nobody listens (with SQLite: the lock is ours), so this one is stale */
	mode_t old = umask(0177);
	s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int bad = s->fd < 0 || bind(s->fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(s->fd, 8) != 0 ||
		pipe(s->wake) != 0;
	umask(old);
	if (bad || pthread_create(&s->thread, NULL, listen_loop, s) != 0) {
		log_error("cannot listen at ayni.sock: %s", strerror(errno));
		return NULL;
	}
	return s;
}

void console_stop(struct console_server **s)
{
	if (!*s)
		return;
	if (write((*s)->wake[1], "x", 1) != 1)
		log_error("cannot wake the console");
	pthread_join((*s)->thread, NULL);
	close((*s)->fd);
	close((*s)->wake[0]);
	close((*s)->wake[1]);
	unlink((*s)->path);
	*s = NULL;
}
