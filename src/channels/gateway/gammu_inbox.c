/*
 * gammu_inbox.c - from files that gammu-smsd received to messages.
 *
 * A file is the durable hand-off: it goes only when its message was delivered. Killed in between, the same file
 * gives the same ref and is a repeat.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gammu_own.h"
#include "hash.h"
#include "log.h"
#include "sms_sql.h"

enum {
	SETTLED_MS = 300,          /* smsd writes under the final name */
	NEXT_WAIT_MS = 3 * 1000,   /* for the next file of a message that smsd writes one after the other */
	PART_WAIT_MS = 2 * 60 * 1000, /* for a part that smsd itself waited ten minutes for */
	PARTS_APART_S = 15 * 60,
	REPORT_BEFORE_MS = 2 * DAY_MS, REPORT_AFTER_MS = DAY_MS, /* the centre's clock may be of another zone */
};

struct piece {
	struct str name, bytes;
	struct gammu_name about;
	struct gammu_file file;
	const struct gammu_part *part; /* of a message of which there is more in other files; or NULL */
	int64_t age_ms;
	bool used;
};

struct inbox {
	struct gateway_call *g;
	const struct gammu_folders *f;
	struct piece *piece;
	unsigned n;
	bool did;
};

/* p == NULL: it cannot be read now. */
static struct str read_file(struct arena *a, const char *path)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	struct str s = { 0 };

	if (fd < 0)
		return s;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		/* One byte more than it may have tells that it has too many. */
		size_t room = st.st_size < GAMMU_FILE_MAX ? (size_t)st.st_size + 1 : GAMMU_FILE_MAX + 1, n = 0;
		char *p = arena_alloc(a, room);
		ssize_t got = 1;
		while (got > 0 && n < room) {
			got = read(fd, p + n, room - n);
			n += got > 0 ? (size_t)got : 0;
		}
		if (got >= 0)
			s = (struct str){ p, n };
	}
	close(fd);
	return s;
}

static void drop_file(struct inbox *in, struct piece *p)
{
	p->used = true;
	in->did = true;
	if (unlink(gammu_path(in->g->c.mem, in->f->inbox, p->name)) != 0 && errno != ENOENT)
		log_warn("gammu: a file of the inbox cannot be removed: errno %d", errno);
}

/* Nothing can be made of it: out of the way, for people to look at. */
static void set_aside(struct inbox *in, struct piece *p)
{
	struct str name = str_fmt(in->g->c.mem, "bad-%.*s", (int)p->name.n, p->name.p);

	p->used = true;
	if (rename(gammu_path(in->g->c.mem, in->f->inbox, p->name), gammu_path(in->g->c.mem, in->f->inbox, name)) == 0)
		log_warn("gammu: a file of the inbox cannot be understood; it is called bad-… now");
}

static int64_t sent_at(const struct inbox *in, const struct gammu_name *about)
{
	const struct ctx *c = &in->g->c;
	int64_t at = zone_instant(c->net->zone, about->day, (int)(about->second / 60)) + about->second % 60 * 1000;

	return at > c->now + DAY_MS || at < c->now - 30 * (int64_t)DAY_MS ? 0 : at;
}

/* ---- receipts ---- */

struct receipt {
	struct id gateway;
	struct str address;
	enum gammu_kind kind;
	int64_t at;
};

static void note_receipt(struct ctx *c, void *arg)
{
	const struct receipt *p = arg;
	struct rows r = ctx_rows(c, sms_sql, Q_MESSAGE_SENT_NEAR, cell_id(&c->net->id), cell_id(&p->gateway), cell_text(p->address),
		cell_int(p->at), cell_int(p->at - REPORT_BEFORE_MS), cell_int(p->at + REPORT_AFTER_MS));
	struct id id;

	if (!rows_next(&r))
		return;
	id = rows_id(&r, 0);
	rows_end(&r);
	if (p->kind == GAMMU_DELIVERED)
		message_delivered(c, id, c->now);
	else
		message_failed(c, id, STR("undelivered"), true);
}

static enum rc take_receipt(struct inbox *in, struct piece *p)
{
	struct receipt one = { .gateway = in->g->gateway.id, .address = p->about.sender, .kind = p->file.part[0].kind,
		.at = sent_at(in, &p->about) };
	enum rc rc = OK;

	if (!one.at)
		one.at = in->g->c.now;
	if (one.kind == GAMMU_DELIVERED || one.kind == GAMMU_FAILED)
		rc = gateway_write(in->g, note_receipt, &one);
	if (rc == OK)
		drop_file(in, p);
	return rc;
}

/* ---- messages ---- */

/* Deliver n pieces as one message; a gap between two is shown. */
static enum rc hand_over(struct inbox *in, struct piece *const *piece, const struct gammu_part *const *part, unsigned n)
{
	static const struct text_media lost = { .too_large = true };
	struct arena *a = in->g->c.mem;
	struct buf text = buf_new(a, 512), ref = buf_new(a, 40);
	struct hasher h;
	enum rc rc;

	hasher_start(&h);
	for (unsigned i = 0; i < n; i++) {
		if (i && part[i]->part > part[i - 1]->part + 1)
			buf_c(&text, " … ");
		buf_add(&text, part[i]->text);
		hasher_piece(&h, piece[i]->name);
		hasher_piece(&h, part[i]->text);
	}
	struct hash sum = hasher_end(&h);
	buf_c(&ref, "g.");
	buf_hex(&ref, sum.b, 16);
	struct text_in one = { .gateway = in->g->gateway.id, .from = piece[0]->about.sender, .text = buf_str(&text),
		.ref = buf_str(&ref), .sent_at = sent_at(in, &piece[0]->about),
		.media = part[0]->kind == GAMMU_BYTES ? &lost : NULL };
	rc = gateway_deliver(in->g, &one);
	for (unsigned i = 0; i < n && rc == OK; i++)
		if (!piece[i]->used)
			drop_file(in, piece[i]);
	return rc;
}

