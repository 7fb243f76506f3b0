/*
 * outbox_files.c - the files of an item: waited for, opened with the key that the item holds, brought to its act.
 */
#include "job.h"
#include "outbox.h"
#include "upload.h"

enum { KEPT_DAYS = 90, ROWS_AT_ONCE = 50, LOOK_MS = 5 * 60 * 1000, KEY_TEXT_MAX = 64 };

struct file {
	const char *name;
	struct id upload;
	uint8_t key[UPLOAD_KEY];
	int64_t bytes;
};

/* ["32 hex digits", "key in base64", bytes] */
static bool read_file(const char *name, const json_t *said, struct file *out)
{
	struct str upload = json_str(json_array_get(said, 0)), key = json_str(json_array_get(said, 1));
	size_t n = 0;

	*out = (struct file){ .name = name, .bytes = json_integer_value(json_array_get(said, 2)) };
	return json_array_size(said) == 3 && upload.n == 2 * sizeof(out->upload.b) &&
		hex_read(upload, out->upload.b, sizeof(out->upload.b)) && key.n <= KEY_TEXT_MAX &&
		sodium_base642bin(out->key, sizeof(out->key), key.p, key.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
		n == sizeof(out->key) && out->bytes > 0 && out->bytes <= BLOB_BYTES_MAX;
}

/* Two steps: nothing is opened or made smaller before all is here. */
static enum rc look(struct ctx *c, const struct act *a, const json_t *files)
{
	const char *name;
	json_t *said;

	json_object_foreach((json_t *)files, name, said)
	{
		int arg = action_arg(a->action, str_c(name));
		struct upload u;
		struct file f;
		if (arg < 0 || a->action->args[arg].type != T_BLOB || !read_file(name, said, &f))
			return INVALID;
		if (!upload_look(c, f.upload, &u))
			return NOT_FOUND;
		if (u.have < u.bytes)
			return BUSY;
	}
	return OK;
}

/* What is the machine's fault passes: it is tried again. */
static bool for_now(const struct act *a)
{
	for (unsigned i = 0; i < a->diag.n; i++)
		if (strcmp(a->diag.item[i].code, "io") == 0)
			return true;
	return false;
}

enum rc outbox_files_bring(struct ctx *c, struct act *a, const json_t *files)
{
	enum rc rc = look(c, a, files);
	const char *name;
	json_t *said;

	if (rc != OK)
		return rc;
	json_object_foreach((json_t *)files, name, said)
	{
		struct str plain;
		struct file f;
		if (!read_file(name, said, &f) || upload_open(c, f.upload, f.key, &plain) != OK)
			return INVALID;
		act_bring(c, a, (unsigned)action_arg(a->action, str_c(name)), plain);
	}
	return for_now(a) ? BUSY : OK;
}

bool outbox_files_expect(struct ctx *c, const json_t *files)
{
	const char *name;
	json_t *said;

	json_object_foreach((json_t *)files, name, said)
	{
		struct file f;
		if (!read_file(name, said, &f) ||
			upload_expect(c, f.upload, f.bytes + UPLOAD_SEAL, c->now + KEPT_DAYS * (int64_t)DAY_MS) != OK)
			return false;
	}
	return true;
}

struct id outbox_files_missing(struct ctx *c, const json_t *files, int64_t *have_out)
{
	struct id last = { 0 };
	const char *name;
	json_t *said;

	*have_out = 0;
	json_object_foreach((json_t *)files, name, said)
	{
		struct upload u = { 0 };
		struct file f;
		if (!read_file(name, said, &f))
			continue;
		bool there = upload_look(c, f.upload, &u);
		last = f.upload;
		*have_out = u.have;
		if (!there || u.have < u.bytes)
			break;
	}
	return last;
}

void outbox_files_drop(struct ctx *c, const json_t *files)
{
	const char *name;
	json_t *said;
	struct file f;

	json_object_foreach((json_t *)files, name, said)
		if (read_file(name, said, &f))
			upload_drop(c, f.upload);
}

/* ---- what became whole and was not sent again ---- */

struct late {
	struct write w;
	struct outbox_work *work;
};

static void late_run(struct write *w, struct gate *g, struct chain_head *head)
{
	const char *channel = w->c->channel;

	w->c->channel = "outbox";
	outbox_decide(g, w->c, ((struct late *)w)->work, head);
	w->c->channel = channel;
}

/* One row in a snapshot of its own; anything but OK: the rest waits for the next time. */
static enum rc late_one(struct job_call *j, struct id id)
{
	struct outbox_work *work = ARENA_NEW(j->c.mem, struct outbox_work);
	struct late late = { .w = { .run = late_run, .c = &j->c, .acts_only = true }, .work = work };
	struct parked row;

	if (db_begin(j->c.db) != OK)
		return BUSY;
	bool there = parked_get(&j->c, id, &row);
	if (there)
		outbox_judge_row(&j->c, &row, false, work);
	enum rc rc = db_status(j->c.db);
	db_rollback(j->c.db);
	return rc == OK && there && work->whole ? writer_call(j->writer, &late.w) : rc;
}

static enum rc late_all(struct job_call *j)
{
	struct id id[ROWS_AT_ONCE];
	enum rc rc = db_begin(j->c.db);
	unsigned n = rc == OK ? parked_waiting(&j->c, id, ROWS_AT_ONCE) : 0;

	db_rollback(j->c.db);
	for (unsigned i = 0; i < n && rc == OK; i++)
		rc = late_one(j, id[i]);
	return rc;
}

const struct job outbox_jobs[] = { { "outbox", LOOK_MS, late_all }, { 0 } };
