/*
 * gammu.c - a modem with a SIM through gammu-smsd (Debian), a process of its own: its FILES backend's folders.
 *
 * The files are the hand-off on both sides. Outgoing: written beside and renamed, so that smsd never sees half of one;
 * smsd moves it to its sent or error folder, and there we learn what became of it. What is claimed and lies in the
 * outbox still is left there; what is in none of the folders is written again, once.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gammu_own.h"
#include "json.h"
#include "log.h"
#include "sms_sql.h"
#include "utf8.h"

enum {
	TURN_MS = 20 * 1000,
	LOOK_MS = 1000,             /* at the queue, and at folders where inotify says nothing (a network's) */
	LEASE_MS = 10 * 60 * 1000,
	STUCK_MS = 5 * 60 * 1000,   /* a file that smsd has not taken for so long: it is not running */
};

/* ---- settings ---- */

static bool good_folder(struct str s)
{
	return s.n > 1 && s.n < 200 && s.p[0] == '/' && utf8_printable(s);
}

static enum rc folder_of(struct ctx *c, const json_t *settings, const char *key, struct str base, const char **out)
{
	struct str s = json_get_str(settings, key);

	if (!s.n)
		s = str_fmt(c->mem, "%.*s/%s", (int)base.n, base.p, key);
	if (!good_folder(s))
		return fail(c, "settings", "format", N_("Las carpetas de gammu-smsd se escriben completas: /var/spool/gammu"));
	*out = str_cstr(c->mem, s);
	return OK;
}

enum rc gammu_settings(struct ctx *c, const struct gateway *g, struct gammu_folders *out)
{
	struct diag d = { 0 };
	json_t *settings = json_read(c->mem, g->settings.n ? g->settings : STR("{}"), &d);
	struct str base, pid;

	if (!json_is_object(settings))
		return fail(c, "settings", "format", N_("Los ajustes no son un objeto JSON."));
	base = json_get_str(settings, "folder");
	pid = json_get_str(settings, "pid");
	base = base.n ? base : STR("/var/spool/gammu");
	out->pid = good_folder(pid) ? str_cstr(c->mem, pid) : NULL;
	if (folder_of(c, settings, "inbox", base, &out->inbox) != OK || folder_of(c, settings, "outbox", base, &out->outbox) != OK ||
		folder_of(c, settings, "sent", base, &out->sent) != OK || folder_of(c, settings, "error", base, &out->error) != OK)
		return INVALID;
	return OK;
}

/* smsd takes files out of all four, and so do we. */
static bool folders_work(const struct gammu_folders *f)
{
	return access(f->inbox, R_OK | W_OK | X_OK) == 0 && access(f->outbox, R_OK | W_OK | X_OK) == 0 &&
		access(f->sent, R_OK | W_OK | X_OK) == 0 && access(f->error, R_OK | W_OK | X_OK) == 0;
}

static enum rc check(struct ctx *c, const struct gateway *g)
{
	struct gammu_folders f;

	if (gammu_settings(c, g, &f) != OK)
		return INVALID;
	if (!folders_work(&f))
		return fail_with(c, "settings", "folder", N_("No se puede leer y escribir en las carpetas de gammu-smsd, junto a %s"), str_c(f.inbox));
	return OK;
}

/* ---- folders ---- */

static int by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

int gammu_list(struct arena *a, const char *folder, const char *prefix, struct str out[GAMMU_FILES_MAX])
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	int n = 0;

	if (!dir)
		return -1;
	while (n < GAMMU_FILES_MAX && (e = readdir(dir)))
		if (str_starts(str_c(e->d_name), prefix))
			out[n++] = str_dup(a, str_c(e->d_name));
	closedir(dir);
	qsort(out, (size_t)n, sizeof(out[0]), by_name);
	return n;
}

const char *gammu_path(struct arena *a, const char *folder, struct str name)
{
	return str_fmt(a, "%s/%.*s", folder, (int)name.n, name.p).p;
}