/* A file in which everything is, or nothing that others complete. */
static enum rc take_whole(struct inbox *in, struct piece *p)
{
	struct piece *piece[GAMMU_PARTS_MAX];
	const struct gammu_part *part[GAMMU_PARTS_MAX];

	if (p->file.part[0].kind >= GAMMU_DELIVERED)
		return take_receipt(in, p);
	for (unsigned i = 0; i < p->file.n; i++) {
		piece[i] = p;
		part[i] = &p->file.part[i];
	}
	return hand_over(in, piece, part, p->file.n);
}

/* One of several files of a message: the form says so, or its name, or it is so long that more may follow. */
static bool is_piece(const struct piece *p)
{
	const struct gammu_part *one = &p->file.part[0];

	if (one->kind != GAMMU_TEXT)
		return false;
	if (one->parts)
		return p->file.n < one->parts;
	return p->file.n == 1 && (p->about.part || one->full);
}

static int64_t apart_s(const struct piece *a, const struct piece *b)
{
	int64_t d = (a->about.day - b->about.day) * 86400 + (int64_t)a->about.second - b->about.second;

	return d < 0 ? -d : d;
}

/* The place of a piece in its message, from 0. */
static unsigned place(const struct piece *p)
{
	return p->part->parts ? p->part->part - 1 : p->about.part;
}

/* The unused piece at that place of the message that `first` belongs to, the nearest in time; or NULL. */
static struct piece *find_piece(struct inbox *in, const struct piece *first, unsigned at)
{
	struct piece *best = NULL;

	for (unsigned i = 0; i < in->n; i++) {
		struct piece *p = &in->piece[i];
		if (p->used || !p->part || !str_eq(p->about.sender, first->about.sender) || place(p) != at ||
			p->part->parts != first->part->parts || (p->part->parts && p->part->ref != first->part->ref) ||
			apart_s(p, first) > PARTS_APART_S)
			continue;
		if (!best || apart_s(p, first) < apart_s(best, first))
			best = p;
	}
	return best;
}

/* What is there of the message of p, in order; *whole: nothing more is to be waited for. */
static unsigned gather(struct inbox *in, struct piece *p, struct piece **out, bool *whole)
{
	unsigned most = p->part->parts ? p->part->parts : GAMMU_PARTS_MAX, n = 0;
	int64_t age = INT64_MAX;

	most = most < GAMMU_PARTS_MAX ? most : GAMMU_PARTS_MAX;
	for (unsigned at = 0; at < most; at++) {
		struct piece *one = at == place(p) ? p : find_piece(in, p, at);
		if (!one && !p->part->parts && n)
			break;
		if (one && n < GAMMU_PARTS_MAX) {
			out[n++] = one;
			age = one->age_ms < age ? one->age_ms : age;
		}
	}
	if (p->part->parts)
		*whole = n == p->part->parts || age > PART_WAIT_MS;
	else if (place(out[0]) > 0)
		*whole = age > PART_WAIT_MS;
	else
		*whole = !out[n - 1]->part->full || age > NEXT_WAIT_MS;
	return n;
}

static enum rc take_piece(struct inbox *in, struct piece *p)
{
	struct piece *piece[GAMMU_PARTS_MAX];
	const struct gammu_part *part[GAMMU_PARTS_MAX];
	bool whole;
	unsigned n = gather(in, p, piece, &whole);

	if (!whole)
		return OK;
	for (unsigned i = 0; i < n; i++)
		part[i] = piece[i]->part;
	return hand_over(in, piece, part, n);
}

/* ---- the folder ---- */

static void look_at(struct inbox *in, struct str name)
{
	struct arena *a = in->g->c.mem;
	const char *path = gammu_path(a, in->f->inbox, name);
	struct piece *p = &in->piece[in->n];

	*p = (struct piece){ .name = name, .age_ms = gammu_age_ms(path) };
	if (p->age_ms >= 0 && p->age_ms < SETTLED_MS)
		return;
	p->bytes = read_file(a, path);
	if (!p->bytes.p)
		return;
	if (!gammu_name_read(name, &p->about)) {
		set_aside(in, p);
		return;
	}
	if (!p->about.text) {
		p->file.part[0] = (struct gammu_part){ .kind = GAMMU_BYTES };
		p->file.n = 1;
	} else if (!gammu_file_read(a, p->bytes, p->about.sender, &p->file)) {
		set_aside(in, p);
		return;
	}
	p->part = is_piece(p) ? &p->file.part[0] : NULL;
	in->n++;
}

enum rc gammu_take_inbox(struct gateway_call *g, const struct gammu_folders *f, bool *did)
{
	struct str name[GAMMU_FILES_MAX];
	struct inbox in = { .g = g, .f = f };
	int n = gammu_list(g->c.mem, f->inbox, "IN", name);
	enum rc rc = OK;

	*did = false;
	if (n < 0)
		return INVALID;
	in.piece = ARENA_ARRAY(g->c.mem, struct piece, n ? n : 1);
	for (int i = 0; i < n; i++)
		look_at(&in, name[i]);
	for (unsigned i = 0; i < in.n && rc == OK && !*g->stop; i++)
		if (!in.piece[i].used)
			rc = in.piece[i].part ? take_piece(&in, &in.piece[i]) : take_whole(&in, &in.piece[i]);
	*did = in.did;
	return rc;
}