int64_t gammu_age_ms(const char *path)
{
	struct stat st;
	int64_t age;

	if (lstat(path, &st) != 0)
		return -1;
	age = wall_clock_ms() - ((int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000);
	return age < 0 ? INT64_MAX : age; /* its clock is ahead: nothing is to be waited for */
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* ---- what became of it ---- */

/* How often its file was written since it last failed: "1", "2". */
static void turn_put(struct ctx *c, struct id id, struct str turn)
{
	db_exec(c->db, &sms_sql.query[Q_MESSAGE_TURN], ARGS(cell_id(&c->net->id), cell_id(&id), turn.n ? cell_text(turn) : cell_null()));
}

struct fates {
	struct id *id;
	bool failed;
	unsigned n;
};

static void note_fates(struct ctx *c, void *arg)
{
	const struct fates *f = arg;

	for (unsigned i = 0; i < f->n; i++) {
		if (f->failed) {
			message_failed(c, f->id[i], STR("refused"), false);
			turn_put(c, f->id[i], STR(""));
		} else {
			message_sent(c, f->id[i], STR(""), c->now);
		}
	}
}

static enum rc take_fates(struct gateway_call *g, const char *folder, bool failed, bool *did)
{
	struct str name[GAMMU_FILES_MAX], ours[GAMMU_FILES_MAX];
	struct fates f = { .id = ARENA_ARRAY(g->c.mem, struct id, GAMMU_FILES_MAX), .failed = failed };
	int n = gammu_list(g->c.mem, folder, "OUT", name);
	enum rc rc;

	if (n < 0)
		return INVALID;
	for (int i = 0; i < n; i++) {
		if (gammu_out_id(name[i], &f.id[f.n]))
			ours[f.n++] = name[i];
	}
	if (!f.n)
		return OK;
	rc = gateway_write(g, note_fates, &f);
	for (unsigned i = 0; i < f.n && rc == OK; i++)
		unlink(gammu_path(g->c.mem, folder, ours[i]));
	*did = true;
	return rc;
}

/* ---- to the modem ---- */

static bool number_good(struct str s)
{
	bool good = s.n > 2 && s.n < 20;

	for (size_t i = 0; i < s.n; i++)
		good = good && ((s.p[i] >= '0' && s.p[i] <= '9') || (i == 0 && s.p[i] == '+'));
	return good;
}

static bool write_whole(int fd, struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

/* Beside, flushed, renamed; smsd, another user, must be able to read it. */
static bool put_file(struct arena *a, const char *folder, struct str name, struct str bytes)
{
	const char *beside = gammu_path(a, folder, str_fmt(a, ".ayni-%.*s", (int)name.n, name.p));
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0660);
	bool good;

	if (fd < 0)
		return false;
	good = fchmod(fd, 0660) == 0 && write_whole(fd, bytes) && fsync(fd) == 0;
	good = close(fd) == 0 && good && rename(beside, gammu_path(a, folder, name)) == 0;
	if (!good) {
		unlink(beside);
		return false;
	}
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		good = fsync(fd) == 0;
		close(fd);
	}
	return good;
}

/* What is noted before files are written: who goes for which time, and who cannot go. */
struct going {
	struct message *m;
	bool *write;
	const char **fault;
	unsigned n;
};

static void note_going(struct ctx *c, void *arg)
{
	const struct going *p = arg;

	for (unsigned i = 0; i < p->n; i++) {
		if (p->fault[i])
			message_failed(c, p->m[i].id, str_c(p->fault[i]), true);
		else if (p->write[i])
			turn_put(c, p->m[i].id, p->m[i].ref.n ? STR("2") : STR("1"));
	}
}

static struct str name_of(struct gateway_call *g, const struct message *m)
{
	bool urgent = str_is(m->kind, "reply") || str_is(m->kind, "answer") || str_is(m->kind, "alert");

	return gammu_out_name(g->c.mem, m->id, m->address, urgent, m->made_at + zone_offset_ms(g->c.net->zone, m->made_at));
}

/*
 * What a claimed message needs. In this order, for smsd moves it from the first folder to one of the others. What was
 * written twice and is nowhere is given up: smsd may be set to delete what it sent, and she would get it for ever.
 */
static void judge(struct gateway_call *g, const struct gammu_folders *f, struct going *p, unsigned i)
{
	struct arena *a = g->c.mem;
	struct str name = name_of(g, &p->m[i]);

	if (!number_good(p->m[i].address))
		p->fault[i] = "number";
	else if (!is_there(gammu_path(a, f->outbox, name)) && !is_there(gammu_path(a, f->sent, name)) &&
		!is_there(gammu_path(a, f->error, name))) {
		p->write[i] = !str_is(p->m[i].ref, "2");
		p->fault[i] = p->write[i] ? NULL : "vanished";
	}
}

static enum rc hand_out(struct gateway_call *g, const struct gammu_folders *f, bool *did)
{
	struct arena *a = g->c.mem;
	bool due = db_begin(g->c.db) == OK && message_waits(&g->c, g->gateway.id);
	enum rc rc = db_status(g->c.db);
	struct going p = { .n = 0 };

	db_rollback(g->c.db);
	if (rc != OK || !due)
		return rc;
	p.m = ARENA_ARRAY(a, struct message, MESSAGE_CLAIM_MAX);
	rc = gateway_claim(g, LEASE_MS, p.m, &p.n);
	if (rc != OK || !p.n)
		return rc;
	*did = true;
	p.write = ARENA_ARRAY(a, bool, p.n);
	p.fault = ARENA_ARRAY(a, const char *, p.n);
	for (unsigned i = 0; i < p.n; i++)
		judge(g, f, &p, i);
	rc = gateway_write(g, note_going, &p);
	for (unsigned i = 0; i < p.n && rc == OK; i++)
		if (p.write[i] && !put_file(a, f->outbox, name_of(g, &p.m[i]), gammu_out_bytes(a, p.m[i].text)))
			rc = INVALID;
	return rc;
}

/* ---- is it running? ---- */

static bool runs(struct arena *a, const struct gammu_folders *f)
{
	struct str name[GAMMU_FILES_MAX];
	struct id id;

	if (f->pid) {
		char text[24] = { 0 };
		int fd = open(f->pid, O_RDONLY | O_CLOEXEC);
		ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
		int64_t pid;
		if (fd >= 0)
			close(fd);
		if (n <= 0 || !str_int64(str_trim(str_c(text)), &pid) || pid < 2 || (kill((pid_t)pid, 0) != 0 && errno == ESRCH))
			return false;
	}
	int n = gammu_list(a, f->outbox, "OUT", name);
	for (int i = 0; i < n; i++)
		if (gammu_out_id(name[i], &id) && gammu_age_ms(gammu_path(a, f->outbox, name[i])) > STUCK_MS &&
			gammu_age_ms(f->sent) > STUCK_MS && gammu_age_ms(f->error) > STUCK_MS)
			return false;
	return true;
}

struct note {
	struct id gateway;
	const char *fault;
};

static void note_heard(struct ctx *c, void *arg)
{
	const struct note *n = arg;

	gateway_heard(c, n->gateway, n->fault);
}

/* ---- a turn ---- */

/* Until something happens in a folder, or for so long. */
static void wait_for(int fd, int64_t wait_ms)
{
	char events[4096];
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (poll(&p, fd >= 0, (int)wait_ms) > 0)
		while (read(fd, events, sizeof(events)) > 0)
			;
}

static enum rc once(struct gateway_call *g, const struct gammu_folders *f, bool *did)
{
	bool came = false;
	enum rc rc;

	*did = false;
	rc = take_fates(g, f->sent, false, did);
	if (rc == OK)
		rc = take_fates(g, f->error, true, did);
	if (rc == OK)
		rc = gammu_take_inbox(g, f, &came);
	if (rc == OK)
		rc = hand_out(g, f, did);
	*did = *did || came;
	return rc;
}

static enum rc listen(struct gateway_call *g)
{
	struct gammu_folders f;
	struct note note = { .gateway = g->gateway.id };
	int64_t until_us = steady_clock_us() + TURN_MS * INT64_C(1000);
	bool did, noted = false;
	enum rc rc = gammu_settings(&g->c, &g->gateway, &f);
	int fd;

	if (rc != OK || !folders_work(&f)) {
		note.fault = rc != OK ? "settings" : "folder";
		rc = gateway_write(g, note_heard, &note);
		return rc == OK ? INVALID : rc;
	}
	fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd >= 0) {
		inotify_add_watch(fd, f.inbox, IN_CLOSE_WRITE | IN_MOVED_TO);
		inotify_add_watch(fd, f.sent, IN_CLOSE_WRITE | IN_MOVED_TO);
		inotify_add_watch(fd, f.error, IN_CLOSE_WRITE | IN_MOVED_TO);
	}
	while (rc == OK && steady_clock_us() < until_us && !*g->stop) {
		const char *fault = runs(g->c.mem, &f) ? NULL : "away";
		if (!noted || fault != note.fault) {
			note.fault = fault;
			rc = gateway_write(g, note_heard, &note);
			noted = true;
		}
		g->c.now = g->clock ? g->clock() : g->c.now;
		if (rc == OK)
			rc = once(g, &f, &did);
		if (rc == OK && !did)
			wait_for(fd, LOOK_MS);
	}
	if (fd >= 0)
		close(fd);
	return rc;
}

const struct adapter gammu_adapter = { .kind = "gammu", .check = check, .listen = listen };
